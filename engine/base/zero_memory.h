// Zeroing of much memory at once.
#pragma once

#include <cstddef>

namespace scrim {

// Makes anonymous private memory zero. From a megabyte on the system does it page by page, each when it is first
// touched: the caller does not wait for that.
void zero_memory(void* memory, size_t bytes);

}  // namespace scrim
