// Reads files through the front end, as the engine does before it compiles: every early error and the scopes.
//   budget_syntax COUNT FILE...   each COUNT times
//   budget_syntax tokens FILE...  prints how many tokens they have
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "engine/regexp/literal_validator.h"
#include "engine/syntax/parser.h"
#include "engine/syntax/token.h"
#include "tests/support/files.h"

using namespace scrim;

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  bool print = std::strcmp(argv[1], "tokens") == 0;
  long count = print ? 0 : std::strtol(argv[1], nullptr, 10);
  size_t tokens = 0;
  for (int i = 2; i < argc; i++) {
    syntax::SourceText source(read_file(argv[i]), argv[i]);
    syntax::ParseOptions options;
    options.validate_regexp = regexp::validate_literal;
    options.allow_return_outside_function = true;
    options.collect_tokens = print;
    auto result = syntax::parse(source, options);
    if (!result->ok()) {
      options.goal = syntax::ParseGoal::kModule;
      result = syntax::parse(source, options);
    }
    if (source.size() == 0 || !result->ok()) {
      std::fprintf(stderr, "%s cannot be read\n", argv[i]);
      return 1;
    }
    tokens += result->tokens.size();
    for (long left = count; left > 0; left--) result = syntax::parse(source, options);
  }
  if (print) std::printf("%zu\n", tokens);
}
