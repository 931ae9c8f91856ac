#include "engine/runtime/thread_pool.h"

#include <signal.h>

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <thread>

#include "engine/objects/host.h"

namespace scrim {

struct ThreadPool::Shared {
  std::mutex mutex;
  std::condition_variable changed;
  struct Entry {
    uint32_t id;
    std::shared_ptr<HostWork> work;
  };
  std::deque<Entry> waiting;
  std::deque<uint32_t> finished;
  int most = 4;
  int threads = 0;
  int idle = 0;
  bool stopped = false;
  void (*notify)(void*);
  void* context;
};

ThreadPool::ThreadPool(void (*notify)(void* context), void* context) : shared_(std::make_shared<Shared>()) {
  shared_->notify = notify;
  shared_->context = context;
  if (const char* wanted = std::getenv("UV_THREADPOOL_SIZE")) {
    shared_->most = static_cast<int>(std::clamp(std::strtol(wanted, nullptr, 10), 1L, 1024L));
  }
}

ThreadPool::~ThreadPool() {
  std::lock_guard lock(shared_->mutex);
  shared_->stopped = true;
  shared_->waiting.clear();
  shared_->changed.notify_all();
}

void ThreadPool::post(uint32_t id, std::shared_ptr<HostWork> work) {
  std::unique_lock lock(shared_->mutex);
  shared_->waiting.push_back({id, std::move(work)});
  // One that is about to wake has its work already.
  if (shared_->waiting.size() <= static_cast<size_t>(shared_->idle) || shared_->threads == shared_->most) {
    shared_->changed.notify_one();
    return;
  }
  ++shared_->threads;
  lock.unlock();
  // Signals are the loop's: a pool thread takes none.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread([shared = shared_] {
    std::unique_lock guard(shared->mutex);
    for (;;) {
      if (shared->stopped) return;
      if (shared->waiting.empty()) {
        ++shared->idle;
        shared->changed.wait(guard);
        --shared->idle;
        continue;
      }
      Shared::Entry next = std::move(shared->waiting.front());
      shared->waiting.pop_front();
      guard.unlock();
      next.work->run();
      next.work.reset();
      guard.lock();
      if (shared->stopped) return;
      shared->finished.push_back(next.id);
      shared->notify(shared->context);
    }
  }).detach();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

std::shared_ptr<HostDoor> ThreadPool::door() {
  class Door final : public HostDoor {
   public:
    explicit Door(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}
    void finish(uint32_t id) override {
      std::lock_guard lock(shared_->mutex);
      if (shared_->stopped) return;
      shared_->finished.push_back(id);
      shared_->notify(shared_->context);
    }

   private:
    std::shared_ptr<Shared> shared_;
  };
  return std::make_shared<Door>(shared_);
}

bool ThreadPool::take_finished(uint32_t* id) {
  std::lock_guard lock(shared_->mutex);
  if (shared_->finished.empty()) return false;
  *id = shared_->finished.front();
  shared_->finished.pop_front();
  return true;
}

}  // namespace scrim
