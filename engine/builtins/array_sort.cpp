// sort and toSorted: a stable merge sort over a copy of the elements. ECMA-262 sec-array.prototype.sort
#include <algorithm>

#include "engine/builtins/array_support.h"

namespace scrim {

namespace {

constexpr uint32_t kRun = 12;  // runs this long are made by insertion

// Sorts words in place with a scratch of the same size; less may run code and throw. Both arrays are visible to the
// collector, and every value is in one of them at any time it may run.
template <typename Less>
Completion<void> merge_sort(Value* values, Value* scratch, uint32_t count, Less less) {
  // In order already, or strictly in the opposite order: one pass.
  uint32_t sorted = 1;
  while (sorted < count && !TRY(less(values[sorted], values[sorted - 1]))) ++sorted;
  if (sorted >= count) return {};
  if (sorted == 1) {
    while (sorted < count && TRY(less(values[sorted], values[sorted - 1]))) ++sorted;
    if (sorted == count) {
      std::reverse(values, values + count);
      return {};
    }
  }
  for (uint32_t run = 0; run < count; run += kRun) {
    uint32_t end = std::min(run + kRun, count);
    for (uint32_t i = run + 1; i < end; ++i) {
      Value value = values[i];
      uint32_t at = i;
      while (at > run && TRY(less(value, values[at - 1]))) {
        values[at] = values[at - 1];
        --at;
      }
      values[at] = value;
    }
  }
  Value* from = values;
  Value* to = scratch;
  for (uint64_t width = kRun; width < count; width *= 2) {
    for (uint64_t start = 0; start < count; start += 2 * width) {
      uint64_t middle = std::min<uint64_t>(start + width, count);
      uint64_t end = std::min<uint64_t>(start + 2 * width, count);
      uint64_t left = start;
      uint64_t right = middle;
      uint64_t out = start;
      // Already in order: one comparison.
      if (right < end && left < middle && !TRY(less(from[right], from[middle - 1]))) {
        std::memcpy(static_cast<void*>(to + start), from + start, (end - start) * sizeof(Value));
        continue;
      }
      while (left < middle && right < end) {
        if (TRY(less(from[right], from[left]))) {
          to[out++] = from[right++];
        } else {
          to[out++] = from[left++];
        }
      }
      while (left < middle) to[out++] = from[left++];
      while (right < end) to[out++] = from[right++];
    }
    std::swap(from, to);
  }
  if (from != values) std::memcpy(static_cast<void*>(values), from, count * sizeof(Value));
  return {};
}

// Sorts the list's values (no undefined among them).
Completion<void> sort_list(Isolate& isolate, Array* list, Value comparator) {
  uint32_t count = list->length;
  if (count < 2) return {};
  Value* values = list->vector()->values;
  if (!comparator.is_undefined()) {
    Array* scratch = new_array_from(isolate, values_of(list));
    Elements* scratch_elements = scratch->vector();
    RepeatedCall compare(isolate, comparator, Value::undefined());
    Completion<void> sorted =
        merge_sort(values, scratch_elements->values, count, [&](Value a, Value b) -> Completion<bool> {
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
  for (uint32_t i = 0; i < count; ++i) {
    all_strings = all_strings && values[i].is_string();
    all_ints = all_ints && values[i].is_int32();
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
    TRY(merge_sort(values, scratch->vector()->values, count, by_text));
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
  TRY(merge_sort(order->vector()->values, scratch->vector()->values, count, [&](Value a, Value b) -> Completion<bool> {
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
  TRY(sort_list(isolate, list, comparator));
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
    PropertyKey key = key_from_index(isolate, k);
    if (TRY(has_property(isolate, object, key))) TRY(delete_property_or_throw(isolate, object, key));
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
  TRY(sort_list(isolate, list, comparator));
  for (uint64_t i = 0; i < undefined_count; ++i) array_push(isolate, list, Value::undefined());
  return Value(list);
}

}  // namespace scrim
