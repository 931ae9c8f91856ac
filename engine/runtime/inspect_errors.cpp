// Errors as util.inspect shows them: the stack, with what it does not say already.
#include <algorithm>

#include "engine/interpreter/stack_trace.h"
#include "engine/runtime/inspector.h"

namespace scrim {

namespace {

// The end of "Name:" or "Name\n    at" at the start, as far as a name goes; 0: there is none.
size_t leading_name(const std::string& stack) {
  if (stack.empty() || stack[0] < 'A' || stack[0] > 'Z') return 0;
  size_t i = 0;
  auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ' ' ||
           c == '[' || c == ']' || c == '(' || c == ')' || c == '-';
  };
  while (i < stack.size() && is_part(stack[i])) ++i;
  if (i >= 2 && i < stack.size() && (stack[i] == ':' || stack.compare(i, 7, "\n    at") == 0)) return i;
  return i == stack.size() && stack.ends_with("Error") && stack.find(' ') == std::string::npos ? i : 0;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (size_t i = 0; i <= text.size();) {
    size_t end = std::min(text.find('\n', i), text.size());
    lines.emplace_back(text.substr(i, end - i));
    i = end + 1;
  }
  return lines;
}

// Where a run of more than three lines of `a` is found in `b`; length 0: nowhere.
void overlap(const std::vector<std::string>& a, const std::vector<std::string>& b, size_t* length, size_t* offset) {
  *length = 0;
  for (size_t i = 0; i + 3 < a.size(); ++i) {
    auto found = std::find(b.begin(), b.end(), a[i]);
    auto rest = static_cast<size_t>(b.end() - found);
    if (rest <= 3) continue;
    size_t most = std::min(a.size() - i, rest);
    size_t same = 1;
    auto position = static_cast<size_t>(found - b.begin());
    while (same < most && a[i + same] == b[position + same]) ++same;
    if (same > 3) {
      *length = same;
      *offset = i;
      return;
    }
  }
}

}  // namespace

std::string Inspector::stack_of(Object* o) {
  Value stack = get_quiet(o, isolate_.names().stack);
  if (stack.is_string() && as_string(stack)->length) return text(stack);
  Value name = get_quiet(o, isolate_.names().name);
  Value message = get_quiet(o, isolate_.names().message);
  std::string name_text = name.is_string() ? text(name) : "Error";
  std::string message_text = message.is_string() ? text(message) : "";
  std::string header = message_text.empty() ? name_text
                       : name_text.empty()  ? message_text
                                            : name_text + ": " + message_text;
  if (!to_boolean(stack)) return header;
  seen_.push_back(Value(o));
  indentation_ += 4;
  // Node has no depth to compare with here, so nothing is put on one line.
  int compact = options_.compact;
  options_.compact = std::min(compact, 0);
  std::string shown = value(stack, 0);
  options_.compact = compact;
  indentation_ -= 4;
  seen_.pop_back();
  return header + "\n    " + shown;
}

// "E2 [Error]: boo" for a class that did not set its own name.
std::string Inspector::improve_stack(std::string stack, const Description& about, const std::string& name) const {
  size_t length = name.size();
  bool plain = name.ends_with("Error") && stack.starts_with(name) &&
               (stack.size() == length || stack[length] == ':' || stack[length] == '\n');
  if (about.constructor && !plain) return stack;
  std::string fallback = "Error";
  if (!about.constructor) {
    length = leading_name(stack);
    if (length) fallback = stack.substr(0, length);
  }
  std::string shown = prefix(about, fallback);
  shown.pop_back();
  if (name == shown) return stack;
  if (shown.find(name) != std::string::npos) {
    return length == 0 ? shown + ": " + stack : shown + stack.substr(length);
  }
  return shown + " [" + name + "]" + stack.substr(length);
}

// The frames; those shared with the cause's are left out, the engine's own are grey.
std::string Inspector::error_frames(Object* o, std::string_view frames) {
  std::vector<std::string> lines = lines_of(frames);
  Value cause = get_quiet(o, isolate_.names().cause);
  if (cause.is_object() && as_object(cause)->type == CellType::kError) {
    std::string cause_stack = stack_of(as_object(cause));
    size_t begin = cause_stack.find("\n    at");
    if (begin != std::string::npos) {
      size_t length, offset = 0;
      overlap(lines, lines_of(std::string_view(cause_stack).substr(begin + 1)), &length, &offset);
      if (length > 3) {
        size_t skipped = length - 2;
        std::string message = "    ... " + std::to_string(skipped) + " lines matching cause stack trace ...";
        auto first = lines.begin() + static_cast<std::ptrdiff_t>(offset) + 1;
        lines.erase(first, first + static_cast<std::ptrdiff_t>(skipped));
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(offset) + 1, style(message, Style::kUndefined));
      }
    }
  }
  std::string text;
  for (const std::string& line : lines) {
    bool internal = options_.colors && line.find("(node:") != std::string::npos;
    text += "\n" + (internal ? style(line, Style::kUndefined) : line);
  }
  return text;
}

std::string Inspector::error_base(Object* o, Description& about) {
  const Names& names = isolate_.names();
  Value name_value = get_quiet(o, names.name);
  std::string name = "Error";
  if (!name_value.is_undefined_or_null()) {
    Completion<String*> converted = to_string(isolate_, name_value);
    if (converted.failed()) {
      isolate_.take_exception();
    } else {
      name = to_utf8(isolate_, converted.value());
    }
  }
  Value message_value = get_quiet(o, names.message);
  std::string message = message_value.is_string() ? text(message_value) : "";
  std::string stack = stack_of(o);
  // What the stack says already is not repeated as a property.
  Array* kept = new_array(isolate_);
  bool has_cause = false;
  bool has_errors = false;
  for (uint32_t i = 0; i < about.keys->length; ++i) {
    Value k = fast_element(about.keys, i);
    std::string key_text = k.is_string() ? text(k) : "";
    has_cause = has_cause || key_text == "cause";
    has_errors = has_errors || key_text == "errors";
    if (!options_.show_hidden && (key_text == "name" || key_text == "message" || key_text == "stack")) {
      Value shown = get_quiet(o, key_from_string(isolate_, as_string(k)));
      if (!shown.is_string() || stack.find(text(shown)) != std::string::npos) continue;
    }
    array_push(isolate_, kept, k);
  }
  Completion<bool> in_chain = has_property(isolate_, o, names.cause);
  if (in_chain.failed()) {
    isolate_.take_exception();
  } else if (in_chain.value() && !has_cause) {
    array_push(isolate_, kept, Value(names.cause.as_cell()));
  }
  Value errors = get_own_data(isolate_, o, names.errors);
  if (errors.is_object() && as_object(errors)->is_array() && !has_errors) {
    array_push(isolate_, kept, Value(names.errors.as_cell()));
  }
  about.keys = kept;
  stack = improve_stack(std::move(stack), about, name);
  // The message may look like frames.
  size_t position = message.empty() ? std::string::npos : stack.find(message);
  size_t frames = stack.find("\n    at", position == std::string::npos ? 0 : position + message.size());
  if (frames == std::string::npos) {
    // A syntax error's frames would all be the loader's: it stands without them, and without brackets.
    if (!options_.uncaught || recorded_frame_count(cast<ErrorObject>(o)->stack_frames)) stack = "[" + stack + "]";
  } else {
    stack = stack.substr(0, frames) + error_frames(o, std::string_view(stack).substr(frames + 1));
  }
  return indent_lines(stack, indentation_);
}

}  // namespace scrim
