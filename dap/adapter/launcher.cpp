// Programs that are not started as `scrim FILE` but by npm, a tool of node_modules/.bin or any other command, and those
// that a program starts. A folder that only we can enter gets a socket and a `node` that comes first in PATH: each
// program that runs by it is a scrim that asks at the socket whether it is to be debugged. The first one is this
// session's, the others have child sessions; where the client has none, the newest one is, unless the one before has
// stopped somewhere already: of `cross-env node app.js` that is app.js.
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "dap/adapter/adapter.h"
#include "dap/adapter/children.h"
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
         " run --debug-channel=try:none \"$@\";;\n"
         "esac\n"
         "exec " +
         quoted(self) + " run --debug-channel=try:unix:" + quoted(folder + "/channel") + " \"$@\"\n";
}

int listen_on(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return -1;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 && listen(fd, 64) == 0) return fd;
  close(fd);
  return -1;
}

}  // namespace

Expected<ChannelFolder> ChannelFolder::make() {
  const char* temporary = getenv("TMPDIR");
  ChannelFolder out;
  out.path = std::string(temporary != nullptr && *temporary != 0 ? temporary : "/tmp") + "/scrim-XXXXXX";
  if (mkdtemp(out.path.data()) == nullptr)
    return failure("cannot make a folder for the debug channel: " + std::string(std::strerror(errno)));
  out.listener = listen_on(out.path + "/channel");
  out.children = listen_on(out.path + "/children");
  if (out.listener < 0 || out.children < 0) {
    out.close_and_remove();
    return failure("cannot listen in " + out.path);
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

void ChannelFolder::close_and_remove() const {
  for (const int fd : {listener, children}) {
    if (fd >= 0) close(fd);
  }
  for (const char* name : {"/channel", "/children", "/node"}) unlink((path + name).c_str());
  rmdir(path.c_str());
}

Expected<std::string> Adapter::listen_for_programs(bool in_terminal) {
  auto made = ChannelFolder::make();
  if (!made) return std::unexpected(made.error());
  const bool with_node = plan_->launcher || follows_children();
  if (with_node && !made->add_node(plan_->runtime)) {
    made->close_and_remove();
    return failure("cannot write to " + made->path);
  }
  stop_listening();
  listening_ = *made;
  // A thread of its own waits for the connections, the first for as long as a launch may take.
  int timeout = plan_->launcher || !in_terminal ? -1 : plan_->timeout_ms;
  listener_ = std::thread([this, folder = *made, timeout, generation = generation_]() mutable {
    for (;;) {
      pollfd waiting[2] = {{folder.listener, POLLIN, 0}, {folder.children, POLLIN, 0}};
      const int ready = poll(waiting, 2, timeout);
      if (ready < 0 && errno == EINTR) continue;
      if (ready == 0) {
        loop_.post([this, generation] { on_program(generation, -1); });
        timeout = -1;
        continue;
      }
      if (waiting[0].revents != 0) {
        const int fd = accept4(folder.listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) return;  // stop_listening()
        timeout = -1;
        loop_.post([this, fd, generation] { on_program(generation, fd); });
      }
      if (waiting[1].revents != 0) {
        const int fd = accept4(folder.children, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) return;
        const int64_t number = asked_for(fd);
        loop_.post([this, fd, number, generation] { hand_over_child(generation, fd, number); });
      }
    }
  });
  if (follows_children()) plan_->environment["SCRIM_DEBUG_CHANNEL"] = "try:unix:" + made->path + "/channel";
  if (with_node) {
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

bool Adapter::follows_children() const {
  return plan_->follow_children && !plan_->no_debug && client_info_.supports_start_debugging_request.value_or(false);
}

void Adapter::stop_listening() {
  while (!children_.empty()) forget_child(children_.begin()->first);
  if (!listening_) return;
  shutdown(listening_->listener, SHUT_RDWR);  // wakes the thread
  listener_.join();
  listening_->close_and_remove();
  listening_.reset();
}

// A program is there that asks to be debugged; -1: none came in time.
void Adapter::on_program(int64_t generation, int fd) {
  if (generation != generation_ || over_ || leaving_) {
    if (fd >= 0) close(fd);
    return;
  }
  if (fd < 0) {
    if (!hello_) fail_launch("the program did not connect to the debugger from the terminal");
    return;
  }
  // The first is this session's, and of a command the next, when that has ended; all others have sessions of their own.
  if (follows_children() && target_ != nullptr && (!channel_closed_ || !plan_->launcher)) return start_child(fd);
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
