// Globs as launch.json has them: `*` and `?` within a name, `**` across folders, {a,b}, and a leading ! that takes
// back.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace scrim::debug {

bool matches_pattern(std::string_view pattern, std::string_view path);

// Whether the patterns name the file; the last one that matches decides. One that does not begin at the root means a
// file of that name anywhere.
bool names_file(std::span<const std::string> patterns, std::string_view path);

// As js-debug has it: <node_internals> is the folder that Node's own modules are in, and only patterns that begin with
// it speak of them. `name` is such as "node:internal/timers"; ".js" at a pattern's end makes no difference.
bool names_internal_file(std::span<const std::string> patterns, std::string_view name);

}  // namespace scrim::debug
