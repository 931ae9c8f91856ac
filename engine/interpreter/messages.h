// What initialisation and the slow paths share inside this room.
#pragma once

#include "engine/objects/isolate.h"

namespace scrim {

// A function's lazy own property: length, name, or its prototype object (made here).
Value materialize_function_property(Isolate& isolate, Object* function, PropertyKey key);
// What `arguments` of sloppy functions with simple parameters does.
void initialize_arguments(Isolate& isolate);
// The global cache and the always-valid cell.
void initialize_caches(Isolate& isolate);
// The current frames as an array (stack_trace.h), and V8's text for such an array (isolate.capture_frames,
// isolate.format_frames).
Value capture_frames(Isolate& isolate, Object* until);
String* format_frames(Isolate& isolate, Value recorded);
String* function_source(Isolate& isolate, Object* function);
// isolate.create_dynamic_function and isolate.indirect_eval (dynamic_code.cpp).
Completion<Value> create_dynamic_function(Isolate& isolate, DynamicFunctionKind kind, String* parameters, String* body,
                                          Value new_target);
Completion<Value> indirect_eval(Isolate& isolate, String* source);

}  // namespace scrim
