// internal.binding("async_context"): the value that follows a program through its callbacks (Isolate::async_context).
#include "engine/runtime/natives.h"

namespace scrim {

namespace {

Completion<Value> get_context(Isolate& isolate, Frame&) {
  return isolate.async_context;
}
Completion<Value> set_context(Isolate& isolate, Frame& frame) {
  isolate.async_context = frame.argument(0);
  return Value::undefined();
}

using P = BuiltinProperty;
constexpr P kNatives[] = {P::function("get", get_context, 0), P::function("set", set_context, 1)};

}  // namespace

extern constexpr NativeBinding kAsyncContextBinding = {"async_context", kNatives};

}  // namespace scrim
