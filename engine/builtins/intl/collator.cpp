// Intl.Collator and String.prototype.localeCompare. ECMA-402 sec-collator-objects
#include <algorithm>

#include "engine/builtins/intl/support.h"
#include "engine/builtins/intl/to_locale_string.h"

namespace scrim::intl {

namespace {

constexpr const char* kOwner = "Intl.Collator";
constexpr const char* kUsages[] = {"sort", "search"};
enum Sensitivity { kBase, kAccent, kCase, kVariant };
constexpr const char* kSensitivities[] = {"base", "accent", "case", "variant"};
enum CaseFirst { kUpper, kLower, kFalse };  // as in kCaseFirsts

struct Collator : IntlData {
  static constexpr IntlKind kKind = IntlKind::kCollator;
  static constexpr uint32_t kBytes = 3000;
  std::string requested;  // for caches: the tag it was made for
  int usage = 0;
  int sensitivity = kVariant;
  bool ignore_punctuation = false;
  std::string collation = "default";
  bool numeric = false;
  int case_first = kFalse;
  IcuHandle<UCollator, &Icu::ucol_close> handle;
};

bool is_collation(const std::string& locale, const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  const auto values = keyword_values_of(
      icu().ucol_getKeywordValuesForLocale("collation", icu_locale(locale).c_str(), false, &status), "co");
  return std::find(values.begin(), values.end(), name) != values.end();
}
bool is_case_first(const std::string&, const std::string& name) {
  return std::find(std::begin(kCaseFirsts), std::end(kCaseFirsts), name) != std::end(kCaseFirsts);
}
bool is_boolean(const std::string&, const std::string& name) {
  return name.empty() || name == "false";
}

Completion<void> read_keys(const Options& options, std::span<LocaleKey> keys) {
  TRY(options.keyword("collation", &keys[0]));
  const int numeric = TRY(options.boolean("numeric"));
  keys[1].has_option = numeric >= 0;
  keys[1].option = numeric == 1 ? "true" : "false";
  const int case_first = TRY(options.choice("caseFirst", kCaseFirsts, -1));
  keys[2].has_option = case_first >= 0;
  if (case_first >= 0) keys[2].option = kCaseFirsts[case_first];
  return {};
}

// The collator's attributes, and from it what the locale decides.
UErrorCode open(Collator* collator, const std::string& locale, int sensitivity, int ignore_punctuation,
                const LocaleKey& numeric, const LocaleKey& case_first) {
  const Icu& icu = scrim::icu();
  UErrorCode status = U_ZERO_ERROR;
  collator->handle.reset(icu.ucol_open(locale.c_str(), &status));
  UCollator* handle = collator->handle;
  if (failed(status)) return status;
  // Canonically equivalent strings must compare equal.
  icu.ucol_setAttribute(handle, UCOL_NORMALIZATION_MODE, UCOL_ON, &status);
  if (numeric.found) {
    collator->numeric = numeric.value.empty();
    icu.ucol_setAttribute(handle, UCOL_NUMERIC_COLLATION, collator->numeric ? UCOL_ON : UCOL_OFF, &status);
  }
  if (case_first.found) {
    const UColAttributeValue value = case_first.value == "upper"   ? UCOL_UPPER_FIRST
                                     : case_first.value == "lower" ? UCOL_LOWER_FIRST
                                                                   : UCOL_OFF;
    icu.ucol_setAttribute(handle, UCOL_CASE_FIRST, value, &status);
  }
  const UColAttributeValue first = icu.ucol_getAttribute(handle, UCOL_CASE_FIRST, &status);
  collator->case_first = first == UCOL_UPPER_FIRST ? kUpper : first == UCOL_LOWER_FIRST ? kLower : kFalse;
  if (sensitivity >= 0) collator->sensitivity = sensitivity;
  const UColAttributeValue strength = collator->sensitivity == kAccent    ? UCOL_SECONDARY
                                      : collator->sensitivity == kVariant ? UCOL_TERTIARY
                                                                          : UCOL_PRIMARY;
  icu.ucol_setAttribute(handle, UCOL_STRENGTH, strength, &status);
  if (collator->sensitivity == kCase) icu.ucol_setAttribute(handle, UCOL_CASE_LEVEL, UCOL_ON, &status);
  if (ignore_punctuation >= 0) {
    icu.ucol_setAttribute(handle, UCOL_ALTERNATE_HANDLING, ignore_punctuation ? UCOL_SHIFTED : UCOL_NON_IGNORABLE,
                          &status);
  }
  collator->ignore_punctuation = icu.ucol_getAttribute(handle, UCOL_ALTERNATE_HANDLING, &status) == UCOL_SHIFTED;
  return status;
}

// sec-intl.collator, without the object
Completion<Collator*> make_collator(Isolate& isolate, Value locales, Value given) {
  TRY(require_icu(isolate));
  auto collator = new_data<Collator>();
  LocaleList requested;
  TRY(canonical_locales(isolate, locales, &requested));
  Object* options_given = TRY(coerced_options(isolate, given, kOwner));
  const Options options{isolate, options_given, kOwner};
  collator->usage = TRY(options.choice("usage", kUsages, 0));
  TRY(options.read_locale_matcher());
  LocaleKey keys[] = {{"co", is_collation}, {"kn", is_boolean}, {"kf", is_case_first}};
  TRY(read_keys(options, keys));
  const ResolvedLocale resolved = resolve_locale(requested, keys);
  collator->locale = resolved.locale;
  if (keys[0].found) collator->collation = keys[0].value;
  const int sensitivity = TRY(options.choice("sensitivity", kSensitivities, -1));
  const int ignore_punctuation = TRY(options.boolean("ignorePunctuation"));
  const std::string type = collator->usage == 1 ? "search" : keys[0].found ? keys[0].value : "";
  const UErrorCode status = open(collator.get(), service_locale(resolved.data_locale, {{"co", type}}), sensitivity,
                                 ignore_punctuation, keys[1], keys[2]);
  if (failed(status)) return throw_icu(isolate, status);
  return collator.release();
}

// A string's characters as UTF-16, copied only if they are Latin-1.
class Units {
 public:
  Units(Isolate& isolate, String* string) : text_(characters(isolate, string)) {
    if (text_.two_byte) return;
    char16_t* to = small_;
    if (text_.length > std::size(small_)) {
      large_.resize(text_.length);
      to = large_.data();
    }
    for (uint32_t i = 0; i < text_.length; ++i) to[i] = text_.latin1()[i];
  }
  const char16_t* data() const { return text_.two_byte ? text_.utf16() : large_.empty() ? small_ : large_.data(); }
  int32_t size() const { return static_cast<int32_t>(text_.length); }

 private:
  Characters text_;
  char16_t small_[64];
  std::u16string large_;
};

// sec-collator-comparestrings
Value compare(Isolate& isolate, const Collator* collator, String* a, String* b) {
  if (a == b) return Value::int32(0);
  const Units first(isolate, a);
  const Units second(isolate, b);
  return Value::int32(icu().ucol_strcoll(collator->handle, first.data(), first.size(), second.data(), second.size()));
}

// sec-intl.collator
Completion<Value> collator_constructor(Isolate& isolate, Frame& frame) {
  Shape* shape =
      TRY(shape_from_constructor(isolate, frame.new_target, Intrinsic::kIntlCollatorPrototype, CellType::kIntl));
  Collator* collator = TRY(make_collator(isolate, frame.argument(0), frame.argument(1)));
  return Value(new_intl_object(isolate, shape, collator));
}

// sec-collator-compare-functions
Completion<Value> bound_compare(Isolate& isolate, Frame& frame) {
  auto* collator = data_of<Collator>(callee_of(frame)->data);
  String* a = TRY(to_string(isolate, frame.argument(0)));
  String* b = TRY(to_string(isolate, frame.argument(1)));
  return compare(isolate, collator, a, b);
}

// sec-intl.collator.prototype.compare
Completion<Value> collator_compare(Isolate& isolate, Frame& frame) {
  TRY(this_data<Collator>(isolate, frame, "get Intl.Collator.prototype.compare"));
  auto* object = cast<IntlObject>(frame.this_value);
  return bound_function(isolate, object, bound_compare, 2);
}

// sec-intl.collator.prototype.resolvedoptions
Completion<Value> collator_resolved_options(Isolate& isolate, Frame& frame) {
  Collator* collator = TRY(this_data<Collator>(isolate, frame, "Intl.Collator.prototype.resolvedOptions"));
  Object* options = new_plain_object(isolate, 7);
  put(isolate, options, "locale", collator->locale);
  put(isolate, options, "usage", kUsages[collator->usage]);
  put(isolate, options, "sensitivity", kSensitivities[collator->sensitivity]);
  put(isolate, options, "ignorePunctuation", Value::boolean(collator->ignore_punctuation));
  put(isolate, options, "collation", collator->collation);
  put(isolate, options, "numeric", Value::boolean(collator->numeric));
  put(isolate, options, "caseFirst", kCaseFirsts[collator->case_first]);
  return Value(options);
}

using P = BuiltinProperty;
constexpr P kTable[] = {supported_locales_of_property(IntlKind::kCollator)};
constexpr P kPrototypeTable[] = {
    P::function("resolvedOptions", collator_resolved_options, 0),
    P::accessor("compare", collator_compare),
    P::string("@@toStringTag", "Intl.Collator"),
};

}  // namespace

Completion<Value> locale_compare(Isolate& isolate, NativeFunction* cache, String* a, String* b, Value locales,
                                 Value options) {
  const std::optional<std::string> requested = kept_locale(isolate, locales, options);
  auto* collator = requested ? data_of<Collator>(cache->data) : nullptr;
  if (collator && collator->requested == *requested) return compare(isolate, collator, a, b);
  // Without ICU the order is that of code units.
  if (!icu().loaded) return Value::int32(std::clamp(compare_strings(isolate, a, b), -1, 1));
  collator = TRY(make_collator(isolate, locales, options));
  collator->requested = requested.value_or("");
  IntlObject* owner = new_intl_object(isolate, Intrinsic::kIntlCollatorPrototype, collator);
  if (requested) set_data(isolate, cache, Value(owner));
  return compare(isolate, static_cast<Collator*>(owner->data), a, b);
}

Completion<void> case_mapping_language(Isolate& isolate, Value locales, std::string* language) {
  LocaleList requested;
  TRY(canonical_locales(isolate, locales, &requested));
  const std::string tag = requested.empty() ? default_locale() : requested[0];
  const std::string_view found = split(tag, '-')[0];
  for (const char* special : {"tr", "az", "lt", "el"}) {
    if (found == special) *language = special;
  }
  return {};
}

}  // namespace scrim::intl

namespace scrim {

extern constexpr ClassSpec kIntlCollatorClass = {Intrinsic::kIntlCollator,
                                                 Intrinsic::kIntlCollatorPrototype,
                                                 "Collator",
                                                 intl::collator_constructor,
                                                 0,
                                                 intl::kTable,
                                                 intl::kPrototypeTable};

}  // namespace scrim
