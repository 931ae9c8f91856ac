// ArrayBuffer and SharedArrayBuffer. ECMA-262 sec-arraybuffer-objects
#include <algorithm>
#include <cstdlib>

#include "engine/builtins/typed_array.h"
#include "engine/builtins/waiter_list.h"
#include "engine/interpreter/promise.h"

namespace scrim {

namespace {

constexpr uint64_t kMaxBytes = uint64_t{1} << 33;

Completion<ArrayBufferObject*> this_buffer(Isolate& isolate, Frame& frame, const char* method,
                                           CellType type = CellType::kArrayBuffer) {
  if (!is_type(frame.this_value, type)) return throw_incompatible_receiver(isolate, method, frame.this_value);
  return cast<ArrayBufferObject>(frame.this_value);
}

Throw throw_detached(Isolate& isolate, const char* method) {
  return throw_type_error(isolate, "Cannot perform %s on a detached ArrayBuffer", method);
}

template <bool shared>
Completion<Value> buffer_constructor(Isolate& isolate, Frame& frame) {
  constexpr const char* kName = shared ? "SharedArrayBuffer" : "ArrayBuffer";
  if (frame.new_target.is_undefined()) return throw_type_error(isolate, "Constructor %s requires 'new'", kName);
  Completion<uint64_t> length = to_index(isolate, frame.argument(0));
  if (length.failed()) {
    if (!frame.argument(0).is_number()) return Throw{};
    isolate.take_exception();
    return throw_range_error(isolate, "Invalid array buffer length");
  }
  uint64_t max_length = ArrayBufferObject::kFixedLength;
  if (frame.argument(1).is_object()) {
    Value max = TRY(get(isolate, as_object(frame.argument(1)), isolate.names().maxByteLength));
    if (!max.is_undefined()) max_length = TRY(to_index(isolate, max));
  }
  return Value(TRY(allocate_buffer(isolate, frame.new_target, length.value(), max_length, shared)));
}

Completion<Value> buffer_is_view(Isolate&, Frame& frame) {
  return Value::boolean(is_type(frame.argument(0), CellType::kTypedArray) ||
                        is_type(frame.argument(0), CellType::kDataView));
}

enum BufferField : uint32_t { kByteLength, kMaxByteLength, kResizable, kDetached, kImmutable };

template <CellType type>
Completion<Value> buffer_field(Isolate& isolate, Frame& frame) {
  ArrayBufferObject* buffer = TRY(this_buffer(isolate, frame, "ArrayBuffer.prototype getter", type));
  switch (callee_of(frame)->magic) {
    case kByteLength: return Value::number(buffer->byte_length);
    case kMaxByteLength:
      if (is_detached(buffer)) return Value::int32(0);
      return Value::number(is_resizable(buffer) ? buffer->max_byte_length : buffer->byte_length);
    case kResizable: return Value::boolean(is_resizable(buffer));
    case kImmutable: return Value::boolean(buffer->is_immutable());
    default: return Value::boolean(is_detached(buffer));
  }
}

// ECMA-262 sec-arraybuffer.prototype.slice
template <CellType type>
Completion<Value> buffer_slice(Isolate& isolate, Frame& frame) {
  constexpr bool shared = type == CellType::kSharedArrayBuffer;
  constexpr const char* kMethod = shared ? "SharedArrayBuffer.prototype.slice" : "ArrayBuffer.prototype.slice";
  ArrayBufferObject* buffer = TRY(this_buffer(isolate, frame, kMethod, type));
  if (is_detached(buffer)) return throw_detached(isolate, kMethod);
  uint64_t length = buffer->byte_length;
  uint64_t start = TRY(relative_index(isolate, frame.argument(0), length, 0));
  uint64_t end = TRY(relative_index(isolate, frame.argument(1), length, length));
  uint64_t count = end > start ? end - start : 0;
  Object* default_constructor =
      isolate.realm().intrinsic(shared ? Intrinsic::kSharedArrayBuffer : Intrinsic::kArrayBuffer);
  Object* constructor = TRY(species_constructor(isolate, buffer, default_constructor));
  Value argument = Value::number(count);
  Object* made = TRY(construct(isolate, constructor, std::span<const Value>(&argument, 1)));
  if (made->type != type) return throw_incompatible_receiver(isolate, kMethod, Value(made));
  auto* result = static_cast<ArrayBufferObject*>(made);
  if (is_detached(result)) return throw_detached(isolate, kMethod);
  if (result->is_immutable()) return throw_immutable(isolate, kMethod);
  if (result == buffer) return throw_type_error(isolate, "ArrayBuffer subclass returned this from species constructor");
  if (result->byte_length < count)
    return throw_type_error(isolate, "Species constructor returned a too small ArrayBuffer");
  if (is_detached(buffer)) return throw_detached(isolate, kMethod);
  if (start < buffer->byte_length)
    std::memcpy(result->data, buffer->data + start, std::min(count, buffer->byte_length - start));
  return Value(result);
}

// ECMA-262 sec-arraybuffer.prototype.resize, sec-sharedarraybuffer.prototype.grow
template <CellType type>
Completion<Value> buffer_resize(Isolate& isolate, Frame& frame) {
  constexpr bool shared = type == CellType::kSharedArrayBuffer;
  constexpr const char* kMethod = shared ? "SharedArrayBuffer.prototype.grow" : "ArrayBuffer.prototype.resize";
  ArrayBufferObject* buffer = TRY(this_buffer(isolate, frame, kMethod, type));
  if (!is_resizable(buffer)) return throw_incompatible_receiver(isolate, kMethod, frame.this_value);
  uint64_t length = TRY(to_index(isolate, frame.argument(0)));
  if (is_detached(buffer)) return throw_detached(isolate, kMethod);
  if (length > buffer->max_byte_length || (shared && length < buffer->byte_length))
    return throw_range_error(isolate, "%s: Invalid length parameter", kMethod);
  if (length < buffer->byte_length) std::memset(buffer->data + length, 0, buffer->byte_length - length);
  buffer->byte_length = length;
  return Value::undefined();
}

// Immutable ArrayBuffers: sec-arraybuffer.prototype.slicetoimmutable of the proposal (stage 3)
Completion<Value> buffer_slice_to_immutable(Isolate& isolate, Frame& frame) {
  constexpr const char* kMethod = "ArrayBuffer.prototype.sliceToImmutable";
  ArrayBufferObject* buffer = TRY(this_buffer(isolate, frame, kMethod));
  if (is_detached(buffer)) return throw_detached(isolate, kMethod);
  uint64_t length = buffer->byte_length;
  uint64_t start = TRY(relative_index(isolate, frame.argument(0), length, 0));
  uint64_t end = TRY(relative_index(isolate, frame.argument(1), length, length));
  uint64_t count = end > start ? end - start : 0;
  if (is_detached(buffer)) return throw_detached(isolate, kMethod);
  if (buffer->byte_length < end) return throw_range_error(isolate, "Invalid array buffer length");
  ArrayBufferObject* result = TRY(allocate_buffer(isolate, Value::undefined(), count));
  std::memcpy(result->data, buffer->data + start, count);
  result->max_byte_length = ArrayBufferObject::kImmutable;
  return Value(result);
}

enum Transfer : uint32_t { kPreserveResizability, kToFixedLength, kToImmutable };

// ECMA-262 sec-arraybuffercopyanddetach
template <Transfer transfer>
Completion<Value> buffer_transfer(Isolate& isolate, Frame& frame) {
  constexpr const char* kMethod = transfer == kPreserveResizability ? "ArrayBuffer.prototype.transfer"
                                  : transfer == kToFixedLength      ? "ArrayBuffer.prototype.transferToFixedLength"
                                                                    : "ArrayBuffer.prototype.transferToImmutable";
  ArrayBufferObject* buffer = TRY(this_buffer(isolate, frame, kMethod));
  uint64_t length = buffer->byte_length;
  if (!frame.argument(0).is_undefined()) length = TRY(to_index(isolate, frame.argument(0)));
  if (is_detached(buffer)) return throw_detached(isolate, kMethod);
  if (buffer->is_immutable()) return throw_immutable(isolate, kMethod);
  bool keeps_maximum = transfer == kPreserveResizability && is_resizable(buffer);
  uint64_t max_length = keeps_maximum ? buffer->max_byte_length : ArrayBufferObject::kFixedLength;
  ArrayBufferObject* result = TRY(allocate_buffer(isolate, Value::undefined(), length, max_length));
  std::memcpy(result->data, buffer->data, std::min(length, buffer->byte_length));
  if (transfer == kToImmutable) result->max_byte_length = ArrayBufferObject::kImmutable;
  detach_buffer(isolate, buffer);
  return Value(result);
}

void finalize_buffer(Cell* cell) {
  auto* buffer = static_cast<ArrayBufferObject*>(static_cast<Object*>(cell));
  if (!buffer->store) return;
  heap_of(cell).add_external(-static_cast<intptr_t>(buffer->store->capacity));
  release_store(buffer->store);
  buffer->store = nullptr;
}

// Takes over the caller's reference to the store.
ArrayBufferObject* new_buffer(Isolate& isolate, Shape* shape, BackingStore* store, uint64_t length,
                              uint64_t max_length) {
  auto* buffer = allocate_object<ArrayBufferObject>(isolate, shape);
  isolate.heap().add_finalizer(buffer);
  buffer->store = store;
  buffer->data = store->data;
  buffer->byte_length = length;
  buffer->max_byte_length = max_length;
  buffer->properties[0] = Value::undefined();
  isolate.heap().add_external(static_cast<intptr_t>(store->capacity));
  return buffer;
}

using P = BuiltinProperty;
constexpr P kBufferTable[] = {
    P::function("isView", buffer_is_view, 1),
    P::accessor("@@species", species_getter),
};
constexpr P kBufferPrototypeTable[] = {
    P::accessor("byteLength", buffer_field<CellType::kArrayBuffer>, nullptr, kByteLength),
    P::function("slice", buffer_slice<CellType::kArrayBuffer>, 2),
    P::accessor("maxByteLength", buffer_field<CellType::kArrayBuffer>, nullptr, kMaxByteLength),
    P::accessor("resizable", buffer_field<CellType::kArrayBuffer>, nullptr, kResizable),
    P::function("resize", buffer_resize<CellType::kArrayBuffer>, 1),
    P::function("transfer", buffer_transfer<kPreserveResizability>, 0),
    P::function("transferToFixedLength", buffer_transfer<kToFixedLength>, 0),
    P::accessor("detached", buffer_field<CellType::kArrayBuffer>, nullptr, kDetached),
    P::accessor("immutable", buffer_field<CellType::kArrayBuffer>, nullptr, kImmutable),
    P::function("transferToImmutable", buffer_transfer<kToImmutable>, 0),
    P::function("sliceToImmutable", buffer_slice_to_immutable, 2),
    P::string("@@toStringTag", "ArrayBuffer"),
};
constexpr P kSharedTable[] = {P::accessor("@@species", species_getter)};
constexpr P kSharedPrototypeTable[] = {
    P::accessor("byteLength", buffer_field<CellType::kSharedArrayBuffer>, nullptr, kByteLength),
    P::function("slice", buffer_slice<CellType::kSharedArrayBuffer>, 2),
    P::accessor("maxByteLength", buffer_field<CellType::kSharedArrayBuffer>, nullptr, kMaxByteLength),
    P::accessor("growable", buffer_field<CellType::kSharedArrayBuffer>, nullptr, kResizable),
    P::function("grow", buffer_resize<CellType::kSharedArrayBuffer>, 1),
    P::string("@@toStringTag", "SharedArrayBuffer"),
};

}  // namespace

Completion<ArrayBufferObject*> allocate_buffer(Isolate& isolate, Value constructor, uint64_t length,
                                               uint64_t max_length, bool shared) {
  bool resizable = max_length != ArrayBufferObject::kFixedLength;
  if (resizable && length > max_length) return throw_range_error(isolate, "Invalid array buffer max length");
  Shape* shape = TRY(shape_from_constructor(
      isolate, constructor, shared ? Intrinsic::kSharedArrayBufferPrototype : Intrinsic::kArrayBufferPrototype,
      shared ? CellType::kSharedArrayBuffer : CellType::kArrayBuffer));
  uint64_t capacity = resizable ? max_length : length;
  void* memory = capacity <= kMaxBytes ? std::calloc(capacity ? capacity : 1, 1) : nullptr;
  if (!memory) return throw_range_error(isolate, "Array buffer allocation failed");
  auto* waiters = shared ? new WaiterList : nullptr;
  return new_buffer(isolate, shape, new BackingStore{static_cast<uint8_t*>(memory), capacity, waiters}, length,
                    max_length);
}

ArrayBufferObject* new_shared_buffer(Isolate& isolate, BackingStore* store, uint64_t length, uint64_t max_length) {
  ++store->references;
  Object* prototype = isolate.realm().intrinsic(Intrinsic::kSharedArrayBufferPrototype);
  return new_buffer(isolate, root_shape(isolate, prototype, CellType::kSharedArrayBuffer, 0, 0), store, length,
                    max_length);
}

void release_store(BackingStore* store) {
  if (--store->references) return;
  std::free(store->data);
  delete store->waiters;
  delete store;
}

void detach_buffer(Isolate&, ArrayBufferObject* buffer) {
  if (!buffer->store) return;
  finalize_buffer(buffer);
  buffer->data = nullptr;
  buffer->byte_length = 0;
}

extern constexpr ClassSpec kArrayBufferClass = {Intrinsic::kArrayBuffer,
                                                Intrinsic::kArrayBufferPrototype,
                                                "ArrayBuffer",
                                                buffer_constructor<false>,
                                                1,
                                                kBufferTable,
                                                kBufferPrototypeTable};
extern constexpr ClassSpec kSharedArrayBufferClass = {Intrinsic::kSharedArrayBuffer,
                                                      Intrinsic::kSharedArrayBufferPrototype,
                                                      "SharedArrayBuffer",
                                                      buffer_constructor<true>,
                                                      1,
                                                      kSharedTable,
                                                      kSharedPrototypeTable};

void register_buffers(Isolate& isolate) {
  isolate.finalizers[static_cast<int>(CellType::kArrayBuffer)] = finalize_buffer;
  isolate.finalizers[static_cast<int>(CellType::kSharedArrayBuffer)] = finalize_buffer;
}

}  // namespace scrim
