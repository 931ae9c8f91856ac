// Node's command line, as far as people put it into npm scripts: options that scrim does, options that change nothing
// here, and a clear word about the rest. https://nodejs.org/api/cli.html
#pragma once

#include <string>
#include <vector>

#include "engine/cli/commands.h"

namespace scrim::cli {

enum class NodeOption : uint8_t { kTaken, kUnknown, kRefused };
// One option by its name; next(&value) gives its value, or says there is none. kRefused: said why on stderr.
struct NodeOptionSource {
  std::string name;
  bool has_inline_value;
  void* context;
  bool (*next)(void* context, std::string* value);
};
// An option that Node does not take from NODE_OPTIONS.
bool only_on_command_line(std::string_view name);
NodeOption take_node_option(const NodeOptionSource& source, RunRequest* request);

// The words of NODE_OPTIONS: separated by spaces, "quoted" with \" inside. False: an open quote.
bool split_node_options(const std::string& text, std::vector<std::string>* words);

// --watch: runs the program again whenever a file beside it changes; returns only when it cannot watch.
int run_watching(const Invocation& invocation, const RunRequest& request);

}  // namespace scrim::cli
