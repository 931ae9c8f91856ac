#include "engine/debug/file_patterns.h"

#include <vector>

namespace scrim::debug {

namespace {

// The first alternative of `{a,b}` that leads to a match; `rest` begins after the brace.
bool matches_one_of(std::string_view rest, std::string_view path) {
  size_t depth = 0;
  size_t end = 0;
  while (end < rest.size() && !(rest[end] == '}' && depth == 0)) {
    if (rest[end] == '{') ++depth;
    if (rest[end] == '}') --depth;
    ++end;
  }
  if (end == rest.size()) return false;
  const std::string_view after = rest.substr(end + 1);
  for (size_t from = 0, i = 0; i <= end; ++i) {
    if (rest[i] == '{') ++depth;
    if (rest[i] == '}' && i < end) --depth;
    if (i < end && (rest[i] != ',' || depth)) continue;
    if (matches_pattern(std::string(rest.substr(from, i - from)).append(after), path)) return true;
    from = i + 1;
  }
  return false;
}

}  // namespace

bool matches_pattern(std::string_view pattern, std::string_view path) {
  for (;; pattern.remove_prefix(1), path.remove_prefix(1)) {
    if (pattern.empty()) return path.empty();
    if (pattern[0] == '{') return matches_one_of(pattern.substr(1), path);
    if (pattern.starts_with("**")) {
      pattern.remove_prefix(2);
      if (pattern.empty()) return true;
      const bool folders = pattern[0] == '/';
      if (folders) pattern.remove_prefix(1);
      for (size_t i = 0; i <= path.size(); ++i) {
        if (folders && i > 0 && path[i - 1] != '/') continue;
        if (matches_pattern(pattern, path.substr(i))) return true;
      }
      return false;
    }
    if (pattern[0] == '*') {
      for (size_t i = 0; i <= path.size(); ++i) {
        if (matches_pattern(pattern.substr(1), path.substr(i))) return true;
        if (i < path.size() && path[i] == '/') return false;
      }
      return false;
    }
    if (path.empty() || (pattern[0] == '?' ? path[0] == '/' : pattern[0] != path[0])) return false;
  }
}

bool names_file(std::span<const std::string> patterns, std::string_view path) {
  bool named = false;
  for (std::string_view pattern : patterns) {
    const bool takes_back = pattern.starts_with('!');
    if (takes_back) pattern.remove_prefix(1);
    if (named != takes_back) continue;
    const bool anywhere = !pattern.starts_with('/') && !pattern.starts_with("**");
    if (matches_pattern(anywhere ? "**/" + std::string(pattern) : std::string(pattern), path)) named = !takes_back;
  }
  return named;
}

bool names_internal_file(std::span<const std::string> patterns, std::string_view name) {
  constexpr std::string_view kFolder = "<node_internals>";
  std::vector<std::string> about;
  for (std::string_view pattern : patterns) {
    const size_t start = pattern.starts_with('!') ? 1 : 0;
    if (!pattern.substr(start).starts_with(kFolder)) continue;
    if (pattern.ends_with(".js")) pattern.remove_suffix(3);
    about.emplace_back(pattern);
  }
  if (name.starts_with("node:")) name.remove_prefix(5);
  return names_file(about, std::string(kFolder) + "/" + std::string(name));
}

}  // namespace scrim::debug
