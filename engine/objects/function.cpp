#include "engine/objects/function.h"

#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/isolate.h"

namespace scrim {

void FeedbackVector::clear_dead(Heap& heap) {
  auto shape_died = [&](uint32_t id) {
    return id > kLastPrimitiveShapeId && !heap.is_marked(reinterpret_cast<const Cell*>(heap.base() + id));
  };
  uint32_t kept = 0;
  for (uint32_t i = 0; i < count; ++i) {
    CacheSlot& slot = slots[i];
    if (slot.is_polymorphic()) {
      auto* records = static_cast<FeedbackVector*>(slot.holder);
      records->clear_dead(heap);
      if (!records->slots[0].kind) slot.clear();
    } else if (shape_died(slot.shape_id) || shape_died(slot.new_shape_id) ||
               (slot.holder && !heap.is_marked(slot.holder))) {
      slot.clear();
    }
    if (!is_records || !slot.kind) continue;
    if (kept != i) {
      slots[kept] = slot;
      slot = CacheSlot{};
    }
    ++kept;
  }
}

Environment* new_environment(Isolate& isolate, Environment* parent, const bytecode::ScopeInfo* info, uint32_t count) {
  auto* environment = static_cast<Environment*>(isolate.heap().allocate(Environment::size_for(count)));
  environment->set_header(Cell::header_word(CellType::kEnvironment, 0, count));
  environment->parent = parent;
  environment->info = info;
  for (uint32_t i = 0; i < count; ++i) environment->slots[i] = Value::empty();
  return environment;
}

static Shape* add_function_properties(Isolate& isolate, Shape* shape, const uint8_t* prototype_attributes) {
  const Names& names = isolate.names();
  shape->shape_flags |= Shape::kLazySlots;
  shape = add_property_transition(isolate, shape, names.length, Attributes::kConfigurable);
  shape = add_property_transition(isolate, shape, names.name, Attributes::kConfigurable);
  if (prototype_attributes) shape = add_property_transition(isolate, shape, names.prototype, *prototype_attributes);
  return shape;
}

Shape* function_shape(Isolate& isolate, Realm& realm, FunctionShapeKind kind) {
  Shape** cached = kind == FunctionShapeKind::kConstructor ? &realm.function_shape
                   : kind == FunctionShapeKind::kPlain     ? &realm.arrow_shape
                   : kind == FunctionShapeKind::kClass     ? &realm.class_shape
                                                           : nullptr;
  if (cached && *cached) return *cached;
  Intrinsic prototype = Intrinsic::kFunctionPrototype;
  uint8_t flags = CellFlags::kCallable;
  uint8_t writable = Attributes::kWritable;
  uint8_t fixed = 0;
  const uint8_t* attributes = nullptr;
  switch (kind) {
    case FunctionShapeKind::kPlain: break;
    case FunctionShapeKind::kConstructor:
      flags |= CellFlags::kConstructor;
      attributes = &writable;
      break;
    case FunctionShapeKind::kClass:
      flags |= CellFlags::kConstructor | CellFlags::kClassConstructor;
      attributes = &fixed;
      break;
    case FunctionShapeKind::kGenerator:
      prototype = Intrinsic::kGeneratorFunctionPrototype;
      attributes = &writable;
      break;
    case FunctionShapeKind::kAsync: prototype = Intrinsic::kAsyncFunctionPrototype; break;
    case FunctionShapeKind::kAsyncGenerator:
      prototype = Intrinsic::kAsyncGeneratorFunctionPrototype;
      attributes = &writable;
      break;
  }
  Shape* root = root_shape(isolate, realm.intrinsic(prototype), CellType::kFunction, flags, Function::kInlineSlots);
  Shape* shape = add_function_properties(isolate, root, attributes);
  if (cached) {
    *cached = shape;
    isolate.heap().write_barrier(&realm);
  }
  return shape;
}

Function* new_function_of_shape(Isolate& isolate, Shape* shape, Code* code, Environment* environment) {
  auto* function = static_cast<Function*>(isolate.heap().allocate(sizeof(Function)));
  function->set_header(shape->object_header());
  function->slots = nullptr;
  function->elements = isolate.empty_elements;
  function->code = code;
  function->environment = environment;
  function->home_object = nullptr;
  function->construct_shape = nullptr;
  for (Value& value : function->properties) value = Value::empty();
  return function;
}

NativeFunction* new_native_function(Isolate& isolate, NativeCode native, PropertyKey name, uint32_t length, Value data,
                                    bool constructor) {
  Realm& realm = isolate.realm();
  uint8_t flags = CellFlags::kCallable | (constructor ? CellFlags::kConstructor : 0);
  Shape* root = root_shape(isolate, realm.intrinsic(Intrinsic::kFunctionPrototype), CellType::kNativeFunction, flags,
                           NativeFunction::kInlineSlots);
  const Names& names = isolate.names();
  Shape* shape = add_property_transition(isolate, root, names.length, Attributes::kConfigurable);
  shape = add_property_transition(isolate, shape, names.name, Attributes::kConfigurable);
  auto* function = allocate_object<NativeFunction>(isolate, shape);
  function->native = native;
  function->realm = &realm;
  function->data = data;
  function->magic = 0;
  function->properties[0] = Value::number(length);
  function->properties[1] = Value(isolate.names().empty.as_cell());
  function->properties[1] = Value(isolate.names().empty.as_cell());
  if (!name.is_null()) set_function_name(isolate, function, name);
  return function;
}

// ECMA-262 sec-setfunctionname
void set_function_name(Isolate& isolate, Object* function, PropertyKey name, const char* prefix) {
  String* text;
  if (name.is_symbol()) {
    Symbol* symbol = name.as_symbol();
    if (!symbol->description) {
      text = isolate.names().empty.as_string();
    } else if (symbol->kind == Symbol::kPrivateName) {
      text = symbol->description;
    } else {
      StringBuilder builder(isolate);
      builder.append(u'[');
      builder.append(symbol->description);
      builder.append(u']');
      text = MUST(builder.finish());
    }
  } else {
    text = key_to_string(isolate, name);
  }
  if (prefix) {
    text = MUST(concatenate(isolate, intern_latin1(isolate, std::string(prefix) + " "), text));
  }
  put_direct(isolate, function, isolate.names().name, Value(text), Attributes::kConfigurable);
}

Completion<Realm*> get_function_realm(Isolate& isolate, Object* function) {
  for (;;) {
    switch (function->type) {
      case CellType::kFunction: return static_cast<Function*>(function)->code->realm;
      case CellType::kNativeFunction: return static_cast<NativeFunction*>(function)->realm;
      case CellType::kBoundFunction: function = static_cast<BoundFunction*>(function)->target; break;
      case CellType::kProxy:
        if (!static_cast<ProxyObject*>(function)->target) {
          return throw_type_error(isolate, "Cannot perform 'get' on a proxy that has been revoked");
        }
        function = static_cast<ProxyObject*>(function)->target;
        break;
      default: return &isolate.realm();
    }
  }
}

}  // namespace scrim
