#include "engine/runtime/bytes.h"

#include <array>

#include "engine/base/unicode.h"

namespace scrim {

bool bytes_of(Value value, Bytes* bytes) {
  if (!value.is_object()) return false;
  Object* object = as_object(value);
  switch (object->type) {
    case CellType::kArrayBuffer:
    case CellType::kSharedArrayBuffer: {
      auto* buffer = static_cast<ArrayBufferObject*>(object);
      *bytes = {buffer->data, is_detached(buffer) ? 0 : buffer->byte_length};
      return true;
    }
    case CellType::kTypedArray: {
      auto* array = static_cast<TypedArrayObject*>(object);
      size_t size = typed_array_length(array) * element_size(array->element_type);
      *bytes = {size ? element_address(array, 0) : nullptr, size};
      return true;
    }
    case CellType::kDataView: {
      auto* view = static_cast<TypedArrayObject*>(object);
      if (is_detached(view->buffer) || view->byte_offset > view->buffer->byte_length) {
        *bytes = {};
        return true;
      }
      size_t available = view->buffer->byte_length - view->byte_offset;
      size_t size = view->length == kTracksBuffer ? available : std::min<size_t>(view->length, available);
      *bytes = {view->buffer->data + view->byte_offset, size};
      return true;
    }
    default: return false;
  }
}

Completion<void> writable_bytes_of(Isolate& isolate, Value value, Bytes* bytes) {
  if (!bytes_of(value, bytes)) return throw_type_error(isolate, "argument must be a buffer");
  Object* object = as_object(value);
  bool view = object->type == CellType::kTypedArray || object->type == CellType::kDataView;
  auto* buffer = view ? static_cast<TypedArrayObject*>(object)->buffer : static_cast<ArrayBufferObject*>(object);
  if (buffer->is_immutable()) return throw_immutable(isolate, "a write");
  return {};
}

namespace {

constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char kBase64Url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<int8_t, 256> make_base64_values() {
  std::array<int8_t, 256> values{};
  for (int8_t& value : values) value = -1;
  for (int i = 0; i < 64; ++i) {
    values[static_cast<unsigned char>(kBase64[i])] = static_cast<int8_t>(i);
    values[static_cast<unsigned char>(kBase64Url[i])] = static_cast<int8_t>(i);
  }
  return values;
}
constexpr std::array<int8_t, 256> kBase64Values = make_base64_values();

int hex_value(char16_t unit) {
  if (unit >= '0' && unit <= '9') return unit - '0';
  if (unit >= 'a' && unit <= 'f') return unit - 'a' + 10;
  if (unit >= 'A' && unit <= 'F') return unit - 'A' + 10;
  return -1;
}

// Runs emit(code point or U+FFFD for a lone surrogate, its size in UTF-8) for each character until it returns false.
template <typename F>
void for_each_character(const Characters& text, F emit) {
  for (uint32_t i = 0; i < text.length; ++i) {
    uint32_t c = text[i];
    if (c >= 0xd800 && c < 0xe000) {
      if (c < 0xdc00 && i + 1 < text.length && text[i + 1] >= 0xdc00 && text[i + 1] < 0xe000) {
        c = 0x10000 + ((c - 0xd800) << 10) + (text[++i] - 0xdc00u);
      } else {
        c = 0xfffd;
      }
    }
    if (!emit(c, c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)) return;
  }
}

size_t encode_utf8(const Characters& text, uint8_t* target, size_t size) {
  size_t used = 0;
  for_each_character(text, [&](uint32_t c, size_t bytes) {
    if (used + bytes > size) return false;
    uint8_t* p = target + used;
    if (bytes == 1) {
      p[0] = static_cast<uint8_t>(c);
    } else {
      for (size_t i = bytes; i-- > 1; c >>= 6) p[i] = static_cast<uint8_t>(0x80 | (c & 0x3f));
      p[0] = static_cast<uint8_t>((bytes == 2 ? 0xc0 : bytes == 3 ? 0xe0 : 0xf0) | c);
    }
    used += bytes;
    return true;
  });
  return used;
}

// As Node reads it: characters outside the alphabet are skipped, both alphabets are understood, "=" ends the text.
size_t decode_base64(const Characters& text, uint8_t* target, size_t size) {
  size_t used = 0;
  uint32_t word = 0;
  int count = 0;
  for (uint32_t i = 0; i < text.length && used < size; ++i) {
    auto unit = static_cast<uint8_t>(text[i]);  // as Node, by the low byte alone
    if (unit == '=') break;
    int value = kBase64Values[unit];
    if (value < 0) continue;
    word = (word << 6) | static_cast<uint32_t>(value);
    if (++count == 4) {
      for (int shift = 16; shift >= 0 && used < size; shift -= 8) target[used++] = static_cast<uint8_t>(word >> shift);
      word = 0;
      count = 0;
    }
  }
  if (count == 2 && used < size) target[used++] = static_cast<uint8_t>(word >> 4);
  if (count == 3) {
    if (used < size) target[used++] = static_cast<uint8_t>(word >> 10);
    if (used < size) target[used++] = static_cast<uint8_t>(word >> 2);
  }
  return used;
}

std::string to_base64(const uint8_t* bytes, size_t size, bool url) {
  const char* alphabet = url ? kBase64Url : kBase64;
  std::string text;
  text.reserve((size + 2) / 3 * 4);
  size_t i = 0;
  for (; i + 3 <= size; i += 3) {
    uint32_t word = static_cast<uint32_t>(bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2]);
    for (int shift = 18; shift >= 0; shift -= 6) text += alphabet[(word >> shift) & 63];
  }
  if (size_t left = size - i) {
    uint32_t word = static_cast<uint32_t>(bytes[i] << 16 | (left > 1 ? bytes[i + 1] << 8 : 0));
    text += alphabet[word >> 18];
    text += alphabet[(word >> 12) & 63];
    if (left > 1) text += alphabet[(word >> 6) & 63];
    if (!url) text.append(left > 1 ? "=" : "==");
  }
  return text;
}

}  // namespace

size_t encoded_size(Isolate& isolate, String* text, Encoding encoding) {
  Characters units = characters(isolate, text);
  switch (encoding) {
    case Encoding::kUtf8: {
      size_t size = 0;
      for_each_character(units, [&](uint32_t, size_t bytes) {
        size += bytes;
        return true;
      });
      return size;
    }
    case Encoding::kUtf16: return size_t{units.length} * 2;
    case Encoding::kLatin1:
    case Encoding::kAscii: return units.length;
    case Encoding::kHex: return units.length / 2;
    case Encoding::kBase64:
    case Encoding::kBase64Url: {
      size_t length = units.length;
      if (length && units[units.length - 1] == '=') --length;
      if (length > 1 && units[static_cast<uint32_t>(length) - 1] == '=') --length;
      return length / 4 * 3 + (length % 4 * 3) / 4;
    }
  }
  return 0;
}

size_t encode(Isolate& isolate, String* text, Encoding encoding, uint8_t* target, size_t size) {
  Characters units = characters(isolate, text);
  switch (encoding) {
    case Encoding::kUtf8: return encode_utf8(units, target, size);
    case Encoding::kUtf16: {
      size_t count = std::min<size_t>(units.length, size / 2);
      for (size_t i = 0; i < count; ++i) {
        char16_t unit = units[static_cast<uint32_t>(i)];
        target[2 * i] = static_cast<uint8_t>(unit);
        target[2 * i + 1] = static_cast<uint8_t>(unit >> 8);
      }
      return count * 2;
    }
    case Encoding::kLatin1:
    case Encoding::kAscii: {
      size_t count = std::min<size_t>(units.length, size);
      for (size_t i = 0; i < count; ++i) target[i] = static_cast<uint8_t>(units[static_cast<uint32_t>(i)]);
      return count;
    }
    case Encoding::kHex: {
      size_t count = std::min<size_t>(units.length / 2, size);
      for (size_t i = 0; i < count; ++i) {
        int high = hex_value(units[static_cast<uint32_t>(2 * i)]);
        int low = hex_value(units[static_cast<uint32_t>(2 * i + 1)]);
        if (high < 0 || low < 0) return i;
        target[i] = static_cast<uint8_t>(high << 4 | low);
      }
      return count;
    }
    case Encoding::kBase64:
    case Encoding::kBase64Url: return decode_base64(units, target, size);
  }
  return 0;
}

std::string encode(Isolate& isolate, String* text, Encoding encoding) {
  std::string bytes(encoded_size(isolate, text, encoding), '\0');
  bytes.resize(encode(isolate, text, encoding, reinterpret_cast<uint8_t*>(bytes.data()), bytes.size()));
  return bytes;
}

Completion<Value> decode(Isolate& isolate, const uint8_t* bytes, size_t size, Encoding encoding) {
  size_t units = encoding == Encoding::kHex ? size * 2 : encoding == Encoding::kUtf16 ? size / 2 : size;
  if (encoding != Encoding::kUtf8 && units > String::kMaxLength) {
    return throw_error(isolate, ErrorType::kError, "Cannot create a string longer than 0x1fffffe8 characters");
  }
  switch (encoding) {
    case Encoding::kUtf8: return Value(new_string_utf8(isolate, {reinterpret_cast<const char*>(bytes), size}));
    case Encoding::kUtf16: {
      std::u16string text(size / 2, u'\0');
      for (size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char16_t>(bytes[2 * i] | bytes[2 * i + 1] << 8);
      return Value(new_string_utf16(isolate, text));
    }
    case Encoding::kLatin1: return Value(new_string_latin1(isolate, {reinterpret_cast<const char*>(bytes), size}));
    case Encoding::kAscii: {
      std::string text(reinterpret_cast<const char*>(bytes), size);
      for (char& c : text) c = static_cast<char>(c & 0x7f);
      return Value(new_string_latin1(isolate, text));
    }
    case Encoding::kHex: {
      constexpr char kDigits[] = "0123456789abcdef";
      std::string text(size * 2, '\0');
      for (size_t i = 0; i < size; ++i) {
        text[2 * i] = kDigits[bytes[i] >> 4];
        text[2 * i + 1] = kDigits[bytes[i] & 15];
      }
      return Value(new_string_latin1(isolate, text));
    }
    case Encoding::kBase64:
    case Encoding::kBase64Url:
      return Value(new_string_latin1(isolate, to_base64(bytes, size, encoding == Encoding::kBase64Url)));
  }
  return Value::undefined();
}

Completion<Value> new_uint8_array(Isolate& isolate, std::string_view bytes) {
  TypedArrayObject* array = TRY(create_typed_array(isolate, ElementType::kUint8, bytes.size()));
  if (!bytes.empty()) std::memcpy(element_address(array, 0), bytes.data(), bytes.size());
  return Value(array);
}

}  // namespace scrim
