// Runs the rules over a text: what the server and `scrim lint` share.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/syntax/parser.h"
#include "lsp/lint/evidence.h"
#include "lsp/lint/rule.h"

namespace scrim::lint {

// What a rule sees and where it reports.
struct RuleContext {
  const syntax::ParseResult& parse;
  const TreeIndex& tree;
  Evidence& evidence;
  std::vector<Finding>& findings;

  std::string_view text(SourceRange range) const { return parse.source->text(range); }
  std::string_view text(const syntax::Node* node) const { return parse.source->text(node->range()); }
  std::string_view name(syntax::NameId id) const { return parse.names.text(id); }
  // Counted from 1, as editors show lines.
  uint32_t line(const syntax::Node* node) const {
    return parse.source->line_of(node->start, syntax::LineRule::kEditor) + 1;
  }
  // "`f`", "this arrow function", "the constructor of `C`"...
  std::string describe(const syntax::FunctionNode* function) const;
  // The white space in front of the line that holds `offset`.
  std::string indentation(uint32_t offset) const;
  // `name` is bound or used anywhere in the file.
  bool is_name_used(std::string_view name) const { return parse.names.find(name) != syntax::kNoName; }

  // A finding with the rule's own cost and severity; the caller may change it before it is returned by lint().
  Finding& report(RuleId rule, SourceRange range, std::string message);
};

#define RULE(Name, code, severity, cost, unit, title, mechanism, doc) void check_##Name(RuleContext& context);
#include "lsp/lint/rules.def"
#undef RULE

// How a text is to be read.
enum class Goal : uint8_t { kScript, kModule };
// From the file's name and, for .js, the "type" of the nearest package.json; nullopt: either, the text decides. Reads
// the disk only if `path` is not empty.
std::optional<Goal> goal_of_file(const std::string& path);

// Parses as `goal` or, without one, as what the text is: `likely` first (what it was before the last edit), the other
// where the faults say that it is one. Without `language` the file's name tells; JSX may stand in JavaScript. Comments
// are collected. `previous`: the result for an older version of the text, of which as much is kept as the difference
// allows (engine/syntax/incremental.h).
std::unique_ptr<syntax::ParseResult> parse_for_lint(const syntax::SourceText& source, std::optional<Goal> goal,
                                                    Goal likely = Goal::kScript,
                                                    std::optional<syntax::Language> language = std::nullopt,
                                                    std::unique_ptr<syntax::ParseResult> previous = nullptr);

// All findings that are not off or disabled by a comment, in source order.
std::vector<Finding> lint(const syntax::ParseResult& parse, const TreeIndex& tree, const Options& options);

}  // namespace scrim::lint
