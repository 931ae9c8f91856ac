// The event loop of a program that stands still.
#include "engine/runtime/queues.h"

#include "engine/debug/engine_debugger.h"
#include "engine/interpreter/script.h"
#include "engine/interpreter/task_origin.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"

namespace scrim::debug {

namespace {

constexpr size_t kShownPromises = 1000;

constexpr const char* queue_name(TaskQueue queue) {
  switch (queue) {
    case TaskQueue::kNextTick: return "nextTick";
    case TaskQueue::kPromiseJob: return "promise";
    case TaskQueue::kMicrotask: return "microtask";
    case TaskQueue::kTimer: return "timer";
    case TaskQueue::kImmediate: return "immediate";
    case TaskQueue::kClosing: return "closing";
    case TaskQueue::kFinalization: return "finalization";
    case TaskQueue::kDescriptor: return "descriptor";
    case TaskQueue::kWork: return "work";
    case TaskQueue::kChild: return "child";
    case TaskQueue::kSignal: return "signal";
  }
  return "";
}

// The function behind bind().
Value unbound(Value function) {
  while (function.is_object() && as_object(function)->type == CellType::kBoundFunction) {
    function = Value(static_cast<BoundFunction*>(as_object(function))->target);
  }
  return function;
}

}  // namespace

std::string EngineDebugger::name_of(Value function) {
  function = unbound(function);
  if (!function.is_object()) return {};
  const Value name = get_own_data(isolate_, as_object(function), isolate_.names().name);
  if (name.is_string() && as_string(name)->length) return to_utf8(isolate_, as_string(name));
  return "(anonymous)";
}

// Where a function begins.
SourceLocation EngineDebugger::location_of(Value function) {
  function = unbound(function);
  if (!function.is_object() || as_object(function)->type != CellType::kFunction) return {};
  const Code* code = cast<Function>(function)->code;
  if (!code->script || !code->script->data) return {};
  const syntax::LineColumn place =
      code->script->data->source.utf16_position(code->function_template->source.start, syntax::LineRule::kEditor);
  return {code->script->id, {place.line, place.column}};
}

CodePlace EngineDebugger::place_of_origin(const TaskOrigin* origin) {
  CodePlace place;
  const Code* code = origin->code;
  const bytecode::FunctionTemplate& function = *code->function_template;
  if (code->name && code->name->length) {
    place.function = to_utf8(isolate_, code->name);
  } else {
    place.function = function.parent == 0 ? "<anonymous>" : "(anonymous)";
    if (function.flags.is_program) place.function = function.unit->module ? "module code" : "global code";
  }
  place.location = exact_location(code, origin->offset);
  return place;
}

// Of the call or await itself, where location_of() gives the statement.
SourceLocation EngineDebugger::exact_location(const Code* code, uint32_t offset) {
  const SourcePlace place = scrim::place_of(code, code->bytecode + offset);
  if (!place.script) return {};
  const syntax::LineColumn at = place.script->data->source.utf16_position(place.offset, syntax::LineRule::kEditor);
  return {place.script->id, {at.line, at.column}};
}

class EngineDebugger::QueueReader final : public QueueVisitor {
 public:
  QueueReader(EngineDebugger& debugger, std::vector<TaskInfo>* tasks) : debugger_(debugger), tasks_(tasks) {}

  void task(const QueuedTask& task) override {
    TaskInfo& info = tasks_->emplace_back();
    info.queue = queue_name(task.queue);
    info.callback = debugger_.name_of(task.callback);
    if (task.callback.is_object()) info.reference = debugger_.add_object(task.callback, false);
    info.location = task.code ? debugger_.exact_location(task.code, task.offset) : debugger_.location_of(task.callback);
    info.detail = task.detail;
    info.referenced = task.referenced;
    if (task.queue == TaskQueue::kTimer) info.due_ms = task.due_ms;
    info.period_ms = task.period_ms;
    // A function that goes on after an await stands where it waits: the rest says how it came there.
    const TaskOrigin* origin = task.origin;
    if (origin && task.code && origin->code == task.code && origin->offset == task.offset) origin = origin->parent;
    for (; origin; origin = origin->parent) info.scheduled.push_back(debugger_.place_of_origin(origin));
  }

 private:
  EngineDebugger& debugger_;
  std::vector<TaskInfo>* tasks_;
};

Result<QueuesInfo> EngineDebugger::queues() {
  if (!paused_) return std::unexpected(Failure{"the program is running: pause it first"});
  QueuesInfo info;
  info.phase = phase_name(runtime_);
  QueueReader reader(*this, &info.tasks);
  visit_queues(runtime_, reader);

  RootedVector<Value> promises(isolate_.heap(), "(debugger)");
  find_pending_promises(runtime_, &promises);
  info.total_promises = static_cast<uint32_t>(promises.size());
  for (size_t i = 0; i < promises.size() && i < kShownPromises; ++i) {
    auto* promise = cast<PromiseObject>(promises[i]);
    PendingPromiseInfo& shown = info.promises.emplace_back();
    shown.promise = show(promises[i]);
    const size_t count = waiter_count(promise);
    for (size_t k = 0; k < count && k < kShownPromises; ++k) {
      const PromiseWaiter one = waiter(isolate_, promise, k);
      PromiseWaiterInfo& waiting = shown.waiters.emplace_back();
      waiting.kind = one.kind == PromiseWaiter::kAwait        ? PromiseWaiterInfo::Kind::await
                     : one.kind == PromiseWaiter::kCombinator ? PromiseWaiterInfo::Kind::combinator
                                                              : PromiseWaiterInfo::Kind::then;
      waiting.function = name_of(one.function);
      if (one.code) waiting.location = exact_location(one.code, one.offset);
      waiting.detail = one.detail;
    }
  }
  return info;
}

}  // namespace scrim::debug
