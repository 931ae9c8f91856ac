#include "engine/objects/shape.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "engine/heap/collector.h"
#include "engine/objects/isolate.h"
#include "engine/objects/prototype_links.h"

namespace scrim {

namespace {

// Transitions under this key lead to the same shape made non-extensible. Not a real key: an index beyond the largest.
constexpr PropertyKey kNotExtensibleKey = PropertyKey::from_index(0xffffffff);

uint32_t round_up_power_of_two(uint32_t n) {
  return n <= 1 ? 1 : 1u << (32 - __builtin_clz(n - 1));
}

PropertyTable* new_table(Isolate& isolate, uint32_t capacity) {
  auto* table = static_cast<PropertyTable*>(isolate.heap().allocate(PropertyTable::size_for(capacity)));
  table->set_header(Cell::header_word(CellType::kPropertyTable));
  table->count = 0;
  table->capacity = capacity;
  table->deleted = 0;
  table->index_mask = capacity > PropertyTable::kLinearLimit ? round_up_power_of_two(capacity * 2) - 1 : 0;
  if (table->index_mask) std::memset(table->index(), 0, (size_t{table->index_mask} + 1) * 4);
  return table;
}

void append_entry(PropertyTable* table, PropertyKey key, uint32_t slot, uint8_t attributes) {
  ASSERT(table->count < table->capacity);
  uint32_t position = table->count++;
  table->entries[position] = {key, slot, attributes};
  if (table->index_mask) {
    uint32_t* index = table->index();
    uint32_t h = key.hash() & table->index_mask;
    while (index[h] != 0 && !table->entries[index[h] - 1].key.is_null()) {
      if (table->entries[index[h] - 1].key == key) break;
      h = (h + 1) & table->index_mask;
    }
    // A deleted entry's index word may be taken over: probing goes on past it all the same.
    index[h] = position + 1;
  }
}

// A copy of the first `limit` entries without deleted ones, with room for `capacity`.
PropertyTable* copy_table(Isolate& isolate, const PropertyTable* from, uint32_t limit, uint32_t capacity) {
  PropertyTable* table = new_table(isolate, std::max(capacity, limit));
  for (uint32_t i = 0; i < limit; ++i) {
    const PropertyEntry& entry = from->entries[i];
    if (!entry.key.is_null()) append_entry(table, entry.key, entry.slot, entry.attributes);
  }
  return table;
}

// The shape's own view of its properties as a table; shares the parent's table where it was not extended otherwise.
PropertyTable* ensure_table(Isolate& isolate, Shape* shape) {
  if (shape->table) return shape->table;
  // The shapes between the nearest ancestor that has a table and this one, this one first.
  std::vector<uintptr_t> chain;  // they are alive: each is the parent of the next
  Shape* ancestor = shape;
  while (ancestor && !ancestor->table) {
    chain.push_back(reinterpret_cast<uintptr_t>(ancestor));
    ancestor = ancestor->parent;
  }
  PropertyTable* table = ancestor ? ancestor->table : nullptr;
  uint32_t base = ancestor ? ancestor->property_count : 0;
  uint32_t needed = shape->property_count;
  if (!table || table->count != base || table->capacity < needed) {
    uint32_t capacity = needed <= 4 ? needed + 2 : needed + needed / 2;
    PropertyTable* grown = table ? copy_table(isolate, table, base, capacity) : new_table(isolate, capacity);
    table = grown;
  }
  for (size_t i = chain.size(); i-- > 0;) {
    auto* step = reinterpret_cast<Shape*>(chain[i]);
    if (step->property_count > table->count) append_entry(table, step->key, step->slot, step->attributes);
    step->table = table;
    isolate.heap().write_barrier(step);
  }
  isolate.heap().write_barrier(table);
  return table;
}

Shape* allocate_shape(Isolate& isolate) {
  auto* shape = static_cast<Shape*>(isolate.heap().allocate_shape(sizeof(Shape)));
  std::memset(static_cast<void*>(shape), 0, sizeof(Shape));
  shape->set_header(Cell::header_word(CellType::kShape));
  if (isolate.note_birth) isolate.note_birth(isolate, shape);
  return shape;
}

// --- transitions

Shape* find_transition(Shape* shape, PropertyKey key, uint8_t attributes) {
  Cell* transitions = shape->transitions;
  if (!transitions) return nullptr;
  if (transitions->type == CellType::kShape) {
    auto* child = static_cast<Shape*>(transitions);
    return child->key == key && child->attributes == attributes ? child : nullptr;
  }
  auto* table = static_cast<TransitionTable*>(transitions);
  uint32_t mask = table->capacity - 1;
  for (uint32_t h = key.hash() & mask; table->entries[h].shape; h = (h + 1) & mask) {
    if (table->entries[h].key == key && table->entries[h].shape->attributes == attributes)
      return table->entries[h].shape;
  }
  return nullptr;
}

void insert_transition(TransitionTable* table, PropertyKey key, Shape* child) {
  uint32_t mask = table->capacity - 1;
  uint32_t h = key.hash() & mask;
  while (table->entries[h].shape) h = (h + 1) & mask;
  table->entries[h] = {key, child};
  ++table->count;
}

TransitionTable* new_transition_table(Isolate& isolate, uint32_t capacity) {
  size_t bytes = sizeof(TransitionTable) + capacity * sizeof(TransitionTable::Entry);
  auto* table = static_cast<TransitionTable*>(isolate.heap().allocate(bytes));
  std::memset(static_cast<void*>(table), 0, bytes);
  table->set_header(Cell::header_word(CellType::kTransitionTable));
  table->capacity = capacity;
  return table;
}

// The table under *place (a shape's transitions), grown so that one more entry fits.
TransitionTable* transition_table_with_room(Isolate& isolate, Cell* current) {
  auto* table =
      current && current->type == CellType::kTransitionTable ? static_cast<TransitionTable*>(current) : nullptr;
  if (table && table->count * 4 < table->capacity * 3) return table;
  TransitionTable* grown = new_transition_table(isolate, table ? table->capacity * 2 : 8);
  if (table) {
    for (uint32_t i = 0; i < table->capacity; ++i) {
      if (table->entries[i].shape) insert_transition(grown, table->entries[i].key, table->entries[i].shape);
    }
  } else if (current) {
    auto* child = static_cast<Shape*>(current);
    insert_transition(grown, child->key, child);
  }
  return grown;
}

void add_transition(Isolate& isolate, Shape* shape, PropertyKey key, Shape* child, bool always_table) {
  if (!shape->transitions && !always_table) {
    shape->transitions = child;
  } else {
    TransitionTable* table = transition_table_with_room(isolate, shape->transitions);
    insert_transition(table, key, child);
    isolate.heap().write_barrier(table);
    shape->transitions = table;
  }
  isolate.heap().write_barrier(shape);
}

Shape* child_of(Isolate& isolate, Shape* parent) {
  Shape* child = allocate_shape(isolate);
  child->prototype = parent->prototype;
  child->parent = parent;
  child->property_count = parent->property_count;
  child->slot_count = parent->slot_count;
  child->inline_capacity = parent->inline_capacity;
  child->object_type = parent->object_type;
  child->object_flags = parent->object_flags;
  child->shape_flags = parent->shape_flags;
  child->computed_adds = parent->computed_adds;
  return child;
}

void note_attributes(Shape* shape, uint8_t attributes) {
  if (!(attributes & Attributes::kWritable) || (attributes & Attributes::kAccessor)) {
    shape->shape_flags |= Shape::kHasReadOnly;
  }
}

}  // namespace

size_t PropertyTable::size_for(uint32_t capacity) {
  size_t bytes = sizeof(PropertyTable) + size_t{capacity} * sizeof(PropertyEntry);
  if (capacity > kLinearLimit) bytes += size_t{round_up_power_of_two(capacity * 2)} * 4;
  return bytes;
}

int32_t PropertyTable::find(PropertyKey key, uint32_t limit) const {
  if (!index_mask) {
    uint32_t end = std::min(count, limit);
    for (uint32_t i = 0; i < end; ++i) {
      if (entries[i].key == key) return static_cast<int32_t>(i);
    }
    return -1;
  }
  const uint32_t* index = const_cast<PropertyTable*>(this)->index();
  for (uint32_t h = key.hash() & index_mask; index[h] != 0; h = (h + 1) & index_mask) {
    uint32_t position = index[h] - 1;
    if (entries[position].key == key) return position < limit ? static_cast<int32_t>(position) : -1;
  }
  return -1;
}

const PropertyEntry* find_property(Isolate& isolate, Shape* shape, PropertyKey key) {
  if (shape->property_count == 0) return nullptr;
  PropertyTable* table = ensure_table(isolate, shape);
  int32_t position = table->find(key, shape->property_count);
  return position < 0 ? nullptr : &table->entries[position];
}

PropertyTable* property_table(Isolate& isolate, Shape* shape) {
  return shape->property_count == 0 ? nullptr : ensure_table(isolate, shape);
}

Shape* root_shape(Isolate& isolate, Object* prototype, CellType type, uint8_t object_flags, uint32_t inline_capacity) {
  if (inline_capacity > 255) inline_capacity = 255;
  PropertyKey key =
      PropertyKey::from_index(static_cast<uint32_t>(type) | uint32_t{object_flags} << 8 | inline_capacity << 16);
  if (prototype && !prototype->has_flag(CellFlags::kIsPrototype)) become_prototype(isolate, prototype);
  Cell* roots = prototype ? prototype->shape()->transitions : isolate.null_prototype_roots;
  if (roots) {
    auto* table = static_cast<TransitionTable*>(roots);
    uint32_t mask = table->capacity - 1;
    for (uint32_t h = key.hash() & mask; table->entries[h].shape; h = (h + 1) & mask) {
      if (table->entries[h].key == key) return table->entries[h].shape;
    }
  }
  Shape* root = allocate_shape(isolate);
  root->prototype = prototype;
  root->inline_capacity = static_cast<uint8_t>(inline_capacity);
  root->object_type = type;
  root->object_flags = object_flags;
  if (prototype) {
    add_transition(isolate, prototype->shape(), key, root, true);
  } else {
    TransitionTable* table = transition_table_with_room(isolate, roots);
    insert_transition(table, key, root);
    isolate.heap().write_barrier(table);
    isolate.null_prototype_roots = table;
  }
  if (isolate.trace_shape) isolate.trace_shape(isolate, nullptr, root);
  return root;
}

Shape* add_property_transition(Isolate& isolate, Shape* shape, PropertyKey key, uint8_t attributes) {
  if (!shape->is_shared()) {
    PropertyTable* table = shape->table;
    if (!table) {
      table = new_table(isolate, 4);
    } else if (table->count == table->capacity) {
      table = copy_table(isolate, table, table->count, table->count * 2);
    }
    append_entry(table, key, shape->slot_count++, attributes);
    isolate.heap().write_barrier(table);
    shape->table = table;
    shape->property_count = table->count;
    note_attributes(shape, attributes);
    isolate.heap().write_barrier(shape);
    return shape;
  }
  if (Shape* known = find_transition(shape, key, attributes)) return known;
  Shape* child = child_of(isolate, shape);
  child->key = key;
  child->slot = shape->slot_count;
  child->slot_count = shape->slot_count + 1;
  child->property_count = shape->property_count + 1;
  child->attributes = attributes;
  note_attributes(child, attributes);
  add_transition(isolate, shape, key, child, false);
  if (isolate.trace_shape) isolate.trace_shape(isolate, shape, child);
  return child;
}

Shape* not_extensible_transition(Isolate& isolate, Shape* shape) {
  if (!shape->is_extensible()) return shape;
  if (!shape->is_shared()) {
    shape->shape_flags |= Shape::kNotExtensible;
    return shape;
  }
  if (Shape* known = find_transition(shape, kNotExtensibleKey, 0)) return known;
  Shape* child = child_of(isolate, shape);
  child->key = kNotExtensibleKey;
  child->shape_flags |= Shape::kNotExtensible;
  add_transition(isolate, shape, kNotExtensibleKey, child, false);
  if (isolate.trace_shape) isolate.trace_shape(isolate, shape, child);
  return child;
}

Shape* unique_copy(Isolate& isolate, Shape* shape, bool dictionary) {
  PropertyTable* from = property_table(isolate, shape);
  PropertyTable* table = from ? copy_table(isolate, from, shape->property_count, shape->property_count + 4) : nullptr;
  Shape* copy = child_of(isolate, shape);
  copy->parent = nullptr;
  copy->table = table;
  copy->property_count = table ? table->count : 0;
  copy->shape_flags = (shape->shape_flags & ~(Shape::kUnique | Shape::kDictionary)) |
                      (dictionary ? Shape::kDictionary : Shape::kUnique);
  if (!shape->is_shared()) {
    copy->transitions = shape->transitions;  // the roots that hang off a prototype
    copy->validity = shape->validity;        // whoever changes the prototype invalidates it by its new shape
  }
  if (isolate.trace_shape) isolate.trace_shape(isolate, shape, copy);
  return copy;
}

// Replays the properties of a shared shape on a root: the same order gives the same slots.
static Shape* replay(Isolate& isolate, Shape* root, Shape* from, PropertyKey changed, uint8_t changed_attributes) {
  root->shape_flags |= from->shape_flags & Shape::kLazySlots;
  PropertyTable* table = property_table(isolate, from);
  Shape* shape = root;
  for (uint32_t i = 0; i < from->property_count; ++i) {
    const PropertyEntry& entry = table->entries[i];
    shape = add_property_transition(isolate, shape, entry.key,
                                    entry.key == changed ? changed_attributes : entry.attributes);
  }
  return from->is_extensible() ? shape : not_extensible_transition(isolate, shape);
}

Shape* change_prototype(Isolate& isolate, Shape* shape, Object* prototype) {
  Shape* root = root_shape(isolate, prototype, shape->object_type, shape->object_flags, shape->inline_capacity);
  if (shape->is_shared()) return replay(isolate, root, shape, PropertyKey(), 0);
  Shape* copy = unique_copy(isolate, shape, shape->is_dictionary());
  copy->prototype = prototype;
  return copy;
}

Shape* change_attributes(Isolate& isolate, Shape* shape, PropertyKey key, uint8_t attributes) {
  if (shape->is_shared()) {
    Shape* root =
        root_shape(isolate, shape->prototype, shape->object_type, shape->object_flags, shape->inline_capacity);
    return replay(isolate, root, shape, key, attributes);
  }
  Shape* copy = shape->is_dictionary() ? shape : unique_copy(isolate, shape, false);
  int32_t position = copy->table->find(key, copy->property_count);
  copy->table->entries[position].attributes = attributes;
  note_attributes(copy, attributes);
  return copy;
}

Shape* remove_property(Isolate& isolate, Shape* shape, PropertyKey key, bool dictionary) {
  Shape* copy = shape->is_dictionary() ? shape : unique_copy(isolate, shape, dictionary);
  int32_t position = copy->table->find(key, copy->property_count);
  copy->table->entries[position].key = PropertyKey();
  ++copy->table->deleted;
  return copy;
}

template <typename V>
void Shape::visit(V& visitor) {
  visitor.internal("prototype", static_cast<Cell*>(prototype));
  visitor.internal("back_pointer", static_cast<Cell*>(parent));
  visitor.internal("descriptors", static_cast<Cell*>(table));
  if (!key.is_null() && !key.is_index()) visitor.internal("key", key.as_cell());
  visitor.internal("transitions", transitions);
  visitor.internal("validity", static_cast<Cell*>(validity));
}
template void Shape::visit<MarkVisitor>(MarkVisitor&);
template void Shape::visit<EdgeVisitor>(EdgeVisitor&);

// --- validity

ValidityCell* chain_validity(Isolate& isolate, Object* prototype) {
  Shape* shape = prototype->shape();
  if (shape->validity && shape->validity->valid) return shape->validity;
  // Every object above must be able to tell this one that it changed.
  for (Object* below = prototype; Object* above = below->prototype(); below = above) {
    if (!isolate.prototype_links().add(above, below)) break;
  }
  auto* cell = static_cast<ValidityCell*>(isolate.heap().allocate(sizeof(ValidityCell)));
  cell->set_header(Cell::header_word(CellType::kValidityCell));
  cell->valid = 1;
  shape->validity = cell;
  isolate.heap().write_barrier(shape);
  return cell;
}

void invalidate_prototype(Isolate& isolate, Object* prototype) {
  Shape* shape = prototype->shape();
  if (shape->validity) {
    shape->validity->valid = 0;
    shape->validity = nullptr;
  }
  isolate.prototype_links().for_each_below(prototype, [&](Object* below) { invalidate_prototype(isolate, below); });
}

bool PrototypeLinks::add(Object* above, Object* below) {
  std::vector<uintptr_t>& list = below_[reinterpret_cast<uintptr_t>(above)];
  auto address = reinterpret_cast<uintptr_t>(below);
  if (std::find(list.begin(), list.end(), address) != list.end()) return false;
  list.push_back(address);
  return true;
}

void PrototypeLinks::clear_weak(Heap& heap) {
  auto dead = [&](uintptr_t address) { return !heap.is_marked(reinterpret_cast<const Cell*>(address)); };
  for (auto i = below_.begin(); i != below_.end();) {
    if (dead(i->first)) {
      i = below_.erase(i);
      continue;
    }
    std::erase_if(i->second, dead);
    ++i;
  }
}

}  // namespace scrim
