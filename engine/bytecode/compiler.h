// From the tree to bytecode. The tree must come from a parse without diagnostics, scope analysis included; the result
// does not refer to it.
#pragma once

#include <memory>
#include <string>
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

}  // namespace scrim::bytecode
