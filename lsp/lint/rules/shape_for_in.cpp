#include "lsp/lint/deletions.h"
#include "lsp/lint/for_in.h"

namespace scrim::lint {

using namespace syntax;

namespace {

void offer_conversions(RuleContext& context, const ForInLoop& loop, Finding& finding) {
  std::string keyword;
  if (auto* declaration = as_if<VariableDeclaration>(loop.statement->left)) {
    keyword = std::string(to_string(declaration->declaration_kind)) + " ";
    if (loop.key == nullptr) return;
  }
  std::string object(context.text(loop.statement->right));
  if (loop.statement->right->is<SequenceExpression>()) return;
  std::string left(loop.declared ? context.name(loop.key->name) : context.text(loop.statement->left));
  finding.fixes.push_back({"Convert to Object.keys (own keys only)",
                           {head_edit(loop, keyword + left + " of Object.keys(" + object + ")")}});
  if (!loop.only_reads_values || loop.value_reads.empty() || !loop.declared) return;
  std::string value = free_name(context, {"value", "entry", "item"});
  if (value.empty()) return;
  Fix fix{"Convert to Object.values (own keys only)",
          {head_edit(loop, keyword + value + " of Object.values(" + object + ")")}};
  for (const Node* read : loop.value_reads) fix.edits.push_back({read->range(), value});
  finding.fixes.push_back(std::move(fix));
}

// `object[key]` is read beside other uses of the key: entries hands out both.
void offer_entries(RuleContext& context, const ForInLoop& loop, Finding& finding) {
  if (!loop.declared || loop.key == nullptr || !loop.place || loop.only_reads_values) return;
  std::vector<const Node*> reads;
  for (NodeIndex use : context.tree.uses(loop.key)) {
    auto* index = as_if<IndexExpression>(context.tree.parent_node(use));
    const Node* around = context.tree.parent_node(use, 2);
    if (index == nullptr || index->index != context.tree.node(use)) continue;
    Place object = context.evidence.place_of(index->object);
    if (object.binding != loop.place.binding || object.home != loop.place.home ||
        object.property != loop.place.property) {
      continue;
    }
    auto* assignment = as_if<AssignmentExpression>(around);
    auto* call = as_if<CallExpression>(around);
    if ((assignment != nullptr && assignment->target == index) || around->is<UpdateExpression>() ||
        around->is<UnaryExpression>() || (call != nullptr && call->callee == index)) {
      return;  // the loop changes what it visits, or calls a method on it
    }
    reads.push_back(index);
  }
  std::string value = free_name(context, {"value", "entry", "item"});
  if (reads.empty() || value.empty()) return;
  auto* declaration = as<VariableDeclaration>(loop.statement->left);
  Fix fix{"Convert to Object.entries (own keys only)",
          {head_edit(loop, std::string(to_string(declaration->declaration_kind)) + " [" +
                               std::string(context.name(loop.key->name)) + ", " + value + "] of Object.entries(" +
                               std::string(context.text(loop.statement->right)) + ")")}};
  for (const Node* read : reads) fix.edits.push_back({read->range(), value});
  finding.fixes.push_back(std::move(fix));
}

// A named property is deleted that was not the last one: the object is a dictionary from then on.
std::optional<DictionaryUse> deleted_middle(RuleContext& context, const Place& place) {
  if (!place) return std::nullopt;
  for (NodeIndex use : context.evidence.uses(place)) {
    auto* member = as_if<MemberExpression>(context.tree.parent_node(use));
    auto* expression = as_if<UnaryExpression>(context.tree.parent_node(use, 2));
    if (member == nullptr || member->object != context.tree.node(use) || expression == nullptr) continue;
    if (judge_deletion(context, expression).verdict == Deletion::kMiddle) {
      return DictionaryUse{expression, "a property is deleted that was not added last"};
    }
  }
  return std::nullopt;
}

}  // namespace

void check_ShapeForIn(RuleContext& context) {
  for (const ForInLoop& loop : for_in_loops(context)) {
    if (loop.value.is_array()) continue;
    std::optional<DictionaryUse> dictionary;
    if (loop.value.kind == ValueKind::kNullObject) {
      dictionary = DictionaryUse{loop.value.place, "it has no prototype, and is a dictionary from the start"};
    } else if (loop.value.kind == ValueKind::kComputedObject) {
      dictionary = DictionaryUse{loop.value.place, "its keys are computed"};
    } else {
      dictionary = context.evidence.dictionary_use(loop.place);
      if (!dictionary) dictionary = deleted_middle(context, loop.place);
    }
    std::string_view subject = context.text(loop.statement->right);
    std::string which = subject.size() <= 40 ? "`" + std::string(subject) + "`" : "the object";
    if (dictionary) {
      Finding& finding =
          context.report(RuleId::kShapeForIn, loop.head,
                         which +
                             " is used as a dictionary: for-in has no cached list of its keys and collects them anew "
                             "each time; a Map keeps them in order");
      if (dictionary->place != nullptr) finding.related.push_back({dictionary->place->range(), dictionary->what});
      offer_conversions(context, loop, finding);
      offer_entries(context, loop, finding);
      continue;
    }
    if (loop.leaves_at_once) continue;  // a test for emptiness, which is quick
    Finding& finding =
        context.report(RuleId::kShapeForIn, loop.head,
                       "for-in is quick while " + which +
                           " keeps its shape, quicker than Object.keys; it visits inherited keys too, and "
                           "slows down if keys are computed or deleted");
    finding.severity = Severity::kHint;
    finding.cost = CostId::k_shape_for_in_fast;
    offer_conversions(context, loop, finding);
    offer_entries(context, loop, finding);
  }
}

}  // namespace scrim::lint
