#include "lsp/lint/constructor_shapes.h"

#include <algorithm>

#include "engine/syntax/ast_visit.h"

namespace scrim::lint {

using namespace syntax;

namespace {

constexpr int kMaximumCalls = 4;

// Bases that are known to give instances no named fields of their own that a derived class might mean.
bool is_plain_base(std::string_view name) {
  static constexpr std::string_view kNames[] = {"EventEmitter", "EventTarget", "Error",      "TypeError", "RangeError",
                                                "Array",        "Map",         "Set",        "Object",    "Promise",
                                                "WeakMap",      "WeakSet",     "SyntaxError"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

std::string_view last_name(const RuleContext& context, const Node* expression) {
  if (auto* identifier = as_if<Identifier>(expression)) return context.name(identifier->name);
  if (auto* member = as_if<MemberExpression>(expression)) return context.name(member->property->name);
  return {};
}

}  // namespace

bool ConstructorShapes::run_class(const ClassNode* node) {
  class_ = node;
  States states{{}};
  if (node->constructor != nullptr) {
    if (node->heritage == nullptr) fields_of(node, states);
    call(node->constructor, states);
  } else {
    run_base(node, states);
    fields_of(node, states);
  }
  exits_ = std::move(states);
  return !hidden_;
}

bool ConstructorShapes::run_function(const FunctionNode* function) {
  constructor_binding_ = function->id != nullptr ? function->id->binding : nullptr;
  States states{{}};
  call(function, states);
  exits_ = std::move(states);
  return !hidden_;
}

void ConstructorShapes::fields_of(const ClassNode* node, States& states) {
  for (const ClassMember* member : node->members) {
    if (member->member_kind != MemberKind::kField || member->is_static) continue;
    if (auto* key = as_if<PropertyName>(member->key); key != nullptr && !member->computed) {
      add(key->name, nullptr, states);
    }
  }
}

void ConstructorShapes::run_base(const ClassNode* node, States& states) {
  if (node->heritage == nullptr) return;
  const ClassNode* base = nullptr;
  if (const Binding* binding = binding_of(node->heritage)) {
    if (auto* declaration = as_if<ClassDeclaration>(binding->declaring_node)) base = declaration->class_node;
  }
  if (base == nullptr || base == node || depth_ > kMaximumCalls) {
    hidden_ = hidden_ || !is_plain_base(last_name(context_, node->heritage));
    return;
  }
  const ClassNode* own = class_;
  class_ = base;
  depth_++;
  if (base->constructor != nullptr) {
    if (base->heritage == nullptr) fields_of(base, states);
    call(base->constructor, states);
  } else {
    run_base(base, states);
    fields_of(base, states);
  }
  depth_--;
  class_ = own;
}

// Runs a function with `this` being the object; `states` becomes what it may be afterwards.
void ConstructorShapes::call(const FunctionNode* function, States& states) {
  if (depth_ > kMaximumCalls || function == function_) return;
  const FunctionNode* caller = function_;
  States returned;
  States* outer = returns_;
  function_ = function;
  returns_ = &returned;
  depth_++;
  if (auto* body = as_if<FunctionBody>(function->body)) {
    statements(body->body, states);
  } else if (function->body != nullptr) {
    expression(function->body, states);
  }
  depth_--;
  returns_ = outer;
  function_ = caller;
  join(states, returned);
}

const FunctionNode* ConstructorShapes::method(NameId name) const {
  if (class_ != nullptr) {
    for (const ClassMember* member : class_->members) {
      auto* key = as_if<PropertyName>(member->key);
      if (member->member_kind == MemberKind::kMethod && !member->is_static && key != nullptr && !member->computed &&
          key->name == name) {
        return as_if<FunctionNode>(member->value);
      }
    }
    return nullptr;
  }
  if (constructor_binding_ == nullptr) return nullptr;
  // F.prototype.name = function () {}
  for (NodeIndex use : context_.tree.uses(constructor_binding_)) {
    auto* prototype = as_if<MemberExpression>(context_.tree.parent_node(use));
    auto* member = as_if<MemberExpression>(context_.tree.parent_node(use, 2));
    auto* assignment = as_if<AssignmentExpression>(context_.tree.parent_node(use, 3));
    if (prototype == nullptr || context_.name(prototype->property->name) != "prototype" || member == nullptr ||
        member->object != prototype || member->property->name != name || assignment == nullptr ||
        assignment->target != member) {
      continue;
    }
    if (auto* function = as_if<FunctionExpression>(assignment->value)) return function->function;
  }
  return nullptr;
}

void ConstructorShapes::add(NameId name, const Node* place, States& states) {
  if (class_ != nullptr) {
    for (const ClassMember* member : class_->members) {
      auto* key = as_if<PropertyName>(member->key);
      bool accessor = member->member_kind == MemberKind::kSet || member->member_kind == MemberKind::kGet;
      if (accessor && !member->is_static && key != nullptr && key->name == name) return;  // not a field
    }
  }
  if (place != nullptr && std::none_of(assignments_.begin(), assignments_.end(),
                                       [&](const Assignment& known) { return known.name == name; })) {
    assignments_.push_back({name, place, function_});
  }
  bool changed = false;
  for (Shape& shape : states) {
    if (std::find(shape.begin(), shape.end(), name) != shape.end()) continue;
    shape.push_back(name);
    changed = true;
  }
  if (changed) {
    States distinct;
    join(distinct, states);
    states = std::move(distinct);
  }
}

void ConstructorShapes::join(States& into, const States& other) {
  for (const Shape& shape : other) {
    if (std::find(into.begin(), into.end(), shape) == into.end()) into.push_back(shape);
  }
  if (into.size() <= kMaximum) return;
  // Keep the extremes: what is missing from some shape is missing from the smallest, what is in one is in the largest.
  std::stable_sort(into.begin(), into.end(), [](const Shape& a, const Shape& b) { return a.size() < b.size(); });
  into.erase(into.begin() + kMaximum / 2, into.end() - kMaximum / 2);
}

void ConstructorShapes::statements(const ArenaList<Statement*>& list, States& states) {
  for (const Node* node : list) {
    if (node != nullptr) statement(node, states);
  }
}

void ConstructorShapes::loop(const Node* node, const Node* body, States& states, bool at_least_once) {
  States before = states;
  statement(body, states);
  if (!at_least_once) join(states, before);
  join(states, jumps_[node]);
  jumps_.erase(node);
}

namespace {

// What an engine has or has not (Error.captureStackTrace, typeof window === 'undefined'): all instances go one way.
bool is_feature_test(const Node* test) {
  switch (test->kind) {
    case NodeKind::kIdentifier: return as<Identifier>(test)->resolution() == Resolution::kGlobal;
    case NodeKind::kMemberExpression: return is_feature_test(as<MemberExpression>(test)->object);
    case NodeKind::kUnaryExpression: return is_feature_test(as<UnaryExpression>(test)->argument);
    case NodeKind::kLogicalExpression:
      return is_feature_test(as<LogicalExpression>(test)->left) && is_feature_test(as<LogicalExpression>(test)->right);
    case NodeKind::kBinaryExpression: {
      auto* binary = as<BinaryExpression>(test);
      return is_feature_test(binary->left) && (binary->right->is<StringLiteral>() || is_feature_test(binary->right));
    }
    default: return false;
  }
}

}  // namespace

void ConstructorShapes::statement(const Node* node, States& states) {
  if (node == nullptr || states.empty()) return;
  switch (node->kind) {
    case NodeKind::kBlockStatement: return statements(as<BlockStatement>(node)->body, states);
    case NodeKind::kExpressionStatement: return expression(as<ExpressionStatement>(node)->expression, states);
    case NodeKind::kVariableDeclaration:
      for (const VariableDeclarator* declarator : as<VariableDeclaration>(node)->declarators) {
        expression(declarator->init, states);
      }
      return;
    case NodeKind::kIfStatement: {
      auto* branch = as<IfStatement>(node);
      expression(branch->test, states);
      States otherwise = states;
      statement(branch->consequent, states);
      if (is_feature_test(branch->test) && !states.empty()) return;
      statement(branch->alternate, otherwise);
      return join(states, otherwise);
    }
    case NodeKind::kForStatement: {
      auto* in = as<ForStatement>(node);
      if (in->init != nullptr && in->init->is<VariableDeclaration>()) {
        statement(in->init, states);
      } else {
        expression(in->init, states);
      }
      expression(in->test, states);
      return loop(node, in->body, states, false);
    }
    case NodeKind::kForInStatement:
      expression(as<ForInStatement>(node)->right, states);
      return loop(node, as<ForInStatement>(node)->body, states, false);
    case NodeKind::kForOfStatement:
      expression(as<ForOfStatement>(node)->right, states);
      return loop(node, as<ForOfStatement>(node)->body, states, false);
    case NodeKind::kWhileStatement:
      expression(as<WhileStatement>(node)->test, states);
      return loop(node, as<WhileStatement>(node)->body, states, false);
    case NodeKind::kDoWhileStatement: return loop(node, as<DoWhileStatement>(node)->body, states, true);
    case NodeKind::kBreakStatement:
      join(jumps_[as<BreakStatement>(node)->target], states);
      states.clear();
      return;
    case NodeKind::kContinueStatement:
      join(jumps_[as<ContinueStatement>(node)->target], states);
      states.clear();
      return;
    case NodeKind::kLabeledStatement:
      statement(as<LabeledStatement>(node)->body, states);
      join(states, jumps_[node]);
      return;
    case NodeKind::kReturnStatement: {
      const Node* argument = as<ReturnStatement>(node)->argument;
      expression(argument, states);
      // A constructor that returns something else makes no instance here.
      bool instance = argument == nullptr || argument->is<ThisExpression>() || depth_ > 1;
      if (instance) join(*returns_, states);
      states.clear();
      return;
    }
    case NodeKind::kThrowStatement: states.clear(); return;
    case NodeKind::kSwitchStatement: {
      auto* choice = as<SwitchStatement>(node);
      expression(choice->discriminant, states);
      States entry = states;
      States flowing;
      bool has_default = false;
      for (const SwitchCase* one : choice->cases) {
        has_default = has_default || one->test == nullptr;
        join(flowing, entry);
        statements(one->body, flowing);
      }
      states = std::move(flowing);
      if (!has_default) join(states, entry);
      join(states, jumps_[node]);
      return;
    }
    case NodeKind::kTryStatement: {
      auto* attempt = as<TryStatement>(node);
      States before = states;
      statement(attempt->block, states);
      if (attempt->handler != nullptr) {
        // The block may have failed anywhere in it.
        States caught = before;
        join(caught, states);
        statement(attempt->handler->body, caught);
        join(states, caught);
      }
      statement(attempt->finalizer, states);
      return;
    }
    default: return;
  }
}

void ConstructorShapes::call_expression(const CallExpression* node, States& states) {
  for (const Node* argument : node->arguments) expression(argument, states);
  auto* member = as_if<MemberExpression>(node->callee);
  if (member == nullptr) return;
  std::string_view name = context_.name(member->property->name);
  const Node* first = node->arguments.empty() ? nullptr : node->arguments[0];
  if (member->object->is<ThisExpression>()) {
    if (const FunctionNode* function = method(member->property->name)) {
      call(function, states);
    } else if (class_ == nullptr) {
      hidden_ = true;  // a prototype method that is somewhere else
    }
  } else if (context_.evidence.is_global(member->object, "Object") && first != nullptr && first->is<ThisExpression>() &&
             (name == "assign" || name == "defineProperties" || name == "defineProperty")) {
    hidden_ = true;
  } else if ((name == "call" || name == "apply") && first != nullptr && first->is<ThisExpression>()) {
    const Binding* binding = binding_of(member->object);
    const FunctionNode* function = binding != nullptr ? context_.evidence.function_of(binding) : nullptr;
    if (function != nullptr) {
      call(function, states);
    } else if (!is_plain_base(last_name(context_, member->object))) {
      hidden_ = true;
    }
  } else {
    expression(member->object, states);
  }
}

void ConstructorShapes::expression(const Node* node, States& states) {
  if (node == nullptr || states.empty() || depth_ > 100) return;
  switch (node->kind) {
    case NodeKind::kAssignmentExpression: {
      auto* assignment = as<AssignmentExpression>(node);
      auto* member = as_if<MemberExpression>(assignment->target);
      bool field = member != nullptr && member->object->is<ThisExpression>();
      bool conditional = assignment->op >= AssignmentOperator::kLogicalAnd;
      if (auto* index = as_if<IndexExpression>(assignment->target);
          index != nullptr && index->object->is<ThisExpression>()) {
        hidden_ = true;  // this[name] = ...
      }
      if (!field) expression(assignment->target, states);
      if (!conditional) {
        expression(assignment->value, states);
        if (field) add(member->property->name, member, states);
        return;
      }
      // this.x ??= y: afterwards there is an x, unless it is &&=.
      States before = states;
      expression(assignment->value, states);
      join(states, before);
      if (field && assignment->op != AssignmentOperator::kLogicalAnd) add(member->property->name, member, states);
      return;
    }
    case NodeKind::kLogicalExpression: {
      auto* logical = as<LogicalExpression>(node);
      expression(logical->left, states);
      States before = states;
      expression(logical->right, states);
      return join(states, before);
    }
    case NodeKind::kConditionalExpression: {
      auto* choice = as<ConditionalExpression>(node);
      expression(choice->test, states);
      States otherwise = states;
      expression(choice->consequent, states);
      expression(choice->alternate, otherwise);
      return join(states, otherwise);
    }
    case NodeKind::kSuperCall:
      for (const Node* argument : as<SuperCall>(node)->arguments) expression(argument, states);
      if (class_ != nullptr) {
        run_base(class_, states);
        fields_of(class_, states);
      }
      return;
    case NodeKind::kCallExpression: return call_expression(as<CallExpression>(node), states);
    // Run later, or elsewhere.
    case NodeKind::kFunctionExpression:
    case NodeKind::kArrowFunction:
    case NodeKind::kClassExpression: return;
    default: for_each_child(const_cast<Node*>(node), [&](Node* child) { expression(child, states); });
  }
}

}  // namespace scrim::lint
