// Comparisons, and jumps that depend on one.
CASE(Equal) : {
  Value a = R(2);
  Value b = R(3);
  bool result = both_int32(a, b) ? a == b : SLOW(loose_equals(isolate, a, b));
  R(1) = Value::boolean(result);
  NEXT(4);
}
CASE(NotEqual) : {
  Value a = R(2);
  Value b = R(3);
  bool result = both_int32(a, b) ? a == b : SLOW(loose_equals(isolate, a, b));
  R(1) = Value::boolean(!result);
  NEXT(4);
}
#define STRICT_EQUAL(a, b)                                                              \
  (both_int32(a, b) ? a == b                                                            \
   : a == b         ? !(a.is_double() && a.as_double() != a.as_double())                \
                    : (a.is_number() || (a.is_cell() && b.is_cell())) && strict_equals(isolate, a, b))
CASE(StrictEqual) : {
  Value a = R(2);
  Value b = R(3);
  R(1) = Value::boolean(STRICT_EQUAL(a, b));
  NEXT(4);
}
CASE(StrictNotEqual) : {
  Value a = R(2);
  Value b = R(3);
  R(1) = Value::boolean(!STRICT_EQUAL(a, b));
  NEXT(4);
}
#define COMPARE(a, b, op, slow)                                   \
  (both_int32(a, b)     ? a.as_int32() op b.as_int32()            \
   : both_numbers(a, b) ? a.as_number() op b.as_number()          \
                        : SLOW(slow(isolate, a, b)))
#define COMPARISON(name, op, slow)                     \
  CASE(name) : {                                       \
    Value a = R(2);                                    \
    Value b = R(3);                                    \
    R(1) = Value::boolean(COMPARE(a, b, op, slow));    \
    NEXT(4);                                           \
  }
COMPARISON(Less, <, compare_less)
COMPARISON(LessEqual, <=, compare_less_equal)
COMPARISON(Greater, >, compare_greater)
COMPARISON(GreaterEqual, >=, compare_greater_equal)
#undef COMPARISON

CASE(Jump) : { JUMP(1); }
CASE(Loop) : { LOOP(1); }
#define TRUTHY(a) (a.is_boolean() ? a.as_boolean() : a.is_int32() ? a.as_int32() != 0 : to_boolean(a))
CASE(JumpIfTrue) : {
  Value a = R(1);
  if (TRUTHY(a)) JUMP(2);
  NEXT(4);
}
CASE(JumpIfFalse) : {
  Value a = R(1);
  if (!TRUTHY(a)) JUMP(2);
  NEXT(4);
}
CASE(LoopIfTrue) : {
  Value a = R(1);
  if (TRUTHY(a)) LOOP(2);
  NEXT(4);
}
CASE(LoopIfFalse) : {
  Value a = R(1);
  if (!TRUTHY(a)) LOOP(2);
  NEXT(4);
}
CASE(JumpIfUndefined) : {
  if (R(1).is_undefined()) JUMP(2);
  NEXT(4);
}
CASE(JumpIfNotUndefined) : {
  if (!R(1).is_undefined()) JUMP(2);
  NEXT(4);
}
CASE(JumpIfUndefinedOrNull) : {
  if (R(1).is_undefined_or_null()) JUMP(2);
  NEXT(4);
}
CASE(JumpIfNotUndefinedOrNull) : {
  if (!R(1).is_undefined_or_null()) JUMP(2);
  NEXT(4);
}
CASE(JumpIfEmpty) : {
  if (R(1).is_empty()) JUMP(2);
  NEXT(4);
}
#define COMPARE_INT(a, immediate, op, slow)                        \
  (a.is_int32()    ? a.as_int32() op immediate                     \
   : a.is_number() ? a.as_number() op immediate                    \
                   : SLOW(slow(isolate, a, Value::int32(immediate))))
#define FUSED(name, condition, edge)             \
  CASE(name) : {                                 \
    Value a = R(1);                              \
    [[maybe_unused]] Value b = R(2);             \
    if (condition) edge(3);                      \
    NEXT(5);                                     \
  }
#define FUSED_INT(name, condition, edge)         \
  CASE(name) : {                                 \
    Value a = R(1);                              \
    int32_t immediate = IMM(2);                  \
    if (condition) edge(3);                      \
    NEXT(5);                                     \
  }
#define COMPARE_JUMPS(name, op, slow)                                          \
  FUSED(JumpIf##name, COMPARE(a, b, op, slow), JUMP)                           \
  FUSED(JumpIfNot##name, !COMPARE(a, b, op, slow), JUMP)                       \
  FUSED(LoopIf##name, COMPARE(a, b, op, slow), LOOP)                           \
  FUSED(LoopIfNot##name, !COMPARE(a, b, op, slow), LOOP)                       \
  FUSED_INT(JumpIf##name##Int, COMPARE_INT(a, immediate, op, slow), JUMP)      \
  FUSED_INT(JumpIfNot##name##Int, !COMPARE_INT(a, immediate, op, slow), JUMP)  \
  FUSED_INT(LoopIf##name##Int, COMPARE_INT(a, immediate, op, slow), LOOP)      \
  FUSED_INT(LoopIfNot##name##Int, !COMPARE_INT(a, immediate, op, slow), LOOP)
COMPARE_JUMPS(Less, <, compare_less)
COMPARE_JUMPS(LessEqual, <=, compare_less_equal)
COMPARE_JUMPS(Greater, >, compare_greater)
COMPARE_JUMPS(GreaterEqual, >=, compare_greater_equal)
#undef COMPARE_JUMPS
#define EQUALS_INT(a, immediate) (a.is_int32() ? a.as_int32() == immediate : a.is_number() && a.as_number() == immediate)
FUSED(JumpIfStrictEqual, STRICT_EQUAL(a, b), JUMP)
FUSED(JumpIfNotStrictEqual, !STRICT_EQUAL(a, b), JUMP)
FUSED(LoopIfStrictEqual, STRICT_EQUAL(a, b), LOOP)
FUSED(LoopIfNotStrictEqual, !STRICT_EQUAL(a, b), LOOP)
FUSED_INT(JumpIfStrictEqualInt, EQUALS_INT(a, immediate), JUMP)
FUSED_INT(JumpIfNotStrictEqualInt, !EQUALS_INT(a, immediate), JUMP)
FUSED_INT(LoopIfStrictEqualInt, EQUALS_INT(a, immediate), LOOP)
FUSED_INT(LoopIfNotStrictEqualInt, !EQUALS_INT(a, immediate), LOOP)
FUSED(JumpIfEqual, (both_int32(a, b) ? a == b : SLOW(loose_equals(isolate, a, b))), JUMP)
FUSED(JumpIfNotEqual, !(both_int32(a, b) ? a == b : SLOW(loose_equals(isolate, a, b))), JUMP)
#undef EQUALS_INT
#undef FUSED
#undef FUSED_INT
#undef COMPARE
#undef COMPARE_INT
#undef STRICT_EQUAL
