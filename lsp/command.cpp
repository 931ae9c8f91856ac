#include "lsp/command.h"

#include <cstdio>
#include <string_view>

#include "lsp/server.h"

namespace scrim::lsp {

int run_lsp_command(int argc, char** argv) {
  for (int i = 1; i < argc; i++) {
    std::string_view argument = argv[i];
    if (argument == "--stdio" || argument.starts_with("--clientProcessId")) continue;
    if (argument == "--help" || argument == "-h") {
      std::fputs("usage: scrim lsp\n\nThe language server, over standard input and output. Editors start it.\n",
                 stdout);
      return 0;
    }
    std::fprintf(stderr, "scrim lsp: unknown option '%s'\nusage: scrim lsp\n", argv[i]);
    return 2;
  }
  return Server(protocol::stdio_transport()).run();
}

}  // namespace scrim::lsp
