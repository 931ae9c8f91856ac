// Promise: the constructor and its methods, on the machinery of interpreter/promise.h. ECMA-262 sec-promise-objects
#include "engine/interpreter/promise.h"

#include "engine/builtins/support.h"
#include "engine/objects/iteration.h"

namespace scrim {

namespace {

using Capability = PromiseCapability;

Completion<void> resolve_with(Isolate& isolate, const Capability& capability, Value value) {
  if (!capability.resolve.is_undefined()) {
    TRY(call(isolate, capability.resolve, Value::undefined(), {value}));
    return {};
  }
  resolve_promise(isolate, cast<PromiseObject>(capability.promise), value);
  TRY(unless_ending(isolate, Value::undefined()));
  return {};
}

Completion<void> reject_with(Isolate& isolate, const Capability& capability, Value reason) {
  if (!capability.reject.is_undefined()) {
    TRY(call(isolate, capability.reject, Value::undefined(), {reason}));
    return {};
  }
  reject_promise(isolate, cast<PromiseObject>(capability.promise), reason);
  return {};
}

// IfAbruptRejectPromise: the pending exception becomes the rejection.
Completion<Value> reject_pending(Isolate& isolate, const Capability& capability) {
  if (isolate.terminating) return Throw{};
  Value reason = isolate.take_exception();
  TRY(reject_with(isolate, capability, reason));
  return capability.promise;
}

// ECMA-262 sec-promise-executor
Completion<Value> promise_constructor(Isolate& isolate, Frame& frame) {
  if (frame.new_target.is_undefined())
    return throw_type_error(isolate, "Promise constructor cannot be invoked without 'new'");
  Value executor = frame.argument(0);
  if (!is_callable(executor))
    return throw_type_error(isolate, "Promise resolver %s is not a function",
                            describe_for_error(isolate, executor).c_str());
  Shape* shape =
      TRY(shape_from_constructor(isolate, frame.new_target, Intrinsic::kPromisePrototype, CellType::kPromise));
  PromiseObject* promise = new_promise_of_shape(isolate, shape);
  Value resolve;
  Value reject;
  create_resolving_functions(isolate, promise, &resolve, &reject);
  Completion<Value> result = call(isolate, executor, Value::undefined(), {resolve, reject});
  if (result.failed()) {
    if (isolate.terminating) return Throw{};
    Value reason = isolate.take_exception();
    TRY(call(isolate, reject, Value::undefined(), {reason}));
  }
  return Value(promise);
}

// ECMA-262 sec-promise-resolve
Completion<Value> resolve_in(Isolate& isolate, Value constructor, Value value) {
  if (is_type(value, CellType::kPromise)) {
    Value own = TRY(get(isolate, as_object(value), isolate.names().constructor));
    if (own == constructor) return value;
  }
  Capability capability;
  TRY(new_promise_capability(isolate, constructor, false, &capability));
  TRY(resolve_with(isolate, capability, value));
  return capability.promise;
}

Completion<Value> promise_resolve_method(Isolate& isolate, Frame& frame) {
  if (!frame.this_value.is_object()) return throw_type_error(isolate, "PromiseResolve called on non-object");
  return resolve_in(isolate, frame.this_value, frame.argument(0));
}

Completion<Value> promise_reject_method(Isolate& isolate, Frame& frame) {
  if (!frame.this_value.is_object()) return throw_type_error(isolate, "PromiseReject called on non-object");
  Capability capability;
  TRY(new_promise_capability(isolate, frame.this_value, false, &capability));
  const Value reason = frame.argument(0);
  if (isolate.on_reject && capability.reject.is_undefined()) [[unlikely]]
    TRY(isolate.on_reject(isolate, nullptr, reason));
  TRY(reject_with(isolate, capability, reason));
  return capability.promise;
}

// ECMA-262 sec-promise.try
Completion<Value> promise_try(Isolate& isolate, Frame& frame) {
  if (!frame.this_value.is_object()) return throw_type_error(isolate, "Promise.try called on non-object");
  Capability capability;
  TRY(new_promise_capability(isolate, frame.this_value, false, &capability));
  uint32_t count = frame.argument_count ? frame.argument_count - 1 : 0;
  Completion<Value> result =
      call(isolate, frame.argument(0), Value::undefined(), std::span<const Value>(frame.arguments + 1, count));
  if (result.failed()) return reject_pending(isolate, capability);
  TRY(resolve_with(isolate, capability, result.value()));
  return capability.promise;
}

// ECMA-262 sec-promise.withResolvers
Completion<Value> promise_with_resolvers(Isolate& isolate, Frame& frame) {
  if (!frame.this_value.is_object()) return throw_type_error(isolate, "Promise.withResolvers called on non-object");
  Capability capability;
  TRY(new_promise_capability(isolate, frame.this_value, true, &capability));
  const Names& names = isolate.names();
  Object* result = new_plain_object(isolate);
  put_direct(isolate, result, names.promise, capability.promise);
  put_direct(isolate, result, names.resolve, capability.resolve);
  put_direct(isolate, result, names.reject, capability.reject);
  return Value(result);
}

// --- the combinators

enum Combinator : uint32_t { kAll, kAllSettled, kAny, kRace };

// What the element functions of one call share, as an Array: the values (or errors), how many are outstanding, the
// capability, and the keys of the keyed forms (an Array; undefined: the result is the values). An element function's
// data is an Array of these, the index, and whether it was called.

Value& slot(Value array, uint32_t index) {
  return cast<Array>(array)->vector()->values[index];
}

Capability capability_of(Value shared) {
  return {slot(shared, kSharedPromise), slot(shared, kSharedResolve), slot(shared, kSharedReject)};
}

Completion<void> finish(Isolate& isolate, Combinator kind, Value shared) {
  Capability capability = capability_of(shared);
  if (kind != kAny) {
    Value values = slot(shared, kSharedValues);
    if (slot(shared, kSharedKeys).is_undefined()) return resolve_with(isolate, capability, values);
    auto* keys = cast<Array>(slot(shared, kSharedKeys));
    Object* result = new_object_with_prototype(isolate, nullptr);
    for (uint32_t i = 0; i < keys->length; ++i) {
      PropertyKey key = TRY(to_property_key(isolate, slot(Value(keys), i)));
      TRY(create_data_property_or_throw(isolate, result, key, slot(values, i)));
    }
    return resolve_with(isolate, capability, Value(result));
  }
  Object* prototype = isolate.realm().intrinsic(Intrinsic::kAggregateErrorPrototype);
  ErrorObject* error = new_error_object(isolate, root_shape(isolate, prototype, CellType::kError, 0, 3));
  capture_stack_trace(isolate, error);
  put_direct(isolate, error, isolate.names().message, Value(intern_latin1(isolate, "All promises were rejected")),
             Attributes::kHidden);
  put_direct(isolate, error, isolate.names().errors, slot(shared, kSharedValues), Attributes::kHidden);
  return reject_with(isolate, capability, Value(error));
}

Completion<void> count_down(Isolate& isolate, Combinator kind, Value shared) {
  int32_t remaining = slot(shared, kSharedRemaining).as_int32() - 1;
  slot(shared, kSharedRemaining) = Value::int32(remaining);
  if (remaining == 0) return finish(isolate, kind, shared);
  return {};
}

// magic: the combinator, and bit 8 for the rejection of allSettled
Completion<Value> element_function(Isolate& isolate, Frame& frame) {
  NativeFunction* self = callee_of(frame);
  Value element = self->data;
  if (slot(element, kElementCalled).is_true()) return Value::undefined();
  slot(element, kElementCalled) = Value::boolean(true);
  auto kind = static_cast<Combinator>(self->magic & 0xff);
  bool rejected = self->magic & 0x100;
  Value shared = slot(element, kElementShared);
  Value value = frame.argument(0);
  if (kind == kAllSettled) {
    const Names& names = isolate.names();
    Object* outcome = new_plain_object(isolate, 2);
    put_direct(isolate, outcome, names.status, Value((rejected ? names.rejected : names.fulfilled).as_cell()));
    put_direct(isolate, outcome, rejected ? names.reason : names.value, value);
    value = Value(outcome);
  }
  Array* values = cast<Array>(slot(shared, kSharedValues));
  put_element(isolate, values, static_cast<uint32_t>(slot(element, kElementIndex).as_int32()), value);
  TRY(count_down(isolate, kind, shared));
  return Value::undefined();
}

// One promise of those that are combined: its `then` gets the element functions.
Completion<void> combine_one(Isolate& isolate, Combinator kind, Value constructor, Value resolve, Value shared,
                             int32_t index, Value value) {
  Capability capability = capability_of(shared);
  Value promise = TRY(call(isolate, resolve, constructor, {value}));
  Value on_fulfilled = capability.resolve;
  Value on_rejected = capability.reject;
  if (kind != kRace) {
    array_push(isolate, cast<Array>(slot(shared, kSharedValues)), Value::undefined());
    Value element = Value(array_of(isolate, {shared, Value::int32(index), Value::boolean(false)}));
    Value function = Value(make_closure(isolate, element_function, 1, element, kind | kPromiseElementMagic));
    if (kind == kAny) {
      on_rejected = function;
    } else {
      on_fulfilled = function;
      if (kind == kAllSettled)
        on_rejected = Value(make_closure(isolate, element_function, 1, element, kind | 0x100 | kPromiseElementMagic));
    }
    slot(shared, kSharedRemaining) = Value::int32(slot(shared, kSharedRemaining).as_int32() + 1);
  }
  Value arguments[] = {on_fulfilled, on_rejected};
  TRY(invoke(isolate, promise, isolate.names().then, arguments));
  return {};
}

Completion<void> combine(Isolate& isolate, Combinator kind, Value constructor, IteratorRecord* record, Value resolve,
                         Value shared) {
  for (int32_t index = 0;; ++index) {
    bool done = false;
    Value value = TRY(iterator_step_value(isolate, record, &done));
    if (done) {
      if (kind == kRace) return {};
      return count_down(isolate, kind, shared);
    }
    TRY(combine_one(isolate, kind, constructor, resolve, shared, index, value));
  }
}

// The own enumerable properties of an object, symbols too (proposal await-dictionary).
Completion<void> combine_keyed(Isolate& isolate, Combinator kind, Value constructor, Object* promises, Value resolve,
                               Value shared) {
  Array* all = TRY(own_property_keys(isolate, promises));
  Array* keys = cast<Array>(slot(shared, kSharedKeys));
  for (uint32_t i = 0; i < all->length; ++i) {
    PropertyKey key = TRY(to_property_key(isolate, slot(Value(all), i)));
    PropertyDescriptor descriptor;
    if (!TRY(get_own_property(isolate, promises, key, &descriptor)) || !descriptor.is(Attributes::kEnumerable))
      continue;
    Value value = TRY(get(isolate, promises, key));
    array_push(isolate, keys, slot(Value(all), i));
    TRY(combine_one(isolate, kind, constructor, resolve, shared, static_cast<int32_t>(keys->length - 1), value));
  }
  return count_down(isolate, kind, shared);
}

// ECMA-262 sec-promise.all and its siblings
template <Combinator kind, bool keyed = false>
Completion<Value> promise_combinator(Isolate& isolate, Frame& frame) {
  Value constructor = frame.this_value;
  if (!constructor.is_object()) return throw_type_error(isolate, "%s called on non-object", kPromiseCombinators[kind]);
  Capability capability;
  TRY(new_promise_capability(isolate, constructor, true, &capability));
  Completion<Value> resolve = get(isolate, as_object(constructor), isolate.names().resolve);
  if (!resolve.failed() && !is_callable(resolve.value()))
    resolve = throw_type_error(isolate, "Promise resolve or reject function is not callable");
  if (resolve.failed()) return reject_pending(isolate, capability);
  Value keys = keyed ? Value(new_array(isolate)) : Value::undefined();
  Value shared = Value(array_of(isolate, {Value(new_array(isolate)), Value::int32(1), capability.promise,
                                          capability.resolve, capability.reject, keys}));
  if (keyed) {
    Value promises = frame.argument(0);
    Completion<void> combined;
    if (promises.is_object())
      combined = combine_keyed(isolate, kind, constructor, as_object(promises), resolve.value(), shared);
    else
      combined = throw_type_error(isolate, "%s is not an object", describe_for_error(isolate, promises).c_str());
    if (combined.failed()) return reject_pending(isolate, capability);
    return capability.promise;
  }
  IteratorRecord record;
  if (get_iterator(isolate, frame.argument(0), &record).failed()) return reject_pending(isolate, capability);
  if (combine(isolate, kind, constructor, &record, resolve.value(), shared).failed()) {
    if (!record.done) iterator_close_throw(isolate, record);
    return reject_pending(isolate, capability);
  }
  return capability.promise;
}

// --- Promise.prototype

Completion<Value> promise_prototype_catch(Isolate& isolate, Frame& frame) {
  Value arguments[] = {Value::undefined(), frame.argument(0)};
  return invoke(isolate, frame.this_value, isolate.names().then, arguments);
}

// ECMA-262 sec-promise.prototype.finally. data: [on finally, constructor]; magic 1: after a rejection
Completion<Value> give_back(Isolate&, Frame& frame) {
  return callee_of(frame)->data;
}
Completion<Value> throw_back(Isolate& isolate, Frame& frame) {
  return throw_value(isolate, callee_of(frame)->data);
}

Completion<Value> finally_function(Isolate& isolate, Frame& frame) {
  NativeFunction* self = callee_of(frame);
  Value data = self->data;
  Value result = TRY(call(isolate, slot(data, 0), Value::undefined()));
  Value promise = TRY(resolve_in(isolate, slot(data, 1), result));
  Value then = Value(make_closure(isolate, self->magic ? throw_back : give_back, 0, frame.argument(0)));
  return invoke(isolate, promise, isolate.names().then, std::span<const Value>(&then, 1));
}

Completion<Value> promise_prototype_finally(Isolate& isolate, Frame& frame) {
  if (!frame.this_value.is_object())
    return throw_incompatible_receiver(isolate, "Promise.prototype.finally", frame.this_value);
  Object* constructor =
      TRY(species_constructor(isolate, as_object(frame.this_value), isolate.realm().intrinsic(Intrinsic::kPromise)));
  Value on_finally = frame.argument(0);
  Value arguments[] = {on_finally, on_finally};
  if (is_callable(on_finally)) {
    Value data = Value(array_of(isolate, {on_finally, Value(constructor)}));
    arguments[0] = Value(make_closure(isolate, finally_function, 1, data, 0));
    arguments[1] = Value(make_closure(isolate, finally_function, 1, data, 1));
  }
  return invoke(isolate, frame.this_value, isolate.names().then, arguments);
}

using P = BuiltinProperty;
constexpr P kPromiseTable[] = {
    P::function("all", promise_combinator<kAll>, 1),
    P::function("allKeyed", promise_combinator<kAll, true>, 1),
    P::function("allSettled", promise_combinator<kAllSettled>, 1),
    P::function("allSettledKeyed", promise_combinator<kAllSettled, true>, 1),
    P::function("any", promise_combinator<kAny>, 1),
    P::function("race", promise_combinator<kRace>, 1),
    P::function("resolve", promise_resolve_method, 1),
    P::function("reject", promise_reject_method, 1),
    P::function("withResolvers", promise_with_resolvers, 0),
    P::accessor("@@species", species_getter),
    P::function("try", promise_try, 1),
};
constexpr P kPromisePrototypeTable[] = {
    P::string("@@toStringTag", "Promise"),
    P::function("then", promise_prototype_then, 2),
    P::function("catch", promise_prototype_catch, 1),
    P::function("finally", promise_prototype_finally, 1),
};

}  // namespace

extern constexpr ClassSpec kPromiseClass = {
    Intrinsic::kPromise, Intrinsic::kPromisePrototype, "Promise", promise_constructor, 1,
    kPromiseTable,       kPromisePrototypeTable};

}  // namespace scrim
