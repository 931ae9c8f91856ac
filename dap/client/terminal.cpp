#include "dap/client/terminal.h"

#include <charconv>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "dap/paths.h"

namespace scrim::dap {

namespace wire = protocol::dap;
using protocol::failure;
using protocol::Incoming;

namespace {

std::string_view trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n"), last = text.find_last_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : text.substr(first, last - first + 1);
}

std::optional<int64_t> number_of(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

void say(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  std::fputc('\n', stdout);
}

}  // namespace

const Terminal::Command Terminal::kCommands[] = {
    {"break", "b", "[FILE:]LINE [if CONDITION]", "set a breakpoint", &Terminal::break_},
    {"delete", "d", "[NUMBER]", "remove a breakpoint, or all", &Terminal::delete_},
    {"breakpoints", "info", "", "list the breakpoints", &Terminal::breakpoints},
    {"catch", nullptr, "all|uncaught|none", "stop at exceptions", &Terminal::catch_},
    {"run", "r", "", "start the program", &Terminal::run},
    {"continue", "c", "", "go on to the next stop", &Terminal::continue_},
    {"next", "n", "", "go to the next statement of this function", &Terminal::next},
    {"step", "s", "", "go to the next statement, into calls", &Terminal::step},
    {"finish", "f", "", "go on until this function returns", &Terminal::finish},
    {"backtrace", "bt", "", "show the stack", &Terminal::backtrace},
    {"frame", nullptr, "[NUMBER]", "choose a frame of the stack", &Terminal::frame},
    {"up", nullptr, "", "choose the caller's frame", &Terminal::up},
    {"down", nullptr, "", "choose the called function's frame", &Terminal::down},
    {"locals", nullptr, "", "show the variables of the frame, scope by scope", &Terminal::locals},
    {"print", "p", "EXPRESSION", "evaluate in the frame; objects with their members", &Terminal::print},
    {"list", "l", "[LINE]", "show source lines", &Terminal::list},
    {"heap", nullptr, "[PATH | retainers WHAT | leaks]", "take a heap snapshot, or look into the last one",
     &Terminal::heap},
    {"queues", nullptr, "", "show what waits in the event loop, and for which promises", &Terminal::queues},
    {"help", "h", "", "this list", &Terminal::help},
    {"quit", "q", "", "end the program and leave", &Terminal::quit},
};

Terminal::Terminal(const std::string& self, std::string program, std::vector<std::string> arguments, bool internals)
    : program_(std::move(program)),
      arguments_(std::move(arguments)),
      internals_(internals),
      session_(self, [this](const Incoming& message) { on_event(message); }) {}

std::vector<std::string> Terminal::split_batch(std::string_view text) {
  std::vector<std::string> out;
  std::string command;
  char quote = 0;
  int depth = 0;
  const auto end = [&] {
    if (const std::string_view whole = trim(command); !whole.empty() && whole[0] != '#') out.emplace_back(whole);
    command.clear();
  };
  for (size_t i = 0; i < text.size(); i++) {
    const char c = text[i];
    if (c == '\n' || (c == ';' && quote == 0 && depth <= 0)) {
      end();
      quote = 0;
      depth = 0;
      continue;
    }
    command += c;
    if (quote != 0) {
      if (c == '\\' && i + 1 < text.size())
        command += text[++i];
      else if (c == quote)
        quote = 0;
    } else if (c == '"' || c == '\'' || c == '`') {
      quote = c;
    } else if (c == '(' || c == '[' || c == '{') {
      depth++;
    } else if (c == ')' || c == ']' || c == '}') {
      depth--;
    }
  }
  end();
  return out;
}

bool Terminal::execute(std::string_view line) {
  line = trim(line);
  if (line.empty()) line = last_step_;
  if (line.empty() || line[0] == '#') return true;
  const size_t space = std::min(line.find_first_of(" \t"), line.size());
  const std::string_view name = line.substr(0, space), arguments = trim(line.substr(space));
  for (const Command& command : kCommands) {
    if (name != command.name && (command.alias == nullptr || name != command.alias)) continue;
    const bool steps =
        command.run == &Terminal::next || command.run == &Terminal::step || command.run == &Terminal::continue_;
    last_step_ = steps ? std::string(line) : "";
    const Outcome outcome = (this->*command.run)(arguments);
    if (!outcome) say("error: " + outcome.error().message);
    std::fflush(stdout);
    return outcome.has_value();
  }
  say("error: there is no command '" + std::string(name) + "'; 'help' lists them");
  return false;
}

// --- events
// ------------------------------------------------------------------------------------------------------------

void Terminal::on_event(const Incoming& message) {
  if (message.method == wire::OutputEvent::kName) {
    const auto body = protocol::body_of<wire::OutputEventBody>(message, "body");
    if (!body) return;
    FILE* const stream = body->category == "stderr" ? stderr : stdout;
    std::fflush(stdout);
    std::fwrite(body->output.data(), 1, body->output.size(), stream);
    std::fflush(stream);
  } else if (message.method == wire::StoppedEvent::kName) {
    if (auto body = protocol::body_of<wire::StoppedEventBody>(message, "body")) stop_ = std::move(*body);
  } else if (message.method == wire::BreakpointEvent::kName) {
    const auto body = protocol::body_of<wire::BreakpointEventBody>(message, "body");
    if (!body) return;
    for (Breakpoint& breakpoint : breakpoints_) {
      if (breakpoint.state.id == body->breakpoint.id) breakpoint.state = body->breakpoint;
    }
  } else if (message.method == wire::ExitedEvent::kName) {
    if (const auto body = protocol::body_of<wire::ExitedEventBody>(message, "body"); body && !quit_) {
      say("The program ended with exit code " + std::to_string(body->exit_code) + ".");
    }
  } else if (message.method == wire::TerminatedEvent::kName) {
    over_ = true;
  }
}

// --- starting and going on
// ---------------------------------------------------------------------------------------------

Terminal::Outcome Terminal::begin() {
  if (begun_) return {};
  const auto capabilities = session_.call<wire::InitializeRequest>({.client_id = "scrim",
                                                                    .client_name = "scrim debug",
                                                                    .adapter_id = "scrim",
                                                                    .lines_start_at1 = true,
                                                                    .columns_start_at1 = true,
                                                                    .path_format = "path",
                                                                    .supports_variable_type = true,
                                                                    .supports_variable_paging = true});
  if (!capabilities) return std::unexpected(capabilities.error());
  wire::LaunchArguments launch{.program = program_, .args = arguments_};
  if (internals_) launch.skip_files.emplace();
  session_.send<wire::LaunchRequest>(launch, [this](protocol::Expected<protocol::Empty> reply) {
    if (!reply) launch_error_ = reply.error();
  });
  begun_ = true;
  return {};
}

Terminal::Outcome Terminal::need_stop() const {
  if (over_) return failure("the program has ended");
  if (!started_) return failure("the program is not running: 'run' starts it");
  return {};
}

Terminal::Outcome Terminal::run(std::string_view) {
  if (started_) return failure(over_ ? "the program has ended" : "the program is already running");
  if (const Outcome begun = begin(); !begun) return begun;
  for (const Breakpoint& breakpoint : breakpoints_) {
    if (const Outcome sent = send_breakpoints(breakpoint.file); !sent) return sent;
  }
  if (const auto set = session_.call<wire::SetExceptionBreakpointsRequest>({.filters = filters_}); !set)
    return std::unexpected(set.error());
  stop_.reset();
  const auto configured = session_.call<wire::ConfigurationDoneRequest>({});
  if (launch_error_) return std::unexpected(*launch_error_);
  if (!configured) return std::unexpected(configured.error());
  started_ = true;
  return wait_for_stop();
}

Terminal::Outcome Terminal::wait_for_stop() {
  running_ = true;
  session_.wait_until([this] { return stop_.has_value() || over_; });
  running_ = false;
  frames_.clear();
  selected_ = 0;
  listed_to_ = 0;
  if (over_ || !stop_) return {};
  const auto stack = session_.call<wire::StackTraceRequest>({.thread_id = stop_->thread_id.value_or(1)});
  if (!stack) return std::unexpected(stack.error());
  frames_ = stack->stack_frames;
  std::string headline = stop_->description.value_or(stop_->reason);
  if (stop_->hit_breakpoint_ids) {
    for (size_t i = 0; i < breakpoints_.size(); i++) {
      for (const int64_t id : *stop_->hit_breakpoint_ids) {
        if (breakpoints_[i].state.id == id) headline = "Breakpoint " + std::to_string(i + 1);
      }
    }
  }
  if (stop_->text && !stop_->text->empty()) headline += ": " + stop_->text->substr(0, stop_->text->find('\n'));
  if (stop_->reason != "step") say(headline);
  show_place();
  return {};
}

template <class Request>
Terminal::Outcome Terminal::go(const typename Request::Body& body) {
  if (const Outcome ready = need_stop(); !ready) return ready;
  stop_.reset();
  if (const auto reply = session_.call<Request>(body); !reply) return std::unexpected(reply.error());
  return wait_for_stop();
}

Terminal::Outcome Terminal::continue_(std::string_view) {
  return go<wire::ContinueRequest>({.thread_id = 1});
}
Terminal::Outcome Terminal::next(std::string_view) {
  return go<wire::NextRequest>({.thread_id = 1, .granularity = wire::SteppingGranularity::kLine});
}
Terminal::Outcome Terminal::step(std::string_view) {
  return go<wire::StepInRequest>({.thread_id = 1, .granularity = wire::SteppingGranularity::kLine});
}
Terminal::Outcome Terminal::finish(std::string_view) {
  return go<wire::StepOutRequest>({.thread_id = 1});
}

Terminal::Outcome Terminal::quit(std::string_view) {
  quit_ = true;
  return {};
}

Terminal::Outcome Terminal::help(std::string_view) {
  for (const Command& command : kCommands) {
    std::string left = std::string("  ") + command.name;
    if (command.alias != nullptr) left += std::string(", ") + command.alias;
    left += std::string(" ") + command.arguments;
    left.resize(std::max<size_t>(left.size() + 2, 44), ' ');
    say(left + command.help);
  }
  return {};
}

// --- breakpoints
// -------------------------------------------------------------------------------------------------------

std::string Terminal::resolve_file(std::string_view name) const {
  if (name.empty()) return real_path(program_);
  const std::string path = real_path(name);
  if (std::ifstream(path).good()) return path;
  const std::string program = real_path(program_);
  if (base_name(program) == name) return program;
  return real_path(program.substr(0, program.rfind('/') + 1) + std::string(name));  // beside the program
}

Terminal::Outcome Terminal::break_(std::string_view arguments) {
  Breakpoint breakpoint{};
  std::string_view place = arguments.substr(0, std::min(arguments.find(' '), arguments.size()));
  std::string_view rest = trim(arguments.substr(place.size()));
  if (rest.starts_with("if ")) {
    breakpoint.condition = trim(rest.substr(3));
  } else if (!rest.empty()) {
    return failure("break [FILE:]LINE [if CONDITION]");
  }
  const size_t colon = place.rfind(':');
  const auto line = number_of(colon == std::string_view::npos ? place : place.substr(colon + 1));
  if (!line || *line < 1) return failure("break [FILE:]LINE [if CONDITION]");
  breakpoint.line = *line;
  std::string_view file = colon == std::string_view::npos ? std::string_view() : place.substr(0, colon);
  if (file.empty() && selected_ < frames_.size() && frames_[selected_].source && frames_[selected_].source->path) {
    breakpoint.file = *frames_[selected_].source->path;
  } else {
    breakpoint.file = resolve_file(file);
  }
  if (!std::ifstream(breakpoint.file).good())
    return failure("there is no file " + std::string(file.empty() ? program_ : file));
  if (const Outcome begun = begin(); !begun) return begun;
  breakpoints_.push_back(breakpoint);
  if (const Outcome sent = send_breakpoints(breakpoint.file); !sent) {
    breakpoints_.pop_back();
    return sent;
  }
  const Breakpoint& set = breakpoints_.back();
  std::string text = "Breakpoint " + std::to_string(breakpoints_.size()) + " at " + short_name(set.file) + ":" +
                     std::to_string(set.state.line.value_or(set.line));
  if (!set.condition.empty()) text += " if " + set.condition;
  if (!set.state.verified && set.state.reason != wire::BreakpointReason::kPending)
    text += ": " + set.state.message.value_or("not possible");
  say(text);
  return {};
}

Terminal::Outcome Terminal::send_breakpoints(const std::string& file) {
  wire::SetBreakpointsArguments arguments{.source = {.path = file}};
  arguments.breakpoints.emplace();
  for (const Breakpoint& breakpoint : breakpoints_) {
    if (breakpoint.file != file || breakpoint.line == 0) continue;
    wire::SourceBreakpoint& entry = arguments.breakpoints->emplace_back();
    entry.line = breakpoint.line;
    if (!breakpoint.condition.empty()) entry.condition = breakpoint.condition;
  }
  const auto answer = session_.call<wire::SetBreakpointsRequest>(arguments);
  if (!answer) return std::unexpected(answer.error());
  size_t next = 0;
  for (Breakpoint& breakpoint : breakpoints_) {
    if (breakpoint.file == file && breakpoint.line != 0 && next < answer->breakpoints.size())
      breakpoint.state = answer->breakpoints[next++];
  }
  return {};
}

Terminal::Outcome Terminal::delete_(std::string_view arguments) {
  const auto number = number_of(arguments);
  if (!arguments.empty() && (!number || *number < 1 || *number > static_cast<int64_t>(breakpoints_.size()) ||
                             breakpoints_[*number - 1].line == 0)) {
    return failure("there is no breakpoint " + std::string(arguments));
  }
  for (size_t i = 0; i < breakpoints_.size(); i++) {
    if (number && static_cast<size_t>(*number) != i + 1) continue;
    breakpoints_[i].line = 0;  // its number is not given again
    if (const Outcome sent = send_breakpoints(breakpoints_[i].file); !sent) return sent;
  }
  return {};
}

Terminal::Outcome Terminal::breakpoints(std::string_view) {
  for (size_t i = 0; i < breakpoints_.size(); i++) {
    const Breakpoint& breakpoint = breakpoints_[i];
    if (breakpoint.line == 0) continue;
    std::string text = "  " + std::to_string(i + 1) + "  " + short_name(breakpoint.file) + ":" +
                       std::to_string(breakpoint.state.line.value_or(breakpoint.line));
    if (!breakpoint.condition.empty()) text += " if " + breakpoint.condition;
    if (!breakpoint.state.verified) text += "  (" + breakpoint.state.message.value_or("not bound") + ")";
    say(text);
  }
  return {};
}

Terminal::Outcome Terminal::catch_(std::string_view arguments) {
  if (arguments != "all" && arguments != "uncaught" && arguments != "none")
    return failure("catch all, uncaught or none");
  filters_.clear();
  if (arguments != "none") filters_.emplace_back(arguments);
  if (!started_) return {};
  const auto set = session_.call<wire::SetExceptionBreakpointsRequest>({.filters = filters_});
  return set ? Outcome() : std::unexpected(set.error());
}

}  // namespace scrim::dap
