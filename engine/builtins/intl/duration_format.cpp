// Intl.DurationFormat. ECMA-402 sec-intl-durationformat-objects
#include <algorithm>

#include "engine/builtins/intl/date_time_format.h"
#include "engine/builtins/intl/duration.h"
#include "engine/builtins/intl/list_format.h"
#include "engine/builtins/intl/number_format.h"

namespace scrim::intl {

namespace {

constexpr const char* kOwner = "Intl.DurationFormat";
enum BaseStyle { kLong, kShort, kNarrow, kDigital };
constexpr const char* kBaseStyles[] = {"long", "short", "narrow", "digital"};
// Of a unit; the first three as in BaseStyle. kFractional is called "numeric".
enum UnitStyle { kNumeric = 3, kTwoDigit, kFractional, kNoStyle = -1 };
constexpr const char* kUnitStyles[] = {"long", "short", "narrow", "numeric", "2-digit", "numeric"};
enum Display { kAuto, kAlways };
constexpr const char* kDisplays[] = {"auto", "always"};
constexpr const char* kSingular[] = {"year",   "month",  "week",        "day",         "hour",
                                     "minute", "second", "millisecond", "microsecond", "nanosecond"};

struct DurationFormat : NumberedData {
  static constexpr IntlKind kKind = IntlKind::kDurationFormat;
  static constexpr uint32_t kBytes = 500;
  int style = kShort;
  int styles[kDurationUnits];
  int displays[kDurationUnits];
  int fractional_digits = -1;
  std::u16string separator = u":";  // between hours, minutes and seconds
};

bool is_numeric(int style) {
  return style == kNumeric || style == kTwoDigit;
}

// sec-getdurationunitoptions
Completion<void> read_unit(const Options& options, DurationFormat* format, int unit, int previous) {
  const char* name = kDurationUnitNames[unit];
  const bool clock = unit >= kHours && unit <= kSeconds;
  const size_t choices = unit <= kDays ? 3 : clock ? 5 : 4;
  int style = TRY(options.choice(name, std::span(kUnitStyles).first(choices), kNoStyle));
  int display = kAlways;
  if (style == kNoStyle) {
    if (format->style == kDigital) {
      style = unit <= kDays ? int{kShort} : int{kNumeric};
      if (!clock) display = kAuto;
    } else if (previous == kFractional || is_numeric(previous)) {
      style = kNumeric;
      if (unit != kMinutes && unit != kSeconds) display = kAuto;
    } else {
      style = format->style;
      display = kAuto;
    }
  }
  if (style == kNumeric && unit >= kMilliseconds) {
    style = kFractional;
    display = kAuto;
  }
  display = TRY(options.choice((std::string(name) + "Display").c_str(), kDisplays, display));
  const bool clash = (display == kAlways && style == kFractional) ||
                     (previous == kFractional && style != kFractional) ||
                     (is_numeric(previous) && !is_numeric(style) && style != kFractional);
  if (clash) return throw_range_error(options.isolate, "Invalid object : #<Object>");
  if (is_numeric(previous) && (unit == kMinutes || unit == kSeconds)) style = kTwoDigit;
  format->styles[unit] = style;
  format->displays[unit] = display;
  return {};
}

// What stands between hours and minutes in the locale's clock.
std::u16string time_separator(const std::string& locale) {
  UErrorCode status = U_ZERO_ERROR;
  const PatternGenerator generator(icu().udatpg_open(locale.c_str(), &status));
  if (failed(status)) return u":";
  std::u16string pattern;
  icu_fill(&pattern, 32, [&](char16_t* out, int32_t capacity, UErrorCode* error) {
    return icu().udatpg_getBestPatternWithOptions(generator, u"Hm", 2, UDATPG_MATCH_NO_OPTIONS, out, capacity, error);
  });
  const size_t hour = pattern.rfind(u'H');
  const size_t minute = pattern.find(u'm');
  if (hour == std::u16string::npos || minute == std::u16string::npos || minute != hour + 2) return u":";
  return pattern.substr(hour + 1, 1);
}

// sec-Intl.DurationFormat
Completion<Value> duration_format_constructor(Isolate& isolate, Frame& frame) {
  Shape* shape = TRY(shape_for_new(isolate, frame, kOwner, Intrinsic::kIntlDurationFormatPrototype));
  auto format = new_data<DurationFormat>();
  LocaleList requested;
  TRY(canonical_locales(isolate, frame.argument(0), &requested));
  Object* options_given = TRY(options_object(isolate, frame.argument(1)));
  const Options options{isolate, options_given, kOwner};
  TRY(options.read_locale_matcher());
  TRY(resolve_numbered_locale(requested, options, format.get()));
  format->style = TRY(options.choice("style", kBaseStyles, kShort));
  int previous = kNoStyle;
  for (int unit = 0; unit < kDurationUnits; ++unit) {
    TRY(read_unit(options, format.get(), unit, previous));
    if (unit >= kHours) previous = format->styles[unit];
  }
  format->fractional_digits = TRY(options.number("fractionalDigits", 0, 9, -1));
  format->separator = time_separator(format->icu_locale);
  return Value(new_intl_object(isolate, shape, format.release()));
}

// --- formatting

struct Part {
  const char* type;
  std::u16string text;
  const char* unit;  // null: none
};
using Parts = std::vector<Part>;

class Formatter {
 public:
  Formatter(const DurationFormat& format, const Duration& duration) : format_(format), duration_(duration) {}

  // sec-partitiondurationformatpattern
  UErrorCode run(Parts* out) {
    for (int unit = 0; unit < kDurationUnits && !numeric_found_; ++unit) {
      if (is_numeric(format_.styles[unit])) {
        clock_units(unit);
        numeric_found_ = true;
        continue;
      }
      const bool fraction = next_is_fractional(unit);
      if (fraction) numeric_found_ = true;
      if (format_.displays[unit] == kAlways || !is_zero(unit, fraction)) {
        groups_.emplace_back();
        number(unit, fraction);
      }
    }
    return failed(status_) ? status_ : join(out);
  }

 private:
  bool next_is_fractional(int unit) const {
    return unit >= kSeconds && unit <= kMicroseconds && format_.styles[unit + 1] == kFractional;
  }
  bool is_zero(int unit, bool with_fraction) const {
    const int last = with_fraction ? int{kNanoseconds} : unit;
    return std::all_of(duration_.values.begin() + unit, duration_.values.begin() + last + 1,
                       [](double value) { return value == 0; });
  }

  // sec-formatnumericunits
  void clock_units(int first) {
    const bool with_fraction = next_is_fractional(kSeconds);
    const bool seconds = !is_zero(kSeconds, with_fraction) || format_.displays[kSeconds] != kAuto;
    const bool hours = first == kHours && (!is_zero(kHours, false) || format_.displays[kHours] != kAuto);
    const bool minutes =
        first <= kMinutes && ((hours && seconds) || !is_zero(kMinutes, false) || format_.displays[kMinutes] != kAuto);
    if (hours || minutes || seconds) groups_.emplace_back();
    if (hours) number(kHours, false);
    if (minutes) number(kMinutes, false);
    if (seconds) number(kSeconds, with_fraction);
  }

  // Formats the value of a unit into the last group.
  void number(int unit, bool with_fraction) {
    const int style = format_.styles[unit];
    NumberFormat number;
    number.icu_locale = format_.icu_locale;
    if (is_numeric(style)) {
      if (style == kTwoDigit) number.digits.minimum_integer = 2;
      number.grouping = 3;
      if (!groups_.back().empty()) groups_.back().push_back({"literal", format_.separator, nullptr});
    } else {
      constexpr int kUnitDisplays[] = {2, 0, 1};  // as NumberFormat counts them: short, narrow, long
      number.style = NumberFormat::kUnit;
      number.unit = kSingular[unit];
      number.unit_display = kUnitDisplays[style];
    }
    NumberValue value{duration_.values[static_cast<size_t>(unit)], {}};
    if (with_fraction) {
      number.digits.maximum_fraction = format_.fractional_digits < 0 ? 9 : format_.fractional_digits;
      number.digits.minimum_fraction = format_.fractional_digits < 0 ? 0 : format_.fractional_digits;
      number.digits.mode = 3;  // trunc
      if (!is_zero(unit, true)) value.decimal = duration_.with_fraction(static_cast<DurationUnit>(unit));
    }
    if (!sign_displayed_) {
      number.sign_display = 1;  // never
    } else if (is_zero(unit, with_fraction) && duration_.sign() < 0) {
      value.number = -0.0;
    }
    sign_displayed_ = false;
    FormattedText text;
    status_ = number.open();
    if (!failed(status_)) status_ = number.format(value, &text, true);
    if (failed(status_)) return;
    for (const Field& field : parts_of(text)) {
      groups_.back().push_back({field.type, std::u16string(text.of(field)), kSingular[unit]});
    }
  }

  // sec-listformatparts
  UErrorCode join(Parts* out) {
    const int style = format_.style == kDigital ? int{kShort} : format_.style;
    const ListFormatter list =
        open_list_formatter(format_.icu_locale, ListType::kUnit, static_cast<ListStyle>(style), &status_);
    if (failed(status_)) return status_;
    std::vector<std::u16string> strings;
    for (const Parts& group : groups_) {
      strings.emplace_back();
      for (const Part& part : group) strings.back() += part.text;
    }
    FormattedText text;
    status_ = format_list(list, strings, &text);
    size_t group = 0;
    for (const Field& field : parts_of(text)) {
      if (std::string_view(field.type) == "element") {
        out->insert(out->end(), groups_[group].begin(), groups_[group].end());
        ++group;
      } else {
        out->push_back({"literal", std::u16string(text.of(field)), nullptr});
      }
    }
    return status_;
  }

  const DurationFormat& format_;
  const Duration& duration_;
  std::vector<Parts> groups_;  // what the list joins
  bool sign_displayed_ = true;
  bool numeric_found_ = false;
  UErrorCode status_ = U_ZERO_ERROR;
};

// sec-Intl.DurationFormat.prototype.format, magic 1: formatToParts
Completion<Value> duration_format_format(Isolate& isolate, Frame& frame) {
  const bool as_parts = callee_of(frame)->magic == 1;
  DurationFormat* format = TRY(this_data<DurationFormat>(
      isolate, frame,
      as_parts ? "Intl.DurationFormat.prototype.formatToParts" : "Intl.DurationFormat.prototype.format"));
  Duration duration;
  TRY(to_duration(isolate, frame.argument(0), &duration));
  Parts parts;
  const UErrorCode status = Formatter(*format, duration).run(&parts);
  if (failed(status)) return throw_icu(isolate, status);
  if (!as_parts) {
    std::u16string text;
    for (const Part& part : parts) text += part.text;
    return text_value(isolate, text);
  }
  Array* array = new_array(isolate);
  for (const Part& part : parts) {
    Object* object = new_plain_object(isolate, 3);
    put(isolate, object, "type", part.type);
    put(isolate, object, "value", text_value(isolate, part.text));
    if (part.unit) put(isolate, object, "unit", part.unit);
    array_push(isolate, array, Value(object));
  }
  return Value(array);
}

// sec-Intl.DurationFormat.prototype.resolvedOptions
Completion<Value> duration_format_resolved_options(Isolate& isolate, Frame& frame) {
  DurationFormat* format =
      TRY(this_data<DurationFormat>(isolate, frame, "Intl.DurationFormat.prototype.resolvedOptions"));
  Object* options = new_plain_object(isolate, 16);
  put(isolate, options, "locale", format->locale);
  put(isolate, options, "numberingSystem", format->numbering_system);
  put(isolate, options, "style", kBaseStyles[format->style]);
  for (int unit = 0; unit < kDurationUnits; ++unit) {
    put(isolate, options, kDurationUnitNames[unit], kUnitStyles[format->styles[unit]]);
    put(isolate, options, (std::string(kDurationUnitNames[unit]) + "Display").c_str(),
        kDisplays[format->displays[unit]]);
  }
  if (format->fractional_digits >= 0)
    put(isolate, options, "fractionalDigits", Value::int32(format->fractional_digits));
  return Value(options);
}

using P = BuiltinProperty;
constexpr P kTable[] = {supported_locales_of_property(IntlKind::kDurationFormat)};
constexpr P kPrototypeTable[] = {
    P::function("resolvedOptions", duration_format_resolved_options, 0),
    P::function("format", duration_format_format, 1, 0),
    P::function("formatToParts", duration_format_format, 1, 1),
    P::string("@@toStringTag", "Intl.DurationFormat"),
};

}  // namespace

}  // namespace scrim::intl

namespace scrim {

extern constexpr ClassSpec kIntlDurationFormatClass = {Intrinsic::kIntlDurationFormat,
                                                       Intrinsic::kIntlDurationFormatPrototype,
                                                       "DurationFormat",
                                                       intl::duration_format_constructor,
                                                       0,
                                                       intl::kTable,
                                                       intl::kPrototypeTable};

}  // namespace scrim
