#include "engine/heap/heap.h"

#include "engine/heap/collector.h"
#include "engine/heap/root.h"

namespace scrim {

Heap::Heap(CellOperations operations, RootProvider* roots, void* isolate, const HeapOptions& options)
    : isolate_(isolate), collector_(std::make_unique<Collector>(*this, operations, roots, options)) {}

Heap::~Heap() {
  VERIFY(!handles_);  // a Root or RootedVector outlives its heap
}

size_t Heap::runs_offset() {
  return offsetof(Heap, runs_);
}

void* Heap::allocate_slow(size_t bytes) {
  return collector_->allocate_slow(bytes);
}
void Heap::add_finalizer(Cell* cell) {
  collector_->add_finalizer(cell);
}
void* Heap::allocate_shape(size_t bytes) {
  return collector_->allocate_shape(bytes);
}
void* Heap::allocate_with_finalizer(size_t bytes) {
  return collector_->allocate_with_finalizer(bytes);
}
void Heap::remember(Cell* owner) {
  collector_->remember(owner);
}
bool Heap::remember_at(Cell* owner, const void* place) {
  return collector_->remember_at(owner, place);
}
void Heap::inherit(Cell* grown, const Cell* old) {
  collector_->inherit(grown, old);
}
void Heap::collect(CollectionKind kind) {
  collector_->collect(kind);
}
bool Heap::is_marked(const Cell* cell) const {
  return collector_->is_marked(cell);
}
void Heap::add_external(intptr_t bytes) {
  collector_->add_external(bytes);
}
void Heap::for_each_cell(void (*callback)(void* context, Cell* cell, size_t bytes), void* context) {
  collector_->for_each_cell(callback, context);
}
void Heap::visit_roots(RootVisitor& visitor) {
  collector_->visit_roots(visitor);
}
void Heap::visit_children(Cell* cell, EdgeVisitor& visitor) {
  collector_->visit_children(cell, visitor);
}
uint32_t Heap::serial(const Cell* cell) {
  return collector_->serial(cell);
}
Cell* Heap::cell_containing(const void* address) {
  collector_->flush_runs();
  return collector_->cell_containing(reinterpret_cast<uintptr_t>(address));
}
size_t Heap::verify() {
  return collector_->verify();
}
HeapStatistics Heap::statistics() const {
  return collector_->statistics();
}

}  // namespace scrim
