// setTimeout and its family, as Node has them: objects with ref, unref, refresh, and a primitive id.
#include <cmath>

#include "engine/interpreter/task_origin.h"
#include "engine/objects/atoms.h"
#include "engine/objects/inline_slots.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/module_resolution.h"

namespace scrim {

Throw throw_callback_type(Isolate& isolate, Value received) {
  std::string shown = received.is_undefined_or_null() ? (received.is_null() ? "null" : "undefined")
                                                      : "type " + to_utf8(isolate, typeof_string(isolate, received)) +
                                                            " (" + inspect(isolate, received) + ")";
  return throw_node_error(isolate, ErrorType::kTypeError, "ERR_INVALID_ARG_TYPE",
                          "The \"callback\" argument must be of type function. Received " + shown);
}

namespace {

HostObject* new_timer_object(Isolate& isolate, Object* prototype, uint32_t kind, Value callback, Frame& frame,
                             uint32_t first_argument) {
  Value arguments = Value::undefined();
  if (frame.argument_count > first_argument) {
    arguments = Value(new_array_from(
        isolate, std::span<const Value>(frame.arguments + first_argument, frame.argument_count - first_argument)));
  }
  Value origin = task_of(task_origin(isolate));
  Shape* shape = root_shape(isolate, prototype, CellType::kHostObject, 0, 0);
  auto* object = allocate_object<HostObject>(isolate, shape);
  object->task = 0;
  object->kind = kind;
  object->data[kTimerCallback] = callback;
  object->data[kTimerArguments] = arguments;
  object->data[kTimerContext] = isolate.async_context;
  object->data[kTimerOrigin] = origin;
  return object;
}

// Node: at least 1, at most 2^31 - 1, anything else is 1, with a warning where it was a mistake.
Completion<uint32_t> to_duration(Isolate& isolate, Value value) {
  if (value.is_undefined()) return 1u;
  double after = TRY(to_number(isolate, value));
  if (after >= 1 && after <= 2147483647) return static_cast<uint32_t>(std::trunc(after));
  if (!(after >= 0 && after < 1)) {
    Value warn = TRY(load_builtin_module(runtime_of(isolate), "internal/timeout_warnings"));
    Value argument = Value::number(after);
    TRY(call(isolate, warn, Value::undefined(), std::span<const Value>(&argument, 1)));
  }
  return 1u;
}

Object* timeout_prototype(Isolate& isolate);
Object* immediate_prototype(Isolate& isolate);

Completion<Value> schedule(Isolate& isolate, Frame& frame, bool repeat) {
  Value callback = frame.argument(0);
  if (!is_callable(callback)) return throw_callback_type(isolate, callback);
  uint32_t duration = TRY(to_duration(isolate, frame.argument(1)));
  HostObject* object = new_timer_object(isolate, timeout_prototype(isolate), kTimerKind, callback, frame, 2);
  object->task = runtime_of(isolate).loop().add_timer(Value(object), duration, repeat);
  return Value(object);
}

Completion<Value> set_timeout(Isolate& isolate, Frame& frame) {
  return schedule(isolate, frame, false);
}
Completion<Value> set_interval(Isolate& isolate, Frame& frame) {
  return schedule(isolate, frame, true);
}

Completion<Value> set_immediate(Isolate& isolate, Frame& frame) {
  Value callback = frame.argument(0);
  if (!is_callable(callback)) return throw_callback_type(isolate, callback);
  HostObject* object = new_timer_object(isolate, immediate_prototype(isolate), kImmediateKind, callback, frame, 1);
  runtime_of(isolate).loop().add_immediate(Value(object));
  return Value(object);
}

HostObject* as_timer(Value value) {
  if (!value.is_object() || as_object(value)->type != CellType::kHostObject) return nullptr;
  auto* object = cast<HostObject>(value);
  return object->kind == kTimerKind || object->kind == kImmediateKind ? object : nullptr;
}

void cancel(Isolate& isolate, HostObject* timer) {
  timer->data[kTimerCallback] = Value::undefined();
  runtime_of(isolate).loop().remove_timer(timer->task);
}

Completion<Value> clear_timer(Isolate& isolate, Frame& frame) {
  Value value = frame.argument(0);
  if (HostObject* object = as_timer(value)) {
    if (object->kind == kImmediateKind) {
      runtime_of(isolate).loop().clear_immediate(value);
    } else {
      cancel(isolate, object);
    }
  } else if (value.is_number()) {
    runtime_of(isolate).loop().remove_timer(static_cast<uint32_t>(value.as_number()));
  } else if (value.is_string()) {
    double id = string_to_number(isolate, as_string(value));
    if (id > 0 && id < 4e9) runtime_of(isolate).loop().remove_timer(static_cast<uint32_t>(id));
  }
  return Value::undefined();
}

Completion<Value> timer_ref(Isolate& isolate, Frame& frame) {
  if (HostObject* object = as_timer(frame.this_value)) {
    auto* callee = cast<NativeFunction>(frame.callee);
    EventLoop& loop = runtime_of(isolate).loop();
    EventLoop::TimerState state;
    if (object->kind == kTimerKind && !loop.find_timer(object->task, &state)) {
      // For when it is set again.
      const double start_ms = object->data[kTimerContext].as_number();
      if ((start_ms >= 0) != (callee->magic == 0)) object->data[kTimerContext] = Value::number(-1 - start_ms);
    } else if (object->kind == kTimerKind) {
      loop.set_timer_referenced(object->task, callee->magic == 0);
    } else {
      loop.set_immediate_referenced(frame.this_value, callee->magic == 0);
    }
  }
  return frame.this_value;
}
Completion<Value> timer_has_ref(Isolate& isolate, Frame& frame) {
  HostObject* object = as_timer(frame.this_value);
  if (!object) return Value::boolean(false);
  if (object->kind == kImmediateKind) return Value::boolean(object->task == 1);
  EventLoop::TimerState state;
  if (runtime_of(isolate).loop().find_timer(object->task, &state)) return Value::boolean(state.referenced);
  return Value::boolean(object->data[kTimerContext].as_number() >= 0);
}
Completion<Value> timer_refresh(Isolate& isolate, Frame& frame) {
  HostObject* object = as_timer(frame.this_value);
  if (object && object->kind == kTimerKind) runtime_of(isolate).loop().refresh_timer(frame.this_value);
  return frame.this_value;
}
Completion<Value> timer_close(Isolate& isolate, Frame& frame) {
  HostObject* object = as_timer(frame.this_value);
  if (object && object->kind == kTimerKind) cancel(isolate, object);
  return frame.this_value;
}
Completion<Value> clear_this_timer(Isolate& isolate, Frame& frame) {
  if (as_timer(frame.this_value)) runtime_of(isolate).loop().clear_immediate(frame.this_value);
  return Value::undefined();
}
Completion<Value> timer_to_primitive(Isolate& isolate, Frame& frame) {
  (void)isolate;
  HostObject* object = as_timer(frame.this_value);
  return Value::number(object ? object->task : 0u);
}

using P = BuiltinProperty;
constexpr P kTimeoutPrototype[] = {
    P::function("ref", timer_ref, 0, 0),      P::function("unref", timer_ref, 0, 1),
    P::function("hasRef", timer_has_ref, 0),  P::function("refresh", timer_refresh, 0),
    P::function("close", timer_close, 0),     P::function("@@toPrimitive", timer_to_primitive, 0),
    P::function("@@dispose", timer_close, 0),
};
constexpr P kImmediatePrototype[] = {
    P::function("ref", timer_ref, 0, 0),
    P::function("unref", timer_ref, 0, 1),
    P::function("hasRef", timer_has_ref, 0),
    P::function("@@dispose", clear_this_timer, 0),
};

Completion<Value> construct_refused(Isolate& isolate, Frame&) {
  return throw_type_error(isolate, "Illegal constructor");
}

// The prototypes hang off the functions that use them.
Object* prototype_for(Isolate& isolate, Intrinsic owner, const char* class_name, BuiltinTable table) {
  Realm& realm = isolate.realm();
  Object* function = realm.intrinsic(owner);
  PropertyKey key = key_from_latin1(isolate, class_name);
  auto* native = static_cast<NativeFunction*>(function);
  if (native->data.is_object()) return as_object(native->data);
  Object* prototype = make_builtin_object(isolate, realm, realm.intrinsic(Intrinsic::kObjectPrototype), table);
  NativeFunction* constructor = new_native_function(isolate, construct_refused, key, 0, Value::undefined(), true);
  put_direct(isolate, prototype, isolate.names().constructor, Value(constructor), Attributes::kHidden);
  put_direct(isolate, constructor, isolate.names().prototype, Value(prototype), Attributes::kWritable);
  native->data = Value(prototype);
  isolate.heap().write_barrier(native);
  return prototype;
}
Object* timeout_prototype(Isolate& isolate) {
  return prototype_for(isolate, Intrinsic::kSetTimeout, "Timeout", kTimeoutPrototype);
}
Object* immediate_prototype(Isolate& isolate) {
  return prototype_for(isolate, Intrinsic::kSetImmediate, "Immediate", kImmediatePrototype);
}

Completion<Value> queue_microtask(Isolate& isolate, Frame& frame) {
  Value callback = frame.argument(0);
  if (!is_callable(callback)) return throw_callback_type(isolate, callback);
  isolate.host.enqueue_job(isolate.host.context, isolate, callback, Value::empty(), Value::empty(),
                           isolate.async_context);
  return Value::undefined();
}

template <NativeCode native>
Object* make_function(Isolate& isolate, const char* name, uint32_t length) {
  return new_native_function(isolate, native, key_from_latin1(isolate, name), length);
}

// What util.promisify() makes of setTimeout and setImmediate.
Completion<Value> promisified(Isolate& isolate, Frame& frame) {
  Value exports = TRY(load_builtin_module(runtime_of(isolate), "timers/promises"));
  const bool is_immediate = cast<NativeFunction>(frame.callee)->magic;
  return get(isolate, as_object(exports), key_from_latin1(isolate, is_immediate ? "setImmediate" : "setTimeout"));
}
Object* with_promise_form(Isolate& isolate, Object* function, bool is_immediate) {
  String* name = intern_latin1(isolate, "nodejs.util.promisify.custom");
  Symbol* symbol = isolate.atoms().find_registered_symbol(name);
  if (!symbol) {
    symbol = new_symbol(isolate, name, Symbol::kRegistered);
    isolate.atoms().add_registered_symbol(symbol);
  }
  NativeFunction* getter = new_native_function(isolate, promisified, key_from_latin1(isolate, "get"), 0);
  getter->magic = is_immediate;
  PropertyDescriptor descriptor;
  descriptor.getter = Value(getter);
  descriptor.setter = Value::undefined();
  descriptor.attributes = Attributes::kEnumerable;
  descriptor.present = Attributes::kEnumerable | Attributes::kConfigurable;
  (void)define_own_property(isolate, function, PropertyKey::from_symbol(symbol), descriptor);
  return function;
}

}  // namespace

Object* timer_fields(Isolate& isolate, HostObject* timer) {
  const bool is_timeout = timer->kind == kTimerKind;
  EventLoop::TimerState state{};
  const bool alive = is_timeout ? runtime_of(isolate).loop().find_timer(timer->task, &state) : timer->task != 0;
  Object* fields = new_plain_object(isolate, 13);
  ordinary_set_prototype_of(isolate, fields, is_timeout ? timeout_prototype(isolate) : immediate_prototype(isolate));
  auto put = [&](const char* name, Value value) { put_direct(isolate, fields, key_from_latin1(isolate, name), value); };
  auto put_symbol = [&](const char* name, Value value) {
    Symbol* symbol = new_symbol(isolate, new_string_latin1(isolate, name));
    put_direct(isolate, fields, PropertyKey::from_symbol(symbol), value);
  };
  auto list = [&] {
    if (!state.listed) return Value::null();
    Object* made = new_plain_object(isolate);
    PropertyKey name = key_from_latin1(isolate, "TimersList");
    NativeFunction* constructor = new_native_function(isolate, construct_refused, name, 0);
    put_direct(isolate, made, isolate.names().constructor, Value(constructor), Attributes::kHidden);
    put_direct(isolate, constructor, isolate.names().prototype, Value(made), Attributes::kHidden);
    Object* listed = new_plain_object(isolate);
    ordinary_set_prototype_of(isolate, listed, made);
    put_direct(isolate, listed, key_from_latin1(isolate, "msecs"), Value::number(state.duration_ms));
    return Value(listed);
  };
  const double over_start = is_timeout && !alive ? timer->data[kTimerContext].as_number() : 0;
  Value referenced = Value::boolean(!is_timeout ? timer->task == 1 : alive ? state.referenced : over_start >= 0);
  if (is_timeout) {
    const double duration = alive ? state.duration_ms : timer->data[kTimerOrigin].as_number();
    put("_idleTimeout", Value::number(duration));
    put("_idlePrev", list());
    put("_idleNext", list());
    const double start = alive ? static_cast<double>(state.start_ms) : over_start >= 0 ? over_start : -1 - over_start;
    put("_idleStart", Value::number(start - std::floor(static_cast<double>(runtime_of(isolate).start_ns) / 1e6)));
    put("_onTimeout", duration < 0 ? Value::undefined() : timer->data[kTimerCallback]);
    put("_timerArgs", timer->data[kTimerArguments]);
    put("_repeat", state.repeats ? Value::number(duration) : Value::null());
  } else {
    put("_idleNext", Value::null());
    put("_idlePrev", Value::null());
    put("_onImmediate", alive ? timer->data[kTimerCallback] : Value::undefined());
    put("_argv", alive ? timer->data[kTimerArguments] : Value::undefined());
    if (!alive) referenced = Value::null();
  }
  put("_destroyed", Value::boolean(!alive));
  // What the program has put there itself.
  Completion<Array*> own = own_property_keys(isolate, timer, KeyFilter::kStrings);
  for (uint32_t i = 0; !own.failed() && i < own.value()->length; ++i) {
    PropertyKey name = key_from_string(isolate, as_string(own.value()->vector()->values[i]));
    Value value = get_own_data(isolate, timer, name);
    if (!value.is_empty()) put_direct(isolate, fields, name, value);
  }
  put_symbol("refed", referenced);
  if (is_timeout) put_symbol("kHasPrimitive", Value::boolean(false));
  put_symbol("asyncId", Value::number(timer->task));
  put_symbol("triggerId", Value::int32(1));
  put_symbol("kAsyncContextFrame", alive ? timer->data[kTimerContext] : Value::undefined());
  return fields;
}

void register_timers(Runtime& runtime) {
  Isolate& isolate = runtime.isolate();
  auto set = [&](Intrinsic id, IntrinsicCreator creator) {
    isolate.intrinsic_creators[static_cast<int>(id)] = creator;
  };
  set(Intrinsic::kSetTimeout,
      [](Isolate& i, Realm&) { return with_promise_form(i, make_function<set_timeout>(i, "setTimeout", 2), false); });
  set(Intrinsic::kSetInterval, [](Isolate& i, Realm&) { return make_function<set_interval>(i, "setInterval", 2); });
  set(Intrinsic::kSetImmediate, [](Isolate& i, Realm&) {
    return with_promise_form(i, make_function<set_immediate>(i, "setImmediate", 1), true);
  });
  set(Intrinsic::kClearTimeout, [](Isolate& i, Realm&) { return make_function<clear_timer>(i, "clearTimeout", 1); });
  set(Intrinsic::kClearInterval, [](Isolate& i, Realm&) { return make_function<clear_timer>(i, "clearInterval", 1); });
  set(Intrinsic::kClearImmediate,
      [](Isolate& i, Realm&) { return make_function<clear_timer>(i, "clearImmediate", 1); });
  set(Intrinsic::kQueueMicrotask,
      [](Isolate& i, Realm&) { return make_function<queue_microtask>(i, "queueMicrotask", 1); });
}

}  // namespace scrim
