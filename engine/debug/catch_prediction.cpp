// Whether a program handles what it has just thrown: by a catch clause on the stack or, where a promise takes the
// error, by who waits for that promise. A call whose promise nobody has seen yet is looked at where it is made: what
// does its caller do with the result? What cannot be told counts as not handled, as in V8.
#include <algorithm>

#include "engine/bytecode/opcodes.h"
#include "engine/debug/engine_debugger.h"
#include "engine/interpreter/promise.h"
#include "engine/objects/script_data.h"

namespace scrim::debug {

namespace {

using bytecode::Opcode;

constexpr int kMaxDepth = 100;
constexpr int kMaxInstructions = 60;

bool catches_at(const bytecode::FunctionTemplate& function, uint32_t offset) {
  for (const bytecode::Handler& handler : function.handlers) {
    if (handler.is_catch && offset >= handler.start && offset < handler.end) return true;
  }
  return false;
}

PromiseObject* promise_or_null(Value value) {
  return value.is_object() && as_object(value)->type == CellType::kPromise ? cast<PromiseObject>(value) : nullptr;
}

// What an async function or generator settles: of a generator, the promise of its oldest request.
PromiseObject* promise_of_generator(const GeneratorObject* generator) {
  if (generator->promise.is_object()) return promise_or_null(generator->promise);
  if (!generator->queue.is_object() || cast<Array>(generator->queue)->length == 0) return nullptr;
  return promise_or_null(cast<Array>(cast<Array>(generator->queue)->vector()->values[0])->vector()->values[2]);
}

bool is_handled(PromiseObject* promise, int depth);

bool reaction_handles(const PromiseReaction* reaction, int depth) {
  if (reaction->promise.is_object() && (as_object(reaction->promise)->type == CellType::kGenerator ||
                                        as_object(reaction->promise)->type == CellType::kAsyncGenerator)) {
    auto* waiting = cast<GeneratorObject>(reaction->promise);
    const SuspendedFrame* frame = waiting->frame;
    if (frame && frame->pc_offset && catches_at(*frame->code->function_template, frame->pc_offset - 1)) return true;
    return is_handled(promise_of_generator(waiting), depth);
  }
  if (reaction->on_rejected.is_object()) {
    Object* handler = as_object(reaction->on_rejected);
    if (handler->type != CellType::kNativeFunction) return true;
    auto* native = static_cast<NativeFunction*>(handler);
    if (PromiseObject* settled = promise_of_resolving_function(native)) return is_handled(settled, depth);
    if (native->magic & kPromiseElementMagic) return true;  // allSettled and any take rejections as they come
  }
  return is_handled(promise_or_null(reaction->promise), depth);
}

bool is_handled(PromiseObject* promise, int depth) {
  if (!promise || depth > kMaxDepth || promise->state != PromiseObject::kPending) return false;
  for (const PromiseReaction* reaction = promise->reactions; reaction; reaction = reaction->next) {
    if (reaction_handles(reaction, depth + 1)) return true;
  }
  return false;
}

bool is_reaction_job_frame(const Frame* frame) {
  return !frame->code && frame->callee.is_object() && as_object(frame->callee)->type == CellType::kNativeFunction &&
         is_reaction_job(cast<NativeFunction>(frame->callee));
}

// The object of an async function that has been suspended before; null before.
GeneratorObject* generator_of(const Frame* frame, Value* fp) {
  const bytecode::FunctionTemplate& function = *frame->code->function_template;
  for (uint32_t pc = 0; pc < function.code.size();) {
    const auto opcode = static_cast<Opcode>(function.code[pc]);
    if (opcode == Opcode::kBreakpoint) return nullptr;
    if (opcode == Opcode::kAsyncThrow || opcode == Opcode::kAsyncReturn) {
      const Value object = fp[static_cast<int16_t>(function.code[pc + 2])];
      return object.is_object() && as_object(object)->type == CellType::kGenerator ? cast<GeneratorObject>(object)
                                                                                   : nullptr;
    }
    pc += bytecode::length(opcode);
  }
  return nullptr;
}

}  // namespace

bytecode::Opcode EngineDebugger::opcode_at(const uint16_t* pc) const {
  const auto patch = patches_.find(pc);
  return static_cast<Opcode>(patch == patches_.end() ? *pc : patch->second.original);
}

// Whether the function of frame `fp`, which executes the call at `call`, handles the rejection of the promise that the
// call gives. Follows the promise through the instructions after the call as far as they run without a branch.
bool EngineDebugger::call_result_is_handled(Value* fp, const uint16_t* call, int depth) {
  const Frame* frame = Frame::from(fp);
  if (depth > kMaxDepth || !frame->code) return false;
  const bytecode::FunctionTemplate& function = *frame->code->function_template;
  const uint16_t* const code = frame->code->bytecode;
  const auto offset = static_cast<uint32_t>(call - code);
  // Run by an entry stub: the caller is C++.
  if (offset >= function.code.size()) return false;
  const auto end = static_cast<uint32_t>(function.code.size());
  uint32_t at = offset + bytecode::length(opcode_at(call));
  auto operand = [&](int index) { return static_cast<int16_t>(code[at + 1 + static_cast<uint32_t>(index)]); };
  std::vector<int16_t> holders{static_cast<int16_t>(call[1])};
  auto holds = [&](int16_t place) { return std::find(holders.begin(), holders.end(), place) != holders.end(); };
  std::vector<std::pair<uint16_t, uint16_t>> scoped;  // (hops, slot) of variables that have it
  int16_t method = 0;                                 // the register with what was read from the promise
  std::string method_name;
  for (int i = 0; i < kMaxInstructions && at < end; ++i) {
    const Opcode opcode = opcode_at(code + at);
    const uint8_t flags = bytecode::info(opcode).flags;
    switch (opcode) {
      case Opcode::kMove:
        if (holds(operand(1)) && !holds(operand(0))) holders.push_back(operand(0));
        break;
      case Opcode::kSetScoped:
      case Opcode::kSetScopedChecked:
        if (holds(operand(2))) scoped.emplace_back(operand(0), operand(1));
        break;
      case Opcode::kGetScoped:
      case Opcode::kGetScopedChecked:
        for (const auto& [hops, slot] : scoped) {
          if (hops == static_cast<uint16_t>(operand(1)) && slot == static_cast<uint16_t>(operand(2)))
            holders.push_back(operand(0));
        }
        break;
      case Opcode::kGetNamed:
        if (!holds(operand(1))) break;
        method = operand(0);
        method_name = function.unit->text(function.constants[static_cast<uint16_t>(operand(2))].index);
        break;
      case Opcode::kCall:
        if (method_name.empty() || operand(1) != method) break;
        if (method_name == "catch" && operand(3) >= 1) return true;
        if (method_name == "then" && operand(3) >= 2) return true;
        holders.push_back(operand(0));  // of then and finally: rejected as the promise is
        method_name.clear();
        break;
      case Opcode::kAwait:
        if (!holds(operand(1))) break;
        return catches_at(function, at) || async_frame_is_handled(fp, depth + 1);
      case Opcode::kAsyncReturn:
        if (!holds(operand(0))) break;
        return async_frame_is_handled(fp, depth + 1);
      case Opcode::kReturn: return holds(operand(0)) && caller_handles_result(fp, depth + 1);
      default: break;
    }
    if (flags & bytecode::OpcodeFlags::kEndsBlock) break;
    at += bytecode::length(opcode);
  }
  // In an async function it most often goes where everything else that fails there goes.
  if (!function.flags.is_async) return false;
  return catches_at(function, offset) || async_frame_is_handled(fp, depth + 1);
}

bool EngineDebugger::caller_handles_result(Value* fp, int depth) {
  const Frame* frame = Frame::from(fp);
  if (!frame->caller_fp || !frame->caller_pc) return false;
  const Frame* caller = Frame::from(frame->caller_fp);
  if (is_reaction_job_frame(caller)) {
    return is_handled(promise_or_null(cast<PromiseReaction>(caller->arguments[0])->promise), depth + 1);
  }
  if (!caller->code) {
    // Through a builtin such as map: not followed, but what an async function does inside a try is known.
    Value* outer = frame->caller_fp;
    const uint16_t* pc = nullptr;
    while (outer && !Frame::from(outer)->code && !is_reaction_job_frame(Frame::from(outer))) {
      pc = Frame::from(outer)->caller_pc;
      outer = Frame::from(outer)->caller_fp;
    }
    if (!outer || !pc || !Frame::from(outer)->code || !Frame::from(outer)->code->function_template->flags.is_async) {
      return false;
    }
    const Code* code = Frame::from(outer)->code;
    return catches_at(*code->function_template, static_cast<uint32_t>(pc - code->bytecode)) ||
           async_frame_is_handled(outer, depth + 1);
  }
  if ((frame->flags & FrameFlags::kEntry) || !frame->code) {
    return call_result_is_handled(frame->caller_fp, frame->caller_pc, depth + 1);
  }
  const uint32_t known = frame->flags >> FrameFlags::kLengthShift;
  const uint32_t length = known ? known : bytecode::length(Opcode::kCall);
  return call_result_is_handled(frame->caller_fp, frame->caller_pc - length, depth + 1);
}

// Whether someone handles it if the async function of this frame fails.
bool EngineDebugger::async_frame_is_handled(Value* fp, int depth) {
  if (depth > kMaxDepth) return false;
  const Frame* frame = Frame::from(fp);
  if (const GeneratorObject* generator = generator_of(frame, fp)) {
    return is_handled(promise_of_generator(generator), depth + 1);
  }
  return caller_handles_result(fp, depth + 1);
}

bool EngineDebugger::will_be_handled() {
  const uint16_t* pc = isolate_.pc;
  for (Value* fp = isolate_.fp; fp;) {
    Frame* frame = Frame::from(fp);
    if (frame->code) {
      const bytecode::FunctionTemplate& function = *frame->code->function_template;
      if (catches_at(function, static_cast<uint32_t>(pc - frame->code->bytecode))) return true;
      if (function.flags.is_async && !function.flags.is_generator) return async_frame_is_handled(fp, 0);
    } else if (is_reaction_job_frame(frame)) {
      return reaction_is_handled(cast<PromiseReaction>(frame->arguments[0]));
    } else if (!frame->new_target.is_undefined() && frame->callee.is_object() &&
               as_object(frame->callee) == isolate_.realm().intrinsic(Intrinsic::kPromise)) {
      // The executor threw: `new Promise` gives a rejected promise.
      return frame->caller_fp && call_result_is_handled(frame->caller_fp, frame->caller_pc, 0);
    }
    pc = frame->caller_pc ? frame->caller_pc - ((frame->flags & FrameFlags::kEntry) || !frame->code ? 0 : 1) : nullptr;
    fp = frame->caller_fp;
  }
  return false;
}

bool EngineDebugger::is_executor_call(const Frame& frame) {
  if (frame.code || !frame.callee.is_object() || as_object(frame.callee)->type != CellType::kNativeFunction) {
    return false;
  }
  return !frame.new_target.is_undefined() || is_thenable_job(cast<NativeFunction>(frame.callee));
}

bool EngineDebugger::rejection_will_be_handled(PromiseObject* promise) {
  const Frame* reject = Frame::from(isolate_.fp);
  if (!promise) return call_result_is_handled(reject->caller_fp, reject->caller_pc, 0);
  if (is_handled(promise, 0)) return true;
  // Nobody else has it while its executor runs: the executor's frame is the one with its functions for arguments.
  for (Value* fp = isolate_.fp; fp; fp = Frame::from(fp)->caller_fp) {
    const Frame* frame = Frame::from(fp);
    if (!frame->caller_fp || !is_executor_call(*Frame::from(frame->caller_fp))) continue;
    const Value function = frame->argument(1);
    if (!function.is_object() || as_object(function)->type != CellType::kNativeFunction ||
        promise_of_resolving_function(cast<NativeFunction>(function)) != promise) {
      continue;
    }
    const Frame* constructor = Frame::from(frame->caller_fp);
    return constructor->caller_fp && call_result_is_handled(constructor->caller_fp, constructor->caller_pc, 0);
  }
  return false;
}

// Whether it is handled if the callback of this reaction, which runs, throws.
bool EngineDebugger::reaction_is_handled(const PromiseReaction* reaction) {
  if (reaction->promise.is_object() && as_object(reaction->promise)->type == CellType::kAsyncGenerator) {
    return is_handled(promise_of_generator(cast<GeneratorObject>(reaction->promise)), 0);
  }
  return is_handled(promise_or_null(reaction->promise), 0);
}

}  // namespace scrim::debug
