// What clients ask to be evaluated: hovers, watches, the console, new values of variables.
#include <utility>

#include "engine/debug/console_text.h"
#include "engine/debug/evaluation.h"
#include "engine/interpreter/script.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"
#include "engine/runtime/modules.h"

namespace scrim::debug {

Failure EngineDebugger::failure_from_exception() {
  Failure failure;
  if (cancelled_) {
    isolate_.take_exception();
    failure.text = "cancelled";
    failure.cancelled = true;
    return failure;
  }
  failure.thrown = true;
  Value exception = isolate_.take_exception();
  if (exception.is_object() && as_object(exception)->type == CellType::kError) {
    Completion<String*> text = to_string(isolate_, exception);
    if (text.failed()) {
      isolate_.take_exception();
      failure.text = "an error";
    } else {
      failure.text = to_utf8(isolate_, text.value());
    }
  } else {
    failure.text = "Uncaught " + inspect(isolate_, exception);
  }
  return failure;
}

bool EngineDebugger::is_variable_of(const PausedFrame& paused, const std::string& name) {
  for (const ScopeContents& scope : scopes_of(paused)) {
    if (scope.info.kind == ScopeKind::script) break;
    for (const ScopeVariable& variable : scope.variables) {
      if (variable.name == name) return true;
    }
  }
  return false;
}

// A text typed into the console. What it declares is global, so that it stays, and may be declared again.
Completion<Value> EngineDebugger::run_console_text(const PausedFrame* paused, const std::string& text) {
  struct InConsole {
    bool& flag;
    ~InConsole() { flag = false; }
  } in_console{in_console_};
  in_console_ = true;
  const ConsoleText read = read_console_text(text);
  std::string declarations;
  for (const std::string& name : read.declared) {
    if (paused && is_variable_of(*paused, name)) {
      return throw_error(isolate_, ErrorType::kSyntaxError, "Identifier '%s' has already been declared", name.c_str());
    }
    const PropertyKey key = key_from_string(isolate_, new_string_utf8(isolate_, name));
    if (find_property(isolate_, isolate_.realm().lexical_scope->shape(), key)) continue;  // of an earlier text
    declarations += (declarations.empty() ? "let " : ", ") + name;
  }
  if (!declarations.empty()) {
    Completion<Value> declared = run_in_frame(nullptr, declarations, Effects::kAllowed);
    if (declared.failed()) return declared;
  }
  // Node's console knows `require` wherever it is; the program does not see that.
  Object* global = isolate_.realm().global_object;
  const PropertyKey require = key_from_latin1(isolate_, "require");
  if (read.text.find("require") == std::string::npos || (paused && is_variable_of(*paused, "require")) ||
      find_property(isolate_, global->shape(), require)) {
    return run_in_frame(paused, read.text, Effects::kAllowed);
  }
  std::string file = runtime_.modules().current_directory_file();
  if (paused) {
    const Code* code = Frame::from(paused->fp)->code;
    const LoadedScript* script = loaded(code->script);
    if (script && script->info.kind == ScriptKind::file) file = script->info.path;
  }
  put_direct(isolate_, global, require, runtime_.modules().require_from(file), Attributes::kHidden);
  Completion<Value> result = run_in_frame(paused, read.text, Effects::kAllowed);
  Root<Value> kept(isolate_.heap(), result.failed() ? Value::undefined() : result.value());
  const bool terminating = isolate_.terminating;
  const Value thrown = result.failed() ? isolate_.take_exception() : Value::undefined();
  Root<Value> exception(isolate_.heap(), thrown);
  if (delete_property(isolate_, global, require).failed()) isolate_.take_exception();
  isolate_.terminating = terminating;
  if (result.failed()) return throw_value(isolate_, exception.get());
  return kept.get();
}

std::string EngineDebugger::clipboard_text(Value value) {
  if (value.is_string()) return to_utf8(isolate_, as_string(value));
  if (value.is_object() && as_object(value)->is_callable() && as_object(value)->type != CellType::kProxy) {
    return to_utf8(isolate_, isolate_.function_source(isolate_, as_object(value)));
  }
  if (!value.is_object() || as_object(value)->type == CellType::kError) return preview(value);
  InspectOptions options;
  options.depth = 100;
  const bool before = std::exchange(evaluating_, true);
  std::string text = inspect(isolate_, value, options);
  evaluating_ = before;
  return text;
}

Result<ValueInfo> EngineDebugger::evaluate(const EvaluateRequest& request) {
  const PausedFrame* paused = nullptr;
  if (request.frame) {
    const Result<const PausedFrame*> found = running_frame(*request.frame);
    if (!found) return std::unexpected(found.error());
    paused = *found;
  }
  Cancellable cancellable(*this, request.cancel);
  Value* fp = isolate_.fp;
  const bool is_console = request.context == EvaluateContext::repl;
  const bool may_change =
      is_console || request.context == EvaluateContext::variables || request.context == EvaluateContext::clipboard;
  const std::string text(request.expression);
  Completion<Value> result =
      is_console ? run_console_text(paused, text)
                 : run_in_frame(paused, "(" + text + "\n)", may_change ? Effects::kAllowed : Effects::kRefused);
  isolate_.fp = fp;
  if (result.failed()) return std::unexpected(failure_from_exception());
  hexadecimal_ = request.hexadecimal;
  ValueInfo shown = show(result.value(), is_console);
  hexadecimal_ = false;
  if (request.context == EvaluateContext::clipboard) shown.text = clipboard_text(result.value());
  // Read again, a text that changes something would change it again.
  if (auto handle = handles_.find(shown.reference); handle != handles_.end() && !may_change) {
    handle->second.path = "(" + text + ")";
  }
  return shown;
}

PropertyKey EngineDebugger::symbol_key(Object* object, std::string_view label) {
  if (!label.starts_with('#') && !label.starts_with("Symbol(")) return {};
  PropertyTable* table = property_table(isolate_, object->shape());
  for (uint32_t i = 0; table && i < object->shape()->property_count; ++i) {
    const PropertyKey key = table->entries[i].key;
    if (key.is_null() || !key.is_symbol()) continue;
    const bool named = key.is_private_name()
                           ? key.as_symbol()->description && to_utf8(isolate_, key.as_symbol()->description) == label
                           : inspect(isolate_, Value(key.as_symbol())) == label;
    if (named) return key;
  }
  return {};
}

Result<ValueInfo> EngineDebugger::set_variable(Reference container, std::string_view name, std::string_view value) {
  auto found = handles_.find(container);
  if (found == handles_.end()) return std::unexpected(Failure{"this reference is gone: the program has run on"});
  Handle handle = found->second;
  const PausedFrame* paused = frames_.empty() ? nullptr : &frames_.front();
  if (handle.kind == Handle::kScope && handle.scope.frame < frames_.size()) paused = &frames_[handle.scope.frame];
  Completion<Value> result = run_in_frame(paused, "(" + std::string(value) + "\n)", Effects::kAllowed);
  if (result.failed()) return std::unexpected(failure_from_exception());
  if (handle.kind == Handle::kScope && handle.scope.object == SIZE_MAX) {
    for (const ScopeVariable& variable : handle.scope.variables) {
      if (variable.name != name) continue;
      if (variable.constant) return std::unexpected(Failure{"Assignment to constant variable."});
      write_place(variable.place, result.value());
      return show(result.value());
    }
    return std::unexpected(
        Failure{name == "this" ? "this cannot be assigned" : "there is no variable " + std::string(name)});
  }
  if (handle.kind == Handle::kList || handle.kind == Handle::kGetter || name.starts_with("[[")) {
    return std::unexpected(Failure{std::string(name) + " cannot be assigned"});
  }
  Object* object = as_object((*values_)[handle.kind == Handle::kScope ? handle.scope.object : handle.value]);
  PropertyKey key = symbol_key(object, name);
  if (!key.is_null() && key.is_private_name()) {
    const PropertyEntry* entry = find_property(isolate_, object->shape(), key);
    if (entry->attributes & Attributes::kAccessor) return std::unexpected(Failure{std::string(name) + " has no field"});
    store_slot(isolate_, object, entry->slot, result.value());
    return show(result.value());
  }
  if (key.is_null()) key = key_from_string(isolate_, new_string_utf8(isolate_, name));
  evaluating_ = true;
  Completion<void> stored = set_or_throw(isolate_, object, key, result.value());
  // What an element holds is not what it was given.
  if (!stored.failed() && object->type == CellType::kTypedArray) result = get(isolate_, object, key);
  evaluating_ = false;
  if (stored.failed() || result.failed()) return std::unexpected(failure_from_exception());
  return show(result.value());
}

Result<ValueInfo> EngineDebugger::set_expression(std::string_view target, std::string_view value,
                                                 std::optional<FrameId> id) {
  EvaluateRequest request;
  std::string text = std::string(target) + " = (" + std::string(value) + ")";
  request.expression = text;
  request.frame = id;
  return evaluate(request);
}

}  // namespace scrim::debug
