// Array, Map and Set iterators. ECMA-262 sec-array-iterator-objects, sec-map-iterator-objects, sec-set-iterator-objects
#include "engine/builtins/iterators.h"

#include "engine/builtins/array_support.h"
#include "engine/builtins/hash_table.h"
#include "engine/objects/iteration.h"

namespace scrim {

namespace {

IteratorObject* new_iterator(Isolate& isolate, Intrinsic prototype, Value target, IteratorKind kind) {
  IteratorObject* iterator = new_iterator_object(isolate, prototype);
  iterator->target = target;
  iterator->kind = static_cast<uint32_t>(kind);
  return iterator;
}

// The iterator's class is told by its prototype's intrinsic tag, kept in `state`'s upper half.
constexpr uint32_t kArrayTag = 1 << 16;
constexpr uint32_t kMapTag = 2 << 16;
constexpr uint32_t kSetTag = 3 << 16;

IteratorObject* iterator_of(Value value, uint32_t tag) {
  if (!is_type(value, CellType::kIterator)) return nullptr;
  auto* iterator = cast<IteratorObject>(value);
  return (iterator->state & 0xffff0000) == tag ? iterator : nullptr;
}

// The next value; *done at the end.
Completion<Value> step_array(Isolate& isolate, IteratorObject* iterator, bool* done) {
  *done = iterator->target.is_undefined();
  if (*done) return Value::undefined();
  Object* object = as_object(iterator->target);
  uint64_t length = TRY(iterated_length(isolate, object));
  if (iterator->position >= length) {
    iterator->target = Value::undefined();
    *done = true;
    return Value::undefined();
  }
  uint64_t index = iterator->position++;
  auto kind = static_cast<IteratorKind>(iterator->kind);
  if (kind == IteratorKind::kKeys) return Value::number(index);
  Value value = TRY(get_index(isolate, object, index));
  if (kind == IteratorKind::kValues) return value;
  return Value(array_of(isolate, {Value::number(index), value}));
}

Completion<Value> step_collection(Isolate& isolate, IteratorObject* iterator, bool* done) {
  *done = iterator->target.is_undefined();
  if (*done) return Value::undefined();
  auto* table = static_cast<HashTable*>(iterator->extra.as_cell());
  if (!hash_advance(&table, &iterator->position)) {
    iterator->target = iterator->extra = Value::undefined();
    *done = true;
    return Value::undefined();
  }
  if (iterator->extra != Value(table)) {
    iterator->extra = Value(table);
    isolate.heap().write_barrier(iterator);
  }
  const HashTable::Entry& entry = table->entries()[iterator->position++];
  switch (static_cast<IteratorKind>(iterator->kind)) {
    case IteratorKind::kKeys: return entry.key;
    case IteratorKind::kValues: return entry.value;
    case IteratorKind::kEntries: break;
  }
  return Value(array_of(isolate, {entry.key, entry.value}));
}

template <uint32_t tag>
Completion<Value> next(Isolate& isolate, Frame& frame, const char* method) {
  IteratorObject* iterator = iterator_of(frame.this_value, tag);
  if (!iterator) return throw_incompatible_receiver(isolate, method, frame.this_value);
  bool done = false;
  Value value =
      TRY(tag == kArrayTag ? step_array(isolate, iterator, &done) : step_collection(isolate, iterator, &done));
  return Value(create_iterator_result(isolate, value, done));
}

using P = BuiltinProperty;
constexpr P kArrayIteratorTable[] = {
    P::function("next", array_iterator_next, 0),
    P::string("@@toStringTag", "Array Iterator"),
};
constexpr P kMapIteratorTable[] = {
    P::function("next", map_iterator_next, 0),
    P::string("@@toStringTag", "Map Iterator"),
};
constexpr P kSetIteratorTable[] = {
    P::function("next", set_iterator_next, 0),
    P::string("@@toStringTag", "Set Iterator"),
};

}  // namespace

Completion<Value> array_iterator_next(Isolate& isolate, Frame& frame) {
  return next<kArrayTag>(isolate, frame, "Array Iterator.prototype.next");
}
Completion<Value> map_iterator_next(Isolate& isolate, Frame& frame) {
  return next<kMapTag>(isolate, frame, "Map Iterator.prototype.next");
}
Completion<Value> set_iterator_next(Isolate& isolate, Frame& frame) {
  return next<kSetTag>(isolate, frame, "Set Iterator.prototype.next");
}

Object* create_array_iterator(Isolate& isolate, Object* target, IteratorKind kind) {
  IteratorObject* iterator = new_iterator(isolate, Intrinsic::kArrayIteratorPrototype, Value(target), kind);
  iterator->state = kArrayTag;
  return iterator;
}

Object* create_collection_iterator(Isolate& isolate, MapObject* target, IteratorKind kind) {
  bool map = target->type == CellType::kMap;
  IteratorObject* iterator = new_iterator(
      isolate, map ? Intrinsic::kMapIteratorPrototype : Intrinsic::kSetIteratorPrototype, Value(target), kind);
  iterator->state = map ? kMapTag : kSetTag;
  iterator->extra = Value(target->table);
  return iterator;
}

bool step_builtin_iterator(Isolate& isolate, Value iterator, Value next_method, Completion<Value>* value, bool* done) {
  if (!is_type(iterator, CellType::kIterator) || !is_type(next_method, CellType::kNativeFunction)) return false;
  NativeCode native = cast<NativeFunction>(next_method)->native;
  uint32_t tag = native == array_iterator_next ? kArrayTag
                 : native == map_iterator_next ? kMapTag
                 : native == set_iterator_next ? kSetTag
                                               : 0;
  IteratorObject* object = tag ? iterator_of(iterator, tag) : nullptr;
  if (!object) return false;
  *value = tag == kArrayTag ? step_array(isolate, object, done) : step_collection(isolate, object, done);
  return true;
}

Completion<Value> array_prototype_values(Isolate& isolate, Frame& frame) {
  return Value(create_array_iterator(isolate, TRY(to_object(isolate, frame.this_value)), IteratorKind::kValues));
}
Completion<Value> array_prototype_keys(Isolate& isolate, Frame& frame) {
  return Value(create_array_iterator(isolate, TRY(to_object(isolate, frame.this_value)), IteratorKind::kKeys));
}
Completion<Value> array_prototype_entries(Isolate& isolate, Frame& frame) {
  return Value(create_array_iterator(isolate, TRY(to_object(isolate, frame.this_value)), IteratorKind::kEntries));
}

extern constexpr ObjectSpec kArrayIteratorPrototype = {Intrinsic::kArrayIteratorPrototype,
                                                       Intrinsic::kIteratorPrototype, kArrayIteratorTable};
extern constexpr ObjectSpec kMapIteratorPrototype = {Intrinsic::kMapIteratorPrototype, Intrinsic::kIteratorPrototype,
                                                     kMapIteratorTable};
extern constexpr ObjectSpec kSetIteratorPrototype = {Intrinsic::kSetIteratorPrototype, Intrinsic::kIteratorPrototype,
                                                     kSetIteratorTable};

}  // namespace scrim
