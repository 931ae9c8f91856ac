#include "dap/target/target.h"

namespace scrim::dap {

wire::Source Target::client_source(const debug::ScriptInfo& script) const {
  wire::Source source;
  if (script.kind == debug::ScriptKind::file) {
    const std::string path = paths_.to_client(script.path);
    source.name = base_name(path);
    source.path = config_.paths_are_uris ? uri_of_path(path) : path;
    if (script.skipped) {
      source.presentation_hint = wire::SourcePresentationHint::kDeemphasize;
      source.origin = "skipped by skipFiles";
    }
  } else {
    source.name = script.name.empty() ? "VM" + std::to_string(script.id) : script.name;
    source.path = script.kind == debug::ScriptKind::internal ? script.path : "<eval>/" + *source.name;
    source.source_reference = script.id;
    if (script.kind == debug::ScriptKind::internal) {
      if (script.skipped) source.presentation_hint = wire::SourcePresentationHint::kDeemphasize;
      source.origin = "scrim's own";
    }
  }
  return source;
}

std::optional<wire::Source> Target::client_source(debug::ScriptId id) const {
  if (id == 0) return std::nullopt;
  const auto script = debugger_.script(id);
  return script ? std::optional(client_source(*script)) : std::nullopt;
}

Target::Answer<wire::StackTraceRequest> Target::stack_trace(const wire::StackTraceArguments& arguments,
                                                            const Incoming&) {
  if (const auto ready = must_be_paused(); !ready) return std::unexpected(ready.error());
  if (arguments.thread_id != kMainThread) {
    return failure("there is no thread " + std::to_string(arguments.thread_id), protocol::error_code::kRequestFailed);
  }
  const auto count = [](const std::optional<int64_t>& number) {
    return static_cast<uint32_t>(std::clamp<int64_t>(number.value_or(0), 0, INT32_MAX));
  };
  debug::FramePage page = debugger_.frames(count(arguments.start_frame), count(arguments.levels));
  wire::StackTraceResponse out{.total_frames = page.total};
  for (debug::FrameInfo& frame : page.frames) {
    wire::StackFrame& entry = out.stack_frames.emplace_back();
    entry.id = frame.id;
    entry.name = std::move(frame.name);
    entry.source = client_source(frame.location.script);
    if (entry.source) {
      entry.line = client_line(frame.location.position.line);
      entry.column = client_column(frame.location.position.column);
      if (frame.end) {
        entry.end_line = client_line(frame.end->line);
        entry.end_column = client_column(frame.end->column);
      }
    }
    switch (frame.kind) {
      case debug::FrameKind::normal:
        entry.presentation_hint = wire::StackFramePresentationHint::kNormal;
        entry.can_restart = frame.can_restart;
        break;
      case debug::FrameKind::async_separator:
        entry.presentation_hint = wire::StackFramePresentationHint::kLabel;
        entry.can_restart = false;
        break;
      case debug::FrameKind::internal:
        entry.presentation_hint = wire::StackFramePresentationHint::kSubtle;
        entry.can_restart = false;
        break;
    }
  }
  return out;
}

Target::Answer<wire::ScopesRequest> Target::scopes(const wire::ScopesArguments& arguments, const Incoming&) {
  if (const auto ready = must_be_paused(); !ready) return std::unexpected(ready.error());
  auto scopes = debugger_.scopes(static_cast<debug::FrameId>(arguments.frame_id));
  if (!scopes) return failed(scopes);
  wire::ScopesResponse out;
  for (debug::ScopeInfo& scope : *scopes) {
    wire::Scope& entry = out.scopes.emplace_back();
    entry.name = std::move(scope.name);
    if (scope.kind == debug::ScopeKind::local) entry.presentation_hint = "locals";
    if (scope.kind == debug::ScopeKind::return_value) entry.presentation_hint = "returnValue";
    entry.variables_reference = scope.reference;
    if (scope.named != 0) entry.named_variables = scope.named;
    if (scope.indexed != 0) entry.indexed_variables = scope.indexed;
    entry.expensive = scope.expensive;
    if (scope.range) {
      entry.source = client_source(scope.script);
      set_range(entry, *scope.range);
    }
  }
  return out;
}

}  // namespace scrim::dap
