#include "engine/base/zero_memory.h"

#include <sys/mman.h>

#include <cstdint>
#include <cstring>

namespace scrim {

void zero_memory(void* memory, size_t bytes) {
  constexpr size_t kMuch = size_t{1} << 20;
  constexpr uintptr_t kPage = 4096;
  auto begin = reinterpret_cast<uintptr_t>(memory);
  uintptr_t first = (begin + kPage - 1) & ~(kPage - 1);
  uintptr_t last = (begin + bytes) & ~(kPage - 1);
  if (bytes < kMuch || madvise(reinterpret_cast<void*>(first), last - first, MADV_DONTNEED) != 0) {
    std::memset(memory, 0, bytes);
    return;
  }
  std::memset(memory, 0, first - begin);
  std::memset(reinterpret_cast<void*>(last), 0, begin + bytes - last);
}

}  // namespace scrim
