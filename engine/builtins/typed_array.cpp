// Typed arrays: elements, exotic behaviour, constructors. ECMA-262 sec-typedarray-exotic-objects
#include "engine/builtins/typed_array.h"

#include <cmath>

#include "engine/builtins/array_support.h"
#include "engine/builtins/iterators.h"
#include "engine/interpreter/promise.h"
#include "engine/objects/bigint.h"
#include "engine/objects/iteration.h"
#include "engine/objects/typed_elements.h"

namespace scrim {

namespace {

float half_to_float(uint16_t half) {
  int exponent = half >> 10 & 31;
  int mantissa = half & 1023;
  float magnitude = exponent == 0    ? std::ldexp(static_cast<float>(mantissa), -24)
                    : exponent == 31 ? (mantissa ? std::numeric_limits<float>::quiet_NaN() : HUGE_VALF)
                                     : std::ldexp(static_cast<float>(mantissa + 1024), exponent - 25);
  return half & 0x8000 ? -magnitude : magnitude;
}

// Round to nearest, ties to even, once.
uint16_t double_to_half(double number) {
  uint16_t sign = std::signbit(number) ? 0x8000 : 0;
  if (number != number) return 0x7e00;
  double magnitude = std::fabs(number);
  if (magnitude >= 65520) return sign | 0x7c00;
  int exponent;
  std::frexp(magnitude, &exponent);
  int unit = std::max(exponent - 11, -24);
  auto scaled = static_cast<uint32_t>(std::nearbyint(std::ldexp(magnitude, -unit)));
  if (scaled == 2048) {
    scaled = 1024;
    ++unit;
  }
  if (scaled < 1024) return sign | static_cast<uint16_t>(scaled);  // subnormal: unit is -24
  return sign | static_cast<uint16_t>((unit + 25) << 10) | static_cast<uint16_t>(scaled - 1024);
}

}  // namespace

Value load_element(Isolate& isolate, ElementType type, const uint8_t* address) {
  switch (type) {
    case ElementType::kFloat16: return Value::canonical_double(half_to_float(read_element<uint16_t>(address)));
    case ElementType::kBigInt64: return Value(bigint_from_int64(isolate, read_element<int64_t>(address)));
    case ElementType::kBigUint64: return Value(bigint_from_uint64(isolate, read_element<uint64_t>(address)));
    default: return load_plain_element(type, address);
  }
}

Completion<Value> to_element_value(Isolate& isolate, ElementType type, Value value) {
  if (is_bigint_type(type)) return Value(TRY(to_bigint(isolate, value)));
  if (value.is_number()) return value;
  return Value::number(TRY(to_number(isolate, value)));
}

void store_element(ElementType type, uint8_t* address, Value numeric) {
  if (is_bigint_type(type)) return write_element(address, bigint_to_uint64(as_bigint(numeric)));
  if (type == ElementType::kFloat16) return write_element(address, double_to_half(numeric.as_number()));
  store_plain_element(type, address, numeric);
}

uint64_t typed_array_length(const TypedArrayObject* array, bool* out_of_bounds) {
  const ArrayBufferObject* buffer = array->buffer;
  uint64_t size = element_size(array->element_type);
  bool outside = is_detached(buffer) || array->byte_offset > buffer->byte_length ||
                 (array->length != kTracksBuffer && array->byte_offset + array->length * size > buffer->byte_length);
  if (out_of_bounds) *out_of_bounds = outside;
  if (outside) return 0;
  return array->length != kTracksBuffer ? array->length : (buffer->byte_length - array->byte_offset) / size;
}

Throw throw_immutable(Isolate& isolate, const char* method) {
  return throw_type_error(isolate, "Cannot perform %s on an immutable ArrayBuffer", method);
}

Completion<TypedArrayObject*> validate_typed_array(Isolate& isolate, Value value, const char* method, uint64_t* length,
                                                   Access access) {
  if (!is_type(value, CellType::kTypedArray)) return throw_type_error(isolate, "this is not a typed array.");
  auto* array = cast<TypedArrayObject>(value);
  bool outside;
  *length = typed_array_length(array, &outside);
  if (outside) return throw_type_error(isolate, "Cannot perform %s on a detached ArrayBuffer", method);
  if (access == Access::kWrite && array->buffer->is_immutable()) return throw_immutable(isolate, method);
  return array;
}

// An array iterator's view of a typed array.
Completion<uint64_t> iterated_length(Isolate& isolate, Object* object) {
  if (object->type != CellType::kTypedArray) return length_of_array_like(isolate, object);
  uint64_t length;
  TRY(validate_typed_array(isolate, Value(object), "%ArrayIteratorPrototype%.next", &length));
  return length;
}

// --- the exotic internal methods. A canonical numeric key that is no valid index is no property at all.

namespace {

// Whether the key is numeric; *valid and *index if it names an element now.
bool numeric_key(Isolate& isolate, Object* object, PropertyKey key, bool* valid, uint64_t* index) {
  double number;
  if (key.is_index()) {
    *index = key.as_index();
    *valid = *index < typed_array_length(static_cast<TypedArrayObject*>(object));
    return true;
  }
  if (!canonical_numeric_index(isolate, key, &number)) return false;
  *valid = number >= 0 && number == std::trunc(number) && !std::signbit(number) &&
           number < static_cast<double>(typed_array_length(static_cast<TypedArrayObject*>(object)));
  *index = *valid ? static_cast<uint64_t>(number) : 0;
  return true;
}

bool is_immutable(Object* object) {
  return static_cast<TypedArrayObject*>(object)->buffer->is_immutable();
}

Value element(Isolate& isolate, Object* object, uint64_t index) {
  auto* array = static_cast<TypedArrayObject*>(object);
  return load_element(isolate, array->element_type, element_address(array, index));
}

// ECMA-262 sec-typedarraysetelement
Completion<void> set_element(Isolate& isolate, Object* object, PropertyKey key, Value value) {
  auto* array = static_cast<TypedArrayObject*>(object);
  Value numeric = TRY(to_element_value(isolate, array->element_type, value));
  bool valid;
  uint64_t index;
  numeric_key(isolate, object, key, &valid, &index);
  if (valid) store_element(array->element_type, element_address(array, index), numeric);
  return {};
}

Completion<bool> typed_get_own_property(Isolate& isolate, Object* object, PropertyKey key,
                                        PropertyDescriptor* descriptor) {
  bool valid;
  uint64_t index;
  if (!numeric_key(isolate, object, key, &valid, &index))
    return ordinary_get_own_property(isolate, object, key, descriptor);
  if (!valid) return false;
  *descriptor = PropertyDescriptor::data(element(isolate, object, index),
                                         is_immutable(object) ? Attributes::kEnumerable : Attributes::kAll);
  return true;
}

Completion<bool> typed_has_property(Isolate& isolate, Object* object, PropertyKey key) {
  bool valid;
  uint64_t index;
  if (!numeric_key(isolate, object, key, &valid, &index)) return ordinary_has_property(isolate, object, key);
  return valid;
}

Completion<bool> typed_define_own_property(Isolate& isolate, Object* object, PropertyKey key,
                                           const PropertyDescriptor& descriptor) {
  bool valid;
  uint64_t index;
  if (!numeric_key(isolate, object, key, &valid, &index))
    return ordinary_define_own_property(isolate, object, key, descriptor);
  if (!valid || descriptor.is_accessor()) return false;
  const bool immutable = is_immutable(object);
  for (uint8_t attribute : {Attributes::kConfigurable, Attributes::kEnumerable, Attributes::kWritable}) {
    bool wanted = !immutable || attribute == Attributes::kEnumerable;
    if (descriptor.has(attribute) && descriptor.is(attribute) != wanted) return false;
  }
  if (!descriptor.has_value()) return true;
  if (immutable) return same_value(isolate, descriptor.value, element(isolate, object, index));
  TRY(set_element(isolate, object, key, descriptor.value));
  return true;
}

Completion<Value> typed_get(Isolate& isolate, Object* object, PropertyKey key, Value receiver) {
  bool valid;
  uint64_t index;
  if (!numeric_key(isolate, object, key, &valid, &index)) return ordinary_get(isolate, object, key, receiver);
  return valid ? element(isolate, object, index) : Value::undefined();
}

Completion<bool> typed_set(Isolate& isolate, Object* object, PropertyKey key, Value value, Value receiver) {
  bool valid;
  uint64_t index;
  if (!numeric_key(isolate, object, key, &valid, &index)) return ordinary_set(isolate, object, key, value, receiver);
  if (receiver == Value(object)) {
    if (is_immutable(object)) return false;
    TRY(set_element(isolate, object, key, value));
    return true;
  }
  if (!valid) return true;
  return ordinary_set(isolate, object, key, value, receiver);
}

Completion<bool> typed_delete(Isolate& isolate, Object* object, PropertyKey key) {
  bool valid;
  uint64_t index;
  if (!numeric_key(isolate, object, key, &valid, &index)) return ordinary_delete(isolate, object, key);
  return !valid;
}

Completion<Array*> typed_own_property_keys(Isolate& isolate, Object* object, KeyFilter filter) {
  Array* keys = new_array(isolate);
  if (filter != KeyFilter::kSymbols) {
    uint64_t length = typed_array_length(static_cast<TypedArrayObject*>(object));
    for (uint64_t i = 0; i < length; ++i)
      array_push(isolate, keys, Value(key_to_string(isolate, key_from_index(isolate, i))));
  }
  Array* named = TRY(ordinary_own_property_keys(isolate, object, filter));
  for (uint32_t i = 0; i < named->length; ++i) array_push(isolate, keys, named->vector()->values[i]);
  return keys;
}

Completion<bool> typed_prevent_extensions(Isolate& isolate, Object* object) {
  auto* array = static_cast<TypedArrayObject*>(object);
  if (array->length == kTracksBuffer || is_resizable(array->buffer)) return false;
  set_shape(object, not_extensible_transition(isolate, object->shape()));
  isolate.heap().write_barrier(object);
  return true;
}

constexpr ExoticMethods kTypedArrayMethods = [] {
  ExoticMethods methods;
  methods.get_own_property = typed_get_own_property;
  methods.define_own_property = typed_define_own_property;
  methods.has_property = typed_has_property;
  methods.get = typed_get;
  methods.set = typed_set;
  methods.delete_property = typed_delete;
  methods.own_property_keys = typed_own_property_keys;
  methods.prevent_extensions = typed_prevent_extensions;
  return methods;
}();

// --- construction

constexpr Intrinsic prototype_of(ElementType type) {
  constexpr Intrinsic kPrototypes[] = {
      Intrinsic::kInt8ArrayPrototype,    Intrinsic::kUint8ArrayPrototype,    Intrinsic::kUint8ClampedArrayPrototype,
      Intrinsic::kInt16ArrayPrototype,   Intrinsic::kUint16ArrayPrototype,   Intrinsic::kInt32ArrayPrototype,
      Intrinsic::kUint32ArrayPrototype,  Intrinsic::kFloat16ArrayPrototype,  Intrinsic::kFloat32ArrayPrototype,
      Intrinsic::kFloat64ArrayPrototype, Intrinsic::kBigInt64ArrayPrototype, Intrinsic::kBigUint64ArrayPrototype};
  return kPrototypes[static_cast<int>(type)];
}
constexpr Intrinsic constructor_of(ElementType type) {
  constexpr Intrinsic kConstructors[] = {
      Intrinsic::kInt8Array,    Intrinsic::kUint8Array,   Intrinsic::kUint8ClampedArray, Intrinsic::kInt16Array,
      Intrinsic::kUint16Array,  Intrinsic::kInt32Array,   Intrinsic::kUint32Array,       Intrinsic::kFloat16Array,
      Intrinsic::kFloat32Array, Intrinsic::kFloat64Array, Intrinsic::kBigInt64Array,     Intrinsic::kBigUint64Array};
  return kConstructors[static_cast<int>(type)];
}

TypedArrayObject* new_view(Isolate& isolate, Shape* shape, ElementType type, ArrayBufferObject* buffer, uint64_t offset,
                           uint64_t length) {
  auto* array = allocate_object<TypedArrayObject>(isolate, shape);
  array->buffer = buffer;
  array->byte_offset = offset;
  array->length = length;
  array->element_type = type;
  array->padding = 0;
  return array;
}

Completion<TypedArrayObject*> allocate_typed_array(Isolate& isolate, Value new_target, ElementType type,
                                                   uint64_t length) {
  Shape* shape =
      TRY(shape_from_constructor(isolate, new_target, prototype_of(type), CellType::kTypedArray, CellFlags::kExotic));
  if (length > (uint64_t{1} << 33) / element_size(type))
    return throw_range_error(isolate, "Invalid typed array length: %llu", static_cast<unsigned long long>(length));
  ArrayBufferObject* buffer = TRY(allocate_buffer(isolate, Value::undefined(), length * element_size(type)));
  return new_view(isolate, shape, type, buffer, 0, length);
}

// ECMA-262 sec-initializetypedarrayfromarraybuffer
Completion<Value> from_buffer(Isolate& isolate, Frame& frame, ElementType type, ArrayBufferObject* buffer) {
  Shape* shape = TRY(
      shape_from_constructor(isolate, frame.new_target, prototype_of(type), CellType::kTypedArray, CellFlags::kExotic));
  uint64_t size = element_size(type);
  uint64_t offset = TRY(to_index(isolate, frame.argument(1)));
  if (offset % size)
    return throw_range_error(isolate, "start offset of %sArray should be a multiple of %u",
                             kElementNames[static_cast<int>(type)], static_cast<unsigned>(size));
  uint64_t length = 0;
  bool has_length = !frame.argument(2).is_undefined();
  if (has_length) length = TRY(to_index(isolate, frame.argument(2)));
  if (is_detached(buffer)) return throw_type_error(isolate, "Cannot perform Construct on a detached ArrayBuffer");
  uint64_t bytes = buffer->byte_length;
  if (!has_length && is_resizable(buffer)) {
    if (offset > bytes)
      return throw_range_error(isolate, "Start offset %llu is outside the bounds of the buffer",
                               static_cast<unsigned long long>(offset));
    return Value(new_view(isolate, shape, type, buffer, offset, kTracksBuffer));
  }
  if (!has_length) {
    if (bytes % size)
      return throw_range_error(isolate, "byte length of %sArray should be a multiple of %u",
                               kElementNames[static_cast<int>(type)], static_cast<unsigned>(size));
    if (offset > bytes)
      return throw_range_error(isolate, "Start offset %llu is outside the bounds of the buffer",
                               static_cast<unsigned long long>(offset));
    length = (bytes - offset) / size;
  } else if (offset + length * size > bytes || length > bytes) {
    return throw_range_error(isolate, "Invalid typed array length: %llu", static_cast<unsigned long long>(length));
  }
  return Value(new_view(isolate, shape, type, buffer, offset, length));
}

// ECMA-262 sec-initializetypedarrayfromtypedarray
Completion<Value> from_typed_array(Isolate& isolate, Frame& frame, ElementType type, TypedArrayObject* source) {
  bool outside;
  uint64_t length = typed_array_length(source, &outside);
  if (outside) return throw_type_error(isolate, "Cannot perform Construct on a detached ArrayBuffer");
  if (is_bigint_type(type) != is_bigint_type(source->element_type))
    return throw_type_error(isolate, "Cannot mix BigInt and other types, use explicit conversions");
  TypedArrayObject* array = TRY(allocate_typed_array(isolate, frame.new_target, type, length));
  if (type == source->element_type) {
    if (length) std::memcpy(array->buffer->data, element_address(source, 0), length * element_size(type));
  } else {
    for (uint64_t i = 0; i < length; ++i)
      store_element(type, element_address(array, i),
                    load_element(isolate, source->element_type, element_address(source, i)));
  }
  return Value(array);
}

Completion<Value> from_list(Isolate& isolate, Value new_target, ElementType type, Object* source, uint64_t length) {
  TypedArrayObject* array = TRY(allocate_typed_array(isolate, new_target, type, length));
  for (uint64_t i = 0; i < length; ++i) {
    Value value = TRY(get_index(isolate, source, i));
    TRY(set_element(isolate, array, key_from_index(isolate, i), value));
  }
  return Value(array);
}

// Their conversions run code, which may change the array: what it holds is to be read before.
bool may_hold_objects(Isolate& isolate, Value value) {
  const auto* array = cast<Array>(value);
  if (array->elements_kind == ElementsKind::kDictionary || isolate.prototypes_have_elements) return true;
  if (!array->has_vector_elements()) return false;
  const uint32_t count = std::min(array->length, array->vector()->length);
  for (uint32_t i = 0; i < count; ++i) {
    if (array->vector()->values[i].is_object()) return true;
  }
  return false;
}

// ECMA-262 sec-typedarray
template <ElementType type>
Completion<Value> typed_array_constructor(Isolate& isolate, Frame& frame) {
  if (frame.new_target.is_undefined())
    return throw_type_error(isolate, "Constructor %sArray requires 'new'", kElementNames[static_cast<int>(type)]);
  Value first = frame.argument(0);
  if (!first.is_object()) {
    Completion<uint64_t> length = to_index(isolate, first);
    if (length.failed()) {
      if (first.is_number()) {
        isolate.take_exception();
        return throw_range_error(isolate, "Invalid typed array length: %s", describe_for_error(isolate, first).c_str());
      }
      return Throw{};
    }
    return Value(TRY(allocate_typed_array(isolate, frame.new_target, type, length.value())));
  }
  if (is_type(first, CellType::kTypedArray))
    return from_typed_array(isolate, frame, type, cast<TypedArrayObject>(first));
  if (is_type(first, CellType::kArrayBuffer) || is_type(first, CellType::kSharedArrayBuffer))
    return from_buffer(isolate, frame, type, cast<ArrayBufferObject>(first));
  Value method = TRY(get_method(isolate, first, isolate.names().iterator));
  if (!method.is_undefined() && (!array_iteration_is_pristine(isolate, first) || may_hold_objects(isolate, first))) {
    IteratorRecord record;
    TRY(get_iterator_from_method(isolate, first, method, &record));
    Array* values = TRY(iterator_to_list(isolate, &record));
    return from_list(isolate, frame.new_target, type, values, values->length);
  }
  uint64_t length = TRY(length_of_array_like(isolate, as_object(first)));
  return from_list(isolate, frame.new_target, type, as_object(first), length);
}

Completion<Value> abstract_constructor(Isolate& isolate, Frame&) {
  return throw_type_error(isolate, "Abstract class TypedArray not directly constructable");
}

// ECMA-262 sec-%typedarray%.from
Completion<Value> typed_array_from(Isolate& isolate, Frame& frame) {
  if (!is_constructor(frame.this_value))
    return throw_type_error(isolate, "%s is not a constructor", describe_for_error(isolate, frame.this_value).c_str());
  Object* constructor = as_object(frame.this_value);
  Value map = frame.argument(1);
  if (!map.is_undefined()) TRY(require_function(isolate, map));
  Value method = TRY(get_method(isolate, frame.argument(0), isolate.names().iterator));
  Object* source;
  if (!method.is_undefined()) {
    IteratorRecord record;
    TRY(get_iterator_from_method(isolate, frame.argument(0), method, &record));
    source = TRY(iterator_to_list(isolate, &record));
  } else {
    source = TRY(to_object(isolate, frame.argument(0)));
  }
  uint64_t length = TRY(length_of_array_like(isolate, source));
  Value argument = Value::number(length);
  TypedArrayObject* target =
      TRY(typed_array_from_constructor(isolate, constructor, std::span<const Value>(&argument, 1), Access::kWrite));
  for (uint64_t i = 0; i < length; ++i) {
    Value value = TRY(get_index(isolate, source, i));
    if (!map.is_undefined()) value = TRY(call(isolate, map, frame.argument(2), {value, Value::number(i)}));
    TRY(set_or_throw(isolate, target, key_from_index(isolate, i), value));
  }
  return Value(target);
}

Completion<Value> typed_array_of(Isolate& isolate, Frame& frame) {
  if (!is_constructor(frame.this_value))
    return throw_type_error(isolate, "%s is not a constructor", describe_for_error(isolate, frame.this_value).c_str());
  Value argument = Value::number(frame.argument_count);
  TypedArrayObject* target = TRY(typed_array_from_constructor(isolate, as_object(frame.this_value),
                                                              std::span<const Value>(&argument, 1), Access::kWrite));
  for (uint32_t i = 0; i < frame.argument_count; ++i)
    TRY(set_or_throw(isolate, target, PropertyKey::from_index(i), frame.arguments[i]));
  return Value(target);
}

using P = BuiltinProperty;
constexpr P kTypedArrayTable[] = {
    P::function("of", typed_array_of, 0),
    P::function("from", typed_array_from, 1),
    P::accessor("@@species", species_getter),
};

template <ElementType type>
Object* make_typed_prototype(Isolate& isolate, Realm& realm) {
  Object* prototype = new_object_with_prototype(isolate, realm.intrinsic(Intrinsic::kTypedArrayPrototype));
  become_prototype(isolate, prototype);
  realm.set_intrinsic(prototype_of(type), prototype);
  realm.intrinsic(constructor_of(type));
  put_direct(isolate, prototype, key_from_latin1(isolate, "BYTES_PER_ELEMENT"),
             Value::int32(static_cast<int32_t>(element_size(type))), 0);
  if (type == ElementType::kUint8) install(isolate, realm, prototype, kUint8ArrayPrototypeText);
  return prototype;
}

template <ElementType type>
Object* make_typed_constructor(Isolate& isolate, Realm& realm) {
  Object* prototype = realm.intrinsic(prototype_of(type));
  if (realm.has_intrinsic(constructor_of(type))) return realm.intrinsic(constructor_of(type));
  std::string name = std::string(kElementNames[static_cast<int>(type)]) + "Array";
  Object* constructor = make_builtin_constructor(isolate, realm, name.c_str(), typed_array_constructor<type>, 3,
                                                 prototype, {}, realm.intrinsic(Intrinsic::kTypedArray));
  put_direct(isolate, constructor, key_from_latin1(isolate, "BYTES_PER_ELEMENT"),
             Value::int32(static_cast<int32_t>(element_size(type))), 0);
  if (type == ElementType::kUint8) install(isolate, realm, constructor, kUint8ArrayText);
  return constructor;
}

template <int... index>
void register_types(Isolate& isolate, std::integer_sequence<int, index...>) {
  ((isolate.intrinsic_creators[static_cast<int>(prototype_of(static_cast<ElementType>(index)))] =
        make_typed_prototype<static_cast<ElementType>(index)>,
    isolate.intrinsic_creators[static_cast<int>(constructor_of(static_cast<ElementType>(index)))] =
        make_typed_constructor<static_cast<ElementType>(index)>),
   ...);
}

}  // namespace

Completion<TypedArrayObject*> create_typed_array(Isolate& isolate, ElementType type, uint64_t length) {
  return allocate_typed_array(isolate, Value::undefined(), type, length);
}

Completion<TypedArrayObject*> typed_array_from_constructor(Isolate& isolate, Object* constructor,
                                                           std::span<const Value> arguments, Access access) {
  Object* made = TRY(construct(isolate, constructor, arguments));
  uint64_t length;
  TypedArrayObject* array = TRY(validate_typed_array(isolate, Value(made), "Construct", &length, access));
  if (arguments.size() == 1 && arguments[0].is_number() && static_cast<double>(length) < arguments[0].as_number())
    return throw_type_error(isolate, "Derived TypedArray constructor created an array which was too small");
  return array;
}

Completion<TypedArrayObject*> typed_array_species_create(Isolate& isolate, TypedArrayObject* exemplar,
                                                         std::span<const Value> arguments, Access access) {
  Object* default_constructor = isolate.realm().intrinsic(constructor_of(exemplar->element_type));
  Object* constructor = TRY(species_constructor(isolate, exemplar, default_constructor));
  TypedArrayObject* result = TRY(typed_array_from_constructor(isolate, constructor, arguments, access));
  if (is_bigint_type(result->element_type) != is_bigint_type(exemplar->element_type))
    return throw_type_error(isolate, "Content type of the species constructor's result differs from the source's");
  return result;
}

void register_typed_arrays(Isolate& isolate) {
  isolate.exotic_methods[static_cast<int>(CellType::kTypedArray)] = &kTypedArrayMethods;
  isolate.intrinsic_creators[static_cast<int>(Intrinsic::kTypedArray)] = [](Isolate& i, Realm& realm) {
    Object* prototype = realm.intrinsic(Intrinsic::kTypedArrayPrototype);
    if (realm.has_intrinsic(Intrinsic::kTypedArray)) return realm.intrinsic(Intrinsic::kTypedArray);
    return make_builtin_constructor(i, realm, "TypedArray", abstract_constructor, 0, prototype, kTypedArrayTable);
  };
  isolate.intrinsic_creators[static_cast<int>(Intrinsic::kTypedArrayPrototype)] = [](Isolate& i, Realm& realm) {
    Object* prototype = new_object_with_prototype(i, realm.intrinsic(Intrinsic::kObjectPrototype));
    become_prototype(i, prototype);
    realm.set_intrinsic(Intrinsic::kTypedArrayPrototype, prototype);
    realm.intrinsic(Intrinsic::kTypedArray);
    install(i, realm, prototype, kTypedArrayPrototypeMethods);
    // toString is the very function of Array.prototype.
    Value to_string_method = get_own_data(i, realm.intrinsic(Intrinsic::kArrayPrototype), i.names().toString);
    put_direct(i, prototype, i.names().toString, to_string_method, Attributes::kHidden);
    return prototype;
  };
  register_types(isolate, std::make_integer_sequence<int, 12>());
}

}  // namespace scrim
