#include "engine/objects/atoms.h"

#include "engine/objects/conversions.h"
#include "engine/objects/isolate.h"

namespace scrim {

namespace {

String* const kTombstone = reinterpret_cast<String*>(8);
constexpr uint32_t kInitialCapacity = 2048;

template <typename Unit>
uint32_t hash_units(const Unit* text, uint32_t length) {
  uint64_t h = 0x51ed270b6f3aab29 ^ length;
  for (uint32_t i = 0; i < length; ++i) h = (h ^ text[i]) * 0x9e3779b97f4a7c15, h ^= h >> 29;
  auto result = static_cast<uint32_t>(h ^ h >> 32);
  return result ? result : 1;
}

template <typename A, typename B>
bool same_units(const A* a, const B* b, uint32_t length) {
  if constexpr (sizeof(A) == sizeof(B)) {
    return std::memcmp(a, b, size_t{length} * sizeof(A)) == 0;
  } else {
    for (uint32_t i = 0; i < length; ++i) {
      if (a[i] != b[i]) return false;
    }
    return true;
  }
}

template <typename Unit>
bool parse_index_units(const Unit* text, uint32_t length, uint32_t* index) {
  if (length == 0 || length > 10) return false;
  if (text[0] == '0') {
    *index = 0;
    return length == 1;
  }
  uint64_t value = 0;
  for (uint32_t i = 0; i < length; ++i) {
    uint32_t digit = uint32_t{text[i]} - '0';
    if (digit > 9) return false;
    value = value * 10 + digit;
  }
  if (value > PropertyKey::kMaxIndex) return false;
  *index = static_cast<uint32_t>(value);
  return true;
}

}  // namespace

uint32_t hash_text(const uint8_t* text, uint32_t length) {
  return hash_units(text, length);
}
uint32_t hash_text(const char16_t* text, uint32_t length) {
  return hash_units(text, length);
}
bool parse_index(const uint8_t* text, uint32_t length, uint32_t* index) {
  return parse_index_units(text, length, index);
}
bool parse_index(const char16_t* text, uint32_t length, uint32_t* index) {
  return parse_index_units(text, length, index);
}

AtomTable::AtomTable() {
  rehash(kInitialCapacity);
}
AtomTable::~AtomTable() = default;

template <typename Unit>
String* AtomTable::find_text(const Unit* text, uint32_t length, uint32_t hash) const {
  uint32_t mask = capacity_ - 1;
  for (uint32_t i = hash & mask;; i = (i + 1) & mask) {
    String* candidate = slots_[i];
    if (!candidate) return nullptr;
    if (candidate == kTombstone || candidate->hash != hash || candidate->length != length) continue;
    auto* flat = static_cast<FlatString*>(candidate);
    if (flat->is_latin1() ? same_units(flat->latin1(), text, length) : same_units(flat->utf16(), text, length))
      return candidate;
  }
}

String* AtomTable::find(const uint8_t* text, uint32_t length, uint32_t hash) const {
  return find_text(text, length, hash);
}
String* AtomTable::find(const char16_t* text, uint32_t length, uint32_t hash) const {
  return find_text(text, length, hash);
}

template <typename T>
void AtomTable::WeakList<T>::add(T* cell) {
  if (count == capacity) {
    capacity = capacity ? capacity * 2 : 16;
    auto grown = std::make_unique<T*[]>(capacity);
    for (uint32_t i = 0; i < count; ++i) grown[i] = cells[i];
    cells = std::move(grown);
  }
  cells[count++] = cell;
}

void AtomTable::add(String* flat, uint32_t hash) {
  ASSERT(flat->is_flat());
  if ((used_ + 1) * 2 > capacity_) rehash(count_ * 4 > capacity_ ? capacity_ * 2 : capacity_);
  flat->hash = hash;
  flat->flags |= CellFlags::kAtom;
  uint32_t mask = capacity_ - 1;
  uint32_t i = hash & mask;
  while (slots_[i] && slots_[i] != kTombstone) i = (i + 1) & mask;
  if (!slots_[i]) ++used_;
  slots_[i] = flat;
  ++count_;
  young_.add(flat);
}

void AtomTable::rehash(uint32_t capacity) {
  auto old = std::move(slots_);
  uint32_t old_capacity = capacity_;
  slots_ = std::make_unique<String*[]>(capacity);
  capacity_ = capacity;
  used_ = count_;
  uint32_t mask = capacity - 1;
  for (uint32_t n = 0; n < old_capacity; ++n) {
    String* atom = old[n];
    if (!atom || atom == kTombstone) continue;
    uint32_t i = atom->hash & mask;
    while (slots_[i]) i = (i + 1) & mask;
    slots_[i] = atom;
  }
}

Symbol* AtomTable::find_registered_symbol(const String* atom) const {
  for (uint32_t i = 0; i < symbols_.count; ++i) {
    if (symbols_.cells[i]->description == atom) return symbols_.cells[i];
  }
  return nullptr;
}

void AtomTable::add_registered_symbol(Symbol* symbol) {
  symbols_.add(symbol);
}

void AtomTable::clear_weak(Heap& heap, bool full) {
  if (full) {
    for (uint32_t i = 0; i < capacity_; ++i) {
      if (slots_[i] && slots_[i] != kTombstone && !heap.is_marked(slots_[i])) {
        slots_[i] = kTombstone;
        --count_;
      }
    }
  } else {
    // Only what became an atom since the last collection can have died.
    uint32_t mask = capacity_ - 1;
    for (uint32_t n = 0; n < young_.count; ++n) {
      String* atom = young_.cells[n];
      if (heap.is_marked(atom)) continue;
      uint32_t i = atom->hash & mask;
      while (slots_[i] && slots_[i] != atom) i = (i + 1) & mask;
      if (slots_[i] != atom) continue;
      slots_[i] = kTombstone;
      --count_;
    }
  }
  young_.count = 0;
  uint32_t kept = 0;
  for (uint32_t i = 0; i < symbols_.count; ++i) {
    if (heap.is_marked(symbols_.cells[i])) symbols_.cells[kept++] = symbols_.cells[i];
  }
  symbols_.count = kept;
}

// --- interning

String* intern(Isolate& isolate, String* string) {
  if (string->is_atom()) return string;
  AtomTable& table = isolate.atoms();
  Characters text = characters(isolate, string);
  if (string->is_slice()) {
    // A slice over the whole of its parent (a flattened rope, or a slice interned before) stands for the parent.
    auto* slice = static_cast<SliceString*>(string);
    if (slice->offset == 0 && slice->parent->length == slice->length) return intern(isolate, slice->parent);
  }
  uint32_t hash = hash_string(isolate, string);
  String* atom =
      text.two_byte ? table.find(text.utf16(), text.length, hash) : table.find(text.latin1(), text.length, hash);
  if (!atom) {
    atom = string;
    if (string->is_slice()) {
      atom = text.two_byte ? new_string_utf16(isolate, {text.utf16(), text.length})
                           : new_string_latin1(isolate, text.latin1(), text.length);
      if (atom->is_atom()) return atom;  // a single character
    }
    table.add(atom, hash);
    uint32_t index;
    Characters flat = flat_characters(atom);
    bool is_index = flat.two_byte ? parse_index(flat.utf16(), flat.length, &index)
                                  : parse_index(flat.latin1(), flat.length, &index);
    if (!is_index) {
      atom->flags |= CellFlags::kNotIndex;
      // Canonical numeric strings begin with a digit, '-', 'I' or 'N'. ECMA-262 sec-canonicalnumericindexstring
      char16_t first = flat.length ? flat[0] : 0;
      if ((first >= '0' && first <= '9') || first == '-' || first == 'I' || first == 'N') {
        double number = string_to_number(isolate, atom);
        char buffer[32];
        std::string_view canonical = number_to_latin1(number, buffer);
        bool same = canonical.size() == flat.length;
        for (uint32_t i = 0; same && i < flat.length; ++i) same = static_cast<uint8_t>(canonical[i]) == flat[i];
        if (!same && flat.length == 2 && flat[0] == '-' && flat[1] == '0') same = true;
        if (same) atom->flags |= CellFlags::kCanonicalNumeric;
      }
    }
  }
  if (string->is_slice() && atom != string) {
    auto* slice = static_cast<SliceString*>(string);
    if (slice->is_latin1() == atom->is_latin1()) {
      slice->parent = static_cast<FlatString*>(atom);
      slice->offset = 0;
      isolate.heap().write_barrier(slice);
    }
  }
  return atom;
}

String* intern_latin1(Isolate& isolate, std::string_view text) {
  auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  auto length = static_cast<uint32_t>(text.size());
  if (String* atom = isolate.atoms().find(bytes, length, hash_text(bytes, length))) return atom;
  return intern(isolate, new_string_latin1(isolate, bytes, length));
}

String* intern_utf16(Isolate& isolate, std::u16string_view text) {
  auto length = static_cast<uint32_t>(text.size());
  if (String* atom = isolate.atoms().find(text.data(), length, hash_text(text.data(), length))) return atom;
  return intern(isolate, new_string_utf16(isolate, text));
}

PropertyKey key_from_string(Isolate& isolate, String* string) {
  if (string->is_atom() && string->has_flag(CellFlags::kNotIndex)) return PropertyKey::from_atom(string);
  if (!string->has_flag(CellFlags::kNotIndex)) {
    uint32_t index;
    if (string->length <= 10) {
      Characters text = characters(isolate, string);
      bool is_index = text.two_byte ? parse_index(text.utf16(), text.length, &index)
                                    : parse_index(text.latin1(), text.length, &index);
      if (is_index) return PropertyKey::from_index(index);
    }
    string->flags |= CellFlags::kNotIndex;
  }
  return PropertyKey::from_atom(intern(isolate, string));
}

String* key_to_string(Isolate& isolate, PropertyKey key) {
  if (!key.is_index()) return key.as_string();
  uint32_t index = key.as_index();
  if (index < 10) return single_character_string(isolate, static_cast<char16_t>('0' + index));
  char buffer[12];
  char* end = buffer + sizeof buffer;
  char* begin = end;
  for (; index; index /= 10) *--begin = static_cast<char>('0' + index % 10);
  return new_string_latin1(isolate, std::string_view(begin, static_cast<size_t>(end - begin)));
}

Value key_to_value(Isolate& isolate, PropertyKey key) {
  return key.is_index() ? Value(key_to_string(isolate, key)) : Value(key.as_cell());
}

bool canonical_numeric_index(Isolate& isolate, PropertyKey key, double* number) {
  if (key.is_index()) {
    *number = key.as_index();
    return true;
  }
  if (!key.is_string() || !key.as_string()->has_flag(CellFlags::kCanonicalNumeric)) return false;
  String* atom = key.as_string();
  *number = string_to_number(isolate, atom);
  return true;
}

Symbol* new_symbol(Isolate& isolate, String* description, Symbol::Kind kind) {
  auto* symbol = static_cast<Symbol*>(isolate.heap().allocate(sizeof(Symbol)));
  symbol->set_header(Cell::header_word(CellType::kSymbol, 0, Symbol::kShapeId));
  symbol->description = description;
  auto address = reinterpret_cast<uintptr_t>(symbol);
  symbol->hash = static_cast<uint32_t>((address * 0x9e3779b97f4a7c15) >> 32) | 1;
  symbol->kind = kind;
  return symbol;
}

}  // namespace scrim
