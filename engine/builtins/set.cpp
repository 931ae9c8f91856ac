// Set. ECMA-262 sec-set-objects
#include <cmath>

#include "engine/builtins/hash_table.h"
#include "engine/builtins/iterators.h"
#include "engine/interpreter/promise.h"
#include "engine/objects/iteration.h"

namespace scrim {

namespace {

Completion<MapObject*> this_set(Isolate& isolate, Frame& frame, const char* method) {
  if (!is_type(frame.this_value, CellType::kSet)) return throw_incompatible_receiver(isolate, method, frame.this_value);
  return cast<MapObject>(frame.this_value);
}

// Entries hold the key as their value too, so that iterators serve Map and Set alike.
void put(Isolate& isolate, MapObject* set, Value key) {
  key = normalize_key(key);
  HashTable* table = hash_set(isolate, set->table, key, key);
  if (table != set->table) {
    set->table = table;
    isolate.heap().write_barrier(set);
  }
}
bool has(Isolate& isolate, MapObject* set, Value key) {
  return hash_find(isolate, set->table, normalize_key(key)) != nullptr;
}
bool remove(Isolate& isolate, MapObject* set, Value key) {
  HashTable* table = set->table;
  bool deleted = hash_delete(isolate, &table, normalize_key(key));
  set->table = table;
  isolate.heap().write_barrier(set);
  return deleted;
}

MapObject* new_set(Isolate& isolate) {
  HashTable* table = new_hash_table(isolate);
  Object* prototype = isolate.realm().intrinsic(Intrinsic::kSetPrototype);
  auto* set = allocate_object<MapObject>(isolate, root_shape(isolate, prototype, CellType::kSet, 0, 0));
  set->table = table;
  return set;
}

MapObject* copy(Isolate& isolate, MapObject* from) {
  MapObject* result = new_set(isolate);
  HashTable* table = from->table;
  for (uint64_t i = 0; hash_advance(&table, &i); ++i) put(isolate, result, table->entries()[i].key);
  return result;
}

Completion<Value> set_prototype_add(Isolate& isolate, Frame& frame) {
  put(isolate, TRY(this_set(isolate, frame, "Set.prototype.add")), frame.argument(0));
  return frame.this_value;
}
Completion<Value> set_prototype_has(Isolate& isolate, Frame& frame) {
  return Value::boolean(has(isolate, TRY(this_set(isolate, frame, "Set.prototype.has")), frame.argument(0)));
}
Completion<Value> set_prototype_delete(Isolate& isolate, Frame& frame) {
  return Value::boolean(remove(isolate, TRY(this_set(isolate, frame, "Set.prototype.delete")), frame.argument(0)));
}
Completion<Value> set_prototype_clear(Isolate& isolate, Frame& frame) {
  MapObject* set = TRY(this_set(isolate, frame, "Set.prototype.clear"));
  set->table = hash_clear(isolate, set->table);
  isolate.heap().write_barrier(set);
  return Value::undefined();
}
Completion<Value> set_prototype_size(Isolate& isolate, Frame& frame) {
  return Value::number(TRY(this_set(isolate, frame, "get Set.prototype.size"))->table->count);
}
Completion<Value> set_prototype_for_each(Isolate& isolate, Frame& frame) {
  MapObject* set = TRY(this_set(isolate, frame, "Set.prototype.forEach"));
  if (!is_callable(frame.argument(0))) return throw_not_callable(isolate, frame.argument(0));
  RepeatedCall callback(isolate, frame.argument(0), frame.argument(1));
  HashTable* table = set->table;
  for (uint64_t position = 0; hash_advance(&table, &position); ++position) {
    Value key = table->entries()[position].key;
    TRY(callback({key, key, Value(set)}));
  }
  return Value::undefined();
}
Completion<Value> set_prototype_values(Isolate& isolate, Frame& frame) {
  MapObject* set = TRY(this_set(isolate, frame, "Set.prototype.values"));
  return Value(create_collection_iterator(isolate, set, IteratorKind::kValues));
}
Completion<Value> set_prototype_entries(Isolate& isolate, Frame& frame) {
  MapObject* set = TRY(this_set(isolate, frame, "Set.prototype.entries"));
  return Value(create_collection_iterator(isolate, set, IteratorKind::kEntries));
}

// ECMA-262 sec-set-iterable
Completion<Value> set_constructor(Isolate& isolate, Frame& frame) {
  if (frame.new_target.is_undefined()) return throw_type_error(isolate, "Constructor Set requires 'new'");
  Shape* shape = TRY(shape_from_constructor(isolate, frame.new_target, Intrinsic::kSetPrototype, CellType::kSet));
  HashTable* table = new_hash_table(isolate);
  auto* set = allocate_object<MapObject>(isolate, shape);
  set->table = table;
  Value iterable = frame.argument(0);
  if (iterable.is_undefined_or_null()) return Value(set);
  Value adder = TRY(get(isolate, set, isolate.names().add));
  if (!is_callable(adder))
    return throw_type_error(isolate, "'%s' returned for property 'add' of object '#<Set>' is not a function",
                            describe_for_error(isolate, adder).c_str());
  bool plain = is_type(adder, CellType::kNativeFunction) && cast<NativeFunction>(adder)->native == set_prototype_add;
  if (plain && array_iteration_is_pristine(isolate, iterable)) {
    auto* array = cast<Array>(iterable);
    for (uint32_t i = 0; i < array->length; ++i)
      put(isolate, set, TRY(get(isolate, array, PropertyKey::from_index(i))));
    return Value(set);
  }
  IteratorRecord record;
  TRY(get_iterator(isolate, iterable, &record));
  for (;;) {
    bool done = false;
    Value value = TRY(iterator_step_value(isolate, &record, &done));
    if (done) return Value(set);
    if (plain) {
      put(isolate, set, value);
    } else if (call(isolate, adder, Value(set), {value}).failed()) {
      return iterator_close_throw(isolate, record);
    }
  }
}

// --- set methods. ECMA-262 sec-getsetrecord

struct SetRecord {
  Object* object;
  double size;
  Value has;
  Value keys;
};

Completion<void> get_set_record(Isolate& isolate, Value value, SetRecord* record) {
  if (!value.is_object()) {
    std::string method = to_utf8(
        isolate, as_string(get_own_data(isolate, as_object(Frame::from(isolate.fp)->callee), isolate.names().name)));
    return throw_type_error(isolate, "Set.prototype.%s argument must be an object", method.c_str());
  }
  record->object = as_object(value);
  const Names& names = isolate.names();
  Value raw = TRY(get(isolate, record->object, names.size));
  double number = TRY(to_number(isolate, raw));
  if (number != number) return throw_type_error(isolate, "The .size property is NaN");
  record->size = TRY(to_integer_or_infinity(isolate, Value::number(number)));
  if (record->size < 0)
    return throw_range_error(isolate, "'%s' is an invalid size",
                             describe_for_error(isolate, Value::number(record->size)).c_str());
  record->has = TRY(get(isolate, record->object, names.has));
  if (!is_callable(record->has)) return throw_type_error(isolate, "string \"has\" is not a function");
  record->keys = TRY(get(isolate, record->object, names.keys));
  if (!is_callable(record->keys)) return throw_type_error(isolate, "string \"keys\" is not a function");
  return {};
}

Completion<bool> record_has(Isolate& isolate, const SetRecord& record, Value key) {
  if (is_type(record.has, CellType::kNativeFunction) && cast<NativeFunction>(record.has)->native == set_prototype_has &&
      record.object->type == CellType::kSet)
    return has(isolate, static_cast<MapObject*>(record.object), key);
  return to_boolean(TRY(call(isolate, record.has, Value(record.object), {key})));
}

Completion<void> record_keys(Isolate& isolate, const SetRecord& record, IteratorRecord* keys) {
  Value iterator = TRY(call(isolate, record.keys, Value(record.object)));
  if (!iterator.is_object())
    return throw_type_error(isolate, "%s is not an object", describe_for_error(isolate, iterator).c_str());
  return get_iterator_direct(isolate, as_object(iterator), keys);
}

// Calls f(key) for each key of the other set until it returns false; then the iterator is closed.
template <typename F>
Completion<bool> for_each_key(Isolate& isolate, const SetRecord& record, F f) {
  IteratorRecord keys;
  TRY(record_keys(isolate, record, &keys));
  for (;;) {
    bool done = false;
    Value key = TRY(iterator_step_value(isolate, &keys, &done));
    if (done) return true;
    if (!f(normalize_key(key))) {
      TRY(iterator_close(isolate, keys));
      return false;
    }
  }
}

// Calls f(key) for each key of this set while it may change.
template <typename F>
Completion<bool> for_each_own(MapObject* set, F f) {
  HashTable* table = set->table;
  for (uint64_t i = 0; hash_advance(&table, &i); ++i) {
    if (!TRY(f(table->entries()[i].key))) return false;
  }
  return true;
}

Completion<Value> set_prototype_union(Isolate& isolate, Frame& frame) {
  MapObject* set = TRY(this_set(isolate, frame, "Set.prototype.union"));
  SetRecord other;
  TRY(get_set_record(isolate, frame.argument(0), &other));
  IteratorRecord keys;
  TRY(record_keys(isolate, other, &keys));
  MapObject* result = copy(isolate, set);
  for (;;) {
    bool done = false;
    Value key = TRY(iterator_step_value(isolate, &keys, &done));
    if (done) return Value(result);
    put(isolate, result, key);
  }
}

Completion<Value> set_prototype_intersection(Isolate& isolate, Frame& frame) {
  MapObject* set = TRY(this_set(isolate, frame, "Set.prototype.intersection"));
  SetRecord other;
  TRY(get_set_record(isolate, frame.argument(0), &other));
  MapObject* result = new_set(isolate);
  if (set->table->count <= other.size) {
    TRY(for_each_own(set, [&](Value key) -> Completion<bool> {
      if (TRY(record_has(isolate, other, key))) put(isolate, result, key);
      return true;
    }));
  } else {
    TRY(for_each_key(isolate, other, [&](Value key) {
      if (has(isolate, set, key)) put(isolate, result, key);
      return true;
    }));
  }
  return Value(result);
}

Completion<Value> set_prototype_difference(Isolate& isolate, Frame& frame) {
  MapObject* set = TRY(this_set(isolate, frame, "Set.prototype.difference"));
  SetRecord other;
  TRY(get_set_record(isolate, frame.argument(0), &other));
  MapObject* result = copy(isolate, set);
  if (set->table->count <= other.size) {
    TRY(for_each_own(set, [&](Value key) -> Completion<bool> {
      if (TRY(record_has(isolate, other, key))) remove(isolate, result, key);
      return true;
    }));
  } else {
    TRY(for_each_key(isolate, other, [&](Value key) {
      remove(isolate, result, key);
      return true;
    }));
  }
  return Value(result);
}

Completion<Value> set_prototype_symmetric_difference(Isolate& isolate, Frame& frame) {
  MapObject* set = TRY(this_set(isolate, frame, "Set.prototype.symmetricDifference"));
  SetRecord other;
  TRY(get_set_record(isolate, frame.argument(0), &other));
  IteratorRecord keys;
  TRY(record_keys(isolate, other, &keys));
  MapObject* result = copy(isolate, set);
  for (;;) {
    bool done = false;
    Value key = TRY(iterator_step_value(isolate, &keys, &done));
    if (done) return Value(result);
    key = normalize_key(key);
    if (has(isolate, set, key)) {
      remove(isolate, result, key);
    } else {
      put(isolate, result, key);
    }
  }
}

Completion<Value> set_prototype_is_subset_of(Isolate& isolate, Frame& frame) {
  MapObject* set = TRY(this_set(isolate, frame, "Set.prototype.isSubsetOf"));
  SetRecord other;
  TRY(get_set_record(isolate, frame.argument(0), &other));
  if (set->table->count > other.size) return Value::boolean(false);
  return Value::boolean(TRY(for_each_own(set, [&](Value key) { return record_has(isolate, other, key); })));
}

Completion<Value> set_prototype_is_superset_of(Isolate& isolate, Frame& frame) {
  MapObject* set = TRY(this_set(isolate, frame, "Set.prototype.isSupersetOf"));
  SetRecord other;
  TRY(get_set_record(isolate, frame.argument(0), &other));
  if (set->table->count < other.size) return Value::boolean(false);
  return Value::boolean(TRY(for_each_key(isolate, other, [&](Value key) { return has(isolate, set, key); })));
}

Completion<Value> set_prototype_is_disjoint_from(Isolate& isolate, Frame& frame) {
  MapObject* set = TRY(this_set(isolate, frame, "Set.prototype.isDisjointFrom"));
  SetRecord other;
  TRY(get_set_record(isolate, frame.argument(0), &other));
  if (set->table->count <= other.size) {
    return Value::boolean(
        TRY(for_each_own(set, [&](Value key) -> Completion<bool> { return !TRY(record_has(isolate, other, key)); })));
  }
  return Value::boolean(TRY(for_each_key(isolate, other, [&](Value key) { return !has(isolate, set, key); })));
}

using P = BuiltinProperty;
constexpr P kSetTable[] = {P::accessor("@@species", species_getter)};
constexpr P kSetPrototypeTable[] = {
    P::function("has", set_prototype_has, 1),
    P::function("add", set_prototype_add, 1),
    P::function("delete", set_prototype_delete, 1),
    P::function("clear", set_prototype_clear, 0),
    P::function("entries", set_prototype_entries, 0),
    P::function("forEach", set_prototype_for_each, 1),
    P::accessor("size", set_prototype_size),
    P::function("values", set_prototype_values, 0),
    P::alias("keys", "values"),
    P::string("@@toStringTag", "Set"),
    P::alias("@@iterator", "values"),
    P::function("union", set_prototype_union, 1),
    P::function("intersection", set_prototype_intersection, 1),
    P::function("difference", set_prototype_difference, 1),
    P::function("symmetricDifference", set_prototype_symmetric_difference, 1),
    P::function("isSubsetOf", set_prototype_is_subset_of, 1),
    P::function("isSupersetOf", set_prototype_is_superset_of, 1),
    P::function("isDisjointFrom", set_prototype_is_disjoint_from, 1),
};

}  // namespace

extern constexpr ClassSpec kSetClass = {Intrinsic::kSet, Intrinsic::kSetPrototype, "Set", set_constructor, 0,
                                        kSetTable,       kSetPrototypeTable};

}  // namespace scrim
