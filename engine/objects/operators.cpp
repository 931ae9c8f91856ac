// The operators on any values. ECMA-262 sec-applystringornumericbinaryoperator, sec-islooselyequal, sec-islessthan
#include <cmath>

#include "engine/objects/bigint.h"
#include "engine/objects/conversions.h"
#include "engine/objects/errors.h"
#include "engine/objects/isolate.h"

namespace scrim {

Completion<Value> add(Isolate& isolate, Value left, Value right) {
  if (left.is_number() && right.is_number()) return Value::number(left.as_number() + right.as_number());
  if (left.is_string() && right.is_string()) return TRY(concatenate(isolate, as_string(left), as_string(right)));
  if (left.is_bigint() && right.is_bigint()) return bigint_add(isolate, as_bigint(left), as_bigint(right));
  left = TRY(to_primitive(isolate, left));
  right = TRY(to_primitive(isolate, right));
  if (left.is_string() || right.is_string()) {
    String* a = TRY(to_string(isolate, left));
    String* b = TRY(to_string(isolate, right));
    return TRY(concatenate(isolate, a, b));
  }
  left = TRY(to_numeric(isolate, left));
  right = TRY(to_numeric(isolate, right));
  if (left.is_bigint() && right.is_bigint()) return bigint_add(isolate, as_bigint(left), as_bigint(right));
  if (left.is_bigint() || right.is_bigint())
    return throw_type_error(isolate, "Cannot mix BigInt and other types, use explicit conversions");
  return Value::number(left.as_number() + right.as_number());
}

double number_remainder(double n, double d) {
  if (d != 0 && std::isinf(d) && std::isfinite(n)) return n;
  double result = std::fmod(n, d);
  return result == 0 && std::signbit(n) ? -0.0 : result;
}

double number_exponentiate(double base, double exponent) {
  if (exponent != exponent) return std::numeric_limits<double>::quiet_NaN();
  if (exponent == 0) return 1;
  if (std::isinf(exponent) && (base == 1 || base == -1)) return std::numeric_limits<double>::quiet_NaN();
  if (exponent == 2) return base * base;  // the nearest double, which pow does not promise
  return std::pow(base, exponent);
}

Completion<Value> binary_operation(Isolate& isolate, BinaryOperator op, Value left, Value right) {
  if (left.is_bigint() && right.is_bigint()) return bigint_binary(isolate, op, as_bigint(left), as_bigint(right));
  left = TRY(to_numeric(isolate, left));
  right = TRY(to_numeric(isolate, right));
  if (left.is_bigint() && right.is_bigint()) return bigint_binary(isolate, op, as_bigint(left), as_bigint(right));
  if (left.is_bigint() || right.is_bigint())
    return throw_type_error(isolate, "Cannot mix BigInt and other types, use explicit conversions");
  double a = left.as_number();
  double b = right.as_number();
  switch (op) {
    case BinaryOperator::kSub: return Value::number(a - b);
    case BinaryOperator::kMul: return Value::number(a * b);
    case BinaryOperator::kDiv: return Value::number(a / b);
    case BinaryOperator::kMod: return Value::number(number_remainder(a, b));
    case BinaryOperator::kExp: return Value::number(number_exponentiate(a, b));
    case BinaryOperator::kBitAnd: return Value::int32(double_to_int32(a) & double_to_int32(b));
    case BinaryOperator::kBitOr: return Value::int32(double_to_int32(a) | double_to_int32(b));
    case BinaryOperator::kBitXor: return Value::int32(double_to_int32(a) ^ double_to_int32(b));
    case BinaryOperator::kShiftLeft:
      return Value::int32(static_cast<int32_t>(static_cast<uint32_t>(double_to_int32(a)) << (double_to_int32(b) & 31)));
    case BinaryOperator::kShiftRight: return Value::int32(double_to_int32(a) >> (double_to_int32(b) & 31));
    case BinaryOperator::kShiftRightUnsigned:
      return Value::number(static_cast<uint32_t>(double_to_int32(a)) >> (double_to_int32(b) & 31));
  }
  UNREACHABLE();
}

Completion<Value> negate(Isolate& isolate, Value value) {
  value = TRY(to_numeric(isolate, value));
  if (value.is_bigint()) return Value(bigint_negate(isolate, as_bigint(value)));
  return Value::number(-value.as_number());
}

Completion<Value> bitwise_not(Isolate& isolate, Value value) {
  value = TRY(to_numeric(isolate, value));
  if (value.is_bigint()) {
    BigInt* one = bigint_from_int64(isolate, 1);
    return bigint_binary(isolate, BinaryOperator::kSub, bigint_negate(isolate, as_bigint(value)), one);
  }
  return Value::int32(~double_to_int32(value.as_number()));
}

Completion<Value> increment(Isolate& isolate, Value value, int by) {
  value = TRY(to_numeric(isolate, value));
  if (value.is_bigint()) return bigint_add(isolate, as_bigint(value), bigint_from_int64(isolate, by));
  return Value::number(value.as_number() + by);
}

// --- equality

bool strict_equals(Isolate& isolate, Value a, Value b) {
  if (a.is_number() && b.is_number()) return a.as_number() == b.as_number();
  if (a == b) return true;
  if (!a.is_cell() || !b.is_cell()) return false;
  if (a.is_string() && b.is_string()) return strings_equal(isolate, as_string(a), as_string(b));
  return a.is_bigint() && b.is_bigint() && bigint_equals(as_bigint(a), as_bigint(b));
}

bool same_value_zero(Isolate& isolate, Value a, Value b) {
  if (a.is_number() && b.is_number()) {
    double x = a.as_number();
    double y = b.as_number();
    return x == y || (x != x && y != y);
  }
  return strict_equals(isolate, a, b);
}

bool same_value(Isolate& isolate, Value a, Value b) {
  if (a.is_number() && b.is_number()) {
    double x = a.as_number();
    double y = b.as_number();
    if (x == 0 && y == 0) return std::signbit(x) == std::signbit(y);
    return x == y || (x != x && y != y);
  }
  return strict_equals(isolate, a, b);
}

// ECMA-262 sec-islooselyequal
Completion<bool> loose_equals(Isolate& isolate, Value a, Value b) {
  for (;;) {
    if (a.is_number() && b.is_number()) return a.as_number() == b.as_number();
    if (a == b) return true;
    bool a_nullish = a.is_undefined_or_null();
    bool b_nullish = b.is_undefined_or_null();
    if (a_nullish || b_nullish) {
      if (a_nullish && b_nullish) return true;
      Value other = a_nullish ? b : a;
      return other.is_object() && as_object(other)->has_flag(CellFlags::kUndetectable);
    }
    if (a.is_object() && b.is_object()) return false;
    if (a.is_string() && b.is_string()) return strings_equal(isolate, as_string(a), as_string(b));
    if (a.is_bigint() && b.is_bigint()) return bigint_equals(as_bigint(a), as_bigint(b));
    if (a.is_boolean()) {
      a = Value::int32(a.as_boolean());
    } else if (b.is_boolean()) {
      b = Value::int32(b.as_boolean());
    } else if (a.is_object()) {
      a = TRY(to_primitive(isolate, a));
    } else if (b.is_object()) {
      b = TRY(to_primitive(isolate, b));
    } else if (a.is_symbol() || b.is_symbol()) {
      return false;
    } else if (a.is_number() && b.is_string()) {
      return a.as_number() == string_to_number(isolate, as_string(b));
    } else if (a.is_string() && b.is_number()) {
      return string_to_number(isolate, as_string(a)) == b.as_number();
    } else if (a.is_string() && b.is_bigint()) {
      BigInt* parsed = bigint_from_string(isolate, as_string(a));
      return parsed && bigint_equals(parsed, as_bigint(b));
    } else if (a.is_bigint() && b.is_string()) {
      BigInt* parsed = bigint_from_string(isolate, as_string(b));
      return parsed && bigint_equals(as_bigint(a), parsed);
    } else if (a.is_bigint() && b.is_number()) {
      double number = b.as_number();
      return number == number && bigint_compare_number(as_bigint(a), number) == 0;
    } else if (a.is_number() && b.is_bigint()) {
      double number = a.as_number();
      return number == number && bigint_compare_number(as_bigint(b), number) == 0;
    } else {
      return false;
    }
  }
}

// ECMA-262 sec-islessthan
Completion<Ordering> is_less_than(Isolate& isolate, Value left, Value right, bool left_first) {
  if (left_first) {
    left = TRY(to_primitive(isolate, left, PreferredType::kNumber));
    right = TRY(to_primitive(isolate, right, PreferredType::kNumber));
  } else {
    right = TRY(to_primitive(isolate, right, PreferredType::kNumber));
    left = TRY(to_primitive(isolate, left, PreferredType::kNumber));
  }
  auto order = [](bool less) { return less ? Ordering::kLess : Ordering::kNotLess; };
  if (left.is_string() && right.is_string())
    return order(compare_strings(isolate, as_string(left), as_string(right)) < 0);
  if (left.is_bigint() && right.is_string()) {
    BigInt* parsed = bigint_from_string(isolate, as_string(right));
    if (!parsed) return Ordering::kUndefined;
    return order(bigint_compare(as_bigint(left), parsed) < 0);
  }
  if (left.is_string() && right.is_bigint()) {
    BigInt* parsed = bigint_from_string(isolate, as_string(left));
    if (!parsed) return Ordering::kUndefined;
    return order(bigint_compare(parsed, as_bigint(right)) < 0);
  }
  left = TRY(to_numeric(isolate, left));
  right = TRY(to_numeric(isolate, right));
  if (left.is_bigint() && right.is_bigint()) return order(bigint_compare(as_bigint(left), as_bigint(right)) < 0);
  if (left.is_bigint()) {
    double b = right.as_number();
    if (b != b) return Ordering::kUndefined;
    return order(bigint_compare_number(as_bigint(left), b) < 0);
  }
  if (right.is_bigint()) {
    double a = left.as_number();
    if (a != a) return Ordering::kUndefined;
    return order(bigint_compare_number(as_bigint(right), a) > 0);
  }
  double a = left.as_number();
  double b = right.as_number();
  if (a != a || b != b) return Ordering::kUndefined;
  return order(a < b);
}

}  // namespace scrim
