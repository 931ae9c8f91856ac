#include "engine/builtins/support.h"

namespace scrim {

PropertyKey key_of_name(Isolate& isolate, const char* name) {
  if (name[0] != '@' || name[1] != '@') return key_from_latin1(isolate, name);
  static constexpr struct {
    const char* name;
    PropertyKey Names::* key;
  } kSymbols[] = {
      {"@@iterator", &Names::iterator},
      {"@@asyncIterator", &Names::async_iterator},
      {"@@hasInstance", &Names::has_instance},
      {"@@toPrimitive", &Names::to_primitive},
      {"@@toStringTag", &Names::to_string_tag},
      {"@@species", &Names::species},
      {"@@isConcatSpreadable", &Names::is_concat_spreadable},
      {"@@unscopables", &Names::unscopables},
      {"@@match", &Names::match},
      {"@@matchAll", &Names::match_all},
      {"@@replace", &Names::replace},
      {"@@search", &Names::search},
      {"@@split", &Names::split},
      {"@@dispose", &Names::dispose_symbol},
      {"@@asyncDispose", &Names::async_dispose_symbol},
  };
  for (const auto& symbol : kSymbols) {
    if (std::strcmp(symbol.name, name) == 0) return isolate.names().*symbol.key;
  }
  UNREACHABLE();
}

NativeFunction* make_native(Isolate& isolate, PropertyKey name, const char* prefix, NativeCode native, uint32_t length,
                            uint32_t magic) {
  NativeFunction* function = new_native_function(isolate, native, prefix ? PropertyKey() : name, length);
  if (prefix) set_function_name(isolate, function, name, prefix);
  function->magic = magic;
  return function;
}

NativeFunction* make_closure(Isolate& isolate, NativeCode native, uint32_t length, Value data, uint32_t magic) {
  NativeFunction* function = new_native_function(isolate, native, PropertyKey(), length, data);
  function->magic = magic;
  return function;
}

void install(Isolate& isolate, Realm& realm, Object* object, BuiltinTable table) {
  for (const BuiltinProperty& property : table) {
    PropertyKey key = key_of_name(isolate, property.name);
    Value value;
    uint8_t attributes = property.attributes;
    switch (property.kind) {
      case BuiltinProperty::kFunction:
        if (property.intrinsic != Intrinsic::kCount) {
          value = Value(realm.intrinsic(property.intrinsic));
        } else {
          value = Value(make_native(isolate, key, nullptr, property.native, property.length, property.magic));
        }
        break;
      case BuiltinProperty::kAccessor: {
        Value getter, setter;
        if (property.native) getter = Value(make_native(isolate, key, "get", property.native, 0, property.magic));
        if (property.setter) setter = Value(make_native(isolate, key, "set", property.setter, 1, property.magic));
        value = Value(new_accessor_pair(isolate, getter, setter));
        attributes |= Attributes::kAccessor;
        break;
      }
      case BuiltinProperty::kInt: value = Value::int32(static_cast<int32_t>(property.number)); break;
      case BuiltinProperty::kDouble: value = Value::number(property.number); break;
      case BuiltinProperty::kString: value = Value(intern_latin1(isolate, property.text)); break;
      case BuiltinProperty::kUndefined: value = Value::undefined(); break;
      case BuiltinProperty::kIntrinsic:
        if (object->type == CellType::kHostObject) {  // the global object: made when first read
          if (!isolate.intrinsic_creators[static_cast<int>(property.intrinsic)]) continue;
          value = realm.has_intrinsic(property.intrinsic) ? Value(realm.intrinsic(property.intrinsic)) : Value::empty();
        } else {
          value = Value(realm.intrinsic(property.intrinsic));
        }
        break;
      case BuiltinProperty::kAlias: value = get_own_data(isolate, object, key_of_name(isolate, property.text)); break;
    }
    put_direct(isolate, object, key, value, attributes);
  }
}

Object* make_builtin_object(Isolate& isolate, Realm& realm, Object* prototype, BuiltinTable table) {
  Object* object = new_object_with_prototype(isolate, prototype);
  become_prototype(isolate, object);  // a shape of its own: methods are added in place
  install(isolate, realm, object, table);
  return object;
}

Object* make_builtin_constructor(Isolate& isolate, Realm& realm, const char* name, NativeCode native, uint8_t length,
                                 Object* prototype, BuiltinTable table, Object* parent) {
  PropertyKey key = key_of_name(isolate, name);
  NativeFunction* constructor = new_native_function(isolate, native, key, length, Value::undefined(), true);
  constructor->realm = &realm;
  isolate.heap().write_barrier(constructor);
  if (parent) ordinary_set_prototype_of(isolate, constructor, parent);
  if (prototype) {
    put_direct(isolate, constructor, isolate.names().prototype, Value(prototype), 0);
    put_direct(isolate, prototype, isolate.names().constructor, Value(constructor), Attributes::kHidden);
  }
  install(isolate, realm, constructor, table);
  return constructor;
}

Object* make_class_prototype(Isolate& isolate, Realm& realm, const ClassSpec& spec) {
  Object* parent = realm.intrinsic(spec.parent_prototype);
  Object* prototype =
      spec.make_prototype ? spec.make_prototype(isolate, realm, parent) : new_object_with_prototype(isolate, parent);
  become_prototype(isolate, prototype);
  realm.set_intrinsic(spec.prototype, prototype);
  realm.intrinsic(spec.constructor);  // adds `constructor`, first as in V8
  install(isolate, realm, prototype, spec.prototype_table);
  return prototype;
}

Object* make_class_constructor(Isolate& isolate, Realm& realm, const ClassSpec& spec) {
  Object* prototype = realm.intrinsic(spec.prototype);
  if (realm.has_intrinsic(spec.constructor)) return realm.intrinsic(spec.constructor);
  return make_builtin_constructor(isolate, realm, spec.name, spec.native, spec.length, prototype,
                                  spec.constructor_table, realm.intrinsic(spec.parent_constructor));
}

Object* make_object(Isolate& isolate, Realm& realm, const ObjectSpec& spec) {
  Object* object = new_object_with_prototype(isolate, realm.intrinsic(spec.parent));
  become_prototype(isolate, object);
  realm.set_intrinsic(spec.id, object);
  install(isolate, realm, object, spec.table);
  return object;
}

Object* make_function(Isolate& isolate, Realm& realm, const FunctionSpec& spec) {
  NativeFunction* function = make_native(isolate, key_of_name(isolate, spec.name), nullptr, spec.native, spec.length);
  function->realm = &realm;
  isolate.heap().write_barrier(function);
  return function;
}

// ECMA-262 sec-ordinarycreatefromconstructor, sec-getprototypefromconstructor
Completion<Shape*> shape_from_constructor(Isolate& isolate, Value new_target, Intrinsic default_prototype,
                                          CellType type, uint8_t object_flags, uint32_t inline_capacity) {
  Object* prototype = nullptr;
  if (new_target.is_object()) {
    Object* constructor = as_object(new_target);
    Value own = TRY(get(isolate, constructor, isolate.names().prototype));
    if (own.is_object()) {
      prototype = as_object(own);
    } else {
      prototype = TRY(get_function_realm(isolate, constructor))
      ->intrinsic(default_prototype);
    }
  } else {
    prototype = isolate.realm().intrinsic(default_prototype);
  }
  return root_shape(isolate, prototype, type, object_flags, inline_capacity);
}

Completion<void> require_function(Isolate& isolate, Value value) {
  if (is_callable(value)) return {};
  std::string text = value.is_string() ? to_utf8(isolate, as_string(value)) : describe_for_error(isolate, value);
  return throw_type_error(isolate, "%s is not a function", text.c_str());
}

Completion<uint64_t> relative_index(Isolate& isolate, Value value, uint64_t length, uint64_t if_undefined) {
  if (value.is_undefined()) return if_undefined;
  double relative = TRY(to_integer_or_infinity(isolate, value));
  auto size = static_cast<double>(length);
  if (relative < 0) return relative + size > 0 ? static_cast<uint64_t>(relative + size) : uint64_t{0};
  return relative < size ? static_cast<uint64_t>(relative) : length;
}

}  // namespace scrim
