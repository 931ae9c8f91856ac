// Evaluation in a frame. The frame's variables are put on an object that the text is run with (`with`); what the text
// changed is written back to where the variables live.
#include "engine/debug/engine_debugger.h"
#include "engine/interpreter/interpreter.h"
#include "engine/interpreter/script.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"

namespace scrim::debug {

class EngineDebugger::Cancellable {
 public:
  Cancellable(EngineDebugger& self, const std::atomic<bool>* cancel) : self_(self) { self.cancel_ = cancel; }
  ~Cancellable() {
    self_.cancel_ = nullptr;
    if (self_.cancelled_) self_.cancelled_ = self_.isolate_.terminating = false;
  }

 private:
  EngineDebugger& self_;
};

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

namespace {

// What stands for a variable in its temporal dead zone: reading and writing throw as they would in the program.
Completion<Value> uninitialized_access(Isolate& isolate, Frame& frame) {
  return throw_not_initialized(isolate, cast<NativeFunction>(frame.callee)->data);
}

Completion<void> put_uninitialized(Isolate& isolate, Object* names, PropertyKey key) {
  Value accessor(
      new_native_function(isolate, uninitialized_access, isolate.names().empty, 0, key_to_value(isolate, key)));
  PropertyDescriptor descriptor;
  descriptor.getter = descriptor.setter = accessor;
  return define_property_or_throw(isolate, names, key, descriptor);
}

}  // namespace

Completion<Value> EngineDebugger::run_in_frame(const PausedFrame* paused, const std::string& expression,
                                               bool statements, bool write_back) {
  bool before = evaluating_;
  evaluating_ = true;
  isolate_.dispatch = isolate_.dispatch_tables[0];
  const uint16_t* pc = isolate_.pc;
  struct Restore {
    EngineDebugger& self;
    bool before;
    const uint16_t* pc;
    ~Restore() {
      self.evaluating_ = before;
      self.isolate_.pc = pc;
      if (!before) self.update_dispatch();
    }
  } restore{*this, before, pc};

  if (!paused) {
    CompileRequest request;
    request.text = expression;
    request.name = "evaluate";
    request.completion_value = true;
    request.redeclarable = true;
    return evaluate_script(isolate_, std::move(request));
  }
  Frame* frame = Frame::from(paused->fp);
  Object* names = new_object_with_prototype(isolate_, nullptr);
  Root<Value> rooted(isolate_.heap(), Value(names));
  std::vector<std::pair<ScopeVariable, uint64_t>> copied;
  for (const ScopeContents& scope : scopes_of(*paused)) {
    if (scope.object != SIZE_MAX || scope.info.kind == ScopeKind::script) continue;
    for (const ScopeVariable& variable : scope.variables) {
      PropertyKey key = key_from_string(isolate_, new_string_utf8(isolate_, variable.name));
      if (find_property(isolate_, names->shape(), key)) continue;  // an inner one of the same name
      Value value = read(variable.place);
      if (value.is_empty() || variable.uninitialized) {
        TRY(put_uninitialized(isolate_, names, key));
        continue;
      }
      put_direct(isolate_, names, key, value,
                 variable.constant ? Attributes::kEnumerable | Attributes::kConfigurable : Attributes::kAll);
      copied.emplace_back(variable, value.bits());
    }
  }
  // As a direct eval would at this place, in a scope that has the names; the environments below give it private names.
  Environment* scope = new_environment(isolate_, frame->environment, nullptr, 1);
  scope->flags |= Environment::kObjectEnvironment;
  scope->slots[0] = Value(names);
  bytecode::EvalSite site;
  site.in_function = true;
  Function* function = TRY(compile_eval(isolate_, statements ? expression : "(" + expression + "\n)", scope, site));
  Value this_value = frame->this_value.is_empty() ? Value::undefined() : frame->this_value;
  Completion<Value> result = call(isolate_, Value(function), this_value, {});
  if (!write_back) return result;
  for (const auto& [variable, bits] : copied) {
    PropertyKey key = key_from_string(isolate_, new_string_utf8(isolate_, variable.name));
    Value now = get_own_data(isolate_, names, key);
    if (!now.is_empty() && now.bits() != bits) write_place(variable.place, now);
  }
  return result;
}

Result<ValueInfo> EngineDebugger::evaluate(const EvaluateRequest& request) {
  const PausedFrame* paused = nullptr;
  if (request.frame) {
    paused = frame(*request.frame);
    if (!paused) return std::unexpected(Failure{"this frame is gone: the program has run on"});
  }
  Cancellable cancellable(*this, request.cancel);
  std::string expression(request.expression);
  while (!expression.empty() && (expression.back() == ';' || expression.back() == ' ' || expression.back() == '\n')) {
    expression.pop_back();
  }
  Value* fp = isolate_.fp;
  // Only the console changes the program: what a hover or a watch assigns to a variable is lost.
  bool write_back = request.context == EvaluateContext::repl;
  Completion<Value> result = run_in_frame(paused, expression, false, write_back);
  if (result.failed() && paused) {
    // Not an expression: statements, whose value is the last one's.
    Value exception = isolate_.exception();
    bool syntax = exception.is_object() &&
                  as_object(exception)->prototype() == isolate_.realm().intrinsic(Intrinsic::kSyntaxErrorPrototype);
    if (syntax && request.context == EvaluateContext::repl) {
      isolate_.take_exception();
      result = run_in_frame(paused, std::string(request.expression), true);
    }
  }
  isolate_.fp = fp;
  if (result.failed()) return std::unexpected(failure_from_exception());
  bool permanent = request.context == EvaluateContext::repl;
  return show(result.value(), permanent, request.context == EvaluateContext::clipboard);
}

Result<ValueInfo> EngineDebugger::set_variable(Reference container, std::string_view name, std::string_view value) {
  auto found = handles_.find(container);
  if (found == handles_.end()) return std::unexpected(Failure{"this reference is gone: the program has run on"});
  Handle handle = found->second;
  const PausedFrame* paused = frames_.empty() ? nullptr : &frames_.front();
  if (handle.kind == Handle::kScope && handle.scope.frame < frames_.size()) paused = &frames_[handle.scope.frame];
  Completion<Value> result = run_in_frame(paused, std::string(value), false);
  if (result.failed()) return std::unexpected(failure_from_exception());
  if (handle.kind == Handle::kScope && handle.scope.object == SIZE_MAX) {
    for (const ScopeVariable& variable : handle.scope.variables) {
      if (variable.name != name) continue;
      if (variable.constant) return std::unexpected(Failure{"Assignment to constant variable."});
      write_place(variable.place, result.value());
      return show(result.value());
    }
    return std::unexpected(Failure{"there is no variable " + std::string(name)});
  }
  Object* object = as_object((*values_)[handle.kind == Handle::kScope ? handle.scope.object : handle.value]);
  PropertyKey key = key_from_string(isolate_, new_string_utf8(isolate_, name));
  if (name.starts_with("#")) {
    PropertyTable* table = property_table(isolate_, object->shape());
    for (uint32_t i = 0; table && i < object->shape()->property_count; ++i) {
      PropertyEntry entry = table->entries[i];
      if (entry.key.is_null() || !entry.key.is_symbol() || !entry.key.is_private_name()) continue;
      if (to_utf8(isolate_, entry.key.as_symbol()->description) != name) continue;
      store_slot(isolate_, object, entry.slot, result.value());
      return show(result.value());
    }
  }
  evaluating_ = true;
  Completion<void> stored = set_or_throw(isolate_, object, key, result.value());
  evaluating_ = false;
  if (stored.failed()) return std::unexpected(failure_from_exception());
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

Result<std::vector<CompletionInfo>> EngineDebugger::completions(std::string_view text, uint32_t column,
                                                                std::optional<FrameId> id) {
  std::string_view before = text.substr(0, std::min<size_t>(column, text.size()));
  size_t start = before.size();
  auto is_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$'; };
  while (start > 0 && is_name(before[start - 1])) --start;
  std::string prefix(before.substr(start));
  const PausedFrame* paused = id ? frame(*id) : nullptr;
  std::vector<CompletionInfo> result;
  auto add = [&](const std::string& label, const char* type) {
    if (!label.starts_with(prefix)) return;
    for (const CompletionInfo& known : result) {
      if (known.label == label) return;
    }
    result.push_back({label, type, ""});
  };
  if (start > 0 && before[start - 1] == '.') {
    size_t end = start - 1;
    size_t begin = end;
    while (begin > 0 && (is_name(before[begin - 1]) || before[begin - 1] == '.' || before[begin - 1] == ']' ||
                         before[begin - 1] == '[')) {
      --begin;
    }
    Completion<Value> target = run_in_frame(paused, std::string(before.substr(begin, end - begin)), false);
    if (target.failed()) {
      isolate_.take_exception();
      return result;
    }
    Completion<Object*> object = to_object(isolate_, target.value());
    if (object.failed()) {
      isolate_.take_exception();
      return result;
    }
    for (Object* at = object.value(); at; at = at->prototype()) {
      Completion<Array*> keys = ordinary_own_property_keys(isolate_, at, KeyFilter::kStrings);
      if (keys.failed()) {
        isolate_.take_exception();
        break;
      }
      for (uint32_t i = 0; i < keys.value()->length; ++i) {
        add(to_utf8(isolate_, as_string(fast_element(keys.value(), i))), "property");
      }
    }
    return result;
  }
  if (paused) {
    for (const ScopeContents& scope : scopes_of(*paused)) {
      for (const ScopeVariable& variable : scope.variables) add(variable.name, "variable");
    }
  }
  Completion<Array*> globals =
      ordinary_own_property_keys(isolate_, isolate_.realm().global_object, KeyFilter::kStrings);
  if (globals.failed()) {
    isolate_.take_exception();
    return result;
  }
  for (uint32_t i = 0; i < globals.value()->length; ++i) {
    add(to_utf8(isolate_, as_string(fast_element(globals.value(), i))), "variable");
  }
  return result;
}

Result<ExceptionInfo> EngineDebugger::exception_info() {
  Value exception = exception_->get();
  if (exception.is_undefined()) return std::unexpected(Failure{"the program did not stop at an exception"});
  ExceptionInfo info;
  info.uncaught = exception_uncaught_;
  if (exception.is_object()) {
    Object* object = as_object(exception);
    info.type_name = constructor_name(isolate_, object);
    Value message = get_own_data(isolate_, object, isolate_.names().message);
    if (message.is_string()) info.message = to_utf8(isolate_, as_string(message));
    Value stack = get_own_data(isolate_, object, isolate_.names().stack);
    if (stack.is_string()) info.stack = to_utf8(isolate_, as_string(stack));
    info.reference = add_object(exception, false);
  } else {
    info.type_name = to_utf8(isolate_, typeof_string(isolate_, exception));
    info.message = inspect(isolate_, exception);
  }
  return info;
}

}  // namespace scrim::debug
