// Time values, days, local time and the texts of dates. ECMA-262
// sec-overview-of-date-objects-and-definitions-of-abstract-operations Times are milliseconds since the epoch; NaN is an
// invalid one.
#pragma once

#include <string>
#include <string_view>

namespace scrim::date {

constexpr double kMsPerDay = 86400000;

double day(double t);
double time_within_day(double t);  // milliseconds, 0 to kMsPerDay - 1
int week_day(double t);            // 0: Sunday
struct YearMonthDay {
  double year;
  int month;  // 0 to 11
  int day;    // 1 to 31
};
YearMonthDay civil_from_time(double t);
double make_time(double hour, double minute, double second, double ms);
double make_day(double year, double month, double date);
double make_date(double day, double time);
double time_clip(double t);
double make_full_year(double year);  // 0 to 99 become 1900 to 1999

// The C library's time zone. Milliseconds east of Greenwich at a time in UTC.
double local_offset(double utc);
double local_time(double utc);
double utc_from_local(double local);
std::string time_zone_name(double utc);

// Date.parse: the ISO form, then what V8's legacy parser takes.
double parse(std::string_view text);

std::string iso_string(double t);                   // t is finite
std::string date_string(double local);              // Tue Feb 01 2022
std::string time_string(double utc, double local);  // 10:00:00 GMT+0000 (Coordinated Universal Time)
std::string utc_string(double t);

}  // namespace scrim::date
