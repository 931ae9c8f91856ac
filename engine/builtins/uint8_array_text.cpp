// Uint8Array to and from base64 and hexadecimal text. ECMA-262 sec-uint8array.frombase64 and its siblings
#include "engine/builtins/typed_array.h"

namespace scrim {

namespace {

constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char kBase64Url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

enum class LastChunk { kLoose, kStrict, kStopBeforePartial };

struct Options {
  bool url = false;
  LastChunk last_chunk = LastChunk::kLoose;
  bool omit_padding = false;
};

// sec-validateuint8array
Completion<TypedArrayObject*> this_bytes(Isolate& isolate, Frame& frame, const char* method) {
  if (!is_type(frame.this_value, CellType::kTypedArray) ||
      cast<TypedArrayObject>(frame.this_value)->element_type != ElementType::kUint8)
    return throw_incompatible_receiver(isolate, method, frame.this_value);
  return cast<TypedArrayObject>(frame.this_value);
}

// sec-getuint8arraybytes: the length, TypeError if the array is out of bounds.
Completion<uint64_t> length_of(Isolate& isolate, TypedArrayObject* array, const char* method) {
  bool outside;
  uint64_t length = typed_array_length(array, &outside);
  if (outside) return throw_type_error(isolate, "Cannot perform %s on a detached ArrayBuffer", method);
  return length;
}

Completion<void> require_text(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_string()) return throw_type_error(isolate, "input argument must be a string");
  return {};
}

// One of the words, by its index; the first if undefined.
Completion<int> read_choice(Isolate& isolate, Object* options, const char* name,
                            std::initializer_list<const char*> words) {
  Value value = TRY(get(isolate, options, key_from_latin1(isolate, name)));
  if (value.is_undefined()) return 0;
  std::string text = value.is_string() ? to_utf8(isolate, as_string(value)) : "";
  int index = 0;
  for (const char* word : words) {
    if (value.is_string() && text == word) return index;
    ++index;
  }
  return throw_type_error(isolate, "invalid option %s",
                          value.is_string() ? text.c_str() : describe_for_error(isolate, value).c_str());
}

enum class Wanted { kDecoding, kEncoding };

Completion<void> read_options(Isolate& isolate, Value value, Wanted wanted, Options* result) {
  if (value.is_undefined()) return {};
  if (!value.is_object()) return throw_type_error(isolate, "invalid_argument");
  Object* options = as_object(value);
  result->url = TRY(read_choice(isolate, options, "alphabet", {"base64", "base64url"}))
  == 1;
  if (wanted == Wanted::kDecoding) {
    int choice = TRY(read_choice(isolate, options, "lastChunkHandling", {"loose", "strict", "stop-before-partial"}));
    result->last_chunk = static_cast<LastChunk>(choice);
  } else {
    result->omit_padding = to_boolean(TRY(get(isolate, options, key_from_latin1(isolate, "omitPadding"))));
  }
  return {};
}

// What decoding a text has come to; the bytes before an error are given too.
struct Decoded {
  std::string bytes;
  uint64_t read = 0;
  const char* error = nullptr;
};

constexpr char kBadCharacter[] = "Found a character that cannot be part of a valid base64 string.";
constexpr char kSingleCharacter[] = "The base64 input terminates with a single character, excluding padding (=).";

// ECMA-262 sec-frombase64
Decoded decode_base64(const Characters& text, const Options& options, uint64_t max_bytes) {
  Decoded result;
  if (max_bytes == 0) return result;
  uint32_t digits[4];
  uint32_t count = 0;
  uint32_t i = 0;
  auto skip_white_space = [&] {
    while (i < text.length &&
           (text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\f' || text[i] == '\r'))
      ++i;
  };
  auto fail = [&](const char* error) {
    result.error = error;
    return result;
  };
  // Two or three digits make one or two bytes; `strict`: the bits that are left must be zero.
  auto take_partial = [&](bool strict) {
    uint32_t word = digits[0] << 18 | digits[1] << 12 | (count == 3 ? digits[2] << 6 : 0);
    if (strict && (word & (count == 2 ? 0xffff : 0xff))) return false;
    result.bytes.push_back(static_cast<char>(word >> 16));
    if (count == 3) result.bytes.push_back(static_cast<char>(word >> 8));
    return true;
  };
  for (;;) {
    skip_white_space();
    if (i == text.length) {
      if (count > 0) {
        if (options.last_chunk == LastChunk::kStopBeforePartial) return result;
        if (options.last_chunk == LastChunk::kStrict || count == 1) return fail(kSingleCharacter);
        take_partial(false);
      }
      result.read = text.length;
      return result;
    }
    char16_t c = text[i++];
    if (c == '=') {
      if (count < 2) return fail(kBadCharacter);
      skip_white_space();
      if (count == 2) {
        if (i == text.length) {
          if (options.last_chunk == LastChunk::kStopBeforePartial) return result;
          return fail(kBadCharacter);
        }
        if (text[i] == '=') {
          ++i;
          skip_white_space();
        }
      }
      if (i < text.length) return fail(kBadCharacter);
      if (!take_partial(options.last_chunk == LastChunk::kStrict)) return fail(kBadCharacter);
      result.read = text.length;
      return result;
    }
    int digit = c >= 'A' && c <= 'Z'               ? c - 'A'
                : c >= 'a' && c <= 'z'             ? c - 'a' + 26
                : c >= '0' && c <= '9'             ? c - '0' + 52
                : c == (options.url ? u'-' : u'+') ? 62
                : c == (options.url ? u'_' : u'/') ? 63
                                                   : -1;
    if (digit < 0) return fail(kBadCharacter);
    uint64_t remaining = max_bytes - result.bytes.size();
    if ((remaining == 1 && count == 2) || (remaining == 2 && count == 3)) return result;
    digits[count++] = static_cast<uint32_t>(digit);
    if (count < 4) continue;
    uint32_t word = digits[0] << 18 | digits[1] << 12 | digits[2] << 6 | digits[3];
    for (int shift : {16, 8, 0}) result.bytes.push_back(static_cast<char>(word >> shift));
    count = 0;
    result.read = i;
    if (result.bytes.size() == max_bytes) return result;
  }
}

// ECMA-262 sec-fromhex
Decoded decode_hex(const Characters& text, uint64_t max_bytes) {
  Decoded result;
  constexpr const char* kError = "Input string must contain hex characters in even length";
  if (text.length % 2 != 0) {
    result.error = kError;
    return result;
  }
  auto digit = [](char16_t c) {
    return c >= '0' && c <= '9' ? c - '0' : c < 0x80 && (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
  };
  for (uint32_t i = 0; i < text.length && result.bytes.size() < max_bytes; i += 2) {
    int high = digit(text[i]);
    int low = digit(text[i + 1]);
    if (high < 0 || low < 0) {
      result.error = kError;
      return result;
    }
    result.bytes.push_back(static_cast<char>(high << 4 | low));
    result.read = i + 2;
  }
  return result;
}

Decoded decode(Isolate& isolate, Frame& frame, bool hex, uint64_t max_bytes, const Options& options) {
  Characters text = characters(isolate, as_string(frame.argument(0)));
  return hex ? decode_hex(text, max_bytes) : decode_base64(text, options, max_bytes);
}

Throw throw_decoding(Isolate& isolate, const Decoded& decoded) {
  return throw_error(isolate, ErrorType::kSyntaxError, "%s", decoded.error);
}

template <bool hex>
Completion<Value> from_text(Isolate& isolate, Frame& frame) {
  TRY(require_text(isolate, frame));
  Options options;
  if (!hex) TRY(read_options(isolate, frame.argument(1), Wanted::kDecoding, &options));
  Decoded decoded = decode(isolate, frame, hex, ~uint64_t{0}, options);
  if (decoded.error) return throw_decoding(isolate, decoded);
  TypedArrayObject* array = TRY(create_typed_array(isolate, ElementType::kUint8, decoded.bytes.size()));
  std::memcpy(element_address(array, 0), decoded.bytes.data(), decoded.bytes.size());
  return Value(array);
}

template <bool hex>
Completion<Value> set_from_text(Isolate& isolate, Frame& frame) {
  constexpr const char* kMethod = hex ? "Uint8Array.prototype.setFromHex" : "Uint8Array.prototype.setFromBase64";
  TypedArrayObject* array = TRY(this_bytes(isolate, frame, kMethod));
  if (array->buffer->is_immutable()) return throw_immutable(isolate, kMethod);
  TRY(require_text(isolate, frame));
  Options options;
  if (!hex) TRY(read_options(isolate, frame.argument(1), Wanted::kDecoding, &options));
  uint64_t length = TRY(length_of(isolate, array, kMethod));
  Decoded decoded = decode(isolate, frame, hex, length, options);
  std::memcpy(element_address(array, 0), decoded.bytes.data(), decoded.bytes.size());
  if (decoded.error) return throw_decoding(isolate, decoded);
  Object* result = new_plain_object(isolate, 2);
  put_direct(isolate, result, key_from_latin1(isolate, "read"), Value::number(decoded.read));
  put_direct(isolate, result, key_from_latin1(isolate, "written"), Value::number(decoded.bytes.size()));
  return Value(result);
}

Completion<Value> to_base64(Isolate& isolate, Frame& frame) {
  TypedArrayObject* array = TRY(this_bytes(isolate, frame, "Uint8Array.prototype.toBase64"));
  Options options;
  TRY(read_options(isolate, frame.argument(0), Wanted::kEncoding, &options));
  uint64_t length = TRY(length_of(isolate, array, "Uint8Array.prototype.toBase64"));
  if (length / 3 * 4 + 4 > String::kMaxLength) return throw_range_error(isolate, "Invalid string length");
  const char* alphabet = options.url ? kBase64Url : kBase64;
  const uint8_t* bytes = element_address(array, 0);
  std::string text;
  text.reserve(length / 3 * 4 + 4);
  for (uint64_t i = 0; i < length; i += 3) {
    uint64_t count = length - i < 3 ? length - i : 3;
    uint32_t word = uint32_t{bytes[i]} << 16;
    if (count > 1) word |= uint32_t{bytes[i + 1]} << 8;
    if (count > 2) word |= bytes[i + 2];
    for (uint64_t k = 0; k <= count; ++k) text.push_back(alphabet[word >> (18 - 6 * k) & 63]);
    if (!options.omit_padding) text.append(3 - count, '=');
  }
  return Value(new_string_latin1(isolate, text));
}

Completion<Value> to_hex(Isolate& isolate, Frame& frame) {
  TypedArrayObject* array = TRY(this_bytes(isolate, frame, "Uint8Array.prototype.toHex"));
  uint64_t length = TRY(length_of(isolate, array, "Uint8Array.prototype.toHex"));
  if (length * 2 > String::kMaxLength) return throw_range_error(isolate, "Invalid string length");
  const uint8_t* bytes = element_address(array, 0);
  std::string text;
  text.reserve(length * 2);
  for (uint64_t i = 0; i < length; ++i) {
    text.push_back("0123456789abcdef"[bytes[i] >> 4]);
    text.push_back("0123456789abcdef"[bytes[i] & 15]);
  }
  return Value(new_string_latin1(isolate, text));
}

using P = BuiltinProperty;
constexpr P kTable[] = {
    P::function("fromBase64", from_text<false>, 1),
    P::function("fromHex", from_text<true>, 1),
};
constexpr P kPrototypeTable[] = {
    P::function("toBase64", to_base64, 0),
    P::function("setFromBase64", set_from_text<false>, 1),
    P::function("toHex", to_hex, 0),
    P::function("setFromHex", set_from_text<true>, 1),
};

}  // namespace

const BuiltinTable kUint8ArrayText = kTable;
const BuiltinTable kUint8ArrayPrototypeText = kPrototypeTable;

}  // namespace scrim
