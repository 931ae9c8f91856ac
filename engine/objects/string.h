// Strings (decision 6): Latin-1 or UTF-16, flat, ropes that flatten in place, slices of at least 13 characters, atoms.
// Lengths and positions count UTF-16 units.
#pragma once

#include <cstring>
#include <string>
#include <string_view>

#include "engine/heap/completion.h"
#include "engine/objects/property_key.h"

namespace scrim {

class Isolate;

struct String : Cell {
  // V8's limit, so that programs which probe it behave alike.
  static constexpr uint32_t kMaxLength = (1u << 29) - 24;
  static constexpr uint32_t kMinSliceLength = 13;
  static constexpr uint32_t kMinRopeLength = 13;
  // Strings carry this in place of a shape id, so that inline caches can tell them; likewise symbols and BigInts.
  static constexpr uint32_t kShapeId = 8;

  uint32_t length;
  uint32_t hash;  // 0: not computed

  bool is_latin1() const { return !(flags & CellFlags::kTwoByte); }
  bool is_flat() const { return !(flags & (CellFlags::kRope | CellFlags::kSlice)); }
  bool is_rope() const { return flags & CellFlags::kRope; }
  bool is_slice() const { return flags & CellFlags::kSlice; }
  bool is_atom() const { return flags & CellFlags::kAtom; }

  template <typename V>
  inline void visit(V& visitor);
};

struct FlatString : String {
  const uint8_t* latin1() const { return reinterpret_cast<const uint8_t*>(this + 1); }
  const char16_t* utf16() const { return reinterpret_cast<const char16_t*>(this + 1); }
  uint8_t* latin1() { return reinterpret_cast<uint8_t*>(this + 1); }
  char16_t* utf16() { return reinterpret_cast<char16_t*>(this + 1); }
  static size_t size_for(uint32_t length, bool two_byte) {
    return sizeof(FlatString) + (size_t{length} << (two_byte ? 1 : 0));
  }
};

struct RopeString : String {
  String* left;
  String* right;
};

// Shares its parent's characters. A flattened rope becomes one at offset 0.
struct SliceString : String {
  FlatString* parent;
  uint64_t offset;
};
static_assert(sizeof(RopeString) == sizeof(SliceString));

template <typename V>
void String::visit(V& visitor) {
  if (is_rope()) {
    visitor.internal("first", static_cast<RopeString*>(this)->left);
    visitor.internal("second", static_cast<RopeString*>(this)->right);
  } else if (is_slice()) {
    visitor.internal("parent", static_cast<SliceString*>(this)->parent);
  }
}

inline String* as_string(Value value) {
  ASSERT(value.is_string());
  return static_cast<String*>(value.as_cell());
}

// A string's characters in place, flattened if need be. Valid while the string is alive (cells never move).
struct Characters {
  const void* data;
  uint32_t length;
  bool two_byte;

  const uint8_t* latin1() const { return static_cast<const uint8_t*>(data); }
  const char16_t* utf16() const { return static_cast<const char16_t*>(data); }
  char16_t operator[](uint32_t i) const { return two_byte ? utf16()[i] : latin1()[i]; }
};

// Flattens ropes in place; allocates only for ropes.
Characters characters(Isolate& isolate, String* string);
// Of a string that is not a rope.
Characters flat_characters(const String* string);
inline char16_t char_at(Isolate& isolate, String* string, uint32_t index) {
  return characters(isolate, string)[index];
}

// Fresh strings. new_string_utf8 replaces invalid sequences by U+FFFD; the Latin-1 form takes every byte as a
// character.
String* new_string_latin1(Isolate& isolate, std::string_view text);
String* new_string_latin1(Isolate& isolate, const uint8_t* text, uint32_t length);
String* new_string_utf16(Isolate& isolate, std::u16string_view text);  // narrows to Latin-1 where it fits
String* new_string_utf8(Isolate& isolate, std::string_view text);
FlatString* new_uninitialized_latin1(Isolate& isolate, uint32_t length);
FlatString* new_uninitialized_utf16(Isolate& isolate, uint32_t length);
String* single_character_string(Isolate& isolate, char16_t unit);

// RangeError "Invalid string length" above kMaxLength.
Completion<String*> concatenate(Isolate& isolate, String* left, String* right);
String* substring(Isolate& isolate, String* string, uint32_t start, uint32_t end);  // 0 <= start <= end <= length

bool strings_equal(Isolate& isolate, String* a, String* b);
// Code unit order: negative, zero, positive.
int compare_strings(Isolate& isolate, String* a, String* b);
uint32_t hash_string(Isolate& isolate, String* string);
// First position of needle at or after start, or -1.
int64_t index_of(Isolate& isolate, String* string, String* needle, uint32_t start);
int64_t last_index_of(Isolate& isolate, String* string, String* needle, uint32_t start);

// Unpaired surrogates become U+FFFD.
std::string to_utf8(Isolate& isolate, String* string);
std::string to_utf8(const String* flat);
std::u16string to_utf16(Isolate& isolate, String* string);

// Appends pieces and makes one string; holds no cells between calls. Widens to UTF-16 when it must.
class StringBuilder {
 public:
  explicit StringBuilder(Isolate& isolate) : isolate_(isolate) {}
  void append(char16_t unit);
  void append_code_point(uint32_t code_point);
  void append(String* string);
  void append(String* string, uint32_t start, uint32_t end);
  void append_latin1(std::string_view text);
  void append_utf16(std::u16string_view text);
  size_t length() const { return two_byte_ ? wide_.size() : narrow_.size(); }
  Completion<String*> finish();  // RangeError if too long

 private:
  void widen();
  Isolate& isolate_;
  bool two_byte_ = false;
  std::string narrow_;
  std::u16string wide_;
};

// --- atoms: one String per distinct text, for property keys.
String* intern(Isolate& isolate, String* string);
String* intern_latin1(Isolate& isolate, std::string_view text);
String* intern_utf16(Isolate& isolate, std::u16string_view text);
// The key for any string: an index if it spells one, else its atom.
PropertyKey key_from_string(Isolate& isolate, String* string);
inline PropertyKey key_from_latin1(Isolate& isolate, std::string_view text) {
  return key_from_string(isolate, intern_latin1(isolate, text));
}
// The string for a string or index key; symbols are the caller's business.
String* key_to_string(Isolate& isolate, PropertyKey key);
Value key_to_value(Isolate& isolate, PropertyKey key);  // a string or a symbol
// CanonicalNumericIndexString on an atom key: true and the number, or false. ECMA-262 sec-canonicalnumericindexstring
bool canonical_numeric_index(Isolate& isolate, PropertyKey key, double* number);

struct Symbol : Cell {
  enum Kind : uint8_t { kOrdinary, kWellKnown, kRegistered, kPrivateName };
  static constexpr uint32_t kShapeId = 16;
  String* description;  // null: none
  uint32_t hash;
  Kind kind;

  template <typename V>
  void visit(V& visitor) {
    visitor.internal("name", description);
  }
};

Symbol* new_symbol(Isolate& isolate, String* description, Symbol::Kind kind = Symbol::kOrdinary);
inline Symbol* as_symbol(Value value) {
  return static_cast<Symbol*>(value.as_cell());
}
inline bool PropertyKey::is_private_name() const {
  return is_symbol() && as_symbol()->kind == Symbol::kPrivateName;
}

// Sign and magnitude; limbs least significant first, as GMP's mpn functions take them. Zero has no limbs.
struct BigInt : Cell {
  static constexpr uint32_t kShapeId = 24;
  uint32_t limb_count;
  uint32_t negative;
  uint64_t limbs[];

  bool is_zero() const { return limb_count == 0; }
  template <typename V>
  void visit(V&) {}
};
inline BigInt* as_bigint(Value value) {
  return static_cast<BigInt*>(value.as_cell());
}

}  // namespace scrim
