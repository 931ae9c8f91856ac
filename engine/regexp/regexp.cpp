#include "engine/regexp/regexp.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "engine/base/unicode.h"
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

bool validate_wtf8(std::string_view pattern, std::string_view flags, std::string_view* message, uint32_t* offset) {
  std::u16string units;
  std::vector<uint32_t> positions;  // in bytes, of each unit and of the end
  for (size_t i = 0; i < pattern.size();) {
    const auto byte = [&](size_t ahead) {
      return i + ahead < pattern.size() ? static_cast<unsigned char>(pattern[i + ahead]) & 0x3Fu : 0u;
    };
    const auto lead = static_cast<unsigned char>(pattern[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const auto position = static_cast<uint32_t>(i);
    if (length == 4) {
      const char32_t c = (lead & 7u) << 18 | byte(1) << 12 | byte(2) << 6 | byte(3);
      units.push_back(unicode::lead_surrogate(c));
      units.push_back(unicode::trail_surrogate(c));
      positions.push_back(position);
    } else {
      const uint32_t c = length == 1   ? lead
                         : length == 2 ? (lead & 0x1Fu) << 6 | byte(1)
                                       : (lead & 0xFu) << 12 | byte(1) << 6 | byte(2);
      units.push_back(static_cast<char16_t>(c));
    }
    positions.push_back(position);
    i += length;
  }
  positions.push_back(static_cast<uint32_t>(pattern.size()));
  const std::optional<Flags> parsed = parse_flags(std::u16string(flags.begin(), flags.end()));
  if (!parsed) return true;  // the caller's business
  const Error error = validate(units, *parsed);
  if (!error) return true;
  *message = error.message();
  *offset = positions[std::min<size_t>(error.offset, units.size())];
  return false;
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
