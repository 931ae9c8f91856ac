#include "engine/bytecode/opcodes.h"

#include <cstring>

namespace scrim::bytecode {

namespace {

constexpr OpcodeInfo make_info(const char* name, const char* operands, int flags) {
  OpcodeInfo info{name, operands, static_cast<uint8_t>(flags), 1, 0, {}, -1, -1};
  for (int i = 0; operands[i]; i++) {
    info.offsets[i] = info.length;
    info.operand_count++;
    if (operands[i] == 'j') info.jump_operand = static_cast<int8_t>(i);
    if (operands[i] == 'f') info.feedback_operand = static_cast<int8_t>(i);
    info.length = static_cast<uint8_t>(info.length + (operands[i] == 'j' ? 2 : 1));
  }
  return info;
}

}  // namespace

const OpcodeInfo kOpcodeInfo[kOpcodeCount] = {
#define OPCODE(Name, operands, flags) make_info(#Name, operands, flags),
#include "engine/bytecode/opcodes.def"
#undef OPCODE
};

Opcode opcode_from_name(std::string_view name) {
  for (int i = 0; i < kOpcodeCount; i++) {
    if (name == kOpcodeInfo[i].name) return static_cast<Opcode>(i);
  }
  return Opcode::kCount;
}

}  // namespace scrim::bytecode
