// Reading the files that lie beside the tests.
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

inline std::string test_folder() {
  return std::string(SCRIM_SOURCE_DIR) + "/tests/unit/syntax/";
}

inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
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
