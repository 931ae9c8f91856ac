// base/: what every other room stands on and what knows nothing of JavaScript: arena, small containers, text encodings,
// numbers to and from text, assertions.
#pragma once

namespace scrim {

// Prints the failed condition with its place and aborts.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace scrim

// ASSERT holds invariants in builds with SCRIM_ASSERTIONS (presets dev and asan) and costs nothing elsewhere.
// VERIFY is checked in every build: for invariants whose violation would corrupt memory.
#define VERIFY(condition) \
  (__builtin_expect(!!(condition), 1) ? (void)0 : ::scrim::assertion_failed(#condition, __FILE__, __LINE__))
#if SCRIM_ASSERTIONS
#define ASSERT(condition) VERIFY(condition)
#else
#define ASSERT(condition) ((void)sizeof(!!(condition)))
#endif
#define UNREACHABLE() ::scrim::assertion_failed("unreachable", __FILE__, __LINE__)
