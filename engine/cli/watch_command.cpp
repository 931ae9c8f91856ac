// scrim --watch FILE: the program in a process of its own, again whenever a file that it has loaded changes, or one
// below a --watch-path. https://nodejs.org/api/cli.html#--watch
//
// The program writes the files that it loads to a pipe (ModuleLoader::report_to_watcher), each with the time and size
// that it found: a change that comes before the file is watched is seen by them.
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <set>

#include "engine/cli/node_options.h"
#include "engine/runtime/file.h"
#include "engine/runtime/module_paths.h"
#include "engine/runtime/modules.h"

namespace scrim::cli {

namespace {

constexpr uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE;

std::string absolute(const std::string& path) {
  if (path.starts_with("/")) return normalize_path(path);
  char folder[4096];
  return getcwd(folder, sizeof folder) ? normalize_path(std::string(folder) + "/" + path) : path;
}

class Watcher {
 public:
  bool open() { return (descriptor_ = inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) >= 0; }
  int descriptor() const { return descriptor_; }
  // What to call the file or folder that has changed; empty: nothing has.
  const std::string& trigger() const { return trigger_; }
  void clear_trigger() { trigger_.clear(); }

  // A folder with all below it, hidden folders and packages left out, or a file.
  void add_tree(const std::string& path) {
    DIR* directory = opendir(path.c_str());
    if (!directory) return add_file(path);
    add_folder(path, true);
    while (dirent* entry = readdir(directory)) {
      const std::string name = entry->d_name;
      if (entry->d_type == DT_DIR && name[0] != '.' && name != "node_modules") add_tree(path + "/" + name);
    }
    closedir(directory);
  }
  // Its folder is what is watched: editors put another file in its place.
  void add_file(const std::string& path) {
    add_folder(directory_of(path), false);
    files_.insert(path);
  }
  // "modification time, size, path" as the program saw it.
  void add_reported(const std::string& line) {
    const size_t space = line.find(' ', line.find(' ') + 1);
    if (space == std::string::npos) return;
    const std::string path = line.substr(space + 1);
    add_file(path);
    if (watched_file_state(path) != line.substr(0, space) && trigger_.empty()) trigger_ = path;
  }
  void forget_files() { files_.clear(); }

  void read_events() {
    alignas(inotify_event) char buffer[4096];
    ssize_t count;
    while ((count = read(descriptor_, buffer, sizeof buffer)) > 0) {
      for (ssize_t at = 0; at < count;) {
        auto* event = reinterpret_cast<inotify_event*>(buffer + at);
        at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
        auto folder = folders_.find(event->wd);
        if (folder == folders_.end() || !event->len) continue;
        const std::string path = folder->second.path + "/" + event->name;
        const bool is_tree = folder->second.is_tree;
        if (is_tree && event->mask & IN_ISDIR && event->mask & IN_CREATE) add_tree(path);
        // A new file is worth something once it has been written.
        if (event->mask & (IN_CREATE | IN_ISDIR)) continue;
        if ((is_tree || files_.count(path)) && trigger_.empty()) trigger_ = path;
      }
    }
  }

 private:
  struct Folder {
    std::string path;
    bool is_tree;
  };
  void add_folder(const std::string& path, bool is_tree) {
    const int watch = inotify_add_watch(descriptor_, path.c_str(), kEvents);
    if (watch < 0) return;
    Folder& folder = folders_[watch];
    folder.path = path;
    folder.is_tree = folder.is_tree || is_tree;
  }
  int descriptor_ = -1;
  std::map<int, Folder> folders_;
  std::set<std::string> files_;
  std::string trigger_;
};

// The program's process and its reports.
struct Program {
  std::vector<std::string> words;
  std::vector<std::string> own_variables;  // that --env-file has set here: the program reads the files itself
  pid_t process = -1;
  int reports = -1;
  std::string line;  // a report of which the end has not come

  void start(bool reports_files) {
    int pipe_ends[2] = {-1, -1};
    if (reports_files && pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0) pipe_ends[0] = pipe_ends[1] = -1;
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    process = fork();
    if (process == 0) {
      sigset_t none;
      sigemptyset(&none);
      sigprocmask(SIG_SETMASK, &none, nullptr);
      if (pipe_ends[1] >= 0) {
        fcntl(pipe_ends[1], F_SETFD, 0);
        fcntl(pipe_ends[1], F_SETFL, 0);  // it may wait for us to read
        setenv(kWatchReports, std::to_string(pipe_ends[1]).c_str(), 1);
      }
      setenv("WATCH_REPORT_DEPENDENCIES", "1", 1);
      for (const std::string& name : own_variables) unsetenv(name.c_str());
      execv(arguments[0], arguments.data());
      _exit(127);
    }
    if (pipe_ends[1] >= 0) close(pipe_ends[1]);
    reports = pipe_ends[0];
    line.clear();
  }
  void read_reports(Watcher& watcher) {
    char buffer[4096];
    ssize_t count;
    while (reports >= 0 && (count = read(reports, buffer, sizeof buffer)) != -1) {
      if (count == 0) return stop_reports();
      for (ssize_t i = 0; i < count; ++i) {
        if (buffer[i] != '\n') {
          line += buffer[i];
          continue;
        }
        watcher.add_reported(line);
        line.clear();
      }
    }
  }
  void stop_reports() {
    if (reports >= 0) close(reports);
    reports = -1;
  }
  // Its exit code; 0 where a signal has ended it.
  int stop(int signal) {
    stop_reports();
    if (process < 0) return 0;
    kill(process, signal);
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {}
    process = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  }
};

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

}  // namespace

int run_watching(const Invocation& invocation, const RunRequest& request) {
  Watcher watcher;
  if (!watcher.open()) return usage_error(std::string("cannot watch files: ") + std::strerror(errno));
  const bool by_files = request.watch_paths.empty();
  for (const std::string& path : request.watch_paths) watcher.add_tree(absolute(path));
  sigset_t signals;
  sigemptyset(&signals);
  for (int number : {SIGCHLD, SIGINT, SIGTERM}) sigaddset(&signals, number);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  const int signal_fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  std::string shown = "'" + request.file;
  for (size_t i = 1; i < request.runtime.arguments.size(); ++i) shown += " " + request.runtime.arguments[i];
  shown += "'";
  auto say = [](const std::string& text) {
    std::printf("%s\n", text.c_str());
    std::fflush(stdout);
  };
  Program program;
  program.words = program_arguments(invocation);
  program.own_variables = request.from_files;
  auto start = [&] {
    watcher.clear_trigger();
    if (by_files) {
      for (const std::string& path : request.env_files) watcher.add_file(absolute(path));
    }
    program.start(by_files);
  };
  start();
  for (;;) {
    pollfd waits[] = {{watcher.descriptor(), POLLIN, 0}, {signal_fd, POLLIN, 0}, {program.reports, POLLIN, 0}};
    if (poll(waits, 3, -1) < 0 && errno != EINTR) break;
    program.read_reports(watcher);
    signalfd_siginfo info;
    while (read(signal_fd, &info, sizeof info) == sizeof info) {
      if (info.ssi_signo == SIGINT || info.ssi_signo == SIGTERM) return program.stop(static_cast<int>(info.ssi_signo));
      int status;
      if (program.process < 0 || waitpid(program.process, &status, WNOHANG) != program.process) continue;
      program.process = -1;
      program.read_reports(watcher);
      const bool failed = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
      say((failed ? "Failed running " : "Completed running ") + shown +
          ". Waiting for file changes before restarting...");
    }
    watcher.read_events();
    if (watcher.trigger().empty()) continue;
    // Editors write in several steps.
    usleep(100000);
    if (!request.watch_keeps_output && isatty(1)) std::fputs("\033c", stdout);
    say("Change detected in '" + watcher.trigger() + "'");
    say("Restarting " + shown);
    program.stop(SIGTERM);
    watcher.read_events();
    watcher.forget_files();
    start();
  }
  return 1;
}

}  // namespace scrim::cli
