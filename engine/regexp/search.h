// Searching spans of code units, 16 bytes at a time where the processor can.
#ifndef SCRIM_ENGINE_REGEXP_SEARCH_H_
#define SCRIM_ENGINE_REGEXP_SEARCH_H_

#include <cstddef>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace scrim::regexp {

#ifdef __SSE2__
template <class Unit>
struct Lanes;
template <>
struct Lanes<uint8_t> {
  static constexpr size_t kCount = 16;
  static __m128i fill(uint8_t unit) { return _mm_set1_epi8(static_cast<char>(unit)); }
  static __m128i equal(__m128i a, __m128i b) { return _mm_cmpeq_epi8(a, b); }
};
template <>
struct Lanes<char16_t> {
  static constexpr size_t kCount = 8;
  static __m128i fill(char16_t unit) { return _mm_set1_epi16(static_cast<short>(unit)); }
  static __m128i equal(__m128i a, __m128i b) { return _mm_cmpeq_epi16(a, b); }
};
template <class Unit>
__m128i load_units(const Unit* at) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
}
#endif

// The first of [begin, end) that is one of `count` (1 to 3) units, or end.
template <class Unit>
const Unit* find_any(const Unit* begin, const Unit* end, const uint8_t* units, size_t count) {
  const Unit a = units[0], b = units[count > 1 ? 1 : 0], c = units[count > 2 ? 2 : 0];
#ifdef __SSE2__
  using L = Lanes<Unit>;
  const __m128i as = L::fill(a), bs = L::fill(b), cs = L::fill(c);
  for (; static_cast<size_t>(end - begin) >= L::kCount; begin += L::kCount) {
    const __m128i block = load_units(begin);
    const __m128i hit = _mm_or_si128(_mm_or_si128(L::equal(block, as), L::equal(block, bs)), L::equal(block, cs));
    const unsigned mask = static_cast<unsigned>(_mm_movemask_epi8(hit));
    if (mask != 0) return begin + static_cast<size_t>(__builtin_ctz(mask)) / sizeof(Unit);
  }
#endif
  for (; begin != end; ++begin) {
    if (*begin == a || *begin == b || *begin == c) return begin;
  }
  return end;
}

// The first place in [begin, end) where `text` stands, or end. Blocks are compared with its first and last units at
// once.
template <class Unit>
const Unit* find_text(const Unit* begin, const Unit* end, const Unit* text, size_t length) {
  if (static_cast<size_t>(end - begin) < length) return end;
  const Unit* const last_start = end - length;
#ifdef __SSE2__
  using L = Lanes<Unit>;
  const __m128i firsts = L::fill(text[0]), lasts = L::fill(text[length - 1]);
  for (; static_cast<size_t>(end - begin) >= L::kCount + length - 1; begin += L::kCount) {
    const __m128i hit =
        _mm_and_si128(L::equal(load_units(begin), firsts), L::equal(load_units(begin + length - 1), lasts));
    unsigned mask = static_cast<unsigned>(_mm_movemask_epi8(hit));
    while (mask != 0) {
      const size_t offset = static_cast<size_t>(__builtin_ctz(mask)) / sizeof(Unit);
      if (length <= 2 || std::memcmp(begin + offset + 1, text + 1, (length - 2) * sizeof(Unit)) == 0) {
        return begin + offset;
      }
      mask &= ~(((1u << sizeof(Unit)) - 1) << (offset * sizeof(Unit)));
    }
  }
#endif
  for (; begin <= last_start; ++begin) {
    if (*begin == text[0] && std::memcmp(begin, text, length * sizeof(Unit)) == 0) return begin;
  }
  return end;
}

}  // namespace scrim::regexp

#endif  // SCRIM_ENGINE_REGEXP_SEARCH_H_
