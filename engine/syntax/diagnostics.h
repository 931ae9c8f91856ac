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
  std::string message;         // what is wrong and what to write, for people
  std::string engine_message;  // of the SyntaxError (ReferenceError when `is_reference_error`) that the engine throws:
                               // V8's words
  std::vector<RelatedPlace> related;
};

// "unexpected-token": stable, for filters and documentation.
std::string_view code_name(DiagnosticCode code);

}  // namespace scrim::syntax
