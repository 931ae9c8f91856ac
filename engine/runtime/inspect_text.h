// Text helpers of util.inspect.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/objects/collections.h"
#include "engine/objects/isolate.h"

namespace scrim {

// inspect.styles: what a piece of text is; each has its colour.
enum class Style : uint8_t {
  kSpecial,
  kNumber,
  kBigint,
  kBoolean,
  kUndefined,
  kNull,
  kString,
  kSymbol,
  kDate,
  kRegexp,
  kModule,
  kName
};
std::string colored(std::string_view text, Style style);
// A regular expression with a colour for each kind of part.
std::string colored_regexp(std::string_view source);
std::string without_colors(std::string_view text);

// In quotes that need the fewest escapes, as Node's strEscape.
std::string quote_text(std::u16string_view text);
// Control characters and lone surrogates escaped, no quotes (names of symbols).
std::string escape_text(std::u16string_view text);
bool is_plain_identifier(std::string_view text);
// Digits in groups of three.
std::string separate_digits(const std::string& integer);
std::string separate_fraction(const std::string& digits);
// Lines after the first, indented.
std::string indent_lines(std::string_view text, int spaces);
size_t utf16_size(std::string_view utf8);
// Columns in a terminal.
size_t text_width(std::string_view utf8);
// "Function", "AsyncFunction", "GeneratorFunction", "AsyncGeneratorFunction".
const char* function_kind_name(Function* function);
// Symbol.for("nodejs.util.inspect.custom") if any code has asked for it.
Symbol* custom_inspect_symbol(Isolate& isolate, AtomTable& atoms);
// builtins/ says what an iterator object is: 1 keys or values of a Map or Set in `extra`... see collection_iterator_of.
struct CollectionIterator {
  HashTable* table;  // null: not an iterator over a Map or Set, or exhausted
  uint32_t position;
  bool pairs;
  bool values;
  bool is_collection;
};
CollectionIterator collection_iterator_of(IteratorObject* iterator);

}  // namespace scrim
