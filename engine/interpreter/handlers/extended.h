// The extended opcodes, a file a family.
#define OPCODE(Name, operands, flags) CASE(Name) :
#include "engine/bytecode/opcodes_extended.def"
#undef OPCODE
CASE(SuperCall) : CASE(SuperCallSpread) : CASE(CallEval) : {
  isolate.pc = pc;
  throw_error(isolate, ErrorType::kError, "scrim has no such instruction yet");
  goto throw_pending;
}
