// What the event loop keeps; for event_loop.cpp and queues.cpp only.
#pragma once

#include <list>
#include <map>
#include <unordered_map>
#include <vector>

#include "engine/runtime/event_loop.h"

namespace scrim {

// A timer as it waits. Its JavaScript object (a HostObject) holds callback and arguments and is kept while active.
struct Timer {
  uint64_t start_ms;
  uint32_t handle;
  uint32_t duration_ms;
  bool repeat;
  bool referenced;
  bool listed;
  bool fired;  // it is removed because it has run
  std::list<uint32_t>::iterator place;
};

// Timers of one duration, in the order they were started: Node's order among different durations follows from it.
struct TimerList {
  std::list<uint32_t> ids;
  uint64_t expiry_ms;
  uint64_t sequence;
};

struct Watch {
  int fd = -1;
  uint32_t callbacks[2] = {};    // kept, 0: no wait; read and write
  uint32_t generations[2] = {};  // tells a wait from one that was cancelled
  bool referenced = true;
};

struct Child {
  uint32_t callback;
  bool referenced;
};

struct EventLoop::State {
  explicit State(Heap& heap)
      : kept(heap, "pending operation"),
        kept_contexts(heap, "pending operation"),
        kept_tasks(heap, "pending operation"),
        immediates(heap, "immediate"),
        closing(heap, "close") {
    kept.push_back(Value::undefined());  // index 0 is none
    kept_contexts.push_back(Value::undefined());
    kept_tasks.push_back(Value::undefined());
  }
  // Immediates or close callbacks that this turn runs; the loop may run inside one of them.
  struct Batch {
    Batch(Heap& heap, Batch** place, RootedVector<Value>& queue) : values(heap, "batch"), place_(place), outer(*place) {
      for (size_t i = 0; i < queue.size(); ++i) values.push_back(queue[i]);
      queue.clear();
      *place = this;
    }
    ~Batch() { *place_ = outer; }
    Batch(const Batch&) = delete;
    RootedVector<Value> values;
    size_t next = 0;
    Batch** place_;
    Batch* outer;
  };
  // Takes a timer out of its duration's list.
  void unlist(const Timer& timer) {
    if (!timer.listed) return;
    auto list = lists.find(timer.duration_ms);
    list->second.ids.erase(timer.place);
    if (!list->second.ids.empty()) return;
    expiries.erase({list->second.expiry_ms, list->second.sequence});
    lists.erase(list);
  }

  std::unordered_map<uint32_t, Timer> timers;
  std::map<uint32_t, TimerList> lists;                         // by duration
  std::map<std::pair<uint64_t, uint64_t>, uint32_t> expiries;  // (expiry, sequence) -> duration
  // The list that run_timer_list is about, and the time it goes by; 0: none.
  uint32_t running_list = 0;
  uint64_t running_list_now_ms = 0;
  RootedVector<Value> kept;
  RootedVector<Value> kept_contexts;  // isolate.async_context where each was kept
  RootedVector<Value> kept_tasks;     // where: as Isolate::current_task names it
  std::vector<uint32_t> free_kept;
  RootedVector<Value> immediates;
  RootedVector<Value> closing;
  Batch* running_immediates = nullptr;
  Batch* running_closing = nullptr;
  std::map<uint32_t, Watch> watches;
  std::map<int, uint32_t> signals;  // kept callbacks by number
  std::map<int, Child> children;
  std::map<uint32_t, std::shared_ptr<Work>> works;
  size_t unreferenced_works = 0;
  std::vector<HostEvent> events;  // of this poll phase, from next_event on not yet told
  size_t next_event = 0;
  uint64_t next_sequence = 0;
  uint32_t next_id = 1;
  uint32_t next_watch = 1;
  uint32_t next_work = 1;
  size_t referenced_timers = 0;
  size_t referenced_immediates = 0;
  size_t referenced_waits = 0;
};

}  // namespace scrim
