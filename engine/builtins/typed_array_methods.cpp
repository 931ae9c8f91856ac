// %TypedArray%.prototype. ECMA-262 sec-properties-of-the-%typedarrayprototype%-object
#include <algorithm>
#include <cmath>

#include "engine/builtins/array_support.h"
#include "engine/builtins/iterators.h"
#include "engine/builtins/typed_array.h"
#include "engine/objects/bigint.h"

namespace scrim {

namespace {

struct View {
  TypedArrayObject* array;
  uint64_t length;
};

Completion<void> open(Isolate& isolate, Frame& frame, const char* method, View* view, Access access = Access::kRead) {
  view->array = TRY(validate_typed_array(isolate, frame.this_value, method, &view->length, access));
  return {};
}

// An element that may be gone since: undefined beyond the current length.
Value at(Isolate& isolate, TypedArrayObject* array, uint64_t index) {
  if (index >= typed_array_length(array)) return Value::undefined();
  return load_element(isolate, array->element_type, element_address(array, index));
}

#define OPEN_FOR(access, method)                                              \
  View view;                                                                  \
  TRY(open(isolate, frame, "%TypedArray%.prototype." method, &view, access)); \
  TypedArrayObject* array = view.array;                                       \
  uint64_t length = view.length
#define OPEN(method) OPEN_FOR(Access::kRead, method)

enum ViewField : uint32_t { kBuffer, kByteLength, kByteOffset, kLength };
Completion<Value> get_field(Isolate& isolate, Frame& frame) {
  if (!is_type(frame.this_value, CellType::kTypedArray))
    return throw_incompatible_receiver(isolate, "get TypedArray.prototype property", frame.this_value);
  auto* array = cast<TypedArrayObject>(frame.this_value);
  bool outside;
  uint64_t length = typed_array_length(array, &outside);
  switch (callee_of(frame)->magic) {
    case kBuffer: return Value(array->buffer);
    case kByteLength: return Value::number(length * element_size(array->element_type));
    case kByteOffset: return outside ? Value::int32(0) : Value::number(array->byte_offset);
    default: return Value::number(length);
  }
}

Completion<Value> get_to_string_tag(Isolate& isolate, Frame& frame) {
  if (!is_type(frame.this_value, CellType::kTypedArray)) return Value::undefined();
  std::string name =
      std::string(kElementNames[static_cast<int>(cast<TypedArrayObject>(frame.this_value)->element_type)]) + "Array";
  return Value(intern_latin1(isolate, name));
}

Completion<Value> typed_at(Isolate& isolate, Frame& frame) {
  OPEN("at");
  double relative = TRY(to_integer_or_infinity(isolate, frame.argument(0)));
  double k = relative >= 0 ? relative : static_cast<double>(length) + relative;
  if (k < 0 || k >= static_cast<double>(length)) return Value::undefined();
  return at(isolate, array, static_cast<uint64_t>(k));
}

template <typename Body>
Completion<bool> each(Isolate& isolate, Frame& frame, TypedArrayObject* array, uint64_t length, Body body) {
  RepeatedCall callback(isolate, frame.argument(0), frame.argument(1));
  for (uint64_t k = 0; k < length; ++k) {
    Value value = at(isolate, array, k);
    Value result = TRY(callback({value, Value::number(k), Value(array)}));
    bool go_on = TRY(body(k, value, result));
    if (!go_on) return false;
  }
  return true;
}

Completion<Value> typed_for_each(Isolate& isolate, Frame& frame) {
  OPEN("forEach");
  TRY(require_function(isolate, frame.argument(0)));
  TRY(each(isolate, frame, array, length, [](uint64_t, Value, Value) -> Completion<bool> { return true; }));
  return Value::undefined();
}
Completion<Value> typed_every(Isolate& isolate, Frame& frame) {
  OPEN("every");
  TRY(require_function(isolate, frame.argument(0)));
  return Value::boolean(TRY(
      each(isolate, frame, array, length, [](uint64_t, Value, Value r) -> Completion<bool> { return to_boolean(r); })));
}
Completion<Value> typed_some(Isolate& isolate, Frame& frame) {
  OPEN("some");
  TRY(require_function(isolate, frame.argument(0)));
  return Value::boolean(!TRY(each(isolate, frame, array, length,
                                  [](uint64_t, Value, Value r) -> Completion<bool> { return !to_boolean(r); })));
}

// magic: 1 gives the index, 2 searches from the end
Completion<Value> typed_find(Isolate& isolate, Frame& frame) {
  OPEN("find");
  auto magic = callee_of(frame)->magic;
  TRY(require_function(isolate, frame.argument(0)));
  RepeatedCall callback(isolate, frame.argument(0), frame.argument(1));
  for (uint64_t n = 0; n < length; ++n) {
    uint64_t k = magic & 2 ? length - 1 - n : n;
    Value value = at(isolate, array, k);
    if (to_boolean(TRY(callback({value, Value::number(k), Value(array)})))) return magic & 1 ? Value::number(k) : value;
  }
  return magic & 1 ? Value::int32(-1) : Value::undefined();
}

Completion<Value> typed_map(Isolate& isolate, Frame& frame) {
  OPEN("map");
  TRY(require_function(isolate, frame.argument(0)));
  Value argument = Value::number(length);
  TypedArrayObject* result =
      TRY(typed_array_species_create(isolate, array, std::span<const Value>(&argument, 1), Access::kWrite));
  TRY(each(isolate, frame, array, length, [&](uint64_t k, Value, Value mapped) -> Completion<bool> {
    TRY(set_or_throw(isolate, result, key_from_index(isolate, k), mapped));
    return true;
  }));
  return Value(result);
}

Completion<Value> typed_filter(Isolate& isolate, Frame& frame) {
  OPEN("filter");
  TRY(require_function(isolate, frame.argument(0)));
  Array* kept = new_array(isolate);
  TRY(each(isolate, frame, array, length, [&](uint64_t, Value value, Value selected) -> Completion<bool> {
    if (to_boolean(selected)) array_push(isolate, kept, value);
    return true;
  }));
  Value argument = Value::number(kept->length);
  TypedArrayObject* result =
      TRY(typed_array_species_create(isolate, array, std::span<const Value>(&argument, 1), Access::kWrite));
  for (uint32_t i = 0; i < kept->length; ++i)
    TRY(set_or_throw(isolate, result, PropertyKey::from_index(i), kept->vector()->values[i]));
  return Value(result);
}

// magic 1: from the right
Completion<Value> typed_reduce(Isolate& isolate, Frame& frame) {
  OPEN("reduce");
  bool right = callee_of(frame)->magic;
  TRY(require_function(isolate, frame.argument(0)));
  uint64_t n = 0;
  Value accumulator = frame.argument(1);
  auto position = [&] { return right ? length - 1 - n : n; };
  if (frame.argument_count < 2) {
    if (length == 0) return throw_type_error(isolate, "Reduce of empty array with no initial value");
    accumulator = at(isolate, array, position());
    ++n;
  }
  RepeatedCall callback(isolate, frame.argument(0), Value::undefined());
  for (; n < length; ++n) {
    uint64_t k = position();
    accumulator = TRY(callback({accumulator, at(isolate, array, k), Value::number(k), Value(array)}));
  }
  return accumulator;
}

Completion<Value> typed_fill(Isolate& isolate, Frame& frame) {
  OPEN_FOR(Access::kWrite, "fill");
  Value value = TRY(to_element_value(isolate, array->element_type, frame.argument(0)));
  uint64_t start = TRY(relative_index(isolate, frame.argument(1), length, 0));
  uint64_t end = TRY(relative_index(isolate, frame.argument(2), length, length));
  TRY(open(isolate, frame, "%TypedArray%.prototype.fill", &view));
  end = std::min(end, view.length);
  if (start >= end) return Value(array);
  // The first element is stored, the others are copies of what stands before them.
  uint8_t* first = element_address(array, start);
  store_element(array->element_type, first, value);
  size_t size = element_size(array->element_type), bytes = (end - start) * size;
  if (size == 1) std::memset(first, *first, bytes);
  for (size_t done = size; size > 1 && done < bytes; done *= 2)
    std::memcpy(first + done, first, std::min(done, bytes - done));
  return Value(array);
}

Completion<Value> typed_copy_within(Isolate& isolate, Frame& frame) {
  OPEN_FOR(Access::kWrite, "copyWithin");
  uint64_t to = TRY(relative_index(isolate, frame.argument(0), length, 0));
  uint64_t from = TRY(relative_index(isolate, frame.argument(1), length, 0));
  uint64_t end = TRY(relative_index(isolate, frame.argument(2), length, length));
  uint64_t count = end > from ? std::min(end - from, length - to) : 0;
  if (!count) return Value(array);
  TRY(open(isolate, frame, "%TypedArray%.prototype.copyWithin", &view));
  if (to >= view.length || from >= view.length) return Value(array);
  count = std::min({count, view.length - to, view.length - from});
  std::memmove(element_address(array, to), element_address(array, from), count * element_size(array->element_type));
  return Value(array);
}

// magic: 0 indexOf, 1 includes, 2 lastIndexOf
Completion<Value> typed_index_of(Isolate& isolate, Frame& frame) {
  OPEN("indexOf");
  auto magic = callee_of(frame)->magic;
  Value missing = magic == 1 ? Value::boolean(false) : Value::int32(-1);
  if (length == 0) return missing;
  if (magic == 2) {
    double n = frame.argument_count > 1 ? TRY(to_integer_or_infinity(isolate, frame.arguments[1]))
                                        : static_cast<double>(length) - 1;
                                        double start = n >= 0 ? std::min(n, static_cast<double>(length) - 1)
                                                              : static_cast<double>(length) + n;
                                        if (start < 0) return missing;
                                        for (auto k = static_cast<uint64_t>(start) + 1; k-- > 0;) {
                                          if (k < typed_array_length(array) &&
                                              strict_equals(isolate, at(isolate, array, k), frame.argument(0)))
                                            return Value::number(k);
                                        }
                                        return missing;
  }
  uint64_t k = TRY(relative_index(isolate, frame.argument(1), length, 0));
  for (; k < length; ++k) {
    if (magic == 1) {
      if (same_value_zero(isolate, at(isolate, array, k), frame.argument(0))) return Value::boolean(true);
    } else if (k < typed_array_length(array) && strict_equals(isolate, at(isolate, array, k), frame.argument(0))) {
      return Value::number(k);
    }
  }
  return missing;
}

// magic 1: toLocaleString
Completion<Value> typed_join(Isolate& isolate, Frame& frame) {
  OPEN("join");
  bool locale = callee_of(frame)->magic;
  String* separator = isolate.names().comma.as_string();
  if (!locale && !frame.argument(0).is_undefined()) separator = TRY(to_string(isolate, frame.argument(0)));
  const Value locale_arguments[] = {frame.argument(0), frame.argument(1)};
  StringBuilder builder(isolate);
  for (uint64_t k = 0; k < length; ++k) {
    if (k) builder.append(separator);
    Value value = at(isolate, array, k);
    if (value.is_undefined()) continue;
    if (locale) value = TRY(invoke(isolate, value, key_from_latin1(isolate, "toLocaleString"), locale_arguments));
    builder.append(TRY(to_string(isolate, value)));
  }
  return Value(TRY(builder.finish()));
}

Completion<Value> typed_reverse(Isolate& isolate, Frame& frame) {
  OPEN_FOR(Access::kWrite, "reverse");
  uint32_t size = element_size(array->element_type);
  uint8_t* data = length ? element_address(array, 0) : nullptr;
  for (uint64_t lower = 0; lower < length / 2; ++lower)
    std::swap_ranges(data + lower * size, data + (lower + 1) * size, data + (length - 1 - lower) * size);
  return Value(array);
}

// ECMA-262 sec-%typedarray%.prototype.set
Completion<Value> typed_set_method(Isolate& isolate, Frame& frame) {
  if (!is_type(frame.this_value, CellType::kTypedArray)) return throw_type_error(isolate, "this is not a typed array.");
  auto* array = cast<TypedArrayObject>(frame.this_value);
  if (array->buffer->is_immutable()) return throw_immutable(isolate, "%TypedArray%.prototype.set");
  double offset = TRY(to_integer_or_infinity(isolate, frame.argument(1)));
  if (offset < 0) return throw_range_error(isolate, "offset is out of bounds");
  View view;
  TRY(open(isolate, frame, "%TypedArray%.prototype.set", &view));
  if (is_type(frame.argument(0), CellType::kTypedArray)) {
    auto* source = cast<TypedArrayObject>(frame.argument(0));
    uint64_t count;
    TRY(validate_typed_array(isolate, Value(source), "%TypedArray%.prototype.set", &count));
    if (is_bigint_type(array->element_type) != is_bigint_type(source->element_type))
      return throw_type_error(isolate, "Cannot mix BigInt and other types, use explicit conversions");
    if (static_cast<double>(count) + offset > static_cast<double>(view.length))
      return throw_range_error(isolate, "offset is out of bounds");
    auto to = static_cast<uint64_t>(offset);
    if (array->element_type == source->element_type) {
      if (count)
        std::memmove(element_address(array, to), element_address(source, 0), count * element_size(array->element_type));
      return Value::undefined();
    }
    // The two may share memory: copy the source first.
    std::string bytes(count ? reinterpret_cast<const char*>(element_address(source, 0)) : "",
                      count * element_size(source->element_type));
    for (uint64_t i = 0; i < count; ++i)
      store_element(
          array->element_type, element_address(array, to + i),
          load_element(isolate, source->element_type,
                       reinterpret_cast<const uint8_t*>(bytes.data()) + i * element_size(source->element_type)));
    return Value::undefined();
  }
  Object* source = TRY(to_object(isolate, frame.argument(0)));
  uint64_t count = TRY(length_of_array_like(isolate, source));
  if (static_cast<double>(count) + offset > static_cast<double>(view.length))
    return throw_range_error(isolate, "offset is out of bounds");
  for (uint64_t i = 0; i < count; ++i) {
    Value value = TRY(get_index(isolate, source, i));
    TRY(set(isolate, array, key_from_index(isolate, static_cast<uint64_t>(offset) + i), value, Value(array)));
  }
  return Value::undefined();
}

Completion<Value> typed_slice(Isolate& isolate, Frame& frame) {
  OPEN("slice");
  uint64_t start = TRY(relative_index(isolate, frame.argument(0), length, 0));
  uint64_t end = TRY(relative_index(isolate, frame.argument(1), length, length));
  uint64_t count = end > start ? end - start : 0;
  Value argument = Value::number(count);
  TypedArrayObject* result =
      TRY(typed_array_species_create(isolate, array, std::span<const Value>(&argument, 1), Access::kWrite));
  if (!count) return Value(result);
  TRY(open(isolate, frame, "%TypedArray%.prototype.slice", &view));
  end = std::min(end, view.length);
  if (result->element_type == array->element_type) {
    uint32_t size = element_size(array->element_type);
    uint8_t* to = element_address(result, 0);
    if (end > start) {
      uint64_t bytes = (end - start) * size;
      const uint8_t* from = element_address(array, start);
      for (uint64_t i = 0; i < bytes; ++i) to[i] = from[i];  // one byte at a time, as the clause says of shared memory
    }
    return Value(result);
  }
  for (uint64_t k = start, n = 0; k < end; ++k, ++n)
    TRY(set_or_throw(isolate, result, key_from_index(isolate, n), at(isolate, array, k)));
  return Value(result);
}

Completion<Value> typed_subarray(Isolate& isolate, Frame& frame) {
  if (!is_type(frame.this_value, CellType::kTypedArray)) return throw_type_error(isolate, "this is not a typed array.");
  auto* array = cast<TypedArrayObject>(frame.this_value);
  uint64_t length = typed_array_length(array);
  uint64_t start = TRY(relative_index(isolate, frame.argument(0), length, 0));
  bool tracks = array->length == kTracksBuffer && frame.argument(1).is_undefined();
  uint64_t end = tracks ? length : TRY(relative_index(isolate, frame.argument(1), length, length));
  Value arguments[] = {Value(array->buffer),
                       Value::number(array->byte_offset + start * element_size(array->element_type)),
                       Value::number(end > start ? end - start : 0)};
  return Value(TRY(
      typed_array_species_create(isolate, array, std::span<const Value>(arguments, tracks ? 2 : 3), Access::kRead)));
}

// Numbers by value with -0 before +0 and NaN last.
bool less(Value a, Value b) {
  if (a.is_bigint()) return bigint_compare(as_bigint(a), as_bigint(b)) < 0;
  double x = a.as_number();
  double y = b.as_number();
  if (x != x) return false;
  if (y != y) return true;
  if (x == 0 && y == 0) return std::signbit(x) && !std::signbit(y);
  return x < y;
}

// Sorts [from, to) of two equal arrays into `target`, halves first: the comparisons in V8's order.
Completion<void> merge_sort(Isolate& isolate, RepeatedCall& compare, Value* source, uint32_t from, uint32_t to,
                            Value* target) {
  uint32_t middle = from + ((to - from) >> 1);
  if (middle - from > 1) TRY(merge_sort(isolate, compare, target, from, middle, source));
  if (to - middle > 1) TRY(merge_sort(isolate, compare, target, middle, to, source));
  uint32_t left = from;
  uint32_t right = middle;
  for (uint32_t out = from; out < to; ++out) {
    bool take_right = right < to;
    if (take_right && left < middle) {
      take_right = TRY(to_number(isolate, TRY(compare({source[left], source[right]}))))
      > 0;
    }
    target[out] = take_right ? source[right++] : source[left++];
  }
  return {};
}

// The values stand in a dense array of their own.
Completion<void> sort_values(Isolate& isolate, Array* list, Value comparator) {
  Value* values = list->vector()->values;
  if (comparator.is_undefined()) {
    std::stable_sort(values, values + list->length, less);
    return {};
  }
  if (list->length < 2) return {};
  Array* scratch = new_array_from(isolate, values_of(list));
  RepeatedCall compare(isolate, comparator, Value::undefined());
  TRY(merge_sort(isolate, compare, scratch->vector()->values, 0, list->length, values));
  isolate.heap().write_barrier(list->vector());
  return {};
}

Completion<Array*> values_in(Isolate& isolate, TypedArrayObject* array, uint64_t length) {
  Array* list = new_array(isolate, 0, static_cast<uint32_t>(length));
  for (uint64_t k = 0; k < length; ++k) array_push(isolate, list, at(isolate, array, k));
  return list;
}

Completion<void> check_comparator(Isolate& isolate, Value comparator) {
  if (comparator.is_undefined() || is_callable(comparator)) return {};
  return throw_type_error(isolate, "The comparison function must be either a function or undefined: %s",
                          describe_for_error(isolate, comparator).c_str());
}

Completion<Value> typed_sort(Isolate& isolate, Frame& frame) {
  TRY(check_comparator(isolate, frame.argument(0)));
  OPEN_FOR(Access::kWrite, "sort");
  Array* list = TRY(values_in(isolate, array, length));
  TRY(sort_values(isolate, list, frame.argument(0)));
  length = std::min(length, typed_array_length(array));
  for (uint64_t k = 0; k < length; ++k)
    store_element(array->element_type, element_address(array, k), list->vector()->values[k]);
  return Value(array);
}

Completion<Value> copy_of(Isolate& isolate, TypedArrayObject* array, Array* list) {
  TypedArrayObject* result = TRY(create_typed_array(isolate, array->element_type, list->length));
  for (uint32_t k = 0; k < list->length; ++k)
    store_element(result->element_type, element_address(result, k), list->vector()->values[k]);
  return Value(result);
}

Completion<Value> typed_to_sorted(Isolate& isolate, Frame& frame) {
  TRY(check_comparator(isolate, frame.argument(0)));
  OPEN("toSorted");
  Array* list = TRY(values_in(isolate, array, length));
  TRY(sort_values(isolate, list, frame.argument(0)));
  return copy_of(isolate, array, list);
}

Completion<Value> typed_to_reversed(Isolate& isolate, Frame& frame) {
  OPEN("toReversed");
  Array* list = TRY(values_in(isolate, array, length));
  std::reverse(list->vector()->values, list->vector()->values + list->length);
  return copy_of(isolate, array, list);
}

Completion<Value> typed_with(Isolate& isolate, Frame& frame) {
  OPEN("with");
  double relative = TRY(to_integer_or_infinity(isolate, frame.argument(0)));
  double index = relative >= 0 ? relative : static_cast<double>(length) + relative;
  Value value = TRY(to_element_value(isolate, array->element_type, frame.argument(1)));
  if (!(index >= 0 && index < static_cast<double>(typed_array_length(array))))
    return throw_range_error(isolate, "Invalid typed array index");
  TypedArrayObject* result = TRY(create_typed_array(isolate, array->element_type, length));
  for (uint64_t k = 0; k < length; ++k) {
    Value item = k == static_cast<uint64_t>(index) ? value : at(isolate, array, k);
    if (item.is_undefined()) item = TRY(to_element_value(isolate, array->element_type, item));
    store_element(result->element_type, element_address(result, k), item);
  }
  return Value(result);
}

template <IteratorKind kind>
Completion<Value> typed_iterator(Isolate& isolate, Frame& frame) {
  uint64_t length;
  TypedArrayObject* array =
      TRY(validate_typed_array(isolate, frame.this_value, "%TypedArray%.prototype.values", &length));
  return Value(create_array_iterator(isolate, array, kind));
}

using P = BuiltinProperty;
constexpr P kTable[] = {
    P::accessor("buffer", get_field, nullptr, kBuffer),
    P::accessor("byteLength", get_field, nullptr, kByteLength),
    P::accessor("byteOffset", get_field, nullptr, kByteOffset),
    P::accessor("length", get_field, nullptr, kLength),
    P::function("entries", typed_iterator<IteratorKind::kEntries>, 0),
    P::function("keys", typed_iterator<IteratorKind::kKeys>, 0),
    P::function("values", typed_iterator<IteratorKind::kValues>, 0),
    P::alias("@@iterator", "values"),
    P::function("at", typed_at, 1),
    P::function("copyWithin", typed_copy_within, 2),
    P::function("every", typed_every, 1),
    P::function("fill", typed_fill, 1),
    P::function("filter", typed_filter, 1),
    P::function("find", typed_find, 1, 0),
    P::function("findIndex", typed_find, 1, 1),
    P::function("findLast", typed_find, 1, 2),
    P::function("findLastIndex", typed_find, 1, 3),
    P::function("forEach", typed_for_each, 1),
    P::function("includes", typed_index_of, 1, 1),
    P::function("indexOf", typed_index_of, 1, 0),
    P::function("join", typed_join, 1),
    P::function("lastIndexOf", typed_index_of, 1, 2),
    P::function("map", typed_map, 1),
    P::function("reverse", typed_reverse, 0),
    P::function("reduce", typed_reduce, 1, 0),
    P::function("reduceRight", typed_reduce, 1, 1),
    P::function("set", typed_set_method, 1),
    P::function("slice", typed_slice, 2),
    P::function("some", typed_some, 1),
    P::function("sort", typed_sort, 1),
    P::function("subarray", typed_subarray, 2),
    P::function("toReversed", typed_to_reversed, 0),
    P::function("toSorted", typed_to_sorted, 1),
    P::function("with", typed_with, 2),
    P::function("toLocaleString", typed_join, 0, 1),
    P::accessor("@@toStringTag", get_to_string_tag),
};

}  // namespace

extern constinit const BuiltinTable kTypedArrayPrototypeMethods = kTable;

}  // namespace scrim
