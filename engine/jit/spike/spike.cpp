#include "engine/jit/spike/spike.h"

#include <asmjit/x86.h>

#include <cstring>

#include "engine/bytecode/opcodes.h"
#include "engine/heap/visitor.h"
#include "engine/interpreter/interpreter.h"
#include "engine/jit/spike/emitter.h"

namespace scrim {

namespace x86 = asmjit::x86;
using bytecode::Opcode;

namespace {

// Where calls of compiled functions start in the interpreter.
constexpr uint16_t kCompiledEntry[] = {static_cast<uint16_t>(Opcode::kEnterCompiled)};

// Final addresses, then a copy: asmjit's own memory is never executable.
bool place(asmjit::CodeHolder& holder, CodeMemory& memory, char** address, size_t* size) {
  if (holder.flatten() || holder.resolveUnresolvedLinks()) return false;
  *size = holder.codeSize();
  *address = memory.reserve(*size);
  return *address && !holder.relocateToBase(reinterpret_cast<uint64_t>(*address));
}

}  // namespace

Spike::Spike(Isolate& isolate) : isolate_(isolate) {
  isolate.compiler = this;
  isolate.enter_compiled = enter;
  isolate.may_replace_on_stack = may_replace;
  isolate.add_root_source({[](void* context, RootVisitor& visitor) {
                             for (const CompiledFunction& function : static_cast<Spike*>(context)->functions_) {
                               visitor.root("(Compiler)", "code", static_cast<Cell*>(function.code));
                             }
                           },
                           nullptr, this});
  emit_enter_stub();
}

Spike::~Spike() {
  for (CompiledFunction& function : functions_) {
    function.code->compiled_entry = nullptr;
    function.code->entry = function.code->bytecode;
  }
  isolate_.remove_root_source(this);
  isolate_.compiler = nullptr;
  isolate_.enter_compiled = nullptr;
  isolate_.may_replace_on_stack = nullptr;
}

// From C++: uint64_t stub(isolate, fp, target) sets up the fixed registers and calls the target with fp in rsi.
void Spike::emit_enter_stub() {
  asmjit::CodeHolder holder;
  holder.init(asmjit::Environment::host());
  x86::Assembler assembler(&holder);
  const x86::Gp saved[] = {x86::rbp, x86::rbx, x86::r12, x86::r13, x86::r14, x86::r15};
  for (const x86::Gp& reg : saved) assembler.push(reg);
  assembler.sub(x86::rsp, 8);
  assembler.mov(x86::rbx, x86::rdi);
  assembler.mov(x86::r13, asmjit::imm(Value::kNumberTag));
  assembler.mov(x86::r14, asmjit::imm(Value::kNotCellMask));
  assembler.call(x86::rdx);
  assembler.add(x86::rsp, 8);
  for (size_t i = sizeof saved / sizeof saved[0]; i-- > 0;) assembler.pop(saved[i]);
  assembler.ret();
  char* address;
  size_t size;
  if (!place(holder, memory_, &address, &size)) return;
  CodeWriter writer(memory_, address, address + size);
  holder.copyFlattenedData(address, size);
  enter_stub_ = reinterpret_cast<EnterStub>(reinterpret_cast<uintptr_t>(address));
}

bool Spike::compile(Code* code) {
  return compile(std::vector<uint64_t>{reinterpret_cast<uint64_t>(code)});
}

bool Spike::compile(const std::vector<uint64_t>& codes) {
  if (!enter_stub_) return false;
  asmjit::CodeHolder holder;
  holder.init(asmjit::Environment::host());
  std::vector<std::unique_ptr<SpikeEmitter>> emitters;
  for (uint64_t word : codes) {
    auto* code = reinterpret_cast<Code*>(word);
    if (!code->feedback_vector) make_feedback(isolate_, code);  // the inline caches' addresses go into the code
    if (!code->feedback_vector) return false;
    emitters.push_back(std::make_unique<SpikeEmitter>(holder, code));
    emitters.back()->emit();
  }
  char* address;
  size_t size;
  if (!place(holder, memory_, &address, &size)) return false;
  {
    CodeWriter writer(memory_, address, address + size);
    holder.copyFlattenedData(address, size);
  }
  for (size_t i = 0; i < codes.size(); ++i) {
    SpikeEmitter& emitter = *emitters[i];
    CompiledFunction function{reinterpret_cast<Code*>(codes[i]), address + holder.labelOffset(emitter.entry()), {}};
    for (const SpikeEmitter::LoopEntry& loop : emitter.loop_entries()) {
      function.loops.push_back({loop.pc, address + holder.labelOffset(loop.label)});
    }
    function.code->compiled_entry = function.entry;
    function.code->entry = kCompiledEntry;
    functions_.push_back(std::move(function));
    statistics_.compiled_opcodes += emitter.compiled;
    statistics_.bailing_opcodes += emitter.bailing;
    ++statistics_.functions;
  }
  statistics_.code_bytes += size;
  return true;
}

const void* Spike::find_entry(const Code* code, const uint16_t* pc) const {
  for (const CompiledFunction& function : functions_) {
    if (function.code != code) continue;
    if (pc == kCompiledEntry) return function.entry;
    for (const LoopEntry& loop : function.loops) {
      if (loop.pc == pc) return loop.address;
    }
  }
  return nullptr;
}

// Asked when the countdown has ended in the interpreter, at a call's start or a loop's header.
bool Spike::may_replace(Isolate& isolate, Value* fp, const uint16_t* pc) {
  auto* self = static_cast<Spike*>(isolate.compiler);
  Code* code = Frame::from(fp)->code;
  if (!self->replace_on_stack_ || pc < code->bytecode) return false;
  if (!code->compiled_entry && !self->compile(code)) return false;
  return self->find_entry(code, pc) != nullptr;
}

Completion<Value> Spike::enter(Isolate& isolate, Value* fp, const uint16_t* pc) {
  auto* self = static_cast<Spike*>(isolate.compiler);
  ++(pc == kCompiledEntry ? self->statistics_.entries : self->statistics_.loop_entries);
  const void* target = self->find_entry(Frame::from(fp)->code, pc);
  VERIFY(target);
  uint64_t bits = self->enter_stub_(&isolate, fp, target);
  if (bits == Value::kException) return Throw{};
  return Value::from_bits(bits);
}

}  // namespace scrim
