// What ParseOptions::validate_regexp takes: the early errors of a regular expression literal. Header only, so that this
// room does not depend on syntax/, nor syntax/ on it; whoever parses JavaScript links both.
#ifndef SCRIM_ENGINE_REGEXP_LITERAL_VALIDATOR_H_
#define SCRIM_ENGINE_REGEXP_LITERAL_VALIDATOR_H_

#include <optional>
#include <string_view>

#include "engine/regexp/regexp.h"
#include "engine/syntax/parser.h"

namespace scrim::regexp {

// Pattern and flags in WTF-8 (lone surrogates as three bytes), flags already checked.
inline std::optional<syntax::RegExpFault> validate_literal(std::string_view pattern, std::string_view flags) {
  std::string_view message;
  uint32_t offset = 0;
  if (!validate_wtf8(pattern, flags, &message, &offset)) return syntax::RegExpFault{offset, std::string(message)};
  return std::nullopt;
}

}  // namespace scrim::regexp

#endif  // SCRIM_ENGINE_REGEXP_LITERAL_VALIDATOR_H_
