// Chains that lean deeply to the left (a + b + c ..., a.b.c ..., a().b() ...): generated code has them by the
// thousand. From a certain depth on they are compiled in a loop with one register for the value so far; shorter ones
// go the ordinary way, which needs fewer moves.
#include "engine/bytecode/function_compiler.h"

namespace scrim::bytecode {

namespace {

constexpr int kDeep = 64;
// From here on links share feedback slots: a function has 65,536.
constexpr size_t kSharesFeedback = 10000;

// The link that a chain goes on with, null at its base.
Node* link_of(Node* node) {
  switch (node->kind) {
    case NodeKind::kBinaryExpression: {
      Node* left = static_cast<BinaryExpression*>(node)->left;
      return left->kind == NodeKind::kPrivateName ? nullptr : left;
    }
    case NodeKind::kLogicalExpression: return static_cast<LogicalExpression*>(node)->left;
    case NodeKind::kMemberExpression: return static_cast<MemberExpression*>(node)->object;
    case NodeKind::kIndexExpression: return static_cast<IndexExpression*>(node)->object;
    case NodeKind::kPrivateMemberExpression: return static_cast<PrivateMemberExpression*>(node)->object;
    case NodeKind::kCallExpression: {
      auto* call = static_cast<CallExpression*>(node);
      return call->is_direct_eval ? nullptr : call->callee;
    }
    case NodeKind::kTaggedTemplate: return static_cast<TaggedTemplate*>(node)->tag;
    default: return nullptr;
  }
}

bool is_call(const Node* node) {
  return node->kind == NodeKind::kCallExpression || node->kind == NodeKind::kTaggedTemplate;
}

bool is_member(const Node* node) {
  return node->kind == NodeKind::kMemberExpression || node->kind == NodeKind::kIndexExpression ||
         node->kind == NodeKind::kPrivateMemberExpression;
}

}  // namespace

bool FunctionCompiler::is_deep_chain(Node* node) {
  for (int i = 0; i < kDeep; i++) {
    node = link_of(node);
    if (!node) return false;
  }
  return true;
}

void FunctionCompiler::member_of(Node* node, Register object, Register destination) {
  if (auto* member = as_if<MemberExpression>(node)) {
    if (member->optional) b_.emit(Opcode::kJumpIfUndefinedOrNull, {object, chain_exit_.id});
    return get_property(destination, object, member->property->name, member->property->start);
  }
  if (auto* member = as_if<PrivateMemberExpression>(node)) {
    if (member->optional) b_.emit(Opcode::kJumpIfUndefinedOrNull, {object, chain_exit_.id});
    return private_get(destination, object, member->property);
  }
  auto* member = as<IndexExpression>(node);
  if (member->optional) b_.emit(Opcode::kJumpIfUndefinedOrNull, {object, chain_exit_.id});
  double index;
  if (member->index->kind == NodeKind::kStringLiteral && !index_key(member->index, &index)) {
    return get_property(destination, object, static_cast<StringLiteral*>(member->index)->value, member->index->start);
  }
  Temporaries scope(*this);
  Register key = value(member->index);
  at(member->index->start);
  b_.emit(Opcode::kGetKeyed, {destination, object, key, b_.feedback(FeedbackKind::kGetKeyed)});
}

int32_t FunctionCompiler::chain_feedback(FeedbackKind kind, NameId name) {
  if (!shared_slots_) return b_.feedback(kind);
  for (const SharedSlot& shared : *shared_slots_) {
    if (shared.kind == kind && shared.name == name) return shared.slot;
  }
  shared_slots_->push_back({kind, name, b_.feedback(kind)});
  return shared_slots_->back().slot;
}

void FunctionCompiler::deep_chain(Node* node, Register destination) {
  std::vector<Node*> links;
  Node* base = node;
  for (Node* next; (next = link_of(base)); base = next) links.push_back(base);
  std::vector<SharedSlot> shared_slots;
  std::vector<SharedSlot>* outer_slots = shared_slots_;
  if (links.size() > kSharesFeedback) shared_slots_ = &shared_slots;
  Temporaries chain_scope(*this);
  Register so_far = temporary();
  into(base, so_far);
  while (!links.empty() && !unit_.failed()) {
    Temporaries scope(*this);
    Node* link = links.back();
    links.pop_back();
    if (auto* binary = as_if<BinaryExpression>(link)) {
      bool literal = binary->right->kind == NodeKind::kNumericLiteral;
      if (literal) {
        at(operator_offset(binary->left, binary->right));
        literal = arithmetic_with_literal(binary->op, so_far, so_far, binary->right);
      }
      if (!literal) {
        Register right = value(binary->right);
        at(operator_offset(binary->left, binary->right));
        arithmetic(binary->op, so_far, so_far, right);
      }
    } else if (auto* logical = as_if<LogicalExpression>(link)) {
      logical_right(logical, so_far);
    } else if (is_call(link) || (is_member(link) && !links.empty() && is_call(links.back()))) {
      // The object of a member that is called is its `this`.
      Node* member = is_member(link) ? link : nullptr;
      if (member) {
        link = links.back();
        links.pop_back();
      }
      auto* call = as_if<CallExpression>(link);
      Register function = temporary();
      Register receiver = window(call ? call_window(call->arguments.span())
                                      : static_cast<int>(as<TaggedTemplate>(link)->quasi->expressions.size()) + 2);
      move(member ? receiver : function, so_far);
      if (member) member_of(member, receiver, function);
      if (call) {
        call_with(call, so_far, function, receiver, member != nullptr);
      } else {
        tag_with(as<TaggedTemplate>(link), so_far, function, receiver, member != nullptr);
      }
    } else {
      member_of(link, so_far, so_far);
    }
  }
  move(destination, so_far);
  shared_slots_ = outer_slots;
}

}  // namespace scrim::bytecode
