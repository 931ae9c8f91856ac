// What initialisation and the slow paths share inside this room.
#pragma once

#include "engine/objects/isolate.h"

namespace scrim {

// A function's lazy own property: length, name, or its prototype object (made here).
Value materialize_function_property(Isolate& isolate, Object* function, PropertyKey key);
// The global cache and the always-valid cell.
void initialize_caches(Isolate& isolate);

}  // namespace scrim
