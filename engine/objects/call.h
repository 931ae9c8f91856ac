// The one upward seam from objects/ (decision 8): calling JavaScript. The interpreter fills in the isolate's CallHooks
// at start; everything below it calls through here.
#pragma once

#include <initializer_list>
#include <span>

#include "engine/objects/object.h"

namespace scrim {

// TypeError "... is not a function" if the callee is not callable.
Completion<Value> call(Isolate& isolate, Value callee, Value this_value, std::span<const Value> arguments);
inline Completion<Value> call(Isolate& isolate, Value callee, Value this_value,
                              std::initializer_list<Value> arguments = {}) {
  return call(isolate, callee, this_value, std::span(arguments.begin(), arguments.size()));
}
// new_target null: the constructor itself. The callee must be a constructor.
Completion<Object*> construct(Isolate& isolate, Object* constructor, std::span<const Value> arguments,
                              Object* new_target = nullptr);
Completion<Value> invoke(Isolate& isolate, Value base, PropertyKey key, std::span<const Value> arguments = {});

inline bool is_callable(Value value) {
  return value.is_object() && as_object(value)->is_callable();
}
inline bool is_constructor(Value value) {
  return value.is_object() && as_object(value)->is_constructor();
}

struct CallHooks {
  Completion<Value> (*call)(Isolate&, Value callee, Value this_value, std::span<const Value> arguments);
  Completion<Object*> (*construct)(Isolate&, Object* constructor, std::span<const Value> arguments, Object* new_target);
};

// A callback called many times (map, sort). Each call builds its frame anew so far; decision 8 wants one, refilled.
class RepeatedCall {
 public:
  RepeatedCall(Isolate& isolate, Value callee, Value this_value)
      : isolate_(isolate), callee_(callee), this_(this_value) {}
  Completion<Value> operator()(std::initializer_list<Value> arguments) {
    return call(isolate_, callee_, this_, std::span(arguments.begin(), arguments.size()));
  }

 private:
  Isolate& isolate_;
  Value callee_;
  Value this_;
};

}  // namespace scrim
