// Writes a .heapsnapshot of scrim's own heap in V8's format, so that Chrome DevTools, VS Code, memlab and `scrim heap`
// open it. The heap is walked three times through the one tracing interface (count, nodes, edges) and streamed; beside
// the heap stand a bit for each 16 bytes of it and the table of distinct strings, no graph.
//
// Nothing is allocated in the heap and no JavaScript runs: constructor names are found through shapes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace scrim {

class Isolate;

namespace profile {

// Where the text goes. write() returns false when no more can be taken; the rest of the snapshot is then not written.
class SnapshotSink {
 public:
  virtual bool write(const char* data, size_t size) = 0;

 protected:
  ~SnapshotSink() = default;
};

struct WrittenSnapshot {
  uint64_t nodes = 0;
  uint64_t edges = 0;
  uint64_t bytes = 0;      // of JSON
  uint64_t self_size = 0;  // of all nodes
};

// Collects garbage (a full collection) and writes. Returns false if the sink did.
// Ids are stable: a cell has the same one in every snapshot of the process, and no id is used twice.
[[nodiscard]] bool write_snapshot(Isolate& isolate, SnapshotSink& sink, WrittenSnapshot* written = nullptr);

// Into a file, which is replaced only when the snapshot is complete. On failure `error` says why, without the path.
[[nodiscard]] bool write_snapshot_file(Isolate& isolate, const std::string& path, std::string& error,
                                       WrittenSnapshot* written = nullptr);

}  // namespace profile
}  // namespace scrim
