// process: what internal/process.js stands on, and the report of what nobody caught.
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "engine/builtins/support.h"
#include "engine/interpreter/stack_trace.h"
#include "engine/interpreter/task_origin.h"
#include "engine/objects/atoms.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/host_call.h"
#include "engine/runtime/missing_globals.h"
#include "engine/runtime/modules.h"
#include "engine/runtime/natives.h"
#include "engine/runtime/queues.h"
#include "engine/runtime/source_maps.h"
#include "engine/runtime/system_error.h"

extern char** environ;

namespace scrim {

namespace {

PropertyKey name(Isolate& isolate, const char* text) {
  return key_from_latin1(isolate, text);
}
Completion<std::string*> text_argument(Isolate& isolate, Frame& frame, uint32_t index, std::string* text) {
  String* string = TRY(to_string(isolate, frame.argument(index)));
  *text = to_utf8(isolate, string);
  return text;
}

// Empty: errno says why.
std::string working_directory(Isolate& isolate, int* error) {
  std::string directory;
  *error = 0;
  ask_host(
      host_of(isolate), "getcwd", "",
      [&] {
        char* current = getcwd(nullptr, 0);
        if (current) directory = current;
        if (!current) *error = errno;
        std::free(current);
      },
      directory, *error);
  return directory;
}

Completion<Value> process_cwd(Isolate& isolate, Frame&) {
  int error;
  std::string directory = working_directory(isolate, &error);
  if (error) return throw_system_error(isolate, error, "uv_cwd");
  return Value(new_string_utf8(isolate, directory));
}

Completion<Value> process_chdir(Isolate& isolate, Frame& frame) {
  std::string path;
  TRY(text_argument(isolate, frame, 0, &path));
  int64_t result = ask_host_number(host_of(isolate), "chdir", path, [&] { return chdir(path.c_str()); });
  if (result == 0) return Value::undefined();
  int ignored;
  const std::string from = working_directory(isolate, &ignored);
  return throw_system_error(isolate, static_cast<int>(-result), "chdir", &from, &path);
}

// (code): ends everything that runs, without running catch or finally.
Completion<Value> process_really_exit(Isolate& isolate, Frame& frame) {
  Runtime& runtime = runtime_of(isolate);
  runtime.exit_code = TRY(to_int32(isolate, frame.argument(0)))
  &0xff;
  runtime.exit_emitted = true;
  runtime.exiting = true;
  isolate.terminating = true;
  return throw_value(isolate, Value::null());
}

Completion<Value> process_abort(Isolate&, Frame&) {
  std::abort();
}

Completion<Value> process_next_tick(Isolate& isolate, Frame& frame) {
  Value callback = frame.argument(0);
  if (!is_callable(callback)) return throw_callback_type(isolate, callback);
  Runtime& runtime = runtime_of(isolate);
  if (runtime.exit_emitted) return Value::undefined();
  Value arguments = Value::undefined();
  if (frame.argument_count > 1) {
    arguments = Value(new_array_from(isolate, std::span<const Value>(frame.arguments + 1, frame.argument_count - 1)));
  }
  runtime.next_ticks->push(callback, arguments, isolate.async_context, Value::empty(), task_of(task_origin(isolate)));
  return Value::undefined();
}

// () -> [seconds, nanoseconds]
Completion<Value> process_hrtime(Isolate& isolate, Frame&) {
  uint64_t now = host_of(isolate).monotonic_ns();
  Value pair[] = {Value::number(now / 1000000000), Value::number(now % 1000000000)};
  return Value(new_array_from(isolate, pair));
}
Completion<Value> process_hrtime_bigint(Isolate& isolate, Frame&) {
  String* digits = new_string_latin1(isolate, std::to_string(host_of(isolate).monotonic_ns()));
  Object* bigint = isolate.realm().intrinsic(Intrinsic::kBigInt);
  return call(isolate, Value(bigint), Value::undefined(), {Value(digits)});
}
Completion<Value> process_uptime(Isolate& isolate, Frame&) {
  return Value::number(static_cast<double>(host_of(isolate).monotonic_ns() - runtime_of(isolate).start_ns) / 1e9);
}

double resident_bytes() {
  double pages = 0;
  if (FILE* file = std::fopen("/proc/self/statm", "r")) {
    long total = 0, resident = 0;
    if (std::fscanf(file, "%ld %ld", &total, &resident) == 2) pages = static_cast<double>(resident);
    std::fclose(file);
  }
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE));
}

// () -> [rss, heapTotal, heapUsed, external, arrayBuffers]
Completion<Value> process_memory(Isolate& isolate, Frame&) {
  double resident, committed, live, external;
  ask_host(
      host_of(isolate), "memory", "",
      [&] {
        HeapStatistics statistics = isolate.heap().statistics();
        resident = resident_bytes();
        committed = static_cast<double>(statistics.committed_bytes);
        live = static_cast<double>(statistics.live_bytes);
        external = static_cast<double>(statistics.external_bytes);
      },
      resident, committed, live, external);
  Value fields[] = {Value::number(resident), Value::number(committed), Value::number(live), Value::number(external),
                    Value::number(external)};
  return Value(new_array_from(isolate, fields));
}

// () -> the fields of getrusage, times in microseconds
Completion<Value> process_resources(Isolate& isolate, Frame&) {
  struct rusage u{};
  ask_host(host_of(isolate), "getrusage", "", [&] { getrusage(RUSAGE_SELF, &u); }, u);
  auto microseconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec);
  };
  const double fields[] = {
      microseconds(u.ru_utime),          microseconds(u.ru_stime),           static_cast<double>(u.ru_maxrss),
      static_cast<double>(u.ru_ixrss),   static_cast<double>(u.ru_idrss),    static_cast<double>(u.ru_isrss),
      static_cast<double>(u.ru_minflt),  static_cast<double>(u.ru_majflt),   static_cast<double>(u.ru_nswap),
      static_cast<double>(u.ru_inblock), static_cast<double>(u.ru_oublock),  static_cast<double>(u.ru_msgsnd),
      static_cast<double>(u.ru_msgrcv),  static_cast<double>(u.ru_nsignals), static_cast<double>(u.ru_nvcsw),
      static_cast<double>(u.ru_nivcsw)};
  Array* list = new_array(isolate);
  for (double field : fields) array_push(isolate, list, Value::number(field));
  return Value(list);
}

// (pid, signal number) -> 0 or -errno
Completion<Value> process_kill(Isolate& isolate, Frame& frame) {
  int pid = TRY(to_int32(isolate, frame.argument(0)));
  int number = TRY(to_int32(isolate, frame.argument(1)));
  return Value::number(
      ask_host_number(host_of(isolate), "kill", std::to_string(pid), [&] { return kill(pid, number); }));
}

// (mask or undefined) -> the mask before
Completion<Value> process_umask(Isolate& isolate, Frame& frame) {
  const bool asks = frame.argument(0).is_undefined();
  const auto wanted = asks ? mode_t{0} : static_cast<mode_t>(TRY(to_int32(isolate, frame.argument(0))));
  return Value::number(ask_host_number(host_of(isolate), "umask", "", [&] {
    const mode_t before = umask(wanted);
    if (asks) umask(before);
    return before;
  }));
}

// magic: 0 uid, 1 effective uid, 2 gid, 3 effective gid
Completion<Value> process_identity(Isolate& isolate, Frame& frame) {
  const auto which = cast<NativeFunction>(frame.callee)->magic;
  return Value::number(ask_host_number(host_of(isolate), "identity", std::to_string(which), [&] {
    return which == 0 ? getuid() : which == 1 ? geteuid() : which == 2 ? getgid() : getegid();
  }));
}
// (0 uid, 1 effective uid, 2 gid, 3 effective gid; number) -> 0 or -errno
Completion<Value> process_set_identity(Isolate& isolate, Frame& frame) {
  int which = TRY(to_int32(isolate, frame.argument(0)));
  auto id = static_cast<uid_t>(TRY(to_number(isolate, frame.argument(1))));
  return Value::number(ask_host_number(host_of(isolate), "set identity", std::to_string(which), [&] {
    return which == 0 ? setuid(id) : which == 1 ? seteuid(id) : which == 2 ? setgid(id) : setegid(id);
  }));
}
Completion<Value> process_groups(Isolate& isolate, Frame&) {
  std::vector<gid_t> groups;
  ask_host(
      host_of(isolate), "groups", "",
      [&] {
        groups.resize(256);
        groups.resize(static_cast<size_t>(std::max(0, getgroups(256, groups.data()))));
      },
      groups);
  Array* list = new_array(isolate);
  for (gid_t group : groups) array_push(isolate, list, Value::number(static_cast<uint32_t>(group)));
  return Value(list);
}

// (name, value or undefined)
Completion<Value> process_set_variable(Isolate& isolate, Frame& frame) {
  std::string key, value;
  TRY(text_argument(isolate, frame, 0, &key));
  if (frame.argument(1).is_undefined()) {
    unsetenv(key.c_str());
  } else {
    TRY(text_argument(isolate, frame, 1, &value));
    setenv(key.c_str(), value.c_str(), 1);
    if (key == "TZ") tzset();
  }
  return Value::undefined();
}

Completion<Value> process_set_title(Isolate& isolate, Frame& frame) {
  std::string title;
  TRY(text_argument(isolate, frame, 0, &title));
  prctl(PR_SET_NAME, title.substr(0, 15).c_str());
  return Value::undefined();
}

// () -> [arguments from execPath on, execArgv, environment as name, value, ..., argv0]
Completion<Value> process_start(Isolate& isolate, Frame&) {
  const RuntimeOptions& options = runtime_of(isolate).options();
  auto text = [&](std::string_view value) { return Value(new_string_utf8(isolate, value)); };
  Array* arguments = new_array(isolate);
  array_push(isolate, arguments, text(options.executable));
  for (const std::string& argument : options.arguments) array_push(isolate, arguments, text(argument));
  Array* exec_arguments = new_array(isolate);
  for (const std::string& argument : options.exec_arguments) array_push(isolate, exec_arguments, text(argument));
  std::vector<std::string> entries;
  ask_host(
      host_of(isolate), "environment", "",
      [&] {
        for (char** entry = environ; *entry; ++entry) entries.push_back(*entry);
      },
      entries);
  Array* environment = new_array(isolate);
  for (const std::string& entry : entries) {
    size_t equals = entry.find('=');
    if (equals == std::string::npos) continue;
    array_push(isolate, environment, text(std::string_view(entry).substr(0, equals)));
    array_push(isolate, environment, text(std::string_view(entry).substr(equals + 1)));
  }
  Value fields[] = {Value(arguments), Value(exec_arguments), Value(environment),
                    text(options.argv0.empty() ? options.executable : options.argv0)};
  return Value(new_array_from(isolate, fields));
}

Completion<Value> process_ids(Isolate& isolate, Frame&) {
  int own = 0, parent = 0;
  ask_host(
      host_of(isolate), "process ids", "",
      [&] {
        own = getpid();
        parent = getppid();
      },
      own, parent);
  Value pair[] = {Value::int32(own), Value::int32(parent)};
  return Value(new_array_from(isolate, pair));
}

Completion<Value> process_version(Isolate& isolate, Frame&) {
  return Value(new_string_latin1(isolate, SCRIM_VERSION));
}

// (hooks)
Completion<Value> process_set_hooks(Isolate& isolate, Frame& frame) {
  runtime_of(isolate).process_hooks->set(frame.argument(0));
  return Value::undefined();
}
// (descriptor, stream)
Completion<Value> process_set_stdio(Isolate& isolate, Frame& frame) {
  int fd = frame.argument(0).as_int32();
  if (fd >= 0 && fd <= 2) runtime_of(isolate).stdio[fd]->set(frame.argument(1));
  return Value::undefined();
}

// A function of internal/process.js, called with arguments; undefined if `process` was never touched.
Completion<Value> call_hook(Runtime& runtime, const char* hook, std::span<const Value> arguments) {
  if (!runtime.process_hooks->get().is_object()) return Value::undefined();
  Isolate& isolate = runtime.isolate();
  Value function = TRY(get(isolate, as_object(runtime.process_hooks->get()), name(isolate, hook)));
  return call(isolate, function, Value::undefined(), arguments);
}

using P = BuiltinProperty;
// process.getActiveResourcesInfo(): what keeps the program running, children before timers before immediates, as Node
// lists them.
Completion<Value> process_active_resources(Isolate& isolate, Frame&) {
  struct Counter : QueueVisitor {
    size_t children = 0, timers = 0, immediates = 0;
    void task(const QueuedTask& task) override {
      if (!task.referenced) return;
      children += task.queue == TaskQueue::kChild;
      timers += task.queue == TaskQueue::kTimer;
      immediates += task.queue == TaskQueue::kImmediate;
    }
  } counter;
  visit_queues(runtime_of(isolate), counter);
  RootedVector<Value> names(isolate.heap(), "active resources");
  for (size_t i = 0; i < counter.children; ++i) names.push_back(text_value(isolate, "ProcessWrap"));
  for (size_t i = 0; i < counter.timers; ++i) names.push_back(text_value(isolate, "Timeout"));
  for (size_t i = 0; i < counter.immediates; ++i) names.push_back(text_value(isolate, "Immediate"));
  return Value(new_array_from(isolate, std::span<const Value>(names.begin(), names.end())));
}

// () -> the names of the builtin modules that have been loaded
Completion<Value> process_loaded_modules(Isolate& isolate, Frame&) {
  Array* list = new_array(isolate);
  for (std::string_view module : loaded_builtin_names(runtime_of(isolate))) {
    array_push(isolate, list, Value(new_string_utf8(isolate, module)));
  }
  return Value(list);
}
// () -> the program's main module if it is CommonJS
Completion<Value> process_main_module(Isolate& isolate, Frame&) {
  return runtime_of(isolate).modules().main_module();
}

// (file, arguments, environment as "name=value") -> [errno, what it means]; does not come back if it works.
Completion<Value> process_execve(Isolate& isolate, Frame& frame) {
  std::string file;
  TRY(text_argument(isolate, frame, 0, &file));
  std::vector<std::string> words[2];
  for (uint32_t i = 0; i < 2; ++i) {
    Array* list = TRY(list_from_array_like(isolate, frame.argument(i + 1)));
    for (uint32_t k = 0; k < list->length; ++k) {
      words[i].push_back(to_utf8(isolate, TRY(to_string(isolate, fast_element(list, k)))));
    }
  }
  std::vector<char*> pointers[2];
  for (int i = 0; i < 2; ++i) {
    for (std::string& word : words[i]) pointers[i].push_back(word.data());
    pointers[i].push_back(nullptr);
  }
  // The new program gets the three standard descriptors and no others.
  for (int fd = 3; fd < 1024; ++fd) {
    const int flags = fcntl(fd, F_GETFD);
    if (flags >= 0) fcntl(fd, F_SETFD, flags | FD_CLOEXEC);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
  execve(file.c_str(), pointers[0].data(), pointers[1].data());
  const int error = errno;
  signal(SIGPIPE, SIG_IGN);
  const Value result[] = {Value::int32(error), text_value(isolate, std::strerror(error))};
  return Value(new_array_from(isolate, result));
}

constexpr P kTable[] = {
    P::function("loadedModules", process_loaded_modules, 0),
    P::function("mainModule", process_main_module, 0),
    P::function("execve", process_execve, 3),
    P::function("activeResources", process_active_resources, 0),
    P::function("cwd", process_cwd, 0),
    P::function("chdir", process_chdir, 1),
    P::function("reallyExit", process_really_exit, 1),
    P::function("abort", process_abort, 0),
    P::function("nextTick", process_next_tick, 1),
    P::function("hrtime", process_hrtime, 0),
    P::function("hrtimeBigint", process_hrtime_bigint, 0),
    P::function("uptime", process_uptime, 0),
    P::function("memory", process_memory, 0),
    P::function("resources", process_resources, 0),
    P::function("kill", process_kill, 2),
    P::function("umask", process_umask, 1),
    P::function("getuid", process_identity, 0, 0),
    P::function("geteuid", process_identity, 0, 1),
    P::function("getgid", process_identity, 0, 2),
    P::function("getegid", process_identity, 0, 3),
    P::function("setIdentity", process_set_identity, 2),
    P::function("getgroups", process_groups, 0),
    P::function("setVariable", process_set_variable, 2),
    P::function("setTitle", process_set_title, 1),
    P::function("start", process_start, 0),
    P::function("ids", process_ids, 0),
    P::function("version", process_version, 0),
    P::function("setHooks", process_set_hooks, 1),
    P::function("setStdio", process_set_stdio, 2),
};

Object* make_process(Isolate& isolate, Realm&) {
  Runtime& runtime = runtime_of(isolate);
  Completion<Value> process = load_builtin_module(runtime, "internal/process");
  if (process.failed()) {
    runtime.write(2, "scrim: making process failed: " + inspect_error(isolate, isolate.take_exception()) + "\n");
    return new_plain_object(isolate);
  }
  runtime.process_object->set(process.value());
  return as_object(process.value());
}

constexpr std::string_view kJsonText = "<anonymous_script>";  // what JSON.parse was given

// White space up to the column (from 0), with the tabs of the line above it, so that a caret stands where it should.
std::string caret_indent(std::string_view line, uint32_t column) {
  std::string indent;
  for (uint32_t i = 0; i < column; ++i) indent += i < line.size() && line[i] == '\t' ? '\t' : ' ';
  return indent;
}

// The same for a place that a source map leads back; empty: none does.
std::string original_frame(HostInterface& host, const ScriptData& data, const SourcePlace& place) {
  if (!data.maps_stacks || !data.originals) return {};
  const auto original = data.originals->map.original_of({place.line - 1, place.column - 1});
  if (!original) return {};
  std::optional<std::string> text = original_text(*data.originals, original->source, &host);
  if (!text) return {};
  const syntax::SourceText source(std::move(*text), data.originals->paths[original->source]);
  const std::string_view line = source.text(source.line_range(original->place.line, syntax::LineRule::kEditor));
  return source.name() + ":" + std::to_string(original->place.line + 1) + "\n" + std::string(line) + "\n" +
         caret_indent(line, original->place.column) + "^\n\n";
}

// The source line and a caret under the place, as Node prints them above the stack.
// `thrown_again`: by a throw statement, not where it was made. A text of JSON.parse is then of no interest.
std::string source_frame(Isolate& isolate, Value error, const SourcePlace& thrown, bool thrown_again) {
  const auto& noted = isolate.syntax_error_place;
  const bool is_noted = error.is_cell() && noted.error == error.bits() && noted.line;
  const bool of_json = is_noted && noted.name == kJsonText;
  if (of_json && !thrown_again && noted.length == 0) {
    return noted.name + ":" + std::to_string(noted.line) + "\n" + noted.line_text + "\n\n";
  }
  if (is_noted && !(of_json && thrown_again)) {
    const std::string& remark = runtime_of(isolate).syntax_error_remark;
    return noted.name + ":" + std::to_string(noted.line) + "\n" + noted.line_text + "\n" +
           caret_indent(noted.line_text, noted.column) + std::string(noted.length, '^') + "\n" +
           (remark.empty() ? "" : (noted.name.starts_with("file:") ? "\n" : "") + remark + "\n") + "\n";
  }
  SourcePlace place = thrown;
  if (!place.script) {
    if (!error.is_object() || as_object(error)->type != CellType::kError) return {};
    Value frames = cast<ErrorObject>(error)->stack_frames;
    // Builtins have no place.
    const uint32_t count = recorded_frame_count(frames);
    for (uint32_t i = 0; i < count && !place.script; ++i) place = frame_place(recorded_frame(frames, i));
  }
  if (!place.script) return {};
  if (std::string original = original_frame(host_of(isolate), *place.script->data, place); !original.empty()) {
    return original;
  }
  const syntax::SourceText& source = place.script->data->source;
  std::string_view line = source.text(source.line_range(place.line - 1, syntax::LineRule::kGrammar));
  const std::string file = place.script->data->eval_origin.empty() ? source.name() : "<anonymous_script>";
  const std::string head = file + ":" + std::to_string(shown_place(place).line) + "\n";
  if (line.size() > 500) return head;
  return head + std::string(line) + "\n" + caret_indent(line, place.column - 1) + "^\n\n";
}

SourcePlace thrown_place(Isolate& isolate, Value error, bool* again) {
  if (!isolate.thrown.code || isolate.thrown.error != error) return {};
  *again = static_cast<bytecode::Opcode>(*isolate.thrown.pc) == bytecode::Opcode::kThrow;
  return place_of(isolate.thrown.code, isolate.thrown.pc);
}

// An 'error' event without a listener: node/events.js left a function on the error that gives it a stack with both
// places, its own and where it was emitted.
void say_where_emitted(Isolate& isolate, Value error) {
  if (!error.is_object()) return;
  Symbol* symbol = isolate.atoms().find_registered_symbol(intern(isolate, new_string_latin1(isolate, "scrim.emitted")));
  if (!symbol) return;
  Value enhance = get_own_data(isolate, as_object(error), PropertyKey::from_symbol(symbol));
  if (is_callable(enhance) && call(isolate, enhance, Value::undefined(), {}).failed()) isolate.take_exception();
}

}  // namespace

extern constexpr NativeBinding kProcessBinding = {"process", kTable};

void Runtime::decorate_stack(Value error) {
  Isolate& isolate = *isolate_;
  if (isolate.terminating || !error.is_object() || as_object(error)->type != CellType::kError) return;
  if (decorated_error && decorated_error->get() == error) return;
  bool again = false;
  const SourcePlace thrown = thrown_place(isolate, error, &again);
  const std::string frame = source_frame(isolate, error, thrown, again);
  if (frame.empty()) return;
  const PropertyKey stack = isolate.names().stack;
  Completion<Value> before = get(isolate, as_object(error), stack);
  if (before.failed() || !before.value().is_string()) {
    if (before.failed()) isolate.take_exception();
    return;
  }
  const Value text(new_string_utf8(isolate, frame + to_utf8(isolate, as_string(before.value()))));
  if (set(isolate, as_object(error), stack, text, error).failed()) isolate.take_exception();
  if (!decorated_error) decorated_error = std::make_unique<Root<Value>>(isolate.heap(), Value::undefined());
  decorated_error->set(error);
}

void Runtime::report_uncaught(Value error, bool from_promise) {
  Isolate& isolate = *isolate_;
  if (isolate.terminating) return;
  SourcePlace thrown;
  bool thrown_again = false;
  if (!from_promise) thrown = thrown_place(isolate, error, &thrown_again);
  Value arguments[] = {error, Value::boolean(from_promise)};
  Completion<Value> handled = call_hook(*this, "uncaught", arguments);
  int code = 1;
  if (handled.failed()) {
    if (isolate.terminating) return;
    // A handler threw: that is what is reported.
    error = isolate.take_exception();
    thrown = {};
    thrown_again = false;
    code = 7;
  } else if (handled.value().is_true()) {
    loop().drain_later();
    return;
  }
  say_where_emitted(isolate, error);
  // What is no error carries no stack: it stands right below the caret, and its report starts with an empty line (but
  // for -e).
  std::string text;
  if (!decorated_error || decorated_error->get() != error) text = source_frame(isolate, error, thrown, thrown_again);
  if (error.is_object() && as_object(error)->type == CellType::kError) {
    text += inspect_error(isolate, error);
  } else {
    if (text.ends_with("\n\n")) text.pop_back();
    if (!text.starts_with("[")) text = "\n" + text;
    if (error.is_object()) {
      text += inspect_error(isolate, error);
    } else {
      if (!error.is_symbol()) text += to_utf8(isolate, MUST(to_string(isolate, error)));
      text += "\n(Throw an Error to see where it comes from)";
    }
  }
  if (isolate.has_exception()) isolate.take_exception();
  std::string hint = missing_global_hint(isolate, error);
  if (!hint.empty()) text += "\n\n" + hint;
  // Node lets `exit` run first; what a listener throws then goes unsaid, the first error counts.
  exit_code = code;
  emit_exit(*this, true);
  write(2, text + "\n\nscrim v" SCRIM_VERSION "\n");
  exiting = true;
}

void report_unhandled_rejection(Runtime& runtime, Object* promise) {
  Isolate& isolate = runtime.isolate();
  Value reason = static_cast<PromiseObject*>(promise)->result;
  const std::string& mode = runtime.options().unhandled_rejections;
  // Only these speak through `process`.
  if (mode == "warn" || mode == "warn-with-error-code") (void)isolate.realm().intrinsic(Intrinsic::kProcess);
  Value error = reason;
  if (!reason.is_object() || as_object(reason)->type != CellType::kError) {
    std::string message =
        "This error originated either by throwing inside of an async function without a catch block, or by rejecting a "
        "promise which was not handled with .catch(). The promise rejected with the reason \"" +
        describe_for_error(isolate, reason) + "\".";
    Object* made = make_error(isolate, ErrorType::kError, new_string_utf8(isolate, message));
    put_direct(isolate, made, name(isolate, "code"), Value(new_string_latin1(isolate, "ERR_UNHANDLED_REJECTION")));
    put_direct(isolate, made, name(isolate, "name"), Value(new_string_latin1(isolate, "UnhandledPromiseRejection")));
    error = Value(made);
  }
  Value arguments[] = {reason, Value(promise), Value(new_string_latin1(isolate, mode)), error};
  if (mode == "strict") runtime.report_uncaught(error, true);
  if (runtime.exiting) return;
  Completion<Value> handled = call_hook(runtime, "rejection", arguments);
  if (handled.failed()) {
    if (!isolate.terminating) runtime.report_uncaught(isolate.take_exception(), false);
    return;
  }
  if (handled.value().is_true() || mode == "none" || mode == "strict") return;
  runtime.report_uncaught(error, true);
}

void report_handled_later(Runtime& runtime, Object* promise) {
  Value argument(promise);
  Completion<Value> result = call_hook(runtime, "handledLater", std::span<const Value>(&argument, 1));
  if (result.failed() && !runtime.isolate().terminating) {
    runtime.report_uncaught(runtime.isolate().take_exception(), false);
  }
}

void emit_process_event(Runtime& runtime, const char* event) {
  Value argument(new_string_latin1(runtime.isolate(), event));
  Completion<Value> result = call_hook(runtime, "emit", std::span<const Value>(&argument, 1));
  if (result.failed() && !runtime.isolate().terminating) {
    runtime.report_uncaught(runtime.isolate().take_exception(), false);
  }
}

void emit_exit(Runtime& runtime, bool after_error) {
  if (runtime.exit_emitted) return;
  runtime.exit_emitted = true;
  Value code = runtime.exit_code ? Value::int32(runtime.exit_code) : Value::undefined();
  Completion<Value> result = call_hook(runtime, "exit", std::span<const Value>(&code, 1));
  if (result.failed()) {
    if (runtime.isolate().terminating) return;  // process.exit() in a handler
    const Value thrown = runtime.isolate().take_exception();
    if (after_error) return;
    runtime.report_uncaught(thrown, false);
  } else if (result.value().is_number()) {
    runtime.exit_code = static_cast<int>(result.value().as_number()) & 0xff;
  }
}

void register_process(Runtime& runtime) {
  signal(SIGPIPE, SIG_IGN);
  runtime.isolate().intrinsic_creators[static_cast<int>(Intrinsic::kProcess)] = make_process;
}

}  // namespace scrim
