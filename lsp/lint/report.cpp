#include "lsp/lint/report.h"

#include <algorithm>

namespace scrim::lint {
namespace {

using syntax::LineColumn;
using syntax::LineRule;
using syntax::SourceText;

ReportPlace place_of(const SourceText& source, SourceRange range) {
  LineColumn start = source.utf16_position(range.start, LineRule::kEditor);
  LineColumn end = source.utf16_position(std::max(range.start, range.end), LineRule::kEditor);
  return {start.line + 1, start.column + 1, end.line + 1, end.column + 1};
}

// Code points, so that a marker stands under what it marks (wide characters aside).
size_t width(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string frame_of(const SourceText& source, SourceRange range) {
  constexpr uint32_t kLongest = 160;
  uint32_t line = source.line_of(range.start, LineRule::kEditor);
  SourceRange whole = source.line_range(line, LineRule::kEditor);
  uint32_t from = whole.start;
  if (range.start - whole.start > kLongest / 2) {  // generated code: show the neighbourhood
    from = range.start - kLongest / 4;
    while (from > whole.start && (source.text()[from] & 0xC0) == 0x80) from--;
  }
  uint32_t to = std::min(whole.end, from + kLongest);
  while (to < whole.end && (source.text()[to] & 0xC0) == 0x80) to++;
  std::string text(source.text({from, to}));
  std::replace(text.begin(), text.end(), '\t', ' ');
  std::string number = std::to_string(line + 1);
  std::string margin(number.size(), ' ');
  size_t before = width(source.text({from, std::min(range.start, to)}));
  size_t marked = width(source.text({std::min(range.start, to), std::clamp(range.end, std::min(range.start, to), to)}));
  return "  " + number + " | " + (from > whole.start ? "…" : "") + text + "\n  " + margin + " | " +
         std::string(before + (from > whole.start ? 1 : 0), ' ') + std::string(std::max<size_t>(1, marked), '^') + "\n";
}

const char* color_of(Severity severity) {
  return severity == Severity::kError ? "\x1b[31m" : severity == Severity::kWarning ? "\x1b[33m" : "\x1b[36m";
}

std::string human(const std::vector<ReportItem>& items, size_t files, bool color) {
  std::string out;
  size_t counts[5] = {};
  auto at = [](const ReportPlace& place) { return std::to_string(place.line) + ":" + std::to_string(place.column); };
  for (const ReportItem& item : items) {
    counts[static_cast<size_t>(item.severity)]++;
    const char* paint = color ? color_of(item.severity) : "";
    const char* plain = color ? "\x1b[0m" : "";
    out += item.file + ":" + at(item.place) + ": " + paint + to_string(item.severity) + plain + ": " + item.message +
           " [" + item.rule + "]\n" + item.frame;
    for (const ReportItem::Note& note : item.notes) {
      out += "    " + item.file + ":" + at(note.place) + ": " + note.message + "\n";
    }
  }
  std::string summary;
  auto count = [&](Severity severity, const char* one, const char* more) {
    size_t n = counts[static_cast<size_t>(severity)];
    if (n == 0) return;
    summary += (summary.empty() ? "" : ", ") + std::to_string(n) + " " + (n == 1 ? one : more);
  };
  count(Severity::kError, "error", "errors");
  count(Severity::kWarning, "warning", "warnings");
  count(Severity::kInformation, "note", "notes");
  count(Severity::kHint, "hint", "hints");
  if (summary.empty()) summary = "nothing found";
  out += (items.empty() ? "" : "\n") + summary + " in " + std::to_string(files) + (files == 1 ? " file\n" : " files\n");
  return out;
}

std::string json(const std::vector<ReportItem>& items) {
  std::string out = "[";
  for (size_t i = 0; i < items.size(); i++) {
    const ReportItem& item = items[i];
    out += i == 0 ? "\n" : ",\n";
    out += "  {\"file\": " + json_string(item.file) + ", \"line\": " + std::to_string(item.place.line) +
           ", \"column\": " + std::to_string(item.place.column) +
           ", \"endLine\": " + std::to_string(item.place.end_line) +
           ", \"endColumn\": " + std::to_string(item.place.end_column) + ", \"rule\": " + json_string(item.rule) +
           ", \"severity\": \"" + to_string(item.severity) + "\", \"message\": " + json_string(item.message) + "}";
  }
  return out + (items.empty() ? "]\n" : "\n]\n");
}

std::string uri_of(const std::string& path) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (char c : path) {
    auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || c == '/' || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return out;
}

std::string sarif_place(const std::string& file, const ReportPlace& place) {
  return "{\"artifactLocation\": {\"uri\": " + json_string(uri_of(file)) +
         "}, \"region\": {\"startLine\": " + std::to_string(place.line) +
         ", \"startColumn\": " + std::to_string(place.column) + ", \"endLine\": " + std::to_string(place.end_line) +
         ", \"endColumn\": " + std::to_string(place.end_column) + "}}";
}

const char* sarif_level(Severity severity) {
  return severity == Severity::kError ? "error" : severity == Severity::kWarning ? "warning" : "note";
}

std::string sarif(const std::vector<ReportItem>& items) {
  std::string out =
      "{\n  \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n  \"version\": \"2.1.0\",\n"
      "  \"runs\": [{\n    \"columnKind\": \"utf16CodeUnits\",\n"
      "    \"tool\": {\"driver\": {\"name\": \"scrim\", \"version\": \"" SCRIM_VERSION "\", \"rules\": [";
  for (size_t i = 0; i < kRuleCount; i++) {
    const RuleInfo& rule = info(static_cast<RuleId>(i));
    out += std::string(i == 0 ? "\n" : ",\n") + "      {\"id\": " + json_string(rule.code) +
           ", \"shortDescription\": {\"text\": " + json_string(rule.title) +
           "}, \"fullDescription\": {\"text\": " + json_string(rule.mechanism) +
           "}, \"helpUri\": " + json_string(rule.documentation) + ", \"defaultConfiguration\": {\"level\": \"" +
           sarif_level(rule.severity) + "\"}}";
  }
  out += "\n    ]}},\n    \"results\": [";
  for (size_t i = 0; i < items.size(); i++) {
    const ReportItem& item = items[i];
    out += std::string(i == 0 ? "\n" : ",\n") + "      {\"ruleId\": " + json_string(item.rule) + ", \"level\": \"" +
           sarif_level(item.severity) + "\", \"message\": {\"text\": " + json_string(item.message) +
           "}, \"locations\": [{\"physicalLocation\": " + sarif_place(item.file, item.place) + "}]";
    if (!item.notes.empty()) {
      out += ", \"relatedLocations\": [";
      for (size_t n = 0; n < item.notes.size(); n++) {
        out += std::string(n == 0 ? "" : ", ") +
               "{\"physicalLocation\": " + sarif_place(item.file, item.notes[n].place) +
               ", \"message\": {\"text\": " + json_string(item.notes[n].message) + "}}";
      }
      out += "]";
    }
    out += "}";
  }
  return out + (items.empty() ? "]" : "\n    ]") + "\n  }]\n}\n";
}

}  // namespace

std::string json_string(std::string_view text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += kDigits[(c >> 4) & 15];
      out += kDigits[c & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

ReportItem item_of(const std::string& file, const SourceText& source, const Finding& finding) {
  ReportItem item{file, place_of(source, finding.range), info(finding.rule).code, finding.severity, finding.message,
                  {},   frame_of(source, finding.range), !finding.fixes.empty()};
  for (const Related& related : finding.related)
    item.notes.push_back({place_of(source, related.range), related.message});
  return item;
}

ReportItem item_of(const std::string& file, const SourceText& source, const syntax::Diagnostic& diagnostic) {
  ReportItem item{file,
                  place_of(source, diagnostic.range),
                  std::string(code_name(diagnostic.code)),
                  Severity::kError,
                  diagnostic.message,
                  {},
                  frame_of(source, diagnostic.range),
                  false};
  for (const syntax::RelatedPlace& related : diagnostic.related) {
    item.notes.push_back({place_of(source, related.range), related.message});
  }
  return item;
}

std::string format_report(const std::vector<ReportItem>& items, Format format, size_t files, bool color) {
  switch (format) {
    case Format::kHuman: return human(items, files, color);
    case Format::kJson: return json(items);
    case Format::kSarif: return sarif(items);
  }
  return {};
}

}  // namespace scrim::lint
