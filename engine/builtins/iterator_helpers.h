// What the files of Iterator's helpers share: how a helper's state is kept. ECMA-262 sec-iterator-helper-objects
//
// A helper is an IteratorObject: target is the underlying iterator and extra its next method (undefined for helpers
// over several), extra2 the helper's own: the function, the count, or an Array that no program sees.
#pragma once

#include "engine/builtins/array_support.h"
#include "engine/objects/iteration.h"

namespace scrim {

enum HelperKind : uint32_t { kMap, kFilter, kTake, kDrop, kFlatMap, kConcat, kZip, kChunks, kWindows };
enum HelperState : uint32_t {
  kHelper = 16 << 16,
  kStart = 0,
  kSuspended = 1,
  kRunning = 2,
  kDone = 3,
  kStateMask = 0xff
};

IteratorObject* new_helper(Isolate& isolate, HelperKind kind, const IteratorRecord& record, Value extra);

// Words of extra2 where it is an Array.
inline Value& slot_of(IteratorObject* helper, uint32_t index) {
  return cast<Array>(helper->extra2)->vector()->values[index];
}
inline void store_slot(Isolate& isolate, IteratorObject* helper, uint32_t index, Value value) {
  put_element(isolate, cast<Array>(helper->extra2), index, value);
}

// The receiver of a method; TypeError unless it is an object.
Completion<Object*> this_iterator(Isolate& isolate, Frame& frame, const char* method);
// sec-getiteratorflattenable
Completion<void> get_iterator_flattenable(Isolate& isolate, Value value, bool strings, IteratorRecord* record);
// Closes the receiver when an argument is unfit; the exception is pending. sec-iterator.prototype.map step 4
Throw close_and_throw(Isolate& isolate, Object* object);

// --- iterator_joint.cpp
Completion<Value> iterator_zip(Isolate& isolate, Frame& frame);
Completion<Value> iterator_zip_keyed(Isolate& isolate, Frame& frame);
Completion<Value> zip_step(Isolate& isolate, IteratorObject* helper, bool* done);
// `return` of a zip that has not ended.
Completion<void> zip_close(Isolate& isolate, IteratorObject* helper);

// --- iterator_windows.cpp
Completion<Value> iterator_prototype_chunks(Isolate& isolate, Frame& frame);
Completion<Value> iterator_prototype_windows(Isolate& isolate, Frame& frame);
Completion<Value> iterator_prototype_includes(Isolate& isolate, Frame& frame);
Completion<Value> iterator_prototype_join(Isolate& isolate, Frame& frame);
Completion<Value> chunks_step(Isolate& isolate, IteratorObject* helper, bool* done);
Completion<Value> windows_step(Isolate& isolate, IteratorObject* helper, bool* done);

}  // namespace scrim
