// Modules (ECMA-262 sec-modules): making records, linking, evaluation, namespaces. What a specifier means is the host's
// (HostHooks::load_module). objects/module_record.h has the data.
#pragma once

#include "engine/interpreter/script.h"
#include "engine/objects/collections.h"

namespace scrim {

namespace bytecode {
struct ModuleTemplate;
}

// NativeFunction::magic of the host's own natives (require and what it calls): stacks do not show them.
constexpr uint16_t kHiddenNative = 0xfeed;

// Parses and compiles (the goal is set to kModule), makes the module's environment and its function declarations.
// SyntaxError as compile_script.
Completion<ModuleRecord*> compile_module(Isolate& isolate, Realm& realm, CompileRequest request, Value host_defined);
// A module whose exports are values that the host sets: in `evaluation_steps` (a callable, or undefined), or before.
// `names`: strings. sec-synthetic-module-records
ModuleRecord* new_synthetic_module(Isolate& isolate, Realm& realm, Array* names, Value evaluation_steps,
                                   Value host_defined);
// A module with only a default export: what JSON.parse makes of a text (sec-parse-json-module), or the value given.
Completion<ModuleRecord*> new_json_module(Isolate& isolate, Realm& realm, String* text, Value host_defined);
ModuleRecord* new_default_export_module(Isolate& isolate, Realm& realm, Value value, Value host_defined);
// False: there is no export of that name.
bool set_synthetic_export(Isolate& isolate, ModuleRecord* module, PropertyKey name, Value value);

// sec-LoadRequestedModules: everything it imports, directly or not.
Completion<void> load_requested_modules(Isolate& isolate, ModuleRecord* module);
// sec-moduledeclarationlinking
Completion<void> link_module(Isolate& isolate, ModuleRecord* module);
// sec-moduleevaluation of a linked module: the promise of its completion. Fails only while the isolate terminates.
Completion<PromiseObject*> evaluate_module(Isolate& isolate, ModuleRecord* module);
// Load, link, evaluate.
Completion<PromiseObject*> run_module(Isolate& isolate, ModuleRecord* module);
// A module of the graph has top-level await and has not been evaluated yet.
bool is_async_graph(Isolate& isolate, ModuleRecord* module);
// sec-getmodulenamespace
Object* get_module_namespace(Isolate& isolate, ModuleRecord* module);
// All own string keys of the namespace: an Array of strings sorted by code units.
Array* module_export_names(Isolate& isolate, ModuleRecord* module);

// Fills in the exotic methods of namespace objects.
void register_module_namespaces(Isolate& isolate);

// --- between the files of modules

// Where an exported variable is: a slot of a module's environment, or the module's namespace object.
struct ModuleBinding {
  ModuleRecord* module = nullptr;
  uint32_t slot = 0;
  bool is_namespace = false;
  bool operator==(const ModuleBinding&) const = default;
};
enum class ExportResolution : uint8_t { kFound, kNone, kAmbiguous };
// sec-resolveexport. The modules of the graph are loaded.
ExportResolution resolve_export(Isolate& isolate, ModuleRecord* module, PropertyKey name, ModuleBinding* binding);
// The environment and slot of a binding.
Environment* environment_of(Isolate& isolate, const ModuleBinding& binding, uint32_t* slot);
const bytecode::ModuleTemplate& module_template(const ModuleRecord* module);
ModuleRecord* requested_module(const ModuleRecord* module, uint32_t request);
PropertyKey module_string_key(Isolate& isolate, const ModuleRecord* module, uint32_t string);

// Key tables: PropertyKey -> int32 in an Elements cell, open addressing, of a size known when made.
Elements* new_key_table(Isolate& isolate, uint32_t count);
void add_to_key_table(Isolate& isolate, Elements* table, PropertyKey key, int32_t value);
int32_t find_in_key_table(const Elements* table, PropertyKey key);  // -1: not there

}  // namespace scrim
