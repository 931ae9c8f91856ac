// Child processes: starting one with its descriptors, and running one to its end while its output is collected.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <vector>

#include "engine/runtime/bytes.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/host_call.h"
#include "engine/runtime/natives.h"

extern char** environ;

namespace scrim {

namespace {

struct Request {
  std::string file;
  std::vector<std::string> arguments;
  std::vector<std::string> environment;
  std::string directory;
  bool detached = false;
  int64_t uid = -1, gid = -1;
  std::vector<int> descriptors;  // the child's 0, 1, 2, ...: the parent's descriptor, or -1 for /dev/null
};

std::vector<char*> pointers(std::vector<std::string>& list) {
  std::vector<char*> result;
  for (std::string& one : list) result.push_back(one.data());
  result.push_back(nullptr);
  return result;
}

// As execvp finds it, by the child's own PATH.
std::vector<std::string> candidates(const Request& request) {
  if (request.file.find('/') != std::string::npos) return {request.file};
  std::string path = "/usr/local/bin:/bin:/usr/bin";
  for (const std::string& entry : request.environment) {
    if (entry.starts_with("PATH=")) path = entry.substr(5);
  }
  std::vector<std::string> list;
  for (size_t start = 0; start <= path.size();) {
    size_t end = std::min(path.find(':', start), path.size());
    std::string directory = path.substr(start, end - start);
    list.push_back((directory.empty() ? "." : directory) + "/" + request.file);
    start = end + 1;
  }
  return list;
}

// The child: only calls that are allowed after fork. Writes errno to `report` if it cannot become the program.
[[noreturn]] void become(const Request& request, const std::vector<int>& descriptors,
                         const std::vector<std::string>& programs, char* const* arguments, char* const* environment,
                         int report) {
  auto fail = [&](int code) {
    (void)!write(report, &code, sizeof code);
    _exit(127);
  };
  for (int signal = 1; signal < 32; ++signal) {
    if (signal != SIGKILL && signal != SIGSTOP) ::signal(signal, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (request.detached) setsid();
  for (size_t i = 0; i < descriptors.size(); ++i) {
    auto target = static_cast<int>(i);
    int from = descriptors[i];
    if (from < 0) from = open("/dev/null", i == 0 ? O_RDONLY : O_RDWR);
    if (from < 0 || dup2(from, target) < 0) fail(errno);
    if (from == target) fcntl(target, F_SETFD, 0);
    if (i <= 2) fcntl(target, F_SETFL, fcntl(target, F_GETFL) & ~O_NONBLOCK);
  }
  if (!request.directory.empty() && chdir(request.directory.c_str()) != 0) fail(errno);
  if (request.gid >= 0 && setgid(static_cast<gid_t>(request.gid)) != 0) fail(errno);
  if (request.uid >= 0 && setuid(static_cast<uid_t>(request.uid)) != 0) fail(errno);
  int error = ENOENT;
  for (const std::string& program : programs) {
    execve(program.c_str(), arguments, environment);
    if (errno == EACCES) {
      error = EACCES;
    } else if (errno != ENOENT && errno != ENOTDIR) {
      fail(errno);
    }
  }
  fail(error);
  _exit(127);
}

// The child's number, or -errno.
int start(Request& request) {
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) return -errno;
  // Out of the way of the numbers the child's descriptors will have.
  auto lift = [&](int fd) { return fcntl(fd, F_DUPFD_CLOEXEC, static_cast<int>(request.descriptors.size()) + 3); };
  std::vector<int> lifted;
  for (int fd : request.descriptors) lifted.push_back(fd < 0 ? -1 : lift(fd));
  int report_write = lift(report[1]);
  close(report[1]);
  std::vector<std::string> programs = candidates(request);
  std::vector<char*> arguments = pointers(request.arguments);
  std::vector<char*> environment = pointers(request.environment);
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t pid = fork();
  if (pid == 0) become(request, lifted, programs, arguments.data(), environment.data(), report_write);
  int error = pid < 0 ? errno : 0;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  close(report_write);
  for (int fd : lifted) {
    if (fd >= 0) close(fd);
  }
  int code = 0;
  ssize_t count = 0;
  if (pid > 0) {
    do {
      count = read(report[0], &code, sizeof code);
    } while (count < 0 && errno == EINTR);
  }
  close(report[0]);
  if (pid < 0) return -error;
  if (count == sizeof code) {
    waitpid(pid, nullptr, 0);
    return -code;
  }
  return pid;
}

Completion<bool> strings_of(Isolate& isolate, Value list, std::vector<std::string>* strings) {
  if (!list.is_object()) return true;
  Object* array = as_object(list);
  uint64_t length = TRY(length_of_array_like(isolate, array));
  for (uint64_t i = 0; i < length; ++i) {
    Value value = TRY(get(isolate, array, PropertyKey::from_index(static_cast<uint32_t>(i))));
    String* text = TRY(to_string(isolate, value));
    strings->push_back(to_utf8(isolate, text));
  }
  return true;
}

// From { file, args, env, cwd, detached, uid, gid }; descriptors are the caller's.
Completion<bool> read_request(Isolate& isolate, Value value, Request* request) {
  Object* options = as_object(value);
  auto property = [&](const char* name) { return get(isolate, options, key_from_latin1(isolate, name)); };
  String* file = TRY(to_string(isolate, TRY(property("file"))));
  request->file = to_utf8(isolate, file);
  TRY(strings_of(isolate, TRY(property("args")), &request->arguments));
  TRY(strings_of(isolate, TRY(property("env")), &request->environment));
  Value directory = TRY(property("cwd"));
  if (directory.is_string()) request->directory = to_utf8(isolate, as_string(directory));
  request->detached = to_boolean(TRY(property("detached")));
  Value uid = TRY(property("uid"));
  Value gid = TRY(property("gid"));
  if (uid.is_number()) request->uid = static_cast<int64_t>(uid.as_number());
  if (gid.is_number()) request->gid = static_cast<int64_t>(gid.as_number());
  return true;
}

// A connected pair: [parent's end, child's end]. Sockets, as Node has them: either end may read and write.
bool make_pair(int ends[2]) {
  return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0;
}

// (request, stdio: numbers, "pipe" or "ignore") -> [pid or -errno, the parent's end of each pipe or null]
Completion<Value> spawn_native(Isolate& isolate, Frame& frame) {
  Request request;
  TRY(read_request(isolate, frame.argument(0), &request));
  Object* stdio = as_object(frame.argument(1));
  uint64_t count = TRY(length_of_array_like(isolate, stdio));
  std::vector<int> given;  // a descriptor, kPipe or kIgnore
  constexpr int kIgnore = -1, kPipe = -2;
  for (uint64_t i = 0; i < count; ++i) {
    Value entry = TRY(get(isolate, stdio, PropertyKey::from_index(static_cast<uint32_t>(i))));
    if (entry.is_number()) {
      given.push_back(static_cast<int>(entry.as_number()));
    } else {
      given.push_back(entry.is_string() && to_utf8(isolate, as_string(entry)) == "pipe" ? kPipe : kIgnore);
    }
  }
  int pid = 0;
  std::vector<int> parent_ends;  // -1: no pipe
  auto ask = [&] {
    std::vector<int> child_ends;
    int error = 0;
    for (int entry : given) {
      int pair[2] = {-1, entry};
      if (entry == kPipe) {
        if (!make_pair(pair)) {
          error = errno;
          break;
        }
        fcntl(pair[0], F_SETFL, O_NONBLOCK);
        child_ends.push_back(pair[1]);
      }
      parent_ends.push_back(pair[0]);
      request.descriptors.push_back(pair[1]);
    }
    pid = error ? -error : start(request);
    for (int fd : child_ends) close(fd);
  };
  ask_host(host_of(isolate), "spawn", request.file, ask, pid, parent_ends);
  Array* ends = new_array(isolate);
  for (int fd : parent_ends) array_push(isolate, ends, fd < 0 ? Value::null() : Value::int32(fd));
  Value pair[] = {Value::int32(pid), Value(ends)};
  return Value(new_array_from(isolate, pair));
}

// (pid, callback(code, signal))
Completion<Value> watch_native(Isolate& isolate, Frame& frame) {
  runtime_of(isolate).loop().watch_child(frame.argument(0).as_int32(), frame.argument(1));
  return Value::undefined();
}
// (pid, referenced)
Completion<Value> reference_native(Isolate& isolate, Frame& frame) {
  runtime_of(isolate).loop().set_child_referenced(frame.argument(0).as_int32(), frame.argument(1).is_true());
  return Value::undefined();
}

struct Pipe {
  int fd = -1;  // the parent's end; -1: none, or over
  bool wanted = false;
  bool reads = true;
  std::string data;  // collected, or still to be written
  size_t written = 0;
};

// A child that is run to its end, and what came of it.
struct SyncRun {
  Request request;
  std::vector<Pipe> pipes;
  std::vector<int> child_ends;
  double timeout = 0;
  int kill_signal = SIGTERM;
  double most = 0;
  int error = 0;
  int pid = 0;
  int status = 0;
  void run();
};

void SyncRun::run() {
  for (size_t i = 0; i < pipes.size() && !error; ++i) {
    if (!pipes[i].wanted) continue;
    int pair[2];
    if (!make_pair(pair)) {
      error = errno;
      break;
    }
    fcntl(pair[0], F_SETFL, O_NONBLOCK);
    pipes[i].fd = pair[0];
    request.descriptors[i] = pair[1];
    child_ends.push_back(pair[1]);
  }
  pid = error ? -error : start(request);
  for (int fd : child_ends) close(fd);
  if (pid < 0) {
    error = -pid;
  } else {
    auto now = [] { return std::chrono::steady_clock::now(); };
    auto begun = now();
    bool killed = false;
    auto stop = [&](int why) {
      if (!killed) kill(pid, kill_signal);
      killed = true;
      if (!error) error = why;
    };
    size_t open_ends = 0;
    for (Pipe& pipe : pipes) open_ends += pipe.fd >= 0;
    auto shut = [&](Pipe& pipe) {
      close(pipe.fd);
      pipe.fd = -1;
      --open_ends;
    };
    while (open_ends > 0) {
      std::vector<pollfd> polled;
      std::vector<Pipe*> of;
      for (Pipe& pipe : pipes) {
        if (pipe.fd < 0) continue;
        if (!pipe.reads && pipe.written == pipe.data.size()) {
          shut(pipe);
          continue;
        }
        polled.push_back({pipe.fd, static_cast<short>(pipe.reads ? POLLIN : POLLOUT), 0});
        of.push_back(&pipe);
      }
      if (polled.empty()) break;
      int wait = -1;
      if (timeout > 0 && !killed) {
        double left = timeout - std::chrono::duration<double, std::milli>(now() - begun).count();
        wait = left > 0 ? static_cast<int>(left) + 1 : 0;
      }
      int ready = poll(polled.data(), polled.size(), wait);
      if (ready == 0) {
        stop(ETIMEDOUT);
        // Grandchildren may hold the pipes for ever: what has come so far is what there is.
        break;
      }
      for (size_t i = 0; i < polled.size(); ++i) {
        if (!polled[i].revents) continue;
        Pipe& pipe = *of[i];
        if (pipe.reads) {
          char buffer[65536];
          ssize_t got = read(pipe.fd, buffer, sizeof buffer);
          if (got > 0) {
            size_t room = static_cast<size_t>(std::max(0.0, most - static_cast<double>(pipe.data.size())));
            pipe.data.append(buffer, std::min(room, static_cast<size_t>(got)));
            if (static_cast<size_t>(got) > room) stop(ENOBUFS);
          } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
            shut(pipe);
          }
        } else {
          ssize_t put = send(pipe.fd, pipe.data.data() + pipe.written, pipe.data.size() - pipe.written, MSG_NOSIGNAL);
          if (put > 0) pipe.written += static_cast<size_t>(put);
          if (put < 0 && errno != EAGAIN && errno != EINTR) shut(pipe);
        }
      }
    }
    // Its end, within the time that is left.
    for (;;) {
      bool limited = timeout > 0 && !killed;
      if (waitpid(pid, &status, limited ? WNOHANG : 0) == pid) break;
      if (limited) {
        if (std::chrono::duration<double, std::milli>(now() - begun).count() >= timeout) {
          stop(ETIMEDOUT);
        } else {
          usleep(1000);
        }
      }
    }
  }
  for (Pipe& pipe : pipes) {
    if (pipe.fd >= 0) close(pipe.fd);
  }
}

// (request, stdio: numbers, "pipe", "ignore" or bytes to write; timeout in ms, kill signal, most bytes)
// -> [pid, code, signal, error number, outputs of the pipes or null]
Completion<Value> spawn_sync_native(Isolate& isolate, Frame& frame) {
  SyncRun child;
  TRY(read_request(isolate, frame.argument(0), &child.request));
  Object* stdio = as_object(frame.argument(1));
  child.timeout = frame.argument(2).is_number() ? frame.argument(2).as_number() : 0;
  if (frame.argument(3).is_number()) child.kill_signal = static_cast<int>(frame.argument(3).as_number());
  child.most = frame.argument(4).is_number() ? frame.argument(4).as_number() : 1 << 30;
  uint64_t count = TRY(length_of_array_like(isolate, stdio));
  for (uint64_t i = 0; i < count; ++i) {
    Value entry = TRY(get(isolate, stdio, PropertyKey::from_index(static_cast<uint32_t>(i))));
    Pipe pipe;
    Bytes bytes;
    bool input = bytes_of(entry, &bytes);
    pipe.wanted = input || (entry.is_string() && to_utf8(isolate, as_string(entry)) == "pipe");
    pipe.reads = i != 0 && !input;
    if (input) pipe.data = bytes.text();
    child.request.descriptors.push_back(entry.is_number() ? static_cast<int>(entry.as_number()) : -1);
    child.pipes.push_back(std::move(pipe));
  }
  std::vector<std::string> collected;  // of each pipe that is read
  auto ask = [&] {
    child.run();
    for (Pipe& pipe : child.pipes) {
      if (pipe.wanted && pipe.reads) collected.push_back(std::move(pipe.data));
    }
  };
  ask_host(host_of(isolate), "spawn and wait", child.request.file, ask, child.pid, child.status, child.error,
           collected);
  Array* outputs = new_array(isolate);
  size_t next = 0;
  for (const Pipe& pipe : child.pipes) {
    const bool collects = pipe.wanted && pipe.reads;
    array_push(isolate, outputs, collects ? TRY(new_uint8_array(isolate, collected[next++])) : Value::null());
  }
  const int status = child.status;
  Value fields[] = {
      Value::int32(child.pid < 0 ? 0 : child.pid), Value::int32(WIFEXITED(status) ? WEXITSTATUS(status) : -1),
      Value::int32(WIFSIGNALED(status) ? WTERMSIG(status) : 0), Value::int32(child.error), Value(outputs)};
  return Value(new_array_from(isolate, fields));
}

using P = BuiltinProperty;
constexpr P kTable[] = {
    P::function("spawn", spawn_native, 2),
    P::function("spawnSync", spawn_sync_native, 5),
    P::function("watch", watch_native, 2),
    P::function("reference", reference_native, 2),
};

}  // namespace

extern constexpr NativeBinding kSpawnBinding = {"spawn", kTable};

}  // namespace scrim
