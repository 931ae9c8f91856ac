// Module customization hooks, the loader's half: where the chains of node/internal/module_hooks.js are asked, and what
// they say is loaded. https://nodejs.org/api/module.html#customization-hooks
//
//   import ──► resolveImport ──► url, format ──► loadImport ──► format, source ──► translate ──► ModuleRecord
//   require ─► resolveRequire ─► url, format, filename ─► Module.load ─► loadRequire ─► Module._compile
//
// CommonJS that is imported goes on with Module._load: what the hooks have found about the file waits in pending_.
#include <algorithm>
#include <utility>

#include "engine/builtins/support.h"
#include "engine/interpreter/promise.h"
#include "engine/objects/inline_slots.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/host_call.h"
#include "engine/runtime/module_paths.h"
#include "engine/runtime/modules.h"
#include "engine/runtime/natives.h"
#include "engine/runtime/system_error.h"

namespace scrim {

namespace {

ModuleLoader& loader_of(Isolate& isolate) {
  return runtime_of(isolate).modules();
}
std::string text_of(Isolate& isolate, Value value) {
  return value.is_string() ? to_utf8(isolate, as_string(value)) : "";
}
Value field(Isolate& isolate, Object* object, const char* name) {
  Value value = get_own_data(isolate, object, key_from_latin1(isolate, name));
  return value.is_empty() ? Value::undefined() : value;
}
void set_field(Isolate& isolate, Object* object, const char* name, Value value) {
  put_direct(isolate, object, key_from_latin1(isolate, name), value);
}

}  // namespace

Completion<Value> ModuleLoader::call_hooks(const char* function, std::span<const Value> arguments) {
  Isolate& isolate = runtime_.isolate();
  Value chains = TRY(require_builtin("internal/module_hooks"));
  return invoke(isolate, chains, key_from_latin1(isolate, function), arguments);
}

Value ModuleLoader::hook_info(Object* module) {
  if (!class_.get().is_object()) return Value::undefined();
  Value info = get_own_data(runtime_.isolate(), module, info_key_);
  return info.is_object() ? info : Value::undefined();
}

bool ModuleLoader::is_pending(Value file) {
  Isolate& isolate = runtime_.isolate();
  if (!pending_.get().is_object()) return false;
  return get_own_data(isolate, as_object(pending_.get()), key_from_string(isolate, as_string(file))).is_object();
}

void ModuleLoader::give_file(Value file) {
  given_file_ = to_utf8(runtime_.isolate(), as_string(file));
}

// ---- import

Completion<ModuleRecord*> ModuleLoader::import_hooked(Value specifier, Value parent_url, Value attributes) {
  Isolate& isolate = runtime_.isolate();
  Value request[] = {specifier, parent_url, attributes};
  Object* resolved = TRY(to_object(isolate, TRY(call_hooks("resolveImport", request))));
  Value url_value = field(isolate, resolved, "url");
  const std::string url = text_of(isolate, url_value);
  Value own_attributes = field(isolate, resolved, "importAttributes");
  if (own_attributes.is_object()) attributes = own_attributes;
  Value type = TRY(get(isolate, as_object(attributes), key_from_latin1(isolate, "type")));
  const bool wants_json = text_of(isolate, type) == "json";
  if (ModuleRecord* known = find_record(url)) {
    if ((text_of(isolate, known->host_defined) == "json") == wants_json) return known;
  }
  Value question[] = {url_value, field(isolate, resolved, "format"), attributes};
  Object* loaded = TRY(to_object(isolate, TRY(call_hooks("loadImport", question))));
  const bool by_sync_hooks = to_boolean(field(isolate, resolved, "bySyncHooks"));
  if (by_sync_hooks) set_field(isolate, loaded, "resolved", Value::boolean(true));
  return translate(url, text_of(isolate, field(isolate, loaded, "format")), loaded, parent_url.is_undefined());
}

Completion<ModuleRecord*> ModuleLoader::translate(const std::string& url, const std::string& format, Object* loaded,
                                                  bool is_main) {
  Isolate& isolate = runtime_.isolate();
  Value source = field(isolate, loaded, "source");
  std::string path;
  const bool is_file = path_of_file_url(url.substr(0, url.find_first_of("?#")), &path);
  if (!is_file) path = url;
  report_to_watcher(path);
  if (format == "builtin") {
    const std::string name = url.starts_with("node:") ? url.substr(5) : url;
    if (!is_node_module_name(name)) {
      return throw_node_error(isolate, ErrorType::kError, "ERR_UNKNOWN_BUILTIN_MODULE",
                              "No such built-in module: " + url);
    }
    return load_builtin(name);
  }
  if (format == "module" || format == "module-typescript") {
    CompileRequest request;
    request.text = text_of(isolate, source);
    request.name = url;
    if (format != "module") request.language = syntax::Language::kTypeScript;
    ModuleRecord* record = TRY(compile_module(isolate, isolate.realm(), std::move(request), Value::undefined()));
    remember(url, record);
    return record;
  }
  if (format == "json") return load_json_module(path, url, text_of(isolate, source));
  if (format == "commonjs" || format == "commonjs-typescript") {
    Object* info = new_plain_object(isolate);
    set_field(isolate, info, "url", text_value(isolate, url));
    set_field(isolate, info, "format", text_value(isolate, format));
    if (source.is_string()) set_field(isolate, info, "source", source);
    if (to_boolean(field(isolate, loaded, "special"))) set_field(isolate, info, "special", Value::boolean(true));
    if (is_main) set_field(isolate, info, "main", Value::boolean(true));
    if (!pending_.get().is_object()) pending_.set(Value(new_object_with_prototype(isolate, nullptr)));
    put_direct(isolate, as_object(pending_.get()), key_from_string(isolate, new_string_utf8(isolate, path)),
               Value(info));
    return load_commonjs(path, url, Value(info));
  }
  return throw_node_error(isolate, ErrorType::kRangeError, "ERR_UNKNOWN_MODULE_FORMAT",
                          "Unknown module format: " + format + " for URL " + url);
}

// ---- require

Completion<Object*> ModuleLoader::resolve_required(Value request, Value parent, bool is_main, Value options) {
  Isolate& isolate = runtime_.isolate();
  Value parent_url = Value::undefined();
  if (parent.is_object()) {
    Value info = hook_info(as_object(parent));
    if (info.is_object()) parent_url = field(isolate, as_object(info), "url");
    if (!parent_url.is_string()) {
      Value file = TRY(get(isolate, as_object(parent), key_from_latin1(isolate, "filename")));
      if (file.is_string()) parent_url = TRY(call_hooks("urlOfFile", {&file, 1}));
    }
  }
  Value arguments[] = {request, parent_url, parent, Value::boolean(is_main), options};
  return to_object(isolate, TRY(call_hooks("resolveRequire", arguments)));
}

// Undefined: it stays the builtin.
Completion<Value> ModuleLoader::load_hooked_builtin(Value url, Value format, const std::string& name) {
  Isolate& isolate = runtime_.isolate();
  if (!url.is_string()) url = text_value(isolate, "node:" + name);
  if (!format.is_string() || as_string(format)->length == 0) format = text_value(isolate, "builtin");
  Value arguments[] = {url, format, text_value(isolate, name)};
  Object* loaded = TRY(to_object(isolate, TRY(call_hooks("loadRequire", arguments))));
  Value kind = field(isolate, loaded, "format");
  if (!kind.is_string() || as_string(kind)->length == 0 || text_of(isolate, kind) == "builtin") {
    return Value::undefined();
  }
  set_field(isolate, loaded, "url", url);
  return Value(loaded);
}

Completion<bool> ModuleLoader::source_of(Object* module, const std::string& file, std::string* format,
                                         std::string* text, FileError* error) {
  Isolate& isolate = runtime_.isolate();
  Value known = hook_info(module);
  Object* info = known.is_object() ? as_object(known) : new_plain_object(isolate);
  if (!known.is_object()) put_direct(isolate, module, info_key_, Value(info));
  Value kind = field(isolate, info, "format");
  if (kind.is_undefined() && !format->empty()) {
    kind = text_value(isolate, *format);
    set_field(isolate, info, "format", kind);
  }
  Value source = field(isolate, info, "source");
  if (!source.is_string()) {
    if (!hooks.sync_load) {
      if (kind.is_string()) *format = text_of(isolate, kind);
      *error = read_module_file(runtime_.host(), file, text);
      return !error->failed();
    }
    Value file_value = text_value(isolate, file);
    Value url = field(isolate, info, "url");
    if (!url.is_string()) {
      url = TRY(call_hooks("urlOfFile", {&file_value, 1}));
      set_field(isolate, info, "url", url);
    }
    Value arguments[] = {url, kind, file_value};
    Object* loaded = TRY(to_object(isolate, TRY(call_hooks("loadRequire", arguments))));
    Value own = field(isolate, loaded, "format");
    if (!own.is_undefined()) {
      kind = own;
      set_field(isolate, info, "format", kind);
    }
    source = field(isolate, loaded, "source");
    if (source.is_string()) set_field(isolate, info, "source", source);
  }
  *format = text_of(isolate, kind);
  *text = text_of(isolate, source);
  return true;
}

// ---- register

Completion<Value> ModuleLoader::wait_for(Value function) {
  Isolate& isolate = runtime_.isolate();
  auto* promise = cast<PromiseObject>(TRY(runtime_.settle(function)));
  if (promise->state == PromiseObject::kPending) {
    if (runtime_.exiting) {
      isolate.terminating = true;
      return Throw{};
    }
    return throw_node_error(isolate, ErrorType::kError, "ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED",
                            "Async loader request never settled");
  }
  if (promise->state == PromiseObject::kRejected) return throw_value(isolate, promise->result);
  return promise->result;
}

Completion<Value> ModuleLoader::import_for_hooks(Value specifier, Value parent_url) {
  Isolate& isolate = runtime_.isolate();
  Object* none = new_object_with_prototype(isolate, nullptr);
  ModuleRecord* record = TRY(import_hooked(specifier, parent_url, Value(none)));
  PromiseObject* evaluation = TRY(run_module(isolate, record));
  Value words[] = {Value(evaluation), Value(get_module_namespace(isolate, record))};
  return Value(new_array_from(isolate, words));
}

Completion<Value> ModuleLoader::require_import(Value specifier, Value parent_url, Value attributes) {
  Isolate& isolate = runtime_.isolate();
  ModuleRecord* record = TRY(import_hooked(specifier, parent_url, attributes));
  TRY(load_requested_modules(isolate, record));
  TRY(link_module(isolate, record));
  if (is_async_graph(isolate, record)) {
    return throw_node_error(isolate, ErrorType::kError, "ERR_REQUIRE_ASYNC_MODULE",
                            "require() cannot be used on an ESM graph with top-level await. Use import() instead. To "
                            "see where the top-level await comes from, use --experimental-print-required-tla.");
  }
  if (!record->is_synthetic) return exports_for_require(record);
  PromiseObject* promise = TRY(evaluate_module(isolate, record));
  if (promise->state == PromiseObject::kRejected) {
    promise->handled = 1;
    return throw_value(isolate, promise->result);
  }
  return get(isolate, get_module_namespace(isolate, record), isolate.names().default_);
}

// ---- what happens without hooks: the last step of each chain

// A URL.
Completion<Value> ModuleLoader::resolve_hooked_default(const std::string& specifier, Value parent_url,
                                                       Value conditions) {
  Isolate& isolate = runtime_.isolate();
  std::string scheme = scheme_of(specifier);
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  // Loading refuses it, unless hooks know what it is.
  const bool is_relative = is_relative_specifier(specifier) || specifier.starts_with("/");
  if (!is_relative && !scheme.empty() && scheme != "file" && scheme != "node") {
    return text_value(isolate, scheme + specifier.substr(scheme.size()));
  }
  std::string parent = current_directory_file();
  if (parent_url.is_string()) {
    const std::string url = text_of(isolate, parent_url);
    if (!path_of_file_url(url.substr(0, url.find_first_of("?#")), &parent)) {
      const bool is_builtin = is_node_module_name(specifier) && !needs_node_prefix(specifier);
      if (scheme.empty() && !is_builtin && (is_relative || url.starts_with("data:"))) {
        return throw_node_error(isolate, ErrorType::kTypeError, "ERR_UNSUPPORTED_RESOLVE_REQUEST",
                                "Failed to resolve module specifier \"" + specifier + "\" from \"" + url +
                                    "\": Invalid relative URL or base scheme is not hierarchical.");
      }
      parent = current_directory_file();
    } else if (url.ends_with("/")) {
      parent += parent.ends_with("/") ? "" : "/";
    }
  }
  Conditions saved = resolver_.import_conditions;
  if (conditions.is_object() && as_object(conditions)->is_array()) {
    auto* list = cast<Array>(conditions);
    resolver_.import_conditions.clear();
    for (uint32_t i = 0; i < list->length; ++i) {
      resolver_.import_conditions.push_back(text_of(isolate, fast_element(list, i)));
    }
  }
  ResolvedModule resolved;
  const bool failed = resolver_.resolve_import(specifier, parent, &resolved).failed();
  resolver_.import_conditions = std::move(saved);
  if (failed) {
    add_commonjs_hint(specifier, parent);
    return Throw{};
  }
  return text_value(isolate, resolved.url());
}

// The format of a URL as Node's resolve step tells it: null where only the text would say, undefined where nothing
// does. With the text, the load step's: never without an answer, unknown extensions are errors.
Completion<Value> ModuleLoader::format_of_url(const std::string& url, Value text) {
  Isolate& isolate = runtime_.isolate();
  if (url.starts_with("node:")) return text_value(isolate, "builtin");
  if (url.starts_with("data:")) {
    std::string media = url.substr(5, url.find_first_of(";,", 5) - 5);
    if (media == "text/javascript" || media == "application/javascript") return text_value(isolate, "module");
    if (media == "application/json") return text_value(isolate, "json");
    if (media == "application/wasm") return text_value(isolate, "wasm");
    return Value::null();
  }
  std::string path;
  if (!path_of_file_url(url.substr(0, url.find_first_of("?#")), &path)) return Value::null();
  const bool typed = language_of(path) == syntax::Language::kTypeScript;
  auto named = [&](const char* name) { return text_value(isolate, std::string(name) + (typed ? "-typescript" : "")); };
  switch (TRY(format_of(path, true))) {
    case ModuleFormat::kCommonJs: return named("commonjs");
    case ModuleFormat::kModule: return named("module");
    case ModuleFormat::kJson: return text_value(isolate, "json");
    case ModuleFormat::kAddon: return text_value(isolate, "addon");
    case ModuleFormat::kWasm: return text_value(isolate, "wasm");
    case ModuleFormat::kDetect: {
      if (!text.is_string()) return Value::null();
      std::unique_ptr<syntax::SourceText> source;
      std::unique_ptr<syntax::ParseResult> parse =
          parse_commonjs(path, text_of(isolate, text), language_of(path), source);
      return named(parse->ok() || !is_module_syntax_message(parse->diagnostics.front().engine_message) ? "commonjs"
                                                                                                       : "module");
    }
    case ModuleFormat::kUnknown: break;
  }
  if (!text.is_string()) return Value::undefined();
  return throw_node_error(isolate, ErrorType::kTypeError, "ERR_UNKNOWN_FILE_EXTENSION",
                          "Unknown file extension \"" + extension_of(path) + "\" for " + path);
}

// ---- what module_hooks.js stands on

namespace {

// (resolve, load, resolve of registerHooks(), load of registerHooks()): which hooks there are
Completion<Value> set_hooks(Isolate& isolate, Frame& frame) {
  loader_of(isolate).hooks = {to_boolean(frame.argument(0)), to_boolean(frame.argument(1)),
                              to_boolean(frame.argument(2)), to_boolean(frame.argument(3))};
  return Value::undefined();
}

// (for require?): names of conditions, in Node's order
Completion<Value> conditions(Isolate& isolate, Frame& frame) {
  const bool require = to_boolean(frame.argument(0));
  std::vector<std::string> names = require ? Conditions{"require", "node", "node-addons"}
                                           : Conditions{"node", "import", "module-sync", "node-addons"};
  for (const std::string& name : runtime_of(isolate).options().conditions) names.push_back(name);
  if (require) names.push_back("module-sync");
  Array* list = new_array(isolate);
  for (const std::string& name : names) array_push(isolate, list, text_value(isolate, name));
  return Value(list);
}

// (specifier, URL of the parent or undefined, conditions or undefined): a URL
Completion<Value> resolve_import(Isolate& isolate, Frame& frame) {
  const std::string specifier = text_of(isolate, frame.argument(0));
  return loader_of(isolate).resolve_hooked_default(specifier, frame.argument(1), frame.argument(2));
}

// (URL, text or undefined)
Completion<Value> format_of(Isolate& isolate, Frame& frame) {
  return loader_of(isolate).format_of_url(text_of(isolate, frame.argument(0)), frame.argument(1));
}

// (async function): the value of its promise
Completion<Value> wait_for(Isolate& isolate, Frame& frame) {
  return loader_of(isolate).wait_for(frame.argument(0));
}

Completion<Value> import_for_hooks(Isolate& isolate, Frame& frame) {
  return loader_of(isolate).import_for_hooks(frame.argument(0), frame.argument(1));
}

Completion<Value> require_import(Isolate& isolate, Frame& frame) {
  return loader_of(isolate).require_import(frame.argument(0), frame.argument(1), frame.argument(2));
}

using P = BuiltinProperty;

constexpr P kTable[] = {
    P::function("setHooks", set_hooks, 4),
    P::function("conditions", conditions, 1),
    P::function("resolveImport", resolve_import, 3),
    P::function("formatOf", format_of, 2),
    P::function("waitFor", wait_for, 1),
    P::function("importForHooks", import_for_hooks, 2),
    P::function("requireImport", require_import, 3),
};

}  // namespace

const NativeBinding kModuleHooksBinding{"module_hooks", kTable};

}  // namespace scrim
