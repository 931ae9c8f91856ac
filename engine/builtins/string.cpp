// String: the constructor, String objects, the iterator. ECMA-262 sec-string-objects
#include "engine/builtins/string.h"

#include "engine/base/unicode.h"
#include "engine/objects/iteration.h"

namespace scrim {

namespace {

constexpr uint32_t kStringIteratorKind = 0x53545231;  // IteratorObject::kind

String* wrapped(Object* object) {
  return as_string(static_cast<PrimitiveWrapper*>(object)->primitive);
}

// --- ECMA-262 sec-string-exotic-objects

// sec-stringgetownproperty, and length, which no slot holds
bool string_own_property(Isolate& isolate, Object* object, PropertyKey key, PropertyDescriptor* descriptor) {
  String* string = wrapped(object);
  if (key.is_index()) {
    if (key.as_index() >= string->length) return false;
    const char16_t unit = char_at(isolate, string, key.as_index());
    *descriptor = PropertyDescriptor::data(Value(single_character_string(isolate, unit)), Attributes::kEnumerable);
    return true;
  }
  if (key != isolate.names().length) return false;
  *descriptor = PropertyDescriptor::data(Value::number(string->length), 0);
  return true;
}

Completion<bool> string_get_own_property(Isolate& isolate, Object* object, PropertyKey key,
                                         PropertyDescriptor* descriptor) {
  if (string_own_property(isolate, object, key, descriptor)) return true;
  return ordinary_get_own_property(isolate, object, key, descriptor);
}

Completion<bool> string_define_own_property(Isolate& isolate, Object* object, PropertyKey key,
                                            const PropertyDescriptor& descriptor) {
  PropertyDescriptor current;
  if (!string_own_property(isolate, object, key, &current)) {
    return ordinary_define_own_property(isolate, object, key, descriptor);
  }
  const bool extensible = TRY(is_extensible(isolate, object));
  return validate_and_apply_property_descriptor(isolate, nullptr, key, extensible, descriptor, true, current);
}

Completion<bool> string_delete_property(Isolate& isolate, Object* object, PropertyKey key) {
  PropertyDescriptor current;
  if (string_own_property(isolate, object, key, &current)) return false;
  return ordinary_delete(isolate, object, key);
}

// The string's indices, further indices, length, other strings, symbols.
Completion<Array*> string_own_property_keys(Isolate& isolate, Object* object, KeyFilter filter) {
  Array* ordinary = TRY(ordinary_own_property_keys(isolate, object, filter));
  if (filter == KeyFilter::kSymbols) return ordinary;
  Array* keys = new_array(isolate);
  const uint32_t length = wrapped(object)->length;
  for (uint32_t i = 0; i < length; ++i) {
    array_push(isolate, keys, Value(key_to_string(isolate, PropertyKey::from_index(i))));
  }
  bool length_is_due = true;
  for (uint32_t i = 0; i < ordinary->length; ++i) {
    const Value key = fast_element(ordinary, i);
    if (length_is_due && !(key.is_string() && key_from_string(isolate, as_string(key)).is_index())) {
      array_push(isolate, keys, Value(isolate.names().length.as_string()));
      length_is_due = false;
    }
    array_push(isolate, keys, key);
  }
  if (length_is_due) array_push(isolate, keys, Value(isolate.names().length.as_string()));
  return keys;
}

constexpr ExoticMethods kStringExoticMethods = {
    .get_own_property = string_get_own_property,
    .define_own_property = string_define_own_property,
    .delete_property = string_delete_property,
    .own_property_keys = string_own_property_keys,
};

// --- the constructor

// ECMA-262 sec-symboldescriptivestring
Completion<String*> describe_symbol(Isolate& isolate, Symbol* symbol) {
  StringBuilder out(isolate);
  out.append_latin1("Symbol(");
  if (symbol->description != nullptr) out.append(symbol->description);
  out.append(u')');
  return out.finish();
}

// ECMA-262 sec-string-constructor-string-value
Completion<Value> string_constructor(Isolate& isolate, Frame& frame) {
  String* string = isolate.names().empty.as_string();
  if (frame.argument_count > 0) {
    const Value value = frame.argument(0);
    if (frame.new_target.is_undefined() && value.is_symbol()) return TRY(describe_symbol(isolate, as_symbol(value)));
    string = TRY(to_string(isolate, value));
  }
  if (frame.new_target.is_undefined()) return Value(string);
  Shape* shape = TRY(shape_from_constructor(isolate, frame.new_target, Intrinsic::kStringPrototype,
                                            CellType::kStringObject, CellFlags::kExotic));
  auto* object = allocate_object<PrimitiveWrapper>(isolate, shape);
  object->primitive = Value(string);
  return Value(object);
}

// ECMA-262 sec-string.fromcharcode
Completion<Value> string_from_char_code(Isolate& isolate, Frame& frame) {
  if (frame.argument_count == 1 && frame.argument(0).is_int32()) {
    return Value(single_character_string(isolate, static_cast<char16_t>(frame.argument(0).as_int32())));
  }
  StringBuilder out(isolate);
  for (uint32_t i = 0; i < frame.argument_count; ++i) {
    out.append(static_cast<char16_t>(TRY(to_uint32(isolate, frame.argument(i)))));
  }
  return TRY(out.finish());
}

// ECMA-262 sec-string.fromcodepoint
Completion<Value> string_from_code_point(Isolate& isolate, Frame& frame) {
  StringBuilder out(isolate);
  for (uint32_t i = 0; i < frame.argument_count; ++i) {
    const double code_point = TRY(to_number(isolate, frame.argument(i)));
    if (!(code_point >= 0 && code_point <= unicode::kMaxCodePoint) ||
        code_point != static_cast<double>(static_cast<uint32_t>(code_point))) {
      char text[32];
      const std::string shown(number_to_latin1(code_point, text));
      return throw_range_error(isolate, "Invalid code point %s", shown.c_str());
    }
    out.append_code_point(static_cast<uint32_t>(code_point));
  }
  return TRY(out.finish());
}

// ECMA-262 sec-string.raw
Completion<Value> string_raw(Isolate& isolate, Frame& frame) {
  Object* cooked = TRY(to_object(isolate, frame.argument(0)));
  Object* literals = TRY(to_object(isolate, TRY(get(isolate, cooked, isolate.names().raw))));
  const uint64_t count = TRY(length_of_array_like(isolate, literals));
  StringBuilder out(isolate);
  for (uint64_t i = 0; i < count; ++i) {
    out.append(TRY(to_string(isolate, TRY(get(isolate, literals, key_from_index(isolate, i))))));
    if (i + 1 < count && i + 1 < frame.argument_count) {
      out.append(TRY(to_string(isolate, frame.argument(static_cast<uint32_t>(i + 1)))));
    }
  }
  return TRY(out.finish());
}

// ECMA-262 sec-thisstringvalue; magic: 0 toString, 1 valueOf.
Completion<Value> this_string_value(Isolate& isolate, Frame& frame) {
  if (frame.this_value.is_string()) return frame.this_value;
  if (is_type(frame.this_value, CellType::kStringObject)) {
    return cast<PrimitiveWrapper>(frame.this_value)->primitive;
  }
  return throw_type_error(isolate, "String.prototype.%s requires that 'this' be a String",
                          callee_of(frame)->magic == 0 ? "toString" : "valueOf");
}

// --- the iterator

// ECMA-262 sec-string.prototype-%symbol.iterator%
Completion<Value> string_iterator(Isolate& isolate, Frame& frame) {
  String* string = TRY(this_string(isolate, frame, "String.prototype[Symbol.iterator]"));
  IteratorObject* iterator = new_iterator_object(isolate, Intrinsic::kStringIteratorPrototype);
  iterator->target = Value(string);
  iterator->kind = kStringIteratorKind;
  return Value(iterator);
}

// ECMA-262 sec-%stringiteratorprototype%.next
Completion<Value> string_iterator_next(Isolate& isolate, Frame& frame) {
  if (!is_type(frame.this_value, CellType::kIterator) ||
      cast<IteratorObject>(frame.this_value)->kind != kStringIteratorKind) {
    return throw_type_error(isolate, "Method String Iterator.prototype.next called on incompatible receiver %s",
                            describe_for_error(isolate, frame.this_value).c_str());
  }
  auto* iterator = cast<IteratorObject>(frame.this_value);
  if (iterator->target.is_undefined()) return Value(create_iterator_result(isolate, Value::undefined(), true));
  String* string = as_string(iterator->target);
  const auto position = static_cast<uint32_t>(iterator->position);
  if (position >= string->length) {
    iterator->target = Value::undefined();
    return Value(create_iterator_result(isolate, Value::undefined(), true));
  }
  uint32_t units;
  code_point_at(characters(isolate, string), position, &units);
  iterator->position += units;
  return Value(create_iterator_result(isolate, Value(substring(isolate, string, position, position + units)), false));
}

using P = BuiltinProperty;

constexpr P kConstructorTable[] = {
    P::function("fromCharCode", string_from_char_code, 1),
    P::function("fromCodePoint", string_from_code_point, 1),
    P::function("raw", string_raw, 1),
};

constexpr P kPrototypeTable[] = {
    P::function("toString", this_string_value, 0, 0),
    P::function("valueOf", this_string_value, 0, 1),
    P::function("@@iterator", string_iterator, 0),
};

constexpr P kIteratorTable[] = {
    P::function("next", string_iterator_next, 0),
    P::string("@@toStringTag", "String Iterator"),
};

// String.prototype is itself a String object, of the empty string.
Object* make_prototype(Isolate& isolate, Realm&, Object* parent) {
  Shape* shape = root_shape(isolate, parent, CellType::kStringObject, CellFlags::kExotic, 0);
  auto* object = allocate_object<PrimitiveWrapper>(isolate, shape);
  object->primitive = Value(isolate.names().empty.as_string());
  return object;
}

constexpr ClassSpec kStringClass = {
    .constructor = Intrinsic::kString,
    .prototype = Intrinsic::kStringPrototype,
    .name = "String",
    .native = string_constructor,
    .length = 1,
    .constructor_table = kConstructorTable,
    .prototype_table = kPrototypeTable,
    .make_prototype = make_prototype,
};

constexpr ObjectSpec kIteratorPrototype = {Intrinsic::kStringIteratorPrototype, Intrinsic::kIteratorPrototype,
                                           kIteratorTable};

}  // namespace

uint32_t code_point_at(const Characters& text, uint32_t position, uint32_t* units) {
  const uint32_t first = text[position];
  *units = 1;
  if (!text.two_byte || !unicode::is_lead_surrogate(first) || position + 1 >= text.length) return first;
  const uint32_t second = text[position + 1];
  if (!unicode::is_trail_surrogate(second)) return first;
  *units = 2;
  return unicode::combine_surrogates(first, second);
}

void register_string(Isolate& isolate) {
  isolate.exotic_methods[static_cast<int>(CellType::kStringObject)] = &kStringExoticMethods;
  isolate.intrinsic_creators[static_cast<int>(Intrinsic::kString)] = [](Isolate& isolate, Realm& realm) {
    return make_class_constructor(isolate, realm, kStringClass);
  };
  isolate.intrinsic_creators[static_cast<int>(Intrinsic::kStringPrototype)] = [](Isolate& isolate, Realm& realm) {
    Object* prototype = make_class_prototype(isolate, realm, kStringClass);
    for (BuiltinTable table : {kStringMethods, kStringReplacement, kStringText, kStringHtml}) {
      install(isolate, realm, prototype, table);
    }
    return prototype;
  };
  isolate.intrinsic_creators[static_cast<int>(Intrinsic::kStringIteratorPrototype)] =
      [](Isolate& isolate, Realm& realm) { return make_object(isolate, realm, kIteratorPrototype); };
}

}  // namespace scrim
