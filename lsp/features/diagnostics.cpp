#include <algorithm>

#include "lsp/features/features.h"

namespace scrim::lsp {

namespace {

messages::DiagnosticSeverity severity_of(lint::Severity severity) {
  switch (severity) {
    case lint::Severity::kError: return messages::DiagnosticSeverity::kError;
    case lint::Severity::kWarning: return messages::DiagnosticSeverity::kWarning;
    case lint::Severity::kInformation: return messages::DiagnosticSeverity::kInformation;
    default: return messages::DiagnosticSeverity::kHint;
  }
}

template <typename List>
void add_related(const Session& session, const std::string& uri, const Analysis& analysis, const List& related,
                 messages::Diagnostic& out) {
  if (!session.related_information || related.empty()) return;
  out.related_information.emplace();
  for (const auto& place : related) {
    out.related_information->push_back({{uri, analysis.range(place.range)}, place.message});
  }
}

}  // namespace

messages::Diagnostic diagnostic_of(const Session& session, const std::string& uri, const Analysis& analysis,
                                   const lint::Finding& finding) {
  const lint::RuleInfo& rule = lint::info(finding.rule);
  messages::Diagnostic out;
  out.range = analysis.range(finding.range);
  out.severity = severity_of(finding.severity);
  out.code = std::string(rule.code);
  if (session.code_descriptions) out.code_description = messages::CodeDescription{rule.documentation};
  out.source = "scrim";
  out.message = finding.message;
  add_related(session, uri, analysis, finding.related, out);
  return out;
}

std::vector<messages::Diagnostic> diagnostics_of(const Session& session, const std::string& uri, Analysis& analysis) {
  std::vector<messages::Diagnostic> out;
  if (session.settings.syntax_errors) {
    for (const syntax::Diagnostic& diagnostic : analysis.parse().diagnostics) {
      messages::Diagnostic message;
      message.range = analysis.range(diagnostic.range);
      message.severity = messages::DiagnosticSeverity::kError;
      message.code = std::string(syntax::code_name(diagnostic.code));
      message.source = "scrim";
      message.message = diagnostic.message;
      add_related(session, uri, analysis, diagnostic.related, message);
      out.push_back(std::move(message));
    }
  }
  if (session.settings.lint) {
    for (const lint::Finding& finding : analysis.findings(session.settings.rules, session.generation)) {
      out.push_back(diagnostic_of(session, uri, analysis, finding));
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const messages::Diagnostic& a, const messages::Diagnostic& b) {
    return std::pair(a.range.start.line, a.range.start.character) <
           std::pair(b.range.start.line, b.range.start.character);
  });
  return out;
}

}  // namespace scrim::lsp
