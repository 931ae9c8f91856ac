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

void Target::breakpoint_changed(const debug::BreakpointInfo& breakpoint) {
  if (!closed_) connection_->send<channel::ScrimBreakpointEvent>(bound(breakpoint));
}

}  // namespace scrim::dap
