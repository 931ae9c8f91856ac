// --verify-heap: what must be true of every cell between two collections.
#include <cstdio>
#include <cstdlib>

#include "engine/heap/collector.h"
#include "engine/heap/stack_scan.h"

namespace scrim {

namespace {

constexpr size_t kMostReports = 20;

}  // namespace

SCRIM_NO_ASAN size_t Collector::verify() {
  NativeStackEnd end(*this);
  if (marking_) finish_marking(now());
  flush_runs();

  // Checks one cell's header, then its edges.
  class Verifier final : public EdgeVisitor {
   public:
    explicit Verifier(Collector& collector) : collector_(collector) {}

    void check(Cell* cell, size_t bytes) {
      owner_ = cell;
      if (cell->type >= CellType::kCount) return report("has an impossible type", nullptr);
      if (cell->state > CellState::kOld) return report("has an impossible state", nullptr);
      bool marked = collector_.is_marked(cell);
      if (marked && cell->state == CellState::kNew) report("survived a collection but is in state new", nullptr);
      if (!marked && cell->state != CellState::kNew) report("is new but is not in state new", nullptr);
      size_t size = collector_.operations_.cell_size(cell);
      if (size > bytes || size < sizeof(Cell)) {
        report("has a size that does not fit its memory", nullptr);
        return;
      }
      if (const char* complaint = collector_.operations_.complaint ? collector_.operations_.complaint(cell) : nullptr) {
        report(complaint, nullptr);
      }
      size_t before = errors_;
      collector_.operations_.visit_children(cell, *this);
      if (cell->state == CellState::kOld && errors_ == before && !is_dirty(cell)) check_remembered(cell);
    }

    // Whether some of its cards are to be looked at again: then it is taken for remembered.
    bool is_dirty(const Cell* cell) const {
      const Block* block = &collector_.block_of(cell);
      if (block->kind != BlockKind::kLarge) return false;
      auto begin = reinterpret_cast<uintptr_t>(cell);
      for (uint64_t card : collector_.dirty_cards_) {
        uintptr_t address = card << kCardShift;
        if (address + (uintptr_t{1} << kCardShift) > begin && address < begin + block->large_bytes) return true;
      }
      return false;
    }

    // An old cell that is not remembered must hold no new one: marking its children, which the edges with names may
    // name more of (an object's properties are in its slots' cell), must find nothing to mark.
    void check_remembered(Cell* cell) {
      MarkStack& stack = collector_.mark_stack_;
      collector_.operations_.mark_children(cell, collector_.visitor_);
      while (!stack.empty()) {
        Cell* target = stack.pop();
        size_t granule = granule_of(target);
        collector_.block_of(target).marks[granule >> 6] &= ~(uint64_t{1} << (granule & 63));
        wanted_ = target;
        edge_[0] = 0;
        collector_.operations_.visit_children(cell, *this);
        wanted_ = nullptr;
        report("is old, not remembered, and points to a new cell: a write barrier is missing", target);
      }
    }

    void edge(EdgeKind kind, uint64_t name, Cell* target) override {
      if (wanted_) {
        if (target == wanted_) describe(kind, name);
        return;
      }
      auto address = reinterpret_cast<uintptr_t>(target);
      if (collector_.cell_containing(address) != target) {
        bool inside = address - collector_.base_ < kBlockTableOffset;
        describe(kind, name);
        return report(inside ? "points to no live cell" : "points out of the heap", target);
      }
      if (target->type >= CellType::kCount) {
        describe(kind, name);
        return report("points to a cell with an impossible type", target);
      }
    }

    size_t errors() const { return errors_; }

   private:
    void describe(EdgeKind kind, uint64_t name) {
      if (kind == EdgeKind::kInternal || kind == EdgeKind::kWeak) {
        std::snprintf(edge_, sizeof edge_, " by its edge '%s'", reinterpret_cast<const char*>(name));
      } else if (kind == EdgeKind::kElement || kind == EdgeKind::kHidden) {
        std::snprintf(edge_, sizeof edge_, " by its edge [%llu]", static_cast<unsigned long long>(name));
      } else {
        std::snprintf(edge_, sizeof edge_, " by the edge of key %#llx", static_cast<unsigned long long>(name));
      }
    }
    void report(const char* what, Cell* target) {
      if (++errors_ > kMostReports) return;
      std::fprintf(stderr, "scrim: heap verification: the cell %p of type %u (state %u) %s", static_cast<void*>(owner_),
                   static_cast<unsigned>(owner_->type), static_cast<unsigned>(owner_->state), what);
      if (target) std::fprintf(stderr, ": %p%s", static_cast<void*>(target), edge_);
      std::fputc('\n', stderr);
    }

    Collector& collector_;
    Cell* owner_ = nullptr;
    Cell* wanted_ = nullptr;  // set: only find out the name of the edge to this cell
    char edge_[120] = "";
    size_t errors_ = 0;
  };

  Verifier verifier(*this);
  for_each_cell([](void* context, Cell* cell, size_t bytes) { static_cast<Verifier*>(context)->check(cell, bytes); },
                &verifier);
  ephemerons_.clear();
  unresolved_.clear();
  weak_cells_.clear();
  for (uint64_t cell : remembered_) {
    if (reinterpret_cast<Cell*>(cell)->state == CellState::kGrey) continue;
    std::fprintf(stderr, "scrim: heap verification: the remembered cell %p is not grey\n",
                 reinterpret_cast<void*>(cell));
    return verifier.errors() + 1;
  }
  return verifier.errors();
}

void Collector::verify_or_abort(const char* when) {
  if (size_t errors = verify()) {
    std::fprintf(stderr, "scrim: heap verification: %zu error%s %s\n", errors, errors == 1 ? "" : "s", when);
    std::abort();
  }
}

}  // namespace scrim
