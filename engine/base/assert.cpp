#include "engine/base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace scrim {

void assertion_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "scrim: assertion failed: %s at %s:%d\n", condition, file, line);
  std::abort();
}

}  // namespace scrim
