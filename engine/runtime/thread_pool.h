// Threads for blocking work, four or what UV_THREADPOOL_SIZE says, started when first needed. They are never joined:
// one that hangs in a system call does not hold up the program's end.
#pragma once

#include <cstdint>
#include <memory>

namespace scrim {

class HostDoor;
class HostWork;

class ThreadPool {
 public:
  // notify(context) is called on a pool thread each time work has been finished.
  ThreadPool(void (*notify)(void* context), void* context);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  void post(uint32_t id, std::shared_ptr<HostWork> work);
  // The work whose run() is over, in that order; false: none.
  bool take_finished(uint32_t* id);
  // Finishes from any thread what no thread of the pool runs; after the pool's end it does nothing.
  std::shared_ptr<HostDoor> door();

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace scrim
