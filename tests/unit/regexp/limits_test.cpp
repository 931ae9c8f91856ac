// What no peer can be asked: limits, interruption, listings.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/regexp/regexp.h"

namespace {

using namespace scrim::regexp;

struct Case {
  std::shared_ptr<const Program> program;
  std::vector<int32_t> captures;
  explicit Case(std::u16string_view pattern, std::u16string_view flags = u"")
      : program(compile(pattern, *parse_flags(flags)).program), captures(capture_count(*program) * 2) {}
  MatchStatus run(std::u16string_view input, Scratch& scratch, const MatchOptions& options = {}) {
    return match(*program, std::span<const char16_t>(input), 0, captures, scratch, options);
  }
};

TEST(RegexpLimits, CatastrophicBacktrackingIsInterruptible) {
  Case c(u"(?:a|a)*?b(?:x|y)$|(a+)+\\1c");  // the reference forbids remembering
  Scratch scratch;
  int calls = 0;
  MatchOptions options;
  options.interval = 10000;
  options.interrupt_data = &calls;
  options.interrupt = [](void* data) { return ++*static_cast<int*>(data) == 5; };
  EXPECT_EQ(c.run(std::u16string(60, u'a'), scratch, options), MatchStatus::kInterrupted);
  EXPECT_EQ(calls, 5);
}

// Node 26 needs seconds for the shorter and would need years for the longer of these.
TEST(RegexpLimits, StatesThatFailedAreNotTriedAgain) {
  Scratch scratch;
  int calls = 0;
  MatchOptions options;
  options.interrupt_data = &calls;
  options.interrupt = [](void* data) { return ++*static_cast<int*>(data) == 10000; };
  const auto repeat = [](std::u16string_view text, size_t times) {
    std::u16string result;
    while (times-- > 0) result += text;
    return result;
  };
  for (const char16_t* pattern : {u"(?:a|b)*c", u"[ab]*c", u"(?:a|a|b)*c", u"(a+|b)+c", u"(?:a|ab|b)*?c",
                                  u"^(?:[ab]+)+$", u"(a|b|ab)+$", u".*.*.*c", u"(?:.*?,)*x", u"(?:(?:a|b)+x?)+y"}) {
    Case c(pattern);
    EXPECT_EQ(c.run(repeat(u"ab", 5000) + u"!", scratch, options), MatchStatus::kNoMatch) << disassemble(*c.program);
    EXPECT_LT(calls, 10000);
  }
  Case found(u"(?:(a)|(ab)|(b))*(c)");
  EXPECT_EQ(found.run(repeat(u"ab", 100000) + u"c", scratch, options), MatchStatus::kMatch);
  EXPECT_EQ(found.captures[0], 0);
  EXPECT_EQ(found.captures[1], 200001);
}

TEST(RegexpLimits, TheStackGrowsToItsLimitAndThenSaysSo) {
  Case c(u"(?:a|b|ab)*c");
  Scratch scratch;
  EXPECT_EQ(c.run(std::u16string(100000, u'a') + u"c", scratch), MatchStatus::kMatch);
  scratch.limit_bytes = 1 << 16;
  scratch.trim();
  EXPECT_EQ(c.run(std::u16string(100000, u'a') + u"c", scratch), MatchStatus::kStackOverflow);
  EXPECT_EQ(c.run(u"aac", scratch), MatchStatus::kMatch);
}

TEST(RegexpLimits, DeepNestingIsRefusedNotOverflowed) {
  const auto nested = [](size_t depth) { return std::u16string(depth, u'(') + u"a" + std::u16string(depth, u')'); };
  EXPECT_NE(compile(nested(1500), Flags()).program, nullptr);
  EXPECT_EQ(compile(nested(100000), Flags()).error.code, ErrorCode::kTooLarge);
  EXPECT_EQ(validate(std::u16string(100000, u'['), *parse_flags(u"v")).code, ErrorCode::kTooLarge);
}

TEST(RegexpLimits, ALongEmptyRepeatEnds) {
  Case c(u"(?:){2000000000}a");
  Scratch scratch;
  EXPECT_EQ(c.run(u"a", scratch), MatchStatus::kMatch);
}

// Node 26 answers "no match" to all of these; ECMA-262 folds each operand (sec-maybesimplecasefolding) and so finds
// one.
TEST(RegexpSets, OperandsAreFoldedOneByOne) {
  Scratch scratch;
  EXPECT_EQ(Case(u"[\\p{L}&&\\p{ASCII}]", u"iv").run(u"\u212A", scratch), MatchStatus::kMatch);
  EXPECT_EQ(Case(u"[\\q{\u00DF}\\q{SS}]", u"iv").run(u"\u1E9E", scratch), MatchStatus::kMatch);
  EXPECT_EQ(Case(u"[[a-z]&&[\\q{k}]]", u"iv").run(u"K", scratch), MatchStatus::kMatch);
  EXPECT_EQ(Case(u"[[a-z]&&[\\q{k}]]", u"v").run(u"K", scratch), MatchStatus::kNoMatch);
}

TEST(RegexpListing, ShowsEveryOperation) {
  const std::string text = disassemble(*compile(u"(?<x>\"[^\"]*\")\\k<x>|a+?b", Flags()).program);
  EXPECT_NE(text.find("RepeatSetAtomic"), std::string::npos) << text;
  EXPECT_NE(text.find("RepeatSetLazy"), std::string::npos) << text;
  EXPECT_NE(text.find("Reference"), std::string::npos) << text;
}

TEST(RegexpFlags, SpellingIsCanonical) {
  EXPECT_EQ(parse_flags(u"ysmigd")->to_string(), "dgimsy");
  EXPECT_FALSE(parse_flags(u"gg"));
  EXPECT_FALSE(parse_flags(u"uv"));
  EXPECT_FALSE(parse_flags(u"x"));
}

TEST(RegexpLiterals, FaultsCountBytes) {
  std::string_view message;
  uint32_t offset = 0;
  EXPECT_TRUE(validate_wtf8("a\xC3\xA9[b]", "u", &message, &offset));
  EXPECT_FALSE(validate_wtf8("\xC3\xA9\xF0\x9F\x98\x80*+", "u", &message, &offset));
  EXPECT_EQ(message, "Nothing to repeat");
  EXPECT_EQ(offset, 7u);
}

}  // namespace
