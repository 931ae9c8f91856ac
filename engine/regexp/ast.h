// The tree of a parsed pattern. Nodes belong to their Pattern and are linked, not owned.
#ifndef SCRIM_ENGINE_REGEXP_AST_H_
#define SCRIM_ENGINE_REGEXP_AST_H_

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "engine/regexp/char_set.h"
#include "engine/regexp/regexp.h"

namespace scrim::regexp {

inline constexpr uint32_t kInfinity = 0x7FFFFFFF;

enum class NodeKind : uint8_t {
  kEmpty,
  kChar,            // value: the character (a code unit, or with u and v a code point)
  kSet,             // value: index into Pattern::classes
  kSequence,        // children
  kAlternation,     // children
  kCapture,         // child; value: group number
  kReference,       // value: group number
  kNamedReference,  // value: index into Pattern::references
  kLoop,            // child, min, max, greedy, captures inside
  kLook,            // child, behind, negative
  kAssertion,
};

enum class AssertionKind : uint8_t { kStart, kEnd, kWordBoundary, kNotWordBoundary };

// What (?i-s:...) can change.
struct Modifiers {
  bool ignore_case = false;
  bool multiline = false;
  bool dot_all = false;
};

// The first character of what a node can match, as far as can be told from the tree.
struct First {
  CharSet set;            // characters that may come next
  bool nullable = false;  // may match without looking at a character: what follows decides
  bool end = false;       // may match at the end of the input
};

struct Node {
  NodeKind kind = NodeKind::kEmpty;
  Modifiers modifiers;
  AssertionKind assertion = AssertionKind::kStart;
  bool greedy = true;
  bool behind = false;
  bool negative = false;
  uint32_t value = 0;
  uint32_t min = 0;
  uint32_t max = 0;
  uint32_t first_capture = 0;  // of a loop: the groups inside are [first_capture, last_capture)
  uint32_t last_capture = 0;
  Node* child = nullptr;
  Node* next = nullptr;
  const First* first = nullptr;  // computed on demand by the compiler
};

// A character class: single characters, and with v strings of other lengths (distinct; the empty one may be among
// them).
struct ClassContents {
  CharSet set;
  std::vector<std::u32string> strings;
};

struct Pattern {
  Flags flags;
  Node* root = nullptr;
  uint32_t capture_count = 1;
  std::deque<Node> nodes;
  std::deque<ClassContents> classes;
  std::vector<GroupName> names;            // in group order
  std::vector<std::u16string> references;  // names that \k refers to
  uint32_t depth = 0;                      // of nested groups

  Node* make(NodeKind kind) {
    Node& node = nodes.emplace_back();
    node.kind = kind;
    return &node;
  }
};

}  // namespace scrim::regexp

#endif  // SCRIM_ENGINE_REGEXP_AST_H_
