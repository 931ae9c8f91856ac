// Four threads for blocking work, started when first needed. They are never joined: one that hangs in a system call
// does not hold up the program's end.
#pragma once

#include <memory>

namespace scrim {

class Work;

class ThreadPool {
 public:
  // notify(context) is called on a pool thread each time work has been finished.
  ThreadPool(void (*notify)(void* context), void* context);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  void post(std::unique_ptr<Work> work);
  // Work whose run() is over, in that order; null: none.
  std::unique_ptr<Work> take_finished();

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace scrim
