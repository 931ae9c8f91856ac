// Making module records, and finding what they export.
#include <algorithm>
#include <bit>

#include "engine/bytecode/function_template.h"
#include "engine/heap/root.h"
#include "engine/interpreter/module.h"
#include "engine/objects/call.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"

namespace scrim {

// ---- key tables

Elements* new_key_table(Isolate& isolate, uint32_t count) {
  uint32_t words = 2 * std::bit_ceil(std::max(2u, count * 2));
  auto* table = static_cast<Elements*>(isolate.heap().allocate(Elements::size_for(words)));
  table->set_header(Cell::header_word(CellType::kElements));
  table->length = table->capacity = words;
  for (uint32_t i = 0; i < words; ++i) table->values[i] = Value::undefined();
  return table;
}

static uint32_t find_place(const Elements* table, PropertyKey key) {
  uint32_t mask = table->length / 2 - 1;
  uint32_t place = key.hash() & mask;
  while (!table->values[2 * place].is_undefined() && table->values[2 * place] != key.as_word()) {
    place = (place + 1) & mask;
  }
  return 2 * place;
}

void add_to_key_table(Isolate& isolate, Elements* table, PropertyKey key, int32_t value) {
  uint32_t place = find_place(table, key);
  table->values[place] = key.as_word();
  table->values[place + 1] = Value::int32(value);
  isolate.heap().write_barrier(table);
}

int32_t find_in_key_table(const Elements* table, PropertyKey key) {
  Value value = table->values[find_place(table, key) + 1];
  return value.is_int32() ? value.as_int32() : -1;
}

// ---- records

const bytecode::ModuleTemplate& module_template(const ModuleRecord* module) {
  return *module->script->data->unit->module;
}

ModuleRecord* requested_module(const ModuleRecord* module, uint32_t request) {
  Value value = module->requested->values[request];
  return value.is_cell() ? cast<ModuleRecord>(value) : nullptr;
}

PropertyKey module_string_key(Isolate& isolate, const ModuleRecord* module, uint32_t string) {
  return key_from_string(isolate, install_string(isolate, *module->script->data->unit, string));
}

static ModuleRecord* new_record(Isolate& isolate, Realm& realm, Value host_defined) {
  auto* module = static_cast<ModuleRecord*>(isolate.heap().allocate(sizeof(ModuleRecord)));
  std::memset(static_cast<void*>(module), 0, sizeof(ModuleRecord));
  module->set_header(Cell::header_word(CellType::kModuleRecord));
  module->status = ModuleRecord::kUnlinked;
  module->realm = &realm;
  module->error = Value::empty();
  module->top_level_promise = module->meta = module->evaluation_steps = Value::undefined();
  module->host_defined = host_defined;
  return module;
}

Completion<ModuleRecord*> compile_module(Isolate& isolate, Realm& realm, CompileRequest request, Value host_defined) {
  request.goal = syntax::ParseGoal::kModule;
  Code* code = TRY(compile_script(isolate, realm, std::move(request)));
  ModuleRecord* module = new_record(isolate, realm, host_defined);
  module->script = code->script;
  code->script->host_defined = Value(module);
  isolate.heap().write_barrier(code->script);
  const bytecode::ModuleTemplate& info = module_template(module);
  module->has_top_level_await = info.has_top_level_await;
  auto count = static_cast<uint32_t>(info.requests.size());
  auto* requested = static_cast<Elements*>(isolate.heap().allocate(Elements::size_for(count)));
  requested->set_header(Cell::header_word(CellType::kElements));
  requested->length = requested->capacity = count;
  for (uint32_t i = 0; i < count; ++i) requested->values[i] = Value::undefined();
  module->requested = requested;
  isolate.heap().write_barrier(module);
  // Indirect exports are numbered behind the local ones.
  auto locals = static_cast<uint32_t>(info.local_exports.size());
  auto indirects = static_cast<uint32_t>(info.indirect_exports.size());
  Elements* table = new_key_table(isolate, locals + indirects);
  module->export_table = table;
  isolate.heap().write_barrier(module);
  for (uint32_t i = 0; i < locals + indirects; ++i) {
    uint32_t name = i < locals ? info.local_exports[i].name : info.indirect_exports[i - locals].name;
    add_to_key_table(isolate, table, module_string_key(isolate, module, name), static_cast<int32_t>(i));
  }
  module->function = create_closure(isolate, code, nullptr);
  isolate.heap().write_barrier(module);
  Value activation = TRY(call_function(isolate, module->function, Value::undefined(), {}, Value::undefined()));
  module->activation = cast<GeneratorObject>(activation);
  module->environment = module->activation->frame->environment;
  isolate.heap().write_barrier(module);
  return module;
}

ModuleRecord* new_synthetic_module(Isolate& isolate, Realm& realm, Array* names, Value evaluation_steps,
                                   Value host_defined) {
  ModuleRecord* module = new_record(isolate, realm, host_defined);
  module->is_synthetic = true;
  module->requests_loaded = true;
  module->evaluation_steps = evaluation_steps;
  module->synthetic_names = names;
  module->export_table = new_key_table(isolate, names->length);
  isolate.heap().write_barrier(module);
  for (uint32_t i = 0; i < names->length; ++i) {
    PropertyKey key = key_from_string(isolate, as_string(names->vector()->values[i]));
    add_to_key_table(isolate, module->export_table, key, static_cast<int32_t>(i));
  }
  module->environment = new_environment(isolate, nullptr, nullptr, names->length);
  for (uint32_t i = 0; i < names->length; ++i) module->environment->slots[i] = Value::undefined();
  isolate.heap().write_barrier(module);
  return module;
}

ModuleRecord* new_default_export_module(Isolate& isolate, Realm& realm, Value value, Value host_defined) {
  Value name[] = {isolate.names().default_.as_word()};
  ModuleRecord* module =
      new_synthetic_module(isolate, realm, new_array_from(isolate, name), Value::undefined(), host_defined);
  set_synthetic_export(isolate, module, isolate.names().default_, value);
  return module;
}

Completion<ModuleRecord*> new_json_module(Isolate& isolate, Realm& realm, String* text, Value host_defined) {
  Object* json = realm.intrinsic(Intrinsic::kJSON);
  Value parse = TRY(get(isolate, json, key_from_latin1(isolate, "parse")));
  Value value = TRY(call(isolate, parse, Value(json), {Value(text)}));
  return new_default_export_module(isolate, realm, value, host_defined);
}

bool set_synthetic_export(Isolate& isolate, ModuleRecord* module, PropertyKey name, Value value) {
  int32_t slot = find_in_key_table(module->export_table, name);
  if (slot < 0) return false;
  module->environment->slots[slot] = value;
  isolate.heap().write_barrier(module->environment);
  return true;
}

// ---- exports

namespace {

// `visited`: pairs of module and key.
ExportResolution resolve(Isolate& isolate, ModuleRecord* module, PropertyKey name, RootedVector<Value>& visited,
                         ModuleBinding* binding) {
  for (size_t i = 0; i < visited.size(); i += 2) {
    if (visited[i] == Value(module) && visited[i + 1] == name.as_word()) return ExportResolution::kNone;
  }
  visited.push_back(Value(module));
  visited.push_back(name.as_word());
  int32_t entry = find_in_key_table(module->export_table, name);
  if (module->is_synthetic) {
    if (entry < 0) return ExportResolution::kNone;
    *binding = {module, static_cast<uint32_t>(entry), false};
    return ExportResolution::kFound;
  }
  const bytecode::ModuleTemplate& info = module_template(module);
  auto index = static_cast<size_t>(entry);
  if (entry >= 0 && index < info.local_exports.size()) {
    const auto& local = info.local_exports[index];
    if (local.request != syntax::kNoRequest)
      *binding = {requested_module(module, local.request), 0, true};
    else
      *binding = {module, local.slot, false};
    return ExportResolution::kFound;
  }
  if (entry >= 0) {
    const auto& indirect = info.indirect_exports[index - info.local_exports.size()];
    ModuleRecord* imported = requested_module(module, indirect.request);
    if (indirect.import_name == bytecode::kNoString) {
      *binding = {imported, 0, true};
      return ExportResolution::kFound;
    }
    return resolve(isolate, imported, module_string_key(isolate, module, indirect.import_name), visited, binding);
  }
  if (name == isolate.names().default_) return ExportResolution::kNone;
  bool found = false;
  for (uint32_t request : info.star_exports) {
    ModuleBinding candidate;
    ExportResolution result = resolve(isolate, requested_module(module, request), name, visited, &candidate);
    if (result == ExportResolution::kAmbiguous) return result;
    if (result == ExportResolution::kNone) continue;
    if (!found) {
      found = true;
      *binding = candidate;
    } else if (candidate != *binding) {
      return ExportResolution::kAmbiguous;
    }
  }
  return found ? ExportResolution::kFound : ExportResolution::kNone;
}

// sec-getexportednames. `seen` is a list of modules, `names` of atoms with their keys in `known`.
void collect_names(Isolate& isolate, ModuleRecord* module, bool is_root, RootedVector<Value>& seen,
                   RootedVector<Value>& names) {
  for (Value other : seen) {
    if (other == Value(module)) return;
  }
  seen.push_back(Value(module));
  auto add = [&](PropertyKey key) {
    if (!is_root && key == isolate.names().default_) return;
    names.push_back(key_to_value(isolate, key));
  };
  if (module->is_synthetic) {
    for (uint32_t i = 0; i < module->synthetic_names->length; ++i) {
      add(key_from_string(isolate, as_string(module->synthetic_names->vector()->values[i])));
    }
    return;
  }
  const bytecode::ModuleTemplate& info = module_template(module);
  for (const auto& entry : info.local_exports) add(module_string_key(isolate, module, entry.name));
  for (const auto& entry : info.indirect_exports) add(module_string_key(isolate, module, entry.name));
  for (uint32_t request : info.star_exports) {
    collect_names(isolate, requested_module(module, request), false, seen, names);
  }
}

}  // namespace

ExportResolution resolve_export(Isolate& isolate, ModuleRecord* module, PropertyKey name, ModuleBinding* binding) {
  RootedVector<Value> visited(isolate.heap(), "resolving an export");
  return resolve(isolate, module, name, visited, binding);
}

Array* module_export_names(Isolate& isolate, ModuleRecord* module) {
  RootedVector<Value> seen(isolate.heap(), "modules seen");
  RootedVector<Value> names(isolate.heap(), "exported names");
  collect_names(isolate, module, true, seen, names);
  std::sort(names.data(), names.data() + names.size(),
            [&isolate](Value a, Value b) { return compare_strings(isolate, as_string(a), as_string(b)) < 0; });
  Array* result = new_array(isolate);
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0 && strings_equal(isolate, as_string(names[i]), as_string(names[i - 1]))) continue;
    ModuleBinding binding;
    PropertyKey key = key_from_string(isolate, as_string(names[i]));
    if (resolve_export(isolate, module, key, &binding) == ExportResolution::kFound) {
      array_push(isolate, result, names[i]);
    }
  }
  return result;
}

Environment* environment_of(Isolate& isolate, const ModuleBinding& binding, uint32_t* slot) {
  if (!binding.is_namespace) {
    *slot = binding.slot;
    return binding.module->environment;
  }
  get_module_namespace(isolate, binding.module);
  *slot = 0;
  return binding.module->namespace_cell;
}

}  // namespace scrim
