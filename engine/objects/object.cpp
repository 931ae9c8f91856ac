#include "engine/objects/object.h"

#include <algorithm>

#include "engine/heap/collector.h"
#include "engine/heap/root.h"
#include "engine/objects/collections.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/isolate.h"

namespace scrim {

Value* Object::slot_address(uint32_t slot, uint32_t inline_capacity) {
  return slot < inline_capacity ? inline_slots(this, type) + slot : &slots->values[slot - inline_capacity];
}

Value Object::get_slot(uint32_t slot) {
  uint32_t inline_capacity = shape()->inline_capacity;
  return slot < inline_capacity ? inline_slots(this, type)[slot] : slots->values[slot - inline_capacity];
}

// --- creation

template <typename T>
T* allocate_object(Isolate& isolate, Shape* shape, size_t bytes) {
  ASSERT(inline_slot_offset(shape->object_type) + size_t{shape->inline_capacity} * sizeof(Value) <= bytes);
  auto* object = static_cast<T*>(isolate.heap().allocate(bytes));
  object->set_header(shape->object_header());
  object->slots = nullptr;
  object->elements = isolate.empty_elements;
  Value* slots = inline_slots(object, shape->object_type);
  for (uint32_t i = 0; i < shape->inline_capacity; ++i) slots[i] = Value::undefined();
  return object;
}
#define INSTANTIATE(T) template T* allocate_object<T>(Isolate&, Shape*, size_t);
INSTANTIATE(Object)
INSTANTIATE(Array)
INSTANTIATE(ErrorObject)
INSTANTIATE(PrimitiveWrapper)
INSTANTIATE(DateObject)
INSTANTIATE(RegExpObject)
INSTANTIATE(MapObject)
INSTANTIATE(WeakMapObject)
INSTANTIATE(WeakRefObject)
INSTANTIATE(FinalizationRegistryObject)
INSTANTIATE(PromiseObject)
INSTANTIATE(GeneratorObject)
INSTANTIATE(ArgumentsObject)
INSTANTIATE(IteratorObject)
INSTANTIATE(ArrayBufferObject)
INSTANTIATE(TypedArrayObject)
INSTANTIATE(ModuleNamespaceObject)
INSTANTIATE(IntlObject)
INSTANTIATE(HostObject)
INSTANTIATE(ProxyObject)
INSTANTIATE(Function)
INSTANTIATE(NativeFunction)
INSTANTIATE(BoundFunction)
#undef INSTANTIATE

Object* new_object(Isolate& isolate, Shape* shape) {
  return allocate_object<Object>(isolate, shape, sizeof(Object) + size_t{shape->inline_capacity} * sizeof(Value));
}

Object* new_plain_object(Isolate& isolate, uint32_t inline_capacity) {
  Realm& realm = isolate.realm();
  inline_capacity = std::min(inline_capacity, Realm::kMaxCachedCapacity);
  Shape*& shape = realm.plain_shapes[inline_capacity];
  if (!shape) {
    shape = root_shape(isolate, realm.intrinsic(Intrinsic::kObjectPrototype), CellType::kObject, 0, inline_capacity);
    isolate.heap().write_barrier(&realm);
  }
  return new_object(isolate, shape);
}

Object* new_object_with_prototype(Isolate& isolate, Object* prototype, CellType type) {
  ASSERT(type == CellType::kObject);
  return new_object(isolate, root_shape(isolate, prototype, type, 0, 4));
}

static Elements* new_elements(Isolate& isolate, uint32_t capacity) {
  auto* elements = static_cast<Elements*>(isolate.heap().allocate(Elements::size_for(capacity)));
  elements->set_header(Cell::header_word(CellType::kElements));
  elements->length = 0;
  elements->capacity = capacity;
  return elements;
}

static Array* allocate_array(Isolate& isolate) {
  Realm& realm = isolate.realm();
  if (!realm.array_shape) {
    realm.array_shape = root_shape(isolate, realm.intrinsic(Intrinsic::kArrayPrototype), CellType::kArray, 0, 0);
    isolate.heap().write_barrier(&realm);
  }
  auto* array = static_cast<Array*>(isolate.heap().allocate(sizeof(Array)));
  array->set_header(realm.array_shape->object_header() | uint64_t{static_cast<uint8_t>(ElementsKind::kInt32)} << 40);
  array->slots = nullptr;
  array->elements = isolate.empty_elements;
  array->length = 0;
  array->padding = 0;
  return array;
}

Array* new_array(Isolate& isolate, uint32_t length, uint32_t capacity) {
  Array* array = allocate_array(isolate);
  // Above this many holes `length` alone says how long the array is.
  constexpr uint32_t kMaxPreallocated = 32u << 20;
  if (length > 0 && length <= kMaxPreallocated) {
    Elements* elements = new_elements(isolate, std::max(length, capacity));
    for (uint32_t i = 0; i < length; ++i) elements->values[i] = Value::empty();
    elements->length = length;
    array->elements = elements;
    array->elements_kind = ElementsKind::kHoley;
  } else if (length > 0) {
    array->elements_kind = ElementsKind::kHoley;
  } else if (capacity > 0) {
    array->elements = new_elements(isolate, capacity);
  }
  isolate.heap().write_barrier(array);
  array->length = length;
  return array;
}

static ElementsKind kind_of_values(const Value* values, uint32_t count) {
  ElementsKind kind = ElementsKind::kInt32;
  for (uint32_t i = 0; i < count; ++i) {
    if (values[i].is_int32()) continue;
    if (values[i].is_empty()) return ElementsKind::kHoley;
    if (values[i].is_number() && kind <= ElementsKind::kDouble) {
      kind = ElementsKind::kDouble;
    } else {
      kind = ElementsKind::kPacked;
    }
  }
  return kind;
}

Array* new_array_from(Isolate& isolate, std::span<const Value> values) {
  Array* array = allocate_array(isolate);
  auto count = static_cast<uint32_t>(values.size());
  if (count == 0) return array;
  Elements* elements = new_elements(isolate, count);
  std::memcpy(static_cast<void*>(elements->values), values.data(), count * sizeof(Value));
  elements->length = count;
  array->elements = elements;
  array->elements_kind = kind_of_values(values.data(), count);
  array->length = count;
  isolate.heap().write_barrier(array);
  return array;
}

Elements* new_shared_elements(Isolate& isolate, std::span<const Value> values) {
  auto count = static_cast<uint32_t>(values.size());
  Elements* elements = new_elements(isolate, count);
  std::memcpy(static_cast<void*>(elements->values), values.data(), count * sizeof(Value));
  elements->length = count;
  elements->flags |= Elements::kIsShared;
  return elements;
}

Array* new_array_of_shared(Isolate& isolate, Elements* shared) {
  Array* array = allocate_array(isolate);
  array->elements = shared;
  array->elements_kind = ElementsKind::kShared;
  array->length = shared->length;
  return array;
}

void copy_shared_elements(Isolate& isolate, Object* object) {
  Elements* shared = object->vector();
  Elements* own = new_elements(isolate, shared->length);
  std::memcpy(static_cast<void*>(own->values), shared->values, shared->length * sizeof(Value));
  own->length = shared->length;
  object->elements = own;
  object->elements_kind = kind_of_values(own->values, own->length);
  isolate.heap().write_barrier(object);
}

// --- named properties

static void ensure_slots(Isolate& isolate, Object* object, uint32_t needed) {
  uint32_t capacity = object->slots ? object->slots->capacity : 0;
  if (needed <= capacity) return;
  uint32_t grown = std::max<uint32_t>({needed, 4, capacity + capacity / 2});
  auto* slots = static_cast<Slots*>(isolate.heap().allocate(Slots::size_for(grown)));
  slots->set_header(Cell::header_word(CellType::kSlots));
  slots->capacity = grown;
  slots->padding = 0;
  if (capacity) std::memcpy(static_cast<void*>(slots->values), object->slots->values, capacity * sizeof(Value));
  for (uint32_t i = capacity; i < grown; ++i) slots->values[i] = Value::undefined();
  object->slots = slots;
  isolate.heap().write_barrier(object);
}

void ensure_slots_for(Isolate& isolate, Object* object, uint32_t slot_count) {
  uint32_t inline_capacity = object->shape()->inline_capacity;
  if (slot_count > inline_capacity) ensure_slots(isolate, object, slot_count - inline_capacity);
}

void set_shape(Object* object, Shape* shape) {
  object->shape_id = shape->id();
  heap_of(object).write_barrier(object);
}

void store_slot(Isolate& isolate, Object* object, uint32_t slot, Value value) {
  uint32_t inline_capacity = object->shape()->inline_capacity;
  if (slot < inline_capacity) {
    inline_slots(object, object->type)[slot] = value;
    isolate.heap().write_barrier(object);
  } else {
    object->slots->values[slot - inline_capacity] = value;
    isolate.heap().write_barrier(object->slots);
  }
}

// Beyond this many properties a shared shape's table is no longer worth sharing.
constexpr uint32_t kMaxSharedProperties = 1000;
// A shape with so many children is that of objects whose keys are data: another child would be one more that nobody
// shares, and children live as long as their parent.
constexpr uint32_t kMaxChildren = 1536;

static bool has_too_many_children(const Shape* shape, PropertyKey key) {
  if (!shape->transitions || shape->transitions->type != CellType::kTransitionTable) return false;
  const auto* table = static_cast<const TransitionTable*>(shape->transitions);
  if (table->count < kMaxChildren) return false;
  const uint32_t mask = table->capacity - 1;
  for (uint32_t h = key.hash() & mask; table->entries[h].shape; h = (h + 1) & mask) {
    if (table->entries[h].key == key) return false;
  }
  return true;
}

void add_property(Isolate& isolate, Object* object, PropertyKey key, Value value, uint8_t attributes) {
  Shape* shape = object->shape();
  if (shape->is_shared() && (shape->property_count >= kMaxSharedProperties || has_too_many_children(shape, key))) {
    shape = unique_copy(isolate, shape, true);
    set_shape(object, shape);
    isolate.heap().write_barrier(object);
  }
  if (shape->is_dictionary() && shape->table && shape->table->deleted > 16 &&
      shape->table->deleted * 2 > shape->table->count) {
    compact_dictionary(isolate, object);
    shape = object->shape();
  }
  uint32_t slot = shape->slot_count;
  ensure_slots_for(isolate, object, slot + 1);
  Shape* next = add_property_transition(isolate, shape, key, attributes);
  set_shape(object, next);
  store_slot(isolate, object, slot, value);
  isolate.heap().write_barrier(object);
  if (object->has_flag(CellFlags::kIsPrototype)) invalidate_prototype(isolate, object);
}

// Gives a dictionary's live properties consecutive slots again.
void compact_dictionary(Isolate& isolate, Object* object) {
  Shape* shape = object->shape();
  PropertyTable* old = shape->table;
  Shape* fresh = unique_copy(isolate, shape, true);
  PropertyTable* table = fresh->table;
  RootedVector values(isolate.heap());
  for (uint32_t i = 0; i < old->count; ++i) {
    if (!old->entries[i].key.is_null()) values.push_back(object->get_slot(old->entries[i].slot));
  }
  for (uint32_t i = 0; i < table->count; ++i) table->entries[i].slot = i;
  fresh->slot_count = table->count;
  set_shape(object, fresh);
  isolate.heap().write_barrier(object);
  for (uint32_t i = 0; i < table->count; ++i) store_slot(isolate, object, i, values[i]);
  uint32_t used = table->count > fresh->inline_capacity ? table->count - fresh->inline_capacity : 0;
  if (object->slots) {
    for (uint32_t i = used; i < object->slots->capacity; ++i) object->slots->values[i] = Value::undefined();
  }
}

void put_direct(Isolate& isolate, Object* object, PropertyKey key, Value value, uint8_t attributes) {
  if (key.is_index()) {
    if (attributes == Attributes::kAll) {
      put_element(isolate, object, key.as_index(), value);
    } else {
      put_element_with_attributes(isolate, object, key.as_index(), value, attributes);
    }
    return;
  }
  if (const PropertyEntry* entry = find_property(isolate, object->shape(), key)) {
    uint32_t slot = entry->slot;
    if (entry->attributes != attributes) {
      set_shape(object, change_attributes(isolate, object->shape(), key, attributes));
      isolate.heap().write_barrier(object);
      if (object->has_flag(CellFlags::kIsPrototype)) invalidate_prototype(isolate, object);
    }
    store_slot(isolate, object, slot, value);
    return;
  }
  add_property(isolate, object, key, value, attributes);
}

void reconfigure_property(Isolate& isolate, Object* object, PropertyKey key, uint8_t attributes, Value value) {
  if (object->type == CellType::kFunction) static_cast<Function*>(object)->construct_shape = nullptr;
  uint32_t slot = find_property(isolate, object->shape(), key)->slot;
  set_shape(object, change_attributes(isolate, object->shape(), key, attributes));
  isolate.heap().write_barrier(object);
  store_slot(isolate, object, slot, value);
  if (object->has_flag(CellFlags::kIsPrototype)) invalidate_prototype(isolate, object);
}

void remove_named_property(Isolate& isolate, Object* object, PropertyKey key) {
  Shape* shape = object->shape();
  uint32_t slot = find_property(isolate, shape, key)->slot;
  store_slot(isolate, object, slot, Value::undefined());
  if (shape->is_shared() && shape->key == key && shape->parent) {
    set_shape(object, shape->parent);  // the last-added property steps back
  } else {
    bool unique = shape->is_unique() && shape->table->deleted < 8;
    set_shape(object, remove_property(isolate, shape, key, !unique));
  }
  isolate.heap().write_barrier(object);
  if (object->has_flag(CellFlags::kIsPrototype)) invalidate_prototype(isolate, object);
}

void become_prototype(Isolate& isolate, Object* object) {
  if (object->has_flag(CellFlags::kIsPrototype)) return;
  object->flags |= CellFlags::kIsPrototype;
  Shape* shape = object->shape();
  if (!shape->is_unique()) {
    set_shape(object, unique_copy(isolate, shape, false));
    isolate.heap().write_barrier(object);
  }
  if (object->elements_kind != ElementsKind::kNone && object->elements != isolate.empty_elements) {
    isolate.prototypes_have_elements = true;
  }
}

AccessorPair* new_accessor_pair(Isolate& isolate, Value getter, Value setter) {
  auto* pair = static_cast<AccessorPair*>(isolate.heap().allocate(sizeof(AccessorPair)));
  pair->set_header(Cell::header_word(CellType::kAccessorPair));
  pair->getter = getter;
  pair->setter = setter;
  return pair;
}

Value materialize_lazy_slot(Isolate& isolate, Object* object, PropertyKey key, uint32_t slot) {
  Value value = object->type == CellType::kFunction && isolate.materialize_function
                    ? isolate.materialize_function(isolate, object, key)
                    : Value::empty();
  if (value.is_empty() && isolate.materialize_builtin) value = isolate.materialize_builtin(isolate, object, key);
  if (value.is_empty()) return Value::undefined();
  // Making it may have touched the object: the property may have been stored, moved or removed meanwhile.
  const PropertyEntry* entry = find_property(isolate, object->shape(), key);
  if (entry && entry->slot == slot && object->get_slot(slot).is_empty()) store_slot(isolate, object, slot, value);
  return value;
}

Value get_own_data(Isolate& isolate, Object* object, PropertyKey key) {
  if (key.is_index()) return fast_element(object, key.as_index());
  const PropertyEntry* entry = find_property(isolate, object->shape(), key);
  if (!entry || (entry->attributes & Attributes::kAccessor)) return Value::empty();
  Value value = object->get_slot(entry->slot);
  return value.is_empty() ? materialize_lazy_slot(isolate, object, key, entry->slot) : value;
}

template <typename V>
void Object::visit_properties(V& visitor) {
  visitor.shape(shape_id, this);
  visitor.internal("properties", static_cast<Cell*>(slots));
  visitor.internal("elements", elements);
  Shape* own = shape();
  [[maybe_unused]] const Value* values = inline_slots(this, type);
  if constexpr (V::kNamed) {
    PropertyTable* table = own->table;
    // Shapes whose table was never needed name their properties along the chain.
    if (table) {
      for (uint32_t i = 0; i < own->property_count; ++i) {
        const PropertyEntry& entry = table->entries[i];
        if (!entry.key.is_null()) visitor.property(entry.key.as_word(), get_slot(entry.slot));
      }
    } else {
      for (Shape* step = own; step && step->property_count > 0; step = step->parent) {
        if (step->parent && step->property_count > step->parent->property_count) {
          visitor.property(step->key.as_word(), get_slot(step->slot));
        }
      }
    }
    if (has_vector_elements()) {
      for (uint32_t i = 0; i < vector()->length; ++i) visitor.element(i, vector()->values[i]);
    }
  } else {
    for (uint32_t i = 0; i < own->inline_capacity; ++i) visitor.internal("", values[i]);
  }
}
template void Object::visit_properties<MarkVisitor>(MarkVisitor&);
template void Object::visit_properties<EdgeVisitor>(EdgeVisitor&);

}  // namespace scrim
