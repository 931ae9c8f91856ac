// Parsing after an edit: where the edit lies inside one function's body, only that body is read and analysed again; the
// rest of the tree keeps its nodes and gets new places.
#pragma once

#include <memory>

#include "engine/syntax/parser.h"

namespace scrim::syntax {

// What parse(source, options) returns, but for the numbers of names and the addresses of nodes. `previous` is the
// result for an older text, parsed with the same options; its text must still exist during the call, `source` must
// outlive the result. Where the texts differ is found by comparing them. `*reused`: whether the old tree could be kept,
// which asks for a difference inside the braces of one function, that all of the old text's faults lie inside them too,
// and that they still are its braces. Only for scripts and modules that are not evals. O(bytes of the body + nodes
// behind it + bytes of the text to compare).
std::unique_ptr<ParseResult> reparse(std::unique_ptr<ParseResult> previous, const SourceText& source,
                                     const ParseOptions& options, bool* reused = nullptr);

}  // namespace scrim::syntax
