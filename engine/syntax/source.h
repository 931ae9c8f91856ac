// syntax/: source text, lexer, AST, parser with recovery, early errors, scope analysis. No heap, no virtual machine:
// the engine, the language server and the lints all read what this room makes.
//
// This header: a source text and its two line tables.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scrim::syntax {

// A half-open range of UTF-8 byte offsets into a source text.
struct SourceRange {
  uint32_t start = 0;
  uint32_t end = 0;
  uint32_t length() const { return end - start; }
  bool contains(uint32_t offset) const { return offset >= start && offset < end; }
  friend bool operator==(SourceRange, SourceRange) = default;
};

// Both counted from 0.
struct LineColumn {
  uint32_t line = 0;
  uint32_t column = 0;
  friend bool operator==(LineColumn, LineColumn) = default;
};

// Which characters end a line. The grammar (ECMA-262 sec-line-terminators, and the lines V8 prints in stack traces)
// also takes U+2028 and U+2029; LSP and DAP clients only LF, CRLF and CR.
enum class LineRule : uint8_t { kGrammar, kEditor };

// Owns the bytes of one script or module. Immutable; at most 4 GB - 64 KB. Line tables are made on first use, so a
// SourceText belongs to one thread at a time until both have been asked for.
class SourceText {
 public:
  SourceText() = default;
  // `text` is UTF-8, without its byte order mark if it had one. Invalid sequences are allowed here: the lexer reports
  // each with its place. Surrogates that came from a JavaScript string (eval) are in WTF-8 form; `allow_surrogates`
  // says so.
  explicit SourceText(std::string text, std::string name = {}, bool allow_surrogates = false)
      : text_(std::move(text)), name_(std::move(name)), allow_surrogates_(allow_surrogates) {}

  std::string_view text() const { return text_; }
  std::string_view text(SourceRange range) const { return text().substr(range.start, range.length()); }
  std::string take_text() && { return std::move(text_); }
  uint32_t size() const { return static_cast<uint32_t>(text_.size()); }
  // Path or URL, only for messages.
  const std::string& name() const { return name_; }
  bool allow_surrogates() const { return allow_surrogates_; }

  uint32_t line_count(LineRule rule) const { return static_cast<uint32_t>(lines(rule).size()); }
  // The line that contains `offset`, O(log lines).
  uint32_t line_of(uint32_t offset, LineRule rule) const;
  // Offset of the first byte of `line`; the size of the text for a line past the end.
  uint32_t line_start(uint32_t line, LineRule rule) const;
  // The line without its terminator.
  SourceRange line_range(uint32_t line, LineRule rule) const;

  // Columns in UTF-16 code units; O(log n) (a table of checkpoints is kept for lines that are not ASCII).
  LineColumn utf16_position(uint32_t offset, LineRule rule) const;
  // The inverse; a position past the end of a line is its end, inside a surrogate pair its beginning.
  uint32_t offset_of_utf16(LineColumn position, LineRule rule) const;
  // Columns in bytes.
  LineColumn utf8_position(uint32_t offset, LineRule rule) const;
  // Number of UTF-16 code units in the range, O(log n).
  uint32_t utf16_length(SourceRange range) const;

 private:
  const std::vector<uint32_t>& lines(LineRule rule) const;
  void build_utf16_table() const;
  uint32_t utf16_offset(uint32_t offset) const;

  std::string text_;
  std::string name_;
  bool allow_surrogates_ = false;
  mutable std::vector<uint32_t> line_tables_[2];
  // utf16_table_[i] is the number of UTF-16 units before byte i * kCheckpoint; empty while not made, or all ASCII.
  static constexpr uint32_t kCheckpoint = 256;
  mutable std::vector<uint32_t> utf16_table_;
  mutable bool utf16_table_made_ = false;
  mutable bool all_ascii_ = false;
};

}  // namespace scrim::syntax
