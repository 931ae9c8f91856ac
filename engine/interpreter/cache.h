// Inline caches: what the slow paths do when a site misses.
#pragma once

#include "engine/objects/isolate.h"

namespace scrim {

enum class CacheKind : uint8_t {
#define CACHE_KIND(name, guard, access) k##name,
#include "engine/interpreter/cache_kinds.def"
#undef CACHE_KIND
  kCount
};

static_assert(static_cast<uint8_t>(CacheKind::kPolymorphic) == CacheSlot::kPolymorphicKind);

// The one (shape, key) cache all megamorphic sites share. Cleared by every collection.
struct GlobalCache {
  struct Entry {
    PropertyKey key;
    CacheSlot slot;
  };
  static constexpr uint32_t kEntries = 2048;
  Entry entries[kEntries];

  Entry& entry(uint32_t shape_id, PropertyKey key) { return entries[(shape_id / 16 * 31 + key.hash()) % kEntries]; }
};

// Up to this many records at one site before it goes megamorphic.
constexpr uint32_t kMaxPolymorphic = 4;

// CacheSlot::types of a property record: loads, stores and `in` share the global cache but not records.
constexpr uint16_t kLoadRecord = 0;
constexpr uint16_t kStoreRecord = 1;
constexpr uint16_t kInRecord = 2;

// False: nothing may be written there, for the function has no vector yet or caches are off (--no-ic).
bool is_writable_site(Isolate& isolate, const CacheSlot* slot);
// A record for the site and shape, if some cache knows one. Not of a site with a single record, which the handler
// knows.
CacheSlot* find_record(Isolate& isolate, CacheSlot* slot, PropertyKey key, uint32_t shape_id, uint16_t use);

// The loads and stores a record stands for. *value is set and true returned if the record's guard holds for the object.
bool cache_load(CacheSlot& record, Cell* cell, Value* value);

// Of a record of kind Getter or Setter whose shape is the cell's and which is valid: the accessor.
inline AccessorPair* cached_pair(const CacheSlot& record, const Cell* cell) {
  const Cell* base = record.holder ? record.holder : cell;
  auto* place = reinterpret_cast<const Value*>(reinterpret_cast<const char*>(base) + record.offset);
  return static_cast<AccessorPair*>(place->as_cell());
}

// Slow paths of the property opcodes: do the operation and refill the site. With an `accessor`, a getter or setter
// found is not called but put there, for the interpreter to call in a frame of its own; the result is then empty.
Completion<Value> get_named_slow(Isolate& isolate, Value object, PropertyKey key, CacheSlot* slot,
                                 Value* accessor = nullptr);
Completion<Value> get_length_slow(Isolate& isolate, Value object, CacheSlot* slot);
Completion<Value> set_named_slow(Isolate& isolate, Value object, PropertyKey key, Value value, CacheSlot* slot,
                                 bool strict, Value* accessor = nullptr);
Completion<Value> get_keyed_slow(Isolate& isolate, Value object, Value key, CacheSlot* slot, Value* accessor = nullptr);
Completion<Value> set_keyed_slow(Isolate& isolate, Value object, Value key, Value value, CacheSlot* slot, bool strict);
Completion<Value> define_named_slow(Isolate& isolate, Value object, PropertyKey key, Value value, CacheSlot* slot);
// GetV through the cache that megamorphic sites share, for sites without feedback of their own, builtins included.
Completion<Value> get_through_cache(Isolate& isolate, Value base, PropertyKey name, Value* accessor = nullptr);
Completion<Value> in_slow(Isolate& isolate, Value key, Value object, CacheSlot* slot);
Completion<Value> instance_of_slow(Isolate& isolate, Value value, Value target, CacheSlot* slot);
Completion<Value> get_global_slow(Isolate& isolate, PropertyKey name, CacheSlot* slot, bool for_typeof);
Completion<Value> set_global_slow(Isolate& isolate, PropertyKey name, Value value, CacheSlot* slot, bool strict);

}  // namespace scrim
