// Intl.DateTimeFormat. ECMA-402 sec-datetimeformat-objects
#include "engine/builtins/intl/date_time_format.h"

#include <cmath>

#include "engine/builtins/date_time.h"
#include "engine/builtins/intl/time_zone.h"
#include "engine/objects/host.h"

namespace scrim::intl {

namespace {

constexpr const char* kOwner = "Intl.DateTimeFormat";
constexpr const char* kStyles[] = {"full", "long", "medium", "short"};
constexpr const char* kFormatMatchers[] = {"basic", "best fit"};
constexpr int kNumeric = 1;  // index of "numeric" among the values of year, month, day, hour, minute and second

bool is_hour_cycle(const std::string&, const std::string& name) {
  for (const char* cycle : kHourCycles) {
    if (name == cycle) return true;
  }
  return false;
}

Completion<int> read_component(const Options& options, int component) {
  const ComponentSpec& spec = kComponentSpecs[component];
  if (component == kFractionalSecond) return TRY(options.number(spec.option, 1, 3, -1));
  const char* names[8];
  for (size_t i = 0; i < spec.values.size(); ++i) names[i] = spec.values[i].name;
  return options.choice(spec.option, std::span<const char* const>(names, spec.values.size()), -1);
}

// %Intl.DateTimeFormat%, whose data is the last format that was made.
NativeFunction* constructor_of(Isolate& isolate) {
  return static_cast<NativeFunction*>(isolate.realm().intrinsic(Intrinsic::kIntlDateTimeFormat));
}

IntlObject* new_format_object(Isolate& isolate, Shape* shape, DateTimeFormat* data) {
  IntlObject* object = new_intl_object(isolate, shape, data);
  set_data(isolate, constructor_of(isolate), Value(object));
  return object;
}

// The components that are asked for, checked against the styles; the defaults where none that is required was.
Completion<void> settle_components(Isolate& isolate, DateTimeFormat* format, Required required, Defaults defaults) {
  int* components = format->components;
  if (format->date_style >= 0 || format->time_style >= 0) {
    for (int i = 0; i < kComponents; ++i) {
      if (components[i] >= 0) return throw_type_error(isolate, "Invalid option : option");
    }
    if (required == Required::kDate && format->time_style >= 0)
      return throw_type_error(isolate, "Invalid option : timeStyle");
    if (required == Required::kTime && format->date_style >= 0)
      return throw_type_error(isolate, "Invalid option : dateStyle");
    return {};
  }
  bool need_defaults = true;
  if (required != Required::kTime) {
    for (int component : {kWeekday, kYear, kMonth, kDay}) need_defaults = need_defaults && components[component] < 0;
  }
  if (required != Required::kDate) {
    for (int component : {kDayPeriod, kHour, kMinute, kSecond, kFractionalSecond})
      need_defaults = need_defaults && components[component] < 0;
  }
  if (!need_defaults) return {};
  if (defaults != Defaults::kTime) {
    for (int component : {kYear, kMonth, kDay}) components[component] = kNumeric;
  }
  if (defaults != Defaults::kDate) {
    for (int component : {kHour, kMinute, kSecond}) components[component] = kNumeric;
  }
  return {};
}

Completion<void> initialize(Isolate& isolate, Value locales, Value given, Required required, Defaults defaults,
                            DateTimeFormat* format) {
  LocaleList requested;
  TRY(canonical_locales(isolate, locales, &requested));
  Object* options_given = TRY(coerced_options(isolate, given, kOwner));
  const Options options{isolate, options_given, kOwner};
  TRY(options.read_locale_matcher());
  LocaleKey keys[] = {{"ca", is_calendar}, {"hc", is_hour_cycle}, {"nu", is_numbering_system}};
  TRY(options.keyword("calendar", &keys[0]));
  TRY(options.keyword("numberingSystem", &keys[2]));
  const int hour12 = TRY(options.boolean("hour12"));
  const int hour_cycle = TRY(options.choice("hourCycle", kHourCycles, kNoHourCycle));
  if (hour12 >= 0) {
    keys[1].supported = [](const std::string&, const std::string&) { return false; };
  } else if (hour_cycle != kNoHourCycle) {
    keys[1].has_option = true;
    keys[1].option = kHourCycles[hour_cycle];
  }
  const ResolvedLocale resolved = resolve_locale(requested, keys);
  format->locale = resolved.locale;
  format->numbering_system = keys[2].found ? keys[2].value : default_numbering_system(resolved.data_locale);
  int wanted_cycle = kNoHourCycle;
  for (int cycle = kH11; cycle <= kH24; ++cycle) {
    if (keys[1].found && keys[1].value == kHourCycles[cycle]) wanted_cycle = cycle;
  }
  std::string zone;
  if (TRY(options.text("timeZone", &zone))) {
    const auto identifier = time_zone_identifier(zone);
    if (!identifier) return throw_range_error(isolate, "Invalid time zone specified: %s", zone.c_str());
    format->time_zone = *identifier;
  } else {
    format->time_zone = default_time_zone();
  }
  for (int i = 0; i < kComponents; ++i) format->components[i] = TRY(read_component(options, i));
  TRY(options.choice("formatMatcher", kFormatMatchers, 1));
  format->date_style = TRY(options.choice("dateStyle", kStyles, -1));
  format->time_style = TRY(options.choice("timeStyle", kStyles, -1));
  TRY(settle_components(isolate, format, required, defaults));
  UErrorCode status = U_ZERO_ERROR;
  if (keys[0].found) {
    format->calendar = keys[0].value;
  } else {
    const Calendar usual(icu().ucal_open(u"UTC", 3, icu_locale(resolved.data_locale).c_str(), UCAL_DEFAULT, &status));
    if (failed(status)) return throw_icu(isolate, status);
    format->calendar = canonical_keyword_value("ca", icu().ucal_getType(usual, &status));
  }
  format->icu_locale =
      service_locale(resolved.data_locale, {{"ca", format->calendar}, {"nu", format->numbering_system}});
  status =
      format->open(wanted_cycle, hour12, resolved.data_locale, data_of<DateTimeFormat>(constructor_of(isolate)->data));
  if (failed(status)) return throw_icu(isolate, status);
  return {};
}

// sec-intl.datetimeformat
Completion<Value> date_time_format_constructor(Isolate& isolate, Frame& frame) {
  TRY(require_icu(isolate));
  Shape* shape =
      TRY(shape_from_constructor(isolate, frame.new_target, Intrinsic::kIntlDateTimeFormatPrototype, CellType::kIntl));
  DateTimeFormat* data =
      TRY(make_date_time_format(isolate, frame.argument(0), frame.argument(1), Required::kAny, Defaults::kDate));
  return chain(isolate, frame, new_format_object(isolate, shape, data), Intrinsic::kIntlDateTimeFormat);
}

// The time of a date, a number, or now.
Completion<double> time_of(Isolate& isolate, Value date) {
  double time;
  if (date.is_undefined()) {
    time = isolate.host.interface ? std::floor(isolate.host.interface->wall_clock_ms()) : 0;
  } else if (is_type(date, CellType::kDate)) {
    time = cast<DateObject>(date)->time;
  } else {
    time = TRY(to_number(isolate, date));
  }
  return date::time_clip(time);
}

Completion<Value> formatted(Isolate& isolate, const DateTimeFormat* format, double time, bool parts) {
  if (std::isnan(time)) return throw_range_error(isolate, "Invalid time value");
  FormattedText text;
  const UErrorCode status = format->format(time, &text, parts);
  if (failed(status)) return throw_icu(isolate, status);
  return parts ? parts_array(isolate, text) : text_value(isolate, text.text);
}

// sec-datetime-format-functions
Completion<Value> bound_format(Isolate& isolate, Frame& frame) {
  auto* format = data_of<DateTimeFormat>(callee_of(frame)->data);
  return formatted(isolate, format, TRY(time_of(isolate, frame.argument(0))), false);
}

Completion<IntlObject*> unwrapped(Isolate& isolate, Frame& frame) {
  return unwrap(isolate, frame.this_value, IntlKind::kDateTimeFormat, Intrinsic::kIntlDateTimeFormat,
                "UnwrapDateTimeFormat");
}

// sec-intl.datetimeformat.prototype.format
Completion<Value> date_time_format_format(Isolate& isolate, Frame& frame) {
  return bound_function(isolate, TRY(unwrapped(isolate, frame)), bound_format, 1);
}

// sec-Intl.DateTimeFormat.prototype.formatToParts
Completion<Value> date_time_format_format_to_parts(Isolate& isolate, Frame& frame) {
  DateTimeFormat* format =
      TRY(this_data<DateTimeFormat>(isolate, frame, "Intl.DateTimeFormat.prototype.formatToParts"));
  return formatted(isolate, format, TRY(time_of(isolate, frame.argument(0))), true);
}

// sec-intl.datetimeformat.prototype.formatRange, magic 1: formatRangeToParts
Completion<Value> date_time_format_format_range(Isolate& isolate, Frame& frame) {
  const bool parts = callee_of(frame)->magic == 1;
  DateTimeFormat* format = TRY(this_data<DateTimeFormat>(
      isolate, frame,
      parts ? "Intl.DateTimeFormat.prototype.formatRangeToParts" : "Intl.DateTimeFormat.prototype.formatRange"));
  if (frame.argument(0).is_undefined() || frame.argument(1).is_undefined())
    return throw_type_error(isolate, "Invalid time value");
  const double start = TRY(time_of(isolate, frame.argument(0)));
  const double end = TRY(time_of(isolate, frame.argument(1)));
  if (std::isnan(start) || std::isnan(end)) return throw_range_error(isolate, "Invalid time value");
  FormattedText text;
  const UErrorCode status = format->format_range(start, end, &text);
  if (failed(status)) return throw_icu(isolate, status);
  return parts ? parts_array(isolate, text, true) : text_value(isolate, text.text);
}

// sec-intl.datetimeformat.prototype.resolvedoptions
Completion<Value> date_time_format_resolved_options(Isolate& isolate, Frame& frame) {
  IntlObject* object = TRY(unwrapped(isolate, frame));
  const auto& format = *static_cast<DateTimeFormat*>(object->data);
  Object* options = new_plain_object(isolate, 12);
  put(isolate, options, "locale", format.locale);
  put(isolate, options, "calendar", format.calendar);
  put(isolate, options, "numberingSystem", format.numbering_system);
  put(isolate, options, "timeZone", format.time_zone);
  if (format.hour_cycle != kNoHourCycle) {
    put(isolate, options, "hourCycle", kHourCycles[format.hour_cycle]);
    put(isolate, options, "hour12", Value::boolean(format.hour_cycle <= kH12));
  }
  const bool styled = format.date_style >= 0 || format.time_style >= 0;
  for (int i = 0; i < kComponents && !styled; ++i) {
    if (i == kFractionalSecond) {
      if (const int digits = pattern_letters(format.pattern, u"S"))
        put(isolate, options, kComponentSpecs[i].option, Value::int32(digits));
    } else if (const char* value = component_of_pattern(format.pattern, static_cast<Component>(i))) {
      put(isolate, options, kComponentSpecs[i].option, value);
    }
  }
  if (format.date_style >= 0) put(isolate, options, "dateStyle", kStyles[format.date_style]);
  if (format.time_style >= 0) put(isolate, options, "timeStyle", kStyles[format.time_style]);
  return Value(options);
}

using P = BuiltinProperty;
constexpr P kTable[] = {supported_locales_of_property(IntlKind::kDateTimeFormat)};
constexpr P kPrototypeTable[] = {
    P::function("resolvedOptions", date_time_format_resolved_options, 0),
    P::function("formatToParts", date_time_format_format_to_parts, 1),
    P::accessor("format", date_time_format_format),
    P::function("formatRange", date_time_format_format_range, 2, 0),
    P::function("formatRangeToParts", date_time_format_format_range, 2, 1),
    P::string("@@toStringTag", "Intl.DateTimeFormat"),
};

}  // namespace

Completion<DateTimeFormat*> make_date_time_format(Isolate& isolate, Value locales, Value options, Required required,
                                                  Defaults defaults) {
  TRY(require_icu(isolate));
  auto format = new_data<DateTimeFormat>();
  TRY(initialize(isolate, locales, options, required, defaults, format.get()));
  return format.release();
}

Completion<Value> date_to_locale_string(Isolate& isolate, NativeFunction* cache, double time, DateParts parts,
                                        Value locales, Value options) {
  constexpr Required kRequired[] = {Required::kAny, Required::kDate, Required::kTime};
  constexpr Defaults kDefaults[] = {Defaults::kAll, Defaults::kDate, Defaults::kTime};
  const std::optional<std::string> requested = kept_locale(isolate, locales, options);
  const char* zone = std::getenv("TZ");
  auto* format = requested ? data_of<DateTimeFormat>(cache->data) : nullptr;
  if (!format || format->requested != *requested || format->requested_zone != (zone ? zone : "")) {
    const auto index = static_cast<int>(parts);
    format = TRY(make_date_time_format(isolate, locales, options, kRequired[index], kDefaults[index]));
    format->requested = requested.value_or("");
    format->requested_zone = zone ? zone : "";
    Object* prototype = isolate.realm().intrinsic(Intrinsic::kIntlDateTimeFormatPrototype);
    IntlObject* owner = new_format_object(isolate, root_shape(isolate, prototype, CellType::kIntl, 0, 0), format);
    if (!requested) return formatted(isolate, static_cast<DateTimeFormat*>(owner->data), time, false);
    set_data(isolate, cache, Value(owner));
  }
  return formatted(isolate, format, time, false);
}

}  // namespace scrim::intl

namespace scrim {

extern constexpr ClassSpec kIntlDateTimeFormatClass = {Intrinsic::kIntlDateTimeFormat,
                                                       Intrinsic::kIntlDateTimeFormatPrototype,
                                                       "DateTimeFormat",
                                                       intl::date_time_format_constructor,
                                                       0,
                                                       intl::kTable,
                                                       intl::kPrototypeTable};

}  // namespace scrim
