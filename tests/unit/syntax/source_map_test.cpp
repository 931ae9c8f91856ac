// Source maps against Node's own reader: source_maps/make.mjs wrote what it says of a map that TypeScript made.
#include "engine/syntax/source_map.h"

#include <gtest/gtest.h>

#include "tests/unit/syntax/test_files.h"

namespace scrim::syntax {
namespace {

std::string folder() {
  return test_folder() + "source_maps/";
}

SourceMap read_map(const std::string& json) {
  std::string error;
  std::optional<SourceMap> map = SourceMap::parse(json, &error);
  EXPECT_TRUE(map) << error;
  return map ? *map : SourceMap();
}

TEST(SourceMaps, OriginalsAreThoseOfNode) {
  SourceMap map = read_map(read_file(folder() + "shapes.js.map"));
  size_t count = 0;
  for (const std::string& line : split(read_file(folder() + "shapes.expected"), "\n")) {
    if (line.empty()) continue;
    std::vector<std::string> words = split(line, " ");
    auto number = [&](size_t i) { return static_cast<uint32_t>(std::stoul(words[i])); };
    auto found = map.original_of({number(0), number(1)});
    ASSERT_TRUE(found) << line;
    EXPECT_EQ(found->place, (LineColumn{number(2), number(3)})) << line;
    EXPECT_EQ(found->name == SourceMap::kNone ? "-" : map.names()[found->name], words[4]) << line;
    count++;
  }
  EXPECT_GT(count, 150u);
  EXPECT_EQ(map.sources(), std::vector<std::string>{"src/shapes.ts"});
  ASSERT_NE(map.source_content(0), nullptr);
  EXPECT_EQ(*map.source_content(0), read_file(folder() + "shapes.ts"));
}

// Every place that a mapping names is found again from its origin.
TEST(SourceMaps, ThereAndBack) {
  SourceMap map = read_map(read_file(folder() + "shapes.js.map"));
  EXPECT_EQ(map.find_source("src/shapes.ts"), 0u);
  EXPECT_EQ(map.find_source("other.ts"), SourceMap::kNone);
  std::string text = read_file(folder() + "shapes.js");
  size_t count = 0;
  uint32_t line = 0;
  for (const std::string& content : split(text, "\n")) {
    for (uint32_t column = 0; column < content.size(); column++) {
      auto origin = map.original_of({line, column});
      if (!origin) continue;
      auto back = map.generated_of(origin->source, origin->place);
      ASSERT_FALSE(back.empty());
      bool found = false;
      for (LineColumn place : back) {
        auto again = map.original_of(place);
        ASSERT_TRUE(again && again->place == origin->place);
        found |= place.line == line && place.column <= column;
      }
      EXPECT_TRUE(found) << line << ":" << column;
      count++;
    }
    line++;
  }
  EXPECT_GT(count, 500u);
  EXPECT_TRUE(map.generated_of(0, {9999, 0}).empty());
  EXPECT_TRUE(map.generated_of(7, {0, 0}).empty());
}

TEST(SourceMaps, InlineAndSections) {
  EXPECT_EQ(SourceMap::decode_data_url("data:application/json;charset=utf-8;base64,eyJhIjoxfQ=="), "{\"a\":1}");
  EXPECT_EQ(SourceMap::decode_data_url("data:application/json,%7B%22a%22%3A1%7D"), "{\"a\":1}");
  EXPECT_FALSE(SourceMap::decode_data_url("shapes.js.map"));
  SourceMap map = read_map(
      R"({"version":3,"sections":[{"offset":{"line":0,"column":2},"map":{"version":3,"sources":["a"],"mappings":"AAAA","names":[]}},)"
      R"({"map":{"version":3,"sources":["b"],"names":["\u0062"],"mappings":";EACCA"},"offset":{"line":3,"column":0}}]})");
  EXPECT_FALSE(map.original_of({0, 1}));
  ASSERT_TRUE(map.original_of({0, 5}));
  EXPECT_EQ(map.original_of({0, 5})->source, 0u);
  ASSERT_TRUE(map.original_of({4, 2}));
  EXPECT_EQ(map.original_of({4, 2})->place, (LineColumn{1, 1}));
  EXPECT_EQ(map.names()[map.original_of({4, 2})->name], "b");
  EXPECT_FALSE(map.original_of({4, 1}));
}

TEST(SourceMaps, WhatIsNoMapIsRefused) {
  std::string whole = read_file(folder() + "shapes.js.map");
  std::string error;
  for (size_t size = 0; size + 1 < whole.size(); size++) {
    EXPECT_FALSE(SourceMap::parse(whole.substr(0, size), &error)) << size;
  }
  for (const char* text :
       {"", "[]", "{}", "{\"mappings\":5}", R"({"sources":[],"mappings":"AAAA"})",
        R"({"sources":["a"],"mappings":"A?AA"})", R"({"sources":["a"],"mappings":"AAAAAA"})",
        R"({"sources":["a"],"mappings":"gggggggggggg"})", R"({"sections":[{"offset":{"line":0}}]})"}) {
    EXPECT_FALSE(SourceMap::parse(text, &error)) << text;
  }
}

}  // namespace
}  // namespace scrim::syntax
