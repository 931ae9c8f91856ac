#include <algorithm>
#include <unordered_map>

#include "engine/profile/report_parts.h"

namespace scrim::profile {
namespace {

struct PathGroup {
  size_t count = 0;
  NodeIndex example = kNone;  // the nearest to a root
};

std::string object_line(const Snapshot& snapshot, const ScriptNames& scripts, NodeIndex node) {
  std::string text = object_label(snapshot, node, 100) + " " + id_text(snapshot.graph, node) + "  shallow " +
                     human_size(snapshot.analysis.shallow[node]) + ", retains " +
                     human_size(snapshot.analysis.retained[node]) + ", distance " +
                     distance_text(snapshot.analysis.distance[node]);
  const std::string place = node_place(snapshot, scripts, node);
  if (!place.empty()) text += ", " + place;
  return text + "\n";
}

Report one_object(const Snapshot& snapshot, NodeIndex node, const ReportOptions& options) {
  const ScriptNames scripts(snapshot.graph);
  PathFinder finder(snapshot.graph, snapshot.analysis);
  const std::vector<RetainingPath> paths = finder.several(node, std::max<size_t>(options.paths, 1));
  const uint32_t retainers = finder.retainer_count(node);
  Report report;
  report.found = 1;
  if (options.json) {
    JsonOut out;
    out.open_object().member("file", snapshot.path).key("object");
    json_object(out, snapshot, node);
    out.member("retainers", retainers).key("paths").open_array();
    for (const RetainingPath& path : paths) json_path(out, snapshot, path);
    report.text = out.close_array().close_object().take();
    return report;
  }
  report.text = object_line(snapshot, scripts, node);
  for (const RetainingPath& path : paths) {
    const std::string expression = path_expression(path);
    report.text += "\n";
    if (!expression.empty()) report.text += "  " + printable(expression) + "\n";
    report.text += path_lines(snapshot, scripts, path);
  }
  if (!paths.empty() && !paths[0].complete) {
    report.text += "\n  nothing but weak references leads to it: it is waiting for the next collection\n";
  } else if (retainers > paths.size()) {
    report.text += "\n  " + grouped(retainers) + " references hold it; --paths N shows more of them\n";
  }
  return report;
}

}  // namespace

Report retainers_report(const Snapshot& snapshot, const std::string& target, const ReportOptions& options) {
  const std::vector<NodeIndex> found = find_target(snapshot, target);
  if (found.empty()) return {};
  if (found.size() == 1) return one_object(snapshot, found[0], options);

  const ScriptNames scripts(snapshot.graph);
  PathFinder finder(snapshot.graph, snapshot.analysis);
  std::vector<PathGroup> groups;
  std::unordered_map<uint32_t, size_t> group_of;
  for (NodeIndex n : found) {
    auto [at, added] = group_of.try_emplace(finder.kind_of_path(n), groups.size());
    if (added) groups.push_back({0, n});
    PathGroup& group = groups[at->second];
    group.count++;
    if (snapshot.analysis.distance[n] < snapshot.analysis.distance[group.example]) group.example = n;
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const PathGroup& a, const PathGroup& b) { return a.count > b.count; });
  const size_t shown = std::min(std::max<size_t>(1, options.top / 4), groups.size());

  Report report;
  report.found = found.size();
  if (options.json) {
    JsonOut out;
    out.open_object().member("file", snapshot.path).member("target", target).member("count", found.size());
    out.key("groups").open_array();
    for (size_t i = 0; i < shown; i++) {
      out.open_object().member("count", groups[i].count).key("example");
      json_object(out, snapshot, groups[i].example);
      out.key("path");
      json_path(out, snapshot, finder.shortest(groups[i].example));
      out.close_object();
    }
    report.text = out.close_array().close_object().take();
    return report;
  }
  uint64_t shallow = 0;
  for (NodeIndex n : found) shallow += snapshot.analysis.shallow[n];
  report.text = grouped(found.size()) + " objects of " + printable(target) + ", shallow " + human_size(shallow);
  report.text += "\n";
  for (size_t i = 0; i < shown; i++) {
    const PathGroup& group = groups[i];
    const NodeIndex example = group.example;
    const RetainingPath path = finder.shortest(example);
    report.text += "\n  " + grouped(group.count);
    report.text += groups.size() == 1 ? " (all) held like " : " held like ";
    report.text += id_text(snapshot.graph, example) + ": " + printable(path_expression(path)) + "\n";
    report.text += path_lines(snapshot, scripts, path);
  }
  if (groups.size() > shown) {
    report.text +=
        "\n  … " + grouped(groups.size() - shown) +
        (groups.size() - shown == 1 ? " other kind of path (--top N)\n" : " other kinds of path (--top N)\n");
  }
  return report;
}

}  // namespace scrim::profile
