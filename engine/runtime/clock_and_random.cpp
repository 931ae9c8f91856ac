// The program's clock and randomness, by the one host interface (decision 29): a recorder replaces these two functions.
#include <sys/random.h>
#include <time.h>

#include "engine/runtime/runtime.h"

namespace scrim {

static double current_time_ms(void*) {
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// xoshiro256++ (Blackman and Vigna), seeded by the system.
static uint64_t random_bits(void* context) {
  uint64_t(&s)[4] = static_cast<Runtime*>(context)->random_state;
  auto rotate = [](uint64_t x, int by) { return x << by | x >> (64 - by); };
  const uint64_t result = rotate(s[0] + s[3], 23) + s[0];
  const uint64_t t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate(s[3], 45);
  return result;
}

void register_clock_and_random(Runtime& runtime) {
  uint64_t(&s)[4] = runtime.random_state;
  if (getrandom(s, sizeof s, GRND_NONBLOCK) != static_cast<ssize_t>(sizeof s)) {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    s[0] = static_cast<uint64_t>(now.tv_sec) << 32 ^ static_cast<uint64_t>(now.tv_nsec);
    s[1] = reinterpret_cast<uint64_t>(&runtime);
  }
  s[3] |= 1;  // never all zero
  runtime.isolate().host.current_time_ms = current_time_ms;
  runtime.isolate().host.random_bits = random_bits;
}

}  // namespace scrim
