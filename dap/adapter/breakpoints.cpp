#include "dap/adapter/breakpoints.h"

#include <algorithm>

#include "dap/adapter/adapter.h"
#include "dap/locations.h"

namespace scrim::dap {

using protocol::channel::BoundBreakpoint;
using protocol::channel::SourceBreakpoint;

namespace {

constexpr std::string_view kInternalPrefix = "node:";

bool same(const SourceBreakpoint& a, const SourceBreakpoint& b) {
  return a.line == b.line && a.column == b.column && a.condition == b.condition && a.hit_condition == b.hit_condition &&
         a.log_message == b.log_message;
}

}  // namespace

bool differ(const BoundBreakpoint& a, const BoundBreakpoint& b) {
  return a.verified != b.verified || a.line != b.line || a.column != b.column || a.message != b.message;
}

BreakpointStore::File& BreakpointStore::replace(const std::string& real_path, const protocol::dap::Source& source,
                                                const std::string& client_path, std::vector<SourceBreakpoint> asked) {
  File& file = files_[real_path];
  std::vector<Entry> old = std::move(file.entries);
  file.entries.clear();
  file.source = source;
  file.client_path = client_path;
  for (SourceBreakpoint& breakpoint : asked) {
    const auto kept =
        std::find_if(old.begin(), old.end(), [&](const Entry& entry) { return same(entry.asked, breakpoint); });
    if (kept != old.end()) {
      file.entries.push_back(std::move(*kept));
      old.erase(kept);
    } else {
      breakpoint.id = next_id_++;
      file.entries.push_back({breakpoint, BoundBreakpoint{.id = breakpoint.id, .pending = true}});
    }
  }
  return file;
}

bool BreakpointStore::update(const BoundBreakpoint& state) {
  for (auto& [path, file] : files_) {
    for (Entry& entry : file.entries) {
      if (entry.asked.id != state.id) continue;
      const bool news = differ(entry.state, state);
      entry.state = state;
      return news;
    }
  }
  return false;
}

const BreakpointStore::File* BreakpointStore::file_of(int64_t id) const {
  for (const auto& [path, file] : files_) {
    for (const Entry& entry : file.entries) {
      if (entry.asked.id == id) return &file;
    }
  }
  return nullptr;
}

protocol::dap::Breakpoint client_breakpoint(const BoundBreakpoint& state, const ClientView& view,
                                            const protocol::dap::Source* source) {
  protocol::dap::Breakpoint out{.id = state.id, .verified = state.verified, .message = state.message};
  if (!state.verified) {
    out.reason = state.pending ? protocol::dap::BreakpointReason::kPending : protocol::dap::BreakpointReason::kFailed;
  }
  if (source != nullptr) out.source = *source;
  if (state.line) out.line = view.to_client_line(*state.line);
  if (state.column) out.column = view.to_client_column(*state.column);
  if (state.end_line) out.end_line = view.to_client_line(*state.end_line);
  if (state.end_column) out.end_column = view.to_client_column(*state.end_column);
  return out;
}

// --- the requests
// ------------------------------------------------------------------------------------------------------

// Until the program is there (and always for a file it has not loaded), the parser tells where breakpoints can be.
void Adapter::verify_from_source(const std::string& path, BreakpointStore::File& file) {
  std::optional<Locations> locations;
  for (BreakpointStore::Entry& entry : file.entries) {
    if (entry.state.verified || !entry.state.pending) continue;  // the debuggee knows better
    if (path.starts_with(kInternalPrefix)) {
      entry.state.message = path + " is not loaded yet";
      continue;
    }
    if (!locations) locations = Locations::of_file(path);
    BoundBreakpoint& state = entry.state;
    if (!locations->error().empty() && verify_from_compiled(path, entry)) continue;
    if (!locations->error().empty()) {
      state.message = locations->error();  // the file may be right by the time it is run
      continue;
    }
    const auto column = entry.asked.column ? std::optional(static_cast<uint32_t>(*entry.asked.column)) : std::nullopt;
    const auto found = locations->at(static_cast<uint32_t>(entry.asked.line), column);
    state.pending = false;
    if (!found) {
      state.message = "there is no code here or below";
      continue;
    }
    state.verified = true;
    state.message.reset();
    state.line = found->line;
    state.column = found->column;
  }
}

// TypeScript with more than types to strip: what it was compiled to is run, if there is any.
bool Adapter::verify_from_compiled(const std::string& path, BreakpointStore::Entry& entry) {
  if (plan_ && !plan_->source_maps) return false;
  const std::string compiled = compiled_file(path, plan_ ? plan_->out_files : std::nullopt);
  if (compiled.empty()) return false;
  const debug::Position asked{static_cast<uint32_t>(entry.asked.line),
                              static_cast<uint32_t>(entry.asked.column.value_or(0))};
  const auto place = place_in_compiled(path, compiled, asked);
  if (!place) return false;
  entry.state.pending = false;
  entry.state.verified = true;
  entry.state.message.reset();
  entry.state.line = place->line;
  entry.state.column = place->column;
  return true;
}

std::vector<protocol::dap::Breakpoint> Adapter::client_breakpoints(const BreakpointStore::File& file) const {
  std::vector<protocol::dap::Breakpoint> out;
  for (const BreakpointStore::Entry& entry : file.entries)
    out.push_back(client_breakpoint(entry.state, view_, &file.source));
  return out;
}

void Adapter::set_breakpoints(const wire::SetBreakpointsArguments& arguments,
                              protocol::Reply<wire::SetBreakpointsRequest> reply) {
  if (!arguments.source.path || arguments.source.path->empty()) {
    return reply(failure("setBreakpoints: breakpoints are set in files: 'source.path' is missing",
                         protocol::error_code::kInvalidParams));
  }
  const std::string client_path = path_of_uri(*arguments.source.path);
  // The engine's own files have their names everywhere.
  const bool is_internal =
      arguments.source.source_reference.value_or(0) > 0 && client_path.starts_with(kInternalPrefix);
  const std::string path = is_internal ? client_path : real_path(client_path);
  std::vector<SourceBreakpoint> asked;
  if (arguments.breakpoints) {
    for (const wire::SourceBreakpoint& breakpoint : *arguments.breakpoints) {
      SourceBreakpoint& entry = asked.emplace_back();
      entry.line = view_.from_client_line(breakpoint.line);
      if (breakpoint.column) entry.column = view_.from_client_column(*breakpoint.column);
      const auto text = [](const std::optional<std::string>& value) {
        return value && !value->empty() ? value : std::nullopt;
      };
      entry.condition = text(breakpoint.condition);
      entry.hit_condition = text(breakpoint.hit_condition);
      entry.log_message = text(breakpoint.log_message);
    }
  } else {
    for (const int64_t line : arguments.lines.value_or(std::vector<int64_t>{}))
      asked.push_back({.line = view_.from_client_line(line)});
  }
  BreakpointStore::File& file = breakpoints_.replace(path, arguments.source, client_path, std::move(asked));
  if (!debuggee_ready()) {
    verify_from_source(path, file);
    return reply(wire::SetBreakpointsResponse{.breakpoints = client_breakpoints(file)});
  }
  // The answer is the debuggee's, in the order asked; changes it reports later come after it on the same channel.
  send_breakpoints(path, file, [this, path, reply = std::move(reply)]() mutable {
    reply(wire::SetBreakpointsResponse{.breakpoints = client_breakpoints(breakpoints_.files().at(path))});
  });
}

void Adapter::send_breakpoints(const std::string& path, const BreakpointStore::File& file, Loop::Task done) {
  channel::SetBreakpointsArguments message{.path = path, .client_path = file.client_path};
  for (const BreakpointStore::Entry& entry : file.entries) message.breakpoints.push_back(entry.asked);
  target_->send_request<channel::ScrimSetBreakpointsRequest>(
      message, [this, path, done = std::move(done)](Expected<channel::BoundBreakpoints> bound) mutable {
        if (bound) {
          for (const BoundBreakpoint& state : bound->breakpoints) take_state(state);
        }
        // What the program has not loaded yet keeps what the parser said.
        auto& files = const_cast<std::map<std::string, BreakpointStore::File>&>(breakpoints_.files());
        if (const auto found = files.find(path); found != files.end()) verify_from_source(path, found->second);
        done();
      });
}

// The debuggee's word counts, but that it has not loaded the script yet is no news against what the parser has found.
bool Adapter::take_state(const BoundBreakpoint& state) {
  if (!state.verified && state.pending) return false;
  return breakpoints_.update(state);
}

void Adapter::on_breakpoint(const channel::BoundBreakpoint& state) {
  const auto is_it = [&](const auto& breakpoint) { return breakpoint.id == state.id; };
  const bool without_file = std::any_of(breakpoints_.functions.begin(), breakpoints_.functions.end(), is_it) ||
                            std::any_of(breakpoints_.data.begin(), breakpoints_.data.end(), is_it);
  if (!take_state(state) && !without_file) return;
  const BreakpointStore::File* file = breakpoints_.file_of(state.id);
  client_.send<wire::BreakpointEvent>(
      {.reason = "changed", .breakpoint = client_breakpoint(state, view_, file == nullptr ? nullptr : &file->source)});
}

// Takes over what the client asks for; what it has asked for before keeps its number.
template <class Entry>
static void replace_entries(BreakpointStore& store, std::vector<Entry>& entries, std::vector<Entry> asked,
                            std::string Entry::* what) {
  for (Entry& entry : asked) {
    const auto kept = std::find_if(entries.begin(), entries.end(), [&](const Entry& other) {
      return other.*what == entry.*what && other.condition == entry.condition &&
             other.hit_condition == entry.hit_condition;
    });
    entry.id = kept == entries.end() ? store.new_id() : kept->id;
  }
  entries = std::move(asked);
}

// The answer while no program can say more.
template <class Response, class Entry>
static Response unbound(const std::vector<Entry>& entries, const char* why, wire::BreakpointReason reason) {
  Response out;
  for (const Entry& entry : entries)
    out.breakpoints.push_back({.id = entry.id, .verified = false, .message = why, .reason = reason});
  return out;
}

void Adapter::set_function_breakpoints(const wire::SetFunctionBreakpointsArguments& arguments,
                                       protocol::Reply<wire::SetFunctionBreakpointsRequest> reply) {
  std::vector<channel::FunctionBreakpoint> asked;
  for (const wire::FunctionBreakpoint& one : arguments.breakpoints)
    asked.push_back({.name = one.name, .condition = one.condition, .hit_condition = one.hit_condition});
  replace_entries(breakpoints_, breakpoints_.functions, std::move(asked), &channel::FunctionBreakpoint::name);
  if (!debuggee_ready()) {
    return reply(unbound<wire::SetFunctionBreakpointsResponse>(breakpoints_.functions, "the program is not running yet",
                                                               wire::BreakpointReason::kPending));
  }
  target_->send_request<channel::ScrimSetFunctionBreakpointsRequest>(
      {.breakpoints = breakpoints_.functions},
      [this, reply = std::move(reply)](Expected<channel::BoundBreakpoints> bound) mutable {
        if (!bound) return reply(std::unexpected(bound.error()));
        wire::SetFunctionBreakpointsResponse out;
        for (const BoundBreakpoint& state : bound->breakpoints)
          out.breakpoints.push_back(client_breakpoint(state, view_, nullptr));
        reply(out);
      });
}

// They belong to what the program has made: no other run of it knows them.
void Adapter::set_data_breakpoints(const wire::SetDataBreakpointsArguments& arguments,
                                   protocol::Reply<wire::SetDataBreakpointsRequest> reply) {
  std::vector<channel::DataBreakpoint> asked;
  for (const wire::DataBreakpoint& one : arguments.breakpoints)
    asked.push_back({.data_id = one.data_id, .condition = one.condition, .hit_condition = one.hit_condition});
  replace_entries(breakpoints_, breakpoints_.data, std::move(asked), &channel::DataBreakpoint::data_id);
  if (!debuggee_ready()) {
    return reply(unbound<wire::SetDataBreakpointsResponse>(
        breakpoints_.data, "the program that had what it watches is not running", wire::BreakpointReason::kFailed));
  }
  target_->send_request<channel::ScrimSetDataBreakpointsRequest>(
      {.breakpoints = breakpoints_.data},
      [this, reply = std::move(reply)](Expected<channel::BoundBreakpoints> bound) mutable {
        if (!bound) return reply(std::unexpected(bound.error()));
        wire::SetDataBreakpointsResponse out;
        for (const BoundBreakpoint& state : bound->breakpoints)
          out.breakpoints.push_back(client_breakpoint(state, view_, nullptr));
        reply(out);
      });
}

Expected<wire::BreakpointLocationsResponse> Adapter::breakpoint_locations(
    const wire::BreakpointLocationsArguments& arguments, const Incoming&) {
  wire::BreakpointLocationsResponse out;
  if (!arguments.source.path) return out;
  const Locations locations = Locations::of_file(real_path(path_of_uri(*arguments.source.path)));
  const auto line = static_cast<uint32_t>(view_.from_client_line(arguments.line));
  const auto end_line = arguments.end_line ? static_cast<uint32_t>(view_.from_client_line(*arguments.end_line)) : line;
  const auto column = arguments.column ? static_cast<uint32_t>(view_.from_client_column(*arguments.column)) : 0;
  const auto end_column =
      arguments.end_column ? static_cast<uint32_t>(view_.from_client_column(*arguments.end_column)) : UINT32_MAX;
  for (const debug::Position& place : locations.between({{line, column}, {end_line, end_column}})) {
    wire::BreakpointLocation& entry = out.breakpoints.emplace_back();
    entry.line = view_.to_client_line(place.line);
    entry.column = view_.to_client_column(place.column);
  }
  return out;
}

}  // namespace scrim::dap
