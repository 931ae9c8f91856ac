#include "engine/regexp/char_set.h"

#include <algorithm>

#include "engine/base/unicode.h"
#include "engine/regexp/unicode_properties.h"

namespace scrim::regexp {

CharSet CharSet::all() {
  return range(0, kEnd - 1);
}

CharSet CharSet::range(uint32_t first, uint32_t last) {
  CharSet set;
  set.points_ = {first, last + 1};
  return set;
}

CharSet CharSet::of_pairs(std::span<const uint32_t> pairs) {
  CharSet set;
  for (size_t i = 0; i + 1 < pairs.size(); i += 2) {
    set.points_.push_back(pairs[i]);
    set.points_.push_back(pairs[i + 1] + 1);
  }
  return set;
}

bool CharSet::contains(uint32_t c) const {
  return ((std::upper_bound(points_.begin(), points_.end(), c) - points_.begin()) & 1) != 0;
}

uint32_t CharSet::size() const {
  uint32_t total = 0;
  for (size_t i = 0; i < points_.size(); i += 2) total += points_[i + 1] - points_[i];
  return total;
}

uint32_t CharSet::member(uint32_t n) const {
  for (size_t i = 0; i < points_.size(); i += 2) {
    const uint32_t length = points_[i + 1] - points_[i];
    if (n < length) return points_[i] + n;
    n -= length;
  }
  return 0;
}

template <class Keep>
std::vector<uint32_t> CharSet::merge(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b, Keep keep) {
  std::vector<uint32_t> result;
  size_t i = 0, j = 0;
  bool inside = false;
  while (i < a.size() || j < b.size()) {
    const uint32_t at = std::min(i < a.size() ? a[i] : kEnd, j < b.size() ? b[j] : kEnd);
    if (i < a.size() && a[i] == at) ++i;
    if (j < b.size() && b[j] == at) ++j;
    const bool now = keep((i & 1) != 0, (j & 1) != 0);
    if (now != inside) result.push_back(at);
    inside = now;
  }
  return result;
}

void CharSet::add_range(uint32_t first, uint32_t last) {
  if (!points_.empty() && points_.back() == first) {
    points_.back() = last + 1;
    return;
  }
  if (points_.empty() || points_.back() < first) {
    points_.push_back(first);
    points_.push_back(last + 1);
    return;
  }
  add(range(first, last));
}

void CharSet::add(const CharSet& other) {
  if (other.empty()) return;
  points_ = merge(points_, other.points_, [](bool a, bool b) { return a || b; });
}

void CharSet::remove(const CharSet& other) {
  points_ = merge(points_, other.points_, [](bool a, bool b) { return a && !b; });
}

void CharSet::intersect(const CharSet& other) {
  points_ = merge(points_, other.points_, [](bool a, bool b) { return a && b; });
}

void CharSet::invert() {
  if (!points_.empty() && points_.front() == 0) {
    points_.erase(points_.begin());
  } else {
    points_.insert(points_.begin(), 0);
  }
  if (!points_.empty() && points_.back() == kEnd) {
    points_.pop_back();
  } else {
    points_.push_back(kEnd);
  }
}

bool CharSet::intersects(const CharSet& other) const {
  size_t i = 0, j = 0;
  while (i < points_.size() && j < other.points_.size()) {
    if (points_[i + 1] <= other.points_[j]) {
      i += 2;
    } else if (other.points_[j + 1] <= points_[i]) {
      j += 2;
    } else {
      return true;
    }
  }
  return false;
}

void close_over_case(CharSet& set, CaseMode mode) {
  if (mode == CaseMode::kSensitive || set.empty()) return;
  const std::span<const CaseEntry> index = case_index(mode == CaseMode::kFold);
  const std::span<const uint32_t> members = case_members(mode == CaseMode::kFold);
  std::vector<uint32_t> extra;
  for (size_t i = 0; i < set.points().size(); i += 2) {
    auto entry = std::lower_bound(index.begin(), index.end(), set.points()[i],
                                  [](const CaseEntry& e, uint32_t c) { return e.c < c; });
    for (; entry != index.end() && entry->c < set.points()[i + 1]; ++entry) {
      for (uint32_t c : members.subspan(entry->first, entry->count)) {
        if (!set.contains(c)) extra.push_back(c);
      }
    }
  }
  std::sort(extra.begin(), extra.end());
  extra.erase(std::unique(extra.begin(), extra.end()), extra.end());
  CharSet additions;
  for (uint32_t c : extra) {
    additions.add_range(c, c);
  }
  set.add(additions);
}

CharSet fold_set(const CharSet& set) {
  const std::span<const CaseEntry> index = case_index(true);
  CharSet changing;
  std::vector<uint32_t> folded;
  for (size_t i = 0; i < set.points().size(); i += 2) {
    auto entry = std::lower_bound(index.begin(), index.end(), set.points()[i],
                                  [](const CaseEntry& e, uint32_t c) { return e.c < c; });
    for (; entry != index.end() && entry->c < set.points()[i + 1]; ++entry) {
      changing.add_range(entry->c, entry->c);
      folded.push_back(unicode::fold_simple(entry->c));
    }
  }
  CharSet result = set;
  result.remove(changing);
  std::sort(folded.begin(), folded.end());
  folded.erase(std::unique(folded.begin(), folded.end()), folded.end());
  CharSet additions;
  for (uint32_t c : folded) additions.add_range(c, c);
  result.add(additions);
  return result;
}

bool same_when_canonical(uint32_t a, uint32_t b, CaseMode mode) {
  if (a == b) return true;
  if (mode == CaseMode::kSensitive) return false;
  if (mode == CaseMode::kFold) return unicode::fold_simple(a) == unicode::fold_simple(b);
  const std::span<const CaseEntry> index = case_index(false);
  const auto find = [&](uint32_t c) -> const CaseEntry* {
    const auto entry =
        std::lower_bound(index.begin(), index.end(), c, [](const CaseEntry& e, uint32_t v) { return e.c < v; });
    return entry != index.end() && entry->c == c ? &*entry : nullptr;
  };
  const CaseEntry* x = find(a);
  const CaseEntry* y = x != nullptr ? find(b) : nullptr;
  return y != nullptr && x->first == y->first;
}

}  // namespace scrim::regexp
