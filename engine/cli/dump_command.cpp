// scrim dump: what the engine sees, at every stage.
#include <cstdio>

#include "engine/bytecode/compiler.h"
#include "engine/bytecode/disassembler.h"
#include "engine/cli/commands.h"
#include "engine/regexp/literal_validator.h"
#include "engine/runtime/file.h"
#include "engine/syntax/dump.h"
#include "engine/syntax/parser.h"

namespace scrim::cli {

static int dump_source(const std::string& what, const std::string& file, bool module, bool liveness = false) {
  std::string text;
  FileError error = read_text_file(file, &text);
  if (error.failed()) return input_error("cannot read " + file + ": " + error.message);
  syntax::SourceText source(std::move(text), file);
  static constexpr std::string_view kParameters[] = {"exports", "require", "module", "__filename", "__dirname"};
  syntax::ParseOptions options;
  options.language = syntax::language_of_file(file);
  options.erasable_only = what == "bytecode";
  options.goal = module ? syntax::ParseGoal::kModule : syntax::ParseGoal::kFunctionBody;
  if (!module) options.wrapper_parameters = kParameters;
  if (what == "estree" && !module) {
    // As other tools read the file: places and nodes of the text alone.
    options.goal = syntax::ParseGoal::kScript;
    options.wrapper_parameters = {};
    options.allow_return_outside_function = true;
  }
  if (what == "estree" && options.language == syntax::Language::kJavaScript) options.language = syntax::Language::kJsx;
  options.collect_tokens = what == "tokens";
  options.validate_regexp = regexp::validate_literal;
  std::unique_ptr<syntax::ParseResult> parse = syntax::parse(source, options);
  std::string output;
  if (what == "tokens") output = syntax::dump_tokens(*parse);
  if (what == "ast") output = syntax::dump_ast(*parse);
  if (what == "estree") output = syntax::dump_estree(*parse);
  if (what == "scopes") output = syntax::dump_scopes(*parse);
  if (what == "bytecode") {
    if (parse->ok()) {
      bytecode::CompileError compile_error;
      std::unique_ptr<bytecode::CompiledUnit> unit = bytecode::compile(*parse, {}, &compile_error);
      if (!unit) return input_error(file + ": " + compile_error.message);
      bytecode::disassemble(*unit, output, {.liveness = liveness});
    }
  }
  std::fputs(output.c_str(), stdout);
  if (!parse->ok()) {
    for (const syntax::Diagnostic& diagnostic : parse->diagnostics) {
      syntax::LineColumn place = source.utf16_position(diagnostic.range.start, syntax::LineRule::kEditor);
      std::fprintf(stderr, "%s:%u:%u: %s\n", file.c_str(), place.line + 1, place.column + 1,
                   diagnostic.message.c_str());
    }
    return 1;
  }
  return 0;
}

constexpr const char* kDumpHelp = R"(usage: scrim dump WHAT [options] FILE

What the engine sees of a program, at every stage:

  tokens      what the lexer reads
  ast         the tree; --estree: as ESTree JSON, a line for each FILE
  scopes      scopes, their variables, and where each lives: register or environment
  bytecode    instructions, constants, handlers of every function; --liveness: with the registers that are needed
              before each, and those that only a debugger shows
  feedback    runs FILE: what each site saw (caches, shapes, types, branches, calls)
  shapes      runs FILE: the shapes it made, and where the first object of each was born
  handlers    takes no FILE: what each opcode costs in this build

  --module    FILE is an ES module (.mjs always is)
)";

int run_dump_command(const Invocation& invocation) {
  std::vector<std::string> words;
  bool module = false;
  bool estree = false;
  bool liveness = false;
  for (const std::string& argument : invocation.arguments) {
    if (is_help(argument)) {
      std::fputs(kDumpHelp, stdout);
      return 0;
    }
    if (argument == "--module") {
      module = true;
    } else if (argument == "--estree") {
      estree = true;
    } else if (argument == "--liveness") {
      liveness = true;
    } else {
      words.push_back(argument);
    }
  }
  if (words.size() == 1 && words[0] == "handlers") return dump_handlers(invocation);
  if (estree) {
    // Each file on a line of its own.
    if (words.size() < 2 || words[0] != "ast") return usage_error("--estree goes with `dump ast` and files");
    int status = 0;
    for (size_t i = 1; i < words.size(); i++) {
      bool is_module = module || words[i].ends_with(".mjs") || words[i].ends_with(".mts");
      if (int failed = dump_source("estree", words[i], is_module)) status = failed;
    }
    return status;
  }
  if (words.size() >= 2 && words[0] == "feedback") {
    return dump_feedback(invocation, words[1], {words.begin() + 2, words.end()});
  }
  if (words.size() != 2) {
    return usage_error(
        "dump takes what to show (tokens, ast, scopes, bytecode, feedback, shapes) and a file, or only `handlers`: "
        "scrim dump --help");
  }
  const std::string& what = words[0];
  const std::string& file = words[1];
  if (liveness && what != "bytecode") return usage_error("--liveness goes with `dump bytecode`");
  if (file.ends_with(".mjs") || file.ends_with(".mts")) module = true;
  if (what == "tokens" || what == "ast" || what == "scopes" || what == "bytecode") {
    return dump_source(what, file, module, liveness);
  }
  if (what == "shapes") return dump_shapes(invocation, file);
  return usage_error("dump knows tokens, ast, scopes, bytecode, feedback, shapes and handlers, not '" + what + "'");
}

}  // namespace scrim::cli
