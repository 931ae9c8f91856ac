// process: arguments, environment, exit, next ticks, events; and the report of what nobody caught.
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>

#include "engine/interpreter/script.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/modules.h"

extern char** environ;

namespace scrim {

namespace {

PropertyKey name(Isolate& isolate, const char* text) {
  return key_from_latin1(isolate, text);
}

Completion<Value> process_cwd(Isolate& isolate, Frame&) {
  char* current = getcwd(nullptr, 0);
  Value result(new_string_utf8(isolate, current ? current : "/"));
  std::free(current);
  return result;
}

Completion<Value> process_chdir(Isolate& isolate, Frame& frame) {
  String* path = TRY(to_string(isolate, frame.argument(0)));
  std::string text = to_utf8(isolate, path);
  if (chdir(text.c_str()) != 0) {
    return throw_error(isolate, ErrorType::kError, "ENOENT: no such file or directory, chdir '%s'", text.c_str());
  }
  return Value::undefined();
}

Completion<Value> process_exit(Isolate& isolate, Frame& frame) {
  Runtime& runtime = runtime_of(isolate);
  if (!frame.argument(0).is_undefined()) {
    runtime.exit_code = TRY(to_int32(isolate, frame.argument(0)));
    put_direct(isolate, as_object(runtime.process_object->get()), name(isolate, "exitCode"),
               Value::int32(runtime.exit_code));
  } else {
    Value code = TRY(get(isolate, as_object(runtime.process_object->get()), name(isolate, "exitCode")));
    if (!code.is_undefined()) runtime.exit_code = TRY(to_int32(isolate, code));
  }
  emit_exit(runtime);
  runtime.exiting = true;
  // Ends everything that runs, without running catch or finally.
  isolate.terminating = true;
  return throw_value(isolate, Value::null());
}

Completion<Value> process_abort(Isolate&, Frame&) {
  std::abort();
}

Completion<Value> process_next_tick(Isolate& isolate, Frame& frame) {
  Value callback = frame.argument(0);
  if (!is_callable(callback)) {
    return throw_type_error(isolate, "The \"callback\" argument must be of type function. Received %s",
                            inspect(isolate, callback).c_str());
  }
  Value arguments = Value::undefined();
  if (frame.argument_count > 1) {
    arguments = Value(new_array_from(isolate, std::span<const Value>(frame.arguments + 1, frame.argument_count - 1)));
  }
  runtime_of(isolate).next_ticks->push(callback, arguments, Value::empty(), Value::empty());
  return Value::undefined();
}

uint64_t monotonic_ns() {
  return static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
          .count());
}

Completion<Value> process_hrtime(Isolate& isolate, Frame& frame) {
  uint64_t now = monotonic_ns();
  auto seconds = static_cast<int64_t>(now / 1000000000);
  auto nanoseconds = static_cast<int64_t>(now % 1000000000);
  if (frame.argument(0).is_object()) {
    seconds -= static_cast<int64_t>(
        TRY(to_number(isolate, TRY(get(isolate, as_object(frame.argument(0)), PropertyKey::from_index(0))))));
    nanoseconds -= static_cast<int64_t>(
        TRY(to_number(isolate, TRY(get(isolate, as_object(frame.argument(0)), PropertyKey::from_index(1))))));
    if (nanoseconds < 0) {
      --seconds;
      nanoseconds += 1000000000;
    }
  }
  Value pair[] = {Value::number(seconds), Value::number(nanoseconds)};
  return Value(new_array_from(isolate, pair));
}
Completion<Value> process_hrtime_bigint(Isolate& isolate, Frame&) {
  String* digits = new_string_latin1(isolate, std::to_string(monotonic_ns()));
  Object* bigint = isolate.realm().intrinsic(Intrinsic::kBigInt);
  return call(isolate, Value(bigint), Value::undefined(), {Value(digits)});
}
Completion<Value> process_uptime(Isolate& isolate, Frame&) {
  return Value::number(static_cast<double>(monotonic_ns() - runtime_of(isolate).start_ns) / 1e9);
}

Completion<Value> process_memory_usage(Isolate& isolate, Frame&) {
  HeapStatistics statistics = isolate.heap().statistics();
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  Object* result = new_plain_object(isolate, 5);
  auto put = [&](const char* key, double value) {
    put_direct(isolate, result, name(isolate, key), Value::number(value));
  };
  put("rss", static_cast<double>(usage.ru_maxrss) * 1024);
  put("heapTotal", static_cast<double>(statistics.committed_bytes));
  put("heapUsed", static_cast<double>(statistics.live_bytes));
  put("external", static_cast<double>(statistics.external_bytes));
  put("arrayBuffers", 0);
  return Value(result);
}

// --- process.on and its family; listeners are arrays on a hidden object

Object* listeners_of(Isolate& isolate, const char* event, bool make) {
  Runtime& runtime = runtime_of(isolate);
  if (!runtime.process_listeners->get().is_object()) {
    if (!make) return nullptr;
    runtime.process_listeners->set(Value(new_object_with_prototype(isolate, nullptr)));
  }
  Object* table = as_object(runtime.process_listeners->get());
  PropertyKey key = name(isolate, event);
  Value list = get_own_data(isolate, table, key);
  if (list.is_object()) return as_object(list);
  if (!make) return nullptr;
  Array* made = new_array(isolate);
  put_direct(isolate, table, key, Value(made));
  return made;
}

// magic 1: once
Completion<Value> process_on(Isolate& isolate, Frame& frame) {
  String* event = TRY(to_string(isolate, frame.argument(0)));
  auto* list = static_cast<Array*>(listeners_of(isolate, to_utf8(isolate, event).c_str(), true));
  array_push(isolate, list, frame.argument(1));
  array_push(isolate, list, Value::boolean(cast<NativeFunction>(frame.callee)->magic == 1));
  return frame.this_value;
}
Completion<Value> process_off(Isolate& isolate, Frame& frame) {
  String* event = TRY(to_string(isolate, frame.argument(0)));
  auto* list = static_cast<Array*>(listeners_of(isolate, to_utf8(isolate, event).c_str(), false));
  for (uint32_t i = 0; list && i < list->length; i += 2) {
    if (fast_element(list, i) == frame.argument(1)) put_element(isolate, list, i, Value::undefined());
  }
  return frame.this_value;
}

bool emit(Runtime& runtime, const char* event, std::span<const Value> arguments) {
  Isolate& isolate = runtime.isolate();
  auto* list = static_cast<Array*>(listeners_of(isolate, event, false));
  if (!list) return false;
  bool any = false;
  uint32_t count = list->length;
  for (uint32_t i = 0; i < count && !isolate.terminating; i += 2) {
    Value listener = fast_element(list, i);
    if (!is_callable(listener)) continue;
    any = true;
    if (fast_element(list, i + 1).is_true()) put_element(isolate, list, i, Value::undefined());
    Completion<Value> result = call(isolate, listener, runtime.process_object->get(), arguments);
    if (result.failed() && !isolate.terminating) runtime.report_uncaught(isolate.take_exception(), false);
  }
  return any;
}

Completion<Value> process_emit(Isolate& isolate, Frame& frame) {
  String* event = TRY(to_string(isolate, frame.argument(0)));
  std::span<const Value> rest;
  if (frame.argument_count > 1) rest = {frame.arguments + 1, frame.argument_count - 1};
  return Value::boolean(emit(runtime_of(isolate), to_utf8(isolate, event).c_str(), rest));
}
Completion<Value> process_listener_count(Isolate& isolate, Frame& frame) {
  String* event = TRY(to_string(isolate, frame.argument(0)));
  auto* list = static_cast<Array*>(listeners_of(isolate, to_utf8(isolate, event).c_str(), false));
  int32_t count = 0;
  for (uint32_t i = 0; list && i < list->length; i += 2) count += is_callable(fast_element(list, i));
  return Value::int32(count);
}

// magic: the file descriptor
Completion<Value> stream_write(Isolate& isolate, Frame& frame) {
  String* text = TRY(to_string(isolate, frame.argument(0)));
  runtime_of(isolate).write(static_cast<int>(cast<NativeFunction>(frame.callee)->magic), to_utf8(isolate, text));
  for (uint32_t i = 1; i < frame.argument_count; ++i) {
    if (is_callable(frame.arguments[i])) {
      runtime_of(isolate).next_ticks->push(frame.arguments[i], Value::undefined(), Value::empty(), Value::empty());
    }
  }
  return Value::boolean(true);
}
Completion<Value> stream_on(Isolate&, Frame& frame) {
  return frame.this_value;
}

using P = BuiltinProperty;
constexpr P method(const char* name, NativeCode native, uint8_t length, uint16_t magic = 0) {
  P property = P::function(name, native, length, magic);
  property.attributes = Attributes::kAll;
  return property;
}
constexpr P kProcessTable[] = {
    method("cwd", process_cwd, 0),
    method("chdir", process_chdir, 1),
    method("exit", process_exit, 1),
    method("abort", process_abort, 0),
    method("nextTick", process_next_tick, 1),
    method("hrtime", process_hrtime, 1),
    method("uptime", process_uptime, 0),
    method("memoryUsage", process_memory_usage, 0),
    method("on", process_on, 2, 0),
    method("addListener", process_on, 2, 0),
    method("once", process_on, 2, 1),
    method("off", process_off, 2),
    method("removeListener", process_off, 2),
    method("emit", process_emit, 1),
    method("listenerCount", process_listener_count, 1),
    method("emitWarning", stream_on, 1),
    P::string("@@toStringTag", "process"),
};
constexpr P kStdout[] = {method("write", stream_write, 1, 1), method("on", stream_on, 2), method("once", stream_on, 2),
                         method("end", stream_write, 1, 1)};
constexpr P kStderr[] = {method("write", stream_write, 1, 2), method("on", stream_on, 2), method("once", stream_on, 2),
                         method("end", stream_write, 1, 2)};

Object* make_process(Isolate& isolate, Realm& realm) {
  Runtime& runtime = runtime_of(isolate);
  Object* prototype = new_plain_object(isolate);
  NativeFunction* constructor =
      new_native_function(isolate, stream_on, name(isolate, "process"), 0, Value::undefined(), true);
  put_direct(isolate, prototype, isolate.names().constructor, Value(constructor), Attributes::kHidden);
  Object* process = make_builtin_object(isolate, realm, prototype, kProcessTable);
  runtime.process_object->set(Value(process));
  auto put = [&](Object* object, const char* key, Value value) {
    put_direct(isolate, object, name(isolate, key), value);
  };
  auto text = [&](std::string_view value) { return Value(new_string_utf8(isolate, value)); };
  Array* argv = new_array(isolate);
  put(process, "argv", Value(argv));
  array_push(isolate, argv, text(runtime.options().executable));
  for (const std::string& argument : runtime.options().arguments) array_push(isolate, argv, text(argument));
  Array* exec_argv = new_array(isolate);
  put(process, "execArgv", Value(exec_argv));
  for (const std::string& argument : runtime.options().exec_arguments) array_push(isolate, exec_argv, text(argument));
  put(process, "execPath", text(runtime.options().executable));
  put(process, "argv0", text("scrim"));
  put(process, "title", text("scrim"));
  Object* environment = new_plain_object(isolate);
  put(process, "env", Value(environment));
  for (char** entry = environ; *entry; ++entry) {
    const char* equals = std::strchr(*entry, '=');
    if (!equals) continue;
    String* key = new_string_utf8(isolate, std::string_view(*entry, static_cast<size_t>(equals - *entry)));
    put_direct(isolate, environment, key_from_string(isolate, key), text(equals + 1));
  }
  put(process, "pid", Value::number(static_cast<int32_t>(getpid())));
  put(process, "ppid", Value::number(static_cast<int32_t>(getppid())));
  put(process, "platform", text("linux"));
#if defined(__x86_64__)
  put(process, "arch", text("x64"));
#else
  put(process, "arch", text("arm64"));
#endif
  put(process, "version", text("v26.0.0"));
  Object* versions = new_plain_object(isolate);
  put(process, "versions", Value(versions));
  put(versions, "node", text("26.0.0"));
  put(versions, "scrim", text(SCRIM_VERSION));
  Object* release = new_plain_object(isolate);
  put(process, "release", Value(release));
  put(release, "name", text("scrim"));
  put(process, "exitCode", Value::undefined());
  Object* out = make_builtin_object(isolate, realm, nullptr, kStdout);
  Object* err = make_builtin_object(isolate, realm, nullptr, kStderr);
  for (auto [stream, fd] : {std::pair{out, 1}, std::pair{err, 2}}) {
    put(stream, "fd", Value::int32(fd));
    put(stream, "isTTY", Value::boolean(isatty(fd)));
    put(stream, "writable", Value::boolean(true));
    put(stream, "columns", Value::int32(80));
  }
  put(process, "stdout", Value(out));
  put(process, "stderr", Value(err));
  Value hrtime = MUST(get(isolate, process, name(isolate, "hrtime")));
  NativeFunction* bigint = new_native_function(isolate, process_hrtime_bigint, name(isolate, "bigint"), 0);
  put_direct(isolate, as_object(hrtime), name(isolate, "bigint"), Value(bigint));
  return process;
}

// The source line and a caret under the place, as Node prints them above the stack.
std::string source_frame(Isolate& isolate, Value error) {
  const auto& noted = isolate.syntax_error_place;
  if (error.is_cell() && noted.error == error.bits() && noted.line) {
    return noted.name + ":" + std::to_string(noted.line) + "\n" + noted.line_text + "\n" +
           std::string(noted.column, ' ') + std::string(noted.length, '^') + "\n\n";
  }
  if (!error.is_object() || as_object(error)->type != CellType::kError) return {};
  Value frames = cast<ErrorObject>(error)->stack_frames;
  if (!frames.is_object() || cast<Array>(frames)->length < 4) return {};
  Value* words = cast<Array>(frames)->vector()->values;
  if (!words[2].is_cell()) return {};
  auto* code = cast<Code>(words[2]);
  int32_t offset = words[3].as_int32();
  if (offset < 0) offset = -1 - offset;
  SourcePlace place = place_of(code, code->bytecode + offset);
  if (!place.script) return {};
  const syntax::SourceText& source = place.script->data->source;
  std::string_view line = source.text(source.line_range(place.line - 1, syntax::LineRule::kGrammar));
  if (line.size() > 500) return source.name() + ":" + std::to_string(place.line) + "\n";
  return source.name() + ":" + std::to_string(place.line) + "\n" + std::string(line) + "\n" +
         std::string(place.column - 1, ' ') + "^\n\n";
}

}  // namespace

void Runtime::report_uncaught(Value error, bool from_promise) {
  Isolate& isolate = *isolate_;
  if (isolate.terminating) return;
  Value origin(new_string_latin1(isolate, from_promise ? "unhandledRejection" : "uncaughtException"));
  Value arguments[] = {error, origin};
  if (emit(*this, "uncaughtException", arguments)) return;
  std::string text = source_frame(isolate, error);
  if (error.is_object() && as_object(error)->type == CellType::kError) {
    text += inspect_error(isolate, error);
  } else {
    // Node names the throw's place for values that carry no stack.
    text += "Uncaught:\n" + inspect(isolate, error);
    if (!from_promise) {
      text += "\n(Use an Error object to see where it was thrown)";
    }
  }
  if (isolate.has_exception()) isolate.take_exception();
  write(2, text + "\n\nscrim v" SCRIM_VERSION "\n");
  exit_code = 1;
  emit_exit(*this);
  exit_code = exit_code ? exit_code : 1;
  exiting = true;
}

void report_unhandled_rejection(Runtime& runtime, Object* promise) {
  Isolate& isolate = runtime.isolate();
  Value reason = static_cast<PromiseObject*>(promise)->result;
  Value arguments[] = {reason, Value(promise)};
  if (emit(runtime, "unhandledRejection", arguments)) return;
  if (reason.is_object() && as_object(reason)->type == CellType::kError) {
    runtime.report_uncaught(reason, true);
    return;
  }
  std::string message =
      "This error originated either by throwing inside of an async function without a catch block, or by rejecting a "
      "promise which was not handled with .catch(). The promise rejected with the reason \"" +
      (reason.is_string() ? to_utf8(isolate, as_string(reason)) : inspect(isolate, reason)) + "\".";
  Object* error = make_error(isolate, ErrorType::kError, new_string_utf8(isolate, message));
  put_direct(isolate, error, name(isolate, "code"), Value(new_string_latin1(isolate, "ERR_UNHANDLED_REJECTION")));
  runtime.report_uncaught(Value(error), true);
}

void emit_process_event(Runtime& runtime, const char* event) {
  Value code[] = {Value::int32(runtime.exit_code)};
  emit(runtime, event, code);
}

void emit_exit(Runtime& runtime) {
  if (runtime.exit_emitted) return;
  runtime.exit_emitted = true;
  Isolate& isolate = runtime.isolate();
  if (!runtime.process_object->get().is_object()) return;
  Object* process = as_object(runtime.process_object->get());
  Value code = get_own_data(isolate, process, name(isolate, "exitCode"));
  if (code.is_number() && !runtime.exit_code) runtime.exit_code = static_cast<int>(code.as_number());
  Value arguments[] = {Value::int32(runtime.exit_code)};
  emit(runtime, "exit", arguments);
  code = get_own_data(isolate, process, name(isolate, "exitCode"));
  if (code.is_number()) runtime.exit_code = static_cast<int>(code.as_number());
}

void register_process(Runtime& runtime) {
  runtime.isolate().intrinsic_creators[static_cast<int>(Intrinsic::kProcess)] = make_process;
}

}  // namespace scrim
