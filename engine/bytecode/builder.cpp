#include "engine/bytecode/builder.h"

#include <cstring>

namespace scrim::bytecode {

FunctionTemplate* UnitBuilder::add_function() {
  unit_.functions.push_back(std::make_unique<FunctionTemplate>());
  FunctionTemplate* function = unit_.functions.back().get();
  function->unit = &unit_;
  function->index = static_cast<uint32_t>(unit_.functions.size() - 1);
  return function;
}

uint32_t FunctionBuilder::emit(Opcode opcode, std::initializer_list<int32_t> operands) {
  return emit(opcode, operands.begin(), operands.size());
}

uint32_t FunctionBuilder::emit(Opcode opcode, const int32_t* operands, [[maybe_unused]] size_t count) {
  if (opcode == Opcode::kLoadConstant && operands[1] > UINT16_MAX) {
    return emit(Opcode::kLoadConstantWide, {operands[0], operands[1] & UINT16_MAX, operands[1] >> 16});
  }
  const OpcodeInfo& table = info(opcode);
  ASSERT(count == table.operand_count);
  uint32_t start = pc();
  function_.code.push_back(static_cast<uint16_t>(opcode));
  for (int i = 0; i < table.operand_count; i++) {
    int32_t value = operands[i];
    switch (table.operands[i]) {
      case 'j':
        labels_[value].referenced = true;
        patches_.push_back({start, pc(), value});
        function_.code.push_back(0);
        function_.code.push_back(0);
        continue;
      case 'r':
      case 'w':
      case 'i':
      case 'W':
      case 'T':
        if (value < INT16_MIN || value > INT16_MAX) fail("the function has too many registers or arguments");
        break;
      default:
        if (value < 0 || value > UINT16_MAX) fail("the function has too many constants");
        break;
    }
    function_.code.push_back(static_cast<uint16_t>(value));
  }
  unreachable_ = table.flags & OpcodeFlags::kNoFallThrough;
  if (table.flags & OpcodeFlags::kLoop) function_.has_loop = true;
  return start;
}

Label FunctionBuilder::new_label() {
  labels_.emplace_back();
  return {static_cast<int32_t>(labels_.size() - 1)};
}

void FunctionBuilder::bind(Label label) {
  ASSERT(!is_bound(label));
  labels_[label.id].pc = pc();
  if (labels_[label.id].referenced) unreachable_ = false;
}

int32_t FunctionBuilder::number(double value) {
  uint64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  std::vector<Constant>& list = function_.constants.size() < kNearData ? function_.constants : far_;
  auto index = static_cast<int32_t>(list.size()) + (&list == &far_ ? kFar : 0);
  auto [it, added] = numbers_.try_emplace(bits, index);
  if (added) list.push_back(Constant::of_number(value));
  return it->second;
}

int32_t FunctionBuilder::data_string(StringIndex index) {
  bool known = constants_.contains(uint64_t{static_cast<uint8_t>(ConstantKind::kString)} << 32 | index);
  if (known || function_.constants.size() < kNearData) return string(index);
  auto [it, added] = far_strings_.try_emplace(index, kFar + static_cast<int32_t>(far_.size()));
  if (added) far_.push_back(Constant::of(ConstantKind::kString, index));
  return it->second;
}

int32_t FunctionBuilder::constant(ConstantKind kind, uint32_t index) {
  auto [it, added] = constants_.try_emplace(uint64_t{static_cast<uint8_t>(kind)} << 32 | index,
                                            static_cast<int32_t>(function_.constants.size()));
  if (added) function_.constants.push_back(Constant::of(kind, index));
  if (it->second > UINT16_MAX) fail("the function has too many names, functions or the like");
  return it->second;
}

int32_t FunctionBuilder::array_literal(const std::vector<Constant>& elements) {
  auto index = static_cast<int32_t>(function_.constants.size());
  function_.constants.push_back(Constant::of(ConstantKind::kArrayLiteral, static_cast<uint32_t>(elements.size())));
  function_.constants.insert(function_.constants.end(), elements.begin(), elements.end());
  return index;
}

int32_t FunctionBuilder::feedback(FeedbackKind kind) {
  if (function_.feedback.size() > UINT16_MAX) return UINT16_MAX;  // such a function has no records: make_feedback()
  function_.feedback.push_back(kind);
  return static_cast<int32_t>(function_.feedback.size() - 1);
}

uint32_t FunctionBuilder::add_switch_table(int32_t first, std::vector<int32_t> labels) {
  for (int32_t label : labels) {
    if (label >= 0) labels_[label].referenced = true;
  }
  function_.switch_tables.push_back({first, {}});
  tables_.push_back({pc(), std::move(labels)});  // the JumpTable instruction comes next
  return static_cast<uint32_t>(function_.switch_tables.size() - 1);
}

void FunctionBuilder::add_handler(Label start, Label end, Label handler, int16_t exception, int16_t environment,
                                  bool is_catch) {
  labels_[handler.id].referenced = true;
  handlers_.push_back({start, end, handler, exception, environment, is_catch});
}

void FunctionBuilder::position(uint32_t offset, PositionKind kind) {
  function_.positions.add(pc(), offset, kind);
  statement_count_ += kind == PositionKind::kStatement;
}

bool FunctionBuilder::finish() {
  if (!far_.empty()) {
    function_.constants.resize(kFar, Constant::of_number(0));
    function_.constants.insert(function_.constants.end(), far_.begin(), far_.end());
  }
  auto& code = function_.code;
  for (const Patch& patch : patches_) {
    VERIFY(labels_[patch.label].pc != kUnbound);
    write_jump(&code[patch.operand], static_cast<int32_t>(labels_[patch.label].pc - patch.instruction));
  }
  for (size_t i = 0; i < tables_.size(); i++) {
    for (int32_t label : tables_[i].labels) {
      function_.switch_tables[i].targets.push_back(
          label < 0 ? 0 : static_cast<int32_t>(labels_[label].pc - tables_[i].instruction));
    }
  }
  for (const PendingHandler& handler : handlers_) {
    uint32_t start = pc_of(handler.start), end = pc_of(handler.end);
    if (start == end) continue;
    function_.handlers.push_back(
        {start, end, pc_of(handler.handler), handler.exception, handler.environment, handler.is_catch});
  }
  code.shrink_to_fit();
  if (function_.register_count > kMaxRegisters) fail("the function has too many registers");
  return error_.empty();
}

}  // namespace scrim::bytecode
