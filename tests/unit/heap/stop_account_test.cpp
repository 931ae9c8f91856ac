// What the collector takes of every 50 ms: the account of it, and the collector with a clock that the test moves.
#include "engine/heap/stop_account.h"

#include <gtest/gtest.h>

#include <deque>
#include <vector>

#include "tests/unit/heap/fake_cells.h"

namespace scrim::fake {
namespace {

TEST(StopAccount, KnowsTheLast50Milliseconds) {
  StopAccount account;
  EXPECT_EQ(account.used(0), 0);
  account.add(10, 13);
  account.add(20.25, 20.75);
  EXPECT_DOUBLE_EQ(account.used(21), 3.5);
  EXPECT_DOUBLE_EQ(account.used(60), 3.5);
  EXPECT_DOUBLE_EQ(account.used(62), 1.5);  // of the first, 12 to 13 is left
  EXPECT_DOUBLE_EQ(account.used(70), 0.5);
  EXPECT_DOUBLE_EQ(account.used(71), 0);
  account.add(80, 200);  // more than it keeps
  EXPECT_DOUBLE_EQ(account.used(200), 50);
  EXPECT_DOUBLE_EQ(account.used(1e9), 0);
}

TEST(StopAccount, StopsThatCanWaitLeaveRoom) {
  StopAccount account;
  EXPECT_TRUE(account.may_stop(100, 1));
  account.add(100, 100 + StopAccount::kMost - 1);
  double now = 100 + StopAccount::kMost;
  EXPECT_TRUE(account.may_stop(now, 1));
  EXPECT_FALSE(account.may_stop(now, 1.5));
  EXPECT_TRUE(account.may_stop(105 + StopAccount::kWindow, 5));
  // Longer than could ever be granted: as soon as nearly nothing else was taken.
  EXPECT_FALSE(account.may_stop(now, 100));
  EXPECT_TRUE(account.may_stop(200, 100));
}

// Time that passes only when the test says so. Collections: a tenth of a microsecond for each cell that is looked at.
double fake_time = 0;
constexpr double kCellTime = 1e-4;
constexpr double kEntryTime = 4e-5;
constexpr double kWorkTime = 5e-4;  // of the program, between two allocations

CellOperations timed_operations() {
  CellOperations timed = operations();
  timed.mark_children = [](Cell* cell, MarkVisitor& visitor) {
    fake_time += kCellTime;
    visit(cell, visitor);
  };
  timed.mark_parts = [](Cell* cell, MarkVisitor& visitor, uint32_t from, uint32_t to) {
    fake_time += (to - from) * kCellTime / 32;
    auto* node = static_cast<Node*>(cell);
    for (uint32_t i = from; i < to; ++i) visitor.element(i, node->slots[i]);
  };
  timed.mark_range = [](Cell* cell, MarkVisitor& visitor, const char* from, const char* to) {
    fake_time += kCellTime;
    auto* node = static_cast<Node*>(cell);
    auto* begin = reinterpret_cast<const char*>(node->slots);
    for (const char* place = from < begin ? begin : from; place < to; place += sizeof(Value)) {
      auto slot = static_cast<uint32_t>(static_cast<size_t>(place - begin) / sizeof(Value));
      if (slot < node->count) visitor.element(slot, node->slots[slot]);
    }
  };
  timed.clear_ephemeron = [](Cell* cell, uint32_t index) {
    fake_time += kEntryTime;
    auto* table = static_cast<Table*>(cell);
    table->keys[index] = nullptr;
    table->values[index] = Value::undefined();
  };
  return timed;
}

class PaceTest : public testing::Test {
 protected:
  PaceTest() : heap(timed_operations(), &isolate, &isolate, options()) { isolate.high = __builtin_frame_address(0); }
  static HeapOptions options() {
    fake_time = 1000;
    HeapOptions options;
    options.clock = [] { return fake_time; };
    return options;
  }
  // What the program does between two allocations takes `work`; what is more was a stop.
  template <typename F>
  auto pass(double work, F allocate) {
    double start = fake_time;
    auto result = allocate();
    double stop = fake_time - start;
    fake_time += work;
    if (stop > longest) longest = stop;
    if (stop > 0) stops.push_back({start, fake_time, stop});
    taken += stop;
    while (!stops.empty() && fake_time - stops.front().start > StopAccount::kWindow) {
      taken -= stops.front().stop;
      stops.pop_front();
    }
    if (taken > most) most = taken;
    return result;
  }
  void forget_stops() {
    stops.clear();
    taken = most = longest = 0;
  }

  struct Stop {
    double start, end, stop;
  };
  std::deque<Stop> stops;
  double taken = 0;    // in stops that lie within the last 50 ms
  double most = 0;     // in any
  double longest = 0;  // of all stops
  FakeIsolate isolate;
  Heap heap;
};

// Much that lives, is written to and dies, and 480,000 weak entries, of which half have lost their keys by the end of
// marking, which then takes long.
TEST_F(PaceTest, TheProgramHasMoreThanHalfOfEvery50Milliseconds) {
  constexpr uint32_t kNodes = 500'000, kTables = 60'000;
  isolate.high = __builtin_frame_address(0);
  Node* nodes = make_node(heap, kNodes);
  isolate.roots[0] = nodes;
  Node* tables = make_node(heap, kTables);
  isolate.roots[1] = tables;
  for (uint32_t i = 0; i < kNodes; ++i) {
    nodes->slots[i] = Value(make_node(heap, 12));
    heap.write_barrier_at(nodes, &nodes->slots[i]);
  }
  for (uint32_t i = 0; i < kTables; ++i) {
    tables->slots[i] = Value(make_table(heap));
    heap.write_barrier_at(tables, &tables->slots[i]);
  }
  heap.collect(CollectionKind::kFull);
  uint32_t random = 4711;
  auto next = [&](uint32_t below) { return (random = random * 1664525 + 1013904223) / 65536 % below; };
  for (uint32_t i = 0; i < kTables; ++i) {
    auto* table = static_cast<Table*>(tables->slots[i].as_cell());
    for (Cell*& key : table->keys) key = nodes->slots[next(500) * 1000 + next(1000)].as_cell();
    heap.write_barrier(table);
  }
  heap.collect(CollectionKind::kYoung);
  fake_time += 100;
  forget_stops();
  // 220 bytes a microsecond
  for (uint32_t i = 0; i < 4'000'000; ++i) {
    Node* fresh = pass(kWorkTime, [&] { return make_node(heap, 3 + next(20)); });
    if (i % 4) continue;
    uint32_t slot = next(500) * 1000 + next(1000);
    nodes->slots[slot] = Value(fresh);
    heap.write_barrier_at(nodes, &nodes->slots[slot]);
  }
  EXPECT_GE(heap.statistics().full_collections, 3u);
  RecordProperty("most_us", static_cast<int>(most * 1000));
  EXPECT_LE(most, StopAccount::kMost);
  EXPECT_LT(longest, 10);
  EXPECT_EQ(heap.verify(), 0u);
  isolate.roots[0] = isolate.roots[1] = nullptr;
}

// A program that takes no time never gives the collector its turn: then it collects when too much was made.
TEST_F(PaceTest, WhoMakesTooMuchWaitsForTheCollector) {
  isolate.high = __builtin_frame_address(0);
  constexpr uint32_t kNodes = 100'000;
  Node* nodes = make_node(heap, kNodes);
  isolate.roots[0] = nodes;
  for (uint32_t i = 0; i < kNodes; ++i) {
    nodes->slots[i] = Value(make_node(heap, 12));
    heap.write_barrier_at(nodes, &nodes->slots[i]);
  }
  heap.collect(CollectionKind::kFull);
  for (uint32_t i = 0; i < 2'000'000; ++i) {
    uint32_t slot = i % kNodes;
    nodes->slots[slot] = Value(pass(0, [&] { return make_node(heap, 60); }));
    heap.write_barrier_at(nodes, &nodes->slots[slot]);
  }
  EXPECT_GE(heap.statistics().full_collections, 2u);
  EXPECT_LT(heap.statistics().committed_bytes, size_t{600} << 20);  // 50 of them live, 990 were made
  isolate.roots[0] = nullptr;
}

}  // namespace
}  // namespace scrim::fake
