// $262 and print, as test262's INTERPRETING.md asks of a host.
#include "engine/interpreter/script.h"
#include "engine/objects/inline_slots.h"
#include "engine/runtime/runtime.h"
#include "engine/runtime/test262_agents.h"

namespace scrim {

namespace {

PropertyKey name(Isolate& isolate, const char* text) {
  return key_from_latin1(isolate, text);
}

Completion<Value> print(Isolate& isolate, Frame& frame) {
  String* text = TRY(to_string(isolate, frame.argument(0)));
  runtime_of(isolate).write(1, to_utf8(isolate, text) + "\n");
  return Value::undefined();
}

Object* make_262(Isolate& isolate, Realm& realm);

Realm* realm_of(Frame& frame) {
  return static_cast<Realm*>(cast<NativeFunction>(frame.callee)->data.as_cell());
}

Completion<Value> create_realm(Isolate& isolate, Frame&) {
  Realm* realm = new_realm(isolate);
  return Value(make_262(isolate, *realm));
}

Completion<Value> eval_script(Isolate& isolate, Frame& frame) {
  String* text = TRY(to_string(isolate, frame.argument(0)));
  CompileRequest request;
  request.text = to_utf8(isolate, text);
  request.name = "evalScript";
  request.completion_value = true;
  Code* code = TRY(compile_script(isolate, *realm_of(frame), std::move(request)));
  return run_program(isolate, code);
}

Completion<Value> gc(Isolate& isolate, Frame&) {
  isolate.heap().collect(CollectionKind::kFull);
  return Value::undefined();
}

Completion<Value> detach_array_buffer(Isolate& isolate, Frame& frame) {
  Value buffer = frame.argument(0);
  if (!buffer.is_object() || as_object(buffer)->type != CellType::kArrayBuffer) {
    return throw_type_error(isolate, "not an ArrayBuffer");
  }
  // sec-detacharraybuffer through the language: transfer() detaches.
  if (cast<ArrayBufferObject>(buffer)->data) TRY(invoke(isolate, buffer, name(isolate, "transfer")));
  return Value::null();
}

Completion<Value> html_dda(Isolate&, Frame&) {
  return Value::null();
}

Object* make_262(Isolate& isolate, Realm& realm) {
  Realm* previous = isolate.current_realm;
  isolate.current_realm = &realm;
  Object* object = new_plain_object(isolate, 8);
  auto method = [&](const char* text, NativeCode native, uint32_t length) {
    NativeFunction* function = new_native_function(isolate, native, name(isolate, text), length, Value(&realm));
    put_direct(isolate, object, name(isolate, text), Value(function), Attributes::kHidden);
    return function;
  };
  method("createRealm", create_realm, 0);
  method("evalScript", eval_script, 1);
  method("gc", gc, 0);
  method("detachArrayBuffer", detach_array_buffer, 1);
  put_direct(isolate, object, name(isolate, "agent"), Value(make_agent_object(isolate)), Attributes::kHidden);
  put_direct(isolate, object, name(isolate, "global"), Value(realm.global_object), Attributes::kHidden);
  NativeFunction* dda = new_native_function(isolate, html_dda, name(isolate, "IsHTMLDDA"), 0);
  dda->flags |= CellFlags::kUndetectable;
  put_direct(isolate, object, name(isolate, "IsHTMLDDA"), Value(dda), Attributes::kHidden);
  put_direct(isolate, realm.global_object, name(isolate, "$262"), Value(object), Attributes::kHidden);
  NativeFunction* print_function = new_native_function(isolate, print, name(isolate, "print"), 1);
  put_direct(isolate, realm.global_object, name(isolate, "print"), Value(print_function), Attributes::kHidden);
  isolate.current_realm = previous;
  return object;
}

}  // namespace

void register_test262(Runtime& runtime) {
  make_262(runtime.isolate(), runtime.isolate().realm());
}

}  // namespace scrim
