// The event loop: Node's phases on asio. Every entry knows its callback and when it is due (decision 28).
#pragma once

#include <cstdint>
#include <memory>

#include "engine/runtime/runtime.h"

namespace scrim {

// A timer as it waits. Its JavaScript object (a HostObject) holds callback and arguments and is rooted while active.
struct TimerEntry {
  uint64_t due_ns;
  uint64_t sequence;  // order among equal times
  uint32_t handle;    // index of its object in the loop's roots
  uint32_t id;
  uint32_t repeat_ms;  // 0: once
  uint32_t duration_ms;
  bool referenced;
};

class EventLoop {
 public:
  explicit EventLoop(Runtime& runtime);
  ~EventLoop();

  // Runs until nothing referenced is left or the runtime is exiting.
  void run();
  bool alive() const;

  uint32_t add_timer(Value object, uint32_t milliseconds, bool repeat);
  void remove_timer(uint32_t id);
  void set_timer_referenced(uint32_t id, bool referenced);
  bool timer_referenced(uint32_t id) const;
  void refresh_timer(uint32_t id);
  void add_immediate(Value object);

  // Work from other threads (the debugger): wakes the loop.
  void wake();
  bool stop_requested = false;
  // For `queues` and tests: what waits, in the order it would run.
  template <typename F>
  void for_each_timer(F f) const;

  uint64_t now_ns() const { return now_ns_; }

 private:
  struct State;
  void run_timers();
  void run_immediates();
  void update_now();
  Runtime& runtime_;
  std::unique_ptr<State> state_;
  uint64_t now_ns_ = 0;
};

// From any thread: the loop looks at what was requested.
void wake_loop(Runtime& runtime);

// The fields of a timer's or immediate's object.
constexpr uint32_t kTimerKind = 1;
constexpr uint32_t kImmediateKind = 2;
constexpr int kTimerCallback = 0;
constexpr int kTimerArguments = 1;

}  // namespace scrim
