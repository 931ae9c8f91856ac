// Is a mutated text free of errors? tree-sitter's JavaScript grammar and this parser, on the same texts:
//   syntax_verdicts COUNT SEED FOLDER|FILE...
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
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/regexp/literal_validator.h"
#include "engine/syntax/parser.h"
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
    std::ifstream stream(name, std::ios::binary);
    std::stringstream text;
    text << stream.rdbuf();
    files.push_back({name, text.str()});
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
    static constexpr std::string_view kWords[] = {
        "await",   "break",  "case",     "catch",   "class",   "const",     "continue",   "debugger",
        "default", "delete", "do",       "else",    "enum",    "export",    "extends",    "false",
        "finally", "for",    "function", "if",      "import",  "in",        "instanceof", "interface",
        "let",     "new",    "null",     "package", "private", "protected", "public",     "return",
        "static",  "super",  "switch",   "this",    "throw",   "true",      "try",        "typeof",
        "var",     "void",   "while",    "with",    "yield",   "implements"};
    uint32_t from = offset > 60 ? offset - 60 : 0;
    uint32_t to = std::min<uint32_t>(offset + 12, static_cast<uint32_t>(text.size()));
    for (uint32_t place = from; place < to; place++) {
      TSNode node = at(place);
      std::string_view kind = type(node);
      if (kind != "identifier" && kind != "shorthand_property_identifier" && kind != "statement_identifier") continue;
      if (std::find(std::begin(kWords), std::end(kWords), text_of(node)) != std::end(kWords)) return true;
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
  if (code == "unterminated-string") return seen.inside(at, {"string"}) ? "a line end in a string" : nullptr;
  if (code == "invalid-token") {
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
  size_t word = seen.text.substr(0, at).find_last_not_of(" \t\n");
  if (word != seen.text.npos && word >= 4 && seen.text.substr(word - 4, 5) == "async" &&
      seen.text.substr(word, at - word).find('\n') != seen.text.npos) {
    return "a line end behind async";
  }
  for (TSNode around = node; !ts_node_is_null(around); around = ts_node_parent(around)) {
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
  for (TSNode node = error; !ts_node_is_null(node); node = ts_node_parent(node)) {
    if (seen.type(node) == "class_body") return "no semicolon is put between a field and '*'";
  }
  return nullptr;
}

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
  TSParser* parser = ts_parser_new();
  ts_parser_set_language(parser, tree_sitter_javascript());
  std::map<std::string, size_t> classes;
  size_t both_sound = 0;
  size_t both_broken = 0;
  size_t unexplained = 0;
  const char* folder = std::getenv("VERDICTS");
  for (size_t i = 0; i < count; i++) {
    const File& file = files[random() % files.size()];
    std::string text = mutated(file.text, random);
    SourceText source(text, file.name);
    TSTree* tree = ts_parser_parse_string(parser, nullptr, text.data(), static_cast<uint32_t>(text.size()));
    Seen seen{ts_tree_root_node(tree), text};
    bool theirs = !ts_node_has_error(seen.root);
    auto script = parse_as(source, ParseGoal::kScript);
    bool ours = script->ok();
    std::unique_ptr<ParseResult> module;
    if (!ours) {
      module = parse_as(source, ParseGoal::kModule);
      ours = module->ok();
    }
    if (ours == theirs) {
      ++(ours ? both_sound : both_broken);
      ts_tree_delete(tree);
      continue;
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
      what = result.diagnostics[0].message;
    } else {
      why = why_theirs_fails(seen);
      at = ts_node_start_byte(first_error(seen.root));
      what = "tree-sitter: error";
    }
    if (why) {
      classes[std::string(theirs ? "tree-sitter passes: " : "tree-sitter refuses: ") + why]++;
    } else if (++unexplained <= 10) {
      std::printf("%s, text %zu, at %u: %s\n%s\n\n", file.name.c_str(), i, at, what.c_str(),
                  text.substr(at > 60 ? at - 60 : 0, 140).c_str());
    }
    if (folder) {
      std::string name = std::string(folder) + "/" + (theirs ? "theirs" : "ours") + std::to_string(i) + ".js";
      std::ofstream(name, std::ios::binary) << text;
    }
    ts_tree_delete(tree);
  }
  std::printf("%zu texts of %zu files: %zu sound and %zu broken for both\n", count, files.size(), both_sound,
              both_broken);
  for (const auto& [name, number] : classes) std::printf("%6zu  %s\n", number, name.c_str());
  std::printf("%6zu  unexplained\n", unexplained);
  ts_parser_delete(parser);
  return unexplained > 0 ? 1 : 0;
}
