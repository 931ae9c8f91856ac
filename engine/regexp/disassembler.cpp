// Listings of compiled patterns.
#include <cstdio>

#include "engine/regexp/program.h"

namespace scrim::regexp {

const OpInfo kOps[] = {
#define SCRIM_REGEXP_OP(name, words, operands) {#name, words, operands},
#include "engine/regexp/ops.def"
#undef SCRIM_REGEXP_OP
};

namespace {

void append_character(std::string& out, uint32_t c) {
  char text[16];
  if (c > 0x20 && c < 0x7F && c != '-' && c != '[' && c != ']' && c != '\\') {
    std::snprintf(text, sizeof text, "%c", static_cast<char>(c));
  } else {
    std::snprintf(text, sizeof text, c < 256 ? "\\x%02x" : "\\u{%x}", c);
  }
  out += text;
}

void append_range(std::string& out, uint32_t first, uint32_t past) {
  append_character(out, first);
  if (past - first > 1) {
    if (past - first > 2) out += '-';
    append_character(out, past - 1);
  }
}

void append_set(std::string& out, const MatchSet& set) {
  out += '[';
  for (uint32_t c = 0; c < 256;) {
    if (!set.contains_low(c)) {
      ++c;
      continue;
    }
    const uint32_t first = c;
    while (c < 256 && set.contains_low(c)) ++c;
    append_range(out, first, c);
  }
  constexpr size_t kShown = 8;
  for (size_t i = 0; i < set.high.size() && i < kShown; i += 2) append_range(out, set.high[i], set.high[i + 1]);
  if (set.high.size() > kShown) out += "...";
  out += ']';
}

}  // namespace

std::string disassemble(const Program& program) {
  std::string out;
  char text[64];
  std::snprintf(text, sizeof text, "groups %u, registers %u, search ", program.capture_count, program.register_count);
  out += text;
  switch (program.search) {
    case Search::kEverywhere: out += "everywhere"; break;
    case Search::kAtStart: out += "at the start"; break;
    case Search::kText:
      out += "\"";
      for (char16_t c : program.prefix) append_character(out, c);
      out += "\"";
      break;
    case Search::kSet: append_set(out, program.sets[program.first_set]); break;
  }
  out += '\n';
  for (uint32_t pc = 0; pc < program.code.size();) {
    const OpInfo& op = kOps[program.code[pc] & 0xFF];
    std::snprintf(text, sizeof text, "%5u  %-20s", pc, op.name);
    out += text;
    uint32_t previous = 0;
    for (uint32_t i = 0; op.operands[i] != 0; ++i) {
      const uint32_t value = i == 0 ? program.code[pc] >> 8 : program.code[pc + i];
      out += ' ';
      switch (op.operands[i]) {
        case 'c': append_character(out, value); break;
        case 's': append_set(out, program.sets[value]); break;
        case 't':
          std::snprintf(text, sizeof text, "->%u", value);
          out += text;
          break;
        case 'r':
          std::snprintf(text, sizeof text, "r%u", value);
          out += text;
          break;
        case 'g':
          std::snprintf(text, sizeof text, "\\%u", value);
          out += text;
          break;
        case 'x':
          out += '"';
          for (uint32_t j = 0; j < previous; ++j) append_character(out, program.text[value + j]);
          out += '"';
          break;
        case 'f':
          if ((value & kMaxOperand) == 0) {
            out += "unfiltered";
          } else {
            out += "before ";
            append_set(out, program.sets[(value & kMaxOperand) - 1]);
            if ((value & kFilterEnd) != 0) out += " or the end";
          }
          break;
        default:
          if (value == 0x7FFFFFFF) {
            out += "inf";
          } else {
            std::snprintf(text, sizeof text, "%u", value);
            out += text;
          }
          break;
      }
      previous = value;
    }
    out += '\n';
    pc += op.words;
  }
  return out;
}

}  // namespace scrim::regexp
