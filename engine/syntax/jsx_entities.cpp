#include "engine/syntax/jsx_entities.h"

#include <optional>

#include "engine/syntax/characters.h"

namespace scrim::syntax {

namespace {

struct Entity {
  std::string_view name;
  char32_t code_point;
};

constexpr Entity kEntities[] = {
#define ENTITY(name, code_point) {name, code_point},
#include "engine/syntax/jsx_entities.def"
#undef ENTITY
};

constexpr size_t kLongest = 9;

std::optional<char32_t> number_of(std::string_view digits, uint32_t base) {
  if (digits.empty()) return {};
  char32_t value = 0;
  for (char c : digits) {
    uint32_t digit = c >= '0' && c <= '9'   ? static_cast<uint32_t>(c - '0')
                     : c >= 'a' && c <= 'f' ? static_cast<uint32_t>(c - 'a' + 10)
                     : c >= 'A' && c <= 'F' ? static_cast<uint32_t>(c - 'A' + 10)
                                            : 16;
    if (digit >= base) return {};
    value = value * base + digit;
    if (value > 0x10FFFF) return {};
  }
  return value;
}

// `name`: between '&' and ';'.
std::optional<char32_t> code_point_of(std::string_view name) {
  if (name.starts_with("#x")) return number_of(name.substr(2), 16);
  if (name.starts_with("#")) return number_of(name.substr(1), 10);
  for (const Entity& entity : kEntities) {
    if (entity.name == name) return entity.code_point;
  }
  return {};
}

}  // namespace

std::string decode_jsx_entities(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    size_t at = text.find('&');
    out += text.substr(0, at);
    if (at == text.npos) break;
    text.remove_prefix(at + 1);
    size_t end = text.find(';');
    std::optional<char32_t> found;
    if (end != text.npos && end <= kLongest) found = code_point_of(text.substr(0, end));
    if (found) {
      append_utf8(out, *found);
      text.remove_prefix(end + 1);
    } else {
      out += '&';
    }
  }
  return out;
}

}  // namespace scrim::syntax
