// Blocks and size classes. A block is 16 KiB of cells of one size, or a part of one large cell. What is known of it
// lies outside it, in an array at a fixed place of the region, so that headers neither share cache sets nor dirty the
// pages of cells, and a block is found from an address by arithmetic alone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/heap/heap.h"

namespace scrim {

struct SerialTable;

constexpr size_t kBlockShift = 14;
constexpr size_t kGranuleShift = 4;
constexpr size_t kGranulesPerBlock = Heap::kBlockSize / Heap::kGranule;
constexpr size_t kBitWords = kGranulesPerBlock / 64;
static_assert(size_t{1} << kBlockShift == Heap::kBlockSize && size_t{1} << kGranuleShift == Heap::kGranule);

// The region's layout: [header | shapes ... 4 GiB | cells ... 31 GiB | block table, free-block bitmap].
constexpr size_t kBlockTableOffset = kRegionSize - (size_t{1} << 30);
constexpr uint32_t kFirstShapeBlock = 1;  // block 0 holds the region's header, so that no shape has id 0
constexpr uint32_t kFirstCellBlock = kShapeRegionSize >> kBlockShift;
constexpr uint32_t kEndCellBlock = kBlockTableOffset >> kBlockShift;

enum class BlockKind : uint8_t {
  kFree,       // in the pool, or never used
  kSmall,      // cells of one size class
  kLarge,      // the first block of a large cell
  kLargeTail,  // a further one
};

struct alignas(64) Block {
  BlockKind kind;
  uint8_t size_class;
  bool shapes;                    // in the shapes' part of the region
  bool resident;                  // its pages may hold memory
  uint32_t cell_granules;         // kSmall
  uint32_t reciprocal;            // kSmall: granule index * reciprocal >> 31 is the cell's index
  uint32_t mark_version;          // marks count only if this is the collector's
  uint32_t alloc_epoch;           // allocated counts only if this is the collector's
  uint32_t next;                  // in a list of the size class
  uint32_t marked_count;          // kSmall: at the end of the last collection that looked
  uint32_t head;                  // kLargeTail: the first block; kLarge: number of blocks
  size_t large_bytes;             // kLarge
  uint32_t swept;                 // the mark version whose sweep has come to this block
  SerialTable* serials;           // made when the first cell here is asked for its serial
  uint64_t marks[kBitWords];      // a bit at each cell's first granule
  uint64_t allocated[kBitWords];  // likewise: allocated since the last collection

  bool bit(const uint64_t* words, size_t granule) const { return words[granule >> 6] >> (granule & 63) & 1; }
};
static_assert(sizeof(Block) == 320);
static_assert(kBlockTableOffset + kEndCellBlock * sizeof(Block) + kEndCellBlock / 8 < kRegionSize);

// Size classes: class n <= 32 is cells of n granules; above, sizes that divide a block with little waste.
constexpr uint32_t kInlineClasses = Heap::kMaxSmallSize / Heap::kGranule + 1;
constexpr uint16_t kCoarseSizes[] = {640, 768, 896, 1024, 1168, 1360, 1632, 2048, 2336, 2720, 3264, 4096, 5456, 8192};
constexpr uint32_t kSizeClasses = kInlineClasses + sizeof kCoarseSizes / sizeof kCoarseSizes[0];
static_assert(kCoarseSizes[sizeof kCoarseSizes / sizeof kCoarseSizes[0] - 1] == Heap::kMaxBlockedSize);

constexpr uint32_t class_granules(uint32_t size_class) {
  return size_class < kInlineClasses ? size_class : kCoarseSizes[size_class - kInlineClasses] / Heap::kGranule;
}

// For each class, the granules at which cells start.
struct CellStarts {
  uint64_t words[kSizeClasses][kBitWords];
  uint32_t cells[kSizeClasses];
};
constexpr CellStarts make_cell_starts() {
  CellStarts starts{};
  for (uint32_t size_class = 1; size_class < kSizeClasses; ++size_class) {
    uint32_t granules = class_granules(size_class);
    starts.cells[size_class] = kGranulesPerBlock / granules;
    for (uint32_t i = 0; i + granules <= kGranulesPerBlock; i += granules) {
      starts.words[size_class][i >> 6] |= uint64_t{1} << (i & 63);
    }
  }
  return starts;
}
inline constexpr CellStarts kCellStarts = make_cell_starts();

constexpr std::array<uint8_t, Heap::kMaxBlockedSize / Heap::kGranule + 1> make_class_of_granules() {
  std::array<uint8_t, Heap::kMaxBlockedSize / Heap::kGranule + 1> classes{};
  uint32_t size_class = 1;
  for (uint32_t granules = 0; granules < classes.size(); ++granules) {
    while (class_granules(size_class) < granules) ++size_class;
    classes[granules] = static_cast<uint8_t>(size_class);
  }
  return classes;
}
inline constexpr auto kClassOfGranules = make_class_of_granules();

// bytes <= kMaxBlockedSize
inline uint32_t size_class_of(size_t bytes) {
  return kClassOfGranules[(bytes + Heap::kGranule - 1) >> kGranuleShift];
}

// A maximal run of free cells, in granules.
struct FreeRun {
  uint32_t start;
  uint32_t end;  // == start: there is none
};
// The first run at or after granule `from`: cells whose mark bit is clear. The marks are those of the current version.
FreeRun find_free_run(const Block& block, uint32_t from);

}  // namespace scrim
