#include "engine/objects/errors.h"

#include <cstdarg>
#include <cstdio>

#include "engine/objects/bigint.h"
#include "engine/objects/call.h"
#include "engine/objects/collections.h"
#include "engine/objects/conversions.h"
#include "engine/objects/isolate.h"

namespace scrim {

namespace {

constexpr struct {
  Intrinsic prototype;
} kErrorTypes[] = {
    {Intrinsic::kErrorPrototype},          {Intrinsic::kTypeErrorPrototype},   {Intrinsic::kRangeErrorPrototype},
    {Intrinsic::kReferenceErrorPrototype}, {Intrinsic::kSyntaxErrorPrototype}, {Intrinsic::kEvalErrorPrototype},
    {Intrinsic::kURIErrorPrototype},
};

std::string format_text(const char* format, va_list arguments) {
  char buffer[512];
  va_list copy;
  va_copy(copy, arguments);
  int length = std::vsnprintf(buffer, sizeof buffer, format, copy);
  va_end(copy);
  if (length < 0) return format;
  if (static_cast<size_t>(length) < sizeof buffer) return std::string(buffer, static_cast<size_t>(length));
  std::string text(static_cast<size_t>(length) + 1, '\0');
  std::vsnprintf(text.data(), text.size(), format, arguments);
  text.resize(static_cast<size_t>(length));
  return text;
}

Throw throw_formatted(Isolate& isolate, ErrorType type, const char* format, va_list arguments) {
  String* message = new_string_utf8(isolate, format_text(format, arguments));
  return throw_value(isolate, Value(make_error(isolate, type, message)));
}

// The value of a data property somewhere on the chain, without running any code; empty if there is none.
Value quiet_get(Isolate& isolate, Object* object, PropertyKey key) {
  for (Object* o = object; o; o = o->prototype()) {
    if (o->type == CellType::kProxy) return Value::empty();
    Value value = get_own_data(isolate, o, key);
    if (!value.is_empty()) return value;
  }
  return Value::empty();
}

std::string quiet_string(Isolate& isolate, Object* object, PropertyKey key) {
  Value value = quiet_get(isolate, object, key);
  return value.is_string() ? to_utf8(isolate, as_string(value)) : std::string();
}

}  // namespace

Throw throw_value(Isolate& isolate, Value exception) {
  isolate.set_exception(exception);
  return {};
}

Throw throw_error(Isolate& isolate, ErrorType type, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Throw result = throw_formatted(isolate, type, format, arguments);
  va_end(arguments);
  return result;
}

Throw throw_type_error(Isolate& isolate, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Throw result = throw_formatted(isolate, ErrorType::kTypeError, format, arguments);
  va_end(arguments);
  return result;
}

Throw throw_range_error(Isolate& isolate, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Throw result = throw_formatted(isolate, ErrorType::kRangeError, format, arguments);
  va_end(arguments);
  return result;
}

Throw throw_stack_overflow(Isolate& isolate) {
  return throw_range_error(isolate, "Maximum call stack size exceeded");
}

Throw throw_not_callable(Isolate& isolate, Value value) {
  return throw_type_error(isolate, "%s is not a function", describe_call_site(isolate, value).c_str());
}

Throw throw_incompatible_receiver(Isolate& isolate, const char* method, Value receiver) {
  return throw_type_error(isolate, "Method %s called on incompatible receiver %s", method,
                          describe_for_error(isolate, receiver).c_str());
}

ErrorObject* new_error_object(Isolate& isolate, Shape* shape) {
  auto* error = allocate_object<ErrorObject>(isolate, shape);
  error->stack_frames = Value::undefined();
  error->stack = Value::undefined();
  for (Value& slot : error->properties) slot = Value::undefined();
  return error;
}

Object* make_error(Isolate& isolate, ErrorType type, String* message) {
  Object* prototype = isolate.realm().intrinsic(kErrorTypes[static_cast<int>(type)].prototype);
  Shape* shape = root_shape(isolate, prototype, CellType::kError, 0, 3);
  ErrorObject* error = new_error_object(isolate, shape);
  capture_stack_trace(isolate, error);
  put_direct(isolate, error, isolate.names().message, Value(message), Attributes::kHidden);
  return error;
}

std::string describe_key(Isolate& isolate, PropertyKey key) {
  if (key.is_symbol()) return describe_for_error(isolate, Value(key.as_cell()));
  return to_utf8(isolate, key_to_string(isolate, key));
}

Object* remembered_constructor(Isolate& isolate, Object* prototype) {
  Value constructor = get_own_data(isolate, prototype, isolate.names().remembered_constructor);
  return constructor.is_object() ? as_object(constructor) : nullptr;
}

void remember_constructor(Isolate& isolate, Object* prototype, Object* constructor) {
  if (!get_own_data(isolate, prototype, isolate.names().constructor).is_empty()) return;
  if (remembered_constructor(isolate, prototype)) return;
  put_direct(isolate, prototype, isolate.names().remembered_constructor, Value(constructor));
}

std::string constructor_name(Isolate& isolate, Object* object) {
  Value constructor = quiet_get(isolate, object, isolate.names().constructor);
  if (constructor.is_empty() && object->prototype()) {
    if (Object* remembered = remembered_constructor(isolate, object->prototype())) constructor = Value(remembered);
  }
  std::string name;
  if (is_callable(constructor)) name = quiet_string(isolate, as_object(constructor), isolate.names().name);
  if (!name.empty() && name != "Object") return name;
  Value tag = quiet_get(isolate, object, isolate.names().to_string_tag);
  if (tag.is_string() && as_string(tag)->length) return to_utf8(isolate, as_string(tag));
  return "Object";
}

std::string describe_for_error(Isolate& isolate, Value value) {
  if (value.is_string()) return to_utf8(isolate, as_string(value));
  if (value.is_number()) {
    char buffer[32];
    return std::string(number_to_latin1(value.as_number(), buffer));
  }
  if (value.is_undefined()) return "undefined";
  if (value.is_null()) return "null";
  if (value.is_boolean()) return value.as_boolean() ? "true" : "false";
  if (value.is_empty()) return "<empty>";
  if (value.is_symbol()) {
    String* description = as_symbol(value)->description;
    if (as_symbol(value)->kind == Symbol::kPrivateName) return description ? to_utf8(isolate, description) : "#";
    return "Symbol(" + (description ? to_utf8(isolate, description) : std::string()) + ")";
  }
  if (value.is_bigint()) return bigint_to_string(as_bigint(value));
  Object* object = as_object(value);
  if (object->is_callable() && object->type != CellType::kProxy && isolate.function_source) {
    return to_utf8(isolate, isolate.function_source(isolate, object));
  }
  if (object->type == CellType::kModuleNamespace) return "[object Module]";
  if (object->type == CellType::kError) {
    std::string name = quiet_string(isolate, object, isolate.names().name);
    std::string message = quiet_string(isolate, object, isolate.names().message);
    if (name.empty()) name = "Error";
    return message.empty() ? name : name + ": " + message;
  }
  // V8 prints #<Name> where toString is Object.prototype's, else [object Class].
  Value to_string_method = quiet_get(isolate, object, isolate.names().toString);
  Value plain = get_own_data(isolate, isolate.realm().intrinsic(Intrinsic::kObjectPrototype), isolate.names().toString);
  if (object->type == CellType::kProxy) return "#<Object>";
  if (to_string_method == plain || to_string_method.is_empty()) {
    Value constructor = quiet_get(isolate, object, isolate.names().constructor);
    std::string name;
    if (is_callable(constructor)) name = quiet_string(isolate, as_object(constructor), isolate.names().name);
    return "#<" + (name.empty() ? constructor_name(isolate, object) : name) + ">";
  }
  const char* name = "Object";
  switch (object->type) {
    case CellType::kArray: name = "Array"; break;
    case CellType::kDate: name = "Date"; break;
    case CellType::kRegExp: name = "RegExp"; break;
    case CellType::kNumberObject: name = "Number"; break;
    case CellType::kStringObject: name = "String"; break;
    case CellType::kBooleanObject: name = "Boolean"; break;
    default: break;
  }
  return std::string("[object ") + name + "]";
}

std::string describe_call_site(Isolate& isolate, Value value) {
  std::string type = to_utf8(isolate, typeof_string(isolate, value));
  if (value.is_string()) {
    std::string text = to_utf8(isolate, as_string(value));
    if (text.size() > 80) text = text.substr(0, 80) + "<...>";
    return type + " \"" + text + "\"";
  }
  if (value.is_number() || value.is_boolean() || value.is_null())
    return type + " " + describe_for_error(isolate, value);
  return type;
}

static Throw throw_nullish(Isolate& isolate, Value base, const std::string* key, bool store) {
  const char* word = base.is_null() ? "null" : "undefined";
  const char* verb = store ? "set" : "read";
  if (!key) return throw_type_error(isolate, "Cannot %s properties of %s", verb, word);
  return throw_type_error(isolate, "Cannot %s properties of %s (%s '%s')", verb, word, store ? "setting" : "reading",
                          key->c_str());
}

Throw throw_nullish_access(Isolate& isolate, Value base, PropertyKey key, bool store) {
  if (key == isolate.names().iterator && !store) {
    return throw_type_error(isolate, "%s is not iterable (cannot read property Symbol(Symbol.iterator))",
                            describe_call_site(isolate, base).c_str());
  }
  std::string text = describe_key(isolate, key);
  return throw_nullish(isolate, base, &text, store);
}

Throw throw_nullish_access(Isolate& isolate, Value base, Value key, bool store) {
  if (key.is_symbol()) return throw_nullish_access(isolate, base, PropertyKey::from_symbol(as_symbol(key)), store);
  std::string text = describe_for_error(isolate, key);
  // V8 names an object only if it does so without its toString.
  bool shown = !key.is_object() || text.starts_with("#<") || as_object(key)->is_callable();
  return throw_nullish(isolate, base, shown ? &text : nullptr, store);
}

Value record_frames(Isolate& isolate, Object* until) {
  if (!isolate.capture_frames) return Value::undefined();
  Realm& realm = isolate.realm();
  if (realm.has_intrinsic(Intrinsic::kError)) {
    Value limit = get_own_data(isolate, realm.intrinsic(Intrinsic::kError), isolate.names().stackTraceLimit);
    if (!limit.is_number()) return Value::undefined();
    double number = limit.as_number();
    isolate.stack_trace_limit = number >= 1 ? static_cast<uint32_t>(number < 1000 ? number : 1000) : 0;
  }
  return isolate.capture_frames(isolate, until);
}

ErrorObject* stack_record(Isolate& isolate, Object* object) {
  if (object->type == CellType::kError) return static_cast<ErrorObject*>(object);
  Value record = get_own_data(isolate, object, isolate.names().captured_stack);
  return record.is_empty() ? nullptr : cast<ErrorObject>(record);
}

Value recorded_stack(Isolate& isolate, Object* object) {
  ErrorObject* record = stack_record(isolate, object);
  if (record->stack.is_empty()) {
    Value made = isolate.materialize_builtin(isolate, object, isolate.names().stack);
    // Making it may have set it.
    if (record->stack.is_empty()) {
      record->stack = made;
      isolate.heap().write_barrier(record);
    }
  }
  return record->stack;
}

Value own_stack(Isolate& isolate, Object* object) {
  const PropertyEntry* entry = find_property(isolate, object->shape(), isolate.names().stack);
  if (!entry || !(entry->attributes & Attributes::kAccessor)) {
    return get_own_data(isolate, object, isolate.names().stack);
  }
  bool ours = object->get_slot(entry->slot) == Value(isolate.realm().error_stack) && stack_record(isolate, object);
  return ours ? recorded_stack(isolate, object) : Value::empty();
}

void capture_stack_trace(Isolate& isolate, Object* object, Object* until) {
  Value frames = record_frames(isolate, until);
  ErrorObject* record = stack_record(isolate, object);
  if (!record) {
    record = new_error_object(isolate, root_shape(isolate, nullptr, CellType::kError, 0, 0));
    put_direct(isolate, object, isolate.names().captured_stack, Value(record));
  }
  record->stack_frames = frames;
  record->stack = frames.is_undefined() ? Value::undefined() : Value::empty();
  isolate.heap().write_barrier(record);
  Realm& realm = isolate.realm();
  if (!realm.error_stack) {
    Value getter(realm.intrinsic(Intrinsic::kErrorStackGetter));
    realm.error_stack = new_accessor_pair(isolate, getter, Value(realm.intrinsic(Intrinsic::kErrorStackSetter)));
    isolate.heap().write_barrier(&realm);
  }
  put_direct(isolate, object, isolate.names().stack, Value(realm.error_stack),
             Attributes::kConfigurable | Attributes::kAccessor);
}

}  // namespace scrim
