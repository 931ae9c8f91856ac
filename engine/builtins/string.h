// What the files of String share.
#pragma once

#include "engine/builtins/support.h"

namespace scrim {

// RequireObjectCoercible(this value) and ToString; `method` is what the TypeError names.
inline Completion<String*> this_string(Isolate& isolate, Frame& frame, const char* method) {
  if (frame.this_value.is_string()) [[likely]]
    return as_string(frame.this_value);
  TRY(require_object_coercible(isolate, frame.this_value, method));
  return to_string(isolate, frame.this_value);
}

// ToIntegerOrInfinity, brought between 0 and `length`.
inline Completion<uint32_t> clamped_position(Isolate& isolate, Value value, uint32_t length) {
  if (value.is_undefined()) return uint32_t{0};
  const double position = TRY(to_integer_or_infinity(isolate, value));
  if (position <= 0) return uint32_t{0};
  return position < length ? static_cast<uint32_t>(position) : length;
}

// The code point at a position, and how many units it takes. ECMA-262 sec-codepointat
uint32_t code_point_at(const Characters& text, uint32_t position, uint32_t* units);

extern const BuiltinTable kStringMethods;      // string_methods.cpp: positions, pieces, searching
extern const BuiltinTable kStringReplacement;  // string_replace.cpp: what regular expressions may do, and split
extern const BuiltinTable kStringText;         // string_text.cpp: case, normal forms, comparison, trimming
extern const BuiltinTable kStringHtml;         // string_text.cpp: Annex B

}  // namespace scrim
