// debug/: what the engine shows while a program runs and while it stands still: breakpoints, stepping, frames, scopes,
// values, evaluation, output. A plain C++ interface: no protocol, no JSON. The engine implements `Debugger`; whoever
// watches implements `DebugEvents` (dap/target is one).
//
// Threads. Everything is called on the thread that runs JavaScript, except request_interrupt(). The engine calls
// DebugEvents::paused() when it stops; the listener serves its client inside that call, through Debugger, and returns
// how to go on. While JavaScript runs, another thread that has something to say calls request_interrupt(); at its next
// safepoint, or when its event loop is idle, the engine calls DebugEvents::interrupted() on its own thread.
//
// Positions. Lines and columns are counted from 0; columns in UTF-16 code units; lines end as ECMAScript's do except
// that U+2028 and U+2029 end none (they do not for any editor).
//
// References. Frame ids and object references come from one counter, begin at 1, stay below 2^31, and are never used
// again in the life of the process. Those given out while paused die on resume: using one after that is an error, never
// another object. Those given with output or a `repl` result live until the process ends; the objects hang under a root
// named "(debugger)", which leak reports ignore.
//
// Both interfaces have only pure or inline members, so that rooms with and without RTTI can implement them.
#pragma once

#include <atomic>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace scrim::debug {

// A failed request: the text is for the user. `thrown` is set if JavaScript threw it.
struct Failure {
  std::string text;
  bool thrown = false;
  bool cancelled = false;
};
template <class T>
using Result = std::expected<T, Failure>;
using Done = std::expected<void, Failure>;

using ScriptId = uint32_t;   // from 1
using Reference = uint32_t;  // from 1; 0 is none
using FrameId = uint32_t;

struct Position {
  uint32_t line = 0;
  uint32_t column = 0;
};
struct SourceRange {
  Position start;
  Position end;
};

// All of scrim's own files, among those to skip.
inline constexpr const char* kInternalFiles = "<node_internals>/**";

enum class ScriptKind : uint8_t {
  file,       // `path` is its real path; there is such a file
  evaluated,  // eval, new Function, a console input, a file name given to vm: shown from memory
  internal,   // scrim's own: `path` is such as "node:internal/timers"
};

struct ScriptInfo {
  ScriptId id = 0;
  ScriptKind kind = ScriptKind::file;
  std::string path{};
  std::string name{};
  bool skipped = false;  // named by the skip files: stepped through
};

struct SourceLocation {
  ScriptId script = 0;  // 0: nowhere (a native function)
  Position position{};
};

struct BreakpointSpec {
  uint32_t id = 0;  // chosen by the listener, kept over changes of the rest
  uint32_t line = 0;
  std::optional<uint32_t> column{};
  std::string condition{};      // empty: none
  std::string hit_condition{};  // "5", ">= 5", "% 3": as VS Code's JavaScript debugger reads it
  std::string log_message{};    // if not empty: printed instead of stopping; {expression} is replaced
};

struct FunctionBreakpointSpec {
  uint32_t id = 0;
  std::string name{};  // "f", "Class.method"
  std::string condition{};
  std::string hit_condition{};
};

// `watch` is what data_breakpoint_info gave.
struct DataBreakpointSpec {
  uint32_t id = 0;
  uint32_t watch = 0;
  std::string condition{};
  std::string hit_condition{};
};
struct DataBreakpointInfo {
  uint32_t watch = 0;         // 0: it cannot be watched, the description says why
  std::string description{};  // an expression, or what the client called it
};

struct BreakpointInfo {
  uint32_t id = 0;
  bool verified = false;
  // Whether a breakpoint that is not verified waits for its script, or can never be.
  bool pending = false;
  std::string message{};  // why not verified, or what is wrong with the condition
  ScriptId script = 0;
  SourceRange range{};  // where it really is
};

struct ExceptionFilters {
  bool caught = false;
  bool uncaught = false;
  std::string caught_condition{};
  std::string uncaught_condition{};
};

enum class StopReason : uint8_t {
  entry,
  breakpoint,
  function_breakpoint,
  data_breakpoint,
  debugger_statement,
  step,
  pause,
  exception,
  restart,  // after a frame was restarted
};

struct StopInfo {
  StopReason reason = StopReason::pause;
  std::vector<uint32_t> breakpoint_ids{};
  // reason exception: the value; data_breakpoint: what has changed.
  std::string text{};
  // reason exception: whether nothing will catch it, and whether a promise was rejected with it.
  bool uncaught = false;
  bool rejected = false;
};

enum class StepGranularity : uint8_t { statement, line, instruction };

// How to go on after a stop.
struct Resume {
  enum class Kind : uint8_t { run, step_over, step_in, step_out, restart_frame, terminate };
  Kind kind = Kind::run;
  StepGranularity granularity = StepGranularity::statement;
  uint32_t target = 0;  // step_in: a StepInTarget's id; 0: the first call
  FrameId frame = 0;    // restart_frame
};

enum class FrameKind : uint8_t { normal, async_separator, internal };

struct FrameInfo {
  FrameId id = 0;
  FrameKind kind = FrameKind::normal;
  std::string
      name{};  // "f", "Class.method", "<anonymous>", "global code"; of a separator: "async function", "Promise.then"
  SourceLocation location{};
  std::optional<Position> end{};
  bool can_restart = false;
};

struct FramePage {
  std::vector<FrameInfo> frames{};
  uint32_t total = 0;
};

enum class ScopeKind : uint8_t {
  local,
  block,
  catch_block,
  closure,
  with_object,
  class_body,
  module,
  script,
  global,
  return_value,
  exception
};

struct ScopeInfo {
  ScopeKind kind = ScopeKind::local;
  std::string name{};  // for people: "Local", "Closure (outer)", "Global"
  Reference reference = 0;
  uint32_t named = 0;
  uint32_t indexed = 0;
  bool expensive = false;  // global: not to be fetched unasked
  ScriptId script = 0;
  std::optional<SourceRange> range{};
};

enum class VariableKind : uint8_t { data, property, method, class_object, internal, virtual_entry };

namespace variable_flags {
inline constexpr uint8_t kReadOnly = 1;
inline constexpr uint8_t kConstant = 2;
inline constexpr uint8_t kPrivate = 4;        // #name
inline constexpr uint8_t kUninitialized = 8;  // in its temporal dead zone: `value` says so
inline constexpr uint8_t kAccessor = 16;      // a getter not yet called: `reference` is a thunk with one child
inline constexpr uint8_t kNotEnumerable = 32;
inline constexpr uint8_t kRawString = 64;  // `value` is a string in quotes
}  // namespace variable_flags

// A value as it is shown. `text` is one line, cut at a length that fits a tree view unless asked in full.
struct ValueInfo {
  std::string text{};
  std::string type{};       // "number", "string", "Array", the constructor's name
  Reference reference = 0;  // 0: nothing to open
  uint32_t named = 0;       // children by name; counts are hints for paging, 0 if unknown
  uint32_t indexed = 0;     // children by index
  std::string memory_reference{};
};

struct VariableInfo {
  std::string name{};
  ValueInfo value{};
  VariableKind kind = VariableKind::data;
  uint8_t flags = 0;
  std::string evaluate_name{};  // an expression that gives it in the frame; empty if there is none
};

enum class ChildFilter : uint8_t { all, named, indexed };

struct VariablesRequest {
  Reference reference = 0;
  ChildFilter filter = ChildFilter::all;
  uint32_t start = 0;
  uint32_t count = 0;  // 0: all
  bool hexadecimal = false;
  const std::atomic<bool>* cancel = nullptr;
};

// hover and watch change nothing, print nothing and hit no breakpoint; repl may assign and declare, and what it
// declares with let stays; clipboard gives the whole text.
enum class EvaluateContext : uint8_t { hover, watch, repl, clipboard, variables };

struct EvaluateRequest {
  std::string_view expression{};
  std::optional<FrameId> frame{};  // none: global scope
  EvaluateContext context = EvaluateContext::repl;
  bool hexadecimal = false;
  // Set by another thread, which then calls request_interrupt(): the evaluation ends with Failure::cancelled.
  const std::atomic<bool>* cancel = nullptr;
};

struct CompletionInfo {
  std::string label{};
  std::string type{};  // "property", "method", "variable", "function", "class", "keyword"
  std::string detail{};
  std::string text{};     // what is inserted, if not the label
  uint32_t replaced = 0;  // how many code units before the cursor it stands for; 0: the name that ends there
  uint32_t depth = 0;     // of the prototype or scope it is found in: nearer ones come first
};

struct StepInTarget {
  uint32_t id = 0;
  std::string label{};
  SourceRange range{};
};

struct ExceptionDetails {
  std::string type_name{};  // the constructor's name
  std::string message{};
  std::string stack{};
  std::vector<ExceptionDetails> inner{};  // its cause, the errors of an AggregateError
};
struct ExceptionInfo {
  ExceptionDetails details{};
  bool uncaught = false;
};

enum class OutputStream : uint8_t { standard_output, standard_error, console };
enum class OutputGroup : uint8_t { none, start, start_collapsed, end };

// One call of console.*, or one log point.
struct OutputInfo {
  OutputStream stream = OutputStream::standard_output;
  std::string text{};       // as it is printed, with its line end
  Reference reference = 0;  // of the arguments as an expandable list; 0 if all are primitive
  SourceLocation location{};
  OutputGroup group = OutputGroup::none;
};

// A place in the program and the name of the function it is in.
struct CodePlace {
  std::string function{};
  SourceLocation location{};
};

// An entry of one of the event loop's queues.
struct TaskInfo {
  // "nextTick", "promise", "microtask", "timer", "immediate", "closing", "finalization"; of what comes from outside
  // "descriptor", "work", "child", "signal".
  std::string queue{};
  std::string callback{};              // its name, "(anonymous)", or empty: the engine's own business
  Reference reference = 0;             // of the callback
  SourceLocation location{};           // of the callback; of an await, where it goes on
  std::string detail{};                // "goes on after await", "fs.readFile /etc/hosts"
  bool referenced = true;              // it keeps the program running
  std::optional<int64_t> due_ms{};     // of a timer, from now; 0 and below: due
  uint32_t period_ms = 0;              // of an interval
  std::vector<CodePlace> scheduled{};  // where it was, then where the task that did so was, and so on
};

struct PromiseWaiterInfo {
  enum class Kind : uint8_t { await, then, combinator } kind = Kind::then;
  std::string function{};  // that awaits, or the handler
  SourceLocation location{};
  std::string detail{};
};

struct PendingPromiseInfo {
  ValueInfo promise{};
  std::vector<PromiseWaiterInfo> waiters{};
};

struct QueuesInfo {
  std::string phase{};  // "main program", "next ticks", "promise jobs", "timers", "poll", "check", "close"
  // In the order in which they run if nothing new comes; then what waits for something outside.
  std::vector<TaskInfo> tasks{};
  std::vector<PendingPromiseInfo> promises{};  // those that something waits for; at most 1,000
  uint32_t total_promises = 0;
};

class DebugEvents {
 public:
  virtual ~DebugEvents() = default;
  // The program stands still. Serves the client until it says how to go on.
  virtual Resume paused(const StopInfo& stop) = 0;
  // After request_interrupt(). What to do now.
  enum class Then : uint8_t { go_on, pause, terminate };
  virtual Then interrupted() = 0;
  // A script was compiled and has not run yet; its breakpoints are bound.
  virtual void script_loaded(const ScriptInfo& script) = 0;
  // A breakpoint was bound, moved or lost after set_breakpoints returned.
  virtual void breakpoint_changed(const BreakpointInfo& breakpoint) = 0;
  // console.* and log points. Returns true if the listener shows it, so that the engine writes nothing to stdout.
  virtual bool output(const OutputInfo& output) = 0;
};

class Debugger {
 public:
  virtual ~Debugger() = default;

  // From any thread: DebugEvents::interrupted() is called soon, within a few thousand ticks of the countdown, also
  // while an evaluation or the event loop's wait goes on.
  virtual void request_interrupt() = 0;
  virtual void set_events(DebugEvents* events) = 0;  // null: nobody watches any more; all patches are removed
  virtual void set_stop_on_entry(bool stop) = 0;
  // Whether scripts with source maps are shown, and stopped in, by what they were made from (not those of packages in
  // node_modules). Before the program starts.
  virtual void set_source_maps(bool honoured) { (void)honoured; }
  // Paths or globs of scripts to step through without stopping. Those of "<node_internals>" are scrim's own, and hidden
  // where they are skipped, as all of them are until this is called.
  virtual void set_skip_files(std::span<const std::string> patterns) { (void)patterns; }

  virtual std::vector<ScriptInfo> scripts() = 0;
  virtual Result<ScriptInfo> script(ScriptId id) = 0;
  virtual Result<std::string> script_text(ScriptId id) = 0;

  // Replaces all breakpoints of the script with that real path (loaded or not); answers in the order asked. An id that
  // was there before keeps its hit count if its place and conditions are the same.
  virtual std::vector<BreakpointInfo> set_breakpoints(std::string_view path,
                                                      std::span<const BreakpointSpec> breakpoints) = 0;
  virtual std::vector<BreakpointInfo> set_function_breakpoints(std::span<const FunctionBreakpointSpec> breakpoints) = 0;
  // While paused. What `name` is in a scope or object, or without one (0) as an expression in the frame: stops at its
  // changes can be asked for, by anybody who makes them, in the life of the process.
  virtual Result<DataBreakpointInfo> data_breakpoint_info(Reference container, std::string_view name,
                                                          std::optional<FrameId> frame) {
    (void)container, (void)name, (void)frame;
    return DataBreakpointInfo{0, "this debuggee watches nothing"};
  }
  // Replaces all of them; answers in the order asked.
  virtual std::vector<BreakpointInfo> set_data_breakpoints(std::span<const DataBreakpointSpec> breakpoints) {
    return std::vector<BreakpointInfo>(breakpoints.size());
  }
  // Places in a loaded script where a breakpoint can be.
  virtual Result<std::vector<SourceRange>> breakpoint_locations(std::string_view path, SourceRange range) = 0;
  // The failure names a condition that does not parse.
  virtual Done set_exception_filters(const ExceptionFilters& filters) = 0;

  // While paused. `count` 0: all.
  virtual FramePage frames(uint32_t start, uint32_t count) = 0;
  virtual Result<std::vector<ScopeInfo>> scopes(FrameId frame) = 0;
  virtual Result<std::vector<StepInTarget>> step_in_targets(FrameId frame) = 0;
  virtual Result<ExceptionInfo> exception_info() = 0;

  // Paused or not (a reference from output stays valid).
  virtual Result<std::vector<VariableInfo>> variables(const VariablesRequest& request) = 0;
  // `value` is an expression, evaluated in the innermost frame of the scope.
  virtual Result<ValueInfo> set_variable(Reference container, std::string_view name, std::string_view value) = 0;
  virtual Result<ValueInfo> evaluate(const EvaluateRequest& request) = 0;
  virtual Result<ValueInfo> set_expression(std::string_view target, std::string_view value,
                                           std::optional<FrameId> frame) = 0;
  // `column` counts UTF-16 code units into `text`.
  virtual Result<std::vector<CompletionInfo>> completions(std::string_view text, uint32_t column,
                                                          std::optional<FrameId> frame) = 0;

  // What waits in the event loop, while paused.
  virtual Result<QueuesInfo> queues() { return std::unexpected(Failure{"this debuggee shows no event loop"}); }

  // Writes V8's format; returns the number of nodes written.
  virtual Result<uint64_t> write_heap_snapshot(const std::string& path) = 0;
};

}  // namespace scrim::debug
