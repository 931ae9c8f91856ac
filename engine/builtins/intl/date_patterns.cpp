// From the options of a DateTimeFormat to ICU's pattern, and formatting with it. UTS 35 "Date Format Patterns"
#include <algorithm>

#include "engine/builtins/intl/date_time_format.h"
#include "engine/builtins/intl/time_zone.h"

namespace scrim::intl {

namespace {

constexpr ComponentValue kWeekdays[] = {{"narrow", "EEEEE"}, {"short", "EEE"}, {"long", "EEEE"}};
constexpr ComponentValue kEras[] = {{"narrow", "GGGGG"}, {"short", "GGG"}, {"long", "GGGG"}};
constexpr ComponentValue kYears[] = {{"2-digit", "yy"}, {"numeric", "y"}};
constexpr ComponentValue kMonths[] = {
    {"2-digit", "MM"}, {"numeric", "M"}, {"narrow", "MMMMM"}, {"short", "MMM"}, {"long", "MMMM"}};
constexpr ComponentValue kDays[] = {{"2-digit", "dd"}, {"numeric", "d"}};
constexpr ComponentValue kDayPeriods[] = {{"narrow", "BBBBB"}, {"short", "B"}, {"long", "BBBB"}};
constexpr ComponentValue kHours[] = {{"2-digit", "jj"}, {"numeric", "j"}};
constexpr ComponentValue kMinutes[] = {{"2-digit", "mm"}, {"numeric", "m"}};
constexpr ComponentValue kSeconds[] = {{"2-digit", "ss"}, {"numeric", "s"}};
constexpr ComponentValue kTimeZoneNames[] = {{"short", "z"},         {"long", "zzzz"},      {"shortOffset", "O"},
                                             {"longOffset", "OOOO"}, {"shortGeneric", "v"}, {"longGeneric", "vvvv"}};

// The letter of each hour cycle.
constexpr char16_t kHourLetters[] = {u'K', u'h', u'H', u'k'};

bool is_hour_letter(char16_t c) {
  return std::find(std::begin(kHourLetters), std::end(kHourLetters), c) != std::end(kHourLetters);
}

bool is_twelve(int hour_cycle) {
  return hour_cycle == kH11 || hour_cycle == kH12;
}

// Calls visit(letter) for each character outside quotes, which may change it.
template <typename F>
void visit_letters(std::u16string* pattern, F visit) {
  bool quoted = false;
  for (char16_t& c : *pattern) {
    if (c == u'\'') {
      quoted = !quoted;
    } else if (!quoted) {
      visit(c);
    }
  }
}

void replace_hour_letters(std::u16string* pattern, int hour_cycle) {
  visit_letters(pattern, [hour_cycle](char16_t& c) {
    if (is_hour_letter(c)) c = kHourLetters[hour_cycle];
  });
}

// A skeleton for another hour cycle: the letters replaced, day periods left to the generator.
std::u16string skeleton_for(std::u16string_view skeleton, int hour_cycle) {
  std::u16string out;
  for (char16_t c : skeleton) {
    if (c == u'a' || c == u'b' || c == u'B') continue;
    out.push_back(is_hour_letter(c) ? (is_twelve(hour_cycle) ? u'h' : u'H') : c);
  }
  return out;
}

std::u16string best_pattern(UDateTimePatternGenerator* generator, std::u16string_view skeleton) {
  std::u16string pattern;
  icu_fill(&pattern, 64, [&](char16_t* out, int32_t capacity, UErrorCode* status) {
    return icu().udatpg_getBestPatternWithOptions(generator, skeleton.data(), static_cast<int32_t>(skeleton.size()),
                                                  UDATPG_MATCH_HOUR_FIELD_LENGTH, out, capacity, status);
  });
  return pattern;
}

std::u16string skeleton_of(std::u16string_view pattern) {
  std::u16string skeleton;
  icu_fill(&skeleton, 64, [&](char16_t* out, int32_t capacity, UErrorCode* status) {
    return icu().udatpg_getSkeleton(nullptr, pattern.data(), static_cast<int32_t>(pattern.size()), out, capacity,
                                    status);
  });
  return skeleton;
}

// ICU has a narrow space between time and day period since CLDR 42; engines keep the plain one, which programs expect.
void replace_narrow_spaces(std::u16string* text) {
  std::replace(text->begin(), text->end(), u'\u202f', u' ');
}

const char* date_field_type(int32_t field) {
  switch (field) {
    case UDAT_ERA_FIELD: return "era";
    case UDAT_YEAR_FIELD:
    case UDAT_YEAR_WOY_FIELD:
    case UDAT_EXTENDED_YEAR_FIELD: return "year";
    case UDAT_YEAR_NAME_FIELD: return "yearName";
    case UDAT_RELATED_YEAR_FIELD: return "relatedYear";
    case UDAT_MONTH_FIELD:
    case UDAT_STANDALONE_MONTH_FIELD: return "month";
    case UDAT_DATE_FIELD: return "day";
    case UDAT_HOUR_OF_DAY1_FIELD:
    case UDAT_HOUR_OF_DAY0_FIELD:
    case UDAT_HOUR1_FIELD:
    case UDAT_HOUR0_FIELD: return "hour";
    case UDAT_MINUTE_FIELD: return "minute";
    case UDAT_SECOND_FIELD: return "second";
    case UDAT_FRACTIONAL_SECOND_FIELD: return "fractionalSecond";
    case UDAT_DAY_OF_WEEK_FIELD:
    case UDAT_DOW_LOCAL_FIELD:
    case UDAT_STANDALONE_DAY_FIELD: return "weekday";
    case UDAT_AM_PM_FIELD:
    case UDAT_AM_PM_MIDNIGHT_NOON_FIELD:
    case UDAT_FLEXIBLE_DAY_PERIOD_FIELD: return "dayPeriod";
    case UDAT_TIMEZONE_FIELD:
    case UDAT_TIMEZONE_RFC_FIELD:
    case UDAT_TIMEZONE_GENERIC_FIELD:
    case UDAT_TIMEZONE_SPECIAL_FIELD:
    case UDAT_TIMEZONE_LOCALIZED_GMT_OFFSET_FIELD:
    case UDAT_TIMEZONE_ISO_FIELD:
    case UDAT_TIMEZONE_ISO_LOCAL_FIELD: return "timeZoneName";
    default: return nullptr;
  }
}

// Years before 1582 are Gregorian too.
void make_proleptic(UCalendar* calendar) {
  UErrorCode status = U_ZERO_ERROR;
  icu().ucal_setGregorianChange(calendar, -8.64e15, &status);  // fails for other calendars, which have no change
}

}  // namespace

const ComponentSpec kComponentSpecs[kComponents] = {
    {"weekday", kWeekdays},
    {"era", kEras},
    {"year", kYears},
    {"month", kMonths},
    {"day", kDays},
    {"dayPeriod", kDayPeriods},
    {"hour", kHours},
    {"minute", kMinutes},
    {"second", kSeconds},
    {"fractionalSecondDigits", {}},
    {"timeZoneName", kTimeZoneNames},
};

int pattern_letters(std::u16string_view pattern, std::u16string_view letters) {
  std::u16string copy(pattern);
  int count = 0;
  visit_letters(&copy, [&](char16_t c) { count += letters.find(c) != std::u16string_view::npos; });
  return count;
}

const char* component_of_pattern(std::u16string_view pattern, Component component) {
  // By the number of letters, from one.
  constexpr const char* kNumbers[] = {"numeric", "2-digit"};
  constexpr const char* kTexts[] = {"short", "short", "short", "long", "narrow"};
  const auto pick = [](std::span<const char* const> names, int count) -> const char* {
    return count == 0 ? nullptr : names[std::min(static_cast<size_t>(count), names.size()) - 1];
  };
  switch (component) {
    case kWeekday: return pick(kTexts, pattern_letters(pattern, u"Ec"));
    case kEra: return pick(kTexts, pattern_letters(pattern, u"G"));
    case kYear: {
      const int count = pattern_letters(pattern, u"yurU");
      return count == 0 ? nullptr : kNumbers[count == 2];
    }
    case kMonth: {
      constexpr const char* kNames[] = {"numeric", "2-digit", "short", "long", "narrow"};
      return pick(kNames, pattern_letters(pattern, u"ML"));
    }
    case kDay: return pick(kNumbers, pattern_letters(pattern, u"d"));
    case kDayPeriod: return pick(kTexts, pattern_letters(pattern, u"B"));
    case kHour: return pick(kNumbers, pattern_letters(pattern, u"KhHk"));
    case kMinute: return pick(kNumbers, pattern_letters(pattern, u"m"));
    case kSecond: return pick(kNumbers, pattern_letters(pattern, u"s"));
    case kTimeZoneName: {
      if (const int count = pattern_letters(pattern, u"z")) return count == 4 ? "long" : "short";
      if (const int count = pattern_letters(pattern, u"O")) return count == 4 ? "longOffset" : "shortOffset";
      if (const int count = pattern_letters(pattern, u"v")) return count == 4 ? "longGeneric" : "shortGeneric";
      return nullptr;
    }
    default: return nullptr;
  }
}

HourCycle hour_cycle_of_pattern(std::u16string_view pattern) {
  for (int cycle = kH11; cycle <= kH24; ++cycle) {
    if (pattern_letters(pattern, std::u16string_view(&kHourLetters[cycle], 1))) return static_cast<HourCycle>(cycle);
  }
  return kNoHourCycle;
}

HourCycle default_hour_cycle(UDateTimePatternGenerator* generator) {
  UErrorCode status = U_ZERO_ERROR;
  const UDateFormatHourCycle cycle = icu().udatpg_getDefaultHourCycle(generator, &status);
  if (failed(status)) return kH23;
  constexpr HourCycle kCycles[] = {kH11, kH12, kH23, kH24};
  return kCycles[cycle];
}

UErrorCode DateTimeFormat::open(int wanted_hour_cycle, int hour12, const std::string& data_locale,
                                const DateTimeFormat* previous) {
  const Icu& icu = scrim::icu();
  UErrorCode status = U_ZERO_ERROR;
  if (previous && previous->icu_locale == icu_locale) {
    generator = previous->generator;
  } else {
    generator = std::make_shared<PatternGenerator>(icu.udatpg_open(icu_locale.c_str(), &status));
  }
  if (failed(status)) return status;
  const HourCycle usual = default_hour_cycle(*generator);
  int cycle = wanted_hour_cycle;
  if (hour12 == 1) {
    const bool from_zero = data_locale == "ja" || data_locale.starts_with("ja-") || data_locale.ends_with("-JP");
    cycle = is_twelve(usual) ? usual : from_zero ? kH11 : kH12;
  } else if (hour12 == 0) {
    cycle = is_twelve(usual) ? kH23 : usual;
  } else if (cycle == kNoHourCycle) {
    cycle = usual;
  }
  const std::u16string zone = icu_time_zone(time_zone);
  const auto zone_length = static_cast<int32_t>(zone.size());
  if (date_style >= 0 || time_style >= 0) {
    constexpr UDateFormatStyle kIcuStyles[] = {UDAT_FULL, UDAT_LONG, UDAT_MEDIUM, UDAT_SHORT};
    const DateFormatter styled(icu.udat_open(time_style < 0 ? UDAT_NONE : kIcuStyles[time_style],
                                             date_style < 0 ? UDAT_NONE : kIcuStyles[date_style], icu_locale.c_str(),
                                             zone.data(), zone_length, nullptr, 0, &status));
    if (failed(status)) return status;
    icu_fill(&pattern, 64, [&](char16_t* out, int32_t capacity, UErrorCode* error) {
      return icu.udat_toPattern(styled, false, out, capacity, error);
    });
    if (time_style >= 0 && cycle != hour_cycle_of_pattern(pattern)) {
      if (is_twelve(cycle) != is_twelve(hour_cycle_of_pattern(pattern)))
        pattern = best_pattern(*generator, skeleton_for(skeleton_of(pattern), cycle));
      replace_hour_letters(&pattern, cycle);
    }
  } else {
    std::u16string skeleton;
    for (int component = 0; component < kComponents; ++component) {
      const int value = components[component];
      if (value < 0) continue;
      if (component == kFractionalSecond) {
        skeleton.append(static_cast<size_t>(value), u'S');
        continue;
      }
      std::string_view part = kComponentSpecs[component].values[static_cast<size_t>(value)].pattern;
      for (char c : part) skeleton.push_back(c == 'j' ? (is_twelve(cycle) ? u'h' : u'H') : static_cast<char16_t>(c));
    }
    pattern = best_pattern(*generator, skeleton);
    replace_hour_letters(&pattern, cycle);
  }
  hour_cycle = hour_cycle_of_pattern(pattern);
  formatter = DateFormatter(icu.udat_open(UDAT_PATTERN, UDAT_PATTERN, icu_locale.c_str(), zone.data(), zone_length,
                                          pattern.data(), static_cast<int32_t>(pattern.size()), &status));
  if (failed(status)) return status;
  const Calendar proleptic(icu.ucal_clone(icu.udat_getCalendar(formatter), &status));
  if (failed(status)) return status;
  make_proleptic(proleptic);
  icu.udat_setCalendar(formatter, proleptic);
  return status;
}

// sec-partitiondatetimepattern
UErrorCode DateTimeFormat::format(double time, FormattedText* out, bool with_fields) const {
  UErrorCode status = U_ZERO_ERROR;
  const IcuHandle<UFieldPositionIterator, &Icu::ufieldpositer_close> positions(
      with_fields ? icu().ufieldpositer_open(&status) : nullptr);
  if (failed(status)) return status;
  const bool done = icu_fill(&out->text, 96, [&](char16_t* text, int32_t capacity, UErrorCode* error) {
    const int32_t length = icu().udat_formatForFields(formatter, time, text, capacity, positions, error);
    status = *error;
    return length;
  });
  if (!done) return status;
  Field field{nullptr, 0, 0};
  for (int32_t number; with_fields && (number = icu().ufieldpositer_next(positions, &field.begin, &field.end)) >= 0;) {
    field.type = date_field_type(number);
    if (field.type) out->fields.push_back(field);
  }
  replace_narrow_spaces(&out->text);
  return U_ZERO_ERROR;
}

// sec-partitiondatetimerangepattern
UErrorCode DateTimeFormat::format_range(double start, double end, FormattedText* out) {
  const Icu& icu = scrim::icu();
  UErrorCode status = U_ZERO_ERROR;
  if (interval.get() == nullptr) {
    const std::u16string skeleton = skeleton_of(pattern);
    const std::u16string zone = icu_time_zone(time_zone);
    interval =
        IntervalFormatter(icu.udtitvfmt_open(icu_locale.c_str(), skeleton.data(), static_cast<int32_t>(skeleton.size()),
                                             zone.data(), static_cast<int32_t>(zone.size()), &status));
    if (failed(status)) return status;
  }
  const Calendar from(icu.ucal_clone(icu.udat_getCalendar(formatter), &status));
  const Calendar to(icu.ucal_clone(icu.udat_getCalendar(formatter), &status));
  if (failed(status)) return status;
  icu.ucal_setMillis(from, start, &status);
  icu.ucal_setMillis(to, end, &status);
  const IcuHandle<UFormattedDateInterval, &Icu::udtitvfmt_closeResult> result(icu.udtitvfmt_openResult(&status));
  if (failed(status)) return status;
  icu.udtitvfmt_formatCalendarToResult(interval, from, to, result, &status);
  if (failed(status)) return status;
  bool has_span = false;
  status = read_formatted(icu.udtitvfmt_resultAsValue(result, &status), out,
                          [&](int32_t category, int32_t number, std::u16string_view, Field* field) {
                            if (category == UFIELD_CATEGORY_DATE_INTERVAL_SPAN) {
                              has_span = true;
                              field->source = number == 0 ? "startRange" : "endRange";
                              return true;
                            }
                            if (category == UFIELD_CATEGORY_DATE) field->type = date_field_type(number);
                            return field->type != nullptr;
                          });
  if (failed(status)) return status;
  replace_narrow_spaces(&out->text);
  if (has_span) return status;
  // Both ends look alike: one date.
  *out = FormattedText();
  return format(start, out, true);
}

}  // namespace scrim::intl
