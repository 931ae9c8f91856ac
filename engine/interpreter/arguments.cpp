// The mapped arguments object: ECMA-262 sec-arguments-exotic-objects. A mapped index's value lives in the environment;
// the object's own element keeps the attributes and is brought up to date before the ordinary methods look at it.
#include "engine/interpreter/interpreter.h"
#include "engine/interpreter/messages.h"
#include "engine/objects/collections.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"

namespace scrim {

namespace {

// The environment slot behind a key, or null.
Value* mapped_slot(Object* object, PropertyKey key) {
  auto* arguments = static_cast<ArgumentsObject*>(object);
  if (!key.is_index() || !arguments->map || key.as_index() >= arguments->map->length) return nullptr;
  Value slot = arguments->map->values[key.as_index()];
  return slot.is_empty() ? nullptr : &arguments->mapped_environment->slots[slot.as_int32()];
}

void unmap(Object* object, PropertyKey key) {
  static_cast<ArgumentsObject*>(object)->map->values[key.as_index()] = Value::empty();
}

void write(Isolate& isolate, Object* object, Value* slot, Value value) {
  *slot = value;
  isolate.heap().write_barrier(static_cast<ArgumentsObject*>(object)->mapped_environment);
}

Completion<bool> arguments_get_own_property(Isolate& isolate, Object* object, PropertyKey key,
                                            PropertyDescriptor* descriptor) {
  if (!TRY(ordinary_get_own_property(isolate, object, key, descriptor))) return false;
  if (Value* slot = mapped_slot(object, key)) descriptor->value = *slot;
  return true;
}

Completion<bool> arguments_define_own_property(Isolate& isolate, Object* object, PropertyKey key,
                                               const PropertyDescriptor& descriptor) {
  Value* slot = mapped_slot(object, key);
  PropertyDescriptor changed = descriptor;
  if (slot && descriptor.is_data() && !descriptor.has_value() && descriptor.has(Attributes::kWritable) &&
      !descriptor.is(Attributes::kWritable)) {
    changed.value = *slot;
  }
  if (!TRY(ordinary_define_own_property(isolate, object, key, changed))) return false;
  if (!slot) return true;
  if (descriptor.is_accessor()) {
    unmap(object, key);
    return true;
  }
  if (descriptor.has_value()) write(isolate, object, slot, descriptor.value);
  if (descriptor.has(Attributes::kWritable) && !descriptor.is(Attributes::kWritable)) unmap(object, key);
  return true;
}

Completion<Value> arguments_get(Isolate& isolate, Object* object, PropertyKey key, Value receiver) {
  if (Value* slot = mapped_slot(object, key)) return *slot;
  return ordinary_get(isolate, object, key, receiver);
}

Completion<bool> arguments_set(Isolate& isolate, Object* object, PropertyKey key, Value value, Value receiver) {
  if (receiver == Value(object)) {
    if (Value* slot = mapped_slot(object, key)) write(isolate, object, slot, value);
  }
  PropertyDescriptor own;
  bool has = TRY(arguments_get_own_property(isolate, object, key, &own));
  return ordinary_set_with_own_descriptor(isolate, object, key, value, receiver, has, own);
}

Completion<bool> arguments_delete(Isolate& isolate, Object* object, PropertyKey key) {
  bool mapped = mapped_slot(object, key) != nullptr;
  if (!TRY(ordinary_delete(isolate, object, key))) return false;
  if (mapped) unmap(object, key);
  return true;
}

constexpr ExoticMethods kMappedArgumentsMethods = {.get_own_property = arguments_get_own_property,
                                                   .define_own_property = arguments_define_own_property,
                                                   .get = arguments_get,
                                                   .set = arguments_set,
                                                   .delete_property = arguments_delete};

}  // namespace

void initialize_arguments(Isolate& isolate) {
  isolate.exotic_methods[static_cast<int>(CellType::kMappedArguments)] = &kMappedArgumentsMethods;
}

}  // namespace scrim
