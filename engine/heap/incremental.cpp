// A full collection: marking in steps (or at once), its end, and when steps are taken.
//
// While marking_, the heap is in three parts. Cells that were there at the start are marked as they are found; what
// they are given later is found because the barrier remembers marked owners. Cells made since are in fresh blocks,
// which nothing takes back before the end. Stacks and roots have no barrier: they are read again at the end.
#include "engine/heap/collector.h"

namespace scrim {

namespace {

constexpr double kStepMilliseconds = 1;
// So many times as long as a step took the program runs before the next; less when it has made so much since marking
// began that the end is to come soon.
constexpr double kStepRest = 1.75;
constexpr double kShortStepRest = 1.4;
// What the end of marking is thought to take at least, and an entry of a weak table that is not resolved.
constexpr double kEndMilliseconds = 1;
constexpr double kEntryMilliseconds = 4e-5;
// So long it waits for room at most.
constexpr double kPatience = 2 * StopAccount::kWindow;

}  // namespace

// Forgets the marks of the last collection and marks the roots.
__attribute__((noinline)) void Collector::start_marking(bool incremental) {
  complete_sweep();
  flush_runs();
  drop_runs();
  conservative_.clear();
  if (options_.verify_heap) verify_or_abort("before a collection");
  scanned_stack_.clear();
  if (incremental) {
    // What stacks point to now is likely to be what they point to at the end.
    scan_vm_stack_changes(conservative_);
    scan_native_stack(conservative_);
  }
  heap_.collecting_ = true;
  kind_ = CollectionKind::kFull;
  ephemerons_.clear();
  unresolved_.clear();
  weak_cells_.clear();
  partial_.clear();
  // Free cells of blocks in use are told by the marks that are forgotten now: only fresh blocks are allocated from.
  for (SizeClass& entry : classes_) entry = SizeClass{};
  for (SizeClass& entry : shape_classes_) entry = SizeClass{};
  for (uint64_t word : remembered_) reinterpret_cast<Cell*>(word)->state = CellState::kOld;
  remembered_.clear();
  forget_dirty_cards();
  ++mark_version_;
  marking_ = true;
  recheck_.clear();
  rechecks_ = 0;
  late_.clear();
  late_round_ = false;
  ending_since_ = 0;
  next_look_ = 0;
  steps_ = 0;
  longest_step_ = 0;
  if (incremental) {
    mark_roots();
    mark_conservative();
  }
  marking_start_ = region_.blocks_in_use() << kBlockShift;
  marking_limit_ = marking_start_ * 4;
  if (size_t most = options_.max_bytes / 8 * 7; marking_limit_ > most) marking_limit_ = most;
  heap_.collecting_ = false;
}

// Called at slow allocations while marking_: marks for a millisecond if the program has had its share since the last
// step and of the last 50 ms, and ends the collection when there is nothing left to mark and room for its end. A
// program that makes more than the collector keeps up with gets closer steps, then (four times what it had when marking
// began, or near --max-heap) all of the rest at once.
__attribute__((noinline)) void Collector::step() {
  size_t in_use = region_.blocks_in_use() << kBlockShift;
  bool urgent = in_use >= marking_limit_;
  double rest = in_use < marking_start_ + marking_start_ / 2 ? kStepRest : kShortStepRest;
  bool may_wait = !urgent && !options_.stress_gc;
  double start = now();
  if (may_wait && !may_stop(start, rest, kStepMilliseconds)) return;
  heap_.collecting_ = true;
  for (uint64_t word : remembered_) {
    Cell* cell = reinterpret_cast<Cell*>(word);
    // Large ones that are written to all the time would be begun anew in every step: they stay grey, and wait.
    if (block_of(cell).kind == BlockKind::kLarge && operations_.part_count && operations_.part_count(cell)) {
      late_.push_back(word);
      continue;
    }
    cell->state = CellState::kOld;
    mark_stack_.push(cell);
  }
  remembered_.clear();
  bool done = false;
  double end = start;
  do {
    size_t budget = options_.stress_gc ? 4000 : 1024;
    // Cards come when all else is marked: they are written to again and again, and the keys of ephemerons among them
    // are known by then.
    done = drain(budget) && mark_ephemerons(&budget);
    if (done) mark_dirty_cards(512);
    done = done && dirty_cards_.empty() && recheck_ephemerons(budget) && mark_stack_.empty();
    end = now();
  } while (!done && !options_.stress_gc && end - start < kStepMilliseconds);
  if (done && !late_.empty() && !late_round_) {
    // Once before the end, which then finds most of what they hold marked.
    late_round_ = true;
    done = false;
    for (uint64_t word : late_) {
      reinterpret_cast<Cell*>(word)->state = CellState::kOld;
      partial_.push_back({word, 0});
    }
    late_.clear();
  }
  heap_.collecting_ = false;
  ++steps_;
  note_stop(start);
  if (stop_cost_ > longest_step_) longest_step_ = stop_cost_;
  if (done && !ending_since_) ending_since_ = stop_end_;
  // Steps go on until there is room for the end: short ones, they only keep up with what the program writes.
  bool room = account_.may_stop(stop_end_, expected_end()) || stop_end_ - ending_since_ > kPatience;
  if (urgent || (done && (room || !may_wait))) finish_marking(stop_end_);
}

double Collector::expected_end() const {
  return kEndMilliseconds + static_cast<double>(unresolved_.size()) * kEntryMilliseconds;
}

// Entries whose keys were not marked when they were looked at, once more, a few times over: so that little is left for
// the end. False: not done yet.
bool Collector::recheck_ephemerons(size_t budget) {
  constexpr uint32_t kRechecks = 2;
  if (recheck_.empty()) {
    if (unresolved_.size() < 1024 || rechecks_ == kRechecks) return true;
    ++rechecks_;
    recheck_.swap(unresolved_);
  }
  for (budget /= 16; budget && !recheck_.empty(); --budget) recheck_some();
  return recheck_.empty() && rechecks_ == kRechecks;
}

// What is left to mark, then all that is done when marking is complete.
__attribute__((noinline)) void Collector::finish_marking(double start) {
  flush_runs();
  conservative_.clear();
  scan_vm_stack_changes(conservative_);
  scan_native_stack(conservative_);
  heap_.collecting_ = true;
  size_t allocated = allocated_;
  if (steps_) mark_new_shapes();
  mark_roots();
  mark_conservative();
  remembered_.insert(remembered_.end(), late_.begin(), late_.end());
  late_.clear();
  for (uint64_t word : remembered_) {
    Cell* cell = reinterpret_cast<Cell*>(word);
    cell->state = CellState::kOld;
    mark_stack_.push(cell);
  }
  remembered_.clear();
  mark_dirty_cards(SIZE_MAX);
  // A WeakRef that gave its target to the job that runs keeps it, also if it was seen before it did.
  for (size_t i = 0, count = weak_cells_.size(); i < count; ++i) {
    operations_.mark_children(reinterpret_cast<Cell*>(weak_cells_[i]), visitor_);
  }
  unresolved_.insert(unresolved_.end(), recheck_.begin(), recheck_.end());
  recheck_.clear();
  drain();
  mark_weak();
  drop_runs();
  marking_ = false;
  clear_weak();
  run_finalizers();
  start_sweep();
  ++full_collections_;
  begin_period();
  if (!steps_ || options_.stress_gc || options_.verify_heap) complete_sweep();
  if (options_.verify_heap) verify_or_abort("after a collection");
  note_stop(start);
  if (!options_.trace_gc) return;
  if (steps_) {
    std::fprintf(stderr, "[gc] full, in %u steps of at most %.2f ms; its end:\n", steps_, longest_step_);
  }
  trace("full", stop_cost_, allocated);
}

}  // namespace scrim
