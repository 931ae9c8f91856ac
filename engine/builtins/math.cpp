// Math. ECMA-262 sec-math-object
#include <cmath>

#include "engine/builtins/support.h"
#include "engine/objects/host.h"
#include "engine/objects/iteration.h"

namespace scrim {

namespace {

// One native for every function of one number; the table holds it instantiated.
template <double (*f)(double)>
Completion<Value> unary(Isolate& isolate, Frame& frame) {
  Value argument = frame.argument(0);
  double number = argument.is_number() ? argument.as_number() : TRY(to_number(isolate, argument));
  return Value::number(f(number));
}

double js_sign(double x) {
  return x > 0 ? 1 : x < 0 ? -1 : x;
}
double js_round(double x) {
  if (!(std::fabs(x) < 4503599627370496.0)) return x;
  double floor = std::floor(x);
  double result = x - floor >= 0.5 ? floor + 1 : floor;
  return result == 0 ? std::copysign(0.0, x) : result;
}
double js_fround(double x) {
  return static_cast<double>(static_cast<float>(x));
}
double js_clz32(double x) {
  auto bits = static_cast<uint32_t>(double_to_int32(x));
  return bits ? __builtin_clz(bits) : 32;
}
double js_trunc(double x) {
  return std::trunc(x);
}
double js_floor(double x) {
  return std::floor(x);
}
double js_ceil(double x) {
  return std::ceil(x);
}
double js_abs(double x) {
  return std::fabs(x);
}
double js_sqrt(double x) {
  return std::sqrt(x);
}
double js_f16round(double x) {
  if (!std::isfinite(x) || x == 0) return x;
  double magnitude = std::fabs(x);
  if (magnitude >= 65520) return std::copysign(HUGE_VAL, x);
  int exponent;
  std::frexp(magnitude, &exponent);
  double unit = std::ldexp(1.0, std::max(exponent - 11, -24));
  double scaled = magnitude / unit;  // exact: a power of two
  return std::copysign(std::nearbyint(scaled) * unit, x);
}
#define LIBM(name)             \
  double js_##name(double x) { \
    return std::name(x);       \
  }
LIBM(acos)
LIBM(acosh)
LIBM(asin)
LIBM(asinh) LIBM(atan) LIBM(atanh) LIBM(cbrt) LIBM(cos) LIBM(cosh) LIBM(exp) LIBM(expm1) LIBM(log) LIBM(log1p)
    LIBM(log10) LIBM(log2) LIBM(sin) LIBM(sinh) LIBM(tan) LIBM(tanh)
#undef LIBM

        Completion<Value> math_abs(Isolate& isolate, Frame& frame) {
  Value argument = frame.argument(0);
  if (argument.is_int32()) return Value::number(std::abs(int64_t{argument.as_int32()}));
  return Value::number(js_abs(TRY(to_number(isolate, argument))));
}

Completion<Value> math_floor(Isolate& isolate, Frame& frame) {
  Value argument = frame.argument(0);
  if (argument.is_int32()) return argument;
  return Value::number(js_floor(TRY(to_number(isolate, argument))));
}

Completion<Value> math_atan2(Isolate& isolate, Frame& frame) {
  double y = TRY(to_number(isolate, frame.argument(0)));
  double x = TRY(to_number(isolate, frame.argument(1)));
  return Value::number(std::atan2(y, x));
}

Completion<Value> math_pow(Isolate& isolate, Frame& frame) {
  double base = TRY(to_number(isolate, frame.argument(0)));
  double exponent = TRY(to_number(isolate, frame.argument(1)));
  return Value::number(number_exponentiate(base, exponent));
}

Completion<Value> math_imul(Isolate& isolate, Frame& frame) {
  uint32_t a = TRY(to_uint32(isolate, frame.argument(0)));
  uint32_t b = TRY(to_uint32(isolate, frame.argument(1)));
  return Value::int32(static_cast<int32_t>(a * b));
}

// ECMA-262 sec-math.max; magic 1: min
template <bool is_max>
Completion<Value> math_extreme(Isolate& isolate, Frame& frame) {
  if (frame.argument_count == 2 && frame.arguments[0].is_int32() && frame.arguments[1].is_int32()) {
    int32_t a = frame.arguments[0].as_int32();
    int32_t b = frame.arguments[1].as_int32();
    return Value::int32(is_max ? std::max(a, b) : std::min(a, b));
  }
  double result = is_max ? -HUGE_VAL : HUGE_VAL;
  for (uint32_t i = 0; i < frame.argument_count; ++i) {
    double number = TRY(to_number(isolate, frame.argument(i)));
    if (number != number || result != result) {
      result = std::numeric_limits<double>::quiet_NaN();
    } else if (is_max ? number > result : number < result) {
      result = number;
    } else if (number == 0 && result == 0 && std::signbit(number) != is_max) {
      result = number;
    }
  }
  return Value::number(result);
}

// ECMA-262 sec-math.hypot, with the sum kept from over- and underflow and compensated.
Completion<Value> math_hypot(Isolate& isolate, Frame& frame) {
  std::string raw;  // the numbers
  double largest = 0;
  bool infinite = false;
  bool nan = false;
  for (uint32_t i = 0; i < frame.argument_count; ++i) {
    double number = std::fabs(TRY(to_number(isolate, frame.argument(i))));
    infinite = infinite || std::isinf(number);
    nan = nan || number != number;
    largest = std::max(largest, number);
    raw.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  if (infinite) return Value::number(HUGE_VAL);
  if (nan) return Value::nan();
  if (largest == 0) return Value::int32(0);
  double sum = 0;
  double lost = 0;
  for (size_t i = 0; i < raw.size(); i += sizeof(double)) {
    double number;
    std::memcpy(&number, raw.data() + i, sizeof number);
    number /= largest;
    double term = number * number - lost;
    double next = sum + term;
    lost = (next - sum) - term;
    sum = next;
  }
  return Value::number(std::sqrt(sum) * largest);
}

Completion<Value> math_random(Isolate& isolate, Frame&) {
  uint64_t bits = isolate.host.interface ? isolate.host.interface->random_bits() : 0;
  return Value::number(static_cast<double>(bits >> 11) * 0x1p-53);
}

// ECMA-262 sec-math.sumprecise: exact by keeping partial sums that do not overlap (Shewchuk), carrying overflow apart.
Completion<Value> math_sum_precise(Isolate& isolate, Frame& frame) {
  TRY(require_object_coercible(isolate, frame.argument(0), "Math.sumPrecise"));
  IteratorRecord record;
  TRY(get_iterator(isolate, frame.argument(0), &record));
  std::string partial_bytes;
  auto partial = [&](size_t i) -> double& { return reinterpret_cast<double*>(partial_bytes.data())[i]; };
  auto count = [&] { return partial_bytes.size() / sizeof(double); };
  bool any = false;
  bool only_negative_zero = true;
  bool nan = false;
  bool plus = false;
  bool minus = false;
  for (;;) {
    bool done = false;
    Value value = TRY(iterator_step_value(isolate, &record, &done));
    if (done) break;
    if (!value.is_number()) {
      throw_type_error(isolate, "%s is not a number", describe_for_error(isolate, value).c_str());
      return iterator_close_throw(isolate, record);
    }
    double x = value.as_number();
    any = true;
    if (!(x == 0 && std::signbit(x))) only_negative_zero = false;
    if (x != x) nan = true;
    if (std::isinf(x)) (x > 0 ? plus : minus) = true;
    if (!std::isfinite(x) || x == 0) continue;
    x *= 0x1p-64;  // room for sums beyond the largest double; tiny values are handled below
    size_t kept = 0;
    for (size_t i = 0; i < count(); ++i) {
      double y = partial(i);
      if (std::fabs(x) < std::fabs(y)) std::swap(x, y);
      double high = x + y;
      double low = y - (high - x);
      if (low != 0) partial(kept++) = low;
      x = high;
    }
    partial_bytes.resize(kept * sizeof(double));
    partial_bytes.append(reinterpret_cast<const char*>(&x), sizeof x);
  }
  if (nan || (plus && minus)) return Value::nan();
  if (plus) return Value::number(HUGE_VAL);
  if (minus) return Value::number(-HUGE_VAL);
  if (!any || only_negative_zero) return Value::number(-0.0);
  double sum = 0;
  size_t i = count();
  double low = 0;
  if (i) {
    sum = partial(--i);
    while (i) {
      double x = sum;
      double y = partial(--i);
      sum = x + y;
      low = y - (sum - x);
      if (low != 0) break;
    }
    // Round half-way cases by the sign of what is left.
    if (i && ((low < 0 && partial(i - 1) < 0) || (low > 0 && partial(i - 1) > 0))) {
      double doubled = low * 2;
      double x = sum + doubled;
      if (doubled == x - sum) sum = x;
    }
  }
  return Value::number(sum * 0x1p64);
}

using P = BuiltinProperty;

constexpr P kMathTable[] = {
    P::function("abs", math_abs, 1),
    P::function("acos", unary<js_acos>, 1),
    P::function("acosh", unary<js_acosh>, 1),
    P::function("asin", unary<js_asin>, 1),
    P::function("asinh", unary<js_asinh>, 1),
    P::function("atan", unary<js_atan>, 1),
    P::function("atanh", unary<js_atanh>, 1),
    P::function("atan2", math_atan2, 2),
    P::function("ceil", unary<js_ceil>, 1),
    P::function("cbrt", unary<js_cbrt>, 1),
    P::function("expm1", unary<js_expm1>, 1),
    P::function("clz32", unary<js_clz32>, 1),
    P::function("cos", unary<js_cos>, 1),
    P::function("cosh", unary<js_cosh>, 1),
    P::function("exp", unary<js_exp>, 1),
    P::function("floor", math_floor, 1),
    P::function("fround", unary<js_fround>, 1),
    P::function("hypot", math_hypot, 2),
    P::function("imul", math_imul, 2),
    P::function("log", unary<js_log>, 1),
    P::function("log1p", unary<js_log1p>, 1),
    P::function("log2", unary<js_log2>, 1),
    P::function("log10", unary<js_log10>, 1),
    P::function("max", math_extreme<true>, 2),
    P::function("min", math_extreme<false>, 2),
    P::function("pow", math_pow, 2),
    P::function("random", math_random, 0),
    P::function("round", unary<js_round>, 1),
    P::function("sign", unary<js_sign>, 1),
    P::function("sin", unary<js_sin>, 1),
    P::function("sinh", unary<js_sinh>, 1),
    P::function("sqrt", unary<js_sqrt>, 1),
    P::function("tan", unary<js_tan>, 1),
    P::function("tanh", unary<js_tanh>, 1),
    P::function("trunc", unary<js_trunc>, 1),
    P::real("E", 2.718281828459045),
    P::real("LN10", 2.302585092994046),
    P::real("LN2", 0.6931471805599453),
    P::real("LOG10E", 0.4342944819032518),
    P::real("LOG2E", 1.4426950408889634),
    P::real("PI", 3.141592653589793),
    P::real("SQRT1_2", 0.7071067811865476),
    P::real("SQRT2", 1.4142135623730951),
    P::string("@@toStringTag", "Math"),
    P::function("f16round", unary<js_f16round>, 1),
    P::function("sumPrecise", math_sum_precise, 1),
};

}  // namespace

extern constexpr ObjectSpec kMathObject = {Intrinsic::kMath, Intrinsic::kObjectPrototype, kMathTable};

}  // namespace scrim
