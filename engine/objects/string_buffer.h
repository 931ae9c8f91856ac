// Room for a string that grows at its end. Where a program says `s += x` over and over, the chain of ropes becomes one
// flat cell with room to spare; each further string is a slice that begins where the one before it did, and the new
// characters go behind it (string.cpp, concatenate).
//
// The cell itself is never a value. It has no shape id; its length is its capacity, one unit of which stays unused, so
// that no slice covers all of it; its hash is the number of units in use.
#pragma once

#include "engine/objects/string.h"

namespace scrim {

inline bool is_string_buffer(const FlatString* string) {
  return string->shape_id == 0;
}
inline uint32_t buffer_used(const FlatString* buffer) {
  return buffer->hash;
}

}  // namespace scrim
