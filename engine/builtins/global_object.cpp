// The global object: its table, and the functions that are properties of it. ECMA-262 sec-global-object
#include <cmath>

#include "engine/base/unicode.h"
#include "engine/builtins/support.h"

namespace scrim {

namespace {

// ECMA-262 sec-parsefloat-string
Completion<Value> global_parse_float(Isolate& isolate, Frame& frame) {
  if (frame.argument(0).is_int32()) return frame.argument(0);
  Characters text = characters(isolate, TRY(to_string(isolate, frame.argument(0))));
  uint32_t start = 0;
  while (start < text.length && unicode::is_white_space_or_line_terminator(text[start])) ++start;
  std::string ascii;
  for (uint32_t i = start; i < text.length && text[i] < 0x80; ++i) ascii.push_back(static_cast<char>(text[i]));
  const char* begin = ascii.data();
  const char* limit = begin + ascii.size();
  bool negative = begin < limit && *begin == '-';
  if (begin < limit && (*begin == '-' || *begin == '+')) ++begin;
  double value = std::numeric_limits<double>::quiet_NaN();
  if (begin < limit && ((*begin >= '0' && *begin <= '9') ||
                        (*begin == '.' && begin + 1 < limit && begin[1] >= '0' && begin[1] <= '9'))) {
    const char* end;
    value = parse_decimal(begin, limit, &end);
  } else if (std::string_view(begin, static_cast<size_t>(limit - begin)).starts_with("Infinity")) {
    value = HUGE_VAL;
  }
  return Value::number(negative ? -value : value);
}

// ECMA-262 sec-parseint-string-radix
Completion<Value> global_parse_int(Isolate& isolate, Frame& frame) {
  Value input = frame.argument(0);
  if (input.is_int32() && frame.argument(1).is_undefined()) return input;
  Characters text = characters(isolate, TRY(to_string(isolate, input)));
  int32_t radix = TRY(to_int32(isolate, frame.argument(1)));
  uint32_t i = 0;
  while (i < text.length && unicode::is_white_space_or_line_terminator(text[i])) ++i;
  bool negative = i < text.length && text[i] == '-';
  if (i < text.length && (text[i] == '-' || text[i] == '+')) ++i;
  bool strip = radix == 0 || radix == 16;
  if (radix != 0 && (radix < 2 || radix > 36)) return Value::nan();
  if (radix == 0) radix = 10;
  if (strip && i + 1 < text.length && text[i] == '0' && (text[i + 1] | 0x20) == 'x') {
    i += 2;
    radix = 16;
  }
  std::string digits;
  double value = 0;
  for (; i < text.length; ++i) {
    char16_t c = text[i];
    int digit = c >= '0' && c <= '9'                                 ? c - '0'
                : c < 0x80 && (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? (c | 0x20) - 'a' + 10
                                                                     : 99;
    if (digit >= radix) break;
    digits.push_back(static_cast<char>(c));
    value = value * radix + digit;
  }
  if (digits.empty()) return Value::nan();
  if (value >= 9007199254740992.0) {
    if (radix == 10) {
      const char* end;
      value = parse_decimal(digits.data(), digits.data() + digits.size(), &end);
    } else if ((radix & (radix - 1)) == 0) {
      std::string prefixed = (radix == 16 ? "0x" : radix == 8 ? "0o" : radix == 2 ? "0b" : "") + digits;
      if (prefixed[0] == '0' && prefixed.size() > digits.size())
        value = string_to_number(isolate, new_string_latin1(isolate, prefixed));
    }
  }
  return Value::number(negative ? -value : value);
}

Completion<Value> global_is_nan(Isolate& isolate, Frame& frame) {
  double number = TRY(to_number(isolate, frame.argument(0)));
  return Value::boolean(number != number);
}

Completion<Value> global_is_finite(Isolate& isolate, Frame& frame) {
  return Value::boolean(std::isfinite(TRY(to_number(isolate, frame.argument(0)))));
}

// --- URI handling. ECMA-262 sec-uri-handling-functions

bool in_set(char16_t c, const char* set) {
  return c < 0x80 && c && std::strchr(set, c);
}
bool is_alphanumeric(char16_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr char kHex[] = "0123456789ABCDEF";
constexpr char kMarks[] = "-_.!~*'()";
constexpr char kReserved[] = ";/?:@&=+$,#";

Throw uri_malformed(Isolate& isolate) {
  return throw_error(isolate, ErrorType::kURIError, "URI malformed");
}

Completion<Value> encode(Isolate& isolate, Frame& frame, const char* extra) {
  String* string = TRY(to_string(isolate, frame.argument(0)));
  Characters text = characters(isolate, string);
  StringBuilder builder(isolate);
  for (uint32_t i = 0; i < text.length; ++i) {
    uint32_t c = text[i];
    if (is_alphanumeric(static_cast<char16_t>(c)) || in_set(static_cast<char16_t>(c), kMarks) ||
        in_set(static_cast<char16_t>(c), extra)) {
      builder.append(static_cast<char16_t>(c));
      continue;
    }
    if (unicode::is_trail_surrogate(c)) return uri_malformed(isolate);
    if (unicode::is_lead_surrogate(c)) {
      if (i + 1 == text.length || !unicode::is_trail_surrogate(text[i + 1])) return uri_malformed(isolate);
      c = unicode::combine_surrogates(c, text[++i]);
    }
    uint8_t bytes[4];
    int count = 0;
    if (c < 0x80) {
      bytes[count++] = static_cast<uint8_t>(c);
    } else if (c < 0x800) {
      bytes[count++] = static_cast<uint8_t>(0xc0 | c >> 6);
      bytes[count++] = static_cast<uint8_t>(0x80 | (c & 63));
    } else if (c < 0x10000) {
      bytes[count++] = static_cast<uint8_t>(0xe0 | c >> 12);
      bytes[count++] = static_cast<uint8_t>(0x80 | (c >> 6 & 63));
      bytes[count++] = static_cast<uint8_t>(0x80 | (c & 63));
    } else {
      bytes[count++] = static_cast<uint8_t>(0xf0 | c >> 18);
      bytes[count++] = static_cast<uint8_t>(0x80 | (c >> 12 & 63));
      bytes[count++] = static_cast<uint8_t>(0x80 | (c >> 6 & 63));
      bytes[count++] = static_cast<uint8_t>(0x80 | (c & 63));
    }
    for (int k = 0; k < count; ++k) {
      char escape[3] = {'%', kHex[bytes[k] >> 4], kHex[bytes[k] & 15]};
      builder.append_latin1({escape, 3});
    }
  }
  return TRY(builder.finish());
}

int hex_digit(char16_t c) {
  return c >= '0' && c <= '9'                                 ? c - '0'
         : c < 0x80 && (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                              : -1;
}

// The byte behind a % at position i, or -1.
int escaped_byte(const Characters& text, uint32_t i) {
  if (i + 2 >= text.length || text[i] != '%') return -1;
  int high = hex_digit(text[i + 1]);
  int low = hex_digit(text[i + 2]);
  return high < 0 || low < 0 ? -1 : high << 4 | low;
}

Completion<Value> decode(Isolate& isolate, Frame& frame, const char* preserved) {
  String* string = TRY(to_string(isolate, frame.argument(0)));
  Characters text = characters(isolate, string);
  StringBuilder builder(isolate);
  for (uint32_t i = 0; i < text.length; ++i) {
    if (text[i] != '%') {
      builder.append(text[i]);
      continue;
    }
    uint32_t start = i;
    int lead = escaped_byte(text, i);
    if (lead < 0) return uri_malformed(isolate);
    i += 2;
    if (lead < 0x80) {
      if (in_set(static_cast<char16_t>(lead), preserved)) {
        builder.append(string, start, i + 1);
      } else {
        builder.append(static_cast<char16_t>(lead));
      }
      continue;
    }
    int more = lead >= 0xc2 && lead <= 0xdf ? 1 : (lead & 0xf0) == 0xe0 ? 2 : lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
    if (!more) return uri_malformed(isolate);
    uint32_t c = static_cast<uint32_t>(more == 1 ? lead & 31 : more == 2 ? lead & 15 : lead & 7);
    for (int k = 0; k < more; ++k) {
      int byte = escaped_byte(text, i + 1);
      if (byte < 0 || (byte & 0xc0) != 0x80) return uri_malformed(isolate);
      c = c << 6 | static_cast<uint32_t>(byte & 63);
      i += 3;
    }
    if ((more == 2 && (c < 0x800 || (c >= 0xd800 && c <= 0xdfff))) || (more == 3 && (c < 0x10000 || c > 0x10ffff)))
      return uri_malformed(isolate);
    builder.append_code_point(c);
  }
  return TRY(builder.finish());
}

Completion<Value> global_encode_uri(Isolate& isolate, Frame& frame) {
  return encode(isolate, frame, kReserved);
}
Completion<Value> global_encode_uri_component(Isolate& isolate, Frame& frame) {
  return encode(isolate, frame, "");
}
Completion<Value> global_decode_uri(Isolate& isolate, Frame& frame) {
  return decode(isolate, frame, kReserved);
}
Completion<Value> global_decode_uri_component(Isolate& isolate, Frame& frame) {
  return decode(isolate, frame, "");
}

// ECMA-262 sec-escape-string
Completion<Value> global_escape(Isolate& isolate, Frame& frame) {
  Characters text = characters(isolate, TRY(to_string(isolate, frame.argument(0))));
  StringBuilder builder(isolate);
  for (uint32_t i = 0; i < text.length; ++i) {
    char16_t c = text[i];
    if (is_alphanumeric(c) || in_set(c, "@*_+-./")) {
      builder.append(c);
    } else if (c < 256) {
      char escape[3] = {'%', kHex[c >> 4], kHex[c & 15]};
      builder.append_latin1({escape, 3});
    } else {
      char escape[6] = {'%', 'u', kHex[c >> 12], kHex[c >> 8 & 15], kHex[c >> 4 & 15], kHex[c & 15]};
      builder.append_latin1({escape, 6});
    }
  }
  return TRY(builder.finish());
}

// ECMA-262 sec-unescape-string
Completion<Value> global_unescape(Isolate& isolate, Frame& frame) {
  Characters text = characters(isolate, TRY(to_string(isolate, frame.argument(0))));
  StringBuilder builder(isolate);
  for (uint32_t i = 0; i < text.length; ++i) {
    char16_t c = text[i];
    if (c == '%') {
      if (i + 5 < text.length && text[i + 1] == 'u') {
        int digits[4];
        bool valid = true;
        for (uint32_t k = 0; k < 4; ++k) valid = (digits[k] = hex_digit(text[i + 2 + k])) >= 0 && valid;
        if (valid) {
          c = static_cast<char16_t>(digits[0] << 12 | digits[1] << 8 | digits[2] << 4 | digits[3]);
          i += 5;
        }
      } else if (int byte = escaped_byte(text, i); byte >= 0) {
        c = static_cast<char16_t>(byte);
        i += 2;
      }
    }
    builder.append(c);
  }
  return TRY(builder.finish());
}

using P = BuiltinProperty;

constexpr P kGlobalTable[] = {
    P::object("Object", Intrinsic::kObject),
    P::object("Function", Intrinsic::kFunction),
    P::object("Array", Intrinsic::kArray),
    P::object("Number", Intrinsic::kNumber),
    P::object("parseFloat", Intrinsic::kParseFloat),
    P::object("parseInt", Intrinsic::kParseInt),
    P::real("Infinity", HUGE_VAL),
    P::real("NaN", std::numeric_limits<double>::quiet_NaN()),
    {"undefined", P::kUndefined, 0, 0},
    P::object("Boolean", Intrinsic::kBoolean),
    P::object("String", Intrinsic::kString),
    P::object("Symbol", Intrinsic::kSymbol),
    P::object("Date", Intrinsic::kDate),
    P::object("Promise", Intrinsic::kPromise),
    P::object("RegExp", Intrinsic::kRegExp),
    P::object("Error", Intrinsic::kError),
    P::object("AggregateError", Intrinsic::kAggregateError),
    P::object("EvalError", Intrinsic::kEvalError),
    P::object("RangeError", Intrinsic::kRangeError),
    P::object("ReferenceError", Intrinsic::kReferenceError),
    P::object("SyntaxError", Intrinsic::kSyntaxError),
    P::object("TypeError", Intrinsic::kTypeError),
    P::object("URIError", Intrinsic::kURIError),
    P::object("SuppressedError", Intrinsic::kSuppressedError),
    P::object("globalThis", Intrinsic::kGlobalObject),
    P::object("JSON", Intrinsic::kJSON),
    P::object("Math", Intrinsic::kMath),
    P::object("Intl", Intrinsic::kIntl),
    P::object("ArrayBuffer", Intrinsic::kArrayBuffer),
    P::object("Atomics", Intrinsic::kAtomics),
    P::object("Uint8Array", Intrinsic::kUint8Array),
    P::object("Int8Array", Intrinsic::kInt8Array),
    P::object("Uint16Array", Intrinsic::kUint16Array),
    P::object("Int16Array", Intrinsic::kInt16Array),
    P::object("Uint32Array", Intrinsic::kUint32Array),
    P::object("Int32Array", Intrinsic::kInt32Array),
    P::object("Float16Array", Intrinsic::kFloat16Array),
    P::object("Float32Array", Intrinsic::kFloat32Array),
    P::object("Float64Array", Intrinsic::kFloat64Array),
    P::object("Uint8ClampedArray", Intrinsic::kUint8ClampedArray),
    P::object("BigUint64Array", Intrinsic::kBigUint64Array),
    P::object("BigInt64Array", Intrinsic::kBigInt64Array),
    P::object("DataView", Intrinsic::kDataView),
    P::object("Map", Intrinsic::kMap),
    P::object("BigInt", Intrinsic::kBigInt),
    P::object("Set", Intrinsic::kSet),
    P::object("Iterator", Intrinsic::kIterator),
    P::object("WeakMap", Intrinsic::kWeakMap),
    P::object("WeakSet", Intrinsic::kWeakSet),
    P::object("WeakRef", Intrinsic::kWeakRef),
    P::object("FinalizationRegistry", Intrinsic::kFinalizationRegistry),
    P::object("DisposableStack", Intrinsic::kDisposableStack),
    P::object("AsyncDisposableStack", Intrinsic::kAsyncDisposableStack),
    P::object("Proxy", Intrinsic::kProxy),
    P::object("Reflect", Intrinsic::kReflect),
    P::object("SharedArrayBuffer", Intrinsic::kSharedArrayBuffer),
    P::object("decodeURI", Intrinsic::kDecodeURI),
    P::object("decodeURIComponent", Intrinsic::kDecodeURIComponent),
    P::object("encodeURI", Intrinsic::kEncodeURI),
    P::object("encodeURIComponent", Intrinsic::kEncodeURIComponent),
    P::object("escape", Intrinsic::kEscape),
    P::object("unescape", Intrinsic::kUnescape),
    P::object("eval", Intrinsic::kEval),
    P::object("isFinite", Intrinsic::kIsFinite),
    P::object("isNaN", Intrinsic::kIsNaN),
    // The host's, where it has registered them.
    P::object("console", Intrinsic::kConsole, Attributes::kHidden),
    P::object("process", Intrinsic::kProcess, Attributes::kHidden),
    P::object("queueMicrotask", Intrinsic::kQueueMicrotask, Attributes::kAll),
    P::object("setTimeout", Intrinsic::kSetTimeout, Attributes::kAll),
    P::object("clearTimeout", Intrinsic::kClearTimeout, Attributes::kAll),
    P::object("setInterval", Intrinsic::kSetInterval, Attributes::kAll),
    P::object("clearInterval", Intrinsic::kClearInterval, Attributes::kAll),
    P::object("setImmediate", Intrinsic::kSetImmediate, Attributes::kAll),
    P::object("clearImmediate", Intrinsic::kClearImmediate, Attributes::kAll),
};

}  // namespace

extern constexpr FunctionSpec kGlobalFunctions[] = {
    {Intrinsic::kParseFloat, "parseFloat", global_parse_float, 1},
    {Intrinsic::kParseInt, "parseInt", global_parse_int, 2},
    {Intrinsic::kIsNaN, "isNaN", global_is_nan, 1},
    {Intrinsic::kIsFinite, "isFinite", global_is_finite, 1},
    {Intrinsic::kEncodeURI, "encodeURI", global_encode_uri, 1},
    {Intrinsic::kEncodeURIComponent, "encodeURIComponent", global_encode_uri_component, 1},
    {Intrinsic::kDecodeURI, "decodeURI", global_decode_uri, 1},
    {Intrinsic::kDecodeURIComponent, "decodeURIComponent", global_decode_uri_component, 1},
    {Intrinsic::kEscape, "escape", global_escape, 1},
    {Intrinsic::kUnescape, "unescape", global_unescape, 1},
};

Object* make_global_object(Isolate& isolate, Realm& realm) {
  Object* prototype = realm.intrinsic(Intrinsic::kObjectPrototype);
  auto* global = allocate_object<HostObject>(isolate, root_shape(isolate, prototype, CellType::kHostObject, 0, 0));
  global->task = 0;
  global->kind = kGlobalObjectKind;
  for (Value& value : global->data) value = Value::undefined();
  global->data[0] = Value(&realm);
  become_prototype(isolate, global);
  global->shape()->shape_flags |= Shape::kLazySlots;
  realm.set_intrinsic(Intrinsic::kGlobalObject, global);
  install(isolate, realm, global, kGlobalTable);
  return global;
}

Value materialize_global(Isolate& isolate, Object* object, PropertyKey key) {
  if (object->type != CellType::kHostObject || static_cast<HostObject*>(object)->kind != kGlobalObjectKind)
    return Value::empty();
  auto* realm = static_cast<Realm*>(static_cast<HostObject*>(object)->data[0].as_cell());
  if (!key.is_string()) return Value::empty();
  std::string name = to_utf8(isolate, key.as_string());
  for (const BuiltinProperty& property : kGlobalTable) {
    if (property.kind == BuiltinProperty::kIntrinsic && name == property.name)
      return Value(realm->intrinsic(property.intrinsic));
  }
  return Value::empty();
}

}  // namespace scrim
