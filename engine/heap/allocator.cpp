// Slow-path allocation: the next run of a size class, large cells, and when to collect.
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "engine/heap/collector.h"
#include "engine/heap/sanitizers.h"
#include "engine/heap/stack_scan.h"

namespace scrim {

namespace {

constexpr double kYoungRest = 2;  // times as long as a young collection took, before the next
// What large cells take beyond a megabyte each does not bring a young collection nearer, while all that is new is less
// than this and half of what is live.
constexpr size_t kMuch = size_t{1} << 20;
constexpr size_t kMuchMore = size_t{32} << 20;
// How much is allocated between two looks at the clock, where something waits for it.
constexpr size_t kLook = size_t{64} << 10;

}  // namespace

FreeRun find_free_run(const Block& block, uint32_t from) {
  const uint64_t* starts = kCellStarts.words[block.size_class];
  uint32_t limit = kCellStarts.cells[block.size_class] * block.cell_granules;
  if (from >= limit) return {limit, limit};
  uint32_t word = from >> 6;
  uint64_t free = starts[word] & ~block.marks[word] & (~uint64_t{0} << (from & 63));
  while (!free) {
    if (++word == kBitWords) return {limit, limit};
    free = starts[word] & ~block.marks[word];
  }
  uint32_t bit = static_cast<uint32_t>(__builtin_ctzll(free));
  uint32_t start = word * 64 + bit;
  uint64_t marked = block.marks[word] & (~uint64_t{0} << bit);
  while (!marked) {
    if (++word == kBitWords) return {start, limit};
    marked = block.marks[word];
  }
  return {start, word * 64 + static_cast<uint32_t>(__builtin_ctzll(marked))};
}

Heap::BumpRun& Collector::run_of(uint32_t size_class) {
  return size_class < kInlineClasses && !options_.stress_gc ? heap_.runs_[size_class] : classes_[size_class].run;
}

void* Collector::allocate_slow(size_t bytes) {
  VERIFY(!heap_.collecting_);
  if (bytes > Heap::kMaxBlockedSize) return allocate_large(bytes);
  return allocate_blocked(size_class_of(bytes ? bytes : 1));
}

void* Collector::allocate_blocked(uint32_t size_class) {
  return allocate_from(classes_[size_class], run_of(size_class), size_class, cell_pool_);
}

void* Collector::allocate_shape(size_t bytes) {
  VERIFY(!heap_.collecting_ && bytes <= Heap::kMaxSmallSize);
  uint32_t size_class = size_class_of(bytes);
  SizeClass& entry = shape_classes_[size_class];
  return allocate_from(entry, entry.run, size_class, shape_pool_);
}

void* Collector::allocate_with_finalizer(size_t bytes) {
  VERIFY(!heap_.collecting_);
  void* cell = heap_.allocate(bytes);
  finalizers_.push_back(reinterpret_cast<uint64_t>(cell));
  return cell;
}

void* Collector::allocate_from(SizeClass& entry, Heap::BumpRun& run, uint32_t size_class, BlockPool& pool) {
  if (options_.stress_gc || run.cursor == run.limit) before_slow_allocation();
  for (bool last_chance = false; run.cursor == run.limit;) {
    if (next_run(entry, run, size_class)) break;
    if (entry.current) {
      blocks_[entry.current].next = entry.used;
      entry.used = entry.current;
    }
    // Blocks that are not swept yet may have room.
    if (!entry.available && sweeping_) sweep_blocks(16);
    if ((entry.current = entry.available)) {
      entry.available = blocks_[entry.current].next;
    } else if (entry.dense && !region_.has_free(pool)) {
      entry.current = entry.dense;
      entry.dense = blocks_[entry.current].next;
    } else if ((entry.current = take_blocks(pool, 1, last_chance))) {
      start_block(entry.current, size_class, &pool == &shape_pool_);
    } else {
      last_chance = true;  // a full collection has been done
    }
    entry.position = 0;
  }
  char* cell = run.cursor;
  run.cursor += class_granules(size_class) << kGranuleShift;
  return cell;
}

// Finds the next free run of the class's current block, if any, and makes it the one to allocate from.
bool Collector::next_run(SizeClass& entry, Heap::BumpRun& run, uint32_t size_class) {
  flush_run(entry, run);
  entry.run_start = run.cursor = run.limit = nullptr;
  if (!entry.current) return false;
  Block& block = blocks_[entry.current];
  FreeRun free;
  if (block.mark_version != mark_version_) {
    uint32_t limit = kCellStarts.cells[size_class] * block.cell_granules;
    free = {entry.position, limit};
  } else {
    free = find_free_run(block, entry.position);
  }
  entry.position = free.end;
  if (free.start == free.end) return false;
  char* base = static_cast<char*>(region_.address(entry.current));
  entry.run_start = run.cursor = base + (size_t{free.start} << kGranuleShift);
  run.limit = base + (size_t{free.end} << kGranuleShift);
  size_t bytes = static_cast<size_t>(run.limit - run.cursor);
  allocated_ += bytes;
  unpoison_memory(run.cursor, bytes);
  return true;
}

void Collector::start_block(uint32_t index, uint32_t size_class, bool shapes) {
  Block& block = blocks_[index];
  block.kind = BlockKind::kSmall;
  block.size_class = static_cast<uint8_t>(size_class);
  block.shapes = shapes;
  block.cell_granules = class_granules(size_class);
  block.reciprocal = static_cast<uint32_t>(((uint64_t{1} << 31) + block.cell_granules - 1) / block.cell_granules);
  block.mark_version = 0;
  block.alloc_epoch = 0;
  block.marked_count = 0;
  block.swept = marking_ ? 0 : mark_version_;
}

void Collector::set_allocated(Block& block, uint32_t start, uint32_t end) {
  if (block.alloc_epoch != alloc_epoch_) {
    block.alloc_epoch = alloc_epoch_;
    for (uint64_t& word : block.allocated) word = 0;
  }
  const uint64_t* starts = kCellStarts.words[block.size_class];
  uint32_t first = start >> 6, last = (end - 1) >> 6;
  uint64_t head = ~uint64_t{0} << (start & 63);
  uint64_t tail = ~uint64_t{0} >> (63 - ((end - 1) & 63));
  if (first == last) {
    block.allocated[first] |= starts[first] & head & tail;
    return;
  }
  block.allocated[first] |= starts[first] & head;
  for (uint32_t word = first + 1; word < last; ++word) block.allocated[word] |= starts[word];
  block.allocated[last] |= starts[last] & tail;
}

// Sets the allocated bits of what the run has handed out.
void Collector::flush_run(SizeClass& entry, const Heap::BumpRun& run) {
  if (run.cursor == entry.run_start) return;
  Block& block = blocks_[entry.current];
  auto start = static_cast<uint32_t>(granule_of(entry.run_start));
  auto length = static_cast<uint32_t>((run.cursor - entry.run_start) >> kGranuleShift);
  set_allocated(block, start, start + length);
  entry.run_start = run.cursor;
}

void Collector::flush_runs() {
  for (uint32_t i = 1; i < kSizeClasses; ++i) flush_run(classes_[i], run_of(i));
  for (uint32_t i = 1; i < kInlineClasses; ++i) flush_run(shape_classes_[i], shape_classes_[i].run);
}

// Forgets all runs (after flush_runs): what is left of them is free again at the next collection.
void Collector::drop_runs() {
  auto drop = [this](SizeClass& entry, Heap::BumpRun& run) {
    allocated_ -= static_cast<size_t>(run.limit - run.cursor);
    entry.run_start = run.cursor = run.limit = nullptr;
  };
  for (uint32_t i = 1; i < kSizeClasses; ++i) drop(classes_[i], run_of(i));
  for (uint32_t i = 1; i < kInlineClasses; ++i) drop(shape_classes_[i], shape_classes_[i].run);
}

void* Collector::allocate_large(size_t bytes) {
  before_slow_allocation();
  size_t count = (bytes + Heap::kBlockSize - 1) >> kBlockShift;
  if (bytes > kRegionSize) out_of_memory(bytes);
  auto blocks = static_cast<uint32_t>(count);
  // A program that makes large cells would take new blocks faster than tidy() finds the dead ones.
  constexpr uint32_t kMostSwept = 4096;
  if (sweeping_) sweep_blocks(blocks < kMostSwept / 2 ? blocks * 2 : kMostSwept);
  uint32_t index = take_blocks(cell_pool_, blocks, false);
  if (!index) index = take_blocks(cell_pool_, blocks, true);
  Block& block = blocks_[index];
  block.kind = BlockKind::kLarge;
  block.shapes = false;
  block.head = blocks;
  block.large_bytes = bytes;
  block.mark_version = 0;
  block.swept = marking_ ? 0 : mark_version_;
  block.alloc_epoch = alloc_epoch_;
  block.allocated[0] = 1;
  for (size_t word = 1; word < kBitWords; ++word) block.allocated[word] = 0;
  for (uint32_t i = index + 1; i < index + blocks; ++i) {
    blocks_[i].kind = BlockKind::kLargeTail;
    blocks_[i].shapes = false;
    blocks_[i].head = index;
  }
  new_large_.push_back(index);
  // Cells of many megabytes are rare, and no reason for a collection of the others right now.
  size_t taken = count << kBlockShift;
  if (taken > kMuch) spared_bytes_ += (taken - kMuch) / 32 * 31;
  allocated_ += taken;
  new_large_bytes_ += taken;
  large_bytes_ += count << kBlockShift;
  // The program will first fill it: no collection is due right now.
  if (bytes >= kMuch) stop_end_ = now();
  void* cell = region_.address(index);
  unpoison_memory(cell, (bytes + 7) & ~size_t{7});
  return cell;
}

// Blocks within the limit; the first time that they are not to be had, collects and returns 0.
uint32_t Collector::take_blocks(BlockPool& pool, uint32_t count, bool last_chance) {
  size_t bytes = size_t{count} << kBlockShift;
  size_t in_use = region_.blocks_in_use() << kBlockShift;
  if (in_use + external_ + bytes <= options_.max_bytes || heap_.deferred_) {
    if (uint32_t index = region_.take(pool, count)) return index;
  }
  if (last_chance || heap_.deferred_) out_of_memory(bytes);
  collect(CollectionKind::kFull);
  in_use = (region_.blocks_in_use() << kBlockShift) + external_;
  if (in_use + options_.max_bytes / 64 > options_.max_bytes) {
    if (++fruitless_ == 4) out_of_memory(bytes);
  } else {
    fruitless_ = 0;
  }
  return 0;
}

// Whether a stop that can wait may be taken: the program has run for `rest` times as long as its last one took, and has
// had its share of the last 50 ms, the expected stop included.
bool Collector::may_stop(double now, double rest, double expected) {
  return now - stop_end_ >= stop_cost_ * rest && account_.may_stop(now, expected);
}

// Whether it may be time to collect, or for a step.
bool Collector::is_due() {
  if (allocated_ < next_look_ && (marking_ || !external_request_)) return false;
  next_look_ = allocated_ + kLook;
  if (marking_) return true;
  if (sweeping_ || trim_next_) tidy();
  if (external_request_) return true;
  size_t made = allocated_ < live_ / 2 + kMuchMore ? allocated_ - spared_bytes_ : allocated_;
  if (made >= kMaxYoungLimit) return true;
  if (made >= young_limit_) return may_stop(now(), kYoungRest, stop_cost_);
  if (!sweeping_ && !trim_next_) next_look_ = allocated_ + (young_limit_ - made);
  return false;
}

// Collects when it is time to.
__attribute__((noinline)) SCRIM_NO_ASAN void Collector::before_slow_allocation() {
  if (heap_.deferred_) return;
  if (options_.stress_gc) {
    if (--until_stress_ != 0) return;
  } else if (!is_due()) {
    return;
  }
  NativeStackEnd end(*this);
  if (options_.stress_gc) {
    until_stress_ = options_.stress_interval;
    // Young, full in steps, young, full at once.
    uint32_t phase = ++stress_count_ % 16;
    if (marking_) return step();
    if (phase == 8) return start_marking(true);
    collect(phase == 0 ? CollectionKind::kFull : CollectionKind::kYoung);
    return;
  }
  if (marking_) return step();
  size_t in_use = region_.blocks_in_use() << kBlockShift;
  bool full = in_use >= full_limit_ || external_ >= external_full_limit_;
  if (full && in_use >= options_.incremental_bytes && in_use + external_ <= options_.max_bytes / 4 * 3) {
    // What is new is sorted out first, so that there is little to look at twice.
    collect(CollectionKind::kYoung);
    double start = now();
    start_marking(true);
    note_stop(start);
    return;
  }
  collect(full ? CollectionKind::kFull : CollectionKind::kYoung);
  if (external_ + (region_.blocks_in_use() << kBlockShift) > options_.max_bytes) {
    if (!full) collect(CollectionKind::kFull);
    if (external_ > options_.max_bytes) out_of_memory(0);
  }
}

void Collector::add_external(intptr_t bytes) {
  external_ += static_cast<size_t>(bytes);
  if (bytes <= 0) return;
  // Who makes cells with much outside them makes few: marking is to keep up with these too.
  if (marking_)
    next_look_ -= next_look_ < static_cast<size_t>(bytes) / 16 ? next_look_ : static_cast<size_t>(bytes) / 16;
  if (external_request_) return;
  bool much = external_ >= external_full_limit_ || external_ >= external_at_collection_ + (size_t{32} << 20);
  if (!much && external_ + (region_.blocks_in_use() << kBlockShift) <= options_.max_bytes) return;
  // The next allocation of any size takes the slow path and collects.
  external_request_ = true;
  flush_runs();
  drop_runs();
}

void Collector::out_of_memory(size_t bytes) {
  std::fprintf(stderr,
               "scrim: out of memory: %zu KiB more do not fit into the heap's limit of %zu MiB (--max-heap); "
               "%zu MiB are in use by cells and %zu MiB by buffers outside, after %u collections\n",
               (bytes + 1023) >> 10, options_.max_bytes >> 20, region_.blocks_in_use() << kBlockShift >> 20,
               external_ >> 20, young_collections_ + full_collections_);
  std::fflush(stderr);
  if (options_.out_of_memory && !std::exchange(ending_, true)) options_.out_of_memory(heap_.isolate());
  std::_Exit(134);
}

}  // namespace scrim
