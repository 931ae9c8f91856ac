// builtins/intl/: ECMA-402 on ICU, a file for each constructor. This header: the objects they make, reading options,
// negotiating locales, and the parts that formatToParts gives. ICU is loaded when a constructor first needs it.
#pragma once

#include <memory>
#include <span>

#include "engine/builtins/icu_api.h"
#include "engine/builtins/intl/locale_tag.h"
#include "engine/builtins/support.h"

namespace scrim {

enum class IntlKind : uint8_t {
  kCollator,
  kNumberFormat,
  kDateTimeFormat,
  kPluralRules,
  kRelativeTimeFormat,
  kListFormat,
  kLocale,
  kDisplayNames,
  kSegmenter,
  kSegments,
  kSegmentIterator,
  kDurationFormat
};

// What an IntlObject owns: resolved options and ICU's handles, no cells. T derives from it and has kKind and kBytes, a
// guess of the memory that ICU takes for one.
struct IntlData {
  IntlKind kind{};
  uint32_t bytes = 0;
  void (*destroy)(IntlData*) = nullptr;
  std::string locale;
};

namespace intl {

// --- objects

// The object owns the data.
IntlObject* new_intl_object(Isolate& isolate, Shape* shape, IntlData* data);
IntlObject* new_intl_object(Isolate& isolate, Intrinsic prototype, IntlData* data);

inline bool is_intl(Value value, IntlKind kind) {
  return is_type(value, CellType::kIntl) && cast<IntlObject>(value)->data->kind == kind;
}

template <typename T>
std::unique_ptr<T> new_data() {
  auto data = std::make_unique<T>();
  data->kind = T::kKind;
  data->bytes = T::kBytes;
  data->destroy = [](IntlData* dead) { delete static_cast<T*>(dead); };
  return data;
}

// The data of an object that a constructor of this kind made; null: it is none.
template <typename T>
T* data_of(Value value) {
  return is_intl(value, T::kKind) ? static_cast<T*>(cast<IntlObject>(value)->data) : nullptr;
}

// RequireInternalSlot on `this`.
template <typename T>
Completion<T*> this_data(Isolate& isolate, Frame& frame, const char* method) {
  if (T* data = data_of<T>(frame.this_value)) return data;
  return throw_incompatible_receiver(isolate, method, frame.this_value);
}

// Throws where there is no ICU.
Completion<void> require_icu(Isolate& isolate);
// sec-ordinarycreatefromconstructor for a constructor that needs `new`.
Completion<Shape*> shape_for_new(Isolate& isolate, Frame& frame, const char* name, Intrinsic prototype);
// The legacy constructors (NumberFormat, DateTimeFormat): called as a function with an instance of theirs for `this`,
// they leave what they made in it. sec-chainnumberformat
Completion<Value> chain(Isolate& isolate, Frame& frame, Object* made, Intrinsic constructor);
// sec-unwrapnumberformat, sec-unwrapdatetimeformat
Completion<IntlObject*> unwrap(Isolate& isolate, Value receiver, IntlKind kind, Intrinsic constructor,
                               const char* method);

// A function's own data.
inline void set_data(Isolate& isolate, NativeFunction* function, Value data) {
  function->data = data;
  isolate.heap().write_barrier(function);
}
// What a method that keeps its last formatter (to_locale_string.h) finds it by: the locale as it was given, "" for
// undefined. nullopt: a formatter for these arguments is not kept.
std::optional<std::string> kept_locale(Isolate& isolate, Value locales, Value options);

// The function in `bound` of an object whose method is a getter of it, made when it is first asked for.
Value bound_function(Isolate& isolate, IntlObject* object, NativeCode code, uint32_t length);

// --- options

struct LocaleKey;

// An options object being read. `owner` is what messages name.
struct Options {
  Isolate& isolate;
  Object* object;
  const char* owner;

  Completion<Value> read(const char* name) const;
  // sec-getoption for strings: the index among the values. fallback: what undefined gives.
  Completion<int> choice(const char* name, std::span<const char* const> values, int fallback) const;
  // ... any string; false: undefined.
  Completion<bool> text(const char* name, std::string* out) const;
  // ... for booleans: 0, 1, or -1 for undefined.
  Completion<int> boolean(const char* name) const;
  // sec-getnumberoption; fallback may be -1 for undefined
  Completion<int> number(const char* name, int minimum, int maximum, int fallback) const;
  // A keyword's value (calendar, numbering system ...), into `option`: RangeError unless a type sequence.
  Completion<void> keyword(const char* name, LocaleKey* key) const;
  Completion<void> read_locale_matcher() const;
};
// sec-defaultnumberoption
Completion<int> default_number_option(Isolate& isolate, Value value, int minimum, int maximum, int fallback,
                                      const char* name);
// sec-getoptionsobject: undefined or an object.
Completion<Object*> options_object(Isolate& isolate, Value value);
// sec-coerceoptionstoobject
Completion<Object*> coerced_options(Isolate& isolate, Value value, const char* owner);

inline constexpr const char* kLocaleMatchers[] = {"lookup", "best fit"};
inline constexpr const char* kCaseFirsts[] = {"upper", "lower", "false"};

// --- locales

using LocaleList = std::vector<std::string>;
// sec-canonicalizelocalelist
Completion<void> canonical_locales(Isolate& isolate, Value locales, LocaleList* list);
std::string default_locale();
// sec-bestavailablelocale, lookup; "": none. The tag has no extensions.
std::string best_available(const std::string& tag);

// One of a constructor's [[RelevantExtensionKeys]].
struct LocaleKey {
  const char* key;
  // Whether there is data for the value in the locale ("" is "true").
  bool (*supported)(const std::string& locale, const std::string& value);
  std::string option{};  // from the options object; has_option says whether it was given
  bool has_option = false;
  std::string value{};    // out; if not found, "" (the constructor's default)
  bool found = false;     // out
  bool from_tag = false;  // out: it is part of the resolved locale
};
// sec-resolvelocale. `locale` is the resolved tag with the extensions that were used, data_locale the one without.
struct ResolvedLocale {
  std::string locale;
  std::string data_locale;
};
ResolvedLocale resolve_locale(const LocaleList& requested, std::span<LocaleKey> keys);
// data_locale with these keywords in ICU's form, for opening services.
std::string service_locale(const std::string& data_locale,
                           std::initializer_list<std::pair<const char*, std::string>> keywords);

// Of a constructor that formats numbers.
struct NumberedData : IntlData {
  std::string numbering_system;
  std::string icu_locale;  // with the numbering system
};
// sec-resolvelocale with "nu" alone, of which the option is numberingSystem.
Completion<void> resolve_numbered_locale(const LocaleList& requested, const Options& options, NumberedData* data);

// `supportedLocalesOf` of every constructor; magic is the IntlKind.
Completion<Value> supported_locales_of(Isolate& isolate, Frame& frame);
constexpr BuiltinProperty supported_locales_of_property(IntlKind kind) {
  return BuiltinProperty::function("supportedLocalesOf", supported_locales_of, 1, static_cast<uint16_t>(kind));
}

std::string default_numbering_system(const std::string& data_locale);
bool is_numbering_system(const std::string& locale, const std::string& name);  // one with digits
bool is_calendar(const std::string& locale, const std::string& name);
// The values an ICU enumeration gives; it is closed.
std::vector<std::string> values_of(UEnumeration* values);
// ... in the form they have in tags; of collations those that may be asked for. sec-intl.collator-internal-slots
std::vector<std::string> keyword_values_of(UEnumeration* values, const char* key);
std::vector<std::string> all_calendars();

// --- values and parts

inline Value text_value(Isolate& isolate, std::u16string_view text) {
  return Value(new_string_utf16(isolate, text));
}
inline Value text_value(Isolate& isolate, const std::string& text) {
  return Value(new_string_utf8(isolate, text));
}
inline PropertyKey key(Isolate& isolate, const char* name) {
  return key_from_latin1(isolate, name);
}
// CreateDataProperty on a fresh object.
void put(Isolate& isolate, Object* object, const char* name, Value value);
inline void put(Isolate& isolate, Object* object, const char* name, const std::string& text) {
  put(isolate, object, name, text_value(isolate, text));
}
inline void put(Isolate& isolate, Object* object, const char* name, const char* text) {
  put(isolate, object, name, Value(intern_latin1(isolate, text)));
}
Value array_of_strings(Isolate& isolate, const std::vector<std::string>& strings);
Throw throw_icu(Isolate& isolate, UErrorCode status);

// A stretch of a formatted text. Those that overlap are nested: the inner one is what counts.
struct Field {
  const char* type;
  int32_t begin;
  int32_t end;
  const char* source = nullptr;  // "startRange", "endRange", "shared"; null: none
};
struct FormattedText {
  std::u16string text;
  std::vector<Field> fields;
  std::u16string_view between(int32_t begin, int32_t end) const {
    return std::u16string_view(text).substr(static_cast<size_t>(begin), static_cast<size_t>(end - begin));
  }
  std::u16string_view of(const Field& field) const { return between(field.begin, field.end); }
};
// The text cut where the innermost field over it changes; what no field covers is `literal`. Sources are "shared" where
// no field says otherwise.
std::vector<Field> parts_of(const FormattedText& formatted);
// [{type, value[, source][, unit]}]; `unit` is that of all parts but literals.
Value parts_array(Isolate& isolate, const FormattedText& formatted, bool with_source = false,
                  const char* unit = nullptr);

// Text and fields of one of ICU's results. name(category, number, text of the field, field) fills in what the field is;
// false: it is of no interest.
template <typename F>
UErrorCode read_formatted(const UFormattedValue* value, FormattedText* out, F name) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = 0;
  const char16_t* text = icu().ufmtval_getString(value, &length, &status);
  if (failed(status)) return status;
  out->text.assign(text, static_cast<size_t>(length));
  IcuHandle<UConstrainedFieldPosition, &Icu::ucfpos_close> position(icu().ucfpos_open(&status));
  while (!failed(status) && icu().ufmtval_nextPosition(value, position, &status)) {
    Field field{nullptr, 0, 0};
    icu().ucfpos_getIndexes(position, &field.begin, &field.end, &status);
    const int32_t category = icu().ucfpos_getCategory(position, &status);
    const int32_t number = icu().ucfpos_getField(position, &status);
    if (name(category, number, out->of(field), &field)) out->fields.push_back(field);
  }
  return status;
}

}  // namespace intl
}  // namespace scrim
