#include "lsp/document.h"

#include <gtest/gtest.h>

#include <random>

namespace scrim::lsp {
namespace {

Document make(std::string text) {
  return Document("file:///a.js", "javascript", 1, std::move(text));
}

TEST(LineTable, EndsAtLfCrlfAndCrOnly) {
  std::string text =
      "a\nb\r\nc\rd\xE2\x80\xA8"
      "e\n";
  LineTable lines(text);
  ASSERT_EQ(lines.count(), 5u);
  EXPECT_EQ(lines.content(text, 1), (SourceRange{2, 3}));
  EXPECT_EQ(lines.content(text, 3), (SourceRange{7, 12}));
  EXPECT_EQ(lines.content(text, 4), (SourceRange{13, 13}));
}

TEST(Document, Utf16PositionsCountSurrogatePairsTwice) {
  Document document = make(
      "x\n\xF0\x9F\x98\x80"
      "a\xC3\xA9z");  // an emoji, a, e acute, z
  const auto utf16 = PositionEncoding::kUtf16;
  EXPECT_EQ(document.offset_of({1, 2}, utf16), 6u);
  EXPECT_EQ(document.offset_of({1, 3}, utf16), 7u);
  EXPECT_EQ(document.offset_of({1, 4}, utf16), 9u);
  EXPECT_EQ(document.offset_of({1, 99}, utf16), 10u);
  EXPECT_EQ(document.position_of(9, utf16), (LineColumn{1, 4}));
  EXPECT_EQ(document.offset_of({1, 4}, PositionEncoding::kUtf8), 6u);
  EXPECT_EQ(document.position_of(9, PositionEncoding::kUtf8), (LineColumn{1, 7}));
  bool exact = true;
  EXPECT_EQ(document.offset_of({1, 1}, utf16, &exact), 2u);
  EXPECT_FALSE(exact);
  exact = true;
  EXPECT_EQ(document.offset_of({1, 2}, PositionEncoding::kUtf8, &exact), 2u);
  EXPECT_FALSE(exact);
}

TEST(Document, EditsThatDoNotFitAreAppliedAndTold) {
  Document document = make("one\ntwo\n");
  std::string problem;
  document.edit({{0, 3}, {0, 99}}, "!", PositionEncoding::kUtf16, &problem);  // past the end of a line: clamped
  EXPECT_EQ(document.text(), "one!\ntwo\n");
  EXPECT_EQ(problem, "");
  document.edit({{9, 0}, {9, 1}}, "end", PositionEncoding::kUtf16, &problem);
  EXPECT_EQ(document.text(), "one!\ntwo\nend");
  EXPECT_NE(problem.find("line 9"), std::string::npos) << problem;
  problem.clear();
  document.edit({{1, 2}, {1, 0}}, "", PositionEncoding::kUtf16, &problem);
  EXPECT_EQ(document.text(), "one!\no\nend");
  EXPECT_NE(problem.find("ends before"), std::string::npos) << problem;
}

TEST(Document, LinesStayRightThroughAnyEdits) {
  std::mt19937 random(20260101);
  const std::string pieces[] = {"\n", "\r", "\r\n", "a", "\xC3\xA9", "\xF0\x9F\x98\x80", "xy", "\xE2\x80\xA8"};
  auto piece = [&] {
    std::string text;
    for (size_t i = random() % 5; i > 0; i--) text += pieces[random() % std::size(pieces)];
    return text;
  };
  for (int round = 0; round < 200; round++) {
    Document document = make(piece() + piece() + piece());
    for (int step = 0; step < 60; step++) {
      const auto encoding = random() % 2 ? PositionEncoding::kUtf16 : PositionEncoding::kUtf8;
      auto offset = [&] { return static_cast<uint32_t>(random() % (document.text().size() + 1)); };
      LineColumn a = document.position_of(offset(), encoding);
      LineColumn b = document.position_of(offset(), encoding);
      if (std::pair(b.line, b.column) < std::pair(a.line, a.column)) std::swap(a, b);
      std::string problem;
      uint32_t from = document.offset_of(a, encoding);
      uint32_t to = document.offset_of(b, encoding);
      std::string expected = document.text();
      std::string inserted = piece();
      // A random offset may lie inside a character: such a place is not exact, and told.
      expected.replace(std::min(from, to), std::max(from, to) - std::min(from, to), inserted);
      AppliedEdit applied = document.edit({a, b}, inserted, encoding, &problem);
      ASSERT_EQ(document.text(), expected);
      ASSERT_EQ(applied.inserted, inserted.size());
      ASSERT_EQ(document.lines(), LineTable(document.text())) << "round " << round << " step " << step;
    }
  }
}

TEST(Uri, AreComparedDecoded) {
  EXPECT_EQ(normalized_uri("file:///a%20b/c%3A.js"), "file:///a b/c:.js");
  EXPECT_EQ(normalized_uri("FILE:///C%3A/x.js"), normalized_uri("file:///c:/x.js"));
  EXPECT_EQ(path_of_uri("file:///a%20b.js"), "/a b.js");
  EXPECT_EQ(path_of_uri("untitled:Untitled-1"), "");
  EXPECT_EQ(path_of_uri(uri_of_path("/a b/\xC3\xA9#?.js")), "/a b/\xC3\xA9#?.js");
}

}  // namespace
}  // namespace scrim::lsp
