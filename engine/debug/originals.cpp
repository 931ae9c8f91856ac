// Scripts shown through their source maps: the files they were made from have ids of their own, breakpoints are asked
// for there, and places are given there.
#include <algorithm>
#include <charconv>

#include "engine/debug/engine_debugger.h"
#include "engine/objects/script_data.h"
#include "engine/runtime/file.h"
#include "engine/runtime/module_paths.h"
#include "engine/runtime/source_maps.h"

namespace scrim::debug {

void EngineDebugger::learn_originals(LoadedScript& script) {
  ScriptData& data = *script.script->data;
  if (runtime_.options().source_maps && script.info.kind == ScriptKind::file) {
    data.maps_stacks = find_originals(data, &runtime_.host()) != nullptr;  // seen by the program, in its stacks
  }
  // What a package was made from is no business of who uses it.
  if (!source_maps_ || script.info.kind != ScriptKind::file ||
      script.info.path.find("/node_modules/") != std::string::npos) {
    return;
  }
  const OriginalSources* made_from = find_originals(data);
  if (!made_from) return;
  for (uint32_t source = 0; source < made_from->paths.size(); ++source) {
    const std::string& path = made_from->paths[source];
    const auto known = std::find_if(originals_.begin(), originals_.end(),
                                    [&](const OriginalScript& entry) { return entry.info.path == path; });
    if (known != originals_.end()) {
      script.sources.push_back(known->info.id);
      continue;
    }
    OriginalScript& entry = originals_.emplace_back();
    entry.info.id = kFirstOriginal + static_cast<ScriptId>(originals_.size() - 1);
    entry.info.path = path;
    entry.info.name = path.substr(path.rfind('/') + 1);
    // One that is not there any more is shown from what the map carries.
    entry.info.kind = file_exists(path) ? ScriptKind::file : ScriptKind::evaluated;
    entry.text = original_text(*made_from, source).value_or("");
    script.sources.push_back(entry.info.id);
  }
}

const EngineDebugger::OriginalScript* EngineDebugger::original(ScriptId id) const {
  const ScriptId index = id - kFirstOriginal;
  return id >= kFirstOriginal && index < originals_.size() ? &originals_[index] : nullptr;
}

SourceLocation EngineDebugger::mapped_location(const LoadedScript& script, syntax::LineColumn place) const {
  const auto found = script.script->data->originals->map.original_of(place);
  if (!found) return {script.info.id, {place.line, place.column}};
  return {script.sources[found->source], {found->place.line, found->place.column}};
}

bool EngineDebugger::is_unmapped(const Code* code, const uint16_t* pc) {
  if (!source_maps_ || !code->script->data->originals) return false;
  const LoadedScript* script = loaded(code->script);
  return script && !script->sources.empty() && location_of(code, pc).script == script->info.id;
}

// A line's place: "file:line:column" in brackets at its end, or after "at".
struct StackPlace {
  size_t start = 0;  // of the file's name
  size_t end = 0;    // of the column
  std::string_view file{};
  syntax::LineColumn place{};  // counted from 0
};

static std::optional<StackPlace> place_in_stack(std::string_view line) {
  const size_t at = line.find_first_not_of(' ');
  if (at == std::string_view::npos || !line.substr(at).starts_with("at ")) return std::nullopt;
  const size_t bracket = line.rfind('(');
  StackPlace found;
  found.end = line.ends_with(')') ? line.size() - 1 : line.size();
  if (line.ends_with(')') && bracket == std::string_view::npos) return std::nullopt;
  found.start = line.ends_with(')') ? bracket + 1 : at + 3;
  if (line.substr(found.start).starts_with("async ")) found.start += 6;
  std::string_view rest = line.substr(found.start, found.end - found.start);
  uint32_t numbers[2];  // the column, the line
  for (uint32_t& number : numbers) {
    const size_t colon = rest.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const char* end = rest.data() + rest.size();
    const auto [stopped, error] = std::from_chars(rest.data() + colon + 1, end, number);
    if (error != std::errc() || stopped != end || number == 0) return std::nullopt;
    rest = rest.substr(0, colon);
  }
  found.file = rest;
  found.place = {numbers[1] - 1, numbers[0] - 1};
  return found;
}

std::string EngineDebugger::mapped_stack(const std::string& text) {
  if (originals_.empty()) return text;
  std::string out;
  for (size_t start = 0; start < text.size();) {
    const size_t end = std::min(text.find('\n', start), text.size() - 1) + 1;
    std::string line = text.substr(start, end - start);
    start = end;
    const bool ended = line.ends_with('\n');
    if (const auto found = place_in_stack(std::string_view(line).substr(0, line.size() - ended))) {
      const LoadedScript* script = script_of_path(path_of_script_name(std::string(found->file)));
      const SourceLocation at =
          script && !script->sources.empty() ? mapped_location(*script, found->place) : SourceLocation{};
      if (const OriginalScript* file = original(at.script)) {
        line.replace(found->start, found->end - found->start,
                     file->info.path + ":" + std::to_string(at.position.line + 1) + ":" +
                         std::to_string(at.position.column + 1));
      }
    }
    out += line;
  }
  return out;
}

std::vector<std::pair<EngineDebugger::LoadedScript*, uint32_t>> EngineDebugger::made_from(std::string_view path) {
  std::vector<std::pair<LoadedScript*, uint32_t>> result;
  for (auto& script : scripts_) {
    for (uint32_t source = 0; source < script->sources.size(); ++source) {
      if (original(script->sources[source])->info.path == path) result.emplace_back(script.get(), source);
    }
  }
  return result;
}

// Adds the places of this script: a file may have gone into several.
void EngineDebugger::bind_mapped(Breakpoint& breakpoint, LoadedScript& script, uint32_t source) {
  const syntax::SourceMap& map = script.script->data->originals->map;
  const OriginalScript& file = *original(script.sources[source]);
  const auto lines = static_cast<uint32_t>(std::count(file.text.begin(), file.text.end(), '\n')) + 1;
  breakpoint.info.id = breakpoint.spec.id;
  if (breakpoint.patched.empty()) {
    breakpoint.info.script = file.info.id;
    breakpoint.info.pending = false;
    breakpoint.info.verified = false;
    breakpoint.info.message = "no code was made from this line or those below it";
  }
  if (std::string fault = condition_fault(breakpoint.spec); !fault.empty()) {
    breakpoint.info.message = std::move(fault);
    return;
  }
  // The first line from there on that code was made from, and that a statement begins in.
  for (uint32_t line = breakpoint.spec.line; line < std::max(lines, breakpoint.spec.line + 1); ++line) {
    const uint32_t column = line == breakpoint.spec.line ? breakpoint.spec.column.value_or(0) : 0;
    std::vector<StopPlace> places;
    for (const syntax::LineColumn& made : map.generated_of(source, {line, column})) {
      for (const StopPlace& place : find_places(script, made.line, made.column)) {
        const SourceLocation at = mapped_location(script, {place.position.line, place.position.column});
        if (at.script != file.info.id || at.position.line != line) continue;
        places.push_back(place);
        if (!breakpoint.info.verified) breakpoint.info.range = {at.position, at.position};
        breakpoint.info.verified = true;
        breakpoint.info.script = file.info.id;
        breakpoint.info.message.clear();
      }
    }
    patch_all(breakpoint, script, places);
    if (breakpoint.info.verified) return;
  }
}

}  // namespace scrim::debug
