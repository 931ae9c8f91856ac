// The programs of tests/script, for tests of what the compiler makes of them.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "engine/syntax/parser.h"
#include "tests/support/files.h"

namespace scrim::bytecode {

// Calls f(path, text, goal) for each; `variable`: of the environment, a folder to take instead.
template <typename F>
void each_script_program(const char* variable, F&& f) {
  namespace fs = std::filesystem;
  const char* folder = std::getenv(variable);
  for (const auto& entry :
       fs::recursive_directory_iterator(folder ? fs::path(folder) : fs::path(SCRIM_SOURCE_DIR) / "tests/script")) {
    const std::string path = entry.path().string();
    if (!entry.is_regular_file() || (!path.ends_with("js") && !path.ends_with(".ts"))) continue;
    f(path, read_file(path), path.ends_with(".mjs") ? syntax::ParseGoal::kModule : syntax::ParseGoal::kFunctionBody);
  }
}

}  // namespace scrim::bytecode
