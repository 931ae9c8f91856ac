// From initialize to disconnect: starting the program, noticing that it ended, ending it.
#include <unistd.h>
#include <csignal>
#include <cstring>

#include "dap/adapter/adapter.h"
#include "dap/adapter/children.h"
#include "dap/target/target.h"

namespace scrim::dap {

// How long a command in a terminal may take from one program to the next.
static constexpr int kNextProgramMs = 3000;

Expected<wire::Capabilities> Adapter::initialize(const wire::InitializeArguments& arguments, const Incoming&) {
  if (initialized_) return failure("initialize was already sent", protocol::error_code::kInvalidRequest);
  client_info_ = arguments;
  view_.lines_start_at_1 = arguments.lines_start_at1.value_or(true);
  view_.columns_start_at_1 = arguments.columns_start_at1.value_or(true);
  view_.paths_are_uris = arguments.path_format == "uri";
  initialized_ = true;

  wire::Capabilities out;
  // A flag for each request in the table that is bound; below, what no request stands for.
  dispatcher_.each_capability([&](const char* name) { announce(out, name); });
  out.supports_conditional_breakpoints = true;
  out.supports_hit_conditional_breakpoints = true;
  out.supports_log_points = true;
  out.supports_evaluate_for_hovers = true;
  out.supports_clipboard_context = true;
  out.supports_value_formatting_options = true;
  out.support_terminate_debuggee = true;
  out.supports_delayed_stack_trace_loading = true;
  out.supports_exception_filter_options = true;
  out.supports_stepping_granularity = true;
  out.completion_trigger_characters = {".", "[", "\"", "'"};
  out.exception_breakpoint_filters = {{.filter = "all",
                                       .label = "Caught Exceptions",
                                       .description = "Stops where an error is thrown, even if it is caught later.",
                                       .default_ = false,
                                       .supports_condition = true,
                                       .condition_description = "error.name == \"MyError\""},
                                      {.filter = "uncaught",
                                       .label = "Uncaught Exceptions",
                                       .description = "Stops where an error is thrown that nothing will catch.",
                                       .default_ = true,
                                       .supports_condition = true,
                                       .condition_description = "error.name == \"MyError\""}};
  // After this response, before anything else: the client may configure.
  loop_.post_urgent([this] { client_.send<wire::InitializedEvent>({}); });
  return out;
}

void Adapter::launch(const wire::LaunchArguments& arguments, protocol::Reply<wire::LaunchRequest> reply) {
  if (plan_ || attached_)
    return reply(failure("a program was already launched", protocol::error_code::kInvalidRequest));
  auto plan = plan_launch(arguments, self_);
  if (plan) {
    plan_ = std::move(*plan);
    launch_reply_.emplace(std::move(reply));
    if (const auto started = start_program(); !started) fail_launch(started.error().message);
    return;
  }
  protocol::Error error = plan.error();
  error.show_user = true;
  reply(std::unexpected(error));
}

void Adapter::fail_launch(std::string why) {
  generation_++;
  stop_listening();
  process_.reset();
  forget_target("the program could not be started");
  plan_.reset();
  protocol::Error error{std::move(why), protocol::error_code::kRequestFailed, true};
  if (launch_reply_) {
    launch_reply_->send(std::unexpected(error));
    launch_reply_.reset();
    if (configuration_reply_) configuration_reply_->send(std::string());
    configuration_reply_.reset();
  } else {
    say(error.message + "\n", "important");
    program_over();
  }
}

Process::Events Adapter::process_events() {
  Process::Events events;
  events.output = [this, generation = generation_](bool is_error, std::string text) {
    client_.wait_for_room();
    loop_.post([this, generation, is_error, text = std::move(text)]() mutable {
      if (generation == generation_ || is_error) say(std::move(text), is_error ? "stderr" : "stdout");
    });
  };
  events.ended = [this, generation = generation_](Process::Exit exit) {
    loop_.post([this, generation, exit] { on_process_end(generation, exit); });
  };
  return events;
}

Expected<protocol::Empty> Adapter::start_program() {
  generation_++;
  exit_.reset();
  exit_code_told_.reset();
  channel_closed_ = hello_ = starting_ = started_ = over_ = program_stopped_ = false;
  const bool in_terminal =
      plan_->console != LaunchPlan::Console::internal && client_info_.supports_run_in_terminal_request.value_or(false);
  if (in_terminal) {
    return start_in_terminal();
  }
  if (plan_->launcher) {
    if (const auto channel = listen_for_programs(false); !channel) return std::unexpected(channel.error());
    auto process = Process::start({.arguments = plan_->command_line(""),
                                   .folder = plan_->folder,
                                   .environment = plan_->environment,
                                   .inherited_fd = -1},
                                  process_events());
    if (!process) {
      stop_listening();
      return std::unexpected(process.error());
    }
    process_ = std::move(*process);
    process_id_ = process_->pid();
    return {};
  }
  if (follows_children()) {
    if (const auto channel = listen_for_programs(false); !channel) return std::unexpected(channel.error());
  }
  const auto pair = protocol::channel_pair();
  if (!pair) return std::unexpected(pair.error());
  const auto [ours, theirs] = *pair;
  ProcessSpec spec{.arguments = plan_->command_line("fd:" + std::to_string(theirs)),
                   .folder = plan_->folder,
                   .environment = plan_->environment,
                   .inherited_fd = theirs};
  auto transport = protocol::transport_of(ours, ours, true);
  auto process = Process::start(spec, process_events());
  close(theirs);
  if (!process) return std::unexpected(process.error());
  process_ = std::move(*process);
  process_id_ = process_->pid();
  connect_target(std::move(transport));
  loop_.after(plan_->timeout_ms, [this, generation = generation_] {
    if (generation == generation_ && !hello_ && !exit_) {
      fail_launch("the program did not connect to the debugger within " + std::to_string(plan_->timeout_ms) + " ms");
    }
  });
  return {};
}

// The terminal's child is not ours: it connects to a socket.
Expected<protocol::Empty> Adapter::start_in_terminal() {
  const auto channel = listen_for_programs(true);
  if (!channel) return std::unexpected(channel.error());
  std::map<std::string, std::optional<std::string>> environment;
  for (const auto& [name, value] : plan_->environment) environment[name] = value;
  wire::RunInTerminalArguments arguments{.kind = plan_->console == LaunchPlan::Console::external
                                                     ? wire::RunInTerminalArgumentsKind::kExternal
                                                     : wire::RunInTerminalArgumentsKind::kIntegrated,
                                         .title = "scrim: " + base_name(plan_->client_program),
                                         .cwd = plan_->folder.empty() ? real_path(".") : plan_->folder,
                                         .args = plan_->command_line("unix:" + *channel)};
  if (!environment.empty()) arguments.env = environment;
  client_.send_request<wire::RunInTerminalRequest>(
      arguments, [this, generation = generation_](Expected<wire::RunInTerminalResponse> reply) {
        // The pid comes with the hello: the response may name the shell.
        if (!reply && generation == generation_)
          fail_launch("the client could not start a terminal: " + reply.error().message);
      });
  return {};
}

void Adapter::connect_target(std::unique_ptr<protocol::Transport> transport) {
  target_ = std::make_unique<protocol::Connection>(protocol::Dialect::dap, std::move(transport));
  target_->start([this, number = ++target_number_](Incoming&& message) {
    loop_.post([this, number, message = std::move(message)]() mutable { on_target(number, std::move(message)); });
  });
}

void Adapter::attach(const wire::AttachArguments& arguments, protocol::Reply<wire::AttachRequest> reply) {
  if (plan_ || attached_)
    return reply(failure("a program was already launched", protocol::error_code::kInvalidRequest));
  const auto attach_to = [&](std::unique_ptr<protocol::Transport> transport) {
    attached_ = true;
    plan_.emplace();
    plan_->client_program = arguments.name.value_or("attached program");
    plan_->skip_files = skip_files_of(arguments.skip_files);
    plan_->source_maps = arguments.source_maps.value_or(true);
    // Who started it reads what it writes.
    plan_->capture_output = !arguments.children_channel;
    if (arguments.stop_on_entry) {
      const auto* flag = std::get_if<bool>(&*arguments.stop_on_entry);
      plan_->stop_on_entry = flag == nullptr || *flag;
    }
    generation_++;
    launch_reply_.emplace(std::move(reply));
    connect_target(std::move(transport));
  };
  if (arguments.children_channel) {
    auto transport = fetch_child(*arguments.children_channel, arguments.child.value_or(0));
    if (!transport) return reply(std::unexpected(transport.error()));
    return attach_to(std::move(*transport));
  }
  int64_t port = 0;
  if (arguments.port) {
    const auto* number = std::get_if<int64_t>(&*arguments.port);
    port = number != nullptr ? *number : std::atoll(std::get<std::string>(*arguments.port).c_str());
  }
  protocol::Error error{"attach: 'port' is missing: the one that the program waits on",
                        protocol::error_code::kRequestFailed, true};
  if (port <= 0 || port > 65535) return reply(std::unexpected(error));
  auto transport = protocol::connect_tcp(arguments.address.value_or("127.0.0.1"), static_cast<uint16_t>(port));
  if (!transport) {
    error.message = "attach: " + transport.error().message;
    return reply(std::unexpected(error));
  }
  attach_to(std::move(*transport));
}

void Adapter::on_hello(const channel::ScrimHelloEventBody& hello) {
  hello_ = true;
  process_id_ = hello.process_id;
  channel::ConfigureArguments arguments{.lines_start_at1 = view_.lines_start_at_1,
                                        .columns_start_at1 = view_.columns_start_at_1,
                                        .paths_are_uris = view_.paths_are_uris,
                                        .stop_on_entry = plan_->stop_on_entry,
                                        .skip_files = plan_->skip_files,
                                        .no_debug = plan_->no_debug,
                                        .capture_output = plan_->capture_output,
                                        .source_maps = plan_->source_maps,
                                        .supports_variable_type = client_info_.supports_variable_type.value_or(false),
                                        .attached = attached_};
  if (plan_->has_program) {
    arguments.program = plan_->client_program;
    arguments.real_program = plan_->program;
  } else if (!plan_->folder.empty()) {  // how the client spells the folder is how it spells what is in it
    arguments.program = plan_->folder + "/package.json";
    arguments.real_program = real_path(plan_->folder) + "/package.json";
  }
  target_->send_request<channel::ScrimConfigureRequest>(arguments, [this](Expected<protocol::Empty> reply) {
    if (!reply && !channel_closed_)
      say("scrim: the program refused its configuration: " + reply.error().message + "\n", "important");
  });
  start_when_ready();
}

void Adapter::configuration_done(const wire::ConfigurationDoneArguments&,
                                 protocol::Reply<wire::ConfigurationDoneRequest> reply) {
  configuration_done_ = true;
  if (!plan_) return reply(protocol::Empty{});  // before launch: either order is right
  if (started_) return reply(protocol::Empty{});
  configuration_reply_.emplace(std::move(reply));
  start_when_ready();
}

void Adapter::set_exception_breakpoints(const wire::SetExceptionBreakpointsArguments& arguments,
                                        protocol::Reply<wire::SetExceptionBreakpointsRequest> reply) {
  exception_filters_ = arguments;
  if (debuggee_ready() && !channel_closed_) {
    target_->send_request<wire::SetExceptionBreakpointsRequest>(
        arguments,
        [reply = std::move(reply)](Expected<wire::SetExceptionBreakpointsResponse> answer) mutable { reply(answer); });
    return;
  }
  wire::SetExceptionBreakpointsResponse out;
  out.breakpoints.emplace();
  const auto answer = [&](const std::string& filter) {
    const bool known = filter == "all" || filter == "uncaught";
    out.breakpoints->push_back({.verified = known});
    if (!known) out.breakpoints->back().message = "there is no exception filter '" + filter + "'";
  };
  for (const std::string& filter : arguments.filters) answer(filter);
  for (const auto& option : arguments.filter_options.value_or(std::vector<wire::ExceptionFilterOptions>{}))
    answer(option.filter_id);
  reply(out);
}

// Once the program waits and the client has finished: breakpoints, filters, go. Requests on the channel keep their
// order, so that nothing has to be waited for but the last.
void Adapter::start_when_ready() {
  if (!hello_ || !configuration_done_ || starting_ || started_) return;
  starting_ = true;
  if (!plan_->no_debug) {
    for (const auto& [path, file] : breakpoints_.files()) {
      send_breakpoints(path, file, [this, path, told = file.entries] {
        // The client was told what the parser found; only a difference is news.
        const BreakpointStore::File& now = breakpoints_.files().at(path);
        for (const BreakpointStore::Entry& entry : now.entries) {
          const auto same = [&](const BreakpointStore::Entry& other) {
            return other.asked.id == entry.asked.id && !differ(other.state, entry.state);
          };
          if (std::any_of(told.begin(), told.end(), same)) continue;
          client_.send<wire::BreakpointEvent>(
              {.reason = "changed", .breakpoint = client_breakpoint(entry.state, view_, &now.source)});
        }
      });
    }
    if (!breakpoints_.functions.empty()) {
      target_->send_request<channel::ScrimSetFunctionBreakpointsRequest>(
          {.breakpoints = breakpoints_.functions}, [this](Expected<channel::BoundBreakpoints> bound) {
            if (!bound) return;
            for (const channel::BoundBreakpoint& state : bound->breakpoints) {
              client_.send<wire::BreakpointEvent>(
                  {.reason = "changed", .breakpoint = client_breakpoint(state, view_, nullptr)});
            }
          });
    }
    if (exception_filters_)
      target_->send_request<wire::SetExceptionBreakpointsRequest>(*exception_filters_, [](const auto&) {});
  }
  target_->send_request<wire::ConfigurationDoneRequest>({}, [this](Expected<protocol::Empty> reply) {
    if (!reply) return;  // the end of the channel tells more
    started_ = true;
    client_.send<wire::ProcessEvent>(
        {.name = plan_->client_program,
         .system_process_id = process_id_,
         .is_local_process = true,
         .start_method = attached_ ? wire::ProcessEventStartMethod::kAttach : wire::ProcessEventStartMethod::kLaunch,
         .pointer_size = 64});
    client_.send<wire::ThreadEvent>({.reason = "started", .thread_id = kMainThread});
    if (configuration_reply_) configuration_reply_->send(std::string());
    configuration_reply_.reset();
    if (launch_reply_) launch_reply_->send(std::string());
    launch_reply_.reset();
  });
}

void Adapter::on_process_end(int64_t generation, Process::Exit exit) {
  if (generation != generation_) return;
  exit_ = exit;
  stop_listening();
  if (plan_ && plan_->launcher && target_ == nullptr) channel_closed_ = true;  // it has started no program
  end_when_over();
}

// Over when the process has ended, its pipes are drained (both in exit_) and the channel is read to its end.
void Adapter::end_when_over() {
  if (over_ || !channel_closed_ || (process_ != nullptr && !exit_)) return;
  if (process_ == nullptr && plan_ && plan_->launcher && !leaving_ && !waited_) {
    // In a terminal: whether what was started there goes on to another program is not known.
    waited_ = true;
    loop_.after(kNextProgramMs, [this, number = target_number_] {
      if (number == target_number_) end_when_over();
    });
    return;
  }
  if (launch_reply_ && !leaving_) {
    std::string why = plan_->launcher ? "'" + base_name(plan_->runtime_executable) + "' ended and has started no node"
                                      : "the program ended before it could be debugged";
    if (exit_ && exit_->signal != 0) {
      why += std::string(": signal ") + std::to_string(exit_->signal) + " (" + strsignal(exit_->signal) + ")";
    } else if (exit_) {
      why += ": exit code " + std::to_string(exit_->code);
    }
    return fail_launch(why + "; what it printed is in the debug console");
  }
  if (exit_ && exit_->signal != 0 && !leaving_) {
    std::string text =
        "The program was ended by signal " + std::to_string(exit_->signal) + " (" + strsignal(exit_->signal) + ")";
    if (exit_->signal == SIGKILL) text += "; if nobody did that, the machine ran out of memory";
    if (exit_->signal == SIGSEGV || exit_->signal == SIGABRT || exit_->signal == SIGBUS || exit_->signal == SIGILL) {
      text += ": this is a bug in scrim, not in the program";
    }
    say(text + ".\n", "important");
  }
  program_over();
}

void Adapter::program_over() {
  if (over_) return;
  over_ = true;
  if (started_) client_.send<wire::ThreadEvent>({.reason = "exited", .thread_id = kMainThread});
  if (exit_ || exit_code_told_) {
    client_.send<wire::ExitedEvent>({.exit_code = exit_ ? exit_->code : *exit_code_told_});
  }
  client_.send<wire::TerminatedEvent>({});
  if (leaving_) process_.reset();  // reaped, and with it what it left in its group
  if (disconnect_reply_) {
    disconnect_reply_->send(std::string());
    disconnect_reply_.reset();
  }
  if (leaving_) loop_.stop();
}

void Adapter::restart(const wire::RestartArguments& arguments, protocol::Reply<wire::RestartRequest> reply) {
  if (!plan_ || attached_)
    return reply(failure("there is no launched program to restart", protocol::error_code::kRequestFailed));
  if (arguments.arguments.present()) {
    const auto launch =
        protocol::from_json_text<wire::LaunchArguments>(arguments.arguments.text, "arguments.arguments");
    if (!launch) return reply(std::unexpected(launch.error()));
    auto plan = plan_launch(*launch, self_);
    if (!plan) return reply(std::unexpected(plan.error()));
    plan_ = std::move(*plan);
  }
  if (started_ && !over_) client_.send<wire::ThreadEvent>({.reason = "exited", .thread_id = kMainThread});
  generation_++;  // what the old one still says no longer counts
  stop_listening();
  process_.reset();
  forget_target("the program was restarted");
  if (const auto started = start_program(); !started) {
    over_ = false;
    protocol::Error error = started.error();
    reply(std::unexpected(error));
    return fail_launch(error.message);
  }
  reply(protocol::Empty{});
}

// Asks the program to end, as a shell would; it may clean up. `disconnect` is the answer to one that does not.
void Adapter::terminate(const wire::TerminateArguments&, protocol::Reply<wire::TerminateRequest> reply) {
  reply(protocol::Empty{});
  if (over_) return;
  if (process_ != nullptr) {
    process_->signal_group(SIGTERM);
  } else if (target_ != nullptr) {
    if (process_id_ > 1 && !attached_) {
      kill(static_cast<pid_t>(process_id_), SIGTERM);
    } else {
      target_->request(wire::DisconnectRequest::kName, "{\"terminateDebuggee\":true}", nullptr);
    }
  }
}

void Adapter::disconnect(const wire::DisconnectArguments& arguments, protocol::Reply<wire::DisconnectRequest> reply) {
  disconnect_reply_.emplace(std::move(reply));
  leave(arguments.terminate_debuggee.value_or(!attached_));
}

void Adapter::leave(bool terminate_debuggee) {
  if (leaving_) return loop_.stop();  // a second disconnect, or the end of input after one
  leaving_ = true;
  const bool alive = !over_ && (process_ != nullptr || target_ != nullptr) && !channel_closed_;
  if (!terminate_debuggee) {
    if (target_ != nullptr && !channel_closed_) {
      target_->request(wire::DisconnectRequest::kName, "{\"terminateDebuggee\":false}", nullptr);
      target_->flush();
    }
    if (process_ != nullptr) Process::release(std::move(process_));
  } else if (process_ != nullptr && !over_) {
    // Its end comes back as an event, and then everything it wrote has been passed on.
    process_->signal_group(SIGKILL);
    return;
  } else if (alive && process_id_ > 1) {
    kill(static_cast<pid_t>(process_id_),
         SIGKILL);  // in a terminal, or attached: ended because the client asked for it
    return;
  }
  if (process_ != nullptr && terminate_debuggee) process_->signal_group(SIGKILL);
  if (disconnect_reply_) disconnect_reply_->send(std::string());
  disconnect_reply_.reset();
  if (launch_reply_) launch_reply_.reset();
  loop_.stop();
}

}  // namespace scrim::dap
