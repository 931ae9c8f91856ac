#include "lsp/features/features.h"

namespace scrim::lsp {

namespace {

std::string cell(double value) {
  return value > 0 ? lint::nanoseconds(value) : "not measured";
}

std::string describe(const lint::Finding& finding, bool markdown) {
  const lint::RuleInfo& rule = lint::info(finding.rule);
  const lint::Cost& cost = lint::cost(finding.cost);
  std::string unit = rule.unit;
  std::string out;
  if (markdown) {
    out = "**" + std::string(rule.title) + "** `" + rule.code + "`\n\n" + rule.mechanism + "\n\n| measured, " + unit +
          " | this | instead |\n|---|---|---|\n| v8 | " + cell(cost.v8) + " | " + cell(cost.v8_advice) +
          " |\n| scrim | " + cell(cost.scrim) + " | " + cell(cost.scrim_advice) + " |\n\n[Read more](" +
          rule.documentation + ") · silence with `// scrim-disable-next-line " + rule.code + "`";
  } else {
    out = std::string(rule.title) + " (" + rule.code + ")\n\n" + rule.mechanism +
          "\n\nmeasured: " + lint::cost_text(finding.cost, unit) + "\n" + rule.documentation;
  }
  return out;
}

}  // namespace

std::optional<messages::Hover> hover_of(const Session& session, Analysis& analysis,
                                        const messages::Position& position) {
  if (!session.settings.lint) return std::nullopt;
  uint32_t offset = analysis.offset(position);
  std::string text;
  SourceRange range{};
  for (const lint::Finding& finding : analysis.findings(session.settings.rules, session.generation)) {
    if (offset < finding.range.start || offset > finding.range.end) continue;
    if (!text.empty()) text += session.markdown_hover ? "\n\n---\n\n" : "\n\n";
    text += describe(finding, session.markdown_hover);
    range = finding.range;
  }
  if (text.empty()) return std::nullopt;
  messages::Hover hover;
  hover.contents = {session.markdown_hover ? "markdown" : "plaintext", std::move(text)};
  hover.range = analysis.range(range);
  return hover;
}

}  // namespace scrim::lsp
