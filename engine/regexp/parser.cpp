#include "engine/regexp/parser.h"

#include <algorithm>
#include <array>

#include "engine/base/unicode.h"

namespace scrim::regexp {
namespace {

constexpr uint32_t kMaxCaptures = 1 << 16;
// The compiler walks nested groups recursively; this keeps it within a few hundred kilobytes of native stack.
constexpr size_t kMaxDepth = 2000;

bool is_digit(uint32_t c) {
  return c >= '0' && c <= '9';
}
bool is_name_start(uint32_t c) {
  return c == '$' || c == '_' || unicode::is_id_start(c);
}
bool is_name_part(uint32_t c) {
  return c == '$' || c == 0x200C || c == 0x200D || unicode::is_id_continue(c);
}

void append_code_point(std::u16string& text, uint32_t c) {
  if (c > 0xFFFF) {
    text.push_back(unicode::lead_surrogate(c));
    text.push_back(unicode::trail_surrogate(c));
  } else {
    text.push_back(static_cast<char16_t>(c));
  }
}

}  // namespace

Parser::Parser(std::u16string_view source, Flags flags, Pattern& pattern)
    : source_(source),
      flags_(flags),
      pattern_(pattern),
      unicode_(flags.unicode()),
      sets_(flags.has(Flag::kUnicodeSets)) {
  modifiers_ = {flags.has(Flag::kIgnoreCase), flags.has(Flag::kMultiline), flags.has(Flag::kDotAll)};
}

Error Parser::parse() {
  pattern_.flags = flags_;
  scan_groups();
  open_.emplace_back();
  while (more()) {
    if (!parse_term()) return error_;
  }
  if (open_.size() > 1) {
    fail(ErrorCode::kUnterminatedGroup);
    return error_;
  }
  pattern_.root = finish_disjunction();
  for (const std::u16string& name : pattern_.references) {
    if (std::none_of(pattern_.names.begin(), pattern_.names.end(),
                     [&](const GroupName& g) { return g.name == name; })) {
      fail(ErrorCode::kUnknownGroupName);
      return error_;
    }
  }
  return error_;
}

// Counts the capturing groups ahead of parsing: \1 and \k mean different things depending on groups to their right.
void Parser::scan_groups() {
  uint32_t class_depth = 0;
  for (size_t i = 0; i < source_.size(); ++i) {
    switch (source_[i]) {
      case '\\': ++i; break;
      case '[': class_depth = sets_ ? class_depth + 1 : 1; break;
      case ']':
        if (class_depth > 0) --class_depth;
        break;
      case '(':
        if (class_depth > 0) break;
        if (i + 1 < source_.size() && source_[i + 1] == '?') {
          if (i + 3 >= source_.size() || source_[i + 2] != '<' || source_[i + 3] == '=' || source_[i + 3] == '!') break;
          has_names_ = true;
        }
        ++total_captures_;
        break;
      default: break;
    }
  }
}

uint32_t Parser::take(bool unicode) {
  const uint32_t c = source_[at_++];
  if (unicode && unicode::is_lead_surrogate(c) && more() && unicode::is_trail_surrogate(unit())) {
    return unicode::combine_surrogates(c, source_[at_++]);
  }
  return c;
}

Node* Parser::char_node(uint32_t c) {
  Node* node = pattern_.make(NodeKind::kChar);
  node->modifiers = modifiers_;
  node->value = c;
  return node;
}

Node* Parser::set_node(ClassContents contents) {
  Node* node = pattern_.make(NodeKind::kSet);
  node->modifiers = modifiers_;
  node->value = static_cast<uint32_t>(pattern_.classes.size());
  pattern_.classes.push_back(std::move(contents));
  return node;
}

void Parser::add_term(Node* node) {
  OpenGroup& group = open_.back();
  if (group.last_term != nullptr) {
    group.last_term->next = node;
  } else {
    group.terms = node;
  }
  group.last_term = node;
}

void Parser::finish_alternative() {
  OpenGroup& group = open_.back();
  Node* node;
  if (group.terms == nullptr) {
    node = pattern_.make(NodeKind::kEmpty);
  } else if (group.terms == group.last_term) {
    node = group.terms;
  } else {
    node = pattern_.make(NodeKind::kSequence);
    node->child = group.terms;
  }
  if (group.last_alternative != nullptr) {
    group.last_alternative->next = node;
  } else {
    group.alternatives = node;
  }
  group.last_alternative = node;
  group.terms = group.last_term = nullptr;
  ++group.alternative;
}

Node* Parser::finish_disjunction() {
  finish_alternative();
  OpenGroup& group = open_.back();
  if (group.alternatives == group.last_alternative) return group.alternatives;
  Node* node = pattern_.make(NodeKind::kAlternation);
  node->child = group.alternatives;
  return node;
}

bool Parser::parse_term() {
  Node* atom = nullptr;
  const uint32_t first_capture = pattern_.capture_count;
  switch (unit()) {
    case ')': return close_group();
    case '(': return parse_open_group();
    case '|':
      ++at_;
      finish_alternative();
      return true;
    case '*':
    case '+':
    case '?': return fail(ErrorCode::kNothingToRepeat);
    case '^':
    case '$':
      atom = pattern_.make(NodeKind::kAssertion);
      atom->modifiers = modifiers_;
      atom->assertion = unit() == '^' ? AssertionKind::kStart : AssertionKind::kEnd;
      ++at_;
      add_term(atom);
      return true;
    case '[': {
      ClassContents contents;
      ++at_;
      if (!parse_class(contents)) return false;
      atom = set_node(std::move(contents));
      break;
    }
    case '.': {
      ++at_;
      ClassContents contents;
      contents.set = CharSet::all();
      if (!modifiers_.dot_all)
        contents.set.remove(CharSet::of_pairs(std::to_array<uint32_t>({'\n', '\n', '\r', '\r', 0x2028, 0x2029})));
      atom = set_node(std::move(contents));
      break;
    }
    case '\\': return parse_atom_escape();
    case '{': {
      uint32_t min, max;
      if (parse_interval(min, max)) return fail(ErrorCode::kNothingToRepeat);
      [[fallthrough]];
    }
    case '}':
    case ']':
      if (unicode_) return fail(ErrorCode::kLoneQuantifierBracket);
      [[fallthrough]];
    default: atom = char_node(take(unicode_)); break;
  }
  return parse_quantifier(atom, first_capture);
}

bool Parser::parse_atom_escape() {
  const uint32_t first_capture = pattern_.capture_count;
  const uint32_t escaped = unit(1);
  if (escaped == kEndOfPattern) return fail(ErrorCode::kEscapeAtEnd);
  if (escaped == 'b' || escaped == 'B') {
    at_ += 2;
    Node* node = pattern_.make(NodeKind::kAssertion);
    node->modifiers = modifiers_;
    node->assertion = escaped == 'b' ? AssertionKind::kWordBoundary : AssertionKind::kNotWordBoundary;
    add_term(node);
    return true;
  }
  if (escaped >= '1' && escaped <= '9') {
    size_t end = at_ + 1;
    uint32_t index = 0;
    while (end < source_.size() && is_digit(source_[end])) {
      index = std::min<uint32_t>(index * 10 + (source_[end] - '0'), kMaxCaptures);
      ++end;
    }
    if (index < total_captures_) {
      at_ = end;
      Node* node = pattern_.make(NodeKind::kReference);
      node->modifiers = modifiers_;
      node->value = index;
      return parse_quantifier(node, first_capture);
    }
    if (unicode_) return fail(ErrorCode::kInvalidEscape);
    if (escaped >= '8') {
      at_ += 2;
      return parse_quantifier(char_node(escaped), first_capture);
    }
  }
  if (escaped == '0' && unicode_ && is_digit(unit(2))) return fail(ErrorCode::kInvalidDecimalEscape);
  if (escaped == 'k' && (unicode_ || has_names_)) return parse_named_reference();
  ++at_;
  ClassContents contents;
  if (parse_class_escape(false, contents)) return parse_quantifier(set_node(std::move(contents)), first_capture);
  if (error_) return false;
  uint32_t c;
  if (!parse_character_escape(false, c)) return false;
  return parse_quantifier(char_node(c), first_capture);
}

bool Parser::parse_open_group() {
  OpenGroup group;
  group.outer = modifiers_;
  group.first_capture = pattern_.capture_count;
  ++at_;
  if (eat('?')) {
    const bool behind = unit() == '<' && (unit(1) == '=' || unit(1) == '!');
    if (behind) ++at_;
    if (unit() == '=' || unit() == '!') {
      group.node = pattern_.make(NodeKind::kLook);
      group.node->behind = behind;
      group.node->negative = unit() == '!';
      ++at_;
    } else if (eat('<')) {
      std::u16string name;
      if (!parse_group_name(name)) return false;
      if (pattern_.capture_count >= kMaxCaptures) return fail(ErrorCode::kTooManyCaptures);
      group.node = pattern_.make(NodeKind::kCapture);
      group.node->value = pattern_.capture_count++;
      if (!add_group_name(std::move(name), group.node->value)) return false;
    } else if (!eat(':')) {
      bool is_group = false;
      if (!parse_modifiers(is_group)) return false;
    }
  } else {
    if (pattern_.capture_count >= kMaxCaptures) return fail(ErrorCode::kTooManyCaptures);
    group.node = pattern_.make(NodeKind::kCapture);
    group.node->value = pattern_.capture_count++;
  }
  if (open_.size() >= kMaxDepth) return fail(ErrorCode::kTooLarge);
  group.disjunction = ++disjunctions_;
  open_.push_back(group);
  return true;
}

// After "(?": the flags of "(?ims-ims:". Changes modifiers_.
bool Parser::parse_modifiers(bool& is_group) {
  bool removing = false;
  uint32_t seen = 0;
  for (;; ++at_) {
    const uint32_t c = unit();
    bool* flag = nullptr;
    switch (c) {
      case 'i': flag = &modifiers_.ignore_case; break;
      case 'm': flag = &modifiers_.multiline; break;
      case 's': flag = &modifiers_.dot_all; break;
      case '-':
        if (removing) return fail(ErrorCode::kMultipleFlagDashes);
        removing = true;
        continue;
      case ':':
        if (seen == 0) return fail(ErrorCode::kInvalidFlagGroup);
        ++at_;
        is_group = true;
        return true;
      default: return fail(ErrorCode::kInvalidGroup);
    }
    const uint32_t bit = 1u << (c - 'a');
    if ((seen & bit) != 0) return fail(ErrorCode::kRepeatedFlag);
    seen |= bit;
    *flag = !removing;
  }
}

bool Parser::close_group() {
  if (open_.size() == 1) return fail(ErrorCode::kUnmatchedParenthesis);
  ++at_;
  Node* body = finish_disjunction();
  const OpenGroup group = open_.back();
  open_.pop_back();
  modifiers_ = group.outer;
  Node* atom = body;
  if (group.node != nullptr) {
    atom = group.node;
    atom->child = body;
    atom->first_capture = group.first_capture;
    atom->last_capture = pattern_.capture_count;
  } else if (body->kind == NodeKind::kLook) {  // (?:(?=x))* is a group, and may be repeated
    atom = pattern_.make(NodeKind::kSequence);
    atom->child = body;
  }
  return parse_quantifier(atom, group.first_capture);
}

bool Parser::parse_quantifier(Node* target, uint32_t first_capture) {
  uint32_t min, max;
  switch (unit()) {
    case '*':
      min = 0;
      max = kInfinity;
      ++at_;
      break;
    case '+':
      min = 1;
      max = kInfinity;
      ++at_;
      break;
    case '?':
      min = 0;
      max = 1;
      ++at_;
      break;
    case '{':
      if (parse_interval(min, max)) {
        if (max < min) return fail(ErrorCode::kQuantifierOutOfOrder);
        break;
      }
      if (unicode_) return fail(ErrorCode::kIncompleteQuantifier);
      [[fallthrough]];
    default: add_term(target); return true;
  }
  if (target->kind == NodeKind::kLook && (unicode_ || target->behind)) return fail(ErrorCode::kInvalidQuantifier);
  Node* loop = pattern_.make(NodeKind::kLoop);
  loop->modifiers = modifiers_;
  loop->greedy = !eat('?');
  loop->min = min;
  loop->max = max;
  loop->child = target;
  loop->first_capture = first_capture;
  loop->last_capture = pattern_.capture_count;
  add_term(loop);
  return true;
}

// {n}, {n,} or {n,m}; takes nothing when it is not one. Numbers beyond kInfinity are kInfinity.
bool Parser::parse_interval(uint32_t& min, uint32_t& max) {
  size_t at = at_ + 1;
  const auto number = [&](uint32_t& value) {
    if (at >= source_.size() || !is_digit(source_[at])) return false;
    uint64_t total = 0;
    for (; at < source_.size() && is_digit(source_[at]); ++at) {
      total = std::min<uint64_t>(total * 10 + (source_[at] - '0'), kInfinity);
    }
    value = static_cast<uint32_t>(total);
    return true;
  };
  if (!number(min)) return false;
  max = min;
  if (at < source_.size() && source_[at] == ',') {
    ++at;
    if (at < source_.size() && source_[at] == '}') {
      max = kInfinity;
    } else if (!number(max)) {
      return false;
    }
  }
  if (at >= source_.size() || source_[at] != '}') return false;
  at_ = at + 1;
  return true;
}

// After "<": up to and with ">". Escapes and surrogate pairs are code points whatever the flags.
bool Parser::parse_group_name(std::u16string& name) {
  while (true) {
    if (!more()) return fail(ErrorCode::kInvalidGroupName);
    uint32_t c = take(true);
    if (c == '>') {
      return !name.empty() || fail(ErrorCode::kInvalidGroupName);
    }
    if (c == '\\') {
      if (!eat('u')) return fail(ErrorCode::kInvalidGroupName);
      if (!parse_unicode_escape(true, c)) return fail(ErrorCode::kInvalidUnicodeEscape);
    }
    if (name.empty() ? !is_name_start(c) : !is_name_part(c)) return fail(ErrorCode::kInvalidGroupName);
    append_code_point(name, c);
  }
}

// A name may stand twice only where no match can pass both groups: in different alternatives of one disjunction
// (ECMA-262 sec-static-semantics-mightbothparticipate).
bool Parser::add_group_name(std::u16string name, uint32_t index) {
  Path path;
  for (const OpenGroup& group : open_) path.emplace_back(group.disjunction, group.alternative);
  for (size_t i = 0; i < pattern_.names.size(); ++i) {
    if (pattern_.names[i].name != name) continue;
    const Path& other = name_paths_[i].second;
    const size_t common = std::min(path.size(), other.size());
    size_t at = 0;
    while (at < common && path[at] == other[at]) ++at;
    if (at == common || path[at].first != other[at].first) return fail(ErrorCode::kDuplicateGroupName);
  }
  name_paths_.emplace_back(index, std::move(path));
  pattern_.names.push_back({std::move(name), index});
  return true;
}

bool Parser::parse_named_reference() {
  const uint32_t first_capture = pattern_.capture_count;
  at_ += 2;
  if (!eat('<')) return fail(ErrorCode::kInvalidNamedReference);
  std::u16string name;
  if (!parse_group_name(name)) return false;
  Node* node = pattern_.make(NodeKind::kNamedReference);
  node->modifiers = modifiers_;
  node->value = static_cast<uint32_t>(pattern_.references.size());
  pattern_.references.push_back(std::move(name));
  return parse_quantifier(node, first_capture);
}

}  // namespace scrim::regexp
