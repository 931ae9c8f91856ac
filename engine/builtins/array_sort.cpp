// sort and toSorted, over a copy of the elements. ECMA-262 sec-array.prototype.sort
#include <algorithm>

#include "engine/builtins/array_support.h"
#include "engine/builtins/tim_sort.h"

namespace scrim {

namespace {

// V8's sort inserts lists shorter than this, its toSorted looks for runs in every list; who is compared with whom shows
// it.
constexpr uint32_t kTinySorted = 8;

// Sorts the list's values (no undefined among them).
Completion<void> sort_list(Isolate& isolate, Array* list, Value comparator, uint32_t tiny) {
  uint32_t count = list->length;
  if (count < 2) return {};
  Value* values = list->vector()->values;
  if (!comparator.is_undefined()) {
    Array* scratch = new_array_from(isolate, values_of(list));
    Elements* scratch_elements = scratch->vector();
    RepeatedCall compare(isolate, comparator, Value::undefined());
    Completion<void> sorted =
        tim_sort(values, scratch_elements->values, count, tiny, [&](Value a, Value b) -> Completion<bool> {
          Value order = TRY(compare({a, b}));
          if (order.is_int32()) return order.as_int32() < 0;
          double number = TRY(to_number(isolate, order));
          return number < 0;
        });
    isolate.heap().write_barrier(list->vector());
    return sorted;
  }
  bool all_strings = true;
  bool all_ints = true;
  bool any_object = false;
  for (uint32_t i = 0; i < count; ++i) {
    all_strings = all_strings && values[i].is_string();
    all_ints = all_ints && values[i].is_int32();
    any_object = any_object || values[i].is_object();
  }
  if (all_ints) {
    // By their decimal texts, without making them.
    std::stable_sort(values, values + count, [](Value a, Value b) {
      char x[32];
      char y[32];
      return number_to_latin1(a.as_int32(), x) < number_to_latin1(b.as_int32(), y);
    });
    return {};
  }
  auto by_text = [&](Value a, Value b) -> Completion<bool> {
    return compare_strings(isolate, as_string(a), as_string(b)) < 0;
  };
  if (all_strings) {
    Array* scratch = new_array_from(isolate, values_of(list));
    TRY(tim_sort(values, scratch->vector()->values, count, tiny, by_text));
    isolate.heap().write_barrier(list->vector());
    return {};
  }
  if (any_object) {
    // A program sees when its objects are asked for their texts: at each comparison.
    // ECMA-262 sec-comparearrayelements, steps 5 and 6
    Array* scratch = new_array_from(isolate, values_of(list));
    TRY(tim_sort(values, scratch->vector()->values, count, tiny, [&](Value a, Value b) -> Completion<bool> {
      String* x = TRY(to_string(isolate, a));
      String* y = TRY(to_string(isolate, b));
      return compare_strings(isolate, x, y) < 0;
    }));
    isolate.heap().write_barrier(list->vector());
    return {};
  }
  // Each value's text is made once; pairs are sorted by it.
  Array* texts = new_array(isolate, 0, count);
  for (uint32_t i = 0; i < count; ++i) array_push(isolate, texts, Value(TRY(to_string(isolate, values[i]))));
  Array* order = new_array(isolate, 0, count);
  for (uint32_t i = 0; i < count; ++i) array_push(isolate, order, Value::number(i));
  Array* scratch = new_array_from(isolate, values_of(order));
  const Value* text_values = texts->vector()->values;
  TRY(tim_sort(order->vector()->values, scratch->vector()->values, count, tiny,
               [&](Value a, Value b) -> Completion<bool> {
                 return by_text(text_values[a.as_int32()], text_values[b.as_int32()]);
               }));
  Array* copy = new_array_from(isolate, values_of(list));
  for (uint32_t i = 0; i < count; ++i) values[i] = copy->vector()->values[order->vector()->values[i].as_int32()];
  isolate.heap().write_barrier(list->vector());
  return {};
}

Completion<void> check_comparator(Isolate& isolate, Value comparator) {
  if (comparator.is_undefined() || is_callable(comparator)) return {};
  return throw_type_error(isolate, "The comparison function must be either a function or undefined: %s",
                          describe_for_error(isolate, comparator).c_str());
}

}  // namespace

Completion<Value> array_prototype_sort(Isolate& isolate, Frame& frame) {
  Value comparator = frame.argument(0);
  TRY(check_comparator(isolate, comparator));
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  Array* list = new_array(isolate);
  uint64_t undefined_count = 0;
  for (uint64_t k = 0; k < length; ++k) {
    Value value;
    if (!TRY(element_at(isolate, object, k, &value))) continue;
    if (value.is_undefined()) {
      ++undefined_count;
    } else {
      array_push(isolate, list, value);
    }
  }
  TRY(sort_list(isolate, list, comparator, kTinySorted));
  uint64_t k = 0;
  Array* array = fast_array(isolate, Value(object));
  if (array && array->length == list->length && undefined_count == 0) {
    std::memcpy(static_cast<void*>(array->vector()->values), list->vector()->values, list->length * sizeof(Value));
    array->elements_kind = std::max(array->elements_kind, list->elements_kind);
    isolate.heap().write_barrier(array->vector());
    return Value(object);
  }
  for (; k < list->length; ++k)
    TRY(set_or_throw(isolate, object, key_from_index(isolate, k), list->vector()->values[k]));
  for (uint64_t i = 0; i < undefined_count; ++i, ++k)
    TRY(set_or_throw(isolate, object, key_from_index(isolate, k), Value::undefined()));
  for (; k < length; ++k) {
    TRY(delete_property_or_throw(isolate, object, key_from_index(isolate, k)));
  }
  return Value(object);
}

// ECMA-262 sec-array.prototype.tosorted
Completion<Value> array_prototype_to_sorted(Isolate& isolate, Frame& frame) {
  Value comparator = frame.argument(0);
  TRY(check_comparator(isolate, comparator));
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  if (length > 0xffffffff) return throw_range_error(isolate, "Invalid array length");
  Array* list = new_array(isolate);
  uint64_t undefined_count = 0;
  for (uint64_t k = 0; k < length; ++k) {
    Value value = TRY(get_index(isolate, object, k));
    if (value.is_undefined()) {
      ++undefined_count;
    } else {
      array_push(isolate, list, value);
    }
  }
  TRY(sort_list(isolate, list, comparator, 0));
  for (uint64_t i = 0; i < undefined_count; ++i) array_push(isolate, list, Value::undefined());
  return Value(list);
}

}  // namespace scrim
