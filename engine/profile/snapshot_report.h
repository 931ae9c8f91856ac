// The reports of `scrim heap`: each returns the whole text (aligned columns, or JSON) and what it found. The debugger's
// heap command and the editor use the same functions.
#pragma once

#include <string>
#include <vector>

#include "engine/profile/snapshot_diff.h"

namespace scrim::profile {

enum class SortBy : uint8_t { kRetained, kShallow, kCount, kName };

struct ReportOptions {
  size_t top = 20;     // rows; SIZE_MAX for all
  std::string filter;  // only classes whose name contains this, letters' case ignored
  SortBy sort = SortBy::kRetained;
  bool json = false;
  bool raw = false;  // the file's own sizes and names
  size_t paths = 1;  // retaining paths shown of one object
};

// Reads and analyses a file. On failure returns false and fills `error` with one line that begins with the path.
[[nodiscard]] bool load_snapshot(const std::string& path, const ReportOptions& options,
                                 const std::vector<Interface>* known_interfaces, Snapshot& snapshot,
                                 std::string& error);

struct Report {
  std::string text;
  size_t found = 0;  // rows, objects or suspects: 0 says that nothing matched
};

// Constructors by what they retain; with a filter that names one class exactly, also its biggest objects.
Report summary_report(const Snapshot& snapshot, const ReportOptions& options);
// Objects of a class, biggest first, or one "@id": what it is and what it refers to.
Report objects_report(const Snapshot& snapshot, const std::string& target, const ReportOptions& options);
// Why objects are alive. `target` is "@123" or a class name; objects of a class are grouped by path.
Report retainers_report(const Snapshot& snapshot, const std::string& target, const ReportOptions& options);
Report diff_report(const Snapshot& before, const Snapshot& after, const ReportOptions& options);
// Likely leaks in one snapshot, or growth over several taken one after the other.
Report leaks_report(const std::vector<Snapshot>& snapshots, const ReportOptions& options);

}  // namespace scrim::profile
