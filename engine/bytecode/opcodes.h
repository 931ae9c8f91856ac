// bytecode/: the opcode table, the compiler from the tree to bytecode, disassembler, assembler, verifier. Free of the
// heap: what it makes (function_template.h) is plain data that the interpreter installs in an isolate.
//
// This header: what opcodes.def says, as an enumeration and tables.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/base/assert.h"

namespace scrim::bytecode {

enum class Opcode : uint16_t {
#define OPCODE(Name, operands, flags) k##Name,
#include "engine/bytecode/opcodes.def"
#undef OPCODE
  kCount
};

constexpr int kOpcodeCount = static_cast<int>(Opcode::kCount);
constexpr int kMaxOperands = 6;

struct OpcodeFlags {
  static constexpr uint8_t kMayThrow = 1;
  static constexpr uint8_t kMayCall = 2;
  static constexpr uint8_t kEndsBlock = 4;
  static constexpr uint8_t kNoFallThrough = 8;
  static constexpr uint8_t kLoop = 16;           // back-edge: counts down
  static constexpr uint8_t kOperator = 32;       // an Observer notes the types of its operands and of its result
  static constexpr uint8_t kEffect = 64;         // changes what others see
  static constexpr uint8_t kWritesObject = 128;  // changes the object in its first r operand
};

struct OpcodeInfo {
  const char* name;
  const char* operands;  // the letters of opcodes.def
  uint8_t flags;
  uint8_t length;  // in 16-bit units, with the opcode
  uint8_t operand_count;
  uint8_t offsets[kMaxOperands];  // of each operand, in units from the start of the instruction
  int8_t jump_operand;            // index of the j operand, -1 without
  int8_t feedback_operand;
};

extern const OpcodeInfo kOpcodeInfo[kOpcodeCount];

inline const OpcodeInfo& info(Opcode opcode) {
  ASSERT(static_cast<int>(opcode) < kOpcodeCount);
  return kOpcodeInfo[static_cast<int>(opcode)];
}
inline uint32_t length(Opcode opcode) {
  return info(opcode).length;
}

// kCount when there is no such opcode.
Opcode opcode_from_name(std::string_view name);

inline int32_t read_jump(const uint16_t* operand) {
  return static_cast<int32_t>(operand[0] | static_cast<uint32_t>(operand[1]) << 16);
}
inline void write_jump(uint16_t* operand, int32_t offset) {
  operand[0] = static_cast<uint16_t>(offset);
  operand[1] = static_cast<uint16_t>(static_cast<uint32_t>(offset) >> 16);
}

// The registers that a window operand covers: the count operand follows it, and calls have `this` in front.
inline bool window_has_this(Opcode opcode) {
  switch (opcode) {
    case Opcode::kCall:
    case Opcode::kCallUndefinedThis:
    case Opcode::kConstruct:
    case Opcode::kCallEval:
    case Opcode::kSuperCall:
    case Opcode::kSuperCallOf: return true;
    default: return false;
  }
}

// A register operand: a word offset from the frame pointer (interpreter/frame.h).
constexpr int kThisOperand = 7;
constexpr int kFirstArgumentOperand = 8;
constexpr int16_t register_operand(int index) {
  return static_cast<int16_t>(-1 - index);
}
constexpr int16_t argument_operand(int index) {
  return static_cast<int16_t>(kFirstArgumentOperand + index);
}
constexpr int register_index(int operand) {
  return -1 - operand;
}
// "No register", where a table may name one.
constexpr int16_t kNoRegister = INT16_MAX;
constexpr int kMaxRegisters = 32000;

}  // namespace scrim::bytecode
