// node: modules: those in JavaScript (node/*.js) get `internal`, an object with the natives they stand on.
#include <algorithm>
#include <cstring>

#include "engine/interpreter/script.h"
#include "engine/objects/script_data.h"
#include "engine/runtime/embedded_modules.h"
#include "engine/runtime/modules.h"
#include "engine/runtime/natives.h"

namespace scrim {

namespace {

// All of Node 26's in its order, so that a missing one is told from a misspelt one.
struct NodeModule {
  std::string_view name;
  const char* missing = nullptr;  // what it would be; null: it is there
  bool needs_prefix = false;      // it has no name without node: in front
};
constexpr NodeModule kNodeModules[] = {
    {"_http_agent", "a part of http"},
    {"_http_client", "a part of http"},
    {"_http_common", "a part of http"},
    {"_http_incoming", "a part of http"},
    {"_http_outgoing", "a part of http"},
    {"_http_server", "a part of http"},
    {"_tls_common", "a part of tls"},
    {"_tls_wrap", "a part of tls"},
    {"assert"},
    {"assert/strict"},
    {"async_hooks"},
    {"buffer"},
    {"child_process"},
    {"cluster", "processes that share server ports"},
    {"console"},
    {"constants"},
    {"crypto"},
    {"dgram", "UDP sockets"},
    {"diagnostics_channel"},
    {"dns", "name resolution"},
    {"dns/promises", "name resolution"},
    {"domain", "deprecated handling of errors by groups"},
    {"events"},
    {"fs"},
    {"fs/promises"},
    {"http", "HTTP clients and servers"},
    {"http2", "HTTP/2 clients and servers"},
    {"https", "HTTP clients and servers over TLS"},
    {"inspector", "V8's inspector protocol; the debugger here is `scrim debug` and `scrim dap`"},
    {"inspector/promises", "V8's inspector protocol; the debugger here is `scrim debug` and `scrim dap`"},
    {"module"},
    {"net", "TCP and local sockets"},
    {"os"},
    {"path"},
    {"path/posix"},
    {"path/win32"},
    {"perf_hooks"},
    {"process"},
    {"punycode"},
    {"querystring"},
    {"readline"},
    {"readline/promises"},
    {"repl"},
    {"stream"},
    {"stream/consumers"},
    {"stream/promises"},
    {"stream/web"},
    {"string_decoder"},
    {"sys"},
    {"timers"},
    {"timers/promises"},
    {"tls", "encrypted sockets"},
    {"trace_events", "records of V8's and Node's trace events"},
    {"tty"},
    {"url"},
    {"util"},
    {"util/types"},
    {"v8"},
    {"vm"},
    {"wasi", "system calls of WebAssembly"},
    {"worker_threads"},
    {"zlib"},
    {"ffi", "calls of native libraries", true},
    {"sea", "single executable applications", true},
    {"sqlite", "SQLite databases", true},
    {"test", nullptr, true},
    {"test/reporters", nullptr, true},
};

const NodeModule* find_node_module(std::string_view name) {
  for (const NodeModule& module : kNodeModules) {
    if (module.name == name) return &module;
  }
  return nullptr;
}

Completion<Value> require_internal(Isolate& isolate, Frame& frame) {
  String* name = TRY(to_string(isolate, frame.argument(0)));
  return runtime_of(isolate).modules().require_builtin(to_utf8(isolate, name));
}

}  // namespace

std::vector<std::string_view> builtin_module_names() {
  std::vector<std::string_view> names{"console", "process"};
  for (const EmbeddedModule* module = kEmbeddedModules; module->name; ++module) {
    // Those of scrim's own use are no business of programs.
    if (!std::string_view(module->name).starts_with("internal/")) names.push_back(module->name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string_view> loaded_builtin_names(const Runtime& runtime) {
  std::vector<std::string_view> names;
  for (uint16_t index : runtime.builtin_load_order) names.push_back(kEmbeddedModules[index].name);
  return names;
}

std::vector<std::string_view> node_module_names() {
  std::vector<std::string_view> names;
  for (const NodeModule& module : kNodeModules) names.push_back(module.name);
  return names;
}

bool needs_node_prefix(std::string_view name) {
  const NodeModule* module = find_node_module(name);
  return module && module->needs_prefix;
}

bool is_node_module_name(std::string_view name) {
  return find_node_module(name) != nullptr;
}

Throw throw_missing_builtin(Isolate& isolate, const std::string& name) {
  const NodeModule* module = find_node_module(name);
  const bool is_missing = module && module->missing;
  return throw_node_error(
      isolate, ErrorType::kError, "ERR_UNKNOWN_BUILTIN_MODULE",
      is_missing ? "scrim has no node:" + name + " yet (" + module->missing + ")" : "No such built-in module: " + name);
}

Completion<Value> load_builtin_module(Runtime& runtime, std::string_view name) {
  Isolate& isolate = runtime.isolate();
  Realm& realm = isolate.realm();
  if (name == "console") return Value(realm.intrinsic(Intrinsic::kConsole));
  if (name == "process") return Value(realm.intrinsic(Intrinsic::kProcess));
  RootedVector<Value>& loaded = *runtime.builtin_modules;
  size_t index = 0;
  for (const EmbeddedModule* embedded = kEmbeddedModules; embedded->name; ++embedded, ++index) {
    if (name != embedded->name) continue;
    if (index < loaded.size() && loaded[index].is_object()) {
      return get(isolate, as_object(loaded[index]), isolate.names().exports);
    }
    static constexpr std::string_view kParameters[] = {"exports", "require", "module", "internal"};
    CompileRequest request;
    request.text = std::string(embedded->text());
    request.name = "node:" + std::string(name);
    request.goal = syntax::ParseGoal::kFunctionBody;
    request.wrapper_parameters = kParameters;
    request.internal = true;
    Code* code = TRY(compile_script(isolate, realm, std::move(request)));
    Value wrapper = TRY(run_program(isolate, code));
    Object* module = new_plain_object(isolate);
    Object* exports = new_plain_object(isolate);
    put_direct(isolate, module, isolate.names().exports, Value(exports));
    NativeFunction* require = new_native_function(isolate, require_internal, isolate.names().require, 1);
    Value internal(internal_natives(runtime));
    // In the table before it runs: modules that need each other see what there is so far.
    if (loaded.size() <= index) loaded.resize(index + 1, Value::undefined());
    loaded.set(index, Value(module));
    runtime.builtin_load_order.push_back(static_cast<uint16_t>(index));
    Completion<Value> run =
        call(isolate, wrapper, Value(exports), {Value(exports), Value(require), Value(module), internal});
    if (run.failed()) {
      loaded.set(index, Value::undefined());
      return run;
    }
    return get(isolate, module, isolate.names().exports);
  }
  return throw_error(isolate, ErrorType::kError, "No such built-in module: %s", std::string(name).c_str());
}

}  // namespace scrim
