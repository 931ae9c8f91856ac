#include "engine/objects/cell_table.h"

#include <cstdlib>

#include "engine/bytecode/function_template.h"
#include "engine/heap/collector.h"
#include "engine/objects/collections.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/isolate.h"
#include "engine/objects/script_data.h"

namespace scrim {

template <typename V>
void Environment::visit(V& visitor) {
  visitor.internal("previous", static_cast<Cell*>(parent));
  // The names belong to the script, which no function of it may keep alive any more (a direct eval's closure can be all
  // that is left).
  if (info && info->unit) visitor.internal("script", static_cast<Cell*>(info->unit->owner));
  if constexpr (V::kNamed) {
    for (uint32_t i = 0; i < count(); ++i) {
      ContextName name{info, i};
      visitor.context(Value::from_bits(reinterpret_cast<uint64_t>(&name)), slots[i]);
    }
  } else {
    for (uint32_t i = 0; i < count(); ++i) visitor.context(Value(), slots[i]);
  }
}

template <typename V>
void WeakRefObject::visit(V& visitor) {
  visit_properties(visitor);
  if (target.is_cell()) {
    if (job_epoch == isolate_of(this).job_epoch)
      visitor.internal("target", target);
    else
      visitor.weak("target", target.as_cell());
  }
  visitor.weak_cell(this);
}

namespace {

template <typename V>
void visit_cell(Cell* cell, V& visitor) {
  switch (cell->type) {
#define CELL_TYPE(name, cpp_type) \
  case CellType::name: static_cast<cpp_type*>(cell)->visit(visitor); break;
#include "engine/heap/cell_types.def"
#undef CELL_TYPE
    case CellType::kCount: UNREACHABLE();
  }
}

// Most of what is marked: plain objects, without the dispatch by type.
void mark_children(Cell* cell, MarkVisitor& visitor) {
  if (cell->type != CellType::kObject) return visit_cell(cell, visitor);
  auto* object = static_cast<Object*>(cell);
  visitor.shape(object->shape_id, object);
  if (object->slots) visitor.mark(object->slots);
  // Without indexed properties it is the empty vector that all share, a root.
  if (object->elements_kind != ElementsKind::kNone) visitor.mark(object->elements);
  auto* values = reinterpret_cast<const Value*>(object + 1);
  for (const Value* end = values + object->shape()->inline_capacity; values != end; ++values) {
    if (values->is_cell()) visitor.mark(values->as_cell());
  }
}

size_t object_size(const Cell* cell, size_t fixed) {
  auto* object = static_cast<const Object*>(cell);
  size_t with_slots = inline_slot_offset(cell->type) + size_t{object->shape()->inline_capacity} * sizeof(Value);
  return with_slots > fixed ? with_slots : fixed;
}

size_t cell_size(const Cell* cell) {
  switch (cell->type) {
    case CellType::kString: {
      auto* string = static_cast<const String*>(cell);
      if (!string->is_flat()) return sizeof(RopeString);
      return FlatString::size_for(string->length, !string->is_latin1());
    }
    case CellType::kBigInt: return sizeof(BigInt) + static_cast<const BigInt*>(cell)->limb_count * 8;
    case CellType::kPropertyTable: return PropertyTable::size_for(static_cast<const PropertyTable*>(cell)->capacity);
    case CellType::kTransitionTable:
      return sizeof(TransitionTable) +
             static_cast<const TransitionTable*>(cell)->capacity * sizeof(TransitionTable::Entry);
    case CellType::kSlots: return Slots::size_for(static_cast<const Slots*>(cell)->capacity);
    case CellType::kElements: return Elements::size_for(static_cast<const Elements*>(cell)->capacity);
    case CellType::kSparseElements: return SparseElements::size_for(static_cast<const SparseElements*>(cell)->capacity);
    case CellType::kEnvironment: return Environment::size_for(static_cast<const Environment*>(cell)->count());
    case CellType::kFeedbackVector: return FeedbackVector::size_for(static_cast<const FeedbackVector*>(cell)->count);
    case CellType::kObservations: return Observations::size_for(static_cast<const Observations*>(cell)->count);
    case CellType::kSuspendedFrame: {
      auto* frame = static_cast<const SuspendedFrame*>(cell);
      return SuspendedFrame::size_for(frame->register_count + frame->argument_count);
    }
    case CellType::kHashTable: {
      auto* table = static_cast<const HashTable*>(cell);
      return HashTable::size_for(table->capacity, table->bucket_count);
    }
    default: break;
  }
  switch (cell->type) {
#define CELL_TYPE(name, cpp_type) \
  case CellType::name: return cell->is_object() ? object_size(cell, sizeof(cpp_type)) : sizeof(cpp_type);
#include "engine/heap/cell_types.def"
#undef CELL_TYPE
    case CellType::kCount: break;
  }
  UNREACHABLE();
}

void finalize(Cell* cell) {
  if (cell->type == CellType::kScript) {
    isolate_of(cell).scripts[static_cast<Script*>(cell)->id - 1] = 0;
    if (ScriptData* data = static_cast<Script*>(cell)->data) {
      heap_of(cell).add_external(-static_cast<intptr_t>(data->external_bytes));
      delete data;
    }
    static_cast<Script*>(cell)->data = nullptr;
    return;
  }
  Isolate& isolate = isolate_of(cell);
  if (Finalizer finalizer = isolate.finalizers[static_cast<int>(cell->type)]) finalizer(cell);
}

// --- the entries of weak tables

uint32_t first_ephemeron(Cell* cell, bool young, uint32_t cycle) {
  auto* table = static_cast<HashTable*>(cell);
  bool seen = table->scan_cycle == static_cast<uint16_t>(cycle);
  if (!seen && !young) table->scanned = 0;
  table->scan_cycle = static_cast<uint16_t>(cycle);
  return table->scanned;
}

bool resolve_ephemeron(Cell* cell, MarkVisitor& visitor, uint32_t index) {
  auto* table = static_cast<HashTable*>(cell);
  HashTable::Entry& entry = table->entries()[index];
  if (!table->is_there(index) || !entry.key.is_cell()) return true;
  if (!visitor.is_marked(entry.key.as_cell())) return false;
  if (entry.value.is_cell()) visitor.mark(entry.value.as_cell());
  return true;
}

uint32_t mark_ephemerons(Cell* cell, MarkVisitor& visitor, uint32_t from, uint32_t to) {
  auto* table = static_cast<HashTable*>(cell);
  if (to > table->used) to = table->used;
  constexpr uint32_t kAhead = 12;
  for (uint32_t i = from; i < to; ++i) {
    if (i + kAhead < to && table->is_there(i + kAhead)) {
      if (Value key = table->entries()[i + kAhead].key; key.is_cell()) visitor.prefetch(key.as_cell());
    }
    if (!resolve_ephemeron(cell, visitor, i)) visitor.unresolved(cell, i, table->entries()[i].key.as_cell());
  }
  if (to > table->scanned) table->scanned = to;
  return table->used;
}

void clear_ephemeron(Cell* cell, uint32_t index) {
  auto* table = static_cast<HashTable*>(cell);
  HashTable::Entry& entry = table->entries()[index];
  if (entry.key.is_empty()) return;
  HashTable* successor = table->successor;
  if (!successor) {
    --table->count;
  } else if (successor->predecessor == table && index >= table->gap_begin) {
    --successor->count;
  }
  entry.key = Value::empty();
  entry.value = Value::undefined();
}

const void* ephemeron_place(Cell* cell, uint32_t index) {
  return &static_cast<HashTable*>(cell)->entries()[index];
}

// --- large cells, in parts

uint32_t part_count(const Cell* cell) {
  if (cell->type == CellType::kElements) return static_cast<const Elements*>(cell)->length;
  if (cell->type == CellType::kHashTable && !cell->has_flag(HashTable::kWeak)) {
    return static_cast<const HashTable*>(cell)->used;
  }
  return 0;
}

void mark_links(HashTable* table, MarkVisitor& visitor) {
  visitor.internal("successor", static_cast<Cell*>(table->successor));
  visitor.internal("predecessor", static_cast<Cell*>(table->predecessor));
}

void mark_parts(Cell* cell, MarkVisitor& visitor, uint32_t from, uint32_t to) {
  if (cell->type == CellType::kElements) {
    auto* elements = static_cast<Elements*>(cell);
    for (uint32_t i = from; i < to; ++i) visitor.element(i, elements->values[i]);
    return;
  }
  auto* table = static_cast<HashTable*>(cell);
  if (from == 0) mark_links(table, visitor);
  for (uint32_t i = from; i < to; ++i) {
    if (!table->is_there(i)) continue;
    visitor.hidden(2 * i, table->entries()[i].key);
    visitor.hidden(2 * i + 1, table->entries()[i].value);
  }
}

void mark_range(Cell* cell, MarkVisitor& visitor, const char* from, const char* to) {
  // The items of `size` bytes from `first` on that the range touches.
  auto items = [&](const void* first, size_t size, uint32_t count, auto visit) {
    auto* begin = static_cast<const char*>(first);
    if (to <= begin) return;
    size_t low = from > begin ? static_cast<size_t>(from - begin) / size : 0;
    size_t high = (static_cast<size_t>(to - begin) + size - 1) / size;
    for (size_t i = low; i < high && i < count; ++i) visit(static_cast<uint32_t>(i));
  };
  if (cell->type == CellType::kElements) {
    auto* elements = static_cast<Elements*>(cell);
    items(elements->values, sizeof(Value), elements->length,
          [&](uint32_t i) { visitor.element(i, elements->values[i]); });
    return;
  }
  VERIFY(cell->type == CellType::kHashTable);
  auto* table = static_cast<HashTable*>(cell);
  bool weak = table->has_flag(HashTable::kWeak);
  if (from < reinterpret_cast<const char*>(table->entries())) mark_links(table, visitor);
  items(table->entries(), sizeof(HashTable::Entry), table->used, [&](uint32_t i) {
    if (weak) {
      if (!resolve_ephemeron(cell, visitor, i)) visitor.unresolved(cell, i, table->entries()[i].key.as_cell());
      return;
    }
    if (!table->is_there(i)) return;
    visitor.hidden(2 * i, table->entries()[i].key);
    visitor.hidden(2 * i + 1, table->entries()[i].value);
  });
}

const char* complaint(const Cell* cell) {
  if (!cell->is_object()) return nullptr;
  auto* object = static_cast<const Object*>(cell);
  if (!object->has_vector_elements()) return nullptr;
  bool shared = object->elements->has_flag(Elements::kIsShared);
  if (object->elements_kind == ElementsKind::kShared) {
    if (!shared) return "says that its elements are shared, but they are not";
    if (!object->is_array() || static_cast<const Array*>(object)->length != object->vector()->length) {
      return "shares elements that are not as many as its length";
    }
  } else if (shared) {
    return "takes shared elements for its own";
  }
  return nullptr;
}

void clear_weak_cell(Cell* cell, Heap& heap, bool full) {
  (void)full;
  switch (cell->type) {
    case CellType::kFeedbackVector: static_cast<FeedbackVector*>(cell)->clear_dead(heap); break;
    case CellType::kWeakRef: {
      auto* reference = static_cast<WeakRefObject*>(cell);
      if (reference->target.is_cell() && !heap.is_marked(reference->target.as_cell())) {
        reference->target = Value::undefined();
      }
      break;
    }
    case CellType::kFinalizationRegistry: {
      auto* registry = static_cast<FinalizationRegistryObject*>(cell);
      if (!registry->cells) break;
      bool died = false;
      Value* words = registry->cells->length ? registry->cells->vector()->values : nullptr;
      for (uint32_t i = 0; i + 2 < registry->cells->length; i += 3) {
        Cell* target = cell_of_weak_word(words[i]);
        if (target && !heap.is_marked(target)) {
          words[i] = Value::null();
          died = true;
        }
        Cell* token = cell_of_weak_word(words[i + 2]);
        if (token && !heap.is_marked(token)) words[i + 2] = Value::undefined();
      }
      if (!died || registry->is_pending) break;
      Isolate& isolate = isolate_of(cell);
      registry->next_pending =
          static_cast<FinalizationRegistryObject*>(static_cast<Object*>(isolate.pending_registries));
      registry->is_pending = 1;
      isolate.pending_registries = registry;
      break;
    }
    default: break;
  }
}

}  // namespace

CellOperations cell_operations() {
  CellOperations operations{};
  operations.mark_children = mark_children;
  operations.visit_children = [](Cell* cell, EdgeVisitor& visitor) { visit_cell(cell, visitor); };
  operations.finalize = finalize;
  operations.cell_size = cell_size;
  operations.first_ephemeron = first_ephemeron;
  operations.mark_ephemerons = mark_ephemerons;
  operations.resolve_ephemeron = resolve_ephemeron;
  operations.clear_ephemeron = clear_ephemeron;
  operations.ephemeron_place = ephemeron_place;
  operations.part_count = part_count;
  operations.mark_parts = mark_parts;
  operations.mark_range = mark_range;
  operations.clear_weak_cell = clear_weak_cell;
  operations.complaint = complaint;
  operations.leaf_types = uint64_t{1} << static_cast<int>(CellType::kBigInt) |
                          uint64_t{1} << static_cast<int>(CellType::kValidityCell) |
                          uint64_t{1} << static_cast<int>(CellType::kObservations);
  return operations;
}

}  // namespace scrim
