// The walk of scope analysis: which node opens a scope, declares a name, uses one.
#include "engine/syntax/ast_visit.h"
#include "engine/syntax/scope_builder.h"

namespace scrim::syntax {

void analyze_scopes(ParseResult& result, const ParseOptions& options) {
  ScopeBuilder(result, options).run();
}

ScopeBuilder::ScopeBuilder(ParseResult& result, const ParseOptions& options)
    : result_(result),
      options_(options),
      arena_(result.arena),
      reporter_(result.diagnostics, result.dropped_diagnostics, options.max_diagnostics),
      current_(result.names.end(), nullptr),
      was_broken_(result.misread) {}

void ScopeBuilder::run() {
  Program* program = result_.program;
  resolve_outer();
  Frame frame;
  push_frame(frame, nullptr);
  ScopeKind kind = ScopeKind::kScript;
  if (program->kind_of_program == ProgramKind::kModule) kind = ScopeKind::kModule;
  if (program->kind_of_program == ProgramKind::kDirectEval || program->kind_of_program == ProgramKind::kIndirectEval) {
    kind = ScopeKind::kEval;
  }
  Open scope;
  open(scope, kind, program, program->range());
  scope.scope->is_var_scope = true;
  scope.scope->strict = program->strict;
  scope.scope->parent = outer_scope_;
  frame.scope = scope.scope;
  program->scope = scope.scope;
  visit_statement_list(program->body);
  if (kind == ScopeKind::kModule) make_module_info();
  close();
  for (PrivateReference& reference : private_references_) {
    // Private names of the classes around an eval.
    NameId name = reference.node->name;
    bool check = false;
    bool dynamic = false;
    if (Binding* found = find_outer(name, &check, &dynamic)) {
      reference.node->binding = found;
      continue;
    }
    bool known = false;
    for (std::string_view visible : options_.private_names) known |= visible == result_.names.text(name);
    if (!known || options_.outer) {
      report_undeclared_private(reference.node);
    }
  }
  allocate(scope.scope);
  program->has_direct_eval = scope.scope->has_direct_eval;
}

void ScopeBuilder::report_undeclared_private(const PrivateName* name) {
  // Of a class that was not understood, perhaps.
  if (was_broken_) {
    result_.guessed = true;
    return;
  }
  SourceRange place = name->range();
  Diagnostic* diagnostic = reporter_.report(DiagnosticCode::kUndeclaredPrivate, place, result_.names.text(name->name));
  if (place.start > 0 && result_.source->text()[place.start - 1] == '.') place.start--;
  set_engine_range(diagnostic, place);
}

void ScopeBuilder::push_frame(Frame& frame, FunctionNode* function) {
  frame.function = function;
  frame.outer = frame_;
  if (function) {
    function->index = static_cast<uint32_t>(result_.functions.size());
    result_.functions.push_back(function);
    if (frame_ && frame_->function) frame_->function->flags.has_closures = true;
    if (top_ && (top_->scope->inside_with)) function->flags.inside_with = true;
  }
  frame_ = &frame;
}

// ---- this, super, new.target, arguments, eval

ScopeBuilder::Frame* ScopeBuilder::this_frame() const {
  Frame* frame = frame_;
  while (frame->is_arrow()) frame = frame->outer;
  return frame;
}

Binding* ScopeBuilder::implicit_binding(Frame* owner, BindingKind kind, NameId name, Binding* Scope::* place) {
  Scope* scope = owner->scope;
  Binding*& binding = scope->*place;
  if (!binding) {
    binding = make_binding(scope, name, kind, {});
    binding->place = BindingPlace::kFrame;
  }
  binding->used = true;
  if (owner != frame_) binding->captured = true;
  return binding;
}

Binding* ScopeBuilder::outer_binding(BindingKind kind) {
  if (const OuterNames* outer = options_.outer_names) {
    OuterPlace place;
    if (!outer->find_kind(outer->context, kind, &place)) return nullptr;
    Scope* scope = outer_scope_;
    for (uint32_t i = 0; i < place.scope; i++) scope = scope->parent;
    return outer_place_binding(place, kNoName);
  }
  for (Scope* scope = outer_scope_; scope; scope = scope->parent) {
    for (Binding* binding : scope->bindings) {
      if (binding->kind == kind) return binding;
    }
  }
  return nullptr;
}

Binding* ScopeBuilder::use_this() {
  Frame* owner = this_frame();
  for (Frame* frame = frame_; frame != owner; frame = frame->outer) frame->function->flags.uses_this = true;
  if (!owner->function) {
    result_.program->uses_this = true;
    return outer_binding(BindingKind::kThis);
  }
  owner->function->flags.uses_this = true;
  Binding* binding = implicit_binding(owner, BindingKind::kThis, names::this_, &Scope::this_binding);
  if (owner->function->function_kind == FunctionKind::kDerivedConstructor) binding->needs_tdz_check = true;
  return binding;
}

Binding* ScopeBuilder::use_callee() {
  Frame* owner = this_frame();
  if (!owner->function) return outer_binding(BindingKind::kCallee);
  return implicit_binding(owner, BindingKind::kCallee, names::this_function, &Scope::callee_binding);
}

Binding* ScopeBuilder::use_new_target() {
  Frame* owner = this_frame();
  for (Frame* frame = frame_; frame != owner; frame = frame->outer) frame->function->flags.uses_new_target = true;
  if (!owner->function) return outer_binding(BindingKind::kNewTarget);
  owner->function->flags.uses_new_target = true;
  return implicit_binding(owner, BindingKind::kNewTarget, names::new_target, &Scope::new_target_binding);
}

// eval(...) may name everything that is visible here, and in sloppy code add variables to the function around.
void ScopeBuilder::note_direct_eval(CallExpression* call) {
  call->eval_scope = top_->scope;
  if (!top_->scope->strict) var_scope()->scope->has_sloppy_eval = true;
  for (Open* open = top_; open && !open->scope->has_direct_eval; open = open->parent) {
    open->scope->has_direct_eval = true;
  }
  Frame* owner = this_frame();
  for (Frame* frame = frame_;; frame = frame->outer) {
    if (frame->function) frame->function->flags.has_direct_eval = true;
    if (frame == owner) break;
  }
  use_this();
  if (owner->function) {
    use_new_target();
    if (owner->function->function_kind != FunctionKind::kNormal) use_callee();
    FunctionKind kind = owner->function->function_kind;
    if (kind != FunctionKind::kInstanceInitializer && kind != FunctionKind::kStaticInitializer) {
      owner->function->flags.uses_arguments = true;
    }
  }
}

// ---- expressions

void ScopeBuilder::visit_reference(Node* node) {
  references_.push_back({node, top_->scope, false});
}

// Chains that lean to the left may be very long: the way down is a loop.
void ScopeBuilder::visit_spine(Node* node) {
  size_t base = spine_.size();
  Node* current = node;
  for (;;) {
    Node* next = nullptr;
    switch (current->kind) {
      case NodeKind::kBinaryExpression: next = static_cast<BinaryExpression*>(current)->left; break;
      case NodeKind::kLogicalExpression: next = static_cast<LogicalExpression*>(current)->left; break;
      case NodeKind::kMemberExpression: next = static_cast<MemberExpression*>(current)->object; break;
      case NodeKind::kIndexExpression: next = static_cast<IndexExpression*>(current)->object; break;
      case NodeKind::kPrivateMemberExpression: next = static_cast<PrivateMemberExpression*>(current)->object; break;
      case NodeKind::kCallExpression: next = static_cast<CallExpression*>(current)->callee; break;
      case NodeKind::kTaggedTemplate: next = static_cast<TaggedTemplate*>(current)->tag; break;
      case NodeKind::kOptionalChain: next = static_cast<OptionalChain*>(current)->expression; break;
      default: break;
    }
    if (!next) break;
    spine_.push_back(current);
    current = next;
  }
  visit(current);
  while (spine_.size() > base) {
    current = spine_.back();
    spine_.pop_back();
    visit_links(current);
  }
}

// All of a spine's node but the child the spine goes on with.
void ScopeBuilder::visit_links(Node* node) {
  switch (node->kind) {
    case NodeKind::kBinaryExpression: visit(static_cast<BinaryExpression*>(node)->right); return;
    case NodeKind::kLogicalExpression: visit(static_cast<LogicalExpression*>(node)->right); return;
    case NodeKind::kIndexExpression: visit(static_cast<IndexExpression*>(node)->index); return;
    case NodeKind::kPrivateMemberExpression: visit(static_cast<PrivateMemberExpression*>(node)->property); return;
    case NodeKind::kCallExpression: {
      auto* call = static_cast<CallExpression*>(node);
      visit_list(call->arguments);
      if (call->is_direct_eval) note_direct_eval(call);
      return;
    }
    case NodeKind::kTaggedTemplate: visit(static_cast<TaggedTemplate*>(node)->quasi); return;
    default: return;
  }
}

void ScopeBuilder::visit(Node* node) {
  switch (node->kind) {
    case NodeKind::kIdentifier:
    case NodeKind::kBindingIdentifier: visit_reference(node); return;
    case NodeKind::kBinaryExpression:
    case NodeKind::kLogicalExpression:
    case NodeKind::kMemberExpression:
    case NodeKind::kIndexExpression:
    case NodeKind::kPrivateMemberExpression:
    case NodeKind::kCallExpression:
    case NodeKind::kTaggedTemplate:
    case NodeKind::kOptionalChain: visit_spine(node); return;
    case NodeKind::kPrivateName:
      private_references_.push_back({static_cast<PrivateName*>(node), frame_->function});
      return;
    case NodeKind::kThisExpression: {
      auto* expression = static_cast<ThisExpression*>(node);
      expression->binding = use_this();
      Frame* owner = this_frame();
      if (owner->function && owner->function->function_kind == FunctionKind::kDerivedConstructor) {
        node->bits |= Node::kTdzCheck;
      }
      return;
    }
    case NodeKind::kNewTarget: static_cast<NewTarget*>(node)->binding = use_new_target(); return;
    case NodeKind::kSuperMember:
    case NodeKind::kSuperIndex: {
      Frame* owner = this_frame();
      for (Frame* frame = frame_;; frame = frame->outer) {
        if (frame->function) frame->function->flags.uses_super_property = true;
        if (frame == owner) break;
      }
      if (auto* member = as_if<SuperMember>(node)) {
        member->callee = use_callee();
        member->this_binding = use_this();
      } else {
        auto* index = static_cast<SuperIndex*>(node);
        index->callee = use_callee();
        index->this_binding = use_this();
        visit(index->index);
      }
      return;
    }
    case NodeKind::kSuperCall: {
      auto* call = static_cast<SuperCall*>(node);
      Frame* owner = this_frame();
      for (Frame* frame = frame_;; frame = frame->outer) {
        if (frame->function) frame->function->flags.uses_super_call = true;
        if (frame == owner) break;
      }
      call->callee = use_callee();
      call->this_binding = use_this();
      call->new_target = use_new_target();
      visit_list(call->arguments);
      return;
    }
    case NodeKind::kFunctionExpression: visit_function(static_cast<FunctionExpression*>(node)->function, true); return;
    case NodeKind::kArrowFunction: visit_function(static_cast<ArrowFunction*>(node)->function, true); return;
    case NodeKind::kFunctionNode: visit_function(static_cast<FunctionNode*>(node), false); return;
    case NodeKind::kClassExpression: visit_class(static_cast<ClassExpression*>(node)->class_node); return;
    case NodeKind::kFunctionDeclaration: {
      auto* declaration = static_cast<FunctionDeclaration*>(node);
      declare_function(declaration);
      visit_function(declaration->function, false);
      return;
    }
    case NodeKind::kClassDeclaration: {
      ClassNode* class_node = static_cast<ClassDeclaration*>(node)->class_node;
      if (class_node->id) {
        Binding* binding = declare_lexical(class_node->id->name, BindingKind::kClass, class_node->id->range());
        binding->declaring_node = node;
        binding->initialized_at = node->end;
        class_node->id->binding = binding;
      }
      visit_class(class_node);
      return;
    }
    case NodeKind::kVariableDeclaration: visit_declaration(static_cast<VariableDeclaration*>(node)); return;
    case NodeKind::kBlockStatement: visit_block(static_cast<BlockStatement*>(node), false); return;
    case NodeKind::kIfStatement: {
      auto* statement = static_cast<IfStatement*>(node);
      for (;;) {
        visit(statement->test);
        visit(statement->consequent);
        if (!statement->alternate) return;
        if (auto* next = as_if<IfStatement>(statement->alternate)) {
          statement = next;
          continue;
        }
        visit(statement->alternate);
        return;
      }
    }
    case NodeKind::kForStatement: visit_for(static_cast<ForStatement*>(node)); return;
    case NodeKind::kForInStatement: visit_for_in_of(static_cast<ForInStatement*>(node)); return;
    case NodeKind::kForOfStatement: visit_for_in_of(static_cast<ForOfStatement*>(node)); return;
    case NodeKind::kWithStatement: {
      auto* statement = static_cast<WithStatement*>(node);
      visit(statement->object);
      Open with;
      open(with, ScopeKind::kWith, node, statement->body->range());
      with.scope->needs_environment = true;
      with.scope->inside_with = true;
      statement->scope = with.scope;
      visit(statement->body);
      close();
      return;
    }
    case NodeKind::kSwitchStatement: {
      auto* statement = static_cast<SwitchStatement*>(node);
      visit(statement->discriminant);
      if (!(statement->bits & Node::kHasDeclarations)) {
        visit_list(statement->cases);
        return;
      }
      Open cases;
      open(cases, ScopeKind::kSwitch, node, {statement->discriminant->end, statement->end});
      statement->scope = cases.scope;
      visit_list(statement->cases);
      close();
      return;
    }
    case NodeKind::kCatchClause: {
      auto* clause = static_cast<CatchClause*>(node);
      Open scope;
      open(scope, ScopeKind::kCatch, node, node->range());
      clause->scope = scope.scope;
      if (clause->parameter) {
        scope.simple_catch = clause->parameter->is<BindingIdentifier>();
        declare_pattern(clause->parameter, DeclarationKind::kLet, clause->parameter->end);
      }
      visit_block(clause->body, true);
      close();
      return;
    }
    case NodeKind::kJsxElement: {
      auto* element = static_cast<JsxElement*>(node);
      if (element->name) visit(element->name);
      visit_list(element->attributes);
      visit_list(element->children);
      if (element->closing_name) visit(element->closing_name);
      return;
    }
    case NodeKind::kEnumDeclaration: {
      auto* statement = static_cast<EnumDeclaration*>(node);
      declare_merging(statement->id);
      Open members;
      open(members, ScopeKind::kBlock, node, node->range());
      statement->scope = members.scope;
      for (EnumMember* member : statement->members) {
        auto* name = as_if<PropertyName>(member->key);
        if (name && !find_entry(&members, name->name)) {
          declare_lexical(name->name, BindingKind::kConst, name->range())->initialized_at = member->end;
        }
        if (member->value) visit(member->value);
      }
      close();
      return;
    }
    case NodeKind::kNamespaceDeclaration: {
      auto* statement = static_cast<NamespaceDeclaration*>(node);
      declare_merging(statement->id);
      Open body;
      open(body, ScopeKind::kStaticBlock, node, node->range());
      body.scope->is_var_scope = true;
      statement->scope = body.scope;
      visit_statement_list(statement->body);
      close();
      return;
    }
    case NodeKind::kImportDeclaration: declare_import(static_cast<ImportDeclaration*>(node)); return;
    case NodeKind::kExportDefaultDeclaration: {
      auto* statement = static_cast<ExportDefaultDeclaration*>(node);
      Node* declaration = statement->declaration;
      if (auto* function = as_if<FunctionDeclaration>(declaration)) {
        statement->binding = declare_function(function);
        visit_function(function->function, false);
        return;
      }
      if (auto* class_declaration = as_if<ClassDeclaration>(declaration);
          class_declaration && class_declaration->class_node->id) {
        visit(declaration);
        statement->binding = class_declaration->class_node->id->binding;
        return;
      }
      statement->binding =
          declare_lexical(names::star_default, BindingKind::kDefaultExport, {node->start, node->start + 6});
      statement->binding->initialized_at = node->end;
      visit(declaration);
      return;
    }
    case NodeKind::kExportNamedDeclaration: {
      auto* statement = static_cast<ExportNamedDeclaration*>(node);
      // Local names are resolved with the module record: they must be declared in the module itself. Requests are
      // numbered in order of appearance, imports and exports together.
      if (statement->source) {
        statement->request = request_of(statement->source, ImportPhase::kEvaluation, statement->attributes);
      }
      return;
    }
    case NodeKind::kExportAllDeclaration: {
      auto* statement = static_cast<ExportAllDeclaration*>(node);
      if (statement->source) {
        statement->request = request_of(statement->source, ImportPhase::kEvaluation, statement->attributes);
      }
      return;
    }
    default: for_each_child(node, [this](Node* child) { visit(child); }); return;
  }
}

// The name of an enum or namespace, which may be that of a class, a function or another of them, too.
void ScopeBuilder::declare_merging(BindingIdentifier* id) {
  Entry* entry = find_entry(top_, id->name);
  Binding* binding =
      entry && entry->binding ? entry->binding : declare_lexical(id->name, BindingKind::kLet, id->range());
  id->binding = binding;
  id->bits |=
      static_cast<uint16_t>(binding->place == BindingPlace::kGlobal ? Resolution::kGlobal : Resolution::kBinding);
}

// ---- statements

void ScopeBuilder::visit_block(BlockStatement* block, bool catch_body) {
  if (!(block->bits & Node::kHasDeclarations)) {
    visit_statement_list(block->body);
    return;
  }
  Open scope;
  open(scope, ScopeKind::kBlock, block, block->range());
  scope.is_catch_body = catch_body;
  block->scope = scope.scope;
  visit_statement_list(block->body);
  close();
}

void ScopeBuilder::visit_declaration(VariableDeclaration* declaration) {
  for (VariableDeclarator* declarator : declaration->declarators) {
    if (!declarator->target) continue;
    if (declaration->declaration_kind >= DeclarationKind::kUsing) {
      top_->scope->has_using = true;
      if (frame_->function) frame_->function->flags.has_using = true;
    }
    declare_pattern(declarator->target, declaration->declaration_kind, declarator->end);
    if (declarator->init) {
      if (declarator->target->is<BindingIdentifier>()) declarator->target->bits |= Node::kWritten;
      visit(declarator->init);
    }
  }
}

// Declares a pattern's names and visits the expressions in it.
void ScopeBuilder::declare_pattern(Node* pattern, DeclarationKind kind, uint32_t initialized_at) {
  if (!pattern) return;
  switch (pattern->kind) {
    case NodeKind::kBindingIdentifier: {
      auto* node = static_cast<BindingIdentifier*>(pattern);
      if (kind == DeclarationKind::kVar) {
        declare_var(node->name, node->range());
        // Written like a reference: a `with` or a catch parameter may come between.
        visit_reference(node);
        return;
      }
      BindingKind binding_kind = BindingKind::kLet;
      switch (kind) {
        case DeclarationKind::kConst: binding_kind = BindingKind::kConst; break;
        case DeclarationKind::kUsing: binding_kind = BindingKind::kUsing; break;
        case DeclarationKind::kAwaitUsing: binding_kind = BindingKind::kAwaitUsing; break;
        default: break;
      }
      if (top_->scope->kind == ScopeKind::kCatch) binding_kind = BindingKind::kCatch;
      Binding* binding = declare_lexical(node->name, binding_kind, node->range());
      binding->initialized_at = initialized_at;
      node->binding = binding;
      node->bits |=
          static_cast<uint16_t>(binding->place == BindingPlace::kGlobal ? Resolution::kGlobal : Resolution::kBinding);
      return;
    }
    case NodeKind::kDefaultPattern: {
      auto* node = static_cast<DefaultPattern*>(pattern);
      declare_pattern(node->target, kind, initialized_at);
      if (node->value) visit(node->value);
      return;
    }
    case NodeKind::kRestElement:
      declare_pattern(static_cast<RestElement*>(pattern)->argument, kind, initialized_at);
      return;
    case NodeKind::kArrayPattern:
      for (Node* element : static_cast<ArrayPattern*>(pattern)->elements)
        declare_pattern(element, kind, initialized_at);
      return;
    case NodeKind::kObjectPattern:
      for (Node* item : static_cast<ObjectPattern*>(pattern)->properties) {
        auto* property = as_if<Property>(item);
        if (property && property->computed && property->key) visit(property->key);
        declare_pattern(property ? property->value : item, kind, initialized_at);
      }
      return;
    default: visit(pattern); return;
  }
}

void ScopeBuilder::visit_for(ForStatement* node) {
  auto* declaration = as_if<VariableDeclaration>(node->init);
  bool scoped = declaration && declaration->declaration_kind != DeclarationKind::kVar;
  Open scope;
  if (scoped) {
    open(scope, ScopeKind::kFor, node, node->range());
    node->scope = scope.scope;
  }
  if (node->init) visit(node->init);
  if (node->test) visit(node->test);
  if (node->update) visit(node->update);
  if (node->body) visit(node->body);
  if (scoped) {
    scope.scope->per_iteration = declaration->declaration_kind == DeclarationKind::kLet;
    close();
  }
}

template <typename Loop>
void ScopeBuilder::visit_for_in_of(Loop* node) {
  auto* declaration = as_if<VariableDeclaration>(node->left);
  if (!declaration || declaration->declaration_kind == DeclarationKind::kVar) {
    if (node->left) visit(node->left);
    if (declaration && !declaration->declarators.empty()) {
      if (Node* target = declaration->declarators[0]->target; target && target->is<BindingIdentifier>()) {
        target->bits |= Node::kWritten;
      }
    }
    if (node->right) visit(node->right);
    if (node->body) visit(node->body);
    return;
  }
  // The right side sees the names uninitialised (sec-runtime-semantics-forinofheadevaluation).
  Open head;
  open(head, ScopeKind::kForHead, node, {node->left->start, node->right ? node->right->end : node->left->end});
  node->head_scope = head.scope;
  std::vector<BindingIdentifier*> found;
  auto collect = [&](auto&& self, Node* pattern) -> void {
    if (!pattern) return;
    if (auto* name = as_if<BindingIdentifier>(pattern)) {
      if (!find_entry(top_, name->name)) {
        Binding* binding = make_binding(top_->scope, name->name, BindingKind::kLet, name->range());
        binding->initialized_at = UINT32_MAX;
        add_entry(top_, name->name, binding, name->range());
      }
      return;
    }
    switch (pattern->kind) {
      case NodeKind::kDefaultPattern: self(self, static_cast<DefaultPattern*>(pattern)->target); return;
      case NodeKind::kRestElement: self(self, static_cast<RestElement*>(pattern)->argument); return;
      case NodeKind::kProperty: self(self, static_cast<Property*>(pattern)->value); return;
      case NodeKind::kArrayPattern:
      case NodeKind::kObjectPattern: for_each_child(pattern, [&](Node* child) { self(self, child); }); return;
      default: return;
    }
  };
  for (VariableDeclarator* declarator : declaration->declarators) collect(collect, declarator->target);
  if (node->right) visit(node->right);
  close();

  Open scope;
  open(scope, ScopeKind::kFor, node, node->range());
  node->scope = scope.scope;
  visit_declaration(declaration);
  if (node->body) visit(node->body);
  close();
}

// ---- functions and classes

void ScopeBuilder::declare_parameter_pattern(Node* pattern, uint32_t index, uint32_t initialized_at) {
  if (!pattern) return;
  switch (pattern->kind) {
    case NodeKind::kBindingIdentifier:
      declare_parameter(static_cast<BindingIdentifier*>(pattern), index, initialized_at);
      return;
    case NodeKind::kDefaultPattern: {
      auto* node = static_cast<DefaultPattern*>(pattern);
      declare_parameter_pattern(node->target, index, initialized_at);
      if (node->value) visit(node->value);
      return;
    }
    case NodeKind::kRestElement:
      declare_parameter_pattern(static_cast<RestElement*>(pattern)->argument, index, initialized_at);
      return;
    case NodeKind::kArrayPattern:
      for (Node* element : static_cast<ArrayPattern*>(pattern)->elements) {
        declare_parameter_pattern(element, index, initialized_at);
      }
      return;
    case NodeKind::kObjectPattern:
      for (Node* item : static_cast<ObjectPattern*>(pattern)->properties) {
        auto* property = as_if<Property>(item);
        if (property && property->computed && property->key) visit(property->key);
        declare_parameter_pattern(property ? property->value : item, index, initialized_at);
      }
      return;
    default: visit(pattern); return;
  }
}

void ScopeBuilder::visit_parameters(FunctionNode* function) {
  uint32_t index = 0;
  for (Node* parameter : function->parameters) {
    if (parameter) declare_parameter_pattern(parameter, index, parameter->end);
    index++;
  }
}

void ScopeBuilder::visit_function(FunctionNode* function, bool is_expression) {
  Frame frame;
  push_frame(frame, function);
  // The name `anonymous` of what new Function() makes is no binding: sec-createdynamicfunction.
  bool dynamic = options_.goal == ParseGoal::kDynamicFunction && !frame.outer->function;
  bool named = is_expression && function->id && function->function_kind == FunctionKind::kNormal && !dynamic;
  Open name_scope;
  if (named) {
    open(name_scope, ScopeKind::kFunctionName, function, function->range());
    name_scope.scope->strict = function->flags.strict;
    function->name_scope = name_scope.scope;
    Binding* binding =
        make_binding(name_scope.scope, function->id->name, BindingKind::kFunctionName, function->id->range());
    binding->place = BindingPlace::kFrame;
    add_entry(&name_scope, function->id->name, binding, function->id->range());
    function->id->binding = binding;
    function->id->bits = static_cast<uint16_t>(Resolution::kBinding);
  }
  Open scope;
  uint32_t start = function->parameters_range.end ? function->parameters_range.start : function->start;
  open(scope, ScopeKind::kFunction, function, {start, function->end});
  scope.scope->strict = function->flags.strict;
  scope.scope->is_var_scope = true;
  frame.scope = scope.scope;
  function->scope = function->body_scope = scope.scope;
  visit_parameters(function);
  Open body_scope;
  bool separate = function->flags.has_parameter_expressions;
  if (separate) {
    SourceRange range = function->body ? function->body->range() : function->range();
    open(body_scope, ScopeKind::kFunctionBody, function, range);
    body_scope.scope->is_var_scope = true;
    function->body_scope = body_scope.scope;
  }
  if (function->body) {
    if (auto* body = as_if<FunctionBody>(function->body)) {
      visit_statement_list(body->body);
    } else {
      visit(function->body);
    }
  }
  if (separate) close();
  close();
  if (named) close();
  pop_frame();
}

void ScopeBuilder::visit_class(ClassNode* node) {
  visit_list(node->decorators);
  Open scope;
  open(scope, ScopeKind::kClass, node, node->range());
  scope.scope->strict = true;
  node->scope = scope.scope;
  if (node->id) {
    Binding* binding = make_binding(scope.scope, node->id->name, BindingKind::kClassName, node->id->range());
    binding->initialized_at = node->end;
    add_entry(&scope, node->id->name, binding, node->id->range());
    scope.scope->class_binding = binding;
    if (!node->id->binding) node->id->binding = binding;
    node->id->bits = static_cast<uint16_t>(node->id->binding->place == BindingPlace::kGlobal ? Resolution::kGlobal
                                                                                             : Resolution::kBinding);
  }
  // Private names in the heritage are those of the classes around.
  if (node->heritage) visit(node->heritage);
  size_t first_private = private_references_.size();

  for (ClassMember* member : node->members) {
    auto* name = as_if<PrivateName>(member->key);
    if (!name) continue;
    PrivateKind kind = PrivateKind::kField;
    if (member->member_kind == MemberKind::kMethod) kind = PrivateKind::kMethod;
    if (member->member_kind == MemberKind::kGet) kind = PrivateKind::kGetter;
    if (member->member_kind == MemberKind::kSet) kind = PrivateKind::kSetter;
    Entry* entry = find_entry(&scope, name->name);
    Binding* binding = entry ? entry->binding : nullptr;
    if (binding) {
      bool pair = binding->is_static == member->is_static &&
                  ((binding->private_kind == PrivateKind::kGetter && kind == PrivateKind::kSetter) ||
                   (binding->private_kind == PrivateKind::kSetter && kind == PrivateKind::kGetter));
      if (!pair) {
        set_engine_range(report_redeclared(name->name, name->range(), entry->range), {name->end, name->end + 1});
      } else {
        binding->private_kind = PrivateKind::kAccessor;
      }
    } else {
      binding = make_binding(scope.scope, name->name, BindingKind::kPrivateName, name->range());
      binding->private_kind = kind;
      binding->is_static = member->is_static;
      binding->declaring_node = member;
      // Used by the initialisers and by methods, which are other functions; the first method's name is also the brand.
      binding->captured = true;
      add_entry(&scope, name->name, binding, name->range());
    }
    auto hidden = [&](BindingKind hidden_kind) {
      Binding* function = make_binding(scope.scope, name->name, hidden_kind, {});
      function->is_static = member->is_static;
      function->captured = true;
      add_entry(&scope, kNoName, function, {});
      return function;
    };
    if ((kind == PrivateKind::kMethod || kind == PrivateKind::kGetter) && !binding->method) {
      binding->method = hidden(BindingKind::kPrivateMethod);
    }
    if (kind == PrivateKind::kSetter && !binding->setter) binding->setter = hidden(BindingKind::kPrivateSetter);
    name->binding = binding;
  }

  for (ClassMember* member : node->members) {
    visit_list(member->decorators);
    if (member->computed && member->key) {
      visit(member->key);
      if (member->member_kind == MemberKind::kField) {
        member->computed_key = make_binding(scope.scope, kNoName, BindingKind::kComputedKey, member->key->range());
        member->computed_key->captured = true;
        add_entry(&scope, kNoName, member->computed_key, {});
      }
    }
    if (auto* function = as_if<FunctionNode>(member->value); function && member->member_kind != MemberKind::kField) {
      visit_function(function, false);
    }
  }

  auto visit_initializer = [&](FunctionNode* initializer, bool is_static) {
    if (!initializer) return;
    Frame frame;
    push_frame(frame, initializer);
    Open initializer_scope;
    open(initializer_scope, ScopeKind::kFunction, initializer, node->body_range);
    initializer_scope.scope->strict = true;
    initializer_scope.scope->is_var_scope = true;
    frame.scope = initializer_scope.scope;
    initializer->scope = initializer->body_scope = initializer_scope.scope;
    for (ClassMember* member : node->members) {
      if (member->is_static != is_static || !member->value) continue;
      if (member->member_kind == MemberKind::kField) {
        visit(member->value);
      } else if (auto* block = as_if<StaticBlock>(member->value)) {
        Open block_scope;
        open(block_scope, ScopeKind::kStaticBlock, block, block->range());
        block_scope.scope->is_var_scope = true;
        block->scope = block_scope.scope;
        visit_statement_list(block->body);
        close();
      }
    }
    close();
    pop_frame();
  };
  visit_initializer(node->instance_initializer, false);
  visit_initializer(node->static_initializer, true);
  resolve_private_names(scope, first_private);
  close();
}

}  // namespace scrim::syntax
