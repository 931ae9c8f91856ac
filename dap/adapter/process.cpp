#include "dap/adapter/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstring>

extern char** environ;

namespace scrim::dap {

namespace {

// What the child needs, made before the fork: after it only async-signal-safe calls are allowed.
struct Image {
  std::vector<std::string> environment;
  std::vector<char*> argv;
  std::vector<char*> envp;
  std::vector<std::string> candidates;  // the program's possible paths
};

Image make_image(const ProcessSpec& spec) {
  Image image;
  for (const std::string& argument : spec.arguments) image.argv.push_back(const_cast<char*>(argument.c_str()));
  image.argv.push_back(nullptr);
  std::string search_path = "/usr/local/bin:/usr/bin:/bin";
  for (char** entry = environ; *entry != nullptr; entry++) {
    const std::string_view text = *entry;
    if (!spec.environment.contains(std::string(text.substr(0, text.find('='))))) image.environment.emplace_back(text);
  }
  for (const auto& [name, value] : spec.environment) {
    if (value) image.environment.push_back(name + "=" + *value);
  }
  for (std::string& entry : image.environment) {
    image.envp.push_back(entry.data());
    if (entry.starts_with("PATH=")) search_path = entry.substr(5);
  }
  image.envp.push_back(nullptr);
  const std::string& program = spec.arguments.front();
  if (program.find('/') != std::string::npos) {
    image.candidates.push_back(program);
  } else {
    for (size_t at = 0; at <= search_path.size();) {
      const size_t end = std::min(search_path.find(':', at), search_path.size());
      image.candidates.push_back(search_path.substr(at, end - at) + "/" + program);
      at = end + 1;
    }
  }
  return image;
}

// Where a start failed, sent up a pipe that a successful exec closes.
struct StartFailure {
  enum Step : int { change_folder, execute } step;
  int error;
};

[[noreturn]] void become(const Image& image, const ProcessSpec& spec, int out, int err, int status) {
  const auto give_up = [&](StartFailure::Step step) {
    const StartFailure failure{step, errno};
    [[maybe_unused]] const ssize_t ignored = write(status, &failure, sizeof failure);
    _exit(127);
  };
  setsid();
  // If the adapter is killed without a chance to clean up, the program goes with it.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const int null = open("/dev/null", O_RDONLY);
  dup2(null, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  if (spec.inherited_fd >= 0) fcntl(spec.inherited_fd, F_SETFD, 0);
  if (!spec.folder.empty() && chdir(spec.folder.c_str()) != 0) give_up(StartFailure::change_folder);
  int error = ENOENT;
  for (const std::string& candidate : image.candidates) {
    execve(candidate.c_str(), image.argv.data(), image.envp.data());
    if (errno != ENOENT && errno != ENOTDIR) error = errno;
  }
  errno = error;
  give_up(StartFailure::execute);
  _exit(127);
}

}  // namespace

protocol::Expected<std::unique_ptr<Process>> Process::start(const ProcessSpec& spec, Events events) {
  const Image image = make_image(spec);
  int out[2], err[2], status[2];
  if (pipe2(out, O_CLOEXEC) != 0) return protocol::failure(std::string("cannot make a pipe: ") + std::strerror(errno));
  if (pipe2(err, O_CLOEXEC) != 0 || pipe2(status, O_CLOEXEC) != 0) {
    return protocol::failure(std::string("cannot make a pipe: ") + std::strerror(errno));
  }
  const pid_t pid = fork();
  if (pid == 0) become(image, spec, out[1], err[1], status[1]);
  const int fork_error = errno;
  close(out[1]);
  close(err[1]);
  close(status[1]);
  StartFailure failure{};
  const ssize_t told = pid < 0 ? 0 : read(status[0], &failure, sizeof failure);
  close(status[0]);
  if (pid < 0 || told == sizeof failure) {
    close(out[0]);
    close(err[0]);
    if (pid < 0) return protocol::failure(std::string("cannot start a process: ") + std::strerror(fork_error));
    waitpid(pid, nullptr, 0);
    const std::string what = failure.step == StartFailure::change_folder
                                 ? "cannot enter the folder '" + spec.folder + "'"
                                 : "cannot run '" + spec.arguments.front() + "'";
    return protocol::failure(what + ": " + std::strerror(failure.error));
  }
  std::unique_ptr<Process> process(new Process);
  process->pid_ = pid;
  process->stdout_ = out[0];
  process->stderr_ = err[0];
  process->ended_fd_ = eventfd(0, EFD_CLOEXEC);
  process->events_ = std::move(events);
  Process* self = process.get();
  process->stdout_reader_ = std::thread([self] { self->pump(self->stdout_, false); });
  process->stderr_reader_ = std::thread([self] { self->pump(self->stderr_, true); });
  process->waiter_ = std::thread([self] { self->wait_for_end(); });
  return process;
}

// Reads until the end of the stream, or until the process has ended and nothing is left: a grandchild may hold the
// other end open for ever.
void Process::pump(int fd, bool is_error) {
  std::string buffer(65536, '\0'), held;
  bool ended = false;
  for (;;) {
    pollfd polled[2] = {{fd, POLLIN, 0}, {ended_fd_, POLLIN, 0}};
    if (poll(polled, ended ? 1 : 2, ended ? 0 : -1) < 0 && errno != EINTR) break;
    if (polled[0].revents != 0) {
      const ssize_t count = read(fd, buffer.data(), buffer.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) break;
      held.append(buffer, 0, static_cast<size_t>(count));
      // A character cut in two by the pipe waits for its rest.
      size_t whole = held.size();
      for (size_t back = 1; back <= 3 && back <= held.size(); back++) {
        const unsigned char c = static_cast<unsigned char>(held[held.size() - back]);
        if ((c & 0xC0) == 0x80) continue;
        const size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
        if (length > back) whole = held.size() - back;
        break;
      }
      if (whole != 0) deliver(is_error, held.substr(0, whole));
      held.erase(0, whole);
    } else if (ended) {
      break;
    } else if (polled[1].revents != 0) {
      ended = true;
    }
  }
  if (!held.empty()) deliver(is_error, std::move(held));
}

void Process::deliver(bool is_error, std::string text) {
  const std::lock_guard lock(events_mutex_);
  if (events_.output) events_.output(is_error, std::move(text));
}

void Process::release(std::unique_ptr<Process> process) {
  // Its threads read on, so that the program is not stopped by a full pipe; they and the object end with our process.
  Process* left = process.release();
  const std::lock_guard lock(left->events_mutex_);
  left->events_ = {};
}

void Process::wait_for_end() {
  siginfo_t info{};
  // WNOWAIT keeps the number of the group ours until the destructor reaps it.
  while (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {}
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t ignored = write(ended_fd_, &one, sizeof one);
  stdout_reader_.join();
  stderr_reader_.join();
  Exit exit;
  if (info.si_code == CLD_EXITED) {
    exit.code = info.si_status;
  } else {
    exit.signal = info.si_status;
    exit.code = 128 + info.si_status;
    exit.core = info.si_code == CLD_DUMPED;
  }
  const std::lock_guard lock(events_mutex_);
  if (events_.ended) events_.ended(exit);
}

void Process::signal_group(int signal) {
  kill(-pid_, signal);
}

Process::~Process() {
  signal_group(SIGKILL);
  waiter_.join();
  waitpid(pid_, nullptr, 0);
  close(stdout_);
  close(stderr_);
  close(ended_fd_);
}

}  // namespace scrim::dap
