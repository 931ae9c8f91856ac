// scrim run --debug-channel: the debuggee's side of a debugging session. The engine's debugger answers; dap/target
// carries the questions.
#include <cstdio>

#include "dap/target/target.h"
#include "engine/cli/commands.h"
#include "engine/debug/engine_debugger.h"
#include "engine/runtime/modules.h"

namespace scrim::cli {

static int ended(dap::Target& target, int code) {
  target.ended(code);
  return code;
}

std::optional<int> run_debugged(RunRequest& request) {
  const bool may_run_alone = request.debug_channel.starts_with("try:");
  Runtime runtime(request.runtime);
  debug::EngineDebugger debugger(runtime);
  auto target = dap::Target::open(request.debug_channel, debugger);
  if (!target && may_run_alone) return std::nullopt;
  if (!target) {
    std::fprintf(stderr, "scrim: cannot reach the debug adapter at %s\n", request.debug_channel.c_str());
    return 1;
  }
  if (!(*target)->wait_until_configured()) return may_run_alone ? std::nullopt : std::optional(0);
  runtime.enter([](void* raw, Runtime&) { static_cast<debug::EngineDebugger*>(raw)->attach(); }, &debugger);
  // What options ask for comes first, as without a debugger; the program's own first statement is the entry.
  for (const std::string& prelude : request.preludes) {
    if (!runtime.run_prelude(prelude)) return ended(**target, runtime.exit_code ? runtime.exit_code : 1);
  }
  if (!request.requires_first.empty() && !runtime.run_requires(request.requires_first)) return ended(**target, 1);
  if (!request.imports_first.empty() && !runtime.run_imports(request.imports_first)) return ended(**target, 1);
  debugger.stop_at_entry();
  // One file of tests runs in this process; of several each has its own, that asks for a debugger itself.
  if (request.test && request.runtime.arguments.size() != 1) {
    return ended(**target, runtime.run_tests(request.runtime.arguments));
  }
  if (request.test) request.file = request.runtime.arguments.front();
  if (request.has_text) return ended(**target, runtime.run_text(request.text, "[eval]", request.print));
  if (request.from_stdin) return ended(**target, runtime.run_text(request.text, "[stdin]", false));
  return ended(**target, runtime.run_main(request.file));
}

}  // namespace scrim::cli
