// The names that a CommonJS module exports, found in its text without running it, as cjs-module-lexer finds them
// (https://github.com/nodejs/cjs-module-lexer): so that ES modules can import them by name.
#pragma once

#include <string>
#include <vector>

#include "engine/syntax/parser.h"

namespace scrim {

struct CommonJsExports {
  std::vector<std::string> names;      // each once, in order of appearance
  std::vector<std::string> reexports;  // specifiers of modules whose names are exported too
};

// `parse`: of the text as a function body (the CommonJS wrapper).
CommonJsExports find_commonjs_exports(const syntax::ParseResult& parse);

}  // namespace scrim
