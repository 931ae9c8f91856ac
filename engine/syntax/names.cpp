#include "engine/syntax/names.h"

namespace scrim::syntax {

namespace {

uint32_t hash_text(std::string_view text) {
  uint64_t hash = 0x9E3779B97F4A7C15ull ^ text.size();
  const char* data = text.data();
  size_t left = text.size();
  while (left >= 8) {
    uint64_t word;
    std::memcpy(&word, data, 8);
    hash = (hash ^ word) * 0xFF51AFD7ED558CCDull;
    hash ^= hash >> 32;
    data += 8;
    left -= 8;
  }
  if (left) {
    uint64_t word = 0;
    std::memcpy(&word, data, left);
    hash = (hash ^ word) * 0xFF51AFD7ED558CCDull;
    hash ^= hash >> 32;
  }
  return static_cast<uint32_t>(hash ^ (hash >> 29));
}

}  // namespace

NameTable::NameTable() {
  entries_.reserve(512);
  slots_.resize(1024);
  mask_ = 1023;
  entries_.push_back({"", 0, 0, kAscii, 0});
  // "" at id 0 means "no name", so the empty text gets an id of its own below.
#define WELL_KNOWN_NAME(constant, text) intern(std::string_view(text));
#include "engine/syntax/names.def"
#undef WELL_KNOWN_NAME
}

NameId NameTable::intern(std::string_view text) {
  return intern(text, hash_text(text));
}

NameId NameTable::intern(std::string_view text, uint32_t hash) {
  for (uint32_t slot = hash & mask_;; slot = (slot + 1) & mask_) {
    uint32_t id = slots_[slot];
    if (id == 0) {
      uint8_t flags = kAscii;
      for (size_t i = 0; i < text.size(); i++) {
        auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x80) flags &= ~kAscii;
        // ED A0..BF xx is a surrogate.
        if (byte == 0xED && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) >= 0xA0) {
          flags |= kLoneSurrogates;
        }
      }
      id = static_cast<uint32_t>(entries_.size());
      entries_.push_back({arena_.copy(text).data(), static_cast<uint32_t>(text.size()), hash, flags, 0});
      slots_[slot] = id;
      if (entries_.size() * 2 > mask_) grow();
      return id;
    }
    const Entry& entry = entries_[id];
    if (entry.hash == hash && entry.size == text.size() &&
        (text.empty() || std::memcmp(entry.data, text.data(), text.size()) == 0)) {
      return id;
    }
  }
}

NameId NameTable::find(std::string_view text) const {
  uint32_t hash = hash_text(text);
  for (uint32_t slot = hash & mask_;; slot = (slot + 1) & mask_) {
    uint32_t id = slots_[slot];
    if (id == 0) return kNoName;
    const Entry& entry = entries_[id];
    if (entry.hash == hash && std::string_view(entry.data, entry.size) == text) return id;
  }
}

void NameTable::grow() {
  mask_ = mask_ * 2 + 1;
  slots_.assign(mask_ + 1, 0);
  for (uint32_t id = 1; id < entries_.size(); id++) {
    uint32_t slot = entries_[id].hash & mask_;
    while (slots_[slot]) slot = (slot + 1) & mask_;
    slots_[slot] = id;
  }
}

bool NameTable::is_array_index(NameId id, uint32_t* index) const {
  std::string_view digits = text(id);
  if (digits.empty() || digits.size() > 10 || (digits[0] == '0' && digits.size() > 1)) return false;
  uint64_t value = 0;
  for (char c : digits) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + static_cast<uint64_t>(c - '0');
  }
  if (value >= 0xFFFFFFFFull) return false;
  *index = static_cast<uint32_t>(value);
  return true;
}

}  // namespace scrim::syntax
