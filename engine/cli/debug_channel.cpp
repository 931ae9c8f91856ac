// scrim run --debug-channel: the debuggee's side of a debugging session.
#include <cstdio>

#include "engine/cli/commands.h"

namespace scrim::cli {

int run_debugged(RunRequest& request) {
  (void)request;
  std::fprintf(stderr, "scrim: this build has no debugger\n");
  return 1;
}

}  // namespace scrim::cli
