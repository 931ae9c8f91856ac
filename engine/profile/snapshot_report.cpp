#include "engine/profile/snapshot_report.h"

#include <algorithm>

#include "engine/profile/report_parts.h"
#include "engine/profile/snapshot_reader.h"

namespace scrim::profile {
namespace {

constexpr size_t kNameColumns = 48;
using Align = TextTable::Align;

uint64_t total_size(const Snapshot& snapshot) {
  uint64_t total = 0;
  for (uint64_t size : snapshot.graph.self_size) total += size;
  return total;
}

std::string base_name(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string more_line(size_t left, const char* hint) {
  return left == 0 ? std::string() : "  … " + grouped(left) + " more (" + hint + ")\n";
}

std::vector<ClassIndex> chosen_classes(const Snapshot& snapshot, const ReportOptions& options) {
  std::vector<ClassIndex> order = by_retained_size(snapshot.classes);
  const auto& groups = snapshot.classes.groups;
  std::erase_if(order, [&](ClassIndex c) { return !contains_ignoring_case(groups[c].name, options.filter); });
  std::stable_sort(order.begin(), order.end(), [&](ClassIndex a, ClassIndex b) {
    switch (options.sort) {
      case SortBy::kShallow: return groups[a].shallow > groups[b].shallow;
      case SortBy::kCount: return groups[a].count > groups[b].count;
      case SortBy::kName: return groups[a].name < groups[b].name;
      case SortBy::kRetained: break;
    }
    return false;
  });
  return order;
}

void json_place(JsonOut& out, const ScriptNames& scripts, uint32_t script_id, uint32_t line, uint32_t column) {
  if (script_id == 0) return;
  out.key("location").open_object();
  out.member("script", scripts.name(script_id)).member("scriptId", script_id);
  out.member("line", line + 1).member("column", column + 1).close_object();
}

}  // namespace

bool load_snapshot(const std::string& path, const ReportOptions& options,
                   const std::vector<Interface>* known_interfaces, Snapshot& snapshot, std::string& error) {
  snapshot.path = path;
  ReadError read_error;
  if (!read_snapshot(path, snapshot.graph, read_error)) {
    error = path + ": " + read_error.message;
    return false;
  }
  snapshot.analysis = analyze(snapshot.graph, options.raw);
  snapshot.classes = classify(snapshot.graph, snapshot.analysis, {!options.raw, known_interfaces});
  return true;
}

Report summary_report(const Snapshot& snapshot, const ReportOptions& options) {
  const SnapshotGraph& graph = snapshot.graph;
  const auto& groups = snapshot.classes.groups;
  const ScriptNames scripts(graph);
  const uint64_t total = total_size(snapshot);
  const std::vector<ClassIndex> order = chosen_classes(snapshot, options);
  const size_t shown = std::min(options.top, order.size());
  Report report;
  report.found = order.size();
  if (options.json) {
    JsonOut out;
    out.open_object();
    out.member("file", snapshot.path).member("totalSize", total);
    out.member("nodes", graph.node_count()).member("edges", graph.edge_count());
    out.member("unreachable", snapshot.analysis.dominators.unreachable).member("classCount", order.size());
    out.key("classes").open_array();
    for (size_t i = 0; i < shown; i++) {
      const ClassGroup& group = groups[order[i]];
      out.open_object();
      out.member("name", group.name).member("count", group.count);
      out.member("shallow", group.shallow).member("retained", group.retained);
      out.key("distance");
      group.distance < kSystemDistance ? out.value(uint64_t{group.distance}) : out.null();
      json_place(out, scripts, group.script_id, group.line, group.column);
      out.close_object();
    }
    report.text = out.close_array().close_object().take();
    return report;
  }
  report.text = base_name(snapshot.path) + ": " + human_size(total) + " in " + grouped(graph.node_count()) +
                " nodes, " + grouped(graph.edge_count()) + " references\n\n";
  if (order.empty()) {
    report.text += "  no class matches \"" + printable(options.filter) + "\"\n";
    return report;
  }
  TextTable table;
  table.column("Constructor", Align::kLeft, kNameColumns);
  table.column("Count", Align::kRight);
  table.column("Shallow", Align::kRight);
  table.column("Retained", Align::kRight);
  table.column("of all", Align::kRight);
  table.column("Distance", Align::kRight);
  table.column("Defined at", Align::kLeft, 40);
  for (size_t i = 0; i < shown; i++) {
    const ClassGroup& group = groups[order[i]];
    table.row({printable(group.name), grouped(group.count), human_size(group.shallow), human_size(group.retained),
               percent(group.retained, total), distance_text(group.distance),
               group.script_id == 0 ? "" : printable(short_place(scripts.place(group.script_id, group.line)))});
  }
  report.text += table.render();
  report.text += more_line(order.size() - shown, "--top N, --filter TEXT");
  return report;
}

static void object_fields(const Snapshot& snapshot, NodeIndex node, const ReportOptions& options, Report& report) {
  const SnapshotGraph& graph = snapshot.graph;
  const EdgeIndex from = graph.first_edge[node], end = graph.first_edge[node + 1];
  TextTable table;
  table.column("Reference", Align::kLeft, 40);
  table.column("Kind", Align::kLeft);
  table.column("To", Align::kLeft, 60);
  table.column("Shallow", Align::kRight);
  table.column("Retained", Align::kRight);
  for (EdgeIndex e = from; e < end && e - from < options.top; e++) {
    const NodeIndex to = graph.edge_target[e];
    const std::string name = graph.edge_text(e);
    const bool index = graph.edge_type[e] == EdgeType::kElement;
    table.row({printable(index ? "[" + name + "]" : name), edge_type_name(graph.edge_type[e]),
               object_label(snapshot, to) + " " + id_text(graph, to), human_size(snapshot.analysis.shallow[to]),
               human_size(snapshot.analysis.retained[to])});
  }
  report.text += table.render();
  report.text += more_line(end - from > options.top ? end - from - options.top : 0, "--top N");
}

Report objects_report(const Snapshot& snapshot, const std::string& target, const ReportOptions& options) {
  const SnapshotGraph& graph = snapshot.graph;
  std::vector<NodeIndex> found = find_target(snapshot, target);
  const ScriptNames scripts(graph);
  Report report;
  report.found = found.size();
  const bool by_id = target.starts_with("@");
  if (options.sort == SortBy::kShallow) {
    std::stable_sort(found.begin(), found.end(), [&](NodeIndex a, NodeIndex b) {
      return snapshot.analysis.shallow[a] > snapshot.analysis.shallow[b];
    });
  }
  const size_t shown = std::min(options.top, found.size());
  PathFinder paths(graph, snapshot.analysis);
  if (options.json) {
    JsonOut out;
    out.open_object().member("file", snapshot.path).member("count", found.size()).key("objects").open_array();
    for (size_t i = 0; i < shown; i++) {
      out.open_object().key("object");
      json_object(out, snapshot, found[i]);
      out.member("path", path_expression(paths.shortest(found[i])));
      if (by_id) {
        out.key("references").open_array();
        for (EdgeIndex e = graph.first_edge[found[i]]; e < graph.first_edge[found[i] + 1]; e++) {
          out.open_object().member("name", graph.edge_text(e)).member("type", edge_type_name(graph.edge_type[e]));
          out.key("to");
          json_object(out, snapshot, graph.edge_target[e]);
          out.close_object();
        }
        out.close_array();
      }
      out.close_object();
    }
    report.text = out.close_array().close_object().take();
    return report;
  }
  if (found.empty()) return report;
  if (by_id) {
    const NodeIndex node = found[0];
    report.text = object_label(snapshot, node, 120) + " " + id_text(graph, node) + "\n  " +
                  node_type_name(graph.node_type[node]) + ", shallow " + human_size(snapshot.analysis.shallow[node]) +
                  ", retains " + human_size(snapshot.analysis.retained[node]) + ", distance " +
                  distance_text(snapshot.analysis.distance[node]) + "\n";
    const std::string place = node_place(snapshot, scripts, node);
    if (!place.empty()) report.text += "  " + place + "\n";
    report.text += "  " + printable(path_expression(paths.shortest(node))) + "\n\n";
    object_fields(snapshot, node, options, report);
    return report;
  }
  report.text =
      grouped(found.size()) + (found.size() == 1 ? " object" : " objects") + " of " + printable(target) + "\n\n";
  TextTable table;
  table.column("Object", Align::kLeft, kNameColumns);
  table.column("Id", Align::kRight);
  table.column("Shallow", Align::kRight);
  table.column("Retained", Align::kRight);
  table.column("Distance", Align::kRight);
  table.column("Held at", Align::kLeft, 72);
  for (size_t i = 0; i < shown; i++) {
    const NodeIndex n = found[i];
    table.row({object_label(snapshot, n), id_text(graph, n), human_size(snapshot.analysis.shallow[n]),
               human_size(snapshot.analysis.retained[n]), distance_text(snapshot.analysis.distance[n]),
               printable(path_expression(paths.shortest(n)))});
  }
  report.text += table.render();
  report.text += more_line(found.size() - shown, "--top N");
  return report;
}

Report diff_report(const Snapshot& before, const Snapshot& after, const ReportOptions& options) {
  const ScriptNames scripts(after.graph);
  SnapshotDiff diff = compare(before, after);
  std::erase_if(diff.classes, [&](const ClassDiff& row) { return !contains_ignoring_case(row.name, options.filter); });
  std::stable_sort(diff.classes.begin(), diff.classes.end(), [&](const ClassDiff& a, const ClassDiff& b) {
    if (options.sort == SortBy::kCount) return a.count_delta() > b.count_delta();
    if (options.sort == SortBy::kName) return a.name < b.name;
    return false;
  });
  Report report;
  report.found = diff.classes.size();
  const uint64_t total_before = total_size(before), total_after = total_size(after);
  const int64_t total_delta = static_cast<int64_t>(total_after) - static_cast<int64_t>(total_before);
  const size_t shown = std::min(options.top, diff.classes.size());
  const size_t tops = std::min<size_t>(options.top / 2, diff.new_tops.size());
  PathFinder paths(after.graph, after.analysis);
  if (options.json) {
    JsonOut out;
    out.open_object().member("before", before.path).member("after", after.path);
    out.member("sizeBefore", total_before).member("sizeAfter", total_after).member("sizeDelta", total_delta);
    out.member("commonNodes", diff.common).key("classes").open_array();
    for (size_t i = 0; i < shown; i++) {
      const ClassDiff& row = diff.classes[i];
      out.open_object().member("name", row.name).member("before", row.before).member("after", row.after);
      out.member("added", row.added).member("removed", row.removed).member("countDelta", row.count_delta());
      out.member("addedSize", row.added_size).member("removedSize", row.removed_size);
      out.member("grownSize", row.grown_size).member("sizeDelta", row.size_delta());
      json_place(out, scripts, row.script_id, row.line, row.column);
      out.close_object();
    }
    out.close_array().key("newObjects").open_array();
    for (size_t i = 0; i < tops; i++) {
      out.open_object().key("object");
      json_object(out, after, diff.new_tops[i]);
      out.member("path", path_expression(paths.shortest(diff.new_tops[i]))).close_object();
    }
    report.text = out.close_array().close_object().take();
    return report;
  }
  report.text = base_name(before.path) + " → " + base_name(after.path) + ": " + human_size(total_before) + " → " +
                human_size(total_after) + " (" + human_size_delta(total_delta) + "), " +
                grouped_delta(static_cast<int64_t>(after.graph.node_count()) - before.graph.node_count()) + " nodes\n";
  if (diff.common * 10 < before.graph.node_count()) {
    report.text += "  warning: few ids are in both files; they hardly come from one process\n";
  }
  report.text += "\n";
  if (diff.classes.empty()) {
    report.text += options.filter.empty() ? "  no difference\n"
                                          : "  no changed class matches \"" + printable(options.filter) + "\"\n";
    return report;
  }
  TextTable table;
  table.column("Constructor", Align::kLeft, kNameColumns);
  table.column("New", Align::kRight);
  table.column("Deleted", Align::kRight);
  table.column("Delta", Align::kRight);
  table.column("Allocated", Align::kRight);
  table.column("Freed", Align::kRight);
  table.column("Grown", Align::kRight);
  table.column("Size delta", Align::kRight);
  table.column("Defined at", Align::kLeft, 40);
  for (size_t i = 0; i < shown; i++) {
    const ClassDiff& row = diff.classes[i];
    table.row({printable(row.name), grouped(row.added), grouped(row.removed), grouped_delta(row.count_delta()),
               human_size(row.added_size), human_size(row.removed_size), human_size_delta(row.grown_size),
               human_size_delta(row.size_delta()),
               row.script_id == 0 ? "" : printable(short_place(scripts.place(row.script_id, row.line)))});
  }
  report.text += table.render();
  report.text += more_line(diff.classes.size() - shown, "--top N, --filter TEXT");
  if (tops != 0 && options.filter.empty()) {
    TextTable objects;
    objects.column("New object", Align::kLeft, kNameColumns);
    objects.column("Id", Align::kRight);
    objects.column("Retains", Align::kRight);
    objects.column("Held at", Align::kLeft, 80);
    for (size_t i = 0; i < tops; i++) {
      const NodeIndex n = diff.new_tops[i];
      objects.row({object_label(after, n), id_text(after.graph, n), human_size(after.analysis.retained[n]),
                   printable(path_expression(paths.shortest(n)))});
    }
    report.text += "\n" + objects.render();
  }
  return report;
}

}  // namespace scrim::profile
