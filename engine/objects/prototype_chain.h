// Walks along prototypes that programs can see, proxies included.
#pragma once

#include "engine/heap/completion.h"

namespace scrim {

class Isolate;
struct Object;

// Whether `prototype` is above the object; RangeError after 102,400 proxies, as in V8: one may be its own prototype.
Completion<bool> prototype_chain_has(Isolate& isolate, Object* object, const Object* prototype);

}  // namespace scrim
