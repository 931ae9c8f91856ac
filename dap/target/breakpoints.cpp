#include <charconv>

#include "dap/target/target.h"

namespace scrim::dap {

channel::BoundBreakpoint Target::bound(const debug::BreakpointInfo& breakpoint) const {
  channel::BoundBreakpoint out{.id = breakpoint.id, .verified = breakpoint.verified, .pending = breakpoint.pending};
  if (!breakpoint.message.empty()) out.message = breakpoint.message;
  if (breakpoint.verified) {
    out.line = breakpoint.range.start.line;
    out.column = breakpoint.range.start.column;
    if (breakpoint.range.end.line > breakpoint.range.start.line ||
        breakpoint.range.end.column > breakpoint.range.start.column) {
      out.end_line = breakpoint.range.end.line;
      out.end_column = breakpoint.range.end.column;
    }
    if (const auto script = debugger_.script(breakpoint.script); script && script->kind == debug::ScriptKind::file)
      out.path = script->path;
  }
  return out;
}

Target::Answer<channel::ScrimSetBreakpointsRequest> Target::set_breakpoints(
    const channel::SetBreakpointsArguments& arguments, const Incoming&) {
  paths_.learn(arguments.client_path, arguments.path);
  std::vector<debug::BreakpointSpec> specs;
  for (const channel::SourceBreakpoint& asked : arguments.breakpoints) {
    debug::BreakpointSpec& spec =
        specs.emplace_back(static_cast<uint32_t>(asked.id), static_cast<uint32_t>(asked.line));
    if (asked.column) spec.column = static_cast<uint32_t>(*asked.column);
    spec.condition = asked.condition.value_or("");
    spec.hit_condition = asked.hit_condition.value_or("");
    spec.log_message = asked.log_message.value_or("");
  }
  channel::BoundBreakpoints out;
  for (const debug::BreakpointInfo& info : debugger_.set_breakpoints(arguments.path, specs))
    out.breakpoints.push_back(bound(info));
  return out;
}

Target::Answer<channel::ScrimSetFunctionBreakpointsRequest> Target::set_function_breakpoints(
    const channel::SetFunctionBreakpointsArguments& arguments, const Incoming&) {
  std::vector<debug::FunctionBreakpointSpec> specs;
  for (const channel::FunctionBreakpoint& asked : arguments.breakpoints) {
    specs.emplace_back(static_cast<uint32_t>(asked.id), asked.name, asked.condition.value_or(""),
                       asked.hit_condition.value_or(""));
  }
  channel::BoundBreakpoints out;
  for (const debug::BreakpointInfo& info : debugger_.set_function_breakpoints(specs))
    out.breakpoints.push_back(bound(info));
  return out;
}

Target::Answer<wire::DataBreakpointInfoRequest> Target::data_breakpoint_info(
    const wire::DataBreakpointInfoArguments& arguments, const Incoming&) {
  if (const auto ready = must_be_paused(); !ready) return std::unexpected(ready.error());
  wire::DataBreakpointInfoResponse out;
  if (arguments.as_address.value_or(false)) {
    out.description = "addresses cannot be watched";
    return out;
  }
  const auto frame =
      arguments.frame_id ? std::optional(static_cast<debug::FrameId>(*arguments.frame_id)) : std::nullopt;
  const auto info = debugger_.data_breakpoint_info(
      static_cast<debug::Reference>(arguments.variables_reference.value_or(0)), arguments.name, frame);
  if (!info) return failed(info);
  out.description = info->description;
  if (info->watch == 0) return out;
  out.data_id = std::to_string(info->watch);
  out.access_types = {wire::DataBreakpointAccessType::kWrite};
  out.can_persist = false;
  return out;
}

Target::Answer<channel::ScrimSetDataBreakpointsRequest> Target::set_data_breakpoints(
    const channel::SetDataBreakpointsArguments& arguments, const Incoming&) {
  std::vector<debug::DataBreakpointSpec> specs;
  for (const channel::DataBreakpoint& asked : arguments.breakpoints) {
    uint32_t watch = 0;
    std::from_chars(asked.data_id.data(), asked.data_id.data() + asked.data_id.size(), watch);
    specs.emplace_back(static_cast<uint32_t>(asked.id), watch, asked.condition.value_or(""),
                       asked.hit_condition.value_or(""));
  }
  channel::BoundBreakpoints out;
  for (const debug::BreakpointInfo& info : debugger_.set_data_breakpoints(specs))
    out.breakpoints.push_back(bound(info));
  for (channel::BoundBreakpoint& breakpoint : out.breakpoints) breakpoint.line = breakpoint.column = std::nullopt;
  return out;
}

void Target::breakpoint_changed(const debug::BreakpointInfo& breakpoint) {
  if (!closed_) connection_->send<channel::ScrimBreakpointEvent>(bound(breakpoint));
}

}  // namespace scrim::dap
