// objects/: everything a program's heap is made of: strings, shapes, objects, arrays, functions, environments, and
// property access with the specification's semantics.
//
// Property operations come in two layers: the internal methods (get_own_property, define_own_property, has_property,
// get, set, delete_property, own_property_keys, ...), which dispatch to exotic objects, and the ordinary_... forms.
// ECMA-262 sec-object-internal-methods-and-internal-slots
#pragma once

#include <span>

#include "engine/heap/completion.h"
#include "engine/objects/shape.h"
#include "engine/objects/string.h"

namespace scrim {

struct Slots : Cell {
  uint32_t capacity;
  uint32_t padding;
  Value values[];
  static size_t size_for(uint32_t capacity) { return sizeof(Slots) + size_t{capacity} * sizeof(Value); }
  template <typename V>
  void visit(V& visitor) {
    for (uint32_t i = 0; i < capacity; ++i) visitor.hidden(i, values[i]);
  }
};

struct Elements : Cell {
  uint32_t length;  // initialised values; the rest of the capacity is not looked at
  uint32_t capacity;
  Value values[];
  // flags: an array literal's values, the elements of all arrays it has made that nobody has written to
  // (ElementsKind::kShared). Never changed.
  static constexpr uint8_t kIsShared = 1;
  static size_t size_for(uint32_t capacity) { return sizeof(Elements) + size_t{capacity} * sizeof(Value); }
  template <typename V>
  void visit(V& visitor) {
    for (uint32_t i = 0; i < length; ++i) visitor.element(i, values[i]);
  }
};

// index -> value with attributes, open addressing; kept in one cell.
struct SparseElements : Cell {
  struct Entry {
    uint32_t index;
    uint8_t attributes;
    uint8_t state;  // 0 free, 1 used, 2 deleted
    Value value;
  };
  uint32_t count;
  uint32_t used;  // count plus deleted entries
  uint32_t capacity;
  uint32_t padding;
  Entry entries[];
  static size_t size_for(uint32_t capacity) { return sizeof(SparseElements) + size_t{capacity} * sizeof(Entry); }
  Entry* find(uint32_t index);
  template <typename V>
  void visit(V& visitor) {
    for (uint32_t i = 0; i < capacity; ++i) {
      if (entries[i].state == 1) visitor.element(entries[i].index, entries[i].value);
    }
  }
};

struct AccessorPair : Cell {
  Value getter;  // a callable or undefined
  Value setter;
  template <typename V>
  void visit(V& visitor) {
    visitor.internal("getter", getter);
    visitor.internal("setter", setter);
  }
};

struct Object : Cell {
  Slots* slots;    // null until needed
  Cell* elements;  // Elements or, if elements_kind says so, SparseElements; never null
  // shape()->inline_capacity property slots follow the fields of the object's type (inline_slots.h)

  Shape* shape() const { return reinterpret_cast<Shape*>(region_base(this) + shape_id); }
  Object* prototype() const { return shape()->prototype; }
  bool is_array() const { return type == CellType::kArray; }
  bool is_callable() const { return flags & CellFlags::kCallable; }
  bool is_constructor() const { return flags & CellFlags::kConstructor; }
  bool is_exotic() const { return flags & CellFlags::kExotic; }
  bool has_vector_elements() const {
    return elements_kind >= ElementsKind::kShared && elements_kind <= ElementsKind::kHoley;
  }
  // What its vector's values are known to be.
  ElementsKind claimed_kind() const {
    return elements_kind == ElementsKind::kShared ? ElementsKind::kPacked : elements_kind;
  }
  // For reading; own_elements() comes before writing to a vector that is not known to be new.
  Elements* vector() const { return static_cast<Elements*>(elements); }
  SparseElements* sparse() const { return static_cast<SparseElements*>(elements); }
  // Where property slot n lives. The in-object slots follow the type's own fields.
  Value* slot_address(uint32_t slot, uint32_t inline_capacity);
  Value get_slot(uint32_t slot);

  template <typename V>
  void visit_properties(V& visitor);  // shape, slots, elements with their names
  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
  }
};
static_assert(sizeof(Object) == 24);

struct Array : Object {
  uint32_t length;
  uint32_t padding;
};
static_assert(sizeof(Array) == 32);

inline Object* as_object(Value value) {
  ASSERT(value.is_object());
  return static_cast<Object*>(value.as_cell());
}
template <typename T>
T* cast(Value value) {
  return static_cast<T*>(value.as_cell());
}

// ECMA-262 sec-property-descriptor-specification-type. Absent fields are empty / not set.
struct PropertyDescriptor {
  Value value = Value::empty();
  Value getter = Value::empty();
  Value setter = Value::empty();
  uint8_t attributes = 0;  // Attributes bits that are true
  uint8_t present = 0;     // Attributes bits that are present

  bool has_value() const { return !value.is_empty(); }
  bool has_getter() const { return !getter.is_empty(); }
  bool has_setter() const { return !setter.is_empty(); }
  bool is_accessor() const { return has_getter() || has_setter(); }
  bool is_data() const { return has_value() || (present & Attributes::kWritable); }
  bool has(uint8_t attribute) const { return present & attribute; }
  bool is(uint8_t attribute) const { return attributes & attribute; }
  static PropertyDescriptor data(Value value, uint8_t attributes) {
    PropertyDescriptor d;
    d.value = value;
    d.attributes = attributes;
    d.present = Attributes::kAll;
    return d;
  }
};

// --- creation
Object* new_object(Isolate& isolate, Shape* shape);  // all slots undefined-to-be: filled with undefined
Object* new_plain_object(Isolate& isolate, uint32_t inline_capacity = 4);  // {} of the current realm
Object* new_object_with_prototype(Isolate& isolate, Object* prototype, CellType type = CellType::kObject);
Array* new_array(Isolate& isolate, uint32_t length = 0, uint32_t capacity = 0);  // length holes
Array* new_array_from(Isolate& isolate, std::span<const Value> values);
// The values of an array literal, and an array of them.
Elements* new_shared_elements(Isolate& isolate, std::span<const Value> values);
Array* new_array_of_shared(Isolate& isolate, Elements* shared);
// Allocates `bytes` (a T) with header, slots and elements set; the caller sets the remaining fields before allocating.
template <typename T>
T* allocate_object(Isolate& isolate, Shape* shape, size_t bytes = sizeof(T));

// --- the internal methods
// Out-parameter found: whether there is such a property.
Completion<bool> get_own_property(Isolate& isolate, Object* object, PropertyKey key, PropertyDescriptor* descriptor);
Completion<bool> define_own_property(Isolate& isolate, Object* object, PropertyKey key,
                                     const PropertyDescriptor& descriptor);
Completion<bool> has_property(Isolate& isolate, Object* object, PropertyKey key);
Completion<Value> get(Isolate& isolate, Object* object, PropertyKey key, Value receiver);
Completion<bool> set(Isolate& isolate, Object* object, PropertyKey key, Value value, Value receiver);
Completion<bool> delete_property(Isolate& isolate, Object* object, PropertyKey key);
Completion<Object*> get_prototype_of(Isolate& isolate, Object* object, bool* has);  // *has false: null
Completion<bool> set_prototype_of(Isolate& isolate, Object* object, Object* prototype);
Completion<bool> is_extensible(Isolate& isolate, Object* object);
Completion<bool> prevent_extensions(Isolate& isolate, Object* object);
// Appends to keys an Array of strings and symbols in the specification's order.
enum class KeyFilter : uint8_t { kAll, kStrings, kSymbols };
Completion<Array*> own_property_keys(Isolate& isolate, Object* object, KeyFilter filter = KeyFilter::kAll);

// --- shorthand of the specification (sec-operations-on-objects)
inline Completion<Value> get(Isolate& isolate, Object* object, PropertyKey key) {
  return get(isolate, object, key, Value(object));
}
Completion<Value> get_value(Isolate& isolate, Value base, PropertyKey key);                     // GetV: primitives too
Completion<void> set_or_throw(Isolate& isolate, Object* object, PropertyKey key, Value value);  // Set(O, P, V, true)
Completion<void> create_data_property_or_throw(Isolate& isolate, Object* object, PropertyKey key, Value value);
Completion<bool> create_data_property(Isolate& isolate, Object* object, PropertyKey key, Value value);
Completion<void> define_property_or_throw(Isolate& isolate, Object* object, PropertyKey key,
                                          const PropertyDescriptor& descriptor);
Completion<void> delete_property_or_throw(Isolate& isolate, Object* object, PropertyKey key);
Completion<bool> has_own_property(Isolate& isolate, Object* object, PropertyKey key);
Completion<Value> get_method(Isolate& isolate, Value base, PropertyKey key);  // undefined or a callable
Completion<uint64_t> length_of_array_like(Isolate& isolate, Object* object);
// Defines without any check on an ordinary, extensible object that lacks the key (fresh objects, builtins).
void put_direct(Isolate& isolate, Object* object, PropertyKey key, Value value, uint8_t attributes = Attributes::kAll);

// --- elements of ordinary objects and arrays
// Appends to a dense array; no checks for readonly length or setters on prototypes.
void array_push(Isolate& isolate, Array* array, Value value);
// The value if present without running any code; empty if a hole, out of range or not plain.
inline Value fast_element(const Object* object, uint32_t index) {
  if (object->has_vector_elements() && index < object->vector()->length) return object->vector()->values[index];
  return Value::empty();
}
// Gives the object a vector of its own if it shares one with others.
void copy_shared_elements(Isolate& isolate, Object* object);
inline void own_elements(Isolate& isolate, Object* object) {
  if (object->elements_kind == ElementsKind::kShared) copy_shared_elements(isolate, object);
}
// Makes room for `capacity` values in a vector of the object's own; grows geometrically when asked by pushes.
void ensure_elements_capacity(Isolate& isolate, Object* object, uint32_t capacity);
Completion<bool> array_set_length(Isolate& isolate, Array* array, uint32_t length);
// An array whose elements are dense, with no element or length tricks anywhere (fast paths of builtins).
bool is_plain_dense_array(Isolate& isolate, Value value);

// Overrides of the internal methods, for the types that have any; a null entry is the ordinary method. Registered in
// isolate.exotic_methods by the room that owns the type; such objects carry CellFlags::kExotic.
struct ExoticMethods {
  Completion<bool> (*get_own_property)(Isolate&, Object*, PropertyKey, PropertyDescriptor*) = nullptr;
  Completion<bool> (*define_own_property)(Isolate&, Object*, PropertyKey, const PropertyDescriptor&) = nullptr;
  Completion<bool> (*has_property)(Isolate&, Object*, PropertyKey) = nullptr;
  Completion<Value> (*get)(Isolate&, Object*, PropertyKey, Value receiver) = nullptr;
  Completion<bool> (*set)(Isolate&, Object*, PropertyKey, Value value, Value receiver) = nullptr;
  Completion<bool> (*delete_property)(Isolate&, Object*, PropertyKey) = nullptr;
  Completion<Array*> (*own_property_keys)(Isolate&, Object*, KeyFilter) = nullptr;
  Completion<Object*> (*get_prototype_of)(Isolate&, Object*, bool* has) = nullptr;
  Completion<bool> (*set_prototype_of)(Isolate&, Object*, Object* prototype) = nullptr;
  Completion<bool> (*is_extensible)(Isolate&, Object*) = nullptr;
  Completion<bool> (*prevent_extensions)(Isolate&, Object*) = nullptr;
};

// --- ordinary forms, for exotic objects that fall back to them
Completion<bool> ordinary_get_own_property(Isolate&, Object*, PropertyKey, PropertyDescriptor*);
Completion<bool> ordinary_define_own_property(Isolate&, Object*, PropertyKey, const PropertyDescriptor&);
Completion<bool> ordinary_has_property(Isolate&, Object*, PropertyKey);
Completion<Value> ordinary_get(Isolate&, Object*, PropertyKey, Value receiver);
Completion<bool> ordinary_set(Isolate&, Object*, PropertyKey, Value value, Value receiver);
Completion<bool> ordinary_set_with_own_descriptor(Isolate&, Object*, PropertyKey, Value value, Value receiver,
                                                  bool has_own, const PropertyDescriptor& own);
Completion<bool> ordinary_delete(Isolate&, Object*, PropertyKey);
Completion<Array*> ordinary_own_property_keys(Isolate&, Object*, KeyFilter);
bool ordinary_set_prototype_of(Isolate&, Object*, Object* prototype);
Completion<bool> validate_and_apply_property_descriptor(Isolate&, Object* object, PropertyKey key, bool extensible,
                                                        const PropertyDescriptor& descriptor, bool has_current,
                                                        const PropertyDescriptor& current);

AccessorPair* new_accessor_pair(Isolate& isolate, Value getter, Value setter);

// A named data property found on the object itself, without side effects: its slot's value; empty if there is none, it
// is an accessor, or the object is exotic. Lazy slots are made. For the debugger, snapshots and inline caches.
Value get_own_data(Isolate& isolate, Object* object, PropertyKey key);
// A slot that held empty: makes the builtin or function property it stands for and stores it.
Value materialize_lazy_slot(Isolate& isolate, Object* object, PropertyKey key, uint32_t slot);
// Gives the object a unique shape and marks it as a prototype.
void become_prototype(Isolate& isolate, Object* object);

}  // namespace scrim
