#include "engine/runtime/test262_agents.h"

#include <time.h>

#include <cmath>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "engine/builtins/typed_array.h"
#include "engine/interpreter/script.h"
#include "engine/objects/bigint.h"

namespace scrim {

// What the main runtime and its agents share.
struct AgentGroup {
  explicit AgentGroup(Runtime& runtime) : main(runtime) {}

  Runtime& main;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::string> reports;
  int started = 0;
  int running = 0;
  // The last broadcast: who has not received it yet, and what it is.
  uint64_t broadcasts = 0;
  int receivers = 0;
  BackingStore* store = nullptr;
  uint64_t length = 0;
  uint64_t max_length = 0;
  int64_t number = 0;
  bool is_bigint = false;

  ~AgentGroup() {
    if (store) release_store(store);
  }
};

namespace {

AgentGroup& group_of(Isolate& isolate) {
  return *runtime_of(isolate).options().agents;
}

void sleep_for(double milliseconds) {
  timespec time{static_cast<time_t>(milliseconds / 1000), static_cast<long>(std::fmod(milliseconds, 1000) * 1e6)};
  nanosleep(&time, nullptr);
}

Completion<Value> agent_sleep(Isolate& isolate, Frame& frame) {
  sleep_for(TRY(to_number(isolate, frame.argument(0))));
  return Value::undefined();
}

Completion<Value> agent_monotonic_now(Isolate&, Frame&) {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return Value::number(static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6);
}

// --- the main runtime's side

void run_agent(const std::shared_ptr<AgentGroup>& group, std::string text) {
  struct Script {
    std::string text;
    AgentGroup& group;
  } script{std::move(text), *group};
  RuntimeOptions options;
  options.expose_test262 = true;
  options.agents = group;
  Runtime runtime(std::move(options));
  runtime.enter(
      [](void* raw, Runtime& entered) {
        auto* agent = static_cast<Script*>(raw);
        {
          std::lock_guard lock(agent->group.mutex);
          ++agent->group.started;
          ++agent->group.running;
          agent->group.changed.notify_all();
        }
        CompileRequest request;
        request.text = std::move(agent->text);
        request.name = "agent";
        if (evaluate_script(entered.isolate(), std::move(request)).failed()) {
          entered.report_uncaught(entered.isolate().take_exception(), false);
        }
        entered.drain_microtasks();
        entered.run_loop();
      },
      &script);
  std::lock_guard lock(group->mutex);
  --group->running;
  group->changed.notify_all();
}

Completion<Value> agent_start(Isolate& isolate, Frame& frame) {
  String* text = TRY(to_string(isolate, frame.argument(0)));
  AgentGroup& group = group_of(isolate);
  std::unique_lock lock(group.mutex);
  int before = group.started;
  // Not joined: a test may end while an agent still waits.
  std::thread(run_agent, runtime_of(isolate).options().agents, to_utf8(isolate, text)).detach();
  group.changed.wait(lock, [&] { return group.started > before; });
  return Value::undefined();
}

Completion<Value> agent_broadcast(Isolate& isolate, Frame& frame) {
  if (!is_type(frame.argument(0), CellType::kSharedArrayBuffer))
    return throw_type_error(isolate, "not a SharedArrayBuffer");
  auto* buffer = cast<ArrayBufferObject>(frame.argument(0));
  Value number = frame.argument(1);
  int64_t word = 0;
  if (number.is_bigint()) {
    word = bigint_to_int64(as_bigint(number));
  } else {
    word = TRY(to_int32(isolate, number));
  }
  AgentGroup& group = group_of(isolate);
  std::unique_lock lock(group.mutex);
  if (group.store) release_store(group.store);
  ++buffer->store->references;
  group.store = buffer->store;
  group.length = buffer->byte_length;
  group.max_length = buffer->max_byte_length;
  group.number = word;
  group.is_bigint = number.is_bigint();
  group.receivers = group.running;
  ++group.broadcasts;
  group.changed.notify_all();
  group.changed.wait(lock, [&] { return group.receivers <= 0 || group.running == 0; });
  return Value::undefined();
}

Completion<Value> agent_get_report(Isolate& isolate, Frame&) {
  AgentGroup& group = group_of(isolate);
  std::lock_guard lock(group.mutex);
  if (group.reports.empty()) return Value::null();
  std::string report = std::move(group.reports.front());
  group.reports.pop_front();
  return Value(new_string_utf8(isolate, report));
}

// --- an agent's side

// Blocks until there is a broadcast, which is allowed: nothing follows the call. data: how many it has received.
Completion<Value> agent_receive_broadcast(Isolate& isolate, Frame& frame) {
  NativeFunction* self = callee_of(frame);
  AgentGroup& group = group_of(isolate);
  ArrayBufferObject* buffer = nullptr;
  Value number;
  {
    std::unique_lock lock(group.mutex);
    auto seen = static_cast<uint64_t>(self->data.as_number());
    group.changed.wait(lock, [&] { return group.broadcasts > seen; });
    self->data = Value::number(group.broadcasts);
    buffer = new_shared_buffer(isolate, group.store, group.length, group.max_length);
    number = group.is_bigint ? Value(bigint_from_int64(isolate, group.number)) : Value::number(group.number);
    --group.receivers;
    group.changed.notify_all();
  }
  return call(isolate, frame.argument(0), Value::undefined(), {Value(buffer), number});
}

Completion<Value> agent_report(Isolate& isolate, Frame& frame) {
  String* text = TRY(to_string(isolate, frame.argument(0)));
  AgentGroup& group = group_of(isolate);
  std::lock_guard lock(group.mutex);
  group.reports.push_back(to_utf8(isolate, text));
  return Value::undefined();
}

Completion<Value> agent_leaving(Isolate&, Frame&) {
  return Value::undefined();
}

}  // namespace

Object* make_agent_object(Isolate& isolate) {
  std::shared_ptr<AgentGroup>& group = runtime_of(isolate).options().agents;
  if (!group) group = std::make_shared<AgentGroup>(runtime_of(isolate));
  bool is_agent = &group->main != &runtime_of(isolate);
  Object* object = new_plain_object(isolate, 8);
  auto method = [&](const char* text, NativeCode native, uint32_t length, Value data = Value::undefined()) {
    PropertyKey name = key_from_latin1(isolate, text);
    put_direct(isolate, object, name, Value(new_native_function(isolate, native, name, length, data)),
               Attributes::kHidden);
  };
  method("sleep", agent_sleep, 1);
  method("monotonicNow", agent_monotonic_now, 0);
  if (is_agent) {
    method("receiveBroadcast", agent_receive_broadcast, 1, Value::int32(0));
    method("report", agent_report, 1);
    method("leaving", agent_leaving, 0);
  } else {
    method("start", agent_start, 1);
    method("broadcast", agent_broadcast, 2);
    method("getReport", agent_get_report, 0);
  }
  return object;
}

}  // namespace scrim
