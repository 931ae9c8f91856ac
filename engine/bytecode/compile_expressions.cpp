// Expressions: operands, operators, literals, property reads.
#include <cmath>

#include "engine/bytecode/function_compiler.h"
#include "engine/syntax/ast_visit.h"

namespace scrim::bytecode {

namespace {

bool fits_int16(double value) {
  return value >= INT16_MIN && value <= INT16_MAX && value == static_cast<int16_t>(value) &&
         !(value == 0 && std::signbit(value));
}

}  // namespace

Register FunctionCompiler::place_register(const Binding* binding) const {
  switch (binding->place) {
    case BindingPlace::kRegister: return register_operand(static_cast<int>(binding->index));
    case BindingPlace::kArgument: return argument_operand(static_cast<int>(binding->index));
    case BindingPlace::kFrame: return binding->kind == BindingKind::kThis ? kThisOperand : 0;
    default: return 0;
  }
}

Register FunctionCompiler::register_of(const Node* node) const {
  if (node->kind == NodeKind::kIdentifier) {
    auto* identifier = static_cast<const Identifier*>(node);
    if (identifier->resolution() != Resolution::kBinding || !identifier->binding) return 0;
    return place_register(identifier->binding);
  }
  if (node->kind == NodeKind::kThisExpression) {
    auto* binding = static_cast<const ThisExpression*>(node)->binding;
    if (!binding) return node_ ? 0 : kThisOperand;
    return place_register(binding);
  }
  return 0;
}

Register FunctionCompiler::value(Node* node) {
  switch (node->kind) {
    case NodeKind::kIdentifier: {
      if (Register r = register_of(node)) {
        auto* identifier = static_cast<Identifier*>(node);
        if (identifier->needs_tdz_check()) {
          at(node->start);
          b_.emit(Opcode::kCheckInitialized, {r, name_constant(identifier->name)});
        }
        return r;
      }
      break;
    }
    case NodeKind::kThisExpression: {
      auto* expression = static_cast<ThisExpression*>(node);
      if (register_of(node)) return this_value(expression->binding);
      break;
    }
    case NodeKind::kAssignmentExpression: {
      // x = ... leaves its value in x
      auto* expression = static_cast<AssignmentExpression*>(node);
      if (expression->op == AssignmentOperator::kAssign && expression->target->kind == NodeKind::kIdentifier) {
        Register r = register_of(expression->target);
        auto* target = static_cast<Identifier*>(expression->target);
        if (r && !target->binding->is_constant() && target->binding->kind != BindingKind::kFunctionName &&
            !target->needs_tdz_check()) {
          effect(node);
          return r;
        }
      }
      break;
    }
    default: break;
  }
  Register r = temporary();
  into(node, r);
  return r;
}

bool FunctionCompiler::may_assign(Node* node, Register r) const {
  int budget = 60;
  return may_assign(node, r, budget);
}

// Conservative: true when the node is too large to look through.
bool FunctionCompiler::may_assign(Node* node, Register r, int& budget) const {
  if (--budget < 0) return true;
  switch (node->kind) {
    case NodeKind::kNumericLiteral:
    case NodeKind::kStringLiteral:
    case NodeKind::kIdentifier:
    case NodeKind::kFunctionExpression:
    case NodeKind::kArrowFunction: return false;
    case NodeKind::kSuperCall: return true;
    case NodeKind::kAssignmentExpression: {
      auto* target = static_cast<AssignmentExpression*>(node)->target;
      if (target->kind == NodeKind::kIdentifier
              ? register_of(target) == r
              : target->kind == NodeKind::kArrayPattern || target->kind == NodeKind::kObjectPattern) {
        return true;
      }
      break;
    }
    case NodeKind::kUpdateExpression: {
      auto* target = static_cast<UpdateExpression*>(node)->argument;
      if (target->kind == NodeKind::kIdentifier && register_of(target) == r) return true;
      break;
    }
    default: break;
  }
  bool found = false;
  for_each_child(node, [&](Node* child) { found = found || may_assign(child, r, budget); });
  return found;
}

Register FunctionCompiler::stable_value(Node* node, Node* later) {
  Register r = value(node);
  if (!is_temporary(r) && later && may_assign(later, r)) {
    Register copy = temporary();
    move(copy, r);
    return copy;
  }
  return r;
}

Register FunctionCompiler::stable_value(Node* node, std::span<Expression*> later) {
  Register r = value(node);
  if (is_temporary(r)) return r;
  int budget = 60;
  for (Expression* expression : later) {
    if (expression && may_assign(expression, r, budget)) {
      Register copy = temporary();
      move(copy, r);
      return copy;
    }
  }
  return r;
}

void FunctionCompiler::load_number(double number, Register destination) {
  if (fits_int16(number)) {
    b_.emit(Opcode::kLoadInt, {destination, static_cast<int32_t>(number)});
  } else {
    b_.emit(Opcode::kLoadConstant, {destination, b_.number(number)});
  }
}

void FunctionCompiler::load_string(NameId name, Register destination) {
  b_.emit(Opcode::kLoadConstant, {destination, b_.data_string(unit_.string(name))});
}

void FunctionCompiler::into_named(Node* node, Register destination, NameId name, bool early) {
  if (name != kNoName && is_anonymous_function_definition(node)) {
    switch (node->kind) {
      case NodeKind::kFunctionExpression:
        return closure(static_cast<FunctionExpression*>(node)->function, destination, name);
      case NodeKind::kArrowFunction: return closure(static_cast<ArrowFunction*>(node)->function, destination, name);
      case NodeKind::kClassExpression:
        return class_definition(static_cast<ClassExpression*>(node)->class_node, destination, name, 0);
      default: break;
    }
  }
  into(node, destination, early);
}

void FunctionCompiler::into(Node* node, Register destination, bool early) {
  if (unit_.failed()) return;
  if (is_deep_chain(node)) return deep_chain(node, destination);
  early = early || is_temporary(destination);
  switch (node->kind) {
    case NodeKind::kNullLiteral: b_.emit(Opcode::kLoadNull, {destination}); return;
    case NodeKind::kBooleanLiteral:
      b_.emit(static_cast<BooleanLiteral*>(node)->value ? Opcode::kLoadTrue : Opcode::kLoadFalse, {destination});
      return;
    case NodeKind::kNumericLiteral: load_number(static_cast<NumericLiteral*>(node)->value, destination); return;
    case NodeKind::kStringLiteral: load_string(static_cast<StringLiteral*>(node)->value, destination); return;
    case NodeKind::kBigIntLiteral:
      b_.emit(
          Opcode::kLoadConstant,
          {destination, b_.constant(ConstantKind::kBigInt, unit_.string(static_cast<BigIntLiteral*>(node)->digits))});
      return;
    case NodeKind::kRegExpLiteral: {
      auto* literal = static_cast<RegExpLiteral*>(node);
      at(node->start);
      b_.emit(Opcode::kCreateRegExp, {destination, name_constant(literal->pattern), name_constant(literal->flags)});
      return;
    }
    case NodeKind::kIdentifier: load_identifier(static_cast<Identifier*>(node), destination); return;
    case NodeKind::kThisExpression: load_this(destination, static_cast<ThisExpression*>(node)->binding); return;
    case NodeKind::kFunctionExpression:
    case NodeKind::kArrowFunction: closure(function_of(node), destination, kNoName); return;
    case NodeKind::kClassExpression:
      class_definition(static_cast<ClassExpression*>(node)->class_node, destination, kNoName, 0);
      return;
    case NodeKind::kUnaryExpression: unary(static_cast<UnaryExpression*>(node), destination); return;
    case NodeKind::kUpdateExpression: update(static_cast<UpdateExpression*>(node), destination, true); return;
    case NodeKind::kBinaryExpression: binary(static_cast<BinaryExpression*>(node), destination); return;
    case NodeKind::kConditionalExpression:
      conditional(static_cast<ConditionalExpression*>(node), destination, early);
      return;
    case NodeKind::kSequenceExpression: {
      auto expressions = static_cast<SequenceExpression*>(node)->expressions.span();
      for (size_t i = 0; i + 1 < expressions.size(); i++) effect(expressions[i]);
      into(expressions.back(), destination, early);
      return;
    }
    case NodeKind::kAssignmentExpression:
      assignment(static_cast<AssignmentExpression*>(node), destination, true);
      return;
    case NodeKind::kMemberExpression:
    case NodeKind::kIndexExpression:
    case NodeKind::kPrivateMemberExpression:
    case NodeKind::kSuperMember:
    case NodeKind::kSuperIndex: member_get(node, destination); return;
    case NodeKind::kOptionalChain: optional_chain(static_cast<OptionalChain*>(node), destination); return;
    case NodeKind::kCallExpression: call(static_cast<CallExpression*>(node), destination); return;
    case NodeKind::kNewExpression: construct(static_cast<NewExpression*>(node), destination); return;
    case NodeKind::kSuperCall: super_call(static_cast<SuperCall*>(node), destination); return;
    case NodeKind::kTaggedTemplate: tagged_template(static_cast<TaggedTemplate*>(node), destination); return;
    case NodeKind::kTemplateLiteral: template_literal(static_cast<TemplateLiteral*>(node), destination); return;
    case NodeKind::kYieldExpression: yield(static_cast<YieldExpression*>(node), destination); return;
    case NodeKind::kAwaitExpression: {
      Temporaries scope(*this);
      Register operand = value(static_cast<AwaitExpression*>(node)->argument);
      at(node->start);
      await_value(destination, operand);
      return;
    }
    case NodeKind::kImportCall: import_call(static_cast<ImportCall*>(node), destination); return;
    case NodeKind::kImportMeta: b_.emit(Opcode::kImportMeta, {destination}); return;
    case NodeKind::kNewTarget: {
      auto* binding = static_cast<NewTarget*>(node)->binding;
      if (binding)
        load_binding(binding, destination);
      else
        b_.emit(Opcode::kLoadUndefined, {destination});
      return;
    }
    case NodeKind::kLogicalExpression:
    case NodeKind::kArrayExpression:
    case NodeKind::kObjectExpression: {
      // These write their result before they are complete.
      Temporaries scope(*this);
      Register work = early ? destination : temporary();
      if (node->kind == NodeKind::kLogicalExpression)
        logical(static_cast<LogicalExpression*>(node), work);
      else if (node->kind == NodeKind::kArrayExpression)
        literal_array(static_cast<ArrayExpression*>(node), work);
      else
        literal_object(static_cast<ObjectExpression*>(node), work);
      move(destination, work);
      return;
    }
    default: unsupported(node, to_string(node->kind)); return;
  }
}

void FunctionCompiler::effect(Node* node) {
  if (unit_.failed()) return;
  Temporaries scope(*this);
  switch (node->kind) {
    case NodeKind::kNumericLiteral:
    case NodeKind::kStringLiteral:
    case NodeKind::kNullLiteral:
    case NodeKind::kBooleanLiteral:
    case NodeKind::kFunctionExpression:
    case NodeKind::kArrowFunction: return;
    case NodeKind::kIdentifier:
      if (register_of(node)) {
        value(node);
        return;
      }
      break;
    case NodeKind::kAssignmentExpression: {
      auto* expression = static_cast<AssignmentExpression*>(node);
      if (!(expression->op == AssignmentOperator::kAssign && expression->target->kind == NodeKind::kIdentifier)) {
        assignment(expression, 0, false);
        return;
      }
      assignment(expression, 0, false);
      return;
    }
    case NodeKind::kUpdateExpression: update(static_cast<UpdateExpression*>(node), 0, false); return;
    case NodeKind::kSequenceExpression:
      for (Expression* expression : static_cast<SequenceExpression*>(node)->expressions) effect(expression);
      return;
    case NodeKind::kUnaryExpression: {
      auto* expression = static_cast<UnaryExpression*>(node);
      if (expression->op == UnaryOperator::kVoid || expression->op == UnaryOperator::kNot) {
        effect(expression->argument);
        return;
      }
      break;
    }
    case NodeKind::kLogicalExpression: {
      auto* expression = static_cast<LogicalExpression*>(node);
      if (is_deep_chain(node)) break;
      Label done = b_.new_label();
      if (expression->op == LogicalOperator::kCoalesce) {
        Register left = value(expression->left);
        b_.emit(Opcode::kJumpIfNotUndefinedOrNull, {left, done.id});
      } else {
        Label right = b_.new_label();
        bool is_and = expression->op == LogicalOperator::kAnd;
        condition(expression->left, is_and ? right : done, is_and ? done : right, is_and);
        b_.bind(right);
      }
      effect(expression->right);
      b_.bind(done);
      return;
    }
    case NodeKind::kConditionalExpression: {
      auto* expression = static_cast<ConditionalExpression*>(node);
      Label consequent = b_.new_label(), alternate = b_.new_label(), done = b_.new_label();
      condition(expression->test, consequent, alternate, true);
      b_.bind(consequent);
      effect(expression->consequent);
      b_.emit(Opcode::kJump, {done.id});
      b_.bind(alternate);
      effect(expression->alternate);
      b_.bind(done);
      return;
    }
    default: break;
  }
  into(node, temporary());
}

// ---- this

Register FunctionCompiler::this_value(Binding* binding) {
  if (binding && binding->place == BindingPlace::kFrame && binding->needs_tdz_check && !this_initialized_) {
    b_.emit(Opcode::kCheckThis, {kThisOperand});
  }
  if (binding && place_register(binding)) return place_register(binding);
  if (!binding && !node_) return kThisOperand;
  Register r = temporary();
  load_this(r, binding);
  return r;
}

void FunctionCompiler::load_this(Register destination, Binding* binding) {
  if (!binding) {
    if (!node_) {
      move(destination, kThisOperand);
    } else if (unit_.is_module()) {
      b_.emit(Opcode::kLoadUndefined, {destination});
    } else {
      b_.emit(Opcode::kLoadGlobalThis, {destination});
    }
    return;
  }
  if (binding->place == BindingPlace::kFrame || binding->place == BindingPlace::kRegister) {
    Register r = place_register(binding);
    if (binding->needs_tdz_check && !this_initialized_) b_.emit(Opcode::kCheckThis, {r});
    move(destination, r);
    return;
  }
  b_.emit(Opcode::kGetScoped,
          {destination, static_cast<int32_t>(hops(scope_, binding->scope)), static_cast<int32_t>(binding->index)});
  if (binding->needs_tdz_check) b_.emit(Opcode::kCheckThis, {destination});
}

Register FunctionCompiler::load_home_object(Binding* callee) {
  Register r = temporary();
  if (!callee || callee->place == BindingPlace::kFrame) {
    b_.emit(Opcode::kLoadHomeObject, {r});
  } else {
    load_binding(callee, r);
    b_.emit(Opcode::kGetHomeObject, {r, r});
  }
  return r;
}

// ---- literals

// The constant that an element of an array literal is, if it is one.
bool FunctionCompiler::constant_element(Expression* element, Constant* constant) {
  if (!element) return false;
  switch (element->kind) {
    case NodeKind::kNumericLiteral:
      *constant = Constant::of_number(static_cast<NumericLiteral*>(element)->value);
      return true;
    case NodeKind::kStringLiteral:
      *constant = Constant::of(ConstantKind::kString, unit_.string(static_cast<StringLiteral*>(element)->value));
      return true;
    case NodeKind::kBooleanLiteral:
      *constant = Constant::of(ConstantKind::kOddball, static_cast<BooleanLiteral*>(element)->value);
      return true;
    case NodeKind::kNullLiteral: *constant = Constant::of(ConstantKind::kOddball, 2); return true;
    case NodeKind::kUnaryExpression: {
      auto* unary = static_cast<UnaryExpression*>(element);
      auto* number = as_if<NumericLiteral>(unary->argument);
      if (!number || unary->op != UnaryOperator::kMinus) return false;
      *constant = Constant::of_number(-number->value);
      return true;
    }
    default: return false;
  }
}

void FunctionCompiler::literal_array(ArrayExpression* node, Register destination) {
  auto elements = node->elements.span();
  // A function has room for 65,536 constants; most of it stays for others.
  constexpr size_t kMaxConstants = 16384;
  bool fits = elements.size() <= 1024 && function_.constants.size() + elements.size() < kMaxConstants;
  std::vector<Constant> constants;
  for (Constant constant;
       fits && constants.size() < elements.size() && constant_element(elements[constants.size()], &constant);) {
    constants.push_back(constant);
  }
  if (!constants.empty() && constants.size() == elements.size()) {
    b_.emit(Opcode::kCreateArrayLiteral, {destination, b_.array_literal(constants)});
    return;
  }
  constexpr size_t kMaxWindow = 64;
  size_t plain = 0;
  while (plain < elements.size() && plain < kMaxWindow && elements[plain] &&
         elements[plain]->kind != NodeKind::kSpreadElement) {
    plain++;
  }
  {
    Temporaries scope(*this);
    Register first = plain ? window(static_cast<int>(plain)) : 0;
    for (size_t i = 0; i < plain; i++) into(elements[i], first + static_cast<Register>(i));
    b_.emit(Opcode::kCreateArray, {destination, plain ? first : -1, static_cast<int32_t>(plain)});
  }
  array_elements(elements, destination, plain);
}

void FunctionCompiler::array_elements(std::span<Expression*> elements, Register array, size_t from) {
  for (size_t i = from; i < elements.size(); i++) {
    Temporaries scope(*this);
    if (!elements[i]) {
      Register hole = temporary();
      b_.emit(Opcode::kLoadEmpty, {hole});
      b_.emit(Opcode::kArrayPush, {array, hole});
    } else if (auto* spread = as_if<SpreadElement>(elements[i])) {
      Register iterable = value(spread->argument);
      at(spread->argument->start);
      b_.emit(Opcode::kArraySpread, {array, iterable});
    } else {
      b_.emit(Opcode::kArrayPush, {array, value(elements[i])});
    }
  }
}

bool FunctionCompiler::index_key(Node* key, double* index) const {
  NameId name = kNoName;
  if (auto* literal = as_if<NumericLiteral>(key)) {
    *index = literal->value;
    return literal->value >= 0 && literal->value <= 4294967294.0 && literal->value == std::floor(literal->value);
  }
  if (auto* literal = as_if<StringLiteral>(key)) name = literal->value;
  if (auto* property = as_if<PropertyName>(key)) name = property->name;
  uint32_t number;
  if (name != kNoName && unit_.names().is_array_index(name, &number)) {
    *index = number;
    return true;
  }
  return false;
}

NameId FunctionCompiler::literal_name(Node* key) const {
  double index;
  if (index_key(key, &index)) return kNoName;
  if (auto* literal = as_if<StringLiteral>(key)) return literal->value;
  if (auto* property = as_if<PropertyName>(key)) return property->name;
  return kNoName;
}

void FunctionCompiler::property_key_into(Node* key, bool computed, Register destination) {
  double index;
  if (computed) {
    into(key, destination);
    if (key->kind != NodeKind::kStringLiteral && key->kind != NodeKind::kNumericLiteral) {
      at(key->start);
    }
    b_.emit(Opcode::kToPropertyKey, {destination, destination});
  } else if (index_key(key, &index)) {
    load_number(index, destination);
  } else if (NameId name = literal_name(key)) {
    load_string(name, destination);
  } else {
    into(key, destination);  // 1.5, 10n
    b_.emit(Opcode::kToPropertyKey, {destination, destination});
  }
}

void FunctionCompiler::literal_object(ObjectExpression* node, Register destination) {
  uint32_t count = 0;
  for (Node* property : node->properties) count += property->kind == NodeKind::kProperty;
  b_.emit(Opcode::kCreateObject, {destination, static_cast<int32_t>(count > 1000 ? 1000 : count)});
  for (Node* item : node->properties) {
    Temporaries scope(*this);
    if (auto* spread = as_if<SpreadElement>(item)) {
      Register source = value(spread->argument);
      at(spread->start);
      b_.emit(Opcode::kCopyDataProperties, {destination, source, -1, 0});
      continue;
    }
    auto* property = as<Property>(item);
    if (property->property_kind == PropertyKind::kProto) {
      b_.emit(Opcode::kSetLiteralPrototype, {destination, value(property->value)});
      continue;
    }
    bool accessor = property->property_kind == PropertyKind::kGet || property->property_kind == PropertyKind::kSet;
    NameId name = property->computed ? kNoName : literal_name(property->key);
    if (name != kNoName && !accessor) {
      Register r;
      if (property->property_kind == PropertyKind::kMethod) {
        r = temporary();
        method_closure(as<FunctionExpression>(property->value)->function, r, name, destination);
      } else if (is_anonymous_function_definition(property->value)) {
        r = temporary();
        into_named(property->value, r, name);
      } else {
        r = value(property->value);
      }
      at(property->start);
      int32_t index = b_.data_string(unit_.string(name));
      if (index > UINT16_MAX) {
        Register key = temporary();
        b_.emit(Opcode::kLoadConstant, {key, index});
        b_.emit(Opcode::kDefineKeyed, {destination, key, r, 1});
      } else {
        b_.emit(Opcode::kDefineNamed, {destination, index, r, b_.feedback(FeedbackKind::kDefineNamed)});
      }
      continue;
    }
    Register key = temporary();
    property_key_into(property->key, property->computed, key);
    auto prefix = property->property_kind == PropertyKind::kGet   ? FunctionNamePrefix::kGet
                  : property->property_kind == PropertyKind::kSet ? FunctionNamePrefix::kSet
                                                                  : FunctionNamePrefix::kNone;
    Register r = temporary();
    if (accessor || property->property_kind == PropertyKind::kMethod) {
      method_closure(as<FunctionExpression>(property->value)->function, r, kNoName, destination);
      b_.emit(Opcode::kSetFunctionName, {r, key, static_cast<int32_t>(prefix)});
    } else if (is_anonymous_function_definition(property->value)) {
      if (auto* expression = as_if<ClassExpression>(property->value)) {
        class_definition(expression->class_node, r, kNoName, key);
      } else {
        into(property->value, r);
        b_.emit(Opcode::kSetFunctionName, {r, key, 0});
      }
    } else {
      into(property->value, r);
    }
    at(property->start);
    if (accessor) {
      b_.emit(Opcode::kDefineAccessor, {destination, key, r, property->property_kind == PropertyKind::kSet ? 3 : 1});
    } else {
      b_.emit(Opcode::kDefineKeyed, {destination, key, r, 1});
    }
  }
}

void FunctionCompiler::template_literal(TemplateLiteral* node, Register destination) {
  Temporaries scope(*this);
  int parts = 0;
  for (TemplateElement* quasi : node->quasis) parts += quasi->cooked != names::empty;
  parts += static_cast<int>(node->expressions.size());
  if (node->expressions.empty()) return load_string(node->quasis[0]->cooked, destination);
  if (parts > 1000) return unsupported(node, "template literals with more than 1000 parts");
  Register first = window(parts);
  Register next = first;
  for (uint32_t i = 0; i < node->quasis.size(); i++) {
    if (node->quasis[i]->cooked != names::empty) load_string(node->quasis[i]->cooked, next++);
    if (i < node->expressions.size()) {
      Temporaries inner(*this);
      Register operand = value(node->expressions[i]);
      at(node->expressions[i]->start);
      b_.emit(Opcode::kToStringForTemplate, {next, operand});
      next++;
    }
  }
  if (parts == 1) return move(destination, first);
  b_.emit(Opcode::kConcatStrings, {destination, first, parts});
}

// ---- operators

void FunctionCompiler::unary(UnaryExpression* node, Register destination) {
  Temporaries scope(*this);
  switch (node->op) {
    case UnaryOperator::kMinus:
      if (auto* literal = as_if<NumericLiteral>(node->argument)) return load_number(-literal->value, destination);
      break;
    case UnaryOperator::kVoid:
      effect(node->argument);
      b_.emit(Opcode::kLoadUndefined, {destination});
      return;
    case UnaryOperator::kDelete: return delete_expression(node->argument, destination);
    case UnaryOperator::kTypeof:
      if (auto* identifier = as_if<Identifier>(node->argument)) {
        if (identifier->resolution() == Resolution::kGlobal) {
          at(identifier->start);
          b_.emit(Opcode::kTypeofGlobal,
                  {destination, name_constant(identifier->name), b_.feedback(FeedbackKind::kGetGlobal)});
          return;
        }
        if (identifier->resolution() == Resolution::kDynamic) {
          at(identifier->start);
          b_.emit(Opcode::kTypeofDynamic, {destination, name_constant(identifier->name)});
          return;
        }
      }
      break;
    default: break;
  }
  Register operand = value(node->argument);
  at(node->start);
  switch (node->op) {
    case UnaryOperator::kMinus: b_.emit(Opcode::kNegate, {destination, operand}); return;
    case UnaryOperator::kPlus: b_.emit(Opcode::kToNumber, {destination, operand}); return;
    case UnaryOperator::kNot: b_.emit(Opcode::kNot, {destination, operand}); return;
    case UnaryOperator::kBitNot: b_.emit(Opcode::kBitNot, {destination, operand}); return;
    case UnaryOperator::kTypeof: b_.emit(Opcode::kTypeof, {destination, operand}); return;
    default: UNREACHABLE();
  }
}

void FunctionCompiler::arithmetic(BinaryOperator op, Register destination, Register left, Register right) {
  Opcode opcode = Opcode::kAdd;
  switch (op) {
    case BinaryOperator::kAdd: opcode = Opcode::kAdd; break;
    case BinaryOperator::kSubtract: opcode = Opcode::kSub; break;
    case BinaryOperator::kMultiply: opcode = Opcode::kMul; break;
    case BinaryOperator::kDivide: opcode = Opcode::kDiv; break;
    case BinaryOperator::kRemainder: opcode = Opcode::kMod; break;
    case BinaryOperator::kExponent: opcode = Opcode::kExp; break;
    case BinaryOperator::kShiftLeft: opcode = Opcode::kShiftLeft; break;
    case BinaryOperator::kShiftRight: opcode = Opcode::kShiftRight; break;
    case BinaryOperator::kShiftRightUnsigned: opcode = Opcode::kShiftRightUnsigned; break;
    case BinaryOperator::kBitAnd: opcode = Opcode::kBitAnd; break;
    case BinaryOperator::kBitOr: opcode = Opcode::kBitOr; break;
    case BinaryOperator::kBitXor: opcode = Opcode::kBitXor; break;
    case BinaryOperator::kEqual: opcode = Opcode::kEqual; break;
    case BinaryOperator::kNotEqual: opcode = Opcode::kNotEqual; break;
    case BinaryOperator::kStrictEqual: opcode = Opcode::kStrictEqual; break;
    case BinaryOperator::kStrictNotEqual: opcode = Opcode::kStrictNotEqual; break;
    case BinaryOperator::kLess: opcode = Opcode::kLess; break;
    case BinaryOperator::kLessEqual: opcode = Opcode::kLessEqual; break;
    case BinaryOperator::kGreater: opcode = Opcode::kGreater; break;
    case BinaryOperator::kGreaterEqual: opcode = Opcode::kGreaterEqual; break;
    case BinaryOperator::kIn: b_.emit(Opcode::kIn, {destination, left, right, b_.feedback(FeedbackKind::kIn)}); return;
    case BinaryOperator::kInstanceof:
      b_.emit(Opcode::kInstanceOf, {destination, left, right, b_.feedback(FeedbackKind::kInstanceOf)});
      return;
  }
  b_.emit(opcode, {destination, left, right});
}

bool FunctionCompiler::arithmetic_with_literal(BinaryOperator op, Register destination, Register left,
                                               const Node* right) {
  auto* literal = as_if<NumericLiteral>(right);
  if (!literal || !fits_int16(literal->value)) return false;
  Opcode opcode = Opcode::kAdd;
  switch (op) {
    case BinaryOperator::kAdd: opcode = Opcode::kAddInt; break;
    case BinaryOperator::kSubtract: opcode = Opcode::kSubInt; break;
    case BinaryOperator::kMultiply: opcode = Opcode::kMulInt; break;
    case BinaryOperator::kBitAnd: opcode = Opcode::kBitAndInt; break;
    case BinaryOperator::kBitOr: opcode = Opcode::kBitOrInt; break;
    case BinaryOperator::kShiftLeft: opcode = Opcode::kShiftLeftInt; break;
    case BinaryOperator::kShiftRight: opcode = Opcode::kShiftRightInt; break;
    case BinaryOperator::kShiftRightUnsigned: opcode = Opcode::kShiftRightUnsignedInt; break;
    default: return false;
  }
  b_.emit(opcode, {destination, left, static_cast<int32_t>(literal->value)});
  return true;
}

void FunctionCompiler::binary(BinaryExpression* node, Register destination) {
  if (node->left->kind == NodeKind::kPrivateName) return private_in(node, destination);
  Temporaries scope(*this);
  // A literal on the left of an operator that may swap its operands
  if (node->left->kind == NodeKind::kNumericLiteral && node->right->kind != NodeKind::kNumericLiteral &&
      (node->op == BinaryOperator::kMultiply || node->op == BinaryOperator::kBitAnd ||
       node->op == BinaryOperator::kBitOr) &&
      fits_int16(static_cast<NumericLiteral*>(node->left)->value)) {
    Register right = value(node->right);
    at(operator_offset(node->left, node->right));
    arithmetic_with_literal(node->op, destination, right, node->left);
    return;
  }
  Register left = stable_value(node->left, node->right);
  if (node->right->kind == NodeKind::kNumericLiteral) {
    at(operator_offset(node->left, node->right));
    if (arithmetic_with_literal(node->op, destination, left, node->right)) return;
  }
  Register right = value(node->right);
  at(operator_offset(node->left, node->right));
  arithmetic(node->op, destination, left, right);
}

void FunctionCompiler::logical(LogicalExpression* node, Register destination) {
  into(node->left, destination);
  logical_right(node, destination);
}

// With the left side's value in `destination`.
void FunctionCompiler::logical_right(LogicalExpression* node, Register destination) {
  Label done = b_.new_label();
  switch (node->op) {
    case LogicalOperator::kAnd: b_.emit(Opcode::kJumpIfFalse, {destination, done.id}); break;
    case LogicalOperator::kOr: b_.emit(Opcode::kJumpIfTrue, {destination, done.id}); break;
    case LogicalOperator::kCoalesce: b_.emit(Opcode::kJumpIfNotUndefinedOrNull, {destination, done.id}); break;
  }
  into(node->right, destination, true);
  b_.bind(done);
}

void FunctionCompiler::conditional(ConditionalExpression* node, Register destination, bool early) {
  Label consequent = b_.new_label(), alternate = b_.new_label(), done = b_.new_label();
  condition(node->test, consequent, alternate, true);
  b_.bind(consequent);
  into(node->consequent, destination, early);
  b_.emit(Opcode::kJump, {done.id});
  b_.bind(alternate);
  into(node->alternate, destination, early);
  b_.bind(done);
}

// ---- properties

void FunctionCompiler::get_property(Register destination, Register object, NameId name, uint32_t offset) {
  at(offset);
  if (name == names::length) {
    b_.emit(Opcode::kGetLength, {destination, object, chain_feedback(FeedbackKind::kGetLength, name)});
  } else {
    b_.emit(Opcode::kGetNamed,
            {destination, object, name_constant(name), chain_feedback(FeedbackKind::kGetNamed, name)});
  }
}

void FunctionCompiler::member_get(Node* node, Register destination) {
  Temporaries scope(*this);
  switch (node->kind) {
    case NodeKind::kMemberExpression: {
      auto* member = static_cast<MemberExpression*>(node);
      Register object = value(member->object);
      if (member->optional) b_.emit(Opcode::kJumpIfUndefinedOrNull, {object, chain_exit_.id});
      get_property(destination, object, member->property->name, member->property->start);
      return;
    }
    case NodeKind::kIndexExpression: {
      auto* member = static_cast<IndexExpression*>(node);
      Register object = stable_value(member->object, member->index);
      if (member->optional) b_.emit(Opcode::kJumpIfUndefinedOrNull, {object, chain_exit_.id});
      double index;
      if (member->index->kind == NodeKind::kStringLiteral && !index_key(member->index, &index)) {
        get_property(destination, object, static_cast<StringLiteral*>(member->index)->value, member->index->start);
        return;
      }
      Register key = value(member->index);
      at(member->index->start);
      b_.emit(Opcode::kGetKeyed, {destination, object, key, b_.feedback(FeedbackKind::kGetKeyed)});
      return;
    }
    case NodeKind::kPrivateMemberExpression: {
      auto* member = static_cast<PrivateMemberExpression*>(node);
      Register object = value(member->object);
      if (member->optional) b_.emit(Opcode::kJumpIfUndefinedOrNull, {object, chain_exit_.id});
      private_get(destination, object, member->property);
      return;
    }
    case NodeKind::kSuperMember: {
      auto* member = static_cast<SuperMember*>(node);
      Register receiver = this_value(member->this_binding);
      Register home = load_home_object(member->callee);
      at(member->property->start);
      b_.emit(Opcode::kGetSuperNamed, {destination, home, receiver, name_constant(member->property->name),
                                       b_.feedback(FeedbackKind::kGetSuperNamed)});
      return;
    }
    default: {
      auto* member = as<SuperIndex>(node);
      Register receiver = this_value(member->this_binding);
      Register key = value(member->index);
      Register home = load_home_object(member->callee);
      at(member->start);
      b_.emit(Opcode::kGetSuper, {destination, home, key, receiver});
      return;
    }
  }
}

void FunctionCompiler::optional_chain(OptionalChain* node, Register destination) {
  Label outer = chain_exit_;
  Label done = b_.new_label();
  chain_exit_ = b_.new_label();
  into(node->expression, destination);
  b_.emit(Opcode::kJump, {done.id});
  b_.bind(chain_exit_);
  b_.emit(Opcode::kLoadUndefined, {destination});
  b_.bind(done);
  chain_exit_ = outer;
}

void FunctionCompiler::delete_expression(Node* argument, Register destination) {
  Temporaries scope(*this);
  switch (argument->kind) {
    case NodeKind::kOptionalChain: {
      Label outer = chain_exit_;
      Label done = b_.new_label();
      chain_exit_ = b_.new_label();
      delete_expression(static_cast<OptionalChain*>(argument)->expression, destination);
      b_.emit(Opcode::kJump, {done.id});
      b_.bind(chain_exit_);
      b_.emit(Opcode::kLoadTrue, {destination});
      b_.bind(done);
      chain_exit_ = outer;
      return;
    }
    case NodeKind::kMemberExpression: {
      auto* member = static_cast<MemberExpression*>(argument);
      Register object = value(member->object);
      if (member->optional) b_.emit(Opcode::kJumpIfUndefinedOrNull, {object, chain_exit_.id});
      at(member->property->start);
      b_.emit(Opcode::kDeleteNamed, {destination, object, name_constant(member->property->name)});
      return;
    }
    case NodeKind::kIndexExpression: {
      auto* member = static_cast<IndexExpression*>(argument);
      Register object = stable_value(member->object, member->index);
      if (member->optional) b_.emit(Opcode::kJumpIfUndefinedOrNull, {object, chain_exit_.id});
      Register key = value(member->index);
      at(member->index->start);
      b_.emit(Opcode::kDeleteKeyed, {destination, object, key});
      return;
    }
    case NodeKind::kIdentifier: {
      auto* identifier = static_cast<Identifier*>(argument);
      at(identifier->start);
      if (identifier->resolution() == Resolution::kBinding) {
        b_.emit(Opcode::kLoadFalse, {destination});
      } else {
        b_.emit(Opcode::kDeleteDynamic, {destination, name_constant(identifier->name)});
      }
      return;
    }
    case NodeKind::kSuperMember:
    case NodeKind::kSuperIndex: {
      // sec-delete-operator-runtime-semantics-evaluation: the reference is evaluated, then a ReferenceError
      Binding* binding = argument->kind == NodeKind::kSuperMember ? static_cast<SuperMember*>(argument)->this_binding
                                                                  : static_cast<SuperIndex*>(argument)->this_binding;
      this_value(binding);
      if (auto* index = as_if<SuperIndex>(argument)) effect(index->index);
      at(argument->start);
      b_.emit(Opcode::kThrowError,
              {static_cast<int32_t>(ErrorKind::kReferenceError), text_constant("Unsupported reference to 'super'")});
      // Code after a throw is unreachable but must be well formed.
      Label after = b_.new_label();
      b_.bind(after);
      b_.emit(Opcode::kLoadUndefined, {destination});
      return;
    }
    default:
      effect(argument);
      b_.emit(Opcode::kLoadTrue, {destination});
      return;
  }
}

// ---- private names

// A class's private methods and accessors (static ones apart) share a brand: the private name of the first of them.
Binding* FunctionCompiler::brand_of(const Scope* scope, bool is_static) const {
  for (Binding* binding : scope->bindings) {
    if (binding->kind == BindingKind::kPrivateName && binding->private_kind != PrivateKind::kField &&
        binding->is_static == is_static) {
      return binding;
    }
  }
  return nullptr;
}

// What CheckPrivateBrand says of a wrong receiver, in V8's words.
int32_t FunctionCompiler::brand_text(const Binding* binding) {
  std::string name = "anonymous";
  if (Binding* class_name = binding->scope->class_binding) name = unit_.names().text(class_name->name);
  return text_constant((binding->is_static ? "Receiver must be class " : "Receiver must be an instance of class ") +
                       name);
}

void FunctionCompiler::private_in(BinaryExpression* node, Register destination) {
  Temporaries scope(*this);
  auto* name = as<PrivateName>(node->left);
  Register object = value(node->right);
  Register symbol = temporary();
  Binding* binding = name->binding;
  load_binding(binding->private_kind == PrivateKind::kField ? binding : brand_of(binding->scope, binding->is_static),
               symbol);
  at(operator_offset(node->left, node->right));
  b_.emit(Opcode::kHasPrivate, {destination, object, symbol});
}

void FunctionCompiler::private_get(Register destination, Register object, PrivateName* name) {
  Temporaries scope(*this);
  Binding* binding = name->binding;
  Register symbol = temporary();
  if (binding->private_kind == PrivateKind::kField) {
    load_binding(binding, symbol);
    at(name->start);
    b_.emit(Opcode::kGetPrivate, {destination, object, symbol, b_.feedback(FeedbackKind::kGetPrivate)});
    return;
  }
  load_binding(brand_of(binding->scope, binding->is_static), symbol);
  at(name->start);
  b_.emit(Opcode::kCheckPrivateBrand, {object, symbol, brand_text(binding)});
  if (binding->private_kind == PrivateKind::kMethod) return load_binding(binding->method, destination);
  if (binding->private_kind == PrivateKind::kSetter) {
    b_.emit(Opcode::kThrowError,
            {static_cast<int32_t>(ErrorKind::kTypeError),
             text_constant("'" + std::string(unit_.names().text(name->name)) + "' was defined without a getter")});
    return b_.emit(Opcode::kLoadUndefined, {destination}), void();
  }
  load_binding(binding->method, symbol);
  Register receiver = window(1);
  move(receiver, object);
  at(name->start);
  b_.emit(Opcode::kCall, {destination, symbol, receiver, 0, b_.feedback(FeedbackKind::kCall)});
}

void FunctionCompiler::private_set(Register object, PrivateName* name, Register operand) {
  Temporaries scope(*this);
  Binding* binding = name->binding;
  Register symbol = temporary();
  if (binding->private_kind == PrivateKind::kField) {
    load_binding(binding, symbol);
    at(name->start);
    b_.emit(Opcode::kSetPrivate, {object, symbol, operand, b_.feedback(FeedbackKind::kSetPrivate)});
    return;
  }
  std::string text(unit_.names().text(name->name));
  load_binding(brand_of(binding->scope, binding->is_static), symbol);
  at(name->start);
  b_.emit(Opcode::kCheckPrivateBrand, {object, symbol, brand_text(binding)});
  if (binding->private_kind == PrivateKind::kMethod || binding->private_kind == PrivateKind::kGetter) {
    b_.emit(Opcode::kThrowError, {static_cast<int32_t>(ErrorKind::kTypeError),
                                  text_constant(binding->private_kind == PrivateKind::kMethod
                                                    ? "Private method '" + text + "' is not writable"
                                                    : "'" + text + "' was defined without a setter")});
    Label after = b_.new_label();
    b_.bind(after);
    b_.emit(Opcode::kLoadUndefined, {symbol});
    return;
  }
  load_binding(binding->setter, symbol);
  Register receiver = window(2);
  move(receiver, object);
  move(receiver + 1, operand);
  at(name->start);
  b_.emit(Opcode::kCall, {symbol, symbol, receiver, 1, b_.feedback(FeedbackKind::kCall)});
}

}  // namespace scrim::bytecode
