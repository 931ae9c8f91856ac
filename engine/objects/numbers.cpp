// Numbers to and from text. ECMA-262 sec-numeric-types-number-tostring, sec-runtime-semantics-stringnumericvalue
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "engine/base/unicode.h"
#include "engine/objects/bigint.h"
#include "engine/objects/conversions.h"
#include "engine/objects/isolate.h"

namespace scrim {

std::string_view number_to_latin1(double number, char (&buffer)[32]) {
  auto integer = static_cast<int32_t>(number >= -2147483648.0 && number <= 2147483647.0 ? number : 0.5);
  if (static_cast<double>(integer) == number) {
    char* end = std::to_chars(buffer, buffer + sizeof buffer, integer).ptr;
    return {buffer, static_cast<size_t>(end - buffer)};
  }
  if (number != number) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  // d.ddde[+-]xx, shortest
  char scientific[40];
  char* limit = std::to_chars(scientific, scientific + sizeof scientific, number, std::chars_format::scientific).ptr;
  char digits[24];
  int k = 0;
  char* p = scientific;
  char* out = buffer;
  if (*p == '-') *out++ = *p++;
  for (; *p != 'e'; ++p) {
    if (*p != '.') digits[k++] = *p;
  }
  int exponent = 0;
  ++p;
  bool negative = *p++ == '-';
  for (; p != limit; ++p) exponent = exponent * 10 + (*p - '0');
  if (negative) exponent = -exponent;
  int n = exponent + 1;
  if (k <= n && n <= 21) {
    for (int i = 0; i < k; ++i) *out++ = digits[i];
    for (int i = k; i < n; ++i) *out++ = '0';
  } else if (0 < n && n <= 21) {
    for (int i = 0; i < n; ++i) *out++ = digits[i];
    *out++ = '.';
    for (int i = n; i < k; ++i) *out++ = digits[i];
  } else if (-6 < n && n <= 0) {
    *out++ = '0';
    *out++ = '.';
    for (int i = n; i < 0; ++i) *out++ = '0';
    for (int i = 0; i < k; ++i) *out++ = digits[i];
  } else {
    *out++ = digits[0];
    if (k > 1) {
      *out++ = '.';
      for (int i = 1; i < k; ++i) *out++ = digits[i];
    }
    *out++ = 'e';
    *out++ = n > 0 ? '+' : '-';
    out = std::to_chars(out, buffer + sizeof buffer, std::abs(n - 1)).ptr;
  }
  return {buffer, static_cast<size_t>(out - buffer)};
}

// Any radix but 10: integer digits exactly; fraction digits until they tell the number from its neighbours.
static String* number_to_radix(Isolate& isolate, double number, int radix) {
  static constexpr char kDigits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  bool negative = number < 0;
  if (negative) number = -number;
  double integer = std::floor(number);
  double fraction = number - integer;
  std::string text;
  double delta = 0.5 * (std::nextafter(number, HUGE_VAL) - number);
  delta = std::max(std::nextafter(0.0, 1.0), delta);
  if (fraction >= delta) {
    do {
      fraction *= radix;
      delta *= radix;
      int digit = static_cast<int>(fraction);
      text.push_back(kDigits[digit]);
      fraction -= digit;
      if (fraction > 0.5 || (fraction == 0.5 && (digit & 1))) {
        if (fraction + delta > 1) {
          // Round up, carrying into the digits before.
          for (;;) {
            if (text.empty()) {
              integer += 1;
              break;
            }
            char last = text.back();
            text.pop_back();
            int value = last > '9' ? last - 'a' + 10 : last - '0';
            if (value + 1 < radix) {
              text.push_back(kDigits[value + 1]);
              break;
            }
          }
          break;
        }
      }
    } while (fraction >= delta);
  }
  // Digits below half the distance to the next number say nothing: they are written as zeros.
  std::string whole;
  double above = std::nextafter(integer, HUGE_VAL);
  double gap = std::isinf(above) ? integer - std::nextafter(integer, 0.0) : above - integer;
  for (double known = 0.5 * gap; known >= radix; known /= radix) {
    integer /= radix;
    whole.push_back('0');
  }
  do {
    double rest = std::fmod(integer, radix);
    whole.push_back(kDigits[static_cast<int>(rest)]);
    integer = (integer - rest) / radix;
  } while (integer > 0);
  std::string result;
  if (negative) result.push_back('-');
  result.append(whole.rbegin(), whole.rend());
  if (!text.empty()) result.append(".").append(text);
  return new_string_latin1(isolate, result);
}

String* number_to_string(Isolate& isolate, double number, int radix) {
  if (number >= 0 && number < 10 && number < radix && number == static_cast<int>(number))
    return single_character_string(isolate, static_cast<char16_t>('0' + static_cast<int>(number)));
  if (radix == 10 || !std::isfinite(number)) {
    char buffer[32];
    return new_string_latin1(isolate, number_to_latin1(number, buffer));
  }
  auto integer = static_cast<int32_t>(number >= -2147483648.0 && number <= 2147483647.0 ? number : 0.5);
  if (static_cast<double>(integer) == number) {
    char buffer[40];
    char* end = std::to_chars(buffer, buffer + sizeof buffer, integer, radix).ptr;
    return new_string_latin1(isolate, std::string_view(buffer, static_cast<size_t>(end - buffer)));
  }
  return number_to_radix(isolate, number, radix);
}

double parse_decimal(const char* begin, const char* limit, const char** end) {
  double value = 0;
  auto result = std::from_chars(begin, limit, value, std::chars_format::general);
  *end = result.ptr;
  if (result.ec == std::errc::result_out_of_range) {
    std::string copy(begin, static_cast<size_t>(result.ptr - begin));
    return std::strtod(copy.c_str(), nullptr);
  }
  return value;
}

namespace {

// Digits of a power-of-two radix, correctly rounded: 53 bits, a rounding bit and a sticky bit.
double parse_binary_radix(const char* p, const char* end, int bits) {
  while (p < end && *p == '0') ++p;
  uint64_t mantissa = 0;
  int exponent = 0;
  bool sticky = false;
  for (; p < end; ++p) {
    int digit = *p <= '9' ? *p - '0' : (*p | 0x20) - 'a' + 10;
    for (int bit = bits - 1; bit >= 0; --bit) {
      if (mantissa >> 60) {
        sticky = sticky || (digit >> bit & 1);
        ++exponent;
      } else {
        mantissa = mantissa << 1 | static_cast<uint64_t>(digit >> bit & 1);
      }
    }
  }
  if (sticky) mantissa |= 1;
  return std::ldexp(static_cast<double>(mantissa), exponent);
}

bool is_digit_of(char c, int radix) {
  int digit = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? (c | 0x20) - 'a' + 10 : 99;
  return digit < radix;
}

}  // namespace

double string_to_number(Isolate& isolate, String* string) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  Characters text = characters(isolate, string);
  uint32_t start = 0;
  uint32_t stop = text.length;
  while (start < stop && unicode::is_white_space_or_line_terminator(text[start])) ++start;
  while (stop > start && unicode::is_white_space_or_line_terminator(text[stop - 1])) --stop;
  if (start == stop) return 0;
  const char* begin;
  std::string copy;
  if (text.two_byte) {
    for (uint32_t i = start; i < stop; ++i) {
      if (text[i] > 0x7f) return kNaN;
      copy.push_back(static_cast<char>(text[i]));
    }
    begin = copy.data();
  } else {
    begin = reinterpret_cast<const char*>(text.latin1()) + start;
  }
  const char* end = begin + (stop - start);
  if (end - begin <= 9) {  // small integers
    uint32_t value = 0;
    const char* p = begin;
    for (; p < end && *p >= '0' && *p <= '9'; ++p) value = value * 10 + static_cast<uint32_t>(*p - '0');
    if (p == end) return value;
  }
  if (*begin == '0' && end - begin > 2) {
    char letter = static_cast<char>(begin[1] | 0x20);
    int bits = letter == 'x' ? 4 : letter == 'o' ? 3 : letter == 'b' ? 1 : 0;
    if (bits) {
      for (const char* p = begin + 2; p < end; ++p) {
        if (!is_digit_of(*p, 1 << bits)) return kNaN;
      }
      return parse_binary_radix(begin + 2, end, bits);
    }
  }
  bool negative = *begin == '-';
  if (*begin == '-' || *begin == '+') ++begin;
  if (begin == end) return kNaN;
  double value;
  if ((*begin >= '0' && *begin <= '9') || *begin == '.') {
    const char* rest;
    value = parse_decimal(begin, end, &rest);
    if (rest != end) return kNaN;
  } else if (std::string_view(begin, static_cast<size_t>(end - begin)) == "Infinity") {
    value = HUGE_VAL;
  } else {
    return kNaN;
  }
  return negative ? -value : value;
}

}  // namespace scrim
