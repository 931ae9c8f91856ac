// ECMA-262 sec-operations-on-iterator-objects, for builtins. (The interpreter's for-of and destructuring opcodes have
// their own fast paths and fall back to these.)
#pragma once

#include "engine/objects/object.h"

namespace scrim {

enum class Intrinsic : uint16_t;
struct IteratorObject;

struct IteratorRecord {
  Value iterator = Value::undefined();
  Value next_method = Value::undefined();
  bool done = false;
};

Completion<void> get_iterator(Isolate& isolate, Value iterable, IteratorRecord* record);
Completion<void> get_async_iterator(Isolate& isolate, Value iterable, IteratorRecord* record);
Completion<void> create_async_from_sync_iterator(Isolate& isolate, const IteratorRecord& sync, IteratorRecord* record);
Completion<void> get_iterator_from_method(Isolate& isolate, Value iterable, Value method, IteratorRecord* record);
Completion<void> get_iterator_direct(Isolate& isolate, Object* object, IteratorRecord* record);
// *done true: exhausted. A throw from the iterator marks the record done.
Completion<Value> iterator_step_value(Isolate& isolate, IteratorRecord* record, bool* done);
// sec-iteratorstep: whether there is a value, which is not read.
Completion<bool> iterator_step(Isolate& isolate, IteratorRecord* record);
// An object of kind kIterator that inherits from the intrinsic, all its fields undefined or 0.
IteratorObject* new_iterator_object(Isolate& isolate, Intrinsic prototype);
// sec-iteratortolist
Completion<Array*> iterator_to_list(Isolate& isolate, IteratorRecord* record);
// sec-iteratorclose for a normal completion.
Completion<void> iterator_close(Isolate& isolate, const IteratorRecord& record);
// ... for a throw completion: runs `return`, keeps the pending exception, and is to be returned.
Throw iterator_close_throw(Isolate& isolate, const IteratorRecord& record);
Object* create_iterator_result(Isolate& isolate, Value value, bool done);
// One step of an array, Map or Set iterator without a result object, when next_method is its own next; else false.
bool step_builtin_iterator(Isolate& isolate, Value iterator, Value next_method, Completion<Value>* value, bool* done);
// Whether iterating this array with for-of runs no user code: ordinary array, pristine iterator and next.
bool array_iteration_is_pristine(Isolate& isolate, Value value);

}  // namespace scrim
