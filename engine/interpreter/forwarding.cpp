#include "engine/interpreter/forwarding.h"

#include "engine/objects/collections.h"
#include "engine/objects/conversions.h"
#include "engine/objects/errors.h"

namespace scrim {

namespace {

Throw throw_cannot_forward(Isolate& isolate, Value target, Forward kind) {
  std::string type = to_utf8(isolate, typeof_string(isolate, target));
  return throw_type_error(isolate, "Function.prototype.%s was called on %s, which is %s %s and not a function",
                          kind == Forward::kCall ? "call" : "apply", describe_for_error(isolate, target).c_str(),
                          type == "object" || type == "undefined" ? "an" : "a", type.c_str());
}

Throw throw_not_constructor(Isolate& isolate, Value value) {
  return throw_type_error(isolate, "%s is not a constructor", describe_for_error(isolate, value).c_str());
}

// The values of an array or arguments object that can be read without running code, else a fresh list of them.
Completion<void> argument_list(Isolate& isolate, Value list, std::span<const Value>* values) {
  if (list.is_object()) {
    Object* object = as_object(list);
    bool arguments = object->type == CellType::kArguments ||
                     (object->type == CellType::kMappedArguments && !static_cast<ArgumentsObject*>(object)->map);
    if (arguments && object->has_vector_elements() && object->elements_kind != ElementsKind::kHoley) {
      Value length = get_own_data(isolate, object, isolate.names().length);
      if (length.is_int32() && static_cast<uint32_t>(length.as_int32()) == object->vector()->length) {
        *values = std::span<const Value>(object->vector()->values, object->vector()->length);
        return {};
      }
    }
    if (is_plain_dense_array(isolate, list)) {
      *values = values_of(cast<Array>(list));
      return {};
    }
  }
  *values = values_of(TRY(list_from_array_like(isolate, list)));
  return {};
}

// Room for `count` arguments where the window ends now.
Completion<Value*> resize_window(Isolate& isolate, Value* window, uint32_t old_count, size_t count) {
  Value* end = window + 1 + old_count;
  if (static_cast<size_t>(end - isolate.stack_limit) < count + 1 + kThisOffset) return throw_stack_overflow(isolate);
  return end - (count + 1);
}

Completion<Value> unfold(Isolate& isolate, NativeFunction* forward, Value** window, uint32_t* count) {
  auto kind = static_cast<Forward>(forward->magic);
  Value* low = *window;
  uint32_t given = *count;
  if (kind == Forward::kCall) {
    // [target, this, a0, ...] is the target's window from its second word on.
    Value target = low[0];
    if (!is_callable(target)) return throw_cannot_forward(isolate, target, kind);
    if (given) {
      *window = low + 1;
      *count = given - 1;
    } else {
      low[0] = Value::undefined();
    }
    return target;
  }
  auto word = [&](uint32_t index) { return index <= given ? low[index] : Value::undefined(); };
  if (kind == Forward::kReflectConstruct) {
    // ECMA-262 sec-reflect.construct; the window is [this, target, list, new target].
    Value target = word(1), new_target = given > 2 ? low[3] : target;
    for (Value constructor : {target, new_target}) {
      if (!is_constructor(constructor)) return throw_not_constructor(isolate, constructor);
    }
    std::span<const Value> values;
    TRY(argument_list(isolate, word(2), &values));
    Value* resized = TRY(resize_window(isolate, low, given, values.size()));
    resized[0] = new_target;
    for (size_t i = 0; i < values.size(); ++i) resized[1 + i] = values[i];
    *window = resized;
    *count = static_cast<uint32_t>(values.size());
    return target;
  }
  uint32_t first = kind == Forward::kReflectApply ? 1 : 0;  // of [target, this, list]
  Value target = word(first), this_value = word(first + 1), list = word(first + 2);
  if (!is_callable(target)) return throw_cannot_forward(isolate, target, kind);
  std::span<const Value> values;
  if (kind == Forward::kReflectApply || !list.is_undefined_or_null()) TRY(argument_list(isolate, list, &values));
  Value* resized = TRY(resize_window(isolate, low, given, values.size()));
  resized[0] = this_value;
  for (size_t i = 0; i < values.size(); ++i) resized[1 + i] = values[i];
  *window = resized;
  *count = static_cast<uint32_t>(values.size());
  return target;
}

}  // namespace

Completion<Value> unfold_forward(Isolate& isolate, NativeFunction* forward, Value** window, uint32_t* count) {
  // What goes wrong here is an error of the forwarding function's realm.
  Realm* realm = isolate.current_realm;
  isolate.current_realm = forward->realm;
  Completion<Value> target = unfold(isolate, forward, window, count);
  isolate.current_realm = realm;
  return target;
}

Completion<Value> unfold_bound(Isolate& isolate, BoundFunction* bound, Value** window, uint32_t* count) {
  uint32_t more = bound->arguments->length;
  Value* low = TRY(resize_window(isolate, *window, *count, size_t{*count} + more));
  low[0] = bound->bound_this;
  for (uint32_t i = 0; i < more; ++i) low[1 + i] = bound->arguments->values[i];
  *window = low;
  *count += more;
  return Value(bound->target);
}

Completion<Value> forward_call(Isolate& isolate, Frame& frame) {
  Value* window = &frame.this_value;
  uint32_t count = frame.argument_count;
  auto* forward = cast<NativeFunction>(frame.callee);
  auto kind = static_cast<Forward>(forward->magic);
  if (kind == Forward::kCall) {
    Value target = TRY(unfold_forward(isolate, forward, &window, &count));
    return call(isolate, target, window[0], std::span<const Value>(window + 1, count));
  }
  if (kind == Forward::kReflectConstruct) {
    Value constructor = frame.argument(0), new_target = frame.argument_count > 2 ? frame.arguments[2] : constructor;
    for (Value each : {constructor, new_target}) {
      if (!is_constructor(each)) return throw_not_constructor(isolate, each);
    }
    Array* list = TRY(list_from_array_like(isolate, frame.argument(1)));
    return Value(TRY(construct(isolate, as_object(constructor), values_of(list), as_object(new_target))));
  }
  // This frame stays: the list is passed from where it is.
  uint32_t first = kind == Forward::kReflectApply ? 1 : 0;
  Value target = first ? frame.argument(0) : frame.this_value;
  Value this_value = frame.argument(first), list = frame.argument(first + 1);
  if (!is_callable(target)) return throw_cannot_forward(isolate, target, kind);
  std::span<const Value> values;
  if (kind == Forward::kReflectApply || !list.is_undefined_or_null()) TRY(argument_list(isolate, list, &values));
  return call(isolate, target, this_value, values);
}

Completion<Array*> list_from_array_like(Isolate& isolate, Value value) {
  if (!value.is_object()) return throw_type_error(isolate, "CreateListFromArrayLike called on non-object");
  if (is_plain_dense_array(isolate, value)) return new_array_from(isolate, values_of(cast<Array>(value)));
  Object* object = as_object(value);
  uint64_t length = TRY(length_of_array_like(isolate, object));
  if (length > (1u << 24)) return throw_range_error(isolate, "Invalid array length");
  Array* list = new_array(isolate, 0, static_cast<uint32_t>(length));
  for (uint64_t i = 0; i < length; ++i)
    array_push(isolate, list, TRY(get(isolate, object, key_from_index(isolate, i))));
  return list;
}

}  // namespace scrim
