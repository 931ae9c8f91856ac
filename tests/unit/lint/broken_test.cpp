// Rules and evidence on trees with pieces missing: random damage to the golden files and to itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "engine/syntax/token.h"
#include "lsp/lint/files.h"
#include "lsp/lint/linter.h"

namespace scrim::lint {
namespace {

namespace fs = std::filesystem;
using syntax::SourceRange;

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

// The innermost statement around a token, in the whole text.
SourceRange statement_around(const TreeIndex& tree, SourceRange token) {
  SourceRange found{0, UINT32_MAX};
  for (NodeIndex i = 0; i < tree.size(); i++) {
    const syntax::Node* node = tree.node(i);
    if (syntax::group_of(node->kind) != syntax::NodeGroup::kStatement) continue;
    if (node->start <= token.start && token.end <= node->end) found = node->range();
  }
  return found;
}

// What is found elsewhere is still found, in its new place, when one token of a statement is missing: on real code
// (SCRIM_LINT_FILES names a list of it) after 95 % of the deletions at least. The files here are dense with findings
// that hang together.
TEST(Broken, FindingsElsewhereStay) {
  std::mt19937 random(500);
  std::vector<std::string> names;
  for (const char* folder : {"tests/lsp/lint", "tests/script/programs", "engine/runtime/node"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(SCRIM_SOURCE_DIR) / folder)) {
      if (entry.path().extension() == ".js" && entry.file_size() < 60000) names.push_back(entry.path().string());
    }
  }
  if (const char* more = std::getenv("SCRIM_LINT_FILES")) {
    // Real code from elsewhere: one path a line.
    names.clear();
    std::ifstream list(more);
    for (std::string line; std::getline(list, line);) names.push_back(line);
  }
  std::sort(names.begin(), names.end());
  struct Judged {
    std::string text;
    std::string name;
    std::unique_ptr<syntax::SourceText> source;
    std::unique_ptr<syntax::ParseResult> parse;
    std::unique_ptr<TreeIndex> tree;
    std::vector<Finding> findings;
    std::vector<syntax::Token> tokens;
  };
  std::vector<Judged> files;
  for (const std::string& name : names) {
    Judged file;
    std::string error;
    if (!read_source(name, file.text, error)) continue;
    file.name = name;
    file.source = std::make_unique<syntax::SourceText>(file.text, name);
    file.parse = parse_for_lint(*file.source, std::nullopt);
    if (!file.parse->ok()) continue;
    file.tree = std::make_unique<TreeIndex>(file.parse->program);
    file.findings = lint(*file.parse, *file.tree, {});
    if (file.findings.empty()) continue;
    syntax::ParseOptions options;
    options.collect_tokens = true;
    options.language = file.parse->language;
    bool module = file.parse->program->kind_of_program == syntax::ProgramKind::kModule;
    options.goal = module ? syntax::ParseGoal::kModule : syntax::ParseGoal::kScript;
    options.allow_return_outside_function = true;
    file.tokens = syntax::parse(*file.source, options)->tokens;
    files.push_back(std::move(file));
  }
  ASSERT_GT(files.size(), 5u);
  constexpr int kCount = 500;
  int stayed = 0;
  for (int count = 0; count < kCount;) {
    const Judged& file = files[random() % files.size()];
    SourceRange token = file.tokens[random() % file.tokens.size()].range;
    std::string text = file.text;
    text.erase(token.start, token.length());
    syntax::SourceText source(text, file.name);
    auto parse = parse_for_lint(source, std::nullopt);
    if (parse->ok()) continue;  // harmless
    count++;
    SourceRange hurt = statement_around(*file.tree, token);
    TreeIndex tree(parse->program);
    auto elsewhere = [&](const std::vector<Finding>& findings, uint32_t removed, SourceRange without) {
      std::vector<std::string> out;
      for (const Finding& finding : findings) {
        SourceRange range = finding.range;
        if (range.start < without.end && range.end > without.start) continue;
        if (range.start >= without.end) range = {range.start + removed, range.end + removed};
        out.push_back(std::string(info(finding.rule).code) + " " + std::to_string(range.start) + "-" +
                      std::to_string(range.end));
      }
      return out;
    };
    auto before = elsewhere(file.findings, 0, hurt);
    auto after = elsewhere(lint(*parse, tree, {}), token.length(), {hurt.start, hurt.end - token.length()});
    stayed += before == after;
    if (before != after && std::getenv("SHOW")) {
      syntax::LineColumn place = file.source->utf16_position(token.start, syntax::LineRule::kEditor);
      std::printf("%s:%u:%u without '%s': %zu findings elsewhere became %zu\n", file.name.c_str(), place.line + 1,
                  place.column + 1, file.text.substr(token.start, std::min(token.length(), 20u)).c_str(), before.size(),
                  after.size());
    }
  }
  std::printf("findings elsewhere are the same after %d of %d deletions, in %zu files\n", stayed, kCount, files.size());
  EXPECT_GE(stayed, kCount * (std::getenv("SCRIM_LINT_FILES") ? 95 : 90) / 100);
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
