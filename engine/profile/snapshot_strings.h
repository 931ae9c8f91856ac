// The string table of a snapshot being written: each distinct text once. Texts of the heap's own strings are not copied
// but read again when the table is written.
#pragma once

#include <cstdint>
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
  uint32_t count() const { return static_cast<uint32_t>(entries_.size()); }

  void append_text(uint32_t index, std::string& out) const;  // UTF-8, unpaired surrogates as U+FFFD
  // The entry as JSON between its quotes: ASCII only, what is not as \uXXXX.
  void append_json(uint32_t index, std::string& out) const;

 private:
  enum class Kind : uint8_t { kConstant, kOwned, kCell };
  struct Entry {
    uint64_t bits : 56;
    uint64_t kind : 8;
  };
  struct Known {
    const void* pointer;
    uint32_t index;
  };
  static constexpr size_t kCacheSize = 4096;

  std::vector<Entry> entries_;
  std::vector<uint32_t> hashes_;
  std::vector<uint32_t> buckets_;  // entry + 1; 0: free
  std::vector<std::string> owned_;
  std::vector<Known> cache_;

  std::u16string scratch_;

  // Of the text in scratch_.
  uint32_t find_or_add(Kind kind, uint64_t bits);
  void decode(uint32_t index, std::u16string& units) const;
  void grow();
};

}  // namespace scrim::profile
