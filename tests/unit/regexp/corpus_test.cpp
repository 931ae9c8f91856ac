// Compares the engine with Node 26 on corpus.txt (written by corpus.mjs), line by line.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "engine/regexp/regexp.h"

namespace {

using namespace scrim::regexp;

std::u16string decode(const std::string& text) {
  std::u16string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 5 < text.size() && text[i + 1] == 'u') {
      out.push_back(static_cast<char16_t>(std::stoul(text.substr(i + 2, 4), nullptr, 16)));
      i += 5;
    } else {
      out.push_back(static_cast<unsigned char>(text[i]));
    }
  }
  return out;
}

std::string encode(std::u16string_view text) {
  std::string out;
  for (char16_t c : text) {
    if (c >= 0x20 && c < 0x7F && c != '\\') {
      out.push_back(static_cast<char>(c));
    } else {
      char buffer[8];
      std::snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned>(c));
      out += buffer;
    }
  }
  return out;
}

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  for (char c : line) {
    if (c == '\t') {
      fields.emplace_back();
    } else {
      fields.back().push_back(c);
    }
  }
  return fields;
}

std::string describe(MatchStatus status, const std::vector<int32_t>& captures) {
  if (status == MatchStatus::kNoMatch) return "none";
  if (status != MatchStatus::kMatch) return "status " + std::to_string(static_cast<int>(status));
  std::string out;
  for (size_t i = 0; i < captures.size(); i += 2) {
    if (i > 0) out += ',';
    out += captures[i] < 0 ? "-" : std::to_string(captures[i]) + "-" + std::to_string(captures[i + 1]);
  }
  return out;
}

class Corpus : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ifstream file(SCRIM_SOURCE_DIR "/tests/unit/regexp/corpus.txt");
    std::string line;
    while (std::getline(file, line)) lines_.push_back(fields_of(line));
    ASSERT_GT(lines_.size(), 5000u) << "corpus.txt is missing or cut";
  }
  std::vector<std::vector<std::string>> lines_;
};

TEST_F(Corpus, Matches) {
  Scratch scratch;
  size_t compared = 0, failures = 0;
  for (const auto& fields : lines_) {
    if (fields[0] != "match") continue;
    const std::u16string pattern = decode(fields[1]), input = decode(fields[3]);
    const Flags flags = *parse_flags(decode(fields[2]));
    const CompileResult compiled = compile(pattern, flags);
    ++compared;
    if (compiled.program == nullptr) {
      ADD_FAILURE() << "/" << fields[1] << "/" << fields[2] << ": " << compiled.error.message();
      if (++failures > 20) break;
      continue;
    }
    MatchOptions options;
    options.sticky = flags.has(Flag::kSticky);
    const size_t start = std::stoul(fields[4]);
    std::vector<int32_t> captures(capture_count(*compiled.program) * 2, -7);
    const auto check = [&](const char* width, MatchStatus status) {
      const std::string actual = describe(status, captures);
      if (actual == fields[5]) return;
      ++failures;
      ADD_FAILURE() << "/" << fields[1] << "/" << fields[2] << " on \"" << fields[3] << "\" from " << start << " ("
                    << width << "): " << actual << ", Node: " << fields[5] << "\n"
                    << disassemble(*compiled.program);
    };
    check("UTF-16", match(*compiled.program, std::span<const char16_t>(input), start, captures, scratch, options));
    if (std::all_of(input.begin(), input.end(), [](char16_t c) { return c < 256; })) {
      const std::vector<uint8_t> narrow(input.begin(), input.end());
      std::fill(captures.begin(), captures.end(), -7);
      check("Latin-1", match(*compiled.program, std::span<const uint8_t>(narrow), start, captures, scratch, options));
    }
    // From the first step on as after very many: failed states are remembered.
    options.interval = 1;
    std::fill(captures.begin(), captures.end(), -7);
    check("remembering", match(*compiled.program, std::span<const char16_t>(input), start, captures, scratch, options));
    if (failures > 20) break;
  }
  EXPECT_GT(compared, 5000u);
}

TEST_F(Corpus, Errors) {
  size_t compared = 0;
  for (const auto& fields : lines_) {
    if (fields[0] != "error") continue;
    ++compared;
    const std::u16string pattern = decode(fields[1]);
    const Flags flags = *parse_flags(decode(fields[2]));
    const Error error = validate(pattern, flags);
    const std::string actual = error ? encode(error_message(pattern, flags, error)) : "";
    EXPECT_EQ(actual, fields[3]) << "/" << fields[1] << "/" << fields[2];
    EXPECT_EQ(compile(pattern, flags).program == nullptr, static_cast<bool>(error));
    EXPECT_LE(error.offset, pattern.size());
  }
  EXPECT_GT(compared, 500u);
}

TEST_F(Corpus, GroupNames) {
  size_t compared = 0;
  for (const auto& fields : lines_) {
    if (fields[0] != "names") continue;
    ++compared;
    const CompileResult compiled = compile(decode(fields[1]), *parse_flags(decode(fields[2])));
    ASSERT_NE(compiled.program, nullptr) << fields[1];
    std::vector<std::string> names;
    for (const GroupName& group : group_names(*compiled.program)) {
      const std::string name = encode(group.name);
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    EXPECT_EQ(names, std::vector<std::string>(fields.begin() + 3, fields.end()));
  }
  EXPECT_EQ(compared, 4u);
}

}  // namespace
