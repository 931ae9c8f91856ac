// Intl.PluralRules. ECMA-402 sec-pluralrules-objects
#include <algorithm>
#include <cmath>

#include "engine/builtins/intl/number_format.h"

namespace scrim::intl {

namespace {

constexpr const char* kOwner = "Intl.PluralRules";
constexpr const char* kTypes[] = {"cardinal", "ordinal"};
constexpr const char* kCategories[] = {"zero", "one", "two", "few", "many", "other"};
constexpr const char* kNotationTokens[] = {"", " scientific", " engineering", " compact-short"};

struct PluralRules : IntlData {
  static constexpr IntlKind kKind = IntlKind::kPluralRules;
  static constexpr uint32_t kBytes = 8000;
  int type = 0;
  int notation = 0;
  int compact_display = 0;
  DigitOptions digits;
  std::string icu_locale;
  std::string skeleton;
  IcuHandle<UPluralRules, &Icu::uplrules_close> rules;
  NumberFormatter formatter;
  FormattedNumber result;
};

UErrorCode open(PluralRules* plurals) {
  UErrorCode status = U_ZERO_ERROR;
  plurals->rules.reset(icu().uplrules_openForType(
      plurals->icu_locale.c_str(), plurals->type == 0 ? UPLURAL_TYPE_CARDINAL : UPLURAL_TYPE_ORDINAL, &status));
  plurals->skeleton = plurals->digits.skeleton() + kNotationTokens[plurals->notation];
  plurals->formatter = open_number_formatter(plurals->skeleton, plurals->icu_locale, &status);
  if (!failed(status)) plurals->result = FormattedNumber(icu().unumf_openResult(&status));
  return status;
}

// sec-intl.pluralrules
Completion<Value> plural_rules_constructor(Isolate& isolate, Frame& frame) {
  Shape* shape = TRY(shape_for_new(isolate, frame, kOwner, Intrinsic::kIntlPluralRulesPrototype));
  auto plurals = new_data<PluralRules>();
  LocaleList requested;
  TRY(canonical_locales(isolate, frame.argument(0), &requested));
  Object* options_given = TRY(coerced_options(isolate, frame.argument(1), kOwner));
  const Options options{isolate, options_given, kOwner};
  TRY(options.read_locale_matcher());
  const ResolvedLocale resolved = resolve_locale(requested, {});
  plurals->locale = resolved.locale;
  plurals->icu_locale = icu_locale(resolved.data_locale);
  plurals->type = TRY(options.choice("type", kTypes, 0));
  plurals->notation = TRY(options.choice("notation", kNotations, 0));
  plurals->compact_display = TRY(options.choice("compactDisplay", kCompactDisplays, 0));
  TRY(read_digit_options(options, 0, 3, plurals->notation == NumberFormat::kCompact, &plurals->digits));
  const UErrorCode status = open(plurals.get());
  if (failed(status)) return throw_icu(isolate, status);
  return Value(new_intl_object(isolate, shape, plurals.release()));
}

// sec-intl.pluralrules.prototype.select
Completion<Value> plural_rules_select(Isolate& isolate, Frame& frame) {
  PluralRules* plurals = TRY(this_data<PluralRules>(isolate, frame, "Intl.PluralRules.prototype.select"));
  NumberValue value;
  TRY(to_number_value(isolate, frame.argument(0), &value));
  if (value.decimal.empty() && !std::isfinite(value.number)) return Value(intern_latin1(isolate, "other"));
  UErrorCode status = format_number(plurals->formatter, value, plurals->result);
  std::u16string category;
  const bool done = !failed(status) && icu_fill(&category, 32, [&](char16_t* out, int32_t capacity, UErrorCode* error) {
    return icu().uplrules_selectFormatted(plurals->rules, plurals->result, out, capacity, error);
  });
  if (!done) return throw_icu(isolate, status);
  return text_value(isolate, category);
}

// sec-intl.pluralrules.prototype.selectrange
Completion<Value> plural_rules_select_range(Isolate& isolate, Frame& frame) {
  PluralRules* plurals = TRY(this_data<PluralRules>(isolate, frame, "Intl.PluralRules.prototype.selectRange"));
  constexpr const char* kEnds[] = {"startRange", "endRange"};
  NumberValue values[2];
  TRY(to_number_range(isolate, frame, kEnds, values));
  UErrorCode status = U_ZERO_ERROR;
  const RangeFormatter formatter = open_range_formatter(plurals->skeleton, plurals->icu_locale, &status);
  if (failed(status)) return throw_icu(isolate, status);
  const FormattedRange result = format_number_range(isolate, formatter, values, &status);
  std::u16string category;
  const bool done = !failed(status) && icu_fill(&category, 32, [&](char16_t* out, int32_t capacity, UErrorCode* error) {
    return icu().uplrules_selectForRange(plurals->rules, result, out, capacity, error);
  });
  if (!done) return throw_icu(isolate, status);
  return text_value(isolate, category);
}

// sec-intl.pluralrules.prototype.resolvedoptions
Completion<Value> plural_rules_resolved_options(Isolate& isolate, Frame& frame) {
  PluralRules* plurals = TRY(this_data<PluralRules>(isolate, frame, "Intl.PluralRules.prototype.resolvedOptions"));
  Object* options = new_plain_object(isolate, 12);
  put(isolate, options, "locale", plurals->locale);
  put(isolate, options, "type", kTypes[plurals->type]);
  put(isolate, options, "notation", kNotations[plurals->notation]);
  if (plurals->notation == NumberFormat::kCompact)
    put(isolate, options, "compactDisplay", kCompactDisplays[plurals->compact_display]);
  plurals->digits.put_to(isolate, options);
  UErrorCode status = U_ZERO_ERROR;
  const std::vector<std::string> known = values_of(icu().uplrules_getKeywords(plurals->rules, &status));
  std::vector<std::string> categories;
  for (const char* category : kCategories) {
    if (std::find(known.begin(), known.end(), category) != known.end()) categories.emplace_back(category);
  }
  put(isolate, options, "pluralCategories", array_of_strings(isolate, categories));
  plurals->digits.put_rounding_to(isolate, options);
  return Value(options);
}

using P = BuiltinProperty;
constexpr P kTable[] = {supported_locales_of_property(IntlKind::kPluralRules)};
constexpr P kPrototypeTable[] = {
    P::function("resolvedOptions", plural_rules_resolved_options, 0),
    P::function("select", plural_rules_select, 1),
    P::function("selectRange", plural_rules_select_range, 2),
    P::string("@@toStringTag", "Intl.PluralRules"),
};

}  // namespace

}  // namespace scrim::intl

namespace scrim {

extern constexpr ClassSpec kIntlPluralRulesClass = {Intrinsic::kIntlPluralRules,
                                                    Intrinsic::kIntlPluralRulesPrototype,
                                                    "PluralRules",
                                                    intl::plural_rules_constructor,
                                                    0,
                                                    intl::kTable,
                                                    intl::kPrototypeTable};

}  // namespace scrim
