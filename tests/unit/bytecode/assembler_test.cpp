#include "engine/bytecode/assembler.h"

#include <gtest/gtest.h>

#include "engine/bytecode/disassembler.h"
#include "engine/bytecode/verifier.h"

namespace scrim::bytecode {
namespace {

constexpr std::string_view kSample = R"(scope block 2
function "main" parameters=2 registers=6 locals=1 strict {
  feedback get-global call get-named
  handler L0 L2 L3 exception=r1 environment=r2 catch
    SaveEnvironment r2
  L0:
    GetGlobal r1, "f\n\"x\"", f0
    LoadConstant r3, 1.5
    LoadConstant r3, 123456789012345678901n
    CallUndefinedThis r0, r1, r5, 2, f1
    PushEnvironment 2, scope:0
    CreateClosure r3, function:1
    GetNamed r3, this, "length", f2
    JumpTable a1, 0 {-1: L1 - L2}
  L1:
    LoopIfLessInt r0, -10, L0
  L2:
    Return r0
  L3:
    Throw r1
}
function "inner" parameters=0 registers=1 locals=0 arrow {
    LoadUndefined r0
    Return r0
}
)";

TEST(Assembler, ReadsWhatTheDisassemblerWrites) {
  std::string error;
  auto unit = assemble(kSample, &error);
  ASSERT_TRUE(unit) << error;
  EXPECT_EQ(verify(*unit), "");
  std::string first;
  disassemble(*unit, first, {.offsets = false});
  auto again = assemble(first, &error);
  ASSERT_TRUE(again) << error << "\n" << first;
  std::string second;
  disassemble(*again, second, {.offsets = false});
  EXPECT_EQ(first, second);
  EXPECT_EQ(first, kSample);
  EXPECT_EQ(unit->functions[0]->code, again->functions[0]->code);
}

TEST(Assembler, NamesTheBadLine) {
  std::string error;
  EXPECT_FALSE(assemble("function \"x\" registers=1 {\n  Return q0\n}\n", &error));
  EXPECT_EQ(error.substr(0, 7), "line 2:") << error;
  EXPECT_FALSE(assemble("function \"x\" registers=1 {\n  Jump L1\n}\n", &error));
  EXPECT_NE(error.find("L1"), std::string::npos);
  EXPECT_FALSE(assemble("function \"x\" registers=1 {\n", &error));
}

TEST(Verifier, RefusesWhatWouldCorruptMemory) {
  auto fault = [](std::string_view text) {
    std::string error;
    auto unit = assemble(text, &error);
    return unit ? verify(*unit) : "does not assemble: " + error;
  };
  EXPECT_NE(fault("function \"x\" registers=1 {\n LoadUndefined r1\n Return r0\n}\n").find("register out of range"),
            std::string::npos);
  EXPECT_NE(fault("function \"x\" registers=1 {\n LoadUndefined r0\n}\n").find("falls off"), std::string::npos);
  EXPECT_NE(fault("function \"x\" registers=2 {\n Call r0, r1, r1, 2, f0\n Return r0\n}\n").find("window"),
            std::string::npos);
  EXPECT_NE(
      fault("function \"x\" registers=2 {\n GetIterator r1, r0\n GetIterator r0, r0\n Return r0\n}\n").find("record"),
      std::string::npos);
  EXPECT_NE(fault("function \"x\" parameters=1 registers=1 {\n Return a1\n}\n").find("register out of range"),
            std::string::npos);
}

TEST(Positions, RoundTrip) {
  PositionTable table;
  table.add(0, 100, PositionKind::kStatement);
  table.add(0, 5, PositionKind::kExpression);
  table.add(300, 100000, PositionKind::kCall);
  EXPECT_EQ(table.offset_at(0), 5u);
  EXPECT_EQ(table.offset_at(299), 5u);
  EXPECT_EQ(table.offset_at(300), 100000u);
  EXPECT_EQ(table.statement_offset_at(400), 100u);
}

TEST(Strings, Encodings) {
  EXPECT_EQ(string_data_from_wtf8("caf\xc3\xa9").latin1, "caf\xe9");
  StringData pair = string_data_from_wtf8("\xf0\x9f\x98\x80");
  ASSERT_TRUE(pair.two_byte);
  EXPECT_EQ(pair.utf16, u"\xd83d\xde00");
  EXPECT_EQ(wtf8_from_string_data(pair), "\xf0\x9f\x98\x80");
  EXPECT_EQ(wtf8_from_string_data(string_data_from_wtf8("\xed\xa0\x80")), "\xed\xa0\x80");
}

}  // namespace
}  // namespace scrim::bytecode
