#include "lsp/document.h"

#include <algorithm>
#include <cctype>

namespace scrim::lsp {
namespace {

// Appends the starts of the lines that begin in text[from, to].
void scan_lines(std::string_view text, uint32_t from, uint32_t to, std::vector<uint32_t>& out) {
  for (uint32_t i = from; i < to; i++) {
    char c = text[i];
    if (c == '\n') {
      out.push_back(i + 1);
    } else if (c == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n')) {
      out.push_back(i + 1);
    }
  }
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}
uint32_t sequence_length(char c) {
  auto byte = static_cast<unsigned char>(c);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); i++) {
    if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

void LineTable::reset(std::string_view text) {
  starts_.clear();
  starts_.push_back(0);
  scan_lines(text, 0, static_cast<uint32_t>(text.size()), starts_);
}

void LineTable::edit(std::string_view text, SourceRange range, uint32_t inserted) {
  // A terminator may be split or joined at either border: look again from the byte before the edit to the one after it.
  uint32_t from = range.start > 0 ? range.start - 1 : 0;
  uint32_t new_end = range.start + inserted;
  uint32_t to = std::min(static_cast<uint32_t>(text.size()), new_end + 1);
  uint32_t old_to = to - inserted + range.length();
  auto first = std::upper_bound(starts_.begin(), starts_.end(), from);
  auto last = std::upper_bound(starts_.begin(), starts_.end(), old_to);
  std::vector<uint32_t> fresh;
  scan_lines(text, from, to, fresh);
  int64_t delta = static_cast<int64_t>(inserted) - range.length();
  if (delta != 0) {
    for (auto it = last; it != starts_.end(); ++it) *it = static_cast<uint32_t>(*it + delta);
  }
  auto at = first - starts_.begin();
  auto old_count = last - first;
  auto common = std::min<std::ptrdiff_t>(old_count, static_cast<std::ptrdiff_t>(fresh.size()));
  std::copy(fresh.begin(), fresh.begin() + common, starts_.begin() + at);
  if (old_count > common) {
    starts_.erase(starts_.begin() + at + common, starts_.begin() + at + old_count);
  } else {
    starts_.insert(starts_.begin() + at + common, fresh.begin() + common, fresh.end());
  }
}

uint32_t LineTable::line_of(uint32_t offset) const {
  return static_cast<uint32_t>(std::upper_bound(starts_.begin(), starts_.end(), offset) - starts_.begin() - 1);
}

SourceRange LineTable::content(std::string_view text, uint32_t line) const {
  uint32_t begin = starts_[line];
  uint32_t end = line + 1 < count() ? starts_[line + 1] : static_cast<uint32_t>(text.size());
  if (line + 1 < count()) {
    if (end > begin && text[end - 1] == '\n') end--;
    if (end > begin && text[end - 1] == '\r') end--;
  }
  return {begin, end};
}

Document::Document(std::string uri, std::string language, int32_t version, std::string text)
    : uri_(std::move(uri)), language_(std::move(language)), version_(version), text_(std::move(text)), lines_(text_) {}

AppliedEdit Document::replace_all(std::string text) {
  AppliedEdit applied{{0, static_cast<uint32_t>(text_.size())}, static_cast<uint32_t>(text.size())};
  text_ = std::move(text);
  lines_.reset(text_);
  return applied;
}

AppliedEdit Document::edit(PositionRange range, std::string_view text, PositionEncoding encoding,
                           std::string* problem) {
  bool start_exact = true;
  bool end_exact = true;
  uint32_t start = offset_of(range.start, encoding, &start_exact);
  uint32_t end = offset_of(range.end, encoding, &end_exact);
  if (!start_exact || !end_exact) {
    LineColumn place = start_exact ? range.end : range.start;
    *problem = "line " + std::to_string(place.line) + ", character " + std::to_string(place.column) +
               " does not exist in version " + std::to_string(version_);
  }
  if (end < start) {
    *problem = "the range ends before it starts (line " + std::to_string(range.start.line) + ")";
    std::swap(start, end);
  }
  text_.replace(start, end - start, text);
  AppliedEdit applied{{start, end}, static_cast<uint32_t>(text.size())};
  lines_.edit(text_, applied.range, applied.inserted);
  return applied;
}

uint32_t Document::offset_of(LineColumn position, PositionEncoding encoding, bool* exact) const {
  if (position.line >= lines_.count()) {
    // The line after the last one is how some clients say "the end".
    if (exact != nullptr && (position.line > lines_.count() || position.column > 0)) *exact = false;
    return static_cast<uint32_t>(text_.size());
  }
  SourceRange line = lines_.content(text_, position.line);
  if (encoding == PositionEncoding::kUtf8) {
    uint32_t offset = std::min(line.end, line.start + std::min(position.column, line.length()));
    uint32_t aligned = offset;
    while (aligned > line.start && aligned < text_.size() && is_continuation(text_[aligned])) aligned--;
    if (aligned != offset && exact != nullptr) *exact = false;
    return aligned;
  }
  uint32_t offset = line.start;
  uint32_t units = 0;
  while (offset < line.end && units < position.column) {
    uint32_t length = std::min(sequence_length(text_[offset]), line.end - offset);
    uint32_t width = length == 4 ? 2 : 1;
    if (units + width > position.column) {  // inside a surrogate pair
      if (exact != nullptr) *exact = false;
      break;
    }
    units += width;
    offset += length;
  }
  return offset;
}

LineColumn Document::position_of(uint32_t offset, PositionEncoding encoding) const {
  offset = std::min(offset, static_cast<uint32_t>(text_.size()));
  uint32_t line = lines_.line_of(offset);
  SourceRange content = lines_.content(text_, line);
  offset = std::min(offset, content.end);  // between CR and LF is the end of the line
  if (encoding == PositionEncoding::kUtf8) return {line, offset - content.start};
  uint32_t units = 0;
  for (uint32_t i = content.start; i < offset; i += sequence_length(text_[i])) {
    units += sequence_length(text_[i]) == 4 ? 2 : 1;
  }
  return {line, units};
}

std::string normalized_uri(std::string_view uri) {
  size_t colon = uri.find(':');
  if (colon == std::string_view::npos) return percent_decoded(uri);
  std::string out;
  for (char c : uri.substr(0, colon)) out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  out += percent_decoded(uri.substr(colon));
  // file:///C:/x and file:///c%3A/x are one document.
  if (out.starts_with("file:///") && out.size() > 9 && out[9] == ':') {
    out[8] = static_cast<char>(std::tolower(static_cast<unsigned char>(out[8])));
  }
  return out;
}

std::string path_of_uri(std::string_view uri) {
  std::string whole = normalized_uri(uri);
  if (!whole.starts_with("file://")) return {};
  std::string path = whole.substr(7);
  size_t slash = path.find('/');
  if (slash == std::string::npos) return {};
  return path.substr(slash);  // a host, if any, is this one
}

std::string uri_of_path(std::string_view path) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out = "file://";
  for (char c : path) {
    auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || c == '/' || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += '%';
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  }
  return out;
}

}  // namespace scrim::lsp
