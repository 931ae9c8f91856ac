// What the files of builtins/ share beyond builtins.h: how intrinsics are declared, and small steps they all take.
#pragma once

#include "engine/builtins/builtins.h"
#include "engine/interpreter/forwarding.h"
#include "engine/objects/inline_slots.h"

namespace scrim {

// A constructor and its prototype object.
struct ClassSpec {
  Intrinsic constructor;
  Intrinsic prototype;
  const char* name;
  NativeCode native;
  uint8_t length;
  BuiltinTable constructor_table;
  BuiltinTable prototype_table;
  Intrinsic parent_prototype = Intrinsic::kObjectPrototype;
  Intrinsic parent_constructor = Intrinsic::kFunctionPrototype;
  Object* (*make_prototype)(Isolate&, Realm&, Object* parent) = nullptr;  // null: an ordinary object
};
// An ordinary object: a namespace, or a prototype without a constructor of its own.
struct ObjectSpec {
  Intrinsic id;
  Intrinsic parent;
  BuiltinTable table;
};
// A function that is an intrinsic by itself.
struct FunctionSpec {
  Intrinsic id;
  const char* name;
  NativeCode native;
  uint8_t length;
};

Object* make_class_constructor(Isolate& isolate, Realm& realm, const ClassSpec& spec);
Object* make_class_prototype(Isolate& isolate, Realm& realm, const ClassSpec& spec);
Object* make_object(Isolate& isolate, Realm& realm, const ObjectSpec& spec);
Object* make_function(Isolate& isolate, Realm& realm, const FunctionSpec& spec);

// The key a table's name stands for: "@@iterator" is the symbol.
PropertyKey key_of_name(Isolate& isolate, const char* name);
NativeFunction* make_native(Isolate& isolate, PropertyKey name, const char* prefix, NativeCode native, uint32_t length,
                            uint32_t magic = 0);
// A nameless function with data, as the specification's closures are.
NativeFunction* make_closure(Isolate& isolate, NativeCode native, uint32_t length, Value data, uint32_t magic = 0);
inline NativeFunction* callee_of(Frame& frame) {
  return static_cast<NativeFunction*>(frame.callee.as_cell());
}

inline bool is_type(Value value, CellType type) {
  return value.is_object() && value.as_cell()->type == type;
}

// Throws unless callable, in the words of the builtins that look at no call site: "1 is not a function".
Completion<void> require_function(Isolate& isolate, Value value);

// Charges a level of native recursion to the VM stack, as calls do (decision 9).
class RecursionGuard {
 public:
  explicit RecursionGuard(Isolate& isolate) : isolate_(isolate) { isolate.stack_limit += kCharge; }
  ~RecursionGuard() { isolate_.stack_limit -= kCharge; }
  RecursionGuard(const RecursionGuard&) = delete;
  bool overflowed() const { return stack_low(isolate_) < isolate_.stack_limit; }

 private:
  static constexpr int kCharge = 56;
  Isolate& isolate_;
};

// A relative position as slice and its like take it: ToIntegerOrInfinity, counted from the end if negative, clamped.
Completion<uint64_t> relative_index(Isolate& isolate, Value value, uint64_t length, uint64_t if_undefined);

// An error's `stack`: header and the frames' lines. Errors have it made when it is first read.
Completion<Value> stack_text(Isolate& isolate, Object* error, Value frames);
Value materialize_stack(Isolate& isolate, Object* object, PropertyKey key);

// The global object carries its realm (a HostObject of this kind).
constexpr uint32_t kGlobalObjectKind = 0xffffffff;
constexpr uint32_t kRawJsonKind = 0xfffffffe;  // what JSON.rawJSON makes
constexpr uint32_t kDisposableStackKind = 0xfffffffd;
constexpr uint32_t kAsyncDisposableStackKind = 0xfffffffc;
Value materialize_global(Isolate& isolate, Object* object, PropertyKey key);

// sec-fromPropertyDescriptor, sec-topropertydescriptor
Object* from_property_descriptor(Isolate& isolate, const PropertyDescriptor& descriptor);
Completion<void> to_property_descriptor(Isolate& isolate, Value value, PropertyDescriptor* descriptor);
// Copies into a fresh array: values must not be on the heap's own moving parts (cells never move, so any span will do).
inline Array* array_of(Isolate& isolate, std::initializer_list<Value> values) {
  return new_array_from(isolate, std::span(values.begin(), values.size()));
}

}  // namespace scrim
