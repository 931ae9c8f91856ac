#include "engine/runtime/native_handles.h"

#include "engine/builtins/support.h"
#include "engine/objects/collections.h"
#include "engine/objects/object.h"
#include "engine/objects/realm.h"
#include "engine/runtime/runtime.h"

namespace scrim {

Value NativeHandles::add(Isolate& isolate, HandleKind kind, std::shared_ptr<void> resource, size_t bytes) {
  Shape* shape =
      root_shape(isolate, isolate.realm().intrinsic(Intrinsic::kObjectPrototype), CellType::kHostObject, 0, 0);
  auto* object = allocate_object<HostObject>(isolate, shape);
  object->kind = static_cast<uint32_t>(kind);
  for (Value& word : object->data) word = Value::undefined();
  isolate.heap().add_finalizer(object);
  if (free_.empty()) {
    object->task = static_cast<uint32_t>(entries_.size());
    entries_.push_back({std::move(resource), bytes});
  } else {
    object->task = free_.back();
    free_.pop_back();
    entries_[object->task] = {std::move(resource), bytes};
  }
  isolate.heap().add_external(static_cast<intptr_t>(bytes));
  return Value(object);
}

std::shared_ptr<void> NativeHandles::find(HandleKind kind, Value object) const {
  if (!is_type(object, CellType::kHostObject)) return nullptr;
  auto* handle = cast<HostObject>(object);
  return handle->kind == static_cast<uint32_t>(kind) ? entries_[handle->task].resource : nullptr;
}

// The place is free for others when the object has died.
void NativeHandles::release(Isolate& isolate, HandleKind kind, Value object) {
  if (!find(kind, object)) return;
  Entry& entry = entries_[cast<HostObject>(object)->task];
  isolate.heap().add_external(-static_cast<intptr_t>(entry.bytes));
  entry = {};
}

void NativeHandles::finalize(Cell* cell) {
  auto* object = static_cast<HostObject*>(static_cast<Object*>(cell));
  NativeHandles& self = *runtime_of(isolate_of(cell)).handles;
  Entry& entry = self.entries_[object->task];
  heap_of(cell).add_external(-static_cast<intptr_t>(entry.bytes));
  entry = {};
  self.free_.push_back(object->task);
}

}  // namespace scrim
