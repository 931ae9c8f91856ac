// The parts of ICU that strings need. Where there is no library (icu_api.h), each function says so by its result.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace scrim::text {

enum class NormalForm : uint8_t { kNfc, kNfd, kNfkc, kNfkd };
std::optional<std::u16string> normalize(std::u16string_view text, NormalForm form);

// Case mapping with a locale's own rules (Turkish, Lithuanian ...).
std::optional<std::u16string> map_case(std::u16string_view text, bool upper, const std::string& locale);

}  // namespace scrim::text
