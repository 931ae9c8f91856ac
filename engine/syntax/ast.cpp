#include "engine/syntax/ast.h"

#include "engine/syntax/ast_visit.h"

namespace scrim::syntax {

const char* to_string(NodeKind kind) {
  static constexpr const char* kNames[] = {
#define NODE(Name, group) #Name,
#define VALUE(type, name)
#define CHILD(type, name)
#define OPTIONAL(type, name)
#define LIST(type, name)
#define SCOPE(name)
#define END_NODE(Name)
#include "engine/syntax/ast.def"
#undef NODE
      "?"};
  return kNames[static_cast<uint8_t>(kind)];
}

NodeGroup group_of(NodeKind kind) {
  static constexpr NodeGroup kGroups[] = {
#define NODE(Name, group) NodeGroup::k##group,
#include "engine/syntax/ast.def"
#undef NODE
#undef VALUE
#undef CHILD
#undef OPTIONAL
#undef LIST
#undef SCOPE
#undef END_NODE
      NodeGroup::kPart};
  return kGroups[static_cast<uint8_t>(kind)];
}

const char* to_string(UnaryOperator op) {
  static constexpr const char* kText[] = {"-", "+", "!", "~", "typeof", "void", "delete"};
  return kText[static_cast<uint8_t>(op)];
}

const char* to_string(BinaryOperator op) {
  static constexpr const char* kText[] = {"+", "-",  "*",  "/",   "%",   "**", "<<", ">>", ">>>", "&",  "|",
                                          "^", "==", "!=", "===", "!==", "<",  ">",  "<=", ">=",  "in", "instanceof"};
  return kText[static_cast<uint8_t>(op)];
}

const char* to_string(LogicalOperator op) {
  static constexpr const char* kText[] = {"&&", "||", "??"};
  return kText[static_cast<uint8_t>(op)];
}

const char* to_string(AssignmentOperator op) {
  static constexpr const char* kText[] = {
      "=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", ">>>=", "&=", "|=", "^=", "&&=", "||=", "?\?="};
  return kText[static_cast<uint8_t>(op)];
}

const char* to_string(DeclarationKind kind) {
  static constexpr const char* kText[] = {"var", "let", "const", "using", "await using"};
  return kText[static_cast<uint8_t>(kind)];
}

bool is_anonymous_function_definition(const Node* expression) {
  switch (expression->kind) {
    case NodeKind::kArrowFunction: return true;
    case NodeKind::kFunctionExpression: return as<FunctionExpression>(expression)->function->id == nullptr;
    case NodeKind::kClassExpression: return as<ClassExpression>(expression)->class_node->id == nullptr;
    default: return false;
  }
}

Node* find_innermost(Node* root, uint32_t offset) {
  Node* current = root;
  for (;;) {
    Node* inside = nullptr;
    Node* touching = nullptr;
    for_each_child(current, [&](Node* child) {
      if (offset >= child->start && offset < child->end) {
        inside = child;
      } else if (offset == child->end && !touching) {
        touching = child;
      }
    });
    Node* next = inside ? inside : touching;
    if (!next) return current;
    current = next;
  }
}

}  // namespace scrim::syntax
