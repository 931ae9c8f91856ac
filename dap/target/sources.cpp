#include "dap/target/target.h"

namespace scrim::dap {

Target::Answer<wire::SourceRequest> Target::source(const wire::SourceArguments& arguments, const Incoming&) {
  int64_t id = arguments.source_reference;
  if (arguments.source && arguments.source->source_reference.value_or(0) > 0) id = *arguments.source->source_reference;
  if (id > 0) {
    auto text = debugger_.script_text(static_cast<debug::ScriptId>(id));
    if (!text) return failed(text);
    return wire::SourceResponse{.content = std::move(*text), .mime_type = "text/javascript"};
  }
  if (arguments.source && arguments.source->path) {
    const std::string wanted = real_path(path_of_uri(*arguments.source->path));
    for (const debug::ScriptInfo& script : debugger_.scripts()) {
      if (script.kind != debug::ScriptKind::file || script.path != wanted) continue;
      auto text = debugger_.script_text(script.id);
      if (!text) return failed(text);
      return wire::SourceResponse{.content = std::move(*text), .mime_type = "text/javascript"};
    }
    return failure("no script was loaded from " + *arguments.source->path, protocol::error_code::kRequestFailed);
  }
  return failure("source: neither a sourceReference nor a path", protocol::error_code::kInvalidParams);
}

Target::Answer<wire::LoadedSourcesRequest> Target::loaded_sources(const wire::LoadedSourcesArguments&,
                                                                  const Incoming&) {
  wire::LoadedSourcesResponse out;
  for (const debug::ScriptInfo& script : debugger_.scripts()) out.sources.push_back(client_source(script));
  return out;
}

void Target::script_loaded(const debug::ScriptInfo& script) {
  if (closed_) return;
  connection_->send<wire::LoadedSourceEvent>(
      {.reason = wire::LoadedSourceEventReason::kNew, .source = client_source(script)});
}

// What the program prints. Shown in order with everything else because it goes the same way.
bool Target::output(const debug::OutputInfo& output) {
  if (closed_ || !config_.capture_output) return false;
  static constexpr const char* kCategories[] = {"stdout", "stderr", "console"};
  wire::OutputEventBody body{.category = kCategories[static_cast<int>(output.stream)], .output = output.text};
  switch (output.group) {
    case debug::OutputGroup::none: break;
    case debug::OutputGroup::start: body.group = wire::OutputEventGroup::kStart; break;
    case debug::OutputGroup::start_collapsed: body.group = wire::OutputEventGroup::kStartCollapsed; break;
    case debug::OutputGroup::end: body.group = wire::OutputEventGroup::kEnd; break;
  }
  if (output.reference != 0) body.variables_reference = output.reference;
  if (auto source = client_source(output.location.script)) {
    body.source = std::move(source);
    body.line = client_line(output.location.position.line);
    body.column = client_column(output.location.position.column);
  }
  connection_->wait_for_room();
  connection_->send<wire::OutputEvent>(body);
  return true;
}

}  // namespace scrim::dap
