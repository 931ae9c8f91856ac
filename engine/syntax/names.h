// Names and strings of one parse, interned: equal text has equal id. Identifiers, property names, private names (with
// their '#'), string literals, template chunks, BigInt digits, regular expression patterns and flags are all NameIds,
// so `a.b`, `a["b"]` and `{b: 1}` share one id.
//
// Text is WTF-8: UTF-8 in which a lone surrogate (from an escape in a string literal) has its own three bytes; pairs
// are always joined into four bytes. Valid UTF-8 unless has_lone_surrogates().
#pragma once

#include <cstdint>
#include <cstring>
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
  NameId intern(std::string_view text) {
    uint32_t hash = hash_text(text);
    for (uint32_t slot = hash & mask_;; slot = (slot + 1) & mask_) {
      Slot candidate = slots_[slot];
      if (candidate.id == 0) return add(text, hash, slot);
      if (candidate.hash == hash && equal(entries_[candidate.id], text)) return candidate.id;
    }
  }
  // kNoName if the text was never interned.
  NameId find(std::string_view text) const;

  std::string_view text(NameId id) const { return {entries_[id].data, entries_[id].size}; }
  bool is_ascii(NameId id) const { return entries_[id].flags & kAscii; }
  bool has_lone_surrogates(NameId id) const { return entries_[id].flags & kLoneSurrogates; }
  // The name is a canonical array index ("0" to "4294967294"); `*index` receives it.
  bool is_array_index(NameId id, uint32_t* index) const;
  // One past the largest id.
  NameId end() const { return static_cast<NameId>(entries_.size()); }

  // The TokenKind of a keyword, 0 for other texts.
  uint8_t token(NameId id) const { return entries_[id].token; }

 private:
  enum : uint8_t { kAscii = 1, kLoneSurrogates = 2 };
  struct Entry {
    const char* data;
    uint32_t size;
    uint8_t flags;
    uint8_t token;
  };
  struct Slot {
    uint32_t hash;
    uint32_t id;  // 0: free
  };

  static uint64_t load8(const char* data) {
    uint64_t word;
    std::memcpy(&word, data, 8);
    return word;
  }
  static uint64_t load4(const char* data) {
    uint32_t word;
    std::memcpy(&word, data, 4);
    return word;
  }
  // The last up to 8 bytes of a text of any length, by overlapping loads.
  static uint64_t tail_of(const char* data, size_t size) {
    if (size >= 8) return load8(data + size - 8);
    if (size >= 4) return load4(data) | load4(data + size - 4) << 32;
    if (size == 0) return 0;
    auto byte = [&](size_t i) { return static_cast<uint64_t>(static_cast<unsigned char>(data[i])); };
    return byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16;
  }
  static uint32_t hash_text(std::string_view text) {
    const char* data = text.data();
    size_t size = text.size();
    uint64_t hash = (tail_of(data, size) ^ size * 0x9E3779B97F4A7C15ull) * 0xFF51AFD7ED558CCDull;
    hash ^= hash >> 32;
    for (; size > 8; size -= 8, data += 8) {
      hash = (hash ^ load8(data)) * 0xC4CEB9FE1A85EC53ull;
      hash ^= hash >> 32;
    }
    return static_cast<uint32_t>(hash ^ (hash >> 15));
  }
  static bool equal(const Entry& entry, std::string_view text) {
    if (entry.size != text.size()) return false;
    if (text.size() > 16) return std::memcmp(entry.data, text.data(), text.size()) == 0;
    if (text.size() > 8 && load8(entry.data) != load8(text.data())) return false;
    return tail_of(entry.data, entry.size) == tail_of(text.data(), text.size());
  }
  NameId add(std::string_view text, uint32_t hash, uint32_t slot);
  void grow();

  Arena arena_;
  std::vector<Entry> entries_;
  std::vector<Slot> slots_;  // open addressing
  uint32_t mask_ = 0;
};

}  // namespace scrim::syntax
