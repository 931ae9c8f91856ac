// Names and strings of one parse, interned: equal text has equal id. Identifiers, property names, private names (with
// their '#'), string literals, template chunks, BigInt digits, regular expression patterns and flags are all NameIds,
// so `a.b`, `a["b"]` and `{b: 1}` share one id.
//
// Text is WTF-8: UTF-8 in which a lone surrogate (from an escape in a string literal) has its own three bytes; pairs
// are always joined into four bytes. Valid UTF-8 unless has_lone_surrogates().
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"

namespace scrim::syntax {

// 0 means "no name". Ids are dense, counted from 1.
using NameId = uint32_t;
constexpr NameId kNoName = 0;

namespace names {
enum WellKnown : NameId {
  kBeforeFirst = 0,
#define WELL_KNOWN_NAME(constant, text) constant,
#include "engine/syntax/names.def"
#undef WELL_KNOWN_NAME
  kAfterLast
};
}  // namespace names

class NameTable {
 public:
  NameTable();
  NameTable(const NameTable&) = delete;
  NameTable& operator=(const NameTable&) = delete;

  // The id of `text`; the table keeps its own copy. O(length).
  NameId intern(std::string_view text);
  // kNoName if the text was never interned.
  NameId find(std::string_view text) const;

  std::string_view text(NameId id) const { return {entries_[id].data, entries_[id].size}; }
  bool is_ascii(NameId id) const { return entries_[id].flags & kAscii; }
  bool has_lone_surrogates(NameId id) const { return entries_[id].flags & kLoneSurrogates; }
  // The name is a canonical array index ("0" to "4294967294"); `*index` receives it.
  bool is_array_index(NameId id, uint32_t* index) const;
  uint32_t hash(NameId id) const { return entries_[id].hash; }
  // One past the largest id.
  NameId end() const { return static_cast<NameId>(entries_.size()); }

 private:
  friend class Lexer;
  enum : uint8_t { kAscii = 1, kLoneSurrogates = 2 };
  struct Entry {
    const char* data;
    uint32_t size;
    uint32_t hash;
    uint8_t flags;
    uint8_t token;  // the lexer's keyword for this text, or 0
  };
  NameId intern(std::string_view text, uint32_t hash);
  void grow();

  Arena arena_;
  std::vector<Entry> entries_;
  std::vector<uint32_t> slots_;  // open addressing, 0 is free
  uint32_t mask_ = 0;
};

}  // namespace scrim::syntax
