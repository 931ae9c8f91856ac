// Functions and programs: closures, parameters, hoisting, what surrounds a body.
#include <algorithm>

#include "engine/bytecode/function_compiler.h"

namespace scrim::bytecode {

FunctionNode* FunctionCompiler::function_of(Node* node) {
  auto* arrow = as_if<ArrowFunction>(node);
  FunctionNode* function = arrow ? arrow->function : as<FunctionExpression>(node)->function;
  // In parentheses, as in `(function() {})()`: about to be called.
  if (node->parenthesized()) function->flags.called_at_once = true;
  return function;
}

void FunctionCompiler::note_called(Node* callee, std::span<Expression*> arguments) {
  auto is_function = [](Node* node) {
    return node->kind == NodeKind::kFunctionExpression || node->kind == NodeKind::kArrowFunction;
  };
  if (!is_function(callee)) return;
  function_of(callee)->flags.called_at_once = true;
  // (function(factory) { … factory() })(function() { the module })
  for (Expression* argument : arguments) {
    if (is_function(argument)) function_of(argument)->flags.called_at_once = true;
  }
}

void FunctionCompiler::closure(FunctionNode* node, Register destination, NameId name) {
  uint32_t index = unit_.add_function(node, node->id ? node->id->name : name, *this);
  int32_t constant = b_.constant(ConstantKind::kFunction, index);
  Scope* name_scope = node->name_scope;
  if (!name_scope || !name_scope->needs_environment) {
    b_.emit(Opcode::kCreateClosure, {destination, constant});
    return;
  }
  // A function expression whose own name is captured
  b_.emit(Opcode::kPushEnvironment, {static_cast<int32_t>(slot_count(name_scope)),
                                     b_.constant(ConstantKind::kScopeInfo, scope_info(name_scope))});
  b_.emit(Opcode::kCreateClosure, {destination, constant});
  for (Binding* binding : name_scope->bindings) {
    if (binding->place == BindingPlace::kEnvironment) {
      b_.emit(Opcode::kSetScoped, {0, static_cast<int32_t>(binding->index), destination});
    }
  }
  b_.emit(Opcode::kPopEnvironment);
}

void FunctionCompiler::reserve_locals(uint32_t count, bool with_generator) {
  function_.local_count = count + (with_generator ? 1 : 0);
  next_register_ = max_register_ = static_cast<int>(function_.local_count);
  if (with_generator) generator_ = register_operand(static_cast<int>(count));
}

void FunctionCompiler::set_flags() {
  const FunctionFlags& from = node_->flags;
  TemplateFlags& flags = function_.flags;
  FunctionKind kind = node_->function_kind;
  strict_ = from.strict;
  is_async_ = from.is_async;
  is_generator_ = from.is_generator;
  function_.kind = kind;
  function_.length = node_->length;
  function_.parameter_count = node_->parameters.size() - (from.has_rest ? 1 : 0);
  function_.source = node_->range();
  if (node_->id) function_.name_range = node_->id->range();
  bool is_class = kind == FunctionKind::kConstructor || kind == FunctionKind::kDerivedConstructor;
  if (is_class && node_->home_class) function_.source = node_->home_class->range();
  flags.strict = strict_;
  flags.is_arrow = kind == FunctionKind::kArrow;
  flags.is_async = is_async_;
  flags.is_generator = is_generator_;
  flags.is_class_constructor = is_class;
  flags.is_derived = kind == FunctionKind::kDerivedConstructor;
  flags.is_constructor = is_class || (kind == FunctionKind::kNormal && !is_async_ && !is_generator_);
  flags.has_own_prototype = flags.is_constructor || is_generator_;
  flags.is_method = kind != FunctionKind::kNormal && kind != FunctionKind::kArrow;
  flags.is_static = from.is_static_member;
  flags.needs_home_object = flags.is_method && (from.uses_super_property || from.has_direct_eval);
  flags.uses_this = from.uses_this || from.has_direct_eval;
  flags.uses_arguments = from.uses_arguments;
  flags.has_direct_eval = from.has_direct_eval;
  flags.has_simple_parameters = from.has_simple_parameters;
  flags.is_field_initializer = kind == FunctionKind::kInstanceInitializer || kind == FunctionKind::kStaticInitializer;
  flags.coerces_this = !strict_ && !flags.is_arrow && flags.uses_this;
  if (is_class && node_->home_class) {
    flags.has_class_fields = node_->home_class->instance_initializer || brand_of(node_->home_class->scope, false);
  }
}

// this, new.target, the active function and arguments, where environments hold them.
void FunctionCompiler::hidden_bindings(Scope* scope) {
  Temporaries temporaries(*this);
  auto store = [&](Binding* binding, Register r) {
    if (binding->place == BindingPlace::kEnvironment) {
      b_.emit(Opcode::kSetScoped, {0, static_cast<int32_t>(binding->index), r});
    } else if (Register place = place_register(binding); place && binding->place != BindingPlace::kFrame) {
      move(place, r);
    }
  };
  if (Binding* binding = scope->this_binding;
      binding && binding->place != BindingPlace::kFrame && !function_.flags.is_derived && !function_.flags.is_arrow) {
    store(binding, kThisOperand);
  }
  if (Binding* binding = scope->new_target_binding; binding && binding->place != BindingPlace::kFrame) {
    Register r = temporary();
    b_.emit(Opcode::kLoadNewTarget, {r});
    store(binding, r);
  }
  if (Binding* binding = scope->callee_binding; binding && binding->place != BindingPlace::kFrame) {
    Register r = temporary();
    b_.emit(Opcode::kLoadCallee, {r});
    store(binding, r);
  }
}

// sec-functiondeclarationinstantiation, the parameters
void FunctionCompiler::parameters() {
  Scope* scope = node_->scope;
  auto list = node_->parameters.span();
  Binding* arguments = scope->arguments_binding;
  bool mapped = arguments && node_->flags.mapped_arguments;
  auto make_arguments = [&] {
    Temporaries temporaries(*this);
    Register r = place_register(arguments);
    bool direct = r != 0;
    if (!direct) r = temporary();
    b_.emit(mapped ? Opcode::kCreateMappedArguments : Opcode::kCreateArguments, {r});
    if (!direct) store_binding(arguments, Resolution::kBinding, arguments->name, r, true, node_->start);
  };
  if (arguments && !mapped) make_arguments();
  if (node_->flags.has_simple_parameters) {
    // A name given twice is the last one's.
    if (mapped) function_.mapped_arguments.assign(list.size(), -1);
    for (size_t i = 0; i < list.size(); i++) {
      Binding* binding = as<BindingIdentifier>(list[i])->binding;
      if (binding->parameter_index != i) continue;
      if (mapped && binding->place == BindingPlace::kEnvironment) {
        function_.mapped_arguments[i] = static_cast<int32_t>(binding->index);
      }
      if (binding->place != BindingPlace::kArgument) {
        store_binding(binding, Resolution::kBinding, binding->name, argument_operand(static_cast<int>(i)), true,
                      list[i]->start);
      }
    }
    if (mapped) make_arguments();
    return;
  }
  for (size_t i = 0; i < list.size(); i++) {
    Temporaries temporaries(*this);
    Node* parameter = list[i];
    Register argument = argument_operand(static_cast<int>(i));
    if (auto* rest = as_if<RestElement>(parameter)) {
      auto* identifier = as_if<BindingIdentifier>(rest->argument);
      Register r = identifier ? place_register(identifier->binding) : 0;
      bool direct = r != 0;
      if (!direct) r = temporary();
      b_.emit(Opcode::kCreateRest, {r, static_cast<int32_t>(i)});
      if (!direct)
        assign_pattern(rest->argument, r, true);
      else
        mark_initialized(identifier->binding);
      continue;
    }
    if (auto* with_default = as_if<DefaultPattern>(parameter)) {
      at(with_default->start);
      default_value(with_default, argument);
      parameter = with_default->target;
    }
    if (auto* identifier = as_if<BindingIdentifier>(parameter);
        identifier && identifier->binding->place == BindingPlace::kArgument) {
      if (identifier->binding->index != i) move(place_register(identifier->binding), argument);
      continue;
    }
    assign_pattern(parameter, argument, true);
  }
}

// var bindings that need a value at the start: registers have theirs.
void FunctionCompiler::variables(Scope* scope) {
  Temporaries temporaries(*this);
  Register undefined = 0;
  for (Binding* binding : scope->bindings) {
    if (binding->kind != BindingKind::kVar) continue;
    if (binding->has_var_initializer_from_parameter) {
      Binding* parameter = scope->parent->find(binding->name);
      if (parameter) {
        Register r = place_register(parameter);
        if (!r) {
          r = temporary();
          load_binding(parameter, r);
        }
        store_binding(binding, Resolution::kBinding, binding->name, r, true, scope->range.start);
        continue;
      }
    }
    if (binding->place != BindingPlace::kEnvironment) continue;
    if (!undefined) {
      undefined = temporary();
      b_.emit(Opcode::kLoadUndefined, {undefined});
    }
    b_.emit(Opcode::kSetScoped,
            {static_cast<int32_t>(hops(scope_, binding->scope)), static_cast<int32_t>(binding->index), undefined});
  }
}

void FunctionCompiler::async_handler(ControlEntry& guard) {
  Label handler = b_.new_label();
  Temporaries temporaries(*this);
  Register exception = temporary();
  add_handlers(guard, handler, exception, kNoRegister, false);
  b_.bind(handler);
  b_.emit(Opcode::kAsyncThrow, {exception, generator_});
}

void FunctionCompiler::compile_function() {
  set_flags();
  Scope* scope = node_->scope;
  Scope* outer = scope->parent;
  scope_ = outer;
  reserve_locals(scope->register_count, is_async_ || is_generator_);
  ControlEntry async_guard;
  bool guarded = is_async_ && !is_generator_;
  if (guarded) push_control(async_guard, ControlEntry::kHandler);

  scope_ = scope;
  begin_debug_scope(scope);
  if (scope->needs_environment) {
    b_.emit(Opcode::kPushEnvironment,
            {static_cast<int32_t>(slot_count(scope)), b_.constant(ConstantKind::kScopeInfo, scope_info(scope))});
  }
  if (function_.flags.coerces_this) b_.emit(Opcode::kCoerceThis);
  hidden_bindings(scope);
  if (function_.flags.is_class_constructor && !function_.flags.is_derived && function_.flags.has_class_fields) {
    Temporaries temporaries(*this);
    Register callee = temporary();
    b_.emit(Opcode::kLoadCallee, {callee});
    b_.emit(Opcode::kInitializeFields, {kThisOperand, callee});
  }
  declare_lexicals(scope);
  parameters();
  variables(scope);
  if (node_->body_scope && node_->body_scope != scope) {
    Scope* body = node_->body_scope;
    if (body->needs_environment) {
      b_.emit(Opcode::kPushEnvironment,
              {static_cast<int32_t>(slot_count(body)), b_.constant(ConstantKind::kScopeInfo, scope_info(body))});
    }
    scope_ = body;
    begin_debug_scope(body);
    declare_lexicals(body);
    variables(body);
    instantiate_functions(body);
  } else {
    instantiate_functions(scope);
  }
  if (is_generator_) {
    at(node_->body ? node_->body->start : node_->start);
    b_.emit(Opcode::kCreateGenerator, {generator_, static_cast<int32_t>(live_registers())});
  }

  if (node_->function_kind == FunctionKind::kInstanceInitializer ||
      node_->function_kind == FunctionKind::kStaticInitializer) {
    field_initializers(node_->home_class, node_->function_kind == FunctionKind::kStaticInitializer);
  } else if (node_->flags.is_expression_body) {
    Temporaries temporaries(*this);
    at_statement(node_->body);
    Register operand = value(node_->body);
    at(node_->body->end, PositionKind::kReturn);
    jump_out(nullptr, false, operand);
  } else {
    std::unique_ptr<UsingGuard> guard = begin_using(node_->body_scope);
    for (Statement* item : as<FunctionBody>(node_->body)->body) {
      statement(item);
      auto* expression = as_if<ExpressionStatement>(item);
      if (expression && expression->expression->kind == NodeKind::kSuperCall) this_initialized_ = true;
    }
    end_using(std::move(guard));
  }
  if (!b_.unreachable() || b_.pc() == 0) {
    Temporaries temporaries(*this);
    at(node_->end ? node_->end - 1 : 0, PositionKind::kReturn);
    Register operand = temporary();
    b_.emit(Opcode::kLoadUndefined, {operand});
    jump_out(nullptr, false, operand);
  }
  if (guarded) {
    pop_control(async_guard);
    async_handler(async_guard);
  }
  while (debug_scope_ >= 0) end_debug_scope();
  if (function_.flags.is_constructor) {
    auto count = static_cast<uint32_t>(this_properties_.size());
    if (function_.flags.is_class_constructor && node_->home_class) {
      for (ClassMember* member : node_->home_class->members) {
        count += member->member_kind == MemberKind::kField && !member->is_static;
      }
    }
    function_.in_object_properties = std::min<uint32_t>(count, 100);
  }
  finish(node_->end);
}

void FunctionCompiler::finish(uint32_t end_offset) {
  (void)end_offset;
  // Labels may stand at the very end, behind code that never gets there.
  if (!b_.unreachable()) {
    Register operand = temporary();
    b_.emit(Opcode::kLoadUndefined, {operand});
    b_.emit(Opcode::kReturn, {operand});
  }
  function_.register_count = static_cast<uint32_t>(max_register_);
  // What an await saves must be values, also where a register is alive before it is written.
  if (is_async_ && !is_generator_) function_.local_count = function_.register_count;
  for (DebugScope& scope : function_.debug_scopes) {
    for (DebugVariable& variable : scope.variables) {
      if (variable.initialized_at == UINT32_MAX) variable.initialized_at = scope.end;
    }
  }
  if (!b_.finish()) unit_.fail(function_.source, b_.error());
}

// ---- programs

bool FunctionCompiler::program_declarations(Program* program, uint32_t* index) {
  Declarations declarations;
  declarations.strict = program->strict;
  auto by_name = [](const Binding* binding) {
    return binding->place == BindingPlace::kGlobal || binding->place == BindingPlace::kDynamic;
  };
  Scope* scope = program->scope;
  std::vector<FunctionDeclaration*> functions;
  for (FunctionDeclaration* declaration : scope->functions) {
    Binding* binding = declaration->function->id ? declaration->function->id->binding : nullptr;
    if (!binding || !by_name(binding)) continue;
    std::erase_if(functions, [&](FunctionDeclaration* other) {
      return other->function->id->name == declaration->function->id->name;
    });
    functions.push_back(declaration);
  }
  for (FunctionDeclaration* declaration : functions) {
    FunctionNode* node = declaration->function;
    declarations.functions.push_back({unit_.string(node->id->name), unit_.add_function(node, node->id->name, *this)});
  }
  for (Binding* binding : scope->bindings) {
    if (!by_name(binding)) continue;
    if (binding->is_lexical()) {
      declarations.lexicals.push_back({unit_.string(binding->name), binding->kind == BindingKind::kConst});
    } else if (binding->kind == BindingKind::kVar) {
      (binding->annex_b ? declarations.annex_b_vars : declarations.vars).push_back(unit_.string(binding->name));
    }
  }
  if (declarations.lexicals.empty() && declarations.functions.empty() && declarations.vars.empty() &&
      declarations.annex_b_vars.empty()) {
    return false;
  }
  unit_.unit().declarations.push_back(std::move(declarations));
  *index = static_cast<uint32_t>(unit_.unit().declarations.size() - 1);
  return true;
}

void FunctionCompiler::compile_program(Program* program) {
  ProgramKind kind = program->kind_of_program;
  bool is_eval = kind == ProgramKind::kDirectEval || kind == ProgramKind::kIndirectEval;
  bool is_module = kind == ProgramKind::kModule;
  bool wants_completion = is_eval || kind == ProgramKind::kFunction || unit_.options().completion_value;
  Scope* scope = program->scope;
  strict_ = program->strict;
  is_async_ = program->has_top_level_await;
  is_generator_ = is_module && !is_async_;
  function_.flags.is_program = true;
  function_.flags.strict = strict_;
  function_.flags.is_async = is_async_;
  function_.flags.is_generator = is_generator_;
  function_.flags.has_direct_eval = program->has_direct_eval;
  function_.flags.uses_this = program->uses_this;
  function_.source = program->range();
  reserve_locals(scope->register_count, is_async_ || is_generator_);
  if (wants_completion) {
    completion_ = temporary();
    b_.emit(Opcode::kLoadUndefined, {completion_});
  }
  ControlEntry guard;
  if (is_async_ && !is_module) push_control(guard, ControlEntry::kHandler);
  begin_debug_scope(scope);
  if (scope->needs_environment) {
    b_.emit(Opcode::kPushEnvironment,
            {static_cast<int32_t>(slot_count(scope)), b_.constant(ConstantKind::kScopeInfo, scope_info(scope))});
  }
  uint32_t index;
  at(program->start);
  if (program_declarations(program, &index)) {
    b_.emit(is_eval ? Opcode::kDeclareEval : Opcode::kDeclareGlobals,
            {b_.constant(ConstantKind::kDeclarations, index)});
  }
  declare_lexicals(scope);
  variables(scope);
  instantiate_functions(scope);
  for (Statement* item : program->body) {
    auto* exported = as_if<ExportDefaultDeclaration>(item);
    auto* declaration = exported ? as_if<FunctionDeclaration>(exported->declaration) : nullptr;
    if (!declaration || declaration->function->id) continue;
    Temporaries temporaries(*this);
    Register r = temporary();
    closure(declaration->function, r, names::default_);
    store_binding(exported->binding, Resolution::kBinding, exported->binding->name, r, true, item->start);
  }
  if (is_module) {
    // Linking runs a module up to here: its environment is there, its functions are made. Evaluation resumes it.
    b_.emit(Opcode::kCreateGenerator, {generator_, static_cast<int32_t>(live_registers())});
    if (is_async_) push_control(guard, ControlEntry::kHandler);
  }
  std::unique_ptr<UsingGuard> disposal = begin_using(scope);
  statements(program->body.span());
  end_using(std::move(disposal));
  {
    Temporaries temporaries(*this);
    at(program->end, PositionKind::kReturn);
    Register operand = completion_;
    if (!operand) {
      operand = temporary();
      b_.emit(Opcode::kLoadUndefined, {operand});
    }
    jump_out(nullptr, false, operand);
  }
  if (is_async_) {
    pop_control(guard);
    async_handler(guard);
  }
  while (debug_scope_ >= 0) end_debug_scope();
  finish(program->end);
}

}  // namespace scrim::bytecode
