// The event loop looked at from outside (decision 28): what waits in which queue, with its callback, when it is due and
// where it was scheduled; and the promises that something waits for. For the debugger, while the program stands still.
#pragma once

#include <string>
#include <vector>

#include "engine/runtime/runtime.h"

namespace scrim {

struct TaskOrigin;
struct PromiseObject;

enum class TaskQueue : uint8_t {
  kNextTick,
  kPromiseJob,
  kMicrotask,  // queueMicrotask
  kTimer,
  kImmediate,
  kClosing,       // the close phase
  kFinalization,  // of FinalizationRegistry objects
  // The order of these is not known before they happen.
  kDescriptor,
  kWork,  // on the thread pool
  kChild,
  kSignal,
};

struct QueuedTask {
  TaskQueue queue = TaskQueue::kNextTick;
  Value callback;                // a function; undefined: the engine's own business, as `detail` says
  TaskOrigin* origin = nullptr;  // where it was scheduled; null: unknown
  bool referenced = true;        // keeps the program running
  int64_t due_ms = 0;            // timers: from now; 0 and below: due
  uint32_t period_ms = 0;        // of an interval
  std::string detail{};          // "readable 5", "readFile /etc/hosts"; of a promise job: what it does
  // Where the function that goes on after an await waits.
  Code* code = nullptr;
  uint32_t offset = 0;
};

// What follows from a promise.
struct PromiseWaiter {
  enum Kind : uint8_t { kAwait, kThen, kCombinator } kind = kThen;
  Value function;        // the function that awaits, or the handler; undefined: the combinator's, or passes values on
  Code* code = nullptr;  // where: of the await, or of then()
  uint32_t offset = 0;
  std::string detail{};  // "Promise.all (index 2)"
};

class QueueVisitor {
 public:
  virtual ~QueueVisitor() = default;
  virtual void task(const QueuedTask& task) = 0;
};

// All queues, in the order in which the entries run if nothing new comes and time stands still until nothing else is
// left; then what waits for the system. May collect.
void visit_queues(Runtime& runtime, QueueVisitor& visitor);

// The pending promises that the program's own code waits for; also those that nothing can settle any more, until a
// collection takes them and who waits for them.
void find_pending_promises(Runtime& runtime, RootedVector<Value>* promises);
// `promise` must be pending; oldest first. The pointers hold while nothing is allocated in the heap and the promise
// stays pending.
size_t waiter_count(const PromiseObject* promise);
PromiseWaiter waiter(Isolate& isolate, PromiseObject* promise, size_t index);

// "main program", "timers", "next ticks" ...: what the loop is about.
const char* phase_name(Runtime& runtime);

}  // namespace scrim
