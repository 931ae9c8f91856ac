#include "protocol/dispatch.h"

namespace scrim::protocol {

PendingReply& PendingReply::operator=(PendingReply&& other) noexcept {
  std::swap(connection_, other.connection_);
  std::swap(request_, other.request_);
  return *this;
}

PendingReply::~PendingReply() {
  if (connection_ != nullptr) send(failure(request_.method + " was not answered"));
}

void PendingReply::send(const Expected<std::string>& body) {
  if (Connection* connection = std::exchange(connection_, nullptr)) connection->respond(request_, body);
}

void Dispatcher::dispatch(Connection& connection, Incoming&& message) {
  switch (message.kind) {
    case Incoming::Kind::closed: return;
    case Incoming::Kind::response: return connection.deliver(std::move(message));
    case Incoming::Kind::malformed:
      if (on_complaint_) on_complaint_(message.error.message);
      return connection.complain(message);
    case Incoming::Kind::request:
    case Incoming::Kind::event: break;
  }
  const bool is_request = message.kind == Incoming::Kind::request;
  if (is_request && message.cancelled()) {
    return connection.respond(message, failure("cancelled", error_code::kRequestCancelled));
  }
  if (guard_) {
    if (auto error = guard_(message)) {
      if (is_request) connection.respond(message, std::unexpected(std::move(*error)));
      return;
    }
  }
  if (const auto found = handlers_.find(message.method); found != handlers_.end()) {
    return found->second(connection, std::move(message));
  }
  if (!is_request) return;  // unknown events and "$/..." are ignored
  bool known = false;
  for (const MessageInfo& entry : messages_)
    known |= entry.is_request && !entry.to_client && entry.name == message.method;
  connection.respond(message, failure(known ? product_ + " does not support '" + message.method + "' yet"
                                            : "unknown request '" + message.method + "'",
                                      error_code::kMethodNotFound));
}

}  // namespace scrim::protocol
