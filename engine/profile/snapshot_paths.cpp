#include "engine/profile/snapshot_paths.h"

#include <algorithm>

namespace scrim::profile {
namespace {

bool is_identifier(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  for (unsigned char c : text) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                      c == '$' || c == '#' || c >= 0x80;
    if (!word) return false;
  }
  return true;
}

std::string property_label(const std::string& name) {
  if (name.starts_with("<symbol")) {
    std::string inner = name.size() > 9 ? name.substr(8, name.size() - 9) : std::string();
    // Well-known symbols are themselves: [Symbol.iterator]; others by their description.
    return inner.starts_with("Symbol.") ? "[" + inner + "]" : "[Symbol(" + inner + ")]";
  }
  if (is_identifier(name)) return (name[0] == '#' ? "." : ".") + name;
  return "[\"" + name + "\"]";
}

bool is_context(const SnapshotGraph& graph, NodeIndex node) {
  return graph.string_starts_with(graph.node_name[node], "system / Context");
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

enum class Table { kNone, kMap, kSet };

// What the hash table that `table` is belongs to, if the step before it says so.
Table table_of(const SnapshotGraph& graph, NodeIndex owner, EdgeIndex to_table) {
  if (!graph.edge_has_string_name(to_table) || !graph.string_equals(graph.edge_name[to_table], "table")) {
    return Table::kNone;
  }
  const std::string name = graph.name(owner);
  const bool map = graph.node_type[owner] == NodeType::kObject && graph.follow(owner, "table") != kNone;
  if (!map) return Table::kNone;
  if (name.find("Set") != std::string::npos && name.find("Map") == std::string::npos) return Table::kSet;
  return Table::kMap;
}

// V8 writes a map's table as edges named by their place: key, value and (never an edge) chain in turn. The key is the
// entry in front if it is an edge at all; small integers are none.
NodeIndex key_in_front(const SnapshotGraph& graph, NodeIndex table, EdgeIndex edge, uint64_t place) {
  for (EdgeIndex e = edge; e-- > graph.first_edge[table];) {
    const std::string text = graph.edge_text(e);
    if (!is_number(text)) continue;
    const uint64_t other = strtoull(text.c_str(), nullptr, 10);
    if (other + 1 == place) return graph.edge_target[e];
    if (edge - e > 4) break;
  }
  return kNone;
}

std::string key_text(const SnapshotGraph& graph, NodeIndex key) {
  return display_name(graph, key, 40);
}

struct Label {
  std::string text, pattern;
};

Label same(std::string text) {
  return {text, text};
}

// The name of a WeakMap entry without V8's ids: "3 / part of key (Object @9) -> value (Foo @11) pair in WeakMap (…)".
bool ephemeron_label(const std::string& name, Label& label) {
  const size_t at = name.find(" / part of key (");
  if (at == std::string::npos) return false;
  const size_t from = at + 16, to = name.find(") -> value (", from);
  if (to == std::string::npos) return false;
  label = {"(weak map) " + name.substr(from, to - from), "(weak map) …"};
  return true;
}

Label plain_label(const SnapshotGraph& graph, EdgeIndex edge) {
  const std::string name = graph.edge_text(edge);
  switch (graph.edge_type[edge]) {
    case EdgeType::kElement: return {"[" + name + "]", "[…]"};
    case EdgeType::kProperty: return same(property_label(name));
    case EdgeType::kContext: return same("closure variable " + name);
    case EdgeType::kShortcut: return same(is_number(name) ? "" : property_label(name));
    case EdgeType::kHidden: return {"<" + name + ">", "<…>"};
    default: {
      Label label;
      if (ephemeron_label(name, label)) return label;
      if (is_number(name)) return {"<" + name + ">", "<…>"};
      return same("<" + name + ">");
    }
  }
}

}  // namespace

// Higher is easier to understand.
static int edge_rank(EdgeType type) {
  switch (type) {
    case EdgeType::kProperty:
    case EdgeType::kElement: return 3;
    case EdgeType::kContext: return 2;
    case EdgeType::kInternal: return 1;
    default: return 0;
  }
}

std::vector<EdgeIndex> PathFinder::sorted_retainers(NodeIndex node, size_t count) const {
  struct Candidate {
    uint32_t distance;
    int rank;
    EdgeIndex edge;
  };
  std::vector<Candidate> candidates;
  for (uint32_t i = retainers_.first[node]; i < retainers_.first[node + 1]; i++) {
    const EdgeIndex e = retainers_.edges[i];
    const EdgeType type = graph_.edge_type[e];
    if (type == EdgeType::kWeak) continue;
    const NodeIndex source = graph_.edge_source(e);
    if (source == node || analysis_.distance[source] == kNone) continue;
    if (type == EdgeType::kShortcut && source != graph_.root) continue;
    candidates.push_back({analysis_.distance[source], -edge_rank(type), e});
  }
  const size_t keep = std::min(count, candidates.size());
  std::partial_sort(candidates.begin(), candidates.begin() + static_cast<ptrdiff_t>(keep), candidates.end(),
                    [](const Candidate& a, const Candidate& b) {
                      if (a.distance != b.distance) return a.distance < b.distance;
                      if (a.rank != b.rank) return a.rank < b.rank;
                      return a.edge < b.edge;
                    });
  std::vector<EdgeIndex> edges;
  for (size_t i = 0; i < keep; i++) edges.push_back(candidates[i].edge);
  return edges;
}

uint32_t PathFinder::retainer_count(NodeIndex node) const {
  return static_cast<uint32_t>(sorted_retainers(node, SIZE_MAX).size());
}

EdgeIndex PathFinder::best_edge(NodeIndex node) {
  EdgeIndex& best = best_[node];
  if (best == kNotSeen) {
    best = kNone;
    if (node != graph_.root && analysis_.distance[node] != 1) {
      std::vector<EdgeIndex> edges = sorted_retainers(node, 1);
      // Always nearer to the root, so that a path ends.
      if (!edges.empty() && analysis_.distance[graph_.edge_source(edges[0])] < analysis_.distance[node])
        best = edges[0];
    }
  }
  return best;
}

// What the group of roots that holds a user root calls it: "(timer)".
std::string PathFinder::root_name(NodeIndex node) const {
  std::string unnamed;
  for (uint32_t i = retainers_.first[node]; i < retainers_.first[node + 1]; i++) {
    const EdgeIndex e = retainers_.edges[i];
    const NodeIndex source = graph_.edge_source(e);
    if (graph_.node_type[source] != NodeType::kSynthetic || source == graph_.root) continue;
    const std::string text = graph_.edge_text(e);
    if (text == "stack slot") {
      unnamed = "(stack)";  // a variable of the frame may hold it too
    } else if (text.starts_with("(")) {
      if (unnamed.empty()) unnamed = text;  // an observer, "(debugger)": the program's own hold says more
    } else if (!is_number(text)) {
      return "(" + text + ")";
    }
  }
  return unnamed;
}

RetainingPath PathFinder::path_through(NodeIndex node, EdgeIndex last) {
  // The raw path, target first.
  struct Raw {
    NodeIndex node;
    EdgeIndex edge;  // leads here; kNone for the first
  };
  std::vector<Raw> raw = {{node, last}};
  for (EdgeIndex e = last; e != kNone;) {
    const NodeIndex source = graph_.edge_source(e);
    e = best_edge(source);
    raw.push_back({source, e});
  }
  RetainingPath path;
  path.complete = raw.back().node == graph_.root || analysis_.distance[raw.back().node] == 1;
  Table in_table = Table::kNone;
  for (size_t i = raw.size(); i-- > 0;) {
    const Raw& at = raw[i];
    Label label;
    if (at.edge == kNone) {
      label = same("");
    } else {
      const NodeIndex source = raw[i + 1].node;
      const std::string name = graph_.edge_text(at.edge);
      if (in_table != Table::kNone && is_number(name)) {
        const uint64_t place = strtoull(name.c_str(), nullptr, 10);
        const NodeIndex key = in_table == Table::kMap ? key_in_front(graph_, source, at.edge, place) : kNone;
        if (in_table == Table::kSet) {
          label = {"(set) " + key_text(graph_, at.node), "(set) …"};
        } else if (key != kNone) {
          label = {"(map) " + key_text(graph_, key), "(map) …"};
        } else {
          label = {"(map) entry " + name, "(map) …"};
        }
      } else if (is_context(graph_, source) && is_number(name)) {
        label = same("closure variable #" + name);
      } else if (graph_.node_type[at.node] == NodeType::kSynthetic) {
        label = same(graph_.name(at.node));
      } else {
        label = plain_label(graph_, at.edge);
      }
    }
    const bool last_step = i == 0;
    in_table = Table::kNone;
    if (!last_step) {
      // Steps that say nothing by themselves: the table of a map, contexts on the way to a variable, and the context
      // that holds the global object.
      if (at.edge != kNone) in_table = table_of(graph_, raw[i + 1].node, at.edge);
      if (in_table != Table::kNone) continue;
      if (is_context(graph_, at.node) && raw[i - 1].edge != kNone) {
        const bool by_closure = at.edge != kNone && (label.text == "<context>" || label.text == "<previous>");
        const EdgeIndex next = raw[i - 1].edge;
        const bool slot = graph_.edge_type[next] == EdgeType::kContext || is_number(graph_.edge_text(next));
        if (by_closure && (slot || is_context(graph_, raw[i - 1].node))) continue;
      }
      if (path.steps.empty() && graph_.node_type[at.node] == NodeType::kHidden && analysis_.distance[at.node] == 1) {
        continue;
      }
      if (at.node == graph_.root && raw.size() > 1) continue;
    }
    if (path.steps.empty() && graph_.string_starts_with(graph_.node_name[at.node], "global"))
      label = same("globalThis");
    if (path.steps.empty() && at.edge == kNone && label.text.empty()) label = same(root_name(at.node));
    path.steps.push_back({at.node, label.text, label.pattern});
  }
  return path;
}

RetainingPath PathFinder::shortest(NodeIndex node) {
  return path_through(node, best_edge(node));
}

std::vector<RetainingPath> PathFinder::several(NodeIndex node, size_t count) {
  std::vector<RetainingPath> paths;
  if (count == 0) return paths;
  paths.push_back(shortest(node));
  const EdgeIndex first = best_edge(node);
  if (first == kNone) return paths;
  for (EdgeIndex e : sorted_retainers(node, count + 1)) {
    if (paths.size() == count) break;
    if (e == first) continue;
    // A retainer whose own path leads through the object tells nothing new.
    bool through = false;
    for (NodeIndex at = graph_.edge_source(e);;) {
      if (at == node) through = true;
      const EdgeIndex up = best_edge(at);
      if (through || up == kNone) break;
      at = graph_.edge_source(up);
    }
    if (!through) paths.push_back(path_through(node, e));
  }
  return paths;
}

std::string path_expression(const RetainingPath& path) {
  std::string text;
  for (size_t i = 0; i < path.steps.size(); i++) {
    const std::string& label = path.steps[i].label;
    if (label.empty()) continue;
    size_t same = 1;
    while (i + same < path.steps.size() && path.steps[i + same].label == label) same++;
    const bool direct = label[0] == '.' || label[0] == '[';
    if (!text.empty() && !direct) text += " → ";
    text += label;
    if (same > 3) {
      text += " (×" + std::to_string(same) + ")";
      i += same - 1;
    }
  }
  return text;
}

uint32_t PathFinder::kind_of_path(NodeIndex node) {
  if (kind_.empty()) kind_.assign(graph_.node_count(), kNone);
  std::vector<NodeIndex> chain;
  for (NodeIndex at = node; kind_[at] == kNone;) {
    chain.push_back(at);
    const EdgeIndex up = best_edge(at);
    if (up == kNone) break;
    at = graph_.edge_source(up);
  }
  while (!chain.empty()) {
    const NodeIndex at = chain.back();
    chain.pop_back();
    const EdgeIndex up = best_edge(at);
    const uint32_t above = up == kNone ? kNone : kind_[graph_.edge_source(up)];
    std::string step;
    if (up != kNone) {
      const std::string name = graph_.edge_has_string_name(up) ? graph_.edge_text(up) : std::string();
      Label ignored;
      step = std::to_string(static_cast<int>(graph_.edge_type[up])) +
             (is_number(name) || ephemeron_label(name, ignored) ? std::string() : name);
    }
    step += '\0' + std::to_string(graph_.node_name[at]);
    // A list's second link is held like its third.
    if (above != kNone && steps_of_kind_[above] == step) {
      kind_[at] = above;
      continue;
    }
    auto [known, added] =
        kinds_.try_emplace(std::to_string(above) + '\0' + step, static_cast<uint32_t>(steps_of_kind_.size()));
    if (added) steps_of_kind_.push_back(step);
    kind_[at] = known->second;
  }
  return kind_[node];
}

}  // namespace scrim::profile
