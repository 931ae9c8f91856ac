// What could be typed next in the debug console: names in scope, or the properties of what is before the dot.
#include <cctype>

#include "engine/debug/engine_debugger.h"
#include "engine/objects/inline_slots.h"

namespace scrim::debug {

Result<std::vector<CompletionInfo>> EngineDebugger::completions(std::string_view text, uint32_t column,
                                                                std::optional<FrameId> id) {
  std::string_view before = text.substr(0, std::min<size_t>(column, text.size()));
  size_t start = before.size();
  auto is_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$'; };
  while (start > 0 && is_name(before[start - 1])) --start;
  std::string prefix(before.substr(start));
  const PausedFrame* paused = id ? running_frame(*id).value_or(nullptr) : nullptr;
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
    // What is typed is not yet run: a getter that changes something gives no completions.
    Completion<Value> target =
        run_in_frame(paused, "(" + std::string(before.substr(begin, end - begin)) + "\n)", Effects::kRefused);
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

}  // namespace scrim::debug
