// An Observer looks at every instruction before it runs (the interpreter's second dispatch table, decision 13), so that
// a program without one pays nothing. It notes what the inline caches do not: the types that operators saw and gave,
// how often jumps were reached and taken, whom calls called, which elements were accessed; and counts how often each
// opcode ran and each kind of cache was used. What it does with an instruction follows from the opcode's entry in
// opcodes.def: the flag O, a jump operand, a feedback operand.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/bytecode/opcodes.h"
#include "engine/interpreter/cache.h"

namespace scrim {

class Observer {
 public:
  explicit Observer(std::string counts_file) : counts_file_(std::move(counts_file)), opcodes_{}, kinds_{} {}
  // Appends "opcode NAME COUNT" and "cache NAME COUNT" lines to the file, if there is one.
  ~Observer();

  // Functions that ran while it looked on are kept: what is known of them is there at the end.
  void visit_roots(RootVisitor& visitor) const;

  // The instruction at pc is about to run in the frame at fp. isolate.pc is set; may collect.
  void observe(Isolate& isolate, Value* fp, const uint16_t* pc);

 private:
  // An operator or jump whose outcome shows when the next instruction of its frame is reached.
  struct Pending {
    const Value* fp;
    uint64_t code;         // the Code's address, only compared
    uint32_t observation;  // index
    uint32_t next_pc;
    uint32_t target_pc;  // kNone: no jump
    int32_t result;      // register operand
  };
  static constexpr uint32_t kNone = UINT32_MAX;

  bool settle(Value* fp, Code* code, uint32_t pc);
  void note_operands(Observation& seen, Value* fp, const uint16_t* pc, uint16_t opcode);
  void note_site(Isolate& isolate, Code* code, Observation& seen, Value* fp, const uint16_t* pc, uint16_t opcode);
  void note_call(Isolate& isolate, Code* code, CacheSlot& slot, Value callee, bool construct);
  void count_use(Isolate& isolate, CacheSlot& slot, PropertyKey key, Value receiver);

  std::string counts_file_;
  std::vector<uint64_t> codes_;   // addresses of the Codes that have observations
  std::vector<Pending> pending_;  // innermost frame last
  uint64_t opcodes_[bytecode::kOpcodeCount];
  uint64_t kinds_[static_cast<int>(CacheKind::kCount)];
};

// Makes what the isolate's options ask for: an observer, a lock-step log.
void initialize_observer(Isolate& isolate);

// --lock-step: each time the countdown ends, a line with the clock, the place and a hash of the running frame's
// variables. Two runs of a deterministic program must give the same lines, whatever the caches do.
struct LockStep {
  explicit LockStep(const std::string& path);
  ~LockStep();
  void note(Isolate& isolate);

 private:
  void* file_;
  uint64_t hash_ = 1469598103934665603u;
};

}  // namespace scrim
