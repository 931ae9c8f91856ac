// The parts of ICU that strings need, from the shared library, which is loaded when they are first asked for: a program
// that never normalizes or collates does not pay for mapping 30 MB at start. Where there is no library, each function
// says so by its result.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scrim::icu {

enum class NormalForm : uint8_t { kNfc, kNfd, kNfkc, kNfkd };
std::optional<std::u16string> normalize(std::u16string_view text, NormalForm form);

// The order of the locale ("" and "en-US": the root collation): negative, zero, positive.
std::optional<int> collate(std::u16string_view a, std::u16string_view b, const std::string& locale);

// Case mapping with a locale's own rules (Turkish, Lithuanian ...).
std::optional<std::u16string> map_case(std::u16string_view text, bool upper, const std::string& locale);

// A language tag in canonical form ("en-us" -> "en-US"); nullopt: not one.
std::optional<std::string> canonical_locale(const std::string& tag);
// The longest prefix of a canonical tag, without extensions, that ICU has data for; "" if there is none.
std::string supported_locale(const std::string& tag);

enum class Granularity : uint8_t { kGrapheme, kWord, kSentence };
// Where the segments of the text end (in units, ascending; the last is its length), each with whether the segment is
// like a word (letters, numbers, ideographs). Unicode Standard Annex #29, with the locale's own rules.
struct SegmentEnd {
  int32_t end;
  bool word_like;
};
std::optional<std::vector<SegmentEnd>> segment_ends(std::u16string_view text, const std::string& locale,
                                                    Granularity granularity);

}  // namespace scrim::icu
