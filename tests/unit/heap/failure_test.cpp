// What --verify-heap finds, and how the process ends when there is no memory left.
#include <gtest/gtest.h>

#include "tests/unit/heap/fake_cells.h"

namespace scrim::fake {
namespace {

class VerifyTest : public testing::Test {
 protected:
  VerifyTest() : heap(operations(), &isolate, nullptr, {}) {}
  // The number of errors, and what was printed about them.
  size_t verify() {
    testing::internal::CaptureStderr();
    size_t errors = heap.verify();
    printed = testing::internal::GetCapturedStderr();
    return errors;
  }

  FakeIsolate isolate;
  Heap heap;
  std::string printed;
};

TEST_F(VerifyTest, AcceptsASoundHeap) {
  Root<Node*> root(heap, make_node(heap, 2));
  root->slots[0] = Value(make_blob(heap, 40));
  EXPECT_EQ(verify(), 0u);
  heap.collect(CollectionKind::kYoung);
  root->slots[1] = Value(make_node(heap, 1));
  heap.write_barrier(root.get());
  EXPECT_EQ(verify(), 0u);
  heap.collect(CollectionKind::kFull);
  EXPECT_EQ(verify(), 0u);
  EXPECT_EQ(printed, "");
}

TEST_F(VerifyTest, FindsAMissingBarrier) {
  Root<Node*> root(heap, make_node(heap, 1));
  heap.collect(CollectionKind::kYoung);
  root->slots[0] = Value(make_node(heap, 1));
  EXPECT_EQ(verify(), 1u);
  EXPECT_NE(printed.find("write barrier is missing"), std::string::npos) << printed;
  EXPECT_NE(printed.find("[0]"), std::string::npos) << printed;
}

TEST_F(VerifyTest, FindsAnEdgeToADeadCell) {
  Root<Node*> root(heap, make_node(heap, 1));
  Cell* dead = make_node(heap, 1);
  heap.collect(CollectionKind::kFull);
  root->slots[0] = Value(dead);
  EXPECT_EQ(verify(), 1u);
  EXPECT_NE(printed.find("no live cell"), std::string::npos) << printed;
}

TEST_F(VerifyTest, FindsAnEdgeIntoTheMiddleOfACell) {
  Root<Node*> root(heap, make_node(heap, 1));
  Node* other = make_node(heap, 4);
  root->slots[0] = Value(reinterpret_cast<Cell*>(&other->slots[2]));
  EXPECT_EQ(verify(), 1u);
}

TEST_F(VerifyTest, FindsAnEdgeOutOfTheHeap) {
  Root<Node*> root(heap, make_node(heap, 1));
  alignas(16) Cell outside{};
  root->slots[0] = Value(&outside);
  EXPECT_EQ(verify(), 1u);
  EXPECT_NE(printed.find("out of the heap"), std::string::npos) << printed;
}

TEST_F(VerifyTest, FindsBadHeaders) {
  Root<Node*> root(heap, make_node(heap, 1));
  root->type = CellType::kCount;
  EXPECT_EQ(verify(), 1u);
  EXPECT_NE(printed.find("impossible type"), std::string::npos) << printed;
  root->type = CellType::kElements;
  root->count = 100000;
  EXPECT_EQ(verify(), 1u);
  EXPECT_NE(printed.find("size"), std::string::npos) << printed;
  root->count = 1;
  root->state = CellState::kOld;
  EXPECT_EQ(verify(), 1u);
}

TEST_F(VerifyTest, CollectionsAbortWhenAskedToVerify) {
  HeapOptions options;
  options.verify_heap = true;
  EXPECT_DEATH(
      {
        Heap checked(operations(), &isolate, nullptr, options);
        Root<Node*> root(checked, make_node(checked, 1));
        checked.collect(CollectionKind::kYoung);
        root->slots[0] = Value(make_node(checked, 1));
        checked.collect(CollectionKind::kYoung);
      },
      "write barrier is missing");
}

HeapOptions small_heap() {
  HeapOptions options;
  options.max_bytes = size_t{24} << 20;
  return options;
}

TEST(OutOfMemoryDeathTest, EndsWithAMessageAndExitCode134) {
  FakeIsolate isolate;
  EXPECT_EXIT(
      {
        Heap heap(operations(), &isolate, nullptr, small_heap());
        RootedVector<> kept(heap);
        for (;;) kept.push_back(make_node(heap, 4));
      },
      testing::ExitedWithCode(134), "scrim: out of memory: .* limit of 24 MiB \\(--max-heap\\)");
  EXPECT_EXIT(
      {
        Heap heap(operations(), &isolate, nullptr, small_heap());
        make_blob(heap, size_t{25} << 20);
      },
      testing::ExitedWithCode(134), "scrim: out of memory");
  EXPECT_EXIT(
      {
        Heap heap(operations(), &isolate, nullptr, small_heap());
        RootedVector<> kept(heap);
        for (;;) {
          kept.push_back(make_node(heap, 1));
          heap.add_external(100000);
        }
      },
      testing::ExitedWithCode(134), "scrim: out of memory");
}

TEST(OutOfMemoryDeathTest, GarbageNeverRunsOut) {
  FakeIsolate isolate;
  isolate.high = __builtin_frame_address(0);
  Heap heap(operations(), &isolate, nullptr, small_heap());
  RootedVector<> kept(heap);
  for (int i = 0; i < 100000; ++i) kept.push_back(make_node(heap, 10));  // 10 MB of 24
  for (int i = 0; i < 2'000'000; ++i) make_node(heap, static_cast<uint64_t>(i % 30));
  for (int i = 0; i < 1000; ++i) make_blob(heap, size_t{2} << 20);
  EXPECT_LE(heap.statistics().committed_bytes, small_heap().max_bytes);
}

}  // namespace
}  // namespace scrim::fake
