// Promise.prototype.then. Here and not in builtins/: what a promise does that was resolved with another one depends on
// whether `then` is this one.
#include "engine/interpreter/cache.h"
#include "engine/interpreter/frame.h"
#include "engine/interpreter/promise.h"
#include "engine/interpreter/task_origin.h"
#include "engine/objects/call.h"
#include "engine/objects/conversions.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"

namespace scrim {

namespace {

// ECMA-262 sec-getcapabilitiesexecutor-functions; data: [resolve, reject]
Completion<Value> capabilities_executor(Isolate& isolate, Frame& frame) {
  auto* slots = cast<Array>(cast<NativeFunction>(frame.callee)->data);
  Value* values = slots->vector()->values;
  if (!values[0].is_undefined() || !values[1].is_undefined())
    return throw_type_error(isolate, "Promise executor has already been invoked with non-undefined arguments");
  values[0] = frame.argument(0);
  values[1] = frame.argument(1);
  isolate.heap().write_barrier(slots->vector());
  return Value::undefined();
}

// SpeciesConstructor; without calling anything while %Promise%[@@species] is the one it began with.
Completion<Value> species_of(Isolate& isolate, PromiseObject* promise) {
  Object* own = isolate.realm().intrinsic(Intrinsic::kPromise);
  if (promise->shape() == isolate.realm().promise_shape) {
    Value constructor = TRY(get_through_cache(isolate, Value(promise), isolate.names().constructor));
    const PropertyEntry* species = find_property(isolate, own->shape(), isolate.names().species);
    if (constructor == Value(own) && species && (species->attributes & Attributes::kAccessor)) {
      Value pair = own->get_slot(species->slot);
      Value getter = pair.is_empty() ? pair : cast<AccessorPair>(pair)->getter;
      if (getter.is_object() && as_object(getter)->type == CellType::kNativeFunction &&
          cast<NativeFunction>(getter)->native == species_getter) {
        return constructor;
      }
    }
  }
  return Value(TRY(species_constructor(isolate, promise, own)));
}

// What is left of `then` where its constructor is known; not callable: no handler.
inline Completion<Value> then_with(Isolate& isolate, PromiseObject* promise, Value constructor, Value on_fulfilled,
                                   Value on_rejected) {
  Value derived;
  Value functions;
  if (constructor == Value(isolate.realm().intrinsic(Intrinsic::kPromise))) [[likely]] {
    derived = Value(new_promise(isolate));
  } else {
    PromiseCapability capability;
    TRY(new_promise_capability(isolate, constructor, true, &capability));
    Value pair[] = {capability.resolve, capability.reject};
    derived = capability.promise;
    functions = Value(new_array_from(isolate, pair));
  }
  TaskOrigin* origin = task_origin(isolate);
  PromiseReaction* reaction = new_reaction(isolate);
  reaction->origin = origin;
  reaction->promise = derived;
  reaction->functions = functions;
  if (is_callable(on_fulfilled)) reaction->on_fulfilled = on_fulfilled;
  if (is_callable(on_rejected)) reaction->on_rejected = on_rejected;
  perform_promise_then(isolate, promise, reaction);
  return derived;
}

}  // namespace

Completion<Value> species_getter(Isolate&, Frame& frame) {
  return frame.this_value;
}

Completion<void> new_promise_capability(Isolate& isolate, Value constructor, bool functions,
                                        PromiseCapability* capability) {
  if (constructor == Value(isolate.realm().intrinsic(Intrinsic::kPromise))) {
    PromiseObject* promise = new_promise(isolate);
    *capability = {Value(promise), Value::undefined(), Value::undefined()};
    if (functions) create_resolving_functions(isolate, promise, &capability->resolve, &capability->reject);
    return {};
  }
  if (!is_constructor(constructor))
    return throw_type_error(isolate, "%s is not a constructor", describe_for_error(isolate, constructor).c_str());
  Value empty[] = {Value::undefined(), Value::undefined()};
  Array* slots = new_array_from(isolate, empty);
  Value executor(new_native_function(isolate, capabilities_executor, PropertyKey(), 2, Value(slots)));
  Object* promise = TRY(construct(isolate, as_object(constructor), std::span<const Value>(&executor, 1)));
  const Value* values = slots->vector()->values;
  if (!is_callable(values[0]) || !is_callable(values[1]))
    return throw_type_error(isolate, "Promise resolve or reject function is not callable");
  *capability = {Value(promise), values[0], values[1]};
  return {};
}

// ECMA-262 sec-promise.prototype.then
Completion<Value> promise_prototype_then(Isolate& isolate, Frame& frame) {
  if (!frame.this_value.is_object() || as_object(frame.this_value)->type != CellType::kPromise)
    return throw_incompatible_receiver(isolate, "Promise.prototype.then", frame.this_value);
  auto* promise = cast<PromiseObject>(frame.this_value);
  Value constructor = TRY(species_of(isolate, promise));
  return then_with(isolate, promise, constructor, frame.argument(0), frame.argument(1));
}

Completion<void> follow_promise(Isolate& isolate, PromiseObject* follower, PromiseObject* followed) {
  Value constructor = TRY(species_of(isolate, followed));
  if (constructor != Value(isolate.realm().intrinsic(Intrinsic::kPromise))) {
    Value resolve, reject;
    create_resolving_functions(isolate, follower, &resolve, &reject);
    TRY(then_with(isolate, followed, constructor, resolve, reject));
    return {};
  }
  TaskOrigin* origin = task_origin(isolate);
  PromiseReaction* reaction = new_reaction(isolate);
  reaction->flags = PromiseReaction::kFollows;
  reaction->origin = origin;
  reaction->promise = Value(follower);
  perform_promise_then(isolate, followed, reaction);
  return {};
}

}  // namespace scrim
