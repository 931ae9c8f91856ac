// Text that comes in encodings: UTF-8 as the Encoding standard decodes it, the older encodings and domain names through
// ICU, which is loaded when they are first asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace scrim {

struct Decoded {
  std::u16string text;
  size_t rest = 0;     // bytes at the end that begin a character (streams)
  bool valid = false;  // false: malformed and fatal, or the encoding is not to be had
};
// https://encoding.spec.whatwg.org/#utf-8-decoder; without `fatal` each malformed part is U+FFFD.
Decoded decode_utf8(std::span<const uint8_t> bytes, bool fatal, bool stream);
Decoded decode_utf16(std::span<const uint8_t> bytes, bool big_endian, bool fatal, bool stream);
// Any other, by the standard's name of it.
Decoded decode_with_icu(const std::string& encoding, std::span<const uint8_t> bytes, bool fatal, bool stream);

// https://url.spec.whatwg.org/#concept-domain-to-ascii (UTS 46, non-transitional); empty optional: a failure.
std::optional<std::u16string> domain_to_ascii(std::u16string_view domain, bool strict);
std::u16string domain_to_unicode(std::u16string_view domain);

}  // namespace scrim
