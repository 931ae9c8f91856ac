#include "engine/builtins/hash_table.h"

#include "engine/base/zero_memory.h"
#include "engine/objects/bigint.h"
#include "engine/objects/conversions.h"
#include "engine/objects/isolate.h"

namespace scrim {

namespace {

constexpr uint32_t kMinimumCapacity = 4;

uint32_t hash_key(Isolate& isolate, Value key) {
  if (key.is_string()) return hash_string(isolate, as_string(key));
  uint64_t bits = key.bits();
  if (key.is_bigint()) {
    BigInt* value = as_bigint(key);
    bits = value->negative;
    for (uint32_t i = 0; i < value->limb_count; ++i) bits = (bits ^ value->limbs[i]) * 0x9e3779b97f4a7c15;
  }
  bits *= 0x9e3779b97f4a7c15;  // cells never move: addresses are good hashes
  return static_cast<uint32_t>(bits >> 32);
}

bool same_key(Isolate& isolate, Value a, Value b) {
  if (a == b) return true;
  if (!a.is_cell() || !b.is_cell()) return false;
  if (a.is_string()) return b.is_string() && strings_equal(isolate, as_string(a), as_string(b));
  return a.is_bigint() && b.is_bigint() && bigint_equals(as_bigint(a), as_bigint(b));
}

// From this many entries on a table is replaced step by step, so many of them with each change: they have all come when
// the new one is full, which has room for as many more.
constexpr uint32_t kStepwise = 8192;
constexpr uint32_t kStep = 2;

[[gnu::always_inline]] inline HashTable::Entry* find_in(Isolate& isolate, HashTable* table, Value key, uint32_t hash) {
  HashTable::Entry* entries = table->entries();
  for (uint32_t next = table->buckets()[hash & (table->bucket_count - 1)]; next; next = entries[next - 1].next) {
    HashTable::Entry& entry = entries[next - 1];
    if (entry.hash == hash && same_key(isolate, entry.key, key)) return &entry;
  }
  return nullptr;
}

struct Found {
  HashTable* table;  // the one asked for, or its predecessor
  HashTable::Entry* entry;
};

Found find(Isolate& isolate, HashTable* table, Value key, uint32_t hash) {
  HashTable::Entry* entry = find_in(isolate, table, key, hash);
  if (!entry && table->predecessor) [[unlikely]] {
    HashTable* old = table->predecessor;
    entry = find_in(isolate, old, key, hash);
    if (entry && entry - old->entries() >= old->gap_begin) return {old, entry};
    entry = nullptr;  // it has moved, and was deleted then
  }
  return {table, entry};
}

void append(HashTable* table, Value key, Value value, uint32_t hash) {
  uint32_t* bucket = &table->buckets()[hash & (table->bucket_count - 1)];
  table->entries()[table->used] = {key, value, hash, *bucket};
  *bucket = ++table->used;
  ++table->count;
}

HashTable* rehash(Isolate& isolate, HashTable* table, uint32_t capacity) {
  settled(table);
  HashTable* fresh = new_hash_table(isolate, capacity, table->has_flag(HashTable::kWeak));
  if (table->count < kStepwise) {
    for (uint32_t i = 0; i < table->used; ++i) {
      const HashTable::Entry& entry = table->entries()[i];
      if (!entry.key.is_empty()) append(fresh, entry.key, entry.value, entry.hash);
    }
  } else {
    fresh->predecessor = table;
    fresh->count = fresh->used = fresh->gap_end = table->count;
  }
  table->successor = fresh;
  isolate.heap().write_barrier_at(table, &table->successor);
  return fresh;
}

}  // namespace

HashTable* new_hash_table(Isolate& isolate, uint32_t capacity, bool weak) {
  uint32_t size = kMinimumCapacity;
  while (size < capacity) size *= 2;
  size_t bytes = HashTable::size_for(size, size);
  auto* table = static_cast<HashTable*>(isolate.heap().allocate(bytes));
  table->set_header(Cell::header_word(CellType::kHashTable, weak ? HashTable::kWeak : 0));
  table->count = 0;
  table->used = 0;
  table->capacity = size;
  table->bucket_count = size;
  table->successor = table->predecessor = nullptr;
  table->gap_begin = table->gap_end = 0;
  table->cleared = 0;
  table->scan_cycle = 0;
  table->scanned = 0;
  zero_memory(table->buckets(), size_t{size} * 4);
  return table;
}

Value normalize_key(Value key) {
  if (!key.is_double()) return key;
  double number = key.as_double();
  if (number != number) return Value::nan();
  return Value::number(number + 0.0);  // -0 + 0 is +0
}

HashTable::Entry* hash_find(Isolate& isolate, HashTable* table, Value key) {
  if (table->count == 0) return nullptr;
  return find(isolate, table, key, hash_key(isolate, key)).entry;
}

HashTable* hash_set(Isolate& isolate, HashTable* table, Value key, Value value) {
  if (table->predecessor) [[unlikely]]
    move_hash_entries(table, kStep);
  uint32_t hash = hash_key(isolate, key);
  Found found = find(isolate, table, key, hash);
  if (found.entry) {
    found.entry->value = value;
    auto position = static_cast<uint32_t>(found.entry - found.table->entries());
    if (!isolate.heap().write_barrier_at(found.table, found.entry) && position < found.table->scanned)
      found.table->scanned = position;
    return table;
  }
  if (table->used == table->capacity) {
    table = rehash(isolate, table, table->count * 2 > table->capacity ? table->capacity * 2 : table->capacity);
  }
  append(table, key, value, hash);
  isolate.heap().write_barrier_at(table, &table->entries()[table->used - 1]);
  return table;
}

bool hash_delete(Isolate& isolate, HashTable** place, Value key) {
  HashTable* table = *place;
  if (table->count == 0) return false;
  if (table->predecessor) [[unlikely]]
    move_hash_entries(table, kStep);
  HashTable::Entry* entry = find(isolate, table, key, hash_key(isolate, key)).entry;
  if (!entry) return false;
  entry->key = Value::empty();
  entry->value = Value::undefined();
  --table->count;
  if (table->capacity > 16 && table->count * 4 < table->used && !table->predecessor)
    *place = rehash(isolate, table, table->count * 2);
  return true;
}

HashTable* hash_clear(Isolate& isolate, HashTable* table) {
  HashTable* fresh = new_hash_table(isolate, 0, table->has_flag(HashTable::kWeak));
  table->successor = fresh;
  table->cleared = 1;
  // What the old table held is garbage now, even while an iterator still stands on it.
  table->predecessor = nullptr;
  table->used = table->count = 0;
  isolate.heap().write_barrier_at(table, &table->successor);
  return fresh;
}

bool hash_advance(HashTable** place, uint64_t* position) {
  while (HashTable* successor = (*place)->successor) {
    HashTable* table = *place;
    if (table->cleared) {
      *position = 0;
    } else {
      // What is deleted before it has moved gets no place there.
      if (successor->predecessor == table && table->gap_begin < *position)
        move_hash_entries(successor, static_cast<uint32_t>(*position) - table->gap_begin);
      uint64_t deleted = 0;
      for (uint64_t i = 0; i < *position; ++i) deleted += table->entries()[i].key.is_empty();
      *position -= deleted;
    }
    *place = successor;
  }
  HashTable* table = *place;
  while (*position < table->used) {
    if (!table->is_there(static_cast<uint32_t>(*position))) {
      move_hash_entries(table, 64);
    } else if (table->entries()[*position].key.is_empty()) {
      ++*position;
    } else {
      return true;
    }
  }
  return false;
}

}  // namespace scrim
