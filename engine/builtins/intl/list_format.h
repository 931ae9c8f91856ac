// What of Intl.ListFormat DurationFormat uses.
#pragma once

#include "engine/builtins/intl/support.h"

namespace scrim::intl {

enum class ListType : uint8_t { kConjunction, kDisjunction, kUnit };
enum class ListStyle : uint8_t { kLong, kShort, kNarrow };

using ListFormatter = IcuHandle<UListFormatter, &Icu::ulistfmt_close>;
ListFormatter open_list_formatter(const std::string& locale, ListType type, ListStyle style, UErrorCode* status);
// The elements are fields of the type "element", in order.
UErrorCode format_list(const UListFormatter* formatter, const std::vector<std::u16string>& elements,
                       FormattedText* out);

}  // namespace scrim::intl
