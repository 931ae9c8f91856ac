// The table behind Map, Set and their weak forms: insertion order kept, safe to walk while it changes.
#pragma once

#include "engine/objects/collections.h"

namespace scrim {

HashTable* new_hash_table(Isolate& isolate, uint32_t capacity = 0, bool weak = false);
// -0 becomes +0 and numbers take their preferred form, so that equal keys are equal words (but for strings and
// BigInts).
Value normalize_key(Value key);
// The key's entry, which stays where it is until the table changes or an iteration goes on; or null. The key is
// normalised.
HashTable::Entry* hash_find(Isolate& isolate, HashTable* table, Value key);
// Adds or replaces. Returns the table to use from now on (a new one after growing).
HashTable* hash_set(Isolate& isolate, HashTable* table, Value key, Value value);
// Whether the key was there. May replace the table by a smaller one: *table is updated.
bool hash_delete(Isolate& isolate, HashTable** table, Value key);
HashTable* hash_clear(Isolate& isolate, HashTable* table);

// Moves a walker from an outdated table to its successor; then skips deleted entries. False at the end.
bool hash_advance(HashTable** table, uint64_t* position);

}  // namespace scrim
