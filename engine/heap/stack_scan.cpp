// Conservative scanning: every word of a stack that could be a cell's address is taken for one.
#include <algorithm>

#include "engine/heap/collector.h"
#include "engine/heap/sanitizers.h"

namespace scrim {

Cell* Collector::cell_containing(uintptr_t address) const {
  uintptr_t offset = address - base_;
  if (offset >= kBlockTableOffset) return nullptr;
  auto index = static_cast<uint32_t>(offset >> kBlockShift);
  const Block* block = &blocks_[index];
  if (block->kind == BlockKind::kSmall) {
    size_t granule = offset >> kGranuleShift & (kGranulesPerBlock - 1);
    uint64_t cell = granule * block->reciprocal >> 31;
    if (cell >= kCellStarts.cells[block->size_class]) return nullptr;
    granule = cell * block->cell_granules;
    if (!is_live(*block, granule)) return nullptr;
    return reinterpret_cast<Cell*>(base_ + (uintptr_t{index} << kBlockShift) + (granule << kGranuleShift));
  }
  if (block->kind == BlockKind::kLargeTail) {
    index = block->head;
    block = &blocks_[index];
  }
  if (block->kind != BlockKind::kLarge || !is_live(*block, 0)) return nullptr;
  return reinterpret_cast<Cell*>(base_ + (uintptr_t{index} << kBlockShift));
}

// Appends the cell that a word points to; false if it looks like an address in the heap and there is no cell.
SCRIM_NO_ASAN inline bool Collector::scan_word(uint64_t address, std::vector<uint64_t>& found) const {
  uintptr_t first = base_ + Heap::kBlockSize;
  uintptr_t size = base_ + (uintptr_t{cell_pool_.fresh()} << kBlockShift) - first;
  if (address - first > size) [[likely]]
    return true;
  Cell* cell = cell_containing(address);
  if (cell) found.push_back(reinterpret_cast<uint64_t>(cell));
  // Just behind a cell: a loop's end pointer may be all that is left of the reference to it.
  if (address % Heap::kGranule == 0) {
    Cell* before = cell_containing(address - 1);
    if (before && before != cell) found.push_back(reinterpret_cast<uint64_t>(before));
  }
  return cell != nullptr;
}

SCRIM_NO_ASAN void Collector::scan_words(const uint64_t* low, const uint64_t* high,
                                         std::vector<uint64_t>& found) const {
  for (const uint64_t* word = low; word < high; ++word) scan_word(*word, found);
}

SCRIM_NO_ASAN void Collector::scan_native_stack(std::vector<uint64_t>& found) const {
  if (!roots_) return;
  auto* high = static_cast<const uint64_t*>(roots_->native_stack_high());
  if (!high) return;
  const uint64_t* low = native_low_;
  VERIFY(low);
  scan_words(low, high, found);
#if SCRIM_ASAN
  // With detect_stack_use_after_return, locals live in fake frames that the real stack only points to.
  if (void* fake_stack = __asan_get_current_fake_stack()) {
    for (const uint64_t* word = low; word < high; ++word) {
      void* begin = nullptr;
      void* end = nullptr;
      if (__asan_addr_is_in_fake_stack(fake_stack, reinterpret_cast<void*>(*word), &begin, &end)) {
        scan_words(static_cast<const uint64_t*>(begin), static_cast<const uint64_t*>(end), found);
      }
    }
  }
#endif
}

void Collector::scan_vm_stack(std::vector<uint64_t>& found) const {
  if (!roots_) return;
  const uint64_t* low = nullptr;
  const uint64_t* high = nullptr;
  roots_->vm_stack_bounds(&low, &high);
  if (low) scan_words(low, high, found);
}

// The cells that are not marked yet may be found only in words that have changed since they were scanned last: what the
// others point to got its mark then. So a deep stack costs a comparison, not a look at every cell. A word that pointed
// into the heap but to no cell is not taken for scanned: a cell may have been made there since.
SCRIM_NO_ASAN void Collector::scan_vm_stack_changes(std::vector<uint64_t>& found) {
  constexpr size_t kShallow = 2048;
  constexpr size_t kChunk = 16;
  if (!roots_) return;
  const uint64_t* low = nullptr;
  const uint64_t* high = nullptr;
  roots_->vm_stack_bounds(&low, &high);
  if (!low) return;
  auto words = static_cast<size_t>(high - low);
  if (words < kShallow) return scan_words(low, high, found);
  if (words > scanned_stack_.size()) {
    std::vector<uint64_t> longer(words * 2, 0);
    std::copy(scanned_stack_.begin(), scanned_stack_.end(),
              longer.end() - static_cast<ptrdiff_t>(scanned_stack_.size()));
    scanned_stack_.swap(longer);
  }
  uint64_t* scanned = scanned_stack_.data() + (scanned_stack_.size() - words);
  for (size_t i = 0; i < words;) {
    size_t end = i + kChunk < words ? i + kChunk : words;
    if (end == i + kChunk) {
      uint64_t difference = 0;
      for (size_t k = 0; k < kChunk; ++k) difference |= low[i + k] ^ scanned[i + k];
      if (difference == 0) {
        i = end;
        continue;
      }
    }
    for (; i < end; ++i) {
      uint64_t word = low[i];
      if (word != scanned[i]) scanned[i] = scan_word(word, found) ? word : 0;
    }
  }
}

}  // namespace scrim
