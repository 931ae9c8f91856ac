// The event loop: Node's phases. Each turn: timers, poll (descriptors, signals, finished work), check (immediates),
// close. After every callback next ticks and promise jobs run. What happens outside comes from the host interface
// (objects/host.h). Every entry knows its callback, when it is due and where it was scheduled (decision 28); queues.h
// lists them.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/objects/host.h"
#include "engine/runtime/runtime.h"

namespace scrim {

class QueueVisitor;

// A blocking operation: run() on a thread, finish() afterwards on the loop's. A callback it needs is kept by
// EventLoop::keep(); the first value of an Array that is kept counts as the callback.
class Work : public HostWork {
 public:
  virtual uint32_t kept() const = 0;
  virtual bool referenced() const { return true; }  // keeps the loop alive until it is finished
  virtual void finish(Runtime& runtime) = 0;
};

class EventLoop {
 public:
  explicit EventLoop(Runtime& runtime);
  ~EventLoop();

  // Runs until nothing referenced is left or the runtime is exiting.
  void run();
  // All phases once. Also within a callback, by who has to wait there.
  void turn();
  // Timers and immediates that wait now, out of the way of such a turn.
  struct Aside;
  std::shared_ptr<Aside> put_timers_aside();
  void put_timers_back(const std::shared_ptr<Aside>& aside);
  // Whether anything referenced waits.
  bool alive() const;

  // --- timers and immediates; objects are HostObjects
  uint32_t add_timer(Value object, uint32_t milliseconds, bool repeat);
  void remove_timer(uint32_t id);
  void set_timer_referenced(uint32_t id, bool referenced);
  struct TimerState {
    uint64_t start_ms;
    uint32_t duration_ms;
    bool repeats, referenced, listed;
  };
  bool find_timer(uint32_t id, TimerState* found) const;  // false: it is over
  // Starts its duration anew; one that has run and was not cleared is set again, as of where this is called.
  void refresh_timer(Value object);
  void add_immediate(Value object);
  void clear_immediate(Value object);
  void set_immediate_referenced(Value object, bool referenced);

  // --- blocking work
  void post(std::shared_ptr<Work> work);
  // Work that another thread says is done, through the host's door; its run() is not called. The id to name it by.
  uint32_t expect(std::shared_ptr<Work> work);
  // Values of operations under way are roots, named by an index.
  uint32_t keep(Value value);
  Value release(uint32_t index);

  // --- descriptors: readiness, once a wait. watch() is an id, or -errno (regular files cannot be watched).
  int watch(int fd);
  // callback() when the descriptor is readable or writable; replaces an earlier wait of that direction.
  void wait(uint32_t id, bool write, Value callback);
  void cancel_wait(uint32_t id, bool write);
  void unwatch(uint32_t id);  // the descriptor stays open
  void set_watch_referenced(uint32_t id, bool referenced);

  // --- signals: callback(number) each time; undefined ends it. Never keeps the loop alive. -errno or 0
  int watch_signal(int number, Value callback);

  // --- children: callback(exit code, signal number) once it has ended
  void watch_child(int pid, Value callback);
  void set_child_referenced(int pid, bool referenced);

  // The close phase of this turn calls it.
  void add_closing(Value callback);

  // After an exception that a handler took, next ticks and promise jobs wait for the end of the next check phase.
  void drain_later() { drain_later_ = true; }
  bool drains_later() const { return drain_later_; }
  // Calls a function, then runs next ticks and promise jobs; what it throws is reported instead.
  void run_callback(Value callback, Value this_value, std::span<const Value> arguments);

  // From any thread: wakes the loop.
  void wake();
  bool stop_requested = false;

  uint64_t now_ns() const { return now_ns_; }
  enum class Phase : uint8_t { kMain, kTimers, kPoll, kCheck, kClose };
  Phase phase() const { return phase_; }
  void set_phase(Phase phase) { phase_ = phase; }
  // Next ticks and promise jobs left out: every entry, in the order in which they would run if time stood still until
  // nothing else is left (queues.cpp). May allocate.
  void visit_queues(QueueVisitor& visitor);

 private:
  struct State;
  void run_timers();
  void run_immediates();
  void run_closing();
  void run_timer_list(uint32_t duration, uint64_t now_ms);
  void insert_timer(uint32_t id, uint64_t start_ms);
  void poll();
  bool finish_what_is_done();
  void happened(const HostEvent& event);
  void update_now();
  uint32_t keep(Value value, Value context, Value task);
  // Sets the context and the task of what was kept, for the callback that is about to run.
  void enter_task(uint32_t kept);
  Runtime& runtime_;
  HostInterface& host_;
  std::unique_ptr<State> state_;
  Phase phase_ = Phase::kMain;
  uint64_t now_ns_ = 0;
  bool drain_later_ = false;
};

// From any thread: the loop looks at what was requested.
void wake_loop(Runtime& runtime);

// ERR_INVALID_ARG_TYPE: The "callback" argument must be of type function.
Throw throw_callback_type(Isolate& isolate, Value received);

// The fields of a timer's or immediate's object. An immediate's task is 1 while it waits and is referenced, 2 while it
// waits unreferenced.
constexpr uint32_t kTimerKind = 1;
constexpr uint32_t kImmediateKind = 2;
constexpr int kTimerCallback = 0;
constexpr int kTimerArguments = 1;
constexpr int kTimerContext = 2;  // isolate.async_context where it was set; of one that is over, when it was (ms): t,
                                  // or -1 - t if it is unreferenced
constexpr int kTimerOrigin = 3;   // the task it is (Isolate::current_task); else its duration, -1 if it was cleared
// What console shows of one: an object with Node's fields (timers.cpp).
Object* timer_fields(Isolate& isolate, HostObject* timer);

}  // namespace scrim
