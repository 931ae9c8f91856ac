// Every set that \p{...} can name, against Node 26 (properties.txt, written by properties.mjs).
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "engine/regexp/unicode_properties.h"

namespace {

using namespace scrim::regexp;

TEST(Properties, EverySetIsNodes) {
  std::ifstream file(SCRIM_SOURCE_DIR "/tests/unit/regexp/properties.txt");
  std::string name, expected, lone;
  size_t count = 0;
  while (file >> name >> expected >> lone) {
    ++count;
    CharSet set;
    const size_t equals = name.find('=');
    const bool has_value = equals != std::string::npos;
    ASSERT_TRUE(lookup_property(name.substr(0, equals), has_value, has_value ? name.substr(equals + 1) : "", set))
        << name;
    EXPECT_EQ(set.contains(0xD800) && set.contains(0xDFFF) ? "surrogates" : "none", lone) << name;
    // The checksum leaves surrogates out, and what is on either side of them touches.
    CharSet below = set, above = set;
    below.intersect(CharSet::range(0, 0xD7FF));
    above.intersect(CharSet::range(0xE000, 0x10FFFF));
    std::vector<uint32_t> points(below.points().begin(), below.points().end());
    size_t from = 0;
    if (!points.empty() && points.back() == 0xD800 && !above.empty() && above.points()[0] == 0xE000) {
      points.pop_back();
      from = 1;
    }
    points.insert(points.end(), above.points().begin() + static_cast<ptrdiff_t>(from), above.points().end());
    uint64_t sum = 0xCBF29CE484222325ull;
    for (uint32_t point : points) sum = (sum ^ point) * 0x100000001B3ull;
    std::ostringstream actual;
    actual << std::hex << sum;
    EXPECT_EQ(actual.str(), expected) << name;
  }
  EXPECT_GT(count, 1500u);
}

}  // namespace
