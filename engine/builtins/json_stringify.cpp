// JSON.stringify, and the JSON object. ECMA-262 sec-json.stringify
#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/base/unicode.h"
#include "engine/builtins/array_support.h"
#include "engine/builtins/json.h"
#include "engine/interpreter/cache.h"

namespace scrim {

namespace {

// The text so far. JSON comes a few bytes at a time: they are collected here before they go to the builder.
class Output {
 public:
  explicit Output(Isolate& isolate) : builder_(isolate) {}

  void put(char c) {
    if (used_ == sizeof buffer_) flush();
    buffer_[used_++] = c;
  }
  void put(std::string_view latin1) {
    if (latin1.size() > sizeof buffer_ - used_) {
      flush();
      if (latin1.size() > sizeof buffer_) return builder_.append_latin1(latin1);
    }
    std::memcpy(buffer_ + used_, latin1.data(), latin1.size());
    used_ += latin1.size();
  }
  static constexpr size_t kMostRoom = 512;
  // Where to write up to `bytes` (at most kMostRoom) more characters, of which advance() tells how many there are.
  char* room(size_t bytes) {
    if (bytes > sizeof buffer_ - used_) flush();
    return buffer_ + used_;
  }
  void advance(size_t bytes) { used_ += bytes; }
  void put(std::u16string_view text) {
    const bool narrow =
        text.size() <= 16 && std::all_of(text.begin(), text.end(), [](char16_t c) { return c <= 0xff; });
    if (narrow) {
      for (char16_t c : text) put(static_cast<char>(c));
      return;
    }
    flush();
    builder_.append_utf16(text);
  }
  size_t length() const { return builder_.length() + used_; }
  Completion<String*> finish() {
    flush();
    return builder_.finish();
  }

 private:
  void flush() {
    builder_.append_latin1({buffer_, used_});
    used_ = 0;
  }

  StringBuilder builder_;
  size_t used_ = 0;
  char buffer_[2048];
};

bool is_plain(char16_t c) {
  return c >= 0x20 && c != '"' && c != '\\';
}

// Of eight characters.
bool are_plain(uint64_t word) {
  constexpr uint64_t kOnes = 0x0101010101010101, kHighBits = 0x80 * kOnes;
  uint64_t quote = word ^ '"' * kOnes, backslash = word ^ '\\' * kOnes;
  uint64_t below_space = (word - 0x20 * kOnes) & ~word;
  return !((below_space | ((quote - kOnes) & ~quote) | ((backslash - kOnes) & ~backslash)) & kHighBits);
}

template <typename Word>
Word load(const uint8_t* bytes) {
  Word word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

// How many of the bytes come before the first that has to be escaped.
size_t plain_prefix(const uint8_t* bytes, size_t length) {
  size_t i = 0;
  while (i + 8 <= length && are_plain(load<uint64_t>(bytes + i))) i += 8;
  while (i < length && is_plain(bytes[i])) ++i;
  return i;
}

// Copies a text, most of which are short; false: not all of it is plain. The last word overlaps the one before.
bool copy_plain(char* to, const uint8_t* bytes, size_t length) {
  if (length >= 8) {
    for (size_t i = 0;; i = std::min(i + 8, length - 8)) {
      const auto word = load<uint64_t>(bytes + i);
      if (!are_plain(word)) return false;
      std::memcpy(to + i, &word, 8);
      if (i == length - 8) return true;
    }
  }
  if (length >= 4) {
    const auto first = load<uint32_t>(bytes), last = load<uint32_t>(bytes + length - 4);
    if (!are_plain(uint64_t{first} << 32 | last)) return false;
    std::memcpy(to, &first, 4);
    std::memcpy(to + length - 4, &last, 4);
    return true;
  }
  for (size_t i = 0; i < length; ++i) {
    if (!is_plain(bytes[i])) return false;
    to[i] = static_cast<char>(bytes[i]);
  }
  return true;
}

void put_escaped(Output& out, char16_t c) {
  static constexpr char kHex[] = "0123456789abcdef";
  char letter = 0;
  switch (c) {
    case '"': letter = '"'; break;
    case '\\': letter = '\\'; break;
    case '\b': letter = 'b'; break;
    case '\f': letter = 'f'; break;
    case '\n': letter = 'n'; break;
    case '\r': letter = 'r'; break;
    case '\t': letter = 't'; break;
    default: break;
  }
  const char escape[6] = {'\\',        letter ? letter : 'u', kHex[c >> 12], kHex[c >> 8 & 15], kHex[c >> 4 & 15],
                          kHex[c & 15]};
  out.put(std::string_view(escape, letter ? 2 : 6));
}

// ECMA-262 sec-quotejsonstring
void quote(Output& out, Isolate& isolate, String* string) {
  Characters text = characters(isolate, string);
  if (!text.two_byte && text.length + 2 <= Output::kMostRoom) {
    char* to = out.room(text.length + 2);
    if (copy_plain(to + 1, text.latin1(), text.length)) {
      to[0] = to[text.length + 1] = '"';
      return out.advance(text.length + 2);
    }
  }
  out.put('"');
  if (!text.two_byte) {
    const uint8_t* bytes = text.latin1();
    for (size_t i = 0;;) {
      size_t plain = plain_prefix(bytes + i, text.length - i);
      out.put(std::string_view(reinterpret_cast<const char*>(bytes) + i, plain));
      i += plain;
      if (i == text.length) break;
      put_escaped(out, bytes[i++]);
    }
  } else {
    const char16_t* units = text.utf16();
    uint32_t start = 0;
    for (uint32_t i = 0; i < text.length; ++i) {
      if (is_plain(units[i]) && (units[i] < 0xd800 || units[i] > 0xdfff)) continue;
      if (unicode::is_lead_surrogate(units[i]) && i + 1 < text.length && unicode::is_trail_surrogate(units[i + 1])) {
        ++i;
        continue;
      }
      if (i > start) out.put(std::u16string_view(units + start, i - start));
      start = i + 1;
      put_escaped(out, units[i]);
    }
    out.put(std::u16string_view(units + start, text.length - start));
  }
  out.put('"');
}

// Objects being written, innermost first.
struct Level {
  Object* object;
  PropertyKey key;  // under which the object was reached
  Level* outer;
};

class Writer {
 public:
  Writer(Isolate& isolate, Value replacer, Array* allowed, std::u16string gap)
      : isolate_(isolate), out_(isolate), replacer_(replacer), allowed_(allowed), gap_(std::move(gap)) {}

  Completion<Value> run(Value value) {
    Object* wrapper = nullptr;
    if (!replacer_.is_undefined()) {
      wrapper = new_plain_object(isolate_);
      put_direct(isolate_, wrapper, isolate_.names().empty, value);
    }
    bool written = TRY(write(wrapper, isolate_.names().empty, value, nullptr));
    if (!written) return Value::undefined();
    return TRY(out_.finish());
  }

 private:
  void newline(size_t depth) {
    if (gap_.empty()) return;
    out_.put('\n');
    for (size_t i = 0; i < depth; ++i) out_.put(std::u16string_view(gap_));
  }

  // ECMA-262 sec-serializejsonproperty; false: undefined. holder may be null while there is no replacer.
  Completion<bool> write(Object* holder, PropertyKey key, Value value, Level* outer, bool* comma = nullptr,
                         size_t depth = 0) {
    if (value.is_object() || value.is_bigint()) {
      Value to_json = TRY(get_through_cache(isolate_, value, isolate_.names().toJSON));
      if (is_callable(to_json)) value = TRY(call(isolate_, to_json, value, {key_to_value(isolate_, key)}));
    }
    if (!replacer_.is_undefined())
      value = TRY(call(isolate_, replacer_, Value(holder), {key_to_value(isolate_, key), value}));
    if (value.is_object()) {
      switch (value.as_cell()->type) {
        case CellType::kNumberObject: value = Value::number(TRY(to_number(isolate_, value))); break;
        case CellType::kStringObject: value = Value(TRY(to_string(isolate_, value))); break;
        case CellType::kBooleanObject:
        case CellType::kBigIntObject: value = cast<PrimitiveWrapper>(value)->primitive; break;
        default: break;
      }
    }
    if (value.is_undefined() || value.is_symbol() || is_callable(value)) return false;
    if (comma) {  // a property: its name is written now that the value is known to be
      if (*comma) out_.put(',');
      *comma = true;
      newline(depth);
      quote(out_, isolate_, key_to_string(isolate_, key));
      out_.put(':');
      if (!gap_.empty()) out_.put(' ');
    }
    if (value.is_string()) {
      quote(out_, isolate_, as_string(value));
    } else if (value.is_number()) {
      char buffer[32];
      double number = value.as_number();
      out_.put(std::isfinite(number) ? number_to_latin1(number, buffer) : std::string_view("null"));
    } else if (value.is_null()) {
      out_.put("null");
    } else if (value.is_boolean()) {
      out_.put(value.as_boolean() ? "true" : "false");
    } else if (value.is_bigint()) {
      return throw_type_error(isolate_, "Do not know how to serialize a BigInt");
    } else {
      TRY(write_object(as_object(value), key, outer));
    }
    if (out_.length() > String::kMaxLength) return throw_range_error(isolate_, "Invalid string length");
    return true;
  }

  Completion<void> write_object(Object* object, PropertyKey key, Level* outer) {
    RecursionGuard guard(isolate_);
    if (guard.overflowed()) return throw_stack_overflow(isolate_);
    size_t depth = 1;
    for (Level* level = outer; level; level = level->outer, ++depth) {
      if (level->object == object) return throw_circular(outer, object, key);
    }
    if (is_raw_json(object)) {
      Value raw = TRY(get(isolate_, object, isolate_.names().rawJSON));
      Characters text = characters(isolate_, TRY(to_string(isolate_, raw)));
      if (text.two_byte) {
        out_.put(std::u16string_view(text.utf16(), text.length));
      } else {
        out_.put(std::string_view(reinterpret_cast<const char*>(text.latin1()), text.length));
      }
      return {};
    }
    Level level{object, key, outer};
    if (TRY(is_array(isolate_, Value(object)))) return write_array(object, &level, depth);
    out_.put('{');
    bool comma = false;
    auto write_property = [&](PropertyKey name, Value value) -> Completion<void> {
      TRY(write(object, name, value, &level, &comma, depth));
      return {};
    };
    if (allowed_) {
      for (uint32_t i = 0; i < allowed_->length; ++i) {
        PropertyKey name = TRY(to_property_key(isolate_, allowed_->vector()->values[i]));
        TRY(write_property(name, TRY(get(isolate_, object, name))));
      }
    } else if (has_plain_layout(object)) {
      // The names are the shape's; a value is read from its slot while the shape stays.
      Shape* shape = object->shape();
      PropertyTable* table = property_table(isolate_, shape);
      for (uint32_t i = 0; table && i < shape->property_count; ++i) {
        PropertyEntry entry = table->entries[i];
        if (!entry.key.is_string() || !(entry.attributes & Attributes::kEnumerable)) continue;
        Value value = Value::empty();
        if (object->shape() == shape && !(entry.attributes & Attributes::kAccessor))
          value = object->get_slot(entry.slot);
        if (value.is_empty()) value = TRY(get(isolate_, object, entry.key));
        TRY(write_property(entry.key, value));
      }
    } else {
      Array* keys = TRY(own_property_keys(isolate_, object, KeyFilter::kStrings));
      Array* names = new_array(isolate_);
      for (uint32_t i = 0; i < keys->length; ++i) {
        PropertyKey name = TRY(to_property_key(isolate_, keys->vector()->values[i]));
        PropertyDescriptor descriptor;
        if (TRY(get_own_property(isolate_, object, name, &descriptor)) && descriptor.is(Attributes::kEnumerable))
          array_push(isolate_, names, keys->vector()->values[i]);
      }
      for (uint32_t i = 0; i < names->length; ++i) {
        PropertyKey name = TRY(to_property_key(isolate_, names->vector()->values[i]));
        TRY(write_property(name, TRY(get(isolate_, object, name))));
      }
    }
    if (comma) newline(depth - 1);
    out_.put('}');
    return {};
  }

  Completion<void> write_array(Object* object, Level* level, size_t depth) {
    out_.put('[');
    uint64_t length = TRY(length_of_array_like(isolate_, object));
    for (uint64_t i = 0; i < length; ++i) {
      if (i) out_.put(',');
      newline(depth);
      Value value = TRY(get_index(isolate_, object, i));
      if (!TRY(write(object, key_from_index(isolate_, i), value, level))) out_.put("null");
    }
    if (length) newline(depth - 1);
    out_.put(']');
    return {};
  }

  bool has_plain_layout(Object* object) const {
    return !object->is_exotic() && object->shape()->is_shared() && object->elements_kind != ElementsKind::kDictionary &&
           (!object->has_vector_elements() || object->vector()->length == 0);
  }

  static bool is_raw_json(Object* object) {
    return object->type == CellType::kHostObject && static_cast<HostObject*>(object)->kind == kRawJsonKind;
  }

  std::string describe(PropertyKey key) {
    if (key.is_index()) return "index " + std::to_string(key.as_index());
    return "property '" + describe_key(isolate_, key) + "'";
  }

  // The path from the object met twice to itself, its middle left out when long.
  Throw throw_circular(Level* innermost, Object* object, PropertyKey last) {
    std::string lines;
    size_t count = 0;
    for (Level* level = innermost; level->object != object; level = level->outer) ++count;
    size_t n = count;
    for (Level* level = innermost; level->object != object; level = level->outer, --n) {
      // n counts down from the innermost; the first two after the start and the innermost are shown
      if (n > 2 && n != count) {
        if (n == 3) lines = "\n    |     ..." + lines;
        continue;
      }
      lines = "\n    |     " + describe(level->key) + " -> object with constructor '" +
              constructor_name(isolate_, level->object) + "'" + lines;
    }
    std::string message = "Converting circular structure to JSON\n    --> starting at object with constructor '" +
                          constructor_name(isolate_, object) + "'" + lines + "\n    --- " + describe(last) +
                          " closes the circle";
    return throw_type_error(isolate_, "%s", message.c_str());
  }

  Isolate& isolate_;
  Output out_;
  Value replacer_;
  Array* allowed_;  // a property list; null: all
  std::u16string gap_;
};

Completion<Array*> property_list(Isolate& isolate, Object* replacer) {
  Array* list = new_array(isolate);
  uint64_t length = TRY(length_of_array_like(isolate, replacer));
  for (uint64_t i = 0; i < length; ++i) {
    Value item = TRY(get_index(isolate, replacer, i));
    if (item.is_number() || is_type(item, CellType::kNumberObject) || is_type(item, CellType::kStringObject)) {
      item = Value(TRY(to_string(isolate, item)));
    } else if (!item.is_string()) {
      continue;
    }
    bool known = false;
    for (uint32_t k = 0; k < list->length && !known; ++k)
      known = strict_equals(isolate, list->vector()->values[k], item);
    if (!known) array_push(isolate, list, item);
  }
  return list;
}

}  // namespace

Completion<Value> json_stringify_value(Isolate& isolate, Value value, Value replacer, Value space) {
  Array* allowed = nullptr;
  Value function = Value::undefined();
  if (is_callable(replacer)) {
    function = replacer;
  } else if (TRY(is_array(isolate, replacer))) {
    allowed = TRY(property_list(isolate, as_object(replacer)));
  }
  if (is_type(space, CellType::kNumberObject)) space = Value::number(TRY(to_number(isolate, space)));
  if (is_type(space, CellType::kStringObject)) space = Value(TRY(to_string(isolate, space)));
  std::u16string gap;
  if (space.is_number()) {
    double width = TRY(to_integer_or_infinity(isolate, space));
    if (width >= 1) gap.assign(static_cast<size_t>(std::min(width, 10.0)), u' ');
  } else if (space.is_string()) {
    gap = to_utf16(isolate, as_string(space)).substr(0, 10);
  }
  return Writer(isolate, function, allowed, std::move(gap)).run(value);
}

Completion<Value> json_stringify(Isolate& isolate, Frame& frame) {
  return json_stringify_value(isolate, frame.argument(0), frame.argument(1), frame.argument(2));
}

namespace {

// ES2026 JSON.rawJSON: a frozen null-prototype object whose text is written as it is.
Completion<Value> json_raw_json(Isolate& isolate, Frame& frame) {
  String* text = TRY(to_string(isolate, frame.argument(0)));
  Characters units = characters(isolate, text);
  auto forbidden = [](char16_t c) { return c == '\t' || c == '\n' || c == '\r' || c == ' '; };
  if (units.length == 0 || forbidden(units[0]) || forbidden(units[units.length - 1]))
    return throw_error(isolate, ErrorType::kSyntaxError, "Invalid value for JSON.rawJSON");
  if (units[0] == '{' || units[0] == '[') {
    return throw_error(isolate, ErrorType::kSyntaxError, "Unexpected token '%c', \"%s\" is not valid JSON", units[0],
                       to_utf8(isolate, text).c_str());
  }
  TRY(json_parse_text(isolate, text));
  auto* object = allocate_object<HostObject>(isolate, root_shape(isolate, nullptr, CellType::kHostObject, 0, 0));
  object->task = 0;
  object->kind = kRawJsonKind;
  for (Value& value : object->data) value = Value::undefined();
  put_direct(isolate, object, isolate.names().rawJSON, Value(text), Attributes::kEnumerable);
  MUST(prevent_extensions(isolate, object));
  return Value(object);
}

Completion<Value> json_is_raw_json(Isolate&, Frame& frame) {
  return Value::boolean(is_type(frame.argument(0), CellType::kHostObject) &&
                        cast<HostObject>(frame.argument(0))->kind == kRawJsonKind);
}

using P = BuiltinProperty;
constexpr P kJsonTable[] = {
    P::function("parse", json_parse, 2),      P::function("stringify", json_stringify, 3),
    P::function("rawJSON", json_raw_json, 1), P::function("isRawJSON", json_is_raw_json, 1),
    P::string("@@toStringTag", "JSON"),
};

}  // namespace

extern constexpr ObjectSpec kJsonObject = {Intrinsic::kJSON, Intrinsic::kObjectPrototype, kJsonTable};

}  // namespace scrim
