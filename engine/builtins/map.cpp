// Map. ECMA-262 sec-map-objects
#include "engine/builtins/hash_table.h"
#include "engine/builtins/iterators.h"
#include "engine/interpreter/promise.h"
#include "engine/objects/iteration.h"

namespace scrim {

namespace {

Completion<MapObject*> this_map(Isolate& isolate, Frame& frame, const char* method) {
  if (!is_type(frame.this_value, CellType::kMap)) return throw_incompatible_receiver(isolate, method, frame.this_value);
  return cast<MapObject>(frame.this_value);
}

void put(Isolate& isolate, MapObject* map, Value key, Value value) {
  HashTable* table = hash_set(isolate, map->table, normalize_key(key), value);
  if (table != map->table) {
    map->table = table;
    isolate.heap().write_barrier(map);
  }
}

Completion<Value> map_prototype_set(Isolate& isolate, Frame& frame) {
  MapObject* map = TRY(this_map(isolate, frame, "Map.prototype.set"));
  put(isolate, map, frame.argument(0), frame.argument(1));
  return frame.this_value;
}

Completion<Value> map_prototype_get(Isolate& isolate, Frame& frame) {
  MapObject* map = TRY(this_map(isolate, frame, "Map.prototype.get"));
  HashTable::Entry* found = hash_find(isolate, map->table, normalize_key(frame.argument(0)));
  return found ? found->value : Value::undefined();
}

Completion<Value> map_prototype_has(Isolate& isolate, Frame& frame) {
  MapObject* map = TRY(this_map(isolate, frame, "Map.prototype.has"));
  return Value::boolean(hash_find(isolate, map->table, normalize_key(frame.argument(0))) != nullptr);
}

Completion<Value> map_prototype_delete(Isolate& isolate, Frame& frame) {
  MapObject* map = TRY(this_map(isolate, frame, "Map.prototype.delete"));
  HashTable* table = map->table;
  bool deleted = hash_delete(isolate, &table, normalize_key(frame.argument(0)));
  map->table = table;
  isolate.heap().write_barrier(map);
  return Value::boolean(deleted);
}

Completion<Value> map_prototype_clear(Isolate& isolate, Frame& frame) {
  MapObject* map = TRY(this_map(isolate, frame, "Map.prototype.clear"));
  map->table = hash_clear(isolate, map->table);
  isolate.heap().write_barrier(map);
  return Value::undefined();
}

Completion<Value> map_prototype_size(Isolate& isolate, Frame& frame) {
  return Value::number(TRY(this_map(isolate, frame, "get Map.prototype.size"))->table->count);
}

Completion<Value> map_prototype_for_each(Isolate& isolate, Frame& frame) {
  MapObject* map = TRY(this_map(isolate, frame, "Map.prototype.forEach"));
  if (!is_callable(frame.argument(0))) return throw_not_callable(isolate, frame.argument(0));
  RepeatedCall callback(isolate, frame.argument(0), frame.argument(1));
  HashTable* table = map->table;
  for (uint64_t position = 0; hash_advance(&table, &position); ++position) {
    const HashTable::Entry& entry = table->entries()[position];
    TRY(callback({entry.value, entry.key, Value(map)}));
  }
  return Value::undefined();
}

template <IteratorKind kind>
Completion<Value> map_iterator(Isolate& isolate, Frame& frame) {
  constexpr const char* kMethods[] = {"Map.prototype.keys", "Map.prototype.values", "Map.prototype.entries"};
  MapObject* map = TRY(this_map(isolate, frame, kMethods[static_cast<int>(kind)]));
  return Value(create_collection_iterator(isolate, map, kind));
}

// Proposal upsert: getOrInsert(key, value), getOrInsertComputed(key, callback)
Completion<Value> map_prototype_get_or_insert(Isolate& isolate, Frame& frame) {
  MapObject* map = TRY(this_map(isolate, frame, "Map.prototype.getOrInsert"));
  HashTable::Entry* found = hash_find(isolate, map->table, normalize_key(frame.argument(0)));
  if (found) return found->value;
  put(isolate, map, frame.argument(0), frame.argument(1));
  return frame.argument(1);
}
Completion<Value> map_prototype_get_or_insert_computed(Isolate& isolate, Frame& frame) {
  MapObject* map = TRY(this_map(isolate, frame, "Map.prototype.getOrInsertComputed"));
  if (!is_callable(frame.argument(1))) return throw_not_callable(isolate, frame.argument(1));
  Value key = normalize_key(frame.argument(0));
  HashTable::Entry* found = hash_find(isolate, map->table, key);
  if (found) return found->value;
  Value value = TRY(call(isolate, frame.argument(1), Value::undefined(), {key}));
  put(isolate, map, key, value);
  return value;
}

// ECMA-262 sec-map-iterable
Completion<Value> map_constructor(Isolate& isolate, Frame& frame) {
  if (frame.new_target.is_undefined()) return throw_type_error(isolate, "Constructor Map requires 'new'");
  Shape* shape = TRY(shape_from_constructor(isolate, frame.new_target, Intrinsic::kMapPrototype, CellType::kMap));
  HashTable* table = new_hash_table(isolate);
  auto* map = allocate_object<MapObject>(isolate, shape);
  map->table = table;
  Value iterable = frame.argument(0);
  if (iterable.is_undefined_or_null()) return Value(map);
  Value adder = TRY(get(isolate, map, isolate.names().set));
  if (!is_callable(adder))
    return throw_type_error(isolate, "'%s' returned for property 'set' of object '#<Map>' is not a function",
                            describe_for_error(isolate, adder).c_str());
  bool plain = is_type(adder, CellType::kNativeFunction) && cast<NativeFunction>(adder)->native == map_prototype_set;
  IteratorRecord record;
  TRY(get_iterator(isolate, iterable, &record));
  for (;;) {
    bool done = false;
    Value entry = TRY(iterator_step_value(isolate, &record, &done));
    if (done) return Value(map);
    auto step = [&]() -> Completion<void> {
      if (!entry.is_object())
        return throw_type_error(isolate, "Iterator value %s is not an entry object",
                                describe_for_error(isolate, entry).c_str());
      Value key = TRY(get(isolate, as_object(entry), PropertyKey::from_index(0)));
      Value value = TRY(get(isolate, as_object(entry), PropertyKey::from_index(1)));
      if (plain) {
        put(isolate, map, key, value);
      } else {
        TRY(call(isolate, adder, Value(map), {key, value}));
      }
      return {};
    };
    if (step().failed()) return iterator_close_throw(isolate, record);
  }
}

// ECMA-262 sec-map.groupby
Completion<Value> map_group_by(Isolate& isolate, Frame& frame) {
  TRY(require_object_coercible(isolate, frame.argument(0), "Map.groupBy"));
  if (!is_callable(frame.argument(1)))
    return throw_type_error(isolate, "%s is not a function", describe_for_error(isolate, frame.argument(1)).c_str());
  IteratorRecord record;
  TRY(get_iterator(isolate, frame.argument(0), &record));
  HashTable* table = new_hash_table(isolate);
  auto* map = allocate_object<MapObject>(
      isolate, root_shape(isolate, isolate.realm().intrinsic(Intrinsic::kMapPrototype), CellType::kMap, 0, 0));
  map->table = table;
  RepeatedCall group_of(isolate, frame.argument(1), Value::undefined());
  for (double k = 0;; ++k) {
    bool done = false;
    Value value = TRY(iterator_step_value(isolate, &record, &done));
    if (done) return Value(map);
    Completion<Value> group = group_of({value, Value::number(k)});
    if (group.failed()) return iterator_close_throw(isolate, record);
    Value key = normalize_key(group.value());
    HashTable::Entry* found = hash_find(isolate, map->table, key);
    if (found) {
      array_push(isolate, cast<Array>(found->value), value);
    } else {
      put(isolate, map, key, Value(array_of(isolate, {value})));
    }
  }
}

using P = BuiltinProperty;
constexpr P kMapTable[] = {
    P::accessor("@@species", species_getter),
    P::function("groupBy", map_group_by, 2),
};
constexpr P kMapPrototypeTable[] = {
    P::function("get", map_prototype_get, 1),
    P::function("set", map_prototype_set, 2),
    P::function("has", map_prototype_has, 1),
    P::function("delete", map_prototype_delete, 1),
    P::function("clear", map_prototype_clear, 0),
    P::function("entries", map_iterator<IteratorKind::kEntries>, 0),
    P::function("forEach", map_prototype_for_each, 1),
    P::function("keys", map_iterator<IteratorKind::kKeys>, 0),
    P::accessor("size", map_prototype_size),
    P::function("values", map_iterator<IteratorKind::kValues>, 0),
    P::string("@@toStringTag", "Map"),
    P::alias("@@iterator", "entries"),
    P::function("getOrInsert", map_prototype_get_or_insert, 2),
    P::function("getOrInsertComputed", map_prototype_get_or_insert_computed, 2),
};

}  // namespace

extern constexpr ClassSpec kMapClass = {Intrinsic::kMap, Intrinsic::kMapPrototype, "Map", map_constructor, 0,
                                        kMapTable,       kMapPrototypeTable};

}  // namespace scrim
