// JSON.parse: a recursive-descent reader over Latin-1 or UTF-16, with V8's messages. ECMA-262 sec-json.parse
#include <algorithm>
#include <cmath>

#include "engine/builtins/array_support.h"
#include "engine/builtins/json.h"

namespace scrim {

namespace {

template <typename Unit>
class Reader {
 public:
  Reader(Isolate& isolate, String* source, const Unit* text, uint32_t length, bool records)
      : isolate_(isolate), source_(source), begin_(text), p_(text), end_(text + length), records_(records) {}

  Completion<Value> read() {
    Value value = TRY(read_value());
    skip_space();
    if (p_ != end_) return error("Unexpected non-whitespace character after JSON");
    return value;
  }

  // For the report of an error that nobody takes: the text's line, as if it were a script's. Behind a SyntaxError of
  // read().
  void note_place() {
    if (!failed_) return;
    auto ends_line = [](Unit c) { return c == '\n' || c == '\r' || (sizeof(Unit) > 1 && (c | 1) == 0x2029); };
    auto& noted = isolate_.syntax_error_place;
    const Unit* line = begin_;
    noted.line = 1;
    for (const Unit* q = begin_; q < failed_; ++q) {
      if (!ends_line(*q) || (*q == '\r' && q + 1 < end_ && q[1] == '\n')) continue;
      ++noted.line;
      line = q + 1;
    }
    const Unit* stop = std::find_if(failed_, end_, ends_line);
    constexpr ptrdiff_t kLongest = 4096;  // beyond it nobody looks for a caret
    noted.name = "<anonymous_script>";
    noted.line_text =
        stop - line > kLongest ? "" : to_utf8(isolate_, substring(isolate_, source_, position(line), position(stop)));
    noted.column = static_cast<uint32_t>(failed_ - line);
    noted.length = failed_ < stop && stop - line <= kLongest ? 1 : 0;
    noted.error = isolate_.exception().bits();
  }

 private:
  void skip_space() {
    while (p_ < end_ && (*p_ == ' ' || *p_ == '\n' || *p_ == '\r' || *p_ == '\t')) ++p_;
  }

  uint32_t position(const Unit* at) const { return static_cast<uint32_t>(at - begin_); }

  // "... in JSON at position 1 (line 1 column 2)"
  Throw error(const char* what) {
    uint32_t line = 1;
    uint32_t column = 1;
    for (const Unit* q = begin_; q < p_; ++q) {
      if (*q == '\n' || (*q == '\r' && !(q + 1 < p_ && q[1] == '\n'))) {
        ++line;
        column = 1;
      } else if (*q != '\r') {
        ++column;
      }
    }
    bool after = std::strstr(what, " after JSON") != nullptr;
    failed_ = p_;
    return throw_error(isolate_, ErrorType::kSyntaxError, "%s%s at position %u (line %u column %u)", what,
                       after ? "" : " in JSON", position(p_), line, column);
  }

  // What stands here fits nowhere.
  Throw unexpected() {
    failed_ = p_;
    if (p_ >= end_) return throw_error(isolate_, ErrorType::kSyntaxError, "Unexpected end of JSON input");
    if (*p_ == '"') return error("Unexpected string");
    if (*p_ == '-' || (*p_ >= '0' && *p_ <= '9')) return error("Unexpected number");
    String* whole = source_;
    std::string text = to_utf8(isolate_, whole);
    if (text == "undefined" || text == "NaN" || text == "Infinity" || text == "[object Object]")
      return throw_error(isolate_, ErrorType::kSyntaxError, "\"%s\" is not valid JSON", text.c_str());
    constexpr uint32_t kContext = 10;
    uint32_t length = position(end_);
    uint32_t at = position(p_);
    std::string token = to_utf8(isolate_, substring(isolate_, whole, at, at + 1));
    uint32_t start = 0;
    uint32_t stop = length;
    if (length > 2 * kContext) {
      if (at >= kContext) start = at - kContext;
      if (at + kContext < length) stop = at + kContext;
    }
    std::string excerpt = to_utf8(isolate_, substring(isolate_, whole, start, stop));
    return throw_error(isolate_, ErrorType::kSyntaxError, "Unexpected token '%s', %s\"%s\"%s is not valid JSON",
                       token.c_str(), start ? "..." : "", excerpt.c_str(), stop < length ? "..." : "");
  }

  Completion<Value> read_value() {
    skip_space();
    if (p_ == end_) return unexpected();
    const Unit* start = p_;
    switch (*p_) {
      case '{': return read_object();
      case '[': return read_array();
      case '"': {
        Value value = Value(TRY(read_string()));
        return note(start, value);
      }
      case 't': return read_word("true", Value::boolean(true));
      case 'f': return read_word("false", Value::boolean(false));
      case 'n': return read_word("null", Value::null());
      default: break;
    }
    if (*p_ == '-' || (*p_ >= '0' && *p_ <= '9')) {
      Value value = TRY(read_number());
      return note(start, value);
    }
    return unexpected();
  }

  // For revivers, a value is a record: [value, source text of a primitive, records of elements or properties].
  Value note(const Unit* start, Value value) {
    if (!records_) return value;
    Value source = Value(substring(isolate_, source_, position(start), position(p_)));
    return Value(array_of(isolate_, {value, source, Value::undefined()}));
  }
  Value finish(Object* value, Object* parts) {
    if (!records_) return Value(value);
    return Value(array_of(isolate_, {Value(value), Value::undefined(), Value(parts)}));
  }
  Value value_of(Value item) const { return records_ ? cast<Array>(item)->vector()->values[0] : item; }

  Completion<Value> read_word(const char* word, Value value) {
    const Unit* start = p_;
    for (const char* w = word; *w; ++w, ++p_) {
      if (p_ == end_ || *p_ != static_cast<Unit>(*w)) return unexpected();
    }
    return note(start, value);
  }

  Completion<Value> read_number() {
    const Unit* start = p_;
    bool negative = *p_ == '-';
    if (negative) ++p_;
    auto is_digit = [&] { return p_ < end_ && *p_ >= '0' && *p_ <= '9'; };
    if (!is_digit()) return error("No number after minus sign");
    if (*p_ == '0') {
      ++p_;
      if (is_digit()) return error("Unexpected number");
    } else {
      int64_t small = 0;
      while (is_digit()) {
        if (p_ - start < 16) small = small * 10 + (*p_ - '0');
        ++p_;
      }
      bool whole = p_ == end_ || (*p_ != '.' && *p_ != 'e' && *p_ != 'E');
      if (whole && p_ - start < 16) return Value::number(negative ? -small : small);
    }
    if (p_ < end_ && *p_ == '.') {
      ++p_;
      if (!is_digit()) return error("Unterminated fractional number");
      while (is_digit()) ++p_;
    }
    if (p_ < end_ && (*p_ == 'e' || *p_ == 'E')) {
      ++p_;
      if (p_ < end_ && (*p_ == '+' || *p_ == '-')) ++p_;
      if (!is_digit()) return error("Exponent part is missing a number");
      while (is_digit()) ++p_;
    }
    const char* rest;
    if constexpr (sizeof(Unit) == 1) {
      return Value::number(
          parse_decimal(reinterpret_cast<const char*>(start), reinterpret_cast<const char*>(p_), &rest));
    } else {
      std::string ascii(start, p_);
      return Value::number(parse_decimal(ascii.data(), ascii.data() + ascii.size(), &rest));
    }
  }

  // At the opening quote; finds the closing one if nothing is escaped, else null.
  const Unit* plain_end() const {
    const Unit* q = p_ + 1;
    while (q < end_ && *q != '"' && *q != '\\' && *q >= 0x20) ++q;
    return q < end_ && *q == '"' ? q : nullptr;
  }

  Completion<String*> read_string() {
    if (const Unit* close = plain_end()) {
      const Unit* start = p_ + 1;
      auto length = static_cast<uint32_t>(close - start);
      p_ = close + 1;
      if (length == 0) return isolate_.names().empty.as_string();
      if (length == 1) return single_character_string(isolate_, *start);
      if constexpr (sizeof(Unit) == 1) {
        return new_string_latin1(isolate_, start, length);
      } else {
        return new_string_utf16(isolate_, {start, length});
      }
    }
    StringBuilder builder(isolate_);
    ++p_;
    for (;;) {
      if (p_ >= end_) return error("Unterminated string");
      Unit c = *p_;
      if (c == '"') {
        ++p_;
        return builder.finish();
      }
      if (c < 0x20) return error("Bad control character in string literal");
      ++p_;
      if (c != '\\') {
        builder.append(static_cast<char16_t>(c));
        continue;
      }
      if (p_ >= end_) return unexpected();
      switch (*p_) {
        case '"':
        case '\\':
        case '/': builder.append(static_cast<char16_t>(*p_)); break;
        case 'b': builder.append(u'\b'); break;
        case 'f': builder.append(u'\f'); break;
        case 'n': builder.append(u'\n'); break;
        case 'r': builder.append(u'\r'); break;
        case 't': builder.append(u'\t'); break;
        case 'u': {
          uint32_t unit = 0;
          for (int i = 0; i < 4; ++i) {
            ++p_;
            if (p_ >= end_) return error("Bad Unicode escape");
            uint32_t d = *p_;
            int digit = d >= '0' && d <= '9'                                 ? static_cast<int>(d - '0')
                        : d < 0x80 && (d | 0x20) >= 'a' && (d | 0x20) <= 'f' ? static_cast<int>((d | 0x20) - 'a' + 10)
                                                                             : -1;
            if (digit < 0) return error("Bad Unicode escape");
            unit = unit << 4 | static_cast<uint32_t>(digit);
          }
          builder.append(static_cast<char16_t>(unit));
          break;
        }
        default: return error("Bad escaped character");
      }
      ++p_;
    }
  }

  Completion<PropertyKey> read_key() {
    if constexpr (sizeof(Unit) == 1) {
      if (const Unit* close = plain_end()) {
        const Unit* start = p_ + 1;
        auto length = static_cast<size_t>(close - start);
        p_ = close + 1;
        uint32_t first = length ? *start : 0;
        if (first - '0' > 9)
          return PropertyKey::from_atom(intern_latin1(isolate_, {reinterpret_cast<const char*>(start), length}));
        return key_from_latin1(isolate_, {reinterpret_cast<const char*>(start), length});
      }
    }
    return key_from_string(isolate_, TRY(read_string()));
  }

  Completion<Value> read_array() {
    RecursionGuard guard(isolate_);
    if (guard.overflowed()) return throw_stack_overflow(isolate_);
    ++p_;
    Array* array = new_array(isolate_);
    Array* parts = records_ ? new_array(isolate_) : nullptr;
    skip_space();
    if (p_ < end_ && *p_ == ']') {
      ++p_;
      return finish(array, parts);
    }
    for (;;) {
      Value item = TRY(read_value());
      array_push(isolate_, array, value_of(item));
      if (parts) array_push(isolate_, parts, item);
      skip_space();
      if (p_ < end_ && *p_ == ',') {
        ++p_;
        continue;
      }
      if (p_ < end_ && *p_ == ']') {
        ++p_;
        return finish(array, parts);
      }
      return error("Expected ',' or ']' after array element");
    }
  }

  Completion<Value> read_object() {
    RecursionGuard guard(isolate_);
    if (guard.overflowed()) return throw_stack_overflow(isolate_);
    ++p_;
    Object* object = new_plain_object(isolate_);
    Object* parts = records_ ? new_object_with_prototype(isolate_, nullptr) : nullptr;
    skip_space();
    if (p_ < end_ && *p_ == '}') {
      ++p_;
      return finish(object, parts);
    }
    for (bool first = true;; first = false) {
      skip_space();
      if (p_ >= end_ || *p_ != '"')
        return error(first ? "Expected property name or '}'" : "Expected double-quoted property name");
      PropertyKey key = TRY(read_key());
      skip_space();
      if (p_ >= end_ || *p_ != ':') return error("Expected ':' after property name");
      ++p_;
      Value item = TRY(read_value());
      put(object, key, value_of(item));
      if (parts) put(parts, key, item);
      skip_space();
      if (p_ < end_ && *p_ == ',') {
        ++p_;
        continue;
      }
      if (p_ < end_ && *p_ == '}') {
        ++p_;
        return finish(object, parts);
      }
      return error("Expected ',' or '}' after property value");
    }
  }

  void put(Object* object, PropertyKey key, Value value) {
    if (key.is_index()) {
      put_element(isolate_, object, key.as_index(), value);
    } else {
      put_direct(isolate_, object, key, value);
    }
  }

  Isolate& isolate_;
  String* source_;
  const Unit* begin_;
  const Unit* p_;
  const Unit* failed_ = nullptr;  // where a SyntaxError is
  const Unit* end_;
  bool records_;
};

template <typename Unit>
Completion<Value> read_with(Reader<Unit> reader, bool notes) {
  Completion<Value> value = reader.read();
  if (value.failed() && notes) reader.note_place();
  return value;
}
Completion<Value> read(Isolate& isolate, String* source, bool records, bool notes) {
  Characters text = characters(isolate, source);
  if (text.two_byte) return read_with(Reader<char16_t>(isolate, source, text.utf16(), text.length, records), notes);
  return read_with(Reader<uint8_t>(isolate, source, text.latin1(), text.length, records), notes);
}

// ECMA-262 sec-internalizejsonproperty. A value that is still the one that was read has a record, which has its source
// text; record is undefined otherwise.
struct Reviver {
  Isolate& isolate;
  Value function;

  Completion<Value> revive(Object* holder, PropertyKey key, Value record) {
    RecursionGuard guard(isolate);
    if (guard.overflowed()) return throw_stack_overflow(isolate);
    Value value = TRY(get(isolate, holder, key));
    Object* context = new_plain_object(isolate);
    Object* parts = nullptr;
    if (record.is_object()) {
      const Value* fields = cast<Array>(record)->vector()->values;
      if (same_value(isolate, fields[0], value)) {
        if (fields[2].is_object()) parts = as_object(fields[2]);
        if (!value.is_object()) put_direct(isolate, context, isolate.names().source, fields[1]);
      }
    }
    if (value.is_object()) {
      Object* object = as_object(value);
      if (TRY(is_array(isolate, value))) {
        uint64_t length = TRY(length_of_array_like(isolate, object));
        for (uint64_t i = 0; i < length; ++i) TRY(revive_property(object, key_from_index(isolate, i), parts));
      } else {
        Array* keys = TRY(own_property_keys(isolate, object, KeyFilter::kStrings));
        Array* names = new_array(isolate);
        for (uint32_t i = 0; i < keys->length; ++i) {
          PropertyKey name = TRY(to_property_key(isolate, keys->vector()->values[i]));
          PropertyDescriptor descriptor;
          if (TRY(get_own_property(isolate, object, name, &descriptor)) && descriptor.is(Attributes::kEnumerable))
            array_push(isolate, names, keys->vector()->values[i]);
        }
        for (uint32_t i = 0; i < names->length; ++i)
          TRY(revive_property(object, TRY(to_property_key(isolate, names->vector()->values[i])), parts));
      }
    }
    return call(isolate, function, Value(holder), {key_to_value(isolate, key), value, Value(context)});
  }

  Completion<void> revive_property(Object* object, PropertyKey key, Object* parts) {
    Value record = Value::undefined();
    PropertyDescriptor own;
    if (parts && MUST(get_own_property(isolate, parts, key, &own))) record = own.value;
    Value value = TRY(revive(object, key, record));
    if (value.is_undefined()) {
      TRY(delete_property(isolate, object, key));
    } else {
      TRY(create_data_property(isolate, object, key, value));
    }
    return {};
  }
};

}  // namespace

Completion<Value> json_parse_text(Isolate& isolate, String* text) {
  return read(isolate, text, false, false);
}

Completion<Value> json_parse(Isolate& isolate, Frame& frame) {
  String* text = TRY(to_string(isolate, frame.argument(0)));
  Value reviver = frame.argument(1);
  if (!is_callable(reviver)) return read(isolate, text, false, true);
  Value record = TRY(read(isolate, text, true, true));
  Object* root = new_plain_object(isolate);
  put_direct(isolate, root, isolate.names().empty, cast<Array>(record)->vector()->values[0]);
  return Reviver{isolate, reviver}.revive(root, isolate.names().empty, record);
}

}  // namespace scrim
