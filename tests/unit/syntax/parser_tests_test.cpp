// npm test262-parser-tests: pass/ is accepted and equal to pass-explicit/, fail/ and early/ are refused. Looked for in
// SCRIM_PARSER_TESTS, else where tests/syntax/install.mjs puts it; skipped without.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "engine/regexp/literal_validator.h"
#include "engine/syntax/ast_visit.h"
#include "engine/syntax/dump.h"
#include "tests/unit/syntax/test_files.h"

namespace scrim::syntax {
namespace {

// Files that a later edition of the specification, or its Annex B, made valid.
const std::set<std::string> kValidToday = {
    // \8 and \9 in sloppy strings (Annex B.1.2 as of ES2021)
    "fail/0d5e450f1da8a92a.js", "fail/748656edbfb2d0bb.js", "fail/79f882da06f88c9f.js", "fail/92b6af54adef3624.js",
    // U+2028 and U+2029 in strings (ES2019)
    "fail/647e21f8f157c338.js", "fail/8af69d8f15295ed2.js",
    // class fields (ES2022)
    "fail/98204d734f8c72b3.js", "fail/ef81b93cf9bdb4ec.js",
    // f() = 4 is an error when it runs (web compatibility, ES2025)
    "fail/a8beb1480f385441.js",
    // for (var x = 1 in ...) (Annex B.3.5)
    "fail/e3fbcf63d7e43ead.js",
    // for (var a of ...) under catch (a) (Annex B.3.4 as of ES2020)
    "early/0f5f47108da5c34e.js",
    // equal function names in one sloppy block (Annex B.3.2.4)
    "early/12a74c60f52a60de.js", "early/1aff49273f3e3a98.js", "early/be7329119eaa3d47.js", "early/ec31fa5e521c5df4.js"};

// The package's explicit version is another program: its tool lost the parentheses of a sequence among arguments.
const std::set<std::string> kWrongExplicit = {"589dc8ad3b9aa28f.js", "87a9b0d1d80812cc.js"};

std::string folder() {
  if (const char* named = std::getenv("SCRIM_PARSER_TESTS")) return named;
  return std::string(SCRIM_NPM_FOLDER) + "/node_modules/test262-parser-tests";
}

std::vector<std::string> files_of(const std::string& kind) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder() + "/" + kind)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::unique_ptr<ParseResult> parse_file(const SourceText& source, const std::string& name) {
  ParseOptions options;
  options.goal = name.ends_with(".module.js") ? ParseGoal::kModule : ParseGoal::kScript;
  options.validate_regexp = regexp::validate_literal;
  return parse(source, options);
}

// Makes what the explicit versions write differently the same: a sequence in a sequence, names of properties in quotes
// or as numbers, empty statements, new without parentheses.
void normalize(ParseResult& result) {
  Arena& arena = result.arena;
  auto flatten = [&](SequenceExpression* sequence) {
    std::vector<Expression*> all;
    auto add = [&](auto&& self, Node* node) -> void {
      auto* inner = as_if<SequenceExpression>(node);
      if (!inner) return all.push_back(node);
      for (Node* item : inner->expressions) self(self, item);
    };
    add(add, sequence);
    sequence->expressions = ArenaList<Expression*>::copy(arena, all);
  };
  auto plain_key = [&](Node*& key) {
    NameId name = kNoName;
    if (auto* string = as_if<StringLiteral>(key)) name = string->value;
    if (auto* number = as_if<NumericLiteral>(key)) {
      std::string text = std::isinf(number->value) ? "Infinity" : std::to_string(number->value);
      if (text.find('.') != text.npos) text.erase(text.find_last_not_of('0') + 1);
      if (text.ends_with('.')) text.pop_back();
      name = result.names.intern(text);
    }
    if (name == kNoName) return;
    auto* plain = arena.make<PropertyName>();
    plain->kind = NodeKind::kPropertyName;
    plain->name = name;
    key = plain;
  };
  auto without_empty = [&](ArenaList<Statement*>& list) {
    std::vector<Statement*> kept;
    for (Statement* statement : list) {
      if (!statement->is<EmptyStatement>()) kept.push_back(statement);
    }
    list = ArenaList<Statement*>::copy(arena, kept);
  };
  auto walk = [&](auto&& self, Node* node) -> void {
    if (auto* sequence = as_if<SequenceExpression>(node)) flatten(sequence);
    if (auto* property = as_if<Property>(node); property && !property->computed) plain_key(property->key);
    if (auto* member = as_if<ClassMember>(node); member && !member->computed && member->key) plain_key(member->key);
    if (auto* made = as_if<NewExpression>(node)) made->has_arguments = true;
    if (auto* body = as_if<FunctionBody>(node)) without_empty(body->body);
    if (auto* block = as_if<BlockStatement>(node)) without_empty(block->body);
    if (auto* program = as_if<Program>(node)) without_empty(program->body);
    if (auto* clause = as_if<SwitchCase>(node)) without_empty(clause->body);
    for_each_child(node, [&](Node* child) { self(self, child); });
  };
  walk(walk, result.program);
}

// The tree's text without places and parentheses. The explicit versions have other names and numbers: each is replaced
// by the order in which it first appears.
std::string shape_of(ParseResult& result) {
  normalize(result);
  std::string shape;
  std::map<std::string, size_t> seen;
  auto replace_value = [&](std::string& line, const char* key, const std::string& prefix) {
    size_t at = line.find(key);
    if (at == line.npos) return;
    at += std::string_view(key).size();
    size_t end = line[at] == '"' ? at + 1 : line.find(' ', at);
    if (line[at] == '"') {
      while (line[end] != '"') end += line[end] == '\\' ? 2 : 1;
      end++;
    }
    if (end == line.npos) end = line.size();
    std::string value = prefix + line.substr(at, end - at);
    line.replace(at, end - at, prefix + std::to_string(seen.try_emplace(value, seen.size()).first->second));
  };
  for (std::string line : split(dump_ast(result), "\n")) {
    line = line.substr(0, line.rfind(" ["));
    if (size_t at = line.find(" parenthesized"); at != line.npos) line.erase(at, 14);
    for (size_t at; (at = line.find('@')) != line.npos && at + 1 < line.size() && std::isdigit(line[at + 1]);) {
      size_t end = at + 1;
      while (end < line.size() && std::isdigit(line[end])) end++;
      line.erase(at, end - at);
    }
    bool number = line.find("NumericLiteral") != line.npos;
    replace_value(line, " name=", "name");
    replace_value(line, " label=", "label");
    replace_value(line, " value=", number ? "number" : "value");
    shape += line + "\n";
  }
  return shape;
}

class ParserTests : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(folder() + "/pass")) {
      GTEST_SKIP() << "no test262-parser-tests here: node tests/syntax/install.mjs BUILD_FOLDER";
    }
  }
};

TEST_F(ParserTests, PassAndExplicit) {
  size_t passed = 0;
  size_t equal = 0;
  for (const std::string& name : files_of("pass")) {
    SourceText source(read_file(folder() + "/pass/" + name), name);
    SourceText other(read_file(folder() + "/pass-explicit/" + name), name);
    auto result = parse_file(source, name);
    auto explicit_result = parse_file(other, name);
    if (!result->ok()) {
      ADD_FAILURE() << "pass/" << name << "\n" << source.text() << "\n" << dump_diagnostics(*result);
      continue;
    }
    passed++;
    if (!explicit_result->ok()) {
      ADD_FAILURE() << "pass-explicit/" << name << "\n" << other.text() << "\n" << dump_diagnostics(*explicit_result);
      continue;
    }
    std::string one = shape_of(*result);
    std::string two = shape_of(*explicit_result);
    if ((one == two) != kWrongExplicit.contains(name)) {
      equal++;
    } else {
      ADD_FAILURE() << name << "\n" << source.text() << "\n" << one << "\n" << other.text() << "\n" << two;
    }
  }
  EXPECT_EQ(passed, 1981u);
  EXPECT_EQ(equal, 1981u);
}

void refused(const std::string& kind, size_t least) {
  size_t refused = 0;
  for (const std::string& name : files_of(kind)) {
    SourceText source(read_file(folder() + "/" + kind + "/" + name), name);
    auto result = parse_file(source, name);
    if (!result->ok()) {
      refused++;
      EXPECT_FALSE(kValidToday.contains(kind + "/" + name)) << name << " is in the list and refused";
    } else {
      EXPECT_TRUE(kValidToday.contains(kind + "/" + name)) << kind << "/" << name << "\n" << source.text();
    }
  }
  EXPECT_GE(refused, least);
}

TEST_F(ParserTests, Fail) {
  refused("fail", 721);
}

TEST_F(ParserTests, Early) {
  refused("early", 663);
}

}  // namespace
}  // namespace scrim::syntax
