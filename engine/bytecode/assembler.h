// Reads the disassembler's text: tests write bytecode by hand with it. Offsets in front of instructions and comments
// after `;` are skipped, feedback kinds may be left out (they follow from the opcodes), `scope KIND SLOTS` makes a
// scope info without names (further words are skipped).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/bytecode/function_template.h"

namespace scrim::bytecode {

// Null on an error, which `*error` then describes with its line.
std::unique_ptr<CompiledUnit> assemble(std::string_view text, std::string* error);

// The kind of feedback slot an opcode uses; only for opcodes with an f operand.
FeedbackKind feedback_kind_of(Opcode opcode);

}  // namespace scrim::bytecode
