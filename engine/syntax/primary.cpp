// Primary expressions and literals (ECMA-262 sec-primary-expression).
#include "engine/syntax/parser_impl.h"

namespace scrim::syntax {

Node* Parser::parse_identifier_reference() {
  uint32_t start = token_.start;
  bool is_await = at(TokenKind::kAwait);
  check_identifier(false);
  NameId name = token_.name;
  advance();
  if (is_await && !await_is_reserved() && !token_.newline_before) {
    // await in a function that is not async: say so, and read on as if it were.
    bool operand = is_identifier_like(kind()) || at(TokenKind::kNumber) || at(TokenKind::kString) ||
                   at(TokenKind::kNew) || at(TokenKind::kThis) || at(TokenKind::kFunction) || at(TokenKind::kImport) ||
                   at(TokenKind::kLeftBrace);
    if (operand && !at(TokenKind::kOf) && !at(TokenKind::kLeftBrace)) {
      syntax_error(DiagnosticCode::kAwaitOutsideAsync, {start, previous_end_});
      panic_ = false;
      auto* node = make<AwaitExpression>(start);
      node->argument = parse_unary();
      return finish(node);
    }
  }
  auto* node = make<Identifier>(start);
  node->name = name;
  return finish(node);
}

Node* Parser::parse_primary() {
  uint32_t start = token_.start;
  switch (kind()) {
    case TokenKind::kIdentifier: {
      auto* node = make<Identifier>(start);
      node->name = token_.name;
      advance();
      return finish(node);
    }
    case TokenKind::kNumber:
    case TokenKind::kBigInt: return parse_number();
    case TokenKind::kString: return parse_string();
    case TokenKind::kLeftParen: return parse_parenthesized();
    case TokenKind::kLeftBracket: return parse_array();
    case TokenKind::kLeftBrace: return parse_object();
    case TokenKind::kFunction: return parse_function_expression();
    case TokenKind::kClass: {
      auto* node = make<ClassExpression>(start);
      node->class_node = parse_class(false);
      return finish(node);
    }
    case TokenKind::kLess:
      if (begins_jsx()) return parse_jsx();
      unexpected("an expression");
      return error_node(start);
    case TokenKind::kAt: {
      std::vector<Node*> decorators = parse_decorators();
      pending_decorators_ = ArenaList<Expression*>::copy(result_.arena, decorators);
      if (!at(TokenKind::kClass)) {
        unexpected("the class that is decorated");
        return error_node(start);
      }
      auto* node = make<ClassExpression>(start);
      node->class_node = parse_class(false);
      return finish(node);
    }
    case TokenKind::kThis: {
      auto* node = make<ThisExpression>(start);
      advance();
      return finish(node);
    }
    case TokenKind::kNull: {
      auto* node = make<NullLiteral>(start);
      advance();
      return finish(node);
    }
    case TokenKind::kTrue:
    case TokenKind::kFalse: {
      auto* node = make<BooleanLiteral>(start);
      node->value = at(TokenKind::kTrue);
      advance();
      return finish(node);
    }
    case TokenKind::kTemplate:
    case TokenKind::kTemplateHead: return parse_template(false);
    case TokenKind::kSlash:
    case TokenKind::kDivideAssign: return parse_regexp();
    case TokenKind::kAsync:
      if (!token_.escaped) {
        Ahead next = peek();
        if (next.kind == TokenKind::kFunction && !next.newline_before) return parse_function_expression();
      }
      return parse_identifier_reference();
    default:
      if (is_identifier_like(kind())) return parse_identifier_reference();
      unexpected("an expression");
      return error_node(start);
  }
}

Node* Parser::parse_number() {
  uint32_t start = token_.start;
  if (at(TokenKind::kBigInt)) {
    auto* node = make<BigIntLiteral>(start);
    node->digits = token_.name;
    advance();
    return finish(node);
  }
  if (strict_ && (token_.flags & LexedToken::kLegacyOctal)) {
    report(DiagnosticCode::kStrictOctalNumber, token_range(), token_text().substr(1));
  }
  if (strict_ && (token_.flags & LexedToken::kLeadingZero)) {
    report(DiagnosticCode::kStrictDecimalLeadingZero, token_range());
  }
  auto* node = make<NumericLiteral>(start);
  node->value = token_.number;
  advance();
  return finish(node);
}

Node* Parser::parse_string() {
  auto* node = make<StringLiteral>(token_.start);
  if (strict_ && (token_.flags & (LexedToken::kOctalEscape | LexedToken::kEightNineEscape))) {
    bool octal = token_.flags & LexedToken::kOctalEscape;
    set_engine_range(
        report(octal ? DiagnosticCode::kStrictOctalEscape : DiagnosticCode::kStrictEightNineEscape, token_.fault_range),
        {token_.fault_range.start + 1, token_.fault_range.end});
  }
  node->value = token_.name;
  advance();
  return finish(node);
}

Node* Parser::parse_regexp() {
  lexer_.rescan_regexp();
  auto* node = make<RegExpLiteral>(token_.start);
  node->pattern = token_.name;
  node->flags = token_.raw;
  if (options_.validate_regexp && !token_.flags) {
    std::string_view pattern = text_of(node->pattern);
    std::string_view flags = text_of(node->flags);
    if (auto fault = options_.validate_regexp(pattern, flags)) {
      uint32_t at = token_.start + 1 + fault->offset;
      SourceRange range = token_range();
      if (fault->offset > 0 && at < token_.end) range.start = at;
      if (Diagnostic* diagnostic = report(DiagnosticCode::kInvalidRegExp, range, pattern, fault->message)) {
        diagnostic->engine_message =
            "Invalid regular expression: /" + std::string(pattern) + "/" + std::string(flags) + ": " + fault->message;
      }
    }
  }
  advance();
  return finish(node);
}

Node* Parser::parse_template(bool tagged) {
  auto* node = make<TemplateLiteral>(token_.start);
  ScratchList quasis(*this);
  std::vector<Node*> expressions;
  Restore<bool> in(in_allowed_, true);
  Restore<bool> consequent(in_consequent_, false);
  for (;;) {
    auto* element = make<TemplateElement>(token_.start + 1);
    element->cooked = token_.name;
    element->raw = token_.raw;
    if (!tagged && token_.name == kNoName) {
      Diagnostic* diagnostic = report(token_.fault, token_.fault_range);
      if (token_.fault == DiagnosticCode::kInvalidUnicodeEscape &&
          source_.text(token_.fault_range).substr(0, 3) == "\\u{") {
        set_engine_range(diagnostic, {token_.fault_range.end, token_.fault_range.end + 1});
      } else if (token_.fault == DiagnosticCode::kTemplateOctal) {
        set_engine_range(diagnostic, {token_.fault_range.start + 1, token_.fault_range.end});
      }
      element->cooked = token_.raw;
    }
    bool last = at(TokenKind::kTemplate) || at(TokenKind::kTemplateTail);
    uint32_t opened = token_.end - 2;
    advance();
    element->end = previous_end_ - (last ? 1 : 2);
    if (element->end < element->start) element->end = element->start;
    quasis.push(element);
    if (last) break;
    expressions.push_back(parse_expression());
    if (at(TokenKind::kRightBrace)) {
      lexer_.rescan_template();
      continue;
    }
    if (Diagnostic* diagnostic = unexpected("'}' after the expression in the template")) {
      diagnostic->related.push_back({{opened, opened + 2}, "'${' opened here"});
    }
    // Find the end of the substitution on this line; without one the template ends here.
    while (!at(TokenKind::kEndOfFile) && !at(TokenKind::kRightBrace) && !token_.newline_before) advance();
    if (at(TokenKind::kRightBrace)) {
      lexer_.rescan_template();
      continue;
    }
    auto* rest = make<TemplateElement>(previous_end_);
    rest->cooked = rest->raw = names::empty;
    rest->end = rest->start;
    rest->node_flags |= Node::kRecovered;
    quasis.push(rest);
    break;
  }
  node->quasis = quasis.take<TemplateElement>();
  node->expressions = ArenaList<Expression*>::copy(result_.arena, expressions);
  return finish(node);
}

// ( ... ): an expression, or the parameters of an arrow function, which only "=>" tells.
Node* Parser::parse_parenthesized() {
  uint32_t start = token_.start;
  SourceRange opened = token_range();
  advance();
  bool in_consequent = in_consequent_;
  bool typed = false;  // something in it is a parameter's alone
  Restore<bool> in(in_allowed_, true);
  Restore<bool> consequent(in_consequent_, false);
  CoverError saved = cover_;
  cover_ = {};
  CoverError pending;
  ScratchList list(*this);
  SourceRange rest;  // of a rest element
  SourceRange trailing_comma;
  uint32_t first_start = token_.start;
  while (!at(TokenKind::kRightParen) && !at(TokenKind::kEndOfFile)) {
    trailing_comma = {};
    if (at(TokenKind::kEllipsis)) {
      auto* element = make<RestElement>(token_.start);
      advance();
      element->argument = parse_binding_target(BindingUse::kParameter);
      if (typescript_) parse_annotation();
      if (at(TokenKind::kAssign)) {
        report(DiagnosticCode::kRestInitializer, token_range());
        advance();
        parse_assignment();
      }
      list.push(finish(element));
      rest = element->range();
      if (at(TokenKind::kComma)) {
        report(DiagnosticCode::kRestParameterNotLast, rest);
      }
    } else {
      Node* element = parse_assignment(true);
      bool dropped = false;
      if (typescript_ && (at(TokenKind::kColon) || at(TokenKind::kQuestion))) {
        typed |= annotate_arrow_parameter(element);
        dropped = element->is<ThisExpression>();
      }
      if (!dropped) list.push(element);
      if (cover_.set) {
        if (!pending.set) pending = cover_;
        cover_ = {};
      }
    }
    if (at(TokenKind::kComma)) {
      trailing_comma = token_range();
      advance();
      continue;
    }
    break;
  }
  uint32_t inside_end = previous_end_;
  bool closed = at(TokenKind::kRightParen);
  if (closed) {
    advance();
  } else if (Diagnostic* diagnostic = unexpected("')'")) {
    diagnostic->related.push_back({opened, "'(' opened here"});
  }
  if (!closed && synchronize_list(TokenKind::kRightParen)) {
    while (at(TokenKind::kComma)) {
      advance();
      if (!synchronize_list(TokenKind::kRightParen)) break;
    }
    eat(TokenKind::kRightParen);
  }
  uint32_t parens_end = previous_end_;
  if (typescript_ && closed && at(TokenKind::kColon)) {
    in_consequent_ = in_consequent;
    try_arrow_return_type(typed || list.size() == 0 || rest.length());
  }
  if (at(TokenKind::kArrow)) {
    // parse_assignment() takes it from here, if this is where an arrow function may begin.
    auto* head = make<ErrorNode>(start);
    head->parts = list.take<Node>();
    finish(head);
    head->end = parens_end;
    arrow_head_ = {head, {start, parens_end}};
    cover_ = saved;
    return head;
  }
  if (typed && closed && !panic_) unexpected("'=>'");
  if (pending.set) {
    cover_ = pending;
    report_cover();
  }
  cover_ = saved;
  if (closed) {
    if (list.size() == 0) {
      syntax_error(DiagnosticCode::kUnexpectedToken, {previous_end_ - 1, previous_end_}, ")", "an expression");
      panic_ = true;
      auto* node = error_node(start);
      return node;
    }
    if (rest.length()) {
      syntax_error(DiagnosticCode::kUnexpectedToken, {rest.start, rest.start + 3}, "...", "an expression");
    } else if (trailing_comma.length()) {
      syntax_error(DiagnosticCode::kUnexpectedToken, {previous_end_ - 1, previous_end_}, ")",
                   "an expression after ','");
    }
  }
  if (list.size() == 0) return error_node(start);
  Node* result = list[0];
  if (list.size() > 1) {
    auto* node = make<SequenceExpression>(first_start);
    node->expressions = list.take<Expression>();
    node->end = inside_end;
    result = node;
  }
  result->node_flags |= Node::kParenthesized;
  return result;
}

Node* Parser::parse_array() {
  auto* node = make<ArrayExpression>(token_.start);
  SourceRange opened = token_range();
  advance();
  Restore<bool> in(in_allowed_, true);
  Restore<bool> consequent(in_consequent_, false);
  CoverError pending = cover_;
  cover_ = {};
  ScratchList list(*this);
  while (!at(TokenKind::kRightBracket) && !at(TokenKind::kEndOfFile)) {
    if (at(TokenKind::kComma)) {
      advance();
      list.push(nullptr);
      continue;
    }
    if (at(TokenKind::kEllipsis)) {
      auto* spread = make<SpreadElement>(token_.start);
      advance();
      spread->argument = parse_assignment(true);
      // A pattern may not have a comma after its rest element; remembered for to_assignment_pattern().
      if (at(TokenKind::kComma)) spread->bits |= 1;
      list.push(finish(spread));
    } else {
      list.push(parse_assignment(true));
    }
    if (cover_.set) {
      if (!pending.set) pending = cover_;
      cover_ = {};
    }
    if (eat(TokenKind::kComma)) continue;
    if (at(TokenKind::kRightBracket)) break;
    if (Diagnostic* diagnostic = unexpected("',' or ']'")) {
      diagnostic->related.push_back({opened, "'[' opened here"});
    }
    if (!synchronize_list(TokenKind::kRightBracket)) break;
    eat(TokenKind::kComma);
  }
  cover_ = pending;
  node->elements = list.take<Expression>();
  if (!eat(TokenKind::kRightBracket)) {
    if (Diagnostic* diagnostic = unexpected("']'")) diagnostic->related.push_back({opened, "'[' opened here"});
  }
  return finish(node);
}

Node* Parser::parse_object() {
  auto* node = make<ObjectExpression>(token_.start);
  SourceRange opened = token_range();
  advance();
  Restore<bool> in(in_allowed_, true);
  Restore<bool> consequent(in_consequent_, false);
  CoverError pending = cover_;
  cover_ = {};
  ScratchList list(*this);
  bool has_proto = false;
  while (!at(TokenKind::kRightBrace) && !at(TokenKind::kEndOfFile)) {
    uint32_t before = token_.start;
    Node* property = parse_property();
    list.push(property);
    if (auto* plain = as_if<Property>(property); plain && plain->property_kind == PropertyKind::kProto) {
      if (has_proto && !cover_.set) cover_ = {true, DiagnosticCode::kDuplicateProto, plain->key->range()};
      has_proto = true;
    }
    if (cover_.set) {
      if (!pending.set) pending = cover_;
      cover_ = {};
    }
    if (eat(TokenKind::kComma)) continue;
    if (at(TokenKind::kRightBrace)) break;
    if (Diagnostic* diagnostic = unexpected("',' or '}'")) {
      diagnostic->related.push_back({opened, "'{' opened here"});
      auto* last = as_if<Property>(property);
      if (diagnostic->typescript_syntax && last && last->shorthand && last->value->is<Identifier>()) {
        diagnostic->engine_message =
            "Unexpected token `" + typescript_token() +
            "`. Expected ... , *,  (, [, :, , ?, =, an identifier, public, protected, private, readonly, <.";
      }
    }
    // The next line may be the next property, its comma forgotten; or the statements after an object left open.
    if (token_.newline_before && !begins_statement_keyword() && token_.start != before &&
        (is_word(kind()) || at(TokenKind::kString)) && !ends_by_indentation(opened.start)) {
      TokenKind after = peek().kind;
      if (after == TokenKind::kColon || after == TokenKind::kComma || after == TokenKind::kRightBrace) {
        panic_ = false;
        continue;
      }
    }
    if (!synchronize_list(TokenKind::kRightBrace)) break;
    if (eat(TokenKind::kComma)) panic_ = false;
  }
  cover_ = pending;
  node->properties = list.take<Node>();
  if (at(TokenKind::kEndOfFile) && !panic_) {
    report_unclosed(opened);
  } else if (!eat(TokenKind::kRightBrace)) {
    if (Diagnostic* diagnostic = unexpected("'}'")) diagnostic->related.push_back({opened, "'{' opened here"});
  }
  return finish(node);
}

// PropertyName or ClassElementName.
Parser::Key Parser::parse_property_key(bool class_member) {
  Key key;
  key.token = token_;
  uint32_t start = token_.start;
  switch (kind()) {
    case TokenKind::kString: key.node = parse_string(); return key;
    case TokenKind::kNumber:
    case TokenKind::kBigInt: key.node = parse_number(); return key;
    case TokenKind::kLeftBracket: {
      SourceRange opened = token_range();
      advance();
      key.computed = true;
      key.node = parse_assignment_in();
      expect_closer(TokenKind::kRightBracket, opened);
      return key;
    }
    case TokenKind::kPrivateName: {
      auto* name = make<PrivateName>(start);
      name->name = token_.name;
      if (!class_member) unexpected("a property name");
      advance();
      key.node = finish(name);
      return key;
    }
    default: break;
  }
  auto* name = make<PropertyName>(start);
  if (is_word(kind())) {
    name->name = token_.name;
    key.is_word = true;
    advance();
  } else {
    unexpected("a property name");
    name->name = names::empty;
    name->node_flags |= Node::kRecovered;
    name->end = start;
    key.node = name;
    return key;
  }
  key.node = finish(name);
  return key;
}

// The name of a key that is not computed; kNoName for numbers.
NameId Parser::key_name(const Key& key) const {
  if (key.computed) return kNoName;
  if (auto* name = as_if<PropertyName>(key.node)) return name->name;
  if (auto* string = as_if<StringLiteral>(key.node)) return string->value;
  return kNoName;
}

Node* Parser::parse_property() {
  uint32_t start = token_.start;
  if (at(TokenKind::kEllipsis)) {
    auto* spread = make<SpreadElement>(start);
    advance();
    spread->argument = parse_assignment(true);
    if (at(TokenKind::kComma)) spread->bits |= 1;
    return finish(spread);
  }
  bool is_async = false;
  bool is_generator = false;
  auto kind_of = PropertyKind::kInit;
  auto ends_name = [&](TokenKind next) {
    return next == TokenKind::kComma || next == TokenKind::kColon || next == TokenKind::kLeftParen ||
           next == TokenKind::kRightBrace || next == TokenKind::kAssign || next == TokenKind::kEndOfFile ||
           (next == TokenKind::kLess && typescript_);
  };
  if (at_word(TokenKind::kAsync)) {
    Ahead next = peek();
    if (!ends_name(next.kind) && !next.newline_before) {
      is_async = true;
      advance();
    }
  } else if (at_word(TokenKind::kGet) || at_word(TokenKind::kSet)) {
    if (!ends_name(peek().kind)) {
      kind_of = at(TokenKind::kGet) ? PropertyKind::kGet : PropertyKind::kSet;
      advance();
    }
  }
  if (at(TokenKind::kStar) && kind_of == PropertyKind::kInit) {
    is_generator = true;
    advance();
  }
  auto* property = make<Property>(start);
  Key key = parse_property_key(false);
  property->key = key.node;
  property->computed = key.computed;
  if (kind_of != PropertyKind::kInit || is_async || is_generator || at(TokenKind::kLeftParen) ||
      (typescript_ && at(TokenKind::kLess))) {
    FunctionKind function_kind = kind_of == PropertyKind::kGet   ? FunctionKind::kGetter
                                 : kind_of == PropertyKind::kSet ? FunctionKind::kSetter
                                                                 : FunctionKind::kMethod;
    property->property_kind = kind_of == PropertyKind::kInit ? PropertyKind::kMethod : kind_of;
    auto* expression = make<FunctionExpression>(start);
    expression->function = parse_method(start, function_kind, is_async, is_generator);
    property->value = finish(expression);
    return finish(property);
  }
  if (at(TokenKind::kColon)) {
    advance();
    property->value = parse_assignment(true);
    if (!key.computed && key_name(key) == names::proto) property->property_kind = PropertyKind::kProto;
    return finish(property);
  }
  // Shorthand: the key is also a reference.
  property->shorthand = true;
  const LexedToken& word = key.token;
  auto* reference = make<Identifier>(word.start);
  reference->name = word.name ? word.name : static_cast<NameId>(names::empty);
  reference->end = word.end;
  property->value = reference;
  if (!key.is_word || !is_identifier_like(word.kind)) {
    if (key.is_word && word.kind != TokenKind::kEscapedKeyword) {
      syntax_error(
          word.kind == TokenKind::kEnum ? DiagnosticCode::kUnexpectedReservedWord : DiagnosticCode::kUnexpectedToken,
          {word.start, word.end}, source_.text({word.start, word.end}), "':' and a value");
      // `a.` or a half-typed key before the closing brace is no reason to give up the object.
    } else if (key.is_word) {
      syntax_error(DiagnosticCode::kEscapedKeyword, {word.start, word.end});
    } else if (key.node->is<NumericLiteral>() || key.node->is<BigIntLiteral>()) {
      syntax_error(DiagnosticCode::kUnexpectedNumber, key.node->range(), {}, "':' and a value after it");
    } else if (key.node->is<StringLiteral>()) {
      syntax_error(DiagnosticCode::kUnexpectedString, key.node->range(), {}, "':' and a value after it");
    } else {
      unexpected("':' and a value");
    }
    property->shorthand = false;
    property->value = error_node(token_.start);
    return finish(property);
  }
  if (word.kind != TokenKind::kIdentifier) {
    // As check_identifier(), for a word that is behind us.
    SourceRange range{word.start, word.end};
    if (word.kind == TokenKind::kAwait) {
      if (await_is_reserved()) {
        report(DiagnosticCode::kUnexpectedReservedWord, range, "await");
      } else {
        context_->last_await_name = word.start;
      }
    } else if (word.kind == TokenKind::kYield && (strict_ || context_->is_generator)) {
      report(strict_ ? DiagnosticCode::kUnexpectedStrictReserved : DiagnosticCode::kUnexpectedIdentifier, range,
             "yield");
    } else if (strict_ && is_strict_reserved(word.kind)) {
      report(DiagnosticCode::kUnexpectedStrictReserved, range, source_.text(range));
    } else if (word.kind == TokenKind::kArguments && arguments_forbidden()) {
      report(DiagnosticCode::kArgumentsInInitializer, range);
    }
  }
  if (at(TokenKind::kAssign)) {
    // {a = 1}: only in a pattern.
    if (strict_ && (word.kind == TokenKind::kEval || word.kind == TokenKind::kArguments)) {
      report(DiagnosticCode::kStrictEvalArguments, {word.start, word.end}, text_of(word.name));
    }
    CoverError cover{true, DiagnosticCode::kShorthandInitializer, {word.start, token_.end}};
    advance();
    auto* assignment = make<AssignmentExpression>(word.start);
    assignment->op = AssignmentOperator::kAssign;
    assignment->target = reference;
    assignment->value = parse_assignment_in();
    assignment->bits |= 1;  // a cover initialiser
    property->value = finish(assignment);
    if (!cover_.set) cover_ = cover;
  }
  return finish(property);
}

}  // namespace scrim::syntax
