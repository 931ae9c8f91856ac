#include "protocol/framing.h"

#include <strings.h>
#include <algorithm>
#include <charconv>

namespace scrim::protocol {

namespace {

constexpr std::string_view kLength = "content-length";

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::string quote(std::string_view text) {
  std::string out = "'";
  for (const char c : text.substr(0, 60)) out += c >= 0x20 && c < 0x7F ? c : '?';
  return out + (text.size() > 60 ? "...'" : "'");
}

size_t find_length_header(std::string_view text) {
  for (size_t i = 0; i + kLength.size() <= text.size(); i++) {
    if (strncasecmp(text.data() + i, kLength.data(), kLength.size()) == 0) return i;
  }
  return std::string_view::npos;
}

}  // namespace

std::string frame(std::string_view body) {
  std::string out = "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  out += body;
  return out;
}

void FrameDecoder::feed(std::string_view bytes) {
  if (to_skip_ != 0) {
    const size_t skipped = std::min(to_skip_, bytes.size());
    to_skip_ -= skipped;
    bytes.remove_prefix(skipped);
  }
  if (start_ != 0 && (start_ == buffer_.size() || start_ > 65536)) {
    buffer_.erase(0, start_);
    start_ = 0;
  }
  buffer_ += bytes;
}

void FrameDecoder::consume(size_t count) {
  start_ += count;
}

FrameDecoder::Step FrameDecoder::next(std::string& out) {
  if (!in_body_) {
    const Step step = lost_ ? resynchronise(out) : header(out);
    if (step != Step::body) return step;
  }
  if (buffer_.size() - start_ < expected_) return Step::need_more;
  out.assign(buffer_, start_, expected_);
  consume(expected_);
  in_body_ = false;
  return Step::body;
}

// Step::body here means: the header is read, the body comes next.
FrameDecoder::Step FrameDecoder::header(std::string& out) {
  const std::string_view rest = std::string_view(buffer_).substr(start_);
  if (rest.empty()) return Step::need_more;
  // The header ends at an empty line; a bare LF is taken too.
  size_t end = std::string_view::npos, line_start = 0;
  long long length = -1;
  std::string complaint;
  while (line_start < rest.size()) {
    const size_t newline = rest.find('\n', line_start);
    if (newline == std::string_view::npos) break;
    const std::string_view line = trim(rest.substr(line_start, newline - line_start));
    line_start = newline + 1;
    if (line.empty()) {
      end = line_start;
      break;
    }
    const size_t colon = line.find(':');
    const std::string_view name = trim(line.substr(0, colon == std::string_view::npos ? 0 : colon));
    if (colon == std::string_view::npos) {
      if (complaint.empty()) complaint = "malformed header line " + quote(line);
    } else if (same_word(name, kLength)) {
      const std::string_view digits = trim(line.substr(colon + 1));
      const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
      if (error != std::errc() || stop != digits.data() + digits.size() || length < 0) {
        complaint = "malformed Content-Length " + quote(digits);
        length = -1;
      }
    } else if (same_word(name, "content-type")) {
      const std::string_view type = line.substr(colon + 1);
      const size_t charset = type.find("charset=");
      if (charset != std::string_view::npos && !same_word(trim(type.substr(charset + 8)), "utf-8") &&
          !same_word(trim(type.substr(charset + 8)), "utf8")) {
        complaint = "unsupported Content-Type " + quote(trim(type)) + ": only utf-8 is";
      }
    }
  }
  if (end == std::string_view::npos) {
    // Without an end: more to come, unless what is there cannot become a header.
    if (complaint.empty() && rest.size() <= kMaximumHeader) return Step::need_more;
    lost_ = true;
    out = complaint.empty()
              ? "a header longer than " + std::to_string(kMaximumHeader) + " bytes, beginning " + quote(rest)
              : complaint;
    consume(1);
    return Step::error;
  }
  if (length < 0) {
    out = complaint.empty() ? "a header without Content-Length" : complaint;
    lost_ = true;
    consume(std::max<size_t>(1, complaint.empty() ? end : 1));
    return Step::error;
  }
  consume(end);
  if (static_cast<unsigned long long>(length) > maximum_body_) {
    out = "a message of " + std::to_string(length) + " bytes: the limit is " + std::to_string(maximum_body_);
    const size_t here = buffer_.size() - start_;
    const size_t skipped = std::min<size_t>(here, static_cast<size_t>(length));
    consume(skipped);
    to_skip_ = static_cast<size_t>(length) - skipped;
    return Step::error;
  }
  if (!complaint.empty()) {
    // The length is known, so only this message is lost.
    out = complaint;
    const size_t here = buffer_.size() - start_;
    const size_t skipped = std::min<size_t>(here, static_cast<size_t>(length));
    consume(skipped);
    to_skip_ = static_cast<size_t>(length) - skipped;
    return Step::error;
  }
  expected_ = static_cast<size_t>(length);
  in_body_ = true;
  return Step::body;
}

FrameDecoder::Step FrameDecoder::resynchronise(std::string& out) {
  const std::string_view rest = std::string_view(buffer_).substr(start_);
  const size_t found = find_length_header(rest);
  if (found == std::string_view::npos) {
    // Keep what may be the beginning of the word.
    if (rest.size() > kLength.size()) consume(rest.size() - kLength.size());
    return Step::need_more;
  }
  consume(found);
  lost_ = false;
  return header(out);
}

std::string FrameDecoder::at_end() const {
  const size_t rest = buffer_.size() - start_;
  if (in_body_)
    return "the stream ended after " + std::to_string(rest) + " of " + std::to_string(expected_) +
           " bytes of a message";
  if (to_skip_ != 0) return "the stream ended inside a message that was skipped";
  if (rest != 0 && !lost_)
    return "the stream ended inside a header: " + quote(std::string_view(buffer_).substr(start_));
  return {};
}

}  // namespace scrim::protocol
