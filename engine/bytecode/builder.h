// Writes one function's bytecode: instructions with labels, deduplicated constants, feedback slots, handlers,
// temporaries in stack order. Used by the compiler and by the text assembler.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/bytecode/function_template.h"

namespace scrim::bytecode {

// Strings and functions of a unit while it is being built.
class UnitBuilder {
 public:
  explicit UnitBuilder(CompiledUnit& unit) : unit_(unit) {}
  CompiledUnit& unit() { return unit_; }
  StringIndex string(std::string_view wtf8) { return unit_.string(wtf8); }
  FunctionTemplate* add_function();

 private:
  CompiledUnit& unit_;
};

struct Label {
  int32_t id = -1;
  bool valid() const { return id >= 0; }
};

class FunctionBuilder {
 public:
  FunctionBuilder(UnitBuilder& unit, FunctionTemplate& function) : unit_(unit), function_(function) {}

  FunctionTemplate& function() { return function_; }
  UnitBuilder& unit() { return unit_; }

  // Operands in the table's order; a j operand is a label's id. Returns the instruction's pc.
  uint32_t emit(Opcode opcode, std::initializer_list<int32_t> operands = {});
  uint32_t emit(Opcode opcode, const int32_t* operands, size_t count);
  uint32_t pc() const { return static_cast<uint32_t>(function_.code.size()); }

  Label new_label();
  void bind(Label label);
  bool is_bound(Label label) const { return labels_[label.id].pc != kUnbound; }
  bool is_referenced(Label label) const { return labels_[label.id].referenced; }
  uint32_t pc_of(Label label) const { return labels_[label.id].pc; }
  // The end of the code cannot be reached by falling through the last instruction, and no label is bound there.
  bool unreachable() const { return unreachable_; }

  // Constants that LoadConstant loads, or a property of a literal is named by: where there are very many, they lie
  // behind those that an operand of 16 bits reaches, and leave these to names, functions and the like.
  int32_t number(double value);
  int32_t data_string(StringIndex index);
  int32_t string(StringIndex index) { return constant(ConstantKind::kString, index); }
  int32_t string(std::string_view wtf8) { return string(unit_.string(wtf8)); }
  int32_t constant(ConstantKind kind, uint32_t index);
  int32_t array_literal(const std::vector<Constant>& elements);
  int32_t feedback(FeedbackKind kind);

  // The table's targets are labels' ids; 0 (no target) is given as -1.
  uint32_t add_switch_table(int32_t first, std::vector<int32_t> labels);
  // Handlers are looked up in the order added: innermost first.
  void add_handler(Label start, Label end, Label handler, int16_t exception, int16_t environment, bool is_catch);
  void position(uint32_t offset, PositionKind kind);
  // Places so far at which the debugger may stop.
  uint32_t statement_count() const { return statement_count_; }

  // Patches jumps, tables and handlers. False when something did not fit; error() says what.
  bool finish();
  const std::string& error() const { return error_; }
  void fail(std::string message) {
    if (error_.empty()) error_ = std::move(message);
  }

 private:
  static constexpr uint32_t kUnbound = UINT32_MAX;
  struct LabelState {
    uint32_t pc = kUnbound;
    bool referenced = false;
  };
  struct Patch {
    uint32_t instruction;
    uint32_t operand;
    int32_t label;
  };
  struct PendingHandler {
    Label start, end, handler;
    int16_t exception, environment;
    bool is_catch;
  };
  struct PendingTable {
    uint32_t instruction;
    std::vector<int32_t> labels;
  };

  UnitBuilder& unit_;
  FunctionTemplate& function_;
  std::vector<LabelState> labels_;
  std::vector<Patch> patches_;
  std::vector<PendingHandler> handlers_;
  std::vector<PendingTable> tables_;
  std::unordered_map<uint64_t, int32_t> numbers_;
  std::unordered_map<uint64_t, int32_t> constants_;
  static constexpr size_t kNearData = 32768;  // constants after which data goes to the far ones
  static constexpr int32_t kFar = UINT16_MAX + 1;
  std::vector<Constant> far_;
  std::unordered_map<StringIndex, int32_t> far_strings_;
  bool unreachable_ = false;
  uint32_t statement_count_ = 0;
  std::string error_;
};

}  // namespace scrim::bytecode
