// A text parsed again after an edit is what it is parsed from scratch (syntax_bench edits does it on other files).
#include "engine/syntax/incremental.h"

#include <gtest/gtest.h>

#include "tests/fuzz/syntax_input.h"
#include "tests/support/random_edits.h"
#include "tests/unit/syntax/test_files.h"

namespace scrim::syntax {
namespace {

// In each text "‸before‸after‸" is an edit: what stood there, and what stands there now.
struct Example {
  const char* what;
  bool kept;
  const char* text;
  Language language = Language::kJavaScript;
  ParseGoal goal = ParseGoal::kModule;
};

constexpr Example kExamples[] = {
    {"a letter", true, "function f(a) { return a‸‸b‸; } f();"},
    {"a variable outside is captured for the first time", true, "let a = 1, b = 2; function f() { ‸‸a‸ } b;"},
    {"and no longer captured", true, "let a = 1, b = 2; function f() { ‸a‸‸ } b;"},
    {"still captured by another", true, "let a = 1; function f() { ‸a‸‸ } () => a;"},
    {"assigned no longer", true, "let a = 1; function f() { ‸a = 2‸a‸ }"},
    {"a use that may come too early", true, "function f() { ‸‸a‸ } let a = 1;"},
    {"no such use any more", true, "function f() { ‸a‸‸ } let a = 1;"},
    {"an import", true, "import {a} from 'a'; function f() { ‸‸a()‸ } export {f};"},
    {"the body is closed and opened", false, "function f() { a ‸‸} function g() {‸ b }"},
    {"in a class, which is no unit", false, "class A { f() { a ‸‸} g() {‸ b } }", Language::kJavaScript,
     ParseGoal::kScript},
    {"a comment that hides the end", false, "function f() { a ‸‸/*‸ } /**/ b"},
    {"a fault comes", true, "function f() { a‸‸ b‸ } class A { m() {} }"},
    {"and goes", true, "function f() { a‸ b‸‸ } class A { m() {} }"},
    {"a fault elsewhere", false, "function f() { a‸‸b‸ } x y;"},
    {"this in an arrow function for the first time", false, "function f() { return () => { ‸‸this‸ } }",
     Language::kJavaScript, ParseGoal::kScript},
    {"this in an arrow function again", true, "function f() { return () => { this; ‸‸this‸ } }"},
    {"arguments in an arrow function", false, "function f() { return () => { ‸‸arguments‸ } }"},
    {"a direct eval", false, "function f() { ‸‸eval('')‸ }"},
    {"a directive", false, "function f() { ‸‸'use strict';‸ }", Language::kJavaScript, ParseGoal::kScript},
    {"a var that parameters see", true, "function f(a, b = () => a) { ‸‸var a;‸ }"},
    {"private names", true, "class A { #a; static m() { this.#‸b‸a‸ } }"},
    {"a private name of the class around in the heritage", true,
     "class A { #a; m() { return class B extends (function () { ‸‸this.#a‸ }) { #a } } }"},
    {"a function in a block", true, "function f() { ‸‸{ function g() {} }‸ g; }", Language::kJavaScript,
     ParseGoal::kScript},
    {"with around", true, "function f() { with (a) { (function () { ‸‸b‸ })(); } }", Language::kJavaScript,
     ParseGoal::kScript},
    {"a loop's variable", true, "for (let i = 0; i < 3; i++) { a(function () { ‸‸i‸ }) }"},
    {"and no longer", true, "for (let i = 0; i < 3; i++) { a(function () { ‸i‸‸ }) }"},
    {"the source map's place", true, "function f() { ‸‸a‸ }\n//# sourceMappingURL=x.map"},
    {"types", true, "function f<T>(a: T, b = 1): T { let c: ‸‸Set<‸T‸‸>‸ = a as T; return c }", Language::kTypeScript},
    {"jsx", true, "const A = () => { return <a b={‸‸c‸d}>{e}</a> }; <A/>;", Language::kJsx},
    {"a getter and what comes behind it", true, "({ get a() { ‸‸b‸ }, c: class { static { d } e = () => { f } } });"},
};

TEST(Incremental, Examples) {
  for (const Example& example : kExamples) {
    std::vector<std::string> parts = split(example.text, "‸");
    std::string before = parts[0];
    std::string after = parts[0];
    for (size_t i = 1; i + 2 < parts.size(); i += 3) {
      before += parts[i] + parts[i + 2];
      after += parts[i + 1] + parts[i + 2];
    }
    ParseOptions options;
    options.language = example.language;
    options.goal = example.goal;
    SourceText old_source(before, "a");
    SourceText source(after, "a");
    bool kept = false;
    auto again = reparse(parse(old_source, options), source, options, &kept);
    EXPECT_EQ(kept, example.kept) << example.what << ": " << dump_diagnostics(*again);
    EXPECT_EQ(dump_all(*again), dump_all(*parse(source, options))) << example.what;
  }
}

TEST(Incremental, RandomEdits) {
  std::mt19937 random(20260701);
  std::vector<std::string> names = own_programs(20000);
  ASSERT_GT(names.size(), 40u);
  std::vector<EditedText> texts;
  for (const std::string& name : names) {
    ParseOptions options;
    options.language = language_of_file(name);
    options.goal = name.ends_with(".mjs") ? ParseGoal::kModule : ParseGoal::kScript;
    options.allow_return_outside_function = true;
    texts.emplace_back(read_file(name), name, options);
  }
  size_t kept = 0;
  constexpr int kCount = 1000;
  for (int i = 0; i < kCount; i++) {
    const EditedText& edited = texts[random() % texts.size()];
    auto source = std::make_unique<SourceText>(edited.text, edited.name);
    std::unique_ptr<ParseResult> result = parse(*source, edited.options);
    for (int step = 0; step < 4; step++) {
      std::string before(source->text());
      std::string changed = edited.edit(before, random);
      // Every other one is taken back.
      for (const std::string& text : {changed, before}) {
        if (text == before && step % 2 == 0) continue;
        auto next = std::make_unique<SourceText>(text, edited.name);
        bool reused = false;
        result = reparse(std::move(result), *next, edited.options, &reused);
        source = std::move(next);
        kept += reused;
        if (reused) {
          ASSERT_EQ(dump_all(*result), dump_all(*parse(*source, edited.options))) << edited.name;
        }
      }
    }
  }
  EXPECT_GT(kept, kCount);
}

// The end of the text comes and goes, a byte at a time: parsed again from the text cut one byte shorter, and from one
// whose last function is whole (syntax_bench cut does it on other files).
TEST(Incremental, CutAtEveryOffset) {
  size_t kept = 0;
  for (const std::string& name : own_programs(1500)) {
    std::string text = read_file(name);
    ParseOptions options;
    options.language = language_of_file(name);
    options.allow_return_outside_function = true;
    for (size_t size = 0; size < text.size(); size++) {
      // Taken out: from here to the next closing brace.
      size_t end = text.find('}', size);
      if (end == text.npos) break;
      SourceText whole(text, name);
      SourceText cut(text.substr(0, size) + text.substr(end), name);
      bool reused = false;
      auto result = reparse(parse(whole, options), cut, options, &reused);
      if (!reused) continue;
      kept++;
      ASSERT_EQ(dump_all(*result), dump_all(*parse(cut, options))) << name << " without " << size << " to " << end;
      if (size % 8 != 0) continue;
      result = reparse(std::move(result), whole, options, &reused);
      ASSERT_EQ(dump_all(*result), dump_all(*parse(whole, options))) << name << " with " << size << " to " << end;
    }
  }
  EXPECT_GT(kept, 500u);
}

// What the fuzzer found, and the inputs it begins with.
TEST(Incremental, FuzzedInputs) {
  size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(SCRIM_SOURCE_DIR) + "/tests/fuzz/corpus")) {
    std::string input = read_file(entry.path().string());
    SCOPED_TRACE(entry.path().string());
    check_fuzz_input(reinterpret_cast<const uint8_t*>(input.data()), input.size());
    count++;
  }
  EXPECT_GT(count, 0u);
}

}  // namespace
}  // namespace scrim::syntax
