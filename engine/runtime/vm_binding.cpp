// internal.binding("vm"): realms, scripts and functions compiled from text, for node:vm.
#include "engine/builtins/support.h"
#include "engine/interpreter/script.h"
#include "engine/runtime/natives.h"

namespace scrim {

namespace {

constexpr uint32_t kScriptKind = 0x5c219700;  // a compiled script: data[0] its Code

// The realm whose global object this is (HostObject kGlobalObjectKind), else the current one.
Realm* realm_of(Isolate& isolate, Value global) {
  if (is_type(global, CellType::kHostObject)) {
    auto* host = cast<HostObject>(global);
    if (host->kind == kGlobalObjectKind) return static_cast<Realm*>(host->data[0].as_cell());
  }
  return &isolate.realm();
}

// () -> a fresh realm's global object
Completion<Value> create_realm(Isolate& isolate, Frame&) {
  return Value(new_realm(isolate)->global_object);
}
// (global, what stands for it in programs)
Completion<Value> set_global(Isolate& isolate, Frame& frame) {
  Realm* realm = realm_of(isolate, frame.argument(0));
  if (!frame.argument(1).is_object()) return throw_type_error(isolate, "not an object");
  realm->global_object = as_object(frame.argument(1));
  realm->global_this = realm->global_object;
  isolate.heap().write_barrier(realm);
  return Value::undefined();
}

Completion<Code*> compile(Isolate& isolate, Realm& realm, Value text, Value name) {
  CompileRequest request;
  request.text = to_wtf8(isolate, TRY(to_string(isolate, text)));
  request.wtf8 = true;
  request.name = to_utf8(isolate, TRY(to_string(isolate, name)));
  request.completion_value = true;
  return compile_script(isolate, realm, std::move(request));
}

// (text, name, global or undefined) -> a script of that realm; SyntaxError
Completion<Value> compile_native(Isolate& isolate, Frame& frame) {
  Realm* realm = realm_of(isolate, frame.argument(2));
  Code* code = TRY(compile(isolate, *realm, frame.argument(0), frame.argument(1)));
  Object* prototype = isolate.realm().intrinsic(Intrinsic::kObjectPrototype);
  auto* script = allocate_object<HostObject>(isolate, root_shape(isolate, prototype, CellType::kHostObject, 0, 0));
  script->task = 0;
  script->kind = kScriptKind;
  for (Value& value : script->data) value = Value::undefined();
  script->data[0] = Value(code);
  isolate.heap().write_barrier(script);
  return Value(script);
}
// (script) -> its completion value
Completion<Value> run_native(Isolate& isolate, Frame& frame) {
  if (!is_type(frame.argument(0), CellType::kHostObject) || cast<HostObject>(frame.argument(0))->kind != kScriptKind) {
    return throw_type_error(isolate, "not a script");
  }
  auto* code = static_cast<Code*>(cast<HostObject>(frame.argument(0))->data[0].as_cell());
  Realm* previous = isolate.current_realm;
  isolate.current_realm = code->realm;
  Completion<Value> result = run_program(isolate, code);
  isolate.current_realm = previous;
  return result;
}
// (text, name, parameter names, global or undefined) -> a function
Completion<Value> compile_function(Isolate& isolate, Frame& frame) {
  Realm* realm = realm_of(isolate, frame.argument(3));
  Array* list = TRY(list_from_array_like(isolate, frame.argument(2)));
  std::vector<std::string> names;
  for (uint32_t i = 0; i < list->length; ++i) {
    names.push_back(to_utf8(isolate, TRY(to_string(isolate, fast_element(list, i)))));
  }
  std::vector<std::string_view> views(names.begin(), names.end());
  CompileRequest request;
  request.text = to_wtf8(isolate, TRY(to_string(isolate, frame.argument(0))));
  request.wtf8 = true;
  request.name = to_utf8(isolate, TRY(to_string(isolate, frame.argument(1))));
  request.goal = syntax::ParseGoal::kFunctionBody;
  request.wrapper_parameters = views;
  Code* code = TRY(compile_script(isolate, *realm, std::move(request)));
  Realm* previous = isolate.current_realm;
  isolate.current_realm = realm;
  Completion<Value> result = run_program(isolate, code);
  isolate.current_realm = previous;
  return result;
}

using P = BuiltinProperty;
constexpr P kNatives[] = {
    P::function("createRealm", create_realm, 0),         P::function("setGlobal", set_global, 2),
    P::function("compile", compile_native, 3),           P::function("run", run_native, 1),
    P::function("compileFunction", compile_function, 4),
};

}  // namespace

extern constexpr NativeBinding kVmBinding = {"vm", kNatives};

}  // namespace scrim
