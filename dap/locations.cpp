#include "dap/locations.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "engine/bytecode/compiler.h"
#include "engine/regexp/literal_validator.h"
#include "engine/syntax/parser.h"

namespace scrim::dap {

namespace {

std::string place_text(const syntax::SourceText& source, uint32_t offset) {
  const syntax::LineColumn place = source.utf16_position(offset, syntax::LineRule::kEditor);
  return std::to_string(place.line + 1) + ":" + std::to_string(place.column + 1);
}

// What the runtime puts around a CommonJS file.
constexpr std::string_view kWrapper[] = {"exports", "require", "module", "__filename", "__dirname"};

}  // namespace

Locations Locations::of_file(const std::string& path) {
  Locations out;
  std::ifstream stream(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream.good() && !stream.eof()) {
    out.error_ = "cannot read " + path + ": " + std::strerror(errno);
    return out;
  }
  std::optional<bool> is_module;
  if (path.ends_with(".mjs") || path.ends_with(".mts")) is_module = true;
  if (path.ends_with(".cjs") || path.ends_with(".cts")) is_module = false;
  return of_text(std::move(text), is_module, syntax::language_of_file(path));
}

Locations Locations::of_text(std::string text, std::optional<bool> is_module, syntax::Language language) {
  Locations out;
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  const syntax::SourceText source(std::move(text));
  uint32_t furthest = 0;
  for (const bool as_module : {false, true}) {
    if (is_module && *is_module != as_module) continue;
    syntax::ParseOptions options;
    options.goal = as_module ? syntax::ParseGoal::kModule : syntax::ParseGoal::kFunctionBody;
    if (!as_module) options.wrapper_parameters = kWrapper;
    options.language = language;
    options.erasable_only = true;
    options.validate_regexp = regexp::validate_literal;
    const auto parsed = syntax::parse(source, options);
    if (!parsed->ok()) {
      // Of the two readings the one that gets further is what the file wants.
      const syntax::Diagnostic& first = parsed->diagnostics.front();
      if (out.error_.empty() || first.range.start > furthest) {
        furthest = first.range.start;
        out.error_ = "SyntaxError at " + place_text(source, first.range.start) + ": " + first.engine_message;
      }
      continue;
    }
    bytecode::CompileError error;
    const auto unit = bytecode::compile(*parsed, {}, &error);
    if (unit == nullptr) {
      out.error_ = "SyntaxError at " + place_text(source, error.range.start) + ": " + error.message;
      return out;
    }
    out.error_.clear();
    out.places_ = debug::StopPlaces(*unit, source, options.goal);
    return out;
  }
  if (language == syntax::Language::kTypeScript || language == syntax::Language::kTsx) {
    syntax::ParseOptions options;
    options.goal = is_module.value_or(true) ? syntax::ParseGoal::kModule : syntax::ParseGoal::kFunctionBody;
    options.language = language;
    if (syntax::parse(source, options)->ok()) {
      out.error_ = "this file runs only compiled: no code that was made from it is loaded yet";
    }
  }
  return out;
}

std::optional<debug::Position> Locations::at(uint32_t line, std::optional<uint32_t> column) const {
  const auto found = places_.find(line, column);
  return found.empty() ? std::nullopt : std::optional(found.front().position);
}

}  // namespace scrim::dap
