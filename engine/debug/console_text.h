// A text typed into the debug console: an expression, or statements whose declarations outlive them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scrim::debug {

struct ConsoleText {
  bool is_expression = false;
  // Statements: declarations at the top have become assignments, functions first, so that their names can live in the
  // global scope, where later texts and the program see them, as in a REPL.
  std::string text{};
  std::vector<std::string> declared{};  // the names assigned to, each once
};

// A text that parses neither as an expression nor as statements comes back as it is: running it tells what is wrong.
ConsoleText read_console_text(std::string_view text);

}  // namespace scrim::debug
