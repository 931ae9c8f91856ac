// Bytes of buffers and views, and the text encodings of node:buffer.
#pragma once

#include <string>

#include "engine/builtins/typed_array.h"

namespace scrim {

struct Bytes {
  uint8_t* data = nullptr;
  size_t size = 0;
  std::string_view text() const { return {reinterpret_cast<const char*>(data), size}; }
};
// The bytes of a typed array, DataView, ArrayBuffer or SharedArrayBuffer; false for other values. Valid until code runs
// that may detach or resize the buffer.
bool bytes_of(Value value, Bytes* bytes);
// The same for natives that write into them: TypeError for other values and for immutable buffers.
Completion<void> writable_bytes_of(Isolate& isolate, Value value, Bytes* bytes);

enum class Encoding : uint8_t { kUtf8, kUtf16, kLatin1, kAscii, kBase64, kBase64Url, kHex };

// How many bytes the text takes (base64 and hex: at most).
size_t encoded_size(Isolate& isolate, String* text, Encoding encoding);
// Writes whole characters only; the number of bytes written.
size_t encode(Isolate& isolate, String* text, Encoding encoding, uint8_t* target, size_t size);
std::string encode(Isolate& isolate, String* text, Encoding encoding);
Completion<Value> decode(Isolate& isolate, const uint8_t* bytes, size_t size, Encoding encoding);

// A fresh Uint8Array over its own ArrayBuffer with these bytes (node:buffer wraps what should be a Buffer).
Completion<Value> new_uint8_array(Isolate& isolate, std::string_view bytes);

}  // namespace scrim
