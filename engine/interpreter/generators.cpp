#include "engine/interpreter/generators.h"

#include "engine/bytecode/function_template.h"
#include "engine/bytecode/opcodes.h"
#include "engine/interpreter/interpreter.h"
#include "engine/interpreter/promise.h"
#include "engine/interpreter/task_origin.h"
#include "engine/objects/call.h"
#include "engine/objects/conversions.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/iteration.h"

namespace scrim {

using bytecode::Opcode;

namespace {

constexpr int kResumeCharge = 112;  // words, for the native frames in between (decision 9)

uint32_t argument_words(const Frame* frame) {
  uint32_t formal = frame->code->parameter_count;
  return frame->argument_count > formal ? frame->argument_count : formal;
}

GeneratorKind kind_of(const GeneratorObject* generator) {
  return static_cast<GeneratorKind>(generator->kind);
}

GeneratorObject* allocate_generator(Isolate& isolate, Frame* frame, Shape* shape, GeneratorKind kind) {
  Code* code = frame->code;
  uint32_t arguments = argument_words(frame);
  uint32_t words = code->register_count + arguments;
  auto* saved = static_cast<SuspendedFrame*>(isolate.heap().allocate(SuspendedFrame::size_for(words)));
  saved->set_header(Cell::header_word(CellType::kSuspendedFrame));
  saved->register_count = code->register_count;
  saved->argument_count = arguments;
  saved->pc_offset = 0;
  saved->padding = 0;
  saved->code = code;
  saved->callee = frame->callee;
  saved->new_target = frame->new_target;
  saved->environment = frame->environment;
  saved->this_value = frame->this_value;
  for (uint32_t i = 0; i < words; ++i) saved->values[i] = Value::undefined();
  auto* generator = allocate_object<GeneratorObject>(isolate, shape);
  generator->frame = saved;
  generator->promise = generator->queue = generator->awaiting = Value::undefined();
  generator->origin = nullptr;
  generator->state = GeneratorObject::kSuspendedStart;
  generator->kind = static_cast<uint32_t>(kind);
  return generator;
}

// The number of arguments as passed is kept in the words' count: a frame shows at least its formal ones.
void complete(Isolate& isolate, GeneratorObject* generator) {
  (void)isolate;
  generator->state = GeneratorObject::kCompleted;
  generator->frame = nullptr;
  generator->awaiting = Value::undefined();
}

}  // namespace

// SuspendedFrame::padding holds the number of live registers and, above it, the instruction that suspended: what stands
// in the bytecode then may be a breakpoint.
constexpr uint32_t kLiveMask = 0xffff;

void suspend(Isolate& isolate, GeneratorObject* generator, Frame* frame, const uint16_t* pc, uint32_t live,
             Opcode opcode) {
  SuspendedFrame* saved = generator->frame;
  Value* fp = frame->fp();
  for (uint32_t i = 0; i < live; ++i) {
    Value value = fp[-1 - static_cast<int>(i)];
    // A register that is allocated but not written yet may hold a word of a finished callee's header.
    bool stale = value.is_cell() && value.bits() - isolate.heap().base() >= kRegionSize;
    saved->values[i] = stale ? Value::undefined() : value;
  }
  for (uint32_t i = live; i < (saved->padding & kLiveMask); ++i) saved->values[i] = Value::undefined();
  for (uint32_t i = 0; i < saved->argument_count; ++i) saved->values[saved->register_count + i] = frame->arguments[i];
  saved->padding = live | static_cast<uint32_t>(opcode) << 16;
  saved->environment = frame->environment;
  saved->this_value = frame->this_value;
  saved->pc_offset = static_cast<uint32_t>(pc - frame->code->bytecode);
  generator->state = GeneratorObject::kSuspendedYield;
  isolate.heap().write_barrier(saved);
}

// ECMA-262 sec-generatorstart; the prototype is the function's, or its realm's default.
Completion<Value> create_generator(Isolate& isolate, Frame* frame, const uint16_t* pc, uint32_t live) {
  const bytecode::TemplateFlags& flags = frame->code->function_template->flags;
  bool is_async = flags.is_async;
  Object* prototype = nullptr;
  Intrinsic fallback = is_async ? Intrinsic::kAsyncGeneratorPrototype : Intrinsic::kGeneratorPrototype;
  if (flags.is_program) {
    prototype = isolate.realm().intrinsic(Intrinsic::kObjectPrototype);
  } else {
    Value own = TRY(get(isolate, as_object(frame->callee), isolate.names().prototype));
    prototype = own.is_object() ? as_object(own) : frame->code->realm->intrinsic(fallback);
  }
  CellType type = is_async ? CellType::kAsyncGenerator : CellType::kGenerator;
  Shape* shape = root_shape(isolate, prototype, type, 0, 0);
  GeneratorKind kind = !is_async          ? GeneratorKind::kGenerator
                       : flags.is_program ? GeneratorKind::kAsyncFunction
                                          : GeneratorKind::kAsyncGenerator;
  GeneratorObject* generator = allocate_generator(isolate, frame, shape, kind);
  int16_t destination = static_cast<int16_t>(pc[1]);
  frame->fp()[destination] = Value(generator);
  suspend(isolate, generator, frame, pc, live, Opcode::kCreateGenerator);
  generator->state = GeneratorObject::kSuspendedStart;
  return Value(generator);
}

GeneratorObject* create_async_state(Isolate& isolate, Frame* frame) {
  Shape* shape =
      root_shape(isolate, isolate.realm().intrinsic(Intrinsic::kObjectPrototype), CellType::kGenerator, 0, 0);
  GeneratorObject* state = allocate_generator(isolate, frame, shape, GeneratorKind::kAsyncFunction);
  // Both are made before either is stored: between a store and its barrier nothing may collect.
  PromiseObject* promise = new_promise(isolate);
  TaskOrigin* origin = origin_of_task(isolate, isolate.current_task);
  state->promise = Value(promise);
  state->origin = origin;
  isolate.heap().write_barrier(state);
  return state;
}

Completion<Value> resume_generator(Isolate& isolate, GeneratorObject* generator, ResumeMode mode, Value value,
                                   bool* done) {
  SuspendedFrame* saved = generator->frame;
  Code* code = saved->code;
  *done = false;
  Value* window = stack_low(isolate) - kResumeCharge - saved->argument_count - 1;
  Value* fp = window - kThisOffset;
  if (fp - code->register_count < isolate.stack_limit) return throw_stack_overflow(isolate);
  Frame* frame = Frame::from(fp);
  frame->caller_fp = isolate.fp;
  frame->caller_pc = isolate.pc;
  frame->code = code;
  frame->callee = saved->callee;
  frame->argument_count = saved->argument_count;
  frame->flags = FrameFlags::kEntry | FrameFlags::kGenerator;
  frame->new_target = saved->new_target;
  frame->environment = saved->environment;
  frame->this_value = saved->this_value;
  for (uint32_t i = 0; i < saved->argument_count; ++i) frame->arguments[i] = saved->values[saved->register_count + i];
  uint32_t live = saved->padding & kLiveMask;
  for (uint32_t i = 0; i < live; ++i) fp[-1 - static_cast<int>(i)] = saved->values[i];
  // A register may be alive before it is written (a call's window is taken as a whole): none may hold garbage.
  for (uint32_t i = live; i < code->register_count; ++i) fp[-1 - static_cast<int>(i)] = Value::undefined();
  generator->state = GeneratorObject::kExecuting;
  generator->awaiting = Value::undefined();

  const uint16_t* saved_pc = isolate.pc;
  Realm* saved_realm = isolate.current_realm;
  const uint16_t* pc = code->bytecode + saved->pc_offset;
  auto opcode = static_cast<Opcode>(saved->padding >> 16);
  const uint16_t* next = pc + bytecode::length(opcode);
  Completion<Value> result = Value::undefined();
  bool run = true;
  if (mode == ResumeMode::kThrow && opcode != Opcode::kYieldDelegate) {
    isolate.fp = fp;
    isolate.pc = pc;
    isolate.set_exception(value);
    next = unwind(isolate);
    if (!next) {
      result = Throw{};
      run = false;
    }
  } else {
    switch (opcode) {
      case Opcode::kYield:
        fp[static_cast<int16_t>(pc[1])] = value;
        if (mode == ResumeMode::kNext) next = pc + bytecode::read_jump(pc + 5);
        break;
      case Opcode::kYieldDelegate:
        fp[static_cast<int16_t>(pc[1])] = value;
        fp[static_cast<int16_t>(pc[2])] = Value::int32(static_cast<int32_t>(mode));
        break;
      case Opcode::kAwait: fp[static_cast<int16_t>(pc[1])] = value; break;
      default: break;  // CreateGenerator: the first value is dropped
    }
  }
  if (run) result = interpret(isolate, fp, next);
  isolate.pc = saved_pc;
  isolate.current_realm = saved_realm;
  if (result.failed()) {
    // An async generator that threw has dealt with it itself.
    if (generator->state == GeneratorObject::kExecuting) complete(isolate, generator);
  } else if (generator->state == GeneratorObject::kExecuting || generator->state == GeneratorObject::kCompleted) {
    complete(isolate, generator);
    *done = true;
  }
  return result;
}

Completion<Value> generator_resume(Isolate& isolate, Value receiver, ResumeMode mode, Value value, bool* done,
                                   const char* method) {
  if (!receiver.is_object() || as_object(receiver)->type != CellType::kGenerator) {
    return throw_incompatible_receiver(isolate, method, receiver);
  }
  auto* generator = cast<GeneratorObject>(receiver);
  *done = true;
  if (generator->state == GeneratorObject::kExecuting) {
    return throw_type_error(isolate, "Generator is already running");
  }
  if (generator->state == GeneratorObject::kSuspendedStart && mode != ResumeMode::kNext) complete(isolate, generator);
  if (generator->state == GeneratorObject::kCompleted) {
    if (mode == ResumeMode::kThrow) return throw_value(isolate, value);
    return mode == ResumeMode::kReturn ? value : Value::undefined();
  }
  return resume_generator(isolate, generator, mode, value, done);
}

// ---- async functions

Completion<Value> async_return(Isolate& isolate, Value state, Value value, bool rejected) {
  PromiseObject* promise = nullptr;
  if (state.is_object()) {
    auto* generator = cast<GeneratorObject>(state);
    if (generator->promise.is_object()) promise = cast<PromiseObject>(generator->promise);
    complete(isolate, generator);
  }
  if (!promise) promise = new_promise(isolate);
  if (rejected)
    reject_promise(isolate, promise, value);
  else
    resolve_promise(isolate, promise, value);
  return unless_ending(isolate, Value(promise));
}

// ---- async generators: sec-asyncgenerator-abstract-operations
//
// The queue is an array of requests [mode, value, promise].

namespace {

struct Request {
  ResumeMode mode;
  Value value;
  PromiseObject* promise;
};

Array* queue_of(GeneratorObject* generator) {
  return cast<Array>(generator->queue);
}
bool queue_empty(GeneratorObject* generator) {
  return queue_of(generator)->length == 0;
}

Request first_request(GeneratorObject* generator) {
  auto* request = cast<Array>(queue_of(generator)->vector()->values[0]);
  Value* values = request->vector()->values;
  return {static_cast<ResumeMode>(values[0].as_int32()), values[1], cast<PromiseObject>(values[2])};
}

void drop_first_request(Isolate& isolate, GeneratorObject* generator) {
  Array* queue = queue_of(generator);
  Elements* elements = queue->vector();
  for (uint32_t i = 1; i < queue->length; ++i) elements->values[i - 1] = elements->values[i];
  elements->length = --queue->length;
  isolate.heap().write_barrier(elements);
}

// sec-asyncgeneratorcompletestep
void complete_step(Isolate& isolate, GeneratorObject* generator, bool failed, Value value, bool done) {
  Request request = first_request(generator);
  drop_first_request(isolate, generator);
  if (failed)
    reject_promise(isolate, request.promise, value);
  else
    resolve_promise(isolate, request.promise, Value(create_iterator_result(isolate, value, done)));
}

void drain_queue(Isolate& isolate, GeneratorObject* generator);

// Runs the generator until it waits or no request is left.
void run(Isolate& isolate, GeneratorObject* generator, ResumeMode mode, Value value) {
  for (;;) {
    bool done = false;
    Completion<Value> result = resume_generator(isolate, generator, mode, value, &done);
    if (result.failed()) {
      if (isolate.terminating) return;
      complete_step(isolate, generator, true, isolate.take_exception(), true);
      return drain_queue(isolate, generator);
    }
    if (done) {
      complete_step(isolate, generator, false, result.value(), true);
      return drain_queue(isolate, generator);
    }
    if (generator->awaiting.is_object()) return;
    // It yielded: sec-asyncgeneratoryield
    complete_step(isolate, generator, false, result.value(), false);
    if (queue_empty(generator) || isolate.has_exception()) return;
    Request request = first_request(generator);
    mode = request.mode;
    value = request.value;
  }
}

// sec-asyncgeneratorawaitreturn
Completion<Value> await_return_settled(Isolate& isolate, Frame& frame) {
  auto* function = cast<NativeFunction>(frame.callee);
  auto* generator = cast<GeneratorObject>(function->data);
  generator->state = GeneratorObject::kCompleted;
  complete_step(isolate, generator, function->magic != 0, frame.argument(0), true);
  drain_queue(isolate, generator);
  return unless_ending(isolate, Value::undefined());
}

void await_return(Isolate& isolate, GeneratorObject* generator) {
  generator->state = GeneratorObject::kAwaitingReturn;
  Request request = first_request(generator);
  Completion<Object*> promise = promise_resolve(isolate, isolate.realm().intrinsic(Intrinsic::kPromise), request.value);
  if (promise.failed()) {
    if (isolate.terminating) return;
    generator->state = GeneratorObject::kCompleted;
    complete_step(isolate, generator, true, isolate.take_exception(), true);
    drain_queue(isolate, generator);
    return;
  }
  NativeFunction* fulfilled =
      new_native_function(isolate, await_return_settled, isolate.names().empty, 1, Value(generator));
  NativeFunction* rejected =
      new_native_function(isolate, await_return_settled, isolate.names().empty, 1, Value(generator));
  rejected->magic = 1;
  PromiseReaction* reaction = new_reaction(isolate);
  reaction->on_fulfilled = Value(fulfilled);
  reaction->on_rejected = Value(rejected);
  isolate.heap().write_barrier(reaction);
  perform_promise_then(isolate, static_cast<PromiseObject*>(promise.value()), reaction);
}

// sec-asyncgeneratordrainqueue
void drain_queue(Isolate& isolate, GeneratorObject* generator) {
  while (!queue_empty(generator) && !isolate.has_exception()) {
    Request request = first_request(generator);
    if (request.mode == ResumeMode::kReturn) return await_return(isolate, generator);
    complete_step(isolate, generator, request.mode == ResumeMode::kThrow,
                  request.mode == ResumeMode::kThrow ? request.value : Value::undefined(), true);
  }
}

}  // namespace

Completion<Value> async_generator_enqueue(Isolate& isolate, Value receiver, ResumeMode mode, Value value) {
  PromiseObject* promise = new_promise(isolate);
  if (!receiver.is_object() || as_object(receiver)->type != CellType::kAsyncGenerator) {
    static constexpr const char* kMethods[] = {"next", "throw", "return"};
    (void)throw_type_error(isolate, "%s method called on incompatible receiver %s", kMethods[static_cast<int>(mode)],
                           describe_for_error(isolate, receiver).c_str());
    reject_promise(isolate, promise, isolate.take_exception());
    return Value(promise);
  }
  auto* generator = cast<GeneratorObject>(receiver);
  if (!generator->queue.is_object()) {
    generator->queue = Value(new_array(isolate));
    isolate.heap().write_barrier(generator);
  }
  if (generator->state == GeneratorObject::kSuspendedStart && mode != ResumeMode::kNext) complete(isolate, generator);
  Value words[] = {Value::int32(static_cast<int32_t>(mode)), value, Value(promise)};
  array_push(isolate, queue_of(generator), Value(new_array_from(isolate, words)));
  if (queue_of(generator)->length > 1) return Value(promise);  // something is running or waiting
  switch (generator->state) {
    case GeneratorObject::kCompleted: drain_queue(isolate, generator); break;
    case GeneratorObject::kSuspendedStart:
    case GeneratorObject::kSuspendedYield: run(isolate, generator, mode, value); break;
    default: break;
  }
  return unless_ending(isolate, Value(promise));
}

void resume_after_await(Isolate& isolate, GeneratorObject* generator, bool rejected, Value value) {
  ResumeMode mode = rejected ? ResumeMode::kThrow : ResumeMode::kNext;
  if (kind_of(generator) == GeneratorKind::kAsyncGenerator) {
    run(isolate, generator, mode, value);
  } else {
    bool done = false;
    Completion<Value> result = resume_generator(isolate, generator, mode, value, &done);
    if (result.failed() && !isolate.terminating) {
      // Only what the function's own handler could not catch gets here.
      Value exception = isolate.take_exception();
      if (generator->promise.is_object() && cast<PromiseObject>(generator->promise)->state == PromiseObject::kPending) {
        reject_promise(isolate, cast<PromiseObject>(generator->promise), exception);
      }
    }
  }
}

}  // namespace scrim
