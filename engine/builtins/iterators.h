// The builtin iterators (IteratorObject::kind) and how they are made and stepped.
#pragma once

#include "engine/builtins/support.h"

namespace scrim {

enum class IteratorKind : uint32_t { kKeys, kValues, kEntries };

// target: the array or array-like, Map or Set.
Object* create_array_iterator(Isolate& isolate, Object* target, IteratorKind kind);
Object* create_collection_iterator(Isolate& isolate, MapObject* target, IteratorKind kind);

Completion<Value> array_iterator_next(Isolate& isolate, Frame& frame);
Completion<Value> map_iterator_next(Isolate& isolate, Frame& frame);
Completion<Value> set_iterator_next(Isolate& isolate, Frame& frame);

Completion<Value> async_iterator_dispose(Isolate& isolate, Frame& frame);

// The length of what an array iterator walks: TypeError for a typed array out of bounds.
Completion<uint64_t> iterated_length(Isolate& isolate, Object* object);

}  // namespace scrim
