// tests/lsp/lint/NAME.js against NAME.expected.txt, NAME.ts and others against NAME.ts.expected.txt: what `scrim lint`
// prints, hints included. With SCRIM_UPDATE=1 in the environment the expected files are written instead; look at the
// difference before committing it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "lsp/lint/files.h"
#include "lsp/lint/linter.h"
#include "lsp/lint/report.h"

namespace scrim::lint {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::string out;
  if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
    char buffer[65536];
    while (size_t count = std::fread(buffer, 1, sizeof buffer, file)) out.append(buffer, count);
    std::fclose(file);
  }
  return out;
}

std::string report(const std::string& name, const std::string& text) {
  syntax::SourceText source(text, name);
  auto parse = parse_for_lint(source, goal_of_file(name));
  std::vector<ReportItem> items;
  for (const syntax::Diagnostic& diagnostic : parse->diagnostics) items.push_back(item_of(name, source, diagnostic));
  TreeIndex tree(parse->program);
  for (const Finding& finding : lint(*parse, tree, {})) items.push_back(item_of(name, source, finding));
  return format_report(items, Format::kHuman, 1, false);
}

class Golden : public ::testing::TestWithParam<std::string> {};

TEST_P(Golden, PrintsWhatIsExpected) {
  fs::path folder = fs::path(SCRIM_SOURCE_DIR) / "tests/lsp/lint";
  std::string name = GetParam();
  std::string file = name.find('.') == name.npos ? name + ".js" : name;
  std::string actual = report(file, read_file(folder / file));
  fs::path expected = folder / (name + ".expected.txt");
  if (std::getenv("SCRIM_UPDATE") != nullptr) {
    std::FILE* file = std::fopen(expected.c_str(), "wb");
    ASSERT_NE(file, nullptr);
    std::fwrite(actual.data(), 1, actual.size(), file);
    std::fclose(file);
  }
  EXPECT_EQ(actual, read_file(expected));
}

std::vector<std::string> names() {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(fs::path(SCRIM_SOURCE_DIR) / "tests/lsp/lint")) {
    std::string extension = entry.path().extension();
    if (extension == ".js") out.push_back(entry.path().stem().string());
    if (extension == ".ts" || extension == ".tsx" || extension == ".jsx" || extension == ".cts")
      out.push_back(entry.path().filename());
  }
  std::sort(out.begin(), out.end());
  return out;
}

INSTANTIATE_TEST_SUITE_P(Files, Golden, ::testing::ValuesIn(names()), [](const auto& info) {
  std::string name = info.param;
  std::replace_if(name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
});

// Every rule has a file of its own, so that none goes without a counter-example.
TEST(Rules, AllHaveAGoldenFile) {
  for (size_t i = 0; i < kRuleCount; i++) {
    std::string code = info(static_cast<RuleId>(i)).code;
    EXPECT_TRUE(fs::exists(fs::path(SCRIM_SOURCE_DIR) / "tests/lsp/lint" / (code + ".js"))) << code;
  }
}

TEST(Rules, CostsHaveBeenMeasuredOnV8) {
  for (size_t i = 0; i < static_cast<size_t>(CostId::kCount); i++) {
    const Cost& one = cost(static_cast<CostId>(i));
    EXPECT_GT(one.v8, 0) << one.name;
    EXPECT_GT(one.v8_advice, 0) << one.name;
  }
}

// Applying a fix gives text that still parses, and in which the rule no longer speaks at that place.
TEST(Fixes, GiveValidText) {
  fs::path folder = fs::path(SCRIM_SOURCE_DIR) / "tests/lsp/lint";
  size_t applied = 0;
  for (const std::string& name : names()) {
    if (name == "broken") continue;
    std::string text = read_file(folder / (name + ".js"));
    syntax::SourceText source(text, name);
    auto parse = parse_for_lint(source, goal_of_file(name));
    TreeIndex tree(parse->program);
    std::vector<Finding> findings = lint(*parse, tree, {});
    for (const Finding& finding : findings) {
      for (const Fix& fix : finding.fixes) {
        std::vector<Edit> edits = fix.edits;
        std::sort(edits.begin(), edits.end(),
                  [](const Edit& a, const Edit& b) { return a.range.start > b.range.start; });
        std::string fixed = text;
        for (size_t i = 0; i < edits.size(); i++) {
          if (i > 0) {
            EXPECT_LE(edits[i].range.end, edits[i - 1].range.start) << name << ": " << fix.title;
          }
          fixed.replace(edits[i].range.start, edits[i].range.length(), edits[i].text);
        }
        syntax::SourceText fixed_source(fixed, name);
        auto again = parse_for_lint(fixed_source, std::nullopt);
        EXPECT_TRUE(again->ok()) << name << ": " << fix.title << "\n" << again->diagnostics[0].message << "\n" << fixed;
        TreeIndex fixed_tree(again->program);
        size_t before = 0;
        size_t after = 0;
        for (const Finding& other : findings) before += other.rule == finding.rule;
        for (const Finding& other : lint(*again, fixed_tree, {})) after += other.rule == finding.rule;
        EXPECT_LT(after, before) << name << ": " << fix.title << "\n" << fixed;
        applied++;
      }
    }
  }
  EXPECT_GT(applied, 20u);
}

TEST(Severity, IsWhatTheUserSets) {
  syntax::SourceText source("for (const k in {a: 1}) f(k); with (o) x;", "a.js");
  auto parse = parse_for_lint(source, std::nullopt);
  TreeIndex tree(parse->program);
  Options options;
  options.severities[static_cast<size_t>(RuleId::kShapeForIn)] = Severity::kError;
  options.severities[static_cast<size_t>(RuleId::kScopeWith)] = Severity::kOff;
  std::vector<Finding> findings = lint(*parse, tree, options);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].severity, Severity::kError);
}

TEST(Files, NotUtf8IsToldWithItsPlace) {
  EXPECT_EQ(find_invalid_utf8("caf\xE9"), 3u);
  EXPECT_EQ(find_invalid_utf8("ok \xC3\xA9 \xF0\x9F\x98\x80"), 10u);
  EXPECT_EQ(find_invalid_utf8("\xED\xA0\x80"), 0u);
  EXPECT_EQ(find_invalid_utf8("\xC0\x80"), 0u);
  EXPECT_EQ(find_invalid_utf8("a\xF4\x90\x80\x80"), 1u);
}

TEST(Report, JsonEscapes) {
  EXPECT_EQ(json_string("a\"\\\n\t\x01\xC3\xA9"), "\"a\\\"\\\\\\n\\t\\u0001\xC3\xA9\"");
}

}  // namespace
}  // namespace scrim::lint
