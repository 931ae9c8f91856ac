// Slow paths of iteration: for-of, for-await, for-in, yield*, array patterns.
#include "engine/objects/iteration.h"

#include "engine/interpreter/call_site.h"
#include "engine/interpreter/extended.h"
#include "engine/objects/call.h"
#include "engine/objects/conversions.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"

namespace scrim {

namespace {

constexpr int kIterator = 0, kNext = 1, kDone = 2;

bool is_array_record(const Value* record) {
  return record[kNext].is_empty();
}
bool is_done(const Value* record) {
  return record[kDone].is_true();
}

IteratorRecord as_record(const Value* record) {
  return {record[kIterator], record[kNext], false};
}

// A property of a builtin object that still has its first value: the lazy slot was never read, or holds `expected`.
bool untouched(Isolate& isolate, Object* object, PropertyKey key, Value expected, NativeCode native) {
  const PropertyEntry* entry = find_property(isolate, object->shape(), key);
  if (!entry || !(entry->attributes & Attributes::kWritable)) return false;
  Value value = object->get_slot(entry->slot);
  if (value.is_empty() || value == expected) return true;
  return native && value.is_object() && as_object(value)->type == CellType::kNativeFunction &&
         cast<NativeFunction>(value)->native == native;
}

// The array's iteration can no longer be taken for granted: a real iterator goes on from where it is.
Completion<Value> materialize(Isolate& isolate, Value* record) {
  auto position = static_cast<uint32_t>(record[kDone].as_int32());
  IteratorRecord real;
  Object* values = isolate.realm().intrinsic(Intrinsic::kArrayPrototypeValues);
  TRY(get_iterator_from_method(isolate, record[kIterator], Value(values), &real));
  if (as_object(real.iterator)->type == CellType::kIterator) {
    cast<IteratorObject>(real.iterator)->position = position;
  }
  record[kIterator] = real.iterator;
  record[kNext] = real.next_method;
  record[kDone] = Value::boolean(false);
  return Value::undefined();
}

}  // namespace

// get_iterator for the running instruction, whose operand the message names.
Completion<void> get_named_iterator(Isolate& isolate, Value iterable, IteratorRecord* record) {
  if (iterable.is_undefined_or_null()) return throw_not_iterable(isolate, iterable, false);
  Value method = TRY(get_value(isolate, iterable, isolate.names().iterator));
  if (!is_callable(method)) return throw_not_iterable(isolate, iterable, false);
  return get_iterator_from_method(isolate, iterable, method, record);
}

bool array_iteration_is_pristine(Isolate& isolate, Value value) {
  if (!value.is_object()) return false;
  Object* array = as_object(value);
  if (array->type != CellType::kArray || array->is_exotic()) return false;
  Realm& realm = isolate.realm();
  if (array->shape() != realm.array_shape) {
    if (!realm.has_intrinsic(Intrinsic::kArrayPrototype) ||
        array->prototype() != realm.intrinsic(Intrinsic::kArrayPrototype) ||
        find_property(isolate, array->shape(), isolate.names().iterator)) {
      return false;
    }
  }
  Object* prototype = realm.intrinsic(Intrinsic::kArrayPrototype);
  Value values = realm.has_intrinsic(Intrinsic::kArrayPrototypeValues)
                     ? Value(realm.intrinsic(Intrinsic::kArrayPrototypeValues))
                     : Value::empty();
  if (!untouched(isolate, prototype, isolate.names().iterator, values, nullptr)) return false;
  if (!realm.has_intrinsic(Intrinsic::kArrayIteratorPrototype)) return true;
  return untouched(isolate, realm.intrinsic(Intrinsic::kArrayIteratorPrototype), isolate.names().next, Value::empty(),
                   isolate.array_iterator_next);
}

Completion<Value> get_iterator_record(Isolate& isolate, Value* record, Value iterable) {
  if (array_iteration_is_pristine(isolate, iterable)) {
    record[kIterator] = iterable;
    record[kNext] = Value::empty();
    record[kDone] = Value::int32(0);
    return iterable;
  }
  IteratorRecord real;
  TRY(get_named_iterator(isolate, iterable, &real));
  record[kIterator] = real.iterator;
  record[kNext] = real.next_method;
  record[kDone] = Value::boolean(false);
  return iterable;
}

Completion<Value> get_async_iterator_record(Isolate& isolate, Value* record, Value iterable) {
  if (iterable.is_undefined_or_null()) return throw_not_iterable(isolate, iterable, true);
  IteratorRecord real;
  TRY(get_async_iterator(isolate, iterable, &real));
  record[kIterator] = real.iterator;
  record[kNext] = real.next_method;
  record[kDone] = Value::boolean(false);
  return iterable;
}

Completion<Value> iterator_record_next(Isolate& isolate, Value* record) {
  if (is_done(record)) return Value::empty();
  if (is_array_record(record)) {
    auto* array = cast<Array>(record[kIterator]);
    auto index = static_cast<uint32_t>(record[kDone].as_int32());
    if (index >= array->length) {
      record[kDone] = Value::boolean(true);
      return Value::empty();
    }
    record[kDone] = Value::int32(static_cast<int32_t>(index + 1));
    Value value = fast_element(array, index);
    if (!value.is_empty()) return value;
    return get(isolate, array, PropertyKey::from_index(index));
  }
  // A generator whose next() is the builtin one is run without making result objects.
  if (record[kIterator].is_object() && as_object(record[kIterator])->type == CellType::kGenerator &&
      record[kNext].is_object() && as_object(record[kNext])->type == CellType::kNativeFunction &&
      isolate.generator_next && cast<NativeFunction>(record[kNext])->native == isolate.generator_next) {
    bool done = false;
    record[kDone] = Value::boolean(true);
    Value value = TRY(generator_resume(isolate, record[kIterator], ResumeMode::kNext, Value::undefined(), &done,
                                       "[Generator].prototype.next"));
    if (done && !isolate.delegated_result) return Value::empty();
    if (isolate.delegated_result) {
      // yield* passed a result object on as it is
      isolate.delegated_result = false;
      if (!value.is_object()) return value;
      bool inner_done = to_boolean(TRY(get(isolate, as_object(value), isolate.names().done)));
      if (inner_done) return Value::empty();
      value = TRY(get(isolate, as_object(value), isolate.names().value));
    }
    record[kDone] = Value::boolean(false);
    return value;
  }
  bool done = false;
  Completion<Value> stepped = Value::undefined();
  if (step_builtin_iterator(isolate, record[kIterator], record[kNext], &stepped, &done)) {
    record[kDone] = Value::boolean(true);
    Value value = TRY(stepped);
    if (done) return Value::empty();
    record[kDone] = Value::boolean(false);
    return value;
  }
  IteratorRecord real = as_record(record);
  record[kDone] = Value::boolean(true);
  Value value = TRY(iterator_step_value(isolate, &real, &done));
  if (done) return Value::empty();
  record[kDone] = Value::boolean(false);
  return value;
}

Completion<Value> iterator_record_rest(Isolate& isolate, Value* record) {
  Array* rest = new_array(isolate);
  for (;;) {
    Value value = TRY(iterator_record_next(isolate, record));
    if (value.is_empty()) return Value(rest);
    array_push(isolate, rest, value);
  }
}

// ECMA-262 sec-iteratorclose
Completion<Value> iterator_record_close(Isolate& isolate, Value* record) {
  if (is_done(record)) return Value::undefined();
  if (is_array_record(record)) {
    // Array iterators have no return(), unless someone gave their prototype one.
    Realm& realm = isolate.realm();
    bool plain = !realm.has_intrinsic(Intrinsic::kArrayIteratorPrototype) ||
                 MUST(get(isolate, realm.intrinsic(Intrinsic::kArrayIteratorPrototype), isolate.names().return_))
    .is_undefined();
    if (plain) {
      record[kDone] = Value::boolean(true);
      return Value::undefined();
    }
    TRY(materialize(isolate, record));
  }
  record[kDone] = Value::boolean(true);
  TRY(iterator_close(isolate, as_record(record)));
  return Value::undefined();
}

void iterator_record_close_silently(Isolate& isolate, Value* record) {
  if (is_done(record)) return;
  if (iterator_record_close(isolate, record).failed() && !isolate.terminating) isolate.take_exception();
}

Completion<Value> iterator_record_call_next(Isolate& isolate, Value* record) {
  record[kDone] = Value::boolean(true);
  return call(isolate, record[kNext], record[kIterator]);
}

Completion<Value> check_iterator_result(Isolate& isolate, Value result) {
  if (result.is_object()) return result;
  return throw_type_error(isolate, "Iterator result %s is not an object", describe_for_error(isolate, result).c_str());
}

Completion<Value> iterator_record_unwrap(Isolate& isolate, Value* record, Value result) {
  TRY(check_iterator_result(isolate, result));
  if (to_boolean(TRY(get(isolate, as_object(result), isolate.names().done)))) return Value::empty();
  Value value = TRY(get(isolate, as_object(result), isolate.names().value));
  record[kDone] = Value::boolean(false);
  return value;
}

Completion<Value> iterator_record_call_return(Isolate& isolate, Value* record) {
  if (is_done(record)) return Value::empty();
  record[kDone] = Value::boolean(true);
  Value method = TRY(get_method(isolate, record[kIterator], isolate.names().return_));
  if (method.is_undefined()) return Value::empty();
  return call(isolate, method, record[kIterator]);
}

// sec-generator-function-definitions-runtime-semantics-evaluation, yield*
Completion<Value> delegate_call(Isolate& isolate, Value* record, ResumeMode mode, Value received) {
  if (is_array_record(record)) TRY(materialize(isolate, record));
  const Names& names = isolate.names();
  Value iterator = record[kIterator];
  switch (mode) {
    case ResumeMode::kNext: return call(isolate, record[kNext], iterator, {received});
    case ResumeMode::kThrow: {
      Value method = TRY(get_method(isolate, iterator, names.throw_));
      if (!method.is_undefined()) return call(isolate, method, iterator, {received});
      // The protocol is violated: the iterator is closed, then a TypeError.
      TRY(iterator_close(isolate, as_record(record)));
      return throw_type_error(isolate, "The iterator does not provide a 'throw' method");
    }
    case ResumeMode::kReturn: {
      Value method = TRY(get_method(isolate, iterator, names.return_));
      if (method.is_undefined()) return Value::empty();
      return call(isolate, method, iterator, {received});
    }
  }
  return Value::empty();
}

// ---- for-in: sec-enumerate-object-properties
//
// The names are collected first, nearest object first, and looked at again as they come up. A proxy is asked for its keys
// then and for each key's descriptor later, as engines do.

namespace {

// Whether the shape alone says which names the object has.
bool is_plain(Isolate& isolate, Object* object) {
  return !object->is_exotic() && object->elements == isolate.empty_elements;
}

// Whether an ordinary object has enumerable names.
bool has_enumerable_names(Isolate& isolate, Object* object) {
  PropertyTable* table = property_table(isolate, object->shape());
  const uint32_t count = table ? object->shape()->property_count : 0;
  for (uint32_t i = 0; i < count; ++i) {
    const PropertyEntry& entry = table->entries[i];
    if (!entry.key.is_null() && entry.key.is_string() && (entry.attributes & Attributes::kEnumerable)) return true;
  }
  return false;
}

// Whether no object above has a name to add.
bool prototypes_add_nothing(Isolate& isolate, Object* object) {
  for (Object* above = object->prototype(); above; above = above->prototype()) {
    if (!is_plain(isolate, above) || has_enumerable_names(isolate, above)) return false;
  }
  return true;
}

// Adds the object's own names to `names` unless an object before it had them; `seen` is null for the only object.
Completion<void> collect_names(Isolate& isolate, Object* object, Array* names, Object* seen) {
  Array* keys = TRY(own_property_keys(isolate, object, KeyFilter::kStrings));
  for (uint32_t i = 0; i < keys->length; ++i) {
    const Value name = fast_element(keys, i);
    const PropertyKey key = TRY(to_property_key(isolate, name));
    bool enumerable = true;
    if (object->type != CellType::kProxy) {
      PropertyDescriptor descriptor;
      if (!TRY(get_own_property(isolate, object, key, &descriptor))) continue;
      enumerable = descriptor.is(Attributes::kEnumerable);
    }
    if (seen) {
      if (TRY(has_own_property(isolate, seen, key))) continue;
      TRY(create_data_property(isolate, seen, key, Value::undefined()));
    }
    if (enumerable) array_push(isolate, names, name);
  }
  return {};
}

// Whether the name still names a property that for-in may give.
Completion<bool> still_enumerable(Isolate& isolate, Object* object, PropertyKey key) {
  for (Object* at = object; at;) {
    if (at->type == CellType::kProxy) {
      PropertyDescriptor descriptor;
      if (TRY(get_own_property(isolate, at, key, &descriptor))) return descriptor.is(Attributes::kEnumerable);
    } else if (TRY(has_own_property(isolate, at, key))) {
      return true;
    }
    bool has = false;
    Object* above = TRY(get_prototype_of(isolate, at, &has));
    at = has ? above : nullptr;
  }
  return false;
}

}  // namespace

Completion<Value> for_in_prepare(Isolate& isolate, Value value) {
  Array* names = new_array(isolate);
  Object* object = nullptr;
  bool plain = false;  // all keys are the object's own: their presence is checked by its shape alone
  if (!value.is_undefined_or_null()) {
    object = TRY(to_object(isolate, value));
    if (!object->is_exotic() && prototypes_add_nothing(isolate, object)) {
      TRY(collect_names(isolate, object, names, nullptr));
      plain = is_plain(isolate, object);
    } else {
      Object* seen = new_plain_object(isolate);
      for (Object* at = object; at;) {
        TRY(collect_names(isolate, at, names, seen));
        bool has = false;
        Object* above = TRY(get_prototype_of(isolate, at, &has));
        at = has ? above : nullptr;
      }
    }
  }
  auto* iterator = static_cast<NameIterator*>(isolate.heap().allocate(sizeof(NameIterator)));
  iterator->set_header(Cell::header_word(CellType::kNameIterator));
  iterator->object = object ? Value(object) : Value::undefined();
  iterator->keys = names;
  iterator->position = 0;
  iterator->shape_id = plain ? object->shape_id : 0;
  return Value(iterator);
}

Completion<Value> for_in_next(Isolate& isolate, NameIterator* names) {
  while (names->position < names->keys->length) {
    const Value name = fast_element(names->keys, names->position++);
    Object* object = as_object(names->object);
    if (names->shape_id && object->shape_id == names->shape_id) return name;
    const PropertyKey key = TRY(to_property_key(isolate, name));
    if (TRY(still_enumerable(isolate, object, key))) return name;
  }
  return Value::empty();
}

}  // namespace scrim
