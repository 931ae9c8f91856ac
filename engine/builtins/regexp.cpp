// RegExp: the constructor, exec, the accessors. ECMA-262 sec-regexp-regular-expression-objects
#include "engine/builtins/regexp.h"

#include "engine/base/unicode.h"

namespace scrim {

namespace {

// What a realm keeps for RegExp, in the `data` of its constructor: an Elements cell.
enum StateSlot : uint32_t {
  kInitialShape,    // of a RegExp of the intrinsic prototype, with lastIndex and nothing else
  kPrototypeShape,  // of RegExp.prototype once made: what is deleted or reconfigured there changes it
  kConstructorShape,
  kMatchShape,    // of arrays with index, input and groups, once one has been made
  kLastSubject,   // of the last match, for RegExp.$1 and its like (Annex B)
  kLastCaptures,  // 20 positions
  kCache = kLastCaptures + 20,
  kCacheSize = 64,  // recent patterns, as RegExp objects to share programs with
  kStateSize = kCache + kCacheSize,
};

Completion<Value> regexp_constructor(Isolate& isolate, Frame& frame);
Completion<Value> regexp_prototype_exec(Isolate& isolate, Frame& frame);

void release(Heap& heap, RegExpProgram* program) {
  if (program == nullptr || --program->references > 0) return;
  heap.add_external(-static_cast<intptr_t>(regexp::memory_size(*program->code)));
  delete program;
}

void finalize_regexp(Cell* cell) {
  release(heap_of(cell), static_cast<RegExpObject*>(cell)->program);
}

Elements* regexp_state(Isolate& isolate) {
  return static_cast<Elements*>(
      static_cast<NativeFunction*>(isolate.realm().intrinsic(Intrinsic::kRegExp))->data.as_cell());
}

Shape* as_shape(Value value) {
  return static_cast<Shape*>(value.as_cell());
}

RegExpObject* allocate(Isolate& isolate, Shape* shape) {
  auto* object = static_cast<RegExpObject*>(isolate.heap().allocate_with_finalizer(sizeof(RegExpObject)));
  object->set_header(shape->object_header());
  object->slots = nullptr;
  object->elements = isolate.empty_elements;
  object->source = isolate.names().empty.as_string();
  object->flags_string = isolate.names().empty.as_string();
  object->program = nullptr;
  object->last_index = Value::int32(0);
  return object;
}

// ECMA-262 sec-regexpalloc
Completion<RegExpObject*> regexp_alloc(Isolate& isolate, Value new_target) {
  Shape* initial = as_shape(regexp_state(isolate)->values[kInitialShape]);
  if (new_target.is_undefined() || new_target == Value(isolate.realm().intrinsic(Intrinsic::kRegExp))) {
    return allocate(isolate, initial);
  }
  Shape* shape = TRY(shape_from_constructor(isolate, new_target, Intrinsic::kRegExpPrototype, CellType::kRegExp, 0, 1));
  return allocate(isolate, add_property_transition(isolate, shape, isolate.names().lastIndex, Attributes::kWritable));
}

void adopt(Isolate& isolate, RegExpObject* object, String* source, String* flags, RegExpProgram* program) {
  finalize_regexp(object);  // RegExp.prototype.compile replaces a program
  object->source = source;
  object->flags_string = flags;
  object->program = program;
  isolate.heap().write_barrier(object);
}

// ECMA-262 sec-regexpinitialize
Completion<Object*> regexp_initialize(Isolate& isolate, RegExpObject* object, Value pattern, Value flags) {
  String* source = pattern.is_undefined() ? isolate.names().empty.as_string() : TRY(to_string(isolate, pattern));
  String* flag_text = flags.is_undefined() ? isolate.names().empty.as_string() : TRY(to_string(isolate, flags));

  Elements* state = regexp_state(isolate);
  const uint32_t place = kCache + (hash_string(isolate, source) + hash_string(isolate, flag_text) * 31) % kCacheSize;
  if (state->values[place].is_cell()) {
    RegExpObject* known = as_regexp(state->values[place]);
    if (known->program != nullptr && strings_equal(isolate, known->source, source) &&
        strings_equal(isolate, known->flags_string, flag_text)) {
      ++known->program->references;
      adopt(isolate, object, source, flag_text, known->program);
      TRY(set_or_throw(isolate, object, isolate.names().lastIndex, Value::int32(0)));
      return static_cast<Object*>(object);
    }
  }

  const std::optional<regexp::Flags> parsed = regexp::parse_flags(to_utf16(isolate, flag_text));
  if (!parsed) {
    return throw_error(isolate, ErrorType::kSyntaxError, "Invalid flags supplied to RegExp constructor '%s'",
                       to_utf8(isolate, flag_text).c_str());
  }
  const std::u16string text = to_utf16(isolate, source);
  regexp::CompileResult compiled = regexp::compile(text, *parsed);
  if (compiled.error) {
    String* message = new_string_utf16(isolate, regexp::error_message(text, *parsed, compiled.error));
    return throw_value(isolate, Value(make_error(isolate, ErrorType::kSyntaxError, message)));
  }
  auto* program = new RegExpProgram;
  program->code = std::move(compiled.program);
  isolate.heap().add_external(static_cast<intptr_t>(regexp::memory_size(*program->code)));
  adopt(isolate, object, source, flag_text, program);
  TRY(set_or_throw(isolate, object, isolate.names().lastIndex, Value::int32(0)));
  // The cache's entry is an object of its own, so that no program can get at it.
  RegExpObject* entry = allocate(isolate, as_shape(state->values[kInitialShape]));
  ++program->references;
  adopt(isolate, entry, source, flag_text, program);
  state->values[place] = Value(entry);
  isolate.heap().write_barrier(state);
  return static_cast<Object*>(object);
}

// ECMA-262 sec-regexp-pattern-flags
Completion<Value> regexp_constructor(Isolate& isolate, Frame& frame) {
  Value pattern = frame.argument(0), flags = frame.argument(1);
  const bool pattern_is_regexp = TRY(is_regexp(isolate, pattern));
  Value new_target = frame.new_target;
  if (new_target.is_undefined()) {
    new_target = frame.callee;
    if (pattern_is_regexp && flags.is_undefined()) {
      Value constructor = TRY(get(isolate, as_object(pattern), isolate.names().constructor));
      if (constructor == new_target) return pattern;
    }
  }
  Value source = pattern, flag_source = flags;
  if (is_type(pattern, CellType::kRegExp)) {
    source = Value(as_regexp(pattern)->source);
    if (flags.is_undefined()) flag_source = Value(as_regexp(pattern)->flags_string);
  } else if (pattern_is_regexp) {
    source = TRY(get(isolate, as_object(pattern), isolate.names().source));
    if (flags.is_undefined()) flag_source = TRY(get(isolate, as_object(pattern), isolate.names().flags));
  }
  RegExpObject* object = TRY(regexp_alloc(isolate, new_target));
  return TRY(regexp_initialize(isolate, object, source, flag_source));
}

// --- RegExp.escape

bool is_any_of(const char* set, uint32_t c) {
  return c != 0 && c < 0x80 && std::strchr(set, static_cast<int>(c));
}

void append_hex(StringBuilder& out, uint32_t value, int digits) {
  static constexpr char kDigits[] = "0123456789abcdef";
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out.append(kDigits[value >> shift & 15]);
}

// ECMA-262 sec-encodeforregexpescape
void append_for_escape(StringBuilder& out, uint32_t c) {
  static constexpr char kControls[] = "\t\n\v\f\r";
  if (is_any_of("^$\\.*+?()[]{}|/", c)) {
    out.append(u'\\');
    out.append(static_cast<char16_t>(c));
  } else if (is_any_of(kControls, c)) {
    out.append(u'\\');
    out.append("tnvfr"[std::strchr(kControls, static_cast<int>(c)) - kControls]);
  } else if (is_any_of(",-=<>#&!%:;@~'`\"", c) || unicode::is_white_space_or_line_terminator(c) ||
             (c & 0xFFFFF800) == 0xD800) {
    if (c <= 0xFF) {
      out.append_latin1("\\x");
      append_hex(out, c, 2);
    } else {
      out.append_latin1("\\u");
      append_hex(out, c, 4);
    }
  } else {
    out.append_code_point(c);
  }
}

// ECMA-262 sec-regexp.escape
Completion<Value> regexp_escape(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_string()) {
    return throw_type_error(isolate, "input argument must be a string");
  }
  String* string = as_string(frame.argument(0));
  const Characters text = characters(isolate, string);
  StringBuilder out(isolate);
  for (uint32_t i = 0; i < text.length; ++i) {
    uint32_t c = text[i];
    if (unicode::is_lead_surrogate(c) && i + 1 < text.length && unicode::is_trail_surrogate(text[i + 1])) {
      c = unicode::combine_surrogates(c, text[++i]);
    }
    const bool alphanumeric = c < 0x80 && ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'));
    if (i == 0 && alphanumeric) {
      out.append_latin1("\\x");
      append_hex(out, c, 2);
    } else {
      append_for_escape(out, c);
    }
  }
  return TRY(out.finish());
}

Completion<Value> return_this(Isolate&, Frame& frame) {
  return frame.this_value;
}

// --- exec

bool interrupted(void* data) {
  Isolate& isolate = *static_cast<Isolate*>(data);
  if (isolate.on_safepoint == nullptr) return false;
  return isolate.on_safepoint(isolate).failed();
}

Throw throw_incompatible(Isolate& isolate, const char* method, Value receiver) {
  return throw_type_error(isolate, "Method %s called on incompatible receiver %s", method,
                          describe_for_error(isolate, receiver).c_str());
}

String* piece(Isolate& isolate, String* subject, int32_t first, int32_t past) {
  return substring(isolate, subject, static_cast<uint32_t>(first), static_cast<uint32_t>(past));
}

// ECMA-262 sec-makematchindicesindexpairarray
Array* make_indices(Isolate& isolate, const std::vector<int32_t>& captures, std::span<const regexp::GroupName> names) {
  const auto pair = [&](size_t i) {
    if (captures[2 * i] < 0) return Value::undefined();
    return Value(array_of(isolate, {Value::int32(captures[2 * i]), Value::int32(captures[2 * i + 1])}));
  };
  Array* indices = new_array(isolate, 0, static_cast<uint32_t>(captures.size() / 2));
  for (size_t i = 0; i < captures.size() / 2; ++i) array_push(isolate, indices, pair(i));
  Value groups = Value::undefined();
  if (!names.empty()) {
    Object* object = new_object_with_prototype(isolate, nullptr);
    for (const regexp::GroupName& name : names) {
      const PropertyKey key = key_from_string(isolate, new_string_utf16(isolate, name.name));
      // A name of several groups belongs to the one that took part.
      if (captures[2 * name.index] >= 0 || !MUST(has_own_property(isolate, object, key))) {
        MUST(create_data_property(isolate, object, key, fast_element(indices, name.index)));
      }
    }
    groups = Value(object);
  }
  put_direct(isolate, indices, isolate.names().groups, groups);
  return indices;
}

// The three properties of every match array: their shape is found once.
void add_match_properties(Isolate& isolate, Array* result, Value index, Value input, Value groups) {
  Elements* state = regexp_state(isolate);
  if (!state->values[kMatchShape].is_cell()) {
    put_direct(isolate, result, isolate.names().index, index);
    put_direct(isolate, result, isolate.names().input, input);
    put_direct(isolate, result, isolate.names().groups, groups);
    state->values[kMatchShape] = Value(result->shape());
    isolate.heap().write_barrier(state);
    return;
  }
  ensure_slots_for(isolate, result, 3);
  set_shape(result, as_shape(state->values[kMatchShape]));
  Value* slots = result->slots->values;
  slots[0] = index;
  slots[1] = input;
  slots[2] = groups;
  isolate.heap().write_barrier(result->slots);
  isolate.heap().write_barrier(result);
}

Array* make_match_array(Isolate& isolate, RegExpObject* regexp, String* subject, const std::vector<int32_t>& captures) {
  const regexp::Program& code = *regexp->program->code;
  const std::span<const regexp::GroupName> names = regexp::group_names(code);
  Array* result = new_array(isolate, 0, static_cast<uint32_t>(captures.size() / 2));
  for (size_t i = 0; i < captures.size(); i += 2) {
    array_push(isolate, result,
               captures[i] < 0 ? Value::undefined() : Value(piece(isolate, subject, captures[i], captures[i + 1])));
  }
  Value groups = Value::undefined();
  if (!names.empty()) {
    Object* object = new_object_with_prototype(isolate, nullptr);
    for (const regexp::GroupName& name : names) {
      const PropertyKey key = key_from_string(isolate, new_string_utf16(isolate, name.name));
      const Value value = fast_element(result, name.index);
      if (!value.is_undefined() || !MUST(has_own_property(isolate, object, key))) {
        MUST(create_data_property(isolate, object, key, value));
      }
    }
    groups = Value(object);
  }
  add_match_properties(isolate, result, Value::int32(captures[0]), Value(subject), groups);
  if (regexp_flags(regexp).has(regexp::Flag::kHasIndices)) {
    put_direct(isolate, result, isolate.names().indices, Value(make_indices(isolate, captures, names)));
  }
  return result;
}

// Set(R, "lastIndex", value, true). The field is the property's slot; an unchanged shape says that it is writable.
Completion<void> set_last_index(Isolate& isolate, RegExpObject* regexp, int32_t value) {
  if (regexp->shape() == as_shape(regexp_state(isolate)->values[kInitialShape])) {
    regexp->last_index = Value::int32(value);
    return {};
  }
  return set_or_throw(isolate, regexp, isolate.names().lastIndex, Value::int32(value));
}

// ECMA-262 sec-regexpbuiltinexec, steps that look at the object; the matching is regexp_match.
Completion<Value> regexp_builtin_exec(Isolate& isolate, RegExpObject* regexp, String* subject) {
  uint64_t last_index = 0;
  if (regexp->last_index.is_int32() && regexp->last_index.as_int32() >= 0) {
    last_index = static_cast<uint64_t>(regexp->last_index.as_int32());
  } else {
    last_index = TRY(to_length(isolate, TRY(get(isolate, regexp, isolate.names().lastIndex))));
  }
  const regexp::Flags flags = regexp_flags(regexp);  // after ToLength, which may have recompiled it
  const bool moves = flags.has(regexp::Flag::kGlobal) || flags.has(regexp::Flag::kSticky);
  if (!moves) last_index = 0;
  std::vector<int32_t> captures;
  if (last_index > subject->length || !TRY(regexp_match(isolate, regexp, subject, last_index, captures))) {
    if (moves) TRY(set_last_index(isolate, regexp, 0));
    return Value::null();
  }
  if (moves) TRY(set_last_index(isolate, regexp, captures[1]));
  return make_match_array(isolate, regexp, subject, captures);
}

// ECMA-262 sec-regexp.prototype.exec
Completion<Value> regexp_prototype_exec(Isolate& isolate, Frame& frame) {
  if (!is_type(frame.this_value, CellType::kRegExp)) {
    return throw_incompatible(isolate, "RegExp.prototype.exec", frame.this_value);
  }
  String* subject = TRY(to_string(isolate, frame.argument(0)));
  return regexp_builtin_exec(isolate, as_regexp(frame.this_value), subject);
}

// ECMA-262 sec-regexp.prototype.test
Completion<Value> regexp_prototype_test(Isolate& isolate, Frame& frame) {
  if (!frame.this_value.is_object()) {
    return throw_incompatible(isolate, "RegExp.prototype.test", frame.this_value);
  }
  String* subject = TRY(to_string(isolate, frame.argument(0)));
  if (is_pristine_regexp(isolate, frame.this_value)) {
    RegExpObject* regexp = as_regexp(frame.this_value);
    const regexp::Flags flags = regexp_flags(regexp);
    const bool moves = flags.has(regexp::Flag::kGlobal) || flags.has(regexp::Flag::kSticky);
    const uint64_t start = moves ? static_cast<uint64_t>(regexp->last_index.as_int32()) : 0;
    std::vector<int32_t> captures;
    const bool matched = start <= subject->length && TRY(regexp_match(isolate, regexp, subject, start, captures));
    if (moves) regexp->last_index = Value::int32(matched ? captures[1] : 0);
    return Value::boolean(matched);
  }
  Value match = TRY(regexp_exec(isolate, as_object(frame.this_value), subject));
  return Value::boolean(!match.is_null());
}

// ECMA-262 sec-regexp.prototype.tostring
Completion<Value> regexp_prototype_to_string(Isolate& isolate, Frame& frame) {
  if (!frame.this_value.is_object()) {
    return throw_incompatible(isolate, "RegExp.prototype.toString", frame.this_value);
  }
  Object* regexp = as_object(frame.this_value);
  String* source = TRY(to_string(isolate, TRY(get(isolate, regexp, isolate.names().source))));
  String* flags = TRY(to_string(isolate, TRY(get(isolate, regexp, isolate.names().flags))));
  StringBuilder out(isolate);
  out.append(u'/');
  out.append(source);
  out.append(u'/');
  out.append(flags);
  return TRY(out.finish());
}

// ECMA-262 sec-regexp.prototype.compile (Annex B)
Completion<Value> regexp_prototype_compile(Isolate& isolate, Frame& frame) {
  if (!is_type(frame.this_value, CellType::kRegExp)) {
    return throw_incompatible(isolate, "RegExp.prototype.compile", frame.this_value);
  }
  Value pattern = frame.argument(0), flags = frame.argument(1);
  if (is_type(pattern, CellType::kRegExp)) {
    if (!flags.is_undefined())
      return throw_type_error(isolate, "Cannot supply flags when constructing one RegExp from another");
    flags = Value(as_regexp(pattern)->flags_string);
    pattern = Value(as_regexp(pattern)->source);
  }
  return TRY(regexp_initialize(isolate, as_regexp(frame.this_value), pattern, flags));
}

// --- accessors

// ECMA-262 sec-escaperegexppattern
Completion<Value> escape_pattern(Isolate& isolate, String* source) {
  const Characters text = characters(isolate, source);
  if (text.length == 0) return Value(new_string_latin1(isolate, "(?:)"));
  StringBuilder out(isolate);
  bool in_class = false, escaped = false, changed = false;
  for (uint32_t i = 0; i < text.length; ++i) {
    const char16_t c = text[i];
    const char* line_end = c == '\n' ? "n" : c == '\r' ? "r" : c == 0x2028 ? "u2028" : c == 0x2029 ? "u2029" : nullptr;
    if (line_end != nullptr) {
      if (!escaped) out.append(u'\\');
      out.append_latin1(line_end);
      changed = true;
    } else {
      if (c == '/' && !escaped && !in_class) {
        out.append(u'\\');
        changed = true;
      }
      out.append(c);
    }
    if (!escaped) {
      if (c == '[') in_class = true;
      if (c == ']') in_class = false;
    }
    escaped = c == '\\' && !escaped;
  }
  if (!changed) return Value(source);
  return TRY(out.finish());
}

Throw throw_not_regexp(Isolate& isolate, const char* name) {
  return throw_type_error(isolate, "RegExp.prototype.%s getter called on non-RegExp object", name);
}

// ECMA-262 sec-get-regexp.prototype.source
Completion<Value> get_source(Isolate& isolate, Frame& frame) {
  if (is_type(frame.this_value, CellType::kRegExp)) {
    return escape_pattern(isolate, as_regexp(frame.this_value)->source);
  }
  if (frame.this_value == Value(callee_of(frame)->realm->intrinsic(Intrinsic::kRegExpPrototype))) {
    return Value(new_string_latin1(isolate, "(?:)"));
  }
  return throw_not_regexp(isolate, "source");
}

struct FlagProperty {
  const char* name;
  PropertyKey Names::* key;
};
// In the order of the flags' bits.
constexpr FlagProperty kFlagProperties[] = {
    {"hasIndices", &Names::hasIndices},   {"global", &Names::global}, {"ignoreCase", &Names::ignoreCase},
    {"multiline", &Names::multiline},     {"dotAll", &Names::dotAll}, {"unicode", &Names::unicode},
    {"unicodeSets", &Names::unicodeSets}, {"sticky", &Names::sticky},
};

// ECMA-262 sec-regexphasflag; magic: which flag.
Completion<Value> get_flag(Isolate& isolate, Frame& frame) {
  const uint64_t flag = callee_of(frame)->magic;
  if (is_type(frame.this_value, CellType::kRegExp)) {
    const RegExpObject* regexp = as_regexp(frame.this_value);
    return Value::boolean(regexp->program != nullptr && regexp_flags(regexp).has(static_cast<regexp::Flag>(1 << flag)));
  }
  if (frame.this_value == Value(callee_of(frame)->realm->intrinsic(Intrinsic::kRegExpPrototype))) {
    return Value::undefined();
  }
  return throw_not_regexp(isolate, kFlagProperties[flag].name);
}

// ECMA-262 sec-get-regexp.prototype.flags
Completion<Value> get_flags(Isolate& isolate, Frame& frame) {
  if (!frame.this_value.is_object()) {
    return throw_type_error(isolate, "RegExp.prototype.flags getter called on non-object %s",
                            describe_for_error(isolate, frame.this_value).c_str());
  }
  char text[9];
  size_t length = 0;
  for (size_t i = 0; i < std::size(kFlagProperties); ++i) {
    const PropertyKey key = isolate.names().*kFlagProperties[i].key;
    if (to_boolean(TRY(get(isolate, as_object(frame.this_value), key)))) text[length++] = "dgimsuvy"[i];
  }
  return Value(new_string_latin1(isolate, std::string_view(text, length)));
}

// --- RegExp.$1 and its like. They tell of the realm's last match.

enum LegacyProperty : uint16_t { kLegacyInput = 10, kLegacyLastMatch, kLegacyLastParen, kLegacyLeft, kLegacyRight };

// The realm's own %RegExp% alone has them: getregexplegacystaticproperty of the legacy features' proposal.
Completion<void> check_legacy_receiver(Isolate& isolate, Frame& frame) {
  if (frame.this_value == Value(callee_of(frame)->realm->intrinsic(Intrinsic::kRegExp))) return {};
  return throw_type_error(isolate, "RegExp's static properties are of %%RegExp%% alone, not of %s",
                          describe_for_error(isolate, frame.this_value).c_str());
}

Completion<Value> get_legacy(Isolate& isolate, Frame& frame) {
  TRY(check_legacy_receiver(isolate, frame));
  Elements* state = regexp_state(isolate);
  String* empty = isolate.names().empty.as_string();
  if (!state->values[kLastSubject].is_string()) return Value(empty);
  String* subject = as_string(state->values[kLastSubject]);
  const auto at = [&](uint32_t i) { return state->values[kLastCaptures + i].as_int32(); };
  const auto group = [&](uint32_t i) {
    return Value(at(2 * i) < 0 ? empty : piece(isolate, subject, at(2 * i), at(2 * i + 1)));
  };
  const uint64_t which = callee_of(frame)->magic;
  switch (which) {
    case kLegacyInput: return Value(subject);
    case kLegacyLastMatch: return group(0);
    case kLegacyLastParen: {
      uint32_t last = 9;
      while (last > 0 && at(2 * last) < 0) --last;
      return last == 0 ? Value(empty) : group(last);
    }
    case kLegacyLeft: return Value(piece(isolate, subject, 0, at(0)));
    case kLegacyRight: return Value(piece(isolate, subject, at(1), static_cast<int32_t>(subject->length)));
    default: return group(static_cast<uint32_t>(which));
  }
}

// RegExp.input alone can be set, to a string.
Completion<Value> set_legacy_input(Isolate& isolate, Frame& frame) {
  TRY(check_legacy_receiver(isolate, frame));
  String* text = TRY(to_string(isolate, frame.argument(0)));
  Elements* state = regexp_state(isolate);
  state->values[kLastSubject] = Value(text);
  for (uint32_t i = 0; i < 20; ++i) state->values[kLastCaptures + i] = Value::int32(i < 2 ? 0 : -1);
  isolate.heap().write_barrier(state);
  return Value::undefined();
}

constexpr BuiltinProperty legacy(const char* name, uint16_t which) {
  return BuiltinProperty::accessor(name, get_legacy, which == kLegacyInput ? set_legacy_input : nullptr, which);
}

using P = BuiltinProperty;

constexpr P kConstructorTable[] = {
    legacy("input", kLegacyInput),
    legacy("$_", kLegacyInput),
    legacy("lastMatch", kLegacyLastMatch),
    legacy("$&", kLegacyLastMatch),
    legacy("lastParen", kLegacyLastParen),
    legacy("$+", kLegacyLastParen),
    legacy("leftContext", kLegacyLeft),
    legacy("$`", kLegacyLeft),
    legacy("rightContext", kLegacyRight),
    legacy("$'", kLegacyRight),
    legacy("$1", 1),
    legacy("$2", 2),
    legacy("$3", 3),
    legacy("$4", 4),
    legacy("$5", 5),
    legacy("$6", 6),
    legacy("$7", 7),
    legacy("$8", 8),
    legacy("$9", 9),
    P::function("escape", regexp_escape, 1),
    P::accessor("@@species", return_this),
};

constexpr P kPrototypeTable[] = {
    P::function("exec", regexp_prototype_exec, 1),
    P::accessor("dotAll", get_flag, nullptr, 4),
    P::accessor("flags", get_flags),
    P::accessor("global", get_flag, nullptr, 1),
    P::accessor("hasIndices", get_flag, nullptr, 0),
    P::accessor("ignoreCase", get_flag, nullptr, 2),
    P::accessor("multiline", get_flag, nullptr, 3),
    P::accessor("source", get_source),
    P::accessor("sticky", get_flag, nullptr, 7),
    P::accessor("unicode", get_flag, nullptr, 5),
    P::accessor("unicodeSets", get_flag, nullptr, 6),
    P::function("compile", regexp_prototype_compile, 2),
    P::function("toString", regexp_prototype_to_string, 0),
    P::function("test", regexp_prototype_test, 1),
};

constexpr ClassSpec kRegExpClass = {
    Intrinsic::kRegExp, Intrinsic::kRegExpPrototype, "RegExp", regexp_constructor, 2, kConstructorTable,
    kPrototypeTable,
};

}  // namespace

regexp::Flags regexp_flags(const RegExpObject* regexp) {
  return regexp::flags_of(*regexp->program->code);
}

Completion<bool> is_regexp(Isolate& isolate, Value value) {
  if (!value.is_object()) return false;
  Value matcher = TRY(get(isolate, as_object(value), isolate.names().match));
  if (!matcher.is_undefined()) return to_boolean(matcher);
  return is_type(value, CellType::kRegExp);
}

Completion<Object*> regexp_create(Isolate& isolate, Value pattern, Value flags) {
  RegExpObject* object = TRY(regexp_alloc(isolate, Value::undefined()));
  return regexp_initialize(isolate, object, pattern, flags);
}

bool is_pristine_regexp(Isolate& isolate, Value value) {
  if (!is_type(value, CellType::kRegExp)) return false;
  RegExpObject* regexp = as_regexp(value);
  Realm& realm = isolate.realm();
  Elements* state = regexp_state(isolate);
  if (regexp->shape() != as_shape(state->values[kInitialShape]) || regexp->program == nullptr) return false;
  if (!regexp->last_index.is_int32() || regexp->last_index.as_int32() < 0) return false;
  Object* prototype = realm.intrinsic(Intrinsic::kRegExpPrototype);
  if (prototype->shape() != as_shape(state->values[kPrototypeShape])) return false;
  const Value exec = get_own_data(isolate, prototype, isolate.names().exec);
  return is_type(exec, CellType::kNativeFunction) && cast<NativeFunction>(exec)->native == regexp_prototype_exec;
}

bool regexp_species_is_pristine(Isolate& isolate) {
  Realm& realm = isolate.realm();
  Object* constructor = realm.intrinsic(Intrinsic::kRegExp);
  return constructor->shape() == as_shape(regexp_state(isolate)->values[kConstructorShape]) &&
         get_own_data(isolate, realm.intrinsic(Intrinsic::kRegExpPrototype), isolate.names().constructor) ==
             Value(constructor);
}

Completion<bool> regexp_match(Isolate& isolate, RegExpObject* regexp, String* subject, uint64_t start,
                              std::vector<int32_t>& captures) {
  if (start > subject->length) return false;
  RegExpProgram* program = regexp->program;
  const regexp::Program& code = *program->code;
  captures.resize(regexp::capture_count(code) * 2);
  const Characters text = characters(isolate, subject);
  regexp::MatchOptions options;
  options.sticky = regexp::flags_of(code).has(regexp::Flag::kSticky);
  options.interrupt = interrupted;
  options.interrupt_data = &isolate;
  const auto run = [&](regexp::Scratch& scratch) {
    if (text.two_byte) {
      return regexp::match(code, std::span(text.utf16(), text.length), start, captures, scratch, options);
    }
    return regexp::match(code, std::span(text.latin1(), text.length), start, captures, scratch, options);
  };
  regexp::MatchStatus status;
  ++program->references;  // user code at an interrupt may give the object another program
  if (program->busy) {
    regexp::Scratch scratch;
    status = run(scratch);
  } else {
    program->busy = true;
    status = run(program->scratch);
    program->busy = false;
  }
  release(isolate.heap(), program);
  switch (status) {
    case regexp::MatchStatus::kNoMatch: return false;
    case regexp::MatchStatus::kInterrupted: return Throw{};
    case regexp::MatchStatus::kStackOverflow: return throw_stack_overflow(isolate);
    case regexp::MatchStatus::kMatch: break;
  }
  Elements* state = regexp_state(isolate);
  state->values[kLastSubject] = Value(subject);
  for (uint32_t i = 0; i < 20; ++i) {
    state->values[kLastCaptures + i] = Value::int32(i < captures.size() ? captures[i] : -1);
  }
  isolate.heap().write_barrier(state);
  return true;
}

Completion<Value> regexp_exec(Isolate& isolate, Object* regexp, String* subject) {
  if (is_pristine_regexp(isolate, Value(regexp))) {
    return regexp_builtin_exec(isolate, static_cast<RegExpObject*>(regexp), subject);
  }
  Value exec = TRY(get(isolate, regexp, isolate.names().exec));
  if (is_callable(exec)) {
    Value result = TRY(call(isolate, exec, Value(regexp), {Value(subject)}));
    if (!result.is_object() && !result.is_null()) {
      return throw_type_error(isolate, "RegExp exec method returned something other than an Object or null");
    }
    return result;
  }
  if (regexp->type != CellType::kRegExp) return throw_incompatible(isolate, "RegExp.prototype.exec", Value(regexp));
  return regexp_builtin_exec(isolate, static_cast<RegExpObject*>(regexp), subject);
}

uint64_t advance_string_index(Isolate& isolate, String* subject, uint64_t index, bool unicode) {
  if (!unicode || index + 1 >= subject->length) return index + 1;
  const Characters text = characters(isolate, subject);
  const auto at = static_cast<uint32_t>(index);
  return index + (unicode::is_lead_surrogate(text[at]) && unicode::is_trail_surrogate(text[at + 1]) ? 2 : 1);
}

void register_regexp(Isolate& isolate) {
  isolate.finalizers[static_cast<int>(CellType::kRegExp)] = finalize_regexp;
  isolate.create_regexp = [](Isolate& isolate, String* pattern, String* flags) -> Completion<Value> {
    return TRY(regexp_create(isolate, Value(pattern), Value(flags)));
  };
  isolate.intrinsic_creators[static_cast<int>(Intrinsic::kRegExp)] = [](Isolate& isolate, Realm& realm) -> Object* {
    Object* constructor = make_class_constructor(isolate, realm, kRegExpClass);
    if (static_cast<NativeFunction*>(constructor)->data.is_cell()) return constructor;  // made with its prototype
    auto* state = static_cast<Elements*>(isolate.heap().allocate(Elements::size_for(kStateSize)));
    state->set_header(Cell::header_word(CellType::kElements));
    state->length = state->capacity = kStateSize;
    for (uint32_t i = 0; i < kStateSize; ++i) state->values[i] = Value::undefined();
    static_cast<NativeFunction*>(constructor)->data = Value(state);
    isolate.heap().write_barrier(constructor);
    Object* prototype = realm.intrinsic(Intrinsic::kRegExpPrototype);
    Shape* shape = root_shape(isolate, prototype, CellType::kRegExp, 0, 1);
    shape = add_property_transition(isolate, shape, isolate.names().lastIndex, Attributes::kWritable);
    state->values[kInitialShape] = Value(shape);
    state->values[kPrototypeShape] = Value(prototype->shape());
    state->values[kConstructorShape] = Value(constructor->shape());
    isolate.heap().write_barrier(state);
    return constructor;
  };
  isolate.intrinsic_creators[static_cast<int>(Intrinsic::kRegExpPrototype)] = [](Isolate& isolate, Realm& realm) {
    Object* prototype = make_class_prototype(isolate, realm, kRegExpClass);
    install(isolate, realm, prototype, kRegExpMethods);
    return prototype;
  };
}

}  // namespace scrim
