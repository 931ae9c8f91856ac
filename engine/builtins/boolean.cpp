// Boolean. ECMA-262 sec-boolean-objects
#include "engine/builtins/support.h"

namespace scrim {

namespace {

Completion<Value> boolean_constructor(Isolate& isolate, Frame& frame) {
  Value value = Value::boolean(to_boolean(frame.argument(0)));
  if (frame.new_target.is_undefined()) return value;
  Shape* shape =
      TRY(shape_from_constructor(isolate, frame.new_target, Intrinsic::kBooleanPrototype, CellType::kBooleanObject));
  auto* object = allocate_object<PrimitiveWrapper>(isolate, shape);
  object->primitive = value;
  return Value(object);
}

Completion<Value> this_boolean(Isolate& isolate, Value value, const char* method) {
  if (value.is_boolean()) return value;
  if (is_type(value, CellType::kBooleanObject)) return cast<PrimitiveWrapper>(value)->primitive;
  return throw_type_error(isolate, "%s requires that 'this' be a Boolean", method);
}

Completion<Value> boolean_prototype_to_string(Isolate& isolate, Frame& frame) {
  Value value = TRY(this_boolean(isolate, frame.this_value, "Boolean.prototype.toString"));
  return TRY(to_string(isolate, value));
}
Completion<Value> boolean_prototype_value_of(Isolate& isolate, Frame& frame) {
  return this_boolean(isolate, frame.this_value, "Boolean.prototype.valueOf");
}

using P = BuiltinProperty;
constexpr P kBooleanPrototypeTable[] = {
    P::function("toString", boolean_prototype_to_string, 0),
    P::function("valueOf", boolean_prototype_value_of, 0),
};

Object* make_boolean_prototype(Isolate& isolate, Realm&, Object* parent) {
  auto* object =
      allocate_object<PrimitiveWrapper>(isolate, root_shape(isolate, parent, CellType::kBooleanObject, 0, 0));
  object->primitive = Value::boolean(false);
  return object;
}

}  // namespace

extern constexpr ClassSpec kBooleanClass = {Intrinsic::kBoolean,
                                            Intrinsic::kBooleanPrototype,
                                            "Boolean",
                                            boolean_constructor,
                                            1,
                                            {},
                                            kBooleanPrototypeTable,
                                            Intrinsic::kObjectPrototype,
                                            Intrinsic::kFunctionPrototype,
                                            make_boolean_prototype};

}  // namespace scrim
