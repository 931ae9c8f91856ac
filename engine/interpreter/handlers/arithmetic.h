// Arithmetic and logic. Integers first, then doubles, then out of line.
#define ARITHMETIC(name, overflow, double_expression, slow)                 \
  CASE(name) : {                                                            \
    Value a = R(2);                                                         \
    Value b = R(3);                                                         \
    if (both_int32(a, b)) [[likely]] {                                      \
      int32_t result;                                                       \
      if (!overflow(a.as_int32(), b.as_int32(), &result)) [[likely]] {      \
        R(1) = Value::int32(result);                                        \
        NEXT(4);                                                            \
      }                                                                     \
    }                                                                       \
    if (both_numbers(a, b)) [[likely]] {                                    \
      double x = a.as_number();                                             \
      double y = b.as_number();                                             \
      R(1) = Value::raw_double(double_expression);                          \
      NEXT(4);                                                              \
    }                                                                       \
    R(1) = SLOW(slow);                                                      \
    NEXT(4);                                                                \
  }
ARITHMETIC(Add, __builtin_sadd_overflow, x + y, add(isolate, a, b))
ARITHMETIC(Sub, __builtin_ssub_overflow, x - y, binary_operation(isolate, BinaryOperator::kSub, a, b))
#undef ARITHMETIC
CASE(Mul) : {
  Value a = R(2);
  Value b = R(3);
  if (both_int32(a, b)) [[likely]] {
    int32_t result;
    // A zero product may be -0.
    if (!__builtin_smul_overflow(a.as_int32(), b.as_int32(), &result) && result != 0) [[likely]] {
      R(1) = Value::int32(result);
      NEXT(4);
    }
    R(1) = Value::number(static_cast<double>(a.as_int32()) * b.as_int32());
    NEXT(4);
  }
  if (both_numbers(a, b)) [[likely]] {
    R(1) = Value::raw_double(a.as_number() * b.as_number());
    NEXT(4);
  }
  R(1) = SLOW(binary_operation(isolate, BinaryOperator::kMul, a, b));
  NEXT(4);
}
CASE(Div) : {
  Value a = R(2);
  Value b = R(3);
  if (both_numbers(a, b)) [[likely]] {
    R(1) = Value::number(a.as_number() / b.as_number());
    NEXT(4);
  }
  R(1) = SLOW(binary_operation(isolate, BinaryOperator::kDiv, a, b));
  NEXT(4);
}
CASE(Mod) : {
  Value a = R(2);
  Value b = R(3);
  if (both_int32(a, b) && a.as_int32() >= 0 && b.as_int32() > 0) [[likely]] {
    R(1) = Value::int32(a.as_int32() % b.as_int32());
    NEXT(4);
  }
  R(1) = SLOW(binary_operation(isolate, BinaryOperator::kMod, a, b));
  NEXT(4);
}
CASE(Exp) : {
  R(1) = SLOW(binary_operation(isolate, BinaryOperator::kExp, R(2), R(3)));
  NEXT(4);
}
#define BITWISE(name, expression)                                                            \
  CASE(name) : {                                                                             \
    Value a = R(2);                                                                          \
    Value b = R(3);                                                                          \
    if (both_int32(a, b)) [[likely]] {                                                       \
      [[maybe_unused]] auto x = static_cast<uint32_t>(a.as_int32());                         \
      [[maybe_unused]] auto y = static_cast<uint32_t>(b.as_int32());                         \
      R(1) = expression;                                                                     \
      NEXT(4);                                                                               \
    }                                                                                        \
    R(1) = SLOW(binary_operation(isolate, BinaryOperator::k##name, a, b));                   \
    NEXT(4);                                                                                 \
  }
BITWISE(BitAnd, Value::int32(static_cast<int32_t>(x & y)))
BITWISE(BitOr, Value::int32(static_cast<int32_t>(x | y)))
BITWISE(BitXor, Value::int32(static_cast<int32_t>(x ^ y)))
BITWISE(ShiftLeft, Value::int32(static_cast<int32_t>(x << (y & 31))))
BITWISE(ShiftRight, Value::int32(a.as_int32() >> (y & 31)))
BITWISE(ShiftRightUnsigned, Value::number(x >> (y & 31)))
#undef BITWISE
CASE(AddInt) : {
  Value a = R(2);
  if (a.is_int32()) [[likely]] {
    int32_t result;
    if (!__builtin_sadd_overflow(a.as_int32(), IMM(3), &result)) [[likely]] {
      R(1) = Value::int32(result);
      NEXT(4);
    }
  }
  if (a.is_number()) {
    R(1) = Value::raw_double(a.as_number() + IMM(3));
    NEXT(4);
  }
  R(1) = SLOW(add(isolate, a, Value::int32(IMM(3))));
  NEXT(4);
}
CASE(SubInt) : {
  Value a = R(2);
  if (a.is_int32()) [[likely]] {
    int32_t result;
    if (!__builtin_ssub_overflow(a.as_int32(), IMM(3), &result)) [[likely]] {
      R(1) = Value::int32(result);
      NEXT(4);
    }
  }
  if (a.is_number()) {
    R(1) = Value::raw_double(a.as_number() - IMM(3));
    NEXT(4);
  }
  R(1) = SLOW(binary_operation(isolate, BinaryOperator::kSub, a, Value::int32(IMM(3))));
  NEXT(4);
}
CASE(MulInt) : {
  Value a = R(2);
  if (a.is_int32()) [[likely]] {
    int32_t result;
    if (!__builtin_smul_overflow(a.as_int32(), IMM(3), &result) && result != 0) [[likely]] {
      R(1) = Value::int32(result);
      NEXT(4);
    }
    R(1) = Value::number(static_cast<double>(a.as_int32()) * IMM(3));
    NEXT(4);
  }
  if (a.is_number()) {
    R(1) = Value::raw_double(a.as_number() * IMM(3));
    NEXT(4);
  }
  R(1) = SLOW(binary_operation(isolate, BinaryOperator::kMul, a, Value::int32(IMM(3))));
  NEXT(4);
}
#define BITWISE_INT(name, op, expression)                                                    \
  CASE(name) : {                                                                             \
    Value a = R(2);                                                                          \
    [[maybe_unused]] int32_t y = IMM(3);                                                     \
    if (a.is_int32()) [[likely]] {                                                           \
      int32_t x = a.as_int32();                                                              \
      R(1) = expression;                                                                     \
      NEXT(4);                                                                               \
    }                                                                                        \
    R(1) = SLOW(binary_operation(isolate, BinaryOperator::op, a, Value::int32(y)));          \
    NEXT(4);                                                                                 \
  }
BITWISE_INT(BitAndInt, kBitAnd, Value::int32(x & y))
BITWISE_INT(BitOrInt, kBitOr, Value::int32(x | y))
BITWISE_INT(ShiftLeftInt, kShiftLeft, Value::int32(static_cast<int32_t>(static_cast<uint32_t>(x) << (y & 31))))
BITWISE_INT(ShiftRightInt, kShiftRight, Value::int32(x >> (y & 31)))
BITWISE_INT(ShiftRightUnsignedInt, kShiftRightUnsigned, Value::number(static_cast<uint32_t>(x) >> (y & 31)))
#undef BITWISE_INT
CASE(Increment) : {
  Value a = R(2);
  if (a.is_int32() && a.as_int32() != 0x7fffffff) [[likely]] {
    R(1) = Value::int32(a.as_int32() + 1);
    NEXT(3);
  }
  if (a.is_number()) {
    R(1) = Value::raw_double(a.as_number() + 1);
    NEXT(3);
  }
  R(1) = SLOW(increment(isolate, a, 1));
  NEXT(3);
}
CASE(Decrement) : {
  Value a = R(2);
  if (a.is_int32() && a.as_int32() != -0x7fffffff - 1) [[likely]] {
    R(1) = Value::int32(a.as_int32() - 1);
    NEXT(3);
  }
  if (a.is_number()) {
    R(1) = Value::raw_double(a.as_number() - 1);
    NEXT(3);
  }
  R(1) = SLOW(increment(isolate, a, -1));
  NEXT(3);
}
CASE(Negate) : {
  Value a = R(2);
  if (a.is_int32() && a.as_int32() != 0 && a.as_int32() != -0x7fffffff - 1) [[likely]] {
    R(1) = Value::int32(-a.as_int32());
    NEXT(3);
  }
  if (a.is_number()) {
    R(1) = Value::raw_double(-a.as_number());
    NEXT(3);
  }
  R(1) = SLOW(negate(isolate, a));
  NEXT(3);
}
CASE(BitNot) : {
  Value a = R(2);
  if (a.is_int32()) [[likely]] {
    R(1) = Value::int32(~a.as_int32());
    NEXT(3);
  }
  R(1) = SLOW(bitwise_not(isolate, a));
  NEXT(3);
}
CASE(Not) : {
  Value a = R(2);
  R(1) = Value::boolean(a.is_boolean() ? !a.as_boolean() : !to_boolean(a));
  NEXT(3);
}
CASE(Typeof) : {
  R(1) = typeof_string(isolate, R(2));
  NEXT(3);
}
CASE(ToNumber) : {
  Value a = R(2);
  if (a.is_number()) {
    R(1) = a;
    NEXT(3);
  }
  double number = SLOW(to_number(isolate, a));
  R(1) = Value::number(number);
  NEXT(3);
}
CASE(ToNumeric) : {
  Value a = R(2);
  if (a.is_number()) [[likely]] {
    R(1) = a;
    NEXT(3);
  }
  R(1) = SLOW(to_numeric(isolate, a));
  NEXT(3);
}
CASE(ToStringForTemplate) : {
  Value a = R(2);
  if (a.is_string()) {
    R(1) = a;
    NEXT(3);
  }
  R(1) = SLOW(to_string(isolate, a));
  NEXT(3);
}
CASE(ToPropertyKey) : {
  Value a = R(2);
  if (a.is_string() || a.is_symbol() || a.is_int32()) {
    R(1) = a;
    NEXT(3);
  }
  R(1) = SLOW(to_property_key_value(isolate, a));
  NEXT(3);
}
