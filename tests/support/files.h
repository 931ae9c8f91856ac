// Files as tests read them.
#pragma once

#include <fstream>
#include <sstream>
#include <string>

// Empty where there is no such file.
inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}
