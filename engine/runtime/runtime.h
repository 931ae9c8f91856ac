// runtime/: what Node gives a script: event loop on asio, timers, console, process, modules, the node: builtins. Time,
// files and scheduling reach JavaScript only through here (decision 29).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/builtins/builtins.h"
#include "engine/heap/root.h"

namespace scrim {

class EventLoop;
class NativeHandles;
class ModuleLoader;
struct PromiseObject;
struct AgentGroup;  // test262_agents.h
struct InspectOptions;

struct RuntimeOptions {
  IsolateOptions isolate;
  std::shared_ptr<HostInterface> host;      // null: the system's (system_host.h); see host_record.h for others
  std::vector<std::string> exec_arguments;  // process.execArgv
  std::vector<std::string> arguments;       // process.argv from [2] on
  std::string executable;                   // process.execPath
  std::string argv0;                        // process.argv0; empty: executable
  bool expose_test262 = false;              // $262 and print (INTERPRETING.md)
  bool expose_gc = false;
  std::shared_ptr<AgentGroup> agents;  // with expose_test262: this is one of $262's agents
  int stack_trace_limit = -1;          // Error.stackTraceLimit at start; -1: the usual
  // Options of Node that the JavaScript half reads (internal.nodeOptions): names and values.
  std::vector<std::pair<std::string, std::string>> node_options;
  bool source_maps = false;             // stack traces through source maps
  std::string unhandled_rejections;     // throw (the default), strict, warn, none, warn-with-error-code
  std::vector<std::string> conditions;  // -C: more conditions for "exports" and "imports"
  std::string input_type;               // of -e and standard input: (module|commonjs)[-typescript], or by its syntax
  bool use_strict = false;              // scripts are strict: -e, -p and standard input
  bool strip_types = true;              // TypeScript is run with its types taken out
};

// Where console.* and process.stdout write. The debug adapter's target replaces it.
class OutputSink {
 public:
  virtual ~OutputSink() = default;
  virtual void write(int fd, std::string_view text) = 0;
  // A console call with its values, before it is written; true: shown elsewhere, do not write.
  virtual bool console(Isolate& isolate, int fd, std::string_view text, std::span<const Value> values, int group) {
    (void)isolate, (void)fd, (void)text, (void)values, (void)group;
    return false;
  }
};

// One program's world: an isolate, a realm, its event loop and modules. Everything runs inside run().
class Runtime {
 public:
  explicit Runtime(RuntimeOptions options);
  ~Runtime();
  Runtime(const Runtime&) = delete;

  Isolate& isolate() { return *isolate_; }
  EventLoop& loop() { return *loop_; }
  HostInterface& host() { return *host_; }
  ModuleLoader& modules() { return *modules_; }
  const RuntimeOptions& options() const { return options_; }
  RuntimeOptions& options() { return options_; }

  // Runs f(context) on the isolate's own stack with a realm made; everything below is called inside it.
  void enter(void (*f)(void* context, Runtime& runtime), void* context);

  // Runs a file as Node's main module, then the event loop until it is empty; the exit code.
  int run_main(const std::string& path);
  // -e, -p and standard input: a CommonJS-like script; print shows the completion value.
  int run_text(std::string text, const std::string& name, bool print);
  // The REPL, after `text` if there is some (-i -e).
  int run_repl(const std::string* text);
  // A classic script in the global scope, without running the loop; false: it threw (reported).
  bool run_prelude(const std::string& path);
  // -r: false if one threw (reported).
  bool run_requires(const std::vector<std::string>& specifiers);
  // --import: ES modules, each evaluated to its end.
  bool run_imports(const std::vector<std::string>& specifiers);

  // --test: the files given, or those Node would find; the exit code.
  int run_tests(const std::vector<std::string>& files);

  // The event loop until nothing is left, without exit events (tests).
  void run_loop();
  // Between macrotasks, never inside one: next ticks and promise jobs until there are none; then WeakRefs let go of
  // what they gave to the job.
  void drain_microtasks();
  // Within a callback: calls the function, then runs jobs and the loop until the promise that it gave is settled, or
  // nothing is left that would do it. The jobs and timers that wait now run later.
  Completion<Value> settle(Value function);
  // Only the promise jobs, without the next ticks and what follows them.
  void run_promise_jobs();
  // Calls FinalizationRegistry callbacks for what the collector found dead (a task of its own).
  void run_finalization();
  // An exception that nobody caught: 'uncaughtException' handlers, else the report on stderr and exit code 1.
  void report_uncaught(Value error, bool from_promise);
  // Puts the line that an error came from above its stack, as Node does for what it compiles itself; once.
  void decorate_stack(Value error);
  // All of it, waiting while a pipe is full; 0 or -errno.
  int write(int fd, std::string_view text);

  OutputSink* sink = nullptr;
  int exit_code = 0;
  bool exit_emitted = false;
  uint64_t start_ns = 0;
  bool exiting = false;
  std::string syntax_error_remark;  // said below the caret of isolate.syntax_error_place
  int group_indentation = 0;        // console.group
  // After the program's top-level code, before the loop; for the debugger.
  void (*on_idle)(Runtime& runtime) = nullptr;
  void* debug_context = nullptr;

  // Next ticks and promise jobs: callable, up to three arguments, and the task it is (Isolate::current_task).
  struct JobQueue {
    static constexpr size_t kWords = 5;
    explicit JobQueue(Heap& heap, const char* name) : values(heap, name) {}
    void push(Value callable, Value a, Value b, Value c, Value task) {
      for (Value value : {callable, a, b, c, task}) values.push_back(value);
    }
    bool empty() const { return head == values.size(); }
    bool pop(Value (&job)[kWords]);
    RootedVector<Value> values;
    size_t head = 0;
  };
  std::unique_ptr<JobQueue> next_ticks;
  std::unique_ptr<JobQueue> promise_jobs;
  // Which of the two is being emptied.
  enum class Draining : uint8_t { kNothing, kNextTicks, kPromiseJobs } draining = Draining::kNothing;
  std::unique_ptr<RootedVector<Value>> pending_rejections;  // promises rejected without a handler, since the last drain
  std::unique_ptr<Root<Value>> process_object;
  // What internal/process gives: { uncaught, rejection, handledLater, exit, consoleWrite }; undefined until `process`
  // is touched.
  std::unique_ptr<Root<Value>> process_hooks;
  std::unique_ptr<Root<Value>> decorated_error;        // the last one
  std::unique_ptr<Root<Value>> stdio[3];               // process.stdin, stdout, stderr once they are touched
  std::unique_ptr<RootedVector<Value>> handled_later;  // promises that got a handler after they were reported
  // What bindings hold for objects of the program. Outlives the heap, whose finalizers release it.
  std::shared_ptr<NativeHandles> handles;
  std::shared_ptr<void> terminal;                        // raw mode (io_binding.cpp)
  std::unique_ptr<Root<Value>> internal;                 // natives.h
  std::unique_ptr<RootedVector<Value>> builtin_modules;  // module objects, in the order of kEmbeddedModules
  std::vector<uint16_t> builtin_load_order;              // indexes of kEmbeddedModules
  void* vm_watch = nullptr;                              // what may end the script that runs (vm_binding.cpp)
  int8_t shows_colors[3] = {-1, -1, -1};                 // of each descriptor; -1: not asked yet (terminal_colors.cpp)
  std::shared_ptr<void> waits;                           // of Atomics.waitAsync (async_wait.cpp)
  std::unique_ptr<InspectOptions> inspect_defaults;      // util.inspect.defaultOptions where a program changed them
  // What the language's own empty slots stand for; the host's globals come after it (web_globals.cpp).
  Value (*materialize_language)(Isolate& isolate, Object* object, PropertyKey key) = nullptr;

 private:
  void run_microtasks();
  int finish();
  RuntimeOptions options_;
  std::shared_ptr<HostInterface> host_;
  std::unique_ptr<Isolate> isolate_;
  std::unique_ptr<EventLoop> loop_;
  std::unique_ptr<ModuleLoader> modules_;
};

inline Runtime& runtime_of(Isolate& isolate) {
  return *static_cast<Runtime*>(isolate.host.context);
}

// util.inspect: how Node's console shows a value (inspect.cpp).
struct InspectOptions {
  static constexpr int kNoLimit = 1 << 30;
  int depth = 2;
  bool depth_is_null = false;  // no limit, and custom functions are told null
  bool colors = false;
  bool show_hidden = false;
  bool show_proxy = false;
  bool custom_inspect = true;
  bool sorted = false;
  bool numeric_separator = false;
  enum Getters : uint8_t { kGettersNo, kGettersAll, kGettersOnly, kGettersWithSetter } getters = kGettersNo;
  int break_length = 80;
  bool uncaught = false;  // an error's own line stands without brackets, whether frames follow or not
  int compact = 3;        // 0: false
  static constexpr int kCompactTrue = -1;
  int max_array_length = 100;
  int max_string_length = 10000;
  Value sort_with;     // a comparison function, or undefined
  Value user_options;  // the object they came from, or undefined: custom functions get its properties too
};
std::string inspect(Isolate& isolate, Value value, const InspectOptions& options);
std::string inspect(Isolate& isolate, Value value);  // with inspect.defaultOptions
// Reads an options object as util.inspect takes it; getters of the program may throw.
Completion<void> read_inspect_options(Isolate& isolate, Value bag, InspectOptions* options);
// util.format: %s %d %i %f %j %o %O %c and the rest joined by spaces.
std::string format_log(Isolate& isolate, std::span<const Value> arguments, const InspectOptions* options = nullptr);
// An error as it is printed when nobody catches it: its stack and own properties.
std::string inspect_error(Isolate& isolate, Value error);

// Whether console colours what it writes there: a terminal that can show it, as tty.WriteStream.getColorDepth() tells.
bool shows_colors(Runtime& runtime, int fd);

// Each adds its creators or globals.
void register_console(Runtime& runtime);
void register_process(Runtime& runtime);
void register_timers(Runtime& runtime);
void register_async_wait(Runtime& runtime);
void register_test262(Runtime& runtime);
// The Web's and Node's globals that are written in JavaScript, as empty slots until they are touched (web_globals.cpp).
void install_web_globals(Runtime& runtime);
// The value of a builtin module ("fs", without node:), or empty if there is none.
Completion<Value> load_builtin_module(Runtime& runtime, std::string_view name);
// Names of the builtin modules there are, and whether Node has one of that name.
std::vector<std::string_view> builtin_module_names();
// Those of scrim's own use, too, in the order in which they were begun.
std::vector<std::string_view> loaded_builtin_names(const Runtime& runtime);
bool is_node_module_name(std::string_view name);
std::vector<std::string_view> node_module_names();  // in Node's order
bool needs_node_prefix(std::string_view name);
// For a name that no module compiled into the binary has.
Throw throw_missing_builtin(Isolate& isolate, const std::string& name);

}  // namespace scrim
