// Reading and writing bindings, assignments of all kinds, destructuring.
#include "engine/bytecode/function_compiler.h"

namespace scrim::bytecode {

// ---- bindings

void FunctionCompiler::load_identifier(Identifier* node, Register destination) {
  switch (node->resolution()) {
    case Resolution::kGlobal:
      if (node->name == names::undefined) {
        b_.emit(Opcode::kLoadUndefined, {destination});
        return;
      }
      at(node->start);
      b_.emit(Opcode::kGetGlobal, {destination, name_constant(node->name), b_.feedback(FeedbackKind::kGetGlobal)});
      return;
    case Resolution::kDynamic:
      at(node->start);
      b_.emit(Opcode::kGetDynamic, {destination, name_constant(node->name)});
      return;
    default: break;
  }
  Binding* binding = node->binding;
  bool check = node->needs_tdz_check();
  if (check) at(node->start);
  if (binding->place == BindingPlace::kEnvironment) {
    auto hop_count = static_cast<int32_t>(hops(scope_, binding->scope));
    auto slot = static_cast<int32_t>(binding->index);
    if (check)
      b_.emit(Opcode::kGetScopedChecked, {destination, hop_count, slot, name_constant(node->name)});
    else
      b_.emit(Opcode::kGetScoped, {destination, hop_count, slot});
    return;
  }
  Register r = place_register(binding);
  if (r && check) b_.emit(Opcode::kCheckInitialized, {r, name_constant(node->name)});
  load_binding(binding, destination);
}

void FunctionCompiler::load_binding(Binding* binding, Register destination) {
  switch (binding->place) {
    case BindingPlace::kRegister:
    case BindingPlace::kArgument: move(destination, place_register(binding)); return;
    case BindingPlace::kFrame:
      switch (binding->kind) {
        case BindingKind::kThis: move(destination, kThisOperand); return;
        case BindingKind::kNewTarget: b_.emit(Opcode::kLoadNewTarget, {destination}); return;
        default: b_.emit(Opcode::kLoadCallee, {destination}); return;
      }
    case BindingPlace::kEnvironment:
      b_.emit(Opcode::kGetScoped,
              {destination, static_cast<int32_t>(hops(scope_, binding->scope)), static_cast<int32_t>(binding->index)});
      return;
    case BindingPlace::kImport:
      b_.emit(Opcode::kGetImport, {destination, static_cast<int32_t>(hops(scope_, binding->scope)),
                                   static_cast<int32_t>(binding->index), name_constant(binding->name)});
      return;
    case BindingPlace::kGlobal:
      b_.emit(Opcode::kGetGlobal, {destination, name_constant(binding->name), b_.feedback(FeedbackKind::kGetGlobal)});
      return;
    case BindingPlace::kDynamic: b_.emit(Opcode::kGetDynamic, {destination, name_constant(binding->name)}); return;
  }
}

static bool may_run_code(const Node* node) {
  if (!node) return false;
  switch (node->kind) {
    case NodeKind::kIdentifier:
    case NodeKind::kThisExpression:
    case NodeKind::kStringLiteral:
    case NodeKind::kNumericLiteral:
    case NodeKind::kBooleanLiteral:
    case NodeKind::kNullLiteral:
    case NodeKind::kFunctionExpression:
    case NodeKind::kArrowFunction: return false;
    default: return true;
  }
}

void FunctionCompiler::store_binding(Binding* binding, Resolution resolution, NameId name, Register operand,
                                     bool initialize, uint32_t offset) {
  // Initialising a lexical declaration writes where it is declared, whatever stands between.
  bool own = initialize && binding && binding->kind != BindingKind::kVar;
  if (resolution == Resolution::kDynamic && !own) {
    Temporaries scope(*this);
    Register holder = temporary();
    at(offset);
    b_.emit(Opcode::kResolveDynamic, {holder, name_constant(name)});
    b_.emit(Opcode::kSetResolved, {holder, name_constant(name), operand, strict_});
    return;
  }
  if (resolution == Resolution::kGlobal || (binding && binding->place == BindingPlace::kGlobal)) {
    at(offset);
    if (initialize && binding && binding->is_lexical()) {
      b_.emit(Opcode::kInitGlobalLexical, {name_constant(name), operand});
    } else {
      b_.emit(Opcode::kSetGlobal, {name_constant(name), operand, b_.feedback(FeedbackKind::kSetGlobal)});
    }
    return;
  }
  VERIFY(binding != nullptr);
  bool check = !initialize && binding->needs_tdz_check;
  if (!initialize) {
    if (binding->is_constant() || (binding->kind == BindingKind::kFunctionName && strict_)) {
      at(offset);
      if (check && binding->place != BindingPlace::kImport) {
        Temporaries scope(*this);
        Register r = place_register(binding);
        if (r) {
          b_.emit(Opcode::kCheckInitialized, {r, name_constant(name)});
        } else {
          b_.emit(Opcode::kGetScopedChecked, {temporary(), static_cast<int32_t>(hops(scope_, binding->scope)),
                                              static_cast<int32_t>(binding->index), name_constant(name)});
        }
      }
      b_.emit(Opcode::kThrowConstAssign, {name_constant(name)});
      return;
    }
    if (binding->kind == BindingKind::kFunctionName) return;
  }
  switch (binding->place) {
    case BindingPlace::kRegister:
    case BindingPlace::kArgument: {
      Register r = place_register(binding);
      if (check) {
        at(offset);
        b_.emit(Opcode::kCheckInitialized, {r, name_constant(name)});
      }
      move(r, operand);
      break;
    }
    case BindingPlace::kEnvironment: {
      auto hop_count = static_cast<int32_t>(hops(scope_, binding->scope));
      auto slot = static_cast<int32_t>(binding->index);
      if (check) {
        at(offset);
        b_.emit(Opcode::kSetScopedChecked, {hop_count, slot, operand, name_constant(name)});
      } else {
        b_.emit(Opcode::kSetScoped, {hop_count, slot, operand});
      }
      break;
    }
    case BindingPlace::kDynamic: {
      Temporaries scope(*this);
      Register holder = temporary();
      at(offset);
      b_.emit(Opcode::kResolveDynamic, {holder, name_constant(name)});
      b_.emit(Opcode::kSetResolved, {holder, name_constant(name), operand, strict_});
      break;
    }
    default: break;
  }
  if (initialize) mark_initialized(binding);
}

// ---- references

NameId FunctionCompiler::target_name(const Node* target) const {
  if (auto* identifier = as_if<Identifier>(target)) return identifier->parenthesized() ? kNoName : identifier->name;
  if (auto* identifier = as_if<BindingIdentifier>(target)) return identifier->name;
  return kNoName;
}

// Evaluates the target up to the point before the value. `later` is what is evaluated between (may be null).
Reference FunctionCompiler::reference(Node* target, Node* later, bool initialize) {
  Reference result;
  result.node = target;
  result.offset = target->kind == NodeKind::kMemberExpression ? static_cast<MemberExpression*>(target)->property->start
                                                              : target->start;
  switch (target->kind) {
    case NodeKind::kIdentifier:
    case NodeKind::kBindingIdentifier: {
      result.kind = Reference::kBinding;
      if (auto* identifier = as_if<Identifier>(target)) {
        result.binding = identifier->binding;
        result.resolution = identifier->resolution();
        result.name = identifier->name;
      } else {
        auto* declared = as<BindingIdentifier>(target);
        result.binding = declared->binding;
        result.resolution = declared->resolution();
        result.name = declared->name;
      }
      bool own = initialize && result.binding && result.binding->kind != BindingKind::kVar;
      // Strict code learns before the value is evaluated that there is no such variable. The global object's own
      // properties may come and go meanwhile only where something runs.
      bool undeclared = strict_ && result.resolution == Resolution::kGlobal && !result.binding && may_run_code(later);
      if ((result.resolution == Resolution::kDynamic || undeclared) && !own) {
        result.kind = Reference::kDynamic;
        result.object = temporary();
        at(target->start);
        b_.emit(Opcode::kResolveDynamic, {result.object, name_constant(result.name)});
      }
      return result;
    }
    case NodeKind::kMemberExpression: {
      auto* member = static_cast<MemberExpression*>(target);
      result.kind = Reference::kNamed;
      result.object = stable_value(member->object, later);
      result.name = member->property->name;
      if (member->object->kind == NodeKind::kThisExpression) {
        bool known = false;
        for (NameId name : this_properties_) known = known || name == result.name;
        if (!known) this_properties_.push_back(result.name);
      }
      return result;
    }
    case NodeKind::kIndexExpression: {
      auto* member = static_cast<IndexExpression*>(target);
      double index;
      Expression* both[] = {member->index, later};
      result.object = stable_value(member->object, both);
      if (member->index->kind == NodeKind::kStringLiteral && !index_key(member->index, &index)) {
        result.kind = Reference::kNamed;
        result.name = static_cast<StringLiteral*>(member->index)->value;
        return result;
      }
      result.kind = Reference::kKeyed;
      result.key = stable_value(member->index, later);
      return result;
    }
    case NodeKind::kPrivateMemberExpression:
      result.kind = Reference::kPrivate;
      result.object = stable_value(static_cast<PrivateMemberExpression*>(target)->object, later);
      return result;
    case NodeKind::kSuperMember: {
      auto* member = static_cast<SuperMember*>(target);
      result.kind = Reference::kSuper;
      result.receiver = this_value(member->this_binding);
      result.object = load_home_object(member->callee);
      result.key = temporary();
      load_string(member->property->name, result.key);
      return result;
    }
    case NodeKind::kSuperIndex: {
      auto* member = static_cast<SuperIndex*>(target);
      result.kind = Reference::kSuper;
      result.receiver = this_value(member->this_binding);
      result.key = stable_value(member->index, later);
      result.object = load_home_object(member->callee);
      return result;
    }
    case NodeKind::kArrayPattern:
    case NodeKind::kObjectPattern: result.kind = Reference::kPattern; return result;
    default:
      // f() = 1 in sloppy code: the call is made, then a ReferenceError
      effect(target);
      result.kind = Reference::kInvalid;
      at(target->start);
      b_.emit(Opcode::kThrowError, {static_cast<int32_t>(ErrorKind::kReferenceError),
                                    text_constant("Invalid left-hand side in assignment")});
      return result;
  }
}

void FunctionCompiler::load_reference(const Reference& reference, Register destination) {
  switch (reference.kind) {
    case Reference::kBinding: load_identifier(as<Identifier>(reference.node), destination); return;
    case Reference::kNamed:
      get_property(destination, reference.object, reference.name,
                   reference.node->kind == NodeKind::kMemberExpression
                       ? static_cast<MemberExpression*>(reference.node)->property->start
                       : reference.node->start);
      return;
    case Reference::kKeyed:
      at(static_cast<IndexExpression*>(reference.node)->index->start);
      b_.emit(Opcode::kGetKeyed, {destination, reference.object, reference.key, b_.feedback(FeedbackKind::kGetKeyed)});
      return;
    case Reference::kPrivate:
      private_get(destination, reference.object, as<PrivateMemberExpression>(reference.node)->property);
      return;
    case Reference::kSuper:
      at(reference.node->start);
      b_.emit(Opcode::kGetSuper, {destination, reference.object, reference.key, reference.receiver});
      return;
    case Reference::kDynamic:
      at(reference.node->start);
      b_.emit(Opcode::kGetResolved, {destination, reference.object, name_constant(reference.name)});
      return;
    case Reference::kPattern:
    case Reference::kInvalid: b_.emit(Opcode::kLoadUndefined, {destination}); return;
  }
}

void FunctionCompiler::store_reference(const Reference& reference, Register operand, bool initialize) {
  switch (reference.kind) {
    case Reference::kBinding:
      store_binding(reference.binding, reference.resolution, reference.name, operand, initialize,
                    reference.node->start);
      return;
    case Reference::kNamed:
      at(reference.offset);
      b_.emit(Opcode::kSetNamed,
              {reference.object, name_constant(reference.name), operand, b_.feedback(FeedbackKind::kSetNamed)});
      return;
    case Reference::kKeyed:
      at(reference.offset);
      b_.emit(Opcode::kSetKeyed, {reference.object, reference.key, operand, b_.feedback(FeedbackKind::kSetKeyed)});
      return;
    case Reference::kPrivate:
      private_set(reference.object, as<PrivateMemberExpression>(reference.node)->property, operand);
      return;
    case Reference::kSuper:
      at(reference.node->start);
      b_.emit(Opcode::kSetSuper, {reference.object, reference.key, reference.receiver, operand, strict_});
      return;
    case Reference::kDynamic:
      at(reference.node->start);
      b_.emit(Opcode::kSetResolved, {reference.object, name_constant(reference.name), operand, strict_});
      if (initialize) mark_initialized(reference.binding);
      return;
    case Reference::kPattern: assign_pattern(reference.node, operand, initialize); return;
    case Reference::kInvalid: return;
  }
}

// ---- assignments

// `wanted`: the value of the expression goes to `destination`.
void FunctionCompiler::assignment(AssignmentExpression* node, Register destination, bool wanted) {
  switch (node->op) {
    case AssignmentOperator::kAssign: break;
    case AssignmentOperator::kLogicalAnd:
    case AssignmentOperator::kLogicalOr:
    case AssignmentOperator::kCoalesce: return logical_assignment(node, destination, wanted);
    default: return compound_assignment(node, destination, wanted);
  }
  Temporaries scope(*this);
  NameId name = target_name(node->target);
  if (auto* identifier = as_if<Identifier>(node->target)) {
    Register r = register_of(identifier);
    Binding* binding = identifier->binding;
    bool plain = r && !binding->is_constant() && binding->kind != BindingKind::kFunctionName &&
                 binding->kind != BindingKind::kThis && !identifier->needs_tdz_check();
    if (plain) {
      into_named(node->value, r, name);
      if (wanted) move(destination, r);
      return;
    }
  }
  Reference target = reference(node->target, node->value, false);
  Register operand;
  if (wanted && is_temporary(destination)) {
    into_named(node->value, destination, name);
    operand = destination;
  } else if (name != kNoName && is_anonymous_function_definition(node->value)) {
    operand = temporary();
    into_named(node->value, operand, name);
  } else {
    operand = value(node->value);
  }
  target.offset = operator_offset(node->target, node->value);
  store_reference(target, operand, false);
  if (wanted) move(destination, operand);
}

void FunctionCompiler::compound_assignment(AssignmentExpression* node, Register destination, bool wanted) {
  Temporaries scope(*this);
  BinaryOperator op = binary_operator_of(node->op);
  uint32_t offset = operator_offset(node->target, node->value);
  if (auto* identifier = as_if<Identifier>(node->target)) {
    Register r = register_of(identifier);
    Binding* binding = identifier->binding;
    if (r && !binding->is_constant() && binding->kind != BindingKind::kFunctionName) {
      // x op= y in place
      Register left = stable_value(identifier, node->value);
      at(offset);
      if (!arithmetic_with_literal(op, r, left, node->value)) {
        Register right = value(node->value);
        at(offset);
        arithmetic(op, r, left, right);
      }
      if (wanted) move(destination, r);
      return;
    }
  }
  Reference target = reference(node->target, node->value, false);
  if (target.kind == Reference::kKeyed && !as_if<NumericLiteral>(static_cast<IndexExpression*>(node->target)->index)) {
    // ToPropertyKey runs once. Numbers and strings are keys as they are; the keyed opcodes convert other values each
    // time.
    Register key = temporary();
    b_.emit(Opcode::kToPropertyKeyOf, {key, target.object, target.key});
    target.key = key;
  }
  Register left = temporary();
  load_reference(target, left);
  at(offset);
  if (!arithmetic_with_literal(op, left, left, node->value)) {
    Register right = value(node->value);
    at(offset);
    arithmetic(op, left, left, right);
  }
  store_reference(target, left, false);
  if (wanted) move(destination, left);
}

// sec-assignment-operators-runtime-semantics-evaluation: &&=, ||=, ??=
void FunctionCompiler::logical_assignment(AssignmentExpression* node, Register destination, bool wanted) {
  Temporaries scope(*this);
  Label done = b_.new_label();
  auto skip = [&](Register r) {
    switch (node->op) {
      case AssignmentOperator::kLogicalAnd: b_.emit(Opcode::kJumpIfFalse, {r, done.id}); break;
      case AssignmentOperator::kLogicalOr: b_.emit(Opcode::kJumpIfTrue, {r, done.id}); break;
      default: b_.emit(Opcode::kJumpIfNotUndefinedOrNull, {r, done.id}); break;
    }
  };
  NameId name = target_name(node->target);
  if (auto* identifier = as_if<Identifier>(node->target)) {
    Register r = register_of(identifier);
    Binding* binding = identifier->binding;
    if (r && !binding->is_constant() && binding->kind != BindingKind::kFunctionName) {
      skip(value(identifier));
      into_named(node->value, r, name);
      b_.bind(done);
      if (wanted) move(destination, r);
      return;
    }
  }
  Reference target = reference(node->target, node->value, false);
  if (target.kind == Reference::kKeyed) {
    Register key = temporary();
    b_.emit(Opcode::kToPropertyKeyOf, {key, target.object, target.key});
    target.key = key;
  }
  Register result = temporary();
  load_reference(target, result);
  skip(result);
  into_named(node->value, result, name);
  store_reference(target, result, false);
  b_.bind(done);
  if (wanted) move(destination, result);
}

void FunctionCompiler::update(UpdateExpression* node, Register destination, bool wanted) {
  Temporaries scope(*this);
  Opcode opcode = node->is_increment ? Opcode::kIncrement : Opcode::kDecrement;
  bool old_wanted = wanted && !node->is_prefix;
  if (auto* identifier = as_if<Identifier>(node->argument)) {
    Register r = register_of(identifier);
    Binding* binding = identifier->binding;
    if (r && !binding->is_constant() && binding->kind != BindingKind::kFunctionName) {
      value(identifier);
      at(node->start);
      if (old_wanted && destination != r) {
        b_.emit(Opcode::kToNumeric, {destination, r});
        b_.emit(opcode, {r, destination});
      } else if (old_wanted) {  // x = x++
        b_.emit(Opcode::kToNumeric, {r, r});
      } else {
        b_.emit(opcode, {r, r});
        if (wanted) move(destination, r);
      }
      return;
    }
  }
  Reference target = reference(node->argument, nullptr, false);
  if (target.kind == Reference::kKeyed) {
    Register key = temporary();
    b_.emit(Opcode::kToPropertyKeyOf, {key, target.object, target.key});
    target.key = key;
  }
  Register result = temporary();
  load_reference(target, result);
  at(node->start);
  if (old_wanted) {
    Register next = temporary();
    b_.emit(Opcode::kToNumeric, {result, result});
    b_.emit(opcode, {next, result});
    store_reference(target, next, false);
  } else {
    b_.emit(opcode, {result, result});
    store_reference(target, result, false);
  }
  if (wanted) move(destination, result);
}

// ---- destructuring

// If the register is undefined, the default value takes its place.
void FunctionCompiler::default_value(DefaultPattern* node, Register operand) {
  Label given = b_.new_label();
  b_.emit(Opcode::kJumpIfNotUndefined, {operand, given.id});
  into_named(node->value, operand, target_name(node->target), true);
  b_.bind(given);
}

void FunctionCompiler::assign_pattern(Node* pattern, Register operand, bool initialize) {
  if (unit_.failed()) return;
  Temporaries scope(*this);
  switch (pattern->kind) {
    case NodeKind::kArrayPattern: return array_pattern(static_cast<ArrayPattern*>(pattern), operand, initialize);
    case NodeKind::kObjectPattern: return object_pattern(static_cast<ObjectPattern*>(pattern), operand, initialize);
    case NodeKind::kDefaultPattern: {
      auto* node = static_cast<DefaultPattern*>(pattern);
      Reference target = reference(node->target, nullptr, initialize);
      Register copy = temporary();
      move(copy, operand);
      default_value(node, copy);
      return store_reference(target, copy, initialize);
    }
    default: store_reference(reference(pattern, nullptr, initialize), operand, initialize);
  }
}

// sec-runtime-semantics-bindinginitialization, ArrayBindingPattern; sec-destructuring-assignment
void FunctionCompiler::array_pattern(ArrayPattern* node, Register operand, bool initialize) {
  Temporaries scope(*this);
  Register environment = save_environment({node->start, node->end});
  Register record = window(3);
  at(node->start);
  b_.emit(Opcode::kGetIterator, {record, operand});
  ControlEntry entry;
  entry.record = record;
  push_control(entry, ControlEntry::kIterator);
  for (Pattern* element : node->elements) {
    Temporaries inner(*this);
    if (!element) {
      b_.emit(Opcode::kIteratorStep, {temporary(), record});
      continue;
    }
    bool rest = element->kind == NodeKind::kRestElement;
    auto* with_default = as_if<DefaultPattern>(element);
    Node* leaf = rest           ? static_cast<RestElement*>(element)->argument
                 : with_default ? static_cast<Node*>(with_default->target)
                                : element;
    // A local that is a plain target receives the value without a detour.
    auto* declared = as_if<BindingIdentifier>(leaf);
    bool direct = initialize && !rest && !with_default && declared && declared->resolution() == Resolution::kBinding &&
                  place_register(declared->binding);
    Reference target;
    if (!direct) target = reference(leaf, with_default ? with_default->value : nullptr, initialize);
    Register element_value = direct ? place_register(declared->binding) : temporary();
    at(element->start);
    b_.emit(rest ? Opcode::kIteratorRest : Opcode::kIteratorStep, {element_value, record});
    if (with_default) default_value(with_default, element_value);
    if (direct)
      mark_initialized(declared->binding);
    else
      store_reference(target, element_value, initialize);
  }
  pop_control(entry);
  at(node->start);
  b_.emit(Opcode::kIteratorClose, {record});
  iterator_handler(entry, environment);
}

void FunctionCompiler::object_pattern(ObjectPattern* node, Register operand, bool initialize) {
  Temporaries scope(*this);
  if (!initialize) {
    // A target may be the very variable whose value is taken apart: ({ a: x, b: y } = x).
    Register copy = temporary();
    move(copy, operand);
    operand = copy;
  }
  at(node->start);
  b_.emit(Opcode::kRequireObjectCoercible, {operand});
  auto properties = node->properties.span();
  bool has_rest = !properties.empty() && properties.back()->kind == NodeKind::kRestElement;
  size_t count = properties.size() - (has_rest ? 1 : 0);
  Register keys = has_rest && count ? window(static_cast<int>(count)) : -1;
  for (size_t i = 0; i < count; i++) {
    Temporaries inner(*this);
    auto* property = as<Property>(properties[i]);
    auto* with_default = as_if<DefaultPattern>(property->value);
    Node* leaf = with_default ? static_cast<Node*>(with_default->target) : property->value;
    NameId name = property->computed ? kNoName : literal_name(property->key);
    Register key = has_rest ? keys + static_cast<Register>(i) : 0;
    if (name == kNoName) {
      if (!has_rest) key = temporary();
      property_key_into(property->key, property->computed, key);
    } else if (has_rest) {
      load_string(name, key);
    }
    auto* declared = as_if<BindingIdentifier>(leaf);
    bool direct = initialize && !with_default && declared && declared->resolution() == Resolution::kBinding &&
                  place_register(declared->binding) && place_register(declared->binding) != operand;
    Reference target;
    if (!direct) target = reference(leaf, with_default ? with_default->value : nullptr, initialize);
    Register property_value = direct ? place_register(declared->binding) : temporary();
    if (name != kNoName) {
      get_property(property_value, operand, name, property->start);
    } else {
      at(property->start);
      b_.emit(Opcode::kGetKeyed, {property_value, operand, key, b_.feedback(FeedbackKind::kGetKeyed)});
    }
    if (with_default) default_value(with_default, property_value);
    if (direct)
      mark_initialized(declared->binding);
    else
      store_reference(target, property_value, initialize);
  }
  if (has_rest) {
    auto* rest = as<RestElement>(properties.back());
    Reference target = reference(rest->argument, nullptr, initialize);
    Register object = temporary();
    b_.emit(Opcode::kCreateObject, {object, 0});
    at(rest->start);
    b_.emit(Opcode::kCopyDataProperties, {object, operand, keys, static_cast<int32_t>(count)});
    store_reference(target, object, initialize);
  }
}

}  // namespace scrim::bytecode
