// How much of the thread's last 50 ms the collector has taken, and whether a stop that can wait may be taken now. A
// program is to have at least half of every 50 ms of its thread's CPU clock.
//
// Who stops the program for something that can wait asks may_stop() first, and what every stop took is told with add().
// Times are milliseconds of one clock that does not go back.
#pragma once

#include <cstdint>

namespace scrim {

class StopAccount {
 public:
  static constexpr double kWindow = 50;
  // What stops that can wait leave of the window to those that cannot, to stops that take longer than was thought, and
  // to what the collector costs without stopping anything (cold caches, pages that are touched first).
  static constexpr double kMost = kWindow * 0.42;

  void add(double start, double end);
  // What was taken within the last 50 ms; up to 1 ms more than that, as it is kept by the millisecond.
  double used(double now);
  // One that is expected to take nearly all of it, or more, waits for no more than that.
  bool may_stop(double now, double expected) {
    double least = kMost * 0.8;
    return used(now) + (expected < least ? expected : least) <= kMost;
  }

 private:
  static constexpr int64_t kBuckets = static_cast<int64_t>(kWindow) + 1;

  void advance(int64_t millisecond);

  double taken_[kBuckets] = {};  // in each of the milliseconds up to newest_, by number modulo kBuckets
  int64_t newest_ = 0;
};

}  // namespace scrim
