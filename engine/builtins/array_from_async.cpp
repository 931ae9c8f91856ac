// Array.fromAsync. ECMA-262 sec-array.fromasync
#include "engine/builtins/array_support.h"
#include "engine/builtins/async_steps.h"
#include "engine/objects/iteration.h"

namespace scrim {

namespace {

// Words of the state after the promise.
enum Word : uint32_t { kPhase = 1, kTarget, kSource, kNextMethod, kMapper, kThis, kIndex, kLength, kError };

enum Phase : int32_t {
  kStart,     // kTarget is the constructor, kSource the argument
  kNext,      // an iterator's result is awaited
  kMapped,    // what the mapper gave for an iterator's value is awaited
  kClosing,   // the result of `return` is awaited; then kError is thrown
  kElement,   // an element of an array-like is awaited
  kFinished,  // what the mapper gave for an element is awaited
};

// One run of the step function: its phases as methods, so that one can go on with the next.
struct FromAsync {
  Isolate& isolate;
  Array* state;
  bool* done;

  Value word(Word index) { return state_word(state, index); }
  void set(Word index, Value value) { set_state_word(isolate, state, index, value); }
  void phase(Phase next) { set(kPhase, Value::int32(next)); }
  uint64_t index() { return static_cast<uint64_t>(word(kIndex).as_number()); }

  Completion<Object*> make_target(const uint64_t* length) {
    Value constructor = word(kTarget);
    if (!is_constructor(constructor)) return TRY(array_create(isolate, length ? *length : 0));
    Value argument = Value::number(length ? *length : 0);
    return construct(isolate, as_object(constructor), std::span<const Value>(&argument, length ? 1 : 0));
  }

  Completion<Value> start() {
    Value items = word(kSource);
    if (!word(kMapper).is_undefined()) TRY(require_function(isolate, word(kMapper)));
    const Names& names = isolate.names();
    Value async_method = TRY(get_method(isolate, items, names.async_iterator));
    Value sync_method = Value::undefined();
    if (async_method.is_undefined()) sync_method = TRY(get_method(isolate, items, names.iterator));
    set(kIndex, Value::int32(0));
    if (async_method.is_undefined() && sync_method.is_undefined()) {
      Object* source = TRY(to_object(isolate, items));
      uint64_t length = TRY(length_of_array_like(isolate, source));
      set(kTarget, Value(TRY(make_target(&length))));
      set(kSource, Value(source));
      set(kLength, Value::number(length));
      return next_element();
    }
    set(kTarget, Value(TRY(make_target(nullptr))));
    IteratorRecord record;
    if (async_method.is_undefined()) {
      IteratorRecord sync;
      TRY(get_iterator_from_method(isolate, items, sync_method, &sync));
      TRY(create_async_from_sync_iterator(isolate, sync, &record));
    } else {
      TRY(get_iterator_from_method(isolate, items, async_method, &record));
    }
    set(kSource, record.iterator);
    set(kNextMethod, record.next_method);
    return call_next();
  }

  Completion<Value> call_next() {
    if (word(kIndex).as_number() >= kMaxSafeInteger) {
      throw_type_error(isolate, "Invalid array length");
      return close();
    }
    phase(kNext);
    return call(isolate, word(kNextMethod), word(kSource));
  }

  Completion<Value> take_result(Value result) {
    if (!result.is_object())
      return throw_type_error(isolate, "Iterator result %s is not an object",
                              describe_for_error(isolate, result).c_str());
    if (to_boolean(TRY(get(isolate, as_object(result), isolate.names().done)))) return finish();
    Value value = TRY(get(isolate, as_object(result), isolate.names().value));
    if (word(kMapper).is_undefined()) return append(value);
    Completion<Value> mapped = call(isolate, word(kMapper), word(kThis), {value, word(kIndex)});
    if (mapped.failed()) return close();
    phase(kMapped);
    return mapped;
  }

  Completion<Value> append(Value value) {
    if (create_data_property_or_throw(isolate, as_object(word(kTarget)), key_from_index(isolate, index()), value)
            .failed()) {
      return close();
    }
    set(kIndex, Value::number(index() + 1));
    return call_next();
  }

  // sec-asynciteratorclose with the pending exception.
  Completion<Value> close() {
    if (isolate.terminating) return Throw{};
    set(kError, isolate.take_exception());
    phase(kClosing);
    Completion<Value> method = get_method(isolate, word(kSource), isolate.names().return_);
    if (!method.failed() && !method.value().is_undefined()) {
      Completion<Value> result = call(isolate, method.value(), word(kSource));
      if (!result.failed()) return result;
    }
    if (isolate.has_exception()) {
      if (isolate.terminating) return Throw{};
      isolate.take_exception();
    }
    return throw_value(isolate, word(kError));
  }

  Completion<Value> next_element() {
    if (word(kIndex).as_number() >= word(kLength).as_number()) return finish();
    phase(kElement);
    return get(isolate, as_object(word(kSource)), key_from_index(isolate, index()));
  }

  Completion<Value> store_element(Value value) {
    TRY(create_data_property_or_throw(isolate, as_object(word(kTarget)), key_from_index(isolate, index()), value));
    set(kIndex, Value::number(index() + 1));
    return next_element();
  }

  Completion<Value> finish() {
    TRY(set_length(isolate, as_object(word(kTarget)), word(kIndex).as_number()));
    *done = true;
    return word(kTarget);
  }
};

Completion<Value> from_async_step(Isolate& isolate, Array* state, Value value, bool rejected, bool* done) {
  FromAsync steps{isolate, state, done};
  auto phase = static_cast<Phase>(steps.word(kPhase).as_int32());
  if (phase == kClosing) return throw_value(isolate, steps.word(kError));
  if (rejected) {
    throw_value(isolate, value);
    if (phase == kMapped) return steps.close();
    return Throw{};
  }
  switch (phase) {
    case kStart: return steps.start();
    case kNext: return steps.take_result(value);
    case kMapped: return steps.append(value);
    case kElement: {
      if (steps.word(kMapper).is_undefined()) return steps.store_element(value);
      Value mapped = TRY(call(isolate, steps.word(kMapper), steps.word(kThis), {value, steps.word(kIndex)}));
      steps.phase(kFinished);
      return mapped;
    }
    case kFinished: return steps.store_element(value);
    case kClosing: break;
  }
  UNREACHABLE();
}

}  // namespace

Completion<Value> array_from_async(Isolate& isolate, Frame& frame) {
  Value undefined = Value::undefined();
  return start_async_steps<from_async_step>(
      isolate, {Value::int32(kStart), frame.this_value, frame.argument(0), undefined, frame.argument(1),
                frame.argument(2), undefined, undefined, undefined});
}

}  // namespace scrim
