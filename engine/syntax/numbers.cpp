// Numeric literals (sec-literals-numeric-literals).
#include <charconv>
#include <cmath>

#include "engine/base/unicode.h"
#include "engine/syntax/lexer.h"

namespace scrim::syntax {

namespace {

bool is_decimal(char c) {
  return c >= '0' && c <= '9';
}
bool is_octal(char c) {
  return c >= '0' && c <= '7';
}
bool is_binary(char c) {
  return c == '0' || c == '1';
}
bool is_hex(char c) {
  return is_decimal(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}
int digit_value(char c) {
  return is_decimal(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}

// Digits of a power-of-two radix, rounded to nearest even.
double parse_radix(std::string_view digits, int bits) {
  uint64_t value = 0;
  size_t i = 0;
  while (i < digits.size() && digits[i] == '0') i++;
  int exponent = 0;
  bool sticky = false;
  for (; i < digits.size(); i++) {
    auto digit = static_cast<uint64_t>(digit_value(digits[i]));
    if (value >> (63 - bits)) {
      exponent += bits;
      sticky |= digit != 0;
    } else {
      value = value << bits | digit;
    }
  }
  // value has at least 59 significant bits when digits were left out, so one sticky bit decides ties.
  return std::ldexp(static_cast<double>(value | (sticky ? 1 : 0)), exponent);
}

}  // namespace

// Skips digits; separators must stand between two of them.
bool Lexer::skip_digits(bool (*digit)(char), bool separators) {
  const char* start = cursor_;
  for (;;) {
    if (digit(*cursor_)) {
      cursor_++;
    } else if (*cursor_ == '_' && separators) {
      if (cursor_ == start) {
        set_engine_range(
            report(DiagnosticCode::kInvalidNumber, cursor_, cursor_ + 1, "a separator stands between two digits"),
            {token_.start, offset(cursor_)});
      } else if (cursor_[1] == '_') {
        report(DiagnosticCode::kSeparatorTwice, cursor_ + 1, cursor_ + 2);
      } else if (!digit(cursor_[1])) {
        set_engine_range(report(DiagnosticCode::kSeparatorAtEnd, cursor_, cursor_ + 1),
                         {offset(cursor_) + 1, offset(cursor_) + 2});
      }
      cursor_++;
    } else {
      return cursor_ > start;
    }
  }
}

void Lexer::scan_radix(int radix) {
  const char* start = cursor_;
  cursor_ += 2;
  const char* digits = cursor_;
  int bits = radix == 16 ? 4 : radix == 8 ? 3 : 1;
  if (!skip_digits(radix == 16 ? is_hex : radix == 8 ? is_octal : is_binary, true)) {
    report(DiagnosticCode::kInvalidNumber, start, cursor_, "digits must follow its prefix");
  }
  scratch_.clear();
  for (const char* c = digits; c < cursor_; c++) {
    if (*c != '_') scratch_ += *c;
  }
  if (*cursor_ == 'n') {
    cursor_++;
    token_.kind = TokenKind::kBigInt;
    scratch_.insert(0, radix == 16 ? "0x" : radix == 8 ? "0o" : "0b");
    token_.name = names_.intern(scratch_);
  } else {
    token_.number = parse_radix(scratch_, bits);
  }
}

void Lexer::scan_number() {
  const char* start = cursor_;
  token_.kind = TokenKind::kNumber;
  if (*start == '0') {
    char second = start[1] | 0x20;
    if (second == 'x') {
      scan_radix(16);
      return finish_number(start);
    }
    if (second == 'o') {
      scan_radix(8);
      return finish_number(start);
    }
    if (second == 'b') {
      scan_radix(2);
      return finish_number(start);
    }
    if (is_decimal(start[1])) {
      // 017 is octal, 089 decimal: an 8 or 9 anywhere decides.
      cursor_++;
      skip_digits(is_decimal, false);
      bool octal = true;
      for (const char* c = start; c < cursor_; c++) octal &= *c < '8';
      if (*cursor_ == '_' && octal) report(DiagnosticCode::kSeparatorAfterZero, cursor_, cursor_ + 1);
      if (octal) {
        token_.flags |= LexedToken::kLegacyOctal;
        token_.number = parse_radix({start, static_cast<size_t>(cursor_ - start)}, 3);
        return finish_number(start);
      }
      token_.flags |= LexedToken::kLeadingZero;
    } else if (start[1] == '_') {
      report(DiagnosticCode::kSeparatorAfterZero, start + 1, start + 2);
    }
  }
  bool integer = true;
  if (*cursor_ != '.') {
    skip_digits(is_decimal, true);
    if (*cursor_ == 'n' && !(token_.flags & LexedToken::kLeadingZero)) {
      scratch_.clear();
      for (const char* c = start; c < cursor_; c++) {
        if (*c != '_') scratch_ += *c;
      }
      cursor_++;
      token_.kind = TokenKind::kBigInt;
      token_.name = names_.intern(scratch_);
      return finish_number(start);
    }
  }
  if (*cursor_ == '.') {
    integer = false;
    cursor_++;
    skip_digits(is_decimal, true);
  }
  if ((*cursor_ | 0x20) == 'e') {
    integer = false;
    cursor_++;
    if (*cursor_ == '+' || *cursor_ == '-') cursor_++;
    if (*cursor_ == '_' || !skip_digits(is_decimal, true)) {
      report(DiagnosticCode::kInvalidNumber, start, cursor_, "digits must follow the exponent");
    }
  }
  auto length = static_cast<size_t>(cursor_ - start);
  std::string_view text(start, length);
  if (integer && length <= 15 && text.find('_') == text.npos) {
    uint64_t value = 0;
    for (char c : text) value = value * 10 + static_cast<uint64_t>(c - '0');
    token_.number = static_cast<double>(value);
    return finish_number(start);
  }
  scratch_.clear();
  for (char c : text) {
    if (c != '_') scratch_ += c;
  }
  double value = 0;
  auto result = std::from_chars(scratch_.data(), scratch_.data() + scratch_.size(), value);
  if (result.ec == std::errc::result_out_of_range) {
    // Too large or too small: the exponent of the first digit tells which.
    size_t mark = scratch_.find_first_of("eE");
    std::string_view mantissa = std::string_view(scratch_).substr(0, mark);
    size_t point = mantissa.find('.');
    size_t first = mantissa.find_first_of("123456789");
    long long exponent = 0;
    if (mark != std::string::npos) {
      const char* digits = scratch_.data() + mark + 1;
      if (*digits == '+') digits++;
      auto read = std::from_chars(digits, scratch_.data() + scratch_.size(), exponent);
      if (read.ec == std::errc::result_out_of_range) exponent = *digits == '-' ? -(1LL << 60) : 1LL << 60;
    }
    auto whole = static_cast<long long>(point == mantissa.npos ? mantissa.size() : point);
    value = first == mantissa.npos || whole - static_cast<long long>(first) + exponent < 0 ? 0.0 : HUGE_VAL;
  }
  token_.number = value;
  finish_number(start);
}

// The character after a number must not begin a name or be a digit.
void Lexer::finish_number(const char* start) {
  if (*cursor_ >= 0 && *cursor_ < 'A' && !is_decimal(*cursor_) && *cursor_ != '$') return;
  int length = 1;
  uint32_t c = decode(cursor_, &length);
  bool word = c < 0x80 ? (c == '\\' || c == '_' || c == '$' || is_decimal(static_cast<char>(c)) ||
                          ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
                       : unicode::is_id_start(c);
  if (cursor_ >= end_ || !word) return;
  const char* from = cursor_;
  while (cursor_ < end_ && (is_hex(*cursor_) || *cursor_ == '_' || *cursor_ == '$' ||
                            ((*cursor_ | 0x20) >= 'a' && (*cursor_ | 0x20) <= 'z'))) {
    cursor_++;
  }
  set_engine_range(report(DiagnosticCode::kInvalidNumber, from, cursor_ > from ? cursor_ : from + length,
                          "put a space or an operator between them"),
                   {offset(start), offset(cursor_)});
}

}  // namespace scrim::syntax
