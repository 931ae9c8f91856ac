// What of Intl.NumberFormat others use: its digit options, its values, formatting without an object.
#pragma once

#include <cmath>

#include "engine/builtins/intl/support.h"

namespace scrim::intl {

// What SetNumberFormatDigitOptions settles. sec-setnfdigitoptions
struct DigitOptions {
  enum Rounding : uint8_t { kFraction, kSignificant, kMorePrecision, kLessPrecision };
  int minimum_integer = 1;
  int minimum_fraction = 0;
  int maximum_fraction = 3;
  int minimum_significant = 1;
  int maximum_significant = 21;
  int increment = 1;
  int mode = 6;           // index into the names: halfExpand
  int trailing_zero = 0;  // 1: stripIfInteger
  Rounding rounding = kFraction;

  // As ICU's number skeleton.
  std::string skeleton() const;
  void put_to(Isolate& isolate, Object* object) const;           // the counts of digits
  void put_rounding_to(Isolate& isolate, Object* object) const;  // the rest
};
Completion<void> read_digit_options(const Options& options, int default_minimum, int default_maximum, bool compact,
                                    DigitOptions* out);

// An Intl mathematical value: a number, or exact digits.
struct NumberValue {
  double number = 0;
  std::string decimal;  // not empty: what counts
  bool is_nan() const { return decimal.empty() && std::isnan(number); }
  std::string text(Isolate& isolate) const;
};
// sec-tointlmathematicalvalue
Completion<void> to_number_value(Isolate& isolate, Value value, NumberValue* out);
// The two arguments of a method that formats ranges; `names` is what messages call them.
Completion<void> to_number_range(Isolate& isolate, Frame& frame, std::span<const char* const, 2> names,
                                 NumberValue (&out)[2]);

using NumberFormatter = IcuHandle<UNumberFormatter, &Icu::unumf_close>;
using FormattedNumber = IcuHandle<UFormattedNumber, &Icu::unumf_closeResult>;
using RangeFormatter = IcuHandle<UNumberRangeFormatter, &Icu::unumrf_close>;
using FormattedRange = IcuHandle<UFormattedNumberRange, &Icu::unumrf_closeResult>;

inline constexpr const char* kNotations[] = {"standard", "scientific", "engineering", "compact"};
inline constexpr const char* kCompactDisplays[] = {"short", "long"};

struct NumberFormat : NumberedData {
  static constexpr IntlKind kKind = IntlKind::kNumberFormat;
  static constexpr uint32_t kBytes = 6000;
  enum Style : uint8_t { kDecimal, kPercent, kCurrency, kUnit };
  enum Notation : uint8_t { kStandard, kScientific, kEngineering, kCompact };

  std::string requested;  // for caches: the tag it was made for
  int style = kDecimal;
  std::string currency;
  int currency_display = 1;
  int currency_sign = 0;
  std::string unit;
  int unit_display = 0;
  int notation = kStandard;
  int compact_display = 0;
  int grouping = 1;
  int sign_display = 0;
  DigitOptions digits;
  std::string skeleton;  // ICU's, of all of the above
  NumberFormatter formatter;
  FormattedNumber result;
  RangeFormatter range;  // made when a range is first formatted

  UErrorCode open();  // from the options above
  // The fields only on request: they cost ten times what the text does.
  UErrorCode format(const NumberValue& value, FormattedText* out, bool with_fields);
};

// Opens for a skeleton. sets status
NumberFormatter open_number_formatter(const std::string& skeleton, const std::string& locale, UErrorCode* status);
RangeFormatter open_range_formatter(const std::string& skeleton, const std::string& locale, UErrorCode* status);
UErrorCode format_number(UNumberFormatter* formatter, const NumberValue& value, UFormattedNumber* result);
// sets status
FormattedRange format_number_range(Isolate& isolate, const UNumberRangeFormatter* formatter,
                                   const NumberValue (&values)[2], UErrorCode* status);
// The type of one of ICU's number fields; null: none of ECMA-402's.
const char* number_field_type(int32_t field, std::u16string_view text, bool percent_is_unit, bool is_nan);

bool is_currency_code(std::string_view text);    // sec-iswellformedcurrencycode
bool is_sanctioned_unit(std::string_view unit);  // sec-iswellformedunitidentifier
extern const std::span<const char* const> kSimpleUnits;

}  // namespace scrim::intl
