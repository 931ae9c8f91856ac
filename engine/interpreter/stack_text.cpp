// V8's lines for a recorded stack: "    at Type.method (file:line:column)", and what CallSite objects say of a frame.
#include <cstdio>

#include "engine/bytecode/function_template.h"
#include "engine/interpreter/messages.h"
#include "engine/interpreter/promise.h"
#include "engine/interpreter/stack_trace.h"
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

// What V8 shows in front of a method, from its receiver; empty for plain calls.
std::string receiver_type(Isolate& isolate, Value receiver) {
  if (receiver.is_object()) {
    Object* object = as_object(receiver);
    if (object->type == CellType::kProxy) return "Proxy";
    if (object->type == CellType::kArguments || object->type == CellType::kMappedArguments) return "Arguments";
    if (object == isolate.realm().global_object) return {};
    if (object->is_callable()) {
      std::string name = own_name(isolate, object);
      return name.empty() ? "Function" : name;
    }
    if (object->type == CellType::kGenerator && static_cast<GeneratorObject*>(object)->frame) {
      std::string name = own_name(isolate, as_object(static_cast<GeneratorObject*>(object)->frame->callee));
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
  // What a timer calls is a property of it in Node, and a field of the cell here.
  if (as_object(receiver)->type == CellType::kHostObject) {
    const std::string type = constructor_name(isolate, as_object(receiver));
    if (type == "Timeout" || type == "Immediate") return "_on" + type;
  }
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

const ScriptData* data_of(const RecordedFrame& frame) {
  return frame.code && frame.code->script ? frame.code->script->data : nullptr;
}

std::string location_text(const RecordedFrame& frame) {
  if (!frame.code) return "<anonymous>";
  const SourcePlace place = shown_place(frame_place(frame));
  const ScriptData* data = data_of(frame);
  std::string text = "<anonymous>";
  if (data) text = data->eval_origin.empty() ? data->source.name() : data->eval_origin + ", <anonymous>";
  char position[32];
  std::snprintf(position, sizeof position, ":%u:%u", place.line, place.column);
  return text + position;
}

}  // namespace

bool frame_is_eval(const RecordedFrame& frame) {
  const ScriptData* data = data_of(frame);
  return data && !data->eval_origin.empty();
}

bool frame_is_toplevel(Isolate& isolate, const RecordedFrame& frame) {
  if (frame.code && frame.code->function_template->flags.is_program) return true;
  return frame.receiver.is_undefined_or_null() ||
         (frame.receiver.is_object() && as_object(frame.receiver) == isolate.realm().global_object);
}

std::string frame_function_name(Isolate& isolate, const RecordedFrame& frame) {
  if (frame.flags & RecordedFrame::kCombinator) return kPromiseCombinators[frame.offset];
  if (!frame.callee.is_object()) return {};
  std::string name = own_name(isolate, as_object(frame.callee));
  if (!frame.code) return name;
  const bytecode::FunctionTemplate& function = *frame.code->function_template;
  if (function.kind == syntax::FunctionKind::kInstanceInitializer) return "<instance_members_initializer>";
  if (function.kind == syntax::FunctionKind::kStaticInitializer) return "<static_initializer>";
  bool eval = frame_is_eval(frame);
  if (eval && data_of(frame)->goal == syntax::ParseGoal::kDynamicFunction && function.index == 1) return "eval";
  if (name.empty() && frame.code->name) name = to_utf8(isolate, frame.code->name);
  if (name.empty() && !function.flags.is_program) name = inferred_name(frame.code);
  if (name.empty() && eval) return "eval";
  return name;
}

std::string frame_type_name(Isolate& isolate, const RecordedFrame& frame) {
  if (frame.is_constructing() || (frame.flags & RecordedFrame::kCombinator)) return {};
  if (frame.receiver.is_object() && as_object(frame.receiver) == isolate.realm().global_object) return "Object";
  return receiver_type(isolate, frame.receiver);
}

std::string frame_method_name(Isolate& isolate, const RecordedFrame& frame) {
  if (frame.is_constructing() || !frame.callee.is_object()) return {};
  std::string name = own_name(isolate, as_object(frame.callee));
  if (name.starts_with("get ") || name.starts_with("set ")) return name.substr(4);
  // Node's timers hold their callback in this property.
  if (frame.receiver.is_object() && as_object(frame.receiver)->type == CellType::kHostObject &&
      receiver_type(isolate, frame.receiver) == "Timeout") {
    return "_onTimeout";
  }
  return method_name(isolate, frame.receiver, frame.callee, name);
}

SourcePlace frame_place(const RecordedFrame& frame) {
  if (!frame.code) return {};
  return place_of(frame.code, frame.code->bytecode + frame.offset);
}

std::string frame_text(Isolate& isolate, const RecordedFrame& frame) {
  std::string name = frame_function_name(isolate, frame);
  std::string prefix = frame.is_async() ? "async " : "";
  if (frame.flags & RecordedFrame::kCombinator) {
    return prefix + name + " (index " + std::to_string(frame.receiver.as_int32()) + ")";
  }
  if (frame.is_constructing()) {
    prefix += "new ";
    if (name.empty()) name = "<anonymous>";
  } else if (!frame_is_toplevel(isolate, frame)) {
    std::string type = frame_type_name(isolate, frame);
    std::string method = frame_method_name(isolate, frame);
    if (name.empty()) {
      if (!type.empty()) prefix += type + ".";
      name = method.empty() ? "<anonymous>" : method;
    } else {
      if (!type.empty() && name != type && (is_identifier(name) || !frame.code)) prefix += type + ".";
      if (!method.empty() && !ends_with_method(name, method)) name += " [as " + method + "]";
    }
  }
  if (name.empty()) return prefix + location_text(frame);
  return prefix + name + " (" + location_text(frame) + ")";
}

// --- original places, in the words of Node's --enable-source-maps

static std::optional<syntax::SourceMap::Original> original_place(const ScriptData& data, const SourcePlace& place) {
  return data.originals->map.original_of({place.line - 1, place.column - 1});
}

// Where V8 says that the function begins: at its parameters' parenthesis, arrows at their start.
static SourcePlace enclosing_place(const RecordedFrame& frame) {
  const bytecode::FunctionTemplate& function = *frame.code->function_template;
  uint32_t start = function.source.start;
  if (function.flags.is_program) return place_of_offset(frame.code->script, 0);
  if (!function.flags.is_arrow) {
    size_t open = data_of(frame)->source.text(function.source).find('(');
    if (open != std::string_view::npos) start += static_cast<uint32_t>(open);
  }
  return place_of_offset(frame.code->script, start);
}

// The name that the map gives the function: where it begins, else where its caller, in the same script, calls it.
static std::string original_name(const RecordedFrame& frame, const RecordedFrame* caller) {
  const ScriptData& data = *data_of(frame);
  const auto& names = data.originals->map.names();
  const auto enclosing = original_place(data, enclosing_place(frame));
  if (enclosing && enclosing->name != syntax::SourceMap::kNone) return names[enclosing->name];
  if (!caller || data_of(*caller) != &data) return {};
  const auto call = original_place(data, frame_place(*caller));
  return call && call->name != syntax::SourceMap::kNone ? names[call->name] : std::string();
}

static std::string original_frame_text(Isolate& isolate, const RecordedFrame& frame, const RecordedFrame* caller) {
  const ScriptData* data = data_of(frame);
  if (!data || !data->maps_stacks || !data->originals) return frame_text(isolate, frame);
  const auto original = original_place(*data, frame_place(frame));
  if (!original) return frame_text(isolate, frame);
  std::string name = original_name(frame, caller);
  if (name.empty()) name = frame_function_name(isolate, frame);
  if (name.empty()) name = frame_method_name(isolate, frame);
  const std::string type = frame_type_name(isolate, frame);
  std::string text = frame.is_async() ? "async " : frame.is_constructing() ? "new " : "";
  if (!type.empty() && type != "global") text += type + ".";
  char position[32];
  std::snprintf(position, sizeof position, ":%u:%u)", original->place.line + 1, original->place.column + 1);
  return text + (name.empty() ? "<anonymous>" : name) + " (" + data->originals->paths[original->source] + position;
}

String* format_frames(Isolate& isolate, Value recorded) {
  std::string text;
  const uint32_t count = recorded_frame_count(recorded);
  for (uint32_t i = 0; i < count; ++i) {
    const RecordedFrame caller = i + 1 < count ? recorded_frame(recorded, i + 1) : RecordedFrame{};
    text += "\n    at " + original_frame_text(isolate, recorded_frame(recorded, i), i + 1 < count ? &caller : nullptr);
  }
  return new_string_utf8(isolate, text);
}

std::string eval_origin(Isolate& isolate) {
  const uint16_t* pc = isolate.pc;
  for (Value* fp = isolate.fp; fp;) {
    Frame* frame = Frame::from(fp);
    if (frame->code) {
      RecordedFrame around;
      around.callee = frame->callee;
      around.code = frame->code;
      if (pc >= frame->code->bytecode) around.offset = static_cast<uint32_t>(pc - frame->code->bytecode);
      if (around.offset >= frame->code->function_template->code.size()) around.offset = 0;
      std::string name = frame_function_name(isolate, around);
      if (name.empty() || around.code->function_template->flags.is_program) name = "<anonymous>";
      const ScriptData* data = data_of(around);
      std::string where = data && !data->eval_origin.empty() ? data->eval_origin : location_text(around);
      return "eval at " + name + " (" + where + ")";
    }
    pc = frame->caller_pc ? frame->caller_pc - ((frame->flags & FrameFlags::kEntry) || !frame->code ? 0 : 1) : nullptr;
    fp = frame->caller_fp;
  }
  return "eval at <anonymous> (unknown source)";
}

}  // namespace scrim
