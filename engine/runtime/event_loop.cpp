#include "engine/runtime/event_loop.h"

#include "engine/interpreter/task_origin.h"
#include "engine/objects/collections.h"
#include "engine/runtime/event_loop_state.h"

namespace scrim {

EventLoop::EventLoop(Runtime& runtime)
    : runtime_(runtime),
      host_(*runtime.isolate().host.interface),
      state_(std::make_unique<State>(runtime.isolate().heap())) {
  update_now();
}

EventLoop::~EventLoop() = default;

void EventLoop::update_now() {
  now_ns_ = host_.monotonic_ns();
}

uint32_t EventLoop::keep(Value value) {
  Isolate& isolate = runtime_.isolate();
  return keep(value, isolate.async_context, task_of(task_origin(isolate)));
}

uint32_t EventLoop::keep(Value value, Value context, Value task) {
  State& state = *state_;
  if (state.free_kept.empty()) {
    state.kept.push_back(value);
    state.kept_contexts.push_back(context);
    state.kept_tasks.push_back(task);
    return static_cast<uint32_t>(state.kept.size() - 1);
  }
  uint32_t index = state.free_kept.back();
  state.free_kept.pop_back();
  state.kept.set(index, value);
  state.kept_contexts.set(index, context);
  state.kept_tasks.set(index, task);
  return index;
}

Value EventLoop::release(uint32_t index) {
  if (!index) return Value::undefined();
  Value value = state_->kept[index];
  state_->kept.set(index, Value::undefined());
  state_->kept_contexts.set(index, Value::undefined());
  state_->kept_tasks.set(index, Value::undefined());
  state_->free_kept.push_back(index);
  return value;
}

void EventLoop::enter_task(uint32_t kept) {
  runtime_.isolate().async_context = state_->kept_contexts[kept];
  runtime_.isolate().current_task = state_->kept_tasks[kept];
}

void EventLoop::run_callback(Value callback, Value this_value, std::span<const Value> arguments) {
  Completion<Value> result = call(runtime_.isolate(), callback, this_value, arguments);
  if (result.failed()) {
    runtime_.report_uncaught(runtime_.isolate().take_exception(), false);
  } else if (!runtime_.exiting) {
    runtime_.drain_microtasks();
  }
  runtime_.isolate().async_context = runtime_.isolate().current_task = Value::undefined();
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
  timer.handle = keep(object, Value::undefined(), Value::undefined());  // the object has its own
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
  auto* host = cast<HostObject>(state.kept[timer.handle]);
  const auto start_ms = static_cast<double>(timer.start_ms);
  host->data[kTimerContext] = Value::number(timer.referenced ? start_ms : -1 - start_ms);
  host->data[kTimerOrigin] = Value::number(timer.fired ? static_cast<double>(timer.duration_ms) : -1.0);
  release(timer.handle);
  state.timers.erase(found);
}

void EventLoop::set_timer_referenced(uint32_t id, bool referenced) {
  auto found = state_->timers.find(id);
  if (found == state_->timers.end() || found->second.referenced == referenced) return;
  found->second.referenced = referenced;
  state_->referenced_timers += referenced ? 1 : static_cast<size_t>(-1);
}

bool EventLoop::find_timer(uint32_t id, TimerState* found) const {
  auto timer = state_->timers.find(id);
  if (timer == state_->timers.end()) return false;
  const Timer& t = timer->second;
  *found = {t.start_ms, t.duration_ms, t.repeat, t.referenced, t.listed};
  return true;
}

void EventLoop::refresh_timer(Value object) {
  State& state = *state_;
  auto* host = cast<HostObject>(object);
  auto found = state.timers.find(host->task);
  if (found != state.timers.end()) {
    update_now();
    state.unlist(found->second);
    insert_timer(host->task, now_ns_ / 1000000);
    return;
  }
  const double duration_ms = host->data[kTimerOrigin].as_number();
  if (duration_ms < 0 || host->data[kTimerCallback].is_undefined()) return;  // cleared
  Isolate& isolate = runtime_.isolate();
  const bool referenced = host->data[kTimerContext].as_number() >= 0;
  Value origin = task_of(task_origin(isolate));
  host->data[kTimerContext] = isolate.async_context;
  host->data[kTimerOrigin] = origin;
  isolate.heap().write_barrier(host);
  host->task = add_timer(object, static_cast<uint32_t>(duration_ms), false);
  set_timer_referenced(host->task, referenced);
}

void EventLoop::run_timers() {
  State& state = *state_;
  update_now();
  uint64_t now_ms = now_ns_ / 1000000;
  while (!state.expiries.empty() && !runtime_.exiting) {
    auto first = state.expiries.begin();
    if (first->first.first > now_ms) return;
    state.running_list = first->second;
    state.running_list_now_ms = now_ms;
    run_timer_list(first->second, now_ms);
    state.running_list = 0;
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
      runtime_.isolate().async_context = host->data[kTimerContext];
      runtime_.isolate().current_task = host->data[kTimerOrigin];
      Completion<Value> result = call(runtime_.isolate(), callback, object, span);
      runtime_.isolate().async_context = runtime_.isolate().current_task = Value::undefined();
      threw = result.failed();
      if (threw) runtime_.report_uncaught(runtime_.isolate().take_exception(), false);
    }
    // Unless the callback cleared or refreshed it.
    auto after = state.timers.find(id);
    if (after != state.timers.end() && !after->second.listed) {
      if (repeat) {
        insert_timer(id, start_ms);
      } else {
        after->second.fired = true;
        remove_timer(id);
      }
    }
    if (!runtime_.exiting && !threw) runtime_.drain_microtasks();
  }
}

// --- what waits while a callback runs the loop

struct EventLoop::Aside {
  explicit Aside(Heap& heap) : immediates(heap, "immediate") {}
  std::map<uint32_t, TimerList> lists;
  RootedVector<Value> immediates;
  size_t referenced_timers;
  size_t referenced_immediates;
  uint32_t running_list;
  uint64_t running_list_now_ms;
};

std::shared_ptr<EventLoop::Aside> EventLoop::put_timers_aside() {
  State& state = *state_;
  auto aside = std::make_shared<Aside>(runtime_.isolate().heap());
  aside->lists = std::exchange(state.lists, {});
  state.expiries.clear();
  for (auto& [duration, list] : aside->lists) {
    for (uint32_t id : list.ids) state.timers[id].listed = false;
  }
  for (size_t i = 0; i < state.immediates.size(); ++i) aside->immediates.push_back(state.immediates[i]);
  state.immediates.clear();
  aside->referenced_timers = std::exchange(state.referenced_timers, 0);
  aside->referenced_immediates = std::exchange(state.referenced_immediates, 0);
  aside->running_list = std::exchange(state.running_list, 0);
  aside->running_list_now_ms = state.running_list_now_ms;
  return aside;
}

void EventLoop::put_timers_back(const std::shared_ptr<Aside>& aside) {
  State& state = *state_;
  // The lists that were there come first; what has been added to one since goes behind.
  for (auto& [duration, list] : aside->lists) {
    for (auto id = list.ids.begin(); id != list.ids.end();) {
      auto timer = state.timers.find(*id);
      const bool waits = timer != state.timers.end() && !timer->second.listed;  // not removed, not refreshed
      if (waits) timer->second.listed = true;
      id = waits ? std::next(id) : list.ids.erase(id);
    }
    if (auto added = state.lists.find(duration); added != state.lists.end()) {
      state.expiries.erase({added->second.expiry_ms, added->second.sequence});
      list.ids.splice(list.ids.end(), added->second.ids);
      state.lists.erase(added);
    }
    if (list.ids.empty()) continue;
    state.expiries[{list.expiry_ms, list.sequence}] = duration;
    state.lists[duration] = std::move(list);
  }
  for (size_t i = 0; i < state.immediates.size(); ++i) aside->immediates.push_back(state.immediates[i]);
  state.immediates.clear();
  for (size_t i = 0; i < aside->immediates.size(); ++i) state.immediates.push_back(aside->immediates[i]);
  state.referenced_timers += aside->referenced_timers;
  state.referenced_immediates += aside->referenced_immediates;
  state.running_list = aside->running_list;
  state.running_list_now_ms = aside->running_list_now_ms;
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
  if (state.immediates.empty() && !drain_later_) return;
  bool drains = drain_later_;
  drain_later_ = false;
  State::Batch batch(runtime_.isolate().heap(), &state.running_immediates, state.immediates);
  while (batch.next < batch.values.size() && !runtime_.exiting) {
    Value object = batch.values[batch.next++];
    auto* host = cast<HostObject>(object);
    if (!host->task) continue;
    clear_immediate(object);
    Value arguments = host->data[kTimerArguments];
    std::span<const Value> span;
    if (arguments.is_object() && cast<Array>(arguments)->length) {
      span = {cast<Array>(arguments)->vector()->values, cast<Array>(arguments)->length};
    }
    runtime_.isolate().async_context = host->data[kTimerContext];
    runtime_.isolate().current_task = host->data[kTimerOrigin];
    run_callback(host->data[kTimerCallback], object, span);
  }
  if (drains && !runtime_.exiting) runtime_.drain_microtasks();
}

// --- work

void EventLoop::post(std::shared_ptr<Work> work) {
  const uint32_t id = state_->next_work++;
  state_->works[id] = work;
  host_.post(id, std::move(work));
}

uint32_t EventLoop::expect(std::shared_ptr<Work> work) {
  const uint32_t id = state_->next_work++;
  if (!work->referenced()) ++state_->unreferenced_works;
  state_->works[id] = std::move(work);
  return id;
}

// --- descriptors

int EventLoop::watch(int fd) {
  const uint32_t id = state_->next_watch++;
  const int error = host_.watch(id, fd);
  if (error) return error;
  state_->watches[id].fd = fd;
  return static_cast<int>(id);
}

void EventLoop::wait(uint32_t id, bool write, Value callback) {
  auto found = state_->watches.find(id);
  if (found == state_->watches.end()) return;
  Watch& watch = found->second;
  cancel_wait(id, write);
  watch.callbacks[write] = keep(callback);
  if (watch.referenced) ++state_->referenced_waits;
  host_.arm(id, write, ++watch.generations[write]);
}

void EventLoop::cancel_wait(uint32_t id, bool write) {
  auto found = state_->watches.find(id);
  if (found == state_->watches.end() || !found->second.callbacks[write]) return;
  Watch& watch = found->second;
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
  host_.unwatch(id);
  state_->watches.erase(found);
}

void EventLoop::set_watch_referenced(uint32_t id, bool referenced) {
  auto found = state_->watches.find(id);
  if (found == state_->watches.end() || found->second.referenced == referenced) return;
  Watch& watch = found->second;
  watch.referenced = referenced;
  size_t waits = (watch.callbacks[0] ? 1u : 0u) + (watch.callbacks[1] ? 1u : 0u);
  state_->referenced_waits += referenced ? waits : static_cast<size_t>(0) - waits;
}

// --- signals and children

int EventLoop::watch_signal(int number, Value callback) {
  auto found = state_->signals.find(number);
  if (callback.is_undefined()) {
    if (found == state_->signals.end()) return 0;
    release(found->second);
    state_->signals.erase(found);
    return host_.watch_signal(number, false);
  }
  if (found != state_->signals.end()) {
    state_->kept.set(found->second, callback);
    return 0;
  }
  const int error = host_.watch_signal(number, true);
  if (error) return error;
  state_->signals[number] = keep(callback);
  return 0;
}

void EventLoop::watch_child(int pid, Value callback) {
  state_->children[pid] = {keep(callback), true};
  host_.watch_child(pid);
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
  // The last first, as libuv's handles.
  for (size_t i = 0, j = state.closing.size() - 1; i < j; ++i, --j) {
    Value first = state.closing[i];
    state.closing.set(i, state.closing[j]);
    state.closing.set(j, first);
  }
  State::Batch batch(runtime_.isolate().heap(), &state.running_closing, state.closing);
  while (batch.next < batch.values.size() && !runtime_.exiting) {
    Value callback = batch.values[batch.next++];
    run_callback(callback, Value::undefined(), {});
  }
}

void EventLoop::wake() {
  host_.wake();
}

void wake_loop(Runtime& runtime) {
  runtime.loop().wake();
}

bool EventLoop::alive() const {
  const State& state = *state_;
  if (state.referenced_timers || state.referenced_immediates || state.referenced_waits ||
      state.works.size() > state.unreferenced_works || !state.closing.empty() || drain_later_) {
    return true;
  }
  for (const auto& [pid, child] : state.children) {
    if (child.referenced) return true;
  }
  return false;
}

void EventLoop::happened(const HostEvent& event) {
  State& state = *state_;
  switch (event.kind) {
    case HostEvent::kReadable:
    case HostEvent::kWritable: {
      const bool write = event.kind == HostEvent::kWritable;
      auto found = state.watches.find(event.id);
      if (found == state.watches.end()) return;
      Watch& watch = found->second;
      if (watch.generations[write] != event.generation || !watch.callbacks[write]) return;
      enter_task(watch.callbacks[write]);
      Value function = release(watch.callbacks[write]);
      watch.callbacks[write] = 0;
      if (watch.referenced) --state.referenced_waits;
      return run_callback(function, Value::undefined(), {});
    }
    case HostEvent::kSignal: {
      auto found = state.signals.find(static_cast<int>(event.id));
      if (found == state.signals.end()) return;
      enter_task(found->second);
      Value argument = Value::int32(found->first);
      return run_callback(state.kept[found->second], Value::undefined(), std::span<const Value>(&argument, 1));
    }
    case HostEvent::kChild: {
      auto found = state.children.find(static_cast<int>(event.id));
      if (found == state.children.end()) return;
      enter_task(found->second.callback);
      Value callback = release(found->second.callback);
      state.children.erase(found);
      Value arguments[] = {Value::int32(event.status), Value::int32(event.signal)};
      return run_callback(callback, Value::undefined(), arguments);
    }
    case HostEvent::kWork: {
      auto found = state.works.find(event.id);
      if (found == state.works.end()) return;
      std::shared_ptr<Work> work = std::move(found->second);
      if (!work->referenced()) --state.unreferenced_works;
      state.works.erase(found);
      enter_task(work->kept());
      return work->finish(runtime_);
    }
  }
}

void EventLoop::poll() {
  State& state = *state_;
  // Waits unless the check or close phase has something to do, no longer than to the next timer.
  uint64_t wait_ns = 0;
  if (state.immediates.empty() && state.closing.empty() && !drain_later_ && alive()) {
    wait_ns = HostInterface::kForever;
    if (!state.expiries.empty()) {
      uint64_t due = state.expiries.begin()->first.first * 1000000;
      update_now();
      wait_ns = due > now_ns_ ? due - now_ns_ : 0;
    }
  }
  // A turn within a callback goes on with what the turn around it has left.
  if (state.next_event >= state.events.size()) {
    state.events.clear();
    state.next_event = 0;
    host_.poll(wait_ns, &state.events);
  }
  while (state.next_event < state.events.size() && !runtime_.exiting) {
    const HostEvent event = state.events[state.next_event++];
    happened(event);
  }
}

void EventLoop::turn() {
  phase_ = Phase::kTimers;
  run_timers();
  if (runtime_.exiting || !alive()) return;
  phase_ = Phase::kPoll;
  poll();
  if (runtime_.isolate().interrupt_requests && runtime_.isolate().on_safepoint) {
    if (runtime_.isolate().on_safepoint(runtime_.isolate()).failed()) {
      runtime_.report_uncaught(runtime_.isolate().take_exception(), false);
    }
  }
  phase_ = Phase::kCheck;
  if (!runtime_.exiting) run_immediates();
  if (!runtime_.exiting) runtime_.run_finalization();
  phase_ = Phase::kClose;
  if (!runtime_.exiting) run_closing();
}

// What does not keep the program alive but is done all the same (a wait that was woken) is finished.
bool EventLoop::finish_what_is_done() {
  if (state_->works.empty()) return false;
  phase_ = Phase::kPoll;
  poll();
  return !state_->events.empty();
}

void EventLoop::run() {
  while (!runtime_.exiting && (alive() || finish_what_is_done())) turn();
  phase_ = Phase::kMain;
}

}  // namespace scrim
