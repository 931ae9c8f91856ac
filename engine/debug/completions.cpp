// What could be typed next in the debug console: names in scope, or the properties of what is before the dot.
#include <cctype>

#include "engine/debug/engine_debugger.h"
#include "engine/objects/inline_slots.h"

namespace scrim::debug {

// Where the names, members, calls and literals that `text` ends with begin.
static size_t start_of_operand(std::string_view text) {
  auto is_name = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$' || c == '#' || (c & 0x80);
  };
  size_t at = text.size();
  bool complete = false;  // what follows is a whole operand, not a list of arguments or an index
  while (at > 0) {
    const char last = text[at - 1];
    if (is_name(last)) {
      if (complete) break;
      while (at > 0 && is_name(text[at - 1])) --at;
      complete = true;
    } else if (last == '"' || last == '\'' || last == '`') {
      if (complete) break;
      size_t open = at - 1;
      do {
        if (open == 0) return at;
        --open;
      } while (text[open] != last || (open > 0 && text[open - 1] == '\\'));
      return open;
    } else if (last == ')' || last == ']' || last == '}') {
      if (complete) break;
      size_t depth = 0;
      do {
        --at;
        if (text[at] == ')' || text[at] == ']' || text[at] == '}') ++depth;
        if (text[at] == '(' || text[at] == '[' || text[at] == '{') --depth;
      } while (at > 0 && depth);
      if (last == '}') return at;
      if (at == 0 || !(is_name(text[at - 1]) || text[at - 1] == ')' || text[at - 1] == ']')) complete = true;
    } else if (last == '.' && complete) {
      --at;
      if (at > 0 && text[at - 1] == '?') --at;
      complete = false;
    } else {
      break;
    }
  }
  return at;
}

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
    if (end > 0 && before[end - 1] == '?') --end;
    const size_t begin = start_of_operand(before.substr(0, end));
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
      if (at->type == CellType::kStringObject) add("length", "property");
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
