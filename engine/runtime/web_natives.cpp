// internal.binding("web"): bytes and text, for the Web globals.
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/builtins/typed_array.h"
#include "engine/runtime/host_call.h"
#include "engine/runtime/natives.h"
#include "engine/runtime/text_codecs.h"

namespace scrim {

namespace {

constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// (text) -> base64 of its units as bytes; undefined if one is above 255
Completion<Value> base64_encode(Isolate& isolate, Frame& frame) {
  String* text = TRY(to_string(isolate, frame.argument(0)));
  Characters units = characters(isolate, text);
  std::string out;
  out.reserve((units.length + 2) / 3 * 4);
  for (uint32_t i = 0; i < units.length; i += 3) {
    uint32_t group = 0;
    uint32_t count = std::min(3u, units.length - i);
    for (uint32_t k = 0; k < count; ++k) {
      char16_t unit = units[i + k];
      if (unit > 0xff) return Value::undefined();
      group |= static_cast<uint32_t>(unit) << (16 - 8 * k);
    }
    for (uint32_t k = 0; k < 4; ++k) out += k <= count ? kBase64[group >> (18 - 6 * k) & 0x3f] : '=';
  }
  return Value(new_string_latin1(isolate, out));
}

// https://infra.spec.whatwg.org/#forgiving-base64-decode; undefined: a failure
Completion<Value> base64_decode(Isolate& isolate, Frame& frame) {
  String* text = TRY(to_string(isolate, frame.argument(0)));
  Characters units = characters(isolate, text);
  std::string digits;
  for (uint32_t i = 0; i < units.length; ++i) {
    char16_t c = units[i];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r') continue;
    if (c > 0x7f) return Value::undefined();
    digits += static_cast<char>(c);
  }
  if (digits.size() % 4 == 0) {
    for (int k = 0; k < 2 && !digits.empty() && digits.back() == '='; ++k) digits.pop_back();
  }
  if (digits.size() % 4 == 1) return Value::undefined();
  std::string out;
  uint32_t group = 0;
  int bits = 0;
  for (char c : digits) {
    int digit = c >= 'A' && c <= 'Z'   ? c - 'A'
                : c >= 'a' && c <= 'z' ? c - 'a' + 26
                : c >= '0' && c <= '9' ? c - '0' + 52
                : c == '+'             ? 62
                : c == '/'             ? 63
                                       : -1;
    if (digit < 0) return Value::undefined();
    group = group << 6 | static_cast<uint32_t>(digit);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>(group >> bits & 0xff);
    }
  }
  return Value(new_string_latin1(isolate, out));
}

Completion<Value> processors(Isolate& isolate, Frame&) {
  return Value::number(
      ask_host_number(host_of(isolate), "processors", "", [] { return sysconf(_SC_NPROCESSORS_ONLN); }));
}

// (descriptor)
Completion<Value> is_terminal(Isolate& isolate, Frame& frame) {
  const int fd = TRY(to_int32(isolate, frame.argument(0)));
  bool is_terminal = false;
  ask_host(host_of(isolate), "is terminal", std::to_string(fd), [&] { is_terminal = isatty(fd) == 1; }, is_terminal);
  return Value::boolean(is_terminal);
}

// Milliseconds since the program began.
Completion<Value> now(Isolate& isolate, Frame&) {
  return Value::number(static_cast<double>(host_of(isolate).monotonic_ns() - runtime_of(isolate).start_ns) / 1e6);
}
Completion<Value> time_origin(Isolate& isolate, Frame&) {
  const uint64_t age = host_of(isolate).monotonic_ns() - runtime_of(isolate).start_ns;
  return Value::number(std::floor(host_of(isolate).wall_clock_ms() * 1e3 - static_cast<double>(age) / 1e3) / 1e3);
}
// [idle, active] in milliseconds: the thread's CPU time is the time it was active.
Completion<Value> loop_times(Isolate& isolate, Frame&) {
  const uint64_t age_ns = host_of(isolate).monotonic_ns() - runtime_of(isolate).start_ns;
  int64_t used_ns = ask_host_number(host_of(isolate), "thread time", "", [] {
    timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<int64_t>(time.tv_sec) * 1000000000 + time.tv_nsec;
  });
  const double age = static_cast<double>(age_ns) / 1e6;
  const double active = std::min(age, static_cast<double>(used_ns) / 1e6);
  Value pair[] = {Value::number(age - active), Value::number(active)};
  return Value(new_array_from(isolate, pair));
}

TypedArrayObject* bytes_argument(Frame& frame, uint32_t index, std::span<uint8_t>* bytes) {
  if (!is_type(frame.argument(index), CellType::kTypedArray)) return nullptr;
  auto* array = cast<TypedArrayObject>(frame.argument(index));
  uint64_t length = typed_array_length(array) * element_size(array->element_type);
  *bytes = {length ? element_address(array, 0) : nullptr, length};
  return array;
}

// (text) -> Uint8Array
Completion<Value> encode_utf8(Isolate& isolate, Frame& frame) {
  String* text = TRY(to_string(isolate, frame.argument(0)));
  std::string bytes = to_utf8(isolate, text);
  TypedArrayObject* array = TRY(create_typed_array(isolate, ElementType::kUint8, bytes.size()));
  if (!bytes.empty()) std::memcpy(element_address(array, 0), bytes.data(), bytes.size());
  return Value(array);
}

// (text, Uint8Array) -> [units read, bytes written]
Completion<Value> encode_into(Isolate& isolate, Frame& frame) {
  String* text = TRY(to_string(isolate, frame.argument(0)));
  std::span<uint8_t> bytes;
  if (!bytes_argument(frame, 1, &bytes)) return throw_type_error(isolate, "not a typed array");
  Characters units = characters(isolate, text);
  uint32_t read = 0;
  size_t written = 0;
  while (read < units.length) {
    uint32_t c = units[read];
    uint32_t used = 1;
    if ((c & 0xfc00) == 0xd800 && read + 1 < units.length && (units[read + 1] & 0xfc00) == 0xdc00) {
      c = 0x10000 + ((c & 0x3ff) << 10) + (units[read + 1] & 0x3ffu);
      used = 2;
    } else if ((c & 0xf800) == 0xd800) {
      c = 0xfffd;
    }
    uint32_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    if (bytes.size() - written < size) break;
    if (size == 1) {
      bytes[written] = static_cast<uint8_t>(c);
    } else {
      for (uint32_t k = size; k-- > 1; c >>= 6) bytes[written + k] = static_cast<uint8_t>(0x80 | (c & 0x3f));
      bytes[written] = static_cast<uint8_t>((0xf00 >> size & 0xff) | c);
    }
    written += size;
    read += used;
  }
  Value pair[] = {Value::number(read), Value::number(static_cast<uint64_t>(written))};
  return Value(new_array_from(isolate, pair));
}

// (encoding, Uint8Array, fatal, stream) -> [text, bytes left over], undefined: malformed
Completion<Value> decode(Isolate& isolate, Frame& frame) {
  std::string encoding = to_utf8(isolate, TRY(to_string(isolate, frame.argument(0))));
  std::span<uint8_t> bytes;
  if (!bytes_argument(frame, 1, &bytes)) return throw_type_error(isolate, "not a typed array");
  bool fatal = to_boolean(frame.argument(2));
  bool stream = to_boolean(frame.argument(3));
  String* text = nullptr;
  size_t rest = 0;
  if (encoding == "utf-8" && std::all_of(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte < 0x80; })) {
    text = new_string_latin1(isolate, bytes.data(), static_cast<uint32_t>(bytes.size()));
  } else {
    Decoded decoded = encoding == "utf-8"      ? decode_utf8(bytes, fatal, stream)
                      : encoding == "utf-16le" ? decode_utf16(bytes, false, fatal, stream)
                      : encoding == "utf-16be" ? decode_utf16(bytes, true, fatal, stream)
                                               : decode_with_icu(encoding, bytes, fatal, stream);
    if (!decoded.valid) return Value::undefined();
    text = new_string_utf16(isolate, decoded.text);
    rest = decoded.rest;
  }
  Value pair[] = {Value(text), Value::number(static_cast<uint64_t>(rest))};
  return Value(new_array_from(isolate, pair));
}

// (domain, strict) -> its ASCII form, undefined: not a domain
Completion<Value> to_ascii(Isolate& isolate, Frame& frame) {
  String* text = TRY(to_string(isolate, frame.argument(0)));
  std::optional<std::u16string> ascii = domain_to_ascii(to_utf16(isolate, text), to_boolean(frame.argument(1)));
  if (!ascii) return Value::undefined();
  return Value(new_string_utf16(isolate, *ascii));
}
Completion<Value> to_unicode(Isolate& isolate, Frame& frame) {
  String* text = TRY(to_string(isolate, frame.argument(0)));
  return Value(new_string_utf16(isolate, domain_to_unicode(to_utf16(isolate, text))));
}

using P = BuiltinProperty;
constexpr P kNatives[] = {
    P::function("base64Encode", base64_encode, 1), P::function("base64Decode", base64_decode, 1),
    P::function("processors", processors, 0),      P::function("encodeUtf8", encode_utf8, 1),
    P::function("isTerminal", is_terminal, 1),     P::function("now", now, 0),
    P::function("timeOrigin", time_origin, 0),     P::function("loopTimes", loop_times, 0),
    P::function("encodeInto", encode_into, 2),     P::function("decode", decode, 4),
    P::function("toAscii", to_ascii, 2),           P::function("toUnicode", to_unicode, 1),
};

}  // namespace

extern constexpr NativeBinding kWebBinding = {"web", kNatives};

}  // namespace scrim
