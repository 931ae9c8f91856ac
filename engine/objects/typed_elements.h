// Elements of typed arrays in line, for the types that are plain numbers; builtins/typed_array.cpp has the rest
// (Float16, BigInts, arrays that track a resizable buffer, conversions of what is not a number).
#pragma once

#include <cmath>
#include <cstring>

#include "engine/objects/collections.h"
#include "engine/objects/conversions.h"

namespace scrim {

// The address of an element of a fixed-length array that is within its buffer; null if it needs a closer look.
inline uint8_t* plain_element_address(const TypedArrayObject* array, uint32_t index) {
  // log2 of the size by ElementType; Float16 and BigInts have none here.
  constexpr uint8_t kShifts[] = {0, 0, 0, 1, 1, 2, 2, 255, 2, 3, 255, 255};
  uint8_t shift = kShifts[static_cast<int>(array->element_type)];
  if (shift == 255 || index >= array->length || array->length > uint64_t{1} << 48) return nullptr;
  // A buffer that was detached or has shrunk holds less than the array says.
  if (array->byte_offset + (array->length << shift) > array->buffer->byte_length) return nullptr;
  return array->buffer->data + array->byte_offset + (uint64_t{index} << shift);
}

template <typename T>
T read_element(const uint8_t* address) {
  T value;
  std::memcpy(&value, address, sizeof value);
  return value;
}
template <typename T>
void write_element(uint8_t* address, T value) {
  std::memcpy(address, &value, sizeof value);
}

inline Value load_plain_element(ElementType type, const uint8_t* address) {
  switch (type) {
    case ElementType::kInt8: return Value::int32(read_element<int8_t>(address));
    case ElementType::kUint8:
    case ElementType::kUint8Clamped: return Value::int32(*address);
    case ElementType::kInt16: return Value::int32(read_element<int16_t>(address));
    case ElementType::kUint16: return Value::int32(read_element<uint16_t>(address));
    case ElementType::kInt32: return Value::int32(read_element<int32_t>(address));
    case ElementType::kUint32: return Value::number(read_element<uint32_t>(address));
    case ElementType::kFloat32: return Value::canonical_double(read_element<float>(address));
    default: return Value::canonical_double(read_element<double>(address));
  }
}

inline void store_plain_element(ElementType type, uint8_t* address, Value number) {
  auto integer = [&] { return number.is_int32() ? number.as_int32() : double_to_int32(number.as_double()); };
  switch (type) {
    case ElementType::kInt8:
    case ElementType::kUint8: *address = static_cast<uint8_t>(integer()); break;
    case ElementType::kUint8Clamped: {
      double value = number.as_number();
      *address = value > 0 ? value < 255 ? static_cast<uint8_t>(std::nearbyint(value)) : 255 : 0;
      break;
    }
    case ElementType::kInt16:
    case ElementType::kUint16: write_element(address, static_cast<uint16_t>(integer())); break;
    case ElementType::kInt32:
    case ElementType::kUint32: write_element(address, integer()); break;
    case ElementType::kFloat32: write_element(address, static_cast<float>(number.as_number())); break;
    default: write_element(address, number.as_number()); break;
  }
}

}  // namespace scrim
