#include "engine/runtime/system_host.h"

#define ASIO_STANDALONE 1
#define ASIO_NO_EXCEPTIONS 1
#include <cstdio>
#include <cstdlib>
namespace asio::detail {
template <typename Exception>
[[noreturn]] void throw_exception(const Exception&) {
  std::fprintf(stderr, "scrim: the event loop failed\n");
  std::abort();
}
}  // namespace asio::detail
#include <sys/random.h>
#include <sys/wait.h>
#include <time.h>

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>
#include <map>
#include <set>

#include "engine/runtime/thread_pool.h"

namespace scrim {

struct SystemHost::State {
  State(void (*notify)(void*), void* host) : pool(std::make_unique<ThreadPool>(notify, host)) {}
  asio::io_context context;
  asio::executor_work_guard<asio::io_context::executor_type> guard{context.get_executor()};
  std::map<uint32_t, std::unique_ptr<asio::posix::stream_descriptor>> watches;
  std::map<int, std::unique_ptr<asio::signal_set>> signals;
  std::set<int> children;
  std::unique_ptr<asio::signal_set> child_signal;
  std::unique_ptr<ThreadPool> pool;
  std::vector<HostEvent> happened;
  bool children_changed = false;
};

SystemHost::SystemHost()
    : state_(std::make_unique<State>([](void* host) { static_cast<SystemHost*>(host)->wake(); }, this)) {
  uint64_t(&s)[4] = random_.state;
  if (getrandom(s, sizeof s, GRND_NONBLOCK) != static_cast<ssize_t>(sizeof s)) {
    s[0] = monotonic_ns();
    s[1] = reinterpret_cast<uint64_t>(this);
  }
  s[3] |= 1;  // never all zero
}

SystemHost::~SystemHost() {
  state_->pool.reset();
  for (auto& [id, descriptor] : state_->watches) descriptor->release();
}

uint64_t SystemHost::monotonic_ns() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1000000000 + static_cast<uint64_t>(now.tv_nsec) - paused_ns_;
}

double SystemHost::wall_clock_ms() {
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

uint64_t RandomBits::next() {
  uint64_t(&s)[4] = state;
  auto rotate = [](uint64_t x, int by) { return x << by | x >> (64 - by); };
  const uint64_t result = rotate(s[0] + s[3], 23) + s[0];
  const uint64_t t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate(s[3], 45);
  return result;
}

// --- descriptors

int SystemHost::watch(uint32_t id, int fd) {
  auto descriptor = std::make_unique<asio::posix::stream_descriptor>(state_->context);
  asio::error_code error;
  descriptor->assign(fd, error);
  if (error) return -error.value();
  state_->watches[id] = std::move(descriptor);
  return 0;
}

void SystemHost::unwatch(uint32_t id) {
  auto found = state_->watches.find(id);
  if (found == state_->watches.end()) return;
  found->second->release();
  state_->watches.erase(found);
}

void SystemHost::arm(uint32_t id, bool write, uint32_t generation) {
  auto found = state_->watches.find(id);
  if (found == state_->watches.end()) return;
  found->second->async_wait(write ? asio::posix::descriptor_base::wait_write : asio::posix::descriptor_base::wait_read,
                            [this, id, write, generation](const asio::error_code& error) {
                              if (error == asio::error::operation_aborted) return;
                              HostEvent event;
                              event.kind = write ? HostEvent::kWritable : HostEvent::kReadable;
                              event.id = id;
                              event.generation = generation;
                              state_->happened.push_back(event);
                            });
}

// --- signals and children

void SystemHost::rearm_signal(int number) {
  state_->signals[number]->async_wait([this, number](const asio::error_code& error, int) {
    if (error || !state_->signals.contains(number)) return;
    rearm_signal(number);
    HostEvent event;
    event.kind = HostEvent::kSignal;
    event.id = static_cast<uint32_t>(number);
    state_->happened.push_back(event);
  });
}

int SystemHost::watch_signal(int number, bool on) {
  if (!on) {
    state_->signals.erase(number);
    return 0;
  }
  auto set = std::make_unique<asio::signal_set>(state_->context);
  asio::error_code error;
  set->add(number, error);
  if (error) return -error.value();
  state_->signals[number] = std::move(set);
  rearm_signal(number);
  return 0;
}

void SystemHost::watch_child(int pid) {
  State& state = *state_;
  state.children.insert(pid);
  if (!state.child_signal) {
    state.child_signal = std::make_unique<asio::signal_set>(state.context, SIGCHLD);
    struct Rearm {
      static void wait(State* state) {
        state->child_signal->async_wait([state](const asio::error_code& error, int) {
          if (error) return;
          wait(state);
          state->children_changed = true;
        });
      }
    };
    Rearm::wait(&state);
  }
  // It may have ended before the signal was watched.
  asio::post(state.context, [&state] { state.children_changed = true; });
}

void SystemHost::reap_children(std::vector<HostEvent>* events) {
  for (auto pid = state_->children.begin(); pid != state_->children.end();) {
    int status;
    if (waitpid(*pid, &status, WNOHANG) != *pid) {
      ++pid;
      continue;
    }
    HostEvent event;
    event.kind = HostEvent::kChild;
    event.id = static_cast<uint32_t>(*pid);
    event.status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    event.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    events->push_back(event);
    pid = state_->children.erase(pid);
  }
}

// --- work, and the wait for all of it

void SystemHost::post(uint32_t id, std::shared_ptr<HostWork> work) {
  state_->pool->post(id, std::move(work));
}

std::shared_ptr<HostDoor> SystemHost::door() {
  return state_->pool->door();
}

void SystemHost::poll(uint64_t wait_ns, std::vector<HostEvent>* events) {
  State& state = *state_;
  if (wait_ns == kForever) {
    state.context.run_one();
  } else if (wait_ns) {
    state.context.run_one_for(std::chrono::nanoseconds(wait_ns));
  }
  // What is ready, but not for ever: what becomes ready meanwhile may wait for the next turn.
  for (int i = 0; i < 1024 && state.context.poll_one(); ++i) {}
  events->swap(state.happened);
  state.happened.clear();
  for (uint32_t id; state.pool->take_finished(&id);) {
    HostEvent event;
    event.kind = HostEvent::kWork;
    event.id = id;
    events->push_back(event);
  }
  // After the descriptors: what a child wrote comes before its end.
  if (state.children_changed) {
    state.children_changed = false;
    reap_children(events);
  }
}

void SystemHost::wake() {
  asio::post(state_->context, [] {});
}

}  // namespace scrim
