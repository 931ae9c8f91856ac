#include "engine/profile/snapshot_strings.h"

#include <algorithm>
#include <cstdio>

#include "engine/heap/heap.h"
#include "engine/profile/snapshot_graph.h"

namespace scrim::profile {

static void decode_utf8(std::string_view text, uint32_t limit, std::u16string& units) {
  units.clear();
  for (size_t at = 0; at < text.size() && units.size() < limit;) {
    const auto first = static_cast<unsigned char>(text[at++]);
    const int more = first < 0x80 ? 0 : first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : -1;
    uint32_t c = more <= 0 ? first : first & (0x3Fu >> more);
    bool broken = more < 0;
    for (int i = 0; i < more && !broken; i++) {
      broken = at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
      if (!broken) c = c << 6 | (static_cast<unsigned char>(text[at++]) & 0x3F);
    }
    if (broken) c = 0xFFFD;
    if (c >= 0x10000) {
      units += static_cast<char16_t>(0xD7C0 + (c >> 10));
      units += static_cast<char16_t>(0xDC00 + (c & 0x3FF));
    } else {
      units += static_cast<char16_t>(c);
    }
  }
}

static void decode_cell(const String* string, uint32_t limit, std::u16string& units) {
  const Characters text = flat_characters(string);
  const uint32_t length = std::min(text.length, limit);
  units.resize(length);
  if (text.two_byte) {
    std::copy_n(text.utf16(), length, units.begin());
  } else {
    std::copy_n(text.latin1(), length, units.begin());
  }
}

static uint32_t hash_of(const std::u16string& units) {
  uint32_t hash = 0x811C9DC5;
  for (char16_t unit : units) hash = (hash ^ unit) * 0x01000193;
  hash = (hash ^ hash >> 15) * 0x85EBCA6B;
  return hash ^ hash >> 13;
}

SnapshotStrings::SnapshotStrings() : buckets_(1 << 12, 0), tags_(1 << 12, 0), cache_(kCacheSize, Known{nullptr, 0}) {
  of_constant("<dummy>");
}

void SnapshotStrings::decode(uint32_t index, std::u16string& units) const {
  const uint32_t bits = entry(index);
  if (bits & kOther) return decode_utf8(others_[bits & ~kOther].text(), kMaxUnits, units);
  decode_cell(reinterpret_cast<const String*>(region_ + uint64_t{bits} * Heap::kGranule), kMaxUnits, units);
}

// The high bits of the hash choose the place, the low ones are the tag.
static size_t place_of(uint32_t hash, size_t size) {
  return static_cast<size_t>(uint64_t{hash} * size >> 32);
}

uint32_t SnapshotStrings::find_or_add(uint32_t entry) {
  if (count_ + count_ / 7 >= buckets_.size()) grow();
  const size_t size = buckets_.size();
  const uint32_t hash = hash_of(scratch_);
  size_t at = place_of(hash, size);
  for (; buckets_[at] != 0; at = at + 1 == size ? 0 : at + 1) {
    if (tags_[at] != static_cast<uint8_t>(hash)) continue;
    decode(buckets_[at] - 1, compared_);
    if (compared_ == scratch_) return buckets_[at] - 1;
  }
  if (count_ % kChunk == 0) entries_.push_back(std::make_unique_for_overwrite<uint32_t[]>(kChunk));
  entries_[count_ / kChunk][count_ % kChunk] = entry;
  buckets_[at] = count_ + 1;
  tags_[at] = static_cast<uint8_t>(hash);
  return count_++;
}

void SnapshotStrings::grow() {
  const size_t size = buckets_.size() + buckets_.size() / 2;
  buckets_ = {};  // never both tables at once
  tags_ = {};
  buckets_.assign(size, 0);
  tags_.assign(size, 0);
  for (uint32_t index = 0; index < count_; index++) {
    decode(index, compared_);
    const uint32_t hash = hash_of(compared_);
    size_t at = place_of(hash, size);
    while (buckets_[at] != 0) at = at + 1 == size ? 0 : at + 1;
    buckets_[at] = index + 1;
    tags_[at] = static_cast<uint8_t>(hash);
  }
}

static size_t cache_place(const void* pointer, size_t size) {
  return (reinterpret_cast<uintptr_t>(pointer) * 0x9E3779B97F4A7C15u >> 40) & (size - 1);
}

uint32_t SnapshotStrings::of_constant(const char* text) {
  Known& known = cache_[cache_place(text, kCacheSize)];
  if (known.pointer != text) {
    decode_utf8(text, kMaxUnits, scratch_);
    const uint32_t before = count_;
    known = {text, find_or_add(kOther | static_cast<uint32_t>(others_.size()))};
    if (count_ != before) others_.push_back({text, {}});
  }
  return known.index;
}

uint32_t SnapshotStrings::of_text(std::string text) {
  decode_utf8(text, kMaxUnits, scratch_);
  const uint32_t before = count_;
  const uint32_t index = find_or_add(kOther | static_cast<uint32_t>(others_.size()));
  if (count_ != before) others_.push_back({nullptr, std::move(text)});
  return index;
}

uint32_t SnapshotStrings::of_string(const String* string) {
  Known& known = cache_[cache_place(string, kCacheSize)];
  if (known.pointer != string) {
    region_ = region_base(string);
    decode_cell(string, kMaxUnits, scratch_);
    known = {string,
             find_or_add(static_cast<uint32_t>((reinterpret_cast<uintptr_t>(string) - region_) / Heap::kGranule))};
  }
  return known.index;
}

void SnapshotStrings::append_text(uint32_t index, std::string& out) const {
  std::u16string units;
  decode(index, units);
  for (size_t i = 0; i < units.size(); i++) {
    uint32_t c = units[i];
    if (c >= 0xD800 && c < 0xE000) {
      const bool pair = c < 0xDC00 && i + 1 < units.size() && units[i + 1] >= 0xDC00 && units[i + 1] < 0xE000;
      c = pair ? 0x10000 + ((c - 0xD800) << 10) + (units[++i] - 0xDC00u) : 0xFFFD;
    }
    append_utf8(out, c);
  }
}

void SnapshotStrings::append_json(uint32_t index, std::string& out) const {
  std::u16string units;
  decode(index, units);
  for (char16_t unit : units) {
    char escape[8];
    switch (unit) {
      case u'"': out += "\\\""; break;
      case u'\\': out += "\\\\"; break;
      case u'\n': out += "\\n"; break;
      case u'\r': out += "\\r"; break;
      case u'\t': out += "\\t"; break;
      case u'\b': out += "\\b"; break;
      case u'\f': out += "\\f"; break;
      default:
        if (unit >= 0x20 && unit < 0x7F) {
          out += static_cast<char>(unit);
        } else {
          snprintf(escape, sizeof escape, "\\u%04x", unit);
          out += escape;
        }
    }
  }
}

}  // namespace scrim::profile
