// Atomics.waitAsync: waiters of this isolate, woken by whichever thread notifies, or by a timer of the loop.
#include <cmath>
#include <map>

#include "engine/builtins/typed_array.h"
#include "engine/builtins/waiter_list.h"
#include "engine/interpreter/promise.h"
#include "engine/runtime/event_loop.h"

namespace scrim {

namespace {

// In the list of its memory until it is woken, and what the loop expects to be done until it is settled.
class AsyncWait final : public WaiterList::Waiter, public Work {
 public:
  AsyncWait(Runtime& runtime, BackingStore* store, const uint8_t* address, Object* promise)
      : Waiter(address), runtime_(runtime), door_(runtime.isolate().host.interface->door()), store_(store) {
    ++store->references;
    promise_ = runtime.loop().keep(Value(promise));
  }
  ~AsyncWait() override {
    leave();
    release_store(store_);
  }
  void start(std::shared_ptr<Work> self, double milliseconds);

  void woken() override { done("ok"); }  // on any thread, with the list locked
  void time_out() {
    timer_ = 0;
    if (leave()) done("timed-out");
  }

  std::string name() const override { return "Atomics.waitAsync"; }
  void run() override {}
  uint32_t kept() const override { return promise_; }
  // As in Node, what waits does not keep the program alive; test262's agents have nothing else to live for.
  bool referenced() const override { return runtime_.options().expose_test262; }
  void finish(Runtime& runtime) override;

 private:
  // False: it was woken already.
  bool leave() {
    std::lock_guard lock(store_->waiters->mutex);
    return store_->waiters->remove(this);
  }
  void done(const char* result) {
    result_ = result;
    if (door_) door_->finish(id_);
  }

  Runtime& runtime_;
  std::shared_ptr<HostDoor> door_;
  BackingStore* store_;
  const char* result_ = nullptr;
  uint32_t id_ = 0;
  uint32_t promise_;
  uint32_t timer_ = 0;
};

// Those that are not settled, by the loop's name for them; the loop owns them.
using Waits = std::map<uint32_t, AsyncWait*>;

Waits& waits_of(Runtime& runtime) {
  if (!runtime.waits) runtime.waits = std::make_shared<Waits>();
  return *static_cast<Waits*>(runtime.waits.get());
}

void AsyncWait::finish(Runtime& runtime) {
  waits_of(runtime).erase(id_);
  if (timer_) runtime.loop().remove_timer(timer_);
  auto* promise = cast<PromiseObject>(runtime.loop().release(promise_));
  resolve_promise(runtime.isolate(), promise, Value(intern_latin1(runtime.isolate(), result_)));
  runtime.drain_microtasks();
}

Completion<Value> timer_callback(Isolate& isolate, Frame& frame) {
  Waits& waits = waits_of(runtime_of(isolate));
  auto found = waits.find(static_cast<uint32_t>(callee_of(frame)->data.as_number()));
  if (found != waits.end()) found->second->time_out();
  return Value::undefined();
}

void AsyncWait::start(std::shared_ptr<Work> self, double milliseconds) {
  id_ = runtime_.loop().expect(std::move(self));
  waits_of(runtime_)[id_] = this;
  if (milliseconds > 2147483646) return;
  Isolate& isolate = runtime_.isolate();
  Value callback = Value(make_closure(isolate, timer_callback, 0, Value::number(id_)));
  Object* prototype = isolate.realm().intrinsic(Intrinsic::kObjectPrototype);
  auto* timer = allocate_object<HostObject>(isolate, root_shape(isolate, prototype, CellType::kHostObject, 0, 0));
  timer->task = 0;
  timer->kind = kTimerKind;
  for (Value& word : timer->data) word = Value::undefined();
  timer->data[kTimerCallback] = callback;
  // Not before the time is over: the loop counts whole milliseconds.
  timer_ = runtime_.loop().add_timer(Value(timer), static_cast<uint32_t>(std::ceil(milliseconds)) + 1, false);
  timer->task = timer_;
  runtime_.loop().set_timer_referenced(timer_, false);
}

void wait_async(void* context, Isolate&, Object* buffer, const uint8_t* address, Object* promise, double milliseconds) {
  Runtime& runtime = *static_cast<Runtime*>(context);
  BackingStore* store = static_cast<ArrayBufferObject*>(buffer)->store;
  auto wait = std::make_shared<AsyncWait>(runtime, store, address, promise);
  wait->start(wait, milliseconds);
  store->waiters->add(wait.get());
}

}  // namespace

void register_async_wait(Runtime& runtime) {
  runtime.isolate().host.wait_async = wait_async;
}

}  // namespace scrim
