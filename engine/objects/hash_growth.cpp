// How the entries of a large table of Map, Set and the weak ones come to the table that replaces it (collections.h).
#include "engine/objects/collections.h"

namespace scrim {

void move_hash_entries(HashTable* table, uint32_t count) {
  HashTable* old = table->predecessor;
  if (!old) return;
  Heap& heap = heap_of(table);
  uint32_t from = old->gap_begin;
  uint32_t end = old->used - from > count ? from + count : old->used;
  for (uint32_t i = from; i < end; ++i) {
    const HashTable::Entry& entry = old->entries()[i];
    if (entry.key.is_empty()) continue;
    VERIFY(table->gap_begin < table->gap_end);
    uint32_t position = table->gap_begin++;
    uint32_t* bucket = &table->buckets()[entry.hash & (table->bucket_count - 1)];
    HashTable::Entry* place = &table->entries()[position];
    *place = {entry.key, entry.value, entry.hash, *bucket};
    *bucket = position + 1;
    if (!heap.write_barrier_at(table, place) && position < table->scanned) table->scanned = position;
  }
  old->gap_begin = old->gap_end = end;
  if (end < old->used) return;
  // Places of entries that were deleted meanwhile stay deleted entries.
  for (uint32_t i = table->gap_begin; i < table->gap_end; ++i) {
    table->entries()[i] = {Value::empty(), Value::undefined(), 0, 0};
  }
  table->gap_begin = table->gap_end = 0;
  table->predecessor = nullptr;
}

}  // namespace scrim
