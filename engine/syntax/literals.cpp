// Strings, templates and regular expressions: what stands between delimiters, with its escapes (ECMA-262
// sec-literals-string-literals, sec-template-literal-lexical-components, sec-literals-regular-expression-literals).
#include <algorithm>

#include "engine/syntax/characters.h"
#include "engine/syntax/lexer.h"

namespace scrim::syntax {

// Appends to scratch_ in WTF-8, joining surrogate pairs.
void Lexer::append(uint32_t c) {
  if (c < 0x80) {
    scratch_ += static_cast<char>(c);
    return;
  }
  if (unicode::is_trail_surrogate(c) && scratch_.size() >= 3) {
    auto* last = reinterpret_cast<const unsigned char*>(scratch_.data() + scratch_.size() - 3);
    if (last[0] == 0xED && last[1] >= 0xA0 && last[1] <= 0xAF) {
      uint32_t lead = 0xD000u | (last[1] & 0x3Fu) << 6 | (last[2] & 0x3Fu);
      scratch_.resize(scratch_.size() - 3);
      c = unicode::combine_surrogates(lead, c);
    }
  }
  syntax::append_utf8(scratch_, c);
}

// After "\u": four digits or {digits}.
bool Lexer::scan_unicode_escape(uint32_t* code_point, DiagnosticCode* fault) {
  uint32_t value = 0;
  if (*cursor_ == '{') {
    cursor_++;
    const char* digits = cursor_;
    while (class_of(*cursor_) & kHex) {
      if (value <= 0x10FFFF) value = value << 4 | hex_value(*cursor_);
      cursor_++;
    }
    if (cursor_ == digits || *cursor_ != '}') {
      *fault = DiagnosticCode::kInvalidUnicodeEscape;
      return false;
    }
    cursor_++;
    if (value > 0x10FFFF) {
      *fault = DiagnosticCode::kUndefinedCodePoint;
      return false;
    }
  } else {
    for (int i = 0; i < 4; i++) {
      if (!(class_of(*cursor_) & kHex)) {
        *fault = DiagnosticCode::kInvalidUnicodeEscape;
        return false;
      }
      value = value << 4 | hex_value(*cursor_++);
    }
  }
  *code_point = value;
  return true;
}

// At the character after a backslash in a string or template; appends what it stands for. False: a bad escape,
// described in token_.fault.
bool Lexer::scan_escape(bool in_template) {
  const char* start = cursor_ - 1;
  auto fail = [&](DiagnosticCode code) {
    token_.fault = code;
    token_.fault_range = {offset(start), offset(cursor_)};
    return false;
  };
  char c = *cursor_;
  switch (c) {
    case 'n': append('\n'); break;
    case 't': append('\t'); break;
    case 'r': append('\r'); break;
    case 'b': append('\b'); break;
    case 'v': append('\v'); break;
    case 'f': append('\f'); break;
    case '\r':
      cursor_++;
      if (*cursor_ == '\n') cursor_++;
      return true;
    case '\n': break;
    case 'x': {
      cursor_++;
      if (!(class_of(cursor_[0]) & kHex) || !(class_of(cursor_[1]) & kHex))
        return fail(DiagnosticCode::kInvalidHexEscape);
      append(hex_value(cursor_[0]) << 4 | hex_value(cursor_[1]));
      cursor_ += 2;
      return true;
    }
    case 'u': {
      cursor_++;
      uint32_t value;
      DiagnosticCode fault;
      if (!scan_unicode_escape(&value, &fault)) return fail(fault);
      append(value);
      return true;
    }
    case '0' ... '7': {
      if (c == '0' && !is_digit(cursor_[1])) {
        append(0);
        break;
      }
      if (in_template) return fail(DiagnosticCode::kTemplateOctal);
      if (!(token_.flags & (LexedToken::kOctalEscape | LexedToken::kEightNineEscape))) {
        token_.fault_range = {offset(start), offset(cursor_) + 1};
      }
      token_.flags |= LexedToken::kOctalEscape;
      uint32_t value = static_cast<uint32_t>(c - '0');
      int most = c <= '3' ? 3 : 2;
      cursor_++;
      for (int i = 1; i < most && *cursor_ >= '0' && *cursor_ <= '7'; i++) {
        value = value * 8 + static_cast<uint32_t>(*cursor_++ - '0');
      }
      append(value);
      return true;
    }
    case '8':
    case '9':
      if (in_template) return fail(DiagnosticCode::kTemplateEightNine);
      if (!(token_.flags & (LexedToken::kOctalEscape | LexedToken::kEightNineEscape))) {
        token_.fault_range = {offset(start), offset(cursor_) + 1};
      }
      token_.flags |= LexedToken::kEightNineEscape;
      append(static_cast<uint32_t>(c));
      break;
    default:
      if (cursor_ >= end_) return true;
      if (!is_ascii(c)) {
        int length;
        uint32_t code_point = decode(cursor_, &length);
        if (code_point != 0x2028 && code_point != 0x2029) scratch_.append(cursor_, static_cast<size_t>(length));
        cursor_ += length;
        return true;
      }
      append(static_cast<uint32_t>(c));
  }
  cursor_++;
  return true;
}

void Lexer::scan_string(char quote) {
  const char* start = cursor_++;
  token_.kind = TokenKind::kString;
  const char* at = cursor_;
  while (*at != quote && *at != '\\' && !(class_of(*at) & kLineEnd) && (*at || at < end_)) at++;
  if (*at == quote) {
    token_.name = names_.intern({cursor_, static_cast<size_t>(at - cursor_)});
    cursor_ = at + 1;
    return;
  }
  scratch_.assign(cursor_, static_cast<size_t>(at - cursor_));
  cursor_ = at;
  for (;;) {
    if (cursor_ >= end_ || (class_of(*cursor_) & kLineEnd)) {
      // The rest of the line is the string: what follows on the next line is whole again.
      report(DiagnosticCode::kUnterminatedString, start, cursor_, std::string_view(&quote, 1));
      break;
    }
    char c = *cursor_;
    if (c == quote) {
      cursor_++;
      break;
    }
    if (c == '\\') {
      token_.flags |= LexedToken::kHasEscape;
      cursor_++;
      if (!scan_escape(false)) reporter_.report(token_.fault, token_.fault_range);
      continue;
    }
    at = cursor_;
    while (*at != quote && *at != '\\' && !(class_of(*at) & kLineEnd) && at < end_) at++;
    scratch_.append(cursor_, static_cast<size_t>(at - cursor_));
    cursor_ = at;
  }
  token_.name = names_.intern(scratch_);
}

// cursor_ is behind the '`' or '}'. token_.kind is kTemplate or kTemplateTail and becomes kTemplateHead or
// kTemplateMiddle when the text ends in "${".
void Lexer::scan_template(const char* start) {
  scratch_.clear();
  std::string raw;
  bool raw_differs = false;
  bool bad_escape = false;
  const char* text = cursor_;
  const char* text_end;
  for (;;) {
    const char* at = cursor_;
    while (*at != '`' && *at != '\\' && *at != '$' && *at != '\r' && at < end_) at++;
    scratch_.append(cursor_, static_cast<size_t>(at - cursor_));
    if (raw_differs) raw.append(cursor_, static_cast<size_t>(at - cursor_));
    cursor_ = at;
    text_end = at;
    if (at >= end_) {
      if (!lost_template_) lost_template_ = start;
      if (lost_template_ == start) {
        cursor_ = std::find_if(start, end_, [](char c) { return c == '\n' || c == '\r'; });
        scratch_.assign(std::min(text, cursor_), cursor_);
        raw = scratch_;
        raw_differs = true;
        bad_escape = false;
      }
      set_engine_range(report(DiagnosticCode::kUnterminatedTemplate, start, cursor_), {offset(end_), offset(end_)});
      break;
    }
    if (*at == '`') {
      cursor_++;
      break;
    }
    if (*at == '$') {
      if (at[1] == '{') {
        cursor_ += 2;
        token_.kind = token_.kind == TokenKind::kTemplate ? TokenKind::kTemplateHead : TokenKind::kTemplateMiddle;
        break;
      }
      scratch_ += '$';
      if (raw_differs) raw += '$';
      cursor_++;
      continue;
    }
    auto start_raw = [&] {
      if (!raw_differs) {
        raw.assign(text, static_cast<size_t>(at - text));
        raw_differs = true;
      }
    };
    if (*at == '\r') {
      start_raw();
      cursor_++;
      if (*cursor_ == '\n') cursor_++;
      scratch_ += '\n';
      raw += '\n';
      continue;
    }
    start_raw();
    cursor_++;
    DiagnosticCode first_fault = token_.fault;
    SourceRange first_range = token_.fault_range;
    if (!scan_escape(true)) {
      if (bad_escape) {
        token_.fault = first_fault;
        token_.fault_range = first_range;
      }
      bad_escape = true;
    }
    for (const char* c = at; c < cursor_; c++) {
      if (*c == '\r') {
        raw += '\n';
        if (c + 1 < cursor_ && c[1] == '\n') c++;
      } else {
        raw += *c;
      }
    }
  }
  token_.name = bad_escape ? kNoName : names_.intern(scratch_);
  token_.raw = raw_differs ? names_.intern(raw) : names_.intern({text, static_cast<size_t>(text_end - text)});
  token_.start = offset(start);
  token_.end = offset(cursor_);
}

void Lexer::rescan_template() {
  cursor_ = begin_ + token_.start + 1;
  token_.kind = TokenKind::kTemplateTail;
  token_.flags = 0;
  scan_template(begin_ + token_.start);
}

void Lexer::rescan_regexp() {
  const char* start = begin_ + token_.start;
  cursor_ = start + 1;
  token_.kind = TokenKind::kRegExp;
  bool in_class = false;
  bool closed = false;
  while (cursor_ < end_ && !is_line_terminator_at(cursor_)) {
    char c = *cursor_;
    if (c == '\\') {
      cursor_++;
      if (cursor_ >= end_ || is_line_terminator_at(cursor_)) break;
    } else if (c == '[') {
      in_class = true;
    } else if (c == ']') {
      in_class = false;
    } else if (c == '/' && !in_class) {
      closed = true;
      break;
    }
    cursor_++;
  }
  token_.name = names_.intern({start + 1, static_cast<size_t>(cursor_ - start - 1)});
  const char* flags = cursor_;
  if (!closed) {
    report(DiagnosticCode::kUnterminatedRegExp, start, cursor_);
  } else {
    flags = ++cursor_;
    uint32_t seen = 0;
    bool valid = true;
    for (;;) {
      int length = 1;
      uint32_t c = cursor_ < end_ ? decode(cursor_, &length) : 0;
      if (c == '\\') {
        valid = false;
      } else if (!is_identifier_part(c)) {
        break;
      }
      static constexpr std::string_view kFlags = "dgimsuvy";
      size_t index = c < 0x80 ? kFlags.find(static_cast<char>(c)) : std::string_view::npos;
      if (index == std::string_view::npos || (seen & 1u << index)) {
        valid = false;
      } else {
        seen |= 1u << index;
      }
      cursor_ += length;
    }
    if ((seen & 1u << 5) && (seen & 1u << 6)) valid = false;
    if (!valid) {
      set_engine_range(report(DiagnosticCode::kInvalidRegExpFlags, flags, cursor_,
                              std::string_view(flags, static_cast<size_t>(cursor_ - flags))),
                       {offset(start), offset(cursor_)});
      token_.flags = 1;  // the pattern is not looked at any more
    }
  }
  token_.raw = names_.intern({flags, static_cast<size_t>(cursor_ - flags)});
  token_.end = offset(cursor_);
}

// ---- JSX

void Lexer::next_jsx_child() {
  const char* start = cursor_;
  token_.newline_before = false;
  token_.escaped = false;
  token_.flags = 0;
  token_.start = offset(start);
  if (start >= end_) {
    token_.kind = TokenKind::kEndOfFile;
  } else if (*start == '<' || *start == '{') {
    cursor_++;
    token_.kind = *start == '<' ? TokenKind::kLess : TokenKind::kLeftBrace;
  } else {
    while (cursor_ < end_ && *cursor_ != '<' && *cursor_ != '{') {
      if (*cursor_ == '>' || *cursor_ == '}') {
        report(DiagnosticCode::kJsxText, cursor_, cursor_ + 1, std::string_view(cursor_, 1));
      }
      cursor_++;
    }
    token_.kind = TokenKind::kJsxText;
    token_.name = names_.intern({start, static_cast<size_t>(cursor_ - start)});
  }
  token_.end = offset(cursor_);
}

void Lexer::next_jsx_value() {
  const char* at = cursor_;
  while (at < end_ && (*at == ' ' || *at == '\t' || (class_of(*at) & kLineEnd))) at++;
  if (at >= end_ || (*at != '"' && *at != '\'')) return next();
  const char* start = at++;
  while (at < end_ && *at != *start) at++;
  token_.newline_before = false;
  token_.escaped = false;
  token_.flags = 0;
  token_.kind = TokenKind::kString;
  token_.name = names_.intern({start + 1, static_cast<size_t>(at - start - 1)});
  if (at < end_) {
    at++;
  } else {
    report(DiagnosticCode::kUnterminatedString, start, start + 1, std::string_view(start, 1));
  }
  cursor_ = at;
  token_.start = offset(start);
  token_.end = offset(cursor_);
}

void Lexer::rescan_jsx_name() {
  if (*cursor_ != '-' || cursor_ != begin_ + token_.end) return;
  while (cursor_ < end_ && (*cursor_ == '-' || (class_of(*cursor_) & kWordPart))) cursor_++;
  token_.kind = TokenKind::kIdentifier;
  token_.end = offset(cursor_);
  token_.name = names_.intern({begin_ + token_.start, token_.end - token_.start});
}

}  // namespace scrim::syntax
