// Intl.NumberFormat. ECMA-402 sec-numberformat-objects
#include "engine/builtins/intl/number_format.h"

#include "engine/builtins/intl/to_locale_string.h"

#include <algorithm>
#include <cmath>

namespace scrim::intl {

namespace {

constexpr const char* kOwner = "Intl.NumberFormat";
constexpr const char* kStyles[] = {"decimal", "percent", "currency", "unit"};
constexpr const char* kCurrencyDisplays[] = {"code", "symbol", "narrowSymbol", "name"};
constexpr const char* kCurrencySigns[] = {"standard", "accounting"};
constexpr const char* kUnitDisplays[] = {"short", "narrow", "long"};
constexpr const char* kSignDisplays[] = {"auto", "never", "always", "exceptZero", "negative"};
enum Grouping { kMin2, kAuto, kAlways, kNever };
constexpr const char* kGroupings[] = {"min2", "auto", "always"};

constexpr const char* kUnits[] = {
    "acre",       "bit",         "byte",        "celsius", "centimeter",  "day",        "degree",
    "fahrenheit", "fluid-ounce", "foot",        "gallon",  "gigabit",     "gigabyte",   "gram",
    "hectare",    "hour",        "inch",        "kilobit", "kilobyte",    "kilogram",   "kilometer",
    "liter",      "megabit",     "megabyte",    "meter",   "microsecond", "mile",       "mile-scandinavian",
    "milliliter", "millimeter",  "millisecond", "minute",  "month",       "nanosecond", "ounce",
    "percent",    "petabyte",    "pound",       "second",  "stone",       "terabit",    "terabyte",
    "week",       "yard",        "year"};

bool is_simple_unit(std::string_view unit) {
  return std::find(std::begin(kUnits), std::end(kUnits), unit) != std::end(kUnits);
}

// sec-setnumberformatunitoptions
Completion<void> read_unit_options(const Options& options, NumberFormat* format) {
  Isolate& isolate = options.isolate;
  format->style = TRY(options.choice("style", kStyles, NumberFormat::kDecimal));
  std::string currency;
  const bool has_currency = TRY(options.text("currency", &currency));
  if (has_currency && !is_currency_code(currency))
    return throw_range_error(isolate, "Invalid currency code : %s", currency.c_str());
  if (!has_currency && format->style == NumberFormat::kCurrency)
    return throw_type_error(isolate, "Currency code is required with currency style.");
  format->currency_display = TRY(options.choice("currencyDisplay", kCurrencyDisplays, 1));
  format->currency_sign = TRY(options.choice("currencySign", kCurrencySigns, 0));
  std::string unit;
  const bool has_unit = TRY(options.text("unit", &unit));
  if (has_unit && !is_sanctioned_unit(unit))
    return throw_range_error(isolate, "Invalid unit argument for Intl.NumberFormat() '%s'", unit.c_str());
  if (!has_unit && format->style == NumberFormat::kUnit)
    return throw_type_error(isolate, "Invalid unit argument for Intl.NumberFormat() ''");
  format->unit_display = TRY(options.choice("unitDisplay", kUnitDisplays, 0));
  if (format->style == NumberFormat::kCurrency) format->currency = upper(currency);
  if (format->style == NumberFormat::kUnit) format->unit = unit;
  return {};
}

// sec-getbooleanorstringnumberformatoption
Completion<int> read_grouping(const Options& options, int fallback) {
  Value value = TRY(options.read("useGrouping"));
  if (value.is_undefined()) return fallback;
  if (value.is_true()) return int{kAlways};
  if (!to_boolean(value)) return int{kNever};
  const std::string text = to_utf8(options.isolate, TRY(to_string(options.isolate, value)));
  if (text == "true" || text == "false") return fallback;
  for (int i = 0; i < kNever; ++i) {
    if (text == kGroupings[i]) return i;
  }
  return throw_range_error(options.isolate, "Value %s out of range for %s options property useGrouping", text.c_str(),
                           kOwner);
}

int currency_digits(const std::string& currency) {
  const std::u16string code(currency.begin(), currency.end());
  UErrorCode status = U_ZERO_ERROR;
  const int32_t digits = icu().ucurr_getDefaultFractionDigitsForUsage(code.c_str(), UCURR_USAGE_STANDARD, &status);
  return failed(status) ? 2 : digits;
}

// Fills in what the constructor reads.
Completion<void> initialize(Isolate& isolate, Value locales, Value given, NumberFormat* format) {
  LocaleList requested;
  TRY(canonical_locales(isolate, locales, &requested));
  Object* options_given = TRY(coerced_options(isolate, given, kOwner));
  const Options options{isolate, options_given, kOwner};
  TRY(options.read_locale_matcher());
  TRY(resolve_numbered_locale(requested, options, format));
  TRY(read_unit_options(options, format));
  format->notation = TRY(options.choice("notation", kNotations, NumberFormat::kStandard));
  const bool compact = format->notation == NumberFormat::kCompact;
  int minimum = 0;
  int maximum = format->style == NumberFormat::kPercent ? 0 : 3;
  if (format->style == NumberFormat::kCurrency && format->notation == NumberFormat::kStandard)
    minimum = maximum = currency_digits(format->currency);
  TRY(read_digit_options(options, minimum, maximum, compact, &format->digits));
  format->compact_display = TRY(options.choice("compactDisplay", kCompactDisplays, 0));
  format->grouping = TRY(read_grouping(options, compact ? kMin2 : kAuto));
  format->sign_display = TRY(options.choice("signDisplay", kSignDisplays, 0));
  const UErrorCode status = format->open();
  if (failed(status)) return throw_icu(isolate, status);
  return {};
}

Completion<NumberFormat*> initialized(Isolate& isolate, Value locales, Value options) {
  auto format = new_data<NumberFormat>();
  TRY(initialize(isolate, locales, options, format.get()));
  return format.release();
}

// sec-intl.numberformat
Completion<Value> number_format_constructor(Isolate& isolate, Frame& frame) {
  TRY(require_icu(isolate));
  Shape* shape =
      TRY(shape_from_constructor(isolate, frame.new_target, Intrinsic::kIntlNumberFormatPrototype, CellType::kIntl));
  NumberFormat* data = TRY(initialized(isolate, frame.argument(0), frame.argument(1)));
  return chain(isolate, frame, new_intl_object(isolate, shape, data), Intrinsic::kIntlNumberFormat);
}

// sec-number-format-functions
Completion<Value> bound_format(Isolate& isolate, Frame& frame) {
  auto* format = data_of<NumberFormat>(callee_of(frame)->data);
  NumberValue value;
  TRY(to_number_value(isolate, frame.argument(0), &value));
  FormattedText formatted;
  const UErrorCode status = format->format(value, &formatted, false);
  if (failed(status)) return throw_icu(isolate, status);
  return text_value(isolate, formatted.text);
}

// sec-intl.numberformat.prototype.format
Completion<Value> number_format_format(Isolate& isolate, Frame& frame) {
  IntlObject* object = TRY(
      unwrap(isolate, frame.this_value, IntlKind::kNumberFormat, Intrinsic::kIntlNumberFormat, "UnwrapNumberFormat"));
  return bound_function(isolate, object, bound_format, 1);
}

// sec-intl.numberformat.prototype.formattoparts
Completion<Value> number_format_format_to_parts(Isolate& isolate, Frame& frame) {
  NumberFormat* format = TRY(this_data<NumberFormat>(isolate, frame, "Intl.NumberFormat.prototype.formatToParts"));
  NumberValue value;
  TRY(to_number_value(isolate, frame.argument(0), &value));
  FormattedText formatted;
  const UErrorCode status = format->format(value, &formatted, true);
  if (failed(status)) return throw_icu(isolate, status);
  return parts_array(isolate, formatted);
}

// sec-partitionnumberrangepattern
UErrorCode format_range(Isolate& isolate, NumberFormat* format, const NumberValue (&values)[2], FormattedText* out) {
  UErrorCode status = U_ZERO_ERROR;
  if (format->range.get() == nullptr)
    format->range = open_range_formatter(format->skeleton, format->icu_locale, &status);
  const FormattedRange result = format_number_range(isolate, format->range, values, &status);
  if (failed(status)) return status;
  const bool percent_is_unit = format->style == NumberFormat::kUnit;
  return read_formatted(icu().unumrf_resultAsValue(result, &status), out,
                        [&](int32_t category, int32_t number, std::u16string_view text, Field* field) {
                          if (category == UFIELD_CATEGORY_NUMBER_RANGE_SPAN) {
                            field->source = number == 0 ? "startRange" : "endRange";
                            return true;
                          }
                          if (category == UFIELD_CATEGORY_NUMBER)
                            field->type = number_field_type(number, text, percent_is_unit, false);
                          return field->type != nullptr;
                        });
}

// magic 0: formatRange, 1: formatRangeToParts
Completion<Value> number_format_format_range(Isolate& isolate, Frame& frame) {
  const bool parts = callee_of(frame)->magic == 1;
  NumberFormat* format = TRY(this_data<NumberFormat>(
      isolate, frame,
      parts ? "Intl.NumberFormat.prototype.formatRangeToParts" : "Intl.NumberFormat.prototype.formatRange"));
  constexpr const char* kEnds[] = {"start", "end"};
  NumberValue values[2];
  TRY(to_number_range(isolate, frame, kEnds, values));
  FormattedText formatted;
  const UErrorCode status = format_range(isolate, format, values, &formatted);
  if (failed(status)) return throw_icu(isolate, status);
  return parts ? parts_array(isolate, formatted, true) : text_value(isolate, formatted.text);
}

// sec-intl.numberformat.prototype.resolvedoptions
Completion<Value> number_format_resolved_options(Isolate& isolate, Frame& frame) {
  IntlObject* object = TRY(
      unwrap(isolate, frame.this_value, IntlKind::kNumberFormat, Intrinsic::kIntlNumberFormat, "UnwrapNumberFormat"));
  const auto& format = *static_cast<NumberFormat*>(object->data);
  Object* options = new_plain_object(isolate, 16);
  put(isolate, options, "locale", format.locale);
  put(isolate, options, "numberingSystem", format.numbering_system);
  put(isolate, options, "style", kStyles[format.style]);
  if (format.style == NumberFormat::kCurrency) {
    put(isolate, options, "currency", format.currency);
    put(isolate, options, "currencyDisplay", kCurrencyDisplays[format.currency_display]);
    put(isolate, options, "currencySign", kCurrencySigns[format.currency_sign]);
  }
  if (format.style == NumberFormat::kUnit) {
    put(isolate, options, "unit", format.unit);
    put(isolate, options, "unitDisplay", kUnitDisplays[format.unit_display]);
  }
  format.digits.put_to(isolate, options);
  if (format.grouping == kNever) {
    put(isolate, options, "useGrouping", Value::boolean(false));
  } else {
    put(isolate, options, "useGrouping", kGroupings[format.grouping]);
  }
  put(isolate, options, "notation", kNotations[format.notation]);
  if (format.notation == NumberFormat::kCompact)
    put(isolate, options, "compactDisplay", kCompactDisplays[format.compact_display]);
  put(isolate, options, "signDisplay", kSignDisplays[format.sign_display]);
  format.digits.put_rounding_to(isolate, options);
  return Value(options);
}

using P = BuiltinProperty;
constexpr P kTable[] = {supported_locales_of_property(IntlKind::kNumberFormat)};
constexpr P kPrototypeTable[] = {
    P::function("resolvedOptions", number_format_resolved_options, 0),
    P::function("formatToParts", number_format_format_to_parts, 1),
    P::accessor("format", number_format_format),
    P::function("formatRange", number_format_format_range, 2, 0),
    P::function("formatRangeToParts", number_format_format_range, 2, 1),
    P::string("@@toStringTag", "Intl.NumberFormat"),
};

}  // namespace

const std::span<const char* const> kSimpleUnits = kUnits;

bool is_currency_code(std::string_view text) {
  return text.size() == 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; });
}

bool is_sanctioned_unit(std::string_view unit) {
  if (is_simple_unit(unit)) return true;
  const size_t per = unit.find("-per-");
  return per != std::string_view::npos && is_simple_unit(unit.substr(0, per)) && is_simple_unit(unit.substr(per + 5));
}

// The number skeleton of the resolved options.
UErrorCode NumberFormat::open() {
  constexpr const char* kWidths[] = {"short", "narrow", "full-name"};
  constexpr const char* kCurrencyWidths[] = {"iso-code", "short", "narrow", "full-name"};
  constexpr const char* kGroupingTokens[] = {"group-min2", "group-auto", "group-on-aligned", "group-off"};
  constexpr const char* kSigns[] = {"auto", "never", "always", "except-zero", "negative"};
  skeleton = digits.skeleton();
  if (style == kPercent) skeleton += " percent scale/100";
  if (style == kCurrency) skeleton += " currency/" + currency + " unit-width-" + kCurrencyWidths[currency_display];
  if (style == kUnit) skeleton += " unit/" + unit + " unit-width-" + kWidths[unit_display];
  if (notation == kScientific) skeleton += " scientific";
  if (notation == kEngineering) skeleton += " engineering";
  if (notation == kCompact) skeleton += compact_display == 0 ? " compact-short" : " compact-long";
  skeleton += std::string(" ") + kGroupingTokens[grouping];
  const bool accounting = style == kCurrency && currency_sign == 1;
  if (accounting && sign_display != 1) {
    skeleton += std::string(" sign-accounting") + (sign_display == 0 ? "" : "-") +
                (sign_display == 0 ? "" : kSigns[sign_display]);
  } else {
    skeleton += std::string(" sign-") + kSigns[sign_display];
  }
  UErrorCode status = U_ZERO_ERROR;
  formatter = open_number_formatter(skeleton, icu_locale, &status);
  if (!scrim::failed(status)) result = FormattedNumber(icu().unumf_openResult(&status));
  return status;
}

UErrorCode NumberFormat::format(const NumberValue& value, FormattedText* out, bool with_fields) {
  UErrorCode status = format_number(formatter, value, result);
  if (failed(status)) return status;
  if (!with_fields) {
    int32_t length = 0;
    const char16_t* text = icu().ufmtval_getString(icu().unumf_resultAsValue(result, &status), &length, &status);
    if (!failed(status)) out->text.assign(text, static_cast<size_t>(length));
    return status;
  }
  return read_formatted(icu().unumf_resultAsValue(result, &status), out,
                        [&](int32_t, int32_t number, std::u16string_view text, Field* field) {
                          field->type = number_field_type(number, text, style == kUnit, value.is_nan());
                          return field->type != nullptr;
                        });
}

Completion<Value> number_to_locale_string(Isolate& isolate, NativeFunction* cache, Value value, Value locales,
                                          Value options) {
  TRY(require_icu(isolate));
  NumberValue number;
  TRY(to_number_value(isolate, value, &number));  // runs no code: a number or a BigInt
  const std::optional<std::string> requested = kept_locale(isolate, locales, options);
  auto* format = requested ? data_of<NumberFormat>(cache->data) : nullptr;
  if (!format || format->requested != *requested) {
    format = TRY(initialized(isolate, locales, options));
    format->requested = requested.value_or("");
    IntlObject* owner = new_intl_object(isolate, Intrinsic::kIntlNumberFormatPrototype, format);  // frees it, later
    if (requested) set_data(isolate, cache, Value(owner));
  }
  FormattedText formatted;
  const UErrorCode status = format->format(number, &formatted, false);
  if (failed(status)) return throw_icu(isolate, status);
  return text_value(isolate, formatted.text);
}

}  // namespace scrim::intl

namespace scrim {

extern constexpr ClassSpec kIntlNumberFormatClass = {Intrinsic::kIntlNumberFormat,
                                                     Intrinsic::kIntlNumberFormatPrototype,
                                                     "NumberFormat",
                                                     intl::number_format_constructor,
                                                     0,
                                                     intl::kTable,
                                                     intl::kPrototypeTable};

}  // namespace scrim
