#include "engine/builtins/hash_table.h"

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

int64_t find(Isolate& isolate, HashTable* table, Value key, uint32_t hash) {
  HashTable::Entry* entries = table->entries();
  for (uint32_t next = table->buckets()[hash & (table->bucket_count - 1)]; next; next = entries[next - 1].next) {
    HashTable::Entry& entry = entries[next - 1];
    if (entry.hash == hash && same_key(isolate, entry.key, key)) return next - 1;
  }
  return -1;
}

void append(HashTable* table, Value key, Value value, uint32_t hash) {
  uint32_t* bucket = &table->buckets()[hash & (table->bucket_count - 1)];
  table->entries()[table->used] = {key, value, hash, *bucket};
  *bucket = ++table->used;
  ++table->count;
}

HashTable* rehash(Isolate& isolate, HashTable* table, uint32_t capacity) {
  HashTable* fresh = new_hash_table(isolate, capacity, table->has_flag(HashTable::kWeak));
  for (uint32_t i = 0; i < table->used; ++i) {
    const HashTable::Entry& entry = table->entries()[i];
    if (!entry.key.is_empty()) append(fresh, entry.key, entry.value, entry.hash);
  }
  table->successor = fresh;
  isolate.heap().write_barrier(table);
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
  table->successor = nullptr;
  table->cleared = 0;
  table->scan_cycle = 0;
  table->scanned = 0;
  std::memset(static_cast<void*>(table->buckets()), 0, size_t{size} * 4);
  return table;
}

Value normalize_key(Value key) {
  if (!key.is_double()) return key;
  double number = key.as_double();
  if (number != number) return Value::nan();
  return Value::number(number + 0.0);  // -0 + 0 is +0
}

int64_t hash_find(Isolate& isolate, HashTable* table, Value key) {
  if (table->count == 0) return -1;
  return find(isolate, table, key, hash_key(isolate, key));
}

HashTable* hash_set(Isolate& isolate, HashTable* table, Value key, Value value) {
  uint32_t hash = hash_key(isolate, key);
  int64_t found = find(isolate, table, key, hash);
  if (found >= 0) {
    HashTable::Entry& entry = table->entries()[found];
    entry.value = value;
    if (!isolate.heap().write_barrier_at(table, &entry) && found < table->scanned)
      table->scanned = static_cast<uint32_t>(found);
    return table;
  }
  if (table->used == table->capacity) {
    table = rehash(isolate, table, table->count * 2 > table->capacity ? table->capacity * 2 : table->capacity);
  }
  append(table, key, value, hash);
  isolate.heap().write_barrier_at(table, &table->entries()[table->used - 1]);
  return table;
}

bool hash_delete(Isolate& isolate, HashTable** table, Value key) {
  int64_t found = hash_find(isolate, *table, key);
  if (found < 0) return false;
  HashTable::Entry& entry = (*table)->entries()[found];
  entry.key = Value::empty();
  entry.value = Value::undefined();
  --(*table)->count;
  if ((*table)->capacity > 16 && (*table)->count * 4 < (*table)->used)
    *table = rehash(isolate, *table, (*table)->count * 2);
  return true;
}

HashTable* hash_clear(Isolate& isolate, HashTable* table) {
  HashTable* fresh = new_hash_table(isolate, 0, table->has_flag(HashTable::kWeak));
  table->successor = fresh;
  table->cleared = 1;
  // What the old table held is garbage now, even while an iterator still stands on it.
  for (uint32_t i = 0; i < table->used; ++i) {
    table->entries()[i].key = Value::empty();
    table->entries()[i].value = Value::undefined();
  }
  table->count = 0;
  isolate.heap().write_barrier(table);
  return fresh;
}

bool hash_advance(HashTable** table, uint64_t* position) {
  while (HashTable* successor = (*table)->successor) {
    if ((*table)->cleared) {
      *position = 0;
    } else {
      uint64_t deleted = 0;
      for (uint64_t i = 0; i < *position; ++i) deleted += (*table)->entries()[i].key.is_empty();
      *position -= deleted;
    }
    *table = successor;
  }
  while (*position < (*table)->used && (*table)->entries()[*position].key.is_empty()) ++*position;
  return *position < (*table)->used;
}

}  // namespace scrim
