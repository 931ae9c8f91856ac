// Array, and the reading methods of Array.prototype. ECMA-262 sec-array-objects
#include <array>
#include <cmath>

#include "engine/builtins/array_support.h"
#include "engine/interpreter/promise.h"
#include "engine/objects/iteration.h"

namespace scrim {

Array* fast_array(Isolate& isolate, Value value) {
  if (!is_plain_dense_array(isolate, value)) return nullptr;
  auto* array = cast<Array>(value);
  for (Object* above = array->prototype(); above; above = above->prototype()) {
    if (above->is_exotic()) return nullptr;
  }
  own_elements(isolate, array);
  return array;
}

bool species_is_array(Isolate& isolate, Object* object) {
  Realm& realm = isolate.realm();
  Object* prototype = realm.intrinsic(Intrinsic::kArrayPrototype);
  if (!object->is_array() || object->prototype() != prototype) return false;
  if (find_property(isolate, object->shape(), isolate.names().constructor)) return false;
  Object* constructor = realm.intrinsic(Intrinsic::kArray);
  if (get_own_data(isolate, prototype, isolate.names().constructor) != Value(constructor)) return false;
  const PropertyEntry* species = find_property(isolate, constructor->shape(), isolate.names().species);
  if (!species || !(species->attributes & Attributes::kAccessor)) return false;
  Value getter = static_cast<AccessorPair*>(constructor->get_slot(species->slot).as_cell())->getter;
  return is_type(getter, CellType::kNativeFunction) && cast<NativeFunction>(getter)->native == species_getter;
}

Completion<Array*> array_create(Isolate& isolate, uint64_t length) {
  if (length > 0xffffffff) return throw_range_error(isolate, "Invalid array length");
  return new_array(isolate, static_cast<uint32_t>(length));
}

// ECMA-262 sec-arrayspeciescreate
Completion<Object*> array_species_create(Isolate& isolate, Object* original, uint64_t length) {
  if (species_is_array(isolate, original)) return TRY(array_create(isolate, length));
  if (!TRY(is_array(isolate, Value(original)))) return TRY(array_create(isolate, length));
  Value constructor = TRY(get(isolate, original, isolate.names().constructor));
  if (is_constructor(constructor)) {
    Realm* realm = TRY(get_function_realm(isolate, as_object(constructor)));
    if (realm != &isolate.realm() && constructor == Value(realm->intrinsic(Intrinsic::kArray)))
      constructor = Value::undefined();
  }
  if (constructor.is_object()) {
    constructor = TRY(get(isolate, as_object(constructor), isolate.names().species));
    if (constructor.is_null()) constructor = Value::undefined();
  }
  if (constructor.is_undefined()) return TRY(array_create(isolate, length));
  if (!is_constructor(constructor))
    return throw_type_error(isolate, "object.constructor[Symbol.species] is not a constructor");
  Value argument = Value::number(length);
  return construct(isolate, as_object(constructor), std::span<const Value>(&argument, 1));
}

void set_dense_length(Array* array, uint32_t length) {
  array->vector()->length = length;
  array->length = length;
}

namespace {

Completion<Array*> allocate_array(Isolate& isolate, Value new_target) {
  if (new_target.is_undefined() || new_target == Value(isolate.realm().intrinsic(Intrinsic::kArray)))
    return new_array(isolate);
  Shape* shape = TRY(shape_from_constructor(isolate, new_target, Intrinsic::kArrayPrototype, CellType::kArray));
  Array* plain = new_array(isolate);
  auto* array = allocate_object<Array>(isolate, shape);
  array->length = 0;
  array->padding = 0;
  array->elements_kind = plain->elements_kind;
  return array;
}

// ECMA-262 sec-array
Completion<Value> array_constructor(Isolate& isolate, Frame& frame) {
  Array* array = TRY(allocate_array(isolate, frame.new_target));
  if (frame.argument_count == 1) {
    Value length = frame.arguments[0];
    if (length.is_number()) {
      auto integer = static_cast<uint32_t>(
          static_cast<int64_t>(length.as_number() >= 0 && length.as_number() < 4294967296.0 ? length.as_number() : -1));
      if (static_cast<double>(integer) != length.as_number()) return throw_range_error(isolate, "Invalid array length");
      if (integer && integer <= 100000) ensure_elements_capacity(isolate, array, integer);
      TRY(array_set_length(isolate, array, integer));
      return Value(array);
    }
  }
  for (uint32_t i = 0; i < frame.argument_count; ++i) array_push(isolate, array, frame.arguments[i]);
  return Value(array);
}

Completion<Value> array_is_array(Isolate& isolate, Frame& frame) {
  return Value::boolean(TRY(is_array(isolate, frame.argument(0))));
}

Completion<Object*> construct_or_array(Isolate& isolate, Value constructor, const Value* length) {
  if (is_constructor(constructor) && constructor != Value(isolate.realm().intrinsic(Intrinsic::kArray)))
    return construct(isolate, as_object(constructor), std::span<const Value>(length, length ? 1 : 0));
  if (!length) return new_array(isolate);
  double number = length->as_number();
  if (number > 4294967295.0) return throw_range_error(isolate, "Invalid array length");
  return new_array(isolate, static_cast<uint32_t>(number));
}

// ECMA-262 sec-array.from
Completion<Value> array_from(Isolate& isolate, Frame& frame) {
  Value items = frame.argument(0);
  Value map = frame.argument(1);
  if (!map.is_undefined()) TRY(require_callable(isolate, map));
  RepeatedCall mapper(isolate, map, frame.argument(2));
  Value method = Value::undefined();
  if (items.is_undefined_or_null()) {
    return throw_type_error(isolate, "%s is not iterable (cannot read property Symbol(Symbol.iterator))",
                            describe_call_site(isolate, items).c_str());
  }
  method = TRY(get_value(isolate, items, isolate.names().iterator));
  if (method.is_null()) method = Value::undefined();
  if (!method.is_undefined() && !is_callable(method)) {
    return throw_type_error(isolate,
                            "%%Array%%.from requires that the property of the first argument, items[Symbol.iterator], "
                            "when exists, be a function");
  }
  if (!method.is_undefined()) {
    Object* result = TRY(construct_or_array(isolate, frame.this_value, nullptr));
    bool plain = result->is_array() && result->shape_id == isolate.realm().array_shape->id();
    if (plain && array_iteration_is_pristine(isolate, items)) {
      auto* source = cast<Array>(items);
      for (uint32_t i = 0; i < source->length; ++i) {
        Value value = TRY(get_index(isolate, source, i));
        if (!map.is_undefined()) value = TRY(mapper({value, Value::number(i)}));
        array_push(isolate, static_cast<Array*>(result), value);
      }
      return Value(result);
    }
    IteratorRecord record;
    TRY(get_iterator_from_method(isolate, items, method, &record));
    for (uint64_t k = 0;; ++k) {
      bool done = false;
      Value value = TRY(iterator_step_value(isolate, &record, &done));
      if (done) {
        if (!plain) TRY(set_length(isolate, result, static_cast<double>(k)));
        return Value(result);
      }
      if (!map.is_undefined()) {
        Completion<Value> mapped = mapper({value, Value::number(k)});
        if (mapped.failed()) return iterator_close_throw(isolate, record);
        value = mapped.value();
      }
      if (plain && static_cast<Array*>(result)->length == k) {
        array_push(isolate, static_cast<Array*>(result), value);
      } else if (create_data_property_or_throw(isolate, result, key_from_index(isolate, k), value).failed()) {
        return iterator_close_throw(isolate, record);
      }
    }
  }
  Object* source = TRY(to_object(isolate, items));
  uint64_t length = TRY(length_of_array_like(isolate, source));
  Value length_value = Value::number(length);
  Object* result = TRY(construct_or_array(isolate, frame.this_value, &length_value));
  for (uint64_t k = 0; k < length; ++k) {
    Value value = TRY(get_index(isolate, source, k));
    if (!map.is_undefined()) value = TRY(mapper({value, Value::number(k)}));
    TRY(create_data_property_or_throw(isolate, result, key_from_index(isolate, k), value));
  }
  TRY(set_length(isolate, result, static_cast<double>(length)));
  return Value(result);
}

// ECMA-262 sec-array.of
Completion<Value> array_of_native(Isolate& isolate, Frame& frame) {
  Value length = Value::number(frame.argument_count);
  if (frame.this_value == Value(isolate.realm().intrinsic(Intrinsic::kArray)))
    return new_array_from(isolate, std::span<const Value>(frame.arguments, frame.argument_count));
  Object* result = TRY(construct_or_array(isolate, frame.this_value, &length));
  for (uint32_t i = 0; i < frame.argument_count; ++i) {
    TRY(create_data_property_or_throw(isolate, result, PropertyKey::from_index(i), frame.arguments[i]));
  }
  TRY(set_length(isolate, result, frame.argument_count));
  return Value(result);
}

// ECMA-262 sec-array.prototype.at
Completion<Value> array_prototype_at(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  double relative = TRY(to_integer_or_infinity(isolate, frame.argument(0)));
  double k = relative >= 0 ? relative : static_cast<double>(length) + relative;
  if (k < 0 || k >= static_cast<double>(length)) return Value::undefined();
  return get_index(isolate, object, static_cast<uint64_t>(k));
}

// A dense array's words looked through for one value, with ===. -1: not found.
int64_t search_dense(Isolate& isolate, const Elements* elements, uint32_t from, uint32_t limit, Value needle) {
  const Value* values = elements->values;
  if (needle.is_int32()) {
    double number = needle.as_int32();
    for (uint32_t i = from; i < limit; ++i) {
      if (values[i] == needle || (values[i].is_double() && values[i].as_double() == number)) return i;
    }
    return -1;
  }
  if (needle.is_number() || needle.is_string() || needle.is_bigint()) {
    for (uint32_t i = from; i < limit; ++i) {
      if (strict_equals(isolate, values[i], needle)) return i;
    }
    return -1;
  }
  for (uint32_t i = from; i < limit; ++i) {
    if (values[i] == needle) return i;
  }
  return -1;
}

// ECMA-262 sec-array.prototype.indexof
Completion<Value> array_prototype_index_of(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  if (length == 0) return Value::int32(-1);
  uint64_t k = TRY(relative_index(isolate, frame.argument(1), length, 0));
  Value needle = frame.argument(0);
  if (is_plain_dense_array(isolate, Value(object))) {
    Elements* elements = object->vector();
    auto limit = static_cast<uint32_t>(std::min<uint64_t>(length, elements->length));
    if (k < limit) {
      int64_t found = search_dense(isolate, elements, static_cast<uint32_t>(k), limit, needle);
      if (found >= 0) return Value::number(found);
    }
    k = std::max<uint64_t>(k, limit);  // what the conversion of the index has cut off, a prototype may have
  }
  for (; k < length; ++k) {
    Value value;
    if (TRY(element_at(isolate, object, k, &value)) && strict_equals(isolate, value, needle)) return Value::number(k);
  }
  return Value::int32(-1);
}

// ECMA-262 sec-array.prototype.lastindexof
Completion<Value> array_prototype_last_index_of(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  if (length == 0) return Value::int32(-1);
  double n = frame.argument_count > 1 ? TRY(to_integer_or_infinity(isolate, frame.arguments[1]))
                                      : static_cast<double>(length) - 1;
                                      double start = n >= 0 ? std::min(n, static_cast<double>(length) - 1)
                                                            : static_cast<double>(length) + n;
                                      if (start < 0) return Value::int32(-1);
                                      for (auto k = static_cast<uint64_t>(start) + 1; k-- > 0;) {
                                        Value value;
                                        if (TRY(element_at(isolate, object, k, &value)) &&
                                            strict_equals(isolate, value, frame.argument(0)))
                                          return Value::number(k);
                                      }
                                      return Value::int32(-1);
}

// ECMA-262 sec-array.prototype.includes
Completion<Value> array_prototype_includes(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  if (length == 0) return Value::boolean(false);
  uint64_t k = TRY(relative_index(isolate, frame.argument(1), length, 0));
  Value needle = frame.argument(0);
  bool nan = needle.is_double() && std::isnan(needle.as_double());
  if (!nan && is_plain_dense_array(isolate, Value(object)) && object->vector()->length >= length) {
    if (k >= length) return Value::boolean(false);
    return Value::boolean(
        search_dense(isolate, object->vector(), static_cast<uint32_t>(k), static_cast<uint32_t>(length), needle) >= 0);
  }
  for (; k < length; ++k) {
    if (same_value_zero(isolate, TRY(get_index(isolate, object, k)), needle)) return Value::boolean(true);
  }
  return Value::boolean(false);
}

// Arrays being joined, innermost first: one met again is the empty string, as in V8.
struct Joining {
  Object* object;
  Joining* outer;
};
struct JoinScope {
  JoinScope(Isolate& i, Object* object) : isolate(i), entry{object, reinterpret_cast<Joining*>(i.join_stack)} {
    for (Joining* j = entry.outer; j; j = j->outer) cyclic = cyclic || j->object == object;
    isolate.join_stack = reinterpret_cast<uintptr_t>(&entry);
  }
  ~JoinScope() { isolate.join_stack = reinterpret_cast<uintptr_t>(entry.outer); }
  Isolate& isolate;
  Joining entry;
  bool cyclic = false;
};

// A dense array of nothing but Latin-1 strings that are flat: one pass for the length, one for the characters. Null: it
// is not such an array, or too short to bother.
String* join_strings(Isolate& isolate, Value value, String* separator) {
  if (!is_plain_dense_array(isolate, value) || !separator->is_latin1()) return nullptr;
  auto* array = cast<Array>(value);
  const uint32_t count = array->length;
  Characters gap = characters(isolate, separator);
  uint64_t total = 0;
  for (uint32_t i = 0; i < count; ++i) {
    Value item = array->vector()->values[i];
    if (!item.is_string() || as_string(item)->is_rope() || !as_string(item)->is_latin1()) return nullptr;
    total += as_string(item)->length + (i ? gap.length : 0);
  }
  if (total < 2 || total > String::kMaxLength) return nullptr;
  FlatString* result = new_uninitialized_latin1(isolate, static_cast<uint32_t>(total));
  uint8_t* to = result->latin1();
  for (uint32_t i = 0; i < count; ++i) {
    if (i) {
      std::memcpy(to, gap.latin1(), gap.length);
      to += gap.length;
    }
    Characters text = flat_characters(as_string(array->vector()->values[i]));
    std::memcpy(to, text.latin1(), text.length);
    to += text.length;
  }
  return result;
}

// locale: the arguments of each element's toLocaleString; null: join.
Completion<Value> join(Isolate& isolate, Object* object, uint64_t length, String* separator,
                       const std::array<Value, 2>* locale) {
  if (!locale) {
    if (String* joined = join_strings(isolate, Value(object), separator)) return Value(joined);
  }
  JoinScope scope(isolate, object);
  if (scope.cyclic) return Value(isolate.names().empty.as_cell());
  StringBuilder builder(isolate);
  for (uint64_t k = 0; k < length; ++k) {
    if (k && separator->length) {
      builder.append(separator);
      if (builder.length() > String::kMaxLength) break;
    }
    Value value = TRY(get_index(isolate, object, k));
    if (value.is_undefined_or_null()) continue;
    if (value.is_int32() && !locale) {
      char buffer[32];
      builder.append_latin1(number_to_latin1(value.as_int32(), buffer));
      continue;
    }
    if (locale) value = TRY(invoke(isolate, value, key_from_latin1(isolate, "toLocaleString"), *locale));
    builder.append(TRY(to_string(isolate, value)));
  }
  return TRY(builder.finish());
}

// ECMA-262 sec-array.prototype.join
Completion<Value> array_prototype_join(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  String* separator = isolate.names().comma.as_string();
  if (!frame.argument(0).is_undefined()) separator = TRY(to_string(isolate, frame.argument(0)));
  return join(isolate, object, length, separator, nullptr);
}

Completion<Value> array_prototype_to_locale_string(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  uint64_t length = TRY(length_of_array_like(isolate, object));
  const std::array<Value, 2> arguments = {frame.argument(0), frame.argument(1)};
  return join(isolate, object, length, isolate.names().comma.as_string(), &arguments);
}

// ECMA-262 sec-array.prototype.tostring
Completion<Value> array_prototype_to_string(Isolate& isolate, Frame& frame) {
  Object* object = TRY(to_object(isolate, frame.this_value));
  Value method = TRY(get(isolate, object, isolate.names().join));
  if (is_callable(method)) {
    if (is_type(method, CellType::kNativeFunction) && cast<NativeFunction>(method)->native == array_prototype_join) {
      uint64_t length = TRY(length_of_array_like(isolate, object));
      return join(isolate, object, length, isolate.names().comma.as_string(), nullptr);
    }
    return call(isolate, method, Value(object));
  }
  return object_prototype_to_string(isolate, frame);
}

using P = BuiltinProperty;

constexpr P kArrayTable[] = {
    P::function("isArray", array_is_array, 1),     P::function("from", array_from, 1),
    P::function("fromAsync", array_from_async, 1), P::function("of", array_of_native, 0),
    P::accessor("@@species", species_getter),
};

constexpr P kArrayPrototypeTable[] = {
    P::function("at", array_prototype_at, 1),
    P::function("concat", array_prototype_concat, 1),
    P::function("copyWithin", array_prototype_copy_within, 2),
    P::function("fill", array_prototype_fill, 1),
    P::function("find", array_prototype_find, 1),
    P::function("findIndex", array_prototype_find_index, 1),
    P::function("findLast", array_prototype_find_last, 1),
    P::function("findLastIndex", array_prototype_find_last_index, 1),
    P::function("lastIndexOf", array_prototype_last_index_of, 1),
    P::function("pop", array_prototype_pop, 0),
    P::function("push", array_prototype_push, 1),
    P::function("reverse", array_prototype_reverse, 0),
    P::function("shift", array_prototype_shift, 0),
    P::function("unshift", array_prototype_unshift, 1),
    P::function("slice", array_prototype_slice, 2),
    P::function("sort", array_prototype_sort, 1),
    P::function("splice", array_prototype_splice, 2),
    P::function("includes", array_prototype_includes, 1),
    P::function("indexOf", array_prototype_index_of, 1),
    P::function("join", array_prototype_join, 1),
    P::function("keys", array_prototype_keys, 0),
    P::function("entries", array_prototype_entries, 0),
    P::object("values", Intrinsic::kArrayPrototypeValues),
    P::function("forEach", array_prototype_for_each, 1),
    P::function("filter", array_prototype_filter, 1),
    P::function("flat", array_prototype_flat, 0),
    P::function("flatMap", array_prototype_flat_map, 1),
    P::function("map", array_prototype_map, 1),
    P::function("every", array_prototype_every, 1),
    P::function("some", array_prototype_some, 1),
    P::function("reduce", array_prototype_reduce, 1),
    P::function("reduceRight", array_prototype_reduce_right, 1),
    P::function("toReversed", array_prototype_to_reversed, 0),
    P::function("toSorted", array_prototype_to_sorted, 1),
    P::function("toSpliced", array_prototype_to_spliced, 2),
    P::function("toLocaleString", array_prototype_to_locale_string, 0),
    P::function("toString", array_prototype_to_string, 0),
    P::function("with", array_prototype_with, 2),
    P::object("@@iterator", Intrinsic::kArrayPrototypeValues),
};

// %Array.prototype% is an Array; it also carries @@unscopables.
Object* make_array_prototype(Isolate& isolate, Realm&, Object* parent) {
  Shape* shape = root_shape(isolate, parent, CellType::kArray, 0, 0);
  auto* prototype = allocate_object<Array>(isolate, shape);
  prototype->length = 0;
  prototype->padding = 0;
  prototype->elements_kind = ElementsKind::kInt32;
  Object* unscopables = new_object_with_prototype(isolate, nullptr);
  for (const char* name : {"at", "copyWithin", "entries", "fill", "find", "findIndex", "findLast", "findLastIndex",
                           "flat", "flatMap", "includes", "keys", "toReversed", "toSorted", "toSpliced", "values"}) {
    put_direct(isolate, unscopables, key_from_latin1(isolate, name), Value::boolean(true));
  }
  put_direct(isolate, prototype, isolate.names().unscopables, Value(unscopables), Attributes::kConfigurable);
  return prototype;
}

}  // namespace

extern constexpr FunctionSpec kArrayValuesFunction = {Intrinsic::kArrayPrototypeValues, "values",
                                                      array_prototype_values, 0};

extern constexpr ClassSpec kArrayClass = {Intrinsic::kArray,
                                          Intrinsic::kArrayPrototype,
                                          "Array",
                                          array_constructor,
                                          1,
                                          kArrayTable,
                                          kArrayPrototypeTable,
                                          Intrinsic::kObjectPrototype,
                                          Intrinsic::kFunctionPrototype,
                                          make_array_prototype};

}  // namespace scrim
