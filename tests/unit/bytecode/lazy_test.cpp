// Functions that are compiled when they are first called become what they would have been if they had been compiled
// with their script.
#include <gtest/gtest.h>

#include <sstream>
#include <thread>

#include "engine/bytecode/compiler.h"
#include "engine/bytecode/verifier.h"
#include "tests/unit/bytecode/script_programs.h"

namespace scrim::bytecode {
namespace {

struct Unit {
  syntax::SourceText source;
  syntax::ParseOptions options;
  std::unique_ptr<CompiledUnit> unit;  // null: the text is not a program

  Unit(const std::string& text, syntax::ParseGoal goal, uint32_t lazy_from, const std::string& name = "test.js")
      : source(text, name) {
    static constexpr std::string_view kWrapper[] = {"exports", "require", "module", "__filename", "__dirname"};
    options.goal = goal;
    options.language = syntax::language_of_file(name);
    options.max_diagnostics = 1;
    options.erasable_only = true;
    if (goal == syntax::ParseGoal::kFunctionBody) options.wrapper_parameters = kWrapper;
    auto parse = syntax::parse(source, options);
    if (!parse->ok()) return;
    CompileOptions compile_options;
    compile_options.lazy_from = lazy_from;
    CompileError error;
    unit = compile(*parse, compile_options, &error);
    EXPECT_TRUE(unit) << error.message;
  }

  void compile_one(FunctionTemplate& function) {
    CompileOptions compile_options;
    compile_options.lazy_from = 0;
    CompileError error;
    bool compiled = compile_function(*unit, function, source, options, compile_options, &error);
    ASSERT_TRUE(compiled) << source.name() << ": " << error.message << "\n" << source.text(function.source);
    EXPECT_EQ(verify(function), "");
  }
  size_t compile_all() {
    size_t count = 0;
    for (size_t i = 0; i < unit->functions.size(); i++) {
      if (!unit->functions[i]->is_lazy) continue;
      compile_one(*unit->functions[i]);
      if (testing::Test::HasFailure()) break;
      count++;
    }
    return count;
  }
  FunctionTemplate* function(std::string_view name) const {
    for (auto& function : unit->functions) {
      if (unit->text(function->name) == name) return function.get();
    }
    return nullptr;
  }
};

std::string scope_text(const CompiledUnit& unit, const ScopeInfo& scope) {
  std::string text = std::string(to_string(scope.kind)) + " " + std::to_string(scope.slot_count) + " at " +
                     std::to_string(scope.range.start) + (scope.has_sloppy_eval ? " eval" : "") +
                     (scope.strict ? " strict" : "") + (scope.is_function ? " function" : "") + " of " +
                     unit.text(scope.function_name);
  for (const auto& slot : scope.slots) {
    text += " " + unit.text(slot.name) + "=" + std::to_string(slot.slot) + to_string(slot.kind) +
            (slot.needs_tdz_check ? "!" : "");
  }
  return text;
}

// Everything a template holds, without the indices that depend on the order of compilation. Functions of constants are
// put into `inner`.
std::string describe(const CompiledUnit& unit, const FunctionTemplate& function, std::vector<uint32_t>* inner) {
  std::ostringstream out;
  out << unit.text(function.name) << " " << static_cast<int>(function.kind) << " length " << function.length << "/"
      << function.parameter_count << " registers " << function.register_count << "/" << function.local_count << " loop "
      << function.has_loop << " properties " << function.in_object_properties << " at " << function.source.start << "-"
      << function.source.end << " name " << function.name_range.start << "-" << function.name_range.end << "\nflags";
  const TemplateFlags& flags = function.flags;
  for (bool flag : {flags.strict,
                    flags.is_arrow,
                    flags.is_async,
                    flags.is_generator,
                    flags.is_constructor,
                    flags.is_class_constructor,
                    flags.is_derived,
                    flags.is_method,
                    flags.is_static,
                    flags.needs_home_object,
                    flags.uses_this,
                    flags.uses_arguments,
                    flags.coerces_this,
                    flags.has_direct_eval,
                    flags.has_simple_parameters,
                    flags.has_own_prototype,
                    flags.is_field_initializer,
                    flags.has_class_fields,
                    flags.is_program,
                    flags.is_default_constructor}) {
    out << flag;
  }
  out << "\ncode";
  for (uint16_t word : function.code) out << " " << word;
  out << "\nconstants";
  for (const Constant& constant : function.constants) {
    out << " " << static_cast<int>(constant.kind) << ":";
    switch (constant.kind) {
      case ConstantKind::kNumber: out << constant.number; break;
      case ConstantKind::kString:
      case ConstantKind::kBigInt: out << unit.text(constant.index); break;
      case ConstantKind::kFunction: inner->push_back(constant.index); break;
      case ConstantKind::kScopeInfo: out << scope_text(unit, unit.scope_infos[constant.index]); break;
      case ConstantKind::kDeclarations:
        for (const auto& declared : unit.declarations[constant.index].functions) inner->push_back(declared.function);
        break;
      case ConstantKind::kTemplateObject:
        for (const auto& element : function.template_objects[constant.index].elements) {
          out << unit.text(element.cooked) << "|" << unit.text(element.raw) << ",";
        }
        break;
      case ConstantKind::kEvalSite: out << unit.eval_sites[constant.index].strict; break;
      case ConstantKind::kOddball:
      case ConstantKind::kArrayLiteral: out << constant.index; break;
    }
  }
  out << "\nfeedback";
  for (FeedbackKind kind : function.feedback) out << " " << to_string(kind);
  for (const Handler& handler : function.handlers) {
    out << "\nhandler " << handler.start << " " << handler.end << " " << handler.handler << " "
        << handler.exception_register << " " << handler.environment_register << " " << handler.is_catch;
  }
  for (const SwitchTable& table : function.switch_tables) {
    out << "\ntable " << table.first;
    for (int32_t target : table.targets) out << " " << target;
  }
  for (const DebugScope& scope : function.debug_scopes) {
    out << "\nscope " << to_string(scope.kind) << " " << scope.start << "-" << scope.end << " " << scope.parent << " "
        << scope.has_environment << " " << scope.range.start << "-" << scope.range.end;
    for (const DebugVariable& variable : scope.variables) {
      out << " " << unit.text(variable.name) << "/" << to_string(variable.kind) << "/" << to_string(variable.place)
          << variable.index << "@" << variable.initialized_at;
    }
  }
  out << "\npositions";
  for (PositionTable::Iterator it(function.positions); !it.done(); it.next()) {
    out << " " << it->pc << ":" << it->offset << ":" << static_cast<int>(it->kind);
  }
  out << "\nmapped";
  for (int32_t slot : function.mapped_arguments) out << " " << slot;
  return out.str();
}

void expect_same(const CompiledUnit& eager, uint32_t one, const CompiledUnit& lazy, uint32_t other) {
  std::vector<uint32_t> inner_one, inner_other;
  std::string expected = describe(eager, *eager.functions[one], &inner_one);
  std::string got = describe(lazy, *lazy.functions[other], &inner_other);
  ASSERT_EQ(expected, got);
  ASSERT_EQ(inner_one.size(), inner_other.size());
  for (size_t i = 0; i < inner_one.size(); i++) {
    expect_same(eager, inner_one[i], lazy, inner_other[i]);
    if (testing::Test::HasFailure()) return;
  }
}

// How many functions were lazy.
size_t compare(const std::string& text, syntax::ParseGoal goal, const std::string& name = "test.js") {
  Unit eager(text, goal, UINT32_MAX, name);
  Unit lazy(text, goal, 0, name);
  EXPECT_EQ(eager.unit == nullptr, lazy.unit == nullptr) << name;
  if (!eager.unit || !lazy.unit) return 0;
  size_t count = lazy.compile_all();
  EXPECT_EQ(eager.unit->functions.size(), lazy.unit->functions.size()) << name;
  if (!testing::Test::HasFailure()) expect_same(*eager.unit, 0, *lazy.unit, 0);
  return count;
}

constexpr const char* kText = R"js(
'use strict';
/* enough text around, so that no function is most of it: ...................................................... */
const k = 1; let later = () => { return zz; };
import.meta;
class A extends Object {
  #x = 5;
  static #y = 1;
  get x() { return this.#x + k + A.#y; }
  set x(v) { this.#x = v; }
  static s = (() => { return this.name; })();
  m(a, b = () => { return a; }) { return [b(), new.target, super.toString, A]; }
  async n() { await null; return (() => { return super.x + this.x; })(); }
  *g() { yield* [1, 2, k]; }
  [(() => { return 'c' + A; })]() { return A; }
  constructor() { super(); this.q = () => { return this; }; }
  z = function named() { return () => { return named; }; };
}
class B { #p() { return 1; } q() { return this.#p(); } get #a() { return 2; } r() { return () => { return this.#a; }; } }
function F(a) { this.a = a; this.b = 2; return () => { return () => { return arguments.length + this.a; }; }; }
F.prototype.z = function z() { return typeof z + this.a; };
var o = { get p() { return arguments.length; }, set p(v) { o = v; }, f(x, ...y) { return y.length; },
  async *ag() { for await (const x of [1]) yield x; }, 'quoted key'() { return super.toString; }, [k]() { return 1; } };
function outer({ a, b: [c] }, d = c) { var e = 0; function inc() { e++; return inner(); function inner() { return e + d; } }
  switch (a) { case 1: let s = 1; case 2: inc = () => { return s; }; }
  for (let i = 0; i < 3; i++) { later = () => { return i; }; }
  for (const i of [() => { return i; }]) { later = () => { return i; }; }
  try { throw 1; } catch ({ message }) { later = () => { return message; }; }
  { later = () => { return hoisted() + tdz; }; let tdz = 1; function hoisted() { return tdz; } }
  return `${(() => { return `${a}`; })} ${function () { return /[/]`/.test(a); }}`;
}
const zz = 3, late = function () { return late + zz; };
async function top() { for await (const x of y) { (() => { return x; })(); } await using u = null; return () => { return u; }; }
label: for (const f of [function* () { try { yield 1; } finally { yield 2; } }]) { continue label; }
export default function () { return k; }
export { zz as 'a name', o };
import d, { e as ee, f } from 'm';
import * as ns from 'm';
export const useImports = () => { ee = 1; return [d, ee, f, ns, undefinedGlobal, typeof missing]; };
)js";

TEST(Lazy, WhatIsCompiledLaterIsTheSame) {
  EXPECT_GT(compare(kText, syntax::ParseGoal::kModule), 30u);
  std::string script(kText);
  script.erase(script.find("import.meta"), 12);
  script.erase(script.find("export default"));
  size_t using_at = script.find("await using u");
  script.replace(using_at, 13, "let u        ");
  EXPECT_GT(compare(script, syntax::ParseGoal::kScript), 30u);
  EXPECT_GT(compare(script, syntax::ParseGoal::kFunctionBody), 30u);
  // Sloppy code: mapped arguments, hoisting out of blocks, octals, `this`, names that are keywords elsewhere.
  const char* sloppy = R"js(
    /* ............................................................................................................. */
    function f(a, b) { arguments[0] = 010; { function g() { return a + arguments.length; } } return () => { return g + b; }; }
    var yield_ = function await() { return await + this; }, h = (yield, async) => { return yield + async; };
    function twice(a, a) { return a; }
    function strict() { 'use strict'; return function () { return this; }; }
    with (yield_) { h = function () { return f; }; }
    function evals() { var x = 1; eval('var y'); return function () { return x + y; }; }
    if (1) function annexB() { return annexB; }
    for (var i = async function () { await 1; return function* () { yield i; }; } in {}) {}
    fn(function () { return 1; }, () => { return 2; }); (function iife() { return function () { return iife; }; })();
    for (var j = () => i, k; j;) {} for (var q = () => { return i in j; }, r = () => i; q in r;) {} for (var l = x => j, m = [x => x in j, `${x => `${x => l}`}`]; l;) {}
    var n = a ? b => c : d => /[/]/.test(d), p = async x => await x / 2 /1
    html <!-- a comment
    new function () { this.x = () => { return this; }; };
  )js";
  EXPECT_GT(compare(sloppy, syntax::ParseGoal::kScript), 12u);
  EXPECT_GT(
      compare("type T = number; /* ................................................................................ */"
              "const f = <X,>(a: X): X => { return a; }; function g(this: T, a?: string): T { return 1; }"
              "class C { m<A>(x: A): A { return x; } private n(): void { return; } }; f(g);",
              syntax::ParseGoal::kModule, "a.ts"),
      3u);
}

TEST(Lazy, TheProgramsOfTheScriptTests) {
  size_t lazy = 0;
  each_script_program("SCRIM_LAZY_FILES",
                      [&](const std::string& path, const std::string& text, syntax::ParseGoal goal) {
                        if (testing::Test::HasFailure()) return;
                        lazy += compare(text, goal, path);
                        ASSERT_FALSE(testing::Test::HasFailure()) << path;
                      });
  EXPECT_GT(lazy, 500u);
}

TEST(Lazy, AFunctionThatIsNotCalledHasNoBytecode) {
  Unit unit(
      "/* ................................................................... */"
      "function never(a, b) { return function inside() { return a; }; } (function now() { return never; })();",
      syntax::ParseGoal::kScript, 0);
  FunctionTemplate* never = unit.function("never");
  ASSERT_TRUE(never);
  EXPECT_TRUE(never->is_lazy);
  EXPECT_TRUE(never->code.empty() && never->positions.empty() && never->constants.empty());
  EXPECT_EQ(never->length, 2u);
  EXPECT_FALSE(unit.function("inside"));
  EXPECT_FALSE(unit.function("now")->is_lazy);
  unit.compile_one(*never);
  EXPECT_FALSE(never->is_lazy || never->code.empty());
  EXPECT_TRUE(unit.function("inside")->is_lazy);
}

TEST(Lazy, ErrorsInAFunctionAreErrorsOfTheScript) {
  Unit unit("/* ........................................................ */ function never() { return 1 1; }",
            syntax::ParseGoal::kScript, 0);
  EXPECT_FALSE(unit.unit);
}

TEST(Lazy, ParsingAndCompilingCanRunOnAnotherThread) {
  std::unique_ptr<Unit> lazy;
  std::thread([&] {
    lazy = std::make_unique<Unit>(kText, syntax::ParseGoal::kModule, 0);
    lazy->compile_one(*lazy->function("outer"));
  }).join();
  lazy->compile_all();
  Unit eager(kText, syntax::ParseGoal::kModule, UINT32_MAX);
  expect_same(*eager.unit, 0, *lazy->unit, 0);
}

}  // namespace
}  // namespace scrim::bytecode
