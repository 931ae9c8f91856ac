#include "engine/profile/report_text.h"

#include <algorithm>
#include <cstdio>

namespace scrim::profile {

std::string human_size(uint64_t bytes) {
  static constexpr const char* kUnits[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  char text[32];
  if (bytes < 1000) {
    snprintf(text, sizeof text, "%u B", static_cast<unsigned>(bytes));
    return text;
  }
  double value = static_cast<double>(bytes);
  size_t unit = 0;
  // 999.95 kB would print as 1000.0 kB.
  while (value >= 999.95 && unit + 1 < std::size(kUnits)) {
    value /= 1000;
    unit++;
  }
  snprintf(text, sizeof text, value < 9.995 ? "%.2f %s" : "%.1f %s", value, kUnits[unit]);
  return text;
}

std::string human_size_delta(int64_t bytes) {
  if (bytes == 0) return "0 B";
  const uint64_t magnitude = bytes < 0 ? ~static_cast<uint64_t>(bytes) + 1 : static_cast<uint64_t>(bytes);
  return (bytes < 0 ? "-" : "+") + human_size(magnitude);
}

std::string grouped(uint64_t count) {
  std::string digits = std::to_string(count);
  for (size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string grouped_delta(int64_t count) {
  if (count == 0) return "0";
  return (count < 0 ? "-" : "+") +
         grouped(count < 0 ? ~static_cast<uint64_t>(count) + 1 : static_cast<uint64_t>(count));
}

std::string percent(uint64_t part, uint64_t whole) {
  char text[32];
  snprintf(text, sizeof text, "%.1f %%",
           whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole));
  return text;
}

// Decodes one character and moves on; a broken byte is U+FFFD.
static uint32_t next_character(std::string_view text, size_t& at) {
  const unsigned char first = static_cast<unsigned char>(text[at++]);
  if (first < 0x80) return first;
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : -1;
  if (more < 0) return 0xFFFD;
  uint32_t value = first & (0x3Fu >> more);
  for (int i = 0; i < more; i++) {
    if (at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) return 0xFFFD;
    value = value << 6 | (static_cast<unsigned char>(text[at++]) & 0x3F);
  }
  return value;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const size_t from = at;
    const uint32_t c = next_character(text, at);
    char escape[16];
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
      snprintf(escape, sizeof escape, "\\x%02x", c);
      out += escape;
    } else if (c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) {
      snprintf(escape, sizeof escape, "\\u%04x", c);  // line ends and changes of direction
      out += escape;
    } else if (c == 0xFFFD) {
      out += "\xEF\xBF\xBD";
    } else {
      out.append(text, from, at - from);
    }
  }
  return out;
}

static size_t character_width(uint32_t c) {
  if ((c >= 0x300 && c < 0x370) || (c >= 0x200B && c <= 0x200F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0x20E3)
    return 0;
  const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F) ||
                    (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) ||
                    (c >= 0xFF00 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
                    (c >= 0x20000 && c <= 0x3FFFD);
  return wide ? 2 : 1;
}

size_t display_width(std::string_view text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) width += character_width(next_character(text, at));
  return width;
}

std::string clip(std::string_view text, size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  size_t width = 0, at = 0;
  while (at < text.size()) {
    size_t next = at;
    const size_t own = character_width(next_character(text, next));
    if (width + own + 1 > columns) break;
    width += own;
    at = next;
  }
  return std::string(text.substr(0, at)) + "…";
}

void TextTable::column(std::string heading, Align align, size_t max_width) {
  columns_.push_back({std::move(heading), align, max_width});
}

std::string TextTable::render(std::string_view indent) const {
  std::vector<size_t> width;
  for (size_t c = 0; c < columns_.size(); c++) {
    size_t widest = display_width(columns_[c].heading);
    for (const auto& row : rows_) {
      if (c < row.size()) widest = std::max(widest, display_width(row[c]));
    }
    if (columns_[c].max_width != 0) widest = std::min(widest, columns_[c].max_width);
    width.push_back(widest);
  }
  std::string out;
  auto line = [&](auto cell) {
    std::string text(indent);
    for (size_t c = 0; c < columns_.size(); c++) {
      if (c != 0) text += "  ";
      const std::string content = clip(cell(c), width[c]);
      const std::string padding(width[c] - std::min(width[c], display_width(content)), ' ');
      text += columns_[c].align == Align::kRight ? padding + content : content + padding;
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  };
  bool headings = false;
  for (const Column& column : columns_) headings |= !column.heading.empty();
  if (headings) line([&](size_t c) -> const std::string& { return columns_[c].heading; });
  static const std::string kEmpty;
  for (const auto& row : rows_) {
    line([&](size_t c) -> const std::string& { return c < row.size() ? row[c] : kEmpty; });
  }
  return out;
}

void JsonOut::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (first_.empty()) return;
  if (!first_.back()) text_ += ',';
  first_.back() = false;
  text_ += '\n';
  text_.append(first_.size() * 2, ' ');
}

JsonOut& JsonOut::open(char c) {
  separate();
  text_ += c;
  first_.push_back(true);
  return *this;
}

JsonOut& JsonOut::close(char c) {
  const bool empty = first_.back();
  first_.pop_back();
  if (!empty) {
    text_ += '\n';
    text_.append(first_.size() * 2, ' ');
  }
  text_ += c;
  return *this;
}

JsonOut& JsonOut::key(std::string_view name) {
  value(name);
  text_ += ": ";
  after_key_ = true;
  return *this;
}

JsonOut& JsonOut::value(std::string_view text) {
  separate();
  text_ += '"';
  for (size_t at = 0; at < text.size();) {
    const size_t from = at;
    const uint32_t c = next_character(text, at);
    char escape[8];
    if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += static_cast<char>(c);
    } else if (c == '\n') {
      text_ += "\\n";
    } else if (c < 0x20 || c == 0x7F) {
      snprintf(escape, sizeof escape, "\\u%04x", c);
      text_ += escape;
    } else if (c == 0xFFFD) {
      text_ += "\xEF\xBF\xBD";
    } else {
      text_.append(text, from, at - from);
    }
  }
  text_ += '"';
  return *this;
}

JsonOut& JsonOut::value(uint64_t number) {
  separate();
  text_ += std::to_string(number);
  return *this;
}

JsonOut& JsonOut::value(int64_t number) {
  separate();
  text_ += std::to_string(number);
  return *this;
}

JsonOut& JsonOut::value(bool truth) {
  separate();
  text_ += truth ? "true" : "false";
  return *this;
}

JsonOut& JsonOut::null() {
  separate();
  text_ += "null";
  return *this;
}

std::string JsonOut::take() {
  text_ += '\n';
  return std::move(text_);
}

}  // namespace scrim::profile
