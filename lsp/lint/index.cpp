#include "lsp/lint/index.h"

#include <algorithm>

#include "engine/syntax/ast_visit.h"

namespace scrim::lint {

using namespace syntax;

TreeIndex::TreeIndex(Program* program) {
  entries_.reserve(program->end / 4 + 16);
  // Without recursion: chains such as a + b + c + ... are as deep as they are long.
  std::vector<std::pair<Node*, NodeIndex>> waiting{{program, kNoNode}};
  while (!waiting.empty()) {
    auto [node, parent] = waiting.back();
    waiting.pop_back();
    auto index = static_cast<NodeIndex>(entries_.size());
    entries_.push_back({node, parent, index + 1});
    by_kind_[static_cast<size_t>(node->kind)].push_back(index);
    size_t first = waiting.size();
    for_each_child(node, [&](Node* child) { waiting.push_back({child, index}); });
    std::reverse(waiting.begin() + static_cast<std::ptrdiff_t>(first), waiting.end());
  }
  for (auto i = static_cast<NodeIndex>(entries_.size()); i-- > 1;) {
    Entry& above = entries_[entries_[i].parent];
    above.end = std::max(above.end, entries_[i].end);
  }
}

Node* TreeIndex::parent_node(NodeIndex i, int levels) const {
  for (; levels > 0 && i != kNoNode; levels--) i = parent(i);
  return i == kNoNode ? nullptr : node(i);
}

std::span<const NodeIndex> TreeIndex::of_kind_in(NodeKind kind, SourceRange range) const {
  // Nodes of one kind begin in source order.
  std::span<const NodeIndex> all = of_kind(kind);
  auto starts_before = [this](NodeIndex i, uint32_t offset) { return node(i)->start < offset; };
  auto first = std::lower_bound(all.begin(), all.end(), range.start, starts_before);
  auto last = std::lower_bound(first, all.end(), range.end, starts_before);
  return {first, last};
}

NodeIndex TreeIndex::find(NodeIndex around, const Node* wanted) const {
  for (NodeIndex i = around; i < end(around); i++) {
    if (node(i) == wanted) return i;
  }
  return kNoNode;
}

const Binding* binding_of(const Node* node) {
  if (auto* identifier = as_if<Identifier>(node)) return identifier->binding;
  if (auto* identifier = as_if<BindingIdentifier>(node)) return identifier->binding;
  if (auto* name = as_if<PrivateName>(node)) return name->binding;
  return nullptr;
}

void TreeIndex::make_uses() const {
  uses_made_ = true;
  std::vector<std::pair<uint32_t, NodeIndex>> found;
  std::vector<uint32_t> counts;
  std::vector<NodeIndex> names;
  for (NodeKind kind : {NodeKind::kIdentifier, NodeKind::kBindingIdentifier, NodeKind::kPrivateName}) {
    const auto& some = by_kind_[static_cast<size_t>(kind)];
    auto middle = static_cast<std::ptrdiff_t>(names.size());
    names.insert(names.end(), some.begin(), some.end());
    std::inplace_merge(names.begin(), names.begin() + middle, names.end());
  }
  found.reserve(names.size());
  for (NodeIndex index : names) {
    const Binding* binding = binding_of(node(index));
    if (binding == nullptr) continue;
    auto [entry, fresh] = binding_ids_.try_emplace(binding, static_cast<uint32_t>(counts.size()));
    if (fresh) counts.push_back(0);
    counts[entry->second]++;
    found.push_back({entry->second, index});
  }
  first_use_.assign(counts.size() + 1, 0);
  for (size_t i = 0; i < counts.size(); i++) first_use_[i + 1] = first_use_[i] + counts[i];
  uses_.resize(found.size());
  std::vector<uint32_t> next(first_use_.begin(), first_use_.end());
  for (auto [id, index] : found) uses_[next[id]++] = index;
}

std::span<const NodeIndex> TreeIndex::uses(const Binding* binding) const {
  if (!uses_made_) make_uses();
  auto found = binding_ids_.find(binding);
  if (found == binding_ids_.end()) return {};
  return std::span(uses_).subspan(first_use_[found->second], first_use_[found->second + 1] - first_use_[found->second]);
}

NodeIndex TreeIndex::enclosing_function(NodeIndex i) const {
  for (i = parent(i); i != kNoNode; i = parent(i)) {
    if (node(i)->is<FunctionNode>()) return i;
  }
  return kNoNode;
}

NodeIndex TreeIndex::enclosing_this_function(NodeIndex i) const {
  for (i = parent(i); i != kNoNode; i = parent(i)) {
    auto* function = as_if<FunctionNode>(node(i));
    if (function != nullptr && function->function_kind != FunctionKind::kArrow) return i;
  }
  return kNoNode;
}

}  // namespace scrim::lint
