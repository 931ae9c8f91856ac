// Checks a function's bytecode: operands in range, jumps and handlers land on instructions, windows and iterator
// records inside the frame, the code does not fall off its end. What the interpreter relies on without looking.
#pragma once

#include <string>

#include "engine/bytecode/function_template.h"

namespace scrim::bytecode {

// Empty when the function is well formed, else what is wrong with the first bad instruction.
std::string verify(const FunctionTemplate& function);
// All functions of the unit.
std::string verify(const CompiledUnit& unit);

}  // namespace scrim::bytecode
