// Explicit resource management (ECMA-262 sec-disposable-resource-records): what `using` declarations keep and how a
// scope's end disposes of it.
//
// A dispose stack is an Array that no program sees: [0] the error so far or empty, [1] kNeedsAwait and kHasAwaited,
// then value, method and hint of each resource in the order of their declarations.
#include "engine/interpreter/extended.h"
#include "engine/objects/call.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"

namespace scrim {

namespace {

constexpr uint32_t kHead = 2;
constexpr int32_t kNeedsAwait = 1;
constexpr int32_t kHasAwaited = 2;
// Hints: sync, async, async with the synchronous method (whose result is not awaited).
constexpr int32_t kSync = 0;
constexpr int32_t kAsync = 1;
constexpr int32_t kAsyncFromSync = 2;

Value& word(Array* stack, uint32_t index) {
  return stack->vector()->values[index];
}

}  // namespace

Value new_dispose_stack(Isolate& isolate) {
  Array* stack = new_array(isolate);
  array_push(isolate, stack, Value::empty());
  array_push(isolate, stack, Value::int32(0));
  return Value(stack);
}

// sec-adddisposableresource
Completion<Value> add_disposable(Isolate& isolate, Value stack_value, Value value, bool is_async) {
  auto* stack = cast<Array>(stack_value);
  Value method = Value::undefined();
  int32_t hint = is_async ? kAsync : kSync;
  if (value.is_undefined_or_null()) {
    if (!is_async) return Value::undefined();
  } else {
    if (!value.is_object()) {
      return throw_type_error(isolate, "An object is expected with `using` declarations");
    }
    if (is_async) method = TRY(get(isolate, as_object(value), isolate.names().async_dispose_symbol));
    if (method.is_undefined_or_null()) {
      method = TRY(get(isolate, as_object(value), isolate.names().dispose_symbol));
      if (is_async) hint = kAsyncFromSync;
    }
    if (!is_callable(method)) {
      return throw_type_error(isolate, "Symbol(Symbol.dispose) is not a function");
    }
  }
  array_push(isolate, stack, value);
  array_push(isolate, stack, method);
  array_push(isolate, stack, Value::int32(hint));
  return Value::undefined();
}

void add_disposable_method(Isolate& isolate, Value stack_value, Value method, bool is_async) {
  auto* stack = cast<Array>(stack_value);
  array_push(isolate, stack, Value::undefined());
  array_push(isolate, stack, method);
  array_push(isolate, stack, Value::int32(is_async ? kAsync : kSync));
}

// A throw completion while something is on its way already: SuppressedError(error, suppressed).
void dispose_error(Isolate& isolate, Value stack_value, Value exception) {
  auto* stack = cast<Array>(stack_value);
  Value error = exception;
  if (!word(stack, 0).is_empty()) {
    Object* prototype = isolate.realm().intrinsic(Intrinsic::kSuppressedErrorPrototype);
    auto* suppressed = new_error_object(isolate, root_shape(isolate, prototype, CellType::kError, 0, 3));
    capture_stack_trace(isolate, suppressed);
    put_direct(isolate, suppressed, isolate.names().message,
               Value(new_string_latin1(isolate, "An error was suppressed during disposal")), Attributes::kHidden);
    put_direct(isolate, suppressed, isolate.names().error, exception, Attributes::kHidden);
    put_direct(isolate, suppressed, isolate.names().suppressed, word(stack, 0), Attributes::kHidden);
    error = Value(suppressed);
  }
  word(stack, 0) = error;
  isolate.heap().write_barrier(stack->vector());
}

// sec-disposeresources, up to the next await: the value to await, or empty when nothing is left.
Completion<Value> dispose_step(Isolate& isolate, Value stack_value) {
  auto* stack = cast<Array>(stack_value);
  for (;;) {
    int32_t flags = word(stack, 1).as_int32();
    auto set_flags = [&](int32_t value) { word(stack, 1) = Value::int32(value); };
    if (stack->length == kHead) {
      if ((flags & kNeedsAwait) && !(flags & kHasAwaited)) {
        set_flags(flags & ~kNeedsAwait);
        return Value::undefined();
      }
      return Value::empty();
    }
    uint32_t at = stack->length - 3;
    Value value = word(stack, at);
    Value method = word(stack, at + 1);
    int32_t hint = word(stack, at + 2).as_int32();
    if (hint == kSync && (flags & kNeedsAwait) && !(flags & kHasAwaited)) {
      set_flags(flags & ~kNeedsAwait);
      return Value::undefined();
    }
    MUST(array_set_length(isolate, stack, at));
    if (method.is_undefined()) {
      set_flags(flags | kNeedsAwait);
      continue;
    }
    Completion<Value> result = call(isolate, method, value);
    if (result.failed()) {
      if (isolate.terminating) return Throw{};
      Value exception = isolate.take_exception();
      if (hint == kAsyncFromSync) {
        set_flags(flags | kHasAwaited);
        PromiseObject* promise = new_promise(isolate);
        reject_promise(isolate, promise, exception);
        return Value(promise);
      }
      dispose_error(isolate, stack_value, exception);
      continue;
    }
    if (hint == kSync) continue;
    set_flags(flags | kHasAwaited);
    return hint == kAsyncFromSync ? Value::undefined() : result.value();
  }
}

Completion<Value> dispose_end(Isolate& isolate, Value stack_value) {
  Value error = word(cast<Array>(stack_value), 0);
  if (!error.is_empty()) return throw_value(isolate, error);
  return Value::undefined();
}

}  // namespace scrim
