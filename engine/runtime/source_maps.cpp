#include "engine/runtime/source_maps.h"

#include "engine/objects/isolate.h"
#include "engine/runtime/file.h"
#include "engine/runtime/host_call.h"
#include "engine/runtime/module_paths.h"

namespace scrim {

namespace {

// What `text` names, seen from the folder: an absolute path, or a URL that is no file's.
std::string resolve(const std::string& folder, const std::string& text) {
  std::string path;
  if (text.starts_with("file:")) return path_of_file_url(text, &path) ? path : text;
  if (!scheme_of(text).empty()) return text;
  return normalize_path(text.starts_with("/") ? text : folder + "/" + text);
}

FileError read(HostInterface* host, const std::string& path, std::string* text) {
  return host ? read_text_file(*host, path, text) : read_text_file(path, text);
}

}  // namespace

const OriginalSources* find_originals(ScriptData& script, HostInterface* host) {
  if (script.originals || script.source_mapping_url.length() == 0) return script.originals.get();
  const std::string file = path_of_script_name(script.source.name());
  const std::string url(script.source.text(script.source_mapping_url));
  script.source_mapping_url = {};  // looked at once
  if (!file.starts_with("/")) return nullptr;
  std::string folder = directory_of(file);
  std::optional<std::string> text = syntax::SourceMap::decode_data_url(url);
  if (!text) {
    const std::string map = resolve(folder, url);
    text.emplace();
    if (!map.starts_with("/") || read(host, map, &*text).failed()) return nullptr;
    folder = directory_of(map);
  }
  std::string error;
  std::optional<syntax::SourceMap> map = syntax::SourceMap::parse(*text, &error);
  if (!map) return nullptr;
  auto originals = std::make_unique<OriginalSources>(OriginalSources{std::move(*map), {}});
  for (const std::string& source : originals->map.sources()) originals->paths.push_back(resolve(folder, source));
  script.originals = std::move(originals);
  return script.originals.get();
}

std::optional<std::string> original_text(const OriginalSources& originals, uint32_t source, HostInterface* host) {
  if (const std::string* content = originals.map.source_content(source)) return *content;
  std::string text;
  if (read(host, originals.paths[source], &text).failed()) return std::nullopt;
  return text;
}

static void map_stacks_of(Isolate& isolate, Script* script) {
  if (!script->data->internal && script->data->eval_origin.empty()) {
    script->data->maps_stacks = find_originals(*script->data, &host_of(isolate)) != nullptr;
  }
}

void enable_source_maps(Isolate& isolate) {
  isolate.on_script = map_stacks_of;
}

void disable_source_maps(Isolate& isolate) {
  if (isolate.on_script == map_stacks_of) isolate.on_script = nullptr;
}

}  // namespace scrim
