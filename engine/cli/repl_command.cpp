// scrim repl: read, evaluate, print. The REPL itself is node:repl (engine/runtime/node/repl.js).
#include "engine/cli/commands.h"
#include "engine/runtime/runtime.h"

namespace scrim::cli {

int run_repl_command(const Invocation& invocation) {
  Invocation interactive = invocation;
  interactive.arguments.insert(interactive.arguments.begin(), "-i");
  return run_run_command(interactive);
}

}  // namespace scrim::cli
