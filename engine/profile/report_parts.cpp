#include "engine/profile/report_parts.h"

#include <algorithm>

namespace scrim::profile {

static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  auto found = std::search(text.begin(), text.end(), part.begin(), part.end(),
                           [](char a, char b) { return lower(a) == lower(b); });
  return found != text.end() || part.empty();
}

std::string object_label(const Snapshot& snapshot, NodeIndex node, size_t max_length) {
  std::string text = display_name(snapshot.graph, node, max_length);
  const auto& detached = snapshot.analysis.detached;
  if (!detached.empty() && detached[node]) text = "Detached " + text;
  return printable(text);
}

std::string id_text(const SnapshotGraph& graph, NodeIndex node) {
  return "@" + std::to_string(graph.node_id[node]);
}

std::string distance_text(uint32_t distance) {
  return distance >= kSystemDistance ? std::string("-") : std::to_string(distance);
}

std::string node_place(const Snapshot& snapshot, const ScriptNames& scripts, NodeIndex node) {
  return printable(scripts.place(snapshot.graph.location(node)));
}

std::string short_place(const std::string& place) {
  const size_t slash = place.rfind('/');
  if (slash == std::string::npos || place.starts_with("node:")) return place;
  // index.js alone says little.
  const size_t before = slash == 0 ? std::string::npos : place.rfind('/', slash - 1);
  if (place.compare(slash + 1, 6, "index.") == 0 && before != std::string::npos) return place.substr(before + 1);
  return place.substr(slash + 1);
}

std::vector<NodeIndex> find_target(const Snapshot& snapshot, const std::string& target) {
  const SnapshotGraph& graph = snapshot.graph;
  std::vector<NodeIndex> found;
  if (target.starts_with("@")) {
    if (target.size() == 1 || target.find_first_not_of("0123456789", 1) != std::string::npos) return found;
    const NodeIndex node = graph.find_id(strtoull(target.c_str() + 1, nullptr, 10));
    if (node != kNone) found.push_back(node);
    return found;
  }
  std::vector<bool> wanted(snapshot.classes.groups.size(), false);
  bool any = false;
  for (ClassIndex c = 0; c < wanted.size(); c++) {
    const ClassGroup& group = snapshot.classes.groups[c];
    if (group.count != 0 && group.name == target) any = wanted[c] = true;
  }
  for (NodeIndex n = 0; n < graph.node_count(); n++) {
    if (snapshot.analysis.shallow[n] == 0) continue;
    const bool match =
        any ? wanted[snapshot.classes.of_node[n]]
            : graph.node_type[n] == NodeType::kClosure && graph.string_equals(graph.node_name[n], target);
    if (match) found.push_back(n);
  }
  if (found.empty()) {
    // A plain object's own name ("Config" written as a class whose instances became an interface), or a raw name.
    for (NodeIndex n = 0; n < graph.node_count(); n++) {
      const NodeType type = graph.node_type[n];
      if (type != NodeType::kObject && type != NodeType::kNative && type != NodeType::kSynthetic) continue;
      if (graph.string_equals(graph.node_name[n], target)) found.push_back(n);
    }
  }
  std::stable_sort(found.begin(), found.end(), [&](NodeIndex a, NodeIndex b) {
    return snapshot.analysis.retained[a] > snapshot.analysis.retained[b];
  });
  return found;
}

std::vector<std::string> similar_names(const Snapshot& snapshot, const std::string& target) {
  std::vector<std::string> names;
  for (ClassIndex c : by_retained_size(snapshot.classes)) {
    const std::string& name = snapshot.classes.groups[c].name;
    if (!contains_ignoring_case(name, target) && !(name.size() > 2 && contains_ignoring_case(target, name))) continue;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    if (names.size() == 5) break;
  }
  return names;
}

void json_object(JsonOut& out, const Snapshot& snapshot, NodeIndex node) {
  const SnapshotGraph& graph = snapshot.graph;
  out.open_object();
  out.member("id", graph.node_id[node]);
  out.member("type", node_type_name(graph.node_type[node]));
  out.member("name", display_name(graph, node, 200));
  out.member("class", snapshot.classes.groups[snapshot.classes.of_node[node]].name);
  out.member("shallow", snapshot.analysis.shallow[node]);
  out.member("retained", snapshot.analysis.retained[node]);
  out.key("distance");
  if (snapshot.analysis.distance[node] < kSystemDistance) {
    out.value(uint64_t{snapshot.analysis.distance[node]});
  } else {
    out.null();
  }
  out.close_object();
}

void json_path(JsonOut& out, const Snapshot& snapshot, const RetainingPath& path) {
  out.open_object();
  out.member("expression", path_expression(path));
  out.key("steps").open_array();
  for (const PathStep& step : path.steps) {
    out.open_object();
    out.member("edge", step.label);
    out.member("id", snapshot.graph.node_id[step.node]);
    out.member("name", display_name(snapshot.graph, step.node, 200));
    out.member("retained", snapshot.analysis.retained[step.node]);
    out.close_object();
  }
  out.close_array().close_object();
}

std::string path_lines(const Snapshot& snapshot, const ScriptNames& scripts, const RetainingPath& path) {
  constexpr size_t kShownOfRun = 2;
  TextTable table;
  table.column("", TextTable::Align::kLeft, 40);
  table.column("", TextTable::Align::kLeft, 60);
  table.column("", TextTable::Align::kRight);
  table.column("", TextTable::Align::kLeft, 60);
  const auto& steps = path.steps;
  for (size_t i = 0; i < steps.size(); i++) {
    size_t run = 1;
    while (i + run < steps.size() && steps[i + run].pattern == steps[i].pattern && run < steps.size()) run++;
    const bool fold = run > 2 * kShownOfRun + 1;
    const size_t shown = fold ? kShownOfRun : run;
    for (size_t k = 0; k < shown; k++) {
      const PathStep& step = steps[i + k];
      const std::string label = i + k == 0 && step.label.empty() ? "(root)" : printable(step.label);
      table.row({(i + k == 0 ? "" : "  ") + label,
                 object_label(snapshot, step.node) + " " + id_text(snapshot.graph, step.node),
                 human_size(snapshot.analysis.retained[step.node]),
                 short_place(node_place(snapshot, scripts, step.node))});
    }
    if (fold) {
      table.row({"  … " + grouped(run - 2 * kShownOfRun) + " more " + printable(steps[i].pattern), "", "", ""});
      for (size_t k = run - kShownOfRun; k < run; k++) {
        const PathStep& step = steps[i + k];
        table.row({"  " + printable(step.label),
                   object_label(snapshot, step.node) + " " + id_text(snapshot.graph, step.node),
                   human_size(snapshot.analysis.retained[step.node]), ""});
      }
    }
    i += run - 1;
  }
  return table.render("    ");
}

}  // namespace scrim::profile
