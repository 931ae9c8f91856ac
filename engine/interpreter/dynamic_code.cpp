// Code from strings: the Function constructor and indirect eval.
#include "engine/bytecode/function_template.h"
#include "engine/interpreter/messages.h"
#include "engine/interpreter/stack_trace.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"

namespace scrim {

// Lone surrogates kept, as WTF-8.
std::string to_wtf8(Isolate& isolate, String* string) {
  std::string text;
  Characters units = characters(isolate, string);
  for (uint32_t i = 0; i < units.length; ++i) {
    uint32_t code_point = units[i];
    if ((code_point & 0xfc00) == 0xd800 && i + 1 < units.length && (units[i + 1] & 0xfc00) == 0xdc00) {
      code_point = 0x10000 + ((code_point & 0x3ff) << 10) + (units[++i] & 0x3ff);
    }
    if (code_point < 0x80) {
      text += static_cast<char>(code_point);
    } else if (code_point < 0x800) {
      text += static_cast<char>(0xc0 | code_point >> 6);
      text += static_cast<char>(0x80 | (code_point & 0x3f));
    } else if (code_point < 0x10000) {
      text += static_cast<char>(0xe0 | code_point >> 12);
      text += static_cast<char>(0x80 | (code_point >> 6 & 0x3f));
      text += static_cast<char>(0x80 | (code_point & 0x3f));
    } else {
      text += static_cast<char>(0xf0 | code_point >> 18);
      text += static_cast<char>(0x80 | (code_point >> 12 & 0x3f));
      text += static_cast<char>(0x80 | (code_point >> 6 & 0x3f));
      text += static_cast<char>(0x80 | (code_point & 0x3f));
    }
  }
  return text;
}

// ECMA-262 sec-createdynamicfunction
Completion<Value> create_dynamic_function(Isolate& isolate, DynamicFunctionKind kind, String* parameters, String* body,
                                          Value new_target) {
  static constexpr const char* kPrefixes[] = {"function", "function*", "async function", "async function*"};
  static constexpr Intrinsic kPrototypes[] = {Intrinsic::kFunctionPrototype, Intrinsic::kGeneratorFunctionPrototype,
                                              Intrinsic::kAsyncFunctionPrototype,
                                              Intrinsic::kAsyncGeneratorFunctionPrototype};
  CompileRequest request;
  request.name = "<anonymous>";
  request.referrer = active_referrer(isolate);
  request.goal = syntax::ParseGoal::kDynamicFunction;
  request.wtf8 = true;
  request.eval_origin = eval_origin(isolate);
  std::string head = std::string(kPrefixes[static_cast<int>(kind)]) + " anonymous(";
  std::string parameter_text = to_wtf8(isolate, parameters);
  std::string body_text = to_wtf8(isolate, body);
  auto start = static_cast<uint32_t>(head.size());
  auto end = start + static_cast<uint32_t>(parameter_text.size());
  request.dynamic_parameters = {start, end};
  uint32_t body_start = end + 5;  // "\n) {\n"
  request.dynamic_body = {body_start, body_start + static_cast<uint32_t>(body_text.size())};
  request.text = head + parameter_text + "\n) {\n" + body_text + "\n}";
  Code* program = TRY(compile_script(isolate, isolate.realm(), std::move(request)));
  // The program's one function is the one wanted; it closes over the global scope alone.
  const bytecode::CompiledUnit& unit = *program->script->data->unit;
  Code* code = install_function(isolate, isolate.realm(), program->script, *unit.functions[1]);
  Function* function = create_closure(isolate, code, nullptr);
  if (new_target.is_object()) {
    Value prototype = TRY(get(isolate, as_object(new_target), isolate.names().prototype));
    Object* object =
        prototype.is_object() ? as_object(prototype) : TRY(get_function_realm(isolate, as_object(new_target)))
    ->intrinsic(kPrototypes[static_cast<int>(kind)]);
    if (object != function->prototype()) ordinary_set_prototype_of(isolate, function, object);
  }
  return Value(function);
}

Completion<Value> indirect_eval(Isolate& isolate, String* source) {
  CompileRequest request;
  request.text = to_wtf8(isolate, source);
  request.name = "<anonymous>";
  request.referrer = active_referrer(isolate);
  request.goal = syntax::ParseGoal::kIndirectEval;
  request.wtf8 = true;
  request.eval_origin = eval_origin(isolate);
  request.completion_value = true;
  return evaluate_script(isolate, std::move(request));
}

}  // namespace scrim
