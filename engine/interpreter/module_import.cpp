// import() and import.meta (ECMA-262 sec-import-calls, sec-meta-properties).
#include "engine/heap/root.h"
#include "engine/interpreter/extended.h"
#include "engine/interpreter/module.h"
#include "engine/interpreter/promise.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"

namespace scrim {

static Value referrer_of(const Code* code) {
  if (!code || !code->script) return Value::undefined();
  return code->script->host_defined.is_cell() ? code->script->host_defined : Value(code->script);
}

Value active_referrer(Isolate& isolate) {
  for (Value* fp = isolate.fp; fp; fp = Frame::from(fp)->caller_fp) {
    Frame* frame = Frame::from(fp);
    if (frame->code && frame->code->script) return referrer_of(frame->code);
  }
  return Value::undefined();
}

Completion<Value> import_meta(Isolate& isolate, Code* code) {
  Value referrer = referrer_of(code);
  VERIFY(referrer.is_cell() && referrer.as_cell()->type == CellType::kModuleRecord);
  auto* module = cast<ModuleRecord>(referrer);
  if (module->meta.is_object()) return module->meta;
  Object* meta = new_object_with_prototype(isolate, nullptr);
  module->meta = Value(meta);
  isolate.heap().write_barrier(module);
  if (isolate.host.import_meta) TRY(isolate.host.import_meta(isolate.host.context, isolate, module, meta));
  return Value(meta);
}

namespace {

// What the natives below close over: an Array [module, promise of the import()].
ModuleRecord* module_of(Frame& frame) {
  auto* pair = cast<Array>(cast<NativeFunction>(frame.callee)->data);
  return cast<ModuleRecord>(pair->vector()->values[0]);
}
PromiseObject* promise_of(Frame& frame) {
  auto* pair = cast<Array>(cast<NativeFunction>(frame.callee)->data);
  return cast<PromiseObject>(pair->vector()->values[1]);
}

void then(Isolate& isolate, PromiseObject* promise, NativeCode fulfilled, NativeCode rejected, Value data) {
  PromiseReaction* reaction = new_reaction(isolate);
  Value on_fulfilled(new_native_function(isolate, fulfilled, isolate.names().empty, 1, data));
  reaction->on_fulfilled = on_fulfilled;
  isolate.heap().write_barrier(reaction);
  Value on_rejected(new_native_function(isolate, rejected, isolate.names().empty, 1, data));
  reaction->on_rejected = on_rejected;
  isolate.heap().write_barrier(reaction);
  perform_promise_then(isolate, promise, reaction);
}

Completion<Value> evaluated(Isolate& isolate, Frame& frame) {
  resolve_promise(isolate, promise_of(frame), Value(get_module_namespace(isolate, module_of(frame))));
  return unless_ending(isolate, Value::undefined());
}

Completion<Value> failed(Isolate& isolate, Frame& frame) {
  reject_promise(isolate, promise_of(frame), frame.argument(0));
  return Value::undefined();
}

// sec-ContinueDynamicImport, linkAndEvaluateClosure
Completion<Value> link_and_evaluate(Isolate& isolate, Frame& frame) {
  ModuleRecord* module = module_of(frame);
  if (link_module(isolate, module).failed()) {
    if (isolate.terminating) return Throw{};
    reject_promise(isolate, promise_of(frame), isolate.take_exception());
    return Value::undefined();
  }
  PromiseObject* evaluation = TRY(evaluate_module(isolate, module));
  then(isolate, evaluation, evaluated, failed, cast<NativeFunction>(frame.callee)->data);
  return Value::undefined();
}

// The attributes of the second argument, sorted by key.
Completion<void> read_attributes(Isolate& isolate, Value options, RootedVector<Value>& attributes) {
  if (options.is_undefined()) return {};
  if (!options.is_object()) {
    return throw_type_error(isolate, "The second argument to import() must be an object");
  }
  Value with = TRY(get(isolate, as_object(options), key_from_latin1(isolate, "with")));
  if (with.is_undefined()) return {};
  if (!with.is_object()) return throw_type_error(isolate, "The 'with' option must be an object");
  Array* keys = TRY(own_property_keys(isolate, as_object(with), KeyFilter::kStrings));
  for (uint32_t i = 0; i < keys->length; ++i) {
    String* name = as_string(keys->vector()->values[i]);
    PropertyKey key = key_from_string(isolate, name);
    PropertyDescriptor descriptor;
    bool has = TRY(get_own_property(isolate, as_object(with), key, &descriptor));
    if (!has || !descriptor.is(Attributes::kEnumerable)) continue;
    Value value = TRY(get(isolate, as_object(with), key));
    if (!value.is_string()) return throw_type_error(isolate, "Import attribute value must be a string");
    size_t at = attributes.size();
    attributes.push_back(Value::undefined());
    attributes.push_back(Value::undefined());
    for (; at > 0 && compare_strings(isolate, as_string(attributes[at - 2]), name) > 0; at -= 2) {
      attributes.set(at, attributes[at - 2]);
      attributes.set(at + 1, attributes[at - 1]);
    }
    attributes.set(at, Value(name));
    attributes.set(at + 1, value);
  }
  return {};
}

Completion<ModuleRecord*> load_dynamically(Isolate& isolate, Code* code, Value specifier, Value options,
                                           uint32_t phase) {
  String* name = TRY(to_string(isolate, specifier));
  RootedVector<Value> attributes(isolate.heap(), "import attributes");
  TRY(read_attributes(isolate, options, attributes));
  if (!isolate.host.load_module) return throw_type_error(isolate, "A dynamic import callback was not specified.");
  ModuleRecord* module = TRY(isolate.host.load_module(isolate.host.context, isolate, referrer_of(code), name,
                                                      {attributes.data(), attributes.size()}));
  if (phase != static_cast<uint32_t>(syntax::ImportPhase::kEvaluation)) {
    // A source text module has no source phase representation: sec-source-text-module-record-get-module-source
    return throw_error(isolate, ErrorType::kSyntaxError, "scrim has no import phases yet: import the module itself");
  }
  return module;
}

}  // namespace

Completion<Value> import_dynamically(Isolate& isolate, Code* code, Value specifier, Value options, uint32_t phase) {
  PromiseObject* promise = new_promise(isolate);
  Completion<ModuleRecord*> loaded = load_dynamically(isolate, code, specifier, options, phase);
  if (loaded.failed()) {
    if (isolate.terminating) return Throw{};
    reject_promise(isolate, promise, isolate.take_exception());
    return Value(promise);
  }
  PromiseObject* graph = new_promise(isolate);
  Value words[] = {Value(loaded.value()), Value(promise)};
  Value data(new_array_from(isolate, words));
  then(isolate, graph, link_and_evaluate, failed, data);
  if (!load_requested_modules(isolate, loaded.value()).failed()) {
    resolve_promise(isolate, graph, Value::undefined());
  } else {
    if (isolate.terminating) return Throw{};
    reject_promise(isolate, graph, isolate.take_exception());
  }
  return Value(promise);
}

}  // namespace scrim
