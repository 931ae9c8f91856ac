#include "lsp/lint/arguments_use.h"

namespace scrim::lint {

using namespace syntax;

namespace {

// Rewrites to a rest parameter when that says the same: every use is slice.call(arguments[, n]), [...arguments] or
// Array.from(arguments), and what is cut off are exactly the named parameters.
void offer_rest(RuleContext& context, const FunctionNode* function, const std::vector<ArgumentsUseAt>& uses,
                Finding& finding) {
  if (function->flags.has_rest || context.is_name_used("args") || function->function_kind == FunctionKind::kGetter ||
      function->function_kind == FunctionKind::kSetter || function->flags.has_use_strict) {
    return;
  }
  std::vector<Edit> edits;
  for (const ArgumentsUseAt& use : uses) {
    const Node* node = context.tree.node(use.index);
    double from = 0;
    if (use.use == ArgumentsUse::kArrayCall) {
      auto* call = as<CallExpression>(use.around);
      auto* member = as_if<MemberExpression>(as<MemberExpression>(call->callee)->object);
      bool slice = member != nullptr && context.name(member->property->name) == "slice";
      if (!slice || context.name(as<MemberExpression>(call->callee)->property->name) != "call") return;
      if (call->arguments.size() > 2) return;
      if (call->arguments.size() == 2) {
        auto* start = as_if<NumericLiteral>(call->arguments[1]);
        if (start == nullptr) return;
        from = start->value;
      }
    } else if (use.use != ArgumentsUse::kArrayCopy || use.around->is<ForOfStatement>()) {
      return;
    }
    if (from != function->parameters.size()) return;
    auto* array = as_if<ArrayExpression>(use.around);
    auto* call = as_if<CallExpression>(use.around);
    if (array != nullptr && array->elements.size() != 1) return;
    if (use.use == ArgumentsUse::kArrayCopy && call != nullptr && call->arguments.size() != 1) return;
    edits.push_back({use.around->range(), "args"});
    (void)node;
  }
  uint32_t at = function->parameters_range.end;
  if (at == 0 || edits.empty()) return;
  at--;  // before the closing parenthesis
  edits.insert(edits.begin(), {{at, at}, function->parameters.empty() ? "...args" : ", ...args"});
  finding.fixes.push_back({"Take a rest parameter, ...args", std::move(edits), true});
}

}  // namespace

void check_ScopeArgumentsLeak(RuleContext& context) {
  for (NodeIndex i : context.tree.of_kind(NodeKind::kFunctionNode)) {
    auto* function = as<FunctionNode>(context.tree.node(i));
    if (!function->flags.uses_arguments || function->function_kind == FunctionKind::kArrow) continue;
    std::vector<ArgumentsUseAt> uses = arguments_uses(context, function);
    bool hinted = false;
    for (const ArgumentsUseAt& use : uses) {
      const Node* name = context.tree.node(use.index);
      switch (use.use) {
        case ArgumentsUse::kArrayCall: {
          Finding& finding = context.report(
              RuleId::kScopeArgumentsLeak, use.around->range(),
              "handing `arguments` to an array method makes the object in every call of " + context.describe(function) +
                  " and takes the slow path for things that are not arrays");
          offer_rest(context, function, uses, finding);
          break;
        }
        case ArgumentsUse::kArrayCopy: {
          SourceRange range = use.around->is<ForOfStatement>() ? name->range() : use.around->range();
          Finding& finding =
              context.report(RuleId::kScopeArgumentsLeak, range,
                             "`arguments` is iterated: the object is made in every call of " +
                                 context.describe(function) + " and its iterator has no fast path, unlike an array's");
          finding.cost = CostId::k_scope_arguments_leak_copy;
          offer_rest(context, function, uses, finding);
          break;
        }
        case ArgumentsUse::kEscape: {
          // One a function: the object is made once a call, however often it is handed on.
          if (hinted) break;
          hinted = true;
          Finding& finding =
              context.report(RuleId::kScopeArgumentsLeak, name->range(),
                             "`arguments` leaves " + context.describe(function) +
                                 ": its object is made on the heap in every call; hand on what is needed of it");
          finding.severity = Severity::kHint;
          finding.cost = CostId::k_scope_arguments_leak_pass;
          break;
        }
        default: break;
      }
    }
  }
}

}  // namespace scrim::lint
