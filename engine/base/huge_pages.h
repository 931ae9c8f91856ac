// Memory in few large pages: the first touch of each page costs microseconds, most of it the same for 4 KB and 2 MB.
#pragma once

#include <cstddef>

namespace scrim {

constexpr size_t kHugePage = size_t{2} << 20;

// Asks that what lies in whole huge pages of a fresh anonymous mapping be backed by them. Does nothing for less.
void advise_huge_pages(void* memory, size_t size);

// `size` bytes (a multiple of kHugePage), aligned to kHugePage, zero, advised; null when there are none. Given back by
// unmap_huge.
void* map_huge(size_t size);
void unmap_huge(void* memory, size_t size);

}  // namespace scrim
