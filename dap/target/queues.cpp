// The event loop's queues and the promises that are waited for.
#include "dap/target/target.h"

namespace scrim::dap {

channel::CodePlace Target::code_place(std::string function, const debug::SourceLocation& location) const {
  channel::CodePlace place{.function = std::move(function)};
  const auto source = client_source(location.script);
  if (!source) return place;
  if (source->path) place.path = *source->path;
  if (source->source_reference) place.source_reference = *source->source_reference;
  place.line = client_line(location.position.line);
  place.column = client_column(location.position.column);
  return place;
}

Target::Answer<channel::ScrimQueuesRequest> Target::queues(const protocol::Empty&, const Incoming&) {
  if (const auto ready = must_be_paused(); !ready) return std::unexpected(ready.error());
  auto found = debugger_.queues();
  if (!found) return failed(found);
  channel::QueuesResponse out{.phase = std::move(found->phase), .total_promises = found->total_promises};
  for (debug::TaskInfo& task : found->tasks) {
    channel::QueuedTask& entry = out.tasks.emplace_back();
    entry.queue = std::move(task.queue);
    if (!task.callback.empty()) {
      entry.callback = code_place(std::move(task.callback), task.location);
      entry.variables_reference = task.reference;
    }
    if (!task.detail.empty()) entry.detail = std::move(task.detail);
    entry.keeps_alive = task.referenced;
    entry.due_in = task.due_ms;
    if (task.period_ms != 0) entry.period = task.period_ms;
    for (debug::CodePlace& place : task.scheduled) {
      entry.scheduled.push_back(code_place(std::move(place.function), place.location));
    }
  }
  for (debug::PendingPromiseInfo& promise : found->promises) {
    channel::PendingPromise& entry = out.promises.emplace_back();
    entry.value = promise.promise.text;
    entry.variables_reference = promise.promise.reference;
    for (debug::PromiseWaiterInfo& waiter : promise.waiters) {
      channel::PromiseWaiter& waiting = entry.waiters.emplace_back();
      static constexpr channel::PromiseWaiterKind kKinds[] = {channel::PromiseWaiterKind::kAwait,
                                                              channel::PromiseWaiterKind::kThen,
                                                              channel::PromiseWaiterKind::kCombinator};
      waiting.kind = kKinds[static_cast<int>(waiter.kind)];
      if (!waiter.detail.empty()) waiting.detail = std::move(waiter.detail);
      waiting.place = code_place(std::move(waiter.function), waiter.location);
    }
  }
  return out;
}

}  // namespace scrim::dap
