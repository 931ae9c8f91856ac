#include <algorithm>

#include "lsp/lint/constructor_shapes.h"

namespace scrim::lint {

using namespace syntax;

namespace {

// What an inline cache holds side by side, in V8 and in scrim.
constexpr size_t kCacheEntries = 4;

bool contains_return(const RuleContext& context, const FunctionNode* function, const Node* statement) {
  for (NodeIndex i : context.tree.of_kind_in(NodeKind::kReturnStatement, statement->range())) {
    NodeIndex owner = context.tree.enclosing_function(i);
    if (owner != kNoNode && context.tree.node(owner) == function) return true;
  }
  return false;
}

void report_missing(RuleContext& context, const ConstructorShapes& result, const FunctionNode* constructor,
                    const std::string& name) {
  const auto& shapes = result.shapes();
  if (shapes.size() < 2) return;
  for (const ConstructorShapes::Assignment& assignment : result.assignments()) {
    auto without = std::count_if(shapes.begin(), shapes.end(), [&](const ConstructorShapes::Shape& shape) {
      return std::find(shape.begin(), shape.end(), assignment.name) == shape.end();
    });
    if (without == 0) continue;
    // What a base class or another constructor does is said there.
    if (constructor != nullptr && assignment.function != nullptr &&
        assignment.function->home_class != constructor->home_class) {
      continue;
    }
    bool many = shapes.size() > kCacheEntries;
    std::string count =
        std::to_string(shapes.size()) + (shapes.size() >= ConstructorShapes::kMaximum ? " or more" : "");
    std::string message =
        "some instances of " + name + " lack `" + std::string(context.name(assignment.name)) +
        "`: its constructor makes " + count + " shapes, " +
        (many ? "more than the four an inline cache holds, so reads of any field look in a global table"
              : "which every place that reads a field must tell apart");
    Finding& finding = context.report(RuleId::kShapeConditionalField, assignment.place->range(), std::move(message));
    if (!many) {
      finding.severity = Severity::kHint;
      finding.cost = CostId::k_shape_conditional_field_few;
    }
    auto* body = constructor != nullptr ? as_if<FunctionBody>(constructor->body) : nullptr;
    if (body == nullptr || assignment.function != constructor) continue;
    for (const Node* statement : body->body) {
      // Before the first statement that may leave without the field, but after super().
      bool assigns = assignment.place->start >= statement->start && assignment.place->end <= statement->end;
      if (!assigns && !contains_return(context, constructor, statement)) continue;
      std::string field(context.text(assignment.place));
      bool own_line = context.line(statement) != context.line(body);
      finding.fixes.push_back(
          {"Give every instance the field: " + field + " = undefined first",
           {{{statement->start, statement->start},
             field + " = undefined;" + (own_line ? "\n" + context.indentation(statement->start) : std::string(" "))}}});
      break;
    }
  }
}

// new F(...) or F.prototype.x is in this file.
bool is_constructor(const RuleContext& context, const Binding* binding) {
  for (NodeIndex use : context.tree.uses(binding)) {
    const Node* node = context.tree.node(use);
    const Node* parent = context.tree.parent_node(use);
    if (auto* construction = as_if<NewExpression>(parent); construction != nullptr && construction->callee == node) {
      return true;
    }
    auto* member = as_if<MemberExpression>(parent);
    if (member != nullptr && member->object == node && context.name(member->property->name) == "prototype") return true;
  }
  return false;
}

}  // namespace

void check_ShapeConditionalField(RuleContext& context) {
  for (NodeIndex i : context.tree.of_kind(NodeKind::kClassNode)) {
    auto* node = as<ClassNode>(context.tree.node(i));
    if (node->constructor == nullptr) continue;
    ConstructorShapes shapes(context);
    if (!shapes.run_class(node)) continue;
    std::string name = node->id != nullptr ? "`" + std::string(context.name(node->id->name)) + "`" : "this class";
    report_missing(context, shapes, node->constructor, name);
  }
  for (NodeIndex i : context.tree.of_kind(NodeKind::kFunctionNode)) {
    auto* function = as<FunctionNode>(context.tree.node(i));
    if (function->function_kind != FunctionKind::kNormal || !function->flags.uses_this || function->id == nullptr ||
        function->flags.is_async || function->flags.is_generator || function->id->binding == nullptr) {
      continue;
    }
    if (!is_constructor(context, function->id->binding)) continue;
    ConstructorShapes shapes(context);
    if (!shapes.run_function(function)) continue;
    report_missing(context, shapes, function, "`" + std::string(context.name(function->id->name)) + "`");
  }
}

}  // namespace scrim::lint
