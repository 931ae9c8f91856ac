// Intl.RelativeTimeFormat. ECMA-402 sec-relativetimeformat-objects
#include <cmath>

#include "engine/builtins/intl/number_format.h"

namespace scrim::intl {

namespace {

constexpr const char* kOwner = "Intl.RelativeTimeFormat";
constexpr const char* kStyles[] = {"long", "short", "narrow"};
constexpr const char* kNumerics[] = {"always", "auto"};

struct Unit {
  const char* name;
  URelativeDateTimeUnit icu;
};
constexpr Unit kRelativeUnits[] = {
    {"second", UDAT_REL_UNIT_SECOND},   {"minute", UDAT_REL_UNIT_MINUTE}, {"hour", UDAT_REL_UNIT_HOUR},
    {"day", UDAT_REL_UNIT_DAY},         {"week", UDAT_REL_UNIT_WEEK},     {"month", UDAT_REL_UNIT_MONTH},
    {"quarter", UDAT_REL_UNIT_QUARTER}, {"year", UDAT_REL_UNIT_YEAR},
};

struct RelativeTimeFormat : NumberedData {
  static constexpr IntlKind kKind = IntlKind::kRelativeTimeFormat;
  static constexpr uint32_t kBytes = 4000;
  int style = 0;
  int numeric = 0;
  IcuHandle<URelativeDateTimeFormatter, &Icu::ureldatefmt_close> formatter;
};

// sec-intl.relativetimeformat
Completion<Value> relative_time_format_constructor(Isolate& isolate, Frame& frame) {
  Shape* shape = TRY(shape_for_new(isolate, frame, kOwner, Intrinsic::kIntlRelativeTimeFormatPrototype));
  auto format = new_data<RelativeTimeFormat>();
  LocaleList requested;
  TRY(canonical_locales(isolate, frame.argument(0), &requested));
  Object* options_given = TRY(coerced_options(isolate, frame.argument(1), kOwner));
  const Options options{isolate, options_given, kOwner};
  TRY(options.read_locale_matcher());
  TRY(resolve_numbered_locale(requested, options, format.get()));
  format->style = TRY(options.choice("style", kStyles, 0));
  format->numeric = TRY(options.choice("numeric", kNumerics, 0));
  constexpr UDateRelativeDateTimeFormatterStyle kWidths[] = {UDAT_STYLE_LONG, UDAT_STYLE_SHORT, UDAT_STYLE_NARROW};
  UErrorCode status = U_ZERO_ERROR;
  const char* locale = format->icu_locale.c_str();
  // Its numbers are those of a number format: grouping as the locale has it.
  IcuHandle<UNumberFormat, &Icu::unum_close> numbers(
      icu().unum_open(UNUM_DECIMAL, nullptr, 0, locale, nullptr, &status));
  if (failed(status)) return throw_icu(isolate, status);
  icu().unum_setAttribute(numbers, UNUM_MINIMUM_GROUPING_DIGITS, UNUM_MINIMUM_GROUPING_DIGITS_AUTO);
  format->formatter.reset(
      icu().ureldatefmt_open(locale, numbers.release(), kWidths[format->style], UDISPCTX_CAPITALIZATION_NONE, &status));
  if (failed(status)) return throw_icu(isolate, status);
  return Value(new_intl_object(isolate, shape, format.release()));
}

// sec-singularrelativetimeunit; null: there is no such unit.
const Unit* unit_of(std::string_view name) {
  for (const Unit& unit : kRelativeUnits) {
    if (name == unit.name || name == std::string(unit.name) + "s") return &unit;
  }
  return nullptr;
}

// sec-Intl.RelativeTimeFormat.prototype.format, magic 1: formatToParts
Completion<Value> relative_time_format_format(Isolate& isolate, Frame& frame) {
  const bool parts = callee_of(frame)->magic == 1;
  const char* method =
      parts ? "Intl.RelativeTimeFormat.prototype.formatToParts" : "Intl.RelativeTimeFormat.prototype.format";
  RelativeTimeFormat* format = TRY(this_data<RelativeTimeFormat>(isolate, frame, method));
  const double value = TRY(to_number(isolate, frame.argument(0)));
  const std::string name = to_utf8(isolate, TRY(to_string(isolate, frame.argument(1))));
  const Unit* unit = unit_of(name);
  if (!unit) return throw_range_error(isolate, "Invalid unit argument for %s() '%s'", method, name.c_str());
  if (!std::isfinite(value)) return throw_range_error(isolate, "Value need to be finite number for %s()", method);
  UErrorCode status = U_ZERO_ERROR;
  const IcuHandle<UFormattedRelativeDateTime, &Icu::ureldatefmt_closeResult> result(
      icu().ureldatefmt_openResult(&status));
  (format->numeric == 0 ? icu().ureldatefmt_formatNumericToResult : icu().ureldatefmt_formatToResult)(
      format->formatter, value, unit->icu, result, &status);
  if (failed(status)) return throw_icu(isolate, status);
  FormattedText formatted;
  status = read_formatted(icu().ureldatefmt_resultAsValue(result, &status), &formatted,
                          [](int32_t category, int32_t number, std::u16string_view text, Field* field) {
                            if (category == UFIELD_CATEGORY_NUMBER)
                              field->type = number_field_type(number, text, false, false);
                            return field->type != nullptr;
                          });
  if (failed(status)) return throw_icu(isolate, status);
  return parts ? parts_array(isolate, formatted, false, unit->name) : text_value(isolate, formatted.text);
}

// sec-intl.relativetimeformat.prototype.resolvedoptions
Completion<Value> relative_time_format_resolved_options(Isolate& isolate, Frame& frame) {
  RelativeTimeFormat* format =
      TRY(this_data<RelativeTimeFormat>(isolate, frame, "Intl.RelativeTimeFormat.prototype.resolvedOptions"));
  Object* options = new_plain_object(isolate, 4);
  put(isolate, options, "locale", format->locale);
  put(isolate, options, "style", kStyles[format->style]);
  put(isolate, options, "numeric", kNumerics[format->numeric]);
  put(isolate, options, "numberingSystem", format->numbering_system);
  return Value(options);
}

using P = BuiltinProperty;
constexpr P kTable[] = {supported_locales_of_property(IntlKind::kRelativeTimeFormat)};
constexpr P kPrototypeTable[] = {
    P::function("resolvedOptions", relative_time_format_resolved_options, 0),
    P::function("format", relative_time_format_format, 2, 0),
    P::function("formatToParts", relative_time_format_format, 2, 1),
    P::string("@@toStringTag", "Intl.RelativeTimeFormat"),
};

}  // namespace

}  // namespace scrim::intl

namespace scrim {

extern constexpr ClassSpec kIntlRelativeTimeFormatClass = {Intrinsic::kIntlRelativeTimeFormat,
                                                           Intrinsic::kIntlRelativeTimeFormatPrototype,
                                                           "RelativeTimeFormat",
                                                           intl::relative_time_format_constructor,
                                                           0,
                                                           intl::kTable,
                                                           intl::kPrototypeTable};

}  // namespace scrim
