// The throwaway baseline compiler (DESIGN section 6, step 3): one pass over bytecode, every register kept in its frame
// slot, a few fast paths inline and a C++ helper for the rest. It is here to prove that the frame, the header and the
// calling convention carry compiled code before they are frozen; the real baseline compiler will replace it.
//
// Convention of compiled code (System V, x86-64):
//   rbx  the isolate          r12  the frame pointer fp (interpreter/frame.h)
//   r13  Value::kNumberTag    r14  Value::kNotCellMask
// A compiled function is called natively with its finished frame in rsi and returns its Completion<Value> in rax; it
// leaves isolate.fp at the caller's frame, whether it returned or threw. A frame that compiled code runs has
// FrameFlags::kEntry: Return, and unwinding, in the interpreter stop there. So a bail-out is a tail call of
// interpret(isolate, fp, pc), an exception handler in the frame another, and an interpreted callee a third.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/jit/code_memory.h"
#include "engine/objects/function.h"
#include "engine/objects/isolate.h"

namespace scrim {

class Spike {
 public:
  // Takes over the isolate's compile hooks. The isolate must outlive it.
  explicit Spike(Isolate& isolate);
  ~Spike();
  Spike(const Spike&) = delete;

  struct Statistics {
    uint32_t functions = 0;
    uint32_t compiled_opcodes = 0;   // with code of their own
    uint32_t bailing_opcodes = 0;    // that continue in the interpreter
    uint32_t entries = 0;            // from the interpreter at a function's start
    uint32_t loop_entries = 0;       // on-stack replacement
    uint32_t interpreted_calls = 0;  // from compiled code
    uint32_t bailouts = 0;
    uint32_t throws = 0;  // that passed a compiled frame
    size_t code_bytes = 0;
  };

  // Compiles the code, and its loops' entries, and makes calls use it. False if there is no room.
  bool compile(Code* code);
  // Compiles several at one flip of the memory's protection.
  bool compile(const std::vector<uint64_t>& codes);
  // When the countdown ends in a loop of interpreted code, compile it and go on in compiled code.
  void set_replace_on_stack(bool on) { replace_on_stack_ = on; }

  const Statistics& statistics() const { return statistics_; }
  CodeMemory& memory() { return memory_; }

 private:
  friend struct SpikeHelpers;
  struct LoopEntry {
    const uint16_t* pc;
    const void* address;
  };
  struct CompiledFunction {
    Code* code;  // kept alive by the isolate's root source
    const void* entry;
    std::vector<LoopEntry> loops;
  };
  using EnterStub = uint64_t (*)(Isolate*, Value* fp, const void* target);

  static Completion<Value> enter(Isolate& isolate, Value* fp, const uint16_t* pc);
  static bool may_replace(Isolate& isolate, Value* fp, const uint16_t* pc);
  const void* find_entry(const Code* code, const uint16_t* pc) const;
  void emit_enter_stub();

  Isolate& isolate_;
  CodeMemory memory_;
  EnterStub enter_stub_ = nullptr;
  std::vector<CompiledFunction> functions_;
  Statistics statistics_;
  bool replace_on_stack_ = false;
};

}  // namespace scrim
