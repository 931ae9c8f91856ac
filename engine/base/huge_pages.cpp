#include "engine/base/huge_pages.h"

#include <sys/mman.h>

#include <cstdint>

namespace scrim {

void advise_huge_pages(void* memory, size_t size) {
  uintptr_t start = (reinterpret_cast<uintptr_t>(memory) + kHugePage - 1) & ~(kHugePage - 1);
  uintptr_t end = (reinterpret_cast<uintptr_t>(memory) + size) & ~(kHugePage - 1);
  if (end > start) (void)madvise(reinterpret_cast<void*>(start), end - start, MADV_HUGEPAGE);
}

void* map_huge(size_t size) {
  size_t reserved = size + kHugePage;
  void* mapped = mmap(nullptr, reserved, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED) return nullptr;
  auto base = reinterpret_cast<uintptr_t>(mapped);
  uintptr_t start = (base + kHugePage - 1) & ~(kHugePage - 1);
  if (start > base) munmap(mapped, start - base);
  uintptr_t end = start + size;
  if (base + reserved > end) munmap(reinterpret_cast<void*>(end), base + reserved - end);
  (void)madvise(reinterpret_cast<void*>(start), size, MADV_HUGEPAGE);
  return reinterpret_cast<void*>(start);
}

void unmap_huge(void* memory, size_t size) {
  munmap(memory, size);
}

}  // namespace scrim
