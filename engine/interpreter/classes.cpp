// Slow paths of classes: definitions, super, private names.
#include "engine/bytecode/function_template.h"
#include "engine/interpreter/cache.h"
#include "engine/interpreter/extended.h"
#include "engine/interpreter/feedback.h"
#include "engine/objects/call.h"
#include "engine/objects/conversions.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"

namespace scrim {

// ECMA-262 sec-runtime-semantics-classdefinitionevaluation, up to the members
Completion<Value> create_class(Isolate& isolate, Code* outer, uint32_t constant, Environment* environment,
                               Value heritage, Value* prototype_out) {
  Realm& realm = isolate.realm();
  const Names& names = isolate.names();
  Object* prototype_parent = nullptr;
  Object* constructor_parent = nullptr;
  if (heritage.is_empty()) {
    prototype_parent = realm.intrinsic(Intrinsic::kObjectPrototype);
  } else if (heritage.is_null()) {
    constructor_parent = nullptr;
  } else {
    if (!is_constructor(heritage)) {
      return throw_type_error(isolate, "Class extends value %s is not a constructor or null",
                              describe_for_error(isolate, heritage).c_str());
    }
    Value parent = TRY(get(isolate, as_object(heritage), names.prototype));
    if (!parent.is_object() && !parent.is_null()) {
      return throw_type_error(isolate, "Class extends value does not have valid prototype property %s",
                              describe_for_error(isolate, parent).c_str());
    }
    prototype_parent = parent.is_object() ? as_object(parent) : nullptr;
    constructor_parent = as_object(heritage);
  }
  Object* prototype = new_object_with_prototype(isolate, prototype_parent);
  Value closure = create_closure_of(isolate, outer, constant, environment);
  auto* constructor = cast<Function>(closure);
  constructor->home_object = prototype;
  isolate.heap().write_barrier(constructor);
  if (constructor_parent) ordinary_set_prototype_of(isolate, constructor, constructor_parent);
  put_direct(isolate, constructor, names.prototype, Value(prototype), 0);
  put_direct(isolate, prototype, names.constructor, closure, Attributes::kHidden);
  *prototype_out = Value(prototype);
  return closure;
}

Completion<Value> set_function_name_from_key(Isolate& isolate, Value function, Value key, uint32_t prefix) {
  static constexpr const char* kPrefixes[] = {nullptr, "get", "set"};
  PropertyKey name = TRY(to_property_key(isolate, key));
  Object* object = as_object(function);
  // A class's static `name` member comes later and replaces this.
  set_function_name(isolate, object, name, kPrefixes[prefix]);
  return function;
}

// ---- fields

// A class constructor keeps its initialiser as a private property of the engine's own.
void set_field_initializer(Isolate& isolate, Value constructor, Value initializer) {
  put_direct(isolate, as_object(constructor), isolate.names().field_initializer, initializer, 0);
}

// What sec-initializeinstanceelements is to call; undefined if the class has no fields.
Value field_initializer(Isolate& isolate, Value constructor) {
  Object* function = as_object(constructor);
  const PropertyEntry* entry = find_property(isolate, function->shape(), isolate.names().field_initializer);
  return entry ? function->get_slot(entry->slot) : Value::undefined();
}

// ---- super

Completion<Value> throw_this_unset(Isolate& isolate) {
  return throw_error(isolate, ErrorType::kReferenceError,
                     "Must call super constructor in derived class before accessing 'this' or returning from derived "
                     "constructor");
}

Completion<Value> throw_super_called_twice(Isolate& isolate) {
  return throw_error(isolate, ErrorType::kReferenceError, "Super constructor may only be called once");
}

Completion<Value> super_constructor(Isolate& isolate, Value function) {
  Object* parent = as_object(function)->prototype();
  Value callee = parent ? Value(parent) : Value::null();
  if (!is_constructor(callee)) [[unlikely]] {
    // V8 names the parent by its name, and calls a nameless one null.
    std::string parent_name = callee.is_null() ? "" : describe_for_error(isolate, callee);
    if (callee.is_object() && as_object(callee)->is_callable()) {
      Value own = get_own_data(isolate, as_object(callee), isolate.names().name);
      parent_name = own.is_string() ? to_utf8(isolate, as_string(own)) : "";
    }
    if (parent_name.empty()) parent_name = "null";
    std::string class_name = to_utf8(isolate, cast<Function>(function)->code->name);
    if (class_name.empty()) {
      return throw_type_error(isolate, "Super constructor %s of anonymous class is not a constructor",
                              parent_name.c_str());
    }
    return throw_type_error(isolate, "Super constructor %s of %s is not a constructor", parent_name.c_str(),
                            class_name.c_str());
  }
  return callee;
}

Completion<Value> check_derived_return(Isolate& isolate, Value value, Value this_value) {
  if (value.is_object()) return value;
  if (!value.is_undefined()) {
    return throw_type_error(isolate, "Derived constructors may only return object or undefined");
  }
  if (this_value.is_empty()) return throw_this_unset(isolate);
  return this_value;
}

// The object `super` properties are looked up on; empty: TypeError was to be thrown by the property access.
static Completion<Value> super_base(Isolate& isolate, Value home) {
  if (!home.is_object()) return Value::undefined();
  bool has = false;
  Object* parent = TRY(get_prototype_of(isolate, as_object(home), &has));
  return has ? Value(parent) : Value::null();
}

// A property of the base, or empty and its getter.
static Completion<Value> get_of_base(Isolate& isolate, Object* base, PropertyKey key, Value receiver, Value* accessor) {
  for (Object* o = base; !key.is_index() && o && !o->is_exotic(); o = o->prototype()) {
    const PropertyEntry* entry = find_property(isolate, o->shape(), key);
    if (!entry) continue;
    Value value = o->get_slot(entry->slot);
    if (value.is_empty()) break;
    if (!(entry->attributes & Attributes::kAccessor)) return value;
    Value getter = cast<AccessorPair>(value)->getter;
    if (getter.is_undefined()) return getter;
    *accessor = getter;
    return Value::empty();
  }
  return get(isolate, base, key, receiver);
}

static Throw throw_no_base(Isolate& isolate, Value base, PropertyKey key) {
  return throw_type_error(isolate, "Cannot read properties of %s (reading '%s')", base.is_null() ? "null" : "undefined",
                          describe_key(isolate, key).c_str());
}

Completion<Value> get_super_named(Isolate& isolate, Value home, Value receiver, PropertyKey key, Value* accessor) {
  Value base = TRY(super_base(isolate, home));
  if (!base.is_object()) return throw_no_base(isolate, base, key);
  return get_of_base(isolate, as_object(base), key, receiver, accessor);
}

Completion<Value> get_super(Isolate& isolate, Value home, Value key, Value receiver, Value* accessor) {
  // The base is found before the key is converted (sec-makesuperpropertyreference).
  Value base = TRY(super_base(isolate, home));
  PropertyKey name = TRY(to_property_key(isolate, key));
  if (!base.is_object()) return throw_no_base(isolate, base, name);
  return get_of_base(isolate, as_object(base), name, receiver, accessor);
}

Completion<Value> set_super(Isolate& isolate, Value home, Value key, Value receiver, Value value, bool strict) {
  Value base = TRY(super_base(isolate, home));
  PropertyKey name = TRY(to_property_key(isolate, key));
  if (!base.is_object()) {
    return throw_type_error(isolate, "Cannot set properties of %s (setting '%s')",
                            base.is_null() ? "null" : "undefined", describe_key(isolate, name).c_str());
  }
  bool done = TRY(set(isolate, as_object(base), name, value, receiver));
  if (!done && strict) {
    return throw_type_error(isolate, "Cannot assign to read only property '%s' of object",
                            describe_key(isolate, name).c_str());
  }
  return value;
}

// ---- private names: properties under a private symbol, found on the very object and nowhere else

static PropertyKey private_key(Value name) {
  return PropertyKey::from_symbol(as_symbol(name));
}

static std::string private_text(Isolate& isolate, Value name) {
  return to_utf8(isolate, as_symbol(name)->description);
}

Value create_private_name(Isolate& isolate, Value description) {
  return Value(new_symbol(isolate, as_string(description), Symbol::kPrivateName));
}

// Remembers an in-object field: the shape, and the name in `holder`, since each evaluation of a class has its own.
static void remember_private(Isolate& isolate, Object* object, const PropertyEntry* entry, Value name,
                             CacheSlot* slot) {
  if (!is_writable_site(isolate, slot) || entry->slot >= object->shape()->inline_capacity) return;
  auto* address = object->slot_address(entry->slot, object->shape()->inline_capacity);
  *slot = CacheSlot{};
  slot->shape_id = object->shape_id;
  slot->kind = static_cast<uint8_t>(CacheKind::kOwnPrivate);
  slot->offset = static_cast<uint32_t>(reinterpret_cast<char*>(address) - reinterpret_cast<char*>(object));
  slot->holder = name.as_cell();
  if (FeedbackVector* vector = Frame::from(isolate.fp)->code->feedback_vector) isolate.heap().write_barrier(vector);
  if (isolate.options().trace_ic) trace_site(isolate, private_key(name), *slot, *slot);
}

Completion<Value> get_private(Isolate& isolate, Value value, Value name, CacheSlot* slot) {
  if (value.is_object()) {
    Object* object = as_object(value);
    if (const PropertyEntry* entry = find_property(isolate, object->shape(), private_key(name))) {
      remember_private(isolate, object, entry, name, slot);
      return object->get_slot(entry->slot);
    }
  }
  if (value.is_undefined_or_null()) {
    return throw_type_error(isolate, "Cannot read properties of %s (reading '%s')",
                            value.is_null() ? "null" : "undefined", private_text(isolate, name).c_str());
  }
  return throw_type_error(isolate, "Cannot read private member %s from an object whose class did not declare it",
                          private_text(isolate, name).c_str());
}

Completion<Value> set_private(Isolate& isolate, Value target, Value name, Value value, CacheSlot* slot) {
  if (target.is_object()) {
    Object* object = as_object(target);
    if (const PropertyEntry* entry = find_property(isolate, object->shape(), private_key(name))) {
      remember_private(isolate, object, entry, name, slot);
      store_slot(isolate, object, entry->slot, value);
      return value;
    }
  }
  if (target.is_undefined_or_null()) {
    return throw_type_error(isolate, "Cannot set properties of %s (setting '%s')",
                            target.is_null() ? "null" : "undefined", private_text(isolate, name).c_str());
  }
  return throw_type_error(isolate, "Cannot write private member %s to an object whose class did not declare it",
                          private_text(isolate, name).c_str());
}

Completion<Value> define_private(Isolate& isolate, Value target, Value name, Value value) {
  Object* object = as_object(target);
  if (find_property(isolate, object->shape(), private_key(name))) {
    return throw_type_error(isolate, "Cannot initialize %s twice on the same object",
                            private_text(isolate, name).c_str());
  }
  put_direct(isolate, object, private_key(name), value, Attributes::kWritable);
  return value;
}

Completion<Value> has_private(Isolate& isolate, Value value, Value name) {
  if (!value.is_object()) {
    return throw_type_error(isolate, "Cannot use 'in' operator to search for '%s' in %s",
                            private_text(isolate, name).c_str(), describe_for_error(isolate, value).c_str());
  }
  return Value::boolean(find_property(isolate, as_object(value)->shape(), private_key(name)) != nullptr);
}

Completion<Value> check_private_brand(Isolate& isolate, Value value, Value name, Value text) {
  if (value.is_object() && find_property(isolate, as_object(value)->shape(), private_key(name))) return value;
  return throw_type_error(isolate, "%s", to_utf8(isolate, as_string(text)).c_str());
}

}  // namespace scrim
