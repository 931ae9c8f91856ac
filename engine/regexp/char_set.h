// A set of code points as an inversion list: the sorted points where membership changes, [first, past-last) pairs.
#ifndef SCRIM_ENGINE_REGEXP_CHAR_SET_H_
#define SCRIM_ENGINE_REGEXP_CHAR_SET_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace scrim::regexp {

class CharSet {
 public:
  static constexpr uint32_t kEnd = 0x110000;

  CharSet() = default;
  static CharSet all();
  static CharSet of(uint32_t c) { return range(c, c); }
  static CharSet range(uint32_t first, uint32_t last);
  // From inclusive pairs that are already sorted and apart.
  static CharSet of_pairs(std::span<const uint32_t> pairs);

  bool empty() const { return points_.empty(); }
  bool contains(uint32_t c) const;
  // The number of members; used to recognise sets of one or two.
  uint32_t size() const;
  // The n-th member, n < size().
  uint32_t member(uint32_t n) const;
  bool operator==(const CharSet&) const = default;

  void add(uint32_t c) { add_range(c, c); }
  void add_range(uint32_t first, uint32_t last);
  void add(const CharSet& other);
  void remove(const CharSet& other);
  void intersect(const CharSet& other);
  void invert();
  bool intersects(const CharSet& other) const;

  // The points in order; members are in [points()[2i], points()[2i+1]).
  std::span<const uint32_t> points() const { return points_; }

 private:
  template <class Keep>
  static std::vector<uint32_t> merge(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b, Keep keep);

  std::vector<uint32_t> points_;
};

// How Canonicalize compares characters (ECMA-262 sec-runtime-semantics-canonicalize-ch).
enum class CaseMode : uint8_t { kSensitive, kUpper, kFold };  // kUpper: i without u or v; kFold: i with one of them

// Adds every character that canonicalizes like one in the set.
void close_over_case(CharSet& set, CaseMode mode);
// Maps every member with simple case folding (ECMA-262 sec-maybesimplecasefolding).
CharSet fold_set(const CharSet& set);
// Whether two characters canonicalize alike.
bool same_when_canonical(uint32_t a, uint32_t b, CaseMode mode);

}  // namespace scrim::regexp

#endif  // SCRIM_ENGINE_REGEXP_CHAR_SET_H_
