// Stable text forms of what this room makes, for `scrim dump` and golden files.
#pragma once

#include <string>

#include "engine/syntax/parser.h"

namespace scrim::syntax {

// One token a line: "line:column KIND text", lines and columns (in UTF-16 units) counted from 1, "^" after a line
// break. Needs a result parsed with collect_tokens.
std::string dump_tokens(const ParseResult& result);

// The tree, one node a line, indented: "Kind field=value [start-end]", each child under its field's name.
std::string dump_ast(const ParseResult& result);

// The tree as ESTree JSON on one line, with acorn's fields and offsets (UTF-16 units).
std::string dump_estree(const ParseResult& result);

// The scope tree: kind, range, facts; under each its bindings with kind, place and flags. References follow the scopes
// they are in when `references` is set: "name line:column -> place".
std::string dump_scopes(const ParseResult& result, bool references = false);

// Diagnostics: "line:column-line:column code: message", related places indented below.
std::string dump_diagnostics(const ParseResult& result);

// A number as JavaScript and JSON write it; "Infinity".
std::string number_text(double value);

// Text of a name for people: WTF-8 with lone surrogates and control characters escaped, in double quotes.
std::string quote(std::string_view text);

}  // namespace scrim::syntax
