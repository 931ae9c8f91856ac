#include "engine/heap/stop_account.h"

#include <cmath>

namespace scrim {

void StopAccount::advance(int64_t millisecond) {
  if (millisecond - newest_ >= kBuckets) newest_ = millisecond - kBuckets;
  while (newest_ < millisecond) taken_[++newest_ % kBuckets] = 0;
}

void StopAccount::add(double start, double end) {
  if (start < end - kWindow) start = end - kWindow;
  auto first = static_cast<int64_t>(std::floor(start));
  auto last = static_cast<int64_t>(std::floor(end));
  advance(last);
  for (int64_t i = first; i <= last; ++i) {
    if (i < 0 || newest_ - i >= kBuckets) continue;
    double from = start > static_cast<double>(i) ? start : static_cast<double>(i);
    double to = end < static_cast<double>(i + 1) ? end : static_cast<double>(i + 1);
    taken_[i % kBuckets] += to - from;
  }
}

double StopAccount::used(double now) {
  advance(static_cast<int64_t>(std::floor(now)));
  double sum = 0;
  for (double taken : taken_) sum += taken;
  return sum;
}

}  // namespace scrim
