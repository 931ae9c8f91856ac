#include "engine/builtins/icu.h"

#include "engine/builtins/icu_api.h"

namespace scrim::text {

namespace {

int32_t size_of(std::u16string_view text) {
  return static_cast<int32_t>(text.size());
}

}  // namespace

std::optional<std::u16string> normalize(std::u16string_view text, NormalForm form) {
  const Icu& icu = scrim::icu();
  if (!icu.loaded) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* normalizer = form == NormalForm::kNfc    ? icu.unorm2_getNFCInstance(&status)
                                   : form == NormalForm::kNfd  ? icu.unorm2_getNFDInstance(&status)
                                   : form == NormalForm::kNfkc ? icu.unorm2_getNFKCInstance(&status)
                                                               : icu.unorm2_getNFKDInstance(&status);
  if (failed(status)) return std::nullopt;
  std::u16string out;
  const bool done = icu_fill(&out, text.size() + 16, [&](char16_t* buffer, int32_t capacity, UErrorCode* error) {
    return icu.unorm2_normalize(normalizer, text.data(), size_of(text), buffer, capacity, error);
  });
  if (!done) return std::nullopt;
  return out;
}

std::optional<std::u16string> map_case(std::u16string_view text, bool upper, const std::string& locale) {
  const Icu& icu = scrim::icu();
  if (!icu.loaded) return std::nullopt;
  std::u16string out;
  const bool done = icu_fill(&out, text.size() + 16, [&](char16_t* buffer, int32_t capacity, UErrorCode* error) {
    return (upper ? icu.u_strToUpper : icu.u_strToLower)(buffer, capacity, text.data(), size_of(text), locale.c_str(),
                                                         error);
  });
  if (!done) return std::nullopt;
  return out;
}

}  // namespace scrim::text
