// Throwing. Each function creates an error of the current realm with V8's wording, sets it pending in the isolate and
// returns Throw for the caller to return. printf-like formats; %s takes UTF-8.
#pragma once

#include <string>

#include "engine/objects/object.h"

namespace scrim {

enum class ErrorType : uint8_t { kError, kTypeError, kRangeError, kReferenceError, kSyntaxError, kEvalError, kURIError };

Throw throw_value(Isolate& isolate, Value exception);
[[gnu::format(printf, 3, 4)]] Throw throw_error(Isolate& isolate, ErrorType type, const char* format, ...);
[[gnu::format(printf, 2, 3)]] Throw throw_type_error(Isolate& isolate, const char* format, ...);
[[gnu::format(printf, 2, 3)]] Throw throw_range_error(Isolate& isolate, const char* format, ...);
Object* make_error(Isolate& isolate, ErrorType type, String* message);
// The VM stack is used up: RangeError "Maximum call stack size exceeded".
Throw throw_stack_overflow(Isolate& isolate);

// How V8's messages show a value: strings quoted, functions by source, objects as #<Name>; UTF-8, cut to a line.
std::string describe_for_error(Isolate& isolate, Value value);
std::string describe_key(Isolate& isolate, PropertyKey key);

// Fills in `stack` (own data property, as V8's) from the current frames; called by the Error constructors. Frames above
// `until` (a function; null: none) are left out.
void capture_stack_trace(Isolate& isolate, Object* error, Object* until = nullptr);

struct ErrorObject : Object {
  Value stack_frames;  // an array of the frames at creation, formatted when `stack` is first read; undefined: none
  Value properties[3];  // message, stack, cause as they come

  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    visitor.internal("stack_frames", stack_frames);
  }
};

}  // namespace scrim
