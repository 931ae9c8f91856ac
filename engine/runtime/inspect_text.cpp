#include "engine/runtime/inspect_text.h"

#include <algorithm>
#include <cstdio>

#include "engine/builtins/iterators.h"
#include "engine/bytecode/function_template.h"
#include "engine/objects/atoms.h"
#include "engine/objects/inline_slots.h"

namespace scrim {

static void append_utf8(std::string* out, uint32_t code_point) {
  if (code_point < 0x80) {
    *out += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    *out += static_cast<char>(0xc0 | code_point >> 6);
    *out += static_cast<char>(0x80 | (code_point & 0x3f));
  } else if (code_point < 0x10000) {
    *out += static_cast<char>(0xe0 | code_point >> 12);
    *out += static_cast<char>(0x80 | (code_point >> 6 & 0x3f));
    *out += static_cast<char>(0x80 | (code_point & 0x3f));
  } else {
    *out += static_cast<char>(0xf0 | code_point >> 18);
    *out += static_cast<char>(0x80 | (code_point >> 12 & 0x3f));
    *out += static_cast<char>(0x80 | (code_point >> 6 & 0x3f));
    *out += static_cast<char>(0x80 | (code_point & 0x3f));
  }
}

namespace {

constexpr struct {
  const char* begin;
  const char* end;
} kColors[] = {
    {"36", "39"}, {"33", "39"}, {"33", "39"}, {"33", "39"}, {"90", "39"}, {"1", "22"},
    {"32", "39"}, {"32", "39"}, {"35", "39"}, {"31", "39"}, {"4", "24"},  {"", ""},
};

// quote 0: none, and nothing is escaped for its sake
std::string escape(std::u16string_view text, char quote) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    char16_t unit = text[i];
    const char* name = nullptr;
    switch (unit) {
      case '\n': name = "\\n"; break;
      case '\t': name = "\\t"; break;
      case '\r': name = "\\r"; break;
      case '\b': name = "\\b"; break;
      case '\f': name = "\\f"; break;
      case '\v': name = "\\x0B"; break;
      case '\\': name = "\\\\"; break;
      default: break;
    }
    if (name) {
      out += name;
    } else if (quote && unit == static_cast<char16_t>(quote)) {
      out += '\\';
      out += quote;
    } else if (unit < 0x20 || (unit >= 0x7f && unit <= 0x9f)) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\x%02X", unit);
      out += escape;
    } else if ((unit & 0xfc00) == 0xd800 && i + 1 < text.size() && (text[i + 1] & 0xfc00) == 0xdc00) {
      append_utf8(&out, 0x10000 + ((unit & 0x3ffu) << 10) + (text[i + 1] & 0x3ff));
      ++i;
    } else if ((unit & 0xf800) == 0xd800) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", unit);
      out += escape;
    } else {
      append_utf8(&out, unit);
    }
  }
  return out;
}

std::string in_color(std::string_view text, const char* color) {
  return "\x1b[" + std::string(color) + "m" + std::string(text) + "\x1b[39m";
}

}  // namespace

std::string colored(std::string_view text, Style style) {
  const auto& color = kColors[static_cast<int>(style)];
  if (!*color.begin) return std::string(text);
  return "\x1b[" + std::string(color.begin) + "m" + std::string(text) + "\x1b[" + color.end + "m";
}

// Groups and classes open a level; what stands in a level has the level's colour. Palette: green, red, yellow, cyan,
// magenta.
std::string colored_regexp(std::string_view source) {
  static constexpr const char* kPalette[] = {"32", "31", "33", "36", "35"};
  auto color = [](size_t depth, size_t shift) { return kPalette[(depth + shift) % 5]; };
  size_t end = source.size();
  std::string out = in_color("/", color(0, 0));
  size_t depth = 1;
  for (size_t i = 1; i < end;) {
    char c = source[i];
    size_t length = 1;
    size_t shift = 1;
    if (c == '\\' && i + 1 < end) {
      length = 2;
      if (source[i + 1] == 'u' && i + 2 < end && source[i + 2] == '{') length = source.find('}', i) - i + 1;
      if ((source[i + 1] == 'p' || source[i + 1] == 'P') && i + 2 < end && source[i + 2] == '{') {
        length = source.find('}', i) - i + 1;
      }
      if (source[i + 1] == 'x') length = 4;
      if (source[i + 1] == 'u' && length == 2) length = 6;
    } else if (c == '(') {
      out += in_color("(", color(depth, 0));
      ++i;
      if (i < end && source[i] == '?') {
        bool named = source.substr(i).starts_with("?<") && source[i + 2] != '=' && source[i + 2] != '!';
        length = source[i + 1] == '<' && !named ? 3 : 2;
        out += in_color(source.substr(i, length), color(depth, 0));
        i += length;
        if (named) {
          size_t close = std::min(source.find('>', i), end - 1);
          out += in_color(source.substr(i, close - i), color(depth, 1)) + in_color(">", color(depth, 0));
          i = close + 1;
        }
      }
      ++depth;
      continue;
    } else if (c == '/') {
      out += in_color("/", color(0, 0));
      if (i + 1 < end) out += in_color(source.substr(i + 1), "31");
      return out;
    } else if (c == ')') {
      if (depth > 1) --depth;
      shift = 0;
    } else if (c == '[') {
      out += in_color("[", color(depth, 0));
      ++i;
      ++depth;
      if (i < end && source[i] == '^') out += in_color(source.substr(i++, 1), color(depth, 0));
      while (i < end && source[i] != ']') {
        length = source[i] == '\\' ? 2 : 1;
        bool range = source[i] == '-';
        out += in_color(source.substr(i, length), color(depth, range ? 1 : 0));
        i += length;
      }
      --depth;
      out += in_color("]", color(depth, 0));
      ++i;
      continue;
    } else if (c == '*' || c == '+' || c == '?' || c == '{' || c == '^' || c == '$') {
      if (c == '{') length = std::min(source.find('}', i), end - 1) - i + 1;
      shift = 3;
    } else if (c == '|') {
      shift = 3;
    }
    out += in_color(source.substr(i, std::min(length, end - i)), color(depth, shift));
    i += length;
  }
  return out;
}

std::string without_colors(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b' && i + 1 < text.size() && text[i + 1] == '[') {
      size_t end = text.find('m', i);
      if (end == std::string_view::npos) break;
      i = end;
      continue;
    }
    out += text[i];
  }
  return out;
}

std::string quote_text(std::u16string_view text) {
  char quote = '\'';
  if (text.find(u'\'') != std::u16string_view::npos) {
    if (text.find(u'"') == std::u16string_view::npos) {
      quote = '"';
    } else if (text.find(u'`') == std::u16string_view::npos && text.find(u"${") == std::u16string_view::npos) {
      quote = '`';
    }
  }
  return quote + escape(text, quote) + quote;
}

std::string escape_text(std::u16string_view text) {
  return escape(text, 0);
}

std::string separate_digits(const std::string& integer) {
  std::string result;
  size_t i = integer.size();
  size_t start = integer.starts_with("-") ? 1 : 0;
  for (; i >= start + 4; i -= 3) result = "_" + integer.substr(i - 3, 3) + result;
  return integer.substr(0, i) + result;
}
std::string separate_fraction(const std::string& digits) {
  std::string result;
  size_t i = 0;
  for (; i + 3 < digits.size(); i += 3) result += digits.substr(i, 3) + "_";
  return result + digits.substr(i);
}

bool is_plain_identifier(std::string_view text) {
  if (text.empty()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (!letter && (i == 0 || c < '0' || c > '9')) return false;
  }
  return true;
}

std::string indent_lines(std::string_view text, int spaces) {
  std::string out;
  for (char c : text) {
    out += c;
    if (c == '\n') out.append(static_cast<size_t>(spaces), ' ');
  }
  return out;
}

size_t utf16_size(std::string_view utf8) {
  size_t units = 0;
  for (char c : utf8) {
    auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) != 0x80) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}

size_t text_width(std::string_view utf8) {
  size_t width = 0;
  for (size_t i = 0; i < utf8.size(); ++i) {
    auto byte = static_cast<unsigned char>(utf8[i]);
    if ((byte & 0xc0) == 0x80) continue;
    // Hangul, CJK, fullwidth forms and emoji take two columns.
    uint32_t code_point = byte;
    if (byte >= 0xf0) {
      width += 2;
      continue;
    }
    if (byte >= 0xe0 && i + 2 < utf8.size()) {
      code_point = (byte & 0x0fu) << 12 | (static_cast<unsigned char>(utf8[i + 1]) & 0x3fu) << 6 |
                   (static_cast<unsigned char>(utf8[i + 2]) & 0x3fu);
    }
    bool zero = (code_point >= 0x300 && code_point <= 0x36f) || (code_point >= 0x200b && code_point <= 0x200f) ||
                (code_point >= 0x20d0 && code_point <= 0x20ff) || (code_point >= 0xfe00 && code_point <= 0xfe0f) ||
                (code_point >= 0xfe20 && code_point <= 0xfe2f);
    if (byte >= 0xcc && byte <= 0xcd && i + 1 < utf8.size()) {
      code_point = (byte & 0x1fu) << 6 | (static_cast<unsigned char>(utf8[i + 1]) & 0x3fu);
      zero = code_point >= 0x300 && code_point <= 0x36f;
    }
    if (zero) continue;
    bool wide = (code_point >= 0x1100 && code_point <= 0x115f) || (code_point >= 0x2e80 && code_point <= 0xa4cf) ||
                (code_point >= 0xac00 && code_point <= 0xd7a3) || (code_point >= 0xf900 && code_point <= 0xfaff) ||
                (code_point >= 0xfe30 && code_point <= 0xfe6f) || (code_point >= 0xff00 && code_point <= 0xff60);
    width += wide ? 2 : 1;
  }
  return width;
}

const char* function_kind_name(Function* function) {
  const bytecode::TemplateFlags& flags = function->code->function_template->flags;
  if (flags.is_generator) return flags.is_async ? "AsyncGeneratorFunction" : "GeneratorFunction";
  return flags.is_async ? "AsyncFunction" : "Function";
}

Symbol* custom_inspect_symbol(Isolate& isolate, AtomTable& atoms) {
  return atoms.find_registered_symbol(intern_latin1(isolate, "nodejs.util.inspect.custom"));
}

CollectionIterator collection_iterator_of(IteratorObject* iterator) {
  CollectionIterator at{};
  if (!iterator->target.is_object()) {
    // Exhausted: its prototype still tells what it was, but there is nothing to show.
    return at;
  }
  Object* target = as_object(iterator->target);
  if (target->type != CellType::kMap && target->type != CellType::kSet) return at;
  at.is_collection = true;
  at.table = static_cast<MapObject*>(target)->table;
  if (iterator->extra.is_cell() && iterator->extra.as_cell()->type == CellType::kHashTable) {
    at.table = static_cast<HashTable*>(iterator->extra.as_cell());
  }
  at.position = static_cast<uint32_t>(iterator->position);
  at.pairs = static_cast<IteratorKind>(iterator->kind) == IteratorKind::kEntries;
  at.values = static_cast<IteratorKind>(iterator->kind) == IteratorKind::kValues && target->type == CellType::kMap;
  return at;
}

}  // namespace scrim
