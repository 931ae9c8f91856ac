#include "engine/builtins/intl/support.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace scrim::intl {

// --- objects

IntlObject* new_intl_object(Isolate& isolate, Shape* shape, IntlData* data) {
  auto* object = allocate_object<IntlObject>(isolate, shape);
  object->data = data;
  object->bound = Value::undefined();
  object->position = 0;
  isolate.heap().add_finalizer(object);
  isolate.heap().add_external(static_cast<intptr_t>(data->bytes));
  return object;
}

IntlObject* new_intl_object(Isolate& isolate, Intrinsic prototype, IntlData* data) {
  return new_intl_object(isolate, root_shape(isolate, isolate.realm().intrinsic(prototype), CellType::kIntl, 0, 0),
                         data);
}

Value bound_function(Isolate& isolate, IntlObject* object, NativeCode code, uint32_t length) {
  if (object->bound.is_undefined()) {
    object->bound = Value(make_closure(isolate, code, length, Value(object)));
    isolate.heap().write_barrier(object);
  }
  return object->bound;
}

std::optional<std::string> kept_locale(Isolate& isolate, Value locales, Value options) {
  if (!options.is_undefined() || !(locales.is_string() || locales.is_undefined())) return std::nullopt;
  return locales.is_string() ? to_utf8(isolate, as_string(locales)) : "";
}

Completion<void> require_icu(Isolate& isolate) {
  if (icu().loaded) return {};
  return throw_error(isolate, ErrorType::kError, "Intl needs the ICU library (libicu%s)", U_ICU_VERSION_SHORT);
}

Completion<Shape*> shape_for_new(Isolate& isolate, Frame& frame, const char* name, Intrinsic prototype) {
  if (frame.new_target.is_undefined()) return throw_type_error(isolate, "Constructor %s requires 'new'", name);
  TRY(require_icu(isolate));
  return shape_from_constructor(isolate, frame.new_target, prototype, CellType::kIntl);
}

namespace {

// %Intl%.[[FallbackSymbol]]: kept as data of the %Intl.NumberFormat% of each realm.
PropertyKey fallback_symbol(Isolate& isolate) {
  auto* holder = static_cast<NativeFunction*>(isolate.realm().intrinsic(Intrinsic::kIntlNumberFormat));
  if (!holder->data.is_cell()) {
    set_data(isolate, holder, Value(new_symbol(isolate, intern_latin1(isolate, "IntlLegacyConstructedSymbol"))));
  }
  return PropertyKey::from_symbol(as_symbol(holder->data));
}

}  // namespace

Completion<Value> chain(Isolate& isolate, Frame& frame, Object* made, Intrinsic constructor) {
  if (!frame.new_target.is_undefined() || !frame.this_value.is_object()) return Value(made);
  Value function = Value(isolate.realm().intrinsic(constructor));
  if (!TRY(ordinary_has_instance(isolate, function, frame.this_value))) return Value(made);
  TRY(define_property_or_throw(isolate, as_object(frame.this_value), fallback_symbol(isolate),
                               PropertyDescriptor::data(Value(made), 0)));
  return frame.this_value;
}

Completion<IntlObject*> unwrap(Isolate& isolate, Value receiver, IntlKind kind, Intrinsic constructor,
                               const char* method) {
  if (receiver.is_object() && !is_intl(receiver, kind)) {
    Value function = Value(isolate.realm().intrinsic(constructor));
    if (TRY(ordinary_has_instance(isolate, function, receiver))) {
      Value inner = TRY(get(isolate, as_object(receiver), fallback_symbol(isolate)));
      if (is_intl(inner, kind)) return cast<IntlObject>(inner);
    }
  }
  if (is_intl(receiver, kind)) return cast<IntlObject>(receiver);
  return throw_incompatible_receiver(isolate, method, receiver);
}

// --- options

Completion<Value> Options::read(const char* name) const {
  return get(isolate, object, key(isolate, name));
}

Completion<int> Options::choice(const char* name, std::span<const char* const> values, int fallback) const {
  Value value = TRY(read(name));
  if (value.is_undefined()) return fallback;
  const std::string text = to_utf8(isolate, TRY(to_string(isolate, value)));
  for (size_t i = 0; i < values.size(); ++i) {
    if (text == values[i]) return static_cast<int>(i);
  }
  return throw_range_error(isolate, "Value %s out of range for %s options property %s", text.c_str(), owner, name);
}

Completion<bool> Options::text(const char* name, std::string* out) const {
  Value value = TRY(read(name));
  if (value.is_undefined()) return false;
  *out = to_utf8(isolate, TRY(to_string(isolate, value)));
  return true;
}

Completion<int> Options::boolean(const char* name) const {
  Value value = TRY(read(name));
  if (value.is_undefined()) return -1;
  return to_boolean(value) ? 1 : 0;
}

Completion<int> default_number_option(Isolate& isolate, Value value, int minimum, int maximum, int fallback,
                                      const char* name) {
  if (value.is_undefined()) return fallback;
  const double number = TRY(to_number(isolate, value));
  if (!(number >= minimum && number <= maximum)) return throw_range_error(isolate, "%s value is out of range.", name);
  return static_cast<int>(std::floor(number));
}

Completion<int> Options::number(const char* name, int minimum, int maximum, int fallback) const {
  return default_number_option(isolate, TRY(read(name)), minimum, maximum, fallback, name);
}

Completion<void> Options::keyword(const char* name, LocaleKey* key) const {
  key->has_option = TRY(text(name, &key->option));
  if (!key->has_option || is_type_sequence(key->option)) return {};
  return throw_range_error(isolate, "Invalid %s : %s", name, key->option.c_str());
}

Completion<void> Options::read_locale_matcher() const {
  TRY(choice("localeMatcher", kLocaleMatchers, 1));
  return {};
}

Completion<Object*> options_object(Isolate& isolate, Value value) {
  if (value.is_undefined()) return new_object_with_prototype(isolate, nullptr);
  if (value.is_object()) return as_object(value);
  return throw_type_error(isolate, "invalid_argument");
}

Completion<Object*> coerced_options(Isolate& isolate, Value value, const char* owner) {
  if (value.is_undefined()) return new_object_with_prototype(isolate, nullptr);
  if (value.is_null()) return throw_type_error(isolate, "%s called on null or undefined", owner);
  return to_object(isolate, value);
}

// --- locales

Completion<void> canonical_locales(Isolate& isolate, Value locales, LocaleList* list) {
  if (locales.is_undefined()) return {};
  TRY(require_icu(isolate));
  const auto add = [&](Value value) -> Completion<void> {
    std::string canonical;
    if (is_intl(value, IntlKind::kLocale)) {
      canonical = cast<IntlObject>(value)->data->locale;
    } else {
      if (!value.is_string() && !value.is_object())
        return throw_type_error(isolate, "Language ID should be string or object.");
      const std::string text = to_utf8(isolate, TRY(to_string(isolate, value)));
      const auto tag = canonical_tag(text);
      if (!tag) return throw_range_error(isolate, "Invalid language tag: %s", text.c_str());
      canonical = tag->text();
    }
    if (std::find(list->begin(), list->end(), canonical) == list->end()) list->push_back(std::move(canonical));
    return {};
  };
  if (locales.is_string() || is_intl(locales, IntlKind::kLocale)) return add(locales);
  Object* object = TRY(to_object(isolate, locales));
  const uint64_t length = TRY(length_of_array_like(isolate, object));
  for (uint64_t i = 0; i < length; ++i) {
    const PropertyKey index = key_from_index(isolate, i);
    if (TRY(has_property(isolate, object, index))) TRY(add(TRY(get(isolate, object, index))));
  }
  return {};
}

namespace {

// The locales ICU has data for, as tags, sorted; "zh-TW" for "zh-Hant-TW" too.
struct AvailableLocales {
  std::vector<std::string> tags;
  AvailableLocales() {
    UErrorCode status = U_ZERO_ERROR;
    for (const std::string& name :
         values_of(icu().uloc_openAvailableByType(ULOC_AVAILABLE_WITH_LEGACY_ALIASES, &status))) {
      const auto tag = parse_tag(tag_of_icu_locale(name));
      if (!tag || !tag->keywords.empty()) continue;
      tags.push_back(tag->text());
      if (!tag->id.script.empty() && !tag->id.region.empty()) tags.push_back(tag->id.language + "-" + tag->id.region);
    }
    std::sort(tags.begin(), tags.end());
  }
};

}  // namespace

std::string best_available(const std::string& tag) {
  static const AvailableLocales available;  // made once and never changed
  std::string candidate = tag;
  while (!candidate.empty()) {
    if (std::binary_search(available.tags.begin(), available.tags.end(), candidate)) return candidate;
    size_t end = candidate.rfind('-');
    if (end == std::string::npos) return "";
    if (end >= 2 && candidate[end - 2] == '-') end -= 2;
    candidate.resize(end);
  }
  return "";
}

// What LC_ALL, LC_MESSAGES or LANG name, as ICU reads them; English of the United States where there is no data.
std::string default_locale() {
  std::string name;
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value == nullptr || *value == '\0') continue;
    name = value;
    break;
  }
  name.resize(std::min({name.size(), name.find('.'), name.find('@')}));
  std::replace(name.begin(), name.end(), '_', '-');
  if (name.empty() || name == "C" || name == "POSIX" || name == "en-US") return "en-US";
  const auto tag = canonical_tag(name);
  const std::string found = tag ? best_available(tag->id.text()) : "";
  return found.empty() ? "en-US" : found;
}

ResolvedLocale resolve_locale(const LocaleList& requested, std::span<LocaleKey> keys) {
  ResolvedLocale resolved;
  std::optional<LocaleTag> tag;
  for (const std::string& locale : requested) {
    tag = parse_tag(locale);
    resolved.data_locale = best_available(tag->id.text());
    if (!resolved.data_locale.empty()) break;
    tag.reset();
  }
  if (!tag) resolved.data_locale = default_locale();
  std::string extension;
  for (LocaleKey& wanted : keys) {
    const std::string* asked = tag ? tag->keyword(wanted.key) : nullptr;
    if (asked && wanted.supported(resolved.data_locale, *asked)) {
      wanted.value = *asked;
      wanted.found = wanted.from_tag = true;
    }
    if (wanted.has_option) {
      std::string option = canonical_keyword_value(wanted.key, wanted.option);
      if (!(wanted.found && option == wanted.value) && wanted.supported(resolved.data_locale, option)) {
        wanted.value = std::move(option);
        wanted.found = true;
        wanted.from_tag = false;
      }
    }
    if (wanted.from_tag) extension += std::string("-") + wanted.key + (wanted.value.empty() ? "" : "-" + wanted.value);
  }
  resolved.locale = resolved.data_locale + (extension.empty() ? "" : "-u" + extension);
  return resolved;
}

std::string service_locale(const std::string& data_locale,
                           std::initializer_list<std::pair<const char*, std::string>> keywords) {
  auto tag = parse_tag(data_locale);
  if (!tag) return icu_locale(data_locale);
  for (const auto& [name, value] : keywords) {
    if (!value.empty()) tag->set_keyword(name, value);
  }
  return icu_locale(tag->text());
}

Completion<void> resolve_numbered_locale(const LocaleList& requested, const Options& options, NumberedData* data) {
  LocaleKey keys[] = {{"nu", is_numbering_system}};
  TRY(options.keyword("numberingSystem", &keys[0]));
  const ResolvedLocale resolved = resolve_locale(requested, keys);
  data->locale = resolved.locale;
  data->numbering_system = keys[0].found ? keys[0].value : default_numbering_system(resolved.data_locale);
  data->icu_locale = service_locale(resolved.data_locale, {{"nu", data->numbering_system}});
  return {};
}

Completion<Value> supported_locales_of(Isolate& isolate, Frame& frame) {
  LocaleList requested;
  TRY(canonical_locales(isolate, frame.argument(0), &requested));
  if (!frame.argument(1).is_undefined()) {
    constexpr const char* kOwners[] = {"Intl.Collator.supportedLocalesOf",
                                       "Intl.NumberFormat.supportedLocalesOf",
                                       "Intl.DateTimeFormat.supportedLocalesOf",
                                       "Intl.PluralRules.supportedLocalesOf",
                                       "Intl.RelativeTimeFormat.supportedLocalesOf",
                                       "Intl.ListFormat.supportedLocalesOf",
                                       "Intl.Locale.supportedLocalesOf",
                                       "Intl.DisplayNames.supportedLocalesOf",
                                       "Intl.Segmenter.supportedLocalesOf",
                                       "",
                                       "",
                                       "Intl.DurationFormat.supportedLocalesOf"};
    const char* owner = kOwners[callee_of(frame)->magic];
    Object* options_given = TRY(coerced_options(isolate, frame.argument(1), owner));
    const Options options{isolate, options_given, owner};
    TRY(options.read_locale_matcher());
  }
  std::vector<std::string> supported;
  for (const std::string& locale : requested) {
    if (!best_available(parse_tag(locale)->id.text()).empty()) supported.push_back(locale);
  }
  return array_of_strings(isolate, supported);
}

namespace {

using NumberingSystem = IcuHandle<UNumberingSystem, &Icu::unumsys_close>;

}  // namespace

std::string default_numbering_system(const std::string& data_locale) {
  UErrorCode status = U_ZERO_ERROR;
  const NumberingSystem system(icu().unumsys_open(icu_locale(data_locale).c_str(), &status));
  return failed(status) || icu().unumsys_isAlgorithmic(system) ? "latn" : icu().unumsys_getName(system);
}

bool is_numbering_system(const std::string&, const std::string& name) {
  if (name.empty() || name == "native" || name == "traditio" || name == "finance") return false;
  UErrorCode status = U_ZERO_ERROR;
  const NumberingSystem system(icu().unumsys_openByName(name.c_str(), &status));
  return !failed(status) && system.get() != nullptr && !icu().unumsys_isAlgorithmic(system);
}

std::vector<std::string> values_of(UEnumeration* enumeration) {
  const IcuHandle<UEnumeration, &Icu::uenum_close> values(enumeration);
  std::vector<std::string> out;
  UErrorCode status = U_ZERO_ERROR;
  while (values.get() != nullptr) {
    int32_t length = 0;
    const char* value = icu().uenum_next(values, &length, &status);
    if (value == nullptr || failed(status)) break;
    out.emplace_back(value, static_cast<size_t>(length));
  }
  return out;
}

std::vector<std::string> keyword_values_of(UEnumeration* enumeration, const char* key) {
  std::vector<std::string> values = values_of(enumeration);
  for (std::string& value : values) value = canonical_keyword_value(key, value);
  if (std::string_view(key) == "co")
    std::erase_if(values, [](const std::string& value) { return value == "standard" || value == "search"; });
  return values;
}

std::vector<std::string> all_calendars() {
  UErrorCode status = U_ZERO_ERROR;
  return keyword_values_of(icu().ucal_getKeywordValuesForLocale("calendar", "und", false, &status), "ca");
}

bool is_calendar(const std::string&, const std::string& name) {
  const std::vector<std::string> calendars = all_calendars();
  return std::find(calendars.begin(), calendars.end(), name) != calendars.end();
}

// --- values and parts

void put(Isolate& isolate, Object* object, const char* name, Value value) {
  MUST(create_data_property(isolate, object, key(isolate, name), value));
}

Value array_of_strings(Isolate& isolate, const std::vector<std::string>& strings) {
  Array* array = new_array(isolate);
  for (const std::string& text : strings) array_push(isolate, array, text_value(isolate, text));
  return Value(array);
}

Throw throw_icu(Isolate& isolate, UErrorCode status) {
  return throw_error(isolate, ErrorType::kError, "Internal error. Icu error %d.", static_cast<int>(status));
}

std::vector<Field> parts_of(const FormattedText& formatted) {
  const auto length = static_cast<int32_t>(formatted.text.size());
  // Longer fields are laid down first.
  std::vector<Field> order = formatted.fields;
  std::stable_sort(order.begin(), order.end(),
                   [](const Field& a, const Field& b) { return a.end - a.begin > b.end - b.begin; });
  std::vector<const Field*> owner(static_cast<size_t>(length), nullptr);
  std::vector<const char*> source(static_cast<size_t>(length), "shared");
  for (const Field& field : order) {
    for (auto at = static_cast<size_t>(field.begin); at < static_cast<size_t>(std::min(field.end, length)); ++at) {
      if (field.source) source[at] = field.source;
      if (field.type) owner[at] = &field;
    }
  }
  std::vector<Field> parts;
  for (size_t begin = 0, end; begin < owner.size(); begin = end) {
    end = begin + 1;
    while (end < owner.size() && owner[end] == owner[begin] && source[end] == source[begin]) ++end;
    parts.push_back({owner[begin] ? owner[begin]->type : "literal", static_cast<int32_t>(begin),
                     static_cast<int32_t>(end), source[begin]});
  }
  return parts;
}

Value parts_array(Isolate& isolate, const FormattedText& formatted, bool with_source, const char* unit) {
  Array* array = new_array(isolate);
  for (const Field& field : parts_of(formatted)) {
    Object* part = new_plain_object(isolate);
    put(isolate, part, "type", field.type);
    put(isolate, part, "value", text_value(isolate, formatted.of(field)));
    if (with_source) put(isolate, part, "source", field.source);
    if (unit && std::string_view(field.type) != "literal") put(isolate, part, "unit", unit);
    array_push(isolate, array, Value(part));
  }
  return Value(array);
}

}  // namespace scrim::intl
