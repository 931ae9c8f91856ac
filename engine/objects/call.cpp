#include "engine/objects/call.h"

#include "engine/objects/errors.h"
#include "engine/objects/isolate.h"

namespace scrim {

Completion<Value> call(Isolate& isolate, Value callee, Value this_value, std::span<const Value> arguments) {
  return isolate.call_hooks.call(isolate, callee, this_value, arguments);
}

Completion<Object*> construct(Isolate& isolate, Object* constructor, std::span<const Value> arguments,
                              Object* new_target) {
  return isolate.call_hooks.construct(isolate, constructor, arguments, new_target ? new_target : constructor);
}

Completion<Value> invoke(Isolate& isolate, Value base, PropertyKey key, std::span<const Value> arguments) {
  Value method = TRY(get_value(isolate, base, key));
  if (!is_callable(method)) {
    return throw_type_error(isolate, "%s is not a function", describe_key(isolate, key).c_str());
  }
  return call(isolate, method, base, arguments);
}

Completion<Value> RepeatedCall::operator()(std::span<const Value> arguments) {
  return isolate_.call_hooks.call_again(isolate_, prepared_, arguments);
}

}  // namespace scrim
