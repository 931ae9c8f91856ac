#include "engine/regexp/regexp.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "engine/regexp/compiler.h"
#include "engine/regexp/parser.h"
#include "engine/regexp/program.h"

namespace scrim::regexp {
namespace {

constexpr std::u16string_view kFlagLetters = u"dgimsuvy";

std::u16string widen(std::string_view ascii) {
  return std::u16string(ascii.begin(), ascii.end());
}

}  // namespace

std::string Flags::to_string() const {
  std::string text;
  for (size_t i = 0; i < kFlagLetters.size(); ++i) {
    if ((bits_ >> i & 1) != 0) text.push_back(static_cast<char>(kFlagLetters[i]));
  }
  return text;
}

std::optional<Flags> parse_flags(std::u16string_view text) {
  Flags flags;
  for (char16_t letter : text) {
    const size_t bit = kFlagLetters.find(letter);
    if (bit == std::u16string_view::npos) return std::nullopt;
    const Flag flag = static_cast<Flag>(1 << bit);
    if (flags.has(flag)) return std::nullopt;
    flags.add(flag);
  }
  if (flags.has(Flag::kUnicode) && flags.has(Flag::kUnicodeSets)) return std::nullopt;
  return flags;
}

std::string_view Error::message() const {
  static constexpr std::string_view kMessages[] = {
#define SCRIM_REGEXP_ERROR(name, message) message,
#include "engine/regexp/errors.def"
#undef SCRIM_REGEXP_ERROR
  };
  return kMessages[static_cast<size_t>(code)];
}

std::u16string error_message(std::u16string_view pattern, Flags flags, const Error& error) {
  std::u16string text = u"Invalid regular expression: /";
  text += pattern;
  text += u'/';
  text += widen(flags.to_string());
  text += u": ";
  text += widen(error.message());
  return text;
}

Error validate(std::u16string_view pattern, Flags flags) {
  Pattern tree;
  return Parser(pattern, flags, tree).parse();
}

CompileResult compile(std::u16string_view pattern, Flags flags) {
  Pattern tree;
  CompileResult result;
  result.error = Parser(pattern, flags, tree).parse();
  if (result.error) return result;
  auto program = std::make_shared<Program>();
  if (Compiler(tree, *program).compile()) {
    program->code.shrink_to_fit();
    result.program = std::move(program);
  } else {
    result.error.code = ErrorCode::kTooLarge;
  }
  return result;
}

CompileResult compile(std::span<const uint8_t> latin1_pattern, Flags flags) {
  return compile(std::u16string(latin1_pattern.begin(), latin1_pattern.end()), flags);
}

uint32_t capture_count(const Program& program) {
  return program.capture_count;
}
Flags flags_of(const Program& program) {
  return program.flags;
}
std::span<const GroupName> group_names(const Program& program) {
  return program.names;
}

size_t memory_size(const Program& program) {
  size_t size = sizeof(Program) + program.code.capacity() * sizeof(uint32_t) +
                program.sets.capacity() * sizeof(MatchSet) + program.text.capacity() * sizeof(char16_t) +
                program.lists.capacity() * sizeof(uint32_t);
  for (const MatchSet& set : program.sets) size += set.high.capacity() * sizeof(uint32_t);
  for (const GroupName& name : program.names) size += sizeof(GroupName) + name.name.size() * sizeof(char16_t);
  return size;
}

Scratch::~Scratch() {
  std::free(stack_);
  std::free(registers_);
}

bool Scratch::grow() {
  const size_t limit = limit_bytes / sizeof(Entry);
  if (capacity_ >= limit) return false;
  const size_t wanted = std::min(limit, std::max<size_t>(capacity_ * 2, 256));
  void* memory = std::realloc(stack_, wanted * sizeof(Entry));
  if (memory == nullptr) return false;
  stack_ = static_cast<Entry*>(memory);
  capacity_ = wanted;
  return true;
}

int32_t* Scratch::registers(size_t count) {
  if (count > register_capacity_) {
    std::free(registers_);
    registers_ = static_cast<int32_t*>(std::malloc(count * sizeof(int32_t)));
    if (registers_ == nullptr) std::abort();
    register_capacity_ = count;
  }
  return registers_;
}

void Scratch::trim() {
  if (capacity_ * sizeof(Entry) <= size_t{1} << 20) return;
  std::free(stack_);
  stack_ = nullptr;
  capacity_ = 0;
}

}  // namespace scrim::regexp
