// What node:fs stands on. An operation's arguments are copied out of the heap, it runs (at once, or on the thread
// pool), and its result is made into values: the synchronous, callback and promise forms share all three steps.
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>

#include "engine/runtime/bytes.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/file.h"
#include "engine/runtime/host_call.h"
#include "engine/runtime/host_record.h"
#include "engine/runtime/natives.h"
#include "engine/runtime/system_error.h"

namespace scrim {

namespace {

enum class Op : uint16_t {
  kOpen,
  kClose,
  kRead,
  kWrite,
  kStat,
  kLstat,
  kFstat,
  kStatfs,
  kScandir,
  kMkdir,
  kRmdir,
  kUnlink,
  kRename,
  kLink,
  kSymlink,
  kReadlink,
  kRealpath,
  kMkdtemp,
  kAccess,
  kChmod,
  kFchmod,
  kChown,
  kFchown,
  kLchown,
  kUtime,
  kFutime,
  kLutime,
  kFtruncate,
  kFsync,
  kFdatasync,
  kCopyfile,
  kReadFile,
  kWriteFile,
  kRemoveTree
};

constexpr const char* kOperationNames[] = {
    "open",      "close", "read",      "write",    "stat",     "lstat",     "fstat",     "statfs",   "scandir",
    "mkdir",     "rmdir", "unlink",    "rename",   "link",     "symlink",   "readlink",  "realpath", "mkdtemp",
    "access",    "chmod", "fchmod",    "chown",    "fchown",   "lchown",    "utime",     "futime",   "lutime",
    "ftruncate", "fsync", "fdatasync", "copyfile", "readFile", "writeFile", "removeTree"};

struct Entry {
  std::string name;
  int type;  // DT_...
};

// An operation with its arguments, and what came of it.
struct Operation {
  Op op;
  std::string path;
  std::string second;
  int64_t number[3] = {};
  double time[2] = {};
  uint8_t* data = nullptr;  // of a buffer that the caller keeps alive
  size_t size = 0;

  int error = 0;
  std::string syscall;
  bool show_path = true;
  bool synchronous = false;
  int64_t result = 0;
  std::string text;
  std::vector<Entry> entries;
  struct statx status;
  struct statfs file_system;

  void run();
  std::string description() const {
    std::string text = std::string("fs.") + kOperationNames[static_cast<int>(op)];
    if (!path.empty()) text += " " + path;
    if (!second.empty()) text += " " + second;
    if (op == Op::kWrite) text += " " + std::to_string(number[0]) + " " + fingerprint();
    return text;
  }
  std::string fingerprint() const { return text_fingerprint({reinterpret_cast<const char*>(data), size}); }
  bool is_output() const {
    return (op == Op::kWrite && (number[0] == 1 || number[0] == 2)) ||
           (op == Op::kWriteFile && (number[2] == 1 || number[2] == 2));
  }
  void results(HostArchive& archive);

 private:
  bool check(int64_t value) {
    if (value < 0) error = errno;
    result = value;
    return value >= 0;
  }
  void status_of(const char* call, int fd, int flags);
  void make_directories();
  void copy_file();
  void read_whole();
  void write_whole();
  void scan();
  bool remove_tree(const std::string& at);
};

void Operation::status_of(const char* call, int fd, int flags) {
  syscall = call;
  check(statx(fd, fd == AT_FDCWD ? path.c_str() : "", flags, STATX_BASIC_STATS | STATX_BTIME, &status));
}

// mkdir with parents: text is the first directory that was made.
void Operation::make_directories() {
  auto mode = static_cast<mode_t>(number[0]);
  std::vector<std::string> missing;
  std::string at = path;
  while (at.size() > 1 && at.back() == '/') at.pop_back();
  for (;;) {
    if (mkdir(at.c_str(), mode) == 0) {
      text = at;
      break;
    }
    if (errno == EEXIST || errno == EISDIR) {
      struct stat found;
      const bool there = stat(at.c_str(), &found) == 0;
      if (there && S_ISDIR(found.st_mode)) break;
      error = !missing.empty() ? ENOTDIR : !there && errno == ELOOP ? ELOOP : path.back() == '/' ? ENOTDIR : EEXIST;
      return;
    }
    size_t slash = at.rfind('/');
    if (errno != ENOENT || slash == std::string::npos || slash == 0) {
      error = errno;
      return;
    }
    missing.push_back(at);
    at.resize(slash);
    while (at.size() > 1 && at.back() == '/') at.pop_back();
  }
  for (; !missing.empty(); missing.pop_back()) {
    if (mkdir(missing.back().c_str(), mode) != 0 && errno != EEXIST) {
      error = errno;
      return;
    }
    if (text.empty()) text = missing.back();
  }
}

void Operation::copy_file() {
  constexpr int kExclusive = 1, kClone = 2, kForceClone = 4;
  int from = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (from < 0) {
    error = errno;
    return;
  }
  struct stat source;
  int to = -1;
  if (fstat(from, &source) == 0) {
    if (S_ISDIR(source.st_mode)) {
      errno = EISDIR;
    } else {
      to = open(second.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (number[0] & kExclusive ? O_EXCL : 0),
                source.st_mode & 07777);
    }
  }
  struct stat target;
  if (to < 0 || fstat(to, &target) != 0) {
    error = errno;
  } else if (source.st_dev != target.st_dev || source.st_ino != target.st_ino) {
    bool cloned = false;
    if (number[0] & (kClone | kForceClone)) {
      cloned = ioctl(to, FICLONE, from) == 0;
      if (!cloned && (number[0] & kForceClone)) error = errno;
    }
    if (!cloned && !error) {
      if (ftruncate(to, 0) != 0) error = errno;
      if (fchmod(to, source.st_mode & 07777) != 0 && errno != EPERM) error = errno;
      std::string buffer(size_t{1} << 18, '\0');
      while (!error) {
        ssize_t count = read(from, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) error = errno;
        if (count <= 0) break;
        for (ssize_t done = 0; done < count && !error;) {
          ssize_t written = write(to, buffer.data() + done, static_cast<size_t>(count - done));
          if (written < 0 && errno != EINTR) error = errno;
          if (written > 0) done += written;
        }
      }
    }
  }
  if (to >= 0) close(to);
  close(from);
}

// path, or the descriptor in number[0] if it is not negative.
void Operation::read_whole() {
  syscall = "open";
  int fd =
      number[0] >= 0 ? static_cast<int>(number[0]) : open(path.c_str(), static_cast<int>(number[1]) | O_CLOEXEC, 0666);
  if (fd < 0) {
    error = errno;
    return;
  }
  syscall = "read";
  show_path = !synchronous;
  struct stat found;
  if (fstat(fd, &found) == 0 && S_ISREG(found.st_mode)) {
    if (found.st_size > 0x7fffffff) {
      error = EFBIG;
      result = found.st_size;
    } else {
      text.reserve(static_cast<size_t>(found.st_size) + 1);
    }
  }
  size_t used = 0;
  while (!error) {
    size_t room = std::max<size_t>(text.capacity() - used, 65536);
    text.resize(used + room);
    ssize_t count = read(fd, text.data() + used, room);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) {  // a non-blocking pipe or terminal
      usleep(1000);
      continue;
    }
    if (count < 0) error = errno;
    if (count <= 0) break;
    used += static_cast<size_t>(count);
  }
  text.resize(used);
  if (number[0] < 0) close(fd);
}

// text into path, or into the descriptor in number[2] if it is not negative.
void Operation::write_whole() {
  syscall = "open";
  int fd = number[2] >= 0 ? static_cast<int>(number[2])
                          : open(path.c_str(), static_cast<int>(number[0]) | O_CLOEXEC, static_cast<mode_t>(number[1]));
  if (fd < 0) {
    error = errno;
    return;
  }
  syscall = "write";
  show_path = false;
  for (size_t done = 0; done < text.size();) {
    ssize_t count = write(fd, text.data() + done, text.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) {
      usleep(1000);
      continue;
    }
    if (count < 0) {
      error = errno;
      break;
    }
    done += static_cast<size_t>(count);
  }
  if (number[2] < 0) close(fd);
}

void Operation::scan() {
  DIR* directory = opendir(path.c_str());
  if (!directory) {
    error = errno;
    return;
  }
  while (dirent* entry = readdir(directory)) {
    std::string name = entry->d_name;
    if (name != "." && name != "..") entries.push_back({std::move(name), entry->d_type});
  }
  closedir(directory);
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
}

bool Operation::remove_tree(const std::string& at) {
  struct stat found;
  syscall = "lstat";
  if (lstat(at.c_str(), &found) != 0) {
    if (errno == ENOENT) return true;
    path = at;
    error = errno;
    return false;
  }
  if (!S_ISDIR(found.st_mode)) {
    syscall = "unlink";
    if (unlink(at.c_str()) == 0 || errno == ENOENT) return true;
    path = at;
    error = errno;
    return false;
  }
  syscall = "scandir";
  DIR* directory = opendir(at.c_str());
  if (!directory) {
    path = at;
    error = errno;
    return false;
  }
  std::vector<std::string> names;
  while (dirent* entry = readdir(directory)) {
    std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(at + "/" + name);
  }
  closedir(directory);
  for (const std::string& name : names) {
    if (!remove_tree(name)) return false;
  }
  syscall = "rmdir";
  if (rmdir(at.c_str()) == 0 || errno == ENOENT) return true;
  path = at;
  error = errno;
  return false;
}

void Operation::results(HostArchive& archive) {
  archive.value(error);
  archive.value(syscall);
  archive.value(show_path);
  archive.value(result);
  if (error) archive.value(path);  // of what it failed at
  switch (op) {
    case Op::kRead:
      if (result > 0) archive.bytes(data, static_cast<size_t>(result));
      break;
    case Op::kStat:
    case Op::kLstat:
    case Op::kFstat: archive.value(status); break;
    case Op::kStatfs: archive.value(file_system); break;
    case Op::kScandir: {
      std::vector<std::string> names;
      std::vector<int> types;
      for (Entry& entry : entries) {
        names.push_back(std::move(entry.name));
        types.push_back(entry.type);
      }
      archive.value(names);
      archive.value(types);
      entries.clear();
      for (size_t i = 0; i < names.size(); ++i) entries.push_back({std::move(names[i]), types[i]});
      break;
    }
    case Op::kMkdir:
    case Op::kReadlink:
    case Op::kRealpath:
    case Op::kMkdtemp:
    case Op::kReadFile: archive.value(text); break;
    default: break;
  }
}

timespec to_timespec(double seconds) {
  double whole = std::floor(seconds);
  return {static_cast<time_t>(whole), static_cast<long>((seconds - whole) * 1e9)};
}

void Operation::run() {
  auto fd = static_cast<int>(number[0]);
  auto mode = static_cast<mode_t>(number[0]);
  timespec times[2] = {to_timespec(time[0]), to_timespec(time[1])};
  switch (op) {
    case Op::kOpen:
      syscall = "open";
      check(open(path.c_str(), static_cast<int>(number[0]) | O_CLOEXEC, static_cast<mode_t>(number[1])));
      break;
    case Op::kClose:
      syscall = "close";
      check(close(fd));
      break;
    case Op::kRead:
      syscall = "read";
      do {
        check(number[1] < 0 ? read(fd, data, size) : pread(fd, data, size, number[1]));
      } while (result < 0 && errno == EINTR);
      break;
    case Op::kWrite:
      syscall = "write";
      do {
        check(number[1] < 0 ? write(fd, data, size) : pwrite(fd, data, size, number[1]));
      } while (result < 0 && errno == EINTR);
      break;
    case Op::kStat: status_of("stat", AT_FDCWD, 0); break;
    case Op::kLstat: status_of("lstat", AT_FDCWD, AT_SYMLINK_NOFOLLOW); break;
    case Op::kFstat: status_of("fstat", fd, AT_EMPTY_PATH); break;
    case Op::kStatfs:
      syscall = "statfs";
      check(statfs(path.c_str(), &file_system));
      break;
    case Op::kScandir:
      syscall = "scandir";
      scan();
      break;
    case Op::kMkdir:
      syscall = "mkdir";
      if (number[1]) {
        make_directories();
      } else {
        check(mkdir(path.c_str(), mode));
      }
      break;
    case Op::kRmdir:
      syscall = "rmdir";
      check(rmdir(path.c_str()));
      break;
    case Op::kUnlink:
      syscall = "unlink";
      check(unlink(path.c_str()));
      break;
    case Op::kRename:
      syscall = "rename";
      check(rename(path.c_str(), second.c_str()));
      break;
    case Op::kLink:
      syscall = "link";
      check(link(path.c_str(), second.c_str()));
      break;
    case Op::kSymlink:
      syscall = "symlink";
      check(symlink(path.c_str(), second.c_str()));
      break;
    case Op::kReadlink: {
      syscall = "readlink";
      char target[PATH_MAX];
      if (check(readlink(path.c_str(), target, sizeof target))) text.assign(target, static_cast<size_t>(result));
      break;
    }
    case Op::kRealpath: {
      syscall = number[0] ? "realpath" : "lstat";
      char resolved[PATH_MAX];
      if (realpath(path.c_str(), resolved)) {
        text = resolved;
      } else {
        error = errno;
      }
      break;
    }
    case Op::kMkdtemp:
      syscall = "mkdtemp";
      path += "XXXXXX";
      text = path;
      if (!mkdtemp(text.data())) error = errno;
      break;
    case Op::kAccess:
      syscall = "access";
      check(access(path.c_str(), static_cast<int>(number[0])));
      break;
    case Op::kChmod:
      syscall = "chmod";
      check(chmod(path.c_str(), mode));
      break;
    case Op::kFchmod:
      syscall = "fchmod";
      check(fchmod(fd, static_cast<mode_t>(number[1])));
      break;
    case Op::kChown:
      syscall = "chown";
      check(chown(path.c_str(), static_cast<uid_t>(number[0]), static_cast<gid_t>(number[1])));
      break;
    case Op::kFchown:
      syscall = "fchown";
      check(fchown(fd, static_cast<uid_t>(number[1]), static_cast<gid_t>(number[2])));
      break;
    case Op::kLchown:
      syscall = "lchown";
      check(lchown(path.c_str(), static_cast<uid_t>(number[0]), static_cast<gid_t>(number[1])));
      break;
    case Op::kUtime:
      syscall = "utime";
      check(utimensat(AT_FDCWD, path.c_str(), times, 0));
      break;
    case Op::kLutime:
      syscall = "lutime";
      check(utimensat(AT_FDCWD, path.c_str(), times, AT_SYMLINK_NOFOLLOW));
      break;
    case Op::kFutime:
      syscall = "futime";
      check(futimens(fd, times));
      break;
    case Op::kFtruncate:
      syscall = "ftruncate";
      check(ftruncate(fd, number[1]));
      break;
    case Op::kFsync:
      syscall = "fsync";
      check(fsync(fd));
      break;
    case Op::kFdatasync:
      syscall = "fdatasync";
      check(fdatasync(fd));
      break;
    case Op::kCopyfile:
      syscall = "copyfile";
      copy_file();
      break;
    case Op::kReadFile: read_whole(); break;
    case Op::kWriteFile: write_whole(); break;
    case Op::kRemoveTree: remove_tree(path); break;
  }
}

Completion<Value> array_of_numbers(Isolate& isolate, std::initializer_list<double> numbers) {
  Array* array = new_array(isolate, 0, static_cast<uint32_t>(numbers.size()));
  for (double number : numbers) array_push(isolate, array, Value::number(number));
  return Value(array);
}

Completion<Value> result_of(Isolate& isolate, const Operation& done) {
  switch (done.op) {
    case Op::kStat:
    case Op::kLstat:
    case Op::kFstat: {
      const struct statx& s = done.status;
      auto n = [](auto value) { return static_cast<double>(value); };
      return array_of_numbers(
          isolate, {n(makedev(s.stx_dev_major, s.stx_dev_minor)), n(s.stx_mode), n(s.stx_nlink), n(s.stx_uid),
                    n(s.stx_gid), n(makedev(s.stx_rdev_major, s.stx_rdev_minor)), n(s.stx_blksize), n(s.stx_ino),
                    n(s.stx_size), n(s.stx_blocks), n(s.stx_atime.tv_sec), n(s.stx_atime.tv_nsec),
                    n(s.stx_mtime.tv_sec), n(s.stx_mtime.tv_nsec), n(s.stx_ctime.tv_sec), n(s.stx_ctime.tv_nsec),
                    n(s.stx_btime.tv_sec), n(s.stx_btime.tv_nsec)});
    }
    case Op::kStatfs: {
      const struct statfs& s = done.file_system;
      auto n = [](auto value) { return static_cast<double>(value); };
      return array_of_numbers(isolate, {n(s.f_type), n(s.f_bsize), n(s.f_blocks), n(s.f_bfree), n(s.f_bavail),
                                        n(s.f_files), n(s.f_ffree), n(s.f_frsize)});
    }
    case Op::kScandir: {
      // [names, types]
      Array* names = new_array(isolate);
      Array* types = new_array(isolate);
      for (const Entry& entry : done.entries) {
        array_push(isolate, names, Value(new_string_utf8(isolate, entry.name)));
        array_push(isolate, types, Value::int32(entry.type));
      }
      Value pair[] = {Value(names), Value(types)};
      return Value(new_array_from(isolate, pair));
    }
    case Op::kMkdir:
      if (done.text.empty()) return Value::undefined();
      return Value(new_string_utf8(isolate, done.text));
    case Op::kReadlink:
    case Op::kRealpath:
    case Op::kMkdtemp: return Value(new_string_utf8(isolate, done.text));
    case Op::kReadFile:
      // number[2]: an encoding, or -1 for bytes
      if (done.number[2] >= 0) {
        return decode(isolate, reinterpret_cast<const uint8_t*>(done.text.data()), done.text.size(),
                      static_cast<Encoding>(done.number[2]));
      }
      return new_uint8_array(isolate, done.text);
    case Op::kOpen:
    case Op::kRead:
    case Op::kWrite: return Value::number(done.result);
    default: return Value::undefined();
  }
}

// How an operation's arguments are read: p path, s second path, n number, d seconds, b buffer with offset and length,
// t text or bytes that are copied (with an encoding).
constexpr const char* kSignatures[] = {
    /* open */ "pnn",     "n",    "nbn",   "nbn", "p",   "p",   "n", "p", "p",
    /* mkdir */ "pnn",    "p",    "p",     "ps",  "ps",
    /* symlink */ "ps",   "p",    "np",    "p",
    /* access */ "np",    "np",   "nn",    "nnp", "nnn", "nnp",
    /* utime */ "ddp",    "ddn",  "ddp",   "nn",  "n",   "n",
    /* copyfile */ "nps", "pnnn", "tpnnn", "p"};

Object* error_of(Isolate& isolate, const Operation& done) {
  const std::string_view signature = kSignatures[static_cast<int>(done.op)];
  // Whole files may be read and written through a descriptor.
  const bool whole = done.op == Op::kReadFile || done.op == Op::kWriteFile;
  const bool one = done.show_path && signature.contains('p') && !(whole && done.path.empty() && done.syscall != "open");
  const bool two = done.show_path && signature.contains('s');
  return make_system_error(isolate, done.error, done.syscall.c_str(), one ? &done.path : nullptr,
                           two ? &done.second : nullptr);
}

class OperationCall final : public HostCall {
 public:
  explicit OperationCall(Operation& operation) : operation_(operation) {}
  std::string name() const override { return operation_.description(); }
  bool is_output() const override { return operation_.is_output(); }
  void ask() override { operation_.run(); }
  void results(HostArchive& archive) override { operation_.results(archive); }

 private:
  Operation& operation_;
};

class FsWork final : public Work {
 public:
  FsWork(Operation operation, uint32_t kept) : operation_(std::move(operation)), kept_(kept) {}
  std::string name() const override { return operation_.description(); }
  void run() override { operation_.run(); }
  bool asks_system() const override { return true; }
  bool is_output() const override { return operation_.is_output(); }
  void results(HostArchive& archive) override { operation_.results(archive); }
  uint32_t kept() const override { return kept_; }
  void finish(Runtime& runtime) override {
    Isolate& isolate = runtime.isolate();
    // The kept pair: the callback, and the buffer that was read into or written from.
    auto* pair = cast<Array>(runtime.loop().release(kept_));
    Value callback = fast_element(pair, 0);
    Value arguments[] = {Value::null(), Value::undefined()};
    if (operation_.error) {
      arguments[0] = Value(error_of(isolate, operation_));
    } else {
      Completion<Value> value = result_of(isolate, operation_);
      arguments[value.failed() ? 0 : 1] = value.failed() ? isolate.take_exception() : value.value();
    }
    size_t count = arguments[0].is_null() ? 2 : 1;
    runtime.loop().run_callback(callback, Value::undefined(), std::span<const Value>(arguments, count));
  }

 private:
  Operation operation_;
  uint32_t kept_;
};

// magic: the operation. (arguments..., callback or undefined): undefined means now.
Completion<Value> operation_native(Isolate& isolate, Frame& frame) {
  Operation operation;
  operation.op = static_cast<Op>(cast<NativeFunction>(frame.callee)->magic);
  uint32_t at = 0;
  size_t numbers = 0, times = 0;
  Value buffer = Value::undefined();
  for (const char* kind = kSignatures[static_cast<int>(operation.op)]; *kind; ++kind) {
    switch (*kind) {
      case 'p':
      case 's': {
        String* text = TRY(to_string(isolate, frame.argument(at++)));
        (*kind == 'p' ? operation.path : operation.second) = to_utf8(isolate, text);
        break;
      }
      case 'n': {
        double number = TRY(to_number(isolate, frame.argument(at++)));
        operation.number[numbers++] = std::isfinite(number) ? static_cast<int64_t>(number) : -1;
        break;
      }
      case 'd': operation.time[times++] = TRY(to_number(isolate, frame.argument(at++))); break;
      case 'b': {
        Bytes bytes;
        buffer = frame.argument(at++);
        if (operation.op == Op::kRead) {
          TRY(writable_bytes_of(isolate, buffer, &bytes));
        } else if (!bytes_of(buffer, &bytes)) {
          return throw_type_error(isolate, "argument must be a buffer");
        }
        double offset = TRY(to_number(isolate, frame.argument(at++)));
        double length = TRY(to_number(isolate, frame.argument(at++)));
        size_t start = std::min(bytes.size, offset > 0 ? static_cast<size_t>(offset) : 0);
        operation.data = bytes.data + start;
        operation.size = std::min(bytes.size - start, length > 0 ? static_cast<size_t>(length) : 0);
        break;
      }
      case 't': {
        Value value = frame.argument(at++);
        Value encoding = frame.argument(at++);
        Bytes bytes;
        if (value.is_string()) {
          operation.text = encode(isolate, as_string(value),
                                  encoding.is_int32() ? static_cast<Encoding>(encoding.as_int32()) : Encoding::kUtf8);
        } else if (bytes_of(value, &bytes)) {
          operation.text = bytes.text();
        }
        break;
      }
    }
  }
  Value callback = frame.argument(at);
  if (!is_callable(callback)) {
    operation.synchronous = true;
    OperationCall call(operation);
    runtime_of(isolate).host().perform(call);
    if (operation.error) return throw_value(isolate, Value(error_of(isolate, operation)));
    return result_of(isolate, operation);
  }
  Value pair[] = {callback, buffer};
  EventLoop& loop = runtime_of(isolate).loop();
  uint32_t kept = loop.keep(Value(new_array_from(isolate, pair)));
  loop.post(std::make_unique<FsWork>(std::move(operation), kept));
  return Value::undefined();
}

// (path, 0 stat, 1 lstat) -> the file's mode, or -errno: cheap questions without an error made
Completion<Value> mode_native(Isolate& isolate, Frame& frame) {
  String* text = TRY(to_string(isolate, frame.argument(0)));
  struct stat found;
  std::string path = to_utf8(isolate, text);
  bool follow = !(frame.argument(1).is_int32() && frame.argument(1).as_int32());
  int64_t mode = ask_host_number(host_of(isolate), follow ? "mode of" : "mode of link", path, [&] {
    return (follow ? stat : lstat)(path.c_str(), &found) != 0 ? -1 : static_cast<int64_t>(found.st_mode);
  });
  return Value::number(mode);
}

using P = BuiltinProperty;
constexpr P op(Op operation) {
  return P::function(kOperationNames[static_cast<int>(operation)], operation_native, 0,
                     static_cast<uint16_t>(operation));
}
constexpr P kTable[] = {
    op(Op::kOpen),     op(Op::kClose),    op(Op::kRead),      op(Op::kWrite),      op(Op::kStat),
    op(Op::kLstat),    op(Op::kFstat),    op(Op::kStatfs),    op(Op::kScandir),    op(Op::kMkdir),
    op(Op::kRmdir),    op(Op::kUnlink),   op(Op::kRename),    op(Op::kLink),       op(Op::kSymlink),
    op(Op::kReadlink), op(Op::kRealpath), op(Op::kMkdtemp),   op(Op::kAccess),     op(Op::kChmod),
    op(Op::kFchmod),   op(Op::kChown),    op(Op::kFchown),    op(Op::kLchown),     op(Op::kUtime),
    op(Op::kFutime),   op(Op::kLutime),   op(Op::kFtruncate), op(Op::kFsync),      op(Op::kFdatasync),
    op(Op::kCopyfile), op(Op::kReadFile), op(Op::kWriteFile), op(Op::kRemoveTree), P::function("mode", mode_native, 2),
};

}  // namespace

extern constexpr NativeBinding kFsBinding = {"fs", kTable};

}  // namespace scrim
