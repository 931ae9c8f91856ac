// An isolate's reserved address space: 32 GiB, aligned to as much, made usable in chunks as blocks are taken.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/heap/block.h"

namespace scrim {

// The blocks of one part of the region: lowest free address first, so that memory is reused while it is in the cache
// and the high end can be returned.
class BlockPool {
 public:
  BlockPool(uint32_t begin, uint32_t end) : begin_(begin), end_(end), fresh_(begin), committed_(begin), hint_(begin) {}

  uint32_t begin() const { return begin_; }
  uint32_t fresh() const { return fresh_; }  // no block from here on has ever been used

 private:
  friend class Region;
  uint32_t begin_, end_;
  uint32_t fresh_;
  uint32_t committed_;  // accessible up to here
  uint32_t hint_;       // no free block below fresh_ has a lower index
};

class Region {
 public:
  Region();
  ~Region();
  Region(const Region&) = delete;

  uintptr_t base() const { return base_; }
  Block* blocks() const { return blocks_; }
  void* address(uint32_t block) const { return reinterpret_cast<void*>(base_ + (uintptr_t{block} << kBlockShift)); }

  // `count` neighbouring blocks (kind still kFree), or 0 if the pool is exhausted.
  uint32_t take(BlockPool& pool, uint32_t count);
  bool has_free(const BlockPool& pool) const { return pool.hint_ < pool.fresh_; }  // or had, a moment ago
  void give(BlockPool& pool, uint32_t block, uint32_t count);
  // Returns memory of free blocks below `from` to the system, highest first, until at most `keep` bytes of it are left:
  // of `count` blocks. Where to go on, 0 at the end.
  uint32_t trim(BlockPool& pool, size_t keep, uint32_t from, uint32_t count);

  size_t blocks_in_use() const { return in_use_; }
  size_t resident_free_blocks() const { return resident_free_; }

 private:
  bool is_free(uint32_t block) const { return free_[block >> 6] >> (block & 63) & 1; }
  void set_free(uint32_t block, bool free);
  uint32_t find_free(BlockPool& pool, uint32_t count);

  uintptr_t base_ = 0;
  Block* blocks_ = nullptr;
  uint64_t* free_ = nullptr;  // a bit a block
  size_t in_use_ = 0;
  size_t resident_free_ = 0;
};

}  // namespace scrim
