// Function and Function.prototype. ECMA-262 sec-function-objects
#include <cmath>

#include "engine/builtins/support.h"

namespace scrim {

namespace {

// ECMA-262 sec-function.prototype.bind
Completion<Value> function_prototype_bind(Isolate& isolate, Frame& frame) {
  if (!is_callable(frame.this_value)) return throw_type_error(isolate, "Bind must be called on a function");
  Object* target = as_object(frame.this_value);
  bool has = false;
  Object* prototype = TRY(get_prototype_of(isolate, target, &has));
  uint8_t flags = CellFlags::kCallable;
  if (target->is_constructor()) flags |= CellFlags::kConstructor;
  Shape* shape = root_shape(isolate, has ? prototype : nullptr, CellType::kBoundFunction, flags, 2);
  const Names& names = isolate.names();
  shape = add_property_transition(isolate, shape, names.length, Attributes::kConfigurable);
  shape = add_property_transition(isolate, shape, names.name, Attributes::kConfigurable);
  uint32_t count = frame.argument_count > 1 ? frame.argument_count - 1 : 0;
  Array* arguments = new_array_from(isolate, std::span<const Value>(frame.arguments + 1, count));
  auto* bound = allocate_object<BoundFunction>(isolate, shape);
  bound->target = target;
  bound->bound_this = frame.argument(0);
  bound->arguments = arguments->vector();
  bound->padding = 0;
  double length = 0;
  if (TRY(has_own_property(isolate, target, names.length))) {
    Value value = TRY(get(isolate, target, names.length));
    if (value.is_number()) {
      double number = value.as_number();
      if (number == HUGE_VAL) {
        length = HUGE_VAL;
      } else if (number != -HUGE_VAL) {
        length = std::max(0.0, TRY(to_integer_or_infinity(isolate, value)) - count);
      }
    }
  }
  put_direct(isolate, bound, names.length, Value::number(length), Attributes::kConfigurable);
  Value name = TRY(get(isolate, target, names.name));
  // A rope: chains of bound functions would take quadratic memory otherwise.
  String* text = name.is_string() ? as_string(name) : names.empty.as_string();
  String* bound_name = TRY(concatenate(isolate, intern_latin1(isolate, "bound "), text));
  put_direct(isolate, bound, names.name, Value(bound_name), Attributes::kConfigurable);
  return Value(bound);
}

// ECMA-262 sec-function.prototype.tostring
Completion<Value> function_prototype_to_string(Isolate& isolate, Frame& frame) {
  if (!is_callable(frame.this_value))
    return throw_type_error(isolate, "Function.prototype.toString requires that 'this' be a Function");
  return isolate.function_source(isolate, as_object(frame.this_value));
}

// ECMA-262 sec-function.prototype-@@hasinstance
Completion<Value> function_prototype_has_instance(Isolate& isolate, Frame& frame) {
  return Value::boolean(TRY(ordinary_has_instance(isolate, frame.this_value, frame.argument(0))));
}

Completion<Value> function_prototype(Isolate&, Frame&) {
  return Value::undefined();
}

Completion<Value> throw_type_error_function(Isolate& isolate, Frame& frame) {
  // Sloppy functions have a `caller` that tells nothing.
  if (is_type(frame.this_value, CellType::kFunction) && as_object(frame.this_value)->is_constructor() &&
      !(cast<Function>(frame.this_value)->code->code_flags & kCodeStrict))
    return Value::undefined();
  return throw_type_error(isolate,
                          "'caller', 'callee', and 'arguments' properties may not be accessed on strict mode "
                          "functions or the arguments objects for calls to them");
}

// ECMA-262 sec-createdynamicfunction; magic says which kind
Completion<Value> dynamic_function(Isolate& isolate, Frame& frame, DynamicFunctionKind kind) {
  StringBuilder parameters(isolate);
  for (uint32_t i = 0; i + 1 < frame.argument_count; ++i) {
    if (i) parameters.append(u',');
    parameters.append(TRY(to_string(isolate, frame.argument(i))));
  }
  String* body = isolate.names().empty.as_string();
  if (frame.argument_count) body = TRY(to_string(isolate, frame.argument(frame.argument_count - 1)));
  String* parameter_text = TRY(parameters.finish());
  if (!isolate.create_dynamic_function)
    return throw_error(isolate, ErrorType::kEvalError, "Code generation from strings disallowed for this context");
  Value new_target = frame.new_target.is_undefined() ? frame.callee : frame.new_target;
  return isolate.create_dynamic_function(isolate, kind, parameter_text, body, new_target);
}

Completion<Value> function_constructor(Isolate& isolate, Frame& frame) {
  return dynamic_function(isolate, frame, DynamicFunctionKind::kFunction);
}
Completion<Value> generator_function_constructor(Isolate& isolate, Frame& frame) {
  return dynamic_function(isolate, frame, DynamicFunctionKind::kGenerator);
}
Completion<Value> async_function_constructor(Isolate& isolate, Frame& frame) {
  return dynamic_function(isolate, frame, DynamicFunctionKind::kAsync);
}
Completion<Value> async_generator_function_constructor(Isolate& isolate, Frame& frame) {
  return dynamic_function(isolate, frame, DynamicFunctionKind::kAsyncGenerator);
}

Completion<Value> global_eval(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_string()) return frame.argument(0);
  if (!isolate.indirect_eval)
    return throw_error(isolate, ErrorType::kEvalError, "Code generation from strings disallowed for this context");
  return isolate.indirect_eval(isolate, as_string(frame.argument(0)));
}

using P = BuiltinProperty;

constexpr P kFunctionPrototypeTable[] = {
    P::function("apply", forward_call, 2, static_cast<uint16_t>(Forward::kApply)),
    P::function("bind", function_prototype_bind, 1),
    P::function("call", forward_call, 1, static_cast<uint16_t>(Forward::kCall)),
    P::function("toString", function_prototype_to_string, 0),
    {"@@hasInstance", P::kFunction, 1, 0, function_prototype_has_instance},
};

constexpr P kGeneratorFunctionPrototypeTable[] = {
    P::object("prototype", Intrinsic::kGeneratorPrototype, Attributes::kConfigurable),
    P::string("@@toStringTag", "GeneratorFunction"),
};
constexpr P kAsyncGeneratorFunctionPrototypeTable[] = {
    P::object("prototype", Intrinsic::kAsyncGeneratorPrototype, Attributes::kConfigurable),
    P::string("@@toStringTag", "AsyncGeneratorFunction"),
};
constexpr P kAsyncFunctionPrototypeTable[] = {P::string("@@toStringTag", "AsyncFunction")};

// The constructors of the other kinds of function: not globals; prototype is fixed, constructor not writable.
Object* make_kind_constructor(Isolate& isolate, Realm& realm, const char* name, NativeCode native,
                              Intrinsic prototype_id, Intrinsic id) {
  Object* prototype = realm.intrinsic(prototype_id);
  if (realm.has_intrinsic(id)) return realm.intrinsic(id);
  Object* constructor =
      make_builtin_constructor(isolate, realm, name, native, 1, nullptr, {}, realm.intrinsic(Intrinsic::kFunction));
  put_direct(isolate, constructor, isolate.names().prototype, Value(prototype), 0);
  put_direct(isolate, prototype, isolate.names().constructor, Value(constructor), Attributes::kConfigurable);
  return constructor;
}

Object* make_kind_prototype(Isolate& isolate, Realm& realm, Intrinsic id, Intrinsic constructor, BuiltinTable table) {
  Object* prototype = new_object_with_prototype(isolate, realm.intrinsic(Intrinsic::kFunctionPrototype));
  become_prototype(isolate, prototype);
  realm.set_intrinsic(id, prototype);
  realm.intrinsic(constructor);
  install(isolate, realm, prototype, table);
  return prototype;
}

Object* make_function_prototype(Isolate& isolate, Realm& realm) {
  // %Function.prototype% is itself a function, and is needed to make any other.
  Shape* shape = root_shape(isolate, realm.intrinsic(Intrinsic::kObjectPrototype), CellType::kNativeFunction,
                            CellFlags::kCallable, NativeFunction::kInlineSlots);
  if (realm.has_intrinsic(Intrinsic::kFunctionPrototype)) return realm.intrinsic(Intrinsic::kFunctionPrototype);
  const Names& names = isolate.names();
  shape = add_property_transition(isolate, shape, names.length, Attributes::kConfigurable);
  shape = add_property_transition(isolate, shape, names.name, Attributes::kConfigurable);
  auto* prototype = allocate_object<NativeFunction>(isolate, shape);
  prototype->native = function_prototype;
  prototype->realm = &realm;
  prototype->data = Value::undefined();
  prototype->magic = 0;
  prototype->properties[0] = Value::int32(0);
  prototype->properties[1] = Value(names.empty.as_cell());
  become_prototype(isolate, prototype);
  realm.set_intrinsic(Intrinsic::kFunctionPrototype, prototype);
  Object* thrower = realm.intrinsic(Intrinsic::kThrowTypeError);
  for (PropertyKey key : {names.arguments, names.caller}) {
    PropertyDescriptor poison;
    poison.getter = poison.setter = Value(thrower);
    poison.attributes = Attributes::kConfigurable;
    poison.present = Attributes::kEnumerable | Attributes::kConfigurable;
    MUST(define_own_property(isolate, prototype, key, poison));
  }
  realm.intrinsic(Intrinsic::kFunction);
  install(isolate, realm, prototype, kFunctionPrototypeTable);
  return prototype;
}

Object* make_function_constructor(Isolate& isolate, Realm& realm) {
  Object* prototype = realm.intrinsic(Intrinsic::kFunctionPrototype);
  if (realm.has_intrinsic(Intrinsic::kFunction)) return realm.intrinsic(Intrinsic::kFunction);
  return make_builtin_constructor(isolate, realm, "Function", function_constructor, 1, prototype, {});
}

// ECMA-262 sec-%throwtypeerror%
Object* make_throw_type_error(Isolate& isolate, Realm& realm) {
  NativeFunction* function = make_native(isolate, isolate.names().empty, nullptr, throw_type_error_function, 0);
  function->realm = &realm;
  put_direct(isolate, function, isolate.names().length, Value::int32(0), 0);
  put_direct(isolate, function, isolate.names().name, Value(isolate.names().empty.as_cell()), 0);
  MUST(prevent_extensions(isolate, function));
  return function;
}

}  // namespace

void register_functions(Isolate& isolate) {
  auto set = [&](Intrinsic id, IntrinsicCreator creator) {
    isolate.intrinsic_creators[static_cast<int>(id)] = creator;
  };
  set(Intrinsic::kFunctionPrototype, make_function_prototype);
  set(Intrinsic::kFunction, make_function_constructor);
  set(Intrinsic::kThrowTypeError, make_throw_type_error);
  set(Intrinsic::kEval,
      [](Isolate& i, Realm& realm) { return make_function(i, realm, {Intrinsic::kEval, "eval", global_eval, 1}); });
  set(Intrinsic::kGeneratorFunctionPrototype, [](Isolate& i, Realm& realm) {
    return make_kind_prototype(i, realm, Intrinsic::kGeneratorFunctionPrototype, Intrinsic::kGeneratorFunction,
                               kGeneratorFunctionPrototypeTable);
  });
  set(Intrinsic::kGeneratorFunction, [](Isolate& i, Realm& realm) {
    return make_kind_constructor(i, realm, "GeneratorFunction", generator_function_constructor,
                                 Intrinsic::kGeneratorFunctionPrototype, Intrinsic::kGeneratorFunction);
  });
  set(Intrinsic::kAsyncGeneratorFunctionPrototype, [](Isolate& i, Realm& realm) {
    return make_kind_prototype(i, realm, Intrinsic::kAsyncGeneratorFunctionPrototype,
                               Intrinsic::kAsyncGeneratorFunction, kAsyncGeneratorFunctionPrototypeTable);
  });
  set(Intrinsic::kAsyncGeneratorFunction, [](Isolate& i, Realm& realm) {
    return make_kind_constructor(i, realm, "AsyncGeneratorFunction", async_generator_function_constructor,
                                 Intrinsic::kAsyncGeneratorFunctionPrototype, Intrinsic::kAsyncGeneratorFunction);
  });
  set(Intrinsic::kAsyncFunctionPrototype, [](Isolate& i, Realm& realm) {
    return make_kind_prototype(i, realm, Intrinsic::kAsyncFunctionPrototype, Intrinsic::kAsyncFunction,
                               kAsyncFunctionPrototypeTable);
  });
  set(Intrinsic::kAsyncFunction, [](Isolate& i, Realm& realm) {
    return make_kind_constructor(i, realm, "AsyncFunction", async_function_constructor,
                                 Intrinsic::kAsyncFunctionPrototype, Intrinsic::kAsyncFunction);
  });
}

}  // namespace scrim
