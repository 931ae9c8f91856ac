#include "lsp/lint/evidence.h"

#include <algorithm>
#include <array>

namespace scrim::lint {

using namespace syntax;

namespace {

// Longest chain of variables, calls and members that is followed.
constexpr int kMaximumDepth = 6;

template <size_t N>
bool one_of(std::string_view name, const std::array<std::string_view, N>& list) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

constexpr std::array<std::string_view, 14> kArrayToArray{"map",  "filter",  "slice",      "concat",    "splice",
                                                         "flat", "flatMap", "sort",       "reverse",   "toSorted",
                                                         "fill", "with",    "copyWithin", "toReversed"};
constexpr std::array<std::string_view, 11> kTypedArrays{
    "Int8Array",   "Uint8Array",   "Uint8ClampedArray", "Int16Array",    "Uint16Array",   "Int32Array",
    "Uint32Array", "Float32Array", "Float64Array",      "BigInt64Array", "BigUint64Array"};
// Methods that only arrays have, for practical purposes.
constexpr std::array<std::string_view, 5> kArrayOnly{"push", "pop", "shift", "unshift", "splice"};

Value combine(Value a, Value b) {
  if (a.kind == ValueKind::kNothing) return b;
  if (b.kind == ValueKind::kNothing) return a;
  return a.kind == b.kind ? a : Value{};
}

}  // namespace

bool Evidence::is_global(const Node* expression, std::string_view name) const {
  auto* identifier = as_if<Identifier>(expression);
  return identifier != nullptr && identifier->binding == nullptr && name_of(identifier->name) == name;
}

const ClassNode* Evidence::class_of_this(const ThisExpression* expression) {
  const Binding* binding = expression->binding;
  if (binding == nullptr || binding->scope == nullptr || binding->scope->function == nullptr) return nullptr;
  const FunctionNode* function = binding->scope->function;
  if (function->home_class == nullptr || function->flags.is_static_member) return nullptr;
  return function->function_kind == FunctionKind::kStaticInitializer ? nullptr : function->home_class;
}

Place Evidence::place_of(const Node* expression) const {
  if (const Binding* binding = binding_of(expression)) {
    return binding->kind == BindingKind::kArguments ? Place{} : Place{binding};
  }
  auto* member = as_if<MemberExpression>(expression);
  if (member == nullptr || member->property == nullptr) return {};
  if (auto* self = as_if<ThisExpression>(member->object)) {
    if (const ClassNode* home = class_of_this(self)) return {nullptr, home, member->property->name};
  } else if (const Binding* binding = binding_of(member->object)) {
    return {binding, nullptr, member->property->name};
  }
  return {};
}

std::vector<NodeIndex> Evidence::uses(const Place& place) {
  std::vector<NodeIndex> out;
  if (place.home != nullptr) {
    if (!this_members_made_) {
      this_members_made_ = true;
      for (NodeIndex i : tree_.of_kind(NodeKind::kMemberExpression)) {
        Place found = place_of(tree_.node(i));
        if (found.home != nullptr) this_members_[{found.home, found.property}].push_back(i);
      }
    }
    auto found = this_members_.find({place.home, place.property});
    if (found != this_members_.end()) out = found->second;
    return out;
  }
  for (NodeIndex i : tree_.uses(place.binding)) {
    if (place.property == kNoName) {
      out.push_back(i);
      continue;
    }
    auto* member = as_if<MemberExpression>(tree_.parent_node(i));
    if (member != nullptr && member->object == tree_.node(i) && member->property->name == place.property) {
      out.push_back(tree_.parent(i));
    }
  }
  return out;
}

// ---- values ----

Value Evidence::value_of(const Node* node, int depth) {
  if (node == nullptr || depth > kMaximumDepth) return {};
  switch (node->kind) {
    case NodeKind::kArrayExpression: return {ValueKind::kArray, node, "an array literal"};
    case NodeKind::kObjectExpression:
      for (const Node* property : as<ObjectExpression>(node)->properties) {
        auto* pair = as_if<Property>(property);
        if (pair != nullptr && pair->property_kind == PropertyKind::kProto && pair->value->is<NullLiteral>()) {
          return {ValueKind::kNullObject, node, "an object without prototype"};
        }
      }
      return {ValueKind::kObject, node, "an object literal"};
    case NodeKind::kNullLiteral: return {ValueKind::kNothing, node, "null"};
    case NodeKind::kFunctionExpression:
    case NodeKind::kArrowFunction:
    case NodeKind::kClassExpression: return {ValueKind::kFunction, node, "a function"};
    case NodeKind::kBooleanLiteral:
    case NodeKind::kNumericLiteral:
    case NodeKind::kStringLiteral:
    case NodeKind::kBigIntLiteral:
    case NodeKind::kTemplateLiteral:
    case NodeKind::kUpdateExpression:
    case NodeKind::kBinaryExpression: return {ValueKind::kPrimitive, node, "a primitive value"};
    case NodeKind::kUnaryExpression:
      if (as<UnaryExpression>(node)->op == UnaryOperator::kVoid) return {ValueKind::kNothing, node, "undefined"};
      return {ValueKind::kPrimitive, node, "a primitive value"};
    case NodeKind::kRegExpLiteral: return {ValueKind::kOther, node, "a regular expression"};
    case NodeKind::kAssignmentExpression: {
      auto* assignment = as<AssignmentExpression>(node);
      return assignment->op == AssignmentOperator::kAssign ? value_of(assignment->value, depth + 1) : Value{};
    }
    case NodeKind::kSequenceExpression: return value_of(as<SequenceExpression>(node)->expressions.back(), depth + 1);
    case NodeKind::kConditionalExpression: {
      auto* choice = as<ConditionalExpression>(node);
      return combine(value_of(choice->consequent, depth + 1), value_of(choice->alternate, depth + 1));
    }
    case NodeKind::kLogicalExpression: {
      auto* logical = as<LogicalExpression>(node);
      Value right = value_of(logical->right, depth + 1);
      if (logical->op == LogicalOperator::kAnd) return right;
      // x || []: what stands in for x is what x is expected to be.
      Value left = value_of(logical->left, depth + 1);
      return left.kind == ValueKind::kUnknown ? right : combine(left, right);
    }
    case NodeKind::kOptionalChain: return value_of(as<OptionalChain>(node)->expression, depth + 1);
    case NodeKind::kNewExpression: {
      const Node* callee = as<NewExpression>(node)->callee;
      if (is_global(callee, "Array")) return {ValueKind::kArray, node, "new Array"};
      if (is_global(callee, "Object")) return {ValueKind::kObject, node, "new Object"};
      auto* name = as_if<Identifier>(callee);
      if (name != nullptr && name->binding == nullptr && one_of(name_of(name->name), kTypedArrays)) {
        return {ValueKind::kTypedArray, node, "a typed array"};
      }
      return {ValueKind::kOther, node, "an instance"};
    }
    case NodeKind::kCallExpression: return value_of_call(as<CallExpression>(node), depth);
    case NodeKind::kMemberExpression: return value_of_member(as<MemberExpression>(node), depth);
    case NodeKind::kIdentifier: {
      const Binding* binding = as<Identifier>(node)->binding;
      if (binding != nullptr) return value_of_binding(binding, depth + 1);
      if (is_global(node, "undefined")) return {ValueKind::kNothing, node, "undefined"};
      return {};
    }
    default: return {};
  }
}

Value Evidence::value_of_call(const CallExpression* call, int depth) {
  const Node* callee = call->callee;
  if (is_global(callee, "Array")) return {ValueKind::kArray, call, "Array()"};
  if (const Binding* binding = binding_of(callee)) {
    const FunctionNode* function = function_of(binding);
    return function != nullptr ? value_of_result(function, depth + 1) : Value{};
  }
  auto* member = as_if<MemberExpression>(callee);
  if (member == nullptr) return {};
  std::string_view name = name_of(member->property->name);
  const Node* first = call->arguments.empty() ? nullptr : call->arguments[0];
  if (is_global(member->object, "Object")) {
    if (name == "keys" || name == "values" || name == "entries" || name == "getOwnPropertyNames" ||
        name == "getOwnPropertySymbols") {
      return {ValueKind::kArray, call, "an array of the Object functions"};
    }
    if (name == "create") {
      if (first != nullptr && first->is<NullLiteral>()) return {ValueKind::kNullObject, call, "Object.create(null)"};
      return {ValueKind::kObject, call, "Object.create"};
    }
    if (name == "assign" || name == "freeze" || name == "seal" || name == "preventExtensions") {
      return value_of(first, depth + 1);
    }
    if (name == "fromEntries" || name == "groupBy") {
      return {ValueKind::kComputedObject, call, name == "groupBy" ? "Object.groupBy" : "Object.fromEntries"};
    }
    return {};
  }
  if (is_global(member->object, "Array")) {
    if (name == "from" || name == "of") return {ValueKind::kArray, call, "Array.from or Array.of"};
    return {};
  }
  if (is_global(member->object, "Reflect") && name == "ownKeys") return {ValueKind::kArray, call, "Reflect.ownKeys"};
  if (name == "split" && first != nullptr && (first->is<StringLiteral>() || first->is<RegExpLiteral>())) {
    return {ValueKind::kArray, call, "the result of split()"};
  }
  if (name == "match" && first != nullptr && first->is<RegExpLiteral>()) {
    return {ValueKind::kArray, call, "the result of match()"};
  }
  if (name == "call" || name == "apply") {
    auto* inner = as_if<MemberExpression>(member->object);
    if (inner != nullptr) {
      std::string_view method = name_of(inner->property->name);
      if (method == "slice" || method == "map" || method == "filter" || method == "concat") {
        Value owner = value_of(inner->object, depth + 1);
        auto* prototype = as_if<MemberExpression>(inner->object);
        if (owner.kind == ValueKind::kArray || (prototype != nullptr && is_global(prototype->object, "Array"))) {
          return {ValueKind::kArray, call, "the result of an array method"};
        }
      }
    }
    return {};
  }
  if (one_of(name, kArrayToArray)) {
    Value owner = value_of(member->object, depth + 1);
    if (owner.kind == ValueKind::kArray) return {ValueKind::kArray, call, "the result of an array method"};
  }
  return {};
}

Value Evidence::value_of_member(const MemberExpression* member, int depth) {
  if (is_global(member->object, "process") && name_of(member->property->name) == "argv") {
    return {ValueKind::kArray, member, "process.argv"};
  }
  Place place = place_of(member);
  return place ? value_of_place(place, depth + 1) : Value{};
}

Value Evidence::value_of_place(const Place& place, int depth) {
  if (depth > kMaximumDepth) return {};
  if (place.property == kNoName) return value_of_binding(place.binding, depth);
  bool any = false;
  Value result{ValueKind::kNothing, nullptr, ""};
  auto add = [&](Value value) {
    any = true;
    result = combine(result, value);
  };
  if (place.home != nullptr) {
    for (const ClassMember* member : place.home->members) {
      auto* key = as_if<PropertyName>(member->key);
      if (member->is_static || member->computed || key == nullptr || key->name != place.property) continue;
      if (member->member_kind != MemberKind::kField) return {};
      if (member->value != nullptr) add(value_of(member->value, depth + 1));
    }
  } else {
    // NAME.name counts when NAME is one literal that is never replaced.
    Value owner = value_of_binding(place.binding, depth + 1);
    if (owner.kind != ValueKind::kObject || owner.place == nullptr) return {};
    auto* literal = as_if<ObjectExpression>(owner.place);
    if (literal == nullptr) return {};
    for (const Node* property : literal->properties) {
      auto* pair = as_if<Property>(property);
      if (pair == nullptr) return {};
      auto* key = as_if<PropertyName>(pair->key);
      if (key == nullptr || key->name != place.property) continue;
      if (pair->property_kind != PropertyKind::kInit) return {};
      add(value_of(pair->value, depth + 1));
    }
  }
  for (NodeIndex use : uses(place)) {
    auto* assignment = as_if<AssignmentExpression>(tree_.parent_node(use));
    if (assignment == nullptr || assignment->target != tree_.node(use)) continue;
    bool takes = assignment->op == AssignmentOperator::kAssign || assignment->op >= AssignmentOperator::kLogicalAnd;
    add(takes ? value_of(assignment->value, depth + 1) : Value{});
  }
  return any && result.kind != ValueKind::kNothing ? result : Value{};
}

Value Evidence::value_of_binding(const Binding* binding, int depth) {
  if (depth > kMaximumDepth) return {};
  if (binding->kind == BindingKind::kArguments) return {ValueKind::kArguments, nullptr, "the arguments object"};
  if (binding->kind == BindingKind::kImport || binding->kind == BindingKind::kCatch) return {};
  auto [entry, fresh] = values_.try_emplace(binding, Value{});
  if (!fresh) return entry->second;
  Value result{ValueKind::kNothing, nullptr, ""};
  const Node* array_method = nullptr;
  for (NodeIndex use : tree_.uses(binding)) {
    const Node* node = tree_.node(use);
    const Node* parent = tree_.parent_node(use);
    if (parent == nullptr) continue;
    Value value;
    if (auto* declarator = as_if<VariableDeclarator>(parent); declarator != nullptr && declarator->target == node) {
      const Node* around = tree_.parent_node(use, 3);  // declarator, declaration, loop
      auto* in = as_if<ForInStatement>(around);
      auto* of = as_if<ForOfStatement>(around);
      if (declarator->init != nullptr) {
        value = value_of(declarator->init, depth + 1);
      } else if (in != nullptr && in->left == tree_.parent_node(use, 2)) {
        value = {ValueKind::kPrimitive, node, "a key"};
      } else if (of == nullptr || of->left != tree_.parent_node(use, 2)) {
        continue;  // without initialiser
      }
    } else if (auto* assignment = as_if<AssignmentExpression>(parent);
               assignment != nullptr && assignment->target == node) {
      if (assignment->op == AssignmentOperator::kAssign || assignment->op >= AssignmentOperator::kLogicalAnd) {
        value = value_of(assignment->value, depth + 1);
      } else {
        value = {ValueKind::kPrimitive, assignment, "a primitive value"};
      }
    } else if (parent->is<UpdateExpression>()) {
      value = {ValueKind::kPrimitive, parent, "a number"};
    } else if (parent->is<FunctionNode>() && node->is<BindingIdentifier>() && as<FunctionNode>(parent)->id == node) {
      value = {ValueKind::kFunction, node, "a function"};
    } else if (parent->is<ClassNode>()) {
      value = {ValueKind::kFunction, node, "a class"};
    } else if (node->is<BindingIdentifier>() && binding->kind == BindingKind::kParameter) {
      value = value_of_parameter(binding, use, depth + 1);
      // Nothing is known of who calls: not what else is assigned, but how it is used may tell.
    } else if (parent->is<RestElement>()) {
      bool object = tree_.parent_node(use, 2)->is<ObjectPattern>();
      value = object ? Value{ValueKind::kObject, parent, "the rest of an object"}
                     : Value{ValueKind::kArray, parent, "the rest of an array"};
    } else if (node->is<BindingIdentifier>() || node->is_written()) {
      value = {};
    } else {
      auto* member = as_if<MemberExpression>(parent);
      auto* call = as_if<CallExpression>(tree_.parent_node(use, 2));
      if (array_method == nullptr && member != nullptr && member->object == node && call != nullptr &&
          call->callee == member && one_of(name_of(member->property->name), kArrayOnly)) {
        array_method = call;
      }
      continue;
    }
    result = combine(result, value);
    if (result.kind == ValueKind::kUnknown) break;
  }
  if (result.kind == ValueKind::kNothing) result = {};
  if (result.kind == ValueKind::kUnknown && binding->kind == BindingKind::kParameter) {
    for (NodeIndex use : tree_.uses(binding)) {
      auto* member = as_if<MemberExpression>(tree_.parent_node(use));
      auto* call = as_if<CallExpression>(tree_.parent_node(use, 2));
      if (member != nullptr && member->object == tree_.node(use) && call != nullptr && call->callee == member &&
          one_of(name_of(member->property->name), kArrayOnly)) {
        result = {ValueKind::kArray, call, "a call of an array's method"};
        break;
      }
    }
  }
  values_[binding] = result;
  return result;
}

Value Evidence::value_of_parameter(const Binding* binding, NodeIndex declaration, int depth) {
  const Node* node = tree_.node(declaration);
  NodeIndex above = tree_.parent(declaration);
  if (tree_.node(above)->is<RestElement>()) {
    bool parameter = tree_.parent_node(declaration, 2)->is<FunctionNode>();
    return parameter ? Value{ValueKind::kArray, tree_.node(above), "a rest parameter"} : Value{};
  }
  Value fallback{ValueKind::kNothing, nullptr, ""};
  if (auto* with_default = as_if<DefaultPattern>(tree_.node(above))) {
    fallback = value_of(with_default->value, depth + 1);
    node = with_default;
    above = tree_.parent(above);
  }
  auto* function = as_if<FunctionNode>(tree_.node(above));
  if (function == nullptr) return {};  // inside a pattern
  (void)binding;
  uint32_t position = 0;
  while (position < function->parameters.size() && function->parameters[position] != node) position++;
  Value result = fallback;
  bool any = fallback.kind != ValueKind::kNothing;
  for (const CallExpression* call : calls_of(function)) {
    Value value{ValueKind::kNothing, nullptr, ""};
    for (uint32_t i = 0; i < call->arguments.size() && i <= position; i++) {
      if (call->arguments[i]->is<SpreadElement>()) return {};
      if (i == position) value = value_of(call->arguments[i], depth + 1);
    }
    if (value.kind == ValueKind::kUnknown) return {};
    any = any || value.kind != ValueKind::kNothing;
    result = combine(result, value);
    if (result.kind == ValueKind::kUnknown) return {};
  }
  return any ? result : Value{};
}

const FunctionNode* Evidence::function_of(const Binding* binding) {
  const FunctionNode* found = nullptr;
  for (NodeIndex use : tree_.uses(binding)) {
    const Node* node = tree_.node(use);
    const Node* parent = tree_.parent_node(use);
    if (auto* function = as_if<FunctionNode>(parent); function != nullptr && function->id == node) {
      if (found != nullptr) return nullptr;
      found = function;
    } else if (auto* declarator = as_if<VariableDeclarator>(parent);
               declarator != nullptr && declarator->target == node) {
      if (declarator->init == nullptr) continue;
      const FunctionNode* function = nullptr;
      if (auto* expression = as_if<FunctionExpression>(declarator->init)) function = expression->function;
      if (auto* arrow = as_if<ArrowFunction>(declarator->init)) function = arrow->function;
      if (function == nullptr || found != nullptr) return nullptr;
      found = function;
    } else if (node->is<BindingIdentifier>() || node->is_written()) {
      return nullptr;
    }
  }
  return found;
}

std::vector<const CallExpression*> Evidence::calls_of(const FunctionNode* function) {
  std::vector<const CallExpression*> out;
  const Binding* binding = function->id != nullptr ? function->id->binding : nullptr;
  if (binding == nullptr || binding->kind == BindingKind::kFunctionName) {
    // const f = function () {}: the declarator begins before the function and is the last to do so.
    std::span<const NodeIndex> before = tree_.of_kind_in(NodeKind::kVariableDeclarator, {0, function->start});
    if (before.empty()) return out;
    auto* declarator = as<VariableDeclarator>(tree_.node(before.back()));
    auto* expression = as_if<FunctionExpression>(declarator->init);
    auto* arrow = as_if<ArrowFunction>(declarator->init);
    if ((expression != nullptr && expression->function == function) ||
        (arrow != nullptr && arrow->function == function)) {
      binding = binding_of(declarator->target);
    }
  }
  if (binding == nullptr || function_of(binding) != function) return out;
  for (NodeIndex use : tree_.uses(binding)) {
    auto* call = as_if<CallExpression>(tree_.parent_node(use));
    if (call != nullptr && call->callee == tree_.node(use)) out.push_back(call);
  }
  return out;
}

void Evidence::each_result(const FunctionNode* function, const std::function<void(const Node*)>& visit) {
  if (function->flags.is_async || function->flags.is_generator || function->body == nullptr) return;
  if (function->flags.is_expression_body) return visit(function->body);
  for (NodeIndex i : tree_.of_kind_in(NodeKind::kReturnStatement, function->range())) {
    const Node* statement = tree_.node(i);
    NodeIndex owner = tree_.enclosing_function(i);
    if (owner == kNoNode || tree_.node(owner) != function) continue;
    if (as<ReturnStatement>(statement)->argument != nullptr) visit(as<ReturnStatement>(statement)->argument);
  }
}

Value Evidence::value_of_result(const FunctionNode* function, int depth) {
  Value result{ValueKind::kNothing, nullptr, ""};
  bool any = false;
  each_result(function, [&](const Node* expression) {
    any = true;
    result = combine(result, value_of(expression, depth + 1));
  });
  return any && result.kind != ValueKind::kNothing ? result : Value{};
}

bool Evidence::is_numeric(const Node* node, int depth) {
  if (node == nullptr || depth > kMaximumDepth) return false;
  switch (node->kind) {
    case NodeKind::kNumericLiteral:
    case NodeKind::kUpdateExpression: return true;
    case NodeKind::kUnaryExpression: {
      UnaryOperator op = as<UnaryExpression>(node)->op;
      return op == UnaryOperator::kMinus || op == UnaryOperator::kPlus || op == UnaryOperator::kBitNot;
    }
    case NodeKind::kBinaryExpression: {
      auto* binary = as<BinaryExpression>(node);
      if (binary->op == BinaryOperator::kAdd) {
        return is_numeric(binary->left, depth + 1) && is_numeric(binary->right, depth + 1);
      }
      return binary->op <= BinaryOperator::kBitXor;
    }
    case NodeKind::kMemberExpression: return name_of(as<MemberExpression>(node)->property->name) == "length";
    case NodeKind::kIdentifier: {
      const Binding* binding = as<Identifier>(node)->binding;
      if (binding == nullptr || binding->kind == BindingKind::kParameter) return false;
      bool any = false;
      for (NodeIndex use : tree_.uses(binding)) {
        const Node* name = tree_.node(use);
        const Node* parent = tree_.parent_node(use);
        if (auto* declarator = as_if<VariableDeclarator>(parent); declarator != nullptr && declarator->target == name) {
          if (declarator->init == nullptr) {
            const Node* loop = tree_.parent_node(use, 3);
            if (loop != nullptr && (loop->is<ForInStatement>() || loop->is<ForOfStatement>())) return false;
            continue;
          }
          if (!is_numeric(declarator->init, depth + 1)) return false;
          any = true;
        } else if (auto* assignment = as_if<AssignmentExpression>(parent);
                   assignment != nullptr && assignment->target == name) {
          bool adds = assignment->op == AssignmentOperator::kAssign || assignment->op == AssignmentOperator::kAdd ||
                      assignment->op >= AssignmentOperator::kLogicalAnd;
          if (adds && !is_numeric(assignment->value, depth + 1)) return false;
          any = true;
        } else if (!parent->is<UpdateExpression>() && (name->is<BindingIdentifier>() || name->is_written())) {
          return false;
        }
      }
      return any;
    }
    default: return false;
  }
}

// ---- arrays ----

namespace {

// Array.isArray(x), isArrayLike(x), toString.call(x), x instanceof Array, typeof x.length: `use` is x.
bool is_array_test(const Evidence& evidence, const TreeIndex& tree, NodeIndex use) {
  const Node* node = tree.node(use);
  const Node* parent = tree.parent_node(use);
  if (auto* call = as_if<CallExpression>(parent); call != nullptr && call->callee != node) {
    std::string_view name;
    if (auto* identifier = as_if<Identifier>(call->callee)) name = evidence.name_of(identifier->name);
    if (auto* member = as_if<MemberExpression>(call->callee)) {
      name = evidence.name_of(member->property->name);
      auto* owner = as_if<MemberExpression>(member->object);
      auto* function = as_if<Identifier>(member->object);
      if (name == "call" && owner != nullptr) name = evidence.name_of(owner->property->name);
      if (name == "call" && function != nullptr) name = evidence.name_of(function->name);
    }
    return name.starts_with("isArray") || name.starts_with("is_array") || name == "toString";
  }
  if (auto* binary = as_if<BinaryExpression>(parent)) {
    return binary->op == BinaryOperator::kInstanceof && binary->left == node &&
           evidence.is_global(binary->right, "Array");
  }
  auto* member = as_if<MemberExpression>(parent);
  if (member == nullptr || member->object != node || evidence.name_of(member->property->name) != "length") return false;
  const Node* around = tree.parent_node(use, 2);
  return around->is<UnaryExpression>() || around->is<LogicalExpression>() || around->is<IfStatement>();
}

}  // namespace

bool Evidence::is_array_excluded(const Binding* binding, NodeIndex at) const {
  for (NodeIndex use : tree_.uses(binding)) {
    if (use >= at) break;
    if (!is_array_test(*this, tree_, use)) continue;
    bool negated = false;
    NodeIndex child = use;
    for (NodeIndex i = tree_.parent(use); i != kNoNode; child = i, i = tree_.parent(i)) {
      const Node* node = tree_.node(i);
      if (auto* unary = as_if<UnaryExpression>(node)) negated ^= unary->op == UnaryOperator::kNot;
      if (auto* binary = as_if<BinaryExpression>(node)) negated ^= binary->op == BinaryOperator::kStrictNotEqual;
      auto* statement = as_if<IfStatement>(node);
      if (statement != nullptr && statement->test == tree_.node(child)) {
        const Node* consequent = statement->consequent;
        const Node* place = tree_.node(at);
        bool inside = place->start >= consequent->start && place->end <= consequent->end;
        return inside == negated;
      }
      if (node->is<FunctionNode>()) break;
    }
    return true;
  }
  return false;
}

bool Evidence::is_sparse_or_named(const Value& array) {
  if (array.kind != ValueKind::kArray || array.place == nullptr) return false;
  auto* literal = as_if<ArrayExpression>(array.place);
  if (literal != nullptr ? !literal->elements.empty() : !array.place->is<NewExpression>()) return false;
  // The declarator begins before the array and is the last to do so.
  std::span<const NodeIndex> before = tree_.of_kind_in(NodeKind::kVariableDeclarator, {0, array.place->start});
  if (before.empty()) return false;
  auto* declarator = as<VariableDeclarator>(tree_.node(before.back()));
  const Binding* binding = declarator->init == array.place ? binding_of(declarator->target) : nullptr;
  if (binding == nullptr) return false;
  constexpr double kGap = 1000;
  bool irregular = false, elements = false;
  for (NodeIndex use : tree_.uses(binding)) {
    const Node* node = tree_.node(use);
    const Node* parent = tree_.parent_node(use);
    const Node* around = tree_.parent_node(use, 2);
    auto* assignment = as_if<AssignmentExpression>(around);
    bool written = assignment != nullptr && assignment->target == parent;
    if (auto* member = as_if<MemberExpression>(parent); member != nullptr && member->object == node) {
      auto* call = as_if<CallExpression>(around);
      std::string_view name = name_of(member->property->name);
      elements = elements || (call != nullptr && call->callee == member && one_of(name, kArrayOnly));
      irregular = irregular || (written && name != "length");
    } else if (auto* index = as_if<IndexExpression>(parent); index != nullptr && index->object == node && written) {
      auto* number = as_if<NumericLiteral>(index->index);
      if (number != nullptr && number->value >= kGap) return true;
      (number != nullptr || is_numeric(index->index) ? elements : irregular) = true;
    }
  }
  return irregular && !elements;
}

// ---- dictionaries ----

// A key that is written down: a literal, a symbol, a constant that holds one of these.
bool Evidence::is_fixed_key(const Node* key) {
  if (key->is<StringLiteral>() || key->is<NumericLiteral>()) return true;
  if (auto* text = as_if<TemplateLiteral>(key)) return text->expressions.empty();
  if (auto* member = as_if<MemberExpression>(key)) return is_global(member->object, "Symbol");
  if (auto* call = as_if<CallExpression>(key)) {
    auto* member = as_if<MemberExpression>(call->callee);
    return is_global(call->callee, "Symbol") || (member != nullptr && is_global(member->object, "Symbol"));
  }
  const Binding* binding = binding_of(key);
  if (binding == nullptr || binding->assigned) return false;
  for (NodeIndex use : tree_.uses(binding)) {
    auto* declarator = as_if<VariableDeclarator>(tree_.parent_node(use));
    if (declarator == nullptr || declarator->target != tree_.node(use)) continue;
    return declarator->init != nullptr && !declarator->init->is<Identifier>() && is_fixed_key(declarator->init);
  }
  return false;
}

// dst[key] = src[key], or a key that a for-in hands out: properties are copied, and there are as many as somebody wrote
// down.
bool Evidence::is_copied_key(const Node* key, const Node* stored) {
  const Binding* binding = binding_of(key);
  if (binding == nullptr) return false;
  if (auto* from = as_if<IndexExpression>(stored)) {
    if (binding_of(from->index) == binding) return true;
  }
  for (NodeIndex use : tree_.uses(binding)) {
    const Node* parent = tree_.parent_node(use);
    if (auto* loop = as_if<ForInStatement>(parent)) {
      if (loop->left == tree_.node(use)) return true;
    }
    if (!parent->is<VariableDeclarator>()) continue;
    if (auto* loop = as_if<ForInStatement>(tree_.parent_node(use, 3))) {
      if (loop->left == tree_.parent_node(use, 2)) return true;
    }
  }
  return false;
}

std::optional<DictionaryUse> Evidence::dictionary_use(const Place& place, int depth) {
  if (!place || depth > 2) return std::nullopt;
  if (depth == 0 && value_of_place(place).kind == ValueKind::kFunction) return std::nullopt;
  // A number is as good a key as any other where the object is certainly not an array.
  bool ordinary = value_of_place(place).kind == ValueKind::kObject;
  for (NodeIndex use : uses(place)) {
    const Node* node = tree_.node(use);
    const Node* parent = tree_.parent_node(use);
    if (auto* index = as_if<IndexExpression>(parent); index != nullptr && index->object == node) {
      const Node* key = index->index;
      if (is_fixed_key(key) || (!ordinary && is_numeric(key))) continue;
      const Node* around = tree_.parent_node(use, 2);
      if (auto* unary = as_if<UnaryExpression>(around); unary != nullptr && unary->op == UnaryOperator::kDelete) {
        // A loop that clears the object is no use of it as a dictionary: what it visits it has listed already.
        if (is_copied_key(key, nullptr)) continue;
        return DictionaryUse{around, "a computed key is deleted"};
      }
      // o[k] += 1 and o[k]++ only make sense for a key that is there.
      if (auto* assignment = as_if<AssignmentExpression>(around);
          assignment != nullptr && assignment->target == index &&
          (assignment->op == AssignmentOperator::kAssign || assignment->op > AssignmentOperator::kLogicalAnd) &&
          !is_copied_key(key, assignment->value)) {
        return DictionaryUse{around, "a computed key is added"};
      }
    } else if (auto* call = as_if<CallExpression>(parent)) {
      // Object.defineProperty and the like are not looked into; a local function that fills the object is.
      const FunctionNode* function = binding_of(call->callee) ? function_of(binding_of(call->callee)) : nullptr;
      if (function == nullptr) continue;
      for (uint32_t i = 0; i < call->arguments.size() && i < function->parameters.size(); i++) {
        if (call->arguments[i] != node) continue;
        if (const Binding* parameter = binding_of(function->parameters[i])) {
          if (auto found = dictionary_use(Place{parameter}, depth + 1)) return found;
        }
      }
    }
    // Where the value comes from: the result of a local function.
    const Node* source = nullptr;
    if (auto* declarator = as_if<VariableDeclarator>(parent); declarator != nullptr && declarator->target == node) {
      source = declarator->init;
    } else if (auto* assignment = as_if<AssignmentExpression>(parent);
               assignment != nullptr && assignment->target == node) {
      source = assignment->value;
    }
    if (auto* call = as_if<CallExpression>(source)) {
      const FunctionNode* function = binding_of(call->callee) ? function_of(binding_of(call->callee)) : nullptr;
      std::optional<DictionaryUse> found;
      if (function != nullptr) {
        each_result(function, [&](const Node* expression) {
          if (!found && place_of(expression)) found = dictionary_use(place_of(expression), depth + 1);
        });
      }
      if (found) return found;
    }
  }
  // A parameter: what callers hand over, if all that are seen hand over dictionaries.
  if (depth > 0 || place.property != kNoName || place.binding->kind != BindingKind::kParameter ||
      place.binding->scope == nullptr || place.binding->scope->function == nullptr) {
    return std::nullopt;
  }
  std::optional<DictionaryUse> shared;
  const FunctionNode* function = place.binding->scope->function;
  for (const CallExpression* call : calls_of(function)) {
    const Node* handed = nullptr;
    for (uint32_t i = 0; i < call->arguments.size() && i < function->parameters.size(); i++) {
      if (binding_of(function->parameters[i]) == place.binding) handed = call->arguments[i];
    }
    std::optional<DictionaryUse> found = handed != nullptr ? dictionary_use(place_of(handed), 1) : std::nullopt;
    if (!found) return std::nullopt;
    shared = found;
  }
  return shared;
}

}  // namespace scrim::lint
