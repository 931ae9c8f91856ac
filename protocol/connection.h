// A conversation with a peer: a thread that reads, a thread that writes, numbering, replies, cancellation.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "protocol/framing.h"
#include "protocol/message.h"
#include "protocol/transport.h"

namespace scrim::protocol {

class Connection {
 public:
  // Receives every message on the reader thread, at last one of kind `closed`. It must not block for long: that would
  // hold up `cancel` and `pause`. Most owners pass it on to a MessageQueue.
  using Sink = std::function<void(Incoming&&)>;
  using OnReply = std::move_only_function<void(Incoming&&)>;
  using Trace = std::function<void(bool outgoing, std::string_view message)>;

  Connection(Dialect dialect, std::unique_ptr<Transport> transport);
  ~Connection();  // drains what is queued to be written unless the peer is gone

  void set_trace(Trace trace) { trace_ = std::move(trace); }
  void start(Sink sink);
  // Any thread. Returns after what was queued before is written, or the peer is gone.
  void flush();
  // Ends reading; a `closed` message follows. Any thread.
  void close();

  // All of the following from any thread; none of them blocks.
  // Sends a request; `on_reply` runs in deliver(), on the thread that calls it.
  int64_t request(std::string_view method, std::string_view body, OnReply on_reply);
  void send_event(std::string_view method, std::string_view body);
  void respond(const Incoming& request, const Expected<std::string>& body);
  // The answer to a message that could not be understood, as far as the protocol has one.
  void complain(const Incoming& malformed);
  // For a message of kind `response`: calls the waiting on_reply, if there is one.
  void deliver(Incoming&& response);
  // Fails everything still waiting, when the peer is gone.
  void fail_pending(const Error& error);

  template <class Message>
  void send(const typename Message::Body& body) {
    send_event(Message::kName, to_json_text(body));
  }
  template <class Request, class F>
  int64_t send_request(const typename Request::Body& body, F on_reply) {
    return request(Request::kName, to_json_text(body), [on_reply = std::move(on_reply)](Incoming&& reply) mutable {
      if (!reply.success) return on_reply(Expected<typename Request::Result>(std::unexpected(std::move(reply.error))));
      on_reply(read_result<typename Request::Result>(reply));
    });
  }

  // Blocks while more than 4 MB wait to be written: for producers without end, such as a program's output.
  void wait_for_room();
  Dialect dialect() const { return dialect_; }

 private:
  template <class Result>
  static Expected<Result> read_result(const Incoming& reply) {
    if constexpr (std::is_same_v<Result, Empty>) {
      return Result{};
    } else {
      return body_of<Result>(reply, "body");
    }
  }
  void read_loop();
  void write_loop();
  void received(std::string_view text);
  // `format` gets the next seq, under the lock: numbers on the wire never go back.
  template <class F>
  void enqueue(F format);

  const Dialect dialect_;
  const std::unique_ptr<Transport> transport_;
  Sink sink_;
  Trace trace_;
  std::thread reader_;
  std::thread writer_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> outgoing_;
  size_t outgoing_bytes_ = 0;
  bool writing_ = false;
  bool stopping_ = false;
  bool broken_ = false;
  int64_t next_seq_ = 1;
  std::unordered_map<int64_t, OnReply> waiting_;
  std::map<MessageId, CancelToken> running_;  // requests not yet answered
};

// What the reader thread leaves for the thread that works. `pause`, `cancel` and their like overtake everything
// waiting.
class MessageQueue {
 public:
  void push(Incoming&& message);
  // The next message; empty when `timeout_ms` have passed (-1: never) or wake() was called.
  std::optional<Incoming> pop(int timeout_ms = -1);
  void wake();
  bool empty();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Incoming> urgent_;
  std::deque<Incoming> normal_;
  bool woken_ = false;
};

// Whether a message must not wait behind others: cancel, pause, disconnect, $/cancelRequest, and what is malformed.
bool is_urgent(const Incoming& message);

}  // namespace scrim::protocol
