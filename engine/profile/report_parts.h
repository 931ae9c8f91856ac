// Pieces that several reports share.
#pragma once

#include "engine/profile/report_text.h"
#include "engine/profile/snapshot_paths.h"
#include "engine/profile/snapshot_report.h"

namespace scrim::profile {

bool contains_ignoring_case(std::string_view text, std::string_view part);

// "Foo @123" for tables and paths; strings quoted, control characters escaped.
std::string object_label(const Snapshot& snapshot, NodeIndex node, size_t max_length = 48);
std::string id_text(const SnapshotGraph& graph, NodeIndex node);
std::string distance_text(uint32_t distance);  // "-" for what only the engine reaches
// Where a function or an object's constructor stands: "cache.js:12", or "".
std::string node_place(const Snapshot& snapshot, const ScriptNames& scripts, NodeIndex node);
// The last component or two of a long path, for columns.
std::string short_place(const std::string& place);

// Nodes with a size that a target names: "@123", the name of a class, else of a function. Largest retained size first.
std::vector<NodeIndex> find_target(const Snapshot& snapshot, const std::string& target);
// Class names that resemble a target that was not found.
std::vector<std::string> similar_names(const Snapshot& snapshot, const std::string& target);

void json_object(JsonOut& out, const Snapshot& snapshot, NodeIndex node);
void json_path(JsonOut& out, const Snapshot& snapshot, const RetainingPath& path);
// The path as lines, from the root down; long runs of equal steps are told, not shown.
std::string path_lines(const Snapshot& snapshot, const ScriptNames& scripts, const RetainingPath& path);

}  // namespace scrim::profile
