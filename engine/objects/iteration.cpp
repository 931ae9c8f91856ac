#include "engine/objects/iteration.h"

#include "engine/objects/call.h"
#include "engine/objects/collections.h"
#include "engine/objects/conversions.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/isolate.h"

namespace scrim {

Completion<void> get_iterator_direct(Isolate& isolate, Object* object, IteratorRecord* record) {
  Value next = TRY(get(isolate, object, isolate.names().next));
  *record = {Value(object), next, false};
  return {};
}

Completion<void> get_iterator_from_method(Isolate& isolate, Value iterable, Value method, IteratorRecord* record) {
  Value iterator = TRY(call(isolate, method, iterable));
  if (!iterator.is_object()) return throw_type_error(isolate, "Result of the Symbol.iterator method is not an object");
  return get_iterator_direct(isolate, as_object(iterator), record);
}

Completion<void> get_iterator(Isolate& isolate, Value iterable, IteratorRecord* record) {
  Value method = Value::undefined();
  if (!iterable.is_undefined_or_null()) method = TRY(get_value(isolate, iterable, isolate.names().iterator));
  if (!is_callable(method)) {
    if (method.is_undefined_or_null()) {
      return throw_type_error(isolate, "%s is not iterable (cannot read property Symbol(Symbol.iterator))",
                              describe_call_site(isolate, iterable).c_str());
    }
    return throw_type_error(isolate, "%s is not a function", describe_call_site(isolate, method).c_str());
  }
  return get_iterator_from_method(isolate, iterable, method, record);
}

IteratorObject* new_iterator_object(Isolate& isolate, Intrinsic prototype) {
  Shape* shape = root_shape(isolate, isolate.realm().intrinsic(prototype), CellType::kIterator, 0, 0);
  auto* iterator = allocate_object<IteratorObject>(isolate, shape);
  iterator->target = iterator->extra = iterator->extra2 = Value::undefined();
  iterator->position = 0;
  iterator->kind = iterator->state = 0;
  return iterator;
}

// ECMA-262 sec-createasyncfromsynciterator; target is the iterator, extra its next method.
Completion<void> create_async_from_sync_iterator(Isolate& isolate, const IteratorRecord& sync, IteratorRecord* record) {
  IteratorObject* wrapper = new_iterator_object(isolate, Intrinsic::kAsyncFromSyncIteratorPrototype);
  wrapper->target = sync.iterator;
  wrapper->extra = sync.next_method;
  return get_iterator_direct(isolate, wrapper, record);
}

// ECMA-262 sec-getiterator with kind async
Completion<void> get_async_iterator(Isolate& isolate, Value iterable, IteratorRecord* record) {
  Value method = TRY(get_method(isolate, iterable, isolate.names().async_iterator));
  if (method.is_undefined()) {
    IteratorRecord sync;
    TRY(get_iterator(isolate, iterable, &sync));
    return create_async_from_sync_iterator(isolate, sync, record);
  }
  Value iterator = TRY(call(isolate, method, iterable));
  if (!iterator.is_object())
    return throw_type_error(isolate, "Result of the Symbol.asyncIterator method is not an object");
  return get_iterator_direct(isolate, as_object(iterator), record);
}

Completion<bool> iterator_step(Isolate& isolate, IteratorRecord* record) {
  Completion<Value> result = call(isolate, record->next_method, record->iterator);
  if (!result.failed() && !result.value().is_object()) {
    result = throw_type_error(isolate, "Iterator result %s is not an object",
                              describe_for_error(isolate, result.value()).c_str());
  }
  record->done = true;
  Value done = TRY(get(isolate, as_object(TRY(result)), isolate.names().done));
  record->done = to_boolean(done);
  return !record->done;
}

// ECMA-262 sec-iteratorstepvalue
Completion<Value> iterator_step_value(Isolate& isolate, IteratorRecord* record, bool* done) {
  Completion<Value> result = call(isolate, record->next_method, record->iterator);
  if (!result.failed() && !result.value().is_object()) {
    result = throw_type_error(isolate, "Iterator result %s is not an object",
                              describe_for_error(isolate, result.value()).c_str());
  }
  if (result.failed()) {
    record->done = true;
    return Throw{};
  }
  Object* object = as_object(result.value());
  const Names& names = isolate.names();
  // A result in the engine's own form is read without calling anything.
  Value quick_done = Value::empty();
  Shape* plain = isolate.realm().iterator_result_shape;
  if (plain && object->shape_id == plain->id()) {
    quick_done = object->get_slot(1);
    if (quick_done.is_boolean()) {
      *done = quick_done.as_boolean();
      if (*done) record->done = true;
      return *done ? Value::undefined() : object->get_slot(0);
    }
  }
  Completion<Value> finished = get(isolate, object, names.done);
  if (finished.failed()) {
    record->done = true;
    return Throw{};
  }
  *done = to_boolean(finished.value());
  if (*done) {
    record->done = true;
    return Value::undefined();
  }
  Completion<Value> value = get(isolate, object, names.value);
  if (value.failed()) record->done = true;
  return value;
}

// ECMA-262 sec-iteratortolist
Completion<Array*> iterator_to_list(Isolate& isolate, IteratorRecord* record) {
  Array* values = new_array(isolate);
  for (;;) {
    bool done = false;
    Value value = TRY(iterator_step_value(isolate, record, &done));
    if (done) return values;
    array_push(isolate, values, value);
  }
}

Completion<void> iterator_close(Isolate& isolate, const IteratorRecord& record) {
  Value method = TRY(get_method(isolate, record.iterator, isolate.names().return_));
  if (method.is_undefined()) return {};
  Value result = TRY(call(isolate, method, record.iterator));
  if (!result.is_object())
    return throw_type_error(isolate, "Iterator result %s is not an object",
                            describe_for_error(isolate, result).c_str());
  return {};
}

Throw iterator_close_throw(Isolate& isolate, const IteratorRecord& record) {
  Value exception = isolate.take_exception();
  if (!isolate.terminating) {
    Completion<Value> method = get_method(isolate, record.iterator, isolate.names().return_);
    if (!method.failed() && !method.value().is_undefined()) {
      Completion<Value> result = call(isolate, method.value(), record.iterator);
      (void)result.failed();
    }
  }
  isolate.set_exception(exception);
  return {};
}

Object* create_iterator_result(Isolate& isolate, Value value, bool done) {
  Object* result = new_object(isolate, isolate.realm().iterator_result_shape);
  Value* slots = result->slot_address(0, result->shape()->inline_capacity);
  slots[0] = value;
  slots[1] = Value::boolean(done);
  return result;
}

}  // namespace scrim
