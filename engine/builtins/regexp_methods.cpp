// RegExp.prototype[Symbol.match, matchAll, replace, search, split] and the iterator of matchAll.
// Each has a form for pristine regular expressions, which looks no property up, before the specification's.
#include <algorithm>

#include "engine/builtins/regexp.h"
#include "engine/heap/root.h"
#include "engine/objects/iteration.h"

namespace scrim {

namespace {

constexpr uint32_t kRegExpStringIteratorKind = 0x52535431;  // IteratorObject::kind

Throw throw_incompatible(Isolate& isolate, const char* method, Value receiver) {
  return throw_type_error(isolate, "Method %s called on incompatible receiver %s", method,
                          describe_for_error(isolate, receiver).c_str());
}

bool contains(Isolate& isolate, String* flags, char letter) {
  const Characters text = characters(isolate, flags);
  for (uint32_t i = 0; i < text.length; ++i) {
    if (text[i] == static_cast<char16_t>(letter)) return true;
  }
  return false;
}

String* piece(Isolate& isolate, String* subject, int32_t first, int32_t past) {
  return substring(isolate, subject, static_cast<uint32_t>(first), static_cast<uint32_t>(past));
}

Completion<String*> flags_of(Isolate& isolate, Object* regexp) {
  return to_string(isolate, TRY(get(isolate, regexp, isolate.names().flags)));
}

Completion<void> set_last_index(Isolate& isolate, Object* regexp, uint64_t value) {
  return set_or_throw(isolate, regexp, isolate.names().lastIndex, Value::number(value));
}

// After an empty match: lastIndex moves on by a character.
Completion<void> advance_last_index(Isolate& isolate, Object* regexp, String* subject, bool unicode) {
  const uint64_t index = TRY(to_length(isolate, TRY(get(isolate, regexp, isolate.names().lastIndex))));
  return set_last_index(isolate, regexp, advance_string_index(isolate, subject, index, unicode));
}

// Calls f(captures) for each match that repeated exec would find in a pristine regexp with g; leaves lastIndex 0.
template <class F>
Completion<void> for_each_match(Isolate& isolate, RegExpObject* regexp, String* subject, F f) {
  const bool unicode = regexp_flags(regexp).unicode();
  regexp->last_index = Value::int32(0);
  std::vector<int32_t> captures;
  for (uint64_t at = 0; at <= subject->length;) {
    if (!TRY(regexp_match(isolate, regexp, subject, at, captures))) break;
    f(captures);
    const auto end = static_cast<uint64_t>(captures[1]);
    at = captures[0] == captures[1] ? advance_string_index(isolate, subject, end, unicode) : end;
  }
  regexp->last_index = Value::int32(0);
  return {};
}

// --- match

Completion<Value> match_pristine(Isolate& isolate, RegExpObject* regexp, String* subject) {
  Array* result = nullptr;
  TRY(for_each_match(isolate, regexp, subject, [&](const std::vector<int32_t>& captures) {
    if (result == nullptr) result = new_array(isolate);
    array_push(isolate, result, Value(piece(isolate, subject, captures[0], captures[1])));
  }));
  return result == nullptr ? Value::null() : Value(result);
}

// ECMA-262 sec-regexp.prototype-%symbol.match%
Completion<Value> regexp_match_method(Isolate& isolate, Frame& frame) {
  if (!frame.this_value.is_object()) {
    return throw_incompatible(isolate, "RegExp.prototype.@@match", frame.this_value);
  }
  Object* regexp = as_object(frame.this_value);
  String* subject = TRY(to_string(isolate, frame.argument(0)));
  if (is_pristine_regexp(isolate, Value(regexp)) && regexp_flags(as_regexp(Value(regexp))).has(regexp::Flag::kGlobal)) {
    return match_pristine(isolate, as_regexp(Value(regexp)), subject);
  }
  String* flags = TRY(flags_of(isolate, regexp));
  if (!contains(isolate, flags, 'g')) return regexp_exec(isolate, regexp, subject);
  const bool unicode = contains(isolate, flags, 'u') || contains(isolate, flags, 'v');
  TRY(set_last_index(isolate, regexp, 0));
  Array* matches = new_array(isolate);
  for (;;) {
    Value result = TRY(regexp_exec(isolate, regexp, subject));
    if (result.is_null()) return matches->length == 0 ? Value::null() : Value(matches);
    String* matched = TRY(to_string(isolate, TRY(get(isolate, as_object(result), PropertyKey::from_index(0)))));
    array_push(isolate, matches, Value(matched));
    if (matched->length == 0) TRY(advance_last_index(isolate, regexp, subject, unicode));
  }
}

// --- matchAll

// ECMA-262 sec-regexp-prototype-%symbol.matchall%
Completion<Value> regexp_match_all_method(Isolate& isolate, Frame& frame) {
  if (!frame.this_value.is_object()) {
    return throw_incompatible(isolate, "RegExp.prototype.@@matchAll", frame.this_value);
  }
  Object* regexp = as_object(frame.this_value);
  String* subject = TRY(to_string(isolate, frame.argument(0)));
  Object* constructor = TRY(species_constructor(isolate, regexp, isolate.realm().intrinsic(Intrinsic::kRegExp)));
  String* flags = TRY(flags_of(isolate, regexp));
  const Value arguments[] = {Value(regexp), Value(flags)};
  Object* matcher = TRY(construct(isolate, constructor, arguments));
  const uint64_t last_index = TRY(to_length(isolate, TRY(get(isolate, regexp, isolate.names().lastIndex))));
  TRY(set_last_index(isolate, matcher, last_index));

  // ECMA-262 sec-createregexpstringiterator
  IteratorObject* iterator = new_iterator_object(isolate, Intrinsic::kRegExpStringIteratorPrototype);
  iterator->target = Value(matcher);
  iterator->extra = Value(subject);
  iterator->kind = kRegExpStringIteratorKind;
  iterator->position = (contains(isolate, flags, 'g') ? 1 : 0) |
                       (contains(isolate, flags, 'u') || contains(isolate, flags, 'v') ? 2 : 0);
  return Value(iterator);
}

// ECMA-262 sec-%regexpstringiteratorprototype%.next
Completion<Value> regexp_string_iterator_next(Isolate& isolate, Frame& frame) {
  if (!is_type(frame.this_value, CellType::kIterator) ||
      cast<IteratorObject>(frame.this_value)->kind != kRegExpStringIteratorKind) {
    return throw_incompatible(isolate, "%RegExpStringIterator%.prototype.next", frame.this_value);
  }
  auto* iterator = cast<IteratorObject>(frame.this_value);
  const auto finish = [&] { iterator->target = Value::undefined(); };
  if (iterator->target.is_undefined()) return Value(create_iterator_result(isolate, Value::undefined(), true));
  const bool global = (iterator->position & 1) != 0, unicode = (iterator->position & 2) != 0;
  Object* matcher = as_object(iterator->target);
  String* subject = as_string(iterator->extra);
  // A throw ends the iteration, as it ends the specification's generator.
  finish();
  Value result = TRY(regexp_exec(isolate, matcher, subject));
  if (result.is_null()) return Value(create_iterator_result(isolate, Value::undefined(), true));
  if (global) {
    String* matched = TRY(to_string(isolate, TRY(get(isolate, as_object(result), PropertyKey::from_index(0)))));
    if (matched->length == 0) TRY(advance_last_index(isolate, matcher, subject, unicode));
    iterator->target = Value(matcher);
    isolate.heap().write_barrier(iterator);
  }
  return Value(create_iterator_result(isolate, result, false));
}

// --- replace

struct Replacement {
  bool is_function;
  bool is_plain;  // a string without `$`
  RepeatedCall function;
  String* text;
};

Completion<void> append_replacement(Isolate& isolate, StringBuilder& out, Replacement& by, String* matched,
                                    String* subject, uint64_t position, const RootedVector<Value>& captures,
                                    Value named_captures) {
  if (!by.is_function) {
    return append_substitution(isolate, out, matched, subject, position, {captures.data(), captures.size()},
                               named_captures, by.text);
  }
  RootedVector<Value> arguments(isolate.heap());
  arguments.push_back(Value(matched));
  for (const Value& capture : captures) arguments.push_back(capture);
  arguments.push_back(Value::number(position));
  arguments.push_back(Value(subject));
  if (!named_captures.is_undefined()) arguments.push_back(named_captures);
  Value result = TRY(by.function(std::span<const Value>(arguments.data(), arguments.size())));
  out.append(TRY(to_string(isolate, result)));
  return {};
}

// All matches are found before the first function is called, as the specification has it.
Completion<Value> replace_pristine(Isolate& isolate, RegExpObject* regexp, String* subject, Replacement& by) {
  const regexp::Flags flags = regexp_flags(regexp);
  std::vector<int32_t> found;  // of every match, one after the other
  size_t width = 0;
  const auto keep = [&](const std::vector<int32_t>& captures) {
    width = captures.size();
    found.insert(found.end(), captures.begin(), captures.end());
  };
  if (flags.has(regexp::Flag::kGlobal)) {
    TRY(for_each_match(isolate, regexp, subject, keep));
  } else {
    const bool sticky = flags.has(regexp::Flag::kSticky);
    const uint64_t start = sticky ? static_cast<uint64_t>(regexp->last_index.as_int32()) : 0;
    std::vector<int32_t> captures;
    const bool matched = TRY(regexp_match(isolate, regexp, subject, start, captures));
    if (matched) keep(captures);
    if (sticky) regexp->last_index = Value::int32(matched ? captures[1] : 0);
  }
  if (found.empty()) return Value(subject);
  StringBuilder out(isolate);
  uint32_t next = 0;
  RootedVector<Value> captures(isolate.heap());
  for (size_t i = 0; i < found.size(); i += width) {
    const auto position = static_cast<uint32_t>(found[i]);
    out.append(subject, next, position);
    next = static_cast<uint32_t>(found[i + 1]);
    if (by.is_plain) {
      out.append(by.text);
      continue;
    }
    String* matched = piece(isolate, subject, found[i], found[i + 1]);
    captures.clear();
    for (size_t j = 2; j < width; j += 2) {
      captures.push_back(found[i + j] < 0 ? Value::undefined()
                                          : Value(piece(isolate, subject, found[i + j], found[i + j + 1])));
    }
    TRY(append_replacement(isolate, out, by, matched, subject, position, captures, Value::undefined()));
  }
  out.append(subject, next, subject->length);
  return TRY(out.finish());
}

// ECMA-262 sec-regexp.prototype-%symbol.replace%
Completion<Value> regexp_replace_method(Isolate& isolate, Frame& frame) {
  if (!frame.this_value.is_object()) {
    return throw_incompatible(isolate, "RegExp.prototype.@@replace", frame.this_value);
  }
  Object* regexp = as_object(frame.this_value);
  String* subject = TRY(to_string(isolate, frame.argument(0)));
  Replacement by{is_callable(frame.argument(1)), false, RepeatedCall(isolate, frame.argument(1), Value::undefined()),
                 nullptr};
  if (!by.is_function) {
    by.text = TRY(to_string(isolate, frame.argument(1)));
    by.is_plain = !contains(isolate, by.text, '$');
  }
  if (is_pristine_regexp(isolate, Value(regexp)) &&
      regexp::group_names(*as_regexp(Value(regexp))->program->code).empty()) {
    return replace_pristine(isolate, as_regexp(Value(regexp)), subject, by);
  }
  String* flags = TRY(flags_of(isolate, regexp));
  const bool global = contains(isolate, flags, 'g');
  const bool unicode = contains(isolate, flags, 'u') || contains(isolate, flags, 'v');
  if (global) TRY(set_last_index(isolate, regexp, 0));
  RootedVector<Value> results(isolate.heap());
  for (;;) {
    Value result = TRY(regexp_exec(isolate, regexp, subject));
    if (result.is_null()) break;
    results.push_back(result);
    if (!global) break;
    String* matched = TRY(to_string(isolate, TRY(get(isolate, as_object(result), PropertyKey::from_index(0)))));
    if (matched->length == 0) TRY(advance_last_index(isolate, regexp, subject, unicode));
  }
  StringBuilder out(isolate);
  uint64_t next = 0;
  for (size_t i = 0; i < results.size(); ++i) {
    Object* result = as_object(results[i]);
    const uint64_t length = TRY(length_of_array_like(isolate, result));
    const uint64_t capture_count = length > 0 ? length - 1 : 0;
    String* matched = TRY(to_string(isolate, TRY(get(isolate, result, PropertyKey::from_index(0)))));
    const double index = TRY(to_integer_or_infinity(isolate, TRY(get(isolate, result, isolate.names().index))));
    const auto position = static_cast<uint64_t>(std::clamp(index, 0.0, static_cast<double>(subject->length)));
    RootedVector<Value> captures(isolate.heap());
    for (uint64_t n = 1; n <= capture_count; ++n) {
      Value capture = TRY(get(isolate, result, key_from_index(isolate, n)));
      captures.push_back(capture.is_undefined() ? capture : Value(TRY(to_string(isolate, capture))));
    }
    Value named_captures = TRY(get(isolate, result, isolate.names().groups));
    StringBuilder one(isolate);
    if (!by.is_function && !named_captures.is_undefined()) {
      named_captures = Value(TRY(to_object(isolate, named_captures)));
    }
    TRY(append_replacement(isolate, one, by, matched, subject, position, captures, named_captures));
    if (position >= next) {
      out.append(subject, static_cast<uint32_t>(next), static_cast<uint32_t>(position));
      out.append(TRY(one.finish()));
      next = position + matched->length;
    }
  }
  if (next < subject->length) out.append(subject, static_cast<uint32_t>(next), subject->length);
  return TRY(out.finish());
}

// --- search

// ECMA-262 sec-regexp.prototype-%symbol.search%
Completion<Value> regexp_search_method(Isolate& isolate, Frame& frame) {
  if (!frame.this_value.is_object()) {
    return throw_incompatible(isolate, "RegExp.prototype.@@search", frame.this_value);
  }
  Object* regexp = as_object(frame.this_value);
  String* subject = TRY(to_string(isolate, frame.argument(0)));
  if (is_pristine_regexp(isolate, Value(regexp))) {
    std::vector<int32_t> captures;
    const bool matched = TRY(regexp_match(isolate, as_regexp(Value(regexp)), subject, 0, captures));
    return Value::int32(matched ? captures[0] : -1);
  }
  const PropertyKey key = isolate.names().lastIndex;
  Value previous = TRY(get(isolate, regexp, key));
  if (!same_value(isolate, previous, Value::int32(0))) TRY(set_last_index(isolate, regexp, 0));
  Value result = TRY(regexp_exec(isolate, regexp, subject));
  Value current = TRY(get(isolate, regexp, key));
  if (!same_value(isolate, current, previous)) TRY(set_or_throw(isolate, regexp, key, previous));
  if (result.is_null()) return Value::int32(-1);
  return get(isolate, as_object(result), isolate.names().index);
}

// --- split

// A search from each piece's beginning finds what the specification's sticky attempts at every position find.
Completion<Value> split_pristine(Isolate& isolate, RegExpObject* regexp, String* subject, uint32_t limit) {
  Array* pieces = new_array(isolate);
  const bool unicode = regexp_flags(regexp).unicode();
  std::vector<int32_t> captures;
  if (subject->length == 0) {
    if (!TRY(regexp_match(isolate, regexp, subject, 0, captures))) array_push(isolate, pieces, Value(subject));
    return Value(pieces);
  }
  uint32_t begin = 0;
  for (uint64_t from = 0; from < subject->length;) {
    if (!TRY(regexp_match(isolate, regexp, subject, from, captures))) break;
    const auto first = static_cast<uint32_t>(captures[0]), past = static_cast<uint32_t>(captures[1]);
    if (first >= subject->length) break;
    if (past == begin) {
      from = advance_string_index(isolate, subject, std::max<uint64_t>(first, from), unicode);
      continue;
    }
    array_push(isolate, pieces, Value(substring(isolate, subject, begin, std::max(first, begin))));
    if (pieces->length == limit) return Value(pieces);
    begin = past;
    for (size_t i = 2; i < captures.size(); i += 2) {
      array_push(isolate, pieces,
                 captures[i] < 0 ? Value::undefined() : Value(piece(isolate, subject, captures[i], captures[i + 1])));
      if (pieces->length == limit) return Value(pieces);
    }
    // An empty match at `first` must not be found again before a character has passed.
    from = past;
  }
  array_push(isolate, pieces, Value(substring(isolate, subject, begin, subject->length)));
  return Value(pieces);
}

// ECMA-262 sec-regexp.prototype-%symbol.split%
Completion<Value> regexp_split_method(Isolate& isolate, Frame& frame) {
  if (!frame.this_value.is_object()) {
    return throw_incompatible(isolate, "RegExp.prototype.@@split", frame.this_value);
  }
  Object* regexp = as_object(frame.this_value);
  String* subject = TRY(to_string(isolate, frame.argument(0)));
  const Value limit_value = frame.argument(1);
  if ((limit_value.is_undefined() || limit_value.is_int32()) && is_pristine_regexp(isolate, Value(regexp)) &&
      regexp_species_is_pristine(isolate) && !regexp_flags(as_regexp(Value(regexp))).has(regexp::Flag::kSticky)) {
    const uint32_t limit = limit_value.is_undefined() ? 0xFFFFFFFF : static_cast<uint32_t>(limit_value.as_int32());
    if (limit == 0) return Value(new_array(isolate));
    return split_pristine(isolate, as_regexp(Value(regexp)), subject, limit);
  }
  Object* constructor = TRY(species_constructor(isolate, regexp, isolate.realm().intrinsic(Intrinsic::kRegExp)));
  String* flags = TRY(flags_of(isolate, regexp));
  const bool unicode = contains(isolate, flags, 'u') || contains(isolate, flags, 'v');
  if (!contains(isolate, flags, 'y')) {
    flags = TRY(concatenate(isolate, flags, single_character_string(isolate, u'y')));
  }
  const Value arguments[] = {Value(regexp), Value(flags)};
  Object* splitter = TRY(construct(isolate, constructor, arguments));
  Array* pieces = new_array(isolate);
  const uint32_t limit = limit_value.is_undefined() ? 0xFFFFFFFF : TRY(to_uint32(isolate, limit_value));
  if (limit == 0) return Value(pieces);
  if (subject->length == 0) {
    Value result = TRY(regexp_exec(isolate, splitter, subject));
    if (result.is_null()) array_push(isolate, pieces, Value(subject));
    return Value(pieces);
  }
  const uint64_t size = subject->length;
  uint64_t begin = 0;
  for (uint64_t at = 0; at < size;) {
    TRY(set_last_index(isolate, splitter, at));
    Value result = TRY(regexp_exec(isolate, splitter, subject));
    if (result.is_null()) {
      at = advance_string_index(isolate, subject, at, unicode);
      continue;
    }
    const uint64_t end =
        std::min(TRY(to_length(isolate, TRY(get(isolate, splitter, isolate.names().lastIndex)))), size);
    if (end == begin) {
      at = advance_string_index(isolate, subject, at, unicode);
      continue;
    }
    array_push(isolate, pieces,
               Value(substring(isolate, subject, static_cast<uint32_t>(begin), static_cast<uint32_t>(at))));
    if (pieces->length == limit) return Value(pieces);
    begin = end;
    const uint64_t length = TRY(length_of_array_like(isolate, as_object(result)));
    for (uint64_t i = 1; i < length; ++i) {
      array_push(isolate, pieces, TRY(get(isolate, as_object(result), key_from_index(isolate, i))));
      if (pieces->length == limit) return Value(pieces);
    }
    at = begin;
  }
  array_push(isolate, pieces, Value(substring(isolate, subject, static_cast<uint32_t>(begin), subject->length)));
  return Value(pieces);
}

using P = BuiltinProperty;

constexpr P kMethods[] = {
    P::function("@@match", regexp_match_method, 1),     P::function("@@matchAll", regexp_match_all_method, 1),
    P::function("@@replace", regexp_replace_method, 2), P::function("@@search", regexp_search_method, 1),
    P::function("@@split", regexp_split_method, 2),
};

constexpr P kIteratorTable[] = {
    P::function("next", regexp_string_iterator_next, 0),
    P::string("@@toStringTag", "RegExp String Iterator"),
};

constexpr ObjectSpec kIteratorPrototype = {Intrinsic::kRegExpStringIteratorPrototype, Intrinsic::kIteratorPrototype,
                                           kIteratorTable};

}  // namespace

const BuiltinTable kRegExpMethods = kMethods;

void register_regexp_string_iterator(Isolate& isolate) {
  isolate.intrinsic_creators[static_cast<int>(Intrinsic::kRegExpStringIteratorPrototype)] =
      [](Isolate& isolate, Realm& realm) { return make_object(isolate, realm, kIteratorPrototype); };
}

}  // namespace scrim
