// Finding one string in another.
#include <cstring>

#include "engine/objects/string.h"

namespace scrim {

namespace {

template <typename Unit>
const Unit* find_unit(const Unit* from, const Unit* end, uint32_t unit) {
  if constexpr (sizeof(Unit) == 1) {
    if (unit > 0xff || from == end) return end;
    auto* found = std::memchr(from, static_cast<int>(unit), static_cast<size_t>(end - from));
    return found ? static_cast<const Unit*>(found) : end;
  } else {
    while (from != end && *from != unit) ++from;
    return from;
  }
}

template <typename Hay, typename Needle>
bool matches_at(const Hay* hay, const Needle* needle, uint32_t length) {
  if constexpr (sizeof(Hay) == sizeof(Needle)) return std::memcmp(hay, needle, size_t{length} * sizeof(Hay)) == 0;
  for (uint32_t i = 0; i < length; ++i) {
    if (hay[i] != needle[i]) return false;
  }
  return true;
}

// Horspool's skip table over the low bytes; worth its 256 steps on long texts only.
template <typename Hay, typename Needle>
int64_t horspool(const Hay* hay, uint32_t hay_length, const Needle* needle, uint32_t length, uint32_t start) {
  uint32_t skip[256];
  for (uint32_t& s : skip) s = length;
  for (uint32_t i = 0; i + 1 < length; ++i) skip[needle[i] & 0xff] = length - 1 - i;
  uint32_t last = hay_length - length;
  for (uint64_t at = start; at <= last; at += skip[hay[at + length - 1] & 0xff]) {
    if (matches_at(hay + at, needle, length)) return static_cast<int64_t>(at);
  }
  return -1;
}

template <typename Hay, typename Needle>
int64_t find_forward(const Hay* hay, uint32_t hay_length, const Needle* needle, uint32_t length, uint32_t start) {
  if (length >= 6 && hay_length - start > 512) return horspool(hay, hay_length, needle, length, start);
  const Hay* end = hay + (hay_length - length) + 1;
  for (const Hay* at = hay + start;; ++at) {
    at = find_unit(at, end, needle[0]);
    if (at == end) return -1;
    if (matches_at(at, needle, length)) return at - hay;
  }
}

template <typename Hay, typename Needle>
int64_t find_backward(const Hay* hay, uint32_t hay_length, const Needle* needle, uint32_t length, uint32_t start) {
  uint32_t at = hay_length - length;
  if (start < at) at = start;
  for (;; --at) {
    if (hay[at] == needle[0] && matches_at(hay + at, needle, length)) return at;
    if (at == 0) return -1;
  }
}

}  // namespace

int64_t index_of(Isolate& isolate, String* string, String* needle, uint32_t start) {
  if (needle->length > string->length || start > string->length - needle->length) return -1;
  if (needle->length == 0) return start;
  Characters hay = characters(isolate, string);
  Characters sub = characters(isolate, needle);
  if (hay.two_byte) {
    return sub.two_byte ? find_forward(hay.utf16(), hay.length, sub.utf16(), sub.length, start)
                        : find_forward(hay.utf16(), hay.length, sub.latin1(), sub.length, start);
  }
  return sub.two_byte ? find_forward(hay.latin1(), hay.length, sub.utf16(), sub.length, start)
                      : find_forward(hay.latin1(), hay.length, sub.latin1(), sub.length, start);
}

int64_t last_index_of(Isolate& isolate, String* string, String* needle, uint32_t start) {
  if (needle->length > string->length) return -1;
  if (needle->length == 0) return start < string->length ? start : string->length;
  Characters hay = characters(isolate, string);
  Characters sub = characters(isolate, needle);
  if (hay.two_byte) {
    return sub.two_byte ? find_backward(hay.utf16(), hay.length, sub.utf16(), sub.length, start)
                        : find_backward(hay.utf16(), hay.length, sub.latin1(), sub.length, start);
  }
  return sub.two_byte ? find_backward(hay.latin1(), hay.length, sub.utf16(), sub.length, start)
                      : find_backward(hay.latin1(), hay.length, sub.latin1(), sub.length, start);
}

}  // namespace scrim
