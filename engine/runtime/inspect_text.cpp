#include "engine/runtime/inspect_text.h"

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

std::string quote_text(std::u16string_view text) {
  char quote = '\'';
  if (text.find(u'\'') != std::u16string_view::npos) {
    if (text.find(u'"') == std::u16string_view::npos) {
      quote = '"';
    } else if (text.find(u'`') == std::u16string_view::npos && text.find(u"${") == std::u16string_view::npos) {
      quote = '`';
    }
  }
  std::string out(1, quote);
  for (size_t i = 0; i < text.size(); ++i) {
    char16_t unit = text[i];
    switch (unit) {
      case '\n': out += "\\n"; continue;
      case '\t': out += "\\t"; continue;
      case '\r': out += "\\r"; continue;
      case '\b': out += "\\b"; continue;
      case '\f': out += "\\f"; continue;
      case '\v': out += "\\v"; continue;
      case '\\': out += "\\\\"; continue;
      default: break;
    }
    if (unit == static_cast<char16_t>(quote)) {
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
  return out + quote;
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

bool has_own_to_string(Isolate& isolate, Object* object) {
  PropertyKey key = isolate.names().toString;
  for (Object* at = object; at && !at->is_exotic(); at = at->prototype()) {
    if (find_property(isolate, at->shape(), key)) {
      Value method = get_own_data(isolate, at, key);
      return method.is_object() && as_object(method)->type == CellType::kFunction;
    }
  }
  return false;
}

}  // namespace scrim
