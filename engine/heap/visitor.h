// The one tracing interface (decision 24). Each cell type has
//
//     template <typename V> void visit(V& visitor);
//
// that names its outgoing edges; the collector's MarkVisitor ignores the names, EdgeVisitor hands them to snapshots,
// --verify-heap and the leak finder. A visit function allocates nothing and changes nothing.
#pragma once

#include "engine/heap/cell.h"

namespace scrim {

class Collector;

enum class EdgeKind : uint8_t {
  kContext,   // a variable of a closure; named
  kElement,   // an indexed element
  kProperty,  // a named property; the name is a property key's word
  kInternal,  // the engine's own; named
  kHidden,    // the engine's own; numbered
  kWeak,      // does not keep the target alive
};

// Edges with names, as snapshots see them.
class EdgeVisitor {
 public:
  // name: for kProperty and kContext the property key's word (an atom or symbol cell), for kInternal and kWeak a
  // constant string's address, for kElement and kHidden a number.
  virtual void edge(EdgeKind kind, uint64_t name, Cell* target) = 0;

  void internal(const char* name, Value value) {
    if (value.is_cell()) edge(EdgeKind::kInternal, reinterpret_cast<uint64_t>(name), value.as_cell());
  }
  void internal(const char* name, Cell* cell) {
    if (cell) edge(EdgeKind::kInternal, reinterpret_cast<uint64_t>(name), cell);
  }
  void weak(const char* name, Cell* cell) {
    if (cell) edge(EdgeKind::kWeak, reinterpret_cast<uint64_t>(name), cell);
  }
  void property(Value key, Value value) {
    if (value.is_cell()) edge(EdgeKind::kProperty, key.bits(), value.as_cell());
  }
  void context(Value key, Value value) {
    if (value.is_cell()) edge(EdgeKind::kContext, key.bits(), value.as_cell());
  }
  void element(uint32_t index, Value value) {
    if (value.is_cell()) edge(EdgeKind::kElement, index, value.as_cell());
  }
  void hidden(uint32_t index, Value value) {
    if (value.is_cell()) edge(EdgeKind::kHidden, index, value.as_cell());
  }
  void shape(uint32_t id, const void* owner) {
    if (id)
      edge(EdgeKind::kInternal, reinterpret_cast<uint64_t>("map"), reinterpret_cast<Cell*>(region_base(owner) + id));
  }
  void ephemerons(Cell*) {}
  void weak_cell(Cell*) {}
  static constexpr bool kNamed = true;

 protected:
  ~EdgeVisitor() = default;
};

// The collector's visitor: same calls, no names. Pushes unmarked cells on the mark stack.
class MarkVisitor {
 public:
  void mark(Cell* cell);  // defined in collector.h, as are the next five
  bool is_marked(const Cell* cell) const;
  void prefetch(const Cell* cell) const;  // for either of these
  // Called by a weak collection's visit: CellOperations::mark_ephemerons and its kin will be called on it.
  void ephemerons(Cell* self);
  // Called by mark_ephemerons: the key of an entry is not marked (yet).
  void unresolved(Cell* self, uint32_t index, const Cell* key);
  // Called by the visit of any other cell that holds weak references: only clear_weak_cell will be called on it.
  void weak_cell(Cell* self);

  void internal(const char*, Value value) { mark_value(value); }
  void internal(const char*, Cell* cell) {
    if (cell) mark(cell);
  }
  void weak(const char*, Cell*) {}
  void property(Value, Value value) { mark_value(value); }
  void context(Value, Value value) { mark_value(value); }
  void element(uint32_t, Value value) { mark_value(value); }
  void hidden(uint32_t, Value value) { mark_value(value); }
  void shape(uint32_t id, const void* owner) {
    if (id) mark(reinterpret_cast<Cell*>(region_base(owner) + id));
  }
  static constexpr bool kNamed = false;

 private:
  friend class Collector;
  void mark_value(Value value) {
    if (value.is_cell()) mark(value.as_cell());
  }
  Collector* collector_ = nullptr;
};

// Roots outside the heap, each under a synthetic name ("(Global handles)", "(VM stack)", ...).
class RootVisitor {
 public:
  virtual void root(const char* group, const char* name, Cell* cell) = 0;
  void root(const char* group, const char* name, Value value) {
    if (value.is_cell()) root(group, name, value.as_cell());
  }

 protected:
  ~RootVisitor() = default;
};

}  // namespace scrim
