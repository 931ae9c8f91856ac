// What the prototypes of Number, BigInt, Date and String ask of Intl. Locales and options are the caller's arguments.
#pragma once

#include "engine/builtins/builtins.h"

namespace scrim::intl {

// ECMA-402 sup-number.prototype.tolocalestring, sup-bigint.prototype.tolocalestring. `cache` is the function itself,
// which keeps the last formatter of a locale without options.
Completion<Value> number_to_locale_string(Isolate& isolate, NativeFunction* cache, Value value, Value locales,
                                          Value options);
// ECMA-402 sup-date.prototype.tolocalestring and its like: what is required of and by default added to the options.
enum class DateParts : uint8_t { kAll, kDate, kTime };
Completion<Value> date_to_locale_string(Isolate& isolate, NativeFunction* cache, double time, DateParts parts,
                                        Value locales, Value options);
// ECMA-402 sup-String.prototype.localeCompare
Completion<Value> locale_compare(Isolate& isolate, NativeFunction* cache, String* a, String* b, Value locales,
                                 Value options);
// The first of the canonical locales' language, if its case mapping has rules of its own (tr, az, lt, el), else "".
// ECMA-402 sec-transform-case
Completion<void> case_mapping_language(Isolate& isolate, Value locales, std::string* language);

}  // namespace scrim::intl
