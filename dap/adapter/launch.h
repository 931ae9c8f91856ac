// From a launch request's attributes (js-debug's names) to the process to start.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dap/adapter/process.h"
#include "engine/debug/debugger.h"
#include "protocol/dap_messages.h"

namespace scrim::dap {

struct LaunchPlan {
  std::string client_program;  // as the client spelt it
  std::string program;         // real path
  bool has_program = false;    // else the arguments of the runtime say what to run
  std::string runtime;         // the scrim to run
  // What is run instead, and runs node in turn, where it is not node itself (npm, a tool's script); else empty.
  std::string runtime_executable;
  bool launcher = false;
  std::vector<std::string> runtime_arguments;
  std::vector<std::string> arguments;
  std::string folder;
  std::map<std::string, std::optional<std::string>> environment;
  std::vector<std::string> skip_files;
  std::optional<std::vector<std::string>> out_files;
  bool source_maps = true;
  bool stop_on_entry = false;
  bool no_debug = false;
  bool follow_children = true;  // programs that this one starts are debugged too, if the client can
  bool capture_output = true;   // console.* through the channel, expandable; else only what is written to the pipes
  enum class Console : uint8_t { internal, integrated, external } console = Console::internal;
  int timeout_ms = 10000;  // for the program to say hello

  // The whole command line, with the channel's place.
  std::vector<std::string> command_line(const std::string& channel) const;
};

// `self` is this executable. The failure is for the user.
protocol::Expected<LaunchPlan> plan_launch(const protocol::dap::LaunchArguments& arguments, const std::string& self);

// The file that `source` was compiled to: among those that the patterns name, or those of tsconfig.json's outDir, one
// whose source map names it. Empty if it is no TypeScript, or there is none.
std::string compiled_file(const std::string& source, const std::optional<std::vector<std::string>>& out_files);
// Where a breakpoint asked for in `source` will be, by the map of what it was compiled to; none: no code there or
// below.
std::optional<debug::Position> place_in_compiled(const std::string& source, const std::string& compiled,
                                                 debug::Position asked);
// What a configuration that says nothing of skipFiles skips: the engine's own files. One that says something and does
// not name them wants to see them, as in js-debug.
std::vector<std::string> skip_files_of(const std::optional<std::vector<std::string>>& asked);
// NAME=VALUE lines, quotes, comments, `export`. Exposed for tests.
std::map<std::string, std::optional<std::string>> parse_env_file(std::string_view text);
// A command line as a shell would split it, without expansions.
std::vector<std::string> split_words(std::string_view text);

}  // namespace scrim::dap
