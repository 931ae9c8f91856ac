// Statements, without loops.
#include <cmath>

#include "engine/bytecode/function_compiler.h"

namespace scrim::bytecode {

void FunctionCompiler::statements(std::span<Statement*> list) {
  for (Statement* node : list) statement(node);
}

void FunctionCompiler::block(std::span<Statement*> body, Scope* scope) {
  if (!scope) return statements(body);
  ControlEntry entry;
  enter_scope(scope, &entry);
  statements(body);
  leave_scope(scope, &entry);
}

void FunctionCompiler::statement(Statement* node) {
  if (unit_.failed()) return;
  Temporaries scope(*this);
  switch (node->kind) {
    case NodeKind::kEmptyStatement: return;
    case NodeKind::kBlockStatement: {
      auto* statement = static_cast<BlockStatement*>(node);
      return block(statement->body.span(), statement->scope);
    }
    case NodeKind::kExpressionStatement: {
      auto* statement = static_cast<ExpressionStatement*>(node);
      if (statement->is_directive && !completion_) return;
      at_statement(node);
      if (completion_)
        into(statement->expression, completion_);
      else
        effect(statement->expression);
      return;
    }
    case NodeKind::kIfStatement: return if_statement(static_cast<IfStatement*>(node));
    case NodeKind::kForStatement: return for_statement(static_cast<ForStatement*>(node));
    case NodeKind::kForInStatement: return for_in_statement(static_cast<ForInStatement*>(node));
    case NodeKind::kForOfStatement: return for_of_statement(static_cast<ForOfStatement*>(node));
    case NodeKind::kWhileStatement: return while_statement(static_cast<WhileStatement*>(node));
    case NodeKind::kDoWhileStatement: return do_while_statement(static_cast<DoWhileStatement*>(node));
    case NodeKind::kContinueStatement:
      at_statement(node);
      return jump_out(static_cast<ContinueStatement*>(node)->target, true, 0);
    case NodeKind::kBreakStatement:
      at_statement(node);
      return jump_out(static_cast<BreakStatement*>(node)->target, false, 0);
    case NodeKind::kReturnStatement: return return_statement(static_cast<ReturnStatement*>(node));
    case NodeKind::kWithStatement: return with_statement(static_cast<WithStatement*>(node));
    case NodeKind::kSwitchStatement: return switch_statement(static_cast<SwitchStatement*>(node));
    case NodeKind::kLabeledStatement: return labeled_statement(static_cast<LabeledStatement*>(node));
    case NodeKind::kThrowStatement: {
      at_statement(node);
      Register operand = value(static_cast<ThrowStatement*>(node)->argument);
      at(node->start);
      b_.emit(Opcode::kThrow, {operand});
      return;
    }
    case NodeKind::kTryStatement: return try_statement(static_cast<TryStatement*>(node));
    case NodeKind::kDebuggerStatement:
      at(node->start, PositionKind::kDebugger);
      b_.emit(Opcode::kDebugger);
      return;
    case NodeKind::kVariableDeclaration: return variable_declaration(static_cast<VariableDeclaration*>(node));
    case NodeKind::kFunctionDeclaration: {
      // The function was made on entry to its scope; Annex B.3.2 copies it to a var here.
      auto* declaration = static_cast<FunctionDeclaration*>(node);
      Binding* hoisted = declaration->hoisted_var;
      if (!hoisted) return;
      Binding* inner = declaration->function->id->binding;
      Register r = place_register(inner);
      if (!r) {
        r = temporary();
        load_binding(inner, r);
      }
      if (hoisted->place == BindingPlace::kDynamic) {
        at(node->start);
        b_.emit(Opcode::kSetEvalVariable, {name_constant(hoisted->name), r});
        return;
      }
      Resolution resolution = hoisted->place == BindingPlace::kGlobal ? Resolution::kGlobal : Resolution::kBinding;
      return store_binding(hoisted, resolution, hoisted->name, r, false, node->start);
    }
    case NodeKind::kClassDeclaration: {
      auto* class_node = static_cast<ClassDeclaration*>(node)->class_node;
      at_statement(node);
      Register r = temporary();
      class_definition(class_node, r, kNoName, 0);
      return store_binding(class_node->id->binding, class_node->id->resolution(), class_node->id->name, r, true,
                           node->start);
    }
    case NodeKind::kImportDeclaration:
    case NodeKind::kExportNamedDeclaration:
    case NodeKind::kExportAllDeclaration: return;  // what they declare is the module record's
    case NodeKind::kExportDeclaration: return statement(static_cast<ExportDeclaration*>(node)->declaration);
    case NodeKind::kExportDefaultDeclaration: {
      auto* declaration = static_cast<ExportDefaultDeclaration*>(node);
      if (declaration->declaration->kind == NodeKind::kFunctionDeclaration) return;  // hoisted
      at_statement(node);
      Register r = temporary();
      if (auto* class_declaration = as_if<ClassDeclaration>(declaration->declaration)) {
        NameId name = class_declaration->class_node->id ? kNoName : names::default_;
        class_definition(class_declaration->class_node, r, name, 0);
      } else {
        into_named(declaration->declaration, r, names::default_);
      }
      return store_binding(declaration->binding, Resolution::kBinding, declaration->binding->name, r, true,
                           node->start);
    }
    default: return unsupported(node, to_string(node->kind));
  }
}

void FunctionCompiler::variable_declaration(VariableDeclaration* node) {
  for (VariableDeclarator* declarator : node->declarators) {
    if (!declarator->init && node->declaration_kind == DeclarationKind::kVar) continue;
    at_statement(declarator);
    declare_variable(declarator->target, declarator->init, node->declaration_kind);
  }
}

void FunctionCompiler::declare_variable(Node* target, Node* init, DeclarationKind kind) {
  Temporaries scope(*this);
  bool lexical = kind != DeclarationKind::kVar;
  auto* identifier = as_if<BindingIdentifier>(target);
  if (!identifier) {
    Register operand = value(init);
    return assign_pattern(target, operand, true);
  }
  Binding* binding = identifier->binding;
  Register r = binding && identifier->resolution() == Resolution::kBinding ? place_register(binding) : 0;
  if (kind >= DeclarationKind::kUsing) {
    Register resource = temporary();
    into_named(init, resource, identifier->name);
    add_disposable(kind, resource);
    return store_binding(binding, Resolution::kBinding, identifier->name, resource, true, target->start);
  }
  if (r && (init || lexical)) {
    // With a check somewhere the register must hold "uninitialised" until the value is complete.
    if (init)
      into_named(init, r, identifier->name, lexical && !binding->needs_tdz_check);
    else
      b_.emit(Opcode::kLoadUndefined, {r});
    mark_initialized(binding);
    return;
  }
  Reference reference_to_name = reference(target, init, true);
  Register operand;
  if (!init) {
    operand = temporary();
    b_.emit(Opcode::kLoadUndefined, {operand});
  } else if (is_anonymous_function_definition(init)) {
    operand = temporary();
    into_named(init, operand, identifier->name);
  } else {
    operand = value(init);
  }
  store_reference(reference_to_name, operand, true);
}

void FunctionCompiler::add_disposable(DeclarationKind kind, Register operand) {
  if (kind < DeclarationKind::kUsing) return;
  b_.emit(Opcode::kAddDisposable, {dispose_stack_, operand, kind == DeclarationKind::kAwaitUsing});
}

// else if else if ... in a loop: such chains may be long.
void FunctionCompiler::if_statement(IfStatement* node) {
  Label done = b_.new_label();
  for (;;) {
    at_statement(node);
    reset_completion();
    Label consequent = b_.new_label(), alternate = b_.new_label();
    condition(node->test, consequent, alternate, true);
    b_.bind(consequent);
    statement(node->consequent);
    if (node->alternate && !b_.unreachable()) b_.emit(Opcode::kJump, {done.id});
    b_.bind(alternate);
    if (!node->alternate || unit_.failed()) break;
    if (auto* next = as_if<IfStatement>(node->alternate)) {
      node = next;
      continue;
    }
    statement(node->alternate);
    break;
  }
  b_.bind(done);
}

// return a ? b : c: each branch returns for itself.
void FunctionCompiler::return_conditional(ConditionalExpression* node, uint32_t end) {
  Label consequent = b_.new_label(), alternate = b_.new_label();
  condition(node->test, consequent, alternate, true);
  for (Expression* branch : {node->consequent, node->alternate}) {
    b_.bind(branch == node->consequent ? consequent : alternate);
    if (auto* inner = as_if<ConditionalExpression>(branch)) {
      return_conditional(inner, end);
      continue;
    }
    Temporaries scope(*this);
    Register operand = value(branch);
    at(end, PositionKind::kReturn);
    jump_out(nullptr, false, operand);
  }
}

void FunctionCompiler::return_statement(ReturnStatement* node) {
  at_statement(node);
  if (node->argument && node->argument->kind == NodeKind::kConditionalExpression && !control_ && !is_async_) {
    return return_conditional(static_cast<ConditionalExpression*>(node->argument), node->end - 1);
  }
  Register operand;
  if (node->argument) {
    operand = value(node->argument);
    if (is_async_ && is_generator_) {
      Register awaited = temporary();
      at(node->start);
      await_value(awaited, operand);
      operand = awaited;
    }
  } else {
    operand = temporary();
    b_.emit(Opcode::kLoadUndefined, {operand});
  }
  at(node->end > node->start ? node->end - 1 : node->start, PositionKind::kReturn);
  jump_out(nullptr, false, operand);
}

void FunctionCompiler::labeled_statement(LabeledStatement* node) {
  switch (node->body->kind) {
    case NodeKind::kFunctionDeclaration: return statement(node->body);
    default: break;
  }
  ControlEntry entry;
  entry.node = node;
  entry.break_label = b_.new_label();
  push_control(entry, ControlEntry::kTarget);
  statement(node->body);
  pop_control(entry);
  b_.bind(entry.break_label);
}

// ---- switch

// All cases are small integers close together: one jump through a table. Numbers only; everything else goes to default.
bool FunctionCompiler::switch_table(SwitchStatement* node, Register discriminant, std::span<Label> labels,
                                    Label default_label) {
  auto number_of = [](Expression* test) -> const NumericLiteral* { return as_if<NumericLiteral>(test); };
  int count = 0;
  double low = INFINITY, high = -INFINITY;
  for (SwitchCase* item : node->cases) {
    if (!item->test) continue;
    auto* literal = number_of(item->test);
    if (!literal || literal->value != std::floor(literal->value) || std::fabs(literal->value) > 1e6) return false;
    low = std::min(low, literal->value);
    high = std::max(high, literal->value);
    count++;
  }
  if (count < 4 || high - low > count * 4 + 16) return false;
  std::vector<int32_t> targets(static_cast<size_t>(high - low) + 1, -1);
  for (uint32_t i = 0; i < node->cases.size(); i++) {
    if (!node->cases[i]->test) continue;
    auto index = static_cast<size_t>(number_of(node->cases[i]->test)->value - low);
    if (targets[index] < 0) targets[index] = labels[i].id;
  }
  uint32_t table = b_.add_switch_table(static_cast<int32_t>(low), std::move(targets));
  b_.emit(Opcode::kJumpTable, {discriminant, static_cast<int32_t>(table)});
  b_.emit(Opcode::kJump, {default_label.id});
  return true;
}

void FunctionCompiler::switch_statement(SwitchStatement* node) {
  at_statement(node);
  reset_completion();
  Register discriminant = value(node->discriminant);
  if (!is_temporary(discriminant)) {
    bool assigned = false;
    for (SwitchCase* item : node->cases) assigned = assigned || (item->test && may_assign(item->test, discriminant));
    if (assigned) {
      Register copy = temporary();
      move(copy, discriminant);
      discriminant = copy;
    }
  }
  ControlEntry target;
  target.node = node;
  target.break_label = b_.new_label();
  push_control(target, ControlEntry::kTarget);
  ControlEntry environment;
  if (node->scope) enter_scope(node->scope, &environment);

  std::vector<Label> labels;
  Label default_label = b_.new_label();
  bool has_default = false;
  for (SwitchCase* item : node->cases) {
    labels.push_back(item->test ? b_.new_label() : default_label);
    has_default = has_default || !item->test;
  }
  if (!switch_table(node, discriminant, labels, default_label)) {
    for (uint32_t i = 0; i < node->cases.size(); i++) {
      Expression* test = node->cases[i]->test;
      if (!test) continue;
      Temporaries inner(*this);
      auto* literal = as_if<NumericLiteral>(test);
      if (literal && literal->value == std::floor(literal->value) && std::fabs(literal->value) < 32000) {
        b_.emit(Opcode::kJumpIfStrictEqualInt, {discriminant, static_cast<int32_t>(literal->value), labels[i].id});
      } else {
        b_.emit(Opcode::kJumpIfStrictEqual, {discriminant, value(test), labels[i].id});
      }
    }
    b_.emit(Opcode::kJump, {default_label.id});
  }
  for (uint32_t i = 0; i < node->cases.size(); i++) {
    b_.bind(labels[i]);
    statements(node->cases[i]->body.span());
  }
  if (!has_default) b_.bind(default_label);
  if (node->scope) leave_scope(node->scope, &environment);
  pop_control(target);
  b_.bind(target.break_label);
}

// ---- try

void FunctionCompiler::try_statement(TryStatement* node) {
  reset_completion();
  if (node->finalizer)
    try_finally(node);
  else
    try_catch(node);
}

void FunctionCompiler::try_catch(TryStatement* node) {
  Temporaries scope(*this);
  Register environment = save_environment({node->block->start, node->block->end});
  Register exception = temporary();
  Label handler = b_.new_label(), done = b_.new_label();
  ControlEntry guard;
  bool initialized = this_initialized_;
  push_control(guard, ControlEntry::kHandler);
  statement(node->block);
  if (!b_.unreachable()) b_.emit(Opcode::kJump, {done.id});
  pop_control(guard);
  add_handlers(guard, handler, exception, environment, true);
  this_initialized_ = initialized;
  b_.bind(handler);
  reset_completion();
  CatchClause* clause = node->handler;
  ControlEntry entry;
  if (clause->scope) enter_scope(clause->scope, &entry);
  if (clause->parameter) assign_pattern(clause->parameter, exception, true);
  statement(clause->body);
  if (clause->scope) leave_scope(clause->scope, &entry);
  b_.bind(done);
}

void FunctionCompiler::try_finally(TryStatement* node) {
  Temporaries scope(*this);
  ControlEntry entry;
  entry.reason = temporary();
  entry.value = temporary();
  entry.finally_label = b_.new_label();
  Register environment = save_environment({node->start, node->finalizer->start});
  Label handler = b_.new_label();
  bool initialized = this_initialized_;
  push_control(entry, ControlEntry::kFinally);
  if (node->handler)
    try_catch(node);
  else
    statement(node->block);
  this_initialized_ = initialized;
  bool falls_through = !b_.unreachable();
  pop_control(entry);
  if (falls_through) {
    b_.emit(Opcode::kLoadInt, {entry.reason, 0});
    b_.emit(Opcode::kJump, {entry.finally_label.id});
  }
  add_handlers(entry, handler, entry.value, environment, false);
  b_.bind(handler);
  b_.emit(Opcode::kLoadInt, {entry.reason, 1});
  b_.bind(entry.finally_label);
  Register saved = 0;
  if (completion_) {
    saved = temporary();
    move(saved, completion_);
    reset_completion();  // what a break out of the finally block leaves: sec-try-statement-runtime-semantics-evaluation
  }
  statement(node->finalizer);
  if (completion_) move(completion_, saved);
  finally_dispatch(entry);
}

void FunctionCompiler::with_statement(WithStatement* node) {
  at_statement(node);
  reset_completion();
  Temporaries scope(*this);
  Register object = value(node->object);
  at(node->object->start);
  b_.emit(Opcode::kPushWith, {object, b_.constant(ConstantKind::kScopeInfo, scope_info(node->scope))});
  Scope* outer = scope_;
  scope_ = node->scope;
  begin_debug_scope(node->scope);
  ControlEntry entry;
  push_control(entry, ControlEntry::kEnvironment);
  statement(node->body);
  pop_control(entry);
  if (!b_.unreachable()) b_.emit(Opcode::kPopEnvironment);
  end_debug_scope();
  scope_ = outer;
}

}  // namespace scrim::bytecode
