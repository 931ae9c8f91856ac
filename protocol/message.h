// The envelopes around bodies: DAP's requests, responses and events, and JSON-RPC 2.0's requests, responses and
// notifications, read into one shape and written from one.
#pragma once

#include <atomic>
#include <string>
#include <variant>

#include "protocol/json.h"

namespace scrim::protocol {

enum class Dialect : uint8_t { dap, json_rpc };

// DAP's seq, JSON-RPC's id.
using MessageId = std::variant<std::monostate, int64_t, std::string>;
using CancelToken = std::shared_ptr<std::atomic<bool>>;

struct Incoming {
  enum class Kind : uint8_t { request, response, event, malformed, closed };

  Kind kind = Kind::malformed;
  MessageId id{};        // of the request, or, in a response, of the request answered
  std::string method{};  // command, event or method
  JsonDocument document{};
  const nlohmann::json* body = nullptr;  // arguments, params, body or result; null if absent
  bool success = true;
  Error error{};         // of a failed response, or what is malformed
  CancelToken cancel{};  // requests only

  bool cancelled() const { return cancel && cancel->load(std::memory_order_relaxed); }
  // The body's JSON text, empty if there is none.
  std::string body_text() const;
};

// Never fails: what cannot be understood has kind `malformed`, an error, and an id if one could be read.
Incoming parse_message(Dialect dialect, std::string_view text);

// `body` is JSON text, or empty for none.
std::string format_request(Dialect dialect, int64_t id, std::string_view method, std::string_view body);
std::string format_event(Dialect dialect, int64_t seq, std::string_view method, std::string_view body);
std::string format_result(Dialect dialect, int64_t seq, const MessageId& request, std::string_view method,
                          std::string_view body);
std::string format_error(Dialect dialect, int64_t seq, const MessageId& request, std::string_view method,
                         const Error& error);

// Reads a message's body as a T; arguments that are absent or null count as an empty object.
template <class T>
Expected<T> body_of(const Incoming& message, const char* name) {
  T out{};
  std::string error;
  if (!read(JsonView(message.body, name, error), out)) {
    return failure(message.method + ": " + error, error_code::kInvalidParams);
  }
  return out;
}

}  // namespace scrim::protocol
