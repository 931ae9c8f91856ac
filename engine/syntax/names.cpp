#include "engine/syntax/names.h"

#include "engine/syntax/token.h"

namespace scrim::syntax {

NameTable::NameTable() {
  // Well-known names and keywords, the same for every parse: a function that is parsed again is often shorter.
  struct Initial {
    std::vector<Entry> entries{{"", 0, kAscii, 0}};
    std::vector<Slot> slots = std::vector<Slot>(1024);
    uint32_t id(std::string_view text) {
      uint32_t hash = hash_text(text);
      uint32_t slot = hash & 1023;
      for (; slots[slot].id; slot = (slot + 1) & 1023) {
        if (equal(entries[slots[slot].id], text)) return slots[slot].id;
      }
      slots[slot] = {hash, static_cast<uint32_t>(entries.size())};
      entries.push_back({text.data(), static_cast<uint32_t>(text.size()), kAscii, 0});
      return slots[slot].id;
    }
    Initial() {
#define WELL_KNOWN_NAME(constant, text) id(text);
#include "engine/syntax/names.def"
#undef WELL_KNOWN_NAME
#define TOKEN(Name, text)
#define KEYWORD(Name, text) entries[id(text)].token = static_cast<uint8_t>(TokenKind::k##Name);
#include "engine/syntax/tokens.def"
#undef TOKEN
#undef KEYWORD
    }
  };
  static const Initial kInitial;
  entries_.reserve(512);
  entries_ = kInitial.entries;
  slots_ = kInitial.slots;
  mask_ = 1023;
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
