// The Intl object. ECMA-402 sec-intl-object
#include <algorithm>

#include "engine/builtins/intl/number_format.h"
#include "engine/builtins/intl/time_zone.h"

namespace scrim {

namespace intl {

namespace {

// sec-intl.getcanonicallocales
Completion<Value> get_canonical_locales(Isolate& isolate, Frame& frame) {
  LocaleList locales;
  TRY(canonical_locales(isolate, frame.argument(0), &locales));
  return array_of_strings(isolate, locales);
}

std::vector<std::string> available_collations() {
  UErrorCode status = U_ZERO_ERROR;
  return keyword_values_of(icu().ucol_getKeywordValues("collation", &status), "co");
}
std::vector<std::string> available_currencies() {
  UErrorCode status = U_ZERO_ERROR;
  std::vector<std::string> out = values_of(icu().ucurr_openISOCurrencies(UCURR_ALL, &status));
  std::erase_if(out, [](const std::string& code) { return code == "LSM"; });  // has no names
  return out;
}
std::vector<std::string> available_numbering_systems() {
  UErrorCode status = U_ZERO_ERROR;
  std::vector<std::string> out = values_of(icu().unumsys_openAvailableNames(&status));
  std::erase_if(out, [](const std::string& name) { return !is_numbering_system("", name); });
  return out;
}
std::vector<std::string> available_units() {
  return {kSimpleUnits.begin(), kSimpleUnits.end()};
}

// sec-intl.supportedvaluesof
Completion<Value> supported_values_of(Isolate& isolate, Frame& frame) {
  static constexpr struct {
    const char* key;
    std::vector<std::string> (*values)();
  } kKeys[] = {
      {"calendar", all_calendars},        {"collation", available_collations},
      {"currency", available_currencies}, {"numberingSystem", available_numbering_systems},
      {"timeZone", primary_time_zones},   {"unit", available_units},
  };
  const std::string wanted = to_utf8(isolate, TRY(to_string(isolate, frame.argument(0))));
  for (const auto& entry : kKeys) {
    if (wanted != entry.key) continue;
    TRY(require_icu(isolate));
    std::vector<std::string> values = entry.values();
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return array_of_strings(isolate, values);
  }
  return throw_range_error(isolate, "Invalid key : %s", wanted.c_str());
}

void finalize(Cell* cell) {
  IntlData* data = static_cast<IntlObject*>(cell)->data;
  if (data == nullptr) return;
  heap_of(cell).add_external(-static_cast<intptr_t>(data->bytes));
  data->destroy(data);
}

using P = BuiltinProperty;
constexpr P kTable[] = {
    P::string("@@toStringTag", "Intl"),
    P::function("getCanonicalLocales", get_canonical_locales, 1),
    P::function("supportedValuesOf", supported_values_of, 1),
    P::object("DateTimeFormat", Intrinsic::kIntlDateTimeFormat),
    P::object("NumberFormat", Intrinsic::kIntlNumberFormat),
    P::object("Collator", Intrinsic::kIntlCollator),
    P::object("PluralRules", Intrinsic::kIntlPluralRules),
    P::object("RelativeTimeFormat", Intrinsic::kIntlRelativeTimeFormat),
    P::object("ListFormat", Intrinsic::kIntlListFormat),
    P::object("Locale", Intrinsic::kIntlLocale),
    P::object("DisplayNames", Intrinsic::kIntlDisplayNames),
    P::object("Segmenter", Intrinsic::kIntlSegmenter),
    P::object("DurationFormat", Intrinsic::kIntlDurationFormat),
};

}  // namespace

}  // namespace intl

extern constexpr ObjectSpec kIntlObject = {Intrinsic::kIntl, Intrinsic::kObjectPrototype, intl::kTable};

void register_intl(Isolate& isolate) {
  isolate.finalizers[static_cast<int>(CellType::kIntl)] = intl::finalize;
}

}  // namespace scrim
