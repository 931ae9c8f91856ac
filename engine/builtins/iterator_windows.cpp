// Iterator.prototype.chunks, windows, includes and join. sec-iterator.prototype.chunks of the proposals
#include <cmath>

#include "engine/builtins/iterator_helpers.h"

namespace scrim {

namespace {

// The size that chunks and windows take; the receiver is closed if it is unfit.
Completion<Value> size_argument(Isolate& isolate, Object* object, Value size, const char* name) {
  if (!size.is_number() || std::trunc(size.as_number()) != size.as_number() || std::isinf(size.as_number())) {
    throw_type_error(isolate, "%s must be an integer", name);
    return close_and_throw(isolate, object);
  }
  if (size.as_number() < 1 || size.as_number() > 4294967295.0) {
    throw_range_error(isolate, "%s must be between 1 and 2**32 - 1", name);
    return close_and_throw(isolate, object);
  }
  return size;
}

}  // namespace

// extra2: the size
Completion<Value> iterator_prototype_chunks(Isolate& isolate, Frame& frame) {
  Object* object = TRY(this_iterator(isolate, frame, "Iterator.prototype.chunks"));
  Value size = TRY(size_argument(isolate, object, frame.argument(0), "chunkSize"));
  IteratorRecord record;
  TRY(get_iterator_direct(isolate, object, &record));
  return Value(new_helper(isolate, kChunks, record, size));
}

Completion<Value> chunks_step(Isolate& isolate, IteratorObject* helper, bool* done) {
  *done = !helper->target.is_object();
  if (*done) return Value::undefined();
  IteratorRecord record{helper->target, helper->extra, false};
  double size = helper->extra2.as_number();
  Array* chunk = new_array(isolate);
  for (;;) {
    bool ended = false;
    Value value = TRY(iterator_step_value(isolate, &record, &ended));
    if (ended) {
      helper->target = Value::undefined();
      *done = chunk->length == 0;
      return *done ? Value::undefined() : Value(chunk);
    }
    array_push(isolate, chunk, value);
    if (chunk->length == size) return Value(chunk);
  }
}

// extra2: [size, whether a partial window is wanted, the buffer]
Completion<Value> iterator_prototype_windows(Isolate& isolate, Frame& frame) {
  Object* object = TRY(this_iterator(isolate, frame, "Iterator.prototype.windows"));
  Value size = TRY(size_argument(isolate, object, frame.argument(0), "windowSize"));
  Value undersized = frame.argument(1);
  std::string option = undersized.is_string() ? to_utf8(isolate, as_string(undersized)) : "";
  if (!undersized.is_undefined() && option != "only-full" && option != "allow-partial") {
    throw_type_error(isolate, "invalid option %s", describe_for_error(isolate, undersized).c_str());
    return close_and_throw(isolate, object);
  }
  IteratorRecord record;
  TRY(get_iterator_direct(isolate, object, &record));
  Value words = Value(array_of(isolate, {size, Value::boolean(option == "allow-partial"), Value(new_array(isolate))}));
  return Value(new_helper(isolate, kWindows, record, words));
}

Completion<Value> windows_step(Isolate& isolate, IteratorObject* helper, bool* done) {
  *done = !helper->target.is_object();
  if (*done) return Value::undefined();
  IteratorRecord record{helper->target, helper->extra, false};
  double size = slot_of(helper, 0).as_number();
  for (;;) {
    bool ended = false;
    Value value = TRY(iterator_step_value(isolate, &record, &ended));
    auto* buffer = cast<Array>(slot_of(helper, 2));
    if (ended) {
      helper->target = Value::undefined();
      *done = !slot_of(helper, 1).is_true() || buffer->length == 0 || buffer->length >= size;
      return *done ? Value::undefined() : Value(buffer);
    }
    // The buffer stays the helper's own: what is given away is a copy.
    if (buffer->length == size) {
      std::span<const Value> rest(buffer->vector()->values + 1, buffer->length - 1);
      buffer = new_array_from(isolate, rest);
      store_slot(isolate, helper, 2, Value(buffer));
    }
    array_push(isolate, buffer, value);
    if (buffer->length == size)
      return Value(new_array_from(isolate, std::span<const Value>(buffer->vector()->values, buffer->length)));
  }
}

Completion<Value> iterator_prototype_includes(Isolate& isolate, Frame& frame) {
  Object* object = TRY(this_iterator(isolate, frame, "Iterator.prototype.includes"));
  Value skipped = frame.argument(1);
  double to_skip = 0;
  if (!skipped.is_undefined()) {
    to_skip = skipped.is_number() ? skipped.as_number() : std::nan("");
    if (std::trunc(to_skip) != to_skip) {
      throw_type_error(isolate, "skippedElements must be an integer");
      return close_and_throw(isolate, object);
    }
    if (to_skip < 0 || (to_skip > kMaxSafeInteger && !std::isinf(to_skip))) {
      throw_range_error(isolate, "%s must be positive", describe_for_error(isolate, skipped).c_str());
      return close_and_throw(isolate, object);
    }
  }
  IteratorRecord record;
  TRY(get_iterator_direct(isolate, object, &record));
  for (;;) {
    bool done = false;
    Value value = TRY(iterator_step_value(isolate, &record, &done));
    if (done) return Value::boolean(false);
    if (to_skip > 0) {
      to_skip -= 1;
    } else if (same_value_zero(isolate, value, frame.argument(0))) {
      TRY(iterator_close(isolate, record));
      return Value::boolean(true);
    }
  }
}

Completion<Value> iterator_prototype_join(Isolate& isolate, Frame& frame) {
  Object* object = TRY(this_iterator(isolate, frame, "Iterator.prototype.join"));
  String* separator = isolate.names().comma.as_string();
  if (!frame.argument(0).is_undefined()) {
    Completion<String*> text = to_string(isolate, frame.argument(0));
    if (text.failed()) return close_and_throw(isolate, object);
    separator = text.value();
  }
  IteratorRecord record;
  TRY(get_iterator_direct(isolate, object, &record));
  StringBuilder builder(isolate);
  for (bool first = true;; first = false) {
    bool done = false;
    Value value = TRY(iterator_step_value(isolate, &record, &done));
    if (done) return TRY(builder.finish());
    if (!first) builder.append(separator);
    if (value.is_undefined_or_null()) continue;
    Completion<String*> text = to_string(isolate, value);
    if (text.failed()) return iterator_close_throw(isolate, record);
    builder.append(text.value());
  }
}

}  // namespace scrim
