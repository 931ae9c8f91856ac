// Numbers the live cells of a heap in address order and finds a cell's number again: one bit a granule and a count a
// block, about 1 % of the heap.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/heap/heap.h"

namespace scrim::profile {

class CellIndex {
 public:
  // The heap must not allocate or collect while the index is used.
  explicit CellIndex(const Heap& heap) : base_(heap.base()), slot_(static_cast<uint32_t*>(calloc(kBlocks, 4))) {}

  // In address order.
  void add(const Cell* cell) {
    const uint64_t granule = granule_of(cell);
    uint32_t& slot = slot_.get()[granule >> kShift];
    if (slot == 0) {
      blocks_.push_back({count_, {}, {}});
      slot = static_cast<uint32_t>(blocks_.size());
    }
    Block& block = blocks_[slot - 1];
    const uint64_t word = (granule & kMask) >> 6;
    if (block.bits[word] == 0) block.before[word] = static_cast<uint16_t>(count_ - block.first);
    block.bits[word] |= uint64_t{1} << (granule & 63);
    count_++;
  }

  uint32_t count() const { return count_; }

  static constexpr uint32_t kAbsent = 0xFFFFFFFF;
  uint32_t find(const Cell* cell) const {
    const uint64_t granule = granule_of(cell);
    if (granule >> kShift >= kBlocks) return kAbsent;
    const uint32_t slot = slot_.get()[granule >> kShift];
    if (slot == 0 || (reinterpret_cast<uintptr_t>(cell) & (Heap::kGranule - 1)) != 0) return kAbsent;
    const Block& block = blocks_[slot - 1];
    const uint64_t word = (granule & kMask) >> 6, bit = uint64_t{1} << (granule & 63);
    if ((block.bits[word] & bit) == 0) return kAbsent;
    return block.first + block.before[word] + ones(block.bits[word] & (bit - 1));
  }

 private:
  static constexpr int kShift = 10;  // granules of a block
  static constexpr uint64_t kMask = (uint64_t{1} << kShift) - 1;
  static constexpr size_t kBlocks = kRegionSize / Heap::kGranule >> kShift;
  struct Block {
    uint32_t first;                     // the number of its first cell
    uint16_t before[(kMask + 1) / 64];  // cells in front of each word that is not 0
    uint64_t bits[(kMask + 1) / 64];
  };
  struct Free {
    void operator()(uint32_t* memory) const { free(memory); }
  };

  uintptr_t base_;
  std::unique_ptr<uint32_t, Free> slot_;  // block -> its place in blocks_ + 1; untouched pages cost nothing
  std::vector<Block> blocks_;
  uint32_t count_ = 0;

  // Without the instruction, which the oldest x86-64 lacks, the compiler would call a function.
  static uint32_t ones(uint64_t x) {
    x -= x >> 1 & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    return static_cast<uint32_t>(((x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u >> 56);
  }
  uint64_t granule_of(const Cell* cell) const { return (reinterpret_cast<uintptr_t>(cell) - base_) / Heap::kGranule; }
};

}  // namespace scrim::profile
