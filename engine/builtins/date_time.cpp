#include "engine/builtins/date_time.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <limits>

namespace scrim::date {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Days from the epoch to a civil date of the proleptic Gregorian calendar; years counted from March.
int64_t days_from_civil(int64_t year, int month, int day) {  // month 1 to 12
  year -= month <= 2;
  int64_t era = (year >= 0 ? year : year - 399) / 400;
  int64_t year_of_era = year - era * 400;
  int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

template <typename... Arguments>
std::string format(const char* pattern, Arguments... arguments) {
  char buffer[128];
  int length = std::snprintf(buffer, sizeof buffer, pattern, arguments...);
  return std::string(buffer, static_cast<size_t>(length));
}

struct Clock {
  int hour, minute, second, ms;
};
Clock clock_of(double t) {
  auto rest = static_cast<int64_t>(time_within_day(t));
  return {static_cast<int>(rest / 3600000), static_cast<int>(rest / 60000 % 60), static_cast<int>(rest / 1000 % 60),
          static_cast<int>(rest % 1000)};
}

std::string year_text(double year) {
  return year >= 0 ? format("%04d", static_cast<int>(year)) : format("-%04d", static_cast<int>(-year));
}

}  // namespace

double day(double t) {
  return std::floor(t / kMsPerDay);
}
double time_within_day(double t) {
  double rest = std::fmod(t, kMsPerDay);
  return rest < 0 ? rest + kMsPerDay : rest;
}
int week_day(double t) {
  auto result = static_cast<int>(std::fmod(day(t) + 4, 7));
  return result < 0 ? result + 7 : result;
}

YearMonthDay civil_from_time(double t) {
  auto z = static_cast<int64_t>(day(t)) + 719468;
  int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  int64_t day_of_era = z - era * 146097;
  int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int64_t mp = (5 * day_of_year + 2) / 153;
  auto date = static_cast<int>(day_of_year - (153 * mp + 2) / 5 + 1);
  auto month = static_cast<int>(mp < 10 ? mp + 2 : mp - 10);
  return {static_cast<double>(year_of_era + era * 400 + (month <= 1)), month, date};
}

double make_time(double hour, double minute, double second, double ms) {
  if (!std::isfinite(hour + minute + second + ms)) return kNaN;
  return std::trunc(hour) * 3600000 + std::trunc(minute) * 60000 + std::trunc(second) * 1000 + std::trunc(ms);
}

double make_day(double year, double month, double date) {
  if (!std::isfinite(year) || !std::isfinite(month) || !std::isfinite(date)) return kNaN;
  double y = std::trunc(year);
  double m = std::trunc(month);
  double full_year = y + std::floor(m / 12);
  if (std::fabs(full_year) > 400000) return kNaN;
  auto month_in_year = static_cast<int>(m - std::floor(m / 12) * 12);
  return static_cast<double>(days_from_civil(static_cast<int64_t>(full_year), month_in_year + 1, 1)) +
         std::trunc(date) - 1;
}

double make_date(double days, double time) {
  double t = days * kMsPerDay + time;
  return std::isfinite(t) ? t : kNaN;
}

double time_clip(double t) {
  if (!std::isfinite(t) || std::fabs(t) > 8.64e15) return kNaN;
  return std::trunc(t) + 0.0;
}

double make_full_year(double year) {
  if (year != year) return kNaN;
  double integer = std::trunc(year);
  return integer >= 0 && integer <= 99 ? 1900 + integer : integer;
}

double local_offset(double utc) {
  if (!std::isfinite(utc)) return 0;
  auto seconds = static_cast<time_t>(std::floor(utc / 1000));
  tm parts;
  if (!localtime_r(&seconds, &parts)) return 0;
  return static_cast<double>(parts.tm_gmtoff) * 1000;
}

double local_time(double utc) {
  return utc + local_offset(utc);
}

// A time that occurs twice is the earlier; one that is skipped is read with the offset before the gap.
double utc_from_local(double local) {
  if (!std::isfinite(local)) return kNaN;
  double before = local_offset(local - kMsPerDay);
  if (local_offset(local - before) == before) return local - before;
  double after = local_offset(local + kMsPerDay);
  if (local_offset(local - after) == after) return local - after;
  return local - before;
}

std::string time_zone_name(double utc) {
  auto seconds = static_cast<time_t>(std::floor(utc / 1000));
  tm parts;
  if (!localtime_r(&seconds, &parts) || !parts.tm_zone) return "";
  if (std::strcmp(parts.tm_zone, "UTC") == 0 || std::strcmp(parts.tm_zone, "UCT") == 0)
    return "Coordinated Universal Time";
  if (std::strcmp(parts.tm_zone, "GMT") == 0) return "Greenwich Mean Time";
  return parts.tm_zone;
}

// --- texts

std::string iso_string(double t) {
  YearMonthDay date = civil_from_time(t);
  Clock clock = clock_of(t);
  auto year = static_cast<int>(date.year);
  std::string years =
      year >= 0 && year <= 9999 ? format("%04d", year) : format("%c%06d", year < 0 ? '-' : '+', std::abs(year));
  return years + format("-%02d-%02dT%02d:%02d:%02d.%03dZ", date.month + 1, date.day, clock.hour, clock.minute,
                        clock.second, clock.ms);
}

std::string date_string(double local) {
  YearMonthDay date = civil_from_time(local);
  return format("%s %s %02d ", kDays[week_day(local)], kMonths[date.month], date.day) + year_text(date.year);
}

std::string time_string(double utc, double local) {
  Clock clock = clock_of(local);
  auto minutes = static_cast<int>((local - utc) / 60000);
  return format("%02d:%02d:%02d GMT%c%02d%02d (", clock.hour, clock.minute, clock.second, minutes < 0 ? '-' : '+',
                std::abs(minutes) / 60, std::abs(minutes) % 60) +
         time_zone_name(utc) + ")";
}

std::string utc_string(double t) {
  YearMonthDay date = civil_from_time(t);
  Clock clock = clock_of(t);
  return format("%s, %02d %s ", kDays[week_day(t)], date.day, kMonths[date.month]) + year_text(date.year) +
         format(" %02d:%02d:%02d GMT", clock.hour, clock.minute, clock.second);
}

}  // namespace scrim::date
