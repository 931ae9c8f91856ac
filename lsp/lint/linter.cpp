#include "lsp/lint/linter.h"

#include <algorithm>
#include <cstdio>

#include "engine/regexp/literal_validator.h"
#include "engine/syntax/incremental.h"
#include "engine/syntax/scope.h"
#include "lsp/lint/suppressions.h"

namespace scrim::lint {

using namespace syntax;

std::string RuleContext::describe(const FunctionNode* function) const {
  if (function == nullptr) return "this file";
  if (function->id != nullptr) return "`" + std::string(name(function->id->name)) + "`";
  auto key_of = [&](const FunctionNode* method) -> std::string {
    if (method->home_class == nullptr) return {};
    for (const ClassMember* member : method->home_class->members) {
      if (member->value == method && member->key != nullptr) return "`" + std::string(text(member->key)) + "`";
    }
    return {};
  };
  switch (function->function_kind) {
    case FunctionKind::kArrow: return "this arrow function";
    case FunctionKind::kConstructor:
    case FunctionKind::kDerivedConstructor:
      return function->home_class != nullptr && function->home_class->id != nullptr
                 ? "the constructor of `" + std::string(name(function->home_class->id->name)) + "`"
                 : "this constructor";
    case FunctionKind::kInstanceInitializer:
    case FunctionKind::kStaticInitializer: return "this class";
    default: {
      std::string key = key_of(function);
      return key.empty() ? "this function" : key;
    }
  }
}

std::string RuleContext::indentation(uint32_t offset) const {
  uint32_t start = parse.source->line_start(parse.source->line_of(offset, LineRule::kEditor), LineRule::kEditor);
  uint32_t end = start;
  std::string_view all = parse.source->text();
  while (end < all.size() && (all[end] == ' ' || all[end] == '\t')) end++;
  return std::string(all.substr(start, end - start));
}

Finding& RuleContext::report(RuleId rule, SourceRange range, std::string message) {
  findings.push_back({rule, info(rule).severity, range, std::move(message), info(rule).cost});
  return findings.back();
}

std::optional<Goal> goal_of_file(const std::string& path) {
  if (path.ends_with(".mjs") || path.ends_with(".mts")) return Goal::kModule;
  if (path.ends_with(".cjs")) return Goal::kScript;
  if (path.ends_with(".cts")) return std::nullopt;  // tsc makes require() of its imports
  // Only "type": "module" decides: its absence means CommonJS to Node, but the file may be meant for a page.
  std::string folder = path;
  while (true) {
    size_t slash = folder.rfind('/');
    if (slash == std::string::npos) return std::nullopt;
    folder.resize(slash);
    if (folder.ends_with("/node_modules")) return std::nullopt;
    std::FILE* file = std::fopen((folder + "/package.json").c_str(), "rb");
    if (file == nullptr) continue;
    char buffer[65536];
    std::string_view text(buffer, std::fread(buffer, 1, sizeof buffer, file));
    std::fclose(file);
    size_t key = text.find("\"type\"");
    if (key == std::string_view::npos) return std::nullopt;
    size_t value = text.find_first_not_of(" \t\r\n:", key + 6);
    if (value != std::string_view::npos && text.substr(value).starts_with("\"module\"")) return Goal::kModule;
    return std::nullopt;
  }
}

static std::unique_ptr<ParseResult> parse_as(const SourceText& source, Goal goal, Language language,
                                             std::unique_ptr<ParseResult> previous = nullptr) {
  ParseOptions options;
  options.language = language;
  options.collect_comments = true;
  options.validate_regexp = regexp::validate_literal;
  options.goal = goal == Goal::kModule ? ParseGoal::kModule : ParseGoal::kScript;
  // A script may be a CommonJS module, whose text is a function's body.
  options.allow_return_outside_function = goal == Goal::kScript;
  return reparse(std::move(previous), source, options);
}

// Whether the faults of a text read as one goal say that it may be of the other.
static bool suggests_other_goal(const ParseResult& parse, Goal goal) {
  if (goal == Goal::kModule) {
    const ModuleInfo* module = parse.program->module;
    return module == nullptr || (module->requests.empty() && module->local_exports.empty());
  }
  return std::any_of(parse.diagnostics.begin(), parse.diagnostics.end(), [](const Diagnostic& diagnostic) {
    return diagnostic.code == DiagnosticCode::kImportOutsideModule ||
           diagnostic.code == DiagnosticCode::kExportOutsideModule ||
           diagnostic.code == DiagnosticCode::kAwaitOutsideAsync ||
           diagnostic.code == DiagnosticCode::kImportMetaOutside;
  });
}

std::unique_ptr<ParseResult> parse_for_lint(const SourceText& source, std::optional<Goal> goal, Goal likely,
                                            std::optional<Language> known_language,
                                            std::unique_ptr<ParseResult> previous) {
  Language language = known_language.value_or(language_of_file(source.name()));
  // No JavaScript is read differently as JSX.
  if (language == Language::kJavaScript) language = Language::kJsx;
  if (goal) return parse_as(source, *goal, language, std::move(previous));
  std::unique_ptr<ParseResult> result = parse_as(source, likely, language, std::move(previous));
  if (result->ok() || !suggests_other_goal(*result, likely)) return result;
  std::unique_ptr<ParseResult> other =
      parse_as(source, likely == Goal::kScript ? Goal::kModule : Goal::kScript, language);
  auto faults = [](const ParseResult& parsed) { return parsed.diagnostics.size() + parsed.dropped_diagnostics; };
  return faults(*other) < faults(*result) ? std::move(other) : std::move(result);
}

std::vector<Finding> lint(const ParseResult& parse, const TreeIndex& tree, const Options& options) {
  std::vector<Finding> findings;
  Evidence evidence(parse, tree);
  RuleContext context{parse, tree, evidence, findings};
  static constexpr void (*kChecks[])(RuleContext&) = {
#define RULE(Name, code, severity, cost, unit, title, mechanism, doc) check_##Name,
#include "lsp/lint/rules.def"
#undef RULE
  };
  for (size_t i = 0; i < kRuleCount; i++) {
    if (options.severities[i] != Severity::kOff) kChecks[i](context);
  }
  Suppressions suppressions(parse);
  std::erase_if(findings, [&](Finding& finding) {
    const std::optional<Severity>& wanted = options.severities[static_cast<size_t>(finding.rule)];
    if (wanted) finding.severity = *wanted;
    return finding.severity == Severity::kOff ||
           suppressions.silences(finding.rule, parse.source->line_of(finding.range.start, LineRule::kEditor));
  });
  for (Finding& finding : findings) {
    finding.message += " (" + cost_text(finding.cost, info(finding.rule).unit) + ")";
  }
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return a.range.start != b.range.start ? a.range.start < b.range.start : a.range.end < b.range.end;
  });
  return findings;
}

}  // namespace scrim::lint
