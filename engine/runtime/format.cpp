// util.format: https://nodejs.org/api/util.html#utilformatformat-args
#include <cmath>
#include <cstring>

#include "engine/objects/bigint.h"
#include "engine/runtime/inspector.h"

namespace scrim {

namespace {

// Whether an object's text for %s is what inspect says: it has no toString of the program's.
bool shows_itself(Isolate& isolate, Object* object) {
  while (object->type == CellType::kProxy) {
    object = static_cast<ProxyObject*>(object)->target;
    if (!object) return true;
  }
  PropertyKey to_string = isolate.names().toString;
  Completion<Value> method = get(isolate, object, to_string);
  if (method.failed()) isolate.take_exception();
  if (!is_callable(method.failed() ? Value::undefined() : method.value())) return true;
  PropertyKey to_primitive = isolate.names().to_primitive;
  for (PropertyKey key : {to_string, to_primitive}) {
    PropertyDescriptor own;
    Completion<bool> has = get_own_property(isolate, object, key, &own);
    if (has.failed()) {
      isolate.take_exception();
    } else if (has.value()) {
      return false;
    }
  }
  for (Object* at = object->prototype(); at && !at->is_exotic(); at = at->prototype()) {
    if (!find_property(isolate, at->shape(), to_string) && !find_property(isolate, at->shape(), to_primitive)) continue;
    Value constructor = get_own_data(isolate, at, isolate.names().constructor);
    // %TypedArray%, the one that is no global, is not known to Node here.
    return constructor.is_object() && as_object(constructor)->type == CellType::kNativeFunction &&
           as_object(constructor) != isolate.realm().intrinsic(Intrinsic::kTypedArray);
  }
  return true;
}

Completion<Value> global_function(Isolate& isolate, Intrinsic function, Value argument) {
  return call(isolate, Value(isolate.realm().intrinsic(function)), Value::undefined(), {argument});
}

// JSON.stringify, with a cycle shown as the text [Circular].
Completion<std::string*> stringify(Isolate& isolate, Value value, std::string* out) {
  Object* json = isolate.realm().intrinsic(Intrinsic::kJSON);
  Completion<Value> text =
      invoke(isolate, Value(json), key_from_latin1(isolate, "stringify"), std::span<const Value>(&value, 1));
  if (text.failed()) {
    Value error = isolate.exception();
    if (!error.is_object()) return Throw{};
    Value message = get_own_data(isolate, as_object(error), isolate.names().message);
    if (!message.is_string() || !to_utf8(isolate, as_string(message)).starts_with("Converting circular structure")) {
      return Throw{};
    }
    isolate.take_exception();
    *out = "[Circular]";
    return out;
  }
  *out = text.value().is_string() ? to_utf8(isolate, as_string(text.value())) : "undefined";
  return out;
}

// One directive's argument; false: an exception is pending.
bool format_one(Isolate& isolate, char directive, Value value, const InspectOptions& options, std::string* result) {
  InspectOptions plain;
  Inspector inspector(isolate, plain);
  switch (directive) {
    case 's':
      if (value.is_number() || value.is_bigint()) {
        *result += inspector.primitive(value, true);
      } else if (value.is_object() && !is_callable(value) && shows_itself(isolate, as_object(value))) {
        InspectOptions flat = options;
        flat.depth = 0;
        flat.depth_is_null = false;
        flat.colors = false;
        flat.compact = 3;
        *result += inspect(isolate, value, flat);
        return !isolate.has_exception();
      } else if (value.is_symbol()) {
        *result += inspector.primitive(value, true);
      } else {
        Completion<String*> text = to_string(isolate, value);
        if (text.failed()) return false;
        *result += to_utf8(isolate, text.value());
      }
      return true;
    case 'd':
    case 'i':
    case 'f': {
      if (value.is_bigint() && directive != 'f') {
        *result += inspector.primitive(value, true);
        return true;
      }
      if (value.is_symbol()) {
        *result += "NaN";
        return true;
      }
      if (directive == 'd') {
        // As Number(value): a boxed BigInt is a number then.
        Completion<Value> numeric = to_numeric(isolate, value);
        if (numeric.failed()) return false;
        const Value as_number = numeric.value();
        const double number = as_number.is_bigint() ? bigint_to_number(as_bigint(as_number)) : as_number.as_number();
        *result += inspector.number(number, true);
        return true;
      }
      Completion<Value> number =
          global_function(isolate, directive == 'i' ? Intrinsic::kParseInt : Intrinsic::kParseFloat, value);
      if (number.failed()) return false;
      *result += inspector.number(number.value().as_number(), true);
      return true;
    }
    case 'j': {
      std::string text;
      if (stringify(isolate, value, &text).failed()) return false;
      *result += text;
      return true;
    }
    case 'o': {
      InspectOptions deep = options;
      deep.show_hidden = true;
      deep.show_proxy = true;
      deep.depth = 4;
      deep.depth_is_null = false;
      *result += inspect(isolate, value, deep);
      return !isolate.has_exception();
    }
    case 'O': *result += inspect(isolate, value, options); return !isolate.has_exception();
    default: return true;  // %c: no styles here
  }
}

}  // namespace

std::string format_log(Isolate& isolate, std::span<const Value> arguments, const InspectOptions* given) {
  Runtime& runtime = runtime_of(isolate);
  const InspectOptions options = given                      ? *given
                                 : runtime.inspect_defaults ? *runtime.inspect_defaults
                                                            : InspectOptions{};
  std::string result;
  size_t next = 0;
  if (!arguments.empty() && arguments[0].is_string()) {
    next = 1;
    std::string format = to_utf8(isolate, as_string(arguments[0]));
    if (arguments.size() == 1) return format;
    for (size_t i = 0; i < format.size(); ++i) {
      if (format[i] != '%' || i + 1 == format.size()) {
        result += format[i];
        continue;
      }
      char directive = format[i + 1];
      if (directive == '%') {
        result += '%';
        ++i;
        continue;
      }
      if (!std::strchr("sdifjoOc", directive) || next >= arguments.size()) {
        result += '%';
        continue;
      }
      ++i;
      if (!format_one(isolate, directive, arguments[next++], options, &result)) return result;
    }
  }
  for (; next < arguments.size(); ++next) {
    if (next > 0) result += ' ';
    Value value = arguments[next];
    result += value.is_string() ? to_utf8(isolate, as_string(value)) : inspect(isolate, value, options);
    if (isolate.has_exception()) return result;
  }
  return result;
}

}  // namespace scrim
