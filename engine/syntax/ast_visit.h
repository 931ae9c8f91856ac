// Walks the children of a node in source order, from ast.def.
#pragma once

#include "engine/syntax/ast.h"

namespace scrim::syntax {

// Calls visit(Node*) for each child that is not null, in the order of ast.def. visit may replace nothing; it may
// recurse.
template <typename Visit>
void for_each_child(Node* node, Visit&& visit) {
  switch (node->kind) {
#define NODE(Name, group)   \
  case NodeKind::k##Name: { \
    [[maybe_unused]] auto* self = static_cast<Name*>(node);
#define VALUE(type, name)
#define CHILD(type, name) \
  if (self->name) visit(static_cast<Node*>(self->name));
#define OPTIONAL(type, name) \
  if (self->name) visit(static_cast<Node*>(self->name));
#define LIST(type, name)                         \
  for (auto* child : self->name) {               \
    if (child) visit(static_cast<Node*>(child)); \
  }
#define SCOPE(name)
#define END_NODE(Name) \
  break;               \
  }
#include "engine/syntax/ast.def"
#undef NODE
#undef VALUE
#undef CHILD
#undef OPTIONAL
#undef LIST
#undef SCOPE
#undef END_NODE
    case NodeKind::kCount: break;
  }
}

// The innermost node whose range contains the offset (a node that ends at the offset counts when none begins there).
Node* find_innermost(Node* root, uint32_t offset);

}  // namespace scrim::syntax
