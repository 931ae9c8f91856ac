// The one way by which what is not the program's own reaches it: time, randomness, files, processes and the order in
// which things happen (decision 29). runtime/ has the implementations: the system itself, a recorder, and one that
// answers from a record (runtime/host.h).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace scrim {

// Takes plain data out of a call, or puts it back. Implementations write to a record or read from it.
class HostArchive {
 public:
  virtual ~HostArchive() = default;
  virtual void number(int64_t& value) = 0;
  virtual void bytes(void* data, size_t size) = 0;  // of a size that both sides know
  virtual void text(std::string& value) = 0;

  void value(std::string& field) { text(field); }
  template <class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void value(T& field) {
    if constexpr (std::is_floating_point_v<T>) {
      bytes(&field, sizeof field);
    } else {
      auto wide = static_cast<int64_t>(field);
      number(wide);
      field = static_cast<T>(wide);
    }
  }
  // A structure of the system's, as it lies in memory.
  template <class T>
    requires(std::is_trivially_copyable_v<T> && std::is_class_v<T>)
  void value(T& field) {
    bytes(&field, sizeof field);
  }
  template <class T>
  void value(std::vector<T>& fields) {
    auto count = static_cast<int64_t>(fields.size());
    number(count);
    fields.resize(static_cast<size_t>(count));
    for (T& field : fields) value(field);
  }
};

// One question to the system, or one thing done to it: what goes in is known when it is made, what comes out is plain
// data.
class HostCall {
 public:
  virtual ~HostCall() = default;
  // What is asked, with what tells it from others of its kind: "open /etc/hosts".
  virtual std::string name() const = 0;
  virtual void ask() = 0;
  // Seen by whoever runs the program: a replay does it too.
  virtual bool is_output() const { return false; }
  virtual void results(HostArchive& archive) = 0;
};

// Blocking work for a thread of the pool: run() must not touch the heap. Work that asks the system has results();
// other work gives the same when it is run again.
class HostWork {
 public:
  virtual ~HostWork() = default;
  virtual std::string name() const = 0;
  virtual void run() = 0;
  virtual bool asks_system() const { return false; }
  virtual bool is_output() const { return false; }
  virtual void results(HostArchive&) {}
};

// Something that has happened outside.
struct HostEvent {
  enum Kind : uint8_t { kReadable, kWritable, kSignal, kChild, kWork } kind = kReadable;
  uint32_t id = 0;          // of the watch or the work; the signal's number; the child's process id
  uint32_t generation = 0;  // kReadable, kWritable: as given to arm()
  int32_t status = 0;       // kChild: exit code
  int32_t signal = 0;       // kChild: what killed it
};

// Through it any thread says that work which was not posted is done: one kWork. It may outlive the host.
class HostDoor {
 public:
  virtual ~HostDoor() = default;
  virtual void finish(uint32_t id) = 0;
};

// On the isolate's thread, but for wake().
class HostInterface {
 public:
  virtual ~HostInterface() = default;

  // --- time
  virtual uint64_t monotonic_ns() = 0;
  virtual double wall_clock_ms() = 0;
  // A debugger held the program up for so long: the monotonic clock stood still.
  virtual void add_pause(uint64_t nanoseconds) = 0;
  // --- randomness
  virtual uint64_t random_bits() = 0;  // of Math.random: good, not secret
  // --- files, processes, the environment and all else that is answered at once
  virtual void perform(HostCall& call) = 0;

  // --- scheduling. Descriptors: readiness, once for each arm(). watch() is 0 or -errno.
  virtual int watch(uint32_t id, int fd) = 0;
  virtual void unwatch(uint32_t id) = 0;  // the descriptor stays open
  virtual void arm(uint32_t id, bool write, uint32_t generation) = 0;
  // Signals, as often as they come; 0 or -errno.
  virtual int watch_signal(int number, bool on) = 0;
  // One kChild when it has ended.
  virtual void watch_child(int pid) = 0;
  // Runs it on a thread; one kWork when it is done.
  virtual void post(uint32_t id, std::shared_ptr<HostWork> work) = 0;
  virtual std::shared_ptr<HostDoor> door() { return nullptr; }  // null: nothing comes from other threads
  // What has happened since the last time, in order; waits for something until then, or for ever.
  static constexpr uint64_t kForever = UINT64_MAX;
  virtual void poll(uint64_t wait_ns, std::vector<HostEvent>* events) = 0;
  // From any thread: ends a wait.
  virtual void wake() = 0;
};

}  // namespace scrim
