// Regular expression literals are checked while parsing: syntax/ asks through this function, so that it need not link
// regexp/.
#include "engine/interpreter/script.h"
#include "engine/regexp/regexp.h"

namespace scrim {

// WTF-8 (valid by construction: the lexer has checked it) to UTF-16, with the byte offset of each unit.
static std::u16string widen(std::string_view text, std::vector<uint32_t>* offsets) {
  std::u16string wide;
  for (size_t i = 0; i < text.size();) {
    auto lead = static_cast<unsigned char>(text[i]);
    int length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint32_t code_point = length == 1 ? lead : lead & (0x7f >> length);
    for (int k = 1; k < length && i + k < text.size(); ++k) {
      code_point = code_point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3f);
    }
    if (code_point >= 0x10000) {
      wide += static_cast<char16_t>(0xd7c0 + (code_point >> 10));
      offsets->push_back(static_cast<uint32_t>(i));
      wide += static_cast<char16_t>(0xdc00 | (code_point & 0x3ff));
    } else {
      wide += static_cast<char16_t>(code_point);
    }
    offsets->push_back(static_cast<uint32_t>(i));
    i += static_cast<size_t>(length);
  }
  return wide;
}

std::optional<syntax::RegExpFault> validate_regexp_literal(std::string_view pattern, std::string_view flags) {
  std::vector<uint32_t> offsets;
  std::u16string wide = widen(pattern, &offsets);
  std::optional<regexp::Flags> parsed = regexp::parse_flags(std::u16string(flags.begin(), flags.end()));
  if (!parsed) return std::nullopt;  // the parser reports bad flags itself
  regexp::Error error = regexp::validate(wide, *parsed);
  if (!error) return std::nullopt;
  syntax::RegExpFault fault;
  fault.offset = error.offset < offsets.size() ? offsets[error.offset] : static_cast<uint32_t>(pattern.size());
  fault.message = std::string(error.message());
  return fault;
}

}  // namespace scrim
