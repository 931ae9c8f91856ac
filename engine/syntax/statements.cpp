// Statements and declarations (ECMA-262 sec-ecmascript-language-statements-and-declarations).
#include "engine/syntax/parser_impl.h"

namespace scrim::syntax {

// Statements up to `closer`, pushed on the scratch stack (the caller's ScratchList). `opened`: offset of the '{'.
void Parser::parse_statement_list(TokenKind closer, uint32_t opened) {
  bool inside = closer == TokenKind::kRightBrace;
  while (!at(TokenKind::kEndOfFile)) {
    if (at(closer) && !skip_stray_closer(opened)) return;
    if (at(closer) || at(TokenKind::kEndOfFile)) continue;
    if (inside && ends_by_indentation(opened)) return;
    if (structural_errors_ > 0 && begins_lost_member()) {
      scratch_.push_back(parse_lost_member());
      continue;
    }
    if (inside && (at(TokenKind::kCase) || at(TokenKind::kDefault)) && in_switch_case_) return;
    uint32_t before = token_.start;
    if (at(TokenKind::kRightBrace)) {
      // Only in a text's own list: nothing is open.
      if (!panic_) report_unless_consequence(DiagnosticCode::kStrayCloser, token_range(), "}");
      structural_errors_++;
      found_stray_ = true;
      advance();
      // `});` is the rest of the same mistake.
      while ((at(TokenKind::kRightParen) || at(TokenKind::kRightBracket) || at(TokenKind::kComma) ||
              at(TokenKind::kSemicolon)) &&
             !token_.newline_before) {
        advance();
      }
      panic_ = false;
      continue;
    }
    uint32_t item = begin_item();
    scratch_.push_back(parse_statement(StatementPosition::kList));
    item_start_ = item;
    if (panic_) {
      if (token_.start == before || !(token_.newline_before || at(TokenKind::kRightBrace))) synchronize_statement();
      bool lost_head = at(TokenKind::kLeftBrace) && !token_.newline_before && token_.start != before;
      // Only here can nothing have been consumed: go on behind the offender.
      if (token_.start == before && !at(TokenKind::kEndOfFile) && !(inside && at(TokenKind::kRightBrace))) advance();
      panic_ = stopped_;
      if (lost_head) {
        Restore<bool> lenient(lenient_, true);
        scratch_.push_back(parse_block());
        panic_ = stopped_;
        while ((at(TokenKind::kRightParen) || at(TokenKind::kRightBracket) || at(TokenKind::kComma)) &&
               !token_.newline_before) {
          advance();
        }
      }
    }
  }
}

Node* Parser::parse_statement(StatementPosition position) {
  if (!enter()) {
    leave();
    return error_node(token_.start);
  }
  Node* node = parse_statement_inner(position);
  leave();
  return node;
}

Node* Parser::parse_statement_inner(StatementPosition position) {
  // Labels right before a loop are the loop's; before anything else they only serve `break`.
  bool is_loop = at(TokenKind::kFor) || at(TokenKind::kWhile) || at(TokenKind::kDo);
  if (!is_loop && !is_identifier_like(kind())) {
    for (size_t i = labels_.size(); i-- > context_->first_label && labels_[i].pending;) labels_[i].pending = false;
  }
  uint32_t start = token_.start;
  if (typescript_) {
    if (Node* node = parse_typescript_statement(position)) return node;
  }
  switch (kind()) {
    case TokenKind::kLeftBrace: return parse_block();
    case TokenKind::kSemicolon: {
      auto* node = make<EmptyStatement>(start);
      advance();
      return finish(node);
    }
    case TokenKind::kVar: return parse_variable_statement(DeclarationKind::kVar);
    case TokenKind::kConst:
      if (position != StatementPosition::kList) {
        if (Diagnostic* diagnostic = report(DiagnosticCode::kLexicalInStatementPosition, token_range())) {
          diagnostic->engine_message = "Unexpected token 'const'";
        }
      }
      return parse_variable_statement(DeclarationKind::kConst);
    case TokenKind::kIf: return parse_if();
    case TokenKind::kFor: return parse_for();
    case TokenKind::kWhile: return parse_while();
    case TokenKind::kDo: return parse_do_while();
    case TokenKind::kBreak: return parse_break_continue(true);
    case TokenKind::kContinue: return parse_break_continue(false);
    case TokenKind::kReturn: return parse_return();
    case TokenKind::kWith: return parse_with();
    case TokenKind::kSwitch: return parse_switch();
    case TokenKind::kThrow: return parse_throw();
    case TokenKind::kTry: return parse_try();
    case TokenKind::kDebugger: {
      auto* node = make<DebuggerStatement>(start);
      advance();
      consume_semicolon("debugger");
      return finish(node);
    }
    case TokenKind::kFunction: return parse_function_declaration(false, position);
    case TokenKind::kClass: {
      if (position != StatementPosition::kList) report(DiagnosticCode::kClassPosition, token_range());
      auto* node = make<ClassDeclaration>(start);
      lexical_in_block_ = true;
      node->class_node = parse_class(true);
      return finish(node);
    }
    case TokenKind::kImport: {
      TokenKind next = peek().kind;
      if (next == TokenKind::kLeftParen || next == TokenKind::kDot) return parse_expression_statement(position);
      if (ambient_ || in_namespace_) {
        // import x = a.b
      } else if (position != StatementPosition::kList || !top_level_) {
        // Outside a module V8 says that, wherever the statement stands.
        if (options_.goal == ParseGoal::kModule) {
          syntax_error(DiagnosticCode::kImportNotTopLevel, token_range(), "import");
        } else {
          syntax_error(DiagnosticCode::kImportOutsideModule, token_range());
        }
        panic_ = false;
      } else if (options_.goal != ParseGoal::kModule) {
        report(DiagnosticCode::kImportOutsideModule, token_range());
      }
      return parse_import_declaration();
    }
    case TokenKind::kExport:
      if (ambient_ || in_namespace_) {
        // what a namespace shows
      } else if (options_.goal != ParseGoal::kModule) {
        report(DiagnosticCode::kExportOutsideModule, token_range());
      } else if (position != StatementPosition::kList || !top_level_) {
        report(DiagnosticCode::kExportNotTopLevel, token_range());
      }
      return parse_export_declaration();
    case TokenKind::kLet:
      if (let_is_declaration(position)) return parse_variable_statement(DeclarationKind::kLet);
      return parse_expression_statement(position);
    case TokenKind::kAsync: {
      if (!token_.escaped) {
        Ahead next = peek();
        if (next.kind == TokenKind::kFunction && !next.newline_before) {
          return parse_function_declaration(false, position);
        }
      }
      return parse_expression_statement(position);
    }
    case TokenKind::kUsing:
      if (using_is_declaration()) {
        if (position != StatementPosition::kList || in_switch_case_ ||
            (top_level_ && options_.goal != ParseGoal::kModule)) {
          report(DiagnosticCode::kUsingPosition, token_range(), word_at(peek().start));
        }
        return parse_variable_statement(DeclarationKind::kUsing);
      }
      return parse_expression_statement(position);
    case TokenKind::kAwait:
      if (await_using_is_declaration()) {
        if (position != StatementPosition::kList || in_switch_case_ ||
            (top_level_ && options_.goal != ParseGoal::kModule && !options_.allow_top_level_await)) {
          report(DiagnosticCode::kUsingPosition, token_range(), word_at(peek2().start));
        }
        context_->has_await = true;
        context_->last_await = start;
        advance();
        Node* node = parse_variable_statement(DeclarationKind::kAwaitUsing);
        node->start = start;
        return node;
      }
      return parse_expression_statement(position);
    case TokenKind::kElse:
    case TokenKind::kCatch:
    case TokenKind::kFinally:
    case TokenKind::kCase:
    case TokenKind::kDefault: return parse_orphan_clause();
    default: return parse_expression_statement(position);
  }
}

// At a '}' in the second run over a text with too many: one that stands deeper than what it would close is passed over.
bool Parser::skip_stray_closer(uint32_t opened) {
  if (!mend_strays_ || !at(TokenKind::kRightBrace) || !token_.newline_before) return false;
  if (indentation_of(token_.start) <= indentation_of(opened)) return false;
  if (!panic_) report_unless_consequence(DiagnosticCode::kStrayCloser, token_range(), "}");
  structural_errors_++;
  advance();
  while ((at(TokenKind::kRightParen) || at(TokenKind::kComma) || at(TokenKind::kSemicolon)) && !token_.newline_before) {
    advance();
  }
  return true;
}

// Among statements, after a structural error: a member of a class or of an object whose beginning was not understood,
// or that was closed too early.
bool Parser::begins_lost_member() {
  auto at_modifier = [&] {
    switch (kind()) {
      case TokenKind::kStatic:
      case TokenKind::kPublic:
      case TokenKind::kPrivate:
      case TokenKind::kProtected:
      case TokenKind::kGet:
      case TokenKind::kSet:
      case TokenKind::kAsync: return true;
      default:
        return typescript_ && (at_contextual("readonly") || at_contextual("abstract") || at_contextual("override"));
    }
  };
  // Most statements do not begin so.
  bool possible = is_identifier_like(kind()) || at(TokenKind::kPrivateName) || at(TokenKind::kStar);
  if (!possible || !token_.newline_before || at(TokenKind::kLet)) return false;
  return attempt(
      [&] {
        bool modified = false;
        while (at_modifier()) {
          Ahead next = peek();
          bool name = is_word(next.kind) || next.kind == TokenKind::kPrivateName || next.kind == TokenKind::kString ||
                      next.kind == TokenKind::kLeftBracket || next.kind == TokenKind::kStar;
          if (!name || next.newline_before || next.kind == TokenKind::kFunction) break;
          if (next.kind == TokenKind::kLeftBracket || next.kind == TokenKind::kIn) return false;
          advance();
          modified = true;
        }
        if (eat(TokenKind::kStar)) modified = true;
        bool is_private = at(TokenKind::kPrivateName);
        if (!is_word(kind()) && !is_private && !(modified && at(TokenKind::kString))) return false;
        if (is_reserved_word(kind()) && !modified) return false;
        advance();
        bool field = at(TokenKind::kAssign) || at(TokenKind::kSemicolon) ||
                     (typescript_ && (at(TokenKind::kColon) || at(TokenKind::kQuestion) || at(TokenKind::kNot)));
        if (field) return modified || is_private;
        if (typescript_ && at(TokenKind::kLess)) parse_type_parameters();
        if (!at(TokenKind::kLeftParen)) return false;
        int brackets = 0;
        do {
          if (at(TokenKind::kLeftParen)) brackets++;
          if (at(TokenKind::kRightParen)) brackets--;
          if (at(TokenKind::kEndOfFile)) return false;
          advance();
        } while (brackets > 0);
        if (typescript_ && eat(TokenKind::kColon)) parse_return_type();
        return at(TokenKind::kLeftBrace) && !token_.newline_before;
      },
      false);
}

Node* Parser::parse_lost_member() {
  auto* node = make<ErrorNode>(token_.start);
  node->node_flags |= Node::kRecovered;
  guessed_ = true;
  ScratchList parts(*this);
  Restore<bool> lenient(lenient_, true);
  bool muted = reporter_.muted();
  if (ClassMember* member = parse_class_member(make<ClassNode>(token_.start))) parts.push(member);
  reporter_.set_muted(muted || stopped_);
  eat(TokenKind::kComma);
  panic_ = stopped_;
  node->parts = parts.take<Node>();
  return finish(node);
}

// else, catch, finally, case or default of a statement whose beginning was not understood, or never was.
Node* Parser::parse_orphan_clause() {
  uint32_t start = token_.start;
  TokenKind clause = kind();
  if (structural_errors_ == 0) {
    unexpected(clause == TokenKind::kElse                                     ? "an if statement before it"
               : clause == TokenKind::kCatch || clause == TokenKind::kFinally ? "a try block before it"
                                                                              : "a switch around it");
  } else {
    guessed_ = true;
  }
  structural_errors_++;
  panic_ = stopped_;
  advance();
  auto* node = make<ErrorNode>(start);
  node->node_flags |= Node::kRecovered;
  ScratchList parts(*this);
  Restore<bool> lenient(lenient_, true);
  if (clause == TokenKind::kElse) {
    parts.push(at(TokenKind::kIf) ? parse_if() : parse_statement(StatementPosition::kOther));
  } else if (clause == TokenKind::kCatch || clause == TokenKind::kFinally) {
    if (at(TokenKind::kLeftParen)) parts.push(parse_parenthesized());
    panic_ = stopped_;
    if (at(TokenKind::kLeftBrace)) parts.push(parse_block());
  } else {
    if (clause == TokenKind::kCase) parts.push(parse_expression());
    eat(TokenKind::kColon);
  }
  node->parts = parts.take<Node>();
  return finish(node);
}

BlockStatement* Parser::parse_block() {
  auto* node = make<BlockStatement>(token_.start);
  SourceRange opened = token_range();
  if (!eat(TokenKind::kLeftBrace)) {
    unexpected("'{'");
    node->end = node->start;
    return node;
  }
  Restore<bool> top(top_level_, false);
  Restore<bool> in_case(in_switch_case_, false);
  Restore<bool> lexical(lexical_in_block_, false);
  ScratchList statements(*this);
  parse_statement_list(TokenKind::kRightBrace, opened.start);
  node->body = statements.take<Statement>();
  if (lexical_in_block_) node->bits |= Node::kHasDeclarations;
  if (ends_by_indentation(opened.start)) {
    report_unclosed(opened);
  } else {
    expect_closer(TokenKind::kRightBrace, opened);
  }
  return finish(node);
}

bool Parser::let_is_declaration(StatementPosition position) {
  if (token_.escaped) return false;
  Ahead next = peek();
  bool name = is_identifier_like(next.kind) || next.kind == TokenKind::kEscapedKeyword;
  if (position == StatementPosition::kList) {
    // A reserved word in the place of the name: `let class = 1` is a declaration gone wrong.
    bool reserved = is_reserved_word(next.kind) && !next.newline_before && next.kind != TokenKind::kIn &&
                    next.kind != TokenKind::kInstanceof;
    return name || reserved || next.kind == TokenKind::kLeftBracket || next.kind == TokenKind::kLeftBrace || strict_;
  }
  bool declares =
      next.kind == TokenKind::kLeftBracket || ((name || next.kind == TokenKind::kLeftBrace) && !next.newline_before);
  if (declares) report(DiagnosticCode::kLexicalInStatementPosition, token_range());
  return declares;
}

bool Parser::using_is_declaration() {
  if (token_.escaped) return false;
  Ahead next = peek();
  return is_identifier_like(next.kind) && !next.newline_before;
}

bool Parser::await_using_is_declaration() {
  if (!await_is_keyword() || token_.escaped) return false;
  auto position = lexer_.save();
  bool muted = reporter_.muted();
  reporter_.set_muted(true);
  lexer_.next();
  bool result = at(TokenKind::kUsing) && !token_.newline_before && !token_.escaped;
  if (result) {
    lexer_.next();
    result = is_identifier_like(kind()) && !token_.newline_before;
  }
  reporter_.set_muted(muted);
  lexer_.restore(position);
  return result;
}

Node* Parser::parse_variable_statement(DeclarationKind kind) {
  VariableDeclaration* node = parse_variable_declaration(kind, false);
  consume_semicolon("the declaration");
  return finish(node);
}

VariableDeclaration* Parser::parse_variable_declaration(DeclarationKind declaration_kind, bool in_for) {
  auto* node = make<VariableDeclaration>(token_.start);
  node->declaration_kind = declaration_kind;
  advance();
  BindingUse use = declaration_kind == DeclarationKind::kVar     ? BindingUse::kVar
                   : declaration_kind >= DeclarationKind::kUsing ? BindingUse::kUsing
                                                                 : BindingUse::kLexical;
  if (use != BindingUse::kVar) lexical_in_block_ = true;
  ScratchList list(*this);
  bool told = false;  // of a missing value; once is enough
  do {
    auto* declarator = make<VariableDeclarator>(token_.start);
    declarator->target = parse_binding_target(use);
    if (typescript_) {
      if (at(TokenKind::kNot) && !token_.newline_before) advance();
      parse_annotation();
    }
    if (at(TokenKind::kAssign)) {
      advance();
      Restore<bool> in(in_allowed_, !in_for);
      declarator->init = parse_assignment();
    } else if (!in_for && !panic_ && !ambient_) {
      bool pattern = declarator->target->is<ArrayPattern>() || declarator->target->is<ObjectPattern>();
      if (!told && (pattern || declaration_kind == DeclarationKind::kConst || use == BindingUse::kUsing)) {
        told = true;
        report_node(DiagnosticCode::kMissingInitializer, declarator->target,
                    pattern ? "destructuring" : to_string(declaration_kind));
      }
    }
    list.push(finish(declarator));
  } while (eat(TokenKind::kComma));
  node->declarators = list.take<VariableDeclarator>();
  return finish(node);
}

Node* Parser::parse_parenthesized_condition(std::string_view what) {
  SourceRange opened = token_range();
  if (!eat(TokenKind::kLeftParen)) {
    unexpected(what);
    return error_node(token_.start);
  }
  Node* condition = parse_expression();
  if (!eat(TokenKind::kRightParen)) {
    if (Diagnostic* diagnostic = unexpected("')'")) diagnostic->related.push_back({opened, "'(' opened here"});
    // `if (x` newline or `if (x {`: go on with the statement; otherwise look for the ')'.
    if (!token_.newline_before && !at(TokenKind::kLeftBrace) && synchronize_list(TokenKind::kRightParen)) {
      while (eat(TokenKind::kComma)) {
        if (!synchronize_list(TokenKind::kRightParen)) break;
      }
      eat(TokenKind::kRightParen);
    }
  }
  return condition;
}

// `if (a` or `for (` with nothing behind it but a line that is not indented deeper: the body is not there yet.
Node* Parser::parse_missing_body(uint32_t header) {
  if (!panic_ || !token_.newline_before || at(TokenKind::kLeftBrace) || at(TokenKind::kEndOfFile)) return nullptr;
  if (indentation_of(token_.start) > indentation_of(header)) return nullptr;
  panic_ = false;
  guessed_ = true;
  auto* body = make<EmptyStatement>(previous_end_);
  body->node_flags |= Node::kRecovered;
  body->end = body->start;
  return body;
}

Node* Parser::parse_if_branch() {
  if (at(TokenKind::kFunction)) {
    // Annex B.3.3: as if it were the only statement of a block.
    auto* block = make<BlockStatement>(token_.start);
    Restore<bool> lexical(lexical_in_block_, false);
    Restore<bool> top(top_level_, false);
    ScratchList list(*this);
    list.push(parse_function_declaration(false, StatementPosition::kIf));
    block->body = list.take<Statement>();
    block->bits |= Node::kHasDeclarations;
    return finish(block);
  }
  return parse_statement(StatementPosition::kOther);
}

// else if else if ... is read in a loop.
Node* Parser::parse_if() {
  ScratchList chain(*this);
  for (;;) {
    auto* node = make<IfStatement>(token_.start);
    advance();
    node->test = parse_parenthesized_condition("'(' and a condition after 'if'");
    if (chain.size()) as<IfStatement>(chain[chain.size() - 1])->alternate = node;
    chain.push(node);
    node->consequent = parse_missing_body(node->start);
    if (!node->consequent) node->consequent = parse_if_branch();
    if (!at(TokenKind::kElse)) break;
    advance();
    if (at(TokenKind::kIf)) continue;
    node->alternate = parse_if_branch();
    break;
  }
  for (size_t i = chain.size(); i-- > 0;) finish(chain[i]);
  return chain[0];
}

Node* Parser::parse_loop_body(Node* loop) {
  if (Node* missing = parse_missing_body(loop->start)) return missing;
  targets_.push_back({loop, true});
  Node* body = parse_statement(StatementPosition::kOther);
  targets_.pop_back();
  return body;
}

// The labels that stand right before the loop that begins here; sets which loop they name.
size_t Parser::take_labels() {
  size_t first = labels_.size();
  while (first > context_->first_label && labels_[first - 1].pending) {
    first--;
    labels_[first].pending = false;
  }
  return first;
}

Node* Parser::parse_while() {
  auto* node = make<WhileStatement>(token_.start);
  for (size_t i = take_labels(); i < labels_.size(); i++) labels_[i].loop = node;
  advance();
  node->test = parse_parenthesized_condition("'(' and a condition after 'while'");
  node->body = parse_loop_body(node);
  return finish(node);
}

Node* Parser::parse_do_while() {
  auto* node = make<DoWhileStatement>(token_.start);
  for (size_t i = take_labels(); i < labels_.size(); i++) labels_[i].loop = node;
  advance();
  node->body = parse_loop_body(node);
  if (!eat(TokenKind::kWhile)) {
    unexpected("'while' and a condition after the body of 'do'");
    node->test = error_node(token_.start);
    return finish(node);
  }
  node->test = parse_parenthesized_condition("'(' and a condition after 'while'");
  eat(TokenKind::kSemicolon);
  return finish(node);
}

Node* Parser::parse_for() {
  uint32_t start = token_.start;
  size_t first_label = take_labels();
  advance();
  bool is_await = false;
  if (at(TokenKind::kAwait)) {
    if (!await_is_keyword()) {
      if (Diagnostic* diagnostic = report(DiagnosticCode::kAwaitOutsideAsync, token_range())) {
        diagnostic->engine_message = "Unexpected reserved word";
      }
    } else if (token_.escaped) {
      report(DiagnosticCode::kEscapedKeyword, token_range());
    }
    is_await = true;
    context_->has_await = true;
    advance();
  }
  SourceRange opened = token_range();
  if (!eat(TokenKind::kLeftParen)) unexpected("'(' after 'for'");
  Node* init = nullptr;
  bool starts_with_let = false;
  bool starts_with_async = false;
  uint32_t init_start = token_.start;
  // Head declarations belong to the loop's scope, not to the block around.
  Restore<bool> lexical(lexical_in_block_, lexical_in_block_);
  bool saved_lexical = lexical_in_block_;
  VariableDeclaration* declaration = nullptr;
  if (at(TokenKind::kSemicolon)) {
  } else if (at(TokenKind::kVar) || at(TokenKind::kConst)) {
    declaration =
        parse_variable_declaration(at(TokenKind::kVar) ? DeclarationKind::kVar : DeclarationKind::kConst, true);
  } else if (at(TokenKind::kLet) && !token_.escaped) {
    Ahead next = peek();
    if (is_identifier_like(next.kind) || next.kind == TokenKind::kLeftBracket || next.kind == TokenKind::kLeftBrace ||
        strict_) {
      declaration = parse_variable_declaration(DeclarationKind::kLet, true);
    } else {
      starts_with_let = true;
    }
  } else if (at(TokenKind::kUsing) && using_is_declaration()) {
    Ahead next = peek();
    bool is_of = next.kind == TokenKind::kOf && !next.escaped;
    if (is_of) {
      // `using of` is a declaration of `of` only in for (using of = ...;;).
      TokenKind after = peek2().kind;
      is_of = after != TokenKind::kAssign && after != TokenKind::kSemicolon && after != TokenKind::kColon;
    }
    if (!is_of) declaration = parse_variable_declaration(DeclarationKind::kUsing, true);
  } else if (at(TokenKind::kAwait) && await_using_is_declaration()) {
    advance();
    context_->has_await = true;
    declaration = parse_variable_declaration(DeclarationKind::kAwaitUsing, true);
    declaration->start = init_start;
  }
  lexical_in_block_ = saved_lexical;
  if (declaration) {
    init = declaration;
  } else if (!at(TokenKind::kSemicolon)) {
    starts_with_async = at_word(TokenKind::kAsync) && peek().kind == TokenKind::kOf;
    CoverError saved = cover_;
    cover_ = {};
    init = parse_expression_in(false, true);
    bool is_head = at(TokenKind::kIn) || at_word(TokenKind::kOf);
    if (is_head && !init->parenthesized() && (init->is<ArrayExpression>() || init->is<ObjectExpression>())) {
      cover_ = {};
      to_assignment_pattern(init);
    } else {
      report_cover();
      if (is_head) {
        if (strict_ || !init->is<CallExpression>()) check_simple_target(init, DiagnosticCode::kInvalidForTarget);
        mark_written(init, false);
      }
    }
    cover_ = saved;
  }

  bool is_of = at_word(TokenKind::kOf);
  if (init && (is_of || at(TokenKind::kIn))) {
    if (is_await && !is_of) syntax_error(DiagnosticCode::kForAwaitOf, token_range(), token_text());
    const char* loop_name = is_await ? "for-await-of" : is_of ? "for-of" : "for-in";
    if (declaration) {
      if (declaration->declarators.size() != 1) {
        set_engine_range(report_node(DiagnosticCode::kForBindings, declaration, loop_name),
                         declaration->declarators[0]->range());
      } else if (VariableDeclarator* declarator = declaration->declarators[0]; declarator->init) {
        bool web_compatible = !is_of && !strict_ && declaration->declaration_kind == DeclarationKind::kVar &&
                              declarator->target->is<BindingIdentifier>();
        if (!web_compatible) {
          set_engine_range(report_node(DiagnosticCode::kForInitializer, declarator->init, loop_name),
                           declarator->range());
        }
      }
      if (!is_of && declaration->declaration_kind >= DeclarationKind::kUsing) {
        report_node(DiagnosticCode::kUsingInForIn, declaration);
      }
    } else if (is_of) {
      if (starts_with_let) report(DiagnosticCode::kForLet, {init_start, init_start + 3});
      if (starts_with_async && !is_await && init->is<Identifier>() && !init->parenthesized()) {
        report(DiagnosticCode::kForAsync, {init_start, init_start + 5});
      }
    }
    if (is_of) {
      auto* node = make<ForOfStatement>(start);
      node->is_await = is_await;
      for (size_t i = first_label; i < labels_.size(); i++) labels_[i].loop = node;
      advance();
      node->left = init;
      node->right = parse_assignment_in();
      expect_closer(TokenKind::kRightParen, opened);
      node->body = parse_loop_body(node);
      return finish(node);
    }
    auto* node = make<ForInStatement>(start);
    for (size_t i = first_label; i < labels_.size(); i++) labels_[i].loop = node;
    advance();
    node->left = init;
    node->right = parse_expression();
    expect_closer(TokenKind::kRightParen, opened);
    node->body = parse_loop_body(node);
    return finish(node);
  }

  auto* node = make<ForStatement>(start);
  for (size_t i = first_label; i < labels_.size(); i++) labels_[i].loop = node;
  node->init = init;
  if (is_await) syntax_error(DiagnosticCode::kForAwaitOf, token_range(), token_text());
  if (declaration && !panic_) {
    for (VariableDeclarator* declarator : declaration->declarators) {
      if (declarator->init) continue;
      bool pattern = declarator->target->is<ArrayPattern>() || declarator->target->is<ObjectPattern>();
      if (pattern || declaration->declaration_kind == DeclarationKind::kConst ||
          declaration->declaration_kind >= DeclarationKind::kUsing) {
        report_node(DiagnosticCode::kMissingInitializer, declarator->target,
                    pattern ? "destructuring" : to_string(declaration->declaration_kind));
      }
    }
  }
  auto semicolon = [&](std::string_view expected) {
    if (eat(TokenKind::kSemicolon)) return true;
    if (Diagnostic* diagnostic = unexpected(expected)) diagnostic->related.push_back({opened, "'(' opened here"});
    return false;
  };
  bool whole = semicolon("';', 'of' or 'in'");
  if (whole && !at(TokenKind::kSemicolon)) node->test = parse_expression();
  if (whole) whole = semicolon("';' after the condition");
  if (whole && !at(TokenKind::kRightParen)) node->update = parse_expression();
  if (!eat(TokenKind::kRightParen)) {
    if (Diagnostic* diagnostic = unexpected("')'")) diagnostic->related.push_back({opened, "'(' opened here"});
    // Half-typed head: look for its ')' on this line.
    int depth = 0;
    while (!at(TokenKind::kEndOfFile) && !token_.newline_before && !at(TokenKind::kLeftBrace)) {
      if (at(TokenKind::kLeftParen)) depth++;
      if (at(TokenKind::kRightParen) && depth-- == 0) {
        advance();
        break;
      }
      advance();
    }
  }
  node->body = parse_loop_body(node);
  return finish(node);
}

Node* Parser::parse_break_continue(bool is_break) {
  uint32_t start = token_.start;
  SourceRange keyword = token_range();
  advance();
  NameId label = kNoName;
  SourceRange label_range;
  if (is_identifier_like(kind()) && !token_.newline_before) {
    check_identifier(false);
    label = token_.name;
    label_range = token_range();
    advance();
  }
  Node* target = nullptr;
  for (size_t i = targets_.size(); i-- > context_->first_target && !target;) {
    if ((is_break && !label) || targets_[i].is_loop) target = targets_[i].node;
  }
  if (label) {
    Node* loop = std::exchange(target, nullptr);
    // What Node's parser of types says depends on whether there is a loop.
    auto say_as_node = [&](Diagnostic* diagnostic, const char* words) {
      if (!diagnostic || is_break || !typescript_ || !options_.erasable_only) return;
      diagnostic->engine_message = words;
      diagnostic->typescript_syntax = true;
    };
    Label* found = nullptr;
    for (size_t i = labels_.size(); i-- > context_->first_label;) {
      if (labels_[i].name == label) {
        found = &labels_[i];
        break;
      }
    }
    if (!found) {
      Diagnostic* diagnostic = report(DiagnosticCode::kUndefinedLabel, label_range, text_of(label));
      if (loop) say_as_node(diagnostic, "Jump target cannot cross function boundary");
    } else if (is_break) {
      target = found->statement;
    } else if (found->loop) {
      target = found->loop;
    } else {
      Diagnostic* diagnostic = report(DiagnosticCode::kContinueToNonLoop, label_range, text_of(label));
      if (!loop) say_as_node(diagnostic, kContinueAsNode);
    }
  } else if (!target && !lenient_) {
    report_unless_consequence(is_break ? DiagnosticCode::kIllegalBreak : DiagnosticCode::kIllegalContinue, keyword);
  }
  consume_semicolon(is_break ? "break" : "continue");
  if (is_break) {
    auto* node = make<BreakStatement>(start);
    node->label = label;
    node->label_range = label_range;
    node->target = target;
    return finish(node);
  }
  auto* node = make<ContinueStatement>(start);
  node->label = label;
  node->label_range = label_range;
  node->target = target;
  return finish(node);
}

Node* Parser::parse_return() {
  auto* node = make<ReturnStatement>(token_.start);
  // Node takes types out of a CommonJS file as if no function were around it.
  bool in_wrapper = typescript_ && options_.erasable_only && options_.goal == ParseGoal::kFunctionBody &&
                    !options_.function && context_->outer && context_->outer->is_program;
  bool at_top = (context_->is_program && !options_.allow_return_outside_function) || in_wrapper;
  bool illegal = at_top || context_->is_static_block;
  if (illegal && !lenient_) report_unless_consequence(DiagnosticCode::kIllegalReturn, token_range());
  advance();
  if (!at(TokenKind::kSemicolon) && !at(TokenKind::kRightBrace) && !at(TokenKind::kEndOfFile) &&
      !token_.newline_before) {
    node->argument = parse_expression();
  }
  consume_semicolon("return");
  return finish(node);
}

Node* Parser::parse_with() {
  auto* node = make<WithStatement>(token_.start);
  if (strict_ || (typescript_ && options_.erasable_only)) report(DiagnosticCode::kStrictWith, token_range());
  advance();
  node->object = parse_parenthesized_condition("'(' and an object after 'with'");
  node->body = parse_statement(StatementPosition::kOther);
  return finish(node);
}

Node* Parser::parse_switch() {
  auto* node = make<SwitchStatement>(token_.start);
  advance();
  node->discriminant = parse_parenthesized_condition("'(' and a value after 'switch'");
  SourceRange opened = token_range();
  if (!eat(TokenKind::kLeftBrace)) {
    unexpected("'{' and the cases");
    return finish(node);
  }
  Restore<bool> top(top_level_, false);
  Restore<bool> in_case(in_switch_case_, true);
  Restore<bool> lexical(lexical_in_block_, false);
  targets_.push_back({node, false});
  ScratchList cases(*this);
  bool has_default = false;
  while (!at(TokenKind::kRightBrace) && !at(TokenKind::kEndOfFile) && !ends_by_indentation(opened.start)) {
    auto* clause = make<SwitchCase>(token_.start);
    if (at(TokenKind::kDefault)) {
      if (has_default) report(DiagnosticCode::kMultipleDefaults, token_range());
      has_default = true;
      advance();
    } else if (at(TokenKind::kCase)) {
      advance();
      clause->test = parse_expression();
    } else {
      // Statements without a case: read on as if one were there.
      unexpected("'case', 'default' or '}'");
      clause->node_flags |= Node::kRecovered;
      while (!at(TokenKind::kColon) && !at(TokenKind::kRightBrace) && !at(TokenKind::kEndOfFile)) {
        advance();
        if (token_.newline_before) break;
      }
      eat(TokenKind::kColon);
      panic_ = stopped_;
    }
    if (!clause->recovered() && !eat(TokenKind::kColon)) {
      unexpected("':'");
      panic_ = stopped_;
    }
    ScratchList body(*this);
    parse_statement_list(TokenKind::kRightBrace, opened.start);
    clause->body = body.take<Statement>();
    cases.push(finish(clause));
  }
  targets_.pop_back();
  node->cases = cases.take<SwitchCase>();
  if (lexical_in_block_) node->bits |= Node::kHasDeclarations;
  if (ends_by_indentation(opened.start)) {
    report_unclosed(opened);
  } else {
    expect_closer(TokenKind::kRightBrace, opened);
  }
  return finish(node);
}

Node* Parser::parse_throw() {
  auto* node = make<ThrowStatement>(token_.start);
  SourceRange keyword = token_range();
  advance();
  if (token_.newline_before || at(TokenKind::kSemicolon)) {
    if (token_.newline_before) {
      syntax_error(DiagnosticCode::kNewlineAfterThrow, keyword);
    } else {
      unexpected("the value to throw");
    }
    node->argument = error_node(previous_end_);
    eat(TokenKind::kSemicolon);
    return finish(node);
  }
  node->argument = parse_expression();
  consume_semicolon("throw");
  return finish(node);
}

Node* Parser::parse_try() {
  auto* node = make<TryStatement>(token_.start);
  SourceRange keyword = token_range();
  advance();
  node->block = parse_block();
  if (at(TokenKind::kCatch)) {
    auto* handler = make<CatchClause>(token_.start);
    advance();
    if (at(TokenKind::kLeftParen)) {
      SourceRange opened = token_range();
      advance();
      handler->parameter = parse_binding_target(BindingUse::kCatch);
      if (typescript_) parse_annotation();
      expect_closer(TokenKind::kRightParen, opened);
    }
    handler->body = parse_block();
    node->handler = finish(handler);
  }
  if (eat(TokenKind::kFinally)) node->finalizer = parse_block();
  if (!node->handler && !node->finalizer && !panic_) {
    set_engine_range(syntax_error(DiagnosticCode::kMissingCatchOrFinally, keyword), previous_range());
    panic_ = stopped_;
  }
  return finish(node);
}

Node* Parser::parse_expression_statement(StatementPosition position) {
  uint32_t start = token_.start;
  bool word = is_identifier_like(kind());
  if (word) {
    // Labels before it stay pending only if another label follows: that is decided below.
    for (size_t i = labels_.size(); i-- > context_->first_label && labels_[i].pending;) {
      if (peek().kind != TokenKind::kColon) labels_[i].pending = false;
      break;
    }
  }
  Node* expression = parse_expression();
  if (at(TokenKind::kColon) && word && expression->is<Identifier>() && !expression->parenthesized()) {
    return parse_label_rest(as<Identifier>(expression), position);
  }
  if (word && labels_.size() > context_->first_label && labels_.back().pending) {
    for (size_t i = labels_.size(); i-- > context_->first_label && labels_[i].pending;) labels_[i].pending = false;
  }
  auto* node = make<ExpressionStatement>(start);
  node->expression = expression;
  consume_semicolon("the expression");
  return finish(node);
}

// At the ':' behind a label.
Node* Parser::parse_label_rest(Identifier* name, StatementPosition position) {
  auto* node = make<LabeledStatement>(name->start);
  node->label = name->name;
  node->label_range = name->range();
  for (size_t i = context_->first_label; i < labels_.size(); i++) {
    if (labels_[i].name == name->name) {
      if (Diagnostic* diagnostic = report(DiagnosticCode::kDuplicateLabel, node->label_range, text_of(name->name))) {
        diagnostic->related.push_back({labels_[i].statement->label_range, "declared here"});
      }
      break;
    }
  }
  advance();
  labels_.push_back({name->name, node, nullptr, true});
  bool in_list = position == StatementPosition::kList || position == StatementPosition::kLabel;
  node->body = parse_statement(in_list ? StatementPosition::kLabel : StatementPosition::kOther);
  labels_.pop_back();
  return finish(node);
}

}  // namespace scrim::syntax
