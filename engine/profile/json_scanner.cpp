#include "engine/profile/json_scanner.h"

namespace scrim::profile {

bool JsonScanner::fail(const std::string& what) {
  if (error_.empty()) {
    error_ = what + " (byte " + std::to_string(byte());
    if (!context_.empty()) error_ += ", in " + context_;
    error_ += ")";
  }
  return false;
}

bool JsonScanner::fail_here(const std::string& expected) {
  if (at_ == end_) return fail("the file is cut short: " + expected + " should follow");
  std::string found;
  unsigned char c = static_cast<unsigned char>(*at_);
  if (c >= 0x20 && c < 0x7F) {
    found = std::string("'") + *at_ + "'";
  } else {
    static const char kHex[] = "0123456789abcdef";
    found = std::string("byte 0x") + kHex[c >> 4] + kHex[c & 15];
  }
  return fail(expected + " should stand where " + found + " is");
}

bool JsonScanner::string(std::string_view& raw) {
  if (!expect('"')) return false;
  const char* from = at_;
  for (;;) {
    const char* quote = static_cast<const char*>(memchr(at_, '"', static_cast<size_t>(end_ - at_)));
    if (quote == nullptr) {
      at_ = end_;
      return fail_here("the end of a string");
    }
    const char* slash = quote;
    while (slash != from && slash[-1] == '\\') slash--;
    at_ = quote + 1;
    if ((quote - slash) % 2 == 0) {
      raw = {from, static_cast<size_t>(quote - from)};
      return true;
    }
  }
}

bool JsonScanner::skip_value() {
  size_t depth = 0;
  for (;;) {
    char c = peek();
    std::string_view ignored;
    switch (c) {
      case '"':
        if (!string(ignored)) return false;
        break;
      case '[':
      case '{':
        at_++;
        depth++;
        continue;
      case ']':
      case '}':
        if (depth == 0) return fail_here("a value");
        at_++;
        depth--;
        break;
      case ',':
      case ':':
        if (depth == 0) return fail_here("a value");
        at_++;
        continue;
      case '\0': return fail_here("a value");
      default: {
        const char* from = at_;
        while (at_ != end_ && ((*at_ >= '0' && *at_ <= '9') || (*at_ >= 'a' && *at_ <= 'z') || *at_ == '-' ||
                               *at_ == '+' || *at_ == '.' || *at_ == 'E')) {
          at_++;
        }
        if (at_ == from) return fail_here("a value");
      }
    }
    if (depth == 0) return true;
  }
}

bool JsonScanner::number(uint64_t& value) {
  skip_space();
  return number_fast(value) || number_slow(value);
}

bool JsonScanner::number_slow(uint64_t& value) {
  const char* from = at_;
  value = 0;
  while (at_ != end_ && *at_ >= '0' && *at_ <= '9') {
    uint64_t digit = static_cast<uint64_t>(*at_ - '0');
    if (value > (UINT64_MAX - digit) / 10) return fail("a number is too large");
    value = value * 10 + digit;
    at_++;
  }
  if (at_ == from) return fail_here("a whole number");
  return true;
}

}  // namespace scrim::profile
