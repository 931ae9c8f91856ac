// The digit options that NumberFormat and PluralRules share, and numbers as values of theirs.
#include <algorithm>
#include <cmath>

#include "engine/builtins/intl/number_format.h"
#include "engine/objects/bigint.h"

namespace scrim::intl {

namespace {

constexpr const char* kRoundingModes[] = {"ceil",      "floor",      "expand",    "trunc",   "halfCeil",
                                          "halfFloor", "halfExpand", "halfTrunc", "halfEven"};
constexpr const char* kIcuRoundingModes[] = {"ceiling",    "floor",   "up",        "down",     "half-ceiling",
                                             "half-floor", "half-up", "half-down", "half-even"};
constexpr const char* kRoundingPriorities[] = {"auto", "morePrecision", "lessPrecision"};
constexpr const char* kTrailingZeroDisplays[] = {"auto", "stripIfInteger"};
constexpr int kRoundingIncrements[] = {1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000};

}  // namespace

// sec-setnfdigitoptions
Completion<void> read_digit_options(const Options& options, int default_minimum, int default_maximum, bool compact,
                                    DigitOptions* out) {
  Isolate& isolate = options.isolate;
  out->minimum_integer = TRY(options.number("minimumIntegerDigits", 1, 21, 1));
  Value minimum_fraction = TRY(options.read("minimumFractionDigits"));
  Value maximum_fraction = TRY(options.read("maximumFractionDigits"));
  Value minimum_significant = TRY(options.read("minimumSignificantDigits"));
  Value maximum_significant = TRY(options.read("maximumSignificantDigits"));
  out->increment = TRY(options.number("roundingIncrement", 1, 5000, 1));
  if (std::find(std::begin(kRoundingIncrements), std::end(kRoundingIncrements), out->increment) ==
      std::end(kRoundingIncrements)) {
    return throw_range_error(isolate, "roundingIncrement value is out of range.");
  }
  out->mode = TRY(options.choice("roundingMode", kRoundingModes, out->mode));
  const int priority = TRY(options.choice("roundingPriority", kRoundingPriorities, 0));
  out->trailing_zero = TRY(options.choice("trailingZeroDisplay", kTrailingZeroDisplays, 0));
  if (out->increment != 1) default_maximum = default_minimum;
  const bool has_significant = !minimum_significant.is_undefined() || !maximum_significant.is_undefined();
  const bool has_fraction = !minimum_fraction.is_undefined() || !maximum_fraction.is_undefined();
  bool need_significant = true;
  bool need_fraction = true;
  if (priority == 0) {
    need_significant = has_significant;
    if (need_significant || (!has_fraction && compact)) need_fraction = false;
  }
  if (need_significant && has_significant) {
    out->minimum_significant =
        TRY(default_number_option(isolate, minimum_significant, 1, 21, 1, "minimumSignificantDigits"));
    out->maximum_significant = TRY(default_number_option(isolate, maximum_significant, out->minimum_significant, 21, 21,
                                                         "maximumSignificantDigits"));
  }
  if (need_fraction) {
    out->minimum_fraction = default_minimum;
    out->maximum_fraction = default_maximum;
    if (has_fraction) {
      int minimum = TRY(default_number_option(isolate, minimum_fraction, 0, 100, -1, "minimumFractionDigits"));
      int maximum = TRY(default_number_option(isolate, maximum_fraction, 0, 100, -1, "maximumFractionDigits"));
      if (minimum < 0) {
        minimum = std::min(default_minimum, maximum);
      } else if (maximum < 0) {
        maximum = std::max(default_maximum, minimum);
      } else if (minimum > maximum) {
        return throw_range_error(isolate, "maximumFractionDigits value is out of range.");
      }
      out->minimum_fraction = minimum;
      out->maximum_fraction = maximum;
    }
  }
  if (!need_significant && !need_fraction) {
    out->minimum_fraction = out->maximum_fraction = 0;
    out->minimum_significant = 1;
    out->maximum_significant = 2;
    out->rounding = DigitOptions::kMorePrecision;
  } else {
    out->rounding = priority == 1     ? DigitOptions::kMorePrecision
                    : priority == 2   ? DigitOptions::kLessPrecision
                    : has_significant ? DigitOptions::kSignificant
                                      : DigitOptions::kFraction;
  }
  if (out->increment != 1) {
    if (out->rounding != DigitOptions::kFraction)
      return throw_type_error(isolate, "RoundingType is not fractionDigits");
    if (out->maximum_fraction != out->minimum_fraction)
      return throw_range_error(isolate, "maximumFractionDigits value is out of range.");
  }
  return {};
}

std::string DigitOptions::skeleton() const {
  const auto repeat = [](char c, int count) { return std::string(static_cast<size_t>(count), c); };
  std::string out;
  const std::string fraction = "." + repeat('0', minimum_fraction) + repeat('#', maximum_fraction - minimum_fraction);
  const std::string significant =
      repeat('@', minimum_significant) + repeat('#', maximum_significant - minimum_significant);
  if (increment != 1) {
    std::string digits = std::to_string(increment);
    if (maximum_fraction > 0) {
      const auto places = static_cast<size_t>(maximum_fraction);
      if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
      digits.insert(digits.size() - places, ".");
    }
    out = "precision-increment/" + digits;
  } else if (rounding == kFraction) {
    out = maximum_fraction == 0 ? "precision-integer" : fraction;
  } else if (rounding == kSignificant) {
    out = significant;
  } else {
    out = fraction + "/" + significant + (rounding == kMorePrecision ? "r" : "s");
  }
  if (trailing_zero == 1) out += "/w";
  out += std::string(" rounding-mode-") + kIcuRoundingModes[mode];
  if (minimum_integer != 1) out += " integer-width/+" + repeat('0', minimum_integer);
  return out;
}

void DigitOptions::put_to(Isolate& isolate, Object* object) const {
  put(isolate, object, "minimumIntegerDigits", Value::int32(minimum_integer));
  if (rounding != kSignificant) {
    put(isolate, object, "minimumFractionDigits", Value::int32(minimum_fraction));
    put(isolate, object, "maximumFractionDigits", Value::int32(maximum_fraction));
  }
  if (rounding != kFraction) {
    put(isolate, object, "minimumSignificantDigits", Value::int32(minimum_significant));
    put(isolate, object, "maximumSignificantDigits", Value::int32(maximum_significant));
  }
}

void DigitOptions::put_rounding_to(Isolate& isolate, Object* object) const {
  put(isolate, object, "roundingIncrement", Value::int32(increment));
  put(isolate, object, "roundingMode", kRoundingModes[mode]);
  put(isolate, object, "roundingPriority",
      kRoundingPriorities[rounding == kMorePrecision   ? 1
                          : rounding == kLessPrecision ? 2
                                                       : 0]);
  put(isolate, object, "trailingZeroDisplay", kTrailingZeroDisplays[trailing_zero]);
}

// --- values

Completion<void> to_number_value(Isolate& isolate, Value value, NumberValue* out) {
  Value primitive = TRY(to_primitive(isolate, value, PreferredType::kNumber));
  if (primitive.is_bigint()) {
    out->decimal = bigint_to_string(as_bigint(primitive));
    return {};
  }
  if (!primitive.is_string()) {
    out->number = TRY(to_number(isolate, primitive));
    return {};
  }
  out->number = string_to_number(isolate, as_string(primitive));
  if (!std::isfinite(out->number) || out->number == 0) return {};
  // The exact digits: more than a double may hold.
  const std::string text = to_utf8(isolate, as_string(primitive));
  const size_t begin = text.find_first_of("+-.0123456789");
  const size_t end = text.find_last_of("0123456789.");
  if (begin != std::string::npos && text.find_first_of("xXoObB") == std::string::npos)
    out->decimal = text.substr(begin, end + 1 - begin);
  else if (BigInt* integer = bigint_from_string(isolate, as_string(primitive)))
    out->decimal = bigint_to_string(integer);
  return {};
}

Completion<void> to_number_range(Isolate& isolate, Frame& frame, std::span<const char* const, 2> names,
                                 NumberValue (&out)[2]) {
  for (uint32_t i = 0; i < 2; ++i) {
    if (frame.argument(i).is_undefined()) return throw_type_error(isolate, "Invalid %s : undefined", names[i]);
  }
  for (uint32_t i = 0; i < 2; ++i) TRY(to_number_value(isolate, frame.argument(i), &out[i]));
  for (uint32_t i = 0; i < 2; ++i) {
    if (out[i].is_nan()) return throw_range_error(isolate, "Invalid %s : NaN", names[i]);
  }
  return {};
}

std::string NumberValue::text(Isolate& isolate) const {
  if (!decimal.empty()) return decimal;
  return std::signbit(number) && number == 0 ? "-0" : to_utf8(isolate, number_to_string(isolate, number));
}

UErrorCode format_number(UNumberFormatter* formatter, const NumberValue& value, UFormattedNumber* result) {
  UErrorCode status = U_ZERO_ERROR;
  if (value.decimal.empty()) {
    icu().unumf_formatDouble(formatter, value.number, result, &status);
  } else {
    icu().unumf_formatDecimal(formatter, value.decimal.data(), static_cast<int32_t>(value.decimal.size()), result,
                              &status);
  }
  return status;
}

FormattedRange format_number_range(Isolate& isolate, const UNumberRangeFormatter* formatter,
                                   const NumberValue (&values)[2], UErrorCode* status) {
  FormattedRange result(icu().unumrf_openResult(status));
  const std::string start = values[0].text(isolate);
  const std::string end = values[1].text(isolate);
  icu().unumrf_formatDecimalRange(formatter, start.data(), static_cast<int32_t>(start.size()), end.data(),
                                  static_cast<int32_t>(end.size()), result, status);
  return result;
}

NumberFormatter open_number_formatter(const std::string& skeleton, const std::string& locale, UErrorCode* status) {
  const std::u16string text(skeleton.begin(), skeleton.end());
  return NumberFormatter(
      icu().unumf_openForSkeletonAndLocale(text.data(), static_cast<int32_t>(text.size()), locale.c_str(), status));
}

RangeFormatter open_range_formatter(const std::string& skeleton, const std::string& locale, UErrorCode* status) {
  const std::u16string text(skeleton.begin(), skeleton.end());
  return RangeFormatter(icu().unumrf_openForSkeletonWithCollapseAndIdentityFallback(
      text.data(), static_cast<int32_t>(text.size()), UNUM_RANGE_COLLAPSE_AUTO, UNUM_IDENTITY_FALLBACK_APPROXIMATELY,
      locale.c_str(), nullptr, status));
}

const char* number_field_type(int32_t field, std::u16string_view text, bool percent_is_unit, bool is_nan) {
  switch (field) {
    case UNUM_INTEGER_FIELD:
      return is_nan ? "nan" : text.find(u'\u221e') != std::u16string_view::npos ? "infinity" : "integer";
    case UNUM_FRACTION_FIELD: return "fraction";
    case UNUM_DECIMAL_SEPARATOR_FIELD: return "decimal";
    case UNUM_EXPONENT_SYMBOL_FIELD: return "exponentSeparator";
    case UNUM_EXPONENT_SIGN_FIELD: return "exponentMinusSign";
    case UNUM_EXPONENT_FIELD: return "exponentInteger";
    case UNUM_GROUPING_SEPARATOR_FIELD: return "group";
    case UNUM_CURRENCY_FIELD: return "currency";
    case UNUM_PERCENT_FIELD: return percent_is_unit ? "unit" : "percentSign";
    case UNUM_SIGN_FIELD: return text.find(u'+') != std::u16string_view::npos ? "plusSign" : "minusSign";
    case UNUM_MEASURE_UNIT_FIELD: return "unit";
    case UNUM_COMPACT_FIELD: return "compact";
    case UNUM_APPROXIMATELY_SIGN_FIELD: return "approximatelySign";
    default: return nullptr;
  }
}

}  // namespace scrim::intl
