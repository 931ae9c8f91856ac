// Cells to test the heap with: a vector of values, a blob without children, a weak reference, an ephemeron table, and a
// shape, each under a real type's number.
#pragma once

#include <cstring>

#include "engine/heap/collector.h"
#include "engine/heap/heap.h"
#include "engine/heap/root.h"
#include "engine/heap/visitor.h"

namespace scrim::fake {

struct Node : Cell {  // kElements
  uint64_t count;
  Value slots[];

  static size_t size(uint64_t count) { return sizeof(Node) + count * sizeof(Value); }
};
struct Blob : Cell {  // kString
  uint64_t bytes;
};
struct Weak : Cell {  // kWeakRef
  Cell* target;
};
struct Table : Cell {  // kWeakMap
  static constexpr int kEntries = 8;
  Cell* keys[kEntries];
  Value values[kEntries];
};
struct Owner : Cell {  // kHostObject: owns a counter outside
  int* finalized;
};
struct FakeShape : Cell {  // kShape
  Cell* prototype;
};

template <typename V>
void visit(Cell* cell, V& visitor) {
  switch (cell->type) {
    case CellType::kElements: {
      auto* node = static_cast<Node*>(cell);
      for (uint64_t i = 0; i < node->count; ++i) visitor.element(static_cast<uint32_t>(i), node->slots[i]);
      if (cell->shape_id) visitor.shape(cell->shape_id, cell);
      break;
    }
    case CellType::kWeakRef:
      visitor.weak("target", static_cast<Weak*>(cell)->target);
      visitor.weak_cell(cell);
      break;
    case CellType::kWeakMap:
      for (Cell* key : static_cast<Table*>(cell)->keys) visitor.weak("key", key);
      visitor.ephemerons(cell);
      break;
    case CellType::kShape: visitor.internal("prototype", static_cast<FakeShape*>(cell)->prototype); break;
    default: break;
  }
}

inline size_t size_of(const Cell* cell) {
  switch (cell->type) {
    case CellType::kElements: return Node::size(static_cast<const Node*>(cell)->count);
    case CellType::kString: return sizeof(Blob) + static_cast<const Blob*>(cell)->bytes;
    case CellType::kWeakRef: return sizeof(Weak);
    case CellType::kWeakMap: return sizeof(Table);
    case CellType::kHostObject: return sizeof(Owner);
    case CellType::kShape: return sizeof(FakeShape);
    default: return 0;
  }
}

inline CellOperations operations() {
  CellOperations operations{};
  operations.mark_children = [](Cell* cell, MarkVisitor& visitor) { visit(cell, visitor); };
  operations.visit_children = [](Cell* cell, EdgeVisitor& visitor) { visit(cell, visitor); };
  operations.finalize = [](Cell* cell) { ++*static_cast<Owner*>(cell)->finalized; };
  operations.cell_size = size_of;
  operations.first_ephemeron = [](Cell*, bool, uint32_t) { return uint32_t{0}; };
  operations.resolve_ephemeron = [](Cell* cell, MarkVisitor& visitor, uint32_t index) {
    auto* table = static_cast<Table*>(cell);
    if (!table->keys[index]) return true;
    if (!visitor.is_marked(table->keys[index])) return false;
    visitor.internal("value", table->values[index]);
    return true;
  };
  operations.mark_ephemerons = [](Cell* cell, MarkVisitor& visitor, uint32_t from, uint32_t to) {
    auto* table = static_cast<Table*>(cell);
    for (uint32_t i = from; i < to && i < Table::kEntries; ++i) {
      if (!table->keys[i]) continue;
      if (!visitor.is_marked(table->keys[i])) {
        visitor.unresolved(cell, i, table->keys[i]);
      } else {
        visitor.internal("value", table->values[i]);
      }
    }
    return uint32_t{Table::kEntries};
  };
  operations.clear_ephemeron = [](Cell* cell, uint32_t index) {
    auto* table = static_cast<Table*>(cell);
    table->keys[index] = nullptr;
    table->values[index] = Value::undefined();
  };
  operations.clear_weak_cell = [](Cell* cell, Heap& heap, bool) {
    auto* weak = static_cast<Weak*>(cell);
    if (weak->target && !heap.is_marked(weak->target)) weak->target = nullptr;
  };
  operations.part_count = [](const Cell* cell) {
    return cell->type == CellType::kElements ? static_cast<uint32_t>(static_cast<const Node*>(cell)->count) : 0;
  };
  operations.mark_parts = [](Cell* cell, MarkVisitor& visitor, uint32_t from, uint32_t to) {
    auto* node = static_cast<Node*>(cell);
    for (uint32_t i = from; i < to; ++i) visitor.element(i, node->slots[i]);
    if (from == 0 && cell->shape_id) visitor.shape(cell->shape_id, cell);
  };
  operations.mark_range = [](Cell* cell, MarkVisitor& visitor, const char* from, const char* to) {
    auto* node = static_cast<Node*>(cell);
    for (uint64_t i = 0; i < node->count; ++i) {
      auto* place = reinterpret_cast<const char*>(&node->slots[i]);
      if (place >= from && place < to) visitor.element(static_cast<uint32_t>(i), node->slots[i]);
    }
  };
  operations.leaf_types = uint64_t{1} << static_cast<int>(CellType::kString);
  return operations;
}

// An isolate that is only stacks. The native stack is scanned from where the test's body runs.
struct FakeIsolate : RootProvider {
  const void* high = nullptr;
  const uint64_t* vm_low = nullptr;
  const uint64_t* vm_high = nullptr;

  void visit_roots(RootVisitor& visitor) override {
    for (Cell* root : roots) {
      if (root) visitor.root("(Fake)", "root", root);
    }
  }
  void vm_stack_bounds(const uint64_t** low, const uint64_t** high_bound) override {
    *low = vm_low;
    *high_bound = vm_high;
  }
  const void* native_stack_high() override { return high; }
  void clear_weak(bool full) override { full ? ++full_clears : ++young_clears; }

  Cell* roots[4] = {};
  int full_clears = 0;
  int young_clears = 0;
};

inline Node* make_node(Heap& heap, uint64_t count) {
  auto* node = static_cast<Node*>(heap.allocate(Node::size(count)));
  node->set_header(Cell::header_word(CellType::kElements));
  node->count = count;
  for (uint64_t i = 0; i < count; ++i) node->slots[i] = Value::undefined();
  return node;
}
inline Blob* make_blob(Heap& heap, uint64_t bytes) {
  auto* blob = static_cast<Blob*>(heap.allocate(sizeof(Blob) + bytes));
  blob->set_header(Cell::header_word(CellType::kString));
  blob->bytes = bytes;
  return blob;
}
inline Weak* make_weak(Heap& heap, Cell* target) {
  auto* weak = static_cast<Weak*>(heap.allocate(sizeof(Weak)));
  weak->set_header(Cell::header_word(CellType::kWeakRef));
  weak->target = target;
  return weak;
}
inline Table* make_table(Heap& heap) {
  auto* table = static_cast<Table*>(heap.allocate(sizeof(Table)));
  table->set_header(Cell::header_word(CellType::kWeakMap));
  for (Cell*& key : table->keys) key = nullptr;
  for (Value& value : table->values) value = Value::undefined();
  return table;
}
inline Owner* make_owner(Heap& heap, int* finalized) {
  auto* owner = static_cast<Owner*>(heap.allocate_with_finalizer(sizeof(Owner)));
  owner->set_header(Cell::header_word(CellType::kHostObject));
  owner->finalized = finalized;
  return owner;
}
inline FakeShape* make_shape(Heap& heap, Cell* prototype) {
  auto* shape = static_cast<FakeShape*>(heap.allocate_shape(sizeof(FakeShape)));
  shape->set_header(Cell::header_word(CellType::kShape));
  shape->prototype = prototype;
  return shape;
}

inline size_t count_cells(Heap& heap) {
  size_t count = 0;
  heap.for_each_cell([](void* context, Cell*, size_t) { ++*static_cast<size_t*>(context); }, &count);
  return count;
}

// Overwrites the part of the native stack below the caller, so that no stale pointer is left there.
__attribute__((noinline, no_sanitize("address"))) inline void clear_stack_below() {
  volatile char bytes[16 * 1024];
  for (size_t i = 0; i < sizeof bytes; ++i) bytes[i] = 0;
}

// Forgets what the callers have in callee-saved registers: it stays in the caller's frame.
__attribute__((always_inline)) inline void clear_registers() {
#if defined(__x86_64__)
  asm volatile(
      "xorl %%ebx, %%ebx\n\txorl %%r12d, %%r12d\n\txorl %%r13d, %%r13d\n\txorl %%r14d, %%r14d\n\txorl %%r15d, %%r15d"
      :
      :
      : "rbx", "r12", "r13", "r14", "r15", "cc");
#endif
}

}  // namespace scrim::fake
