// After marking: which blocks have free cells, which are free altogether. Cells themselves are swept when they are
// needed.
#include <cstring>

#include "engine/heap/collector.h"
#include "engine/heap/sanitizers.h"

namespace scrim {

namespace {

// What --stress-gc fills dead cells with: as a header an impossible type, as a Value a pointer that faults.
constexpr uint64_t kPoisonWord = 0x0001'd5d5'd5d5'd5d5 & ~Value::kOtherTag;

void fill_with_poison(char* memory, size_t bytes) {
  for (size_t i = 0; i + 8 <= bytes; i += 8) std::memcpy(memory + i, &kPoisonWord, 8);
}

// A young collection makes a block available again if its free runs are at least this many cells on average: shorter
// ones cost more to find, and to fetch into the cache, than new blocks do until the next full collection.
constexpr uint32_t kShortestRun = 8;

uint32_t count_bits(uint64_t word) {
  word -= word >> 1 & 0x5555555555555555;
  word = (word & 0x3333333333333333) + (word >> 2 & 0x3333333333333333);
  word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0f;
  return static_cast<uint32_t>(word * 0x0101010101010101 >> 56);
}

// Free cells whose neighbour before them is not free.
uint32_t count_free_runs(const Block& block) {
  const uint64_t* starts = kCellStarts.words[block.size_class];
  uint32_t granules = block.cell_granules;  // at most 32: a shift within two words
  uint32_t runs = 1 - (block.marks[0] & 1);
  uint64_t before = 0;
  for (size_t i = 0; i < kBitWords; ++i) {
    uint64_t after_marked = block.marks[i] << granules | before >> (64 - granules);
    before = block.marks[i];
    runs += count_bits(starts[i] & ~block.marks[i] & after_marked);
  }
  return runs;
}

}  // namespace

void Collector::poison_free_cells(uint32_t index) {
  const Block& block = blocks_[index];
  char* base = static_cast<char*>(region_.address(index));
  for (FreeRun run = find_free_run(block, 0); run.start != run.end; run = find_free_run(block, run.end)) {
    char* memory = base + (size_t{run.start} << kGranuleShift);
    size_t bytes = size_t{run.end - run.start} << kGranuleShift;
    unpoison_memory(memory, bytes);
    if (options_.stress_gc) fill_with_poison(memory, bytes);
    poison_memory(memory, bytes);
  }
}

void Collector::free_small_block(uint32_t index) {
  Block& block = blocks_[index];
  free_serials(block);
  if (poison_) {
    void* memory = region_.address(index);
    unpoison_memory(memory, Heap::kBlockSize);
    if (options_.stress_gc) fill_with_poison(static_cast<char*>(memory), Heap::kBlockSize);
    poison_memory(memory, Heap::kBlockSize);
  }
  region_.give(pool_of(block), index, 1);
}

void Collector::free_large(uint32_t index) {
  Block& block = blocks_[index];
  free_serials(block);
  if (poison_) {
    void* memory = region_.address(index);
    size_t bytes = size_t{block.head} << kBlockShift;
    unpoison_memory(memory, bytes);
    if (options_.stress_gc) fill_with_poison(static_cast<char*>(memory), bytes);
    poison_memory(memory, bytes);
  }
  large_bytes_ -= size_t{block.head} << kBlockShift;
  region_.give(cell_pool_, index, block.head);
}

// Accounts for a block with marks and makes it available if it is worth it.
void Collector::keep_small_block(uint32_t index, bool full) {
  Block& block = blocks_[index];
  uint32_t count = 0;
  for (uint64_t word : block.marks) count += count_bits(word);
  live_ += size_t{count} * block.cell_granules << kGranuleShift;
  live_ -= size_t{block.marked_count} * block.cell_granules << kGranuleShift;
  block.marked_count = count;
  if (block.serials) drop_dead_serials(block);
  if (poison_) poison_free_cells(index);

  uint32_t free = kCellStarts.cells[block.size_class] - count;
  if (!free) return;
  SizeClass& entry = block.shapes ? shape_classes_[block.size_class] : classes_[block.size_class];
  if (block.size_class >= kInlineClasses || free >= kShortestRun * count_free_runs(block)) {
    block.next = entry.available;
    entry.available = index;
  } else if (full && free >= kCellStarts.cells[block.size_class] / 16) {
    block.next = entry.dense;
    entry.dense = index;
  }
}

// Only blocks allocated from since the last collection have changed.
void Collector::sweep_young() {
  auto sweep_class = [this](SizeClass& entry) {
    if (entry.current) {
      blocks_[entry.current].next = entry.used;
      entry.used = entry.current;
      entry.current = 0;
    }
    for (uint32_t index = entry.used; index;) {
      Block& block = blocks_[index];
      uint32_t next = block.next;
      if (block.mark_version != mark_version_) {
        free_small_block(index);
      } else {
        keep_small_block(index, false);
      }
      index = next;
    }
    entry.used = 0;
    entry.position = 0;
  };
  for (SizeClass& entry : classes_) sweep_class(entry);
  for (SizeClass& entry : shape_classes_) sweep_class(entry);
  for (uint32_t index : new_large_) {
    if (is_marked(static_cast<Cell*>(region_.address(index)))) {
      live_ += size_t{blocks_[index].head} << kBlockShift;
    } else {
      free_large(index);
    }
  }
  new_large_.clear();
}

void Collector::start_sweep() {
  for (SizeClass& entry : classes_) entry = SizeClass{};
  for (SizeClass& entry : shape_classes_) entry = SizeClass{};
  new_large_.clear();
  live_ = 0;
  sweeping_ = true;
  sweep_shapes_ = false;
  sweep_next_ = cell_pool_.fresh();
  full_limit_ = SIZE_MAX;  // until it is known how much is live
}

// The next blocks: those whose cells are all dead are free again, others are listed by what they have room for.
// Downwards, so that the lists start with the lowest blocks.
void Collector::sweep_blocks(uint32_t count) {
  for (; count; --count) {
    const BlockPool& pool = sweep_shapes_ ? shape_pool_ : cell_pool_;
    if (sweep_next_ == pool.begin()) {
      if (!sweep_shapes_) {
        sweep_shapes_ = true;
        sweep_next_ = shape_pool_.fresh();
        continue;
      }
      sweeping_ = false;
      trim_next_ = cell_pool_.fresh();
      set_pace();
      return;
    }
    uint32_t index = --sweep_next_;
    Block& block = blocks_[index];
    if (block.swept == mark_version_) continue;  // taken since marking ended
    block.swept = mark_version_;
    bool marked = block.mark_version == mark_version_;
    if (block.kind == BlockKind::kLarge) {
      if (marked) {
        live_ += size_t{block.head} << kBlockShift;
      } else {
        free_large(index);
      }
    } else if (block.kind == BlockKind::kSmall) {
      if (!marked) {
        free_small_block(index);
        continue;
      }
      block.marked_count = 0;
      keep_small_block(index, true);
    }
  }
}

// A part of what is left to do after a full collection, if the program has run for twice as long as the last part took
// and has had its share of the last 50 ms.
void Collector::tidy() {
  constexpr double kRest = 2;
  constexpr double kPart = 0.05;  // milliseconds
  double start = now();
  if (start - tidy_end_ < tidy_cost_ * kRest || !account_.may_stop(start, kPart)) return;
  double end = start;
  while ((sweeping_ || trim_next_) && end - start < kPart) {
    if (sweeping_) {
      sweep_blocks(32);
    } else {
      trim_blocks(16);
    }
    end = now();
  }
  tidy_end_ = end;
  tidy_cost_ = end - start;
  account_.add(start, end);
}

// Returns memory of free blocks to the system, `count` blocks at most, until half of what is live is left free.
void Collector::trim_blocks(uint32_t count) {
  size_t keep = live_ / 2 > (size_t{8} << 20) ? live_ / 2 : size_t{8} << 20;
  if (trim_next_) trim_next_ = region_.trim(cell_pool_, keep, trim_next_, count);
}

}  // namespace scrim
