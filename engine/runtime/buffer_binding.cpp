// What node:buffer stands on: text to bytes and back, numbers at offsets, search, comparison.
#include <algorithm>
#include <cstring>

#include "engine/runtime/bytes.h"
#include "engine/runtime/natives.h"

namespace scrim {

namespace {

Completion<Bytes*> bytes_argument(Isolate& isolate, Frame& frame, uint32_t index, Bytes* bytes) {
  if (!bytes_of(frame.argument(index), bytes)) return throw_type_error(isolate, "argument must be a buffer");
  return bytes;
}

Encoding encoding_argument(Frame& frame, uint32_t index) {
  Value value = frame.argument(index);
  return value.is_int32() ? static_cast<Encoding>(value.as_int32()) : Encoding::kUtf8;
}

// A clamped position; undefined is `otherwise`.
size_t position_argument(Frame& frame, uint32_t index, size_t limit, size_t otherwise) {
  Value value = frame.argument(index);
  if (!value.is_number()) return otherwise;
  double number = value.as_number();
  if (!(number > 0)) return 0;
  return number >= static_cast<double>(limit) ? limit : static_cast<size_t>(number);
}

// (string, encoding) -> bytes it takes
Completion<Value> byte_length_native(Isolate& isolate, Frame& frame) {
  return Value::number(
      static_cast<uint64_t>(encoded_size(isolate, as_string(frame.argument(0)), encoding_argument(frame, 1))));
}

// (buffer, string, encoding, offset, length) -> bytes written
Completion<Value> write_native(Isolate& isolate, Frame& frame) {
  Bytes bytes;
  TRY(writable_bytes_of(isolate, frame.argument(0), &bytes));
  size_t offset = position_argument(frame, 3, bytes.size, 0);
  size_t length = position_argument(frame, 4, bytes.size - offset, bytes.size - offset);
  size_t written =
      encode(isolate, as_string(frame.argument(1)), encoding_argument(frame, 2), bytes.data + offset, length);
  return Value::number(static_cast<uint64_t>(written));
}

// (buffer, encoding, start, end) -> string
Completion<Value> to_string_native(Isolate& isolate, Frame& frame) {
  Bytes bytes;
  TRY(bytes_argument(isolate, frame, 0, &bytes));
  size_t start = position_argument(frame, 2, bytes.size, 0);
  size_t end = position_argument(frame, 3, bytes.size, bytes.size);
  if (end <= start) return Value(isolate.names().empty.as_cell());
  return decode(isolate, bytes.data + start, end - start, encoding_argument(frame, 1));
}

// (a, b) -> -1, 0, 1
Completion<Value> compare_native(Isolate& isolate, Frame& frame) {
  Bytes a, b;
  TRY(bytes_argument(isolate, frame, 0, &a));
  TRY(bytes_argument(isolate, frame, 1, &b));
  size_t common = std::min(a.size, b.size);
  int order = common ? std::memcmp(a.data, b.data, common) : 0;
  if (order == 0) order = a.size < b.size ? -1 : a.size > b.size;
  return Value::int32(order < 0 ? -1 : order > 0);
}

// (haystack, needle bytes, position, forward, step) -> index or -1
Completion<Value> search_native(Isolate& isolate, Frame& frame) {
  Bytes text, needle;
  TRY(bytes_argument(isolate, frame, 0, &text));
  TRY(bytes_argument(isolate, frame, 1, &needle));
  bool forward = frame.argument(3).is_true();
  size_t step = frame.argument(4).is_int32() ? static_cast<size_t>(frame.argument(4).as_int32()) : 1;
  size_t position = position_argument(frame, 2, text.size, 0);
  if (needle.size > text.size) return Value::int32(-1);
  size_t last = text.size - needle.size;
  if (forward && step == 1) {
    if (position > last) return Value::int32(-1);
    const void* found = memmem(text.data + position, text.size - position, needle.data, needle.size);
    if (!found) return Value::int32(-1);
    return Value::number(static_cast<uint64_t>(static_cast<const uint8_t*>(found) - text.data));
  }
  if (!forward) position = std::min(position, last);
  position -= position % step;
  for (;; forward ? position += step : position -= step) {
    if (position > last) return Value::int32(-1);
    if (std::memcmp(text.data + position, needle.data, needle.size) == 0) {
      return Value::number(static_cast<uint64_t>(position));
    }
    if (!forward && position < step) return Value::int32(-1);
  }
}

// (buffer, pattern bytes, start, end)
Completion<Value> fill_native(Isolate& isolate, Frame& frame) {
  Bytes bytes, pattern;
  TRY(writable_bytes_of(isolate, frame.argument(0), &bytes));
  TRY(bytes_argument(isolate, frame, 1, &pattern));
  size_t start = position_argument(frame, 2, bytes.size, 0);
  size_t end = position_argument(frame, 3, bytes.size, bytes.size);
  if (!pattern.size || end <= start) return Value::undefined();
  std::string copy(pattern.text());
  for (size_t i = start; i < end;) {
    size_t count = std::min(copy.size(), end - i);
    std::memcpy(bytes.data + i, copy.data(), count);
    i += count;
  }
  return Value::undefined();
}

// (source, target, target start, source start, source end) -> bytes copied
Completion<Value> copy_native(Isolate& isolate, Frame& frame) {
  Bytes source, target;
  TRY(bytes_argument(isolate, frame, 0, &source));
  TRY(writable_bytes_of(isolate, frame.argument(1), &target));
  size_t at = position_argument(frame, 2, target.size, 0);
  size_t start = position_argument(frame, 3, source.size, 0);
  size_t end = position_argument(frame, 4, source.size, source.size);
  if (end <= start) return Value::int32(0);
  size_t count = std::min(end - start, target.size - at);
  if (count) std::memmove(target.data + at, source.data + start, count);
  return Value::number(static_cast<uint64_t>(count));
}

// (buffer, bytes a group)
Completion<Value> swap_native(Isolate& isolate, Frame& frame) {
  Bytes bytes;
  TRY(writable_bytes_of(isolate, frame.argument(0), &bytes));
  auto group = static_cast<size_t>(frame.argument(1).as_int32());
  for (size_t i = 0; i + group <= bytes.size; i += group) std::reverse(bytes.data + i, bytes.data + i + group);
  return frame.argument(0);
}

// An offset that is a whole number within the buffer, with room for `width` bytes.
bool valid_offset(Value value, const Bytes& bytes, size_t width, size_t* offset) {
  if (!value.is_number()) return false;
  double number = value.as_number();
  if (!(number >= 0) || number != static_cast<double>(static_cast<uint64_t>(number))) return false;
  *offset = static_cast<size_t>(number);
  return width <= bytes.size && *offset <= bytes.size - width;
}

constexpr int kBigEndian = 16;

// (buffer, offset, element type, + 16 for big-endian) -> number, or undefined: bad offset
Completion<Value> read_number_native(Isolate& isolate, Frame& frame) {
  Bytes bytes;
  TRY(bytes_argument(isolate, frame, 0, &bytes));
  int kind = frame.argument(2).as_int32();
  auto type = static_cast<ElementType>(kind & 15);
  size_t width = element_size(type);
  size_t offset;
  if (!valid_offset(frame.argument(1), bytes, width, &offset)) return Value::undefined();
  uint8_t word[8];
  std::memcpy(word, bytes.data + offset, width);
  if (kind & kBigEndian) std::reverse(word, word + width);
  return load_element(isolate, type, word);
}

// (buffer, value, offset, kind) -> the offset after it, or undefined: bad offset
Completion<Value> write_number_native(Isolate& isolate, Frame& frame) {
  int kind = frame.argument(3).as_int32();
  auto type = static_cast<ElementType>(kind & 15);
  Value numeric = TRY(to_element_value(isolate, type, frame.argument(1)));
  Bytes bytes;
  TRY(writable_bytes_of(isolate, frame.argument(0), &bytes));
  size_t width = element_size(type);
  size_t offset;
  if (!valid_offset(frame.argument(2), bytes, width, &offset)) return Value::undefined();
  uint8_t word[8];
  store_element(type, word, numeric);
  if (kind & kBigEndian) std::reverse(word, word + width);
  std::memcpy(bytes.data + offset, word, width);
  return Value::number(static_cast<uint64_t>(offset + width));
}

// (buffer, offset, bytes 1 to 6, signed, big-endian) -> integer or undefined
Completion<Value> read_integer_native(Isolate& isolate, Frame& frame) {
  Bytes bytes;
  TRY(bytes_argument(isolate, frame, 0, &bytes));
  auto width = static_cast<size_t>(frame.argument(2).as_int32());
  size_t offset;
  if (!valid_offset(frame.argument(1), bytes, width, &offset)) return Value::undefined();
  bool big = frame.argument(4).is_true();
  uint64_t word = 0;
  for (size_t i = 0; i < width; ++i) word = word << 8 | bytes.data[offset + (big ? i : width - 1 - i)];
  if (frame.argument(3).is_true()) {
    size_t shift = 64 - 8 * width;
    return Value::number(static_cast<int64_t>(word << shift) >> shift);
  }
  return Value::number(word);
}

// (buffer, integer, offset, bytes, big-endian) -> the offset after it or undefined
Completion<Value> write_integer_native(Isolate& isolate, Frame& frame) {
  Bytes bytes;
  TRY(writable_bytes_of(isolate, frame.argument(0), &bytes));
  auto word = static_cast<uint64_t>(static_cast<int64_t>(TRY(to_number(isolate, frame.argument(1)))));
  auto width = static_cast<size_t>(frame.argument(3).as_int32());
  size_t offset;
  if (!valid_offset(frame.argument(2), bytes, width, &offset)) return Value::undefined();
  bool big = frame.argument(4).is_true();
  for (size_t i = 0; i < width; ++i, word >>= 8) {
    bytes.data[offset + (big ? width - 1 - i : i)] = static_cast<uint8_t>(word);
  }
  return Value::number(static_cast<uint64_t>(offset + width));
}

// (buffer) -> whether it is well-formed UTF-8; magic 1: ASCII
Completion<Value> is_text_native(Isolate& isolate, Frame& frame) {
  Bytes bytes;
  TRY(bytes_argument(isolate, frame, 0, &bytes));
  if (cast<NativeFunction>(frame.callee)->magic == 1) {
    return Value::boolean(std::all_of(bytes.data, bytes.data + bytes.size, [](uint8_t byte) { return byte < 0x80; }));
  }
  for (size_t i = 0; i < bytes.size;) {
    uint8_t lead = bytes.data[i];
    size_t width = lead < 0x80                   ? 1
                   : lead >= 0xc2 && lead < 0xe0 ? 2
                   : lead >= 0xe0 && lead < 0xf0 ? 3
                   : lead >= 0xf0 && lead < 0xf5 ? 4
                                                 : 0;
    if (!width || i + width > bytes.size) return Value::boolean(false);
    for (size_t k = 1; k < width; ++k) {
      uint8_t byte = bytes.data[i + k];
      uint8_t low = k > 1 ? 0x80 : lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
      uint8_t high = k > 1 ? 0xbf : lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
      if (byte < low || byte > high) return Value::boolean(false);
    }
    i += width;
  }
  return Value::boolean(true);
}

using P = BuiltinProperty;
constexpr P kTable[] = {
    P::function("byteLength", byte_length_native, 2),
    P::function("write", write_native, 5),
    P::function("toString", to_string_native, 4),
    P::function("compare", compare_native, 2),
    P::function("search", search_native, 5),
    P::function("fill", fill_native, 4),
    P::function("copy", copy_native, 5),
    P::function("swap", swap_native, 2),
    P::function("readNumber", read_number_native, 3),
    P::function("writeNumber", write_number_native, 4),
    P::function("readInteger", read_integer_native, 5),
    P::function("writeInteger", write_integer_native, 5),
    P::function("isUtf8", is_text_native, 1, 0),
    P::function("isAscii", is_text_native, 1, 1),
};

}  // namespace

extern constexpr NativeBinding kBufferBinding = {"buffer", kTable};

}  // namespace scrim
