#include "protocol/message.h"

#include <nlohmann/json.hpp>

namespace scrim::protocol {

namespace {

using nlohmann::json;

const json* member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string string_member(const json& object, const char* name) {
  const json* value = member(object, name);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

MessageId id_member(const json& object, const char* name) {
  const json* value = member(object, name);
  if (value != nullptr && value->is_number_integer()) return value->get<int64_t>();
  if (value != nullptr && value->is_string()) return value->get<std::string>();
  return {};
}

// DAP's message format: {name} stands for a variable.
std::string fill_in(const std::string& format, const json* variables) {
  std::string out;
  for (size_t i = 0; i < format.size(); i++) {
    const size_t end = format[i] == '{' ? format.find('}', i) : std::string::npos;
    const json* value = end != std::string::npos && variables != nullptr && variables->is_object()
                            ? member(*variables, format.substr(i + 1, end - i - 1).c_str())
                            : nullptr;
    if (value != nullptr && value->is_string()) {
      out += value->get_ref<const std::string&>();
      i = end;
    } else {
      out += format[i];
    }
  }
  return out;
}

Incoming& malformed(Incoming& message, std::string why, int code = error_code::kInvalidRequest) {
  message.kind = Incoming::Kind::malformed;
  message.error = Error{std::move(why), code};
  return message;
}

void read_dap(const json& root, Incoming& message) {
  const std::string type = string_member(root, "type");
  message.id = id_member(root, "seq");
  if (type == "request") {
    message.kind = Incoming::Kind::request;
    message.method = string_member(root, "command");
    message.body = member(root, "arguments");
    if (!std::holds_alternative<int64_t>(message.id)) {
      malformed(message, "a request without an integer 'seq'");
    } else if (message.method.empty()) {
      malformed(message, "a request without 'command'");
    }
  } else if (type == "response") {
    message.kind = Incoming::Kind::response;
    message.id = id_member(root, "request_seq");
    message.method = string_member(root, "command");
    message.body = member(root, "body");
    const json* success = member(root, "success");
    message.success = success != nullptr && success->is_boolean() && success->get<bool>();
    if (!message.success) {
      message.error.message = string_member(root, "message");
      if (message.body != nullptr && message.body->is_object()) {
        if (const json* error = member(*message.body, "error"); error != nullptr && error->is_object()) {
          if (const std::string format = string_member(*error, "format"); !format.empty()) {
            message.error.message = fill_in(format, member(*error, "variables"));
          }
          const json* show = member(*error, "showUser");
          message.error.show_user = show != nullptr && show->is_boolean() && show->get<bool>();
          const json* id = member(*error, "id");
          if (id != nullptr && id->is_number_integer()) message.error.code = id->get<int>();
        }
      }
      if (message.error.message == "cancelled") message.error.code = error_code::kRequestCancelled;
    }
    if (!std::holds_alternative<int64_t>(message.id)) malformed(message, "a response without an integer 'request_seq'");
  } else if (type == "event") {
    message.kind = Incoming::Kind::event;
    message.method = string_member(root, "event");
    message.body = member(root, "body");
    if (message.method.empty()) malformed(message, "an event without 'event'");
  } else {
    malformed(message, "a message without a known 'type'");
  }
}

void read_rpc(const json& root, Incoming& message) {
  message.method = string_member(root, "method");
  message.id = id_member(root, "id");
  if (string_member(root, "jsonrpc") != "2.0") {
    malformed(message, "a message without \"jsonrpc\": \"2.0\"");
  } else if (!message.method.empty()) {
    message.body = member(root, "params");
    message.kind = root.contains("id") ? Incoming::Kind::request : Incoming::Kind::event;
    if (message.kind == Incoming::Kind::request && std::holds_alternative<std::monostate>(message.id)) {
      malformed(message, "a request whose 'id' is neither an integer nor a string");
    }
  } else if (root.contains("result") || root.contains("error")) {
    message.kind = Incoming::Kind::response;
    message.body = member(root, "result");
    if (const json* error = member(root, "error"); error != nullptr && error->is_object()) {
      message.success = false;
      message.error.message = string_member(*error, "message");
      const json* code = member(*error, "code");
      if (code != nullptr && code->is_number_integer()) message.error.code = code->get<int>();
    }
  } else {
    malformed(message, "a message with neither 'method' nor 'result' nor 'error'");
  }
}

void append_id(std::string& out, const MessageId& id) {
  if (const auto* number = std::get_if<int64_t>(&id)) {
    out += std::to_string(*number);
  } else if (const auto* text = std::get_if<std::string>(&id)) {
    append_json_string(out, *text);
  } else {
    out += "null";
  }
}

std::string dap_head(int64_t seq, std::string_view type) {
  std::string out = "{\"seq\":" + std::to_string(seq) + ",\"type\":\"";
  out += type;
  out += '"';
  return out;
}

void append_string_member(std::string& out, std::string_view name, std::string_view value) {
  out += ",\"";
  out += name;
  out += "\":";
  append_json_string(out, value);
}

void append_raw_member(std::string& out, std::string_view name, std::string_view body) {
  if (body.empty()) return;
  out += ",\"";
  out += name;
  out += "\":";
  out += body;
}

}  // namespace

std::string Incoming::body_text() const {
  return body == nullptr ? std::string() : body->dump(-1, ' ', false, json::error_handler_t::replace);
}

Incoming parse_message(Dialect dialect, std::string_view text) {
  static const json kNothing = json::object();
  Incoming message;
  auto document = JsonDocument::parse(text);
  if (!document) {
    message.error = std::move(document.error());
    return message;
  }
  message.document = std::move(*document);
  const json& root = *message.document.root();
  if (!root.is_object()) return malformed(message, "a message that is not an object");
  if (dialect == Dialect::dap) {
    read_dap(root, message);
  } else {
    read_rpc(root, message);
  }
  if (message.body == nullptr && message.kind != Incoming::Kind::response) message.body = &kNothing;
  if (message.kind == Incoming::Kind::request) message.cancel = std::make_shared<std::atomic<bool>>(false);
  return message;
}

std::string format_request(Dialect dialect, int64_t id, std::string_view method, std::string_view body) {
  std::string out;
  if (dialect == Dialect::dap) {
    out = dap_head(id, "request");
    append_string_member(out, "command", method);
    append_raw_member(out, "arguments", body);
  } else {
    out = "{\"jsonrpc\":\"2.0\",\"id\":" + std::to_string(id);
    append_string_member(out, "method", method);
    append_raw_member(out, "params", body);
  }
  return out += '}';
}

std::string format_event(Dialect dialect, int64_t seq, std::string_view method, std::string_view body) {
  std::string out;
  if (dialect == Dialect::dap) {
    out = dap_head(seq, "event");
    append_string_member(out, "event", method);
    append_raw_member(out, "body", body);
  } else {
    out = "{\"jsonrpc\":\"2.0\"";
    append_string_member(out, "method", method);
    append_raw_member(out, "params", body);
  }
  return out += '}';
}

std::string format_result(Dialect dialect, int64_t seq, const MessageId& request, std::string_view method,
                          std::string_view body) {
  std::string out;
  if (dialect == Dialect::dap) {
    out = dap_head(seq, "response");
    out += ",\"request_seq\":";
    append_id(out, request);
    out += ",\"success\":true";
    append_string_member(out, "command", method);
    append_raw_member(out, "body", body);
  } else {
    out = "{\"jsonrpc\":\"2.0\",\"id\":";
    append_id(out, request);
    append_raw_member(out, "result", body.empty() ? "null" : body);
  }
  return out += '}';
}

std::string format_error(Dialect dialect, int64_t seq, const MessageId& request, std::string_view method,
                         const Error& error) {
  std::string out;
  if (dialect == Dialect::dap) {
    out = dap_head(seq, "response");
    out += ",\"request_seq\":";
    append_id(out, request);
    out += ",\"success\":false";
    append_string_member(out, "command", method);
    // DAP's short form for machines: "cancelled" is one; the text for people goes into the body.
    const bool cancelled = error.code == error_code::kRequestCancelled;
    append_string_member(out, "message", cancelled ? std::string_view("cancelled") : std::string_view(error.message));
    if (cancelled) {
      out += ",\"body\":{}";
    } else {
      out += ",\"body\":{\"error\":{\"id\":" + std::to_string(error.code < 0 ? -error.code : error.code);
      // Braces in `format` are placeholders, so a text that has any goes in as a variable.
      const bool braces = error.message.find('{') != std::string::npos;
      append_string_member(out, "format", braces ? std::string_view("{_text}") : std::string_view(error.message));
      if (braces) {
        out += ",\"variables\":{\"_text\":";
        append_json_string(out, error.message);
        out += '}';
      }
      out += error.show_user ? ",\"showUser\":true}}" : ",\"showUser\":false}}";
    }
  } else {
    out = "{\"jsonrpc\":\"2.0\",\"id\":";
    append_id(out, request);
    out += ",\"error\":{\"code\":" + std::to_string(error.code);
    append_string_member(out, "message", error.message);
    append_raw_member(out, "data", error.data.text);
    out += '}';
  }
  return out += '}';
}

}  // namespace scrim::protocol
