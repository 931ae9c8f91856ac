// From source text to something that runs: parse, compile, install. Also the makers of functions from text.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/interpreter/interpreter.h"
#include "engine/syntax/parser.h"

namespace scrim {

namespace bytecode {
struct EvalSite;
struct FunctionTemplate;
}  // namespace bytecode

struct CompileRequest {
  std::string text;  // UTF-8 or, with wtf8, WTF-8 from a JavaScript string
  std::string name;  // path or URL; shown in stack traces
  syntax::ParseGoal goal = syntax::ParseGoal::kScript;
  // syntax::language_of_file(path) for files. TypeScript is run with its types taken out; what is more than types is a
  // SyntaxError whose `code` is Node's ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX.
  syntax::Language language = syntax::Language::kJavaScript;
  bool wtf8 = false;
  bool strict = false;
  bool completion_value = false;                         // the program's value is its last statement's (-p, REPL, eval)
  bool redeclarable = false;                             // REPL: top-level let may come again
  bool allow_top_level_await = false;                    // REPL
  std::string eval_origin;                               // where the code came from, of code from strings
  bool internal = false;                                 // scrim's own code: stepping skips it, stacks hide it
  std::span<const std::string_view> wrapper_parameters;  // kFunctionBody
  syntax::SourceRange dynamic_parameters;                // kDynamicFunction
  syntax::SourceRange dynamic_body;
  // kDirectEval: the scopes around the call and what its place allows.
  const syntax::OuterScope* outer = nullptr;
  const bytecode::EvalSite* eval_site = nullptr;
  std::string* refused_text = nullptr;         // gets the text back if it does not parse
  int32_t line_offset = 0, column_offset = 0;  // ScriptData's
  // Code from strings: whose import() it is (see Script::host_defined); the caller's by default.
  Value referrer = Value::empty();
};

// Notes the place and throws a SyntaxError, as compile_script does.
Throw throw_syntax_error_at(Isolate& isolate, const syntax::SourceText& source, syntax::SourceRange range,
                            const std::string& message, std::string_view code = {});

// A Script cell with its unit, and the Code of its program. SyntaxError as V8 words it; the place is remembered for the
// host to print (isolate.syntax_error_place).
Completion<Code*> compile_script(Isolate& isolate, Realm& realm, CompileRequest request);
// Compiles a lazy function of the script.
Completion<Value> compile_lazy_function(Isolate& isolate, Script* script, bytecode::FunctionTemplate& function);
// Runs a program's code as a function with the realm's global this.
Completion<Value> run_program(Isolate& isolate, Code* code);
Completion<Value> evaluate_script(Isolate& isolate, CompileRequest request);

// The text (WTF-8) of a direct eval in the scopes that `environment` and those above it describe, as a function that
// closes over it. `innermost` describes `environment` where it has no scope info of its own.
Completion<Function*> compile_eval(Isolate& isolate, std::string text, Environment* environment,
                                   const bytecode::EvalSite& eval_site,
                                   std::span<const syntax::OuterBinding> innermost = {});

// A JavaScript string with its lone surrogates, as the parser takes it.
std::string to_wtf8(Isolate& isolate, String* string);

// sec-getactivescriptormodule: a ModuleRecord or Script, or undefined.
Value active_referrer(Isolate& isolate);

// The place of an instruction, counted from 1 as V8 shows it; line 0: unknown.
struct SourcePlace {
  const Script* script = nullptr;
  uint32_t offset = 0;
  uint32_t line = 0;
  uint32_t column = 0;
};
SourcePlace place_of(const Code* code, const uint16_t* pc);
SourcePlace place_of_offset(const Script* script, uint32_t offset);
// As stacks show it: with the offsets of the script.
SourcePlace shown_place(SourcePlace place);

}  // namespace scrim
