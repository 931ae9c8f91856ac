#include "engine/runtime/text_codecs.h"

#include <dlfcn.h>
#include <unicode/ucnv.h>
#include <unicode/uidna.h>

namespace scrim {

namespace {

#define SCRIM_TEXT(x) #x
#define SCRIM_SYMBOL(name) SCRIM_TEXT(name)
#define SCRIM_ICU_FUNCTIONS(F) \
  F(ucnv_open)                 \
  F(ucnv_close)                \
  F(ucnv_toUnicode)            \
  F(ucnv_setToUCallBack)       \
  F(ucnv_toUCountPending)      \
  F(uidna_openUTS46)           \
  F(uidna_nameToASCII)         \
  F(uidna_nameToUnicode)

struct Library {
#define DECLARE(name) decltype(&::name) name##_ = nullptr;
  SCRIM_ICU_FUNCTIONS(DECLARE)
#undef DECLARE
  UConverterToUCallback stop = nullptr;
  UConverterToUCallback substitute = nullptr;
  UIDNA* idna = nullptr;
  bool loaded = false;

  Library() {
    void* common = dlopen("libicuuc.so." U_ICU_VERSION_SHORT, RTLD_LAZY | RTLD_LOCAL);
    if (common == nullptr) return;
    loaded = true;
#define LOAD(name)                                                                  \
  name##_ = reinterpret_cast<decltype(&::name)>(dlsym(common, SCRIM_SYMBOL(name))); \
  loaded = loaded && name##_ != nullptr;
    SCRIM_ICU_FUNCTIONS(LOAD)
#undef LOAD
    stop = reinterpret_cast<UConverterToUCallback>(dlsym(common, SCRIM_SYMBOL(UCNV_TO_U_CALLBACK_STOP)));
    substitute = reinterpret_cast<UConverterToUCallback>(dlsym(common, SCRIM_SYMBOL(UCNV_TO_U_CALLBACK_SUBSTITUTE)));
    if (!loaded) return;
    UErrorCode status = U_ZERO_ERROR;
    idna = uidna_openUTS46_(
        UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE,
        &status);
  }
};

// Made once and never changed.
const Library& library() {
  static const Library instance;
  return instance;
}

void append(std::u16string* text, uint32_t code_point) {
  if (code_point >= 0x10000) {
    *text += static_cast<char16_t>(0xd7c0 + (code_point >> 10));
    *text += static_cast<char16_t>(0xdc00 + (code_point & 0x3ff));
  } else {
    *text += static_cast<char16_t>(code_point);
  }
}

}  // namespace

Decoded decode_utf8(std::span<const uint8_t> bytes, bool fatal, bool stream) {
  Decoded result;
  result.text.reserve(bytes.size());
  size_t i = 0;
  while (i < bytes.size()) {
    uint8_t lead = bytes[i];
    if (lead < 0x80) {
      result.text += static_cast<char16_t>(lead);
      ++i;
      continue;
    }
    uint32_t needed = lead >= 0xc2 && lead <= 0xdf   ? 1
                      : (lead & 0xf0) == 0xe0        ? 2
                      : lead >= 0xf0 && lead <= 0xf4 ? 3
                                                     : 0;
    uint32_t code_point = needed == 1 ? lead & 0x1fu : needed == 2 ? lead & 0x0fu : lead & 0x07u;
    uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    size_t next = i + 1;
    uint32_t seen = 0;
    for (; seen < needed && next < bytes.size() && bytes[next] >= low && bytes[next] <= high; ++seen, ++next) {
      code_point = code_point << 6 | (bytes[next] & 0x3fu);
      low = 0x80;
      high = 0xbf;
    }
    if (needed && seen == needed) {
      append(&result.text, code_point);
    } else if (needed && next == bytes.size() && stream) {
      result.rest = bytes.size() - i;
      break;
    } else {
      if (fatal) return result;
      result.text += u'\xfffd';
    }
    i = next;
  }
  result.valid = true;
  return result;
}

Decoded decode_utf16(std::span<const uint8_t> bytes, bool big_endian, bool fatal, bool stream) {
  Decoded result;
  size_t units = bytes.size() / 2;
  auto unit_at = [&](size_t i) {
    uint32_t first = bytes[2 * i];
    uint32_t second = bytes[2 * i + 1];
    return static_cast<char16_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  size_t i = 0;
  for (; i < units; ++i) {
    char16_t unit = unit_at(i);
    if ((unit & 0xf800) != 0xd800) {
      result.text += unit;
      continue;
    }
    if ((unit & 0xfc00) == 0xd800 && i + 1 == units && stream) break;
    if ((unit & 0xfc00) == 0xd800 && i + 1 < units && (unit_at(i + 1) & 0xfc00) == 0xdc00) {
      result.text += unit;
      result.text += unit_at(++i);
      continue;
    }
    if (fatal) return result;
    result.text += u'\xfffd';
  }
  result.rest = bytes.size() - 2 * i;
  if (result.rest && !stream) {
    if (fatal) return result;
    if (result.text.empty() || result.rest == 1 || result.text.back() != u'\xfffd') result.text += u'\xfffd';
    result.rest = 0;
  }
  result.valid = true;
  return result;
}

Decoded decode_with_icu(const std::string& encoding, std::span<const uint8_t> bytes, bool fatal, bool stream) {
  Decoded result;
  const Library& icu = library();
  if (!icu.loaded) return result;
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = icu.ucnv_open_(encoding.c_str(), &status);
  if (U_FAILURE(status)) return result;
  icu.ucnv_setToUCallBack_(converter, fatal ? icu.stop : icu.substitute, nullptr, nullptr, nullptr, &status);
  const char* from = reinterpret_cast<const char*>(bytes.data());
  const char* end = from + bytes.size();
  char16_t buffer[1024];
  for (;;) {
    char16_t* to = buffer;
    status = U_ZERO_ERROR;
    icu.ucnv_toUnicode_(converter, &to, buffer + 1024, &from, end, nullptr, !stream, &status);
    result.text.append(buffer, static_cast<size_t>(to - buffer));
    if (status != U_BUFFER_OVERFLOW_ERROR) break;
  }
  result.valid = !U_FAILURE(status);
  if (stream && result.valid) {
    int32_t pending = icu.ucnv_toUCountPending_(converter, &status);
    result.rest = pending > 0 ? static_cast<size_t>(pending) : 0;
  }
  icu.ucnv_close_(converter);
  return result;
}

std::optional<std::u16string> domain_to_ascii(std::u16string_view domain, bool strict) {
  const Library& icu = library();
  if (!icu.idna) return std::nullopt;
  std::u16string out(domain.size() * 5 + 64, u'\0');
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = icu.uidna_nameToASCII_(icu.idna, domain.data(), static_cast<int32_t>(domain.size()), out.data(),
                                          static_cast<int32_t>(out.size()), &info, &status);
  if (U_FAILURE(status)) return std::nullopt;
  uint32_t errors = info.errors;
  // The URL standard: CheckHyphens and VerifyDnsLength are off.
  errors &= ~static_cast<uint32_t>(UIDNA_ERROR_HYPHEN_3_4 | UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN);
  if (!strict) {
    errors &=
        ~static_cast<uint32_t>(UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG | UIDNA_ERROR_DOMAIN_NAME_TOO_LONG);
  }
  if (errors) return std::nullopt;
  out.resize(static_cast<size_t>(length));
  return out;
}

std::u16string domain_to_unicode(std::u16string_view domain) {
  const Library& icu = library();
  if (!icu.idna) return std::u16string(domain);
  std::u16string out(domain.size() + 64, u'\0');
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = icu.uidna_nameToUnicode_(icu.idna, domain.data(), static_cast<int32_t>(domain.size()), out.data(),
                                            static_cast<int32_t>(out.size()), &info, &status);
  if (U_FAILURE(status)) return std::u16string(domain);
  out.resize(static_cast<size_t>(length));
  return out;
}

}  // namespace scrim
