// Date. ECMA-262 sec-date-objects
#include <cmath>

#include "engine/builtins/date_time.h"
#include "engine/builtins/intl/to_locale_string.h"
#include "engine/builtins/support.h"
#include "engine/objects/host.h"

namespace scrim {

namespace {

Completion<DateObject*> this_date(Isolate& isolate, Frame& frame) {
  if (!is_type(frame.this_value, CellType::kDate)) return throw_type_error(isolate, "this is not a Date object.");
  return cast<DateObject>(frame.this_value);
}

double now(Isolate& isolate) {
  return isolate.host.interface ? std::floor(isolate.host.interface->wall_clock_ms()) : 0;
}

Value text_of(Isolate& isolate, const std::string& text) {
  return Value(new_string_utf8(isolate, text));
}

std::string full_text(double utc) {
  if (utc != utc) return "Invalid Date";
  double local = date::local_time(utc);
  return date::date_string(local) + " " + date::time_string(utc, local);
}

// Year, month and so on from the arguments, as UTC or local; NaN if any is.
Completion<double> time_from_arguments(Isolate& isolate, Frame& frame) {
  double fields[7] = {0, 0, 1, 0, 0, 0, 0};
  for (uint32_t i = 0; i < 7 && i < frame.argument_count; ++i) fields[i] = TRY(to_number(isolate, frame.arguments[i]));
  if (!frame.argument_count) return std::numeric_limits<double>::quiet_NaN();
  return date::make_date(date::make_day(date::make_full_year(fields[0]), fields[1], fields[2]),
                         date::make_time(fields[3], fields[4], fields[5], fields[6]));
}

// ECMA-262 sec-date
Completion<Value> date_constructor(Isolate& isolate, Frame& frame) {
  if (frame.new_target.is_undefined()) return text_of(isolate, full_text(now(isolate)));
  double time;
  if (frame.argument_count == 0) {
    time = now(isolate);
  } else if (frame.argument_count == 1) {
    Value value = frame.arguments[0];
    if (is_type(value, CellType::kDate)) {
      time = cast<DateObject>(value)->time;
    } else {
      value = TRY(to_primitive(isolate, value));
      time = value.is_string() ? date::parse(to_utf8(isolate, as_string(value)))
                               : date::time_clip(TRY(to_number(isolate, value)));
    }
  } else {
    time = date::time_clip(date::utc_from_local(TRY(time_from_arguments(isolate, frame))));
  }
  Shape* shape = TRY(shape_from_constructor(isolate, frame.new_target, Intrinsic::kDatePrototype, CellType::kDate));
  auto* object = allocate_object<DateObject>(isolate, shape);
  object->time = time;
  return Value(object);
}

Completion<Value> date_now(Isolate& isolate, Frame&) {
  return Value::number(now(isolate));
}
Completion<Value> date_parse(Isolate& isolate, Frame& frame) {
  String* text = TRY(to_string(isolate, frame.argument(0)));
  return Value::canonical_double(date::parse(to_utf8(isolate, text)));
}
Completion<Value> date_utc(Isolate& isolate, Frame& frame) {
  return Value::number(date::time_clip(TRY(time_from_arguments(isolate, frame))));
}

enum Field : uint32_t {
  kFullYear,
  kMonth,
  kDate,
  kHours,
  kMinutes,
  kSeconds,
  kMilliseconds,
  kWeekDay,
  kYear,
  kUtc = 16
};

// magic: the field, and kUtc
Completion<Value> get_field(Isolate& isolate, Frame& frame) {
  double t = TRY(this_date(isolate, frame))
  ->time;
  if (t != t) return Value::nan();
  auto magic = static_cast<uint32_t>(callee_of(frame)->magic);
  if (!(magic & kUtc)) t = date::local_time(t);
  auto rest = static_cast<int64_t>(date::time_within_day(t));
  switch (magic & 15) {
    case kFullYear: return Value::number(date::civil_from_time(t).year);
    case kYear: return Value::number(date::civil_from_time(t).year - 1900);
    case kMonth: return Value::number(date::civil_from_time(t).month);
    case kDate: return Value::number(date::civil_from_time(t).day);
    case kHours: return Value::number(rest / 3600000);
    case kMinutes: return Value::number(rest / 60000 % 60);
    case kSeconds: return Value::number(rest / 1000 % 60);
    case kMilliseconds: return Value::number(rest % 1000);
    default: return Value::number(date::week_day(t));
  }
}

// The setters: the field and those below it from the arguments, the rest from the current time.
Completion<Value> set_field(Isolate& isolate, Frame& frame) {
  DateObject* object = TRY(this_date(isolate, frame));
  auto magic = static_cast<uint32_t>(callee_of(frame)->magic);
  bool utc = magic & kUtc;
  uint32_t field = magic & 15;
  double t = object->time;
  bool by_year = field == kFullYear || field == kYear;
  // A group is date fields or clock fields; arguments beyond the group are ignored.
  uint32_t group_end = field <= kDate || field == kYear ? kDate : kMilliseconds;
  double given[4] = {std::numeric_limits<double>::quiet_NaN(), 0, 0, 0};
  uint32_t count = 0;
  uint32_t most = field == kYear ? 1 : group_end - field + 1;
  for (; count < most && (count == 0 || count < frame.argument_count); ++count)
    given[count] = TRY(to_number(isolate, frame.argument(count)));
  if (t != t) {
    if (!by_year) return Value::nan();
    t = 0;
  } else if (!utc) {
    t = date::local_time(t);
  }
  date::YearMonthDay civil = date::civil_from_time(t);
  auto rest = static_cast<int64_t>(date::time_within_day(t));
  double fields[7] = {civil.year,
                      static_cast<double>(civil.month),
                      static_cast<double>(civil.day),
                      static_cast<double>(rest / 3600000),
                      static_cast<double>(rest / 60000 % 60),
                      static_cast<double>(rest / 1000 % 60),
                      static_cast<double>(rest % 1000)};
  if (field == kYear) {
    if (given[0] != given[0]) {
      object->time = std::numeric_limits<double>::quiet_NaN();
      return Value::nan();
    }
    fields[0] = date::make_full_year(given[0]);
  } else {
    for (uint32_t i = 0; i < count; ++i) fields[field + i] = given[i];
  }
  double result = date::make_date(date::make_day(fields[0], fields[1], fields[2]),
                                  date::make_time(fields[3], fields[4], fields[5], fields[6]));
  object->time = date::time_clip(utc ? result : date::utc_from_local(result));
  return Value::number(object->time);
}

Completion<Value> date_get_time(Isolate& isolate, Frame& frame) {
  return Value::number(TRY(this_date(isolate, frame))->time);
}
Completion<Value> date_set_time(Isolate& isolate, Frame& frame) {
  DateObject* object = TRY(this_date(isolate, frame));
  object->time = date::time_clip(TRY(to_number(isolate, frame.argument(0))));
  return Value::number(object->time);
}
Completion<Value> date_get_timezone_offset(Isolate& isolate, Frame& frame) {
  double t = TRY(this_date(isolate, frame))
  ->time;
  if (t != t) return Value::nan();
  return Value::number(-date::local_offset(t) / 60000 + 0.0);
}

enum Text : uint32_t { kFull, kDateText, kTimeText, kUtcText };

Completion<Value> date_to_text(Isolate& isolate, Frame& frame) {
  double t = TRY(this_date(isolate, frame))
  ->time;
  if (t != t) return text_of(isolate, "Invalid Date");
  double local = date::local_time(t);
  switch (callee_of(frame)->magic) {
    case kFull: return text_of(isolate, full_text(t));
    case kDateText: return text_of(isolate, date::date_string(local));
    case kTimeText: return text_of(isolate, date::time_string(t, local));
    default: return text_of(isolate, date::utc_string(t));
  }
}

// ECMA-402 sup-date.prototype.tolocalestring and its like; magic: which parts.
Completion<Value> date_to_locale_text(Isolate& isolate, Frame& frame) {
  double t = TRY(this_date(isolate, frame))
  ->time;
  if (t != t) return text_of(isolate, "Invalid Date");
  return intl::date_to_locale_string(isolate, callee_of(frame), t,
                                     static_cast<intl::DateParts>(callee_of(frame)->magic), frame.argument(0),
                                     frame.argument(1));
}

Completion<Value> date_to_iso_string(Isolate& isolate, Frame& frame) {
  double t = TRY(this_date(isolate, frame))
  ->time;
  if (t != t) return throw_range_error(isolate, "Invalid time value");
  return text_of(isolate, date::iso_string(t));
}

Completion<Value> date_to_json(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  Value primitive = TRY(to_primitive(isolate, Value(object), PreferredType::kNumber));
  if (primitive.is_number() && !std::isfinite(primitive.as_number())) return Value::null();
  return invoke(isolate, Value(object), key_from_latin1(isolate, "toISOString"));
}

// ECMA-262 sec-date.prototype-@@toprimitive
Completion<Value> date_to_primitive(Isolate& isolate, Frame& frame) {
  if (!frame.this_value.is_object())
    return throw_incompatible_receiver(isolate, "Date.prototype [ @@toPrimitive ]", frame.this_value);
  const Names& names = isolate.names();
  Value hint = frame.argument(0);
  bool string_first;
  if (hint.is_string() && (strict_equals(isolate, hint, Value(names.string.as_cell())) ||
                           strict_equals(isolate, hint, Value(names.default_.as_cell())))) {
    string_first = true;
  } else if (hint.is_string() && strict_equals(isolate, hint, Value(names.number.as_cell()))) {
    string_first = false;
  } else {
    return throw_type_error(isolate, "Invalid hint: %s", describe_for_error(isolate, hint).c_str());
  }
  for (int i = 0; i < 2; ++i) {
    PropertyKey key = (i == 0) == string_first ? names.toString : names.valueOf;
    Value method = TRY(get(isolate, as_object(frame.this_value), key));
    if (!is_callable(method)) continue;
    Value result = TRY(call(isolate, method, frame.this_value));
    if (!result.is_object()) return result;
  }
  return throw_type_error(isolate, "Cannot convert object to primitive value");
}

using P = BuiltinProperty;
constexpr P kDateTable[] = {
    P::function("now", date_now, 0),
    P::function("parse", date_parse, 1),
    P::function("UTC", date_utc, 7),
};
constexpr P kDatePrototypeTable[] = {
    P::function("toString", date_to_text, 0, kFull),
    P::function("toDateString", date_to_text, 0, kDateText),
    P::function("toTimeString", date_to_text, 0, kTimeText),
    P::function("toISOString", date_to_iso_string, 0),
    P::function("toUTCString", date_to_text, 0, kUtcText),
    P::function("getDate", get_field, 0, kDate),
    P::function("setDate", set_field, 1, kDate),
    P::function("getDay", get_field, 0, kWeekDay),
    P::function("getFullYear", get_field, 0, kFullYear),
    P::function("setFullYear", set_field, 3, kFullYear),
    P::function("getHours", get_field, 0, kHours),
    P::function("setHours", set_field, 4, kHours),
    P::function("getMilliseconds", get_field, 0, kMilliseconds),
    P::function("setMilliseconds", set_field, 1, kMilliseconds),
    P::function("getMinutes", get_field, 0, kMinutes),
    P::function("setMinutes", set_field, 3, kMinutes),
    P::function("getMonth", get_field, 0, kMonth),
    P::function("setMonth", set_field, 2, kMonth),
    P::function("getSeconds", get_field, 0, kSeconds),
    P::function("setSeconds", set_field, 2, kSeconds),
    P::function("getTime", date_get_time, 0),
    P::function("setTime", date_set_time, 1),
    P::function("getTimezoneOffset", date_get_timezone_offset, 0),
    P::function("getYear", get_field, 0, kYear),
    P::function("setYear", set_field, 1, kYear),
    P::function("getUTCDate", get_field, 0, kDate | kUtc),
    P::function("setUTCDate", set_field, 1, kDate | kUtc),
    P::function("getUTCDay", get_field, 0, kWeekDay | kUtc),
    P::function("getUTCFullYear", get_field, 0, kFullYear | kUtc),
    P::function("setUTCFullYear", set_field, 3, kFullYear | kUtc),
    P::function("getUTCHours", get_field, 0, kHours | kUtc),
    P::function("setUTCHours", set_field, 4, kHours | kUtc),
    P::function("getUTCMilliseconds", get_field, 0, kMilliseconds | kUtc),
    P::function("setUTCMilliseconds", set_field, 1, kMilliseconds | kUtc),
    P::function("getUTCMinutes", get_field, 0, kMinutes | kUtc),
    P::function("setUTCMinutes", set_field, 3, kMinutes | kUtc),
    P::function("getUTCMonth", get_field, 0, kMonth | kUtc),
    P::function("setUTCMonth", set_field, 2, kMonth | kUtc),
    P::function("getUTCSeconds", get_field, 0, kSeconds | kUtc),
    P::function("setUTCSeconds", set_field, 2, kSeconds | kUtc),
    P::function("valueOf", date_get_time, 0),
    P::function("toJSON", date_to_json, 1),
    P::function("toLocaleString", date_to_locale_text, 0, 0),
    P::function("toLocaleDateString", date_to_locale_text, 0, 1),
    P::function("toLocaleTimeString", date_to_locale_text, 0, 2),
    P::alias("toGMTString", "toUTCString"),
    {"@@toPrimitive", P::kFunction, 1, Attributes::kConfigurable, date_to_primitive},
};

}  // namespace

extern constexpr ClassSpec kDateClass = {Intrinsic::kDate, Intrinsic::kDatePrototype, "Date", date_constructor, 7,
                                         kDateTable,       kDatePrototypeTable};

}  // namespace scrim
