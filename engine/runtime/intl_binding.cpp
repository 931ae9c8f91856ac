// internal.binding("intl"): what Intl (web/intl.js) asks of ICU.
#include "engine/builtins/icu.h"
#include "engine/builtins/support.h"
#include "engine/runtime/natives.h"

namespace scrim {

namespace {

// (tag) -> the canonical tag; undefined: not a language tag
Completion<Value> canonical_locale(Isolate& isolate, Frame& frame) {
  std::optional<std::string> tag = icu::canonical_locale(to_utf8(isolate, TRY(to_string(isolate, frame.argument(0)))));
  return tag ? Value(new_string_utf8(isolate, *tag)) : Value::undefined();
}

// (canonical tag) -> the part of it that there is data for, or ""
Completion<Value> supported_locale(Isolate& isolate, Frame& frame) {
  return Value(
      new_string_utf8(isolate, icu::supported_locale(to_utf8(isolate, TRY(to_string(isolate, frame.argument(0)))))));
}

// (text, locale, 0 grapheme | 1 word | 2 sentence) -> for each segment its end, negated if it is like a word
Completion<Value> segment(Isolate& isolate, Frame& frame) {
  String* text = TRY(to_string(isolate, frame.argument(0)));
  const std::string locale = to_utf8(isolate, TRY(to_string(isolate, frame.argument(1))));
  const auto granularity = static_cast<icu::Granularity>(TRY(to_int32(isolate, frame.argument(2))));
  Characters units = characters(isolate, text);
  std::u16string copy(units.length, u'\0');
  // Below U+0300 nothing combines but CR with LF.
  bool plain = granularity == icu::Granularity::kGrapheme;
  for (uint32_t i = 0; i < units.length; ++i) {
    copy[i] = units[i];
    plain = plain && copy[i] < 0x300 && copy[i] != '\r';
  }
  Array* list = new_array(isolate);
  if (plain) {
    for (uint32_t i = 1; i <= units.length; ++i) array_push(isolate, list, Value::int32(static_cast<int32_t>(i)));
    return Value(list);
  }
  auto ends = icu::segment_ends(copy, locale, granularity);
  if (!ends) return throw_error(isolate, ErrorType::kError, "ICU's data is missing");
  for (const icu::SegmentEnd& end : *ends) {
    array_push(isolate, list, Value::int32(end.word_like ? -end.end : end.end));
  }
  return Value(list);
}

using P = BuiltinProperty;
constexpr P kNatives[] = {
    P::function("canonicalLocale", canonical_locale, 1),
    P::function("supportedLocale", supported_locale, 1),
    P::function("segment", segment, 3),
};

}  // namespace

extern constexpr NativeBinding kIntlBinding = {"intl", kNatives};

}  // namespace scrim
