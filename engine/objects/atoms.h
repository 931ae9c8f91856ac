// The atom table: one String per distinct text, held weakly; and the registry behind Symbol.for.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/objects/string.h"

namespace scrim {

class Heap;

class AtomTable {
 public:
  AtomTable();
  ~AtomTable();
  AtomTable(const AtomTable&) = delete;

  // The atom with this text, or null.
  String* find(const uint8_t* text, uint32_t length, uint32_t hash) const;
  String* find(const char16_t* text, uint32_t length, uint32_t hash) const;
  // Adds a flat string whose text is not in the table yet, and marks it as an atom.
  void add(String* flat, uint32_t hash);

  // Symbol.for: the registered symbol described by this atom; null if there is none. A registered symbol can be no weak
  // key, so one that nothing refers to may go and be made again.
  Symbol* find_registered_symbol(const String* atom) const;
  void add_registered_symbol(Symbol* symbol);

  // Inside a collection: drops what is not marked.
  void clear_weak(Heap& heap, bool full);
  size_t size() const { return count_; }

 private:
  template <typename Unit>
  String* find_text(const Unit* text, uint32_t length, uint32_t hash) const;
  void rehash(uint32_t capacity);

  std::unique_ptr<String*[]> slots_;  // null: free; kTombstone: deleted
  uint32_t capacity_ = 0;             // a power of two
  uint32_t count_ = 0;
  uint32_t used_ = 0;  // count and tombstones
  // A list of weak references; grows by doubling.
  template <typename T>
  struct WeakList {
    std::unique_ptr<T*[]> cells;
    uint32_t count = 0;
    uint32_t capacity = 0;
    void add(T* cell);
  };
  WeakList<String> young_;    // added since the last collection
  WeakList<Symbol> symbols_;  // registered
};

// The hash of a text, the same for both widths; never 0.
uint32_t hash_text(const uint8_t* text, uint32_t length);
uint32_t hash_text(const char16_t* text, uint32_t length);
// Whether the text spells an array index (0 to 2^32 - 2 in canonical form).
bool parse_index(const uint8_t* text, uint32_t length, uint32_t* index);
bool parse_index(const char16_t* text, uint32_t length, uint32_t* index);

}  // namespace scrim
