#include "engine/runtime/event_loop.h"

#define ASIO_STANDALONE 1
#define ASIO_NO_EXCEPTIONS 1
#include <cstdio>
#include <cstdlib>
namespace asio::detail {
template <typename Exception>
[[noreturn]] void throw_exception(const Exception&) {
  std::fprintf(stderr, "scrim: the event loop failed\n");
  std::abort();
}
}  // namespace asio::detail
#include <algorithm>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <map>
#include <vector>

#include "engine/objects/collections.h"

namespace scrim {

struct EventLoop::State {
  explicit State(Heap& heap) : objects(heap, "timer"), immediates(heap, "immediate") {}
  asio::io_context context;
  asio::steady_timer timer{context};
  // By due time, then by order of scheduling.
  std::map<std::pair<uint64_t, uint64_t>, TimerEntry> timers;
  std::map<uint32_t, std::pair<uint64_t, uint64_t>> by_id;
  RootedVector<Value> objects;  // of active timers, by handle
  std::vector<uint32_t> free_handles;
  RootedVector<Value> immediates;
  uint64_t next_sequence = 0;
  uint32_t next_id = 1;
  size_t referenced = 0;
};

EventLoop::EventLoop(Runtime& runtime) : runtime_(runtime), state_(std::make_unique<State>(runtime.isolate().heap())) {
  update_now();
}
EventLoop::~EventLoop() = default;

void EventLoop::update_now() {
  now_ns_ = static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
          .count());
}

uint32_t EventLoop::add_timer(Value object, uint32_t milliseconds, bool repeat) {
  State& state = *state_;
  update_now();
  uint32_t handle;
  if (!state.free_handles.empty()) {
    handle = state.free_handles.back();
    state.free_handles.pop_back();
    state.objects.set(handle, object);
  } else {
    handle = static_cast<uint32_t>(state.objects.size());
    state.objects.push_back(object);
  }
  // Node counts whole milliseconds of loop time: timers of one turn and duration are due together.
  uint64_t now_ms = now_ns_ / 1000000;
  TimerEntry entry{(now_ms + milliseconds) * 1000000, state.next_sequence++, handle, state.next_id++,
                   repeat ? milliseconds : 0,         milliseconds,          true};
  state.by_id[entry.id] = {entry.due_ns, entry.sequence};
  state.timers[{entry.due_ns, entry.sequence}] = entry;
  ++state.referenced;
  return entry.id;
}

void EventLoop::remove_timer(uint32_t id) {
  State& state = *state_;
  auto found = state.by_id.find(id);
  if (found == state.by_id.end()) return;
  auto entry = state.timers.find(found->second);
  if (entry != state.timers.end()) {
    if (entry->second.referenced) --state.referenced;
    state.objects.set(entry->second.handle, Value::undefined());
    state.free_handles.push_back(entry->second.handle);
    state.timers.erase(entry);
  }
  state.by_id.erase(found);
}

void EventLoop::set_timer_referenced(uint32_t id, bool referenced) {
  auto found = state_->by_id.find(id);
  if (found == state_->by_id.end()) return;
  TimerEntry& entry = state_->timers[found->second];
  if (entry.referenced == referenced) return;
  entry.referenced = referenced;
  state_->referenced += referenced ? 1 : static_cast<size_t>(-1);
}

bool EventLoop::timer_referenced(uint32_t id) const {
  auto found = state_->by_id.find(id);
  return found != state_->by_id.end() && state_->timers.at(found->second).referenced;
}

void EventLoop::refresh_timer(uint32_t id) {
  State& state = *state_;
  auto found = state.by_id.find(id);
  if (found == state.by_id.end()) return;
  TimerEntry entry = state.timers[found->second];
  state.timers.erase(found->second);
  update_now();
  entry.due_ns = (now_ns_ / 1000000 + entry.duration_ms) * 1000000;
  entry.sequence = state.next_sequence++;
  found->second = {entry.due_ns, entry.sequence};
  state.timers[found->second] = entry;
}

void EventLoop::add_immediate(Value object) {
  state_->immediates.push_back(object);
}

void EventLoop::wake() {
  asio::post(state_->context, [] {});
}

void wake_loop(Runtime& runtime) {
  runtime.loop().wake();
}

bool EventLoop::alive() const {
  return state_->referenced > 0 || !state_->immediates.empty();
}

// Runs a timer's or immediate's callback, then next ticks and promise jobs.
static void run_callback(Runtime& runtime, Value object) {
  auto* host = cast<HostObject>(object);
  Value callback = host->data[kTimerCallback];
  Value arguments = host->data[kTimerArguments];
  if (!callback.is_undefined()) {
    std::span<const Value> span;
    if (arguments.is_object() && cast<Array>(arguments)->length) {
      span = {cast<Array>(arguments)->vector()->values, cast<Array>(arguments)->length};
    }
    Completion<Value> result = call(runtime.isolate(), callback, object, span);
    if (result.failed()) runtime.report_uncaught(runtime.isolate().take_exception(), false);
  }
  if (!runtime.exiting) runtime.drain_microtasks();
}

void EventLoop::run_timers() {
  State& state = *state_;
  update_now();
  while (!state.timers.empty() && !runtime_.exiting) {
    auto first = state.timers.begin();
    if (first->second.due_ns > now_ns_) return;
    TimerEntry entry = first->second;
    Value object = state.objects[entry.handle];
    auto* host = cast<HostObject>(object);
    if (entry.repeat_ms) {
      state.timers.erase(first);
      run_callback(runtime_, object);
      // Unless it was cleared meanwhile, it is due again `repeat` after now.
      auto found = state.by_id.find(entry.id);
      if (found != state.by_id.end() && host->task == entry.id) {
        update_now();
        entry.due_ns = (now_ns_ / 1000000 + entry.repeat_ms) * 1000000;
        entry.sequence = state.next_sequence++;
        found->second = {entry.due_ns, entry.sequence};
        state.timers[found->second] = entry;
      } else if (found == state.by_id.end()) {
        if (entry.referenced) --state.referenced;
        state.objects.set(entry.handle, Value::undefined());
        state.free_handles.push_back(entry.handle);
      }
    } else {
      remove_timer(entry.id);
      host->task = 0;
      run_callback(runtime_, object);
    }
    update_now();
  }
}

void EventLoop::run_immediates() {
  State& state = *state_;
  size_t count = state.immediates.size();
  RootedVector<Value> batch(runtime_.isolate().heap(), "immediate");
  for (size_t i = 0; i < count; ++i) batch.push_back(state.immediates[i]);
  state.immediates.clear();
  for (size_t i = 0; i < count && !runtime_.exiting; ++i) run_callback(runtime_, batch[i]);
}

void EventLoop::run() {
  State& state = *state_;
  while (!runtime_.exiting && alive()) {
    run_timers();
    if (runtime_.exiting) return;
    // Poll: wait for the next timer unless there is work for the check phase.
    if (state.immediates.empty() && !state.timers.empty() && state.referenced > 0) {
      uint64_t due = state.timers.begin()->second.due_ns;
      update_now();
      if (due > now_ns_) {
        state.timer.expires_after(std::chrono::nanoseconds(due - now_ns_));
        state.timer.async_wait([](const asio::error_code&) {});
        state.context.restart();
        state.context.run_one();
        state.timer.cancel();
      }
    }
    state.context.restart();
    state.context.poll();
    if (runtime_.isolate().interrupt_requests && runtime_.isolate().on_safepoint) {
      if (runtime_.isolate().on_safepoint(runtime_.isolate()).failed()) {
        runtime_.report_uncaught(runtime_.isolate().take_exception(), false);
      }
    }
    run_immediates();
  }
}

}  // namespace scrim
