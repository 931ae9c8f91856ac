// Likely leaks, by the patterns that leaks usually have. Each is a suspect, not a proof: the report says what was seen
// and where it is held, and leaves the judgement to the reader.
#pragma once

#include <string>
#include <vector>

#include "engine/profile/snapshot_diff.h"
#include "engine/profile/snapshot_paths.h"

namespace scrim::profile {

enum class SuspectKind : uint8_t {
  kListeners,          // one array or table with many functions of one place in the source
  kTimers,             // many pending timers whose callbacks come from one place
  kCollection,         // a container with many entries of one class that retains much
  kDetached,           // DOM nodes outside of the document that something still holds
  kDuplicates,         // the same string many times
  kGrowingClass,       // more instances in each snapshot
  kGrowingCollection,  // more entries in each snapshot
};
const char* suspect_kind_name(SuspectKind kind);

struct Suspect {
  SuspectKind kind;
  std::string what;        // one line for people
  NodeIndex node = kNone;  // in the last snapshot: the container, or an example
  uint64_t count = 0;
  uint64_t size = 0;              // retained by all of it
  std::vector<uint64_t> history;  // counts, a snapshot each, for what grows
};

// The largest first within each kind.
std::vector<Suspect> find_suspects(const Snapshot& snapshot);
// What grew from each snapshot to the next; needs two or more of one process.
std::vector<Suspect> find_growth(const std::vector<Snapshot>& snapshots);

}  // namespace scrim::profile
