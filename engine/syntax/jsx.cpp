// JSX (the JSX specification's grammar), for the language server and the lints; what is to be run refuses it.
#include "engine/syntax/parser_impl.h"

namespace scrim::syntax {

// As advance(), to what may stand between two tags.
void Parser::advance_jsx_child() {
  previous_start_ = token_.start;
  previous_end_ = token_.end;
  if (options_.collect_tokens) result_.tokens.push_back({token_.kind, token_.newline_before, token_range()});
  lexer_.next_jsx_child();
}

// As advance(), to an attribute's value: strings have no escapes and may hold line ends.
void Parser::advance_jsx_value() {
  previous_start_ = token_.start;
  previous_end_ = token_.end;
  if (options_.collect_tokens) result_.tokens.push_back({token_.kind, token_.newline_before, token_range()});
  lexer_.next_jsx_value();
}

// '<' where an operand begins: is it a tag? In plain JavaScript only when a name or '>' follows at once, so that a
// comparison with its left side missing is not taken for one.
bool Parser::begins_jsx() const {
  if (jsx_) return true;
  if (typescript_ || token_.end >= source_.size()) return false;
  char next = source_.text()[token_.end];
  return next == '>' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
}

Node* Parser::parse_jsx() {
  if (!jsx_ || options_.erasable_only) {
    // Once is enough.
    if (!jsx_reported_) report(DiagnosticCode::kJsxNotRun, token_range());
    guessed_ |= jsx_reported_;
    jsx_reported_ = true;
  }
  Node* node = parse_jsx_element(false);
  if (at(TokenKind::kLess) && begins_jsx() && jsx_ && !panic_) {
    report(DiagnosticCode::kJsxAdjacent, token_range());
  }
  return node;
}

// A name with '-', or a:b; `reference`: capitals and what has a dot behind it are variables.
Node* Parser::parse_jsx_name(bool reference) {
  uint32_t start = token_.start;
  if (!is_word(kind())) {
    unexpected("a name");
    return error_node(start);
  }
  lexer_.rescan_jsx_name();
  NameId name = token_.name;
  std::string_view text = source_.text(token_range());
  bool is_plain = text.find('-') == text.npos;
  bool is_this = at(TokenKind::kThis);
  advance();
  if (at(TokenKind::kColon)) {
    auto* node = make<JsxNamespacedName>(start);
    auto* space = make<JsxName>(start);
    space->name = name;
    node->space = finish(space);
    advance();
    auto* local = make<JsxName>(token_.start);
    if (is_word(kind())) {
      lexer_.rescan_jsx_name();
      local->name = token_.name;
      advance();
    } else {
      unexpected("a name after ':'");
      local->name = names::empty;
    }
    node->name = finish(local);
    return finish(node);
  }
  bool lower = text[0] >= 'a' && text[0] <= 'z';
  bool variable = reference && is_plain && (at(TokenKind::kDot) || !lower);
  Node* node;
  if (!variable) {
    auto* plain = make<JsxName>(start);
    plain->name = name;
    node = finish(plain);
  } else if (is_this) {
    node = finish(make<ThisExpression>(start));
  } else {
    auto* identifier = make<Identifier>(start);
    identifier->name = name;
    node = finish(identifier);
  }
  while (reference && at(TokenKind::kDot)) {
    auto* member = make<MemberExpression>(start);
    advance();
    member->object = node;
    auto* property = make<PropertyName>(token_.start);
    if (is_word(kind())) {
      lexer_.rescan_jsx_name();
      property->name = token_.name;
      advance();
    } else {
      unexpected("a name after the dot");
      property->name = names::empty;
    }
    member->property = finish(property);
    node = finish(member);
  }
  return node;
}

// { expression }, { } or { ...expression }, at '{'. `child`: the '}' is followed by more of an element.
Node* Parser::parse_jsx_braces(bool child, bool spread_only) {
  uint32_t start = token_.start;
  SourceRange opened = token_range();
  Restore<bool> in(in_allowed_, true);
  advance();
  Node* node;
  if (at(TokenKind::kEllipsis)) {
    auto* spread = make<SpreadElement>(start);
    advance();
    spread->argument = parse_expression();
    node = spread;
  } else {
    if (spread_only) unexpected("'...' and the attributes");
    auto* container = make<JsxExpression>(start);
    if (!at(TokenKind::kRightBrace)) container->expression = parse_expression();
    node = container;
  }
  node->end = token_.end;
  if (!at(TokenKind::kRightBrace)) {
    if (Diagnostic* diagnostic = unexpected("'}'")) diagnostic->related.push_back({opened, "'{' opened here"});
    node->end = previous_end_;
    return node;
  }
  if (child) {
    advance_jsx_child();
  } else {
    advance();
  }
  return node;
}

Node* Parser::parse_jsx_attribute() {
  uint32_t start = token_.start;
  if (at(TokenKind::kLeftBrace)) return parse_jsx_braces(false, true);
  auto* node = make<JsxAttribute>(start);
  node->name = parse_jsx_name(false);
  if (!at(TokenKind::kAssign)) return finish(node);
  advance_jsx_value();
  switch (kind()) {
    case TokenKind::kString: {
      auto* value = make<StringLiteral>(token_.start);
      value->value = token_.name;
      advance();
      node->value = finish(value);
      break;
    }
    case TokenKind::kLeftBrace: {
      node->value = parse_jsx_braces(false, false);
      auto* container = as_if<JsxExpression>(node->value);
      if (container && !container->expression && !panic_) {
        report_node(DiagnosticCode::kJsxEmptyValue, container);
      }
      break;
    }
    case TokenKind::kLess: node->value = parse_jsx_element(false); break;
    default: unexpected("a string, '{' or an element");
  }
  return finish(node);
}

// What the two names of an element say, without white space.
std::string Parser::jsx_name_text(const Node* name) const {
  if (!name) return {};
  std::string text;
  for (char c : source_.text(name->range())) {
    if (c != ' ' && c != '\n' && c != '\t' && c != '\r') text += c;
  }
  return text;
}

// At '<'. `child`: what follows its last '>' belongs to the element around.
Node* Parser::parse_jsx_element(bool child) {
  auto* node = make<JsxElement>(token_.start);
  if (!enter()) {
    leave();
    return error_node(node->start);
  }
  auto leave_tag = [&] {
    // At the last '>'.
    node->end = token_.end;
    if (child) {
      advance_jsx_child();
    } else {
      advance();
    }
    leave();
    return node;
  };
  auto at_closer = [&] {
    bool greater = at(TokenKind::kGreater) || at(TokenKind::kGreaterEqual) || at(TokenKind::kShiftRight) ||
                   at(TokenKind::kShiftRightUnsigned) || at(TokenKind::kShiftRightAssign) ||
                   at(TokenKind::kShiftRightUnsignedAssign);
    if (greater && !at(TokenKind::kGreater)) lexer_.rescan_first(TokenKind::kGreater);
    return greater;
  };
  auto give_up = [&] {
    node->node_flags |= Node::kRecovered;
    finish(node);
    leave();
    return node;
  };
  SourceRange opened = token_range();
  advance();
  if (!at_closer()) {
    node->name = parse_jsx_name(true);
    if (typescript_ && at(TokenKind::kLess)) parse_type_arguments(false);
    ScratchList attributes(*this);
    while (!panic_ && (is_word(kind()) || at(TokenKind::kLeftBrace))) attributes.push(parse_jsx_attribute());
    node->attributes = attributes.take<Node>();
    if (at(TokenKind::kSlash)) {
      advance();
      node->self_closing = true;
      if (!at_closer()) {
        unexpected("'>'");
        return give_up();
      }
      node->opening_end = token_.end;
      return leave_tag();
    }
    if (!at_closer()) {
      if (Diagnostic* diagnostic = unexpected("an attribute, '/>' or '>'")) {
        diagnostic->related.push_back({opened, "the tag begins here"});
      }
      return give_up();
    }
  }
  node->opening_end = token_.end;
  opened.end = token_.end;
  advance_jsx_child();
  ScratchList children(*this);
  for (;;) {
    if (panic_) return give_up();
    switch (kind()) {
      case TokenKind::kJsxText: {
        auto* text = make<JsxText>(token_.start);
        text->text = token_.name;
        text->end = token_.end;
        children.push(text);
        advance_jsx_child();
        continue;
      }
      case TokenKind::kLeftBrace: children.push(parse_jsx_braces(true, false)); continue;
      case TokenKind::kLess: {
        if (peek().kind != TokenKind::kSlash) {
          children.push(parse_jsx_element(true));
          continue;
        }
        node->closing_start = token_.start;
        node->children = children.take<Node>();
        advance();
        advance();
        if (!at(TokenKind::kGreater)) node->closing_name = parse_jsx_name(true);
        std::string expected = jsx_name_text(node->name);
        if (jsx_name_text(node->closing_name) != expected && !panic_) {
          Diagnostic* diagnostic =
              report(DiagnosticCode::kJsxClosing, {node->closing_start, previous_end_}, "</" + expected + ">");
          if (diagnostic) diagnostic->related.push_back({opened, "opened here"});
        }
        if (!at_closer()) {
          unexpected("'>'");
          return give_up();
        }
        return leave_tag();
      }
      default: {
        syntax_error(DiagnosticCode::kJsxUnclosed, opened, "</" + jsx_name_text(node->name) + ">");
        node->children = children.take<Node>();
        return give_up();
      }
    }
  }
}

// In a .tsx file, at '<': only with a comma or a constraint is it the type parameters of an arrow function.
bool Parser::begins_generic_arrow() {
  Ahead first = peek();
  if (first.kind == TokenKind::kConst) return is_identifier_like(peek2().kind);
  if (!is_identifier_like(first.kind)) return false;
  Ahead second = peek2();
  if (second.kind == TokenKind::kComma || second.kind == TokenKind::kAssign) return second.kind == TokenKind::kComma;
  if (second.kind != TokenKind::kExtends) return false;
  TokenKind third = peek_at(3).kind;
  return third != TokenKind::kAssign && third != TokenKind::kGreater && third != TokenKind::kSlash;
}

}  // namespace scrim::syntax
