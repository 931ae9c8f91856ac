// Regular expressions of ECMAScript 2026 (Annex B included), free of the heap: patterns are parsed (parser.h) into a
// tree (ast.h), compiled (compiler.h) into bytecode (ops.def, program.h), and matched by backtracking without recursion
// (matcher.cpp). This header is the room's interface; RegExp objects are made of it in builtins/.
//
// Offsets and lengths count UTF-16 code units. Patterns and inputs are Latin-1 (one byte a unit) or UTF-16.
#ifndef SCRIM_ENGINE_REGEXP_REGEXP_H_
#define SCRIM_ENGINE_REGEXP_REGEXP_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace scrim::regexp {

class Program;

// The flags in the order in which `RegExp.prototype.flags` spells them: d g i m s u v y.
enum class Flag : uint8_t {
  kHasIndices = 1 << 0,
  kGlobal = 1 << 1,
  kIgnoreCase = 1 << 2,
  kMultiline = 1 << 3,
  kDotAll = 1 << 4,
  kUnicode = 1 << 5,
  kUnicodeSets = 1 << 6,
  kSticky = 1 << 7,
};

class Flags {
 public:
  constexpr Flags() = default;
  constexpr explicit Flags(uint8_t bits) : bits_(bits) {}
  constexpr bool has(Flag flag) const { return (bits_ & static_cast<uint8_t>(flag)) != 0; }
  constexpr void add(Flag flag) { bits_ |= static_cast<uint8_t>(flag); }
  constexpr uint8_t bits() const { return bits_; }
  // u or v: patterns and inputs are sequences of code points.
  constexpr bool unicode() const { return has(Flag::kUnicode) || has(Flag::kUnicodeSets); }
  // Canonical spelling, "dgimsuvy".
  std::string to_string() const;

 private:
  uint8_t bits_ = 0;
};

// Unknown or repeated flags, and u together with v, give nothing (ECMA-262 sec-regexpinitialize step 5).
std::optional<Flags> parse_flags(std::u16string_view text);

enum class ErrorCode : uint8_t {
#define SCRIM_REGEXP_ERROR(name, message) k##name,
#include "engine/regexp/errors.def"
#undef SCRIM_REGEXP_ERROR
};

struct Error {
  ErrorCode code = ErrorCode::kNone;
  uint32_t offset = 0;  // where in the pattern
  explicit operator bool() const { return code != ErrorCode::kNone; }
  // The reason alone: "Unterminated group".
  std::string_view message() const;
};

// The whole message of the SyntaxError: "Invalid regular expression: /(/u: Unterminated group".
std::u16string error_message(std::u16string_view pattern, Flags flags, const Error& error);

// The pattern's early errors alone, for parsers of JavaScript.
Error validate(std::u16string_view pattern, Flags flags);

// The same for text in WTF-8, as sources are; *offset counts its bytes. True: valid.
bool validate_wtf8(std::string_view pattern, std::string_view flags, std::string_view* message, uint32_t* offset);

struct CompileResult {
  std::shared_ptr<const Program> program;  // null when there is an error
  Error error;
};
CompileResult compile(std::u16string_view pattern, Flags flags);
CompileResult compile(std::span<const uint8_t> latin1_pattern, Flags flags);

// What a caller needs to know of a program.
uint32_t capture_count(const Program& program);  // groups, the whole match included
Flags flags_of(const Program& program);
struct GroupName {
  std::u16string name;
  uint32_t index;
};
// In the order of the groups; a name stands once for each group that has it.
std::span<const GroupName> group_names(const Program& program);
// Bytes of memory the program holds, for the collector's accounts.
size_t memory_size(const Program& program);
// A listing for people: `scrim dump regexp` and tests.
std::string disassemble(const Program& program);

enum class MatchStatus : uint8_t {
  kNoMatch,
  kMatch,
  kInterrupted,    // the interrupt callback said stop
  kStackOverflow,  // the backtrack stack reached its limit
};

// The backtrack stack and registers, kept between matches so that they are allocated once. Not to be shared by nested
// matches.
class Scratch {
 public:
  Scratch() = default;
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  struct Entry {
    uint32_t word;
    uint32_t a;
    uint32_t b;
  };
  // Grows to at least one more entry; false at the limit. Contents are kept.
  bool grow();
  Entry* begin() const { return stack_; }
  Entry* end() const { return stack_ + capacity_; }
  int32_t* registers(size_t count);
  // Gives memory back after an unusually deep match.
  void trim();

  size_t limit_bytes = size_t{64} << 20;

 private:
  Entry* stack_ = nullptr;
  size_t capacity_ = 0;
  int32_t* registers_ = nullptr;
  size_t register_capacity_ = 0;
};

struct MatchOptions {
  bool sticky = false;  // only at `start`; compile-time flag y is not looked at
  // Called every `interval` steps (backtracks and start positions); true stops the match with kInterrupted.
  bool (*interrupt)(void* data) = nullptr;
  void* interrupt_data = nullptr;
  uint32_t interval = 1 << 16;
};

// Looks for the first match at or after `start` (<= input.size()). On a match captures[2i], captures[2i+1] are group
// i's first and past-last offsets, -1 where it took no part; `captures` holds 2 * capture_count entries. With u or v, a
// `start` inside a surrogate pair counts as the pair's beginning.
MatchStatus match(const Program& program, std::span<const uint8_t> input, size_t start, std::span<int32_t> captures,
                  Scratch& scratch, const MatchOptions& options = {});
MatchStatus match(const Program& program, std::span<const char16_t> input, size_t start, std::span<int32_t> captures,
                  Scratch& scratch, const MatchOptions& options = {});

}  // namespace scrim::regexp

#endif  // SCRIM_ENGINE_REGEXP_REGEXP_H_
