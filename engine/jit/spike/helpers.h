// What compiled code of the spike calls in C++. Every helper takes the frame and the instruction, publishes both, does
// what the interpreter does out of line, stores the instruction's result in its register, and returns it (for fused
// comparisons: whether the condition holds, as a boolean) or Throw.
#pragma once

#include "engine/jit/spike/spike.h"

namespace scrim {

struct SpikeHelpers {
  // Any of the compiled opcodes but calls and returns.
  static Completion<Value> operation(Isolate& isolate, Value* fp, const uint16_t* pc);
  // Call and CallUndefinedThis with any callee.
  static Completion<Value> call(Isolate& isolate, Value* fp, const uint16_t* pc);
  // Continues this frame in the interpreter: the bail-out.
  static Completion<Value> bail_out(Isolate& isolate, Value* fp, const uint16_t* pc);
  // The exception pending at pc: goes on at this frame's handler in the interpreter, or leaves the frame.
  static Completion<Value> throw_pending(Isolate& isolate, Value* fp, const uint16_t* pc);
  static Completion<Value> safepoint(Isolate& isolate, Value* fp, const uint16_t* pc);
  // The same when a call's countdown ends: the callee's frame is made and current, none of it has run.
  static Completion<Value> call_safepoint(Isolate& isolate, Value* callee_fp);

 private:
  static Spike& spike_of(Isolate& isolate) { return *static_cast<Spike*>(isolate.compiler); }
};

}  // namespace scrim
