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

// A callback that a builtin calls again and again: where its frame lies is worked out once (decision 8). The builtin's
// frame stays the innermost between the calls; what runs in between may use the same words, so they are filled anew.
struct PreparedCall {
  Value callee;
  Value this_value;
  Value* caller = nullptr;  // the builtin's frame
  Value* window = nullptr;  // null: not prepared yet, or nothing that can be
  size_t count = 0;         // arguments
};

struct CallHooks {
  Completion<Value> (*call)(Isolate&, Value callee, Value this_value, std::span<const Value> arguments);
  Completion<Object*> (*construct)(Isolate&, Object* constructor, std::span<const Value> arguments, Object* new_target);
  Completion<Value> (*call_again)(Isolate&, PreparedCall& prepared, std::span<const Value> arguments);
};

// For map, sort, replace. On the native stack only, which is scanned.
class RepeatedCall {
 public:
  RepeatedCall(Isolate& isolate, Value callee, Value this_value) : isolate_(isolate), prepared_{callee, this_value} {}
  Completion<Value> operator()(std::span<const Value> arguments);
  Completion<Value> operator()(std::initializer_list<Value> arguments) {
    return (*this)(std::span(arguments.begin(), arguments.size()));
  }

 private:
  Isolate& isolate_;
  PreparedCall prepared_;
};

}  // namespace scrim
