// profile/: what scrim can say about a program's memory and time. Here: reading V8's .heapsnapshot files (scrim's own,
// Node's, Chrome's), analysing them (dominators, retained sizes, distances, classes, retaining paths, differences,
// likely leaks), printing the result, and writing such files from scrim's own heap.
//
// This header holds the graph as it stands in the file, in columns. Nodes and edges are dense numbers (u32); the edges
// of node n are [first_edge[n], first_edge[n + 1]). Sizes are bytes. Nothing here is changed after reading, so a graph
// may be read from several threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/profile/mapped_file.h"

namespace scrim::profile {

// The types V8 has written so far; a type that is not among them is read as kUnknown and keeps its name in the meta.
enum class NodeType : uint8_t {
  kHidden,
  kArray,
  kString,
  kObject,
  kCode,
  kClosure,
  kRegExp,
  kNumber,
  kNative,
  kSynthetic,
  kConcatenatedString,
  kSlicedString,
  kSymbol,
  kBigInt,
  kObjectShape,
  kWasmObject,
  kUnknown,
};
inline constexpr size_t kNodeTypeCount = static_cast<size_t>(NodeType::kUnknown) + 1;

enum class EdgeType : uint8_t { kContext, kElement, kProperty, kInternal, kHidden, kShortcut, kWeak, kUnknown };
inline constexpr size_t kEdgeTypeCount = static_cast<size_t>(EdgeType::kUnknown) + 1;

// The name a type has in the file ("concatenated string").
const char* node_type_name(NodeType type);
const char* edge_type_name(EdgeType type);
NodeType node_type_from_name(std::string_view name);
EdgeType edge_type_from_name(std::string_view name);

using NodeIndex = uint32_t;
using EdgeIndex = uint32_t;
using StringIndex = uint32_t;
inline constexpr uint32_t kNone = 0xFFFFFFFF;

// Where a function or the constructor of an object stands; line and column count from 0, as in the file.
struct SourceLocation {
  NodeIndex node;
  uint32_t script_id;
  uint32_t line;
  uint32_t column;
};

struct SnapshotGraph {
  // Nodes.
  std::vector<NodeType> node_type;
  std::vector<uint8_t> detachedness;  // 0 unknown, 1 attached, 2 detached; empty if the file has no such field
  std::vector<StringIndex> node_name;
  std::vector<uint64_t> node_id;
  std::vector<uint64_t> self_size;
  std::vector<EdgeIndex> first_edge;  // node_count + 1 entries

  // Edges.
  std::vector<EdgeType> edge_type;
  std::vector<uint32_t> edge_name;  // an index for element and hidden edges, else a StringIndex
  std::vector<NodeIndex> edge_target;

  std::vector<SourceLocation> locations;  // sorted by node

  NodeIndex root = 0;
  uint64_t extra_native_bytes = 0;

  uint32_t node_count() const { return static_cast<uint32_t>(node_type.size()); }
  uint32_t edge_count() const { return static_cast<uint32_t>(edge_type.size()); }
  uint32_t string_count() const { return static_cast<uint32_t>(string_at_.size()); }

  // The decoded text (UTF-8; a lone surrogate becomes U+FFFD) of a string of the file's table. An index outside of the
  // table, which damaged files have, gives "".
  std::string string(StringIndex index) const;
  // Compares without decoding when the raw text has no escapes.
  bool string_equals(StringIndex index, std::string_view text) const;
  bool string_starts_with(StringIndex index, std::string_view prefix) const;
  // The text between the quotes as it stands in the file.
  std::string_view raw_string(StringIndex index) const;

  std::string name(NodeIndex node) const { return string(node_name[node]); }
  bool edge_has_string_name(EdgeIndex edge) const {
    return edge_type[edge] != EdgeType::kElement && edge_type[edge] != EdgeType::kHidden;
  }
  // "listeners" or "3", without decoration.
  std::string edge_text(EdgeIndex edge) const;
  NodeIndex edge_source(EdgeIndex edge) const;  // O(log n)
  // The node that the first edge of this name leads to, or kNone.
  NodeIndex follow(NodeIndex node, std::string_view edge_name) const;
  const SourceLocation* location(NodeIndex node) const;  // O(log n); null if there is none
  NodeIndex find_id(uint64_t id) const;                  // O(n); kNone if there is none

  // Filled by the reader.
  MappedFile file_;
  std::string_view text_;
  std::vector<uint64_t> string_at_;  // the byte after each string's opening quote
};

void append_utf8(std::string& out, uint32_t code_point);

// For each node the edges that lead to it, in edge order.
struct Retainers {
  std::vector<uint32_t> first;  // node_count + 1 entries
  std::vector<EdgeIndex> edges;
};
Retainers build_retainers(const SnapshotGraph& graph);

}  // namespace scrim::profile
