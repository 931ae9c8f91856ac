// A property key in one word (decision 3): an atom, a symbol, or an array index below 2^32 - 1. A string that spells an
// index is never an atom key, so two keys are the same property if and only if their words are equal.
#pragma once

#include "engine/heap/cell.h"

namespace scrim {

struct String;
struct Symbol;

class PropertyKey {
 public:
  static constexpr uint32_t kMaxIndex = 0xfffffffe;

  constexpr PropertyKey() : bits_(0) {}
  // The string must be an atom that spells no index (atoms.h, PropertyKey::from_string).
  static PropertyKey from_atom(const String* atom) { return PropertyKey(reinterpret_cast<uint64_t>(atom)); }
  static PropertyKey from_symbol(const Symbol* symbol) { return PropertyKey(reinterpret_cast<uint64_t>(symbol)); }
  static constexpr PropertyKey from_index(uint32_t index) { return PropertyKey(Value::kNumberTag | index); }
  static constexpr PropertyKey from_bits(uint64_t bits) { return PropertyKey(bits); }

  constexpr uint64_t bits() const { return bits_; }
  constexpr bool is_null() const { return bits_ == 0; }
  constexpr bool is_index() const { return bits_ >= Value::kNumberTag; }
  constexpr uint32_t as_index() const { return static_cast<uint32_t>(bits_); }
  Cell* as_cell() const { return reinterpret_cast<Cell*>(bits_); }
  bool is_symbol() const { return !is_index() && as_cell()->is_symbol(); }
  bool is_string() const { return !is_index() && as_cell()->is_string(); }
  bool is_private_name() const;
  String* as_string() const { return reinterpret_cast<String*>(bits_); }
  Symbol* as_symbol() const { return reinterpret_cast<Symbol*>(bits_); }
  // For visitors and feedback only: an index above 2^31 reads as a negative int32 there.
  Value as_word() const { return Value::from_bits(bits_); }

  constexpr bool operator==(const PropertyKey&) const = default;
  uint32_t hash() const {
    uint64_t h = bits_ * 0x9e3779b97f4a7c15;
    return static_cast<uint32_t>(h >> 32);
  }

 private:
  constexpr explicit PropertyKey(uint64_t bits) : bits_(bits) {}
  uint64_t bits_;
};

static_assert(sizeof(PropertyKey) == 8);

}  // namespace scrim
