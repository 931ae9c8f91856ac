// The table of requests that a door answers: one bind() each, from a typed message to a method of its owner.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <unordered_map>

#include "protocol/connection.h"

namespace scrim::protocol {

// An answer still to be given. If it is dropped without one, the peer gets an internal error: every request has exactly
// one response. Must not outlive the connection.
class PendingReply {
 public:
  PendingReply(Connection& connection, Incoming request) : connection_(&connection), request_(std::move(request)) {}
  PendingReply(PendingReply&& other) noexcept
      : connection_(std::exchange(other.connection_, nullptr)), request_(std::move(other.request_)) {}
  PendingReply& operator=(PendingReply&& other) noexcept;
  ~PendingReply();
  void send(const Expected<std::string>& body);
  const Incoming& request() const { return request_; }

 private:
  Connection* connection_;
  Incoming request_;
};

template <class Message>
class Reply : public PendingReply {
 public:
  explicit Reply(PendingReply&& reply) : PendingReply(std::move(reply)) {}
  void operator()(const Expected<typename Message::Result>& result) {
    send(result ? Expected<std::string>(to_json_text(*result))
                : Expected<std::string>(std::unexpected(result.error())));
  }
};

class Dispatcher {
 public:
  // `messages` is the protocol's table: it tells what is unknown from what is not supported here.
  Dispatcher(std::string product, std::span<const MessageInfo> messages)
      : product_(std::move(product)), messages_(messages) {}

  // A request answered at once: Result (Owner::*)(const Body&, const Incoming&), the latter for its cancel token.
  template <class Message, class Owner>
  void bind(Owner* owner,
            Expected<typename Message::Result> (Owner::*method)(const typename Message::Body&, const Incoming&)) {
    add(Message::kName, [owner, method](Connection& connection, Incoming&& message) {
      auto body = body_of<typename Message::Body>(message, body_name(connection));
      Reply<Message> reply(PendingReply(connection, std::move(message)));
      if (!body) return reply(std::unexpected(std::move(body.error())));
      reply((owner->*method)(*body, reply.request()));
    });
  }
  // A request answered now or later.
  template <class Message, class Owner>
  void bind(Owner* owner, void (Owner::*method)(const typename Message::Body&, Reply<Message>)) {
    add(Message::kName, [owner, method](Connection& connection, Incoming&& message) {
      auto body = body_of<typename Message::Body>(message, body_name(connection));
      Reply<Message> reply(PendingReply(connection, std::move(message)));
      if (!body) return reply(std::unexpected(std::move(body.error())));
      (owner->*method)(*body, std::move(reply));
    });
  }
  // An event or notification. Malformed ones are dropped after `on_complaint`.
  template <class Message, class Owner>
  void bind_event(Owner* owner, void (Owner::*method)(const typename Message::Body&)) {
    add(Message::kName, [this, owner, method](Connection& connection, Incoming&& message) {
      auto body = body_of<typename Message::Body>(message, body_name(connection));
      if (body) return (owner->*method)(*body);
      if (on_complaint_) on_complaint_(body.error().message);
    });
  }
  using Handler = std::function<void(Connection&, Incoming&&)>;
  void add(const char* name, Handler handler) { handlers_[name] = std::move(handler); }

  // Asked before every request and event; an error answers it (events are dropped).
  void set_guard(std::function<std::optional<Error>(const Incoming&)> guard) { guard_ = std::move(guard); }
  // Told in words of malformed messages.
  void set_complaint(std::function<void(const std::string&)> on_complaint) { on_complaint_ = std::move(on_complaint); }

  // Handles any message but `closed`. A request that was cancelled while it waited is answered so without being run.
  void dispatch(Connection& connection, Incoming&& message);
  bool handles(std::string_view name) const { return handlers_.contains(std::string(name)); }
  // Calls announce(flag) for each bound request that the table ties to a capability.
  template <class F>
  void each_capability(F announce) const {
    for (const MessageInfo& message : messages_) {
      if (message.capability != nullptr && handles(message.name)) announce(message.capability);
    }
  }

 private:
  static const char* body_name(const Connection& connection) {
    return connection.dialect() == Dialect::dap ? "arguments" : "params";
  }

  std::string product_;
  std::span<const MessageInfo> messages_;
  std::unordered_map<std::string, Handler> handlers_;
  std::function<std::optional<Error>(const Incoming&)> guard_;
  std::function<void(const std::string&)> on_complaint_;
};

}  // namespace scrim::protocol
