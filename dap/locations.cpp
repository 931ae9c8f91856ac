#include "dap/locations.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace scrim::dap {

namespace {

bool before(const debug::Position& a, const debug::Position& b) {
  return a.line != b.line ? a.line < b.line : a.column < b.column;
}

}  // namespace

Locations Locations::of_file(const std::string& path) {
  std::ifstream stream(path);
  if (!stream) {
    Locations out;
    out.error_ = "cannot read " + path + ": " + std::strerror(errno);
    return out;
  }
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  return of_text(text, path.ends_with(".mjs"));
}

Locations Locations::of_text(std::string_view, bool) {
  Locations out;
  out.error_ = "not bound yet: the program has not loaded this file";
  return out;
}

std::optional<debug::SourceRange> Locations::at(uint32_t line, std::optional<uint32_t> column) const {
  const debug::Position wanted{line, column.value_or(0)};
  const auto found = std::find_if(places_.begin(), places_.end(),
                                  [&](const debug::SourceRange& place) { return !before(place.start, wanted); });
  if (found != places_.end() && found->start.line == line) return *found;
  // Past the last place of a line, a column means that last place.
  if (column && found != places_.begin() && std::prev(found)->start.line == line) return *std::prev(found);
  return found == places_.end() ? std::nullopt : std::optional(*found);
}

std::vector<debug::SourceRange> Locations::between(const debug::SourceRange& range) const {
  std::vector<debug::SourceRange> out;
  for (const debug::SourceRange& place : places_) {
    if (!before(place.start, range.start) && !before(range.end, place.start)) out.push_back(place);
  }
  return out;
}

}  // namespace scrim::dap
