#include "engine/base/unicode.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>

namespace {

using namespace scrim::unicode;

// FNV-1a over what a property or mapping answers for every code point; the expected sums are printed by
// unicode_expected.mjs under Node 26, whose ICU has the same version of Unicode.
class Sum {
 public:
  void add(uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) state_ = (state_ ^ ((value >> shift) & 0xFF)) * 0x100000001B3ull;
  }
  std::string text() const {
    std::ostringstream out;
    out << std::hex << state_;
    return out.str();
  }

 private:
  uint64_t state_ = 0xCBF29CE484222325ull;
};

template <class F>
std::string sum_property(F property) {
  Sum sum;
  for (char32_t c = 0; c <= kMaxCodePoint; ++c) {
    if (property(c)) sum.add(c);
  }
  return sum.text();
}

template <class F>
std::string sum_mapping(F mapping) {
  Sum sum;
  for (char32_t c = 0; c <= kMaxCodePoint; ++c) {
    char16_t out[3];
    const size_t length = mapping(c, out);
    for (size_t i = 0; i < length; ++i) sum.add(out[i]);
    sum.add(0xFFFFFFFF);
  }
  return sum.text();
}

TEST(Unicode, AgreesWithNodeOnEveryCodePoint) {
  std::ifstream file(SCRIM_SOURCE_DIR "/tests/unit/base/unicode_expected.txt");
  ASSERT_TRUE(file) << "unicode_expected.txt is missing";
  std::string name, expected;
  int lines = 0;
  while (file >> name >> expected) {
    ++lines;
    std::string actual = "unknown test";
    if (name == "ID_Start") actual = sum_property(is_id_start);
    if (name == "ID_Continue") actual = sum_property(is_id_continue);
    if (name == "Cased") actual = sum_property(is_cased);
    if (name == "Case_Ignorable") actual = sum_property(is_case_ignorable);
    if (name == "Space_Separator") actual = sum_property(is_space_separator);
    if (name == "trim") actual = sum_property(is_white_space_or_line_terminator);
    if (name == "upper") actual = sum_mapping(to_upper_full);
    if (name == "lower") actual = sum_mapping(to_lower_full);
    EXPECT_EQ(actual, expected) << name;
  }
  EXPECT_EQ(lines, 8);
}

TEST(Unicode, SimpleFoldingIsOneToOne) {
  EXPECT_EQ(fold_simple(U'A'), U'a');
  EXPECT_EQ(fold_simple(U'\u1E9E'), U'\u00DF');
  EXPECT_EQ(fold_simple(U'\u212A'), U'k');
  EXPECT_EQ(fold_simple(U'\U00010400'), U'\U00010428');
  EXPECT_EQ(fold_simple(U'1'), U'1');
  EXPECT_EQ(to_upper_simple(U'\u00DF'), U'\u00DF');
}

}  // namespace
