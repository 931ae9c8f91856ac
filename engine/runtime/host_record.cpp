#include "engine/runtime/host_record.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <unordered_map>

namespace scrim {

namespace {

constexpr char kMagic[] = "scrim record 1\n";

// Each entry begins with one of these.
enum Entry : int64_t { kEnd, kMonotonic, kWallClock, kSeed, kCall, kWatch, kWatchSignal, kPoll };

class Writer final : public HostArchive {
 public:
  explicit Writer(FILE* file) : file_(file) { std::fwrite(kMagic, 1, sizeof kMagic - 1, file_); }
  ~Writer() override { std::fclose(file_); }
  void number(int64_t& value) override { put(static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63)); }
  void bytes(void* data, size_t size) override { std::fwrite(data, 1, size, file_); }
  void text(std::string& value) override {
    put(value.size());
    std::fwrite(value.data(), 1, value.size(), file_);
  }
  void put(uint64_t value) {
    for (; value >= 0x80; value >>= 7) std::fputc(static_cast<int>(value & 0x7f) | 0x80, file_);
    std::fputc(static_cast<int>(value), file_);
  }
  void flush() { std::fflush(file_); }

 private:
  FILE* file_;
};

class Reader final : public HostArchive {
 public:
  Reader(FILE* file, std::string path) : file_(file), path_(std::move(path)) {}
  ~Reader() override { std::fclose(file_); }
  void number(int64_t& value) override {
    const uint64_t word = get();
    value = static_cast<int64_t>(word >> 1) ^ -static_cast<int64_t>(word & 1);
  }
  void bytes(void* data, size_t size) override {
    if (std::fread(data, 1, size, file_) != size) fail();
  }
  void text(std::string& value) override {
    value.resize(get());
    bytes(value.data(), value.size());
  }
  bool at_end() {
    const int next = std::fgetc(file_);
    if (next != EOF) std::ungetc(next, file_);
    return next == EOF;
  }
  const std::string& path() const { return path_; }

 private:
  uint64_t get() {
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      const int byte = std::fgetc(file_);
      if (byte == EOF || shift > 63) fail();
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (!(byte & 0x80)) break;
    }
    return value;
  }
  [[noreturn]] void fail() {
    std::fflush(nullptr);
    std::fprintf(stderr, "scrim: %s ends in the middle of an entry\n", path_.c_str());
    _exit(1);
  }
  FILE* file_;
  std::string path_;
};

// Of a program that prints: the text itself is not kept, but has to be the same again.
uint64_t hash_of(std::string_view text) {
  uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash;
}

void archive_event(HostArchive& archive, HostEvent& event) {
  archive.value(event.kind);
  archive.value(event.id);
  archive.value(event.generation);
  archive.value(event.status);
  archive.value(event.signal);
}

class RecordingHost final : public HostInterface {
 public:
  explicit RecordingHost(std::unique_ptr<HostArchive> record)
      : archive_(std::move(record)), record_(static_cast<Writer&>(*archive_)) {
    begin(kSeed);  // what Math.random gives follows from it
    record_.bytes(random_.state, sizeof random_.state);
  }
  ~RecordingHost() override { begin(kEnd); }

  uint64_t monotonic_ns() override {
    const uint64_t now = system_.monotonic_ns();
    begin(kMonotonic);
    record_.put(now - last_ns_);
    last_ns_ = now;
    return now;
  }
  double wall_clock_ms() override {
    double now = system_.wall_clock_ms();
    begin(kWallClock);
    record_.value(now);
    return now;
  }
  void add_pause(uint64_t nanoseconds) override { system_.add_pause(nanoseconds); }
  uint64_t random_bits() override { return random_.next(); }

  void perform(HostCall& call) override {
    std::string name = call.name();
    begin(kCall);
    auto [known, fresh] = names_.try_emplace(name, names_.size());
    record_.put(known->second);
    if (fresh) record_.text(name);
    if (name.starts_with("kill")) record_.flush();  // it may be this process
    call.ask();
    call.results(record_);
  }

  int watch(uint32_t id, int fd) override { return noted(kWatch, system_.watch(id, fd)); }
  void unwatch(uint32_t id) override { system_.unwatch(id); }
  void arm(uint32_t id, bool write, uint32_t generation) override { system_.arm(id, write, generation); }
  int watch_signal(int number, bool on) override { return noted(kWatchSignal, system_.watch_signal(number, on)); }
  void watch_child(int pid) override { system_.watch_child(pid); }
  void post(uint32_t id, std::shared_ptr<HostWork> work) override {
    works_[id] = work;
    system_.post(id, std::move(work));
  }
  void poll(uint64_t wait_ns, std::vector<HostEvent>* events) override {
    if (wait_ns) record_.flush();
    system_.poll(wait_ns, events);
    begin(kPoll);
    record_.put(events->size());
    for (HostEvent& event : *events) {
      archive_event(record_, event);
      if (event.kind != HostEvent::kWork) continue;
      auto work = works_.find(event.id);
      if (work->second->asks_system()) work->second->results(record_);
      works_.erase(work);
    }
  }
  void wake() override { system_.wake(); }

 private:
  void begin(int64_t entry) { record_.put(static_cast<uint64_t>(entry)); }
  int noted(Entry entry, int result) {
    begin(entry);
    record_.value(result);
    return result;
  }

  std::unique_ptr<HostArchive> archive_;
  Writer& record_;
  SystemHost system_;
  RandomBits random_ = system_.random();
  uint64_t last_ns_ = 0;
  std::unordered_map<std::string, size_t> names_;
  std::map<uint32_t, std::shared_ptr<HostWork>> works_;
};

class ReplayingHost final : public HostInterface {
 public:
  explicit ReplayingHost(std::unique_ptr<HostArchive> record)
      : archive_(std::move(record)), record_(static_cast<Reader&>(*archive_)) {
    begin(kSeed, "a start");
    record_.bytes(random_.state, sizeof random_.state);
  }
  ~ReplayingHost() override { begin(kEnd, "its end"); }

  uint64_t monotonic_ns() override {
    begin(kMonotonic, "the time");
    return last_ns_ += number();
  }
  double wall_clock_ms() override {
    begin(kWallClock, "the date");
    double now;
    record_.value(now);
    return now;
  }
  void add_pause(uint64_t) override {}
  uint64_t random_bits() override { return random_.next(); }

  void perform(HostCall& call) override {
    const std::string name = call.name();
    begin(kCall, name);
    const uint64_t index = number();
    if (index == names_.size()) record_.text(names_.emplace_back());
    if (index >= names_.size()) damaged();
    if (names_[index] != name) diverge(name, names_[index]);
    if (call.is_output()) call.ask();
    call.results(record_);
  }

  int watch(uint32_t, int fd) override { return noted(kWatch, "a wait for descriptor " + std::to_string(fd)); }
  void unwatch(uint32_t) override {}
  void arm(uint32_t, bool, uint32_t) override {}
  int watch_signal(int number, bool) override { return noted(kWatchSignal, "signal " + std::to_string(number)); }
  void watch_child(int) override {}
  void post(uint32_t id, std::shared_ptr<HostWork> work) override { works_[id] = std::move(work); }
  void poll(uint64_t, std::vector<HostEvent>* events) override {
    begin(kPoll, "what has happened");
    events->resize(number());
    for (HostEvent& event : *events) {
      archive_event(record_, event);
      if (event.kind != HostEvent::kWork) continue;
      auto work = works_.find(event.id);
      if (work == works_.end()) diverge("other work", "the end of work " + std::to_string(event.id));
      if (!work->second->asks_system() || work->second->is_output()) work->second->run();
      if (work->second->asks_system()) work->second->results(record_);
      works_.erase(work);
    }
  }
  void wake() override {}

 private:
  uint64_t number() {
    int64_t value;
    record_.number(value);
    // As Writer::put wrote it, without the zigzag.
    return static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63);
  }
  void begin(Entry wanted, const std::string& what) {
    ++entries_;
    if (record_.at_end()) diverge(what, "no more");
    const uint64_t entry = number();
    if (entry == static_cast<uint64_t>(wanted)) return;
    static constexpr const char* kWhat[] = {
        "the end",         "the time",         "the date", "a start", "", "a wait for a descriptor",
        "a signal's name", "what has happened"};
    if (entry > kPoll) damaged();
    if (entry != kCall) diverge(what, kWhat[entry]);
    const uint64_t index = number();
    if (index == names_.size()) record_.text(names_.emplace_back());
    if (index >= names_.size()) damaged();
    diverge(what, names_[index]);
  }
  int noted(Entry entry, const std::string& what) {
    begin(entry, what);
    int result = 0;
    record_.value(result);
    return result;
  }
  [[noreturn]] void diverge(const std::string& asked, const std::string& recorded) {
    std::fflush(nullptr);
    std::fprintf(
        stderr, "scrim: the replay has diverged from %s at entry %zu: the program asks for '%s', the record has '%s'\n",
        record_.path().c_str(), entries_, asked.c_str(), recorded.c_str());
    _exit(1);
  }
  [[noreturn]] void damaged() {
    std::fflush(nullptr);
    std::fprintf(stderr, "scrim: %s is damaged at entry %zu\n", record_.path().c_str(), entries_);
    _exit(1);
  }

  std::unique_ptr<HostArchive> archive_;
  Reader& record_;
  RandomBits random_{};
  uint64_t last_ns_ = 0;
  size_t entries_ = 0;
  std::vector<std::string> names_;
  std::map<uint32_t, std::shared_ptr<HostWork>> works_;
};

}  // namespace

std::unique_ptr<HostArchive> write_record(const std::string& path, std::string* error) {
  FILE* file = std::fopen(path.c_str(), "wbe");
  if (file) return std::make_unique<Writer>(file);
  *error = std::strerror(errno);
  return nullptr;
}

std::unique_ptr<HostArchive> read_record(const std::string& path, std::string* error) {
  FILE* file = std::fopen(path.c_str(), "rbe");
  if (!file) {
    *error = std::strerror(errno);
    return nullptr;
  }
  char magic[sizeof kMagic - 1];
  if (std::fread(magic, 1, sizeof magic, file) != sizeof magic || std::memcmp(magic, kMagic, sizeof magic) != 0) {
    std::fclose(file);
    *error = "this is not a record of scrim's";
    return nullptr;
  }
  return std::make_unique<Reader>(file, path);
}

std::unique_ptr<HostInterface> recording_host(std::unique_ptr<HostArchive> record) {
  return std::make_unique<RecordingHost>(std::move(record));
}
std::unique_ptr<HostInterface> replaying_host(std::unique_ptr<HostArchive> record) {
  return std::make_unique<ReplayingHost>(std::move(record));
}

std::string text_fingerprint(std::string_view text) {
  char digits[40];
  std::snprintf(digits, sizeof digits, "%zu %016llx", text.size(), static_cast<unsigned long long>(hash_of(text)));
  return digits;
}

}  // namespace scrim
