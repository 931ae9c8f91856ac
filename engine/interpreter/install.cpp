// From a compiled template to cells: constants, atoms, closures, feedback; and functions' lazy own properties.
#include <cstdlib>
#include <cstring>

#include "engine/bytecode/function_template.h"
#include "engine/heap/visitor.h"
#include "engine/interpreter/cache.h"
#include "engine/interpreter/interpreter.h"
#include "engine/interpreter/messages.h"
#include "engine/interpreter/script.h"
#include "engine/objects/bigint.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/script_data.h"

namespace scrim {

using bytecode::ConstantKind;
using bytecode::FunctionTemplate;
using bytecode::Opcode;

namespace {

constexpr uint16_t kColdEntry[] = {static_cast<uint16_t>(Opcode::kEnterCold)};
constexpr uint16_t kLazyEntry[] = {static_cast<uint16_t>(Opcode::kEnterLazy)};
constexpr uint16_t kClassEntry[] = {static_cast<uint16_t>(Opcode::kEnterClassConstructor)};

}  // namespace

String* install_string(Isolate& isolate, const bytecode::CompiledUnit& unit, uint32_t index) {
  if (index == bytecode::kNoString) return isolate.names().empty.as_string();
  const bytecode::StringData& data = unit.strings[index];
  return data.two_byte ? intern_utf16(isolate, data.utf16) : intern_latin1(isolate, data.latin1);
}

// What a template tells of its code once it is compiled: bytecode, constants, sizes.
static void install_code(Isolate& isolate, Code* code) {
  const FunctionTemplate& function = *code->function_template;
  const bytecode::CompiledUnit& unit = *function.unit;
  auto count = static_cast<uint32_t>(function.constants.size());
  auto* pool = static_cast<Elements*>(isolate.heap().allocate(Elements::size_for(count)));
  pool->set_header(Cell::header_word(CellType::kElements));
  pool->capacity = count;
  pool->length = count;
  for (uint32_t i = 0; i < count; ++i) pool->values[i] = Value::undefined();
  for (uint32_t i = 0; i < count; ++i) {
    const bytecode::Constant& constant = function.constants[i];
    Value value;
    switch (constant.kind) {
      case ConstantKind::kNumber: value = Value::number(constant.number); break;
      case ConstantKind::kString: value = Value(install_string(isolate, unit, constant.index)); break;
      case ConstantKind::kBigInt: {
        String* digits = install_string(isolate, unit, constant.index);
        value = Value(bigint_from_string(isolate, digits));
        break;
      }
      case ConstantKind::kOddball:
        value = constant.index == 2 ? Value::null() : Value::boolean(constant.index != 0);
        break;
      // Made when first used: an int32 until then.
      case ConstantKind::kFunction:
      case ConstantKind::kTemplateObject:
      case ConstantKind::kArrayLiteral:
      case ConstantKind::kScopeInfo:
      case ConstantKind::kDeclarations:
      case ConstantKind::kEvalSite: value = Value::int32(static_cast<int32_t>(constant.index)); break;
    }
    pool->values[i] = value;
    isolate.heap().write_barrier(pool);
  }
  code->constant_pool = pool;
  isolate.heap().write_barrier(code);
  code->bytecode = const_cast<uint16_t*>(function.code.data());
  code->entry = function.flags.is_class_constructor ? kClassEntry : kColdEntry;
  code->constants = pool->values;
  code->register_count = function.register_count;
  // A suspension copies registers into a cell that the collector visits exactly: none may hold a dead frame's words.
  bool suspends = function.flags.is_generator || function.flags.is_async;
  code->local_count = suspends ? function.register_count : function.local_count;
  code->feedback_count = static_cast<uint32_t>(function.feedback.size());
  if (function.has_loop) code->code_flags |= kCodeHasLoop;
  code->instance_capacity = function.in_object_properties;
}

Code* install_function(Isolate& isolate, Realm& realm, Script* script, const FunctionTemplate& function) {
  String* name = install_string(isolate, *function.unit, function.name);
  auto* code = static_cast<Code*>(isolate.heap().allocate(sizeof(Code)));
  std::memset(static_cast<void*>(code), 0, sizeof(Code));
  code->set_header(Cell::header_word(CellType::kCode));
  code->entry = kLazyEntry;
  code->feedback = isolate.zero_feedback;
  code->parameter_count = function.parameter_count;
  code->code_flags = (function.flags.strict ? kCodeStrict : 0) |
                     (function.flags.is_class_constructor ? kCodeClassConstructor : 0) |
                     (function.flags.is_derived ? kCodeDerived : 0) | (function.flags.is_arrow ? kCodeArrow : 0);
  if (!function.strict_parts.empty()) code->code_flags |= kCodeStrictParts;
  code->function_template = &function;
  code->script = script;
  code->realm = &realm;
  code->name = name;
  if (!function.is_lazy) install_code(isolate, code);
  return code;
}

bool in_strict_part(const Code* code, const uint16_t* pc) {
  auto offset = static_cast<uint32_t>(pc - code->bytecode);
  for (const auto& [start, end] : code->function_template->strict_parts) {
    if (start <= offset && offset < end) return true;
  }
  return false;
}

bool is_lazy(const Code* code) {
  return code->entry == kLazyEntry;
}

Completion<Value> compile_lazy_code(Isolate& isolate, Code* code) {
  // The unit is the script's to change; other realms may have compiled the function before.
  auto& function = const_cast<FunctionTemplate&>(*code->function_template);
  if (function.is_lazy) TRY(compile_lazy_function(isolate, code->script, function));
  install_code(isolate, code);
  return Value::undefined();
}

void make_feedback(Isolate& isolate, Code* code) {
  uint32_t count = code->feedback_count;
  if (count > UINT16_MAX) return;  // the last sites share one: such a function's sites always miss
  auto* vector = static_cast<FeedbackVector*>(isolate.heap().allocate(FeedbackVector::size_for(count)));
  std::memset(static_cast<void*>(vector), 0, FeedbackVector::size_for(count));
  vector->set_header(Cell::header_word(CellType::kFeedbackVector));
  vector->count = count;
  code->feedback_vector = vector;
  code->feedback = vector->slots;
  isolate.heap().write_barrier(code);
}

Function* create_closure(Isolate& isolate, Code* code, Environment* environment) {
  const bytecode::TemplateFlags& flags = code->function_template->flags;
  FunctionShapeKind kind = flags.is_class_constructor             ? FunctionShapeKind::kClass
                           : flags.is_generator && flags.is_async ? FunctionShapeKind::kAsyncGenerator
                           : flags.is_generator                   ? FunctionShapeKind::kGenerator
                           : flags.is_async                       ? FunctionShapeKind::kAsync
                           : flags.is_constructor                 ? FunctionShapeKind::kConstructor
                                                                  : FunctionShapeKind::kPlain;
  return new_function_of_shape(isolate, function_shape(isolate, *code->realm, kind), code, environment);
}

Value create_closure_of(Isolate& isolate, Code* outer, uint32_t constant, Environment* environment) {
  Value& place = outer->constants[constant];
  if (!place.is_cell()) {
    const FunctionTemplate& function = *outer->function_template->unit->functions[place.as_int32()];
    Code* code = install_function(isolate, *outer->realm, outer->script, function);
    place = Value(code);
    isolate.heap().write_barrier(outer->constant_pool);
  }
  return Value(create_closure(isolate, cast<Code>(place), environment));
}

Value materialize_function_property(Isolate& isolate, Object* object, PropertyKey key) {
  if (object->type != CellType::kFunction) return Value::empty();
  auto* function = static_cast<Function*>(object);
  const FunctionTemplate& definition = *function->code->function_template;
  const Names& names = isolate.names();
  if (key == names.length) return Value::number(definition.length);
  if (key == names.name) return Value(function->code->name);
  if (key != names.prototype) return Value::empty();
  Realm& realm = *function->code->realm;
  // ECMA-262 sec-makeconstructor, and the prototypes of generator functions
  if (definition.flags.is_generator) {
    Intrinsic above = definition.flags.is_async ? Intrinsic::kAsyncGeneratorPrototype : Intrinsic::kGeneratorPrototype;
    return Value(new_object_with_prototype(isolate, realm.intrinsic(above)));
  }
  Object* prototype = new_object_with_prototype(isolate, realm.intrinsic(Intrinsic::kObjectPrototype));
  put_direct(isolate, prototype, names.constructor, Value(function), Attributes::kHidden);
  return Value(prototype);
}

void initialize_caches(Isolate& isolate) {
  auto* cell = static_cast<ValidityCell*>(isolate.heap().allocate(sizeof(ValidityCell)));
  cell->set_header(Cell::header_word(CellType::kValidityCell));
  cell->valid = 1;
  isolate.always_valid = cell;
  isolate.global_cache = static_cast<GlobalCache*>(std::calloc(1, sizeof(GlobalCache)));
  isolate.add_root_source({[](void* context, RootVisitor& visitor) {
                             auto* owner = static_cast<Isolate*>(context);
                             visitor.root("(Isolate)", "always_valid", static_cast<Cell*>(owner->always_valid));
                           },
                           [](void* context, Heap&, bool) {
                             auto* owner = static_cast<Isolate*>(context);
                             std::memset(static_cast<void*>(owner->global_cache), 0, sizeof(GlobalCache));
                           },
                           &isolate});
}

}  // namespace scrim
