// The Unicode properties of \p{...} and the classes of case-equivalent characters, from tables generated at build time.
#ifndef SCRIM_ENGINE_REGEXP_UNICODE_PROPERTIES_H_
#define SCRIM_ENGINE_REGEXP_UNICODE_PROPERTIES_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/regexp/char_set.h"

namespace scrim::regexp {

// Where a character's case-equivalent characters (itself included) stand in case_members().
struct CaseEntry {
  uint32_t c;
  uint16_t first;
  uint16_t count;
};
// `fold`: equivalence by simple case folding (flags u, v), else by the uppercase mapping of code units.
std::span<const CaseEntry> case_index(bool fold);
std::span<const uint32_t> case_members(bool fold);

// ECMA-262 sec-runtime-semantics-unicodematchproperty-p: a name and a value ("Script=Greek"), or a lone name or general
// category (`value` empty and `has_value` false). False when there is no such property.
bool lookup_property(std::string_view name, bool has_value, std::string_view value, CharSet& out);

// ECMA-262 table-binary-unicode-properties-of-strings. Strings of one code point are in `singles`.
bool lookup_string_property(std::string_view name, CharSet& singles, std::vector<std::u32string>& strings);

}  // namespace scrim::regexp

#endif  // SCRIM_ENGINE_REGEXP_UNICODE_PROPERTIES_H_
