// What is wrong with a source text: stable codes from diagnostics.def, exact ranges, related places.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/syntax/source.h"

namespace scrim::syntax {

enum class DiagnosticCode : uint16_t {
#define DIAGNOSTIC(Name, code, v8, text) k##Name,
#include "engine/syntax/diagnostics.def"
#undef DIAGNOSTIC
  kCount
};

struct RelatedPlace {
  SourceRange range;
  std::string message;  // "'{' opened here"
};

struct Diagnostic {
  DiagnosticCode code;
  SourceRange range;
  SourceRange
      engine_range;     // what the caret under an uncaught SyntaxError points at, as in V8; at the text's end: nothing
  std::string message;  // what is wrong and what to write, for people
  std::string engine_message;  // of the SyntaxError that the engine throws: V8's words
  std::vector<RelatedPlace> related;
  bool typescript_syntax =
      false;  // of a TypeScript text that is to be run: the engine's words are those of Node's parser
};

// For V8's own idea of the place.
inline void set_engine_range(Diagnostic* diagnostic, SourceRange range) {
  if (diagnostic) diagnostic->engine_range = range;
}

// "unexpected-token": stable, for filters and documentation.
std::string_view code_name(DiagnosticCode code);

// The `code` of the SyntaxError, as Node sets it for TypeScript that is more than types
// (ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX) and for what is no TypeScript (ERR_INVALID_TYPESCRIPT_SYNTAX); empty for all
// others.
std::string_view engine_error_code(const Diagnostic& diagnostic);

// What the engine says of a file that is to be run: engine_message, and of JSX what to do.
std::string file_error_message(const Diagnostic& diagnostic);

// Collects diagnostics for the lexer, the parser and scope analysis.
class Reporter {
 public:
  Reporter(std::vector<Diagnostic>& list, uint32_t& dropped, uint32_t limit)
      : list_(list), dropped_(dropped), limit_(limit) {}

  // Returns the new diagnostic, so that related places can be added; null when it was dropped (too many, or muted).
  Diagnostic* report(DiagnosticCode code, SourceRange range, std::string_view first = {}, std::string_view second = {});

  // While muted nothing is kept: look-ahead, and the rest of a text that is nested too deeply.
  void set_muted(bool muted) { muted_ = muted; }
  bool muted() const { return muted_; }
  bool empty() const { return list_.empty(); }
  // Puts the list into source order, and drops what repeats the same place and code.
  void finish();

 private:
  std::vector<Diagnostic>& list_;
  uint32_t& dropped_;
  uint32_t limit_;
  bool muted_ = false;
};

}  // namespace scrim::syntax
