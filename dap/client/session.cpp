#include "dap/client/session.h"

#include "dap/adapter/adapter.h"

namespace scrim::dap {

Session::Session(const std::string& self, OnEvent on_event) : on_event_(std::move(on_event)) {
  const auto pair = protocol::channel_pair();
  if (!pair) {
    gone_ = true;
    return;
  }
  const auto [ours, theirs] = *pair;
  adapter_ = std::thread([self, theirs] { Adapter(protocol::transport_of(theirs, theirs, true), self).run(); });
  connection_ =
      std::make_unique<protocol::Connection>(protocol::Dialect::dap, protocol::transport_of(ours, ours, true));
  connection_->start([this](protocol::Incoming&& message) { queue_.push(std::move(message)); });
}

Session::~Session() {
  if (connection_ != nullptr && !gone_) call<protocol::dap::DisconnectRequest>({.terminate_debuggee = true});
  connection_.reset();
  if (adapter_.joinable()) adapter_.join();
}

void Session::wait_until(const std::function<bool()>& done) {
  while (!done() && !gone_) {
    auto message = queue_.pop();
    if (!message) continue;
    switch (message->kind) {
      case protocol::Incoming::Kind::closed:
        gone_ = true;
        connection_->fail_pending(protocol::Error{"the adapter has gone"});
        break;
      case protocol::Incoming::Kind::response: connection_->deliver(std::move(*message)); break;
      case protocol::Incoming::Kind::request:
        connection_->respond(*message, protocol::failure("this client does not do that"));
        break;
      case protocol::Incoming::Kind::event: on_event_(*message); break;
      case protocol::Incoming::Kind::malformed: break;
    }
  }
}

void Session::pause() {
  if (connection_ != nullptr)
    connection_->send_request<protocol::dap::PauseRequest>({.thread_id = 1}, [](const auto&) {});
}

}  // namespace scrim::dap
