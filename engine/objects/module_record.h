// Module records (ECMA-262 sec-abstract-module-records): what the cells hold. interpreter/module.h has what they do.
//
// Every exported variable is a slot of some Environment: a source text module's own, one that a synthetic module (JSON,
// CommonJS, node:) was given, or a namespace cell: an environment of one slot that holds a namespace object. An import
// is resolved to such a place once, when its module is linked.
#pragma once

#include "engine/objects/function.h"

namespace scrim {

struct GeneratorObject;
struct PromiseObject;

struct ModuleRecord : Cell {
  enum Status : uint32_t { kUnlinked, kLinking, kLinked, kEvaluating, kEvaluatingAsync, kEvaluated };
  static constexpr uint64_t kAsyncUnset = 0;
  static constexpr uint64_t kAsyncDone = UINT64_MAX;

  Status status;
  uint32_t dfs_index;
  uint32_t dfs_ancestor_index;
  uint32_t pending_async_dependencies;
  uint64_t async_evaluation_order;  // kAsyncUnset, a position, kAsyncDone
  bool has_top_level_await;
  bool is_synthetic;
  bool requests_loaded;
  bool instantiated;  // source text: the code has run up to where evaluation starts
  uint32_t kind;      // the host's
  Realm* realm;
  Script* script;               // null: synthetic
  Function* function;           // source text: the module's code
  GeneratorObject* activation;  // ... suspended before its first statement
  Environment* environment;     // null before instantiation
  Elements* requested;          // ModuleRecords by request; undefined: not loaded yet
  Elements* export_table;       // key table (interpreter/module.h): own export names -> entry
  Environment* namespace_cell;  // null until asked for
  Value error;                  // what evaluation threw; empty: it did not
  Value top_level_promise;      // of the cycle's root once evaluated; undefined before
  ModuleRecord* cycle_root;
  Array* async_parents;    // null: none
  Value meta;              // import.meta; undefined until asked for
  Value evaluation_steps;  // synthetic: called with no arguments
  Array* synthetic_names;  // synthetic: export names, slot by slot
  Value host_defined;

  template <typename V>
  void visit(V& visitor) {
    visitor.internal("realm", reinterpret_cast<Cell*>(realm));
    visitor.internal("script", static_cast<Cell*>(script));
    visitor.internal("function", reinterpret_cast<Cell*>(function));
    visitor.internal("activation", reinterpret_cast<Cell*>(activation));
    visitor.internal("context", static_cast<Cell*>(environment));
    visitor.internal("requested_modules", static_cast<Cell*>(requested));
    visitor.internal("exports", static_cast<Cell*>(export_table));
    visitor.internal("namespace", static_cast<Cell*>(namespace_cell));
    visitor.internal("exception", error);
    visitor.internal("top_level_capability", top_level_promise);
    visitor.internal("cycle_root", static_cast<Cell*>(cycle_root));
    visitor.internal("async_parent_modules", static_cast<Cell*>(async_parents));
    visitor.internal("import_meta", meta);
    visitor.internal("evaluation_steps", evaluation_steps);
    visitor.internal("export_names", static_cast<Cell*>(synthetic_names));
    visitor.internal("host_defined", host_defined);
  }
};

// sec-module-namespace-exotic-objects
struct ModuleNamespaceObject : Object {
  ModuleRecord* module;
  Array* names;        // sorted by code units
  Elements* table;     // key table: name -> position in names
  Elements* bindings;  // environment and slot of each name
  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    visitor.internal("module", static_cast<Cell*>(module));
    visitor.internal("names", static_cast<Cell*>(names));
    visitor.internal("table", static_cast<Cell*>(table));
    visitor.internal("bindings", static_cast<Cell*>(bindings));
  }
};

}  // namespace scrim
