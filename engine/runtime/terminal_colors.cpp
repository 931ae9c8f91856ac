// Whether a descriptor is a terminal with colours: the same rules as getColorDepth() of node/tty.js, without loading
// it.
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "engine/runtime/host_call.h"
#include "engine/runtime/runtime.h"

namespace scrim {

namespace {

bool is_set(const char* name) {
  return std::getenv(name) != nullptr;
}
bool has_text(const char* name) {
  const char* value = std::getenv(name);
  return value && *value;
}

// "con80x25": the console of some systems.
bool is_sized_console(std::string_view term) {
  if (!term.starts_with("con")) return false;
  const size_t x = term.find_first_not_of("0123456789", 3);
  return x != std::string_view::npos && term[x] == 'x' && x + 1 < term.size() && term[x + 1] >= '0' &&
         term[x + 1] <= '9';
}

// Terminals by the beginning or some part of their name, in small letters.
bool is_known_terminal(std::string_view term) {
  static constexpr std::string_view kStarts[] = {"rxvt", "screen", "xterm", "vt100", "vt220"};
  static constexpr std::string_view kParts[] = {"ansi", "color", "linux", "direct"};
  static constexpr std::string_view kNames[] = {"eterm",  "cons25", "console", "cygwin",  "dtterm",
                                                "gnome",  "hurd",   "jfbterm", "konsole", "kterm",
                                                "mlterm", "mosh",   "putty",   "st",      "terminator"};
  for (std::string_view name : kStarts) {
    if (term.starts_with(name)) return true;
  }
  for (std::string_view name : kParts) {
    if (term.find(name) != std::string_view::npos) return true;
  }
  for (std::string_view name : kNames) {
    if (term == name) return true;
  }
  return is_sized_console(term);
}

// TeamCity shows colours since 9.1.
bool is_late_teamcity(const char* version) {
  char* rest = nullptr;
  const long major = std::strtol(version, &rest, 10);
  return *rest == '.' && (major > 9 || (major == 9 && std::strtol(rest + 1, nullptr, 10) > 0));
}

bool environment_has_colors() {
  if (const char* force = std::getenv("FORCE_COLOR")) {
    for (const char* yes : {"", "1", "true", "2", "3"}) {
      if (!std::strcmp(force, yes)) return true;
    }
    return false;
  }
  const char* term = std::getenv("TERM");
  if (has_text("NODE_DISABLE_COLORS") || has_text("NO_COLOR") || (term && !std::strcmp(term, "dumb"))) return false;
  if (has_text("TMUX") || (is_set("TF_BUILD") && is_set("AGENT_NAME"))) return true;
  if (is_set("CI")) {
    for (const char* name :
         {"APPVEYOR", "BUILDKITE", "CIRCLECI", "DRONE", "GITEA_ACTIONS", "GITHUB_ACTIONS", "GITLAB_CI", "TRAVIS"}) {
      if (is_set(name)) return true;
    }
    const char* name = std::getenv("CI_NAME");
    return name && !std::strcmp(name, "codeship");
  }
  if (const char* version = std::getenv("TEAMCITY_VERSION")) return is_late_teamcity(version);
  if (const char* program = std::getenv("TERM_PROGRAM")) {
    for (const char* name : {"iTerm.app", "HyperTerm", "MacTerm", "Apple_Terminal"}) {
      if (!std::strcmp(program, name)) return true;
    }
  }
  if (has_text("COLORTERM")) return true;
  std::string small = term ? term : "";
  for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return is_known_terminal(small);
}

}  // namespace

bool shows_colors(Runtime& runtime, int fd) {
  if (runtime.sink || fd < 0 || fd > 2) return false;
  int8_t& known = runtime.shows_colors[fd];
  if (known < 0) {
    bool colors = false;
    ask_host(
        runtime.host(), "terminal with colors", std::to_string(fd),
        [&] { colors = isatty(fd) == 1 && environment_has_colors(); }, colors);
    known = colors;
  }
  return known == 1;
}

}  // namespace scrim
