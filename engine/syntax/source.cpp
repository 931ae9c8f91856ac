#include "engine/syntax/source.h"

#include <algorithm>

namespace scrim::syntax {

namespace {

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// UTF-16 units that a UTF-8 byte begins: 0 for continuation bytes, 2 for four-byte sequences.
uint32_t units_of(char c) {
  auto byte = static_cast<unsigned char>(c);
  return (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1;
}

}  // namespace

const std::vector<uint32_t>& SourceText::lines(LineRule rule) const {
  std::vector<uint32_t>& table = line_tables_[static_cast<int>(rule)];
  if (!table.empty()) return table;
  table.push_back(0);
  const char* data = text_.data();
  size_t size = text_.size();
  for (size_t i = 0; i < size; i++) {
    auto byte = static_cast<unsigned char>(data[i]);
    if (byte > '\r' && byte != 0xE2) continue;
    if (byte == '\n' || (byte == '\r' && !(i + 1 < size && data[i + 1] == '\n'))) {
      table.push_back(static_cast<uint32_t>(i + 1));
    } else if (byte == 0xE2 && rule == LineRule::kGrammar && i + 2 < size && data[i + 1] == '\x80' &&
               (data[i + 2] == '\xA8' || data[i + 2] == '\xA9')) {
      table.push_back(static_cast<uint32_t>(i + 3));
    }
  }
  return table;
}

uint32_t SourceText::line_of(uint32_t offset, LineRule rule) const {
  const auto& table = lines(rule);
  return static_cast<uint32_t>(std::upper_bound(table.begin(), table.end(), offset) - table.begin()) - 1;
}

uint32_t SourceText::line_start(uint32_t line, LineRule rule) const {
  const auto& table = lines(rule);
  return line < table.size() ? table[line] : size();
}

SourceRange SourceText::line_range(uint32_t line, LineRule rule) const {
  uint32_t start = line_start(line, rule);
  uint32_t end = line_start(line + 1, rule);
  if (line + 1 < line_count(rule)) {
    if (text_[end - 1] == '\n') {
      end--;
      if (end > start && text_[end - 1] == '\r') end--;
    } else if (text_[end - 1] == '\r') {
      end--;
    } else {
      end -= 3;
    }
  }
  return {start, end};
}

void SourceText::build_utf16_table() const {
  if (utf16_table_made_) return;
  utf16_table_made_ = true;
  all_ascii_ = std::all_of(text_.begin(), text_.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
  if (all_ascii_) return;
  utf16_table_.reserve(text_.size() / kCheckpoint + 1);
  uint32_t count = 0;
  for (size_t i = 0; i < text_.size(); i++) {
    if (i % kCheckpoint == 0) utf16_table_.push_back(count);
    count += units_of(text_[i]);
  }
  if (text_.size() % kCheckpoint == 0) utf16_table_.push_back(count);
}

uint32_t SourceText::utf16_offset(uint32_t offset) const {
  build_utf16_table();
  if (offset > size()) offset = size();
  if (all_ascii_) return offset;
  uint32_t checkpoint = offset / kCheckpoint;
  uint32_t count = utf16_table_[checkpoint];
  for (uint32_t i = checkpoint * kCheckpoint; i < offset; i++) count += units_of(text_[i]);
  return count;
}

LineColumn SourceText::utf16_position(uint32_t offset, LineRule rule) const {
  uint32_t line = line_of(offset, rule);
  return {line, utf16_length({line_start(line, rule), offset})};
}

LineColumn SourceText::utf8_position(uint32_t offset, LineRule rule) const {
  uint32_t line = line_of(offset, rule);
  return {line, offset - line_start(line, rule)};
}

uint32_t SourceText::utf16_length(SourceRange range) const {
  return utf16_offset(range.end) - utf16_offset(range.start);
}

uint32_t SourceText::offset_of_utf16(LineColumn position, LineRule rule) const {
  if (position.line >= line_count(rule)) return size();
  SourceRange line = line_range(position.line, rule);
  build_utf16_table();
  if (all_ascii_) return position.column > line.length() ? line.end : line.start + position.column;
  uint32_t wanted = utf16_offset(line.start) + position.column;
  if (utf16_offset(line.end) <= wanted) return line.end;
  // The last checkpoint at or before the wanted unit, then byte by byte.
  auto after = std::upper_bound(utf16_table_.begin(), utf16_table_.end(), wanted);
  auto checkpoint = static_cast<uint32_t>(after - utf16_table_.begin()) - 1;
  uint32_t offset = checkpoint * kCheckpoint;
  uint32_t count = utf16_table_[checkpoint];
  while (offset < line.start) count += units_of(text_[offset++]);
  while (offset < line.end) {
    if (is_continuation(text_[offset])) {
      offset++;
      continue;
    }
    uint32_t units = units_of(text_[offset]);
    if (count + units > wanted) break;
    count += units;
    offset++;
  }
  return offset;
}

}  // namespace scrim::syntax
