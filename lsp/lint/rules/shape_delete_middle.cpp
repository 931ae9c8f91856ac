#include <algorithm>

#include "engine/syntax/scope.h"
#include "lsp/lint/linter.h"

namespace scrim::lint {

using namespace syntax;

namespace {

enum class Verdict : uint8_t { kMiddle, kLast, kDictionary, kUnknown };

struct Judgement {
  Verdict verdict = Verdict::kUnknown;
  std::string after;  // a property known to have been added later
};

// Objects that are dictionaries already, or that no code reads in a hurry.
bool is_exempt(const RuleContext& context, const Node* object) {
  const Evidence& evidence = context.evidence;
  for (const char* name : {"globalThis", "window", "self", "global"}) {
    if (evidence.is_global(object, name)) return true;
  }
  auto* member = as_if<MemberExpression>(object);
  if (member == nullptr) return false;
  std::string_view property = context.name(member->property->name);
  if (property == "env") {
    auto* owner = as_if<MemberExpression>(member->object);
    return evidence.is_global(member->object, "process") ||
           (owner != nullptr && context.name(owner->property->name) == "process");
  }
  // require.cache, element.dataset (named properties of the host), C.prototype (changed while setting up)
  return property == "dataset" || property == "prototype" ||
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
    return {Verdict::kDictionary, ""};
  if (context.evidence.dictionary_use(Place{binding})) return {Verdict::kDictionary, ""};
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
  if (deleted_middle) return {Verdict::kDictionary, ""};  // that deletion was the expensive one
  auto at = std::find(order.begin(), order.end(), name);
  if (!known || at == order.end()) {
    // From a spread, or never there. What the literal names explicitly after a spread comes later than what it spreads.
    if (hidden && !order.empty() && literal->properties.back()->is<Property>()) {
      return {Verdict::kMiddle, std::string(context.name(order.back()))};
    }
    return {};
  }
  if (at + 1 != order.end()) return {Verdict::kMiddle, std::string(context.name(order.back()))};
  return {escaped || hidden ? Verdict::kUnknown : Verdict::kLast, ""};
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
  if (context.evidence.dictionary_use(place)) return {Verdict::kDictionary, ""};
  auto at = std::find(order.begin(), order.end(), name);
  if (at == order.end()) return {};
  if (at + 1 != order.end()) return {Verdict::kMiddle, std::string(context.name(order.back()))};
  return {elsewhere ? Verdict::kUnknown : Verdict::kLast, ""};
}

}  // namespace

void check_ShapeDeleteMiddle(RuleContext& context) {
  for (NodeIndex i : context.tree.of_kind(NodeKind::kUnaryExpression)) {
    auto* deletion = as<UnaryExpression>(context.tree.node(i));
    if (deletion->op != UnaryOperator::kDelete) continue;
    const Node* argument = deletion->argument;
    if (auto* chain = as_if<OptionalChain>(argument)) argument = chain->expression;
    // delete o[k]: a computed key is a dictionary's or an array's, which have no shape to lose.
    const Node* object = nullptr;
    NameId name = kNoName;
    if (auto* member = as_if<MemberExpression>(argument)) {
      object = member->object;
      name = member->property->name;
    } else if (auto* index = as_if<IndexExpression>(argument)) {
      auto* key = as_if<StringLiteral>(index->index);
      if (key == nullptr) continue;
      object = index->object;
      name = key->value;
    } else {
      continue;
    }
    if (is_exempt(context, object)) continue;
    Judgement judgement;
    if (const Binding* binding = binding_of(object)) {
      // Functions, classes, imports: their properties are not what hot code reads.
      Value value = context.evidence.value_of(object);
      if (value.kind == ValueKind::kFunction || value.is_array() || value.kind == ValueKind::kPrimitive) continue;
      judgement = judge_variable(context, binding, name, deletion);
    } else if (auto* self = as_if<ThisExpression>(object)) {
      if (const ClassNode* home = Evidence::class_of_this(self)) judgement = judge_instance(context, home, name);
    } else if (Place place = context.evidence.place_of(object)) {
      if (context.evidence.dictionary_use(place)) judgement.verdict = Verdict::kDictionary;
      ValueKind kind = context.evidence.value_of_place(place).kind;
      if (kind == ValueKind::kNullObject || kind == ValueKind::kComputedObject)
        judgement.verdict = Verdict::kDictionary;
    }
    if (judgement.verdict == Verdict::kLast || judgement.verdict == Verdict::kDictionary) continue;
    std::string property = "`" + std::string(context.name(name)) + "`";
    std::string what = "`" + std::string(context.text(object).substr(0, 40)) + "`";
    Finding* finding;
    if (judgement.verdict == Verdict::kMiddle) {
      finding =
          &context.report(RuleId::kShapeDeleteMiddle, deletion->range(),
                          property + " was not added last (`" + judgement.after + "` came later): deleting it turns " +
                              what + " into a dictionary, and inline caches stop working for it");
    } else {
      finding = &context.report(
          RuleId::kShapeDeleteMiddle, deletion->range(),
          "deleting " + property + " turns " + what + " into a dictionary unless it was the property added last");
      finding->severity = Severity::kHint;
    }
    const Node* statement = context.tree.parent_node(i);
    if (statement->is<ExpressionStatement>() && !argument->is<IndexExpression>() &&
        !deletion->argument->is<OptionalChain>()) {
      finding->fixes.push_back({"Set it to undefined (it stays among the keys)",
                                {{deletion->range(), std::string(context.text(argument)) + " = undefined"}}});
    }
  }
}

}  // namespace scrim::lint
