// A text run at a place of a program that stands still, as a direct eval there would be. Variables that live in
// registers are copied to an environment of the text's own and written back; all others are reached where they are.
// Compiling and running are apart: a breakpoint's condition is compiled at its first hit and only run from then on.
#include <algorithm>

#include "engine/debug/evaluation.h"
#include "engine/interpreter/script.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"

namespace scrim::debug {

// The variables of the frame that live in registers and that no inner variable hides.
std::vector<EngineDebugger::ScopeVariable> EngineDebugger::register_variables(const PausedFrame& paused) {
  std::vector<ScopeVariable> result;
  std::vector<std::string> hidden;
  for (ScopeContents& scope : scopes_of(paused)) {
    if (!scope.own) break;
    for (ScopeVariable& variable : scope.variables) {
      if (std::find(hidden.begin(), hidden.end(), variable.name) != hidden.end()) continue;
      hidden.push_back(variable.name);
      if (variable.place.kind == Place::kRegister) result.push_back(std::move(variable));
    }
  }
  return result;
}

Environment* EngineDebugger::environment_for(const PausedFrame& paused, const FrameText& text) {
  Frame* frame = Frame::from(paused.fp);
  const auto count = static_cast<uint32_t>(text.variables.size() + (text.arguments ? 1 : 0));
  Environment* environment = new_environment(isolate_, frame->environment, nullptr, count);
  for (size_t i = 0; i < text.variables.size(); ++i) {
    const ScopeVariable& variable = text.variables[i];
    environment->slots[i] = variable.uninitialized ? Value::empty() : paused.fp[variable.place.index];
  }
  if (text.arguments) {
    Array* list = new_array_from(isolate_, {frame->arguments, frame->argument_count});
    environment->slots[count - 1] = Value(list);
    isolate_.heap().write_barrier(environment);
  }
  return environment;
}

Completion<void> EngineDebugger::compile_text(const PausedFrame& paused, std::string text, FrameText* out) {
  Frame* frame = Frame::from(paused.fp);
  const bytecode::FunctionTemplate& function = *frame->code->function_template;
  out->variables = register_variables(paused);
  // `arguments` where the function has not made its own.
  out->arguments = text.find("arguments") != std::string::npos && !function.flags.is_arrow && function.parent != 0 &&
                   std::none_of(out->variables.begin(), out->variables.end(),
                                [](const ScopeVariable& variable) { return variable.name == "arguments"; });
  std::vector<syntax::OuterBinding> bindings;
  for (const ScopeVariable& variable : out->variables) {
    bindings.push_back({variable.name, variable.constant ? bytecode::BindingKind::kConst : bytecode::BindingKind::kLet,
                        bytecode::BindingPlace::kEnvironment, static_cast<uint32_t>(bindings.size()), true});
  }
  if (out->arguments) {
    bindings.push_back({"arguments", bytecode::BindingKind::kVar, bytecode::BindingPlace::kEnvironment,
                        static_cast<uint32_t>(bindings.size()), false});
  }
  bytecode::EvalSite site;
  site.in_function = true;
  Function* compiled = TRY(compile_eval(isolate_, std::move(text), environment_for(paused, *out), site, bindings));
  out->code = compiled->code;
  return {};
}

Completion<Value> EngineDebugger::run_text(const PausedFrame& paused, const FrameText& text, bool write_back) {
  Frame* frame = Frame::from(paused.fp);
  Environment* environment = environment_for(paused, text);
  Function* function = create_closure(isolate_, text.code, environment);
  const Value this_value = frame->this_value.is_empty() ? Value::undefined() : frame->this_value;
  Completion<Value> result = call(isolate_, Value(function), this_value, {});
  if (!write_back) return result;
  for (size_t i = 0; i < text.variables.size(); ++i) {
    const ScopeVariable& variable = text.variables[i];
    if (variable.constant || variable.uninitialized) continue;
    paused.fp[variable.place.index] = environment->slots[i];
  }
  return result;
}

Completion<Value> EngineDebugger::run_in_frame(const PausedFrame* paused, const std::string& text, Effects effects) {
  Evaluation evaluation(*this, effects);
  if (!paused) {
    CompileRequest request;
    request.text = text;
    request.name = "evaluate";
    request.completion_value = true;
    request.redeclarable = true;
    return evaluation.finish(evaluate_script(isolate_, std::move(request)));
  }
  FrameText compiled;
  if (compile_text(*paused, text, &compiled).failed()) return Throw{};
  return evaluation.finish(run_text(*paused, compiled, effects == Effects::kAllowed));
}

Completion<Value> EngineDebugger::run_compiled(const PausedFrame& paused, const std::string& expression,
                                               std::vector<CompiledAt>& cache) {
  Evaluation evaluation(*this, Effects::kAllowed);
  for (const CompiledAt& known : cache) {
    if (known.pc == paused.pc && known.expression == expression) return run_text(paused, known.text, true);
  }
  CompiledAt made;
  made.pc = paused.pc;
  made.expression = expression;
  if (compile_text(paused, "(" + expression + "\n)", &made.text).failed()) return Throw{};
  made.root = root(Value(static_cast<Cell*>(made.text.code)));
  cache.push_back(std::move(made));
  return run_text(paused, cache.back().text, true);
}

void EngineDebugger::forget(std::vector<CompiledAt>& cache) {
  for (const CompiledAt& compiled : cache) release(compiled.root);
  cache.clear();
}

}  // namespace scrim::debug
