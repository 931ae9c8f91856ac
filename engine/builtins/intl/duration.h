// Duration records, as far as Intl.DurationFormat needs them. ECMA-402 sec-duration-records
#pragma once

#include <array>
#include <string_view>

#include "engine/builtins/builtins.h"

namespace scrim::intl {

enum DurationUnit {
  kYears,
  kMonths,
  kWeeks,
  kDays,
  kHours,
  kMinutes,
  kSeconds,
  kMilliseconds,
  kMicroseconds,
  kNanoseconds,
  kDurationUnits
};
inline constexpr const char* kDurationUnitNames[] = {
    "years", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nanoseconds"};

// Integral numbers, all of one sign.
struct Duration {
  std::array<double, kDurationUnits> values{};
  int sign() const;
  // seconds, milliseconds or microseconds with what is smaller, exactly: "1.000000002"
  std::string with_fraction(DurationUnit unit) const;
};

// sec-todurationrecord: an object with units, or an ISO 8601 text.
Completion<void> to_duration(Isolate& isolate, Value value, Duration* out);

}  // namespace scrim::intl
