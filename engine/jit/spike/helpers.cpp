#include "engine/jit/spike/helpers.h"

#include "engine/bytecode/opcodes.h"
#include "engine/interpreter/cache.h"
#include "engine/interpreter/interpreter.h"
#include "engine/objects/conversions.h"
#include "engine/objects/errors.h"

namespace scrim {

using bytecode::Opcode;

namespace {

constexpr int kCallLength = 6;

Completion<Value> as_value(Completion<bool> completion) {
  if (completion.failed()) return Throw{};
  return Value::boolean(completion.value());
}

bool is_truthy(Value value) {
  return to_boolean(value);
}

Environment* environment_at(Value* fp, uint32_t hops) {
  Environment* environment = Frame::from(fp)->environment;
  for (; hops > 0; --hops) environment = environment->parent;
  return environment;
}

}  // namespace

#define R(n) fp[static_cast<int16_t>(pc[n])]
#define IMM(n) Value::int32(static_cast<int16_t>(pc[n]))
#define KEY(n) PropertyKey::from_bits(code->constants[pc[n]].bits())
#define SLOT(n) (&code->feedback[pc[n]])

Completion<Value> SpikeHelpers::operation(Isolate& isolate, Value* fp, const uint16_t* pc) {
  isolate.fp = fp;
  isolate.pc = pc;
  const Code* code = Frame::from(fp)->code;
  bool strict = code->code_flags & kCodeStrict;
  switch (static_cast<Opcode>(*pc)) {
    case Opcode::kAdd: return R(1) = TRY(add(isolate, R(2), R(3)));
    case Opcode::kAddInt: return R(1) = TRY(add(isolate, R(2), IMM(3)));
#define BINARY(name)                                                                                       \
  case Opcode::k##name: return R(1) = TRY(binary_operation(isolate, BinaryOperator::k##name, R(2), R(3))); \
  case Opcode::k##name##Int: return R(1) = TRY(binary_operation(isolate, BinaryOperator::k##name, R(2), IMM(3)));
      BINARY(Sub)
      BINARY(Mul)
      BINARY(BitAnd)
      BINARY(BitOr)
      BINARY(ShiftLeft)
      BINARY(ShiftRight)
#undef BINARY
    case Opcode::kBitXor: return R(1) = TRY(binary_operation(isolate, BinaryOperator::kBitXor, R(2), R(3)));
    case Opcode::kIncrement: return R(1) = TRY(increment(isolate, R(2), 1));
    case Opcode::kDecrement: return R(1) = TRY(increment(isolate, R(2), -1));
    case Opcode::kNot: return R(1) = Value::boolean(!is_truthy(R(2)));

#define COMPARISON(name, slow)                                                  \
  case Opcode::k##name: return R(1) = TRY(as_value(slow(isolate, R(2), R(3)))); \
  case Opcode::kJumpIf##name:                                                   \
  case Opcode::kJumpIfNot##name:                                                \
  case Opcode::kLoopIf##name:                                                   \
  case Opcode::kLoopIfNot##name: return as_value(slow(isolate, R(1), R(2)));    \
  case Opcode::kJumpIf##name##Int:                                              \
  case Opcode::kJumpIfNot##name##Int:                                           \
  case Opcode::kLoopIf##name##Int:                                              \
  case Opcode::kLoopIfNot##name##Int: return as_value(slow(isolate, R(1), IMM(2)));
      COMPARISON(Less, compare_less)
      COMPARISON(LessEqual, compare_less_equal)
      COMPARISON(Greater, compare_greater)
      COMPARISON(GreaterEqual, compare_greater_equal)
#define STRICT_EQUALS(isolate, a, b) Completion<bool>(strict_equals(isolate, a, b))
      COMPARISON(StrictEqual, STRICT_EQUALS)
#undef STRICT_EQUALS
#undef COMPARISON
    case Opcode::kStrictNotEqual: return R(1) = Value::boolean(!strict_equals(isolate, R(2), R(3)));
    case Opcode::kJumpIfTrue:
    case Opcode::kJumpIfFalse:
    case Opcode::kLoopIfTrue:
    case Opcode::kLoopIfFalse: return Value::boolean(is_truthy(R(1)));

    case Opcode::kGetNamed: return R(1) = TRY(get_named_slow(isolate, R(2), KEY(3), SLOT(4)));
    case Opcode::kSetNamed: return set_named_slow(isolate, R(1), KEY(2), R(3), SLOT(4), strict);
    case Opcode::kGetLength: return R(1) = TRY(get_length_slow(isolate, R(2), SLOT(3)));
    case Opcode::kGetKeyed: return R(1) = TRY(get_keyed_slow(isolate, R(2), R(3), SLOT(4)));
    case Opcode::kSetKeyed: return set_keyed_slow(isolate, R(1), R(2), R(3), SLOT(4), strict);
    case Opcode::kDefineNamed: return define_named_slow(isolate, R(1), KEY(2), R(3), SLOT(4));
    case Opcode::kGetGlobal: return R(1) = TRY(get_global_slow(isolate, KEY(2), SLOT(3), false));
    case Opcode::kSetGlobal: return set_global_slow(isolate, KEY(1), R(2), SLOT(3), strict);
    case Opcode::kSetScoped: {
      Environment* environment = environment_at(fp, pc[1]);
      environment->slots[pc[2]] = R(3);
      isolate.heap().write_barrier(environment);
      return Value::undefined();
    }
    case Opcode::kGetScoped: return R(1) = environment_at(fp, pc[2])->slots[pc[3]];
    case Opcode::kCreateObject: return R(1) = Value(new_plain_object(isolate, pc[2]));
    case Opcode::kCreateArray:
      return R(1) = Value(new_array_from(isolate, std::span<const Value>(fp + static_cast<int16_t>(pc[2]), pc[3])));
    case Opcode::kCreateClosure:
      return R(1) = create_closure_of(isolate, Frame::from(fp)->code, pc[2], Frame::from(fp)->environment);
    case Opcode::kThrow: return throw_value(isolate, R(1));
    default: UNREACHABLE();
  }
}

Completion<Value> SpikeHelpers::call(Isolate& isolate, Value* fp, const uint16_t* pc) {
  isolate.fp = fp;
  isolate.pc = pc;
  Value callee = R(2);
  Value* window = &R(3);
  uint32_t count = pc[4];
  if (static_cast<Opcode>(*pc) == Opcode::kCallUndefinedThis) window[0] = Value::undefined();
  if (callee.is_cell() && callee.as_cell()->type == CellType::kNativeFunction) {
    return R(1) = TRY(
               call_native(isolate, static_cast<NativeFunction*>(callee.as_cell()), window, count, Value::undefined()));
  }
  if (!callee.is_cell() || callee.as_cell()->type != CellType::kFunction) {
    return R(1) = TRY(call_other(isolate, pc, callee, window, count));
  }
  auto* function = static_cast<Function*>(callee.as_cell());
  Code* code = function->code;
  Value* frame_pointer = window - kThisOffset;
  if (count < code->parameter_count) {
    uint32_t missing = code->parameter_count - count;
    frame_pointer -= missing;
    for (uint32_t i = 0; i <= count; ++i) frame_pointer[kThisOffset + i] = window[i];
    for (uint32_t i = count; i < code->parameter_count; ++i) {
      frame_pointer[kFirstArgumentOffset + i] = Value::undefined();
    }
  }
  if (frame_pointer - code->register_count < isolate.stack_limit) return throw_stack_overflow(isolate);
  Frame* frame = Frame::from(frame_pointer);
  frame->caller_fp = fp;
  frame->caller_pc = pc + kCallLength;
  frame->code = code;
  frame->callee = callee;
  frame->argument_count = count;
  frame->flags = FrameFlags::kEntry;
  frame->new_target = Value::undefined();
  frame->environment = function->environment;
  for (uint32_t i = 1; i <= code->local_count; ++i) frame_pointer[-static_cast<int>(i)] = Value::undefined();
  isolate.fp = frame_pointer;
  Realm* realm = isolate.current_realm;
  ++spike_of(isolate).statistics_.interpreted_calls;
  Completion<Value> result = Value::undefined();
  if (--isolate.countdown < 0) result = call_safepoint(isolate, frame_pointer);
  if (!result.failed()) result = interpret(isolate, frame_pointer, code->entry);
  isolate.current_realm = realm;
  isolate.pc = pc;
  return R(1) = TRY(result);
}

Completion<Value> SpikeHelpers::bail_out(Isolate& isolate, Value* fp, const uint16_t* pc) {
  ++spike_of(isolate).statistics_.bailouts;
  isolate.fp = fp;
  return interpret(isolate, fp, pc);
}

Completion<Value> SpikeHelpers::throw_pending(Isolate& isolate, Value* fp, const uint16_t* pc) {
  ++spike_of(isolate).statistics_.throws;
  ASSERT(isolate.has_exception());
  isolate.fp = fp;
  isolate.pc = pc;
  const uint16_t* handler = unwind(isolate);
  if (!handler) return Throw{};
  return interpret(isolate, fp, handler);
}

Completion<Value> SpikeHelpers::safepoint(Isolate& isolate, Value* fp, const uint16_t* pc) {
  isolate.fp = fp;
  isolate.pc = pc;
  return scrim::safepoint(isolate);
}

Completion<Value> SpikeHelpers::call_safepoint(Isolate& isolate, Value* callee_fp) {
  Frame* frame = Frame::from(callee_fp);
  isolate.pc = frame->code->entry;
  Completion<Value> result = scrim::safepoint(isolate);
  if (result.failed()) isolate.fp = frame->caller_fp;
  return result;
}

}  // namespace scrim
