#include "engine/jit/code_memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "engine/base/assert.h"

namespace scrim {

CodeMemory::CodeMemory(size_t bytes) {
  void* memory = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return;  // reserve() then finds no room: everything stays interpreted
  base_ = next_ = static_cast<char*>(memory);
  limit_ = base_ + bytes;
}

CodeMemory::~CodeMemory() {
  if (base_) munmap(base_, static_cast<size_t>(limit_ - base_));
}

char* CodeMemory::reserve(size_t bytes) {
  size_t rounded = (bytes + kAlignment - 1) & ~(kAlignment - 1);
  if (rounded > static_cast<size_t>(limit_ - next_)) return nullptr;
  char* code = next_;
  next_ += rounded;
  return code;
}

void CodeMemory::protect(char* low, char* high, int protection) {
  static const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  auto start = reinterpret_cast<uintptr_t>(low) & ~(page - 1);
  auto end = (reinterpret_cast<uintptr_t>(high) + page - 1) & ~(page - 1);
  if (mprotect(reinterpret_cast<void*>(start), end - start, protection) == 0) return;
  std::fprintf(stderr, "scrim: the system refused to change the protection of compiled code: %s\n",
               std::strerror(errno));
  std::abort();
}

CodeWriter::CodeWriter(CodeMemory& memory, char* low, char* high) : memory_(memory), low_(low), high_(high) {
  VERIFY(low >= memory.base_ && low < high && high <= memory.limit_);
  memory_.protect(low, high, PROT_READ | PROT_WRITE);
}

CodeWriter::~CodeWriter() {
  memory_.protect(low_, high_, PROT_READ | PROT_EXEC);
  __builtin___clear_cache(low_, high_);
}

}  // namespace scrim
