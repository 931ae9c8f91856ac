// A JavaScript value in one 64-bit word.
//
// Encoding (the pointer-favouring NaN box):
//
//   cell        0000 pppp pppp pppp    the plain pointer; cells are 8-aligned, so bit 1 is clear
//   double      0002 ---- ---- ----    the double's bits plus 2^49
//               ...
//               fffc ---- ---- ----
//   int32       fffe 0000 iiii iiii
//   undefined   0000 0000 0000 000a    these "other" words have bit 1 set and no high bits
//   null        0000 0000 0000 0002
//   false       0000 0000 0000 0006
//   true        0000 0000 0000 0007
//   empty       0000 0000 0000 0012    a hole, an uninitialised binding, a lazy slot; never seen by a program
//   exception   0000 0000 0000 0022    Completion's sentinel; never stored anywhere
//
// An int32 is always encoded as such when it came from an integer operation; a double with an integral value may exist
// too: consumers treat both alike. Doubles from outside (typed arrays, wasm) pass through Value::canonical_double().
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

#include "engine/base/assert.h"

namespace scrim {

struct Cell;

class Value {
 public:
  static constexpr uint64_t kDoubleOffset = uint64_t{1} << 49;
  static constexpr uint64_t kNumberTag = 0xfffe000000000000;
  static constexpr uint64_t kOtherTag = 0x2;
  static constexpr uint64_t kNotCellMask = kNumberTag | kOtherTag;
  static constexpr uint64_t kUndefined = 0x0a;
  static constexpr uint64_t kNull = 0x02;
  static constexpr uint64_t kFalse = 0x06;
  static constexpr uint64_t kTrue = 0x07;
  static constexpr uint64_t kEmpty = 0x12;
  static constexpr uint64_t kException = 0x22;

  constexpr Value() : bits_(kUndefined) {}
  Value(const Cell* cell) : bits_(reinterpret_cast<uint64_t>(cell)) {}

  static constexpr Value from_bits(uint64_t bits) {
    Value value;
    value.bits_ = bits;
    return value;
  }
  static constexpr Value undefined() { return from_bits(kUndefined); }
  static constexpr Value null() { return from_bits(kNull); }
  static constexpr Value boolean(bool b) { return from_bits(kFalse | static_cast<uint64_t>(b)); }
  static constexpr Value empty() { return from_bits(kEmpty); }
  static constexpr Value int32(int32_t i) { return from_bits(kNumberTag | static_cast<uint32_t>(i)); }
  // The double must not be a NaN with a payload: see canonical_double().
  static Value raw_double(double d) {
    uint64_t bits;
    std::memcpy(&bits, &d, sizeof bits);
    return from_bits(bits + kDoubleOffset);
  }
  // A number in its preferred form: int32 where the value is one (and not -0), else a double.
  static Value number(double d) {
    auto i = static_cast<int32_t>(d >= -2147483648.0 && d <= 2147483647.0 ? d : 0.5);
    if (static_cast<double>(i) == d && (i != 0 || !__builtin_signbit(d))) return int32(i);
    return raw_double(d);
  }
  static Value number(int32_t i) { return int32(i); }
  static Value number(uint32_t i) {
    return i <= 0x7fffffff ? int32(static_cast<int32_t>(i)) : raw_double(static_cast<double>(i));
  }
  static Value number(int64_t i) {
    return i == static_cast<int32_t>(i) ? int32(static_cast<int32_t>(i)) : raw_double(static_cast<double>(i));
  }
  static Value number(uint64_t i) {
    return i <= 0x7fffffff ? int32(static_cast<int32_t>(i)) : raw_double(static_cast<double>(i));
  }
  // The one door for doubles whose bits a program or a file chose: every NaN becomes the one NaN.
  static Value canonical_double(double d) { return raw_double(d != d ? std::numeric_limits<double>::quiet_NaN() : d); }
  static Value nan() { return raw_double(std::numeric_limits<double>::quiet_NaN()); }

  constexpr uint64_t bits() const { return bits_; }

  constexpr bool is_cell() const { return (bits_ & kNotCellMask) == 0; }
  constexpr bool is_number() const { return (bits_ & kNumberTag) != 0; }
  constexpr bool is_int32() const { return bits_ >= kNumberTag; }
  constexpr bool is_double() const { return is_number() && !is_int32(); }
  constexpr bool is_undefined() const { return bits_ == kUndefined; }
  constexpr bool is_null() const { return bits_ == kNull; }
  constexpr bool is_undefined_or_null() const { return (bits_ & ~uint64_t{8}) == kNull; }
  constexpr bool is_boolean() const { return (bits_ & ~uint64_t{1}) == kFalse; }
  constexpr bool is_true() const { return bits_ == kTrue; }
  constexpr bool is_false() const { return bits_ == kFalse; }
  constexpr bool is_empty() const { return bits_ == kEmpty; }

  Cell* as_cell() const {
    ASSERT(is_cell());
    return reinterpret_cast<Cell*>(bits_);
  }
  constexpr int32_t as_int32() const { return static_cast<int32_t>(bits_); }
  double as_double() const {
    uint64_t bits = bits_ - kDoubleOffset;
    double d;
    std::memcpy(&d, &bits, sizeof d);
    return d;
  }
  double as_number() const { return is_int32() ? as_int32() : as_double(); }
  constexpr bool as_boolean() const { return bits_ == kTrue; }

  // The same word. Not ===, and not SameValue: two equal numbers or strings may differ in their bits.
  constexpr bool operator==(const Value& other) const = default;

  // Type tests of cells; defined in cell.h and objects/.
  inline bool is_string() const;
  inline bool is_symbol() const;
  inline bool is_bigint() const;
  inline bool is_object() const;

 private:
  uint64_t bits_;
};

static_assert(sizeof(Value) == 8 && std::is_trivially_copyable_v<Value>);

}  // namespace scrim
