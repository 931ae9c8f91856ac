#include "engine/interpreter/promise.h"

#include "engine/interpreter/frame.h"
#include "engine/interpreter/generators.h"
#include "engine/objects/call.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"

namespace scrim {

namespace {

// `place` is the realm's function of this job.
void enqueue(Isolate& isolate, NativeFunction* Realm::* place, NativeCode job, Value a, Value b, Value c) {
  if (!isolate.host.enqueue_job) return;
  Realm& realm = isolate.realm();
  NativeFunction* function = realm.*place;
  // The function's data is the async context it was queued in; without one it is always the same function.
  if (!function || isolate.async_context != function->data) {
    function = new_native_function(isolate, job, isolate.names().empty, 0, isolate.async_context);
    if (isolate.async_context.is_undefined()) {
      realm.*place = function;
      isolate.heap().write_barrier(&realm);
    }
  }
  isolate.host.enqueue_job(isolate.host.context, isolate, Value(function), a, b, c);
}

// ECMA-262 sec-newpromisereactionjob. Arguments: reaction, argument, whether it is the rejection.
Completion<Value> reaction_job(Isolate& isolate, Frame& frame) {
  auto* reaction = cast<PromiseReaction>(frame.arguments[0]);
  isolate.async_context = reaction->context;  // the host puts back its own after each job
  isolate.current_task = Value(reaction);
  Value argument = frame.arguments[1];
  bool rejected = frame.arguments[2].is_true();
  if (reaction->promise.is_object() && (as_object(reaction->promise)->type == CellType::kGenerator ||
                                        as_object(reaction->promise)->type == CellType::kAsyncGenerator)) {
    resume_after_await(isolate, cast<GeneratorObject>(reaction->promise), rejected, argument);
    return unless_ending(isolate, Value::undefined());
  }
  Value handler = rejected ? reaction->on_rejected : reaction->on_fulfilled;
  Value result = argument;
  bool failed = rejected;
  if (is_callable(handler)) {
    Completion<Value> completion = call(isolate, handler, Value::undefined(), {argument});
    failed = completion.failed();
    if (failed && isolate.terminating) return Throw{};
    result = failed ? isolate.take_exception() : completion.value();
  }
  if (reaction->functions.is_undefined()) {
    if (!reaction->promise.is_object() || as_object(reaction->promise)->type != CellType::kPromise) {
      return Value::undefined();
    }
    auto* promise = cast<PromiseObject>(reaction->promise);
    if (failed) {
      if (isolate.on_reject && reaction->has_flag(PromiseReaction::kFollows)) [[unlikely]]
        TRY(isolate.on_reject(isolate, promise, result));
      reject_promise(isolate, promise, result);
    } else {
      resolve_promise(isolate, promise, result);
    }
    return unless_ending(isolate, Value::undefined());
  }
  const Value function = cast<Array>(reaction->functions)->vector()->values[failed ? 1 : 0];
  return call(isolate, function, Value::undefined(), {result});
}

bool is_own_then(Isolate& isolate, Value then) {
  if (as_object(then)->type != CellType::kNativeFunction) return false;
  auto* native = cast<NativeFunction>(then);
  return native->native == promise_prototype_then && native->realm == &isolate.realm();
}

// ECMA-262 sec-newpromiseresolvethenablejob. Arguments: promise, thenable, then.
Completion<Value> thenable_job(Isolate& isolate, Frame& frame) {
  isolate.async_context = cast<NativeFunction>(frame.callee)->data;
  auto* promise = cast<PromiseObject>(frame.arguments[0]);
  const Value thenable = frame.arguments[1];
  const Value then = frame.arguments[2];
  if (is_own_then(isolate, then) && as_object(thenable)->type == CellType::kPromise) {
    if (!follow_promise(isolate, promise, cast<PromiseObject>(thenable)).failed()) return Value::undefined();
    if (isolate.terminating) return Throw{};
    const Value reason = isolate.take_exception();
    if (isolate.on_reject) [[unlikely]]
      TRY(isolate.on_reject(isolate, promise, reason));
    reject_promise(isolate, promise, reason);
    return Value::undefined();
  }
  Value resolve, reject;
  create_resolving_functions(isolate, promise, &resolve, &reject);
  Completion<Value> result = call(isolate, then, thenable, {resolve, reject});
  if (!result.failed()) return result;
  if (isolate.terminating) return Throw{};
  return call(isolate, reject, Value::undefined(), {isolate.take_exception()});
}

void trigger(Isolate& isolate, PromiseReaction* reactions, Value argument, bool rejected) {
  // Kept newest first; jobs run oldest first.
  PromiseReaction* ordered = nullptr;
  while (reactions) {
    PromiseReaction* next = reactions->next;
    reactions->next = ordered;
    isolate.heap().write_barrier(reactions);
    ordered = reactions;
    reactions = next;
  }
  for (; ordered; ordered = ordered->next) {
    enqueue(isolate, &Realm::reaction_job, reaction_job, Value(ordered), argument, Value::boolean(rejected));
  }
}

void settle(Isolate& isolate, PromiseObject* promise, PromiseObject::State state, Value value) {
  PromiseReaction* reactions = promise->reactions;
  promise->reactions = nullptr;
  promise->result = value;
  promise->state = state;
  isolate.heap().write_barrier(promise);
  if (state == PromiseObject::kRejected && !promise->handled && isolate.host.rejection_tracker) {
    isolate.host.rejection_tracker(isolate.host.context, isolate, promise, false);
  }
  trigger(isolate, reactions, value, state == PromiseObject::kRejected);
}

// The resolving functions share a box: true once one of them was called.
Completion<Value> resolving_function(Isolate& isolate, Frame& frame) {
  auto* function = cast<NativeFunction>(frame.callee);
  auto* pair = cast<Array>(function->data);
  Value* values = pair->vector()->values;
  auto* already = cast<Box>(values[1]);
  if (already->value.is_true()) return Value::undefined();
  already->value = Value::boolean(true);
  auto* promise = cast<PromiseObject>(values[0]);
  Value argument = frame.argument(0);
  if (function->magic) {
    if (isolate.on_reject) [[unlikely]]
      TRY(isolate.on_reject(isolate, promise, argument));
    reject_promise(isolate, promise, argument);
  } else {
    resolve_promise(isolate, promise, argument);
  }
  return unless_ending(isolate, Value::undefined());
}

}  // namespace

bool is_reaction_job(const NativeFunction* function) {
  return function->native == reaction_job;
}

bool is_thenable_job(const NativeFunction* function) {
  return function->native == thenable_job;
}

PromiseObject* promise_of_resolving_function(const NativeFunction* function) {
  if (function->native != resolving_function) return nullptr;
  return cast<PromiseObject>(cast<Array>(function->data)->vector()->values[0]);
}

PromiseObject* new_promise_of_shape(Isolate& isolate, Shape* shape) {
  auto* promise = allocate_object<PromiseObject>(isolate, shape);
  promise->result = Value::undefined();
  promise->reactions = nullptr;
  promise->state = PromiseObject::kPending;
  promise->handled = 0;
  return promise;
}

PromiseObject* new_promise(Isolate& isolate) {
  Realm& realm = isolate.realm();
  if (!realm.promise_shape) {
    realm.promise_shape = root_shape(isolate, realm.intrinsic(Intrinsic::kPromisePrototype), CellType::kPromise, 0, 0);
    isolate.heap().write_barrier(&realm);
  }
  return new_promise_of_shape(isolate, realm.promise_shape);
}

void fulfill_promise(Isolate& isolate, PromiseObject* promise, Value value) {
  settle(isolate, promise, PromiseObject::kFulfilled, value);
}

void reject_promise(Isolate& isolate, PromiseObject* promise, Value reason) {
  settle(isolate, promise, PromiseObject::kRejected, reason);
}

void resolve_promise(Isolate& isolate, PromiseObject* promise, Value resolution) {
  if (resolution == Value(promise)) {
    (void)throw_type_error(isolate, "Chaining cycle detected for promise #<Promise>");
    return reject_promise(isolate, promise, isolate.take_exception());
  }
  if (!resolution.is_object()) return fulfill_promise(isolate, promise, resolution);
  Completion<Value> then = get(isolate, as_object(resolution), isolate.names().then);
  if (then.failed()) {
    if (isolate.terminating) return;
    return reject_promise(isolate, promise, isolate.take_exception());
  }
  if (!is_callable(then.value())) return fulfill_promise(isolate, promise, resolution);
  enqueue(isolate, &Realm::thenable_job, thenable_job, Value(promise), resolution, then.value());
}

void create_resolving_functions(Isolate& isolate, PromiseObject* promise, Value* resolve, Value* reject) {
  auto* already = static_cast<Box*>(isolate.heap().allocate(sizeof(Box)));
  already->set_header(Cell::header_word(CellType::kBox));
  already->value = Value::boolean(false);
  Value pair[] = {Value(promise), Value(already)};
  Array* shared = new_array_from(isolate, pair);
  NativeFunction* resolver = new_native_function(isolate, resolving_function, isolate.names().empty, 1, Value(shared));
  NativeFunction* rejecter = new_native_function(isolate, resolving_function, isolate.names().empty, 1, Value(shared));
  rejecter->magic = 1;
  *resolve = Value(resolver);
  *reject = Value(rejecter);
}

Completion<Object*> promise_resolve(Isolate& isolate, Object* constructor, Value value) {
  if (value.is_object() && as_object(value)->type == CellType::kPromise) {
    Value its = TRY(get(isolate, as_object(value), isolate.names().constructor));
    if (its == Value(constructor)) return as_object(value);
  }
  if (constructor == isolate.realm().intrinsic(Intrinsic::kPromise)) {
    PromiseObject* promise = new_promise(isolate);
    resolve_promise(isolate, promise, value);
    if (isolate.has_exception()) return Throw{};
    return static_cast<Object*>(promise);
  }
  // NewPromiseCapability of some other constructor is builtins/promise.cpp's.
  Value resolve_method = TRY(get(isolate, constructor, isolate.names().resolve));
  return as_object(TRY(call(isolate, resolve_method, Value(constructor), {value})));
}

PromiseReaction* new_reaction(Isolate& isolate) {
  auto* reaction = static_cast<PromiseReaction*>(isolate.heap().allocate(sizeof(PromiseReaction)));
  reaction->set_header(Cell::header_word(CellType::kPromiseReaction));
  reaction->next = nullptr;
  reaction->promise = reaction->functions = Value::undefined();
  reaction->on_fulfilled = reaction->on_rejected = Value::undefined();
  reaction->context = isolate.async_context;
  reaction->origin = nullptr;
  return reaction;
}

void perform_promise_then(Isolate& isolate, PromiseObject* promise, PromiseReaction* reaction) {
  switch (promise->state) {
    case PromiseObject::kPending:
      reaction->next = promise->reactions;
      promise->reactions = reaction;
      isolate.heap().write_barrier(promise);
      break;
    case PromiseObject::kFulfilled:
      enqueue(isolate, &Realm::reaction_job, reaction_job, Value(reaction), promise->result, Value::boolean(false));
      break;
    case PromiseObject::kRejected:
      if (!promise->handled && isolate.host.rejection_tracker) {
        isolate.host.rejection_tracker(isolate.host.context, isolate, promise, true);
      }
      enqueue(isolate, &Realm::reaction_job, reaction_job, Value(reaction), promise->result, Value::boolean(true));
      break;
  }
  promise->handled = 1;
}

// ECMA-262 sec-await
Completion<void> await_promise(Isolate& isolate, GeneratorObject* generator, Value value) {
  Object* promise = TRY(promise_resolve(isolate, isolate.realm().intrinsic(Intrinsic::kPromise), value));
  PromiseReaction* reaction = new_reaction(isolate);
  reaction->promise = Value(generator);
  generator->awaiting = Value(promise);
  isolate.heap().write_barrier(generator);
  perform_promise_then(isolate, static_cast<PromiseObject*>(promise), reaction);
  return {};
}

}  // namespace scrim
