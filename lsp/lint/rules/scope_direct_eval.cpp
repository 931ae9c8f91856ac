#include "engine/syntax/scope.h"
#include "lsp/lint/linter.h"

namespace scrim::lint {

using namespace syntax;

// Variables of functions around the eval, which it forces into environments.
static uint32_t visible_variables(const Scope* scope) {
  uint32_t count = 0;
  for (; scope != nullptr && scope->kind != ScopeKind::kScript && scope->kind != ScopeKind::kOuter;
       scope = scope->parent) {
    for (const Binding* binding : scope->bindings) {
      if (!binding->is_hidden() && binding->kind <= BindingKind::kCatch) count++;
    }
  }
  return count;
}

void check_ScopeDirectEval(RuleContext& context) {
  for (NodeIndex i : context.tree.of_kind(NodeKind::kCallExpression)) {
    auto* call = as<CallExpression>(context.tree.node(i));
    if (!call->is_direct_eval || call->callee == nullptr) continue;
    // A variable or parameter that happens to be called eval.
    auto* callee = as_if<Identifier>(call->callee);
    if (callee == nullptr || (callee->binding != nullptr && callee->resolution() == Resolution::kBinding)) continue;
    uint32_t variables = visible_variables(call->eval_scope);
    NodeIndex function = context.tree.enclosing_function(i);
    auto* around = function == kNoNode ? nullptr : as<FunctionNode>(context.tree.node(function));
    std::string message;
    if (variables == 0) {
      message = "a direct eval is compiled each time it runs, and may declare and change any variable around it";
    } else {
      message = (variables == 1 ? std::string("this direct eval keeps the variable it can see in an environment object")
                                : "this direct eval keeps all " + std::to_string(variables) +
                                      " variables it can see in environment objects") +
                " and " + context.describe(around) + " from being inlined, even if it never runs";
    }
    Finding& finding = context.report(RuleId::kScopeDirectEval, call->range(), std::move(message));
    finding.fixes.push_back(
        {"Make the eval indirect, (0, eval)(…): it sees only globals", {{callee->range(), "(0, eval)"}}});
  }
}

}  // namespace scrim::lint
