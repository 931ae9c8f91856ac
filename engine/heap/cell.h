// heap/: memory for cells: aligned blocks of one cell size, bump allocation into free runs, sticky-mark generations,
// conservative native stacks, exact VM stack. It knows values and headers, and of the cells' own structure only what
// their visit functions (cell_types.h) tell it.
//
// Every cell starts with these eight bytes. They are never written by a full collection unless they change.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/heap/value.h"

namespace scrim {

// The byte that tells what a cell is. The order carries meaning: primitives first, then internal cells, then objects,
// so that the common questions are one comparison. The table is cell_types.def.
enum class CellType : uint8_t {
#define CELL_TYPE(name, cpp_type) name,
#include "engine/heap/cell_types.def"
#undef CELL_TYPE
  kCount
};

// Claims about an object's elements (decision 5). Every kind is stored as boxed words with Value::empty() as the hole.
enum class ElementsKind : uint8_t {
  kNone,        // no indexed elements, or not an ordinary elements vector
  kShared,      // any values; no holes; the vector is others' too and is copied before the first write
  kInt32,       // every element is an int32; no holes
  kDouble,      // every element is a number; no holes
  kPacked,      // any values; no holes
  kHoley,       // any values or holes
  kDictionary,  // a SparseElements cell
};

// new: allocated since the last collection (or dead). grey: in the remembered set or on the mark stack. old: survived.
// It is the write barrier's only test.
enum class CellState : uint8_t { kNew = 0, kGrey = 1, kOld = 2 };

struct CellFlags {
  // Objects
  static constexpr uint8_t kExotic = 1 << 0;        // [[Get]] and friends are not the ordinary ones: Proxy, String, ...
  static constexpr uint8_t kCallable = 1 << 1;      // has [[Call]]
  static constexpr uint8_t kConstructor = 1 << 2;   // has [[Construct]]
  static constexpr uint8_t kIsPrototype = 1 << 3;   // some shape names it as its prototype
  static constexpr uint8_t kUndetectable = 1 << 4;  // [[IsHTMLDDA]]
  static constexpr uint8_t kClassConstructor = 1 << 5;
  static constexpr uint8_t kLengthReadOnly = 1 << 6;  // arrays: length is not writable
  // Strings
  static constexpr uint8_t kAtom = 1 << 0;
  static constexpr uint8_t kTwoByte = 1 << 1;           // UTF-16 characters, else Latin-1
  static constexpr uint8_t kRope = 1 << 2;              // not flattened yet
  static constexpr uint8_t kSlice = 1 << 3;             // characters live in a parent (a flattened rope is one too)
  static constexpr uint8_t kCanonicalNumeric = 1 << 4;  // atoms: CanonicalNumericIndexString is not undefined
  static constexpr uint8_t kNotIndex = 1 << 5;          // known not to be an array index
};

struct Cell {
  uint32_t shape_id;  // objects: byte offset of the Shape in the isolate's region; 0 for cells without a shape
  CellType type;
  ElementsKind elements_kind;
  uint8_t flags;
  CellState state;

  static constexpr uint64_t header_word(CellType type, uint8_t flags = 0, uint32_t shape_id = 0,
                                        ElementsKind kind = ElementsKind::kNone) {
    return uint64_t{shape_id} | uint64_t{static_cast<uint8_t>(type)} << 32 |
           uint64_t{static_cast<uint8_t>(kind)} << 40 | uint64_t{flags} << 48;
  }
  // Initialises a fresh cell's header with one store; its state is new.
  void set_header(uint64_t word) { std::memcpy(static_cast<void*>(this), &word, sizeof word); }

  bool has_flag(uint8_t flag) const { return flags & flag; }
  bool is_string() const { return type == CellType::kString; }
  bool is_symbol() const { return type == CellType::kSymbol; }
  bool is_bigint() const { return type == CellType::kBigInt; }
  bool is_object() const { return type >= CellType::kObject; }
};

static_assert(sizeof(Cell) == 8);

inline bool Value::is_string() const {
  return is_cell() && as_cell()->is_string();
}
inline bool Value::is_symbol() const {
  return is_cell() && as_cell()->is_symbol();
}
inline bool Value::is_bigint() const {
  return is_cell() && as_cell()->is_bigint();
}
inline bool Value::is_object() const {
  return is_cell() && as_cell()->is_object();
}

// The region: every isolate's cells live in one reserved, aligned range of address space, so that the isolate and its
// shapes are found from any cell's address by masking. The first kShapeRegionSize bytes hold the shapes.
constexpr size_t kRegionSize = size_t{32} << 30;
constexpr size_t kShapeRegionSize = size_t{4} << 30;
inline uintptr_t region_base(const void* cell) {
  return reinterpret_cast<uintptr_t>(cell) & ~(kRegionSize - 1);
}

}  // namespace scrim
