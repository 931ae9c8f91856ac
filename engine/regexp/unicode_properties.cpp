#include "engine/regexp/unicode_properties.h"

#include <algorithm>
#include <iterator>

namespace scrim::regexp {
namespace {

struct NamedSet {
  std::string_view name;
  uint32_t offset;
};

#include "engine/regexp/unicode_tables.inc"

class Reader {
 public:
  explicit Reader(uint32_t offset) : next_(kSetBytes + offset) {}

  uint32_t varint() {
    uint32_t value = 0;
    for (int shift = 0;; shift += 7) {
      const unsigned char byte = *next_++;
      value |= static_cast<uint32_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
  }

  CharSet set() {
    CharSet result;
    uint32_t at = 0;
    for (uint32_t left = varint(); left > 0; left -= 2) {
      const uint32_t first = at += varint();
      const uint32_t past = at += varint();
      result.add_range(first, past - 1);
    }
    return result;
  }

 private:
  const unsigned char* next_;
};

bool find(std::span<const NamedSet> table, std::string_view name, CharSet& out) {
  const auto entry = std::lower_bound(table.begin(), table.end(), name,
                                      [](const NamedSet& e, std::string_view n) { return e.name < n; });
  if (entry == table.end() || entry->name != name) return false;
  out = Reader(entry->offset).set();
  return true;
}

}  // namespace

std::span<const CaseEntry> case_index(bool fold) {
  return fold ? std::span<const CaseEntry>(kFoldIndex) : std::span<const CaseEntry>(kUpperIndex);
}

std::span<const uint32_t> case_members(bool fold) {
  return fold ? std::span<const uint32_t>(kFoldMembers) : std::span<const uint32_t>(kUpperMembers);
}

bool lookup_property(std::string_view name, bool has_value, std::string_view value, CharSet& out) {
  if (has_value) {
    if (name == "General_Category" || name == "gc") return find(kGeneralCategories, value, out);
    if (name == "Script" || name == "sc") return find(kScripts, value, out);
    if (name == "Script_Extensions" || name == "scx") return find(kScriptExtensions, value, out);
    return false;
  }
  return find(kGeneralCategories, name, out) || find(kBinaryProperties, name, out);
}

bool lookup_string_property(std::string_view name, CharSet& singles, std::vector<std::u32string>& strings) {
  bool found = false;
  for (const NamedSet& entry : kStringProperties) {
    if (entry.name != name && name != "RGI_Emoji") continue;
    found = true;
    Reader reader(entry.offset);
    singles.add(reader.set());
    for (uint32_t left = reader.varint(); left > 0; --left) {
      std::u32string& s = strings.emplace_back();
      for (uint32_t length = reader.varint(); length > 0; --length) s.push_back(reader.varint());
    }
  }
  return found;
}

}  // namespace scrim::regexp
