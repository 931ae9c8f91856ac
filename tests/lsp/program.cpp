// The two doors of the language room without the engine, for tests where the whole program is not built.
#include <cstdio>
#include <string_view>

#include "lsp/command.h"
#include "lsp/lint/command.h"

int main(int argc, char** argv) {
  std::string_view door = argc > 1 ? argv[1] : "";
  if (door == "lsp") return scrim::lsp::run_lsp_command(argc - 1, argv + 1);
  if (door == "lint") return scrim::lint::run_lint_command(argc - 1, argv + 1);
  std::fputs("usage: program lsp|lint ...\n", stderr);
  return 2;
}
