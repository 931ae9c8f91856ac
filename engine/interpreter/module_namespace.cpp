// Module namespace exotic objects (ECMA-262 sec-module-namespace-exotic-objects).
#include "engine/heap/root.h"
#include "engine/interpreter/module.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"

namespace scrim {

Object* get_module_namespace(Isolate& isolate, ModuleRecord* module) {
  if (module->namespace_cell) return as_object(module->namespace_cell->slots[0]);
  Shape* shape = root_shape(isolate, nullptr, CellType::kModuleNamespace, CellFlags::kExotic, 0);
  auto* object = allocate_object<ModuleNamespaceObject>(isolate, shape);
  object->module = module;
  object->names = nullptr;
  object->table = object->bindings = nullptr;
  // A module may export its own namespace, so the cell is there before the names are resolved.
  Environment* cell = new_environment(isolate, nullptr, nullptr, 1);
  cell->slots[0] = Value(object);
  isolate.heap().write_barrier(cell);
  module->namespace_cell = cell;
  isolate.heap().write_barrier(module);

  Array* names = module_export_names(isolate, module);
  object->names = names;
  isolate.heap().write_barrier(object);
  Elements* table = new_key_table(isolate, names->length);
  object->table = table;
  isolate.heap().write_barrier(object);
  uint32_t words = 2 * names->length;
  auto* bindings = static_cast<Elements*>(isolate.heap().allocate(Elements::size_for(words)));
  bindings->set_header(Cell::header_word(CellType::kElements));
  bindings->length = bindings->capacity = words;
  for (uint32_t i = 0; i < words; ++i) bindings->values[i] = Value::undefined();
  object->bindings = bindings;
  isolate.heap().write_barrier(object);
  for (uint32_t i = 0; i < names->length; ++i) {
    PropertyKey key = key_from_string(isolate, as_string(names->vector()->values[i]));
    add_to_key_table(isolate, table, key, static_cast<int32_t>(i));
    ModuleBinding binding;
    if (resolve_export(isolate, module, key, &binding) != ExportResolution::kFound) continue;
    uint32_t slot = 0;
    Environment* environment = environment_of(isolate, binding, &slot);
    bindings->values[2 * i] = Value(environment);
    bindings->values[2 * i + 1] = Value::int32(static_cast<int32_t>(slot));
    isolate.heap().write_barrier(bindings);
  }
  put_direct(isolate, object, isolate.names().to_string_tag, Value(new_string_latin1(isolate, "Module")), 0);
  // sec-module-namespace-exotic-objects-isextensible: the exotic methods say so.
  return object;
}

namespace {

// The exported variable of that name: its environment, or null.
Environment* find(Object* object, PropertyKey key, uint32_t* slot) {
  auto* self = static_cast<ModuleNamespaceObject*>(object);
  if (key.is_symbol()) return nullptr;
  int32_t position = find_in_key_table(self->table, key);
  if (position < 0) return nullptr;
  const Value* binding = self->bindings->values + 2 * position;
  *slot = static_cast<uint32_t>(binding[1].as_int32());
  return cast<Environment>(binding[0]);
}

Completion<Value> read(Isolate& isolate, PropertyKey key, Environment* environment, uint32_t slot) {
  Value value = environment->slots[slot];
  if (value.is_empty()) return throw_not_initialized(isolate, key_to_value(isolate, key));
  return value;
}

constexpr uint8_t kAttributes = Attributes::kWritable | Attributes::kEnumerable;

Completion<bool> namespace_get_own_property(Isolate& isolate, Object* object, PropertyKey key,
                                            PropertyDescriptor* descriptor) {
  if (key.is_symbol()) return ordinary_get_own_property(isolate, object, key, descriptor);
  uint32_t slot;
  Environment* environment = find(object, key, &slot);
  if (!environment) return false;
  *descriptor = PropertyDescriptor::data(TRY(read(isolate, key, environment, slot)), kAttributes);
  return true;
}

Completion<bool> namespace_define_own_property(Isolate& isolate, Object* object, PropertyKey key,
                                               const PropertyDescriptor& descriptor) {
  PropertyDescriptor current;
  if (key.is_symbol()) {
    bool has = TRY(ordinary_get_own_property(isolate, object, key, &current));
    return validate_and_apply_property_descriptor(isolate, nullptr, key, false, descriptor, has, current);
  }
  if (!TRY(namespace_get_own_property(isolate, object, key, &current))) return false;
  if (descriptor.has(Attributes::kConfigurable) && descriptor.is(Attributes::kConfigurable)) return false;
  if (descriptor.has(Attributes::kEnumerable) && !descriptor.is(Attributes::kEnumerable)) return false;
  if (descriptor.is_accessor()) return false;
  if (descriptor.has(Attributes::kWritable) && !descriptor.is(Attributes::kWritable)) return false;
  if (descriptor.has_value()) return same_value(isolate, descriptor.value, current.value);
  return true;
}

Completion<bool> namespace_has_property(Isolate& isolate, Object* object, PropertyKey key) {
  if (key.is_symbol()) {
    PropertyDescriptor ignored;
    return ordinary_get_own_property(isolate, object, key, &ignored);
  }
  uint32_t slot;
  return find(object, key, &slot) != nullptr;
}

Completion<Value> namespace_get(Isolate& isolate, Object* object, PropertyKey key, Value receiver) {
  if (key.is_symbol()) return ordinary_get(isolate, object, key, receiver);
  uint32_t slot;
  Environment* environment = find(object, key, &slot);
  if (!environment) return Value::undefined();
  return read(isolate, key, environment, slot);
}

Completion<bool> namespace_set(Isolate&, Object*, PropertyKey, Value, Value) {
  return false;
}

Completion<bool> namespace_delete(Isolate& isolate, Object* object, PropertyKey key) {
  if (key.is_symbol()) return ordinary_delete(isolate, object, key);
  uint32_t slot;
  return find(object, key, &slot) == nullptr;
}

Completion<Array*> namespace_own_property_keys(Isolate& isolate, Object* object, KeyFilter filter) {
  auto* self = static_cast<ModuleNamespaceObject*>(object);
  Array* keys = new_array(isolate);
  if (filter != KeyFilter::kSymbols) {
    for (uint32_t i = 0; i < self->names->length; ++i) array_push(isolate, keys, self->names->vector()->values[i]);
  }
  if (filter != KeyFilter::kStrings) array_push(isolate, keys, key_to_value(isolate, isolate.names().to_string_tag));
  return keys;
}

Completion<Object*> namespace_get_prototype_of(Isolate&, Object*, bool* has) {
  *has = false;
  return static_cast<Object*>(nullptr);
}

Completion<bool> namespace_set_prototype_of(Isolate&, Object*, Object* prototype) {
  return prototype == nullptr;
}

Completion<bool> namespace_is_extensible(Isolate&, Object*) {
  return false;
}

Completion<bool> namespace_prevent_extensions(Isolate&, Object*) {
  return true;
}

constexpr ExoticMethods kNamespaceMethods = {
    namespace_get_own_property,
    namespace_define_own_property,
    namespace_has_property,
    namespace_get,
    namespace_set,
    namespace_delete,
    namespace_own_property_keys,
    namespace_get_prototype_of,
    namespace_set_prototype_of,
    namespace_is_extensible,
    namespace_prevent_extensions,
};

}  // namespace

void register_module_namespaces(Isolate& isolate) {
  isolate.exotic_methods[static_cast<int>(CellType::kModuleNamespace)] = &kNamespaceMethods;
}

}  // namespace scrim
