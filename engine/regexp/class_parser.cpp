// Character classes: [...] of Annex B and u (ECMA-262 CharacterClass), and with v the nested sets with strings
// (ClassSetExpression).
#include <algorithm>

#include "engine/base/unicode.h"
#include "engine/regexp/parser.h"

namespace scrim::regexp {
namespace {

constexpr uint32_t kMaxClassDepth = 500;

bool is_one_of(std::u16string_view list, uint32_t c) {
  return c < 0x80 && list.find(static_cast<char16_t>(c)) != std::u16string_view::npos;
}
bool is_set_syntax_character(uint32_t c) {
  return is_one_of(u"()[]{}/-\\|", c);
}
bool is_reserved_double(uint32_t c) {
  return is_one_of(u"&!#$%*+,.:;<=>?@^`~", c);
}
bool is_set_reserved_punctuator(uint32_t c) {
  return is_one_of(u"&-!#%,:;<=>@`~", c);
}

void sort_strings(std::vector<std::u32string>& strings) {
  std::sort(strings.begin(), strings.end());
  strings.erase(std::unique(strings.begin(), strings.end()), strings.end());
}

void unite(ClassContents& into, const ClassContents& other) {
  into.set.add(other.set);
  if (other.strings.empty()) return;
  into.strings.insert(into.strings.end(), other.strings.begin(), other.strings.end());
  sort_strings(into.strings);
}

void keep_strings(ClassContents& into, const ClassContents& other, bool present) {
  std::erase_if(into.strings, [&](const std::u32string& s) {
    return (std::find(other.strings.begin(), other.strings.end(), s) != other.strings.end()) != present;
  });
}

}  // namespace

// After "[".
bool Parser::parse_class(ClassContents& out) {
  if (sets_) {
    bool may_contain_strings = false;
    if (!parse_set_class(out, may_contain_strings, 0)) return false;
    close_over_case(out.set, case_mode());
    return true;
  }
  const bool negated = eat('^');
  while (more() && unit() != ']') {
    bool first_is_set = false, second_is_set = false;
    uint32_t first = 0, second = 0;
    ClassContents first_set, second_set;
    if (!parse_class_atom(first_is_set, first, first_set)) return false;
    const auto add_first = [&] {
      if (first_is_set) {
        out.set.add(first_set.set);
      } else {
        out.set.add(first);
      }
    };
    if (unit() != '-') {
      add_first();
      continue;
    }
    ++at_;
    if (!more()) break;
    if (unit() == ']') {
      add_first();
      out.set.add('-');
      break;
    }
    if (!parse_class_atom(second_is_set, second, second_set)) return false;
    if (first_is_set || second_is_set) {
      if (unicode_) return fail(ErrorCode::kInvalidClass);
      add_first();
      out.set.add('-');
      if (second_is_set) {
        out.set.add(second_set.set);
      } else {
        out.set.add(second);
      }
      continue;
    }
    if (first > second) return fail(ErrorCode::kClassRangeOutOfOrder);
    out.set.add_range(first, second);
  }
  if (!eat(']')) return fail(ErrorCode::kUnterminatedClass);
  close_over_case(out.set, case_mode());
  if (negated) out.set.invert();
  return true;
}

bool Parser::parse_class_atom(bool& is_set, uint32_t& c, ClassContents& set) {
  if (unit() != '\\') {
    c = take(unicode_);
    return true;
  }
  if (unit(1) == kEndOfPattern) return fail(ErrorCode::kEscapeAtEnd);
  ++at_;
  if (parse_class_escape(true, set)) {
    is_set = true;
    return true;
  }
  if (error_) return false;
  if (eat('b')) {
    c = '\b';
    return true;
  }
  return parse_character_escape(true, c);
}

void Parser::add_character(ClassContents& contents, uint32_t c) const {
  contents.set.add(sets_ && modifiers_.ignore_case ? unicode::fold_simple(c) : c);
}

void Parser::add_set_range(ClassContents& contents, uint32_t first, uint32_t last) const {
  const CharSet range = CharSet::range(first, last);
  contents.set.add(modifiers_.ignore_case ? fold_set(range) : range);
}

// After "[" under v, through the closing bracket.
bool Parser::parse_set_class(ClassContents& out, bool& may_contain_strings, uint32_t depth) {
  if (depth >= kMaxClassDepth) return fail(ErrorCode::kTooLarge);
  const bool negated = eat('^');
  may_contain_strings = false;
  bool first = true;
  while (more() && unit() != ']') {
    Operand operand;
    if (unit() == '-') {
      // Ranges are taken below with their first character; a dash here begins nothing.
      if (!first && unit(1) == '-') return fail(ErrorCode::kInvalidSetOperation);
      if (first) return fail(ErrorCode::kInvalidClassCharacter);
      return fail(ErrorCode::kInvalidClass);
    }
    if (!parse_set_operand(operand, depth)) return false;
    const bool subtraction = unit() == '-' && unit(1) == '-';
    const bool intersection = unit() == '&' && unit(1) == '&';
    if (first && (subtraction || intersection)) {
      const uint32_t mark = unit();
      out = std::move(operand.contents);
      if (operand.is_character) add_character(out, operand.c);
      may_contain_strings = operand.may_contain_strings;
      while (more() && unit() != ']') {
        if (unit() != mark || unit(1) != mark) return fail(ErrorCode::kInvalidSetOperation);
        at_ += 2;
        if (mark == '&' && unit() == '&') return fail(ErrorCode::kInvalidClassCharacter);
        if (!more()) break;
        Operand next;
        if (!parse_set_operand(next, depth)) return false;
        if (next.is_character) add_character(next.contents, next.c);
        if (mark == '&') {
          out.set.intersect(next.contents.set);
          may_contain_strings = may_contain_strings && next.may_contain_strings;
        } else {
          out.set.remove(next.contents.set);
        }
        keep_strings(out, next.contents, mark == '&');
      }
      break;
    }
    if (subtraction || intersection) return fail(ErrorCode::kInvalidSetOperation);
    first = false;
    if (unit() == '-') {
      if (!operand.is_character) return fail(ErrorCode::kInvalidClass);
      ++at_;
      if (!more()) break;
      Operand last;
      if (!parse_set_operand(last, depth)) return false;
      if (!last.is_character) return fail(ErrorCode::kInvalidClass);
      if (operand.c > last.c) return fail(ErrorCode::kClassRangeOutOfOrder);
      add_set_range(out, operand.c, last.c);
      if ((unit() == '-' && unit(1) == '-') || (unit() == '&' && unit(1) == '&')) {
        return fail(ErrorCode::kInvalidSetOperation);
      }
      continue;
    }
    if (operand.is_character) {
      add_character(out, operand.c);
    } else {
      unite(out, operand.contents);
      may_contain_strings = may_contain_strings || operand.may_contain_strings;
    }
  }
  if (!eat(']')) return fail(ErrorCode::kUnterminatedClass);
  if (negated) {
    if (may_contain_strings) return fail(ErrorCode::kNegatedClassWithStrings);
    complement(out.set);
  }
  return true;
}

bool Parser::parse_set_operand(Operand& out, uint32_t depth) {
  if (eat('[')) return parse_set_class(out.contents, out.may_contain_strings, depth + 1);
  if (unit() == '\\') {
    if (unit(1) == kEndOfPattern) return fail(ErrorCode::kEscapeAtEnd);
    if (unit(1) == 'q' && unit(2) == '{') {
      at_ += 3;
      return parse_string_disjunction(out);
    }
    ++at_;
    if (parse_class_escape(true, out.contents)) {
      out.may_contain_strings = !out.contents.strings.empty();
      sort_strings(out.contents.strings);
      return true;
    }
    if (error_) return false;
    --at_;
  }
  out.is_character = true;
  return parse_set_character(out.c);
}

bool Parser::parse_set_character(uint32_t& c) {
  if (unit() == '\\') {
    if (unit(1) == kEndOfPattern) return fail(ErrorCode::kEscapeAtEnd);
    ++at_;
    if (eat('b')) {
      c = '\b';
      return true;
    }
    if (is_set_reserved_punctuator(unit())) {
      c = take(true);
      return true;
    }
    return parse_character_escape(true, c);
  }
  if (!more()) return fail(ErrorCode::kUnterminatedClass);
  if (is_set_syntax_character(unit())) return fail(ErrorCode::kInvalidClassCharacter);
  if (is_reserved_double(unit()) && unit(1) == unit()) return fail(ErrorCode::kInvalidSetOperation);
  c = take(true);
  return true;
}

// After "\q{": strings divided by "|". Strings of one character are members of the set.
bool Parser::parse_string_disjunction(Operand& out) {
  std::u32string current;
  const auto finish = [&] {
    if (current.size() == 1) {
      out.contents.set.add(current[0]);
    } else {
      out.contents.strings.push_back(current);
      out.may_contain_strings = true;
    }
    current.clear();
  };
  while (unit() != '}') {
    if (!more()) return fail(ErrorCode::kUnterminatedClass);
    if (eat('|')) {
      finish();
      continue;
    }
    uint32_t c;
    if (!parse_set_character(c)) return false;
    current.push_back(modifiers_.ignore_case ? unicode::fold_simple(c) : c);
  }
  ++at_;
  finish();
  sort_strings(out.contents.strings);
  return true;
}

}  // namespace scrim::regexp
