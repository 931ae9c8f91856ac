// Descriptors, terminals, pipes, signals and inotify for the builtin modules: system calls that do not block, and waits
// that the event loop holds.
#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "engine/runtime/bytes.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/host_call.h"
#include "engine/runtime/host_record.h"
#include "engine/runtime/natives.h"
#include "engine/runtime/system_error.h"

namespace scrim {

namespace {

EventLoop& loop_of(Isolate& isolate) {
  return runtime_of(isolate).loop();
}
int integer(Frame& frame, uint32_t index) {
  Value value = frame.argument(index);
  return value.is_number() ? static_cast<int>(value.as_number()) : -1;
}
uint32_t id_argument(Frame& frame) {
  return static_cast<uint32_t>(integer(frame, 0));
}
// What ask() returns, or -errno; of a descriptor.
template <class Ask>
Value number_of(Isolate& isolate, const char* name, int fd, Ask ask) {
  return Value::number(ask_host_number(host_of(isolate), name, std::to_string(fd), ask));
}

// (fd) -> id, or -errno
Completion<Value> watch_native(Isolate& isolate, Frame& frame) {
  return Value::int32(loop_of(isolate).watch(integer(frame, 0)));
}
// (id, write, callback)
Completion<Value> wait_native(Isolate& isolate, Frame& frame) {
  loop_of(isolate).wait(id_argument(frame), frame.argument(1).is_true(), frame.argument(2));
  return Value::undefined();
}
// (id, write)
Completion<Value> cancel_native(Isolate& isolate, Frame& frame) {
  loop_of(isolate).cancel_wait(id_argument(frame), frame.argument(1).is_true());
  return Value::undefined();
}
Completion<Value> unwatch_native(Isolate& isolate, Frame& frame) {
  loop_of(isolate).unwatch(id_argument(frame));
  return Value::undefined();
}
// (id, referenced)
Completion<Value> reference_native(Isolate& isolate, Frame& frame) {
  loop_of(isolate).set_watch_referenced(id_argument(frame), frame.argument(1).is_true());
  return Value::undefined();
}
// (callback): in the close phase
Completion<Value> closing_native(Isolate& isolate, Frame& frame) {
  loop_of(isolate).add_closing(frame.argument(0));
  return Value::undefined();
}
// (number, callback or undefined) -> 0 or -errno
Completion<Value> signal_native(Isolate& isolate, Frame& frame) {
  return Value::int32(loop_of(isolate).watch_signal(integer(frame, 0), frame.argument(1)));
}

class TransferCall final : public HostCall {
 public:
  TransferCall(int fd, bool writes, uint8_t* data, size_t size) : fd_(fd), writes_(writes), data_(data), size_(size) {}
  std::string name() const override {
    if (!writes_) return "read " + std::to_string(fd_);
    return "write " + std::to_string(fd_) + " " + text_fingerprint({reinterpret_cast<const char*>(data_), size_});
  }
  bool is_output() const override { return writes_ && (fd_ == 1 || fd_ == 2); }
  void ask() override {
    do {
      count = writes_ ? write(fd_, data_, size_) : read(fd_, data_, size_);
    } while (count < 0 && errno == EINTR);
    if (count < 0) count = -errno;
  }
  void results(HostArchive& archive) override {
    archive.value(count);
    if (!writes_ && count > 0) archive.bytes(data_, static_cast<size_t>(count));
  }
  int64_t count = 0;

 private:
  int fd_;
  bool writes_;
  uint8_t* data_;
  size_t size_;
};

// magic 0: read, 1: write. (fd, buffer, offset, length) -> bytes or -errno
Completion<Value> transfer_native(Isolate& isolate, Frame& frame) {
  Bytes bytes;
  const bool writes = cast<NativeFunction>(frame.callee)->magic == 1;
  if (!writes) {
    TRY(writable_bytes_of(isolate, frame.argument(1), &bytes));
  } else if (!bytes_of(frame.argument(1), &bytes)) {
    return throw_type_error(isolate, "argument must be a buffer");
  }
  size_t offset = std::min(bytes.size, static_cast<size_t>(std::max(0, integer(frame, 2))));
  size_t length = std::min(bytes.size - offset, static_cast<size_t>(std::max(0, integer(frame, 3))));
  TransferCall call(integer(frame, 0), writes, bytes.data + offset, length);
  runtime_of(isolate).host().perform(call);
  return Value::number(call.count);
}

// (fd, bytes) -> 0 or -errno: writes everything, waiting while a pipe or terminal is full
Completion<Value> write_all_native(Isolate& isolate, Frame& frame) {
  Bytes bytes;
  if (!bytes_of(frame.argument(1), &bytes)) return throw_type_error(isolate, "argument must be a buffer");
  return Value::int32(runtime_of(isolate).write(integer(frame, 0), bytes.text()));
}

Completion<Value> close_native(Isolate& isolate, Frame& frame) {
  int fd = integer(frame, 0);
  return number_of(isolate, "close", fd, [&] { return close(fd); });
}

// (fd) -> 0 or -errno: nothing more will be written
Completion<Value> shutdown_native(Isolate& isolate, Frame& frame) {
  int fd = integer(frame, 0);
  return number_of(isolate, "shutdown", fd, [&] { return shutdown(fd, SHUT_WR); });
}

// (fd, whether) -> 0 or -errno
Completion<Value> nonblocking_native(Isolate& isolate, Frame& frame) {
  int fd = integer(frame, 0);
  const bool on = frame.argument(1).is_true();
  return number_of(isolate, "nonblocking", fd, [&] {
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0) return flags;
    return fcntl(fd, F_SETFL, on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK);
  });
}

// (fd) -> "FILE", "PIPE", "TTY", "TCP", "UNKNOWN", "INVALID"
Completion<Value> type_native(Isolate& isolate, Frame& frame) {
  int fd = integer(frame, 0);
  std::string type = "UNKNOWN";
  ask_host(
      host_of(isolate), "type of", std::to_string(fd),
      [&] {
        struct stat found;
        if (fstat(fd, &found) != 0) {
          type = "INVALID";
        } else if (isatty(fd)) {
          type = "TTY";
        } else if (S_ISREG(found.st_mode) || S_ISCHR(found.st_mode)) {
          type = "FILE";
        } else if (S_ISFIFO(found.st_mode) || S_ISSOCK(found.st_mode)) {
          type = "PIPE";
        }
      },
      type);
  return Value(new_string_latin1(isolate, type));
}

Completion<Value> is_terminal_native(Isolate& isolate, Frame& frame) {
  int fd = integer(frame, 0);
  bool is_terminal = false;
  ask_host(host_of(isolate), "is terminal", std::to_string(fd), [&] { is_terminal = isatty(fd) == 1; }, is_terminal);
  return Value::boolean(is_terminal);
}

// (fd) -> [columns, rows] or undefined
Completion<Value> window_size_native(Isolate& isolate, Frame& frame) {
  int fd = integer(frame, 0);
  winsize size{};
  bool known = false;
  ask_host(
      host_of(isolate), "window size", std::to_string(fd), [&] { known = ioctl(fd, TIOCGWINSZ, &size) == 0; }, known,
      size);
  if (!known) return Value::undefined();
  Value pair[] = {Value::int32(size.ws_col), Value::int32(size.ws_row)};
  return Value(new_array_from(isolate, pair));
}

// What the terminal was before the first raw mode; the runtime restores it at its end.
struct Terminal {
  ~Terminal() { restore(); }
  void restore() {
    if (fd >= 0) tcsetattr(fd, TCSANOW, &before);
    fd = -1;
  }
  int fd = -1;
  termios before{};
};

// (fd, raw) -> 0 or -errno
Completion<Value> raw_mode_native(Isolate& isolate, Frame& frame) {
  int fd = integer(frame, 0);
  std::shared_ptr<void>& kept = runtime_of(isolate).terminal;
  if (!kept) kept = std::make_shared<Terminal>();
  auto& terminal = *static_cast<Terminal*>(kept.get());
  if (!frame.argument(1).is_true()) {
    terminal.restore();
    return Value::int32(0);
  }
  return number_of(isolate, "raw mode", fd, [&] {
    termios mode;
    if (tcgetattr(fd, &mode) != 0) return -1;
    if (terminal.fd < 0) {
      terminal.fd = fd;
      terminal.before = mode;
    }
    mode.c_iflag &= ~static_cast<tcflag_t>(BRKINT | ICRNL | INPCK | ISTRIP | IXON);
    mode.c_oflag |= ONLCR;
    mode.c_cflag |= CS8;
    mode.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | IEXTEN | ISIG);
    mode.c_cc[VMIN] = 1;
    mode.c_cc[VTIME] = 0;
    return tcsetattr(fd, TCSADRAIN, &mode);
  });
}

// () -> a non-blocking inotify descriptor or -errno
Completion<Value> notify_open_native(Isolate& isolate, Frame&) {
  return Value::number(
      ask_host_number(host_of(isolate), "inotify", "", [] { return inotify_init1(IN_NONBLOCK | IN_CLOEXEC); }));
}
// (fd, path) -> watch number or -errno
Completion<Value> notify_add_native(Isolate& isolate, Frame& frame) {
  const std::string path = to_utf8(isolate, TRY(to_string(isolate, frame.argument(1))));
  constexpr uint32_t kMask =
      IN_ATTRIB | IN_CREATE | IN_MODIFY | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_MOVED_FROM | IN_MOVED_TO;
  return Value::number(ask_host_number(host_of(isolate), "inotify watch", path,
                                       [&] { return inotify_add_watch(integer(frame, 0), path.c_str(), kMask); }));
}
// (fd) -> [watch number, mask, name or undefined, ...]
Completion<Value> notify_read_native(Isolate& isolate, Frame& frame) {
  std::vector<int> watches;
  std::vector<uint32_t> masks;
  std::vector<std::string> names;
  const int fd = integer(frame, 0);
  ask_host(
      host_of(isolate), "inotify events", std::to_string(fd),
      [&] {
        alignas(inotify_event) char buffer[16384];
        for (ssize_t count; (count = read(fd, buffer, sizeof buffer)) > 0;) {
          for (ssize_t at = 0; at < count;) {
            auto* event = reinterpret_cast<inotify_event*>(buffer + at);
            watches.push_back(event->wd);
            masks.push_back(event->mask);
            names.push_back(event->len ? event->name : "");
            at += static_cast<ssize_t>(sizeof *event + event->len);
          }
        }
      },
      watches, masks, names);
  Array* events = new_array(isolate);
  for (size_t i = 0; i < watches.size(); ++i) {
    array_push(isolate, events, Value::int32(watches[i]));
    array_push(isolate, events, Value::number(masks[i]));
    array_push(isolate, events, names[i].empty() ? Value::undefined() : Value(new_string_utf8(isolate, names[i])));
  }
  return Value(events);
}

// (errno) -> [name, message]
Completion<Value> error_words_native(Isolate& isolate, Frame& frame) {
  int code = integer(frame, 0);
  Value pair[] = {Value(new_string_latin1(isolate, system_error_name(code < 0 ? -code : code))),
                  Value(new_string_latin1(isolate, system_error_message(code < 0 ? -code : code)))};
  return Value(new_array_from(isolate, pair));
}
// (errno, syscall, path) -> an Error
Completion<Value> system_error_native(Isolate& isolate, Frame& frame) {
  int code = integer(frame, 0);
  String* call = TRY(to_string(isolate, frame.argument(1)));
  std::string path;
  if (frame.argument(2).is_string()) path = to_utf8(isolate, as_string(frame.argument(2)));
  return Value(make_system_error(isolate, code < 0 ? -code : code, to_utf8(isolate, call).c_str(),
                                 path.empty() ? nullptr : &path));
}

// () -> [name, number, ...] of every system error, in order
Completion<Value> all_errors_native(Isolate& isolate, Frame&) {
  Array* list = new_array(isolate);
  auto add = [&](const char* name, int code) {
    array_push(isolate, list, Value(new_string_latin1(isolate, name)));
    array_push(isolate, list, Value::int32(code));
  };
#define SYSTEM_ERROR(name, message) add(#name, name);
#include "engine/runtime/system_errors.def"
#undef SYSTEM_ERROR
  return Value(list);
}

using P = BuiltinProperty;
constexpr P kTable[] = {
    P::function("watch", watch_native, 1),
    P::function("wait", wait_native, 3),
    P::function("cancel", cancel_native, 2),
    P::function("unwatch", unwatch_native, 1),
    P::function("reference", reference_native, 2),
    P::function("closing", closing_native, 1),
    P::function("signal", signal_native, 2),
    P::function("read", transfer_native, 4, 0),
    P::function("write", transfer_native, 4, 1),
    P::function("writeAll", write_all_native, 2),
    P::function("close", close_native, 1),
    P::function("shutdown", shutdown_native, 1),
    P::function("nonblocking", nonblocking_native, 2),
    P::function("type", type_native, 1),
    P::function("isTerminal", is_terminal_native, 1),
    P::function("windowSize", window_size_native, 1),
    P::function("rawMode", raw_mode_native, 2),
    P::function("notifyOpen", notify_open_native, 0),
    P::function("notifyAdd", notify_add_native, 2),
    P::function("notifyRead", notify_read_native, 1),
    P::function("errorWords", error_words_native, 1),
    P::function("systemError", system_error_native, 3),
    P::function("allErrors", all_errors_native, 0),
};

}  // namespace

extern constexpr NativeBinding kIoBinding = {"io", kTable};

}  // namespace scrim
