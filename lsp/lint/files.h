// Which files `scrim lint` reads, and reading them.
#pragma once

#include <string>
#include <vector>

namespace scrim::lint {

// The files that `path` stands for: itself, or the *.js, *.mjs and *.cjs of a directory and those below it, sorted;
// node_modules and names that begin with a dot are left out, links to directories are not followed. False with a
// message when there is no such path.
bool collect_files(const std::string& path, std::vector<std::string>& out, std::string& error);

// The whole of a file ("-": standard input) without its byte order mark. False with a message: unreadable, a directory,
// too large, or not UTF-8 (with the place).
bool read_source(const std::string& path, std::string& out, std::string& error);

// Offset of the first byte that is not part of valid UTF-8, or the size.
size_t find_invalid_utf8(const std::string& text);

}  // namespace scrim::lint
