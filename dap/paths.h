// dap/: the debug adapter. adapter/ faces the client and starts the program; target/ lives in the debuggee and answers
// from the engine's debug interface; client/ is the terminal's. Adapter and target talk DAP over a private channel.
//
// This header: how paths travel. A client must see a file spelt as it spelt it itself, symlinks included, or its editor
// opens the file a second time and its breakpoints turn grey.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scrim::dap {

// The real path, or the path made absolute and plain if it does not exist.
std::string real_path(std::string_view path);
bool is_uri(std::string_view text);
// Of "file:" and "vscode-remote:" URIs, the path; other texts as they are.
std::string path_of_uri(std::string_view text);
std::string uri_of_path(std::string_view path);
std::string base_name(std::string_view path);

// Learns pairs of spellings and applies them, and what they say about the folders above, in both directions.
class PathMap {
 public:
  void learn(std::string_view client, std::string_view real);
  // The client's spelling of a real path.
  std::string to_client(std::string_view real) const;

 private:
  struct Pair {
    std::string client;
    std::string real;
  };
  std::vector<Pair> files_;    // whole paths, newest last
  std::vector<Pair> folders_;  // prefixes that differ, longest real one first
};

}  // namespace scrim::dap
