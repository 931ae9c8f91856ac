// Programs that are not started as `scrim FILE` but by npm, a tool of node_modules/.bin or any other command. A folder
// that only we can enter gets a socket and a `node` that comes first in PATH: each program that runs by it is a scrim
// that asks at the socket whether it is to be debugged. The newest one is, unless the one before has stopped somewhere
// already: of `cross-env node app.js` that is app.js.
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "dap/adapter/adapter.h"
#include "dap/target/target.h"

namespace scrim::dap {

namespace {

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// Package managers themselves are nobody's program: another node runs them if there is one.
std::string node_script(const std::string& folder, const std::string& self) {
  return "#!/bin/sh\n"
         "case \"$1\" in ''|-v|--version|-h|--help) exec " +
         quoted(self) +
         " \"$@\";; esac\n"
         "case \"${1##*/}\" in\n"
         "npm|npx|npm-cli.js|npx-cli.js|yarn|yarn.js|yarn-*.cjs|yarnpkg|pnpm|pnpm.cjs|pnpx|pnpx.cjs|corepack|corepack."
         "js)\n"
         "  rest=$PATH:\n"
         "  while [ -n \"$rest\" ]; do\n"
         "    folder=${rest%%:*}; rest=${rest#*:}\n"
         "    if [ \"$folder\" != " +
         quoted(folder) +
         " ] && [ -x \"$folder/node\" ]; then exec \"$folder/node\" \"$@\"; fi\n"
         "  done\n"
         "  exec " +
         quoted(self) +
         " \"$@\";;\n"
         "esac\n"
         "exec " +
         quoted(self) + " run --debug-channel=try:unix:" + quoted(folder + "/channel") + " \"$@\"\n";
}

}  // namespace

Expected<ChannelFolder> ChannelFolder::make() {
  const char* temporary = getenv("TMPDIR");
  ChannelFolder out;
  out.path = std::string(temporary != nullptr && *temporary != 0 ? temporary : "/tmp") + "/scrim-XXXXXX";
  if (mkdtemp(out.path.data()) == nullptr)
    return failure("cannot make a folder for the debug channel: " + std::string(std::strerror(errno)));
  const std::string socket_path = out.path + "/channel";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  out.listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool fits = socket_path.size() < sizeof address.sun_path;
  if (fits) std::memcpy(address.sun_path, socket_path.c_str(), socket_path.size() + 1);
  if (!fits || bind(out.listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
      listen(out.listener, 8) != 0) {
    close(out.listener);
    out.remove();
    return failure("cannot listen on " + socket_path);
  }
  return out;
}

bool ChannelFolder::add_node(const std::string& self) const {
  const std::string file = path + "/node";
  FILE* stream = std::fopen(file.c_str(), "w");
  if (stream == nullptr) return false;
  const std::string text = node_script(path, self);
  const bool written = std::fwrite(text.data(), 1, text.size(), stream) == text.size();
  return std::fclose(stream) == 0 && written && chmod(file.c_str(), 0700) == 0;
}

void ChannelFolder::remove() const {
  unlink((path + "/channel").c_str());
  unlink((path + "/node").c_str());
  rmdir(path.c_str());
}

Expected<std::string> Adapter::listen_for_programs() {
  auto made = ChannelFolder::make();
  if (!made) return std::unexpected(made.error());
  if (plan_->launcher && !made->add_node(plan_->runtime)) {
    close(made->listener);
    made->remove();
    return failure("cannot write to " + made->path);
  }
  stop_listening();
  terminal_listener_ = made->listener;
  const int timeout = plan_->launcher ? 0 : plan_->timeout_ms;
  // A thread of its own waits for the connections, the first for as long as a launch may take.
  terminal_waiter_ = std::thread([this, folder = *made, timeout, generation = generation_] {
    timeval limit{timeout / 1000, (timeout % 1000) * 1000};
    setsockopt(folder.listener, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    for (;;) {
      const int fd = accept4(folder.listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0 && errno == EINTR) continue;
      loop_.post([this, fd, generation] { on_program(generation, fd); });
      if (fd < 0 || timeout != 0) break;
    }
    folder.remove();
  });
  if (plan_->launcher) {
    const char* path = getenv("PATH");
    const auto given = plan_->environment.find("PATH");
    std::string rest = given != plan_->environment.end() && given->second ? *given->second
                       : path                                             ? path
                                                                          : "/usr/bin:/bin";
    // Of a restart: the folder of the run before is gone.
    if (!search_path_.empty()) rest = search_path_;
    search_path_ = rest;
    plan_->environment["PATH"] = made->path + ":" + rest;
  }
  return made->path + "/channel";
}

void Adapter::stop_listening() {
  if (!terminal_waiter_.joinable()) return;
  shutdown(terminal_listener_, SHUT_RDWR);  // wakes the accept
  terminal_waiter_.join();
  close(terminal_listener_);
}

// A program is there that asks to be debugged; -1: none came in time.
void Adapter::on_program(int64_t generation, int fd) {
  if (generation != generation_ || over_ || leaving_) {
    if (fd >= 0) close(fd);
    return;
  }
  if (fd < 0) {
    if (!plan_->launcher && !hello_) fail_launch("the program did not connect to the debugger from the terminal");
    return;
  }
  if (target_ != nullptr && !channel_closed_) {
    if (program_stopped_ || !started_) {  // it runs without a debugger
      close(fd);
      return;
    }
    target_->request(wire::DisconnectRequest::kName, "{\"terminateDebuggee\":false}", nullptr);
    target_->flush();
    forget_target("another program is debugged now");
  }
  if (started_) client_.send<wire::ThreadEvent>({.reason = "exited", .thread_id = kMainThread});
  channel_closed_ = hello_ = starting_ = started_ = program_stopped_ = false;
  connect_target(protocol::transport_of(fd, fd, true));
}

void Adapter::forget_target(const char* why) {
  ++target_number_;
  if (target_ != nullptr) target_->fail_pending(protocol::Error{why});
  forwarded_.clear();
  target_.reset();
}

}  // namespace scrim::dap
