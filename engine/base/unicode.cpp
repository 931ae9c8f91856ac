#include "engine/base/unicode.h"

#include <algorithm>
#include <iterator>

namespace scrim::unicode {
namespace {

struct CaseRun {
  uint32_t first;
  uint16_t count;
  uint16_t stride;
  int32_t delta;
};

struct SpecialCase {
  uint32_t from;
  uint16_t length;
  char16_t to[3];
};

#include "engine/base/unicode_tables.inc"

template <size_t N>
bool contains(const uint32_t (&inversion)[N], char32_t c) {
  return ((std::upper_bound(std::begin(inversion), std::end(inversion), c) - std::begin(inversion)) & 1) != 0;
}

template <size_t N>
char32_t map(const CaseRun (&runs)[N], char32_t c) {
  const auto* run = std::upper_bound(std::begin(runs), std::end(runs), c,
                                     [](char32_t value, const CaseRun& r) { return value < r.first; });
  if (run == std::begin(runs)) return c;
  --run;
  const uint32_t distance = c - run->first;
  if (distance > (run->count - 1u) * run->stride || distance % run->stride != 0) return c;
  return c + static_cast<char32_t>(run->delta);
}

template <size_t N>
size_t map_full(const SpecialCase (&special)[N], char32_t simple, char32_t c, char16_t out[3]) {
  const auto* entry = std::lower_bound(std::begin(special), std::end(special), c,
                                       [](const SpecialCase& s, char32_t value) { return s.from < value; });
  if (entry != std::end(special) && entry->from == c) {
    std::copy_n(entry->to, entry->length, out);
    return entry->length;
  }
  if (simple > 0xFFFF) {
    out[0] = lead_surrogate(simple);
    out[1] = trail_surrogate(simple);
    return 2;
  }
  out[0] = static_cast<char16_t>(simple);
  return 1;
}

}  // namespace

bool is_id_start(char32_t c) {
  return contains(kIdStart, c);
}
bool is_id_continue(char32_t c) {
  return contains(kIdContinue, c);
}
bool is_space_separator(char32_t c) {
  return contains(kSpaceSeparator, c);
}
bool is_cased(char32_t c) {
  return contains(kCased, c);
}
bool is_case_ignorable(char32_t c) {
  return contains(kCaseIgnorable, c);
}

bool is_white_space_or_line_terminator(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  return c == 0xFEFF || c == 0x2028 || c == 0x2029 || is_space_separator(c);
}

char32_t to_upper_simple(char32_t c) {
  if (c < 0x80) return c - (c >= 'a' && c <= 'z' ? 32 : 0);
  return map(kUpperRuns, c);
}

char32_t to_lower_simple(char32_t c) {
  if (c < 0x80) return c + (c >= 'A' && c <= 'Z' ? 32 : 0);
  return map(kLowerRuns, c);
}

char32_t fold_simple(char32_t c) {
  if (c < 0x80) return c + (c >= 'A' && c <= 'Z' ? 32 : 0);
  return map(kFoldRuns, c);
}

size_t to_upper_full(char32_t c, char16_t out[3]) {
  return map_full(kSpecialUppercase, to_upper_simple(c), c, out);
}
size_t to_lower_full(char32_t c, char16_t out[3]) {
  return map_full(kSpecialLowercase, to_lower_simple(c), c, out);
}

}  // namespace scrim::unicode
