// Binding patterns, and expressions re-interpreted as patterns in place (ECMA-262 sec-destructuring-binding-patterns,
// sec-destructuring-assignment).
#include "engine/syntax/parser_impl.h"

namespace scrim::syntax {

namespace {
template <typename To>
void turn_into(Node* node) {
  node->kind = To::kKind;
}
}  // namespace

// A name or a pattern.
Node* Parser::parse_binding_target(BindingUse use) {
  if (at(TokenKind::kLeftBracket) || at(TokenKind::kLeftBrace)) {
    if (use == BindingUse::kUsing) syntax_error(DiagnosticCode::kUsingPattern, token_range(), token_text());
    if (!enter()) {
      leave();
      return error_node(token_.start);
    }
    Node* pattern = parse_binding_pattern(use);
    leave();
    return pattern;
  }
  if (at(TokenKind::kLet) && (use == BindingUse::kLexical || use == BindingUse::kUsing) && !strict_) {
    report(DiagnosticCode::kLetAsLexicalName, token_range());
  }
  return parse_binding_identifier(use == BindingUse::kParameter ? "a parameter" : "a name");
}

Node* Parser::parse_binding_element(BindingUse use) {
  uint32_t start = token_.start;
  Node* target = parse_binding_target(use);
  if (typescript_) {
    if (use == BindingUse::kParameter) eat(TokenKind::kQuestion);
    parse_annotation();
  }
  if (!at(TokenKind::kAssign)) return target;
  auto* node = make<DefaultPattern>(start);
  advance();
  node->target = target;
  node->value = parse_assignment_in();
  return finish(node);
}

Node* Parser::parse_binding_pattern(BindingUse use) {
  SourceRange opened = token_range();
  bool is_array = at(TokenKind::kLeftBracket);
  TokenKind closer = is_array ? TokenKind::kRightBracket : TokenKind::kRightBrace;
  uint32_t start = token_.start;
  advance();
  ScratchList list(*this);
  while (!at(closer) && !at(TokenKind::kEndOfFile)) {
    if (is_array && at(TokenKind::kComma)) {
      advance();
      list.push(nullptr);
      continue;
    }
    uint32_t element_start = token_.start;
    if (at(TokenKind::kEllipsis)) {
      auto* rest = make<RestElement>(element_start);
      advance();
      rest->argument = is_array ? parse_binding_target(use) : parse_binding_identifier("a name");
      list.push(finish(rest));
      if (at(TokenKind::kAssign)) {
        report(DiagnosticCode::kRestElementInitializer, token_range());
        advance();
        parse_assignment_in();
      }
      if (at(TokenKind::kComma)) report_node(DiagnosticCode::kRestNotLast, rest);
    } else if (is_array) {
      list.push(parse_binding_element(use));
    } else {
      auto* property = make<Property>(element_start);
      Key key = parse_property_key(false);
      property->key = key.node;
      property->computed = key.computed;
      if (eat(TokenKind::kColon)) {
        property->value = parse_binding_element(use);
      } else {
        property->shorthand = true;
        const LexedToken& word = key.token;
        SourceRange range{word.start, word.end};
        auto* name = make<BindingIdentifier>(word.start);
        name->name = key.is_word ? word.name : static_cast<NameId>(names::empty);
        name->end = key.is_word ? word.end : word.start;
        property->value = name;
        if (!key.is_word) {
          unexpected("':' and a name");
        } else if (!is_identifier_like(word.kind)) {
          syntax_error(word.kind == TokenKind::kEscapedKeyword ? DiagnosticCode::kEscapedKeyword
                                                               : DiagnosticCode::kUnexpectedToken,
                       range, source_.text(range), "another name");
        } else if (word.kind == TokenKind::kAwait && await_is_reserved()) {
          report(DiagnosticCode::kUnexpectedReservedWord, range, "await");
        } else if (word.kind == TokenKind::kYield && (strict_ || context_->is_generator)) {
          report(DiagnosticCode::kUnexpectedStrictReserved, range, "yield");
        } else if (strict_) {
          check_binding_name(word.name, range);
        } else if (word.kind == TokenKind::kLet && use == BindingUse::kLexical) {
          report(DiagnosticCode::kLetAsLexicalName, range);
        }
        if (at(TokenKind::kAssign)) {
          auto* with_default = make<DefaultPattern>(word.start);
          advance();
          with_default->target = name;
          with_default->value = parse_assignment_in();
          property->value = finish(with_default);
        }
      }
      list.push(finish(property));
    }
    if (eat(TokenKind::kComma)) continue;
    if (at(closer)) break;
    if (Diagnostic* diagnostic = unexpected(is_array ? "',' or ']'" : "',' or '}'")) {
      diagnostic->related.push_back({opened, "opened here"});
    }
    if (!synchronize_list(closer)) break;
    eat(TokenKind::kComma);
  }
  if (!eat(closer)) {
    if (Diagnostic* diagnostic = unexpected(is_array ? "']'" : "'}'")) {
      diagnostic->related.push_back({opened, "opened here"});
    }
  }
  if (is_array) {
    auto* pattern = make<ArrayPattern>(start);
    pattern->elements = list.take<Pattern>();
    return finish(pattern);
  }
  auto* pattern = make<ObjectPattern>(start);
  pattern->properties = list.take<Node>();
  return finish(pattern);
}

// ArrayExpression or ObjectExpression left of '='.
void Parser::to_assignment_pattern(Node* node) {
  auto element = [&](Node* item) {
    auto* assignment = as_if<AssignmentExpression>(item);
    if (assignment && assignment->op == AssignmentOperator::kAssign && !assignment->parenthesized()) {
      // Its target was checked, and turned into a pattern, when '=' was read; not so that of {a = 1}.
      if (assignment->bits & 1) to_assignment_target(assignment->target);
      assignment->bits = 0;
      turn_into<DefaultPattern>(assignment);
      if (assignment->target->is<CallExpression>()) {
        report_node(DiagnosticCode::kInvalidDestructuringTarget, assignment->target);
      }
      return;
    }
    to_assignment_target(item);
  };
  auto rest = [&](Node* item, bool last, bool in_object) {
    auto* spread = static_cast<SpreadElement*>(item);
    if (!last || (spread->bits & 1)) report_node(DiagnosticCode::kRestNotLast, item);
    spread->bits = 0;
    turn_into<RestElement>(item);
    Node* target = spread->argument;
    if (target->is<AssignmentExpression>()) {
      report_node(target->parenthesized() ? DiagnosticCode::kInvalidDestructuringTarget
                                          : DiagnosticCode::kRestElementInitializer,
                  target);
      return;
    }
    if (in_object && (target->is<ArrayExpression>() || target->is<ObjectExpression>())) {
      report_node(DiagnosticCode::kRestTarget, target);
      return;
    }
    to_assignment_target(target);
  };
  if (auto* array = as_if<ArrayExpression>(node)) {
    turn_into<ArrayPattern>(array);
    for (uint32_t i = 0; i < array->elements.size(); i++) {
      Node* item = array->elements[i];
      if (!item) continue;
      if (item->is<SpreadElement>()) {
        rest(item, i + 1 == array->elements.size(), false);
      } else {
        element(item);
      }
    }
    return;
  }
  auto* object = static_cast<ObjectExpression*>(node);
  turn_into<ObjectPattern>(object);
  for (uint32_t i = 0; i < object->properties.size(); i++) {
    Node* item = object->properties[i];
    if (item->is<SpreadElement>()) {
      rest(item, i + 1 == object->properties.size(), true);
      continue;
    }
    auto* property = as_if<Property>(item);
    if (!property) continue;
    if (property->property_kind == PropertyKind::kProto) property->property_kind = PropertyKind::kInit;
    if (property->property_kind != PropertyKind::kInit) {
      report_node(DiagnosticCode::kInvalidDestructuringTarget, property);
      continue;
    }
    if (property->value) element(property->value);
  }
}

void Parser::to_assignment_target(Node* node) {
  if (node->is<ArrayExpression>() || node->is<ObjectExpression>()) {
    if (node->parenthesized()) {
      report_node(DiagnosticCode::kInvalidDestructuringTarget, node);
    } else {
      to_assignment_pattern(node);
    }
    return;
  }
  check_simple_target(node, DiagnosticCode::kInvalidDestructuringTarget);
  mark_written(node, false);
}

// A parameter of an arrow function, read as an expression.
Node* Parser::to_binding(Node* node) {
  if (!node) return node;
  if (node->parenthesized() && !node->is<BindingIdentifier>()) {
    report_node(DiagnosticCode::kInvalidBinding, node);
    return node;
  }
  switch (node->kind) {
    case NodeKind::kIdentifier: {
      turn_into<BindingIdentifier>(node);
      node->bits = 0;
      NameId name = static_cast<BindingIdentifier*>(node)->name;
      if (strict_) check_binding_name(name, node->range());
      return node;
    }
    case NodeKind::kBindingIdentifier:
    case NodeKind::kErrorNode: return node;
    case NodeKind::kAssignmentExpression:
    case NodeKind::kDefaultPattern: {
      auto* assignment = static_cast<AssignmentExpression*>(node);
      if (assignment->op != AssignmentOperator::kAssign) break;
      node->bits = 0;
      turn_into<DefaultPattern>(node);
      assignment->target = to_binding(assignment->target);
      return node;
    }
    case NodeKind::kArrayExpression:
    case NodeKind::kArrayPattern: {
      auto* array = static_cast<ArrayExpression*>(node);
      turn_into<ArrayPattern>(node);
      for (uint32_t i = 0; i < array->elements.size(); i++) {
        Node* item = array->elements[i];
        if (!item) continue;
        if (item->is<SpreadElement>() && (i + 1 != array->elements.size() || (item->bits & 1))) {
          report_node(DiagnosticCode::kRestNotLast, item);
        }
        to_binding(item);
      }
      return node;
    }
    case NodeKind::kObjectExpression:
    case NodeKind::kObjectPattern: {
      auto* object = static_cast<ObjectExpression*>(node);
      turn_into<ObjectPattern>(node);
      for (uint32_t i = 0; i < object->properties.size(); i++) {
        Node* item = object->properties[i];
        if (item->is<SpreadElement>() || item->is<RestElement>()) {
          if (item->is<SpreadElement>() && (i + 1 != object->properties.size() || (item->bits & 1))) {
            report_node(DiagnosticCode::kRestNotLast, item);
          }
          Node* target = static_cast<SpreadElement*>(item)->argument;
          if (!target->is<Identifier>() && !target->is<BindingIdentifier>()) {
            report_node(DiagnosticCode::kInvalidBinding, target);
          }
          to_binding(item);
          continue;
        }
        auto* property = as_if<Property>(item);
        if (!property) continue;
        if (property->property_kind == PropertyKind::kProto) property->property_kind = PropertyKind::kInit;
        if (property->property_kind != PropertyKind::kInit) {
          report_node(DiagnosticCode::kInvalidBinding, property);
          continue;
        }
        property->value = to_binding(property->value);
      }
      return node;
    }
    case NodeKind::kSpreadElement:
    case NodeKind::kRestElement: {
      auto* spread = static_cast<SpreadElement*>(node);
      node->bits = 0;
      turn_into<RestElement>(node);
      if (spread->argument->is<AssignmentExpression>() || spread->argument->is<DefaultPattern>()) {
        report_node(DiagnosticCode::kRestElementInitializer, spread->argument);
      }
      spread->argument = to_binding(spread->argument);
      return node;
    }
    default: break;
  }
  report_node(DiagnosticCode::kInvalidBinding, node);
  return node;
}

void Parser::collect_bound_names(Node* pattern, std::vector<BindingIdentifier*>& out) {
  if (!pattern) return;
  switch (pattern->kind) {
    case NodeKind::kBindingIdentifier: out.push_back(static_cast<BindingIdentifier*>(pattern)); return;
    case NodeKind::kDefaultPattern: return collect_bound_names(static_cast<DefaultPattern*>(pattern)->target, out);
    case NodeKind::kRestElement: return collect_bound_names(static_cast<RestElement*>(pattern)->argument, out);
    case NodeKind::kArrayPattern:
      for (Node* item : static_cast<ArrayPattern*>(pattern)->elements) collect_bound_names(item, out);
      return;
    case NodeKind::kObjectPattern:
      for (Node* item : static_cast<ObjectPattern*>(pattern)->properties) collect_bound_names(item, out);
      return;
    case NodeKind::kProperty: return collect_bound_names(static_cast<Property*>(pattern)->value, out);
    default: return;
  }
}

}  // namespace scrim::syntax
