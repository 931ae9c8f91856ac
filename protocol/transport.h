// Byte streams to a peer: standard input and output, loopback TCP, Unix sockets, the private channel to a debuggee.
// Blocking, one reader thread and one writer thread each; asio makes the sockets and stays inside transport.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "protocol/types.h"

namespace scrim::protocol {

class Transport {
 public:
  virtual ~Transport() = default;
  // Bytes read, 0 at the end of the stream, after close() or on an error.
  virtual size_t read(char* buffer, size_t size) = 0;
  // Writes all of it; false if the peer is gone.
  virtual bool write(std::string_view bytes) = 0;
  // Writes what goes without waiting; the number of bytes that went.
  virtual size_t write_now(std::string_view bytes) = 0;
  // From any thread: wakes a blocked read or write. The descriptors themselves are closed by the destructor.
  virtual void close() = 0;
};

// Takes over descriptors of any kind: a pipe, a socket, a terminal, a regular file (which asio and epoll refuse).
// `owned` closes them at the end; standard input and output are not owned.
std::unique_ptr<Transport> transport_of(int input, int output, bool owned);
// Standard input and output as a channel of frames. Descriptor 1 is moved away and replaced by standard error, so that
// a stray print cannot break the protocol. SIGPIPE is ignored from here on.
std::unique_ptr<Transport> stdio_transport();
// A pair of connected sockets, both close-on-exec: {ours, the child's}.
Expected<std::pair<int, int>> channel_pair();

// All sockets have TCP_NODELAY: a step must not wait for a delayed acknowledgement.
class TcpListener {
 public:
  // On 127.0.0.1 unless `host` says otherwise; port 0 picks one.
  static Expected<std::unique_ptr<TcpListener>> open(uint16_t port, const std::string& host = "127.0.0.1");
  virtual ~TcpListener() = default;
  virtual uint16_t port() const = 0;
  virtual Expected<std::unique_ptr<Transport>> accept() = 0;
};
Expected<std::unique_ptr<Transport>> connect_tcp(const std::string& host, uint16_t port);
Expected<std::unique_ptr<Transport>> connect_unix(const std::string& path);

}  // namespace scrim::protocol
