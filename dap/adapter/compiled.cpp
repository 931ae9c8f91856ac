// launch.json names TypeScript files as `program` where what runs is compiled from them: the file is found by its map.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "dap/adapter/launch.h"
#include "dap/locations.h"
#include "dap/paths.h"
#include "engine/debug/file_patterns.h"
#include "engine/syntax/source_map.h"

namespace scrim::dap {

namespace {

namespace fs = std::filesystem;

constexpr size_t kMostFiles = 20000;

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return stream ? std::string{std::istreambuf_iterator<char>(stream), {}} : std::string();
}

bool is_typescript(std::string_view path) {
  return path.ends_with(".ts") || path.ends_with(".tsx") || path.ends_with(".mts") || path.ends_with(".cts");
}

struct MapOfScript {
  syntax::SourceMap map;
  uint32_t source;  // the index of the file that was asked for
};

// The source map of a script, if it was made from `source`.
std::optional<MapOfScript> map_from(const fs::path& script, const std::string& source) {
  const std::string text = text_of(script);
  const size_t at = text.rfind("//# sourceMappingURL=");
  if (at == std::string::npos) return std::nullopt;
  std::string url = text.substr(at + 21);
  url = url.substr(0, url.find_first_of(" \t\r\n"));
  fs::path folder = script.parent_path();
  std::string json;
  if (auto inside = syntax::SourceMap::decode_data_url(url)) {
    json = std::move(*inside);
  } else {
    json = text_of(folder / url);
    folder = (folder / url).parent_path();
  }
  std::string error;
  auto map = syntax::SourceMap::parse(json, &error);
  if (!map) return std::nullopt;
  for (uint32_t i = 0; i < map->sources().size(); ++i) {
    if (real_path((folder / path_of_uri(map->sources()[i])).lexically_normal().string()) != source) continue;
    return MapOfScript{std::move(*map), i};
  }
  return std::nullopt;
}

// The value of a string option of a tsconfig.json, which may have comments.
std::string tsconfig_option(const std::string& text, const std::string& name) {
  const size_t key = text.find("\"" + name + "\"");
  if (key == std::string::npos) return {};
  const size_t line = text.rfind('\n', key);
  if (text.substr(line == std::string::npos ? 0 : line, key - (line == std::string::npos ? 0 : line)).find("//") !=
      std::string::npos) {
    return {};  // switched off
  }
  const size_t colon = text.find(':', key);
  const size_t open = colon == std::string::npos ? colon : text.find_first_not_of(" \t\r\n", colon + 1);
  if (open == std::string::npos || text[open] != '"') return {};
  return text.substr(open + 1, text.find('"', open + 1) - open - 1);
}

// Where the compiler puts what it makes of `source`, as an outFiles pattern.
std::vector<std::string> patterns_of_tsconfig(const std::string& source) {
  for (fs::path folder = fs::path(source).parent_path();; folder = folder.parent_path()) {
    const std::string text = text_of(folder / "tsconfig.json");
    const std::string out = tsconfig_option(text, "outDir");
    if (!out.empty()) return {(folder / out).lexically_normal().string() + "/**/*.{js,mjs,cjs}"};
    if (!text.empty() || folder == folder.parent_path()) return {};
  }
}

}  // namespace

std::string compiled_file(const std::string& source, const std::optional<std::vector<std::string>>& out_files) {
  if (!is_typescript(source)) return {};
  std::vector<std::string> patterns = out_files.value_or(std::vector<std::string>{});
  if (patterns.empty()) patterns = patterns_of_tsconfig(source);
  // Those of the same name first: most often it is one of them.
  const std::string stem = fs::path(source).stem().string();
  std::vector<fs::path> same_name, others;
  for (const std::string& pattern : patterns) {
    if (pattern.starts_with('!')) continue;
    const fs::path root = real_path(pattern.substr(0, pattern.rfind('/', pattern.find_first_of("*?{("))));
    std::error_code error;
    fs::recursive_directory_iterator files(root, fs::directory_options::skip_permission_denied, error);
    for (; !error && files != fs::recursive_directory_iterator(); files.increment(error)) {
      if (same_name.size() + others.size() > kMostFiles) break;
      const fs::path& file = files->path();
      if (file.filename() == "node_modules" || file.filename() == ".git") files.disable_recursion_pending();
      const std::string extension = file.extension().string();
      if (extension != ".js" && extension != ".mjs" && extension != ".cjs") continue;
      if (!debug::names_file(patterns, file.string())) continue;
      (file.stem() == stem ? same_name : others).push_back(file);
    }
  }
  for (const auto* list : {&same_name, &others}) {
    for (const fs::path& file : *list) {
      if (map_from(file, source)) return file.string();
    }
  }
  return {};
}

// As EngineDebugger::bind_mapped() finds it once the script is loaded: the first line from there on that code was made
// from, and that a statement begins in.
std::optional<debug::Position> place_in_compiled(const std::string& source, const std::string& compiled,
                                                 debug::Position asked) {
  const auto made_from = map_from(compiled, source);
  if (!made_from) return std::nullopt;
  const Locations locations = Locations::of_file(compiled);
  const std::string text = text_of(source);
  const auto lines = static_cast<uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  for (; asked.line < lines; asked = {asked.line + 1, 0}) {
    for (const syntax::LineColumn& made : made_from->map.generated_of(made_from->source, {asked.line, asked.column})) {
      const auto place = locations.at(made.line, made.column);
      const auto original = place ? made_from->map.original_of({place->line, place->column}) : std::nullopt;
      if (!original || original->source != made_from->source || original->place.line != asked.line) continue;
      return debug::Position{original->place.line, original->place.column};
    }
  }
  return std::nullopt;
}

}  // namespace scrim::dap
