// The parts of ICU that strings need, from the shared library, which is loaded when they are first asked for: a program
// that never normalizes or collates does not pay for mapping 30 MB at start. Where there is no library, each function
// says so by its result.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace scrim::icu {

enum class NormalForm : uint8_t { kNfc, kNfd, kNfkc, kNfkd };
std::optional<std::u16string> normalize(std::u16string_view text, NormalForm form);

// The order of the locale ("" and "en-US": the root collation): negative, zero, positive.
std::optional<int> collate(std::u16string_view a, std::u16string_view b, const std::string& locale);

// Case mapping with a locale's own rules (Turkish, Lithuanian ...).
std::optional<std::u16string> map_case(std::u16string_view text, bool upper, const std::string& locale);

}  // namespace scrim::icu
