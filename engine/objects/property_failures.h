// What V8 says when [[Set]], [[DefineOwnProperty]] or [[Delete]] answered false where that is an error.
#pragma once

#include "engine/objects/isolate.h"

namespace scrim {

// `object` may be a primitive: the base of the assignment.
Throw throw_failed_set(Isolate& isolate, Value object, PropertyKey key);
Throw throw_failed_define(Isolate& isolate, Object* object, PropertyKey key);
Throw throw_failed_delete(Isolate& isolate, Value object, PropertyKey key);

}  // namespace scrim
