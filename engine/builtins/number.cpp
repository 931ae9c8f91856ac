// Number. ECMA-262 sec-number-objects
#include <double-conversion/double-conversion.h>

#include <cmath>

#include "engine/builtins/intl/to_locale_string.h"
#include "engine/builtins/support.h"
#include "engine/objects/bigint.h"

namespace scrim {

namespace {

Completion<Value> number_constructor(Isolate& isolate, Frame& frame) {
  Value value = Value::int32(0);
  if (frame.argument_count) {
    Value numeric = TRY(to_numeric(isolate, frame.argument(0)));
    value = numeric.is_bigint() ? Value::number(bigint_to_number(as_bigint(numeric))) : numeric;
  }
  if (frame.new_target.is_undefined()) return value;
  Shape* shape =
      TRY(shape_from_constructor(isolate, frame.new_target, Intrinsic::kNumberPrototype, CellType::kNumberObject));
  auto* object = allocate_object<PrimitiveWrapper>(isolate, shape);
  object->primitive = value;
  return Value(object);
}

Completion<double> this_number(Isolate& isolate, Value value, const char* method) {
  if (value.is_number()) return value.as_number();
  if (is_type(value, CellType::kNumberObject)) return cast<PrimitiveWrapper>(value)->primitive.as_number();
  return throw_type_error(isolate, "%s requires that 'this' be a Number", method);
}

bool is_integral(Value value) {
  if (value.is_int32()) return true;
  return value.is_double() && std::isfinite(value.as_double()) && std::trunc(value.as_double()) == value.as_double();
}

Completion<Value> number_is_finite(Isolate&, Frame& frame) {
  return Value::boolean(frame.argument(0).is_number() && std::isfinite(frame.argument(0).as_number()));
}
Completion<Value> number_is_integer(Isolate&, Frame& frame) {
  return Value::boolean(is_integral(frame.argument(0)));
}
Completion<Value> number_is_nan(Isolate&, Frame& frame) {
  return Value::boolean(frame.argument(0).is_number() && std::isnan(frame.argument(0).as_number()));
}
Completion<Value> number_is_safe_integer(Isolate&, Frame& frame) {
  Value value = frame.argument(0);
  return Value::boolean(is_integral(value) && std::fabs(value.as_number()) <= 9007199254740991.0);
}

Completion<Value> number_prototype_to_string(Isolate& isolate, Frame& frame) {
  double number = TRY(this_number(isolate, frame.this_value, "Number.prototype.toString"));
  double radix = 10;
  if (!frame.argument(0).is_undefined()) radix = TRY(to_integer_or_infinity(isolate, frame.argument(0)));
  if (!(radix >= 2 && radix <= 36))
    return throw_range_error(isolate, "toString() radix argument must be between 2 and 36");
  return Value(number_to_string(isolate, number, static_cast<int>(radix)));
}

Completion<Value> number_prototype_value_of(Isolate& isolate, Frame& frame) {
  return Value::number(TRY(this_number(isolate, frame.this_value, "Number.prototype.valueOf")));
}

Completion<Value> plain(Isolate& isolate, double number) {
  return Value(number_to_string(isolate, number));
}

using double_conversion::DoubleToStringConverter;
using double_conversion::StringBuilder;

const DoubleToStringConverter& converter() {
  return DoubleToStringConverter::EcmaScriptConverter();
}

// ECMA-262 sec-number.prototype.tofixed
Completion<Value> number_prototype_to_fixed(Isolate& isolate, Frame& frame) {
  double number = TRY(this_number(isolate, frame.this_value, "Number.prototype.toFixed"));
  double digits = TRY(to_integer_or_infinity(isolate, frame.argument(0)));
  if (!(digits >= 0 && digits <= 100))
    return throw_range_error(isolate, "toFixed() digits argument must be between 0 and 100");
  if (!std::isfinite(number) || std::fabs(number) >= 1e21) return plain(isolate, number);
  char buffer[200];
  StringBuilder builder(buffer, sizeof buffer);
  converter().ToFixed(number, static_cast<int>(digits), &builder);
  std::string_view text = builder.Finalize();
  if (number == 0 && text[0] == '-') text.remove_prefix(1);
  return Value(new_string_latin1(isolate, text));
}

// ECMA-262 sec-number.prototype.toexponential
Completion<Value> number_prototype_to_exponential(Isolate& isolate, Frame& frame) {
  double number = TRY(this_number(isolate, frame.this_value, "Number.prototype.toExponential"));
  double digits = TRY(to_integer_or_infinity(isolate, frame.argument(0)));
  if (!std::isfinite(number)) return plain(isolate, number);
  if (!(digits >= 0 && digits <= 100))
    return throw_range_error(isolate, "toExponential() argument must be between 0 and 100");
  if (number == 0) number = 0;  // -0 prints without a sign
  char buffer[200];
  StringBuilder builder(buffer, sizeof buffer);
  converter().ToExponential(number, frame.argument(0).is_undefined() ? -1 : static_cast<int>(digits), &builder);
  return Value(new_string_latin1(isolate, std::string_view(builder.Finalize())));
}

// ECMA-262 sec-number.prototype.toprecision
Completion<Value> number_prototype_to_precision(Isolate& isolate, Frame& frame) {
  double number = TRY(this_number(isolate, frame.this_value, "Number.prototype.toPrecision"));
  if (frame.argument(0).is_undefined()) return plain(isolate, number);
  double digits = TRY(to_integer_or_infinity(isolate, frame.argument(0)));
  if (!std::isfinite(number)) return plain(isolate, number);
  if (!(digits >= 1 && digits <= 100))
    return throw_range_error(isolate, "toPrecision() argument must be between 1 and 100");
  if (number == 0) number = 0;
  int precision = static_cast<int>(digits);
  char buffer[240];
  bool negative;
  int length;
  int point;
  char decimal[120];
  DoubleToStringConverter::DoubleToAscii(number, DoubleToStringConverter::PRECISION, precision, decimal, sizeof decimal,
                                         &negative, &length, &point);
  while (length < precision) decimal[length++] = '0';
  std::string text;
  if (negative && number != 0) text.push_back('-');
  int exponent = point - 1;
  std::string_view all(decimal, static_cast<size_t>(length));
  if (exponent < -6 || exponent >= precision) {
    text.push_back(all[0]);
    if (precision > 1) text.append(".").append(all.substr(1));
    std::snprintf(buffer, sizeof buffer, "e%c%d", exponent < 0 ? '-' : '+', std::abs(exponent));
    text.append(buffer);
  } else if (exponent >= 0) {
    text.append(all.substr(0, static_cast<size_t>(exponent) + 1));
    if (exponent + 1 < precision) text.append(".").append(all.substr(static_cast<size_t>(exponent) + 1));
  } else {
    text.append("0.").append(static_cast<size_t>(-exponent - 1), '0').append(all);
  }
  return Value(new_string_latin1(isolate, text));
}

// ECMA-402 sup-number.prototype.tolocalestring
Completion<Value> number_prototype_to_locale_string(Isolate& isolate, Frame& frame) {
  double number = TRY(this_number(isolate, frame.this_value, "Number.prototype.toLocaleString"));
  return intl::number_to_locale_string(isolate, callee_of(frame), Value::number(number), frame.argument(0),
                                       frame.argument(1));
}

using P = BuiltinProperty;

constexpr P kNumberTable[] = {
    P::function("isFinite", number_is_finite, 1),
    P::function("isInteger", number_is_integer, 1),
    P::function("isNaN", number_is_nan, 1),
    P::function("isSafeInteger", number_is_safe_integer, 1),
    P::object("parseFloat", Intrinsic::kParseFloat),
    P::object("parseInt", Intrinsic::kParseInt),
    P::real("MAX_VALUE", 1.7976931348623157e308),
    P::real("MIN_VALUE", 5e-324),
    P::real("NaN", std::numeric_limits<double>::quiet_NaN()),
    P::real("NEGATIVE_INFINITY", -HUGE_VAL),
    P::real("POSITIVE_INFINITY", HUGE_VAL),
    P::real("MAX_SAFE_INTEGER", 9007199254740991.0),
    P::real("MIN_SAFE_INTEGER", -9007199254740991.0),
    P::real("EPSILON", 2.220446049250313e-16),
};
constexpr P kNumberPrototypeTable[] = {
    P::function("toExponential", number_prototype_to_exponential, 1),
    P::function("toFixed", number_prototype_to_fixed, 1),
    P::function("toPrecision", number_prototype_to_precision, 1),
    P::function("toString", number_prototype_to_string, 1),
    P::function("valueOf", number_prototype_value_of, 0),
    P::function("toLocaleString", number_prototype_to_locale_string, 0),
};

Object* make_number_prototype(Isolate& isolate, Realm&, Object* parent) {
  auto* object = allocate_object<PrimitiveWrapper>(isolate, root_shape(isolate, parent, CellType::kNumberObject, 0, 0));
  object->primitive = Value::int32(0);
  return object;
}

}  // namespace

extern constexpr ClassSpec kNumberClass = {Intrinsic::kNumber,
                                           Intrinsic::kNumberPrototype,
                                           "Number",
                                           number_constructor,
                                           1,
                                           kNumberTable,
                                           kNumberPrototypeTable,
                                           Intrinsic::kObjectPrototype,
                                           Intrinsic::kFunctionPrototype,
                                           make_number_prototype};

}  // namespace scrim
