// A forward-only scanner over JSON text for files of hundreds of megabytes: no tree, no copies, whole numbers read
// eight bytes at a time. The first failure is kept with its byte; every later call returns false.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace scrim::profile {

class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text, size_t from = 0)
      : begin_(text.data()), at_(text.data() + from), end_(text.data() + text.size()) {}

  size_t byte() const { return static_cast<size_t>(at_ - begin_); }
  bool at_end() const { return at_ == end_; }
  bool failed() const { return !error_.empty(); }
  const std::string& error() const { return error_; }

  // Both return false. fail() words it for the place the scanner is at; a text that ends early is "cut short".
  bool fail(const std::string& what);
  bool fail_here(const std::string& expected);

  // Where the scanner is, for messages: "the \"edges\" array". Set by the caller as it descends.
  void set_context(std::string context) { context_ = static_cast<std::string&&>(context); }

  void skip_space() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) at_++;
  }
  // The next byte that is not white space, or 0 at the end.
  char peek() {
    skip_space();
    return at_ == end_ ? '\0' : *at_;
  }
  bool take(char c) {
    if (peek() != c) return false;
    at_++;
    return true;
  }
  bool expect(char c) { return take(c) || fail_here(std::string("'") + c + "'"); }

  // The raw text between the quotes.
  bool string(std::string_view& raw);
  bool skip_value();
  bool number(uint64_t& value);

  // Calls row(fields) for each `width` numbers of an array of whole numbers. row returns false to stop (after fail()).
  // A last row that is not full is a failure.
  template <typename Row>
  bool rows(uint32_t width, uint64_t* fields, Row row);

 private:
  const char* begin_;
  const char* at_;
  const char* end_;
  std::string error_;
  std::string context_;

  bool number_slow(uint64_t& value);

  // Eight digits at most, ended by a byte that is no digit, within the text.
  bool number_fast(uint64_t& value) {
    if (end_ - at_ < 8) return false;
    uint64_t word;
    memcpy(&word, at_, 8);
    // 0x30..0x39 become 0..9; any other byte gets a bit in its high half, here or by the addition.
    uint64_t digits = word ^ 0x3030303030303030u;
    uint64_t other = (digits | (digits + 0x7676767676767676u)) & 0x8080808080808080u;
    if (other == 0) return false;
    unsigned bits = static_cast<unsigned>(__builtin_ctzll(other)) & ~7u;
    if (bits == 0) return false;
    digits <<= 64 - bits;  // leading zeros in front: the first byte is the most significant digit
    digits = (digits * 10 + (digits >> 8)) & 0x00FF00FF00FF00FFu;
    digits = (digits * 100 + (digits >> 16)) & 0x0000FFFF0000FFFFu;
    value = (digits * 10000 + (digits >> 32)) & 0xFFFFFFFFu;
    at_ += bits / 8;
    return true;
  }
};

template <typename Row>
bool JsonScanner::rows(uint32_t width, uint64_t* fields, Row row) {
  if (!expect('[')) return false;
  if (take(']')) return true;
  uint32_t filled = 0;
  for (;;) {
    if (!number_fast(fields[filled]) && !number(fields[filled])) return false;
    if (at_ == end_) return fail_here("the rest of a number");
    if (++filled == width) {
      filled = 0;
      if (!row(fields)) return false;
    }
    if (at_ != end_ && *at_ == ',') {
      at_++;
      continue;
    }
    char next = peek();
    if (next == ',') {
      at_++;
    } else if (next == ']') {
      at_++;
      if (filled != 0)
        return fail("the last row has " + std::to_string(filled) + " of its " + std::to_string(width) + " fields");
      return true;
    } else {
      return fail_here("',' or ']'");
    }
  }
}

}  // namespace scrim::profile
