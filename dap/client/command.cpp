// scrim debug
#include <unistd.h>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <thread>

#include "dap/client/terminal.h"
#include "dap/commands.h"

namespace scrim::dap {

namespace {

constexpr const char* kUsage =
    "usage: scrim debug [--internals] [--batch COMMANDS | --batch-file FILE] PROGRAM [arguments]\n"
    "  Debugs a program in the terminal; 'help' at the prompt lists the commands.\n"
    "  --batch COMMANDS     runs the commands, separated by ';' or newlines, and ends\n"
    "  --batch-file FILE    the same from a file; '-' is standard input\n"
    "  --internals          steps and shows the code of node: modules too\n"
    "  The exit code of a batch is 1 if a command failed.\n";

int usage_error(const std::string& what) {
  std::fprintf(stderr, "scrim debug: %s\n%s", what.c_str(), kUsage);
  return 2;
}

int run_batch(Terminal& terminal, const std::vector<std::string>& commands) {
  bool ok = true;
  for (const std::string& command : commands) {
    if (terminal.wants_to_quit()) break;
    std::printf("(scrim) %s\n", command.c_str());
    std::fflush(stdout);
    ok &= terminal.execute(command);
  }
  return ok ? 0 : 1;
}

int run_prompt(Terminal& terminal) {
  const bool is_terminal = isatty(STDIN_FILENO) != 0;
  std::string line;
  while (!terminal.wants_to_quit()) {
    std::fputs("(scrim) ", stdout);
    std::fflush(stdout);
    if (!std::getline(std::cin, line)) {
      std::fputc('\n', stdout);
      break;
    }
    if (!is_terminal) std::printf("%s\n", line.c_str());
    terminal.execute(line);
  }
  return 0;
}

}  // namespace

int run_debug_command(const std::vector<std::string>& given, const std::string& self) {
  std::vector<std::string> arguments = given;
  std::optional<std::string> batch;
  bool internals = false;
  size_t i = 0;
  for (; i < arguments.size(); i++) {
    const std::string& argument = arguments[i];
    const auto value = [&](const std::string& name) -> std::optional<std::string> {
      if (argument == name)
        return i + 1 < arguments.size() ? std::optional(arguments[++i]) : std::optional(std::string());
      if (argument.starts_with(name + "=")) return argument.substr(name.size() + 1);
      return std::nullopt;
    };
    if (argument == "--help" || argument == "-h") {
      std::fputs(kUsage, stdout);
      return 0;
    } else if (const auto text = value("--batch")) {
      batch = batch.value_or("") + *text + "\n";
    } else if (const auto file = value("--batch-file")) {
      std::ifstream stream;
      if (*file != "-") {
        stream.open(*file);
        if (!stream) return usage_error("cannot read " + *file + ": " + std::strerror(errno));
      }
      std::istream& input = *file == "-" ? std::cin : stream;
      batch = batch.value_or("") + std::string(std::istreambuf_iterator<char>(input), {}) + "\n";
    } else if (argument == "--internals") {
      internals = true;
    } else if (argument == "--") {
      i++;
      break;
    } else if (argument.starts_with('-')) {
      return usage_error("unknown argument '" + argument + "'");
    } else {
      break;
    }
  }
  if (i >= arguments.size()) return usage_error("which program?");
  const std::string program = arguments[i];
  // The options may stand behind the program as well, in front of its own arguments.
  while (i + 2 < arguments.size() && (arguments[i + 1] == "--batch" || arguments[i + 1] == "--batch-file")) {
    std::string text = arguments[i + 2];
    if (arguments[i + 1] == "--batch-file") {
      std::ifstream stream(text);
      if (!stream) return usage_error("cannot read " + text + ": " + std::strerror(errno));
      text.assign(std::istreambuf_iterator<char>(stream), {});
    }
    batch = batch.value_or("") + text + "\n";
    arguments.erase(arguments.begin() + static_cast<long>(i) + 1, arguments.begin() + static_cast<long>(i) + 3);
  }
  if (!std::ifstream(program).good() && !std::ifstream(program + ".js").good()) {
    std::fprintf(stderr, "scrim debug: cannot read %s: %s\n", program.c_str(), std::strerror(errno));
    return 1;
  }
  std::vector<std::string> program_arguments{arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1, arguments.end()};
  // Ctrl-C pauses the program. Only one thread sees it; the program has its own session and does not.
  sigset_t interrupts;
  sigemptyset(&interrupts);
  sigaddset(&interrupts, SIGINT);
  signal(SIGPIPE, SIG_IGN);
  pthread_sigmask(SIG_BLOCK, &interrupts, nullptr);
  Terminal terminal(self, program, std::move(program_arguments), internals);
  std::atomic<bool> done = false;
  std::thread watcher([&] {
    int signal = 0;
    while (sigwait(&interrupts, &signal) == 0 && !done) terminal.interrupt();
  });
  const int code = batch ? run_batch(terminal, Terminal::split_batch(*batch)) : run_prompt(terminal);
  done = true;
  pthread_kill(watcher.native_handle(), SIGINT);
  watcher.join();
  return code;
}

}  // namespace scrim::dap
