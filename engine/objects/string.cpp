#include "engine/objects/string.h"

#include "engine/base/unicode.h"
#include "engine/objects/atoms.h"
#include "engine/objects/errors.h"
#include "engine/objects/isolate.h"
#include "engine/objects/string_buffer.h"

namespace scrim {

namespace {

uint64_t string_header(uint8_t flags) {
  return Cell::header_word(CellType::kString, flags, String::kShapeId);
}

bool fits_latin1(const char16_t* text, size_t length) {
  char16_t all = 0;
  size_t i = 0;
  for (; i + 16 <= length; i += 16) {
    for (size_t k = 0; k < 16; ++k) all |= text[i + k];
    if (all > 0xff) return false;
  }
  for (; i < length; ++i) all |= text[i];
  return all <= 0xff;
}

template <typename To, typename From>
void copy_units(To* to, const From* from, size_t length) {
  if constexpr (sizeof(To) == sizeof(From)) {
    std::memcpy(to, from, length * sizeof(To));
  } else {
    for (size_t i = 0; i < length; ++i) to[i] = static_cast<To>(from[i]);
  }
}

template <typename To>
void copy_characters(To* to, const Characters& from) {
  if (from.two_byte) {
    copy_units(to, from.utf16(), from.length);
  } else {
    copy_units(to, from.latin1(), from.length);
  }
}

// Writes the rope's leaves from the last to the first. A chain grown at the end needs no pending list, one grown at the
// front one entry a link. No allocation in the heap meanwhile, so plain addresses may wait in malloc memory.
template <typename Unit>
void write_leaves(String* root, Unit* begin) {
  Unit* end = begin + root->length;
  std::string pending;  // addresses, eight bytes each
  String* node = root;
  for (;;) {
    while (node->is_rope()) {
      auto* rope = static_cast<RopeString*>(node);
      pending.append(reinterpret_cast<const char*>(&rope->left), sizeof(String*));
      node = rope->right;
    }
    Characters leaf = flat_characters(node);
    end -= leaf.length;
    copy_characters(end, leaf);
    if (pending.empty()) break;
    std::memcpy(&node, pending.data() + pending.size() - sizeof(String*), sizeof(String*));
    pending.resize(pending.size() - sizeof(String*));
  }
  ASSERT(end == begin);
}

// The rope becomes a slice of `flat`, which begins with its characters.
void flatten_into(Isolate& isolate, RopeString* rope, FlatString* flat) {
  if (rope->is_latin1()) {
    write_leaves(rope, flat->latin1());
  } else {
    write_leaves(rope, flat->utf16());
  }
  auto* slice = static_cast<SliceString*>(static_cast<String*>(rope));
  slice->flags = static_cast<uint8_t>((slice->flags & ~CellFlags::kRope) | CellFlags::kSlice);
  slice->parent = flat;
  slice->offset = 0;
  isolate.heap().write_barrier(slice);
}

void flatten(Isolate& isolate, RopeString* rope) {
  FlatString* flat = rope->is_latin1() ? new_uninitialized_latin1(isolate, rope->length)
                                       : new_uninitialized_utf16(isolate, rope->length);
  flat->hash = rope->hash;
  flatten_into(isolate, rope, flat);
}

// --- strings that grow at their end (string_buffer.h)

FlatString* new_string_buffer(Isolate& isolate, uint32_t length, bool two_byte) {
  uint64_t capacity = length < 4096 ? uint64_t{length} * 2 : uint64_t{length} + length / 2;
  if (capacity < 64) capacity = 64;
  auto units = static_cast<uint32_t>(capacity);
  auto* buffer = static_cast<FlatString*>(isolate.heap().allocate(FlatString::size_for(units, two_byte)));
  buffer->set_header(Cell::header_word(CellType::kString, two_byte ? CellFlags::kTwoByte : 0, 0));
  buffer->length = units;
  buffer->hash = 0;
  return buffer;
}

// A rope on whose left side several more hang is most likely one of a chain that goes on growing.
bool is_chain(const String* string) {
  constexpr int kLinks = 6;
  for (int i = 0; i < kLinks; ++i) {
    if (!string->is_rope()) return false;
    string = static_cast<const RopeString*>(string)->left;
  }
  return true;
}

bool ends_its_buffer(const String* string) {
  if (!string->is_slice()) return false;
  auto* slice = static_cast<const SliceString*>(string);
  return is_string_buffer(slice->parent) && slice->offset + slice->length == buffer_used(slice->parent);
}

SliceString* new_slice(Isolate& isolate, FlatString* parent, uint64_t offset, uint32_t length) {
  auto* slice = static_cast<SliceString*>(isolate.heap().allocate(sizeof(SliceString)));
  slice->set_header(string_header(static_cast<uint8_t>(CellFlags::kSlice | (parent->flags & CellFlags::kTwoByte))));
  slice->length = length;
  slice->hash = 0;
  slice->parent = parent;
  slice->offset = offset;
  return slice;
}

void copy_to_buffer(FlatString* buffer, uint64_t position, const Characters& text) {
  if (!buffer->is_latin1())
    copy_characters(buffer->utf16() + position, text);
  else
    std::memcpy(buffer->latin1() + position, text.latin1(), text.length);
  buffer->hash = static_cast<uint32_t>(position + text.length);
}

// `left` is a chain or ends its buffer.
String* append(Isolate& isolate, String* left, String* right) {
  Characters added = characters(isolate, right);
  uint32_t length = left->length + added.length;
  bool two_byte = !left->is_latin1() || added.two_byte;
  if (left->is_slice()) {
    auto* slice = static_cast<SliceString*>(left);
    FlatString* buffer = slice->parent;
    uint64_t end = slice->offset + slice->length;
    if (end + added.length < buffer->length && (!buffer->is_latin1() || !added.two_byte)) [[likely]] {
      SliceString* result = new_slice(isolate, buffer, slice->offset, length);
      copy_to_buffer(buffer, end, added);
      return result;
    }
  }
  FlatString* buffer = new_string_buffer(isolate, length, two_byte);
  if (left->is_rope() && left->is_latin1() == buffer->is_latin1()) {
    flatten_into(isolate, static_cast<RopeString*>(left), buffer);
  } else {
    copy_to_buffer(buffer, 0, characters(isolate, left));
  }
  copy_to_buffer(buffer, left->length, added);
  return new_slice(isolate, buffer, 0, length);
}

}  // namespace

Characters flat_characters(const String* string) {
  ASSERT(!string->is_rope());
  if (!string->is_slice()) {
    auto* flat = static_cast<const FlatString*>(string);
    return {flat + 1, flat->length, !flat->is_latin1()};
  }
  auto* slice = static_cast<const SliceString*>(string);
  const FlatString* parent = slice->parent;
  if (parent->is_latin1()) return {parent->latin1() + slice->offset, slice->length, false};
  return {parent->utf16() + slice->offset, slice->length, true};
}

Characters characters(Isolate& isolate, String* string) {
  if (string->is_rope()) flatten(isolate, static_cast<RopeString*>(string));
  return flat_characters(string);
}

FlatString* new_uninitialized_latin1(Isolate& isolate, uint32_t length) {
  auto* string = static_cast<FlatString*>(isolate.heap().allocate(FlatString::size_for(length, false)));
  string->set_header(string_header(0));
  string->length = length;
  string->hash = 0;
  return string;
}

FlatString* new_uninitialized_utf16(Isolate& isolate, uint32_t length) {
  auto* string = static_cast<FlatString*>(isolate.heap().allocate(FlatString::size_for(length, true)));
  string->set_header(string_header(CellFlags::kTwoByte));
  string->length = length;
  string->hash = 0;
  return string;
}

String* new_string_latin1(Isolate& isolate, const uint8_t* text, uint32_t length) {
  if (length == 1 && isolate.single_characters[text[0]]) return isolate.single_characters[text[0]];
  FlatString* string = new_uninitialized_latin1(isolate, length);
  if (length) std::memcpy(string->latin1(), text, length);
  return string;
}

String* new_string_latin1(Isolate& isolate, std::string_view text) {
  return new_string_latin1(isolate, reinterpret_cast<const uint8_t*>(text.data()), static_cast<uint32_t>(text.size()));
}

String* new_string_utf16(Isolate& isolate, std::u16string_view text) {
  auto length = static_cast<uint32_t>(text.size());
  if (fits_latin1(text.data(), text.size())) {
    if (length == 1) {
      if (String* known = isolate.single_characters[static_cast<uint8_t>(text[0])]) return known;
    }
    FlatString* string = new_uninitialized_latin1(isolate, length);
    copy_units(string->latin1(), text.data(), length);
    return string;
  }
  FlatString* string = new_uninitialized_utf16(isolate, length);
  copy_units(string->utf16(), text.data(), length);
  return string;
}

String* single_character_string(Isolate& isolate, char16_t unit) {
  if (unit > 0xff) return new_string_utf16(isolate, {&unit, 1});
  if (String* known = isolate.single_characters[unit]) return known;
  FlatString* string = new_uninitialized_latin1(isolate, 1);
  string->latin1()[0] = static_cast<uint8_t>(unit);
  String* atom = intern(isolate, string);
  isolate.single_characters[unit] = atom;
  return atom;
}

// UTF-8 with maximal invalid prefixes replaced, as the Encoding Standard's decoder does.
String* new_string_utf8(Isolate& isolate, std::string_view text) {
  size_t ascii = 0;
  while (ascii < text.size() && static_cast<uint8_t>(text[ascii]) < 0x80) ++ascii;
  if (ascii == text.size()) return new_string_latin1(isolate, text);
  std::u16string wide;
  wide.reserve(text.size());
  auto* p = reinterpret_cast<const uint8_t*>(text.data());
  auto* end = p + text.size();
  while (p < end) {
    uint8_t lead = *p++;
    if (lead < 0x80) {
      wide.push_back(lead);
      continue;
    }
    int more = lead >= 0xc2 && lead <= 0xdf ? 1 : (lead & 0xf0) == 0xe0 ? 2 : lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
    uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    uint32_t c = more == 1 ? lead & 0x1f : more == 2 ? lead & 0x0f : lead & 0x07;
    bool valid = more > 0;
    for (int i = 0; valid && i < more; ++i) {
      if (p == end || *p < low || *p > high) {
        valid = false;
        break;
      }
      c = c << 6 | (*p++ & 0x3f);
      low = 0x80;
      high = 0xbf;
    }
    if (!valid) {
      wide.push_back(0xfffd);
    } else if (c < 0x10000) {
      wide.push_back(static_cast<char16_t>(c));
    } else {
      wide.push_back(unicode::lead_surrogate(c));
      wide.push_back(unicode::trail_surrogate(c));
    }
  }
  return new_string_utf16(isolate, wide);
}

Completion<String*> concatenate(Isolate& isolate, String* left, String* right) {
  if (left->length == 0) return right;
  if (right->length == 0) return left;
  uint64_t length = uint64_t{left->length} + right->length;
  if (length > String::kMaxLength) return throw_range_error(isolate, "Invalid string length");
  bool two_byte = !left->is_latin1() || !right->is_latin1();
  if (length < String::kMinRopeLength) {
    Characters a = characters(isolate, left);
    Characters b = characters(isolate, right);
    if (two_byte) {
      FlatString* flat = new_uninitialized_utf16(isolate, static_cast<uint32_t>(length));
      copy_characters(flat->utf16(), a);
      copy_characters(flat->utf16() + a.length, b);
      return static_cast<String*>(flat);
    }
    FlatString* flat = new_uninitialized_latin1(isolate, static_cast<uint32_t>(length));
    std::memcpy(flat->latin1(), a.latin1(), a.length);
    std::memcpy(flat->latin1() + a.length, b.latin1(), b.length);
    return static_cast<String*>(flat);
  }
  if (ends_its_buffer(left) || is_chain(left)) return append(isolate, left, right);
  auto* rope = static_cast<RopeString*>(isolate.heap().allocate(sizeof(RopeString)));
  rope->set_header(string_header(static_cast<uint8_t>(CellFlags::kRope | (two_byte ? CellFlags::kTwoByte : 0))));
  rope->length = static_cast<uint32_t>(length);
  rope->hash = 0;
  rope->left = left;
  rope->right = right;
  return static_cast<String*>(rope);
}

String* substring(Isolate& isolate, String* string, uint32_t start, uint32_t end) {
  ASSERT(start <= end && end <= string->length);
  uint32_t length = end - start;
  if (length == string->length) return string;
  if (length == 0) return isolate.names().empty.as_string();
  Characters text = characters(isolate, string);
  if (length == 1) return single_character_string(isolate, text[start]);
  FlatString* parent;
  uint64_t offset = start;
  if (string->is_slice()) {
    auto* slice = static_cast<SliceString*>(string);
    parent = slice->parent;
    offset += slice->offset;
  } else {
    parent = static_cast<FlatString*>(string);
  }
  if (length >= String::kMinSliceLength && uint64_t{length} * 8 >= parent->length) {
    return new_slice(isolate, parent, offset, length);
  }
  if (text.two_byte) return new_string_utf16(isolate, {text.utf16() + start, length});
  return new_string_latin1(isolate, text.latin1() + start, length);
}

bool strings_equal(Isolate& isolate, String* a, String* b) {
  if (a == b) return true;
  if (a->length != b->length) return false;
  if (a->is_atom() && b->is_atom()) return false;
  if (a->hash && b->hash && a->hash != b->hash) return false;
  if (!((a->flags | b->flags) & (CellFlags::kRope | CellFlags::kSlice | CellFlags::kTwoByte))) {
    return std::memcmp(static_cast<FlatString*>(a)->latin1(), static_cast<FlatString*>(b)->latin1(), a->length) == 0;
  }
  Characters x = characters(isolate, a);
  Characters y = characters(isolate, b);
  if (!x.two_byte && !y.two_byte) return std::memcmp(x.data, y.data, x.length) == 0;
  if (x.two_byte && y.two_byte) return std::memcmp(x.data, y.data, size_t{x.length} * 2) == 0;
  const Characters& narrow = x.two_byte ? y : x;
  const Characters& wide = x.two_byte ? x : y;
  for (uint32_t i = 0; i < narrow.length; ++i) {
    if (narrow.latin1()[i] != wide.utf16()[i]) return false;
  }
  return true;
}

int compare_strings(Isolate& isolate, String* a, String* b) {
  if (a == b) return 0;
  Characters x = characters(isolate, a);
  Characters y = characters(isolate, b);
  uint32_t common = x.length < y.length ? x.length : y.length;
  int tail = x.length < y.length ? -1 : x.length > y.length ? 1 : 0;
  if (!x.two_byte && !y.two_byte) {
    int order = std::memcmp(x.data, y.data, common);
    return order ? order : tail;
  }
  for (uint32_t i = 0; i < common; ++i) {
    if (x[i] != y[i]) return x[i] < y[i] ? -1 : 1;
  }
  return tail;
}

uint32_t hash_string(Isolate& isolate, String* string) {
  if (string->hash) return string->hash;
  Characters text = characters(isolate, string);
  string->hash = text.two_byte ? hash_text(text.utf16(), text.length) : hash_text(text.latin1(), text.length);
  return string->hash;
}

// --- text for C++

std::string to_utf8(const String* flat) {
  Characters text = flat_characters(flat);
  std::string result;
  result.reserve(text.length);
  if (!text.two_byte) {
    for (uint32_t i = 0; i < text.length; ++i) {
      uint8_t c = text.latin1()[i];
      if (c < 0x80) {
        result.push_back(static_cast<char>(c));
      } else {
        result.push_back(static_cast<char>(0xc0 | c >> 6));
        result.push_back(static_cast<char>(0x80 | (c & 0x3f)));
      }
    }
    return result;
  }
  for (uint32_t i = 0; i < text.length; ++i) {
    uint32_t c = text.utf16()[i];
    if (unicode::is_lead_surrogate(c) && i + 1 < text.length && unicode::is_trail_surrogate(text.utf16()[i + 1])) {
      c = unicode::combine_surrogates(c, text.utf16()[++i]);
      result.push_back(static_cast<char>(0xf0 | c >> 18));
      result.push_back(static_cast<char>(0x80 | (c >> 12 & 0x3f)));
      result.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3f)));
      result.push_back(static_cast<char>(0x80 | (c & 0x3f)));
      continue;
    }
    if (unicode::is_lead_surrogate(c) || unicode::is_trail_surrogate(c)) c = 0xfffd;
    if (c < 0x80) {
      result.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
      result.push_back(static_cast<char>(0xc0 | c >> 6));
      result.push_back(static_cast<char>(0x80 | (c & 0x3f)));
    } else {
      result.push_back(static_cast<char>(0xe0 | c >> 12));
      result.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3f)));
      result.push_back(static_cast<char>(0x80 | (c & 0x3f)));
    }
  }
  return result;
}

std::string to_utf8(Isolate& isolate, String* string) {
  characters(isolate, string);
  return to_utf8(static_cast<const String*>(string));
}

std::u16string to_utf16(Isolate& isolate, String* string) {
  Characters text = characters(isolate, string);
  if (text.two_byte) return std::u16string(text.utf16(), text.length);
  return std::u16string(text.latin1(), text.latin1() + text.length);
}

// --- StringBuilder

void StringBuilder::widen() {
  wide_.reserve(narrow_.size() + 64);
  for (char c : narrow_) wide_.push_back(static_cast<uint8_t>(c));
  narrow_ = std::string();
  two_byte_ = true;
}

void StringBuilder::append(char16_t unit) {
  if (two_byte_) {
    wide_.push_back(unit);
  } else if (unit <= 0xff) {
    narrow_.push_back(static_cast<char>(unit));
  } else {
    widen();
    wide_.push_back(unit);
  }
}

void StringBuilder::append_code_point(uint32_t code_point) {
  if (code_point < 0x10000) return append(static_cast<char16_t>(code_point));
  append(unicode::lead_surrogate(code_point));
  append(unicode::trail_surrogate(code_point));
}

void StringBuilder::append(String* string) {
  append(string, 0, string->length);
}

void StringBuilder::append(String* string, uint32_t start, uint32_t end) {
  Characters text = characters(isolate_, string);
  if (!text.two_byte) {
    append_latin1({reinterpret_cast<const char*>(text.latin1()) + start, end - start});
  } else {
    append_utf16({text.utf16() + start, end - start});
  }
}

void StringBuilder::append_latin1(std::string_view text) {
  if (!two_byte_) {
    narrow_.append(text);
    return;
  }
  for (char c : text) wide_.push_back(static_cast<uint8_t>(c));
}

void StringBuilder::append_utf16(std::u16string_view text) {
  if (!two_byte_) {
    if (fits_latin1(text.data(), text.size())) {
      for (char16_t c : text) narrow_.push_back(static_cast<char>(c));
      return;
    }
    widen();
  }
  wide_.append(text);
}

Completion<String*> StringBuilder::finish() {
  if (length() > String::kMaxLength) return throw_range_error(isolate_, "Invalid string length");
  if (length() == 0) return isolate_.names().empty.as_string();
  return two_byte_ ? new_string_utf16(isolate_, wide_) : new_string_latin1(isolate_, narrow_);
}

}  // namespace scrim
