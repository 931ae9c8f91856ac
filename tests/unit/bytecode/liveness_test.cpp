#include "engine/bytecode/liveness.h"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/bytecode/assembler.h"
#include "engine/bytecode/compiler.h"
#include "engine/syntax/parser.h"
#include "tests/unit/bytecode/script_programs.h"

namespace scrim::bytecode {
namespace {

std::string text_of(const RegisterSet& registers) {
  std::string text;
  registers.for_each([&](uint32_t index) { text += (text.empty() ? "r" : " r") + std::to_string(index); });
  return text;
}

// The set before each instruction.
std::vector<std::string> lines_of(const FunctionTemplate& function) {
  Liveness liveness(function);
  std::vector<std::string> lines;
  for (uint32_t pc = 0; pc < function.code.size(); pc += length(static_cast<Opcode>(function.code[pc]))) {
    lines.push_back(text_of(liveness.before(pc)));
  }
  return lines;
}

std::unique_ptr<CompiledUnit> assembled(const std::string& body, int registers, int locals) {
  std::string error;
  auto unit = assemble("function \"f\" parameters=1 registers=" + std::to_string(registers) +
                           " locals=" + std::to_string(locals) + " {\n" + body + "}\n",
                       &error);
  EXPECT_TRUE(unit) << error;
  return unit;
}

TEST(Liveness, ALoopNeedsWhatItReadsAgain) {
  auto unit = assembled(R"(
    LoadInt r0, 0
    LoadInt r1, 1
  L0:
    Add r0, r0, r1
    LoadInt r2, 5
    LoopIfLessInt r0, 10, L0
    Return r0
)",
                        3, 2);
  EXPECT_EQ(lines_of(*unit->functions[0]), (std::vector<std::string>{"", "r0", "r0 r1", "r0 r1", "r0 r1", "r0"}));
  Liveness liveness(*unit->functions[0]);
  EXPECT_EQ(liveness.loop_headers(), std::vector<uint32_t>{6});
  EXPECT_EQ(liveness.resume_points(), (std::vector<uint32_t>{10, 18}));  // after Add and the comparison
  EXPECT_EQ(text_of(liveness.after(6)), "r1");                           // what Add gives is written over it
}

TEST(Liveness, AHandlerNeedsItsRegistersWhereverItsRangeMayThrow) {
  auto unit = assembled(R"(
  feedback get-named
  handler L0 L1 L2 exception=r3 environment=r2 catch
    LoadInt r0, 7
    SaveEnvironment r2
  L0:
    LoadInt r1, 1
    GetNamed r1, a0, "x", f0
  L1:
    Return r1
  L2:
    Add r0, r0, r3
    Return r0
)",
                        4, 1);
  EXPECT_EQ(lines_of(*unit->functions[0]), (std::vector<std::string>{"", "r0", "r0 r2", "r0 r2", "r1", "r0 r3", "r0"}));
}

TEST(Liveness, WindowsIteratorsAndResultsOfLoops) {
  auto unit = assembled(R"(
  feedback call
    GetIterator r4, a0
    Jump L1
  L0:
    Move r0, r1
    CallUndefinedThis r1, r0, r6, 1, f0
  L1:
    LoadUndefined r5
    LoopIteratorNext r1, r4, L0
    Return r0
)",
                        7, 1);
  // The window of the call is this (r6, the opcode's own) and a0 (r5); the record is r4 r3 r2 in ascending addresses.
  EXPECT_EQ(lines_of(*unit->functions[0])[0], "r0");
  EXPECT_EQ(verify_liveness(*unit->functions[0]), "");
}

TEST(Liveness, WhatIsReadBeforeItIsWrittenIsAFault) {
  auto unit = assembled("    Move r0, r1\n    Return r0\n", 2, 1);
  EXPECT_NE(verify_liveness(*unit->functions[0]), "");
}

std::unique_ptr<CompiledUnit> compiled(std::string text, syntax::ParseGoal goal, const std::string& name) {
  static constexpr std::string_view kWrapper[] = {"exports", "require", "module", "__filename", "__dirname"};
  syntax::SourceText source(std::move(text), name);
  syntax::ParseOptions options;
  options.goal = goal;
  options.language = syntax::language_of_file(name);
  options.max_diagnostics = 1;
  options.erasable_only = true;
  if (goal == syntax::ParseGoal::kFunctionBody) options.wrapper_parameters = kWrapper;
  auto parse = syntax::parse(source, options);
  if (!parse->ok()) return nullptr;
  CompileError error;
  auto unit = compile(*parse, {}, &error);
  EXPECT_TRUE(unit) << error.message;
  return unit;
}

// What a finally block was entered with is no fault, though on some way in nothing wrote it.
TEST(Liveness, FinallyBlocks) {
  for (const char* text :
       {"function* g() { try {} finally { f(); } yield 1; }", "function* g() { try { yield 1; } finally { f(); } }",
        "function g() { for (const x of y) { try { return x; } finally { if (x) continue; } } }",
        "async function g() { try { await 1; } catch { return 2; } finally { await 3; } }"}) {
    auto unit = compiled(text, syntax::ParseGoal::kScript, "t.js");
    ASSERT_TRUE(unit);
    EXPECT_EQ(verify_liveness(*unit), "") << text;
  }
}

// A variable that is read no more stays for the debugger until its scope ends; a temporary does not.
TEST(Liveness, TheDebuggerSeesVariablesToTheEndOfTheirScope) {
  auto unit =
      compiled("function f(a) { { let seen = a + 1; a(); a(); } return a; }", syntax::ParseGoal::kScript, "t.js");
  ASSERT_TRUE(unit);
  const FunctionTemplate& function = *unit->functions[1];
  Liveness liveness(function);
  size_t shown = 0, used = 0;
  for (uint32_t pc = 0; pc < function.code.size(); pc += length(static_cast<Opcode>(function.code[pc]))) {
    if (static_cast<Opcode>(function.code[pc]) != Opcode::kCallUndefinedThis) continue;
    used += liveness.before(pc).has(0);
    shown += liveness.for_debugger(pc).has(0);
  }
  EXPECT_EQ(used, 0u);
  EXPECT_EQ(shown, 2u);
}

TEST(Liveness, OfEveryProgramOfTheScriptTests) {
  size_t functions = 0;
  each_script_program("SCRIM_LIVENESS_FILES", [&](const std::string& path, std::string text, syntax::ParseGoal goal) {
    auto unit = compiled(std::move(text), goal, path);
    if (!unit) return;
    EXPECT_EQ(verify_liveness(*unit), "") << path;
    functions += unit->functions.size();
  });
  EXPECT_GT(functions, 2000u);
}

}  // namespace
}  // namespace scrim::bytecode
