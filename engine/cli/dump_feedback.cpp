// scrim dump feedback: runs the script to its end under an Observer, then lists what each site of each of its functions
// saw: the state of its inline cache with the shapes and where they were born, operators' types, jumps, calls' targets.
#include <cstdio>

#include "engine/cli/commands.h"
#include "engine/interpreter/feedback.h"

namespace scrim::cli {

int dump_feedback(const Invocation& invocation, const std::string& file, std::vector<std::string> arguments) {
  RuntimeOptions options;
  options.executable = invocation.self;
  options.isolate.observe = true;
  options.arguments = std::move(arguments);
  options.arguments.insert(options.arguments.begin(), file);
  Runtime runtime(options);
  int code = runtime.run_main(file);
  runtime.enter(
      [](void*, Runtime& entered) {
        std::fflush(stdout);
        std::string text = to_text(collect_feedback(entered.isolate()));
        std::fputs(text.c_str(), stdout);
      },
      nullptr);
  return code;
}

}  // namespace scrim::cli
