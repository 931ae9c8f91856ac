#include "engine/syntax/parser.h"
namespace scrim::syntax {
void analyze_scopes(ParseResult&, const ParseOptions&) {}
}  // namespace scrim::syntax
