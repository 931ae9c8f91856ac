// WeakMap, WeakSet, WeakRef and FinalizationRegistry. ECMA-262 sec-managing-memory, sec-weakmap-objects
#include "engine/builtins/hash_table.h"
#include "engine/builtins/support.h"
#include "engine/objects/iteration.h"

namespace scrim {

namespace {

// ECMA-262 sec-canbeheldweakly
bool can_be_held_weakly(Value value) {
  return value.is_object() || (value.is_symbol() && as_symbol(value)->kind != Symbol::kRegistered);
}

template <CellType type>
Completion<WeakMapObject*> this_weak(Isolate& isolate, Frame& frame, const char* method) {
  if (!is_type(frame.this_value, type)) return throw_incompatible_receiver(isolate, method, frame.this_value);
  return cast<WeakMapObject>(frame.this_value);
}
constexpr auto this_map = this_weak<CellType::kWeakMap>;
constexpr auto this_set = this_weak<CellType::kWeakSet>;

// Leaves the last elements out.
void set_array_length_direct(Isolate& isolate, Array* array, uint32_t length) {
  Elements* vector = array->vector();
  for (uint32_t i = length; i < vector->length; ++i) vector->values[i] = Value::empty();
  vector->length = length;
  array->length = length;
  (void)isolate;
}

void put(Isolate& isolate, WeakMapObject* object, Value key, Value value) {
  object->table = hash_set(isolate, object->table, key, value);
  isolate.heap().write_barrier(object);
}

HashTable::Entry* find(Isolate& isolate, WeakMapObject* object, Value key) {
  return can_be_held_weakly(key) ? hash_find(isolate, object->table, key) : nullptr;
}

Completion<Value> weak_map_get(Isolate& isolate, Frame& frame) {
  WeakMapObject* map = TRY(this_map(isolate, frame, "WeakMap.prototype.get"));
  HashTable::Entry* found = find(isolate, map, frame.argument(0));
  return found ? found->value : Value::undefined();
}
Completion<Value> weak_map_set(Isolate& isolate, Frame& frame) {
  WeakMapObject* map = TRY(this_map(isolate, frame, "WeakMap.prototype.set"));
  if (!can_be_held_weakly(frame.argument(0))) return throw_type_error(isolate, "Invalid value used as weak map key");
  put(isolate, map, frame.argument(0), frame.argument(1));
  return frame.this_value;
}
Completion<Value> weak_map_has(Isolate& isolate, Frame& frame) {
  WeakMapObject* map = TRY(this_map(isolate, frame, "WeakMap.prototype.has"));
  return Value::boolean(find(isolate, map, frame.argument(0)) != nullptr);
}
Completion<Value> remove(Isolate& isolate, WeakMapObject* object, Value key) {
  if (!find(isolate, object, key)) return Value::boolean(false);
  HashTable* table = object->table;
  hash_delete(isolate, &table, key);
  object->table = table;
  isolate.heap().write_barrier(object);
  return Value::boolean(true);
}
Completion<Value> weak_map_delete(Isolate& isolate, Frame& frame) {
  return remove(isolate, TRY(this_map(isolate, frame, "WeakMap.prototype.delete")), frame.argument(0));
}
Completion<Value> weak_map_get_or_insert(Isolate& isolate, Frame& frame) {
  WeakMapObject* map = TRY(this_map(isolate, frame, "WeakMap.prototype.getOrInsert"));
  if (!can_be_held_weakly(frame.argument(0))) return throw_type_error(isolate, "Invalid value used as weak map key");
  HashTable::Entry* found = find(isolate, map, frame.argument(0));
  if (found) return found->value;
  put(isolate, map, frame.argument(0), frame.argument(1));
  return frame.argument(1);
}
Completion<Value> weak_map_get_or_insert_computed(Isolate& isolate, Frame& frame) {
  WeakMapObject* map = TRY(this_map(isolate, frame, "WeakMap.prototype.getOrInsertComputed"));
  if (!can_be_held_weakly(frame.argument(0))) return throw_type_error(isolate, "Invalid value used as weak map key");
  if (!is_callable(frame.argument(1))) return throw_not_callable(isolate, frame.argument(1));
  HashTable::Entry* found = find(isolate, map, frame.argument(0));
  if (found) return found->value;
  Value value = TRY(call(isolate, frame.argument(1), Value::undefined(), {frame.argument(0)}));
  put(isolate, map, frame.argument(0), value);
  return value;
}

Completion<Value> weak_set_add(Isolate& isolate, Frame& frame) {
  WeakMapObject* set = TRY(this_set(isolate, frame, "WeakSet.prototype.add"));
  if (!can_be_held_weakly(frame.argument(0))) return throw_type_error(isolate, "Invalid value used in weak set");
  put(isolate, set, frame.argument(0), Value::boolean(true));
  return frame.this_value;
}
Completion<Value> weak_set_has(Isolate& isolate, Frame& frame) {
  WeakMapObject* set = TRY(this_set(isolate, frame, "WeakSet.prototype.has"));
  return Value::boolean(find(isolate, set, frame.argument(0)) != nullptr);
}
Completion<Value> weak_set_delete(Isolate& isolate, Frame& frame) {
  return remove(isolate, TRY(this_set(isolate, frame, "WeakSet.prototype.delete")), frame.argument(0));
}

template <bool map>
Completion<Value> weak_constructor(Isolate& isolate, Frame& frame) {
  if (frame.new_target.is_undefined())
    return throw_type_error(isolate, "Constructor %s requires 'new'", map ? "WeakMap" : "WeakSet");
  Shape* shape = TRY(shape_from_constructor(isolate, frame.new_target,
                                            map ? Intrinsic::kWeakMapPrototype : Intrinsic::kWeakSetPrototype,
                                            map ? CellType::kWeakMap : CellType::kWeakSet));
  HashTable* table = new_hash_table(isolate, 0, true);
  auto* object = allocate_object<WeakMapObject>(isolate, shape);
  object->table = table;
  Value iterable = frame.argument(0);
  if (iterable.is_undefined_or_null()) return Value(object);
  PropertyKey adder_key = map ? isolate.names().set : isolate.names().add;
  Value adder = TRY(get(isolate, object, adder_key));
  if (!is_callable(adder))
    return throw_type_error(isolate, "'%s' returned for property '%s' of object '#<%s>' is not a function",
                            describe_for_error(isolate, adder).c_str(), map ? "set" : "add",
                            map ? "WeakMap" : "WeakSet");
  IteratorRecord record;
  TRY(get_iterator(isolate, iterable, &record));
  for (;;) {
    bool done = false;
    Value entry = TRY(iterator_step_value(isolate, &record, &done));
    if (done) return Value(object);
    auto step = [&]() -> Completion<void> {
      if (!map) {
        TRY(call(isolate, adder, Value(object), {entry}));
        return {};
      }
      if (!entry.is_object())
        return throw_type_error(isolate, "Iterator value %s is not an entry object",
                                describe_for_error(isolate, entry).c_str());
      Value key = TRY(get(isolate, as_object(entry), PropertyKey::from_index(0)));
      Value value = TRY(get(isolate, as_object(entry), PropertyKey::from_index(1)));
      TRY(call(isolate, adder, Value(object), {key, value}));
      return {};
    };
    if (step().failed()) return iterator_close_throw(isolate, record);
  }
}

// --- WeakRef

Completion<Value> weak_ref_constructor(Isolate& isolate, Frame& frame) {
  if (frame.new_target.is_undefined()) return throw_type_error(isolate, "Constructor WeakRef requires 'new'");
  if (!can_be_held_weakly(frame.argument(0))) return throw_type_error(isolate, "WeakRef: invalid target");
  Shape* shape =
      TRY(shape_from_constructor(isolate, frame.new_target, Intrinsic::kWeakRefPrototype, CellType::kWeakRef));
  auto* reference = allocate_object<WeakRefObject>(isolate, shape);
  reference->target = frame.argument(0);
  reference->job_epoch = isolate.job_epoch;
  return Value(reference);
}

Completion<Value> weak_ref_deref(Isolate& isolate, Frame& frame) {
  if (!is_type(frame.this_value, CellType::kWeakRef))
    return throw_incompatible_receiver(isolate, "WeakRef.prototype.deref", frame.this_value);
  auto* reference = cast<WeakRefObject>(frame.this_value);
  reference->job_epoch = isolate.job_epoch;
  return reference->target;
}

// --- FinalizationRegistry

Completion<Value> registry_constructor(Isolate& isolate, Frame& frame) {
  if (frame.new_target.is_undefined())
    return throw_type_error(isolate, "Constructor FinalizationRegistry requires 'new'");
  if (!is_callable(frame.argument(0)))
    return throw_type_error(isolate, "FinalizationRegistry: cleanup must be callable");
  Shape* shape = TRY(shape_from_constructor(isolate, frame.new_target, Intrinsic::kFinalizationRegistryPrototype,
                                            CellType::kFinalizationRegistry));
  auto* registry = allocate_object<FinalizationRegistryObject>(isolate, shape);
  registry->callback = frame.argument(0);
  registry->cells = nullptr;
  registry->next_pending = nullptr;
  registry->is_pending = 0;
  registry->cells = new_array(isolate);
  isolate.heap().write_barrier(registry);
  return Value(registry);
}

Completion<FinalizationRegistryObject*> this_registry(Isolate& isolate, Frame& frame, const char* method) {
  if (!is_type(frame.this_value, CellType::kFinalizationRegistry))
    return throw_incompatible_receiver(isolate, method, frame.this_value);
  return cast<FinalizationRegistryObject>(frame.this_value);
}

Completion<Value> registry_register(Isolate& isolate, Frame& frame) {
  auto* registry = TRY(this_registry(isolate, frame, "FinalizationRegistry.prototype.register"));
  Value target = frame.argument(0);
  Value token = frame.argument(2);
  if (!can_be_held_weakly(target))
    return throw_type_error(isolate, "FinalizationRegistry.prototype.register: invalid target");
  if (same_value(isolate, target, frame.argument(1)))
    return throw_type_error(isolate, "FinalizationRegistry.prototype.register: target and holdings must not be same");
  if (!token.is_undefined() && !can_be_held_weakly(token))
    return throw_type_error(isolate, "Invalid unregisterToken ('%s')", describe_for_error(isolate, token).c_str());
  for (Value value : {weak_word(target), frame.argument(1), weak_word(token)}) {
    array_push(isolate, registry->cells, value);
  }
  isolate.heap().write_barrier(registry);  // it must be looked at when the young targets die
  return Value::undefined();
}

Completion<Value> registry_unregister(Isolate& isolate, Frame& frame) {
  auto* registry = TRY(this_registry(isolate, frame, "FinalizationRegistry.prototype.unregister"));
  Value token = frame.argument(0);
  if (!can_be_held_weakly(token))
    return throw_type_error(isolate, "Invalid unregisterToken ('%s')", describe_for_error(isolate, token).c_str());
  Array* cells = registry->cells;
  Value word = weak_word(token);
  Value* values = cells->length ? cells->vector()->values : nullptr;
  uint32_t kept = 0;
  for (uint32_t i = 0; i + 2 < cells->length; i += 3) {
    if (values[i + 2] == word) continue;
    for (uint32_t k = 0; k < 3; ++k) values[kept + k] = values[i + k];
    kept += 3;
  }
  bool removed = kept != cells->length;
  if (removed) {
    isolate.heap().write_barrier(cells->vector());
    set_array_length_direct(isolate, cells, kept);
  }
  return Value::boolean(removed);
}

// ECMA-262 sec-cleanup-finalization-registry, for each registry with dead targets.
Completion<void> run_finalization(Isolate& isolate) {
  while (isolate.pending_registries) {
    auto* registry = static_cast<FinalizationRegistryObject*>(static_cast<Object*>(isolate.pending_registries));
    for (;;) {
      Array* cells = registry->cells;
      // The newest first, as V8 does.
      uint32_t found = cells->length;
      while (found && !fast_element(cells, found - 3).is_null()) found -= 3;
      if (!found) break;
      found -= 3;
      Value held = fast_element(cells, found + 1);
      Value* values = cells->vector()->values;
      for (uint32_t k = 0; k < 3; ++k) values[found + k] = values[cells->length - 3 + k];
      isolate.heap().write_barrier(cells->vector());
      set_array_length_direct(isolate, cells, cells->length - 3);
      TRY(call(isolate, registry->callback, Value::undefined(), {held}));
    }
    isolate.pending_registries = registry->next_pending;
    registry->next_pending = nullptr;
    registry->is_pending = 0;
  }
  return {};
}

using P = BuiltinProperty;
constexpr P kWeakMapPrototypeTable[] = {
    P::function("delete", weak_map_delete, 1),
    P::function("get", weak_map_get, 1),
    P::function("set", weak_map_set, 2),
    P::function("has", weak_map_has, 1),
    P::string("@@toStringTag", "WeakMap"),
    P::function("getOrInsert", weak_map_get_or_insert, 2),
    P::function("getOrInsertComputed", weak_map_get_or_insert_computed, 2),
};
constexpr P kWeakSetPrototypeTable[] = {
    P::function("delete", weak_set_delete, 1),
    P::function("has", weak_set_has, 1),
    P::function("add", weak_set_add, 1),
    P::string("@@toStringTag", "WeakSet"),
};
constexpr P kWeakRefPrototypeTable[] = {
    P::function("deref", weak_ref_deref, 0),
    P::string("@@toStringTag", "WeakRef"),
};
constexpr P kRegistryPrototypeTable[] = {
    P::function("register", registry_register, 2),
    P::function("unregister", registry_unregister, 1),
    P::string("@@toStringTag", "FinalizationRegistry"),
};

}  // namespace

void register_weak(Isolate& isolate) {
  isolate.run_finalization = run_finalization;
}

extern constexpr ClassSpec kWeakMapClass = {
    Intrinsic::kWeakMap,   Intrinsic::kWeakMapPrototype, "WeakMap", weak_constructor<true>, 0, {},
    kWeakMapPrototypeTable};
extern constexpr ClassSpec kWeakSetClass = {
    Intrinsic::kWeakSet,   Intrinsic::kWeakSetPrototype, "WeakSet", weak_constructor<false>, 0, {},
    kWeakSetPrototypeTable};
extern constexpr ClassSpec kWeakRefClass = {
    Intrinsic::kWeakRef, Intrinsic::kWeakRefPrototype, "WeakRef", weak_ref_constructor, 1, {}, kWeakRefPrototypeTable};
extern constexpr ClassSpec kFinalizationRegistryClass = {Intrinsic::kFinalizationRegistry,
                                                         Intrinsic::kFinalizationRegistryPrototype,
                                                         "FinalizationRegistry",
                                                         registry_constructor,
                                                         1,
                                                         {},
                                                         kRegistryPrototypeTable};

}  // namespace scrim
