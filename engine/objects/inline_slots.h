// Where in-object property slots begin: behind a type's own fields.
#pragma once

#include <vector>

#include "engine/objects/collections.h"
#include "engine/objects/errors.h"

namespace scrim {

// Bytes from the object's start. Types that never have in-object slots say their size.
constexpr size_t inline_slot_offset(CellType type) {
  switch (type) {
    case CellType::kArray: return sizeof(Array);
    case CellType::kError: return offsetof(ErrorObject, properties);
    case CellType::kBooleanObject:
    case CellType::kNumberObject:
    case CellType::kStringObject:
    case CellType::kSymbolObject:
    case CellType::kBigIntObject: return sizeof(PrimitiveWrapper);
    case CellType::kDate: return sizeof(DateObject);
    case CellType::kRegExp: return offsetof(RegExpObject, last_index);
    case CellType::kMap:
    case CellType::kSet:
    case CellType::kWeakMap:
    case CellType::kWeakSet: return sizeof(MapObject);
    case CellType::kWeakRef: return sizeof(WeakRefObject);
    case CellType::kFinalizationRegistry: return sizeof(FinalizationRegistryObject);
    case CellType::kPromise: return sizeof(PromiseObject);
    case CellType::kGenerator:
    case CellType::kAsyncGenerator: return sizeof(GeneratorObject);
    case CellType::kArguments:
    case CellType::kMappedArguments: return offsetof(ArgumentsObject, properties);
    case CellType::kIterator: return sizeof(IteratorObject);
    case CellType::kArrayBuffer:
    case CellType::kSharedArrayBuffer: return offsetof(ArrayBufferObject, properties);
    case CellType::kTypedArray:
    case CellType::kDataView: return sizeof(TypedArrayObject);
    case CellType::kModuleNamespace: return sizeof(ModuleNamespaceObject);
    case CellType::kIntl: return sizeof(IntlObject);
    case CellType::kHostObject: return sizeof(HostObject);
    case CellType::kProxy: return sizeof(ProxyObject);
    case CellType::kFunction: return offsetof(Function, properties);
    case CellType::kNativeFunction: return offsetof(NativeFunction, properties);
    case CellType::kBoundFunction: return offsetof(BoundFunction, properties);
    default: return sizeof(Object);
  }
}

struct InlineSlotOffsets {
  uint16_t bytes[static_cast<int>(CellType::kCount)];
  constexpr InlineSlotOffsets() : bytes{} {
    for (int i = 0; i < static_cast<int>(CellType::kCount); ++i) {
      bytes[i] = static_cast<uint16_t>(inline_slot_offset(static_cast<CellType>(i)));
    }
  }
};
inline constexpr InlineSlotOffsets kInlineSlotOffsets;

inline Value* inline_slots(Object* object, CellType type) {
  return reinterpret_cast<Value*>(reinterpret_cast<char*>(object) +
                                  kInlineSlotOffsets.bytes[static_cast<uint8_t>(type)]);
}

// --- steps of property access shared by objects/ and the interpreter's slow paths
void ensure_slots_for(Isolate& isolate, Object* object, uint32_t slot_count);
void set_shape(Object* object, Shape* shape);
void store_slot(Isolate& isolate, Object* object, uint32_t slot, Value value);
// Adds a named property that the (extensible) object does not have.
void add_property(Isolate& isolate, Object* object, PropertyKey key, Value value, uint8_t attributes);
void reconfigure_property(Isolate& isolate, Object* object, PropertyKey key, uint8_t attributes, Value value);
void remove_named_property(Isolate& isolate, Object* object, PropertyKey key);
void compact_dictionary(Isolate& isolate, Object* object);
// Stores a plain (writable, enumerable, configurable) element; grows, changes kind, bumps an array's length.
void put_element(Isolate& isolate, Object* object, uint32_t index, Value value);
void put_element_with_attributes(Isolate& isolate, Object* object, uint32_t index, Value value, uint8_t attributes);
// The own element: its attributes and value, or false.
bool find_element(Object* object, uint32_t index, Value* value, uint8_t* attributes);
void remove_element(Isolate& isolate, Object* object, uint32_t index);
void make_elements_sparse(Isolate& isolate, Object* object);
// Calls f(index) for each own element in ascending order.
void collect_element_indices(Object* object, std::vector<uint32_t>* indices);

}  // namespace scrim
