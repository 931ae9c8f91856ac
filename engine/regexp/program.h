// A compiled pattern.
#ifndef SCRIM_ENGINE_REGEXP_PROGRAM_H_
#define SCRIM_ENGINE_REGEXP_PROGRAM_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/regexp/char_set.h"
#include "engine/regexp/regexp.h"

namespace scrim::regexp {

enum class Op : uint8_t {
#define SCRIM_REGEXP_OP(name, words, operands) k##name,
#include "engine/regexp/ops.def"
#undef SCRIM_REGEXP_OP
};

struct OpInfo {
  const char* name;
  uint8_t words;
  const char* operands;
};
extern const OpInfo kOps[];

inline constexpr uint32_t kMaxOperand = (1 << 24) - 1;
inline constexpr uint32_t kFilterEnd = 1u << 31;

constexpr uint32_t encode(Op op, uint32_t a) {
  return static_cast<uint32_t>(op) | a << 8;
}

// A set ready for matching: a bitmap below 256, an inversion list above.
struct MatchSet {
  uint32_t low[8] = {};
  std::vector<uint32_t> high;  // points, all >= 256
  // The non-members below 256, and the members, where there are one to three: searches look for them directly.
  uint8_t stop_count = 0;
  uint8_t stops[3] = {};
  uint8_t member_count = 0;
  uint8_t members[3] = {};

  bool contains_low(uint32_t c) const { return (low[c >> 5] >> (c & 31) & 1) != 0; }
  bool contains(uint32_t c) const { return c < 256 ? contains_low(c) : contains_high(c); }
  bool contains_high(uint32_t c) const {
    // Few sets have more than a handful of ranges above Latin-1.
    size_t first = 0, count = high.size();
    while (count > 0) {
      const size_t half = count / 2;
      if (high[first + half] <= c) {
        first += half + 1;
        count -= half + 1;
      } else {
        count = half;
      }
    }
    return (first & 1) != 0;
  }
};

// How the matcher finds places where a match may begin.
enum class Search : uint8_t {
  kEverywhere,
  kAtStart,  // only offset 0 can match
  kText,     // the match begins with prefix
  kSet,      // the match begins with a member of first_set
};

class Program {
 public:
  Flags flags;
  uint32_t capture_count = 1;
  uint32_t register_count = 2;
  std::vector<uint32_t> code;
  std::vector<MatchSet> sets;
  std::u16string text;
  std::vector<uint32_t> lists;  // of groups, for named references
  std::vector<GroupName> names;
  Search search = Search::kEverywhere;
  std::u16string prefix;
  std::vector<uint8_t> prefix_latin1;  // empty if it does not fit
  uint32_t first_set = 0;
  // Where nothing but the place in the code and the position decides how a match goes on (no references, counters,
  // lookarounds or empty passes), a state that failed once need not be tried again. For such programs, by code word:
  // 0, or 1 + a number for the states that are worth remembering; else empty.
  std::vector<uint32_t> state_numbers;
  uint32_t state_count = 0;
};

}  // namespace scrim::regexp

#endif  // SCRIM_ENGINE_REGEXP_PROGRAM_H_
