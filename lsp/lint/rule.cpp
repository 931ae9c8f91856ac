#include "lsp/lint/rule.h"

#include <cmath>
#include <cstdio>

namespace scrim::lint {
namespace {

constexpr Cost kCosts[] = {
#define PROVENANCE(text)
#define COST(name, v8, v8_advice, scrim, scrim_advice) {#name, v8, v8_advice, scrim, scrim_advice},
#include "lsp/lint/costs.def"
#undef COST
#undef PROVENANCE
};

constexpr char kProvenance[] =
#define PROVENANCE(text) text
#define COST(name, v8, v8_advice, scrim, scrim_advice)
#include "lsp/lint/costs.def"
#undef COST
#undef PROVENANCE
    ;

constexpr RuleInfo kRules[] = {
#define RULE(Name, code, severity, cost, unit, title, mechanism, doc) \
  {code, Severity::severity, CostId::k_##cost, unit, title, mechanism, doc},
#include "lsp/lint/rules.def"
#undef RULE
};

// Below this the two differ by less than runs of one program do.
constexpr double kNoticeable = 1.2;

// Some rows back a hint that leaving the pattern alone is right: their advice costs more.
bool is_reassurance(const Cost& cost) {
  return cost.v8 > 0 && cost.v8 < cost.v8_advice;
}

bool holds(double pattern, double advice, bool reassurance) {
  if (pattern <= 0) return false;
  return reassurance ? pattern < advice : pattern >= advice * kNoticeable;
}

}  // namespace

const char* to_string(Severity severity) {
  switch (severity) {
    case Severity::kOff: return "off";
    case Severity::kHint: return "hint";
    case Severity::kInformation: return "info";
    case Severity::kWarning: return "warning";
    case Severity::kError: return "error";
  }
  return "";
}

std::optional<Severity> severity_of(std::string_view name) {
  if (name == "off") return Severity::kOff;
  if (name == "hint") return Severity::kHint;
  if (name == "info" || name == "information") return Severity::kInformation;
  if (name == "warning" || name == "warn") return Severity::kWarning;
  if (name == "error") return Severity::kError;
  return std::nullopt;
}

const Cost& cost(CostId id) {
  return kCosts[static_cast<size_t>(id)];
}

std::string_view cost_provenance() {
  return kProvenance;
}

const RuleInfo& info(RuleId rule) {
  return kRules[static_cast<size_t>(rule)];
}

std::optional<RuleId> rule_of(std::string_view code) {
  for (size_t i = 0; i < kRuleCount; i++) {
    if (code == kRules[i].code) return static_cast<RuleId>(i);
  }
  return std::nullopt;
}

std::string nanoseconds(double value) {
  char text[32];
  std::snprintf(text, sizeof text, value < 9.95 ? "%.1f ns" : "%.0f ns", value);
  return text;
}

std::string cost_text(CostId id, std::string_view unit) {
  const Cost& c = cost(id);
  bool reassurance = is_reassurance(c);
  bool v8 = holds(c.v8, c.v8_advice, reassurance);
  bool scrim = holds(c.scrim, c.scrim_advice, reassurance);
  std::string out = v8 && scrim ? "both: " : scrim ? "scrim: " : "v8: ";
  bool first = true;
  auto add = [&](const char* engine, double pattern, double advice, bool named) {
    if (pattern <= 0) return;
    if (!first) out += ", ";
    if (named) out += std::string(engine) + " ";
    out += nanoseconds(pattern);
    if (first && !unit.empty()) out += " " + std::string(unit);
    std::string other = nanoseconds(advice);
    other.resize(other.size() - 3);
    out += reassurance ? ", converted " + other : " instead of " + other;
    first = false;
  };
  // The engine the rule holds for comes first, and is not named twice.
  if (scrim && !v8) {
    add("scrim", c.scrim, c.scrim_advice, false);
    add("v8", c.v8, c.v8_advice, true);
  } else {
    add("v8", c.v8, c.v8_advice, scrim);
    add("scrim", c.scrim, c.scrim_advice, true);
  }
  return out;
}

}  // namespace scrim::lint
