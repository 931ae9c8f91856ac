// Which breakpoints the client has set, under numbers that stay: the adapter's memory, from which a program that starts
// (again) is told, and the only place where breakpoints get their ids.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "protocol/channel_messages.h"
#include "protocol/dap_messages.h"

namespace scrim::dap {

// How the client counts and spells.
struct ClientView {
  bool lines_start_at_1 = true;
  bool columns_start_at_1 = true;
  bool paths_are_uris = false;

  int64_t to_client_line(int64_t line) const { return line + (lines_start_at_1 ? 1 : 0); }
  int64_t to_client_column(int64_t column) const { return column + (columns_start_at_1 ? 1 : 0); }
  int64_t from_client_line(int64_t line) const { return std::max<int64_t>(0, line - (lines_start_at_1 ? 1 : 0)); }
  int64_t from_client_column(int64_t column) const {
    return std::max<int64_t>(0, column - (columns_start_at_1 ? 1 : 0));
  }
};

class BreakpointStore {
 public:
  struct Entry {
    protocol::channel::SourceBreakpoint asked;
    protocol::channel::BoundBreakpoint state;  // what the client was last told
  };
  struct File {
    protocol::dap::Source source;  // as the client wrote it
    std::string client_path;
    std::vector<Entry> entries;  // in the order of the request
  };

  // Replaces the file's set; entries that are asked for again, with the same place and conditions, keep id and state.
  File& replace(const std::string& real_path, const protocol::dap::Source& source, const std::string& client_path,
                std::vector<protocol::channel::SourceBreakpoint> asked);
  // Takes over what the debuggee found; ids that are no longer known are ignored. True if the client must hear of it.
  bool update(const protocol::channel::BoundBreakpoint& state);
  const File* file_of(int64_t id) const;
  const std::map<std::string, File>& files() const { return files_; }
  // After the program has ended nothing is bound any more, but what was found out stays true.
  std::vector<protocol::channel::FunctionBreakpoint> functions;
  std::vector<protocol::channel::DataBreakpoint> data;
  int64_t new_id() { return next_id_++; }

 private:
  std::map<std::string, File> files_;  // by real path
  int64_t next_id_ = 1;
};

// Whether a client that was told one must be told the other.
bool differ(const protocol::channel::BoundBreakpoint& a, const protocol::channel::BoundBreakpoint& b);

protocol::dap::Breakpoint client_breakpoint(const protocol::channel::BoundBreakpoint& state, const ClientView& view,
                                            const protocol::dap::Source* source);

}  // namespace scrim::dap
