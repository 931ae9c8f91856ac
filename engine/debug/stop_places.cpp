#include "engine/debug/stop_places.h"

#include <algorithm>

namespace scrim::debug {

namespace {

bool before(const Position& a, const Position& b) {
  return a.line != b.line ? a.line < b.line : a.column < b.column;
}
bool starts_before(const StopPlace& place, const Position& position) {
  return before(place.position, position);
}

}  // namespace

void StopPlaces::update(const bytecode::CompiledUnit& unit, const syntax::SourceText& source) {
  const auto known = static_cast<std::ptrdiff_t>(places_.size());
  known_.resize(unit.functions.size());
  for (const auto& function : unit.functions) {
    if (known_[function->index] || function->is_lazy) continue;
    known_[function->index] = true;
    // What makes the function around a CommonJS file is nobody's code.
    if (function->flags.is_program && wrapped_) continue;
    if (function->flags.is_default_constructor) continue;  // nobody wrote it
    for (bytecode::PositionTable::Iterator entry(function->positions); !entry.done(); entry.next()) {
      if (entry->kind == bytecode::PositionKind::kExpression) continue;
      const syntax::LineColumn place = source.utf16_position(entry->offset, syntax::LineRule::kEditor);
      places_.push_back({{place.line, place.column}, function->index, entry->pc, entry->kind});
    }
  }
  const auto in_order = [](const StopPlace& a, const StopPlace& b) {
    if (before(a.position, b.position) || before(b.position, a.position)) return before(a.position, b.position);
    return a.function != b.function ? a.function < b.function : a.pc < b.pc;
  };
  std::sort(places_.begin() + known, places_.end(), in_order);
  std::inplace_merge(places_.begin(), places_.begin() + known, places_.end(), in_order);
}

std::span<const StopPlace> StopPlaces::at(const Position& position) const {
  const auto first = std::lower_bound(places_.begin(), places_.end(), position, starts_before);
  auto last = first;
  while (last != places_.end() && !before(position, last->position)) ++last;
  return {first, last};
}

std::span<const StopPlace> StopPlaces::find(uint32_t line, std::optional<uint32_t> column) const {
  const auto first = std::lower_bound(places_.begin(), places_.end(), Position{line, 0}, starts_before);
  const auto end = std::lower_bound(first, places_.end(), Position{line + 1, 0}, starts_before);
  if (first == places_.end()) return {};
  // The line that counts: the one asked for, or the next that has a place.
  if (first == end) return find(first->position.line, std::nullopt);
  if (column) {
    const auto found = std::lower_bound(first, end, Position{line, *column}, starts_before);
    return at((found == end ? std::prev(end) : found)->position);
  }
  return at(first->position);
}

std::vector<Position> StopPlaces::between(const SourceRange& range) const {
  std::vector<Position> out;
  for (auto place = std::lower_bound(places_.begin(), places_.end(), range.start, starts_before);
       place != places_.end(); ++place) {
    if (before(range.end, place->position)) break;
    if (out.empty() || before(out.back(), place->position)) out.push_back(place->position);
  }
  return out;
}

}  // namespace scrim::debug
