// `scrim dap` and `scrim debug` as in cli/, with the toy as the program's runtime: toy_adapter dap|debug [arguments].
#include <cstdio>
#include <cstdlib>

#include "dap/commands.h"

int main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  const std::vector<std::string> arguments(argv + (argc > 1 ? 2 : 1), argv + argc);
  const char* toy = std::getenv("TOY_DEBUGGEE");
  if (toy == nullptr) return std::fputs("TOY_DEBUGGEE is not set\n", stderr), 2;
  if (command == "dap") return scrim::dap::run_dap_command(arguments, toy);
  if (command == "debug") return scrim::dap::run_debug_command(arguments, toy);
  return 2;
}
