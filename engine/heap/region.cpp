#include "engine/heap/region.h"

#include <sys/mman.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "engine/heap/sanitizers.h"

namespace scrim {

namespace {

constexpr uint32_t kCommitBlocks = (1 << 20) >> kBlockShift;

void* reserve(void* hint, size_t size) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | (hint ? MAP_FIXED_NOREPLACE : 0);
  void* memory = mmap(hint, size, PROT_NONE, flags, -1, 0);
  return memory == MAP_FAILED ? nullptr : memory;
}

uintptr_t reserve_region() {
  if (void* memory = reserve(nullptr, 2 * kRegionSize)) {
    auto start = reinterpret_cast<uintptr_t>(memory);
    uintptr_t base = (start + kRegionSize - 1) & ~(kRegionSize - 1);
    if (base > start) munmap(memory, base - start);
    uintptr_t end = start + 2 * kRegionSize;
    if (base + kRegionSize < end) munmap(reinterpret_cast<void*>(base + kRegionSize), end - base - kRegionSize);
    return base;
  }
  // Tools that leave a process little address space (valgrind) refuse twice the size: ask for aligned places by name.
  for (uintptr_t base = kRegionSize; base < uintptr_t{1} << 46; base += kRegionSize) {
    void* memory = reserve(reinterpret_cast<void*>(base), kRegionSize);
    if (reinterpret_cast<uintptr_t>(memory) == base) return base;
    if (memory) munmap(memory, kRegionSize);
  }
  return 0;
}

void make_accessible(uintptr_t address, size_t size) {
  if (mprotect(reinterpret_cast<void*>(address), size, PROT_READ | PROT_WRITE) == 0) return;
  std::fprintf(stderr, "scrim: the system refused %zu KiB for the heap: %s\n", size >> 10, std::strerror(errno));
  std::_Exit(134);
}

}  // namespace

Region::Region() {
  base_ = reserve_region();
  if (!base_) {
    std::fprintf(stderr, "scrim: cannot reserve %zu GiB of address space for the heap: %s\n", kRegionSize >> 30,
                 std::strerror(errno));
    std::_Exit(134);
  }
  make_accessible(base_, Heap::kBlockSize);
  make_accessible(base_ + kBlockTableOffset, kRegionSize - kBlockTableOffset);
  blocks_ = reinterpret_cast<Block*>(base_ + kBlockTableOffset);
  free_ = reinterpret_cast<uint64_t*>(blocks_ + kEndCellBlock);
  register_leak_root(reinterpret_cast<void*>(base_), kRegionSize);
}

Region::~Region() {
  unregister_leak_root(reinterpret_cast<void*>(base_), kRegionSize);
  munmap(reinterpret_cast<void*>(base_), kRegionSize);
}

void Region::set_free(uint32_t block, bool free) {
  uint64_t bit = uint64_t{1} << (block & 63);
  if (free) {
    free_[block >> 6] |= bit;
  } else {
    free_[block >> 6] &= ~bit;
  }
}

// The lowest `count` neighbouring free blocks below fresh_, or 0.
uint32_t Region::find_free(BlockPool& pool, uint32_t count) {
  uint32_t block = pool.hint_;
  bool lowest = true;
  while (block < pool.fresh_) {
    uint64_t word = free_[block >> 6] >> (block & 63);
    if (!word) {
      block = (block | 63) + 1;
      continue;
    }
    block += static_cast<uint32_t>(__builtin_ctzll(word));
    if (lowest) pool.hint_ = block;
    lowest = false;
    uint32_t end = block + 1;
    while (end - block < count && end < pool.fresh_ && is_free(end)) ++end;
    if (end - block == count) return block;
    block = end + 1;
  }
  if (lowest) pool.hint_ = pool.fresh_;
  return 0;
}

uint32_t Region::take(BlockPool& pool, uint32_t count) {
  uint32_t block = find_free(pool, count);
  if (block) {
    for (uint32_t i = block; i < block + count; ++i) {
      set_free(i, false);
      if (blocks_[i].resident) --resident_free_;
    }
    if (block == pool.hint_) pool.hint_ = block + count;
  } else {
    if (count > pool.end_ - pool.fresh_) return 0;
    block = pool.fresh_;
    pool.fresh_ += count;
    if (pool.hint_ == block) pool.hint_ = pool.fresh_;
    if (pool.fresh_ > pool.committed_) {
      uint32_t goal = (pool.fresh_ + kCommitBlocks - 1) / kCommitBlocks * kCommitBlocks;
      if (goal > pool.end_) goal = pool.end_;
      make_accessible(base_ + (uintptr_t{pool.committed_} << kBlockShift),
                      size_t{goal - pool.committed_} << kBlockShift);
      pool.committed_ = goal;
    }
  }
  for (uint32_t i = block; i < block + count; ++i) blocks_[i].resident = true;
  in_use_ += count;
  return block;
}

void Region::give(BlockPool& pool, uint32_t block, uint32_t count) {
  for (uint32_t i = block; i < block + count; ++i) {
    blocks_[i].kind = BlockKind::kFree;
    set_free(i, true);
  }
  resident_free_ += count;
  in_use_ -= count;
  if (block < pool.hint_) pool.hint_ = block;
}

uint32_t Region::trim(BlockPool& pool, size_t keep, uint32_t from, uint32_t count) {
  uint32_t visits = count == UINT32_MAX ? UINT32_MAX : 4096;
  uint32_t block = from;
  while (resident_free_ << kBlockShift > keep) {
    if (block == pool.begin_) return 0;
    if (!count || !visits--) return block;
    uint32_t end = block;
    while (block > pool.begin_ && count && is_free(block - 1) && blocks_[block - 1].resident &&
           resident_free_ << kBlockShift > keep) {
      blocks_[--block].resident = false;
      --resident_free_;
      --count;
    }
    if (block < end) {
      madvise(address(block), size_t{end - block} << kBlockShift, MADV_DONTNEED);
    } else {
      --block;
    }
  }
  return 0;
}

}  // namespace scrim
