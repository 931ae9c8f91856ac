#include "engine/builtins/icu.h"

#include <dlfcn.h>
#include <unicode/ubrk.h>
#include <unicode/ucol.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

namespace scrim::icu {

namespace {

#define SCRIM_TEXT(x) #x
#define SCRIM_SYMBOL(name) SCRIM_TEXT(name)
// Each function with the library it is in. The names carry ICU's version, which the headers' macros add.
#define SCRIM_ICU_FUNCTIONS(F)      \
  F(common, unorm2_getNFCInstance)  \
  F(common, unorm2_getNFDInstance)  \
  F(common, unorm2_getNFKCInstance) \
  F(common, unorm2_getNFKDInstance) \
  F(common, unorm2_normalize)       \
  F(common, u_strToUpper)           \
  F(common, u_strToLower)           \
  F(common, uloc_forLanguageTag)    \
  F(common, uloc_toLanguageTag)     \
  F(common, uloc_countAvailable)    \
  F(common, uloc_getAvailable)      \
  F(common, ubrk_open)              \
  F(common, ubrk_close)             \
  F(common, ubrk_next)              \
  F(common, ubrk_getRuleStatus)     \
  F(i18n, ucol_open)                \
  F(i18n, ucol_close)               \
  F(i18n, ucol_strcoll)             \
  F(i18n, ucol_setAttribute)

struct Library {
#define DECLARE(library, name) decltype(&::name) name##_ = nullptr;
  SCRIM_ICU_FUNCTIONS(DECLARE)
#undef DECLARE
  bool loaded = false;

  Library() {
    void* common = dlopen("libicuuc.so." U_ICU_VERSION_SHORT, RTLD_LAZY | RTLD_LOCAL);
    void* i18n = dlopen("libicui18n.so." U_ICU_VERSION_SHORT, RTLD_LAZY | RTLD_LOCAL);
    if (common == nullptr || i18n == nullptr) return;
    loaded = true;
#define LOAD(library, name)                                                          \
  name##_ = reinterpret_cast<decltype(&::name)>(dlsym(library, SCRIM_SYMBOL(name))); \
  loaded = loaded && name##_ != nullptr;
    SCRIM_ICU_FUNCTIONS(LOAD)
#undef LOAD
  }
};

// Made once and never changed.
const Library& library() {
  static const Library instance;
  return instance;
}

int32_t size_of(std::u16string_view text) {
  return static_cast<int32_t>(text.size());
}

// Calls convert(buffer, capacity, status), which returns the length it needs, until it fits.
template <class F>
std::optional<std::u16string> filled(size_t guess, F convert) {
  std::u16string out(guess + 16, u'\0');
  for (;;) {
    UErrorCode status = U_ZERO_ERROR;
    const int32_t length = convert(out.data(), static_cast<int32_t>(out.size()), &status);
    const bool fits = length >= 0 && static_cast<size_t>(length) <= out.size();
    if (status == U_BUFFER_OVERFLOW_ERROR || (status <= U_ZERO_ERROR && !fits)) {
      out.resize(static_cast<size_t>(length));
      continue;
    }
    if (status > U_ZERO_ERROR) return std::nullopt;
    out.resize(static_cast<size_t>(length));
    return out;
  }
}

}  // namespace

std::optional<std::u16string> normalize(std::u16string_view text, NormalForm form) {
  const Library& icu = library();
  if (!icu.loaded) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* normalizer = form == NormalForm::kNfc    ? icu.unorm2_getNFCInstance_(&status)
                                   : form == NormalForm::kNfd  ? icu.unorm2_getNFDInstance_(&status)
                                   : form == NormalForm::kNfkc ? icu.unorm2_getNFKCInstance_(&status)
                                                               : icu.unorm2_getNFKDInstance_(&status);
  if (status > U_ZERO_ERROR) return std::nullopt;
  return filled(text.size(), [&](char16_t* out, int32_t capacity, UErrorCode* error) {
    return icu.unorm2_normalize_(normalizer, text.data(), size_of(text), out, capacity, error);
  });
}

std::optional<int> collate(std::u16string_view a, std::u16string_view b, const std::string& locale) {
  const Library& icu = library();
  if (!icu.loaded) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  UCollator* collator = icu.ucol_open_(locale.c_str(), &status);
  if (status > U_ZERO_ERROR) return std::nullopt;
  // Canonically equivalent strings must compare equal (ECMA-262 sec-string.prototype.localecompare).
  icu.ucol_setAttribute_(collator, UCOL_NORMALIZATION_MODE, UCOL_ON, &status);
  const UCollationResult order = icu.ucol_strcoll_(collator, a.data(), size_of(a), b.data(), size_of(b));
  icu.ucol_close_(collator);
  return static_cast<int>(order);
}

std::optional<std::u16string> map_case(std::u16string_view text, bool upper, const std::string& locale) {
  const Library& icu = library();
  if (!icu.loaded) return std::nullopt;
  return filled(text.size(), [&](char16_t* out, int32_t capacity, UErrorCode* error) {
    return (upper ? icu.u_strToUpper_ : icu.u_strToLower_)(out, capacity, text.data(), size_of(text), locale.c_str(),
                                                           error);
  });
}

std::optional<std::string> canonical_locale(const std::string& tag) {
  const Library& icu = library();
  if (!icu.loaded || tag.empty() || tag.size() > 200 || tag.find('_') != std::string::npos) return std::nullopt;
  char id[256];
  char canonical[256];
  int32_t parsed = 0;
  UErrorCode status = U_ZERO_ERROR;
  icu.uloc_forLanguageTag_(tag.c_str(), id, sizeof(id), &parsed, &status);
  if (status > U_ZERO_ERROR || static_cast<size_t>(parsed) != tag.size()) return std::nullopt;
  const int32_t length = icu.uloc_toLanguageTag_(id, canonical, sizeof(canonical), 1, &status);
  if (status > U_ZERO_ERROR || status == U_STRING_NOT_TERMINATED_WARNING) return std::nullopt;
  return std::string(canonical, static_cast<size_t>(length));
}

std::string supported_locale(const std::string& tag) {
  const Library& icu = library();
  if (!icu.loaded) return "";
  std::string wanted = tag.substr(0, tag.find("-u-"));
  for (; !wanted.empty(); wanted.resize(wanted.rfind('-') == std::string::npos ? 0 : wanted.rfind('-'))) {
    std::string id = wanted;
    for (char& c : id) c = c == '-' ? '_' : c;
    for (int32_t i = icu.uloc_countAvailable_() - 1; i >= 0; --i) {
      if (id == icu.uloc_getAvailable_(i)) return wanted;
    }
  }
  return "";
}

std::optional<std::vector<SegmentEnd>> segment_ends(std::u16string_view text, const std::string& locale,
                                                    Granularity granularity) {
  const Library& icu = library();
  if (!icu.loaded) return std::nullopt;
  const UBreakIteratorType type = granularity == Granularity::kGrapheme ? UBRK_CHARACTER
                                  : granularity == Granularity::kWord   ? UBRK_WORD
                                                                        : UBRK_SENTENCE;
  UErrorCode status = U_ZERO_ERROR;
  UBreakIterator* breaks = icu.ubrk_open_(type, locale.c_str(), text.data(), size_of(text), &status);
  if (status > U_ZERO_ERROR) return std::nullopt;
  std::vector<SegmentEnd> ends;
  for (int32_t end; (end = icu.ubrk_next_(breaks)) != UBRK_DONE;) {
    ends.push_back({end, icu.ubrk_getRuleStatus_(breaks) >= UBRK_WORD_NONE_LIMIT});
  }
  icu.ubrk_close_(breaks);
  return ends;
}

}  // namespace scrim::icu
