// What Error objects remember of the stack: which frames, through awaits too. stack_text.cpp makes V8's lines of them.
#include "engine/bytecode/function_template.h"
#include "engine/heap/root.h"
#include "engine/interpreter/messages.h"
#include "engine/interpreter/promise.h"
#include "engine/interpreter/script.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"

namespace scrim {

namespace {

bool is_internal(const Code* code) {
  return code && code->script && code->script->data->internal;
}

bool has_no_name(Isolate& isolate, Object* function) {
  Value name = get_own_data(isolate, function, isolate.names().name);
  return !name.is_string() || as_string(name)->length == 0;
}

// The frames that wait for a promise: V8's walk from a pending promise with one reaction to what that reaction settles.
class AsyncWalk {
 public:
  AsyncWalk(Isolate& isolate, Array* frames, uint32_t limit) : isolate_(isolate), frames_(frames), limit_(limit) {}

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
        if (!is_internal(saved->code)) {
          push(saved->callee, saved->this_value, Value(saved->code),
               kRecordedAsync | static_cast<int32_t>(saved->pc_offset));
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
      auto combinator = static_cast<int32_t>(native->magic & 0xff);
      push(Value::undefined(), element[kElementIndex], Value::int32(combinator), kRecordedAsync);
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
  void push(Value callee, Value receiver, Value code, int32_t offset) {
    array_push(isolate_, frames_, callee);
    array_push(isolate_, frames_, receiver.is_empty() ? Value::undefined() : receiver);
    array_push(isolate_, frames_, code);
    array_push(isolate_, frames_, Value::int32(offset));
  }

  Isolate& isolate_;
  Array* frames_;
  uint32_t limit_;
};

}  // namespace

Value capture_frames(Isolate& isolate, Object* until) {
  Array* frames = new_array(isolate);
  Root<Array*> rooted(isolate.heap(), frames);
  uint32_t limit = isolate.stack_trace_limit * kRecordedWords;
  const uint16_t* pc = isolate.pc;
  bool skipping = until != nullptr;
  for (Value* fp = isolate.fp; fp && frames->length < limit;) {
    Frame* frame = Frame::from(fp);
    Object* callee = frame->callee.is_object() ? as_object(frame->callee) : nullptr;
    bool native = !frame->code && callee && callee->type == CellType::kNativeFunction;
    if (skipping) {
      if (callee == until) skipping = false;
    } else if (native && is_reaction_job(static_cast<NativeFunction*>(callee))) {
      AsyncWalk(isolate, frames, limit).from(cast<PromiseReaction>(frame->arguments[0]));
    } else if (!is_internal(frame->code) &&
               !(native && (has_no_name(isolate, callee) || is_error_constructor(isolate, callee)))) {
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
  Value name = get_own_data(isolate, object, isolate.names().name);
  std::string text = name.is_string() ? to_utf8(isolate, as_string(name)) : std::string();
  return new_string_utf8(isolate, "function " + text + "() { [native code] }");
}

}  // namespace scrim
