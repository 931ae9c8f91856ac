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

// --- parsing

namespace {

struct Cursor {
  const char* p;
  const char* end;
  bool at_end() const { return p == end; }
  char peek() const { return p < end ? *p : '\0'; }
  bool eat(char c) {
    if (peek() != c || at_end()) return false;
    ++p;
    return true;
  }
  // Exactly `count` digits.
  bool digits(int count, int* value) {
    if (end - p < count) return false;
    *value = 0;
    for (int i = 0; i < count; ++i) {
      if (p[i] < '0' || p[i] > '9') return false;
      *value = *value * 10 + (p[i] - '0');
    }
    p += count;
    return true;
  }
};

// ECMA-262 sec-date-time-string-format
bool parse_iso(std::string_view text, double* result) {
  Cursor c{text.data(), text.data() + text.size()};
  int year;
  bool negative = false;
  if (c.peek() == '+' || c.peek() == '-') {
    negative = *c.p++ == '-';
    if (!c.digits(6, &year) || (negative && year == 0)) return false;
  } else if (!c.digits(4, &year)) {
    return false;
  }
  if (negative) year = -year;
  int month = 1;
  int date = 1;
  if (c.eat('-')) {
    if (!c.digits(2, &month) || month < 1 || month > 12) return false;
    if (c.eat('-') && (!c.digits(2, &date) || date < 1 || date > 31)) return false;
  }
  int hour = 0;
  int minute = 0;
  int second = 0;
  double ms = 0;
  bool has_time = false;
  bool has_zone = false;
  int offset = 0;
  if (c.eat('T') || c.eat('t')) {
    has_time = true;
    if (!c.digits(2, &hour) || hour > 24 || !c.eat(':') || !c.digits(2, &minute) || minute > 59) return false;
    if (c.eat(':')) {
      if (!c.digits(2, &second) || second > 59) return false;
      if (c.eat('.') || c.eat(',')) {
        double unit = 100;
        int count = 0;
        while (c.peek() >= '0' && c.peek() <= '9') {
          ms += (*c.p++ - '0') * unit;
          unit /= 10;
          ++count;
        }
        if (!count) return false;
        ms = std::floor(ms + 1e-9);
      }
    }
    if (hour == 24 && (minute || second || ms != 0)) return false;
    if (c.eat('Z') || c.eat('z')) {
      has_zone = true;
    } else if (c.peek() == '+' || c.peek() == '-') {
      bool west = *c.p++ == '-';
      int zone_hour;
      int zone_minute;
      if (!c.digits(2, &zone_hour) || !c.eat(':') || !c.digits(2, &zone_minute) || zone_hour > 23 || zone_minute > 59)
        return false;
      offset = (zone_hour * 60 + zone_minute) * (west ? -1 : 1);
      has_zone = true;
    }
  }
  if (!c.at_end()) return false;
  double t = make_date(make_day(year, month - 1, date), make_time(hour, minute, second, ms));
  if (has_zone) {
    t -= offset * 60000.0;
  } else if (has_time) {
    t = utc_from_local(t);
  }
  *result = time_clip(t);
  return true;
}

int find_word(std::string_view word, const char* const* list, int count) {
  if (word.size() < 3) return -1;
  for (int i = 0; i < count; ++i) {
    if (strncasecmp(word.data(), list[i], 3) == 0) return i;
  }
  return -1;
}

// Words and numbers in the orders people write them: month names or m/d/y, a clock with AM or PM, a zone.
double parse_legacy(std::string_view text) {
  const char* p = text.data();
  const char* end = p + text.size();
  int numbers[3];
  int count = 0;
  int month = -1;
  bool month_named = false;
  int month_position = 0;
  int hour = -1;
  int minute = 0;
  int second = 0;
  double ms = 0;
  bool pm = false;
  bool am = false;
  bool has_zone = false;
  int offset = 0;
  bool year_first = false;
  while (p < end) {
    char ch = *p;
    if (ch == '(') {  // comments nest
      int depth = 0;
      for (; p < end; ++p) {
        if (*p == '(') ++depth;
        if (*p == ')' && --depth == 0) {
          ++p;
          break;
        }
      }
      continue;
    }
    if (ch == ' ' || ch == ',' || ch == '.' || ch == '\t' || ch == '\n' || ch == '\r' || ch == '/') {
      ++p;
      continue;
    }
    if (ch >= '0' && ch <= '9') {
      const char* start = p;
      int64_t value = 0;
      while (p < end && *p >= '0' && *p <= '9') {
        if (value < 100000000) value = value * 10 + (*p - '0');
        ++p;
      }
      if (p < end && *p == ':' && hour < 0) {
        hour = static_cast<int>(value);
        int* parts[] = {&minute, &second};
        for (int i = 0; i < 2 && p < end && *p == ':'; ++i) {
          ++p;
          if (p >= end || *p < '0' || *p > '9') return kNaN;
          int part = 0;
          while (p < end && *p >= '0' && *p <= '9') part = part * 10 + (*p++ - '0');
          *parts[i] = part;
        }
        if (p < end && *p == '.') {
          ++p;
          double unit = 100;
          while (p < end && *p >= '0' && *p <= '9') {
            ms += (*p++ - '0') * unit;
            unit /= 10;
          }
          ms = std::floor(ms + 1e-9);
        }
        continue;
      }
      if (count == 3) return kNaN;
      if (count == 0 && (p - start >= 3)) year_first = true;
      numbers[count++] = static_cast<int>(value);
      // A hyphen between numbers separates them.
      if (p < end && *p == '-' && hour < 0) ++p;
      continue;
    }
    if ((ch == '+' || ch == '-') && (hour >= 0 || has_zone)) {
      bool west = ch == '-';
      ++p;
      int value = 0;
      int width = 0;
      int zone_minute = -1;
      while (p < end && *p >= '0' && *p <= '9') {
        value = value * 10 + (*p++ - '0');
        ++width;
      }
      if (p < end && *p == ':') {
        ++p;
        zone_minute = 0;
        while (p < end && *p >= '0' && *p <= '9') zone_minute = zone_minute * 10 + (*p++ - '0');
      }
      if (!width) return kNaN;
      int total = zone_minute >= 0 ? value * 60 + zone_minute
                  : width <= 2     ? value * 60
                                   : value / 100 * 60 + value % 100;
      offset = west ? -total : total;
      has_zone = true;
      continue;
    }
    if (ch == '-') {
      ++p;
      continue;
    }
    if ((ch | 0x20) >= 'a' && (ch | 0x20) <= 'z') {
      const char* start = p;
      while (p < end && (*p | 0x20) >= 'a' && (*p | 0x20) <= 'z') ++p;
      std::string_view word(start, static_cast<size_t>(p - start));
      auto is = [&](const char* other) {
        return word.size() == std::strlen(other) && strncasecmp(word.data(), other, word.size()) == 0;
      };
      if (is("am")) {
        am = true;
      } else if (is("pm")) {
        pm = true;
      } else if (is("z") || is("utc") || is("gmt") || is("ut")) {
        has_zone = true;
      } else if (is("t") && count) {
        // the separator of date and time
      } else if (int named = find_word(word, kMonths, 12); named >= 0) {
        month = named;
        month_named = true;
        month_position = count;
      } else {
        static constexpr struct {
          const char* name;
          int hours;
        } kZones[] = {{"est", -5}, {"edt", -4}, {"cst", -6}, {"cdt", -5},
                      {"mst", -7}, {"mdt", -6}, {"pst", -8}, {"pdt", -7}};
        bool known = find_word(word, kDays, 7) >= 0;
        for (const auto& zone : kZones) {
          if (is(zone.name)) {
            has_zone = known = true;
            offset = zone.hours * 60;
          }
        }
        if (!known && count) return kNaN;  // unknown words may only come first
      }
      continue;
    }
    return kNaN;
  }
  int year;
  int date = 1;
  if (month_named) {
    if (count == 0) return kNaN;
    if (count == 1) {
      date = numbers[0];
      year = 2001;
    } else if (year_first && month_position >= 1) {
      year = numbers[0];
      date = numbers[1];
    } else {
      date = numbers[0];
      year = numbers[1];
    }
    if (count == 3) return kNaN;
  } else if (count == 3) {
    if (year_first) {
      year = numbers[0];
      month = numbers[1] - 1;
      date = numbers[2];
    } else {
      month = numbers[0] - 1;
      date = numbers[1];
      year = numbers[2];
    }
  } else if (count == 2) {
    if (year_first) {
      year = numbers[0];
      month = numbers[1] - 1;
    } else {
      month = numbers[0] - 1;
      date = numbers[1];
      year = 2001;
    }
  } else if (count == 1) {
    if (numbers[0] >= 1 && numbers[0] <= 12 && !year_first) {
      month = numbers[0] - 1;
      year = 2001;
    } else {
      year = numbers[0];
      month = 0;
      if (numbers[0] > 12 && numbers[0] < 32 && !year_first) return kNaN;
    }
  } else {
    return kNaN;
  }
  if (!year_first || count < 3) {
    if (year >= 0 && year < 50)
      year += 2000;
    else if (year >= 50 && year < 100)
      year += 1900;
  }
  if (month < 0 || month > 11 || date < 1 || date > 31) return kNaN;
  if (hour < 0) {
    if (am || pm) return kNaN;
    hour = 0;
  }
  if (am || pm) {
    if (hour < 1 || hour > 12) return kNaN;
    hour = hour % 12 + (pm ? 12 : 0);
  }
  if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && (minute || second))) return kNaN;
  double t = make_date(make_day(year, month, date), make_time(hour, minute, second, ms));
  return time_clip(has_zone ? t - offset * 60000.0 : utc_from_local(t));
}

}  // namespace

double parse(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  double result;
  if (parse_iso(text, &result)) return result;
  if (text.starts_with("-000000")) return kNaN;  // sec-expanded-years: no other form of a date begins so
  return parse_legacy(text);
}

}  // namespace scrim::date
