// TypeScript's types. They are read to find where they end and what is wrong with them; no node stands for them, so a
// tree is the same as that of the text with its types taken out, at the same places.
#include "engine/syntax/parser_impl.h"

namespace scrim::syntax {

// ---- trying

Parser::Snapshot Parser::save() {
  return {faults_,
          lexer_.save(),
          previous_start_,
          previous_end_,
          strict_,
          in_allowed_,
          in_consequent_,
          panic_,
          lexical_in_block_,
          lenient_,
          structural_errors_,
          found_unclosed_,
          cover_,
          arrow_head_,
          *context_,
          scratch_.size(),
          labels_.size(),
          targets_.size(),
          result_.tokens.size()};
}

void Parser::restore(const Snapshot& snapshot) {
  faults_ = snapshot.faults;
  lexer_.restore(snapshot.lexer);
  previous_start_ = snapshot.previous_start;
  previous_end_ = snapshot.previous_end;
  strict_ = snapshot.strict;
  in_allowed_ = snapshot.in_allowed;
  in_consequent_ = snapshot.in_consequent;
  panic_ = snapshot.panic;
  lexical_in_block_ = snapshot.lexical_in_block;
  lenient_ = snapshot.lenient;
  structural_errors_ = snapshot.structural_errors;
  found_unclosed_ = snapshot.found_unclosed;
  cover_ = snapshot.cover;
  arrow_head_ = snapshot.arrow_head;
  *context_ = snapshot.context;
  scratch_.resize(snapshot.scratch);
  labels_.resize(snapshot.labels);
  targets_.resize(snapshot.targets);
  result_.tokens.resize(snapshot.tokens);
}

// A word that only TypeScript gives a meaning.
bool Parser::at_contextual(std::string_view word) const {
  return token_.kind == TokenKind::kIdentifier && !token_.escaped && source_.text(token_range()) == word;
}

bool Parser::ahead_is(const Ahead& ahead, std::string_view word) const {
  return ahead.kind == TokenKind::kIdentifier && !ahead.escaped &&
         source_.text().substr(ahead.start, word.size()) == word && word_at(ahead.start) == word;
}

// ---- types

// Consumes one '>' of what may be a longer operator.
bool Parser::expect_type_closer() {
  switch (kind()) {
    case TokenKind::kShiftRight:
    case TokenKind::kShiftRightUnsigned:
    case TokenKind::kGreaterEqual:
    case TokenKind::kShiftRightAssign:
    case TokenKind::kShiftRightUnsignedAssign: lexer_.rescan_first(TokenKind::kGreater); break;
    default: break;
  }
  return expect(TokenKind::kGreater, "'>'");
}

bool Parser::at_type_opener() {
  if (at(TokenKind::kShiftLeft)) lexer_.rescan_first(TokenKind::kLess);
  return at(TokenKind::kLess);
}

void Parser::parse_type() {
  if (!enter()) {
    leave();
    return;
  }
  bool function = at_type_opener() || at(TokenKind::kNew) ||
                  (at_contextual("abstract") && peek().kind == TokenKind::kNew) ||
                  (at(TokenKind::kLeftParen) && begins_function_type());
  if (function) {
    parse_function_type();
    leave();
    return;
  }
  parse_union_type();
  if (at(TokenKind::kExtends) && !token_.newline_before && !no_conditional_type_ && !panic_) {
    advance();
    {
      Restore<bool> no_conditional(no_conditional_type_, true);
      parse_type();
    }
    Restore<bool> conditional(no_conditional_type_, false);
    if (expect(TokenKind::kQuestion, "'?' and the type")) {
      // Each branch may be conditional again; the last one makes long chains.
      parse_type();
      if (expect(TokenKind::kColon, "':' and the other type")) parse_type();
    }
  }
  leave();
}

// At '(': the parameters of a function type, not a type in parentheses.
bool Parser::begins_function_type() {
  return attempt(
      [&] {
        advance();
        if (at(TokenKind::kRightParen) || at(TokenKind::kEllipsis)) return true;
        if (at(TokenKind::kLeftBracket) || at(TokenKind::kLeftBrace)) {
          parse_binding_pattern(BindingUse::kParameter);
        } else if (is_identifier_like(kind()) || at(TokenKind::kThis)) {
          advance();
        } else {
          return false;
        }
        if (at(TokenKind::kColon) || at(TokenKind::kComma) || at(TokenKind::kQuestion) || at(TokenKind::kAssign)) {
          return true;
        }
        return eat(TokenKind::kRightParen) && at(TokenKind::kArrow);
      },
      false);
}

// [abstract] [new] <T>(a: A) => R
void Parser::parse_function_type() {
  Restore<bool> conditional(no_conditional_type_, false);
  if (at_contextual("abstract")) advance();
  eat(TokenKind::kNew);
  if (at_type_opener()) parse_type_parameters();
  parse_signature_parameters();
  if (expect(TokenKind::kArrow, "'=>' and the type that is returned")) parse_return_type();
}

// In types, where no parameter has a value.
void Parser::parse_signature_parameters() {
  SourceRange opened = token_range();
  if (!expect(TokenKind::kLeftParen, "'(' and the parameters")) return;
  while (!at(TokenKind::kRightParen) && !at(TokenKind::kEndOfFile) && !panic_) {
    eat(TokenKind::kEllipsis);
    if (at(TokenKind::kLeftBracket) || at(TokenKind::kLeftBrace)) {
      parse_binding_pattern(BindingUse::kParameter);
    } else if (is_identifier_like(kind()) || at(TokenKind::kThis)) {
      advance();
    } else {
      unexpected("a parameter");
    }
    eat(TokenKind::kQuestion);
    if (eat(TokenKind::kColon)) parse_type();
    if (!eat(TokenKind::kComma)) break;
  }
  if (!at(TokenKind::kRightParen) && !reporter_.muted()) {
    unexpected("',' or ')'");
    while (synchronize_list(TokenKind::kRightParen) && eat(TokenKind::kComma)) {}
    if (at(TokenKind::kRightParen)) panic_ = stopped_;
  }
  expect_closer(TokenKind::kRightParen, opened);
}

// Also `asserts x`, `asserts x is T`, `x is T` and `this is T`.
void Parser::parse_return_type() {
  if (at_contextual("asserts")) {
    Ahead next = peek();
    if ((is_identifier_like(next.kind) || next.kind == TokenKind::kThis) && !next.newline_before) {
      advance();
      advance();
      if (at_contextual("is") && !token_.newline_before) {
        advance();
        parse_type();
      }
      return;
    }
  }
  if (is_identifier_like(kind())) {
    Ahead next = peek();
    if (ahead_is(next, "is") && !next.newline_before) {
      advance();
      advance();
    }
  }
  parse_type();
}

void Parser::parse_union_type() {
  eat(TokenKind::kBitOr);
  do {
    eat(TokenKind::kBitAnd);
    do {
      parse_type_operator();
    } while (eat(TokenKind::kBitAnd));
  } while (eat(TokenKind::kBitOr));
}

void Parser::parse_type_operator() {
  for (;;) {
    if (at_contextual("keyof") || at_contextual("unique") || at_contextual("readonly")) {
      // Names of types, too, when nothing follows that could be one.
      Ahead next = peek();
      bool type_follows = is_word(next.kind) || next.kind == TokenKind::kLeftParen ||
                          next.kind == TokenKind::kLeftBracket || next.kind == TokenKind::kLeftBrace ||
                          next.kind == TokenKind::kString || next.kind == TokenKind::kTemplate ||
                          next.kind == TokenKind::kTemplateHead || next.kind == TokenKind::kNumber;
      if (!type_follows || next.kind == TokenKind::kExtends) break;
      if (next.newline_before && next.kind != TokenKind::kLeftParen) break;
      advance();
      continue;
    }
    if (at_contextual("infer") && is_identifier_like(peek().kind)) {
      advance();
      advance();
      if (at(TokenKind::kExtends)) {
        // A constraint, unless '?' tells that the `extends` is that of a conditional type around.
        attempt(
            [&] {
              advance();
              Restore<bool> no_conditional(no_conditional_type_, true);
              parse_type();
              return no_conditional.saved() || !at(TokenKind::kQuestion);
            },
            true);
      }
      return;
    }
    break;
  }
  parse_postfix_type();
}

void Parser::parse_postfix_type() {
  parse_primary_type();
  while (!token_.newline_before && !panic_) {
    if (at(TokenKind::kLeftBracket)) {
      SourceRange opened = token_range();
      advance();
      if (!at(TokenKind::kRightBracket)) {
        Restore<bool> conditional(no_conditional_type_, false);
        parse_type();
      }
      expect_closer(TokenKind::kRightBracket, opened);
    } else if (at(TokenKind::kNot)) {
      advance();
    } else {
      return;
    }
  }
}

void Parser::parse_primary_type() {
  Restore<bool> conditional(no_conditional_type_, no_conditional_type_);
  switch (kind()) {
    case TokenKind::kLeftParen: {
      SourceRange opened = token_range();
      advance();
      no_conditional_type_ = false;
      parse_type();
      expect_closer(TokenKind::kRightParen, opened);
      return;
    }
    case TokenKind::kLeftBrace: no_conditional_type_ = false; return parse_object_type();
    case TokenKind::kLeftBracket: no_conditional_type_ = false; return parse_tuple_type();
    case TokenKind::kString:
    case TokenKind::kNumber:
    case TokenKind::kBigInt:
    case TokenKind::kTrue:
    case TokenKind::kFalse:
    case TokenKind::kNull:
    case TokenKind::kVoid:
    case TokenKind::kConst:
    case TokenKind::kTemplate: advance(); return;
    case TokenKind::kMinus:
      advance();
      if (at(TokenKind::kNumber) || at(TokenKind::kBigInt)) {
        advance();
      } else {
        unexpected("a number");
      }
      return;
    case TokenKind::kTemplateHead:
      for (;;) {
        advance();
        no_conditional_type_ = false;
        parse_type();
        if (!at(TokenKind::kRightBrace)) {
          unexpected("'}' after the type in the template");
          return;
        }
        lexer_.rescan_template();
        if (at(TokenKind::kTemplateTail)) break;
      }
      advance();
      return;
    case TokenKind::kThis:
      advance();
      if (at_contextual("is") && !token_.newline_before) {
        advance();
        parse_type();
      }
      return;
    case TokenKind::kTypeof:
      advance();
      if (at(TokenKind::kImport)) {
        parse_import_type();
        return;
      }
      parse_entity_name();
      if (!token_.newline_before && at_type_opener()) parse_type_arguments(false);
      return;
    case TokenKind::kImport: parse_import_type(); return;
    default: break;
  }
  if (!is_identifier_like(kind())) {
    unexpected("a type");
    return;
  }
  parse_entity_name();
  if (!token_.newline_before && at_type_opener()) parse_type_arguments(false);
}

// a.b.c
void Parser::parse_entity_name() {
  if (is_identifier_like(kind()) || at(TokenKind::kThis)) {
    advance();
  } else {
    unexpected("a name");
    return;
  }
  while (at(TokenKind::kDot)) {
    advance();
    if (is_word(kind()) || at(TokenKind::kPrivateName)) {
      advance();
    } else {
      unexpected("a name after the dot");
      return;
    }
  }
}

// import("m", { with: { } }).a.b<T>
void Parser::parse_import_type() {
  advance();
  SourceRange opened = token_range();
  if (!expect(TokenKind::kLeftParen, "'(' and the module's name")) return;
  parse_type();
  if (eat(TokenKind::kComma) && at(TokenKind::kLeftBrace)) {
    parse_object();
    eat(TokenKind::kComma);
  }
  expect_closer(TokenKind::kRightParen, opened);
  while (eat(TokenKind::kDot)) {
    if (!is_word(kind())) {
      unexpected("a name after the dot");
      return;
    }
    advance();
  }
  if (!token_.newline_before && at_type_opener()) parse_type_arguments(false);
}

void Parser::parse_tuple_type() {
  SourceRange opened = token_range();
  advance();
  while (!at(TokenKind::kRightBracket) && !at(TokenKind::kEndOfFile) && !panic_) {
    eat(TokenKind::kEllipsis);
    if (is_word(kind())) {
      Ahead next = peek();
      bool named =
          next.kind == TokenKind::kColon || (next.kind == TokenKind::kQuestion && peek2().kind == TokenKind::kColon);
      if (named) {
        advance();
        eat(TokenKind::kQuestion);
        advance();
      }
    }
    parse_type();
    eat(TokenKind::kQuestion);
    if (!eat(TokenKind::kComma)) break;
  }
  expect_closer(TokenKind::kRightBracket, opened);
}

// { a: T; b?(): U; readonly [k: string]: V } and { readonly [K in T as U]?: V }
void Parser::parse_object_type() {
  SourceRange opened = token_range();
  bool mapped = attempt(
      [&] {
        advance();
        if (at(TokenKind::kPlus) || at(TokenKind::kMinus)) return true;
        if (at_contextual("readonly")) advance();
        if (!eat(TokenKind::kLeftBracket) || !is_identifier_like(kind())) return false;
        advance();
        return at(TokenKind::kIn);
      },
      false);
  advance();
  if (mapped) {
    if (at(TokenKind::kPlus) || at(TokenKind::kMinus)) advance();
    if (at_contextual("readonly")) advance();
    expect(TokenKind::kLeftBracket, "'['");
    parse_entity_name();
    if (expect(TokenKind::kIn, "'in' and a type")) parse_type();
    if (at_word(TokenKind::kAs)) {
      advance();
      parse_type();
    }
    expect(TokenKind::kRightBracket, "']'");
    if (at(TokenKind::kPlus) || at(TokenKind::kMinus)) advance();
    eat(TokenKind::kQuestion);
    if (eat(TokenKind::kColon)) parse_type();
    if (!eat(TokenKind::kSemicolon)) eat(TokenKind::kComma);
  }
  while (!at(TokenKind::kRightBrace) && !at(TokenKind::kEndOfFile) && !panic_) {
    parse_type_member();
    if (eat(TokenKind::kSemicolon) || eat(TokenKind::kComma)) continue;
    if (at(TokenKind::kRightBrace)) break;
    if (!token_.newline_before) unexpected("';', ',' or a new line");
    if (panic_ && !reporter_.muted() && synchronize_member()) panic_ = stopped_;
  }
  expect_closer(TokenKind::kRightBrace, opened);
}

// After a member of an object type went wrong: to the next, or the '}'; false when neither is near.
bool Parser::synchronize_member() {
  int brackets = 0;
  for (bool first = true; !at(TokenKind::kEndOfFile); first = false) {
    if (brackets == 0 && at(TokenKind::kRightBrace)) return true;
    if (brackets == 0 && (at(TokenKind::kSemicolon) || at(TokenKind::kComma))) {
      advance();
      return true;
    }
    if (token_.newline_before && !first) {
      if (begins_statement_keyword()) return false;
      if (brackets <= 0) return true;
    }
    if (at(TokenKind::kLeftParen) || at(TokenKind::kLeftBracket) || at(TokenKind::kLeftBrace)) brackets++;
    if (at(TokenKind::kRightParen) || at(TokenKind::kRightBracket) || at(TokenKind::kRightBrace)) brackets--;
    advance();
  }
  return false;
}

void Parser::parse_type_member() {
  auto ends_name = [](TokenKind next) {
    return next == TokenKind::kLeftParen || next == TokenKind::kLess || next == TokenKind::kColon ||
           next == TokenKind::kQuestion || next == TokenKind::kComma || next == TokenKind::kSemicolon ||
           next == TokenKind::kRightBrace || next == TokenKind::kEndOfFile;
  };
  auto rest_of_method = [&] {
    if (at_type_opener()) parse_type_parameters();
    parse_signature_parameters();
    if (eat(TokenKind::kColon)) parse_return_type();
  };
  if (at(TokenKind::kLeftParen) || at_type_opener()) return rest_of_method();
  if (at(TokenKind::kNew)) {
    Ahead next = peek();
    if (next.kind == TokenKind::kLeftParen || next.kind == TokenKind::kLess) {
      advance();
      return rest_of_method();
    }
  }
  // get, set, readonly and what classes have, before a name.
  while (at_contextual("readonly") || at_word(TokenKind::kGet) || at_word(TokenKind::kSet) ||
         at_word(TokenKind::kStatic) || at_word(TokenKind::kPublic) || at_word(TokenKind::kPrivate)) {
    Ahead next = peek();
    if (ends_name(next.kind) || next.newline_before) break;
    advance();
  }
  if (at(TokenKind::kLeftBracket)) {
    if (parse_index_signature()) return;
    SourceRange opened = token_range();
    advance();
    parse_expression();
    expect_closer(TokenKind::kRightBracket, opened);
  } else if (is_word(kind()) || at(TokenKind::kString) || at(TokenKind::kNumber) || at(TokenKind::kBigInt) ||
             at(TokenKind::kPrivateName)) {
    advance();
  } else {
    unexpected("a member of the type");
    return;
  }
  eat(TokenKind::kQuestion);
  if (at(TokenKind::kLeftParen) || at_type_opener()) return rest_of_method();
  if (eat(TokenKind::kColon)) parse_type();
}

// At '[': [key: string]: T. False: it is a computed name.
bool Parser::parse_index_signature() {
  Ahead name = peek();
  if (!is_identifier_like(name.kind) || peek2().kind != TokenKind::kColon) return false;
  SourceRange opened = token_range();
  advance();
  advance();
  advance();
  parse_type();
  expect_closer(TokenKind::kRightBracket, opened);
  if (eat(TokenKind::kColon)) parse_type();
  return true;
}

// <const in out T extends U = V, ...>
void Parser::parse_type_parameters() {
  advance();
  while (!at(TokenKind::kGreater) && !at(TokenKind::kEndOfFile) && !panic_) {
    for (;;) {
      bool modifier = at(TokenKind::kConst) || at(TokenKind::kIn) || at_contextual("out");
      if (!modifier) break;
      Ahead next = peek();
      if (!is_identifier_like(next.kind) && next.kind != TokenKind::kIn) break;
      if (at_contextual("out") && next.kind == TokenKind::kExtends) break;
      advance();
    }
    if (!is_identifier_like(kind())) {
      unexpected("the name of a type parameter");
      break;
    }
    advance();
    Restore<bool> conditional(no_conditional_type_, false);
    if (eat(TokenKind::kExtends)) parse_type();
    if (eat(TokenKind::kAssign)) parse_type();
    if (!eat(TokenKind::kComma)) break;
  }
  if (panic_ && !reporter_.muted()) {
    // The '>' may be near: before the parameters, the body, the end of the line's statement.
    while (!at(TokenKind::kEndOfFile) && !at(TokenKind::kGreater) && !at(TokenKind::kLeftParen) &&
           !at(TokenKind::kLeftBrace) && !at(TokenKind::kSemicolon) && !at(TokenKind::kAssign)) {
      advance();
    }
    if (at(TokenKind::kGreater)) panic_ = stopped_;
  }
  expect_type_closer();
}

// At '<'. `exact`: the list must end in a '>' that stands alone (in expressions, where '>=' is an operator).
void Parser::parse_type_arguments(bool exact) {
  advance();
  Restore<bool> conditional(no_conditional_type_, false);
  while (!panic_) {
    parse_type();
    if (!eat(TokenKind::kComma)) break;
    if (at(TokenKind::kGreater)) break;
  }
  if (exact) {
    expect(TokenKind::kGreater, "'>'");
  } else {
    expect_type_closer();
  }
}

// At '<' behind an expression: reads type arguments if that is what follows (f<T>(x), new C<T>, f<T>`x`, f<T>;), as
// TypeScript decides it.
bool Parser::try_type_arguments() {
  return attempt(
      [&] {
        if (!at_type_opener()) return false;
        parse_type_arguments(true);
        if (panic_) return false;
        switch (kind()) {
          case TokenKind::kLeftParen:
          case TokenKind::kTemplate:
          case TokenKind::kTemplateHead: return true;
          case TokenKind::kLess:
          case TokenKind::kGreater:
          case TokenKind::kPlus:
          case TokenKind::kMinus: return false;
          default: break;
        }
        if (token_.newline_before || is_binary_operator(kind()) || at_type_operator_word()) return true;
        return !begins_expression();
      },
      true);
}

// `as` or `satisfies`, where an operator may stand.
bool Parser::at_type_operator_word() const {
  return !token_.newline_before && (at_word(TokenKind::kAs) || at_contextual("satisfies"));
}

bool Parser::begins_expression() const {
  switch (kind()) {
    case TokenKind::kNumber:
    case TokenKind::kBigInt:
    case TokenKind::kString:
    case TokenKind::kTemplate:
    case TokenKind::kTemplateHead:
    case TokenKind::kPrivateName:
    case TokenKind::kLeftParen:
    case TokenKind::kLeftBracket:
    case TokenKind::kLeftBrace:
    case TokenKind::kAt:
    case TokenKind::kNot:
    case TokenKind::kBitNot:
    case TokenKind::kPlusPlus:
    case TokenKind::kMinusMinus:
    case TokenKind::kDivideAssign:
    case TokenKind::kPlus:
    case TokenKind::kMinus:
    case TokenKind::kSlash:
    case TokenKind::kLess:
    case TokenKind::kClass:
    case TokenKind::kDelete:
    case TokenKind::kFalse:
    case TokenKind::kFunction:
    case TokenKind::kImport:
    case TokenKind::kNew:
    case TokenKind::kNull:
    case TokenKind::kSuper:
    case TokenKind::kThis:
    case TokenKind::kTrue:
    case TokenKind::kTypeof:
    case TokenKind::kVoid: return true;
    default: return is_identifier_like(kind());
  }
}

// ": T" behind a name.
void Parser::parse_annotation() {
  if (eat(TokenKind::kColon)) parse_type();
}

// ---- expressions

// Behind the ')' of what may be the parameters of an arrow function, at ':': its return type is read if "=>" follows.
// `certain`: the parameters can be nothing else.
bool Parser::try_arrow_return_type(bool certain) {
  if (certain) {
    advance();
    parse_return_type();
    return at(TokenKind::kArrow);
  }
  auto type_and_arrow = [&] {
    advance();
    parse_return_type();
    return !panic_ && at(TokenKind::kArrow) && !token_.newline_before;
  };
  if (!in_consequent_) return attempt(type_and_arrow, true);
  // a ? (b) : c => d: the ':' is that of the conditional unless another follows the body.
  bool arrow = attempt(
      [&] {
        if (!type_and_arrow()) return false;
        advance();
        if (at(TokenKind::kLeftBrace)) {
          parse_block();
        } else {
          parse_assignment();
        }
        return at(TokenKind::kColon);
      },
      false);
  return arrow && attempt(type_and_arrow, true);
}

// Behind an element of what may be parameters: ?: and ": T", with "= value" after it. True: it can only be a parameter.
bool Parser::annotate_arrow_parameter(Node*& element) {
  bool could_be = !element->parenthesized() && (element->is<Identifier>() || element->is<ArrayExpression>() ||
                                                element->is<ObjectExpression>() || element->is<ThisExpression>());
  if (!could_be) return false;
  bool typed = false;
  if (at(TokenKind::kQuestion)) {
    advance();
    typed = true;
  }
  if (at(TokenKind::kColon)) {
    advance();
    parse_type();
    typed = true;
  }
  if (typed && at(TokenKind::kAssign)) {
    auto* assignment = make<AssignmentExpression>(element->start);
    assignment->op = AssignmentOperator::kAssign;
    if (element->is<ArrayExpression>() || element->is<ObjectExpression>()) {
      cover_ = {};
      to_assignment_pattern(element);
    }
    assignment->target = element;
    advance();
    assignment->value = parse_assignment_in();
    element = finish(assignment);
  }
  return typed;
}

// At '<' where an operand begins: a generic arrow function or a type assertion.
Node* Parser::parse_angle() {
  uint32_t start = token_.start;
  auto generic_arrow = [&] {
    parse_type_parameters();
    if (panic_ || !at(TokenKind::kLeftParen)) return false;
    Node* head = parse_parenthesized();
    return at(TokenKind::kArrow) && arrow_head_.node == head;
  };
  at_type_opener();
  if (attempt(generic_arrow, false)) {
    parse_type_parameters();
    return parse_parenthesized();
  }
  advance();
  parse_type();
  expect_type_closer();
  report_unsupported(TypeScriptConstruct::kTypeAssertion, {start, previous_end_});
  if (!enter()) {
    leave();
    return error_node(start);
  }
  Node* operand = parse_unary();
  leave();
  return operand;
}

// `async` behind us, at '<': type parameters of an arrow function or type arguments of a call, up to '('.
bool Parser::try_async_type_parameters() {
  return attempt(
      [&] {
        at_type_opener();
        parse_type_parameters();
        return !panic_ && at(TokenKind::kLeftParen);
      },
      true);
}

}  // namespace scrim::syntax
