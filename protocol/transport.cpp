#include "protocol/transport.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/local/stream_protocol.hpp>

namespace scrim::protocol {

namespace {

class FdTransport final : public Transport {
 public:
  FdTransport(int input, int output, bool owned)
      : input_(input), output_(output), wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), owned_(owned) {}

  ~FdTransport() override {
    if (owned_) {
      ::close(input_);
      if (output_ != input_) ::close(output_);
    }
    ::close(wake_);
  }

  size_t read(char* buffer, size_t size) override {
    while (wait(input_, POLLIN)) {
      const ssize_t count = ::read(input_, buffer, size);
      if (count >= 0) return static_cast<size_t>(count);
      if (errno != EINTR && errno != EAGAIN) return 0;
    }
    return 0;
  }

  bool write(std::string_view bytes) override {
    while (!bytes.empty()) {
      // MSG_NOSIGNAL where it is a socket: the program being debugged keeps its own idea of SIGPIPE.
      ssize_t count = ::send(output_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (count < 0 && errno == ENOTSOCK) {
        if (!wait(output_, POLLOUT)) return false;
        count = ::write(output_, bytes.data(), bytes.size());
      }
      if (count < 0 && errno == EAGAIN) {
        if (!wait(output_, POLLOUT)) return false;
        continue;
      }
      if (count < 0 && errno != EINTR) return false;
      if (count > 0) bytes.remove_prefix(static_cast<size_t>(count));
    }
    return true;
  }

  size_t write_now(std::string_view bytes) override {
    ssize_t count = ::send(output_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && errno == ENOTSOCK && bytes.size() <= PIPE_BUF) {
      // A pipe that is ready takes that much whole.
      pollfd polled{output_, POLLOUT, 0};
      if (poll(&polled, 1, 0) == 1 && polled.revents == POLLOUT) count = ::write(output_, bytes.data(), bytes.size());
    }
    return count > 0 ? static_cast<size_t>(count) : 0;
  }

  void close() override {
    const uint64_t one = 1;
    [[maybe_unused]] const ssize_t ignored = ::write(wake_, &one, sizeof one);
  }

 private:
  // Until the descriptor is ready (or broken, which the call that follows reports); false after close().
  bool wait(int fd, short events) {
    pollfd polled[2] = {{fd, events, 0}, {wake_, POLLIN, 0}};
    while (poll(polled, 2, -1) < 0) {
      if (errno != EINTR) return false;
    }
    return polled[1].revents == 0;
  }

  int input_;
  int output_;
  int wake_;
  bool owned_;
};

template <class Socket>
std::unique_ptr<Transport> adopt(Socket& socket) {
  asio::error_code ignored;
  if constexpr (std::is_same_v<Socket, asio::ip::tcp::socket>)
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket.non_blocking(false, ignored);
  const int fd = socket.release(ignored);
  fcntl(fd, F_SETFD, FD_CLOEXEC);
  return transport_of(fd, fd, true);
}

class Listener final : public TcpListener {
 public:
  Listener() : acceptor_(context_) {}

  asio::error_code listen(const asio::ip::tcp::endpoint& endpoint) {
    asio::error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (!error) fcntl(acceptor_.native_handle(), F_SETFD, FD_CLOEXEC);
    return error;
  }

  uint16_t port() const override {
    asio::error_code ignored;
    return acceptor_.local_endpoint(ignored).port();
  }

  Expected<std::unique_ptr<Transport>> accept() override {
    asio::ip::tcp::socket socket(context_);
    asio::error_code error;
    acceptor_.accept(socket, error);
    if (error) return failure("cannot accept a connection: " + error.message());
    return adopt(socket);
  }

 private:
  asio::io_context context_;
  asio::ip::tcp::acceptor acceptor_;
};

}  // namespace

std::unique_ptr<Transport> transport_of(int input, int output, bool owned) {
  return std::make_unique<FdTransport>(input, output, owned);
}

std::unique_ptr<Transport> stdio_transport() {
  signal(SIGPIPE, SIG_IGN);
  const int output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  if (output < 0) return transport_of(STDIN_FILENO, STDOUT_FILENO, false);
  dup2(STDERR_FILENO, STDOUT_FILENO);
  return transport_of(STDIN_FILENO, output, false);
}

Expected<std::pair<int, int>> channel_pair() {
  int fds[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) {
    return failure(std::string("cannot make a channel: ") + std::strerror(errno));
  }
  return std::pair(fds[0], fds[1]);
}

Expected<std::unique_ptr<TcpListener>> TcpListener::open(uint16_t port, const std::string& host) {
  asio::error_code error;
  const auto address = asio::ip::make_address(host, error);
  if (error) return failure("'" + host + "' is not an address");
  auto listener = std::make_unique<Listener>();
  if ((error = listener->listen({address, port}))) {
    return failure("cannot listen on " + host + ":" + std::to_string(port) + ": " + error.message());
  }
  return listener;
}

Expected<std::unique_ptr<Transport>> connect_tcp(const std::string& host, uint16_t port) {
  asio::io_context context;
  asio::error_code error;
  asio::ip::tcp::resolver resolver(context);
  const std::string place = host + ":" + std::to_string(port);
  const auto found = resolver.resolve(host, std::to_string(port), error);
  asio::ip::tcp::socket socket(context);
  if (!error) {
    error = asio::error::host_not_found;
    for (const auto& entry : found) {
      socket.close(error);
      socket.connect(entry.endpoint(), error);
      if (!error) break;
    }
  }
  if (error) return failure("cannot connect to " + place + ": " + error.message());
  return adopt(socket);
}

Expected<std::unique_ptr<Transport>> connect_unix(const std::string& path) {
  asio::io_context context;
  asio::error_code error;
  asio::local::stream_protocol::socket socket(context);
  asio::local::stream_protocol::endpoint endpoint;
  if (path.size() >= 108) return failure("the path of a Unix socket has at most 107 bytes: " + path);
  endpoint.path(path);
  socket.connect(endpoint, error);
  if (error) return failure("cannot connect to " + path + ": " + error.message());
  return adopt(socket);
}

}  // namespace scrim::protocol
