#include "engine/interpreter/cache.h"

#include <cstdio>
#include <cstdlib>

#include "engine/interpreter/feedback.h"
#include "engine/interpreter/interpreter.h"
#include "engine/objects/call.h"
#include "engine/objects/conversions.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/property_failures.h"
#include "engine/objects/typed_elements.h"

namespace scrim {

namespace {

FeedbackVector* polymorphic_records(CacheSlot* slot) {
  return static_cast<FeedbackVector*>(slot->holder);
}

// Of the running function; null in natives.
FeedbackVector* vector_of(Isolate& isolate) {
  const Code* code = isolate.fp ? Frame::from(isolate.fp)->code : nullptr;
  return code ? code->feedback_vector : nullptr;
}

// Writes a record into the site: first use, a second to fourth shape, or the step to megamorphic.
void fill(Isolate& isolate, CacheSlot* slot, PropertyKey key, const CacheSlot& record) {
  if (!is_writable_site(isolate, slot)) return;
  CacheSlot& shared = isolate.global_cache->entry(record.shape_id, key).slot;
  auto kind = static_cast<CacheKind>(slot->kind);
  if (slot->state < 255) ++slot->state;
  // --verify-ic: every site goes through the shared cache, where each hit is recomputed.
  if (isolate.options().verify_ic) {
    kind = CacheKind::kMegamorphic;
    slot->kind = static_cast<uint8_t>(kind);
  }
  if (kind == CacheKind::kNone ||
      (slot->shape_id == record.shape_id && kind != CacheKind::kPolymorphic && kind != CacheKind::kMegamorphic)) {
    uint8_t state = slot->state;
    *slot = record;
    slot->state = state;
  } else if (kind == CacheKind::kMegamorphic) {
    isolate.global_cache->entry(record.shape_id, key).key = key;
    shared = record;
  } else if (kind == CacheKind::kPolymorphic) {
    FeedbackVector* records = polymorphic_records(slot);
    for (uint32_t i = 0; i < kMaxPolymorphic; ++i) {
      CacheSlot& place = records->slots[i];
      if (place.shape_id == 0 || place.shape_id == record.shape_id) {
        bool known = place.shape_id != 0;
        place = record;
        isolate.heap().write_barrier(records);
        if (!known && isolate.options().trace_ic) trace_site(isolate, key, *slot, record);
        return;
      }
    }
    slot->clear(static_cast<uint8_t>(CacheKind::kMegamorphic));
    isolate.global_cache->entry(record.shape_id, key).key = key;
    shared = record;
  } else {
    auto* records = static_cast<FeedbackVector*>(isolate.heap().allocate(FeedbackVector::size_for(kMaxPolymorphic)));
    std::memset(static_cast<void*>(records), 0, FeedbackVector::size_for(kMaxPolymorphic));
    records->set_header(Cell::header_word(CellType::kFeedbackVector));
    records->count = kMaxPolymorphic;
    records->is_records = 1;
    records->slots[0] = *slot;
    records->slots[1] = record;
    slot->clear(static_cast<uint8_t>(CacheKind::kPolymorphic));
    slot->holder = records;
  }
  if (FeedbackVector* vector = vector_of(isolate)) isolate.heap().write_barrier(vector);
  if (isolate.options().trace_ic && kind != CacheKind::kMegamorphic) trace_site(isolate, key, *slot, record);
}

// The one record of a site that has no more: globals and instanceof. Under --verify-ic it is put where the handlers do
// not see it, for the slow path to compare it with what a lookup finds.
void remember(Isolate& isolate, CacheSlot* slot, PropertyKey key, CacheSlot record) {
  if (!is_writable_site(isolate, slot)) return;
  record.state = slot->state < 255 ? slot->state + 1 : slot->state;
  if (isolate.options().verify_ic) {
    record.types = record.kind;
    record.kind = static_cast<uint8_t>(CacheKind::kNone);
    record.new_shape_id = record.shape_id;
    record.shape_id = 0;
  }
  *slot = record;
  if (FeedbackVector* vector = vector_of(isolate)) isolate.heap().write_barrier(vector);
  if (isolate.options().trace_ic) trace_site(isolate, key, *slot, record);
}

uint32_t slot_offset(Object* object, uint32_t slot, bool* in_slots) {
  uint32_t inline_capacity = object->shape()->inline_capacity;
  *in_slots = slot >= inline_capacity;
  if (*in_slots) return static_cast<uint32_t>(sizeof(Slots) + (slot - inline_capacity) * sizeof(Value));
  return static_cast<uint32_t>(kInlineSlotOffsets.bytes[static_cast<uint8_t>(object->type)] + slot * sizeof(Value));
}

// Whether looking the key up in the object is anything but ordinary. Strings, typed arrays and arguments are exotic for
// numbers only, and strings for their length.
bool is_exotic_for(Isolate& isolate, const Object* object, PropertyKey key) {
  if (!object->is_exotic()) [[likely]]
    return false;
  if (key.is_index()) return true;
  switch (object->type) {
    case CellType::kStringObject: return key == isolate.names().length;
    case CellType::kMappedArguments: return false;
    case CellType::kTypedArray: return !key.is_symbol() && key.as_string()->has_flag(CellFlags::kCanonicalNumeric);
    default: return true;
  }
}

// Where a lookup starts for any value that can have properties; null: undefined, null or a number and the like.
Object* lookup_start(Isolate& isolate, Value value) {
  Realm& realm = isolate.realm();
  if (value.is_object()) return as_object(value);
  if (value.is_string()) return realm.intrinsic(Intrinsic::kStringPrototype);
  if (value.is_number()) return realm.intrinsic(Intrinsic::kNumberPrototype);
  if (value.is_boolean()) return realm.intrinsic(Intrinsic::kBooleanPrototype);
  if (value.is_symbol()) return realm.intrinsic(Intrinsic::kSymbolPrototype);
  if (value.is_bigint()) return realm.intrinsic(Intrinsic::kBigIntPrototype);
  return nullptr;
}

// What a lookup found: a data property for a load, an accessor for a load or store, anything for `in`; or nothing.
void fill_access(Isolate& isolate, CacheSlot* slot, PropertyKey key, Value receiver, Object* start, Object* holder,
                 const PropertyEntry* entry, uint16_t use) {
  if (!receiver.is_cell()) return;
  CacheKind accessor_kind = use == kStoreRecord ? CacheKind::kSetter : CacheKind::kGetter;
  bool accessor = entry && (entry->attributes & Attributes::kAccessor);
  CacheSlot record{};
  record.shape_id = receiver.as_cell()->shape_id;
  record.types = use;
  bool in_slots = false;
  if (use == kInRecord) {
    record.kind = static_cast<uint8_t>(CacheKind::kIn);
    record.offset = holder != nullptr;
    record.holder = key.as_cell();
  }
  if (holder == start && receiver.is_object()) {
    if (!holder->shape()->is_cacheable()) return;
    if (use == kInRecord) {
      record.validity = isolate.always_valid;
      return fill(isolate, slot, key, record);
    }
    record.offset = slot_offset(holder, entry->slot, &in_slots);
    bool lazy = holder->shape()->shape_flags & Shape::kLazySlots;
    if (lazy && in_slots && !holder->shape()->is_unique()) return;
    record.kind = static_cast<uint8_t>(in_slots ? CacheKind::kOwnSlots
                                       : lazy   ? CacheKind::kOwnMaybeLazy
                                                : CacheKind::kOwn);
    if (accessor) {
      if (in_slots) return;
      record.kind = static_cast<uint8_t>(accessor_kind);
      record.validity = isolate.always_valid;
    }
  } else {
    Object* prototype = receiver.is_object() ? start->prototype() : start;
    if (receiver.is_object() && !start->shape()->is_cacheable()) return;
    // Every object from the first prototype on must be able to announce a change: they are all prototypes with unique
    // shapes, unless one is exotic or went to a dictionary.
    Object* last = holder;
    for (Object* o = prototype; o; o = o->prototype()) {
      if (is_exotic_for(isolate, o, key) || !o->shape()->is_unique()) return;
      if (o == last) break;
    }
    // A receiver with a unique shape keeps it when it gains the property: it has to announce that itself.
    bool in_place = receiver.is_object() && start->shape()->is_unique();
    if (in_place && !start->has_flag(CellFlags::kIsPrototype)) return;
    if (in_place) {
      record.validity = chain_validity(isolate, start);
    } else if (!prototype) {
      // No prototype at all: absent while the shape stays.
      static_assert(sizeof(ValidityCell) == 16);
      auto* cell = static_cast<ValidityCell*>(isolate.heap().allocate(sizeof(ValidityCell)));
      cell->set_header(Cell::header_word(CellType::kValidityCell));
      cell->valid = 1;
      record.validity = cell;
    } else {
      record.validity = chain_validity(isolate, prototype);
    }
    if (use == kInRecord) return fill(isolate, slot, key, record);
    if (holder) {
      record.offset = slot_offset(holder, entry->slot, &in_slots);
      record.holder = in_slots ? static_cast<Cell*>(holder->slots) : static_cast<Cell*>(holder);
      record.kind = static_cast<uint8_t>(accessor ? accessor_kind : CacheKind::kPrototype);
    } else {
      record.kind = static_cast<uint8_t>(CacheKind::kAbsent);
    }
  }
  fill(isolate, slot, key, record);
}

void fill_load(Isolate& isolate, CacheSlot* slot, PropertyKey key, Value receiver, Object* start, Object* holder,
               const PropertyEntry* entry) {
  fill_access(isolate, slot, key, receiver, start, holder, entry, kLoadRecord);
}

}  // namespace

bool is_writable_site(Isolate& isolate, const CacheSlot* slot) {
  uint64_t distance = reinterpret_cast<uint64_t>(slot) - reinterpret_cast<uint64_t>(isolate.zero_feedback);
  return distance >= 65536 * sizeof(CacheSlot) && !isolate.options().no_ic;
}

CacheSlot* find_record(Isolate& isolate, CacheSlot* slot, PropertyKey key, uint32_t shape_id, uint16_t use) {
  auto kind = static_cast<CacheKind>(slot->kind);
  if (kind == CacheKind::kPolymorphic) {
    FeedbackVector* records = polymorphic_records(slot);
    for (uint32_t i = 0; i < kMaxPolymorphic; ++i) {
      if (records->slots[i].shape_id == shape_id) return &records->slots[i];
    }
  } else if (kind == CacheKind::kMegamorphic) {
    GlobalCache::Entry& entry = isolate.global_cache->entry(shape_id, key);
    if (entry.key == key && entry.slot.shape_id == shape_id && entry.slot.types == use) return &entry.slot;
  }
  return nullptr;
}

bool cache_load(CacheSlot& record, Cell* cell, Value* value) {
  switch (static_cast<CacheKind>(record.kind)) {
    case CacheKind::kOwn:
      *value = *reinterpret_cast<Value*>(reinterpret_cast<char*>(cell) + record.offset);
      return true;
    case CacheKind::kOwnSlots:
      *value = *reinterpret_cast<Value*>(reinterpret_cast<char*>(static_cast<Object*>(cell)->slots) + record.offset);
      return !value->is_empty();
    case CacheKind::kOwnMaybeLazy:
      *value = *reinterpret_cast<Value*>(reinterpret_cast<char*>(cell) + record.offset);
      return !value->is_empty();
    case CacheKind::kPrototype:
      if (!record.validity->valid) return false;
      *value = *reinterpret_cast<Value*>(reinterpret_cast<char*>(record.holder) + record.offset);
      return !value->is_empty();
    case CacheKind::kAbsent:
      if (!record.validity->valid) return false;
      *value = Value::undefined();
      return true;
    default: return false;
  }
}

// What a hit gave must be what a lookup without caches gives.
static void verify_hit(Isolate& isolate, Value object, PropertyKey key, Value cached) {
  Value expected = Value::undefined();
  for (Object* holder = lookup_start(isolate, object); holder; holder = holder->prototype()) {
    if (const PropertyEntry* entry = find_property(isolate, holder->shape(), key)) {
      expected = holder->get_slot(entry->slot);
      break;
    }
  }
  if (expected != cached) {
    std::fprintf(stderr, "scrim: --verify-ic: a cached load of '%s' gave another value than the object has\n",
                 describe_key(isolate, key).c_str());
    std::abort();
  }
}

// A getter's value, or the getter itself where the caller wants to call it.
static Completion<Value> getter_result(Isolate& isolate, Value getter, Value receiver, Value* accessor) {
  if (getter.is_undefined()) return Value::undefined();
  if (!accessor) return call(isolate, getter, receiver);
  *accessor = getter;
  return Value::empty();
}

Completion<Value> get_named_slow(Isolate& isolate, Value object, PropertyKey key, CacheSlot* slot, Value* accessor) {
  if (object.is_cell()) {
    Value value;
    CacheSlot* record = find_record(isolate, slot, key, object.as_cell()->shape_id, kLoadRecord);
    if (record && static_cast<CacheKind>(record->kind) == CacheKind::kGetter && record->validity->valid) {
      return getter_result(isolate, cached_pair(*record, object.as_cell())->getter, object, accessor);
    }
    if (record && cache_load(*record, object.as_cell(), &value)) {
      if (isolate.options().verify_ic) verify_hit(isolate, object, key, value);
      return value;
    }
  }
  Object* start = lookup_start(isolate, object);
  if (!start) return throw_nullish_access(isolate, object, key, false);
  if (key == isolate.names().length) return get_value(isolate, object, key);
  for (Object* holder = start; holder; holder = holder->prototype()) {
    if (is_exotic_for(isolate, holder, key)) return get(isolate, holder, key, object);
    const PropertyEntry* entry = find_property(isolate, holder->shape(), key);
    if (!entry) continue;
    uint32_t position = entry->slot;
    Value value = holder->get_slot(position);
    if (value.is_empty()) {
      value = materialize_lazy_slot(isolate, holder, key, position);
      entry = find_property(isolate, holder->shape(), key);
      if (!entry) return value;
    }
    if (entry->attributes & Attributes::kAccessor) {
      fill_load(isolate, slot, key, object, start, holder, entry);
      return getter_result(isolate, static_cast<AccessorPair*>(value.as_cell())->getter, object, accessor);
    }
    fill_load(isolate, slot, key, object, start, holder, entry);
    return value;
  }
  if (object.is_object()) fill_load(isolate, slot, key, object, start, nullptr, nullptr);
  return Value::undefined();
}

Completion<Value> get_length_slow(Isolate& isolate, Value object, CacheSlot* slot) {
  if (object.is_object() && as_object(object)->is_array())
    return Value::number(static_cast<Array*>(as_object(object))->length);
  if (object.is_string()) return Value::number(as_string(object)->length);
  if (object.is_object() && !as_object(object)->is_exotic()) {
    PropertyKey key = isolate.names().length;
    Cell* cell = object.as_cell();
    Value value;
    if (cell->shape_id == slot->shape_id && cache_load(*slot, cell, &value)) return value;
    CacheSlot* record = find_record(isolate, slot, key, cell->shape_id, kLoadRecord);
    if (record && cache_load(*record, cell, &value)) return value;
    const PropertyEntry* entry = find_property(isolate, as_object(object)->shape(), key);
    if (entry && !(entry->attributes & Attributes::kAccessor)) {
      value = as_object(object)->get_slot(entry->slot);
      if (!value.is_empty()) {
        fill_load(isolate, slot, key, object, as_object(object), as_object(object), entry);
        return value;
      }
    }
  }
  return get_value(isolate, object, isolate.names().length);
}

// --- stores

// The record by value: growing the slots may collect, which clears the shared cache.
static bool store_by_record(Isolate& isolate, CacheSlot record, Object* object, Value value) {
  switch (static_cast<CacheKind>(record.kind)) {
    case CacheKind::kOwn:
      *reinterpret_cast<Value*>(reinterpret_cast<char*>(object) + record.offset) = value;
      isolate.heap().write_barrier(object);
      return true;
    case CacheKind::kOwnSlots:
      *reinterpret_cast<Value*>(reinterpret_cast<char*>(object->slots) + record.offset) = value;
      isolate.heap().write_barrier(object->slots);
      return true;
    case CacheKind::kTransition:
      if (!record.validity->valid) return false;
      object->shape_id = record.new_shape_id;
      *reinterpret_cast<Value*>(reinterpret_cast<char*>(object) + record.offset) = value;
      isolate.heap().write_barrier(object);
      return true;
    case CacheKind::kTransitionSlots: {
      if (!record.validity->valid) return false;
      uint32_t needed = (record.offset - sizeof(Slots)) / sizeof(Value) + 1;
      if (!object->slots || object->slots->capacity < needed) {
        ensure_slots_for(isolate, object, object->shape()->inline_capacity + needed);
      }
      object->shape_id = record.new_shape_id;
      *reinterpret_cast<Value*>(reinterpret_cast<char*>(object->slots) + record.offset) = value;
      isolate.heap().write_barrier(object);
      isolate.heap().write_barrier(object->slots);
      return true;
    }
    default: return false;
  }
}

// Adds a property to an ordinary extensible object and remembers the transition.
static void add_and_cache(Isolate& isolate, Object* object, PropertyKey key, Value value, CacheSlot* slot,
                          bool check_chain) {
  Shape* before = object->shape();
  bool cacheable = before->is_shared() && !object->has_flag(CellFlags::kIsPrototype);
  Object* prototype = before->prototype;
  if (cacheable && check_chain) {
    for (Object* o = prototype; o; o = o->prototype()) {
      if (o->is_exotic() || !o->shape()->is_unique()) cacheable = false;
    }
  }
  add_property(isolate, object, key, value, Attributes::kAll);
  Shape* after = object->shape();
  if (!cacheable || !after->is_shared()) return;
  CacheSlot record{};
  record.shape_id = before->id();
  record.new_shape_id = after->id();
  record.types = kStoreRecord;
  bool in_slots;
  record.offset = slot_offset(object, after->slot, &in_slots);
  record.kind = static_cast<uint8_t>(in_slots ? CacheKind::kTransitionSlots : CacheKind::kTransition);
  if (prototype && check_chain) {
    record.validity = chain_validity(isolate, prototype);
  } else {
    record.validity = isolate.always_valid;
  }
  fill(isolate, slot, key, record);
}

Completion<Value> set_any(Isolate& isolate, Value object, PropertyKey key, Value value, bool strict) {
  if (!object.is_object()) {
    Object* start = lookup_start(isolate, object);
    if (!start) return throw_nullish_access(isolate, object, key, true);
    bool done = object.is_string() && (key == isolate.names().length ||
                                       (key.is_index() && key.as_index() < as_string(object)->length))
                    ? false
                    : TRY(set(isolate, start, key, value, object));
    if (!done && strict) return throw_failed_set(isolate, object, key);
    return value;
  }
  bool done = TRY(set(isolate, as_object(object), key, value, object));
  if (!done && strict) return throw_failed_set(isolate, object, key);
  return value;
}

// A setter found at `holder` is remembered like a load through the prototype chain, and handed to the caller.
static Completion<Value> setter_result(Isolate& isolate, Object* object, Object* holder, const PropertyEntry* entry,
                                       PropertyKey key, Value value, CacheSlot* slot, bool strict, Value* accessor) {
  Value pair = holder->get_slot(entry->slot);
  Value setter = pair.is_cell() ? static_cast<AccessorPair*>(pair.as_cell())->setter : Value::undefined();
  if (!setter.is_object() || !accessor) return set_any(isolate, Value(object), key, value, strict);
  fill_access(isolate, slot, key, Value(object), object, holder, entry, kStoreRecord);
  *accessor = setter;
  return Value::empty();
}

// What a cached store did must be what a store without caches does: the property is the object's own, writable data
// with that value, and no setter or read-only property above stood in the way of one that was added.
static void verify_store(Isolate& isolate, Object* object, PropertyKey key, Value value, uint32_t shape_before) {
  const PropertyEntry* entry = find_property(isolate, object->shape(), key);
  bool right = entry && !(entry->attributes & Attributes::kAccessor) && (entry->attributes & Attributes::kWritable) &&
               object->get_slot(entry->slot) == value;
  for (Object* o = object->shape_id == shape_before ? nullptr : object->prototype(); o && right; o = o->prototype()) {
    const PropertyEntry* above = find_property(isolate, o->shape(), key);
    if (!above) continue;
    right = !(above->attributes & Attributes::kAccessor) && (above->attributes & Attributes::kWritable);
    break;
  }
  if (right) return;
  std::fprintf(stderr, "scrim: --verify-ic: a cached store of '%s' did what a store does not\n",
               describe_key(isolate, key).c_str());
  std::abort();
}

Completion<Value> set_named_slow(Isolate& isolate, Value target, PropertyKey key, Value value, CacheSlot* slot,
                                 bool strict, Value* accessor) {
  if (!target.is_object()) return set_any(isolate, target, key, value, strict);
  Object* object = as_object(target);
  CacheSlot* known =
      object->shape_id == slot->shape_id ? slot : find_record(isolate, slot, key, object->shape_id, kStoreRecord);
  if (known && accessor && static_cast<CacheKind>(known->kind) == CacheKind::kSetter && known->validity->valid) {
    Value setter = cached_pair(*known, object)->setter;
    if (setter.is_object()) {
      *accessor = setter;
      return Value::empty();
    }
  }
  uint32_t shape_before = object->shape_id;
  if (known && store_by_record(isolate, *known, object, value)) {
    if (isolate.options().verify_ic) verify_store(isolate, object, key, value, shape_before);
    return value;
  }
  if (object->is_exotic() || (object->is_array() && key == isolate.names().length) ||
      object->type == CellType::kFunction) {
    return set_any(isolate, target, key, value, strict);
  }
  if (const PropertyEntry* entry = find_property(isolate, object->shape(), key)) {
    if (entry->attributes & Attributes::kAccessor) {
      return setter_result(isolate, object, object, entry, key, value, slot, strict, accessor);
    }
    if (!(entry->attributes & Attributes::kWritable)) return set_any(isolate, target, key, value, strict);
    store_slot(isolate, object, entry->slot, value);
    if (object->shape()->is_cacheable()) {
      CacheSlot record{};
      record.shape_id = object->shape_id;
      record.types = kStoreRecord;
      bool in_slots;
      record.offset = slot_offset(object, entry->slot, &in_slots);
      record.kind = static_cast<uint8_t>(in_slots ? CacheKind::kOwnSlots : CacheKind::kOwn);
      fill(isolate, slot, key, record);
    }
    return value;
  }
  // Not an own property. Anything special above?
  for (Object* o = object->prototype(); o; o = o->prototype()) {
    if (o->is_exotic()) return set_any(isolate, target, key, value, strict);
    const PropertyEntry* entry = find_property(isolate, o->shape(), key);
    if (!entry) continue;
    if (entry->attributes & Attributes::kAccessor) {
      return setter_result(isolate, object, o, entry, key, value, slot, strict, accessor);
    }
    if (!(entry->attributes & Attributes::kWritable)) return set_any(isolate, target, key, value, strict);
    break;
  }
  if (!object->shape()->is_extensible()) return set_any(isolate, target, key, value, strict);
  add_and_cache(isolate, object, key, value, slot, true);
  return value;
}

// CreateDataProperty on an object literal, an instance's field or a fresh object.
Completion<Value> define_named_slow(Isolate& isolate, Value target, PropertyKey key, Value value, CacheSlot* slot) {
  Object* object = as_object(target);
  CacheSlot* known =
      object->shape_id == slot->shape_id ? slot : find_record(isolate, slot, key, object->shape_id, kStoreRecord);
  if (known && store_by_record(isolate, *known, object, value)) return value;
  if (!key.is_index() && !object->is_exotic() && !object->is_array() && object->shape()->is_extensible() &&
      object->type != CellType::kFunction) {
    const PropertyEntry* entry = find_property(isolate, object->shape(), key);
    if (!entry) {
      add_and_cache(isolate, object, key, value, slot, false);
      return value;
    }
    if (entry->attributes == Attributes::kAll) {
      store_slot(isolate, object, entry->slot, value);
      return value;
    }
  }
  TRY(create_data_property_or_throw(isolate, object, key, value));
  return value;
}

// --- keyed access

Completion<Value> get_through_cache(Isolate& isolate, Value base, PropertyKey name, Value* accessor) {
  if (!base.is_cell() || name.is_index()) return get_value(isolate, base, name);
  GlobalCache::Entry& entry = isolate.global_cache->entry(base.as_cell()->shape_id, name);
  Value value;
  if (entry.key == name && entry.slot.shape_id == base.as_cell()->shape_id && entry.slot.types == kLoadRecord &&
      !isolate.options().verify_ic && cache_load(entry.slot, base.as_cell(), &value)) {
    return value;
  }
  CacheSlot site{};
  site.kind = static_cast<uint8_t>(CacheKind::kMegamorphic);
  return get_named_slow(isolate, base, name, &site, accessor);
}

// An element, or empty and its getter.
static Completion<Value> get_element(Isolate& isolate, Object* object, uint32_t index, Value* accessor) {
  if (accessor && object->elements_kind == ElementsKind::kDictionary && !object->is_exotic()) {
    SparseElements::Entry* entry = object->sparse()->find(index);
    if (entry && (entry->attributes & Attributes::kAccessor)) {
      Value getter = cast<AccessorPair>(entry->value)->getter;
      if (getter.is_undefined()) return getter;
      *accessor = getter;
      return Value::empty();
    }
  }
  return get(isolate, object, PropertyKey::from_index(index), Value(object));
}

Completion<Value> get_keyed_slow(Isolate& isolate, Value object, Value key, CacheSlot* slot, Value* accessor) {
  if (object.is_object()) {
    if (key.is_int32() && object.as_cell()->type == CellType::kTypedArray && key.as_int32() >= 0) {
      auto* array = cast<TypedArrayObject>(object);
      if (uint8_t* address = plain_element_address(array, static_cast<uint32_t>(key.as_int32()))) {
        return load_plain_element(array->element_type, address);
      }
    }
    if (key.is_double()) {
      double number = key.as_double();
      if (number >= 0 && number < 4294967295.0 && number == static_cast<uint32_t>(number)) {
        return get_element(isolate, as_object(object), static_cast<uint32_t>(number), accessor);
      }
    }
    if (key.is_int32() && key.as_int32() >= 0) {
      return get_element(isolate, as_object(object), static_cast<uint32_t>(key.as_int32()), accessor);
    }
  } else if (object.is_string() && key.is_number()) {
    double number = key.as_number();
    String* string = as_string(object);
    if (number >= 0 && number < string->length && number == static_cast<uint32_t>(number)) {
      return single_character_string(isolate, char_at(isolate, string, static_cast<uint32_t>(number)));
    }
  } else if (object.is_undefined_or_null()) {
    return throw_nullish_access(isolate, object, key, false);
  }
  PropertyKey name = key.is_symbol() ? PropertyKey::from_symbol(as_symbol(key)) : TRY(to_property_key(isolate, key));
  if (name.is_index()) return get_value(isolate, object, name);
  (void)slot;
  return get_through_cache(isolate, object, name, accessor);
}

Completion<Value> set_keyed_slow(Isolate& isolate, Value target, Value key, Value value, CacheSlot* slot, bool strict) {
  (void)slot;
  if (target.is_object()) {
    Object* object = as_object(target);
    if (key.is_int32() && value.is_number() && object->type == CellType::kTypedArray && key.as_int32() >= 0) {
      auto* array = static_cast<TypedArrayObject*>(object);
      uint8_t* address = plain_element_address(array, static_cast<uint32_t>(key.as_int32()));
      if (address && !array->buffer->is_immutable()) {
        store_plain_element(array->element_type, address, value);
        return value;
      }
    }
    double number = key.is_number() ? key.as_number() : -1;
    if (number >= 0 && number < 4294967295.0 && number == static_cast<uint32_t>(number)) {
      auto index = static_cast<uint32_t>(number);
      // The plain cases: an ordinary object or array that can grow, no indexed property on any prototype.
      if (!object->is_exotic() && object->elements_kind != ElementsKind::kDictionary &&
          !isolate.prototypes_have_elements && object->shape()->is_extensible() && !has_exotic_prototype(object)) {
        put_element(isolate, object, index, value);
        return value;
      }
      return set_any(isolate, target, PropertyKey::from_index(index), value, strict);
    }
  }
  if (target.is_undefined_or_null()) {
    return throw_nullish_access(isolate, target, key, true);
  }
  PropertyKey name = key.is_symbol() ? PropertyKey::from_symbol(as_symbol(key)) : TRY(to_property_key(isolate, key));
  if (target.is_object() && !name.is_index()) {
    Object* object = as_object(target);
    Shape* shape = object->shape();
    // Computed keys that keep coming make the object a dictionary (decision 4).
    if (shape->is_shared() && shape->property_count > 128 && object->type == CellType::kObject &&
        !find_property(isolate, shape, name)) {
      set_shape(object, unique_copy(isolate, shape, true));
      isolate.heap().write_barrier(object);
    }
  }
  return set_any(isolate, target, name, value, strict);
}

// --- in and instanceof

// ECMA-262 sec-relational-operators-runtime-semantics-evaluation
Completion<Value> in_slow(Isolate& isolate, Value key, Value target, CacheSlot* slot) {
  if (!target.is_object()) {
    return throw_type_error(
        isolate, "Cannot use 'in' operator to search for '%s' in %s",
        key.is_symbol() ? describe_for_error(isolate, key).c_str()
                        : to_utf8(isolate, TRY(to_string(isolate, key))).c_str(),
        target.is_string() ? to_utf8(isolate, as_string(target)).c_str() : describe_for_error(isolate, target).c_str());
  }
  Object* object = as_object(target);
  PropertyKey name = TRY(to_property_key(isolate, key));
  // Arrays' length is not in their shapes.
  if (name.is_index() || object->is_exotic() || !object->shape()->is_cacheable() || name == isolate.names().length) {
    return Value::boolean(TRY(has_property(isolate, object, name)));
  }
  CacheSlot* record = find_record(isolate, slot, name, object->shape_id, kInRecord);
  if (record && record->holder == name.as_cell() && record->validity->valid) {
    bool has = record->offset;
    if (isolate.options().verify_ic && TRY(has_property(isolate, object, name)) != has) {
      std::fprintf(stderr, "scrim: --verify-ic: a cached '%s' in an object is wrong\n",
                   describe_key(isolate, name).c_str());
      std::abort();
    }
    return Value::boolean(has);
  }
  for (Object* holder = object; holder; holder = holder->prototype()) {
    if (is_exotic_for(isolate, holder, name)) return Value::boolean(TRY(has_property(isolate, object, name)));
    const PropertyEntry* entry = find_property(isolate, holder->shape(), name);
    if (!entry) continue;
    fill_access(isolate, slot, name, target, object, holder, entry, kInRecord);
    return Value::boolean(true);
  }
  fill_access(isolate, slot, name, target, object, nullptr, nullptr, kInRecord);
  return Value::boolean(false);
}

// --verify-ic: a record that would hit stands for %Function.prototype%[@@hasInstance] and the function's `prototype`.
static void verify_instance_of(Isolate& isolate, Value target, const CacheSlot& hidden) {
  if (!hidden.validity || !hidden.validity->valid || !target.is_object() ||
      target.as_cell()->shape_id != hidden.new_shape_id) {
    return;
  }
  Object* function = as_object(target);
  const PropertyEntry* entry = find_property(isolate, function->shape(), isolate.names().prototype);
  bool in_slots = true;
  bool right = entry && !(entry->attributes & Attributes::kAccessor) &&
               slot_offset(function, entry->slot, &in_slots) == hidden.offset && !in_slots;
  Object* holder = function;
  while (holder && !find_property(isolate, holder->shape(), isolate.names().has_instance)) {
    holder = holder->is_exotic() ? nullptr : holder->prototype();
  }
  if (right && holder == isolate.realm().intrinsic(Intrinsic::kFunctionPrototype)) return;
  std::fprintf(stderr, "scrim: --verify-ic: a cached instanceof looked for another prototype than the function's\n");
  std::abort();
}

// ECMA-262 sec-instanceofoperator. Remembered of a function: that @@hasInstance is %Function.prototype%'s own, which
// cannot be replaced, and where its `prototype` is.
Completion<Value> instance_of_slow(Isolate& isolate, Value value, Value target, CacheSlot* slot) {
  if (isolate.options().verify_ic) verify_instance_of(isolate, target, *slot);
  if (target.is_object() && target.as_cell()->type == CellType::kFunction) {
    Object* function = as_object(target);
    const Names& names = isolate.names();
    Object* holder = function;
    while (holder && !holder->is_exotic() && !find_property(isolate, holder->shape(), names.has_instance)) {
      holder = holder->prototype();
    }
    Realm& realm = isolate.realm();
    const PropertyEntry* entry = find_property(isolate, function->shape(), names.prototype);
    bool in_slots = false;
    if (holder && holder != function && entry && !(entry->attributes & Attributes::kAccessor) &&
        realm.has_intrinsic(Intrinsic::kFunctionPrototype) &&
        holder == realm.intrinsic(Intrinsic::kFunctionPrototype) && function->shape()->is_cacheable()) {
      bool can_announce = !function->shape()->is_unique() || function->has_flag(CellFlags::kIsPrototype);
      for (Object* o = function->prototype(); o; o = o->prototype()) {
        if (o->is_exotic() || !o->shape()->is_unique()) can_announce = false;
        if (o == holder) break;
      }
      CacheSlot record{};
      record.shape_id = function->shape_id;
      record.offset = slot_offset(function, entry->slot, &in_slots);
      record.kind = static_cast<uint8_t>(CacheKind::kInstanceOf);
      if (can_announce && !in_slots && is_writable_site(isolate, slot)) {
        // A constructor that others inherit from gains its own @@hasInstance in place.
        bool in_place = function->has_flag(CellFlags::kIsPrototype);
        record.validity = chain_validity(isolate, in_place ? function : function->prototype());
        remember(isolate, slot, names.prototype, record);
      }
    }
  }
  return Value::boolean(TRY(instance_of(isolate, value, target)));
}

// --- globals

static void remember_global(Isolate& isolate, CacheSlot* slot, PropertyKey name, Box* box) {
  CacheSlot record{};
  record.kind = static_cast<uint8_t>(CacheKind::kGlobalLexical);
  record.holder = box;
  remember(isolate, slot, name, record);
}

static void remember_global(Isolate& isolate, CacheSlot* slot, PropertyKey name, Object* global, uint32_t position) {
  if (!global->shape()->is_cacheable()) return;
  bool in_slots;
  CacheSlot record{};
  record.offset = slot_offset(global, position, &in_slots);
  record.shape_id = global->shape_id;
  record.holder = global;
  record.kind = static_cast<uint8_t>(in_slots ? CacheKind::kOwnSlots : CacheKind::kOwn);
  remember(isolate, slot, name, record);
}

// --verify-ic: whether what the handler would use, were it not hidden, is the place a lookup finds now.
static void verify_global(Isolate& isolate, PropertyKey name, const CacheSlot& hidden, bool store) {
  if (!hidden.holder) return;
  Realm& realm = isolate.realm();
  const PropertyEntry* lexical = find_property(isolate, realm.lexical_scope->shape(), name);
  const PropertyEntry* entry = lexical;
  bool right = false;
  if (static_cast<CacheKind>(hidden.types) == CacheKind::kGlobalLexical) {
    right = entry && realm.lexical_scope->get_slot(entry->slot).as_cell() == hidden.holder;
  } else {
    Object* global = realm.global_object;
    if (hidden.new_shape_id != global->shape_id) return;  // it would miss
    entry = find_property(isolate, global->shape(), name);
    bool in_slots = false;
    right = !lexical && entry && hidden.holder == global && !(entry->attributes & Attributes::kAccessor) &&
            slot_offset(global, entry->slot, &in_slots) == hidden.offset &&
            in_slots == (static_cast<CacheKind>(hidden.types) == CacheKind::kOwnSlots);
  }
  if (right && (!store || (entry->attributes & Attributes::kWritable))) return;
  std::fprintf(stderr, "scrim: --verify-ic: a cached %s of the global '%s' went to another place than it has\n",
               store ? "store" : "load", describe_key(isolate, name).c_str());
  std::abort();
}

Completion<Value> get_global_slow(Isolate& isolate, PropertyKey name, CacheSlot* slot, bool for_typeof) {
  Realm& realm = isolate.realm();
  if (isolate.options().verify_ic) verify_global(isolate, name, *slot, false);
  if (const PropertyEntry* entry = find_property(isolate, realm.lexical_scope->shape(), name)) {
    Value boxed = realm.lexical_scope->get_slot(entry->slot);
    auto* box = static_cast<Box*>(boxed.as_cell());
    if (box->value.is_empty()) {
      return throw_error(isolate, ErrorType::kReferenceError, "Cannot access '%s' before initialization",
                         describe_key(isolate, name).c_str());
    }
    remember_global(isolate, slot, name, box);
    return box->value;
  }
  Object* global = realm.global_object;
  if (!global->is_exotic()) {
    if (const PropertyEntry* entry = find_property(isolate, global->shape(), name)) {
      uint32_t position = entry->slot;
      uint8_t attributes = entry->attributes;
      Value value = global->get_slot(position);
      if (value.is_empty()) value = materialize_lazy_slot(isolate, global, name, position);
      if (!(attributes & Attributes::kAccessor)) {
        remember_global(isolate, slot, name, global, position);
        return value;
      }
    }
  }
  if (TRY(has_property(isolate, global, name))) return get(isolate, global, name, Value(realm.global_this));
  if (for_typeof) return Value::undefined();
  return throw_error(isolate, ErrorType::kReferenceError, "%s is not defined", describe_key(isolate, name).c_str());
}

Completion<Value> set_global_slow(Isolate& isolate, PropertyKey name, Value value, CacheSlot* slot, bool strict) {
  Realm& realm = isolate.realm();
  if (isolate.options().verify_ic) verify_global(isolate, name, *slot, true);
  if (const PropertyEntry* entry = find_property(isolate, realm.lexical_scope->shape(), name)) {
    auto* box = static_cast<Box*>(realm.lexical_scope->get_slot(entry->slot).as_cell());
    if (box->value.is_empty()) {
      return throw_error(isolate, ErrorType::kReferenceError, "Cannot access '%s' before initialization",
                         describe_key(isolate, name).c_str());
    }
    if (!(entry->attributes & Attributes::kWritable)) {
      return throw_type_error(isolate, "Assignment to constant variable.");
    }
    box->value = value;
    isolate.heap().write_barrier(box);
    remember_global(isolate, slot, name, box);
    return value;
  }
  Object* global = realm.global_object;
  const PropertyEntry* entry = find_property(isolate, global->shape(), name);
  if (entry && !(entry->attributes & Attributes::kAccessor) && (entry->attributes & Attributes::kWritable)) {
    store_slot(isolate, global, entry->slot, value);
    remember_global(isolate, slot, name, global, entry->slot);
    return value;
  }
  if (strict && !TRY(has_property(isolate, global, name))) {
    return throw_error(isolate, ErrorType::kReferenceError, "%s is not defined", describe_key(isolate, name).c_str());
  }
  return set_any(isolate, Value(global), name, value, strict);
}

}  // namespace scrim
