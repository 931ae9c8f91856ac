// The objects behind Map, Set, WeakMap, WeakSet, WeakRef, FinalizationRegistry, iterators, promises, proxies,
// generators, buffers: their layout. Behaviour is in builtins/ and interpreter/.
#pragma once

#include "engine/objects/module_record.h"

namespace scrim {

// An insertion-ordered hash table that iterators can walk while it changes. Entries are appended; deleted ones keep
// their place (key empty) until the table is replaced by one without them.
//
// Large tables are replaced step by step: the new table is in use from the start, keeps places for the old one's
// entries before those that are added (a gap), and each change moves a few of them there. Until the last has come both
// hold entries.
//
//   predecessor  | moved | entries still here    |
//   table        | moved | gap ................. | added since | free |
//                0       gap_begin               gap_end       used
struct HashTable : Cell {
  struct Entry {
    Value key;    // empty: deleted
    Value value;  // sets: undefined
    uint32_t hash;
    uint32_t next;  // chain, entry position + 1
  };
  uint32_t count;          // live entries
  uint32_t used;           // entries including deleted
  uint32_t capacity;       // entries
  uint32_t bucket_count;   // a power of two
  HashTable* successor;    // after a rehash or clear, for iterators still on the old table
  HashTable* predecessor;  // whose entries are still to come here; null: none
  uint32_t gap_begin;      // entries from here to gap_end are not there yet. In a predecessor both are the number of
  uint32_t gap_end;        // entries that have gone to the successor
  uint16_t cleared;        // the successor came from clear()
  uint16_t scan_cycle;     // weak: the collection that looked at the entries below `scanned`, which have not changed
  uint32_t scanned;        // since
  // Entry entries[capacity]; uint32_t buckets[bucket_count];
  Entry* entries() { return reinterpret_cast<Entry*>(this + 1); }
  uint32_t* buckets() { return reinterpret_cast<uint32_t*>(entries() + capacity); }
  static size_t size_for(uint32_t capacity, uint32_t buckets) {
    return sizeof(HashTable) + size_t{capacity} * sizeof(Entry) + size_t{buckets} * 4;
  }
  bool is_there(uint32_t position) const { return position - gap_begin >= gap_end - gap_begin; }
  // flags: the table of a WeakMap or WeakSet, whose values are marked by their keys.
  static constexpr uint8_t kWeak = 1;
  template <typename V>
  void visit(V& visitor) {
    visitor.internal("successor", static_cast<Cell*>(successor));
    visitor.internal("predecessor", static_cast<Cell*>(predecessor));
    if (has_flag(kWeak)) return visitor.ephemerons(this);
    for (uint32_t i = 0; i < used; ++i) {
      if (!is_there(i)) continue;
      visitor.hidden(2 * i, entries()[i].key);
      visitor.hidden(2 * i + 1, entries()[i].value);
    }
  }
};

// Moves up to `count` more entries of table->predecessor, if there is one, to their places.
void move_hash_entries(HashTable* table, uint32_t count);
// All that are left: for those who walk the entries of a table (that may be null) themselves.
inline HashTable* settled(HashTable* table) {
  if (table && table->predecessor) move_hash_entries(table, UINT32_MAX);
  return table;
}

struct MapObject : Object {
  HashTable* table;
  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    visitor.internal("table", static_cast<Cell*>(table));
  }
};

// Weak keys live in the same table form; the collector treats the entries as ephemerons (visit shows them as weak).
struct WeakMapObject : Object {
  HashTable* table;
  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    if constexpr (V::kNamed)
      visitor.weak("table", static_cast<Cell*>(table));
    else
      visitor.internal("table", static_cast<Cell*>(table));
  }
};

struct WeakRefObject : Object {
  Value target;        // undefined once cleared
  uint64_t job_epoch;  // of the job that it last gave its target to
  // The target is kept while that job runs; defined with the isolate (cell_table.cpp).
  template <typename V>
  void visit(V& visitor);
};

// A target or token that is held weakly where the collector would follow a plain value: its address, as a number.
inline Value weak_word(Value value) {
  return value.is_cell() ? Value::number(static_cast<double>(reinterpret_cast<uintptr_t>(value.as_cell()))) : value;
}
inline Cell* cell_of_weak_word(Value word) {
  return word.is_number() ? reinterpret_cast<Cell*>(static_cast<uintptr_t>(word.as_number())) : nullptr;
}

struct FinalizationRegistryObject : Object {
  Value callback;
  Array* cells;                              // triples: weak word of the target (null: it has died), held value, weak
                                             // word of the token (undefined: none)
  FinalizationRegistryObject* next_pending;  // in isolate.pending_registries
  uint64_t is_pending;
  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    visitor.internal("cleanup", callback);
    visitor.internal("cells", reinterpret_cast<Cell*>(cells));
    visitor.internal("next_pending", static_cast<Cell*>(next_pending));
    visitor.weak_cell(this);
  }
};

struct PrimitiveWrapper : Object {
  Value primitive;
  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    visitor.internal("value", primitive);
  }
};

struct DateObject : Object {
  double time;  // milliseconds since the epoch, UTC; NaN: invalid
};

struct RegExpProgram;  // a compiled pattern in malloc memory (builtins/regexp.cpp); owned by the object
struct RegExpObject : Object {
  String* source;
  String* flags_string;
  RegExpProgram* program;  // finalized
  Value last_index;        // the own property lastIndex is in-object slot 0, this field
  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    visitor.internal("source", static_cast<Cell*>(source));
    visitor.internal("flags", static_cast<Cell*>(flags_string));
  }
};

// Where a task (a timer, a job, ...) was scheduled: the place in the program's code and, above it, where the task that
// ran then had been scheduled (decision 28; interpreter/task_origin.h).
struct TaskOrigin : Cell {
  Code* code;
  TaskOrigin* parent;  // null: the main program scheduled it, or the rest was cut off
  uint32_t offset;     // of the call, in 16-bit units of the code
  uint32_t depth;      // parents
  template <typename V>
  void visit(V& visitor) {
    visitor.internal("code", reinterpret_cast<Cell*>(code));
    visitor.internal("parent", static_cast<Cell*>(parent));
  }
};

// sec-properties-of-promise-instances
struct PromiseReaction : Cell {
  static constexpr uint8_t kFollows = 1;  // in flags: `promise` was resolved with the promise that this waits for

  PromiseReaction* next;
  Value promise;       // the derived promise, its capability object, or an async function's generator (await)
  Value functions;     // an Array of the capability's resolve and reject; undefined for the engine's own promises
  Value on_fulfilled;  // callables or undefined
  Value on_rejected;
  Value context;       // isolate.async_context where it was made
  TaskOrigin* origin;  // null for an await: the waiting frame says where that is
  template <typename V>
  void visit(V& visitor) {
    visitor.internal("next", static_cast<Cell*>(next));
    visitor.internal("origin", static_cast<Cell*>(origin));
    visitor.internal("promise", promise);
    visitor.internal("functions", functions);
    visitor.internal("on_fulfilled", on_fulfilled);
    visitor.internal("on_rejected", on_rejected);
    visitor.internal("context", context);
  }
};
static_assert(sizeof(PromiseReaction) == 64);  // programs have millions

struct PromiseObject : Object {
  enum State : uint32_t { kPending, kFulfilled, kRejected };
  Value result;
  PromiseReaction* reactions;  // newest first while pending
  uint32_t state;
  uint32_t handled;
  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    visitor.internal("result", result);
    visitor.internal("reactions", static_cast<Cell*>(reactions));
  }
};

// A suspended activation: header words and live registers (decision 14).
struct SuspendedFrame : Cell {
  uint32_t register_count;
  uint32_t argument_count;
  uint32_t pc_offset;  // where to resume, in 16-bit units
  uint32_t padding;
  Code* code;
  Value callee;
  Value new_target;
  Environment* environment;
  Value this_value;
  Value values[];  // registers 0.., then arguments
  static size_t size_for(uint32_t values) { return sizeof(SuspendedFrame) + size_t{values} * sizeof(Value); }
  template <typename V>
  void visit(V& visitor) {
    visitor.internal("code", static_cast<Cell*>(code));
    visitor.internal("function", callee);
    visitor.internal("new_target", new_target);
    visitor.internal("context", static_cast<Cell*>(environment));
    visitor.internal("this", this_value);
    for (uint32_t i = 0; i < register_count + argument_count; ++i) visitor.hidden(i, values[i]);
  }
};

struct GeneratorObject : Object {
  enum State : uint32_t { kSuspendedStart, kSuspendedYield, kExecuting, kCompleted, kAwaitingReturn };
  SuspendedFrame* frame;  // null once completed
  Value promise;          // async functions: the result; async generators: undefined
  Value queue;            // async generators: an Array of requests; undefined else
  Value awaiting;         // the promise it waits for, for async stacks
  TaskOrigin* origin;     // async functions: of the task that started it
  uint32_t state;
  uint32_t kind;
  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    visitor.internal("frame", static_cast<Cell*>(frame));
    visitor.internal("promise", promise);
    visitor.internal("queue", queue);
    visitor.internal("awaiting", awaiting);
    visitor.internal("origin", static_cast<Cell*>(origin));
  }
};

struct ArgumentsObject : Object {
  Environment* mapped_environment;  // mapped: parameters live there; null for unmapped
  Elements* map;                    // mapped: index -> environment slot as int32, or empty once unmapped
  Value properties[4];              // length, callee, @@iterator
  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    visitor.internal("context", static_cast<Cell*>(mapped_environment));
    visitor.internal("map", static_cast<Cell*>(map));
  }
};

// The builtin iterators; `kind` is the builtin's business.
struct IteratorObject : Object {
  Value target;  // undefined once exhausted
  Value extra;
  Value extra2;
  uint64_t position;
  uint32_t kind;
  uint32_t state;
  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    visitor.internal("target", target);
    visitor.internal("extra", extra);
    visitor.internal("extra2", extra2);
  }
};

// for-in's list of names. sec-enumerate-object-properties
struct NameIterator : Cell {
  Value object;
  Array* keys;  // null: nothing to enumerate
  uint32_t position;
  uint32_t shape_id;  // the keys need no presence check while the object keeps this shape; 0: check
  template <typename V>
  void visit(V& visitor) {
    visitor.internal("object", object);
    visitor.internal("keys", static_cast<Cell*>(keys));
  }
};

struct ProxyObject : Object {
  Object* target;  // null: revoked
  Object* handler;
  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    visitor.internal("target", static_cast<Cell*>(target));
    visitor.internal("handler", static_cast<Cell*>(handler));
  }
};

struct BackingStore;  // malloc memory, reference counted (shared buffers); builtins/array_buffer.cpp
struct ArrayBufferObject : Object {
  BackingStore* store;  // null: detached; finalized
  uint8_t* data;
  uint64_t byte_length;
  // Or why it has no other length than this one.
  static constexpr uint64_t kFixedLength = ~uint64_t{0}, kImmutable = ~uint64_t{1};
  uint64_t max_byte_length;
  Value properties[1];

  bool is_immutable() const { return max_byte_length == kImmutable; }
};

enum class ElementType : uint32_t {
  kInt8,
  kUint8,
  kUint8Clamped,
  kInt16,
  kUint16,
  kInt32,
  kUint32,
  kFloat16,
  kFloat32,
  kFloat64,
  kBigInt64,
  kBigUint64
};
struct TypedArrayObject : Object {
  ArrayBufferObject* buffer;
  uint64_t byte_offset;
  uint64_t length;  // elements (DataView: bytes); 2^64 - 1: tracks the buffer
  ElementType element_type;
  uint32_t padding;
  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    visitor.internal("buffer", static_cast<Cell*>(buffer));
  }
};

// What the constructors of Intl make. The data (resolved options, ICU's handles) says which.
struct IntlData;  // malloc memory; builtins/intl/support.h
struct IntlObject : Object {
  IntlData* data;  // finalized
  Value bound;     // the function that `format` or `compare` has given out; of Segments: the text
  uint64_t position;
  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    visitor.internal("bound", bound);
  }
};

// runtime/'s objects: an index into the isolate's task table (never a pointer to malloc memory) and some values.
struct HostObject : Object {
  uint32_t task;
  uint32_t kind;
  Value data[4];
  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    for (uint32_t i = 0; i < 4; ++i) visitor.hidden(i, data[i]);
  }
};

}  // namespace scrim
