// The internal methods. ECMA-262 sec-ordinary-object-internal-methods-and-internal-slots and
// sec-array-exotic-objects; other exotic objects come in through isolate.exotic_methods.
#include <algorithm>

#include "engine/objects/call.h"
#include "engine/objects/conversions.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/isolate.h"
#include "engine/objects/property_failures.h"

namespace scrim {

namespace {

const ExoticMethods* exotic(Isolate& isolate, Object* object) {
  return object->is_exotic() ? isolate.exotic_methods[static_cast<int>(object->type)] : nullptr;
}

bool is_array_length(Isolate& isolate, Object* object, PropertyKey key) {
  return key == isolate.names().length && object->type == CellType::kArray;
}

// An own property of an object whose [[GetOwnProperty]] is the ordinary one or an array's.
struct Own {
  Value value;  // accessors: the AccessorPair
  uint8_t attributes;
};

bool find_own(Isolate& isolate, Object* object, PropertyKey key, Own* own) {
  if (key.is_index()) return find_element(object, key.as_index(), &own->value, &own->attributes);
  if (is_array_length(isolate, object, key)) {
    own->value = Value::number(static_cast<Array*>(object)->length);
    own->attributes = object->has_flag(CellFlags::kLengthReadOnly) ? 0 : Attributes::kWritable;
    return true;
  }
  const PropertyEntry* entry = find_property(isolate, object->shape(), key);
  if (!entry) return false;
  own->attributes = entry->attributes;
  own->value = object->get_slot(entry->slot);
  if (own->value.is_empty()) own->value = materialize_lazy_slot(isolate, object, key, entry->slot);
  return true;
}

PropertyDescriptor to_descriptor(const Own& own) {
  PropertyDescriptor descriptor;
  descriptor.attributes = own.attributes & Attributes::kAll;
  if (own.attributes & Attributes::kAccessor) {
    auto* pair = static_cast<AccessorPair*>(own.value.as_cell());
    descriptor.getter = pair->getter;
    descriptor.setter = pair->setter;
    descriptor.attributes &= ~Attributes::kWritable;
    descriptor.present = Attributes::kEnumerable | Attributes::kConfigurable;
  } else {
    descriptor.value = own.value;
    descriptor.present = Attributes::kAll;
  }
  return descriptor;
}

Completion<Value> call_getter(Isolate& isolate, Value pair, Value receiver) {
  Value getter = static_cast<AccessorPair*>(pair.as_cell())->getter;
  if (getter.is_undefined()) return Value::undefined();
  return call(isolate, getter, receiver);
}

// Creates or replaces the own property with these final attributes; no checks.
void store_own(Isolate& isolate, Object* object, PropertyKey key, Value value, uint8_t attributes, bool exists,
               uint8_t current_attributes) {
  if (key.is_index()) {
    if (attributes == Attributes::kAll && (!exists || current_attributes == Attributes::kAll)) {
      put_element(isolate, object, key.as_index(), value);
    } else {
      put_element_with_attributes(isolate, object, key.as_index(), value, attributes);
    }
    return;
  }
  if (!exists) {
    add_property(isolate, object, key, value, attributes);
  } else if (attributes != current_attributes ||
             ((attributes & Attributes::kAccessor) && object->has_flag(CellFlags::kIsPrototype))) {
    // Whoever remembers a prototype's shape relies on its accessors, too.
    reconfigure_property(isolate, object, key, attributes, value);
  } else {
    if (object->type == CellType::kFunction) static_cast<Function*>(object)->construct_shape = nullptr;
    store_slot(isolate, object, find_property(isolate, object->shape(), key)->slot, value);
  }
}

// ECMA-262 sec-arraysetlength
Completion<bool> array_define_length(Isolate& isolate, Array* array, const PropertyDescriptor& descriptor) {
  bool writable = !array->has_flag(CellFlags::kLengthReadOnly);
  uint32_t length = array->length;
  if (descriptor.has_value()) {
    length = TRY(to_uint32(isolate, descriptor.value));
    double number = TRY(to_number(isolate, descriptor.value));
    if (length != number) return throw_range_error(isolate, "Invalid array length");
    writable = !array->has_flag(CellFlags::kLengthReadOnly);
  }
  if (descriptor.is_accessor()) return false;
  if (descriptor.has(Attributes::kConfigurable) && descriptor.is(Attributes::kConfigurable)) return false;
  if (descriptor.has(Attributes::kEnumerable) && descriptor.is(Attributes::kEnumerable)) return false;
  if (!writable && descriptor.has(Attributes::kWritable) && descriptor.is(Attributes::kWritable)) return false;
  if (descriptor.has_value() && length != array->length) {
    if (!writable) return false;
    if (!TRY(array_set_length(isolate, array, length))) {
      if (descriptor.has(Attributes::kWritable) && !descriptor.is(Attributes::kWritable)) {
        array->flags |= CellFlags::kLengthReadOnly;
        make_elements_sparse(isolate, array);
      }
      return false;
    }
  }
  if (descriptor.has(Attributes::kWritable) && !descriptor.is(Attributes::kWritable)) {
    array->flags |= CellFlags::kLengthReadOnly;
    make_elements_sparse(isolate, array);  // so that no fast path appends
  }
  return true;
}

}  // namespace

// --- [[GetOwnProperty]]

Completion<bool> ordinary_get_own_property(Isolate& isolate, Object* object, PropertyKey key,
                                           PropertyDescriptor* descriptor) {
  Own own;
  if (!find_own(isolate, object, key, &own)) return false;
  *descriptor = to_descriptor(own);
  return true;
}

Completion<bool> get_own_property(Isolate& isolate, Object* object, PropertyKey key, PropertyDescriptor* descriptor) {
  const ExoticMethods* methods = exotic(isolate, object);
  if (methods && methods->get_own_property) return methods->get_own_property(isolate, object, key, descriptor);
  return ordinary_get_own_property(isolate, object, key, descriptor);
}

// --- [[DefineOwnProperty]]

// ECMA-262 sec-validateandapplypropertydescriptor. object may be null: only validate.
Completion<bool> validate_and_apply_property_descriptor(Isolate& isolate, Object* object, PropertyKey key,
                                                        bool extensible, const PropertyDescriptor& descriptor,
                                                        bool has_current, const PropertyDescriptor& current) {
  if (!has_current) {
    if (!extensible) return false;
    if (!object) return true;
    if (descriptor.is_accessor()) {
      Value getter = descriptor.has_getter() ? descriptor.getter : Value::undefined();
      Value setter = descriptor.has_setter() ? descriptor.setter : Value::undefined();
      AccessorPair* pair = new_accessor_pair(isolate, getter, setter);
      uint8_t attributes =
          (descriptor.attributes & (Attributes::kEnumerable | Attributes::kConfigurable)) | Attributes::kAccessor;
      store_own(isolate, object, key, Value(pair), attributes, false, 0);
    } else {
      Value value = descriptor.has_value() ? descriptor.value : Value::undefined();
      store_own(isolate, object, key, value, descriptor.attributes & Attributes::kAll, false, 0);
    }
    return true;
  }
  if (!current.is(Attributes::kConfigurable)) {
    if (descriptor.has(Attributes::kConfigurable) && descriptor.is(Attributes::kConfigurable)) return false;
    if (descriptor.has(Attributes::kEnumerable) &&
        descriptor.is(Attributes::kEnumerable) != current.is(Attributes::kEnumerable)) {
      return false;
    }
    if ((descriptor.is_accessor() || descriptor.is_data()) && descriptor.is_accessor() != current.is_accessor()) {
      return false;
    }
    if (current.is_accessor()) {
      if (descriptor.has_getter() && !same_value(isolate, descriptor.getter, current.getter)) return false;
      if (descriptor.has_setter() && !same_value(isolate, descriptor.setter, current.setter)) return false;
    } else if (!current.is(Attributes::kWritable)) {
      if (descriptor.has(Attributes::kWritable) && descriptor.is(Attributes::kWritable)) return false;
      if (descriptor.has_value() && !same_value(isolate, descriptor.value, current.value)) return false;
    }
  }
  if (!object) return true;
  uint8_t kept = current.attributes & (Attributes::kEnumerable | Attributes::kConfigurable);
  uint8_t changed = descriptor.present & (Attributes::kEnumerable | Attributes::kConfigurable);
  uint8_t common = (kept & ~changed) | (descriptor.attributes & changed);
  uint8_t current_stored =
      current.is_accessor() ? kept | Attributes::kAccessor : kept | (current.attributes & Attributes::kWritable);
  if (descriptor.is_accessor() || (current.is_accessor() && !descriptor.is_data())) {
    Value getter = current.is_accessor() ? current.getter : Value::undefined();
    Value setter = current.is_accessor() ? current.setter : Value::undefined();
    if (descriptor.has_getter()) getter = descriptor.getter;
    if (descriptor.has_setter()) setter = descriptor.setter;
    AccessorPair* pair = new_accessor_pair(isolate, getter, setter);
    store_own(isolate, object, key, Value(pair), common | Attributes::kAccessor, true, current_stored);
    return true;
  }
  Value value = current.is_accessor() ? Value::undefined() : current.value;
  if (descriptor.has_value()) value = descriptor.value;
  bool writable = descriptor.has(Attributes::kWritable) ? descriptor.is(Attributes::kWritable)
                                                        : !current.is_accessor() && current.is(Attributes::kWritable);
  store_own(isolate, object, key, value, common | (writable ? Attributes::kWritable : 0), true, current_stored);
  return true;
}

Completion<bool> ordinary_define_own_property(Isolate& isolate, Object* object, PropertyKey key,
                                              const PropertyDescriptor& descriptor) {
  if (object->type == CellType::kArray) {
    auto* array = static_cast<Array*>(object);
    if (key == isolate.names().length) return array_define_length(isolate, array, descriptor);
    if (key.is_index() && key.as_index() >= array->length && array->has_flag(CellFlags::kLengthReadOnly)) return false;
  }
  PropertyDescriptor current;
  bool has_current = TRY(get_own_property(isolate, object, key, &current));
  bool extensible = TRY(is_extensible(isolate, object));
  return validate_and_apply_property_descriptor(isolate, object, key, extensible, descriptor, has_current, current);
}

Completion<bool> define_own_property(Isolate& isolate, Object* object, PropertyKey key,
                                     const PropertyDescriptor& descriptor) {
  const ExoticMethods* methods = exotic(isolate, object);
  if (methods && methods->define_own_property) return methods->define_own_property(isolate, object, key, descriptor);
  return ordinary_define_own_property(isolate, object, key, descriptor);
}

// --- [[HasProperty]]

Completion<bool> ordinary_has_property(Isolate& isolate, Object* object, PropertyKey key) {
  PropertyDescriptor ignored;
  if (TRY(get_own_property(isolate, object, key, &ignored))) return true;
  bool has_parent = false;
  Object* parent = TRY(get_prototype_of(isolate, object, &has_parent));
  if (!has_parent) return false;
  return has_property(isolate, parent, key);
}

Completion<bool> has_property(Isolate& isolate, Object* object, PropertyKey key) {
  for (;;) {
    const ExoticMethods* methods = exotic(isolate, object);
    if (methods) {
      if (methods->has_property) return methods->has_property(isolate, object, key);
      return ordinary_has_property(isolate, object, key);
    }
    Own own;
    if (find_own(isolate, object, key, &own)) return true;
    object = object->prototype();
    if (!object) return false;
  }
}

// --- [[Get]]

Completion<Value> ordinary_get(Isolate& isolate, Object* object, PropertyKey key, Value receiver) {
  PropertyDescriptor own;
  if (!TRY(get_own_property(isolate, object, key, &own))) {
    bool has_parent = false;
    Object* parent = TRY(get_prototype_of(isolate, object, &has_parent));
    if (!has_parent) return Value::undefined();
    return get(isolate, parent, key, receiver);
  }
  if (own.has_value()) return own.value;
  if (!own.has_getter() || own.getter.is_undefined()) return Value::undefined();
  return call(isolate, own.getter, receiver);
}

Completion<Value> get(Isolate& isolate, Object* object, PropertyKey key, Value receiver) {
  for (;;) {
    const ExoticMethods* methods = exotic(isolate, object);
    if (methods) {
      if (methods->get) return methods->get(isolate, object, key, receiver);
      return ordinary_get(isolate, object, key, receiver);
    }
    Own own;
    if (find_own(isolate, object, key, &own)) {
      if (own.attributes & Attributes::kAccessor) return call_getter(isolate, own.value, receiver);
      return own.value;
    }
    object = object->prototype();
    if (!object) return Value::undefined();
  }
}

// --- [[Set]]

Completion<bool> ordinary_set_with_own_descriptor(Isolate& isolate, Object* object, PropertyKey key, Value value,
                                                  Value receiver, bool has_own, const PropertyDescriptor& found) {
  PropertyDescriptor own = found;
  if (!has_own) {
    bool has_parent = false;
    Object* parent = TRY(get_prototype_of(isolate, object, &has_parent));
    if (has_parent) return set(isolate, parent, key, value, receiver);
    own = PropertyDescriptor::data(Value::undefined(), Attributes::kAll);
  }
  if (!own.is_accessor()) {
    if (!own.is(Attributes::kWritable)) return false;
    if (!receiver.is_object()) return false;
    PropertyDescriptor existing;
    if (TRY(get_own_property(isolate, as_object(receiver), key, &existing))) {
      if (existing.is_accessor()) return false;
      if (!existing.is(Attributes::kWritable)) return false;
      PropertyDescriptor update;
      update.value = value;
      return define_own_property(isolate, as_object(receiver), key, update);
    }
    return create_data_property(isolate, as_object(receiver), key, value);
  }
  if (!own.has_setter() || own.setter.is_undefined()) return false;
  TRY(call(isolate, own.setter, receiver, {value}));
  return true;
}

Completion<bool> ordinary_set(Isolate& isolate, Object* object, PropertyKey key, Value value, Value receiver) {
  PropertyDescriptor own;
  bool has_own = TRY(get_own_property(isolate, object, key, &own));
  return ordinary_set_with_own_descriptor(isolate, object, key, value, receiver, has_own, own);
}

// The common case: the receiver is the object itself and nothing on the way is exotic.
static Completion<bool> set_plain(Isolate& isolate, Object* object, PropertyKey key, Value value, bool* handled) {
  *handled = true;
  for (Object* holder = object;;) {
    if (holder->is_exotic()) break;
    Own own;
    if (find_own(isolate, holder, key, &own)) {
      if (own.attributes & Attributes::kAccessor) {
        Value setter = static_cast<AccessorPair*>(own.value.as_cell())->setter;
        if (setter.is_undefined()) return false;
        TRY(call(isolate, setter, Value(object), {value}));
        return true;
      }
      if (!(own.attributes & Attributes::kWritable)) return false;
      if (holder == object) {
        if (is_array_length(isolate, object, key)) {
          PropertyDescriptor length;
          length.value = value;
          return array_define_length(isolate, static_cast<Array*>(object), length);
        }
        store_own(isolate, object, key, value, own.attributes, true, own.attributes);
        return true;
      }
      break;
    }
    holder = holder->prototype();
    if (!holder) break;
  }
  // Not found, or a plain data property on a prototype.
  for (Object* holder = object; holder; holder = holder->prototype()) {
    if (holder->is_exotic()) {
      *handled = false;
      return false;
    }
  }
  if (!object->shape()->is_extensible()) return false;
  if (object->is_array() && key.is_index() && key.as_index() >= static_cast<Array*>(object)->length &&
      object->has_flag(CellFlags::kLengthReadOnly)) {
    return false;
  }
  store_own(isolate, object, key, value, Attributes::kAll, false, 0);
  return true;
}

Completion<bool> set(Isolate& isolate, Object* object, PropertyKey key, Value value, Value receiver) {
  if (!object->is_exotic() && receiver == Value(object)) {
    bool handled;
    bool done = TRY(set_plain(isolate, object, key, value, &handled));
    if (handled) return done;
  }
  const ExoticMethods* methods = exotic(isolate, object);
  if (methods && methods->set) return methods->set(isolate, object, key, value, receiver);
  return ordinary_set(isolate, object, key, value, receiver);
}

// --- [[Delete]]

Completion<bool> ordinary_delete(Isolate& isolate, Object* object, PropertyKey key) {
  Own own;
  if (!find_own(isolate, object, key, &own)) return true;
  if (!(own.attributes & Attributes::kConfigurable)) return false;
  if (key.is_index()) {
    remove_element(isolate, object, key.as_index());
  } else {
    remove_named_property(isolate, object, key);
  }
  return true;
}

Completion<bool> delete_property(Isolate& isolate, Object* object, PropertyKey key) {
  const ExoticMethods* methods = exotic(isolate, object);
  if (methods && methods->delete_property) return methods->delete_property(isolate, object, key);
  return ordinary_delete(isolate, object, key);
}

// --- [[OwnPropertyKeys]]

Completion<Array*> ordinary_own_property_keys(Isolate& isolate, Object* object, KeyFilter filter) {
  Array* keys = new_array(isolate);
  if (filter != KeyFilter::kSymbols) {
    std::vector<uint32_t> indices;
    collect_element_indices(object, &indices);
    for (uint32_t index : indices) {
      array_push(isolate, keys, key_to_string(isolate, PropertyKey::from_index(index)));
    }
    if (object->is_array()) array_push(isolate, keys, Value(isolate.names().length.as_string()));
  }
  PropertyTable* table = property_table(isolate, object->shape());
  uint32_t count = table ? object->shape()->property_count : 0;
  if (filter != KeyFilter::kSymbols) {
    for (uint32_t i = 0; i < count; ++i) {
      PropertyKey key = table->entries[i].key;
      if (!key.is_null() && key.is_string()) array_push(isolate, keys, Value(key.as_cell()));
    }
  }
  if (filter != KeyFilter::kStrings) {
    for (uint32_t i = 0; i < count; ++i) {
      PropertyKey key = table->entries[i].key;
      if (!key.is_null() && key.is_symbol() && !key.is_private_name()) array_push(isolate, keys, Value(key.as_cell()));
    }
  }
  return keys;
}

Completion<Array*> own_property_keys(Isolate& isolate, Object* object, KeyFilter filter) {
  const ExoticMethods* methods = exotic(isolate, object);
  if (methods && methods->own_property_keys) return methods->own_property_keys(isolate, object, filter);
  return ordinary_own_property_keys(isolate, object, filter);
}

// --- prototypes and extensibility

Completion<Object*> get_prototype_of(Isolate& isolate, Object* object, bool* has) {
  const ExoticMethods* methods = exotic(isolate, object);
  if (methods && methods->get_prototype_of) return methods->get_prototype_of(isolate, object, has);
  Object* prototype = object->prototype();
  *has = prototype != nullptr;
  return prototype;
}

// ECMA-262 sec-ordinarysetprototypeof
bool ordinary_set_prototype_of(Isolate& isolate, Object* object, Object* prototype) {
  if (prototype == object->prototype()) return true;
  if (!object->shape()->is_extensible()) return false;
  for (Object* above = prototype; above; above = above->prototype()) {
    if (above == object) return false;
    if (above->type == CellType::kProxy) break;
  }
  set_shape(object, change_prototype(isolate, object->shape(), prototype));
  isolate.heap().write_barrier(object);
  if (object->has_flag(CellFlags::kIsPrototype)) invalidate_prototype(isolate, object);
  return true;
}

Completion<bool> set_prototype_of(Isolate& isolate, Object* object, Object* prototype) {
  const ExoticMethods* methods = exotic(isolate, object);
  if (methods && methods->set_prototype_of) return methods->set_prototype_of(isolate, object, prototype);
  return ordinary_set_prototype_of(isolate, object, prototype);
}

Completion<bool> is_extensible(Isolate& isolate, Object* object) {
  const ExoticMethods* methods = exotic(isolate, object);
  if (methods && methods->is_extensible) return methods->is_extensible(isolate, object);
  return object->shape()->is_extensible();
}

Completion<bool> prevent_extensions(Isolate& isolate, Object* object) {
  const ExoticMethods* methods = exotic(isolate, object);
  if (methods && methods->prevent_extensions) return methods->prevent_extensions(isolate, object);
  if (object->shape()->is_extensible()) {
    if (object->has_vector_elements() || object->elements_kind == ElementsKind::kNone) {
      make_elements_sparse(isolate, object);  // so that no fast path appends
    }
    set_shape(object, not_extensible_transition(isolate, object->shape()));
    isolate.heap().write_barrier(object);
  }
  return true;
}

// --- shorthand

Completion<Value> get_value(Isolate& isolate, Value base, PropertyKey key) {
  if (base.is_object()) return get(isolate, as_object(base), key, base);
  Realm& realm = isolate.realm();
  if (base.is_string()) {
    if (key.is_index() && key.as_index() < as_string(base)->length) {
      return single_character_string(isolate, char_at(isolate, as_string(base), key.as_index()));
    }
    if (key == isolate.names().length) return Value::number(as_string(base)->length);
    return get(isolate, realm.intrinsic(Intrinsic::kStringPrototype), key, base);
  }
  if (base.is_number()) return get(isolate, realm.intrinsic(Intrinsic::kNumberPrototype), key, base);
  if (base.is_boolean()) return get(isolate, realm.intrinsic(Intrinsic::kBooleanPrototype), key, base);
  if (base.is_symbol()) return get(isolate, realm.intrinsic(Intrinsic::kSymbolPrototype), key, base);
  if (base.is_bigint()) return get(isolate, realm.intrinsic(Intrinsic::kBigIntPrototype), key, base);
  return throw_nullish_access(isolate, base, key, false);
}

Completion<void> set_or_throw(Isolate& isolate, Object* object, PropertyKey key, Value value) {
  if (!TRY(set(isolate, object, key, value, Value(object)))) return throw_failed_set(isolate, Value(object), key);
  return {};
}

Completion<bool> create_data_property(Isolate& isolate, Object* object, PropertyKey key, Value value) {
  return define_own_property(isolate, object, key, PropertyDescriptor::data(value, Attributes::kAll));
}

Completion<void> create_data_property_or_throw(Isolate& isolate, Object* object, PropertyKey key, Value value) {
  return define_property_or_throw(isolate, object, key, PropertyDescriptor::data(value, Attributes::kAll));
}

Completion<void> define_property_or_throw(Isolate& isolate, Object* object, PropertyKey key,
                                          const PropertyDescriptor& descriptor) {
  if (!TRY(define_own_property(isolate, object, key, descriptor))) {
    return throw_failed_define(isolate, object, key);
  }
  return {};
}

Completion<void> delete_property_or_throw(Isolate& isolate, Object* object, PropertyKey key) {
  if (!TRY(delete_property(isolate, object, key))) {
    return throw_failed_delete(isolate, Value(object), key);
  }
  return {};
}

Completion<bool> has_own_property(Isolate& isolate, Object* object, PropertyKey key) {
  PropertyDescriptor ignored;
  return get_own_property(isolate, object, key, &ignored);
}

Completion<Value> get_method(Isolate& isolate, Value base, PropertyKey key) {
  Value method = TRY(get_value(isolate, base, key));
  if (method.is_undefined_or_null()) return Value::undefined();
  if (!is_callable(method)) return throw_not_callable(isolate, method);
  return method;
}

Completion<uint64_t> length_of_array_like(Isolate& isolate, Object* object) {
  if (object->is_array()) return uint64_t{static_cast<Array*>(object)->length};
  Value length = TRY(get(isolate, object, isolate.names().length));
  return to_length(isolate, length);
}

}  // namespace scrim
