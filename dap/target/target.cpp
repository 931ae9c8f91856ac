#include "dap/target/target.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>
#include <charconv>

namespace scrim::dap {

using protocol::Connection;
using protocol::Dialect;
using protocol::Dispatcher;

void bind_target_requests(Dispatcher& dispatcher, Target* target) {
  dispatcher.bind<channel::ScrimConfigureRequest>(target, &Target::configure);
  dispatcher.bind<channel::ScrimSetBreakpointsRequest>(target, &Target::set_breakpoints);
  dispatcher.bind<channel::ScrimSetFunctionBreakpointsRequest>(target, &Target::set_function_breakpoints);
  dispatcher.bind<wire::DataBreakpointInfoRequest>(target, &Target::data_breakpoint_info);
  dispatcher.bind<channel::ScrimSetDataBreakpointsRequest>(target, &Target::set_data_breakpoints);
  dispatcher.bind<wire::SetExceptionBreakpointsRequest>(target, &Target::set_exception_breakpoints);
  dispatcher.bind<wire::ConfigurationDoneRequest>(target, &Target::configuration_done);
  dispatcher.bind<wire::DisconnectRequest>(target, &Target::disconnect);
  dispatcher.bind<wire::CancelRequest>(target, &Target::cancel);
  dispatcher.bind<wire::ContinueRequest>(target, &Target::continue_);
  dispatcher.bind<wire::NextRequest>(target, &Target::next);
  dispatcher.bind<wire::StepInRequest>(target, &Target::step_in);
  dispatcher.bind<wire::StepOutRequest>(target, &Target::step_out);
  dispatcher.bind<wire::StepInTargetsRequest>(target, &Target::step_in_targets);
  dispatcher.bind<wire::RestartFrameRequest>(target, &Target::restart_frame);
  dispatcher.bind<wire::PauseRequest>(target, &Target::pause);
  dispatcher.bind<wire::StackTraceRequest>(target, &Target::stack_trace);
  dispatcher.bind<wire::ScopesRequest>(target, &Target::scopes);
  dispatcher.bind<wire::VariablesRequest>(target, &Target::variables);
  dispatcher.bind<wire::SetVariableRequest>(target, &Target::set_variable);
  dispatcher.bind<wire::EvaluateRequest>(target, &Target::evaluate);
  dispatcher.bind<wire::SetExpressionRequest>(target, &Target::set_expression);
  dispatcher.bind<wire::CompletionsRequest>(target, &Target::completions);
  dispatcher.bind<wire::ExceptionInfoRequest>(target, &Target::exception_info);
  dispatcher.bind<wire::SourceRequest>(target, &Target::source);
  dispatcher.bind<wire::LoadedSourcesRequest>(target, &Target::loaded_sources);
  dispatcher.bind<channel::ScrimHeapSnapshotRequest>(target, &Target::heap_snapshot);
  dispatcher.bind<channel::ScrimQueuesRequest>(target, &Target::queues);
}

Expected<std::unique_ptr<Target>> Target::open(std::string_view where, debug::Debugger& debugger) {
  std::unique_ptr<protocol::Transport> transport;
  if (where.starts_with("try:")) where.remove_prefix(4);
  if (where.starts_with("fd:")) {
    int fd = -1;
    const std::string_view digits = where.substr(3);
    std::from_chars(digits.data(), digits.data() + digits.size(), fd);
    // Our own children must not hold the channel open.
    if (fd < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
      return failure("--debug-channel=" + std::string(where) + " is not open");
    transport = protocol::transport_of(fd, fd, true);
  } else if (where.starts_with("unix:")) {
    auto connected = protocol::connect_unix(std::string(where.substr(5)));
    if (!connected) return std::unexpected(connected.error());
    transport = std::move(*connected);
  } else if (where.starts_with("listen:")) {
    int port = -1;
    const std::string_view digits = where.substr(7);
    std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (port < 0 || port > 65535)
      return failure("--debug-channel=listen: takes a port, not '" + std::string(digits) + "'");
    auto listener = protocol::TcpListener::open(static_cast<uint16_t>(port));
    if (!listener) return std::unexpected(listener.error());
    fprintf(stderr, "scrim: waiting for a debugger on 127.0.0.1:%u\n", (*listener)->port());
    auto accepted = (*listener)->accept();
    if (!accepted) return std::unexpected(accepted.error());
    transport = std::move(*accepted);
  } else {
    return failure("--debug-channel takes fd:N, unix:PATH or listen:PORT, not '" + std::string(where) + "'");
  }
  return std::unique_ptr<Target>(new Target(std::move(transport), debugger));
}

Target::Target(std::unique_ptr<protocol::Transport> transport, debug::Debugger& debugger)
    : debugger_(debugger),
      dispatcher_("scrim", wire::messages()),
      connection_(std::make_unique<Connection>(Dialect::dap, std::move(transport))) {
  bind_target_requests(dispatcher_, this);
  connection_->start([this](Incoming&& message) { received(std::move(message)); });
  connection_->send<channel::ScrimHelloEvent>({.process_id = getpid(), .version = "0.1.0"});
}

Target::~Target() {
  debugger_.set_events(nullptr);
}

// Reader thread. While paused the JavaScript thread waits for the queue; otherwise it is told to look.
void Target::received(Incoming&& message) {
  queue_.push(std::move(message));
  debugger_.request_interrupt();
}

void Target::serve(Incoming&& message) {
  if (message.kind == Incoming::Kind::closed) {
    if (closed_) return;
    // The adapter died or was killed. What it launched goes with it; what it attached to stays.
    closed_ = true;
    terminate_ = !config_.attached;
    configured_ = true;
    if (!resume_)
      resume_ = debug::Resume{.kind = terminate_ ? debug::Resume::Kind::terminate : debug::Resume::Kind::run};
    return;
  }
  const bool outer = std::exchange(serving_, true);
  dispatcher_.dispatch(*connection_, std::move(message));
  serving_ = outer;
}

bool Target::wait_until_configured() {
  while (!configured_) {
    if (auto message = queue_.pop()) serve(std::move(*message));
  }
  return !terminate_;
}

void Target::ended(int exit_code) {
  if (closed_) return;
  connection_->send<channel::ScrimExitingEvent>({.exit_code = exit_code});
  connection_->flush();
}

void Target::report(std::string_view text) {
  if (!closed_) connection_->send<wire::OutputEvent>({.category = "stderr", .output = std::string(text)});
}

debug::Resume Target::paused(const debug::StopInfo& stop) {
  using Kind = debug::Resume::Kind;
  pause_asked_ = false;
  if (closed_) return {.kind = terminate_ ? Kind::terminate : Kind::run};
  if (config_.no_debug) return {};
  static constexpr const char* kReasons[] = {"entry",           "breakpoint", "function breakpoint",
                                             "data breakpoint", "breakpoint", "step",
                                             "pause",           "exception",  "restart"};
  static constexpr const char* kDescriptions[] = {"Paused on entry",
                                                  "Paused on breakpoint",
                                                  "Paused on function breakpoint",
                                                  "Paused on data breakpoint",
                                                  "Paused on debugger statement",
                                                  "Paused after a step",
                                                  "Paused",
                                                  "Paused on exception",
                                                  "Paused after restarting a frame"};
  wire::StoppedEventBody body{.reason = kReasons[static_cast<int>(stop.reason)],
                              .description = kDescriptions[static_cast<int>(stop.reason)],
                              .thread_id = kMainThread,
                              .all_threads_stopped = true};
  if (stop.reason == debug::StopReason::exception) {
    if (stop.uncaught) body.description = "Paused on uncaught exception";
    if (stop.rejected) body.description = "Paused on promise rejection";
  }
  if (!stop.text.empty()) body.text = stop.text;
  if (!stop.breakpoint_ids.empty())
    body.hit_breakpoint_ids.emplace(stop.breakpoint_ids.begin(), stop.breakpoint_ids.end());
  paused_ = true;
  resume_.reset();
  connection_->send<wire::StoppedEvent>(body);
  while (!resume_) {
    if (auto message = queue_.pop()) serve(std::move(*message));
  }
  paused_ = false;
  return *resume_;
}

debug::DebugEvents::Then Target::interrupted() {
  // In the middle of an evaluation the engine looks at its cancel flag itself; what else came waits for its end.
  if (serving_) return Then::go_on;
  while (!queue_.empty()) {
    if (auto message = queue_.pop(0)) serve(std::move(*message));
  }
  if (terminate_) return Then::terminate;
  return std::exchange(pause_asked_, false) ? Then::pause : Then::go_on;
}

Target::Answer<channel::ScrimConfigureRequest> Target::configure(const channel::ConfigureArguments& arguments,
                                                                 const Incoming&) {
  config_ = arguments;
  if (config_.program && config_.real_program) paths_.learn(*config_.program, *config_.real_program);
  debugger_.set_stop_on_entry(config_.stop_on_entry && !config_.no_debug);
  debugger_.set_skip_files(config_.skip_files);
  debugger_.set_source_maps(config_.source_maps);
  debugger_.set_events(this);
  return {};
}

Target::Answer<wire::ConfigurationDoneRequest> Target::configuration_done(const wire::ConfigurationDoneArguments&,
                                                                          const Incoming&) {
  configured_ = true;
  return {};
}

// From the adapter: detach (the program goes on as if never debugged), or end.
Target::Answer<wire::DisconnectRequest> Target::disconnect(const wire::DisconnectArguments& arguments,
                                                           const Incoming&) {
  terminate_ = arguments.terminate_debuggee.value_or(!config_.attached);
  configured_ = closed_ = true;
  resume_ = debug::Resume{.kind = terminate_ ? debug::Resume::Kind::terminate : debug::Resume::Kind::run};
  if (!terminate_) {
    prctl(PR_SET_PDEATHSIG, 0);  // set by the adapter that launched it: the program now lives on its own
    debugger_.set_events(nullptr);
  }
  return {};
}

// The connection has marked the request; received() made the engine look.
Target::Answer<wire::CancelRequest> Target::cancel(const wire::CancelArguments&, const Incoming&) {
  return {};
}

Expected<protocol::Empty> Target::must_be_paused() const {
  if (!paused_) return failure("the program is running: pause it first", protocol::error_code::kRequestFailed);
  return {};
}

uint32_t Target::engine_line(int64_t line) const {
  const int64_t counted = line - (config_.lines_start_at1 ? 1 : 0);
  return counted < 0 ? 0 : static_cast<uint32_t>(std::min<int64_t>(counted, INT32_MAX));
}

uint32_t Target::engine_column(int64_t column) const {
  const int64_t counted = column - (config_.columns_start_at1 ? 1 : 0);
  return counted < 0 ? 0 : static_cast<uint32_t>(std::min<int64_t>(counted, INT32_MAX));
}

}  // namespace scrim::dap
