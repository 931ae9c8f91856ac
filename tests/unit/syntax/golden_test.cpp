// Golden files: each text in golden/ beside what the dumps make of it. To write them anew after a change that is meant:
//   SCRIM_REBASELINE=1 build/release/engine/syntax/unit_syntax --gtest_filter='Golden*'
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "engine/syntax/dump.h"
#include "engine/syntax/token.h"
#include "tests/unit/syntax/test_files.h"

namespace scrim::syntax {
namespace {

void compare(const std::string& path, const std::string& actual) {
  if (std::getenv("SCRIM_REBASELINE")) {
    std::ofstream(path, std::ios::binary) << actual;
    return;
  }
  EXPECT_EQ(read_file(path), actual) << path;
}

TEST(Golden, Dumps) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(test_folder() + "golden")) {
    std::string path = entry.path().string();
    bool module = path.ends_with(".mjs");
    bool typescript = path.ends_with(".ts") || path.ends_with(".tsx");
    if (!module && !typescript && !path.ends_with(".js") && !path.ends_with(".jsx")) continue;
    count++;
    SourceText source(read_file(path), path);
    ParseOptions options;
    if (module || typescript) options.goal = ParseGoal::kModule;
    options.language = language_of_file(path);
    options.collect_tokens = true;
    auto result = parse(source, options);
    bool broken = path.find("broken") != std::string::npos;
    EXPECT_EQ(result->ok(), !broken) << path << "\n" << dump_diagnostics(*result);
    compare(path + ".ast", dump_ast(*result));
    if (broken) {
      compare(path + ".diagnostics", dump_diagnostics(*result));
    } else {
      compare(path + ".tokens", dump_tokens(*result));
      compare(path + ".scopes", dump_scopes(*result, true));
    }
  }
  EXPECT_GE(count, 6);
}

// A text cut off anywhere still gives a tree, quickly, with ranges that lie in it.
TEST(Golden, CutAtEveryOffset) {
  for (const auto& entry : std::filesystem::directory_iterator(test_folder() + "golden")) {
    std::string path = entry.path().string();
    if (!path.ends_with(".mjs") && !path.ends_with(".js")) continue;
    std::string text = read_file(path);
    ParseOptions options;
    if (path.ends_with(".mjs")) options.goal = ParseGoal::kModule;
    for (size_t size = 0; size <= text.size(); size++) {
      SourceText source(text.substr(0, size), path);
      auto result = parse(source, options);
      ASSERT_LE(result->program->end, size);
      ASSERT_LE(result->diagnostics.size(), 40u) << path << " cut at " << size;
      for (const Diagnostic& diagnostic : result->diagnostics) {
        ASSERT_LE(diagnostic.range.start, diagnostic.range.end) << path << " cut at " << size;
        ASSERT_LE(diagnostic.range.end, size) << path << " cut at " << size << "\n" << dump_diagnostics(*result);
      }
    }
  }
}

}  // namespace
}  // namespace scrim::syntax
