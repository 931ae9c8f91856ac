// What Error objects remember of the stack, and V8's lines for it: "    at f (file:line:column)".
#include <cstdio>

#include "engine/bytecode/function_template.h"
#include "engine/heap/root.h"
#include "engine/interpreter/messages.h"
#include "engine/interpreter/script.h"
#include "engine/objects/collections.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"

namespace scrim {

namespace {

// A recorded stack is an array of four values a frame: callee, this, code (undefined for natives), pc offset; the
// offset is negated minus one for frames that were constructing.
constexpr uint32_t kWordsPerFrame = 4;

std::string function_name(Isolate& isolate, Value callee) {
  if (!callee.is_object()) return {};
  Value name = get_own_data(isolate, as_object(callee), isolate.names().name);
  return name.is_string() ? to_utf8(isolate, as_string(name)) : std::string();
}

// The class name V8 shows in front of a method: of the receiver, for sloppy and method calls.
std::string receiver_type(Isolate& isolate, Value receiver) {
  if (receiver.is_object()) {
    if (as_object(receiver)->type == CellType::kProxy) return "Object";
    if (as_object(receiver) == isolate.realm().global_object) return {};
    return constructor_name(isolate, as_object(receiver));
  }
  if (receiver.is_string()) return "String";
  if (receiver.is_number()) return "Number";
  if (receiver.is_boolean()) return "Boolean";
  return {};
}

std::string frame_line(Isolate& isolate, Value callee, Value receiver, Value code_value, int32_t offset) {
  bool constructing = offset < 0;
  if (constructing) offset = -1 - offset;
  std::string name = function_name(isolate, callee);
  std::string where = "native";
  std::string prefix;
  if (code_value.is_cell()) {
    auto* code = cast<Code>(code_value);
    const bytecode::FunctionTemplate& function = *code->function_template;
    SourcePlace place = place_of(code, code->bytecode + offset);
    char position[32];
    std::snprintf(position, sizeof position, ":%u:%u", place.line, place.column);
    where = (place.script ? place.script->data->source.name() : std::string("<anonymous>")) + position;
    if (function.flags.is_program) {
      name = function.parent < 0 && name.empty() ? "" : name;
    }
    if (constructing) {
      prefix = "new ";
      if (name.empty()) name = "<anonymous>";
    } else if (function.flags.is_async && !name.empty()) {
      prefix = "";
    }
    if (!constructing && !function.flags.is_program && !function.flags.is_arrow) {
      std::string type = receiver_type(isolate, receiver);
      if (!type.empty() && type != "Function" && !name.starts_with(type + ".")) {
        bool is_static = receiver.is_object() && as_object(receiver)->is_callable();
        if (is_static) {
          std::string own = function_name(isolate, receiver);
          if (!own.empty() && !name.empty()) name = "Function." + name;
        } else {
          name = type + "." + (name.empty() ? "<anonymous>" : name);
        }
      }
    }
  } else {
    std::string type = constructing ? std::string() : receiver_type(isolate, receiver);
    where = "<anonymous>";
    if (constructing) prefix = "new ";
    if (!type.empty() && !name.empty()) name = type + "." + name;
  }
  if (name.empty() && prefix.empty()) return "\n    at " + where;
  return "\n    at " + prefix + name + " (" + where + ")";
}

}  // namespace

Value capture_frames(Isolate& isolate, Object* until) {
  Array* frames = new_array(isolate);
  Root<Array*> rooted(isolate.heap(), frames);
  uint32_t limit = isolate.stack_trace_limit;
  const uint16_t* pc = isolate.pc;
  bool skipping = until != nullptr;
  for (Value* fp = isolate.fp; fp && frames->length < limit * kWordsPerFrame;) {
    Frame* frame = Frame::from(fp);
    bool internal = frame->code && frame->code->script && frame->code->script->data->internal;
    if (skipping) {
      if (frame->callee == Value(until)) skipping = false;
    } else if (!internal && !(frame->code == nullptr && as_object(frame->callee)->type == CellType::kNativeFunction &&
                              is_error_constructor(isolate, as_object(frame->callee)))) {
      int32_t offset = frame->code ? static_cast<int32_t>(pc - frame->code->bytecode) : 0;
      if (frame->code && (offset < 0 || static_cast<size_t>(offset) >= frame->code->function_template->code.size())) {
        offset = 0;
      }
      bool constructing = !frame->new_target.is_undefined() && !(frame->code && frame->code->code_flags & kCodeArrow);
      array_push(isolate, frames, frame->callee);
      array_push(isolate, frames, frame->this_value.is_empty() ? Value::undefined() : frame->this_value);
      array_push(isolate, frames, frame->code ? Value(frame->code) : Value::undefined());
      array_push(isolate, frames, Value::int32(constructing ? -1 - offset : offset));
    }
    pc = frame->caller_pc ? frame->caller_pc - ((frame->flags & FrameFlags::kEntry) || !frame->code ? 0 : 1) : nullptr;
    fp = frame->caller_fp;
  }
  return Value(frames);
}

String* format_frames(Isolate& isolate, Value recorded) {
  if (!recorded.is_object()) return isolate.names().empty.as_string();
  auto* frames = cast<Array>(recorded);
  std::string text;
  for (uint32_t i = 0; i + kWordsPerFrame <= frames->length; i += kWordsPerFrame) {
    Value* words = frames->vector()->values + i;
    text += frame_line(isolate, words[0], words[1], words[2], words[3].as_int32());
  }
  return new_string_utf8(isolate, text);
}

bool is_error_constructor(Isolate& isolate, Object* function) {
  (void)isolate;
  Value prototype = get_own_data(isolate, function, isolate.names().prototype);
  return prototype.is_object() && isolate.realm().has_intrinsic(Intrinsic::kErrorPrototype) &&
         (as_object(prototype) == isolate.realm().intrinsic(Intrinsic::kErrorPrototype) ||
          as_object(prototype)->prototype() == isolate.realm().intrinsic(Intrinsic::kErrorPrototype));
}

// --- "x is not a function"

// The source text of the callee: from the start of the expression at the call's position back to where it began is not
// recorded, so the text in front of the argument list is taken when it is a plain chain of names.
static std::string callee_text(const Code* code, const uint16_t* pc) {
  SourcePlace place = place_of(code, pc);
  if (!place.script) return {};
  std::string_view text = place.script->data->source.text();
  size_t start = place.offset;
  auto is_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$' || c == '#'; };
  size_t end = start;
  if (text.substr(start, 4) == "new ") end = start += 4;
  while (end < text.size() && (is_name(text[end]) || text[end] == '.' || text.substr(end, 2) == "?.")) {
    end += text.substr(end, 2) == "?." ? 2 : 1;
  }
  // The position may be that of the last property: take the chain in front of it too.
  while (start > 0 && (is_name(text[start - 1]) || text[start - 1] == '.')) --start;
  return std::string(text.substr(start, end - start));
}

Completion<Value> throw_not_callable(Isolate& isolate, const uint16_t* pc, Value callee, bool construct) {
  std::string text = callee_text(Frame::from(isolate.fp)->code, pc);
  if (text.empty()) text = describe_for_error(isolate, callee);
  return throw_type_error(isolate, "%s is not a %s", text.c_str(), construct ? "constructor" : "function");
}

// --- Function.prototype.toString

String* function_source(Isolate& isolate, Object* object) {
  if (object->type == CellType::kFunction) {
    auto* code = static_cast<Function*>(object)->code;
    if (code->script && code->script->data) {
      std::string_view text = code->script->data->source.text(code->function_template->source);
      return new_string_utf8(isolate, text);
    }
  }
  std::string name = function_name(isolate, Value(object));
  return new_string_utf8(isolate, "function " + name + "() { [native code] }");
}

}  // namespace scrim
