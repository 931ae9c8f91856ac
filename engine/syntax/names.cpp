#include "engine/syntax/names.h"

namespace scrim::syntax {

NameTable::NameTable() {
  entries_.reserve(512);
  slots_.resize(1024);
  mask_ = 1023;
  entries_.push_back({"", 0, kAscii, 0});
#define WELL_KNOWN_NAME(constant, text) intern(text);
#include "engine/syntax/names.def"
#undef WELL_KNOWN_NAME
}

NameId NameTable::add(std::string_view text, uint32_t hash, uint32_t slot) {
  uint8_t flags = kAscii;
  for (size_t i = 0; i < text.size(); i++) {
    auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) continue;
    flags &= ~kAscii;
    // ED A0..BF xx is a surrogate.
    if (byte == 0xED && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) >= 0xA0)
      flags |= kLoneSurrogates;
  }
  auto id = static_cast<uint32_t>(entries_.size());
  entries_.push_back({arena_.copy(text).data(), static_cast<uint32_t>(text.size()), flags, 0});
  slots_[slot] = {hash, id};
  if (entries_.size() * 2 > mask_) grow();
  return id;
}

NameId NameTable::find(std::string_view text) const {
  uint32_t hash = hash_text(text);
  for (uint32_t slot = hash & mask_;; slot = (slot + 1) & mask_) {
    Slot candidate = slots_[slot];
    if (candidate.id == 0) return kNoName;
    if (candidate.hash == hash && equal(entries_[candidate.id], text)) return candidate.id;
  }
}

void NameTable::grow() {
  std::vector<Slot> old = std::move(slots_);
  mask_ = mask_ * 2 + 1;
  slots_.assign(mask_ + 1, {});
  for (Slot entry : old) {
    if (entry.id == 0) continue;
    uint32_t slot = entry.hash & mask_;
    while (slots_[slot].id) slot = (slot + 1) & mask_;
    slots_[slot] = entry;
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
