// Child sessions: a program that the debugged one starts connects to the same adapter, which has the client start a
// session for it (startDebugging, as js-debug does). That session's adapter, a process of its own, fetches the
// connection: the number of the child goes one way, the descriptor the other.
#pragma once

#include <memory>
#include <string>

#include "protocol/transport.h"

namespace scrim::dap {

// The connection to child `number`, from the adapter that listens at `path`; the failure is for the user.
protocol::Expected<std::unique_ptr<protocol::Transport>> fetch_child(const std::string& path, int64_t number);
// What an adapter that has connected asks for; 0 if it says nothing sensible.
int64_t asked_for(int fd);

}  // namespace scrim::dap
