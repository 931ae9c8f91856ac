#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "engine/heap/sanitizers.h"
#include "tests/unit/heap/fake_cells.h"

namespace scrim::fake {
namespace {

// A few survivors more than those planted: stale words on the native stack, and neighbours just before a cell.
constexpr size_t kConservativeSlack = 32;

class HeapTest : public testing::Test {
 protected:
  explicit HeapTest(HeapOptions options = checked()) : heap(operations(), &isolate, &isolate, options) {
    isolate.high = __builtin_frame_address(0);
  }
  static HeapOptions checked() {
    HeapOptions options;
    options.verify_heap = true;
    return options;
  }
  // Runs with only the body's own stack and registers scanned, then leaves none of it behind.
  template <typename F>
  __attribute__((noinline)) void run(F body) {
    clear_registers();
    call(body);
    clear_stack_below();
  }
  template <typename F>
  __attribute__((noinline)) void call(F& body) {
    isolate.high = __builtin_frame_address(0);
    body();
    asm volatile("" ::: "memory");
  }

  FakeIsolate isolate;
  Heap heap;
};

TEST_F(HeapTest, RegionIsAlignedAndFindsItsHeap) {
  Cell* cell = make_node(heap, 2);
  EXPECT_EQ(heap.base() % kRegionSize, 0u);
  EXPECT_EQ(region_base(cell), heap.base());
  EXPECT_EQ(&heap_of(cell), &heap);
  EXPECT_EQ(reinterpret_cast<RegionHeader*>(region_base(cell))->isolate, &isolate);
}

TEST_F(HeapTest, CellsOfEverySizeAreAlignedDisjointAndKeepTheirContents) {
  run([&] {
    RootedVector<> blobs(heap);
    for (size_t bytes = 0; bytes < 70000; bytes = bytes < 1200 ? bytes + 8 : bytes * 5 / 4) {
      Blob* blob = make_blob(heap, bytes);
      EXPECT_EQ(reinterpret_cast<uintptr_t>(blob) % 16, 0u);
      std::memset(blob + 1, static_cast<int>(bytes & 0xff), bytes);
      blobs.push_back(blob);
    }
    heap.collect(CollectionKind::kFull);
    uintptr_t last_end = 0;
    std::set<uint64_t> sorted;
    for (Value value : blobs) sorted.insert(value.bits());
    EXPECT_EQ(sorted.size(), blobs.size());
    for (uint64_t word : sorted) {
      auto* blob = reinterpret_cast<Blob*>(word);
      EXPECT_GE(reinterpret_cast<uintptr_t>(blob), last_end);
      auto* bytes = reinterpret_cast<unsigned char*>(blob + 1);
      for (size_t i = 0; i < blob->bytes; ++i) ASSERT_EQ(bytes[i], blob->bytes & 0xff);
      last_end = reinterpret_cast<uintptr_t>(bytes + blob->bytes);
    }
  });
}

TEST_F(HeapTest, TenThousandDroppedObjectsLeaveNoSurvivors) {
  run([&] {
    for (int i = 0; i < 10000; ++i) {
      Node* node = make_node(heap, 4);
      node->slots[0] = Value(make_blob(heap, 24));
    }
  });
  run([&] {
    EXPECT_GE(count_cells(heap), 20000u);
    heap.collect(CollectionKind::kYoung);
    EXPECT_LE(count_cells(heap), kConservativeSlack);
  });
}

TEST_F(HeapTest, ReachableObjectsSurviveWithTheirContents) {
  run([&] {
    Root<Node*> root(heap, make_node(heap, 1000));
    for (int i = 0; i < 1000; ++i) {
      Node* child = make_node(heap, 2);
      child->slots[0] = Value::int32(i);
      root->slots[i] = Value(child);
      heap.write_barrier(root.get());
      for (int garbage = 0; garbage < 20; ++garbage) make_node(heap, 2);
      if (i % 100 == 50) heap.collect(i % 200 == 50 ? CollectionKind::kYoung : CollectionKind::kFull);
    }
    for (int i = 0; i < 1000; ++i) {
      auto* child = static_cast<Node*>(root->slots[i].as_cell());
      ASSERT_EQ(child->slots[0].as_int32(), i);
      ASSERT_EQ(child->count, 2u);
    }
  });
}

TEST_F(HeapTest, YoungCollectionsKeepOldGarbageAndFullOnesFreeIt) {
  run([&] {
    for (int i = 0; i < 1000; ++i) make_node(heap, 2);
    RootedVector<> roots(heap);
    for (int i = 0; i < 1000; ++i) roots.push_back(make_node(heap, 2));
    heap.collect(CollectionKind::kYoung);
    roots.clear();
    heap.collect(CollectionKind::kYoung);
    EXPECT_GE(count_cells(heap), 1000u);
    heap.collect(CollectionKind::kFull);
    EXPECT_LE(count_cells(heap), kConservativeSlack);
  });
  EXPECT_EQ(heap.statistics().young_collections, 2u);
  EXPECT_EQ(heap.statistics().full_collections, 1u);
}

TEST_F(HeapTest, SurvivorsAreOldAndTheBarrierRemembersThemOnce) {
  run([&] {
    Root<Node*> root(heap, make_node(heap, 1));
    EXPECT_EQ(root->state, CellState::kNew);
    heap.write_barrier(root.get());
    EXPECT_EQ(root->state, CellState::kNew);
    heap.collect(CollectionKind::kYoung);
    EXPECT_EQ(root->state, CellState::kOld);
    Node* child = make_node(heap, 1);
    child->slots[0] = Value::int32(77);
    root->slots[0] = Value(child);
    heap.write_barrier(root.get());
    EXPECT_EQ(root->state, CellState::kGrey);
    heap.write_barrier(root.get());
    child = nullptr;
    heap.collect(CollectionKind::kYoung);
    EXPECT_EQ(root->state, CellState::kOld);
    EXPECT_EQ(static_cast<Node*>(root->slots[0].as_cell())->slots[0].as_int32(), 77);
    EXPECT_EQ(root->slots[0].as_cell()->state, CellState::kOld);
    heap.collect(CollectionKind::kFull);
    EXPECT_EQ(root->state, CellState::kOld);
  });
}

TEST_F(HeapTest, FreedCellsAreReused) {
  run([&] {
    for (int i = 0; i < 5000; ++i) make_node(heap, 3);
  });
  size_t committed = heap.statistics().committed_bytes;
  for (int round = 0; round < 10; ++round) {
    run([&] {
      heap.collect(CollectionKind::kYoung);
      for (int i = 0; i < 5000; ++i) make_node(heap, 3);
    });
  }
  EXPECT_LE(heap.statistics().committed_bytes, committed + 2 * Heap::kBlockSize);
}

TEST_F(HeapTest, HolesBetweenSurvivorsAreFilled) {
  RootedVector<> kept(heap);
  run([&] {
    for (int i = 0; i < 20000; ++i) {
      Node* node = make_node(heap, 4);
      node->slots[1] = Value::int32(i);
      if (i % 7 == 3) kept.push_back(node);
    }
    heap.collect(CollectionKind::kFull);
    size_t committed = heap.statistics().committed_bytes;
    for (int i = 0; i < 10000; ++i) make_node(heap, 4);
    EXPECT_LE(heap.statistics().committed_bytes, committed + 8 * Heap::kBlockSize);
    for (size_t i = 0; i < kept.size(); ++i) {
      EXPECT_EQ(static_cast<Node*>(kept[i].as_cell())->slots[1].as_int32(), static_cast<int>(i * 7 + 3));
    }
  });
}

TEST_F(HeapTest, LargeCellsLiveAndDie) {
  RootedVector<> kept(heap);
  run([&] {
    for (uint64_t count : {1100u, 2047u, 2048u, 5000u, 100000u, 1000000u}) {
      Node* node = make_node(heap, count);
      node->slots[count - 1] = Value(make_blob(heap, 8));
      kept.push_back(node);
      make_node(heap, count);
    }
    heap.collect(CollectionKind::kYoung);
    heap.collect(CollectionKind::kFull);
    for (Value value : kept) {
      auto* node = static_cast<Node*>(value.as_cell());
      EXPECT_EQ(static_cast<Blob*>(node->slots[node->count - 1].as_cell())->bytes, 8u);
    }
  });
  size_t with = heap.statistics().live_bytes;
  kept.clear();
  run([&] { heap.collect(CollectionKind::kFull); });
  EXPECT_GT(with, 8'000'000u);
  EXPECT_LT(heap.statistics().live_bytes, 100'000u);
}

TEST_F(HeapTest, LargeGarbageDrivesCollections) {
  run([&] {
    for (int i = 0; i < 2000; ++i) make_blob(heap, 1 << 20);
  });
  EXPECT_GT(heap.statistics().young_collections + heap.statistics().full_collections, 100u);
  EXPECT_LT(heap.statistics().committed_bytes, size_t{64} << 20);
}

TEST_F(HeapTest, InteriorAndEndPointersKeepTheirCell) {
  for (uint64_t count : {6u, 30u, 700u, 5000u}) {
    uintptr_t disguised = 0;
    uint64_t words[3] = {};
    isolate.vm_low = words;
    isolate.vm_high = words + 3;
    run([&] {
      Node* node = make_node(heap, count);
      node->slots[count - 1] = Value::int32(4711);
      disguised = ~reinterpret_cast<uintptr_t>(node);
      words[1] = reinterpret_cast<uint64_t>(&node->slots[count / 2]);
    });
    run([&] {
      heap.collect(CollectionKind::kFull);
      EXPECT_EQ(heap.cell_containing(reinterpret_cast<void*>(~disguised)), reinterpret_cast<Cell*>(~disguised));
      words[1] = ~disguised + Node::size(count);
    });
    run([&] {
      heap.collect(CollectionKind::kFull);
      EXPECT_EQ(heap.cell_containing(reinterpret_cast<void*>(~disguised)), reinterpret_cast<Cell*>(~disguised));
      words[1] = 0;
    });
    run([&] {
      heap.collect(CollectionKind::kFull);
      EXPECT_EQ(heap.cell_containing(reinterpret_cast<void*>(~disguised)), nullptr);
    });
    isolate.vm_low = isolate.vm_high = nullptr;
  }
}

// Every byte of every cell of a block is found to be in its cell, for every size.
TEST_F(HeapTest, AddressesAreFoundInCellsOfEverySize) {
  run([&] {
    for (size_t bytes = sizeof(Blob); bytes <= Heap::kMaxBlockedSize;
         bytes = bytes < 700 ? bytes + 16 : bytes * 9 / 8) {
      size_t rounded = (bytes + 15) & ~size_t{15};
      for (size_t i = 0; i < 2 * Heap::kBlockSize / rounded + 2; ++i) {
        Blob* blob = make_blob(heap, rounded - sizeof(Blob));
        auto* start = reinterpret_cast<char*>(blob);
        for (size_t offset : {size_t{0}, size_t{1}, size_t{15}, rounded / 2, rounded - 1}) {
          ASSERT_EQ(heap.cell_containing(start + offset), blob) << rounded << ", " << i << ", " << offset;
        }
      }
    }
  });
}

TEST_F(HeapTest, WordsThatPointToNoCellAreHarmless) {
  std::vector<uint64_t> words;
  run([&] {
    Node* node = make_node(heap, 2);
    for (int64_t delta = -70000; delta < 70000; delta += 7) {
      words.push_back(reinterpret_cast<uint64_t>(node) + static_cast<uint64_t>(delta));
    }
  });
  for (uint64_t offset : {uint64_t{0}, uint64_t{8}, uint64_t{kShapeRegionSize} - 8, uint64_t{kBlockTableOffset} - 8,
                          uint64_t{kBlockTableOffset} + 8, uint64_t{kRegionSize} - 8, uint64_t{kRegionSize}}) {
    words.push_back(heap.base() + offset);
  }
  words.insert(words.end(), {0, 1, 0xffffffffffffffff, Value::undefined().bits(), Value::int32(-1).bits()});
  isolate.vm_low = words.data();
  isolate.vm_high = words.data() + words.size();
  run([&] {
    heap.collect(CollectionKind::kFull);
    heap.collect(CollectionKind::kYoung);
    EXPECT_LE(count_cells(heap), kConservativeSlack);
  });
}

// Keeps cells only in callee-saved registers and locals while collecting.
__attribute__((noinline)) int64_t sum_over_collections(Heap& heap) {
  Node* a = make_node(heap, 1);
  Node* b = make_node(heap, 2);
  Node* c = make_node(heap, 3);
  Node* d = make_node(heap, 4);
  Node* e = make_node(heap, 5);
  Node* f = make_node(heap, 6);
  int64_t sum = 0;
  for (int i = 0; i < 10; ++i) {
    a->slots[0] = b->slots[0] = c->slots[0] = d->slots[0] = e->slots[0] = f->slots[0] = Value::int32(i);
    heap.collect(i % 2 ? CollectionKind::kFull : CollectionKind::kYoung);
    for (int j = 0; j < 1000; ++j) make_node(heap, static_cast<uint64_t>(j % 6 + 1));
    for (Node* node : {a, b, c, d, e, f}) {
      if (heap.cell_containing(node) != node) return -1;
      sum += node->slots[0].as_int32();
    }
  }
  return sum;
}

TEST_F(HeapTest, LocalsAndRegistersKeepTheirCells) {
  run([&] { EXPECT_EQ(sum_over_collections(heap), 6 * 45); });
}

TEST_F(HeapTest, WeakReferencesAreClearedWhenTheirTargetDies) {
  Root<Weak*> dead(heap), live(heap);
  Root<Node*> target(heap);
  run([&] {
    target = make_node(heap, 1);
    live = make_weak(heap, target.get());
    Node* other = make_node(heap, 1);
    dead = make_weak(heap, other);
    other = nullptr;
  });
  run([&] {
    for (int i = 0; i < 50; ++i) make_node(heap, 1);
    heap.collect(CollectionKind::kYoung);
  });
  run([&] {
    EXPECT_EQ(live->target, target.get());
    EXPECT_EQ(dead->target, nullptr);
    target = nullptr;
  });
  run([&] { heap.collect(CollectionKind::kYoung); });
  run([&] { EXPECT_NE(live->target, nullptr); });
  run([&] { heap.collect(CollectionKind::kFull); });
  run([&] { EXPECT_EQ(live->target, nullptr); });
  EXPECT_EQ(isolate.full_clears, 1);
  EXPECT_EQ(isolate.young_clears, 2);
}

TEST_F(HeapTest, EphemeronsReachAFixpoint) {
  // key0 -> key1 -> ... -> key6 through the values of two tables, entered in the order that needs most rounds.
  Root<Table*> first(heap, make_table(heap)), second(heap, make_table(heap));
  Root<Node*> key(heap);
  run([&] {
    Node* keys[8];
    for (Node*& node : keys) node = make_node(heap, 1);
    for (int i = 6; i >= 0; --i) {
      Table* table = (i % 2 ? first : second).get();
      table->keys[6 - i] = keys[i];
      table->values[6 - i] = Value(keys[i + 1]);
    }
    keys[7]->slots[0] = Value::int32(99);
    key = keys[0];
  });
  for (CollectionKind kind : {CollectionKind::kYoung, CollectionKind::kFull}) {
    run([&] { heap.collect(kind); });
    run([&] {
      Cell* at = key.get();
      for (int i = 0; i < 7; ++i) {
        Table* table = (i % 2 ? first : second).get();
        ASSERT_EQ(table->keys[6 - i], at);
        at = table->values[6 - i].as_cell();
      }
      EXPECT_EQ(static_cast<Node*>(at)->slots[0].as_int32(), 99);
    });
  }
  key = nullptr;
  run([&] { heap.collect(CollectionKind::kFull); });
  for (Cell* entry : first->keys) EXPECT_EQ(entry, nullptr);
  for (Cell* entry : second->keys) EXPECT_EQ(entry, nullptr);
}

TEST_F(HeapTest, FinalizersRunOnceForTheDead) {
  int finalized = 0;
  Root<Owner*> kept(heap);
  run([&] {
    kept = make_owner(heap, &finalized);
    for (int i = 0; i < 100; ++i) make_owner(heap, &finalized);
  });
  run([&] { heap.collect(CollectionKind::kYoung); });
  EXPECT_GE(finalized, 100 - static_cast<int>(kConservativeSlack));
  kept = nullptr;
  run([&] { heap.collect(CollectionKind::kFull); });
  run([&] { heap.collect(CollectionKind::kFull); });
  EXPECT_GE(finalized, 101 - static_cast<int>(kConservativeSlack));
  EXPECT_LE(finalized, 101);
}

TEST(Heap, FinalizersRunWhenTheHeapEnds) {
  int finalized = 0;
  FakeIsolate isolate;
  {
    Heap heap(operations(), &isolate, nullptr, {});
    for (int i = 0; i < 5; ++i) make_owner(heap, &finalized);
  }
  EXPECT_EQ(finalized, 5);
}

TEST_F(HeapTest, ShapesLiveInTheirRegionAndOutliveYoungCollections) {
  uint32_t id = 0;
  run([&] {
    FakeShape* shape = make_shape(heap, make_node(heap, 1));
    id = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(shape) - heap.base());
    EXPECT_NE(id, 0u);
    EXPECT_LT(reinterpret_cast<uintptr_t>(shape) - heap.base(), kShapeRegionSize);
  });
  auto* shape = reinterpret_cast<FakeShape*>(heap.base() + id);
  run([&] {
    heap.collect(CollectionKind::kYoung);
    ASSERT_EQ(heap.cell_containing(reinterpret_cast<void*>(heap.base() + id)), shape);
    EXPECT_EQ(heap.cell_containing(shape->prototype), shape->prototype);
    Root<Node*> user(heap, make_node(heap, 1));
    user->shape_id = id;
    heap.collect(CollectionKind::kFull);
    ASSERT_EQ(heap.cell_containing(reinterpret_cast<void*>(heap.base() + id)), shape);
  });
  shape = nullptr;
  run([&] {
    heap.collect(CollectionKind::kFull);
    heap.collect(CollectionKind::kFull);
    EXPECT_EQ(heap.cell_containing(reinterpret_cast<void*>(heap.base() + id)), nullptr);
  });
}

TEST_F(HeapTest, DeepListsNeedNoRecursion) {
  Root<Node*> head(heap);
  run([&] {
    for (int i = 0; i < 300000; ++i) {
      Node* node = make_node(heap, 1);
      if (head.get()) node->slots[0] = Value(head.get());
      head = node;
    }
    heap.collect(CollectionKind::kFull);
    size_t length = 0;
    for (Cell* cell = head.get(); cell; ++length) {
      Value next = static_cast<Node*>(cell)->slots[0];
      cell = next.is_cell() ? next.as_cell() : nullptr;
    }
    EXPECT_EQ(length, 300000u);
  });
}

TEST_F(HeapTest, SerialsAreStableAndNeverReused) {
  RootedVector<> kept(heap);
  std::set<uint32_t> seen;
  run([&] {
    for (int i = 0; i < 2000; ++i) {
      Node* node = make_node(heap, 2);
      if (i % 3 == 0) kept.push_back(node);
      EXPECT_TRUE(seen.insert(heap.serial(node)).second);
    }
  });
  EXPECT_EQ(seen.count(0), 0u);
  std::vector<uint32_t> before;
  for (Value value : kept) before.push_back(heap.serial(value.as_cell()));
  for (int round = 0; round < 6; ++round) {
    run([&] { heap.collect(round % 2 ? CollectionKind::kFull : CollectionKind::kYoung); });
    for (size_t i = 0; i < kept.size(); ++i) ASSERT_EQ(heap.serial(kept[i].as_cell()), before[i]);
    run([&] {
      // Whatever was found on the stack may have kept its number; everything else must get a fresh one.
      size_t repeated = 0;
      for (int i = 0; i < 3000; ++i) repeated += !seen.insert(heap.serial(make_node(heap, 2))).second;
      EXPECT_EQ(repeated, 0u);
    });
  }
}

TEST_F(HeapTest, RootsAreNamed) {
  struct Names final : RootVisitor {
    void root(const char* group, const char* name, Cell* cell) override {
      seen.insert({group, name, Value(cell).bits()});
    }
    std::set<std::tuple<std::string, std::string, uint64_t>> seen;
  } names;
  run([&] {
    Root<Node*> handle(heap, make_node(heap, 1), "the handle");
    RootedVector<> vector(heap, "the vector");
    vector.push_back(make_blob(heap, 8));
    vector.push_back(Value::int32(1));
    isolate.roots[0] = make_node(heap, 1);
    uint64_t words[] = {reinterpret_cast<uint64_t>(make_blob(heap, 16))};
    isolate.vm_low = words;
    isolate.vm_high = words + 1;
    heap.visit_roots(names);
    isolate.vm_low = isolate.vm_high = nullptr;
    EXPECT_TRUE(names.seen.count({"(Handles)", "the handle", Value(handle.get()).bits()}));
    EXPECT_TRUE(names.seen.count({"(Handles)", "the vector", vector[0].bits()}));
    EXPECT_TRUE(names.seen.count({"(Fake)", "root", Value(isolate.roots[0]).bits()}));
    EXPECT_TRUE(names.seen.count({"(VM stack)", "stack slot", words[0]}));
    isolate.roots[0] = nullptr;
  });
}

TEST_F(HeapTest, StatisticsCountWhatWasAllocated) {
  run([&] {
    RootedVector<> kept(heap);
    size_t before = heap.statistics().allocated_bytes;
    for (int i = 0; i < 1000; ++i) kept.push_back(make_node(heap, 4));  // 48 bytes
    EXPECT_EQ(heap.statistics().allocated_bytes - before, 48000u);
    heap.collect(CollectionKind::kFull);
    EXPECT_EQ(heap.statistics().allocated_bytes - before, 48000u);
    EXPECT_GE(heap.statistics().live_bytes, 48000u);
    EXPECT_LE(heap.statistics().live_bytes, 48000u + kConservativeSlack * 512);
  });
}

TEST_F(HeapTest, ExternalMemoryDrivesCollections) {
  run([&] {
    for (int i = 0; i < 1000; ++i) {
      make_node(heap, 1);
      heap.add_external(1 << 20);
      heap.add_external(-(1 << 20));
    }
    EXPECT_EQ(heap.statistics().young_collections + heap.statistics().full_collections, 0u);
    for (int i = 0; i < 100; ++i) {
      make_node(heap, 1);
      heap.add_external(1 << 20);
    }
    EXPECT_GE(heap.statistics().young_collections + heap.statistics().full_collections, 2u);
    EXPECT_EQ(heap.statistics().external_bytes, size_t{100} << 20);
  });
}

TEST_F(HeapTest, DeferredCollectionsDoNotHappen) {
  run([&] {
    DeferCollection defer(heap);
    for (int i = 0; i < 200000; ++i) make_node(heap, 6);
    heap.collect(CollectionKind::kFull);
  });
  EXPECT_EQ(heap.statistics().young_collections + heap.statistics().full_collections, 0u);
  run([&] { heap.collect(CollectionKind::kFull); });
  EXPECT_LE(count_cells(heap), kConservativeSlack);
}

TEST_F(HeapTest, MemoryGoesBackToTheSystem) {
  RootedVector<> kept(heap);
  run([&] {
    for (int i = 0; i < 300000; ++i) kept.push_back(make_node(heap, 12));
  });
  size_t full = heap.statistics().committed_bytes;
  kept.clear();
  run([&] { heap.collect(CollectionKind::kFull); });
  EXPECT_GT(full, size_t{32} << 20);
  EXPECT_LE(heap.statistics().committed_bytes, size_t{10} << 20);
  run([&] {  // and it can be used again
    for (int i = 0; i < 300000; ++i) kept.push_back(make_node(heap, 12));
  });
}

// A mutator that keeps a mirror of a random graph outside the heap, under every kind of collection.
class StressTest : public HeapTest, public testing::WithParamInterface<uint32_t> {
 protected:
  StressTest() : HeapTest(stress()) {}
  static HeapOptions stress() {
    HeapOptions options;
    options.stress_gc = true;
    options.stress_interval = GetParam();
    options.verify_heap = true;
    return options;
  }
};

TEST_P(StressTest, RandomGraphKeepsItsContents) {
  constexpr int kRoots = 40;
  RootedVector<> roots(heap);
  roots.resize(kRoots);
  std::vector<int> mirror(kRoots, -1);
  uint32_t random = 12345;
  auto next = [&](uint32_t below) { return (random = random * 1664525 + 1013904223) / 65536 % below; };
  int steps = GetParam() == 1 ? 1500 : 20000;
  run([&] {
    for (int step = 0; step < steps; ++step) {
      uint32_t slot = next(kRoots);
      if (next(4) == 0 || !roots[slot].is_cell()) {
        uint64_t count = next(100) == 0 ? 600 + next(2000) : 2 + next(40);
        Node* node = make_node(heap, count);
        node->slots[count - 1] = Value::int32(step);
        roots.set(slot, node);
        mirror[slot] = step;
      } else {
        // Hangs a chain below an existing node, in a slot that is not the last.
        auto* node = static_cast<Node*>(roots[slot].as_cell());
        Node* child = make_node(heap, 1 + next(10));
        child->slots[0] = Value::int32(mirror[slot]);
        node->slots[0] = Value(child);
        heap.write_barrier(node);
      }
      uint32_t checked = next(kRoots);
      if (!roots[checked].is_cell()) continue;
      auto* node = static_cast<Node*>(roots[checked].as_cell());
      ASSERT_EQ(node->slots[node->count - 1].as_int32(), mirror[checked]);
      if (node->slots[0].is_cell()) {
        ASSERT_EQ(static_cast<Node*>(node->slots[0].as_cell())->slots[0].as_int32(), mirror[checked]);
      }
    }
  });
}
INSTANTIATE_TEST_SUITE_P(Intervals, StressTest, testing::Values(1u, 7u, 250u));

// The same with a heap large enough to be marked in steps: old nodes are written to between them.
class IncrementalTest : public HeapTest {
 protected:
  IncrementalTest() : HeapTest(incremental()) {}
  static HeapOptions incremental() {
    HeapOptions options;
    options.incremental_bytes = size_t{4} << 20;
    return options;
  }
};

TEST_F(IncrementalTest, AGraphThatChangesMeanwhileKeepsItsContents) {
  constexpr uint32_t kNodes = 60000;
  constexpr int kSteps = 2500000;
  uint32_t random = 4711;
  auto next = [&](uint32_t below) { return (random = random * 1664525 + 1013904223) / 65536 % below; };
  std::vector<int> mirror(kNodes, -1);
  Node* table = make_node(heap, kNodes);  // one large cell that holds them all
  isolate.roots[0] = table;
  Table* weak = make_table(heap);
  isolate.roots[1] = weak;
  std::vector<int> keys(Table::kEntries, -1);
  run([&] {
    for (int step = 0; step < kSteps; ++step) {
      uint32_t slot = next(60) * 1000 + next(1000);
      Value held = table->slots[slot];
      if (!held.is_cell() || next(16) == 0) {
        Node* node = make_node(heap, 3 + next(20));
        node->slots[1] = Value::int32(step);
        table->slots[slot] = Value(node);
        heap.write_barrier(table);
        mirror[slot] = step;
        for (int& key : keys) key = key == static_cast<int>(slot) ? -1 : key;
        continue;
      }
      auto* node = static_cast<Node*>(held.as_cell());
      ASSERT_EQ(node->slots[1].as_int32(), mirror[slot]);
      if (node->slots[0].is_cell()) {
        auto* child = static_cast<Node*>(node->slots[0].as_cell());
        ASSERT_EQ(child->slots[0].as_int32(), mirror[slot]);
        // A child moves to another node: the only reference to it goes from one not marked yet to one that may be.
        if (next(4) == 0) {
          node->slots[2] = Value(child);
          node->slots[0] = Value::undefined();
          heap.write_barrier(node);
        }
      } else {
        Node* child = make_node(heap, 1 + next(10));
        child->slots[0] = Value::int32(mirror[slot]);
        node->slots[0] = Value(child);
        heap.write_barrier(node);
      }
      if (node->slots[2].is_cell()) {
        ASSERT_EQ(static_cast<Node*>(node->slots[2].as_cell())->slots[0].as_int32(), mirror[slot]);
      }
      if (next(1000) == 0) {
        uint32_t entry = next(Table::kEntries);
        weak->keys[entry] = node;
        weak->values[entry] = Value(make_node(heap, 1));
        static_cast<Node*>(weak->values[entry].as_cell())->slots[0] = Value::int32(mirror[slot]);
        heap.write_barrier(weak);
        keys[entry] = static_cast<int>(slot);
      }
      uint32_t entry = next(Table::kEntries);
      if (keys[entry] >= 0) {
        ASSERT_EQ(static_cast<Cell*>(weak->keys[entry]), table->slots[static_cast<uint32_t>(keys[entry])].as_cell());
        ASSERT_EQ(static_cast<Node*>(weak->values[entry].as_cell())->slots[0].as_int32(),
                  mirror[static_cast<size_t>(keys[entry])]);
      }
    }
  });
  EXPECT_GE(heap.statistics().full_collections, 2u);
  EXPECT_EQ(heap.verify(), 0u);
  EXPECT_LT(heap.statistics().committed_bytes, size_t{160} << 20);
  isolate.roots[0] = isolate.roots[1] = nullptr;
}

// A vector that grows while it is old, has new cells among its elements and is written to later.
TEST_F(HeapTest, WhatALargeCellGrowsIntoInherits) {
  constexpr uint32_t kCount = 20000;
  Node* table = make_node(heap, kCount);
  isolate.roots[0] = table;
  auto put = [&](Node* owner, uint32_t slot, int number) {
    Node* node = make_node(heap, 1);
    node->slots[0] = Value::int32(number);
    owner->slots[slot] = Value(node);
    heap.write_barrier_at(owner, &owner->slots[slot]);
  };
  Node* grown = nullptr;
  run([&] {
    for (uint32_t i = 0; i < kCount; i += 100) put(table, i, static_cast<int>(i));
    heap.collect(CollectionKind::kFull);
    for (uint32_t i = 50; i < kCount; i += 100) put(table, i, static_cast<int>(i));
    grown = make_node(heap, 2 * kCount);
    std::memcpy(static_cast<void*>(grown->slots), table->slots, kCount * sizeof(Value));
    heap.inherit(grown, table);
    isolate.roots[0] = grown;
    put(grown, kCount + 7, 4711);
  });
  EXPECT_EQ(grown->state, CellState::kOld);
  EXPECT_EQ(heap.verify(), 0u);
  run([&] {
    heap.collect(CollectionKind::kYoung);
    heap.collect(CollectionKind::kYoung);
    for (int i = 0; i < 100000; ++i) make_node(heap, 1);
  });
  EXPECT_EQ(heap.verify(), 0u);
  for (uint32_t i = 0; i < kCount; i += 50) {
    ASSERT_EQ(static_cast<Node*>(grown->slots[i].as_cell())->slots[0].as_int32(), static_cast<int>(i));
  }
  EXPECT_EQ(static_cast<Node*>(grown->slots[kCount + 7].as_cell())->slots[0].as_int32(), 4711);
  run([&] { heap.collect(CollectionKind::kFull); });
  EXPECT_EQ(heap.verify(), 0u);
  // The old table is gone: what is large is one table of the new size.
  EXPECT_LT(heap.statistics().live_bytes, Node::size(2 * kCount) + (size_t{1} << 16));
  isolate.roots[0] = nullptr;
}

TEST_F(HeapTest, StressFillsTheDead) {
  HeapOptions options;
  options.stress_gc = true;
  options.stress_interval = 1'000'000;
  Heap stressed(operations(), &isolate, nullptr, options);
  if (kAsan) GTEST_SKIP() << "dead cells cannot be read under AddressSanitizer";
  uintptr_t disguised = 0;
  Root<Node*> kept(stressed);
  run([&] {
    kept = make_node(stressed, 2);
    disguised = ~reinterpret_cast<uintptr_t>(make_node(stressed, 2));
    for (int i = 0; i < 10; ++i) make_node(stressed, 2);
  });
  run([&] { stressed.collect(CollectionKind::kYoung); });
  auto* dead = reinterpret_cast<Node*>(~disguised);
  EXPECT_GE(static_cast<uint8_t>(dead->type), static_cast<uint8_t>(CellType::kCount));
}

}  // namespace
}  // namespace scrim::fake
