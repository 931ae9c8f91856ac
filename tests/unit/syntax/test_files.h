// Reading the files that lie beside the tests.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/files.h"

inline std::string test_folder() {
  return std::string(SCRIM_SOURCE_DIR) + "/tests/unit/syntax/";
}

inline std::vector<std::string> split(const std::string& text, const std::string& separator) {
  std::vector<std::string> parts;
  size_t start = 0;
  for (;;) {
    size_t end = text.find(separator, start);
    parts.push_back(text.substr(start, end == std::string::npos ? end : end - start));
    if (end == std::string::npos) return parts;
    start = end + separator.size();
  }
}

// The project's own JavaScript and the golden files that are no longer than `limit` bytes, sorted.
inline std::vector<std::string> own_programs(uintmax_t limit = UINTMAX_MAX) {
  std::vector<std::string> names;
  std::string root = SCRIM_SOURCE_DIR;
  for (const char* folder : {"/engine/runtime/node", "/tests/script/programs", "/tests/unit/syntax/golden"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root + folder)) {
      std::string name = entry.path().string();
      bool code = name.ends_with(".js") || name.ends_with(".mjs") || name.ends_with(".ts") || name.ends_with(".tsx");
      if (code && entry.file_size() <= limit) names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}
