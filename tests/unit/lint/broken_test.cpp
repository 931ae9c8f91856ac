// Rules and evidence on trees with pieces missing: random damage to the golden files and to itself.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <random>

#include "lsp/lint/files.h"
#include "lsp/lint/linter.h"

namespace scrim::lint {
namespace {

namespace fs = std::filesystem;

TEST(Broken, NoDamageStopsTheRules) {
  std::mt19937 random(4711);
  const std::string pieces[] = {"(",         ")",      "{",         "}",
                                "[",         "]",      "delete ",   "for (const k in ",
                                "with (",    "eval(",  "arguments", "class A extends ",
                                "this.",     "=",      "=>",        "`${",
                                "...",       "?.",     "if (",      "#x",
                                "function ", "super(", "in ",       ",",
                                ";",         "\n",     "export ",   "await "};
  size_t findings = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(SCRIM_SOURCE_DIR) / "tests/lsp/lint")) {
    if (entry.path().extension() != ".js") continue;
    std::string original;
    std::string error;
    ASSERT_TRUE(read_source(entry.path().string(), original, error)) << error;
    for (int round = 0; round < 150; round++) {
      std::string text = original;
      for (size_t damages = 1 + random() % 3; damages > 0; damages--) {
        size_t at = random() % (text.size() + 1);
        size_t length = random() % 3 == 0 ? 0 : random() % 25;
        const std::string& piece = random() % 2 ? pieces[random() % std::size(pieces)] : "";
        text.replace(at, std::min(length, text.size() - at), piece);
      }
      syntax::SourceText source(text, "damaged.js");
      auto parse = parse_for_lint(source, std::nullopt);
      TreeIndex tree(parse->program);
      for (const Finding& finding : lint(*parse, tree, {})) {
        findings++;
        ASSERT_LE(finding.range.start, finding.range.end) << text;
        ASSERT_LE(finding.range.end, source.size()) << text;
        for (const Fix& fix : finding.fixes) {
          for (const Edit& edit : fix.edits) ASSERT_LE(edit.range.end, source.size()) << text;
        }
      }
    }
  }
  EXPECT_GT(findings, 1000u);  // damage leaves most of the program to be judged
}

TEST(Broken, RegularExpressionsAreChecked) {
  syntax::SourceText source("const fine = /(?<a>x)|(?<a>y)/v;\nconst wrong = /a(b/;\n", "regexp.js");
  auto parse = parse_for_lint(source, std::nullopt);
  ASSERT_EQ(parse->diagnostics.size(), 1u);
  EXPECT_EQ(code_name(parse->diagnostics[0].code), "regexp");
  EXPECT_EQ(source.text().substr(parse->diagnostics[0].range.start, 1), "/");
}

}  // namespace
}  // namespace scrim::lint
