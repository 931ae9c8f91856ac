// What the compiler can tell from the tree: the characters a node can begin with, and where a match can begin.
#include <algorithm>

#include "engine/base/unicode.h"
#include "engine/regexp/compiler.h"

namespace scrim::regexp {

// What `into` can begin with when `then` follows it.
void Compiler::append(First& into, const First& then) {
  if (!into.nullable) return;
  into.set.add(then.set);
  into.end = into.end || then.end;
  into.nullable = then.nullable;
}

First Compiler::first_of_class(const Node* node) {
  First first;
  const ClassContents& contents = pattern_.classes[node->value];
  first.set = contents.set;
  for (const std::u32string& s : contents.strings) {
    if (s.empty()) {
      first.nullable = true;
    } else {
      first.set.add(closed(s[0], node->modifiers));
    }
  }
  return first;
}

const First& Compiler::first_of(Node* node) {
  if (node->first != nullptr) return *node->first;
  First first;
  switch (node->kind) {
    case NodeKind::kEmpty:
    case NodeKind::kLook: first.nullable = true; break;
    case NodeKind::kChar: first.set = closed(node->value, node->modifiers); break;
    case NodeKind::kSet: first = first_of_class(node); break;
    case NodeKind::kSequence:
      first.nullable = true;
      for (Node* term = node->child; term != nullptr && first.nullable; term = term->next)
        append(first, first_of(term));
      break;
    case NodeKind::kAlternation:
      for (Node* alternative = node->child; alternative != nullptr; alternative = alternative->next) {
        const First& one = first_of(alternative);
        first.set.add(one.set);
        first.end = first.end || one.end;
        first.nullable = first.nullable || one.nullable;
      }
      break;
    case NodeKind::kCapture: first = first_of(node->child); break;
    case NodeKind::kReference:
    case NodeKind::kNamedReference:
      first.set = CharSet::all();
      first.nullable = true;
      break;
    case NodeKind::kLoop:
      if (node->max > 0) first = first_of(node->child);
      if (node->min == 0) first.nullable = true;
      break;
    case NodeKind::kAssertion:
      if (node->assertion == AssertionKind::kEnd) {
        first.end = true;
        if (node->modifiers.multiline) {
          for (uint32_t c : {0x0Au, 0x0Du, 0x2028u, 0x2029u}) first.set.add(c);
        }
      } else {
        first.nullable = true;
      }
      break;
  }
  firsts_.push_back(std::move(first));
  node->first = &firsts_.back();
  return *node->first;
}

// What the terms from `term` on, and then `follow`, can begin with; `known` tells whether that says anything.
First Compiler::sequence_first(Node* term, Follow follow, bool& known) {
  First first;
  first.nullable = true;
  for (; term != nullptr && first.nullable; term = term->next) append(first, first_of(term));
  if (follow != nullptr) append(first, *follow);
  known = !first.nullable;
  return first;
}

// The set of a node that always takes exactly one character and does nothing else.
bool Compiler::character_set_of(const Node* node, CharSet& out) {
  if (node->kind == NodeKind::kChar) {
    out = closed(node->value, node->modifiers);
    return true;
  }
  if (node->kind == NodeKind::kSet && pattern_.classes[node->value].strings.empty()) {
    out = pattern_.classes[node->value].set;
    return true;
  }
  return false;
}

bool Compiler::is_anchored(const Node* node) const {
  switch (node->kind) {
    case NodeKind::kAssertion: return node->assertion == AssertionKind::kStart && !node->modifiers.multiline;
    case NodeKind::kSequence:
    case NodeKind::kCapture: return is_anchored(node->child);
    case NodeKind::kLoop: return node->min > 0 && is_anchored(node->child);
    case NodeKind::kAlternation:
      for (const Node* alternative = node->child; alternative != nullptr; alternative = alternative->next) {
        if (!is_anchored(alternative)) return false;
      }
      return true;
    default: return false;
  }
}

namespace {

// Appends the units every match of the node begins with; true if they are all of it.
bool collect_prefix(const Node* node, bool unicode, const auto& is_plain, std::u16string& out) {
  switch (node->kind) {
    case NodeKind::kEmpty: return true;
    case NodeKind::kChar:
      if (!is_plain(node)) return false;
      if (node->value > 0xFFFF) {
        out.push_back(unicode::lead_surrogate(node->value));
        out.push_back(unicode::trail_surrogate(node->value));
      } else {
        out.push_back(static_cast<char16_t>(node->value));
      }
      return true;
    case NodeKind::kSequence:
      for (const Node* term = node->child; term != nullptr; term = term->next) {
        if (!collect_prefix(term, unicode, is_plain, out)) return false;
      }
      return true;
    case NodeKind::kCapture: return collect_prefix(node->child, unicode, is_plain, out);
    case NodeKind::kLoop:
      if (node->min > 0 && node->max > 0) collect_prefix(node->child, unicode, is_plain, out);
      return false;
    default: return false;
  }
}

}  // namespace

void Compiler::choose_search() {
  if (is_anchored(pattern_.root)) {
    program_.search = Search::kAtStart;
    return;
  }
  const bool unicode = pattern_.flags.unicode();
  const auto is_plain = [&](const Node* node) {
    if (unicode && (node->value & 0xFFFFF800) == 0xD800) return false;
    return !node->modifiers.ignore_case || closed(node->value, node->modifiers).size() == 1;
  };
  std::u16string prefix;
  collect_prefix(pattern_.root, unicode, is_plain, prefix);
  if (!prefix.empty()) {
    program_.search = Search::kText;
    if (std::all_of(prefix.begin(), prefix.end(), [](char16_t unit) { return unit < 256; })) {
      program_.prefix_latin1.assign(prefix.begin(), prefix.end());
    }
    program_.prefix = std::move(prefix);
    return;
  }
  const First& first = first_of(pattern_.root);
  if (first.nullable || first.end || first.set.size() > 0xF000) return;
  program_.search = Search::kSet;
  program_.first_set = add_set(first.set);
}

// The states the matcher may remember: where it goes back to, where it goes round, and the loops inside one operation.
void Compiler::number_states() {
  const std::vector<uint32_t>& code = program_.code;
  std::vector<uint32_t> numbers(code.size() + 1);
  uint32_t count = 0;
  const auto add = [&](uint32_t pc) {
    if (numbers[pc] == 0) numbers[pc] = ++count;
  };
  for (uint32_t pc = 0; pc < code.size();) {
    const Op op = static_cast<Op>(code[pc] & 0xFF);
    const uint32_t a = code[pc] >> 8, next = pc + kOps[code[pc] & 0xFF].words;
    switch (op) {
      case Op::kSetCounter:
      case Op::kCountGreedy:
      case Op::kCountLazy:
      case Op::kCountNext:
      case Op::kCheckProgress:
      case Op::kCheckCountedProgress:
      case Op::kLookBegin:
      case Op::kLookEnd:
      case Op::kNotLookBegin:
      case Op::kNotLookEnd:
      case Op::kReference:
      case Op::kNamedReference: return;
      case Op::kChoice: add(a); break;
      case Op::kChoiceJump: add(next); break;
      case Op::kJump:
        if (a <= pc) add(a);
        break;
      case Op::kRepeatSet:
        add(pc + 1);  // the loop itself, apart from the place it stands at
        add(next);
        break;
      case Op::kRepeatSetAtomic: add(pc + 1); break;
      case Op::kRepeatSetLazy: add(next); break;
      default: break;
    }
    pc = next;
  }
  program_.state_numbers = std::move(numbers);
  program_.state_count = count;
}

}  // namespace scrim::regexp
