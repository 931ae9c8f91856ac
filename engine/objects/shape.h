// Shapes (hidden classes), property tables, transitions, validity cells (decision 4).
//
// A shape says which named properties an object has, in which slots, and what its prototype is. Three kinds:
//  shared      a node of a transition tree; adding a property moves the object to a child
//  unique      one object's own (prototypes, globals): adding a property changes it in place, deleting or reconfiguring
//              makes a new one, so that its id still guards own-property caches
//  dictionary  one object's own, changed in place by everything; never cached
#pragma once

#include "engine/heap/heap.h"
#include "engine/objects/property_key.h"

namespace scrim {

class Isolate;
struct Object;

// Property attributes; the low three are the specification's.
struct Attributes {
  static constexpr uint8_t kWritable = 1;
  static constexpr uint8_t kEnumerable = 2;
  static constexpr uint8_t kConfigurable = 4;
  static constexpr uint8_t kAccessor = 8;  // the slot holds an AccessorPair
  static constexpr uint8_t kAll = kWritable | kEnumerable | kConfigurable;
  static constexpr uint8_t kHidden = kWritable | kConfigurable;  // builtins' methods
};

struct PropertyEntry {
  PropertyKey key;  // null: deleted
  uint32_t slot;
  uint8_t attributes;
};

// Insertion-ordered entries, shared by the shapes along one path of the tree: an entry belongs to a shape if its
// position is below the shape's property_count.
struct PropertyTable : Cell {
  uint32_t count;     // entries in use, deleted ones included
  uint32_t capacity;  // entries allocated
  uint32_t deleted;
  uint32_t index_mask;  // size of the hash index - 1; 0: none, search linearly
  PropertyEntry entries[];

  static constexpr uint32_t kLinearLimit = 8;
  static size_t size_for(uint32_t capacity);
  uint32_t* index() { return reinterpret_cast<uint32_t*>(entries + capacity); }  // entry position + 1; 0: free
  // Position of the key among the first `limit` entries, or -1.
  int32_t find(PropertyKey key, uint32_t limit) const;

  template <typename V>
  void visit(V& visitor) {
    for (uint32_t i = 0; i < count; ++i) {
      if (!entries[i].key.is_null() && !entries[i].key.is_index()) visitor.internal("key", entries[i].key.as_cell());
    }
  }
};

// Says that nothing an inline cache relied on along a prototype chain has changed.
struct ValidityCell : Cell {
  uint64_t valid;
  template <typename V>
  void visit(V&) {}
};

struct Shape;

struct TransitionTable : Cell {
  uint32_t count;
  uint32_t capacity;  // a power of two
  struct Entry {
    PropertyKey key;
    Shape* shape;
  } entries[];
  template <typename V>
  void visit(V& visitor) {
    for (uint32_t i = 0; i < capacity; ++i) {
      if (entries[i].shape) visitor.internal("transition", static_cast<Cell*>(static_cast<void*>(entries[i].shape)));
    }
  }
};

struct Shape : Cell {
  enum Flags : uint8_t {
    kUnique = 1,
    kDictionary = 2,
    kNotExtensible = 4,
    kLazySlots = 8,     // a slot may hold empty: materialise before use (functions' own properties, builtins)
    kHasReadOnly = 16,  // some property is not writable or an accessor
  };

  Object* prototype;       // null: none
  Shape* parent;           // null: a root
  PropertyTable* table;    // made on demand; null for an empty shape
  PropertyKey key;         // the property this shape adds to its parent
  Cell* transitions;       // null, a Shape (single child) or a TransitionTable
  ValidityCell* validity;  // unique shapes of prototypes
  // Where the first object of this shape was made (interpreter/feedback.h has place_of_birth).
  uint32_t born_script;    // Script::id; 0: in no script
  uint32_t born_function;  // index in the script's unit
  uint32_t property_count;
  uint32_t slot_count;
  uint32_t slot;       // of `key`
  uint32_t born_pc;    // in units from the start of the function's bytecode
  uint8_t attributes;  // of `key`
  uint8_t inline_capacity;
  CellType object_type;
  uint8_t object_flags;  // the flags byte new objects get
  uint8_t shape_flags;
  uint8_t computed_adds;  // properties added under computed keys on the way here
  uint16_t padding;

  uint32_t id() const { return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(this) & (kRegionSize - 1)); }
  bool is_dictionary() const { return shape_flags & kDictionary; }
  bool is_unique() const { return shape_flags & kUnique; }
  bool is_shared() const { return !(shape_flags & (kUnique | kDictionary)); }
  bool is_extensible() const { return !(shape_flags & kNotExtensible); }
  bool is_cacheable() const { return !(shape_flags & kDictionary); }
  // The header word of a new object of this shape.
  uint64_t object_header() const { return Cell::header_word(object_type, object_flags, id()); }

  template <typename V>
  void visit(V& visitor);
};

// Finds a key; the entry's place in the table, or null. Makes the table if there is none.
const PropertyEntry* find_property(Isolate& isolate, Shape* shape, PropertyKey key);

// The root for objects of this prototype, type and in-object capacity (hangs off the prototype).
Shape* root_shape(Isolate& isolate, Object* prototype, CellType type, uint8_t object_flags, uint32_t inline_capacity);
// The shape after adding a key at its next slot. Unique shapes and dictionaries change in place and return themselves.
Shape* add_property_transition(Isolate& isolate, Shape* shape, PropertyKey key, uint8_t attributes);
// A fresh unique (or dictionary) shape with the same properties as `shape`.
Shape* unique_copy(Isolate& isolate, Shape* shape, bool dictionary);
// The same properties under another prototype.
Shape* change_prototype(Isolate& isolate, Shape* shape, Object* prototype);

// The shape's properties in order, null if it has none. Entries at property_count and beyond belong to others.
PropertyTable* property_table(Isolate& isolate, Shape* shape);
Shape* not_extensible_transition(Isolate& isolate, Shape* shape);
// The same properties, one with other attributes. Shared shapes stay shared.
Shape* change_attributes(Isolate& isolate, Shape* shape, PropertyKey key, uint8_t attributes);
// Without the key; its slot stays unused. The result is a dictionary or unique (dictionaries change in place).
Shape* remove_property(Isolate& isolate, Shape* shape, PropertyKey key, bool dictionary);

// A validity cell that dies when the prototype, or anything above it, gains, loses or reconfigures a property or
// changes its own prototype.
ValidityCell* chain_validity(Isolate& isolate, Object* prototype);
void invalidate_prototype(Isolate& isolate, Object* prototype);

}  // namespace scrim
