// An isolate: heap, atoms, realms, the VM stack, the pending exception. It belongs to one thread; there is no other
// state (decision 31).
#pragma once

#include <memory>
#include <string>

#include "engine/heap/heap.h"
#include "engine/objects/call.h"
#include "engine/objects/realm.h"

namespace scrim {

class AtomTable;
struct Frame;
struct GlobalCache;

// The atoms and symbols of names.def.
struct Names {
#define NAME(identifier) PropertyKey identifier;
#define NAME_TEXT(identifier, text) PropertyKey identifier;
#define SYMBOL(identifier, description) PropertyKey identifier;
#include "engine/objects/names.def"
#undef NAME
#undef NAME_TEXT
#undef SYMBOL
};

struct IsolateOptions {
  HeapOptions heap;
  bool verify_ic = false;      // check every inline cache hit against the slow path
  bool trace_ic = false;
  size_t vm_stack_bytes = size_t{16} << 20;
  size_t native_stack_bytes = size_t{256} << 20;
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
  double (*current_time_ms)(void* context) = nullptr;   // Date.now
  uint64_t (*random_bits)(void* context) = nullptr;     // Math.random
  // sec-hostmakejobcallback etc. follow with modules.
  Completion<Value> (*import_module)(void* context, Isolate& isolate, Value referrer, Value specifier,
                                     Value options) = nullptr;
};

class Isolate final : private RootProvider {
 public:
  explicit Isolate(const IsolateOptions& options);
  ~Isolate();
  Isolate(const Isolate&) = delete;

  Heap& heap() { return heap_; }
  const Names& names() const { return names_; }
  AtomTable& atoms() { return *atoms_; }
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
  // Set while the isolate is being terminated: the "exception" cannot be caught.
  bool terminating = false;

  // --- the VM stack; see interpreter/frame.h
  Value* fp = nullptr;               // the current frame
  const uint16_t* pc = nullptr;      // of the current frame, valid while it is in C++
  Value* stack_limit = nullptr;      // lowest usable word
  Value* stack_base = nullptr;       // one past the highest
  Realm* current_realm = nullptr;    // of the running function
  int32_t countdown = 0;             // decision 12
  uint64_t clock_base = 0;           // ticks of finished periods
  volatile uint32_t interrupt_requests = 0;  // set from other threads and signals, looked at when the countdown ends

  // Runs f(context) on the isolate's own native stack.
  void run_on_stack(void (*f)(void*), void* context);

  // --- seams filled in by rooms above
  CallHooks call_hooks{};
  IntrinsicCreator intrinsic_creators[static_cast<int>(Intrinsic::kCount)] = {};
  HostHooks host;
  // Called when the countdown ends or an interrupt was requested; Throw ends the program's current job.
  Completion<void> (*on_safepoint)(Isolate& isolate) = nullptr;
  // Adds roots of a room above (task tables, debugger handles).
  struct RootSource {
    void (*visit)(void* context, RootVisitor& visitor);
    void (*clear_weak)(void* context, Heap& heap, bool full);  // may be null
    void* context;
  };
  void add_root_source(RootSource source);
  void remove_root_source(void* context);

  // --- small shared things
  Elements* empty_elements = nullptr;
  String* single_characters[256] = {};
  CacheSlot* zero_feedback = nullptr;  // read-only zeroes; stands in for feedback vectors not made yet
  GlobalCache* global_cache = nullptr;  // the megamorphic (shape, key) cache
  bool prototypes_have_elements = false;  // some prototype has an indexed property: holes must look up the chain
  uint32_t next_script_id = 1;
  uint32_t stack_trace_limit = 10;

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
  struct Links;
  std::unique_ptr<Links> links_;  // which prototypes inherit from which, weakly

 public:
  Links& prototype_links() { return *links_; }
};

inline Isolate& isolate_of(const Cell* cell) {
  return *static_cast<Isolate*>(reinterpret_cast<RegionHeader*>(region_base(cell))->isolate);
}

}  // namespace scrim
