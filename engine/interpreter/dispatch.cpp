// The interpreter's one function. Rules for handlers:
//  1. A handler reads operands by position: R(n) is the register named by the n-th 16-bit unit, IMM(n) that unit
//  signed.
//  2. Fast paths save nothing; whatever may allocate, throw or call goes out of line through SLOW, which publishes pc.
//  3. The result is written last (decision 11): R(1) = ...; NEXT(length).
//  4. After any call out the dispatch table is reloaded: a debugger may have swapped it (decision 13).
//  5. Calls between interpreted functions push a frame and stay here; instructions that push frames have their result
//  in
//     the first operand and are six units long, or say how long they are in the frame's flags: that is how Return
//     finds it.
// Handlers stand in handlers/, a file a family, included into the function's body.
#include "engine/bytecode/opcodes.h"
#include "engine/interpreter/cache.h"
#include "engine/interpreter/extended.h"
#include "engine/interpreter/forwarding.h"
#include "engine/interpreter/interpreter.h"
#include "engine/interpreter/observer.h"
#include "engine/objects/call.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/iteration.h"
#include "engine/objects/script_data.h"

namespace scrim {

using bytecode::Opcode;
using bytecode::read_jump;

namespace {

constexpr int kCallLength = 6;

// Units of the instruction that pushed a frame with these flags.
inline int call_length(uint32_t flags) {
  auto length = static_cast<int>(flags >> FrameFlags::kLengthShift);
  return length ? length : kCallLength;
}

inline bool both_int32(Value a, Value b) {
  return (a.bits() & b.bits()) >= Value::kNumberTag;
}
inline bool both_numbers(Value a, Value b) {
  return a.is_number() && b.is_number();
}

inline Value load_at(const void* base, uint32_t offset) {
  return *reinterpret_cast<const Value*>(static_cast<const char*>(base) + offset);
}
inline void store_at(void* base, uint32_t offset, Value value) {
  *reinterpret_cast<Value*>(static_cast<char*>(base) + offset) = value;
}

// Missing arguments: the span moves down and undefined fills the gap. Returns where the frame goes.
Value* pad_arguments(Value* below, uint32_t count, const Code* code) {
  uint32_t missing = code->parameter_count - count;
  Value* padded = below - missing;
  for (uint32_t i = 0; i <= count; ++i) padded[kThisOffset + i] = below[kThisOffset + i];
  for (uint32_t i = count; i < code->parameter_count; ++i) padded[kFirstArgumentOffset + i] = Value::undefined();
  return padded;
}

}  // namespace

#define CASE(name) op_##name
#define DISPATCH() goto* labels[*pc]
#define NEXT(length) \
  do {               \
    pc += (length);  \
    DISPATCH();      \
  } while (0)
#define R(n) fp[static_cast<int16_t>(pc[n])]
#define IMM(n) static_cast<int16_t>(pc[n])
#define KEY(n) PropertyKey::from_bits(constants[pc[n]].bits())
#define FRAME() Frame::from(fp)
// Where a window of so many words goes that is not among the registers.
#define BELOW(words) (fp - FRAME()->code->register_count - (words))
#define STRICT() is_strict_at(FRAME()->code, pc)
#define JUMP(n)              \
  do {                       \
    pc += read_jump(pc + n); \
    DISPATCH();              \
  } while (0)
// Back-edges count down: the safepoint poll and the clock (decision 12).
#define LOOP(n)                               \
  do {                                        \
    pc += read_jump(pc + n);                  \
    if (--isolate.countdown < 0) [[unlikely]] \
      goto loop_safepoint;                    \
    DISPATCH();                               \
  } while (0)
// Evaluates a Completion out of line; goes to the handler search if it threw. Yields the value.
#define SLOW(expression)                        \
  ({                                            \
    isolate.pc = pc;                            \
    auto slow_completion_ = (expression);       \
    labels = isolate.dispatch;                  \
    if (slow_completion_.failed()) [[unlikely]] \
      goto throw_pending;                       \
    slow_completion_.value();                   \
  })
// The same for calls that cannot throw but may allocate.
#define OUT(expression)              \
  ({                                 \
    isolate.pc = pc;                 \
    auto out_result_ = (expression); \
    out_result_;                     \
  })
// Reloads what is cached of the frame at fp.
#define ENTER_FRAME()                                          \
  do {                                                         \
    Code* entered_ = FRAME()->code;                            \
    constants = entered_->constants;                           \
    cache = entered_->feedback;                                \
    isolate.fp = fp;                                           \
    if (entered_->realm != isolate.current_realm) [[unlikely]] \
      isolate.current_realm = entered_->realm;                 \
  } while (0)
// Calls an interpreted function: its frame goes just under the window, and execution goes on in it. The caller's
// instruction is so many units long.
#define PUSH_FRAME(callee_, window_, count_, flags_, new_target_, length_)                                \
  do {                                                                                                    \
    Function* pushed_ = (callee_);                                                                        \
    Code* code_ = pushed_->code;                                                                          \
    Value* below_ = (window_) - kThisOffset;                                                              \
    uint32_t given_ = (count_);                                                                           \
    if (given_ < code_->parameter_count) [[unlikely]]                                                     \
      below_ = pad_arguments(below_, given_, code_);                                                      \
    if (below_ - code_->register_count < isolate.stack_limit) [[unlikely]]                                \
      goto call_overflow;                                                                                 \
    Frame* frame_ = Frame::from(below_);                                                                  \
    frame_->caller_fp = fp;                                                                               \
    frame_->caller_pc = pc + (length_);                                                                   \
    frame_->code = code_;                                                                                 \
    frame_->callee = Value(pushed_);                                                                      \
    frame_->argument_count = given_;                                                                      \
    frame_->flags = (flags_);                                                                             \
    frame_->new_target = (new_target_);                                                                   \
    frame_->environment = pushed_->environment;                                                           \
    fp = below_;                                                                                          \
    for (uint32_t i_ = 1; i_ <= code_->local_count; ++i_) fp[-static_cast<int>(i_)] = Value::undefined(); \
    pc = code_->entry;                                                                                    \
    constants = code_->constants;                                                                         \
    cache = code_->feedback;                                                                              \
    isolate.fp = fp;                                                                                      \
    if (code_->realm != isolate.current_realm) [[unlikely]]                                               \
      isolate.current_realm = code_->realm;                                                               \
    if (--isolate.countdown < 0) [[unlikely]]                                                             \
      goto loop_safepoint;                                                                                \
    DISPATCH();                                                                                           \
  } while (0)

Completion<Value> interpret(Isolate& isolate, Value* fp, const uint16_t* pc) {
  static const void* const kLabels[] = {
#define OPCODE(Name, operands, flags) &&op_##Name,
#include "engine/bytecode/opcodes.def"
#undef OPCODE
  };
  static const void* const kDebugLabels[] = {
#define OPCODE(Name, operands, flags) &&debug_step,
#include "engine/bytecode/opcodes.def"
#undef OPCODE
  };
  static const void* const kObserveLabels[] = {
#define OPCODE(Name, operands, flags) &&observe,
#include "engine/bytecode/opcodes.def"
#undef OPCODE
  };
  if (!fp) [[unlikely]] {  // initialize_interpreter asks for the tables
    isolate.dispatch_tables[0] = isolate.observer ? kObserveLabels : kLabels;
    isolate.dispatch_tables[1] = kDebugLabels;
    isolate.dispatch = isolate.dispatch_tables[0];
    return Value::undefined();
  }

  const void* const* labels = isolate.dispatch;
  Value* constants;
  CacheSlot* cache;
  // Operands of the shared call sequence.
  Value call_callee;
  Value call_result;
  Value* call_window;
  Function* call_function;
  uint32_t call_count;
  uint32_t call_flags;
  Value call_new_target;

  ENTER_FRAME();
  DISPATCH();

#include "engine/interpreter/handlers/arithmetic.h"
#include "engine/interpreter/handlers/calls.h"
#include "engine/interpreter/handlers/comparison.h"
#include "engine/interpreter/handlers/extended.h"
#include "engine/interpreter/handlers/literals.h"
#include "engine/interpreter/handlers/loads.h"
#include "engine/interpreter/handlers/properties.h"
#include "engine/interpreter/handlers/scopes.h"

debug_step:
  isolate.pc = pc;
  if (isolate.on_step) {
    Completion<Value> stepped = isolate.on_step(isolate, pc);
    labels = isolate.dispatch;
    if (stepped.failed()) goto throw_pending;
  }
  if (!isolate.observer) goto* kLabels[*pc];

observe:
  isolate.pc = pc;
  isolate.observer->observe(isolate, fp, pc);
  cache = FRAME()->code->feedback;  // which the observer may have made
  goto* kLabels[*pc];

loop_safepoint:
  SLOW(safepoint(isolate));
  if (isolate.may_replace_on_stack && isolate.may_replace_on_stack(isolate, fp, pc)) goto run_compiled;
  DISPATCH();

throw_pending: {
  const uint16_t* handler = unwind(isolate);
  labels = isolate.dispatch;
  if (!handler) return Throw{};
  fp = isolate.fp;
  pc = handler;
  ENTER_FRAME();
  DISPATCH();
}
}

}  // namespace scrim
