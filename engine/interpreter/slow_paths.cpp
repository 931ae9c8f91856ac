// What the opcodes do when their fast path does not apply.
#include "engine/bytecode/function_template.h"
#include "engine/interpreter/cache.h"
#include "engine/interpreter/interpreter.h"
#include "engine/interpreter/messages.h"
#include "engine/interpreter/observer.h"
#include "engine/objects/call.h"
#include "engine/objects/collections.h"
#include "engine/objects/errors.h"
#include "engine/objects/inline_slots.h"
#include "engine/objects/iteration.h"
#include "engine/objects/property_failures.h"
#include "engine/objects/script_data.h"

namespace scrim {

bool has_exotic_prototype(Object* object) {
  for (Object* o = object->prototype(); o; o = o->prototype()) {
    if (o->is_exotic()) return true;
  }
  return false;
}

// ECMA-262 sec-ordinarycallbindthis
Completion<Value> coerce_this(Isolate& isolate, Value this_value) {
  if (this_value.is_undefined_or_null()) return Value(isolate.realm().global_this);
  return Value(TRY(to_object(isolate, this_value)));
}

Completion<bool> compare_less(Isolate& isolate, Value left, Value right) {
  return TRY(is_less_than(isolate, left, right, true))
  == Ordering::kLess;
}
Completion<bool> compare_less_equal(Isolate& isolate, Value left, Value right) {
  return TRY(is_less_than(isolate, right, left, false))
  == Ordering::kNotLess;
}
Completion<bool> compare_greater(Isolate& isolate, Value left, Value right) {
  return TRY(is_less_than(isolate, right, left, false))
  == Ordering::kLess;
}
Completion<bool> compare_greater_equal(Isolate& isolate, Value left, Value right) {
  return TRY(is_less_than(isolate, left, right, true))
  == Ordering::kNotLess;
}

Completion<Value> to_property_key_value(Isolate& isolate, Value value) {
  PropertyKey key = TRY(to_property_key(isolate, value));
  if (key.is_index() && key.as_index() <= 0x7fffffff) return Value::int32(static_cast<int32_t>(key.as_index()));
  return key_to_value(isolate, key);
}

// ECMA-262 sec-delete-operator-runtime-semantics-evaluation
Completion<Value> delete_slow(Isolate& isolate, Value value, PropertyKey key, bool strict) {
  if (value.is_undefined_or_null()) {
    return throw_type_error(isolate, "Cannot convert undefined or null to object");
  }
  Object* object = TRY(to_object(isolate, value));
  bool done = TRY(delete_property(isolate, object, key));
  if (!done && strict) {
    return throw_failed_delete(isolate, value, key);
  }
  return Value::boolean(done);
}

Completion<Value> delete_keyed_slow(Isolate& isolate, Value value, Value key, bool strict) {
  if (value.is_undefined_or_null()) {
    return throw_type_error(isolate, "Cannot convert undefined or null to object");
  }
  PropertyKey name = TRY(to_property_key(isolate, key));
  return delete_slow(isolate, value, name, strict);
}

Completion<Value> throw_not_initialized(Isolate& isolate, Value name) {
  return throw_error(isolate, ErrorType::kReferenceError, "Cannot access '%s' before initialization",
                     to_utf8(isolate, as_string(name)).c_str());
}

void throw_class_called(Isolate& isolate) {
  Frame* frame = Frame::from(isolate.fp);
  std::string name = to_utf8(isolate, frame->code->name);
  if (name.empty()) {
    throw_type_error(isolate, "Class constructors cannot be invoked without 'new'");
  } else {
    throw_type_error(isolate, "Class constructor %s cannot be invoked without 'new'", name.c_str());
  }
}

Completion<Value> define_accessor(Isolate& isolate, Value target, Value key, Value function, uint32_t flags) {
  PropertyKey name = TRY(to_property_key(isolate, key));
  PropertyDescriptor descriptor;
  (flags & 2 ? descriptor.setter : descriptor.getter) = function;
  descriptor.attributes = Attributes::kConfigurable | (flags & 1 ? Attributes::kEnumerable : 0);
  descriptor.present = Attributes::kConfigurable | Attributes::kEnumerable;
  TRY(define_property_or_throw(isolate, as_object(target), name, descriptor));
  return Value::undefined();
}

Completion<Value> define_keyed(Isolate& isolate, Value target, Value key, Value value, bool enumerable) {
  PropertyKey name = TRY(to_property_key(isolate, key));
  uint8_t attributes = enumerable ? Attributes::kAll : Attributes::kHidden;
  TRY(define_property_or_throw(isolate, as_object(target), name, PropertyDescriptor::data(value, attributes)));
  return Value::undefined();
}

// --- arguments and rest

Value create_rest(Isolate& isolate, Frame& frame, uint32_t from) {
  if (frame.argument_count <= from) return Value(new_array(isolate));
  return Value(new_array_from(isolate, std::span<const Value>(frame.arguments + from, frame.argument_count - from)));
}

static Shape* make_arguments_shape(Isolate& isolate, bool mapped) {
  const Names& names = isolate.names();
  Shape* shape = root_shape(isolate, isolate.realm().intrinsic(Intrinsic::kObjectPrototype),
                            mapped ? CellType::kMappedArguments : CellType::kArguments,
                            mapped ? CellFlags::kExotic : uint8_t{0}, 4);
  shape = add_property_transition(isolate, shape, names.length, Attributes::kHidden);
  if (mapped) shape = add_property_transition(isolate, shape, names.callee, Attributes::kHidden);
  shape = add_property_transition(isolate, shape, names.iterator, Attributes::kHidden);
  if (!mapped) shape = add_property_transition(isolate, shape, names.callee, Attributes::kAccessor);
  return shape;
}

static ArgumentsObject* new_arguments(Isolate& isolate, Frame& frame, bool mapped) {
  Realm& realm = isolate.realm();
  Shape*& shape = mapped ? realm.mapped_arguments_shape : realm.arguments_shape;
  if (!shape) {
    if (!mapped) {
      Value thrower(realm.intrinsic(Intrinsic::kThrowTypeError));
      realm.arguments_callee = new_accessor_pair(isolate, thrower, thrower);
      isolate.heap().write_barrier(&realm);
    }
    shape = make_arguments_shape(isolate, mapped);
    isolate.heap().write_barrier(&realm);
  }
  Value values(realm.intrinsic(Intrinsic::kArrayPrototypeValues));
  uint32_t count = frame.argument_count;
  Elements* elements = nullptr;
  if (count) {
    elements = static_cast<Elements*>(isolate.heap().allocate(Elements::size_for(count)));
    elements->set_header(Cell::header_word(CellType::kElements));
    elements->length = elements->capacity = count;
    for (uint32_t i = 0; i < count; ++i) elements->values[i] = frame.arguments[i];
  }
  auto* object = allocate_object<ArgumentsObject>(isolate, shape);
  object->mapped_environment = nullptr;
  object->map = nullptr;
  object->properties[0] = Value::number(count);
  object->properties[1] = mapped ? frame.callee : values;
  object->properties[2] = mapped ? values : Value(realm.arguments_callee);
  object->properties[3] = Value::undefined();
  if (elements) {
    object->elements = elements;
    object->elements_kind = ElementsKind::kPacked;
  }
  return object;
}

// ECMA-262 sec-createunmappedargumentsobject
Value create_unmapped_arguments(Isolate& isolate, Frame& frame) {
  return Value(new_arguments(isolate, frame, false));
}

// ECMA-262 sec-createmappedargumentsobject. Mapped parameters live in the environment (decision 14).
Value create_mapped_arguments(Isolate& isolate, Frame& frame) {
  const std::vector<int32_t>& slots = frame.code->function_template->mapped_arguments;
  ArgumentsObject* object = new_arguments(isolate, frame, true);
  uint32_t count = frame.argument_count < slots.size() ? frame.argument_count : static_cast<uint32_t>(slots.size());
  if (!count) return Value(object);
  auto* map = static_cast<Elements*>(isolate.heap().allocate(Elements::size_for(count)));
  map->set_header(Cell::header_word(CellType::kElements));
  map->capacity = count;
  map->length = count;
  for (uint32_t i = 0; i < count; ++i) map->values[i] = slots[i] < 0 ? Value::empty() : Value::int32(slots[i]);
  object->map = map;
  object->mapped_environment = frame.environment;
  isolate.heap().write_barrier(object);
  // The fast paths for elements must not see the stale values of mapped ones.
  if (count && object->has_vector_elements()) make_elements_sparse(isolate, object);
  return Value(object);
}

// --- literals

Completion<Value> array_spread(Isolate& isolate, Value target, Value iterable) {
  auto* array = cast<Array>(target);
  if (array_iteration_is_pristine(isolate, iterable) && is_plain_dense_array(isolate, iterable)) {
    auto* source = cast<Array>(iterable);
    uint32_t count = source->length;
    if (array->has_vector_elements()) ensure_elements_capacity(isolate, array, array->vector()->length + count);
    if (!count) return target;
    // Both are dense: copied as a whole, and the claims of both hold.
    if (array->has_vector_elements() && array->length == array->vector()->length) {
      Elements* values = array->vector();
      std::memcpy(static_cast<void*>(values->values + values->length), source->vector()->values, count * sizeof(Value));
      if (array->elements_kind < source->claimed_kind()) array->elements_kind = source->claimed_kind();
      array->length = values->length += count;
      isolate.heap().write_barrier(values);
      return target;
    }
    for (uint32_t i = 0; i < count; ++i) array_push(isolate, array, source->vector()->values[i]);
    return target;
  }
  IteratorRecord record;
  TRY(get_named_iterator(isolate, iterable, &record));
  for (;;) {
    bool done = false;
    Value value = TRY(iterator_step_value(isolate, &record, &done));
    if (done) return target;
    array_push(isolate, array, value);
  }
}

Completion<Value> spread_list(Isolate& isolate, Value iterable) {
  if (array_iteration_is_pristine(isolate, iterable) && is_plain_dense_array(isolate, iterable)) return iterable;
  Value list(new_array(isolate));
  return array_spread(isolate, list, iterable);
}

// ECMA-262 sec-gettemplateobject
Value get_template_object(Isolate& isolate, Code* code, uint32_t constant) {
  Value& place = code->constants[constant];
  if (place.is_cell()) return place;
  const bytecode::TemplateObject& definition = code->function_template->template_objects[place.as_int32()];
  Array* cooked = new_array(isolate);
  Array* raw = new_array(isolate);
  for (const bytecode::TemplateObject::Element& element : definition.elements) {
    const bytecode::CompiledUnit& unit = *code->function_template->unit;
    array_push(isolate, cooked,
               element.cooked == bytecode::kNoString ? Value::undefined()
                                                     : Value(install_string(isolate, unit, element.cooked)));
    array_push(isolate, raw, Value(install_string(isolate, unit, element.raw)));
  }
  freeze_array(isolate, raw);
  put_direct(isolate, cooked, isolate.names().raw, Value(raw), 0);
  freeze_array(isolate, cooked);
  place = Value(cooked);
  isolate.heap().write_barrier(code->constant_pool);
  return place;
}

Value create_array_literal(Isolate& isolate, Code* code, uint32_t constant) {
  Value& place = code->constants[constant];
  if (!place.is_cell()) {
    const Value* values = &place + 1;
    place = Value(new_shared_elements(isolate, {values, static_cast<size_t>(place.as_int32())}));
    isolate.heap().write_barrier(code->constant_pool);
  }
  return Value(new_array_of_shared(isolate, static_cast<Elements*>(place.as_cell())));
}

void freeze_array(Isolate& isolate, Array* array) {
  make_elements_sparse(isolate, array);
  SparseElements* sparse = array->sparse();
  for (uint32_t i = 0; i < sparse->capacity; ++i) {
    if (sparse->entries[i].state == 1) sparse->entries[i].attributes = Attributes::kEnumerable;
  }
  array->flags |= CellFlags::kLengthReadOnly;
  set_shape(array, not_extensible_transition(isolate, array->shape()));
  isolate.heap().write_barrier(array);
}

Completion<Value> create_regexp(Isolate& isolate, Value pattern, Value flags) {
  if (isolate.create_regexp) return isolate.create_regexp(isolate, as_string(pattern), as_string(flags));
  return throw_error(isolate, ErrorType::kSyntaxError, "scrim was built without regular expressions");
}

// --- globals

// ECMA-262 sec-globaldeclarationinstantiation
Completion<Value> declare_globals(Isolate& isolate, const Code* code, uint32_t index) {
  Realm& realm = isolate.realm();
  const bytecode::CompiledUnit& unit = *code->function_template->unit;
  const bytecode::Declarations& declarations = unit.declarations[index];
  Object* global = realm.global_object;
  Object* lexical = realm.lexical_scope;
  auto key_of = [&](uint32_t string) { return key_from_string(isolate, install_string(isolate, unit, string)); };
  auto throw_redeclared = [&](PropertyKey key) {
    return throw_error(isolate, ErrorType::kSyntaxError, "Identifier '%s' has already been declared",
                       describe_key(isolate, key).c_str());
  };
  for (const auto& declaration : declarations.lexicals) {
    PropertyKey key = key_of(declaration.name);
    if (find_property(isolate, lexical->shape(), key)) return throw_redeclared(key);
    PropertyDescriptor existing;
    if (TRY(get_own_property(isolate, global, key, &existing)) && !existing.is(Attributes::kConfigurable)) {
      return throw_redeclared(key);
    }
  }
  for (const auto& declaration : declarations.functions) {
    PropertyKey key = key_of(declaration.name);
    if (find_property(isolate, lexical->shape(), key)) return throw_redeclared(key);
    PropertyDescriptor existing;
    bool has = TRY(get_own_property(isolate, global, key, &existing));
    bool allowed = has ? existing.is(Attributes::kConfigurable) ||
                             (!existing.is_accessor() && existing.is(Attributes::kWritable) &&
                              existing.is(Attributes::kEnumerable))
                       : TRY(is_extensible(isolate, global));
    if (!allowed) {
      return throw_type_error(isolate, "Cannot redefine property: %s", describe_key(isolate, key).c_str());
    }
  }
  for (uint32_t name : declarations.vars) {
    PropertyKey key = key_of(name);
    if (find_property(isolate, lexical->shape(), key)) return throw_redeclared(key);
    if (!TRY(has_own_property(isolate, global, key)) && !TRY(is_extensible(isolate, global))) {
      return throw_type_error(isolate, "Cannot define global variable '%s', object is not extensible",
                              describe_key(isolate, key).c_str());
    }
  }
  for (uint32_t name : declarations.annex_b_vars) {
    PropertyKey key = key_of(name);
    if (find_property(isolate, lexical->shape(), key)) continue;
    if (TRY(has_own_property(isolate, global, key)) || !TRY(is_extensible(isolate, global))) continue;
    TRY(define_property_or_throw(
        isolate, global, key,
        PropertyDescriptor::data(Value::undefined(), Attributes::kWritable | Attributes::kEnumerable)));
  }
  for (const auto& declaration : declarations.lexicals) {
    auto* box = static_cast<Box*>(isolate.heap().allocate(sizeof(Box)));
    box->set_header(Cell::header_word(CellType::kBox));
    box->value = Value::empty();
    put_direct(isolate, lexical, key_of(declaration.name), Value(box),
               declaration.is_constant ? 0 : Attributes::kWritable);
    // A cached global property of this name is shadowed from now on.
    if (find_property(isolate, global->shape(), key_of(declaration.name))) {
      set_shape(global, unique_copy(isolate, global->shape(), false));
      isolate.heap().write_barrier(global);
    }
  }
  Environment* environment = Frame::from(isolate.fp)->environment;
  for (const auto& declaration : declarations.functions) {
    PropertyKey key = key_of(declaration.name);
    Code* function_code = install_function(isolate, realm, code->script, *unit.functions[declaration.function]);
    Value function(create_closure(isolate, function_code, environment));
    PropertyDescriptor existing;
    bool has = TRY(get_own_property(isolate, global, key, &existing));
    PropertyDescriptor descriptor;
    descriptor.value = function;
    if (!has || existing.is(Attributes::kConfigurable)) {
      descriptor = PropertyDescriptor::data(function, Attributes::kWritable | Attributes::kEnumerable);
    }
    TRY(define_property_or_throw(isolate, global, key, descriptor));
    TRY(set_or_throw(isolate, global, key, function));
  }
  for (uint32_t name : declarations.vars) {
    PropertyKey key = key_of(name);
    if (TRY(has_own_property(isolate, global, key))) continue;
    TRY(define_property_or_throw(
        isolate, global, key,
        PropertyDescriptor::data(Value::undefined(), Attributes::kWritable | Attributes::kEnumerable)));
  }
  return Value::undefined();
}

Completion<Value> init_global_lexical(Isolate& isolate, PropertyKey name, Value value) {
  Object* lexical = isolate.realm().lexical_scope;
  const PropertyEntry* entry = find_property(isolate, lexical->shape(), name);
  auto* box = cast<Box>(lexical->get_slot(entry->slot));
  box->value = value;
  isolate.heap().write_barrier(box);
  return value;
}

// --- exceptions and interrupts

// The frame at fp goes on where unwind_to says.
static const uint16_t* end_unwinding(Isolate& isolate) {
  Frame* frame = Frame::from(isolate.fp);
  const uint16_t* pc = isolate.unwind_to.pc;
  if (pc == frame->code->bytecode) {
    for (uint32_t i = 1; i <= frame->code->local_count; ++i) isolate.fp[-static_cast<int>(i)] = Value::undefined();
    frame->environment = cast<Function>(frame->callee)->environment;
  }
  isolate.unwind_to = {};
  isolate.terminating = false;
  isolate.take_exception();
  return pc;
}

const uint16_t* unwind(Isolate& isolate) {
  if (isolate.thrown.error != isolate.exception()) {
    const Frame* frame = Frame::from(isolate.fp);
    isolate.thrown = {isolate.exception(), frame->code, isolate.pc};
  }
  if (isolate.on_throw && !isolate.terminating) isolate.on_throw(isolate);
  const uint16_t* pc = isolate.pc;
  for (;;) {
    Frame* frame = Frame::from(isolate.fp);
    if (isolate.unwind_to.fp == isolate.fp) [[unlikely]]
      return end_unwinding(isolate);
    if (!isolate.terminating) {
      auto offset = static_cast<uint32_t>(pc - frame->code->bytecode);
      const bytecode::FunctionTemplate& function = *frame->code->function_template;
      const bytecode::Handler* handler =
          offset < function.code.size() ? bytecode::find_handler(function, offset) : nullptr;
      if (handler) {
        isolate.fp[handler->exception_register] = isolate.take_exception();
        if (handler->environment_register != bytecode::kNoRegister) {
          Value saved = isolate.fp[handler->environment_register];
          frame->environment = saved.is_cell() ? cast<Environment>(saved) : nullptr;
        }
        return frame->code->bytecode + handler->handler;
      }
    }
    bool entry = frame->flags & FrameFlags::kEntry;
    pc = frame->caller_pc ? frame->caller_pc - 1 : nullptr;  // inside the call instruction
    isolate.fp = frame->caller_fp;
    if (entry) return nullptr;
  }
}

Completion<Value> safepoint(Isolate& isolate) {
  isolate.clock_base += isolate.options().countdown_period;
  isolate.countdown += static_cast<int32_t>(isolate.options().countdown_period);
  if (isolate.lock_step) isolate.lock_step->note(isolate);
  if (isolate.on_safepoint) TRY(isolate.on_safepoint(isolate));
  return Value::undefined();
}

}  // namespace scrim
