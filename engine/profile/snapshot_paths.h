// Why an object is alive: the shortest path of retaining edges from a global object (or, for what no global reaches,
// from the garbage collector's roots), told as a person would write it: globalThis.bus._events.tick[3].
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "engine/profile/snapshot_classes.h"

namespace scrim::profile {

// One line of a path. V8's inner objects (a map's table, a closure's context) are folded into the label.
struct PathStep {
  NodeIndex node;
  // How the step before holds this one: ".name", "[3]", "(map) \"key\"", "closure variable x", "<table>"; for the first
  // step "" or the kind of root.
  std::string label;
  // The label without what tells entries of one container apart: "[…]", "(map) …".
  std::string pattern;
};

struct RetainingPath {
  std::vector<PathStep> steps;  // from the root down; the last is the object itself
  bool complete = false;        // false if nothing but weak edges leads to it
};

class PathFinder {
 public:
  PathFinder(const SnapshotGraph& graph, const Analysis& analysis)
      : graph_(graph), analysis_(analysis), retainers_(build_retainers(graph)), best_(graph.node_count(), kNotSeen) {}

  RetainingPath shortest(NodeIndex node);
  // Paths through different immediate retainers, nearest to a root first; the first is shortest(). At most `count`.
  std::vector<RetainingPath> several(NodeIndex node, size_t count);
  // A number for the kind of the shortest path: equal for objects held alike, whatever their index in an array, their
  // key in a map or their place in a list. Amortised O(1) over many calls.
  uint32_t kind_of_path(NodeIndex node);
  // Retaining edges to a node from other nodes that something holds.
  uint32_t retainer_count(NodeIndex node) const;

  const Retainers& retainers() const { return retainers_; }

 private:
  static constexpr EdgeIndex kNotSeen = kNone - 1;
  const SnapshotGraph& graph_;
  const Analysis& analysis_;
  Retainers retainers_;
  std::vector<EdgeIndex> best_;                      // the edge to go up by, kNone at a root
  std::vector<uint32_t> kind_;                       // kind_of_path where known, else kNone
  std::unordered_map<std::string, uint32_t> kinds_;  // a step below a kind -> its kind
  std::vector<std::string> steps_of_kind_;           // the last step of each kind

  std::vector<EdgeIndex> sorted_retainers(NodeIndex node, size_t count) const;
  EdgeIndex best_edge(NodeIndex node);
  std::string root_name(NodeIndex node) const;
  RetainingPath path_through(NodeIndex node, EdgeIndex last);
};

// "globalThis.keep.bus._events.tick[3]" from the labels of a path; inner steps stand in angle brackets.
std::string path_expression(const RetainingPath& path);

}  // namespace scrim::profile
