// Source text to tokens, one at a time, without allocation per token. The parser says when a '/' begins a regular
// expression and when a '}' continues a template (rescan_*).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/syntax/diagnostics.h"
#include "engine/syntax/names.h"
#include "engine/syntax/parser.h"
#include "engine/syntax/token.h"

namespace scrim::syntax {

inline bool is_assignment_operator(TokenKind kind) {
  return kind >= TokenKind::kAssign && kind <= TokenKind::kCoalesceAssign;
}
inline bool is_binary_operator(TokenKind kind) {
  return kind >= TokenKind::kPlus && kind <= TokenKind::kCoalesce;
}
// Anything that may be a property name after a dot.
inline bool is_word(TokenKind kind) {
  return kind >= TokenKind::kBreak || kind == TokenKind::kIn || kind == TokenKind::kInstanceof;
}
// A word that may be an identifier somewhere (sloppy, outside generators and async functions).
inline bool is_identifier_like(TokenKind kind) {
  return kind >= TokenKind::kIdentifier;
}
inline bool is_reserved_word(TokenKind kind) {
  return is_word(kind) && !is_identifier_like(kind);
}
inline bool is_strict_reserved(TokenKind kind) {
  return kind >= TokenKind::kImplements && kind <= TokenKind::kYield;
}

struct LexedToken {
  TokenKind kind = TokenKind::kEndOfFile;
  bool newline_before = false;
  bool escaped = false;  // a word with \u escapes
  uint8_t flags = 0;
  uint32_t start = 0;
  uint32_t end = 0;
  // Words, private names, strings, BigInt digits, regular expression pattern, cooked template text (kNoName: a bad
  // escape).
  NameId name = kNoName;
  NameId raw = kNoName;  // raw template text, regular expression flags
  double number = 0;
  // The first bad escape of a template: an error unless the template is tagged.
  DiagnosticCode fault{};
  SourceRange fault_range;

  enum : uint8_t {
    kLegacyOctal = 1,      // 017
    kLeadingZero = 2,      // 089
    kOctalEscape = 4,      // "\1"
    kEightNineEscape = 8,  // "\8"
    kHasEscape = 16,       // strings: some escape or line continuation ('use strict' must have none)
  };
};

class Lexer {
 public:
  // Only what lies in `window` is checked to be UTF-8.
  Lexer(const SourceText& source, NameTable& names, Reporter& reporter, bool html_comments,
        std::vector<Comment>* comments, SourceRange window);

  // Scans the next token into token().
  void next();
  const LexedToken& token() const { return token_; }

  // The current token is '/' or '/=': scans it again as a regular expression.
  void rescan_regexp();
  // The current token is an operator that begins with '<' or '>': cuts it down to that one character.
  void rescan_first(TokenKind kind) {
    token_.kind = kind;
    token_.end = token_.start + 1;
    cursor_ = begin_ + token_.end;
  }
  // The current token is '}': scans on as template text, to TemplateMiddle or TemplateTail.
  void rescan_template();
  // A template literal was never closed; the first such one is taken to end with its line.
  bool lost_template() const { return lost_template_; }

  // JSX: from behind the current token to the next '<' or '{' (a token of its own, as the text before it is).
  void next_jsx_child();
  // JSX: as next(), but a string ends at its quote and nowhere else.
  void next_jsx_value();
  // The current token is a word: what follows '-' belongs to it in JSX.
  void rescan_jsx_name();

  struct Position {
    const char* cursor;
    LexedToken token;
    size_t comments;
  };
  Position save() const { return {cursor_, token_, comments_ ? comments_->size() : 0}; }
  void restore(const Position& position) {
    cursor_ = position.cursor;
    token_ = position.token;
    if (comments_) comments_->resize(position.comments);
  }
  // Goes on at an offset where a token begins.
  void seek(uint32_t to) { cursor_ = begin_ + to; }
  // Makes the rest of the text vanish: nesting is too deep.
  void stop();
  SourceRange source_mapping_url() const { return source_mapping_url_; }

 private:
  uint32_t offset(const char* at) const { return static_cast<uint32_t>(at - begin_); }
  Diagnostic* report(DiagnosticCode code, const char* from, const char* to, std::string_view first = {}) {
    return reporter_.report(code, {offset(from), offset(to)}, first);
  }
  void skip_block_comment();
  void skip_line_comment(Comment::Kind kind, const char* start);
  void note_mapping_url(const char* text, const char* end);
  void add_comment(const char* start, Comment::Kind kind) {
    if (comments_) comments_->push_back({{offset(start), offset(cursor_)}, kind});
  }
  void scan_word();
  void scan_word_slow(const char* start, bool is_private);
  void scan_private_name();
  void scan_number();
  void scan_radix(int radix);
  void finish_number(const char* start);
  void scan_string(char quote);
  void scan_template(const char* start);
  bool scan_escape(bool in_template);
  bool scan_unicode_escape(uint32_t* code_point, DiagnosticCode* fault);
  uint32_t decode(const char* at, int* length) const;
  void append(uint32_t code_point);
  bool skip_digits(bool (*is_digit)(char), bool separators);
  void check_utf8(SourceRange window, bool allow_surrogates);
  bool is_line_terminator_at(const char* at) const;

  NameTable& names_;
  Reporter& reporter_;
  const char* begin_;
  const char* end_;
  const char* lost_template_ = nullptr;  // begins a template that nothing closes
  const char* cursor_;
  LexedToken token_;
  bool html_comments_;
  std::vector<Comment>* comments_;
  SourceRange source_mapping_url_;
  std::string scratch_;
};

}  // namespace scrim::syntax
