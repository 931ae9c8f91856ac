// The collection cycle: roots, marking, weak references, finalizers, pace.
#include "engine/heap/collector.h"

#include <ctime>

#include "engine/heap/root.h"
#include "engine/heap/sanitizers.h"
#include "engine/heap/stack_scan.h"

namespace scrim {

namespace {

constexpr size_t kMegabyte = size_t{1} << 20;
constexpr size_t kMinYoungLimit = 4 * kMegabyte;
constexpr size_t kLeastYoungLimit = 2 * kMegabyte;
constexpr double kYoungTarget = 2;  // milliseconds
constexpr size_t kMinFullGrowth = 16 * kMegabyte;

// Marks what the isolate and the handles name.
class MarkingRoots final : public RootVisitor {
 public:
  explicit MarkingRoots(Collector& collector) : collector_(collector) {}
  void root(const char*, const char*, Cell* cell) override {
    if (cell) collector_.mark(cell);
  }

 private:
  Collector& collector_;
};

}  // namespace

double Collector::thread_milliseconds() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

void MarkStack::grow() {
  size_t size = static_cast<size_t>(top_ - begin_);
  size_t capacity = size ? size * 2 : 4096;
  auto* memory = static_cast<Cell**>(std::realloc(begin_, capacity * sizeof(Cell*)));
  if (!memory) {
    std::fputs("scrim: out of memory: the system has none left for the collector's mark stack\n", stderr);
    std::_Exit(134);
  }
  begin_ = memory;
  top_ = memory + size;
  end_ = memory + capacity;
}

Collector::Collector(Heap& heap, CellOperations operations, RootProvider* roots, const HeapOptions& options)
    : heap_(heap),
      operations_(operations),
      roots_(roots),
      options_(options),
      poison_(kAsan || options.stress_gc),
      blocks_(region_.blocks()),
      base_(region_.base()),
      young_limit_(kMinYoungLimit),
      until_stress_(options.stress_interval ? options.stress_interval : 1) {
  heap.base_ = base_;
  *reinterpret_cast<RegionHeader*>(base_) = {&heap, heap.isolate_};
  visitor_.collector_ = this;
  set_pace();
}

Collector::~Collector() {
  if (operations_.finalize) {
    for (uint64_t cell : finalizers_) operations_.finalize(reinterpret_cast<Cell*>(cell));
  }
  for (const BlockPool* pool : {&shape_pool_, &cell_pool_}) {
    for (uint32_t i = pool->begin(); i < pool->fresh(); ++i) free_serials(blocks_[i]);
    unpoison_memory(region_.address(pool->begin()), size_t{pool->fresh() - pool->begin()} << kBlockShift);
  }
}

void Collector::remember(Cell* owner) {
  ASSERT(owner->state == CellState::kOld);
  // What an incremental collection has not come to yet will be looked at in any case.
  if (marking_ && !is_marked(owner)) return;
  owner->state = CellState::kGrey;
  remembered_.push_back(reinterpret_cast<uint64_t>(owner));
}

bool Collector::remember_at(Cell* owner, const void* place) {
  if (block_of(owner).kind != BlockKind::kLarge) {
    remember(owner);
    return false;
  }
  if (marking_ && !is_marked(owner)) return true;
  uint64_t card = reinterpret_cast<uintptr_t>(place) >> kCardShift;
  uint64_t& known = card_filter_[card % kCardFilter];
  if (known == card) return true;
  known = card;
  dirty_cards_.push_back(card);
  return true;
}

void Collector::inherit(Cell* grown, const Cell* old) {
  Block& from = block_of(old);
  Block& to = block_of(grown);
  if (from.kind != BlockKind::kLarge || to.kind != BlockKind::kLarge) return;
  if (old->state != CellState::kOld || !is_marked(old)) return;
  for (Range part : partial_) {
    if (part.cell == reinterpret_cast<uint64_t>(old)) return;  // being marked
  }
  // All that the old one holds is marked, but for what dirty cards tell of: the same goes for the new one.
  if (to.mark_version != mark_version_) reset_marks(to);
  to.marks[0] |= 1;
  grown->state = CellState::kOld;
  uint64_t first = reinterpret_cast<uintptr_t>(old) >> kCardShift;
  uint64_t last = (reinterpret_cast<uintptr_t>(old) + from.large_bytes - 1) >> kCardShift;
  for (size_t i = 0, count = dirty_cards_.size(); i < count; ++i) {
    uint64_t card = dirty_cards_[i];
    if (card < first || card > last) continue;
    dirty_cards_.push_back(card - first + (reinterpret_cast<uintptr_t>(grown) >> kCardShift));
  }
}

void Collector::mark_dirty_cards(size_t budget) {
  constexpr size_t kAhead = 8;
  for (; budget && !dirty_cards_.empty(); --budget) {
    if (dirty_cards_.size() > kAhead) {
      auto* ahead = reinterpret_cast<const char*>(dirty_cards_[dirty_cards_.size() - 1 - kAhead] << kCardShift);
      for (size_t line = 0; line < size_t{1} << kCardShift; line += 64) __builtin_prefetch(ahead + line);
    }
    uint64_t card = dirty_cards_.back();
    dirty_cards_.pop_back();
    uint64_t& known = card_filter_[card % kCardFilter];
    if (known == card) known = 0;
    auto* from = reinterpret_cast<const char*>(card << kCardShift);
    // A card has the words of one cell only: large cells own their blocks.
    const Block& block = block_of(from);
    Cell* cell =
        static_cast<Cell*>(region_.address(block.kind == BlockKind::kLargeTail ? block.head : index_of(block)));
    operations_.mark_range(cell, visitor_, from, from + (uint64_t{1} << kCardShift));
  }
}

void Collector::forget_dirty_cards() {
  dirty_cards_.clear();
  for (uint64_t& card : card_filter_) card = 0;
}

void Collector::reset_marks(Block& block) {
  if (marking_ && block.mark_version == mark_version_ - 1) {
    // Who asks for liveness before marking is over needs the old marks: they go where the new cells are told of.
    bool epoch = block.alloc_epoch == alloc_epoch_;
    block.alloc_epoch = alloc_epoch_;
    for (size_t i = 0; i < kBitWords; ++i) block.allocated[i] = (epoch ? block.allocated[i] : 0) | block.marks[i];
  }
  block.mark_version = mark_version_;
  for (uint64_t& word : block.marks) word = 0;
}

__attribute__((noinline)) SCRIM_NO_ASAN void Collector::collect(CollectionKind kind) {
  NativeStackEnd end(*this);
  VERIFY(!heap_.collecting_);
  if (heap_.deferred_) return;
  if (marking_) {
    finish_marking(now());
    if (kind == CollectionKind::kYoung) return;
  }
  if (kind == CollectionKind::kYoung) {
    collect_young();
  } else {
    collect_full();
  }
}

__attribute__((noinline)) void Collector::collect_full() {
  double start = now();
  complete_sweep();
  start_marking(false);
  finish_marking(start);
  complete_sweep();
}

__attribute__((noinline)) void Collector::collect_young() {
  double start = now();
  flush_runs();
  drop_runs();
  conservative_.clear();
  scan_vm_stack_changes(conservative_);
  scan_native_stack(conservative_);
  if (options_.verify_heap) verify_or_abort("before a collection");
  heap_.collecting_ = true;
  kind_ = CollectionKind::kYoung;
  size_t allocated = allocated_ - new_large_bytes_;
  ephemerons_.clear();
  unresolved_.clear();
  weak_cells_.clear();

  for (uint64_t word : remembered_) {
    Cell* cell = reinterpret_cast<Cell*>(word);
    cell->state = CellState::kOld;
    mark_stack_.push(cell);  // it has its mark bit already: only its children are looked at
  }
  remembered_.clear();
  mark_dirty_cards(SIZE_MAX);
  // Shapes survive until a full collection, so that ids held weakly stay good between two of these.
  mark_new_shapes();
  mark_roots();
  mark_conservative();
  drain();
  mark_weak();
  clear_weak();
  run_finalizers();
  sweep_young();
  ++young_collections_;
  begin_period();
  if (options_.verify_heap) verify_or_abort("after a collection");
  note_stop(start);
  // A stop is to take two milliseconds; the next one starts after so much was allocated as the last one was quick at,
  // but grows in steps. Large cells say little of that.
  if (allocated > kMegabyte) {
    double factor = stop_cost_ * 2 < kYoungTarget ? 2 : kYoungTarget / stop_cost_;
    auto limit = static_cast<size_t>(static_cast<double>(allocated) * factor);
    size_t most = live_ / 8 < kMinYoungLimit ? kMinYoungLimit : live_ / 8;
    if (most > kMaxYoungLimit) most = kMaxYoungLimit;
    young_limit_ = limit < kLeastYoungLimit ? kLeastYoungLimit : limit > most ? most : limit;
  }
  if (options_.trace_gc) trace("young", stop_cost_, allocated);
}

void Collector::note_stop(double start) {
  stop_end_ = now();
  stop_cost_ = stop_end_ - start;
  account_.add(start, stop_end_);
}

// After a full collection: the next one when as much is used again as is live.
void Collector::set_pace() {
  size_t in_use = region_.blocks_in_use() << kBlockShift;
  full_limit_ = in_use + (live_ > kMinFullGrowth ? live_ : kMinFullGrowth);
  external_full_limit_ = external_ + (external_ > 2 * kMinFullGrowth ? external_ : 2 * kMinFullGrowth);
}

// Those of shapes made since the last collection.
void Collector::mark_new_shapes() {
  auto mark_new = [this](uint32_t index) {
    const Block& block = blocks_[index];
    if (block.alloc_epoch != alloc_epoch_) return;
    char* base = static_cast<char*>(region_.address(index));
    for (size_t word = 0; word < kBitWords; ++word) {
      for (uint64_t bits = block.allocated[word]; bits; bits &= bits - 1) {
        size_t granule = word * 64 + static_cast<size_t>(__builtin_ctzll(bits));
        mark(reinterpret_cast<Cell*>(base + (granule << kGranuleShift)));
      }
    }
  };
  for (const SizeClass& entry : shape_classes_) {
    if (entry.current) mark_new(entry.current);
    for (uint32_t i = entry.used; i; i = blocks_[i].next) mark_new(i);
  }
}

void Collector::mark_roots() {
  MarkingRoots marker(*this);
  if (roots_) roots_->visit_roots(marker);
  for (RootLink* link = heap_.handles_; link; link = link->next()) link->visit(marker);
}

void Collector::mark_conservative() {
  for (uint64_t cell : conservative_) mark(reinterpret_cast<Cell*>(cell));
}

inline void Collector::scan(Cell* cell) {
  if (cell->state == CellState::kNew) cell->state = CellState::kOld;
  if (operations_.leaf_types >> static_cast<uint8_t>(cell->type) & 1) return;
  if (block_of(cell).kind == BlockKind::kLarge && operations_.part_count && operations_.part_count(cell)) [[unlikely]] {
    partial_.push_back({reinterpret_cast<uint64_t>(cell), 0});
    return;
  }
  operations_.mark_children(cell, visitor_);
}

// Scans marked cells until there are none left (true), or about `budget` of them. Each waits in a short queue while its
// memory is fetched.
bool Collector::drain(size_t budget) {
  constexpr size_t kQueue = 8;
  constexpr uint32_t kParts = 4096;
  Cell* queue[kQueue];
  size_t head = 0, count = 0;
  for (;;) {
    while (count < kQueue && !mark_stack_.empty()) {
      Cell* cell = mark_stack_.pop();
      __builtin_prefetch(cell, 1);
      queue[(head + count++) % kQueue] = cell;
    }
    if (budget-- == 0) {
      for (size_t i = 0; i < count; ++i) mark_stack_.push(queue[(head + i) % kQueue]);
      return false;
    }
    if (count) {
      Cell* cell = queue[head];
      head = (head + 1) % kQueue;
      --count;
      scan(cell);
      continue;
    }
    if (partial_.empty()) return true;
    Range part = partial_.back();
    Cell* cell = reinterpret_cast<Cell*>(part.cell);
    uint32_t parts = operations_.part_count(cell);  // it may have become shorter
    uint32_t end = part.next < parts && parts - part.next > kParts ? part.next + kParts : parts;
    if (end == parts) {
      partial_.pop_back();
    } else {
      partial_.back().next = end;
    }
    if (part.next < end) operations_.mark_parts(cell, visitor_, part.next, end);
    budget -= budget < kParts / 4 ? budget : kParts / 4;
  }
}

// Looks at the entries of weak collections that were found; false if the budget did not suffice. Their values are left
// on the mark stack.
bool Collector::mark_ephemerons(size_t* budget) {
  constexpr uint32_t kEntries = 1024;
  while (!ephemerons_.empty()) {
    if (*budget == 0) return false;
    Range range = ephemerons_.back();
    ephemerons_.pop_back();
    Cell* cell = reinterpret_cast<Cell*>(range.cell);
    uint32_t count = operations_.mark_ephemerons(cell, visitor_, range.next, range.next + kEntries);
    if (range.next + kEntries < count) ephemerons_.push_back({range.cell, range.next + kEntries});
    *budget -= *budget < kEntries / 4 ? *budget : kEntries / 4;
  }
  return true;
}

// A few of recheck_: those whose keys still are not marked are unresolved again. There may be very many, and what is
// known of their keys lies all over the block table: it is fetched for all of the few at once.
void Collector::recheck_some() {
  constexpr size_t kFew = 16;
  size_t count = recheck_.size() < kFew ? recheck_.size() : kFew;
  auto key_of = [this](const Entry& entry) {
    return reinterpret_cast<const Cell*>(base_ + (uintptr_t{entry.key} << kGranuleShift));
  };
  auto end = recheck_.end();
  for (size_t i = 1; i <= count; ++i) prefetch_mark(key_of(end[-static_cast<ptrdiff_t>(i)]));
  for (; count; --count) {
    Entry entry = recheck_.back();
    recheck_.pop_back();
    if (!is_marked(key_of(entry)) ||
        !operations_.resolve_ephemeron(reinterpret_cast<Cell*>(entry.cell), visitor_, entry.index)) {
      unresolved_.push_back(entry);
    }
  }
}

// Ephemerons: each round may mark values that are keys in other tables, or reach further tables.
void Collector::mark_weak() {
  if (!operations_.mark_ephemerons) return;
  for (;;) {
    size_t budget = SIZE_MAX;
    mark_ephemerons(&budget);
    drain();
    if (!ephemerons_.empty()) continue;
    recheck_.swap(unresolved_);
    while (!recheck_.empty()) recheck_some();
    if (mark_stack_.empty()) return;
    drain();
  }
}

void Collector::clear_weak() {
  bool full = kind_ == CollectionKind::kFull;
  if (roots_) roots_->clear_weak(full);
  if (!operations_.clear_weak_cell) return;
  constexpr size_t kAhead = 16;
  for (size_t i = 0, count = unresolved_.size(); i < count; ++i) {
    if (operations_.ephemeron_place && i + kAhead < count) {
      Entry ahead = unresolved_[i + kAhead];
      __builtin_prefetch(operations_.ephemeron_place(reinterpret_cast<Cell*>(ahead.cell), ahead.index), 1);
    }
    operations_.clear_ephemeron(reinterpret_cast<Cell*>(unresolved_[i].cell), unresolved_[i].index);
  }
  unresolved_.clear();
  for (uint64_t cell : weak_cells_) operations_.clear_weak_cell(reinterpret_cast<Cell*>(cell), heap_, full);
}

void Collector::run_finalizers() {
  size_t from = kind_ == CollectionKind::kFull ? 0 : new_finalizers_;
  size_t kept = from;
  for (size_t i = from; i < finalizers_.size(); ++i) {
    Cell* cell = reinterpret_cast<Cell*>(finalizers_[i]);
    if (is_marked(cell)) {
      finalizers_[kept++] = finalizers_[i];
    } else if (operations_.finalize) {
      operations_.finalize(cell);
    }
  }
  finalizers_.resize(kept);
  new_finalizers_ = kept;
}

void Collector::begin_period() {
  ++alloc_epoch_;
  total_allocated_ += allocated_;
  allocated_ = 0;
  new_large_bytes_ = spared_bytes_ = 0;
  external_at_collection_ = external_;
  external_request_ = false;
  next_look_ = 0;
  heap_.collecting_ = false;
}

SCRIM_NO_ASAN void Collector::visit_roots(RootVisitor& visitor) {
  NativeStackEnd end(*this);
  flush_runs();
  if (roots_) roots_->visit_roots(visitor);
  for (RootLink* link = heap_.handles_; link; link = link->next()) link->visit(visitor);
  std::vector<uint64_t> cells;
  scan_vm_stack(cells);
  for (uint64_t cell : cells) visitor.root("(VM stack)", "stack slot", reinterpret_cast<Cell*>(cell));
  cells.clear();
  scan_native_stack(cells);
  for (uint64_t cell : cells) visitor.root("(Native stack)", "stack slot", reinterpret_cast<Cell*>(cell));
}

void Collector::for_each_cell(void (*callback)(void* context, Cell* cell, size_t bytes), void* context) {
  flush_runs();
  for (const BlockPool* pool : {&shape_pool_, &cell_pool_}) {
    for (uint32_t index = pool->begin(); index < pool->fresh(); ++index) {
      const Block& block = blocks_[index];
      char* base = static_cast<char*>(region_.address(index));
      if (block.kind == BlockKind::kLarge && is_live(block, 0)) {
        callback(context, reinterpret_cast<Cell*>(base), block.large_bytes);
      }
      if (block.kind != BlockKind::kSmall) continue;
      for (size_t word = 0; word < kBitWords; ++word) {
        uint64_t bits = marks_count(block) ? block.marks[word] : 0;
        if (block.alloc_epoch == alloc_epoch_) bits |= block.allocated[word];
        for (; bits; bits &= bits - 1) {
          size_t granule = word * 64 + static_cast<size_t>(__builtin_ctzll(bits));
          callback(context, reinterpret_cast<Cell*>(base + (granule << kGranuleShift)),
                   size_t{block.cell_granules} << kGranuleShift);
        }
      }
    }
  }
}

HeapStatistics Collector::statistics() {
  complete_sweep();
  size_t unused = 0;  // in runs
  for (const Heap::BumpRun& run : heap_.runs_) unused += static_cast<size_t>(run.limit - run.cursor);
  for (const SizeClass& entry : classes_) unused += static_cast<size_t>(entry.run.limit - entry.run.cursor);
  for (const SizeClass& entry : shape_classes_) unused += static_cast<size_t>(entry.run.limit - entry.run.cursor);
  HeapStatistics statistics{};
  statistics.live_bytes = live_ + allocated_ - unused;
  statistics.allocated_bytes = total_allocated_ + allocated_ - unused;
  statistics.external_bytes = external_;
  statistics.committed_bytes = (region_.blocks_in_use() + region_.resident_free_blocks()) << kBlockShift;
  statistics.young_collections = young_collections_;
  statistics.full_collections = full_collections_;
  return statistics;
}

void Collector::trace(const char* what, double milliseconds, size_t allocated) {
  auto megabytes = [](size_t bytes) { return static_cast<double>(bytes) / kMegabyte; };
  std::fprintf(stderr, "[gc] %s: %.2f ms, %.2f MB allocated since the last, %.2f MB live, %.2f MB in blocks\n", what,
               milliseconds, megabytes(allocated), megabytes(live_), megabytes(region_.blocks_in_use() << kBlockShift));
}

}  // namespace scrim
