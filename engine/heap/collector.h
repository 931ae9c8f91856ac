// The heap's inside: size classes and runs (allocator.cpp), the collection cycle and marking (collector.cpp), marking
// in steps (incremental.cpp), what happens to blocks after marking (sweep.cpp), native stacks (stack_scan.cpp),
// --verify-heap (verify.cpp), serials (serial.cpp). Included elsewhere only by objects/cell_table.cpp, for
// MarkVisitor's inline functions.
//
// What is live. A cell's mark bit says that it survived the last collection (or this one, while marking); its allocated
// bit that it was allocated since. Both live in the Block and are versioned: a block whose mark_version or alloc_epoch
// is not the collector's has none. So a full collection forgets all marks by counting a number up, a young one keeps
// them, and neither touches a block in which nothing survives. Sweeping is lazy: when a run is needed, the next one is
// found from the mark bits of the next block. Dead cells are not written to, except to poison them under ASan or
// --stress-gc.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <vector>

#include "engine/heap/block.h"
#include "engine/heap/heap.h"
#include "engine/heap/region.h"
#include "engine/heap/stop_account.h"
#include "engine/heap/visitor.h"

namespace scrim {

// A stack of cells whose push is a few instructions.
class MarkStack {
 public:
  MarkStack() = default;
  MarkStack(const MarkStack&) = delete;
  ~MarkStack() { std::free(begin_); }

  bool empty() const { return top_ == begin_; }
  void push(Cell* cell) {
    if (top_ == end_) [[unlikely]]
      grow();
    *top_++ = cell;
  }
  Cell* pop() { return *--top_; }

 private:
  void grow();

  Cell** begin_ = nullptr;
  Cell** top_ = nullptr;
  Cell** end_ = nullptr;
};

class Collector {
 public:
  Collector(Heap& heap, CellOperations operations, RootProvider* roots, const HeapOptions& options);
  ~Collector();
  Collector(const Collector&) = delete;

  void* allocate_slow(size_t bytes);
  void* allocate_shape(size_t bytes);
  void* allocate_with_finalizer(size_t bytes);

  void add_finalizer(Cell* cell) { finalizers_.push_back(reinterpret_cast<uint64_t>(cell)); }

  void collect(CollectionKind kind);
  void mark(Cell* cell);
  bool is_marked(const Cell* cell) const;
  void prefetch_mark(const Cell* cell) const;
  void remember(Cell* owner);
  bool remember_at(Cell* owner, const void* place);
  void inherit(Cell* grown, const Cell* old);
  void flush_runs();
  void add_external(intptr_t bytes);

  // The cell an address points into; null unless it is live or was allocated since the last collection (flush_runs()
  // must have told about the newest ones).
  Cell* cell_containing(uintptr_t address) const;
  void for_each_cell(void (*callback)(void* context, Cell* cell, size_t bytes), void* context);
  void visit_roots(RootVisitor& visitor);
  void visit_children(Cell* cell, EdgeVisitor& visitor) { operations_.visit_children(cell, visitor); }
  uint32_t serial(const Cell* cell);
  size_t verify();
  HeapStatistics statistics();

 private:
  friend class MarkVisitor;
  struct Range {  // of a large cell's parts or a weak collection's entries, from `next` on
    uint64_t cell;
    uint32_t next;
  };
  struct Entry {  // of a weak collection, whose key was not marked when it was looked at
    uint64_t cell;
    uint32_t index;
    uint32_t key;  // its distance from the region's base, in granules
  };
  struct SizeClass {
    uint32_t current = 0;       // the block being allocated from
    uint32_t position = 0;      // where in it the next run is looked for
    uint32_t available = 0;     // blocks with long free runs, linked by Block::next
    uint32_t dense = 0;         // blocks with short ones, known since a full collection
    uint32_t used = 0;          // blocks allocated from since the last collection, except current
    char* run_start = nullptr;  // cells from here to the run's cursor lack their allocated bits
    Heap::BumpRun run;          // unless the class is allocated inline
  };

  // allocator.cpp
  Heap::BumpRun& run_of(uint32_t size_class);
  void* allocate_blocked(uint32_t size_class);
  void* allocate_from(SizeClass& entry, Heap::BumpRun& run, uint32_t size_class, BlockPool& pool);
  bool next_run(SizeClass& entry, Heap::BumpRun& run, uint32_t size_class);
  void start_block(uint32_t index, uint32_t size_class, bool shapes);
  void* allocate_large(size_t bytes);
  uint32_t take_blocks(BlockPool& pool, uint32_t count, bool last_chance);
  void before_slow_allocation();
  bool is_due();
  void flush_run(SizeClass& entry, const Heap::BumpRun& run);
  void drop_runs();
  void set_allocated(Block& block, uint32_t start, uint32_t end);
  [[noreturn]] void out_of_memory(size_t bytes);

  // collector.cpp
  void mark_roots();
  void mark_new_shapes();
  void mark_conservative();
  bool drain(size_t budget);
  void drain() { drain(SIZE_MAX); }
  void scan(Cell* cell);
  void reset_marks(Block& block);
  void mark_dirty_cards(size_t budget);
  void forget_dirty_cards();
  bool mark_ephemerons(size_t* budget);
  void mark_weak();
  void clear_weak();
  void run_finalizers();
  // The end of every collection: what is allocated from here on counts towards the next one.
  void begin_period();
  void set_pace();
  void collect_young();
  void collect_full();
  void trace(const char* what, double milliseconds, size_t allocated);

  // Milliseconds of this thread's CPU clock: stops as the program feels them.
  double now() const { return options_.clock ? options_.clock() : thread_milliseconds(); }
  static double thread_milliseconds();
  void note_stop(double start);
  bool may_stop(double now, double rest, double expected);

  // incremental.cpp
  void start_marking(bool incremental);
  void step();
  bool recheck_ephemerons(size_t budget);
  void recheck_some();
  double expected_end() const;
  void finish_marking(double start);

  // stack_scan.h: from an entrance of the collector to its end.
  class NativeStackEnd;
  friend class NativeStackEnd;

  // stack_scan.cpp: appends the cells that stack words point to.
  bool scan_word(uint64_t word, std::vector<uint64_t>& found) const;
  void scan_words(const uint64_t* low, const uint64_t* high, std::vector<uint64_t>& found) const;
  void scan_native_stack(std::vector<uint64_t>& found) const;
  void scan_vm_stack(std::vector<uint64_t>& found) const;
  void scan_vm_stack_changes(std::vector<uint64_t>& found);

  // sweep.cpp
  void sweep_young();
  void start_sweep();
  void sweep_blocks(uint32_t count);
  void complete_sweep() {
    if (sweeping_) sweep_blocks(UINT32_MAX);
    trim_blocks(UINT32_MAX);
  }
  void trim_blocks(uint32_t count);
  void tidy();
  void keep_small_block(uint32_t index, bool full);
  void free_small_block(uint32_t index);
  void free_large(uint32_t index);
  void poison_free_cells(uint32_t index);

  // verify.cpp
  void verify_or_abort(const char* when);

  // serial.cpp
  void drop_dead_serials(Block& block);
  void free_serials(Block& block);

  // Its marks are of this collection, or of the last one while this one has not come to it.
  bool marks_count(const Block& block) const {
    return block.mark_version == mark_version_ || (marking_ && block.mark_version == mark_version_ - 1);
  }
  bool is_live(const Block& block, size_t granule) const {
    return (block.alloc_epoch == alloc_epoch_ && block.bit(block.allocated, granule)) ||
           (marks_count(block) && block.bit(block.marks, granule));
  }
  Block& block_of(const void* cell) const {
    return blocks_[(reinterpret_cast<uintptr_t>(cell) - base_) >> kBlockShift];
  }
  static size_t granule_of(const void* cell) {
    return reinterpret_cast<uintptr_t>(cell) >> kGranuleShift & (kGranulesPerBlock - 1);
  }
  BlockPool& pool_of(const Block& block) { return block.shapes ? shape_pool_ : cell_pool_; }
  uint32_t index_of(const Block& block) const { return static_cast<uint32_t>(&block - blocks_); }

  Heap& heap_;
  const CellOperations operations_;
  RootProvider* const roots_;
  const HeapOptions options_;
  bool ending_ = false;  // out of memory
  const bool poison_;

  Region region_;
  Block* const blocks_;
  const uintptr_t base_;
  BlockPool shape_pool_{kFirstShapeBlock, kFirstCellBlock};
  BlockPool cell_pool_{kFirstCellBlock, kEndCellBlock};
  SizeClass classes_[kSizeClasses];
  SizeClass shape_classes_[kInlineClasses];
  std::vector<uint32_t> new_large_;  // first blocks of the large cells allocated since the last collection

  uint32_t mark_version_ = 1;
  uint32_t alloc_epoch_ = 1;
  CollectionKind kind_ = CollectionKind::kYoung;
  MarkVisitor visitor_;
  MarkStack mark_stack_;
  std::vector<uint64_t> remembered_;
  // Cards (stretches of 128 bytes) of large cells, by number, in which something was stored since they were looked at;
  // the filter knows some of them. Their cells stay in state old.
  static constexpr unsigned kCardShift = 7;
  static constexpr size_t kCardFilter = 1024;
  std::vector<uint64_t> dirty_cards_;
  uint64_t card_filter_[kCardFilter] = {};
  const uint64_t* native_low_ = nullptr;  // where the mutator's part of the native stack ends, see NativeStackEnd
  std::vector<uint64_t> conservative_;    // cells that stack words point to, found before marking
  // The VM stack as it was scanned since marks were forgotten last, its high end at the end; 0: not, or not to be
  // relied on.
  std::vector<uint64_t> scanned_stack_;
  std::vector<uint64_t> weak_cells_;
  std::vector<Range> partial_;     // large cells that are being marked, in parts
  std::vector<Range> ephemerons_;  // weak collections whose entries from `next` on are to be looked at
  // There may be a million of these: nothing that has to be copied to grow.
  std::deque<Entry> unresolved_;  // their entries with keys that were not marked then
  std::deque<Entry> recheck_;     // those that are being looked at again
  uint32_t rechecks_ = 0;
  std::vector<uint64_t> late_;  // large cells that were written to while marking, grey: looked at near the end
  bool late_round_ = false;

  // An incremental collection: marking between its steps; then sweeping.
  bool marking_ = false;
  bool sweeping_ = false;
  uint32_t sweep_next_ = 0;    // blocks below it, down to the pool's beginning, are left to sweep
  bool sweep_shapes_ = false;  // in the shapes' pool, the second one
  double tidy_end_ = 0;        // when some of that was last done, in milliseconds of this thread
  double tidy_cost_ = 0;       // how long it took
  uint32_t trim_next_ = 0;     // after sweeping: free blocks below it may go back to the system; 0: all is done
  double stop_end_ = 0;        // when the last young collection or step ended, in milliseconds of this thread
  double stop_cost_ = 0;       // how long it took
  StopAccount account_;
  double ending_since_ = 0;  // when all was marked first but for what the end finds, which waits for room; 0: not yet
  double longest_step_ = 0;
  uint32_t steps_ = 0;
  size_t marking_start_ = 0;  // blocks in use when it began, in bytes
  size_t marking_limit_ = 0;  // of blocks in use: the rest is marked at once
  // Cells with finalizers; those from new_finalizers_ on were allocated since the last collection.
  std::vector<uint64_t> finalizers_;
  size_t new_finalizers_ = 0;

  // Pace, in bytes
  static constexpr size_t kMaxYoungLimit = size_t{8} << 20;
  size_t allocated_ = 0;        // in runs and large cells taken since the last collection
  size_t total_allocated_ = 0;  // before the last collection
  size_t live_ = 0;             // marked
  size_t new_large_bytes_ = 0;  // of allocated_, in large cells
  size_t spared_bytes_ = 0;     // of these, what does not bring the next young collection nearer
  size_t large_bytes_ = 0;      // in large cells, live or not yet known to be dead
  size_t external_ = 0;
  size_t external_at_collection_ = 0;
  size_t next_look_ = 0;  // before so much is allocated_ nothing can be due: looking at the clock costs a system call
  size_t young_limit_;
  size_t full_limit_;  // of blocks in use
  size_t external_full_limit_;
  bool external_request_ = false;
  uint32_t fruitless_ = 0;  // last-chance collections in a row that hardly helped
  uint32_t until_stress_;
  uint32_t stress_count_ = 0;
  uint32_t next_serial_ = 1;
  uint32_t young_collections_ = 0;
  uint32_t full_collections_ = 0;
};

inline void Collector::mark(Cell* cell) {
  uintptr_t offset = reinterpret_cast<uintptr_t>(cell) - base_;
  ASSERT(offset < kBlockTableOffset);
  Block& block = blocks_[offset >> kBlockShift];
  ASSERT(block.kind == BlockKind::kSmall || block.kind == BlockKind::kLarge);
  if (block.mark_version != mark_version_) [[unlikely]]
    reset_marks(block);
  size_t granule = offset >> kGranuleShift & (kGranulesPerBlock - 1);
  uint64_t bit = uint64_t{1} << (granule & 63);
  uint64_t& word = block.marks[granule >> 6];
  if (word & bit) return;
  word |= bit;
  mark_stack_.push(cell);
}

inline bool Collector::is_marked(const Cell* cell) const {
  const Block& block = block_of(cell);
  return block.mark_version == mark_version_ && block.bit(block.marks, granule_of(cell));
}

inline void Collector::prefetch_mark(const Cell* cell) const {
  const Block& block = block_of(cell);
  __builtin_prefetch(&block);
  __builtin_prefetch(&block.marks[granule_of(cell) >> 6], 1);
}

inline void MarkVisitor::mark(Cell* cell) {
  collector_->mark(cell);
}
inline bool MarkVisitor::is_marked(const Cell* cell) const {
  return collector_->is_marked(cell);
}
inline void MarkVisitor::ephemerons(Cell* self) {
  Collector& c = *collector_;
  uint32_t first = c.operations_.first_ephemeron(self, c.kind_ == CollectionKind::kYoung, c.mark_version_);
  c.ephemerons_.push_back({reinterpret_cast<uint64_t>(self), first});
}
inline void MarkVisitor::prefetch(const Cell* cell) const {
  collector_->prefetch_mark(cell);
}
inline void MarkVisitor::unresolved(Cell* self, uint32_t index, const Cell* key) {
  uintptr_t offset = reinterpret_cast<uintptr_t>(key) - collector_->base_;
  collector_->unresolved_.push_back(
      {reinterpret_cast<uint64_t>(self), index, static_cast<uint32_t>(offset >> kGranuleShift)});
}
inline void MarkVisitor::weak_cell(Cell* self) {
  collector_->weak_cells_.push_back(reinterpret_cast<uint64_t>(self));
}

}  // namespace scrim
