// Text helpers of util.inspect.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/objects/collections.h"
#include "engine/objects/isolate.h"

namespace scrim {

// In quotes that need the fewest escapes, as Node's strEscape.
std::string quote_text(std::u16string_view text);
bool is_plain_identifier(std::string_view text);
// Lines after the first, indented.
std::string indent_lines(std::string_view text, int spaces);
size_t utf16_size(std::string_view utf8);
// Columns in a terminal.
size_t text_width(std::string_view utf8);
// "Function", "AsyncFunction", "GeneratorFunction", "AsyncGeneratorFunction".
const char* function_kind_name(Function* function);
// Symbol.for("nodejs.util.inspect.custom") if any code has asked for it.
Symbol* custom_inspect_symbol(Isolate& isolate, AtomTable& atoms);
// Whether %s should use the object's own toString: it, or a class of the program, defines one.
bool has_own_to_string(Isolate& isolate, Object* object);
// What a Map's or Set's iterator still has; the first entry is "\x01" if these are key-value pairs. False for others.
template <typename Show>
bool inspect_collection_iterator(Isolate& isolate, IteratorObject* iterator, std::vector<std::string>* entries,
                                 Show show);

// builtins/ says what an iterator object is: 1 keys or values of a Map or Set in `extra`... see collection_iterator_of.
struct CollectionIterator {
  HashTable* table;  // null: not an iterator over a Map or Set, or exhausted
  uint32_t position;
  bool pairs;
  bool values;
  bool is_collection;
};
CollectionIterator collection_iterator_of(IteratorObject* iterator);

template <typename Show>
bool inspect_collection_iterator(Isolate&, IteratorObject* iterator, std::vector<std::string>* entries, Show show) {
  CollectionIterator at = collection_iterator_of(iterator);
  if (!at.is_collection) return false;
  if (at.pairs) entries->push_back("\x01");
  for (uint32_t i = at.position; at.table && i < at.table->used; ++i) {
    HashTable::Entry entry = at.table->entries()[i];
    if (entry.key.is_empty()) continue;
    if (at.pairs) {
      entries->push_back("[ " + show(entry.key) + ", " + show(entry.value) + " ]");
    } else {
      entries->push_back(show(at.values ? entry.value : entry.key));
    }
  }
  return true;
}

}  // namespace scrim
