// String.prototype: case, normal forms, comparison, trimming, well-formedness, and Annex B's HTML.
#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/unicode.h"
#include "engine/builtins/icu.h"
#include "engine/builtins/intl/to_locale_string.h"
#include "engine/builtins/string.h"

namespace scrim {

namespace {

// --- case

// ECMA-262 sec-string.prototype.tolowercase: SpecialCasing's Final_Sigma, a cased letter before and none after,
// case-ignorable ones not counted.
bool is_final_sigma(const Characters& text, uint32_t position) {
  bool cased_before = false;
  for (uint32_t i = position; i > 0;) {
    uint32_t c = text[--i];
    if (unicode::is_trail_surrogate(c) && i > 0 && unicode::is_lead_surrogate(text[i - 1])) {
      c = unicode::combine_surrogates(text[i - 1], c);
      --i;
    }
    if (unicode::is_case_ignorable(c)) continue;
    cased_before = unicode::is_cased(c);
    break;
  }
  if (!cased_before) return false;
  for (uint32_t i = position + 1, units; i < text.length; i += units) {
    const uint32_t c = code_point_at(text, i, &units);
    if (unicode::is_case_ignorable(c)) continue;
    return !unicode::is_cased(c);
  }
  return true;
}

Completion<String*> map_case_slowly(Isolate& isolate, String* string, bool upper) {
  const Characters text = characters(isolate, string);
  StringBuilder out(isolate);
  constexpr uint32_t kSigma = 0x3A3;
  for (uint32_t i = 0, units; i < text.length; i += units) {
    const uint32_t c = code_point_at(text, i, &units);
    if (!upper && c == kSigma) {
      out.append(is_final_sigma(text, i) ? u'\u03C2' : u'\u03C3');
      continue;
    }
    char16_t mapped[3];
    const size_t length = upper ? unicode::to_upper_full(c, mapped) : unicode::to_lower_full(c, mapped);
    out.append_utf16({mapped, length});
  }
  return out.finish();
}

// Latin-1 maps to itself under lower case; under upper case but for three letters.
String* map_latin1(Isolate& isolate, String* string, bool upper) {
  const Characters text = characters(isolate, string);
  const uint8_t* units = text.latin1();
  const auto map = [upper](uint8_t c) -> int {
    if (upper) {
      if (c == 0xB5 || c == 0xDF || c == 0xFF) return -1;
      return (c >= 'a' && c <= 'z') || (c >= 0xE0 && c != 0xF7) ? c - 32 : c;
    }
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) ? c + 32 : c;
  };
  uint32_t same = 0;
  while (same < text.length && map(units[same]) == units[same]) ++same;
  if (same == text.length) return string;
  for (uint32_t i = same; i < text.length; ++i) {
    if (map(units[i]) < 0) return nullptr;
  }
  FlatString* result = new_uninitialized_latin1(isolate, text.length);
  for (uint32_t i = 0; i < text.length; ++i) result->latin1()[i] = static_cast<uint8_t>(map(units[i]));
  return result;
}

Completion<String*> map_case(Isolate& isolate, String* string, bool upper) {
  if (string->is_latin1()) {
    if (String* mapped = map_latin1(isolate, string, upper)) return mapped;
  }
  return map_case_slowly(isolate, string, upper);
}

// ECMA-262 sec-string.prototype.tolowercase and touppercase; magic: 1 upper.
Completion<Value> string_map_case(Isolate& isolate, Frame& frame) {
  const bool upper = callee_of(frame)->magic == 1;
  String* string =
      TRY(this_string(isolate, frame, upper ? "String.prototype.toUpperCase" : "String.prototype.toLowerCase"));
  return TRY(map_case(isolate, string, upper));
}

// --- locales

// ECMA-402 sup-string.prototype.tolocalelowercase and its like; magic: 1 upper.
Completion<Value> string_map_locale_case(Isolate& isolate, Frame& frame) {
  const bool upper = callee_of(frame)->magic == 1;
  String* string = TRY(
      this_string(isolate, frame, upper ? "String.prototype.toLocaleUpperCase" : "String.prototype.toLocaleLowerCase"));
  std::string language;
  TRY(intl::case_mapping_language(isolate, frame.argument(0), &language));
  if (!language.empty()) {
    if (auto mapped = text::map_case(to_utf16(isolate, string), upper, language)) {
      return Value(new_string_utf16(isolate, *mapped));
    }
  }
  return TRY(map_case(isolate, string, upper));
}

// ECMA-402 sup-String.prototype.localeCompare
Completion<Value> string_locale_compare(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.localeCompare"));
  String* other = TRY(to_string(isolate, frame.argument(0)));
  return intl::locale_compare(isolate, callee_of(frame), string, other, frame.argument(1), frame.argument(2));
}

// --- normal forms

// ECMA-262 sec-string.prototype.normalize
Completion<Value> string_normalize(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.normalize"));
  text::NormalForm form = text::NormalForm::kNfc;
  if (!frame.argument(0).is_undefined()) {
    const std::string name = to_utf8(isolate, TRY(to_string(isolate, frame.argument(0))));
    static constexpr std::string_view kNames[] = {"NFC", "NFD", "NFKC", "NFKD"};
    const auto* found = std::find(std::begin(kNames), std::end(kNames), name);
    if (found == std::end(kNames)) {
      return throw_range_error(isolate, "The normalization form should be one of NFC, NFD, NFKC, NFKD.");
    }
    form = static_cast<text::NormalForm>(found - kNames);
  }
  const Characters text = characters(isolate, string);
  const bool ascii =
      !text.two_byte && std::all_of(text.latin1(), text.latin1() + text.length, [](uint8_t c) { return c < 0x80; });
  if (ascii || (!text.two_byte && form == text::NormalForm::kNfc)) return Value(string);
  const auto normalized = text::normalize(to_utf16(isolate, string), form);
  if (!normalized) return throw_error(isolate, ErrorType::kError, "String.prototype.normalize needs the ICU library");
  if (normalized->size() > String::kMaxLength) return throw_range_error(isolate, "Invalid string length");
  return Value(new_string_utf16(isolate, *normalized));
}

// ECMA-262 sec-string.prototype.iswellformed
Completion<Value> string_is_well_formed(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.isWellFormed"));
  const Characters text = characters(isolate, string);
  if (!text.two_byte) return Value::boolean(true);
  for (uint32_t i = 0, units; i < text.length; i += units) {
    if ((code_point_at(text, i, &units) & 0xFFFFF800) == 0xD800) return Value::boolean(false);
  }
  return Value::boolean(true);
}

// ECMA-262 sec-string.prototype.towellformed
Completion<Value> string_to_well_formed(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.toWellFormed"));
  const Characters text = characters(isolate, string);
  if (!text.two_byte) return Value(string);
  StringBuilder out(isolate);
  for (uint32_t i = 0, units; i < text.length; i += units) {
    const uint32_t c = code_point_at(text, i, &units);
    out.append_code_point((c & 0xFFFFF800) == 0xD800 ? 0xFFFD : c);
  }
  return TRY(out.finish());
}

// --- trimming

enum TrimSide : uint16_t { kTrimStart = 1, kTrimEnd = 2, kTrimBoth = 3 };

// ECMA-262 sec-trimstring; magic: which ends.
Completion<Value> string_trim(Isolate& isolate, Frame& frame) {
  const uint64_t side = callee_of(frame)->magic;
  const char* method = side == kTrimBoth    ? "String.prototype.trim"
                       : side == kTrimStart ? "String.prototype.trimStart"
                                            : "String.prototype.trimEnd";
  String* string = TRY(this_string(isolate, frame, method));
  const Characters text = characters(isolate, string);
  uint32_t start = 0, end = text.length;
  if ((side & kTrimStart) != 0) {
    while (start < end && unicode::is_white_space_or_line_terminator(text[start])) ++start;
  }
  if ((side & kTrimEnd) != 0) {
    while (end > start && unicode::is_white_space_or_line_terminator(text[end - 1])) --end;
  }
  return Value(substring(isolate, string, start, end));
}

// --- ECMA-262 sec-createhtml (Annex B)

struct HtmlMethod {
  const char* name;
  const char* tag;
  const char* attribute;  // null: none
};
constexpr HtmlMethod kHtmlMethods[] = {
    {"anchor", "a", "name"},  {"big", "big", nullptr},        {"blink", "blink", nullptr},   {"bold", "b", nullptr},
    {"fixed", "tt", nullptr}, {"fontcolor", "font", "color"}, {"fontsize", "font", "size"},  {"italics", "i", nullptr},
    {"link", "a", "href"},    {"small", "small", nullptr},    {"strike", "strike", nullptr}, {"sub", "sub", nullptr},
    {"sup", "sup", nullptr},
};

// magic: which of kHtmlMethods.
Completion<Value> string_html(Isolate& isolate, Frame& frame) {
  const HtmlMethod& method = kHtmlMethods[callee_of(frame)->magic];
  String* string = TRY(this_string(isolate, frame, (std::string("String.prototype.") + method.name).c_str()));
  StringBuilder out(isolate);
  out.append(u'<');
  out.append_latin1(method.tag);
  if (method.attribute != nullptr) {
    String* value = TRY(to_string(isolate, frame.argument(0)));
    const Characters text = characters(isolate, value);
    out.append(u' ');
    out.append_latin1(method.attribute);
    out.append_latin1("=\"");
    for (uint32_t i = 0; i < text.length; ++i) {
      if (text[i] == '"') {
        out.append_latin1("&quot;");
      } else {
        out.append(text[i]);
      }
    }
    out.append(u'"');
  }
  out.append(u'>');
  out.append(string);
  out.append_latin1("</");
  out.append_latin1(method.tag);
  out.append(u'>');
  return TRY(out.finish());
}

using P = BuiltinProperty;

constexpr P kText[] = {
    P::function("isWellFormed", string_is_well_formed, 0),
    P::function("localeCompare", string_locale_compare, 1),
    P::function("normalize", string_normalize, 0),
    P::function("toLocaleLowerCase", string_map_locale_case, 0, 0),
    P::function("toLocaleUpperCase", string_map_locale_case, 0, 1),
    P::function("toLowerCase", string_map_case, 0, 0),
    P::function("toUpperCase", string_map_case, 0, 1),
    P::function("toWellFormed", string_to_well_formed, 0),
    P::function("trim", string_trim, 0, kTrimBoth),
    P::function("trimStart", string_trim, 0, kTrimStart),
    P::alias("trimLeft", "trimStart"),
    P::function("trimEnd", string_trim, 0, kTrimEnd),
    P::alias("trimRight", "trimEnd"),
};

template <size_t... I>
constexpr auto html_table(std::index_sequence<I...>) {
  return std::array{P::function(kHtmlMethods[I].name, string_html, kHtmlMethods[I].attribute ? 1 : 0, I)...};
}
constexpr auto kHtml = html_table(std::make_index_sequence<std::size(kHtmlMethods)>());

}  // namespace

const BuiltinTable kStringText = kText;
const BuiltinTable kStringHtml = kHtml;

}  // namespace scrim
