// The parse phase of test262: negatives of phase `parse` are refused, everything else is accepted, in each mode a test
// runs in. Needs the corpus: SCRIM_TEST262=/path/to/test262 (the folder that holds test/ and harness/); skipped
// without.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "engine/regexp/literal_validator.h"
#include "engine/syntax/parser.h"
#include "tests/unit/syntax/test_files.h"

namespace scrim::syntax {
namespace {

// Proposals that are not part of ES2026 and that scrim does not read yet.
constexpr std::string_view kNotYet[] = {"decorators"};

TEST(Test262, ParsePhase) {
  const char* root = std::getenv("SCRIM_TEST262");
  if (!root) GTEST_SKIP() << "SCRIM_TEST262 is not set";
  int runs = 0;
  int failures = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(std::string(root) + "/test")) {
    std::string path = entry.path().string();
    if (!path.ends_with(".js") || path.find("_FIXTURE") != std::string::npos) continue;
    std::string text = read_file(path);
    std::string_view header = text;
    size_t start = header.find("/*---");
    header = start == header.npos ? "" : header.substr(start, header.find("---*/") - start);
    auto list = [&](std::string_view key) -> std::string_view {
      size_t at = header.find(key);
      if (at == header.npos) return {};
      size_t end = header.find("\n", at + 1);
      // "features:" on a line of its own is followed by "  - name" lines.
      while (end != header.npos && header.substr(end + 1).starts_with(" ")) end = header.find("\n", end + 1);
      return header.substr(at, end - at);
    };
    bool skip = false;
    for (std::string_view feature : kNotYet) skip |= list("\nfeatures:").find(feature) != header.npos;
    if (skip) continue;
    bool negative = list("\nnegative:").find("phase: parse") != header.npos;
    std::string_view flags = list("\nflags:");
    auto has = [&](std::string_view flag) { return flags.find(flag) != flags.npos; };
    SourceText source(text, path);
    auto run = [&](ParseGoal goal, bool strict) {
      ParseOptions options;
      options.goal = goal;
      options.strict = strict;
      options.validate_regexp = regexp::validate_literal;
      auto result = parse(source, options);
      runs++;
      if (result->ok() != negative) return;
      failures++;
      ADD_FAILURE() << path << (strict ? " (strict)" : "") << ": "
                    << (negative ? "accepted" : result->diagnostics[0].engine_message);
    };
    if (has("module")) {
      run(ParseGoal::kModule, false);
      continue;
    }
    if (!has("onlyStrict")) run(ParseGoal::kScript, false);
    if (!has("noStrict") && !has("raw")) run(ParseGoal::kScript, true);
  }
  EXPECT_GT(runs, 1000);
  std::printf("%d runs, %d failures\n", runs, failures);
}

}  // namespace
}  // namespace scrim::syntax
