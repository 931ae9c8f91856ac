// Where a program can stop: the places that the compiler marked, with their lines and columns. The engine binds
// breakpoints with it, and the debug adapter answers with it before the program has loaded a file, so that both say the
// same.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/bytecode/function_template.h"
#include "engine/debug/debugger.h"
#include "engine/syntax/parser.h"

namespace scrim::debug {

struct StopPlace {
  Position position{};
  uint32_t function = 0;  // into the unit's functions
  uint32_t pc = 0;        // in 16-bit units
  bytecode::PositionKind kind = bytecode::PositionKind::kStatement;
};

class StopPlaces {
 public:
  StopPlaces() = default;
  StopPlaces(const bytecode::CompiledUnit& unit, const syntax::SourceText& source, syntax::ParseGoal goal)
      : wrapped_(goal == syntax::ParseGoal::kFunctionBody) {
    update(unit, source);
  }

  // Adds the functions of the unit that have been compiled since.
  void update(const bytecode::CompiledUnit& unit, const syntax::SourceText& source);

  // In order of position; code that was compiled twice (finally) gives several with the same one.
  std::span<const StopPlace> all() const { return places_; }
  // All code of the place that a breakpoint asked for at `line`, and `column` if there is one, binds to: the first
  // of the line, as in V8; with a column the one at or after it, or the line's last; else the first of a later line.
  // Empty if there is none.
  std::span<const StopPlace> find(uint32_t line, std::optional<uint32_t> column) const;
  // Positions within a range (its end included), each once.
  std::vector<Position> between(const SourceRange& range) const;

 private:
  std::span<const StopPlace> at(const Position& position) const;

  std::vector<StopPlace> places_;
  bool wrapped_ = false;     // the program only makes the function around a CommonJS file
  std::vector<bool> known_;  // by function
};

}  // namespace scrim::debug
