// cli/: the program's doors. A command takes what follows its name and returns the exit code.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/runtime/runtime.h"

namespace scrim::cli {

struct Invocation {
  std::string self;   // this executable
  std::string argv0;  // as it was called
  std::vector<std::string> arguments;
};

int run_run_command(const Invocation& invocation);
int run_repl_command(const Invocation& invocation);
int run_dump_command(const Invocation& invocation);
int open_dap(const Invocation& invocation);
int open_debug(const Invocation& invocation);
int open_lsp(const Invocation& invocation);
int open_lint(const Invocation& invocation);
int open_heap(const Invocation& invocation);

int dump_handlers(const Invocation& invocation);
int dump_shapes(const Invocation& invocation, const std::string& file);
int dump_feedback(const Invocation& invocation, const std::string& file, std::vector<std::string> arguments);
bool is_help(const std::string& argument);
int usage_error(const std::string& message);  // the command line is wrong
int input_error(const std::string& message);  // a file is missing or not what it should be

// The options that belong to a runtime, up to the first argument that is none. Returns an exit code for a bad option
// (after saying so), else -1.
struct RunRequest {
  RuntimeOptions runtime;
  std::vector<std::string> preludes;
  std::vector<std::string> imports_first;  // --import
  std::vector<std::string> requires_first;
  std::string text;  // -e, -p
  bool has_text = false;
  bool print = false;
  bool from_stdin = false;
  bool interactive = false;  // -i
  std::string file;
  std::string debug_channel;
  bool test = false;   // --test: the files are in runtime.arguments
  bool check = false;  // --check: is the syntax right?
  bool watch = false;
  bool watch_keeps_output = false;
  std::vector<std::string> watch_paths;
  std::vector<std::string> env_files;   // as given
  std::string script;                   // --run: a script of package.json; its arguments are in runtime.arguments
  std::vector<std::string> from_files;  // variables that --env-file has set: a later file may set them again
  std::string record;                   // --record: the file
  std::string replay;                   // --replay
};
int parse_run_options(const Invocation& invocation, RunRequest* request);

// Opens the record that is asked for and gives the runtime the host that writes it or answers from it; a replay's
// request is what the record says. -1, or an exit code (record.cpp).
int open_record(RunRequest* request);
// --check: 0 if the file parses; else what is wrong with it, as Node shows it, and 1 (check_command.cpp).
int check_syntax(const std::string& file);
int check_text(std::string text, const std::string& name, bool as_module);
// --run: what package.json calls by that name, as npm would (run_script.cpp).
int run_package_script(RunRequest& request);

// Runs the program under the debug adapter's private channel (debug_channel.cpp).
// Nothing: no debugger wants it (--debug-channel=try:...), it is to run as ever.
std::optional<int> run_debugged(RunRequest& request);

}  // namespace scrim::cli
