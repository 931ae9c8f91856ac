// Escapes, in and out of classes (ECMA-262 sec-patterns, AtomEscape, CharacterEscape, CharacterClassEscape).
#include <array>
#include <string>

#include "engine/base/unicode.h"
#include "engine/regexp/parser.h"
#include "engine/regexp/unicode_properties.h"

namespace scrim::regexp {
namespace {

int hex_value(uint32_t c) {
  if (c >= '0' && c <= '9') return static_cast<int>(c - '0');
  const uint32_t lower = c | 0x20;
  return lower >= 'a' && lower <= 'f' ? static_cast<int>(lower - 'a' + 10) : -1;
}

bool is_ascii_letter(uint32_t c) {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

bool is_syntax_character(uint32_t c) {
  return c < 0x80 &&
         std::u16string_view(u"^$\\.*+?()[]{}|/").find(static_cast<char16_t>(c)) != std::u16string_view::npos;
}

CharSet digits() {
  return CharSet::range('0', '9');
}

CharSet white_space() {
  static constexpr auto kPairs =
      std::to_array<uint32_t>({'\t',   '\r',   ' ',    ' ',    0xA0,   0xA0,   0x1680, 0x1680, 0x2000, 0x200A,
                               0x2028, 0x2029, 0x202F, 0x202F, 0x205F, 0x205F, 0x3000, 0x3000, 0xFEFF, 0xFEFF});
  return CharSet::of_pairs(kPairs);
}

}  // namespace

// ECMA-262 sec-wordcharacters
CharSet Parser::word_characters() const {
  static constexpr auto kPairs = std::to_array<uint32_t>({'0', '9', 'A', 'Z', '_', '_', 'a', 'z'});
  CharSet set = CharSet::of_pairs(kPairs);
  if (unicode_ && modifiers_.ignore_case) close_over_case(set, CaseMode::kFold);
  return set;
}

// ECMA-262 sec-charactercomplement: with v and i the universe is the characters that fold to themselves.
void Parser::complement(CharSet& set) const {
  set.invert();
  if (sets_ && modifiers_.ignore_case) {
    CharSet folding;
    for (const CaseEntry& entry : case_index(true)) {
      if (unicode::fold_simple(entry.c) != entry.c) folding.add_range(entry.c, entry.c);
    }
    set.remove(folding);
  }
}

bool Parser::parse_hex(uint32_t digits, uint32_t& value) {
  value = 0;
  for (uint32_t i = 0; i < digits; ++i) {
    const int digit = hex_value(unit(i));
    if (digit < 0) return false;
    value = value * 16 + static_cast<uint32_t>(digit);
  }
  at_ += digits;
  return true;
}

// After "\u". Takes nothing when it is not an escape.
bool Parser::parse_unicode_escape(bool unicode, uint32_t& c) {
  const size_t start = at_;
  if (unicode && eat('{')) {
    uint32_t value = 0;
    size_t count = 0;
    for (; hex_value(unit()) >= 0; ++at_, ++count) {
      value = value * 16 + static_cast<uint32_t>(hex_value(unit()));
      if (value > unicode::kMaxCodePoint) break;
    }
    if (count > 0 && value <= unicode::kMaxCodePoint && eat('}')) {
      c = value;
      return true;
    }
    at_ = start;
    return false;
  }
  if (!parse_hex(4, c)) return false;
  if (unicode && unicode::is_lead_surrogate(c) && unit() == '\\' && unit(1) == 'u') {
    const size_t second = at_;
    at_ += 2;
    uint32_t trail;
    if (parse_hex(4, trail) && unicode::is_trail_surrogate(trail)) {
      c = unicode::combine_surrogates(c, trail);
      return true;
    }
    at_ = second;
  }
  return true;
}

// After "\", which does not end the pattern.
bool Parser::parse_character_escape(bool in_class, uint32_t& c) {
  const size_t start = at_;
  c = take(unicode_);
  switch (c) {
    case 'f': c = '\f'; return true;
    case 'n': c = '\n'; return true;
    case 'r': c = '\r'; return true;
    case 't': c = '\t'; return true;
    case 'v': c = '\v'; return true;
    case 'c': {
      const uint32_t letter = unit();
      const bool annex_b = !unicode_ && in_class && ((letter >= '0' && letter <= '9') || letter == '_');
      if (letter != kEndOfPattern && (is_ascii_letter(letter) || annex_b)) {
        c = letter & 0x1F;
        ++at_;
        return true;
      }
      if (unicode_) return fail(ErrorCode::kInvalidUnicodeEscape);
      at_ = start;  // the backslash stands for itself, and then comes a c
      c = '\\';
      return true;
    }
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7': {
      const bool lone_zero = c == '0' && !(unit() >= '0' && unit() <= '9');
      if (lone_zero) {
        c = 0;
        return true;
      }
      if (unicode_) return fail(ErrorCode::kInvalidDecimalEscape);
      c -= '0';
      for (int digit = 0; digit < 2 && unit() >= '0' && unit() <= '7' && c * 8 + unit() - '0' <= 0377; ++digit) {
        c = c * 8 + (source_[at_++] - '0');
      }
      return true;
    }
    case 'x':
      if (parse_hex(2, c)) return true;
      if (unicode_) return fail(ErrorCode::kInvalidEscape);
      c = 'x';
      return true;
    case 'u':
      if (parse_unicode_escape(unicode_, c)) return true;
      if (unicode_) return fail(ErrorCode::kInvalidUnicodeEscape);
      c = 'u';
      return true;
    default:
      if (unicode_ ? is_syntax_character(c) || (c == '-' && in_class) : c != 'k' || !has_names_) return true;
      return fail(ErrorCode::kInvalidEscape);
  }
}

bool Parser::parse_class_escape(bool in_class, ClassContents& out) {
  const uint32_t letter = unit();
  bool negated = false;
  switch (letter) {
    case 'D': negated = true; [[fallthrough]];
    case 'd': out.set = digits(); break;
    case 'S': negated = true; [[fallthrough]];
    case 's': out.set = white_space(); break;
    case 'W': negated = true; [[fallthrough]];
    case 'w': out.set = word_characters(); break;
    case 'P': negated = true; [[fallthrough]];
    case 'p':
      if (!unicode_) return false;
      ++at_;
      return parse_property(in_class, negated, out);
    default: return false;
  }
  ++at_;
  if (sets_ && modifiers_.ignore_case) out.set = fold_set(out.set);
  if (negated) complement(out.set);
  // Outside a class nothing else closes the set; \W keeps what its complement left out (as sec-wordcharacters has it).
  if (!in_class) close_over_case(out.set, case_mode());
  return true;
}

// After "\p" or "\P".
bool Parser::parse_property(bool in_class, bool negated, ClassContents& out) {
  const ErrorCode code = in_class ? ErrorCode::kInvalidClassPropertyName : ErrorCode::kInvalidPropertyName;
  if (!eat('{')) return fail(code);
  std::string name, value;
  bool has_value = false;
  for (; unit() != '}'; ++at_) {
    const uint32_t c = unit();
    if (c == '=' && !has_value) {
      has_value = true;
    } else if (c < 0x80 && (is_ascii_letter(c) || c == '_' || hex_value(c) >= 0)) {
      (has_value ? value : name).push_back(static_cast<char>(c));
    } else {
      return fail(code);
    }
  }
  ++at_;
  if (!lookup_property(name, has_value, value, out.set)) {
    if (has_value || negated || !sets_ || !lookup_string_property(name, out.set, out.strings)) return fail(code);
  }
  if (sets_ && modifiers_.ignore_case) {
    out.set = fold_set(out.set);
    for (std::u32string& s : out.strings) {
      for (char32_t& c : s) c = unicode::fold_simple(c);
    }
  }
  if (negated) complement(out.set);
  if (!in_class) close_over_case(out.set, case_mode());
  return true;
}

}  // namespace scrim::regexp
