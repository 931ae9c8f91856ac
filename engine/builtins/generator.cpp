// The prototypes of generators, async generators and async-from-sync iterators. ECMA-262 sec-generator-objects
#include "engine/interpreter/generators.h"

#include "engine/builtins/iterators.h"
#include "engine/builtins/support.h"
#include "engine/interpreter/promise.h"
#include "engine/objects/iteration.h"

namespace scrim {

namespace {

template <ResumeMode mode>
Completion<Value> generator_method(Isolate& isolate, Frame& frame) {
  constexpr const char* kMethods[] = {"[Generator].prototype.next", "[Generator].prototype.throw",
                                      "[Generator].prototype.return"};
  bool done = false;
  Value value = TRY(
      generator_resume(isolate, frame.this_value, mode, frame.argument(0), &done, kMethods[static_cast<int>(mode)]));
  if (isolate.delegated_result) {  // yield* passes result objects on as they are
    isolate.delegated_result = false;
    return value;
  }
  return Value(create_iterator_result(isolate, value, done));
}

template <ResumeMode mode>
Completion<Value> async_generator_method(Isolate& isolate, Frame& frame) {
  return async_generator_enqueue(isolate, frame.this_value, mode, frame.argument(0));
}

// --- async-from-sync iterators: target is the sync iterator, extra its next. ECMA-262
// sec-async-from-sync-iterator-objects

// magic: done, as unwrap gives it
Completion<Value> unwrap(Isolate& isolate, Frame& frame) {
  return Value(create_iterator_result(isolate, frame.argument(0), callee_of(frame)->magic != 0));
}
Completion<Value> close_after_rejection(Isolate& isolate, Frame& frame) {
  throw_value(isolate, frame.argument(0));
  return iterator_close_throw(isolate, {callee_of(frame)->data, Value::undefined(), false});
}

Completion<Value> rejected_with_pending(Isolate& isolate, PromiseObject* promise) {
  if (isolate.terminating) return Throw{};
  reject_promise(isolate, promise, isolate.take_exception());
  return Value(promise);
}

// ECMA-262 sec-asyncfromsynciteratorcontinuation
Completion<Value> continuation(Isolate& isolate, Value result, PromiseObject* promise, Value iterator, bool close) {
  Completion<Value> done_value = get(isolate, as_object(result), isolate.names().done);
  if (done_value.failed()) return rejected_with_pending(isolate, promise);
  bool done = to_boolean(done_value.value());
  Completion<Value> value = get(isolate, as_object(result), isolate.names().value);
  if (value.failed()) return rejected_with_pending(isolate, promise);
  Completion<Object*> wrapped = promise_resolve(isolate, isolate.realm().intrinsic(Intrinsic::kPromise), value.value());
  if (wrapped.failed()) {
    if (!done && close) iterator_close_throw(isolate, {iterator, Value::undefined(), false});
    return rejected_with_pending(isolate, promise);
  }
  Value on_fulfilled(make_closure(isolate, unwrap, 1, Value::undefined(), done));
  Value on_rejected;
  if (!done && close) on_rejected = Value(make_closure(isolate, close_after_rejection, 1, iterator));
  PromiseReaction* reaction = new_reaction(isolate);
  reaction->promise = Value(promise);
  reaction->on_fulfilled = on_fulfilled;
  reaction->on_rejected = on_rejected;
  perform_promise_then(isolate, static_cast<PromiseObject*>(wrapped.value()), reaction);
  return Value(promise);
}

// Calls a method of the wrapped iterator with the argument that came, and settles `promise` with what its result holds.
Completion<Value> call_wrapped(Isolate& isolate, Value method, Frame& frame, PromiseObject* promise, bool close) {
  Value iterator = cast<IteratorObject>(frame.this_value)->target;
  std::span<const Value> arguments(frame.arguments, frame.argument_count ? 1 : 0);
  Completion<Value> result = call(isolate, method, iterator, arguments);
  if (!result.failed() && !result.value().is_object())
    result = throw_type_error(isolate, "Iterator result %s is not an object",
                              describe_for_error(isolate, result.value()).c_str());
  if (result.failed()) return rejected_with_pending(isolate, promise);
  return continuation(isolate, result.value(), promise, iterator, close);
}

Completion<Value> async_from_sync_next(Isolate& isolate, Frame& frame) {
  auto* self = cast<IteratorObject>(frame.this_value);
  PromiseObject* promise = new_promise(isolate);
  return call_wrapped(isolate, self->extra, frame, promise, true);
}

Completion<Value> async_from_sync_return(Isolate& isolate, Frame& frame) {
  auto* self = cast<IteratorObject>(frame.this_value);
  PromiseObject* promise = new_promise(isolate);
  Completion<Value> method = get_method(isolate, self->target, isolate.names().return_);
  if (method.failed()) return rejected_with_pending(isolate, promise);
  if (method.value().is_undefined()) {
    resolve_promise(isolate, promise, Value(create_iterator_result(isolate, frame.argument(0), true)));
    return unless_ending(isolate, Value(promise));
  }
  return call_wrapped(isolate, method.value(), frame, promise, false);
}

Completion<Value> async_from_sync_throw(Isolate& isolate, Frame& frame) {
  auto* self = cast<IteratorObject>(frame.this_value);
  PromiseObject* promise = new_promise(isolate);
  Completion<Value> method = get_method(isolate, self->target, isolate.names().throw_);
  if (method.failed()) return rejected_with_pending(isolate, promise);
  if (method.value().is_undefined()) {
    if (iterator_close(isolate, {self->target, Value::undefined(), false}).failed())
      return rejected_with_pending(isolate, promise);
    throw_type_error(isolate, "The iterator does not provide a 'throw' method");
    return rejected_with_pending(isolate, promise);
  }
  return call_wrapped(isolate, method.value(), frame, promise, true);
}

using P = BuiltinProperty;
constexpr P kGeneratorTable[] = {
    P::function("next", generator_method<ResumeMode::kNext>, 1),
    P::function("return", generator_method<ResumeMode::kReturn>, 1),
    P::function("throw", generator_method<ResumeMode::kThrow>, 1),
    P::string("@@toStringTag", "Generator"),
};
constexpr P kAsyncGeneratorTable[] = {
    P::function("next", async_generator_method<ResumeMode::kNext>, 1),
    P::function("return", async_generator_method<ResumeMode::kReturn>, 1),
    P::function("throw", async_generator_method<ResumeMode::kThrow>, 1),
    P::string("@@toStringTag", "AsyncGenerator"),
};
constexpr P kAsyncFromSyncTable[] = {
    P::function("next", async_from_sync_next, 1),
    P::function("return", async_from_sync_return, 1),
    P::function("throw", async_from_sync_throw, 1),
};

// `constructor` of these prototypes is the prototype of the functions that make them, and not writable.
Object* make_generator_prototype(Isolate& isolate, Realm& realm, Intrinsic id, Intrinsic parent, Intrinsic functions,
                                 BuiltinTable table) {
  Object* prototype = new_object_with_prototype(isolate, realm.intrinsic(parent));
  become_prototype(isolate, prototype);
  realm.set_intrinsic(id, prototype);
  Object* constructor = realm.intrinsic(functions);
  put_direct(isolate, prototype, isolate.names().constructor, Value(constructor), Attributes::kConfigurable);
  install(isolate, realm, prototype, table);
  return prototype;
}

}  // namespace

void register_generators(Isolate& isolate) {
  isolate.generator_next = generator_method<ResumeMode::kNext>;
  isolate.array_iterator_next = array_iterator_next;
  auto set = [&](Intrinsic id, IntrinsicCreator creator) {
    isolate.intrinsic_creators[static_cast<int>(id)] = creator;
  };
  set(Intrinsic::kGeneratorPrototype, [](Isolate& i, Realm& realm) {
    return make_generator_prototype(i, realm, Intrinsic::kGeneratorPrototype, Intrinsic::kIteratorPrototype,
                                    Intrinsic::kGeneratorFunctionPrototype, kGeneratorTable);
  });
  set(Intrinsic::kAsyncGeneratorPrototype, [](Isolate& i, Realm& realm) {
    return make_generator_prototype(i, realm, Intrinsic::kAsyncGeneratorPrototype, Intrinsic::kAsyncIteratorPrototype,
                                    Intrinsic::kAsyncGeneratorFunctionPrototype, kAsyncGeneratorTable);
  });
  set(Intrinsic::kAsyncFromSyncIteratorPrototype, [](Isolate& i, Realm& realm) {
    return make_object(
        i, realm,
        {Intrinsic::kAsyncFromSyncIteratorPrototype, Intrinsic::kAsyncIteratorPrototype, kAsyncFromSyncTable});
  });
}

}  // namespace scrim
