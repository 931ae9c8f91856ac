// What the builtin modules written in JavaScript stand on: one object of native functions.
#pragma once

#include "engine/runtime/runtime.h"

namespace scrim {

Object* make_internal_natives(Isolate& isolate);

}  // namespace scrim
