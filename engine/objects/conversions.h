// ECMA-262 sec-type-conversion and sec-testing-and-comparison-operations.
#pragma once

#include <string_view>

#include "engine/objects/object.h"

namespace scrim {

enum class PreferredType : uint8_t { kDefault, kNumber, kString };

Completion<Value> to_primitive(Isolate& isolate, Value value, PreferredType preferred = PreferredType::kDefault);
bool to_boolean(Value value);
Completion<double> to_number(Isolate& isolate, Value value);
Completion<Value> to_numeric(Isolate& isolate, Value value);  // a number or a BigInt
Completion<double> to_integer_or_infinity(Isolate& isolate, Value value);
Completion<int32_t> to_int32(Isolate& isolate, Value value);
Completion<uint32_t> to_uint32(Isolate& isolate, Value value);
int32_t double_to_int32(double number);
Completion<uint64_t> to_length(Isolate& isolate, Value value);
Completion<uint64_t> to_index(Isolate& isolate, Value value);  // RangeError
Completion<String*> to_string(Isolate& isolate, Value value);
Completion<Object*> to_object(Isolate& isolate, Value value);
// Out-parameter because a key is not a value; false if it threw.
Completion<PropertyKey> to_property_key(Isolate& isolate, Value value);
PropertyKey key_from_number(Isolate& isolate, double number);  // any integer or other number
inline PropertyKey key_from_index(Isolate& isolate, uint64_t index) {
  return index <= PropertyKey::kMaxIndex ? PropertyKey::from_index(static_cast<uint32_t>(index))
                                         : key_from_number(isolate, static_cast<double>(index));
}

bool same_value(Isolate& isolate, Value a, Value b);
bool same_value_zero(Isolate& isolate, Value a, Value b);
bool strict_equals(Isolate& isolate, Value a, Value b);
Completion<bool> loose_equals(Isolate& isolate, Value a, Value b);
enum class Ordering : uint8_t { kLess, kNotLess, kUndefined };
// left < right; left_first: which operand's ToPrimitive runs first. ECMA-262 sec-islessthan
Completion<Ordering> is_less_than(Isolate& isolate, Value left, Value right, bool left_first);
String* typeof_string(Isolate& isolate, Value value);
Completion<bool> is_array(Isolate& isolate, Value value);
Completion<bool> ordinary_has_instance(Isolate& isolate, Value constructor, Value value);
Completion<bool> instance_of(Isolate& isolate, Value value, Value target);
Completion<Value> require_object_coercible(Isolate& isolate, Value value, const char* method);
Completion<Object*> species_constructor(Isolate& isolate, Object* object, Object* default_constructor);

// Numbers and text. number_to_string is JavaScript's Number::toString for any radix 2 to 36.
String* number_to_string(Isolate& isolate, double number, int radix = 10);
std::string_view number_to_latin1(double number, char (&buffer)[32]);  // radix 10
double string_to_number(Isolate& isolate, String* string);             // StringToNumber; NaN if it is none
// Parses a decimal literal prefix (parseFloat, JSON); *end is set behind it.
double parse_decimal(const char* begin, const char* limit, const char** end);

// Arithmetic on any values, slow paths of the interpreter. ECMA-262 sec-applystringornumericbinaryoperator
Completion<Value> add(Isolate& isolate, Value left, Value right);
enum class BinaryOperator : uint8_t {
  kSub,
  kMul,
  kDiv,
  kMod,
  kExp,
  kBitAnd,
  kBitOr,
  kBitXor,
  kShiftLeft,
  kShiftRight,
  kShiftRightUnsigned
};
Completion<Value> binary_operation(Isolate& isolate, BinaryOperator op, Value left, Value right);
Completion<Value> negate(Isolate& isolate, Value value);
Completion<Value> bitwise_not(Isolate& isolate, Value value);
Completion<Value> increment(Isolate& isolate, Value value, int by);  // ++ and --
double number_exponentiate(double base, double exponent);
double number_remainder(double n, double d);

}  // namespace scrim
