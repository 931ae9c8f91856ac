// The loader's centre: formats, the program's main module, builtin modules.
#include "engine/runtime/modules.h"
#include "engine/runtime/host_call.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "engine/interpreter/promise.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/file.h"
#include "engine/runtime/module_paths.h"

namespace scrim {

ModuleLoader::ModuleLoader(Runtime& runtime)
    : runtime_(runtime),
      resolver_(runtime),
      class_(runtime.isolate().heap(), Value::undefined(), "Module"),
      main_(runtime.isolate().heap(), Value::undefined(), "main module"),
      main_record_(runtime.isolate().heap(), Value::undefined(), "main module"),
      main_promise_(runtime.isolate().heap(), Value::undefined(), "main module's evaluation"),
      parent_symbol_(runtime.isolate().heap(), Value::undefined(), "module.parent"),
      info_symbol_(runtime.isolate().heap(), Value::undefined(), "module's hooks"),
      pending_(runtime.isolate().heap(), Value::undefined(), "files found by hooks"),
      records_(runtime.isolate().heap(), "ES modules") {
  // Not the program's business, nor its children's.
  if (const char* reports = std::getenv(kWatchReports)) {
    watch_reports_ = std::atoi(reports);
    fcntl(watch_reports_, F_SETFD, FD_CLOEXEC);
    unsetenv(kWatchReports);
  }
}

std::string watched_file_state(const std::string& file) {
  struct stat info;
  if (stat(file.c_str(), &info) != 0) return "0 0";
  const int64_t time = int64_t{info.st_mtim.tv_sec} * 1000000000 + info.st_mtim.tv_nsec;
  return std::to_string(time) + " " + std::to_string(info.st_size);
}

void ModuleLoader::report_to_watcher(const std::string& file) {
  if (watch_reports_ < 0 || !file.starts_with("/") || file.find('\n') != std::string::npos) return;
  const std::string line = watched_file_state(file) + " " + file + "\n";
  for (size_t at = 0; at < line.size();) {
    const ssize_t count = write(watch_reports_, line.data() + at, line.size() - at);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    at += static_cast<size_t>(count);
  }
}

Completion<ModuleFormat> ModuleLoader::format_of(const std::string& path, bool for_import) {
  std::string extension = extension_of(path);
  if (extension == ".mjs" || extension == ".mts") return ModuleFormat::kModule;
  if (extension == ".cjs" || extension == ".cts") return ModuleFormat::kCommonJs;
  if (extension == ".json") return ModuleFormat::kJson;
  if (extension == ".node") return ModuleFormat::kAddon;
  if (extension == ".wasm") return ModuleFormat::kWasm;
  if (extension == ".js" || extension == ".ts" || extension.empty()) {
    const PackageConfig* package = TRY(resolver_.package_scope(path));
    if (package->type == PackageConfig::kModule) return ModuleFormat::kModule;
    if (package->type == PackageConfig::kCommonJs) return ModuleFormat::kCommonJs;
    return ModuleFormat::kDetect;
  }
  return for_import ? ModuleFormat::kUnknown : ModuleFormat::kDetect;
}

syntax::Language ModuleLoader::language_of(const std::string& file) const {
  return runtime_.options().strip_types ? syntax::language_of_file(file) : syntax::Language::kJavaScript;
}

// ---- builtin modules

Completion<Value> ModuleLoader::require_builtin(const std::string& name) {
  return load_builtin_module(runtime_, name);
}

Completion<Value> ModuleLoader::require(const std::string& specifier, const std::string& from_file) {
  Isolate& isolate = runtime_.isolate();
  Object* parent = construct_module("internal/preload", Value::null());
  Array* paths = new_array(isolate);
  for (const std::string& path : node_modules_paths(directory_of(from_file))) {
    array_push(isolate, paths, Value(new_string_utf8(isolate, path)));
  }
  put_direct(isolate, parent, key_from_latin1(isolate, "paths"), Value(paths));
  return load(Value(new_string_utf8(isolate, specifier)), Value(parent), false);
}

// ---- the main module

std::string ModuleLoader::current_directory_file() const {
  return absolute_path(runtime_.host(), "[eval]");
}

Completion<Value> ModuleLoader::start_main(ModuleRecord* record) {
  Isolate& isolate = runtime_.isolate();
  main_record_.set(Value(record));
  PromiseObject* promise = TRY(run_module(isolate, record));
  main_promise_.set(Value(promise));
  NativeCode failed = [](Isolate& i, Frame& frame) -> Completion<Value> {
    runtime_of(i).report_uncaught(frame.argument(0), true);
    return Value::undefined();
  };
  PromiseReaction* reaction = new_reaction(isolate);
  reaction->on_rejected = Value(new_native_function(isolate, failed, isolate.names().empty, 1));
  isolate.heap().write_barrier(reaction);
  perform_promise_then(isolate, promise, reaction);
  // Node evaluates the main module in a promise job: the others come before the next ticks.
  runtime_.run_promise_jobs();
  return Value::undefined();
}

Completion<Value> ModuleLoader::run_main(const std::string& path) {
  Isolate& isolate = runtime_.isolate();
  std::string absolute = absolute_path(runtime_.host(), path);
  std::string file;
  if (!TRY(find_path(absolute, {""}, true, &file))) {
    Object* error =
        make_error(isolate, ErrorType::kError, new_string_utf8(isolate, "Cannot find module '" + absolute + "'"));
    put_direct(isolate, error, key_from_latin1(isolate, "code"), Value(new_string_latin1(isolate, "MODULE_NOT_FOUND")));
    put_direct(isolate, error, key_from_latin1(isolate, "requireStack"), Value(new_array(isolate)));
    return throw_value(isolate, Value(error));
  }
  // As Node: a program with --import starts as an import, whatever it is. Only hooks see the difference.
  if (has_imports_ && hooks_imports()) {
    Object* none = new_object_with_prototype(isolate, nullptr);
    return start_main(TRY(import_hooked(text_value(isolate, file_url_of_path(file)), Value::undefined(), Value(none))));
  }
  report_to_watcher(file);
  ModuleFormat format = TRY(format_of(file, false));
  if (format == ModuleFormat::kModule && hooks_imports()) {
    Object* none = new_object_with_prototype(isolate, nullptr);
    return start_main(TRY(import_hooked(text_value(isolate, file_url_of_path(file)), Value::undefined(), Value(none))));
  }
  if (format == ModuleFormat::kModule) {
    ResolvedModule resolved;
    resolved.path = file;
    ModuleRecord* record = TRY(load_resolved(resolved, {}));
    return start_main(record);
  }
  Value load_function = TRY(get(isolate, module_class(), key_from_latin1(isolate, "_load")));
  return call(isolate, load_function, Value(module_class()),
              {Value(new_string_utf8(isolate, file)), Value::null(), Value::boolean(true)});
}

Completion<ModuleRecord*> ModuleLoader::compile_main_text(std::string* text, syntax::Language language) {
  Isolate& isolate = runtime_.isolate();
  CompileRequest request;
  request.text = std::move(*text);
  request.name = file_url_of_path(absolute_path(runtime_.host(), "[eval1]"));
  request.language = language;
  request.refused_text = text;
  return compile_module(isolate, isolate.realm(), std::move(request), Value::undefined());
}

Completion<Value> ModuleLoader::preload_import(const std::string& specifier) {
  Isolate& isolate = runtime_.isolate();
  has_imports_ = true;
  const std::string parent = directory_of(current_directory_file()) + "/";
  ModuleRecord* record = nullptr;
  if (hooks_imports()) {
    record = TRY(import_hooked(text_value(isolate, specifier), text_value(isolate, file_url_of_path(parent)),
                               Value(new_object_with_prototype(isolate, nullptr))));
  } else {
    record = TRY(import_from(specifier, parent, {}));
  }
  Root<PromiseObject*> promise(isolate.heap(), TRY(run_module(isolate, record)));
  promise->handled = 1;
  runtime_.drain_microtasks();
  while (promise->state == PromiseObject::kPending && !runtime_.exiting && runtime_.loop().alive()) {
    runtime_.run_loop();
  }
  if (promise->state == PromiseObject::kRejected) return throw_value(isolate, promise->result);
  return Value::undefined();
}

bool ModuleLoader::warn_if_unsettled() {
  if (!main_promise_.get().is_object()) return false;
  auto* promise = cast<PromiseObject>(main_promise_.get());
  if (promise->state != PromiseObject::kPending) return false;
  // The modules that wait: those of the graph whose activation is still there.
  Isolate& isolate = runtime_.isolate();
  RootedVector<Value> seen(isolate.heap(), "modules seen");
  seen.push_back(main_record_.get());
  for (size_t i = 0; i < seen.size(); ++i) {
    auto* record = cast<ModuleRecord>(seen[i]);
    if (record->is_synthetic) continue;
    for (uint32_t r = 0; r < record->requested->length; ++r) {
      Value requested = record->requested->values[r];
      if (requested.is_cell() && std::find(seen.begin(), seen.end(), requested) == seen.end()) {
        seen.push_back(requested);
      }
    }
    GeneratorObject* activation = record->activation;
    if (!activation || record->status != ModuleRecord::kEvaluatingAsync || !activation->frame) continue;
    if (activation->state != GeneratorObject::kSuspendedYield) continue;
    const Code* code = activation->frame->code;
    SourcePlace place = place_of(code, code->bytecode + activation->frame->pc_offset);
    if (!place.script) continue;
    const syntax::SourceText& source = place.script->data->source;
    std::string_view line = source.text(source.line_range(place.line - 1, syntax::LineRule::kGrammar));
    runtime_.write(2, "Warning: Detected unsettled top-level await at " + source.name() + ":" +
                          std::to_string(place.line) + "\n" + std::string(line) + "\n" +
                          std::string(place.column - 1, ' ') + "^\n\n\n\n");
  }
  return true;
}

}  // namespace scrim
