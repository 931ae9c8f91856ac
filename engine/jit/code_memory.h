// jit/: compilers from bytecode to machine code. code_memory.h is where their code lives; spike/ is the throwaway
// baseline compiler that proves the frame, the calls, the throws and the collector's part before they are frozen.
//
// Code memory is one private reservation (decision 19): after a fork each process has its own, so the child can go on
// inside compiled code and even compile more. A page is writable or executable, never both; pages are flipped in
// batches: everything compiled at a time is copied in under one CodeWriter.
#pragma once

#include <cstddef>
#include <cstdint>

namespace scrim {

class CodeMemory {
 public:
  static constexpr size_t kDefaultBytes = size_t{64} << 20;
  static constexpr size_t kAlignment = 32;

  explicit CodeMemory(size_t bytes = kDefaultBytes);
  ~CodeMemory();
  CodeMemory(const CodeMemory&) = delete;

  // An address for `bytes` bytes of code, to be filled by a CodeWriter; null if the reservation is used up.
  char* reserve(size_t bytes);
  bool contains(const void* address) const {
    auto* byte = static_cast<const char*>(address);
    return byte >= base_ && byte < next_;
  }
  size_t used() const { return static_cast<size_t>(next_ - base_); }

 private:
  friend class CodeWriter;
  void protect(char* low, char* high, int protection);

  char* base_ = nullptr;
  char* next_ = nullptr;
  char* limit_ = nullptr;
};

// While one lives, the pages of [low, high) are writable and must not run.
class CodeWriter {
 public:
  CodeWriter(CodeMemory& memory, char* low, char* high);
  ~CodeWriter();
  CodeWriter(const CodeWriter&) = delete;

 private:
  CodeMemory& memory_;
  char* low_;
  char* high_;
};

}  // namespace scrim
