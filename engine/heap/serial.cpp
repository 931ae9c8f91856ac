// Serials for snapshots (decision 24). A block's cells get theirs in epochs: an epoch is a base and a bitmap of the
// cells that have base + index as their serial; when a cell dies its bit is cleared, and a new cell in its place is
// numbered in a later epoch. So a number is never used again, and a block costs a few hundred bytes once a snapshot has
// been taken.
#include <vector>

#include "engine/heap/collector.h"

namespace scrim {

struct SerialTable {
  struct Epoch {
    uint32_t base;
    uint64_t live[kBitWords];  // by the cell's first granule
    uint64_t ever[kBitWords];
  };
  std::vector<Epoch> epochs;
};

uint32_t Collector::serial(const Cell* cell) {
  Block& block = block_of(cell);
  ASSERT(block.kind == BlockKind::kSmall || block.kind == BlockKind::kLarge);
  size_t granule = granule_of(cell);
  size_t word = granule >> 6;
  uint64_t bit = uint64_t{1} << (granule & 63);
  auto index = static_cast<uint32_t>(block.kind == BlockKind::kSmall ? granule / block.cell_granules : 0);
  if (!block.serials) block.serials = new SerialTable;
  std::vector<SerialTable::Epoch>& epochs = block.serials->epochs;
  for (const SerialTable::Epoch& epoch : epochs) {
    if (epoch.live[word] & bit) return epoch.base + index;
  }
  if (epochs.empty() || epochs.back().ever[word] & bit) {
    epochs.push_back({next_serial_, {}, {}});
    next_serial_ += block.kind == BlockKind::kSmall ? kCellStarts.cells[block.size_class] : 1;
  }
  epochs.back().live[word] |= bit;
  epochs.back().ever[word] |= bit;
  return epochs.back().base + index;
}

void Collector::drop_dead_serials(Block& block) {
  std::vector<SerialTable::Epoch>& epochs = block.serials->epochs;
  size_t kept = 0;
  for (size_t i = 0; i < epochs.size(); ++i) {
    uint64_t any = 0;
    for (size_t word = 0; word < kBitWords; ++word) any |= epochs[i].live[word] &= block.marks[word];
    if (any || i + 1 == epochs.size()) epochs[kept++] = epochs[i];
  }
  epochs.resize(kept);
}

void Collector::free_serials(Block& block) {
  delete block.serials;
  block.serials = nullptr;
}

}  // namespace scrim
