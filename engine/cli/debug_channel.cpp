// scrim run --debug-channel: the debuggee's side of a debugging session. The engine's debugger answers; dap/target
// carries the questions.
#include <cstdio>

#include "dap/target/target.h"
#include "engine/cli/commands.h"
#include "engine/debug/engine_debugger.h"
#include "engine/runtime/modules.h"

namespace scrim::cli {

int run_debugged(RunRequest& request) {
  Runtime runtime(request.runtime);
  debug::EngineDebugger debugger(runtime);
  auto target = dap::Target::open(request.debug_channel, debugger);
  if (!target) {
    std::fprintf(stderr, "scrim: cannot reach the debug adapter at %s\n", request.debug_channel.c_str());
    return 1;
  }
  if (!(*target)->wait_until_configured()) return 0;
  runtime.enter([](void* raw, Runtime&) { static_cast<debug::EngineDebugger*>(raw)->attach(); }, &debugger);
  int code =
      request.has_text ? runtime.run_text(request.text, "[eval]", request.print) : runtime.run_main(request.file);
  (*target)->ended(code);
  return code;
}

}  // namespace scrim::cli
