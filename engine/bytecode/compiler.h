// From the tree to bytecode. The tree must come from a parse without diagnostics, scope analysis included; the result
// does not refer to it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/bytecode/function_template.h"
#include "engine/syntax/parser.h"

namespace scrim::bytecode {

struct CompileOptions {
  // The program's Return gives the completion value of its last statement (eval, REPL, -p); otherwise undefined.
  // Programs that are evals have it in any case.
  bool completion_value = false;
  // Top-level let, const and class of a script may be declared again (REPL).
  bool redeclarable = false;
  // Of a direct eval: what its place allows, for evals inside it.
  EvalSite eval_site;
};

struct CompileError {
  SourceRange range;
  std::string message;  // "scrim does not support X yet", or a limit that was exceeded: to be thrown as a SyntaxError
};

// Null when something could not be compiled: then `*error` says what.
std::unique_ptr<CompiledUnit> compile(const syntax::ParseResult& parse, const CompileOptions& options,
                                      CompileError* error);

// Where a call of this callee says that it is in stack traces, as V8 has it: at the callee's last word, or else at the
// opening parenthesis.
uint32_t call_offset(std::string_view source, const syntax::Node* callee);

}  // namespace scrim::bytecode
