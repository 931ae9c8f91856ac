#include "dap/adapter/loop.h"

namespace scrim::dap {

void Loop::post(Task task) {
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  changed_.notify_one();
}

void Loop::post_urgent(Task task) {
  {
    const std::lock_guard lock(mutex_);
    urgent_.push_back(std::move(task));
  }
  changed_.notify_one();
}

void Loop::after(int milliseconds, Task task) {
  timers_.emplace(Clock::now() + std::chrono::milliseconds(milliseconds), std::move(task));
}

void Loop::run() {
  while (!stopping_) {
    Task task;
    {
      std::unique_lock lock(mutex_);
      const auto ready = [this] { return !urgent_.empty() || !tasks_.empty(); };
      if (timers_.empty()) {
        changed_.wait(lock, ready);
      } else {
        changed_.wait_until(lock, timers_.begin()->first, ready);
      }
      std::deque<Task>& queue = urgent_.empty() ? tasks_ : urgent_;
      if (!queue.empty()) {
        task = std::move(queue.front());
        queue.pop_front();
      }
    }
    if (task) {
      task();
    } else if (!timers_.empty() && timers_.begin()->first <= Clock::now()) {
      task = std::move(timers_.extract(timers_.begin()).mapped());
      task();
    }
  }
}

}  // namespace scrim::dap
