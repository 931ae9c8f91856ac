// From the tree to bytecode. The tree must come from a parse without diagnostics, scope analysis included; the result
// does not refer to it.
//
// Functions may stay behind as *lazy* templates: what a closure needs to know of them (name, length, flags, source) and
// where they stand. compile_function() parses such a function again, by itself, and compiles it to what it would have
// been: the names it uses from around it are found in the scope infos of the environments that hold them. Functions
// inside it may be lazy in turn. Eager are those that are likely to be called at once (`(function() {})()`), what a
// class's evaluation consists of (constructors, initialisers), and where names are looked up at run time (`with`,
// direct eval).
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
  // Functions of so many bytes of text may be lazy. Parsing one again parses all that is in it: of a very long one it
  // costs less to compile its own code at once, and to leave what is in it.
  uint32_t lazy_from = UINT32_MAX;
  uint32_t lazy_to = UINT32_MAX;
};

struct CompileError {
  SourceRange range;
  std::string message;  // "scrim does not support X yet", or a limit that was exceeded: to be thrown as a SyntaxError
};

// Null when something could not be compiled: then `*error` says what.
std::unique_ptr<CompiledUnit> compile(const syntax::ParseResult& parse, const CompileOptions& options,
                                      CompileError* error);

// Compiles a lazy function of a unit compiled from `source`, whose goal and language the options tell (the rest of them
// is set here). Its address and index stay; templates of the functions in it are added to the unit. False when
// something could not be compiled: then `*error` says what, and it stays lazy.
bool compile_function(CompiledUnit& unit, FunctionTemplate& function, const syntax::SourceText& source,
                      syntax::ParseOptions parse_options, const CompileOptions& options, CompileError* error);

// Where a call of this callee says that it is in stack traces, as V8 has it: at the callee's last word, or else at the
// opening parenthesis; there too if the last word is a reserved one.
uint32_t call_offset(const syntax::NameTable& names, std::string_view source, const syntax::Node* callee);

}  // namespace scrim::bytecode
