// What came, went and grew between two snapshots of one process, by node id.
#pragma once

#include <string>
#include <vector>

#include "engine/profile/snapshot_classes.h"

namespace scrim::profile {

// A snapshot with everything computed from it.
struct Snapshot {
  std::string path;
  SnapshotGraph graph;
  Analysis analysis;
  Classes classes;
};

struct ClassDiff {
  std::string name;
  uint32_t script_id = 0, line = 0, column = 0;
  uint32_t before = 0, after = 0;  // instances
  uint32_t added = 0, removed = 0;
  uint64_t added_size = 0, removed_size = 0;
  int64_t grown_size = 0;  // of instances in both snapshots
  int64_t count_delta() const { return static_cast<int64_t>(added) - removed; }
  int64_t size_delta() const {
    return static_cast<int64_t>(added_size) - static_cast<int64_t>(removed_size) + grown_size;
  }
};

struct SnapshotDiff {
  std::vector<ClassDiff> classes;  // those with a change, largest size delta first
  // New in the second and dominated by something older: the tops of what was added, largest retained size first.
  std::vector<NodeIndex> new_tops;
  uint64_t common = 0;  // nodes in both
};

// `before` must have been classified with the interfaces of `after` (ClassOptions::known_interfaces).
SnapshotDiff compare(const Snapshot& before, const Snapshot& after);

// For each node of `a` its node in `b` by id, or kNone.
std::vector<NodeIndex> match_ids(const SnapshotGraph& a, const SnapshotGraph& b);

}  // namespace scrim::profile
