// One pass over bytecode to x86-64. Fast paths stand in line, everything else behind the function's body.
#include "engine/jit/spike/emitter.h"

#include "engine/bytecode/function_template.h"
#include "engine/interpreter/cache.h"
#include "engine/interpreter/interpreter.h"
#include "engine/jit/spike/helpers.h"

namespace scrim {

using bytecode::Opcode;
using bytecode::read_jump;
namespace x86 = asmjit::x86;
using asmjit::imm;
using asmjit::Label;

namespace {

constexpr x86::Gp kIsolate = x86::rbx;
constexpr x86::Gp kFp = x86::r12;
constexpr x86::Gp kTag = x86::r13;
constexpr x86::Gp kNotCell = x86::r14;
constexpr int kCallLength = 6;
constexpr int kValueSize = sizeof(Value);

x86::Mem isolate_fp() {
  return x86::qword_ptr(kIsolate, offsetof(Isolate, fp));
}
x86::Mem isolate_pc() {
  return x86::qword_ptr(kIsolate, offsetof(Isolate, pc));
}
x86::Mem countdown() {
  return x86::dword_ptr(kIsolate, offsetof(Isolate, countdown));
}
x86::Mem operand(uint16_t word) {
  return x86::qword_ptr(kFp, static_cast<int16_t>(word) * kValueSize);
}

}  // namespace

SpikeEmitter::SpikeEmitter(asmjit::CodeHolder& holder, Code* code)
    : assembler_(&holder), code_(code), labels_(code->function_template->code.size()) {
  for (Label& label : labels_) label = assembler_.newLabel();
  leave_ = assembler_.newLabel();
  throw_ = assembler_.newLabel();
}

void SpikeEmitter::emit() {
  const bytecode::FunctionTemplate& function = *code_->function_template;
  entry_ = assembler_.newLabel();
  assembler_.align(asmjit::AlignMode::kCode, 16);
  assembler_.bind(entry_);
  emit_prologue();
  assembler_.jmp(labels_[0]);

  const uint16_t* const end = code_->bytecode + function.code.size();
  for (const uint16_t* pc = code_->bytecode; pc < end;) {
    assembler_.bind(label(pc));
    if (!emit_instruction(pc)) {
      ++bailing;
      emit_tail_call(SpikeHelpers::bail_out, pc);
    } else {
      ++compiled;
    }
    pc += bytecode::length(static_cast<Opcode>(*pc));
  }
  emit_slow_paths();

  // Where a helper, or a callee, has thrown; isolate.pc says at which instruction.
  assembler_.bind(throw_);
  assembler_.mov(x86::rdi, kIsolate);
  assembler_.mov(x86::rsi, kFp);
  assembler_.mov(x86::rdx, isolate_pc());
  call_helper(reinterpret_cast<const void*>(SpikeHelpers::throw_pending));
  // rax: the frame's result. isolate.fp is the caller's frame already.
  assembler_.bind(leave_);
  assembler_.mov(kFp, x86::qword_ptr(x86::rbp, -8));
  assembler_.leave();
  assembler_.ret();

  // On-stack replacement: the same frame, entered at a loop's header.
  for (const uint16_t* pc : loop_headers_) {
    Label entry = assembler_.newLabel();
    assembler_.bind(entry);
    emit_prologue();
    assembler_.jmp(label(pc));
    loop_entries_.push_back({pc, entry});
  }
}

// rsi: the frame. The caller's fp is saved under rbp; the stack stays 16-aligned for calls.
void SpikeEmitter::emit_prologue() {
  assembler_.push(x86::rbp);
  assembler_.mov(x86::rbp, x86::rsp);
  assembler_.push(kFp);
  assembler_.sub(x86::rsp, 8);
  assembler_.mov(kFp, x86::rsi);
}

void SpikeEmitter::call_helper(const void* function) {
  assembler_.mov(x86::rax, imm(reinterpret_cast<uint64_t>(function)));
  assembler_.call(x86::rax);
}

void SpikeEmitter::emit_helper(Helper helper, const uint16_t* pc) {
  assembler_.mov(x86::rdi, kIsolate);
  assembler_.mov(x86::rsi, kFp);
  assembler_.mov(x86::rdx, imm(reinterpret_cast<uint64_t>(pc)));
  call_helper(reinterpret_cast<const void*>(helper));
}

// The helper's result is the frame's.
void SpikeEmitter::emit_tail_call(Helper helper, const uint16_t* pc) {
  emit_helper(helper, pc);
  assembler_.jmp(leave_);
}

void SpikeEmitter::emit_checked_helper(Helper helper, const uint16_t* pc) {
  emit_helper(helper, pc);
  assembler_.cmp(x86::rax, static_cast<int>(Value::kException));
  assembler_.je(throw_);
}

Label SpikeEmitter::slow_path(const uint16_t* pc, Helper helper) {
  if (!helper) helper = SpikeHelpers::operation;
  Label entry = assembler_.newLabel();
  slow_paths_.push_back({entry, label(pc + bytecode::length(static_cast<Opcode>(*pc))), Label(), pc, helper, false});
  return entry;
}

Label SpikeEmitter::slow_branch(const uint16_t* pc, const Label& taken, bool when) {
  Label entry = slow_path(pc, SpikeHelpers::operation);
  slow_paths_.back().taken = taken;
  slow_paths_.back().when = when;
  return entry;
}

void SpikeEmitter::emit_slow_paths() {
  // Slow paths may add others (a loop's safepoint).
  for (size_t i = 0; i < slow_paths_.size(); ++i) {
    SlowPath path = slow_paths_[i];
    assembler_.bind(path.entry);
    emit_checked_helper(path.helper, path.pc);
    if (path.taken.isValid()) {
      assembler_.cmp(x86::rax, static_cast<int>(Value::kTrue));
      path.when ? assembler_.je(path.taken) : assembler_.jne(path.taken);
    }
    assembler_.jmp(path.next);
  }
}

void SpikeEmitter::store_constant(const uint16_t word, uint64_t bits) {
  if (static_cast<int64_t>(bits) == static_cast<int32_t>(bits)) {
    assembler_.mov(operand(word), static_cast<int32_t>(bits));
  } else {
    assembler_.mov(x86::rax, imm(bits));
    assembler_.mov(operand(word), x86::rax);
  }
}

// A back-edge: counts down, and polls when that ends.
void SpikeEmitter::emit_back_edge(const uint16_t* target) {
  Label safepoint = assembler_.newLabel();
  slow_paths_.push_back({safepoint, label(target), Label(), target, SpikeHelpers::safepoint, false});
  assembler_.sub(countdown(), 1);
  assembler_.js(safepoint);
  assembler_.jmp(label(target));
  for (const uint16_t* known : loop_headers_) {
    if (known == target) return;
  }
  loop_headers_.push_back(target);
}

// Both operands in rax and rcx, to `slow` unless both are int32.
void SpikeEmitter::load_int32_pair(uint16_t left, uint16_t right, const Label& slow) {
  assembler_.mov(x86::rax, operand(left));
  assembler_.mov(x86::rcx, operand(right));
  assembler_.cmp(x86::rax, kTag);
  assembler_.jb(slow);
  assembler_.cmp(x86::rcx, kTag);
  assembler_.jb(slow);
}

void SpikeEmitter::load_int32(uint16_t word, const Label& slow) {
  assembler_.mov(x86::rax, operand(word));
  assembler_.cmp(x86::rax, kTag);
  assembler_.jb(slow);
}

// eax as an int32 value into the register.
void SpikeEmitter::store_int32(uint16_t word) {
  assembler_.mov(x86::eax, x86::eax);
  assembler_.or_(x86::rax, kTag);
  assembler_.mov(operand(word), x86::rax);
}

void SpikeEmitter::emit_arithmetic(const uint16_t* pc, asmjit::x86::Inst::Id instruction, bool immediate,
                                   bool overflows) {
  Label slow = slow_path(pc);
  auto value = static_cast<int16_t>(pc[3]);
  if (immediate) {
    load_int32(pc[2], slow);
    assembler_.emit(instruction, x86::eax, imm(value));
  } else {
    load_int32_pair(pc[2], pc[3], slow);
    assembler_.emit(instruction, x86::eax, x86::ecx);
  }
  if (overflows) assembler_.jo(slow);
  if (instruction == x86::Inst::kIdImul) {  // a zero product may be -0
    assembler_.test(x86::eax, x86::eax);
    assembler_.jz(slow);
  }
  store_int32(pc[1]);
}

void SpikeEmitter::emit_step(const uint16_t* pc, bool up) {
  Label slow = slow_path(pc);
  load_int32(pc[2], slow);
  up ? assembler_.add(x86::eax, 1) : assembler_.sub(x86::eax, 1);
  assembler_.jo(slow);
  store_int32(pc[1]);
}

void SpikeEmitter::emit_comparison(const uint16_t* pc, asmjit::x86::CondCode condition) {
  Label slow = slow_path(pc);
  load_int32_pair(pc[2], pc[3], slow);
  assembler_.cmp(x86::eax, x86::ecx);
  assembler_.set(condition, x86::al);
  assembler_.movzx(x86::eax, x86::al);
  assembler_.or_(x86::eax, static_cast<int>(Value::kFalse));
  assembler_.mov(operand(pc[1]), x86::rax);
}

// `when`: jump if the comparison holds, else if it does not (which differs for NaN, in the helper).
void SpikeEmitter::emit_compare_jump(const uint16_t* pc, asmjit::x86::CondCode condition, bool when, bool loop,
                                     bool immediate) {
  const uint16_t* target = pc + read_jump(pc + 3);
  Label taken = label(target);
  Label back_edge;
  if (loop) taken = back_edge = assembler_.newLabel();
  Label slow = slow_branch(pc, taken, when);
  if (immediate) {
    load_int32(pc[1], slow);
    assembler_.cmp(x86::eax, static_cast<int16_t>(pc[2]));
  } else {
    load_int32_pair(pc[1], pc[2], slow);
    assembler_.cmp(x86::eax, x86::ecx);
  }
  if (!when) condition = x86::negateCond(condition);
  if (!loop) {
    assembler_.j(condition, taken);
    return;
  }
  assembler_.j(x86::negateCond(condition), label(pc + bytecode::length(static_cast<Opcode>(*pc))));
  assembler_.bind(back_edge);
  emit_back_edge(target);
}

void SpikeEmitter::emit_truth_jump(const uint16_t* pc, bool when, bool loop) {
  const uint16_t* target = pc + read_jump(pc + 2);
  Label taken = label(target);
  Label back_edge;
  if (loop) taken = back_edge = assembler_.newLabel();
  Label slow = slow_branch(pc, taken, when);
  assembler_.mov(x86::rax, operand(pc[1]));
  assembler_.cmp(x86::rax, static_cast<int>(when ? Value::kTrue : Value::kFalse));
  assembler_.je(taken);
  assembler_.cmp(x86::rax, static_cast<int>(when ? Value::kFalse : Value::kTrue));
  assembler_.jne(slow);
  if (!loop) return;
  assembler_.jmp(label(pc + bytecode::length(static_cast<Opcode>(*pc))));
  assembler_.bind(back_edge);
  emit_back_edge(target);
}

// The cell in a register operand into rax, to `slow` if it is none.
void SpikeEmitter::load_cell(uint16_t word, const Label& slow) {
  assembler_.mov(x86::rax, operand(word));
  assembler_.test(x86::rax, kNotCell);
  assembler_.jnz(slow);
}

// The inline cache is data (decision 19): the slot of this site is compared with the cell in rax; then the property's
// offset in the cell is in rdx.
void SpikeEmitter::match_own_property(uint16_t slot, const Label& slow) {
  assembler_.mov(x86::rcx, imm(reinterpret_cast<uint64_t>(&code_->feedback[slot])));
  assembler_.mov(x86::edx, x86::dword_ptr(x86::rcx, offsetof(CacheSlot, shape_id)));
  assembler_.cmp(x86::edx, x86::dword_ptr(x86::rax, offsetof(Cell, shape_id)));
  assembler_.jne(slow);
  assembler_.cmp(x86::byte_ptr(x86::rcx, offsetof(CacheSlot, kind)), static_cast<int>(CacheKind::kOwn));
  assembler_.jne(slow);
  assembler_.mov(x86::edx, x86::dword_ptr(x86::rcx, offsetof(CacheSlot, offset)));
}

void SpikeEmitter::emit_get_named(const uint16_t* pc) {
  Label slow = slow_path(pc);
  load_cell(pc[2], slow);
  match_own_property(pc[4], slow);
  assembler_.mov(x86::rax, x86::qword_ptr(x86::rax, x86::rdx));
  assembler_.mov(operand(pc[1]), x86::rax);
}

void SpikeEmitter::emit_set_named(const uint16_t* pc) {
  Label slow = slow_path(pc);
  load_cell(pc[1], slow);
  // An old owner would have to be remembered: left to the helper.
  assembler_.cmp(x86::byte_ptr(x86::rax, offsetof(Cell, state)), static_cast<int>(CellState::kOld));
  assembler_.je(slow);
  match_own_property(pc[4], slow);
  assembler_.mov(x86::rcx, operand(pc[3]));
  assembler_.mov(x86::qword_ptr(x86::rax, x86::rdx), x86::rcx);
}

void SpikeEmitter::load_environment(uint32_t hops) {
  assembler_.mov(x86::rax, x86::qword_ptr(kFp, offsetof(Frame, environment)));
  for (; hops > 0; --hops) assembler_.mov(x86::rax, x86::qword_ptr(x86::rax, offsetof(Environment, parent)));
}

// Builds the callee's frame as the interpreter does and calls its compiled code; all else goes to the helper.
void SpikeEmitter::emit_call(const uint16_t* pc) {
  Label slow = slow_path(pc, SpikeHelpers::call);
  uint32_t count = pc[4];
  int window = static_cast<int16_t>(pc[3]);
  int frame = window - kThisOffset;
  load_cell(pc[2], slow);
  assembler_.cmp(x86::byte_ptr(x86::rax, offsetof(Cell, type)), static_cast<int>(CellType::kFunction));
  assembler_.jne(slow);
  assembler_.mov(x86::rcx, x86::qword_ptr(x86::rax, offsetof(Function, code)));
  assembler_.cmp(x86::qword_ptr(x86::rcx, offsetof(Code, compiled_entry)), 0);
  assembler_.je(slow);
  assembler_.cmp(x86::dword_ptr(x86::rcx, offsetof(Code, parameter_count)), count);
  assembler_.ja(slow);
  assembler_.mov(x86::rdx, x86::qword_ptr(x86::rcx, offsetof(Code, realm)));
  assembler_.cmp(x86::rdx, x86::qword_ptr(kIsolate, offsetof(Isolate, current_realm)));
  assembler_.jne(slow);
  assembler_.lea(x86::rsi, x86::qword_ptr(kFp, frame * kValueSize));
  assembler_.mov(x86::edx, x86::dword_ptr(x86::rcx, offsetof(Code, register_count)));
  assembler_.shl(x86::rdx, 3);
  assembler_.neg(x86::rdx);
  assembler_.add(x86::rdx, x86::rsi);
  assembler_.cmp(x86::rdx, x86::qword_ptr(kIsolate, offsetof(Isolate, stack_limit)));
  assembler_.jb(slow);

  if (static_cast<Opcode>(*pc) == Opcode::kCallUndefinedThis) store_undefined(x86::qword_ptr(kFp, window * kValueSize));
  auto header = [&](size_t offset) { return x86::qword_ptr(x86::rsi, static_cast<int>(offset)); };
  assembler_.mov(header(offsetof(Frame, caller_fp)), kFp);
  assembler_.mov(x86::rdx, imm(reinterpret_cast<uint64_t>(pc + kCallLength)));
  assembler_.mov(header(offsetof(Frame, caller_pc)), x86::rdx);
  assembler_.mov(header(offsetof(Frame, code)), x86::rcx);
  assembler_.mov(header(offsetof(Frame, callee)), x86::rax);
  assembler_.mov(x86::rdx, imm(uint64_t{count} | uint64_t{FrameFlags::kEntry} << 32));
  assembler_.mov(header(offsetof(Frame, argument_count)), x86::rdx);
  store_undefined(header(offsetof(Frame, new_target)));
  assembler_.mov(x86::rdx, x86::qword_ptr(x86::rax, offsetof(Function, environment)));
  assembler_.mov(header(offsetof(Frame, environment)), x86::rdx);
  // Locals start as undefined.
  Label next = assembler_.newLabel(), done = assembler_.newLabel();
  assembler_.mov(x86::edx, x86::dword_ptr(x86::rcx, offsetof(Code, local_count)));
  assembler_.mov(x86::rdi, x86::rsi);
  assembler_.bind(next);
  assembler_.sub(x86::edx, 1);
  assembler_.js(done);
  assembler_.sub(x86::rdi, kValueSize);
  store_undefined(x86::qword_ptr(x86::rdi));
  assembler_.jmp(next);
  assembler_.bind(done);
  assembler_.mov(isolate_fp(), x86::rsi);

  Label go_on = assembler_.newLabel();
  assembler_.sub(countdown(), 1);
  assembler_.jns(go_on);
  assembler_.mov(x86::rdi, kIsolate);
  call_helper(reinterpret_cast<const void*>(SpikeHelpers::call_safepoint));
  Label threw = throw_at(pc);
  assembler_.cmp(x86::rax, static_cast<int>(Value::kException));
  assembler_.je(threw);
  assembler_.lea(x86::rsi, x86::qword_ptr(kFp, frame * kValueSize));
  assembler_.mov(x86::rcx, x86::qword_ptr(x86::rsi, offsetof(Frame, code)));
  assembler_.bind(go_on);
  assembler_.call(x86::qword_ptr(x86::rcx, offsetof(Code, compiled_entry)));
  assembler_.cmp(x86::rax, static_cast<int>(Value::kException));
  assembler_.je(threw);
  assembler_.mov(operand(pc[1]), x86::rax);
}

// Code that says where the exception was thrown, emitted at once behind a jump.
Label SpikeEmitter::throw_at(const uint16_t* pc) {
  Label entry = assembler_.newLabel(), behind = assembler_.newLabel();
  assembler_.jmp(behind);
  assembler_.bind(entry);
  assembler_.mov(x86::rdx, imm(reinterpret_cast<uint64_t>(pc)));
  assembler_.mov(isolate_pc(), x86::rdx);
  assembler_.jmp(throw_);
  assembler_.bind(behind);
  return entry;
}

void SpikeEmitter::store_undefined(const asmjit::x86::Mem& place) {
  assembler_.mov(place, static_cast<int>(Value::kUndefined));
}

void SpikeEmitter::emit_return(const uint16_t* pc) {
  assembler_.mov(x86::rax, operand(pc[1]));
  Label plain = assembler_.newLabel();
  assembler_.test(x86::dword_ptr(kFp, offsetof(Frame, flags)), static_cast<int>(FrameFlags::kConstruct));
  assembler_.jz(plain);
  // A constructor's result that is not an object gives way to `this`.
  Label use_this = assembler_.newLabel();
  assembler_.test(x86::rax, kNotCell);
  assembler_.jnz(use_this);
  assembler_.cmp(x86::byte_ptr(x86::rax, offsetof(Cell, type)), static_cast<int>(CellType::kObject));
  assembler_.jae(plain);
  assembler_.bind(use_this);
  assembler_.mov(x86::rax, x86::qword_ptr(kFp, offsetof(Frame, this_value)));
  assembler_.bind(plain);
  assembler_.mov(x86::rcx, x86::qword_ptr(kFp, offsetof(Frame, caller_fp)));
  assembler_.mov(isolate_fp(), x86::rcx);
  assembler_.jmp(leave_);
}

bool SpikeEmitter::emit_instruction(const uint16_t* pc) {
  using CC = x86::CondCode;
  switch (static_cast<Opcode>(*pc)) {
    case Opcode::kLoadConstant:
      assembler_.mov(x86::rax, imm(reinterpret_cast<uint64_t>(&code_->constants[pc[2]])));
      assembler_.mov(x86::rax, x86::qword_ptr(x86::rax));
      assembler_.mov(operand(pc[1]), x86::rax);
      return true;
    case Opcode::kLoadInt: store_constant(pc[1], Value::int32(static_cast<int16_t>(pc[2])).bits()); return true;
    case Opcode::kLoadUndefined: store_constant(pc[1], Value::kUndefined); return true;
    case Opcode::kLoadNull: store_constant(pc[1], Value::kNull); return true;
    case Opcode::kLoadTrue: store_constant(pc[1], Value::kTrue); return true;
    case Opcode::kLoadFalse: store_constant(pc[1], Value::kFalse); return true;
    case Opcode::kLoadEmpty: store_constant(pc[1], Value::kEmpty); return true;
    case Opcode::kMove:
      assembler_.mov(x86::rax, operand(pc[2]));
      assembler_.mov(operand(pc[1]), x86::rax);
      return true;
    case Opcode::kLoadCallee:
      assembler_.mov(x86::rax, x86::qword_ptr(kFp, offsetof(Frame, callee)));
      assembler_.mov(operand(pc[1]), x86::rax);
      return true;

    case Opcode::kAdd: emit_arithmetic(pc, x86::Inst::kIdAdd, false, true); return true;
    case Opcode::kSub: emit_arithmetic(pc, x86::Inst::kIdSub, false, true); return true;
    case Opcode::kMul: emit_arithmetic(pc, x86::Inst::kIdImul, false, true); return true;
    case Opcode::kBitAnd: emit_arithmetic(pc, x86::Inst::kIdAnd, false, false); return true;
    case Opcode::kBitOr: emit_arithmetic(pc, x86::Inst::kIdOr, false, false); return true;
    case Opcode::kBitXor: emit_arithmetic(pc, x86::Inst::kIdXor, false, false); return true;
    case Opcode::kAddInt: emit_arithmetic(pc, x86::Inst::kIdAdd, true, true); return true;
    case Opcode::kSubInt: emit_arithmetic(pc, x86::Inst::kIdSub, true, true); return true;
    case Opcode::kBitAndInt: emit_arithmetic(pc, x86::Inst::kIdAnd, true, false); return true;
    case Opcode::kBitOrInt: emit_arithmetic(pc, x86::Inst::kIdOr, true, false); return true;
    case Opcode::kIncrement: emit_step(pc, true); return true;
    case Opcode::kDecrement: emit_step(pc, false); return true;

    case Opcode::kLess: emit_comparison(pc, CC::kL); return true;
    case Opcode::kLessEqual: emit_comparison(pc, CC::kLE); return true;
    case Opcode::kGreater: emit_comparison(pc, CC::kG); return true;
    case Opcode::kGreaterEqual: emit_comparison(pc, CC::kGE); return true;
    case Opcode::kStrictEqual: emit_comparison(pc, CC::kE); return true;
    case Opcode::kStrictNotEqual: emit_comparison(pc, CC::kNE); return true;
#define COMPARE_JUMPS(name, condition)                                                                   \
  case Opcode::kJumpIf##name: emit_compare_jump(pc, condition, true, false, false); return true;         \
  case Opcode::kJumpIfNot##name: emit_compare_jump(pc, condition, false, false, false); return true;     \
  case Opcode::kLoopIf##name: emit_compare_jump(pc, condition, true, true, false); return true;          \
  case Opcode::kLoopIfNot##name: emit_compare_jump(pc, condition, false, true, false); return true;      \
  case Opcode::kJumpIf##name##Int: emit_compare_jump(pc, condition, true, false, true); return true;     \
  case Opcode::kJumpIfNot##name##Int: emit_compare_jump(pc, condition, false, false, true); return true; \
  case Opcode::kLoopIf##name##Int: emit_compare_jump(pc, condition, true, true, true); return true;      \
  case Opcode::kLoopIfNot##name##Int: emit_compare_jump(pc, condition, false, true, true); return true;
      COMPARE_JUMPS(Less, CC::kL)
      COMPARE_JUMPS(LessEqual, CC::kLE)
      COMPARE_JUMPS(Greater, CC::kG)
      COMPARE_JUMPS(GreaterEqual, CC::kGE)
      COMPARE_JUMPS(StrictEqual, CC::kE)
#undef COMPARE_JUMPS
    case Opcode::kJump: assembler_.jmp(label(pc + read_jump(pc + 1))); return true;
    case Opcode::kLoop: emit_back_edge(pc + read_jump(pc + 1)); return true;
    case Opcode::kJumpIfTrue: emit_truth_jump(pc, true, false); return true;
    case Opcode::kJumpIfFalse: emit_truth_jump(pc, false, false); return true;
    case Opcode::kLoopIfTrue: emit_truth_jump(pc, true, true); return true;
    case Opcode::kLoopIfFalse: emit_truth_jump(pc, false, true); return true;
    case Opcode::kJumpIfUndefined:
    case Opcode::kJumpIfNotUndefined:
      assembler_.cmp(operand(pc[1]), static_cast<int>(Value::kUndefined));
      assembler_.j(static_cast<Opcode>(*pc) == Opcode::kJumpIfUndefined ? CC::kE : CC::kNE,
                   label(pc + read_jump(pc + 2)));
      return true;

    case Opcode::kGetNamed: emit_get_named(pc); return true;
    case Opcode::kSetNamed: emit_set_named(pc); return true;
    case Opcode::kGetScoped:
      load_environment(pc[2]);
      assembler_.mov(x86::rax,
                     x86::qword_ptr(x86::rax, static_cast<int>(offsetof(Environment, slots)) + pc[3] * kValueSize));
      assembler_.mov(operand(pc[1]), x86::rax);
      return true;
    case Opcode::kSetScoped: {
      Label slow = slow_path(pc);
      load_environment(pc[1]);
      assembler_.cmp(x86::byte_ptr(x86::rax, offsetof(Cell, state)), static_cast<int>(CellState::kOld));
      assembler_.je(slow);
      assembler_.mov(x86::rcx, operand(pc[3]));
      assembler_.mov(x86::qword_ptr(x86::rax, static_cast<int>(offsetof(Environment, slots)) + pc[2] * kValueSize),
                     x86::rcx);
      return true;
    }
    case Opcode::kMulInt:
    case Opcode::kShiftLeft:
    case Opcode::kShiftRight:
    case Opcode::kShiftLeftInt:
    case Opcode::kShiftRightInt:
    case Opcode::kNot:
    case Opcode::kGetLength:
    case Opcode::kGetKeyed:
    case Opcode::kSetKeyed:
    case Opcode::kDefineNamed:
    case Opcode::kGetGlobal:
    case Opcode::kSetGlobal:
    case Opcode::kCreateObject:
    case Opcode::kCreateArray:
    case Opcode::kCreateClosure: emit_checked_helper(SpikeHelpers::operation, pc); return true;

    case Opcode::kCall:
    case Opcode::kCallUndefinedThis: emit_call(pc); return true;
    case Opcode::kReturn: emit_return(pc); return true;
    case Opcode::kThrow: emit_checked_helper(SpikeHelpers::operation, pc); return true;
    default: return false;
  }
}

}  // namespace scrim
