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

// All of Node 26's, so that a missing one is told from a misspelt one.
constexpr std::string_view kNodeModules[] = {"_http_agent",
                                             "assert",
                                             "assert/strict",
                                             "async_hooks",
                                             "buffer",
                                             "child_process",
                                             "cluster",
                                             "console",
                                             "constants",
                                             "crypto",
                                             "dgram",
                                             "diagnostics_channel",
                                             "dns",
                                             "dns/promises",
                                             "domain",
                                             "events",
                                             "fs",
                                             "fs/promises",
                                             "http",
                                             "http2",
                                             "https",
                                             "inspector",
                                             "inspector/promises",
                                             "module",
                                             "net",
                                             "os",
                                             "path",
                                             "path/posix",
                                             "path/win32",
                                             "perf_hooks",
                                             "process",
                                             "punycode",
                                             "querystring",
                                             "readline",
                                             "readline/promises",
                                             "repl",
                                             "sea",
                                             "sqlite",
                                             "stream",
                                             "stream/consumers",
                                             "stream/promises",
                                             "stream/web",
                                             "string_decoder",
                                             "sys",
                                             "test",
                                             "test/reporters",
                                             "timers",
                                             "timers/promises",
                                             "tls",
                                             "trace_events",
                                             "tty",
                                             "url",
                                             "util",
                                             "util/types",
                                             "v8",
                                             "vm",
                                             "wasi",
                                             "worker_threads",
                                             "zlib"};

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

std::span<const std::string_view> node_module_names() {
  return kNodeModules;
}

// Some modules have no name without node: in front.
bool needs_node_prefix(std::string_view name) {
  for (std::string_view only : {"sea", "sqlite", "test", "test/reporters"}) {
    if (name == only) return true;
  }
  return false;
}

bool is_node_module_name(std::string_view name) {
  return std::find(std::begin(kNodeModules), std::end(kNodeModules), name) != std::end(kNodeModules);
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
