// scrim --check FILE: whether the syntax is right, without running anything.
#include <cstdio>
#include <filesystem>

#include "engine/cli/commands.h"
#include "engine/regexp/literal_validator.h"
#include "engine/runtime/file.h"
#include "engine/syntax/parser.h"

namespace scrim::cli {

namespace {

constexpr std::string_view kWrapper[] = {"exports", "require", "module", "__filename", "__dirname"};

// Empty if the text parses; else the place, its line with carets under it, and the error.
std::string complaint(const syntax::SourceText& source, const std::string& file, bool as_module) {
  syntax::ParseOptions options;
  options.goal = as_module ? syntax::ParseGoal::kModule : syntax::ParseGoal::kFunctionBody;
  if (!as_module) options.wrapper_parameters = kWrapper;
  options.language = syntax::language_of_file(file);
  options.erasable_only = true;
  options.validate_regexp = regexp::validate_literal;
  options.max_diagnostics = 1;
  const auto parsed = syntax::parse(source, options);
  if (parsed->ok()) return {};
  const syntax::Diagnostic& first = parsed->diagnostics.front();
  const syntax::SourceRange range = first.engine_range;
  const syntax::LineColumn at = source.utf16_position(range.start, syntax::LineRule::kGrammar);
  const syntax::SourceRange line = source.line_range(at.line, syntax::LineRule::kGrammar);
  const uint32_t end = range.end < line.end ? range.end : line.end;
  std::string text = file + ":" + std::to_string(at.line + 1) + "\n" + std::string(source.text(line)) + "\n";
  text += std::string(at.column, ' ') + std::string(end > range.start ? end - range.start : 1, '^');
  return text + "\n\nSyntaxError: " + syntax::file_error_message(first) + "\n\nscrim v" SCRIM_VERSION "\n";
}

// 0, or 1 after saying what is wrong.
int check_source(const syntax::SourceText& source, const std::string& file, bool is_module, bool is_commonjs) {
  const std::string wrong = complaint(source, file, is_module);
  if (wrong.empty()) return 0;
  if (!is_module && !is_commonjs && complaint(source, file, true).empty()) return 0;
  std::fputs(wrong.c_str(), stderr);
  return 1;
}

}  // namespace

int check_syntax(const std::string& given) {
  std::string file = real_path(given);
  if (file.empty()) file = real_path(given + ".js");
  std::string text;
  if (file.empty() || read_text_file(file, &text).failed()) {
    std::fprintf(stderr, "Error: Cannot find module '%s'\n",
                 (given.starts_with("/") ? given : std::filesystem::current_path().string() + "/" + given).c_str());
    return 1;
  }
  const bool named_module = file.ends_with(".mjs") || file.ends_with(".mts");
  const bool named_commonjs = file.ends_with(".cjs") || file.ends_with(".cts");
  return check_source(syntax::SourceText(std::move(text), file), file, named_module, named_commonjs);
}

int check_text(std::string text, const std::string& name, bool as_module) {
  return check_source(syntax::SourceText(std::move(text), name), name, as_module, false);
}

}  // namespace scrim::cli
