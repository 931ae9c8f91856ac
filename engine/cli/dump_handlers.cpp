// scrim dump handlers: what each opcode costs in this very program. The interpreter's table of labels says where the
// handlers begin, objdump (binutils) what stands there; of every way from a handler to the next dispatch the one with
// the fewest calls, then the fewest instructions, is the fast path. Spills and reloads are its stores to and loads from
// the native stack: registers that did not suffice, or were saved for a slow branch before it was known to be taken.
#include <link.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <queue>

#include "engine/bytecode/opcodes.h"
#include "engine/cli/commands.h"

namespace scrim::cli {

namespace {

struct Instruction {
  bool counts = true;  // not padding
  bool call = false;
  bool spill = false;
  bool reload = false;
  bool leaves = false;        // the next dispatch, or out of interpret()
  bool falls_through = true;  // else only `target` follows
  uintptr_t target = 0;
  uintptr_t next = 0;
};
using Code = std::map<uintptr_t, Instruction>;

struct Cost {
  uint32_t calls = 0;
  uint32_t instructions = 0;
  uint32_t spills = 0;
  uint32_t reloads = 0;
};
bool operator<(const Cost& a, const Cost& b) {
  return a.calls != b.calls ? a.calls < b.calls : a.instructions < b.instructions;
}

bool on_native_stack(std::string_view operand) {
  return operand.ends_with("(%rbp)") || operand.ends_with("(%rsp)");
}

// A line of objdump's: "  3d79d6:\tjne    3dd77c <symbol+0x5dec>". False for lines that are no instructions.
bool decode(const char* line, uintptr_t* address, Instruction* out) {
  char* end;
  *address = std::strtoull(line, &end, 16);
  if (end == line || end[0] != ':' || end[1] != '\t') return false;
  std::string_view text(end + 2);
  text = text.substr(0, text.find_first_of("#<\n"));
  while (text.ends_with(' ')) text.remove_suffix(1);
  for (std::string_view prefix : {"notrack ", "bnd ", "lock ", "rep ", "data16 ", "cs "}) {
    if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  }
  std::string_view mnemonic = text.substr(0, text.find(' '));
  std::string_view operands = text.substr(std::min(text.size(), text.find_first_not_of(' ', mnemonic.size())));
  size_t comma = operands.rfind(',');
  std::string_view last = comma == std::string_view::npos ? operands : operands.substr(comma + 1);
  Instruction& it = *out;
  if (mnemonic.starts_with("nop") || mnemonic == "data16" || mnemonic == "xchg") {
    it.counts = false;
  } else if (mnemonic == "call") {
    it.call = true;
  } else if (mnemonic == "ret" || (mnemonic == "jmp" && operands.starts_with('*'))) {
    it.leaves = true;
    it.falls_through = false;
  } else if (mnemonic == "ud2" || mnemonic == "hlt" || mnemonic == "int3") {
    it.falls_through = false;
  } else if (mnemonic.starts_with('j')) {
    it.target = std::strtoull(std::string(operands).c_str(), nullptr, 16);
    it.falls_through = mnemonic != "jmp";
  } else if (mnemonic == "push") {
    it.spill = true;
  } else if (mnemonic == "pop") {
    it.reload = true;
  } else if (mnemonic.starts_with("mov") && on_native_stack(last)) {
    it.spill = true;
  } else if (operands.find("(%rbp)") != std::string_view::npos || operands.find("(%rsp)") != std::string_view::npos) {
    it.reload = mnemonic != "lea";
  }
  return true;
}

bool disassemble(const std::string& program, uintptr_t from, uintptr_t to, Code* code) {
  char command[128];
  std::snprintf(command, sizeof command, "objdump -d --no-show-raw-insn --start-address=%#zx --stop-address=%#zx ",
                from, to);
  std::string quoted = "'";
  for (char c : program) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  FILE* pipe = popen((command + quoted + "' 2>/dev/null").c_str(), "r");
  if (!pipe) return false;
  char line[1024];
  Instruction* previous = nullptr;
  while (std::fgets(line, sizeof line, pipe)) {
    uintptr_t address;
    Instruction instruction;
    if (!decode(line, &address, &instruction)) continue;
    if (previous) previous->next = address;
    previous = &((*code)[address] = instruction);
  }
  return pclose(pipe) == 0 && !code->empty();
}

// False if no way from here comes to an end (the handler stands in cold code).
bool fast_path(const Code& code, uintptr_t start, Cost* result) {
  using Entry = std::pair<Cost, uintptr_t>;
  auto later = [](const Entry& a, const Entry& b) { return b.first < a.first; };
  std::priority_queue<Entry, std::vector<Entry>, decltype(later)> open(later);
  std::map<uintptr_t, bool> done;
  open.push({Cost{}, start});
  while (!open.empty()) {
    auto [cost, address] = open.top();
    open.pop();
    auto found = code.find(address);
    if (found == code.end() || done[address]) continue;
    done[address] = true;
    const Instruction& at = found->second;
    cost.instructions += at.counts;
    cost.calls += at.call;
    cost.spills += at.spill;
    cost.reloads += at.reload;
    if (at.leaves) {
      *result = cost;
      return true;
    }
    if (at.target) open.push({cost, at.target});
    if (at.falls_through) open.push({cost, at.next});
  }
  return false;
}

// Where this program was loaded.
uintptr_t load_bias() {
  uintptr_t bias = 0;
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* out) {
        *static_cast<uintptr_t*>(out) = info->dlpi_addr;
        return 1;  // the first is the program
      },
      &bias);
  return bias;
}

void labels_of(void* out, Runtime& runtime) {
  uintptr_t bias = load_bias();
  const void* const* table = runtime.isolate().dispatch_tables[0];
  for (int i = 0; i < bytecode::kOpcodeCount; ++i) {
    static_cast<std::vector<uintptr_t>*>(out)->push_back(reinterpret_cast<uintptr_t>(table[i]) - bias);
  }
}

}  // namespace

int dump_handlers(const Invocation& invocation) {
  std::vector<uintptr_t> labels;
  {
    Runtime runtime{RuntimeOptions()};
    runtime.enter(labels_of, &labels);
  }
  auto [first, last] = std::minmax_element(labels.begin(), labels.end());
  constexpr uintptr_t kSlowBranches = 64 * 1024;  // behind the last handler
  Code code;
  if (!disassemble(invocation.self, *first, *last + kSlowBranches, &code)) {
    return usage_error("dump handlers needs objdump (Debian's package binutils)");
  }
  std::printf("%-26s %12s %7s %8s %6s\n", "handler", "instructions", "spills", "reloads", "calls");
  for (int i = 0; i < bytecode::kOpcodeCount; ++i) {
    const char* name = bytecode::kOpcodeInfo[i].name;
    Cost cost;
    if (fast_path(code, labels[static_cast<size_t>(i)], &cost)) {
      std::printf("%-26s %12u %7u %8u %6u\n", name, cost.instructions, cost.spills, cost.reloads, cost.calls);
    } else {
      std::printf("%-26s %12s\n", name, "cold");
    }
  }
  return 0;
}

}  // namespace scrim::cli
