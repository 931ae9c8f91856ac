// The matcher: a loop over bytecode with an explicit stack of what to go back to. It never recurses, so the depth of a
// match is bounded by Scratch::limit_bytes alone.
#include <algorithm>
#include <type_traits>
#include <vector>

#include "engine/base/unicode.h"
#include "engine/regexp/program.h"
#include "engine/regexp/search.h"

namespace scrim::regexp {
namespace {

// What an entry of the backtrack stack does when it is reached; in the low bits of its word.
enum Kind : uint32_t {
  kChoicePoint = 0,  // continue at pc (word), position a
  kUndo = 1,         // register (word) := a, and further back
  kRange = 2,        // a greedy loop (pc in word) that may give back characters: from b down to a
  kLazy = 3,         // a lazy loop (pc in word) at position a, having taken b
  kKindBits = 2,
};

// How an attempt ends, besides as a match does: it went on for so long that it is to begin anew, remembering states.
constexpr auto kRemember = static_cast<MatchStatus>(0x80);
constexpr size_t kMaxMemoryBytes = size_t{64} << 20;

template <class Unit, bool kUnicode>
class Matcher {
 public:
  Matcher(const Program& program, std::span<const Unit> input, Scratch& scratch, const MatchOptions& options)
      : program_(program),
        input_(input.data()),
        length_(static_cast<uint32_t>(input.size())),
        scratch_(scratch),
        options_(options),
        registers_(scratch.registers(program.register_count)),
        budget_(options.interval) {}

  MatchStatus search(uint32_t start, std::span<int32_t> captures) {
    if (kUnicode && start > 0 && start < length_ && is_pair(start - 1)) --start;
    const MatchStatus status = options_.sticky ? attempt(start) : scan(start);
    if (status == MatchStatus::kMatch) {
      std::copy_n(registers_, std::min<size_t>(captures.size(), program_.capture_count * 2), captures.begin());
    }
    return status;
  }

 private:
  bool is_pair(uint32_t at) const {
    return std::is_same_v<Unit, char16_t> && at + 1 < length_ && unicode::is_lead_surrogate(input_[at]) &&
           unicode::is_trail_surrogate(input_[at + 1]);
  }

  // The character at `at` < length_, and the position after it.
  uint32_t read(uint32_t at, uint32_t& after) const {
    const uint32_t unit = input_[at];
    if (kUnicode && is_pair(at)) {
      after = at + 2;
      return unicode::combine_surrogates(unit, input_[at + 1]);
    }
    after = at + 1;
    return unit;
  }
  uint32_t peek(uint32_t at) const {
    uint32_t after;
    return read(at, after);
  }
  // The character before `at` > 0, and its position.
  uint32_t read_back(uint32_t at, uint32_t& before) const {
    if (kUnicode && at > 1 && is_pair(at - 2)) {
      before = at - 2;
      return unicode::combine_surrogates(input_[at - 2], input_[at - 1]);
    }
    before = at - 1;
    return input_[at - 1];
  }
  static bool has(const MatchSet& set, uint32_t c) {
    if constexpr (std::is_same_v<Unit, uint8_t>) return set.contains_low(c);
    return set.contains(c);
  }
  bool word_at(const MatchSet& words, uint32_t at) const { return at < length_ && has(words, peek(at)); }
  bool word_before(const MatchSet& words, uint32_t at) const {
    uint32_t before;
    return at > 0 && has(words, read_back(at, before));
  }
  static bool is_line_terminator(uint32_t c) { return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029; }

  // Takes members of the set from `at` on, at most `max`; `count` says how many.
  uint32_t take_members(const MatchSet& set, uint32_t at, uint32_t max, uint32_t& count) const {
    if constexpr (kUnicode) {
      uint32_t taken = 0;
      while (taken < max && at < length_) {
        uint32_t after;
        if (!has(set, read(at, after))) break;
        at = after;
        ++taken;
      }
      count = taken;
      return at;
    } else {
      const uint32_t limit = max < length_ - at ? at + max : length_;
      const uint32_t start = at;
      if (std::is_same_v<Unit, uint8_t> && set.stop_count > 0) {
        at = static_cast<uint32_t>(find_any(input_ + at, input_ + limit, set.stops, set.stop_count) - input_);
      } else {
        while (at < limit && has(set, input_[at])) ++at;
      }
      count = at - start;
      return at;
    }
  }
  // The position after `count` characters that are known to be there.
  uint32_t skip(uint32_t at, uint32_t count) const {
    if constexpr (kUnicode) {
      while (count-- > 0) read(at, at);
      return at;
    }
    return at + count;
  }
  bool passes(uint32_t filter, uint32_t at) const {
    if (filter == 0) return true;
    if (at == length_) return (filter & kFilterEnd) != 0;
    return has(program_.sets[(filter & kMaxOperand) - 1], peek(at));
  }

  MatchStatus scan(uint32_t start) {
    switch (program_.search) {
      case Search::kAtStart: return start == 0 ? attempt(0) : MatchStatus::kNoMatch;
      case Search::kText: return scan_text(start);
      case Search::kSet: return scan_set(start);
      case Search::kEverywhere: break;
    }
    for (uint32_t at = start;;) {
      const MatchStatus status = attempt(at);
      if (status != MatchStatus::kNoMatch || at >= length_) return status;
      read(at, at);
    }
  }

  MatchStatus scan_text(uint32_t start) {
    const Unit* text;
    size_t length;
    if constexpr (std::is_same_v<Unit, uint8_t>) {
      text = program_.prefix_latin1.data();
      length = program_.prefix_latin1.size();
      if (length == 0) return MatchStatus::kNoMatch;
    } else {
      text = program_.prefix.data();
      length = program_.prefix.size();
    }
    for (uint32_t at = start;;) {
      const Unit* found = find_text(input_ + at, input_ + length_, text, length);
      if (found == input_ + length_) return MatchStatus::kNoMatch;
      at = static_cast<uint32_t>(found - input_);
      const MatchStatus status = attempt(at);
      if (status != MatchStatus::kNoMatch) return status;
      ++at;
    }
  }

  MatchStatus scan_set(uint32_t start) {
    const MatchSet& set = program_.sets[program_.first_set];
    const bool few = set.member_count > 0 && (std::is_same_v<Unit, uint8_t> || set.high.empty());
    if (std::is_same_v<Unit, uint8_t> && set.member_count == 0 && no_low_members(set)) return MatchStatus::kNoMatch;
    for (uint32_t at = start; at < length_;) {
      uint32_t after = at + 1;
      if (few) {
        at = static_cast<uint32_t>(find_any(input_ + at, input_ + length_, set.members, set.member_count) - input_);
        if (at == length_) break;
        after = at + 1;
      } else {
        while (at < length_ && !has(set, read(at, after))) at = after;
        if (at >= length_) break;
      }
      const MatchStatus status = attempt(at);
      if (status != MatchStatus::kNoMatch) return status;
      at = after;
    }
    return MatchStatus::kNoMatch;
  }

  static bool no_low_members(const MatchSet& set) {
    return std::all_of(std::begin(set.low), std::end(set.low), [](uint32_t bits) { return bits == 0; });
  }

  // Compares what group `group` matched with the input at `at`; moves `at`.
  bool match_reference(uint32_t group, uint32_t mode, uint32_t& at) const {
    const int32_t first = registers_[group * 2], past = registers_[group * 2 + 1];
    if (first < 0 || past < 0) return true;
    const uint32_t length = static_cast<uint32_t>(past - first);
    const bool backward = (mode & 4) != 0;
    const CaseMode case_mode = static_cast<CaseMode>(mode & 3);
    if (backward ? at < length : length_ - at < length) return false;
    const uint32_t from = backward ? at - length : at;
    if (case_mode == CaseMode::kSensitive) {
      if (!std::equal(input_ + first, input_ + past, input_ + from)) return false;
    } else {
      for (uint32_t i = 0; i < length;) {
        uint32_t after_a, after_b;
        const uint32_t a = read(static_cast<uint32_t>(first) + i, after_a);
        const uint32_t b = read(from + i, after_b);
        if (!same_when_canonical(a, b, case_mode)) return false;
        i = after_a - static_cast<uint32_t>(first);
      }
    }
    // A lone surrogate is not half of a pair.
    const uint32_t edge = backward ? from : from + length;
    if (kUnicode && edge > 0 && is_pair(edge - 1)) return false;
    at = edge;
    return true;
  }

  // After `interval` steps: asks the host, and once turns remembering on where that is possible. kMatch: go on.
  MatchStatus tick() {
    budget_ = options_.interval;
    if (options_.interrupt != nullptr && options_.interrupt(options_.interrupt_data)) return MatchStatus::kInterrupted;
    if (program_.state_count == 0 || considered_) return MatchStatus::kMatch;
    considered_ = true;
    const size_t bits = size_t{program_.state_count} * (size_t{length_} + 1);
    if (bits / 8 > kMaxMemoryBytes) return MatchStatus::kMatch;
    failed_.resize(bits / 64 + 1);
    return kRemember;
  }

  // Notes that the state is being tried; false if it was before, and so has failed.
  bool first_visit(uint32_t pc, uint32_t at) {
    const size_t bit = (size_t{program_.state_numbers[pc]} - 1) * (size_t{length_} + 1) + at;
    const uint64_t mask = uint64_t{1} << (bit & 63);
    if ((failed_[bit >> 6] & mask) != 0) return false;
    failed_[bit >> 6] |= mask;
    return true;
  }
  // For an unlimited greedy loop that begins at `at` and runs to `past`: one that begins further on could only stop at
  // places this one stops at, too, and those are tried first.
  void visit_range(uint32_t pc, uint32_t at, uint32_t past) {
    for (; at <= past; ++at) first_visit(pc, at);
  }

  MatchStatus attempt(uint32_t start) {
    if (failed_.empty()) {
      const MatchStatus status = run<false>(start);
      if (status != kRemember) return status;
    }
    return run<true>(start);
  }

  // Tries to match at one place. kMemo: states that fail are remembered, which makes the whole search take time linear
  // in the input (and the code).
  template <bool kMemo>
  MatchStatus run(uint32_t start);

  const Program& program_;
  const Unit* const input_;
  const uint32_t length_;
  Scratch& scratch_;
  const MatchOptions& options_;
  int32_t* const registers_;
  uint32_t budget_;
  bool considered_ = false;
  std::vector<uint64_t> failed_;  // a bit for each numbered state and position
};

template <class Unit, bool kUnicode>
template <bool kMemo>
MatchStatus Matcher<Unit, kUnicode>::run(const uint32_t start) {
  static const void* const kLabels[] = {
#define SCRIM_REGEXP_OP(name, words, operands) &&op_##name,
#include "engine/regexp/ops.def"
#undef SCRIM_REGEXP_OP
  };
  const uint32_t* const code = program_.code.data();
  const MatchSet* const sets = program_.sets.data();
  int32_t* const registers = registers_;
  Scratch::Entry* base = scratch_.begin();
  Scratch::Entry* limit = scratch_.end();
  Scratch::Entry* top = base;
  const uint32_t* pc = code;
  uint32_t at = start;
  uint32_t word;
  std::fill_n(registers, program_.capture_count * 2, -1);

#define A (word >> 8)
#define DISPATCH()              \
  do {                          \
    word = *pc;                 \
    goto* kLabels[word & 0xFF]; \
  } while (0)
#define NEXT(words) \
  do {              \
    pc += (words);  \
    DISPATCH();     \
  } while (0)
#define PUSH(kind, value, first, second)                                              \
  do {                                                                                \
    if (__builtin_expect(top == limit, 0)) {                                          \
      const size_t height = static_cast<size_t>(top - base);                          \
      if (!scratch_.grow()) return MatchStatus::kStackOverflow;                       \
      base = scratch_.begin();                                                        \
      limit = scratch_.end();                                                         \
      top = base + height;                                                            \
    }                                                                                 \
    *top++ = {(kind) | static_cast<uint32_t>(value) << kKindBits, (first), (second)}; \
  } while (0)
  // Without anything to go back to, nobody will ask for the old value.
#define SET_REGISTER(index, value)                                                           \
  do {                                                                                       \
    const uint32_t set_index = (index);                                                      \
    if (top != base) PUSH(kUndo, set_index, static_cast<uint32_t>(registers[set_index]), 0); \
    registers[set_index] = static_cast<int32_t>(value);                                      \
  } while (0)
#define PC_INDEX() (pc - code)
#define STEP()                                                    \
  do {                                                            \
    if (--budget_ == 0) {                                         \
      const MatchStatus tick_result = tick();                     \
      if (tick_result != MatchStatus::kMatch) return tick_result; \
    }                                                             \
  } while (0)
  // Long runs count for what they cost.
#define CHARGE(count) (budget_ -= std::min(budget_ - 1, (count) / 8))

  STEP();
  DISPATCH();

op_Accept:
  registers[0] = static_cast<int32_t>(start);
  registers[1] = static_cast<int32_t>(at);
  return MatchStatus::kMatch;
op_Fail:
  goto fail;
op_Char: {
  uint32_t after;
  if (at == length_ || read(at, after) != A) goto fail;
  at = after;
  NEXT(1);
}
op_CharEither: {
  uint32_t after;
  if (at == length_) goto fail;
  const uint32_t c = read(at, after);
  if (c != A && c != pc[1]) goto fail;
  at = after;
  NEXT(2);
}
op_Text: {
  const uint32_t length = A;
  if (length_ - at < length) goto fail;
  const char16_t* const text = program_.text.data() + pc[1];
  for (uint32_t i = 0; i < length; ++i) {
    if (input_[at + i] != text[i]) goto fail;
  }
  at += length;
  NEXT(2);
}
op_Any:
  if (at == length_) goto fail;
  read(at, at);
  NEXT(1);
op_Set: {
  uint32_t after;
  if (at == length_ || !has(sets[A], read(at, after))) goto fail;
  at = after;
  NEXT(1);
}
op_BackChar: {
  uint32_t before;
  if (at == 0 || read_back(at, before) != A) goto fail;
  at = before;
  NEXT(1);
}
op_BackAny:
  if (at == 0) goto fail;
  read_back(at, at);
  NEXT(1);
op_BackSet: {
  uint32_t before;
  if (at == 0 || !has(sets[A], read_back(at, before))) goto fail;
  at = before;
  NEXT(1);
}
op_InputStart:
  if (at != 0) goto fail;
  NEXT(1);
op_InputEnd:
  if (at != length_) goto fail;
  NEXT(1);
op_LineStart:
  if (at != 0 && !is_line_terminator(input_[at - 1])) goto fail;
  NEXT(1);
op_LineEnd:
  if (at != length_ && !is_line_terminator(input_[at])) goto fail;
  NEXT(1);
op_WordBoundary:
  if (word_before(sets[A], at) == word_at(sets[A], at)) goto fail;
  NEXT(1);
op_NotWordBoundary:
  if (word_before(sets[A], at) != word_at(sets[A], at)) goto fail;
  NEXT(1);
op_Jump:
  STEP();
  if (kMemo && A <= PC_INDEX() && !first_visit(A, at)) goto fail;
  pc = code + A;
  DISPATCH();
op_Choice:
  PUSH(kChoicePoint, A, at, 0);
  NEXT(1);
op_ChoiceJump:
  PUSH(kChoicePoint, PC_INDEX() + 1, at, 0);
  pc = code + A;
  DISPATCH();
op_JumpUnless:
  if (at == length_ || !has(sets[pc[1]], peek(at))) {
    pc = code + A;
    DISPATCH();
  }
  NEXT(2);
op_Save:
  SET_REGISTER(A, at);
  NEXT(1);
op_Reset:
  for (uint32_t i = A, past = A + pc[1]; i < past; ++i) {
    if (registers[i] != -1) SET_REGISTER(i, -1);
  }
  NEXT(2);
op_SetCounter:
  SET_REGISTER(A, pc[1]);
  NEXT(2);
op_CountGreedy: {
  const uint32_t count = static_cast<uint32_t>(registers[pc[1]]);
  if (count >= pc[2]) {
    if (count >= pc[3]) {
      pc = code + A;
      DISPATCH();
    }
    PUSH(kChoicePoint, A, at, 0);
  }
  NEXT(4);
}
op_CountLazy: {
  const uint32_t count = static_cast<uint32_t>(registers[pc[1]]);
  if (count >= pc[2]) {
    if (count < pc[3]) PUSH(kChoicePoint, PC_INDEX() + 4, at, 0);
    pc = code + A;
    DISPATCH();
  }
  NEXT(4);
}
op_CountNext: {
  const uint32_t counter = pc[1];
  const int32_t count = registers[counter];
  if (count < INT32_MAX) SET_REGISTER(counter, count + 1);
  pc = code + A;
  DISPATCH();
}
op_CheckProgress:
  if (registers[A] == static_cast<int32_t>(at)) goto fail;
  NEXT(1);
op_CheckCountedProgress: {
  const int32_t count = registers[pc[1]];
  const int32_t minimum = static_cast<int32_t>(pc[2]);
  if (registers[A] == static_cast<int32_t>(at)) {
    if (count >= minimum) goto fail;
    // An empty pass can be repeated for ever: what is left of a long count is skipped.
    if (minimum - count > 1000) SET_REGISTER(pc[1], minimum - 1);
  }
  NEXT(3);
}
op_RepeatSet: {
  uint32_t count;
  const auto index = static_cast<uint32_t>(PC_INDEX());
  const bool unlimited = kMemo && pc[2] == 0x7FFFFFFF;
  if (unlimited && !first_visit(index + 1, at)) goto fail;
  const uint32_t past = take_members(sets[A], at, pc[2], count);
  CHARGE(count);
  if (unlimited) visit_range(index + 1, at, past);
  if (count < pc[1]) goto fail;
  const uint32_t least = skip(at, pc[1]);
  at = past;
  if (past != least) PUSH(kRange, index, least, past);
  if (!passes(pc[3], at)) goto fail;
  if (kMemo && !first_visit(index + 4, at)) goto fail;
  NEXT(4);
}
op_RepeatSetAtomic: {
  uint32_t count;
  const auto index = static_cast<uint32_t>(PC_INDEX());
  const bool unlimited = kMemo && pc[2] == 0x7FFFFFFF;
  if (unlimited && !first_visit(index + 1, at)) goto fail;
  const uint32_t past = take_members(sets[A], at, pc[2], count);
  CHARGE(count);
  if (unlimited) visit_range(index + 1, at, past);
  if (count < pc[1]) goto fail;
  at = past;
  NEXT(3);
}
op_RepeatSetLazy: {
  uint32_t count;
  at = take_members(sets[A], at, pc[1], count);
  if (count < pc[1]) goto fail;
  if (count < pc[2]) PUSH(kLazy, PC_INDEX(), at, count);
  if (!passes(pc[3], at)) goto fail;
  if (kMemo && !first_visit(static_cast<uint32_t>(PC_INDEX()) + 4, at)) goto fail;
  NEXT(4);
}
op_LookBegin:
  registers[A] = static_cast<int32_t>(top - base);
  registers[pc[1]] = static_cast<int32_t>(at);
  NEXT(2);
op_LookEnd: {
  // Choices inside the lookaround are over; what was captured in it is still to be undone by those before it.
  Scratch::Entry* kept = base + registers[A];
  for (Scratch::Entry* entry = kept; entry != top; ++entry) {
    if ((entry->word & ((1 << kKindBits) - 1)) == kUndo) *kept++ = *entry;
  }
  top = kept;
  at = static_cast<uint32_t>(registers[pc[1]]);
  NEXT(2);
}
op_NotLookBegin:
  registers[pc[1]] = static_cast<int32_t>(top - base);
  PUSH(kChoicePoint, A, at, 0);
  NEXT(2);
op_NotLookEnd: {
  Scratch::Entry* const begin = base + registers[A];
  while (top != begin) {
    --top;
    if ((top->word & ((1 << kKindBits) - 1)) == kUndo) registers[top->word >> kKindBits] = static_cast<int32_t>(top->a);
  }
  goto fail;
}
op_Reference:
  if (!match_reference(A, pc[1], at)) goto fail;
  NEXT(2);
op_NamedReference: {
  const uint32_t* const list = program_.lists.data() + A;
  for (uint32_t i = 0; i < pc[1]; ++i) {
    if (registers[list[i] * 2] < 0 || registers[list[i] * 2 + 1] < 0) continue;
    if (!match_reference(list[i], pc[2], at)) goto fail;
    break;
  }
  NEXT(3);
}

fail:
  STEP();
  while (top != base) {
    Scratch::Entry& entry = top[-1];
    const uint32_t value = entry.word >> kKindBits;
    switch (entry.word & ((1 << kKindBits) - 1)) {
      case kChoicePoint:
        pc = code + value;
        at = entry.a;
        --top;
        if (kMemo && !first_visit(value, at)) continue;
        DISPATCH();
      case kUndo:
        registers[value] = static_cast<int32_t>(entry.a);
        --top;
        continue;
      case kRange: {
        pc = code + value;
        uint32_t back = entry.b;
        bool found = false;
        while (back != entry.a && !found) {
          read_back(back, back);
          found = passes(pc[3], back) && (!kMemo || first_visit(value + 4, back));
        }
        if (!found) {
          --top;
          continue;
        }
        at = back;
        if (back == entry.a) {
          --top;
        } else {
          entry.b = back;
        }
        NEXT(4);
      }
      case kLazy: {
        pc = code + value;
        const MatchSet& set = sets[*pc >> 8];
        at = entry.a;
        uint32_t count = entry.b;
        bool found = false;
        while (!found && count < pc[2] && at < length_) {
          uint32_t after;
          if (!has(set, read(at, after))) break;
          at = after;
          ++count;
          found = passes(pc[3], at) && (!kMemo || first_visit(value + 4, at));
        }
        if (!found) {
          --top;
          continue;
        }
        if (count < pc[2]) {
          entry.a = at;
          entry.b = count;
        } else {
          --top;
        }
        NEXT(4);
      }
    }
  }
  return MatchStatus::kNoMatch;

#undef A
#undef DISPATCH
#undef NEXT
#undef PUSH
#undef SET_REGISTER
#undef PC_INDEX
#undef STEP
#undef CHARGE
}

template <class Unit, bool kUnicode>
MatchStatus search(const Program& program, std::span<const Unit> input, size_t start, std::span<int32_t> captures,
                   Scratch& scratch, const MatchOptions& options) {
  if (start > input.size()) return MatchStatus::kNoMatch;
  const MatchStatus status =
      Matcher<Unit, kUnicode>(program, input, scratch, options).search(static_cast<uint32_t>(start), captures);
  scratch.trim();
  return status;
}

}  // namespace

MatchStatus match(const Program& program, std::span<const uint8_t> input, size_t start, std::span<int32_t> captures,
                  Scratch& scratch, const MatchOptions& options) {
  return search<uint8_t, false>(program, input, start, captures, scratch, options);
}

MatchStatus match(const Program& program, std::span<const char16_t> input, size_t start, std::span<int32_t> captures,
                  Scratch& scratch, const MatchOptions& options) {
  if (program.flags.unicode()) return search<char16_t, true>(program, input, start, captures, scratch, options);
  return search<char16_t, false>(program, input, start, captures, scratch, options);
}

}  // namespace scrim::regexp
