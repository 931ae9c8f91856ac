#include "engine/base/arena.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "engine/base/ascii.h"

namespace scrim {
namespace {

TEST(Arena, SmallLargeAndHugePiecesDoNotOverlap) {
  Arena arena;
  struct Piece {
    char* data;
    size_t size;
    char mark;
  };
  std::vector<Piece> pieces;
  size_t total = 0;
  for (int i = 0; total < (size_t{40} << 20); i++) {
    size_t size = i % 97 == 96 ? (size_t{6} << 20) : i % 10 == 9 ? 300'000 : 1 + static_cast<size_t>(i) * 31 % 5000;
    auto* data = static_cast<char*>(arena.allocate(size));
    ASSERT_EQ(reinterpret_cast<uintptr_t>(data) % 8, 0u);
    auto mark = static_cast<char>(i % 127 + 1);
    std::memset(data, mark, size);
    pieces.push_back({data, size, mark});
    total += size;
  }
  for (const Piece& piece : pieces) {
    EXPECT_EQ(piece.data[0], piece.mark);
    EXPECT_EQ(piece.data[piece.size - 1], piece.mark);
  }
  EXPECT_GE(arena.used_bytes(), total);
  EXPECT_GE(arena.reserved_bytes(), arena.used_bytes());
  Arena other(std::move(arena));
  EXPECT_EQ(pieces.back().data[0], pieces.back().mark);
  other = Arena();
}

TEST(Ascii, TheFirstOtherByteIsFoundAtEveryPlace) {
  for (size_t size = 0; size < 100; size++) {
    std::string text(size, 'a');
    EXPECT_EQ(ascii_length(text), size);
    for (size_t at = 0; at < size; at++) {
      std::string marked = text;
      marked[at] = '\x80';
      EXPECT_EQ(ascii_length(marked), at);
    }
  }
}

}  // namespace
}  // namespace scrim
