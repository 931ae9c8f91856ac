// Functions that are compiled when they are first called: which they are, and how one is parsed again in the midst of
// what is known of the scopes around it.
#include "engine/bytecode/function_compiler.h"
#include "engine/bytecode/liveness.h"
#include "engine/bytecode/verifier.h"

namespace scrim::bytecode {

namespace {

bool has_private_methods(const Scope* class_scope) {
  for (const Binding* binding : class_scope->bindings) {
    if (binding->kind == BindingKind::kPrivateName && binding->private_kind != PrivateKind::kField) return true;
  }
  return false;
}

FunctionPlace::Form form_of(const FunctionNode* node) {
  if (node->function_kind == FunctionKind::kArrow) return FunctionPlace::kArrow;
  if (node->function_kind != FunctionKind::kNormal) return FunctionPlace::kMethod;
  return node->flags.is_declaration ? FunctionPlace::kDeclaration : FunctionPlace::kExpression;
}

// The names around a lazy function, which syntax/ asks for.
class NamesAround {
 public:
  NamesAround(const CompiledUnit& unit, const FunctionTemplate& function) : unit_(unit), function_(function) {
    for (int32_t at = function.lazy.environment; at >= 0; at = unit.scope_infos[static_cast<size_t>(at)].parent) {
      environments_.push_back(static_cast<uint32_t>(at));
    }
    scopes_.resize(environments_.size());
    for (size_t i = 0; i < scopes_.size(); i++) {
      const ScopeInfo& info = unit.scope_infos[environments_[i]];
      scopes_[i].kind = info.kind;
      scopes_[i].needs_environment = true;
      scopes_[i].is_var_scope = info.is_var_scope;
      scopes_[i].strict = info.strict;
      scopes_[i].parent = i + 1 < scopes_.size() ? &scopes_[i + 1] : nullptr;
    }
  }

  std::span<const uint32_t> environments() const { return environments_; }
  const OuterScope* scopes() const { return scopes_.empty() ? nullptr : &scopes_[0]; }
  OuterNames names() const { return {this, find, find_kind}; }

 private:
  static bool find(const void* context, std::string_view name, OuterPlace* place) {
    auto& self = *static_cast<const NamesAround*>(context);
    StringIndex text = self.unit_.find_string(name);
    if (text == kNoString) return false;
    for (uint32_t i = 0; i < self.environments_.size(); i++) {
      const ScopeInfo& info = self.unit_.scope_infos[self.environments_[i]];
      if (const ScopeInfo::Slot* slot = info.find(text)) return self.found(i, *slot, place);
    }
    return false;
  }
  static bool find_kind(const void* context, BindingKind kind, OuterPlace* place) {
    auto& self = *static_cast<const NamesAround*>(context);
    for (uint32_t i = 0; i < self.environments_.size(); i++) {
      const ScopeInfo& info = self.unit_.scope_infos[self.environments_[i]];
      if (!info.is_function) continue;
      for (const ScopeInfo::Slot& slot : info.slots) {
        if (slot.kind == kind) return self.found(i, slot, place);
      }
    }
    return false;
  }

  bool found(uint32_t scope, const ScopeInfo::Slot& slot, OuterPlace* place) const {
    place->scope = scope;
    place->kind = slot.kind;
    place->place = slot.kind == BindingKind::kImport ? BindingPlace::kImport : BindingPlace::kEnvironment;
    place->index = slot.slot;
    place->needs_tdz_check = slot.needs_tdz_check;
    place->reference_needs_check = needs_check(unit_.scope_infos[environments_[scope]], slot);
    return true;
  }

  // ScopeBuilder::needs_tdz_check for a use in the function.
  bool needs_check(const ScopeInfo& info, const ScopeInfo::Slot& slot) const {
    const FunctionTemplate* outermost = &function_;
    while (outermost->parent >= 0 && outermost->parent != static_cast<int32_t>(info.owner)) {
      outermost = unit_.functions[static_cast<size_t>(outermost->parent)].get();
    }
    return syntax::use_may_come_early(slot.kind, slot.initialized_at, info.kind == ScopeKind::kSwitch,
                                      outermost->source.start, outermost->is_declaration,
                                      outermost->class_start == info.range.start);
  }

  const CompiledUnit& unit_;
  const FunctionTemplate& function_;
  std::vector<uint32_t> environments_;
  std::vector<OuterScope> scopes_;
};

}  // namespace

bool UnitCompiler::stays_lazy(FunctionNode* node) const {
  uint32_t length = node->end - node->start;
  // What is most of the text is its wrapper.
  if (length < options_.lazy_from || length > options_.lazy_to || length > source().size() / 2) return false;
  if (node->flags.called_at_once || !node->body || node->recovered()) return false;
  // Where an expression ends, the text behind it decides, too: what is a type in TypeScript, and `in`.
  if (node->flags.is_expression_body && (node->flags.in_for_head || parse_.language != Language::kJavaScript)) {
    return false;
  }
  if (node->flags.has_direct_eval || node->scope->has_direct_eval || node->flags.uses_super_call) return false;
  switch (node->function_kind) {
    case FunctionKind::kNormal:
    case FunctionKind::kArrow:
    case FunctionKind::kMethod:
    case FunctionKind::kGetter:
    case FunctionKind::kSetter: break;
    default: return false;
  }
  for (const Scope* scope = node->scope->parent; scope; scope = scope->parent) {
    if (scope->kind == ScopeKind::kWith || scope->has_sloppy_eval) return false;
    if (scope->kind == ScopeKind::kClass) {
      // In a class's heritage, private names are those of the classes around.
      const Node* heritage = as<ClassNode>(scope->node)->heritage;
      bool inherits = heritage && node->start >= heritage->start && node->end <= heritage->end;
      if (inherits || has_private_methods(scope)) return false;
    }
    if (scope == parse_.program->scope) break;
  }
  return true;
}

bool UnitCompiler::make_lazy(FunctionTemplate& function, FunctionNode* node) {
  if (options_.lazy_from == UINT32_MAX || !stays_lazy(node)) return false;
  // `new Function` and the function around a CommonJS module are called.
  if (function.parent == 0 && parse_.program->kind_of_program == ProgramKind::kFunction) return false;
  FunctionCompiler(*this, function, node, node->scope).set_flags();
  function.is_lazy = true;
  LazyFunction& lazy = function.lazy;
  lazy.form = form_of(node);
  lazy.start = lazy.form == FunctionPlace::kMethod ? node->parameters_range.start : node->start;
  lazy.strict_outside = node->flags.strict && !node->flags.has_use_strict;
  lazy.environment = environment_info(node->name_scope ? node->name_scope->parent : node->scope->parent);
  return true;
}

bool UnitCompiler::run_lazy(FunctionTemplate& function, std::span<const uint32_t> environments) {
  is_module_ = unit().module != nullptr;
  const Scope* scope = parse_.program->scope->parent;
  for (uint32_t environment : environments) {
    scope_infos_.emplace(scope, environment);
    scope = scope->parent;
  }
  FunctionNode* node = parse_.function;
  node->flags.is_static_member = function.flags.is_static;
  template_of_.resize(parse_.functions.size());
  template_of_[node->index] = function.index;
  {
    FunctionCompiler compiler(*this, function, node, node->scope);
    compiler.compile_function();
  }
  compile_pending();
  return !failed();
}

bool compile_function(CompiledUnit& unit, FunctionTemplate& function, const SourceText& source,
                      ParseOptions parse_options, const CompileOptions& options, CompileError* error) {
  ASSERT(function.is_lazy);
  FunctionPlace place{
      function.lazy.form, function.lazy.strict_outside, function.lazy.start,        function.source.start,
      function.kind,      function.flags.is_async,      function.flags.is_generator};
  NamesAround around(unit, function);
  OuterNames names = around.names();
  parse_options.function = &place;
  parse_options.outer = around.scopes();
  parse_options.outer_names = &names;
  parse_options.in_function = parse_options.in_method = parse_options.in_derived_constructor = true;
  parse_options.max_diagnostics = 1;
  std::unique_ptr<ParseResult> parse = syntax::parse(source, parse_options);
  if (!parse->ok() || !parse->function || parse->function->end != function.source.end) {
    // Nothing but the native stack can stand in the way of what was parsed before.
    *error = parse->ok() ? CompileError{function.source, "internal: the function's text changed"}
                         : CompileError{parse->diagnostics[0].engine_range, parse->diagnostics[0].engine_message};
    return false;
  }
  size_t count = unit.functions.size();
  FunctionTemplate saved = function;
  UnitCompiler compiler(*parse, options, unit);
  if (!compiler.run_lazy(function, around.environments())) {
    *error = compiler.error();
    unit.functions.resize(count);
    function = std::move(saved);
    return false;
  }
  function.is_lazy = false;
#if SCRIM_ASSERTIONS
  auto fault_of = [](const FunctionTemplate& compiled) {
    std::string fault = verify(compiled);
    return fault.empty() ? verify_liveness(compiled) : fault;
  };
  std::string fault = fault_of(function);
  for (size_t i = count; i < unit.functions.size() && fault.empty(); i++) {
    if (!unit.functions[i]->is_lazy) fault = fault_of(*unit.functions[i]);
  }
  if (!fault.empty()) {
    *error = {function.source, "internal: " + fault};
    return false;
  }
#endif
  return true;
}

}  // namespace scrim::bytecode
