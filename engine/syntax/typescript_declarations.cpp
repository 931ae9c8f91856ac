// TypeScript's declarations, modifiers and forms of import and export. What only declares types leaves an
// EmptyStatement; what has a meaning at run time (enums, namespaces, parameter properties, import x = require()) has
// nodes, and is refused where the text is to be run, as Node refuses it.
#include "engine/syntax/parser_impl.h"

namespace scrim::syntax {

namespace {

constexpr DiagnosticCode kUnsupportedCodes[] = {
    DiagnosticCode::kTypeScriptEnum,          DiagnosticCode::kTypeScriptNamespace,
    DiagnosticCode::kTypeScriptModuleKeyword, DiagnosticCode::kTypeScriptParameterProperty,
    DiagnosticCode::kTypeScriptImportEquals,  DiagnosticCode::kTypeScriptExportAssignment,
    DiagnosticCode::kTypeScriptTypeAssertion,
};

}  // namespace

void Parser::report_unsupported(TypeScriptConstruct construct, SourceRange range) {
  if (!options_.erasable_only || ambient_) return;
  report(kUnsupportedCodes[static_cast<int>(construct)], range);
}

// The statement that stands for types alone.
Node* Parser::erased(uint32_t start) {
  return finish(make<EmptyStatement>(start));
}

// A statement that only TypeScript knows, or null.
Node* Parser::parse_typescript_statement(StatementPosition position) {
  uint32_t start = token_.start;
  if (token_.escaped) return nullptr;
  switch (kind()) {
    case TokenKind::kInterface: {
      Ahead next = peek();
      if (!is_identifier_like(next.kind) || next.newline_before) return nullptr;
      return parse_interface();
    }
    case TokenKind::kEnum: return parse_enum(start);
    case TokenKind::kConst:
      if (peek().kind != TokenKind::kEnum) return nullptr;
      advance();
      return parse_enum(start);
    case TokenKind::kAt: {
      std::vector<Node*> decorators = parse_decorators();
      if (at(TokenKind::kExport)) {
        pending_decorators_ = ArenaList<Expression*>::copy(result_.arena, decorators);
        Node* node = parse_statement(position);
        return node;
      }
      bool is_abstract = at_contextual("abstract");
      if (is_abstract) advance();
      if (!at(TokenKind::kClass)) {
        unexpected("the class that is decorated");
        return error_node(start);
      }
      auto* node = make<ClassDeclaration>(start);
      lexical_in_block_ = true;
      node->class_node = parse_class(true);
      node->class_node->decorators = ArenaList<Expression*>::copy(result_.arena, decorators);
      return finish(node);
    }
    default: break;
  }
  if (kind() != TokenKind::kIdentifier) return nullptr;
  std::string_view word = source_.text(token_range());
  // The words that can begin one, by length: most names are none of them.
  if (word.size() < 4 || word.size() > 9) return nullptr;
  if (word == "type") {
    Ahead next = peek();
    if (!is_identifier_like(next.kind) || next.newline_before) return nullptr;
    return parse_type_alias();
  }
  if (word == "abstract") {
    Ahead next = peek();
    if (next.kind != TokenKind::kClass || next.newline_before) return nullptr;
    advance();
    auto* node = make<ClassDeclaration>(start);
    lexical_in_block_ = true;
    node->class_node = parse_class(true);
    return finish(node);
  }
  if (word == "declare") {
    Ahead next = peek();
    if (next.newline_before) return nullptr;
    switch (next.kind) {
      case TokenKind::kVar:
      case TokenKind::kLet:
      case TokenKind::kConst:
      case TokenKind::kFunction:
      case TokenKind::kClass:
      case TokenKind::kEnum:
      case TokenKind::kInterface:
      case TokenKind::kAsync:
      case TokenKind::kUsing: break;
      case TokenKind::kIdentifier: {
        std::string_view what = word_at(next.start);
        if (what != "type" && what != "namespace" && what != "module" && what != "global" && what != "abstract") {
          return nullptr;
        }
        break;
      }
      default: return nullptr;
    }
    return parse_ambient();
  }
  if (word == "namespace" || word == "module") {
    Ahead next = peek();
    bool named = is_identifier_like(next.kind) || (next.kind == TokenKind::kString && word == "module");
    if (!named || next.newline_before) return nullptr;
    return parse_namespace(start);
  }
  if (word == "global" && ambient_ && peek().kind == TokenKind::kLeftBrace) {
    advance();
    parse_block();
    return erased(start);
  }
  return nullptr;
}

Node* Parser::parse_interface() {
  uint32_t start = token_.start;
  advance();
  parse_entity_name();
  if (at_type_opener()) parse_type_parameters();
  if (eat(TokenKind::kExtends)) parse_heritage_types();
  if (at(TokenKind::kLeftBrace)) {
    parse_object_type();
  } else {
    unexpected("'{' and the members of the interface");
  }
  return erased(start);
}

// A, B<T>, c.D
void Parser::parse_heritage_types() {
  do {
    parse_entity_name();
    if (at_type_opener()) parse_type_arguments(false);
  } while (eat(TokenKind::kComma));
}

Node* Parser::parse_type_alias() {
  uint32_t start = token_.start;
  advance();
  parse_entity_name();
  if (at_type_opener()) parse_type_parameters();
  if (expect(TokenKind::kAssign, "'=' and the type")) parse_type();
  consume_semicolon("the type");
  return erased(start);
}

// declare ...: read as what it declares, without bodies and values, and left out.
Node* Parser::parse_ambient() {
  uint32_t start = token_.start;
  advance();
  Restore<bool> ambient(ambient_, true);
  Restore<bool> lexical(lexical_in_block_, lexical_in_block_);
  bool saved = lexical_in_block_;
  if (at_contextual("global")) {
    advance();
    parse_block();
  } else {
    parse_statement(StatementPosition::kList);
  }
  lexical_in_block_ = saved;
  return erased(start);
}

// `start` is where `const` or `enum` stands.
Node* Parser::parse_enum(uint32_t start) {
  auto* node = make<EnumDeclaration>(start);
  advance();
  node->id = parse_binding_identifier("the name of the enum");
  SourceRange opened = token_range();
  ScratchList members(*this);
  if (expect(TokenKind::kLeftBrace, "'{' and the members of the enum")) {
    while (!at(TokenKind::kRightBrace) && !at(TokenKind::kEndOfFile)) {
      auto* member = make<EnumMember>(token_.start);
      Key key = parse_property_key(false);
      member->key = key.node;
      if (eat(TokenKind::kAssign)) member->value = parse_assignment_in();
      members.push(finish(member));
      if (eat(TokenKind::kComma)) continue;
      if (at(TokenKind::kRightBrace)) break;
      unexpected("',' or '}'");
      if (!synchronize_list(TokenKind::kRightBrace)) break;
      eat(TokenKind::kComma);
    }
    expect_closer(TokenKind::kRightBrace, opened);
  }
  node->members = members.take<EnumMember>();
  lexical_in_block_ = true;
  finish(node);
  report_unsupported(TypeScriptConstruct::kEnum, node->range());
  return node;
}

// namespace a.b { ... }; one that holds only types leaves nothing.
Node* Parser::parse_namespace(uint32_t start) {
  SourceRange keyword = token_range();
  bool is_module = source_.text(keyword) == "module";
  advance();
  if (at(TokenKind::kString)) {
    // module "name" { }: the types of another module.
    advance();
    Restore<bool> ambient(ambient_, true);
    if (at(TokenKind::kLeftBrace)) {
      parse_block();
    } else {
      consume_semicolon("the module's name");
    }
    return erased(start);
  }
  auto* node = make<NamespaceDeclaration>(start);
  node->id = parse_binding_identifier("the name of the namespace");
  if (is_module && options_.erasable_only)
    report(DiagnosticCode::kTypeScriptModuleKeyword, {keyword.start, previous_end_});
  while (eat(TokenKind::kDot)) {
    if (!is_word(kind())) {
      unexpected("a name after the dot");
      break;
    }
    advance();
  }
  SourceRange opened = token_range();
  ScratchList statements(*this);
  if (expect(TokenKind::kLeftBrace, "'{' and the namespace's body")) {
    FunctionContext context;
    context.outer = context_;
    context.first_label = labels_.size();
    context.first_target = targets_.size();
    context_ = &context;
    Restore<bool> namespace_body(in_namespace_, true);
    Restore<bool> top(top_level_, false);
    Restore<bool> in_case(in_switch_case_, false);
    Restore<bool> lexical(lexical_in_block_, false);
    parse_statement_list(TokenKind::kRightBrace, opened.start);
    context_ = context.outer;
  }
  bool instantiated = false;
  for (size_t i = 0; i < statements.size(); i++) instantiated |= statements[i] && !statements[i]->is<EmptyStatement>();
  node->body = statements.take<Statement>();
  expect_closer(TokenKind::kRightBrace, opened);
  if (!instantiated) return erased(start);
  lexical_in_block_ = true;
  finish(node);
  if (!is_module) report_unsupported(TypeScriptConstruct::kNamespace, node->range());
  return node;
}

// @a @b(c) @(d)
std::vector<Node*> Parser::parse_decorators() {
  std::vector<Node*> decorators;
  while (at(TokenKind::kAt)) {
    // The engine has no decorators yet, as V8 has none.
    if (options_.erasable_only || !typescript_) report(DiagnosticCode::kInvalidToken, token_range());
    advance();
    uint32_t start = token_.start;
    Node* expression = parse_primary();
    // No brackets: they are the name of a member.
    while (!panic_) {
      if (at(TokenKind::kDot)) {
        auto* member = make<MemberExpression>(start);
        advance();
        member->object = expression;
        auto* name = make<PropertyName>(token_.start);
        if (!is_word(kind())) {
          unexpected("a property name after the dot");
          name->name = names::empty;
        } else {
          name->name = token_.name;
          advance();
        }
        member->property = finish(name);
        expression = finish(member);
      } else if (at(TokenKind::kLeftParen)) {
        auto* call = make<CallExpression>(start);
        call->callee = expression;
        call->arguments = parse_arguments(false, nullptr, nullptr);
        expression = finish(call);
      } else if (at(TokenKind::kLess) && typescript_ && try_type_arguments()) {
        continue;
      } else {
        break;
      }
    }
    decorators.push_back(expression);
  }
  return decorators;
}

// ---- members and parameters

// Before a member of a class: public, static, abstract, readonly ...
Parser::Modifiers Parser::parse_modifiers() {
  Modifiers modifiers;
  for (;;) {
    bool is_static = false;
    switch (kind()) {
      case TokenKind::kPublic:
      case TokenKind::kPrivate:
      case TokenKind::kProtected: break;
      case TokenKind::kStatic: is_static = true; break;
      case TokenKind::kIdentifier:
        if (at_contextual("abstract") || at_contextual("declare") || at_contextual("readonly") ||
            at_contextual("override") || at_contextual("accessor")) {
          break;
        }
        return modifiers;
      default: return modifiers;
    }
    if (token_.escaped) return modifiers;
    Ahead next = peek();
    switch (next.kind) {
      case TokenKind::kLeftParen:
      case TokenKind::kLess:
      case TokenKind::kAssign:
      case TokenKind::kSemicolon:
      case TokenKind::kColon:
      case TokenKind::kQuestion:
      case TokenKind::kNot:
      case TokenKind::kComma:
      case TokenKind::kRightBrace:
      case TokenKind::kRightParen:
      case TokenKind::kEndOfFile: return modifiers;
      default: break;
    }
    if (next.newline_before && !is_static) return modifiers;
    if (is_static) {
      modifiers.is_static = true;
      advance();
      if (at(TokenKind::kLeftBrace)) return modifiers;
      continue;
    }
    modifiers.any = true;
    modifiers.accessibility |= kind() != TokenKind::kIdentifier;
    modifiers.is_abstract |= at_contextual("abstract");
    modifiers.is_declare |= at_contextual("declare");
    modifiers.is_readonly |= at_contextual("readonly") || at_contextual("override");
    if (at_contextual("accessor")) modifiers.is_accessor = true;
    if (modifiers.is_accessor && options_.erasable_only) {
      advance();
      unexpected("a member without 'accessor'");
      return modifiers;
    }
    advance();
  }
}

// ---- imports and exports

// Behind `import`: is `type` a modifier of the whole declaration?
bool Parser::import_is_type_only() {
  if (!typescript_ || !at_contextual("type")) return false;
  Ahead next = peek();
  if (next.kind == TokenKind::kLeftBrace || next.kind == TokenKind::kStar) return true;
  if (!is_identifier_like(next.kind)) return false;
  if (next.kind != TokenKind::kFrom) return true;
  // import type from "m" names the default import; import type from from "m" is of types.
  TokenKind third = peek2().kind;
  return third == TokenKind::kFrom || third == TokenKind::kAssign;
}

// At a specifier: `type` before a name that is not its own.
bool Parser::specifier_is_type_only() {
  if (!typescript_ || !at_contextual("type")) return false;
  Ahead second = peek();
  if (second.kind == TokenKind::kString) return true;
  if (!is_word(second.kind)) return false;
  if (second.kind != TokenKind::kAs) return true;
  // {type as}, {type as as x}: the first `as` is the name; {type as x}, {type as as}: `type` is.
  Ahead third = peek2();
  if (!is_word(third.kind)) return true;
  if (third.kind != TokenKind::kAs) return false;
  return is_word(peek_at(3).kind);
}

// import x = require("m") or import x = a.b.c, at '='.
Node* Parser::parse_import_equals(uint32_t start, BindingIdentifier* local, bool type_only) {
  advance();
  auto* declaration = make<VariableDeclaration>(start);
  declaration->declaration_kind = DeclarationKind::kConst;
  auto* declarator = make<VariableDeclarator>(local->start);
  declarator->target = local;
  declarator->init = parse_left_hand_side();
  ScratchList list(*this);
  list.push(finish(declarator));
  declaration->declarators = list.take<VariableDeclarator>();
  consume_semicolon("the import");
  finish(declaration);
  if (type_only || ambient_) return erased(start);
  report_unsupported(TypeScriptConstruct::kImportEquals, declaration->range());
  lexical_in_block_ = true;
  return declaration;
}

// Behind `export`: what only TypeScript may export, or null. Leaves the current token where it is then.
Node* Parser::parse_typescript_export(uint32_t start) {
  auto exported = [&](Node* declaration) -> Node* {
    if (!declaration || declaration->is<EmptyStatement>()) return erased(start);
    if (in_namespace_ || ambient_) return declaration;
    auto* node = make<ExportDeclaration>(start);
    node->declaration = declaration;
    return finish(node);
  };
  if (at(TokenKind::kAssign)) {
    advance();
    auto* node = make<ExpressionStatement>(start);
    node->expression = parse_assignment_in();
    consume_semicolon("the export");
    finish(node);
    report_unsupported(TypeScriptConstruct::kExportAssignment, node->range());
    return node;
  }
  if (at(TokenKind::kImport)) {
    advance();
    bool type_only = import_is_type_only();
    if (type_only) advance();
    BindingIdentifier* local = parse_binding_identifier("a name");
    if (!at(TokenKind::kAssign)) {
      unexpected("'='");
      return error_node(start);
    }
    return exported(parse_import_equals(start, local, type_only));
  }
  if (at_word(TokenKind::kAs)) {
    Ahead next = peek();
    if (!ahead_is(next, "namespace")) return nullptr;
    advance();
    advance();
    parse_entity_name();
    consume_semicolon("the export");
    return erased(start);
  }
  if (at_contextual("type")) {
    Ahead next = peek();
    if (next.kind == TokenKind::kLeftBrace || next.kind == TokenKind::kStar) {
      advance();
      Restore<bool> ambient(ambient_, true);
      parse_export_clause(start);
      return erased(start);
    }
  }
  if (at(TokenKind::kAt)) {
    std::vector<Node*> decorators = parse_decorators();
    pending_decorators_ = ArenaList<Expression*>::copy(result_.arena, decorators);
    if (at_contextual("abstract")) advance();
    if (at(TokenKind::kClass)) {
      auto* declaration = make<ClassDeclaration>(token_.start);
      lexical_in_block_ = true;
      declaration->class_node = parse_class(true);
      return exported(finish(declaration));
    }
    unexpected("the class that is decorated");
    return error_node(start);
  }
  Restore<bool> top(top_level_, false);
  if (Node* declaration = parse_typescript_statement(StatementPosition::kList)) return exported(declaration);
  return nullptr;
}

}  // namespace scrim::syntax
