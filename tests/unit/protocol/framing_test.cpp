#include "protocol/framing.h"

#include <gtest/gtest.h>

namespace scrim::protocol {
namespace {

// What a decoder hands out for `bytes`, fed in pieces of `piece` bytes; complaints begin with '!'.
std::vector<std::string> decode(std::string_view bytes, size_t piece, size_t limit = FrameDecoder::kMaximumBody) {
  FrameDecoder decoder(limit);
  std::vector<std::string> out;
  std::string text;
  for (size_t at = 0; at < bytes.size(); at += piece) {
    decoder.feed(bytes.substr(at, piece));
    for (;;) {
      const auto step = decoder.next(text);
      if (step == FrameDecoder::Step::need_more) break;
      out.push_back(step == FrameDecoder::Step::body ? text : "!" + text);
    }
  }
  if (const std::string rest = decoder.at_end(); !rest.empty()) out.push_back("!" + rest);
  return out;
}

using Strings = std::vector<std::string>;

TEST(Framing, CutsBodiesWhateverThePieces) {
  const std::string stream = frame("{}") + frame("") +
                             "content-length:3\r\nContent-Type: application/vscode-jsonrpc; charset=utf8\r\n\r\nabc" +
                             "Content-Length: 4\n\nwxyz";
  for (size_t piece = 1; piece <= stream.size(); piece++)
    EXPECT_EQ(decode(stream, piece), (Strings{"{}", "", "abc", "wxyz"})) << piece;
}

TEST(Framing, ComplainsOnceAndGoesOn) {
  const Strings expected{"!malformed Content-Length 'many'", "ok"};
  EXPECT_EQ(decode("Content-Length: many\r\n\r\n{}" + frame("ok"), 7), expected);
  EXPECT_EQ(decode("Content-Length: -5\r\n\r\n" + frame("ok"), 1), (Strings{"!malformed Content-Length '-5'", "ok"}));
  EXPECT_EQ(decode("Content-Length: 99999999999999999999\r\n\r\n" + frame("ok"), 3),
            (Strings{"!malformed Content-Length '99999999999999999999'", "ok"}));
  EXPECT_EQ(decode("hello there\n" + frame("ok"), 1), (Strings{"!malformed header line 'hello there'", "ok"}));
  EXPECT_EQ(decode("X-Other: 1\r\n\r\n" + frame("ok"), 1000), (Strings{"!a header without Content-Length", "ok"}));
  EXPECT_EQ(decode("Content-Length: 2\r\nContent-Type: a; charset=latin1\r\n\r\nxx" + frame("ok"), 1000),
            (Strings{"!unsupported Content-Type 'a; charset=latin1': only utf-8 is", "ok"}));
}

TEST(Framing, SkipsWhatIsTooLargeWithoutHoldingIt) {
  EXPECT_EQ(decode(frame(std::string(100, 'x')) + frame("ok"), 9, 50),
            (Strings{"!a message of 100 bytes: the limit is 50", "ok"}));
  EXPECT_EQ(decode(frame(std::string(100, 'x')) + frame("ok"), 1000, 50),
            (Strings{"!a message of 100 bytes: the limit is 50", "ok"}));
}

TEST(Framing, AHeaderWithoutEndIsBounded) {
  const Strings out = decode(std::string(100000, 'a') + "\n" + frame("ok"), 500);
  ASSERT_EQ(out.size(), 2u);
  EXPECT_TRUE(out[0].starts_with("!a header longer than 4096 bytes, beginning 'aaa")) << out[0];
  EXPECT_EQ(out[1], "ok");
}

TEST(Framing, SaysWhatWasCutOff) {
  EXPECT_EQ(decode("Content-Length: 10\r\n\r\n{}", 100),
            (Strings{"!the stream ended after 2 of 10 bytes of a message"}));
  EXPECT_EQ(decode("Content-Le", 100), (Strings{"!the stream ended inside a header: 'Content-Le'"}));
}

TEST(Framing, SurvivesRandomBytes) {
  uint32_t seed = 12345;
  for (int round = 0; round < 200; round++) {
    std::string bytes;
    for (int i = 0; i < 300; i++) {
      seed = seed * 1664525 + 1013904223;
      static constexpr std::string_view kPieces[] = {"Content-Length", ":", " 3", "\r\n", "\n", "{}", "\xFF", "abc"};
      bytes += kPieces[(seed >> 16) % std::size(kPieces)];
    }
    bytes += "\r\n\r\n" + frame("last");
    decode(bytes, 1 + round % 50);
  }
}

}  // namespace
}  // namespace scrim::protocol
