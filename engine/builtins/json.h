// JSON's two halves.
#pragma once

#include "engine/builtins/support.h"

namespace scrim {

// SyntaxError with V8's message if the text is no JSON.
Completion<Value> json_parse_text(Isolate& isolate, String* text);
Completion<Value> json_parse(Isolate& isolate, Frame& frame);
Completion<Value> json_stringify(Isolate& isolate, Frame& frame);
// The value's JSON text, or undefined. replacer and space as JSON.stringify takes them.
Completion<Value> json_stringify_value(Isolate& isolate, Value value, Value replacer, Value space);

}  // namespace scrim
