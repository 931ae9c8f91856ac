#include "engine/debug/console_text.h"

#include <algorithm>
#include <cctype>

#include "engine/syntax/parser.h"

namespace scrim::debug {

using namespace syntax;

namespace {

class Rewriter {
 public:
  Rewriter(const ParseResult& parse, ConsoleText& out) : parse_(parse), out_(out) {}

  void run() {
    std::string first;
    std::string rest;
    uint32_t at = 0;
    for (const Statement* statement : parse_.program->body) {
      std::string replacement;
      if (const auto* variables = as_if<VariableDeclaration>(statement)) {
        if (!rewrite(*variables, &replacement)) continue;
      } else if (const auto* function = as_if<FunctionDeclaration>(statement)) {
        if (function->function->id == nullptr) continue;
        first += declare(*function->function->id) + " = (" + text(statement) + ");";
        replacement = ";";
      } else if (const auto* class_declaration = as_if<ClassDeclaration>(statement)) {
        if (class_declaration->class_node->id == nullptr) continue;
        replacement = "void (" + declare(*class_declaration->class_node->id) + " = " + text(statement) + ");";
      } else {
        continue;
      }
      rest += parse_.source->text({at, statement->start});
      rest += replacement;
      at = statement->end;
    }
    rest += parse_.source->text({at, static_cast<uint32_t>(parse_.source->text().size())});
    out_.text = first + rest;
  }

 private:
  std::string text(const Node* node) const { return std::string(parse_.source->text(node->range())); }

  std::string declare(const BindingIdentifier& identifier) {
    std::string name(parse_.names.text(identifier.name));
    if (std::find(out_.declared.begin(), out_.declared.end(), name) == out_.declared.end()) {
      out_.declared.push_back(name);
    }
    return name;
  }

  void declare_all(const Node* pattern) {
    if (const auto* identifier = as_if<BindingIdentifier>(pattern)) declare(*identifier);
    if (const auto* with_default = as_if<DefaultPattern>(pattern)) declare_all(with_default->target);
    if (const auto* rest = as_if<RestElement>(pattern)) declare_all(rest->argument);
    if (const auto* array = as_if<ArrayPattern>(pattern)) {
      for (const Pattern* element : array->elements) declare_all(element);
    }
    if (const auto* object = as_if<ObjectPattern>(pattern)) {
      for (const Node* property : object->properties) {
        const auto* named = as_if<Property>(property);
        declare_all(named != nullptr ? named->value : property);
      }
    }
  }

  // false: left as it is (a `using` declaration ends with its text).
  bool rewrite(const VariableDeclaration& declaration, std::string* out) {
    if (declaration.declaration_kind != DeclarationKind::kVar &&
        declaration.declaration_kind != DeclarationKind::kLet &&
        declaration.declaration_kind != DeclarationKind::kConst) {
      return false;
    }
    *out = "void (0";
    for (const VariableDeclarator* declarator : declaration.declarators) {
      declare_all(declarator->target);
      if (declarator->init == nullptr && declaration.declaration_kind == DeclarationKind::kVar) continue;
      *out +=
          ", (" + text(declarator->target) + " = " + (declarator->init ? text(declarator->init) : "undefined") + ")";
    }
    *out += ");";
    return true;
  }

  const ParseResult& parse_;
  ConsoleText& out_;
};

}  // namespace

// A named function or class at the beginning is declared, though it could be read as an expression.
static bool begins_with_declaration(std::string_view text) {
  const auto skip_spaces = [&] {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text[0]))) text.remove_prefix(1);
  };
  const auto skip_word = [&](std::string_view word) {
    skip_spaces();
    if (!text.starts_with(word)) return false;
    text.remove_prefix(word.size());
    return true;
  };
  if (skip_word("class ")) return true;
  skip_word("async ");
  return skip_word("function");
}

ConsoleText read_console_text(std::string_view given) {
  ConsoleText out;
  out.text = std::string(given);
  ParseOptions options;
  options.analyze = false;
  options.in_function = options.in_method = true;
  std::string expression(given);
  while (!expression.empty() && (expression.back() == ';' || expression.back() == ' ' || expression.back() == '\n')) {
    expression.pop_back();
  }
  expression = "(" + expression + "\n)";
  if (begins_with_declaration(given)) {
    const SourceText as_declaration(out.text);
    const std::unique_ptr<ParseResult> parsed = parse(as_declaration, options);
    if (parsed->ok()) {
      Rewriter(*parsed, out).run();
      return out;
    }
  }
  const SourceText as_expression(expression);
  if (parse(as_expression, options)->ok()) {
    out.is_expression = true;
    out.text = std::move(expression);
    return out;
  }
  const SourceText as_statements(out.text);
  const std::unique_ptr<ParseResult> parsed = parse(as_statements, options);
  if (parsed->ok()) {
    Rewriter(*parsed, out).run();
    return out;
  }
  // With await: what runs is an async function, and its promise the result.
  if (given.find("await") == std::string_view::npos) return out;
  options.in_function = false;
  for (const bool value : {true, false}) {
    const std::string wrapped =
        value ? "(async () => (" + std::string(given) + "\n))()" : "(async () => {" + std::string(given) + "\n})()";
    const SourceText as_async(wrapped);
    if (!parse(as_async, options)->ok()) continue;
    out.is_expression = true;
    out.text = wrapped;
    break;
  }
  return out;
}

}  // namespace scrim::debug
