#include "engine/base/zero_memory.h"

#include <gtest/gtest.h>

#include <vector>

namespace scrim {
namespace {

// Little and much, from any address to any other: all of it becomes zero and nothing beside it.
TEST(ZeroMemory, ZeroesWhatItIsGivenAndNoMore) {
  std::vector<char> memory(3 << 20);
  for (size_t bytes : {size_t{0}, size_t{5}, size_t{4096}, size_t{100000}, size_t{1} << 20, (size_t{2} << 20) + 77}) {
    for (size_t offset : {size_t{64}, size_t{4096}, size_t{5003}}) {
      memory.assign(memory.size(), 7);
      zero_memory(memory.data() + offset, bytes);
      for (size_t i = 0; i < memory.size(); ++i) {
        ASSERT_EQ(memory[i], i >= offset && i < offset + bytes ? 0 : 7) << i << " of " << bytes << " from " << offset;
      }
    }
  }
}

}  // namespace
}  // namespace scrim
