// What the heap tells AddressSanitizer and LeakSanitizer; nothing in other builds.
#pragma once

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
#define SCRIM_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SCRIM_ASAN 1
#endif
#endif

#if SCRIM_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/lsan_interface.h>
#define SCRIM_NO_ASAN __attribute__((no_sanitize("address")))
#else
#define SCRIM_NO_ASAN
#endif

namespace scrim {

#if SCRIM_ASAN
constexpr bool kAsan = true;
inline void poison_memory(const volatile void* address, size_t size) {
  __asan_poison_memory_region(address, size);
}
inline void unpoison_memory(const volatile void* address, size_t size) {
  __asan_unpoison_memory_region(address, size);
}
inline void register_leak_root(const void* address, size_t size) {
  __lsan_register_root_region(address, size);
}
inline void unregister_leak_root(const void* address, size_t size) {
  __lsan_unregister_root_region(address, size);
}
#else
constexpr bool kAsan = false;
inline void poison_memory(const volatile void*, size_t) {}
inline void unpoison_memory(const volatile void*, size_t) {}
inline void register_leak_root(const void*, size_t) {}
inline void unregister_leak_root(const void*, size_t) {}
#endif

}  // namespace scrim
