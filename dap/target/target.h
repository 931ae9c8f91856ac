// The debuggee's end of the private channel: answers DAP requests from the engine's debug interface, on the thread that
// runs JavaScript. One file for each group of requests; target.cpp has the table and the loop.
#pragma once

#include <memory>

#include "dap/paths.h"
#include "engine/debug/debugger.h"
#include "protocol/channel_messages.h"
#include "protocol/dap_messages.h"
#include "protocol/dispatch.h"

namespace scrim::dap {

namespace wire = protocol::dap;
namespace channel = protocol::channel;
using protocol::Expected;
using protocol::failure;
using protocol::Incoming;

inline constexpr int64_t kMainThread = 1;

class Target final : public debug::DebugEvents {
 public:
  // `where` is what follows --debug-channel=: "fd:N", an inherited socket, "unix:PATH", one to connect to,
  // or "listen:PORT", which waits on the loopback for a debugger to attach; before any of them "try:", which the caller
  // heeds (without a debugger the program just runs). Says hello.
  static Expected<std::unique_ptr<Target>> open(std::string_view where, debug::Debugger& debugger);
  ~Target() override;

  // Serves the adapter until it says that the program may start. False if it went away: then the process should end.
  bool wait_until_configured();
  // When the program has ended by itself: tells the exit code and sends what is queued.
  void ended(int exit_code);
  // A line for the debug console that is not the program's, such as an uncaught error's report.
  void report(std::string_view text);

  debug::Resume paused(const debug::StopInfo& stop) override;
  Then interrupted() override;
  void script_loaded(const debug::ScriptInfo& script) override;
  void breakpoint_changed(const debug::BreakpointInfo& breakpoint) override;
  bool output(const debug::OutputInfo& output) override;

 private:
  friend void bind_target_requests(protocol::Dispatcher& dispatcher, Target* target);
  template <class Message>
  using Answer = Expected<typename Message::Result>;

  Target(std::unique_ptr<protocol::Transport> transport, debug::Debugger& debugger);
  void received(Incoming&& message);  // on the reader thread
  void serve(Incoming&& message);
  Expected<protocol::Empty> must_be_paused() const;
  template <class T>
  static std::unexpected<protocol::Error> failed(const debug::Result<T>& result);

  // The client's way of counting and naming.
  int64_t client_line(uint32_t line) const { return static_cast<int64_t>(line) + (config_.lines_start_at1 ? 1 : 0); }
  int64_t client_column(uint32_t column) const {
    return static_cast<int64_t>(column) + (config_.columns_start_at1 ? 1 : 0);
  }
  uint32_t engine_line(int64_t line) const;
  uint32_t engine_column(int64_t column) const;
  wire::Source client_source(const debug::ScriptInfo& script) const;
  std::optional<wire::Source> client_source(debug::ScriptId script) const;
  template <class T>
  void set_range(T& out, const debug::SourceRange& range) const;
  channel::BoundBreakpoint bound(const debug::BreakpointInfo& breakpoint) const;
  wire::Variable client_variable(const debug::VariableInfo& variable) const;
  void set_value(const debug::ValueInfo& value, auto& out) const;

  // breakpoints.cpp
  Answer<channel::ScrimSetBreakpointsRequest> set_breakpoints(const channel::SetBreakpointsArguments& arguments,
                                                              const Incoming&);
  Answer<channel::ScrimSetFunctionBreakpointsRequest> set_function_breakpoints(
      const channel::SetFunctionBreakpointsArguments& arguments, const Incoming&);
  Answer<wire::DataBreakpointInfoRequest> data_breakpoint_info(const wire::DataBreakpointInfoArguments& arguments,
                                                               const Incoming&);
  Answer<channel::ScrimSetDataBreakpointsRequest> set_data_breakpoints(
      const channel::SetDataBreakpointsArguments& arguments, const Incoming&);
  // exceptions.cpp
  Answer<wire::SetExceptionBreakpointsRequest> set_exception_breakpoints(
      const wire::SetExceptionBreakpointsArguments& arguments, const Incoming&);
  Answer<wire::ExceptionInfoRequest> exception_info(const wire::ExceptionInfoArguments& arguments, const Incoming&);
  // stepping.cpp
  Answer<wire::ContinueRequest> continue_(const wire::ContinueArguments& arguments, const Incoming&);
  Answer<wire::NextRequest> next(const wire::NextArguments& arguments, const Incoming&);
  Answer<wire::StepInRequest> step_in(const wire::StepInArguments& arguments, const Incoming&);
  Answer<wire::StepOutRequest> step_out(const wire::StepOutArguments& arguments, const Incoming&);
  Answer<wire::StepInTargetsRequest> step_in_targets(const wire::StepInTargetsArguments& arguments, const Incoming&);
  Answer<wire::RestartFrameRequest> restart_frame(const wire::RestartFrameArguments& arguments, const Incoming&);
  Answer<wire::PauseRequest> pause(const wire::PauseArguments& arguments, const Incoming&);
  Expected<protocol::Empty> resume(debug::Resume resume);
  // stack.cpp
  Answer<wire::StackTraceRequest> stack_trace(const wire::StackTraceArguments& arguments, const Incoming&);
  Answer<wire::ScopesRequest> scopes(const wire::ScopesArguments& arguments, const Incoming&);
  // variables.cpp
  Answer<wire::VariablesRequest> variables(const wire::VariablesArguments& arguments, const Incoming& request);
  Answer<wire::SetVariableRequest> set_variable(const wire::SetVariableArguments& arguments, const Incoming&);
  // evaluate.cpp
  Answer<wire::EvaluateRequest> evaluate(const wire::EvaluateArguments& arguments, const Incoming& request);
  Answer<wire::SetExpressionRequest> set_expression(const wire::SetExpressionArguments& arguments, const Incoming&);
  Answer<wire::CompletionsRequest> completions(const wire::CompletionsArguments& arguments, const Incoming&);
  // sources.cpp
  Answer<wire::SourceRequest> source(const wire::SourceArguments& arguments, const Incoming&);
  Answer<wire::LoadedSourcesRequest> loaded_sources(const wire::LoadedSourcesArguments& arguments, const Incoming&);
  // heap.cpp
  Answer<channel::ScrimHeapSnapshotRequest> heap_snapshot(const channel::HeapSnapshotArguments& arguments,
                                                          const Incoming&);
  // queues.cpp
  Answer<channel::ScrimQueuesRequest> queues(const protocol::Empty&, const Incoming&);
  channel::CodePlace code_place(std::string function, const debug::SourceLocation& location) const;
  // target.cpp
  Answer<channel::ScrimConfigureRequest> configure(const channel::ConfigureArguments& arguments, const Incoming&);
  Answer<wire::ConfigurationDoneRequest> configuration_done(const wire::ConfigurationDoneArguments& arguments,
                                                            const Incoming&);
  Answer<wire::DisconnectRequest> disconnect(const wire::DisconnectArguments& arguments, const Incoming&);
  Answer<wire::CancelRequest> cancel(const wire::CancelArguments& arguments, const Incoming&);

  debug::Debugger& debugger_;
  protocol::MessageQueue queue_;
  protocol::Dispatcher dispatcher_;
  channel::ConfigureArguments config_{.lines_start_at1 = true, .columns_start_at1 = true};
  PathMap paths_;

  bool configured_ = false;
  bool closed_ = false;  // the adapter is gone, or has detached
  bool terminate_ = false;
  bool pause_asked_ = false;
  bool paused_ = false;
  bool serving_ = false;  // inside a request: an interrupt then concerns its evaluation
  std::optional<debug::Resume> resume_;
  // Last, so that its threads end before what they use.
  std::unique_ptr<protocol::Connection> connection_;
};

// The target's table: what it answers. With a null target the table can be asked what it holds, for the capabilities.
void bind_target_requests(protocol::Dispatcher& dispatcher, Target* target);

template <class T>
std::unexpected<protocol::Error> Target::failed(const debug::Result<T>& result) {
  const debug::Failure& why = result.error();
  return failure(why.cancelled ? "cancelled" : why.text,
                 why.cancelled ? protocol::error_code::kRequestCancelled : protocol::error_code::kRequestFailed);
}

template <class T>
void Target::set_range(T& out, const debug::SourceRange& range) const {
  out.line = client_line(range.start.line);
  out.column = client_column(range.start.column);
  out.end_line = client_line(range.end.line);
  out.end_column = client_column(range.end.column);
}

// EvaluateResponse, SetVariableResponse, SetExpressionResponse and Variable share these fields.
void Target::set_value(const debug::ValueInfo& value, auto& out) const {
  if (config_.supports_variable_type && !value.type.empty()) out.type = value.type;
  out.variables_reference = value.reference;
  if (value.named != 0) out.named_variables = value.named;
  if (value.indexed != 0) out.indexed_variables = value.indexed;
  if (!value.memory_reference.empty()) out.memory_reference = value.memory_reference;
}

}  // namespace scrim::dap
