// Throwing. Each function creates an error of the current realm with V8's wording, sets it pending in the isolate and
// returns Throw for the caller to return. printf-like formats; %s takes UTF-8.
#pragma once

#include <string>

#include "engine/objects/object.h"

namespace scrim {

enum class ErrorType : uint8_t {
  kError,
  kTypeError,
  kRangeError,
  kReferenceError,
  kSyntaxError,
  kEvalError,
  kURIError
};

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
// How V8 names an operand whose source text it does not have: type and value ("number 1", "string \"a\"", "object").
std::string describe_call_site(Isolate& isolate, Value value);
// The name of the class an object seems to be of: its constructor's name, or its @@toStringTag if that is "Object";
// runs no code.
std::string constructor_name(Isolate& isolate, Object* object);
// Objects are called after their constructor even if their prototype chain does not tell which one that is, as
// `F.prototype = Object.create(null)` leaves it: such a prototype remembers it under a private name. Null: it does not.
void remember_constructor(Isolate& isolate, Object* prototype, Object* constructor);
Object* remembered_constructor(Isolate& isolate, Object* prototype);
// "number 1 is not a function"
Throw throw_not_callable(Isolate& isolate, Value value);
// "Method Map.prototype.get called on incompatible receiver #<Object>"
Throw throw_incompatible_receiver(Isolate& isolate, const char* method, Value receiver);

// "Cannot read properties of undefined (reading 'x')", or with store "Cannot set ... (setting 'x')"; base is undefined
// or null. A key that is not a property key yet is shown without running its toString.
Throw throw_nullish_access(Isolate& isolate, Value base, PropertyKey key, bool store);
Throw throw_nullish_access(Isolate& isolate, Value base, Value key, bool store);

// Gives an object its `stack`, as V8 an own accessor whose functions all objects of a realm share: the frames are
// recorded now (isolate.capture_frames), the text is made when it is first asked for. Frames above `until` (a function;
// null: none) are left out.
void capture_stack_trace(Isolate& isolate, Object* object, Object* until = nullptr);

// The frames as Error.stackTraceLimit wants them; undefined if that is no number.
Value record_frames(Isolate& isolate, Object* until);

struct ErrorObject : Object {
  Value stack_frames;   // what capture_frames recorded, formatted when `stack` is first read; undefined: none
  Value stack;          // what `stack` gives; empty until it is first read
  Value properties[3];  // message, stack, cause as they come

  template <typename V>
  void visit(V& visitor) {
    visit_properties(visitor);
    visitor.internal("stack_frames", stack_frames);
    visitor.internal("stack", stack);
  }
};
// An error without properties; the shape's type is kError.
ErrorObject* new_error_object(Isolate& isolate, Shape* shape);

// What was recorded for an error or for an object given to captureStackTrace; null if nothing was.
ErrorObject* stack_record(Isolate& isolate, Object* object);
// `stack` of an object that has a record; made now if nobody asked before.
Value recorded_stack(Isolate& isolate, Object* object);
// The object's own `stack` without running its getters: the accessor of errors, or a plain value; else empty.
Value own_stack(Isolate& isolate, Object* object);

}  // namespace scrim
