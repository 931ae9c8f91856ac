// The doors whose rooms stand elsewhere.
#include "engine/cli/commands.h"
#include "engine/cli/heap_command.h"

#if __has_include("dap/commands.h")
#include "dap/commands.h"
#endif
#if __has_include("lsp/command.h")
#include "lsp/command.h"
#endif
#if __has_include("lsp/lint/command.h")
#include "lsp/lint/command.h"
#endif

namespace scrim::cli {

// For entry points in the style of main: argv[0] is the door's name.
static int with_argv(const Invocation& invocation, const char* name, int (*entry)(int argc, char** argv)) {
  std::vector<std::string> words{name};
  words.insert(words.end(), invocation.arguments.begin(), invocation.arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return entry(static_cast<int>(words.size()), argv.data());
}

int open_dap(const Invocation& invocation) {
  return dap::run_dap_command(invocation.arguments, invocation.self);
}
int open_debug(const Invocation& invocation) {
  return dap::run_debug_command(invocation.arguments, invocation.self);
}
int open_heap(const Invocation& invocation) {
  return with_argv(invocation, "heap", run_heap_command);
}
int open_lsp(const Invocation& invocation) {
  return with_argv(invocation, "lsp", lsp::run_lsp_command);
}
int open_lint(const Invocation& invocation) {
  return with_argv(invocation, "lint", lint::run_lint_command);
}

}  // namespace scrim::cli
