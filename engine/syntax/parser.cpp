#include "engine/syntax/parser.h"
#include "engine/syntax/token.h"
namespace scrim::syntax {
ParseResult::ParseResult() = default;
ParseResult::~ParseResult() = default;
}  // namespace scrim::syntax
