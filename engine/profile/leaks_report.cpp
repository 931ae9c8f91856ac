#include <algorithm>

#include "engine/profile/report_parts.h"
#include "engine/profile/snapshot_leaks.h"

namespace scrim::profile {

static const char* heading(SuspectKind kind) {
  switch (kind) {
    case SuspectKind::kListeners: return "Many functions from one place in one container (listeners, callbacks)";
    case SuspectKind::kTimers: return "Many timers from one place";
    case SuspectKind::kCollection: return "Big containers of one class (caches without a limit?)";
    case SuspectKind::kDetached: return "Detached DOM elements";
    case SuspectKind::kDuplicates: return "The same string many times";
    case SuspectKind::kGrowingClass: return "Classes with more instances in each snapshot";
    case SuspectKind::kGrowingCollection: return "Objects with more references in each snapshot";
  }
  return "";
}

Report leaks_report(const std::vector<Snapshot>& snapshots, const ReportOptions& options) {
  const Snapshot& last = snapshots.back();
  std::vector<Suspect> suspects = find_growth(snapshots);
  for (Suspect& suspect : find_suspects(last)) suspects.push_back(std::move(suspect));
  std::erase_if(suspects,
                [&](const Suspect& suspect) { return !contains_ignoring_case(suspect.what, options.filter); });
  PathFinder paths(last.graph, last.analysis);
  Report report;
  report.found = suspects.size();
  const size_t shown = std::min(options.top, suspects.size());
  if (options.json) {
    JsonOut out;
    out.open_object().key("files").open_array();
    for (const Snapshot& snapshot : snapshots) out.value(std::string_view(snapshot.path));
    out.close_array().key("suspects").open_array();
    for (size_t i = 0; i < shown; i++) {
      const Suspect& suspect = suspects[i];
      out.open_object().member("kind", suspect_kind_name(suspect.kind)).member("what", suspect.what);
      out.member("count", suspect.count).member("size", suspect.size);
      if (!suspect.history.empty()) {
        out.key("history").open_array();
        for (uint64_t count : suspect.history) out.value(count);
        out.close_array();
      }
      if (suspect.node != kNone) {
        out.member("id", last.graph.node_id[suspect.node]);
        out.member("path", path_expression(paths.shortest(suspect.node)));
      }
      out.close_object();
    }
    report.text = out.close_array().close_object().take();
    return report;
  }
  if (suspects.empty()) {
    report.text = "no suspects: no container, timer, string or detached element stands out\n";
    if (snapshots.size() == 1) report.text += "(two or more snapshots of one process show what grows)\n";
    return report;
  }
  for (size_t i = 0; i < shown; i++) {
    const Suspect& suspect = suspects[i];
    if (i == 0 || suspects[i - 1].kind != suspect.kind) {
      report.text += (i == 0 ? "" : "\n") + std::string(heading(suspect.kind)) + "\n";
    }
    const bool growth = suspect.kind == SuspectKind::kGrowingClass || suspect.kind == SuspectKind::kGrowingCollection;
    report.text += "  " + printable(suspect.what) + ", " + (growth ? "+" : "retains ") + human_size(suspect.size);
    if (suspect.node != kNone) {
      report.text += "\n    " + id_text(last.graph, suspect.node);
      const std::string expression = path_expression(paths.shortest(suspect.node));
      if (!expression.empty()) report.text += "  " + printable(clip(expression, 110));
    }
    report.text += "\n";
  }
  if (suspects.size() > shown) report.text += "\n… " + grouped(suspects.size() - shown) + " more (--top N)\n";
  if (snapshots.size() == 1) report.text += "\nTwo or more snapshots of one process also show what grows.\n";
  report.text += "`scrim heap retainers FILE @ID` tells why one of them is alive.\n";
  return report;
}

}  // namespace scrim::profile
