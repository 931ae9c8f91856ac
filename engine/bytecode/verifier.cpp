#include "engine/bytecode/verifier.h"

#include "engine/bytecode/assembler.h"
#include "engine/bytecode/disassembler.h"

namespace scrim::bytecode {

std::string verify(const FunctionTemplate& function) {
  const auto& code = function.code;
  auto registers = static_cast<int>(function.register_count);
  auto parameters = static_cast<int>(function.parameter_count);
  uint32_t pc = 0;
  auto fault = [&](const std::string& what) {
    std::string text = function.unit->text(function.name) + " at " + std::to_string(pc) + ": " + what;
    if (pc < code.size() && code[pc] < kOpcodeCount) {
      text += " in ";
      disassemble_instruction(function, pc, text);
    }
    return text;
  };
  if (function.local_count > function.register_count) return fault("more locals than registers");
  if (code.empty()) return fault("no code");

  std::vector<bool> starts(code.size() + 1);
  bool falls_through = true;
  for (pc = 0; pc < code.size();) {
    if (code[pc] >= kOpcodeCount) return fault("unknown opcode");
    starts[pc] = true;
    const OpcodeInfo& table = info(static_cast<Opcode>(code[pc]));
    falls_through = !(table.flags & OpcodeFlags::kNoFallThrough);
    pc += table.length;
  }
  if (pc != code.size()) return fault("the last instruction is cut off");
  if (falls_through) return fault("the code falls off its end");

  auto register_ok = [&](int operand, int count = 1) {
    if (operand < 0) return operand >= -registers && operand + count - 1 < 0;
    if (operand == kThisOperand) return count == 1;
    return operand >= kFirstArgumentOperand && operand + count - 1 < kFirstArgumentOperand + parameters;
  };
  auto target_ok = [&](int64_t target) {
    return target >= 0 && target < static_cast<int64_t>(code.size()) && starts[static_cast<size_t>(target)];
  };
  for (pc = 0; pc < code.size();) {
    auto opcode = static_cast<Opcode>(code[pc]);
    const OpcodeInfo& table = info(opcode);
    for (int i = 0; i < table.operand_count; i++) {
      const uint16_t* operand = &code[pc + table.offsets[i]];
      auto value = static_cast<int16_t>(*operand);
      switch (table.operands[i]) {
        case 'r':
        case 'w':
          if (!register_ok(value)) return fault("register out of range");
          break;
        case 'T':
          if (!register_ok(value, 3)) return fault("iterator record out of range");
          break;
        case 'W': {
          int count = operand[1] + (window_has_this(opcode) ? 1 : 0);
          if (count == 0) break;
          if (value >= 0 || !register_ok(value, count)) return fault("window out of range");
          break;
        }
        case 'k':
          if (*operand >= function.constants.size()) return fault("constant out of range");
          break;
        case 'f':
          if (*operand >= function.feedback.size()) return fault("feedback slot out of range");
          // A function of more sites than slots has no records; the sites beyond share the last slot's number.
          if (function.feedback.size() <= UINT16_MAX && function.feedback[*operand] != feedback_kind_of(opcode)) {
            return fault("feedback slot of another kind");
          }
          break;
        case 'j':
          if (!target_ok(int64_t{pc} + read_jump(operand))) return fault("jump into nowhere");
          if ((table.flags & OpcodeFlags::kLoop) && read_jump(operand) > 0) return fault("a loop that goes forward");
          break;
        default: break;
      }
    }
    if (opcode == Opcode::kJumpTable) {
      if (code[pc + 2] >= function.switch_tables.size()) return fault("switch table out of range");
      for (int32_t target : function.switch_tables[code[pc + 2]].targets) {
        if (target && !target_ok(int64_t{pc} + target)) return fault("jump into nowhere");
      }
    }
    pc += table.length;
  }
  for (const Handler& handler : function.handlers) {
    pc = handler.handler;
    if (!target_ok(handler.handler)) return fault("handler into nowhere");
    if (handler.start >= handler.end || handler.end > code.size() || !starts[handler.start] ||
        (handler.end < code.size() && !starts[handler.end])) {
      return fault("handler range not on instructions");
    }
    if (!register_ok(handler.exception_register)) return fault("exception register out of range");
    if (handler.environment_register != kNoRegister && !register_ok(handler.environment_register)) {
      return fault("environment register out of range");
    }
  }
  return {};
}

std::string verify(const CompiledUnit& unit) {
  for (const auto& function : unit.functions) {
    if (function->is_lazy) continue;
    if (std::string fault = verify(*function); !fault.empty()) return fault;
  }
  return {};
}

}  // namespace scrim::bytecode
