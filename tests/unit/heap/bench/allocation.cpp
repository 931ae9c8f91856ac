// How fast is allocation? allocation [objects in millions] [bytes] [live objects]: young garbage beside a small live
// set. Built by the target heap_allocation_bench; under callgrind, instructions an object are its figure.
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "tests/unit/heap/fake_cells.h"

using namespace scrim;
using namespace scrim::fake;

namespace {

double seconds() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

template <size_t kBytes>
__attribute__((noinline)) Cell* churn(Heap& heap, Node* live, long count) {
  Cell* last = nullptr;
  for (long i = 0; i < count; ++i) {
    auto* node = static_cast<Node*>(heap.allocate(kBytes));
    node->set_header(Cell::header_word(CellType::kElements));
    node->count = (kBytes - sizeof(Node)) / 8;
    for (size_t slot = 0; slot < (kBytes - sizeof(Node)) / 8; ++slot) node->slots[slot] = Value::undefined();
    last = node;
    if (live->count && i % 512 == 0) {
      live->slots[static_cast<uint64_t>(i / 512) % live->count] = Value(node);
      heap.write_barrier(live);
    }
  }
  return last;
}

}  // namespace

int main(int argc, char** argv) {
  long count = (argc > 1 ? std::atol(argv[1]) : 100) * 1'000'000;
  long bytes = argc > 2 ? std::atol(argv[2]) : 48;
  auto live = static_cast<uint64_t>(argc > 3 ? std::atol(argv[3]) : 1000);
  FakeIsolate isolate;
  isolate.high = __builtin_frame_address(0);
  HeapOptions options;
  options.trace_gc = std::getenv("TRACE_GC");
  Heap heap(operations(), &isolate, nullptr, options);
  Root<Node*> kept(heap, make_node(heap, live));
  double start = seconds();
  Cell* last = bytes <= 32   ? churn<32>(heap, kept.get(), count)
               : bytes <= 48 ? churn<48>(heap, kept.get(), count)
                             : churn<112>(heap, kept.get(), count);
  double time = seconds() - start;
  HeapStatistics statistics = heap.statistics();
  std::printf("%.2f ns an object, %u young and %u full collections, %.1f MB committed (%p)\n",
              time * 1e9 / static_cast<double>(count), statistics.young_collections, statistics.full_collections,
              static_cast<double>(statistics.committed_bytes) / (1 << 20), static_cast<void*>(last));
}
