// Stops at errors: thrown ones, and reasons that a program rejects promises with. What nothing will handle is told
// from the rest by catch_prediction.cpp.
#include <utility>

#include "engine/debug/engine_debugger.h"
#include "engine/interpreter/promise.h"
#include "engine/interpreter/script.h"
#include "engine/objects/inline_slots.h"

namespace scrim::debug {

Done EngineDebugger::set_exception_filters(const ExceptionFilters& filters) {
  for (const std::string& condition : {filters.caught_condition, filters.uncaught_condition}) {
    BreakpointSpec spec;
    spec.condition = condition;
    if (std::string fault = condition_fault(spec); !fault.empty()) return std::unexpected(Failure{std::move(fault)});
  }
  filters_ = filters;
  const bool any = filters.caught || filters.uncaught;  // a throw costs nothing until asked
  isolate_.on_throw = any ? throw_hook : nullptr;
  isolate_.on_reject = any ? reject_hook : nullptr;
  return {};
}

bool EngineDebugger::watches_exceptions() const {
  return !evaluating_ && !paused_ && events_;
}

bool EngineDebugger::exception_is_wanted(Value exception, bool caught) {
  if (caught ? !filters_.caught : !filters_.uncaught) return false;
  const std::string& condition = caught ? filters_.caught_condition : filters_.uncaught_condition;
  if (condition.empty()) return true;
  collect_frames();
  if (frames_.empty() || !frames_.front().fp) return false;
  Object* global = isolate_.realm().global_object;
  const PropertyKey name = key_from_latin1(isolate_, "error");
  const bool had = find_property(isolate_, global->shape(), name) != nullptr;
  if (!had) put_direct(isolate_, global, name, exception);
  Completion<Value> result = run_in_frame(&frames_.front(), "(" + condition + "\n)", Effects::kAllowed);
  if (!had) (void)delete_property(isolate_, global, name);
  if (result.failed()) isolate_.take_exception();
  frames_.clear();
  return !result.failed() && to_boolean(result.value());
}

// Nothing is pending while it stops. Failed: the program ends, or goes on elsewhere.
Completion<void> EngineDebugger::stop_at_exception(Value exception, bool caught, bool rejected) {
  exception_->set(exception);
  if (!exception_is_wanted(exception, caught)) {
    exception_->set(Value::undefined());
    return {};
  }
  StopInfo info;
  info.reason = StopReason::exception;
  info.text = exception.is_object() && as_object(exception)->type == CellType::kError ? preview(exception)
                                                                                      : inspect(isolate_, exception);
  info.uncaught = exception_uncaught_ = !caught;
  info.rejected = rejected;
  TRY(stop(info));
  return {};
}

void EngineDebugger::throw_hook(Isolate& isolate) {
  EngineDebugger& self = of(isolate);
  if (!self.watches_exceptions()) return;
  const Value exception = isolate.exception();
  // The same exception on its way out, through native frames or a finally clause, or out of a promise.
  const bytecode::Opcode opcode = self.opcode_at(isolate.pc);
  if (exception.bits() == self.last_thrown_ &&
      (isolate.fp > self.last_thrown_fp_ || opcode == bytecode::Opcode::kRethrow ||
       opcode == bytecode::Opcode::kAwait)) {
    return;
  }
  self.last_thrown_ = exception.bits();
  self.last_thrown_fp_ = isolate.fp;
  const Code* thrower = Frame::from(isolate.fp)->code;
  // What scrim's own code or a skipped file throws and catches is its own affair.
  const bool foreign = self.hidden(thrower) || self.stepped_through(thrower);
  if (foreign && !self.filters_.uncaught) return;
  const bool caught = self.will_be_handled();
  if (foreign && (caught || !self.has_own_frame())) return;
  isolate.take_exception();
  if (self.stop_at_exception(exception, caught, false).failed()) return;  // what is pending now is the end itself
  isolate.set_exception(exception);
}

Completion<void> EngineDebugger::reject_hook(Isolate& isolate, PromiseObject* promise, Value reason) {
  EngineDebugger& self = of(isolate);
  if (!self.watches_exceptions()) return {};
  // The frame is the one of `reject` itself. What an executor throws was seen when it was thrown.
  const Frame* caller = Frame::from(isolate.fp)->caller_fp ? Frame::from(Frame::from(isolate.fp)->caller_fp) : nullptr;
  if (!caller || is_executor_call(*caller)) return {};
  const bool foreign = caller->code && (self.hidden(caller->code) || self.stepped_through(caller->code));
  if (foreign && !self.filters_.uncaught) return {};
  const bool caught = self.rejection_will_be_handled(promise);
  if ((foreign && caught) || !self.has_own_frame()) return {};
  self.last_thrown_ = reason.bits();
  self.last_thrown_fp_ = isolate.fp;
  Root<Value> kept(isolate.heap(), reason);
  return self.stop_at_exception(reason, caught, true);
}

// Whether there is a frame of the program's own that a stop could be shown in.
bool EngineDebugger::has_own_frame() {
  collect_frames();
  const bool shown = !frames_.empty() && frames_.front().fp;
  frames_.clear();
  return shown;
}

ExceptionDetails EngineDebugger::details_of(Value exception, int depth) {
  ExceptionDetails details;
  if (!exception.is_object()) {
    details.type_name = to_utf8(isolate_, typeof_string(isolate_, exception));
    details.message = inspect(isolate_, exception);
    return details;
  }
  Object* object = as_object(exception);
  details.type_name = constructor_name(isolate_, object);
  const auto text_of = [&](Value value) {
    return value.is_string() ? to_utf8(isolate_, as_string(value)) : std::string();
  };
  details.message = text_of(get_own_data(isolate_, object, isolate_.names().message));
  details.stack = mapped_stack(text_of(own_stack(isolate_, object)));
  if (depth == 0) return details;
  const Value cause = get_own_data(isolate_, object, key_from_latin1(isolate_, "cause"));
  if (cause.is_object()) details.inner.push_back(details_of(cause, depth - 1));
  const Value errors = get_own_data(isolate_, object, key_from_latin1(isolate_, "errors"));
  if (errors.is_object() && as_object(errors)->is_array()) {
    const auto* list = static_cast<Array*>(as_object(errors));
    for (uint32_t i = 0; i < list->length && i < 20; ++i) {
      Value element;
      uint8_t attributes;
      if (find_element(as_object(errors), i, &element, &attributes))
        details.inner.push_back(details_of(element, depth - 1));
    }
  }
  return details;
}

Result<ExceptionInfo> EngineDebugger::exception_info() {
  const Value exception = exception_->get();
  if (exception.is_undefined()) return std::unexpected(Failure{"the program did not stop at an exception"});
  ExceptionInfo info;
  info.details = details_of(exception, 10);
  info.uncaught = exception_uncaught_;
  return info;
}

}  // namespace scrim::debug
