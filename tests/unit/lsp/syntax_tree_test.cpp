#include "lsp/syntax_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace scrim::lsp {
namespace {

std::string outline(const std::vector<Symbol>& symbols) {
  std::string out;
  for (const Symbol& symbol : symbols) {
    if (!out.empty()) out += ' ';
    out += symbol.name;
    if (!symbol.children.empty()) out += "(" + outline(symbol.children) + ")";
  }
  return out;
}

TEST(SyntaxTree, OutlineOfOrdinaryCode) {
  std::string text =
      "const limit = 3;\nclass Bank extends Object {\n  #total = 0;\n  constructor(a) { super(); }\n"
      "  get total() { return this.#total; }\n  static of = (x) => x;\n}\n"
      "async function* run(a, b) { const inner = () => { let deep = 1; }; }\n"
      "exports.start = function () {};\nconst table = { go() {}, nested: { stop: () => 1 } };\n";
  SyntaxTree tree;
  tree.update(text);
  EXPECT_FALSE(tree.has_errors()) << tree.to_string();
  EXPECT_EQ(outline(tree.symbols(text)),
            "limit Bank(#total constructor total of) run(inner(deep)) exports.start table(go nested(stop))");
}

TEST(SyntaxTree, OutlineAndFoldsSurviveBrokenCode) {
  std::string text =
      "function whole() {\n  return 1;\n}\nclass Half {\n  method() {\n    foo(\n  }\n\nfunction after() {\n  "
      "bar();\n}\n";
  SyntaxTree tree;
  tree.update(text);
  EXPECT_TRUE(tree.has_errors());
  std::string names = outline(tree.symbols(text));
  EXPECT_NE(names.find("whole"), std::string::npos) << names;
  EXPECT_NE(names.find("Half"), std::string::npos) << names;
  EXPECT_FALSE(tree.folds(text).empty());
}

TEST(SyntaxTree, FoldsBracketsCommentsImportsAndRegions) {
  std::string text =
      "import a from 'a';\nimport b from 'b';\n\n/* one\n   two */\n// three\n// four\nf({\n  a: 1,\n});\n"
      "// #region main\nlet x = [1,\n  2];\n// #endregion\nif (x) { y(); }\n";
  SyntaxTree tree;
  tree.update(text);
  std::string seen;
  for (const Fold& fold : tree.folds(text)) {
    seen += "cmir"[fold.kind];
    seen += std::to_string(std::count(text.begin(), text.begin() + fold.range.start, '\n')) + "-" +
            std::to_string(std::count(text.begin(), text.begin() + fold.range.end, '\n')) + " ";
  }
  EXPECT_EQ(seen, "i0-1 m3-4 m5-6 c7-9 c7-9 r10-13 c11-12 ");
}

TEST(SyntaxTree, SelectionGrowsOutwards) {
  std::string text = "function f() { return a.b + 1; }";
  SyntaxTree tree;
  tree.update(text);
  std::vector<std::string> seen;
  for (SourceRange range : tree.enclosing(static_cast<uint32_t>(text.find("a.b")))) {
    seen.push_back(text.substr(range.start, range.length()));
  }
  ASSERT_GE(seen.size(), 5u);
  EXPECT_EQ(seen[0], "a");
  EXPECT_EQ(seen[1], "a.b");
  EXPECT_EQ(seen[2], "a.b + 1");
  EXPECT_EQ(seen.back(), text);
}

TEST(SyntaxTree, IncrementalEqualsFromScratch) {
  std::mt19937 random(7);
  const std::string pieces[] = {"function f(", ") {", "}",  "a",  " = ",       "[1,",
                                "];\n",        "\n",  "/*", "*/", "class A {", "`${"};
  std::string text = "let a = 1;\nfunction f(x) { return x + 1; }\n";
  SyntaxTree tree;
  tree.update(text);
  for (int step = 0; step < 300; step++) {
    auto start = static_cast<uint32_t>(random() % (text.size() + 1));
    auto end = static_cast<uint32_t>(std::min<size_t>(text.size(), start + random() % 6));
    const std::string& inserted = pieces[random() % std::size(pieces)];
    text.replace(start, end - start, inserted);
    tree.edited({{start, end}, static_cast<uint32_t>(inserted.size())});
    tree.update(text);
    std::vector<SourceRange> chain = tree.enclosing(static_cast<uint32_t>(random() % (text.size() + 1)));
    for (SourceRange range : chain) ASSERT_LE(range.end, text.size());
  }
  // Error recovery may differ on the way; on valid text the trees must be one.
  auto whole = static_cast<uint32_t>(text.size());
  std::string valid = "let a = 1;\nfunction f(x) { return x + 1; }\n";
  tree.edited({{0, whole}, static_cast<uint32_t>(valid.size())});
  tree.update(valid);
  SyntaxTree fresh;
  fresh.update(valid);
  EXPECT_EQ(tree.to_string(), fresh.to_string());
}

}  // namespace
}  // namespace scrim::lsp
