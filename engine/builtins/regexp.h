// What RegExp and String share: making and running regular expressions, pristine ones without property look-ups, and
// GetSubstitution.
#pragma once

#include <vector>

#include "engine/builtins/support.h"
#include "engine/regexp/regexp.h"

namespace scrim {

// A compiled pattern, shared by the objects made from one literal.
struct RegExpProgram {
  std::shared_ptr<const regexp::Program> code;
  regexp::Scratch scratch;
  uint32_t references = 1;
  bool busy = false;  // scratch is in use (an interrupt may run JavaScript during a match)
};

inline RegExpObject* as_regexp(Value value) {
  return static_cast<RegExpObject*>(value.as_cell());
}

// ECMA-262 sec-regexpcreate. Pattern and flags may be undefined.
Completion<Object*> regexp_create(Isolate& isolate, Value pattern, Value flags);

// A RegExp as it came out of its constructor, with nothing of RegExp.prototype that exec looks at replaced: running it
// needs no property look-ups.
bool is_pristine_regexp(Isolate& isolate, Value value);

// ECMA-262 sec-isregexp
Completion<bool> is_regexp(Isolate& isolate, Value value);

// RegExp[Symbol.species] and RegExp.prototype.constructor are the original ones.
bool regexp_species_is_pristine(Isolate& isolate);

// Runs the compiled pattern from `start`; true: a match, its positions in captures. Looks at no property; the only user
// code that can run is a debugger's, at an interrupt.
Completion<bool> regexp_match(Isolate& isolate, RegExpObject* regexp, String* subject, uint64_t start,
                              std::vector<int32_t>& captures);
regexp::Flags regexp_flags(const RegExpObject* regexp);

// ECMA-262 sec-regexpexec: null or the match array (an object of the program's own making if it replaced exec).
Completion<Value> regexp_exec(Isolate& isolate, Object* regexp, String* subject);

// ECMA-262 sec-advancestringindex
uint64_t advance_string_index(Isolate& isolate, String* subject, uint64_t index, bool unicode);

// ECMA-262 sec-getsubstitution. Captures are undefined or strings, the whole match not included; named_captures is
// undefined or an object.
Completion<void> append_substitution(Isolate& isolate, StringBuilder& out, String* matched, String* subject,
                                     uint64_t position, std::span<const Value> captures, Value named_captures,
                                     String* replacement);

extern const BuiltinTable kRegExpMethods;  // Symbol.match and its like (regexp_methods.cpp)

}  // namespace scrim
