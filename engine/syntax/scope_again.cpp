// Scope analysis of one function in a program whose other scopes stand, for reparse().
#include <deque>

#include "engine/syntax/scope_builder.h"

namespace scrim::syntax {

bool ScopeBuilder::run_again(FunctionNode* function, Scope* around, bool* layout) {
  // The activations around, innermost first.
  std::deque<Frame> frames;
  for (Scope* scope = around; scope; scope = scope->parent) {
    if (!frames.empty() && frames.back().function == scope->function) continue;
    FunctionNode* owner = scope->function;
    frames.push_back({owner, nullptr, owner ? owner->scope : result_.program->scope});
    if (frames.size() > 1) frames[frames.size() - 2].outer = &frames.back();
  }
  frame_ = &frames.front();
  Open surroundings{};
  surroundings.scope = around;
  surroundings.frame = frame_;
  top_ = &surroundings;

  Scope* old_root = function->name_scope ? function->name_scope : function->scope;
  bool is_expression = function->name_scope != nullptr;
  FunctionFlags before = function->flags;
  function->name_scope = nullptr;
  FunctionFlags& now = function->flags;
  now.uses_this = now.uses_arguments = now.uses_super_property = now.uses_super_call = now.uses_new_target = false;
  now.has_direct_eval = now.mapped_arguments = now.inside_with = now.has_closures = now.has_using = false;
  Scope* first_child = around->first_child;
  visit_function(function, is_expression);
  if (!requests_.empty()) return false;  // imports, in the wrong place: part of the module's record
  Scope* root = function->name_scope ? function->name_scope : function->scope;
  around->first_child = first_child;
  Scope** link = &around->first_child;
  while (*link != old_root) link = &(*link)->next_sibling;
  root->next_sibling = old_root->next_sibling;
  *link = root;

  // What an eval may name, and what an arrow function uses of the function around, changes that one.
  if (root->has_direct_eval || old_root->has_direct_eval) return false;
  if (function->function_kind == FunctionKind::kArrow &&
      (now.uses_this != before.uses_this || now.uses_super_property != before.uses_super_property ||
       now.uses_super_call != before.uses_super_call || now.uses_new_target != before.uses_new_target)) {
    return false;
  }
  resolve_private_around(function, around);
  if (!resolve_around(around, layout)) return false;
  allocate(root);
  return true;
}

// As resolve_references(), through scopes that are closed.
bool ScopeBuilder::resolve_around(Scope* around, bool* layout) {
  for (Reference& reference : references_) {
    auto* node = static_cast<Identifier*>(reference.node);
    Binding* found = nullptr;
    for (Scope* scope = around; scope; scope = scope->parent) {
      found = scope->find(node->name);
      if (found) break;
      if (node->name == names::arguments && scope->kind == ScopeKind::kFunction &&
          scope->function->function_kind != FunctionKind::kArrow) {
        return false;  // that function gets an arguments object
      }
      if (scope->kind == ScopeKind::kWith || (scope->has_sloppy_eval && scope->parent)) reference.dynamic = true;
    }
    if (found) {
      bool captured = found->captured;
      bool checked = found->needs_tdz_check;
      bind(reference, found);
      if (captured != found->captured || checked != found->needs_tdz_check) *layout = true;
      continue;
    }
    Resolution resolution = reference.dynamic ? Resolution::kDynamic : Resolution::kGlobal;
    node->bits = static_cast<uint16_t>((node->bits & ~Node::kResolutionMask) | static_cast<uint16_t>(resolution));
  }
  return true;
}

void ScopeBuilder::resolve_private_around(FunctionNode* function, Scope* around) {
  for (PrivateReference& reference : private_references_) {
    Binding* found = nullptr;
    for (Scope* scope = around; scope && !found; scope = scope->parent) {
      if (scope->kind != ScopeKind::kClass) continue;
      // In the heritage, private names are those of the classes around.
      const Node* heritage = as<ClassNode>(scope->node)->heritage;
      if (heritage && function->start >= heritage->start && function->end <= heritage->end) continue;
      found = scope->find(reference.node->name);
    }
    if (found) {
      reference.node->binding = found;
      found->used = true;
    } else {
      report_undeclared_private(reference.node);
    }
  }
}

void ScopeBuilder::lay_out_again() {
  Scope* root = result_.program->scope;
  for (Scope* scope = root; scope;) {
    scope->environment_size = 0;
    scope->register_count = 0;
    scope->needs_environment = scope->kind == ScopeKind::kWith;
    if (auto* loop = scope->kind == ScopeKind::kFor ? as_if<ForStatement>(scope->node) : nullptr) {
      scope->per_iteration = as<VariableDeclaration>(loop->init)->declaration_kind == DeclarationKind::kLet;
    }
    for (Binding* binding : scope->bindings) {
      if (binding->place != BindingPlace::kRegister && binding->place != BindingPlace::kArgument &&
          binding->place != BindingPlace::kEnvironment) {
        continue;
      }
      bool in_frame = binding->kind == BindingKind::kThis || binding->kind == BindingKind::kNewTarget ||
                      binding->kind == BindingKind::kCallee || binding->kind == BindingKind::kFunctionName;
      binding->place = in_frame ? BindingPlace::kFrame : BindingPlace::kRegister;
      binding->index = 0;
    }
    if (scope->first_child) {
      scope = scope->first_child;
      continue;
    }
    while (scope && !scope->next_sibling) scope = scope == root ? nullptr : scope->parent;
    if (scope) scope = scope->next_sibling;
  }
  allocate(root);
}

}  // namespace scrim::syntax
