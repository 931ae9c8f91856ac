#include "engine/syntax/parser.h"

#include <gtest/gtest.h>

#include <limits>

#include "engine/syntax/ast_visit.h"
#include "engine/syntax/dump.h"

namespace scrim::syntax {
namespace {

Node* first_expression(const ParseResult& result) {
  return as<ExpressionStatement>(result.program->body[0])->expression;
}

struct Parsed {
  explicit Parsed(std::string text, ParseOptions options = {})
      : source(std::move(text), "test"), result(parse(source, options)) {}
  SourceText source;
  std::unique_ptr<ParseResult> result;
};

TEST(SourceText, LinesAndColumns) {
  SourceText source("a\nb\r\nc\rd\u2028e\u00e9\U0001F600f\n");
  EXPECT_EQ(source.line_count(LineRule::kGrammar), 6u);
  EXPECT_EQ(source.line_count(LineRule::kEditor), 5u);
  uint32_t f = static_cast<uint32_t>(source.text().find('f'));
  EXPECT_EQ(source.utf16_position(f, LineRule::kGrammar), (LineColumn{4, 4}));
  EXPECT_EQ(source.utf16_position(f, LineRule::kEditor), (LineColumn{3, 6}));
  EXPECT_EQ(source.offset_of_utf16({4, 4}, LineRule::kGrammar), f);
  EXPECT_EQ(source.offset_of_utf16({3, 6}, LineRule::kEditor), f);
  // Inside the surrogate pair: its beginning.
  EXPECT_EQ(source.offset_of_utf16({4, 3}, LineRule::kGrammar), source.text().find("\U0001F600"));
  EXPECT_EQ(source.offset_of_utf16({0, 99}, LineRule::kGrammar), 1u);
  EXPECT_EQ(source.offset_of_utf16({99, 0}, LineRule::kGrammar), source.size());
  EXPECT_EQ(source.line_range(1, LineRule::kEditor), (SourceRange{2, 3}));
}

TEST(SourceText, ColumnsInLongLines) {
  std::string text;
  for (int i = 0; i < 1000; i++) text += i % 3 ? "x" : "\U0001F600";
  SourceText source(text);
  uint32_t units = 0;
  for (uint32_t offset = 0; offset < source.size();) {
    EXPECT_EQ(source.utf16_position(offset, LineRule::kEditor).column, units);
    EXPECT_EQ(source.offset_of_utf16({0, units}, LineRule::kEditor), offset);
    bool wide = text[offset] != 'x';
    units += wide ? 2 : 1;
    offset += wide ? 4 : 1;
  }
}

TEST(Lexer, Numbers) {
  const std::pair<const char*, double> kCases[] = {
      {"0", 0},
      {"017", 15},
      {"089", 89},
      {"0x1F", 31},
      {"0b101", 5},
      {"0o17", 15},
      {"1_000.5_0e1_0", 1000.50e10},
      {".5", .5},
      {"5.", 5},
      {"1e400", std::numeric_limits<double>::infinity()},
      {"1e-400", 0},
      {"123456789012345678901234567890", 123456789012345678901234567890.0},
      {"0x10000000000000801", 18446744073709555712.0},
      {"0x1FFFFFFFFFFFFF8", 144115188075855864.0},
      {"9007199254740993", 9007199254740992.0},
      {"5e-324", 5e-324},
      {"0.0000001", 1e-7},
  };
  for (auto [text, value] : kCases) {
    Parsed parsed(text);
    ASSERT_TRUE(parsed.result->ok()) << text;
    EXPECT_EQ(as<NumericLiteral>(first_expression(*parsed.result))->value, value) << text;
  }
}

TEST(Lexer, Strings) {
  const std::pair<const char*, const char*> kCases[] = {
      {R"("a\n\x41\u0042\u{1F600}")", "a\nAB\U0001F600"},
      {R"("\uD83D\uDE00")", "\U0001F600"},  // a pair of escapes is one character
      {R"("\uD83D")", "\xED\xA0\xBD"},      // half of one is kept
      {R"("\uDE00\uD83D")", "\xED\xB8\x80\xED\xA0\xBD"},
      {"\"a\\\nb\"", "ab"},
      {"\"\u2028\"", "\u2028"},
  };
  for (auto [text, value] : kCases) {
    Parsed parsed("(" + std::string(text) + ")");
    ASSERT_TRUE(parsed.result->ok()) << text;
    NameId id = as<StringLiteral>(first_expression(*parsed.result))->value;
    EXPECT_EQ(parsed.result->names.text(id), value) << text;
  }
  Parsed zero(R"(("\101\0\8"))");
  NameId id = as<StringLiteral>(first_expression(*zero.result))->value;
  EXPECT_EQ(zero.result->names.text(id), std::string_view("A\0008", 3));
}

TEST(Lexer, InvalidUtf8HasAPlace) {
  Parsed parsed("var a = 'x\xFFy';\nvar b;");
  ASSERT_EQ(parsed.result->diagnostics.size(), 1u);
  EXPECT_EQ(code_name(parsed.result->diagnostics[0].code), "invalid-utf8");
  EXPECT_EQ(parsed.result->diagnostics[0].range, (SourceRange{10, 11}));
  EXPECT_EQ(parsed.result->program->body.size(), 2u);
}

TEST(Lexer, CommentsAndMappingUrl) {
  ParseOptions options;
  options.collect_comments = true;
  Parsed parsed("#!/usr/bin/env scrim\n/* b */ a <!-- h\n--> c\n//# sourceMappingURL=x.map\n", options);
  ASSERT_EQ(parsed.result->comments.size(), 5u);
  EXPECT_EQ(parsed.result->comments[0].kind, Comment::kHashbang);
  EXPECT_EQ(parsed.result->comments[2].kind, Comment::kHtmlOpen);
  EXPECT_EQ(parsed.result->comments[3].kind, Comment::kHtmlClose);
  EXPECT_EQ(parsed.source.text(parsed.result->source_mapping_url), "x.map");
}

TEST(Parser, WrapperParameters) {
  ParseOptions options;
  options.goal = ParseGoal::kFunctionBody;
  const std::string_view kNames[] = {"exports", "require"};
  options.wrapper_parameters = kNames;
  Parsed parsed("return require('x') + exports;", options);
  ASSERT_TRUE(parsed.result->ok()) << dump_diagnostics(*parsed.result);
  auto* function = as<FunctionExpression>(first_expression(*parsed.result))->function;
  EXPECT_EQ(function->parameters.size(), 2u);
  EXPECT_EQ(function->scope->bindings.size(), 2u);
  EXPECT_EQ(function->scope->bindings[1]->place, BindingPlace::kArgument);
}

TEST(Parser, DynamicFunctionPartsStandAlone) {
  auto make = [](std::string parameters, std::string body) {
    std::string head = "function anonymous(";
    ParseOptions options;
    options.goal = ParseGoal::kDynamicFunction;
    auto start = static_cast<uint32_t>(head.size());
    options.dynamic_parameters = {start, start + static_cast<uint32_t>(parameters.size())};
    return Parsed(head + parameters + "\n) {\n" + body + "\n}", options).result->ok();
  };
  EXPECT_TRUE(make("a, b = 1", "return a + b"));
  EXPECT_TRUE(make("a //", "return a //"));
  EXPECT_FALSE(make("/*", "*/){"));
  EXPECT_FALSE(make("a) { return 1; } + function(b", "return 2"));
  EXPECT_FALSE(make("", "}, function() {"));
}

TEST(Parser, EvalSeesItsSurroundings) {
  OuterBinding bindings[] = {{"x", BindingKind::kLet, BindingPlace::kEnvironment, 3, true},
                             {"#p", BindingKind::kPrivateName, BindingPlace::kEnvironment, 1, false}};
  OuterScope with{ScopeKind::kWith, true, false, false, false, {}, nullptr};
  OuterScope outer{ScopeKind::kFunction, true, true, false, true, bindings, nullptr};
  ParseOptions options;
  options.goal = ParseGoal::kDirectEval;
  options.strict = true;
  options.outer = &outer;
  {
    Parsed parsed("x; this.#p; var y = () => y;", options);
    ASSERT_TRUE(parsed.result->ok()) << dump_diagnostics(*parsed.result);
    auto* x = as<Identifier>(first_expression(*parsed.result));
    EXPECT_EQ(x->resolution(), Resolution::kBinding);
    EXPECT_EQ(x->binding->index, 3u);
    EXPECT_TRUE(x->needs_tdz_check());
    EXPECT_EQ(hops(parsed.result->program->scope, x->binding->scope), 1u);  // the eval's own, for y
  }
  with.parent = &outer;
  options.outer = &with;
  {
    Parsed parsed("x", options);
    auto* x = as<Identifier>(first_expression(*parsed.result));
    EXPECT_EQ(x->resolution(), Resolution::kDynamic);
  }
}

// Deep texts: brackets of 3,000 are read, of 100,000 reported; chains have no limit.
TEST(Parser, Nesting) {
  auto repeat = [](std::string_view text, int count) {
    std::string result;
    for (int i = 0; i < count; i++) result += text;
    return result;
  };
#if !defined(__SANITIZE_ADDRESS__)
  for (auto [open, middle, close] : {std::tuple{"(", "1", ")"}, {"[", "1", "]"}, {"{", ";", "}"}, {"`${", "1", "}`"}}) {
    Parsed parsed(repeat(open, 3000) + middle + repeat(close, 3000));
    EXPECT_TRUE(parsed.result->ok()) << open;
  }
#endif
  for (const char* open :
       {"(", "[", "{", "`${", "x=>", "!", "a?", "({a:", "class A{static{", "function f(){", "new "}) {
    Parsed parsed(repeat(open, 100000));
    ASSERT_FALSE(parsed.result->ok()) << open;
    EXPECT_LE(parsed.result->diagnostics.size(), 3u) << open;
  }
  for (const char* chain : {"+a", ".a", "?.a", "()", "[a]", "`t`", "&&a", ",a"}) {
    Parsed parsed("a" + repeat(chain, 100000));
    EXPECT_TRUE(parsed.result->ok()) << chain;
    EXPECT_GT(dump_ast(*parsed.result).size(), 100000u);
  }
  EXPECT_TRUE(Parsed("if(a)b;" + repeat("else if(a)b;", 100000)).result->ok());
}

TEST(Parser, RangesNest) {
  Parsed parsed(
      "class A extends (B) { static async *[x]() { for await (const {a = (1)} of (y)) yield* a?.b; } }\nlet f = (async "
      "({p}, ...q) => p);");
  ASSERT_TRUE(parsed.result->ok());
  std::vector<Node*> stack{parsed.result->program};
  while (!stack.empty()) {
    Node* node = stack.back();
    stack.pop_back();
    for_each_child(node, [&](Node* child) {
      EXPECT_GE(child->start, node->start) << to_string(node->kind) << " " << to_string(child->kind);
      EXPECT_LE(child->end, node->end) << to_string(node->kind) << " " << to_string(child->kind);
      stack.push_back(child);
    });
  }
  EXPECT_EQ(find_innermost(parsed.result->program, 18)->kind, NodeKind::kIdentifier);
}

TEST(Parser, RegExpValidatorIsAsked) {
  ParseOptions options;
  options.validate_regexp = [](std::string_view pattern, std::string_view) -> std::optional<RegExpFault> {
    if (pattern == "(") return RegExpFault{1, "Unterminated group"};
    return std::nullopt;
  };
  EXPECT_TRUE(Parsed("/a/g", options).result->ok());
  Parsed parsed("x = /(/g", options);
  ASSERT_EQ(parsed.result->diagnostics.size(), 1u);
  EXPECT_EQ(parsed.result->diagnostics[0].engine_message, "Invalid regular expression: /(/g: Unterminated group");
}

}  // namespace
}  // namespace scrim::syntax
