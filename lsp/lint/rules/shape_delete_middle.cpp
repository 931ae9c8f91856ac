#include "lsp/lint/deletions.h"

namespace scrim::lint {

using namespace syntax;

void check_ShapeDeleteMiddle(RuleContext& context) {
  for (NodeIndex i : context.tree.of_kind(NodeKind::kUnaryExpression)) {
    auto* expression = as<UnaryExpression>(context.tree.node(i));
    if (expression->op != UnaryOperator::kDelete) continue;
    Deletion deletion = judge_deletion(context, expression);
    if (deletion.verdict != Deletion::kMiddle && deletion.verdict != Deletion::kUnknown) continue;
    std::string property = "`" + std::string(context.name(deletion.name)) + "`";
    std::string what = "`" + std::string(context.text(deletion.object).substr(0, 40)) + "`";
    Finding* finding;
    if (deletion.verdict == Deletion::kMiddle) {
      finding =
          &context.report(RuleId::kShapeDeleteMiddle, expression->range(),
                          property + " was not added last (`" + deletion.after + "` came later): deleting it turns " +
                              what + " into a dictionary, and inline caches stop working for it");
    } else {
      finding = &context.report(
          RuleId::kShapeDeleteMiddle, expression->range(),
          "deleting " + property + " turns " + what + " into a dictionary unless it was the property added last");
      finding->severity = Severity::kHint;
    }
    if (context.tree.parent_node(i)->is<ExpressionStatement>() && expression->argument->is<MemberExpression>()) {
      finding->fixes.push_back(
          {"Set it to undefined (it stays among the keys)",
           {{expression->range(), std::string(context.text(expression->argument)) + " = undefined"}}});
    }
  }
}

}  // namespace scrim::lint
