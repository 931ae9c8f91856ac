#include "engine/regexp/compiler.h"

#include <algorithm>

#include "engine/base/unicode.h"

namespace scrim::regexp {
namespace {

bool is_surrogate(uint32_t c) {
  return (c & 0xFFFFF800) == 0xD800;
}

MatchSet prepare(const CharSet& set) {
  MatchSet result;
  uint32_t low_count = 0;
  for (size_t i = 0; i < set.points().size(); i += 2) {
    const uint32_t first = set.points()[i], past = set.points()[i + 1];
    for (uint32_t c = first; c < past && c < 256; ++c) {
      result.low[c >> 5] |= 1u << (c & 31);
      ++low_count;
    }
    if (past > 256) {
      result.high.push_back(std::max<uint32_t>(first, 256));
      result.high.push_back(past);
    }
  }
  for (uint32_t c = 0; c < 256; ++c) {
    if (result.contains_low(c)) {
      if (low_count <= 3) result.members[result.member_count++] = static_cast<uint8_t>(c);
    } else if (low_count >= 253) {
      result.stops[result.stop_count++] = static_cast<uint8_t>(c);
    }
  }
  return result;
}

}  // namespace

uint32_t Compiler::emit(Op op, uint32_t a) {
  if (a > kMaxOperand || program_.code.size() > kMaxOperand) too_large_ = true;
  program_.code.push_back(encode(op, a & kMaxOperand));
  return here() - 1;
}

void Compiler::patch(uint32_t at, uint32_t target) {
  if (target > kMaxOperand) too_large_ = true;
  program_.code[at] = (program_.code[at] & 0xFF) | target << 8;
}

uint32_t Compiler::add_set(const CharSet& set) {
  for (size_t i = set_keys_.size(); i-- > 0;) {
    if (set_keys_[i] == set) return static_cast<uint32_t>(i);
  }
  set_keys_.push_back(set);
  program_.sets.push_back(prepare(set));
  return static_cast<uint32_t>(program_.sets.size() - 1);
}

CaseMode Compiler::case_mode(Modifiers modifiers) const {
  if (!modifiers.ignore_case) return CaseMode::kSensitive;
  return pattern_.flags.unicode() ? CaseMode::kFold : CaseMode::kUpper;
}

CharSet Compiler::closed(uint32_t c, Modifiers modifiers) const {
  CharSet set = CharSet::of(c);
  close_over_case(set, case_mode(modifiers));
  return set;
}

bool Compiler::compile() {
  program_.flags = pattern_.flags;
  program_.capture_count = pattern_.capture_count;
  program_.register_count = pattern_.capture_count * 2;
  program_.names = pattern_.names;
  choose_search();
  node(pattern_.root, nullptr);
  emit(Op::kAccept);
  if (!too_large_) number_states();
  return !too_large_;
}

void Compiler::node(Node* n, Follow follow) {
  if (too_large_) return;
  switch (n->kind) {
    case NodeKind::kEmpty: break;
    case NodeKind::kChar: character(n->value, n->modifiers); break;
    case NodeKind::kSet: class_node(n); break;
    case NodeKind::kSequence: sequence(n, follow); break;
    case NodeKind::kAlternation: alternation(n, follow); break;
    case NodeKind::kCapture:
      emit(Op::kSave, n->value * 2 + (backward_ ? 1 : 0));
      node(n->child, follow);
      emit(Op::kSave, n->value * 2 + (backward_ ? 0 : 1));
      break;
    case NodeKind::kReference:
    case NodeKind::kNamedReference: reference(n); break;
    case NodeKind::kLoop: loop(n, follow); break;
    case NodeKind::kLook: look(n); break;
    case NodeKind::kAssertion: assertion(n); break;
  }
}

void Compiler::set(const CharSet& set) {
  const uint32_t size = set.size();
  if (set == CharSet::all()) {
    emit(backward_ ? Op::kBackAny : Op::kAny);
  } else if (size == 1) {
    emit(backward_ ? Op::kBackChar : Op::kChar, set.member(0));
  } else if (size == 2 && !backward_) {
    emit(Op::kCharEither, set.member(0));
    word(set.member(1));
  } else {
    emit(backward_ ? Op::kBackSet : Op::kSet, add_set(set));
  }
}

void Compiler::character(uint32_t c, Modifiers modifiers) {
  set(closed(c, modifiers));
}

void Compiler::text_run(const std::vector<const Node*>& run) {
  std::u16string units;
  for (const Node* n : run) {
    if (n->value > 0xFFFF) {
      units.push_back(unicode::lead_surrogate(n->value));
      units.push_back(unicode::trail_surrogate(n->value));
    } else {
      units.push_back(static_cast<char16_t>(n->value));
    }
  }
  if (run.size() == 1) {
    emit(Op::kChar, run[0]->value);
    return;
  }
  emit(Op::kText, static_cast<uint32_t>(units.size()));
  word(static_cast<uint32_t>(program_.text.size()));
  program_.text += units;
}

void Compiler::sequence(Node* n, Follow follow) {
  if (backward_) {
    std::vector<Node*> terms;
    for (Node* term = n->child; term != nullptr; term = term->next) terms.push_back(term);
    for (size_t i = terms.size(); i-- > 0;) node(terms[i], nullptr);
    return;
  }
  std::vector<const Node*> run;
  const auto flush = [&] {
    if (!run.empty()) text_run(run);
    run.clear();
  };
  for (Node* term = n->child; term != nullptr; term = term->next) {
    if (term->kind == NodeKind::kChar && !(pattern_.flags.unicode() && is_surrogate(term->value)) &&
        (!term->modifiers.ignore_case || closed(term->value, term->modifiers).size() == 1)) {
      run.push_back(term);
      continue;
    }
    flush();
    switch (term->kind) {
      case NodeKind::kLoop:
      case NodeKind::kAlternation:
      case NodeKind::kCapture:
      case NodeKind::kSequence: {
        bool known = false;
        const First next = sequence_first(term->next, follow, known);
        node(term, known ? &next : nullptr);
        break;
      }
      default: node(term, nullptr); break;
    }
  }
  flush();
}

void Compiler::alternation(Node* n, Follow follow) {
  std::vector<Node*> alternatives;
  for (Node* a = n->child; a != nullptr; a = a->next) alternatives.push_back(a);
  // rest[i]: what the alternatives after i can begin with. Nothing can be looked at beforehand when matching backward.
  std::vector<First> own(alternatives.size()), rest(alternatives.size());
  if (!backward_) {
    for (size_t i = alternatives.size(); i-- > 0;) {
      own[i] = first_of(alternatives[i]);
      if (follow != nullptr) append(own[i], *follow);
      if (i + 1 == alternatives.size()) continue;
      rest[i] = rest[i + 1];
      rest[i].set.add(own[i + 1].set);
      rest[i].end = rest[i].end || own[i + 1].end;
      rest[i].nullable = rest[i].nullable || own[i + 1].nullable;
    }
  }
  std::vector<uint32_t> to_end;
  for (size_t i = 0; i < alternatives.size(); ++i) {
    const bool last = i + 1 == alternatives.size();
    std::vector<uint32_t> to_next;
    if (!last) {
      const bool peek = !backward_ && !own[i].nullable && !own[i].end && own[i].set != CharSet::all();
      if (peek) {
        to_next.push_back(emit(Op::kJumpUnless));
        word(add_set(own[i].set));
      }
      if (!peek || rest[i].nullable || rest[i].set.intersects(own[i].set)) to_next.push_back(emit(Op::kChoice));
    }
    node(alternatives[i], backward_ ? nullptr : follow);
    if (!last) to_end.push_back(emit(Op::kJump));
    for (uint32_t at : to_next) patch(at);
    if (too_large_) return;
  }
  for (uint32_t at : to_end) patch(at);
}

// A loop over one set runs inside one operation.
bool Compiler::set_loop(Node* n, Follow follow) {
  CharSet members;
  if (backward_ || !character_set_of(n->child, members)) return false;
  const uint32_t index = add_set(members);
  if (n->greedy && (n->min == n->max || (follow != nullptr && !follow->set.intersects(members)))) {
    emit(Op::kRepeatSetAtomic, index);
    word(n->min);
    word(n->max);
    return true;
  }
  emit(n->greedy ? Op::kRepeatSet : Op::kRepeatSetLazy, index);
  word(n->min);
  word(n->max);
  if (follow != nullptr && follow->set.size() < 0xF000) {
    word((add_set(follow->set) + 1) | (follow->end ? kFilterEnd : 0));
  } else {
    word(0);
  }
  return true;
}

void Compiler::loop(Node* n, Follow follow) {
  if (n->max == 0) return;
  if (n->min == 1 && n->max == 1) return node(n->child, follow);
  if (set_loop(n, follow)) return;

  // What the body can begin with, and what may follow one pass through it.
  First begin, next;
  if (!backward_) begin = first_of(n->child);
  next = begin;
  next.nullable = false;
  if (follow != nullptr) {
    next.set.add(follow->set);
    next.end = next.end || follow->end;
  }
  const bool may_be_empty = backward_ || begin.nullable || begin.end;
  const Follow body_follow = follow != nullptr && !may_be_empty ? &next : nullptr;
  const bool peek = !may_be_empty && begin.set != CharSet::all();
  const bool decided = peek && follow != nullptr && !follow->set.intersects(begin.set);
  const uint32_t captures = n->last_capture - n->first_capture;
  const auto reset = [&] {
    if (captures == 0) return;
    emit(Op::kReset, n->first_capture * 2);
    word(captures * 2);
  };
  std::vector<uint32_t> to_exit;
  // Either way on or out: by the next character where that decides, else by trying one and then the other.
  const auto fork = [&] {
    if (peek && n->greedy) {
      to_exit.push_back(emit(Op::kJumpUnless));
      word(add_set(begin.set));
      if (decided) return;
    }
    to_exit.push_back(emit(n->greedy ? Op::kChoice : Op::kChoiceJump));
  };

  if (n->min == 0 && n->max == 1) {
    fork();
    const uint32_t mark = may_be_empty ? new_register() : 0;
    if (may_be_empty) emit(Op::kSave, mark);
    node(n->child, follow);
    if (may_be_empty) emit(Op::kCheckProgress, mark);
  } else if (n->min == 0 && n->max == kInfinity) {
    const uint32_t head = here();
    fork();
    const uint32_t mark = may_be_empty ? new_register() : 0;
    if (may_be_empty) emit(Op::kSave, mark);
    reset();
    node(n->child, body_follow);
    if (may_be_empty) emit(Op::kCheckProgress, mark);
    emit(Op::kJump, head);
  } else if (n->min == 1 && n->max == kInfinity && !may_be_empty) {
    const uint32_t head = here();
    reset();
    node(n->child, body_follow);
    fork();
    emit(Op::kJump, head);
  } else {
    const uint32_t counter = new_register();
    emit(Op::kSetCounter, counter);
    word(0);
    const uint32_t head = here();
    to_exit.push_back(emit(n->greedy ? Op::kCountGreedy : Op::kCountLazy));
    word(counter);
    word(n->min);
    word(n->max);
    const uint32_t mark = may_be_empty ? new_register() : 0;
    if (may_be_empty) emit(Op::kSave, mark);
    reset();
    node(n->child, body_follow);
    if (may_be_empty) {
      emit(Op::kCheckCountedProgress, mark);
      word(counter);
      word(n->min);
    }
    emit(Op::kCountNext, head);
    word(counter);
  }
  for (uint32_t at : to_exit) patch(at);
}

void Compiler::look(Node* n) {
  const bool outer = backward_;
  backward_ = n->behind;
  const uint32_t height = new_register();
  if (n->negative) {
    const uint32_t begin = emit(Op::kNotLookBegin);
    word(height);
    node(n->child, nullptr);
    emit(Op::kNotLookEnd, height);
    patch(begin);
  } else {
    const uint32_t position = new_register();
    emit(Op::kLookBegin, height);
    word(position);
    node(n->child, nullptr);
    emit(Op::kLookEnd, height);
    word(position);
  }
  backward_ = outer;
}

void Compiler::assertion(Node* n) {
  switch (n->assertion) {
    case AssertionKind::kStart: emit(n->modifiers.multiline ? Op::kLineStart : Op::kInputStart); return;
    case AssertionKind::kEnd: emit(n->modifiers.multiline ? Op::kLineEnd : Op::kInputEnd); return;
    case AssertionKind::kWordBoundary:
    case AssertionKind::kNotWordBoundary: {
      CharSet word_characters = CharSet::range('0', '9');
      word_characters.add_range('A', 'Z');
      word_characters.add_range('_', '_');
      word_characters.add_range('a', 'z');
      if (pattern_.flags.unicode()) close_over_case(word_characters, case_mode(n->modifiers));
      emit(n->assertion == AssertionKind::kWordBoundary ? Op::kWordBoundary : Op::kNotWordBoundary,
           add_set(word_characters));
      return;
    }
  }
}

void Compiler::reference(const Node* n) {
  const uint32_t mode = static_cast<uint32_t>(case_mode(n->modifiers)) + (backward_ ? 4 : 0);
  std::vector<uint32_t> groups;
  if (n->kind == NodeKind::kReference) {
    groups.push_back(n->value);
  } else {
    for (const GroupName& group : pattern_.names) {
      if (group.name == pattern_.references[n->value]) groups.push_back(group.index);
    }
  }
  if (groups.size() == 1) {
    emit(Op::kReference, groups[0]);
    word(mode);
    return;
  }
  emit(Op::kNamedReference, static_cast<uint32_t>(program_.lists.size()));
  word(static_cast<uint32_t>(groups.size()));
  word(mode);
  program_.lists.insert(program_.lists.end(), groups.begin(), groups.end());
}

void Compiler::class_node(const Node* n) {
  const ClassContents& contents = pattern_.classes[n->value];
  if (contents.strings.empty()) {
    set(contents.set);
  } else if (backward_) {
    strings_backward(contents, n->modifiers);
  } else {
    std::vector<std::u32string> strings = contents.strings;
    std::sort(strings.begin(), strings.end());
    string_trie(strings, 0, strings.size(), 0, contents.set, n->modifiers);
  }
}

// The strings that share `depth` characters, the longest match first (ECMA-262 sec-compileatom, CharacterClass): at
// each point of the trie what goes on is tried before what ends. Different characters exclude each other, so their
// order is free.
void Compiler::string_trie(const std::vector<std::u32string>& strings, size_t first, size_t last, size_t depth,
                           const CharSet& singles, Modifiers modifiers) {
  std::vector<uint32_t> to_end;
  size_t i = first;
  const bool ends_here =
      (i < last && strings[i].size() == depth) || (depth == 1 && singles.contains(strings[first][0]));
  if (i < last && strings[i].size() == depth) ++i;
  if (ends_here) to_end.push_back(emit(Op::kChoice));
  CharSet leaves;
  if (depth == 0) leaves = singles;
  while (i < last) {
    const char32_t c = strings[i][depth];
    size_t past = i + 1;
    while (past < last && strings[past][depth] == c) ++past;
    if (past == i + 1 && strings[i].size() == depth + 1) {
      leaves.add(closed(c, modifiers));
    } else {
      const CharSet edge = closed(c, modifiers);
      leaves.remove(edge);  // a single character that is also the beginning of strings ends inside the branch
      const uint32_t skip = emit(Op::kJumpUnless);
      word(add_set(edge));
      set(edge);
      string_trie(strings, i, past, depth + 1, singles, modifiers);
      to_end.push_back(emit(Op::kJump));
      patch(skip);
    }
    i = past;
    if (too_large_) return;
  }
  if (leaves.empty()) {
    emit(Op::kFail);
  } else {
    set(leaves);
  }
  for (uint32_t at : to_end) patch(at);
}

void Compiler::strings_backward(const ClassContents& contents, Modifiers modifiers) {
  std::vector<std::u32string> strings = contents.strings;
  std::sort(strings.begin(), strings.end(),
            [](const std::u32string& a, const std::u32string& b) { return a.size() > b.size(); });
  std::vector<uint32_t> to_end;
  const auto alternative = [&](const auto& body) {
    const uint32_t choice = emit(Op::kChoice);
    body();
    to_end.push_back(emit(Op::kJump));
    patch(choice);
  };
  for (const std::u32string& s : strings) {
    if (s.empty()) continue;
    alternative([&] {
      for (size_t i = s.size(); i-- > 0;) character(s[i], modifiers);
    });
  }
  const bool has_empty = !strings.empty() && strings.back().empty();
  if (!contents.set.empty()) alternative([&] { set(contents.set); });
  if (!has_empty) emit(Op::kFail);
  for (uint32_t at : to_end) patch(at);
}

}  // namespace scrim::regexp
