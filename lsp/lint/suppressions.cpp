#include "lsp/lint/suppressions.h"

namespace scrim::lint {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '*')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The rules named after the directive; all when none is.
std::bitset<kRuleCount> rules_in(std::string_view text) {
  if (size_t why = text.find("--"); why != std::string_view::npos) text = text.substr(0, why);
  std::bitset<kRuleCount> rules;
  bool named = false;
  while (!text.empty()) {
    size_t end = text.find_first_of(", \t\r\n");
    std::string_view word = text.substr(0, end);
    if (!word.empty()) {
      named = true;
      if (std::optional<RuleId> rule = rule_of(word)) rules.set(static_cast<size_t>(*rule));
    }
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  if (!named) rules.set();
  return rules;
}

}  // namespace

Suppressions::Suppressions(const syntax::ParseResult& parse) {
  using syntax::LineRule;
  for (const syntax::Comment& comment : parse.comments) {
    std::string_view text = parse.source->text(comment.range);
    if (text.size() < 2 || text.find("scrim-") == std::string_view::npos) continue;
    text.remove_prefix(2);
    if (text.ends_with("*/")) text.remove_suffix(2);
    text = trimmed(text);
    uint32_t line = parse.source->line_of(comment.range.start, LineRule::kEditor);
    uint32_t last = parse.source->line_of(comment.range.end, LineRule::kEditor);
    auto follows = [&text](std::string_view directive) {
      if (!text.starts_with(directive)) return false;
      std::string_view rest = text.substr(directive.size());
      if (!rest.empty() && rest[0] != ' ' && rest[0] != '\t') return false;
      text = rest;
      return true;
    };
    if (follows("scrim-disable-next-line")) {
      spans_.push_back({rules_in(text), last + 1, last + 1});
    } else if (follows("scrim-disable-line")) {
      spans_.push_back({rules_in(text), line, line});
    } else if (follows("scrim-disable")) {
      spans_.push_back({rules_in(text), line, UINT32_MAX});
    } else if (follows("scrim-enable")) {
      std::bitset<kRuleCount> rules = rules_in(text);
      for (size_t i = 0, count = spans_.size(); i < count; i++) {
        if (spans_[i].last_line != UINT32_MAX || (spans_[i].rules & rules).none()) continue;
        Span ended{spans_[i].rules & rules, spans_[i].first_line, line};
        spans_[i].rules &= ~rules;
        spans_.push_back(ended);
      }
    }
  }
}

bool Suppressions::silences(RuleId rule, uint32_t line) const {
  for (const Span& span : spans_) {
    if (line >= span.first_line && line <= span.last_line && span.rules.test(static_cast<size_t>(rule))) return true;
  }
  return false;
}

}  // namespace scrim::lint
