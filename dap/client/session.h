// A debugging session seen from a client's side: an adapter on a thread of its own in this process, and typed calls to
// it that wait for their answers. Whatever else arrives meanwhile goes to a listener in its order.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "protocol/channel_messages.h"
#include "protocol/connection.h"
#include "protocol/dap_messages.h"

namespace scrim::dap {

class Session {
 public:
  using OnEvent = std::function<void(const protocol::Incoming&)>;

  // `self` runs programs. Events and reverse requests go to `on_event`, on the thread that waits in call() or
  // wait_until().
  Session(const std::string& self, OnEvent on_event);
  ~Session();  // disconnects: no process is left

  // Sends and waits for the answer.
  template <class Request>
  protocol::Expected<typename Request::Result> call(const typename Request::Body& body) {
    std::optional<protocol::Expected<typename Request::Result>> answer;
    send<Request>(body, [&](auto reply) { answer.emplace(std::move(reply)); });
    wait_until([&] { return answer.has_value(); });
    if (!answer) return protocol::failure("the adapter has gone");
    return std::move(*answer);
  }
  // Sends; `on_reply` is called during some later wait.
  template <class Request, class F>
  void send(const typename Request::Body& body, F on_reply) {
    connection_->send_request<Request>(body, std::move(on_reply));
  }
  // Handles what arrives until `done` says so, or the adapter has gone.
  void wait_until(const std::function<bool()>& done);
  // From any thread, also while another one waits.
  void pause();

 private:
  OnEvent on_event_;
  bool gone_ = false;
  protocol::MessageQueue queue_;
  std::thread adapter_;
  std::unique_ptr<protocol::Connection> connection_;
};

}  // namespace scrim::dap
