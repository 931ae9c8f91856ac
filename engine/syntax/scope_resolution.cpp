// Declaring names, resolving references, and deciding where bindings live.
#include <algorithm>

#include "engine/syntax/scope_builder.h"

namespace scrim::syntax {

void ScopeBuilder::open(Open& open, ScopeKind kind, Node* node, SourceRange range) {
  auto* scope = arena_.make<Scope>();
  scope->kind = kind;
  scope->node = node;
  scope->range = range;
  scope->function = frame_->function;
  scope->program = result_.program;
  if (top_) {
    scope->parent = top_->scope;
    scope->strict = top_->scope->strict;
    scope->inside_with = top_->scope->inside_with;
    if (top_->last_child) {
      top_->last_child->next_sibling = scope;
    } else {
      top_->scope->first_child = scope;
    }
    top_->last_child = scope;
  }
  open.scope = scope;
  open.parent = top_;
  open.frame = frame_;
  open.first_reference = references_.size();
  open.first_candidate = candidates_.size();
  open.first_function = functions_in_scope_.size();
  top_ = &open;
}

void ScopeBuilder::close() {
  Open& open = *top_;
  if (open.scope->is_var_scope) {
    hoist_block_functions(open);
  } else {
    drop_candidates(open);
  }
  if (open.scope->kind == ScopeKind::kFunction) declare_arguments(open);
  resolve_references(open);
  finish_scope(open);
  top_ = open.parent;
}

ScopeBuilder::Open* ScopeBuilder::var_scope() const {
  Open* open = top_;
  while (!open->scope->is_var_scope) open = open->parent;
  return open;
}

// ---- declaring

ScopeBuilder::Entry* ScopeBuilder::find_entry(Open* open, NameId name) const {
  for (Entry* entry = current_[name]; entry; entry = entry->same_name) {
    if (entry->open == open) return entry;
  }
  return nullptr;
}

ScopeBuilder::Entry* ScopeBuilder::add_entry(Open* open, NameId name, Binding* binding, SourceRange range) {
  auto* entry = scratch_.make<Entry>(nullptr, nullptr, open, binding, name, range);
  if (name != kNoName) {
    entry->same_name = current_[name];
    current_[name] = entry;
  }
  if (open->last) {
    open->last->in_scope = entry;
  } else {
    open->first = entry;
  }
  open->last = entry;
  if (binding) open->count++;
  return entry;
}

Binding* ScopeBuilder::make_binding(Scope* scope, NameId name, BindingKind kind, SourceRange range) {
  auto* binding = new (arena_.allocate(sizeof(Binding))) Binding();
  binding->name = name;
  binding->kind = kind;
  binding->scope = scope;
  binding->declaration = range;
  return binding;
}

Diagnostic* ScopeBuilder::report_redeclared(NameId name, SourceRange range, SourceRange first) {
  if (name == names::empty || range.length() == 0) return nullptr;  // a name that recovery made up
  if (was_broken_) {
    // Of two scopes that a fault made one, perhaps.
    result_.guessed = true;
    return nullptr;
  }
  std::string_view text = name == names::star_default ? std::string_view("default") : result_.names.text(name);
  Diagnostic* diagnostic = reporter_.report(DiagnosticCode::kRedeclared, range, text);
  if (redeclaring_function_.length()) set_engine_range(diagnostic, redeclaring_function_);
  if (diagnostic) diagnostic->related.push_back({first, "'" + std::string(text) + "' is declared here"});
  return diagnostic;
}

// Functions directly in a function, script or eval are like vars; in blocks and modules they are lexical.
bool ScopeBuilder::is_var_like_function_scope(const Open* open) const {
  return open->scope->is_var_scope && open->scope->kind != ScopeKind::kModule;
}

bool ScopeBuilder::conflicts_with_var(const Entry* entry) {
  const Binding* binding = entry->binding;
  if (!binding) return false;
  switch (binding->kind) {
    case BindingKind::kVar:
    case BindingKind::kParameter:
    case BindingKind::kArguments:
    case BindingKind::kFunctionName: return false;
    case BindingKind::kFunction:
      return !entry->open->scope->is_var_scope || entry->open->scope->kind == ScopeKind::kModule;
    case BindingKind::kCatch: return !entry->open->simple_catch;
    default: return true;
  }
}

Binding* ScopeBuilder::declare_lexical(NameId name, BindingKind kind, SourceRange range) {
  Open* open = top_;
  Entry* entry = find_entry(open, name);
  if (!entry && open->scope->kind == ScopeKind::kFunctionBody) {
    Entry* parameter = find_entry(open->parent, name);
    if (parameter && parameter->binding && parameter->binding->kind == BindingKind::kParameter) entry = parameter;
  }
  if (!entry && open->is_catch_body) entry = find_entry(open->parent, name);
  if (entry) report_redeclared(name, range, entry->range);
  Binding* binding = make_binding(open->scope, name, kind, range);
  if (open->scope->kind == ScopeKind::kScript) binding->place = BindingPlace::kGlobal;
  if (!entry || entry->open != open) {
    add_entry(open, name, binding, range);
  } else if (!entry->binding) {
    entry->binding = binding;
    open->count++;
  }
  return binding;
}

Binding* ScopeBuilder::declare_var(NameId name, SourceRange range) {
  for (Open* open = top_;; open = open->parent) {
    Entry* entry = find_entry(open, name);
    if (entry && conflicts_with_var(entry)) {
      report_redeclared(name, range, entry->range);
      return entry->binding;
    }
    if (!open->scope->is_var_scope) {
      if (!entry) add_entry(open, name, nullptr, range);
      continue;
    }
    if (entry && entry->binding) return entry->binding;
    Binding* binding = make_binding(open->scope, name, BindingKind::kVar, range);
    if (open->scope->kind == ScopeKind::kScript) binding->place = BindingPlace::kGlobal;
    if (open->scope->kind == ScopeKind::kEval && !open->scope->strict) {
      binding->place = result_.program->kind_of_program == ProgramKind::kIndirectEval ? BindingPlace::kGlobal
                                                                                      : BindingPlace::kDynamic;
    }
    if (open->scope->kind == ScopeKind::kFunctionBody) {
      Entry* parameter = find_entry(open->parent, name);
      if (parameter && parameter->binding && parameter->binding->kind == BindingKind::kParameter) {
        binding->has_var_initializer_from_parameter = true;
        parameter->binding->used = true;
      }
    }
    add_entry(open, name, binding, range);
    return binding;
  }
}

Binding* ScopeBuilder::declare_function(FunctionDeclaration* declaration) {
  FunctionNode* function = declaration->function;
  NameId name = function->id ? function->id->name : static_cast<NameId>(names::star_default);
  SourceRange range = function->id ? function->id->range() : SourceRange{declaration->start, declaration->start + 8};
  Open* open = top_;
  functions_in_scope_.push_back(declaration);
  redeclaring_function_ = {declaration->start, declaration->start + 8};
  Binding* binding;
  if (is_var_like_function_scope(open)) {
    binding = declare_var(name, range);
    if (binding->kind == BindingKind::kVar) {
      binding->kind = BindingKind::kFunction;
      binding->has_var_initializer_from_parameter = false;
    }
  } else {
    Entry* entry = find_entry(open, name);
    bool plain = !function->flags.is_async && !function->flags.is_generator;
    auto* first = entry && entry->binding ? as_if<FunctionDeclaration>(entry->binding->declaring_node) : nullptr;
    bool duplicate_allowed = first && plain && !open->scope->strict && entry->binding->kind == BindingKind::kFunction &&
                             !first->function->flags.is_async && !first->function->flags.is_generator;
    if (duplicate_allowed) {
      binding = entry->binding;
    } else {
      binding = declare_lexical(name, BindingKind::kFunction, range);
    }
    if (function->id && plain && !open->scope->strict && open->scope->kind != ScopeKind::kModule) {
      candidates_.push_back({declaration, open});
    }
  }
  redeclaring_function_ = {};
  binding->declaring_node = declaration;
  if (function->id) {
    function->id->binding = binding;
    Resolution resolution = binding->place == BindingPlace::kGlobal    ? Resolution::kGlobal
                            : binding->place == BindingPlace::kDynamic ? Resolution::kDynamic
                                                                       : Resolution::kBinding;
    function->id->bits = static_cast<uint16_t>(resolution);
  }
  return binding;
}

void ScopeBuilder::declare_parameter(BindingIdentifier* node, uint32_t index, uint32_t initialized_at) {
  Entry* entry = find_entry(top_, node->name);
  Binding* binding;
  if (entry) {
    binding = entry->binding;
  } else {
    binding = make_binding(top_->scope, node->name, BindingKind::kParameter, node->range());
    add_entry(top_, node->name, binding, node->range());
  }
  binding->parameter_index = index;
  binding->initialized_at = initialized_at;
  node->binding = binding;
  node->bits = static_cast<uint16_t>(Resolution::kBinding);
}

// The candidates of a block that closes: those of blocks inside it that this block's names forbid are dropped.
void ScopeBuilder::drop_candidates(Open& open) {
  size_t kept = open.first_candidate;
  for (size_t i = open.first_candidate; i < candidates_.size(); i++) {
    Candidate& candidate = candidates_[i];
    bool keep = true;
    if (candidate.block != &open) {
      Entry* entry = find_entry(&open, candidate.declaration->function->id->name);
      keep = !entry || !conflicts_with_var(entry);
    }
    if (keep) candidates_[kept++] = candidate;
  }
  candidates_.resize(kept);
}

// Annex B.3.2: a function in a block also is a var of the function around, where that breaks no rule.
void ScopeBuilder::hoist_block_functions(Open& open) {
  for (size_t i = open.first_candidate; i < candidates_.size(); i++) {
    FunctionDeclaration* declaration = candidates_[i].declaration;
    NameId name = declaration->function->id->name;
    if (name == names::empty) continue;
    Entry* entry = find_entry(&open, name);
    if (entry && entry->binding && (conflicts_with_var(entry) || entry->binding->kind == BindingKind::kParameter))
      continue;
    if (open.scope->kind == ScopeKind::kFunctionBody) {
      Entry* parameter = find_entry(open.parent, name);
      if (parameter && parameter->binding && parameter->binding->kind == BindingKind::kParameter) continue;
    }
    Open* saved = top_;
    top_ = &open;
    Binding* binding = declare_var(name, declaration->function->id->range());
    top_ = saved;
    if (!entry) binding->annex_b = true;
    declaration->hoisted_var = binding;
    if (Binding* block_binding = declaration->function->id->binding) block_binding->annex_b = true;
  }
  candidates_.resize(open.first_candidate);
}

// sec-functiondeclarationinstantiation, steps 15 to 22: is there an arguments object?
void ScopeBuilder::declare_arguments(Open& open) {
  FunctionNode* function = open.frame->function;
  if (open.frame->is_arrow() || function->function_kind == FunctionKind::kInstanceInitializer ||
      function->function_kind == FunctionKind::kStaticInitializer) {
    return;
  }
  Entry* entry = find_entry(&open, names::arguments);
  if (entry && entry->binding) {
    // A parameter or function of that name, or a lexical declaration: no object. A var: starts as the object.
    if (entry->binding->kind != BindingKind::kVar) {
      function->flags.uses_arguments = false;
      return;
    }
    entry->binding->kind = BindingKind::kArguments;
    open.scope->arguments_binding = entry->binding;
    function->flags.uses_arguments = true;
    return;
  }
  bool used = open.scope->has_direct_eval && function->flags.has_direct_eval;
  Scope* body = function->body_scope;
  Binding* body_binding = body && body != open.scope ? body->find(names::arguments) : nullptr;
  if (body_binding && body_binding->kind == BindingKind::kVar) {
    used = true;
    body_binding->has_var_initializer_from_parameter = true;
  }
  for (size_t i = open.first_reference; !used && i < references_.size(); i++) {
    used = static_cast<Identifier*>(references_[i].node)->name == names::arguments;
  }
  if (!used) return;
  Binding* binding = make_binding(open.scope, names::arguments, BindingKind::kArguments, {});
  binding->used = true;
  add_entry(&open, names::arguments, binding, {});
  open.scope->arguments_binding = binding;
  function->flags.uses_arguments = true;
}

// ---- resolving

bool ScopeBuilder::needs_tdz_check(const Reference& reference, const Binding* binding) const {
  if (reference.node->is<BindingIdentifier>()) return false;
  const FunctionNode* owner = binding->scope->function;
  uint32_t use = reference.node->start;
  bool same_frame = reference.scope->function == owner;
  bool hoisted = false;
  const FunctionNode* outermost = nullptr;
  if (!same_frame) {
    for (const Scope* scope = reference.scope; scope && scope->function != owner; scope = scope->parent) {
      outermost = scope->function;
    }
    use = outermost->start;
    hoisted = outermost->flags.is_declaration;
  }
  bool parameter = binding->kind == BindingKind::kParameter;
  if (parameter && !owner->flags.has_parameter_expressions) return false;
  bool inside_named_class = binding->kind == BindingKind::kClassName && !same_frame &&
                            outermost->home_class == static_cast<const ClassNode*>(binding->scope->node);
  return use_may_come_early(binding->kind, binding->initialized_at, binding->scope->kind == ScopeKind::kSwitch, use,
                            hoisted, inside_named_class);
}

void ScopeBuilder::bind(const Reference& reference, Binding* binding) {
  auto* node = static_cast<Identifier*>(reference.node);
  node->binding = binding;
  bool declaration = node->is<BindingIdentifier>();
  if (!declaration) binding->used = true;
  if (node->is_written() && !(declaration && !binding->assigned)) binding->assigned = true;
  Resolution resolution = Resolution::kBinding;
  bool captures = false;
  if (reference.dynamic || binding->place == BindingPlace::kDynamic) {
    resolution = Resolution::kDynamic;
    captures = true;
  } else if (binding->place == BindingPlace::kGlobal) {
    resolution = Resolution::kGlobal;
  } else {
    captures = reference.scope->function != binding->scope->function;
  }
  if (captures) binding->captured = true;
  bool check = needs_tdz_check(reference, binding);
  if (check) binding->needs_tdz_check = true;
  node->bits = static_cast<uint16_t>((node->bits & ~Node::kResolutionMask) | static_cast<uint16_t>(resolution) |
                                     (check ? Node::kTdzCheck : 0) | (captures ? Node::kCaptures : 0));
}

void ScopeBuilder::resolve_references(Open& open) {
  if (open.count == 0 && open.scope->kind != ScopeKind::kWith && !open.scope->has_sloppy_eval && open.parent) return;
  size_t kept = open.first_reference;
  // Names that are not declared here may be added at run time.
  bool dynamic = open.scope->kind == ScopeKind::kWith || (open.scope->has_sloppy_eval && open.parent);
  for (size_t i = open.first_reference; i < references_.size(); i++) {
    Reference& reference = references_[i];
    NameId name = static_cast<Identifier*>(reference.node)->name;
    Entry* entry = current_[name];
    while (entry && entry->open != &open) entry = entry->same_name;
    if (entry && entry->binding) {
      bind(reference, entry->binding);
      continue;
    }
    if (dynamic) reference.dynamic = true;
    references_[kept++] = reference;
  }
  references_.resize(kept);
  if (open.parent) return;

  // The top of the program: what is left is outside of it.
  bool unknown_caller = result_.program->kind_of_program == ProgramKind::kDirectEval && !options_.outer;
  for (const Reference& reference : references_) {
    auto* node = static_cast<Identifier*>(reference.node);
    bool is_dynamic = reference.dynamic || unknown_caller;
    bool check = false;
    Binding* found = find_outer(node->name, &check, &is_dynamic);
    node->binding = found;
    Resolution resolution = is_dynamic ? Resolution::kDynamic : found ? Resolution::kBinding : Resolution::kGlobal;
    if (found) found->used = true;
    node->bits = static_cast<uint16_t>((node->bits & ~Node::kResolutionMask) | static_cast<uint16_t>(resolution) |
                                       (check ? Node::kTdzCheck : 0));
  }
  references_.clear();
}

void ScopeBuilder::resolve_private_names(Open& open, size_t first) {
  size_t kept = first;
  for (size_t i = first; i < private_references_.size(); i++) {
    PrivateReference& reference = private_references_[i];
    Entry* entry = find_entry(&open, reference.node->name);
    if (entry && entry->binding && entry->binding->kind == BindingKind::kPrivateName) {
      reference.node->binding = entry->binding;
      entry->binding->used = true;
      if (reference.function != open.scope->function) entry->binding->captured = true;
      continue;
    }
    private_references_[kept++] = reference;
  }
  private_references_.resize(kept);
}

// Puts the bindings into the scope, and takes its names out of sight.
void ScopeBuilder::finish_scope(Open& open) {
  Scope* scope = open.scope;
  std::vector<Binding*> bindings;
  bindings.reserve(open.count + 4);
  for (Binding* binding : {scope->this_binding, scope->new_target_binding, scope->callee_binding}) {
    if (binding) bindings.push_back(binding);
  }
  for (Entry* entry = open.first; entry; entry = entry->in_scope) {
    if (entry->binding) bindings.push_back(entry->binding);
    if (entry->name == kNoName) continue;
    Entry** link = &current_[entry->name];
    while (*link != entry) link = &(*link)->same_name;
    *link = entry->same_name;
  }
  scope->bindings = ArenaList<Binding*>::copy(arena_, bindings);
  for (Binding* binding : bindings) {
    // Lexical declarations have no reference of their own that would have set this.
    if (scope->has_direct_eval && binding->place != BindingPlace::kGlobal && binding->place != BindingPlace::kDynamic &&
        binding->place != BindingPlace::kImport) {
      binding->captured = true;
      if (binding->is_lexical() || binding->kind == BindingKind::kClassName) binding->needs_tdz_check = true;
    }
  }
  scope->complete_names = scope->has_direct_eval;
  if (bindings.size() > 8) {
    uint32_t size = 16;
    while (size < bindings.size() * 2) size *= 2;
    std::vector<uint32_t> index(size, 0);
    for (uint32_t i = 0; i < bindings.size(); i++) {
      uint32_t slot = (bindings[i]->name * 0x9E3779B1u) & (size - 1);
      while (index[slot]) slot = (slot + 1) & (size - 1);
      index[slot] = i + 1;
    }
    scope->index_ = ArenaList<uint32_t>::copy(arena_, index);
  }
  scope->functions = ArenaList<FunctionDeclaration*>::copy(
      arena_, {functions_in_scope_.data() + open.first_function, functions_in_scope_.size() - open.first_function});
  functions_in_scope_.resize(open.first_function);
  if (scope->kind == ScopeKind::kFunction) {
    FunctionNode* function = scope->function;
    if (function->flags.uses_arguments && !function->flags.strict && function->flags.has_simple_parameters &&
        scope->arguments_binding) {
      function->flags.mapped_arguments = true;
      for (Binding* binding : bindings) {
        if (binding->kind == BindingKind::kParameter) {
          binding->captured = true;
          binding->mapped = true;
        }
      }
    }
  }
}

// ---- what is around an eval

void ScopeBuilder::resolve_outer() {
  Scope** place = &outer_scope_;
  for (const OuterScope* outer = options_.outer; outer; outer = outer->parent) {
    auto* scope = arena_.make<Scope>();
    scope->kind = outer->kind;
    scope->needs_environment = outer->needs_environment;
    scope->is_var_scope = outer->is_var_scope;
    scope->has_sloppy_eval = outer->has_sloppy_eval;
    scope->strict = outer->strict;
    scope->inside_with = outer->kind == ScopeKind::kWith;
    std::vector<Binding*> bindings;
    for (const OuterBinding& described : outer->bindings) {
      // Names the text never mentions need no binding; implicit ones always do, and what a private method is found by:
      // the class's name and the first private name of its kind, which is the brand.
      bool of_class = described.kind >= BindingKind::kPrivateName || described.kind == BindingKind::kClassName;
      NameId name = of_class ? result_.names.intern(described.name) : result_.names.find(described.name);
      if (name == kNoName) continue;
      Binding* binding = make_binding(scope, name, described.kind, {});
      binding->place = described.place;
      binding->index = described.index;
      binding->needs_tdz_check = described.needs_tdz_check;
      binding->captured = true;
      binding->private_kind = described.private_kind;
      binding->is_static = described.is_static;
      if (described.kind == BindingKind::kClassName) scope->class_binding = binding;
      bindings.push_back(binding);
    }
    for (Binding* method : bindings) {
      if (method->kind != BindingKind::kPrivateMethod && method->kind != BindingKind::kPrivateSetter) continue;
      for (Binding* name : bindings) {
        if (name->kind != BindingKind::kPrivateName || name->name != method->name) continue;
        (method->kind == BindingKind::kPrivateMethod ? name->method : name->setter) = method;
      }
    }
    scope->bindings = ArenaList<Binding*>::copy(arena_, bindings);
    *place = scope;
    place = &scope->parent;
  }
}

Binding* ScopeBuilder::find_outer(NameId name, bool* check, bool* dynamic) {
  if (const OuterNames* outer = options_.outer_names) {
    if (asked_.empty()) asked_.resize(result_.names.end());
    Asked& asked = asked_[name];
    if (!asked.done) {
      OuterPlace place;
      asked.done = true;
      if (outer->find(outer->context, result_.names.text(name), &place)) {
        asked.binding = outer_place_binding(place, name);
        asked.check = place.reference_needs_check;
      }
    }
    *check = asked.check;
    return asked.binding;
  }
  // Variables of a sloppy direct eval are added to the caller's.
  for (Scope* scope = outer_scope_; scope; scope = scope->parent) {
    if (Binding* found = scope->find(name)) {
      *check = found->needs_tdz_check;
      return found;
    }
    if (scope->kind == ScopeKind::kWith || scope->has_sloppy_eval) *dynamic = true;
  }
  return nullptr;
}

Binding* ScopeBuilder::outer_place_binding(const OuterPlace& place, NameId name) {
  Scope* scope = outer_scope_;
  for (uint32_t i = 0; i < place.scope; i++) scope = scope->parent;
  Binding* binding = make_binding(scope, name, place.kind, {});
  binding->place = place.place;
  binding->index = place.index;
  binding->needs_tdz_check = place.needs_tdz_check;
  binding->captured = true;
  return binding;
}

// ---- where bindings live

void ScopeBuilder::allocate(Scope* root) {
  // Parents before children; the tree may be deep, so no recursion.
  Scope* scope = root;
  for (;;) {
    allocate_scope(scope);
    if (scope->first_child) {
      scope = scope->first_child;
      continue;
    }
    while (scope != root && !scope->next_sibling) scope = scope->parent;
    if (scope == root) return;
    scope = scope->next_sibling;
  }
}

namespace {
// The parameter is a plain name, perhaps with a default value, so that the argument's own slot can hold it.
bool is_argument_slot(const Binding* binding, const FunctionNode* function) {
  if (binding->needs_tdz_check || binding->parameter_index >= function->parameters.size()) return false;
  const Node* parameter = function->parameters[binding->parameter_index];
  if (auto* with_default = as_if<DefaultPattern>(parameter)) parameter = with_default->target;
  return parameter && parameter->is<BindingIdentifier>();
}
}  // namespace

void ScopeBuilder::allocate_scope(Scope* scope) {
  Scope* frame_scope = scope;
  bool frame_root = !scope->parent || scope == result_.program->scope || scope->parent->function != scope->function;
  uint32_t next = 0;
  if (!frame_root) next = scope->parent->first_register + scope->parent->own_registers;
  scope->first_register = next;
  bool module = scope->kind == ScopeKind::kModule;
  for (Binding* binding : scope->bindings) {
    if (binding->place == BindingPlace::kGlobal || binding->place == BindingPlace::kDynamic) continue;
    if (binding->place == BindingPlace::kImport) {
      binding->index = scope->environment_size;
      scope->environment_size += 2;
      continue;
    }
    if (module && (binding->exported || binding->kind == BindingKind::kFunction)) binding->captured = true;
    if (binding->captured) {
      binding->place = BindingPlace::kEnvironment;
      binding->index = scope->environment_size++;
      continue;
    }
    if (binding->place == BindingPlace::kFrame) continue;
    if (binding->kind == BindingKind::kParameter && is_argument_slot(binding, scope->function)) {
      binding->place = BindingPlace::kArgument;
      binding->index = binding->parameter_index;
      continue;
    }
    binding->place = BindingPlace::kRegister;
    binding->index = next++;
  }
  scope->own_registers = next - scope->first_register;
  if (scope->environment_size > 0) scope->needs_environment = true;
  // Variables that a sloppy direct eval adds need a home.
  if (scope->has_sloppy_eval && scope != result_.program->scope) scope->needs_environment = true;
  if (module) scope->needs_environment = true;
  if (scope->kind == ScopeKind::kFor && !scope->needs_environment) scope->per_iteration = false;
  while (frame_scope->parent && frame_scope != result_.program->scope &&
         frame_scope->parent->function == frame_scope->function) {
    frame_scope = frame_scope->parent;
  }
  // The owner of the frame's registers is the function's own scope, not that of its name.
  if (frame_scope->kind == ScopeKind::kFunctionName) frame_scope = scope->function->scope;
  if (frame_scope && frame_scope->register_count < next) frame_scope->register_count = next;
}

}  // namespace scrim::syntax
