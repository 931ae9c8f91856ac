// How much of a text is ASCII.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace scrim {

// The length of the longest beginning without bytes above 0x7F; 32 bytes at a time.
inline size_t ascii_length(std::string_view text) {
  constexpr uint64_t kHigh = 0x8080808080808080ull;
  const char* data = text.data();
  size_t at = 0;
  for (; at + 32 <= text.size(); at += 32) {
    uint64_t words[4];
    std::memcpy(words, data + at, 32);
    if ((words[0] | words[1] | words[2] | words[3]) & kHigh) break;
  }
  while (at < text.size() && !(static_cast<unsigned char>(data[at]) & 0x80)) at++;
  return at;
}

}  // namespace scrim
