// V8's lines for a recorded stack: "    at Type.method (file:line:column)".
#include <cstdio>

#include "engine/bytecode/function_template.h"
#include "engine/interpreter/messages.h"
#include "engine/interpreter/promise.h"
#include "engine/interpreter/script.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"
#include "engine/syntax/characters.h"

namespace scrim {

namespace {

std::string own_name(Isolate& isolate, Object* function) {
  Value name = get_own_data(isolate, function, isolate.names().name);
  return name.is_string() ? to_utf8(isolate, as_string(name)) : std::string();
}

bool is_identifier(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    auto byte = static_cast<unsigned char>(text[i]);
    // What is not ASCII in a function's name is a letter in all but invented names.
    if (byte < 0x80 && !(i ? syntax::is_identifier_part(byte) : syntax::is_identifier_start(byte))) return false;
    ++i;
  }
  return !text.empty();
}

// For a function without a name that is assigned to a member: that member's path in the source, as V8 infers it.
std::string inferred_name(const Code* code) {
  if (!code->script || !code->script->data) return {};
  std::string_view text = code->script->data->source.text();
  std::string_view before = text.substr(0, std::min<size_t>(text.size(), code->function_template->source.start));
  auto trim = [&] {
    while (!before.empty() && (before.back() == ' ' || before.back() == '\t' || before.back() == '\n')) {
      before.remove_suffix(1);
    }
  };
  trim();
  if (before.ends_with("async")) {
    before.remove_suffix(5);
    trim();
  }
  if (!before.ends_with('=')) return {};
  before.remove_suffix(1);
  if (!before.empty() && std::string_view("=!<>+-*/%&|^?").find(before.back()) != std::string_view::npos) return {};
  trim();
  bool computed = before.ends_with(']');
  if (computed) {
    size_t open = before.rfind('[');
    if (open == std::string_view::npos) return {};
    before = before.substr(0, open);
  }
  size_t begin = before.size();
  while (begin > 0) {
    auto byte = static_cast<unsigned char>(before[begin - 1]);
    if (byte < 0x80 && byte != '.' && !syntax::is_identifier_part(byte)) break;
    --begin;
  }
  std::string path(before.substr(begin));
  if (path.starts_with("this.")) path = path.substr(5);
  for (size_t at; (at = path.find(".prototype")) != std::string::npos;) path.erase(at, 10);
  if (path.empty() || path.front() == '.') return {};
  return computed ? path + ".<computed>" : path;
}

std::string function_name(Isolate& isolate, Value callee, const Code* code) {
  if (!callee.is_object()) return {};
  if (code && code->function_template->kind == syntax::FunctionKind::kInstanceInitializer) {
    return "<instance_members_initializer>";
  }
  if (code && code->function_template->kind == syntax::FunctionKind::kStaticInitializer) return "<static_initializer>";
  std::string name = own_name(isolate, as_object(callee));
  if (name.empty() && code && !code->function_template->flags.is_program) name = inferred_name(code);
  return name;
}

// What V8 shows in front of a method, from its receiver; empty for plain calls.
std::string receiver_type(Isolate& isolate, Value receiver) {
  if (receiver.is_object()) {
    Object* object = as_object(receiver);
    if (object->type == CellType::kProxy) return "Proxy";
    if (object->type == CellType::kArguments || object->type == CellType::kMappedArguments) return "Arguments";
    if (object == isolate.realm().global_object) return {};
    if (object->is_callable()) {
      std::string name = own_name(isolate, object);
      if (!name.empty()) return name;
    }
    return constructor_name(isolate, object);
  }
  if (receiver.is_string()) return "String";
  if (receiver.is_number()) return "Number";
  if (receiver.is_boolean()) return "Boolean";
  if (receiver.is_symbol()) return "Symbol";
  if (receiver.is_bigint()) return "BigInt";
  return {};
}

bool holds_function(Isolate& isolate, Object* object, PropertyKey key, Value function, bool enumerable = false) {
  PropertyDescriptor descriptor;
  Completion<bool> found = ordinary_get_own_property(isolate, object, key, &descriptor);
  if (found.failed() || !found.value() || (enumerable && !descriptor.is(Attributes::kEnumerable))) return false;
  return descriptor.value == function || descriptor.getter == function || descriptor.setter == function;
}

// The property of the receiver that holds the function: under its own name, else the only enumerable one there is.
std::string method_name(Isolate& isolate, Value receiver, Value callee, const std::string& name) {
  if (!receiver.is_object()) return {};
  std::string found;
  PropertyKey own = name.empty() ? PropertyKey() : key_from_string(isolate, new_string_utf8(isolate, name));
  for (Object* at = as_object(receiver); at && at->type != CellType::kProxy; at = at->prototype()) {
    if (!name.empty() && holds_function(isolate, at, own, callee)) return name;
  }
  for (Object* at = as_object(receiver); at && at->type != CellType::kProxy; at = at->prototype()) {
    PropertyTable* table = property_table(isolate, at->shape());
    for (uint32_t i = 0; table && i < table->count; ++i) {
      PropertyKey key = table->entries[i].key;
      if (key.is_null() || !key.is_string() || !holds_function(isolate, at, key, callee, true)) continue;
      if (!found.empty()) return {};
      found = to_utf8(isolate, static_cast<String*>(key.as_cell()));
    }
  }
  return found;
}

bool ends_with_method(std::string_view name, std::string_view method) {
  if (!name.ends_with(method)) return false;
  if (name.size() == method.size()) return true;
  char before = name[name.size() - method.size() - 1];
  return before == '.' || before == ' ';
}

std::string frame_line(Isolate& isolate, Value callee, Value receiver, Value code_value, int32_t offset) {
  if (callee.is_undefined()) {  // a combinator
    std::string name = kPromiseCombinators[code_value.as_int32()];
    return "\n    at async " + name + " (index " + std::to_string(receiver.as_int32()) + ")";
  }
  bool constructing = offset < 0;
  if (constructing) offset = -1 - offset;
  std::string line = offset & kRecordedAsync ? "\n    at async " : "\n    at ";
  offset &= ~kRecordedAsync;
  const Code* code = code_value.is_cell() ? cast<Code>(code_value) : nullptr;
  std::string name = function_name(isolate, callee, code);
  std::string where = "<anonymous>";
  bool is_program = false;
  if (code) {
    SourcePlace place = place_of(code, code->bytecode + offset);
    char position[32];
    std::snprintf(position, sizeof position, ":%u:%u", place.line, place.column);
    if (place.script) where = place.script->data->source.name();
    where += position;
    is_program = code->function_template->flags.is_program;
  }
  std::string type = constructing || is_program ? std::string() : receiver_type(isolate, receiver);
  if (constructing) {
    line += "new " + (name.empty() ? "<anonymous>" : name);
  } else if (!type.empty()) {
    std::string method = method_name(isolate, receiver, callee, name);
    if (name.empty()) {
      line += type + "." + (method.empty() ? "<anonymous>" : method);
    } else {
      if (!name.starts_with(type) && (is_identifier(name) || !code)) line += type + ".";
      line += name;
      if (!method.empty() && !ends_with_method(name, method)) line += " [as " + method + "]";
    }
  } else if (!name.empty()) {
    line += name;
  } else {
    return line + where;
  }
  return line + " (" + where + ")";
}

}  // namespace

String* format_frames(Isolate& isolate, Value recorded) {
  if (!recorded.is_object()) return isolate.names().empty.as_string();
  auto* frames = cast<Array>(recorded);
  std::string text;
  for (uint32_t i = 0; i + kRecordedWords <= frames->length; i += kRecordedWords) {
    Value* words = frames->vector()->values + i;
    // String.prototype.replace and its like reach their symbol's method without a frame in V8.
    bool native = words[0].is_object() && !words[2].is_cell();
    if (native && i + kRecordedWords < frames->length && words[kRecordedWords].is_object() &&
        !words[kRecordedWords + 2].is_cell() && own_name(isolate, as_object(words[0])).starts_with("[Symbol.")) {
      continue;
    }
    text += frame_line(isolate, words[0], words[1], words[2], words[3].as_int32());
  }
  return new_string_utf8(isolate, text);
}

}  // namespace scrim
