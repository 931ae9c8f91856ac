// The doors that cli/ opens: `scrim dap` and `scrim debug`.
#pragma once

#include <string>
#include <vector>

namespace scrim::dap {

// Both take what follows the subcommand and return the exit code. `self` is this executable's path, with which programs
// are run.
// scrim dap [--port N] [--host ADDRESS]: DAP over standard input and output, or for one TCP client after the other.
int run_dap_command(const std::vector<std::string>& arguments, const std::string& self);
// scrim debug [--batch COMMANDS | --batch-file FILE] FILE [arguments]: the terminal debugger.
int run_debug_command(const std::vector<std::string>& arguments, const std::string& self);

}  // namespace scrim::dap
