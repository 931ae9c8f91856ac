// Calls, new, super(...), tagged templates, import().
//
// A call's window holds [this, a0, ... an] at the very bottom of the registers in use: it is taken before the arguments
// are evaluated, straight into it, and whatever they need lies below and is given back before the call.
#include "engine/bytecode/function_compiler.h"

namespace scrim::bytecode {

namespace {

// More arguments are passed in an array.
constexpr size_t kMaxArguments = 250;

bool needs_array(std::span<Expression*> arguments) {
  if (arguments.size() > kMaxArguments) return true;
  for (Expression* argument : arguments) {
    if (argument->kind == NodeKind::kSpreadElement) return true;
  }
  return false;
}

}  // namespace

Register FunctionCompiler::arguments_array(std::span<Expression*> arguments) {
  Register array = temporary();
  if (arguments.size() == 1 && arguments[0]->kind == NodeKind::kSpreadElement) {
    auto* spread = static_cast<SpreadElement*>(arguments[0]);
    Temporaries scope(*this);
    Register iterable = value(spread->argument);
    at(spread->argument->start);
    b_.emit(Opcode::kSpreadList, {array, iterable});
    return array;
  }
  size_t plain = 0;
  while (plain < arguments.size() && plain < 32 && arguments[plain]->kind != NodeKind::kSpreadElement) plain++;
  {
    Temporaries scope(*this);
    Register first = plain ? window(static_cast<int>(plain)) : -1;
    for (size_t i = 0; i < plain; i++) into(arguments[i], first + static_cast<Register>(i));
    b_.emit(Opcode::kCreateArray, {array, first, static_cast<int32_t>(plain)});
  }
  array_elements(arguments, array, plain);
  return array;
}

bool FunctionCompiler::callee_and_this(Node* callee, Register* function, Register receiver,
                                       std::span<Expression*> arguments) {
  note_called(callee, arguments);
  switch (callee->kind) {
    case NodeKind::kMemberExpression: {
      auto* member = static_cast<MemberExpression*>(callee);
      into(member->object, receiver);
      if (member->optional) b_.emit(Opcode::kJumpIfUndefinedOrNull, {receiver, chain_exit_.id});
      get_property(*function, receiver, member->property->name, member->property->start);
      return true;
    }
    case NodeKind::kIndexExpression: {
      auto* member = static_cast<IndexExpression*>(callee);
      Temporaries scope(*this);
      into(member->object, receiver);
      if (member->optional) b_.emit(Opcode::kJumpIfUndefinedOrNull, {receiver, chain_exit_.id});
      Register key = value(member->index);
      at(member->index->start);
      b_.emit(Opcode::kGetKeyed, {*function, receiver, key, b_.feedback(FeedbackKind::kGetKeyed)});
      return true;
    }
    case NodeKind::kPrivateMemberExpression: {
      auto* member = static_cast<PrivateMemberExpression*>(callee);
      into(member->object, receiver);
      if (member->optional) b_.emit(Opcode::kJumpIfUndefinedOrNull, {receiver, chain_exit_.id});
      private_get(*function, receiver, member->property);
      return true;
    }
    case NodeKind::kSuperMember:
    case NodeKind::kSuperIndex: {
      Binding* binding = callee->kind == NodeKind::kSuperMember ? static_cast<SuperMember*>(callee)->this_binding
                                                                : static_cast<SuperIndex*>(callee)->this_binding;
      Temporaries scope(*this);
      move(receiver, this_value(binding));
      member_get(callee, *function);
      return true;
    }
    case NodeKind::kOptionalChain: {
      // (a?.b)(): the chain ends before the call; its `this` is kept.
      Label outer = chain_exit_;
      Label done = b_.new_label();
      chain_exit_ = b_.new_label();
      if (!callee_and_this(static_cast<OptionalChain*>(callee)->expression, function, receiver, arguments)) {
        b_.emit(Opcode::kLoadUndefined, {receiver});
      }
      b_.emit(Opcode::kJump, {done.id});
      b_.bind(chain_exit_);
      b_.emit(Opcode::kLoadUndefined, {*function});
      b_.emit(Opcode::kLoadUndefined, {receiver});
      b_.bind(done);
      chain_exit_ = outer;
      return true;
    }
    case NodeKind::kIdentifier: {
      auto* identifier = static_cast<Identifier*>(callee);
      if (identifier->resolution() == Resolution::kDynamic) {
        at(identifier->start);
        b_.emit(Opcode::kGetDynamicCallee, {*function, receiver, name_constant(identifier->name)});
        return true;
      }
      break;
    }
    default: break;
  }
  Register r = register_of(callee);
  if (r && !is_temporary(r)) {
    int budget = 60;
    bool assigned = false;
    for (Expression* argument : arguments) assigned = assigned || may_assign(argument, r, budget);
    r = value(callee);
    if (!assigned) {
      *function = r;
      return false;
    }
  }
  into(callee, *function);
  return false;
}

void FunctionCompiler::call(CallExpression* node, Register destination) {
  Temporaries scope(*this);
  auto arguments = node->arguments.span();
  Register function = temporary();
  Register receiver = window(call_window(arguments));
  bool has_this = callee_and_this(node->callee, &function, receiver, arguments);
  call_with(node, destination, function, receiver, has_this);
}

// Registers that a call with these arguments needs in a row.
int FunctionCompiler::call_window(std::span<Expression*> arguments) {
  return needs_array(arguments) ? 1 : static_cast<int>(arguments.size()) + 1;
}

// What a direct eval must know of its place: a constant.
int32_t FunctionCompiler::eval_site(const CallExpression* node) {
  EvalSite site = unit_.options().eval_site;
  site.strict = strict_;
  const FunctionNode* function_node = nullptr;
  for (const Scope* s = node->eval_scope ? node->eval_scope : scope_; s; s = s->parent) {
    if (s->function && s->function->function_kind != FunctionKind::kArrow) {
      function_node = s->function;
      break;
    }
  }
  if (function_node) {
    site = {};
    site.strict = strict_;
    site.in_function = true;
    site.in_method = function_node->function_kind != FunctionKind::kNormal;
    site.in_derived_constructor = function_node->function_kind == FunctionKind::kDerivedConstructor;
    site.in_class_field_initializer = function_node->function_kind == FunctionKind::kInstanceInitializer ||
                                      function_node->function_kind == FunctionKind::kStaticInitializer;
  }
  unit_.unit().eval_sites.push_back(site);
  return b_.constant(ConstantKind::kEvalSite, static_cast<uint32_t>(unit_.unit().eval_sites.size() - 1));
}

// The call once its callee and `this` are where they belong.
void FunctionCompiler::call_with(CallExpression* node, Register destination, Register function, Register receiver,
                                 bool has_this) {
  auto arguments = node->arguments.span();
  bool spread = needs_array(arguments);
  if (node->optional) b_.emit(Opcode::kJumpIfUndefinedOrNull, {function, chain_exit_.id});
  if (spread) {
    if (!has_this) b_.emit(Opcode::kLoadUndefined, {receiver});
    Register array = arguments_array(arguments);
    at(call_offset(node->callee), PositionKind::kCall);
    if (node->is_direct_eval) {
      b_.emit(Opcode::kCallEvalSpread, {destination, function, receiver, array, eval_site(node)});
      return;
    }
    b_.emit(Opcode::kCallSpread, {destination, function, receiver, array});
    return;
  }
  for (size_t i = 0; i < arguments.size(); i++) into(arguments[i], receiver + 1 + static_cast<Register>(i));
  at(call_offset(node->callee), PositionKind::kCall);
  auto count = static_cast<int32_t>(arguments.size());
  if (node->is_direct_eval) {
    b_.emit(Opcode::kCallEval, {destination, function, receiver, count, eval_site(node)});
    return;
  }
  b_.emit(has_this ? Opcode::kCall : Opcode::kCallUndefinedThis,
          {destination, function, receiver, count, chain_feedback(FeedbackKind::kCall, kNoName)});
}

void FunctionCompiler::construct(NewExpression* node, Register destination) {
  note_called(node->callee, node->arguments.span());
  Temporaries scope(*this);
  auto arguments = node->arguments.span();
  Register function = stable_value(node->callee, arguments);
  if (needs_array(arguments)) {
    Register array = arguments_array(arguments);
    at(node->start, PositionKind::kCall);
    b_.emit(Opcode::kConstructSpread, {destination, function, array});
    return;
  }
  Register receiver = window(static_cast<int>(arguments.size()) + 1);
  for (size_t i = 0; i < arguments.size(); i++) into(arguments[i], receiver + 1 + static_cast<Register>(i));
  at(node->start, PositionKind::kCall);
  b_.emit(Opcode::kConstruct, {destination, function, receiver, static_cast<int32_t>(arguments.size()),
                               b_.feedback(FeedbackKind::kConstruct)});
}

// sec-super-keyword-runtime-semantics-evaluation, SuperCall
void FunctionCompiler::super_call(SuperCall* node, Register destination) {
  Temporaries scope(*this);
  auto arguments = node->arguments.span();
  bool own = node->this_binding && node->this_binding->place == BindingPlace::kFrame;
  bool in_constructor = node_ && node_->function_kind == FunctionKind::kDerivedConstructor;
  Register result = temporary();
  Register function = 0, new_target = 0;
  if (!in_constructor) {
    function = temporary();
    new_target = temporary();
    load_binding(node->callee, function);
    load_binding(node->new_target, new_target);
  }
  // The parent is looked up before the arguments are evaluated, but what it is does not change by evaluating them
  // unless they change the prototype of the running constructor; the opcodes look it up when they run.
  {
    Temporaries inner(*this);
    if (needs_array(arguments)) {
      Register array = arguments_array(arguments);
      at(node->start, PositionKind::kCall);
      if (in_constructor)
        b_.emit(Opcode::kSuperCallSpread, {result, array});
      else
        b_.emit(Opcode::kSuperCallSpreadOf, {result, function, new_target, array});
    } else {
      Register receiver = window(static_cast<int>(arguments.size()) + 1);
      for (size_t i = 0; i < arguments.size(); i++) into(arguments[i], receiver + 1 + static_cast<Register>(i));
      at(node->start, PositionKind::kCall);
      auto count = static_cast<int32_t>(arguments.size());
      if (in_constructor)
        b_.emit(Opcode::kSuperCall, {result, receiver, count});
      else
        b_.emit(Opcode::kSuperCallOf, {result, function, new_target, receiver, count});
    }
  }
  at(node->start);
  Binding* binding = node->this_binding;
  if (own) {
    b_.emit(Opcode::kCheckThisUnset, {kThisOperand});
    move(kThisOperand, result);
  } else if (binding) {
    Register old = temporary();
    auto hop_count = static_cast<int32_t>(hops(scope_, binding->scope));
    auto slot = static_cast<int32_t>(binding->index);
    b_.emit(Opcode::kGetScoped, {old, hop_count, slot});
    b_.emit(Opcode::kCheckThisUnset, {old});
    b_.emit(Opcode::kSetScoped, {hop_count, slot, result});
  }
  // The class is known unless the call stands in an eval.
  const ClassNode* home = nullptr;
  for (const Scope* s = binding ? binding->scope : nullptr; s; s = nullptr) {
    if (s->function) home = s->function->home_class;
  }
  if (!home || home->instance_initializer || brand_of(home->scope, false)) {
    Register constructor = function;
    if (in_constructor) {
      constructor = temporary();
      b_.emit(Opcode::kLoadCallee, {constructor});
    }
    b_.emit(Opcode::kInitializeFields, {result, constructor});
  }
  if (destination) move(destination, result);
}

void FunctionCompiler::tagged_template(TaggedTemplate* node, Register destination) {
  Temporaries scope(*this);
  auto expressions = node->quasi->expressions.span();
  Register function = temporary();
  Register receiver = window(static_cast<int>(expressions.size()) + 2);
  bool has_this = callee_and_this(node->tag, &function, receiver, expressions);
  tag_with(node, destination, function, receiver, has_this);
}

void FunctionCompiler::tag_with(TaggedTemplate* node, Register destination, Register function, Register receiver,
                                bool has_this) {
  auto expressions = node->quasi->expressions.span();
  TemplateObject object;
  for (TemplateElement* quasi : node->quasi->quasis) {
    object.elements.push_back(
        {quasi->cooked == kNoName ? kNoString : unit_.string(quasi->cooked), unit_.string(quasi->raw)});
  }
  function_.template_objects.push_back(std::move(object));
  auto index = static_cast<uint32_t>(function_.template_objects.size() - 1);
  b_.emit(Opcode::kGetTemplateObject, {receiver + 1, b_.constant(ConstantKind::kTemplateObject, index)});
  for (size_t i = 0; i < expressions.size(); i++) into(expressions[i], receiver + 2 + static_cast<Register>(i));
  at(node->quasi->start, PositionKind::kCall);
  b_.emit(has_this ? Opcode::kCall : Opcode::kCallUndefinedThis,
          {destination, function, receiver, static_cast<int32_t>(expressions.size()) + 1,
           chain_feedback(FeedbackKind::kCall, kNoName)});
}

void FunctionCompiler::import_call(ImportCall* node, Register destination) {
  Temporaries scope(*this);
  Register specifier = node->options ? stable_value(node->specifier, node->options) : value(node->specifier);
  Register options = temporary();
  if (node->options)
    into(node->options, options);
  else
    b_.emit(Opcode::kLoadUndefined, {options});
  at(node->start);
  b_.emit(Opcode::kImportCall, {destination, specifier, options, static_cast<int32_t>(node->phase)});
}

}  // namespace scrim::bytecode
