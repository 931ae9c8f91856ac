// Stopping: breakpoints that were hit, steps, the debugger statement, exceptions, pause.
#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/bytecode/opcodes.h"
#include "engine/debug/engine_debugger.h"
#include "engine/interpreter/script.h"
#include "engine/interpreter/stack_trace.h"
#include "engine/objects/script_data.h"
#include "engine/runtime/event_loop.h"

namespace scrim::debug {

EngineDebugger& EngineDebugger::of(Isolate& isolate) {
  return *static_cast<EngineDebugger*>(runtime_of(isolate).debug_context);
}

// The second dispatch table is in use exactly while a step is under way (decision 13).
void EngineDebugger::update_dispatch() {
  bool stepping = step_.kind != Resume::Kind::run || step_.pausing;
  isolate_.dispatch = isolate_.dispatch_tables[stepping && !evaluating_ ? 1 : 0];
  if (!data_breakpoints_.empty() && !stepping && !evaluating_) isolate_.dispatch = watching_dispatch();
}

bool EngineDebugger::internal(const Code* code) {
  return !code->script || !code->script->data || code->script->data->internal;
}

bool EngineDebugger::hidden(const Code* code) {
  if (!code->script || !code->script->data) return true;
  if (code->script->data->internal) {
    const LoadedScript* script = loaded(code->script);
    if (!script || script->info.skipped) return true;
  }
  return code->function_template->flags.is_program && code->script->data->goal == syntax::ParseGoal::kFunctionBody;
}

bool EngineDebugger::stepped_through(const Code* code) {
  if (skip_files_.empty()) return false;
  const LoadedScript* script = loaded(code->script);
  return script && script->info.skipped;
}

bool EngineDebugger::is_stop_place(const Code* code, uint32_t offset) {
  std::vector<uint32_t>& places = stop_pcs_[code->function_template];
  if (places.empty()) {
    for (bytecode::PositionTable::Iterator i(code->function_template->positions); !i.done(); i.next()) {
      if (i->kind != bytecode::PositionKind::kExpression && i->kind != bytecode::PositionKind::kCall) {
        places.push_back(i->pc);
      }
    }
    places.push_back(UINT32_MAX);
  }
  return std::binary_search(places.begin(), places.end(), offset);
}

void EngineDebugger::note_waiting_function() {
  // Only an innermost frame that was resumed itself ends in the function below the line.
  if (frames_.size() < 3 || !frames_[0].fp || frames_[1].fp) return;
  if (!(Frame::from(frames_[0].fp)->flags & FrameFlags::kGenerator)) return;
  if (frames_[2].waiting == kSeparator) return;
  const RecordedFrame waiting = recorded_frame(waiting_->get(), frames_[2].waiting);
  step_.waiting_callee = waiting.callee.bits();
  step_.waiting_pc = waiting.offset;
}

Completion<Value> EngineDebugger::stop(const StopInfo& info) {
  if (!events_ || paused_) return Value::undefined();
  const uint16_t* pc = isolate_.pc;
  Value* fp = isolate_.fp;
  step_ = Step{};
  update_dispatch();
  collect_frames();
  if (!frames_.empty() && frames_.front().fp == fp) frames_.front().shown = std::exchange(shown_pc_, nullptr);
  shown_pc_ = nullptr;
  paused_ = true;
  const auto began = std::chrono::steady_clock::now();
  Resume resume = events_->paused(info);
  // Where the program goes on, if it is not where it stands.
  Value* restarted = nullptr;
  if (resume.kind == Resume::Kind::restart_frame) {
    const PausedFrame* again = frame(resume.frame);
    if (again && can_restart(*again)) restarted = again->fp;
  }
  const auto held = std::chrono::nanoseconds(std::chrono::steady_clock::now() - began);
  runtime_.host().add_pause(static_cast<uint64_t>(held.count()));
  paused_ = false;
  note_waiting_function();
  const uint16_t* shown = frames_.empty() ? nullptr : frames_.front().shown;
  frames_.clear();
  waiting_->set(Value::undefined());
  scheduled_->set(Value::undefined());
  std::erase_if(handles_, [this](const auto& entry) {
    if (!entry.second.permanent) release(entry.second);
    return !entry.second.permanent;
  });
  exception_->set(Value::undefined());
  isolate_.pc = pc;
  isolate_.fp = fp;
  if (resume.kind == Resume::Kind::terminate) {
    isolate_.terminating = true;
    runtime_.exiting = true;
    return throw_value(isolate_, Value::null());
  }
  if (restarted) {
    isolate_.unwind_to = {restarted, Frame::from(restarted)->code->bytecode};
    isolate_.terminating = true;
    step_.pausing = step_.restarting = true;
    update_dispatch();
    return throw_value(isolate_, Value::null());
  }
  if (resume.kind != Resume::Kind::run && resume.kind != Resume::Kind::restart_frame) {
    const uint16_t* at = pc;
    while (!Frame::from(fp)->code) {  // what rejects a promise is a builtin
      at = Frame::from(fp)->caller_pc;
      fp = Frame::from(fp)->caller_fp;
    }
    step_.kind = resume.kind;
    step_.fp = fp;
    Frame* frame = Frame::from(fp);
    step_.code = frame->code;
    step_.from = location_of(frame->code, shown ? shown : at).position;
    step_.by_line = resume.granularity == StepGranularity::line;
    step_.target = resume.kind == Resume::Kind::step_in ? resume.target : 0;
  }
  update_dispatch();
  return Value::undefined();
}

// Whether the frame `fp` runs because `code`, the code of the frame `caller`, executes its call at `target`.
static bool is_called_from(Value* fp, Value* caller, const Code* code, uint32_t target) {
  while (fp && Frame::from(fp)->caller_fp != caller) fp = Frame::from(fp)->caller_fp;
  if (!fp) return false;
  const Frame* callee = Frame::from(fp);
  // Where the caller goes on, or, called by native code, the call itself.
  const bool at_call = (callee->flags & FrameFlags::kEntry) || !callee->code;
  const auto offset = static_cast<uint32_t>(callee->caller_pc - code->bytecode) - (at_call ? 0 : 1);
  auto opcode = static_cast<bytecode::Opcode>(code->bytecode[target]);
  const uint32_t length = opcode == bytecode::Opcode::kBreakpoint ? 1 : bytecode::length(opcode);
  return offset >= target && offset < target + length;
}

Completion<Value> EngineDebugger::step_hook(Isolate& isolate, const uint16_t* pc) {
  EngineDebugger& self = of(isolate);
  if (self.checking_effects_) return self.check_side_effects(pc);
  if (self.evaluating_ || self.paused_) return Value::undefined();
  Step& step = self.step_;
  Value* fp = isolate.fp;
  const Code* code = Frame::from(fp)->code;
  auto offset = static_cast<uint32_t>(pc - code->bytecode);
  if (offset >= code->function_template->code.size()) return Value::undefined();  // an entry stub
  const bool stepped_through = self.hidden(code) || self.stepped_through(code);
  if (!self.data_breakpoints_.empty()) {
    const Completion<void> looked = self.look_for_changes(pc, !stepped_through && !self.is_unmapped(code, pc));
    if (looked.failed()) return Throw{};
  }
  if (stepped_through || (step.kind == Resume::Kind::run && !step.pausing)) return Value::undefined();

  if (step.awaiting_callee) {
    if (Frame::from(fp)->callee.bits() != step.awaiting_callee || offset < step.awaiting_pc) return Value::undefined();
    step.awaiting_callee = 0;
    step.fp = fp;
    if (step.waiting_callee == Frame::from(fp)->callee.bits()) {  // one further out: its first place is far enough
      step.kind = Resume::Kind::step_in;
      step.code = nullptr;
      step.target = 0;
    }
  }
  // The function has returned: on in its caller, over what that calls, and to any place of it.
  if (fp > step.fp && (step.kind == Resume::Kind::step_over || step.kind == Resume::Kind::step_in)) {
    step.fp = fp;
    step.code = nullptr;
  }
  bool place = self.is_stop_place(code, offset) && !self.is_unmapped(code, pc);
  bool stop = false;
  if (step.pausing) {
    // The entry is the program's.
    stop = place && (self.entry_done_ || step.restarting || !internal(code));
  } else if (place || (step.kind == Resume::Kind::step_out && fp > step.fp)) {
    const Position at = self.location_of(code, pc).position;
    bool moved = fp != step.fp || code != step.code || at.line != step.from.line ||
                 (!step.by_line && at.column != step.from.column);
    switch (step.kind) {
      case Resume::Kind::step_in:
        stop = moved && (!step.target || fp >= step.fp || is_called_from(fp, step.fp, step.code, step.target - 1));
        break;
      case Resume::Kind::step_over: stop = fp >= step.fp && moved; break;
      case Resume::Kind::step_out: stop = fp > step.fp; break;
      default: break;
    }
  }
  if (stop) {
    StopInfo info;
    info.reason = step.restarting    ? StopReason::restart
                  : !step.pausing    ? StopReason::step
                  : self.entry_done_ ? StopReason::pause
                                     : StopReason::entry;
    self.entry_done_ = true;
    // A breakpoint at the same place is what the client is told of.
    if (auto patch = self.patches_.find(pc); patch != self.patches_.end()) {
      for (uint32_t id : patch->second.breakpoints) info.breakpoint_ids.push_back(id);
    }
    self.stepped_onto_ = pc;
    Completion<Value> stopped = self.stop(info);
    if (stopped.failed() || step.kind == Resume::Kind::run) return stopped;
  }
  self.follow_async(pc);
  return Value::undefined();
}

// The instruction at `pc` runs next, in the innermost frame: if the frame goes away with it, where the step goes on.
void EngineDebugger::follow_async(const uint16_t* pc) {
  Step& step = step_;
  if (isolate_.fp != step.fp || step.kind == Resume::Kind::run) return;
  const bytecode::Opcode opcode = opcode_at(pc);
  const Frame* frame = Frame::from(step.fp);
  // Past the end of an async function: where the one that waits for it is resumed.
  if ((opcode == bytecode::Opcode::kAsyncReturn || opcode == bytecode::Opcode::kAsyncThrow) && step.waiting_callee) {
    step.awaiting_callee = step.waiting_callee;
    step.awaiting_pc = step.waiting_pc;
  }
  // Over an await: the frame goes away and comes back. Into one whose call had nothing to show is over it.
  if (opcode == bytecode::Opcode::kAwait && step.kind != Resume::Kind::step_out) {
    step.awaiting_callee = frame->callee.bits();
    step.awaiting_pc = static_cast<uint32_t>(pc - frame->code->bytecode) + bytecode::length(opcode);
  }
}

Completion<Value> EngineDebugger::breakpoint_hook(Isolate& isolate, const uint16_t* pc) {
  EngineDebugger& self = of(isolate);
  auto found = self.patches_.find(pc);
  if (found == self.patches_.end()) return throw_error(isolate, ErrorType::kError, "stray breakpoint");
  uint16_t original = found->second.original;
  if (self.evaluating_ || self.paused_ || !self.events_) return Value::int32(original);
  if (self.stepped_onto_ == pc) {  // the step that ended here has stopped already
    self.stepped_onto_ = nullptr;
    return Value::int32(original);
  }
  self.stepped_onto_ = nullptr;
  StopInfo info;
  info.reason = StopReason::breakpoint;
  std::vector<uint32_t> ids = found->second.breakpoints;
  for (auto& [path, list] : self.breakpoints_) {
    for (auto& breakpoint : list) {
      if (std::find(ids.begin(), ids.end(), breakpoint->spec.id) == ids.end()) continue;
      if (!self.should_stop(*breakpoint)) continue;
      info.breakpoint_ids.push_back(breakpoint->spec.id);
      if (breakpoint->function_breakpoint) info.reason = StopReason::function_breakpoint;
    }
  }
  if (!info.breakpoint_ids.empty()) {
    Completion<Value> stopped = self.stop(info);
    if (stopped.failed()) return stopped;
    self.follow_async(pc);  // the instruction runs without step_hook()
  }
  return Value::int32(original);
}

Completion<Value> EngineDebugger::debugger_statement_hook(Isolate& isolate, const uint16_t*) {
  EngineDebugger& self = of(isolate);
  if (self.evaluating_ || self.paused_ || self.stepped_through(Frame::from(isolate.fp)->code)) {
    return Value::undefined();
  }
  StopInfo info;
  info.reason = StopReason::debugger_statement;
  return self.stop(info);
}

Completion<void> EngineDebugger::safepoint_hook(Isolate& isolate) {
  EngineDebugger& self = of(isolate);
  if (!isolate.interrupt_requests) return {};
  if (self.evaluating_ && self.cancel_ && self.cancel_->load(std::memory_order_relaxed)) {
    // Nothing of the program catches the end of an evaluation; Cancellable clears it.
    self.cancelled_ = isolate.terminating = true;
    return throw_value(isolate, Value::null());
  }
  if (self.paused_) return {};
  isolate.interrupt_requests = 0;
  if (!self.events_) return {};
  switch (self.events_->interrupted()) {
    case DebugEvents::Then::go_on: break;
    case DebugEvents::Then::pause:
      self.entry_done_ = true;
      self.step_.pausing = true;
      break;
    case DebugEvents::Then::terminate:
      isolate.terminating = true;
      self.runtime_.exiting = true;
      return throw_value(isolate, Value::null());
  }
  self.update_dispatch();
  return {};
}

void EngineDebugger::request_interrupt() {
  isolate_.interrupt_requests = 1;
  wake_loop(runtime_);
}

}  // namespace scrim::debug
