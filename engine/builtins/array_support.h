// Steps shared by the files of Array.
#pragma once

#include "engine/builtins/support.h"

namespace scrim {

constexpr double kMaxSafeInteger = 9007199254740991.0;

// Object.prototype.toString with the frame's this.
Completion<Value> object_prototype_to_string(Isolate& isolate, Frame& frame);

// HasProperty and Get of an index: whether it is there. The common case runs no code.
inline Completion<bool> element_at(Isolate& isolate, Object* object, uint64_t index, Value* value) {
  if (!object->is_exotic() && index <= PropertyKey::kMaxIndex) {
    *value = fast_element(object, static_cast<uint32_t>(index));
    if (!value->is_empty()) return true;
  }
  PropertyKey key = key_from_index(isolate, index);
  if (!TRY(has_property(isolate, object, key))) return false;
  *value = TRY(get(isolate, object, key));
  return true;
}

inline Completion<Value> get_index(Isolate& isolate, Object* object, uint64_t index) {
  if (!object->is_exotic() && index <= PropertyKey::kMaxIndex) {
    Value value = fast_element(object, static_cast<uint32_t>(index));
    if (!value.is_empty()) return value;
  }
  return get(isolate, object, key_from_index(isolate, index));
}

// A dense array whose elements may be added and removed in place (they are its own, and nothing on its prototype chain
// can notice); or null.
Array* fast_array(Isolate& isolate, Value value);
// Whether ArraySpeciesCreate on this array surely makes an ordinary Array of this realm.
bool species_is_array(Isolate& isolate, Object* object);
// ECMA-262 sec-arrayspeciescreate
Completion<Object*> array_species_create(Isolate& isolate, Object* original, uint64_t length);
// ECMA-262 sec-arraycreate; RangeError beyond 2^32 - 1
Completion<Array*> array_create(Isolate& isolate, uint64_t length);
// Throws unless callable.
inline Completion<void> require_callable(Isolate& isolate, Value value) {
  if (!is_callable(value)) return throw_not_callable(isolate, value);
  return {};
}
inline Completion<void> set_length(Isolate& isolate, Object* object, double length) {
  return set_or_throw(isolate, object, isolate.names().length, Value::number(length));
}
// Replaces the dense array's elements by these values.
void set_dense_length(Array* array, uint32_t length);

// In array_iteration.cpp, array_mutation.cpp and array_sort.cpp; listed in array.cpp's table.
#define ARRAY_NATIVES(V)                                                                                               \
  V(for_each)                                                                                                          \
  V(map)                                                                                                               \
  V(filter)                                                                                                            \
  V(some)                                                                                                              \
  V(every) V(find) V(find_index) V(find_last) V(find_last_index) V(reduce) V(reduce_right) V(flat) V(flat_map) V(push) \
      V(pop) V(shift) V(unshift) V(splice) V(reverse) V(fill) V(copy_within) V(concat) V(slice) V(sort) V(to_sorted)   \
          V(to_reversed) V(to_spliced) V(with) V(values) V(keys) V(entries)
#define DECLARE(name) Completion<Value> array_prototype_##name(Isolate& isolate, Frame& frame);
ARRAY_NATIVES(DECLARE)
#undef DECLARE
Completion<Value> array_from_async(Isolate& isolate, Frame& frame);

}  // namespace scrim
