#include "engine/profile/snapshot_analysis.h"

#include <string>
#include <unordered_set>
#include <utility>

namespace scrim::profile {

uint64_t EphemeronNames::table_id(StringIndex name) {
  if (name >= known_.size() || known_[name] == kOther) return 0;
  if (known_[name] == kNotSeen) {
    known_[name] = kOther;
    std::string_view raw = graph_.raw_string(name);
    if (raw.empty() || raw[0] < '0' || raw[0] > '9') return 0;
    size_t digits = raw.find_first_not_of("0123456789");
    if (digits == std::string_view::npos || !raw.substr(digits).starts_with(" / part of key (")) return 0;
    if (raw.find(" pair in WeakMap (table @") == std::string_view::npos) return 0;
    known_[name] = kEphemeron;
  }
  std::string_view raw = graph_.raw_string(name);
  uint64_t id = 0;
  for (size_t i = raw.rfind("(table @") + 8; i < raw.size() && raw[i] >= '0' && raw[i] <= '9'; i++) {
    id = id * 10 + static_cast<uint64_t>(raw[i] - '0');
  }
  return id;
}

bool is_user_root(const SnapshotGraph& graph, NodeIndex node) {
  return graph.node_type[node] != NodeType::kSynthetic;
}

static bool is_document_trees(const SnapshotGraph& graph, NodeIndex node) {
  return graph.node_type[node] == NodeType::kSynthetic &&
         graph.string_equals(graph.node_name[node], "(Document DOM trees)");
}

bool has_user_roots(const SnapshotGraph& graph) {
  for (EdgeIndex e = graph.first_edge[graph.root]; e < graph.first_edge[graph.root + 1]; e++) {
    if (is_user_root(graph, graph.edge_target[e]) || is_document_trees(graph, graph.edge_target[e])) return true;
  }
  return false;
}

// What the program itself reaches from its globals (in a browser also from its documents).
static std::vector<bool> page_owned(const SnapshotGraph& graph) {
  std::vector<bool> owned(graph.node_count(), false);
  std::vector<NodeIndex> work;
  for (EdgeIndex e = graph.first_edge[graph.root]; e < graph.first_edge[graph.root + 1]; e++) {
    const NodeIndex n = graph.edge_target[e];
    const bool entry = graph.edge_type[e] == EdgeType::kElement ? is_document_trees(graph, n)
                                                                : graph.edge_type[e] == EdgeType::kShortcut;
    if (entry && !owned[n]) {
      owned[n] = true;
      work.push_back(n);
    }
  }
  while (!work.empty()) {
    const NodeIndex n = work.back();
    work.pop_back();
    for (EdgeIndex e = graph.first_edge[n]; e < graph.first_edge[n + 1]; e++) {
      const NodeIndex target = graph.edge_target[e];
      if (owned[target] || graph.edge_type[e] == EdgeType::kWeak) continue;
      owned[target] = true;
      work.push_back(target);
    }
  }
  return owned;
}

EdgeSet essential_edges(const SnapshotGraph& graph) {
  EdgeSet essential(graph.edge_count());
  EphemeronNames ephemerons(graph);
  const std::vector<bool> owned = page_owned(graph);
  for (NodeIndex n = 0; n < graph.node_count(); n++) {
    const bool n_owned = owned[n];
    for (EdgeIndex e = graph.first_edge[n]; e < graph.first_edge[n + 1]; e++) {
      const EdgeType type = graph.edge_type[e];
      const NodeIndex target = graph.edge_target[e];
      if (type == EdgeType::kWeak || target == n) continue;
      if (type == EdgeType::kInternal) {
        const uint64_t table = ephemerons.table_id(graph.edge_name[e]);
        if (table != 0 && table == graph.node_id[n]) continue;
      }
      if (n != graph.root) {
        if (type == EdgeType::kShortcut) continue;
        if (!n_owned && owned[target]) continue;
      }
      essential.insert(e);
    }
  }
  return essential;
}

namespace {

class DistanceSearch {
 public:
  explicit DistanceSearch(const SnapshotGraph& graph)
      : graph_(graph), ephemerons_(graph), distance_(graph.node_count(), kNone) {
    queue_.reserve(graph.node_count());
  }

  std::vector<uint32_t> run() {
    for (EdgeIndex e = graph_.first_edge[graph_.root]; e < graph_.first_edge[graph_.root + 1]; e++) {
      const NodeIndex n = graph_.edge_target[e];
      if ((is_user_root(graph_, n) || is_document_trees(graph_, n)) && distance_[n] == kNone) {
        distance_[n] = 1;
        queue_.push_back(n);
      }
    }
    const bool user_roots = !queue_.empty();
    search();
    distance_[graph_.root] = user_roots ? kSystemDistance : 0;
    queue_.assign(1, graph_.root);
    search();
    return std::move(distance_);
  }

 private:
  const SnapshotGraph& graph_;
  EphemeronNames ephemerons_;
  std::vector<uint32_t> distance_;
  std::vector<NodeIndex> queue_;
  std::unordered_set<std::string_view> pending_;  // WeakMap entries met once

  enum : uint8_t { kPlain, kDescriptors, kNativeContext };
  uint8_t kind(NodeIndex n) {
    if (graph_.node_type[n] == NodeType::kArray) {
      return graph_.string_equals(graph_.node_name[n], "(map descriptors)") ? kDescriptors : kPlain;
    }
    if (graph_.node_type[n] == NodeType::kHidden) {
      return graph_.string_equals(graph_.node_name[n], "system / NativeContext") ? kNativeContext : kPlain;
    }
    return kPlain;
  }

  // A value in a WeakMap is as far as the farther of key and table: the first of its two edges does not count. Their
  // names differ in the number in front only.
  bool first_of_pair(StringIndex name) {
    const std::string_view raw = graph_.raw_string(name);
    const std::string_view text = raw.substr(raw.find(" / "));
    if (pending_.erase(text) != 0) return false;
    pending_.insert(text);
    return true;
  }

  void search() {
    for (size_t i = 0; i < queue_.size(); i++) {
      const NodeIndex n = queue_[i];
      const uint8_t n_kind = kind(n);
      const uint32_t next = distance_[n] + 1;
      for (EdgeIndex e = graph_.first_edge[n]; e < graph_.first_edge[n + 1]; e++) {
        const NodeIndex target = graph_.edge_target[e];
        const EdgeType type = graph_.edge_type[e];
        if (distance_[target] != kNone || type == EdgeType::kWeak) continue;
        if (n_kind == kDescriptors && !graph_.edge_has_string_name(e)) {
          // Maps share descriptor arrays: the third word of each triple may belong to another map.
          const uint32_t index = graph_.edge_name[e];
          if (index >= 2 && index % 3 == 1) continue;
        } else if (n_kind == kNativeContext && graph_.edge_text(e) == "sloppy_function_map") {
          continue;
        }
        if (type == EdgeType::kInternal && ephemerons_.table_id(graph_.edge_name[e]) != 0 &&
            first_of_pair(graph_.edge_name[e])) {
          continue;
        }
        distance_[target] = next;
        queue_.push_back(target);
      }
    }
  }
};

}  // namespace

std::vector<uint32_t> distances(const SnapshotGraph& graph) {
  return DistanceSearch(graph).run();
}

std::vector<uint64_t> shallow_sizes(const SnapshotGraph& graph) {
  std::vector<uint64_t> sizes = graph.self_size;
  if (!has_user_roots(graph)) return sizes;
  constexpr uint32_t kUnvisited = kNone, kShared = kNone - 1;
  const uint32_t nodes = graph.node_count();
  std::vector<uint32_t> owner(nodes);
  std::vector<NodeIndex> work;
  work.reserve(nodes);
  for (NodeIndex n = 0; n < nodes; n++) {
    const NodeType type = graph.node_type[n];
    const bool part =
        type == NodeType::kHidden || type == NodeType::kArray ||
        (type == NodeType::kNative && graph.string_equals(graph.node_name[n], "system / ExternalStringData"));
    owner[n] = part ? kUnvisited : n;
    if (!part) work.push_back(n);
  }
  while (!work.empty()) {
    const NodeIndex n = work.back();
    work.pop_back();
    const uint32_t mine = owner[n];
    for (EdgeIndex e = graph.first_edge[n]; e < graph.first_edge[n + 1]; e++) {
      if (graph.edge_type[e] == EdgeType::kWeak) continue;
      const NodeIndex target = graph.edge_target[e];
      uint32_t& its = owner[target];
      if (its == kUnvisited) {
        its = mine;
        work.push_back(target);
      } else if (its != target && its != mine && its != kShared) {
        its = kShared;
        work.push_back(target);
      }
    }
  }
  for (NodeIndex n = 0; n < nodes; n++) {
    const uint32_t whose = owner[n];
    if (whose == kUnvisited || whose == kShared || whose == n) continue;
    if (graph.node_type[whose] == NodeType::kSynthetic || whose == graph.root) continue;
    sizes[whose] += sizes[n];
    sizes[n] = 0;
  }
  return sizes;
}

std::vector<bool> detached_nodes(const SnapshotGraph& graph) {
  constexpr uint8_t kUnknown = 0, kAttached = 1, kDetached = 2;
  std::vector<bool> result;
  bool any = false;
  for (uint8_t state : graph.detachedness) any |= state == kDetached;
  if (!any) return result;
  const uint32_t nodes = graph.node_count();
  result.resize(nodes);
  std::vector<uint8_t> state = graph.detachedness;
  std::vector<bool> visited(nodes, false);
  std::vector<NodeIndex> attached, detached;
  // The state does not spread through JavaScript objects, only from one embedder object to the next.
  auto visit = [&](NodeIndex n, uint8_t is) {
    if (visited[n]) return;
    visited[n] = true;
    if (graph.node_type[n] != NodeType::kNative) return;
    state[n] = is;
    if (is == kAttached) {
      attached.push_back(n);
    } else if (is == kDetached) {
      result[n] = true;
      detached.push_back(n);
    }
  };
  auto spread = [&](NodeIndex n, uint8_t is) {
    for (EdgeIndex e = graph.first_edge[n]; e < graph.first_edge[n + 1]; e++) {
      if (graph.edge_type[e] != EdgeType::kHidden && graph.edge_type[e] != EdgeType::kWeak)
        visit(graph.edge_target[e], is);
    }
  };
  for (NodeIndex n = 0; n < nodes; n++) {
    if (state[n] != kUnknown) visit(n, state[n]);
  }
  while (!attached.empty()) {
    const NodeIndex n = attached.back();
    attached.pop_back();
    spread(n, kAttached);
  }
  while (!detached.empty()) {
    const NodeIndex n = detached.back();
    detached.pop_back();
    if (state[n] != kAttached) spread(n, kDetached);
  }
  return result;
}

Analysis analyze(const SnapshotGraph& graph, bool raw) {
  Analysis analysis;
  if (!raw) analysis.detached = detached_nodes(graph);
  analysis.shallow = raw ? graph.self_size : shallow_sizes(graph);
  {
    const EdgeSet essential = essential_edges(graph);
    analysis.dominators = build_dominators(graph, essential);
  }
  analysis.retained = retained_sizes(analysis.dominators, analysis.shallow);
  analysis.distance = distances(graph);
  return analysis;
}

}  // namespace scrim::profile
