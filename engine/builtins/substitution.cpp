// ECMA-262 sec-getsubstitution
#include <algorithm>

#include "engine/builtins/regexp.h"

namespace scrim {

namespace {

// The piece of a replacement that begins with `$` at `at`: how long it is, and what it stands for.
struct Reference {
  enum Kind : uint8_t { kLiteral, kDollar, kBefore, kMatched, kAfter, kGroup, kNamed } kind = kLiteral;
  uint32_t length = 1;
  uint32_t group = 0;
};

bool is_digit(char16_t c) {
  return c >= '0' && c <= '9';
}

Reference read_reference(const Characters& text, uint32_t at, size_t group_count, bool has_names) {
  const auto unit = [&](uint32_t ahead) { return at + ahead < text.length ? text[at + ahead] : char16_t{0}; };
  switch (unit(1)) {
    case '$': return {Reference::kDollar, 2};
    case '`': return {Reference::kBefore, 2};
    case '&': return {Reference::kMatched, 2};
    case '\'': return {Reference::kAfter, 2};
    case '<': {
      if (!has_names) return {};
      uint32_t end = at + 2;
      while (end < text.length && text[end] != '>') ++end;
      if (end == text.length) return {};
      return {Reference::kNamed, end - at + 1};
    }
    default: break;
  }
  if (!is_digit(unit(1))) return {};
  uint32_t group = unit(1) - '0';
  uint32_t length = 2;
  if (is_digit(unit(2)) && group * 10 + (unit(2) - '0') <= group_count) {
    group = group * 10 + (unit(2) - '0');
    length = 3;
  }
  // "$00" and, where there are no so many groups, "$10": two digits count only if they name a group.
  if (group == 0 || group > group_count) return {};
  return {Reference::kGroup, length, group};
}

}  // namespace

Completion<void> append_substitution(Isolate& isolate, StringBuilder& out, String* matched, String* subject,
                                     uint64_t position, std::span<const Value> captures, Value named_captures,
                                     String* replacement) {
  const Characters text = characters(isolate, replacement);
  for (uint32_t i = 0; i < text.length;) {
    uint32_t end = i;
    while (end < text.length && text[end] != '$') ++end;
    out.append(replacement, i, end);
    i = end;
    if (i == text.length) break;
    const Reference reference = read_reference(text, i, captures.size(), !named_captures.is_undefined());
    switch (reference.kind) {
      case Reference::kLiteral:
      case Reference::kDollar: out.append(u'$'); break;
      case Reference::kBefore: out.append(subject, 0, static_cast<uint32_t>(position)); break;
      case Reference::kMatched: out.append(matched); break;
      case Reference::kAfter: {
        const uint64_t tail = std::min<uint64_t>(position + matched->length, subject->length);
        out.append(subject, static_cast<uint32_t>(tail), subject->length);
        break;
      }
      case Reference::kGroup: {
        const Value capture = captures[reference.group - 1];
        if (!capture.is_undefined()) out.append(as_string(capture));
        break;
      }
      case Reference::kNamed: {
        String* name = substring(isolate, replacement, i + 2, i + reference.length - 1);
        Value capture = TRY(get(isolate, as_object(named_captures), key_from_string(isolate, name)));
        if (!capture.is_undefined()) out.append(TRY(to_string(isolate, capture)));
        break;
      }
    }
    i += reference.length;
  }
  return {};
}

}  // namespace scrim
