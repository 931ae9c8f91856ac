// A child process: started in a group of its own, its output read, its end noticed, its group killed.
#pragma once

#include <sys/types.h>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "protocol/types.h"

namespace scrim::dap {

struct ProcessSpec {
  std::vector<std::string> arguments;  // the first is the program, looked for in PATH if it has no slash
  std::string folder;                  // working directory; empty: ours
  std::map<std::string, std::optional<std::string>> environment;  // added to ours; empty values remove
  int inherited_fd = -1;                                          // stays open in the child, under the same number
};

class Process {
 public:
  struct Exit {
    int code = 0;    // 128 + signal, as shells count, if a signal ended it
    int signal = 0;  // 0: it ended by itself
    bool core = false;
  };
  // Called on threads of their own.
  struct Events {
    std::function<void(bool is_error, std::string text)> output;
    // After the process has ended and all it wrote has been handed over.
    std::function<void(Exit)> ended;
  };

  // Fails with a text for people if the program cannot be started.
  static protocol::Expected<std::unique_ptr<Process>> start(const ProcessSpec& spec, Events events);
  ~Process();  // kills what is left of the group and waits

  pid_t pid() const { return pid_; }
  // To the whole group. Harmless when it is gone.
  void signal_group(int signal);
  // Gives up a process: it goes on, and nothing more is heard of it.
  static void release(std::unique_ptr<Process> process);

 private:
  Process() = default;
  void pump(int fd, bool is_error);
  void deliver(bool is_error, std::string text);
  void wait_for_end();

  pid_t pid_ = 0;
  int stdout_ = -1;
  int stderr_ = -1;
  int ended_fd_ = -1;        // readable once the process has ended
  std::mutex events_mutex_;  // held while an event is handed over
  Events events_;
  std::thread stdout_reader_;
  std::thread stderr_reader_;
  std::thread waiter_;
};

}  // namespace scrim::dap
