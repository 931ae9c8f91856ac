#include "engine/bytecode/compiler.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/bytecode/disassembler.h"
#include "engine/bytecode/verifier.h"

namespace scrim::bytecode {
namespace {

std::unique_ptr<CompiledUnit> compile_text(std::string text, syntax::ParseGoal goal = syntax::ParseGoal::kScript) {
  syntax::SourceText source(std::move(text), "test.js");
  syntax::ParseOptions options;
  options.goal = goal;
  auto parse = syntax::parse(source, options);
  EXPECT_TRUE(parse->ok()) << source.text();
  if (!parse->ok()) return nullptr;
  CompileError error;
  auto unit = compile(*parse, {}, &error);
  EXPECT_TRUE(unit) << error.message;
  if (unit) {
    EXPECT_EQ(verify(*unit), "") << source.text();
  }
  return unit;
}

// The names of the instructions of function `index`, the program being 0.
std::vector<std::string> opcodes(const CompiledUnit& unit, size_t index) {
  std::vector<std::string> names;
  const auto& code = unit.functions[index]->code;
  for (size_t pc = 0; pc < code.size(); pc += length(static_cast<Opcode>(code[pc]))) {
    names.emplace_back(info(static_cast<Opcode>(code[pc])).name);
  }
  return names;
}
using Names = std::vector<std::string>;

TEST(Compiler, FibIsAsShortAsItCanBe) {
  auto unit = compile_text("function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }");
  EXPECT_EQ(opcodes(*unit, 1), (Names{"JumpIfNotLessInt", "Return", "GetGlobal", "SubInt", "CallUndefinedThis",
                                      "GetGlobal", "SubInt", "CallUndefinedThis", "Add", "Return"}));
}

TEST(Compiler, LoopsAreTestedAtTheBottomWithFusedComparisons) {
  auto unit = compile_text("function f(a) { var s = 0; for (var i = 0; i < 10; i++) s = (s + a.x) | 0; return s; }");
  EXPECT_EQ(opcodes(*unit, 1), (Names{"LoadInt", "LoadInt", "Jump", "GetNamed", "Add", "BitOrInt", "Increment",
                                      "LoopIfLessInt", "Return"}));
}

TEST(Compiler, ALeftOperandThatTheRightOneAssignsIsCopied) {
  auto unit = compile_text("function f(a) { return a + (a = 2); }");
  EXPECT_EQ(opcodes(*unit, 1), (Names{"Move", "LoadInt", "Add", "Return"}));
  auto plain = compile_text("function f(a, b) { return a + (b = 2); }");
  EXPECT_EQ(opcodes(*plain, 1), (Names{"LoadInt", "Add", "Return"}));
}

TEST(Compiler, AVariableKeepsItsOldValueWhileItsNewOneIsComputed) {
  // x must not be overwritten by the unfinished object.
  auto unit = compile_text("function f(x) { x = { a: x }; return x; }");
  EXPECT_EQ(opcodes(*unit, 1), (Names{"CreateObject", "DefineNamed", "Move", "Return"}));
  // A fresh declaration is built in place.
  auto fresh = compile_text("function f(y) { const x = { a: y }; return x; }");
  EXPECT_EQ(opcodes(*fresh, 1), (Names{"CreateObject", "DefineNamed", "Return"}));
}

TEST(Compiler, SwitchesOverSmallIntegersJumpThroughATable) {
  auto unit =
      compile_text("function f(x) { switch (x) { case 0: return 1; case 1: return 2; case 2: case 5: return 3; } }");
  ASSERT_EQ(unit->functions[1]->switch_tables.size(), 1u);
  EXPECT_EQ(unit->functions[1]->switch_tables[0].targets.size(), 6u);
  EXPECT_EQ(unit->functions[1]->switch_tables[0].targets[3], 0);
  EXPECT_NE(unit->functions[1]->switch_tables[0].targets[5], 0);
}

TEST(Compiler, HandlersDoNotProtectTheWayOut) {
  // The iterator's return() runs outside the inner try: what it throws is not caught there.
  auto unit = compile_text("function f(it) { for (const x of it) { try { break; } catch (e) {} } }");
  const FunctionTemplate& function = *unit->functions[1];
  for (uint32_t pc = 0; pc < function.code.size(); pc += length(static_cast<Opcode>(function.code[pc]))) {
    if (static_cast<Opcode>(function.code[pc]) != Opcode::kIteratorClose) continue;
    EXPECT_EQ(find_handler(function, pc), nullptr);
  }
}

TEST(Compiler, DebugScopesSayWhereVariablesAre) {
  auto unit = compile_text("function f(a) { let b = a; { const c = 1; b += c; } return () => a; }");
  const FunctionTemplate& function = *unit->functions[1];
  ASSERT_GE(function.debug_scopes.size(), 2u);
  bool seen_a = false, seen_b = false, seen_c = false;
  for (const DebugScope& scope : function.debug_scopes) {
    EXPECT_LT(scope.start, scope.end);
    for (const DebugVariable& variable : scope.variables) {
      std::string name = unit->text(variable.name);
      if (name == "a") seen_a = variable.place == BindingPlace::kEnvironment;
      if (name == "b") seen_b = variable.place == BindingPlace::kRegister && variable.initialized_at > 0;
      if (name == "c") seen_c = variable.place == BindingPlace::kRegister && scope.parent >= 0;
    }
  }
  EXPECT_TRUE(seen_a && seen_b && seen_c);
}

TEST(Compiler, EveryStatementIsAStopPlace) {
  std::string text = "function f(x) {\n  let y = x;\n  if (y) {\n    y++;\n  }\n  debugger;\n  return y;\n}";
  auto unit = compile_text(text);
  std::vector<size_t> lines;
  for (PositionTable::Iterator it(unit->functions[1]->positions); !it.done(); it.next()) {
    if (it->kind == PositionKind::kExpression || it->kind == PositionKind::kCall) continue;
    size_t line = static_cast<size_t>(std::count(text.begin(), text.begin() + it->offset, '\n')) + 1;
    if (lines.empty() || lines.back() != line) lines.push_back(line);
  }
  EXPECT_EQ(lines, (std::vector<size_t>{2, 3, 4, 6, 7}));
}

// Well-formed bytecode for one of everything.
TEST(Compiler, VerifiesOneOfEverything) {
  for (const char* text : {
           "class A extends B { #p = 1; static #q; [k] = 2; static { this.#q; } get #g() {} set #g(v) {} #m() {} "
           "m() { this.#m(); this.#g = this.#g + 1; return #p in this && super.m(); } constructor() { super(); } }",
           "function* g() { try { const x = yield* h(); yield x; } finally { yield 2; } }",
           "async function* g() { for await (const x of y) { try { yield await x; } finally { return 3; } } }",
           "async () => { for (const [a = 1, ...b] of c) await b; }",
           "const { a, b: [c, , d = 5], ...e } = f; ({ g: x.y, [h]: z[0], ...w.q } = f);",
           "outer: for (const k in o) { for (;;) { try { if (k) continue outer; else break outer; } finally { f(); } } "
           "}",
           "with (o) { x = y; x(); typeof z; delete w; x += 1; }",
           "function f() { eval('var a'); return a; }",
           "a?.b?.[c]?.(d).e; delete a?.b; (a?.b)(); a \?\?= b; a.b ||= c; a[d] &&= e;",
           "tag`a${1}b`; `x${y}${z}`; new X(...a, b); f(...a); [1, , ...b]; ({ ...c, get d() {}, async *e() {} });",
           "function f(a, { b } = {}, [c] = [], ...d) { arguments[0] = 1; return a + b + c + d.length; }",
           "switch (a) { case 'x': let y = 1; break; default: y; case f(): z; }",
           "label: { if (x) break label; y; } do { x--; } while (x > 0 && y || z); while (!x) { if (y) continue; }",
           "var f = function g() { return () => g; }; import('x');",
       }) {
    compile_text(text);
  }
  compile_text(
      "import a, { b as c } from 'm'; import * as ns from 'n'; export default function () { return a + c + ns.x; } "
      "export const d = await c; export { d as e };",
      syntax::ParseGoal::kModule);
}

}  // namespace
}  // namespace scrim::bytecode
