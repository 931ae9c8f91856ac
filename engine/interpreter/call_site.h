// What stood in the source where an error came up, worded as V8 words it: "a.b(...).c", "(intermediate value)".
// The script is parsed once more for it; what was found is kept with the script.
#pragma once

#include <string>

#include "engine/interpreter/interpreter.h"

namespace scrim {

// The callee of the call or `new` at pc; empty: not found.
std::string callee_text(const Code* code, const uint16_t* pc);

// The TypeError for a value that is not iterable, at the running instruction (isolate.pc).
Throw throw_not_iterable(Isolate& isolate, Value iterable, bool async);
// The TypeError for undefined or null that an object pattern stands for, at the running instruction.
Throw throw_not_destructurable(Isolate& isolate, Value value);

}  // namespace scrim
