// What Error objects remember of the stack: which frames, through awaits too. stack_text.cpp makes V8's lines of them.
#include "engine/interpreter/stack_trace.h"

#include "engine/bytecode/function_template.h"
#include "engine/heap/root.h"
#include "engine/interpreter/call_site.h"
#include "engine/interpreter/messages.h"
#include "engine/interpreter/module.h"
#include "engine/interpreter/promise.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"

namespace scrim {

namespace {

std::string name_of(Isolate& isolate, Value function) {
  if (!function.is_object()) return {};
  Value name = get_own_data(isolate, as_object(function), isolate.names().name);
  return name.is_string() ? to_utf8(isolate, as_string(name)) : std::string();
}

bool is_internal(const Code* code) {
  return code && code->script && code->script->data && code->script->data->internal;
}

// Frames of builtins that V8 leaves by a jump: call, apply, Reflect.apply and the like.
bool is_silent_native(Isolate& isolate, const Frame* frame) {
  if (cast<NativeFunction>(frame->callee)->magic == kHiddenNative) return true;
  std::string name = name_of(isolate, frame->callee);
  if (name.empty()) return frame->new_target.is_undefined();
  Value receiver = frame->this_value;
  if (!receiver.is_object()) return false;
  if (as_object(receiver)->is_callable()) return name == "call" || name == "apply" || name == "[Symbol.hasInstance]";
  if (as_object(receiver)->type == CellType::kRegExp) return name.starts_with('[');
  Realm& realm = isolate.realm();
  return realm.has_intrinsic(Intrinsic::kReflect) && as_object(receiver) == realm.intrinsic(Intrinsic::kReflect);
}

void record(Isolate& isolate, Array* frames, Value callee, Value receiver, Value code, uint32_t offset,
            uint32_t flags) {
  array_push(isolate, frames, callee);
  array_push(isolate, frames, receiver.is_empty() ? Value::undefined() : receiver);
  array_push(isolate, frames, code);
  array_push(isolate, frames, Value::int32(static_cast<int32_t>(offset)));
  array_push(isolate, frames, Value::int32(static_cast<int32_t>(flags)));
}

// The frames that wait for a promise: V8's walk from a pending promise with one reaction to what that reaction settles.
class AsyncWalk {
 public:
  AsyncWalk(Isolate& isolate, Array* frames, uint32_t limit, bool internals = false)
      : isolate_(isolate), frames_(frames), limit_(limit), internals_(internals) {}

  // `reaction` is running: its own function is on the stack already.
  void from(PromiseReaction* reaction) {
    PromiseObject* promise = beyond(reaction, false);
    while (promise && frames_->length < limit_) {
      if (promise->state != PromiseObject::kPending) return;
      PromiseReaction* next = promise->reactions;
      if (!next || next->next) return;
      promise = beyond(next, true);
    }
  }

 private:
  // Notes the async function or combinator that the reaction belongs to; the promise that depends on it, or null.
  PromiseObject* beyond(PromiseReaction* reaction, bool waiting) {
    if (!reaction->promise.is_object()) return nullptr;
    Object* target = as_object(reaction->promise);
    if (target->type == CellType::kGenerator || target->type == CellType::kAsyncGenerator) {
      auto* generator = static_cast<GeneratorObject*>(target);
      if (waiting && generator->frame) {
        SuspendedFrame* saved = generator->frame;
        if (internals_ || !is_internal(saved->code)) {
          record(isolate_, frames_, saved->callee, saved->this_value, Value(saved->code), saved->pc_offset,
                 RecordedFrame::kAsync);
        }
      }
      if (generator->promise.is_object()) return cast<PromiseObject>(generator->promise);
      return first_request(generator);
    }
    PromiseObject* settled = nullptr;
    for (Value handler : {reaction->on_fulfilled, reaction->on_rejected}) {
      if (!handler.is_object() || as_object(handler)->type != CellType::kNativeFunction) continue;
      auto* native = cast<NativeFunction>(handler);
      if (!settled) settled = promise_of_resolving_function(native);
      if (!(native->magic & kPromiseElementMagic)) continue;
      Value* element = cast<Array>(native->data)->vector()->values;
      auto combinator = static_cast<uint32_t>(native->magic & 0xff);
      record(isolate_, frames_, Value::undefined(), element[kElementIndex], Value::undefined(), combinator,
             RecordedFrame::kAsync | RecordedFrame::kCombinator);
      Value promise = cast<Array>(element[kElementShared])->vector()->values[kSharedPromise];
      return promise_or_null(promise);
    }
    return settled ? settled : promise_or_null(reaction->promise);
  }
  static PromiseObject* promise_or_null(Value value) {
    return value.is_object() && as_object(value)->type == CellType::kPromise ? cast<PromiseObject>(value) : nullptr;
  }
  // An async generator settles the promise of its oldest request [mode, value, promise].
  static PromiseObject* first_request(GeneratorObject* generator) {
    if (!generator->queue.is_object() || cast<Array>(generator->queue)->length == 0) return nullptr;
    auto* request = cast<Array>(cast<Array>(generator->queue)->vector()->values[0]);
    return promise_or_null(request->vector()->values[2]);
  }
  Isolate& isolate_;
  Array* frames_;
  uint32_t limit_;
  bool internals_;  // scrim's own functions too
};

}  // namespace

Value capture_frames(Isolate& isolate, Object* until) {
  Array* frames = new_array(isolate);
  Root<Array*> rooted(isolate.heap(), frames);
  // Error.stackTraceLimit, for callers that are not making an error too.
  if (isolate.realm().has_intrinsic(Intrinsic::kError)) {
    Object* constructor = isolate.realm().intrinsic(Intrinsic::kError);
    Value wanted = get_own_data(isolate, constructor, isolate.names().stackTraceLimit);
    double number = wanted.is_number() ? wanted.as_number() : 0;
    isolate.stack_trace_limit = number >= 1 ? static_cast<uint32_t>(number < 1000 ? number : 1000) : 0;
  }
  uint32_t limit = isolate.stack_trace_limit * kWordsPerFrame;
  const uint16_t* pc = isolate.pc;
  bool skipping = until != nullptr;
  uint32_t natives_from = 0;  // where the builtins that the last seen function calls begin
  for (Value* fp = isolate.fp; fp && frames->length < limit;) {
    Frame* frame = Frame::from(fp);
    Object* callee = frame->callee.is_object() ? as_object(frame->callee) : nullptr;
    bool native = !frame->code && callee && callee->type == CellType::kNativeFunction;
    if (skipping) {
      if (callee == until) skipping = false;
    } else if (native && is_reaction_job(static_cast<NativeFunction*>(callee))) {
      AsyncWalk(isolate, frames, limit).from(cast<PromiseReaction>(frame->arguments[0]));
    } else if (!is_internal(frame->code) && !(native && is_silent_native(isolate, frame))) {
      uint32_t offset =
          frame->code && pc >= frame->code->bytecode ? static_cast<uint32_t>(pc - frame->code->bytecode) : 0;
      if (frame->code && offset >= frame->code->function_template->code.size()) offset = 0;
      bool constructing = !frame->new_target.is_undefined() && !(frame->code && frame->code->code_flags & kCodeArrow);
      record(isolate, frames, frame->callee, frame->this_value, frame->code ? Value(frame->code) : Value::undefined(),
             offset, constructing ? uint32_t{RecordedFrame::kConstructing} : 0);
    }
    // Builtins that hidden code calls are hidden with it.
    if (!native && is_internal(frame->code)) frames->length = natives_from;
    if (!native) natives_from = frames->length;
    pc = frame->caller_pc ? frame->caller_pc - ((frame->flags & FrameFlags::kEntry) || !frame->code ? 0 : 1) : nullptr;
    fp = frame->caller_fp;
  }
  return Value(frames);
}

Value waiting_functions(Isolate& isolate, uint32_t limit) {
  Array* frames = new_array(isolate);
  Root<Array*> rooted(isolate.heap(), frames);
  for (Value* fp = isolate.fp; fp; fp = Frame::from(fp)->caller_fp) {
    const Frame* frame = Frame::from(fp);
    Object* callee = frame->callee.is_object() ? as_object(frame->callee) : nullptr;
    if (frame->code || !callee || callee->type != CellType::kNativeFunction) continue;
    if (!is_reaction_job(static_cast<NativeFunction*>(callee))) continue;
    AsyncWalk(isolate, frames, limit * kWordsPerFrame, true).from(cast<PromiseReaction>(frame->arguments[0]));
  }
  return Value(frames);
}

uint32_t recorded_frame_count(Value frames) {
  return frames.is_object() ? cast<Array>(frames)->length / kWordsPerFrame : 0;
}

RecordedFrame recorded_frame(Value frames, uint32_t index) {
  const Value* words = cast<Array>(frames)->vector()->values + size_t{index} * kWordsPerFrame;
  RecordedFrame frame;
  frame.callee = words[0];
  frame.receiver = words[1];
  frame.code = words[2].is_cell() ? cast<Code>(words[2]) : nullptr;
  frame.offset = static_cast<uint32_t>(words[3].as_int32());
  frame.flags = static_cast<uint32_t>(words[4].as_int32());
  return frame;
}

Completion<Value> throw_not_callable(Isolate& isolate, const uint16_t* pc, Value callee, bool construct) {
  std::string text = callee_text(Frame::from(isolate.fp)->code, pc);
  if (text.empty()) text = describe_for_error(isolate, callee);
  return throw_type_error(isolate, "%s is not a %s", text.c_str(), construct ? "constructor" : "function");
}

// --- Function.prototype.toString

// Whether a native function's source may say its name: PropertyName of NativeFunction, sec-function.prototype.tostring.
static bool is_property_name(std::string_view name) {
  if (name.starts_with("get ") || name.starts_with("set ")) name.remove_prefix(4);
  if (name.starts_with("[Symbol.") && name.ends_with("]")) return true;
  for (size_t i = 0; i < name.size(); ++i) {
    uint32_t c = static_cast<unsigned char>(name[i]);
    bool letter = (c | 0x20) - 'a' < 26 || c == '_' || c == '$' || c >= 0x80;
    if (!letter && !(i > 0 && c - '0' < 10)) return false;
  }
  return true;
}

String* function_source(Isolate& isolate, Object* object) {
  if (object->type == CellType::kFunction) {
    auto* code = static_cast<Function*>(object)->code;
    if (code->script && code->script->data) {
      std::string_view text = code->script->data->source.text(code->function_template->source);
      return new_string_utf8(isolate, text);
    }
  }
  Value name = get_own_data(isolate, object, isolate.names().name);
  std::string text = name.is_string() ? to_utf8(isolate, as_string(name)) : std::string();
  if (!is_property_name(text)) text.clear();
  return new_string_utf8(isolate, "function " + text + "() { [native code] }");
}

}  // namespace scrim
