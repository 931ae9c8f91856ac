// Entering and leaving scopes: environments, uninitialised bindings, hoisted functions, what the debugger shows.
#include "engine/bytecode/function_compiler.h"

namespace scrim::bytecode {

uint32_t FunctionCompiler::slot_count(const Scope* scope) const {
  return scope->environment_size + (scope->is_var_scope && scope->has_sloppy_eval ? 1 : 0);
}

uint32_t FunctionCompiler::scope_info(Scope* scope) {
  return unit_.scope_info(scope);
}

void FunctionCompiler::enter_scope(Scope* scope, ControlEntry* entry) {
  entry->saved_scope = scope_;
  scope_ = scope;
  begin_debug_scope(scope);
  if (scope->needs_environment) {
    b_.emit(Opcode::kPushEnvironment,
            {static_cast<int32_t>(slot_count(scope)), b_.constant(ConstantKind::kScopeInfo, scope_info(scope))});
    push_control(*entry, ControlEntry::kEnvironment);
  }
  declare_lexicals(scope);
  instantiate_functions(scope);
  entry->using_guard = begin_using(scope);
}

void FunctionCompiler::leave_scope(Scope* scope, ControlEntry* entry) {
  end_using(std::move(entry->using_guard));
  if (scope->needs_environment) {
    pop_control(*entry);
    if (!b_.unreachable()) b_.emit(Opcode::kPopEnvironment);
  }
  end_debug_scope();
  scope_ = entry->saved_scope;
}

std::unique_ptr<UsingGuard> FunctionCompiler::begin_using(Scope* scope) {
  if (!scope || !scope->has_using) return nullptr;
  auto guard = std::make_unique<UsingGuard>();
  for (Binding* binding : scope->bindings) guard->is_async |= binding->kind == BindingKind::kAwaitUsing;
  guard->stack = temporary();
  guard->entry.reason = temporary();
  guard->entry.value = temporary();
  guard->entry.finally_label = b_.new_label();
  guard->environment = save_environment(scope->range);
  guard->outer_stack = dispose_stack_;
  dispose_stack_ = guard->stack;
  b_.emit(Opcode::kCreateDisposeStack, {guard->stack});
  push_control(guard->entry, ControlEntry::kFinally);
  return guard;
}

// As a finally block: sec-disposeresources.
void FunctionCompiler::end_using(std::unique_ptr<UsingGuard> guard) {
  if (!guard) return;
  ControlEntry& entry = guard->entry;
  Label handler = b_.new_label(), next = b_.new_label(), done = b_.new_label();
  bool falls_through = !b_.unreachable();
  pop_control(entry);
  dispose_stack_ = guard->outer_stack;
  if (falls_through) {
    b_.emit(Opcode::kLoadInt, {entry.reason, 0});
    b_.emit(Opcode::kJump, {entry.finally_label.id});
  }
  add_handlers(entry, handler, entry.value, guard->environment, false);
  b_.bind(handler);
  b_.emit(Opcode::kLoadInt, {entry.reason, 1});
  b_.emit(Opcode::kDisposeError, {guard->stack, entry.value});
  b_.bind(entry.finally_label);
  Temporaries temporaries(*this);
  Register result = temporary();
  if (guard->is_async) {
    b_.bind(next);
    b_.emit(Opcode::kDisposeStep, {result, guard->stack, done.id});
    await_or_catch(result, next);
    b_.emit(Opcode::kDisposeError, {guard->stack, result});
    b_.emit(Opcode::kLoop, {next.id});
  } else {
    b_.emit(Opcode::kDisposeStep, {result, guard->stack, done.id});
  }
  b_.bind(done);
  b_.emit(Opcode::kDisposeEnd, {guard->stack});
  finally_dispatch(entry);
}

void FunctionCompiler::declare_lexicals(Scope* scope) {
  for (Binding* binding : scope->bindings) {
    if (binding->needs_tdz_check && binding->place == BindingPlace::kRegister && binding->kind != BindingKind::kThis) {
      b_.emit(Opcode::kLoadEmpty, {place_register(binding)});
    }
  }
}

void FunctionCompiler::instantiate_functions(Scope* scope) {
  for (FunctionDeclaration* declaration : scope->functions) {
    FunctionNode* node = declaration->function;
    if (!node->id || !node->id->binding) continue;
    Binding* binding = node->id->binding;
    if (binding->declaring_node && binding->declaring_node != declaration) continue;  // a later one wins
    if (binding->place == BindingPlace::kGlobal || binding->place == BindingPlace::kDynamic) continue;
    Temporaries temporaries(*this);
    Register r = place_register(binding);
    if (!r) r = temporary();
    closure(node, r, kNoName);
    if (!place_register(binding)) {
      b_.emit(Opcode::kSetScoped,
              {static_cast<int32_t>(hops(scope_, binding->scope)), static_cast<int32_t>(binding->index), r});
    }
    mark_initialized(binding);
  }
}

void FunctionCompiler::begin_debug_scope(Scope* scope) {
  DebugScope info;
  info.kind = scope->kind;
  info.start = b_.pc();
  info.parent = debug_scope_;
  info.has_environment = scope->needs_environment;
  info.range = scope->range;
  auto index = static_cast<uint32_t>(function_.debug_scopes.size());
  for (Binding* binding : scope->bindings) {
    if (binding->is_hidden()) continue;
    DebugVariable variable{unit_.string(binding->name), binding->kind, binding->place, 0, 0};
    switch (binding->place) {
      case BindingPlace::kRegister:
      case BindingPlace::kArgument: variable.index = place_register(binding); break;
      case BindingPlace::kFrame: variable.index = binding->kind == BindingKind::kThis ? kThisOperand : 0; break;
      default: variable.index = static_cast<int32_t>(binding->index); break;
    }
    // Until mark_initialized() says when.
    if (binding->is_lexical()) variable.initialized_at = UINT32_MAX;
    debug_variables_[binding] = {index, static_cast<uint32_t>(info.variables.size())};
    info.variables.push_back(variable);
  }
  function_.debug_scopes.push_back(std::move(info));
  debug_scope_ = static_cast<int32_t>(index);
}

void FunctionCompiler::end_debug_scope() {
  DebugScope& info = function_.debug_scopes[static_cast<size_t>(debug_scope_)];
  info.end = b_.pc();
  debug_scope_ = info.parent;
}

void FunctionCompiler::mark_initialized(Binding* binding) {
  auto found = debug_variables_.find(binding);
  if (found == debug_variables_.end()) return;
  DebugVariable& variable = function_.debug_scopes[found->second.first].variables[found->second.second];
  if (variable.initialized_at == UINT32_MAX) variable.initialized_at = b_.pc();
}

}  // namespace scrim::bytecode
