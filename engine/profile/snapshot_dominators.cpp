// Lengauer, Tarjan: A Fast Algorithm for Finding Dominators in a Flowgraph. TOPLAS 1 (1979), 121-141.
// Vertices are renumbered in depth-first order (1 is the root, 0 is "none"), so that the main loop walks memory
// backwards and semidominators are compared as plain numbers.
#include "engine/profile/snapshot_analysis.h"

namespace scrim::profile {
namespace {

using Vertex = uint32_t;

struct State {
  Vertex ancestor;  // 0: a root of the link-eval forest
  Vertex label;     // the vertex with the least semidominator on the compressed path
  Vertex semi_of_label;
  Vertex semi;
};

class Builder {
 public:
  Builder(const SnapshotGraph& graph, const EdgeSet& essential)
      : graph_(graph), essential_(essential), number_(graph.node_count(), 0) {}

  Dominators build();

 private:
  const SnapshotGraph& graph_;
  const EdgeSet& essential_;
  std::vector<Vertex> number_;     // node -> vertex
  std::vector<NodeIndex> node_;    // vertex -> node
  std::vector<Vertex> parent_;     // in the depth-first tree
  std::vector<uint32_t> pred_at_;  // vertex -> its predecessors in pred_
  std::vector<Vertex> pred_;
  std::vector<State> state_;
  std::vector<Vertex> path_;
  std::vector<EdgeIndex> next_edge_;

  void search(NodeIndex start, Vertex parent);
  void search_orphans();
  void collect_predecessors();
  void compress(Vertex v);
  Vertex evaluate(Vertex v) {
    if (state_[v].ancestor == 0) return v;
    compress(v);
    return state_[v].label;
  }
};

void Builder::search(NodeIndex start, Vertex parent) {
  auto enter = [&](NodeIndex n, Vertex from) {
    number_[n] = static_cast<Vertex>(node_.size());
    node_.push_back(n);
    parent_.push_back(from);
    next_edge_.push_back(graph_.first_edge[n]);
    return number_[n];
  };
  Vertex v = enter(start, parent);
  const Vertex stop = parent;
  while (v != stop) {
    const NodeIndex n = node_[v];
    const EdgeIndex end = graph_.first_edge[n + 1];
    EdgeIndex e = next_edge_[v];
    Vertex child = 0;
    for (; e < end; e++) {
      if (!essential_.contains(e)) continue;
      NodeIndex target = graph_.edge_target[e];
      if (number_[target] == 0) {
        next_edge_[v] = e + 1;
        child = enter(target, v);
        break;
      }
    }
    if (child == 0) {
      next_edge_[v] = end;
      v = parent_[v];
    } else {
      v = child;
    }
  }
}

// What nothing holds hangs off the root: first nodes without any essential edge to them, with all they hold, then
// rings.
void Builder::search_orphans() {
  const uint32_t nodes = graph_.node_count();
  std::vector<bool> held(nodes, false);
  for (EdgeIndex e = 0; e < graph_.edge_count(); e++) {
    if (essential_.contains(e)) held[graph_.edge_target[e]] = true;
  }
  for (NodeIndex n = 0; n < nodes; n++) {
    if (number_[n] == 0 && !held[n]) search(n, 1);
  }
  for (NodeIndex n = 0; n < nodes; n++) {
    if (number_[n] == 0) search(n, 1);
  }
}

void Builder::collect_predecessors() {
  const Vertex last = static_cast<Vertex>(node_.size()) - 1;
  pred_at_.assign(last + 2, 0);
  for (Vertex v = 1; v <= last; v++) {
    const NodeIndex n = node_[v];
    for (EdgeIndex e = graph_.first_edge[n]; e < graph_.first_edge[n + 1]; e++) {
      if (essential_.contains(e)) pred_at_[number_[graph_.edge_target[e]] + 1]++;
    }
  }
  for (Vertex v = 1; v <= last + 1; v++) pred_at_[v] += pred_at_[v - 1];
  pred_.resize(pred_at_[last + 1]);
  std::vector<uint32_t> next(pred_at_.begin(), pred_at_.end() - 1);
  for (Vertex v = 1; v <= last; v++) {
    const NodeIndex n = node_[v];
    for (EdgeIndex e = graph_.first_edge[n]; e < graph_.first_edge[n + 1]; e++) {
      if (essential_.contains(e)) pred_[next[number_[graph_.edge_target[e]]]++] = v;
    }
  }
}

void Builder::compress(Vertex v) {
  path_.clear();
  while (state_[state_[v].ancestor].ancestor != 0) {
    path_.push_back(v);
    v = state_[v].ancestor;
  }
  while (!path_.empty()) {
    State& w = state_[path_.back()];
    path_.pop_back();
    const State& above = state_[w.ancestor];
    if (above.semi_of_label < w.semi_of_label) {
      w.label = above.label;
      w.semi_of_label = above.semi_of_label;
    }
    w.ancestor = above.ancestor;
  }
}

Dominators Builder::build() {
  const uint32_t nodes = graph_.node_count();
  node_.reserve(nodes + 1);
  parent_.reserve(nodes + 1);
  next_edge_.reserve(nodes + 1);
  node_.push_back(kNone);
  parent_.push_back(0);
  next_edge_.push_back(0);
  search(graph_.root, 0);
  const uint32_t reached = static_cast<uint32_t>(node_.size()) - 1;
  if (reached < nodes) search_orphans();
  next_edge_ = {};
  collect_predecessors();

  const Vertex last = static_cast<Vertex>(node_.size()) - 1;
  state_.resize(last + 1);
  for (Vertex v = 0; v <= last; v++) state_[v] = {0, v, v, v};
  // Buckets as lists through bucket_next; a vertex is in one bucket at most.
  std::vector<Vertex> bucket(last + 1, 0), bucket_next(last + 1, 0), dominator(last + 1, 0);
  for (Vertex w = last; w >= 2; w--) {
    Vertex semi = w;
    for (uint32_t i = pred_at_[w]; i < pred_at_[w + 1]; i++) {
      const Vertex u = evaluate(pred_[i]);
      if (state_[u].semi < semi) semi = state_[u].semi;
    }
    // A start of search_orphans() has an edge from the root that is in no list.
    if (parent_[w] == 1) semi = 1;
    state_[w].semi = semi;
    state_[w].semi_of_label = semi;
    bucket_next[w] = bucket[semi];
    bucket[semi] = w;
    const Vertex p = parent_[w];
    state_[w].ancestor = p;
    for (Vertex v = bucket[p]; v != 0; v = bucket_next[v]) {
      const Vertex u = evaluate(v);
      dominator[v] = state_[u].semi < state_[v].semi ? u : p;
    }
    bucket[p] = 0;
  }
  dominator[1] = 1;
  for (Vertex w = 2; w <= last; w++) {
    if (dominator[w] != state_[w].semi) dominator[w] = dominator[dominator[w]];
  }

  Dominators result;
  result.unreachable = nodes - reached;
  result.immediate.resize(nodes);
  for (Vertex v = 1; v <= last; v++) result.immediate[node_[v]] = node_[dominator[v]];
  node_.erase(node_.begin());
  result.order = std::move(node_);
  return result;
}

}  // namespace

Dominators build_dominators(const SnapshotGraph& graph, const EdgeSet& essential) {
  return Builder(graph, essential).build();
}

std::vector<uint64_t> retained_sizes(const Dominators& dominators, const std::vector<uint64_t>& self_sizes) {
  std::vector<uint64_t> retained = self_sizes;
  for (size_t i = dominators.order.size(); i-- > 1;) {
    const NodeIndex n = dominators.order[i];
    retained[dominators.immediate[n]] += retained[n];
  }
  return retained;
}

}  // namespace scrim::profile
