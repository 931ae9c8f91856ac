// The spike's translation of one function. It includes asmjit; nothing else of the engine does.
#pragma once

#include <asmjit/x86.h>

#include <vector>

#include "engine/interpreter/frame.h"
#include "engine/jit/spike/spike.h"

namespace scrim {

class SpikeEmitter {
 public:
  struct LoopEntry {
    const uint16_t* pc;
    asmjit::Label label;
  };

  SpikeEmitter(asmjit::CodeHolder& holder, Code* code);
  void emit();
  const asmjit::Label& entry() const { return entry_; }
  const std::vector<LoopEntry>& loop_entries() const { return loop_entries_; }

  uint32_t compiled = 0;
  uint32_t bailing = 0;

 private:
  using Helper = Completion<Value> (*)(Isolate&, Value* fp, const uint16_t* pc);
  struct SlowPath {
    asmjit::Label entry;
    asmjit::Label next;   // where to go on
    asmjit::Label taken;  // where instead if the helper's result is true (`when`) or is not
    const uint16_t* pc;
    Helper helper;
    bool when;
  };

  asmjit::Label& label(const uint16_t* pc) { return labels_[static_cast<size_t>(pc - code_->bytecode)]; }
  bool emit_instruction(const uint16_t* pc);
  void emit_prologue();
  void emit_helper(Helper helper, const uint16_t* pc);
  void emit_checked_helper(Helper helper, const uint16_t* pc);
  void emit_tail_call(Helper helper, const uint16_t* pc);
  void call_helper(const void* function);
  asmjit::Label slow_path(const uint16_t* pc, Helper helper = nullptr);
  asmjit::Label slow_branch(const uint16_t* pc, const asmjit::Label& taken, bool when);
  asmjit::Label throw_at(const uint16_t* pc);
  void emit_slow_paths();
  void store_constant(uint16_t word, uint64_t bits);
  void store_undefined(const asmjit::x86::Mem& place);
  void store_int32(uint16_t word);
  void load_int32(uint16_t word, const asmjit::Label& slow);
  void load_int32_pair(uint16_t left, uint16_t right, const asmjit::Label& slow);
  void load_cell(uint16_t word, const asmjit::Label& slow);
  void load_environment(uint32_t hops);
  void match_own_property(uint16_t slot, const asmjit::Label& slow);
  void emit_back_edge(const uint16_t* target);
  void emit_arithmetic(const uint16_t* pc, asmjit::x86::Inst::Id instruction, bool immediate, bool overflows);
  void emit_step(const uint16_t* pc, bool up);
  void emit_comparison(const uint16_t* pc, asmjit::x86::CondCode condition);
  void emit_compare_jump(const uint16_t* pc, asmjit::x86::CondCode condition, bool when, bool loop, bool immediate);
  void emit_truth_jump(const uint16_t* pc, bool when, bool loop);
  void emit_get_named(const uint16_t* pc);
  void emit_set_named(const uint16_t* pc);
  void emit_call(const uint16_t* pc);
  void emit_return(const uint16_t* pc);

  asmjit::x86::Assembler assembler_;
  Code* code_;
  std::vector<asmjit::Label> labels_;  // by bytecode offset
  asmjit::Label entry_;
  asmjit::Label leave_;
  asmjit::Label throw_;
  std::vector<SlowPath> slow_paths_;
  std::vector<const uint16_t*> loop_headers_;
  std::vector<LoopEntry> loop_entries_;
};

}  // namespace scrim
