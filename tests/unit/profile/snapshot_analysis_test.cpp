#include "engine/profile/snapshot_analysis.h"

#include <gtest/gtest.h>

#include <random>

#include "engine/profile/snapshot_paths.h"
#include "engine/profile/snapshot_reader.h"
#include "tests/unit/profile/snapshot_builder.h"

namespace scrim::profile {
namespace {

struct Loaded {
  std::string json;
  SnapshotGraph graph;
  explicit Loaded(SnapshotBuilder& b) : json(b.json()) {
    ReadError error;
    EXPECT_TRUE(parse_snapshot(json, graph, error)) << error.message;
  }
};

// What stays reachable from the root without `removed`.
std::vector<bool> reachable(const SnapshotGraph& graph, const EdgeSet& essential, NodeIndex removed) {
  std::vector<bool> seen(graph.node_count(), false);
  std::vector<NodeIndex> work;
  if (removed != graph.root) work.push_back(graph.root), seen[graph.root] = true;
  while (!work.empty()) {
    const NodeIndex n = work.back();
    work.pop_back();
    for (EdgeIndex e = graph.first_edge[n]; e < graph.first_edge[n + 1]; e++) {
      const NodeIndex to = graph.edge_target[e];
      if (!essential.contains(e) || to == removed || seen[to]) continue;
      seen[to] = true;
      work.push_back(to);
    }
  }
  return seen;
}

TEST(Dominators, AgreeWithRemovingEachNode) {
  std::mt19937 random(1);
  for (int round = 0; round < 60; round++) {
    SnapshotBuilder b;
    const size_t nodes = 2 + random() % 40;
    b.node("synthetic", "", 0);
    for (size_t i = 1; i < nodes; i++) b.node("object", "O", 16 + random() % 64);
    const size_t edges = random() % (3 * nodes);
    for (size_t i = 0; i < edges; i++) {
      const size_t from = random() % nodes, to = random() % nodes;
      b.edge(from, from == 0 ? "shortcut" : random() % 8 == 0 ? "weak" : "property", "p", to);
    }
    Loaded loaded(b);
    const SnapshotGraph& graph = loaded.graph;
    const EdgeSet essential = essential_edges(graph);
    const Dominators dominators = build_dominators(graph, essential);
    const std::vector<uint64_t> retained = retained_sizes(dominators, graph.self_size);
    const std::vector<bool> all = reachable(graph, essential, kNone);
    ASSERT_EQ(dominators.order.size(), nodes);
    uint32_t unreachable = 0;
    for (NodeIndex n = 0; n < nodes; n++) {
      if (!all[n]) unreachable++;
      if (!all[n] || n == graph.root) continue;
      const std::vector<bool> without = reachable(graph, essential, n);
      uint64_t freed = 0;
      for (NodeIndex m = 0; m < nodes; m++) {
        if (all[m] && !without[m]) freed += graph.self_size[m];
      }
      EXPECT_EQ(retained[n], freed) << "round " << round << " node " << n;
    }
    EXPECT_EQ(dominators.unreachable, unreachable);
    uint64_t sum = 0;
    for (uint64_t size : graph.self_size) sum += size;
    EXPECT_EQ(retained[graph.root], sum);
  }
}

// A chain of 200,000 nodes whose end holds 200,000 leaves that the start holds too: deep for recursion, and quadratic
// for algorithms that walk the dominator tree upwards.
TEST(Dominators, DeepAndWideGraphs) {
  constexpr size_t kCount = 200000;
  SnapshotBuilder b;
  b.node("synthetic", "", 0);
  for (size_t i = 0; i < kCount; i++) b.node("object", "Link", 1);
  b.edge(0, "shortcut", "0", 1);
  for (size_t i = 1; i < kCount; i++) b.edge(i, "property", "next", i + 1);
  for (size_t i = 0; i < kCount; i++) {
    const size_t leaf = b.node("object", "Leaf", 1);
    b.edge(kCount, "element", std::to_string(i), leaf);
    b.edge(1, "element", std::to_string(i), leaf);
  }
  Loaded loaded(b);
  const Analysis analysis = analyze(loaded.graph);
  EXPECT_EQ(analysis.retained[1], 2 * kCount);
  EXPECT_EQ(analysis.retained[2], kCount - 1);
  EXPECT_EQ(analysis.retained[kCount + 1], 1u);
  EXPECT_EQ(analysis.distance[kCount], kCount);
  EXPECT_EQ(analysis.distance[2 * kCount], 2u);
}

TEST(Analysis, WeakMapValuesHangOffTheirKeys) {
  SnapshotBuilder b;
  const size_t root = b.node("synthetic", "", 0), global = b.node("object", "global", 8),
               map = b.node("object", "WeakMap", 8), table = b.node("array", "", 64), key = b.node("object", "Key", 16),
               holder = b.node("object", "Holder", 8), value = b.node("object", "Value", 100);
  b.edge(root, "shortcut", "0", global);
  b.edge(global, "property", "map", map);
  b.edge(global, "property", "holder", holder);
  b.edge(holder, "property", "key", key);
  b.edge(map, "internal", "table", table);
  const std::string name = " / part of key (Key @9) -> value (Value @13) pair in WeakMap (table @7)";
  b.edge(table, "internal", "2" + name, value);
  b.edge(key, "internal", "1" + name, value);
  Loaded loaded(b);
  const Analysis analysis = analyze(loaded.graph);
  EXPECT_EQ(analysis.dominators.immediate[value], key);
  EXPECT_EQ(analysis.retained[key], 116u);
  EXPECT_EQ(analysis.shallow[map], 72u) << "the table is part of the map";
  EXPECT_EQ(analysis.shallow[table], 0u);
  EXPECT_EQ(analysis.distance[value], 4u) << "as far as the farther of table and key";
}

TEST(Analysis, ClassesCountNestedInstancesOnceAndPlainObjectsByTheirProperties) {
  SnapshotBuilder b;
  const size_t root = b.node("synthetic", "", 0), global = b.node("object", "global", 8);
  b.edge(root, "shortcut", "0", global);
  size_t before = global;
  for (int i = 0; i < 5; i++) {
    const size_t link = b.node("object", "Link", 10);
    b.edge(before, "property", i == 0 ? "list" : "next", link);
    before = link;
  }
  for (int i = 0; i < 3; i++) {
    const size_t point = b.node("object", "Object", 20), text = b.node("string", "t", 4);
    b.edge(global, "element", std::to_string(i), point);
    b.edge(point, "property", "x", text);
    b.edge(point, "property", "na,me", text);
  }
  const size_t lone = b.node("object", "Object", 1);
  b.edge(global, "property", "lone", lone);
  b.edge(lone, "property", "only", global);
  Loaded loaded(b);
  const Analysis analysis = analyze(loaded.graph);
  const Classes classes = classify(loaded.graph, analysis);
  auto group = [&](const std::string& name) -> ClassGroup {
    for (const ClassGroup& g : classes.groups) {
      if (g.name == name) return g;
    }
    return {};
  };
  EXPECT_EQ(group("Link").count, 5u);
  EXPECT_EQ(group("Link").shallow, 50u);
  EXPECT_EQ(group("Link").retained, 50u);
  EXPECT_EQ(group("Link").distance, 2u);
  EXPECT_EQ(group("{x, \"na,me\"}").count, 3u);
  EXPECT_EQ(group("{x, \"na,me\"}").retained, 72u);
  EXPECT_EQ(group("Object").count, 1u);
  EXPECT_EQ(group("(string)").count, 3u);
}

TEST(Paths, ReadLikeSource) {
  SnapshotBuilder b;
  const size_t root = b.node("synthetic", "", 0), context = b.node("hidden", "system / NativeContext", 8),
               global = b.node("object", "global (global*)", 8), bus = b.node("object", "Bus", 8),
               map = b.node("object", "Map", 8), table = b.node("array", "", 8), key = b.node("string", "tick", 8),
               list = b.node("object", "Array", 8), function = b.node("closure", "", 8),
               scope = b.node("object", "system / Context", 8), outer = b.node("object", "system / Context", 8),
               big = b.node("object", "Big", 1000);
  b.edge(root, "shortcut", "0", context);
  b.edge(context, "internal", "extension", global);
  b.edge(global, "property", "my bus", bus);
  b.edge(bus, "property", "<symbol handlers>", map);
  b.edge(map, "internal", "table", table);
  b.edge(table, "internal", "7", key);
  b.edge(table, "internal", "8", list);
  b.edge(list, "element", "3", function);
  b.edge(function, "internal", "context", scope);
  b.edge(scope, "internal", "previous", outer);
  b.edge(outer, "context", "big", big);
  b.edge(global, "weak", "ref", big);
  Loaded loaded(b);
  const Analysis analysis = analyze(loaded.graph);
  PathFinder finder(loaded.graph, analysis);
  const RetainingPath path = finder.shortest(static_cast<NodeIndex>(big));
  EXPECT_TRUE(path.complete);
  EXPECT_EQ(path_expression(path),
            "globalThis[\"my bus\"][Symbol(handlers)] → (map) \"tick\"[3] → closure variable big");
  EXPECT_EQ(finder.retainer_count(static_cast<NodeIndex>(big)), 1u);
}

}  // namespace
}  // namespace scrim::profile
