// String.prototype: match, matchAll, replace, replaceAll, search, split. ECMA-262 sec-string.prototype.match and its
// like
#include <algorithm>

#include "engine/builtins/regexp.h"
#include "engine/builtins/string.h"

namespace scrim {

namespace {

// The step all of these begin with: an object argument with the method takes over. *done false: there is none.
Completion<Value> delegate(Isolate& isolate, Frame& frame, PropertyKey symbol, std::initializer_list<Value> rest,
                           bool* done) {
  *done = false;
  const Value argument = frame.argument(0);
  if (!argument.is_object()) return Value::undefined();
  Value method = TRY(get_method(isolate, argument, symbol));
  if (method.is_undefined()) return Value::undefined();
  *done = true;
  Value arguments[2];
  size_t count = 0;
  arguments[count++] = frame.this_value;
  for (Value value : rest) arguments[count++] = value;
  return call(isolate, method, argument, std::span<const Value>(arguments, count));
}

// matchAll and replaceAll refuse a regular expression without g.
Completion<void> require_global(Isolate& isolate, Value argument, const char* method) {
  if (!TRY(is_regexp(isolate, argument))) return {};
  Value flags = TRY(get(isolate, as_object(argument), isolate.names().flags));
  if (flags.is_undefined_or_null()) {
    return throw_type_error(isolate, "The .flags property of the argument to %s cannot be null or undefined", method);
  }
  String* text = TRY(to_string(isolate, flags));
  if (index_of(isolate, text, single_character_string(isolate, u'g'), 0) < 0) {
    return throw_type_error(isolate, "%s called with a non-global RegExp argument", method);
  }
  return {};
}

// What match, matchAll and search do without one: make a regular expression and call its method.
Completion<Value> with_new_regexp(Isolate& isolate, Frame& frame, PropertyKey symbol, const char* flags,
                                  const char* method) {
  String* string = TRY(this_string(isolate, frame, method));
  const Value flag_value = flags == nullptr ? Value::undefined() : Value(intern_latin1(isolate, flags));
  Object* regexp = TRY(regexp_create(isolate, frame.argument(0), flag_value));
  const Value arguments[] = {Value(string)};
  return invoke(isolate, Value(regexp), symbol, arguments);
}

// ECMA-262 sec-string.prototype.match
Completion<Value> string_match(Isolate& isolate, Frame& frame) {
  TRY(require_object_coercible(isolate, frame.this_value, "String.prototype.match"));
  bool done;
  Value result = TRY(delegate(isolate, frame, isolate.names().match, {}, &done));
  if (done) return result;
  return with_new_regexp(isolate, frame, isolate.names().match, nullptr, "String.prototype.match");
}

// ECMA-262 sec-string.prototype.matchall
Completion<Value> string_match_all(Isolate& isolate, Frame& frame) {
  TRY(require_object_coercible(isolate, frame.this_value, "String.prototype.matchAll"));
  if (frame.argument(0).is_object()) {
    TRY(require_global(isolate, frame.argument(0), "String.prototype.matchAll"));
  }
  bool done;
  Value result = TRY(delegate(isolate, frame, isolate.names().match_all, {}, &done));
  if (done) return result;
  return with_new_regexp(isolate, frame, isolate.names().match_all, "g", "String.prototype.matchAll");
}

// ECMA-262 sec-string.prototype.search
Completion<Value> string_search(Isolate& isolate, Frame& frame) {
  TRY(require_object_coercible(isolate, frame.this_value, "String.prototype.search"));
  bool done;
  Value result = TRY(delegate(isolate, frame, isolate.names().search, {}, &done));
  if (done) return result;
  return with_new_regexp(isolate, frame, isolate.names().search, nullptr, "String.prototype.search");
}

// ECMA-262 sec-string.prototype.replace and replaceall; magic: 1 for all.
Completion<Value> string_replace(Isolate& isolate, Frame& frame) {
  const bool all = callee_of(frame)->magic == 1;
  const char* method = all ? "String.prototype.replaceAll" : "String.prototype.replace";
  TRY(require_object_coercible(isolate, frame.this_value, method));
  if (all && frame.argument(0).is_object()) TRY(require_global(isolate, frame.argument(0), method));
  bool done;
  Value result = TRY(delegate(isolate, frame, isolate.names().replace, {frame.argument(1)}, &done));
  if (done) return result;
  String* string = TRY(to_string(isolate, frame.this_value));
  String* wanted = TRY(to_string(isolate, frame.argument(0)));
  const Value by = frame.argument(1);
  const bool is_function = is_callable(by);
  String* replacement = is_function ? nullptr : TRY(to_string(isolate, by));

  // All positions are found first: a function may be called for each.
  std::vector<uint32_t> positions;
  const uint32_t step = std::max<uint32_t>(wanted->length, 1);
  for (uint64_t from = 0; from <= string->length; from += step) {
    const int64_t position = index_of(isolate, string, wanted, static_cast<uint32_t>(from));
    if (position < 0) break;
    positions.push_back(static_cast<uint32_t>(position));
    if (!all) break;
    from = static_cast<uint64_t>(position);
  }
  if (positions.empty()) return Value(string);
  StringBuilder out(isolate);
  uint32_t next = 0;
  RepeatedCall function(isolate, by, Value::undefined());
  for (uint32_t position : positions) {
    out.append(string, next, position);
    if (is_function) {
      Value made = TRY(function({Value(wanted), Value::number(position), Value(string)}));
      out.append(TRY(to_string(isolate, made)));
    } else {
      TRY(append_substitution(isolate, out, wanted, string, position, {}, Value::undefined(), replacement));
    }
    next = position + wanted->length;
  }
  out.append(string, next, string->length);
  return TRY(out.finish());
}

// The pieces of a Latin-1 string between one character, at most `limit`.
void split_at(Isolate& isolate, Array* pieces, String* string, uint8_t separator, uint32_t limit) {
  Characters text = characters(isolate, string);
  const uint8_t* begin = text.latin1();
  const uint8_t* limit_address = begin + text.length;
  while (pieces->length < limit) {
    const void* found = std::memchr(begin, separator, static_cast<size_t>(limit_address - begin));
    const uint8_t* end = found ? static_cast<const uint8_t*>(found) : limit_address;
    auto length = static_cast<uint32_t>(end - begin);
    auto start = static_cast<uint32_t>(begin - text.latin1());
    String* piece = length == 0                        ? isolate.names().empty.as_string()
                    : length < String::kMinSliceLength ? new_string_latin1(isolate, begin, length)
                                                       : substring(isolate, string, start, start + length);
    array_push(isolate, pieces, Value(piece));
    if (!found) return;
    begin = end + 1;
  }
}

// ECMA-262 sec-string.prototype.split
Completion<Value> string_split(Isolate& isolate, Frame& frame) {
  TRY(require_object_coercible(isolate, frame.this_value, "String.prototype.split"));
  bool done;
  Value result = TRY(delegate(isolate, frame, isolate.names().split, {frame.argument(1)}, &done));
  if (done) return result;
  String* string = TRY(to_string(isolate, frame.this_value));
  const Value limit_value = frame.argument(1);
  const uint32_t limit = limit_value.is_undefined() ? 0xFFFFFFFF : TRY(to_uint32(isolate, limit_value));
  String* separator = TRY(to_string(isolate, frame.argument(0)));
  Array* pieces = new_array(isolate);
  if (limit == 0) return Value(pieces);
  if (frame.argument(0).is_undefined()) {
    array_push(isolate, pieces, Value(string));
    return Value(pieces);
  }
  if (separator->length == 0) {
    const uint32_t count = std::min(limit, string->length);
    for (uint32_t i = 0; i < count; ++i) {
      array_push(isolate, pieces, Value(single_character_string(isolate, char_at(isolate, string, i))));
    }
    return Value(pieces);
  }
  if (separator->length == 1 && separator->is_latin1() && string->is_latin1()) {
    split_at(isolate, pieces, string, static_cast<uint8_t>(char_at(isolate, separator, 0)), limit);
    return Value(pieces);
  }
  uint32_t begin = 0;
  while (begin <= string->length) {
    const int64_t found = index_of(isolate, string, separator, begin);
    if (found < 0) break;
    array_push(isolate, pieces, Value(substring(isolate, string, begin, static_cast<uint32_t>(found))));
    if (pieces->length == limit) return Value(pieces);
    begin = static_cast<uint32_t>(found) + separator->length;
  }
  array_push(isolate, pieces, Value(substring(isolate, string, begin, string->length)));
  return Value(pieces);
}

using P = BuiltinProperty;

constexpr P kReplacement[] = {
    P::function("match", string_match, 1),        P::function("matchAll", string_match_all, 1),
    P::function("replace", string_replace, 2, 0), P::function("replaceAll", string_replace, 2, 1),
    P::function("search", string_search, 1),      P::function("split", string_split, 2),
};

}  // namespace

const BuiltinTable kStringReplacement = kReplacement;

}  // namespace scrim
