// ArrayBuffer, typed arrays and DataView: memory, element access, bounds. ECMA-262 sec-structured-data,
// sec-typedarray-objects
#pragma once

#include <atomic>

#include "engine/builtins/support.h"

namespace scrim {

class WaiterList;

constexpr uint64_t kTracksBuffer = ~uint64_t{0};  // a view's length

// Malloc memory of a buffer, freed with the last buffer that has it: SharedArrayBuffers of several isolates may. The
// fork's copy-on-write applies to it.
struct BackingStore {
  uint8_t* data;
  uint64_t capacity;
  WaiterList* waiters;  // of a SharedArrayBuffer
  std::atomic<uint32_t> references{1};
};
// The last one frees it.
void release_store(BackingStore* store);
// A SharedArrayBuffer over memory that another isolate has too; takes a reference.
ArrayBufferObject* new_shared_buffer(Isolate& isolate, BackingStore* store, uint64_t length, uint64_t max_length);

// Zeroed memory of `length` bytes (room for max_length if resizable); RangeError if there is none.
Completion<ArrayBufferObject*> allocate_buffer(Isolate& isolate, Value constructor, uint64_t length,
                                               uint64_t max_length = ArrayBufferObject::kFixedLength,
                                               bool shared = false);
void detach_buffer(Isolate& isolate, ArrayBufferObject* buffer);
inline bool is_detached(const ArrayBufferObject* buffer) {
  return buffer->store == nullptr;
}
inline bool is_resizable(const ArrayBufferObject* buffer) {
  return buffer->max_byte_length < ArrayBufferObject::kImmutable;
}

constexpr uint32_t kElementSizes[] = {1, 1, 1, 2, 2, 4, 4, 2, 4, 8, 8, 8};
constexpr const char* kElementNames[] = {"Int8",   "Uint8",   "Uint8Clamped", "Int16",   "Uint16",   "Int32",
                                         "Uint32", "Float16", "Float32",      "Float64", "BigInt64", "BigUint64"};
constexpr uint32_t element_size(ElementType type) {
  return kElementSizes[static_cast<int>(type)];
}
constexpr bool is_bigint_type(ElementType type) {
  return type >= ElementType::kBigInt64;
}

Value load_element(Isolate& isolate, ElementType type, const uint8_t* address);
// The value as the type stores it: a number, or a BigInt.
Completion<Value> to_element_value(Isolate& isolate, ElementType type, Value value);
void store_element(ElementType type, uint8_t* address, Value numeric);

// The current length in elements; *out_of_bounds if the buffer is detached or has shrunk too far (then 0).
uint64_t typed_array_length(const TypedArrayObject* array, bool* out_of_bounds = nullptr);
inline uint8_t* element_address(TypedArrayObject* array, uint64_t index) {
  return array->buffer->data + array->byte_offset + index * element_size(array->element_type);
}
enum class Access : bool { kRead, kWrite };
// TypeError unless the value is a typed array within bounds, and one that may be written to. sec-validatetypedarray
Completion<TypedArrayObject*> validate_typed_array(Isolate& isolate, Value value, const char* method, uint64_t* length,
                                                   Access access = Access::kRead);
Throw throw_immutable(Isolate& isolate, const char* method);
Completion<TypedArrayObject*> create_typed_array(Isolate& isolate, ElementType type, uint64_t length);
// sec-typedarrayspeciescreate and sec-typedarraycreatefromctor
Completion<TypedArrayObject*> typed_array_species_create(Isolate& isolate, TypedArrayObject* exemplar,
                                                         std::span<const Value> arguments, Access access);
Completion<TypedArrayObject*> typed_array_from_constructor(Isolate& isolate, Object* constructor,
                                                           std::span<const Value> arguments, Access access);

extern const BuiltinTable kTypedArrayPrototypeMethods;
// Uint8Array's own (uint8_array_text.cpp).
extern const BuiltinTable kUint8ArrayText;
extern const BuiltinTable kUint8ArrayPrototypeText;

}  // namespace scrim
