#include "engine/syntax/lexer.h"

#include "engine/base/ascii.h"
#include "engine/syntax/characters.h"

namespace scrim::syntax {

const char* to_string(TokenKind kind) {
  static constexpr const char* kText[] = {
#define TOKEN(Name, text) text,
#define KEYWORD(Name, text) text,
#include "engine/syntax/tokens.def"
#undef TOKEN
#undef KEYWORD
      "?"};
  return kText[static_cast<uint8_t>(kind)];
}

bool may_be_reserved(std::string_view word) {
  for (size_t i = 0; i < static_cast<size_t>(TokenKind::kCount); i++) {
    auto kind = static_cast<TokenKind>(i);
    bool reserved = is_reserved_word(kind) || is_strict_reserved(kind) || kind == TokenKind::kAwait;
    if (reserved && kind != TokenKind::kEscapedKeyword && word == to_string(kind)) return true;
  }
  return false;
}

Lexer::Lexer(const SourceText& source, NameTable& names, Reporter& reporter, bool html_comments,
             std::vector<Comment>* comments, SourceRange window)
    : names_(names),
      reporter_(reporter),
      begin_(source.text().data()),
      end_(begin_ + source.size()),
      cursor_(begin_),
      html_comments_(html_comments),
      comments_(comments) {
  check_utf8(window, source.allow_surrogates());
  token_.end = 0;
  if (window.start == 0 && end_ - begin_ >= 2 && begin_[0] == '#' && begin_[1] == '!')
    skip_line_comment(Comment::kHashbang, begin_);
}

void Lexer::stop() {
  cursor_ = end_;
  token_.kind = TokenKind::kEndOfFile;
  token_.start = token_.end = offset(end_);
}

// One pass over the whole text, 32 bytes at a time while it is ASCII; afterwards decode() meets no surprise it has
// not been reported for.
void Lexer::check_utf8(SourceRange window, bool allow_surrogates) {
  const char* at = begin_ + window.start;
  const char* end = begin_ + window.end;
  while (at < end) {
    at += ascii_length({at, static_cast<size_t>(end - at)});
    if (at == end) break;
    int length;
    uint32_t c = decode(at, &length);
    bool bad = c == 0xFFFD && length == 1;
    if (c >= 0xD800 && c <= 0xDFFF && !allow_surrogates) bad = true;
    if (bad) report(DiagnosticCode::kInvalidUtf8, at, at + length);
    at += length;
  }
}

// WTF-8; an invalid byte is U+FFFD of length 1. A surrogate decodes as itself.
uint32_t Lexer::decode(const char* at, int* length) const {
  auto byte = [&](int i) -> uint32_t { return at + i < end_ ? static_cast<unsigned char>(at[i]) : 0; };
  auto continues = [&](int i) { return (byte(i) & 0xC0) == 0x80; };
  uint32_t first = byte(0);
  *length = 1;
  if (first < 0x80) return first;
  if (first >= 0xC2 && first <= 0xDF && continues(1)) {
    *length = 2;
    return (first & 0x1F) << 6 | (byte(1) & 0x3F);
  }
  if (first >= 0xE0 && first <= 0xEF && continues(1) && continues(2)) {
    uint32_t c = (first & 0xF) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    if (c >= 0x800) {
      *length = 3;
      return c;
    }
  }
  if (first >= 0xF0 && first <= 0xF4 && continues(1) && continues(2) && continues(3)) {
    uint32_t c = (first & 7) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    if (c >= 0x10000 && c <= 0x10FFFF) {
      *length = 4;
      return c;
    }
  }
  return 0xFFFD;
}

bool Lexer::is_line_terminator_at(const char* at) const {
  if (at >= end_) return false;
  if (class_of(*at) & kLineEnd) return true;
  return *at == '\xE2' && end_ - at >= 3 && at[1] == '\x80' && (at[2] == '\xA8' || at[2] == '\xA9');
}

void Lexer::skip_line_comment(Comment::Kind kind, const char* start) {
  while (cursor_ < end_ && !is_line_terminator_at(cursor_)) cursor_++;
  if (cursor_ - start > 21 && kind == Comment::kLine) note_mapping_url(start, cursor_);
  add_comment(start, kind);
}

// "//# sourceMappingURL=<url>"
void Lexer::note_mapping_url(const char* text, const char* end) {
  static constexpr std::string_view kMark = "sourceMappingURL=";
  std::string_view line(text, static_cast<size_t>(end - text));
  if ((line[2] != '#' && line[2] != '@') || (line[3] != ' ' && line[3] != '\t') ||
      line.substr(4, kMark.size()) != kMark) {
    return;
  }
  size_t from = 4 + kMark.size();
  size_t to = from;
  while (to < line.size() && line[to] != ' ' && line[to] != '\t' && line[to] != '"' && line[to] != '\'') to++;
  source_mapping_url_ = {offset(text + from), offset(text + to)};
}

void Lexer::skip_block_comment() {
  const char* start = cursor_;
  cursor_ += 2;
  for (;;) {
    if (cursor_ >= end_) {
      report(DiagnosticCode::kUnterminatedComment, start, start + 2);
      break;
    }
    if (*cursor_ == '*' && cursor_[1] == '/') {
      cursor_ += 2;
      break;
    }
    if (is_line_terminator_at(cursor_)) token_.newline_before = true;
    cursor_++;
  }
  add_comment(start, Comment::kBlock);
}

void Lexer::next() {
  // The first token of a text counts as the first of its line: "-->" is a comment there.
  token_.newline_before = token_.end == 0;
  token_.escaped = false;
  token_.flags = 0;
again:
  const char* start = cursor_;
  auto one = [&](TokenKind kind) {
    token_.kind = kind;
    cursor_ = start + 1;
  };
  auto with = [&](int length, TokenKind kind) {
    token_.kind = kind;
    cursor_ = start + length;
  };
  switch (*start) {
    case '\0':
      if (start >= end_) {
        token_.kind = TokenKind::kEndOfFile;
        cursor_ = end_;
        token_.start = token_.end = offset(end_);
        return;
      }
      goto bad_character;
    case ' ':
    case '\t':
    case '\v':
    case '\f': cursor_++; goto again;
    case '\n':
    case '\r':
      token_.newline_before = true;
      cursor_++;
      goto again;
    case '/':
      if (start[1] == '/') {
        skip_line_comment(Comment::kLine, start);
        goto again;
      }
      if (start[1] == '*') {
        skip_block_comment();
        goto again;
      }
      if (start[1] == '=') {
        with(2, TokenKind::kDivideAssign);
      } else {
        one(TokenKind::kSlash);
      }
      break;
    case '(': one(TokenKind::kLeftParen); break;
    case ')': one(TokenKind::kRightParen); break;
    case '[': one(TokenKind::kLeftBracket); break;
    case ']': one(TokenKind::kRightBracket); break;
    case '{': one(TokenKind::kLeftBrace); break;
    case '}': one(TokenKind::kRightBrace); break;
    case ';': one(TokenKind::kSemicolon); break;
    case ',': one(TokenKind::kComma); break;
    case ':': one(TokenKind::kColon); break;
    case '~': one(TokenKind::kBitNot); break;
    case '@': one(TokenKind::kAt); break;
    case '.':
      if (is_digit(start[1])) {
        scan_number();
      } else if (start[1] == '.' && start[2] == '.') {
        with(3, TokenKind::kEllipsis);
      } else {
        one(TokenKind::kDot);
      }
      break;
    case '?':
      if (start[1] == '?') {
        if (start[2] == '=') {
          with(3, TokenKind::kCoalesceAssign);
        } else {
          with(2, TokenKind::kCoalesce);
        }
      } else if (start[1] == '.' && !is_digit(start[2])) {
        with(2, TokenKind::kQuestionDot);
      } else {
        one(TokenKind::kQuestion);
      }
      break;
    case '=':
      if (start[1] == '=') {
        if (start[2] == '=') {
          with(3, TokenKind::kStrictEqual);
        } else {
          with(2, TokenKind::kEqualEqual);
        }
      } else if (start[1] == '>') {
        with(2, TokenKind::kArrow);
      } else {
        one(TokenKind::kAssign);
      }
      break;
    case '!':
      if (start[1] == '=') {
        if (start[2] == '=') {
          with(3, TokenKind::kStrictNotEqual);
        } else {
          with(2, TokenKind::kNotEqual);
        }
      } else {
        one(TokenKind::kNot);
      }
      break;
    case '+':
      if (start[1] == '+') {
        with(2, TokenKind::kPlusPlus);
      } else if (start[1] == '=') {
        with(2, TokenKind::kAddAssign);
      } else {
        one(TokenKind::kPlus);
      }
      break;
    case '-':
      if (start[1] == '-') {
        if (start[2] == '>' && token_.newline_before) {
          if (html_comments_) {
            skip_line_comment(Comment::kHtmlClose, start);
            goto again;
          }
          report(DiagnosticCode::kHtmlCommentInModule, start, start + 3);
          skip_line_comment(Comment::kHtmlClose, start);
          goto again;
        }
        with(2, TokenKind::kMinusMinus);
      } else if (start[1] == '=') {
        with(2, TokenKind::kSubtractAssign);
      } else {
        one(TokenKind::kMinus);
      }
      break;
    case '*':
      if (start[1] == '*') {
        if (start[2] == '=') {
          with(3, TokenKind::kExponentAssign);
        } else {
          with(2, TokenKind::kStarStar);
        }
      } else if (start[1] == '=') {
        with(2, TokenKind::kMultiplyAssign);
      } else {
        one(TokenKind::kStar);
      }
      break;
    case '%':
      if (start[1] == '=') {
        with(2, TokenKind::kRemainderAssign);
      } else {
        one(TokenKind::kPercent);
      }
      break;
    case '<':
      if (start[1] == '!' && start[2] == '-' && start[3] == '-') {
        if (!html_comments_) report(DiagnosticCode::kHtmlCommentInModule, start, start + 4);
        skip_line_comment(Comment::kHtmlOpen, start);
        goto again;
      }
      if (start[1] == '<') {
        if (start[2] == '=') {
          with(3, TokenKind::kShiftLeftAssign);
        } else {
          with(2, TokenKind::kShiftLeft);
        }
      } else if (start[1] == '=') {
        with(2, TokenKind::kLessEqual);
      } else {
        one(TokenKind::kLess);
      }
      break;
    case '>':
      if (start[1] == '>') {
        if (start[2] == '>') {
          if (start[3] == '=') {
            with(4, TokenKind::kShiftRightUnsignedAssign);
          } else {
            with(3, TokenKind::kShiftRightUnsigned);
          }
        } else if (start[2] == '=') {
          with(3, TokenKind::kShiftRightAssign);
        } else {
          with(2, TokenKind::kShiftRight);
        }
      } else if (start[1] == '=') {
        with(2, TokenKind::kGreaterEqual);
      } else {
        one(TokenKind::kGreater);
      }
      break;
    case '&':
      if (start[1] == '&') {
        if (start[2] == '=') {
          with(3, TokenKind::kLogicalAndAssign);
        } else {
          with(2, TokenKind::kAndAnd);
        }
      } else if (start[1] == '=') {
        with(2, TokenKind::kBitAndAssign);
      } else {
        one(TokenKind::kBitAnd);
      }
      break;
    case '|':
      if (start[1] == '|') {
        if (start[2] == '=') {
          with(3, TokenKind::kLogicalOrAssign);
        } else {
          with(2, TokenKind::kOrOr);
        }
      } else if (start[1] == '=') {
        with(2, TokenKind::kBitOrAssign);
      } else {
        one(TokenKind::kBitOr);
      }
      break;
    case '^':
      if (start[1] == '=') {
        with(2, TokenKind::kBitXorAssign);
      } else {
        one(TokenKind::kBitXor);
      }
      break;
    case '"':
    case '\'': scan_string(*start); break;
    case '`':
      cursor_++;
      token_.kind = TokenKind::kTemplate;
      scan_template(start);
      return;
    case '0' ... '9': scan_number(); break;
    case 'a' ... 'z':
    case 'A' ... 'Z':
    case '$':
    case '_': scan_word(); break;
    case '\\': scan_word_slow(start, false); break;
    case '#': scan_private_name(); break;
    default: {
      if (is_ascii(*start)) goto bad_character;
      int length;
      uint32_t c = decode(start, &length);
      if (c == 0x2028 || c == 0x2029) {
        token_.newline_before = true;
        cursor_ += length;
        goto again;
      }
      if (unicode::is_space_separator(c) || c == 0xFEFF) {
        cursor_ += length;
        goto again;
      }
      if (unicode::is_id_start(c)) {
        scan_word_slow(start, false);
        break;
      }
      // An invalid byte has been reported already.
      if (!(c == 0xFFFD && length == 1)) report(DiagnosticCode::kInvalidToken, start, start + length);
      cursor_ += length;
      goto again;
    }
  }
  if (token_.kind == TokenKind::kInvalid) goto again;
  token_.start = offset(start);
  token_.end = offset(cursor_);
  return;

bad_character:
  report(DiagnosticCode::kInvalidToken, start, start + 1);
  cursor_++;
  goto again;
}

void Lexer::scan_word() {
  const char* start = cursor_;
  const char* at = start + 1;
  while (class_of(*at) & kWordPart) at++;
  if (__builtin_expect(*at == '\\' || !is_ascii(*at), 0)) {
    scan_word_slow(start, false);
    return;
  }
  cursor_ = at;
  NameId name = names_.intern({start, static_cast<size_t>(at - start)});
  token_.name = name;
  uint8_t keyword = names_.token(name);
  token_.kind = keyword ? static_cast<TokenKind>(keyword) : TokenKind::kIdentifier;
}

// A word with escapes or characters beyond ASCII. Sets kInvalid when nothing could be read.
void Lexer::scan_word_slow(const char* start, bool is_private) {
  scratch_.clear();
  if (is_private) scratch_ += '#';
  cursor_ = is_private ? start + 1 : start;
  bool first = true;
  while (cursor_ < end_) {
    const char* at = cursor_;
    uint32_t c;
    int length = 1;
    if (*at == '\\') {
      DiagnosticCode fault = DiagnosticCode::kInvalidUnicodeEscape;
      cursor_++;
      bool valid = cursor_ < end_ && *cursor_ == 'u';
      if (valid) {
        cursor_++;
        valid = scan_unicode_escape(&c, &fault);
      }
      if (valid && !(first ? is_identifier_start(c) : is_identifier_part(c))) {
        valid = false;
        fault = DiagnosticCode::kInvalidToken;
      }
      if (!valid) {
        Diagnostic* diagnostic = report(fault, at, cursor_ > at + 1 ? cursor_ : at + 1);
        bool braces = cursor_ - at >= 3 && at[2] == '{';
        if (fault == DiagnosticCode::kInvalidUnicodeEscape && braces) {
          set_engine_range(diagnostic, {offset(cursor_), offset(cursor_)});
        }
        if (first && cursor_ == at) cursor_++;
        c = 0;
        first = false;
        token_.escaped = true;
        continue;
      }
      token_.escaped = true;
      append(c);
      first = false;
      continue;
    }
    c = decode(at, &length);
    if (!(first ? is_identifier_start(c) : is_identifier_part(c))) break;
    scratch_.append(at, static_cast<size_t>(length));
    cursor_ += length;
    first = false;
  }
  token_.name = names_.intern(scratch_);
  token_.kind = TokenKind::kIdentifier;
  uint8_t keyword = names_.token(token_.name);
  if (!keyword || is_private) return;
  auto kind = static_cast<TokenKind>(keyword);
  if (!token_.escaped) {
    token_.kind = kind;
  } else if (is_reserved_word(kind)) {
    token_.kind = TokenKind::kEscapedKeyword;
  } else if (kind == TokenKind::kAwait || kind >= TokenKind::kImplements) {
    token_.kind = kind;  // reserved in places; `escaped` tells that it is no keyword
  }
}

void Lexer::scan_private_name() {
  const char* start = cursor_;
  const char* at = start + 1;
  if (class_of(*at) & kWordStart) {
    while (class_of(*at) & kWordPart) at++;
    if (is_ascii(*at) && *at != '\\') {
      cursor_ = at;
      token_.name = names_.intern({start, static_cast<size_t>(at - start)});
      token_.kind = TokenKind::kPrivateName;
      return;
    }
  }
  int length;
  if (start[1] == '\\' || is_identifier_start(decode(start + 1, &length))) {
    scan_word_slow(start, true);
    token_.kind = TokenKind::kPrivateName;
    return;
  }
  report(DiagnosticCode::kInvalidToken, start, start + 1);
  cursor_ = start + 1;
  token_.kind = TokenKind::kInvalid;
}

}  // namespace scrim::syntax
