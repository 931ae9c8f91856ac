// Hovers and watches change nothing: while one is evaluated, every instruction that would change what was there before,
// and every call of a builtin that is not known to be pure, ends the evaluation (as V8's throwOnSideEffect does). What
// the evaluation itself has made may be changed: a collection beforehand has made everything else old.
#include <utility>

#include "engine/bytecode/opcodes.h"
#include "engine/debug/engine_debugger.h"
#include "engine/interpreter/script.h"
#include "engine/objects/collections.h"
#include "engine/objects/inline_slots.h"

namespace scrim::debug {

namespace {

// The functions of an object are pure, but for those named: they change what `changes` says.
struct Holder {
  enum Changes : uint8_t { kThis, kFirstArgument };
  const char* path;
  Changes changes;
  const char* names;
};
constexpr Holder kHolders[] = {
    {"Object", Holder::kFirstArgument,
     "assign defineProperties defineProperty freeze preventExtensions seal setPrototypeOf"},
    {"Object.prototype", Holder::kThis, "__defineGetter__ __defineSetter__"},
    {"Function.prototype", Holder::kThis, ""},
    {"Array", Holder::kThis, "fromAsync"},
    {"Array.prototype", Holder::kThis, "copyWithin fill pop push reverse shift sort splice unshift"},
    {"String", Holder::kThis, ""},
    {"String.prototype", Holder::kThis, ""},
    {"Number", Holder::kThis, ""},
    {"Number.prototype", Holder::kThis, ""},
    {"Boolean.prototype", Holder::kThis, ""},
    {"BigInt", Holder::kThis, ""},
    {"BigInt.prototype", Holder::kThis, ""},
    {"Symbol", Holder::kThis, ""},
    {"Symbol.prototype", Holder::kThis, ""},
    {"Math", Holder::kThis, "random"},
    {"JSON", Holder::kThis, ""},
    {"Reflect", Holder::kFirstArgument,
     "apply construct defineProperty deleteProperty preventExtensions set setPrototypeOf"},
    {"Date", Holder::kThis, ""},
    {"Date.prototype", Holder::kThis,
     "setDate setFullYear setHours setMilliseconds setMinutes setMonth setSeconds setTime setUTCDate setUTCFullYear "
     "setUTCHours setUTCMilliseconds setUTCMinutes setUTCMonth setUTCSeconds setYear"},
    {"RegExp", Holder::kThis, ""},
    {"RegExp.prototype", Holder::kThis, "compile exec test"},
    {"Map.prototype", Holder::kThis, "clear delete set"},
    {"Set.prototype", Holder::kThis, "add clear delete"},
    {"WeakMap.prototype", Holder::kThis, "delete set"},
    {"WeakSet.prototype", Holder::kThis, "add delete"},
    {"WeakRef.prototype", Holder::kThis, ""},
    {"Error.prototype", Holder::kThis, ""},
    {"ArrayBuffer", Holder::kThis, ""},
    {"ArrayBuffer.prototype", Holder::kThis, "resize transfer transferToFixedLength"},
    {"DataView.prototype", Holder::kThis,
     "setBigInt64 setBigUint64 setFloat16 setFloat32 setFloat64 setInt16 setInt32 setInt8 setUint16 setUint32 "
     "setUint8"},
};
// Functions that are pure themselves, constructors of what is new among them.
constexpr const char* kFunctions[] = {"Object",        "Array",
                                      "String",        "Number",
                                      "Boolean",       "BigInt",
                                      "Symbol",        "Map",
                                      "Set",           "WeakMap",
                                      "WeakSet",       "WeakRef",
                                      "Date",          "RegExp",
                                      "Error",         "TypeError",
                                      "RangeError",    "EvalError",
                                      "SyntaxError",   "ReferenceError",
                                      "URIError",      "ArrayBuffer",
                                      "DataView",      "Int8Array",
                                      "Uint8Array",    "Uint8ClampedArray",
                                      "Int16Array",    "Uint16Array",
                                      "Int32Array",    "Uint32Array",
                                      "Float32Array",  "Float64Array",
                                      "BigInt64Array", "BigUint64Array",
                                      "parseInt",      "parseFloat",
                                      "isNaN",         "isFinite",
                                      "encodeURI",     "encodeURIComponent",
                                      "decodeURI",     "decodeURIComponent",
                                      "escape",        "unescape",
                                      "eval"};

bool lists(std::string_view names, std::string_view name) {
  for (size_t at = 0; at < names.size();) {
    const size_t end = std::min(names.find(' ', at), names.size());
    if (names.substr(at, end - at) == name) return true;
    at = end + 1;
  }
  return false;
}

bool is_new(Value value) {
  return !value.is_cell() || value.as_cell()->state == CellState::kNew;
}

// Iterating over one that was there before moves it on.
bool is_old_iterator(Value value) {
  if (!value.is_object() || is_new(value)) return false;
  const CellType type = as_object(value)->type;
  return type == CellType::kGenerator || type == CellType::kIterator;
}

// A dotted path from the global object; empty if it leads nowhere.
Value at_path(Isolate& isolate, std::string_view path) {
  Value value(isolate.realm().global_object);
  while (!path.empty() && value.is_object()) {
    const size_t dot = std::min(path.find('.'), path.size());
    Completion<Value> next = get(isolate, as_object(value), key_from_latin1(isolate, path.substr(0, dot)));
    if (next.failed()) {
      isolate.take_exception();
      return Value::empty();
    }
    value = next.value();
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return value;
}

}  // namespace

void EngineDebugger::learn_pure_functions() {
  if (!natives_.empty()) return;
  auto learn = [&](Value function, NativeEffect effect) {
    if (!function.is_object() || as_object(function)->type != CellType::kNativeFunction) return;
    if (natives_.emplace(function.bits(), effect).second) root(function);
  };
  for (const char* path : kFunctions) learn(at_path(isolate_, path), NativeEffect::kNone);
  for (const Holder& holder : kHolders) {
    const Value object = at_path(isolate_, holder.path);
    if (!object.is_object()) continue;
    Completion<Array*> keys = ordinary_own_property_keys(isolate_, as_object(object), KeyFilter::kStrings);
    if (keys.failed()) {
      isolate_.take_exception();
      continue;
    }
    for (uint32_t i = 0; i < keys.value()->length; ++i) {
      String* name = as_string(fast_element(keys.value(), i));
      if (to_utf8(isolate_, name) == "constructor") continue;
      const Value function = get_own_data(isolate_, as_object(object), key_from_string(isolate_, name));
      const bool impure = lists(holder.names, to_utf8(isolate_, name));
      learn(function, !impure                           ? NativeEffect::kNone
                      : holder.changes == Holder::kThis ? NativeEffect::kThis
                                                        : NativeEffect::kFirstArgument);
    }
  }
  learn(Value(isolate_.realm().intrinsic(Intrinsic::kErrorStackGetter)), NativeEffect::kNone);
  call_function_ = at_path(isolate_, "Function.prototype.call").bits();
  apply_function_ = at_path(isolate_, "Function.prototype.apply").bits();
}

bool EngineDebugger::may_call(Value callee, Value receiver, std::span<const Value> arguments) const {
  for (int depth = 0; callee.is_object() && depth < 100; ++depth) {
    Object* object = as_object(callee);
    if (object->type == CellType::kBoundFunction) {
      receiver = static_cast<BoundFunction*>(object)->bound_this;
      callee = Value(static_cast<BoundFunction*>(object)->target);
      continue;
    }
    if (object->type == CellType::kProxy) return false;
    if (object->type != CellType::kNativeFunction) return true;
    if (callee.bits() == call_function_ || callee.bits() == apply_function_) {
      const bool is_call = callee.bits() == call_function_;
      callee = receiver;
      receiver = arguments.empty() ? Value::undefined() : arguments[0];
      arguments = is_call && !arguments.empty() ? arguments.subspan(1) : std::span<const Value>{};
      continue;
    }
    const auto known = natives_.find(callee.bits());
    if (known == natives_.end()) return false;
    if (known->second == NativeEffect::kThis && !is_new(receiver)) return false;
    if (known->second == NativeEffect::kFirstArgument && (arguments.empty() || !is_new(arguments[0]))) return false;
    // What it calls back is looked at only if it is code: a builtin must be pure.
    for (Value argument : arguments) {
      if (is_old_iterator(argument)) return false;
      if (!argument.is_object() || as_object(argument)->type != CellType::kNativeFunction) continue;
      const auto callback = natives_.find(argument.bits());
      if (callback == natives_.end() || callback->second != NativeEffect::kNone) return false;
    }
    return true;
  }
  return true;  // not a function: the call itself says so
}

bool EngineDebugger::has_side_effect(const uint16_t* pc) const {
  using bytecode::Opcode;
  auto opcode = static_cast<Opcode>(*pc);
  if (auto patch = patches_.find(pc); patch != patches_.end()) opcode = static_cast<Opcode>(patch->second.original);
  Value* fp = isolate_.fp;
  const Frame* frame = Frame::from(fp);
  auto at = [&](int operand) { return fp + static_cast<int16_t>(pc[operand]); };
  auto window = [&](int operand, int count) {
    return std::span<const Value>(at(operand) + 1, static_cast<size_t>(pc[count]));
  };
  const bytecode::OpcodeInfo& table = bytecode::info(opcode);
  if (table.flags & bytecode::OpcodeFlags::kEffect) return true;
  if (table.flags & bytecode::OpcodeFlags::kWritesObject) {
    return !is_new(*at(table.offsets[std::string_view(table.operands).find('r')]));
  }
  switch (opcode) {
    case Opcode::kSetScoped:
    case Opcode::kSetScopedChecked: {
      const Environment* environment = frame->environment;
      for (uint16_t hops = pc[1]; hops && environment; --hops) environment = environment->parent;
      return environment && environment->state != CellState::kNew;
    }
    case Opcode::kSetSuper: return !is_new(*at(3));
    case Opcode::kGetIterator: return is_old_iterator(*at(2));
    case Opcode::kArraySpread: return is_old_iterator(*at(2));
    case Opcode::kCall:
    case Opcode::kCallUndefinedThis:
    case Opcode::kConstruct:
    case Opcode::kCallEval:
      return !may_call(*at(2), opcode == Opcode::kCall ? *at(3) : Value::undefined(), window(3, 4));
    case Opcode::kCallSpread: return !may_call(*at(2), *at(3), {});
    case Opcode::kConstructSpread: return !may_call(*at(2), Value::undefined(), {});
    default: return false;
  }
}

// A builtin that nobody has touched yet is made by scrim's own code: that is no effect of the text that names it, and
// no place to stop.
Value EngineDebugger::materialize_hook(Isolate& isolate, Object* object, PropertyKey key) {
  EngineDebugger& self = of(isolate);
  const bool checking = std::exchange(self.checking_effects_, false);
  const bool evaluating = std::exchange(self.evaluating_, true);
  const auto dispatch = std::exchange(isolate.dispatch, isolate.dispatch_tables[0]);
  const Value value = self.materialize_(isolate, object, key);
  isolate.dispatch = dispatch;
  self.evaluating_ = evaluating;
  self.checking_effects_ = checking;
  return value;
}

Completion<Value> EngineDebugger::check_side_effects(const uint16_t* pc) {
  if (!has_side_effect(pc)) return Value::undefined();
  // Nothing of the program catches this; the end of the evaluation clears it.
  had_side_effect_ = isolate_.terminating = true;
  return throw_value(isolate_, Value::null());
}

}  // namespace scrim::debug
