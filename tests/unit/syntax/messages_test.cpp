// The engine's SyntaxError messages and their places are Node's: messages.expected was written by node@26.
#include <gtest/gtest.h>

#include "engine/regexp/literal_validator.h"
#include "engine/syntax/parser.h"
#include "tests/unit/syntax/test_files.h"

namespace scrim::syntax {
namespace {

TEST(Messages, AreThoseOfNode) {
  std::vector<std::string> texts = split(read_file(test_folder() + "messages.txt"), "\n----\n");
  std::vector<std::string> expected = split(read_file(test_folder() + "messages.expected"), "\n");
  ASSERT_EQ(texts.size() + 1, expected.size()) << "regenerate with messages.mjs";
  for (size_t i = 0; i < texts.size(); i++) {
    SourceText source(texts[i], "m");
    ParseOptions options;
    options.max_diagnostics = 1;
    if (texts[i].starts_with("// module")) options.goal = ParseGoal::kModule;
    auto result = parse(source, options);
    std::string actual = "no error\t0\t0";
    if (!result->ok()) {
      const Diagnostic& first = result->diagnostics[0];
      LineColumn place = source.utf16_position(first.engine_range.start, LineRule::kGrammar);
      // Node draws no caret at the end of the text, and tells no place in a vm.SourceTextModule.
      uint32_t column = first.engine_range.start == source.size() ? 0 : place.column + 1;
      if (expected[i].ends_with("\t0\t0")) place.line = column = 0;
      if (!expected[i].ends_with("\t0\t0")) place.line++;
      actual = first.engine_message + "\t" + std::to_string(place.line) + "\t" + std::to_string(column);
    }
    EXPECT_EQ(expected[i], actual) << texts[i];
  }
}

// TypeScript that cannot be run by taking its types out: typescript_messages.expected was written by node@26.
TEST(Messages, OfTypeScriptAreThoseOfNode) {
  std::vector<std::string> texts = split(read_file(test_folder() + "typescript_messages.txt"), "\n----\n");
  std::vector<std::string> expected = split(read_file(test_folder() + "typescript_messages.expected"), "\n");
  ASSERT_EQ(texts.size() + 1, expected.size()) << "regenerate with typescript_messages.mjs";
  for (size_t i = 0; i < texts.size(); i++) {
    SourceText source(texts[i], "m.ts");
    ParseOptions options;
    options.goal = ParseGoal::kModule;
    options.language = Language::kTypeScript;
    options.erasable_only = true;
    options.validate_regexp = regexp::validate_literal;
    auto result = parse(source, options);
    std::string actual = "no error";
    if (!result->ok()) {
      const Diagnostic& first = result->diagnostics[0];
      actual = std::string(engine_error_code(first)) + "\t" + first.engine_message;
    }
    EXPECT_EQ(expected[i], actual) << texts[i];
  }
}

}  // namespace
}  // namespace scrim::syntax
