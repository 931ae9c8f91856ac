// Writes what was found: for people, as JSON, as SARIF 2.1.0.
#pragma once

#include <string>
#include <vector>

#include "engine/syntax/diagnostics.h"
#include "lsp/lint/rule.h"

namespace scrim::lint {

enum class Format : uint8_t { kHuman, kJson, kSarif };

// One line of a report, places counted from 1, columns in UTF-16 units as editors count them.
struct ReportPlace {
  uint32_t line = 1, column = 1, end_line = 1, end_column = 1;
};
struct ReportItem {
  std::string file;
  ReportPlace place;
  std::string rule;  // a rule's code, or the code of a syntax error
  Severity severity = Severity::kError;
  std::string message;
  struct Note {
    ReportPlace place;
    std::string message;
  };
  std::vector<Note> notes;
  std::string frame;  // the source lines with a marker underneath; human output only
  bool has_fix = false;
};

ReportItem item_of(const std::string& file, const syntax::SourceText& source, const Finding& finding);
ReportItem item_of(const std::string& file, const syntax::SourceText& source, const syntax::Diagnostic& diagnostic);

// `files` is how many were looked at. Human output ends with a summary line.
std::string format_report(const std::vector<ReportItem>& items, Format format, size_t files, bool color);

std::string json_string(std::string_view text);

}  // namespace scrim::lint
