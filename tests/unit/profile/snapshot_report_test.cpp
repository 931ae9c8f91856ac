#include "engine/profile/snapshot_report.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "engine/profile/report_text.h"
#include "engine/profile/snapshot_leaks.h"
#include "engine/profile/snapshot_reader.h"
#include "tests/unit/profile/snapshot_builder.h"

namespace scrim::profile {
namespace {

TEST(ReportText, SizesAndCounts) {
  EXPECT_EQ(human_size(0), "0 B");
  EXPECT_EQ(human_size(999), "999 B");
  EXPECT_EQ(human_size(1000), "1.00 kB");
  EXPECT_EQ(human_size(9994), "9.99 kB");
  EXPECT_EQ(human_size(9995), "10.0 kB");
  EXPECT_EQ(human_size(999949), "999.9 kB");
  EXPECT_EQ(human_size(999950), "1.00 MB");
  EXPECT_EQ(human_size(UINT64_MAX), "18.4 EB");
  EXPECT_EQ(human_size_delta(INT64_MIN), "-9.22 EB");
  EXPECT_EQ(human_size_delta(-12), "-12 B");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped_delta(-1000), "-1,000");
}

TEST(ReportText, NothingFromAHeapDrivesTheTerminal) {
  EXPECT_EQ(printable("a\x1b[31m\n\t\xC2\x9B\xE2\x80\xAE\xFF"), "a\\x1b[31m\\n\\t\\x9b\\u202e\xEF\xBF\xBD");
  EXPECT_EQ(display_width("日本e\xCC\x81"), 5u);
  EXPECT_EQ(clip("日本語テキスト", 6), "日本…");
  EXPECT_EQ(clip("plain", 5), "plain");
}

TEST(ReportText, TablesAlign) {
  TextTable table;
  table.column("Name", TextTable::Align::kLeft, 6);
  table.column("Count", TextTable::Align::kRight);
  table.row({"日本", "7"});
  table.row({"long name", "1,000"});
  EXPECT_EQ(table.render(), "  Name    Count\n  日本        7\n  long …  1,000\n");
}

Snapshot load(SnapshotBuilder& builder, std::string& json, const std::vector<Interface>* interfaces = nullptr) {
  json = builder.json();
  Snapshot snapshot;
  snapshot.path = "dir/test.heapsnapshot";
  ReadError error;
  EXPECT_TRUE(parse_snapshot(json, snapshot.graph, error)) << error.message;
  snapshot.analysis = analyze(snapshot.graph);
  snapshot.classes = classify(snapshot.graph, snapshot.analysis, {true, interfaces});
  return snapshot;
}

SnapshotBuilder program(size_t first, size_t last, size_t listeners) {
  SnapshotBuilder b;
  const size_t root = b.node("synthetic", "", 0), global = b.node("object", "global", 100),
               list = b.node("object", "Array", 32), handlers = b.node("object", "Array", 32);
  b.edge(root, "shortcut", "0", global);
  b.edge(global, "property", "items", list);
  b.edge(global, "property", "handlers", handlers);
  for (size_t i = first; i < last; i++) {
    const size_t item = b.node("object", "Item", 10, 1001 + 2 * i);
    b.edge(list, "element", std::to_string(i), item);
  }
  for (size_t i = 0; i < listeners; i++) {
    const size_t function = b.node("closure", "onTick", 10, 100001 + 2 * i);
    b.edge(handlers, "element", std::to_string(i), function);
    b.locate(function, 3, 20);
  }
  return b;
}

TEST(Reports, DiffCountsByIdentity) {
  SnapshotBuilder first = program(0, 30, 2), second = program(10, 50, 2);
  std::string first_json, second_json;
  const Snapshot after = load(second, second_json), before = load(first, first_json, &after.classes.interfaces);
  const SnapshotDiff diff = compare(before, after);
  ASSERT_EQ(diff.classes.size(), 1u);
  EXPECT_EQ(diff.classes[0].name, "Item");
  EXPECT_EQ(diff.classes[0].added, 20u);
  EXPECT_EQ(diff.classes[0].removed, 10u);
  EXPECT_EQ(diff.classes[0].size_delta(), 100);
  EXPECT_EQ(diff.new_tops.size(), 20u);
  EXPECT_NE(diff_report(before, after, {}).text.find("(+100 B)"), std::string::npos);
  EXPECT_NE(diff_report(before, before, {}).text.find("no difference"), std::string::npos);
}

TEST(Reports, LeaksFindListenersAndWhatGrows) {
  SnapshotBuilder first = program(0, 30, 5), second = program(0, 60, 40), third = program(0, 200, 80);
  std::string json[3];
  std::vector<Snapshot> snapshots;
  snapshots.push_back(load(first, json[0]));
  EXPECT_EQ(leaks_report(snapshots, {}).found, 0u);
  snapshots.push_back(load(second, json[1]));
  snapshots.push_back(load(third, json[2]));
  const std::string text = leaks_report(snapshots, {}).text;
  EXPECT_NE(text.find("80 functions from"), std::string::npos) << text;
  EXPECT_NE(text.find("globalThis.handlers"), std::string::npos) << text;
  EXPECT_NE(text.find("Item: 30 → 60 → 200 instances"), std::string::npos) << text;
  EXPECT_NE(text.find("Array: 30 → 60 → 200 references"), std::string::npos) << text;
}

TEST(Reports, TargetsAreClassesIdsAndFunctions) {
  SnapshotBuilder b = program(0, 3, 12);
  std::string json;
  const Snapshot snapshot = load(b, json);
  EXPECT_EQ(retainers_report(snapshot, "Item", {}).found, 3u);
  EXPECT_EQ(retainers_report(snapshot, "onTick", {}).found, 12u);
  EXPECT_EQ(retainers_report(snapshot, "@1003", {}).found, 1u);
  EXPECT_EQ(retainers_report(snapshot, "@1004", {}).found, 0u);
  EXPECT_EQ(retainers_report(snapshot, "@", {}).found, 0u);
  EXPECT_EQ(retainers_report(snapshot, "item", {}).found, 0u);
  const std::string text = retainers_report(snapshot, "Item", {}).text;
  EXPECT_NE(text.find("globalThis.items[0]"), std::string::npos) << text;
  EXPECT_NE(objects_report(snapshot, "@1003", {}).text.find("Item @1003"), std::string::npos);
}

// A program that Node runs plants classes and tells how many there are; the reader must find as many in Node's file.
TEST(Reports, FindWhatNodePlanted) {
  if (system("node -e 0 >/dev/null 2>&1") != 0) GTEST_SKIP() << "no node on the path";
  char folder[] = "/tmp/scrim-heap-XXXXXX";
  ASSERT_NE(mkdtemp(folder), nullptr);
  const std::string script = std::string(folder) + "/plant.js", file = std::string(folder) + "/a.heapsnapshot";
  std::ofstream(script)
      << "class PlantedLink { constructor(next) { this.next = next; } }\n"
         "class PlantedCache { constructor() { this.entries = new Map(); } }\n"
         "let list = null; for (let i = 0; i < 321; i++) list = new PlantedLink(list);\n"
         "const cache = new PlantedCache(); cache.entries.set('the key', { planted: 'x'.repeat(3) + Math.random() });\n"
         "globalThis.keep = { list, cache };\n"
         "require('v8').writeHeapSnapshot(process.argv[2]);\n";
  ASSERT_EQ(system(("node " + script + " " + file).c_str()), 0);
  Snapshot snapshot;
  std::string error;
  ASSERT_TRUE(load_snapshot(file, {}, nullptr, snapshot, error)) << error;
  EXPECT_EQ(retainers_report(snapshot, "PlantedLink", {}).found, 321u);
  const std::string cache = retainers_report(snapshot, "PlantedCache", {}).text;
  EXPECT_NE(cache.find("globalThis.keep.cache"), std::string::npos) << cache;
  const std::string list = retainers_report(snapshot, "PlantedLink", {}).text;
  EXPECT_NE(list.find("globalThis.keep.list"), std::string::npos) << list;
  for (NodeIndex n = 0; n < snapshot.graph.node_count(); n++) {
    const NodeIndex table = snapshot.graph.follow(n, "entries");
    if (snapshot.graph.name(n) != "PlantedCache" || table == kNone || snapshot.graph.name(table) != "Map") continue;
    const std::string fields = objects_report(snapshot, "@" + std::to_string(snapshot.graph.node_id[n]), {}).text;
    EXPECT_NE(fields.find("entries"), std::string::npos) << fields;
  }
  // Halves of it are errors.
  std::ifstream in(file, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes.substr(0, bytes.size() / 2);
  Snapshot half;
  EXPECT_FALSE(load_snapshot(file, {}, nullptr, half, error));
  EXPECT_NE(error.find("cut short"), std::string::npos) << error;
  unlink(file.c_str());
  unlink(script.c_str());
  rmdir(folder);
}

}  // namespace
}  // namespace scrim::profile
