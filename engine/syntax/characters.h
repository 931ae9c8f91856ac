// Classes of characters, shared by the parts of the lexer.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "engine/base/unicode.h"

namespace scrim::syntax {

enum CharacterClass : uint8_t { kWordStart = 1, kWordPart = 2, kDigit = 4, kHex = 8, kLineEnd = 16 };

inline constexpr std::array<uint8_t, 256> kClasses = [] {
  std::array<uint8_t, 256> classes{};
  for (int c = 'a'; c <= 'z'; c++) classes[c] = classes[c - 'a' + 'A'] = kWordStart | kWordPart;
  classes['$'] = classes['_'] = kWordStart | kWordPart;
  for (int c = '0'; c <= '9'; c++) classes[c] = kWordPart | kDigit | kHex;
  for (int c = 'a'; c <= 'f'; c++) {
    classes[c] |= kHex;
    classes[c - 'a' + 'A'] |= kHex;
  }
  classes['\n'] = classes['\r'] = kLineEnd;
  return classes;
}();

inline uint8_t class_of(char c) {
  return kClasses[static_cast<unsigned char>(c)];
}
inline bool is_ascii(char c) {
  return static_cast<signed char>(c) >= 0;
}
inline bool is_digit(char c) {
  return class_of(c) & kDigit;
}
inline uint32_t hex_value(char c) {
  return static_cast<uint32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}
inline bool is_identifier_start(uint32_t c) {
  return c < 0x80 ? kClasses[c] & kWordStart : unicode::is_id_start(c);
}
inline bool is_identifier_part(uint32_t c) {
  return c < 0x80 ? kClasses[c] & kWordPart : c == 0x200C || c == 0x200D || unicode::is_id_continue(c);
}

// A surrogate, too, becomes three bytes (WTF-8).
inline void append_utf8(std::string& out, uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
    return;
  }
  if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      out += static_cast<char>(0xE0 | c >> 12);
    } else {
      out += static_cast<char>(0xF0 | c >> 18);
      out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    }
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
  }
  out += static_cast<char>(0x80 | (c & 0x3F));
}

}  // namespace scrim::syntax
