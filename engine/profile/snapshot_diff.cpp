#include "engine/profile/snapshot_diff.h"

#include <algorithm>
#include <unordered_map>

namespace scrim::profile {

std::vector<NodeIndex> match_ids(const SnapshotGraph& a, const SnapshotGraph& b) {
  std::vector<NodeIndex> match(a.node_count(), kNone);
  uint64_t largest = 0;
  for (uint64_t id : b.node_id) largest = std::max(largest, id);
  if (largest < uint64_t{b.node_count()} * 16 + 1024) {
    std::vector<NodeIndex> by_id(largest + 1, kNone);
    for (NodeIndex n = 0; n < b.node_count(); n++) by_id[b.node_id[n]] = n;
    for (NodeIndex n = 0; n < a.node_count(); n++) {
      if (a.node_id[n] <= largest) match[n] = by_id[a.node_id[n]];
    }
    return match;
  }
  std::unordered_map<uint64_t, NodeIndex> by_id;
  by_id.reserve(b.node_count());
  for (NodeIndex n = 0; n < b.node_count(); n++) by_id.try_emplace(b.node_id[n], n);
  for (NodeIndex n = 0; n < a.node_count(); n++) {
    auto found = by_id.find(a.node_id[n]);
    if (found != by_id.end()) match[n] = found->second;
  }
  return match;
}

SnapshotDiff compare(const Snapshot& before, const Snapshot& after) {
  SnapshotDiff diff;
  const std::vector<NodeIndex> later = match_ids(before.graph, after.graph);
  std::vector<bool> old(after.graph.node_count(), false);

  // Rows are the classes of both, matched by name and place.
  std::vector<ClassDiff> rows;
  std::unordered_map<std::string, uint32_t> row_of;
  auto rows_for = [&](const Classes& classes) {
    std::vector<uint32_t> map;
    for (const ClassGroup& group : classes.groups) {
      const std::string key = group.name + '\0' + std::to_string(group.script_id) + ':' + std::to_string(group.line) +
                              ':' + std::to_string(group.column);
      auto [at, added] = row_of.try_emplace(key, static_cast<uint32_t>(rows.size()));
      if (added) {
        rows.emplace_back();
        rows.back().name = group.name;
        rows.back().script_id = group.script_id;
        rows.back().line = group.line;
        rows.back().column = group.column;
      }
      map.push_back(at->second);
    }
    return map;
  };
  const std::vector<uint32_t> before_row = rows_for(before.classes), after_row = rows_for(after.classes);

  for (NodeIndex n = 0; n < before.graph.node_count(); n++) {
    const uint64_t size = before.analysis.shallow[n];
    const NodeIndex now = later[n];
    if (now != kNone) {
      old[now] = true;
      diff.common++;
      const uint64_t size_now = after.analysis.shallow[now];
      if (size == 0 && size_now == 0) continue;
      ClassDiff& row = rows[after_row[after.classes.of_node[now]]];
      if (size != 0) row.before++;
      row.grown_size += static_cast<int64_t>(size_now) - static_cast<int64_t>(size);
    } else if (size != 0) {
      ClassDiff& row = rows[before_row[before.classes.of_node[n]]];
      row.before++;
      row.removed++;
      row.removed_size += size;
    }
  }
  for (NodeIndex n = 0; n < after.graph.node_count(); n++) {
    const uint64_t size = after.analysis.shallow[n];
    if (size == 0) continue;
    ClassDiff& row = rows[after_row[after.classes.of_node[n]]];
    row.after++;
    if (old[n]) continue;
    row.added++;
    row.added_size += size;
    const NodeIndex dominator = after.analysis.dominators.immediate[n];
    const NodeType type = after.graph.node_type[n];
    const bool told = type != NodeType::kHidden && type != NodeType::kCode && type != NodeType::kObjectShape;
    if (told && n != after.graph.root && (old[dominator] || dominator == after.graph.root)) diff.new_tops.push_back(n);
  }
  std::stable_sort(diff.new_tops.begin(), diff.new_tops.end(),
                   [&](NodeIndex a, NodeIndex b) { return after.analysis.retained[a] > after.analysis.retained[b]; });
  for (ClassDiff& row : rows) {
    if (row.added != 0 || row.removed != 0 || row.grown_size != 0) diff.classes.push_back(std::move(row));
  }
  std::stable_sort(diff.classes.begin(), diff.classes.end(), [](const ClassDiff& a, const ClassDiff& b) {
    if (a.size_delta() != b.size_delta()) return a.size_delta() > b.size_delta();
    if (a.count_delta() != b.count_delta()) return a.count_delta() > b.count_delta();
    return a.name < b.name;
  });
  return diff;
}

}  // namespace scrim::profile
