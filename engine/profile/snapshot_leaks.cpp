#include "engine/profile/snapshot_leaks.h"

#include <algorithm>
#include <unordered_map>

#include "engine/profile/report_parts.h"

namespace scrim::profile {
namespace {

constexpr uint32_t kManyFunctions = 10;  // Node warns of 11 listeners for one event
constexpr uint32_t kManyEntries = 100;
constexpr uint64_t kMuch = 100 * 1000;  // bytes, or 1 % of the heap where that is less
constexpr uint32_t kManyDuplicates = 20;
constexpr size_t kMaxOfKind = 10;

uint64_t much_of(const Snapshot& snapshot) {
  const uint64_t total = snapshot.analysis.retained[snapshot.graph.root];
  return std::min(kMuch, std::max<uint64_t>(total / 100, 1));
}

bool is_named(const SnapshotGraph& graph, NodeIndex n, std::string_view name) {
  return graph.node_type[n] == NodeType::kObject && graph.string_equals(graph.node_name[n], name);
}

// The container's entries: calls entry(target).
template <typename Entry>
void each_entry(const SnapshotGraph& graph, NodeIndex n, Entry entry) {
  const NodeIndex table = graph.follow(n, "table");
  if (table != kNone && graph.node_type[n] == NodeType::kObject) {
    for (EdgeIndex e = graph.first_edge[table]; e < graph.first_edge[table + 1]; e++) {
      const std::string_view raw = graph.edge_has_string_name(e) ? graph.raw_string(graph.edge_name[e]) : "0";
      if (!raw.empty() && raw[0] >= '0' && raw[0] <= '9' && graph.edge_type[e] != EdgeType::kWeak) {
        entry(graph.edge_target[e]);
      }
    }
    return;
  }
  for (EdgeIndex e = graph.first_edge[n]; e < graph.first_edge[n + 1]; e++) {
    const EdgeType type = graph.edge_type[e];
    if (type == EdgeType::kElement || type == EdgeType::kProperty) entry(graph.edge_target[e]);
  }
}

bool is_function(const SnapshotGraph& graph, NodeIndex n) {
  return graph.node_type[n] == NodeType::kClosure;
}

bool is_own_code(const ScriptNames& scripts, const SourceLocation* at) {
  return at != nullptr && !scripts.name(at->script_id).starts_with("node:");
}

class Finder {
 public:
  explicit Finder(const Snapshot& snapshot)
      : snapshot_(snapshot),
        graph_(snapshot.graph),
        scripts_(snapshot.graph),
        paths_(snapshot.graph, snapshot.analysis),
        much_(much_of(snapshot)) {}

  std::vector<Suspect> run() {
    containers();
    timers();
    detached();
    duplicates();
    std::stable_sort(suspects_.begin(), suspects_.end(), [](const Suspect& a, const Suspect& b) {
      if (a.kind != b.kind) return a.kind < b.kind;
      return a.size > b.size;
    });
    std::vector<Suspect> kept;
    size_t of_kind = 0;
    for (Suspect& suspect : suspects_) {
      of_kind = !kept.empty() && kept.back().kind == suspect.kind ? of_kind + 1 : 1;
      if (of_kind <= kMaxOfKind) kept.push_back(std::move(suspect));
    }
    return kept;
  }

 private:
  const Snapshot& snapshot_;
  const SnapshotGraph& graph_;
  const ScriptNames scripts_;
  PathFinder paths_;
  const uint64_t much_;
  std::vector<Suspect> suspects_;

  // Where a function stands, as one number; 0 if unknown.
  uint64_t place_key(NodeIndex function) const {
    const SourceLocation* at = graph_.location(function);
    if (!is_own_code(scripts_, at)) return 0;
    return (uint64_t{at->script_id} << 40 ^ uint64_t{at->line} << 16 ^ at->column) + 1;
  }

  // Containers with the same contents that are held alike are one suspect.
  struct Alike {
    size_t suspect;
    uint64_t containers;
    std::string contents;
  };
  std::unordered_map<std::string, Alike> alike_;

  void add_container(SuspectKind kind, NodeIndex n, uint32_t entries, const std::string& contents) {
    const std::string key =
        std::to_string(static_cast<int>(kind)) + contents + '\0' + std::to_string(paths_.kind_of_path(n));
    auto [at, added] = alike_.try_emplace(key, Alike{suspects_.size(), 0, contents});
    if (added) suspects_.push_back({kind, "", n, 0, 0, {}});
    Suspect& suspect = suspects_[at->second.suspect];
    const uint64_t number = ++at->second.containers;
    suspect.count += entries;
    suspect.size += snapshot_.analysis.retained[n];
    if (snapshot_.analysis.retained[n] > snapshot_.analysis.retained[suspect.node]) suspect.node = n;
    suspect.what =
        grouped(suspect.count) + " " + contents + " in " +
        (number == 1 ? container_name(n) : grouped(number) + " such containers, like " + container_name(suspect.node));
  }

  void containers() {
    std::unordered_map<uint64_t, uint32_t> places;
    std::unordered_map<ClassIndex, uint32_t> classes;
    for (NodeIndex n = 0; n < graph_.node_count(); n++) {
      if (graph_.node_type[n] != NodeType::kObject || snapshot_.analysis.distance[n] >= kSystemDistance) continue;
      const uint32_t edges = graph_.first_edge[n + 1] - graph_.first_edge[n];
      if (edges < kManyFunctions && graph_.follow(n, "table") == kNone) continue;
      places.clear();
      classes.clear();
      uint32_t entries = 0, most_at_place = 0, most_of_class = 0;
      NodeIndex place_example = kNone, class_example = kNone;
      each_entry(graph_, n, [&](NodeIndex target) {
        entries++;
        if (is_function(graph_, target)) {
          const uint64_t key = place_key(target);
          if (key != 0 && ++places[key] > most_at_place) {
            most_at_place = places[key];
            place_example = target;
          }
        } else if (graph_.node_type[target] == NodeType::kObject) {
          if (++classes[snapshot_.classes.of_node[target]] > most_of_class) {
            most_of_class = classes[snapshot_.classes.of_node[target]];
            class_example = target;
          }
        }
      });
      if (most_at_place >= kManyFunctions) {
        add_container(SuspectKind::kListeners, n, most_at_place,
                      "functions from " + short_place(scripts_.place(graph_.location(place_example))));
      } else if (most_of_class >= kManyEntries && most_of_class * 5 >= entries * 2 &&
                 snapshot_.analysis.retained[n] >= much_) {
        const ClassGroup& group = snapshot_.classes.groups[snapshot_.classes.of_node[class_example]];
        if (scripts_.name(group.script_id).starts_with("node:")) continue;
        // Tables of scrim's own modules, unless a class of the program is in them.
        if (group.script_id == 0 && path_expression(paths_.shortest(n)).starts_with("(builtin modules)")) continue;
        add_container(SuspectKind::kCollection, n, most_of_class, group.name);
      }
    }
  }

  std::string container_name(NodeIndex n) const {
    if (is_named(graph_, n, "Array")) return "an Array";
    if (is_named(graph_, n, "Map")) return "a Map";
    if (is_named(graph_, n, "Set")) return "a Set";
    return display_name(graph_, n, 40);
  }

  void timers() {
    std::unordered_map<uint64_t, size_t> at;
    std::vector<Suspect> found;
    std::vector<NodeIndex> callback;
    for (NodeIndex n = 0; n < graph_.node_count(); n++) {
      const bool timeout = is_named(graph_, n, "Timeout");
      if (!timeout && !is_named(graph_, n, "Immediate")) continue;
      NodeIndex function = graph_.follow(n, timeout ? "_onTimeout" : "_onImmediate");
      // scrim's timers hold their callback in an inner field.
      for (EdgeIndex e = graph_.first_edge[n]; e < graph_.first_edge[n + 1] && function == kNone; e++) {
        const bool inner = graph_.edge_type[e] == EdgeType::kHidden || graph_.edge_type[e] == EdgeType::kInternal;
        if (inner && is_function(graph_, graph_.edge_target[e])) function = graph_.edge_target[e];
      }
      if (function == kNone || !is_function(graph_, function)) continue;
      const uint64_t key = place_key(function);
      if (key == 0) continue;
      auto [known, added] = at.try_emplace(key, found.size());
      if (added) {
        found.push_back({SuspectKind::kTimers, "", n, 0, 0, {}});
        callback.push_back(function);
      }
      found[known->second].count++;
      found[known->second].size += snapshot_.analysis.retained[n];
    }
    for (size_t i = 0; i < found.size(); i++) {
      if (found[i].count < kManyFunctions) continue;
      found[i].what = grouped(found[i].count) + " pending timers with a callback from " +
                      short_place(scripts_.place(graph_.location(callback[i])));
      suspects_.push_back(std::move(found[i]));
    }
  }

  void detached() {
    if (snapshot_.analysis.detached.empty()) return;
    std::unordered_map<ClassIndex, size_t> at;
    std::vector<Suspect> found;
    for (NodeIndex n = 0; n < graph_.node_count(); n++) {
      if (!snapshot_.analysis.detached[n] || snapshot_.analysis.distance[n] >= kSystemDistance) continue;
      const ClassIndex c = snapshot_.classes.of_node[n];
      // Only elements: other embedder objects are detached as a matter of course.
      if (!snapshot_.classes.groups[c].name.starts_with("Detached <") &&
          snapshot_.classes.groups[c].name.find("Element") == std::string::npos) {
        continue;
      }
      auto [known, added] = at.try_emplace(c, found.size());
      if (added) found.push_back({SuspectKind::kDetached, "", n, 0, 0, {}});
      found[known->second].count++;
      found[known->second].size += snapshot_.analysis.retained[n];
    }
    for (auto& [c, i] : at) {
      found[i].what = grouped(found[i].count) + " " + snapshot_.classes.groups[c].name;
      suspects_.push_back(found[i]);
    }
  }

  void duplicates() {
    struct Copies {
      NodeIndex example;
      uint64_t count = 0, size = 0;
    };
    std::unordered_map<StringIndex, Copies> copies;
    for (NodeIndex n = 0; n < graph_.node_count(); n++) {
      if (graph_.node_type[n] != NodeType::kString || graph_.self_size[n] == 0) continue;
      if (snapshot_.analysis.distance[n] >= kSystemDistance) continue;
      Copies& same = copies.try_emplace(graph_.node_name[n], Copies{n}).first->second;
      same.count++;
      same.size += graph_.self_size[n];
    }
    for (auto& [name, same] : copies) {
      if (same.count < kManyDuplicates || same.size < much_) continue;
      Suspect suspect{SuspectKind::kDuplicates, "", same.example, same.count, same.size, {}};
      suspect.what = "the string " + display_name(graph_, same.example, 40) + " " + grouped(same.count) + " times";
      suspects_.push_back(std::move(suspect));
    }
  }
};

uint32_t entry_count(const SnapshotGraph& graph, NodeIndex n) {
  uint32_t count = 0;
  each_entry(graph, n, [&](NodeIndex) { count++; });
  return count;
}

bool grows(const std::vector<uint64_t>& counts) {
  for (size_t i = 1; i < counts.size(); i++) {
    if (counts[i] <= counts[i - 1]) return false;
  }
  return true;
}

std::string history_text(const std::vector<uint64_t>& counts) {
  std::string text;
  for (uint64_t count : counts) text += (text.empty() ? "" : " → ") + grouped(count);
  return text;
}

void growing_classes(const std::vector<Snapshot>& snapshots, std::vector<Suspect>& suspects) {
  const Snapshot& last = snapshots.back();
  const ScriptNames scripts(last.graph);
  // An example of each class: of what is new the nearest to a root.
  const std::vector<NodeIndex> before = match_ids(last.graph, snapshots[snapshots.size() - 2].graph);
  std::vector<NodeIndex> example(last.classes.groups.size(), kNone);
  for (NodeIndex n = 0; n < last.graph.node_count(); n++) {
    if (before[n] != kNone || last.analysis.shallow[n] == 0) continue;
    NodeIndex& nearest = example[last.classes.of_node[n]];
    if (nearest == kNone || last.analysis.distance[n] < last.analysis.distance[nearest]) nearest = n;
  }
  for (ClassIndex c = 0; c < last.classes.groups.size(); c++) {
    const ClassGroup& group = last.classes.groups[c];
    // Kinds of the engine's own, and code that is still warming up, always grow.
    if (group.count == 0 || group.name.starts_with("(") || group.name.starts_with("system /") ||
        scripts.name(group.script_id).starts_with("node:")) {
      continue;
    }
    std::vector<uint64_t> counts;
    uint64_t first_size = 0;
    for (const Snapshot& snapshot : snapshots) {
      uint64_t count = 0;
      for (const ClassGroup& other : snapshot.classes.groups) {
        if (other.name != group.name || other.script_id != group.script_id || other.line != group.line ||
            other.column != group.column) {
          continue;
        }
        count = other.count;
        if (&snapshot == &snapshots.front()) first_size = other.retained;
      }
      counts.push_back(count);
    }
    if (!grows(counts) || counts.back() - counts.front() < kManyFunctions) continue;
    Suspect suspect{SuspectKind::kGrowingClass, "", kNone, group.count, 0, counts};
    suspect.size = group.retained > first_size ? group.retained - first_size : 0;
    suspect.node = example[c];
    suspect.what = group.name + ": " + history_text(counts) + " instances";
    suspects.push_back(std::move(suspect));
  }
}

void growing_collections(const std::vector<Snapshot>& snapshots, std::vector<Suspect>& suspects) {
  const Snapshot& last = snapshots.back();
  std::vector<std::vector<NodeIndex>> earlier;
  for (size_t i = 0; i + 1 < snapshots.size(); i++) earlier.push_back(match_ids(last.graph, snapshots[i].graph));
  for (NodeIndex n = 0; n < last.graph.node_count(); n++) {
    if (last.graph.node_type[n] != NodeType::kObject || last.analysis.distance[n] >= kSystemDistance) continue;
    std::vector<uint64_t> counts;
    bool everywhere = true;
    for (size_t i = 0; i < earlier.size() && everywhere; i++) {
      const NodeIndex then = earlier[i][n];
      everywhere = then != kNone && snapshots[i].graph.node_type[then] == NodeType::kObject;
      if (everywhere) counts.push_back(entry_count(snapshots[i].graph, then));
    }
    if (!everywhere) continue;
    counts.push_back(entry_count(last.graph, n));
    if (!grows(counts) || counts.back() - counts.front() < kManyFunctions) continue;
    const NodeIndex first = earlier.front()[n];
    const uint64_t before = snapshots.front().analysis.retained[first], now = last.analysis.retained[n];
    Suspect suspect{SuspectKind::kGrowingCollection, "", n, counts.back(), now > before ? now - before : 0, counts};
    suspect.what = display_name(last.graph, n, 40) + ": " + history_text(counts) + " references";
    suspects.push_back(std::move(suspect));
  }
}

}  // namespace

const char* suspect_kind_name(SuspectKind kind) {
  switch (kind) {
    case SuspectKind::kListeners: return "listeners";
    case SuspectKind::kTimers: return "timers";
    case SuspectKind::kCollection: return "collection";
    case SuspectKind::kDetached: return "detached";
    case SuspectKind::kDuplicates: return "duplicate-strings";
    case SuspectKind::kGrowingClass: return "growing-class";
    case SuspectKind::kGrowingCollection: return "growing-collection";
  }
  return "";
}

std::vector<Suspect> find_suspects(const Snapshot& snapshot) {
  return Finder(snapshot).run();
}

std::vector<Suspect> find_growth(const std::vector<Snapshot>& snapshots) {
  std::vector<Suspect> suspects;
  if (snapshots.size() < 2) return suspects;
  growing_classes(snapshots, suspects);
  growing_collections(snapshots, suspects);
  std::stable_sort(suspects.begin(), suspects.end(), [](const Suspect& a, const Suspect& b) {
    if (a.kind != b.kind) return a.kind < b.kind;
    return a.size > b.size;
  });
  std::vector<Suspect> kept;
  size_t of_kind = 0;
  for (Suspect& suspect : suspects) {
    of_kind = !kept.empty() && kept.back().kind == suspect.kind ? of_kind + 1 : 1;
    if (of_kind <= kMaxOfKind) kept.push_back(std::move(suspect));
  }
  return kept;
}

}  // namespace scrim::profile
