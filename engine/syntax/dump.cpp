#include "engine/syntax/dump.h"

#include <charconv>
#include <cmath>

#include "engine/syntax/ast_visit.h"
#include "engine/syntax/token.h"

namespace scrim::syntax {

std::string quote(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out = "\"";
  for (size_t i = 0; i < text.size(); i++) {
    auto byte = static_cast<unsigned char>(text[i]);
    switch (byte) {
      case '"': out += "\\\""; continue;
      case '\\': out += "\\\\"; continue;
      case '\n': out += "\\n"; continue;
      case '\r': out += "\\r"; continue;
      case '\t': out += "\\t"; continue;
      default: break;
    }
    if (byte < 0x20) {
      out += "\\x";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else if (byte == 0xED && i + 2 < text.size() && static_cast<unsigned char>(text[i + 1]) >= 0xA0) {
      uint32_t unit = 0xD000u | (static_cast<unsigned char>(text[i + 1]) & 0x3Fu) << 6 |
                      (static_cast<unsigned char>(text[i + 2]) & 0x3Fu);
      out += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) out += kHex[unit >> shift & 15];
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out + "\"";
}

std::string number_text(double value) {
  if (std::isinf(value)) return "Infinity";
  char buffer[64];
  auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
  return {buffer, result.ptr};
}

namespace {

std::string position(const SourceText& source, uint32_t offset) {
  LineColumn at = source.utf16_position(offset, LineRule::kGrammar);
  return std::to_string(at.line + 1) + ":" + std::to_string(at.column + 1);
}

class AstDumper {
 public:
  explicit AstDumper(const ParseResult& result) : result_(result) {}

  std::string run() {
    node(result_.program, "");
    return std::move(out_);
  }

 private:
  struct Item {
    Node* node;
    const char* field;
    int depth;
  };

  // Pre-order with an explicit stack: trees may lean deeply to the left.
  void node(Node* root, const char* field) {
    std::vector<Item> stack{{root, field, 0}};
    std::vector<Item> children;
    while (!stack.empty()) {
      Item item = stack.back();
      stack.pop_back();
      // Deep trees would otherwise be mostly white space.
      constexpr int kMostIndentation = 60;
      out_.append(static_cast<size_t>(item.depth < kMostIndentation ? item.depth : kMostIndentation) * 2, ' ');
      if (item.depth >= kMostIndentation) out_ += "(" + std::to_string(item.depth) + ") ";
      if (*item.field) {
        out_ += item.field;
        out_ += ": ";
      }
      if (!item.node) {
        out_ += "null\n";
        continue;
      }
      children.clear();
      describe(item.node, item.depth, children);
      stack.insert(stack.end(), children.rbegin(), children.rend());
    }
  }

  void describe(Node* node, int depth, std::vector<Item>& children) {
    out_ += to_string(node->kind);
    switch (node->kind) {
#define NODE(Name, group)   \
  case NodeKind::k##Name: { \
    [[maybe_unused]] auto* self = static_cast<Name*>(node);
#define VALUE(type, name) value(#name, self->name);
#define CHILD(type, name) children.push_back({self->name, #name, depth + 1});
#define OPTIONAL(type, name) \
  if (self->name) children.push_back({self->name, #name, depth + 1});
#define LIST(type, name) \
  for (auto* child : self->name) children.push_back({child, #name, depth + 1});
#define SCOPE(name)
#define END_NODE(Name) \
  break;               \
  }
#include "engine/syntax/ast.def"
#undef NODE
#undef VALUE
#undef CHILD
#undef OPTIONAL
#undef LIST
#undef SCOPE
#undef END_NODE
      case NodeKind::kCount: break;
    }
    if (node->parenthesized()) out_ += " parenthesized";
    if (node->recovered()) out_ += " recovered";
    out_ += " [" + std::to_string(node->start) + "-" + std::to_string(node->end) + "]\n";
  }

  void text(const char* name, std::string_view value) {
    out_ += ' ';
    out_ += name;
    out_ += '=';
    out_ += value;
  }
  void value(const char* name, bool flag) {
    if (flag) {
      out_ += ' ';
      out_ += name;
    }
  }
  void value(const char* name, NameId id) {
    std::string_view field = name;
    if (field == "request" || field == "index" || field == "opening_end" || field == "closing_start") return;
    if (field == "length") return text(name, std::to_string(id));
    if (id == kNoName) return;
    text(name, quote(result_.names.text(id)));
  }
  void value(const char* name, double number) { text(name, number_text(number)); }
  void value(const char*, SourceRange) {}
  void value(const char*, Binding*) {}
  void value(const char*, Scope*) {}
  void value(const char*, ModuleInfo*) {}
  void value(const char*, ClassNode*) {}
  void value(const char* name, FunctionNode* function) {
    if (function) text(name, "yes");
  }
  void value(const char* name, Node* target) {
    if (target) text(name, std::string(to_string(target->kind)) + "@" + std::to_string(target->start));
  }
  void value(const char* name, ProgramKind kind) {
    static constexpr const char* kText[] = {"script", "module", "direct-eval", "indirect-eval", "function"};
    text(name, kText[static_cast<int>(kind)]);
  }
  void value(const char* name, DeclarationKind kind) { text(name, to_string(kind)); }
  void value(const char* name, ImportPhase phase) {
    static constexpr const char* kText[] = {"evaluation", "source", "defer"};
    if (phase != ImportPhase::kEvaluation) text(name, kText[static_cast<int>(phase)]);
  }
  void value(const char* name, ImportForm form) {
    static constexpr const char* kText[] = {"default", "namespace", "named"};
    text(name, kText[static_cast<int>(form)]);
  }
  void value(const char* name, PropertyKind kind) {
    static constexpr const char* kText[] = {"init", "method", "get", "set", "proto"};
    if (kind != PropertyKind::kInit) text(name, kText[static_cast<int>(kind)]);
  }
  void value(const char* name, MemberKind kind) {
    static constexpr const char* kText[] = {"constructor", "method", "get", "set", "field", "static-block"};
    text(name, kText[static_cast<int>(kind)]);
  }
  void value(const char* name, UnaryOperator op) { text(name, to_string(op)); }
  void value(const char* name, BinaryOperator op) { text(name, to_string(op)); }
  void value(const char* name, LogicalOperator op) { text(name, to_string(op)); }
  void value(const char* name, AssignmentOperator op) { text(name, to_string(op)); }
  void value(const char* name, FunctionKind kind) {
    static constexpr const char* kText[] = {"normal",
                                            "arrow",
                                            "method",
                                            "getter",
                                            "setter",
                                            "constructor",
                                            "derived-constructor",
                                            "instance-initializer",
                                            "static-initializer"};
    text(name, kText[static_cast<int>(kind)]);
  }
  void value(const char*, FunctionFlags flags) {
#define FLAG(name) value(#name, static_cast<bool>(flags.name));
    FLAG(is_async)
    FLAG(is_generator)
    FLAG(strict)
    FLAG(has_simple_parameters)
    FLAG(has_parameter_expressions)
    FLAG(has_duplicate_parameters)
    FLAG(has_rest)
    FLAG(is_expression_body)
    FLAG(is_class_member)
    FLAG(is_static_member)
    FLAG(uses_this)
    FLAG(uses_arguments)
    FLAG(uses_super_property)
    FLAG(uses_super_call)
    FLAG(uses_new_target)
    FLAG(has_direct_eval)
    FLAG(has_use_strict)
    FLAG(has_await)
    FLAG(has_yield)
    FLAG(mapped_arguments)
    FLAG(inside_with)
    FLAG(has_closures)
    FLAG(has_using)
    FLAG(is_declaration)
#undef FLAG
  }

  const ParseResult& result_;
  std::string out_;
};

class ScopeDumper {
 public:
  ScopeDumper(const ParseResult& result, bool references) : result_(result), with_references_(references) {}

  std::string run() {
    const Scope* root = result_.program->scope;
    if (!root) return {};
    if (with_references_) collect(result_.program);
    const Scope* scope = root;
    int depth = 0;
    for (;;) {
      dump(scope, depth);
      if (scope->first_child) {
        scope = scope->first_child;
        depth++;
        continue;
      }
      while (scope != root && !scope->next_sibling) {
        scope = scope->parent;
        depth--;
      }
      if (scope == root) break;
      scope = scope->next_sibling;
    }
    if (with_references_) {
      out_ += "references\n";
      for (const Node* node : references_) reference(node);
    }
    return std::move(out_);
  }

 private:
  void collect(Node* root) {
    std::vector<Node*> stack{root};
    std::vector<Node*> children;
    while (!stack.empty()) {
      Node* node = stack.back();
      stack.pop_back();
      if (node->is<Identifier>()) references_.push_back(node);
      children.clear();
      for_each_child(node, [&](Node* child) { children.push_back(child); });
      stack.insert(stack.end(), children.rbegin(), children.rend());
    }
  }

  void reference(const Node* node) {
    auto* identifier = static_cast<const Identifier*>(node);
    out_ += "  " + std::string(result_.names.text(identifier->name)) + " " + position(*result_.source, node->start);
    switch (node->resolution()) {
      case Resolution::kUnresolved: out_ += " unresolved"; break;
      case Resolution::kGlobal: out_ += " global"; break;
      case Resolution::kDynamic: out_ += " dynamic"; break;
      case Resolution::kBinding: break;
    }
    if (identifier->binding) out_ += " -> " + place(identifier->binding);
    if (node->needs_tdz_check()) out_ += " tdz";
    if (node->is_written()) out_ += node->is_read() ? " read-write" : " write";
    out_ += "\n";
  }

  std::string place(const Binding* binding) {
    std::string text = to_string(binding->place);
    if (binding->place != BindingPlace::kFrame && binding->place != BindingPlace::kGlobal &&
        binding->place != BindingPlace::kDynamic) {
      text += " " + std::to_string(binding->index);
    }
    if (binding->declaration.length()) text += " (" + position(*result_.source, binding->declaration.start) + ")";
    return text;
  }

  void dump(const Scope* scope, int depth) {
    std::string indent(static_cast<size_t>(depth) * 2, ' ');
    out_ += indent + to_string(scope->kind);
    if (scope->kind == ScopeKind::kFunction && scope->function && scope->function->id) {
      out_ += " " + std::string(result_.names.text(scope->function->id->name));
    }
    out_ += " " + position(*result_.source, scope->range.start) + "-" + position(*result_.source, scope->range.end);
    auto flag = [&](bool set, const char* name) {
      if (set) out_ += std::string(" ") + name;
    };
    flag(scope->strict, "strict");
    flag(scope->needs_environment, "environment");
    if (scope->environment_size) out_ += "(" + std::to_string(scope->environment_size) + ")";
    if (scope->register_count) out_ += " registers(" + std::to_string(scope->register_count) + ")";
    flag(scope->has_direct_eval, "direct-eval");
    flag(scope->has_sloppy_eval, "sloppy-eval");
    flag(scope->inside_with, "inside-with");
    flag(scope->per_iteration, "per-iteration");
    flag(scope->has_using, "using");
    out_ += "\n";
    for (const Binding* binding : scope->bindings) {
      out_ += indent + "  - " + (binding->name ? std::string(result_.names.text(binding->name)) : "?") + ": " +
              to_string(binding->kind) + ", " + place(binding);
      flag(binding->captured, "captured");
      flag(binding->needs_tdz_check, "tdz");
      flag(binding->assigned, "assigned");
      flag(!binding->used, "unused");
      flag(binding->mapped, "mapped");
      flag(binding->annex_b, "annex-b");
      flag(binding->is_static, "static");
      flag(binding->exported, "exported");
      flag(binding->has_var_initializer_from_parameter, "from-parameter");
      out_ += "\n";
    }
  }

  const ParseResult& result_;
  bool with_references_;
  std::vector<const Node*> references_;
  std::string out_;
};

}  // namespace

std::string dump_tokens(const ParseResult& result) {
  std::string out;
  for (const Token& token : result.tokens) {
    out += position(*result.source, token.range.start);
    if (token.newline_before) out += "^";
    std::string_view kind = to_string(token.kind);
    std::string_view text = result.source->text(token.range);
    out += " ";
    if (kind == text) {
      out += "'" + std::string(text) + "'";
    } else {
      out += std::string(kind) + " " + quote(text);
    }
    out += "\n";
  }
  return out;
}

std::string dump_ast(const ParseResult& result) {
  return AstDumper(result).run();
}

std::string dump_scopes(const ParseResult& result, bool references) {
  return ScopeDumper(result, references).run();
}

std::string dump_diagnostics(const ParseResult& result) {
  std::string out;
  const SourceText& source = *result.source;
  for (const Diagnostic& diagnostic : result.diagnostics) {
    out += position(source, diagnostic.range.start) + "-" + position(source, diagnostic.range.end) + " " +
           std::string(code_name(diagnostic.code)) + ": " + diagnostic.message + " (" + diagnostic.engine_message +
           ")\n";
    for (const RelatedPlace& place : diagnostic.related) {
      out += "  " + position(source, place.range.start) + " " + place.message + "\n";
    }
  }
  return out;
}

}  // namespace scrim::syntax
