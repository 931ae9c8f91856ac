// Expressions above the primary ones (ECMA-262 sec-ecmascript-language-expressions).
#include "engine/syntax/parser_impl.h"

namespace scrim::syntax {

namespace {

// Binding strength of the binary operators, indexed from TokenKind::kPlus.
constexpr int precedence_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::kCoalesce: return 1;
    case TokenKind::kOrOr: return 2;
    case TokenKind::kAndAnd: return 3;
    case TokenKind::kBitOr: return 4;
    case TokenKind::kBitXor: return 5;
    case TokenKind::kBitAnd: return 6;
    case TokenKind::kEqualEqual:
    case TokenKind::kNotEqual:
    case TokenKind::kStrictEqual:
    case TokenKind::kStrictNotEqual: return 7;
    case TokenKind::kLess:
    case TokenKind::kGreater:
    case TokenKind::kLessEqual:
    case TokenKind::kGreaterEqual:
    case TokenKind::kIn:
    case TokenKind::kInstanceof: return 8;
    case TokenKind::kShiftLeft:
    case TokenKind::kShiftRight:
    case TokenKind::kShiftRightUnsigned: return 9;
    case TokenKind::kPlus:
    case TokenKind::kMinus: return 10;
    case TokenKind::kStar:
    case TokenKind::kSlash:
    case TokenKind::kPercent: return 11;
    case TokenKind::kStarStar: return 12;
    default: return 0;
  }
}
constexpr int kRelational = 8;

}  // namespace

int Parser::binary_precedence(TokenKind kind) const {
  if (!is_binary_operator(kind)) return 0;
  if (kind == TokenKind::kIn && !in_allowed_) return 0;
  return precedence_of(kind);
}

Node* Parser::parse_expression() {
  return parse_expression_in(true, false);
}

// Expression, with the cover error of a lone literal left pending when `cover` is set (for heads).
Node* Parser::parse_expression_in(bool in_allowed, bool cover) {
  Restore<bool> in(in_allowed_, in_allowed);
  Restore<bool> consequent(in_consequent_, false);
  uint32_t start = token_.start;
  Node* first = parse_assignment(cover);
  if (!at(TokenKind::kComma)) return first;
  report_cover();
  ScratchList list(*this);
  list.push(first);
  while (eat(TokenKind::kComma)) list.push(parse_assignment());
  auto* node = make<SequenceExpression>(start);
  node->expressions = list.take<Expression>();
  return finish(node);
}

void Parser::report_cover() {
  if (!cover_.set) return;
  report(cover_.code, cover_.range);
  cover_.set = false;
}

Node* Parser::parse_assignment(bool cover) {
  if (!enter()) {
    leave();
    return error_node(token_.start);
  }
  struct Leave {
    Parser& parser;
    ~Leave() { parser.leave(); }
  } leave_at_end{*this};

  uint32_t start = token_.start;
  if (at(TokenKind::kYield) && yield_is_keyword()) {
    if (token_.escaped) report(DiagnosticCode::kEscapedKeyword, token_range());
    return parse_yield();
  }
  if (at_word(TokenKind::kAsync)) {
    Ahead next = peek();
    if (is_identifier_like(next.kind) && !next.newline_before && peek2().kind == TokenKind::kArrow) {
      // async x => ...; the parameter is read under [+Await].
      advance();
      SourceRange range = token_range();
      auto* parameter = make<BindingIdentifier>(token_.start);
      parameter->name = token_.name;
      if (at(TokenKind::kAwait)) {
        report(DiagnosticCode::kUnexpectedReservedWord, range, "await");
      } else {
        check_identifier(true);
      }
      advance();
      finish(parameter);
      Node* parameters[] = {parameter};
      return parse_arrow(start, parameters, range, true, FunctionContext::kNowhere);
    }
  }

  CoverError saved = cover_;
  cover_ = {};
  Node* left = parse_conditional();
  Node* result = left;

  if (at(TokenKind::kArrow)) {
    if (arrow_head_.node == left && !left->parenthesized()) {
      // (a, b) => or async (a, b) =>
      SourceRange parens = arrow_head_.parens;
      cover_ = saved;
      arrow_head_ = {};
      if (auto* call = as_if<CallExpression>(left)) {
        return parse_arrow(start, call->arguments.span(), parens, true, start);
      }
      return parse_arrow(start, as<ErrorNode>(left)->parts.span(), parens, false, start);
    }
    if (left->is<Identifier>() && left->start == start && !left->parenthesized()) {
      cover_ = saved;
      Node* parameters[] = {left};
      return parse_arrow(start, parameters, left->range(), false, start);
    }
    if (!panic_) syntax_error(DiagnosticCode::kMalformedArrow, {start, previous_end_});
    cover_ = saved;
    return parse_arrow(start, {}, {start, previous_end_}, false, FunctionContext::kNowhere);
  }

  if (is_assignment_operator(kind())) {
    auto op = static_cast<AssignmentOperator>(static_cast<uint8_t>(kind()) - static_cast<uint8_t>(TokenKind::kAssign));
    if (op == AssignmentOperator::kAssign && !left->parenthesized() &&
        (left->is<ArrayExpression>() || left->is<ObjectExpression>())) {
      cover_ = {};
      to_assignment_pattern(left);
    } else {
      report_cover();
      if (op >= AssignmentOperator::kLogicalAnd && left->is<CallExpression>()) {
        report_node(DiagnosticCode::kInvalidAssignmentTarget, left);
      }
      check_simple_target(left, DiagnosticCode::kInvalidAssignmentTarget);
      mark_written(left, op != AssignmentOperator::kAssign);
    }
    advance();
    auto* node = make<AssignmentExpression>(start);
    node->op = op;
    node->target = left;
    node->value = parse_assignment();
    result = finish(node);
  }

  if (cover_.set) {
    bool pending =
        cover && !result->parenthesized() && (result->is<ArrayExpression>() || result->is<ObjectExpression>());
    if (!pending) report_cover();
  }
  if (saved.set) cover_ = saved;
  return result;
}

Node* Parser::parse_conditional() {
  uint32_t start = token_.start;
  Node* test = parse_binary(1);
  if (!at(TokenKind::kQuestion)) return test;
  if (typescript_) {
    // (a?: T) => and (a?, b) =>: no value can begin with these.
    TokenKind next = peek().kind;
    if (next == TokenKind::kColon || next == TokenKind::kComma || next == TokenKind::kRightParen) return test;
  }
  report_cover();
  SourceRange question = token_range();
  advance();
  auto* node = make<ConditionalExpression>(start);
  node->test = test;
  {
    Restore<bool> consequent(in_consequent_, true);
    node->consequent = parse_assignment_in();
  }
  if (eat(TokenKind::kColon)) {
    node->alternate = parse_assignment();
  } else {
    if (Diagnostic* diagnostic = unexpected("':' and the value for the other case")) {
      diagnostic->related.push_back({question, "'?' stands here"});
    }
    node->alternate = error_node(token_.start);
  }
  return finish(node);
}

Node* Parser::parse_binary(int minimum) {
  uint32_t start = token_.start;
  Node* left;
  if (at(TokenKind::kPrivateName)) {
    auto* name = make<PrivateName>(start);
    name->name = token_.name;
    std::string text = token_text();
    SourceRange range = token_range();
    advance();
    finish(name);
    left = name;
    if (!at(TokenKind::kIn) || !in_allowed_ || minimum > kRelational) {
      syntax_error(DiagnosticCode::kUnexpectedPrivate, range, text);
      return name;
    }
  } else {
    left = parse_unary();
  }
  for (;;) {
    TokenKind op = kind();
    int precedence = binary_precedence(op);
    if (precedence < minimum || precedence == 0) {
      if (!typescript_ || minimum > kRelational || !at_type_operator_word()) return left;
      report_cover();
      advance();
      parse_type();
      continue;
    }
    report_cover();
    SourceRange op_range = token_range();
    if (op == TokenKind::kStarStar && !left->parenthesized() &&
        (left->is<UnaryExpression>() || left->is<AwaitExpression>())) {
      report(DiagnosticCode::kUnaryBeforeExponent, {start, op_range.end});
    }
    advance();
    Node* right;
    if (op == TokenKind::kStarStar) {
      if (!enter()) {
        leave();
        return left;
      }
      right = parse_binary(precedence);
      leave();
    } else {
      right = parse_binary(precedence + 1);
    }
    report_cover();
    if (precedence <= 3) {
      auto* node = make<LogicalExpression>(start);
      node->op = precedence == 1   ? LogicalOperator::kCoalesce
                 : precedence == 2 ? LogicalOperator::kOr
                                   : LogicalOperator::kAnd;
      node->left = left;
      node->right = right;
      auto mixes = [&](Node* side) {
        auto* logical = as_if<LogicalExpression>(side);
        return logical && !logical->parenthesized() &&
               (logical->op == LogicalOperator::kCoalesce) != (node->op == LogicalOperator::kCoalesce);
      };
      if (mixes(right)) {
        // V8 stumbles over the operator inside.
        auto* inner = as<LogicalExpression>(right);
        size_t place = source_.text().find(to_string(inner->op), inner->left->end);
        op_range = {static_cast<uint32_t>(place), static_cast<uint32_t>(place) + 2};
        report(DiagnosticCode::kMixedCoalesce, op_range, to_string(inner->op));
      } else if (mixes(left)) {
        report(DiagnosticCode::kMixedCoalesce, op_range, to_string(op));
      }
      left = finish(node);
    } else {
      auto* node = make<BinaryExpression>(start);
      node->op = static_cast<BinaryOperator>(static_cast<uint8_t>(op) - static_cast<uint8_t>(TokenKind::kPlus));
      // Tokens are in the order + - * / % ** as the operators are.
      node->left = left;
      node->right = right;
      left = finish(node);
    }
  }
}

Node* Parser::parse_unary() {
  UnaryOperator op;
  switch (kind()) {
    case TokenKind::kMinus: op = UnaryOperator::kMinus; break;
    case TokenKind::kPlus: op = UnaryOperator::kPlus; break;
    case TokenKind::kNot: op = UnaryOperator::kNot; break;
    case TokenKind::kBitNot: op = UnaryOperator::kBitNot; break;
    case TokenKind::kTypeof: op = UnaryOperator::kTypeof; break;
    case TokenKind::kVoid: op = UnaryOperator::kVoid; break;
    case TokenKind::kDelete: op = UnaryOperator::kDelete; break;
    case TokenKind::kPlusPlus:
    case TokenKind::kMinusMinus: {
      auto* node = make<UpdateExpression>(token_.start);
      node->is_increment = at(TokenKind::kPlusPlus);
      node->is_prefix = true;
      advance();
      if (!enter()) {
        leave();
        node->argument = error_node(token_.start);
        return finish(node);
      }
      node->argument = parse_unary();
      leave();
      report_cover();
      check_simple_target(node->argument, DiagnosticCode::kInvalidPrefixTarget);
      mark_written(node->argument, true);
      return finish(node);
    }
    case TokenKind::kLess:
    case TokenKind::kShiftLeft:
      if (jsx_ && at(TokenKind::kLess) && !(typescript_ && begins_generic_arrow())) goto operand;
      if (!typescript_) goto operand;
      return parse_angle();
    case TokenKind::kAwait:
      if (await_is_keyword() && !token_.escaped) return parse_await();
      if (await_is_keyword()) {
        report(DiagnosticCode::kEscapedKeyword, token_range());
        return parse_await();
      }
      [[fallthrough]];
    default:
    operand: {
      uint32_t start = token_.start;
      Node* operand = parse_left_hand_side();
      if ((at(TokenKind::kPlusPlus) || at(TokenKind::kMinusMinus)) && !token_.newline_before) {
        report_cover();
        check_simple_target(operand, DiagnosticCode::kInvalidPostfixTarget);
        mark_written(operand, true);
        auto* node = make<UpdateExpression>(start);
        node->is_increment = at(TokenKind::kPlusPlus);
        node->argument = operand;
        advance();
        return finish(node);
      }
      return operand;
    }
  }
  auto* node = make<UnaryExpression>(token_.start);
  node->op = op;
  advance();
  if (!enter()) {
    leave();
    node->argument = error_node(token_.start);
    return finish(node);
  }
  node->argument = parse_unary();
  leave();
  report_cover();
  finish(node);
  Node* operand = node->argument;
  if (op == UnaryOperator::kDelete) {
    if (operand->is<Identifier>()) {
      operand->bits |= Node::kDeleteOperand;
      if (strict_) set_engine_range(report_node(DiagnosticCode::kStrictDelete, node), operand->range());
    }
    Node* target = operand;
    if (auto* chain = as_if<OptionalChain>(target)) target = chain->expression;
    if (auto* member = as_if<PrivateMemberExpression>(target)) {
      report_node(DiagnosticCode::kDeletePrivate, member->property);
    }
  } else if (op == UnaryOperator::kTypeof && operand->is<Identifier>()) {
    operand->bits |= Node::kTypeofOperand;
  }
  return node;
}

Node* Parser::parse_await() {
  auto* node = make<AwaitExpression>(token_.start);
  context_->last_await = token_.start;
  context_->has_await = true;
  advance();
  if (!enter()) {
    leave();
    node->argument = error_node(token_.start);
    return finish(node);
  }
  node->argument = parse_unary();
  leave();
  report_cover();
  return finish(node);
}

Node* Parser::parse_yield() {
  auto* node = make<YieldExpression>(token_.start);
  if (context_->in_parameters) report(DiagnosticCode::kYieldInParameters, token_range());
  context_->last_yield = token_.start;
  context_->has_yield = true;
  advance();
  if (token_.newline_before) return finish(node);
  switch (kind()) {
    case TokenKind::kStar:
      node->delegate = true;
      advance();
      break;
    case TokenKind::kEndOfFile:
    case TokenKind::kSemicolon:
    case TokenKind::kRightBrace:
    case TokenKind::kRightBracket:
    case TokenKind::kRightParen:
    case TokenKind::kColon:
    case TokenKind::kComma:
    case TokenKind::kIn:
    case TokenKind::kTemplateMiddle: return finish(node);
    case TokenKind::kOf:
      // for (x of yield of ...) has no meaning; `of` is a name here.
      break;
    default: break;
  }
  node->argument = parse_assignment();
  return finish(node);
}

// ---- targets

void Parser::check_simple_target(Node* target, DiagnosticCode code) {
  switch (target->kind) {
    case NodeKind::kIdentifier: {
      NameId name = as<Identifier>(target)->name;
      if (strict_ && (name == names::eval || name == names::arguments)) {
        report_node(DiagnosticCode::kStrictEvalArguments, target, text_of(name));
      }
      return;
    }
    case NodeKind::kMemberExpression:
    case NodeKind::kIndexExpression:
    case NodeKind::kPrivateMemberExpression:
    case NodeKind::kSuperMember:
    case NodeKind::kSuperIndex:
    case NodeKind::kErrorNode: return;
    case NodeKind::kCallExpression:
      // Web reality (sec-static-semantics-assignmenttargettype): f() = 1 is a run-time ReferenceError in sloppy code.
      if (!strict_ && !as<CallExpression>(target)->optional && code != DiagnosticCode::kInvalidDestructuringTarget) {
        target->bits |= Node::kWritten;
        return;
      }
      break;
    default: break;
  }
  report_node(code, target);
}

void Parser::mark_written(Node* target, bool read_too) {
  if (target->is<Identifier>()) target->bits |= Node::kWritten | (read_too ? Node::kReadAndWritten : 0);
}

// ---- left-hand sides

Node* Parser::parse_left_hand_side() {
  uint32_t start = token_.start;
  Node* base;
  switch (kind()) {
    case TokenKind::kNew: base = parse_new(); break;
    case TokenKind::kImport: base = parse_import_expression(); break;
    case TokenKind::kSuper: base = parse_super(); break;
    default: base = parse_primary();
  }
  switch (kind()) {
    case TokenKind::kDot:
    case TokenKind::kLeftParen:
    case TokenKind::kLeftBracket:
    case TokenKind::kQuestionDot:
    case TokenKind::kTemplate:
    case TokenKind::kTemplateHead:
      // An arrow function is no member expression: its body has ended.
      if (base->is<ArrowFunction>() && !base->parenthesized()) return base;
      return parse_chain(base, start, true);
    case TokenKind::kNot:
    case TokenKind::kLess:
    case TokenKind::kShiftLeft:
      if (!typescript_ || base->is<ErrorNode>() || base->is<JsxElement>()) return base;
      return parse_chain(base, start, true);
    default: return base;
  }
}

// The links after a base: .name [index] (arguments) `template` ?. Without `calls` it is the callee of `new`.
Node* Parser::parse_chain(Node* node, uint32_t start, bool calls) {
  bool optional_chain = false;
  bool async_start = node->is<Identifier>() && as<Identifier>(node)->name == names::async && !node->parenthesized() &&
                     node->end - node->start == 5;
  uint32_t async_end = node->end;
  for (;;) {
    bool optional = false;
    switch (kind()) {
      case TokenKind::kQuestionDot:
        if (!calls) {
          report(DiagnosticCode::kOptionalNew, token_range());
        }
        report_cover();
        optional = true;
        optional_chain = true;
        advance();
        if (at(TokenKind::kLeftParen)) break;
        if (at(TokenKind::kLeftBracket)) break;
        if (typescript_ && (at(TokenKind::kLess) || at(TokenKind::kShiftLeft)) && try_type_arguments() &&
            at(TokenKind::kLeftParen)) {
          break;
        }
        if (at(TokenKind::kTemplate) || at(TokenKind::kTemplateHead)) {
          report(DiagnosticCode::kOptionalTemplate, token_range());
          break;
        }
        [[fallthrough]];
      case TokenKind::kDot: {
        report_cover();
        if (!optional) advance();
        if (at(TokenKind::kPrivateName)) {
          auto* member = make<PrivateMemberExpression>(start);
          member->optional = optional;
          member->object = node;
          auto* name = make<PrivateName>(token_.start);
          name->name = token_.name;
          advance();
          member->property = finish(name);
          node = finish(member);
          continue;
        }
        auto* member = make<MemberExpression>(start);
        member->optional = optional;
        member->object = node;
        auto* name = make<PropertyName>(token_.start);
        // `object.` and, on the next line, a declaration: the name is still to be typed.
        bool half_typed = false;
        if (token_.newline_before && begins_statement_keyword()) {
          Ahead next = peek();
          half_typed = is_identifier_like(next.kind) && !next.newline_before;
        }
        if (is_word(kind()) && !half_typed) {
          name->name = token_.name;
          advance();
          finish(name);
        } else {
          unexpected("a property name after the dot");
          name->name = names::empty;
          name->node_flags |= Node::kRecovered;
          name->start = name->end = previous_end_;
        }
        member->property = name;
        node = finish(member);
        continue;
      }
      case TokenKind::kLeftBracket: break;
      case TokenKind::kLeftParen:
        if (!calls) return node;
        break;
      case TokenKind::kNot:
        if (!typescript_ || token_.newline_before) goto done;
        report_cover();
        advance();
        continue;
      case TokenKind::kLess:
      case TokenKind::kShiftLeft:
        if (!typescript_) goto done;
        if (async_start && calls && node->is<Identifier>() && !token_.newline_before && try_async_type_parameters()) {
          continue;
        }
        if (!try_type_arguments()) goto done;
        report_cover();
        continue;
      case TokenKind::kTemplate:
      case TokenKind::kTemplateHead: {
        report_cover();
        if (optional_chain) report(DiagnosticCode::kOptionalTemplate, token_range());
        auto* tagged = make<TaggedTemplate>(start);
        tagged->tag = node;
        tagged->quasi = as<TemplateLiteral>(parse_template(true));
        node = finish(tagged);
        continue;
      }
      default: goto done;
    }
    report_cover();
    if (at(TokenKind::kLeftBracket)) {
      SourceRange opened = token_range();
      advance();
      auto* member = make<IndexExpression>(start);
      member->optional = optional;
      member->object = node;
      member->index = parse_expression();
      expect_closer(TokenKind::kRightBracket, opened);
      node = finish(member);
      continue;
    }
    if (at(TokenKind::kLeftParen)) {
      uint32_t open = token_.start;
      bool same_line = typescript_ || previous_end_ == async_end;  // the type parameters of an async arrow between
      bool maybe_arrow = async_start && node->is<Identifier>() && !token_.newline_before && !optional && same_line;
      auto* call = make<CallExpression>(start);
      call->optional = optional;
      call->callee = node;
      if (auto* identifier = as_if<Identifier>(node)) {
        identifier->bits |= Node::kCallee;
        call->is_direct_eval = identifier->name == names::eval && !optional;
      }
      bool trailing_comma = false;
      bool typed = false;
      call->arguments = parse_arguments(maybe_arrow, &trailing_comma, maybe_arrow ? &typed : nullptr);
      finish(call);
      if (maybe_arrow) {
        SourceRange parens{open, previous_end_};
        if (typescript_ && at(TokenKind::kColon)) try_arrow_return_type(typed);
        if (at(TokenKind::kArrow) && !token_.newline_before) {
          arrow_head_ = {call, parens};
          bool rest_then_comma =
              trailing_comma && !call->arguments.empty() && call->arguments.back()->is<SpreadElement>();
          if (rest_then_comma) report_node(DiagnosticCode::kRestParameterNotLast, call->arguments.back());
          cover_ = {};
          return call;
        }
        if (typed && !panic_) unexpected("'=>'");
        report_cover();
      }
      node = call;
      continue;
    }
    goto done;
  }
done:
  if (optional_chain) {
    auto* chain = make<OptionalChain>(start);
    chain->expression = node;
    node = finish(chain);
  }
  return node;
}

ArenaList<Expression*> Parser::parse_arguments(bool cover, bool* trailing_comma, bool* typed) {
  SourceRange opened = token_range();
  advance();
  ScratchList list(*this);
  Restore<bool> in(in_allowed_, true);
  Restore<bool> consequent(in_consequent_, false);
  CoverError pending;
  auto note_missing = [&](Diagnostic* diagnostic) {
    diagnostic->engine_range = previous_range();
    diagnostic->related.push_back({opened, "'(' opened here"});
    if (!typescript_ || !options_.erasable_only) return;
    diagnostic->typescript_syntax = true;
    diagnostic->engine_range = token_range();
    bool argument_missing = at(TokenKind::kEndOfFile) && (list.size() == 0 || source_.text()[previous_end_ - 1] == ',');
    diagnostic->engine_message = typescript_message(argument_missing ? "an expression" : "',' or ')'");
  };
  while (!at(TokenKind::kRightParen)) {
    if (at(TokenKind::kEndOfFile)) break;
    if (at(TokenKind::kEllipsis)) {
      auto* spread = make<SpreadElement>(token_.start);
      advance();
      spread->argument = parse_assignment(cover);
      if (typed && typescript_ && at(TokenKind::kColon)) {
        advance();
        parse_type();
        *typed = true;
      }
      list.push(finish(spread));
    } else {
      Node* argument = parse_assignment(cover);
      bool dropped = false;
      if (typed && typescript_ && (at(TokenKind::kColon) || at(TokenKind::kQuestion))) {
        *typed |= annotate_arrow_parameter(argument);
        dropped = argument->is<ThisExpression>();
      }
      if (!dropped) list.push(argument);
    }
    if (cover_.set) {
      if (!pending.set) pending = cover_;
      cover_ = {};
    }
    if (at(TokenKind::kComma)) {
      advance();
      if (trailing_comma) *trailing_comma = at(TokenKind::kRightParen);
      continue;
    }
    if (at(TokenKind::kRightParen)) break;
    if (!panic_) {
      SourceRange here = at(TokenKind::kEndOfFile) ? SourceRange{previous_end_, previous_end_} : token_range();
      if (Diagnostic* diagnostic = syntax_error(DiagnosticCode::kMissingParenAfterArguments, here)) {
        note_missing(diagnostic);
      }
    }
    if (!synchronize_list(TokenKind::kRightParen)) break;
    eat(TokenKind::kComma);
  }
  if (pending.set) cover_ = pending;
  if (!eat(TokenKind::kRightParen)) {
    if (Diagnostic* diagnostic =
            syntax_error(DiagnosticCode::kMissingParenAfterArguments, {previous_end_, previous_end_})) {
      note_missing(diagnostic);
    }
  }
  return list.take<Expression>();
}

Node* Parser::parse_new() {
  uint32_t start = token_.start;
  if (!enter()) {
    leave();
    return error_node(start);
  }
  SourceRange new_range = token_range();
  if (token_.escaped) report(DiagnosticCode::kEscapedKeyword, new_range);
  advance();
  if (at(TokenKind::kDot)) {
    leave();
    advance();
    auto* node = make<NewTarget>(start);
    if (at(TokenKind::kIdentifier) && token_.name == names::target && !token_.escaped) {
      advance();
    } else if (at(TokenKind::kIdentifier) && token_.name == names::target) {
      report(DiagnosticCode::kEscapedKeyword, token_range());
      advance();
    } else {
      unexpected("'target'");
    }
    finish(node);
    const FunctionContext* context = this_context();
    if (context->is_program && !options_.in_function && !options_.in_class_field_initializer) {
      set_engine_range(report_node(DiagnosticCode::kNewTargetOutside, node), previous_range());
    }
    return node;
  }
  auto* node = make<NewExpression>(start);
  uint32_t callee_start = token_.start;
  Node* callee;
  switch (kind()) {
    case TokenKind::kNew: callee = parse_new(); break;
    case TokenKind::kImport: {
      Ahead next = peek();
      if (next.kind != TokenKind::kDot) report(DiagnosticCode::kNewImport, token_range());
      callee = parse_import_expression();
      if (callee->is<ImportCall>() && next.kind == TokenKind::kDot) report_node(DiagnosticCode::kNewImport, callee);
      break;
    }
    case TokenKind::kSuper:
      if (peek().kind == TokenKind::kLeftParen) report(DiagnosticCode::kUnexpectedSuper, token_range());
      callee = parse_super();
      break;
    default: callee = parse_primary();
  }
  callee = parse_chain(callee, callee_start, false);
  node->callee = callee;
  if (at(TokenKind::kLeftParen)) {
    node->has_arguments = true;
    node->arguments = parse_arguments(false, nullptr, nullptr);
  }
  leave();
  return finish(node);
}

Node* Parser::parse_super() {
  uint32_t start = token_.start;
  SourceRange range = token_range();
  advance();
  const FunctionContext* context = this_context();
  bool property_allowed;
  bool call_allowed;
  if (context->is_program) {
    property_allowed = options_.in_method || options_.in_class_field_initializer;
    call_allowed = options_.in_derived_constructor;
  } else {
    property_allowed = context->kind != FunctionKind::kNormal;
    call_allowed = context->kind == FunctionKind::kDerivedConstructor;
  }
  if (at(TokenKind::kLeftParen)) {
    if (!call_allowed) report_unless_consequence(DiagnosticCode::kUnexpectedSuper, range);
    auto* node = make<SuperCall>(start);
    node->arguments = parse_arguments(false, nullptr, nullptr);
    return finish(node);
  }
  if (!property_allowed) report_unless_consequence(DiagnosticCode::kUnexpectedSuper, range);
  if (at(TokenKind::kDot)) {
    auto* node = make<SuperMember>(start);
    advance();
    auto* name = make<PropertyName>(token_.start);
    if (is_word(kind())) {
      name->name = token_.name;
      advance();
    } else if (at(TokenKind::kPrivateName)) {
      report(DiagnosticCode::kSuperPrivate, token_range(), token_text());
      name->name = token_.name;
      advance();
    } else {
      unexpected("a property name after 'super.'");
      name->name = names::empty;
    }
    node->property = finish(name);
    return finish(node);
  }
  if (at(TokenKind::kLeftBracket)) {
    auto* node = make<SuperIndex>(start);
    SourceRange opened = token_range();
    advance();
    node->index = parse_expression();
    expect_closer(TokenKind::kRightBracket, opened);
    return finish(node);
  }
  if (property_allowed) syntax_error(DiagnosticCode::kUnexpectedSuper, range);
  return error_node(start);
}

// import(...), import.meta, import.source(...), import.defer(...)
Node* Parser::parse_import_expression() {
  uint32_t start = token_.start;
  SourceRange range = token_range();
  advance();
  ImportPhase phase = ImportPhase::kEvaluation;
  if (at(TokenKind::kDot)) {
    advance();
    if (token_.escaped) report(DiagnosticCode::kEscapedKeyword, token_range());
    if (is_word(kind()) && token_.name == names::meta) {
      advance();
      auto* node = make<ImportMeta>(start);
      finish(node);
      if (options_.goal != ParseGoal::kModule) {
        set_engine_range(report_node(DiagnosticCode::kImportMetaOutside, node), previous_range());
      }
      return node;
    }
    if (is_word(kind()) && (token_.name == names::source || token_.name == names::defer)) {
      phase = token_.name == names::source ? ImportPhase::kSource : ImportPhase::kDefer;
      advance();
    } else {
      unexpected("'meta'");
      if (is_word(kind())) advance();
      return error_node(start);
    }
  }
  auto* node = make<ImportCall>(start);
  node->phase = phase;
  SourceRange opened = token_range();
  if (!at(TokenKind::kLeftParen)) {
    if (phase == ImportPhase::kEvaluation && options_.goal != ParseGoal::kModule) {
      syntax_error(DiagnosticCode::kImportOutsideModule, range);
    } else {
      unexpected("'('");
    }
    node->specifier = error_node(token_.start);
    return finish(node);
  }
  advance();
  if (at(TokenKind::kRightParen)) {
    set_engine_range(syntax_error(DiagnosticCode::kImportSpecifier, token_range()), previous_range());
  }
  node->specifier = parse_assignment_in();
  if (eat(TokenKind::kComma) && !at(TokenKind::kRightParen)) {
    if (phase != ImportPhase::kEvaluation) unexpected("')'");
    node->options = parse_assignment_in();
    eat(TokenKind::kComma);
  } else if (phase != ImportPhase::kEvaluation && source_.text()[previous_end_ - 1] == ',') {
    unexpected("')'");
  }
  expect_closer(TokenKind::kRightParen, opened);
  return finish(node);
}

}  // namespace scrim::syntax
