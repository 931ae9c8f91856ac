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
#include <sys/wait.h>

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>
#include <chrono>
#include <list>
#include <map>
#include <unordered_map>
#include <vector>

#include "engine/objects/collections.h"
#include "engine/runtime/thread_pool.h"

namespace scrim {

namespace {

// A timer as it waits. Its JavaScript object (a HostObject) holds callback and arguments and is kept while active.
struct Timer {
  uint64_t start_ms;
  uint32_t handle;
  uint32_t duration_ms;
  bool repeat;
  bool referenced;
  bool listed;
  std::list<uint32_t>::iterator place;
};

// Timers of one duration, in the order they were started: Node's order among different durations follows from it.
struct TimerList {
  std::list<uint32_t> ids;
  uint64_t expiry_ms;
  uint64_t sequence;
};

struct Watch {
  explicit Watch(asio::io_context& context) : descriptor(context) {}
  asio::posix::stream_descriptor descriptor;
  uint32_t callbacks[2] = {};    // kept, 0: no wait; read and write
  uint64_t generations[2] = {};  // tells a wait from one that was cancelled
  bool referenced = true;
};

struct SignalWatch {
  explicit SignalWatch(asio::io_context& context) : set(context) {}
  asio::signal_set set;
  uint32_t callback;
};

struct Child {
  uint32_t callback;
  bool referenced;
};

}  // namespace

struct EventLoop::State {
  State(Heap& heap, void (*notify)(void*), void* loop)
      : kept(heap, "pending operation"),
        kept_contexts(heap, "pending operation"),
        immediates(heap, "immediate"),
        closing(heap, "close"),
        pool(std::make_unique<ThreadPool>(notify, loop)) {
    kept.push_back(Value::undefined());  // index 0 is none
    kept_contexts.push_back(Value::undefined());
  }
  asio::io_context context;
  asio::executor_work_guard<asio::io_context::executor_type> guard{context.get_executor()};
  std::unordered_map<uint32_t, Timer> timers;
  std::map<uint32_t, TimerList> lists;                         // by duration
  std::map<std::pair<uint64_t, uint64_t>, uint32_t> expiries;  // (expiry, sequence) -> duration
  RootedVector<Value> kept;
  RootedVector<Value> kept_contexts;  // isolate.async_context where each was kept
  std::vector<uint32_t> free_kept;
  RootedVector<Value> immediates;
  RootedVector<Value> closing;
  std::map<uint32_t, std::unique_ptr<Watch>> watches;
  std::map<int, std::unique_ptr<SignalWatch>> signals;
  std::map<int, Child> children;
  std::unique_ptr<asio::signal_set> child_signal;
  std::unique_ptr<ThreadPool> pool;
  uint64_t next_sequence = 0;
  uint32_t next_id = 1;
  uint32_t next_watch = 1;
  size_t referenced_timers = 0;
  size_t referenced_immediates = 0;
  size_t referenced_waits = 0;
  size_t active_work = 0;
  bool children_changed = false;

  // Takes a timer out of its duration's list.
  void unlist(const Timer& timer) {
    if (!timer.listed) return;
    auto list = lists.find(timer.duration_ms);
    list->second.ids.erase(timer.place);
    if (!list->second.ids.empty()) return;
    expiries.erase({list->second.expiry_ms, list->second.sequence});
    lists.erase(list);
  }
};

EventLoop::EventLoop(Runtime& runtime)
    : runtime_(runtime),
      state_(std::make_unique<State>(
          runtime.isolate().heap(), [](void* loop) { static_cast<EventLoop*>(loop)->wake(); }, this)) {
  update_now();
}

EventLoop::~EventLoop() {
  state_->pool.reset();
  for (auto& [id, watch] : state_->watches) watch->descriptor.release();
}

void EventLoop::update_now() {
  now_ns_ = static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
          .count());
}

uint32_t EventLoop::keep(Value value) {
  State& state = *state_;
  if (state.free_kept.empty()) {
    state.kept.push_back(value);
    state.kept_contexts.push_back(runtime_.isolate().async_context);
    return static_cast<uint32_t>(state.kept.size() - 1);
  }
  uint32_t index = state.free_kept.back();
  state.free_kept.pop_back();
  state.kept.set(index, value);
  state.kept_contexts.set(index, runtime_.isolate().async_context);
  return index;
}

Value EventLoop::release(uint32_t index) {
  if (!index) return Value::undefined();
  Value value = state_->kept[index];
  state_->kept.set(index, Value::undefined());
  // Nothing runs between callbacks, so this is the context of the callback that is about to run.
  if (!running_callback_) runtime_.isolate().async_context = state_->kept_contexts[index];
  state_->kept_contexts.set(index, Value::undefined());
  state_->free_kept.push_back(index);
  return value;
}

void EventLoop::run_callback(Value callback, Value this_value, std::span<const Value> arguments) {
  running_callback_ = true;
  Completion<Value> result = call(runtime_.isolate(), callback, this_value, arguments);
  if (result.failed()) {
    runtime_.report_uncaught(runtime_.isolate().take_exception(), false);
  } else if (!runtime_.exiting) {
    runtime_.drain_microtasks();
  }
  running_callback_ = false;
  runtime_.isolate().async_context = Value::undefined();
}

// --- timers

void EventLoop::insert_timer(uint32_t id, uint64_t start_ms) {
  State& state = *state_;
  Timer& timer = state.timers[id];
  timer.start_ms = start_ms;
  auto [found, fresh] = state.lists.try_emplace(timer.duration_ms);
  TimerList& list = found->second;
  if (fresh) {
    list.expiry_ms = start_ms + timer.duration_ms;
    list.sequence = state.next_sequence++;
    state.expiries[{list.expiry_ms, list.sequence}] = timer.duration_ms;
  }
  timer.place = list.ids.insert(list.ids.end(), id);
  timer.listed = true;
}

uint32_t EventLoop::add_timer(Value object, uint32_t milliseconds, bool repeat) {
  State& state = *state_;
  update_now();
  uint32_t id = state.next_id++;
  Timer timer{};
  timer.handle = keep(object);
  timer.duration_ms = milliseconds;
  timer.repeat = repeat;
  timer.referenced = true;
  state.timers.emplace(id, timer);
  ++state.referenced_timers;
  insert_timer(id, now_ns_ / 1000000);
  return id;
}

void EventLoop::remove_timer(uint32_t id) {
  State& state = *state_;
  auto found = state.timers.find(id);
  if (found == state.timers.end()) return;
  Timer& timer = found->second;
  state.unlist(timer);
  if (timer.referenced) --state.referenced_timers;
  release(timer.handle);
  state.timers.erase(found);
}

void EventLoop::set_timer_referenced(uint32_t id, bool referenced) {
  auto found = state_->timers.find(id);
  if (found == state_->timers.end() || found->second.referenced == referenced) return;
  found->second.referenced = referenced;
  state_->referenced_timers += referenced ? 1 : static_cast<size_t>(-1);
}

bool EventLoop::timer_referenced(uint32_t id) const {
  auto found = state_->timers.find(id);
  return found != state_->timers.end() && found->second.referenced;
}

void EventLoop::refresh_timer(uint32_t id) {
  State& state = *state_;
  auto found = state.timers.find(id);
  if (found == state.timers.end()) return;
  Timer& timer = found->second;
  update_now();
  state.unlist(timer);
  insert_timer(id, now_ns_ / 1000000);
}

void EventLoop::run_timers() {
  State& state = *state_;
  update_now();
  uint64_t now_ms = now_ns_ / 1000000;
  while (!state.expiries.empty() && !runtime_.exiting) {
    auto first = state.expiries.begin();
    if (first->first.first > now_ms) return;
    run_timer_list(first->second, now_ms);
    update_now();
    now_ms = now_ns_ / 1000000;
  }
}

// Those of one duration that are due; the rest of the list waits for its first.
void EventLoop::run_timer_list(uint32_t duration, uint64_t now_ms) {
  State& state = *state_;
  while (!runtime_.exiting) {
    auto found = state.lists.find(duration);
    if (found == state.lists.end()) return;
    TimerList& list = found->second;
    uint32_t id = list.ids.front();
    Timer& timer = state.timers[id];
    if (now_ms < timer.start_ms + duration) {
      state.expiries.erase({list.expiry_ms, list.sequence});
      list.expiry_ms = std::max(timer.start_ms + duration, now_ms + 1);
      list.sequence = state.next_sequence++;
      state.expiries[{list.expiry_ms, list.sequence}] = duration;
      return;
    }
    Value object = state.kept[timer.handle];
    auto* host = cast<HostObject>(object);
    bool repeat = timer.repeat;
    update_now();
    uint64_t start_ms = now_ns_ / 1000000;
    list.ids.pop_front();
    timer.listed = false;
    if (list.ids.empty()) {
      state.expiries.erase({list.expiry_ms, list.sequence});
      state.lists.erase(found);
    }
    Value callback = host->data[kTimerCallback];
    bool threw = false;
    if (!callback.is_undefined()) {
      Value arguments = host->data[kTimerArguments];
      std::span<const Value> span;
      if (arguments.is_object() && cast<Array>(arguments)->length) {
        span = {cast<Array>(arguments)->vector()->values, cast<Array>(arguments)->length};
      }
      running_callback_ = true;
      runtime_.isolate().async_context = host->data[kTimerContext];
      Completion<Value> result = call(runtime_.isolate(), callback, object, span);
      running_callback_ = false;
      runtime_.isolate().async_context = Value::undefined();
      threw = result.failed();
      if (threw) runtime_.report_uncaught(runtime_.isolate().take_exception(), false);
    }
    // Unless the callback cleared or refreshed it.
    auto after = state.timers.find(id);
    if (after != state.timers.end() && !after->second.listed) {
      if (repeat) {
        insert_timer(id, start_ms);
      } else {
        host->task = 0;
        remove_timer(id);
      }
    }
    if (!runtime_.exiting && !threw) runtime_.drain_microtasks();
  }
}

// --- immediates

void EventLoop::add_immediate(Value object) {
  cast<HostObject>(object)->task = 1;
  ++state_->referenced_immediates;
  state_->immediates.push_back(object);
}

void EventLoop::clear_immediate(Value object) {
  auto* host = cast<HostObject>(object);
  if (host->task == 1) --state_->referenced_immediates;
  host->task = 0;
}

void EventLoop::set_immediate_referenced(Value object, bool referenced) {
  auto* host = cast<HostObject>(object);
  if (host->task == (referenced ? 2u : 1u)) {
    host->task = referenced ? 1 : 2;
    state_->referenced_immediates += referenced ? 1 : static_cast<size_t>(-1);
  }
}

void EventLoop::run_immediates() {
  State& state = *state_;
  size_t count = state.immediates.size();
  if (!count && !drain_later_) return;
  bool drains = drain_later_;
  drain_later_ = false;
  RootedVector<Value> batch(runtime_.isolate().heap(), "immediate");
  for (size_t i = 0; i < count; ++i) batch.push_back(state.immediates[i]);
  state.immediates.clear();
  for (size_t i = 0; i < count && !runtime_.exiting; ++i) {
    auto* host = cast<HostObject>(batch[i]);
    if (!host->task) continue;
    clear_immediate(batch[i]);
    Value arguments = host->data[kTimerArguments];
    std::span<const Value> span;
    if (arguments.is_object() && cast<Array>(arguments)->length) {
      span = {cast<Array>(arguments)->vector()->values, cast<Array>(arguments)->length};
    }
    runtime_.isolate().async_context = host->data[kTimerContext];
    run_callback(host->data[kTimerCallback], batch[i], span);
  }
  if (drains && !runtime_.exiting) runtime_.drain_microtasks();
}

// --- work

void EventLoop::post(std::unique_ptr<Work> work) {
  ++state_->active_work;
  state_->pool->post(std::move(work));
}

void EventLoop::run_finished_work() {
  while (!runtime_.exiting) {
    std::unique_ptr<Work> work = state_->pool->take_finished();
    if (!work) return;
    --state_->active_work;
    work->finish(runtime_);
  }
}

// --- descriptors

int EventLoop::watch(int fd) {
  auto watch = std::make_unique<Watch>(state_->context);
  asio::error_code error;
  watch->descriptor.assign(fd, error);
  if (error) return -error.value();
  uint32_t id = state_->next_watch++;
  state_->watches[id] = std::move(watch);
  return static_cast<int>(id);
}

void EventLoop::wait(uint32_t id, bool write, Value callback) {
  auto found = state_->watches.find(id);
  if (found == state_->watches.end()) return;
  Watch& watch = *found->second;
  cancel_wait(id, write);
  watch.callbacks[write] = keep(callback);
  if (watch.referenced) ++state_->referenced_waits;
  uint64_t generation = ++watch.generations[write];
  watch.descriptor.async_wait(
      write ? asio::posix::descriptor_base::wait_write : asio::posix::descriptor_base::wait_read,
      [this, id, write, generation](const asio::error_code&) {
        auto entry = state_->watches.find(id);
        if (entry == state_->watches.end()) return;
        Watch& ready = *entry->second;
        if (ready.generations[write] != generation || !ready.callbacks[write]) return;
        Value function = release(ready.callbacks[write]);
        ready.callbacks[write] = 0;
        if (ready.referenced) --state_->referenced_waits;
        if (!runtime_.exiting) run_callback(function, Value::undefined(), {});
      });
}

void EventLoop::cancel_wait(uint32_t id, bool write) {
  auto found = state_->watches.find(id);
  if (found == state_->watches.end() || !found->second->callbacks[write]) return;
  Watch& watch = *found->second;
  release(watch.callbacks[write]);
  watch.callbacks[write] = 0;
  ++watch.generations[write];
  if (watch.referenced) --state_->referenced_waits;
}

void EventLoop::unwatch(uint32_t id) {
  auto found = state_->watches.find(id);
  if (found == state_->watches.end()) return;
  cancel_wait(id, false);
  cancel_wait(id, true);
  found->second->descriptor.release();
  state_->watches.erase(found);
}

void EventLoop::set_watch_referenced(uint32_t id, bool referenced) {
  auto found = state_->watches.find(id);
  if (found == state_->watches.end() || found->second->referenced == referenced) return;
  Watch& watch = *found->second;
  watch.referenced = referenced;
  size_t waits = (watch.callbacks[0] ? 1u : 0u) + (watch.callbacks[1] ? 1u : 0u);
  state_->referenced_waits += referenced ? waits : static_cast<size_t>(0) - waits;
}

// --- signals and children

void EventLoop::rearm_signal(int number) {
  SignalWatch& watch = *state_->signals[number];
  watch.set.async_wait([this, number](const asio::error_code& error, int) {
    auto found = state_->signals.find(number);
    if (error || found == state_->signals.end()) return;
    rearm_signal(number);
    Value argument = Value::int32(number);
    if (!runtime_.exiting) {
      run_callback(state_->kept[found->second->callback], Value::undefined(), std::span<const Value>(&argument, 1));
    }
  });
}

int EventLoop::watch_signal(int number, Value callback) {
  auto found = state_->signals.find(number);
  if (callback.is_undefined()) {
    if (found == state_->signals.end()) return 0;
    release(found->second->callback);
    state_->signals.erase(found);
    return 0;
  }
  if (found != state_->signals.end()) {
    state_->kept.set(found->second->callback, callback);
    return 0;
  }
  auto watch = std::make_unique<SignalWatch>(state_->context);
  asio::error_code error;
  watch->set.add(number, error);
  if (error) return -error.value();
  watch->callback = keep(callback);
  state_->signals[number] = std::move(watch);
  rearm_signal(number);
  return 0;
}

void EventLoop::watch_child(int pid, Value callback) {
  State& state = *state_;
  state.children[pid] = {keep(callback), true};
  if (!state.child_signal) {
    state.child_signal = std::make_unique<asio::signal_set>(state.context, SIGCHLD);
    struct Rearm {
      static void wait(EventLoop* loop) {
        loop->state_->child_signal->async_wait([loop](const asio::error_code& error, int) {
          if (error) return;
          wait(loop);
          loop->state_->children_changed = true;
        });
      }
    };
    Rearm::wait(this);
  }
  // It may have ended before the signal was watched.
  asio::post(state.context, [this] { state_->children_changed = true; });
}

void EventLoop::reap_children() {
  State& state = *state_;
  std::vector<std::pair<int, int>> ended;
  for (auto& [pid, child] : state.children) {
    int status;
    if (waitpid(pid, &status, WNOHANG) == pid) ended.push_back({pid, status});
  }
  for (auto [pid, status] : ended) {
    Value callback = release(state.children[pid].callback);
    state.children.erase(pid);
    Value arguments[] = {Value::int32(WIFEXITED(status) ? WEXITSTATUS(status) : 0),
                         Value::int32(WIFSIGNALED(status) ? WTERMSIG(status) : 0)};
    if (!runtime_.exiting) run_callback(callback, Value::undefined(), arguments);
  }
}

void EventLoop::set_child_referenced(int pid, bool referenced) {
  auto found = state_->children.find(pid);
  if (found != state_->children.end()) found->second.referenced = referenced;
}

// --- close, and the loop itself

void EventLoop::add_closing(Value callback) {
  state_->closing.push_back(callback);
}

void EventLoop::run_closing() {
  State& state = *state_;
  if (state.closing.empty()) return;
  RootedVector<Value> batch(runtime_.isolate().heap(), "close");
  for (size_t i = 0; i < state.closing.size(); ++i) batch.push_back(state.closing[i]);
  state.closing.clear();
  for (size_t i = 0; i < batch.size() && !runtime_.exiting; ++i) run_callback(batch[i], Value::undefined(), {});
}

void EventLoop::wake() {
  asio::post(state_->context, [] {});
}

void wake_loop(Runtime& runtime) {
  runtime.loop().wake();
}

bool EventLoop::alive() const {
  const State& state = *state_;
  if (state.referenced_timers || state.referenced_immediates || state.referenced_waits || state.active_work ||
      !state.closing.empty() || drain_later_) {
    return true;
  }
  for (const auto& [pid, child] : state.children) {
    if (child.referenced) return true;
  }
  return false;
}

void EventLoop::poll() {
  State& state = *state_;
  // Waits unless the check or close phase has something to do, no longer than to the next timer.
  if (state.immediates.empty() && state.closing.empty() && !drain_later_ && alive()) {
    if (state.expiries.empty()) {
      state.context.run_one();
    } else {
      uint64_t due = state.expiries.begin()->first.first * 1000000;
      update_now();
      if (due > now_ns_) state.context.run_one_for(std::chrono::nanoseconds(due - now_ns_));
    }
  }
  // What is ready, but not for ever: what becomes ready meanwhile may wait for the next turn.
  for (int i = 0; i < 1024 && !runtime_.exiting && state.context.poll_one(); ++i) {}
  if (!runtime_.exiting) run_finished_work();
  // After the descriptors: what a child wrote comes before its end.
  if (!runtime_.exiting && state.children_changed) {
    state.children_changed = false;
    reap_children();
  }
}

void EventLoop::run() {
  while (!runtime_.exiting && alive()) {
    run_timers();
    if (runtime_.exiting || !alive()) return;
    poll();
    if (runtime_.isolate().interrupt_requests && runtime_.isolate().on_safepoint) {
      if (runtime_.isolate().on_safepoint(runtime_.isolate()).failed()) {
        runtime_.report_uncaught(runtime_.isolate().take_exception(), false);
      }
    }
    if (!runtime_.exiting) run_immediates();
    if (!runtime_.exiting) runtime_.run_finalization();
    if (!runtime_.exiting) run_closing();
  }
}

}  // namespace scrim
