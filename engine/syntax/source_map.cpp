#include "engine/syntax/source_map.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

#include "engine/syntax/characters.h"

namespace scrim::syntax {

namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<int8_t, 256> kDigits = [] {
  std::array<int8_t, 256> digits{};
  for (auto& digit : digits) digit = -1;
  for (size_t i = 0; i < kBase64.size(); i++) digits[static_cast<unsigned char>(kBase64[i])] = static_cast<int8_t>(i);
  return digits;
}();

int digit_of(char c) {
  return kDigits[static_cast<unsigned char>(c)];
}

bool before(LineColumn a, LineColumn b) {
  return std::tie(a.line, a.column) < std::tie(b.line, b.column);
}

}  // namespace

// As much of JSON as maps need, read in place: each take_* returns false and sets failed() when the text is not it.
class SourceMap::Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}
  bool failed() const { return failed_; }
  size_t at() const { return at_; }

  char next() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
      at_++;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char c) {
    if (next() != c) return fail();
    at_++;
    return true;
  }
  bool take_string(std::string* out) {
    if (!take('"')) return false;
    out->clear();
    while (at_ < text_.size()) {
      char c = text_[at_++];
      if (c == '"') return true;
      if (c != '\\') {
        *out += c;
        continue;
      }
      if (at_ >= text_.size()) break;
      c = text_[at_++];
      switch (c) {
        case 'n': *out += '\n'; break;
        case 't': *out += '\t'; break;
        case 'r': *out += '\r'; break;
        case 'b': *out += '\b'; break;
        case 'f': *out += '\f'; break;
        case 'u': {
          uint32_t unit;
          if (!take_unit(&unit)) return false;
          if (unit >= 0xD800 && unit < 0xDC00 && text_.substr(at_).starts_with("\\u")) {
            size_t back = at_;
            at_ += 2;
            uint32_t trail;
            if (!take_unit(&trail)) return false;
            if (trail >= 0xDC00 && trail < 0xE000) {
              unit = 0x10000 + ((unit - 0xD800) << 10) + (trail - 0xDC00);
            } else {
              at_ = back;
            }
          }
          append_utf8(*out, unit);
          break;
        }
        default: *out += c;
      }
    }
    return fail();
  }
  bool take_number(uint32_t* out) {
    next();
    auto result = std::from_chars(text_.data() + at_, text_.data() + text_.size(), *out);
    if (result.ec != std::errc()) return fail();
    at_ = static_cast<size_t>(result.ptr - text_.data());
    return true;
  }
  // Any value. Depth is bounded, not recursion: brackets are counted.
  bool skip_value() {
    int depth = 0;
    std::string ignored;
    do {
      switch (next()) {
        case '{':
        case '[':
          depth++;
          at_++;
          break;
        case '}':
        case ']':
          if (--depth < 0) return fail();
          at_++;
          break;
        case '"':
          if (!take_string(&ignored)) return false;
          break;
        case '\0': return fail();
        default: at_++;
      }
      // A bare word or number goes on to the next mark.
      while (depth == 0 && at_ < text_.size() && text_[at_] != ',' && text_[at_] != '}' && text_[at_] != ']') at_++;
    } while (depth > 0);
    return true;
  }
  // Calls read(key) for each member of an object, which must read or skip the value.
  template <typename Read>
  bool object(Read read) {
    if (!take('{')) return false;
    if (next() == '}') return take('}');
    for (std::string key;;) {
      if (!take_string(&key) || !take(':') || !read(key) || failed_) return fail();
      if (next() == '}') return take('}');
      if (!take(',')) return false;
    }
  }
  template <typename Read>
  bool array(Read read) {
    if (!take('[')) return false;
    if (next() == ']') return take(']');
    for (;;) {
      if (!read() || failed_) return fail();
      if (next() == ']') return take(']');
      if (!take(',')) return false;
    }
  }
  bool strings(std::vector<std::optional<std::string>>* out) {
    return array([&] {
      std::string text;
      if (next() != '"') {
        out->push_back(std::nullopt);
        return skip_value();
      }
      if (!take_string(&text)) return false;
      out->push_back(std::move(text));
      return true;
    });
  }

  // A map at the reader's place, put behind what `map` holds, at `offset` of the generated code.
  bool read_map(SourceMap& map, LineColumn offset, int depth) {
    std::string mappings;
    std::string root;
    std::vector<std::optional<std::string>> sources;
    std::vector<std::optional<std::string>> names;
    std::vector<std::optional<std::string>> contents;
    bool has_mappings = false;
    bool has_sections = false;
    bool read = object([&](const std::string& key) {
      if (key == "mappings" && next() == '"') {
        has_mappings = true;
        return take_string(&mappings);
      }
      if (key == "sourceRoot" && next() == '"') return take_string(&root);
      if (key == "sources" && next() == '[') return strings(&sources);
      if (key == "names" && next() == '[') return strings(&names);
      if (key == "sourcesContent" && next() == '[') return strings(&contents);
      if (key == "sections" && next() == '[' && depth == 0) {
        has_sections = true;
        return array([&] { return read_section(map, depth); });
      }
      return skip_value();
    });
    if (!read || (!has_mappings && !has_sections)) return fail();
    auto first_source = static_cast<uint32_t>(map.sources_.size());
    auto first_name = static_cast<uint32_t>(map.names_.size());
    if (!root.empty() && !root.ends_with('/')) root += '/';
    for (auto& source : sources) map.sources_.push_back(source ? root + *source : std::string());
    for (auto& name : names) map.names_.push_back(name.value_or(std::string()));
    contents.resize(sources.size());
    for (auto& content : contents) map.contents_.push_back(std::move(content));
    return map.add_mappings(mappings, offset, first_source, first_name) || fail();
  }

 private:
  bool fail() {
    failed_ = true;
    return false;
  }
  bool take_unit(uint32_t* unit) {
    if (text_.size() - at_ < 4) return fail();
    auto result = std::from_chars(text_.data() + at_, text_.data() + at_ + 4, *unit, 16);
    if (result.ec != std::errc() || result.ptr != text_.data() + at_ + 4) return fail();
    at_ += 4;
    return true;
  }
  bool read_section(SourceMap& map, int depth) {
    LineColumn offset;
    std::optional<size_t> place;
    bool read = object([&](const std::string& key) {
      if (key == "offset") {
        return object([&](const std::string& field) {
          if (field == "line") return take_number(&offset.line);
          if (field == "column") return take_number(&offset.column);
          return skip_value();
        });
      }
      // The offset may come after the map: the map is read once both are known.
      if (key == "map") {
        next();
        place = at_;
      }
      return skip_value();
    });
    if (!read || !place) return fail();
    size_t end = at_;
    at_ = *place;
    if (!read_map(map, offset, depth + 1)) return false;
    at_ = end;
    return true;
  }

  std::string_view text_;
  size_t at_ = 0;
  bool failed_ = false;
};

std::optional<SourceMap> SourceMap::parse(std::string_view json, std::string* error) {
  if (json.starts_with(")]}'")) json.remove_prefix(std::min(json.size(), json.find('\n')));
  SourceMap map;
  Reader reader(json);
  if (!reader.read_map(map, {}, 0)) {
    if (error) *error = "the source map is not valid near its byte " + std::to_string(reader.at());
    return std::nullopt;
  }
  map.finish();
  return map;
}

// Base64 VLQ groups: generated column, source, original line, original column, name, each relative to the last.
bool SourceMap::add_mappings(std::string_view text, LineColumn offset, uint32_t first_source, uint32_t first_name) {
  LineColumn generated = offset;
  int64_t fields[5] = {offset.column, 0, 0, 0, 0};
  for (size_t i = 0; i < text.size();) {
    if (text[i] == ';') {
      generated.line++;
      fields[0] = 0;
      i++;
      continue;
    }
    if (text[i] == ',') {
      i++;
      continue;
    }
    int count = 0;
    while (i < text.size() && text[i] != ',' && text[i] != ';') {
      int64_t value = 0;
      int shift = 0;
      int digit;
      do {
        if (i >= text.size() || (digit = digit_of(text[i])) < 0 || shift > 30) return false;
        value |= static_cast<int64_t>(digit & 31) << shift;
        shift += 5;
        i++;
      } while (digit & 32);
      if (count == 5) return false;
      fields[count++] += value & 1 ? -(value >> 1) : value >> 1;
    }
    if (count != 1 && count != 4 && count != 5) return false;
    for (int64_t field : fields) {
      if (field < 0 || field > UINT32_MAX - 1) return false;
    }
    Mapping mapping{{generated.line, static_cast<uint32_t>(fields[0])}, {}, kNone, kNone};
    if (count >= 4) {
      mapping.source = first_source + static_cast<uint32_t>(fields[1]);
      mapping.original = {static_cast<uint32_t>(fields[2]), static_cast<uint32_t>(fields[3])};
      if (mapping.source >= sources_.size()) return false;
    }
    if (count == 5) mapping.name = first_name + static_cast<uint32_t>(fields[4]);
    if (mapping.name != kNone && mapping.name >= names_.size()) return false;
    mappings_.push_back(mapping);
  }
  return true;
}

void SourceMap::finish() {
  std::stable_sort(mappings_.begin(), mappings_.end(),
                   [](const Mapping& a, const Mapping& b) { return before(a.generated, b.generated); });
  for (uint32_t i = 0; i < mappings_.size(); i++) {
    if (mappings_[i].source != kNone) by_original_.push_back(i);
  }
  std::stable_sort(by_original_.begin(), by_original_.end(), [&](uint32_t a, uint32_t b) {
    const Mapping& one = mappings_[a];
    const Mapping& two = mappings_[b];
    if (one.source != two.source) return one.source < two.source;
    return before(one.original, two.original);
  });
}

std::optional<SourceMap::Original> SourceMap::original_of(LineColumn generated) const {
  auto after =
      std::upper_bound(mappings_.begin(), mappings_.end(), generated,
                       [](LineColumn place, const Mapping& mapping) { return before(place, mapping.generated); });
  if (after == mappings_.begin()) return std::nullopt;
  const Mapping& mapping = after[-1];
  if (mapping.generated.line != generated.line || mapping.source == kNone) return std::nullopt;
  return Original{mapping.source, mapping.original, mapping.name};
}

std::vector<LineColumn> SourceMap::generated_of(uint32_t source, LineColumn original) const {
  auto first =
      std::lower_bound(by_original_.begin(), by_original_.end(), original, [&](uint32_t index, LineColumn place) {
        const Mapping& mapping = mappings_[index];
        return mapping.source != source ? mapping.source < source : before(mapping.original, place);
      });
  std::vector<LineColumn> found;
  if (first == by_original_.end()) return found;
  LineColumn place = mappings_[*first].original;
  if (place.line != original.line) return found;
  for (; first != by_original_.end(); ++first) {
    const Mapping& mapping = mappings_[*first];
    if (mapping.source != source || mapping.original != place) break;
    if (found.empty() || found.back() != mapping.generated) found.push_back(mapping.generated);
  }
  return found;
}

const std::string* SourceMap::source_content(uint32_t source) const {
  return source < contents_.size() && contents_[source] ? &*contents_[source] : nullptr;
}

uint32_t SourceMap::find_source(std::string_view name) const {
  auto found = std::find(sources_.begin(), sources_.end(), name);
  return found == sources_.end() ? kNone : static_cast<uint32_t>(found - sources_.begin());
}

std::optional<std::string> SourceMap::decode_data_url(std::string_view url) {
  if (!url.starts_with("data:")) return std::nullopt;
  size_t comma = url.find(',');
  if (comma == url.npos) return std::nullopt;
  bool base64 = url.substr(0, comma).ends_with(";base64");
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (size_t i = comma + 1; i < url.size(); i++) {
    char c = url[i];
    if (c == '%' && i + 2 < url.size()) {
      uint32_t byte = 0;
      auto result = std::from_chars(url.data() + i + 1, url.data() + i + 3, byte, 16);
      if (result.ec != std::errc()) return std::nullopt;
      c = static_cast<char>(byte);
      i += 2;
    }
    if (!base64) {
      out += c;
      continue;
    }
    int digit = c == '-' ? 62 : c == '_' ? 63 : digit_of(c);
    if (digit < 0) continue;  // padding and white space
    bits = bits << 6 | static_cast<uint32_t>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> count & 0xFF);
    }
  }
  return out;
}

}  // namespace scrim::syntax
