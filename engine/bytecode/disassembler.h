// Bytecode as text: what `scrim dump bytecode` prints, and what the assembler reads back.
//
//   function "add" parameters=2 registers=3 locals=1 strict {
//     feedback get-named call
//     handler L0 L1 L2 exception=r1 environment=r2 catch
//     L0:
//          0  Add r0, a0, a1
//          4  JumpIfLessInt r0, 10, L1
//          ...
//   }
//
// r0, r1 ... are registers, a0 ... arguments, this the receiver; a window or iterator record is named by its first
// (lowest-addressed) register. Constants stand where they are used: "text", 1.5, 10n, function:1, scope:0, template:0,
// declarations:0, eval:0. f0 is a feedback slot.
#pragma once

#include <string>
#include <string_view>

#include "engine/bytecode/function_template.h"

namespace scrim::bytecode {

struct DisassemblyOptions {
  bool offsets = true;
  // With it, each line that begins a position shows its line and column in bytes (counted from 1).
  std::string_view source = {};
  // With it, each line shows the registers that are needed before it: "live r0 r2", then "shown r1", those that only a
  // debugger needs (liveness.h). A text with it cannot be read back.
  bool liveness = false;
};

void disassemble(const FunctionTemplate& function, std::string& out, const DisassemblyOptions& options = {});
// The unit's scope infos and all its functions.
void disassemble(const CompiledUnit& unit, std::string& out, const DisassemblyOptions& options = {});
// One instruction without its line end; breakpoints must have been seen through by the caller.
void disassemble_instruction(const FunctionTemplate& function, uint32_t pc, std::string& out);

std::string operand_text(int operand);
std::string constant_text(const FunctionTemplate& function, uint32_t index);

}  // namespace scrim::bytecode
