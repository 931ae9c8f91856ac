#include "engine/bytecode/disassembler.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>

#include "engine/bytecode/liveness.h"

namespace scrim::bytecode {

namespace {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (char c : text) {
    switch (c) {
      case '"': result += "\\\""; break;
      case '\\': result += "\\\\"; break;
      case '\n': result += "\\n"; break;
      case '\r': result += "\\r"; break;
      case '\t': result += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          char buffer[8];
          std::snprintf(buffer, sizeof buffer, "\\x%02x", c);
          result += buffer;
        } else {
          result += c;
        }
    }
  }
  return result + "\"";
}

std::string number_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  char buffer[40];
  for (int precision = 15; precision <= 17; precision++) {
    std::snprintf(buffer, sizeof buffer, "%.*g", precision, value);
    if (std::strtod(buffer, nullptr) == value) break;
  }
  return buffer;
}

using Labels = std::map<uint32_t, int>;

Labels collect_labels(const FunctionTemplate& function) {
  Labels labels;
  const auto& code = function.code;
  for (uint32_t pc = 0; pc < code.size();) {
    auto opcode = static_cast<Opcode>(code[pc]);
    const OpcodeInfo& table = info(opcode);
    if (table.jump_operand >= 0) {
      labels[static_cast<uint32_t>(static_cast<int32_t>(pc) +
                                   read_jump(&code[pc + table.offsets[table.jump_operand]]))] = 0;
    }
    if (opcode == Opcode::kJumpTable) {
      for (int32_t target : function.switch_tables[code[pc + 2]].targets) {
        if (target) labels[static_cast<uint32_t>(static_cast<int32_t>(pc) + target)] = 0;
      }
    }
    pc += table.length;
  }
  for (const Handler& handler : function.handlers)
    labels[handler.start] = labels[handler.end] = labels[handler.handler] = 0;
  int next = 0;
  for (auto& [pc, number] : labels) number = next++;
  return labels;
}

void append_instruction(const FunctionTemplate& function, uint32_t pc, const Labels* labels, std::string& out) {
  const auto& code = function.code;
  auto opcode = static_cast<Opcode>(code[pc]);
  const OpcodeInfo& table = info(opcode);
  auto target_text = [&](int32_t offset) {
    auto target = static_cast<uint32_t>(static_cast<int32_t>(pc) + offset);
    return labels ? "L" + std::to_string(labels->at(target)) : std::to_string(target);
  };
  out += table.name;
  for (int i = 0; i < table.operand_count; i++) {
    out += i ? ", " : " ";
    const uint16_t* operand = &code[pc + table.offsets[i]];
    switch (table.operands[i]) {
      case 'r':
      case 'w':
      case 'W':
      case 'T': out += operand_text(static_cast<int16_t>(*operand)); break;
      case 'i': out += std::to_string(static_cast<int16_t>(*operand)); break;
      case 'u': out += std::to_string(*operand); break;
      case 'k': out += constant_text(function, *operand); break;
      case 'f': out += "f" + std::to_string(*operand); break;
      case 'j': out += target_text(read_jump(operand)); break;
    }
  }
  if (opcode == Opcode::kJumpTable) {
    const SwitchTable& targets = function.switch_tables[code[pc + 2]];
    out += " {" + std::to_string(targets.first) + ":";
    for (int32_t target : targets.targets) out += " " + (target ? target_text(target) : std::string("-"));
    out += "}";
  }
}

}  // namespace

std::string operand_text(int operand) {
  if (operand == kNoRegister) return "none";
  if (operand < 0) return "r" + std::to_string(register_index(operand));
  if (operand == kThisOperand) return "this";
  if (operand >= kFirstArgumentOperand) return "a" + std::to_string(operand - kFirstArgumentOperand);
  return "fp" + std::to_string(operand);
}

std::string constant_text(const FunctionTemplate& function, uint32_t index) {
  if (index >= function.constants.size()) return "constant:" + std::to_string(index);
  const Constant& constant = function.constants[index];
  switch (constant.kind) {
    case ConstantKind::kNumber: return number_text(constant.number);
    case ConstantKind::kString: return quoted(function.unit->text(constant.index));
    case ConstantKind::kBigInt: return function.unit->text(constant.index) + "n";
    case ConstantKind::kFunction: return "function:" + std::to_string(constant.index);
    case ConstantKind::kTemplateObject: return "template:" + std::to_string(constant.index);
    case ConstantKind::kScopeInfo: return "scope:" + std::to_string(constant.index);
    case ConstantKind::kDeclarations: return "declarations:" + std::to_string(constant.index);
    case ConstantKind::kEvalSite: return "eval:" + std::to_string(constant.index);
    case ConstantKind::kOddball: return constant.index == 2 ? "null" : constant.index ? "true" : "false";
    case ConstantKind::kArrayLiteral: {
      std::string text = "[";
      for (uint32_t i = 1; i <= constant.index; ++i) text += (i > 1 ? ", " : "") + constant_text(function, index + i);
      return text + "]";
    }
  }
  return "?";
}

void disassemble_instruction(const FunctionTemplate& function, uint32_t pc, std::string& out) {
  append_instruction(function, pc, nullptr, out);
}

void disassemble(const FunctionTemplate& function, std::string& out, const DisassemblyOptions& options) {
  auto append = [&](const char* format, auto... arguments) {
    char buffer[120];
    std::snprintf(buffer, sizeof buffer, format, arguments...);
    out += buffer;
  };
  out += "function " + quoted(function.unit->text(function.name));
  append(" parameters=%u registers=%u locals=%u", function.parameter_count, function.register_count,
         function.local_count);
  if (function.length != function.parameter_count) append(" length=%u", function.length);
  const TemplateFlags& flags = function.flags;
#define FLAG(name, text) \
  if (flags.name) out += " " text;
  FLAG(strict, "strict")
  FLAG(is_arrow, "arrow")
  FLAG(is_async, "async")
  FLAG(is_generator, "generator")
  FLAG(is_constructor, "constructor")
  FLAG(is_class_constructor, "class")
  FLAG(is_derived, "derived")
  FLAG(is_method, "method")
  FLAG(needs_home_object, "home")
#undef FLAG
  if (function.in_object_properties) append(" properties=%u", function.in_object_properties);
  out += " {\n";
  if (!function.feedback.empty()) {
    out += "  feedback";
    for (FeedbackKind kind : function.feedback) out += std::string(" ") + to_string(kind);
    out += "\n";
  }
  Labels labels = collect_labels(function);
  for (const Handler& handler : function.handlers) {
    append("  handler L%d L%d L%d", labels[handler.start], labels[handler.end], labels[handler.handler]);
    out += " exception=" + operand_text(handler.exception_register);
    if (handler.environment_register != kNoRegister)
      out += " environment=" + operand_text(handler.environment_register);
    if (handler.is_catch) out += " catch";
    out += "\n";
  }
  PositionTable::Iterator position(function.positions);
  size_t counted = 0, line_number = 0;
  std::optional<Liveness> liveness;
  if (options.liveness && !function.code.empty()) liveness.emplace(function);
  for (uint32_t pc = 0; pc <= function.code.size();) {
    if (auto label = labels.find(pc); label != labels.end()) append("  L%d:\n", label->second);
    if (pc == function.code.size()) break;
    std::string line;
    append_instruction(function, pc, &labels, line);
    if (options.offsets)
      append("%6u  ", pc);
    else
      out += "    ";
    out += line;
    bool first = true;
    for (; !options.source.empty() && !position.done() && position->pc <= pc; position.next()) {
      if (position->pc < pc) continue;
      std::string_view before = options.source.substr(0, position->offset);
      while (counted < before.size()) line_number += before[counted++] == '\n';
      while (counted > before.size()) line_number -= before[--counted] == '\n';
      size_t column = before.size() - (before.rfind('\n') + 1);
      if (first) out.append(line.size() < 44 ? 44 - line.size() : 1, ' ').append(";");
      first = false;
      static const char* const kMarks[] = {"", "call ", "statement ", "return ", "debugger "};
      append(" %s%zu:%zu", kMarks[static_cast<int>(position->kind)], line_number + 1, column + 1);
    }
    if (liveness) {
      out.append(line.size() < 44 ? 44 - line.size() : 1, ' ').append("; live");
      const RegisterSet live = liveness->before(pc);
      live.for_each([&](uint32_t index) { append(" r%u", index); });
      const char* shown = ", shown";
      liveness->for_debugger(pc).for_each([&](uint32_t index) {
        if (live.has(index)) return;
        append("%s r%u", shown, index);
        shown = "";
      });
    }
    out += "\n";
    pc += length(static_cast<Opcode>(function.code[pc]));
  }
  out += "}\n";
}

void disassemble(const CompiledUnit& unit, std::string& out, const DisassemblyOptions& options) {
  for (const ScopeInfo& scope : unit.scope_infos) {
    out += std::string("scope ") + to_string(scope.kind) + " " + std::to_string(scope.slot_count);
    for (const auto& slot : scope.slots) {
      out += " " + unit.text(slot.name) + "=" + std::to_string(slot.slot);
    }
    out += "\n";
  }
  for (const auto& function : unit.functions) disassemble(*function, out, options);
}

}  // namespace scrim::bytecode
