#include "engine/builtins/intl/duration.h"

#include <cmath>

#include "engine/builtins/support.h"

namespace scrim::intl {

namespace {

using Nanoseconds = __int128;

constexpr double kPerUnit[] = {0, 0, 0, 86400e9, 3600e9, 60e9, 1e9, 1e6, 1e3, 1};

std::string decimal(Nanoseconds value) {
  std::string out;
  do {
    out.insert(out.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value != 0);
  return out;
}

// sec-isvalidduration
bool is_valid(const Duration& duration) {
  const int sign = duration.sign();
  Nanoseconds total = 0;
  for (int unit = 0; unit < kDurationUnits; ++unit) {
    const double value = duration.values[static_cast<size_t>(unit)];
    if (!std::isfinite(value) || (value < 0 && sign > 0) || (value > 0 && sign < 0)) return false;
    if (unit <= kWeeks && std::fabs(value) >= 4294967296.0) return false;
    if (unit <= kWeeks) continue;
    if (std::fabs(value) * kPerUnit[unit] > 1e26) return false;
    total += static_cast<Nanoseconds>(value) * static_cast<Nanoseconds>(kPerUnit[unit]);
  }
  const Nanoseconds limit = (Nanoseconds{1} << 53) * 1000000000;
  return total < limit && total > -limit;
}

Throw throw_invalid(Isolate& isolate) {
  return throw_range_error(isolate, "Temporal error: Duration was not valid.");
}

// Digits of a text, one after the other.
struct Cursor {
  std::string_view text;
  size_t at = 0;
  char peek() const { return at < text.size() ? text[at] : '\0'; }
  bool eat(char upper) {
    if ((peek() & ~0x20) != upper) return false;
    ++at;
    return true;
  }
  std::string_view digits() {
    const size_t begin = at;
    while (peek() >= '0' && peek() <= '9') ++at;
    return text.substr(begin, at - begin);
  }
};

// Nanoseconds of "5" in "1.5S"; the scale is the unit's.
Nanoseconds fraction_of(std::string_view digits, double unit) {
  std::string padded(digits);
  padded.resize(9, '0');
  return static_cast<Nanoseconds>(std::stoll(padded)) * static_cast<Nanoseconds>(unit) / 1000000000;
}

// ISO 8601: [+-]P nY nM nW nD T nH nM nS, each at most once, a fraction on the last of the times.
bool parse(std::string_view text, Duration* out) {
  Cursor cursor{text};
  double sign = 1;
  if (cursor.peek() == '-' || cursor.peek() == '+') sign = text[cursor.at++] == '-' ? -1 : 1;
  if (!cursor.eat('P')) return false;
  constexpr struct {
    char letter;
    DurationUnit unit;
  } kDates[] = {{'Y', kYears}, {'M', kMonths}, {'W', kWeeks}, {'D', kDays}},
    kTimes[] = {{'H', kHours}, {'M', kMinutes}, {'S', kSeconds}};
  bool any = false;
  size_t next = 0;
  while (cursor.peek() >= '0' && cursor.peek() <= '9') {
    const std::string number(cursor.digits());
    while (next < std::size(kDates) && (cursor.peek() & ~0x20) != kDates[next].letter) ++next;
    if (next == std::size(kDates)) return false;
    cursor.eat(kDates[next].letter);
    out->values[kDates[next++].unit] = sign * std::strtod(number.c_str(), nullptr);
    any = true;
  }
  if (!cursor.eat('T')) return any && cursor.at == text.size();
  any = false;
  next = 0;
  while (cursor.peek() >= '0' && cursor.peek() <= '9') {
    const std::string number(cursor.digits());
    std::string_view fraction;
    if (cursor.peek() == '.' || cursor.peek() == ',') {
      ++cursor.at;
      fraction = cursor.digits();
      if (fraction.empty() || fraction.size() > 9) return false;
    }
    while (next < std::size(kTimes) && (cursor.peek() & ~0x20) != kTimes[next].letter) ++next;
    if (next == std::size(kTimes)) return false;
    cursor.eat(kTimes[next].letter);
    const DurationUnit unit = kTimes[next++].unit;
    out->values[unit] = sign * std::strtod(number.c_str(), nullptr);
    any = true;
    if (fraction.empty()) continue;
    Nanoseconds rest = fraction_of(fraction, kPerUnit[unit]);
    for (int smaller = unit + 1; smaller < kDurationUnits; ++smaller) {
      const auto scale = static_cast<Nanoseconds>(kPerUnit[smaller]);
      out->values[static_cast<size_t>(smaller)] = sign * static_cast<double>(rest / scale);
      rest %= scale;
    }
    break;
  }
  return any && cursor.at == text.size();
}

}  // namespace

int Duration::sign() const {
  for (double value : values) {
    if (value != 0) return value < 0 ? -1 : 1;
  }
  return 0;
}

std::string Duration::with_fraction(DurationUnit unit) const {
  Nanoseconds total = 0;
  for (int i = unit; i < kDurationUnits; ++i)
    total += static_cast<Nanoseconds>(values[static_cast<size_t>(i)]) * static_cast<Nanoseconds>(kPerUnit[i]);
  const bool negative = total < 0;
  if (negative) total = -total;
  const auto scale = static_cast<Nanoseconds>(kPerUnit[unit]);
  const std::string fraction = decimal(total % scale);
  const auto digits = static_cast<size_t>(unit == kSeconds ? 9 : unit == kMilliseconds ? 6 : 3);
  return (negative ? "-" : "") + decimal(total / scale) + "." + std::string(digits - fraction.size(), '0') + fraction;
}

Completion<void> to_duration(Isolate& isolate, Value value, Duration* out) {
  if (value.is_string()) {
    if (!parse(to_utf8(isolate, as_string(value)), out))
      return throw_range_error(isolate, "Temporal error: Invalid duration designator.");
    if (!is_valid(*out)) return throw_invalid(isolate);
    return {};
  }
  if (!value.is_object())
    return throw_type_error(isolate, "Temporal error: Duration argument must be Duration or string.");
  constexpr DurationUnit kAlphabetical[] = {kDays,   kHours,       kMicroseconds, kMilliseconds, kMinutes,
                                            kMonths, kNanoseconds, kSeconds,      kWeeks,        kYears};
  bool any = false;
  for (DurationUnit unit : kAlphabetical) {
    Value given = TRY(get(isolate, as_object(value), key_from_latin1(isolate, kDurationUnitNames[unit])));
    if (given.is_undefined()) continue;
    const double number = TRY(to_number(isolate, given));
    if (!std::isfinite(number) || std::trunc(number) != number)
      return throw_range_error(isolate, "Temporal error: Expected finite integer.");
    out->values[unit] = number + 0.0;
    any = true;
  }
  if (!any) return throw_type_error(isolate, "Temporal error: Did not provide any valid Duration fields.");
  if (!is_valid(*out)) return throw_invalid(isolate);
  return {};
}

}  // namespace scrim::intl
