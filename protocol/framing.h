// The base protocol of DAP and LSP: "Content-Length: N\r\n\r\n" and N bytes of JSON. Knows bytes only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace scrim::protocol {

std::string frame(std::string_view body);

// Cuts a stream of bytes into bodies, whatever the pieces it arrives in. Never throws, holds at most a header or a body
// within the limits, and goes on after anything malformed: it reports once and skips to the next Content-Length.
class FrameDecoder {
 public:
  static constexpr size_t kMaximumHeader = 4096;
  static constexpr size_t kMaximumBody = size_t{256} << 20;

  explicit FrameDecoder(size_t maximum_body = kMaximumBody) : maximum_body_(maximum_body) {}

  enum class Step { need_more, body, error };
  void feed(std::string_view bytes);
  // Hands out the next body, or the next complaint in words.
  Step next(std::string& out);
  // What to say of bytes left when the stream ends: empty if it ended between two messages.
  std::string at_end() const;

 private:
  Step header(std::string& out);
  Step resynchronise(std::string& out);
  void consume(size_t count);

  std::string buffer_;
  size_t start_ = 0;  // buffer_ before this is used up
  size_t maximum_body_;
  size_t expected_ = 0;  // length of the body being read
  size_t to_skip_ = 0;   // of a body too large to hold
  bool in_body_ = false;
  bool lost_ = false;  // looking for the next header after garbage
};

}  // namespace scrim::protocol
