// The merge sort of sort and toSorted: Tim Peters' adaptive, stable sort ("listsort.txt" of CPython describes it), with
// V8's variations, so that a comparison function sees the same pairs in the same order as in Node.
#pragma once

#include <algorithm>
#include <cstring>

#include "engine/heap/completion.h"

namespace scrim {

// Sorts words in place with a scratch of the same size; less(a, b) returns Completion<bool>, may run code and throw.
// Both arrays are visible to the collector, and every value is in one of them, or on the native stack, at any time it
// may run; the caller bars once at the end. Fewer values than `tiny` are sorted by insertion alone.
template <typename Less>
class TimSort {
 public:
  TimSort(Value* values, Value* scratch, uint32_t count, uint32_t tiny, Less& less)
      : work_(values), temp_(scratch), count_(count), tiny_(tiny), less_(less) {}

  Completion<void> run() {
    if (count_ < 2) return {};
    if (count_ < tiny_) return insert(0, 0, count_);
    uint32_t minimum = minimum_run(count_);
    for (uint32_t low = 0; low < count_;) {
      uint32_t length = TRY(count_run(low));
      if (length < minimum) {
        uint32_t forced = std::min(minimum, count_ - low);
        TRY(insert(low, low + length, low + forced));
        length = forced;
      }
      runs_[run_count_++] = {low, length};
      TRY(collapse());
      low += length;
    }
    while (run_count_ > 1) {
      uint32_t n = run_count_ - 2;
      if (n > 0 && runs_[n - 1].length < runs_[n + 1].length) --n;
      TRY(merge_at(n));
    }
    return {};
  }

 private:
  static constexpr uint32_t kMinGallop = 7;

  struct Run {
    uint32_t base;
    uint32_t length;
  };

  static uint32_t minimum_run(uint32_t n) {
    uint32_t rest = 0;
    for (; n >= 64; n >>= 1) rest |= n & 1;
    return n + rest;
  }

  static void move(Value* to, const Value* from, uint32_t count) {
    std::memmove(static_cast<void*>(to), from, size_t{count} * sizeof(Value));
  }

  // Binary insertion; [low, start) is in order.
  Completion<void> insert(uint32_t low, uint32_t start, uint32_t high) {
    for (start = std::max(start, low + 1); start < high; ++start) {
      Value pivot = work_[start];
      uint32_t left = low;
      for (uint32_t right = start; left < right;) {
        uint32_t middle = left + ((right - left) >> 1);
        if (TRY(less_(pivot, work_[middle])))
          right = middle;
        else
          left = middle + 1;
      }
      move(work_ + left + 1, work_ + left, start - left);
      work_[left] = pivot;
    }
    return {};
  }

  // The run that begins at `low`, reversed if it falls.
  Completion<uint32_t> count_run(uint32_t low) {
    uint32_t at = low + 1;
    if (at == count_) return uint32_t{1};
    bool falling = TRY(less_(work_[at], work_[low]));
    for (++at; at < count_; ++at) {
      if (TRY(less_(work_[at], work_[at - 1])) != falling) break;
    }
    if (falling) std::reverse(work_ + low, work_ + at);
    return at - low;
  }

  bool invariant_holds(uint32_t n) const {
    return n < 2 || runs_[n - 2].length > runs_[n - 1].length + runs_[n].length;
  }
  Completion<void> collapse() {
    while (run_count_ > 1) {
      uint32_t n = run_count_ - 2;
      if (!invariant_holds(n + 1) || !invariant_holds(n)) {
        if (runs_[n - 1].length < runs_[n + 1].length) --n;
      } else if (runs_[n].length > runs_[n + 1].length) {
        break;
      }
      TRY(merge_at(n));
    }
    return {};
  }

  Completion<void> merge_at(uint32_t n) {
    auto [a, a_length] = runs_[n];
    auto [b, b_length] = runs_[n + 1];
    runs_[n].length = a_length + b_length;
    if (n + 3 == run_count_) runs_[n + 1] = runs_[n + 2];
    --run_count_;
    // What of A is in its place already, and what of B.
    uint32_t k = TRY(gallop_right(work_ + a, work_[b], a_length, 0));
    a += k;
    a_length -= k;
    if (a_length == 0) return {};
    b_length = TRY(gallop_left(work_ + b, work_[a + a_length - 1], b_length, b_length - 1));
    if (b_length == 0) return {};
    if (a_length <= b_length) return merge_low(a, a_length, b, b_length);
    return merge_high(a, a_length, b, b_length);
  }

  // The first place for `key` in the sorted array, from a hint outwards.
  Completion<uint32_t> gallop_left(const Value* array, Value key, uint32_t length, uint32_t hint) {
    uint32_t last = 0;
    uint32_t offset = 1;
    if (TRY(less_(array[hint], key))) {
      uint32_t limit = length - hint;
      while (offset < limit) {
        if (!TRY(less_(array[hint + offset], key))) break;
        last = offset;
        offset = offset * 2 + 1;
      }
      offset = std::min(offset, limit) + hint;
      last += hint + 1;
    } else {
      uint32_t limit = hint + 1;
      while (offset < limit) {
        if (TRY(less_(array[hint - offset], key))) break;
        last = offset;
        offset = offset * 2 + 1;
      }
      offset = std::min(offset, limit);
      uint32_t low = hint + 1 - offset;
      offset = hint - last;
      last = low;
    }
    while (last < offset) {
      uint32_t middle = last + ((offset - last) >> 1);
      if (TRY(less_(array[middle], key)))
        last = middle + 1;
      else
        offset = middle;
    }
    return offset;
  }
  // The place behind all that are equal to `key`.
  Completion<uint32_t> gallop_right(const Value* array, Value key, uint32_t length, uint32_t hint) {
    uint32_t last = 0;
    uint32_t offset = 1;
    if (TRY(less_(key, array[hint]))) {
      uint32_t limit = hint + 1;
      while (offset < limit) {
        if (!TRY(less_(key, array[hint - offset]))) break;
        last = offset;
        offset = offset * 2 + 1;
      }
      offset = std::min(offset, limit);
      uint32_t low = hint + 1 - offset;
      offset = hint - last;
      last = low;
    } else {
      uint32_t limit = length - hint;
      while (offset < limit) {
        if (TRY(less_(key, array[hint + offset]))) break;
        last = offset;
        offset = offset * 2 + 1;
      }
      offset = std::min(offset, limit) + hint;
      last += hint + 1;
    }
    while (last < offset) {
      uint32_t middle = last + ((offset - last) >> 1);
      if (TRY(less_(key, array[middle])))
        offset = middle;
      else
        last = middle + 1;
    }
    return offset;
  }

  // A is copied out and merged from the left.
  Completion<void> merge_low(uint32_t a, uint32_t a_length, uint32_t b, uint32_t b_length) {
    move(temp_, work_ + a, a_length);
    Value* to = work_ + a;
    const Value* left = temp_;
    Value* right = work_ + b;
    auto rest_of_a = [&] { move(to, left, a_length); };
    auto rest_of_b = [&] {
      move(to, right, b_length);
      to[b_length] = *left;
    };
    *to++ = *right++;
    if (--b_length == 0) return rest_of_a(), Completion<void>();
    if (a_length == 1) return rest_of_b(), Completion<void>();
    for (;;) {
      uint32_t a_wins = 0;
      uint32_t b_wins = 0;
      while (a_wins < min_gallop_ && b_wins < min_gallop_) {
        if (TRY(less_(*right, *left))) {
          *to++ = *right++;
          ++b_wins;
          a_wins = 0;
          if (--b_length == 0) return rest_of_a(), Completion<void>();
        } else {
          *to++ = *left++;
          ++a_wins;
          b_wins = 0;
          if (--a_length == 1) return rest_of_b(), Completion<void>();
        }
      }
      ++min_gallop_;
      do {
        min_gallop_ = std::max(1u, min_gallop_ - 1);
        a_wins = TRY(gallop_right(left, *right, a_length, 0));
        move(to, left, a_wins);
        to += a_wins;
        left += a_wins;
        a_length -= a_wins;
        if (a_length == 1) return rest_of_b(), Completion<void>();
        if (a_length == 0) return {};  // the comparison contradicts itself
        *to++ = *right++;
        if (--b_length == 0) return rest_of_a(), Completion<void>();
        b_wins = TRY(gallop_left(right, *left, b_length, 0));
        move(to, right, b_wins);
        to += b_wins;
        right += b_wins;
        b_length -= b_wins;
        if (b_length == 0) return rest_of_a(), Completion<void>();
        *to++ = *left++;
        if (--a_length == 1) return rest_of_b(), Completion<void>();
      } while (a_wins >= kMinGallop || b_wins >= kMinGallop);
      ++min_gallop_;
    }
  }

  // B is copied out and merged from the right; every pointer points at what comes next.
  Completion<void> merge_high(uint32_t a, uint32_t a_length, uint32_t b, uint32_t b_length) {
    move(temp_, work_ + b, b_length);
    Value* to = work_ + b + b_length - 1;
    Value* left = work_ + a + a_length - 1;
    const Value* right = temp_ + b_length - 1;
    auto rest_of_b = [&] { move(to + 1 - b_length, temp_, b_length); };
    auto rest_of_a = [&] {
      move(to + 1 - a_length, left + 1 - a_length, a_length);
      *(to - a_length) = *right;
    };
    *to-- = *left--;
    if (--a_length == 0) return rest_of_b(), Completion<void>();
    if (b_length == 1) return rest_of_a(), Completion<void>();
    for (;;) {
      uint32_t a_wins = 0;
      uint32_t b_wins = 0;
      while (a_wins < min_gallop_ && b_wins < min_gallop_) {
        if (TRY(less_(*right, *left))) {
          *to-- = *left--;
          ++a_wins;
          b_wins = 0;
          if (--a_length == 0) return rest_of_b(), Completion<void>();
        } else {
          *to-- = *right--;
          ++b_wins;
          a_wins = 0;
          if (--b_length == 1) return rest_of_a(), Completion<void>();
        }
      }
      ++min_gallop_;
      do {
        min_gallop_ = std::max(1u, min_gallop_ - 1);
        a_wins = a_length - TRY(gallop_right(left + 1 - a_length, *right, a_length, a_length - 1));
        to -= a_wins;
        left -= a_wins;
        move(to + 1, left + 1, a_wins);
        a_length -= a_wins;
        if (a_length == 0) return rest_of_b(), Completion<void>();
        *to-- = *right--;
        if (--b_length == 1) return rest_of_a(), Completion<void>();
        b_wins = b_length - TRY(gallop_left(temp_, *left, b_length, b_length - 1));
        to -= b_wins;
        right -= b_wins;
        move(to + 1, right + 1, b_wins);
        b_length -= b_wins;
        if (b_length == 1) return rest_of_a(), Completion<void>();
        if (b_length == 0) return {};  // the comparison contradicts itself
        *to-- = *left--;
        if (--a_length == 0) return rest_of_b(), Completion<void>();
      } while (a_wins >= kMinGallop || b_wins >= kMinGallop);
      ++min_gallop_;
    }
  }

  Value* work_;
  Value* temp_;
  uint32_t count_;
  uint32_t tiny_;
  Less& less_;
  uint32_t min_gallop_ = kMinGallop;
  uint32_t run_count_ = 0;
  Run runs_[85];  // lengths grow like Fibonacci's numbers: enough for any array
};

template <typename Less>
Completion<void> tim_sort(Value* values, Value* scratch, uint32_t count, uint32_t tiny, Less less) {
  return TimSort<Less>(values, scratch, count, tiny, less).run();
}

}  // namespace scrim
