#include "engine/runtime/queues.h"

#include <algorithm>

#include "engine/interpreter/promise.h"
#include "engine/interpreter/task_origin.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"
#include "engine/runtime/event_loop_state.h"

namespace scrim {

namespace {

constexpr const char* kSettlesAnother = "settles another promise";

Object* waiting_generator(const PromiseReaction* reaction) {
  if (!reaction->promise.is_object()) return nullptr;
  Object* target = as_object(reaction->promise);
  const bool is_generator = target->type == CellType::kGenerator || target->type == CellType::kAsyncGenerator;
  return is_generator ? target : nullptr;
}

void describe_reaction(Isolate& isolate, PromiseReaction* reaction, bool rejected, QueuedTask* task) {
  task->origin = origin_of_task(isolate, Value(static_cast<Cell*>(reaction)));
  if (Object* generator = waiting_generator(reaction)) {
    SuspendedFrame* frame = static_cast<GeneratorObject*>(generator)->frame;
    if (frame) {
      task->callback = frame->callee;
      task->code = frame->code;
      task->offset = frame->pc_offset;
    }
    task->detail = rejected ? "await throws" : "goes on after await";
    return;
  }
  Value handler = rejected ? reaction->on_rejected : reaction->on_fulfilled;
  if (is_callable(handler)) {
    task->callback = handler;
  } else if (reaction->has_flag(PromiseReaction::kFollows)) {
    task->detail = kSettlesAnother;
  } else {
    task->detail = rejected ? "passes a rejection on" : "passes a value on";
  }
}

void visit_ticks(Runtime& runtime, QueueVisitor& visitor) {
  const Runtime::JobQueue& ticks = *runtime.next_ticks;
  for (size_t i = ticks.head; i < ticks.values.size(); i += Runtime::JobQueue::kWords) {
    QueuedTask task;
    task.queue = TaskQueue::kNextTick;
    task.callback = ticks.values[i];
    task.origin = origin_of_task(runtime.isolate(), ticks.values[i + 4]);
    visitor.task(task);
  }
}

void visit_jobs(Runtime& runtime, QueueVisitor& visitor) {
  const Runtime::JobQueue& jobs = *runtime.promise_jobs;
  for (size_t i = jobs.head; i < jobs.values.size(); i += Runtime::JobQueue::kWords) {
    QueuedTask task;
    Value first = jobs.values[i + 1];
    if (first.is_empty()) {
      task.queue = TaskQueue::kMicrotask;
      task.callback = jobs.values[i];
      task.origin = origin_of_task(runtime.isolate(), jobs.values[i + 4]);
    } else {
      task.queue = TaskQueue::kPromiseJob;
      if (first.is_cell() && first.as_cell()->type == CellType::kPromiseReaction) {
        describe_reaction(runtime.isolate(), static_cast<PromiseReaction*>(first.as_cell()),
                          jobs.values[i + 3].is_true(), &task);
      } else {
        // sec-newpromiseresolvethenablejob: promise, thenable, then
        task.callback = jobs.values[i + 3];
        task.origin = origin_of_task(runtime.isolate(), jobs.values[i + 4]);
        task.detail = "follows a thenable";
      }
    }
    visitor.task(task);
  }
}

void visit_closing(Value callback, QueueVisitor& visitor) {
  QueuedTask task;
  task.queue = TaskQueue::kClosing;
  task.callback = callback;
  visitor.task(task);
}

void visit_immediates(Isolate& isolate, const RootedVector<Value>& objects, size_t from, QueueVisitor& visitor) {
  for (size_t i = from; i < objects.size(); ++i) {
    auto* host = cast<HostObject>(objects[i]);
    if (!host->task) continue;  // cleared
    QueuedTask task;
    task.queue = TaskQueue::kImmediate;
    task.callback = host->data[kTimerCallback];
    task.origin = origin_of_task(isolate, host->data[kTimerOrigin]);
    task.referenced = host->task == 1;
    visitor.task(task);
  }
}

bool is_program_code(const Code* code) {
  return code && code->script && code->script->data && !code->script->data->internal;
}

}  // namespace

void EventLoop::visit_queues(QueueVisitor& visitor) {
  State& state = *state_;
  Isolate& isolate = runtime_.isolate();
  update_now();
  const uint64_t now_ms = now_ns_ / 1000000;

  // What run_timers would do, with copies of the lists' expiries, and a clock that jumps where it would wait.
  auto expiries = state.expiries;
  std::map<uint32_t, std::list<uint32_t>::const_iterator> next;
  for (auto& [duration, list] : state.lists) next[duration] = list.ids.begin();
  uint64_t sequence = state.next_sequence;
  uint32_t running = state.running_list;
  uint64_t clock_ms = running ? state.running_list_now_ms : now_ms;
  auto visit_timers = [&](bool all) {
    while (!expiries.empty()) {
      auto [key, duration] = *expiries.begin();
      if (running != duration) clock_ms = std::max(clock_ms, now_ms);
      running = 0;
      if (key.first > clock_ms) {
        if (!all) return;
        clock_ms = key.first;
      }
      expiries.erase(expiries.begin());
      const TimerList& list = state.lists.at(duration);
      auto& at = next[duration];
      for (; at != list.ids.end(); ++at) {
        const Timer& timer = state.timers.at(*at);
        if (clock_ms < timer.start_ms + duration) {
          expiries[{std::max(timer.start_ms + duration, clock_ms + 1), sequence++}] = duration;
          break;
        }
        auto* host = cast<HostObject>(state.kept[timer.handle]);
        QueuedTask task;
        task.queue = TaskQueue::kTimer;
        task.callback = host->data[kTimerCallback];
        task.origin = origin_of_task(isolate, host->data[kTimerOrigin]);
        task.referenced = timer.referenced;
        task.due_ms = static_cast<int64_t>(timer.start_ms + duration) - static_cast<int64_t>(now_ms);
        task.period_ms = timer.repeat ? duration : 0;
        visitor.task(task);
      }
    }
  };
  auto batch = [&](const State::Batch* running, auto visit) {
    for (; running; running = running->outer) visit(running->values, running->next);
  };
  auto check = [&](const RootedVector<Value>& objects, size_t from) {
    visit_immediates(isolate, objects, from, visitor);
  };
  auto close_now = [&](const RootedVector<Value>& callbacks, size_t from) {
    for (size_t i = from; i < callbacks.size(); ++i) visit_closing(callbacks[i], visitor);
  };
  auto close = [&] {
    for (size_t i = state.closing.size(); i-- > 0;) visit_closing(state.closing[i], visitor);
  };
  auto finalization = [&] {
    if (!isolate.pending_registries) return;
    QueuedTask task;
    task.queue = TaskQueue::kFinalization;
    task.detail = "callbacks of FinalizationRegistry objects";
    visitor.task(task);
  };

  switch (phase_) {
    case Phase::kMain:
    case Phase::kTimers:
      visit_timers(false);
      check(state.immediates, 0);
      finalization();
      close();
      break;
    case Phase::kPoll:
      check(state.immediates, 0);
      finalization();
      close();
      visit_timers(false);
      break;
    case Phase::kCheck:
      batch(state.running_immediates, check);
      finalization();
      close();
      visit_timers(false);
      check(state.immediates, 0);
      break;
    case Phase::kClose:
      batch(state.running_closing, close_now);
      visit_timers(false);
      check(state.immediates, 0);
      finalization();
      close();
      break;
  }
  visit_timers(true);

  auto outside = [&](TaskQueue queue, uint32_t kept, bool referenced, std::string detail) {
    Value callback = state.kept[kept];
    if (callback.is_object() && as_object(callback)->type == CellType::kArray) {
      callback = fast_element(cast<Array>(callback), 0);
    }
    QueuedTask task;
    task.queue = queue;
    task.callback = callback;
    task.origin = origin_of_task(isolate, state.kept_tasks[kept]);
    task.referenced = referenced;
    task.detail = std::move(detail);
    visitor.task(task);
  };
  for (const auto& [id, watch] : state.watches) {
    for (int write = 0; write < 2; ++write) {
      if (!watch.callbacks[write]) continue;
      outside(TaskQueue::kDescriptor, watch.callbacks[write], watch.referenced,
              "descriptor " + std::to_string(watch.fd) + (write ? " writable" : " readable"));
    }
  }
  for (const auto& [id, work] : state.works) outside(TaskQueue::kWork, work->kept(), work->referenced(), work->name());
  for (const auto& [pid, child] : state.children) {
    outside(TaskQueue::kChild, child.callback, child.referenced, "end of process " + std::to_string(pid));
  }
  for (const auto& [number, kept] : state.signals) {
    outside(TaskQueue::kSignal, kept, false, "signal " + std::to_string(number));
  }
}

void visit_queues(Runtime& runtime, QueueVisitor& visitor) {
  const bool jobs_first = runtime.draining == Runtime::Draining::kPromiseJobs;
  if (jobs_first) visit_jobs(runtime, visitor);
  visit_ticks(runtime, visitor);
  if (!jobs_first) visit_jobs(runtime, visitor);
  runtime.loop().visit_queues(visitor);
}

// --- promises

PromiseWaiter waiter(Isolate& isolate, PromiseObject* promise, size_t index) {
  // Kept newest first.
  PromiseReaction* reaction = promise->reactions;
  for (size_t i = waiter_count(promise) - 1; i > index; --i) reaction = reaction->next;
  PromiseWaiter result;
  if (Object* generator = waiting_generator(reaction)) {
    result.kind = PromiseWaiter::kAwait;
    if (SuspendedFrame* frame = static_cast<GeneratorObject*>(generator)->frame) {
      result.function = frame->callee;
      result.code = frame->code;
      result.offset = frame->pc_offset;
    }
    return result;
  }
  if (TaskOrigin* origin = reaction->origin) {
    result.code = origin->code;
    result.offset = origin->offset;
  }
  if (reaction->has_flag(PromiseReaction::kFollows)) result.detail = kSettlesAnother;
  for (Value handler : {reaction->on_fulfilled, reaction->on_rejected}) {
    if (!is_callable(handler)) continue;
    if (as_object(handler)->type == CellType::kNativeFunction) {
      auto* native = cast<NativeFunction>(handler);
      if (native->magic & kPromiseElementMagic) {
        result.kind = PromiseWaiter::kCombinator;
        Value* element = cast<Array>(native->data)->vector()->values;
        result.detail = kPromiseCombinators[native->magic & 0xff];
        result.detail += " (index " + to_utf8(isolate, MUST(to_string(isolate, element[kElementIndex]))) + ")";
        return result;
      }
      if (promise_of_resolving_function(native)) {
        result.detail = kSettlesAnother;
        continue;
      }
    }
    if (result.function.is_undefined()) result.function = handler;
  }
  return result;
}

size_t waiter_count(const PromiseObject* promise) {
  size_t count = 0;
  for (PromiseReaction* reaction = promise->reactions; reaction; reaction = reaction->next) ++count;
  return count;
}

void find_pending_promises(Runtime& runtime, RootedVector<Value>* promises) {
  runtime.isolate().heap().for_each_cell(
      [](void* list, Cell* cell, size_t) {
        if (cell->type != CellType::kPromise) return;
        auto* promise = static_cast<PromiseObject*>(cell);
        if (promise->state != PromiseObject::kPending) return;
        for (PromiseReaction* reaction = promise->reactions; reaction; reaction = reaction->next) {
          bool ours = reaction->origin != nullptr;
          if (Object* generator = waiting_generator(reaction)) {
            SuspendedFrame* frame = static_cast<GeneratorObject*>(generator)->frame;
            ours = frame && is_program_code(frame->code);
          }
          if (!ours) continue;
          static_cast<RootedVector<Value>*>(list)->push_back(Value(promise));
          return;
        }
      },
      promises);
}

const char* phase_name(Runtime& runtime) {
  if (runtime.draining == Runtime::Draining::kNextTicks) return "next ticks";
  if (runtime.draining == Runtime::Draining::kPromiseJobs) return "promise jobs";
  switch (runtime.loop().phase()) {
    case EventLoop::Phase::kMain: return "main program";
    case EventLoop::Phase::kTimers: return "timers";
    case EventLoop::Phase::kPoll: return "poll";
    case EventLoop::Phase::kCheck: return "check";
    case EventLoop::Phase::kClose: return "close";
  }
  return "";
}

}  // namespace scrim
