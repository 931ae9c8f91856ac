#include "engine/syntax/scope.h"
#include "lsp/lint/arguments_use.h"

namespace scrim::lint {

using namespace syntax;

// Evidence: V8 14.6 takes `arguments.length` beside a written parameter for free (0.7 ns), so that alone is silent; any
// use of the object itself is not.
void check_ScopeMappedArguments(RuleContext& context) {
  for (NodeIndex i : context.tree.of_kind(NodeKind::kFunctionNode)) {
    auto* function = as<FunctionNode>(context.tree.node(i));
    if (!function->flags.mapped_arguments || function->parameters.empty()) continue;
    const Node* object_use = nullptr;
    const Node* element_write = nullptr;
    bool forwarded = false;  // f.apply(x, arguments) is free without the write
    for (const ArgumentsUseAt& use : arguments_uses(context, function)) {
      if (use.use == ArgumentsUse::kLength) continue;
      if (use.use == ArgumentsUse::kWrite && element_write == nullptr) element_write = use.around;
      forwarded = forwarded || use.use == ArgumentsUse::kForward;
      if (object_use == nullptr) object_use = context.tree.node(use.index);
    }
    if (object_use == nullptr) continue;
    const Node* parameter_write = nullptr;
    std::string written;
    for (const Node* parameter : function->parameters) {
      const Binding* binding = binding_of(parameter);
      if (binding == nullptr) continue;
      for (NodeIndex use : context.tree.uses(binding)) {
        const Node* node = context.tree.node(use);
        // `var a = a || 1` writes the parameter through a declaration.
        auto* declarator = as_if<VariableDeclarator>(context.tree.parent_node(use));
        bool writes = node->is<Identifier>() ? node->is_written()
                                             : declarator != nullptr && declarator->target == node && declarator->init;
        if (!writes || (parameter_write != nullptr && parameter_write->start <= node->start)) continue;
        parameter_write = node;
        written = context.name(binding->name);
      }
    }
    if (parameter_write == nullptr && element_write == nullptr) continue;
    const Node* place = parameter_write != nullptr ? parameter_write : element_write;
    std::string message = parameter_write != nullptr
                              ? "writing parameter `" + written + "` also writes `arguments`: sloppy " +
                                    context.describe(function) + " keeps the two in step through a map on every access"
                              : "writing an element of `arguments` also writes the parameter: sloppy " +
                                    context.describe(function) + " keeps the two in step through a map on every access";
    Finding& finding = context.report(RuleId::kScopeMappedArguments, place->range(), std::move(message));
    if (forwarded) finding.cost = CostId::k_scope_mapped_arguments_forward;
    if (object_use->start < place->start || object_use->end > place->end) {
      finding.related.push_back({object_use->range(), "`arguments` is used here"});
    }
    auto* body = as_if<FunctionBody>(function->body);
    if (body != nullptr) {
      uint32_t at = body->start + 1;
      std::string indent = body->body.empty() ? "" : context.indentation(body->body.front()->start);
      bool own_line = !body->body.empty() && context.line(body->body.front()) != context.line(body);
      finding.fixes.push_back({"Make the function strict: `arguments` becomes a copy of what was passed",
                               {{{at, at}, own_line ? "\n" + indent + "'use strict';" : " 'use strict';"}}});
    }
  }
}

}  // namespace scrim::lint
