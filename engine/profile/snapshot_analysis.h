// What a snapshot's graph implies, by the rules of Chrome DevTools' memory panel, so that numbers agree with it: which
// edges retain, immediate dominators, retained sizes, distances from the global objects, and shallow sizes in which
// V8's inner arrays count as part of the object that alone owns them.
#pragma once

#include "engine/profile/snapshot_graph.h"

namespace scrim::profile {

// One bit an edge: whether removing it could free its target. Weak edges, edges to oneself, shortcuts below the root,
// the table's half of a WeakMap entry, and edges from the embedder's or a debugger's objects into the program's do not
// count.
class EdgeSet {
 public:
  explicit EdgeSet(uint32_t edges) : words_((edges + 63) / 64, 0) {}
  bool contains(EdgeIndex e) const { return (words_[e >> 6] >> (e & 63)) & 1; }
  void insert(EdgeIndex e) { words_[e >> 6] |= uint64_t{1} << (e & 63); }

 private:
  std::vector<uint64_t> words_;
};

// A WeakMap entry is two edges with the same name, one from the key and one from the table:
// "3 / part of key (Object @9) -> value (Foo @11) pair in WeakMap (table @7)".
class EphemeronNames {
 public:
  explicit EphemeronNames(const SnapshotGraph& graph) : graph_(graph), known_(graph.string_count(), kNotSeen) {}
  // The id of the table if this string names a WeakMap entry, else 0. Looks at each string once.
  uint64_t table_id(StringIndex name);

 private:
  enum : uint8_t { kNotSeen, kOther, kEphemeron };
  const SnapshotGraph& graph_;
  std::vector<uint8_t> known_;
};

EdgeSet essential_edges(const SnapshotGraph& graph);

struct Dominators {
  std::vector<NodeIndex> immediate;  // the root's is itself; nodes that nothing holds hang off the root
  std::vector<NodeIndex> order;      // every node, dominators before what they dominate
  uint32_t unreachable = 0;          // nodes with no path of essential edges from the root
};
// Lengauer and Tarjan's algorithm (1979, the simple variant, O(m log n)), without recursion.
Dominators build_dominators(const SnapshotGraph& graph, const EdgeSet& essential);

std::vector<uint64_t> retained_sizes(const Dominators& dominators, const std::vector<uint64_t>& self_sizes);

// Edges from the nearest global object (1 is the global itself). Objects that only the engine reaches have
// kSystemDistance and more; unreachable ones kNone.
inline constexpr uint32_t kSystemDistance = 100000000;
std::vector<uint32_t> distances(const SnapshotGraph& graph);

// Whether the root has edges to global objects; a file without them was written with the engine's internals exposed.
bool has_user_roots(const SnapshotGraph& graph);
bool is_user_root(const SnapshotGraph& graph, NodeIndex node);

// Sizes with arrays and hidden nodes added to the one object that owns them (and 0 themselves). Equal to
// graph.self_size for a file without user roots.
std::vector<uint64_t> shallow_sizes(const SnapshotGraph& graph);

// Embedder objects (DOM nodes) that are not in a document, and what only they reach. Empty if the file does not say.
std::vector<bool> detached_nodes(const SnapshotGraph& graph);

// Everything above, made together.
struct Analysis {
  std::vector<bool> detached;
  std::vector<uint64_t> shallow;
  std::vector<uint64_t> retained;
  std::vector<uint32_t> distance;
  Dominators dominators;
};
// With `raw`, sizes are the file's own (as older viewers show them).
Analysis analyze(const SnapshotGraph& graph, bool raw = false);

}  // namespace scrim::profile
