// Intl.DisplayNames. ECMA-402 sec-intl-displaynames-objects
#include "engine/builtins/intl/date_time_format.h"
#include "engine/builtins/intl/number_format.h"

namespace scrim::intl {

namespace {

constexpr const char* kOwner = "Intl.DisplayNames";
enum Style { kNarrow, kShort, kLong };
constexpr const char* kStyles[] = {"narrow", "short", "long"};
enum Type { kLanguage, kRegion, kScript, kCurrency, kCalendar, kDateTimeField };
constexpr const char* kTypes[] = {"language", "region", "script", "currency", "calendar", "dateTimeField"};
constexpr const char* kFallbacks[] = {"code", "none"};
constexpr const char* kLanguageDisplays[] = {"dialect", "standard"};

constexpr struct {
  const char* code;
  UDateTimePatternField field;
} kFields[] = {
    {"era", UDATPG_ERA_FIELD},
    {"year", UDATPG_YEAR_FIELD},
    {"quarter", UDATPG_QUARTER_FIELD},
    {"month", UDATPG_MONTH_FIELD},
    {"weekOfYear", UDATPG_WEEK_OF_YEAR_FIELD},
    {"weekday", UDATPG_WEEKDAY_FIELD},
    {"day", UDATPG_DAY_FIELD},
    {"dayPeriod", UDATPG_DAYPERIOD_FIELD},
    {"hour", UDATPG_HOUR_FIELD},
    {"minute", UDATPG_MINUTE_FIELD},
    {"second", UDATPG_SECOND_FIELD},
    {"timeZoneName", UDATPG_ZONE_FIELD},
};

struct DisplayNames : IntlData {
  static constexpr IntlKind kKind = IntlKind::kDisplayNames;
  static constexpr uint32_t kBytes = 2000;
  int style = kLong;
  int type = 0;
  int fallback = 0;
  int language_display = 0;
  std::string icu_locale;
  IcuHandle<ULocaleDisplayNames, &Icu::uldn_close> names;
  PatternGenerator fields;
};

// sec-Intl.DisplayNames
Completion<Value> display_names_constructor(Isolate& isolate, Frame& frame) {
  Shape* shape = TRY(shape_for_new(isolate, frame, kOwner, Intrinsic::kIntlDisplayNamesPrototype));
  auto names = new_data<DisplayNames>();
  LocaleList requested;
  TRY(canonical_locales(isolate, frame.argument(0), &requested));
  if (!frame.argument(1).is_object()) return throw_type_error(isolate, "invalid_argument");
  const Options options{isolate, as_object(frame.argument(1)), kOwner};
  TRY(options.read_locale_matcher());
  const ResolvedLocale resolved = resolve_locale(requested, {});
  names->locale = resolved.locale;
  names->icu_locale = icu_locale(resolved.data_locale);
  names->style = TRY(options.choice("style", kStyles, kLong));
  names->type = TRY(options.choice("type", kTypes, -1));
  if (names->type < 0) return throw_type_error(isolate, "invalid_argument");
  names->fallback = TRY(options.choice("fallback", kFallbacks, 0));
  names->language_display = TRY(options.choice("languageDisplay", kLanguageDisplays, 0));
  UDisplayContext contexts[] = {
      names->language_display == 0 ? UDISPCTX_DIALECT_NAMES : UDISPCTX_STANDARD_NAMES, UDISPCTX_CAPITALIZATION_NONE,
      names->style == kLong ? UDISPCTX_LENGTH_FULL : UDISPCTX_LENGTH_SHORT, UDISPCTX_NO_SUBSTITUTE};
  UErrorCode status = U_ZERO_ERROR;
  if (names->type == kDateTimeField) {
    names->fields.reset(icu().udatpg_open(names->icu_locale.c_str(), &status));
  } else {
    names->names.reset(icu().uldn_openForContext(names->icu_locale.c_str(), contexts, 4, &status));
  }
  if (failed(status)) return throw_icu(isolate, status);
  return Value(new_intl_object(isolate, shape, names.release()));
}

// sec-canonicalcodefordisplaynames; "": the code is none of the type.
std::string canonical_code(int type, const std::string& code) {
  switch (type) {
    case kLanguage: {
      auto tag = parse_tag(code);
      if (!tag || tag->has_unicode || tag->has_transform || !tag->others.empty() || !tag->private_use.empty())
        return "";
      canonicalize(&*tag);
      return tag->text();
    }
    case kRegion: return is_region_subtag(code) ? upper(code) : "";
    case kScript: return is_script_subtag(code) ? title(code) : "";
    case kCurrency: return is_currency_code(code) ? upper(code) : "";
    case kCalendar: return is_type_sequence(code) ? canonical_keyword_value("ca", code) : "";
    default: {
      for (const auto& field : kFields) {
        if (code == field.code) return code;
      }
      return "";
    }
  }
}

// ICU's name for a canonical code; "": it has none.
std::u16string name_of(const DisplayNames& names, const std::string& code) {
  const Icu& icu = scrim::icu();
  std::u16string name;
  if (names.type == kCurrency) {
    UErrorCode status = U_ZERO_ERROR;
    const std::u16string currency(code.begin(), code.end());
    int32_t length = 0;
    const char16_t* found =
        icu.ucurr_getName(currency.c_str(), names.icu_locale.c_str(), UCURR_LONG_NAME, nullptr, &length, &status);
    if (failed(status)) return name;
    name.assign(found, static_cast<size_t>(length));
    // What has no name is called by its code.
    return status == U_USING_DEFAULT_WARNING && name == currency ? std::u16string() : name;
  }
  icu_fill(&name, 64, [&](char16_t* out, int32_t capacity, UErrorCode* status) -> int32_t {
    switch (names.type) {
      case kLanguage: return icu.uldn_localeDisplayName(names.names, icu_locale(code).c_str(), out, capacity, status);
      case kRegion: return icu.uldn_regionDisplayName(names.names, code.c_str(), out, capacity, status);
      case kScript: return icu.uldn_scriptDisplayName(names.names, code.c_str(), out, capacity, status);
      case kCalendar: {
        const char* legacy = icu.uloc_toLegacyType("calendar", code.c_str());
        return icu.uldn_keyValueDisplayName(names.names, "calendar", legacy ? legacy : code.c_str(), out, capacity,
                                            status);
      }
      default:
        for (const auto& field : kFields) {
          if (code != field.code) continue;
          const UDateTimePGDisplayWidth width = names.style == kLong    ? UDATPG_WIDE
                                                : names.style == kShort ? UDATPG_ABBREVIATED
                                                                        : UDATPG_NARROW;
          return icu.udatpg_getFieldDisplayName(names.fields, field.field, width, out, capacity, status);
        }
        return 0;
    }
  });
  return name;
}

// sec-Intl.DisplayNames.prototype.of
Completion<Value> display_names_of(Isolate& isolate, Frame& frame) {
  DisplayNames* names = TRY(this_data<DisplayNames>(isolate, frame, "Intl.DisplayNames.prototype.of"));
  const std::string code = to_utf8(isolate, TRY(to_string(isolate, frame.argument(0))));
  const std::string canonical = canonical_code(names->type, code);
  if (canonical.empty()) return throw_range_error(isolate, "invalid_argument");
  const std::u16string name = name_of(*names, canonical);
  if (!name.empty()) return text_value(isolate, name);
  return names->fallback == 0 ? text_value(isolate, canonical) : Value::undefined();
}

// sec-Intl.DisplayNames.prototype.resolvedOptions
Completion<Value> display_names_resolved_options(Isolate& isolate, Frame& frame) {
  DisplayNames* names = TRY(this_data<DisplayNames>(isolate, frame, "Intl.DisplayNames.prototype.resolvedOptions"));
  Object* options = new_plain_object(isolate, 5);
  put(isolate, options, "locale", names->locale);
  put(isolate, options, "style", kStyles[names->style]);
  put(isolate, options, "type", kTypes[names->type]);
  put(isolate, options, "fallback", kFallbacks[names->fallback]);
  if (names->type == kLanguage) put(isolate, options, "languageDisplay", kLanguageDisplays[names->language_display]);
  return Value(options);
}

using P = BuiltinProperty;
constexpr P kTable[] = {supported_locales_of_property(IntlKind::kDisplayNames)};
constexpr P kPrototypeTable[] = {
    P::function("resolvedOptions", display_names_resolved_options, 0),
    P::function("of", display_names_of, 1),
    P::string("@@toStringTag", "Intl.DisplayNames"),
};

}  // namespace

}  // namespace scrim::intl

namespace scrim {

extern constexpr ClassSpec kIntlDisplayNamesClass = {Intrinsic::kIntlDisplayNames,
                                                     Intrinsic::kIntlDisplayNamesPrototype,
                                                     "DisplayNames",
                                                     intl::display_names_constructor,
                                                     2,
                                                     intl::kTable,
                                                     intl::kPrototypeTable};

}  // namespace scrim
