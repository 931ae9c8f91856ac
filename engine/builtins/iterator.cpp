// Iterator, its helpers, and the prototypes every iterator inherits from. ECMA-262 sec-iterator-objects
#include <cmath>

#include "engine/builtins/iterator_helpers.h"
#include "engine/builtins/iterators.h"

namespace scrim {

namespace {

Completion<Value> return_this(Isolate&, Frame& frame) {
  return frame.this_value;
}

Completion<Value> iterator_constructor(Isolate& isolate, Frame& frame) {
  if (frame.new_target.is_undefined()) return throw_type_error(isolate, "Constructor Iterator requires 'new'");
  if (frame.new_target == frame.callee)
    return throw_type_error(isolate, "Abstract class Iterator not directly constructable");
  Shape* shape =
      TRY(shape_from_constructor(isolate, frame.new_target, Intrinsic::kIteratorPrototype, CellType::kObject, 0, 4));
  return Value(new_object(isolate, shape));
}

// The weird accessors of toStringTag and constructor. ECMA-262 sec-SetterThatIgnoresPrototypeProperties
Completion<void> set_ignoring_prototype(Isolate& isolate, Value receiver, PropertyKey key, Value value) {
  if (!receiver.is_object()) return throw_type_error(isolate, "Iterator.prototype setter called on non-object");
  Object* object = as_object(receiver);
  if (object == isolate.realm().intrinsic(Intrinsic::kIteratorPrototype))
    return throw_type_error(isolate, "Cannot assign to this property");
  PropertyDescriptor own;
  if (TRY(get_own_property(isolate, object, key, &own))) return set_or_throw(isolate, object, key, value);
  return create_data_property_or_throw(isolate, object, key, value);
}
Completion<Value> get_to_string_tag(Isolate& isolate, Frame&) {
  return Value(intern_latin1(isolate, "Iterator"));
}
Completion<Value> set_to_string_tag(Isolate& isolate, Frame& frame) {
  TRY(set_ignoring_prototype(isolate, frame.this_value, isolate.names().to_string_tag, frame.argument(0)));
  return Value::undefined();
}
Completion<Value> get_constructor(Isolate& isolate, Frame&) {
  return Value(isolate.realm().intrinsic(Intrinsic::kIterator));
}
Completion<Value> set_constructor_property(Isolate& isolate, Frame& frame) {
  TRY(set_ignoring_prototype(isolate, frame.this_value, isolate.names().constructor, frame.argument(0)));
  return Value::undefined();
}

IteratorObject* helper_of(Value value) {
  if (!is_type(value, CellType::kIterator)) return nullptr;
  auto* helper = cast<IteratorObject>(value);
  return (helper->state & 0xffff0000) == kHelper ? helper : nullptr;
}

void set_state(IteratorObject* helper, HelperState state) {
  helper->state = kHelper | state;
}

// flatMap keeps [function, inner iterator, inner next]; concat keeps [iterables and methods...]
Completion<Value> step_helper(Isolate& isolate, IteratorObject* helper, bool* done) {
  IteratorRecord record{helper->target, helper->extra, false};
  switch (helper->kind) {
    case kMap: {
      Value value = TRY(iterator_step_value(isolate, &record, done));
      if (*done) return value;
      Completion<Value> mapped =
          call(isolate, helper->extra2, Value::undefined(), {value, Value::number(helper->position++)});
      if (mapped.failed()) return iterator_close_throw(isolate, record);
      return mapped;
    }
    case kFilter:
      for (;;) {
        Value value = TRY(iterator_step_value(isolate, &record, done));
        if (*done) return value;
        Completion<Value> selected =
            call(isolate, helper->extra2, Value::undefined(), {value, Value::number(helper->position++)});
        if (selected.failed()) return iterator_close_throw(isolate, record);
        if (to_boolean(selected.value())) return value;
      }
    case kTake: {
      double remaining = helper->extra2.as_number();
      if (remaining == 0) {
        *done = true;
        TRY(iterator_close(isolate, record));
        return Value::undefined();
      }
      if (remaining != HUGE_VAL) helper->extra2 = Value::number(remaining - 1);
      return iterator_step_value(isolate, &record, done);
    }
    case kDrop:
      while (helper->extra2.as_number() > 0) {
        if (helper->extra2.as_number() != HUGE_VAL) helper->extra2 = Value::number(helper->extra2.as_number() - 1);
        TRY(iterator_step_value(isolate, &record, done));
        if (*done) return Value::undefined();
      }
      return iterator_step_value(isolate, &record, done);
    case kFlatMap:
      for (;;) {
        if (slot_of(helper, 1).is_object()) {
          IteratorRecord inner{slot_of(helper, 1), slot_of(helper, 2), false};
          bool inner_done = false;
          Completion<Value> value = iterator_step_value(isolate, &inner, &inner_done);
          if (value.failed()) return iterator_close_throw(isolate, record);
          if (!inner_done) return value;
          store_slot(isolate, helper, 1, Value::undefined());
        }
        Value value = TRY(iterator_step_value(isolate, &record, done));
        if (*done) return value;
        Completion<Value> mapped =
            call(isolate, slot_of(helper, 0), Value::undefined(), {value, Value::number(helper->position++)});
        if (mapped.failed()) return iterator_close_throw(isolate, record);
        if (!mapped.value().is_object()) {
          (void)throw_type_error(isolate, "Iterator.prototype.flatMap called on non-object");
          return iterator_close_throw(isolate, record);
        }
        IteratorRecord inner;
        if (get_iterator_flattenable(isolate, mapped.value(), false, &inner).failed())
          return iterator_close_throw(isolate, record);
        store_slot(isolate, helper, 1, inner.iterator);
        store_slot(isolate, helper, 2, inner.next_method);
      }
    case kConcat: {
      Array* list = cast<Array>(helper->extra2);
      for (;;) {
        if (helper->target.is_object()) {
          IteratorRecord inner{helper->target, helper->extra, false};
          Value value = TRY(iterator_step_value(isolate, &inner, done));
          if (!*done) return value;
          helper->target = Value::undefined();
        }
        if (helper->position >= list->length) {
          *done = true;
          return Value::undefined();
        }
        Value iterable = list->vector()->values[helper->position];
        Value method = list->vector()->values[helper->position + 1];
        helper->position += 2;
        IteratorRecord next;
        TRY(get_iterator_from_method(isolate, iterable, method, &next));
        helper->target = next.iterator;
        helper->extra = next.next_method;
        isolate.heap().write_barrier(helper);
        *done = false;
      }
    }
    case kZip: return zip_step(isolate, helper, done);
    case kChunks: return chunks_step(isolate, helper, done);
    case kWindows: return windows_step(isolate, helper, done);
  }
  UNREACHABLE();
}

Completion<Value> helper_next(Isolate& isolate, Frame& frame) {
  IteratorObject* helper = helper_of(frame.this_value);
  if (!helper) return throw_incompatible_receiver(isolate, "Iterator Helper.prototype.next", frame.this_value);
  uint32_t state = helper->state & kStateMask;
  if (state == kRunning) return throw_type_error(isolate, "Generator is already running");
  if (state == kDone) return Value(create_iterator_result(isolate, Value::undefined(), true));
  set_state(helper, kRunning);
  bool done = false;
  Completion<Value> value = step_helper(isolate, helper, &done);
  set_state(helper, value.failed() || done ? kDone : kSuspended);
  isolate.heap().write_barrier(helper);
  if (value.failed()) return Throw{};
  return Value(create_iterator_result(isolate, value.value(), done));
}

Completion<Value> helper_return(Isolate& isolate, Frame& frame) {
  IteratorObject* helper = helper_of(frame.this_value);
  if (!helper) return throw_incompatible_receiver(isolate, "Iterator Helper.prototype.return", frame.this_value);
  uint32_t state = helper->state & kStateMask;
  if (state == kRunning) return throw_type_error(isolate, "Generator is already running");
  if (state != kDone) {
    // One that has not begun is over before it closes what it stands on.
    set_state(helper, state == kStart ? kDone : kRunning);
    Completion<void> closed;
    IteratorRecord record{helper->target, helper->extra, false};
    if (helper->kind == kFlatMap && slot_of(helper, 1).is_object()) {
      IteratorRecord inner{slot_of(helper, 1), slot_of(helper, 2), false};
      closed = iterator_close(isolate, inner);
      if (closed.failed()) {
        iterator_close_throw(isolate, record);
        set_state(helper, kDone);
        return Throw{};
      }
    }
    if (helper->target.is_object()) closed = iterator_close(isolate, record);
    if (helper->kind == kZip) closed = zip_close(isolate, helper);
    set_state(helper, kDone);
    if (closed.failed()) return Throw{};
  }
  return Value(create_iterator_result(isolate, Value::undefined(), true));
}

template <HelperKind kind>
Completion<Value> make_function_helper(Isolate& isolate, Frame& frame) {
  constexpr const char* kMethods[] = {"Iterator.prototype.map", "Iterator.prototype.filter", "", "",
                                      "Iterator.prototype.flatMap"};
  Object* object = TRY(this_iterator(isolate, frame, kMethods[kind]));
  if (!is_callable(frame.argument(0))) {
    throw_not_callable(isolate, frame.argument(0));
    return close_and_throw(isolate, object);
  }
  IteratorRecord record;
  TRY(get_iterator_direct(isolate, object, &record));
  Value function = frame.argument(0);
  if (kind == kFlatMap)
    function = Value(array_of(isolate, {frame.argument(0), Value::undefined(), Value::undefined()}));
  return Value(new_helper(isolate, kind, record, function));
}

template <HelperKind kind>
Completion<Value> make_count_helper(Isolate& isolate, Frame& frame) {
  Object* object =
      TRY(this_iterator(isolate, frame, kind == kTake ? "Iterator.prototype.take" : "Iterator.prototype.drop"));
  auto limit_of = [&]() -> Completion<double> {
    double number = TRY(to_number(isolate, frame.argument(0)));
    if (number != number)
      return throw_range_error(isolate, "%s must be positive", describe_for_error(isolate, frame.argument(0)).c_str());
    double integer = TRY(to_integer_or_infinity(isolate, Value::number(number)));
    if (integer < 0 || (integer > kMaxSafeInteger && integer != HUGE_VAL))
      return throw_range_error(isolate, "%s must be positive", describe_for_error(isolate, frame.argument(0)).c_str());
    return integer;
  };
  Completion<double> limit = limit_of();
  if (limit.failed()) return close_and_throw(isolate, object);
  IteratorRecord record;
  TRY(get_iterator_direct(isolate, object, &record));
  return Value(new_helper(isolate, kind, record, Value::number(limit.value())));
}

// --- consuming methods

// Calls body(value, k) for each value; false stops and closes.
template <typename Body>
Completion<void> consume(Isolate& isolate, IteratorRecord* record, Body body) {
  for (uint64_t k = 0;; ++k) {
    bool done = false;
    Value value = TRY(iterator_step_value(isolate, record, &done));
    if (done) return {};
    Completion<bool> go_on = body(value, k);
    if (go_on.failed()) return iterator_close_throw(isolate, *record);
    if (!go_on.value()) return iterator_close(isolate, *record);
  }
}

Completion<void> start(Isolate& isolate, Frame& frame, const char* method, IteratorRecord* record) {
  Object* object = TRY(this_iterator(isolate, frame, method));
  if (!is_callable(frame.argument(0))) {
    throw_not_callable(isolate, frame.argument(0));
    return close_and_throw(isolate, object);
  }
  return get_iterator_direct(isolate, object, record);
}

Completion<Value> iterator_prototype_to_array(Isolate& isolate, Frame& frame) {
  Object* object = TRY(this_iterator(isolate, frame, "Iterator.prototype.toArray"));
  IteratorRecord record;
  TRY(get_iterator_direct(isolate, object, &record));
  Array* result = new_array(isolate);
  for (;;) {
    bool done = false;
    Value value = TRY(iterator_step_value(isolate, &record, &done));
    if (done) return Value(result);
    array_push(isolate, result, value);
  }
}

Completion<Value> iterator_prototype_for_each(Isolate& isolate, Frame& frame) {
  IteratorRecord record;
  TRY(start(isolate, frame, "Iterator.prototype.forEach", &record));
  RepeatedCall callback(isolate, frame.argument(0), Value::undefined());
  TRY(consume(isolate, &record, [&](Value value, uint64_t k) -> Completion<bool> {
    TRY(callback({value, Value::number(k)}));
    return true;
  }));
  return Value::undefined();
}

// some, every and find stop at the first value whose result is `until`.
template <bool until, bool find>
Completion<Value> search(Isolate& isolate, Frame& frame, const char* method) {
  IteratorRecord record;
  TRY(start(isolate, frame, method, &record));
  RepeatedCall callback(isolate, frame.argument(0), Value::undefined());
  Value result = find ? Value::undefined() : Value::boolean(!until);
  TRY(consume(isolate, &record, [&](Value value, uint64_t k) -> Completion<bool> {
    if (to_boolean(TRY(callback({value, Value::number(k)}))) != until) return true;
    result = find ? value : Value::boolean(until);
    return false;
  }));
  return result;
}
Completion<Value> iterator_prototype_some(Isolate& isolate, Frame& frame) {
  return search<true, false>(isolate, frame, "Iterator.prototype.some");
}
Completion<Value> iterator_prototype_every(Isolate& isolate, Frame& frame) {
  return search<false, false>(isolate, frame, "Iterator.prototype.every");
}
Completion<Value> iterator_prototype_find(Isolate& isolate, Frame& frame) {
  return search<true, true>(isolate, frame, "Iterator.prototype.find");
}

Completion<Value> iterator_prototype_reduce(Isolate& isolate, Frame& frame) {
  IteratorRecord record;
  TRY(start(isolate, frame, "Iterator.prototype.reduce", &record));
  Value accumulator = frame.argument(1);
  uint64_t offset = 0;
  if (frame.argument_count < 2) {
    bool done = false;
    accumulator = TRY(iterator_step_value(isolate, &record, &done));
    if (done) return throw_type_error(isolate, "Reduce of a done iterator with no initial value");
    offset = 1;
  }
  RepeatedCall callback(isolate, frame.argument(0), Value::undefined());
  TRY(consume(isolate, &record, [&](Value value, uint64_t k) -> Completion<bool> {
    accumulator = TRY(callback({accumulator, value, Value::number(k + offset)}));
    return true;
  }));
  return accumulator;
}

Completion<Value> iterator_prototype_dispose(Isolate& isolate, Frame& frame) {
  Value method = TRY(get_method(isolate, frame.this_value, isolate.names().return_));
  if (!method.is_undefined()) TRY(call(isolate, method, frame.this_value));
  return Value::undefined();
}

// ECMA-262 sec-iterator.from
Completion<Value> iterator_from(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_object() && !frame.argument(0).is_string())
    return throw_type_error(isolate, "Iterator.from called on non-object");
  IteratorRecord record;
  TRY(get_iterator_flattenable(isolate, frame.argument(0), true, &record));
  bool inherits =
      TRY(ordinary_has_instance(isolate, Value(isolate.realm().intrinsic(Intrinsic::kIterator)), record.iterator));
  if (inherits) return record.iterator;
  IteratorObject* wrapper = new_iterator_object(isolate, Intrinsic::kWrapForValidIteratorPrototype);
  wrapper->target = record.iterator;
  wrapper->extra = record.next_method;
  wrapper->state = 17 << 16;
  return Value(wrapper);
}

// Iterator.concat, ES2026
Completion<Value> iterator_concat(Isolate& isolate, Frame& frame) {
  Array* list = new_array(isolate);
  for (uint32_t i = 0; i < frame.argument_count; ++i) {
    Value item = frame.arguments[i];
    if (!item.is_object()) return throw_type_error(isolate, "Iterator.concat called on non-object");
    Value method = TRY(get_method(isolate, item, isolate.names().iterator));
    if (method.is_undefined())
      return throw_type_error(isolate, "%s is not iterable", describe_for_error(isolate, item).c_str());
    array_push(isolate, list, item);
    array_push(isolate, list, method);
  }
  IteratorRecord none;
  return Value(new_helper(isolate, kConcat, none, Value(list)));
}

IteratorObject* wrapper_of(Value value) {
  if (!is_type(value, CellType::kIterator)) return nullptr;
  auto* wrapper = cast<IteratorObject>(value);
  return wrapper->state == 17u << 16 ? wrapper : nullptr;
}

Completion<Value> wrap_next(Isolate& isolate, Frame& frame) {
  IteratorObject* wrapper = wrapper_of(frame.this_value);
  if (!wrapper) return throw_incompatible_receiver(isolate, "%WrapForValidIteratorPrototype%.next", frame.this_value);
  return call(isolate, wrapper->extra, wrapper->target);
}
Completion<Value> wrap_return(Isolate& isolate, Frame& frame) {
  IteratorObject* wrapper = wrapper_of(frame.this_value);
  if (!wrapper) return throw_incompatible_receiver(isolate, "%WrapForValidIteratorPrototype%.return", frame.this_value);
  Value method = TRY(get_method(isolate, wrapper->target, isolate.names().return_));
  if (method.is_undefined()) return Value(create_iterator_result(isolate, Value::undefined(), true));
  return call(isolate, method, wrapper->target);
}

using P = BuiltinProperty;
constexpr P kIteratorTable[] = {
    P::function("from", iterator_from, 1),
    P::function("concat", iterator_concat, 0),
    P::function("zip", iterator_zip, 1),
    P::function("zipKeyed", iterator_zip_keyed, 1),
};
constexpr P kIteratorPrototypeTable[] = {
    P::accessor("constructor", get_constructor, set_constructor_property),
    P::function("reduce", iterator_prototype_reduce, 1),
    P::function("toArray", iterator_prototype_to_array, 0),
    P::function("forEach", iterator_prototype_for_each, 1),
    P::function("some", iterator_prototype_some, 1),
    P::function("every", iterator_prototype_every, 1),
    P::function("find", iterator_prototype_find, 1),
    P::accessor("@@toStringTag", get_to_string_tag, set_to_string_tag),
    P::function("filter", make_function_helper<kFilter>, 1),
    P::function("map", make_function_helper<kMap>, 1),
    P::function("take", make_count_helper<kTake>, 1),
    P::function("drop", make_count_helper<kDrop>, 1),
    P::function("flatMap", make_function_helper<kFlatMap>, 1),
    P::function("chunks", iterator_prototype_chunks, 1),
    P::function("windows", iterator_prototype_windows, 1),
    P::function("includes", iterator_prototype_includes, 1),
    P::function("join", iterator_prototype_join, 1),
    P::function("@@iterator", return_this, 0),
    P::function("@@dispose", iterator_prototype_dispose, 0),
};
constexpr P kAsyncIteratorPrototypeTable[] = {
    P::function("@@asyncIterator", return_this, 0),
    P::function("@@asyncDispose", async_iterator_dispose, 0),
};
constexpr P kHelperTable[] = {
    P::function("next", helper_next, 0),
    P::function("return", helper_return, 0),
    P::string("@@toStringTag", "Iterator Helper"),
};
constexpr P kWrapTable[] = {
    P::function("next", wrap_next, 0),
    P::function("return", wrap_return, 0),
};

}  // namespace

Completion<Object*> this_iterator(Isolate& isolate, Frame& frame, const char* method) {
  if (!frame.this_value.is_object()) return throw_type_error(isolate, "%s called on non-object", method);
  return as_object(frame.this_value);
}

IteratorObject* new_helper(Isolate& isolate, HelperKind kind, const IteratorRecord& record, Value extra) {
  IteratorObject* helper = new_iterator_object(isolate, Intrinsic::kIteratorHelperPrototype);
  helper->target = record.iterator;
  helper->extra = record.next_method;
  helper->extra2 = extra;
  helper->kind = kind;
  helper->state = kHelper | kStart;
  return helper;
}

Completion<void> get_iterator_flattenable(Isolate& isolate, Value value, bool strings, IteratorRecord* record) {
  if (!value.is_object() && !(strings && value.is_string()))
    return throw_type_error(isolate, "%s is not an object", describe_for_error(isolate, value).c_str());
  Value method = TRY(get_method(isolate, value, isolate.names().iterator));
  Value iterator = value;
  if (!method.is_undefined()) iterator = TRY(call(isolate, method, value));
  if (!iterator.is_object())
    return throw_type_error(isolate, "%s is not an object", describe_for_error(isolate, iterator).c_str());
  return get_iterator_direct(isolate, as_object(iterator), record);
}

Throw close_and_throw(Isolate& isolate, Object* object) {
  return iterator_close_throw(isolate, {Value(object), Value::undefined(), false});
}

extern constexpr ClassSpec kIteratorClass = {
    Intrinsic::kIterator, Intrinsic::kIteratorPrototype, "Iterator", iterator_constructor, 0,
    kIteratorTable,       kIteratorPrototypeTable};
extern constexpr ObjectSpec kAsyncIteratorPrototype = {Intrinsic::kAsyncIteratorPrototype, Intrinsic::kObjectPrototype,
                                                       kAsyncIteratorPrototypeTable};
extern constexpr ObjectSpec kIteratorHelperPrototype = {Intrinsic::kIteratorHelperPrototype,
                                                        Intrinsic::kIteratorPrototype, kHelperTable};
extern constexpr ObjectSpec kWrapForValidIteratorPrototype = {Intrinsic::kWrapForValidIteratorPrototype,
                                                              Intrinsic::kIteratorPrototype, kWrapTable};

}  // namespace scrim
