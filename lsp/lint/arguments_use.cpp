#include "lsp/lint/arguments_use.h"

#include "engine/syntax/scope.h"

namespace scrim::lint {

using namespace syntax;

namespace {

ArgumentsUseAt classify(const RuleContext& context, NodeIndex index) {
  const Node* node = context.tree.node(index);
  const Node* parent = context.tree.parent_node(index);
  const Node* around = context.tree.parent_node(index, 2);
  ArgumentsUseAt out{index, ArgumentsUse::kEscape, parent};
  if (parent == nullptr) return out;
  switch (parent->kind) {
    case NodeKind::kMemberExpression:
      out.use = ArgumentsUse::kLength;  // .length, .callee
      break;
    case NodeKind::kUnaryExpression:
    case NodeKind::kBinaryExpression:
    case NodeKind::kExpressionStatement: out.use = ArgumentsUse::kLength; break;
    case NodeKind::kIndexExpression: {
      if (as<IndexExpression>(parent)->object != node) break;
      auto* assignment = as_if<AssignmentExpression>(around);
      bool written = (assignment != nullptr && assignment->target == parent) || around->is<UpdateExpression>();
      out.use = written ? ArgumentsUse::kWrite : ArgumentsUse::kElement;
      if (written) out.around = around;
      break;
    }
    case NodeKind::kForInStatement: out.use = ArgumentsUse::kLoop; break;
    case NodeKind::kForOfStatement: out.use = ArgumentsUse::kArrayCopy; break;
    case NodeKind::kSpreadElement: {
      bool array = around != nullptr && around->is<ArrayExpression>();
      out.use = array ? ArgumentsUse::kArrayCopy : ArgumentsUse::kForward;
      out.around = around;
      break;
    }
    case NodeKind::kCallExpression: {
      auto* call = as<CallExpression>(parent);
      auto* member = as_if<MemberExpression>(call->callee);
      if (member == nullptr) break;
      std::string_view name = context.name(member->property->name);
      bool second = call->arguments.size() >= 2 && call->arguments[1] == node;
      if (name == "apply" && second) {
        out.use = ArgumentsUse::kForward;
      } else if (context.evidence.is_global(member->object, "Reflect")) {
        out.use = ArgumentsUse::kForward;
      } else if (name == "from" && context.evidence.is_global(member->object, "Array")) {
        out.use = ArgumentsUse::kArrayCopy;
      } else if ((name == "call" || name == "apply") && !call->arguments.empty() && call->arguments[0] == node) {
        out.use = ArgumentsUse::kArrayCall;
      }
      break;
    }
    default: break;
  }
  return out;
}

}  // namespace

std::vector<ArgumentsUseAt> arguments_uses(const RuleContext& context, const FunctionNode* function) {
  std::vector<ArgumentsUseAt> out;
  if (!function->flags.uses_arguments || function->scope == nullptr) return out;
  const Binding* binding = function->scope->arguments_binding;
  if (binding == nullptr) return out;
  for (NodeIndex index : context.tree.uses(binding)) {
    if (!context.tree.node(index)->is<Identifier>()) continue;
    ArgumentsUseAt use = classify(context, index);
    auto* declarator = as_if<VariableDeclarator>(context.tree.parent_node(index));
    const Binding* alias = declarator != nullptr ? binding_of(declarator->target) : nullptr;
    if (alias != nullptr && !alias->captured && !alias->assigned) {
      std::vector<ArgumentsUseAt> through;
      bool harmless = true;
      for (NodeIndex other : context.tree.uses(alias)) {
        if (context.tree.node(other) == declarator->target) continue;
        through.push_back(classify(context, other));
        harmless = harmless && through.back().use != ArgumentsUse::kEscape;
      }
      if (harmless) {
        out.insert(out.end(), through.begin(), through.end());
        continue;
      }
    }
    out.push_back(use);
  }
  return out;
}

}  // namespace scrim::lint
