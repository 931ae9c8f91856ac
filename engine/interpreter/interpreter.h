// Entering the interpreter, and what its slow paths share.
#pragma once

#include "engine/interpreter/frame.h"
#include "engine/objects/conversions.h"
#include "engine/objects/isolate.h"

namespace scrim {

struct IteratorRecord;

namespace bytecode {
struct CompiledUnit;
}

// Runs the frame at fp from pc until the frame marked as entry below which it runs returns or throws. This is the one
// trampoline (decision 8).
Completion<Value> interpret(Isolate& isolate, Value* fp, const uint16_t* pc);

// Fills in the isolate's seams (calls, lazy function properties, stack traces). Call once after making an isolate.
void initialize_interpreter(Isolate& isolate);

// Makes the cells of a function's template: atoms of its names, constants. Children are installed when first closed
// over.
Code* install_function(Isolate& isolate, Realm& realm, Script* script, const bytecode::FunctionTemplate& function);
// Compiles what a lazy code's template stands for, and fills the code in. It throws only where the native stack ends,
// or a limit of the bytecode is met.
Completion<Value> compile_lazy_code(Isolate& isolate, Code* code);
bool is_lazy(const Code* code);
// The feedback vector of a code that is about to run hot.
void make_feedback(Isolate& isolate, Code* code);
Function* create_closure(Isolate& isolate, Code* code, Environment* environment);
// Of the function at a constant of `outer`, installed on first use.
Value create_closure_of(Isolate& isolate, Code* outer, uint32_t constant, Environment* environment);
// A call from C++: builds an entry frame below everything in use and runs the function.
Completion<Value> call_function(Isolate& isolate, Function* function, Value this_value,
                                std::span<const Value> arguments, Value new_target);

// Code::code_flags
constexpr uint32_t kCodeStrict = 1;
constexpr uint32_t kCodeHasLoop = 2;
constexpr uint32_t kCodeClassConstructor = 4;
constexpr uint32_t kCodeDerived = 8;
constexpr uint32_t kCodeArrow = 16;
constexpr uint32_t kCodeStrictParts = 32;  // sloppy, with classes: FunctionTemplate::strict_parts

bool in_strict_part(const Code* code, const uint16_t* pc);
inline bool is_strict_at(const Code* code, const uint16_t* pc) {
  if (!(code->code_flags & (kCodeStrict | kCodeStrictParts))) return false;
  return (code->code_flags & kCodeStrict) || in_strict_part(code, pc);
}

// new_object for shapes of plain objects, in line.
inline Object* new_object_inline(Isolate& isolate, Shape* shape) {
  uint32_t capacity = shape->inline_capacity;
  auto* object = static_cast<Object*>(isolate.heap().allocate(sizeof(Object) + capacity * sizeof(Value)));
  object->set_header(shape->object_header());
  object->slots = nullptr;
  object->elements = isolate.empty_elements;
  auto* values = reinterpret_cast<Value*>(object + 1);
  for (uint32_t i = 0; i < capacity; ++i) values[i] = Value::undefined();
  return object;
}

// new_array_of_shared in line; the shape is the realm's for arrays.
inline Array* new_array_of_shared_inline(Isolate& isolate, Shape* shape, Cell* shared) {
  auto* array = static_cast<Array*>(isolate.heap().allocate(sizeof(Array)));
  array->set_header(shape->object_header() | uint64_t{static_cast<uint8_t>(ElementsKind::kShared)} << 40);
  array->slots = nullptr;
  array->elements = shared;
  array->length = static_cast<Elements*>(shared)->length;
  array->padding = 0;
  return array;
}

// Finds a handler for the exception thrown at isolate.pc in isolate.fp's frame, popping frames; null: the entry frame
// was popped and the exception goes on to C++. On success isolate.fp is the frame and the result where to go on.
const uint16_t* unwind(Isolate& isolate);

// --- slow paths in C++ (slow_paths.cpp). All run with isolate.pc and isolate.fp set.
Completion<Value> set_any(Isolate& isolate, Value object, PropertyKey key, Value value, bool strict);
bool has_exotic_prototype(Object* object);
Completion<Value> coerce_this(Isolate& isolate, Value this_value);
Completion<bool> compare_less(Isolate& isolate, Value left, Value right);  // left < right
Completion<bool> compare_less_equal(Isolate& isolate, Value left, Value right);
Completion<bool> compare_greater(Isolate& isolate, Value left, Value right);
Completion<bool> compare_greater_equal(Isolate& isolate, Value left, Value right);
Completion<Value> delete_keyed_slow(Isolate& isolate, Value object, Value key, bool strict);
Completion<Value> to_property_key_value(Isolate& isolate, Value value);
Completion<Value> delete_slow(Isolate& isolate, Value object, PropertyKey key, bool strict);
Completion<Value> throw_not_initialized(Isolate& isolate, Value name);
Completion<Value> throw_not_callable(Isolate& isolate, const uint16_t* pc, Value callee, bool construct);
Completion<Value> define_accessor(Isolate& isolate, Value object, Value key, Value function, uint32_t flags);
Completion<Value> define_keyed(Isolate& isolate, Value object, Value key, Value value, bool enumerable);
Completion<Value> declare_globals(Isolate& isolate, const Code* code, uint32_t index);
Completion<Value> init_global_lexical(Isolate& isolate, PropertyKey name, Value value);
Value create_unmapped_arguments(Isolate& isolate, Frame& frame);
Value create_mapped_arguments(Isolate& isolate, Frame& frame);
Value create_rest(Isolate& isolate, Frame& frame, uint32_t from);
void freeze_array(Isolate& isolate, Array* array);
// The atom of a unit's string; the empty string for kNoString.
String* install_string(Isolate& isolate, const bytecode::CompiledUnit& unit, uint32_t index);
Completion<void> get_named_iterator(Isolate& isolate, Value iterable, IteratorRecord* record);
Completion<Value> array_spread(Isolate& isolate, Value array, Value iterable);
Completion<Value> spread_list(Isolate& isolate, Value iterable);
// The array literal whose elements are the constants behind this one.
Value create_array_literal(Isolate& isolate, Code* code, uint32_t constant);
Value get_template_object(Isolate& isolate, Code* code, uint32_t constant);
Completion<Value> create_regexp(Isolate& isolate, Value pattern, Value flags);
// Calls that are not of an interpreted function. `pc` is the call instruction, for messages that name the callee; the
// window holds this and the arguments.
Completion<Value> call_native(Isolate& isolate, NativeFunction* callee, Value* window, uint32_t count,
                              Value new_target);
Completion<Value> call_other(Isolate& isolate, const uint16_t* pc, Value callee, Value* window, uint32_t count);
Completion<Value> construct_slow(Isolate& isolate, const uint16_t* pc, Value callee, Value* window, uint32_t count);
// A callee that is known to be a constructor; the window may lie under the frame's registers.
Completion<Value> construct_window(Isolate& isolate, Object* callee, Object* new_target, Value* window, uint32_t count);
void throw_class_called(Isolate& isolate);
// The receiver of `new callee` with the given new.target: an object of its shape; empty for derived constructors. The
// shape is kept as new.target's construct_shape.
Completion<Value> create_receiver(Isolate& isolate, Function* callee, Object* new_target);
// Countdown ended: polls interrupts, restarts the period.
Completion<Value> safepoint(Isolate& isolate);

}  // namespace scrim
