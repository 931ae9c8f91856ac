// Small tools for reports: sizes and counts as people read them, text that is safe for a terminal, aligned tables,
// JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace scrim::profile {

std::string human_size(uint64_t bytes);              // "0 B", "812 B", "16.1 kB", "2.10 MB" (1 kB is 1000 B)
std::string human_size_delta(int64_t bytes);         // "+16.1 kB", "-8 B", "0 B"
std::string grouped(uint64_t count);                 // "1,234,567"
std::string grouped_delta(int64_t count);            // "+1,234"
std::string percent(uint64_t part, uint64_t whole);  // "12.3 %"
// Control characters as escapes, so that a heap's strings cannot drive a terminal.
std::string printable(std::string_view text);
// Columns a terminal gives to UTF-8 text: wide East Asian characters take two, combining ones none.
size_t display_width(std::string_view text);
// Cut in the middle of nothing: at most `columns`, ending in "…" if cut.
std::string clip(std::string_view text, size_t columns);

class TextTable {
 public:
  enum class Align : uint8_t { kLeft, kRight };
  // `max_width` 0: as wide as its widest cell. The last column, if left-aligned, is not padded.
  void column(std::string heading, Align align, size_t max_width = 0);
  void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const { return rows_.empty(); }
  std::string render(std::string_view indent = "  ") const;

 private:
  struct Column {
    std::string heading;
    Align align;
    size_t max_width;
  };
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// Writes JSON with the commas in place. Keys and values in the order of the calls.
class JsonOut {
 public:
  JsonOut& open_object() { return open('{'); }
  JsonOut& open_array() { return open('['); }
  JsonOut& close_object() { return close('}'); }
  JsonOut& close_array() { return close(']'); }
  JsonOut& key(std::string_view name);
  JsonOut& value(std::string_view text);
  JsonOut& value(uint64_t number);
  JsonOut& value(int64_t number);
  JsonOut& value(bool truth);
  JsonOut& null();
  template <typename T>
  JsonOut& member(std::string_view name, T v) {
    key(name);
    if constexpr (std::is_same_v<T, bool>) {
      return value(v);
    } else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) {
      return value(static_cast<int64_t>(v));
    } else if constexpr (std::is_integral_v<T>) {
      return value(static_cast<uint64_t>(v));
    } else {
      return value(std::string_view(v));
    }
  }
  std::string take();

 private:
  std::string text_;
  std::vector<bool> first_;
  bool after_key_ = false;
  void separate();
  JsonOut& open(char c);
  JsonOut& close(char c);
};

}  // namespace scrim::profile
