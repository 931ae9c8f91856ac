// Callees that only pass a call on: Function.prototype.call and apply, Reflect.apply and construct, bound functions.
// The interpreter rewrites the call's window and calls the target itself, so that neither a frame of theirs nor C++
// lies in between.
#pragma once

#include "engine/interpreter/interpreter.h"

namespace scrim {

// The native behind the first four; magic says which. Called from C++ it makes the call by itself.
Completion<Value> forward_call(Isolate& isolate, Frame& frame);
enum class Forward : uint16_t { kCall, kApply, kReflectApply, kReflectConstruct };

// The target of a call of forward_call, which is callable; *window and *count become those of its call. A longer window
// grows downwards over what lies below it. Of Reflect.construct the new target stands where `this` would.
Completion<Value> unfold_forward(Isolate& isolate, NativeFunction* forward, Value** window, uint32_t* count);
// The same for a bound function.
Completion<Value> unfold_bound(Isolate& isolate, BoundFunction* bound, Value** window, uint32_t* count);

// ECMA-262 sec-createlistfromarraylike; the list is a fresh dense Array.
Completion<Array*> list_from_array_like(Isolate& isolate, Value value);
inline std::span<const Value> values_of(const Array* dense) {
  return {dense->vector()->values, dense->vector()->length};
}

}  // namespace scrim
