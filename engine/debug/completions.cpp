// What could be typed next in the debug console: names in scope, or the properties of what is before the dot.
#include <cctype>
#include <unordered_set>

#include "engine/debug/engine_debugger.h"
#include "engine/interpreter/script.h"
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

static bool is_identifier(std::string_view name) {
  const auto starts = [](char c) {
    return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || c == '$' || (c & 0x80);
  };
  if (name.empty() || !starts(name[0])) return false;
  for (char c : name) {
    if (!starts(c) && !std::isdigit(static_cast<unsigned char>(c))) return false;
  }
  return true;
}

Result<std::vector<CompletionInfo>> EngineDebugger::completions(std::string_view text, uint32_t column,
                                                                std::optional<FrameId> id) {
  std::string_view before = text.substr(0, std::min<size_t>(column, text.size()));
  size_t start = before.size();
  auto is_name = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$' || c == '#' || (c & 0x80);
  };
  while (start > 0 && is_name(before[start - 1])) --start;
  std::string prefix(before.substr(start));
  const PausedFrame* paused = id ? running_frame(*id).value_or(nullptr) : nullptr;
  std::vector<CompletionInfo> result;
  std::unordered_set<std::string> known;
  uint32_t depth = 0;
  auto add = [&](const std::string& label, const char* type) -> CompletionInfo* {
    if (!label.starts_with(prefix) || !known.insert(label).second) return nullptr;
    result.push_back({.label = label, .type = type, .depth = depth});
    return &result.back();
  };
  const bool is_member = start > 0 && before[start - 1] == '.';
  // object["na: the name of a property in quotes that are still open.
  const size_t quote = before.find_last_of("\"'");
  const bool in_quotes = quote != std::string_view::npos && quote > 0 && before[quote - 1] == '[';
  if (is_member || in_quotes) {
    if (in_quotes) prefix = before.substr(quote + 1);
    size_t end = in_quotes ? quote - 1 : start - 1;
    if (end > 0 && before[end - 1] == '?') --end;
    if (in_quotes && end > 0 && before[end - 1] == '.') end -= end > 1 && before[end - 2] == '?' ? 2 : 1;  // ?.["
    size_t begin = start_of_operand(before.substr(0, end));
    if (begin >= 4 && before.substr(begin - 4, 4) == "new ") begin -= 4;
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
    Root<Value> kept(isolate_.heap(), Value(object.value()));
    for (Object* at = object.value(); at; at = at->prototype(), ++depth) {
      auto type_of = [&](PropertyKey key) {
        const Value value = get_own_data(isolate_, at, key);
        return value.is_object() && as_object(value)->is_callable() ? "method" : "property";
      };
      if (at->type == CellType::kStringObject) add("length", "property");
      const bool quiet = at->type == CellType::kProxy || at->type == CellType::kTypedArray;
      Completion<Array*> keys = quiet ? ordinary_own_property_keys(isolate_, at, KeyFilter::kStrings)
                                      : own_property_keys(isolate_, at, KeyFilter::kStrings);
      if (keys.failed()) {
        isolate_.take_exception();
        break;
      }
      for (uint32_t i = 0; i < keys.value()->length; ++i) {
        const PropertyKey key = key_from_string(isolate_, as_string(fast_element(keys.value(), i)));
        const std::string label = to_utf8(isolate_, as_string(fast_element(keys.value(), i)));
        if (in_quotes) {
          if (CompletionInfo* made = add(label, type_of(key))) {
            made->replaced = static_cast<uint32_t>(prefix.size());
          }
        } else if (is_identifier(label)) {
          add(label, type_of(key));
        } else if (!key.is_index()) {
          // After a dot it would be wrong: brackets take the place of the dot.
          if (CompletionInfo* made = add(label, type_of(key))) {
            made->text = member_path(" ", {.name = label}).substr(1);
            made->replaced = static_cast<uint32_t>(before.size() - (start - 1));
          }
        }
      }
      PropertyTable* table = property_table(isolate_, at->shape());
      for (uint32_t i = 0; !in_quotes && table && i < at->shape()->property_count; ++i) {
        const PropertyKey key = table->entries[i].key;
        if (key.is_null() || !key.is_symbol() || !key.is_private_name() || !key.as_symbol()->description) continue;
        const std::string label = to_utf8(isolate_, key.as_symbol()->description);
        if (label.starts_with('#') && label.find(' ') == std::string::npos) add(label, "property");
      }
    }
    return result;
  }
  auto kind_of = [&](Value value) {
    if (!value.is_object() || !as_object(value)->is_callable()) return "variable";
    if (as_object(value)->type != CellType::kFunction) return "function";
    return cast<Function>(value)->code->function_template->flags.is_class_constructor ? "class" : "function";
  };
  if (paused) {
    for (const ScopeContents& scope : scopes_of(*paused)) {
      for (const ScopeVariable& variable : scope.variables) {
        add(variable.name, variable.uninitialized ? "variable" : kind_of(read(variable.place)));
      }
      ++depth;
    }
  }
  Object* global = isolate_.realm().global_object;
  Completion<Array*> globals = ordinary_own_property_keys(isolate_, global, KeyFilter::kStrings);
  if (globals.failed()) {
    isolate_.take_exception();
    return result;
  }
  for (uint32_t i = 0; i < globals.value()->length; ++i) {
    String* name = as_string(fast_element(globals.value(), i));
    const PropertyEntry* entry = find_property(isolate_, global->shape(), key_from_string(isolate_, name));
    // One that nobody has touched stays so.
    const bool made =
        entry && !(entry->attributes & Attributes::kAccessor) && !global->get_slot(entry->slot).is_empty();
    add(to_utf8(isolate_, name), made ? kind_of(global->get_slot(entry->slot)) : "variable");
  }
  return result;
}

}  // namespace scrim::debug
