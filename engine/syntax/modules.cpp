// Imports and exports (ECMA-262 sec-modules).
#include "engine/syntax/parser_impl.h"

namespace scrim::syntax {

ModuleExportName* Parser::parse_module_export_name() {
  auto* node = make<ModuleExportName>(token_.start);
  if (at(TokenKind::kString)) {
    node->is_string = true;
    node->name = token_.name;
    if (result_.names.has_lone_surrogates(token_.name)) report(DiagnosticCode::kLoneSurrogateName, token_range());
    advance();
  } else if (is_word(kind())) {
    node->name = token_.name;
    advance();
  } else {
    unexpected("a name or a string");
    node->name = names::empty;
    node->end = node->start;
    return node;
  }
  return finish(node);
}

StringLiteral* Parser::parse_module_source() {
  if (at(TokenKind::kString)) return as<StringLiteral>(parse_string());
  unexpected("the module's name in quotes");
  auto* node = make<StringLiteral>(token_.start);
  node->value = names::empty;
  node->node_flags |= Node::kRecovered;
  node->end = node->start;
  return node;
}

// with { type: "json" }
ArenaList<ImportAttribute*> Parser::parse_import_attributes() {
  if (!at(TokenKind::kWith)) return {};
  advance();
  SourceRange opened = token_range();
  if (!eat(TokenKind::kLeftBrace)) {
    unexpected("'{' and the import attributes");
    return {};
  }
  ScratchList list(*this);
  while (!at(TokenKind::kRightBrace) && !at(TokenKind::kEndOfFile)) {
    auto* attribute = make<ImportAttribute>(token_.start);
    NameId key = token_.name;
    if (at(TokenKind::kString)) {
      attribute->key = parse_string();
    } else if (is_word(kind())) {
      auto* name = make<PropertyName>(token_.start);
      name->name = token_.name;
      advance();
      attribute->key = finish(name);
    } else {
      unexpected("the name of an attribute");
      break;
    }
    for (size_t i = 0; i < list.size(); i++) {
      Node* other = as<ImportAttribute>(list[i])->key;
      NameId other_key = other->is<StringLiteral>() ? as<StringLiteral>(other)->value : as<PropertyName>(other)->name;
      if (other_key == key) report_node(DiagnosticCode::kDuplicateAttribute, attribute->key, text_of(key));
    }
    expect(TokenKind::kColon, "':' and the attribute's value");
    attribute->value = parse_module_source();
    list.push(finish(attribute));
    if (!eat(TokenKind::kComma)) break;
  }
  expect_closer(TokenKind::kRightBrace, opened);
  return list.take<ImportAttribute>();
}

Node* Parser::parse_import_declaration() {
  auto* node = make<ImportDeclaration>(token_.start);
  node->request = kNoRequest;
  advance();
  ScratchList specifiers(*this);
  auto local_name = [&](ImportSpecifier* specifier) {
    specifier->local = parse_binding_identifier("the name of the import");
  };
  if (at(TokenKind::kString)) {
    node->source = parse_module_source();
    node->attributes = parse_import_attributes();
    consume_semicolon("the import");
    return finish(node);
  }
  // import source x from, import defer * as ns from; `source` and `defer` may be names themselves.
  if (at(TokenKind::kIdentifier) && !token_.escaped && token_.name == names::source) {
    Ahead next = peek();
    bool phase = is_identifier_like(next.kind) && next.kind != TokenKind::kFrom;
    if (next.kind == TokenKind::kFrom) phase = peek2().kind == TokenKind::kFrom;
    if (phase) {
      node->phase = ImportPhase::kSource;
      advance();
    }
  } else if (at(TokenKind::kIdentifier) && !token_.escaped && token_.name == names::defer &&
             peek().kind == TokenKind::kStar) {
    node->phase = ImportPhase::kDefer;
    advance();
  }
  bool type_only = import_is_type_only();
  if (type_only) advance();
  bool more = true;
  if (is_identifier_like(kind())) {
    auto* specifier = make<ImportSpecifier>(token_.start);
    specifier->form = ImportForm::kDefault;
    local_name(specifier);
    if (typescript_ && at(TokenKind::kAssign)) return parse_import_equals(node->start, specifier->local, type_only);
    specifiers.push(finish(specifier));
    more = node->phase == ImportPhase::kEvaluation && eat(TokenKind::kComma);
  }
  if (more) {
    if (at(TokenKind::kStar)) {
      auto* specifier = make<ImportSpecifier>(token_.start);
      specifier->form = ImportForm::kNamespace;
      advance();
      if (at_word(TokenKind::kAs)) {
        advance();
      } else {
        unexpected("'as' and a name");
      }
      local_name(specifier);
      specifiers.push(finish(specifier));
    } else if (at(TokenKind::kLeftBrace)) {
      SourceRange opened = token_range();
      advance();
      while (!at(TokenKind::kRightBrace) && !at(TokenKind::kEndOfFile)) {
        auto* specifier = make<ImportSpecifier>(token_.start);
        specifier->form = ImportForm::kNamed;
        bool type_specifier = specifier_is_type_only();
        if (type_specifier) advance();
        Ahead next = peek();
        bool renamed = next.kind == TokenKind::kAs && !next.escaped;
        if (renamed || at(TokenKind::kString)) {
          specifier->imported = parse_module_export_name();
          if (at_word(TokenKind::kAs)) {
            advance();
          } else {
            unexpected("'as' and a name");
          }
          local_name(specifier);
        } else {
          auto* imported = make<ModuleExportName>(token_.start);
          imported->name = token_.name;
          local_name(specifier);
          specifier->imported = finish(imported);
        }
        finish(specifier);
        if (!type_specifier) specifiers.push(specifier);
        if (eat(TokenKind::kComma)) continue;
        if (at(TokenKind::kRightBrace)) break;
        unexpected("',' or '}'");
        if (at_word(TokenKind::kFrom) || !synchronize_list(TokenKind::kRightBrace)) break;
        eat(TokenKind::kComma);
      }
      if (!eat(TokenKind::kRightBrace)) {
        if (Diagnostic* diagnostic = unexpected("'}'")) diagnostic->related.push_back({opened, "'{' opened here"});
      }
    } else {
      unexpected("a name, '{' or '*'");
    }
  }
  node->specifiers = specifiers.take<ImportSpecifier>();
  if (at_word(TokenKind::kFrom)) {
    advance();
  } else {
    unexpected("'from' and the module's name");
  }
  node->source = parse_module_source();
  node->attributes = parse_import_attributes();
  consume_semicolon("the import");
  if (type_only) return erased(node->start);
  return finish(node);
}

Node* Parser::parse_export_declaration() {
  uint32_t start = token_.start;
  advance();
  if (typescript_ || at(TokenKind::kAt)) {
    if (Node* node = parse_typescript_export(start)) return node;
  }
  Node* node = parse_export_clause(start);
  // In a namespace it is what is exported that counts.
  if (in_namespace_ && node->is<ExportDeclaration>()) return as<ExportDeclaration>(node)->declaration;
  return node;
}

// Behind `export`.
Node* Parser::parse_export_clause(uint32_t start) {
  switch (kind()) {
    case TokenKind::kStar: {
      auto* node = make<ExportAllDeclaration>(start);
      node->request = kNoRequest;
      advance();
      if (at_word(TokenKind::kAs)) {
        advance();
        node->exported = parse_module_export_name();
      }
      if (at_word(TokenKind::kFrom)) {
        advance();
      } else {
        unexpected("'from' and the module's name");
      }
      node->source = parse_module_source();
      node->attributes = parse_import_attributes();
      consume_semicolon("the export");
      return finish(node);
    }
    case TokenKind::kDefault: {
      auto* node = make<ExportDefaultDeclaration>(start);
      advance();
      bool async_function = false;
      if (at_word(TokenKind::kAsync)) {
        Ahead next = peek();
        async_function = next.kind == TokenKind::kFunction && !next.newline_before;
      }
      if (at(TokenKind::kFunction) || async_function) {
        node->declaration = parse_function_declaration(true, StatementPosition::kList);
        if (node->declaration->is<EmptyStatement>()) return erased(start);
      } else if (at(TokenKind::kClass) || at(TokenKind::kAt) ||
                 (typescript_ && at_contextual("abstract") && peek().kind == TokenKind::kClass)) {
        auto* declaration = make<ClassDeclaration>(token_.start);
        if (at(TokenKind::kAt)) {
          std::vector<Node*> decorators = parse_decorators();
          pending_decorators_ = ArenaList<Expression*>::copy(result_.arena, decorators);
        }
        if (!at(TokenKind::kClass)) advance();
        declaration->class_node = parse_class(false);
        node->declaration = finish(declaration);
      } else if (typescript_ && at(TokenKind::kInterface) && is_identifier_like(peek().kind)) {
        parse_interface();
        return erased(start);
      } else {
        node->declaration = parse_assignment_in();
        consume_semicolon("the export");
      }
      return finish(node);
    }
    case TokenKind::kLeftBrace: {
      auto* node = make<ExportNamedDeclaration>(start);
      node->request = kNoRequest;
      SourceRange opened = token_range();
      advance();
      ScratchList specifiers(*this);
      std::vector<LexedToken> words;  // each local name, checked once it is known that there is no `from`
      while (!at(TokenKind::kRightBrace) && !at(TokenKind::kEndOfFile)) {
        auto* specifier = make<ExportSpecifier>(token_.start);
        bool type_specifier = specifier_is_type_only();
        if (type_specifier) advance();
        if (!type_specifier) words.push_back(token_);
        specifier->local = parse_module_export_name();
        if (at_word(TokenKind::kAs)) {
          advance();
          specifier->exported = parse_module_export_name();
        }
        finish(specifier);
        if (!type_specifier) specifiers.push(specifier);
        if (eat(TokenKind::kComma)) continue;
        if (at(TokenKind::kRightBrace)) break;
        unexpected("',' or '}'");
        if (!synchronize_list(TokenKind::kRightBrace)) break;
        eat(TokenKind::kComma);
      }
      if (!eat(TokenKind::kRightBrace)) {
        if (Diagnostic* diagnostic = unexpected("'}'")) diagnostic->related.push_back({opened, "'{' opened here"});
      }
      if (at_word(TokenKind::kFrom)) {
        advance();
        node->source = parse_module_source();
        node->attributes = parse_import_attributes();
      } else {
        // The local names are references.
        for (size_t i = 0; i < specifiers.size(); i++) {
          auto* specifier = as<ExportSpecifier>(specifiers[i]);
          const LexedToken& word = words[i];
          SourceRange range{word.start, word.end};
          if (!specifier->exported) specifier->exported = as<ModuleExportName>(specifier->local);
          if (!is_identifier_like(word.kind)) {
            syntax_error(
                word.kind == TokenKind::kString ? DiagnosticCode::kUnexpectedString : DiagnosticCode::kUnexpectedToken,
                range, source_.text(range), "the name of a variable");
          } else if (is_strict_reserved(word.kind) || word.kind == TokenKind::kAwait) {
            report(DiagnosticCode::kUnexpectedReservedWord, range, source_.text(range));
          }
          auto* reference = make<Identifier>(word.start);
          reference->name = as<ModuleExportName>(specifier->local)->name;
          reference->end = specifier->local->end;
          specifier->local = reference;
        }
      }
      node->specifiers = specifiers.take<ExportSpecifier>();
      consume_semicolon("the export");
      return finish(node);
    }
    case TokenKind::kVar:
    case TokenKind::kConst:
    case TokenKind::kLet:
    case TokenKind::kFunction:
    case TokenKind::kClass: {
      auto* node = make<ExportDeclaration>(start);
      Restore<bool> top(top_level_, false);
      node->declaration = parse_statement(StatementPosition::kList);
      if (node->declaration->is<EmptyStatement>()) return erased(start);
      return finish(node);
    }
    case TokenKind::kAsync: {
      Ahead next = peek();
      if (!token_.escaped && next.kind == TokenKind::kFunction && !next.newline_before) {
        auto* node = make<ExportDeclaration>(start);
        node->declaration = parse_function_declaration(false, StatementPosition::kList);
        if (node->declaration->is<EmptyStatement>()) return erased(start);
        return finish(node);
      }
      break;
    }
    default: break;
  }
  Diagnostic* diagnostic = unexpected("a declaration, '{', '*' or 'default'");
  if (diagnostic && !diagnostic->typescript_syntax) {
    diagnostic->engine_message = "Unexpected token 'export'";
    set_engine_range(diagnostic, {start, start + 6});
  }
  return error_node(start);
}

}  // namespace scrim::syntax
