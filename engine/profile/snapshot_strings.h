// The string table of a snapshot being written: each distinct text once. Texts of the heap's own strings are not copied
// but read again when they are compared and when the table is written: a distinct string costs 4 bytes and 6 to 9 of hash
// table.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/objects/string.h"

namespace scrim::profile {

class SnapshotStrings {
 public:
  static constexpr uint32_t kMaxUnits = 1024;  // longer texts are cut, as V8 does

  SnapshotStrings();

  // `text` must live as long as the table; the same pointer is known again at once.
  uint32_t of_constant(const char* text);
  uint32_t of_text(std::string text);        // UTF-8
  uint32_t of_string(const String* string);  // must not be a rope
  uint32_t count() const { return count_; }

  void append_text(uint32_t index, std::string& out) const;  // UTF-8, unpaired surrogates as U+FFFD
  // The entry as JSON between its quotes: ASCII only, what is not as \uXXXX.
  void append_json(uint32_t index, std::string& out) const;

 private:
  // An entry is a cell's place in the region, in granules (31 bits), or kOther and an index into others_.
  static constexpr uint32_t kOther = 0x80000000;
  static constexpr uint32_t kChunk = 1 << 16;  // entries; chunks do not move when the table grows
  struct Other {
    const char* constant;  // null: owned
    std::string owned;
    std::string_view text() const { return constant != nullptr ? std::string_view(constant) : owned; }
  };
  struct Known {
    const void* pointer;
    uint32_t index;
  };
  static constexpr size_t kCacheSize = 4096;

  uintptr_t region_ = 0;  // of the cells
  uint32_t count_ = 0;
  std::vector<std::unique_ptr<uint32_t[]>> entries_;
  std::vector<uint32_t> buckets_;  // entry + 1; 0: free
  std::vector<uint8_t> tags_;      // a part of the hash, so that few texts are compared in vain
  std::vector<Other> others_;
  std::vector<Known> cache_;
  std::u16string scratch_, compared_;

  uint32_t entry(uint32_t index) const { return entries_[index / kChunk][index % kChunk]; }
  // Of the text in scratch_; `entry` is added if it is new.
  uint32_t find_or_add(uint32_t entry);
  void decode(uint32_t index, std::u16string& units) const;
  void grow();
};

}  // namespace scrim::profile
