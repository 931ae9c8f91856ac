#include "engine/syntax/diagnostics.h"

#include <algorithm>

namespace scrim::syntax {

namespace {

struct Texts {
  std::string_view code;
  std::string_view engine;
  std::string_view people;
};
constexpr Texts kTexts[] = {
#define DIAGNOSTIC(Name, code, v8, text) {code, v8, text},
#include "engine/syntax/diagnostics.def"
#undef DIAGNOSTIC
};

std::string fill(std::string_view pattern, std::string_view first, std::string_view second) {
  std::string result;
  for (size_t i = 0; i < pattern.size(); i++) {
    if (pattern[i] == '%' && i + 1 < pattern.size() && (pattern[i + 1] == '0' || pattern[i + 1] == '1')) {
      result += pattern[i + 1] == '0' ? first : second;
      i++;
    } else {
      result += pattern[i];
    }
  }
  return result;
}

}  // namespace

std::string_view code_name(DiagnosticCode code) {
  return kTexts[static_cast<uint16_t>(code)].code;
}

std::string_view engine_error_code(const Diagnostic& diagnostic) {
  DiagnosticCode code = diagnostic.code;
  bool unsupported = code >= DiagnosticCode::kTypeScriptEnum && code <= DiagnosticCode::kTypeScriptTypeAssertion;
  if (unsupported) return "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX";
  return diagnostic.typescript_syntax ? "ERR_INVALID_TYPESCRIPT_SYNTAX" : "";
}

std::string file_error_message(const Diagnostic& diagnostic) {
  bool jsx = diagnostic.code == DiagnosticCode::kJsxNotRun;
  return jsx ? diagnostic.engine_message + ": " + diagnostic.message : diagnostic.engine_message;
}

Diagnostic* Reporter::report(DiagnosticCode code, SourceRange range, std::string_view first, std::string_view second) {
  if (muted_) return nullptr;
  if (list_.size() >= limit_) {
    dropped_++;
    return nullptr;
  }
  const Texts& texts = kTexts[static_cast<uint16_t>(code)];
  list_.push_back({code, range, range, fill(texts.people, first, second), fill(texts.engine, first, second), {}});
  return &list_.back();
}

void Reporter::finish() {
  std::stable_sort(list_.begin(), list_.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.range.start < b.range.start; });
  auto same = [](const Diagnostic& a, const Diagnostic& b) { return a.code == b.code && a.range == b.range; };
  list_.erase(std::unique(list_.begin(), list_.end(), same), list_.end());
}

}  // namespace scrim::syntax
