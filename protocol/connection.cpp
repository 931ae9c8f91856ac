#include "protocol/connection.h"

#include <chrono>

#include <nlohmann/json.hpp>

namespace scrim::protocol {

namespace {

constexpr size_t kRoom = size_t{4} << 20;

// The request that a `cancel` or `$/cancelRequest` names.
MessageId cancelled_request(const Incoming& message) {
  const char* field = nullptr;
  if (message.kind == Incoming::Kind::request && message.method == "cancel") field = "requestId";
  if (message.kind == Incoming::Kind::event && message.method == "$/cancelRequest") field = "id";
  if (field == nullptr || !message.body->is_object()) return {};
  const auto found = message.body->find(field);
  if (found == message.body->end()) return {};
  if (found->is_number_integer()) return found->get<int64_t>();
  if (found->is_string()) return found->get<std::string>();
  return {};
}

}  // namespace

Connection::Connection(Dialect dialect, std::unique_ptr<Transport> transport)
    : dialect_(dialect), transport_(std::move(transport)) {}

Connection::~Connection() {
  flush();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (writer_.joinable()) writer_.join();
  transport_->close();
  if (reader_.joinable()) reader_.join();
}

void Connection::start(Sink sink) {
  sink_ = std::move(sink);
  reader_ = std::thread([this] { read_loop(); });
  writer_ = std::thread([this] { write_loop(); });
}

void Connection::close() {
  flush();
  transport_->close();
}

void Connection::read_loop() {
  FrameDecoder decoder;
  std::string buffer(65536, '\0'), text;
  for (;;) {
    const size_t count = transport_->read(buffer.data(), buffer.size());
    if (count == 0) break;
    decoder.feed(std::string_view(buffer).substr(0, count));
    for (;;) {
      const FrameDecoder::Step step = decoder.next(text);
      if (step == FrameDecoder::Step::need_more) break;
      if (step == FrameDecoder::Step::body) {
        received(text);
      } else {
        Incoming message;
        message.error = Error{text, error_code::kParse};
        sink_(std::move(message));
      }
    }
  }
  if (std::string rest = decoder.at_end(); !rest.empty()) {
    Incoming message;
    message.error = Error{std::move(rest), error_code::kParse};
    sink_(std::move(message));
  }
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, token] : running_) token->store(true, std::memory_order_relaxed);
  }
  Incoming closed;
  closed.kind = Incoming::Kind::closed;
  sink_(std::move(closed));
}

void Connection::received(std::string_view text) {
  if (trace_) trace_(false, text);
  Incoming message = parse_message(dialect_, text);
  {
    const std::lock_guard lock(mutex_);
    if (message.kind == Incoming::Kind::request) running_[message.id] = message.cancel;
    const MessageId named = cancelled_request(message);
    if (const auto found = running_.find(named); found != running_.end())
      found->second->store(true, std::memory_order_relaxed);
  }
  sink_(std::move(message));
}

void Connection::write_loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !outgoing_.empty(); });
    if (outgoing_.empty()) return;
    std::string bytes;
    // What waits goes out together: one system call, one packet.
    while (!outgoing_.empty() && bytes.size() < 65536) {
      bytes += outgoing_.front();
      outgoing_.pop_front();
    }
    outgoing_bytes_ -= bytes.size();
    writing_ = true;
    lock.unlock();
    const bool ok = transport_->write(bytes);
    lock.lock();
    writing_ = false;
    if (!ok) {
      broken_ = true;
      outgoing_.clear();
      outgoing_bytes_ = 0;
    }
    changed_.notify_all();
  }
}

template <class F>
void Connection::enqueue(F format) {
  {
    const std::lock_guard lock(mutex_);
    if (broken_ || stopping_) return;
    const std::string message = format(next_seq_++);
    if (trace_) trace_(true, message);
    std::string framed = frame(message);
    // At once if nothing is waiting: no change of threads, and what a program says just before it crashes is out.
    if (outgoing_.empty() && !writing_) {
      const size_t written = transport_->write_now(framed);
      if (written == framed.size()) return;
      framed.erase(0, written);
    }
    outgoing_bytes_ += framed.size();
    outgoing_.push_back(std::move(framed));
  }
  changed_.notify_all();
}

void Connection::flush() {
  std::unique_lock lock(mutex_);
  if (!writer_.joinable()) return;
  changed_.wait(lock, [this] { return broken_ || stopping_ || (outgoing_.empty() && !writing_); });
}

void Connection::wait_for_room() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return broken_ || stopping_ || outgoing_bytes_ < kRoom; });
}

int64_t Connection::request(std::string_view method, std::string_view body, OnReply on_reply) {
  int64_t id = 0;
  enqueue([&](int64_t seq) {
    id = seq;
    waiting_[seq] = std::move(on_reply);
    return format_request(dialect_, seq, method, body);
  });
  if (id == 0 && on_reply != nullptr) {
    Incoming gone;
    gone.kind = Incoming::Kind::response;
    gone.method = method;
    gone.success = false;
    gone.error = Error{"the connection is closed"};
    on_reply(std::move(gone));
  }
  return id;
}

void Connection::send_event(std::string_view method, std::string_view body) {
  enqueue([&](int64_t seq) { return format_event(dialect_, seq, method, body); });
}

void Connection::respond(const Incoming& request, const Expected<std::string>& body) {
  enqueue([&](int64_t seq) {
    running_.erase(request.id);
    return body ? format_result(dialect_, seq, request.id, request.method, *body)
                : format_error(dialect_, seq, request.id, request.method, body.error());
  });
}

void Connection::complain(const Incoming& message) {
  // JSON-RPC answers with id null what it could not read; DAP answers only a request whose seq could be read.
  if (dialect_ == Dialect::dap && !std::holds_alternative<int64_t>(message.id)) return;
  enqueue([&](int64_t seq) { return format_error(dialect_, seq, message.id, message.method, message.error); });
}

void Connection::deliver(Incoming&& response) {
  OnReply on_reply;
  {
    const std::lock_guard lock(mutex_);
    const auto* id = std::get_if<int64_t>(&response.id);
    const auto found = id == nullptr ? waiting_.end() : waiting_.find(*id);
    if (found == waiting_.end()) return;
    on_reply = std::move(found->second);
    waiting_.erase(found);
  }
  if (on_reply != nullptr) on_reply(std::move(response));
}

void Connection::fail_pending(const Error& error) {
  std::unordered_map<int64_t, OnReply> waiting;
  {
    const std::lock_guard lock(mutex_);
    waiting.swap(waiting_);
  }
  for (auto& [id, on_reply] : waiting) {
    if (on_reply == nullptr) continue;
    Incoming response;
    response.kind = Incoming::Kind::response;
    response.id = id;
    response.success = false;
    response.error = error;
    on_reply(std::move(response));
  }
}

bool is_urgent(const Incoming& message) {
  // A complaint must not be overtaken by the `disconnect` behind it, which ends everything.
  if (message.kind == Incoming::Kind::malformed) return true;
  return message.method == "cancel" || message.method == "pause" || message.method == "disconnect" ||
         message.method == "$/cancelRequest";
}

void MessageQueue::push(Incoming&& message) {
  {
    const std::lock_guard lock(mutex_);
    (is_urgent(message) ? urgent_ : normal_).push_back(std::move(message));
  }
  changed_.notify_one();
}

std::optional<Incoming> MessageQueue::pop(int timeout_ms) {
  std::unique_lock lock(mutex_);
  const auto ready = [this] { return woken_ || !urgent_.empty() || !normal_.empty(); };
  if (timeout_ms < 0) {
    changed_.wait(lock, ready);
  } else {
    changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms), ready);
  }
  woken_ = false;
  std::deque<Incoming>& queue = urgent_.empty() ? normal_ : urgent_;
  if (queue.empty()) return std::nullopt;
  Incoming message = std::move(queue.front());
  queue.pop_front();
  return message;
}

void MessageQueue::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
}

bool MessageQueue::empty() {
  const std::lock_guard lock(mutex_);
  return urgent_.empty() && normal_.empty();
}

}  // namespace scrim::protocol
