// builtins/: the language's global objects, a file for each. Every object is described by a constexpr table; the
// installer, the compilers and completion read the same table.
//
// A builtin reads like the specification: its clause id in a comment, one step a line, TRY. Fast paths are separate
// functions called first. A native is
//
//     // ECMA-262 sec-array.prototype.at
//     Completion<Value> array_prototype_at(Isolate& isolate, Frame& frame) {
//       Object* object = TRY(to_object(isolate, frame.this_value));
//       uint64_t length = TRY(length_of_array_like(isolate, object));
//       double relative = TRY(to_integer_or_infinity(isolate, frame.argument(0)));
//       ...
//     }
//
// A constructor's native serves both: frame.new_target is undefined for a plain call. Functions are made lazily: an
// installed method is an empty slot until it is first read.
#pragma once

#include "engine/interpreter/frame.h"
#include "engine/objects/call.h"
#include "engine/objects/collections.h"
#include "engine/objects/conversions.h"
#include "engine/objects/errors.h"
#include "engine/objects/isolate.h"

namespace scrim {

struct BuiltinProperty {
  enum Kind : uint8_t { kFunction, kAccessor, kInt, kDouble, kString, kUndefined, kIntrinsic, kAlias };

  const char* name;  // "@@iterator" for well-known symbols
  Kind kind;
  uint8_t length = 0;
  uint8_t attributes = Attributes::kHidden;
  NativeCode native = nullptr;  // function or getter
  NativeCode setter = nullptr;
  double number = 0;
  const char* text = nullptr;  // kString: the value; kAlias: the name of the property this is the same function as
  Intrinsic intrinsic = Intrinsic::kCount;  // kIntrinsic: the value; kFunction: the intrinsic this function is, if any
  uint16_t magic = 0;                       // given to the native function, to tell variants apart

  static constexpr BuiltinProperty function(const char* name, NativeCode native, uint8_t length, uint16_t magic = 0,
                                            Intrinsic intrinsic = Intrinsic::kCount) {
    return {name, kFunction, length, Attributes::kHidden, native, nullptr, 0, nullptr, intrinsic, magic};
  }
  static constexpr BuiltinProperty accessor(const char* name, NativeCode getter, NativeCode setter = nullptr,
                                            uint16_t magic = 0) {
    return {name, kAccessor, 0, Attributes::kConfigurable, getter, setter, 0, nullptr, Intrinsic::kCount, magic};
  }
  static constexpr BuiltinProperty integer(const char* name, int value, uint8_t attributes = 0) {
    return {name, kInt, 0, attributes, nullptr, nullptr, static_cast<double>(value)};
  }
  static constexpr BuiltinProperty real(const char* name, double value, uint8_t attributes = 0) {
    return {name, kDouble, 0, attributes, nullptr, nullptr, value};
  }
  static constexpr BuiltinProperty string(const char* name, const char* value,
                                          uint8_t attributes = Attributes::kConfigurable) {
    return {name, kString, 0, attributes, nullptr, nullptr, 0, value};
  }
  static constexpr BuiltinProperty object(const char* name, Intrinsic id, uint8_t attributes = Attributes::kHidden) {
    return {name, kIntrinsic, 0, attributes, nullptr, nullptr, 0, nullptr, id};
  }
  static constexpr BuiltinProperty alias(const char* name, const char* of) {
    return {name, kAlias, 0, Attributes::kHidden, nullptr, nullptr, 0, of};
  }
};

using BuiltinTable = std::span<const BuiltinProperty>;

// Defines every property of the table on a fresh object; functions as lazy slots where the object's shape allows.
void install(Isolate& isolate, Realm& realm, Object* object, BuiltinTable table);
// An ordinary object with the given prototype (null: none) and the table installed.
Object* make_builtin_object(Isolate& isolate, Realm& realm, Object* prototype, BuiltinTable table);
// A constructor function with `length`, `name`, `prototype` (linked both ways, unless null) and the table installed.
// Its native is called for calls and constructs. [[Prototype]] is parent, or %Function.prototype% if null.
Object* make_builtin_constructor(Isolate& isolate, Realm& realm, const char* name, NativeCode native, uint8_t length,
                                 Object* prototype, BuiltinTable table, Object* parent = nullptr);

// ECMA-262 sec-ordinarycreatefromconstructor: a shape for objects whose prototype is new_target.prototype or the
// intrinsic default of new_target's realm.
Completion<Shape*> shape_from_constructor(Isolate& isolate, Value new_target, Intrinsic default_prototype,
                                          CellType type, uint8_t object_flags = 0, uint32_t inline_capacity = 0);

// Registers every creator of this room in the isolate (one line an intrinsic, builtins/registry.cpp).
void register_builtins(Isolate& isolate);

}  // namespace scrim
