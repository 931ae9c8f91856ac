// A debuggee without an engine: it understands a handful of JavaScript statements, one a line, and implements the
// engine's debug interface for them, so that adapter and target can be tested on their own. Started as scrim would be:
//   toy_debuggee run --debug-channel=fd:N FILE [arguments]
// Lines: let NAME = EXPRESSION; NAME = EXPRESSION; console.log(EXPRESSION); process.stdout.write(EXPRESSION);
// function NAME(PARAMETER) { ... } NAME(EXPRESSION); throw new Error("TEXT"); try { throw new Error("TEXT"); } catch {}
// for (;;) {} debugger; process.exit(N); process.abort(); and comments. Expressions: numbers, strings, names, sums,
// Array(N), { x: 1 }, process.pid, process.argv[2], process.env.NAME.
#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <thread>

#include "dap/target/target.h"

namespace {

using namespace scrim::debug;

struct Value {
  enum Kind { undefined, number, string, array, object } kind = undefined;
  double n = 0;
  std::string s{};
};

std::string text_of(const Value& value, bool quoted) {
  switch (value.kind) {
    case Value::undefined: return "undefined";
    case Value::number:
      return value.n == static_cast<int64_t>(value.n) ? std::to_string(static_cast<int64_t>(value.n))
                                                      : std::to_string(value.n);
    case Value::string: return quoted ? "'" + value.s + "'" : value.s;
    case Value::array: return "Array(" + std::to_string(static_cast<int64_t>(value.n)) + ")";
    case Value::object: return "{x: 1, get y: ...}";
  }
  return "";
}

struct Frame {
  std::string name;
  size_t line = 0;
  std::map<std::string, Value> variables{};
};

struct Held {
  bool permanent = false;
  uint64_t stop = 0;  // alive while the program stands at this stop
  Frame* frame = nullptr;
  Value value{};
};

struct Stopped {};  // thrown to end the program
struct Exit {
  int code;
};

class Toy final : public Debugger {
 public:
  Toy(std::string path, std::vector<std::string> arguments) : path_(std::move(path)), arguments_(std::move(arguments)) {
    std::ifstream stream(path_);
    for (std::string line; std::getline(stream, line);) lines_.push_back(line);
  }

  int run() {
    if (events_ != nullptr) {
      events_->script_loaded(info());
      loaded_ = true;
      for (auto& [id, spec] : breakpoints_) events_->breakpoint_changed(bind(spec));
    }
    frames_.push_back({.name = "(anonymous)"});
    try {
      stop_next_ = stop_on_entry_;
      entry_ = stop_on_entry_;
      block(0, lines_.size());
    } catch (const Exit& exit) {
      return exit.code;
    } catch (const Stopped&) {
      return 130;
    }
    return 0;
  }

  void request_interrupt() override { interrupt_.store(true); }
  void set_events(DebugEvents* events) override { events_ = events; }
  void set_stop_on_entry(bool stop) override { stop_on_entry_ = stop; }

  std::vector<ScriptInfo> scripts() override { return {info()}; }
  Result<ScriptInfo> script(ScriptId id) override {
    if (id == 2)
      return ScriptInfo{
          .id = 2, .kind = ScriptKind::internal, .path = "node:internal/toy", .name = "node:internal/toy"};
    if (id != 1) return std::unexpected(Failure{"there is no script " + std::to_string(id)});
    return info();
  }
  Result<std::string> script_text(ScriptId id) override {
    if (id == 2) return "// the toy's own";
    std::string text;
    for (const std::string& line : lines_) text += line + "\n";
    return text;
  }

  std::vector<BreakpointInfo> set_breakpoints(std::string_view path, std::span<const BreakpointSpec> specs) override {
    std::vector<BreakpointInfo> out;
    if (path == path_) breakpoints_.clear();
    for (const BreakpointSpec& spec : specs) {
      if (path == path_) breakpoints_[spec.id] = spec;
      if (path != path_) {
        out.push_back({.id = spec.id, .pending = true});
        continue;
      }
      out.push_back(loaded_ ? bind(breakpoints_[spec.id] = spec) : BreakpointInfo{.id = spec.id, .pending = true});
    }
    return out;
  }
  std::vector<BreakpointInfo> set_function_breakpoints(std::span<const FunctionBreakpointSpec> specs) override {
    std::vector<BreakpointInfo> out;
    for (const FunctionBreakpointSpec& spec : specs)
      out.push_back({.id = spec.id, .pending = false, .message = "the toy has none"});
    return out;
  }
  Result<std::vector<SourceRange>> breakpoint_locations(std::string_view, SourceRange) override {
    return std::vector<SourceRange>{};
  }
  Done set_exception_filters(const ExceptionFilters& filters) override {
    filters_ = filters;
    if (filters.caught_condition == "(") return std::unexpected(Failure{"SyntaxError: Unexpected end of input"});
    return {};
  }

  FramePage frames(uint32_t start, uint32_t count) override {
    FramePage page;
    page.total = static_cast<uint32_t>(frames_.size()) + 2;
    for (uint32_t i = start; i < page.total && (count == 0 || page.frames.size() < count); i++) {
      FrameInfo& info = page.frames.emplace_back();
      if (i < frames_.size()) {
        Frame& frame = frames_[frames_.size() - 1 - i];
        info.id = frame_id(i);
        info.name = frame.name;
        info.location = {1, {static_cast<uint32_t>(frame.line), indent(frame.line)}};
        info.can_restart = i + 1 < frames_.size();
      } else if (i == frames_.size()) {
        info = {.id = frame_id(i), .kind = FrameKind::async_separator, .name = "setTimeout"};
      } else {
        info = {.id = frame_id(i), .kind = FrameKind::internal, .name = "runMain", .location = {2, {0, 0}}};
      }
    }
    return page;
  }
  Result<std::vector<ScopeInfo>> scopes(FrameId id) override {
    Frame* frame = frame_of(id);
    if (frame == nullptr) return std::unexpected(Failure{"there is no frame " + std::to_string(id) + " (any more)"});
    return std::vector<ScopeInfo>{{.kind = ScopeKind::local,
                                   .name = "Local",
                                   .reference = hold({.stop = stop_, .frame = frame}),
                                   .named = static_cast<uint32_t>(frame->variables.size())},
                                  {.kind = ScopeKind::global,
                                   .name = "Global",
                                   .reference = hold({.stop = stop_, .frame = &frames_.front()}),
                                   .expensive = true}};
  }
  Result<std::vector<StepInTarget>> step_in_targets(FrameId) override { return std::vector<StepInTarget>{}; }
  Result<ExceptionInfo> exception_info() override {
    if (exception_.empty()) return std::unexpected(Failure{"the program did not stop at an exception"});
    return ExceptionInfo{
        .details = {.type_name = "Error", .message = exception_, .stack = "Error: " + exception_ + "\n    at " + path_},
        .uncaught = uncaught_};
  }

  Result<std::vector<VariableInfo>> variables(const VariablesRequest& request) override {
    const auto found = held_.find(request.reference);
    if (found == held_.end() || (!found->second.permanent && found->second.stop != stop_)) {
      return std::unexpected(Failure{"there is no object " + std::to_string(request.reference) + " (any more)"});
    }
    const Held held = found->second;
    std::vector<VariableInfo> out;
    if (held.frame != nullptr) {
      for (const auto& [name, value] : held.frame->variables) {
        out.push_back({.name = name, .value = shown(value, held.permanent), .evaluate_name = name});
      }
      return out;
    }
    if (held.value.kind == Value::array && request.filter != ChildFilter::named) {
      const auto length = static_cast<uint32_t>(held.value.n);
      const uint32_t end =
          request.count == 0 ? length : std::min<uint64_t>(length, uint64_t{request.start} + request.count);
      for (uint32_t i = request.start; i < end; i++) {
        out.push_back({.name = std::to_string(i),
                       .value = {.text = std::to_string(i * i), .type = "number"},
                       .kind = VariableKind::property});
      }
    }
    if (held.value.kind == Value::object && request.filter != ChildFilter::indexed) {
      out.push_back({.name = "x", .value = {.text = "1", .type = "number"}, .kind = VariableKind::property});
      out.push_back({.name = "y",
                     .value = {.text = "(...)"},
                     .kind = VariableKind::property,
                     .flags = variable_flags::kAccessor});
      out.push_back({.name = "#z",
                     .value = {.text = "3", .type = "number"},
                     .kind = VariableKind::property,
                     .flags = variable_flags::kPrivate});
    }
    return out;
  }
  Result<ValueInfo> set_variable(Reference container, std::string_view name, std::string_view text) override {
    const auto found = held_.find(container);
    if (found == held_.end() || found->second.stop != stop_ || found->second.frame == nullptr) {
      return std::unexpected(Failure{"there is no object " + std::to_string(container) + " (any more)"});
    }
    Result<Value> value = expression(text, *found->second.frame);
    if (!value) return std::unexpected(value.error());
    found->second.frame->variables[std::string(name)] = *value;
    return shown(*value, false);
  }
  Result<ValueInfo> evaluate(const EvaluateRequest& request) override {
    Frame* frame = request.frame ? frame_of(*request.frame) : &frames_.front();
    if (frame == nullptr)
      return std::unexpected(Failure{"there is no frame " + std::to_string(*request.frame) + " (any more)"});
    if (request.expression == "loop()") {
      while (request.cancel == nullptr || !request.cancel->load()) std::this_thread::yield();
      return std::unexpected(Failure{.text = "cancelled", .cancelled = true});
    }
    const size_t equals = request.expression.find('=');
    if (equals != std::string_view::npos) {
      if (request.context != EvaluateContext::repl) return std::unexpected(Failure{"possible side effect", true});
      const Result<Value> value = expression(request.expression.substr(equals + 1), *frame);
      if (!value) return std::unexpected(value.error());
      frame->variables[trimmed(request.expression.substr(0, equals))] = *value;
      return shown(*value, true);
    }
    const Result<Value> value = expression(request.expression, *frame);
    if (!value) return std::unexpected(value.error());
    return shown(*value, request.context == EvaluateContext::repl);
  }
  Result<ValueInfo> set_expression(std::string_view target, std::string_view value,
                                   std::optional<FrameId> frame) override {
    return evaluate({.expression = std::string(target) + "=" + std::string(value), .frame = frame});
  }
  Result<std::vector<CompletionInfo>> completions(std::string_view text, uint32_t column,
                                                  std::optional<FrameId> id) override {
    std::vector<CompletionInfo> out;
    Frame* frame = id ? frame_of(*id) : &frames_.front();
    if (frame == nullptr) return out;
    for (const auto& [name, value] : frame->variables) {
      if (name.starts_with(text.substr(0, column))) out.push_back({.label = name, .type = "variable"});
    }
    return out;
  }
  Result<uint64_t> write_heap_snapshot(const std::string& path) override {
    std::ofstream stream(path);
    stream << "{}";
    if (!stream.flush()) return std::unexpected(Failure{"cannot write " + path});
    return 1;
  }

 private:
  static std::string trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == ';')) text.remove_suffix(1);
    return std::string(text);
  }
  ScriptInfo info() const { return {.id = 1, .kind = ScriptKind::file, .path = path_, .name = path_}; }
  uint32_t indent(size_t line) const {
    return static_cast<uint32_t>(std::min(lines_[line].find_first_not_of(' '), lines_[line].size()));
  }
  bool has_code(size_t line) const {
    const std::string text = trimmed(lines_[line]);
    return !text.empty() && text != "}" && !text.starts_with("//") && !text.starts_with("function");
  }
  BreakpointInfo bind(BreakpointSpec& spec) {
    size_t line = spec.line;
    while (line < lines_.size() && !has_code(line)) line++;
    if (line >= lines_.size()) return {.id = spec.id, .message = "there is no code here or below"};
    spec.line = static_cast<uint32_t>(line);
    const Position start{spec.line, indent(line)};
    return {.id = spec.id,
            .verified = true,
            .script = 1,
            .range = {start, {spec.line, static_cast<uint32_t>(lines_[line].size())}}};
  }
  Reference hold(Held held) {
    held_[++counter_] = std::move(held);
    return counter_;
  }
  FrameId frame_id(uint32_t index) {
    frame_ids_[++counter_] = {stop_, index};
    return counter_;
  }
  Frame* frame_of(FrameId id) {
    const auto found = frame_ids_.find(id);
    if (found == frame_ids_.end() || found->second.first != stop_ || found->second.second >= frames_.size())
      return nullptr;
    return &frames_[frames_.size() - 1 - found->second.second];
  }
  ValueInfo shown(const Value& value, bool permanent) {
    static constexpr const char* kTypes[] = {"undefined", "number", "string", "Array", "Object"};
    ValueInfo out{.text = text_of(value, true), .type = kTypes[value.kind]};
    if (value.kind >= Value::array) {
      out.reference = hold({.permanent = permanent, .stop = stop_, .value = value});
      (value.kind == Value::array ? out.indexed : out.named) =
          value.kind == Value::array ? static_cast<uint32_t>(value.n) : 3;
    }
    return out;
  }

  Result<Value> expression(std::string_view source, Frame& frame) {
    const std::string text = trimmed(source);
    if (const size_t plus = text.find('+'); plus != std::string::npos && text[0] != '"') {
      const Result<Value> a = expression(text.substr(0, plus), frame), b = expression(text.substr(plus + 1), frame);
      if (!a || !b) return a ? b : a;
      if (a->kind == Value::number && b->kind == Value::number) return Value{Value::number, a->n + b->n};
      return Value{Value::string, 0, text_of(*a, false) + text_of(*b, false)};
    }
    if (text.starts_with('"') && text.size() >= 2) {
      std::string s;
      for (size_t i = 1; i + 1 < text.size(); i++) {
        if (text[i] == '\\' && text[i + 1] == 'n')
          s += '\n', i++;
        else
          s += text[i];
      }
      return Value{Value::string, 0, s};
    }
    if (text.starts_with("Array(")) return Value{Value::array, std::atof(text.c_str() + 6)};
    if (text.starts_with("{")) return Value{Value::object};
    if (text == "process.pid") return Value{Value::number, static_cast<double>(getpid())};
    if (text == "process.argv[2]") return arguments_.empty() ? Value{} : Value{Value::string, 0, arguments_[0]};
    if (text.starts_with("process.env.")) {
      const char* value = getenv(text.c_str() + 12);
      return value == nullptr ? Value{} : Value{Value::string, 0, value};
    }
    if (!text.empty() && (isdigit(text[0]) || text[0] == '-')) return Value{Value::number, std::atof(text.c_str())};
    for (Frame* place : {&frame, &frames_.front()}) {
      if (const auto found = place->variables.find(text); found != place->variables.end()) return found->second;
    }
    return std::unexpected(Failure{"ReferenceError: " + text + " is not defined", true});
  }
  Value must(std::string_view source) {
    Result<Value> value = expression(source, frames_.back());
    if (!value) throw_error(value.error().text, false);
    return *value;
  }

  void print(OutputStream stream, const std::string& text, Reference reference = 0) {
    const OutputInfo info{.stream = stream,
                          .text = text,
                          .reference = reference,
                          .location = {1, {static_cast<uint32_t>(frames_.back().line), indent(frames_.back().line)}}};
    if (events_ != nullptr && events_->output(info)) return;
    fputs(text.c_str(), stream == OutputStream::standard_error ? stderr : stdout);
    fflush(stdout);
  }

  void stop(StopInfo info) {
    if (events_ == nullptr) return;
    stop_++;
    const Resume resume = events_->paused(info);
    stop_++;
    stop_next_ = false;
    step_depth_ = SIZE_MAX;
    switch (resume.kind) {
      case Resume::Kind::terminate: throw Stopped();
      case Resume::Kind::step_in: stop_next_ = true; break;
      case Resume::Kind::step_over: step_depth_ = frames_.size(); break;
      case Resume::Kind::step_out: step_depth_ = frames_.size() - 1; break;
      default: break;
    }
  }
  void poll() {
    if (!interrupt_.exchange(false) || events_ == nullptr) return;
    switch (events_->interrupted()) {
      case DebugEvents::Then::go_on: break;
      case DebugEvents::Then::pause: stop({.reason = StopReason::pause}); break;
      case DebugEvents::Then::terminate: throw Stopped();
    }
  }
  void throw_error(const std::string& message, bool caught) {
    exception_ = message;
    uncaught_ = !caught;
    if (caught ? filters_.caught : filters_.uncaught) {
      stop({.reason = StopReason::exception, .text = "Error: " + message, .uncaught = !caught});
    }
    exception_.clear();
    if (caught) return;
    print(OutputStream::standard_error, "Uncaught Error: " + message + "\n");
    throw Exit{1};
  }

  void before(size_t line) {
    frames_.back().line = line;
    poll();
    std::vector<uint32_t> hit;
    for (const auto& [id, spec] : breakpoints_) {
      if (spec.line != line) continue;
      if (!spec.condition.empty()) {
        const Result<Value> value = expression(spec.condition, frames_.back());
        if (!value || value->n == 0) continue;
      }
      if (!spec.log_message.empty()) {
        print(OutputStream::console, spec.log_message + "\n");
        continue;
      }
      hit.push_back(id);
    }
    if (!hit.empty()) return stop({.reason = StopReason::breakpoint, .breakpoint_ids = hit});
    if (stop_next_ || frames_.size() <= step_depth_) {
      if (step_depth_ == SIZE_MAX && !stop_next_) return;
      return stop({.reason = std::exchange(entry_, false) ? StopReason::entry : StopReason::step});
    }
  }

  void block(size_t line, size_t end) {
    for (; line < end; line++) {
      const std::string text = trimmed(lines_[line]);
      if (text.starts_with("function")) {
        const size_t paren = text.find('(');
        const size_t start = line + 1;
        while (line < end && trimmed(lines_[line]) != "}") line++;
        functions_[trimmed(text.substr(9, paren - 9))] = {start, line,
                                                          trimmed(text.substr(paren + 1, text.find(')') - paren - 1))};
        continue;
      }
      if (!has_code(line)) continue;
      before(line);
      const auto inside = [&](std::string_view prefix) {
        return text.substr(prefix.size(), text.rfind(')') - prefix.size());
      };
      if (text.starts_with("let ") || text.starts_with("const ")) {
        const size_t space = text.find(' '), equals = text.find('=');
        frames_.back().variables[trimmed(text.substr(space, equals - space))] = must(text.substr(equals + 1));
      } else if (text.starts_with("console.log(")) {
        const Value value = must(inside("console.log("));
        print(OutputStream::standard_output, text_of(value, false) + "\n",
              value.kind >= Value::array ? hold({.permanent = true, .value = value}) : 0);
      } else if (text.starts_with("process.stdout.write(")) {
        const std::string out = text_of(must(inside("process.stdout.write(")), false);
        if (write(STDOUT_FILENO, out.data(), out.size()) < 0) throw Exit{1};
      } else if (text.starts_with("throw new Error(\"")) {
        throw_error(text.substr(17, text.rfind('"') - 17), false);
      } else if (text.starts_with("try { throw new Error(\"")) {
        throw_error(text.substr(23, text.rfind('"') - 23), true);
      } else if (text == "for (;;) {}") {
        for (;;) poll();
      } else if (text == "debugger") {
        stop({.reason = StopReason::debugger_statement});
      } else if (text.starts_with("process.exit(")) {
        throw Exit{std::atoi(text.c_str() + 13)};
      } else if (text == "process.abort()") {
        std::abort();
      } else if (const size_t paren = text.find('(');
                 paren != std::string::npos && functions_.contains(text.substr(0, paren))) {
        const auto [start, stop, parameter] = functions_[text.substr(0, paren)];
        Frame frame{.name = text.substr(0, paren), .line = start};
        if (!parameter.empty()) frame.variables[parameter] = must(text.substr(paren + 1, text.rfind(')') - paren - 1));
        frames_.push_back(std::move(frame));
        block(start, stop);
        frames_.pop_back();
      } else if (const size_t equals = text.find('='); equals != std::string::npos) {
        frames_.back().variables[trimmed(text.substr(0, equals))] = must(text.substr(equals + 1));
      }
    }
  }

  struct Function {
    size_t start, end;
    std::string parameter;
  };
  const std::string path_;
  const std::vector<std::string> arguments_;
  std::vector<std::string> lines_;
  std::map<std::string, Function> functions_;
  std::vector<Frame> frames_;
  DebugEvents* events_ = nullptr;
  std::atomic<bool> interrupt_ = false;
  std::map<uint32_t, BreakpointSpec> breakpoints_;
  ExceptionFilters filters_;
  bool loaded_ = false, stop_on_entry_ = false, stop_next_ = false, entry_ = false, uncaught_ = false;
  size_t step_depth_ = SIZE_MAX;
  std::string exception_;
  uint64_t stop_ = 0;
  uint32_t counter_ = 0;
  std::map<Reference, Held> held_;
  std::map<FrameId, std::pair<uint64_t, uint32_t>> frame_ids_;
};

}  // namespace

int main(int argc, char** argv) {
  std::string channel, file;
  std::vector<std::string> arguments;
  for (int i = 2; i < argc; i++) {
    const std::string argument = argv[i];
    if (!file.empty())
      arguments.push_back(argument);
    else if (argument.starts_with("--debug-channel="))
      channel = argument.substr(16);
    else if (argument == "--die")
      return 7;
    else if (argument == "--sleep")
      pause();
    else
      file = argument;
  }
  Toy toy(scrim::dap::real_path(file), arguments);
  auto target = scrim::dap::Target::open(channel, toy);
  if (!target) {
    fprintf(stderr, "%s\n", target.error().message.c_str());
    return 9;
  }
  if (!(*target)->wait_until_configured()) return 1;
  const int code = toy.run();
  (*target)->ended(code);
  return code;
}
