// Date.parse: the specification's form of dates first, then the forms that people write, as V8 takes them.
#include <cmath>
#include <cstdint>
#include <limits>

#include "engine/builtins/date_time.h"

namespace scrim::date {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

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
  bool eat_letter(char lower) { return eat(lower) || eat(static_cast<char>(lower - 32)); }
  // Exactly `count` digits.
  bool digits(int count, int* value) {
    if (end - p < count) return false;
    *value = 0;
    for (int i = 0; i < count; ++i) {
      if (!is_digit(p[i])) return false;
      *value = *value * 10 + (p[i] - '0');
    }
    p += count;
    return true;
  }
};

// ECMA-262 sec-date-time-string-format. Beyond it: any number of digits in a fraction, zones without a colon.
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
  if (c.eat_letter('t')) {
    has_time = true;
    if (!c.digits(2, &hour) || hour > 24 || !c.eat(':') || !c.digits(2, &minute) || minute > 59) return false;
    if (c.eat(':')) {
      if (!c.digits(2, &second) || second > 59) return false;
      if (c.eat('.')) {
        if (!is_digit(c.peek())) return false;
        for (int unit = 100; is_digit(c.peek()); unit /= 10) ms += (*c.p++ - '0') * unit;
      }
    }
    if (hour == 24 && (minute || second || ms != 0)) return false;
    if (c.eat_letter('z')) {
      has_zone = true;
    } else if (c.peek() == '+' || c.peek() == '-') {
      bool west = *c.p++ == '-';
      int zone_hour;
      int zone_minute;
      if (!c.digits(2, &zone_hour)) return false;
      c.eat(':');
      if (!c.digits(2, &zone_minute) || zone_hour > 23 || zone_minute > 59) return false;
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

// --- what people write: numbers, words and signs in some order

struct Item {
  enum Kind : uint8_t { kEnd, kNumber, kMonth, kHalfDay, kZone, kWord, kSpace, kSign, kSymbol, kOther };
  Kind kind = kEnd;
  int value = 0;   // kNumber; kMonth: 1 to 12; kHalfDay: 0 or 12; kZone: hours; kSign, kSymbol: the character
  int length = 0;  // in bytes
  bool is(char symbol) const { return (kind == kSymbol || kind == kSign) && value == symbol; }
};

constexpr struct {
  char start[4];
  Item::Kind kind;
  int value;
} kKnownWords[] = {
    {"jan", Item::kMonth, 1},  {"feb", Item::kMonth, 2},   {"mar", Item::kMonth, 3},  {"apr", Item::kMonth, 4},
    {"may", Item::kMonth, 5},  {"jun", Item::kMonth, 6},   {"jul", Item::kMonth, 7},  {"aug", Item::kMonth, 8},
    {"sep", Item::kMonth, 9},  {"oct", Item::kMonth, 10},  {"nov", Item::kMonth, 11}, {"dec", Item::kMonth, 12},
    {"am", Item::kHalfDay, 0}, {"pm", Item::kHalfDay, 12}, {"ut", Item::kZone, 0},    {"utc", Item::kZone, 0},
    {"z", Item::kZone, 0},     {"gmt", Item::kZone, 0},    {"cst", Item::kZone, -6},  {"cdt", Item::kZone, -5},
    {"est", Item::kZone, -5},  {"edt", Item::kZone, -4},   {"mst", Item::kZone, -7},  {"mdt", Item::kZone, -6},
    {"pst", Item::kZone, -8},  {"pdt", Item::kZone, -7},
};

// Bytes of the white space at `p`, 0 if there is none. UTF-8.
int white_space(std::string_view rest) {
  if (rest[0] == ' ' || (rest[0] >= '\t' && rest[0] <= '\r')) return 1;
  if (rest.starts_with("\u00A0")) return 2;
  if (rest.starts_with("\uFEFF") || rest.starts_with("\u3000") || rest.starts_with("\u1680") ||
      rest.starts_with("\u2028") || rest.starts_with("\u2029") || rest.starts_with("\u202F") ||
      rest.starts_with("\u205F")) {
    return 3;
  }
  return rest.starts_with("\xE2\x80") && rest.size() > 2 && static_cast<uint8_t>(rest[2]) <= 0x8A ? 3 : 0;
}

class Items {
 public:
  explicit Items(std::string_view text) : rest_(text), next_(read()) {}
  const Item& peek() const { return next_; }
  Item take() {
    Item item = next_;
    next_ = read();
    return item;
  }
  bool eat(char symbol) { return next_.is(symbol) && (next_ = read(), true); }

 private:
  Item read() {
    if (rest_.empty()) return {};
    Item item;
    char c = rest_[0];
    size_t end = 1;
    if (is_digit(c)) {
      item.kind = Item::kNumber;
      int significant = 0;
      for (end = 0; end < rest_.size() && is_digit(rest_[end]); ++end) {
        if ((item.value == 0 && rest_[end] == '0') || ++significant > 9) continue;
        item.value = item.value * 10 + (rest_[end] - '0');
      }
    } else if (c == '+' || c == '-') {
      item.kind = Item::kSign;
      item.value = c;
    } else if (c == ':' || c == '.' || c == ')') {
      item.kind = Item::kSymbol;
      item.value = c;
    } else if (int space = white_space(rest_)) {
      item.kind = Item::kSpace;
      end = static_cast<size_t>(space);
    } else if (static_cast<uint8_t>(c) >= 'A') {
      item = read_word(&end);
    } else {
      item.kind = Item::kOther;
      if (c == '(') end = past_parentheses();
    }
    item.length = static_cast<int>(end);
    rest_.remove_prefix(end);
    return item;
  }

  // Of a month any longer form, or misspelling, is taken.
  Item read_word(size_t* length) {
    char start[3] = {0, 0, 0};
    size_t end = 0;
    for (; end < rest_.size() && static_cast<uint8_t>(rest_[end]) >= 'A' && !white_space(rest_.substr(end)); ++end) {
      char c = rest_[end];
      if (end < 3) start[end] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    *length = end;
    for (const auto& word : kKnownWords) {
      bool same = start[0] == word.start[0] && start[1] == word.start[1] && start[2] == word.start[2];
      if (same && (end <= 3 || word.kind == Item::kMonth)) return {word.kind, word.value, 0};
    }
    return {Item::kWord, 0, 0};
  }

  size_t past_parentheses() const {
    int depth = 0;
    size_t at = 0;
    do {
      if (rest_[at] == '(') ++depth;
      if (rest_[at] == ')') --depth;
      ++at;
    } while (depth > 0 && at < rest_.size());
    return at;
  }

  std::string_view rest_;
  Item next_;
};

struct Day {
  int parts[3];
  int count = 0;
  int month = 0;  // by name; 0: none
  bool add(int number) {
    if (count == 3) return false;
    parts[count++] = number;
    return true;
  }
  static bool is_day(int n) { return n >= 1 && n <= 31; }
  // Which of the numbers is what; what is missing is 1.
  double value() {
    if (count == 0) return kNaN;
    while (count < 3) parts[count++] = 1;
    int year, day, number = month;
    if (month) {
      bool day_first = is_day(parts[0]);
      day = parts[day_first ? 0 : 1];
      year = parts[day_first ? 1 : 0];
    } else if (is_day(parts[0])) {
      number = parts[0];
      day = parts[1];
      year = parts[2];
    } else {
      year = parts[0];
      number = parts[1];
      day = parts[2];
    }
    if (year >= 0 && year < 50) {
      year += 2000;
    } else if (year >= 50 && year < 100) {
      year += 1900;
    }
    return number >= 1 && number <= 12 && is_day(day) ? make_day(year, number - 1, day) : kNaN;
  }
};

struct TimeOfDay {
  int parts[4] = {0, 0, 0, 0};
  int count = 0;
  int half = -1;  // 0: AM, 12: PM
  bool add(int number) {
    if (count == 4) return false;
    parts[count++] = number;
    return true;
  }
  bool add_last(int number) {
    bool room = add(number);
    count = 4;
    return room;
  }
  bool expects(int n) const { return (count == 1 && n < 60) || (count == 2 && n < 60) || (count == 3 && n < 1000); }
  double value() {
    int& hour = parts[0];
    if (half >= 0) {
      if (hour > 12) return kNaN;
      hour = hour % 12 + half;
    }
    bool midnight = hour == 24 && parts[1] == 0 && parts[2] == 0 && parts[3] == 0;
    if (!midnight && (hour > 23 || parts[1] > 59 || parts[2] > 59 || parts[3] > 999)) return kNaN;
    return make_time(hour, parts[1], parts[2], parts[3]);
  }
};

struct Zone {
  int sign = 0;  // 0: none said
  int hour = -1;
  int minute = -1;
  bool expects(int n) const { return hour >= 0 && minute < 0 && n < 60; }
  bool is_utc() const { return hour == 0 && minute == 0; }
};

int milliseconds(const Item& number) {
  int value = number.value;
  int length = number.length < 9 ? number.length : 9;
  for (; length < 3; ++length) value *= 10;
  for (; length > 3; --length) value /= 10;
  return value;
}

double parse_legacy(std::string_view text) {
  Items items(text);
  Day day;
  TimeOfDay time;
  Zone zone;
  bool has_number = false;
  // What begins as the specification's form has its parts in that order.
  bool has_year = items.peek().kind == Item::kNumber && items.peek().length == 4;
  int sign = 1;
  if (items.peek().kind == Item::kSign) {
    sign = items.take().is('-') ? -1 : 1;
    has_year = items.peek().kind == Item::kNumber && items.peek().length == 6;
  }
  if (has_year) {
    auto two_digits = [&](int limit) {
      const Item& next = items.peek();
      return next.kind == Item::kNumber && next.length == 2 && next.value >= 1 && next.value <= limit;
    };
    int year = items.take().value;
    has_number = sign > 0 || year != 0;
    if (has_number) {
      day.add(sign * year);
      if (items.eat('-') && two_digits(12)) {
        day.add(items.take().value);
        if (items.eat('-') && two_digits(31)) day.add(items.take().value);
      }
    }
  }
  for (Item item = items.take(); item.kind != Item::kEnd; item = items.take()) {
    int n = item.value;
    switch (item.kind) {
      case Item::kNumber:
        has_number = true;
        if (items.eat(':')) {
          if (items.eat(':')) {  // n:: has no minutes
            if (time.count) return kNaN;
            time.add(n);
            time.add(0);
          } else {
            if (!time.add(n)) return kNaN;
            items.eat('.');
          }
        } else if (bool dot = items.eat('.'); dot && time.expects(n)) {
          time.add(n);
          if (items.peek().kind != Item::kNumber) return kNaN;
          time.add_last(milliseconds(items.take()));
        } else if (zone.expects(n)) {
          zone.minute = n;
        } else if (time.expects(n)) {
          time.add_last(n);
          const Item& after = items.peek();
          bool apart = after.kind == Item::kEnd || after.kind == Item::kSpace || after.kind == Item::kSign ||
                       (after.kind == Item::kZone && after.length == 1);
          if (!apart) return kNaN;
        } else {
          if (!day.add(n)) return kNaN;
          items.eat('-');
        }
        break;
      case Item::kHalfDay:
        if (time.count) {
          time.half = n;
        } else if (has_number || items.peek().kind == Item::kNumber) {
          return kNaN;
        }
        break;
      case Item::kMonth:
        day.month = n;
        items.eat('-');
        break;
      case Item::kZone:
        if (has_number) {
          zone = {n < 0 ? -1 : 1, n < 0 ? -n : n, 0};
        } else if (items.peek().kind == Item::kNumber) {
          return kNaN;
        }
        break;
      case Item::kWord:
        // Before the first number any word will do that stands apart from it.
        if (has_number || items.peek().kind == Item::kNumber) return kNaN;
        break;
      case Item::kSign: {
        if (!zone.is_utc() && time.count == 0) {
          if (has_number) return kNaN;
          break;
        }
        zone.sign = n == '-' ? -1 : 1;
        Item offset;
        if (items.peek().kind == Item::kNumber) offset = items.take();
        has_number = true;
        if (items.peek().is(':')) {
          zone.hour = offset.value;
          zone.minute = -1;
        } else if (offset.length == 1 || offset.length == 2) {
          zone.hour = offset.value;
          zone.minute = 0;
        } else if (offset.length == 3 || offset.length == 4) {
          zone.hour = offset.value / 100;
          zone.minute = offset.value % 100;
        } else {
          return kNaN;
        }
        break;
      }
      case Item::kSymbol:
        if (n == ')' && has_number) return kNaN;
        break;
      default: break;
    }
  }
  double t = make_date(day.value(), time.value());
  if (!zone.sign) return time_clip(utc_from_local(t));
  double offset = (zone.hour < 0 ? 0 : zone.hour) * 3600000.0 + (zone.minute < 0 ? 0 : zone.minute) * 60000.0;
  return time_clip(t - zone.sign * offset);
}

}  // namespace

double parse(std::string_view text) {
  double result;
  return parse_iso(text, &result) ? result : parse_legacy(text);
}

}  // namespace scrim::date
