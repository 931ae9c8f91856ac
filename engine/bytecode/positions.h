// Which source offset a place in the bytecode belongs to. Two uses: where an error or a call in a stack trace came from
// (every entry counts), and where a debugger may stop (kinds other than kExpression).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace scrim::bytecode {

enum class PositionKind : uint8_t {
  kExpression,  // may throw or call; not a stop place
  kCall,        // a call: column breakpoints, "step into targets"
  kStatement,   // a statement begins
  kReturn,      // the end of a return statement, or the closing brace of the function
  kDebugger,    // a debugger statement
};

struct Position {
  uint32_t pc;      // in 16-bit units
  uint32_t offset;  // into the source, in bytes
  PositionKind kind;
};

// Delta-encoded, about three bytes an entry. Entries are in order of pc; several may share one.
class PositionTable {
 public:
  void add(uint32_t pc, uint32_t offset, PositionKind kind);

  bool empty() const { return bytes_.empty(); }
  size_t size_in_bytes() const { return bytes_.size(); }

  class Iterator {
   public:
    explicit Iterator(const PositionTable& table);
    bool done() const { return done_; }
    const Position& operator*() const { return current_; }
    const Position* operator->() const { return &current_; }
    void next();

   private:
    uint64_t read();
    const uint8_t* cursor_;
    const uint8_t* end_;
    Position current_{0, 0, PositionKind::kExpression};
    bool done_ = false;
  };

  // The offset of the instruction at `pc`: of the last entry at or before it that is not a mere statement start when an
  // expression's follows at the same pc. 0 without entries.
  uint32_t offset_at(uint32_t pc) const;
  // The last stop place at or before `pc`.
  uint32_t statement_offset_at(uint32_t pc) const;

 private:
  std::vector<uint8_t> bytes_;
  uint32_t last_pc_ = 0;
  uint32_t last_offset_ = 0;
};

}  // namespace scrim::bytecode
