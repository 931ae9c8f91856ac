// Snapshots of scrim's own heap, read back by the reader. What other readers make of them is tests/heap.
#include "engine/profile/snapshot_writer.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "engine/builtins/builtins.h"
#include "engine/interpreter/script.h"
#include "engine/profile/snapshot_paths.h"
#include "engine/profile/snapshot_reader.h"

namespace scrim::profile {
namespace {

class StringSink final : public SnapshotSink {
 public:
  std::string text;
  bool write(const char* data, size_t size) override {
    text.append(data, size);
    return true;
  }
};

struct Taken {
  StringSink sink;
  WrittenSnapshot written;
  size_t live_bytes = 0;
  SnapshotGraph graph;
  Analysis analysis;
  Classes classes;

  const ClassGroup& group(const std::string& name) const {
    static const ClassGroup kNone{};
    for (const ClassGroup& g : classes.groups) {
      if (g.name == name && g.count != 0) return g;
    }
    return kNone;
  }
  // Of the instance that retains most.
  std::string path_to(const std::string& name) {
    NodeIndex best = kNone;
    for (NodeIndex n = 0; n < graph.node_count(); n++) {
      if (graph.node_type[n] != NodeType::kObject || graph.name(n) != name) continue;
      if (best == kNone || analysis.retained[n] > analysis.retained[best]) best = n;
    }
    if (best == kNone) return "none";
    PathFinder finder(graph, analysis);
    return path_expression(finder.shortest(best));
  }
};

// Runs a script; its calls of snapshot() write snapshots.
class SnapshotWriter : public testing::Test {
 public:
  std::map<std::string, Taken> taken;

  void run(const std::string& text) {
    Isolate isolate{IsolateOptions()};
    initialize_interpreter(isolate);
    register_builtins(isolate);
    struct Job {
      SnapshotWriter* test;
      Isolate* isolate;
      const std::string* text;
    } job{this, &isolate, &text};
    current_ = this;
    isolate.run_on_stack(
        [](void* context) {
          auto& job = *static_cast<Job*>(context);
          job.test->run_on_stack(*job.isolate, *job.text);
        },
        &job);
    current_ = nullptr;
    for (auto& [name, snapshot] : taken) {
      ReadError error;
      ASSERT_TRUE(parse_snapshot(snapshot.sink.text, snapshot.graph, error)) << error.message;
      snapshot.analysis = analyze(snapshot.graph);
      snapshot.classes = classify(snapshot.graph, snapshot.analysis);
    }
  }

 private:
  static inline SnapshotWriter* current_ = nullptr;

  static Completion<Value> take(Isolate& isolate, Frame& frame) {
    Taken& snapshot = current_->taken[to_utf8(isolate, as_string(frame.argument(0)))];
    EXPECT_TRUE(write_snapshot(isolate, snapshot.sink, &snapshot.written));
    snapshot.live_bytes = isolate.heap().statistics().live_bytes;
    return Value::undefined();
  }

  void run_on_stack(Isolate& isolate, const std::string& text) {
    Realm* realm = new_realm(isolate);
    isolate.current_realm = realm;
    const PropertyKey name = key_from_latin1(isolate, "snapshot");
    put_direct(isolate, realm->global_object, name, Value(new_native_function(isolate, take, name, 1)));
    CompileRequest request;
    request.text = text;
    request.name = "/program/planted.js";
    const Completion<Value> result = evaluate_script(isolate, std::move(request));
    if (!result.failed()) return;
    const Value error = isolate.take_exception();
    const Value message = error.is_object() ? get_own_data(isolate, as_object(error), isolate.names().message) : error;
    FAIL() << (message.is_string() ? to_utf8(isolate, as_string(message)) : "the script threw");
  }
};

TEST_F(SnapshotWriter, PlantedObjectsAreFoundUnderTheirNamesAndPlaces) {
  run(R"(
function Planted(next) { this.next = next; this.text = 'planted' + next; }
Planted.prototype.method = function () {};
var list = null;
for (var i = 0; i < 1000; i++) list = new Planted(list);
function keeper() { var hoard = []; for (var i = 0; i < 50; i++) hoard[i] = { treasure: i + 0.5, box: {}, name: 'box' }; return function () { return hoard; }; }
var closure = keeper();
function Holder() { this.secret = new Secret(); }
function Secret() {}
const lexical = new Holder();
snapshot('first');
for (var i = 0; i < 100; i++) list = new Planted(list);
snapshot('second');
)");
  Taken &first = taken["first"], &second = taken["second"];
  EXPECT_EQ(first.graph.node_count(), first.written.nodes);
  EXPECT_EQ(first.graph.edge_count(), first.written.edges);
  EXPECT_EQ(first.sink.text.size(), first.written.bytes);
  EXPECT_EQ(first.group("Planted").count, 1000u) << "Planted.prototype is an Object";
  EXPECT_EQ(second.group("Planted").count, 1100u);
  EXPECT_EQ(first.group("Planted").line, 1u);
  EXPECT_EQ(ScriptNames(first.graph).name(first.group("Planted").script_id), "/program/planted.js");
  EXPECT_EQ(first.group("{box, name}").count, 50u);
  EXPECT_EQ(first.path_to("Planted"), "globalThis.list");
  EXPECT_NE(first.path_to("Secret").find("lexical"), std::string::npos) << first.path_to("Secret");
  EXPECT_NE(first.path_to("Secret").find(".secret"), std::string::npos);
  bool hoard = false;
  for (EdgeIndex e = 0; e < first.graph.edge_count(); e++) {
    hoard |= first.graph.edge_type[e] == EdgeType::kContext && first.graph.edge_text(e) == "hoard";
  }
  EXPECT_TRUE(hoard) << "variables of closures have their names";

  uint64_t sizes = 0;
  for (uint64_t size : first.graph.self_size) sizes += size;
  EXPECT_EQ(sizes, first.written.self_size);
  EXPECT_NEAR(static_cast<double>(sizes), static_cast<double>(first.live_bytes),
              0.05 * static_cast<double>(first.live_bytes));

  // What is in both has one id, with the same name and type; nothing else has it.
  std::map<uint64_t, NodeIndex> by_id;
  for (NodeIndex n = 0; n < first.graph.node_count(); n++) {
    EXPECT_TRUE(by_id.emplace(first.graph.node_id[n], n).second) << "an id twice";
  }
  uint32_t common = 0;
  for (NodeIndex n = 0; n < second.graph.node_count(); n++) {
    auto found = by_id.find(second.graph.node_id[n]);
    if (found == by_id.end()) continue;
    common++;
    EXPECT_EQ(first.graph.node_type[found->second], second.graph.node_type[n]);
    if (second.graph.node_type[n] == NodeType::kObject) {
      EXPECT_EQ(first.graph.name(found->second), second.graph.name(n));
    }
  }
  EXPECT_GT(common, first.graph.node_count() * 99 / 100);
}

TEST_F(SnapshotWriter, NothingHangsInTheAir) {
  run("var a = [1, , { x: 'y' }, [2.5, [[]]]]; var s = 'rope ' + a + a; snapshot('only');");
  const Taken& only = taken["only"];
  EXPECT_EQ(only.analysis.dominators.unreachable, 0u) << "every live cell is reached from a root by named edges";
  EXPECT_EQ(only.group("global").count, 1u);
  EXPECT_EQ(only.analysis.distance[only.graph.edge_target[only.graph.first_edge[0] + 1]], 1u);
}

}  // namespace
}  // namespace scrim::profile
