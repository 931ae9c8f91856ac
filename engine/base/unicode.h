// What several rooms need of the Unicode Character Database (version 17): identifiers, white space and case mapping.
// Tables are generated at build time by unicode_tables.mjs; regexp/ has the properties that only \p{...} needs.
#ifndef SCRIM_ENGINE_BASE_UNICODE_H_
#define SCRIM_ENGINE_BASE_UNICODE_H_

#include <cstddef>
#include <cstdint>

namespace scrim::unicode {

inline constexpr char32_t kMaxCodePoint = 0x10FFFF;

constexpr bool is_lead_surrogate(uint32_t unit) {
  return (unit & 0xFFFFFC00u) == 0xD800;
}
constexpr bool is_trail_surrogate(uint32_t unit) {
  return (unit & 0xFFFFFC00u) == 0xDC00;
}
constexpr char32_t combine_surrogates(uint32_t lead, uint32_t trail) {
  return ((lead - 0xD800) << 10) + (trail - 0xDC00) + 0x10000;
}
constexpr char16_t lead_surrogate(char32_t c) {
  return static_cast<char16_t>(0xD800 + ((c - 0x10000) >> 10));
}
constexpr char16_t trail_surrogate(char32_t c) {
  return static_cast<char16_t>(0xDC00 + (c & 0x3FF));
}

// The Unicode properties ID_Start and ID_Continue; `$`, `_` and the joiners of ECMAScript identifiers are not added.
bool is_id_start(char32_t c);
bool is_id_continue(char32_t c);

// General category Zs.
bool is_space_separator(char32_t c);

// ECMA-262 WhiteSpace and LineTerminator, the set that String.prototype.trim and \s use.
bool is_white_space_or_line_terminator(char32_t c);

// Simple case mapping: one code point to one; a code point without a mapping maps to itself.
char32_t to_upper_simple(char32_t c);
char32_t to_lower_simple(char32_t c);
// Simple case folding (CaseFolding.txt, statuses C and S).
char32_t fold_simple(char32_t c);

// Full, unconditional case mapping (SpecialCasing.txt where it says more than the simple mapping). Writes up to 3
// UTF-16 units and returns how many.
size_t to_upper_full(char32_t c, char16_t out[3]);
size_t to_lower_full(char32_t c, char16_t out[3]);

// The context of SpecialCasing's Final_Sigma.
bool is_cased(char32_t c);
bool is_case_ignorable(char32_t c);

}  // namespace scrim::unicode

#endif  // SCRIM_ENGINE_BASE_UNICODE_H_
