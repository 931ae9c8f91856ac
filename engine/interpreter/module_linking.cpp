// Loading a module's graph and linking it (ECMA-262 sec-LoadRequestedModules, sec-moduledeclarationlinking).
#include <algorithm>

#include "engine/bytecode/function_template.h"
#include "engine/heap/root.h"
#include "engine/interpreter/module.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"

namespace scrim {

namespace {

constexpr uint32_t kMaxDepth = 20000;  // of a chain of imports; each level takes some native stack

Completion<void> load(Isolate& isolate, ModuleRecord* module, uint32_t depth) {
  if (module->requests_loaded) return {};
  if (depth > kMaxDepth) return throw_stack_overflow(isolate);
  module->requests_loaded = true;  // also ends cycles; taken back when something is missing
  const bytecode::ModuleTemplate& info = module_template(module);
  const bytecode::CompiledUnit& unit = *module->script->data->unit;
  for (uint32_t i = 0; i < info.requests.size(); ++i) {
    ModuleRecord* imported = requested_module(module, i);
    if (!imported) {
      const auto& request = info.requests[i];
      RootedVector<Value> attributes(isolate.heap(), "import attributes");
      for (const auto& attribute : request.attributes) {
        attributes.push_back(Value(install_string(isolate, unit, attribute.key)));
        attributes.push_back(Value(install_string(isolate, unit, attribute.value)));
      }
      Completion<ModuleRecord*> loaded = Throw{};
      if (request.phase != syntax::ImportPhase::kEvaluation) {
        throw_syntax_error_at(isolate, module->script->data->source, request.range,
                              "scrim has no import phases yet: import the module itself");
      } else if (!isolate.host.load_module) {
        throw_type_error(isolate, "There is nobody to load modules");
      } else {
        loaded = isolate.host.load_module(isolate.host.context, isolate, Value(module),
                                          install_string(isolate, unit, request.specifier),
                                          {attributes.data(), attributes.size()});
      }
      if (loaded.failed()) {
        module->requests_loaded = false;
        return Throw{};
      }
      imported = loaded.value();
      module->requested->values[i] = Value(imported);
      isolate.heap().write_barrier(module->requested);
    }
    Completion<void> below = load(isolate, imported, depth + 1);
    if (below.failed()) {
      module->requests_loaded = false;
      return Throw{};
    }
  }
  return {};
}

std::string specifier_of(const ModuleRecord* module, uint32_t request) {
  return module->script->data->unit->text(module_template(module).requests[request].specifier);
}

Throw throw_unresolved(Isolate& isolate, ModuleRecord* module, uint32_t request, PropertyKey name,
                       syntax::SourceRange range, ExportResolution why) {
  std::string text = describe_key(isolate, name);
  std::string message;
  if (why == ExportResolution::kAmbiguous) {
    message = "The requested module '" + specifier_of(module, request) +
              "' contains conflicting star exports for name '" + text + "'";
  } else {
    message =
        "The requested module '" + specifier_of(module, request) + "' does not provide an export named '" + text + "'";
  }
  if (isolate.host.describe_missing_export && why == ExportResolution::kNone) {
    const syntax::SourceText& source = module->script->data->source;
    std::string_view line = source.text(source.line_range(
        source.utf16_position(range.start, syntax::LineRule::kGrammar).line, syntax::LineRule::kGrammar));
    std::string described(line);  // the host finds the import's line there, and leaves its message
    isolate.host.describe_missing_export(isolate.host.context, isolate, requested_module(module, request),
                                         specifier_of(module, request), text, &described);
    if (described != line) message = described;
  }
  return throw_syntax_error_at(isolate, module->script->data->source, range, message);
}

// sec-source-text-module-record-initialize-environment; the environment itself is there since the module was made.
Completion<void> initialize_environment(Isolate& isolate, ModuleRecord* module) {
  const bytecode::ModuleTemplate& info = module_template(module);
  ModuleBinding binding;
  for (const auto& entry : info.indirect_exports) {
    if (entry.import_name == bytecode::kNoString) continue;
    PropertyKey name = module_string_key(isolate, module, entry.name);
    ExportResolution result = resolve_export(isolate, module, name, &binding);
    if (result == ExportResolution::kFound) continue;
    PropertyKey imported = module_string_key(isolate, module, entry.import_name);
    return throw_unresolved(isolate, module, entry.request, imported, entry.range, result);
  }
  for (const auto& entry : info.imports) {
    ModuleRecord* imported = requested_module(module, entry.request);
    if (entry.name == bytecode::kNoString) {
      binding = {imported, 0, true};
    } else {
      PropertyKey name = module_string_key(isolate, module, entry.name);
      ExportResolution result = resolve_export(isolate, imported, name, &binding);
      if (result != ExportResolution::kFound) {
        return throw_unresolved(isolate, module, entry.request, name, entry.range, result);
      }
    }
    uint32_t slot = 0;
    Environment* exporter = environment_of(isolate, binding, &slot);
    Environment* own = module->environment;
    own->slots[entry.slot] = Value(exporter);
    own->slots[entry.slot + 1] = Value::int32(static_cast<int32_t>(slot));
    isolate.heap().write_barrier(own);
  }
  return {};
}

// sec-InnerModuleLinking
Completion<void> link(Isolate& isolate, ModuleRecord* module, RootedVector<Value>& stack, uint32_t* index) {
  if (module->is_synthetic) {
    if (module->status == ModuleRecord::kUnlinked) module->status = ModuleRecord::kLinked;
    return {};
  }
  if (module->status != ModuleRecord::kUnlinked) return {};
  module->status = ModuleRecord::kLinking;
  module->dfs_index = module->dfs_ancestor_index = (*index)++;
  stack.push_back(Value(module));
  for (uint32_t i = 0; i < module->requested->length; ++i) {
    ModuleRecord* required = requested_module(module, i);
    TRY(link(isolate, required, stack, index));
    if (!required->is_synthetic && required->status == ModuleRecord::kLinking) {
      module->dfs_ancestor_index = std::min(module->dfs_ancestor_index, required->dfs_ancestor_index);
    }
  }
  TRY(initialize_environment(isolate, module));
  if (module->dfs_ancestor_index == module->dfs_index) {
    for (;;) {
      auto* top = cast<ModuleRecord>(stack.pop_back());
      top->status = ModuleRecord::kLinked;
      if (top == module) break;
    }
  }
  return {};
}

}  // namespace

Completion<void> load_requested_modules(Isolate& isolate, ModuleRecord* module) {
  return load(isolate, module, 0);
}

Completion<void> link_module(Isolate& isolate, ModuleRecord* module) {
  RootedVector<Value> stack(isolate.heap(), "linking");
  uint32_t index = 0;
  if (!link(isolate, module, stack, &index).failed()) return {};
  for (Value left : stack) cast<ModuleRecord>(left)->status = ModuleRecord::kUnlinked;
  return Throw{};
}

}  // namespace scrim
