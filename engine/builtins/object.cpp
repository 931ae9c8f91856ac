// Object and Object.prototype. ECMA-262 sec-object-objects
#include "engine/builtins/support.h"
#include "engine/builtins/typed_array.h"
#include "engine/objects/iteration.h"
#include "engine/objects/prototype_chain.h"

namespace scrim {

// ECMA-262 sec-frompropertydescriptor
Object* from_property_descriptor(Isolate& isolate, const PropertyDescriptor& descriptor) {
  const Names& names = isolate.names();
  Object* object = new_plain_object(isolate);
  auto put = [&](PropertyKey key, Value value) { put_direct(isolate, object, key, value); };
  if (descriptor.has_value()) put(names.value, descriptor.value);
  if (descriptor.has(Attributes::kWritable)) put(names.writable, Value::boolean(descriptor.is(Attributes::kWritable)));
  if (descriptor.has_getter()) put(names.get, descriptor.getter);
  if (descriptor.has_setter()) put(names.set, descriptor.setter);
  if (descriptor.has(Attributes::kEnumerable))
    put(names.enumerable, Value::boolean(descriptor.is(Attributes::kEnumerable)));
  if (descriptor.has(Attributes::kConfigurable))
    put(names.configurable, Value::boolean(descriptor.is(Attributes::kConfigurable)));
  return object;
}

// ECMA-262 sec-topropertydescriptor
Completion<void> to_property_descriptor(Isolate& isolate, Value value, PropertyDescriptor* descriptor) {
  if (!value.is_object())
    return throw_type_error(isolate, "Property description must be an object: %s",
                            describe_for_error(isolate, value).c_str());
  Object* object = as_object(value);
  const Names& names = isolate.names();
  *descriptor = {};
  auto flag = [&](PropertyKey key, uint8_t attribute) -> Completion<void> {
    if (TRY(has_property(isolate, object, key))) {
      descriptor->present |= attribute;
      if (to_boolean(TRY(get(isolate, object, key)))) descriptor->attributes |= attribute;
    }
    return {};
  };
  TRY(flag(names.enumerable, Attributes::kEnumerable));
  TRY(flag(names.configurable, Attributes::kConfigurable));
  if (TRY(has_property(isolate, object, names.value))) descriptor->value = TRY(get(isolate, object, names.value));
  TRY(flag(names.writable, Attributes::kWritable));
  if (TRY(has_property(isolate, object, names.get))) {
    descriptor->getter = TRY(get(isolate, object, names.get));
    if (!descriptor->getter.is_undefined() && !is_callable(descriptor->getter))
      return throw_type_error(isolate, "Getter must be a function: %s",
                              describe_for_error(isolate, descriptor->getter).c_str());
  }
  if (TRY(has_property(isolate, object, names.set))) {
    descriptor->setter = TRY(get(isolate, object, names.set));
    if (!descriptor->setter.is_undefined() && !is_callable(descriptor->setter))
      return throw_type_error(isolate, "Setter must be a function: %s",
                              describe_for_error(isolate, descriptor->setter).c_str());
  }
  if (descriptor->is_accessor() && descriptor->is_data())
    return throw_type_error(
        isolate, "Invalid property descriptor. Cannot both specify accessors and a value or writable attribute, %s",
        describe_for_error(isolate, value).c_str());
  return {};
}

namespace {

Throw throw_not_object(Isolate& isolate, const char* method) {
  return throw_type_error(isolate, "%s called on non-object", method);
}

// ECMA-262 sec-object-value
Completion<Value> object_constructor(Isolate& isolate, Frame& frame) {
  if (!frame.new_target.is_undefined() && frame.new_target != frame.callee) {
    Shape* shape =
        TRY(shape_from_constructor(isolate, frame.new_target, Intrinsic::kObjectPrototype, CellType::kObject, 0, 4));
    return new_object(isolate, shape);
  }
  Value value = frame.argument(0);
  if (value.is_undefined_or_null()) return new_plain_object(isolate);
  return TRY(to_object(isolate, value));
}

// ECMA-262 sec-object.assign
Completion<Value> object_assign(Isolate& isolate, Frame& frame) {
  Object* to = TRY(to_object(isolate, frame.argument(0)));
  for (uint32_t i = 1; i < frame.argument_count; ++i) {
    Value source = frame.argument(i);
    if (source.is_undefined_or_null()) continue;
    Object* from = TRY(to_object(isolate, source));
    Array* keys = TRY(own_property_keys(isolate, from));
    for (uint32_t k = 0; k < keys->length; ++k) {
      PropertyKey key = TRY(to_property_key(isolate, keys->vector()->values[k]));
      PropertyDescriptor descriptor;
      if (!TRY(get_own_property(isolate, from, key, &descriptor)) || !descriptor.is(Attributes::kEnumerable)) continue;
      TRY(set_or_throw(isolate, to, key, TRY(get(isolate, from, key))));
    }
  }
  return Value(to);
}

// ECMA-262 sec-objectdefineproperties
Completion<Value> define_properties(Isolate& isolate, Object* object, Value properties) {
  Object* props = TRY(to_object(isolate, properties));
  Array* keys = TRY(own_property_keys(isolate, props));
  // Read all descriptors first, then define them. Each is kept as value, getter, setter and a word of attributes.
  Array* pending = new_array(isolate);
  for (uint32_t k = 0; k < keys->length; ++k) {
    Value key_word = keys->vector()->values[k];
    PropertyKey key = TRY(to_property_key(isolate, key_word));
    PropertyDescriptor own;
    if (!TRY(get_own_property(isolate, props, key, &own)) || !own.is(Attributes::kEnumerable)) continue;
    PropertyDescriptor descriptor;
    TRY(to_property_descriptor(isolate, TRY(get(isolate, props, key)), &descriptor));
    array_push(isolate, pending, key_word);
    array_push(isolate, pending, descriptor.value);
    array_push(isolate, pending, descriptor.getter);
    array_push(isolate, pending, descriptor.setter);
    array_push(isolate, pending, Value::int32(descriptor.attributes | descriptor.present << 8));
  }
  for (uint32_t i = 0; i < pending->length; i += 5) {
    const Value* values = pending->vector()->values + i;
    PropertyDescriptor descriptor;
    descriptor.value = values[1];
    descriptor.getter = values[2];
    descriptor.setter = values[3];
    descriptor.attributes = static_cast<uint8_t>(values[4].as_int32());
    descriptor.present = static_cast<uint8_t>(values[4].as_int32() >> 8);
    PropertyKey key = TRY(to_property_key(isolate, values[0]));
    TRY(define_property_or_throw(isolate, object, key, descriptor));
  }
  return Value(object);
}

// ECMA-262 sec-object.create
Completion<Value> object_create(Isolate& isolate, Frame& frame) {
  Value prototype = frame.argument(0);
  if (!prototype.is_object() && !prototype.is_null())
    return throw_type_error(isolate, "Object prototype may only be an Object or null: %s",
                            describe_for_error(isolate, prototype).c_str());
  Object* object = new_object_with_prototype(isolate, prototype.is_null() ? nullptr : as_object(prototype));
  if (frame.argument(1).is_undefined()) return Value(object);
  return define_properties(isolate, object, frame.argument(1));
}

Completion<Value> object_define_properties(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_object()) return throw_not_object(isolate, "Object.defineProperties");
  return define_properties(isolate, as_object(frame.argument(0)), frame.argument(1));
}

// ECMA-262 sec-object.defineproperty
Completion<Value> object_define_property(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_object()) return throw_not_object(isolate, "Object.defineProperty");
  PropertyKey key = TRY(to_property_key(isolate, frame.argument(1)));
  PropertyDescriptor descriptor;
  TRY(to_property_descriptor(isolate, frame.argument(2), &descriptor));
  TRY(define_property_or_throw(isolate, as_object(frame.argument(0)), key, descriptor));
  return frame.argument(0);
}

enum ListKind { kKeys, kValues, kEntries };

// ECMA-262 sec-enumerableownproperties
Completion<Value> enumerable_own_properties(Isolate& isolate, Value value, ListKind kind) {
  Object* object = TRY(to_object(isolate, value));
  Array* keys = TRY(own_property_keys(isolate, object, KeyFilter::kStrings));
  Array* result = new_array(isolate);
  for (uint32_t i = 0; i < keys->length; ++i) {
    Value key_word = keys->vector()->values[i];
    PropertyKey key = TRY(to_property_key(isolate, key_word));
    PropertyDescriptor descriptor;
    if (!TRY(get_own_property(isolate, object, key, &descriptor)) || !descriptor.is(Attributes::kEnumerable)) continue;
    if (kind == kKeys) {
      array_push(isolate, result, key_word);
      continue;
    }
    Value item = descriptor.has_value() && !object->is_exotic() ? descriptor.value : TRY(get(isolate, object, key));
    if (kind == kEntries) item = Value(array_of(isolate, {key_word, item}));
    array_push(isolate, result, item);
  }
  return Value(result);
}

Completion<Value> object_keys(Isolate& isolate, Frame& frame) {
  return enumerable_own_properties(isolate, frame.argument(0), kKeys);
}
Completion<Value> object_values(Isolate& isolate, Frame& frame) {
  return enumerable_own_properties(isolate, frame.argument(0), kValues);
}
Completion<Value> object_entries(Isolate& isolate, Frame& frame) {
  return enumerable_own_properties(isolate, frame.argument(0), kEntries);
}

// ECMA-262 sec-setintegritylevel
Completion<bool> set_integrity_level(Isolate& isolate, Object* object, bool frozen) {
  if (!TRY(prevent_extensions(isolate, object))) return false;
  Array* keys = TRY(own_property_keys(isolate, object));
  for (uint32_t i = 0; i < keys->length; ++i) {
    PropertyKey key = TRY(to_property_key(isolate, keys->vector()->values[i]));
    PropertyDescriptor change;
    change.present = Attributes::kConfigurable;
    if (frozen) {
      PropertyDescriptor current;
      if (!TRY(get_own_property(isolate, object, key, &current))) continue;
      if (!current.is_accessor()) change.present |= Attributes::kWritable;
    }
    TRY(define_property_or_throw(isolate, object, key, change));
  }
  return true;
}

// ECMA-262 sec-testintegritylevel
Completion<bool> test_integrity_level(Isolate& isolate, Object* object, bool frozen) {
  if (TRY(is_extensible(isolate, object))) return false;
  Array* keys = TRY(own_property_keys(isolate, object));
  for (uint32_t i = 0; i < keys->length; ++i) {
    PropertyKey key = TRY(to_property_key(isolate, keys->vector()->values[i]));
    PropertyDescriptor current;
    if (!TRY(get_own_property(isolate, object, key, &current))) continue;
    if (current.is(Attributes::kConfigurable)) return false;
    if (frozen && !current.is_accessor() && current.is(Attributes::kWritable)) return false;
  }
  return true;
}

// [[PreventExtensions]] of the object answered false.
Throw throw_extensible(Isolate& isolate, Value object, const char* what) {
  if (is_type(object, CellType::kProxy)) {
    return throw_type_error(isolate, "'preventExtensions' on proxy: trap returned falsish");
  }
  return throw_type_error(isolate, "Cannot %s", what);
}

Completion<Value> object_freeze(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_object()) return frame.argument(0);
  if (is_type(frame.argument(0), CellType::kTypedArray) &&
      typed_array_length(cast<TypedArrayObject>(frame.argument(0))) > 0 &&
      !cast<TypedArrayObject>(frame.argument(0))->buffer->is_immutable()) {
    TRY(prevent_extensions(isolate, as_object(frame.argument(0))));
    return throw_type_error(isolate, "Cannot freeze array buffer views with elements");
  }
  if (!TRY(set_integrity_level(isolate, as_object(frame.argument(0)), true)))
    return throw_extensible(isolate, frame.argument(0), "freeze");
  return frame.argument(0);
}

Completion<Value> object_seal(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_object()) return frame.argument(0);
  if (!TRY(set_integrity_level(isolate, as_object(frame.argument(0)), false)))
    return throw_extensible(isolate, frame.argument(0), "seal");
  return frame.argument(0);
}

Completion<Value> object_prevent_extensions(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_object()) return frame.argument(0);
  if (!TRY(prevent_extensions(isolate, as_object(frame.argument(0)))))
    return throw_extensible(isolate, frame.argument(0), "prevent extensions");
  return frame.argument(0);
}

Completion<Value> object_is_frozen(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_object()) return Value::boolean(true);
  return Value::boolean(TRY(test_integrity_level(isolate, as_object(frame.argument(0)), true)));
}

Completion<Value> object_is_sealed(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_object()) return Value::boolean(true);
  return Value::boolean(TRY(test_integrity_level(isolate, as_object(frame.argument(0)), false)));
}

Completion<Value> object_is_extensible(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_object()) return Value::boolean(false);
  return Value::boolean(TRY(is_extensible(isolate, as_object(frame.argument(0)))));
}

// ECMA-262 sec-object.fromentries
Completion<Value> object_from_entries(Isolate& isolate, Frame& frame) {
  if (frame.argument(0).is_undefined_or_null()) return throw_type_error(isolate, "undefined is not iterable");
  Object* result = new_plain_object(isolate);
  IteratorRecord record;
  TRY(get_iterator(isolate, frame.argument(0), &record));
  for (;;) {
    bool done = false;
    Value entry = TRY(iterator_step_value(isolate, &record, &done));
    if (done) return Value(result);
    auto step = [&]() -> Completion<void> {
      if (!entry.is_object())
        return throw_type_error(isolate, "Iterator value %s is not an entry object",
                                describe_for_error(isolate, entry).c_str());
      Value key_word = TRY(get(isolate, as_object(entry), PropertyKey::from_index(0)));
      Value value = TRY(get(isolate, as_object(entry), PropertyKey::from_index(1)));
      PropertyKey key = TRY(to_property_key(isolate, key_word));
      return create_data_property_or_throw(isolate, result, key, value);
    };
    if (step().failed()) return iterator_close_throw(isolate, record);
  }
}

Completion<Value> object_get_own_property_descriptor(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.argument(0)));
  PropertyKey key = TRY(to_property_key(isolate, frame.argument(1)));
  PropertyDescriptor descriptor;
  if (!TRY(get_own_property(isolate, object, key, &descriptor))) return Value::undefined();
  return from_property_descriptor(isolate, descriptor);
}

Completion<Value> object_get_own_property_descriptors(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.argument(0)));
  Array* keys = TRY(own_property_keys(isolate, object));
  Object* result = new_plain_object(isolate);
  for (uint32_t i = 0; i < keys->length; ++i) {
    PropertyKey key = TRY(to_property_key(isolate, keys->vector()->values[i]));
    PropertyDescriptor descriptor;
    if (!TRY(get_own_property(isolate, object, key, &descriptor))) continue;
    TRY(create_data_property_or_throw(isolate, result, key, Value(from_property_descriptor(isolate, descriptor))));
  }
  return Value(result);
}

Completion<Value> object_get_own_property_names(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.argument(0)));
  return TRY(own_property_keys(isolate, object, KeyFilter::kStrings));
}

Completion<Value> object_get_own_property_symbols(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.argument(0)));
  return TRY(own_property_keys(isolate, object, KeyFilter::kSymbols));
}

Completion<Value> prototype_value(Isolate& isolate, Object* object) {
  bool has = false;
  Object* prototype = TRY(get_prototype_of(isolate, object, &has));
  return has ? Value(prototype) : Value::null();
}

Completion<Value> object_get_prototype_of(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.argument(0)));
  return prototype_value(isolate, object);
}

Throw throw_cannot_set_prototype(Isolate& isolate, Object* object, Value prototype) {
  if (object->type == CellType::kProxy)
    return throw_type_error(isolate, "'setPrototypeOf' on proxy: trap returned falsish for property 'undefined'");
  std::string what = describe_for_error(isolate, Value(object));
  if (object == isolate.realm().intrinsic(Intrinsic::kObjectPrototype))
    return throw_type_error(isolate, "Immutable prototype object 'Object.prototype' cannot have their prototype set");
  if (!object->shape()->is_extensible()) return throw_type_error(isolate, "%s is not extensible", what.c_str());
  (void)prototype;
  return throw_type_error(isolate, "Cyclic __proto__ value");
}

// Object.prototype is an immutable prototype exotic object. ECMA-262 sec-set-immutable-prototype
Completion<bool> set_prototype(Isolate& isolate, Object* object, Value prototype) {
  Object* above = prototype.is_null() ? nullptr : as_object(prototype);
  if (object == isolate.realm().intrinsic(Intrinsic::kObjectPrototype)) return above == nullptr;
  return set_prototype_of(isolate, object, above);
}

// ECMA-262 sec-object.setprototypeof
Completion<Value> object_set_prototype_of(Isolate& isolate, Frame& frame) {
  Value value = TRY(require_object_coercible(isolate, frame.argument(0), "Object.setPrototypeOf"));
  Value prototype = frame.argument(1);
  if (!prototype.is_object() && !prototype.is_null())
    return throw_type_error(isolate, "Object prototype may only be an Object or null: %s",
                            describe_for_error(isolate, prototype).c_str());
  if (!value.is_object()) return value;
  Object* object = as_object(value);
  if (!TRY(set_prototype(isolate, object, prototype))) return throw_cannot_set_prototype(isolate, object, prototype);
  return value;
}

Completion<Value> object_has_own(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.argument(0)));
  PropertyKey key = TRY(to_property_key(isolate, frame.argument(1)));
  return Value::boolean(TRY(has_own_property(isolate, object, key)));
}

Completion<Value> object_is(Isolate& isolate, Frame& frame) {
  return Value::boolean(same_value(isolate, frame.argument(0), frame.argument(1)));
}

// ECMA-262 sec-object.groupby
Completion<Value> object_group_by(Isolate& isolate, Frame& frame) {
  TRY(require_object_coercible(isolate, frame.argument(0), "Object.groupBy"));
  if (!is_callable(frame.argument(1))) {
    return throw_type_error(isolate, "%s is not a function", describe_for_error(isolate, frame.argument(1)).c_str());
  }
  IteratorRecord record;
  TRY(get_iterator(isolate, frame.argument(0), &record));
  Object* result = new_object_with_prototype(isolate, nullptr);
  RepeatedCall group_of(isolate, frame.argument(1), Value::undefined());
  for (double k = 0;; ++k) {
    bool done = false;
    Value value = TRY(iterator_step_value(isolate, &record, &done));
    if (done) return Value(result);
    auto step = [&]() -> Completion<void> {
      Value group = TRY(group_of({value, Value::number(k)}));
      PropertyKey key = TRY(to_property_key(isolate, group));
      PropertyDescriptor existing;
      if (TRY(get_own_property(isolate, result, key, &existing))) {
        array_push(isolate, cast<Array>(existing.value), value);
      } else {
        TRY(create_data_property_or_throw(isolate, result, key, Value(array_of(isolate, {value}))));
      }
      return {};
    };
    if (step().failed()) return iterator_close_throw(isolate, record);
  }
}

// --- Object.prototype

Completion<Value> object_prototype_has_own_property(Isolate& isolate, Frame& frame) {
  PropertyKey key = TRY(to_property_key(isolate, frame.argument(0)));
  Object* object = TRY(to_object(isolate, frame.this_value));
  return Value::boolean(TRY(has_own_property(isolate, object, key)));
}

Completion<Value> object_prototype_is_prototype_of(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_object()) return Value::boolean(false);
  Object* object = TRY(to_object(isolate, frame.this_value));
  return Value::boolean(TRY(prototype_chain_has(isolate, as_object(frame.argument(0)), object)));
}

Completion<Value> object_prototype_property_is_enumerable(Isolate& isolate, Frame& frame) {
  PropertyKey key = TRY(to_property_key(isolate, frame.argument(0)));
  Object* object = TRY(to_object(isolate, frame.this_value));
  PropertyDescriptor descriptor;
  if (!TRY(get_own_property(isolate, object, key, &descriptor))) return Value::boolean(false);
  return Value::boolean(descriptor.is(Attributes::kEnumerable));
}

Completion<Value> object_prototype_to_locale_string(Isolate& isolate, Frame& frame) {
  TRY(require_object_coercible(isolate, frame.this_value, "Object.prototype.toLocaleString"));
  return invoke(isolate, frame.this_value, isolate.names().toString);
}

}  // namespace

// ECMA-262 sec-object.prototype.tostring
Completion<Value> object_prototype_to_string(Isolate& isolate, Frame& frame) {
  if (frame.this_value.is_undefined()) return new_string_latin1(isolate, "[object Undefined]");
  if (frame.this_value.is_null()) return new_string_latin1(isolate, "[object Null]");
  Object* object = TRY(to_object(isolate, frame.this_value));
  const char* builtin = "Object";
  if (TRY(is_array(isolate, Value(object)))) {
    builtin = "Array";
  } else if (object->is_callable()) {
    builtin = "Function";
  } else {
    switch (object->type) {
      case CellType::kArguments:
      case CellType::kMappedArguments: builtin = "Arguments"; break;
      case CellType::kError: builtin = "Error"; break;
      case CellType::kBooleanObject: builtin = "Boolean"; break;
      case CellType::kNumberObject: builtin = "Number"; break;
      case CellType::kStringObject: builtin = "String"; break;
      case CellType::kDate: builtin = "Date"; break;
      case CellType::kRegExp: builtin = "RegExp"; break;
      default: break;
    }
  }
  Value tag = TRY(get(isolate, object, isolate.names().to_string_tag));
  StringBuilder builder(isolate);
  builder.append_latin1("[object ");
  if (tag.is_string()) {
    builder.append(as_string(tag));
  } else {
    builder.append_latin1(builtin);
  }
  builder.append(u']');
  return TRY(builder.finish());
}

namespace {

Completion<Value> object_prototype_value_of(Isolate& isolate, Frame& frame) {
  return TRY(to_object(isolate, frame.this_value));
}

Completion<Value> object_prototype_get_proto(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  return prototype_value(isolate, object);
}

// ECMA-262 sec-set-object.prototype.__proto__
Completion<Value> object_prototype_set_proto(Isolate& isolate, Frame& frame) {
  TRY(require_object_coercible(isolate, frame.this_value, "Object.prototype.__proto__"));
  Value prototype = frame.argument(0);
  if ((!prototype.is_object() && !prototype.is_null()) || !frame.this_value.is_object()) return Value::undefined();
  Object* object = as_object(frame.this_value);
  if (!TRY(set_prototype(isolate, object, prototype))) return throw_cannot_set_prototype(isolate, object, prototype);
  return Value::undefined();
}

// ECMA-262 sec-object.prototype.__defineGetter__ and __defineSetter__; magic 1: the setter
Completion<Value> object_prototype_define_accessor(Isolate& isolate, Frame& frame) {
  bool setter = callee_of(frame)->magic;
  Object* object = TRY(to_object(isolate, frame.this_value));
  if (!is_callable(frame.argument(1)))
    return throw_type_error(isolate, "Object.prototype.%s: Expecting function",
                            setter ? "__defineSetter__" : "__defineGetter__");
  PropertyDescriptor descriptor;
  (setter ? descriptor.setter : descriptor.getter) = frame.argument(1);
  descriptor.attributes = descriptor.present = Attributes::kEnumerable | Attributes::kConfigurable;
  PropertyKey key = TRY(to_property_key(isolate, frame.argument(0)));
  TRY(define_property_or_throw(isolate, object, key, descriptor));
  return Value::undefined();
}

Completion<Value> object_prototype_lookup_accessor(Isolate& isolate, Frame& frame) {
  bool setter = callee_of(frame)->magic;
  Object* object = TRY(to_object(isolate, frame.this_value));
  PropertyKey key = TRY(to_property_key(isolate, frame.argument(0)));
  for (;;) {
    PropertyDescriptor descriptor;
    if (TRY(get_own_property(isolate, object, key, &descriptor))) {
      if (!descriptor.is_accessor()) return Value::undefined();
      Value found = setter ? descriptor.setter : descriptor.getter;
      return found.is_empty() ? Value::undefined() : found;
    }
    bool has = false;
    object = TRY(get_prototype_of(isolate, object, &has));
    if (!has) return Value::undefined();
  }
}

using P = BuiltinProperty;

constexpr P kObjectTable[] = {
    P::function("assign", object_assign, 2),
    P::function("getOwnPropertyDescriptor", object_get_own_property_descriptor, 2),
    P::function("getOwnPropertyDescriptors", object_get_own_property_descriptors, 1),
    P::function("getOwnPropertyNames", object_get_own_property_names, 1),
    P::function("getOwnPropertySymbols", object_get_own_property_symbols, 1),
    P::function("hasOwn", object_has_own, 2),
    P::function("is", object_is, 2),
    P::function("preventExtensions", object_prevent_extensions, 1),
    P::function("seal", object_seal, 1),
    P::function("create", object_create, 2),
    P::function("defineProperties", object_define_properties, 2),
    P::function("defineProperty", object_define_property, 3),
    P::function("freeze", object_freeze, 1),
    P::function("getPrototypeOf", object_get_prototype_of, 1),
    P::function("setPrototypeOf", object_set_prototype_of, 2),
    P::function("isExtensible", object_is_extensible, 1),
    P::function("isFrozen", object_is_frozen, 1),
    P::function("isSealed", object_is_sealed, 1),
    P::function("keys", object_keys, 1),
    P::function("entries", object_entries, 1),
    P::function("fromEntries", object_from_entries, 1),
    P::function("values", object_values, 1),
    P::function("groupBy", object_group_by, 2),
};

constexpr P kObjectPrototypeTable[] = {
    P::function("__defineGetter__", object_prototype_define_accessor, 2, 0),
    P::function("__defineSetter__", object_prototype_define_accessor, 2, 1),
    P::function("hasOwnProperty", object_prototype_has_own_property, 1),
    P::function("__lookupGetter__", object_prototype_lookup_accessor, 1, 0),
    P::function("__lookupSetter__", object_prototype_lookup_accessor, 1, 1),
    P::function("isPrototypeOf", object_prototype_is_prototype_of, 1),
    P::function("propertyIsEnumerable", object_prototype_property_is_enumerable, 1),
    P::function("toString", object_prototype_to_string, 0),
    P::function("valueOf", object_prototype_value_of, 0),
    P::accessor("__proto__", object_prototype_get_proto, object_prototype_set_proto),
    P::function("toLocaleString", object_prototype_to_locale_string, 0),
};

}  // namespace

Object* make_object_prototype(Isolate& isolate, Realm& realm) {
  Object* prototype = new_object_with_prototype(isolate, nullptr);
  become_prototype(isolate, prototype);
  realm.set_intrinsic(Intrinsic::kObjectPrototype, prototype);
  realm.intrinsic(Intrinsic::kObject);
  install(isolate, realm, prototype, kObjectPrototypeTable);
  return prototype;
}

Object* make_object_constructor(Isolate& isolate, Realm& realm) {
  Object* prototype = realm.intrinsic(Intrinsic::kObjectPrototype);
  if (realm.has_intrinsic(Intrinsic::kObject)) return realm.intrinsic(Intrinsic::kObject);
  return make_builtin_constructor(isolate, realm, "Object", object_constructor, 1, prototype, kObjectTable);
}

}  // namespace scrim
