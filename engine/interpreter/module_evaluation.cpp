// Evaluating modules, top-level await included (ECMA-262 sec-moduleevaluation and what it needs).
#include <algorithm>

#include "engine/heap/root.h"
#include "engine/interpreter/generators.h"
#include "engine/interpreter/module.h"
#include "engine/interpreter/promise.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"

namespace scrim {

namespace {

void execute_async(Isolate& isolate, ModuleRecord* module);

bool is_waiting(const ModuleRecord* module) {
  return module->async_evaluation_order != ModuleRecord::kAsyncUnset &&
         module->async_evaluation_order != ModuleRecord::kAsyncDone;
}

// sec-source-text-module-record-execute-module without a capability, and evaluation of synthetic modules.
Completion<void> execute(Isolate& isolate, ModuleRecord* module) {
  if (module->is_synthetic) {
    if (is_callable(module->evaluation_steps)) TRY(call(isolate, module->evaluation_steps, Value::undefined()));
    return {};
  }
  GeneratorObject* activation = module->activation;
  module->activation = nullptr;
  bool done = false;
  TRY(resume_generator(isolate, activation, ResumeMode::kNext, Value::undefined(), &done));
  return {};
}

void settle_top_level(Isolate& isolate, ModuleRecord* module, bool rejected, Value reason) {
  if (!module->top_level_promise.is_object()) return;
  auto* promise = cast<PromiseObject>(module->top_level_promise);
  if (rejected)
    reject_promise(isolate, promise, reason);
  else
    resolve_promise(isolate, promise, Value::undefined());
}

void set_error(Isolate& isolate, ModuleRecord* module, Value error) {
  module->status = ModuleRecord::kEvaluated;
  module->error = error;
  isolate.heap().write_barrier(module);
}

// sec-async-module-execution-rejected
void execution_rejected(Isolate& isolate, ModuleRecord* module, Value error) {
  if (module->status == ModuleRecord::kEvaluated) return;
  set_error(isolate, module, error);
  module->async_evaluation_order = ModuleRecord::kAsyncDone;
  settle_top_level(isolate, module, true, error);
  for (uint32_t i = 0; module->async_parents && i < module->async_parents->length; ++i) {
    execution_rejected(isolate, cast<ModuleRecord>(module->async_parents->vector()->values[i]), error);
  }
}

// sec-gather-available-ancestors
void gather_available_ancestors(Isolate& isolate, ModuleRecord* module, RootedVector<Value>& list) {
  for (uint32_t i = 0; module->async_parents && i < module->async_parents->length; ++i) {
    auto* parent = cast<ModuleRecord>(module->async_parents->vector()->values[i]);
    bool listed = std::find(list.begin(), list.end(), Value(parent)) != list.end();
    if (listed || !parent->cycle_root->error.is_empty()) continue;
    if (--parent->pending_async_dependencies > 0) continue;
    list.push_back(Value(parent));
    if (!parent->has_top_level_await) gather_available_ancestors(isolate, parent, list);
  }
}

// sec-async-module-execution-fulfilled. False: the isolate is terminating.
bool execution_fulfilled(Isolate& isolate, ModuleRecord* module) {
  if (module->status == ModuleRecord::kEvaluated) return true;
  module->async_evaluation_order = ModuleRecord::kAsyncDone;
  module->status = ModuleRecord::kEvaluated;
  settle_top_level(isolate, module, false, Value::undefined());
  RootedVector<Value> list(isolate.heap(), "async modules");
  gather_available_ancestors(isolate, module, list);
  std::sort(list.data(), list.data() + list.size(), [](Value a, Value b) {
    return cast<ModuleRecord>(a)->async_evaluation_order < cast<ModuleRecord>(b)->async_evaluation_order;
  });
  for (size_t i = 0; i < list.size(); ++i) {
    auto* parent = cast<ModuleRecord>(list[i]);
    if (parent->status == ModuleRecord::kEvaluated) continue;
    if (parent->has_top_level_await) {
      execute_async(isolate, parent);
      if (isolate.terminating) return false;
      continue;
    }
    if (execute(isolate, parent).failed()) {
      if (isolate.terminating) return false;
      execution_rejected(isolate, parent, isolate.take_exception());
      continue;
    }
    parent->async_evaluation_order = ModuleRecord::kAsyncDone;
    parent->status = ModuleRecord::kEvaluated;
    settle_top_level(isolate, parent, false, Value::undefined());
  }
  return true;
}

Completion<Value> async_settled(Isolate& isolate, Frame& frame) {
  auto* function = cast<NativeFunction>(frame.callee);
  auto* module = cast<ModuleRecord>(function->data);
  if (function->magic) {
    execution_rejected(isolate, module, frame.argument(0));
  } else if (!execution_fulfilled(isolate, module)) {
    return Throw{};
  }
  return Value::undefined();
}

// sec-execute-async-module
void execute_async(Isolate& isolate, ModuleRecord* module) {
  // The record keeps it: where an unsettled await stands is told at the end.
  GeneratorObject* activation = module->activation;
  PromiseObject* promise = new_promise(isolate);
  activation->promise = Value(promise);
  isolate.heap().write_barrier(activation);
  NativeFunction* fulfilled = new_native_function(isolate, async_settled, isolate.names().empty, 1, Value(module));
  NativeFunction* rejected = new_native_function(isolate, async_settled, isolate.names().empty, 1, Value(module));
  rejected->magic = 1;
  PromiseReaction* reaction = new_reaction(isolate);
  reaction->on_fulfilled = Value(fulfilled);
  reaction->on_rejected = Value(rejected);
  isolate.heap().write_barrier(reaction);
  perform_promise_then(isolate, promise, reaction);
  resume_after_await(isolate, activation, false, Value::undefined());
}

// sec-innermoduleevaluation
Completion<void> evaluate(Isolate& isolate, ModuleRecord* module, RootedVector<Value>& stack, uint32_t* index) {
  if (module->status == ModuleRecord::kEvaluatingAsync || module->status == ModuleRecord::kEvaluated) {
    if (!module->error.is_empty()) return throw_value(isolate, module->error);
    return {};
  }
  if (module->status == ModuleRecord::kEvaluating) return {};
  if (module->is_synthetic) {
    // Evaluated once; a throw is remembered. CommonJS modules may ask for themselves meanwhile.
    module->status = ModuleRecord::kEvaluated;
    if (!execute(isolate, module).failed()) return {};
    if (!isolate.terminating) set_error(isolate, module, isolate.exception());
    return Throw{};
  }
  module->status = ModuleRecord::kEvaluating;
  module->dfs_index = module->dfs_ancestor_index = (*index)++;
  module->pending_async_dependencies = 0;
  stack.push_back(Value(module));
  for (uint32_t i = 0; i < module->requested->length; ++i) {
    ModuleRecord* required = requested_module(module, i);
    TRY(evaluate(isolate, required, stack, index));
    if (required->is_synthetic) continue;
    if (required->status == ModuleRecord::kEvaluating) {
      module->dfs_ancestor_index = std::min(module->dfs_ancestor_index, required->dfs_ancestor_index);
    } else {
      required = required->cycle_root;
      if (!required->error.is_empty()) return throw_value(isolate, required->error);
    }
    if (!is_waiting(required)) continue;
    module->pending_async_dependencies++;
    if (!required->async_parents) {
      required->async_parents = new_array(isolate);
      isolate.heap().write_barrier(required);
    }
    array_push(isolate, required->async_parents, Value(module));
  }
  if (module->pending_async_dependencies > 0 || module->has_top_level_await) {
    module->async_evaluation_order = isolate.next_async_evaluation_order++;
    if (module->pending_async_dependencies == 0) execute_async(isolate, module);
    if (isolate.terminating) return Throw{};
  } else {
    TRY(execute(isolate, module));
  }
  if (module->dfs_ancestor_index == module->dfs_index) {
    for (;;) {
      auto* top = cast<ModuleRecord>(stack.pop_back());
      if (top->async_evaluation_order == ModuleRecord::kAsyncUnset)
        top->status = ModuleRecord::kEvaluated;
      else if (top->status != ModuleRecord::kEvaluated)
        top->status = ModuleRecord::kEvaluatingAsync;
      top->cycle_root = module;
      isolate.heap().write_barrier(top);
      if (top == module) break;
    }
  }
  return {};
}

bool has_async(ModuleRecord* module, RootedVector<Value>& seen) {
  if (module->is_synthetic || module->status == ModuleRecord::kEvaluated) return false;
  if (std::find(seen.begin(), seen.end(), Value(module)) != seen.end()) return false;
  seen.push_back(Value(module));
  if (module->has_top_level_await) return true;
  for (uint32_t i = 0; i < module->requested->length; ++i) {
    ModuleRecord* required = requested_module(module, i);
    if (required && has_async(required, seen)) return true;
  }
  return false;
}

}  // namespace

Completion<PromiseObject*> evaluate_module(Isolate& isolate, ModuleRecord* module) {
  bool over = module->status == ModuleRecord::kEvaluatingAsync || module->status == ModuleRecord::kEvaluated;
  if (over && module->cycle_root) module = module->cycle_root;
  if (module->top_level_promise.is_object()) return cast<PromiseObject>(module->top_level_promise);
  PromiseObject* promise = new_promise(isolate);
  module->top_level_promise = Value(promise);
  isolate.heap().write_barrier(module);
  RootedVector<Value> stack(isolate.heap(), "evaluating");
  uint32_t index = 0;
  if (evaluate(isolate, module, stack, &index).failed()) {
    if (isolate.terminating) return Throw{};
    Value error = isolate.take_exception();
    for (Value left : stack) set_error(isolate, cast<ModuleRecord>(left), error);
    reject_promise(isolate, promise, error);
  } else if (!is_waiting(module) && promise->state == PromiseObject::kPending) {
    resolve_promise(isolate, promise, Value::undefined());
  }
  return promise;
}

Completion<PromiseObject*> run_module(Isolate& isolate, ModuleRecord* module) {
  TRY(load_requested_modules(isolate, module));
  TRY(link_module(isolate, module));
  return evaluate_module(isolate, module);
}

bool is_async_graph(Isolate& isolate, ModuleRecord* module) {
  RootedVector<Value> seen(isolate.heap(), "modules seen");
  return has_async(module, seen);
}

}  // namespace scrim
