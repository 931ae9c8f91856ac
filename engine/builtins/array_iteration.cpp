// The methods of Array.prototype that call a function for each element. ECMA-262
// sec-properties-of-the-array-prototype-object
#include "engine/builtins/array_support.h"

namespace scrim {

namespace {

// Calls f for each element that is there; body(k, value, result) says whether to go on.
template <typename Body>
Completion<bool> each(Isolate& isolate, Object* object, uint64_t length, Frame& frame, Body body) {
  RepeatedCall callback(isolate, frame.argument(0), frame.argument(1));
  for (uint64_t k = 0; k < length; ++k) {
    Value value;
    if (!TRY(element_at(isolate, object, k, &value))) continue;
    Value result = TRY(callback({value, Value::number(k), Value(object)}));
    bool go_on = TRY(body(k, value, result));
    if (!go_on) return false;
  }
  return true;
}

struct Receiver {
  Object* object;
  uint64_t length;
};

Completion<void> prepare(Isolate& isolate, Frame& frame, const char* method, Receiver* receiver) {
  TRY(require_object_coercible(isolate, frame.this_value, method));
  receiver->object = TRY(to_object(isolate, frame.this_value));
  receiver->length = TRY(length_of_array_like(isolate, receiver->object));
  return require_callable(isolate, frame.argument(0));
}

enum class Find { kValue, kIndex };

Completion<Value> find(Isolate& isolate, Frame& frame, const char* method, Find what, bool last) {
  Receiver r;
  TRY(prepare(isolate, frame, method, &r));
  RepeatedCall callback(isolate, frame.argument(0), frame.argument(1));
  for (uint64_t n = 0; n < r.length; ++n) {
    uint64_t k = last ? r.length - 1 - n : n;
    Value value = TRY(get_index(isolate, r.object, k));
    if (to_boolean(TRY(callback({value, Value::number(k), Value(r.object)}))))
      return what == Find::kValue ? value : Value::number(k);
  }
  return what == Find::kValue ? Value::undefined() : Value::int32(-1);
}

Completion<Value> reduce(Isolate& isolate, Frame& frame, const char* method, bool right) {
  Receiver r;
  TRY(prepare(isolate, frame, method, &r));
  uint64_t n = 0;
  auto position = [&] { return right ? r.length - 1 - n : n; };
  Value accumulator = frame.argument(1);
  if (frame.argument_count < 2) {
    bool found = false;
    for (; n < r.length && !found; ++n) found = TRY(element_at(isolate, r.object, position(), &accumulator));
    if (!found) return throw_type_error(isolate, "Reduce of empty array with no initial value");
  }
  RepeatedCall callback(isolate, frame.argument(0), Value::undefined());
  for (; n < r.length; ++n) {
    Value value;
    uint64_t k = position();
    if (!TRY(element_at(isolate, r.object, k, &value))) continue;
    accumulator = TRY(callback({accumulator, value, Value::number(k), Value(r.object)}));
  }
  return accumulator;
}

// ECMA-262 sec-flattenintoarray
Completion<double> flatten(Isolate& isolate, Object* target, Object* source, uint64_t length, double start,
                           double depth, RepeatedCall* mapper) {
  RecursionGuard guard(isolate);
  if (guard.overflowed()) return throw_stack_overflow(isolate);
  for (uint64_t k = 0; k < length; ++k) {
    Value element;
    if (!TRY(element_at(isolate, source, k, &element))) continue;
    if (mapper) element = TRY((*mapper)({element, Value::number(k), Value(source)}));
    bool nested = depth > 0 && TRY(is_array(isolate, element));
    if (nested) {
      uint64_t inner = TRY(length_of_array_like(isolate, as_object(element)));
      start = TRY(flatten(isolate, target, as_object(element), inner, start, depth - 1, nullptr));
    } else {
      if (start >= kMaxSafeInteger) return throw_type_error(isolate, "Invalid array length");
      TRY(create_data_property_or_throw(isolate, target, key_from_number(isolate, start), element));
      ++start;
    }
  }
  return start;
}

}  // namespace

// ECMA-262 sec-array.prototype.foreach
Completion<Value> array_prototype_for_each(Isolate& isolate, Frame& frame) {
  Receiver r;
  TRY(prepare(isolate, frame, "Array.prototype.forEach", &r));
  TRY(each(isolate, r.object, r.length, frame, [](uint64_t, Value, Value) -> Completion<bool> { return true; }));
  return Value::undefined();
}

// ECMA-262 sec-array.prototype.map
Completion<Value> array_prototype_map(Isolate& isolate, Frame& frame) {
  Receiver r;
  TRY(prepare(isolate, frame, "Array.prototype.map", &r));
  if (species_is_array(isolate, r.object) && r.length <= (1u << 25)) {
    // Nobody sees the result before it is returned.
    Array* result = new_array(isolate, 0, static_cast<uint32_t>(r.length));
    TRY(each(isolate, r.object, r.length, frame, [&](uint64_t k, Value, Value mapped) -> Completion<bool> {
      if (k == result->length) {
        array_push(isolate, result, mapped);
      } else {
        put_element(isolate, result, static_cast<uint32_t>(k), mapped);
      }
      return true;
    }));
    if (result->length < r.length) TRY(array_set_length(isolate, result, static_cast<uint32_t>(r.length)));
    return Value(result);
  }
  Object* result = TRY(array_species_create(isolate, r.object, r.length));
  TRY(each(isolate, r.object, r.length, frame, [&](uint64_t k, Value, Value mapped) -> Completion<bool> {
    TRY(create_data_property_or_throw(isolate, result, key_from_index(isolate, k), mapped));
    return true;
  }));
  return Value(result);
}

// ECMA-262 sec-array.prototype.filter
Completion<Value> array_prototype_filter(Isolate& isolate, Frame& frame) {
  Receiver r;
  TRY(prepare(isolate, frame, "Array.prototype.filter", &r));
  Object* result = TRY(array_species_create(isolate, r.object, 0));
  bool plain = species_is_array(isolate, r.object);
  uint64_t to = 0;
  TRY(each(isolate, r.object, r.length, frame, [&](uint64_t, Value value, Value selected) -> Completion<bool> {
    if (!to_boolean(selected)) return true;
    if (plain) {
      array_push(isolate, static_cast<Array*>(result), value);
    } else {
      TRY(create_data_property_or_throw(isolate, result, key_from_index(isolate, to++), value));
    }
    return true;
  }));
  return Value(result);
}

Completion<Value> array_prototype_some(Isolate& isolate, Frame& frame) {
  Receiver r;
  TRY(prepare(isolate, frame, "Array.prototype.some", &r));
  return Value::boolean(
      !TRY(each(isolate, r.object, r.length, frame,
                [](uint64_t, Value, Value result) -> Completion<bool> { return !to_boolean(result); })));
}

Completion<Value> array_prototype_every(Isolate& isolate, Frame& frame) {
  Receiver r;
  TRY(prepare(isolate, frame, "Array.prototype.every", &r));
  return Value::boolean(
      TRY(each(isolate, r.object, r.length, frame,
               [](uint64_t, Value, Value result) -> Completion<bool> { return to_boolean(result); })));
}

Completion<Value> array_prototype_find(Isolate& isolate, Frame& frame) {
  return find(isolate, frame, "Array.prototype.find", Find::kValue, false);
}
Completion<Value> array_prototype_find_index(Isolate& isolate, Frame& frame) {
  return find(isolate, frame, "Array.prototype.findIndex", Find::kIndex, false);
}
Completion<Value> array_prototype_find_last(Isolate& isolate, Frame& frame) {
  return find(isolate, frame, "Array.prototype.findLast", Find::kValue, true);
}
Completion<Value> array_prototype_find_last_index(Isolate& isolate, Frame& frame) {
  return find(isolate, frame, "Array.prototype.findLastIndex", Find::kIndex, true);
}
Completion<Value> array_prototype_reduce(Isolate& isolate, Frame& frame) {
  return reduce(isolate, frame, "Array.prototype.reduce", false);
}
Completion<Value> array_prototype_reduce_right(Isolate& isolate, Frame& frame) {
  return reduce(isolate, frame, "Array.prototype.reduceRight", true);
}

// ECMA-262 sec-array.prototype.flat
Completion<Value> array_prototype_flat(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  double depth = 1;
  if (!frame.argument(0).is_undefined()) depth = std::max(0.0, TRY(to_integer_or_infinity(isolate, frame.argument(0))));
  Object* result = TRY(array_species_create(isolate, object, 0));
  TRY(flatten(isolate, result, object, length, 0, depth, nullptr));
  return Value(result);
}

// ECMA-262 sec-array.prototype.flatmap
Completion<Value> array_prototype_flat_map(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  if (!is_callable(frame.argument(0))) return throw_not_callable(isolate, frame.argument(0));
  Object* result = TRY(array_species_create(isolate, object, 0));
  RepeatedCall mapper(isolate, frame.argument(0), frame.argument(1));
  TRY(flatten(isolate, result, object, length, 0, 1, &mapper));
  return Value(result);
}

}  // namespace scrim
