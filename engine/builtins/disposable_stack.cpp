// DisposableStack, AsyncDisposableStack and the async iterators' @@asyncDispose, on the dispose stacks that `using`
// declarations keep (interpreter/disposal.cpp). ECMA-262 sec-disposablestack-objects, sec-asyncdisposablestack-objects
#include "engine/builtins/async_steps.h"
#include "engine/interpreter/extended.h"

namespace scrim {

namespace {

enum Kind : uint32_t { kSync = kDisposableStackKind, kAsync = kAsyncDisposableStackKind };

struct StackNames {
  const char* name;
  Intrinsic prototype;
};
constexpr StackNames names_of(Kind kind) {
  return kind == kSync ? StackNames{"DisposableStack", Intrinsic::kDisposableStackPrototype}
                       : StackNames{"AsyncDisposableStack", Intrinsic::kAsyncDisposableStackPrototype};
}

// data[0] is the dispose stack; undefined once disposed.
HostObject* stack_of(Value value, Kind kind) {
  if (!is_type(value, CellType::kHostObject)) return nullptr;
  auto* stack = cast<HostObject>(value);
  return stack->kind == kind ? stack : nullptr;
}

HostObject* new_stack(Isolate& isolate, Shape* shape, Kind kind, Value resources) {
  auto* stack = allocate_object<HostObject>(isolate, shape);
  stack->task = 0;
  stack->kind = kind;
  for (Value& word : stack->data) word = Value::undefined();
  stack->data[0] = resources;
  return stack;
}

template <Kind kind>
Completion<HostObject*> this_stack(Isolate& isolate, Frame& frame, const char* method) {
  HostObject* stack = stack_of(frame.this_value, kind);
  if (stack) return stack;
  std::string name = std::string(names_of(kind).name) + ".prototype." + method;
  return throw_incompatible_receiver(isolate, name.c_str(), frame.this_value);
}

// ReferenceError if it was disposed.
template <Kind kind>
Completion<HostObject*> this_pending_stack(Isolate& isolate, Frame& frame, const char* method) {
  HostObject* stack = TRY(this_stack<kind>(isolate, frame, method));
  if (!stack->data[0].is_undefined()) return stack;
  return throw_error(isolate, ErrorType::kReferenceError,
                     "Cannot call %s.prototype.%s on an already-disposed DisposableStack", names_of(kind).name, method);
}

template <Kind kind>
Completion<Value> stack_constructor(Isolate& isolate, Frame& frame) {
  if (frame.new_target.is_undefined())
    return throw_type_error(isolate, "Constructor %s requires 'new'", names_of(kind).name);
  Shape* shape =
      TRY(shape_from_constructor(isolate, frame.new_target, names_of(kind).prototype, CellType::kHostObject));
  return Value(new_stack(isolate, shape, kind, new_dispose_stack(isolate)));
}

template <Kind kind>
Completion<Value> stack_use(Isolate& isolate, Frame& frame) {
  HostObject* stack = TRY(this_pending_stack<kind>(isolate, frame, "use"));
  TRY(add_disposable(isolate, stack->data[0], frame.argument(0), kind == kAsync));
  return frame.argument(0);
}

// sec-disposablestack.prototype.adopt; data: [value, onDispose]
Completion<Value> dispose_adopted(Isolate& isolate, Frame& frame) {
  auto* data = cast<Array>(callee_of(frame)->data);
  return call(isolate, state_word(data, 1), Value::undefined(), {state_word(data, 0)});
}

template <Kind kind>
Completion<Value> stack_adopt(Isolate& isolate, Frame& frame) {
  HostObject* stack = TRY(this_pending_stack<kind>(isolate, frame, "adopt"));
  TRY(require_function(isolate, frame.argument(1)));
  Value data = Value(array_of(isolate, {frame.argument(0), frame.argument(1)}));
  add_disposable_method(isolate, stack->data[0], Value(make_closure(isolate, dispose_adopted, 0, data)),
                        kind == kAsync);
  return frame.argument(0);
}

template <Kind kind>
Completion<Value> stack_defer(Isolate& isolate, Frame& frame) {
  HostObject* stack = TRY(this_pending_stack<kind>(isolate, frame, "defer"));
  TRY(require_function(isolate, frame.argument(0)));
  add_disposable_method(isolate, stack->data[0], frame.argument(0), kind == kAsync);
  return Value::undefined();
}

template <Kind kind>
Completion<Value> stack_move(Isolate& isolate, Frame& frame) {
  HostObject* stack = TRY(this_pending_stack<kind>(isolate, frame, "move"));
  Shape* shape = root_shape(isolate, isolate.realm().intrinsic(names_of(kind).prototype), CellType::kHostObject, 0, 0);
  HostObject* moved = new_stack(isolate, shape, kind, stack->data[0]);
  stack->data[0] = Value::undefined();
  return Value(moved);
}

template <Kind kind>
Completion<Value> stack_disposed(Isolate& isolate, Frame& frame) {
  HostObject* stack = stack_of(frame.this_value, kind);
  if (!stack) {
    std::string name = std::string("get ") + names_of(kind).name + ".prototype.disposed";
    return throw_incompatible_receiver(isolate, name.c_str(), frame.this_value);
  }
  return Value::boolean(stack->data[0].is_undefined());
}

// ECMA-262 sec-disposablestack.prototype.dispose
Completion<Value> stack_dispose(Isolate& isolate, Frame& frame) {
  HostObject* stack = TRY(this_stack<kSync>(isolate, frame, "dispose"));
  Value resources = stack->data[0];
  if (resources.is_undefined()) return Value::undefined();
  stack->data[0] = Value::undefined();
  TRY(dispose_step(isolate, resources));  // nothing in it awaits: it goes to the end
  return dispose_end(isolate, resources);
}

// ECMA-262 sec-asyncdisposablestack.prototype.disposeAsync; the state: [promise, receiver, dispose stack or undefined]
Completion<Value> dispose_async_step(Isolate& isolate, Array* state, Value value, bool rejected, bool* done) {
  Value resources = state_word(state, 2);
  if (resources.is_undefined()) {
    HostObject* stack = stack_of(state_word(state, 1), kAsync);
    if (!stack) return throw_type_error(isolate, "Receiver is not an AsyncDisposableStack");
    resources = stack->data[0];
    *done = resources.is_undefined();
    if (*done) return Value::undefined();
    stack->data[0] = Value::undefined();
    set_state_word(isolate, state, 2, resources);
  } else if (rejected) {
    dispose_error(isolate, resources, value);
  }
  Value awaited = TRY(dispose_step(isolate, resources));
  if (!awaited.is_empty()) return awaited;
  *done = true;
  return dispose_end(isolate, resources);
}

Completion<Value> stack_dispose_async(Isolate& isolate, Frame& frame) {
  return start_async_steps<dispose_async_step>(isolate, {frame.this_value, Value::undefined()});
}

// ECMA-262 sec-%asynciteratorprototype%-%symbol.asyncdispose%; the state: [promise, iterator, whether it has awaited]
Completion<Value> async_iterator_dispose_step(Isolate& isolate, Array* state, Value value, bool rejected, bool* done) {
  if (rejected) return throw_value(isolate, value);
  *done = state_word(state, 2).is_true();
  if (*done) return Value::undefined();
  Value method = TRY(get_method(isolate, state_word(state, 1), isolate.names().return_));
  *done = method.is_undefined();
  if (*done) return Value::undefined();
  set_state_word(isolate, state, 2, Value::boolean(true));
  return call(isolate, method, state_word(state, 1));
}

using P = BuiltinProperty;
constexpr P kDisposableStackTable[] = {
    P::function("use", stack_use<kSync>, 1),       P::function("dispose", stack_dispose, 0),
    P::function("adopt", stack_adopt<kSync>, 2),   P::function("defer", stack_defer<kSync>, 1),
    P::function("move", stack_move<kSync>, 0),     P::accessor("disposed", stack_disposed<kSync>),
    P::string("@@toStringTag", "DisposableStack"), P::alias("@@dispose", "dispose"),
};
constexpr P kAsyncDisposableStackTable[] = {
    P::function("use", stack_use<kAsync>, 1),           P::function("disposeAsync", stack_dispose_async, 0),
    P::function("adopt", stack_adopt<kAsync>, 2),       P::function("defer", stack_defer<kAsync>, 1),
    P::function("move", stack_move<kAsync>, 0),         P::accessor("disposed", stack_disposed<kAsync>),
    P::string("@@toStringTag", "AsyncDisposableStack"), P::alias("@@asyncDispose", "disposeAsync"),
};

}  // namespace

Completion<Value> async_iterator_dispose(Isolate& isolate, Frame& frame) {
  return start_async_steps<async_iterator_dispose_step>(isolate, {frame.this_value, Value::boolean(false)});
}

extern constexpr ClassSpec kDisposableStackClass = {Intrinsic::kDisposableStack,
                                                    Intrinsic::kDisposableStackPrototype,
                                                    "DisposableStack",
                                                    stack_constructor<kSync>,
                                                    0,
                                                    {},
                                                    kDisposableStackTable};
extern constexpr ClassSpec kAsyncDisposableStackClass = {Intrinsic::kAsyncDisposableStack,
                                                         Intrinsic::kAsyncDisposableStackPrototype,
                                                         "AsyncDisposableStack",
                                                         stack_constructor<kAsync>,
                                                         0,
                                                         {},
                                                         kAsyncDisposableStackTable};

}  // namespace scrim
