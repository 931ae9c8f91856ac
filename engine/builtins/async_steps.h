// Builtins that await: an async function of the specification as a native of steps.
//
// The state is an Array that no program sees; [0] is the promise that the builtin has returned. A step is called with
// what was awaited and runs to the next await or to the end.
#pragma once

#include "engine/builtins/support.h"
#include "engine/interpreter/promise.h"

namespace scrim {

// The result is what to await next, or with *done what the promise is resolved with; Throw rejects it. `rejected`: what
// was awaited was rejected with `value`; so is a value that could not be awaited because its constructor threw.
using AsyncStep = Completion<Value> (*)(Isolate& isolate, Array* state, Value value, bool rejected, bool* done);

inline Value& state_word(Array* state, uint32_t index) {
  return state->vector()->values[index];
}
inline void set_state_word(Isolate& isolate, Array* state, uint32_t index, Value value) {
  state->vector()->values[index] = value;
  isolate.heap().write_barrier(state->vector());
}

template <AsyncStep step>
void run_async_steps(Isolate& isolate, Array* state, Value value, bool rejected);

template <AsyncStep step>
Completion<Value> continue_async_steps(Isolate& isolate, Frame& frame) {
  NativeFunction* self = callee_of(frame);
  run_async_steps<step>(isolate, cast<Array>(self->data), frame.argument(0), self->magic);
  return unless_ending(isolate, Value::undefined());
}

template <AsyncStep step>
void run_async_steps(Isolate& isolate, Array* state, Value value, bool rejected) {
  auto* promise = cast<PromiseObject>(state_word(state, 0));
  for (;;) {
    bool done = false;
    Completion<Value> result = step(isolate, state, value, rejected, &done);
    if (result.failed()) {
      if (!isolate.terminating) reject_promise(isolate, promise, isolate.take_exception());
      return;
    }
    if (done) return resolve_promise(isolate, promise, result.value());
    Completion<Object*> awaited =
        promise_resolve(isolate, isolate.realm().intrinsic(Intrinsic::kPromise), result.value());
    if (!awaited.failed()) {
      // Both before the stores: between a store and its barrier nothing may collect.
      Value fulfilled(make_closure(isolate, continue_async_steps<step>, 1, Value(state), 0));
      Value rejecting(make_closure(isolate, continue_async_steps<step>, 1, Value(state), 1));
      PromiseReaction* reaction = new_reaction(isolate);
      reaction->on_fulfilled = fulfilled;
      reaction->on_rejected = rejecting;
      isolate.heap().write_barrier(reaction);
      return perform_promise_then(isolate, static_cast<PromiseObject*>(awaited.value()), reaction);
    }
    if (isolate.terminating) return;
    value = isolate.take_exception();
    rejected = true;
  }
}

// Runs the first step; the promise.
template <AsyncStep step>
Completion<Value> start_async_steps(Isolate& isolate, std::initializer_list<Value> words) {
  Array* state = new_array(isolate);
  array_push(isolate, state, Value(new_promise(isolate)));
  for (Value word : words) array_push(isolate, state, word);
  run_async_steps<step>(isolate, state, Value::undefined(), false);
  return unless_ending(isolate, state_word(state, 0));
}

}  // namespace scrim
