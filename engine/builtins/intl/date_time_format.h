// Intl.DateTimeFormat's data, shared by the files that make it and that format with it.
#pragma once

#include "engine/builtins/intl/support.h"
#include "engine/builtins/intl/to_locale_string.h"

namespace scrim::intl {

using DateFormatter = IcuHandle<UDateFormat, &Icu::udat_close>;
using IntervalFormatter = IcuHandle<UDateIntervalFormat, &Icu::udtitvfmt_close>;
using PatternGenerator = IcuHandle<UDateTimePatternGenerator, &Icu::udatpg_close>;
using Calendar = IcuHandle<UCalendar, &Icu::ucal_close>;

enum HourCycle { kH11, kH12, kH23, kH24, kNoHourCycle = -1 };
inline constexpr const char* kHourCycles[] = {"h11", "h12", "h23", "h24"};

// The components in the order in which they are read. sec-date-time-format-records, table "Components"
enum Component {
  kWeekday,
  kEra,
  kYear,
  kMonth,
  kDay,
  kDayPeriod,
  kHour,
  kMinute,
  kSecond,
  kFractionalSecond,
  kTimeZoneName,
  kComponents
};
// A value of a component and what it is in a pattern.
struct ComponentValue {
  const char* name;
  const char* pattern;
};
struct ComponentSpec {
  const char* option;
  std::span<const ComponentValue> values;
};
extern const ComponentSpec kComponentSpecs[kComponents];

struct DateTimeFormat : NumberedData {
  static constexpr IntlKind kKind = IntlKind::kDateTimeFormat;
  static constexpr uint32_t kBytes = 20000;
  std::string requested;  // for caches: the tag it was made for
  std::string requested_zone;
  std::string calendar;  // in icu_locale too
  std::string time_zone;
  int hour_cycle = kNoHourCycle;
  int date_style = -1;
  int time_style = -1;
  int components[kComponents];  // as asked for; -1: not
  std::u16string pattern;
  DateFormatter formatter;
  std::shared_ptr<PatternGenerator> generator;  // of icu_locale: dear to make, so formats of a locale share it
  IntervalFormatter interval;                   // made when a range is first formatted

  // Pattern and formatter for the options above; hour_cycle: what was asked for. `previous` (may be null) is the last
  // format that was made.
  UErrorCode open(int wanted_hour_cycle, int hour12, const std::string& data_locale, const DateTimeFormat* previous);
  UErrorCode format(double time, FormattedText* out, bool with_fields) const;
  UErrorCode format_range(double start, double end, FormattedText* out);
};

// sec-createdatetimeformat. What is required of the options and what is added to them.
enum class Required : uint8_t { kDate, kTime, kAny };
enum class Defaults : uint8_t { kDate, kTime, kAll };
Completion<DateTimeFormat*> make_date_time_format(Isolate& isolate, Value locales, Value options, Required required,
                                                  Defaults defaults);

// The length of the run of each of the letters in a pattern, quoted text left out; 0: none.
int pattern_letters(std::u16string_view pattern, std::u16string_view letters);
// The name of the value that a pattern has for a component; null: it has none.
const char* component_of_pattern(std::u16string_view pattern, Component component);
HourCycle hour_cycle_of_pattern(std::u16string_view pattern);
HourCycle default_hour_cycle(UDateTimePatternGenerator* generator);  // of the generator's locale

}  // namespace scrim::intl
