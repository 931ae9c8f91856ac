#include "engine/jit/code_memory.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <sstream>
#include <string>

namespace scrim {
namespace {

#if defined(__x86_64__)
// mov eax, imm32; ret
void write_constant_function(CodeMemory& memory, char* code, int32_t result) {
  CodeWriter writer(memory, code, code + 6);
  code[0] = static_cast<char>(0xb8);
  std::memcpy(code + 1, &result, 4);
  code[5] = static_cast<char>(0xc3);
}

int32_t run(const char* code) {
  return reinterpret_cast<int32_t (*)()>(reinterpret_cast<uintptr_t>(code))();
}

// The permissions of the mapping that holds an address, as /proc shows them ("r-xp").
std::string permissions_of(const void* address) {
  std::ifstream maps("/proc/self/maps");
  std::string line;
  while (std::getline(maps, line)) {
    std::istringstream fields(line);
    uintptr_t low, high;
    char dash;
    std::string permissions;
    fields >> std::hex >> low >> dash >> high >> permissions;
    auto at = reinterpret_cast<uintptr_t>(address);
    if (at >= low && at < high) return permissions;
  }
  return "";
}

TEST(CodeMemory, RunsWhatIsWritten) {
  CodeMemory memory;
  char* first = memory.reserve(6);
  char* second = memory.reserve(6);
  ASSERT_NE(first, nullptr);
  EXPECT_GE(second - first, 6);
  write_constant_function(memory, first, 42);
  write_constant_function(memory, second, 43);
  EXPECT_EQ(run(first), 42);
  EXPECT_EQ(run(second), 43);
  EXPECT_TRUE(memory.contains(first));
  EXPECT_FALSE(memory.contains(&memory));
}

TEST(CodeMemory, IsNeverWritableAndExecutableAndNeverShared) {
  CodeMemory memory;
  char* code = memory.reserve(6);
  EXPECT_EQ(permissions_of(code), "---p");
  {
    CodeWriter writer(memory, code, code + 6);
    EXPECT_EQ(permissions_of(code), "rw-p");
    std::memset(code, 0xc3, 6);
  }
  EXPECT_EQ(permissions_of(code), "r-xp");
}

TEST(CodeMemory, BelongsToEachProcessAfterAFork) {
  CodeMemory memory;
  char* code = memory.reserve(6);
  write_constant_function(memory, code, 1);
  pid_t child = fork();
  if (child == 0) {
    write_constant_function(memory, code, 2);
    _exit(run(code));
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 2);
  EXPECT_EQ(run(code), 1);
}
#endif

TEST(CodeMemory, SaysWhenItIsFull) {
  CodeMemory memory(64 * 1024);
  EXPECT_NE(memory.reserve(60 * 1024), nullptr);
  EXPECT_EQ(memory.reserve(8 * 1024), nullptr);
  EXPECT_NE(memory.reserve(1024), nullptr);
}

}  // namespace
}  // namespace scrim
