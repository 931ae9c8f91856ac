// Reflect. ECMA-262 sec-reflect-object
#include "engine/builtins/support.h"

namespace scrim {

namespace {

Completion<Object*> target_of(Isolate& isolate, Frame& frame, const char* method) {
  if (!frame.argument(0).is_object()) return throw_type_error(isolate, "%s called on non-object", method);
  return as_object(frame.argument(0));
}

Completion<Value> reflect_define_property(Isolate& isolate, Frame& frame) {
  Object* target = TRY(target_of(isolate, frame, "Reflect.defineProperty"));
  PropertyKey key = TRY(to_property_key(isolate, frame.argument(1)));
  PropertyDescriptor descriptor;
  TRY(to_property_descriptor(isolate, frame.argument(2), &descriptor));
  return Value::boolean(TRY(define_own_property(isolate, target, key, descriptor)));
}

Completion<Value> reflect_delete_property(Isolate& isolate, Frame& frame) {
  Object* target = TRY(target_of(isolate, frame, "Reflect.deleteProperty"));
  PropertyKey key = TRY(to_property_key(isolate, frame.argument(1)));
  return Value::boolean(TRY(delete_property(isolate, target, key)));
}

Completion<Value> reflect_get(Isolate& isolate, Frame& frame) {
  Object* target = TRY(target_of(isolate, frame, "Reflect.get"));
  PropertyKey key = TRY(to_property_key(isolate, frame.argument(1)));
  return get(isolate, target, key, frame.argument_count > 2 ? frame.arguments[2] : Value(target));
}

Completion<Value> reflect_get_own_property_descriptor(Isolate& isolate, Frame& frame) {
  Object* target = TRY(target_of(isolate, frame, "Reflect.getOwnPropertyDescriptor"));
  PropertyKey key = TRY(to_property_key(isolate, frame.argument(1)));
  PropertyDescriptor descriptor;
  if (!TRY(get_own_property(isolate, target, key, &descriptor))) return Value::undefined();
  return Value(from_property_descriptor(isolate, descriptor));
}

Completion<Value> reflect_get_prototype_of(Isolate& isolate, Frame& frame) {
  Object* target = TRY(target_of(isolate, frame, "Reflect.getPrototypeOf"));
  bool has = false;
  Object* prototype = TRY(get_prototype_of(isolate, target, &has));
  return has ? Value(prototype) : Value::null();
}

Completion<Value> reflect_has(Isolate& isolate, Frame& frame) {
  Object* target = TRY(target_of(isolate, frame, "Reflect.has"));
  PropertyKey key = TRY(to_property_key(isolate, frame.argument(1)));
  return Value::boolean(TRY(has_property(isolate, target, key)));
}

Completion<Value> reflect_is_extensible(Isolate& isolate, Frame& frame) {
  return Value::boolean(TRY(is_extensible(isolate, TRY(target_of(isolate, frame, "Reflect.isExtensible")))));
}

Completion<Value> reflect_own_keys(Isolate& isolate, Frame& frame) {
  return Value(TRY(own_property_keys(isolate, TRY(target_of(isolate, frame, "Reflect.ownKeys")))));
}

Completion<Value> reflect_prevent_extensions(Isolate& isolate, Frame& frame) {
  return Value::boolean(TRY(prevent_extensions(isolate, TRY(target_of(isolate, frame, "Reflect.preventExtensions")))));
}

Completion<Value> reflect_set(Isolate& isolate, Frame& frame) {
  Object* target = TRY(target_of(isolate, frame, "Reflect.set"));
  PropertyKey key = TRY(to_property_key(isolate, frame.argument(1)));
  Value receiver = frame.argument_count > 3 ? frame.arguments[3] : Value(target);
  return Value::boolean(TRY(set(isolate, target, key, frame.argument(2), receiver)));
}

Completion<Value> reflect_set_prototype_of(Isolate& isolate, Frame& frame) {
  Object* target = TRY(target_of(isolate, frame, "Reflect.setPrototypeOf"));
  Value prototype = frame.argument(1);
  if (!prototype.is_object() && !prototype.is_null())
    return throw_type_error(isolate, "Object prototype may only be an Object or null: %s",
                            describe_for_error(isolate, prototype).c_str());
  if (target == isolate.realm().intrinsic(Intrinsic::kObjectPrototype)) return Value::boolean(prototype.is_null());
  return Value::boolean(TRY(set_prototype_of(isolate, target, prototype.is_null() ? nullptr : as_object(prototype))));
}

using P = BuiltinProperty;
constexpr P kReflectTable[] = {
    P::function("defineProperty", reflect_define_property, 3),
    P::function("deleteProperty", reflect_delete_property, 2),
    P::function("apply", forward_call, 3, static_cast<uint16_t>(Forward::kReflectApply)),
    P::function("construct", forward_call, 2, static_cast<uint16_t>(Forward::kReflectConstruct)),
    P::function("get", reflect_get, 2),
    P::function("getOwnPropertyDescriptor", reflect_get_own_property_descriptor, 2),
    P::function("getPrototypeOf", reflect_get_prototype_of, 1),
    P::function("has", reflect_has, 2),
    P::function("isExtensible", reflect_is_extensible, 1),
    P::function("ownKeys", reflect_own_keys, 1),
    P::function("preventExtensions", reflect_prevent_extensions, 1),
    P::function("set", reflect_set, 3),
    P::function("setPrototypeOf", reflect_set_prototype_of, 2),
    P::string("@@toStringTag", "Reflect"),
};

}  // namespace

extern constexpr ObjectSpec kReflectObject = {Intrinsic::kReflect, Intrinsic::kObjectPrototype, kReflectTable};

}  // namespace scrim
