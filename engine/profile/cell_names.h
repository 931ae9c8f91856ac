// How cells look in a snapshot: the node type and name that V8's readers expect. Objects are named by their
// constructor, found through shapes without running JavaScript.
#pragma once

#include <unordered_map>
#include <vector>

#include "engine/objects/isolate.h"
#include "engine/profile/snapshot_graph.h"
#include "engine/profile/snapshot_strings.h"

namespace scrim::profile {

struct ScriptPlace {
  uint32_t script_id;  // 0: none
  uint32_t line;       // from 0, as the column
  uint32_t column;
};

class CellNames {
 public:
  CellNames(Isolate& isolate, SnapshotStrings& strings) : isolate_(isolate), strings_(strings) {}

  // Both before anything is named: in the first walk.
  void add_realm(const Realm* realm) { realms_.push_back(reinterpret_cast<uintptr_t>(realm)); }
  void add_script(const Script* script) { scripts_.push_back(reinterpret_cast<uintptr_t>(script)); }

  static NodeType type_of(const Cell* cell);
  uint32_t name_of(Cell* cell);
  // The name of an edge by EdgeKind's convention; only for kinds whose name is a string.
  uint32_t property_name(uint64_t key_word);
  uint32_t context_name(uint64_t context_name);
  // Where a function, or the function that constructed an object, stands.
  ScriptPlace place_of(const Cell* cell);

  size_t realm_count() const { return realms_.size(); }
  const Realm* realm(size_t i) const { return reinterpret_cast<const Realm*>(realms_[i]); }

 private:
  Isolate& isolate_;
  SnapshotStrings& strings_;
  // Addresses of cells that the heap keeps: nothing is collected while a snapshot is written.
  std::vector<uintptr_t> realms_;
  std::vector<uintptr_t> scripts_;
  struct Constructor {
    uint32_t name;
    const Cell* function;  // null: none
  };
  std::unordered_map<uint32_t, Constructor> constructors_;  // by shape id

  Constructor constructor_of(Object* object);
  Constructor find_constructor(Object* object);
  uint32_t function_name(Object* function);
  uint32_t intrinsic_name(const Object* prototype);
  uint32_t symbol_name(const Symbol* symbol);
  ScriptPlace function_place(const Cell* function);
};

// An own data property found without side effects: empty if there is none, it is an accessor, or it is not made yet
// (then *lazy is set).
Value peek_own(Object* object, PropertyKey key, bool* lazy = nullptr);

}  // namespace scrim::profile
