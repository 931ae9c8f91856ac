// lsp/: the language server. features/ has one file for each feature, lint/ the performance rules; this folder itself
// holds the documents an editor has open, the tree-sitter trees beside them, the server's life and its schedule.
//
// This header: one open document: its text, its version, its lines, and the edits that arrive.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/syntax/source.h"

namespace scrim::lsp {

using syntax::LineColumn;
using syntax::SourceRange;

// What `character` counts. UTF-16 unless the client offers UTF-8.
enum class PositionEncoding : uint8_t { kUtf16, kUtf8 };

struct PositionRange {
  LineColumn start;
  LineColumn end;
};

// Where lines begin, by the editor's rule (LF, CRLF, CR), kept up to date through edits.
class LineTable {
 public:
  explicit LineTable(std::string_view text = {}) { reset(text); }
  void reset(std::string_view text);
  // `text` is the new text; `range` of the old text was replaced by `inserted` bytes.
  void edit(std::string_view text, SourceRange range, uint32_t inserted);

  uint32_t count() const { return static_cast<uint32_t>(starts_.size()); }
  uint32_t start(uint32_t line) const { return starts_[line]; }
  uint32_t line_of(uint32_t offset) const;
  // The line without its terminator.
  SourceRange content(std::string_view text, uint32_t line) const;
  friend bool operator==(const LineTable&, const LineTable&) = default;

 private:
  std::vector<uint32_t> starts_;
};

// UTF-8 bytes replaced by an edit, for who keeps something in step with the text.
struct AppliedEdit {
  SourceRange range;      // of the text before
  uint32_t inserted = 0;  // bytes in its place
};

class Document {
 public:
  Document(std::string uri, std::string language, int32_t version, std::string text);

  const std::string& uri() const { return uri_; }
  const std::string& language() const { return language_; }
  int32_t version() const { return version_; }
  void set_version(int32_t version) { version_ = version; }
  const std::string& text() const { return text_; }
  const LineTable& lines() const { return lines_; }

  AppliedEdit replace_all(std::string text);
  // Applies one change. A place that does not exist in this text (a line past the end, the middle of a surrogate pair,
  // an end before its start) is moved to the nearest one, as the protocol asks for characters past the end of a line;
  // when more than that was wrong, `*problem` says what: the client's text is no longer this one.
  AppliedEdit edit(PositionRange range, std::string_view text, PositionEncoding encoding, std::string* problem);

  // Clamps; sets `*exact` to false if the place does not exist.
  uint32_t offset_of(LineColumn position, PositionEncoding encoding, bool* exact = nullptr) const;
  LineColumn position_of(uint32_t offset, PositionEncoding encoding) const;

 private:
  std::string uri_;
  std::string language_;
  int32_t version_;
  std::string text_;
  LineTable lines_;
};

// The identity of a document: the URI with its percent escapes decoded, its scheme in lower case and a Windows drive
// letter too; `untitled:` and others keep what they have.
std::string normalized_uri(std::string_view uri);
// The path of a `file:` URI, empty for other schemes.
std::string path_of_uri(std::string_view uri);
std::string uri_of_path(std::string_view path);

}  // namespace scrim::lsp
