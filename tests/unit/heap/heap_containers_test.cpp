// Cells must not be held in malloc memory (decision 21): what the compiler refuses, and a look through the sources for
// what it cannot.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <vector>

#include "engine/heap/root.h"

namespace scrim {
namespace {

static_assert(!std::is_default_constructible_v<std::allocator<Value>>);
static_assert(!std::is_default_constructible_v<std::allocator<Cell*>>);

const std::set<std::string> kContainers = {
    "vector", "deque",    "list",     "forward_list",  "map",           "multimap",       "set",
    "queue",  "multiset", "multimap", "unordered_map", "unordered_set", "priority_queue", "stack"};
const std::set<std::string> kCells = {
    "Cell",
#define CELL_TYPE(name, cpp_type) #cpp_type,
#include "engine/heap/cell_types.def"
#undef CELL_TYPE
};

std::string without_comments(const std::string& text) {
  std::string code;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "//") == 0) i = std::min(text.find('\n', i), text.size() - 1);
    code += text[i];
  }
  return code;
}

// Words and single punctuation marks.
std::vector<std::string> tokens_of(const std::string& text) {
  std::vector<std::string> tokens;
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_')) ++end;
    if (end == i) ++end;
    if (!std::isspace(static_cast<unsigned char>(text[i]))) tokens.push_back(text.substr(i, end - i));
    i = end;
  }
  return tokens;
}

// The first container of Values or of pointers to cells, as its tokens.
std::string find_violation(const std::string& text) {
  std::vector<std::string> tokens = tokens_of(without_comments(text));
  for (size_t i = 3; i + 2 < tokens.size(); ++i) {
    if (!kContainers.count(tokens[i]) || tokens[i - 3] != "std" || tokens[i + 1] != "<") continue;
    int depth = 0;
    std::string shown = tokens[i];
    for (size_t j = i + 1; j < tokens.size(); ++j) {
      shown += tokens[j];
      if (tokens[j] == "<") ++depth;
      if (tokens[j] == ">" && --depth == 0) break;
      bool pointer = j + 1 < tokens.size() && tokens[j + 1] == "*";
      if (tokens[j] == "Value" || tokens[j] == "PropertyKey" || (kCells.count(tokens[j]) && pointer)) return shown;
    }
  }
  return "";
}

TEST(Containers, TheSearchFindsThem) {
  EXPECT_NE(find_violation("std::vector<Value> values;"), "");
  EXPECT_NE(find_violation("std::unordered_map<int, Shape*> shapes;"), "");
  EXPECT_NE(find_violation("std::deque<const Object*> objects;"), "");
  EXPECT_NE(find_violation("std::map<int, std::vector<Value>> objects;"), "");
  EXPECT_EQ(find_violation("std::vector<uint64_t> words; RootedVector<Value> values;"), "");
  EXPECT_EQ(find_violation("std::vector<ValueKind> kinds; Value v; // std::vector<Value>\n"), "");
}

TEST(Containers, NoSourceHoldsCellsInThem) {
  namespace fs = std::filesystem;
  fs::path engine = fs::path(SCRIM_SOURCE_DIR) / "engine";
  size_t files = 0;
  for (const char* room : {"heap", "objects", "interpreter", "jit", "builtins", "runtime", "debug", "profile"}) {
    if (!fs::exists(engine / room)) continue;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(engine / room)) {
      if (entry.path().extension() != ".h" && entry.path().extension() != ".cpp") continue;
      std::stringstream text;
      text << std::ifstream(entry.path()).rdbuf();
      EXPECT_EQ(find_violation(text.str()), "") << "in " << entry.path() << ": cells in malloc memory are not scanned";
      ++files;
    }
  }
  EXPECT_GT(files, 10u);
}

}  // namespace
}  // namespace scrim
