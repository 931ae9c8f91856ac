// The terminal debugger: commands in, text out. One method for each command; the table of them is in terminal.cpp.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dap/client/session.h"

namespace scrim::dap {

class Terminal {
 public:
  // `internals`: the engine's own code is stepped into and shown.
  Terminal(const std::string& self, std::string program, std::vector<std::string> arguments, bool internals);
  ~Terminal() { quit_ = true; }  // the end that follows is not news

  // Runs one command line; an empty one repeats the last that steps. False if it failed: its message has been printed.
  bool execute(std::string_view line);
  bool wants_to_quit() const { return quit_; }
  // Tells the program to pause if it is running. From any thread.
  void interrupt() { session_.pause(); }
  bool running() const { return running_; }

  // The commands of a batch: one a line or separated by ';' outside quotes and brackets; '#' begins a comment.
  static std::vector<std::string> split_batch(std::string_view text);

 private:
  using Outcome = protocol::Expected<protocol::Empty>;
  struct Command {
    const char* name;
    const char* alias;
    const char* arguments;
    const char* help;
    Outcome (Terminal::*run)(std::string_view arguments);
  };
  static const Command kCommands[];
  struct Breakpoint {
    std::string file;
    int64_t line;
    std::string condition;
    protocol::dap::Breakpoint state{};
  };

  Outcome break_(std::string_view arguments);
  Outcome delete_(std::string_view arguments);
  Outcome breakpoints(std::string_view arguments);
  Outcome catch_(std::string_view arguments);
  Outcome run(std::string_view arguments);
  Outcome continue_(std::string_view arguments);
  Outcome next(std::string_view arguments);
  Outcome step(std::string_view arguments);
  Outcome finish(std::string_view arguments);
  Outcome backtrace(std::string_view arguments);
  Outcome frame(std::string_view arguments);
  Outcome up(std::string_view arguments);
  Outcome down(std::string_view arguments);
  Outcome locals(std::string_view arguments);
  Outcome print(std::string_view arguments);
  Outcome list(std::string_view arguments);
  Outcome heap(std::string_view arguments);
  Outcome queues(std::string_view arguments);
  Outcome help(std::string_view arguments);
  Outcome quit(std::string_view arguments);

  void on_event(const protocol::Incoming& message);
  Outcome begin();  // initialize and launch
  Outcome need_stop() const;
  template <class Request>
  Outcome go(const typename Request::Body& body);  // a request that lets the program run, and its next stop
  Outcome wait_for_stop();
  Outcome select(size_t index);
  Outcome send_breakpoints(const std::string& file);
  Outcome print_children(int64_t reference, const std::string& indent, int depth);
  void show_place();
  void show_lines(const protocol::dap::Source& file, int64_t from, int64_t to, int64_t current);
  const std::vector<std::string>& lines_of(const protocol::dap::Source& file);
  std::string place_of(const protocol::dap::StackFrame& frame) const;
  std::string resolve_file(std::string_view name) const;
  std::string short_name(const std::string& path) const;
  std::string text_of(const protocol::channel::CodePlace& place) const;

  const std::string program_;
  const std::vector<std::string> arguments_;
  const bool internals_;
  std::vector<Breakpoint> breakpoints_;
  std::vector<std::string> filters_;

  bool begun_ = false;  // launched, waiting for `run`
  bool started_ = false;
  bool over_ = false;
  bool quit_ = false;
  bool running_ = false;
  std::optional<protocol::dap::StoppedEventBody> stop_;
  std::vector<protocol::dap::StackFrame> frames_;
  size_t selected_ = 0;    // index of the frame that commands speak of
  int64_t listed_to_ = 0;  // last line that `list` showed
  std::string last_step_;
  std::string last_snapshot_;
  std::optional<protocol::Error> launch_error_;
  std::map<std::string, std::vector<std::string>> sources_;
  Session session_;
};

}  // namespace scrim::dap
