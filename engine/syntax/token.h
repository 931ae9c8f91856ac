// The kinds of token and the record that ParseResult::tokens keeps.
#pragma once

#include <cstdint>

#include "engine/syntax/source.h"

namespace scrim::syntax {

enum class TokenKind : uint8_t {
#define TOKEN(Name, text) k##Name,
#define KEYWORD(Name, text) k##Name,
#include "engine/syntax/tokens.def"
#undef TOKEN
#undef KEYWORD
  kCount
};

// As written ("=>", "function"); a description in capitals for classes ("IDENTIFIER").
const char* to_string(TokenKind kind);

struct Token {
  TokenKind kind;
  bool newline_before;
  SourceRange range;
};

}  // namespace scrim::syntax
