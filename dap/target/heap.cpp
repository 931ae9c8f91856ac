#include <unistd.h>
#include <ctime>

#include "dap/target/target.h"

namespace scrim::dap {

Target::Answer<channel::ScrimHeapSnapshotRequest> Target::heap_snapshot(const channel::HeapSnapshotArguments& arguments,
                                                                        const Incoming&) {
  std::string path = arguments.path.value_or("");
  if (path.empty()) {
    // As Node names them: Heap.DATE.TIME.PID.heapsnapshot.
    char name[80];
    const time_t now = time(nullptr);
    tm local{};
    localtime_r(&now, &local);
    const size_t length = strftime(name, sizeof name, "Heap.%Y%m%d.%H%M%S.", &local);
    path = std::string(name, length) + std::to_string(getpid()) + ".heapsnapshot";
  }
  path = real_path(path);
  const auto nodes = debugger_.write_heap_snapshot(path);
  if (!nodes) return failed(nodes);
  return channel::HeapSnapshotResponse{.path = path, .nodes = static_cast<int64_t>(*nodes)};
}

}  // namespace scrim::dap
