// The adapter: one client, at most one program. It starts and ends the program, keeps the breakpoints, passes on the
// program's output and everything that the target in the debuggee answers, and survives whatever the program does.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "dap/adapter/breakpoints.h"
#include "dap/adapter/launch.h"
#include "dap/adapter/loop.h"
#include "dap/adapter/process.h"
#include "dap/paths.h"
#include "protocol/channel_messages.h"
#include "protocol/dap_messages.h"
#include "protocol/dispatch.h"

namespace scrim::dap {

namespace wire = protocol::dap;
namespace channel = protocol::channel;
using protocol::Expected;
using protocol::failure;
using protocol::Incoming;

// A temporary folder with two listening sockets: "channel" for programs, "children" for the adapters of child sessions.
struct ChannelFolder {
  std::string path;
  int listener = -1;
  int children = -1;
  static Expected<ChannelFolder> make();
  // Puts a `node` there that runs `self` and has it connect.
  bool add_node(const std::string& self) const;
  void close_and_remove() const;
};

class Adapter {
 public:
  // `self` is the executable that runs programs.
  Adapter(std::unique_ptr<protocol::Transport> client, std::string self);
  ~Adapter();
  // Until the client disconnects or goes away. No process it started is left then, unless the client wished so.
  void run();

 private:
  // adapter.cpp
  void forward(const char* name);
  void on_client(Incoming&& message);
  void on_target(int64_t number, Incoming&& message);
  bool debuggee_ready() const { return target_ != nullptr && (starting_ || started_) && !channel_closed_; }
  Expected<wire::ThreadsResponse> threads(const protocol::Empty&, const Incoming&);
  Expected<protocol::Empty> cancel(const wire::CancelArguments& arguments, const Incoming&);
  void say(std::string text, const char* category = "console");

  // lifecycle.cpp
  Expected<wire::Capabilities> initialize(const wire::InitializeArguments& arguments, const Incoming&);
  void launch(const wire::LaunchArguments& arguments, protocol::Reply<wire::LaunchRequest> reply);
  void attach(const wire::AttachArguments& arguments, protocol::Reply<wire::AttachRequest> reply);
  void configuration_done(const wire::ConfigurationDoneArguments&,
                          protocol::Reply<wire::ConfigurationDoneRequest> reply);
  void set_exception_breakpoints(const wire::SetExceptionBreakpointsArguments& arguments,
                                 protocol::Reply<wire::SetExceptionBreakpointsRequest> reply);
  void restart(const wire::RestartArguments& arguments, protocol::Reply<wire::RestartRequest> reply);
  void terminate(const wire::TerminateArguments& arguments, protocol::Reply<wire::TerminateRequest> reply);
  void disconnect(const wire::DisconnectArguments& arguments, protocol::Reply<wire::DisconnectRequest> reply);
  Expected<protocol::Empty> start_program();
  Expected<protocol::Empty> start_in_terminal();
  Process::Events process_events();
  void connect_target(std::unique_ptr<protocol::Transport> transport);
  void on_hello(const channel::ScrimHelloEventBody& hello);
  void start_when_ready();
  void fail_launch(std::string why);
  void on_process_end(int64_t generation, Process::Exit exit);
  void end_when_over();
  void program_over();
  void leave(bool terminate_debuggee);

  // launcher.cpp
  Expected<std::string> listen_for_programs(bool in_terminal);  // the socket's path
  void stop_listening();
  void on_program(int64_t generation, int fd);
  void forget_target(const char* why);
  bool follows_children() const;

  // children.cpp
  void start_child(int fd);
  void hand_over_child(int64_t generation, int fd, int64_t number);
  void forget_child(int64_t number);

  // breakpoints.cpp
  void set_breakpoints(const wire::SetBreakpointsArguments& arguments,
                       protocol::Reply<wire::SetBreakpointsRequest> reply);
  void set_function_breakpoints(const wire::SetFunctionBreakpointsArguments& arguments,
                                protocol::Reply<wire::SetFunctionBreakpointsRequest> reply);
  void set_data_breakpoints(const wire::SetDataBreakpointsArguments& arguments,
                            protocol::Reply<wire::SetDataBreakpointsRequest> reply);
  Expected<wire::BreakpointLocationsResponse> breakpoint_locations(const wire::BreakpointLocationsArguments& arguments,
                                                                   const Incoming&);
  bool verify_from_compiled(const std::string& path, BreakpointStore::Entry& entry);
  void verify_from_source(const std::string& path, BreakpointStore::File& file);
  std::vector<wire::Breakpoint> client_breakpoints(const BreakpointStore::File& file) const;
  void send_breakpoints(const std::string& path, const BreakpointStore::File& file, Loop::Task done);
  bool take_state(const channel::BoundBreakpoint& state);
  void on_breakpoint(const channel::BoundBreakpoint& state);

  const std::string self_;
  Loop loop_;
  protocol::Dispatcher dispatcher_;
  ClientView view_;
  wire::InitializeArguments client_info_;
  BreakpointStore breakpoints_;
  std::optional<wire::SetExceptionBreakpointsArguments> exception_filters_;

  bool initialized_ = false;
  bool configuration_done_ = false;
  bool attached_ = false;
  bool leaving_ = false;
  std::optional<LaunchPlan> plan_;
  std::optional<protocol::PendingReply> launch_reply_;
  std::optional<protocol::PendingReply> configuration_reply_;
  std::optional<protocol::PendingReply> disconnect_reply_;

  // The program now running. `generation_` tells its events from those of one that was restarted away.
  int64_t generation_ = 0;
  std::unique_ptr<Process> process_;
  std::optional<Process::Exit> exit_;
  std::optional<int> exit_code_told_;  // over the channel
  int64_t process_id_ = 0;
  // Counts the programs that have connected: one run of a launcher may start several.
  int64_t target_number_ = 0;
  bool program_stopped_ = false;  // the one that is debugged has stopped somewhere
  bool waited_ = false;           // for another one
  std::string search_path_;       // PATH as the program has it, but for our folder
  std::optional<ChannelFolder> listening_;
  std::thread listener_;
  std::map<int64_t, int> children_;  // connections of programs that wait for an adapter of their own
  int64_t child_number_ = 0;
  bool channel_closed_ = false;
  bool hello_ = false;
  bool starting_ = false;                 // breakpoints are being sent
  bool started_ = false;                  // the program was let go
  bool over_ = false;                     // `terminated` was sent
  std::map<int64_t, int64_t> forwarded_;  // the client's seq -> the channel's

  protocol::Connection client_;
  std::unique_ptr<protocol::Connection> target_;
};

}  // namespace scrim::dap
