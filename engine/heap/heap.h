// The heap of one isolate: allocation, the write barrier, collections, roots.
//
// Rules for every caller:
//  - Any allocation may collect. A plain pointer or Value in a local variable keeps its cell alive (the native stack is
//    scanned conservatively, interior pointers included); one in malloc memory does not (use a Root or RootedVector).
//  - A cell's every word is initialised before the next allocation.
//  - After storing a cell into an existing cell, call write_barrier(owner) (once for a bulk copy).
//  - Cells never move; they have no destructors, except types listed in heap_needs_finalizer().
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "engine/heap/cell.h"

namespace scrim {

class Collector;
class MarkVisitor;
class EdgeVisitor;
class RootVisitor;
struct Block;

// What the heap must know of cells but cannot (objects/ is above it): filled in by objects/cell_table.cpp.
struct CellOperations {
  void (*mark_children)(Cell* cell, MarkVisitor& visitor);
  void (*visit_children)(Cell* cell, EdgeVisitor& visitor);  // with names: snapshots, --verify-heap, retainers
  void (*finalize)(Cell* cell);                              // frees malloc memory owned by a dead cell; may be null
  size_t (*cell_size)(const Cell* cell);                     // bytes the cell was allocated with
};

// Implemented by the isolate: everything outside the heap that holds cells.
class RootProvider {
 public:
  virtual void visit_roots(RootVisitor& visitor) = 0;
  // The part of the VM stack in use, [low, high): every word is tested as on the native stack.
  virtual void vm_stack_bounds(const uint64_t** low, const uint64_t** high) = 0;
  // The native stack [current, high) is scanned conservatively down to this address.
  virtual const void* native_stack_high() = 0;
  // Called inside a collection when marking is complete and nothing is swept yet: weak tables drop what is not marked
  // (ask heap.is_marked). Must not allocate.
  virtual void clear_weak(bool full) = 0;

 protected:
  ~RootProvider() = default;
};

enum class CollectionKind : uint8_t { kYoung, kFull };

struct HeapStatistics {
  size_t live_bytes;          // marked at the last full collection plus allocated since
  size_t allocated_bytes;     // since the heap was made
  size_t external_bytes;      // malloc memory held by cells
  size_t committed_bytes;
  uint32_t young_collections;
  uint32_t full_collections;
};

struct HeapOptions {
  size_t max_bytes = size_t{4} << 30;  // --max-heap; then the process ends with a clear message
  bool stress_gc = false;              // collect at every slow-path allocation and every Nth fast one
  bool verify_heap = false;            // before and after each collection
  bool trace_gc = false;
};

class Heap {
 public:
  static constexpr size_t kGranule = 16;           // cell sizes are multiples of this
  static constexpr size_t kMaxSmallSize = 2048;    // larger cells have a block of their own
  static constexpr size_t kBlockSize = 16 * 1024;  // aligned; size classes: every granule up to kMaxSmallSize

  Heap(CellOperations operations, RootProvider* roots, void* isolate, const HeapOptions& options);
  ~Heap();
  Heap(const Heap&) = delete;

  // Uninitialised memory for a cell of `bytes` bytes (any size); never null: out of memory ends the process after a
  // last collection. The caller writes the header and every word before the next allocation.
  void* allocate(size_t bytes) {
    if (bytes <= kMaxSmallSize) [[likely]] {
      BumpRun& run = runs_[(bytes + kGranule - 1) / kGranule];
      char* cell = run.cursor;
      size_t size = (bytes + kGranule - 1) & ~(kGranule - 1);
      if (static_cast<size_t>(run.limit - cell) >= size) [[likely]] {
        run.cursor = cell + size;
        return cell;
      }
    }
    return allocate_slow(bytes);
  }
  // Memory for a Shape, in the region's first 4 GB; its id is its byte offset from the region's base.
  void* allocate_shape(size_t bytes);

  // Inline caches and compiled code call allocate's fast path themselves: a run is two words.
  struct BumpRun {
    char* cursor = nullptr;
    char* limit = nullptr;
  };

  void write_barrier(Cell* owner) {
    if (owner->state == CellState::kOld) [[unlikely]] remember(owner);
  }
  void remember(Cell* owner);

  void collect(CollectionKind kind);
  bool is_marked(const Cell* cell) const;  // meaningful inside clear_weak
  void add_external(intptr_t bytes);       // malloc memory owned by cells; drives the collector's pace

  // Walks every live cell (after a full collection): callback(cell, bytes).
  void for_each_cell(void (*callback)(void* context, Cell* cell, size_t bytes), void* context);
  // Walks the roots with names, for snapshots.
  void visit_roots(EdgeVisitor& visitor);
  // A number that names this cell in every snapshot of this process and is never reused (decision 24).
  uint32_t serial(const Cell* cell);

  HeapStatistics statistics() const;
  void* isolate() const { return isolate_; }
  uintptr_t base() const { return base_; }

 private:
  friend class Collector;
  void* allocate_slow(size_t bytes);

  BumpRun runs_[kMaxSmallSize / kGranule + 1];
  uintptr_t base_ = 0;
  void* isolate_;
  std::unique_ptr<Collector> collector_;
};

// The heap and the isolate that own a cell.
struct RegionHeader {
  Heap* heap;
  void* isolate;
};
inline Heap& heap_of(const Cell* cell) { return *reinterpret_cast<RegionHeader*>(region_base(cell))->heap; }

}  // namespace scrim
