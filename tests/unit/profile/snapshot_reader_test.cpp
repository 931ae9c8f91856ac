#include "engine/profile/snapshot_reader.h"

#include <gtest/gtest.h>

#include "tests/unit/profile/snapshot_builder.h"

namespace scrim::profile {
namespace {

std::string failure(const std::string& json) {
  SnapshotGraph graph;
  ReadError error;
  return parse_snapshot(json, graph, error) ? "" : error.message;
}

SnapshotBuilder small() {
  SnapshotBuilder b;
  const size_t root = b.node("synthetic", "", 0), global = b.node("object", "global", 40),
               text = b.node("string", "h\\u00e9\\ud83d\\ude00\\n\\ud800!", 24);
  b.edge(root, "shortcut", "0", global);
  b.edge(global, "property", "text", text);
  b.edge(global, "element", "12345678", text);
  b.locate(global, 7, 41);
  return b;
}

TEST(SnapshotReader, ReadsNodesEdgesStringsAndLocations) {
  SnapshotGraph graph;
  ReadError error;
  const std::string json = small().json();
  ASSERT_TRUE(parse_snapshot(json, graph, error)) << error.message;
  ASSERT_EQ(graph.node_count(), 3u);
  ASSERT_EQ(graph.edge_count(), 3u);
  EXPECT_EQ(graph.node_type[1], NodeType::kObject);
  EXPECT_EQ(graph.name(1), "global");
  EXPECT_EQ(graph.name(2), "h\u00e9\U0001F600\n\uFFFD!");
  EXPECT_EQ(graph.self_size[2], 24u);
  EXPECT_EQ(graph.node_id[2], 5u);
  EXPECT_EQ(graph.edge_text(1), "text");
  EXPECT_EQ(graph.edge_text(2), "12345678");
  EXPECT_EQ(graph.edge_source(2), 1u);
  EXPECT_EQ(graph.follow(1, "text"), 2u);
  EXPECT_EQ(graph.find_id(5), 2u);
  ASSERT_NE(graph.location(1), nullptr);
  EXPECT_EQ(graph.location(1)->line, 41u);
  EXPECT_EQ(graph.location(2), nullptr);
  EXPECT_EQ(graph.string(99), "");
}

TEST(SnapshotReader, EveryCutIsAnErrorThatNamesTheByte) {
  const std::string json = small().json();
  for (size_t length = 0; length < json.size(); length++) {
    const std::string message = failure(json.substr(0, length));
    EXPECT_NE(message.find("(byte "), std::string::npos) << length << ": " << message;
    EXPECT_NE(message.find(length == 0 ? "empty" : "cut short"), std::string::npos) << length << ": " << message;
  }
  EXPECT_NE(failure(json.substr(0, json.size() / 2)).find("cut short"), std::string::npos);
}

TEST(SnapshotReader, EveryByteMayBeWrong) {
  const std::string json = small().json();
  for (size_t i = 0; i < json.size(); i++) {
    for (char c : {'\0', '"', ']', '9', '-', ',', '\\', '\xFF'}) {
      std::string damaged = json;
      damaged[i] = c;
      SnapshotGraph graph;
      ReadError error;
      if (!parse_snapshot(damaged, graph, error)) {
        EXPECT_FALSE(error.message.empty());
        continue;
      }
      for (StringIndex s = 0; s < graph.string_count() + 2; s++) graph.string(s);
    }
  }
}

TEST(SnapshotReader, SaysWhatAFileIsInstead) {
  EXPECT_NE(failure("").find("empty"), std::string::npos);
  EXPECT_NE(failure("PK\3\4").find("does not begin with '{'"), std::string::npos);
  EXPECT_NE(failure("{\"a\":[1,{\"b\":\"]\\\"\"}]}").find("without the key \"snapshot\""), std::string::npos);
  EXPECT_NE(failure("{\"nodes\":[],\"timeDeltas\":[]}").find("CPU profile"), std::string::npos);
  EXPECT_NE(failure("{\"head\":{}}").find("sampling heap profile"), std::string::npos);
}

TEST(SnapshotReader, ChecksWhatEdgesLeadTo) {
  auto with = [](const std::string& from, const std::string& to) {
    std::string json = small().json();
    return json.replace(json.find(from), from.size(), to);
  };
  EXPECT_NE(failure(with("12345678,12", "12345678,13")).find("middle of a node"), std::string::npos);
  EXPECT_NE(failure(with("12345678,12", "12345678,18")).find("behind the last node"), std::string::npos);
  EXPECT_NE(failure(with(",12345678,12", ",12345678,12,1,1,12")).find("more edges"), std::string::npos);
  EXPECT_NE(failure(with("\n,1,12345678,12", "")).find("the nodes count 3"), std::string::npos);
  EXPECT_NE(failure(with(",40,2,0", ",40,2")).find("fields"), std::string::npos);
  EXPECT_NE(failure(with("\"id\",", "")).find("lacks \"id\""), std::string::npos);
  EXPECT_NE(failure(with(",40,", ",99999999999999999999999,")).find("too large"), std::string::npos);
}

// Fields in another order, more of them, types nobody knows, keys in the wrong order.
TEST(SnapshotReader, FollowsTheMeta) {
  const std::string json = R"({
    "strings" : [ "", "Foo", "x" ],
    "edges" : [ 16, 2, 0 ],
    "nodes" : [ 0, 1, 9, 0, 77, 1,   1, 0, 9, 1, 5000000000, 3 ],
    "extra" : { "a" : [ true, null, -1.5e3, "]" ] },
    "snapshot" : { "meta" : {
      "node_fields" : ["name", "edge_count", "trace_node_id", "type", "self_size", "id"],
      "node_types" : ["string", "number", "number", ["martian", "object"], "number", "number"],
      "edge_fields" : ["to_node", "name_or_index", "type"],
      "edge_types" : ["node", "string_or_number", ["property"]] } } })";
  std::string fixed = json;
  fixed.replace(fixed.find("[ 16,"), 5, "[ 6,");
  SnapshotGraph graph;
  ReadError error;
  ASSERT_TRUE(parse_snapshot(fixed, graph, error)) << error.message;
  EXPECT_EQ(graph.node_type[0], NodeType::kUnknown);
  EXPECT_EQ(graph.node_type[1], NodeType::kObject);
  EXPECT_EQ(graph.self_size[1], 5000000000u);
  EXPECT_EQ(graph.node_id[1], 3u);
  EXPECT_EQ(graph.edge_target[0], 1u);
  EXPECT_EQ(graph.edge_text(0), "x");
}

}  // namespace
}  // namespace scrim::profile
