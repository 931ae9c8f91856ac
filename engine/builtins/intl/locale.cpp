// Intl.Locale. ECMA-402 sec-intl-locale-objects
#include <algorithm>

#include "engine/builtins/intl/date_time_format.h"

namespace scrim::intl {

namespace {

constexpr const char* kOwner = "locale";
constexpr const char* kWeekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

// IntlData::locale is the canonical tag.
struct Locale : IntlData {
  static constexpr IntlKind kKind = IntlKind::kLocale;
  static constexpr uint32_t kBytes = 300;
  LocaleTag tag;
};

Throw throw_incorrect(Isolate& isolate) {
  return throw_range_error(isolate, "Incorrect locale information provided");
}

Locale* new_locale(LocaleTag tag) {
  auto locale = new_data<Locale>();
  locale->locale = tag.text();
  locale->tag = std::move(tag);
  return locale.release();
}

// sec-updatelanguageid
Completion<void> update_language_id(const Options& options, LocaleTag* tag) {
  Isolate& isolate = options.isolate;
  std::string text;
  LanguageId id = tag->id;
  if (TRY(options.text("language", &text))) {
    if (!is_language_subtag(text)) return throw_incorrect(isolate);
    id.language = lower(text);
  }
  if (TRY(options.text("script", &text))) {
    if (!is_script_subtag(text)) return throw_incorrect(isolate);
    id.script = title(text);
  }
  if (TRY(options.text("region", &text))) {
    if (!is_region_subtag(text)) return throw_incorrect(isolate);
    id.region = upper(text);
  }
  if (TRY(options.text("variants", &text))) {
    id.variants.clear();
    for (std::string_view variant : split(text, '-')) {
      if (!is_variant_subtag(variant)) return throw_incorrect(isolate);
      id.variants.push_back(lower(variant));
    }
    std::sort(id.variants.begin(), id.variants.end());
    if (std::adjacent_find(id.variants.begin(), id.variants.end()) != id.variants.end())
      return throw_incorrect(isolate);
  }
  tag->id = std::move(id);
  canonicalize(tag);
  return {};
}

Completion<void> read_type(const Options& options, const char* name, const char* keyword, LocaleTag* tag) {
  std::string text;
  if (!TRY(options.text(name, &text))) return {};
  if (!is_type_sequence(text)) return throw_incorrect(options.isolate);
  tag->set_keyword(keyword, canonical_keyword_value(keyword, text));
  return {};
}

template <size_t n>
Completion<void> read_choice(const Options& options, const char* name, const char* keyword,
                             const char* const (&values)[n], LocaleTag* tag) {
  const int index = TRY(options.choice(name, values, -1));
  if (index >= 0) tag->set_keyword(keyword, values[index]);
  return {};
}

// sec-weekdaytostring: "0" to "7" are names of days too.
Completion<void> read_first_day(const Options& options, LocaleTag* tag) {
  std::string text;
  if (!TRY(options.text("firstDayOfWeek", &text))) return {};
  if (text.size() == 1 && text[0] >= '0' && text[0] <= '7') text = kWeekdays[(text[0] - '0' + 6) % 7];
  if (!is_type_sequence(text)) return throw_incorrect(options.isolate);
  tag->set_keyword("fw", canonical_keyword_value("fw", text));
  return {};
}

// sec-Intl.Locale
Completion<Value> locale_constructor(Isolate& isolate, Frame& frame) {
  Shape* shape = TRY(shape_for_new(isolate, frame, "Intl.Locale", Intrinsic::kIntlLocalePrototype));
  Value given = frame.argument(0);
  if (!given.is_string() && !given.is_object())
    return throw_type_error(isolate, "First argument to Intl.Locale constructor can't be empty or missing");
  const Locale* other = data_of<Locale>(given);
  const std::string text = other ? other->locale : to_utf8(isolate, TRY(to_string(isolate, given)));
  Object* options_given = TRY(coerced_options(isolate, frame.argument(1), "Intl.Locale"));
  const Options options{isolate, options_given, kOwner};
  auto tag = canonical_tag(text);
  if (!tag) return throw_incorrect(isolate);
  TRY(update_language_id(options, &*tag));
  TRY(read_type(options, "calendar", "ca", &*tag));
  TRY(read_type(options, "collation", "co", &*tag));
  TRY(read_first_day(options, &*tag));
  TRY(read_choice(options, "hourCycle", "hc", kHourCycles, &*tag));
  TRY(read_choice(options, "caseFirst", "kf", kCaseFirsts, &*tag));
  const int numeric = TRY(options.boolean("numeric"));
  if (numeric >= 0) tag->set_keyword("kn", numeric ? "" : "false");
  TRY(read_type(options, "numberingSystem", "nu", &*tag));
  return Value(new_intl_object(isolate, shape, new_locale(std::move(*tag))));
}

Completion<const Locale*> this_locale(Isolate& isolate, Frame& frame, const char* method) {
  return TRY(this_data<Locale>(isolate, frame, (std::string("Intl.Locale.prototype.") + method).c_str()));
}

// sec-Intl.Locale.prototype.maximize, magic 1: minimize
Completion<Value> locale_likely_subtags(Isolate& isolate, Frame& frame) {
  const bool minimize = callee_of(frame)->magic == 1;
  const Locale* locale = TRY(this_locale(isolate, frame, minimize ? "minimize" : "maximize"));
  LanguageId without_variants = locale->tag.id;
  without_variants.variants.clear();
  std::string id;
  icu_fill(&id, 160, [&](char* buffer, int32_t capacity, UErrorCode* status) {
    const std::string source = icu_locale(without_variants.text());
    return (minimize ? icu().uloc_minimizeSubtags : icu().uloc_addLikelySubtags)(source.c_str(), buffer, capacity,
                                                                                 status);
  });
  LocaleTag tag = locale->tag;
  if (auto found = parse_tag(tag_of_icu_locale(id)); found && !id.empty()) {
    const std::vector<std::string> variants = tag.id.variants;
    tag.id = found->id;
    tag.id.variants = variants;
  }
  return Value(new_intl_object(isolate, Intrinsic::kIntlLocalePrototype, new_locale(std::move(tag))));
}

Completion<Value> locale_to_string(Isolate& isolate, Frame& frame) {
  return text_value(isolate, TRY(this_locale(isolate, frame, "toString"))->locale);
}

Value text_or_undefined(Isolate& isolate, const std::string& text) {
  return text.empty() ? Value::undefined() : text_value(isolate, text);
}

enum Part : uint16_t { kBaseName, kLanguage, kScript, kRegion, kVariants };
constexpr const char* kParts[] = {"baseName", "language", "script", "region", "variants"};

Completion<Value> locale_part(Isolate& isolate, Frame& frame) {
  const auto magic = callee_of(frame)->magic;
  const Locale* locale = TRY(this_locale(isolate, frame, kParts[magic]));
  const LanguageId& id = locale->tag.id;
  switch (magic) {
    case kBaseName: return text_value(isolate, id.text());
    case kLanguage: return text_value(isolate, id.language);
    case kScript: return text_or_undefined(isolate, id.script);
    case kRegion: return text_or_undefined(isolate, id.region);
    default: {
      std::string variants;
      for (const std::string& variant : id.variants) variants += (variants.empty() ? "" : "-") + variant;
      return text_or_undefined(isolate, variants);
    }
  }
}

struct KeywordGetter {
  const char* name;
  const char* keyword;
};
enum KeywordIndex : uint16_t { kCa, kKf, kCo, kFw, kHc, kNu, kKn };
constexpr KeywordGetter kKeywords[] = {{"calendar", "ca"},       {"caseFirst", "kf"}, {"collation", "co"},
                                       {"firstDayOfWeek", "fw"}, {"hourCycle", "hc"}, {"numberingSystem", "nu"},
                                       {"numeric", "kn"}};

Completion<Value> locale_keyword(Isolate& isolate, Frame& frame) {
  const auto magic = callee_of(frame)->magic;
  const Locale* locale = TRY(this_locale(isolate, frame, kKeywords[magic].name));
  const std::string* value = locale->tag.keyword(kKeywords[magic].keyword);
  if (magic == kKn) return Value::boolean(value && value->empty());
  return value ? text_value(isolate, *value) : Value::undefined();
}

// --- sec-locale-info: what is customary where

// The locale with the region whose customs count: that of -u-rg-, its own, or that of -u-sd-.
std::string customs_locale(const Locale* locale) {
  LanguageId id = locale->tag.id;
  const std::string* override_region = locale->tag.keyword("rg");
  const std::string* subdivision = locale->tag.keyword("sd");
  const auto region_of = [](const std::string& value) {
    return upper(value.substr(0, is_region_subtag(value.substr(0, 3)) ? 3 : 2));
  };
  if (override_region && override_region->size() >= 3) {
    id.region = region_of(*override_region);
  } else if (id.region.empty() && subdivision && subdivision->size() >= 3) {
    id.region = region_of(*subdivision);
  }
  return icu_locale(id.text());
}

// The keyword's own value, else what `values` gives.
template <typename F>
Completion<Value> preferred(Isolate& isolate, const Locale* locale, const char* keyword, F values) {
  if (const std::string* own = locale->tag.keyword(keyword)) return array_of_strings(isolate, {*own});
  return array_of_strings(isolate, values(customs_locale(locale)));
}

Completion<Value> locale_get_calendars(Isolate& isolate, Frame& frame) {
  const Locale* locale = TRY(this_locale(isolate, frame, "getCalendars"));
  return preferred(isolate, locale, "ca", [](const std::string& id) {
    UErrorCode status = U_ZERO_ERROR;
    return keyword_values_of(icu().ucal_getKeywordValuesForLocale("calendar", id.c_str(), true, &status), "ca");
  });
}

Completion<Value> locale_get_collations(Isolate& isolate, Frame& frame) {
  const Locale* locale = TRY(this_locale(isolate, frame, "getCollations"));
  return preferred(isolate, locale, "co", [](const std::string& id) {
    UErrorCode status = U_ZERO_ERROR;
    auto values = keyword_values_of(icu().ucol_getKeywordValuesForLocale("collation", id.c_str(), true, &status), "co");
    std::sort(values.begin(), values.end());
    return values;
  });
}

Completion<Value> locale_get_hour_cycles(Isolate& isolate, Frame& frame) {
  const Locale* locale = TRY(this_locale(isolate, frame, "getHourCycles"));
  return preferred(isolate, locale, "hc", [](const std::string& id) {
    UErrorCode status = U_ZERO_ERROR;
    const PatternGenerator generator(icu().udatpg_open(id.c_str(), &status));
    return std::vector<std::string>{kHourCycles[failed(status) ? kH23 : default_hour_cycle(generator)]};
  });
}

Completion<Value> locale_get_numbering_systems(Isolate& isolate, Frame& frame) {
  const Locale* locale = TRY(this_locale(isolate, frame, "getNumberingSystems"));
  return preferred(isolate, locale, "nu", [&](const std::string&) {
    return std::vector<std::string>{default_numbering_system(locale->tag.id.text())};
  });
}

Completion<Value> locale_get_time_zones(Isolate& isolate, Frame& frame) {
  const Locale* locale = TRY(this_locale(isolate, frame, "getTimeZones"));
  if (locale->tag.id.region.empty()) return Value::undefined();
  UErrorCode status = U_ZERO_ERROR;
  auto zones = values_of(
      icu().ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL, locale->tag.id.region.c_str(), nullptr, &status));
  std::sort(zones.begin(), zones.end());
  return array_of_strings(isolate, zones);
}

Completion<Value> locale_get_text_info(Isolate& isolate, Frame& frame) {
  const Locale* locale = TRY(this_locale(isolate, frame, "getTextInfo"));
  UErrorCode status = U_ZERO_ERROR;
  const ULayoutType layout = icu().uloc_getCharacterOrientation(icu_locale(locale->tag.id.text()).c_str(), &status);
  Object* info = new_plain_object(isolate, 1);
  put(isolate, info, "direction", layout == ULOC_LAYOUT_RTL ? "rtl" : "ltr");
  return Value(info);
}

// ICU's days begin with Sunday, 1; ISO 8601's with Monday, 1.
int iso_day(int32_t day) {
  return day == UCAL_SUNDAY ? 7 : day - 1;
}

Completion<Value> locale_get_week_info(Isolate& isolate, Frame& frame) {
  const Locale* locale = TRY(this_locale(isolate, frame, "getWeekInfo"));
  UErrorCode status = U_ZERO_ERROR;
  const Calendar calendar(icu().ucal_open(u"UTC", 3, customs_locale(locale).c_str(), UCAL_DEFAULT, &status));
  if (failed(status)) return throw_icu(isolate, status);
  int first = iso_day(icu().ucal_getAttribute(calendar, UCAL_FIRST_DAY_OF_WEEK));
  if (const std::string* own = locale->tag.keyword("fw")) {
    for (int i = 0; i < 7; ++i) first = *own == kWeekdays[i] ? i + 1 : first;
  }
  Array* weekend = new_array(isolate);
  for (int day = 1; day <= 7; ++day) {
    const auto icu_day = static_cast<UCalendarDaysOfWeek>(day == 7 ? UCAL_SUNDAY : day + 1);
    const UCalendarWeekdayType type = icu().ucal_getDayOfWeekType(calendar, icu_day, &status);
    if (type == UCAL_WEEKEND || type == UCAL_WEEKEND_CEASE) array_push(isolate, weekend, Value::int32(day));
  }
  Object* info = new_plain_object(isolate, 2);
  put(isolate, info, "firstDay", Value::int32(first));
  put(isolate, info, "weekend", Value(weekend));
  return Value(info);
}

using P = BuiltinProperty;
constexpr P kPrototypeTable[] = {
    P::function("toString", locale_to_string, 0),
    P::function("maximize", locale_likely_subtags, 0, 0),
    P::function("minimize", locale_likely_subtags, 0, 1),
    P::accessor("language", locale_part, nullptr, kLanguage),
    P::accessor("script", locale_part, nullptr, kScript),
    P::accessor("region", locale_part, nullptr, kRegion),
    P::accessor("baseName", locale_part, nullptr, kBaseName),
    P::accessor("variants", locale_part, nullptr, kVariants),
    P::accessor("calendar", locale_keyword, nullptr, kCa),
    P::accessor("caseFirst", locale_keyword, nullptr, kKf),
    P::accessor("collation", locale_keyword, nullptr, kCo),
    P::accessor("firstDayOfWeek", locale_keyword, nullptr, kFw),
    P::accessor("hourCycle", locale_keyword, nullptr, kHc),
    P::accessor("numeric", locale_keyword, nullptr, kKn),
    P::accessor("numberingSystem", locale_keyword, nullptr, kNu),
    P::function("getCalendars", locale_get_calendars, 0),
    P::function("getCollations", locale_get_collations, 0),
    P::function("getHourCycles", locale_get_hour_cycles, 0),
    P::function("getNumberingSystems", locale_get_numbering_systems, 0),
    P::function("getTimeZones", locale_get_time_zones, 0),
    P::function("getTextInfo", locale_get_text_info, 0),
    P::function("getWeekInfo", locale_get_week_info, 0),
    P::string("@@toStringTag", "Intl.Locale"),
};

}  // namespace

}  // namespace scrim::intl

namespace scrim {

extern constexpr ClassSpec kIntlLocaleClass = {
    Intrinsic::kIntlLocale, Intrinsic::kIntlLocalePrototype, "Locale", intl::locale_constructor, 1, {},
    intl::kPrototypeTable};

}  // namespace scrim
