// The terminal debugger's commands that look: stack, variables, values, source, heap.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "dap/client/terminal.h"
#include "dap/paths.h"
#include "engine/profile/snapshot_report.h"

namespace scrim::dap {

namespace wire = protocol::dap;
using protocol::failure;

namespace {

constexpr size_t kShownMembers = 100;

void say(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  std::fputc('\n', stdout);
}

std::string padded(const std::string& text, size_t width) {
  return text.size() >= width ? text : std::string(width - text.size(), ' ') + text;
}

// A value on one line: white space drawn together, cut where a terminal's line ends.
std::string one_line(const std::string& text) {
  constexpr size_t kWidth = 120;
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (space && (out.empty() || out.back() == ' ')) continue;
    out += space ? ' ' : c;
  }
  if (out.size() <= kWidth) return out;
  size_t end = kWidth;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) end--;  // not inside a character
  return out.substr(0, end) + "…";
}

}  // namespace

std::string Terminal::short_name(const std::string& path) const {
  const std::string program = real_path(program_);
  const std::string folder = program.substr(0, program.rfind('/') + 1);
  return path.starts_with(folder) ? path.substr(folder.size()) : path;
}

std::string Terminal::place_of(const wire::StackFrame& frame) const {
  if (!frame.source) return "";
  const std::string name = frame.source->path && frame.source->source_reference.value_or(0) == 0
                               ? short_name(*frame.source->path)
                               : frame.source->name.value_or("?");
  return name + ":" + std::to_string(frame.line) + ":" + std::to_string(frame.column);
}

// A file's, or of what has none the text that the program knows.
const std::vector<std::string>& Terminal::lines_of(const wire::Source& file) {
  const int64_t reference = file.source_reference.value_or(0);
  const std::string path = file.path.value_or("");
  const auto [entry, is_new] = sources_.try_emplace(reference > 0 ? path + "#" + std::to_string(reference) : path);
  if (!is_new) return entry->second;
  const auto read = [&](std::istream& stream) {
    for (std::string line; std::getline(stream, line);) {
      if (line.ends_with('\r')) line.pop_back();
      entry->second.push_back(line);
    }
  };
  if (reference > 0) {
    const auto answer = session_.call<wire::SourceRequest>({.source = file, .source_reference = reference});
    std::istringstream text(answer ? answer->content : "");
    read(text);
  } else {
    std::ifstream stream(path);
    read(stream);
  }
  return entry->second;
}

void Terminal::show_lines(const wire::Source& file, int64_t from, int64_t to, int64_t current) {
  const std::vector<std::string>& lines = lines_of(file);
  from = std::max<int64_t>(from, 1);
  to = std::min<int64_t>(to, static_cast<int64_t>(lines.size()));
  const size_t width = std::to_string(to).size();
  for (int64_t line = from; line <= to; line++) {
    say((line == current ? "> " : "  ") + padded(std::to_string(line), width) + "  " +
        lines[static_cast<size_t>(line) - 1]);
  }
}

// Where the program stands: the function with its place, and the line.
void Terminal::show_place() {
  if (selected_ >= frames_.size()) return;
  const wire::StackFrame& frame = frames_[selected_];
  say((selected_ == 0 ? "" : "#" + std::to_string(selected_) + "  ") + frame.name + "  " + place_of(frame));
  if (frame.source && frame.source->path) {
    show_lines(*frame.source, frame.line, frame.line, frame.line);
  }
}

Terminal::Outcome Terminal::backtrace(std::string_view) {
  if (const Outcome ready = need_stop(); !ready) return ready;
  for (size_t i = 0; i < frames_.size(); i++) {
    const wire::StackFrame& frame = frames_[i];
    if (frame.presentation_hint == wire::StackFramePresentationHint::kLabel) {
      say("    --- " + frame.name + " ---");
    } else {
      say((i == selected_ ? "* #" : "  #") + std::to_string(i) + "  " + frame.name + "  " + place_of(frame));
    }
  }
  return {};
}

Terminal::Outcome Terminal::select(size_t index) {
  if (const Outcome ready = need_stop(); !ready) return ready;
  if (index >= frames_.size() || frames_[index].presentation_hint == wire::StackFramePresentationHint::kLabel) {
    return failure("there is no frame " + std::to_string(index));
  }
  selected_ = index;
  listed_to_ = 0;
  show_place();
  return {};
}

Terminal::Outcome Terminal::frame(std::string_view arguments) {
  if (arguments.empty()) return select(selected_);
  size_t index = 0;
  const auto [end, error] = std::from_chars(arguments.data(), arguments.data() + arguments.size(), index);
  if (error != std::errc() || end != arguments.data() + arguments.size()) return failure("frame [NUMBER]");
  return select(index);
}

Terminal::Outcome Terminal::up(std::string_view) {
  size_t index = selected_ + 1;
  while (index < frames_.size() && frames_[index].presentation_hint == wire::StackFramePresentationHint::kLabel)
    index++;
  if (index >= frames_.size() && need_stop()) return failure("this is the outermost frame");
  return select(index);
}

Terminal::Outcome Terminal::down(std::string_view) {
  if (selected_ == 0 && need_stop()) return failure("this is the innermost frame");
  size_t index = selected_ - 1;
  while (index > 0 && frames_[index].presentation_hint == wire::StackFramePresentationHint::kLabel) index--;
  return select(index);
}

Terminal::Outcome Terminal::print_children(int64_t reference, const std::string& indent, int depth) {
  const auto answer = session_.call<wire::VariablesRequest>({.variables_reference = reference});
  if (!answer) return std::unexpected(answer.error());
  size_t shown = 0;
  for (const wire::Variable& variable : answer->variables) {
    if (++shown > kShownMembers) {
      say(indent + "... " + std::to_string(answer->variables.size() - kShownMembers) + " more");
      break;
    }
    say(indent + variable.name + " = " + one_line(variable.value));
    const bool is_virtual = variable.presentation_hint && variable.presentation_hint->kind == "virtual";
    const bool lazy = variable.presentation_hint && variable.presentation_hint->lazy.value_or(false);
    if (depth > 1 && variable.variables_reference > 0 && !is_virtual && !lazy) {
      if (const Outcome inner = print_children(variable.variables_reference, indent + "  ", depth - 1); !inner)
        return inner;
    }
  }
  return {};
}

Terminal::Outcome Terminal::locals(std::string_view) {
  if (const Outcome ready = need_stop(); !ready) return ready;
  if (selected_ >= frames_.size()) return failure("there is no frame");
  const auto scopes = session_.call<wire::ScopesRequest>({.frame_id = frames_[selected_].id});
  if (!scopes) return std::unexpected(scopes.error());
  for (const wire::Scope& scope : scopes->scopes) {
    if (scope.expensive) continue;  // the global scope: `print globalThis` shows it
    say(scope.name + ":");
    if (const Outcome printed = print_children(scope.variables_reference, "  ", 1); !printed) return printed;
  }
  return {};
}

Terminal::Outcome Terminal::print(std::string_view arguments) {
  if (const Outcome ready = need_stop(); !ready) return ready;
  if (arguments.empty()) return failure("print EXPRESSION");
  wire::EvaluateArguments request{.expression = std::string(arguments), .context = "repl"};
  if (selected_ < frames_.size()) request.frame_id = frames_[selected_].id;
  const auto value = session_.call<wire::EvaluateRequest>(request);
  if (!value) return std::unexpected(value.error());
  say(value->result);
  return value->variables_reference > 0 ? print_children(value->variables_reference, "  ", 1) : Outcome();
}

Terminal::Outcome Terminal::list(std::string_view arguments) {
  wire::Source file{.path = real_path(program_)};
  int64_t current = 0;
  if (selected_ < frames_.size() && frames_[selected_].source && frames_[selected_].source->path) {
    file = *frames_[selected_].source;
    current = frames_[selected_].line;
  }
  int64_t from = listed_to_ != 0 ? listed_to_ + 1 : std::max<int64_t>(1, current - 5);
  if (!arguments.empty()) {
    int64_t line = 0;
    const auto [end, error] = std::from_chars(arguments.data(), arguments.data() + arguments.size(), line);
    if (error != std::errc() || end != arguments.data() + arguments.size() || line < 1) return failure("list [LINE]");
    from = std::max<int64_t>(1, line - 5);
  }
  if (lines_of(file).empty()) return failure("cannot read " + *file.path);
  if (from > static_cast<int64_t>(lines_of(file).size()))
    return failure("the file has " + std::to_string(lines_of(file).size()) + " lines");
  show_lines(file, from, from + 10, current);
  listed_to_ = from + 10;
  return {};
}

Terminal::Outcome Terminal::heap(std::string_view arguments) {
  const std::string_view word = arguments.substr(0, std::min(arguments.find(' '), arguments.size()));
  const bool look = word == "retainers" || word == "leaks" || word == "summary";
  if (!look || last_snapshot_.empty()) {
    if (const Outcome ready = need_stop(); !ready) return ready;
    protocol::channel::HeapSnapshotArguments request;
    if (!look && !arguments.empty()) request.path = real_path(arguments);
    const auto answer = session_.call<protocol::channel::ScrimHeapSnapshotRequest>(request);
    if (!answer) return std::unexpected(answer.error());
    last_snapshot_ = answer->path;
    say("Heap snapshot: " + short_name(answer->path) + ", " + std::to_string(answer->nodes) + " objects");
  }
  profile::ReportOptions options;
  options.top = 10;
  profile::Snapshot snapshot;
  std::string error;
  if (!profile::load_snapshot(last_snapshot_, options, nullptr, snapshot, error)) return failure(error);
  profile::Report report;
  if (word == "retainers") {
    const size_t space = arguments.find(' ');
    if (space == std::string_view::npos) return failure("heap retainers @ID or the name of a class");
    const std::string target(arguments.substr(arguments.find_first_not_of(' ', space)));
    report = profile::retainers_report(snapshot, target, options);
  } else if (word == "leaks") {
    std::vector<profile::Snapshot> snapshots;
    snapshots.push_back(std::move(snapshot));
    report = profile::leaks_report(snapshots, options);
  } else {
    report = profile::summary_report(snapshot, options);
  }
  std::fputs(report.text.c_str(), stdout);
  return {};
}

}  // namespace scrim::dap
