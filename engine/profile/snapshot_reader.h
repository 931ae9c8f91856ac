// Reads .heapsnapshot files: JSON as V8 writes it, in one pass over the mapped file, with the node and edge fields
// placed by the file's own meta, so that older and newer versions are read too. Keys may come in any order; unknown
// keys and the allocation tables (trace_function_infos, trace_tree, samples) are skipped.
#pragma once

#include <string>

#include "engine/profile/snapshot_graph.h"

namespace scrim::profile {

struct ReadError {
  std::string message;  // one line without the path: "cut short at byte 1200: …"
};

// Returns false and fills `error` if the file cannot be read or is not a complete, consistent heap snapshot: then the
// graph must not be used. Takes ownership of nothing; the graph keeps the file mapped for its strings.
[[nodiscard]] bool read_snapshot(const std::string& path, SnapshotGraph& graph, ReadError& error);

// The same on bytes in memory (tests, fuzzing), which must outlive the graph.
[[nodiscard]] bool parse_snapshot(std::string_view bytes, SnapshotGraph& graph, ReadError& error);

}  // namespace scrim::profile
