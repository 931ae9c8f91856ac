// The adapter's one thread of thought: everything that happens (a client's message, a debuggee's, its output, its end,
// a timer) is posted here by the thread that sees it and handled in turn.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>

namespace scrim::dap {

class Loop {
 public:
  using Task = std::move_only_function<void()>;
  // Any thread.
  void post(Task task);
  void post_urgent(Task task);
  // The loop's own thread.
  void after(int milliseconds, Task task);
  // Until stop() was called and nothing is left that was posted before.
  void run();
  void stop() { stopping_ = true; }

 private:
  using Clock = std::chrono::steady_clock;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> urgent_;
  std::deque<Task> tasks_;
  std::multimap<Clock::time_point, Task> timers_;
  bool stopping_ = false;
};

}  // namespace scrim::dap
