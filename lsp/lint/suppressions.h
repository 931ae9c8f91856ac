// Comments that silence rules:
//
//   // scrim-disable-next-line rule, rule -- why
//   code;  // scrim-disable-line rule
//   /* scrim-disable rule */ ... /* scrim-enable rule */
//
// Without a rule, all are meant.
#pragma once

#include <bitset>
#include <vector>

#include "engine/syntax/parser.h"
#include "lsp/lint/rule.h"

namespace scrim::lint {

class Suppressions {
 public:
  explicit Suppressions(const syntax::ParseResult& parse);
  // By the line on which a finding starts.
  bool silences(RuleId rule, uint32_t line) const;

 private:
  struct Span {
    std::bitset<kRuleCount> rules;
    uint32_t first_line;
    uint32_t last_line;
  };
  std::vector<Span> spans_;
};

}  // namespace scrim::lint
