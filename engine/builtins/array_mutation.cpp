// The methods of Array.prototype that change their receiver, copy parts of it, or make a changed copy.
#include <algorithm>

#include "engine/builtins/array_support.h"

namespace scrim {

namespace {

// Generic moves, property by property, as the specification has them.
Completion<void> move_index(Isolate& isolate, Object* object, uint64_t from, uint64_t to) {
  Value value;
  if (TRY(element_at(isolate, object, from, &value)))
    return set_or_throw(isolate, object, key_from_index(isolate, to), value);
  return delete_property_or_throw(isolate, object, key_from_index(isolate, to));
}

Throw throw_not_extensible(Isolate& isolate, uint64_t index) {
  return throw_type_error(isolate, "Cannot add property %llu, object is not extensible",
                          static_cast<unsigned long long>(index));
}

// The least kind that covers both.
ElementsKind join_kinds(ElementsKind a, ElementsKind b) {
  return std::max(a, b);
}
ElementsKind kind_of(Value value) {
  return value.is_int32() ? ElementsKind::kInt32 : value.is_number() ? ElementsKind::kDouble : ElementsKind::kPacked;
}

// A copy of a dense array's part; same claims about its elements.
Array* copy_dense(Isolate& isolate, Array* source, uint32_t start, uint32_t end) {
  uint32_t count = end - start;
  Array* result = new_array(isolate, 0, count);
  if (count) {
    std::memcpy(static_cast<void*>(result->vector()->values), source->vector()->values + start, count * sizeof(Value));
    set_dense_length(result, count);
    result->elements_kind = source->claimed_kind();
    isolate.heap().write_barrier(result->vector());
  }
  return result;
}

// The usual case of push: a dense array with room for one more of the kind it has.
bool push_in_place(Isolate& isolate, Value receiver, Value value) {
  if (!is_type(receiver, CellType::kArray)) return false;
  auto* array = cast<Array>(receiver);
  ElementsKind kind = array->elements_kind;
  if (kind < ElementsKind::kInt32 || kind > ElementsKind::kPacked || kind_of(value) > kind) return false;
  Elements* elements = array->vector();
  uint32_t length = array->length;
  if (elements->length != length || length >= elements->capacity || isolate.prototypes_have_elements) return false;
  for (Object* above = array->prototype(); above; above = above->prototype()) {
    if (above->is_exotic()) return false;
  }
  elements->values[length] = value;
  elements->length = length + 1;
  array->length = length + 1;
  if (value.is_cell()) isolate.heap().write_barrier_at(elements, &elements->values[length]);
  return true;
}

}  // namespace

// ECMA-262 sec-array.prototype.push
Completion<Value> array_prototype_push(Isolate& isolate, Frame& frame) {
  if (frame.argument_count == 1 && push_in_place(isolate, frame.this_value, frame.arguments[0]))
    return Value::number(cast<Array>(frame.this_value)->length);
  if (Array* array = fast_array(isolate, frame.this_value)) {
    for (uint32_t i = 0; i < frame.argument_count; ++i) array_push(isolate, array, frame.arguments[i]);
    return Value::number(array->length);
  }
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  double total = static_cast<double>(length) + frame.argument_count;
  if (total > kMaxSafeInteger)
    return throw_type_error(isolate,
                            "Pushing %u elements on an array-like of length %llu is disallowed, as the total surpasses "
                            "2**53-1",
                            frame.argument_count, static_cast<unsigned long long>(length));
  for (uint32_t i = 0; i < frame.argument_count; ++i) {
    PropertyKey key = key_from_index(isolate, length + i);
    if (!object->is_exotic() && !object->shape()->is_extensible()) {
      PropertyDescriptor existing;
      if (!TRY(get_own_property(isolate, object, key, &existing))) return throw_not_extensible(isolate, length + i);
    }
    TRY(set_or_throw(isolate, object, key, frame.arguments[i]));
  }
  TRY(set_length(isolate, object, total));
  return Value::number(total);
}

// ECMA-262 sec-array.prototype.pop
Completion<Value> array_prototype_pop(Isolate& isolate, Frame& frame) {
  if (Array* array = fast_array(isolate, frame.this_value)) {
    if (array->length == 0) return Value::undefined();
    Value last = array->vector()->values[array->length - 1];
    set_dense_length(array, array->length - 1);
    return last;
  }
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  if (length == 0) {
    TRY(set_length(isolate, object, 0));
    return Value::undefined();
  }
  PropertyKey key = key_from_index(isolate, length - 1);
  Value last = TRY(get(isolate, object, key));
  TRY(delete_property_or_throw(isolate, object, key));
  TRY(set_length(isolate, object, static_cast<double>(length - 1)));
  return last;
}

// ECMA-262 sec-array.prototype.shift
Completion<Value> array_prototype_shift(Isolate& isolate, Frame& frame) {
  if (Array* array = fast_array(isolate, frame.this_value)) {
    if (array->length == 0) return Value::undefined();
    Value* values = array->vector()->values;
    Value first = values[0];
    std::memmove(static_cast<void*>(values), values + 1, (array->length - 1) * sizeof(Value));
    set_dense_length(array, array->length - 1);
    return first;
  }
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  if (length == 0) {
    TRY(set_length(isolate, object, 0));
    return Value::undefined();
  }
  Value first = TRY(get(isolate, object, PropertyKey::from_index(0)));
  for (uint64_t k = 1; k < length; ++k) TRY(move_index(isolate, object, k, k - 1));
  TRY(delete_property_or_throw(isolate, object, key_from_index(isolate, length - 1)));
  TRY(set_length(isolate, object, static_cast<double>(length - 1)));
  return first;
}

// ECMA-262 sec-array.prototype.unshift
Completion<Value> array_prototype_unshift(Isolate& isolate, Frame& frame) {
  uint32_t count = frame.argument_count;
  Array* array = fast_array(isolate, frame.this_value);
  if (array && count < 1u << 20) {
    if (!count) return Value::number(array->length);
    uint32_t length = array->length;
    ensure_elements_capacity(isolate, array, length + count);
    Elements* vector = array->vector();
    std::memmove(static_cast<void*>(vector->values + count), vector->values, length * sizeof(Value));
    ElementsKind kind = array->elements_kind;
    for (uint32_t i = 0; i < count; ++i) {
      vector->values[i] = frame.arguments[i];
      kind = join_kinds(kind, kind_of(frame.arguments[i]));
    }
    set_dense_length(array, length + count);
    array->elements_kind = kind;
    isolate.heap().write_barrier(vector);
    return Value::number(array->length);
  }
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  if (count) {
    if (static_cast<double>(length) + count > kMaxSafeInteger) return throw_type_error(isolate, "Invalid array length");
    for (uint64_t k = length; k-- > 0;) TRY(move_index(isolate, object, k, k + count));
    for (uint32_t i = 0; i < count; ++i)
      TRY(set_or_throw(isolate, object, PropertyKey::from_index(i), frame.arguments[i]));
  }
  TRY(set_length(isolate, object, static_cast<double>(length + count)));
  return Value::number(length + count);
}

// ECMA-262 sec-array.prototype.reverse
Completion<Value> array_prototype_reverse(Isolate& isolate, Frame& frame) {
  if (Array* array = fast_array(isolate, frame.this_value)) {
    std::reverse(array->vector()->values, array->vector()->values + array->length);
    return frame.this_value;
  }
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  for (uint64_t lower = 0; lower < length / 2; ++lower) {
    uint64_t upper = length - 1 - lower;
    PropertyKey lower_key = key_from_index(isolate, lower);
    PropertyKey upper_key = key_from_index(isolate, upper);
    Value lower_value;
    Value upper_value;
    bool has_lower = TRY(element_at(isolate, object, lower, &lower_value));
    bool has_upper = TRY(element_at(isolate, object, upper, &upper_value));
    if (has_upper) {
      TRY(set_or_throw(isolate, object, lower_key, upper_value));
    } else if (has_lower) {
      TRY(delete_property_or_throw(isolate, object, lower_key));
    }
    if (has_lower) {
      TRY(set_or_throw(isolate, object, upper_key, lower_value));
    } else if (has_upper) {
      TRY(delete_property_or_throw(isolate, object, upper_key));
    }
  }
  return Value(object);
}

// ECMA-262 sec-array.prototype.fill
Completion<Value> array_prototype_fill(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  uint64_t start = TRY(relative_index(isolate, frame.argument(1), length, 0));
  uint64_t end = TRY(relative_index(isolate, frame.argument(2), length, length));
  Value value = frame.argument(0);
  // new Array(n).fill(x): no element yet, nothing that could notice.
  if (object->is_array() && start == 0 && end == length && length <= (1u << 25) && object->has_vector_elements() &&
      static_cast<Array*>(object)->length == length && !isolate.prototypes_have_elements) {
    auto* array = static_cast<Array*>(object);
    bool plain = true;
    for (Object* above = array->prototype(); above; above = above->prototype()) plain = plain && !above->is_exotic();
    if (plain) {
      ensure_elements_capacity(isolate, array, static_cast<uint32_t>(length));
      std::fill_n(array->vector()->values, length, value);
      array->vector()->length = static_cast<uint32_t>(length);
      array->elements_kind = kind_of(value);
      isolate.heap().write_barrier(array->vector());
      return Value(object);
    }
  }
  for (uint64_t k = start; k < end; ++k) TRY(set_or_throw(isolate, object, key_from_index(isolate, k), value));
  return Value(object);
}

// ECMA-262 sec-array.prototype.copywithin
Completion<Value> array_prototype_copy_within(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  uint64_t to = TRY(relative_index(isolate, frame.argument(0), length, 0));
  uint64_t from = TRY(relative_index(isolate, frame.argument(1), length, 0));
  uint64_t end = TRY(relative_index(isolate, frame.argument(2), length, length));
  if (end <= from) return Value(object);
  uint64_t count = std::min(end - from, length - to);
  if (from < to && to < from + count) {
    for (uint64_t i = count; i-- > 0;) TRY(move_index(isolate, object, from + i, to + i));
  } else {
    for (uint64_t i = 0; i < count; ++i) TRY(move_index(isolate, object, from + i, to + i));
  }
  return Value(object);
}

// ECMA-262 sec-array.prototype.slice
Completion<Value> array_prototype_slice(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  uint64_t start = TRY(relative_index(isolate, frame.argument(0), length, 0));
  uint64_t end = TRY(relative_index(isolate, frame.argument(1), length, length));
  uint64_t count = end > start ? end - start : 0;
  if (is_plain_dense_array(isolate, Value(object)) && species_is_array(isolate, object) &&
      end <= static_cast<Array*>(object)->length)
    return copy_dense(isolate, static_cast<Array*>(object), static_cast<uint32_t>(start),
                      static_cast<uint32_t>(start + count));
  Object* result = TRY(array_species_create(isolate, object, count));
  uint64_t n = 0;
  for (uint64_t k = start; k < end; ++k, ++n) {
    Value value;
    if (TRY(element_at(isolate, object, k, &value)))
      TRY(create_data_property_or_throw(isolate, result, key_from_index(isolate, n), value));
  }
  TRY(set_length(isolate, result, static_cast<double>(n)));
  return Value(result);
}

// ECMA-262 sec-array.prototype.splice
Completion<Value> array_prototype_splice(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  uint64_t start = TRY(relative_index(isolate, frame.argument(0), length, 0));
  uint32_t insert = frame.argument_count > 2 ? frame.argument_count - 2 : 0;
  const Value* items = frame.arguments + 2;
  uint64_t removed = 0;
  if (frame.argument_count == 1) {
    removed = length - start;
  } else if (frame.argument_count > 1) {
    double wanted = TRY(to_integer_or_infinity(isolate, frame.arguments[1]));
    removed = static_cast<uint64_t>(std::min(std::max(wanted, 0.0), static_cast<double>(length - start)));
  }
  if (static_cast<double>(length) + insert - static_cast<double>(removed) > kMaxSafeInteger)
    return throw_type_error(isolate, "Invalid array length");
  Array* array = fast_array(isolate, Value(object));
  if (array && array->length == length && species_is_array(isolate, object) && length + insert < (1u << 30)) {
    auto at = static_cast<uint32_t>(start);
    auto gone = static_cast<uint32_t>(removed);
    auto size = static_cast<uint32_t>(length);
    Array* result = copy_dense(isolate, array, at, at + gone);
    ensure_elements_capacity(isolate, array, size - gone + insert);
    Elements* vector = array->vector();
    std::memmove(static_cast<void*>(vector->values + at + insert), vector->values + at + gone,
                 (size - at - gone) * sizeof(Value));
    ElementsKind kind = array->elements_kind;
    for (uint32_t i = 0; i < insert; ++i) {
      vector->values[at + i] = items[i];
      kind = join_kinds(kind, kind_of(items[i]));
    }
    set_dense_length(array, size - gone + insert);
    array->elements_kind = kind;
    isolate.heap().write_barrier(vector);
    return Value(result);
  }
  Object* result = TRY(array_species_create(isolate, object, removed));
  for (uint64_t k = 0; k < removed; ++k) {
    Value value;
    if (TRY(element_at(isolate, object, start + k, &value)))
      TRY(create_data_property_or_throw(isolate, result, key_from_index(isolate, k), value));
  }
  TRY(set_length(isolate, result, static_cast<double>(removed)));
  if (insert < removed) {
    for (uint64_t k = start; k < length - removed; ++k) TRY(move_index(isolate, object, k + removed, k + insert));
    for (uint64_t k = length; k > length - removed + insert; --k)
      TRY(delete_property_or_throw(isolate, object, key_from_index(isolate, k - 1)));
  } else if (insert > removed) {
    for (uint64_t k = length - removed; k > start; --k)
      TRY(move_index(isolate, object, k + removed - 1, k + insert - 1));
  }
  for (uint32_t i = 0; i < insert; ++i)
    TRY(set_or_throw(isolate, object, key_from_index(isolate, start + i), items[i]));
  TRY(set_length(isolate, object, static_cast<double>(length - removed + insert)));
  return Value(result);
}

// ECMA-262 sec-isconcatspreadable
static Completion<bool> is_concat_spreadable(Isolate& isolate, Value value) {
  if (!value.is_object()) return false;
  Value spreadable = TRY(get(isolate, as_object(value), isolate.names().is_concat_spreadable));
  if (!spreadable.is_undefined()) return to_boolean(spreadable);
  return is_array(isolate, value);
}

// ECMA-262 sec-array.prototype.concat
Completion<Value> array_prototype_concat(Isolate& isolate, Frame& frame) {
  TRY(require_object_coercible(isolate, frame.this_value, "Array.prototype.concat"));
  Object* object = TRY(to_object(isolate, frame.this_value));
  Object* result = TRY(array_species_create(isolate, object, 0));
  bool plain = result->is_array() && result->shape_id == isolate.realm().array_shape->id();
  double n = 0;
  for (uint32_t i = 0; i <= frame.argument_count; ++i) {
    Value item = i == 0 ? Value(object) : frame.arguments[i - 1];
    if (TRY(is_concat_spreadable(isolate, item))) {
      Object* source = as_object(item);
      uint64_t length = TRY(length_of_array_like(isolate, source));
      if (n + static_cast<double>(length) > kMaxSafeInteger) return throw_type_error(isolate, "Invalid array length");
      auto* to = static_cast<Array*>(result);
      if (plain && is_plain_dense_array(isolate, item) && fast_array(isolate, Value(result)) && to->length == n &&
          n + static_cast<double>(length) < (1u << 30)) {
        auto count = static_cast<uint32_t>(length);
        if (count) {
          uint32_t at = to->length;
          ensure_elements_capacity(isolate, to, at + count);
          std::memcpy(static_cast<void*>(to->vector()->values + at), source->vector()->values, count * sizeof(Value));
          set_dense_length(to, at + count);
          to->elements_kind = join_kinds(to->elements_kind, source->claimed_kind());
          isolate.heap().write_barrier(to->vector());
        }
      } else {
        for (uint64_t k = 0; k < length; ++k) {
          Value value;
          if (TRY(element_at(isolate, source, k, &value)))
            TRY(create_data_property_or_throw(isolate, result, key_from_number(isolate, n + static_cast<double>(k)),
                                              value));
        }
      }
      n += static_cast<double>(length);
    } else {
      if (n >= kMaxSafeInteger) return throw_type_error(isolate, "Invalid array length");
      TRY(create_data_property_or_throw(isolate, result, key_from_number(isolate, n), item));
      ++n;
    }
  }
  TRY(set_length(isolate, result, n));
  return Value(result);
}

// --- changed copies

// ECMA-262 sec-array.prototype.toreversed
Completion<Value> array_prototype_to_reversed(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  if (length > 0xffffffff) return throw_range_error(isolate, "Invalid array length");
  Array* result = new_array(isolate, 0, static_cast<uint32_t>(std::min<uint64_t>(length, 1 << 20)));
  for (uint64_t k = length; k-- > 0;) array_push(isolate, result, TRY(get_index(isolate, object, k)));
  return Value(result);
}

// ECMA-262 sec-array.prototype.tospliced
Completion<Value> array_prototype_to_spliced(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  uint64_t start = TRY(relative_index(isolate, frame.argument(0), length, 0));
  uint32_t insert = frame.argument_count > 2 ? frame.argument_count - 2 : 0;
  uint64_t skip = 0;
  if (frame.argument_count == 1) {
    skip = length - start;
  } else if (frame.argument_count > 1) {
    double wanted = TRY(to_integer_or_infinity(isolate, frame.arguments[1]));
    skip = static_cast<uint64_t>(std::min(std::max(wanted, 0.0), static_cast<double>(length - start)));
  }
  double total = static_cast<double>(length) + insert - static_cast<double>(skip);
  if (total > kMaxSafeInteger) return throw_type_error(isolate, "Invalid array length");
  if (total > 4294967295.0) return throw_range_error(isolate, "Invalid array length");
  Array* result = new_array(isolate, 0, static_cast<uint32_t>(std::min(total, 1048576.0)));
  for (uint64_t k = 0; k < start; ++k) array_push(isolate, result, TRY(get_index(isolate, object, k)));
  for (uint32_t i = 0; i < insert; ++i) array_push(isolate, result, frame.arguments[i + 2]);
  for (uint64_t k = start + skip; k < length; ++k) array_push(isolate, result, TRY(get_index(isolate, object, k)));
  return Value(result);
}

// ECMA-262 sec-array.prototype.with
Completion<Value> array_prototype_with(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  double relative = TRY(to_integer_or_infinity(isolate, frame.argument(0)));
  double index = relative >= 0 ? relative : static_cast<double>(length) + relative;
  if (index >= static_cast<double>(length) || index < 0)
    return throw_range_error(isolate, "Invalid index : %s",
                             describe_for_error(isolate, Value::number(relative)).c_str());
  auto at = static_cast<uint64_t>(index);
  Array* result;
  if (is_plain_dense_array(isolate, Value(object)) && static_cast<Array*>(object)->length == length) {
    result = copy_dense(isolate, static_cast<Array*>(object), 0, static_cast<uint32_t>(length));
    put_element(isolate, result, static_cast<uint32_t>(at), frame.argument(1));
    return Value(result);
  }
  if (length > 0xffffffff) return throw_range_error(isolate, "Invalid array length");
  result = new_array(isolate, 0, static_cast<uint32_t>(std::min<uint64_t>(length, 1 << 20)));
  for (uint64_t k = 0; k < length; ++k)
    array_push(isolate, result, k == at ? frame.argument(1) : TRY(get_index(isolate, object, k)));
  return Value(result);
}

}  // namespace scrim
