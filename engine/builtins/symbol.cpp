// Symbol. ECMA-262 sec-symbol-objects
#include "engine/builtins/support.h"
#include "engine/objects/atoms.h"

namespace scrim {

namespace {

Completion<Value> symbol_constructor(Isolate& isolate, Frame& frame) {
  if (!frame.new_target.is_undefined()) return throw_type_error(isolate, "Symbol is not a constructor");
  String* description = nullptr;
  if (!frame.argument(0).is_undefined()) description = TRY(to_string(isolate, frame.argument(0)));
  return Value(new_symbol(isolate, description));
}

// ECMA-262 sec-symbol.for
Completion<Value> symbol_for(Isolate& isolate, Frame& frame) {
  String* key = intern(isolate, TRY(to_string(isolate, frame.argument(0))));
  Symbol* symbol = isolate.atoms().find_registered_symbol(key);
  if (!symbol) {
    symbol = new_symbol(isolate, key, Symbol::kRegistered);
    isolate.atoms().add_registered_symbol(symbol);
  }
  return Value(symbol);
}

Completion<Value> symbol_key_for(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_symbol())
    return throw_type_error(isolate, "%s is not a symbol", describe_for_error(isolate, frame.argument(0)).c_str());
  Symbol* symbol = as_symbol(frame.argument(0));
  if (symbol->kind != Symbol::kRegistered) return Value::undefined();
  return Value(symbol->description);
}

Completion<Value> this_symbol(Isolate& isolate, Value value, const char* method) {
  if (value.is_symbol()) return value;
  if (is_type(value, CellType::kSymbolObject)) return cast<PrimitiveWrapper>(value)->primitive;
  return throw_type_error(isolate, "%s requires that 'this' be a Symbol", method);
}

Completion<Value> symbol_prototype_to_string(Isolate& isolate, Frame& frame) {
  Value symbol = TRY(this_symbol(isolate, frame.this_value, "Symbol.prototype.toString"));
  StringBuilder builder(isolate);
  builder.append_latin1("Symbol(");
  if (as_symbol(symbol)->description) builder.append(as_symbol(symbol)->description);
  builder.append(u')');
  return TRY(builder.finish());
}

Completion<Value> symbol_prototype_value_of(Isolate& isolate, Frame& frame) {
  return this_symbol(isolate, frame.this_value, "Symbol.prototype.valueOf");
}
Completion<Value> symbol_prototype_to_primitive(Isolate& isolate, Frame& frame) {
  return this_symbol(isolate, frame.this_value, "Symbol.prototype [ @@toPrimitive ]");
}
Completion<Value> symbol_prototype_description(Isolate& isolate, Frame& frame) {
  Value symbol = TRY(this_symbol(isolate, frame.this_value, "Symbol.prototype.description"));
  String* description = as_symbol(symbol)->description;
  return description ? Value(description) : Value::undefined();
}

using P = BuiltinProperty;

constexpr P kSymbolTable[] = {
    P::function("for", symbol_for, 1),
    P::function("keyFor", symbol_key_for, 1),
};
constexpr P kSymbolPrototypeTable[] = {
    P::function("toString", symbol_prototype_to_string, 0),
    P::function("valueOf", symbol_prototype_value_of, 0),
    P::accessor("description", symbol_prototype_description),
    P::string("@@toStringTag", "Symbol"),
    {"@@toPrimitive", P::kFunction, 1, Attributes::kConfigurable, symbol_prototype_to_primitive},
};

}  // namespace

extern constexpr ClassSpec kSymbolClass = {
    Intrinsic::kSymbol, Intrinsic::kSymbolPrototype, "Symbol", symbol_constructor, 0,
    kSymbolTable,       kSymbolPrototypeTable};

// The constructor's well-known symbols come from names.def.
Object* make_symbol_constructor(Isolate& isolate, Realm& realm) {
  Object* constructor = make_class_constructor(isolate, realm, kSymbolClass);
  const Names& names = isolate.names();
  if (!get_own_data(isolate, constructor, key_from_latin1(isolate, "iterator")).is_empty()) return constructor;
  constexpr std::pair<const char*, PropertyKey Names::*> kWellKnown[] = {
      {"asyncIterator", &Names::async_iterator},
      {"hasInstance", &Names::has_instance},
      {"isConcatSpreadable", &Names::is_concat_spreadable},
      {"iterator", &Names::iterator},
      {"match", &Names::match},
      {"matchAll", &Names::match_all},
      {"replace", &Names::replace},
      {"search", &Names::search},
      {"species", &Names::species},
      {"split", &Names::split},
      {"toPrimitive", &Names::to_primitive},
      {"toStringTag", &Names::to_string_tag},
      {"unscopables", &Names::unscopables},
      {"dispose", &Names::dispose_symbol},
      {"asyncDispose", &Names::async_dispose_symbol},
  };
  for (const auto& [name, key] : kWellKnown) {
    put_direct(isolate, constructor, key_from_latin1(isolate, name), Value((names.*key).as_cell()), 0);
  }
  return constructor;
}

}  // namespace scrim
