// The host interface as the system itself answers it: clocks, asio for descriptors and signals, a pool of threads.
#pragma once

#include "engine/objects/host.h"

namespace scrim {

// xoshiro256++ (Blackman and Vigna).
struct RandomBits {
  uint64_t state[4];
  uint64_t next();
};

class SystemHost final : public HostInterface {
 public:
  SystemHost();
  ~SystemHost() override;

  uint64_t monotonic_ns() override;
  double wall_clock_ms() override;
  void add_pause(uint64_t nanoseconds) override { paused_ns_ += nanoseconds; }
  uint64_t random_bits() override { return random_.next(); }
  const RandomBits& random() const { return random_; }
  void perform(HostCall& call) override { call.ask(); }
  int watch(uint32_t id, int fd) override;
  void unwatch(uint32_t id) override;
  void arm(uint32_t id, bool write, uint32_t generation) override;
  int watch_signal(int number, bool on) override;
  void watch_child(int pid) override;
  void post(uint32_t id, std::shared_ptr<HostWork> work) override;
  std::shared_ptr<HostDoor> door() override;
  void poll(uint64_t wait_ns, std::vector<HostEvent>* events) override;
  void wake() override;

 private:
  struct State;
  void rearm_signal(int number);
  void reap_children(std::vector<HostEvent>* events);
  uint64_t paused_ns_ = 0;
  RandomBits random_;
  std::unique_ptr<State> state_;
};

}  // namespace scrim
