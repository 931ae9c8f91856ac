#include "lsp/lint/deletions.h"

#include <algorithm>

#include "engine/syntax/scope.h"

namespace scrim::lint {

using namespace syntax;

namespace {

struct Judgement {
  Deletion::Verdict verdict = Deletion::kUnknown;
  std::string after;
};

// Objects that are dictionaries already, or that no code reads in a hurry.
bool is_exempt(const RuleContext& context, const Node* object) {
  const Evidence& evidence = context.evidence;
  for (const char* name : {"globalThis", "window", "self", "global", "localStorage", "sessionStorage"}) {
    if (evidence.is_global(object, name)) return true;
  }
  // process.env, also when `process` is imported, and a variable that holds it.
  auto is_environment = [&](const Node* expression) {
    auto* member = as_if<MemberExpression>(expression);
    if (member == nullptr || context.name(member->property->name) != "env") return false;
    if (auto* name = as_if<Identifier>(member->object)) return context.name(name->name) == "process";
    auto* owner = as_if<MemberExpression>(member->object);
    return owner != nullptr && context.name(owner->property->name) == "process";
  };
  if (is_environment(object)) return true;
  if (const Binding* binding = binding_of(object)) {
    if (binding->kind == BindingKind::kImport) return context.name(binding->name) == "env";
    for (NodeIndex use : context.tree.uses(binding)) {
      auto* declarator = as_if<VariableDeclarator>(context.tree.parent_node(use));
      if (declarator != nullptr && is_environment(declarator->init)) return true;
      // const { env } = process
      auto* pattern = as_if<VariableDeclarator>(context.tree.parent_node(use, 3));
      auto* process = pattern != nullptr ? as_if<Identifier>(pattern->init) : nullptr;
      if (process != nullptr && context.name(process->name) == "process" && context.name(binding->name) == "env") {
        return true;
      }
    }
    return false;
  }
  auto* member = as_if<MemberExpression>(object);
  if (member == nullptr) return false;
  std::string_view property = context.name(member->property->name);
  // require.cache, element.dataset and .style (the host's), C.prototype (changed while setting up)
  return property == "dataset" || property == "style" || property == "prototype" ||
         (property == "cache" && evidence.is_global(member->object, "require"));
}

// Names in the order in which a literal gives them; false if a spread or a computed key hides some.
bool literal_order(const ObjectExpression* literal, std::vector<NameId>& order, bool& hidden_before) {
  for (const Node* node : literal->properties) {
    auto* property = as_if<Property>(node);
    if (property == nullptr || property->computed) {
      hidden_before = true;
      continue;
    }
    if (property->property_kind == PropertyKind::kProto) continue;
    NameId name = kNoName;
    if (auto* key = as_if<PropertyName>(property->key)) name = key->name;
    if (auto* key = as_if<StringLiteral>(property->key)) name = key->value;
    if (name == kNoName) {
      hidden_before = true;
      continue;
    }
    if (std::find(order.begin(), order.end(), name) == order.end()) order.push_back(name);
  }
  return !hidden_before;
}

// The literal that a variable starts as, and what is then added and deleted in the text before `before`.
Judgement judge_variable(RuleContext& context, const Binding* binding, NameId name, const Node* deletion) {
  Value value = context.evidence.value_of_place(Place{binding});
  if (value.kind == ValueKind::kNullObject || value.kind == ValueKind::kComputedObject)
    return {Deletion::kDictionary, ""};
  if (context.evidence.dictionary_use(Place{binding})) return {Deletion::kDictionary, ""};
  auto* literal = as_if<ObjectExpression>(value.place);
  if (value.kind != ValueKind::kObject || literal == nullptr) return {};
  std::vector<NameId> order;
  bool hidden = false;
  literal_order(literal, order, hidden);
  bool known = std::find(order.begin(), order.end(), name) != order.end();
  bool escaped = false;
  bool deleted_middle = false;
  for (NodeIndex use : context.tree.uses(binding)) {
    const Node* node = context.tree.node(use);
    if (node->start >= deletion->start) break;
    if (node->start < literal->end) continue;
    const Node* parent = context.tree.parent_node(use);
    auto* member = as_if<MemberExpression>(parent);
    const Node* around = context.tree.parent_node(use, 2);
    if (member == nullptr || member->object != node) {
      escaped = escaped || !parent->is<IndexExpression>();
      continue;
    }
    auto at = std::find(order.begin(), order.end(), member->property->name);
    auto* assignment = as_if<AssignmentExpression>(around);
    auto* unary = as_if<UnaryExpression>(around);
    if (assignment != nullptr && assignment->target == member && at == order.end()) {
      order.push_back(member->property->name);
      known = known || member->property->name == name;
    } else if (unary != nullptr && unary->op == UnaryOperator::kDelete && at != order.end()) {
      deleted_middle = deleted_middle || at + 1 != order.end();
      order.erase(at);
      known = known && member->property->name != name;
    }
  }
  if (deleted_middle) return {Deletion::kDictionary, ""};  // that deletion was the expensive one
  auto at = std::find(order.begin(), order.end(), name);
  if (!known || at == order.end()) {
    // From a spread, or never there. What the literal names explicitly after a spread comes later than what it spreads.
    if (hidden && !order.empty() && literal->properties.back()->is<Property>()) {
      return {Deletion::kMiddle, std::string(context.name(order.back()))};
    }
    return {};
  }
  if (at + 1 != order.end()) return {Deletion::kMiddle, std::string(context.name(order.back()))};
  return {escaped || hidden ? Deletion::kUnknown : Deletion::kLast, ""};
}

// `delete this.name` in a class: fields first, then what the constructor assigns, in order.
Judgement judge_instance(RuleContext& context, const ClassNode* home, NameId name) {
  std::vector<NameId> order;
  auto add = [&](NameId property) {
    if (std::find(order.begin(), order.end(), property) == order.end()) order.push_back(property);
  };
  for (const ClassMember* member : home->members) {
    auto* key = as_if<PropertyName>(member->key);
    if (member->member_kind == MemberKind::kField && !member->is_static && !member->computed && key != nullptr) {
      add(key->name);
    }
  }
  bool elsewhere = false;
  for (NodeIndex i : context.tree.of_kind(NodeKind::kAssignmentExpression)) {
    auto* assignment = as<AssignmentExpression>(context.tree.node(i));
    Place place = context.evidence.place_of(assignment->target);
    if (place.home != home) continue;
    NodeIndex function = context.tree.enclosing_this_function(i);
    if (function != kNoNode && context.tree.node(function) == home->constructor) {
      add(place.property);
    } else {
      elsewhere = elsewhere || std::find(order.begin(), order.end(), place.property) == order.end();
    }
  }
  Place place{nullptr, home, name};
  if (context.evidence.dictionary_use(place)) return {Deletion::kDictionary, ""};
  auto at = std::find(order.begin(), order.end(), name);
  if (at == order.end()) return {};
  if (at + 1 != order.end()) return {Deletion::kMiddle, std::string(context.name(order.back()))};
  return {elsewhere ? Deletion::kUnknown : Deletion::kLast, ""};
}

}  // namespace

Deletion judge_deletion(RuleContext& context, const UnaryExpression* expression) {
  Deletion out;
  if (expression->op != UnaryOperator::kDelete) return out;
  const Node* argument = expression->argument;
  if (auto* chain = as_if<OptionalChain>(argument)) argument = chain->expression;
  // delete o[k]: a computed key is a dictionary's or an array's, which have no shape to lose.
  if (auto* member = as_if<MemberExpression>(argument)) {
    out.object = member->object;
    out.name = member->property->name;
  } else if (auto* index = as_if<IndexExpression>(argument)) {
    auto* key = as_if<StringLiteral>(index->index);
    if (key == nullptr) return out;
    out.object = index->object;
    out.name = key->value;
  } else {
    return out;
  }
  if (is_exempt(context, out.object)) return out;
  Judgement judgement;
  if (const Binding* binding = binding_of(out.object)) {
    // Functions, classes: their properties are not what hot code reads.
    Value value = context.evidence.value_of(out.object);
    if (value.kind == ValueKind::kFunction || value.is_array() || value.kind == ValueKind::kPrimitive) return out;
    auto* instance = as_if<NewExpression>(value.place);
    if (instance != nullptr && context.evidence.is_global(instance->callee, "Proxy")) return out;
    judgement = judge_variable(context, binding, out.name, expression);
  } else if (auto* self = as_if<ThisExpression>(out.object)) {
    if (const ClassNode* home = Evidence::class_of_this(self)) judgement = judge_instance(context, home, out.name);
  } else if (Place place = context.evidence.place_of(out.object)) {
    ValueKind kind = context.evidence.value_of_place(place).kind;
    if (kind == ValueKind::kNullObject || kind == ValueKind::kComputedObject ||
        context.evidence.dictionary_use(place)) {
      judgement.verdict = Deletion::kDictionary;
    }
  }
  out.verdict = judgement.verdict;
  out.after = std::move(judgement.after);
  return out;
}

}  // namespace scrim::lint
