// String.prototype: positions, pieces and searching. ECMA-262 sec-properties-of-the-string-prototype-object
#include <algorithm>
#include <cmath>

#include "engine/base/unicode.h"
#include "engine/builtins/regexp.h"
#include "engine/builtins/string.h"

namespace scrim {

namespace {

// ECMA-262 sec-string.prototype.at
Completion<Value> string_at(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.at"));
  const double relative = TRY(to_integer_or_infinity(isolate, frame.argument(0)));
  const double index = relative >= 0 ? relative : string->length + relative;
  if (!(index >= 0 && index < string->length)) return Value::undefined();
  return Value(single_character_string(isolate, char_at(isolate, string, static_cast<uint32_t>(index))));
}

// ECMA-262 sec-string.prototype.charat
Completion<Value> string_char_at(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.charAt"));
  const double index = TRY(to_integer_or_infinity(isolate, frame.argument(0)));
  if (!(index >= 0 && index < string->length)) return Value(isolate.names().empty.as_string());
  return Value(single_character_string(isolate, char_at(isolate, string, static_cast<uint32_t>(index))));
}

// ECMA-262 sec-string.prototype.charcodeat
Completion<Value> string_char_code_at(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.charCodeAt"));
  const double index = TRY(to_integer_or_infinity(isolate, frame.argument(0)));
  if (!(index >= 0 && index < string->length)) return Value::nan();
  return Value::int32(char_at(isolate, string, static_cast<uint32_t>(index)));
}

// ECMA-262 sec-string.prototype.codepointat
Completion<Value> string_code_point_at(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.codePointAt"));
  const double index = TRY(to_integer_or_infinity(isolate, frame.argument(0)));
  if (!(index >= 0 && index < string->length)) return Value::undefined();
  uint32_t units;
  const uint32_t c = code_point_at(characters(isolate, string), static_cast<uint32_t>(index), &units);
  return Value::int32(static_cast<int32_t>(c));
}

// ECMA-262 sec-string.prototype.concat
Completion<Value> string_concat(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.concat"));
  for (uint32_t i = 0; i < frame.argument_count; ++i) {
    string = TRY(concatenate(isolate, string, TRY(to_string(isolate, frame.argument(i)))));
  }
  return Value(string);
}

// --- searching

// The argument of includes, startsWith and endsWith: any value but a regular expression.
Completion<String*> search_argument(Isolate& isolate, Value value, const char* method) {
  if (TRY(is_regexp(isolate, value))) {
    return throw_type_error(isolate, "First argument to %s must not be a regular expression", method);
  }
  return to_string(isolate, value);
}

bool stands_at(Isolate& isolate, String* string, String* part, uint32_t position) {
  const Characters text = characters(isolate, string), wanted = characters(isolate, part);
  if (wanted.length > text.length - position) return false;
  if (!text.two_byte && !wanted.two_byte) {
    return std::memcmp(text.latin1() + position, wanted.latin1(), wanted.length) == 0;
  }
  for (uint32_t i = 0; i < wanted.length; ++i) {
    if (text[position + i] != wanted[i]) return false;
  }
  return true;
}

// ECMA-262 sec-string.prototype.includes
Completion<Value> string_includes(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.includes"));
  String* part = TRY(search_argument(isolate, frame.argument(0), "String.prototype.includes"));
  const uint32_t start = TRY(clamped_position(isolate, frame.argument(1), string->length));
  return Value::boolean(index_of(isolate, string, part, start) >= 0);
}

// ECMA-262 sec-string.prototype.startswith
Completion<Value> string_starts_with(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.startsWith"));
  String* part = TRY(search_argument(isolate, frame.argument(0), "String.prototype.startsWith"));
  const uint32_t start = TRY(clamped_position(isolate, frame.argument(1), string->length));
  return Value::boolean(stands_at(isolate, string, part, start));
}

// ECMA-262 sec-string.prototype.endswith
Completion<Value> string_ends_with(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.endsWith"));
  String* part = TRY(search_argument(isolate, frame.argument(0), "String.prototype.endsWith"));
  uint32_t end = string->length;
  if (!frame.argument(1).is_undefined()) end = TRY(clamped_position(isolate, frame.argument(1), end));
  if (part->length > end) return Value::boolean(false);
  return Value::boolean(stands_at(isolate, string, part, end - part->length));
}

// ECMA-262 sec-string.prototype.indexof
Completion<Value> string_index_of(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.indexOf"));
  String* part = TRY(to_string(isolate, frame.argument(0)));
  const uint32_t start = TRY(clamped_position(isolate, frame.argument(1), string->length));
  return Value::number(index_of(isolate, string, part, start));
}

// ECMA-262 sec-string.prototype.lastindexof
Completion<Value> string_last_index_of(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.lastIndexOf"));
  String* part = TRY(to_string(isolate, frame.argument(0)));
  const double number = TRY(to_number(isolate, frame.argument(1)));
  double position = number != number ? HUGE_VAL : std::trunc(number);
  if (part->length > string->length) return Value::int32(-1);
  position = std::clamp(position, 0.0, static_cast<double>(string->length - part->length));
  return Value::number(last_index_of(isolate, string, part, static_cast<uint32_t>(position)));
}

// --- pieces

// ECMA-262 sec-string.prototype.slice
Completion<Value> string_slice(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.slice"));
  const uint64_t start = TRY(relative_index(isolate, frame.argument(0), string->length, 0));
  const uint64_t end = TRY(relative_index(isolate, frame.argument(1), string->length, string->length));
  if (start >= end) return Value(isolate.names().empty.as_string());
  return Value(substring(isolate, string, static_cast<uint32_t>(start), static_cast<uint32_t>(end)));
}

// ECMA-262 sec-string.prototype.substring
Completion<Value> string_substring(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.substring"));
  const uint32_t start = TRY(clamped_position(isolate, frame.argument(0), string->length));
  uint32_t end = string->length;
  if (!frame.argument(1).is_undefined()) end = TRY(clamped_position(isolate, frame.argument(1), end));
  return Value(substring(isolate, string, std::min(start, end), std::max(start, end)));
}

// ECMA-262 sec-string.prototype.substr (Annex B)
Completion<Value> string_substr(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.substr"));
  const uint64_t start = TRY(relative_index(isolate, frame.argument(0), string->length, 0));
  double length = string->length;
  if (!frame.argument(1).is_undefined()) length = TRY(to_integer_or_infinity(isolate, frame.argument(1)));
  const double end = std::min(static_cast<double>(start) + std::max(length, 0.0), static_cast<double>(string->length));
  if (end <= static_cast<double>(start)) return Value(isolate.names().empty.as_string());
  return Value(substring(isolate, string, static_cast<uint32_t>(start), static_cast<uint32_t>(end)));
}

// --- building

// `count` times the string.
Completion<String*> repeated(Isolate& isolate, String* string, double count) {
  if (count == 0 || string->length == 0) return isolate.names().empty.as_string();
  if (count == 1) return string;
  if (count * string->length > String::kMaxLength) return throw_range_error(isolate, "Invalid string length");
  const Characters text = characters(isolate, string);
  const auto total = static_cast<uint32_t>(count * text.length);
  FlatString* result =
      text.two_byte ? new_uninitialized_utf16(isolate, total) : new_uninitialized_latin1(isolate, total);
  const size_t unit = text.two_byte ? 2 : 1;
  auto* out = reinterpret_cast<char*>(result + 1);
  std::memcpy(out, text.data, text.length * unit);
  // Doubles what is there until it is all there.
  for (size_t done = text.length; done < total;) {
    const size_t more = std::min(done, total - done);
    std::memcpy(out + done * unit, out, more * unit);
    done += more;
  }
  return static_cast<String*>(result);
}

// ECMA-262 sec-string.prototype.repeat
Completion<Value> string_repeat(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype.repeat"));
  const double count = TRY(to_integer_or_infinity(isolate, frame.argument(0)));
  if (count < 0 || std::isinf(count)) {
    return throw_range_error(isolate, "Invalid count value: %s",
                             describe_for_error(isolate, frame.argument(0)).c_str());
  }
  return TRY(repeated(isolate, string, count));
}

// ECMA-262 sec-string.prototype.padend and padstart; magic: 1 at the start.
Completion<Value> string_pad(Isolate& isolate, Frame& frame) {
  const bool at_start = callee_of(frame)->magic == 1;
  String* string = TRY(this_string(isolate, frame, at_start ? "String.prototype.padStart" : "String.prototype.padEnd"));
  const uint64_t wanted = TRY(to_length(isolate, frame.argument(0)));
  if (wanted <= string->length) return Value(string);
  String* filler = single_character_string(isolate, u' ');
  if (!frame.argument(1).is_undefined()) filler = TRY(to_string(isolate, frame.argument(1)));
  if (filler->length == 0) return Value(string);
  if (wanted > String::kMaxLength) return throw_range_error(isolate, "Invalid string length");
  const auto missing = static_cast<uint32_t>(wanted - string->length);
  String* whole = TRY(repeated(isolate, filler, missing / filler->length));
  String* rest = substring(isolate, filler, 0, missing % filler->length);
  String* padding = TRY(concatenate(isolate, whole, rest));
  return TRY(at_start ? concatenate(isolate, padding, string) : concatenate(isolate, string, padding));
}

using P = BuiltinProperty;

constexpr P kMethods[] = {
    P::function("at", string_at, 1),
    P::function("charAt", string_char_at, 1),
    P::function("charCodeAt", string_char_code_at, 1),
    P::function("codePointAt", string_code_point_at, 1),
    P::function("concat", string_concat, 1),
    P::function("endsWith", string_ends_with, 1),
    P::function("includes", string_includes, 1),
    P::function("indexOf", string_index_of, 1),
    P::function("lastIndexOf", string_last_index_of, 1),
    P::function("padEnd", string_pad, 1, 0),
    P::function("padStart", string_pad, 1, 1),
    P::function("repeat", string_repeat, 1),
    P::function("slice", string_slice, 2),
    P::function("startsWith", string_starts_with, 1),
    P::function("substr", string_substr, 2),
    P::function("substring", string_substring, 2),
};

}  // namespace

const BuiltinTable kStringMethods = kMethods;

}  // namespace scrim
