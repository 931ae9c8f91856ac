// protocol/: everything that scrim's doors to the outside speak: frames, JSON-RPC and DAP envelopes, transports, and
// the typed messages that generate.mjs expands from dap.def.txt and lsp.def.txt. Only this room sees JSON; dap/ and
// lsp/ take and return plain structs.
//
// This header: the few types that the generated structs are made of.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace scrim::protocol {

// A JSON value that is passed on as it is, held as its text. Empty text means absent.
struct AnyJson {
  std::string text;

  bool present() const { return !text.empty(); }
  // The value, if it is a string or a number respectively.
  std::optional<std::string> as_string() const;
  std::optional<double> as_number() const;
};

// An optional value on the heap, for structs that contain themselves. Copies are deep.
template <class T>
class Box {
 public:
  Box() = default;
  Box(T value) : value_(std::make_unique<T>(std::move(value))) {}
  Box(const Box& other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
  Box(Box&&) noexcept = default;
  Box& operator=(Box other) noexcept {
    value_.swap(other.value_);
    return *this;
  }

  explicit operator bool() const { return value_ != nullptr; }
  T& operator*() const { return *value_; }
  T* operator->() const { return value_.get(); }
  T& emplace() { return *(value_ = std::make_unique<T>()); }
  void reset() { value_.reset(); }

 private:
  std::unique_ptr<T> value_;
};

// What JSON-RPC and DAP call the arguments or the body of a message that has none.
struct Empty {};

// How a request failed. `code` is JSON-RPC's; DAP shows `message` to the user if `show_user` is set.
struct Error {
  std::string message;
  int code = -32603;
  bool show_user = false;
  AnyJson data{};
};

namespace error_code {
inline constexpr int kParse = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kInternal = -32603;
inline constexpr int kServerNotInitialized = -32002;
inline constexpr int kRequestFailed = -32803;
inline constexpr int kServerCancelled = -32802;
inline constexpr int kContentModified = -32801;
inline constexpr int kRequestCancelled = -32800;
}  // namespace error_code

template <class T>
using Expected = std::expected<T, Error>;

inline std::unexpected<Error> failure(std::string message, int code = error_code::kInternal) {
  return std::unexpected(Error{std::move(message), code});
}

// One line of a protocol's table of messages.
struct MessageInfo {
  const char* name;
  bool is_request;
  bool to_client;          // sent by the adapter or server: events, reverse requests
  const char* capability;  // the flag that announces the request, or null
};

}  // namespace scrim::protocol
