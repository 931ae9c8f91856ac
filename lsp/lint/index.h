// One walk over a tree, laid out flat: every node with its parent, nodes by kind, and the uses of each binding. What
// all rules, and go-to-definition, rename and their like, ask.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "engine/syntax/parser.h"

namespace scrim::lint {

// Position of a node in source order of the tree; a subtree is a contiguous run.
using NodeIndex = uint32_t;
constexpr NodeIndex kNoNode = UINT32_MAX;

class TreeIndex {
 public:
  explicit TreeIndex(syntax::Program* program);

  uint32_t size() const { return static_cast<uint32_t>(entries_.size()); }
  syntax::Node* node(NodeIndex i) const { return entries_[i].node; }
  // kNoNode for the program.
  NodeIndex parent(NodeIndex i) const { return entries_[i].parent; }
  syntax::Node* parent_node(NodeIndex i, int levels = 1) const;
  // One past the last node inside `i`.
  NodeIndex end(NodeIndex i) const { return entries_[i].end; }
  std::span<const NodeIndex> of_kind(syntax::NodeKind kind) const { return by_kind_[static_cast<size_t>(kind)]; }
  // Those of a kind whose text lies in `range`.
  std::span<const NodeIndex> of_kind_in(syntax::NodeKind kind, syntax::SourceRange range) const;
  // The index of a node somewhere inside `around`; linear in the size of that subtree.
  NodeIndex find(NodeIndex around, const syntax::Node* node) const;

  // Identifiers, BindingIdentifiers and PrivateNames that resolve to `binding`, in source order, declarations included.
  std::span<const NodeIndex> uses(const syntax::Binding* binding) const;
  // The nearest function around (not counting the node itself), kNoNode at the top level.
  NodeIndex enclosing_function(NodeIndex i) const;
  // The nearest function around that has a `this` and `arguments` of its own.
  NodeIndex enclosing_this_function(NodeIndex i) const;

 private:
  struct Entry {
    syntax::Node* node;
    NodeIndex parent;
    NodeIndex end;
  };
  std::vector<Entry> entries_;
  std::vector<NodeIndex> by_kind_[static_cast<size_t>(syntax::NodeKind::kCount)];
  mutable std::unordered_map<const syntax::Binding*, uint32_t> binding_ids_;
  mutable std::vector<NodeIndex> uses_;      // grouped by binding
  mutable std::vector<uint32_t> first_use_;  // by binding id; one more at the end
  mutable bool uses_made_ = false;
  void make_uses() const;
};

// The binding of an Identifier, BindingIdentifier or PrivateName, null for others and for what is unresolved.
const syntax::Binding* binding_of(const syntax::Node* node);

}  // namespace scrim::lint
