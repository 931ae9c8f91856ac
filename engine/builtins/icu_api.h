// ICU's C functions, from the shared libraries, which are loaded at the first use: a program without Intl does not pay
// for mapping 30 MB at start. `icu().unumf_close(f)` calls one; where there are no libraries, `loaded` is false and
// nothing may be called. (ICU's headers rename each function to carry the version, here as in the table.)
#pragma once

#include <unicode/ubrk.h>
#include <unicode/ucal.h>
#include <unicode/ucol.h>
#include <unicode/ucurr.h>
#include <unicode/udat.h>
#include <unicode/udateintervalformat.h>
#include <unicode/udatpg.h>
#include <unicode/uenum.h>
#include <unicode/ufieldpositer.h>
#include <unicode/uformattedvalue.h>
#include <unicode/uldnames.h>
#include <unicode/ulistformatter.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/unum.h>
#include <unicode/unumberformatter.h>
#include <unicode/unumberrangeformatter.h>
#include <unicode/unumsys.h>
#include <unicode/upluralrules.h>
#include <unicode/ureldatefmt.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>

#define SCRIM_ICU_COMMON(F)                 \
  F(ubrk_close)                             \
  F(ubrk_getRuleStatus)                     \
  F(ubrk_next)                              \
  F(ubrk_open)                              \
  F(ucurr_getDefaultFractionDigitsForUsage) \
  F(ucurr_getName)                          \
  F(ucurr_openISOCurrencies)                \
  F(uenum_close)                            \
  F(uenum_next)                             \
  F(uldn_close)                             \
  F(uldn_keyValueDisplayName)               \
  F(uldn_localeDisplayName)                 \
  F(uldn_openForContext)                    \
  F(uldn_regionDisplayName)                 \
  F(uldn_scriptDisplayName)                 \
  F(uloc_addLikelySubtags)                  \
  F(uloc_forLanguageTag)                    \
  F(uloc_getCharacterOrientation)           \
  F(uloc_minimizeSubtags)                   \
  F(uloc_openAvailableByType)               \
  F(uloc_toLanguageTag)                     \
  F(uloc_toLegacyType)                      \
  F(uloc_toUnicodeLocaleType)               \
  F(unorm2_getNFCInstance)                  \
  F(unorm2_getNFDInstance)                  \
  F(unorm2_getNFKCInstance)                 \
  F(unorm2_getNFKDInstance)                 \
  F(unorm2_normalize)                       \
  F(ures_close)                             \
  F(ures_getByKey)                          \
  F(ures_getStringByKey)                    \
  F(ures_openDirect)                        \
  F(u_strToLower)                           \
  F(u_strToUpper)

#define SCRIM_ICU_I18N(F)                                  \
  F(ucal_clone)                                            \
  F(ucal_close)                                            \
  F(ucal_getAttribute)                                     \
  F(ucal_getDayOfWeekType)                                 \
  F(ucal_getHostTimeZone)                                  \
  F(ucal_getKeywordValuesForLocale)                        \
  F(ucal_getType)                                          \
  F(ucal_open)                                             \
  F(ucal_openTimeZoneIDEnumeration)                        \
  F(ucal_openTimeZones)                                    \
  F(ucal_setGregorianChange)                               \
  F(ucal_setMillis)                                        \
  F(ucol_close)                                            \
  F(ucol_getAttribute)                                     \
  F(ucol_getKeywordValues)                                 \
  F(ucol_getKeywordValuesForLocale)                        \
  F(ucol_open)                                             \
  F(ucol_setAttribute)                                     \
  F(ucol_strcoll)                                          \
  F(udatpg_close)                                          \
  F(udatpg_getBestPatternWithOptions)                      \
  F(udatpg_getDefaultHourCycle)                            \
  F(udatpg_getFieldDisplayName)                            \
  F(udatpg_getSkeleton)                                    \
  F(udatpg_open)                                           \
  F(udat_close)                                            \
  F(udat_formatForFields)                                  \
  F(udat_getCalendar)                                      \
  F(udat_open)                                             \
  F(udat_setCalendar)                                      \
  F(udat_toPattern)                                        \
  F(udtitvfmt_close)                                       \
  F(udtitvfmt_closeResult)                                 \
  F(udtitvfmt_formatCalendarToResult)                      \
  F(udtitvfmt_open)                                        \
  F(udtitvfmt_openResult)                                  \
  F(udtitvfmt_resultAsValue)                               \
  F(ufieldpositer_close)                                   \
  F(ufieldpositer_next)                                    \
  F(ufieldpositer_open)                                    \
  F(ufmtval_getString)                                     \
  F(ufmtval_nextPosition)                                  \
  F(ucfpos_close)                                          \
  F(ucfpos_getCategory)                                    \
  F(ucfpos_getField)                                       \
  F(ucfpos_getIndexes)                                     \
  F(ucfpos_open)                                           \
  F(ulistfmt_close)                                        \
  F(ulistfmt_closeResult)                                  \
  F(ulistfmt_formatStringsToResult)                        \
  F(ulistfmt_openForType)                                  \
  F(ulistfmt_openResult)                                   \
  F(ulistfmt_resultAsValue)                                \
  F(unumf_close)                                           \
  F(unumf_closeResult)                                     \
  F(unumf_formatDecimal)                                   \
  F(unumf_formatDouble)                                    \
  F(unumf_openForSkeletonAndLocale)                        \
  F(unumf_openResult)                                      \
  F(unumf_resultAsValue)                                   \
  F(unumrf_close)                                          \
  F(unumrf_closeResult)                                    \
  F(unumrf_formatDecimalRange)                             \
  F(unumrf_openForSkeletonWithCollapseAndIdentityFallback) \
  F(unumrf_openResult)                                     \
  F(unumrf_resultAsValue)                                  \
  F(unumsys_close)                                         \
  F(unumsys_getName)                                       \
  F(unumsys_isAlgorithmic)                                 \
  F(unumsys_open)                                          \
  F(unumsys_openAvailableNames)                            \
  F(unumsys_openByName)                                    \
  F(unum_close)                                            \
  F(unum_open)                                             \
  F(unum_setAttribute)                                     \
  F(uplrules_close)                                        \
  F(uplrules_getKeywords)                                  \
  F(uplrules_openForType)                                  \
  F(uplrules_selectFormatted)                              \
  F(uplrules_selectForRange)                               \
  F(ureldatefmt_close)                                     \
  F(ureldatefmt_closeResult)                               \
  F(ureldatefmt_formatNumericToResult)                     \
  F(ureldatefmt_formatToResult)                            \
  F(ureldatefmt_open)                                      \
  F(ureldatefmt_openResult)                                \
  F(ureldatefmt_resultAsValue)

namespace scrim {

struct Icu {
#define SCRIM_DECLARE(name) decltype(&::name) name = nullptr;
  SCRIM_ICU_COMMON(SCRIM_DECLARE)
  SCRIM_ICU_I18N(SCRIM_DECLARE)
#undef SCRIM_DECLARE
  bool loaded = false;
};

const Icu& icu();

// Owns one of ICU's handles: IcuHandle<UCollator, &Icu::ucol_close>.
template <typename T, auto close>
class IcuHandle {
 public:
  IcuHandle() = default;
  explicit IcuHandle(T* handle) : handle_(handle) {}
  IcuHandle(IcuHandle&& other) noexcept : handle_(other.handle_) { other.handle_ = nullptr; }
  IcuHandle& operator=(IcuHandle&& other) noexcept {
    T* handle = other.handle_;
    other.handle_ = nullptr;
    reset(handle);
    return *this;
  }
  ~IcuHandle() { reset(nullptr); }
  void reset(T* handle) {
    if (handle_) (icu().*close)(handle_);
    handle_ = handle;
  }
  T* get() const { return handle_; }
  operator T*() const { return handle_; }
  T* release() {
    T* handle = handle_;
    handle_ = nullptr;
    return handle;
  }

 private:
  T* handle_ = nullptr;
};

inline bool failed(UErrorCode status) {
  return status > U_ZERO_ERROR;
}

// Calls convert(buffer, capacity, status), which returns the length it needs, until it fits. False: it failed.
template <typename Text, typename F>
bool icu_fill(Text* out, size_t guess, F convert) {
  out->resize(guess);
  for (;;) {
    UErrorCode status = U_ZERO_ERROR;
    const int32_t length = convert(out->data(), static_cast<int32_t>(out->size()), &status);
    const bool fits = length >= 0 && static_cast<size_t>(length) <= out->size();
    if (status == U_BUFFER_OVERFLOW_ERROR || (!failed(status) && !fits)) {
      out->resize(static_cast<size_t>(length));
      continue;
    }
    if (failed(status)) {
      out->clear();
      return false;
    }
    out->resize(static_cast<size_t>(length));
    return true;
  }
}

}  // namespace scrim
