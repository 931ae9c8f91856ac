// Indexed properties of ordinary objects and arrays: dense vectors with a claimed kind, and sparse dictionaries.
#include <algorithm>

#include "engine/objects/conversions.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/isolate.h"

namespace scrim {

namespace {

// A write this far beyond the end still makes a vector with holes; farther makes a dictionary.
constexpr uint32_t kMaxGap = 1024;

ElementsKind kind_for(ElementsKind kind, Value value) {
  if (value.is_int32() || kind >= ElementsKind::kPacked) return kind;
  return value.is_number() ? ElementsKind::kDouble : ElementsKind::kPacked;
}

SparseElements* new_sparse(Isolate& isolate, uint32_t capacity) {
  size_t bytes = SparseElements::size_for(capacity);
  auto* sparse = static_cast<SparseElements*>(isolate.heap().allocate(bytes));
  std::memset(static_cast<void*>(sparse), 0, bytes);
  sparse->set_header(Cell::header_word(CellType::kSparseElements));
  sparse->capacity = capacity;
  for (uint32_t i = 0; i < capacity; ++i) sparse->entries[i].value = Value::undefined();
  return sparse;
}

uint32_t hash_index(uint32_t index) {
  return static_cast<uint32_t>((index * uint64_t{0x9e3779b97f4a7c15}) >> 32);
}

SparseElements::Entry* free_entry(SparseElements* sparse, uint32_t index) {
  uint32_t mask = sparse->capacity - 1;
  uint32_t h = hash_index(index) & mask;
  while (sparse->entries[h].state == 1) h = (h + 1) & mask;
  return &sparse->entries[h];
}

void insert_sparse(SparseElements* sparse, uint32_t index, Value value, uint8_t attributes) {
  SparseElements::Entry* entry = free_entry(sparse, index);
  if (entry->state == 0) ++sparse->used;
  *entry = {index, attributes, 1, value};
  ++sparse->count;
}

void add_sparse(Isolate& isolate, Object* object, uint32_t index, Value value, uint8_t attributes) {
  SparseElements* sparse = object->sparse();
  if ((sparse->used + 1) * 4 > sparse->capacity * 3) {
    uint32_t capacity = sparse->count * 2 > sparse->capacity ? sparse->capacity * 2 : sparse->capacity;
    SparseElements* grown = new_sparse(isolate, capacity);
    for (uint32_t i = 0; i < sparse->capacity; ++i) {
      const SparseElements::Entry& entry = sparse->entries[i];
      if (entry.state == 1) insert_sparse(grown, entry.index, entry.value, entry.attributes);
    }
    object->elements = grown;
    isolate.heap().write_barrier(object);
    sparse = grown;
  }
  insert_sparse(sparse, index, value, attributes);
  isolate.heap().write_barrier(sparse);
}

void bump_length(Object* object, uint32_t index) {
  if (object->is_array() && index >= static_cast<Array*>(object)->length)
    static_cast<Array*>(object)->length = index + 1;
}

}  // namespace

SparseElements::Entry* SparseElements::find(uint32_t index) {
  uint32_t mask = capacity - 1;
  for (uint32_t h = hash_index(index) & mask; entries[h].state != 0; h = (h + 1) & mask) {
    if (entries[h].state == 1 && entries[h].index == index) return &entries[h];
  }
  return nullptr;
}

void make_elements_sparse(Isolate& isolate, Object* object) {
  if (object->elements_kind == ElementsKind::kDictionary) return;
  uint32_t count = 0;
  Elements* vector = object->has_vector_elements() ? object->vector() : nullptr;
  if (vector) {
    for (uint32_t i = 0; i < vector->length; ++i) count += !vector->values[i].is_empty();
  }
  uint32_t capacity = 8;
  while (capacity < count * 2) capacity *= 2;
  SparseElements* sparse = new_sparse(isolate, capacity);
  if (vector) {
    for (uint32_t i = 0; i < vector->length; ++i) {
      if (!vector->values[i].is_empty()) insert_sparse(sparse, i, vector->values[i], Attributes::kAll);
    }
  }
  object->elements = sparse;
  object->elements_kind = ElementsKind::kDictionary;
  isolate.heap().write_barrier(object);
}

void ensure_elements_capacity(Isolate& isolate, Object* object, uint32_t needed) {
  own_elements(isolate, object);
  Elements* old = object->vector();
  if (needed <= old->capacity) return;
  uint32_t capacity = std::max<uint32_t>({needed, 4, old->capacity + old->capacity / 2 + 4});
  auto* grown = static_cast<Elements*>(isolate.heap().allocate(Elements::size_for(capacity)));
  grown->set_header(Cell::header_word(CellType::kElements));
  grown->length = old->length;
  grown->capacity = capacity;
  std::memcpy(static_cast<void*>(grown->values), old->values, old->length * sizeof(Value));
  if (Elements::size_for(old->capacity) > Heap::kMaxBlockedSize) [[unlikely]]
    isolate.heap().inherit(grown, old);
  object->elements = grown;
  isolate.heap().write_barrier(object);
}

void put_element(Isolate& isolate, Object* object, uint32_t index, Value value) {
  if (object->elements_kind == ElementsKind::kDictionary) {
    put_element_with_attributes(isolate, object, index, value, Attributes::kAll);
    return;
  }
  if (object->elements_kind == ElementsKind::kNone) {
    object->elements_kind = ElementsKind::kInt32;
    if (object->has_flag(CellFlags::kIsPrototype)) isolate.prototypes_have_elements = true;
  }
  own_elements(isolate, object);
  Elements* vector = object->vector();
  uint32_t length = vector->length;
  if (index > length && index >= vector->capacity && index - length > kMaxGap && index - length > length / 2) {
    make_elements_sparse(isolate, object);
    put_element_with_attributes(isolate, object, index, value, Attributes::kAll);
    return;
  }
  if (index >= length) {
    ensure_elements_capacity(isolate, object, index + 1);
    vector = object->vector();
    if (index > length) object->elements_kind = ElementsKind::kHoley;
    for (uint32_t i = length; i < index; ++i) vector->values[i] = Value::empty();
    vector->length = index + 1;
  }
  object->elements_kind = kind_for(object->elements_kind, value);
  vector->values[index] = value;
  if (value.is_cell()) isolate.heap().write_barrier_at(vector, &vector->values[index]);
  bump_length(object, index);
}

void put_element_with_attributes(Isolate& isolate, Object* object, uint32_t index, Value value, uint8_t attributes) {
  if (object->has_flag(CellFlags::kIsPrototype)) isolate.prototypes_have_elements = true;
  make_elements_sparse(isolate, object);
  if (SparseElements::Entry* entry = object->sparse()->find(index)) {
    entry->value = value;
    entry->attributes = attributes;
    isolate.heap().write_barrier(object->elements);
  } else {
    add_sparse(isolate, object, index, value, attributes);
  }
  bump_length(object, index);
}

bool find_element(Object* object, uint32_t index, Value* value, uint8_t* attributes) {
  if (object->elements_kind == ElementsKind::kDictionary) {
    SparseElements::Entry* entry = object->sparse()->find(index);
    if (!entry) return false;
    *value = entry->value;
    *attributes = entry->attributes;
    return true;
  }
  Value found = fast_element(object, index);
  if (found.is_empty()) return false;
  *value = found;
  *attributes = Attributes::kAll;
  return true;
}

void remove_element(Isolate& isolate, Object* object, uint32_t index) {
  own_elements(isolate, object);
  if (object->elements_kind == ElementsKind::kDictionary) {
    SparseElements::Entry* entry = object->sparse()->find(index);
    entry->state = 2;
    entry->value = Value::undefined();
    --object->sparse()->count;
    return;
  }
  object->vector()->values[index] = Value::empty();
  object->elements_kind = ElementsKind::kHoley;
}

void collect_element_indices(Object* object, std::vector<uint32_t>* indices) {
  if (object->elements_kind == ElementsKind::kDictionary) {
    SparseElements* sparse = object->sparse();
    for (uint32_t i = 0; i < sparse->capacity; ++i) {
      if (sparse->entries[i].state == 1) indices->push_back(sparse->entries[i].index);
    }
    std::sort(indices->begin(), indices->end());
  } else if (object->has_vector_elements()) {
    Elements* vector = object->vector();
    for (uint32_t i = 0; i < vector->length; ++i) {
      if (!vector->values[i].is_empty()) indices->push_back(i);
    }
  }
}

void array_push(Isolate& isolate, Array* array, Value value) {
  if (array->has_vector_elements()) {
    Elements* vector = array->vector();
    if (array->length == vector->length) {
      if (vector->length == vector->capacity) {
        ensure_elements_capacity(isolate, array, vector->length + 1);
        vector = array->vector();
      }
      array->elements_kind = value.is_empty() ? ElementsKind::kHoley : kind_for(array->elements_kind, value);
      vector->values[vector->length++] = value;
      ++array->length;
      if (value.is_cell()) isolate.heap().write_barrier_at(vector, &vector->values[vector->length - 1]);
      return;
    }
  }
  if (value.is_empty()) {
    ++array->length;  // a hole at the end of a sparse array
    if (array->has_vector_elements()) array->elements_kind = ElementsKind::kHoley;
    return;
  }
  put_element(isolate, array, array->length, value);
}

// The deleting half of ECMA-262 sec-arraysetlength; the caller has checked that length is writable where it changes.
Completion<bool> array_set_length(Isolate& isolate, Array* array, uint32_t length) {
  if (length != array->length) own_elements(isolate, array);
  if (length >= array->length) {
    if (length > array->length && array->has_vector_elements() && array->elements_kind != ElementsKind::kHoley) {
      array->elements_kind = ElementsKind::kHoley;
    }
    array->length = length;
    return true;
  }
  if (array->elements_kind == ElementsKind::kDictionary) {
    std::vector<uint32_t> indices;
    collect_element_indices(array, &indices);
    for (size_t i = indices.size(); i-- > 0 && indices[i] >= length;) {
      SparseElements::Entry* entry = array->sparse()->find(indices[i]);
      if (!(entry->attributes & Attributes::kConfigurable)) {
        array->length = indices[i] + 1;
        return false;
      }
      remove_element(isolate, array, indices[i]);
    }
  } else if (array->has_vector_elements() && array->vector()->length > length) {
    array->vector()->length = length;
  }
  array->length = length;
  return true;
}

bool is_plain_dense_array(Isolate& isolate, Value value) {
  if (!value.is_object() || value.as_cell()->type != CellType::kArray) return false;
  auto* array = static_cast<Array*>(value.as_cell());
  return array->has_vector_elements() && array->elements_kind != ElementsKind::kHoley &&
         array->vector()->length == array->length && !isolate.prototypes_have_elements;
}

}  // namespace scrim
