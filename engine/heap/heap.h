// The heap of one isolate: allocation, the write barrier, collections, roots.
//
// Rules for every caller:
//  - Any allocation may collect. A plain pointer or Value in a local variable keeps its cell alive (the native stack is
//    scanned conservatively, interior pointers included); one in malloc memory does not (use a Root or RootedVector).
//  - A cell's every word is initialised before the next allocation.
//  - After storing a cell into an existing cell, call write_barrier(owner) (once for a bulk copy).
//  - Cells never move; they have no destructors. One that owns malloc memory comes from
//    allocate_with_finalizer() or is told of with add_finalizer().
//  - What a collection frees depends on its kind: a young one frees only cells allocated since the last collection.
//    Shapes die in full collections only, so ids held weakly are looked at only then.
//
// Running out of memory ends the process with a message on stderr and exit code 134 (what a shell shows for Node's
// abort), after a last full collection.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "engine/heap/cell.h"

// No allocator of values or cells: cells in malloc memory are invisible to the collector. Use a RootedVector
// (root.h).
template <>
class std::allocator<scrim::Value> {
 public:
  allocator() = delete;
};
template <>
class std::allocator<scrim::Cell*> {
 public:
  allocator() = delete;
};

namespace scrim {

class Collector;
class MarkVisitor;
class EdgeVisitor;
class RootVisitor;
class RootLink;
class Heap;

// What the heap must know of cells but cannot (objects/ is above it): filled in by objects/cell_table.cpp, which
// includes collector.h for MarkVisitor's inline part.
struct CellOperations {
  void (*mark_children)(Cell* cell, MarkVisitor& visitor);
  void (*visit_children)(Cell* cell, EdgeVisitor& visitor);  // with names: snapshots, --verify-heap, retainers
  void (*finalize)(Cell* cell);                              // frees malloc memory owned by a dead cell; may be null
  size_t (*cell_size)(const Cell* cell);                     // bytes the cell was allocated with
  // For a cell whose visit called visitor.ephemerons(this), whose entries are looked at in parts. `cycle` numbers the
  // collections: the first entry that this one has not seen, nor (in a young one) those before it.
  uint32_t (*first_ephemeron)(Cell* cell, bool young, uint32_t cycle) = nullptr;
  // Marks the values of entries [from, to) whose keys are marked (ask visitor.is_marked), tells of the others with
  // visitor.unresolved(cell, index, key), and returns the number of entries.
  uint32_t (*mark_ephemerons)(Cell* cell, MarkVisitor& visitor, uint32_t from, uint32_t to) = nullptr;
  // Looks at one that was unresolved again; false if it still is.
  bool (*resolve_ephemeron)(Cell* cell, MarkVisitor& visitor, uint32_t index) = nullptr;
  // Removes an entry whose key is dead.
  void (*clear_ephemeron)(Cell* cell, uint32_t index) = nullptr;
  // Where the entry is, to fetch its memory ahead; may be null.
  const void* (*ephemeron_place)(Cell* cell, uint32_t index) = nullptr;
  // For a cell whose visit called visitor.weak_cell(this): drops every weak reference whose target is not marked (ask
  // heap.is_marked). Called when marking is complete. Must not allocate.
  void (*clear_weak_cell)(Cell* cell, Heap& heap, bool full) = nullptr;
  // Large cells are marked in parts: how many there are (0: not divisible), and the children of parts [from, to).
  uint32_t (*part_count)(const Cell* cell) = nullptr;
  void (*mark_parts)(Cell* cell, MarkVisitor& visitor, uint32_t from, uint32_t to) = nullptr;
  // The children that lie between two addresses of a large cell, which write_barrier_at was told of.
  void (*mark_range)(Cell* cell, MarkVisitor& visitor, const char* from, const char* to) = nullptr;
  // For --verify-heap: what is wrong with the cell beyond its edges; null: nothing.
  const char* (*complaint)(const Cell* cell) = nullptr;
  uint64_t leaf_types = 0;  // bit 1 << type: cells of this type never have children
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

// A full collection of more than HeapOptions::incremental_bytes marks in steps of a millisecond between which the
// program runs, and sweeps in parts; only its end stops the program for longer. Explicit ones (collect) are done at
// once.
enum class CollectionKind : uint8_t { kYoung, kFull };

struct HeapStatistics {
  size_t live_bytes;       // marked at the last full collection plus allocated since
  size_t allocated_bytes;  // since the heap was made
  size_t external_bytes;   // malloc memory held by cells
  size_t committed_bytes;  // blocks in use, and free ones not returned to the system
  uint32_t young_collections;
  uint32_t full_collections;
};

struct HeapOptions {
  size_t max_bytes = size_t{4} << 30;  // --max-heap; then the process ends with a clear message
  bool stress_gc = false;              // collect at every Nth allocation and fill what is swept with a pattern
  uint32_t stress_interval = 1;        // that N; every eighth of these collections is full
  bool verify_heap = false;            // before and after each collection
  bool trace_gc = false;
  size_t incremental_bytes = size_t{8} << 20;      // heaps in use below this are marked in one stop
  void (*out_of_memory)(void* isolate) = nullptr;  // called before the process ends so; allocates nothing in the heap
  double (*clock)() = nullptr;                     // milliseconds, for tests; null: the thread's CPU clock
};

class Heap {
 public:
  static constexpr size_t kGranule = 16;           // cell sizes are multiples of this
  static constexpr size_t kMaxSmallSize = 512;     // a size class for every granule up to here: bump allocated inline
  static constexpr size_t kMaxBlockedSize = 8192;  // 14 coarser size classes up to here; larger cells own their blocks
  static constexpr size_t kBlockSize = 16 * 1024;  // aligned

  Heap(CellOperations operations, RootProvider* roots, void* isolate, const HeapOptions& options);
  ~Heap();
  Heap(const Heap&) = delete;

  // Uninitialised memory for a cell of `bytes` bytes (any size); never null: out of memory ends the process after a
  // last collection. The caller writes the header and every word before the next allocation.
  void* allocate(size_t bytes) {
    if (bytes <= kMaxSmallSize) [[likely]] {
      BumpRun& run = runs_[(bytes + kGranule - 1) / kGranule];
      char* cell = run.cursor;
      if (cell != run.limit) [[likely]] {  // a run is a whole number of cells
        run.cursor = cell + ((bytes + kGranule - 1) & ~(kGranule - 1));
        return cell;
      }
    }
    return allocate_slow(bytes);
  }
  // The same for a cell that CellOperations::finalize is called on when it has died (or the heap ends).
  void* allocate_with_finalizer(size_t bytes);
  // The same for a cell that was just made by allocate().
  void add_finalizer(Cell* cell);
  // Memory for a Shape, in the region's first 4 GB; its id is its byte offset from the region's base, never 0.
  void* allocate_shape(size_t bytes);

  // Compiled code does allocate's fast path itself: the run of cells of n granules is at runs_offset() + n * 16.
  struct BumpRun {
    char* cursor = nullptr;
    char* limit = nullptr;
  };
  static size_t runs_offset();

  void write_barrier(Cell* owner) {
    if (owner->state == CellState::kOld) [[unlikely]]
      remember(owner);
  }
  void remember(Cell* owner);
  // The same where the place of the store is known: of a large cell only what lies near it is looked at again. False:
  // that was not done (the owner is new, or is looked at whole).
  bool write_barrier_at(Cell* owner, const void* place) {
    if (owner->state == CellState::kOld) [[unlikely]]
      return remember_at(owner, place);
    return false;
  }
  bool remember_at(Cell* owner, const void* place);
  // `grown`, just allocated, has the same contents at the same places as `old`, whose place it takes: what the
  // collector knows of that holds for it too. So a large vector that has grown is not looked at as a whole once more.
  void inherit(Cell* grown, const Cell* old);

  void collect(CollectionKind kind);
  bool is_marked(const Cell* cell) const;  // meaningful inside clear_weak
  void add_external(intptr_t bytes);       // malloc memory owned by cells; drives the collector's pace

  // Walks every cell that is live or was allocated since the last collection, in address order (after a full collection
  // exactly the live ones); bytes is the memory it takes. The callback must not allocate.
  void for_each_cell(void (*callback)(void* context, Cell* cell, size_t bytes), void* context);
  // Walks the roots with names, for snapshots: the provider's own, then the groups "(Handles)", "(VM stack)" and
  // "(Native stack)".
  void visit_roots(RootVisitor& visitor);
  // Calls the visitor for each edge of a cell, with names.
  void visit_children(Cell* cell, EdgeVisitor& visitor);
  // A number that names this cell in every snapshot of this process and is never reused (decision 24).
  uint32_t serial(const Cell* cell);

  // The cell an address points into or just behind, if it is live or was allocated since the last collection.
  Cell* cell_containing(const void* address);
  // Checks every live cell's header and edges and the completeness of the remembered set; prints what is wrong to
  // stderr and returns how much that is. --verify-heap does it around each collection and aborts unless it is 0.
  size_t verify();

  HeapStatistics statistics() const;
  void* isolate() const { return isolate_; }
  uintptr_t base() const { return base_; }
  bool collecting() const { return collecting_; }

 private:
  friend class Collector;
  friend class RootLink;
  friend class DeferCollection;
  void* allocate_slow(size_t bytes);

  BumpRun runs_[kMaxSmallSize / kGranule + 1];
  uintptr_t base_ = 0;
  void* isolate_;
  RootLink* handles_ = nullptr;  // Root and RootedVector, newest first
  uint32_t deferred_ = 0;
  bool collecting_ = false;
  std::unique_ptr<Collector> collector_;
};

// No collection happens while one of these lives: for a group of cells that is consistent only as a whole.
class DeferCollection {
 public:
  explicit DeferCollection(Heap& heap) : heap_(heap) { ++heap_.deferred_; }
  ~DeferCollection() { --heap_.deferred_; }
  DeferCollection(const DeferCollection&) = delete;

 private:
  Heap& heap_;
};

// The heap and the isolate that own a cell.
struct RegionHeader {
  Heap* heap;
  void* isolate;
};
inline Heap& heap_of(const Cell* cell) {
  return *reinterpret_cast<RegionHeader*>(region_base(cell))->heap;
}

}  // namespace scrim
