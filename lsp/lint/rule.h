// lint/: the performance rules: what is suspicious, judged by evidence in the program, with the mechanism and the
// measured cost on each engine. Reads the tree and the scopes of engine/syntax; knows nothing of protocols. rules.def
// is the one table, rules/ has one file a rule, costs.def is written by tests/bench/lint_costs.
//
// This header: rules, their costs, and what a rule says.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/syntax/source.h"

namespace scrim::lint {

using syntax::SourceRange;

enum class Severity : uint8_t { kOff, kHint, kInformation, kWarning, kError };
const char* to_string(Severity severity);  // "off", "hint", "info", "warning", "error"
std::optional<Severity> severity_of(std::string_view name);

enum class RuleId : uint8_t {
#define RULE(Name, code, severity, cost, unit, title, mechanism, doc) k##Name,
#include "lsp/lint/rules.def"
#undef RULE
  kCount
};
constexpr size_t kRuleCount = static_cast<size_t>(RuleId::kCount);

// Nanoseconds an operation: of the pattern, and of what the rule advises. 0: not measured on that engine.
struct Cost {
  const char* name;
  double v8, v8_advice;
  double scrim, scrim_advice;
};
enum class CostId : uint8_t {
#define PROVENANCE(text)
#define COST(name, v8, v8_advice, scrim, scrim_advice) k_##name,
#include "lsp/lint/costs.def"
#undef COST
#undef PROVENANCE
  kCount
};
const Cost& cost(CostId id);
// What was measured, where and when: the provenance lines of costs.def.
std::string_view cost_provenance();

struct RuleInfo {
  const char* code;
  Severity severity;
  CostId cost;
  const char* unit;
  const char* title;
  const char* mechanism;
  const char* documentation;
};
const RuleInfo& info(RuleId rule);
std::optional<RuleId> rule_of(std::string_view code);

// "v8: 28 ns a call instead of 1.1", "both: v8 28 ns a call instead of 1.1, scrim 60 ns instead of 20": the engine a
// rule holds for is where the pattern costs at least 1.2 times the advice.
std::string cost_text(CostId cost, std::string_view unit);
// "12 ns" with no more digits than mean something.
std::string nanoseconds(double value);

struct Edit {
  SourceRange range;
  std::string text;
};
struct Fix {
  std::string title;
  std::vector<Edit> edits;  // do not overlap
  bool preferred = false;   // behaves the same in every case that the rule can see
};
struct Related {
  SourceRange range;
  std::string message;
};
struct Finding {
  RuleId rule;
  Severity severity;
  SourceRange range;
  std::string message;
  CostId cost;
  std::vector<Related> related{};
  std::vector<Fix> fixes{};
};

struct Options {
  // What the user set; nullopt leaves the rule's own judgement, which may differ from finding to finding.
  std::array<std::optional<Severity>, kRuleCount> severities{};
};

}  // namespace scrim::lint
