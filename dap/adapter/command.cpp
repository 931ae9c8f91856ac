// scrim dap
#include <charconv>
#include <csignal>
#include <cstdio>
#include <memory>

#include "dap/adapter/adapter.h"
#include "dap/commands.h"

namespace scrim::dap {

namespace {

constexpr const char* kUsage =
    "usage: scrim dap [--port N] [--host ADDRESS]\n"
    "  Speaks the Debug Adapter Protocol over standard input and output,\n"
    "  or on a TCP port of the loopback, for one client after the other.\n";

int usage_error(const std::string& what) {
  std::fprintf(stderr, "scrim dap: %s\n%s", what.c_str(), kUsage);
  return 2;
}

}  // namespace

int run_dap_command(const std::vector<std::string>& arguments, const std::string& self) {
  std::optional<int> port;
  std::string host = "127.0.0.1";
  for (size_t i = 0; i < arguments.size(); i++) {
    const std::string& argument = arguments[i];
    const auto value = [&](const std::string& name) -> std::optional<std::string> {
      if (argument == name)
        return i + 1 < arguments.size() ? std::optional(arguments[++i]) : std::optional(std::string());
      if (argument.starts_with(name + "=")) return argument.substr(name.size() + 1);
      return std::nullopt;
    };
    if (argument == "--help" || argument == "-h") {
      std::fputs(kUsage, stdout);
      return 0;
    } else if (argument == "--stdio") {
      continue;  // some clients add it
    } else if (const auto text = value("--port")) {
      int number = -1;
      const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
      if (error != std::errc() || end != text->data() + text->size() || number < 0 || number > 65535) {
        return usage_error("--port takes a number from 0 to 65535, not '" + *text + "'");
      }
      port = number;
    } else if (const auto address = value("--host")) {
      host = *address;
    } else {
      return usage_error("unknown argument '" + argument + "'");
    }
  }
  signal(SIGPIPE, SIG_IGN);
  if (!port) {
    Adapter(protocol::stdio_transport(), self).run();
    return 0;
  }
  auto listener = protocol::TcpListener::open(static_cast<uint16_t>(*port), host);
  if (!listener) {
    std::fprintf(stderr, "scrim dap: %s\n", listener.error().message.c_str());
    return 1;
  }
  // The line that clients which start us wait for; port 0 has picked one.
  std::fprintf(stderr, "scrim dap: listening on %s:%u\n", host.c_str(), (*listener)->port());
  for (;;) {
    auto client = (*listener)->accept();
    if (!client) {
      std::fprintf(stderr, "scrim dap: %s\n", client.error().message.c_str());
      return 1;
    }
    Adapter(std::move(*client), self).run();
  }
}

}  // namespace scrim::dap
