// Conservative scanning: every word of a stack that could be a cell's address is taken for one.
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

SCRIM_NO_ASAN void Collector::scan_words(const uint64_t* low, const uint64_t* high,
                                         std::vector<uint64_t>& found) const {
  uintptr_t first = base_ + Heap::kBlockSize;
  uintptr_t size = base_ + (uintptr_t{cell_pool_.fresh()} << kBlockShift) - first;
  for (const uint64_t* word = low; word < high; ++word) {
    uint64_t address = *word;
    if (address - first > size) [[likely]]
      continue;
    if (Cell* cell = cell_containing(address)) found.push_back(reinterpret_cast<uint64_t>(cell));
    // Just behind a cell: a loop's end pointer may be all that is left of the reference to it.
    if (address % Heap::kGranule == 0) {
      Cell* before = cell_containing(address - 1);
      if (before && before != cell_containing(address)) found.push_back(reinterpret_cast<uint64_t>(before));
    }
  }
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

}  // namespace scrim
