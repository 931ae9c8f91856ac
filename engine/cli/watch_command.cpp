// scrim --watch FILE: the program in a process of its own, again whenever a source file beside it changes.
#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "engine/cli/node_options.h"
#include "engine/runtime/file.h"

namespace scrim::cli {

namespace {

constexpr uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE | IN_CREATE;

// The folder and those below it; packages and hidden folders do not change while one works.
void watch_tree(int watcher, const std::string& folder) {
  if (inotify_add_watch(watcher, folder.c_str(), kEvents) < 0) return;
  DIR* directory = opendir(folder.c_str());
  if (!directory) return;
  while (dirent* entry = readdir(directory)) {
    std::string name = entry->d_name;
    if (entry->d_type == DT_DIR && name[0] != '.' && name != "node_modules") watch_tree(watcher, folder + "/" + name);
  }
  closedir(directory);
}

bool is_source(std::string_view name) {
  for (const char* extension : {".js", ".cjs", ".mjs", ".ts", ".cts", ".mts", ".json", ".env"}) {
    if (name.ends_with(extension)) return true;
  }
  return false;
}

// Whether anything that matters is among the events to be read.
bool read_changes(int watcher, bool any_file) {
  alignas(inotify_event) char buffer[4096];
  bool changed = false;
  ssize_t count;
  while ((count = read(watcher, buffer, sizeof buffer)) > 0) {
    for (ssize_t at = 0; at < count;) {
      auto* event = reinterpret_cast<inotify_event*>(buffer + at);
      if (any_file || (event->len && is_source(event->name))) changed = true;
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
    }
  }
  return changed;
}

std::vector<std::string> program_arguments(const Invocation& invocation) {
  std::vector<std::string> words{invocation.self};
  bool in_options = true;
  for (size_t i = 0; i < invocation.arguments.size(); ++i) {
    const std::string& word = invocation.arguments[i];
    if (word.empty() || word[0] != '-') in_options = false;
    if (in_options && (word == "--watch" || word == "--watch-preserve-output" || word.starts_with("--watch-path="))) {
      continue;
    }
    if (in_options && word == "--watch-path") {
      ++i;
      continue;
    }
    words.push_back(word);
  }
  return words;
}

pid_t start(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  pid_t child = fork();
  if (child == 0) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  return child;
}

}  // namespace

int run_watching(const Invocation& invocation, const RunRequest& request) {
  int watcher = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (watcher < 0) return usage_error(std::string("cannot watch files: ") + std::strerror(errno));
  std::string main = real_path(request.file);
  if (request.watch_paths.empty()) {
    size_t slash = main.rfind('/');
    watch_tree(watcher, slash == std::string::npos ? "." : main.substr(0, slash));
  }
  for (const std::string& path : request.watch_paths) watch_tree(watcher, path);
  sigset_t signals;
  sigemptyset(&signals);
  for (int number : {SIGCHLD, SIGINT, SIGTERM}) sigaddset(&signals, number);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  int signal_fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  std::vector<std::string> words = program_arguments(invocation);
  std::string shown = "'" + request.file + "'";
  pid_t child = start(words);
  for (;;) {
    pollfd waits[] = {{watcher, POLLIN, 0}, {signal_fd, POLLIN, 0}};
    if (poll(waits, 2, -1) < 0 && errno != EINTR) break;
    signalfd_siginfo info;
    while (read(signal_fd, &info, sizeof info) == sizeof info) {
      if (info.ssi_signo == SIGINT || info.ssi_signo == SIGTERM) {
        if (child > 0) {
          kill(child, SIGTERM);
          waitpid(child, nullptr, 0);
        }
        return info.ssi_signo == SIGINT ? 130 : 143;
      }
      int status;
      while (child > 0 && waitpid(child, &status, WNOHANG) == child) {
        child = -1;
        bool failed = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
        std::printf("%s running %s. Waiting for file changes before restarting...\n", failed ? "Failed" : "Completed",
                    shown.c_str());
        std::fflush(stdout);
      }
    }
    if (!read_changes(watcher, !request.watch_paths.empty())) continue;
    // Editors write in several steps.
    usleep(100000);
    read_changes(watcher, true);
    if (child > 0) {
      kill(child, SIGTERM);
      waitpid(child, nullptr, 0);
    }
    if (!request.watch_keeps_output) std::fputs("\033c", stdout);
    std::printf("Restarting %s\n", shown.c_str());
    std::fflush(stdout);
    child = start(words);
  }
  return 1;
}

}  // namespace scrim::cli
