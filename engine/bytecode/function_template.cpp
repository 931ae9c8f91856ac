#include "engine/bytecode/function_template.h"

#include <cstring>

namespace scrim::bytecode {

const char* to_string(FeedbackKind kind) {
  static constexpr const char* kNames[] = {
#define FEEDBACK_KIND(Name, text) text,
#define FEEDBACK_OF(Opcode, Name)
#include "engine/bytecode/feedback_kinds.def"
#undef FEEDBACK_KIND
#undef FEEDBACK_OF
  };
  return kNames[static_cast<int>(kind)];
}

const Handler* find_handler(const FunctionTemplate& function, uint32_t pc) {
  for (const Handler& handler : function.handlers) {
    if (pc >= handler.start && pc < handler.end) return &handler;
  }
  return nullptr;
}

StringData string_data_from_wtf8(std::string_view text) {
  StringData data;
  bool ascii = true;
  bool latin1 = true;
  for (unsigned char c : text) {
    if (c >= 0x80) ascii = false;
    if (c >= 0xc4) latin1 = false;  // lead bytes c2 and c3 make U+0080 to U+00FF
  }
  if (ascii) {
    data.latin1.assign(text);
    return data;
  }
  auto units = [&](auto&& put) {
    for (size_t i = 0; i < text.size();) {
      auto byte = [&](size_t k) { return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0u; };
      uint32_t c = byte(0);
      if (c < 0x80) {
        i += 1;
      } else if (c < 0xe0) {
        c = (c & 0x1f) << 6 | (byte(1) & 0x3f);
        i += 2;
      } else if (c < 0xf0) {
        c = (c & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
        i += 3;
      } else {
        c = (c & 0x07) << 18 | (byte(1) & 0x3f) << 12 | (byte(2) & 0x3f) << 6 | (byte(3) & 0x3f);
        i += 4;
      }
      put(c);
    }
  };
  if (latin1) {
    units([&](uint32_t c) { data.latin1.push_back(static_cast<char>(c)); });
    return data;
  }
  data.two_byte = true;
  units([&](uint32_t c) {
    if (c >= 0x10000) {
      data.utf16.push_back(static_cast<char16_t>(0xd800 + ((c - 0x10000) >> 10)));
      data.utf16.push_back(static_cast<char16_t>(0xdc00 + ((c - 0x10000) & 0x3ff)));
    } else {
      data.utf16.push_back(static_cast<char16_t>(c));
    }
  });
  return data;
}

std::string wtf8_from_string_data(const StringData& data) {
  std::string text;
  auto put = [&](uint32_t c) {
    if (c < 0x80) {
      text.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
      text.push_back(static_cast<char>(0xc0 | c >> 6));
      text.push_back(static_cast<char>(0x80 | (c & 0x3f)));
    } else if (c < 0x10000) {
      text.push_back(static_cast<char>(0xe0 | c >> 12));
      text.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3f)));
      text.push_back(static_cast<char>(0x80 | (c & 0x3f)));
    } else {
      text.push_back(static_cast<char>(0xf0 | c >> 18));
      text.push_back(static_cast<char>(0x80 | (c >> 12 & 0x3f)));
      text.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3f)));
      text.push_back(static_cast<char>(0x80 | (c & 0x3f)));
    }
  };
  if (!data.two_byte) {
    for (unsigned char c : data.latin1) put(c);
    return text;
  }
  for (size_t i = 0; i < data.utf16.size(); i++) {
    uint32_t c = data.utf16[i];
    if (c >= 0xd800 && c < 0xdc00 && i + 1 < data.utf16.size() && data.utf16[i + 1] >= 0xdc00 &&
        data.utf16[i + 1] < 0xe000) {
      c = 0x10000 + ((c - 0xd800) << 10) + (data.utf16[++i] - 0xdc00u);
    }
    put(c);
  }
  return text;
}

std::string CompiledUnit::text(StringIndex index) const {
  return index == kNoString ? std::string() : wtf8_from_string_data(strings[index]);
}

// ---- strings

namespace {

uint32_t hash_of(std::string_view text) {
  uint64_t hash = text.size() * 0x9E3779B97F4A7C15ull;
  size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    hash = (hash ^ word) * 0xC4CEB9FE1A85EC53ull;
    hash ^= hash >> 32;
  }
  uint64_t rest = 0;
  std::memcpy(&rest, text.data() + at, text.size() - at);
  hash = (hash ^ rest) * 0xFF51AFD7ED558CCDull;
  return static_cast<uint32_t>(hash ^ hash >> 32);
}

bool is_ascii(std::string_view text) {
  for (char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

bool equals(const StringData& data, std::string_view text) {
  if (is_ascii(text)) return !data.two_byte && data.latin1 == text;
  StringData other = string_data_from_wtf8(text);
  return data.two_byte == other.two_byte && data.latin1 == other.latin1 && data.utf16 == other.utf16;
}

}  // namespace

uint32_t CompiledUnit::string_slot(std::string_view text, uint32_t hash) const {
  auto mask = static_cast<uint32_t>(string_slots_.size() - 1);
  uint32_t slot = hash & mask;
  for (;; slot = (slot + 1) & mask) {
    const StringSlot& candidate = string_slots_[slot];
    if (candidate.index == kNoString || (candidate.hash == hash && equals(strings[candidate.index], text))) return slot;
  }
}

StringIndex CompiledUnit::find_string(std::string_view text) const {
  return string_slots_.empty() ? kNoString : string_slots_[string_slot(text, hash_of(text))].index;
}

StringIndex CompiledUnit::string(std::string_view text) {
  if (strings.size() * 2 >= string_slots_.size()) {
    std::vector<StringSlot> old = std::move(string_slots_);
    string_slots_.assign(old.empty() ? 64 : old.size() * 2, {0, kNoString});
    auto mask = static_cast<uint32_t>(string_slots_.size() - 1);
    for (const StringSlot& entry : old) {
      if (entry.index == kNoString) continue;
      uint32_t slot = entry.hash & mask;
      while (string_slots_[slot].index != kNoString) slot = (slot + 1) & mask;
      string_slots_[slot] = entry;
    }
  }
  uint32_t hash = hash_of(text);
  StringSlot& slot = string_slots_[string_slot(text, hash)];
  if (slot.index == kNoString) {
    slot = {hash, static_cast<StringIndex>(strings.size())};
    strings.push_back(string_data_from_wtf8(text));
  }
  return slot.index;
}

// ---- scopes

const ScopeInfo::Slot* ScopeInfo::find(StringIndex name) const {
  if (slots.size() <= 8) {
    for (const Slot& slot : slots) {
      if (slot.name == name) return &slot;
    }
    return nullptr;
  }
  auto place = [this](StringIndex text) { return (text * 0x9E3779B1u) & static_cast<uint32_t>(index_.size() - 1); };
  auto next = [this](uint32_t at) { return (at + 1) & static_cast<uint32_t>(index_.size() - 1); };
  if (index_.empty()) {
    size_t size = 32;
    while (size < slots.size() * 2) size *= 2;
    index_.assign(size, UINT32_MAX);
    for (uint32_t i = 0; i < slots.size(); i++) {
      uint32_t at = place(slots[i].name);
      while (index_[at] != UINT32_MAX && slots[index_[at]].name != slots[i].name) at = next(at);
      if (index_[at] == UINT32_MAX) index_[at] = i;
    }
  }
  for (uint32_t at = place(name); index_[at] != UINT32_MAX; at = next(at)) {
    if (slots[index_[at]].name == name) return &slots[index_[at]];
  }
  return nullptr;
}

}  // namespace scrim::bytecode
