// Functions, methods and arrow functions (ECMA-262 sec-ecmascript-language-functions-and-classes).
#include <algorithm>

#include "engine/syntax/parser_impl.h"

namespace scrim::syntax {

namespace {
// When a body is read again, how deep it stands is not known: what is nested deeper than this is left to a full parse.
constexpr uint32_t kMaxDepthAgain = 1000;

// Parameters and what they contain beyond plain names.
bool contains_expression(const Node* pattern) {
  if (!pattern) return false;
  switch (pattern->kind) {
    case NodeKind::kDefaultPattern: return true;
    case NodeKind::kRestElement: return contains_expression(static_cast<const RestElement*>(pattern)->argument);
    case NodeKind::kArrayPattern:
      for (Node* item : static_cast<const ArrayPattern*>(pattern)->elements) {
        if (contains_expression(item)) return true;
      }
      return false;
    case NodeKind::kObjectPattern:
      for (Node* item : static_cast<const ObjectPattern*>(pattern)->properties) {
        if (contains_expression(item)) return true;
      }
      return false;
    case NodeKind::kProperty: {
      auto* property = static_cast<const Property*>(pattern);
      return property->computed || contains_expression(property->value);
    }
    default: return false;
  }
}
}  // namespace

// Parameter list and body of `function`, whose kind and flags are set.
FunctionNode* Parser::parse_function_rest(FunctionNode* function, FunctionContext& context, bool signature) {
  context.outer = context_;
  context.kind = function->function_kind;
  context.is_async = function->flags.is_async;
  context.is_generator = function->flags.is_generator;
  context.first_label = labels_.size();
  context.first_target = targets_.size();
  context_ = &context;
  bool strict_before = strict_;
  {
    Restore<bool> in(in_allowed_, true);
    Restore<bool> top(top_level_, false);
    Restore<bool> in_case(in_switch_case_, false);
    Restore<bool> lexical(lexical_in_block_, false);
    Restore<bool> consequent(in_consequent_, false);
    CoverError saved = cover_;
    cover_ = {};
    if (typescript_ && at(TokenKind::kLess)) parse_type_parameters();
    context.in_parameters = true;
    parse_parameters(function);
    context.in_parameters = false;
    if (typescript_ && eat(TokenKind::kColon)) parse_return_type();
    bool ends = at(TokenKind::kSemicolon) || at(TokenKind::kRightBrace) || at(TokenKind::kEndOfFile) ||
                (token_.newline_before && !at(TokenKind::kLeftBrace));
    if (typescript_ && signature && ends && !panic_) {
      eat(TokenKind::kSemicolon);
    } else {
      parse_function_body(function);
    }
    cover_ = saved;
  }
  finish(function);
  check_parameters(function, strict_before);
  finish_function(function, context);
  context_ = context.outer;
  strict_ = strict_before;
  return function;
}

void Parser::finish_function(FunctionNode* function, const FunctionContext& context) {
  function->flags.has_await = context.has_await;
  function->flags.has_yield = context.has_yield;
}

void Parser::parse_parameters(FunctionNode* function) {
  uint32_t start = token_.start;
  SourceRange opened = token_range();
  if (!eat(TokenKind::kLeftParen)) {
    unexpected("'(' and the parameters");
    function->parameters_range = {start, start};
    // `name a, b) {`: only the bracket is missing.
    bool parameters = (is_identifier_like(kind()) || at(TokenKind::kRightParen)) && !token_.newline_before;
    if (!parameters) return;
  }
  ScratchList list(*this);
  while (!at(TokenKind::kRightParen) && !at(TokenKind::kEndOfFile)) {
    bool is_property = false;
    uint32_t property_start = 0;
    if (typescript_) {
      if (at(TokenKind::kAt)) {
        for (Node* decorator : parse_decorators()) parameter_decorators_.push_back(decorator);
      }
      Modifiers modifiers = parse_modifiers();
      is_property = modifiers.accessibility || modifiers.is_readonly;
      property_start = token_.start;
      if (at(TokenKind::kThis)) {
        // this: T is no parameter.
        advance();
        parse_annotation();
        if (eat(TokenKind::kComma)) continue;
        break;
      }
    }
    if (at(TokenKind::kEllipsis)) {
      auto* rest = make<RestElement>(token_.start);
      advance();
      rest->argument = parse_binding_target(BindingUse::kParameter);
      if (typescript_) parse_annotation();
      if (at(TokenKind::kAssign)) {
        report(DiagnosticCode::kRestInitializer, token_range());
        advance();
        parse_assignment_in();
      }
      list.push(finish(rest));
      if (at(TokenKind::kComma)) {
        set_engine_range(report_node(DiagnosticCode::kRestParameterNotLast, rest), token_range());
      }
    } else {
      list.push(parse_binding_element(BindingUse::kParameter));
    }
    if (is_property)
      report_unsupported(TypeScriptConstruct::kParameterProperty,
                         {property_start, std::max(property_start, previous_end_)});
    if (eat(TokenKind::kComma)) continue;
    if (at(TokenKind::kRightParen)) break;
    if (Diagnostic* diagnostic = unexpected("',' or ')'")) {
      diagnostic->related.push_back({opened, "'(' opened here"});
    }
    // A forgotten ')' shows by the body's brace.
    if (at(TokenKind::kLeftBrace)) break;
    if (!synchronize_list(TokenKind::kRightParen)) break;
    eat(TokenKind::kComma);
  }
  if (!eat(TokenKind::kRightParen)) {
    if (Diagnostic* diagnostic = unexpected("')'")) diagnostic->related.push_back({opened, "'(' opened here"});
  } else {
    // What went wrong inside is closed; the body is read with fresh eyes.
    panic_ = false;
  }
  function->parameters = list.take<Pattern>();
  function->parameters_range = {start, previous_end_};
}

// What can be said of the parameters before the body is read: it decides whether "use strict" may follow.
void Parser::note_parameters(FunctionNode* function) {
  bool simple = true;
  uint32_t length = 0;
  bool counting = true;
  for (Node* parameter : function->parameters) {
    if (!parameter) continue;
    if (!parameter->is<BindingIdentifier>()) simple = false;
    if (contains_expression(parameter)) function->flags.has_parameter_expressions = true;
    if (parameter->is<RestElement>()) {
      function->flags.has_rest = true;
      counting = false;
    }
    if (parameter->is<DefaultPattern>()) counting = false;
    if (counting) length++;
  }
  function->length = length;
  function->flags.has_simple_parameters = simple;
}

void Parser::parse_function_body(FunctionNode* function) {
  note_parameters(function);
  auto* body = make<FunctionBody>(token_.start);
  SourceRange opened = token_range();
  bool saved_panic = panic_;
  if (!eat(TokenKind::kLeftBrace)) {
    unexpected("'{' and the function's body");
    // Lines that stand deeper than the function are its body.
    bool has_body = function->parameters_range.length() >= 2 && token_.newline_before && !at(TokenKind::kEndOfFile) &&
                    indentation_of(token_.start) > indentation_of(function->start);
    if (!has_body) {
      function->body = finish(body);
      body->end = body->start;
      function->flags.strict = strict_;
      return;
    }
    opened = {body->start, body->start};
  }
  panic_ = false;
  // Those of the body's own functions are no member's.
  const size_t decorators = parameter_decorators_.size();
  parse_body_statements(function, body, opened);
  parameter_decorators_.resize(decorators);
  pending_decorators_ = {};
  if (ends_by_indentation(opened.start)) {
    report_unclosed(opened);
  } else {
    expect_closer(TokenKind::kRightBrace, opened);
  }
  if (!panic_) panic_ = saved_panic && at(TokenKind::kEndOfFile);
  function->body = finish(body);
}

void Parser::parse_body_statements(FunctionNode* function, FunctionBody* body, SourceRange opened) {
  ScratchList statements(*this);
  bool use_strict = false;
  parse_directives(function->flags.has_simple_parameters, &use_strict);
  parse_statement_list(TokenKind::kRightBrace, opened.start);
  body->body = statements.take<Statement>();
  function->flags.has_use_strict = use_strict;
  function->flags.strict = strict_;
}

bool Parser::read_again(FunctionNode* function, FunctionContext* around, bool strict, SourceRange window) {
  strict_ = strict;
  top_level_ = false;
  depth_limit_ = kMaxDepthAgain;
  FunctionContext context;
  context.outer = around;
  context.kind = function->function_kind;
  context.is_async = function->flags.is_async;
  context.is_generator = function->flags.is_generator;
  context_ = &context;
  lexer_.seek(window.start);
  lexer_.next();
  bool with_parameters = function->flags.has_parameter_expressions;
  if (with_parameters) {
    context.in_parameters = true;
    parse_parameters(function);
    context.in_parameters = false;
    if (typescript_ && eat(TokenKind::kColon)) parse_return_type();
    note_parameters(function);
  }
  if (!at(TokenKind::kLeftBrace) || panic_ || stopped_) return false;
  auto* body = make<FunctionBody>(token_.start);
  SourceRange opened = token_range();
  advance();
  parse_body_statements(function, body, opened);
  // The token behind the body is not looked at.
  if (!at(TokenKind::kRightBrace) || token_.end != window.end || panic_ || stopped_ || found_unclosed_.count > 0 ||
      found_stray_) {
    return false;
  }
  previous_start_ = token_.start;
  previous_end_ = token_.end;
  function->body = finish(body);
  finish(function);
  if (with_parameters) check_parameters(function, strict);
  finish_function(function, context);
  return true;
}

// "use strict" and other directives at the beginning of a body or program.
void Parser::parse_directives(bool simple_parameters, bool* found_use_strict) {
  uint8_t octal_flags = 0;
  SourceRange octal_range;
  while (at(TokenKind::kString)) {
    LexedToken token = token_;
    Node* statement = parse_statement(StatementPosition::kList);
    scratch_.push_back(statement);
    auto* expression = as_if<ExpressionStatement>(statement);
    if (!expression || !expression->expression->is<StringLiteral>() || expression->expression->parenthesized()) return;
    expression->is_directive = true;
    if ((token.flags & (LexedToken::kOctalEscape | LexedToken::kEightNineEscape)) && !octal_flags) {
      octal_flags = token.flags;
      octal_range = token.fault_range;
    }
    if (token.name == names::use_strict && token.end - token.start == 12 && !(token.flags & LexedToken::kHasEscape)) {
      if (!simple_parameters) report(DiagnosticCode::kUseStrictNonSimple, {token.start, token.end});
      *found_use_strict = true;
      if (!strict_ && octal_flags) {
        set_engine_range(report(octal_flags & LexedToken::kOctalEscape ? DiagnosticCode::kStrictOctalEscape
                                                                       : DiagnosticCode::kStrictEightNineEscape,
                                octal_range),
                         {octal_range.start + 1, octal_range.end});
      }
      strict_ = true;
    }
  }
}

// Names of parameters, once strictness is known: duplicates, eval and arguments, reserved words. Also the function's
// name.
void Parser::check_parameters(FunctionNode* function, bool strict_before) {
  std::vector<BindingIdentifier*>& found = names_scratch_;
  found.clear();
  for (Node* parameter : function->parameters) collect_bound_names(parameter, found);
  bool became_strict = strict_ && !strict_before;
  if (became_strict) {
    if (function->id) check_binding_name(function->id->name, function->id->range());
    for (BindingIdentifier* name : found) check_binding_name(name->name, name->range());
  }
  if (found.size() < 2) return;
  bool forbidden =
      strict_ || !function->flags.has_simple_parameters || function->function_kind != FunctionKind::kNormal;
  auto duplicate = [&](BindingIdentifier* name) {
    function->flags.has_duplicate_parameters = true;
    if (forbidden) report_node(DiagnosticCode::kDuplicateParameter, name, text_of(name->name));
  };
  if (found.size() <= 8) {
    for (size_t i = 1; i < found.size(); i++) {
      for (size_t j = 0; j < i; j++) {
        if (found[i]->name == found[j]->name && found[i]->name != names::empty) {
          duplicate(found[i]);
          break;
        }
      }
    }
    return;
  }
  std::stable_sort(found.begin(), found.end(), [](auto* a, auto* b) { return a->name < b->name; });
  for (size_t i = 1; i < found.size(); i++) {
    if (found[i]->name == found[i - 1]->name && found[i]->name != names::empty) duplicate(found[i]);
  }
}

Node* Parser::parse_function_expression() {
  uint32_t start = token_.start;
  auto* expression = make<FunctionExpression>(start);
  auto* function = make<FunctionNode>(start);
  expression->function = function;
  if (at(TokenKind::kAsync)) {
    function->flags.is_async = true;
    advance();
  }
  advance();
  if (eat(TokenKind::kStar)) function->flags.is_generator = true;
  FunctionContext context;
  if (!at(TokenKind::kLeftParen) && !(typescript_ && at(TokenKind::kLess))) {
    // The name is read as inside the function.
    FunctionContext name_context;
    name_context.outer = context_;
    name_context.is_async = function->flags.is_async;
    name_context.is_generator = function->flags.is_generator;
    context_ = &name_context;
    if (is_word(kind())) {
      if (!strict_ && !name_context.is_generator && at(TokenKind::kYield)) {
        auto* name = make<BindingIdentifier>(token_.start);
        name->name = token_.name;
        advance();
        function->id = finish(name);
      } else {
        function->id = parse_binding_identifier("'(' or a name");
      }
    }
    context_ = name_context.outer;
  }
  parse_function_rest(function, context);
  return finish(expression);
}

Node* Parser::parse_function_declaration(bool is_default_export, StatementPosition position) {
  uint32_t start = token_.start;
  auto* declaration = make<FunctionDeclaration>(start);
  auto* function = make<FunctionNode>(start);
  declaration->function = function;
  function->flags.is_declaration = true;
  if (at(TokenKind::kAsync)) {
    function->flags.is_async = true;
    advance();
  }
  SourceRange keyword = token_range();
  advance();
  if (eat(TokenKind::kStar)) function->flags.is_generator = true;
  if (position != StatementPosition::kList) {
    if (function->flags.is_async) {
      report(DiagnosticCode::kAsyncFunctionPosition, {start, keyword.end});
    } else if (strict_) {
      report(DiagnosticCode::kFunctionPositionStrict, keyword);
    } else if (position == StatementPosition::kOther) {
      report(DiagnosticCode::kFunctionPositionSloppy, keyword);
    } else if (function->flags.is_generator) {
      set_engine_range(report(DiagnosticCode::kGeneratorPosition, {start, previous_end_}), previous_range());
    }
  }
  lexical_in_block_ = true;
  if (at(TokenKind::kLeftParen) || (typescript_ && at(TokenKind::kLess))) {
    if (!is_default_export) {
      set_engine_range(syntax_error(DiagnosticCode::kFunctionNeedsName, token_range()), previous_range());
      panic_ = false;
    }
  } else {
    function->id = parse_binding_identifier("the name of the function");
  }
  FunctionContext context;
  parse_function_rest(function, context, true);
  if (!function->body) return erased(start);
  return finish(declaration);
}

// From the '(' on; `start` is where the method's text begins (its key or async, get, set, *).
FunctionNode* Parser::parse_method(uint32_t start, FunctionKind kind, bool is_async, bool is_generator,
                                   bool signature) {
  auto* function = make<FunctionNode>(start);
  function->function_kind = kind;
  function->flags.is_async = is_async;
  function->flags.is_generator = is_generator;
  FunctionContext context;
  parse_function_rest(function, context, signature);
  if (kind == FunctionKind::kGetter && !function->parameters.empty()) {
    report(DiagnosticCode::kGetterParameters, function->parameters_range);
  } else if (kind == FunctionKind::kSetter) {
    if (function->parameters.size() != 1) {
      report(DiagnosticCode::kSetterParameters, function->parameters_range);
    } else if (function->flags.has_rest) {
      report(DiagnosticCode::kSetterRest, function->parameters_range);
    }
  }
  return function;
}

// At "=>". `limit`: where the parameters begin in the text of the function around, which must hold no yield or await
// from there on.
Node* Parser::parse_arrow(uint32_t start, std::span<Node* const> parameters, SourceRange parameters_range,
                          bool is_async, uint32_t limit) {
  auto* expression = make<ArrowFunction>(start);
  auto* function = make<FunctionNode>(start);
  expression->function = function;
  function->function_kind = FunctionKind::kArrow;
  function->flags.is_async = is_async;
  function->parameters_range = parameters_range;
  if (token_.newline_before) syntax_error(DiagnosticCode::kNewlineBeforeArrow, token_range());
  auto within = [&](uint32_t place) { return place != FunctionContext::kNowhere && place >= limit; };
  if (limit != FunctionContext::kNowhere && !panic_) {
    if (within(context_->last_yield)) {
      report(DiagnosticCode::kYieldInParameters, {context_->last_yield, context_->last_yield + 5});
    }
    if (within(context_->last_await)) {
      report(DiagnosticCode::kAwaitInParameters, {context_->last_await, context_->last_await + 5});
    }
    if (is_async && within(context_->last_await_name)) {
      if (Diagnostic* diagnostic =
              report(DiagnosticCode::kAwaitInParameters, {context_->last_await_name, context_->last_await_name + 5})) {
        diagnostic->engine_message = "'await' is not a valid identifier name in an async function";
      }
    }
  }
  ScratchList list(*this);
  bool was_muted = reporter_.muted();
  if (panic_) reporter_.set_muted(true);  // what could not be read was reported
  for (size_t i = 0; i < parameters.size(); i++) {
    Node* parameter = to_binding(parameters[i]);
    if (parameter->is<RestElement>() && i + 1 != parameters.size()) {
      report_node(DiagnosticCode::kRestParameterNotLast, parameter);
    }
    list.push(parameter);
  }
  reporter_.set_muted(was_muted);
  function->parameters = list.take<Pattern>();
  advance();

  FunctionContext context;
  context.outer = context_;
  context.kind = FunctionKind::kArrow;
  context.is_async = is_async;
  context.first_label = labels_.size();
  context.first_target = targets_.size();
  context_ = &context;
  bool strict_before = strict_;
  CoverError saved = cover_;
  cover_ = {};
  if (at(TokenKind::kLeftBrace)) {
    Restore<bool> in(in_allowed_, true);
    Restore<bool> top(top_level_, false);
    Restore<bool> in_case(in_switch_case_, false);
    Restore<bool> lexical(lexical_in_block_, false);
    Restore<bool> consequent(in_consequent_, false);
    parse_function_body(function);
  } else {
    function->flags.is_expression_body = true;
    function->flags.in_for_head = !in_allowed_;
    note_parameters(function);
    function->flags.strict = strict_;
    function->body = parse_assignment();
  }
  cover_ = saved;
  finish(function);
  check_parameters(function, strict_before);
  finish_function(function, context);
  context_ = context.outer;
  strict_ = strict_before;
  return finish(expression);
}

}  // namespace scrim::syntax
