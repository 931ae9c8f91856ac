#include "engine/bytecode/liveness.h"

#include <algorithm>

#include "engine/bytecode/disassembler.h"

namespace scrim::bytecode {

namespace {

bool has_flag(Opcode opcode, uint8_t flag) {
  return info(opcode).flags & flag;
}

bool suspends(Opcode opcode) {
  return opcode == Opcode::kCreateGenerator || opcode == Opcode::kYield || opcode == Opcode::kAwait ||
         opcode == Opcode::kYieldDelegate;
}

// The window's first register is an operand, not a place that the opcode fills in.
bool reads_window_start(Opcode opcode) {
  return opcode == Opcode::kCall || !window_has_this(opcode);
}

// Of an opcode that jumps and has a result: on which way it is written.
bool writes_on_jump(Opcode opcode) {
  return opcode == Opcode::kLoopIteratorNext || opcode == Opcode::kLoopForInNext || opcode == Opcode::kYield;
}
bool writes_on_fall_through(Opcode opcode) {
  return opcode != Opcode::kLoopIteratorNext && opcode != Opcode::kLoopForInNext;
}

// Calls f(register index) for `count` registers from an operand on; what are no registers (arguments, this) is left
// out.
template <typename F>
void each_register(const uint16_t* operand, int count, F&& f) {
  auto first = static_cast<int16_t>(*operand);
  for (int i = 0; i < count; ++i) {
    if (first + i < 0) f(static_cast<uint32_t>(register_index(first + i)));
  }
}

// Calls f(target) for every place that the instruction at pc jumps to.
template <typename F>
void each_target(const FunctionTemplate& function, uint32_t pc, F&& f) {
  const uint16_t* instruction = &function.code[pc];
  auto opcode = static_cast<Opcode>(*instruction);
  const OpcodeInfo& table = info(opcode);
  if (table.jump_operand >= 0) {
    f(static_cast<uint32_t>(static_cast<int64_t>(pc) + read_jump(instruction + table.offsets[table.jump_operand])));
  }
  if (opcode == Opcode::kJumpTable) {
    for (int32_t offset : function.switch_tables[instruction[2]].targets) {
      if (offset) f(static_cast<uint32_t>(static_cast<int64_t>(pc) + offset));
    }
  }
}

}  // namespace

bool RegisterSet::add(const RegisterSet& other) {
  bool changed = false;
  for (size_t i = 0; i < words_.size(); ++i) {
    changed |= (other.words_[i] & ~words_[i]) != 0;
    words_[i] |= other.words_[i];
  }
  return changed;
}

Liveness::Liveness(const FunctionTemplate& function) : function_(function) {
  find_blocks();
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = blocks_.size(); i-- > 0;) changed |= blocks_[i].live.add(walk(blocks_[i], blocks_[i].start));
  }
}

void Liveness::find_blocks() {
  const std::vector<uint16_t>& code = function_.code;
  std::vector<uint32_t> starts{0};
  for (uint32_t pc = 0; pc < code.size();) {
    auto opcode = static_cast<Opcode>(code[pc]);
    each_target(function_, pc, [&](uint32_t target) {
      starts.push_back(target);
      if (target <= pc) loop_headers_.push_back(target);
    });
    uint32_t next = pc + length(opcode);
    if (has_flag(opcode, OpcodeFlags::kEndsBlock) && next < code.size()) starts.push_back(next);
    if ((has_flag(opcode, OpcodeFlags::kMayCall) || suspends(opcode)) && next < code.size())
      resume_points_.push_back(next);
    pc = next;
  }
  for (const Handler& handler : function_.handlers) starts.push_back(handler.handler);
  for (std::vector<uint32_t>* list : {&starts, &loop_headers_}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  for (size_t i = 0; i < starts.size(); ++i) {
    uint32_t end = i + 1 < starts.size() ? starts[i + 1] : static_cast<uint32_t>(code.size());
    blocks_.push_back({starts[i], end, RegisterSet(function_.register_count)});
  }
}

const Liveness::Block& Liveness::block_at(uint32_t pc) const {
  auto after = std::upper_bound(blocks_.begin(), blocks_.end(), pc,
                                [](uint32_t place, const Block& block) { return place < block.start; });
  return *(after - 1);
}

const Handler* Liveness::handler_of(uint32_t pc) const {
  for (const Handler& handler : function_.handlers) {
    if (pc >= handler.start && pc < handler.end) return &handler;
  }
  return nullptr;
}

void Liveness::remove_written(const uint16_t* instruction, RegisterSet* live, bool on_jump) const {
  auto opcode = static_cast<Opcode>(*instruction);
  const OpcodeInfo& table = info(opcode);
  bool jumps = table.jump_operand >= 0;
  bool written = !jumps || (on_jump ? writes_on_jump(opcode) : writes_on_fall_through(opcode));
  auto remove = [&](uint32_t index) { live->remove(index); };
  for (int i = 0; i < table.operand_count; ++i) {
    const uint16_t* operand = instruction + table.offsets[i];
    if (table.operands[i] == 'w' && written) each_register(operand, 1, remove);
    if (table.operands[i] == 'T' && (opcode == Opcode::kGetIterator || opcode == Opcode::kGetAsyncIterator))
      each_register(operand, 3, remove);
    if (table.operands[i] == 'W' && !reads_window_start(opcode)) each_register(operand, 1, remove);
  }
}

// Behind the instruction at pc, before its results are taken off.
RegisterSet Liveness::after_last(uint32_t pc) const {
  const uint16_t* instruction = &function_.code[pc];
  auto opcode = static_cast<Opcode>(*instruction);
  RegisterSet live(function_.register_count);
  uint32_t next = pc + length(opcode);
  if (!has_flag(opcode, OpcodeFlags::kNoFallThrough) && next < function_.code.size()) {
    live.add(block_at(next).live);
    remove_written(instruction, &live, false);
  }
  each_target(function_, pc, [&](uint32_t target) {
    RegisterSet there = block_at(target).live;
    remove_written(instruction, &there, true);
    live.add(there);
  });
  return live;
}

// From what is live behind it, its results taken off, to what is live before.
void Liveness::step_back(uint32_t pc, RegisterSet* live) const {
  const uint16_t* instruction = &function_.code[pc];
  auto opcode = static_cast<Opcode>(*instruction);
  const OpcodeInfo& table = info(opcode);
  if (table.flags & OpcodeFlags::kMayThrow) {
    if (const Handler* handler = handler_of(pc)) {
      RegisterSet there = block_at(handler->handler).live;
      if (handler->exception_register < 0)
        there.remove(static_cast<uint32_t>(register_index(handler->exception_register)));
      if (handler->environment_register < 0)
        there.add(static_cast<uint32_t>(register_index(handler->environment_register)));
      live->add(there);
    }
  }
  auto add = [&](uint32_t index) { live->add(index); };
  for (int i = 0; i < table.operand_count; ++i) {
    const uint16_t* operand = instruction + table.offsets[i];
    switch (table.operands[i]) {
      case 'r': each_register(operand, 1, add); break;
      case 'T':
        if (opcode != Opcode::kGetIterator && opcode != Opcode::kGetAsyncIterator) each_register(operand, 3, add);
        break;
      case 'W': {
        // Ascending addresses are descending register numbers; the start may be the opcode's own.
        int skipped = reads_window_start(opcode) ? 0 : 1;
        int count = operand[1] + (window_has_this(opcode) ? 1 : 0);
        uint16_t first = static_cast<uint16_t>(operand[0] + skipped);
        if (count > skipped) each_register(&first, count - skipped, add);
        break;
      }
      default: break;
    }
  }
}

RegisterSet Liveness::walk(const Block& block, uint32_t pc) const {
  std::vector<uint32_t> places;
  for (uint32_t place = block.start; place < block.end; place += length(static_cast<Opcode>(function_.code[place]))) {
    if (place >= pc) places.push_back(place);
  }
  RegisterSet live = after_last(places.back());
  for (size_t i = places.size(); i-- > 0;) {
    if (i + 1 < places.size()) remove_written(&function_.code[places[i]], &live, false);
    step_back(places[i], &live);
  }
  return live;
}

RegisterSet Liveness::before(uint32_t pc) const {
  return walk(block_at(pc), pc);
}

RegisterSet Liveness::after(uint32_t pc) const {
  const Block& block = block_at(pc);
  uint32_t next = pc + length(static_cast<Opcode>(function_.code[pc]));
  if (next >= block.end) return after_last(pc);
  RegisterSet live = walk(block, next);
  remove_written(&function_.code[pc], &live, false);
  return live;
}

RegisterSet Liveness::for_debugger(uint32_t pc) const {
  RegisterSet live = before(pc);
  for (const DebugScope& scope : function_.debug_scopes) {
    if (pc < scope.start || pc >= scope.end) continue;
    for (const DebugVariable& variable : scope.variables) {
      if (variable.place == syntax::BindingPlace::kRegister && variable.index < 0)
        live.add(static_cast<uint32_t>(register_index(variable.index)));
    }
  }
  return live;
}

std::string verify_liveness(const FunctionTemplate& function) {
  constexpr size_t kMost = size_t{1} << 22;
  if (function.code.size() * (function.register_count / 64 + 1) > kMost) return {};
  Liveness liveness(function);
  std::string fault;
  auto complain = [&](uint32_t pc, uint32_t index, const char* what) {
    if (!fault.empty()) return;
    fault = function.unit->text(function.name) + " at " + std::to_string(pc) + ": r" + std::to_string(index) + what;
    fault += " in ";
    disassemble_instruction(function, pc, fault);
  };
  // What a finally block was entered with is used only where the number beside it says so: not known here.
  RegisterSet caught(function.register_count);
  auto add_caught = [&](uint32_t index) { caught.add(index); };
  for (const Handler& handler : function.handlers) {
    auto operand = static_cast<uint16_t>(handler.exception_register);
    each_register(&operand, 1, add_caught);
  }
  for (uint32_t pc = 0; pc < function.code.size(); pc += length(static_cast<Opcode>(function.code[pc]))) {
    if (static_cast<Opcode>(function.code[pc]) == Opcode::kRethrow)
      each_register(&function.code[pc + 1], 1, add_caught);
  }
  liveness.before(0).for_each([&](uint32_t index) {
    if (index >= function.local_count && !caught.has(index)) complain(0, index, " is read before it is written");
  });
  for (uint32_t pc = 0; pc < function.code.size();) {
    auto opcode = static_cast<Opcode>(function.code[pc]);
    const OpcodeInfo& table = info(opcode);
    if (suspends(opcode)) {
      // The count of registers kept is the u operand.
      uint32_t kept = 0;
      for (int i = 0; i < table.operand_count; ++i) {
        if (table.operands[i] == 'u') kept = function.code[pc + table.offsets[i]];
      }
      liveness.after(pc).for_each([&](uint32_t index) {
        if (index >= kept && !caught.has(index)) complain(pc, index, " is needed, but not kept");
      });
    }
    pc += table.length;
  }
  return fault;
}

std::string verify_liveness(const CompiledUnit& unit) {
  for (const auto& function : unit.functions) {
    if (function->is_lazy) continue;
    if (std::string fault = verify_liveness(*function); !fault.empty()) return fault;
  }
  return {};
}

}  // namespace scrim::bytecode
