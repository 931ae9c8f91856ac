#include "engine/objects/conversions.h"

#include <cmath>

#include "engine/objects/bigint.h"
#include "engine/objects/call.h"
#include "engine/objects/collections.h"
#include "engine/objects/errors.h"
#include "engine/objects/isolate.h"
#include "engine/objects/prototype_chain.h"

namespace scrim {

// ECMA-262 sec-ordinarytoprimitive
static Completion<Value> ordinary_to_primitive(Isolate& isolate, Object* object, bool string_first) {
  const Names& names = isolate.names();
  for (int i = 0; i < 2; ++i) {
    PropertyKey key = (i == 0) == string_first ? names.toString : names.valueOf;
    Value method = TRY(get(isolate, object, key));
    if (is_callable(method)) {
      Value result = TRY(call(isolate, method, Value(object)));
      if (!result.is_object()) return result;
    }
  }
  return throw_type_error(isolate, "Cannot convert object to primitive value");
}

// ECMA-262 sec-toprimitive
Completion<Value> to_primitive(Isolate& isolate, Value value, PreferredType preferred) {
  if (!value.is_object()) return value;
  Object* object = as_object(value);
  Value exotic = TRY(get_method(isolate, value, isolate.names().to_primitive));
  if (!exotic.is_undefined()) {
    const Names& names = isolate.names();
    PropertyKey hint = preferred == PreferredType::kDefault  ? names.default_
                       : preferred == PreferredType::kNumber ? names.number
                                                             : names.string;
    Value result = TRY(call(isolate, exotic, value, {Value(hint.as_string())}));
    if (!result.is_object()) return result;
    return throw_type_error(isolate, "Cannot convert object to primitive value");
  }
  return ordinary_to_primitive(isolate, object, preferred == PreferredType::kString);
}

bool to_boolean(Value value) {
  if (value.is_boolean()) return value.as_boolean();
  if (value.is_int32()) return value.as_int32() != 0;
  if (value.is_double()) {
    double d = value.as_double();
    return d == d && d != 0;
  }
  if (!value.is_cell()) return false;
  Cell* cell = value.as_cell();
  if (cell->is_string()) return static_cast<String*>(cell)->length != 0;
  if (cell->is_bigint()) return !static_cast<BigInt*>(cell)->is_zero();
  return !(cell->is_object() && cell->has_flag(CellFlags::kUndetectable));
}

// ECMA-262 sec-tonumber
Completion<double> to_number(Isolate& isolate, Value value) {
  if (value.is_number()) return value.as_number();
  if (value.is_undefined()) return std::numeric_limits<double>::quiet_NaN();
  if (!value.is_cell()) return value.is_true() ? 1.0 : 0.0;
  if (value.is_string()) return string_to_number(isolate, as_string(value));
  if (value.is_symbol()) return throw_type_error(isolate, "Cannot convert a Symbol value to a number");
  if (value.is_bigint()) return throw_type_error(isolate, "Cannot convert a BigInt value to a number");
  Value primitive = TRY(to_primitive(isolate, value, PreferredType::kNumber));
  return to_number(isolate, primitive);
}

Completion<Value> to_numeric(Isolate& isolate, Value value) {
  if (value.is_number()) return value;
  Value primitive = TRY(to_primitive(isolate, value, PreferredType::kNumber));
  if (primitive.is_bigint()) return primitive;
  return Value::number(TRY(to_number(isolate, primitive)));
}

Completion<double> to_integer_or_infinity(Isolate& isolate, Value value) {
  if (value.is_int32()) return static_cast<double>(value.as_int32());
  double number = TRY(to_number(isolate, value));
  if (number != number) return 0.0;
  return std::trunc(number) + 0.0;
}

int32_t double_to_int32(double number) {
  auto i = static_cast<int64_t>(number);  // saturates to INT64_MIN when out of range on this machine
  if (static_cast<double>(i) == number) return static_cast<int32_t>(static_cast<uint64_t>(i));
  if (!std::isfinite(number)) return 0;
  double m = std::fmod(std::trunc(number), 4294967296.0);
  return static_cast<int32_t>(static_cast<uint32_t>(static_cast<int64_t>(m)));
}

Completion<int32_t> to_int32(Isolate& isolate, Value value) {
  if (value.is_int32()) return value.as_int32();
  return double_to_int32(TRY(to_number(isolate, value)));
}

Completion<uint32_t> to_uint32(Isolate& isolate, Value value) {
  return static_cast<uint32_t>(TRY(to_int32(isolate, value)));
}

Completion<uint64_t> to_length(Isolate& isolate, Value value) {
  if (value.is_int32()) return value.as_int32() > 0 ? static_cast<uint64_t>(value.as_int32()) : uint64_t{0};
  double length = TRY(to_integer_or_infinity(isolate, value));
  if (length <= 0) return uint64_t{0};
  return length >= 9007199254740991.0 ? uint64_t{9007199254740991} : static_cast<uint64_t>(length);
}

Completion<uint64_t> to_index(Isolate& isolate, Value value) {
  if (value.is_undefined()) return uint64_t{0};
  double integer = TRY(to_integer_or_infinity(isolate, value));
  if (!(integer >= 0 && integer <= 9007199254740991.0)) return throw_range_error(isolate, "Invalid index");
  return static_cast<uint64_t>(integer);
}

// ECMA-262 sec-tostring
Completion<String*> to_string(Isolate& isolate, Value value) {
  if (value.is_string()) return as_string(value);
  const Names& names = isolate.names();
  if (value.is_number()) return number_to_string(isolate, value.as_number());
  if (value.is_undefined()) return names.undefined.as_string();
  if (value.is_null()) return names.null_.as_string();
  if (value.is_true()) return names.true_.as_string();
  if (value.is_false()) return names.false_.as_string();
  if (value.is_symbol()) return throw_type_error(isolate, "Cannot convert a Symbol value to a string");
  if (value.is_bigint()) return new_string_latin1(isolate, bigint_to_string(as_bigint(value)));
  Value primitive = TRY(to_primitive(isolate, value, PreferredType::kString));
  return to_string(isolate, primitive);
}

// ECMA-262 sec-toobject
Completion<Object*> to_object(Isolate& isolate, Value value) {
  if (value.is_object()) return as_object(value);
  if (value.is_undefined_or_null()) return throw_type_error(isolate, "Cannot convert undefined or null to object");
  CellType type;
  Intrinsic prototype;
  uint8_t flags = 0;
  if (value.is_number()) {
    type = CellType::kNumberObject;
    prototype = Intrinsic::kNumberPrototype;
  } else if (value.is_boolean()) {
    type = CellType::kBooleanObject;
    prototype = Intrinsic::kBooleanPrototype;
  } else if (value.is_string()) {
    type = CellType::kStringObject;
    prototype = Intrinsic::kStringPrototype;
    flags = CellFlags::kExotic;
  } else if (value.is_symbol()) {
    type = CellType::kSymbolObject;
    prototype = Intrinsic::kSymbolPrototype;
  } else {
    type = CellType::kBigIntObject;
    prototype = Intrinsic::kBigIntPrototype;
  }
  Shape* shape = root_shape(isolate, isolate.realm().intrinsic(prototype), type, flags, 0);
  auto* wrapper = allocate_object<PrimitiveWrapper>(isolate, shape);
  wrapper->primitive = value;
  return static_cast<Object*>(wrapper);
}

PropertyKey key_from_number(Isolate& isolate, double number) {
  if (number >= 0 && number <= PropertyKey::kMaxIndex) {
    auto index = static_cast<uint32_t>(number);
    if (static_cast<double>(index) == number) return PropertyKey::from_index(index);
  }
  return key_from_string(isolate, number_to_string(isolate, number));
}

// ECMA-262 sec-topropertykey
Completion<PropertyKey> to_property_key(Isolate& isolate, Value value) {
  if (value.is_int32() && value.as_int32() >= 0)
    return PropertyKey::from_index(static_cast<uint32_t>(value.as_int32()));
  if (value.is_string()) return key_from_string(isolate, as_string(value));
  if (value.is_number()) return key_from_number(isolate, value.as_number());
  if (value.is_object()) value = TRY(to_primitive(isolate, value, PreferredType::kString));
  if (value.is_symbol()) return PropertyKey::from_symbol(as_symbol(value));
  if (value.is_number()) return key_from_number(isolate, value.as_number());
  return key_from_string(isolate, TRY(to_string(isolate, value)));
}

Completion<Value> require_object_coercible(Isolate& isolate, Value value, const char* method) {
  if (value.is_undefined_or_null()) return throw_type_error(isolate, "%s called on null or undefined", method);
  return value;
}

// ECMA-262 sec-isarray
Completion<bool> is_array(Isolate& isolate, Value value) {
  while (value.is_object()) {
    Object* object = as_object(value);
    if (object->is_array()) return true;
    if (object->type != CellType::kProxy) return false;
    auto* proxy = static_cast<ProxyObject*>(object);
    if (!proxy->target) return throw_type_error(isolate, "Cannot perform 'IsArray' on a proxy that has been revoked");
    value = Value(proxy->target);
  }
  return false;
}

Completion<bool> prototype_chain_has(Isolate& isolate, Object* object, const Object* prototype) {
  constexpr uint32_t kMostProxies = 100 * 1024;
  for (uint32_t proxies = 0;;) {
    bool has = false;
    Object* above = object;
    if (object->is_exotic()) {
      if (object->type == CellType::kProxy && proxies++ == kMostProxies) return throw_stack_overflow(isolate);
      above = TRY(get_prototype_of(isolate, object, &has));
    } else if (Object* p = object->prototype()) {
      above = p;
      has = true;
    }
    if (!has) return false;
    if (above == prototype) return true;
    object = above;
  }
}

// ECMA-262 sec-ordinaryhasinstance
Completion<bool> ordinary_has_instance(Isolate& isolate, Value constructor, Value value) {
  if (!is_callable(constructor)) return false;
  Object* function = as_object(constructor);
  if (function->type == CellType::kBoundFunction)
    return instance_of(isolate, value, Value(static_cast<BoundFunction*>(function)->target));
  if (!value.is_object()) return false;
  Value prototype = TRY(get(isolate, function, isolate.names().prototype));
  if (!prototype.is_object()) {
    return throw_type_error(isolate, "Function has non-object prototype '%s' in instanceof check",
                            describe_for_error(isolate, prototype).c_str());
  }
  return prototype_chain_has(isolate, as_object(value), as_object(prototype));
}

// ECMA-262 sec-instanceofoperator
Completion<bool> instance_of(Isolate& isolate, Value value, Value target) {
  if (!target.is_object()) return throw_type_error(isolate, "Right-hand side of 'instanceof' is not an object");
  Value handler = TRY(get_method(isolate, target, isolate.names().has_instance));
  if (!handler.is_undefined()) return to_boolean(TRY(call(isolate, handler, target, {value})));
  if (!is_callable(target)) return throw_type_error(isolate, "Right-hand side of 'instanceof' is not callable");
  return ordinary_has_instance(isolate, target, value);
}

// ECMA-262 sec-speciesconstructor
Completion<Object*> species_constructor(Isolate& isolate, Object* object, Object* default_constructor) {
  Value constructor = TRY(get(isolate, object, isolate.names().constructor));
  if (constructor.is_undefined()) return default_constructor;
  if (!constructor.is_object()) return throw_type_error(isolate, "The .constructor property is not an object");
  Value species = TRY(get(isolate, as_object(constructor), isolate.names().species));
  if (species.is_undefined_or_null()) return default_constructor;
  if (is_constructor(species)) return as_object(species);
  return throw_type_error(isolate, "object.constructor[Symbol.species] is not a constructor");
}

String* typeof_string(Isolate& isolate, Value value) {
  const Names& names = isolate.names();
  PropertyKey key = names.undefined;
  if (value.is_number()) {
    key = names.number;
  } else if (value.is_boolean()) {
    key = names.boolean;
  } else if (value.is_null()) {
    key = names.object;
  } else if (value.is_cell()) {
    Cell* cell = value.as_cell();
    if (cell->is_string()) {
      key = names.string;
    } else if (cell->is_symbol()) {
      key = names.symbol;
    } else if (cell->is_bigint()) {
      key = names.bigint;
    } else if (!cell->has_flag(CellFlags::kUndetectable)) {
      key = cell->has_flag(CellFlags::kCallable) ? names.function_ : names.object;
    }
  }
  return key.as_string();
}

}  // namespace scrim
