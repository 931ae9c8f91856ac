#include "engine/runtime/natives.h"
#include "engine/runtime/host_call.h"

#include "engine/bytecode/function_template.h"
#include "engine/interpreter/frame.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"
#include "engine/profile/snapshot_writer.h"

namespace scrim {

namespace {

// (value, options or showHidden, depth, colors): as util.inspect takes them
Completion<Value> inspect_native(Isolate& isolate, Frame& frame) {
  Runtime& runtime = runtime_of(isolate);
  InspectOptions options = runtime.inspect_defaults ? *runtime.inspect_defaults : InspectOptions{};
  Value bag = frame.argument(1);
  if (bag.is_boolean()) {
    options.show_hidden = bag.as_boolean();
  } else {
    TRY(read_inspect_options(isolate, bag, &options));
  }
  if (frame.argument_count > 2 && frame.argument(2).is_number()) {
    double depth = frame.argument(2).as_number();
    options.depth = depth > 1e9 ? InspectOptions::kNoLimit : static_cast<int>(depth);
  } else if (frame.argument_count > 2 && frame.argument(2).is_null()) {
    options.depth = InspectOptions::kNoLimit;
    options.depth_is_null = true;
  }
  if (frame.argument_count > 3 && !frame.argument(3).is_undefined()) options.colors = to_boolean(frame.argument(3));
  std::string text = inspect(isolate, frame.argument(0), options);
  if (isolate.has_exception()) return Throw{};
  return Value(new_string_utf8(isolate, text));
}

// (options): inspect.defaultOptions from now on
Completion<Value> set_inspect_defaults_native(Isolate& isolate, Frame& frame) {
  auto options = std::make_unique<InspectOptions>();
  TRY(read_inspect_options(isolate, frame.argument(0), options.get()));
  options->sort_with = options->user_options = Value::undefined();
  runtime_of(isolate).inspect_defaults = std::move(options);
  return Value::undefined();
}

// (options or undefined, ...arguments)
Completion<Value> format_native(Isolate& isolate, Frame& frame) {
  InspectOptions options;
  bool given = frame.argument(0).is_object();
  if (given) TRY(read_inspect_options(isolate, frame.argument(0), &options));
  std::span<const Value> rest;
  if (frame.argument_count > 1) rest = {frame.arguments + 1, frame.argument_count - 1};
  std::string text = format_log(isolate, rest, given ? &options : nullptr);
  if (isolate.has_exception()) return Throw{};
  return Value(new_string_utf8(isolate, text));
}

// The engine's own name of what a value is: "Map", "Promise", "AsyncFunction", ... for util.types.
Completion<Value> class_of_native(Isolate& isolate, Frame& frame) {
  Value value = frame.argument(0);
  if (!value.is_object()) return Value(isolate.names().empty.as_cell());
  static constexpr const char* kNames[] = {
#define CELL_TYPE(enumerator, cpp_type) #enumerator,
#include "engine/heap/cell_types.def"
#undef CELL_TYPE
  };
  std::string text = kNames[static_cast<int>(as_object(value)->type)] + 1;
  if (text == "Function") {
    const bytecode::TemplateFlags& flags = cast<Function>(value)->code->function_template->flags;
    if (flags.is_async) text = "AsyncFunction";
    if (flags.is_generator) text = flags.is_async ? "AsyncGeneratorFunction" : "GeneratorFunction";
  }
  return Value(new_string_latin1(isolate, text));
}

// (path) -> path
Completion<Value> write_heap_snapshot_native(Isolate& isolate, Frame& frame) {
  const std::string path = to_utf8(isolate, TRY(to_string(isolate, frame.argument(0))));
  std::string error;
  if (!profile::write_snapshot_file(isolate, path, error)) {
    return throw_error(isolate, ErrorType::kError, "cannot write %s: %s", path.c_str(), error.c_str());
  }
  return frame.argument(0);
}

// [live bytes, committed bytes, external bytes, limit]
Completion<Value> heap_statistics_native(Isolate& isolate, Frame&) {
  uint64_t live, committed, external;
  ask_host(
      host_of(isolate), "heap statistics", "",
      [&] {
        HeapStatistics statistics = isolate.heap().statistics();
        live = statistics.live_bytes;
        committed = statistics.committed_bytes;
        external = statistics.external_bytes;
      },
      live, committed, external);
  Value fields[] = {Value::number(live), Value::number(committed), Value::number(external),
                    Value::number(static_cast<uint64_t>(isolate.options().heap.max_bytes))};
  return Value(new_array_from(isolate, fields));
}

// () -> whether the program's own code nearest on the stack is a package's
Completion<Value> called_from_dependency_native(Isolate& isolate, Frame&) {
  for (Value* fp = isolate.fp; fp; fp = Frame::from(fp)->caller_fp) {
    const Frame* frame = Frame::from(fp);
    if (!frame->code || !frame->code->script || !frame->code->script->data) continue;
    const ScriptData& data = *frame->code->script->data;
    if (!data.internal) return Value::boolean(data.source.name().find("/node_modules/") != std::string::npos);
  }
  return Value::boolean(false);
}

// (name) -> the area's natives
Completion<Value> binding_native(Isolate& isolate, Frame& frame) {
  static const NativeBinding* const kBindings[] = {
      &kModulesBinding, &kModuleHooksBinding, &kAsyncContextBinding, &kCryptoBinding, &kVmBinding,
      &kWebBinding,     &kBufferBinding,      &kConsoleBinding,      &kFsBinding,     &kIoBinding,
      &kOsBinding,      &kProcessBinding,     &kSpawnBinding,        &kZlibBinding};
  String* wanted = TRY(to_string(isolate, frame.argument(0)));
  auto* callee = cast<NativeFunction>(frame.callee);
  if (!callee->data.is_object()) {
    callee->data = Value(new_object_with_prototype(isolate, nullptr));
    isolate.heap().write_barrier(callee);
  }
  PropertyKey key = key_from_string(isolate, wanted);
  Value made = get_own_data(isolate, as_object(callee->data), key);
  if (made.is_object()) return made;
  std::string text = to_utf8(isolate, wanted);
  for (const NativeBinding* binding : kBindings) {
    if (text != binding->name) continue;
    Object* natives = make_builtin_object(isolate, isolate.realm(), nullptr, binding->table);
    put_direct(isolate, as_object(callee->data), key, Value(natives));
    return Value(natives);
  }
  return throw_error(isolate, ErrorType::kError, "No such binding: %s", text.c_str());
}

// () -> [[name, value], ...]: options of the command line
Completion<Value> node_options_native(Isolate& isolate, Frame&) {
  Array* list = new_array(isolate);
  for (const auto& [option, value] : runtime_of(isolate).options().node_options) {
    Value pair[] = {Value(new_string_utf8(isolate, option)), Value(new_string_utf8(isolate, value))};
    array_push(isolate, list, Value(new_array_from(isolate, pair)));
  }
  return Value(list);
}
// (descriptor, text): past streams and console
Completion<Value> write_native(Isolate& isolate, Frame& frame) {
  int32_t fd = TRY(to_int32(isolate, frame.argument(0)));
  String* text = TRY(to_string(isolate, frame.argument(1)));
  runtime_of(isolate).write(fd, to_utf8(isolate, text));
  return Value::undefined();
}

using P = BuiltinProperty;
constexpr P kNatives[] = {
    P::function("nodeOptions", node_options_native, 0),
    P::function("write", write_native, 2),
    P::function("binding", binding_native, 1),
    P::function("inspect", inspect_native, 2),
    P::function("setInspectDefaults", set_inspect_defaults_native, 1),
    P::function("format", format_native, 1),
    P::function("classOf", class_of_native, 1),
    P::function("writeHeapSnapshot", write_heap_snapshot_native, 1),
    P::function("calledFromDependency", called_from_dependency_native, 0),
    P::function("heapStatistics", heap_statistics_native, 0),
};

}  // namespace

Object* internal_natives(Runtime& runtime) {
  if (!runtime.internal->get().is_object()) {
    Isolate& isolate = runtime.isolate();
    runtime.internal->set(Value(make_builtin_object(isolate, isolate.realm(), nullptr, kNatives)));
  }
  return as_object(runtime.internal->get());
}

}  // namespace scrim
