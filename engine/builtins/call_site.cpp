// V8's CallSite objects, which Error.prepareStackTrace receives: one a frame.
// The methods are those of https://v8.dev/docs/stack-trace-api.
#include "engine/builtins/call_site.h"

#include "engine/builtins/support.h"
#include "engine/bytecode/function_template.h"
#include "engine/interpreter/stack_trace.h"
#include "engine/objects/script_data.h"

namespace scrim {

namespace {

Completion<void> this_frame(Isolate& isolate, Frame& frame, RecordedFrame* site) {
  Value record = frame.this_value.is_object()
                     ? get_own_data(isolate, as_object(frame.this_value), isolate.names().call_site)
                     : Value::empty();
  if (!record.is_object()) return throw_type_error(isolate, "CallSite method called on incompatible receiver");
  *site = recorded_frame(record, 0);
  return {};
}

// As V8's functions do: null for what is unknown.
Value text_or_null(Isolate& isolate, const std::string& text) {
  return text.empty() ? Value::null() : Value(new_string_utf8(isolate, text));
}

const ScriptData* script_of(const RecordedFrame& frame) {
  return frame.code && frame.code->script ? frame.code->script->data : nullptr;
}
bool is_strict(const RecordedFrame& frame) {
  return !frame.code || (frame.code->code_flags & kCodeStrict);
}

enum Question : uint32_t {
  kThis,
  kTypeName,
  kFunction,
  kFunctionName,
  kMethodName,
  kFileName,
  kLineNumber,
  kColumnNumber,
  kEvalOrigin,
  kIsToplevel,
  kIsEval,
  kIsNative,
  kIsConstructor,
  kIsAsync,
  kIsPromiseAll,
  kPromiseIndex,
  kPosition,
  kEnclosingLine,
  kEnclosingColumn,
  kScriptHash,
  kToString,
};

Completion<Value> call_site_answer(Isolate& isolate, Frame& frame) {
  RecordedFrame site;
  TRY(this_frame(isolate, frame, &site));
  const ScriptData* data = script_of(site);
  switch (callee_of(frame)->magic) {
    case kThis: return is_strict(site) ? Value::undefined() : site.receiver;
    case kTypeName: return text_or_null(isolate, frame_type_name(isolate, site));
    case kFunction: return is_strict(site) ? Value::undefined() : site.callee;
    case kFunctionName: return text_or_null(isolate, frame_function_name(isolate, site));
    case kMethodName: return text_or_null(isolate, frame_method_name(isolate, site));
    case kFileName:
      if (!data) return Value::null();
      return data->eval_origin.empty() ? Value(new_string_utf8(isolate, data->source.name())) : Value::undefined();
    case kLineNumber: return site.code ? Value::number(shown_place(frame_place(site)).line) : Value::null();
    case kColumnNumber: return site.code ? Value::number(shown_place(frame_place(site)).column) : Value::null();
    case kEvalOrigin:
      return data && !data->eval_origin.empty() ? text_or_null(isolate, data->eval_origin) : Value::undefined();
    case kIsToplevel: return Value::boolean(frame_is_toplevel(isolate, site));
    case kIsEval: return Value::boolean(frame_is_eval(site));
    case kIsNative: return Value::boolean(false);
    case kIsConstructor: return Value::boolean(site.is_constructing());
    case kIsAsync: return Value::boolean(site.is_async());
    case kIsPromiseAll: return Value::boolean(site.flags & RecordedFrame::kCombinator);
    case kPromiseIndex: return site.flags & RecordedFrame::kCombinator ? site.receiver : Value::null();
    case kPosition: return Value::number(site.code ? frame_place(site).offset : 0);
    case kEnclosingLine:
    case kEnclosingColumn: {
      if (!site.code || !data) return Value::null();
      const SourcePlace place =
          shown_place(place_of_offset(site.code->script, site.code->function_template->source.start));
      return Value::number(callee_of(frame)->magic == kEnclosingLine ? place.line : place.column);
    }
    case kScriptHash: return isolate.names().empty.as_string();
    default: return Value(new_string_utf8(isolate, frame_text(isolate, site)));
  }
}

using P = BuiltinProperty;
constexpr P kCallSiteTable[] = {
    P::function("getColumnNumber", call_site_answer, 0, kColumnNumber),
    P::function("getEnclosingColumnNumber", call_site_answer, 0, kEnclosingColumn),
    P::function("getEnclosingLineNumber", call_site_answer, 0, kEnclosingLine),
    P::function("getEvalOrigin", call_site_answer, 0, kEvalOrigin),
    P::function("getFileName", call_site_answer, 0, kFileName),
    P::function("getFunction", call_site_answer, 0, kFunction),
    P::function("getFunctionName", call_site_answer, 0, kFunctionName),
    P::function("getLineNumber", call_site_answer, 0, kLineNumber),
    P::function("getMethodName", call_site_answer, 0, kMethodName),
    P::function("getPosition", call_site_answer, 0, kPosition),
    P::function("getPromiseIndex", call_site_answer, 0, kPromiseIndex),
    P::function("getScriptNameOrSourceURL", call_site_answer, 0, kFileName),
    P::function("getScriptHash", call_site_answer, 0, kScriptHash),
    P::function("getThis", call_site_answer, 0, kThis),
    P::function("getTypeName", call_site_answer, 0, kTypeName),
    P::function("isAsync", call_site_answer, 0, kIsAsync),
    P::function("isConstructor", call_site_answer, 0, kIsConstructor),
    P::function("isEval", call_site_answer, 0, kIsEval),
    P::function("isNative", call_site_answer, 0, kIsNative),
    P::function("isPromiseAll", call_site_answer, 0, kIsPromiseAll),
    P::function("isToplevel", call_site_answer, 0, kIsToplevel),
    P::function("toString", call_site_answer, 0, kToString),
};

}  // namespace

extern constexpr ObjectSpec kCallSitePrototype = {Intrinsic::kCallSitePrototype, Intrinsic::kObjectPrototype,
                                                  kCallSiteTable};

Array* make_call_sites(Isolate& isolate, Value frames) {
  Array* sites = new_array(isolate);
  Object* prototype = isolate.realm().intrinsic(Intrinsic::kCallSitePrototype);
  for (uint32_t i = 0; i < recorded_frame_count(frames); ++i) {
    const Value* words = cast<Array>(frames)->vector()->values + size_t{i} * kWordsPerFrame;
    Array* own = new_array_from(isolate, std::span<const Value>(words, kWordsPerFrame));
    Object* site = new_object_with_prototype(isolate, prototype);
    put_direct(isolate, site, isolate.names().call_site, Value(own), Attributes::kHidden);
    array_push(isolate, sites, Value(site));
  }
  return sites;
}

}  // namespace scrim
