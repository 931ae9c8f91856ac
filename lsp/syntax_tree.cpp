#include "lsp/syntax_tree.h"

#include <tree_sitter/api.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

extern "C" const TSLanguage* tree_sitter_javascript(void);

namespace scrim::lsp {
namespace {

// tree-sitter asks for rows and columns, which nothing here reads back: offsets carry the whole truth, and its rows end
// at LF only.
constexpr TSPoint kNoPoint{0, 0};

SourceRange range_of(TSNode node) {
  return {ts_node_start_byte(node), ts_node_end_byte(node)};
}

bool is(TSNode node, const char* type) {
  return std::strcmp(ts_node_type(node), type) == 0;
}

TSNode field(TSNode node, const char* name) {
  return ts_node_child_by_field_name(node, name, static_cast<uint32_t>(std::strlen(name)));
}

std::string text_of(std::string_view text, TSNode node) {
  SourceRange range = range_of(node);
  return std::string(text.substr(range.start, range.length()));
}

// Calls visit(node, depth) for every node in source order, without recursion: trees of generated code are deep. visit
// returns whether to go inside.
template <typename Visit>
void walk(TSNode root, Visit visit) {
  TSTreeCursor cursor = ts_tree_cursor_new(root);
  int depth = 0;
  for (bool going = true; going;) {
    if (visit(ts_tree_cursor_current_node(&cursor), depth) && ts_tree_cursor_goto_first_child(&cursor)) {
      depth++;
      continue;
    }
    while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
      if (!ts_tree_cursor_goto_parent(&cursor)) {
        going = false;
        break;
      }
      depth--;
    }
  }
  ts_tree_cursor_delete(&cursor);
}

bool is_foldable(TSNode node) {
  static constexpr const char* kTypes[] = {"statement_block", "class_body",        "object",        "array",
                                           "switch_body",     "formal_parameters", "arguments",     "object_pattern",
                                           "array_pattern",   "named_imports",     "export_clause", "template_string"};
  for (const char* type : kTypes) {
    if (is(node, type)) return true;
  }
  return false;
}

// "//#region" and "// region name", as VS Code's own JavaScript support reads them.
int region_marker(std::string_view comment) {
  if (!comment.starts_with("//")) return 0;
  comment.remove_prefix(2);
  while (!comment.empty() && comment[0] == ' ') comment.remove_prefix(1);
  if (!comment.starts_with('#')) return 0;
  comment.remove_prefix(1);
  return comment.starts_with("region") ? 1 : comment.starts_with("endregion") ? -1 : 0;
}

bool is_callable(TSNode value) {
  return !ts_node_is_null(value) && (is(value, "arrow_function") || is(value, "function") ||
                                     is(value, "function_expression") || is(value, "generator_function"));
}

struct SymbolBuilder {
  std::string_view text;

  std::string parameters(TSNode function) const {
    TSNode list = field(function, "parameters");
    if (ts_node_is_null(list)) return {};
    std::string detail = text_of(text, list);
    return detail.size() <= 80 && detail.find('\n') == std::string::npos ? detail : "(…)";
  }

  void children_of(TSNode node, std::vector<Symbol>& out, int depth) const {
    if (ts_node_is_null(node) || depth > 200) return;
    uint32_t count = ts_node_child_count(node);
    TSTreeCursor cursor = ts_tree_cursor_new(node);
    if (count > 0 && ts_tree_cursor_goto_first_child(&cursor)) {
      TSNode previous = ts_tree_cursor_current_node(&cursor);
      TSNode current = previous;
      visit(current, previous, node, out, depth);
      while (ts_tree_cursor_goto_next_sibling(&cursor)) {
        previous = current;
        current = ts_tree_cursor_current_node(&cursor);
        visit(current, previous, node, out, depth);
      }
    }
    ts_tree_cursor_delete(&cursor);
  }

  void add(Symbol::Kind kind, TSNode name, TSNode whole, TSNode inside, std::string detail, std::vector<Symbol>& out,
           int depth) const {
    if (ts_node_is_null(name) || range_of(name).length() == 0) return;
    Symbol symbol;
    symbol.name = text_of(text, name);
    symbol.detail = std::move(detail);
    symbol.kind = kind;
    symbol.range = range_of(whole);
    symbol.selection = range_of(name);
    children_of(inside, symbol.children, depth + 1);
    out.push_back(std::move(symbol));
  }

  void visit(TSNode node, TSNode previous, TSNode parent, std::vector<Symbol>& out, int depth) const {
    const char* type = ts_node_type(node);
    auto of = [type](const char* name) { return std::strcmp(type, name) == 0; };
    if (of("function_declaration") || of("generator_function_declaration")) {
      add(Symbol::kFunction, field(node, "name"), node, field(node, "body"), parameters(node), out, depth);
    } else if (of("class_declaration")) {
      add(Symbol::kClass, field(node, "name"), node, field(node, "body"), {}, out, depth);
    } else if (of("method_definition")) {
      TSNode name = field(node, "name");
      bool constructor = !ts_node_is_null(name) && text_of(text, name) == "constructor" && is(parent, "class_body");
      add(constructor ? Symbol::kConstructor : Symbol::kMethod, name, node, field(node, "body"), parameters(node), out,
          depth);
    } else if (of("field_definition")) {
      TSNode value = field(node, "value");
      bool callable = is_callable(value);
      add(callable ? Symbol::kMethod : Symbol::kField, field(node, "property"), node,
          callable ? field(value, "body") : value, callable ? parameters(value) : std::string(), out, depth);
    } else if (of("variable_declarator")) {
      TSNode name = field(node, "name");
      TSNode value = field(node, "value");
      if (ts_node_is_null(name) || !is(name, "identifier")) return children_of(node, out, depth + 1);
      if (is_callable(value)) {
        add(Symbol::kFunction, name, node, field(value, "body"), parameters(value), out, depth);
      } else if (!ts_node_is_null(value) && is(value, "class")) {
        add(Symbol::kClass, name, node, field(value, "body"), {}, out, depth);
      } else if (is(parent, "lexical_declaration") && ts_node_child_count(parent) > 0 &&
                 is(ts_node_child(parent, 0), "const")) {
        add(Symbol::kConstant, name, node, value, {}, out, depth);
      } else {
        add(Symbol::kVariable, name, node, value, {}, out, depth);
      }
    } else if (of("pair")) {
      TSNode value = field(node, "value");
      if (is_callable(value)) {
        add(Symbol::kMethod, field(node, "key"), node, field(value, "body"), parameters(value), out, depth);
      } else if (!ts_node_is_null(value) && is(value, "object")) {
        add(Symbol::kProperty, field(node, "key"), node, value, {}, out, depth);
      } else {
        children_of(node, out, depth + 1);
      }
    } else if (of("assignment_expression")) {
      // X.prototype.f = function..., exports.f = () => ...
      TSNode value = field(node, "right");
      TSNode left = field(node, "left");
      if (is_callable(value) && !ts_node_is_null(left) && is(left, "member_expression")) {
        add(Symbol::kFunction, left, node, field(value, "body"), parameters(value), out, depth);
      } else {
        children_of(node, out, depth + 1);
      }
    } else if (is(parent, "ERROR") && of("identifier") && (is(previous, "class") || is(previous, "function"))) {
      // The head of something whose end is missing.
      Symbol symbol;
      symbol.name = text_of(text, node);
      symbol.kind = is(previous, "class") ? Symbol::kClass : Symbol::kFunction;
      symbol.selection = range_of(node);
      symbol.range = {range_of(previous).start, range_of(node).end};
      out.push_back(std::move(symbol));
    } else if (ts_node_named_child_count(node) > 0) {
      children_of(node, out, depth + 1);
    }
  }
};

}  // namespace

SyntaxTree::~SyntaxTree() {
  if (tree_ != nullptr) ts_tree_delete(tree_);
  if (parser_ != nullptr) ts_parser_delete(parser_);
}

void SyntaxTree::edited(const AppliedEdit& edit) {
  stale_ = true;
  if (tree_ == nullptr) return;
  TSInputEdit input{edit.range.start, edit.range.end, edit.range.start + edit.inserted, kNoPoint, kNoPoint, kNoPoint};
  ts_tree_edit(tree_, &input);
}

void SyntaxTree::update(std::string_view text) {
  if (!stale_ && tree_ != nullptr) return;
  if (parser_ == nullptr) {
    parser_ = ts_parser_new();
    ts_parser_set_language(parser_, tree_sitter_javascript());
  }
  TSTree* fresh = ts_parser_parse_string(parser_, tree_, text.data(), static_cast<uint32_t>(text.size()));
  if (tree_ != nullptr) ts_tree_delete(tree_);
  tree_ = fresh;
  stale_ = false;
}

std::vector<Fold> SyntaxTree::folds(std::string_view text) const {
  std::vector<Fold> out;
  if (tree_ == nullptr) return out;
  auto lines_between = [text](uint32_t from, uint32_t to) {
    uint32_t lines = 0;
    for (uint32_t i = from; i < to; i++) {
      if (text[i] == '\n' || (text[i] == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n'))) lines++;
    }
    return lines;
  };
  std::vector<uint32_t> regions;
  SourceRange comments{};  // a run of line comments, one a line
  SourceRange imports{};
  auto close_run = [&](SourceRange& run, Fold::Kind kind) {
    if (run.length() > 0 && lines_between(run.start, run.end) > 0) out.push_back({run, kind});
    run = {};
  };
  walk(ts_tree_root_node(tree_), [&](TSNode node, int depth) {
    SourceRange range = range_of(node);
    if (is(node, "comment")) {
      int marker = region_marker(text.substr(range.start, range.length()));
      if (marker > 0) {
        regions.push_back(range.start);
      } else if (marker < 0 && !regions.empty()) {
        out.push_back({{regions.back(), range.end}, Fold::kRegion});
        regions.pop_back();
      }
      if (marker == 0 && text.substr(range.start).starts_with("//")) {
        bool follows = comments.length() > 0 && lines_between(comments.end, range.start) == 1 &&
                       text.substr(comments.end, range.start - comments.end).find_first_not_of(" \t\r\n") ==
                           std::string_view::npos;
        if (follows) {
          comments.end = range.end;
        } else {
          close_run(comments, Fold::kComment);
          comments = range;
        }
      } else {
        close_run(comments, Fold::kComment);
        if (marker == 0 && lines_between(range.start, range.end) > 0) out.push_back({range, Fold::kComment});
      }
      return false;
    }
    if (is(node, "import_statement")) {
      imports = imports.length() > 0 ? SourceRange{imports.start, range.end} : range;
    } else if (depth == 1) {
      close_run(imports, Fold::kImports);
    }
    if (is_foldable(node) && lines_between(range.start, range.end) > 0) out.push_back({range, Fold::kCode});
    return ts_node_child_count(node) > 0;
  });
  close_run(comments, Fold::kComment);
  close_run(imports, Fold::kImports);
  std::stable_sort(out.begin(), out.end(), [](const Fold& a, const Fold& b) {
    return a.range.start != b.range.start ? a.range.start < b.range.start : a.range.end > b.range.end;
  });
  return out;
}

std::vector<Symbol> SyntaxTree::symbols(std::string_view text) const {
  std::vector<Symbol> out;
  if (tree_ != nullptr) SymbolBuilder{text}.children_of(ts_tree_root_node(tree_), out, 0);
  return out;
}

std::vector<SourceRange> SyntaxTree::enclosing(uint32_t offset) const {
  std::vector<SourceRange> out;
  if (tree_ == nullptr) return out;
  TSNode node = ts_node_descendant_for_byte_range(ts_tree_root_node(tree_), offset, offset);
  for (; !ts_node_is_null(node); node = ts_node_parent(node)) {
    SourceRange range = range_of(node);
    if (range.start > offset || range.end < offset) continue;
    if (out.empty() || range.length() > out.back().length()) out.push_back(range);
  }
  return out;
}

bool SyntaxTree::has_errors() const {
  return tree_ != nullptr && ts_node_has_error(ts_tree_root_node(tree_));
}

std::string SyntaxTree::to_string() const {
  if (tree_ == nullptr) return {};
  char* text = ts_node_string(ts_tree_root_node(tree_));
  std::string out = text;
  std::free(text);
  return out;
}

}  // namespace scrim::lsp
