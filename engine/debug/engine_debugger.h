// The engine's side of debugger.h: breakpoints by patching opcodes, stepping by the second dispatch table, frames and
// scopes read from the VM stack, evaluation in a frame. Costs nothing while nothing is set.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/bytecode/opcodes.h"
#include "engine/debug/debugger.h"
#include "engine/debug/stop_places.h"
#include "engine/interpreter/frame.h"
#include "engine/runtime/runtime.h"

namespace scrim {
struct TaskOrigin;
}

namespace scrim::debug {

class EngineDebugger final : public Debugger, private OutputSink {
 public:
  explicit EngineDebugger(Runtime& runtime);
  ~EngineDebugger() override;
  EngineDebugger(const EngineDebugger&) = delete;

  // Inside Runtime::enter: takes the isolate's hooks.
  void attach();

  void request_interrupt() override;
  void set_events(DebugEvents* events) override;
  void set_stop_on_entry(bool stop) override { stop_on_entry_ = stop; }
  void set_source_maps(bool honoured) override { source_maps_ = honoured; }
  void set_skip_files(std::span<const std::string> patterns) override;
  // The program is about to begin: from here on a stop on entry counts.
  void stop_at_entry();
  std::vector<ScriptInfo> scripts() override;
  Result<ScriptInfo> script(ScriptId id) override;
  Result<std::string> script_text(ScriptId id) override;
  std::vector<BreakpointInfo> set_breakpoints(std::string_view path,
                                              std::span<const BreakpointSpec> breakpoints) override;
  std::vector<BreakpointInfo> set_function_breakpoints(std::span<const FunctionBreakpointSpec> breakpoints) override;
  Result<DataBreakpointInfo> data_breakpoint_info(Reference container, std::string_view name,
                                                  std::optional<FrameId> frame) override;
  std::vector<BreakpointInfo> set_data_breakpoints(std::span<const DataBreakpointSpec> breakpoints) override;
  Result<std::vector<SourceRange>> breakpoint_locations(std::string_view path, SourceRange range) override;
  Done set_exception_filters(const ExceptionFilters& filters) override;
  FramePage frames(uint32_t start, uint32_t count) override;
  Result<std::vector<ScopeInfo>> scopes(FrameId frame) override;
  Result<std::vector<StepInTarget>> step_in_targets(FrameId frame) override;
  Result<ExceptionInfo> exception_info() override;
  Result<std::vector<VariableInfo>> variables(const VariablesRequest& request) override;
  Result<ValueInfo> set_variable(Reference container, std::string_view name, std::string_view value) override;
  Result<ValueInfo> evaluate(const EvaluateRequest& request) override;
  Result<ValueInfo> set_expression(std::string_view target, std::string_view value,
                                   std::optional<FrameId> frame) override;
  Result<std::vector<CompletionInfo>> completions(std::string_view text, uint32_t column,
                                                  std::optional<FrameId> frame) override;
  Result<QueuesInfo> queues() override;
  Result<uint64_t> write_heap_snapshot(const std::string& path) override;

 private:
  // Where a variable lives.
  struct Place {
    enum Kind : uint8_t { kRegister, kEnvironment, kImport, kBox } kind = kRegister;
    Value* fp = nullptr;
    int32_t index = 0;
    Cell* cell = nullptr;  // the environment or box
  };
  struct ScopeVariable {
    std::string name;
    Place place;
    bool constant = false;
    bool uninitialized = false;  // before its declaration
  };
  // A text compiled for a place of a function: slot i of its own environment is variables[i], the last one `arguments`.
  struct FrameText {
    Code* code = nullptr;
    std::vector<ScopeVariable> variables{};  // in registers
    bool arguments = false;
  };
  struct CompiledAt {
    const uint16_t* pc = nullptr;
    std::string expression{};
    FrameText text{};
    size_t root = 0;  // keeps the code
  };
  // Of an evaluation: hold; are refused, and end it.
  enum class Effects : uint8_t { kAllowed, kRefused };
  // What a builtin changes.
  enum class NativeEffect : uint8_t { kNone, kThis, kFirstArgument };

  struct LoadedScript {
    Script* script;
    ScriptInfo info;
    StopPlaces places;
    bool own = false;                 // typed into the console
    std::vector<ScriptId> sources{};  // by source of the script's map, if it is shown through one
  };
  // A file that scripts were made from, by their source maps.
  struct OriginalScript {
    ScriptInfo info;
    std::string text;
  };
  static constexpr ScriptId kFirstOriginal = 1u << 29;  // above every id of a script
  struct Breakpoint {
    BreakpointSpec spec;
    BreakpointInfo info;
    uint32_t hits = 0;
    std::vector<uint16_t*> patched;
    bool function_breakpoint = false;
    std::string function_name{};
    std::vector<CompiledAt> compiled{};  // its condition and the expressions of its log message, by place
  };
  struct Patch {
    uint16_t original = 0;
    std::vector<uint32_t> breakpoints;  // ids
  };
  // A property or variable that can be watched.
  struct Watch {
    enum Kind : uint8_t { kProperty, kVariable } kind = kProperty;
    uint32_t id = 0;
    std::string description{};
    Place place{};
    PropertyKey key{};
    // Indices into values_.
    size_t owner = SIZE_MAX;      // the object, environment or box
    size_t key_cell = SIZE_MAX;   // keeps the key
    size_t generator = SIZE_MAX;  // of a register: whose frame it is in, if it was suspended before
  };
  struct DataBreakpoint {
    Breakpoint breakpoint;
    uint32_t watch = 0;
    size_t last = SIZE_MAX;  // index into values_: what it was
  };
  struct PausedFrame {
    FrameId id;
    Value* fp;  // null: a function that waits for what runs, or the line that says so
    const uint16_t* pc;
    uint32_t waiting = kSeparator;    // its record in waiting_
    uint32_t scheduled = 0;           // which of the origins of the running task it is, from 1
    const uint16_t* shown = nullptr;  // where it is shown, if not at pc
  };
  static constexpr uint32_t kSeparator = UINT32_MAX;
  struct ScopeContents {
    ScopeInfo info;
    std::vector<ScopeVariable> variables;
    size_t object = SIZE_MAX;  // index into values_: a scope that is an object (global)
    bool own = false;          // of the function itself, not of what it closes over
    bool has_this = false;
    bool sloppy_this = false;  // the function sees the global object where none is given
    size_t frame = 0;
  };
  struct Handle {
    enum Kind : uint8_t { kObject, kScope, kList, kGetter } kind = kObject;
    size_t value = SIZE_MAX;  // indices into values_
    size_t receiver = SIZE_MAX;
    ScopeContents scope{};
    bool permanent = false;
    std::string path{};  // an expression that gives it in the frame; empty if there is none
  };

  // hooks
  static Completion<Value> breakpoint_hook(Isolate& isolate, const uint16_t* pc);
  static Completion<Value> step_hook(Isolate& isolate, const uint16_t* pc);
  static Completion<Value> debugger_statement_hook(Isolate& isolate, const uint16_t* pc);
  static void throw_hook(Isolate& isolate);
  static Completion<void> reject_hook(Isolate& isolate, PromiseObject* promise, Value reason);
  static void script_hook(Isolate& isolate, Script* script);
  static Completion<void> safepoint_hook(Isolate& isolate);
  static Value materialize_hook(Isolate& isolate, Object* object, PropertyKey key);
  static EngineDebugger& of(Isolate& isolate);
  void write(int fd, std::string_view text) override;
  bool console(Isolate& isolate, int fd, std::string_view text, std::span<const Value> values, int group) override;

  // breakpoints (breakpoints.cpp)
  // What script.places would find if every function were compiled: those that matter are.
  std::span<const StopPlace> find_places(LoadedScript& script, uint32_t line, std::optional<uint32_t> column);
  // Compiles the lazy functions for which `wanted` holds, and those of them that this brings up.
  template <typename Wanted>
  void compile_functions(LoadedScript& script, Wanted wanted);
  void bind(Breakpoint& breakpoint, LoadedScript& script);
  void bind_mapped(Breakpoint& breakpoint, LoadedScript& script, uint32_t source);
  bool bind_function(Breakpoint& breakpoint, LoadedScript& script);
  void patch(Breakpoint& breakpoint, const LoadedScript& script, const StopPlace& place);
  // All of one line of the source. Where a statement begins with its call, they are one place, not two.
  void patch_all(Breakpoint& breakpoint, const LoadedScript& script, std::span<const StopPlace> places);
  void unpatch(Breakpoint& breakpoint);
  bool should_stop(Breakpoint& breakpoint);
  static bool hit_condition_holds(const std::string& condition, uint32_t hits);
  LoadedScript* script_of_path(std::string_view path);
  LoadedScript* loaded(const Script* script);
  bool is_skipped(const ScriptInfo& info) const;

  // data breakpoints (watchpoints.cpp)
  Value watched_value(const Watch& watch);
  bool register_is_there(DataBreakpoint& breakpoint, Watch& watch, const uint16_t* pc);
  void drop(DataBreakpoint& breakpoint);
  const void* const* watching_dispatch();
  const uint16_t* instruction_before(const uint16_t* pc) const;
  Completion<void> look_for_changes(const uint16_t* pc, bool shown);

  // source maps (originals.cpp)
  void learn_originals(LoadedScript& script);
  const OriginalScript* original(ScriptId id) const;
  // Code that no source is responsible for, of a script that is shown through its map: not stopped in.
  bool is_unmapped(const Code* code, const uint16_t* pc);
  SourceLocation mapped_location(const LoadedScript& script, syntax::LineColumn place) const;
  // The text of a stack with the places that the frames of a stop would have; those already mapped stay.
  std::string mapped_stack(const std::string& text);
  // The scripts that have the file as a source, with its index there.
  std::vector<std::pair<LoadedScript*, uint32_t>> made_from(std::string_view path);

  // stopping and stepping (stepping.cpp)
  Completion<Value> stop(const StopInfo& info);
  void update_dispatch();
  bool is_stop_place(const Code* code, uint32_t offset);
  void follow_async(const uint16_t* pc);
  // Scrim's own code.
  static bool internal(const Code* code);
  // Scrim's own code where skipFiles name it, and what it puts around a CommonJS file: no frames, no stops.
  bool hidden(const Code* code);
  // What the user's skipFiles name: shown, but stepped through.
  bool stepped_through(const Code* code);

  // stops at errors (exceptions.cpp)
  bool watches_exceptions() const;
  bool exception_is_wanted(Value exception, bool caught);
  Completion<void> stop_at_exception(Value exception, bool caught, bool rejected);
  bool has_own_frame();
  ExceptionDetails details_of(Value exception, int depth);

  // what happens to an exception (catch_prediction.cpp)
  bool will_be_handled();
  // The promise is null where the innermost frame's call makes it.
  bool rejection_will_be_handled(PromiseObject* promise);
  // Is this the frame of what calls an executor, or a thenable's method, and rejects with what that throws?
  static bool is_executor_call(const Frame& frame);
  bool call_result_is_handled(Value* fp, const uint16_t* call, int depth);
  bool caller_handles_result(Value* fp, int depth);
  bool async_frame_is_handled(Value* fp, int depth);
  static bool reaction_is_handled(const PromiseReaction* reaction);
  // The opcode under a breakpoint.
  bytecode::Opcode opcode_at(const uint16_t* pc) const;

  // frames and scopes (scopes.cpp)
  void collect_frames();
  void collect_waiting_frames();
  void collect_scheduling_places();
  const TaskOrigin* scheduling_place(const PausedFrame& paused) const;
  // Notes for a step who waits for the innermost frame's function.
  void note_waiting_function();
  FrameInfo info_of(const PausedFrame& paused);
  bool can_restart(const PausedFrame& paused) const;
  const PausedFrame* frame(FrameId id);
  // A frame whose variables can be looked at; the failure says why not.
  Result<const PausedFrame*> running_frame(FrameId id);
  std::vector<ScopeContents> scopes_of(const PausedFrame& frame);
  Value read(const Place& place) const;
  void write_place(const Place& place, Value value);
  SourceLocation location_of(const Code* code, const uint16_t* pc);

  // queues (queues.cpp)
  class QueueReader;
  SourceLocation location_of(Value function);
  SourceLocation exact_location(const Code* code, uint32_t offset);
  std::string name_of(Value function);
  CodePlace place_of_origin(const TaskOrigin* origin);

  // values (values.cpp)
  ValueInfo show(Value value, bool permanent = false, bool full = false);
  std::string preview(Value value, int depth = 0);
  Reference add_object(Value value, bool permanent);
  void append_properties(Object* object, const VariablesRequest& request, bool permanent,
                         std::vector<VariableInfo>* out);
  // `member` of what `path` gives; empty for what no expression names.
  static std::string member_path(const std::string& path, const VariableInfo& member);
  // Gives a variable the expression that reads it, and its children with it.
  void set_path(VariableInfo& variable, std::string path);
  VariableInfo named_value(std::string name, Value value, bool permanent);
  // Indices into values_.
  size_t root(Value value);
  void release(size_t index);
  void release(const Handle& handle);

  // evaluation (frame_text.cpp, evaluate.cpp)
  class Evaluation;
  std::vector<ScopeVariable> register_variables(const PausedFrame& paused);
  Environment* environment_for(const PausedFrame& paused, const FrameText& text);
  Completion<void> compile_text(const PausedFrame& paused, std::string text, FrameText* out);
  Completion<Value> run_text(const PausedFrame& paused, const FrameText& text, bool write_back);
  // Without a frame: in the global scope.
  Completion<Value> run_in_frame(const PausedFrame* frame, const std::string& text, Effects effects);
  // An expression that was compiled here before is only run.
  Completion<Value> run_compiled(const PausedFrame& paused, const std::string& expression,
                                 std::vector<CompiledAt>& cache);
  void forget(std::vector<CompiledAt>& cache);
  Completion<Value> run_console_text(const PausedFrame* paused, const std::string& text);
  // The symbol or private name that a property is shown with; null: there is none.
  PropertyKey symbol_key(Object* object, std::string_view label);
  // The whole value, as it is to be pasted.
  std::string clipboard_text(Value value);
  bool is_variable_of(const PausedFrame& paused, const std::string& name);

  // what evaluations must not do (side_effects.cpp)
  void learn_pure_functions();
  bool may_call(Value callee, Value receiver, std::span<const Value> arguments) const;
  bool has_side_effect(const uint16_t* pc) const;
  Completion<Value> check_side_effects(const uint16_t* pc);

  std::string condition_fault(const BreakpointSpec& spec) const;
  Failure failure_from_exception();
  // While it lives, the evaluation ends when `cancel` is set.
  class Cancellable;

  Runtime& runtime_;
  Isolate& isolate_;
  DebugEvents* events_ = nullptr;
  bool stop_on_entry_ = false;
  bool source_maps_ = false;
  std::vector<OriginalScript> originals_;
  bool entry_done_ = false;
  bool evaluating_ = false;
  bool in_console_ = false;                             // ... what was typed there
  bool hexadecimal_ = false;                            // how the client wants integers
  bool checking_effects_ = false;                       // the evaluation under way may change nothing
  bool had_side_effect_ = false;                        // ... and was ended because it would have
  std::unordered_map<uint64_t, NativeEffect> natives_;  // builtins known to be pure, or to change one thing only
  uint64_t call_function_ = 0;                          // Function.prototype.call and apply
  uint64_t apply_function_ = 0;
  const std::atomic<bool>* cancel_ = nullptr;  // of the evaluation under way
  bool cancelled_ = false;
  bool paused_ = false;
  Value (*materialize_)(Isolate& isolate, Object* object, PropertyKey key) = nullptr;
  ExceptionFilters filters_;
  std::vector<std::string> skip_files_{kInternalFiles};
  std::vector<std::unique_ptr<LoadedScript>> scripts_;
  std::unordered_map<const void*, LoadedScript*> by_script_;  // by address; a root keeps each
  LoadedScript* last_loaded_ = nullptr;  // that was asked for: steps ask for the same one again and again
  std::map<std::string, std::vector<std::unique_ptr<Breakpoint>>> breakpoints_;  // by path
  std::unordered_map<const uint16_t*, Patch> patches_;
  const uint16_t* stepped_onto_ = nullptr;                           // a breakpoint where a step has just stopped
  std::unordered_map<const void*, std::vector<uint32_t>> stop_pcs_;  // by template

  std::map<uint32_t, Watch> watches_;
  uint32_t last_watch_ = 0;
  std::vector<std::unique_ptr<DataBreakpoint>> data_breakpoints_;
  std::vector<const void*> watch_table_;  // the second table for what may change something, the first for the rest
  bool watch_everything_ = false;         // after such an instruction; always, if a register is watched
  const uint16_t* watched_pc_ = nullptr;  // where they were looked at last
  Value* watched_fp_ = nullptr;
  const uint16_t* shown_pc_ = nullptr;  // of the stop to come: where the innermost frame is shown

  struct Step {
    Resume::Kind kind = Resume::Kind::run;
    Value* fp = nullptr;
    const Code* code = nullptr;
    Position from{};          // where it began
    bool by_line = false;     // a place on the same line is not far enough
    bool pausing = false;     // stop at the next place
    bool restarting = false;  // ... of a frame that begins again
    uint32_t target = 0;      // step in: only into the function that the call at this pc (counted from 1) calls
    // Stepping over an await: goes on where this function is resumed.
    uint64_t awaiting_callee = 0;
    uint32_t awaiting_pc = 0;
    // The function that waits for the one stepped in: where a step past its end goes on.
    uint64_t waiting_callee = 0;
    uint32_t waiting_pc = 0;
  } step_;

  uint32_t next_reference_ = 1;
  std::vector<PausedFrame> frames_;
  std::unique_ptr<Root<Value>> waiting_;    // what isolate.capture_frames recorded at the stop
  std::unique_ptr<Root<Value>> scheduled_;  // the TaskOrigin of the task that was running
  std::map<Reference, Handle> handles_;
  std::unique_ptr<RootedVector<Value>> values_;
  std::vector<size_t> free_values_;
  uint64_t last_thrown_ = 0;
  Value* last_thrown_fp_ = nullptr;
  std::unique_ptr<Root<Value>> exception_;
  bool exception_uncaught_ = false;
};

}  // namespace scrim::debug
