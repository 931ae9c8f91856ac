// Which registers of a function are still needed where (decision 11): of use, those that some path reads before it
// writes them; of the debugger, those and the named variables whose scope has not ended. Beside them the places where
// other code takes over a frame: loop headers (on-stack replacement enters there) and resume points (after what calls
// or suspends).
//
// Linear in the code and in the number of rounds that loops need; a compiler or a dump asks, never the interpreter.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/bytecode/function_template.h"

namespace scrim::bytecode {

// Registers by index: 0 is the first local.
class RegisterSet {
 public:
  explicit RegisterSet(uint32_t count) : words_((count + 63) / 64) {}
  bool has(uint32_t index) const { return words_[index / 64] >> index % 64 & 1; }
  void add(uint32_t index) { words_[index / 64] |= uint64_t{1} << index % 64; }
  void remove(uint32_t index) { words_[index / 64] &= ~(uint64_t{1} << index % 64); }
  // Whether that changed anything.
  bool add(const RegisterSet& other);
  // In ascending order.
  template <typename F>
  void for_each(F&& f) const {
    for (size_t i = 0; i < words_.size(); ++i) {
      for (uint64_t word = words_[i]; word; word &= word - 1) {
        f(static_cast<uint32_t>(i * 64) + static_cast<uint32_t>(__builtin_ctzll(word)));
      }
    }
  }

 private:
  std::vector<uint64_t> words_;
};

class Liveness {
 public:
  // The function is well formed (verifier.h) and outlives this.
  explicit Liveness(const FunctionTemplate& function);

  // Before the instruction at pc. Costs a walk from the end of its block.
  RegisterSet before(uint32_t pc) const;
  RegisterSet for_debugger(uint32_t pc) const;
  // At the resume point of the instruction at pc, where its result has been written: what survives it.
  RegisterSet after(uint32_t pc) const;

  // Targets of jumps back, ascending.
  const std::vector<uint32_t>& loop_headers() const { return loop_headers_; }
  // Where the frame goes on after each instruction that calls or suspends, ascending.
  const std::vector<uint32_t>& resume_points() const { return resume_points_; }

 private:
  struct Block {
    uint32_t start;
    uint32_t end;
    RegisterSet live;  // before its first instruction
  };
  void find_blocks();
  const Block& block_at(uint32_t pc) const;
  const Handler* handler_of(uint32_t pc) const;
  void remove_written(const uint16_t* instruction, RegisterSet* live, bool on_jump) const;
  // What is live after the instruction, then before it.
  RegisterSet after_last(uint32_t pc) const;
  void step_back(uint32_t pc, RegisterSet* live) const;
  RegisterSet walk(const Block& block, uint32_t pc) const;

  const FunctionTemplate& function_;
  std::vector<Block> blocks_;
  std::vector<uint32_t> loop_headers_;
  std::vector<uint32_t> resume_points_;
};

// Empty, or what is wrong: a temporary that is read before it is written, a register that is needed after a suspension
// which does not keep it. Very large functions are not looked at.
std::string verify_liveness(const FunctionTemplate& function);
// Of all functions of the unit but those that are lazy.
std::string verify_liveness(const CompiledUnit& unit);

}  // namespace scrim::bytecode
