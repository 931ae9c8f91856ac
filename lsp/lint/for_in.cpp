#include "lsp/lint/for_in.h"

namespace scrim::lint {

using namespace syntax;

namespace {

// Both are the same variable, or the same `this.x`.
bool same_place(const Place& a, const Place& b) {
  return a && a.binding == b.binding && a.home == b.home && a.property == b.property;
}

bool always_leaves(const Node* body) {
  if (auto* block = as_if<BlockStatement>(body)) return !block->body.empty() && always_leaves(block->body.front());
  return body->is<ReturnStatement>() || body->is<BreakStatement>() || body->is<ThrowStatement>();
}

}  // namespace

std::vector<ForInLoop> for_in_loops(const RuleContext& context) {
  std::vector<ForInLoop> out;
  for (NodeIndex i : context.tree.of_kind(NodeKind::kForInStatement)) {
    auto* statement = as<ForInStatement>(context.tree.node(i));
    if (statement->left == nullptr || statement->right == nullptr || statement->body == nullptr) continue;
    ForInLoop loop;
    loop.index = i;
    loop.statement = statement;
    loop.value = context.evidence.value_of(statement->right);
    loop.place = context.evidence.place_of(statement->right);
    const Binding* subject = binding_of(statement->right);
    if (loop.value.is_array() && subject != nullptr && subject->kind == BindingKind::kParameter &&
        context.evidence.is_array_excluded(subject, i)) {
      loop.value = {};
    }
    if (context.evidence.is_sparse_or_named(loop.value)) continue;  // what for-in is for
    if (auto* declaration = as_if<VariableDeclaration>(statement->left)) {
      loop.declared = true;
      if (declaration->declarators.size() == 1) loop.key = binding_of(declaration->declarators[0]->target);
    } else {
      loop.key = binding_of(statement->left);
    }
    std::string_view text = context.parse.source->text();
    uint32_t end = statement->right->end;
    while (end < statement->body->start && text[end] != ')') end++;
    loop.head = {statement->start, end < statement->body->start ? end + 1 : statement->right->end};
    loop.leaves_at_once = always_leaves(statement->body);
    loop.only_reads_values = loop.key != nullptr && loop.place;
    if (loop.only_reads_values) {
      for (NodeIndex use : context.tree.uses(loop.key)) {
        const Node* name = context.tree.node(use);
        if (name->start >= statement->left->start && name->end <= statement->left->end) continue;
        auto* index = as_if<IndexExpression>(context.tree.parent_node(use));
        const Node* around = context.tree.parent_node(use, 2);
        bool inside = name->start >= statement->body->start && name->end <= statement->body->end;
        bool reads = index != nullptr && index->index == name && !index->optional &&
                     same_place(context.evidence.place_of(index->object), loop.place) &&
                     !around->is<UpdateExpression>();
        auto* assignment = as_if<AssignmentExpression>(around);
        auto* unary = as_if<UnaryExpression>(around);
        auto* call = as_if<CallExpression>(around);
        if ((assignment != nullptr && assignment->target == index) ||
            (unary != nullptr && unary->op == UnaryOperator::kDelete) ||
            (call != nullptr && call->callee == index) ||  // the receiver would change
            around->is<ArrayPattern>() || around->is<ObjectPattern>() || around->is<DefaultPattern>()) {
          reads = false;
        }
        if (!inside || !reads) {
          loop.only_reads_values = false;
          break;
        }
        loop.value_reads.push_back(index);
      }
    }
    out.push_back(std::move(loop));
  }
  return out;
}

std::string free_name(const RuleContext& context, std::initializer_list<const char*> candidates) {
  for (const char* name : candidates) {
    if (!context.is_name_used(name)) return name;
  }
  return {};
}

Edit head_edit(const ForInLoop& loop, std::string text) {
  return {{loop.statement->left->start, loop.head.end - 1}, std::move(text)};
}

}  // namespace scrim::lint
