// An isolate: heap, atoms, realms, the VM stack, the pending exception. It belongs to one thread; there is no other
// state (decision 31).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/heap/heap.h"
#include "engine/objects/call.h"
#include "engine/objects/realm.h"

namespace scrim {

class AtomTable;
class PrototypeLinks;
struct Code;
struct PropertyDescriptor;
struct Frame;
struct GlobalCache;
struct LockStep;
struct ModuleRecord;
class Observer;
struct PromiseObject;
struct TaskOrigin;
class HostInterface;

// The atoms and symbols of names.def.
struct Names {
#define NAME(identifier) PropertyKey identifier;
#define NAME_TEXT(identifier, text) PropertyKey identifier;
#define SYMBOL(identifier, description) PropertyKey identifier;
#define PRIVATE(identifier, description) PropertyKey identifier;
#include "engine/objects/names.def"
#undef NAME
#undef NAME_TEXT
#undef SYMBOL
#undef PRIVATE
};

enum class DynamicFunctionKind : uint8_t { kFunction, kGenerator, kAsync, kAsyncGenerator };

// Which functions are compiled when they are first called: those of large texts, all that can be, or none.
enum class LazyFunctions : uint8_t { kLarge, kAll, kNone };

struct IsolateOptions {
  HeapOptions heap;
  LazyFunctions lazy_functions = LazyFunctions::kLarge;
  bool verify_ic = false;     // check every inline cache hit against the slow path
  bool no_ic = false;         // cache nothing: every access takes the slow path
  bool trace_ic = false;      // a line on standard error for each change of a site
  bool trace_shapes = false;  // a line for each shape that is made
  bool observe = false;       // an Observer looks at every instruction
  std::string count_opcodes;  // a file: at the end, how often each opcode ran and each cache kind was used (observes)
  std::string lock_step;      // a file: a line for each period of the clock, to compare two runs by
  size_t vm_stack_bytes = size_t{24} << 20;
  size_t native_stack_bytes = size_t{384} << 20;
  uint32_t countdown_period = 4096;  // decision 12
};

// What the language needs of its host; runtime/ fills it in, tests use the defaults (which do the least).
struct HostHooks {
  void* context = nullptr;
  // sec-hostenqueuepromisejob: the host runs job(argument) later. The values are rooted by the host.
  void (*enqueue_job)(void* context, Isolate& isolate, Value job, Value argument0, Value argument1,
                      Value argument2) = nullptr;
  // sec-host-promise-rejection-tracker
  void (*rejection_tracker)(void* context, Isolate& isolate, Object* promise, bool handled) = nullptr;
  // Time, randomness and what else comes from outside (objects/host.h); null: the time is 0 and nothing is random.
  HostInterface* interface = nullptr;
  // sec-HostLoadImportedModule, answered at once: the module that a specifier means to a referrer (a ModuleRecord, a
  // Script, or undefined for code without either). The same module again for the same referrer, specifier and
  // attributes (key, value, key, value ...: strings).
  Completion<ModuleRecord*> (*load_module)(void* context, Isolate& isolate, Value referrer, String* specifier,
                                           std::span<const Value> attributes) = nullptr;
  // A host may say more of an import that its module does not export (CommonJS modules).
  void (*describe_missing_export)(void* context, Isolate& isolate, ModuleRecord* module, const std::string& specifier,
                                  const std::string& name, std::string* message) = nullptr;
  // sec-agentcansuspend: whether Atomics.wait may block this thread.
  bool may_block = true;
  // Atomics.waitAsync: adds a waiter to the list of the SharedArrayBuffer, which is locked, and resolves the promise
  // with "ok" or, after so many milliseconds, "timed-out".
  void (*wait_async)(void* context, Isolate& isolate, Object* buffer, const uint8_t* address, Object* promise,
                     double milliseconds) = nullptr;
  // sec-hostgetimportmetaproperties: fills in a fresh import.meta.
  Completion<void> (*import_meta)(void* context, Isolate& isolate, ModuleRecord* module, Object* meta) = nullptr;
};

class Isolate final : private RootProvider {
 public:
  explicit Isolate(const IsolateOptions& options);
  ~Isolate();
  Isolate(const Isolate&) = delete;

  Heap& heap() { return heap_; }
  const Names& names() const { return names_; }
  AtomTable& atoms() { return *atoms_; }
  PrototypeLinks& prototype_links() { return *links_; }
  Realm& realm() { return *current_realm; }
  const IsolateOptions& options() const { return options_; }

  // --- the pending exception; set if and only if a function has just returned Throw
  bool has_exception() const { return !exception_.is_empty(); }
  Value take_exception() {
    Value value = exception_;
    exception_ = Value::empty();
    return value;
  }
  Value exception() const { return exception_; }
  void set_exception(Value value) { exception_ = value; }
  // What AsyncLocalStorage hangs on: carried from where a job, timer or promise reaction was registered to where it
  // runs. Any value; undefined at start.
  Value async_context;
  // What is running, for those who ask where a task came from (interpreter/task_origin.h): the TaskOrigin or the
  // PromiseReaction of the task; undefined in the main program.
  Value current_task;
  // Origins made lately, so that equal ones are mostly one; emptied by collections.
  static constexpr uint32_t kTaskOriginCache = 64;
  TaskOrigin* task_origins[kTaskOriginCache] = {};
  // Set while the isolate is being terminated: the "exception" cannot be caught.
  bool terminating = false;

  // --- the VM stack; see interpreter/frame.h
  Value* fp = nullptr;                       // the current frame
  const uint16_t* pc = nullptr;              // of the current frame, valid while it is in C++
  Value* stack_limit = nullptr;              // lowest usable word
  Value* stack_base = nullptr;               // one past the highest
  Realm* current_realm = nullptr;            // of the running function
  int32_t countdown = 0;                     // decision 12
  uint64_t clock_base = 0;                   // ticks of finished periods
  volatile uint32_t interrupt_requests = 0;  // set from other threads and signals, looked at when the countdown ends

  // Code that uses the isolate on another stack says where scanning of that stack ends (an address in a frame below
  // which no cell pointer lives).
  void scan_native_stack_from(const void* high);
  // Runs f(context) on the isolate's own native stack.
  void run_on_stack(void (*f)(void*), void* context);

  // --- seams filled in by rooms above
  CallHooks call_hooks{};
  IntrinsicCreator intrinsic_creators[static_cast<int>(Intrinsic::kCount)] = {};
  HostHooks host;
  // Behaviour of exotic objects, by cell type; null: ordinary.
  const ExoticMethods* exotic_methods[static_cast<int>(CellType::kCount)] = {};
  // Frees what a dead cell of this type owns in malloc memory; null: nothing.
  void (*finalizers[static_cast<int>(CellType::kCount)])(Cell* cell) = {};
  // Calls back for the dead targets of the registries in pending_registries (builtins/weak.cpp); Throw: a callback did,
  // and the rest still waits.
  Completion<void> (*run_finalization)(Isolate& isolate) = nullptr;
  // [[Call]] (new_target null) and [[Construct]] of proxies and other exotic callables.
  Completion<Value> (*call_exotic)(Isolate& isolate, Object* callee, Value this_value, std::span<const Value> arguments,
                                   Object* new_target) = nullptr;
  // A regular expression literal's object.
  Completion<Value> (*create_regexp)(Isolate& isolate, String* pattern, String* flags) = nullptr;
  // What an empty slot stands for: a builtin's method, or a function's length, name or prototype.
  Value (*materialize_builtin)(Isolate& isolate, Object* object, PropertyKey key) = nullptr;
  Value (*materialize_function)(Isolate& isolate, Object* function, PropertyKey key) = nullptr;
  // Records the current frames (at most stack_trace_limit, those above `until` left out) in a form of the
  // interpreter's own; later made into V8's lines, each "\n    at f (file:line:column)".
  Value (*capture_frames)(Isolate& isolate, Object* until) = nullptr;
  String* (*format_frames)(Isolate& isolate, Value frames) = nullptr;
  // CreateDynamicFunction from texts, and indirect eval; filled in by whoever has the compiler.
  Completion<Value> (*create_dynamic_function)(Isolate& isolate, DynamicFunctionKind kind, String* parameters,
                                               String* body, Value new_target) = nullptr;
  Completion<Value> (*indirect_eval)(Isolate& isolate, String* source) = nullptr;
  // The source text of a function, for Function.prototype.toString and messages.
  String* (*function_source)(Isolate& isolate, Object* function) = nullptr;
  // Called when the countdown ends or an interrupt was requested; Throw ends the program's current job.
  Completion<void> (*on_safepoint)(Isolate& isolate) = nullptr;
  // The interpreter's label tables: [0] runs, [1] calls on_step before every instruction; `dispatch` is the one in use.
  // With an observer both look on.
  const void* const* dispatch_tables[2] = {};
  const void* const* dispatch = nullptr;
  std::shared_ptr<Observer> observer;
  std::shared_ptr<LockStep> lock_step;
  Completion<Value> (*on_step)(Isolate& isolate, const uint16_t* pc) = nullptr;
  // A patched breakpoint: stops if it must; the value is the opcode that stood there, an int32.
  Completion<Value> (*on_breakpoint)(Isolate& isolate, const uint16_t* pc) = nullptr;
  // The opcode that the breakpoint at pc stands for; null: there are none.
  uint16_t (*covered_opcode)(Isolate& isolate, const uint16_t* pc) = nullptr;
  Completion<Value> (*on_debugger_statement)(Isolate& isolate, const uint16_t* pc) = nullptr;
  // Where the exception on its way (or the last one) was thrown; its stack says where it was made. Held weakly.
  struct Thrown {
    Value error = Value::empty();
    Code* code = nullptr;
    const uint16_t* pc = nullptr;
  } thrown;
  // An exception was thrown (set pending) and is about to look for its handler.
  void (*on_throw)(Isolate& isolate) = nullptr;
  // A program rejects a promise with a reason (by its reject function or Promise.reject; what is thrown in an async
  // function is on_throw's). The promise is null if nobody can have seen it yet. Throw ends the program.
  Completion<void> (*on_reject)(Isolate& isolate, PromiseObject* promise, Value reason) = nullptr;
  // Where the unwinding of an isolate that is terminating ends after all: that frame goes on at pc, and if that is its
  // beginning, as if it had just been called. The debugger restarts frames with it.
  struct {
    Value* fp = nullptr;
    const uint16_t* pc = nullptr;
  } unwind_to;
  // jit/: runs the frame at fp, whose next instruction is pc, in compiled code until it returns or throws; it pops the
  // frame either way. Called for EnterCompiled and where may_replace_on_stack said yes.
  Completion<Value> (*enter_compiled)(Isolate& isolate, Value* fp, const uint16_t* pc) = nullptr;
  // Asked when the countdown has ended in interpreted code, at a call's start or a loop's header.
  bool (*may_replace_on_stack)(Isolate& isolate, Value* fp, const uint16_t* pc) = nullptr;
  void* compiler = nullptr;
  // A shape was made: notes where (interpreter/feedback.h).
  void (*note_birth)(Isolate& isolate, Shape* shape) = nullptr;
  // --trace-shapes: says what a shape is that was made, or made of another, now that it is complete.
  void (*trace_shape)(Isolate& isolate, Shape* from, Shape* shape) = nullptr;
  // Adds roots of a room above (task tables, debugger handles).
  struct RootSource {
    void (*visit)(void* context, RootVisitor& visitor);
    void (*clear_weak)(void* context, Heap& heap, bool full);  // may be null
    void* context;
  };
  void add_root_source(RootSource source);
  void remove_root_source(void* context);

  // A script was compiled and has not run yet (the debugger binds its breakpoints).
  void (*on_script)(Isolate& isolate, Script* script) = nullptr;
  // Where the last SyntaxError of compile_script was, for the host's report.
  struct {
    std::string name;
    std::string line_text;
    uint32_t line = 0;    // from 1
    uint32_t column = 0;  // from 0, of the caret
    uint32_t length = 1;
    uint64_t error = 0;  // the error object's address, to tell whether it is this one; never dereferenced
  } syntax_error_place;

  // --- small shared things
  Elements* empty_elements = nullptr;
  Cell* null_prototype_roots = nullptr;  // root shapes of objects without a prototype
  String* single_characters[256] = {};
  ValidityCell* always_valid = nullptr;
  CacheSlot* zero_feedback = nullptr;   // read-only zeroes; stands in for feedback vectors not made yet
  GlobalCache* global_cache = nullptr;  // the megamorphic (shape, key) cache
  // The natives behind %ArrayIteratorPrototype%.next and %GeneratorPrototype%.next, for the fast paths of iteration.
  NativeCode array_iterator_next = nullptr;
  NativeCode generator_next = nullptr;
  bool delegated_result = false;          // the generator just left passed on a result object of yield* as it is
  bool prototypes_have_elements = false;  // some prototype has an indexed property: holes must look up the chain
  uint32_t next_script_id = 1;
  std::vector<uintptr_t> scripts;            // the Script cells by id - 1; 0 where it was collected
  uint64_t next_async_evaluation_order = 1;  // sec-IncrementModuleAsyncEvaluationCount
  uintptr_t join_stack = 0;                  // receivers of Array.prototype.join that are running (builtins/array.cpp)
  uint32_t stack_trace_limit = 10;
  bool preparing_stack = false;  // Error.prepareStackTrace runs: no other one is started
  // Counted up by the host between jobs: a WeakRef keeps what it has given to a job until then
  // (sec-clear-kept-objects).
  uint32_t job_epoch = 1;
  // FinalizationRegistry objects whose targets have died, linked; the host empties the list as a task of its own.
  Cell* pending_registries = nullptr;
  void clear_kept_objects() { ++job_epoch; }

 private:
  void visit_roots(RootVisitor& visitor) override;
  void vm_stack_bounds(const uint64_t** low, const uint64_t** high) override;
  const void* native_stack_high() override;
  void clear_weak(bool full) override;

  IsolateOptions options_;
  struct Stacks;
  std::unique_ptr<Stacks> stacks_;
  Heap heap_;
  std::unique_ptr<AtomTable> atoms_;
  Names names_;
  Value exception_ = Value::empty();
  std::unique_ptr<PrototypeLinks> links_;
  std::vector<RootSource> root_sources_;
};

// The lowest word of the VM stack in use. Defined by interpreter/ (it knows how large the top frame is).
Value* stack_low(Isolate& isolate);

inline Isolate& isolate_of(const Cell* cell) {
  return *static_cast<Isolate*>(reinterpret_cast<RegionHeader*>(region_base(cell))->isolate);
}

}  // namespace scrim
