// BigInt arithmetic on GMP's mpn functions. ECMA-262 sec-ecmascript-language-types-bigint-type
#pragma once

#include <string>
#include <string_view>

#include "engine/objects/object.h"

namespace scrim {

BigInt* bigint_from_int64(Isolate& isolate, int64_t value);
BigInt* bigint_from_uint64(Isolate& isolate, uint64_t value);
Completion<BigInt*> bigint_from_number(Isolate& isolate, double number);  // RangeError unless integral
// Digits without sign or prefix; null if some character is no digit of the radix.
BigInt* bigint_from_digits(Isolate& isolate, std::string_view digits, int radix);
// StringToBigInt: white space, sign and prefixes as the specification has them; null if it is none.
BigInt* bigint_from_string(Isolate& isolate, String* string);
std::string bigint_to_string(const BigInt* value, int radix = 10);
double bigint_to_number(const BigInt* value);
int64_t bigint_to_int64(const BigInt* value);  // modulo 2^64
uint64_t bigint_to_uint64(const BigInt* value);
bool bigint_equals(const BigInt* a, const BigInt* b);
int bigint_compare(const BigInt* a, const BigInt* b);
int bigint_compare_number(const BigInt* a, double b);  // b is not NaN
enum class BinaryOperator : uint8_t;
Completion<Value> bigint_binary(Isolate& isolate, BinaryOperator op, BigInt* left, BigInt* right);
Completion<Value> bigint_add(Isolate& isolate, BigInt* left, BigInt* right);
BigInt* bigint_negate(Isolate& isolate, BigInt* value);
Completion<Value> bigint_as_int_n(Isolate& isolate, uint64_t bits, BigInt* value);
Completion<Value> bigint_as_uint_n(Isolate& isolate, uint64_t bits, BigInt* value);
Completion<BigInt*> to_bigint(Isolate& isolate, Value value);

}  // namespace scrim
