// Cells must not be held in malloc memory (decision 21): what the compiler refuses, and a look through the sources for
// what it cannot.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "engine/heap/root.h"

namespace scrim {
namespace {

static_assert(!std::is_default_constructible_v<std::allocator<Value>>);
static_assert(!std::is_default_constructible_v<std::allocator<Cell*>>);

const char* const kCellNames[] = {
    "Cell",
    "Value",
    "PropertyKey",
#define CELL_TYPE(name, cpp_type) #cpp_type,
#include "engine/heap/cell_types.def"
#undef CELL_TYPE
};

// Containers of T* for a cell type T, or of Value, in one source text.
std::string find_violation(const std::string& text) {
  static const std::regex pattern = [] {
    std::set<std::string> names(std::begin(kCellNames), std::end(kCellNames));
    std::string types;
    for (const std::string& name : names) types += (types.empty() ? "" : "|") + name;
    return std::regex(
        "std::(vector|deque|list|forward_list|map|set|unordered_map|unordered_set|multimap|priority_queue|queue|stack|"
        "function|shared_ptr|unique_ptr)<([^;<>()]*[ ,(])?(const )?(Value\\b|(" +
            types + ")(const )?\\*)",
        std::regex::optimize);
  }();
  static const std::regex comments("//[^\n]*");
  std::string code = std::regex_replace(text, comments, "");
  std::smatch match;
  return std::regex_search(code, match, pattern) ? match.str() : "";
}

TEST(Containers, TheSearchFindsThem) {
  EXPECT_NE(find_violation("std::vector<Value> values;"), "");
  EXPECT_NE(find_violation("std::unordered_map<int, Shape*> shapes;"), "");
  EXPECT_NE(find_violation("std::deque<const Object*> objects;"), "");
  EXPECT_EQ(find_violation("std::vector<uint64_t> words; RootedVector<Value> values;"), "");
  EXPECT_EQ(find_violation("std::vector<ValueKind> kinds;"), "");
}

TEST(Containers, NoSourceHoldsCellsInThem) {
  namespace fs = std::filesystem;
  fs::path engine = fs::path(SCRIM_SOURCE_DIR) / "engine";
  for (const char* room : {"heap", "objects", "interpreter", "jit", "builtins", "runtime", "debug", "profile"}) {
    if (!fs::exists(engine / room)) continue;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(engine / room)) {
      if (entry.path().extension() != ".h" && entry.path().extension() != ".cpp") continue;
      std::stringstream text;
      text << std::ifstream(entry.path()).rdbuf();
      EXPECT_EQ(find_violation(text.str()), "") << "in " << entry.path() << ": cells in malloc memory are not scanned";
    }
  }
}

}  // namespace
}  // namespace scrim
