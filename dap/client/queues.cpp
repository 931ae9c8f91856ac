// The terminal debugger's `queues`: the event loop as it stands.
#include <cstdio>
#include <iterator>

#include "dap/client/terminal.h"

namespace scrim::dap {

namespace channel = protocol::channel;

namespace {

void say(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  std::fputc('\n', stdout);
}

struct QueueTitle {
  const char* queue;
  const char* title;
};
constexpr QueueTitle kTitles[] = {
    {"nextTick", "Next ticks"},           {"promise", "Promise jobs"},
    {"microtask", "Promise jobs"},        {"timer", "Timers"},
    {"immediate", "Immediates"},          {"closing", "Close callbacks"},
    {"finalization", "Finalization"},     {"descriptor", "Waiting for the system"},
    {"work", "Waiting for the system"},   {"child", "Waiting for the system"},
    {"signal", "Waiting for the system"},
};

std::string title_of(const channel::QueuedTask& task) {
  for (const QueueTitle& entry : kTitles) {
    if (task.queue == entry.queue) {
      const bool later = task.queue == "timer" && task.due_in.value_or(0) > 0;
      return later ? "Timers that are not due" : entry.title;
    }
  }
  return task.queue;
}

}  // namespace

std::string Terminal::text_of(const channel::CodePlace& place) const {
  std::string text = place.function;
  if (!place.path) return text;
  if (!text.empty()) text += "  ";
  return text + short_name(*place.path) + ":" + std::to_string(place.line.value_or(0)) + ":" +
         std::to_string(place.column.value_or(0));
}

Terminal::Outcome Terminal::queues(std::string_view) {
  if (const Outcome ready = need_stop(); !ready) return ready;
  const auto answer = session_.call<channel::ScrimQueuesRequest>({});
  if (!answer) return std::unexpected(answer.error());
  say("Phase: " + answer->phase);
  std::string title;
  int number = 0;
  for (const channel::QueuedTask& task : answer->tasks) {
    if (std::string own = title_of(task); own != title) {
      title = std::move(own);
      say(title + ":");
    }
    std::string line = "  " + std::to_string(++number) + "  ";
    if (task.callback) line += text_of(*task.callback);
    std::string notes = task.detail.value_or("");
    const auto note = [&notes](const std::string& text) { notes += (notes.empty() ? "" : ", ") + text; };
    if (task.due_in && *task.due_in > 0) note("in " + std::to_string(*task.due_in) + " ms");
    if (task.period) note("every " + std::to_string(*task.period) + " ms");
    if (!task.keeps_alive) note("does not keep the program running");
    if (!notes.empty()) line += (task.callback ? "  (" : "(") + notes + ")";
    say(line);
    constexpr size_t kShownPlaces = 5;
    for (size_t i = 0; i < task.scheduled.size() && i < kShownPlaces; ++i) {
      say("       " + std::string(i == 0 ? "from " : "  by ") + text_of(task.scheduled[i]));
    }
    if (task.scheduled.size() > kShownPlaces) {
      say("         and " + std::to_string(task.scheduled.size() - kShownPlaces) + " more");
    }
  }
  if (answer->tasks.empty()) say("Nothing is queued.");
  if (!answer->promises.empty()) say("Pending promises:");
  for (const channel::PendingPromise& promise : answer->promises) {
    say("  " + promise.value);
    for (const channel::PromiseWaiter& waiter : promise.waiters) {
      static constexpr const char* kKinds[] = {"awaited by ", "then ", ""};
      std::string line = "       " + std::string(kKinds[static_cast<int>(waiter.kind)]) + waiter.detail.value_or("");
      if (const std::string place = text_of(waiter.place); !place.empty()) {
        line += (waiter.detail ? "  " : "") + place;
      }
      say(line);
    }
  }
  if (answer->total_promises > static_cast<int64_t>(answer->promises.size())) {
    say("  and " + std::to_string(answer->total_promises - static_cast<int64_t>(answer->promises.size())) + " more");
  }
  return {};
}

}  // namespace scrim::dap
