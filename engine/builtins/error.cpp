// Error, its family, and `stack`. ECMA-262 sec-error-objects
#include "engine/builtins/call_site.h"
#include "engine/builtins/support.h"
#include "engine/interpreter/stack_trace.h"
#include "engine/objects/iteration.h"

namespace scrim {

namespace {

// ECMA-262 sec-installerrorcause
Completion<void> install_cause(Isolate& isolate, Object* error, Value options) {
  if (!options.is_object()) return {};
  PropertyKey cause = isolate.names().cause;
  if (!TRY(has_property(isolate, as_object(options), cause))) return {};
  Value value = TRY(get(isolate, as_object(options), cause));
  put_direct(isolate, error, cause, value, Attributes::kHidden);
  return {};
}

// The function has a frame on the stack.
bool is_running(Isolate& isolate, Value function) {
  for (Value* fp = isolate.fp; fp; fp = Frame::from(fp)->caller_fp) {
    if (Frame::from(fp)->callee == function) return true;
  }
  return false;
}

// The steps all the constructors share. message_index: 0, or 1 for AggregateError, 2 for SuppressedError.
Completion<ErrorObject*> construct_error(Isolate& isolate, Frame& frame, Intrinsic prototype, uint32_t message_index,
                                         bool with_cause = true) {
  Value new_target = frame.new_target.is_undefined() ? frame.callee : frame.new_target;
  Shape* shape = TRY(shape_from_constructor(isolate, new_target, prototype, CellType::kError, 0, 3));
  ErrorObject* error = new_error_object(isolate, shape);
  // Without the frames of the constructors that lead here.
  capture_stack_trace(isolate, error, is_running(isolate, new_target) ? as_object(new_target) : nullptr);
  if (!frame.argument(message_index).is_undefined()) {
    String* message = TRY(to_string(isolate, frame.argument(message_index)));
    put_direct(isolate, error, isolate.names().message, Value(message), Attributes::kHidden);
  }
  if (with_cause) TRY(install_cause(isolate, error, frame.argument(message_index + 1)));
  return error;
}

template <Intrinsic prototype>
Completion<Value> error_constructor(Isolate& isolate, Frame& frame) {
  return TRY(construct_error(isolate, frame, prototype, 0));
}

// ECMA-262 sec-aggregate-error
Completion<Value> aggregate_error_constructor(Isolate& isolate, Frame& frame) {
  ErrorObject* error = TRY(construct_error(isolate, frame, Intrinsic::kAggregateErrorPrototype, 1));
  IteratorRecord record;
  TRY(get_iterator(isolate, frame.argument(0), &record));
  Array* errors = TRY(iterator_to_list(isolate, &record));
  put_direct(isolate, error, isolate.names().errors, Value(errors), Attributes::kHidden);
  return Value(error);
}

Completion<Value> suppressed_error_constructor(Isolate& isolate, Frame& frame) {
  ErrorObject* error = TRY(construct_error(isolate, frame, Intrinsic::kSuppressedErrorPrototype, 2, false));
  put_direct(isolate, error, isolate.names().error, frame.argument(0), Attributes::kHidden);
  put_direct(isolate, error, isolate.names().suppressed, frame.argument(1), Attributes::kHidden);
  return Value(error);
}

// ECMA-262 sec-error.prototype.tostring
Completion<String*> error_to_string(Isolate& isolate, Object* error) {
  const Names& names = isolate.names();
  Value name = TRY(get(isolate, error, names.name));
  String* name_text = name.is_undefined() ? intern_latin1(isolate, "Error") : TRY(to_string(isolate, name));
  Value message = TRY(get(isolate, error, names.message));
  String* message_text = message.is_undefined() ? names.empty.as_string() : TRY(to_string(isolate, message));
  if (name_text->length == 0) return message_text;
  if (message_text->length == 0) return name_text;
  StringBuilder builder(isolate);
  builder.append(name_text);
  builder.append_latin1(": ");
  builder.append(message_text);
  return builder.finish();
}

Completion<Value> error_prototype_to_string(Isolate& isolate, Frame& frame) {
  if (!frame.this_value.is_object())
    return throw_incompatible_receiver(isolate, "Error.prototype.toString", frame.this_value);
  return TRY(error_to_string(isolate, as_object(frame.this_value)));
}

// `stack` of errors and of what captureStackTrace was given, as V8's: of the receiver, or of what it inherits from.
Object* holder_of_stack(Isolate& isolate, Value receiver) {
  for (Object* object = receiver.is_object() ? as_object(receiver) : nullptr; object; object = object->prototype()) {
    if (object->type == CellType::kProxy) return nullptr;
    if (stack_record(isolate, object)) return object;
  }
  return nullptr;
}
Completion<Value> error_stack_get(Isolate& isolate, Frame& frame) {
  Object* holder = holder_of_stack(isolate, frame.this_value);
  return holder ? recorded_stack(isolate, holder) : Value::undefined();
}
Completion<Value> error_stack_set(Isolate& isolate, Frame& frame) {
  if (Object* holder = holder_of_stack(isolate, frame.this_value)) {
    ErrorObject* record = stack_record(isolate, holder);
    record->stack = frame.argument(0);
    isolate.heap().write_barrier(record);
  }
  return Value::undefined();
}

// V8's Error.captureStackTrace(object, until)
Completion<Value> error_capture_stack_trace(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_object()) return throw_type_error(isolate, "invalid_argument");
  Object* object = as_object(frame.argument(0));
  Object* until = as_object(is_callable(frame.argument(1)) ? frame.argument(1) : frame.callee);
  if (!TRY(is_extensible(isolate, object)))
    return throw_type_error(isolate, "Cannot define property stack, object is not extensible");
  if (object->type == CellType::kProxy) return Value::undefined();
  capture_stack_trace(isolate, object, until);
  return Value::undefined();
}

// What Node's Error.prepareStackTrace gives: the text that `stack` has without it.
Completion<Value> error_prepare_stack_trace(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_object()) return frame.argument(0);
  StringBuilder builder(isolate);
  builder.append(TRY(error_to_string(isolate, as_object(frame.argument(0)))));
  if (!frame.argument(1).is_object()) return TRY(builder.finish());
  Object* sites = as_object(frame.argument(1));
  uint64_t count = TRY(length_of_array_like(isolate, sites));
  for (uint64_t i = 0; i < count; ++i) {
    builder.append_latin1("\n    at ");
    Value site = TRY(get(isolate, sites, key_from_index(isolate, i)));
    builder.append(TRY(to_string(isolate, site)));
  }
  return TRY(builder.finish());
}

Completion<Value> error_is_error(Isolate&, Frame& frame) {
  return Value::boolean(is_type(frame.argument(0), CellType::kError));
}

using P = BuiltinProperty;

constexpr P kErrorTable[] = {
    P::function("captureStackTrace", error_capture_stack_trace, 2),
    P::function("isError", error_is_error, 1),
    P::function("prepareStackTrace", error_prepare_stack_trace, 2),
    P::integer("stackTraceLimit", 10, Attributes::kAll),
};
constexpr P kErrorPrototypeTable[] = {
    P::string("name", "Error", Attributes::kHidden),
    P::string("message", "", Attributes::kHidden),
    P::function("toString", error_prototype_to_string, 0),
};
#define NATIVE_ERROR(Name)                           \
  constexpr P k##Name##PrototypeTable[] = {          \
      P::string("name", #Name, Attributes::kHidden), \
      P::string("message", "", Attributes::kHidden), \
  };
NATIVE_ERROR(TypeError)
NATIVE_ERROR(RangeError)
NATIVE_ERROR(ReferenceError)
NATIVE_ERROR(SyntaxError)
NATIVE_ERROR(EvalError)
NATIVE_ERROR(URIError)
NATIVE_ERROR(AggregateError)
NATIVE_ERROR(SuppressedError)
#undef NATIVE_ERROR

}  // namespace

Completion<Value> stack_text(Isolate& isolate, Object* error, Value frames) {
  // Error.prepareStackTrace, if the program has given its own, makes what it likes of the frames.
  Realm& realm = isolate.realm();
  if (!frames.is_undefined() && !isolate.preparing_stack && realm.has_intrinsic(Intrinsic::kError)) {
    Object* constructor = realm.intrinsic(Intrinsic::kError);
    Value prepare = get_own_data(isolate, constructor, isolate.names().prepareStackTrace);
    bool own = is_callable(prepare) && !(is_type(prepare, CellType::kNativeFunction) &&
                                         cast<NativeFunction>(prepare)->native == error_prepare_stack_trace);
    if (own) {
      Array* sites = make_call_sites(isolate, frames);
      isolate.preparing_stack = true;
      Completion<Value> made = call(isolate, prepare, Value(constructor), {Value(error), Value(sites)});
      isolate.preparing_stack = false;
      return made;
    }
  }
  String* header = TRY(error_to_string(isolate, error));
  StringBuilder builder(isolate);
  builder.append(header);
  if (isolate.format_frames && !frames.is_undefined()) builder.append(isolate.format_frames(isolate, frames));
  return TRY(builder.finish());
}

// `stack` of an object with a record: header and frames, or what Error.prepareStackTrace makes of them.
Value materialize_stack(Isolate& isolate, Object* object, PropertyKey key) {
  ErrorObject* record = key == isolate.names().stack ? stack_record(isolate, object) : nullptr;
  if (!record) return Value::empty();
  Value pending = isolate.has_exception() ? isolate.take_exception() : Value::empty();
  Completion<Value> text = stack_text(isolate, object, record->stack_frames);
  Value result = text.failed() ? Value::undefined() : text.value();
  if (text.failed()) isolate.take_exception();
  if (!pending.is_empty()) isolate.set_exception(pending);
  return result;
}

void register_errors(Isolate& isolate) {
  isolate.intrinsic_creators[static_cast<int>(Intrinsic::kErrorStackGetter)] = [](Isolate& i, Realm&) -> Object* {
    return make_closure(i, error_stack_get, 0, Value::undefined());
  };
  isolate.intrinsic_creators[static_cast<int>(Intrinsic::kErrorStackSetter)] = [](Isolate& i, Realm&) -> Object* {
    return make_closure(i, error_stack_set, 1, Value::undefined());
  };
}

extern constexpr ClassSpec kErrorClasses[] = {
    {Intrinsic::kError, Intrinsic::kErrorPrototype, "Error", error_constructor<Intrinsic::kErrorPrototype>, 1,
     kErrorTable, kErrorPrototypeTable},
#define NATIVE_ERROR(Name, native, length) \
  {Intrinsic::k##Name,                     \
   Intrinsic::k##Name##Prototype,          \
   #Name,                                  \
   native,                                 \
   length,                                 \
   {},                                     \
   k##Name##PrototypeTable,                \
   Intrinsic::kErrorPrototype,             \
   Intrinsic::kError},
    NATIVE_ERROR(TypeError, error_constructor<Intrinsic::kTypeErrorPrototype>, 1)
        NATIVE_ERROR(RangeError, error_constructor<Intrinsic::kRangeErrorPrototype>, 1)
            NATIVE_ERROR(ReferenceError, error_constructor<Intrinsic::kReferenceErrorPrototype>, 1)
                NATIVE_ERROR(SyntaxError, error_constructor<Intrinsic::kSyntaxErrorPrototype>, 1)
                    NATIVE_ERROR(EvalError, error_constructor<Intrinsic::kEvalErrorPrototype>, 1)
                        NATIVE_ERROR(URIError, error_constructor<Intrinsic::kURIErrorPrototype>, 1)
                            NATIVE_ERROR(AggregateError, aggregate_error_constructor, 2)
                                NATIVE_ERROR(SuppressedError, suppressed_error_constructor, 3)
#undef NATIVE_ERROR
};

}  // namespace scrim
