// The kinds of token and the record that ParseResult::tokens keeps.
#pragma once

#include <cstdint>
#include <string_view>

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

// Is the word reserved, be it in strict code or in modules only (`yield`, `await`, `interface`)?
bool may_be_reserved(std::string_view word);

struct Token {
  TokenKind kind;
  bool newline_before;
  SourceRange range;
};

}  // namespace scrim::syntax
