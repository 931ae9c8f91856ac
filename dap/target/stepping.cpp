#include "dap/target/target.h"

namespace scrim::dap {

namespace {

debug::StepGranularity granularity(const std::optional<wire::SteppingGranularity>& asked) {
  switch (asked.value_or(wire::SteppingGranularity::kStatement)) {
    case wire::SteppingGranularity::kLine: return debug::StepGranularity::line;
    case wire::SteppingGranularity::kInstruction: return debug::StepGranularity::instruction;
    default: return debug::StepGranularity::statement;
  }
}

}  // namespace

// The loop in paused() ends after the response is queued, so that it precedes whatever the program does next.
Expected<protocol::Empty> Target::resume(debug::Resume how) {
  if (const auto ready = must_be_paused(); !ready) return ready;
  resume_ = how;
  return {};
}

Target::Answer<wire::ContinueRequest> Target::continue_(const wire::ContinueArguments&, const Incoming&) {
  if (const auto done = resume({}); !done) return std::unexpected(done.error());
  return wire::ContinueResponse{.all_threads_continued = true};
}

Target::Answer<wire::NextRequest> Target::next(const wire::NextArguments& arguments, const Incoming&) {
  return resume({.kind = debug::Resume::Kind::step_over, .granularity = granularity(arguments.granularity)});
}

Target::Answer<wire::StepInRequest> Target::step_in(const wire::StepInArguments& arguments, const Incoming&) {
  return resume({.kind = debug::Resume::Kind::step_in,
                 .granularity = granularity(arguments.granularity),
                 .target = static_cast<uint32_t>(arguments.target_id.value_or(0))});
}

Target::Answer<wire::StepOutRequest> Target::step_out(const wire::StepOutArguments& arguments, const Incoming&) {
  return resume({.kind = debug::Resume::Kind::step_out, .granularity = granularity(arguments.granularity)});
}

Target::Answer<wire::StepInTargetsRequest> Target::step_in_targets(const wire::StepInTargetsArguments& arguments,
                                                                   const Incoming&) {
  if (const auto ready = must_be_paused(); !ready) return std::unexpected(ready.error());
  const auto targets = debugger_.step_in_targets(static_cast<debug::FrameId>(arguments.frame_id));
  if (!targets) return failed(targets);
  wire::StepInTargetsResponse out;
  for (const debug::StepInTarget& target : *targets) {
    wire::StepInTarget& entry = out.targets.emplace_back();
    entry.id = target.id;
    entry.label = target.label;
    set_range(entry, target.range);
  }
  return out;
}

Target::Answer<wire::RestartFrameRequest> Target::restart_frame(const wire::RestartFrameArguments& arguments,
                                                                const Incoming&) {
  if (const auto ready = must_be_paused(); !ready) return std::unexpected(ready.error());
  const auto id = static_cast<debug::FrameId>(arguments.frame_id);
  for (const debug::FrameInfo& frame : debugger_.frames(0, 0).frames) {
    if (frame.id != id) continue;
    if (!frame.can_restart) return failure("this frame cannot be restarted", protocol::error_code::kRequestFailed);
    return resume({.kind = debug::Resume::Kind::restart_frame, .frame = id});
  }
  return failure("there is no frame " + std::to_string(arguments.frame_id) + " (any more)",
                 protocol::error_code::kRequestFailed);
}

Target::Answer<wire::PauseRequest> Target::pause(const wire::PauseArguments&, const Incoming&) {
  if (!paused_) pause_asked_ = true;
  return {};
}

}  // namespace scrim::dap
