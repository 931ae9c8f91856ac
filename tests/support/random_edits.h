// Random edits of real programs, and all that a parse result says, for tests that compare a text parsed again with the
// same text parsed from scratch.
#pragma once

#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "engine/syntax/dump.h"
#include "engine/syntax/parser.h"
#include "engine/syntax/token.h"

namespace scrim::syntax {

// All that a result says.
inline std::string dump_all(const ParseResult& result) {
  std::string text = dump_ast(result) + dump_scopes(result, true) + dump_diagnostics(result);
  auto range = [&](SourceRange place) { text += std::to_string(place.start) + "-" + std::to_string(place.end) + ' '; };
  text += "functions";
  for (const FunctionNode* function : result.functions) {
    range(function->range());
    range(function->parameters_range);
    uint32_t flags = 0;
    static_assert(sizeof function->flags <= sizeof flags);
    std::memcpy(&flags, &function->flags, sizeof function->flags);
    text +=
        std::to_string(function->index) + ":" + std::to_string(function->length) + ":" + std::to_string(flags) + " ";
  }
  text += "\ncomments ";
  for (const Comment& comment : result.comments) range(comment.range);
  range(result.source_mapping_url);
  if (const ModuleInfo* module = result.program->module) {
    text += "\nmodule ";
    for (const ModuleRequest& request : module->requests) range(request.range);
    for (const ImportEntry& entry : module->imports) range(entry.range);
    for (const LocalExport& entry : module->local_exports) range(entry.range);
    for (const IndirectExport& entry : module->indirect_exports) range(entry.range);
  }
  return text;
}

// `whole`, or a window of it, after one to three edits: insert, delete, duplicate, truncate, one byte for another.
inline std::string mutated(const std::string& whole, std::mt19937& random) {
  static const char* kPieces[] = {"(",  ")",  "{",     "}",      "[",    "]",      "<",      ">",       "</a>",
                                  "`",  "${", "/",     "'",      "\"",   ";",      ",",      ":",       "?",
                                  "=>", "=",  "...",   "?.",     "!",    "@",      "#x",     "as ",     "type ",
                                  "<T", "</", "async", "await ", "get ", "class ", "enum ",  "export ", "import ",
                                  "in", "of", "\n",    "\\u",    "/*",   "//",     "yield ", "static ", "declare "};
  // Large files cost most of the time and tell little more.
  std::string text = whole.size() > 20000 ? whole.substr(random() % (whole.size() - 16000), 16000) : whole;
  for (size_t edits = 1 + random() % 3; edits > 0 && !text.empty(); edits--) {
    size_t at = random() % (text.size() + 1);
    size_t length = std::min<size_t>(random() % 40, text.size() - at);
    switch (random() % 5) {
      case 0: text.insert(at, kPieces[random() % std::size(kPieces)]); break;
      case 1: text.erase(at, length); break;
      case 2: text.insert(random() % (text.size() + 1), text.substr(at, length)); break;
      case 3: text.resize(at); break;
      default: text.replace(at, std::min<size_t>(1, text.size() - at), 1, static_cast<char>(random())); break;
    }
  }
  return text;
}

struct EditedText {
  std::string text;
  std::string name;
  ParseOptions options;
  std::vector<Token> tokens;
  std::vector<uint32_t> places;  // where a token of a function's body begins

  EditedText(std::string text_, std::string name_, const ParseOptions& options_)
      : text(std::move(text_)), name(std::move(name_)), options(options_) {
    SourceText source(text, name);
    options.collect_tokens = true;
    auto result = parse(source, options);
    options.collect_tokens = false;
    options.collect_comments = true;
    tokens = result->tokens;
    for (const Token& token : tokens) {
      for (const FunctionNode* function : result->functions) {
        if (!function->body || !function->body->is<FunctionBody>()) continue;
        if (function->body->start < token.range.start && token.range.start < function->body->end) {
          places.push_back(token.range.start);
          break;
        }
      }
    }
  }

  // `current`, which this text has become, with one more edit: mostly inside functions, where a token begins.
  std::string edit(std::string current, std::mt19937& random) const {
    static const char* kStatements[] = {"this;",
                                        "arguments;",
                                        "let zz = 1;",
                                        "zz;",
                                        "var zz;",
                                        "x = 1;",
                                        "return 1;",
                                        "yield 1;",
                                        "await 1;",
                                        "eval('');",
                                        "(() => zz);",
                                        "function zz() {}",
                                        "{ function zz() {} }",
                                        "super.x;",
                                        "new.target;",
                                        "'use strict'",
                                        "if (1) {",
                                        "}",
                                        "// c",
                                        "/* c */",
                                        "x => { x }",
                                        "#a;",
                                        "this.#a;",
                                        "class Z { #a; m() { this.#a } }",
                                        "with (zz) {}",
                                        "break;",
                                        "(function zz() { zz; });",
                                        "`${zz}`",
                                        "<a>{zz}</a>",
                                        "zz++;",
                                        "label: for (;;) continue label;",
                                        "//# sourceMappingURL=a",
                                        "using zz = null;",
                                        "typeof zz;",
                                        "a ? (b) : c => d;",
                                        "[a, b] = c;",
                                        "return () => this;",
                                        "{",
                                        "()",
                                        "const {zz} = x, y;",
                                        "import('x');",
                                        "for (let zz of x) () => zz;",
                                        "switch (1) { case 1: let q; default: q }",
                                        "try {} catch (zz) { zz }"};
    size_t at = random() % (current.size() + 1);
    if (random() % 8 != 0 && !places.empty()) at = std::min<size_t>(current.size(), places[random() % places.size()]);
    size_t length = std::min<size_t>(1 + random() % 24, current.size() - at);
    switch (random() % 8) {
      case 0: return current.erase(at, length);
      case 1: return current.insert(random() % (current.size() + 1), std::string(current, at, length));
      case 2: return current.insert(at, std::string(current, at, length));
      case 3: current.resize(at); return current;
      case 4: {
        // One token for another.
        if (tokens.empty()) return current;
        SourceRange from = tokens[random() % tokens.size()].range;
        SourceRange to = tokens[random() % tokens.size()].range;
        if (from.end > current.size()) return current;
        return current.replace(from.start, from.length(), text, to.start, to.length());
      }
      default: return current.insert(at, std::string(" ") + kStatements[random() % std::size(kStatements)] + "\n");
    }
  }
};

}  // namespace scrim::syntax
