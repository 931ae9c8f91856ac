// From a launch request's attributes (js-debug's names) to the process to start.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dap/adapter/process.h"
#include "protocol/dap_messages.h"

namespace scrim::dap {

struct LaunchPlan {
  std::string client_program;  // as the client spelt it
  std::string program;         // real path
  std::string runtime;         // the scrim to run
  std::vector<std::string> runtime_arguments;
  std::vector<std::string> arguments;
  std::string folder;
  std::map<std::string, std::optional<std::string>> environment;
  std::vector<std::string> skip_files;
  bool source_maps = true;
  bool stop_on_entry = false;
  bool no_debug = false;
  bool capture_output = true;  // console.* through the channel, expandable; else only what is written to the pipes
  enum class Console : uint8_t { internal, integrated, external } console = Console::internal;
  int timeout_ms = 10000;  // for the program to say hello

  // The whole command line, with the channel's place.
  std::vector<std::string> command_line(const std::string& channel) const;
};

// `self` is this executable. The failure is for the user.
protocol::Expected<LaunchPlan> plan_launch(const protocol::dap::LaunchArguments& arguments, const std::string& self);

// NAME=VALUE lines, quotes, comments, `export`. Exposed for tests.
std::map<std::string, std::optional<std::string>> parse_env_file(std::string_view text);
// A command line as a shell would split it, without expansions.
std::vector<std::string> split_words(std::string_view text);

}  // namespace scrim::dap
