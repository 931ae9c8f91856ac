// Is a mutated text free of errors? tree-sitter's JavaScript grammar and this parser, on the same texts:
//   syntax_verdicts COUNT SEED FOLDER|FILE...   with a COUNT of 0: each file as it is
// Every disagreement must belong to one of the classes named below: what tree-sitter does not know, or does otherwise.
// What belongs to none is printed and fails. With VERDICTS=FOLDER in the environment the texts they disagree on are
// written there; verdicts.mjs asks V8 about them.
//
// tree-sitter takes scripts, modules and JSX by one grammar, so a text is free of errors here when it is as a script or
// as a module, with JSX.
#include <tree_sitter/api.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "engine/regexp/literal_validator.h"
#include "engine/syntax/parser.h"
#include "engine/syntax/token.h"
#include "tests/support/files.h"
#include "tests/support/random_edits.h"

extern "C" const TSLanguage* tree_sitter_javascript(void);

using namespace scrim;
using namespace scrim::syntax;

namespace {

struct File {
  std::string name;
  std::string text;
};

std::vector<File> read_files(int count, char** paths) {
  std::vector<std::string> names;
  for (int i = 0; i < count; i++) {
    if (!std::filesystem::is_directory(paths[i])) {
      names.push_back(paths[i]);
      continue;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(paths[i])) {
      std::string name = entry.path().string();
      if (name.ends_with(".js") || name.ends_with(".mjs") || name.ends_with(".jsx")) names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  std::vector<File> files;
  for (const std::string& name : names) {
    files.push_back({name, read_file(name)});
  }
  return files;
}

std::unique_ptr<ParseResult> parse_as(const SourceText& source, ParseGoal goal) {
  ParseOptions options;
  options.goal = goal;
  options.language = Language::kJsx;
  options.allow_return_outside_function = true;
  options.allow_top_level_await = true;
  options.validate_regexp = regexp::validate_literal;
  return parse(source, options);
}

// The first fault of tree-sitter's tree.
TSNode first_error(TSNode node) {
  for (;;) {
    if (std::string_view(ts_node_type(node)) == "ERROR" || ts_node_is_missing(node)) return node;
    uint32_t count = ts_node_child_count(node);
    bool found = false;
    for (uint32_t i = 0; i < count && !found; i++) {
      TSNode child = ts_node_child(node, i);
      if (!ts_node_has_error(child) && !ts_node_is_missing(child)) continue;
      node = child;
      found = true;
    }
    if (!found) return node;
  }
}

// ---- what tree-sitter lets pass

// Early errors and other rules that are not part of its grammar, by the stable codes of our diagnostics.
struct Rules {
  const char* name;
  std::initializer_list<std::string_view> codes;
};
const Rules kRules[] = {
    {"bytes that are no UTF-8, in comments, strings and names", {"invalid-utf8"}},
    {"names declared twice or not at all",
     {"redeclared", "duplicate-parameter", "undeclared-private", "unexpected-private", "undefined-export",
      "duplicate-export", "duplicate-label", "undefined-label", "duplicate-constructor", "duplicate-proto",
      "duplicate-attribute", "multiple-defaults"}},
    {"strict mode",
     {"strict-reserved-word", "strict-octal", "strict-leading-zero", "strict-octal-escape", "strict-with",
      "strict-delete", "strict-eval-arguments", "use-strict-parameters"}},
    {"words and statements in the wrong place",
     {"await-outside-async",
      "await-in-parameters",
      "await-in-static-block",
      "yield-in-parameters",
      "super",
      "new-target",
      "import-meta",
      "import-position",
      "export-position",
      "import-outside-module",
      "export-outside-module",
      "illegal-break",
      "illegal-continue",
      "illegal-return",
      "function-position",
      "class-position",
      "lexical-position",
      "using-position",
      "for-await",
      "arguments-in-initializer",
      "reserved-word",
      "let-name",
      "for-let",
      "for-async",
      "newline-before-arrow",
      "newline-after-throw",
      "escaped-keyword",
      "html-comment",
      "import-specifier",
      "new-import",
      "optional-chain"}},
    {"what may be assigned to or bound",
     {"assignment-target", "destructuring-target", "binding-target", "arrow-parameters", "rest-last",
      "rest-initializer", "rest-target", "shorthand-initializer", "for-bindings", "for-initializer", "using-pattern",
      "using-for-in", "delete-private"}},
    {"what a declaration must have",
     {"missing-initializer", "getter-parameters", "setter-parameters", "constructor-kind", "constructor-field",
      "private-constructor", "static-prototype", "super-private", "missing-catch", "class-name", "function-name"}},
    {"mixed operators", {"mixed-coalesce", "unary-exponent"}},
    {"the inside of literals",
     {"regexp", "regexp-flags", "numeric-separator", "unicode-escape", "hex-escape", "code-point", "template-octal",
      "invalid-number", "export-name"}},
    {"JSX", {"jsx-adjacent", "jsx-closing", "jsx-empty-value", "jsx-text"}},
};

struct Seen {
  TSNode root;
  std::string_view text;

  std::string_view type(TSNode node) const { return ts_node_is_null(node) ? "" : ts_node_type(node); }
  TSNode at(uint32_t offset) const { return ts_node_descendant_for_byte_range(root, offset, offset + 1); }
  std::string_view text_of(TSNode node) const {
    return text.substr(ts_node_start_byte(node), ts_node_end_byte(node) - ts_node_start_byte(node));
  }
  bool inside(uint32_t offset, std::initializer_list<std::string_view> types) const {
    for (TSNode node = at(offset); !ts_node_is_null(node); node = ts_node_parent(node)) {
      if (std::find(types.begin(), types.end(), type(node)) != types.end()) return true;
    }
    return false;
  }
  // Around an offset there is a name that is a reserved word, in strict mode at least.
  bool reserved_name_near(uint32_t offset) const {
    uint32_t from = offset > 200 ? offset - 200 : 0;
    uint32_t to = std::min<uint32_t>(offset + 12, static_cast<uint32_t>(text.size()));
    for (uint32_t place = from; place < to; place++) {
      TSNode node = at(place);
      std::string_view kind = type(node);
      if (kind != "identifier" && kind != "shorthand_property_identifier" && kind != "statement_identifier") continue;
      if (may_be_reserved(text_of(node))) return true;
    }
    return false;
  }
};

const char* why_theirs_passes(const Diagnostic& diagnostic, const Seen& seen) {
  std::string_view code = code_name(diagnostic.code);
  for (const Rules& rules : kRules) {
    if (std::find(rules.codes.begin(), rules.codes.end(), code) != rules.codes.end()) return rules.name;
  }
  uint32_t at = diagnostic.range.start;
  TSNode node = seen.at(at);
  std::string_view here = seen.type(node);
  std::string_view parent = ts_node_is_null(node) ? "" : seen.type(ts_node_parent(node));
  if (code == "unterminated-comment") {
    return seen.inside(at, {"regex"}) ? "a regular expression that begins with '*'" : nullptr;
  }
  if (code == "unterminated-regexp") return seen.inside(at, {"regex"}) ? "a line end in a regular expression" : nullptr;
  if (code == "unterminated-string") return seen.inside(at, {"string"}) ? "a line end in a string" : nullptr;
  if (code == "invalid-token") {
    if (here == "@" && parent == "decorator") return "decorators";
    bool name = here.ends_with("identifier");
    return name ? "any character may be part of a name" : nullptr;
  }
  if (!code.starts_with("unexpected") && code != "missing-paren") return nullptr;
  if (seen.reserved_name_near(at)) return "a reserved word as a name where no such word is expected";
  if (here == "," && (parent == "arguments" || parent == "object" || parent == "object_pattern")) {
    return "holes in arguments and objects";
  }
  if (seen.inside(at, {"yield_expression"}) || seen.inside(at, {"await_expression"})) {
    return "yield and await in any function";
  }
  if (here == "--" || here == "++") return "what may be assigned to or bound";
  if (seen.inside(at, {"formal_parameters"}) || seen.inside(at, {"array_pattern", "object_pattern"})) {
    return "what may be assigned to or bound";
  }
  if (seen.inside(at, {"class_heritage"})) return "any expression behind extends";
  if (here == "private_property_identifier") return "private names in object literals";
  if (here == "number") return "the inside of literals";
  if (here == "," && seen.inside(at, {"for_in_statement"})) return "a list of expressions behind 'of'";
  if (seen.inside(at, {"html_comment"})) return "comments as in HTML, inside of a line";
  std::string_view before = seen.text.substr(0, seen.text.substr(0, at).find_last_not_of(" \t\n") + 1);
  if (here == "?" && before.ends_with('/')) return "a '/' before '?' is passed over";
  if (before.ends_with("async") && seen.text.substr(before.size(), at - before.size()).find('\n') != before.npos) {
    return "a line end behind async";
  }
  if (before.ends_with("yield") || before.ends_with("await")) return "yield and await in any function";
  if (code == "unexpected-end" && !before.empty() && seen.type(seen.at(before.size() - 1)) == "number") {
    return "the inside of literals";
  }
  for (TSNode around = node; !ts_node_is_null(around); around = ts_node_parent(around)) {
    TSNode member = ts_node_prev_named_sibling(around);
    while (seen.type(member) == "comment") member = ts_node_prev_named_sibling(member);
    if (seen.type(ts_node_parent(around)) == "class_body" && seen.text_of(member) == "static") {
      return "a line end behind static, when static follows";
    }
    bool access = seen.type(around) == "subscript_expression" || seen.type(around) == "call_expression";
    if (access && seen.type(ts_node_child(around, 0)) == "update_expression") {
      return "a call or a member of what ++ and -- give";
    }
    if (ts_node_child_count(around) > 0 && seen.type(ts_node_child(around, 0)) == "arrow_function") {
      return "an arrow function as an operand";
    }
    if (seen.type(around) != "expression_statement") continue;
    for (TSNode first = around; ts_node_child_count(first) > 0;) {
      first = ts_node_child(first, 0);
      std::string_view kind = seen.type(first);
      if (kind == "object" || kind == "function_expression" || kind == "generator_function" || kind == "class") {
        return "an object, a function or a class begins an expression statement";
      }
    }
  }
  return nullptr;
}

// ---- what tree-sitter refuses

const char* why_theirs_fails(const Seen& seen) {
  if (seen.text.find('\0') != seen.text.npos) return "a NUL ends the text";
  for (size_t at = seen.text.find('\r'); at != seen.text.npos; at = seen.text.find('\r', at + 1)) {
    if (!seen.text.substr(at).starts_with("\r\n")) return "a carriage return alone ends no line";
  }
  TSNode error = first_error(seen.root);
  uint32_t at = ts_node_start_byte(error);
  std::string_view near = seen.text.substr(at > 40 ? at - 40 : 0, 120);
  if (near.find("await") != near.npos || near.find("yield") != near.npos) return "await and yield are no names";
  for (size_t open = near.find("/*"); open != near.npos; open = near.find("/*", open + 2)) {
    std::string_view comment = seen.text.substr(static_cast<size_t>(near.data() - seen.text.data()) + open);
    if (comment.substr(0, comment.find("*/")).find('\n') != comment.npos) return "a line end in a comment ends no line";
  }
  if (near.find('`') != near.npos) {
    for (size_t escape = near.find("\\x"); escape != near.npos; escape = near.find("\\x", escape + 2)) {
      if (escape + 3 >= near.size() || !isxdigit(near[escape + 2]) || !isxdigit(near[escape + 3])) {
        return "a tagged template may have escapes that no string has";
      }
    }
  }
  if (near.find("<!--") != near.npos || near.find("-->") != near.npos) return "comments as in HTML, inside of a line";
  if (near.find("\xEF\xBB\xBF") != near.npos) return "a byte order mark inside of the text is white space";
  std::string_view number = seen.text_of(seen.at(at));
  if (number.size() > 1 && number[0] == '0' && isdigit(number[1])) return "a member of a number that begins with 0";
  std::string_view before = seen.text.substr(0, seen.text.substr(0, at).find_last_not_of(" \t\n") + 1);
  if (seen.text[at] == '=' && before.ends_with(')')) return "a call may be assigned to, in sloppy mode";
  for (size_t in = near.find("in"); in != near.npos; in = near.find("in", in + 2)) {
    size_t behind = near.find_first_not_of(" \t", in + 2);
    size_t front = near.substr(0, in).find_last_not_of(" \t");
    if (behind != near.npos && (isdigit(near[behind]) || near[behind] == '_' || near[behind] == '$') &&
        front != near.npos && near[front] == '\n') {
      return "a line that begins with a name such as in32";
    }
  }
  for (TSNode node = error; !ts_node_is_null(node); node = ts_node_parent(node)) {
    std::string_view text = seen.text_of(node);
    bool pattern = text.starts_with('[') || text.starts_with('{');
    if (pattern && text.find('(') != text.npos && text.find(')') != text.npos)
      return "a target in parentheses inside of a pattern";
    if (seen.type(node) == "class_body") return "no semicolon is put between a field and '*'";
  }
  return nullptr;
}

// What both say to each text, counted.
class Verdicts {
 public:
  Verdicts() { ts_parser_set_language(parser_.get(), tree_sitter_javascript()); }

  void judge(const std::string& name, const std::string& text) {
    size_t number = count_++;
    SourceText source(text, name);
    std::unique_ptr<TSTree, decltype(&ts_tree_delete)> tree(
        ts_parser_parse_string(parser_.get(), nullptr, text.data(), static_cast<uint32_t>(text.size())),
        ts_tree_delete);
    Seen seen{ts_tree_root_node(tree.get()), text};
    bool theirs = !ts_node_has_error(seen.root);
    auto script = parse_as(source, ParseGoal::kScript);
    bool ours = script->ok();
    std::unique_ptr<ParseResult> module;
    if (!ours) {
      module = parse_as(source, ParseGoal::kModule);
      ours = module->ok();
    }
    if (ours == theirs) {
      ++(ours ? both_sound_ : both_broken_);
      return;
    }
    const char* why = nullptr;
    uint32_t at = 0;
    std::string what;
    if (theirs) {
      // The goal that has less to say is the one that was meant. One fault explains what follows from it.
      const ParseResult& result = module->diagnostics.size() < script->diagnostics.size() ? *module : *script;
      for (const Diagnostic& diagnostic : result.diagnostics) {
        if ((why = why_theirs_passes(diagnostic, seen))) break;
      }
      at = result.diagnostics[0].range.start;
      what = std::string(code_name(result.diagnostics[0].code)) + ": " + result.diagnostics[0].message;
    } else {
      why = why_theirs_fails(seen);
      at = ts_node_start_byte(first_error(seen.root));
      what = "tree-sitter: error";
    }
    if (why) {
      classes_[std::string(theirs ? "tree-sitter passes: " : "tree-sitter refuses: ") + why]++;
    } else if (++unexplained_ <= 50) {
      std::printf("%s, text %zu, at %u: %s\n", name.c_str(), number, at, what.c_str());
      for (char c : text.substr(at > 60 ? at - 60 : 0, 140)) {
        bool plain = c == '\n' || (c >= ' ' && c <= '~');
        plain ? std::printf("%c", c) : std::printf("<%02X>", static_cast<unsigned char>(c));
      }
      std::printf("\n");
      for (TSNode node = seen.at(at); !ts_node_is_null(node); node = ts_node_parent(node)) {
        std::printf(" < %s", ts_node_type(node));
      }
      std::unique_ptr<char, decltype(&std::free)> tree_text(ts_node_string(ts_node_parent(seen.at(at))), std::free);
      std::printf("\n%.400s\n\n", tree_text.get());
    }
    if (folder_) {
      std::string file = std::string(folder_) + "/" + (theirs ? "theirs" : "ours") + std::to_string(number) + ".js";
      std::ofstream(file, std::ios::binary) << text;
    }
  }

  // Are all disagreements explained?
  bool report() const {
    std::printf("%zu texts: %zu sound and %zu broken for both\n", count_, both_sound_, both_broken_);
    for (const auto& [name, number] : classes_) std::printf("%6zu  %s\n", number, name.c_str());
    std::printf("%6zu  unexplained\n", unexplained_);
    return unexplained_ == 0;
  }

 private:
  std::unique_ptr<TSParser, decltype(&ts_parser_delete)> parser_{ts_parser_new(), ts_parser_delete};
  const char* folder_ = std::getenv("VERDICTS");
  std::map<std::string, size_t> classes_;
  size_t count_ = 0;
  size_t both_sound_ = 0;
  size_t both_broken_ = 0;
  size_t unexplained_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "syntax_verdicts COUNT SEED FOLDER|FILE...\n");
    return 2;
  }
  size_t count = std::strtoul(argv[1], nullptr, 10);
  std::mt19937 random(static_cast<uint32_t>(std::strtoul(argv[2], nullptr, 10)));
  std::vector<File> files = read_files(argc - 3, argv + 3);
  if (files.empty()) {
    std::fprintf(stderr, "no files\n");
    return 2;
  }
  Verdicts verdicts;
  for (size_t i = 0; i < count; i++) {
    const File& file = files[random() % files.size()];
    verdicts.judge(file.name, mutated(file.text, random));
  }
  for (size_t i = 0; count == 0 && i < files.size(); i++) verdicts.judge(files[i].name, files[i].text);
  return verdicts.report() ? 0 : 1;
}
