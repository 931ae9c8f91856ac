#include "engine/objects/bigint.h"

#include <gmp.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "engine/base/unicode.h"
#include "engine/objects/conversions.h"
#include "engine/objects/errors.h"
#include "engine/objects/isolate.h"

namespace scrim {

static_assert(sizeof(mp_limb_t) == 8 && GMP_NUMB_BITS == 64);

namespace {

constexpr uint32_t kMaxLimbs = (1u << 30) / 64;  // V8's limit of 2^30 bits

mp_limb_t* limbs_of(BigInt* value) {
  return reinterpret_cast<mp_limb_t*>(value->limbs);
}
const mp_limb_t* limbs_of(const BigInt* value) {
  return reinterpret_cast<const mp_limb_t*>(value->limbs);
}

BigInt* allocate_bigint(Isolate& isolate, uint32_t limbs, bool negative) {
  auto* value = static_cast<BigInt*>(isolate.heap().allocate(sizeof(BigInt) + size_t{limbs} * 8));
  value->set_header(Cell::header_word(CellType::kBigInt, 0, BigInt::kShapeId));
  value->limb_count = limbs;
  value->negative = negative;
  return value;
}

BigInt* normalize(BigInt* value) {
  while (value->limb_count && value->limbs[value->limb_count - 1] == 0) --value->limb_count;
  if (value->limb_count == 0) value->negative = 0;
  return value;
}

Completion<Value> too_big(Isolate& isolate) {
  return throw_range_error(isolate, "Maximum BigInt size exceeded");
}

int compare_magnitude(const BigInt* a, const BigInt* b) {
  if (a->limb_count != b->limb_count) return a->limb_count < b->limb_count ? -1 : 1;
  return a->limb_count ? mpn_cmp(limbs_of(a), limbs_of(b), a->limb_count) : 0;
}

BigInt* add_magnitude(Isolate& isolate, const BigInt* a, const BigInt* b, bool negative) {
  if (a->limb_count < b->limb_count) std::swap(a, b);
  BigInt* sum = allocate_bigint(isolate, a->limb_count + 1, negative);
  mp_limb_t carry = b->limb_count ? mpn_add(limbs_of(sum), limbs_of(a), a->limb_count, limbs_of(b), b->limb_count) : 0;
  if (!b->limb_count) std::memcpy(sum->limbs, a->limbs, size_t{a->limb_count} * 8);
  sum->limbs[a->limb_count] = carry;
  return normalize(sum);
}

// |a| >= |b|
BigInt* subtract_magnitude(Isolate& isolate, const BigInt* a, const BigInt* b, bool negative) {
  BigInt* difference = allocate_bigint(isolate, a->limb_count, negative);
  if (b->limb_count) {
    mpn_sub(limbs_of(difference), limbs_of(a), a->limb_count, limbs_of(b), b->limb_count);
  } else {
    std::memcpy(difference->limbs, a->limbs, size_t{a->limb_count} * 8);
  }
  return normalize(difference);
}

BigInt* add_signed(Isolate& isolate, const BigInt* a, const BigInt* b, bool flip_b) {
  bool b_negative = (b->negative != 0) != flip_b;
  if ((a->negative != 0) == b_negative) return add_magnitude(isolate, a, b, b_negative);
  int order = compare_magnitude(a, b);
  if (order == 0) return allocate_bigint(isolate, 0, false);
  return order > 0 ? subtract_magnitude(isolate, a, b, a->negative) : subtract_magnitude(isolate, b, a, b_negative);
}

Completion<Value> multiply(Isolate& isolate, const BigInt* a, const BigInt* b) {
  if (a->is_zero() || b->is_zero()) return Value(allocate_bigint(isolate, 0, false));
  if (uint64_t{a->limb_count} + b->limb_count > kMaxLimbs) return too_big(isolate);
  if (a->limb_count < b->limb_count) std::swap(a, b);
  BigInt* product = allocate_bigint(isolate, a->limb_count + b->limb_count, a->negative != b->negative);
  mpn_mul(limbs_of(product), limbs_of(a), a->limb_count, limbs_of(b), b->limb_count);
  return Value(normalize(product));
}

Completion<Value> divide(Isolate& isolate, BigInt* a, const BigInt* b, bool remainder) {
  if (b->is_zero()) return throw_range_error(isolate, "Division by zero");
  if (compare_magnitude(a, b) < 0) return Value(remainder ? a : allocate_bigint(isolate, 0, false));
  BigInt* quotient = allocate_bigint(isolate, a->limb_count - b->limb_count + 1, a->negative != b->negative);
  BigInt* rest = allocate_bigint(isolate, b->limb_count, a->negative);
  mpn_tdiv_qr(limbs_of(quotient), limbs_of(rest), 0, limbs_of(a), a->limb_count, limbs_of(b), b->limb_count);
  return Value(normalize(remainder ? rest : quotient));
}

// Two's complement with one limb of sign beyond both operands.
void to_twos_complement(const BigInt* value, mp_limb_t* out, uint32_t limbs) {
  for (uint32_t i = 0; i < limbs; ++i) out[i] = i < value->limb_count ? value->limbs[i] : 0;
  if (value->negative) mpn_neg(out, out, limbs);
}

BigInt* from_twos_complement(Isolate& isolate, const mp_limb_t* limbs, uint32_t count) {
  bool negative = count && limbs[count - 1] >> 63;
  BigInt* value = allocate_bigint(isolate, count, negative);
  if (negative) {
    mpn_neg(limbs_of(value), limbs, count);
  } else if (count) {
    std::memcpy(value->limbs, limbs, size_t{count} * 8);
  }
  return normalize(value);
}

BigInt* bitwise(Isolate& isolate, BinaryOperator op, const BigInt* a, const BigInt* b) {
  if (!a->negative && !b->negative) {
    // No sign to extend: & needs the shorter's limbs only, the others copy the rest of the longer.
    if (a->limb_count < b->limb_count) std::swap(a, b);
    bool both = op == BinaryOperator::kBitAnd;
    BigInt* result = allocate_bigint(isolate, both ? b->limb_count : a->limb_count, false);
    for (uint32_t i = 0; i < b->limb_count; ++i) {
      uint64_t x = a->limbs[i], y = b->limbs[i];
      result->limbs[i] = both ? x & y : op == BinaryOperator::kBitOr ? x | y : x ^ y;
    }
    for (uint32_t i = b->limb_count; i < result->limb_count; ++i) result->limbs[i] = a->limbs[i];
    return normalize(result);
  }
  uint32_t limbs = std::max(a->limb_count, b->limb_count) + 1;
  std::vector<mp_limb_t> x(limbs), y(limbs);
  to_twos_complement(a, x.data(), limbs);
  to_twos_complement(b, y.data(), limbs);
  for (uint32_t i = 0; i < limbs; ++i) {
    x[i] = op == BinaryOperator::kBitAnd ? x[i] & y[i] : op == BinaryOperator::kBitOr ? x[i] | y[i] : x[i] ^ y[i];
  }
  return from_twos_complement(isolate, x.data(), limbs);
}

Completion<Value> shift(Isolate& isolate, const BigInt* value, const BigInt* by, bool left) {
  if (value->is_zero() || by->is_zero()) {
    BigInt* same = allocate_bigint(isolate, value->limb_count, value->negative);
    std::memcpy(same->limbs, value->limbs, size_t{value->limb_count} * 8);
    return Value(same);
  }
  if (by->negative) left = !left;
  if (left) {
    if (by->limb_count > 1 || by->limbs[0] >= uint64_t{kMaxLimbs} * 64) return too_big(isolate);
    auto limbs = static_cast<uint32_t>(by->limbs[0] / 64);
    auto bits = static_cast<unsigned>(by->limbs[0] % 64);
    if (uint64_t{value->limb_count} + limbs + 1 > kMaxLimbs) return too_big(isolate);
    BigInt* result = allocate_bigint(isolate, value->limb_count + limbs + 1, value->negative);
    std::memset(result->limbs, 0, size_t{limbs} * 8);
    mp_limb_t* top = limbs_of(result) + limbs;
    if (bits) {
      top[value->limb_count] = mpn_lshift(top, limbs_of(value), value->limb_count, bits);
    } else {
      std::memcpy(top, value->limbs, size_t{value->limb_count} * 8);
      top[value->limb_count] = 0;
    }
    return Value(normalize(result));
  }
  // Right shifts round towards minus infinity.
  bool gone = by->limb_count > 1 || by->limbs[0] / 64 >= value->limb_count;
  if (gone) return Value(bigint_from_int64(isolate, value->negative ? -1 : 0));
  auto limbs = static_cast<uint32_t>(by->limbs[0] / 64);
  auto bits = static_cast<unsigned>(by->limbs[0] % 64);
  bool lost = false;
  for (uint32_t i = 0; i < limbs; ++i) lost = lost || value->limbs[i] != 0;
  if (bits) lost = lost || (value->limbs[limbs] & ((uint64_t{1} << bits) - 1)) != 0;
  uint32_t count = value->limb_count - limbs;
  BigInt* result = allocate_bigint(isolate, count + 1, value->negative);
  result->limbs[count] = 0;
  if (bits) {
    mpn_rshift(limbs_of(result), limbs_of(value) + limbs, count, bits);
  } else {
    std::memcpy(result->limbs, value->limbs + limbs, size_t{count} * 8);
  }
  if (value->negative && lost) result->limbs[count] = mpn_add_1(limbs_of(result), limbs_of(result), count, 1);
  return Value(normalize(result));
}

Completion<Value> exponentiate(Isolate& isolate, BigInt* base, BigInt* exponent) {
  if (exponent->negative) return throw_range_error(isolate, "Exponent must be positive");
  if (exponent->is_zero()) return Value(bigint_from_int64(isolate, 1));
  if (base->is_zero()) return Value(base);
  if (base->limb_count == 1 && base->limbs[0] == 1) {
    return Value(base->negative && !(exponent->limbs[0] & 1) ? bigint_negate(isolate, base) : base);
  }
  if (exponent->limb_count > 1 || exponent->limbs[0] >= uint64_t{kMaxLimbs} * 64) return too_big(isolate);
  uint64_t n = exponent->limbs[0];
  if (base->limb_count == 1 && base->limbs[0] == 2) {
    Completion<Value> power = shift(isolate, bigint_from_int64(isolate, 1), exponent, true);
    if (!power.failed() && base->negative && (n & 1)) return Value(bigint_negate(isolate, as_bigint(power.value())));
    return power;
  }
  BigInt* result = bigint_from_int64(isolate, 1);
  BigInt* square = base;
  for (;;) {
    if (n & 1) result = as_bigint(TRY(multiply(isolate, result, square)));
    n >>= 1;
    if (!n) return Value(result);
    square = as_bigint(TRY(multiply(isolate, square, square)));
  }
}

}  // namespace

BigInt* bigint_from_uint64(Isolate& isolate, uint64_t value) {
  BigInt* result = allocate_bigint(isolate, value ? 1 : 0, false);
  if (value) result->limbs[0] = value;
  return result;
}

BigInt* bigint_from_int64(Isolate& isolate, int64_t value) {
  BigInt* result =
      bigint_from_uint64(isolate, value < 0 ? -static_cast<uint64_t>(value) : static_cast<uint64_t>(value));
  result->negative = value < 0;
  return result;
}

Completion<BigInt*> bigint_from_number(Isolate& isolate, double number) {
  if (number != std::trunc(number) || !std::isfinite(number)) {
    char buffer[32];
    std::string text(number_to_latin1(number, buffer));
    return throw_range_error(isolate, "The number %s cannot be converted to a BigInt because it is not an integer",
                             text.c_str());
  }
  if (number == 0) return bigint_from_int64(isolate, 0);
  int exponent;
  double fraction = std::frexp(std::fabs(number), &exponent);  // [0.5, 1)
  auto mantissa = static_cast<uint64_t>(std::ldexp(fraction, 53));
  int shift_by = exponent - 53;
  if (shift_by < 0) {
    mantissa >>= -shift_by;
    shift_by = 0;
  }
  auto limbs = static_cast<uint32_t>(shift_by / 64);
  int bits = shift_by % 64;
  BigInt* result = allocate_bigint(isolate, limbs + 2, number < 0);
  std::memset(result->limbs, 0, size_t{limbs} * 8);
  result->limbs[limbs] = mantissa << bits;
  result->limbs[limbs + 1] = bits ? mantissa >> (64 - bits) : 0;
  return normalize(result);
}

BigInt* bigint_from_digits(Isolate& isolate, std::string_view digits, int radix) {
  std::string values;
  values.reserve(digits.size());
  for (char c : digits) {
    int digit = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? (c | 0x20) - 'a' + 10 : 99;
    if (digit >= radix) return nullptr;
    if (values.empty() && digit == 0) continue;
    values.push_back(static_cast<char>(digit));
  }
  if (values.empty()) return bigint_from_int64(isolate, 0);
  auto limbs = static_cast<uint32_t>(static_cast<double>(values.size()) * std::log2(radix) / 64) + 2;
  BigInt* result = allocate_bigint(isolate, limbs, false);
  mp_size_t used =
      mpn_set_str(limbs_of(result), reinterpret_cast<const unsigned char*>(values.data()), values.size(), radix);
  result->limb_count = static_cast<uint32_t>(used);
  return normalize(result);
}

// ECMA-262 sec-stringtobigint
BigInt* bigint_from_string(Isolate& isolate, String* string) {
  Characters text = characters(isolate, string);
  uint32_t start = 0;
  uint32_t stop = text.length;
  while (start < stop && unicode::is_white_space_or_line_terminator(text[start])) ++start;
  while (stop > start && unicode::is_white_space_or_line_terminator(text[stop - 1])) --stop;
  std::string digits;
  for (uint32_t i = start; i < stop; ++i) {
    if (text[i] > 0x7f) return nullptr;
    digits.push_back(static_cast<char>(text[i]));
  }
  if (digits.empty()) return bigint_from_int64(isolate, 0);
  std::string_view rest = digits;
  if (rest.size() > 2 && rest[0] == '0') {
    char letter = static_cast<char>(rest[1] | 0x20);
    int radix = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
    if (radix) return bigint_from_digits(isolate, rest.substr(2), radix);
  }
  bool negative = rest[0] == '-';
  if (rest[0] == '-' || rest[0] == '+') rest.remove_prefix(1);
  if (rest.empty()) return nullptr;
  BigInt* value = bigint_from_digits(isolate, rest, 10);
  if (value && negative && !value->is_zero()) value->negative = 1;
  return value;
}

std::string bigint_to_string(const BigInt* value, int radix) {
  if (value->is_zero()) return "0";
  std::vector<mp_limb_t> copy(value->limbs, value->limbs + value->limb_count);  // mpn_get_str clobbers its input
  copy.push_back(0);
  std::string digits(mpn_sizeinbase(copy.data(), value->limb_count, radix) + 1, '\0');
  size_t count = mpn_get_str(reinterpret_cast<unsigned char*>(digits.data()), radix, copy.data(), value->limb_count);
  std::string result = value->negative ? "-" : "";
  size_t i = 0;
  while (i + 1 < count && digits[i] == 0) ++i;
  for (; i < count; ++i) result.push_back("0123456789abcdefghijklmnopqrstuvwxyz"[static_cast<int>(digits[i])]);
  return result;
}

// Round to nearest, ties to even.
double bigint_to_number(const BigInt* value) {
  uint32_t n = value->limb_count;
  if (n == 0) return 0;
  uint64_t top = value->limbs[n - 1];
  int lead = __builtin_clzll(top);
  uint64_t mantissa = top << lead;
  bool sticky = false;
  if (n > 1) {
    uint64_t next = value->limbs[n - 2];
    if (lead) mantissa |= next >> (64 - lead);
    sticky = lead ? (next << lead) != 0 : next != 0;
    for (uint32_t i = 0; i + 2 < n && !sticky; ++i) sticky = value->limbs[i] != 0;
  }
  if (sticky) mantissa |= 1;  // below the rounding position
  int64_t exponent = int64_t{n} * 64 - 64;
  exponent -= lead;
  if (exponent > 2000) return value->negative ? -HUGE_VAL : HUGE_VAL;
  double result = std::ldexp(static_cast<double>(mantissa), static_cast<int>(exponent));
  return value->negative ? -result : result;
}

uint64_t bigint_to_uint64(const BigInt* value) {
  uint64_t low = value->limb_count ? value->limbs[0] : 0;
  return value->negative ? -low : low;
}
int64_t bigint_to_int64(const BigInt* value) {
  return static_cast<int64_t>(bigint_to_uint64(value));
}

bool bigint_equals(const BigInt* a, const BigInt* b) {
  return a->negative == b->negative && compare_magnitude(a, b) == 0;
}

int bigint_compare(const BigInt* a, const BigInt* b) {
  if (a->negative != b->negative) return a->negative ? -1 : 1;
  int order = compare_magnitude(a, b);
  return a->negative ? -order : order;
}

int bigint_compare_number(const BigInt* a, double b) {
  if (std::isinf(b)) return b > 0 ? -1 : 1;
  bool b_negative = b < 0;
  if (a->is_zero()) return b == 0 ? 0 : b_negative ? 1 : -1;
  if ((a->negative != 0) != b_negative || b == 0) return a->negative ? -1 : 1;
  // Same sign: compare |a| with |b| by bit length, then exactly.
  double magnitude = std::fabs(b);
  int sign = a->negative ? -1 : 1;
  int exponent;
  std::frexp(magnitude, &exponent);
  int64_t bits = int64_t{a->limb_count} * 64 - __builtin_clzll(a->limbs[a->limb_count - 1]);
  if (bits != exponent) return bits < exponent ? -sign : sign;
  double whole = std::trunc(magnitude);
  auto mantissa = static_cast<uint64_t>(exponent > 64 ? std::ldexp(whole, 64 - exponent) : whole);
  uint64_t top = a->limbs[a->limb_count - 1];
  bool lower_bits = false;
  if (exponent > 64) {
    int lead = __builtin_clzll(top);
    uint64_t next = a->limbs[a->limb_count - 2];
    uint64_t aligned = lead ? top << lead | next >> (64 - lead) : top;
    lower_bits = lead ? (next << lead) != 0 : next != 0;
    for (uint32_t i = 0; i + 2 < a->limb_count; ++i) lower_bits = lower_bits || a->limbs[i];
    top = aligned;
  }
  if (top != mantissa) return top < mantissa ? -sign : sign;
  if (lower_bits) return sign;
  return magnitude > whole ? -sign : 0;
}

Completion<Value> bigint_add(Isolate& isolate, BigInt* left, BigInt* right) {
  if (std::max(left->limb_count, right->limb_count) >= kMaxLimbs) return too_big(isolate);
  return Value(add_signed(isolate, left, right, false));
}

BigInt* bigint_negate(Isolate& isolate, BigInt* value) {
  BigInt* result = allocate_bigint(isolate, value->limb_count, !value->negative && !value->is_zero());
  std::memcpy(result->limbs, value->limbs, size_t{value->limb_count} * 8);
  return result;
}

Completion<Value> bigint_binary(Isolate& isolate, BinaryOperator op, BigInt* left, BigInt* right) {
  switch (op) {
    case BinaryOperator::kSub:
      if (std::max(left->limb_count, right->limb_count) >= kMaxLimbs) return too_big(isolate);
      return Value(add_signed(isolate, left, right, true));
    case BinaryOperator::kMul: return multiply(isolate, left, right);
    case BinaryOperator::kDiv: return divide(isolate, left, right, false);
    case BinaryOperator::kMod: return divide(isolate, left, right, true);
    case BinaryOperator::kExp: return exponentiate(isolate, left, right);
    case BinaryOperator::kBitAnd:
    case BinaryOperator::kBitOr:
    case BinaryOperator::kBitXor: return Value(bitwise(isolate, op, left, right));
    case BinaryOperator::kShiftLeft: return shift(isolate, left, right, true);
    case BinaryOperator::kShiftRight: return shift(isolate, left, right, false);
    case BinaryOperator::kShiftRightUnsigned:
      return throw_type_error(isolate, "BigInts have no unsigned right shift, use >> instead");
  }
  UNREACHABLE();
}

// value modulo 2^bits
static BigInt* truncate(Isolate& isolate, uint64_t bits, BigInt* value, bool as_signed) {
  if (bits == 0) return bigint_from_int64(isolate, 0);
  uint32_t limbs = static_cast<uint32_t>(std::min<uint64_t>((bits + 63) / 64, uint64_t{kMaxLimbs} + 1)) + 1;
  std::vector<mp_limb_t> words(limbs);
  to_twos_complement(value, words.data(), limbs);
  uint32_t last = limbs - 2;
  auto rest = static_cast<unsigned>(bits % 64);
  bool sign = words[last] >> ((rest ? rest : 64) - 1) & 1;
  mp_limb_t mask = rest ? (mp_limb_t{1} << rest) - 1 : ~mp_limb_t{0};
  words[last] &= mask;
  words[limbs - 1] = 0;
  if (as_signed && sign) {
    words[last] |= ~mask;
    words[limbs - 1] = ~mp_limb_t{0};
  }
  return from_twos_complement(isolate, words.data(), limbs);
}

Completion<Value> bigint_as_int_n(Isolate& isolate, uint64_t bits, BigInt* value) {
  if (bits > uint64_t{value->limb_count} * 64) return Value(value);
  return Value(truncate(isolate, bits, value, true));
}

Completion<Value> bigint_as_uint_n(Isolate& isolate, uint64_t bits, BigInt* value) {
  if (!value->negative && bits > uint64_t{value->limb_count} * 64) return Value(value);
  if (value->negative && bits > uint64_t{kMaxLimbs} * 64) return too_big(isolate);
  return Value(truncate(isolate, bits, value, false));
}

// ECMA-262 sec-tobigint
Completion<BigInt*> to_bigint(Isolate& isolate, Value value) {
  Value primitive = TRY(to_primitive(isolate, value, PreferredType::kNumber));
  if (primitive.is_bigint()) return as_bigint(primitive);
  if (primitive.is_boolean()) return bigint_from_int64(isolate, primitive.as_boolean());
  if (primitive.is_string()) {
    BigInt* parsed = bigint_from_string(isolate, as_string(primitive));
    if (parsed) return parsed;
    return throw_error(isolate, ErrorType::kSyntaxError, "Cannot convert %s to a BigInt",
                       to_utf8(isolate, as_string(primitive)).c_str());
  }
  return throw_type_error(isolate, "Cannot convert %s to a BigInt", describe_for_error(isolate, primitive).c_str());
}

}  // namespace scrim
