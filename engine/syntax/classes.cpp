// Classes (ECMA-262 sec-class-definitions).
#include <algorithm>

#include "engine/syntax/parser_impl.h"

namespace scrim::syntax {

ClassNode* Parser::parse_class(bool name_required) {
  uint32_t start = token_.start;
  auto* node = make<ClassNode>(start);
  Restore<bool> strict(strict_, true);
  advance();
  node->decorators = pending_decorators_;
  pending_decorators_ = {};
  bool anonymous = typescript_ && (at(TokenKind::kImplements) || at(TokenKind::kLess));
  if (!at(TokenKind::kLeftBrace) && !at(TokenKind::kExtends) && !anonymous) {
    node->id = parse_binding_identifier("the name of the class or '{'");
  } else if (name_required) {
    syntax_error(DiagnosticCode::kClassNeedsName, token_range(), token_text());
    panic_ = false;
  }
  CoverError saved = cover_;
  cover_ = {};
  if (typescript_ && at(TokenKind::kLess)) parse_type_parameters();
  if (eat(TokenKind::kExtends)) {
    node->heritage = parse_left_hand_side();
    report_cover();
    if (typescript_ && at_type_opener()) parse_type_arguments(false);
  }
  if (typescript_ && eat(TokenKind::kImplements)) parse_heritage_types();
  SourceRange opened = token_range();
  node->body_range.start = token_.start;
  if (!eat(TokenKind::kLeftBrace)) {
    if (Diagnostic* diagnostic = unexpected("'{' and the members of the class")) {
      diagnostic->related.push_back({{node->start, previous_end_}, "the class begins here"});
    }
    node->body_range.end = node->body_range.start;
    cover_ = saved;
    return finish(node);
  }
  bool saved_panic = panic_;
  panic_ = false;
  ScratchList members(*this);
  bool has_constructor = false;
  bool has_instance_field = false;
  bool has_static_part = false;
  while (!at(TokenKind::kEndOfFile)) {
    if (at(TokenKind::kRightBrace)) {
      if (!skip_stray_closer(opened.start)) break;
      continue;
    }
    if (eat(TokenKind::kSemicolon)) continue;
    if (ends_by_indentation(opened.start)) break;
    if (begins_declaration_line()) {
      // The class was never closed. The second run looks for the place.
      found_unclosed_.first = std::min(found_unclosed_.first, opened.start);
      found_unclosed_.count++;
      break;
    }
    uint32_t before = token_.start;
    uint32_t item = begin_item();
    ClassMember* member = parse_class_member(node);
    item_start_ = item;
    if (!member) {
      if (panic_) {
        synchronize_statement();
        if (token_.start == before) advance();
        panic_ = false;
      }
      continue;
    }
    if (member->member_kind == MemberKind::kConstructor) {
      if (has_constructor) report_node(DiagnosticCode::kDuplicateConstructor, member->key);
      has_constructor = true;
      node->constructor = as<FunctionNode>(member->value);
    }
    if (member->member_kind == MemberKind::kField && !member->is_static) has_instance_field = true;
    if ((member->member_kind == MemberKind::kField && member->is_static) ||
        member->member_kind == MemberKind::kStaticBlock) {
      has_static_part = true;
    }
    // An instance's private methods are put there by the initialiser, too.
    if (member->key && member->key->is<PrivateName>() && !member->is_static) has_instance_field = true;
    members.push(member);
    if (panic_) {
      // To the next line, or out of the class when a declaration begins there.
      synchronize_statement();
      if (token_.start == before) advance();
      panic_ = false;
    }
  }
  node->members = members.take<ClassMember>();
  if (ends_by_indentation(opened.start)) {
    report_unclosed(opened);
  } else {
    expect_closer(TokenKind::kRightBrace, opened);
  }
  if (!panic_) panic_ = saved_panic && at(TokenKind::kEndOfFile);
  node->body_range.end = previous_end_;
  finish(node);
  auto initializer = [&](FunctionKind kind) {
    auto* function = make<FunctionNode>(node->start);
    function->end = node->end;
    function->function_kind = kind;
    function->flags.strict = true;
    function->flags.has_simple_parameters = true;
    function->flags.is_class_member = true;
    function->flags.is_static_member = kind == FunctionKind::kStaticInitializer;
    function->home_class = node;
    return function;
  };
  if (has_instance_field) node->instance_initializer = initializer(FunctionKind::kInstanceInitializer);
  if (has_static_part) node->static_initializer = initializer(FunctionKind::kStaticInitializer);
  cover_ = saved;
  return node;
}

// `function name`, `class Name` and the like on a line of their own: no member begins so.
bool Parser::begins_declaration_line() {
  if (!token_.newline_before || !begins_statement_keyword()) return false;
  Ahead next = peek();
  return is_identifier_like(next.kind) && !next.newline_before;
}

ClassMember* Parser::parse_class_member(ClassNode* class_node) {
  auto* member = make<ClassMember>(token_.start);
  auto ends_name = [this](TokenKind next) {
    return next == TokenKind::kLeftParen || next == TokenKind::kAssign || next == TokenKind::kSemicolon ||
           next == TokenKind::kRightBrace || next == TokenKind::kEndOfFile ||
           (typescript_ && (next == TokenKind::kColon || next == TokenKind::kQuestion || next == TokenKind::kNot ||
                            next == TokenKind::kLess));
  };
  Modifiers modifiers;
  size_t first_decorator = parameter_decorators_.size();
  auto take_decorators = [&] {
    member->decorators = ArenaList<Expression*>::copy(result_.arena, {parameter_decorators_.data() + first_decorator,
                                                                      parameter_decorators_.size() - first_decorator});
    parameter_decorators_.resize(first_decorator);
  };
  if (at(TokenKind::kAt)) {
    for (Node* decorator : parse_decorators()) parameter_decorators_.push_back(decorator);
  }
  if (typescript_) {
    modifiers = parse_modifiers();
    member->is_static = modifiers.is_static;
    if (modifiers.is_static && at(TokenKind::kLeftBrace)) {
      parse_static_block(member);
      return finish(member);
    }
    if (at(TokenKind::kLeftBracket) && parse_index_signature()) {
      consume_semicolon("the index signature");
      return nullptr;
    }
  }
  if (!member->is_static && at_word(TokenKind::kStatic) && !ends_name(peek().kind)) {
    member->is_static = true;
    advance();
    if (begins_declaration_line()) return nullptr;
    if (at(TokenKind::kLeftBrace)) {
      parse_static_block(member);
      return finish(member);
    }
  }
  uint32_t method_start = token_.start;
  bool is_async = false;
  bool is_generator = false;
  MemberKind kind_of = MemberKind::kMethod;
  bool special = false;
  if (at_word(TokenKind::kAsync)) {
    Ahead next = peek();
    if (!ends_name(next.kind) && !next.newline_before) {
      is_async = special = true;
      advance();
    }
  } else if (at_word(TokenKind::kGet) || at_word(TokenKind::kSet)) {
    Ahead next = peek();
    if (!ends_name(next.kind) && next.kind != TokenKind::kStar) {
      kind_of = at(TokenKind::kGet) ? MemberKind::kGet : MemberKind::kSet;
      special = true;
      advance();
      if (begins_declaration_line()) return nullptr;
    }
  }
  if (at(TokenKind::kStar) && (kind_of == MemberKind::kMethod)) {
    is_generator = special = true;
    advance();
  }
  Key key = parse_property_key(true);
  if (typescript_ && !eat(TokenKind::kQuestion) && !token_.newline_before) eat(TokenKind::kNot);
  member->key = key.node;
  member->computed = key.computed;
  NameId name = key_name(key);
  if (auto* private_name = as_if<PrivateName>(key.node);
      private_name && private_name->name == names::private_constructor) {
    report_node(special || at(TokenKind::kLeftParen) ? DiagnosticCode::kPrivateConstructorMethod
                                                     : DiagnosticCode::kPrivateConstructor,
                private_name);
  }
  // `name) {` and `name a, b) {`: a method whose '(' is missing.
  bool lost_paren = at(TokenKind::kRightParen);
  bool generic = typescript_ && at(TokenKind::kLess);
  if (!lost_paren && is_identifier_like(kind()) && !token_.newline_before && !special) {
    TokenKind after = peek().kind;
    lost_paren = after == TokenKind::kComma || after == TokenKind::kRightParen;
  }
  if (special || at(TokenKind::kLeftParen) || lost_paren || generic) {
    FunctionKind function_kind = kind_of == MemberKind::kGet   ? FunctionKind::kGetter
                                 : kind_of == MemberKind::kSet ? FunctionKind::kSetter
                                                               : FunctionKind::kMethod;
    if (name == names::constructor && !member->is_static) {
      if (kind_of != MemberKind::kMethod) {
        report_node(DiagnosticCode::kConstructorKind, key.node, "n accessor");
      } else if (is_async && is_generator) {
        report_node(DiagnosticCode::kConstructorKind, key.node, "n async generator");
      } else if (is_async) {
        report_node(DiagnosticCode::kConstructorKind, key.node, "n async method");
      } else if (is_generator) {
        report_node(DiagnosticCode::kConstructorKind, key.node, " generator");
      } else {
        kind_of = MemberKind::kConstructor;
        function_kind = class_node->heritage ? FunctionKind::kDerivedConstructor : FunctionKind::kConstructor;
      }
    }
    if (name == names::prototype && member->is_static) report_node(DiagnosticCode::kStaticPrototype, key.node);
    member->member_kind = kind_of;
    FunctionNode* function = parse_method(method_start, function_kind, is_async, is_generator, true);
    take_decorators();
    if (!function->body) return nullptr;
    function->home_class = class_node;
    function->flags.is_class_member = true;
    function->flags.is_static_member = member->is_static;
    member->value = function;
    return finish(member);
  }
  member->member_kind = MemberKind::kField;
  member->is_accessor = modifiers.is_accessor;
  if (name == names::constructor) report_node(DiagnosticCode::kConstructorField, key.node);
  if (name == names::prototype && member->is_static) report_node(DiagnosticCode::kStaticPrototype, key.node);
  if (typescript_) parse_annotation();
  take_decorators();
  if (at(TokenKind::kAssign)) {
    advance();
    FunctionContext context;
    context.outer = context_;
    context.kind = member->is_static ? FunctionKind::kStaticInitializer : FunctionKind::kInstanceInitializer;
    context.first_label = labels_.size();
    context.first_target = targets_.size();
    context_ = &context;
    member->value = parse_assignment_in();
    context_ = context.outer;
  }
  finish(member);
  consume_semicolon("the field");
  // The semicolon belongs to it, not what a missing one let go by.
  if (previous_end_ > member->end) finish(member);
  if (modifiers.is_abstract || modifiers.is_declare) return nullptr;
  return member;
}

void Parser::parse_static_block(ClassMember* member) {
  member->member_kind = MemberKind::kStaticBlock;
  auto* block = make<StaticBlock>(token_.start);
  SourceRange opened = token_range();
  FunctionContext context;
  context.outer = context_;
  context.kind = FunctionKind::kStaticInitializer;
  context.is_static_block = true;
  context.first_label = labels_.size();
  context.first_target = targets_.size();
  context_ = &context;
  {
    Restore<bool> in(in_allowed_, true);
    Restore<bool> top(top_level_, false);
    Restore<bool> in_case(in_switch_case_, false);
    Restore<bool> lexical(lexical_in_block_, false);
    advance();
    ScratchList statements(*this);
    parse_statement_list(TokenKind::kRightBrace, opened.start);
    block->body = statements.take<Statement>();
  }
  expect_closer(TokenKind::kRightBrace, opened);
  context_ = context.outer;
  member->value = finish(block);
}

}  // namespace scrim::syntax
