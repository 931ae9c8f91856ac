#include "dap/adapter/adapter.h"

#include "dap/target/target.h"

namespace scrim::dap {

Adapter::Adapter(std::unique_ptr<protocol::Transport> client, std::string self)
    : self_(std::move(self)),
      dispatcher_("scrim", wire::messages()),
      client_(protocol::Dialect::dap, std::move(client)) {
  // What the target answers is passed on, unless the adapter answers it itself.
  protocol::Dispatcher target("scrim", wire::messages());
  bind_target_requests(target, nullptr);
  for (const protocol::MessageInfo& message : wire::messages()) {
    if (message.is_request && target.handles(message.name)) forward(message.name);
  }
  forward(channel::ScrimHeapSnapshotRequest::kName);
  forward(channel::ScrimQueuesRequest::kName);

  dispatcher_.bind<wire::InitializeRequest>(this, &Adapter::initialize);
  dispatcher_.bind<wire::LaunchRequest>(this, &Adapter::launch);
  dispatcher_.bind<wire::AttachRequest>(this, &Adapter::attach);
  dispatcher_.bind<wire::ConfigurationDoneRequest>(this, &Adapter::configuration_done);
  dispatcher_.bind<wire::RestartRequest>(this, &Adapter::restart);
  dispatcher_.bind<wire::TerminateRequest>(this, &Adapter::terminate);
  dispatcher_.bind<wire::DisconnectRequest>(this, &Adapter::disconnect);
  dispatcher_.bind<wire::SetBreakpointsRequest>(this, &Adapter::set_breakpoints);
  dispatcher_.bind<wire::SetFunctionBreakpointsRequest>(this, &Adapter::set_function_breakpoints);
  dispatcher_.bind<wire::SetDataBreakpointsRequest>(this, &Adapter::set_data_breakpoints);
  dispatcher_.bind<wire::SetExceptionBreakpointsRequest>(this, &Adapter::set_exception_breakpoints);
  dispatcher_.bind<wire::BreakpointLocationsRequest>(this, &Adapter::breakpoint_locations);
  dispatcher_.bind<wire::ThreadsRequest>(this, &Adapter::threads);
  dispatcher_.bind<wire::CancelRequest>(this, &Adapter::cancel);

  dispatcher_.set_guard([this](const Incoming& message) -> std::optional<protocol::Error> {
    if (initialized_ || message.method == "initialize" || message.method == "disconnect") return std::nullopt;
    return protocol::Error{"'" + message.method + "' before 'initialize'", protocol::error_code::kInvalidRequest};
  });
  dispatcher_.set_complaint(
      [](const std::string& text) { fprintf(stderr, "scrim dap: ignored a malformed message: %s\n", text.c_str()); });
}

Adapter::~Adapter() {
  // Their threads use what is destroyed below.
  stop_listening();
  process_.reset();
  target_.reset();
}

void Adapter::run() {
  client_.start([this](Incoming&& message) {
    const bool urgent = protocol::is_urgent(message);
    auto task = [this, message = std::move(message)]() mutable { on_client(std::move(message)); };
    if (urgent) {
      loop_.post_urgent(std::move(task));
    } else {
      loop_.post(std::move(task));
    }
  });
  loop_.run();
  client_.flush();
  // The reader thread may wait for a client that never closes its end.
  client_.close();
}

void Adapter::on_client(Incoming&& message) {
  // End of input is a disconnect: nvim-dap and dap-mode send none after `terminated`.
  if (message.kind == Incoming::Kind::closed) return leave(!attached_);
  dispatcher_.dispatch(client_, std::move(message));
}

void Adapter::on_target(int64_t number, Incoming&& message) {
  if (number != target_number_) return;
  switch (message.kind) {
    case Incoming::Kind::response: return target_->deliver(std::move(message));
    case Incoming::Kind::closed:
      channel_closed_ = true;
      target_->fail_pending(protocol::Error{"the program has ended"});
      forwarded_.clear();
      return end_when_over();
    case Incoming::Kind::malformed:
      return say("scrim: the program's debug channel sent a malformed message: " + message.error.message + "\n",
                 "important");
    case Incoming::Kind::request: return;
    case Incoming::Kind::event: break;
  }
  if (message.method == channel::ScrimHelloEvent::kName) {
    if (auto hello = protocol::body_of<channel::ScrimHelloEventBody>(message, "body")) on_hello(*hello);
  } else if (message.method == channel::ScrimExitingEvent::kName) {
    if (auto exiting = protocol::body_of<channel::ScrimExitingEventBody>(message, "body"))
      exit_code_told_ = static_cast<int>(exiting->exit_code);
  } else if (message.method == channel::ScrimBreakpointEvent::kName) {
    if (auto state = protocol::body_of<channel::BoundBreakpoint>(message, "body")) on_breakpoint(*state);
  } else {
    if (message.method == wire::StoppedEvent::kName) program_stopped_ = true;
    client_.send_event(message.method, message.body_text());
  }
}

// A request of the client's goes to the target as it is, and its answer comes back as it is.
void Adapter::forward(const char* name) {
  dispatcher_.add(name, [this](protocol::Connection& client, Incoming&& message) {
    protocol::PendingReply reply(client, std::move(message));
    if (target_ == nullptr || channel_closed_) {
      const bool ended = over_ || channel_closed_;
      return reply.send(
          failure(ended ? "the program has ended" : "no program is running yet", protocol::error_code::kRequestFailed));
    }
    const auto* seq = std::get_if<int64_t>(&reply.request().id);
    const int64_t client_seq = seq == nullptr ? 0 : *seq;
    const std::string method = reply.request().method, body = reply.request().body_text();
    forwarded_[client_seq] =
        target_->request(method, body, [this, client_seq, reply = std::move(reply)](Incoming&& answer) mutable {
          forwarded_.erase(client_seq);
          if (answer.success) return reply.send(answer.body_text());
          reply.send(std::unexpected(std::move(answer.error)));
        });
  });
}

Expected<protocol::Empty> Adapter::cancel(const wire::CancelArguments& arguments, const Incoming&) {
  // A request still waiting here was marked when this one arrived; one that was passed on is cancelled there.
  if (!arguments.request_id) return {};
  const auto found = forwarded_.find(*arguments.request_id);
  if (found != forwarded_.end() && target_ != nullptr) {
    target_->request(wire::CancelRequest::kName, "{\"requestId\":" + std::to_string(found->second) + "}", nullptr);
  }
  return {};
}

// Answers in every state, also while the program is in an endless loop: the main thread is always the same.
Expected<wire::ThreadsResponse> Adapter::threads(const protocol::Empty&, const Incoming&) {
  wire::ThreadsResponse out;
  if (started_ && !over_) out.threads.push_back({.id = kMainThread, .name = "main"});
  return out;
}

void Adapter::say(std::string text, const char* category) {
  client_.send<wire::OutputEvent>({.category = category, .output = std::move(text)});
}

}  // namespace scrim::dap
