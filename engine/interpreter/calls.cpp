// Calls from C++ and calls of everything that is not an interpreted function.
#include "engine/bytecode/function_template.h"
#include "engine/interpreter/feedback.h"
#include "engine/interpreter/forwarding.h"
#include "engine/interpreter/interpreter.h"
#include "engine/interpreter/messages.h"
#include "engine/interpreter/module.h"
#include "engine/interpreter/observer.h"
#include "engine/objects/call.h"
#include "engine/objects/errors.h"

namespace scrim {

namespace {

// What a native re-entry is charged on the VM stack, in words (decision 9): it bounds the native stack by the VM
// stack. native_stack_bytes / vm_stack_bytes says how much native stack one such charge stands for.
constexpr int kReentryCharge = 112;

// A chain of bound functions is taken at once: the arguments of the innermost come first. new_target null: a call.
Completion<Value> call_bound(Isolate& isolate, BoundFunction* bound, std::span<const Value> arguments,
                             Object* new_target) {
  size_t count = arguments.size();
  for (BoundFunction* link = bound;; link = static_cast<BoundFunction*>(link->target)) {
    count += link->arguments->length;
    if (link->target->type != CellType::kBoundFunction) break;
  }
  if (count > UINT32_MAX / 2) return throw_stack_overflow(isolate);
  auto total = static_cast<uint32_t>(count);
  auto* all = static_cast<Elements*>(isolate.heap().allocate(Elements::size_for(total)));
  all->set_header(Cell::header_word(CellType::kElements));
  all->capacity = all->length = total;
  size_t end = count - arguments.size();
  for (size_t i = 0; i < arguments.size(); ++i) all->values[end + i] = arguments[i];
  for (;;) {
    end -= bound->arguments->length;
    for (uint32_t i = 0; i < bound->arguments->length; ++i) all->values[end + i] = bound->arguments->values[i];
    if (new_target == bound) new_target = bound->target;
    if (bound->target->type != CellType::kBoundFunction) break;
    bound = static_cast<BoundFunction*>(bound->target);
  }
  std::span<const Value> span(all->values, total);
  if (new_target) return Value(TRY(construct(isolate, bound->target, span, new_target)));
  return call(isolate, Value(bound->target), bound->bound_this, span);
}

// The lowest word in use, less the charge for running C++ in between; null if that overflows.
Value* entry_window(Isolate& isolate, uint32_t words) {
  Value* low = stack_low(isolate) - kReentryCharge;
  if (low - words - kHeaderWords < isolate.stack_limit) return nullptr;
  return low - words;
}

// Fills the frame whose window was found to have room, and runs it.
inline Completion<Value> run_entry_frame(Isolate& isolate, Function* function, Value* window, Value this_value,
                                         std::span<const Value> arguments, Value new_target) {
  Code* code = function->code;
  auto count = static_cast<uint32_t>(arguments.size());
  window[0] = this_value;
  for (uint32_t i = 0; i < count; ++i) window[1 + i] = arguments[i];
  for (uint32_t i = count; i < code->parameter_count; ++i) window[1 + i] = Value::undefined();
  Value* fp = window - kThisOffset;
  Frame* frame = Frame::from(fp);
  frame->caller_fp = isolate.fp;
  frame->caller_pc = isolate.pc;
  frame->code = code;
  frame->callee = Value(function);
  frame->argument_count = count;
  frame->flags = FrameFlags::kEntry | (new_target.is_undefined() ? 0 : FrameFlags::kConstruct);
  frame->new_target = new_target;
  frame->environment = function->environment;
  for (uint32_t i = 1; i <= code->local_count; ++i) fp[-static_cast<int>(i)] = Value::undefined();
  const uint16_t* saved_pc = isolate.pc;
  Realm* saved_realm = isolate.current_realm;
  Completion<Value> result = interpret(isolate, fp, code->entry);
  isolate.pc = saved_pc;
  isolate.current_realm = saved_realm;
  return result;
}

// Where an entry frame's window goes; null if that overflows.
Value* function_window(Isolate& isolate, const Code* code, size_t count) {
  auto padded = static_cast<uint32_t>(count < code->parameter_count ? code->parameter_count : count);
  Value* window = entry_window(isolate, padded + 1);
  return window && window - kThisOffset - code->register_count >= isolate.stack_limit ? window : nullptr;
}

Completion<Value> call_hook(Isolate& isolate, Value callee, Value this_value, std::span<const Value> arguments) {
  if (!callee.is_object() || !as_object(callee)->is_callable()) {
    return throw_type_error(isolate, "%s is not a function", describe_for_error(isolate, callee).c_str());
  }
  Object* object = as_object(callee);
  switch (object->type) {
    case CellType::kFunction:
      return call_function(isolate, static_cast<Function*>(object), this_value, arguments, Value::undefined());
    case CellType::kNativeFunction: {
      auto count = static_cast<uint32_t>(arguments.size());
      Value* window = entry_window(isolate, count + 1);
      if (!window) return throw_stack_overflow(isolate);
      window[0] = this_value;
      for (uint32_t i = 0; i < count; ++i) window[1 + i] = arguments[i];
      return call_native(isolate, static_cast<NativeFunction*>(object), window, count, Value::undefined());
    }
    case CellType::kBoundFunction: return call_bound(isolate, static_cast<BoundFunction*>(object), arguments, nullptr);
    default: break;
  }
  if (isolate.call_exotic) return isolate.call_exotic(isolate, object, this_value, arguments, nullptr);
  return throw_type_error(isolate, "%s is not a function", describe_for_error(isolate, callee).c_str());
}

Completion<Value> call_again(Isolate& isolate, PreparedCall& prepared, std::span<const Value> arguments) {
  if (!prepared.window || prepared.caller != isolate.fp || prepared.count != arguments.size()) [[unlikely]] {
    // A lazy function's frame has no size before it is called.
    const bool is_function = prepared.callee.is_object() && as_object(prepared.callee)->type == CellType::kFunction;
    if (!is_function || is_lazy(cast<Function>(prepared.callee)->code)) {
      return call_hook(isolate, prepared.callee, prepared.this_value, arguments);
    }
    prepared.window = function_window(isolate, cast<Function>(prepared.callee)->code, arguments.size());
    if (!prepared.window) return throw_stack_overflow(isolate);
    prepared.caller = isolate.fp;
    prepared.count = arguments.size();
  }
  return run_entry_frame(isolate, static_cast<Function*>(as_object(prepared.callee)), prepared.window,
                         prepared.this_value, arguments, Value::undefined());
}

Completion<Object*> construct_hook(Isolate& isolate, Object* constructor, std::span<const Value> arguments,
                                   Object* new_target) {
  switch (constructor->type) {
    case CellType::kFunction: {
      auto* function = static_cast<Function*>(constructor);
      Value receiver = TRY(create_receiver(isolate, function, new_target));
      Value result = TRY(call_function(isolate, function, receiver, arguments, Value(new_target)));
      return as_object(result);
    }
    case CellType::kNativeFunction: {
      auto count = static_cast<uint32_t>(arguments.size());
      Value* window = entry_window(isolate, count + 1);
      if (!window) return throw_stack_overflow(isolate);
      window[0] = Value::undefined();
      for (uint32_t i = 0; i < count; ++i) window[1 + i] = arguments[i];
      Value result =
          TRY(call_native(isolate, static_cast<NativeFunction*>(constructor), window, count, Value(new_target)));
      return as_object(result);
    }
    case CellType::kBoundFunction:
      return as_object(TRY(call_bound(isolate, static_cast<BoundFunction*>(constructor), arguments, new_target)));
    default: break;
  }
  if (isolate.call_exotic) {
    return as_object(TRY(isolate.call_exotic(isolate, constructor, Value::undefined(), arguments, new_target)));
  }
  return throw_type_error(isolate, "%s is not a constructor", describe_for_error(isolate, Value(constructor)).c_str());
}

}  // namespace

Value* stack_low(Isolate& isolate) {
  if (!isolate.fp) return isolate.stack_base;
  Frame* frame = Frame::from(isolate.fp);
  return frame->code ? isolate.fp - frame->code->register_count : isolate.fp;
}

Completion<Value> call_function(Isolate& isolate, Function* function, Value this_value,
                                std::span<const Value> arguments, Value new_target) {
  Value* window = function_window(isolate, function->code, arguments.size());
  if (!window) return throw_stack_overflow(isolate);
  return run_entry_frame(isolate, function, window, this_value, arguments, new_target);
}

Completion<Value> call_native(Isolate& isolate, NativeFunction* callee, Value* window, uint32_t count,
                              Value new_target) {
  Value* fp = window - kThisOffset;
  if (fp < isolate.stack_limit) return throw_stack_overflow(isolate);
  Frame* frame = Frame::from(fp);
  Value* caller = isolate.fp;
  frame->caller_fp = caller;
  frame->caller_pc = isolate.pc;
  frame->code = nullptr;
  frame->callee = Value(callee);
  frame->argument_count = count;
  frame->flags = FrameFlags::kNative;
  frame->new_target = new_target;
  frame->environment = nullptr;
  isolate.fp = fp;
  Realm* realm = isolate.current_realm;
  isolate.current_realm = callee->realm;
  const uint16_t* pc = isolate.pc;
  Completion<Value> result = callee->native(isolate, *frame);
  isolate.pc = pc;
  isolate.current_realm = realm;
  isolate.fp = caller;
  ASSERT(result.failed() == isolate.has_exception());
  return result;
}

Completion<Value> call_other(Isolate& isolate, const uint16_t* pc, Value callee, Value* window, uint32_t count) {
  if (!is_callable(callee)) return throw_not_callable(isolate, pc, callee, false);
  Value this_value = window[0];
  Array* arguments = new_array_from(isolate, std::span<const Value>(window + 1, count));
  return call_hook(isolate, callee, this_value, values_of(arguments));
}

Completion<Value> construct_slow(Isolate& isolate, const uint16_t* pc, Value callee, Value* window, uint32_t count) {
  if (!is_constructor(callee)) return throw_not_callable(isolate, pc, callee, true);
  return construct_window(isolate, as_object(callee), as_object(callee), window, count);
}

Completion<Value> construct_window(Isolate& isolate, Object* callee, Object* new_target, Value* window,
                                   uint32_t count) {
  if (callee->type == CellType::kNativeFunction) {
    window[0] = Value::undefined();
    return call_native(isolate, static_cast<NativeFunction*>(callee), window, count, Value(new_target));
  }
  Array* arguments = new_array_from(isolate, std::span<const Value>(window + 1, count));
  return Value(TRY(construct_hook(isolate, callee, values_of(arguments), new_target)));
}

// ECMA-262 sec-ordinarycreatefromconstructor for functions compiled from source.
Completion<Value> create_receiver(Isolate& isolate, Function* callee, Object* new_target) {
  if (callee->code->code_flags & kCodeDerived) return Value::empty();
  Function* target = new_target->type == CellType::kFunction ? static_cast<Function*>(new_target) : nullptr;
  if (target && target->construct_shape) return Value(new_object_inline(isolate, target->construct_shape));
  Value prototype = TRY(get(isolate, new_target, isolate.names().prototype));
  Object* object;
  if (prototype.is_object()) {
    object = as_object(prototype);
  } else {
    Realm* realm = TRY(get_function_realm(isolate, new_target));
    object = realm->intrinsic(Intrinsic::kObjectPrototype);
    target = nullptr;
  }
  // How many properties the objects will have, the code tells.
  if (is_lazy(callee->code)) TRY(compile_lazy_code(isolate, callee->code));
  if (target && is_lazy(target->code)) TRY(compile_lazy_code(isolate, target->code));
  uint32_t capacity = callee->code->instance_capacity;
  if (target && target != callee) capacity += target->code->instance_capacity;
  if (target && !object->prototype() && object->shape()->is_extensible()) remember_constructor(isolate, object, target);
  Shape* shape = root_shape(isolate, object, CellType::kObject, 0, capacity);
  if (target) {
    target->construct_shape = shape;
    isolate.heap().write_barrier(target);
  }
  return Value(new_object_inline(isolate, shape));
}

void initialize_interpreter(Isolate& isolate) {
  isolate.call_hooks.call = call_hook;
  isolate.call_hooks.construct = construct_hook;
  isolate.call_hooks.call_again = call_again;
  isolate.materialize_function = materialize_function_property;
  isolate.capture_frames = capture_frames;
  isolate.format_frames = format_frames;
  isolate.function_source = function_source;
  isolate.create_dynamic_function = create_dynamic_function;
  isolate.indirect_eval = indirect_eval;
  initialize_caches(isolate);
  initialize_shape_tracing(isolate);
  keep_types_for_gdb();
  initialize_observer(isolate);
  initialize_arguments(isolate);
  register_module_namespaces(isolate);
  (void)interpret(isolate, nullptr, nullptr);
}

}  // namespace scrim
