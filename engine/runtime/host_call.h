// How natives ask the system: by the host interface, so that what it answers can be recorded (objects/host.h).
#pragma once

#include <cerrno>
#include <string>
#include <string_view>
#include <tuple>

#include "engine/objects/host.h"
#include "engine/runtime/runtime.h"

namespace scrim {

// `detail` tells a question from others of its name: a path, a descriptor.
template <class Ask, class... Results>
class AskedCall final : public HostCall {
 public:
  AskedCall(std::string_view name, std::string_view detail, Ask& ask, Results&... results)
      : name_(name), detail_(detail), ask_(ask), results_(results...) {}
  std::string name() const override {
    return detail_.empty() ? std::string(name_) : std::string(name_) + " " + std::string(detail_);
  }
  void ask() override { ask_(); }
  void results(HostArchive& archive) override {
    std::apply([&archive](Results&... each) { (archive.value(each), ...); }, results_);
  }

 private:
  std::string_view name_, detail_;
  Ask& ask_;
  std::tuple<Results&...> results_;
};

// ask() asks the system and puts what it says into the results; in a replay they come from the record instead.
template <class Ask, class... Results>
void ask_host(HostInterface& host, std::string_view name, std::string_view detail, Ask ask, Results&... results) {
  AskedCall<Ask, Results...> call(name, detail, ask, results...);
  host.perform(call);
}

// For system calls: what ask() returns, or -errno if that is negative.
template <class Ask>
int64_t ask_host_number(HostInterface& host, std::string_view name, std::string_view detail, Ask ask) {
  int64_t result = 0;
  ask_host(
      host, name, detail,
      [&] {
        result = static_cast<int64_t>(ask());
        if (result < 0) result = -errno;
      },
      result);
  return result;
}

inline HostInterface& host_of(Isolate& isolate) {
  return *isolate.host.interface;
}

// Of the environment as it was when the program began; empty: not set.
std::string environment_variable(HostInterface& host, const char* name);

}  // namespace scrim
