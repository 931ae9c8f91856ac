// The one parser: always a tree, plus diagnostics. The engine runs only a result without diagnostics; the language
// server uses whatever tree there is.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/syntax/ast.h"
#include "engine/syntax/diagnostics.h"
#include "engine/syntax/names.h"
#include "engine/syntax/scope.h"
#include "engine/syntax/source.h"

namespace scrim::syntax {

// A fault in a regular expression literal.
struct RegExpFault {
  uint32_t offset = 0;  // bytes into the pattern (WTF-8)
  std::string message;  // V8's, without the "Invalid regular expression: /x/: " in front
};
// Checks a pattern with (already checked) flags; nullopt when it is valid. engine/regexp provides one, so that this
// room does not link it.
using RegExpValidator = std::optional<RegExpFault> (*)(std::string_view pattern, std::string_view flags);

enum class ParseGoal : uint8_t {
  kScript,
  kModule,
  kDirectEval,
  kIndirectEval,
  kFunctionBody,     // the text is a function body around which `wrapper_parameters` are put (CommonJS)
  kDynamicFunction,  // the text is what CreateDynamicFunction assembles: "async function* anonymous(P\n) {\nB\n}"
};

enum class Language : uint8_t { kJavaScript, kTypeScript, kJsx, kTsx };
// By the ending of a path: .ts, .mts and .cts, .tsx, .jsx; else JavaScript.
Language language_of_file(std::string_view path);

// A function of a text that was parsed whole before, to be parsed again alone. What only the text around it can tell
// (may it say `super`?) was told then, and is not checked again.
struct FunctionPlace {
  enum Form : uint8_t { kDeclaration, kExpression, kArrow, kMethod };
  Form form;
  bool strict;     // the code around it
  uint32_t start;  // of its first token; kMethod: of the '(' of its parameters
  // kMethod: FunctionNode's
  uint32_t node_start;
  FunctionKind kind;
  bool is_async;
  bool is_generator;
};

struct ParseOptions {
  ParseGoal goal = ParseGoal::kScript;
  // kTypeScript and kTsx: types are read and left out of the tree; everything else keeps its place, so that positions
  // are those of the text. Enums, namespaces and import x = require() have nodes.
  Language language = Language::kJavaScript;
  // TypeScript that is not only types, and decorators, are refused as Node refuses them (the diagnostic's
  // engine_error_code() is ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX). Set by whoever wants to run the text.
  bool erasable_only = false;

  // kDirectEval: what the place of the call allows (sec-performeval).
  bool strict = false;  // also for kIndirectEval and kScript: start in strict mode (false there by the specification)
  bool in_function = false;                         // new.target allowed
  bool in_method = false;                           // super.x allowed
  bool in_derived_constructor = false;              // super() allowed
  bool in_class_field_initializer = false;          // `arguments` refused
  std::span<const std::string_view> private_names;  // with '#', all that are visible; checked only if outer == nullptr
  const OuterScope* outer = nullptr;                // private names, too, are kPrivateName bindings of these

  // Parses this function alone: the result's program holds one ExpressionStatement with it. `goal` and `language` are
  // those of the whole text.
  const FunctionPlace* function = nullptr;
  const OuterNames* outer_names = nullptr;  // what is in the scopes of `outer`, in place of their `bindings`

  // kFunctionBody: names of the parameters, e.g. exports, require, module, __filename, __dirname.
  std::span<const std::string_view> wrapper_parameters;
  // kDynamicFunction: where the two parts stand in the text; each must parse on its own.
  SourceRange dynamic_parameters;
  SourceRange dynamic_body;

  bool allow_return_outside_function = false;  // lenient readers (lint of CommonJS files as scripts)
  bool allow_top_level_await = false;          // kScript in a REPL or the debugger's console; modules always allow it
  bool allow_html_comments = true;             // kModule never
  bool collect_comments = false;               // fill ParseResult::comments
  bool collect_tokens = false;                 // fill ParseResult::tokens (dumps, semantic tokens)
  bool analyze = true;                         // run scope analysis
  RegExpValidator validate_regexp = nullptr;   // null: patterns are only delimited, flags are checked
  // Native stack the parser may use before it reports that a text is nested too deeply (3,000 parentheses take 3 MB).
  size_t native_stack_bytes = size_t{5} << 20;
  uint32_t max_diagnostics = 100;  // further ones are counted, not kept
};

struct Comment {
  SourceRange range;  // with the delimiters
  enum Kind : uint8_t { kLine, kBlock, kHashbang, kHtmlOpen, kHtmlClose } kind;
};

struct Token;  // token.h

// Owns the tree. The SourceText must outlive it.
struct ParseResult {
  ParseResult();
  ~ParseResult();
  ParseResult(const ParseResult&) = delete;
  ParseResult& operator=(const ParseResult&) = delete;

  bool ok() const { return diagnostics.empty(); }

  const SourceText* source = nullptr;
  Language language = Language::kJavaScript;
  Arena arena;
  NameTable names;
  Program* program = nullptr;           // never null
  FunctionNode* function = nullptr;     // of ParseOptions::function; null when something else was found there
  std::vector<Diagnostic> diagnostics;  // in source order
  uint32_t dropped_diagnostics = 0;
  std::vector<Comment> comments;
  std::vector<Token> tokens;
  std::vector<FunctionNode*> functions;  // by FunctionNode::index
  // Recovery guessed: brackets were placed, or what follows from an earlier fault was not told. The tree outside of a
  // fault then depends on it.
  bool guessed = false;
  // Some fault was one of structure: what the analysis of scopes would complain of may only follow from it.
  bool misread = false;
  size_t parsed_bytes = 0;         // of the arena, when the whole text was parsed last
  SourceRange source_mapping_url;  // of the last "//# sourceMappingURL=" value; empty without
};

// Parses and, unless told otherwise, analyses. Native stack use is bounded: nesting deeper than 6,500 nodes (or what
// native_stack_bytes allows) ends in a diagnostic, so no tree is deeper, but along the left operands of binary
// operators, calls and member accesses and the else branches of `else if`, which may go on for millions: walk those in
// a loop. `source` must outlive the result.
std::unique_ptr<ParseResult> parse(const SourceText& source, const ParseOptions& options = {});

// The scope analysis alone, for a result parsed with analyze = false.
void analyze_scopes(ParseResult& result, const ParseOptions& options);

}  // namespace scrim::syntax
